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

// Each kind in each direction; left to right in the first two modes, right to
// left in the other two, which together see every colour, width and direction
// by twos. The long form sees every page, in one mode after the other.
function chosen(world, mode) {
  if (world.soak) {
    return [...world.sample, ...world.corpus]
      .filter((_, i) => MODES[i % MODES.length] === mode);
  }
  const rtl = MODES.indexOf(mode) >= 2;
  return richest(world.sample.filter((page) => isRtl(page) === rtl),
    (page) => [page.kind]);
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
