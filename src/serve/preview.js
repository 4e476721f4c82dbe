/*
 * The preview in an open page: follows the server's reports (preview.h).
 *
 * When another generation is shown than the page was made from, the page is
 * fetched: it stays where its digest is the same, takes over the stylesheets
 * where only they differ, and loads itself anew otherwise. What is wrong with
 * the content is shown in #fieldkit-preview, in a shadow tree that the page's
 * own styles do not reach.
 */
(() => {
  'use strict';
  const folder = '/_fieldkit/';
  const meta = document.querySelector('meta[name="fieldkit-preview"]');
  if (!meta) return;
  let [stamp, page, shape] = meta.content.split(' ');
  let isChecked = false;   // whether the page was compared after all was made
  let last = '';           // the report that is shown
  let dismissed = '';      // the report that the reader has put away
  let source = null, lostTimer = 0;

  /* ---- the page ------------------------------------------------------ */

  const stylesheets = (root) => [...root.querySelectorAll('link[rel="stylesheet"]')];

  function swapStylesheets(next) {
    const old = stylesheets(document);
    stylesheets(next).forEach((link, i) => {
      const href = link.getAttribute('href');
      if (!old[i] || old[i].getAttribute('href') === href) return;
      const fresh = old[i].cloneNode();
      fresh.href = href;
      fresh.addEventListener('load', () => old[i].remove());
      old[i].after(fresh);
    });
  }

  async function compare(wanted) {
    let response, text;
    try {
      response = await fetch(location.href, { cache: 'no-store' });
      text = await response.text();
    } catch {
      return;              // the stream of events will say that it is lost
    }
    const next = new DOMParser().parseFromString(text, 'text/html');
    const now = next.querySelector('meta[name="fieldkit-preview"]');
    if (!now) { location.reload(); return; }
    const [nextStamp, nextPage, nextShape] = now.content.split(' ');
    if (nextPage !== page && nextShape !== shape) {
      location.reload();
      return;
    }
    if (nextPage !== page) swapStylesheets(next);
    stamp = nextStamp === wanted ? nextStamp : wanted;
    page = nextPage;
  }

  /* ---- what is wrong ------------------------------------------------- */

  const element = (name, className, text) => {
    const node = document.createElement(name);
    if (className) node.className = className;
    if (text !== undefined) node.textContent = text;
    return node;
  };
  // Controls and overrides of direction are shown, not obeyed.
  const safe = (text) => text.replace(
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g, '\ufffd');
  const count = (n, one, many) => n + ' ' + (n === 1 ? one : many);

  function quoted(item) {
    const points = [...safe(item.source)];
    const at = item.at > 0 ? item.at - 1 : -1;
    const pre = element('pre', 'source');
    const line = element('span', 'line');
    line.append(element('span', 'number', item.line + ' | '));
    line.append(points.slice(0, at < 0 ? points.length : at).join(''));
    if (at >= 0) {
      line.append(element('mark', '', points[at] || ' '));
      line.append(points.slice(at + 1).join(''));
    }
    pre.append(line);
    if (at >= 0) {
      // An unseen copy of what stands before, so that the caret is right in
      // any script and face.
      const below = element('span', 'caret-line');
      below.setAttribute('aria-hidden', 'true');
      below.append(element('span', 'unseen', item.line + ' | ' + points.slice(0, at).join('')));
      below.append(element('span', 'caret', '^'));
      pre.append('\n', below);
    }
    return pre;
  }

  function entry(item) {
    const node = element('li', 'item ' + item.severity);
    const head = element('p', 'head');
    const place = item.file
      ? item.file + (item.line ? ':' + item.line + (item.col ? ':' + item.col : '') : '')
      : '';
    if (place) head.append(element('code', 'place', safe(place)), ' ');
    head.append(element('strong', 'severity', item.severity), ' ');
    head.append(element('span', 'message', safe(item.message)));
    node.append(head);
    if (item.source !== undefined) node.append(quoted(item));
    if (item.hint) node.append(element('p', 'hint', safe(item.hint)));
    return node;
  }

  let host = null, root = null;

  function overlay() {
    if (host) return root;
    host = element('div');
    host.id = 'fieldkit-preview';
    root = host.attachShadow({ mode: 'open' });
    document.body.append(host);
    return root;
  }

  function draw(state, ...nodes) {
    const shadow = overlay();
    const style = element('link');
    style.rel = 'stylesheet';
    style.href = folder + 'overlay.css';
    host.dataset.state = state;
    const kept = shadow.querySelector('link');
    shadow.replaceChildren(kept || style, ...nodes);
  }

  function button(className, text, action) {
    const node = element('button', className, text);
    node.type = 'button';
    node.addEventListener('click', action);
    return node;
  }

  function summary(report) {
    const parts = [];
    if (report.errors) parts.push(count(report.errors, 'error', 'errors'));
    if (report.warnings) parts.push(count(report.warnings, 'warning', 'warnings'));
    return parts.join(', ');
  }

  function showPanel(report, text) {
    const panel = element('section', 'panel');
    const bar = element('header', 'bar');
    const list = element('ol', 'items');
    list.tabIndex = 0;     // keys scroll it
    panel.setAttribute('role', 'region');
    panel.setAttribute('aria-label', 'Preview: ' + summary(report));
    bar.append(element('h2', 'title', summary(report)));
    if (!report.isCurrent)
      bar.append(element('p', 'note', 'The page shows the content as it was before.'));
    bar.append(button('close', 'Hide', () => showPill(report, text)));
    report.items.forEach((item) => list.append(entry(item)));
    const more = report.errors + report.warnings - report.items.length;
    panel.append(bar, list);
    if (more > 0) panel.append(element('p', 'more', 'and ' + more + ' more'));
    panel.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') showPill(report, text);
    });
    draw(report.errors ? 'errors' : 'warnings', panel);
    const live = element('p', 'live', summary(report));
    live.setAttribute('role', 'status');
    root.append(live);
  }

  function showPill(report, text) {
    dismissed = text;
    draw(report.errors ? 'errors' : 'warnings',
      button('pill', summary(report), () => showPanel(report, text)));
  }

  function showReport(report, text) {
    if (!report.errors && !report.warnings) draw('fine');
    else if (report.errors && text !== dismissed) showPanel(report, text);
    else showPill(report, text);
  }

  function showLost() {
    last = '';
    draw('lost', element('p', 'pill', 'The preview has ended: run “fieldkit serve” again.'));
  }

  /* ---- the stream ---------------------------------------------------- */

  function take(report) {
    // What is wrong, apart from which generation says it.
    const text = JSON.stringify([report.isCurrent, report.errors, report.warnings, report.items]);
    clearTimeout(lostTimer);
    if (text !== last) showReport(report, text);
    last = text;
    if (report.stamp !== stamp) {
      isChecked = report.isChecked;
      compare(report.stamp);
    } else if (report.isChecked && !isChecked) {
      isChecked = true;
      compare(report.stamp);   // sizes of kits are known by now
    }
  }

  function listen() {
    if (source) return;
    source = new EventSource(folder + 'events');
    source.addEventListener('report', (event) => take(JSON.parse(event.data)));
    source.addEventListener('error', () => {
      clearTimeout(lostTimer);
      lostTimer = setTimeout(showLost, 3000);
    });
  }

  function stop() {
    clearTimeout(lostTimer);
    if (source) source.close();
    source = null;
  }

  // A browser has six connections to a server: pages in the background
  // leave theirs to the one that is looked at.
  const follow = () => (document.visibilityState === 'visible' ? listen() : stop());
  document.addEventListener('visibilitychange', follow);
  window.addEventListener('pagehide', stop);
  window.addEventListener('pageshow', follow);
  follow();
})();
