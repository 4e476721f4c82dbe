// Pages as a stock validator reads them: html-validate's recommended rules
// and those of accessibility.
//
//   node valid.js [--all] EDITION…
//
// Unless all are asked for, it reads the first page of every kind in every
// edition and the first of every kind in every language. Prints what is wrong
// as PAGE:LINE: WORDS [rule], then "N passed, M failed".
"use strict";
const path = require("path");
const { readPages, samplePages } = require("./pages.js");
const modules = path.join(__dirname, "..", "npm", "node_modules");
const { HtmlValidate, StaticConfigLoader } =
  require(path.join(modules, "html-validate"));

// A title is as long as its author wants it; ids of headings are words of
// every script, with their marks; style sheets come from the same place.
const validator = new HtmlValidate(new StaticConfigLoader({
  extends: ["html-validate:recommended", "html-validate:document",
    "html-validate:a11y"],
  rules: {
    "long-title": "off",
    "no-inline-style": "error",
    "require-sri": ["error", { target: "crossorigin" }],
    "valid-id": ["error", { relaxed: true }],
  },
}));

function validate(page) {
  const report = validator.validateStringSync(page.html, page.name);
  return report.results.flatMap((result) => result.messages)
    .map((message) => `${page.name}:${message.line}: ${message.message} [${message.ruleId}]`);
}

const operands = process.argv.slice(2);
const all = operands[0] === "--all";
const pages = operands.slice(all ? 1 : 0).flatMap(readPages);
const verdicts = (all ? pages : samplePages(pages)).map(validate);
for (const words of verdicts.flat()) console.log(words);
const failed = verdicts.filter((problems) => problems.length).length;
console.log(`${verdicts.length - failed} passed, ${failed} failed`);
