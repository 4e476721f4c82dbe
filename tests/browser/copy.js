// The buttons of the slot sheet copy what they say: pressed like a reader
// does, pasted into a field, compared with the text on the page and with the
// text file beside it. Over http, as a file, and where the browser gives no
// clipboard to scripts.
"use strict";
const fs = require("fs");
const { fileURLToPath } = require("url");
const { openPage, address, richest } = require("./lib.js");

const WAYS = [
  { name: "http", scheme: "http" },
  { name: "file", scheme: "file" },
  { name: "no clipboard", scheme: "file", isBare: true },
];

// Runs in the page: every button that copies, with what it should copy and
// the address of the same text as a file.
function buttons() {
  return [...document.querySelectorAll("button[data-copy]")].map((button) => {
    const link = button.parentElement.querySelector("a[type='text/plain']");
    return { id: button.dataset.copy, isSeen: button.checkVisibility(),
      text: document.getElementById(button.dataset.copy).textContent.replace(/\s+/g, " ").trim(),
      file: link && link.href };
  });
}

async function paste(page) {
  await page.evaluate(() => {
    const field = document.createElement("textarea");
    field.id = "pasted";
    document.body.append(field);
    field.focus();
  });
  await page.keyboard.press("Control+V");
  return page.evaluate(() => {
    const field = document.getElementById("pasted");
    const { value } = field;
    field.remove();
    return value;
  });
}

function textOfFile(world, url) {
  const file = url.startsWith("file:") ? fileURLToPath(url) :
    `${world.root}${decodeURIComponent(new URL(url).pathname)}`;
  return fs.readFileSync(file, "utf8").replace(/\s+/g, " ").trim();
}

async function checkButton(world, page, button, where) {
  const problems = [];
  if (!button.isSeen) problems.push("is not seen");
  else {
    await page.evaluate(() => { document.getElementById("slot-status").textContent = ""; });
    await page.click(`button[data-copy="${button.id}"]`);
    const said = await page.waitForFunction(() =>
      document.getElementById("slot-status").textContent, null, { timeout: 5000 })
      .catch(() => null);
    if (!said) problems.push("says nothing to those who listen");
    const pasted = (await paste(page)).replace(/\s+/g, " ").trim();
    if (pasted !== button.text) problems.push(`copies '${pasted}', not '${button.text}'`);
    if (button.file && textOfFile(world, button.file) !== button.text) {
      problems.push(`its file ${button.file} holds another text`);
    }
  }
  world.report.check(`${where}, button of #${button.id}`, problems);
}

module.exports = async function copy(world) {
  const items = richest(world.sample.filter((page) => page.edition === "vendor-field" &&
    ["en-GB", "ar", "ja"].includes(page.lang) && page.html.includes("data-copy")),
  (page) => [`${page.lang}`]);
  world.report.equal("languages of pages with copy buttons", 3, items.length);
  // One page at a time: there is one clipboard.
  for (const { name, scheme, isBare } of WAYS) {
    const hand = await openPage(world, scheme === "http" ?
      { permissions: ["clipboard-read", "clipboard-write"] } : {});
    if (isBare) {
      await hand.page.addInitScript(() =>
        Object.defineProperty(Navigator.prototype, "clipboard", { value: undefined }));
    }
    for (const item of items) {
      await hand.page.goto(address(world, item, scheme));
      const where = `${item.name} (${name})`;
      const all = await hand.page.evaluate(buttons);
      // Every text once; the other ways to the clipboard with two of them.
      const some = world.soak || scheme === "http" ? all : [all[0], all[all.length - 1]];
      for (const button of some) {
        await checkButton(world, hand.page, button, where);
      }
      world.report.check(where, hand.take());
    }
    await hand.close();
  }
};
