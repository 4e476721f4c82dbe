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

/* Scripts written without spaces, by their blocks in NFC. */
static const struct {
	uint32_t first, last;
} unspaced[] = {
	{ 0x0e00, 0x0eff },	/* Thai, Lao */
	{ 0x1000, 0x109f },	/* Burmese */
	{ 0x1100, 0x11ff },	/* Jamo */
	{ 0x1780, 0x17ff },	/* Khmer */
	{ 0x3005, 0x3007 },	/* marks of repetition, zero */
	{ 0x3041, 0x312f },	/* kana, Bopomofo */
	{ 0x31a0, 0x31ff },
	{ 0x3400, 0x4dbf },	/* Han */
	{ 0x4e00, 0x9fff },
	{ 0xa960, 0xa97f },	/* Jamo */
	{ 0xac00, 0xd7ff },	/* Hangul */
	{ 0xf900, 0xfaff },	/* Han */
	{ 0x20000, 0x3ffff },
};

#define UNSPACED_COUNT (sizeof(unspaced) / sizeof(unspaced[0]))

static bool
is_unspaced(uint32_t c)
{
	size_t i;

	if (c < unspaced[0].first)
		return false;
	for (i = 0; i < UNSPACED_COUNT; i++)
		if (c >= unspaced[i].first && c <= unspaced[i].last)
			return true;
	return false;
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

static void
add_bigrams(struct strbuf *words, struct stretch run, enum search_use use)
{
	size_t at = 0, one = chars_len(run, 1), two = chars_len(run, 2);

	if (one == two) {
		add_word(words, run.bytes, run.len);
		return;
	}
	while (one < two) {
		struct stretch rest;

		add_word(words, run.bytes + at, two);
		at += one;
		rest = (struct stretch){ run.bytes + at, run.len - at };
		one = chars_len(rest, 1);
		two = chars_len(rest, 2);
	}
	if (use == SEARCH_INDEXED)
		add_word(words, run.bytes + at, one);
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
run_len(struct stretch text, bool *ret_is_unspaced)
{
	size_t at = 0;
	uint32_t c;

	*ret_is_unspaced = false;
	while (at < text.len && text.bytes[at] != ' ') {
		size_t len = utf8_next(text.bytes + at, text.len - at, &c);

		if (at > 0 && is_unspaced(c) != *ret_is_unspaced)
			break;
		*ret_is_unspaced = is_unspaced(c);
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
		bool is_pairs;

		run = (struct stretch){ rest.bytes, run_len(rest, &is_pairs) };
		if (run.len > 0 && is_pairs)
			add_bigrams(words, run, use);
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
search_unspaced(struct strbuf *list)
{
	size_t i;

	for (i = 0; i < UNSPACED_COUNT; i++)
		strbuf_printf(list, "%s%x-%x", i > 0 ? " " : "",
		    (unsigned)unspaced[i].first, (unsigned)unspaced[i].last);
}
