// What a page weighs on a bad line: its own HTML and style sheets, compressed
// as a server would at best.
//
//   node weight.js BYTES EDITION…      folders with site/
//
// Prints each page above BYTES, then "N passed, M failed".
"use strict";
const fs = require("fs");
const path = require("path");
const zlib = require("zlib");
const { tags, files } = require("./pages.js");

const squeeze = (bytes) => zlib.gzipSync(bytes, { level: 9 }).length;
const sheets = new Map();

function sheetWeight(file) {
  if (!sheets.has(file)) sheets.set(file, squeeze(fs.readFileSync(file)));
  return sheets.get(file);
}

// What the page weighs, or less than the limit where that is plain to see.
function weight(edition, name, limit) {
  const html = fs.readFileSync(path.join(edition, name));
  const head = html.toString("utf8", 0, 16384).replace(/<body[\s\S]*/, "");
  const css = tags(head).filter((tag) => tag.name === "link" && tag.attrs.rel === "stylesheet")
    .reduce((sum, tag) => sum + sheetWeight(path.join(edition,
      path.posix.join(path.posix.dirname(name), tag.attrs.href))), 0);
  return css + (html.length + css <= limit ? 0 : squeeze(html));
}

const [limit, ...editions] = process.argv.slice(2);
let passed = 0, failed = 0;
for (const edition of editions) {
  for (const name of files(edition).filter((file) => file.endsWith(".html"))) {
    const bytes = weight(edition, name, Number(limit));
    if (bytes <= Number(limit)) {
      passed++;
    } else {
      failed++;
      console.log(`${path.basename(edition)}/${name}: ${bytes} bytes, more than ${limit}`);
    }
  }
}
console.log(`${passed} passed, ${failed} failed`);
