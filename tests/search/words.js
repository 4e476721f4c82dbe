// The page's script parts texts into the words of vectors.tsv, as the program
// does (tests/unit/test_search.c).
//	node words.js EDITION
"use strict";
const fs = require("fs");
const path = require("path");
const { load, check, finish } = require("./lib.js");

const { opened } = load(process.argv[2]);
const escapes = { "\\t": "\t", "\\n": "\n" };
for (const line of fs.readFileSync(path.join(__dirname, "vectors.tsv"), "utf8").split("\n")) {
  const [text, wanted] = line.split("\t");
  if (line.startsWith("#") || wanted === undefined) continue;
  const plain = text.replace(/\\u(....)|\\[tn]/g, (found, code) =>
    code ? String.fromCodePoint(parseInt(code, 16)) : escapes[found]);
  const found = opened.words(plain).join(" ");
  check(`words of '${text}'`, found === wanted, `are '${found}', not '${wanted}'`);
}
finish();
