// The site in a browser, part by part, in one Chromium.
//
//   node main.js FOLDER [PART…]
//
// FOLDER holds `sample` and, where the real content is at hand, `corpus`:
// outputs of `fieldkit build`, a folder per edition. SOAK=1 looks at every
// page rather than at one of each kind. Prints what is wrong as
// PAGE (HOW): WORDS, then "N passed, M failed".
"use strict";
const fs = require("fs");
const os = require("os");
const path = require("path");
const lib = require("./lib.js");

const PARTS = ["walk", "axe", "reading", "search", "copy", "seller", "serve", "shots"];

function editionsOf(folder) {
  if (!fs.existsSync(folder)) return [];
  return fs.readdirSync(folder).sort()
    .filter((name) => fs.existsSync(path.join(folder, name, "manifest.json")))
    .map((name) => path.join(folder, name));
}

// The pages of all editions, with the file each stands in.
function pagesOf(root, content) {
  return editionsOf(path.join(root, content)).flatMap((edition) =>
    lib.readPages(edition).map((page) => ({ ...page, content,
      edition: path.basename(edition), name: `${content}/${page.name}` })));
}

const MAIN = ["page-home", "page-campaign", "page-campaign-office",
  "page-partner", "page-case", "page-office"];

// The richest of each of the six main pages that the field reads.
function mainPages(pages, lang) {
  return lib.richest(pages.filter((page) => page.edition === "vendor-field" &&
    page.lang === lang && MAIN.includes(page.kind)), (page) => [page.kind]);
}

async function main(root, parts) {
  const report = new lib.Report();
  const server = await lib.serve(root);
  const world = { root, report, origin: server.origin, soak: Boolean(process.env.SOAK),
    hands: Math.max(2, Math.min(8, os.cpus().length)), browser: await lib.launch(),
    sample: pagesOf(root, "sample"), corpus: pagesOf(root, "corpus") };
  world.main = mainPages(world.sample, "en-GB");
  world.mainRtl = mainPages(world.sample, "ar");
  report.equal("main pages", [MAIN.length, MAIN.length],
    [world.main.length, world.mainRtl.length]);
  try {
    for (const part of parts) {
      const start = Date.now();
      await require(`./${part}.js`)(world)
        .catch((error) => report.check(part, [error.stack]));
      if (process.env.VERBOSE) console.log(`${part}: ${Date.now() - start} ms`);
    }
  } finally {
    await world.browser.close();
    server.close();
  }
  console.log(`${report.passed} passed, ${report.failed} failed`);
}

const [root, ...parts] = process.argv.slice(2);
main(path.resolve(root), parts.length ? parts : PARTS).catch((error) => {
  console.log(error.stack);
  console.log("0 passed, 1 failed");
  process.exit(1);
});
