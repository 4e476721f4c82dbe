/*
 * Search: texts part into the words that tests/search/vectors.tsv gives, and
 * an index of ten thousand entries stays small.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <zlib.h>

#include "fieldkit/arena.h"
#include "fieldkit/search.h"

#define VECTORS "tests/search/vectors.tsv"
#define LINE_BYTES 1024

/* \uXXXX, \t and \n as they stand in the vectors. */
static void
add_unescaped(struct strbuf *out, const char *text, size_t len)
{
	size_t i;
	unsigned code;

	for (i = 0; i < len; i++) {
		if (text[i] != '\\') {
			strbuf_add_char(out, text[i]);
		} else if (text[i + 1] == 'u') {
			assert_int_equal(sscanf(text + i + 2, "%4x", &code), 1);
			if (code < 0x80) {
				strbuf_add_char(out, (char)code);
			} else if (code < 0x800) {
				strbuf_printf(out, "%c%c", 0xc0 | code >> 6,
				    0x80 | (code & 63));
			} else {
				strbuf_printf(out, "%c%c%c", 0xe0 | code >> 12,
				    0x80 | (code >> 6 & 63),
				    0x80 | (code & 63));
			}
			i += 5;
		} else {
			strbuf_add_char(out, text[++i] == 't' ? '\t' : '\n');
		}
	}
}

static void
check_vector(const char *line)
{
	const char *tab = strchr(line, '\t');
	struct strbuf text = { 0 }, words = { 0 };
	char wanted[LINE_BYTES], *at;

	assert_non_null(tab);
	add_unescaped(&text, line, (size_t)(tab - line));
	snprintf(wanted, sizeof(wanted), "%s", tab + 1);
	for (at = wanted; *at != '\0'; at++)
		if (*at == ' ')
			*at = '\n';
	search_words(&words, strbuf_string(&text), text.len, SEARCH_ASKED);
	if (strcmp(wanted[0] != '\n' ? wanted : "", strbuf_string(&words)) != 0)
		fail_msg("'%s' gave\n%s", line, strbuf_string(&words));
	strbuf_release(&text);
	strbuf_release(&words);
}

static void
texts_part_into_the_words_of_the_vectors(void **state)
{
	FILE *file = fopen(VECTORS, "r");
	char line[LINE_BYTES];
	int count = 0;

	(void)state;
	assert_non_null(file);
	while (fgets(line, sizeof(line), file) != NULL) {
		if (line[0] == '#')
			continue;
		check_vector(line);
		count++;
	}
	fclose(file);
	assert_true(count >= 150);
}

static void
expect_words(const char *text, enum search_use use, const char *wanted)
{
	struct strbuf words = { 0 };

	search_words(&words, text, strlen(text), use);
	assert_string_equal(strbuf_string(&words), wanted);
	strbuf_release(&words);
}

static void
the_index_has_more_forms_than_a_question(void **state)
{
	(void)state;
	expect_words("東京都", SEARCH_ASKED, "東京\n京都\n");
	expect_words("東京都", SEARCH_INDEXED, "東京\n京都\n都\n");
	expect_words("東", SEARCH_INDEXED, "東\n");
	expect_words("السحابة", SEARCH_ASKED, "سحابه\n");
	expect_words("السحابة", SEARCH_INDEXED, "السحابه\nسحابه\n");
	expect_words("Cloud", SEARCH_INDEXED, "cloud\n");
}

static void
bytes_that_are_no_text_part_words(void **state)
{
	struct strbuf words = { 0 };

	(void)state;
	search_words(&words, "one\xff" "two\xc3", 8, SEARCH_ASKED);
	assert_string_equal(strbuf_string(&words), "one\ntwo\n");
	strbuf_release(&words);
}

static const char *const two_langs[] = { "en", "de" };

