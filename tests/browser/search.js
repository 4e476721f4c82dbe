// The search page finds what is known to be there, in eight languages and as
// people type: whole titles, beginnings, slips, without marks. It is used by
// keyboard, from the form of other pages, over http and as a file; without
// script it offers the lists.
//
// What is asked for is read from the pages themselves: the title of a campaign
// in each language.
"use strict";
const path = require("path");
const { openPage, visit, address } = require("./lib.js");
const { AXE, violations } = require("./axe.js");

const LANGS = ["de", "fr", "ja", "zh-Hans", "zh-Hant", "ko", "ar", "he"];
const SCRIPTS_WITHOUT_SPACES = /^(?:ja|zh)/;
const NEAR = 10;

const longest = (title) => title.split(/\s+/).sort((a, b) => b.length - a.length)[0];
const half = (word) => word.slice(0, Math.max(3, Math.ceil(word.length * 0.6)));
const slip = (word) => word.slice(0, 3) + word[4] + word[3] + word.slice(5);

// What a reader may type who looks for this title: each [name, words, the
// place among the results that it must not be below].
function questions(lang, title) {
  const list = [["title", title, 1]];
  if (SCRIPTS_WITHOUT_SPACES.test(lang)) {
    const inner = [...title].filter((c) => /\p{L}/u.test(c));
    return [...list, ["two signs from within", inner.slice(-4, -2).join(""), NEAR]];
  }
  const word = longest(title);
  list.push(["one word", word, NEAR], ["a beginning", half(word), NEAR]);
  if (word.length >= 8) list.push(["a slip", slip(word), NEAR]);
  if (lang === "ar") {
    list.push(["with vowel marks", [...title].join("\u064e").replace(/ \u064e/g, " "), 1]);
    list.push(["without the article", title.replace(/(^| )ال/g, "$1"), NEAR]);
  }
  if (lang === "he") list.push(["with points", title.replace(/(\p{L})/u, "$1\u05b0"), 1]);
  const bare = title.normalize("NFD").replace(/\p{M}/gu, "");
  if (bare !== title.normalize("NFD") && lang !== "ko") list.push(["without marks", bare, 1]);
  return list;
}

// Runs in the page: where the results lead, in order.
function leads() {
  return [...document.querySelectorAll("#search-results a")].map((a) => a.href);
}

async function ask(page, words) {
  await page.fill("#search-words", words);
  return page.evaluate(leads);
}

const titleOf = (item) => /<h1[^>]*>([^<]*)<\/h1>/.exec(item.html)[1];

// The campaign of the real content, or else of the sample, that is written in
// a language (its title is not marked as another's), and the search page of
// the same folder.
function known(world) {
  const pages = (world.corpus.length ? world.corpus : world.sample)
    .filter((page) => page.edition === "vendor-field");
  return LANGS.flatMap((lang) => {
    const target = pages.find((page) => page.lang === lang && page.kind === "page-campaign" &&
      !/<h1[^>]* lang=/.test(page.html));
    const search = pages.find((page) => page.lang === lang && page.kind === "page-search");
    return target && search ? [{ lang, target, search, name: search.name }] : [];
  });
}

async function checkQuestions(world) {
  const items = known(world);
  if (world.corpus.length) {
    world.report.equal("languages that are searched", LANGS, items.map((item) => item.lang));
  }
  await visit(world, {}, items, async (hand, { lang, target, search }) => {
    await hand.page.goto(address(world, search, "file"));
    const wanted = address(world, target, "file");
    for (const [name, words, place] of questions(lang, titleOf(target))) {
      const found = await ask(hand.page, words);
      const at = found.indexOf(wanted) + 1;
      world.report.check(`${search.name} (${name}: ${words})`, at && at <= place ? [] :
        [`expected ${wanted} among the first ${place}, found ${at ? `it at ${at}` : `${found.length} others: ${found.slice(0, 3).join(" ")}`}`]);
    }
    world.report.check(search.name, hand.take());
  });
}

// From a page's form to the results, and on by keyboard.
async function checkKeyboard(world, scheme) {
  const hand = await openPage(world);
  const { page } = hand;
  const from = world.main.find((item) => item.kind === "page-case");
  const target = world.main.find((item) => item.kind === "page-partner");
  const problems = [];
  await page.goto(address(world, from, scheme));
  await page.fill("input[name=q]", titleOf(target));
  await page.keyboard.press("Enter");
  await page.waitForSelector("#search-results a");
  if (path.basename(new URL(page.url()).pathname) !== "search.html") problems.push(`the form leads to ${page.url()}`);
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press("/");
  await page.keyboard.type(titleOf(target).slice(0, 5));
  await page.keyboard.press("ArrowDown");
  const first = await page.evaluate(() => document.activeElement.href);
  if (first !== (await page.evaluate(leads))[0]) problems.push(`the arrow leads to ${first}, not to the first result`);
  await page.keyboard.press("ArrowUp");
  if (await page.evaluate(() => document.activeElement.name) !== "q") problems.push("the arrow does not lead back");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForURL(address(world, target, scheme)).catch(() =>
    problems.push(`Enter leads to ${page.url()}, not to ${target.name}`));
  await page.goBack();
  if (!(await page.evaluate(leads)).length) problems.push("going back finds no results");
  world.report.check(`search by keyboard (${scheme})`, [...problems, ...hand.take()]);
  await hand.close();
}

// Runs in the page: the number beside the one box that is ticked.
function tick() {
  const box = [...document.querySelectorAll("#search-facets input[type=checkbox]")]
    .find((element) => element.checkVisibility());
  const wanted = Number(box.closest("label").querySelector(".count").textContent);
  box.click();
  return { wanted, found: Number(document.getElementById("search-count").textContent) };
}

async function checkFacets(world, search) {
  const hand = await openPage(world);
  const { page } = hand;
  await page.goto(address(world, search, "http"));
  await ask(page, "a");
  const all = Number(await page.textContent("#search-count"));
  const { wanted, found } = await page.evaluate(tick);
  world.report.check(`${search.name} (facet)`, found === wanted && found <= all ? [] :
    [`expected ${wanted} of ${all}, found ${found}`]);
  await page.click("#search-clear");
  await page.waitForFunction((n) => Number(document.getElementById("search-count").textContent) === n, all,
    { timeout: 5000 }).catch(() => world.report.check(`${search.name} (clear)`, ["does not bring all back"]));
  await page.evaluate(AXE);
  world.report.check(`${search.name} (axe, results)`, await page.evaluate(violations));
  await ask(page, "qxzvwkj");
  world.report.check(`${search.name} (nothing found)`,
    await page.isVisible("#search-none") ? hand.take() : ["does not say so"]);
  await hand.close();
}

async function checkWithoutScript(world, search) {
  const hand = await openPage(world, { javaScriptEnabled: false });
  await hand.page.goto(address(world, search, "file"));
  const links = await hand.page.evaluate(() =>
    [...document.querySelectorAll("main a")].filter((a) => a.checkVisibility()).length);
  world.report.check(`${search.name} (no script)`, [
    ...hand.take(),
    ...links >= 8 ? [] : [`offers ${links} links`],
    ...await hand.page.isVisible("#search-facets") ? ["shows what only a script can serve"] : [],
  ]);
  await hand.close();
}

module.exports = async function search(world) {
  const page = world.sample.find((item) => item.edition === "vendor-field" &&
    item.kind === "page-search" && item.lang === "en-GB");
  await checkQuestions(world);
  await checkKeyboard(world, "http");
  await checkKeyboard(world, "file");
  await checkFacets(world, page);
  await checkWithoutScript(world, page);
};
