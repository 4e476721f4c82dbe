// What the main pages owe to every reader: the same text without script, no
// menu on paper, no lines over each other at twice the size, and a visible
// mark on what holds the keyboard's focus.
"use strict";
const { visit, address } = require("./lib.js");

const TABS = 24;

// Runs in the page: the words of the main part, as they are seen.
function wordsOfMain() {
  return document.querySelector("main").innerText.replace(/\s+/g, " ").trim();
}

async function checkWithoutScript(world) {
  const words = new Map();
  await visit(world, {}, world.main, async (hand, item) => {
    await hand.page.goto(address(world, item, "http"));
    words.set(item, await hand.page.evaluate(wordsOfMain));
  });
  await visit(world, { javaScriptEnabled: false }, world.main, async (hand, item) => {
    await hand.page.goto(address(world, item, "http"));
    const found = await hand.page.evaluate(wordsOfMain);
    // A button that only a script can serve may come with the script; every
    // other word is there without one.
    const missing = [...new Set(words.get(item).split(" "))].filter((word) => !found.includes(word));
    world.report.check(`${item.name} (no script)`, [
      ...hand.take(),
      ...found.length < 80 ? [`only says '${found}'`] : [],
      ...missing.length > 8 ? [`lacks '${missing.join(" ")}'`] : [],
    ]);
  });
}

// Runs in the page: what stands on paper and helps nobody there.
function furniture() {
  return [...document.querySelectorAll("nav, form, button, .skip")]
    .filter((element) => element.checkVisibility())
    .map((element) => `<${element.localName} class="${element.className}"> is printed`);
}

// Runs in the page: text that is covered by other text. Boxes of lines are
// compared with those of lines that follow them, in a sheet of rows.
function overlaps() {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const rows = new Map(), found = [];
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    const parent = text.parentElement;
    if (!text.data.trim() || !parent.checkVisibility()) continue;
    if (getComputedStyle(parent).position === "absolute" || parent.closest(".skip, .hidden")) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    for (const box of range.getClientRects()) {
      // Line boxes are higher than letters: what touches is not covered.
      const slack = box.height * 0.3;
      const line = { text, left: box.left + 1, right: box.right - 1,
        top: box.top + slack, bottom: box.bottom - slack };
      if (line.right <= line.left) continue;
      for (let row = Math.floor(line.top / 50); row <= Math.floor(line.bottom / 50); row++) {
        const others = rows.get(row) || [];
        const other = others.find((at) => at.text !== text && at.left < line.right &&
          line.left < at.right && at.top < line.bottom && line.top < at.bottom);
        if (other) found.push(`'${text.data.trim().slice(0, 40)}' covers '${other.text.data.trim().slice(0, 40)}'`);
        rows.set(row, [...others, line]);
      }
    }
  }
  return [...new Set(found)];
}

// Runs in the page: how the element with the focus differs from others.
function focusMark() {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const style = getComputedStyle(element);
  const box = element.getBoundingClientRect();
  return { name: `<${element.localName} class="${element.className}"> ${element.textContent.trim().slice(0, 30)}`,
    isMarked: (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none",
    isSeen: box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth };
}

async function checkFocus(world) {
  await visit(world, {}, world.main, async (hand, item) => {
    await hand.page.goto(address(world, item, "http"));
    const problems = [];
    for (let i = 0; i < TABS; i++) {
      await hand.page.keyboard.press("Tab");
      const mark = await hand.page.evaluate(focusMark);
      if (!mark) break;
      if (i === 0 && !/class="skip"/.test(mark.name)) problems.push(`first comes ${mark.name}, not the skip link`);
      if (!mark.isMarked) problems.push(`nothing marks the focus on ${mark.name}`);
      if (!mark.isSeen) problems.push(`the focus on ${mark.name} is out of sight`);
    }
    await hand.page.evaluate(() => document.activeElement.blur());
    world.report.check(`${item.name} (focus)`, [...problems, ...hand.take()]);
  });
}

// The first key leads past the menu.
async function checkSkipLink(world) {
  await visit(world, {}, world.main.slice(0, 1), async (hand, item) => {
    await hand.page.goto(address(world, item, "http"));
    await hand.page.keyboard.press("Tab");
    await hand.page.keyboard.press("Enter");
    await hand.page.keyboard.press("Tab");
    world.report.check(`${item.name} (skip link)`, await hand.page.evaluate(() =>
      document.querySelector("main").contains(document.activeElement) ? [] :
        [`leads to <${document.activeElement.localName}> outside the main part`]));
  });
}

module.exports = async function reading(world) {
  await checkWithoutScript(world);
  await checkFocus(world);
  await checkSkipLink(world);
  const both = [...world.main, ...world.mainRtl];
  await visit(world, { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 }, both,
    async (hand, item) => {
      await hand.page.goto(address(world, item, "http"));
      world.report.check(`${item.name} (200 %)`, await hand.page.evaluate(overlaps));
      await hand.page.emulateMedia({ media: "print" });
      world.report.check(`${item.name} (print)`, await hand.page.evaluate(furniture));
      await hand.page.emulateMedia({ media: null });
    });
};
