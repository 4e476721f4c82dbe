// Reads the pages that the program writes: a tokenizer for serialized HTML,
// not for what browsers forgive. What it does not understand stays text, and
// html-validate (valid.js) is what says that the text is wrong.
"use strict";
const fs = require("fs");
const path = require("path");

const TOKEN = new RegExp(
  "<!--[\\s\\S]*?-->" +
  "|<(/?)([a-zA-Z][^\\s/>]*)((?:\\s+[^\\s=>\"'/]+" +
  "(?:\\s*=\\s*(?:\"[^\"]*\"|'[^']*'|[^\\s\"'>]+))?)*)\\s*/?>", "g");
const ATTRIBUTE =
  /([^\s=>"'/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g;
const ENTITIES = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: "\u00a0" };

function decode(text) {
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (all, hex, dec, name) =>
    hex ? String.fromCodePoint(parseInt(hex, 16)) :
      dec ? String.fromCodePoint(parseInt(dec, 10)) : ENTITIES[name] || all);
}

function attributes(text) {
  const found = {};
  for (const [, name, double, single, bare] of text.matchAll(ATTRIBUTE)) {
    found[name.toLowerCase()] = decode(double ?? single ?? bare ?? "");
  }
  return found;
}

// The start and end tags of a page in order: {name, isEnd, attrs, line, text},
// text being what stands between the tag and the next one.
function tags(html) {
  const list = [];
  let line = 1, seen = 0, open = null;
  for (const match of html.matchAll(TOKEN)) {
    const text = html.slice(seen, match.index);
    if (open) open.text += decode(text);
    line += text.split("\n").length - 1;
    seen = match.index + match[0].length;
    if (match[2]) {
      open = { name: match[2].toLowerCase(), isEnd: match[1] === "/",
        attrs: match[3] ? attributes(match[3]) : {}, line, text: "" };
      list.push(open);
    }
    line += match[0].split("\n").length - 1;
  }
  return list;
}

// Every file beneath a folder, relative to it, sorted, with / between names.
function files(folder, under = "") {
  return fs.readdirSync(path.join(folder, under), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const name = under ? `${under}/${entry.name}` : entry.name;
      return entry.isDirectory() ? files(folder, name) : [name];
    });
}

// The pages of an edition: {html, edition, file, name, kind, lang}, the kind
// being the class of its body.
function readPages(edition) {
  return files(edition).filter((name) => name.endsWith(".html")).map((name) => {
    const file = path.join(edition, name);
    const html = fs.readFileSync(file, "utf8");
    const starts = tags(html.slice(0, html.indexOf(">", html.indexOf("<body")) + 1));
    const first = (wanted, key) => starts.filter((tag) => tag.name === wanted)
      .map((tag) => tag.attrs[key])[0];
    return { html, edition, file, name: `${path.basename(edition)}/${name}`,
      kind: first("body", "class"), lang: first("html", "lang") };
  });
}

// The first page of each kind in each edition, and in each language.
function samplePages(pages) {
  const seen = new Set();
  return pages.filter((page) => {
    const keys = [`${page.edition} ${page.kind}`, `${page.lang} ${page.kind}`]
      .filter((key) => !seen.has(key));
    keys.forEach((key) => seen.add(key));
    return keys.length > 0;
  });
}

// One page of each kind and edition, and of each language.
function fewPages(pages) {
  const seen = new Set();
  return pages.filter((page) => {
    const keys = [page.kind, page.edition, page.lang].filter((key) => !seen.has(key));
    keys.forEach((key) => seen.add(key));
    return keys.length > 0;
  });
}

module.exports = { tags, files, readPages, samplePages, fewPages };
