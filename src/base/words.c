/*
 * Words of a text. In: UTF-8. Out: a count that is fair to every script, by
 * ranges of code points (Unicode blocks), so that no dictionary decides
 * whether a text is too long.
 */
#include "fieldkit/words.h"

#include <stdbool.h>

#include "fieldkit/utf8.h"

static const struct {
	uint32_t first, last;
	unsigned chars_of_word;
} dense_scripts[] = {
	{ 0x0e00, 0x0eff, 4 },		/* Thai, Lao */
	{ 0x1000, 0x109f, 4 },		/* Myanmar */
	{ 0x1780, 0x17ff, 4 },		/* Khmer */
	{ 0x3040, 0x30ff, 2 },		/* Hiragana, Katakana */
	{ 0x3400, 0x4dbf, 2 },		/* Han, extension A */
	{ 0x4e00, 0x9fff, 2 },		/* Han */
	{ 0xf900, 0xfaff, 2 },		/* Han, compatibility */
	{ 0x20000, 0x3ffff, 2 },	/* Han, further extensions */
};

static unsigned
chars_of_word(uint32_t code)
{
	size_t i;

	if (code < dense_scripts[0].first)
		return 0;
	for (i = 0; i < sizeof(dense_scripts) / sizeof(*dense_scripts); i++)
		if (code >= dense_scripts[i].first &&
		    code <= dense_scripts[i].last)
			return dense_scripts[i].chars_of_word;
	return 0;
}

static bool
is_white(uint32_t code)
{
	return code == ' ' || (code >= '\t' && code <= '\r') ||
	    code == 0x3000 || (code >= 0x2000 && code <= 0x200a) ||
	    code == 0x2028 || code == 0x2029;
}

/* CJK punctuation and full-width forms belong to the run they stand in. */
static bool
is_dense_mark(uint32_t code)
{
	return (code >= 0x3001 && code <= 0x303f) ||
	    (code >= 0xff00 && code <= 0xff65);
}

size_t
words_count(const char *chars, size_t len)
{
	size_t at = 0, words = 0, quarters = 0;
	bool in_word = false;

	while (at < len) {
		uint32_t code;
		size_t size = utf8_next(chars + at, len - at, &code);
		unsigned dense = size != 0 ? chars_of_word(code) : 0;

		if (dense != 0)
			quarters += 4 / dense;
		if (dense != 0 || is_white(code) || is_dense_mark(code)) {
			in_word = false;
		} else if (!in_word) {
			in_word = true;
			words++;
		}
		at += size != 0 ? size : 1;
	}
	return words + (quarters + 3) / 4;
}
