// axe-core finds nothing on any kind of page: light and dark, phone and
// desktop, from left to right and from right to left. Its rule of targets
// (24 px) is asked for by name.
"use strict";
const fs = require("fs");
const path = require("path");
const { visit, address, richest } = require("./lib.js");

const AXE = fs.readFileSync(path.join(__dirname, "..", "npm", "node_modules",
  "axe-core", "axe.min.js"), "utf8");
const RTL = new Set(["ar", "he"]);
const PHONE = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true };
const DESKTOP = { viewport: { width: 1280, height: 900 } };
const MODES = [
  { name: "light desktop", colorScheme: "light", ...DESKTOP },
  { name: "dark phone", colorScheme: "dark", ...PHONE },
  { name: "light phone", colorScheme: "light", ...PHONE },
  { name: "dark desktop", colorScheme: "dark", ...DESKTOP },
];

const isRtl = (page) => RTL.has(page.lang);

// Each kind twice: from left to right in one mode and from right to left, where
// it has such a page, in the mode of the other colour and width. The long form
// sees every page, in one mode after the other.
function chosen(world, mode) {
  const number = MODES.indexOf(mode);
  if (world.soak) {
    return [...world.sample, ...world.corpus]
      .filter((_, i) => i % MODES.length === number);
  }
  const kinds = [...new Set(world.sample.map((page) => page.kind))].sort()
    .filter((_, i) => i % 2 === Math.floor(number / 2));
  const wantsRtl = number % 3 !== 0;
  return richest(world.sample.filter((page) => kinds.includes(page.kind)),
    (page) => [`${page.kind} ${isRtl(page)}`])
    .filter((page, _, pages) => isRtl(page) === wantsRtl ||
      pages.every((other) => other.kind !== page.kind || other === page));
}

// Runs in the page.
async function violations() {
  const result = await window.axe.run(document, {
    resultTypes: ["violations"],
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    rules: { "target-size": { enabled: true } },
  });
  return result.violations.flatMap((rule) => rule.nodes.map((node) =>
    `${rule.help} [${rule.id}]: ${node.html.slice(0, 160)} ` +
    `${node.any.concat(node.all).map((part) => part.message).join("; ").slice(0, 200)}`));
}

module.exports = async function axe(world) {
  for (const mode of MODES) {
    const { name, ...options } = mode;
    await visit(world, options, chosen(world, mode), async (hand, item) => {
      await hand.page.goto(address(world, item, "http"));
      await hand.page.evaluate(AXE);
      world.report.check(`${item.name} (axe, ${name})`, await hand.page.evaluate(violations));
    });
  }
};
Object.assign(module.exports, { AXE, violations });
