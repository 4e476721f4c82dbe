// What the parts of the suite share: the browser, the server of a built
// folder, the pages that are worth a look, and the count of verdicts.
//
// Nothing of the outside is ever asked: a page that tries has failed, and the
// browser itself is told that no name resolves.
"use strict";
const fs = require("fs");
const http = require("http");
const path = require("path");
const { pathToFileURL } = require("url");
const { readPages } = require("../html/pages.js");
const { chromium } = require(path.join(__dirname, "..", "npm", "node_modules",
  "playwright-core"));

const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic",
  "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"];
const TYPES = { ".html": "text/html", ".css": "text/css",
  ".js": "text/javascript", ".svg": "image/svg+xml", ".png": "image/png",
  ".jpg": "image/jpeg", ".webp": "image/webp", ".woff2": "font/woff2", ".txt": "text/plain",
  ".xml": "application/xml", ".json": "application/json",
  ".ico": "image/x-icon", ".pdf": "application/pdf", ".vcf": "text/vcard" };
// The policy that the edition's server snippets send, where there are any.
const POLICY = "default-src 'none'; img-src 'self'; style-src 'self'; " +
  "font-src 'self'; " +
  "script-src 'self'; base-uri 'none'; form-action 'self'; " +
  "frame-ancestors 'none'";
const MAX_SHOWN = 12;

// Verdicts: each check is one, and prints what it found when it is not good.
class Report {
  constructor() {
    this.passed = 0;
    this.failed = 0;
  }

  check(name, problems) {
    if (!problems.length) {
      this.passed++;
      return;
    }
    this.failed++;
    for (const words of problems.slice(0, MAX_SHOWN)) console.log(`${name}: ${words}`);
    if (problems.length > MAX_SHOWN) {
      console.log(`${name}: … and ${problems.length - MAX_SHOWN} more`);
    }
  }

  equal(name, wanted, found) {
    const same = JSON.stringify(wanted) === JSON.stringify(found);
    this.check(name, same ? [] :
      [`expected ${JSON.stringify(wanted)}, found ${JSON.stringify(found)}`]);
  }
}

// A server of the files under root, on a port of the system's choice.
function serve(root) {
  const server = http.createServer((request, response) => {
    const name = path.join(root, decodeURIComponent(request.url.replace(/[?#].*/, "")));
    const file = name.endsWith("/") ? `${name}index.html` : name;
    const headers = { "Content-Type": `${TYPES[path.extname(file)] || "application/octet-stream"}` +
      "; charset=utf-8", "Content-Security-Policy": POLICY, "X-Content-Type-Options": "nosniff" };
    fs.readFile(file, (error, bytes) => {
      response.writeHead(error ? 404 : 200, headers);
      response.end(error ? "" : bytes);
    });
  });
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve({
      origin: `http://127.0.0.1:${server.address().port}`,
      close: () => server.close(),
    }));
  });
}

function launch() {
  return chromium.launch({ executablePath: process.env.CHROMIUM,
    headless: true, args: FLAGS });
}

// A page in a context of its own. What the page did wrong since the last
// `take()` is what `take()` returns.
async function openPage(world, options = {}) {
  const context = await world.browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: "reduce",
    ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(60000);
  let problems = [];
  const isInside = (url) => [world.origin, ...world.origins || []].some((o) => url.startsWith(`${o}/`)) ||
    url.startsWith(`${pathToFileURL(world.root)}/`) || /^(?:blob|data|about):/.test(url);
  await context.route((url) => !isInside(url.href), (route) => {
    problems.push(`asked for ${route.request().url()}`);
    return route.abort();
  });
  page.on("console", (message) => {
    if (/^(?:error|warning)$/.test(message.type())) problems.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => problems.push(`uncaught: ${error.message}`));
  page.on("requestfailed", (request) =>
    problems.push(`request failed: ${request.url()} ${request.failure().errorText}`));
  page.on("response", (response) => {
    if (response.status() >= 400) problems.push(`${response.status()}: ${response.url()}`);
  });
  const take = () => {
    const taken = problems;
    problems = [];
    return taken;
  };
  return { page, context, take, close: () => context.close() };
}

// Does the work for every item, with as many at a time as there are hands.
async function pool(hands, items, work) {
  const queue = items.slice();
  await Promise.all(hands.map(async (hand) => {
    while (queue.length) await work(hand, queue.shift());
  }));
}

// Opens pages with the options, does the work for every item, closes them.
async function visit(world, options, items, work) {
  const hands = await Promise.all(Array.from({ length: Math.min(world.hands, items.length) },
    () => openPage(world, options)));
  await pool(hands, items, work);
  await Promise.all(hands.map((hand) => hand.close()));
}

// A page's file as a browser names it: over http, or as a file.
function address(world, item, scheme) {
  if (scheme === "file") return String(pathToFileURL(item.file));
  return `${world.origin}/${path.relative(world.root, item.file).split(path.sep).map(encodeURIComponent).join("/")}`;
}

// Of each group of pages the one with the most in it.
function richest(pages, keysOf) {
  const best = new Map();
  for (const page of pages) {
    for (const key of keysOf(page)) {
      if (!best.has(key) || best.get(key).html.length < page.html.length) best.set(key, page);
    }
  }
  return [...new Set(best.values())];
}

module.exports = { Report, serve, launch, openPage, visit, address, richest, readPages };
