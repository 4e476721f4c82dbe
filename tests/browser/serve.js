// The preview in a browser: a page follows an edit of its content by itself,
// takes a new style sheet without being loaded anew, shows a mistake over the
// page with its place and what to type, and forgets it when it is mended.
"use strict";
const { spawn } = require("child_process");
const fs = require("fs");
const path = require("path");
const { openPage } = require("./lib.js");
const { AXE, violations } = require("./axe.js");

const PROJECT = path.join(__dirname, "..", "..");
const RECORD = "campaigns/first-time-right.md";
const PAGE = "vendor-field/site/campaigns/first-time-right/index.html";
const PATIENCE = 60000;

// The preview of a copy of the sample: {origin, content, themes, end}.
async function startPreview(world) {
  const folder = path.join(world.root, "preview");
  for (const name of ["content", "themes"]) {
    fs.cpSync(path.join(PROJECT, name), path.join(folder, name), { recursive: true });
  }
  const child = spawn(process.env.FIELDKIT, ["serve", "--port", "0", "--as-of", "2026-11-22",
    "--content", path.join(folder, "content"), "--themes", path.join(folder, "themes")]);
  const ended = new Promise((resolve) => child.on("exit", (code, signal) => resolve(signal || code)));
  const origin = await new Promise((resolve, reject) => {
    let said = "";
    const listen = (bytes) => {
      said += bytes;
      const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(said) || [];
      if (url) resolve(url);
    };
    child.stdout.on("data", listen);
    child.stderr.on("data", listen);
    ended.then((code) => reject(new Error(`serve ended with ${code}: ${said}`)));
  });
  return { origin, ended, content: path.join(folder, "content"), themes: path.join(folder, "themes"),
    end: () => child.kill("SIGTERM") };
}

function edit(file, change) {
  const old = fs.readFileSync(file, "utf8");
  const now = change(old);
  if (now === old) throw new Error(`${file}: the edit changes nothing`);
  fs.writeFileSync(file, now);
  return () => fs.writeFileSync(file, old);
}

// Waits for what is seen in the page; says what was, if that never comes.
async function comes(page, name, test, argument) {
  const start = Date.now();
  try {
    await page.waitForFunction(test, argument, { timeout: PATIENCE });
  } catch {
    return [`${name} within ${PATIENCE / 1000} s`];
  }
  if (process.env.VERBOSE) console.log(`serve: ${name} after ${Date.now() - start} ms`);
  return [];
}

// Run in the page.
const says = (words) => document.body.innerText.includes(words);
const overlaySays = (words) => {
  const host = document.getElementById("fieldkit-preview");
  return host && host.shadowRoot.textContent.includes(words);
};
const overlayIsFine = () => {
  const host = document.getElementById("fieldkit-preview");
  return !host || host.dataset.state !== "errors";
};
const isColoured = (colour) =>
  getComputedStyle(document.querySelector("h1")).color === colour;

// A page that is loaded anew lets go of the stream that it listened to.
const isOwn = (words) => !/\/_fieldkit\/events net::ERR_ABORTED$/.test(words);

async function checkEdits(world, preview, hand) {
  const { page } = hand;
  const take = () => hand.take().filter(isOwn);
  const record = path.join(preview.content, RECORD);
  const check = (name, problems) => world.report.check(`serve (${name})`, [...problems, ...take()]);

  await page.goto(`${preview.origin}/${PAGE}`);
  check("first", await comes(page, "shows the campaign", says, "First Time Right"));

  edit(record, (text) => `${text}\nA sentence that is new.\n`);
  check("edit", await comes(page, "shows the new sentence", says, "A sentence that is new."));

  await page.evaluate(() => { window.isSamePage = true; });
  edit(path.join(preview.themes, "default/assets/style.css"),
    (text) => `${text}\nh1 { color: rgb(1, 2, 3); }\n`);
  check("style", [
    ...await comes(page, "takes the new style", isColoured, "rgb(1, 2, 3)"),
    ...await page.evaluate(() => window.isSamePage) ? [] : ["the page was loaded anew for a style sheet"],
  ]);

  const mend = edit(record, (text) => text.replace(/^start:/m, "strat:"));
  const line = fs.readFileSync(record, "utf8").split("\n").findIndex((text) => text.startsWith("strat:")) + 1;
  check("mistake", [
    ...await comes(page, "shows where the mistake is", overlaySays, `${path.basename(RECORD)}:${line}:1`),
    ...await comes(page, "shows what to type", overlaySays, "start"),
    ...await comes(page, "still shows the page", says, "A sentence that is new."),
  ]);
  await page.evaluate(AXE);
  world.report.check("serve (axe, mistake)", await page.evaluate(violations));
  take();			// what axe itself did

  mend();
  check("mended", await comes(page, "forgets the mistake", overlayIsFine));

  const restore = edit(record, () => "\u0000not a record\n");
  check("garbage", await comes(page, "shows that the file is broken", overlaySays, path.basename(RECORD)));
  restore();
  check("restored", await comes(page, "forgets the broken file", overlayIsFine));
}

module.exports = async function serve(world) {
  const preview = await startPreview(world);
  const hand = await openPage({ ...world, origins: [preview.origin] });
  try {
    await checkEdits(world, preview, hand);
  } finally {
    await hand.close();
    preview.end();
  }
  world.report.equal("serve (asked to end)", 0, await preview.ended);
};
