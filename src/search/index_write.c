/*
 * The index as a script file. In: entries and the inverted index. Out: one
 * statement that sets a global, so that `<script src>` loads it from file://
 * too, where a page may fetch nothing:
 *
 *	self.fieldkitIndex = {
 *	"rules": ["ad-ad 300-36f …", "ßss æae …", "1100-11ff …", "e00-eff …"],
 *					how words are made: what is dropped,
 *					replaced, parted every two characters,
 *					every three
 *	"langs": ["en", "de"],		the site's locale, then the others
 *	"kinds": [["campaigns", 2], …],	the entries, in stretches of one kind
 *	"places": "peak\npeak/munich",	one a line and an entry: below its
 *					kind's folder; of people: their page's
 *	"pages": [{"entries": "", "titles": "…", "texts": "…"}, …],
 *					a language each: which entries stand in
 *					it (the first: all) and a line for each
 *	"terms": "0cloud 5s 0data",	sorted; a digit says how many UTF-16
 *					units a term shares with the one before
 *	"postings": "8,1C,…",		one a term
 *	"facets": [["country", [["DE", "Germany", "Deutschland"], …],
 *	    "0,12,…"], …]		values with their names, and which
 *					entries have them
 *	};
 *
 * Numbers are written in groups of five bits, the lowest first, one digit of
 * `digits` each, with 32 added where more follows. A list of entries is the
 * steps from one to the next (the first: from -1), in postings each step
 * times three plus the weight.
 */
#include <stdlib.h>
#include <string.h>

#include "fieldkit/fold.h"
#include "fieldkit/json.h"
#include "fieldkit/utf8.h"
#include "index_parts.h"

#define TITLE_CHARS 180
/* Texts share what may travel: see POSTINGS_MAX in index.c. */
#define TEXT_CHARS_MAX 600000
#define TEXT_CHARS 180
#define TEXT_CHARS_MIN 30	/* less says nothing */

static const char digits[] = "0123456789ABCDEFGHIJKLMNOPQRSTUV"
    "WXYZabcdefghijklmnopqrstuvwxyz-_";

static void
add_number(struct strbuf *out, uint32_t number)
{
	for (; number >= 32; number >>= 5)
		strbuf_add_char(out, digits[32 + (number & 31)]);
	strbuf_add_char(out, digits[number]);
}

static void
add_key(struct strbuf *script, const char *key)
{
	strbuf_printf(script, "\"%s\":", key);
}

/* A buffer's content as a string; the buffer is emptied. */
static void
add_buffer(struct strbuf *script, struct strbuf *buffer)
{
	strbuf_add_json(script, strbuf_string(buffer), buffer->len);
	strbuf_clear(buffer);
}

/* So that the script, too, has them from the one place where they stand. */
static void
write_rules(struct strbuf *script)
{
	struct strbuf dropped = { 0 }, replaced = { 0 };
	struct strbuf pairs = { 0 }, triples = { 0 };

	text_fold_rules(&dropped, &replaced);
	search_unspaced(&pairs, 2);
	search_unspaced(&triples, 3);
	add_key(script, "rules");
	strbuf_add_char(script, '[');
	add_buffer(script, &dropped);
	strbuf_add_string(script, ",\n");
	add_buffer(script, &replaced);
	strbuf_add_string(script, ",\n");
	add_buffer(script, &pairs);
	strbuf_add_string(script, ",\n");
	add_buffer(script, &triples);
	strbuf_add_string(script, "],\n");
	strbuf_release(&dropped);
	strbuf_release(&replaced);
	strbuf_release(&pairs);
	strbuf_release(&triples);
}

static void
write_langs(struct strbuf *script, const struct search_content *content)
{
	uint32_t i;

	add_key(script, "langs");
	for (i = 0; i < content->lang_count; i++) {
		strbuf_add_char(script, i == 0 ? '[' : ',');
		json_add_string(script, content->langs[i]);
	}
	strbuf_add_string(script, "],\n");
}

static void
write_kinds(struct strbuf *script, const struct search_content *content)
{
	int kind;
	uint32_t i = 0, first;

	add_key(script, "kinds");
	for (kind = 0; kind < SEARCH_KIND_COUNT; kind++) {
		first = i;
		while (i < content->count &&
		    (int)content->entries[i].kind == kind)
			i++;
		strbuf_printf(script, "%s[\"%s\",%u]", kind == 0 ? "[" : ",",
		    search_kind_name((enum search_kind)kind), i - first);
	}
	strbuf_add_string(script, "],\n");
}

/* "acme" of "partners/acme"; people are on pages of others. */
static const char *
place_below_kind(const struct search_entry *entry)
{
	size_t len = strlen(search_kind_name(entry->kind));

	if (entry->kind == SEARCH_PERSON)
		return entry->place;
	return entry->place + len + 1;
}

