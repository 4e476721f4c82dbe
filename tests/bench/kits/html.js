// Writes the trees of a folder as HTML for print beside them.
"use strict";
const fs = require("fs");
const path = require("path");
const { readTree, toHtml } = require("./tree.js");

const folder = process.argv[2];
for (const name of fs.readdirSync(folder).filter((file) => file.endsWith(".tree"))) {
  fs.writeFileSync(path.join(folder, name.replace(/tree$/, "html")),
    toHtml(readTree(path.join(folder, name))));
}
