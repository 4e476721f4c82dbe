// An index as text, for who looks for what must not be in it: a line for each
// entry with its titles, texts and place, and every word that it is found by.
//	node print.js EDITION
"use strict";
const { load, terms } = require("./lib.js");

const { raw, opened } = load(process.argv[2]);
const lines = raw.kinds.flatMap(([kind, n]) => Array(n).fill(kind)).map((kind, entry) =>
  raw.langs.map((lang, number) => Object.values(opened.show(entry, number)).join(" ")).join(" ") + " |");
for (const [term, entries] of terms(raw)) for (const entry of entries.keys()) lines[entry] += " " + term;
console.log(lines.join("\n"));
console.log(JSON.stringify(raw.facets));
