// Pages of a theme in a window as narrow as WCAG 2.2 (1.4.10) asks for: none
// has to be scrolled sideways, whichever way it is read. The sample: in
// Arabic the home page and campaigns, and coverage; with --all, every page.
"use strict";
const fs = require("fs");
const path = require("path");
const { pathToFileURL } = require("url");
const lib = require("../browser/lib.js");

const WIDTH = 320;

function* pagesBelow(folder) {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const name = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* pagesBelow(name);
    else if (name.endsWith(".html")) yield name;
  }
}

function isOfSample(root, file) {
  const page = path.relative(root, file);
  return /^(?:ar\/(?:campaigns\/[^/]*\/)?|(?:ar\/)?coverage\/)index\.html$/.test(page);
}

async function main(root, all) {
  const report = new lib.Report();
  const files = [...pagesBelow(root)].filter((file) => all || isOfSample(root, file)).sort();
  const browser = await lib.launch();
  const page = await browser.newPage({ viewport: { width: WIDTH, height: 800 } });
  for (const file of files) {
    await page.goto(String(pathToFileURL(file)));
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    report.check(path.relative(root, file), width <= WIDTH ? [] :
      [`${width} px wide in a window of ${WIDTH} px`]);
  }
  await browser.close();
  report.check("pages in a narrow window", files.length > 6 ? [] : [`${files.length} only`]);
  console.log(`${report.passed} passed, ${report.failed} failed`);
}

main(process.argv[2], process.argv.includes("--all"));
