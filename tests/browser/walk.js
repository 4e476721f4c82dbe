// Every kind of page opens, in every language, over http and as a file: no
// word on the console, nothing asked of the outside, nothing missing, and on
// the narrowest phone nothing to push sideways.
"use strict";
const { visit, address, richest } = require("./lib.js");

// One page of each kind in each edition and in each language. Of the real
// content, and as files, each kind once, and each language once.
function chosen(world, scheme) {
  if (world.soak) return [...world.sample, ...world.corpus];
  if (scheme === "file") {
    return [world.sample, world.corpus].flatMap((pages) =>
      richest(pages, (page) => [page.kind, page.lang]));
  }
  return [
    ...richest(world.sample, (page) => [`${page.edition} ${page.kind}`, `${page.lang} ${page.kind}`]),
    ...richest(world.corpus, (page) => [page.kind, page.lang]),
  ];
}

// Runs in the page.
function whatIsWrong() {
  const root = document.documentElement;
  const problems = [];
  if (root.scrollWidth > root.clientWidth) {
    const wide = [...document.body.querySelectorAll("*")].filter((element) => {
      const box = element.getBoundingClientRect();
      return box.width > 0 && (box.right > root.clientWidth + 1 || box.left < -1);
    }).pop();
    problems.push(`${root.scrollWidth} px wide in a window of ${root.clientWidth} px` +
      (wide ? `, by <${wide.localName} class="${wide.className}">` : ""));
  }
  for (const image of document.images) {
    if (image.complete && !image.naturalWidth) problems.push(`no picture in ${image.src}`);
  }
  if (!document.styleSheets.length) problems.push("no style sheet");
  return problems;
}

module.exports = async function walk(world) {
  const ways = [
    { scheme: "http", viewport: { width: 320, height: 640 }, isMobile: true, hasTouch: true },
    { scheme: "file", viewport: { width: 1280, height: 800 } },
  ];
  for (const { scheme, ...options } of ways) {
    await visit(world, options, chosen(world, scheme), async (hand, item) => {
      await hand.page.goto(address(world, item, scheme), { waitUntil: "load" });
      const wrong = await hand.page.evaluate(whatIsWrong);
      world.report.check(`${item.name} (${scheme}, ${options.viewport.width} px)`,
        [...hand.take(), ...wrong]);
    });
  }
};
