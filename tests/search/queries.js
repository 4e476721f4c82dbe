// What is asked finds what is known to be there: lines of a table
//	QUERY <tab> LANGUAGE <tab> PATH [<tab> facet=id …]
// say that the first results in that language have this page; `-` for the
// path: nothing has all the words. Results, their order and the facets'
// counts are held to the index as its description reads it.
//	node queries.js EDITION TABLE
"use strict";
const fs = require("fs");
const path = require("path");
const { load, terms, check, finish } = require("./lib.js");

const NEAR_THE_TOP = 3;
const [edition, table] = process.argv.slice(2);
const { raw, opened } = load(edition);
const found = terms(raw);

for (const line of fs.readFileSync(table, "utf8").split("\n")) {
  const [query, lang, wanted, ...picks] = line.split("\t");
  if (line.startsWith("#") || wanted === undefined) continue;
  const number = raw.langs.indexOf(lang), picked = {};
  check(`pages in ${lang}`, number >= 0);
  for (const pick of picks) (picked[pick.split("=")[0]] ||= new Set()).add(pick.split("=")[1]);
  const result = opened.search(query, picked, number);
  const paths = result.entries.map((entry) => opened.show(entry, number).path);
  if (wanted === "-") check(`'${query}' finds nothing whole`, result.isPartial || paths.length === 0, paths.slice(0, 3));
  else check(`'${query}' in ${lang} finds ${wanted}`, !result.isPartial &&
    paths.slice(0, NEAR_THE_TOP).includes(wanted), paths.slice(0, NEAR_THE_TOP));
}

// Every entry leads to a page that is there, in every language it has.
const count = raw.kinds.reduce((sum, [, n]) => sum + n, 0);
raw.langs.forEach((lang, number) => {
  const lost = Array.from({ length: count }, (_, entry) => opened.show(entry, number).path)
    .filter((page) => !fs.existsSync(path.join(edition, "site", page)));
  check(`pages of results in ${lang}`, count > 0 && lost.length === 0, lost);
});

// A term finds exactly the entries that the index has for it, and what a facet
// counts is what choosing it leaves.
const some = Array.from(found.keys()).filter((term, i) => i % 97 === 0 && opened.words(term).join() === term);
check("terms to try", some.length > 20, some.length);
for (const term of some) {
  const result = opened.search(term, {}, 0), has = new Set();
  for (const [other, entries] of found) if (other.startsWith(term)) for (const entry of entries.keys()) has.add(entry);
  check(`entries of '${term}'`, result.entries.length === has.size && result.entries.every((entry) => has.has(entry)),
    `${result.entries.length} of ${has.size}`);
  const wrong = opened.facets.flatMap(({ name }) => Object.entries(result.counts[name]).filter(([id, n]) =>
    id !== "*" && opened.search(term, { [name]: new Set([id]) }, 0).entries.length !== n + (result.counts[name]["*"] || 0)));
  check(`facets of '${term}'`, wrong.length === 0, wrong);
}
const all = opened.search("", {}, 0);
check("nothing asked is everything", all.entries.length === count && !all.isPartial);
finish();
