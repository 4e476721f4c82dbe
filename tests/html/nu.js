// Pages, style sheets and pictures as the Nu HTML Checker reads them, in one
// Java machine.
//
//   node nu.js [--all] EDITION…
//
// Unless all are asked for, it reads one page of every kind, edition and
// language; style sheets and SVG files always. Prints what is wrong as FILE:LINE: WORDS, then "N passed, M failed".
"use strict";
const { spawnSync } = require("child_process");
const path = require("path");
const { fileURLToPath } = require("url");
const { files, readPages, fewPages } = require("./pages.js");
const JAR = path.join(__dirname, "..", "npm", "node_modules", "vnu-jar",
  "build", "dist", "vnu.jar");

// What the checker says and is no fault here, each with the reason.
const JUDGED = [
  // It takes a file's own folder for an origin of its own; browsers, which
  // tests/browser asks, do not.
  /^Resource violates Content Security Policy \(meta tag\): .* blocked by/,
];

function assets(edition) {
  return files(edition).filter((name) => /\.(?:css|svg)$/.test(name))
    .map((name) => path.join(edition, name));
}

function check(names) {
  const java = spawnSync("java", ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
    "-Xss8m", "-jar", JAR, "--also-check-css", "--also-check-svg",
    "--format", "json", "--stdout", "--exit-zero-always", ...names],
  { encoding: "utf8", maxBuffer: 1 << 28 });
  if (java.status !== 0) throw new Error(java.stderr || String(java.error));
  return JSON.parse(java.stdout).messages
    .filter((message) => !JUDGED.some((pattern) => pattern.test(message.message)));
}

const operands = process.argv.slice(2);
const all = operands[0] === "--all";
const editions = operands.slice(all ? 1 : 0);
const pages = editions.flatMap(readPages);
const names = [...(all ? pages : fewPages(pages)).map((page) => page.file),
  ...editions.flatMap(assets)].map((name) => path.resolve(name));
const wrong = new Set();
for (const { url, lastLine, message, extract } of check(names)) {
  const name = url ? fileURLToPath(url) : "";
  wrong.add(name);
  console.log(`${path.relative(path.resolve(editions[0], ".."), name)}:${lastLine}: ` +
    `${message}${extract ? ` at ${JSON.stringify(extract.trim())}` : ""}`);
}
console.log(`${names.length - wrong.size} passed, ${wrong.size} failed`);
