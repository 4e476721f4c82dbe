// A seller with ten minutes before a call: the proof, the paragraph and the
// name stand at the head of a campaign's page at an office, on a laptop before
// anything is scrolled, and belong together. Lists are short enough for a
// telephone, and nothing is offered twice.
"use strict";
const { openPage, visit, address } = require("./lib.js");

const LAPTOP = { viewport: { width: 1366, height: 768 } };
const PHONE = { viewport: { width: 360, height: 740 } };
const HOME_SCREENS = 14;

// Runs in the page: what is wrong with the three things at its head.
function headOf() {
  const found = [];
  const quick = document.querySelector(".quick");
  if (!quick) return ["has no proof, paragraph, name"];
  const partner = document.querySelector("#solutions .card .eyebrow").textContent.split("\u00a0·")[0].trim();
  const name = quick.querySelector("a[href^='mailto:']");
  for (const line of quick.querySelectorAll(".eyebrow, .eyebrow + p")) {
    if (line.getBoundingClientRect().bottom > innerHeight) found.push(`'${line.textContent.trim()}' is below the fold`);
  }
  const copy = quick.querySelector("button[data-copy]");
  const text = copy && document.getElementById(copy.dataset.copy);
  if (document.querySelector("#slots .slot-set .slot") && (!text || !quick.textContent.includes(text.textContent.trim()))) {
    found.push("has no button for the paragraph that it shows");
  }
  if (!name) found.push("names nobody to call");
  const org = name && name.closest("div").querySelector(".facts").textContent.split("\u00a0·")[0].trim();
  const isTheirs = [...document.querySelectorAll("#contacts .contact .role")]
    .some((role) => role.textContent.startsWith(`${partner}\u00a0·`));
  if (isTheirs && org !== partner) found.push(`sends to ${org} for what is ${partner}'s`);
  return found;
}

// Runs in the page: texts to paste that stand there twice.
function repeated() {
  const texts = [...document.querySelectorAll("#slots .slot")].map((slot) => slot.textContent.trim());
  return texts.filter((text, i) => texts.indexOf(text) < i).map((text) => `'${text.slice(0, 40)}' is offered twice`);
}

// Runs in the page: blocks that stand out over the side of a narrow screen.
function tooWide() {
  return [...document.querySelectorAll("main h1, main .kit-card, main .card, main .quick, main .slot")]
    .filter((block) => block.getBoundingClientRect().right > innerWidth - 8 || block.getBoundingClientRect().left < 8)
    .map((block) => `<${block.localName} class="${block.className}"> has no margin: '${block.textContent.trim().slice(0, 30)}'`);
}

async function checkOffices(world, pages) {
  const offices = pages.filter((page) => page.kind === "page-campaign-office" && page.edition === "vendor-field");
  const some = world.soak ? offices : offices.filter((page, i) => i % 12 === 0);
  await visit(world, LAPTOP, some, async (hand, item) => {
    await hand.page.goto(address(world, item, "http"));
    world.report.check(`${item.name} (head)`, await hand.page.evaluate(headOf));
    world.report.check(`${item.name} (texts)`, await hand.page.evaluate(repeated));
  });
  await visit(world, PHONE, some, async (hand, item) => {
    await hand.page.goto(address(world, item, "http"));
    world.report.check(`${item.name} (phone)`, await hand.page.evaluate(tooWide));
  });
}

async function checkHome(world, pages) {
  const homes = pages.filter((page) => page.kind === "page-home" && page.edition === "vendor-field" && page.lang === "en-GB");
  await visit(world, PHONE, homes, async (hand, item) => {
    await hand.page.goto(address(world, item, "http"));
    const screens = await hand.page.evaluate(() => document.documentElement.scrollHeight / innerHeight);
    world.report.check(`${item.name} (length)`, screens <= HOME_SCREENS ? [] : [`is ${screens.toFixed(0)} screens long`]);
    await hand.page.emulateMedia({ media: "print" });
    world.report.check(`${item.name} (paper)`, await hand.page.evaluate(() =>
      [...document.querySelectorAll("details:not(.toc-jump) li")].filter((line) => !line.checkVisibility())
        .map((line) => `'${line.textContent.trim().slice(0, 40)}' is not printed`)));
    await hand.page.emulateMedia({ media: null });
  });
}

// What was copied is said where the reader is, and not for ever.
async function checkSaying(world) {
  const item = world.main.find((page) => page.kind === "page-campaign-office");
  const hand = await openPage(world, { ...PHONE, permissions: ["clipboard-read", "clipboard-write"] });
  await hand.page.clock.install();
  await hand.page.goto(address(world, item, "http"));
  await hand.page.click(".quick button[data-copy]");
  const seen = () => hand.page.evaluate(() => {
    const box = document.getElementById("slot-status").getBoundingClientRect();
    return box.height > 0 && box.top >= 0 && box.bottom <= innerHeight && box.right <= innerWidth;
  });
  await hand.page.clock.runFor(1000);
  const isSaid = await seen();
  await hand.page.clock.runFor(30000);
  world.report.equal(`${item.name} (said at the head, then gone)`, [true, false], [isSaid, await seen()]);
  await hand.close();
}

// Who asks for a trade sees it in what is found.
async function checkResults(world) {
  const item = world.sample.find((page) => page.kind === "page-search" && page.edition === "vendor-field" && page.lang === "de");
  const hand = await openPage(world, LAPTOP);
  await hand.page.goto(`${address(world, item, "http")}?q=${encodeURIComponent("chemie")}`);
  const trades = await hand.page.evaluate(() =>
    [...document.querySelectorAll("#search-results .topic mark")].map((mark) => mark.textContent));
  world.report.check(`${item.name} (trades)`, trades.some((trade) => /^chemi/i.test(trade)) ? [] :
    ["does not show the trade that was asked for"]);
  await hand.page.fill("#search-words", "zzzzqqqq");
  world.report.equal(`${item.name} (nothing found)`, [false, true], await hand.page.evaluate(() =>
    ["#search-narrow", "#search-lists"].map((id) => document.querySelector(id).checkVisibility())));
  await hand.close();
}

module.exports = async function seller(world) {
  const pages = [...world.sample, ...world.corpus];
  await checkOffices(world, pages);
  await checkHome(world, pages);
  await checkSaying(world);
  await checkResults(world);
};
