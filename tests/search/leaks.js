// No entry of an index has the name of a customer that its reader may not see:
// neither as it is written, nor all of its words.
//	node leaks.js EDITION TABLE NAME-OF-THE-EDITION
"use strict";
const fs = require("fs");
const path = require("path");
const { load, terms, check, finish } = require("./lib.js");

const STUDIES = "content/case-studies";
const [edition, table, editionName] = process.argv.slice(2);
const { raw, opened } = load(edition);
const found = terms(raw), plain = JSON.stringify([raw.pages, raw.places, raw.facets]).toLowerCase();

function customerOf(id) {
  const file = fs.readdirSync(STUDIES).find((name) => name === id || name === id + ".md" || name === id + ".yaml");
  const inside = fs.statSync(path.join(STUDIES, file)).isDirectory() ? path.join(file, "index.md") : file;
  return fs.readFileSync(path.join(STUDIES, inside), "utf8").match(/^customer:\n(?:  .*\n)*?  name: *(.*)$/m)[1];
}

// The entries that have all the words, no slips and no beginnings.
function entriesWith(name) {
  const lists = opened.words(name).map((word) => found.get(word) || new Map());
  return Array.from(lists[0].keys()).filter((entry) => lists.every((list) => list.has(entry)));
}

for (const line of fs.readFileSync(table, "utf8").split("\n")) {
  const [id, editions] = line.split("\t");
  if (line.startsWith("#") || editions === undefined) continue;
  const name = customerOf(id), isHidden = editions === "all" || editions.split(" ").includes(editionName);
  if (isHidden) {
    check(`the name of ${id} in ${editionName}`, !plain.includes(name.toLowerCase()));
    check(`the words of ${id} in ${editionName}`, entriesWith(name).length === 0, entriesWith(name));
  } else {
    check(`the name of ${id} can be found in ${editionName}`, entriesWith(name).length > 0);
  }
}
check("a customer with consent can be found", entriesWith(customerOf("marrenfeld-gearboxes")).length > 0);
finish();