/* Two entries that share words; nothing else. */
static void
a_small_index_is_written_as_described(void **state)
{
	static const struct search_page one[] = {
		{ 0, "Cloud", "For retail." }, { 1, "Wolke", "Für Handel." },
	};
	static const struct search_page two[] = { { 0, "Data  \n cloud", "" } };
	static const struct search_text one_texts[] = {
		{ SEARCH_BODY, "cloud retail", 12 },
		{ SEARCH_TITLE, "Cloud", 5 },
	};
	static const struct search_text two_texts[] = {
		{ SEARCH_KEY, "data", 4 }, { SEARCH_BODY, "cloud \U00020bb7", 10 },
		{ SEARCH_BODY, "\uf999", 3 },
	};
	static const uint32_t both[] = { 0, 2 };
	static const struct search_entry entries[] = {
		{ SEARCH_PARTNER, "partners/a", one, 2, one_texts, 2,
		  { [SEARCH_BY_INDUSTRY] = { both, 2 } } },
		{ SEARCH_PERSON, "partners/a", two, 1, two_texts, 3,
		  { [SEARCH_BY_INDUSTRY] = { both + 1, 1 } } },
	};
	static const char *const names[][2] = { { "Retail", "Handel" },
		{ "Never", "Nie" }, { "Banks", "Banken" } };
	static const struct search_value values[] = { { "retail", names[0] },
		{ "never", names[1] }, { "banks", names[2] } };
	struct search_content content = {
		.langs = two_langs, .lang_count = 2,
		.entries = entries, .count = 2,
		.facets[SEARCH_BY_INDUSTRY] = { values, 3 },
	};
	struct strbuf script = { 0 };
	const char *langs;

	(void)state;
	search_index(&script, &content);
	langs = strstr(strbuf_string(&script), "\"langs\"");
	assert_non_null(langs);
	assert_string_equal(langs,
	    "\"langs\":[\"en\",\"de\"],\n"
	    "\"kinds\":[[\"campaigns\",0],[\"partners\",1],[\"solutions\",0],"
	    "[\"case-studies\",0],[\"offices\",0],[\"people\",1]],\n"
	    "\"places\":\"a\\npartners/a\",\n"
	    "\"pages\":[{\"entries\":\"\",\"titles\":\"Cloud\\nData cloud\","
	    "\n\"texts\":\"For retail.\\n\"},"
	    "{\"entries\":\"1\",\"titles\":\"Wolke\",\n"
	    "\"texts\":\"Für Handel.\"}],\n"
	    /* U+F999 decomposes to U+84EE; U+20BB7 is D842 DFB7 in UTF-16. */
	    "\"terms\":\"0cloud 0data 0retail 0\u84ee 0\U00020bb7\",\n"
	    "\"postings\":\"35,7,5,8,8\",\n"
	    "\"facets\":[[\"industry\",[[\"retail\",\"Retail\",\"Handel\"],"
	    "[\"banks\",\"Banks\",\"Banken\"]],\n\"1,11\"],"
	    "[\"country\",[],\n\"\"],[\"product\",[],\n\"\"]]};\n");
	strbuf_release(&script);
}

/* A pseudo-random number below `limit`, the same in every run. */
static uint32_t
next_number(uint32_t *seed, uint32_t limit)
{
	*seed = *seed * 1664525u + 1013904223u;
	return (uint32_t)((uint64_t)(*seed >> 4) * limit >> 28);
}

/* A made-up word; low numbers come often, as words of a language do. */
static void
add_some_word(struct strbuf *text, uint32_t *seed)
{
	static const char *const syllables[] = { "ba", "ken", "lor", "mi",
		"tas", "du", "vel", "ron", "ish", "po", "gra", "sen", "tur",
		"al", "qui", "fex" };
	uint32_t word = next_number(seed, 30000);
	int parts;

	word = (uint32_t)((uint64_t)word * word / 30000);
	word = (uint32_t)((uint64_t)word * word / 30000);
	if (text->len > 0)
		strbuf_add_char(text, ' ');
	for (parts = 0; parts < 2 || word > 0; parts++, word >>= 4)
		strbuf_add_string(text, syllables[word & 15]);
}

