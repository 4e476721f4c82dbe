// The preview's tests: node tests/serve/main.js FOLDER, a folder with content/
// and themes/ that may be changed, and built/, what a build made of them.
// The last line is "N passed, M failed".
'use strict';
const fs = require('node:fs');
const net = require('node:net');
const path = require('node:path');
const { Preview, check, equal, pause, counts } = require('./lib.js');

const folder = process.argv[2];
const EDITION = 'partner-field';
const inside = (...names) => path.join(folder, ...names);
const read = (...names) => fs.readFileSync(inside(...names), 'utf8');
const write = (name, text) => fs.writeFileSync(inside(name), text);

// A page without what the preview puts in.
const published = (html) => html
  .replace(/<meta name="fieldkit-preview" content="[^"]*">\n/, '')
  .replace('<script src="/_fieldkit/preview.js" defer></script>\n', '')
  .replace("; connect-src 'self'", '');

const digests = (html) => /name="fieldkit-preview" content="(\S+) (\S+) (\S+)"/.exec(html).slice(1);

async function outputsAreThoseOfABuild(preview) {
  const manifest = JSON.parse(read('built', EDITION, 'manifest.json'));
  const kinds = {};
  for (const file of manifest.files) {
    // Snippets for web servers are made of all pages, and never browsed.
    if (file.kind === 'server') continue;
    const answer = await preview.ask(`/${EDITION}/${file.path}`);
    const built = fs.readFileSync(inside('built', EDITION, file.path));
    const same = ['page', 'verify'].includes(file.kind)
      ? published(answer.text) === built.toString() && answer.text !== built.toString()
      : answer.body.equals(built);
    kinds[file.kind] = kinds[file.kind] || { all: 0, same: 0 };
    kinds[file.kind].all++;
    if (same && answer.status === 200) kinds[file.kind].same++;
    else console.log(`serve: ${file.path} is not what a build writes`);
  }
  for (const kind of ['page', 'kit', 'asset', 'media'])
    check(`there are outputs of kind ${kind}`, kinds[kind] && kinds[kind].all > 0);
  for (const [kind, { all, same }] of Object.entries(kinds))
    equal(`outputs of kind ${kind} as a build writes them`, all, same);
}

async function pathsAreLookedUp(preview) {
  const home = await preview.ask('/');
  equal('the list of editions', 200, home.status);
  check('the list links the edition', home.text.includes(`href="/${EDITION}/site/"`));
  const redirects = {
    [`/${EDITION}`]: `/${EDITION}/`,
    [`/${EDITION}/`]: `/${EDITION}/site/`,
    [`/${EDITION}/site`]: `/${EDITION}/site/`,
    [`/${EDITION}/site/partners`]: null,
    [`/${EDITION}/site/partners/okulith`]: `/${EDITION}/site/partners/okulith/`,
    [`/${EDITION}/kits`]: `/${EDITION}/kits/`,
  };
  for (const [from, to] of Object.entries(redirects))
    equal(`${from} leads to`, to, (await preview.ask(from)).headers.location || null);
  equal('a folder is its index', 200, (await preview.ask(`/${EDITION}/site/partners/okulith/`)).status);
  const types = { 'site/': 'text/html; charset=utf-8', 'kits/': 'text/html; charset=utf-8' };
  for (const [name, type] of Object.entries(types))
    equal(`type of ${name}`, type, (await preview.ask(`/${EDITION}/${name}`)).headers['content-type']);
  const missing = await preview.ask(`/${EDITION}/site/none/`);
  equal('what is not there', 404, missing.status);
  check('a page for what is not there follows changes', missing.text.includes('preview.js'));
  for (const name of ['preview.js', 'overlay.css', 'own.css'])
    equal(name, 200, (await preview.ask(`/_fieldkit/${name}`)).status);
}

