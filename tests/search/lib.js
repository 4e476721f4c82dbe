// What the scripts of this suite share: an edition's index as the page's
// script opens it, and read once more by its description alone, so that a
// fault that writer and script have in common is seen.
"use strict";
const fs = require("fs");
const path = require("path");
const vm = require("vm");

const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";
let passed = 0, failed = 0;

// One of the files of an edition that are called NAME.<digest>.js.
function asset(edition, name) {
  const folder = path.join(edition, "site/assets");
  const file = fs.readdirSync(folder).find((found) => new RegExp(`^${name}\\.[0-9a-f]{8}\\.js$`).test(found));
  return fs.readFileSync(path.join(folder, file), "utf8");
}

// {raw, opened} of an edition's folder.
function load(edition) {
  globalThis.self = globalThis;
  for (const name of ["search-index", "search"]) vm.runInThisContext(asset(edition, name));
  return { raw: self.fieldkitIndex, opened: self.fieldkitSearch.open(self.fieldkitIndex) };
}

function numbers(text) {
  const list = [];
  for (let i = 0, number = 0, times = 1; i < text.length; i++) {
    const digit = DIGITS.indexOf(text[i]);
    number += digit % 32 * times;
    times *= 32;
    if (digit < 32) {
      list.push(number);
      number = 0;
      times = 1;
    }
  }
  return list;
}

// term -> Map of entry -> weight.
function terms(raw) {
  const all = new Map(), lists = raw.postings.split(",");
  let before = "";
  raw.terms.split(" ").forEach((part, i) => {
    const term = before.slice(0, DIGITS.indexOf(part[0])) + part.slice(1), entries = new Map();
    let entry = -1;
    for (const step of numbers(lists[i])) entries.set(entry += Math.floor(step / 3), step % 3);
    all.set(term, entries);
    before = term;
  });
  return all;
}

function check(what, isTrue, more = "") {
  if (isTrue) passed++;
  else {
    failed++;
    console.log(`search: ${what} ${more}`);
  }
}

function finish() {
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed > 0 ? 1 : 0);
}

module.exports = { asset, load, numbers, terms, check, finish };
