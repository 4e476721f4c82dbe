// Prints the HTML files of a folder with one headless Chromium, tagged, the
// first COUNT and a warm-up before; prints processor time of the browser's
// processes, pages and their memory.
"use strict";
const fs = require("fs");
const path = require("path");
const { chromium } = require(path.join(__dirname, "..", "..", "npm",
  "node_modules", "playwright-core"));

const TICKS_PER_SECOND = 100;

// Fields of every process below this one: [processor ms, resident kB].
function below(root) {
  const parents = new Map(), stats = new Map();
  for (const pid of fs.readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const fields = fs.readFileSync(`/proc/${pid}/stat`, "utf8").replace(/^.*\) /, "").split(" ");
      parents.set(+pid, +fields[1]);
      stats.set(+pid, [(+fields[11] + +fields[12]) * 1000 / TICKS_PER_SECOND, +fields[21] * 4]);
    } catch {
      // It ended meanwhile.
    }
  }
  const isBelow = (pid) => pid === root || (parents.has(pid) && isBelow(parents.get(pid)));
  return [...stats].filter(([pid]) => pid !== root && isBelow(pid)).map(([, stat]) => stat);
}
const sum = (index) => below(process.pid).reduce((all, stat) => all + stat[index], 0);

(async () => {
  const folder = process.argv[2];
  const names = fs.readdirSync(folder).filter((name) => name.endsWith(".html")).sort();
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium-headless-shell",
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"] });
  const page = await browser.newPage();
  let ms = 0, pages = 0, bytes = 0, memory = 0;
  for (const [number, name] of names.slice(0, +process.argv[3] + 1).entries()) {
    const start = sum(0);
    await page.goto(`file://${path.resolve(folder, name)}`);
    const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true, tagged: true });
    if (number === 0) continue;
    ms += sum(0) - start;
    pages += pdf.toString("latin1").match(/\/Type\s*\/Page\b/g).length;
    bytes += pdf.length;
    memory = Math.max(memory, sum(1));
  }
  await browser.close();
  console.log(`ms ${ms.toFixed(1)}\npages ${pages}\nbytes ${bytes}\nmemory ${memory}`);
})();