async function nothingIsTraversed(preview) {
  const paths = ['/../../../../etc/passwd', `/${EDITION}/../../../../etc/passwd`,
    '/%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd', `/${EDITION}/site/..%2f..%2fcontent%2fsite.yaml`,
    `/${EDITION}/site/../site/index.html`, `/${EDITION}//site/index.html`, '//etc/passwd',
    `/${EDITION}/manifest.json`, '/content/site.yaml', `/${EDITION}/site/index.html%00.png/x`,
    '/_fieldkit/../content/site.yaml', '/_fieldkit/%2e%2e/serve.c', '/vendor-field/site/',
    `/${EDITION}/site/assets/`, `/${EDITION}/site/media/`, '/%', `/${'a/'.repeat(9000)}`];
  for (const at of paths) {
    const answer = await preview.raw(`GET ${at} HTTP/1.1\r\nHost: 127.0.0.1:${preview.port}\r\n` +
      'Connection: close\r\n\r\n');
    check(`nothing at ${at.slice(0, 60)}`, !/^HTTP\/1.1 200/.test(answer) &&
      !answer.includes('root:') && !answer.includes('publisher:'), answer.slice(0, 200));
  }
}

async function onlyThisMachineIsAnswered(preview) {
  const statuses = {
    'evil.example': 421, [`evil.example:${preview.port}`]: 421, '127.0.0.1': 421,
    'localhost:1': 421, [`localhost:${preview.port}`]: 200, [`LOCALHOST:${preview.port}`]: 200,
    [`[::1]:${preview.port}`]: 200,
  };
  for (const [host, status] of Object.entries(statuses))
    equal(`Host: ${host}`, status, (await preview.ask('/', { headers: { Host: host } })).status);
  check('no Host', /^HTTP\/1.[01] 4/.test(await preview.raw('GET / HTTP/1.0\r\n\r\n')));
  for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS'])
    equal(method, 405, (await preview.ask('/', { method })).status);
  const head = await preview.ask(`/${EDITION}/site/`, { method: 'HEAD' });
  equal('HEAD', 200, head.status);
  equal('the body of HEAD', 0, head.body.length);
  equal('leave for other origins', undefined, head.headers['access-control-allow-origin']);
  equal('for this origin alone', 'same-origin', head.headers['cross-origin-resource-policy']);
}

async function pagesMayListen(preview) {
  const { text } = await preview.ask(`/${EDITION}/site/`);
  const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(text)[1];
  check('the policy lets the script listen', policy.includes("connect-src 'self'"), policy);
  check('the policy stays strict', policy.startsWith("default-src 'none'") &&
    !policy.includes('unsafe'), policy);
}

const PARTNER = 'content/partners/okulith/index.md';
const PAGE = `/${EDITION}/site/partners/okulith/`;

async function aChangeIsFollowed(preview) {
  const before = read(PARTNER);
  await preview.rebuilt('a change of content', () => write(PARTNER, `${before}\nQuite a new word.\n`));
  const page = await preview.ask(PAGE);
  check('the page has what was written', page.text.includes('Quite a new word.'));
  equal('the stamp of the page', preview.newest.stamp, digests(page.text)[0]);
  const other = digests((await preview.ask(`/${EDITION}/site/partners/caldermoor/`)).text);
  await preview.rebuilt('a file that is renamed into place', () => {
    write(`${PARTNER}.tmp`, before);
    fs.renameSync(inside(`${PARTNER}.tmp`), inside(PARTNER));
  });
  check('the page is as it was', !(await preview.ask(PAGE)).text.includes('Quite a new word.'));
  const again = digests((await preview.ask(`/${EDITION}/site/partners/caldermoor/`)).text);
  check('a page that did not change keeps its digests', other[0] !== again[0] &&
    other[1] === again[1] && other[2] === again[2], [other, again]);
}

async function aMistakeIsShown(preview) {
  const before = read(PARTNER);
  const old = (await preview.ask(PAGE)).text;
  const report = await preview.rejected('a mistake', () => write(PARTNER,
    before.replace('---\n', '---\nhq_: Germany\n')));
  const item = report.items[0];
  equal('errors', 1, report.errors);
  equal('its file', PARTNER, item.file);
  equal('its line', 2, item.line);
  equal('its column', 1, item.col);
  equal('its slug', 'field-unknown', item.slug);
  equal('the line it is about', 'hq_: Germany', item.source);
  equal('the place in it', 1, item.at);
  check('what is said of it', item.message.includes("'hq_'"), item.message);
  check('what to do', /did you mean 'hq'/.test(item.hint), item.hint);
  const page = await preview.ask(PAGE);
  equal('the page while there is a mistake', 200, page.status);
  equal('the page is the last good one', old, page.text);
  const mended = await preview.rebuilt('the mistake is mended', () => write(PARTNER, before));
  equal('errors after that', 0, mended.errors);
}