static void
write_places(struct strbuf *script, const struct search_content *content)
{
	struct strbuf lines = { 0 };
	uint32_t i;

	for (i = 0; i < content->count; i++) {
		if (i > 0)
			strbuf_add_char(&lines, '\n');
		strbuf_add_string(&lines,
		    place_below_kind(&content->entries[i]));
	}
	add_key(script, "places");
	add_buffer(script, &lines);
	strbuf_add_string(script, ",\n");
	strbuf_release(&lines);
}

/* Up to `count` characters on one line, white space single; what is longer
 * ends at a space, where there is one not far before. */
static void
add_line(struct strbuf *lines, const char *text, size_t count)
{
	size_t start = lines->len, space = 0, left = strlen(text), len;
	uint32_t c;

	for (; *text != '\0' && count > 0; text += len, left -= len) {
		len = utf8_next(text, left, &c);
		if (len == 0)
			break;
		if (c > ' ' && c != 0xa0) {
			strbuf_add(lines, text, len);
			count--;
		} else if (lines->len > start &&
		    lines->bytes[lines->len - 1] != ' ') {
			space = lines->len;
			strbuf_add_char(lines, ' ');
			count--;
		}
	}
	if (lines->len > start && lines->bytes[lines->len - 1] == ' ')
		lines->len--;
	if (*text == '\0')
		return;
	if (space > start && lines->len - space < 24)
		lines->len = space;
	strbuf_add_string(lines, "…");
}

static const struct search_page *
page_in(const struct search_entry *entry, uint32_t lang)
{
	uint32_t i;

	for (i = 0; i < entry->page_count; i++)
		if (entry->pages[i].lang == lang)
			return &entry->pages[i];
	return NULL;
}

/* How long a page's text may be. */
static size_t
text_chars(const struct search_content *content)
{
	size_t pages = 0, chars;
	uint32_t i;

	for (i = 0; i < content->count; i++)
		pages += content->entries[i].page_count;
	chars = pages == 0 ? TEXT_CHARS : TEXT_CHARS_MAX / pages;
	if (chars < TEXT_CHARS_MIN)
		return 0;
	return chars < TEXT_CHARS ? chars : TEXT_CHARS;
}

/* The pages of one language. */
static void
write_lang(struct strbuf *script, const struct search_content *content,
    uint32_t lang, size_t chars)
{
	struct strbuf entries = { 0 }, titles = { 0 }, texts = { 0 };
	uint32_t i, last = UINT32_MAX;

	for (i = 0; i < content->count; i++) {
		const struct search_page *page = page_in(
		    &content->entries[i], lang);

		if (page == NULL)
			continue;
		if (last != UINT32_MAX) {
			strbuf_add_char(&titles, '\n');
			strbuf_add_char(&texts, '\n');
		}
		if (lang > 0)
			add_number(&entries, i - last);
		last = i;
		add_line(&titles, page->title, TITLE_CHARS);
		if (chars > 0)
			add_line(&texts, page->text, chars);
	}
	strbuf_add_string(script, "{\"entries\":");
	add_buffer(script, &entries);
	strbuf_add_string(script, ",\"titles\":");
	add_buffer(script, &titles);
	strbuf_add_string(script, ",\n\"texts\":");
	add_buffer(script, &texts);
	strbuf_add_char(script, '}');
	strbuf_release(&entries);
	strbuf_release(&titles);
	strbuf_release(&texts);
}

static void
write_pages(struct strbuf *script, const struct search_content *content)
{
	size_t chars = text_chars(content);
	uint32_t lang;

	add_key(script, "pages");
	for (lang = 0; lang < content->lang_count; lang++) {
		strbuf_add_char(script, lang == 0 ? '[' : ',');
		write_lang(script, content, lang, chars);
	}
	strbuf_add_string(script, "],\n");
}

/* How many whole characters two words share at their start: as bytes, and as
 * UTF-16 units, of which a character above U+FFFF has two. */
static size_t
shared_start(const char *word, const char *before, unsigned *ret_units)
{
	size_t at = 0, len;
	uint32_t c;

	*ret_units = 0;
	while (word[at] != '\0') {
		len = utf8_next(word + at, strlen(word + at), &c);
		if (strncmp(word + at, before + at, len) != 0)
			break;
		at += len;
		*ret_units += c > 0xffff ? 2 : 1;
	}
	return at;
}

