// Pages as a stock validator reads them: html-validate's recommended rules
// and those of accessibility.
//
//   node valid.js [--all] EDITION…
//
// Unless all are asked for, it reads the first page of every kind in every
// edition and the first of every kind in every language. Prints what is wrong
// as PAGE:LINE: WORDS [rule], then "N passed, M failed".
"use strict";
const fs = require("fs");
const path = require("path");
const { tags, files } = require("./pages.js");
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

function readPages(edition) {
  return files(edition).filter((name) => name.endsWith(".html")).map((name) => {
    const html = fs.readFileSync(path.join(edition, name), "utf8");
    const first = (wanted, key) => tags(html.slice(0, 8192))
      .filter((tag) => tag.name === wanted).map((tag) => tag.attrs[key])[0];
    return { html, edition, name: `${path.basename(edition)}/${name}`,
      kind: first("body", "class"), lang: first("html", "lang") };
  });
}

// The first page of each kind in each edition, and in each language.
function sample(pages) {
  const seen = new Set();
  return pages.filter((page) => {
    const keys = [`${page.edition} ${page.kind}`, `${page.lang} ${page.kind}`]
      .filter((key) => !seen.has(key));
    keys.forEach((key) => seen.add(key));
    return keys.length > 0;
  });
}

function validate(page) {
  const report = validator.validateStringSync(page.html, page.name);
  return report.results.flatMap((result) => result.messages)
    .map((message) => `${page.name}:${message.line}: ${message.message} [${message.ruleId}]`);
}

const operands = process.argv.slice(2);
const all = operands[0] === "--all";
const pages = operands.slice(all ? 1 : 0).flatMap(readPages);
const verdicts = (all ? pages : sample(pages)).map(validate);
for (const words of verdicts.flat()) console.log(words);
const failed = verdicts.filter((problems) => problems.length).length;
console.log(`${verdicts.length - failed} passed, ${failed} failed`);
