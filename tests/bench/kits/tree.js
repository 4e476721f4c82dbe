// Trees of kits, as `fieldkit dump --stage tree` prints them, for the programs
// that kits are measured against: as Typst markup, and as HTML with a style
// sheet for print. Both look as print.yaml does in what costs time: faces,
// sizes, columns, boxes, tables, contents with page numbers, a running head
// and foot, every unit on a new page. Class names that they do not know are
// plain blocks.
"use strict";
const fs = require("fs");

// Classes whose children stand side by side, and those that are boxes.
const COLUMNS = ["cards", "two", "metrics", "contacts", "people", "personas"];
const BOXES = ["card", "slot", "contact", "metric", "question", "persona",
  "side", "big"];
const FACES = ["Noto Sans", "Noto Sans Arabic", "Noto Sans Hebrew",
  "Noto Sans Devanagari", "Noto Sans Thai", "Noto Sans CJK JP"];

function attributesOf(words) {
  const found = { classes: [] };
  for (const match of words.matchAll(/ #(\S+)| \.([^="]*?)(?= [a-z-]+=|$)| ([a-z-]+)=("(?:[^"\\]|\\.)*"|\S+)/g)) {
    if (match[1]) found.id = match[1];
    else if (match[2]) found.classes = match[2].split(" ");
    else found[match[3]] = match[4][0] === '"' ? JSON.parse(match[4]) : match[4];
  }
  return found;
}

function readTree(file) {
  const root = { tag: "#", children: [] };
  const open = [root];
  for (const line of fs.readFileSync(file, "utf8").split("\n")) {
    if (line === "") continue;
    const depth = line.search(/\S/) / 2;
    const words = line.trim();
    const node = words[0] === '"' ? { text: JSON.parse(words) } :
      { tag: words.split(" ")[0], attributes: attributesOf(words.replace(/^\S+/, "")), children: [] };
    open.length = depth + 1;
    open[depth].children.push(node);
    open.push(node);
  }
  return root.children[0];
}

function find(node, tag) {
  if (node.tag === tag) return node;
  for (const child of node.children || []) {
    const found = find(child, tag);
    if (found) return found;
  }
  return null;
}

const textOf = (node) => node.text !== undefined ? node.text :
  node.children.map(textOf).join("");
const has = (node, names) => names.some((name) => node.attributes.classes.includes(name));

// ---- Typst

const escapeTypst = (text) => text.replace(/[\\*_#$@<>`~"'\[\]\/+=-]/g, "\\$&")
  .replace(/\s+/g, " ");
const string = (text) => JSON.stringify(text);

function tableTypst(node) {
  const rows = [];
  const walk = (part, isHead) => {
    for (const child of part.children) {
      if (child.tag === "tr") rows.push({ row: child, isHead });
      else if (child.tag) walk(child, isHead || child.tag === "thead");
    }
  };
  walk(node, false);
  const cells = ({ row }) => row.children.filter((cell) => cell.tag)
    .map((cell) => `[${childrenTypst(cell)}]`).join(", ");
  const head = rows.filter((row) => row.isHead).map(cells).join(", ");
  const count = Math.max(...rows.map(({ row }) => row.children.filter((cell) => cell.tag).length));
  return `#table(columns: ${count}, stroke: 0.5pt, table.header(${head}), ` +
    `${rows.filter((row) => !row.isHead).map(cells).join(", ")})\n`;
}

const INLINE = { strong: "strong", b: "strong", em: "emph", i: "emph" };

function elementTypst(node) {
  const inside = () => childrenTypst(node);
  const level = /^h([1-6])$/.exec(node.tag);
  if (INLINE[node.tag]) return `#${INLINE[node.tag]}[${inside()}]`;
  if (level) {
    return `\n#heading(level: ${level[1]})[${inside()}]\n`;
  }
  switch (node.tag) {
  case "head": case "k:header": case "k:footer": case "svg": case "img":
    return "";
  case "k:toc": return "\n#outline(title: none, depth: 2)\n";
  case "k:qr": return "#rect(width: 24mm, height: 24mm)";
  case "a": return /^(https?|mailto):/.test(node.attributes.href || "") ?
    `#link(${string(node.attributes.href)})[${inside()}]` : inside();
  case "ul": return `\n#list(${itemsTypst(node)})\n`;
  case "ol": return `\n#enum(${itemsTypst(node)})\n`;
  case "table": return `\n${tableTypst(node)}`;
  case "blockquote": return `\n#block(inset: (left: 6mm))[${inside()}]\n`;
  case "dt": return `\n#block(below: 3pt, text(size: 8pt)[${inside()}])\n`;
  case "br": return "#linebreak()";
  case "span": case "bdi": case "time": case "k:block": return inside();
  }
  if (has(node, ["cover"])) {
    return `#page(fill: rgb("#0b2a42"), header: none, footer: none)[#set text(fill: white)\n${inside()}]\n`;
  }
  if (has(node, ["unit", "contents"])) return `\n#pagebreak(weak: true)\n${inside()}\n`;
  if (has(node, COLUMNS)) {
    return `\n#grid(columns: (1fr, 1fr), gutter: 4mm, ${node.children.filter((child) => child.tag)
      .map((child) => `[${nodeTypst(child)}]`).join(", ")})\n`;
  }
  if (has(node, BOXES)) return `\n#block(fill: luma(240), inset: 4mm, width: 100%)[${inside()}]\n`;
  if (has(node, ["facts", "why", "eyebrow"])) return `\n#par(text(size: 8.5pt, fill: luma(90))[${inside()}])\n`;
  return node.tag === "p" ? `\n#par[${inside()}]\n` : `\n${inside()}\n`;
}

const itemsTypst = (node) => node.children.filter((child) => child.tag)
  .map((child) => `[${childrenTypst(child)}]`).join(", ");
const nodeTypst = (node) => node.text !== undefined ? escapeTypst(node.text) : elementTypst(node);
const childrenTypst = (node) => node.children.map(nodeTypst).join("");

function toTypst(root) {
  const lang = (root.attributes.lang || "en").split("-")[0];
  const title = textOf(find(root, "title"));
  return `#set document(title: ${string(title)})
#set page(paper: "a4", margin: (top: 23mm, bottom: 18mm, x: 20mm),
  header: text(size: 7.6pt, fill: luma(90))[${escapeTypst(title)}],
  footer: context text(size: 7.6pt, fill: luma(90))[#h(1fr) #counter(page).display() \\/ #counter(page).final().first()])
#set text(font: (${FACES.map(string).join(", ")}), size: 9.5pt, lang: "${lang}", hyphenate: false)
#set par(leading: 0.62em, spacing: 0.9em, linebreaks: "optimized")
#show heading.where(level: 1): set text(font: "Noto Serif Display", size: 40pt, weight: 400)
#show heading.where(level: 2): set text(font: "Noto Serif Display", size: 20.9pt, weight: 400)
${nodeTypst(find(root, "body"))}`;
}

// ---- HTML

const STYLE = `
@page { size: A4; margin: 23mm 20mm 18mm; @top-left { content: string(title); font: 7.6pt "Noto Sans" }
  @bottom-right { content: counter(page) " / " counter(pages); font: 7.6pt "Noto Sans" } }
@page :first { margin: 0; @top-left { content: none } @bottom-right { content: none } }
title { string-set: title content() }
html { font: 9.5pt/1.42 ${FACES.map(string).join(", ")}; color: #17212f }
body { margin: 0 }
p, ul, ol, dl, blockquote { margin: 0 0 6pt }
h1, h2 { font: 400 20.9pt/1.15 "Noto Serif Display"; margin: 0 0 10pt }
h1 { font-size: 40pt }
h3 { font-size: 11.4pt; line-height: 1.3; margin: 11pt 0 2pt; break-after: avoid }
.cover { height: 257mm; padding: 20mm; background: #0b2a42; color: white }
.unit, .contents { break-before: page }
${COLUMNS.map((name) => `.${name}`).join(", ")} { columns: 2; column-gap: 4mm }
${BOXES.map((name) => `.${name}`).join(", ")} { background: #f0f0f0; padding: 4mm; margin-bottom: 4mm; break-inside: avoid }
.facts, .why, .eyebrow { font-size: 8.5pt; color: #535f6e }
dt { font-size: 8pt } dd { margin: 0 0 12pt }
table { border-collapse: collapse; width: 100% } td, th { border: 0.5pt solid; padding: 4pt; text-align: start; vertical-align: top }
.toc { list-style: none; padding: 0 } .toc a::after { content: leader(".") target-counter(attr(href), page) }
.qr { width: 24mm; height: 24mm; border: 1pt solid }
a { color: #0a5a87; text-decoration: none }`;

const escapeHtml = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/"/g, "&quot;");

function contentsHtml(root) {
  const items = [];
  const walk = (node) => {
    if (/^h[12]$/.test(node.tag) && node.attributes.id) {
      items.push(`<li><a href="#${node.attributes.id}">${escapeHtml(textOf(node))}</a></li>`);
    }
    (node.children || []).forEach(walk);
  };
  walk(root);
  return `<ul class="toc">${items.join("")}</ul>`;
}

function nodeHtml(node, root) {
  if (node.text !== undefined) return escapeHtml(node.text);
  if (["head", "k:header", "k:footer", "svg", "img"].includes(node.tag)) return "";
  if (node.tag === "k:toc") return contentsHtml(root);
  if (node.tag === "k:qr") return '<div class="qr"></div>';
  const tag = node.tag.startsWith("k:") ? "span" : node.tag;
  const { classes, id, lang, href } = node.attributes;
  return `<${tag}${classes.length ? ` class="${classes.join(" ")}"` : ""}${id ? ` id="${id}"` : ""}` +
    `${lang ? ` lang="${lang}"` : ""}${href ? ` href="${escapeHtml(href)}"` : ""}>` +
    `${node.children.map((child) => nodeHtml(child, root)).join("")}</${tag}>`;
}

function toHtml(root) {
  const { lang = "en", dir = "ltr" } = root.attributes;
  return `<!DOCTYPE html><html lang="${lang}" dir="${dir}"><head><meta charset="utf-8">` +
    `<title>${escapeHtml(textOf(find(root, "title")))}</title><style>${STYLE}</style></head>` +
    `${nodeHtml(find(root, "body"), root)}</html>`;
}

module.exports = { readTree, toTypst, toHtml };
