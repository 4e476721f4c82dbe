/*
 * Words of a text, for the index and for what is asked. In: UTF-8. Out: words
 * between line feeds; see search.h for the rule, which search.js follows too.
 */
#include "fieldkit/search.h"

#include <stdbool.h>
#include <string.h>

#include "fieldkit/fold.h"
#include "fieldkit/utf8.h"

#define ARTICLE_REST 3		/* letters that stay when the article goes */

/* A stretch of folded text. */
struct stretch {
	const char *bytes;
	size_t len;
};

/* Scripts written without spaces, by their blocks in NFC, and how many
 * characters of them make a word: two syllables or ideographs say much, two
 * letters of an alphabet stand in every text. */
static const struct {
	uint32_t first, last;
	uint32_t size;
} unspaced[] = {
	{ 0x0e00, 0x0eff, 3 },		/* Thai, Lao */
	{ 0x1000, 0x109f, 3 },		/* Burmese */
	{ 0x1100, 0x11ff, 2 },		/* Jamo */
	{ 0x1780, 0x17ff, 3 },		/* Khmer */
	{ 0x3005, 0x3007, 2 },		/* marks of repetition, zero */
	{ 0x3041, 0x312f, 2 },		/* kana, Bopomofo */
	{ 0x31a0, 0x31ff, 2 },
	{ 0x3400, 0x4dbf, 2 },		/* Han */
	{ 0x4e00, 0x9fff, 2 },
	{ 0xa960, 0xa97f, 2 },		/* Jamo */
	{ 0xac00, 0xd7ff, 2 },		/* Hangul */
	{ 0xf900, 0xfaff, 2 },		/* Han */
	{ 0x20000, 0x3ffff, 2 },
};

#define UNSPACED_COUNT (sizeof(unspaced) / sizeof(unspaced[0]))

/* The characters of a word, or 0 where spaces part them. */
static uint32_t
word_size(uint32_t c)
{
	size_t i;

	if (c < unspaced[0].first)
		return 0;
	for (i = 0; i < UNSPACED_COUNT; i++)
		if (c >= unspaced[i].first && c <= unspaced[i].last)
			return unspaced[i].size;
	return 0;
}

static void
add_word(struct strbuf *words, const char *bytes, size_t len)
{
	strbuf_add(words, bytes, len);
	strbuf_add_char(words, '\n');
}

/* Bytes of the first `count` characters, or of all. */
static size_t
chars_len(struct stretch text, size_t count)
{
	size_t at = 0;
	uint32_t c;

	while (count-- > 0 && at < text.len)
		at += utf8_next(text.bytes + at, text.len - at, &c);
	return at;
}

/* Every `size` characters that stand together; a run of fewer is one word. At
 * the end of what is indexed also the shorter ones, which nothing else starts
 * with. */
static void
add_grams(struct strbuf *words, struct stretch run, uint32_t size,
    enum search_use use)
{
	size_t len = chars_len(run, size);
	bool is_first = true;

	while (run.len > 0) {
		size_t one = chars_len(run, 1);

		if (is_first || use == SEARCH_INDEXED ||
		    utf8_count(run.bytes, len) == size)
			add_word(words, run.bytes, len);
		is_first = false;
		run.bytes += one;
		run.len -= one;
		len = chars_len(run, size);
	}
}

/* Bytes of the article that the word starts with, or 0. */
static size_t
article_len(struct stretch word)
{
	static const char *const articles[] = {
		"ال", "وال", "بال", "كال", "فال", "لل"
	};
	size_t i;

	for (i = 0; i < sizeof(articles) / sizeof(articles[0]); i++) {
		size_t len = strlen(articles[i]);

		if (word.len > len &&
		    memcmp(word.bytes, articles[i], len) == 0 &&
		    utf8_count(word.bytes + len, word.len - len) >=
		    ARTICLE_REST)
			return len;
	}
	return 0;
}

static void
add_spaced(struct strbuf *words, struct stretch run, enum search_use use)
{
	struct stretch word = { run.bytes,
	    chars_len(run, SEARCH_WORD_CHARS) };
	size_t article = article_len(word);

	if (article > 0 && use == SEARCH_INDEXED)
		add_word(words, word.bytes, word.len);
	add_word(words, word.bytes + article, word.len - article);
}

/* Bytes up to a space or to where the way of writing changes. */
static size_t
run_len(struct stretch text, uint32_t *ret_word_size)
{
	size_t at = 0;
	uint32_t c;

	*ret_word_size = 0;
	while (at < text.len && text.bytes[at] != ' ') {
		size_t len = utf8_next(text.bytes + at, text.len - at, &c);

		if (at > 0 && word_size(c) != *ret_word_size)
			break;
		*ret_word_size = word_size(c);
		at += len;
	}
	return at;
}

void
search_words(struct strbuf *words, const char *text, size_t len,
    enum search_use use)
{
	struct strbuf folded = { 0 };
	struct stretch rest, run;

	text_fold_words(&folded, text, len);
	rest = (struct stretch){ folded.bytes, folded.len };
	while (rest.len > 0) {
		uint32_t size;

		run = (struct stretch){ rest.bytes, run_len(rest, &size) };
		if (run.len > 0 && size > 0)
			add_grams(words, run, size, use);
		else if (run.len > 0)
			add_spaced(words, run, use);
		if (run.len == 0)
			run.len = 1;		/* the space */
		rest.bytes += run.len;
		rest.len -= run.len;
	}
	strbuf_release(&folded);
}

void
search_unspaced(struct strbuf *list, uint32_t size)
{
	const char *space = "";
	size_t i;

	for (i = 0; i < UNSPACED_COUNT; i++) {
		if (unspaced[i].size != size)
			continue;
		strbuf_printf(list, "%s%x-%x", space,
		    (unsigned)unspaced[i].first, (unsigned)unspaced[i].last);
		space = " ";
	}
}