async function foldersAreWatched(preview) {
  const name = 'content/partners/newcomer';
  const text = read(PARTNER).replace(/^name: .*$/m, 'name: Newcomer Works')
    .replace(/^logo:[^]*?(?=^\S)/m, '').replace(/^aliases:.*\n/m, '').replace(/^sites:[^]*?(?=^\S)/m, '')
    .replace(/\n---\n[^]*$/, '\n---\n\nA new partner.\n');
  await preview.rebuilt('a new folder', () => {
    fs.mkdirSync(inside(name));
    write(`${name}/index.md`, text);
  });
  const at = `/${EDITION}/site/partners/newcomer/`;
  equal('the page of a new record', 200, (await preview.ask(at)).status);
  await preview.rebuilt('a file in a new folder', () => write(`${name}/index.md`,
    `${text}\nChanged since.\n`));
  check('it is followed', (await preview.ask(at)).text.includes('Changed since.'));
  await preview.rebuilt('a folder that goes', () => fs.rmSync(inside(name), { recursive: true }));
  equal('the page of a record that is gone', 404, (await preview.ask(at)).status);
}

async function editorsLeavingsArePassedOver(preview) {
  const count = preview.reports.length;
  await preview.checked();
  const settled = preview.reports.length;
  check('reports are counted', settled >= count);
  write('content/partners/okulith/.index.md.swp', 'x');
  write('content/partners/okulith/4913', 'x');
  fs.rmSync(inside('content/partners/okulith/4913'));
  await pause(400);
  fs.rmSync(inside('content/partners/okulith/.index.md.swp'));
  await pause(200);
  equal('reports after an editor kept files beside', settled, preview.reports.length);
}

async function aThemeIsFollowed(preview) {
  const css = 'themes/default/assets/style.css';
  const template = 'themes/default/site/partner.html';
  const [stylesheet, html] = [read(css), read(template)];
  const before = digests((await preview.ask(PAGE)).text);
  await preview.rebuilt('a stylesheet', () => write(css, `${stylesheet}\n.x{color:red}\n`));
  const after = (await preview.ask(PAGE)).text;
  check('only the stylesheet differs', before[1] !== digests(after)[1] &&
    before[2] === digests(after)[2]);
  const href = /<link rel="stylesheet" href="([^"]*)"/.exec(after)[1];
  const sheet = await preview.ask(new URL(href, `http://x${PAGE}`).pathname);
  check('the stylesheet is the new one', sheet.text.includes('.x{color:red}'));
  equal('its type', 'text/css; charset=utf-8', sheet.headers['content-type']);
  const bad = await preview.rejected('a broken template', () => write(template,
    html.replace('</html>', '<p>{partner.nme}</p></html>')));
  equal('the file of its mistake', template, bad.items[0].file);
  equal('a page meanwhile', 200, (await preview.ask(PAGE)).status);
  write(css, stylesheet);
  await preview.rebuilt('the template is mended', () => write(template, html));
}

// A template that is right, and a record that does not give what it prints.
async function aPageCanFailAlone(preview) {
  const template = 'themes/default/site/partner.html';
  const record = 'content/partners/wendrath/index.md';
  const [html, text] = [read(template), read(record)];
  const shown = `/${EDITION}/site/partners/wendrath/`;
  await preview.rebuilt('a record without what is printed', () =>
    write(record, text.replace(/^legal_name:.*\n/m, '')));
  const good = (await preview.ask(shown)).text;
  const report = await preview.after('a template that a page fails with', () =>
    write(template, html.replace(/(<k:fill k:slot="main">)/, '$1<p>{partner.legal_name}</p>')),
  (news) => news.errors > 0 && news.isCurrent);
  equal('the slug of its mistake', 'value-undefined', report.items[0].slug);
  equal('the file of its mistake', template, report.items[0].file);
  equal('the page as it was', good, (await preview.ask(shown)).text);
  const never = await preview.ask(`/${EDITION}/site/de/partners/wendrath/`);
  equal('a page that was not shown lately', 500, never.status);
  check('it follows changes', never.text.includes('preview.js'));
  const other = await preview.ask(PAGE);
  check('other pages are new', other.status === 200 && other.text.includes('Okulith Devices B.V.</p>'));
  write(record, text);
  await preview.rebuilt('the template is mended again', () => write(template, html));
}

