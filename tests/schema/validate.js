// Validates records with a stock validator against the schemas that
// `fieldkit schema` prints.
//
//   node validate.js accept SCHEMAS CONTENT…    every record must be accepted
//   node validate.js refuse SCHEMAS FILE…       every file must be refused
//
// SCHEMAS is a folder of <type>.json. Prints what went wrong, then
// "N passed, M failed".
"use strict";
const fs = require("fs");
const path = require("path");
const modules = path.join(__dirname, "..", "npm", "node_modules");
const Ajv = require(path.join(modules, "ajv", "dist", "2020")).default;
const addFormats = require(path.join(modules, "ajv-formats"));
const yaml = require(path.join(modules, "js-yaml"));

const [mode, schemas, ...operands] = process.argv.slice(2);
const ajv = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true });
addFormats(ajv);
const validators = {};
for (const file of fs.readdirSync(schemas)) {
  const schema = JSON.parse(fs.readFileSync(path.join(schemas, file)));
  validators[path.basename(file, ".json")] = ajv.compile(schema);
}

// The YAML of a record: the file, or its front matter.
function read(file) {
  let text = fs.readFileSync(file, "utf8").replace(/^\uFEFF/, "");
  if (file.endsWith(".md")) {
    const parts = /^---\r?\n([\s\S]*?)^---\s*$/m.exec(text);
    text = parts ? parts[1] : "";
  }
  return yaml.load(text, { schema: yaml.CORE_SCHEMA });
}

// The type of a file by its place in a content folder; null where it is a
// translation or no record.
function typeOf(relative) {
  const parts = relative.split(path.sep);
  const file = parts[parts.length - 1];
  const match = /^(.*?)(\.[a-zA-Z-]+)?\.(yaml|md)$/.exec(file);
  if (!match || match[2])
    return null;
  if (parts.length === 1)
    return validators[match[1]] ? match[1] : null;
  if (parts[0] === "vocab")
    return match[1];
  return validators[parts[0]] ? parts[0] : null;
}

let passed = 0;
let failed = 0;
function judge(relative, file) {
  const type = typeOf(relative);
  if (type === null)
    return;
  let value;
  let isValid = false;
  let why = "";
  try {
    value = read(file);
    isValid = validators[type](value);
    why = ajv.errorsText(validators[type].errors);
  } catch (error) {
    why = error.message;
  }
  if (isValid === (mode === "accept")) {
    passed++;
    return;
  }
  failed++;
  console.log(`schema: ${file}: ${mode === "accept" ? why : "accepted, but check refuses it"}`);
}

function walk(root, folder) {
  for (const entry of fs.readdirSync(path.join(root, folder), { withFileTypes: true })) {
    const relative = path.join(folder, entry.name);
    if (entry.isDirectory())
      walk(root, relative);
    else
      judge(relative, path.join(root, relative));
  }
}

for (const operand of operands) {
  if (mode === "accept")
    walk(operand, "");
  else
    judge(operand.slice(operand.indexOf("/in/") + 4), operand);
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
