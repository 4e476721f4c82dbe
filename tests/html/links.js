// What must hold for every page of an edition, and needs no browser: nothing
// points to what is not there, nothing is asked of another server, nothing
// runs, and who reads with a screen reader finds her way.
//
//   node links.js EDITION…      folders with site/ and kits/
//
// Prints what is wrong as PAGE:LINE: WORDS, then "N passed, M failed", where
// a page, a style sheet and a picture count one each, and what holds between
// pages of an edition (titles, ways from the start page) one each too.
"use strict";
const fs = require("fs");
const path = require("path");
const { tags, files } = require("./pages.js");

const RTL = new Set(["Arab", "Hebr", "Thaa", "Syrc", "Nkoo", "Adlm"]);
const REFERENCES = { a: ["href"], link: ["href"], img: ["src"], source: ["src"],
  script: ["src"], video: ["src", "poster"], audio: ["src"], track: ["src"],
  iframe: ["src"], object: ["data"], embed: ["src"], form: ["action"] };
const IDREFS = ["for", "headers", "aria-labelledby", "aria-describedby",
  "aria-controls", "aria-owns"];
const CONTACTS = /^(?:mailto:[^\s@]+@[^\s@]+|tel:\+[0-9]+)$/;

// The problems of one file, said once with its name.
function problemsOf(name) {
  const list = [];
  const say = (line, words) => list.push(`${name}:${line}: ${words}`);
  return { list, say };
}

function primary(lang) {
  return new Intl.Locale(lang).language;
}

function checkLanguage(tag, say) {
  const { lang } = tag.attrs;
  if (lang === undefined) return;
  let canonical;
  try {
    [canonical] = Intl.getCanonicalLocales(lang);
  } catch {
    canonical = null;
  }
  if (canonical !== lang) say(tag.line, `lang="${lang}" is not a language tag`);
}

// Absolute URLs stand where a reader follows them, never where a browser does.
function isAllowedOutside(tag, url) {
  if (tag.name === "a") return /^https?:\/\/[^\s]+$/.test(url) || CONTACTS.test(url);
  return tag.name === "link" && /^https:/.test(url) &&
    /^(?:canonical|alternate)$/.test(tag.attrs.rel || "");
}

