// The order of results, on an index made by hand: the word itself before what
// starts with it, both before a slip; a title before names, names before text;
// what the reader can read first.
//	node ranking.js EDITION	(its script and its rules of words)
"use strict";
const { load, check, finish } = require("./lib.js");

// Steps in `postings` are below 32: one digit each.
const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUV";
const list = (...steps) => steps.map((step) => DIGITS[step]).join("");
const index = {
  rules: load(process.argv[2]).raw.rules,
  langs: ["en", "de"],
  kinds: [["partners", 3], ["people", 2]],
  places: "a\nb\nc\npartners/a\npartners/b",
  pages: [{ entries: "", titles: "Aaaa\nBbbb\nCccc\nDddd\nEeee", texts: "\n\n\n\n" },
    { entries: "5", titles: "Eeee", texts: "" }],
  terms: "0cloud 5s 0retail",
  // cloud: 1 in the title, 2 as a name, 3 in the text, 4 in the title; clouds: 0 in its title; retail: 0.
  postings: [list(6, 4, 5, 3), list(3), list(3)].join(","),
  facets: [["industry", [["x", "X", "X"], ["*", "", ""]], "2,3"], ["country", [], ""], ["product", [], ""]],
};
const opened = self.fieldkitSearch.open(index);
const order = (query, lang = 0, picked = {}) => opened.search(query, picked, lang).entries.join();

check("itself, beginning, title, name, text", order("cloud") === "1,4,0,2,3", order("cloud"));
check("a reader's language first", order("cloud", 1) === "4,1,0,2,3", order("cloud", 1));
check("a beginning; a person after others alike", order("clo") === "1,0,4,2,3", order("clo"));
for (const slip of ["clud", "cluod", "clooud", "cloyd", "xloud"])
  check(`a slip: ${slip}`, opened.search(slip, {}, 0).entries.includes(1), order(slip));
for (const other of ["clyyd", "clo9d", "cxd"]) check(`no slip: ${other}`, order(other) === "", order(other));
check("two slips in a long word are two", order("retailyy") === "0" && order("retayyyl") === "");
check("all words", order("cloud retail") === "0", order("cloud retail"));
const part = opened.search("cloud nothing", {}, 0);
check("some of the words, where none has all", part.isPartial && part.entries.length === 5);
check("the words themselves are marked", Array.from(opened.search("cloud", {}, 0).marks).join() === "cloud,clouds");
check("a facet", order("cloud", 0, { industry: new Set(["x"]) }) === "1,2", order("cloud", 0, { industry: new Set(["x"]) }));
check("a kind", order("cloud", 0, { type: new Set(["people"]) }) === "4,3");
check("facets count what the others let through",
  opened.search("cloud", { type: new Set(["people"]) }, 0).counts.type.partners === 3);
check("a page in another language", opened.show(4, 1).path === "de/partners/b/index.html" &&
  opened.show(3, 1).path === "partners/a/index.html" && opened.show(3, 1).lang === "en");
check("what an entry is about", opened.topics(1, 0).join() === "X" && opened.topics(4, 1).join() === "",
  opened.topics(1, 0).join());
finish();
