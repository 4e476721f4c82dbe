/* The search page. In: the index that search-index.js put into
 * self.fieldkitIndex, and the elements of site/search.html, which hold every
 * word that the reader sees. Asks no server; works from file:// too. */
(function () {
  "use strict";

  const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";
  const WEIGHTS = [8, 3, 1]; /* of a word in the title, in names, in the text */
  const STEP = 20; /* results shown at a time */

  /* "ad-ad 300-36f" as the inside of a character class */
  const charClass = (list) => list.replace(/[0-9a-f]+/g, "\\u{$&}").replace(/ /g, "");

  /* Parts texts into words, as the program did when it made the index: see
   * its search.h and fold.h. tests/search/vectors.tsv holds both to it. */
  function wordMaker([dropped, replaced, pairs, triples]) {
    const inPairs = charClass(pairs), inTriples = charClass(triples);
    const isDropped = new RegExp(`[${charClass(dropped)}]`, "u");
    const isUnspaced = new RegExp(`[${inPairs}${inTriples}]`, "u"), isTriple = new RegExp(`[${inTriples}]`, "u");
    const runs = new RegExp(`[${inPairs}]+|[${inTriples}]+|[^ ${inPairs}${inTriples}]+`, "gu");
    const replacement = new Map(replaced.split(" ").map((pair) => [pair[0], pair.slice(1)]));
    const isInWord = /[\p{L}\p{M}\p{N}]/u;
    const article = /^(?:[\u0648\u0628\u0643\u0641]?\u0627\u0644|\u0644\u0644)(?=.{3})/u; /* Arabic */

    function fold(text) {
      let folded = "";
      for (const char of text.replace(/[\u2120\u2122]/g, " ").normalize("NFKD")) {
        if (isDropped.test(char)) continue;
        const lower = char.toLowerCase();
        folded += replacement.get(lower) ?? (isInWord.test(lower) ? lower : " ");
      }
      return folded.normalize("NFC");
    }

    function words(text) {
      const found = [];
      for (const run of fold(text).match(runs) || []) {
        const chars = Array.from(run), size = isTriple.test(run) ? 3 : 2;
        if (!isUnspaced.test(run)) found.push(chars.slice(0, 32).join("").replace(article, ""));
        else if (chars.length < size) found.push(run);
        else for (let i = size; i <= chars.length; i++) found.push(chars.slice(i - size, i).join(""));
      }
      return found;
    }
    return { words, isUnspaced };
  }

  /* Numbers of the index: five bits a digit, the lowest first, 32 added where more follow. */
  const value = new Uint8Array(128);
  Array.from(DIGITS).forEach((digit, i) => { value[digit.charCodeAt(0)] = i; });

  function eachNumber(text, take) {
    for (let i = 0, number = 0, shift = 0; i < text.length; i++) {
      const five = value[text.charCodeAt(i)];
      number |= (five & 31) << shift;
      shift += 5;
      if (five >= 32) continue;
      take(number);
      number = shift = 0;
    }
  }

  function entryList(text) {
    const entries = [];
    let entry = -1;
    eachNumber(text, (step) => entries.push(entry += step));
    return entries;
  }

  const split = (text, separator) => (text === "" ? [] : text.split(separator));

  function open(index) {
    const { words, isUnspaced } = wordMaker(index.rules);
    const terms = [], shared = [], kinds = [], places = split(index.places, "\n"), postings = index.postings.split(",");
    for (const part of split(index.terms, " ")) {
      shared.push(value[part.charCodeAt(0)]);
      terms.push((terms.at(-1) || "").slice(0, shared.at(-1)) + part.slice(1));
    }
    for (const [kind, count] of index.kinds) for (let i = 0; i < count; i++) kinds.push(kind);

    /* facet.of[entry]: the ids that the entry has; "*" is every one. */
    const facets = [{ name: "type", values: index.kinds.map(([kind]) => [kind]), of: kinds.map((kind) => [kind]) }];
    for (const [name, values, lists] of index.facets) {
      const of = kinds.map(() => []);
      split(lists, ",").forEach((list, i) => entryList(list).forEach((entry) => of[entry].push(values[i][0])));
      facets.push({ name, values: values.filter(([id]) => id !== "*"), of });
    }

    /* pages[language][entry]: [title, text], or nothing. */
    const pages = index.pages.map((page, lang) => {
      const titles = page.titles.split("\n"), texts = page.texts.split("\n"), of = [];
      const entries = lang === 0 ? kinds.keys() : entryList(page.entries);
      let line = 0;
      for (const entry of entries) of[entry] = [titles[line], texts[line++]];
      return of;
    });

    function firstNotBefore(word) {
      let low = 0, high = terms.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (terms[middle] < word) low = middle + 1;
        else high = middle;
      }
      return low;
    }

    /* The terms that a word is a slip of: a letter put in, left out, changed,
     * or two swapped, `limit` times at most. rows[j][k] counts what makes the
     * first j letters of the term of the first k of the word; terms are sorted,
     * so the next one keeps the rows of the start that it shares, and is passed
     * over where that start is too far off already. Where nothing is near,
     * terms that only start like the word are taken. */
    function slips(word, limit) {
      const size = word.length, whole = new Map(), starts = new Map();
      const rows = [Uint8Array.from({ length: size + 1 }, (_, k) => k)], nearest = [size];
      let known = 0, hopeless = Infinity;
      for (let i = 0; i < terms.length; i++) {
        const term = terms[i];
        if (shared[i] >= hopeless) continue;
        hopeless = Infinity;
        for (known = Math.min(known, shared[i]); known < term.length && hopeless === Infinity;) {
          const letter = term.charCodeAt(known), above = rows[known++], row = rows[known] ||= new Uint8Array(size + 1);
          let least = row[0] = known;
          for (let k = 1; k <= size; k++) {
            const same = letter === word.charCodeAt(k - 1);
            row[k] = Math.min(above[k] + 1, row[k - 1] + 1, above[k - 1] + (same ? 0 : 1));
            if (known > 1 && k > 1 && letter === word.charCodeAt(k - 2) && term.charCodeAt(known - 2) === word.charCodeAt(k - 1))
              row[k] = Math.min(row[k], rows[known - 2][k - 2] + 1);
            least = Math.min(least, row[k]);
          }
          nearest[known] = Math.min(nearest[known - 1], row[size]);
          if (least > limit && nearest[known] > limit) hopeless = known;
        }
        if (hopeless === Infinity && rows[known][size] <= limit) whole.set(i, 0.3 / rows[known][size]);
        else if (nearest[known] <= limit && size >= 5) starts.set(i, 0.2 / nearest[known]);
      }
      return whole.size > 0 ? whole : starts;
    }

    /* The terms that a word stands for, each with how well: itself, what
     * starts with it; only where there is neither, what it is a slip of. */
    function meanings(word) {
      const found = new Map(), limit = word.length >= 8 ? 2 : word.length >= 4 ? 1 : 0;
      for (let i = firstNotBefore(word); i < terms.length && terms[i].startsWith(word); i++)
        found.set(i, terms[i] === word ? 1 : 0.4 + 0.3 * word.length / terms[i].length);
      const isExact = limit === 0 || /\p{N}/u.test(word) || isUnspaced.test(word);
      return found.size > 0 || isExact ? found : slips(word, limit);
    }

    /* How many of the words each entry has, and how well. */
    function rate(asked, hits, scores, marks) {
      for (const word of asked) {
        const best = new Float64Array(kinds.length);
        let found = 0;
        for (const [i, quality] of meanings(word)) {
          let entry = -1;
          marks.add(terms[i]);
          eachNumber(postings[i], (step) => {
            entry += Math.floor(step / 3);
            if (best[entry] === 0) found++;
            best[entry] = Math.max(best[entry], quality * WEIGHTS[step % 3]);
          });
        }
        for (let entry = 0; found > 0 && entry < best.length; entry++) {
          if (best[entry] === 0) continue;
          hits[entry]++;
          scores[entry] += best[entry] * Math.log(1 + kinds.length / found); /* rare words say more */
        }
      }
    }

    /* query: what was typed; picked: facet name -> Set of ids. Entries, best
     * first: those with all the words, or else with the most of them
     * (isPartial). counts: facet name -> id -> how many. marks: terms met. */
    function search(query, picked, lang) {
      const asked = Array.from(new Set(words(query))).slice(0, 12);
      const hits = new Uint8Array(kinds.length), scores = new Float64Array(kinds.length);
      const marks = new Set(), counts = {}, entries = [];
      rate(asked, hits, scores, marks);
      const most = hits.reduce((a, b) => Math.max(a, b), 0);
      const narrowing = facets.filter(({ name }) => picked[name]?.size > 0);
      for (const { name } of facets) counts[name] = {};
      for (let entry = 0; entry < kinds.length; entry++) {
        if (hits[entry] < most || (asked.length > 0 && most === 0)) continue;
        const against = narrowing.filter(({ name, of }) => !of[entry].some((id) => id === "*" || picked[name].has(id)));
        if (against.length === 0) entries.push(entry);
        if (against.length > 1) continue;
        /* A facet counts what the other facets let through. */
        for (const { name, of } of against.length === 1 ? against : facets)
          for (const id of of[entry]) counts[name][id] = (counts[name][id] || 0) + 1;
      }
      for (const entry of entries) {
        /* What the reader can read is first; of campaigns their offices and of pages their people come
         * later; of two alike the one with the shorter title. */
        scores[entry] *= (pages[lang][entry] ? 1.5 : 1) * (places[entry].includes("/") ? 0.7 : 1);
        scores[entry] /= Math.pow(10 + (pages[lang][entry] || pages[0][entry])[0].length, 0.3);
      }
      entries.sort((a, b) => scores[b] - scores[a] || a - b);
      return { entries, isPartial: most < asked.length, counts, marks };
    }

    /* An entry in a language of the index, or in the first. */
    function show(entry, asked) {
      const lang = pages[asked][entry] ? asked : 0, [title, text] = pages[lang][entry];
      const folder = kinds[entry] === "people" ? "" : kinds[entry] + "/";
      return { kind: kinds[entry], title, text, lang: index.langs[lang],
        path: (lang === 0 ? "" : index.langs[lang] + "/") + folder + places[entry] + "/index.html" };
    }
    /* What an entry is about, where that is few things: says why it was found,
     * and whether it is the reader's own trade and country. */
    function topics(entry, lang) {
      return facets.filter(({ name }) => name === "industry" || name === "country").flatMap(({ values, of }) => {
        const ids = of[entry].length > 2 ? [] : of[entry];
        return values.filter(([id]) => ids.includes(id)).map(([, ...names]) => names[lang]);
      });
    }
    return { facets, search, show, topics, words, isUnspaced };
  }

  self.fieldkitSearch = { open }; /* for tests, and for themes that show it otherwise */
  if (typeof document === "undefined" || !self.fieldkitIndex || !document.getElementById("search")) return;

  /* The page. */
  const $ = (id) => document.getElementById(id);
  const input = $("search-words"), list = $("search-results"), facetsBox = $("search-facets");
  const index = open(self.fieldkitIndex), root = new URL("..", document.currentScript.src);
  const pageLang = document.documentElement.lang, lang = Math.max(0, self.fieldkitIndex.langs.indexOf(pageLang));
  const picked = {}, boxes = [], kindNames = {};
  let shown = STEP;

  const number = (n) => n.toLocaleString(pageLang + "-u-nu-latn");

  function add(parent, tag, className, text = "") {
    const element = parent.appendChild(document.createElement(tag));
    if (className) element.className = className;
    element.textContent = text;
    return element;
  }

  /* A checkbox for each value; those that no result has are hidden later. */
  function buildFacets() {
    for (const li of facetsBox.querySelectorAll("li[data-kind]")) kindNames[li.dataset.kind] = li.textContent;
    for (const { name, values } of index.facets) {
      const ul = facetsBox.querySelector(`fieldset[data-kind="${name}"] ul`);
      const named = values.map(([id, ...names]) => [id, name === "type" ? kindNames[id] || id : names[lang]]);
      if (name !== "type") named.sort((a, b) => a[1].localeCompare(b[1], pageLang));
      picked[name] = new Set();
      ul.textContent = "";
      for (const [id, label] of named) {
        const li = add(ul, "li"), line = add(li, "label"), box = add(line, "input");
        box.type = "checkbox";
        box.addEventListener("change", changed);
        add(line, "span", "", label);
        boxes.push({ name, id, li, box, count: add(line, "span", "count") });
      }
    }
  }

  /* A text with what was found marked: words, and in scripts without spaces
   * what up to three letters with their vowels and tones give. */
  function addMarked(parent, text, marks) {
    function isHit(piece) {
      const found = index.words(piece);
      return found.length > 0 && found.every((word) => marks.has(word));
    }
    for (const piece of text.match(/[\p{L}\p{M}\p{N}]+|[^\p{L}\p{M}\p{N}]+/gu) || []) {
      const chars = index.isUnspaced.test(piece) ? piece.match(/.\p{M}*/gu) : [piece];
      const hits = chars.map(() => false);
      for (let i = 0; i < chars.length; i++)
        for (let end = i + 1; end <= Math.min(i + 3, chars.length); end++)
          if (isHit(chars.slice(i, end).join(""))) hits.fill(true, i, end);
      chars.forEach((char, i) => {
        if (!hits[i]) parent.append(char);
        else if (i > 0 && hits[i - 1]) parent.lastChild.textContent += char;
        else add(parent, "mark", "", char);
      });
    }
  }

  function addResult(entry, marks) {
    const result = index.show(entry, lang);
    const li = add(list, "li"), link = add(add(li, "h2"), "a");
    link.href = new URL(result.path, root).href;
    if (result.lang !== pageLang) li.lang = link.hreflang = result.lang;
    addMarked(link, result.title, marks);
    const kind = add(li, "p", "eyebrow", kindNames[result.kind]);
    kind.lang = pageLang;
    for (const topic of index.topics(entry, lang)) addMarked(add(kind, "span", "topic"), topic, marks);
    if (result.text) addMarked(add(li, "p", "facts"), result.text, marks);
  }

  function update() {
    for (const { name, id, box } of boxes) picked[name][box.checked ? "add" : "delete"](id);
    const picks = boxes.filter(({ box }) => box.checked).length, isAsked = input.value.trim() !== "" || picks > 0;
    const { entries, isPartial, counts, marks } = index.search(input.value, picked, lang);
    for (const { name, id, li, box, count } of boxes) {
      const n = (counts[name][id] || 0) + (counts[name]["*"] || 0);
      li.hidden = n === 0 && !box.checked;
      count.textContent = number(n);
    }
    for (const fieldset of facetsBox.querySelectorAll("fieldset"))
      fieldset.hidden = !fieldset.querySelector("li:not([hidden])");
    list.textContent = "";
    if (isAsked) for (const entry of entries.slice(0, shown)) addResult(entry, marks);
    $("search-count").textContent = number(entries.length);
    $("search-count").parentNode.hidden = !isAsked;
    $("search-some").hidden = !isAsked || !isPartial || entries.length === 0;
    $("search-none").hidden = !isAsked || entries.length > 0;
    $("search-more").hidden = !isAsked || entries.length <= shown;
    $("search-clear").hidden = picks === 0;
    /* Nothing found: there is nothing to narrow, and the lists are the way on. */
    $("search-narrow").hidden = isAsked && entries.length === 0 && picks === 0;
    $("search-lists").hidden = isAsked && entries.length > 0;
  }

  /* The address holds what is asked, so that going back finds it again. */
  function readAddress() {
    const asked = new URLSearchParams(location.hash.slice(1) || location.search);
    input.value = asked.get("q") || "";
    for (const { name, id, box } of boxes) box.checked = asked.getAll(name).includes(id);
    shown = STEP;
    update();
  }

  function changed() {
    const asked = new URLSearchParams();
    if (input.value.trim() !== "") asked.set("q", input.value);
    for (const { name, id, box } of boxes) if (box.checked) asked.append(name, id);
    shown = STEP;
    update();
    try {
      history.replaceState(null, "", location.pathname + String(asked).replace(/^(?=.)/, "#"));
    } catch (error) { /* a browser that lets no file:// address change */
    }
  }

  /* Up and down, from the input through the results. */
  function move(step) {
    const stops = [input, ...list.querySelectorAll("a")], at = stops.indexOf(document.activeElement);
    if (at >= 0) stops[at + step]?.focus();
    return at >= 0;
  }

  document.addEventListener("keydown", (event) => {
    const { key, target } = event, isTyping = target.matches("input:not([type=checkbox]), textarea, select");
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (key === "/" && !isTyping) {
      input.select();
      input.focus();
    } else if (key === "Escape" && (target === input || list.contains(target))) {
      if (target === input) input.value = "";
      input.focus();
      changed();
    } else if (!(key === "ArrowDown" && move(1)) && !(key === "ArrowUp" && move(-1))) {
      return;
    }
    event.preventDefault();
  });
  input.addEventListener("input", changed);
  input.form.addEventListener("submit", (event) => { /* the results are there already */
    event.preventDefault();
    list.querySelector("a")?.focus();
  });
  $("search-clear").addEventListener("click", () => {
    for (const { box } of boxes) box.checked = false;
    input.focus();
    changed();
  });
  $("search-more").addEventListener("click", () => {
    shown += STEP;
    update();
    list.querySelectorAll("a")[shown - STEP]?.focus();
  });
  addEventListener("hashchange", readAddress);
  buildFacets();
  $("search").hidden = false;
  $("search-narrow").open = matchMedia("(min-width: 45rem)").matches;
  readAddress();
})();