async function contentMayVanish(preview) {
  const report = await preview.rejected('the content is moved away', () =>
    fs.renameSync(inside('content'), inside('elsewhere')));
  check('it is said', report.errors > 0);
  equal('a page meanwhile', 200, (await preview.ask(PAGE)).status);
  await preview.rebuilt('the content is back', () =>
    fs.renameSync(inside('elsewhere'), inside('content')));
  const linked = await preview.rejected('a link instead of a file', () => {
    fs.renameSync(inside(PARTNER), inside('okulith.md'));
    fs.symlinkSync('/dev/zero', inside(PARTNER));
  });
  check('what is said of it', linked.items.some(({ slug }) => slug === 'file-kind'), linked.items);
  await preview.rebuilt('the file is back', () => {
    fs.rmSync(inside(PARTNER));
    fs.renameSync(inside('okulith.md'), inside(PARTNER));
  });
}

async function manyAreAnswered(preview) {
  const slow = [];
  for (let i = 0; i < 50; i++) {
    const socket = net.connect(preview.port, '127.0.0.1');
    socket.on('error', () => {});
    socket.write('GET / HTTP/1.1\r\nHost: ');
    slow.push(socket);
  }
  const answers = await Promise.all(Array.from({ length: 200 }, (_, i) =>
    preview.ask(i % 20 === 0 ? `/${EDITION}/kits/${preview.kit}` : PAGE).catch((error) => error)));
  equal('answers to 200 at once', 200, answers.filter((answer) => answer.status === 200).length);
  slow.forEach((socket) => socket.destroy());
}

async function aBrokenSiteIsServed() {
  const site = read('content/site.yaml');
  write('content/site.yaml', `${site}\nunknown: 1\n`);
  const preview = await Preview.start(folder, ['--poll']);
  await preview.after('a report of a broken site', () => {}, (report) => report.errors > 0);
  const page = await preview.ask(PAGE);
  equal('a page of a broken site', 503, page.status);
  check('it follows changes', page.text.includes('preview.js'));
  const bound = await Preview.start(folder, ['--port', String(preview.port)])
    .then(() => 'started', (error) => error.message);
  check('a port that is taken', /ended with 3: .*cannot listen on 127/.test(bound), bound);
  await preview.rebuilt('the site is mended; changes are looked for',
    () => write('content/site.yaml', site));
  equal('the page then', 200, (await preview.ask(PAGE)).status);
  equal('its end', 0, await preview.end());
}

async function main() {
  const built = fs.readdirSync(inside('built')).join();
  const time = fs.statSync(inside('built', EDITION)).mtimeMs;
  const preview = await Preview.start(folder);
  await preview.checked();
  preview.kit = fs.readdirSync(inside('built', EDITION, 'kits'))[0];
  for (const test of [outputsAreThoseOfABuild, pathsAreLookedUp, nothingIsTraversed,
    onlyThisMachineIsAnswered, pagesMayListen, aChangeIsFollowed, aMistakeIsShown,
    foldersAreWatched, editorsLeavingsArePassedOver, aThemeIsFollowed, aPageCanFailAlone,
    contentMayVanish, manyAreAnswered]) {
    const started = Date.now();
    await test(preview);
    if (process.env.VERBOSE) console.log(`${test.name}: ${Date.now() - started} ms`);
  }
  equal('its end', 0, await preview.end());
  equal('what is in the output folder', built, fs.readdirSync(inside('built')).join());
  equal('when an edition was written', time, fs.statSync(inside('built', EDITION)).mtimeMs);
  await aBrokenSiteIsServed();
}

main().catch((error) => {
  counts.failed++;
  console.log(`serve: ${error.stack}`);
}).then(() => {
  console.log(`${counts.passed} passed, ${counts.failed} failed`);
  process.exit(counts.failed === 0 ? 0 : 1);
});
