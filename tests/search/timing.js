// How long an answer takes, for a report; nothing is held to it.
//	node timing.js EDITION
"use strict";
const { load } = require("./lib.js");

const { raw, opened } = load(process.argv[2]);
const titles = raw.pages[0].titles.split("\n"), times = [];
for (let i = 0; i < titles.length; i += Math.ceil(titles.length / 40)) {
  const words = titles[i].slice(0, 24);
  for (const asked of [words, words.replace(/(\w)(\w)/g, "$2$1")]) // typed well, and with every pair swapped
    for (let typed = 1; typed <= asked.length; typed++) {
      const start = performance.now();
      opened.search(asked.slice(0, typed), {}, 0);
      times.push(performance.now() - start);
    }
}
times.sort((a, b) => a - b);
const at = (part) => times[Math.floor(part * (times.length - 1))].toFixed(1);
console.log(`search: ${times.length} answers: half within ${at(0.5)} ms, 95 % within ${at(0.95)} ms, all within ${at(1)} ms`);