static struct search_text
some_text(struct arena *arena, uint32_t *seed, enum search_weight weight,
    int words)
{
	struct strbuf text = { 0 };
	struct search_text made = { .weight = weight };

	while (words-- > 0)
		add_some_word(&text, seed);
	made.chars = arena_copy(arena, strbuf_string(&text), text.len);
	made.len = text.len;
	strbuf_release(&text);
	return made;
}

#define MANY 10000
#define VALUES 40

static void
fill_many(struct search_entry *entries, struct arena *arena)
{
	uint32_t seed = 7, i;

	for (i = 0; i < MANY; i++) {
		struct search_text *texts = ARENA_ARRAY(arena,
		    struct search_text, 3);
		struct search_page *page = ARENA_NEW(arena,
		    struct search_page);
		uint32_t *values = ARENA_ARRAY(arena, uint32_t, 2);
		int facet;

		texts[0] = some_text(arena, &seed, SEARCH_TITLE, 6);
		texts[1] = some_text(arena, &seed, SEARCH_KEY, 8);
		texts[2] = some_text(arena, &seed, SEARCH_BODY, 200);
		*page = (struct search_page){ 0, texts[0].chars,
		    texts[2].chars };
		entries[i] = (struct search_entry){
			.kind = SEARCH_CASE,
			.place = arena_printf(arena, "case-studies/%05x-%s",
			    i * 97, some_text(arena, &seed, SEARCH_TITLE,
			    1).chars),
			.pages = page, .page_count = 1,
			.texts = texts, .text_count = 3,
		};
		for (facet = 0; facet < SEARCH_FACET_COUNT; facet++) {
			values = ARENA_ARRAY(arena, uint32_t, 2);
			values[0] = next_number(&seed, VALUES / 2);
			values[1] = VALUES / 2 + next_number(&seed, VALUES / 2);
			entries[i].values[facet] =
			    (struct search_values){ values, 2 };
		}
	}
}

static void
ten_thousand_entries_stay_below_a_megabyte(void **state)
{
	static const char *const name[] = { "Some value" };
	struct arena arena = { 0 };
	struct search_entry *entries = ARENA_ARRAY(&arena,
	    struct search_entry, MANY);
	struct search_value values[VALUES];
	struct search_content content = {
		.langs = two_langs, .lang_count = 1,
		.entries = entries, .count = MANY,
	};
	struct strbuf script = { 0 };
	unsigned char *packed;
	uLongf len;
	int i;

	(void)state;
	for (i = 0; i < VALUES; i++)
		values[i] = (struct search_value){ "value", name };
	for (i = 0; i < SEARCH_FACET_COUNT; i++) {
		content.facets[i].items = values;
		content.facets[i].count = VALUES;
	}
	fill_many(entries, &arena);
	search_index(&script, &content);
	len = compressBound(script.len);
	packed = mem_alloc(len);
	assert_int_equal(compress2(packed, &len, (const Bytef *)script.bytes,
	    script.len, 6), Z_OK);
	print_message("%zu bytes, %lu compressed\n", script.len, len);
	assert_true(len > 100 * 1000);
	assert_true(len < 1000 * 1000);
	free(packed);
	strbuf_release(&script);
	arena_release(&arena);
}

static void
an_empty_site_has_an_index(void **state)
{
	struct search_content content = { .langs = two_langs, .lang_count = 1 };
	struct strbuf script = { 0 };

	(void)state;
	search_index(&script, &content);
	assert_non_null(strstr(strbuf_string(&script),
	    "\"terms\":\"\",\n\"postings\":\"\""));
	strbuf_release(&script);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(texts_part_into_the_words_of_the_vectors),
		cmocka_unit_test(the_index_has_more_forms_than_a_question),
		cmocka_unit_test(bytes_that_are_no_text_part_words),
		cmocka_unit_test(a_small_index_is_written_as_described),
		cmocka_unit_test(ten_thousand_entries_stay_below_a_megabyte),
		cmocka_unit_test(an_empty_site_has_an_index),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