static void
write_terms(struct strbuf *script, const struct word_index *index)
{
	struct strbuf terms = { 0 };
	const char *before = "";
	uint32_t i;

	for (i = 0; i < index->count; i++) {
		const char *word = index->terms[i]->word;
		unsigned units;
		size_t shared = shared_start(word, before, &units);

		if (i > 0)
			strbuf_add_char(&terms, ' ');
		strbuf_add_char(&terms, digits[units]);
		strbuf_add_string(&terms, word + shared);
		before = word;
	}
	add_key(script, "terms");
	add_buffer(script, &terms);
	strbuf_add_string(script, ",\n");
	strbuf_release(&terms);
}

static void
write_postings(struct strbuf *script, const struct word_index *index)
{
	struct strbuf lists = { 0 };
	uint32_t i, k;

	for (i = 0; i < index->count; i++) {
		const struct term *term = index->terms[i];
		uint32_t last = UINT32_MAX;

		if (i > 0)
			strbuf_add_char(&lists, ',');
		for (k = 0; k < term->count; k++) {
			add_number(&lists, (term->postings[k].entry - last) *
			    3 + term->postings[k].weight);
			last = term->postings[k].entry;
		}
	}
	add_key(script, "postings");
	add_buffer(script, &lists);
	strbuf_add_string(script, ",\n");
	strbuf_release(&lists);
}

/* The entries of each value, one value's after the other's: those of value v
 * are items[starts[v]] to items[starts[v + 1] - 1]. */
struct facet_entries {
	uint32_t *starts;
	uint32_t *items;
};

/* In one walk to count and one to fill; the caller frees both arrays. */
static struct facet_entries
entries_by_value(const struct search_content *content,
    enum search_facet facet)
{
	uint32_t count = content->facets[facet].count, i, k, total = 0, size;
	uint32_t *starts = mem_alloc((count + 1) * sizeof(*starts));
	uint32_t *ends = mem_alloc((count + 1) * sizeof(*ends)), *items;

	memset(ends, 0, (count + 1) * sizeof(*ends));
	for (i = 0; i < content->count; i++)
		for (k = 0; k < content->entries[i].values[facet].count; k++)
			ends[content->entries[i].values[facet].items[k]]++;
	for (i = 0; i <= count; i++) {
		size = ends[i];
		starts[i] = ends[i] = total;
		total += size;
	}
	items = mem_alloc((total + 1) * sizeof(*items));
	for (i = 0; i < content->count; i++) {
		const struct search_values *values =
		    &content->entries[i].values[facet];

		for (k = 0; k < values->count; k++)
			items[ends[values->items[k]]++] = i;
	}
	free(ends);
	return (struct facet_entries){ starts, items };
}

/* `["DE","Germany","Deutschland"]` */
static void
write_value(struct strbuf *script, const struct search_value *value,
    uint32_t lang_count)
{
	uint32_t lang;

	strbuf_add_char(script, '[');
	json_add_string(script, value->id);
	for (lang = 0; lang < lang_count; lang++) {
		strbuf_add_char(script, ',');
		json_add_string(script, value->names[lang]);
	}
	strbuf_add_char(script, ']');
}

/* What no entry has is left out, its name too. */
static void
write_facet(struct strbuf *script, const struct search_content *content,
    enum search_facet facet)
{
	struct facet_entries entries = entries_by_value(content, facet);
	struct strbuf lists = { 0 };
	uint32_t i, k, last;

	strbuf_printf(script, "[\"%s\",[", search_facet_name(facet));
	for (i = 0; i < content->facets[facet].count; i++) {
		if (entries.starts[i] == entries.starts[i + 1])
			continue;
		if (lists.len > 0) {
			strbuf_add_char(script, ',');
			strbuf_add_char(&lists, ',');
		}
		write_value(script, &content->facets[facet].items[i],
		    content->lang_count);
		last = UINT32_MAX;
		for (k = entries.starts[i]; k < entries.starts[i + 1]; k++) {
			add_number(&lists, entries.items[k] - last);
			last = entries.items[k];
		}
	}
	strbuf_add_string(script, "],\n");
	add_buffer(script, &lists);
	strbuf_add_char(script, ']');
	strbuf_release(&lists);
	free(entries.starts);
	free(entries.items);
}

void
search_index(struct strbuf *script, const struct search_content *content)
{
	struct word_index index;
	int facet;

	word_index_make(&index, content);
	strbuf_add_string(script, "self.fieldkitIndex={\n");
	write_rules(script);
	write_langs(script, content);
	write_kinds(script, content);
	write_places(script, content);
	write_pages(script, content);
	write_terms(script, &index);
	write_postings(script, &index);
	add_key(script, "facets");
	for (facet = 0; facet < SEARCH_FACET_COUNT; facet++) {
		strbuf_add_char(script, facet == 0 ? '[' : ',');
		write_facet(script, content, (enum search_facet)facet);
	}
	strbuf_add_string(script, "]};\n");
	word_index_release(&index);
}
