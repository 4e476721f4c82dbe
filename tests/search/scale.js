// A site of many records, made up: the same in every run. Words come as often
// as in a language: few all the time, most of them seldom.
//	node scale.js FOLDER RECORDS
"use strict";
const fs = require("fs");
const path = require("path");

const [folder, count] = [process.argv[2], Number(process.argv[3])];
const SYLLABLES = "ba ken lor mi tas du vel ron ish po gra sen tur al qui fex nor hel wim os".split(" ");
const INDUSTRIES = 24, PRODUCTS = 60, COUNTRIES = "AT BE CH CZ DE DK ES FI FR GB IE IT NL NO PL PT SE US JP KR".split(" ");
let seed = 7;

function below(limit) {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return Math.floor(seed / 2 ** 32 * limit);
}

function word() {
  let number = Math.floor((below(40000) / 40000) ** 3 * 40000), made = "";
  for (let i = 0; i < 2 || number > 0; i++, number = Math.floor(number / 20)) made += SYLLABLES[number % 20];
  return made;
}

const words = (n) => Array.from({ length: n }, word).join(" ");
const title = (n) => words(n).replace(/^./, (letter) => letter.toUpperCase());
const pick = (prefix, limit) => `${prefix}-${below(limit)}`;
const approved = "approved: {by: Test desk, on: 2026-11-01}\n";

function write(name, text) {
  const file = path.join(folder, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
}

const list = (n, entry) => Array.from({ length: n }, (_, i) => entry(i)).join("");
write("site.yaml", `title: Scale
publisher: Test desk
vendor: {name: Vendor}
locale: en
editions:
  - {id: all, reader: vendor-field, kits: []}
`);
write("vocab/areas.yaml", "- {id: area, name: Area}\n");
write("vocab/industries.yaml", list(INDUSTRIES, (i) => `- {id: industry-${i}, name: ${title(2)}}\n`));
write("vocab/products.yaml", list(PRODUCTS, (i) => `- {id: product-${i}, name: ${title(2)} ${i}}\n`));
write("vocab/regions.yaml", list(COUNTRIES.length, (i) => `- {id: region-${i}, name: Region ${i}, countries: [${COUNTRIES[i]}]}\n`));

const partners = Math.ceil(count * 0.03), solutions = Math.ceil(count * 0.29), offices = 10, campaigns = 10;
const cases = count - partners - solutions - offices - campaigns;
for (let i = 0; i < offices; i++)
  write(`offices/office-${i}.yaml`, `name: ${title(1)} ${i}
region: region-${i}
country: ${COUNTRIES[i]}
covers: [${COUNTRIES[i]}]
languages: [en]
tz: Europe/Berlin
email: [office${i}@vendor.example]
reader: vendor-field
${approved}`);
for (let i = 0; i < campaigns; i++)
  write(`campaigns/campaign-${i}.md`, `---
name: ${title(4)} ${i}
area: area
start: 2026-07-01
end: 2027-06-30
territories: [region-${i}]
products: [product-${i}]
${approved}---
${words(120)}
`);
for (let i = 0; i < partners; i++)
  write(`partners/partner-${i}.md`, `---
name: ${title(2)} ${i}
summary: {short: ${title(18)}.}
hq: ${COUNTRIES[below(20)]}
industries: [${pick("industry", INDUSTRIES)}]
${approved}---
${words(150)}
`);
for (let i = 0; i < solutions; i++)
  write(`solutions/solution-${i}.md`, `---
name: ${title(3)}
partner: ${pick("partner", partners)}
type: service
status: in-market
products: [${pick("product", PRODUCTS)}]
areas: [area]
industries: [${pick("industry", INDUSTRIES)}]
countries: [${COUNTRIES[below(20)]}]
pitch: {short: ${title(18)}.}
${approved}---
${words(120)}
`);
for (let i = 0; i < cases; i++)
  write(`case-studies/case-${i}.md`, `---
title: ${title(7)}
partner: ${pick("partner", partners)}
customer: {name: ${title(2)} ${i}, anonymised: a customer, country: ${COUNTRIES[below(20)]}, industry: ${pick("industry", INDUSTRIES)}}
summary: ${title(22)}.
products: [${pick("product", PRODUCTS)}]
consent: {uses: [name, story, share-with-vendor], from: 2026-01-01, until: 2028-12-31}
${approved}---
${words(120)}
`);
