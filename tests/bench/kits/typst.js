// Sets the trees of a folder with Typst, in this process, and prints
// processor time, pages and memory. The first WARM-UP are not counted. Each is
// made as a document of its own: what Typst remembers of those before is
// dropped, since kits of a campaign share most paragraphs. The PDFs claim
// PDF/A-2a, as kits do.
//
//	node typst.js FOLDER WARM-UP
"use strict";
const fs = require("fs");
const path = require("path");
const { readTree, toTypst } = require("./tree.js");
const { NodeCompiler } = require("@myriaddreamin/typst-ts-node-compiler");

const FONTS = ["/usr/share/fonts/truetype/noto", "/usr/share/fonts/opentype/noto"];

const folder = process.argv[2];
const documents = fs.readdirSync(folder).filter((name) => name.endsWith(".tree")).sort()
  .map((name) => toTypst(readTree(path.join(folder, name))));
const compiler = NodeCompiler.create({ fontArgs: [{ fontPaths: FONTS }] });
let pages = 0, used = 0, bytes = 0;
documents.forEach((document, number) => {
  const start = process.cpuUsage();
  const made = compiler.compile({ mainFileContent: document });
  if (!made.result) {
    console.error(compiler.fetchDiagnostics(made.takeDiagnostics()));
    process.exit(1);
  }
  const pdf = compiler.pdf(made.result, { pdfTags: true, pdfStandard: "a-2a" });
  compiler.evictCache(0);
  const { user, system } = process.cpuUsage(start);
  if (process.env.KEEP) fs.writeFileSync(path.join(process.env.KEEP, `typst-${number}.pdf`), pdf);
  if (number < +process.argv[3]) return;
  used += (user + system) / 1000;
  pages += made.result.numOfPages;
  bytes += pdf.length;
});
console.log(`ms ${used.toFixed(1)}\npages ${pages}\nbytes ${bytes}\nmemory ${process.resourceUsage().maxRSS}`);
