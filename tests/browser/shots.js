// Pictures of the six main pages for people to look at: desktop, phone, dark
// and Arabic, in output/screenshots/, the first screen or, in the long form, the
// whole page. What can be told without eyes is told: the picture is as wide as
// the screen, the paper light or dark.
"use strict";
const fs = require("fs");
const path = require("path");
const { visit, address } = require("./lib.js");

const FOLDER = path.join(__dirname, "..", "..", "output", "screenshots");
const LOOKS = [
  { name: "desktop", viewport: { width: 1280, height: 900 } },
  { name: "phone", viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true },
  { name: "dark", viewport: { width: 1280, height: 900 }, colorScheme: "dark" },
  { name: "arabic", viewport: { width: 1280, height: 900 }, isRtl: true },
];

// Runs in the page: how bright the paper is, from 0 to 1.
function brightness() {
  const [r, g, b] = getComputedStyle(document.body).backgroundColor.match(/[\d.]+/g).map(Number);
  return (0.2126 * r + 0.7152 * g + 0.0722 * b) / 255;
}

module.exports = async function shots(world) {
  fs.mkdirSync(FOLDER, { recursive: true });
  for (const { name, isRtl, ...options } of LOOKS) {
    await visit(world, options, isRtl ? world.mainRtl : world.main, async (hand, item) => {
      const file = path.join(FOLDER, `${item.kind.replace("page-", "")}.${name}.png`);
      await hand.page.goto(address(world, item, "http"));
      const light = await hand.page.evaluate(brightness);
      const bytes = await hand.page.screenshot({ path: file, fullPage: world.soak });
      const width = options.viewport.width * (options.deviceScaleFactor || 1);
      const isDark = options.colorScheme === "dark";
      world.report.check(`${item.name} (${name})`, [
        ...bytes.readUInt32BE(16) === width ? [] : [`${bytes.readUInt32BE(16)} px wide, not ${width}`],
        ...(isDark ? light < 0.2 : light > 0.8) ? [] : [`the paper's brightness is ${light.toFixed(2)}`],
      ]);
    });
  }
};