// The URLs of a tag, with the file and the fragment that each names; a URL
// outside is left out when it may stand there.
function references(tag, from, say) {
  const urls = (REFERENCES[tag.name] || [])
    .filter((key) => tag.attrs[key] !== undefined).map((key) => tag.attrs[key]);
  for (const candidate of (tag.attrs.srcset || "").split(",")) {
    if (candidate.trim()) urls.push(candidate.trim().split(/\s+/)[0]);
  }
  const found = [];
  for (const url of urls) {
    if (/^(?:[a-z][a-z0-9+.-]*:|\/)/i.test(url)) {
      if (!isAllowedOutside(tag, url)) say(tag.line, `<${tag.name}> asks for ${url}`);
      continue;
    }
    const [, file, query, fragment] = /^([^?#]*)(\?[^#]*)?(?:#(.*))?$/s.exec(url);
    if (query !== undefined) say(tag.line, `${url} has a query`);
    let target = from;
    try {
      if (file) target = path.posix.join(path.posix.dirname(from), decodeURIComponent(file));
      found.push({ tag, url, target, fragment: fragment && decodeURIComponent(fragment) });
    } catch {
      say(tag.line, `${url} is not a URL`);
    }
    if (url === "") say(tag.line, `<${tag.name}> has an empty URL`);
  }
  return found;
}

function checkAttributes(tag, say) {
  for (const [key, value] of Object.entries(tag.attrs)) {
    if (key === "style" || key.startsWith("on")) say(tag.line, `<${tag.name}> has ${key}=`);
    if (/^\s*(?:javascript|data|vbscript):/i.test(value)) say(tag.line, `${key}="${value}"`);
  }
  if (tag.name === "style") say(tag.line, "<style> within the page");
  if (tag.name === "script" && tag.attrs.src === undefined) say(tag.line, "<script> within the page");
  if (tag.name === "base") say(tag.line, "<base>");
  if (tag.name === "meta" && /^refresh$/i.test(tag.attrs["http-equiv"] || "")) {
    say(tag.line, "<meta http-equiv=refresh>");
  }
  if (tag.name !== "img") return;
  if (tag.attrs.alt === undefined) say(tag.line, "<img> without alt");
  for (const side of ["width", "height"]) {
    if (!/^[1-9][0-9]*$/.test(tag.attrs[side] || "")) say(tag.line, `<img> without ${side}`);
  }
}

// One h1, first; each level at most one below the one before; none empty.
function checkHeadings(list, say) {
  let level = 0, titles = 0;
  list.forEach((tag, at) => {
    const [, digit] = /^h([1-6])$/.exec(tag.name) || [];
    if (!digit || tag.isEnd) return;
    if (digit === "1") titles++;
    if (Number(digit) > level + 1) say(tag.line, `<h${digit}> follows ${level ? `<h${level}>` : "nothing"}`);
    level = Number(digit);
    const end = list.findIndex((other, i) => i > at && other.isEnd && other.name === tag.name);
    const inside = list.slice(at, end < 0 ? at + 1 : end);
    if (!inside.some((part) => part.text.trim() || part.attrs.alt)) say(tag.line, `<h${digit}> is empty`);
  });
  if (titles !== 1) say(1, `${titles} <h1>`);
}

function readPage(edition, name, label) {
  const html = fs.readFileSync(path.join(edition, name), "utf8");
  const { list: problems, say } = problemsOf(`${label}/${name}`);
  const list = tags(html);
  const starts = list.filter((tag) => !tag.isEnd);
  const page = { name, problems, say, ids: new Set(), references: [], alternates: [] };

  if (!html.startsWith("<!DOCTYPE html>\n")) say(1, "no <!DOCTYPE html>");
  for (const tag of starts) {
    const { id } = tag.attrs;
    if (id !== undefined) {
      if (!id || /\s/.test(id) || page.ids.has(id)) say(tag.line, `id="${id}" is not unique`);
      page.ids.add(id);
    }
    checkLanguage(tag, say);
    checkAttributes(tag, say);
    page.references.push(...references(tag, name, say));
  }
  for (const tag of starts) {
    for (const key of IDREFS) {
      for (const id of (tag.attrs[key] || "").split(/\s+/).filter(Boolean)) {
        if (!page.ids.has(id)) say(tag.line, `${key}="${id}" names no id`);
      }
    }
  }
  checkHeadings(list, say);
  const root = starts.find((tag) => tag.name === "html");
  page.lang = root && root.attrs.lang;
  if (!page.lang) {
    say(1, "<html> without lang");
  } else {
    const wanted = RTL.has(new Intl.Locale(page.lang).maximize().script) ? "rtl" : "ltr";
    if (root.attrs.dir !== wanted) say(root.line, `dir is not ${wanted} in ${page.lang}`);
  }
  const titles = starts.filter((tag) => tag.name === "title");
  page.title = titles.length === 1 ? titles[0].text.trim() : "";
  if (!page.title) say(1, `${titles.length} <title>, or an empty one`);
  return page;
}

// What pages owe to each other: files, fragments, alternates both ways.
function checkReferences(page, pages, all) {
  const twin = (target) => pages.get(target);
  for (const { tag, url, target, fragment } of page.references) {
    if (!all.has(target)) {
      page.say(tag.line, `${url} is not in the edition`);
      continue;
    }
    if (fragment !== undefined && !(twin(target) && twin(target).ids.has(fragment))) {
      page.say(tag.line, `${url} names no id`);
    }
    const { hreflang } = tag.attrs;
    if (hreflang === undefined || !twin(target)) continue;
    if (hreflang === 'x-default') continue; // whatever the site's locale is
    if (twin(target).lang !== hreflang) {
      page.say(tag.line, `${url} is in ${twin(target).lang}, not ${hreflang}`);
    }
    if (tag.name === "link" && !twin(target).references.some((back) =>
      back.tag.name === "link" && back.target === page.name)) {
      page.say(tag.line, `${url} does not name this page as its alternate`);
    }
  }
}

// Style sheets and pictures ask for nothing outside either.
function checkAsset(edition, name, label, all) {
  const { list: problems, say } = problemsOf(`${label}/${name}`);
  const text = fs.readFileSync(path.join(edition, name), "utf8");
  const urls = [...text.matchAll(/url\(\s*["']?([^"')]*)|@import\s+["']([^"']*)/g)]
    .map((match) => match[1] ?? match[2]);
  if (name.endsWith(".svg")) {
    urls.push(...tags(text).flatMap((tag) => [tag.attrs.href, tag.attrs["xlink:href"]])
      .filter((url) => url !== undefined));
    if (/<script|\son[a-z]+\s*=/i.test(text)) say(1, "runs a script");
  }
  for (const url of urls) {
    if (url.startsWith("#")) continue;
    const target = path.posix.join(path.posix.dirname(name), url);
    if (/^(?:[a-z]+:|\/)/i.test(url) || !all.has(target)) say(1, `asks for ${url}`);
  }
  return problems;
}

// What programs look for by its name, and what codes on paper lead to, and letters: no page leads there. And a script of the theme may be for
// the pages of other editions.
const KNOWN_BY_NAME = new Set(["robots", "sitemap", "server", "verify", "letter"]);
const isAlone = (file) => KNOWN_BY_NAME.has(file.kind) ||
  (file.kind === "asset" && file.path.endsWith(".js"));

// Every file of the manifest is reached from the start page with clicks, but leave-behinds:
// a customer may not see the office whose people hand one over.
function unreached(edition, pages) {
  if (!pages.size) return [];
  // A server shows the page of no page; no link leads to it.
  const seen = new Set(["site/index.html", "site/404.html"]);
  const queue = [...seen];
  while (queue.length) {
    const page = pages.get(queue.pop());
    for (const { tag, target } of page ? page.references : []) {
      if (tag.name === "link" && tag.attrs.hreflang !== undefined) continue;
      if (seen.has(target)) continue;
      seen.add(target);
      queue.push(target);
    }
  }
  const manifest = JSON.parse(fs.readFileSync(path.join(edition, "manifest.json")));
  return manifest.files.filter((file) => !(file.kit && file.kit.kind === "leave-behind"))
    .filter((file) => !isAlone(file))
    .map((file) => file.path).filter((name) => !seen.has(name));
}

function sameTitles(pages) {
  const first = new Map();
  const problems = [];
  for (const page of pages.values()) {
    const key = `${page.lang} ${page.title}`;
    if (first.has(key)) {
      problems.push(`${page.name}: the title '${page.title}' is that of ${first.get(key)}`);
    } else {
      first.set(key, page.name);
    }
  }
  return problems;
}

// The verdict on each file of an edition, then on the edition as a whole: a
// list of lists of problems.
function checkEdition(edition) {
  const label = path.basename(edition);
  const names = files(edition);
  const all = new Set(names);
  const pages = new Map(names.filter((name) => name.endsWith(".html"))
    .map((name) => [name, readPage(edition, name, label)]));
  for (const page of pages.values()) checkReferences(page, pages, all);
  return [
    ...[...pages.values()].map((page) => page.problems),
    ...names.filter((name) => /\.(?:css|svg)$/.test(name))
      .map((name) => checkAsset(edition, name, label, all)),
    sameTitles(pages).map((words) => `${label}/${words}`),
    unreached(edition, pages).map((name) => `${label}/${name}: no link leads here`),
  ];
}

const verdicts = process.argv.slice(2).flatMap(checkEdition);
for (const words of verdicts.flat()) console.log(words);
const failed = verdicts.filter((problems) => problems.length).length;
console.log(`${verdicts.length - failed} passed, ${failed} failed`);
