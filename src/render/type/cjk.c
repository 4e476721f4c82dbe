/*
 * Spacing of Chinese and Japanese ("Requirements for Japanese Text Layout",
 * 3.1 and 3.2; CSS Text 4, text-spacing).
 *
 * A full-width bracket or stop has half an em of nothing on one side. Where
 * two of them meet, one loses it: a closing one before any other, an opening
 * one after an opening one. So does an opening one at the start of a line, but
 * the paragraph's first, and a closing one at the end. Between an ideograph
 * and a letter or digit of another script stands an eighth of an em, which a
 * line end swallows.
 */
#include <string.h>

#include "setting.h"

#define MIDDLE_DOT 0xb7
#define BULLET 0x2022

/* Fullwidth forms and CJK punctuation, by the side of their ink. */
static bool
is_opening(uint32_t c)
{
	switch (c) {
	case 0x3008: case 0x300a: case 0x300c: case 0x300e: case 0x3010:
	case 0x3014: case 0x3016: case 0x3018: case 0xff08: case 0xff3b:
	case 0xff5b: case 0xff5f:
		return true;
	default:
		return false;
	}
}

static bool
is_closing(uint32_t c)
{
	switch (c) {
	case 0x3001: case 0x3002: case 0x3009: case 0x300b: case 0x300d:
	case 0x300f: case 0x3011: case 0x3015: case 0x3017: case 0x3019:
	case 0xff09: case 0xff0c: case 0xff0e: case 0xff3d: case 0xff5d:
	case 0xff60:
		return true;
	default:
		return false;
	}
}

/* In Taiwan and Hong Kong stops stand in the middle of their square. */
static bool
trims(const char *lang)
{
	if (lang == NULL)
		return false;
	if (strncmp(lang, "ja", 2) == 0)
		return true;
	return strncmp(lang, "zh", 2) == 0 && strstr(lang, "Hant") == NULL &&
	    strstr(lang, "TW") == NULL && strstr(lang, "HK") == NULL;
}

bool
cjk_is_separator(const struct segment_text *text, uint32_t i,
    const char *lang)
{
	uint32_t c = text->codepoints[i];

	if (c != BULLET && (c != MIDDLE_DOT || i + 1 >= text->count ||
	    text->codepoints[i + 1] != ' '))
		return false;
	return lang != NULL && strncmp(lang, "zh", 2) == 0;
}

bool
cjk_is_trimmed(const struct setting *setting, uint32_t i, const char *lang)
{
	const struct segment_text *segments = &setting->segments;
	uint32_t c = segments->codepoints[i];

	if (c < 0x3000)
		return false;
	if (is_closing(c) && i + 1 < segments->count) {
		uint32_t next = segments->codepoints[i + 1];

		return (is_closing(next) || is_opening(next)) && trims(lang);
	}
	return is_opening(c) && i > 0 &&
	    is_opening(segments->codepoints[i - 1]) && trims(lang);
}

enum cjk_edge
cjk_edge_of(uint32_t c, const char *lang)
{
	if (c < 0x3000 || !trims(lang))
		return CJK_NO_EDGE;
	return is_opening(c) ? CJK_OPENING : is_closing(c) ? CJK_CLOSING :
	    CJK_NO_EDGE;
}

static bool
is_ideograph(const struct setting *setting, uint32_t i)
{
	const struct segment_char *item = &setting->segments.chars[i];

	return item->flags & SEGMENT_LETTER &&
	    (item->script == SEGMENT_SCRIPT('H', 'a', 'n', 'i') ||
	    item->script == SEGMENT_SCRIPT('H', 'i', 'r', 'a') ||
	    item->script == SEGMENT_SCRIPT('K', 'a', 'n', 'a'));
}

static bool
is_western(const struct setting *setting, uint32_t i)
{
	const struct segment_char *item = &setting->segments.chars[i];
	uint32_t c = setting->segments.codepoints[i];

	if (c >= '0' && c <= '9')
		return true;
	return item->flags & SEGMENT_LETTER &&
	    (item->script == SEGMENT_SCRIPT('L', 'a', 't', 'n') ||
	    item->script == SEGMENT_SCRIPT('G', 'r', 'e', 'k') ||
	    item->script == SEGMENT_SCRIPT('C', 'y', 'r', 'l')) &&
	    !(c >= 0xff00 && c <= 0xffef);
}

fixed
cjk_gap_after(const struct setting *setting, const struct word *word)
{
	uint32_t last = word->end - 1, next = word->end;

	if (word->kind != WORD_TEXT || next >= setting->segments.count ||
	    !setting->has_ideographs || (word->level & 1) != 0)
		return 0;
	if ((is_ideograph(setting, last) && is_western(setting, next)) ||
	    (is_western(setting, last) && is_ideograph(setting, next)))
		return setting_style(setting, word)->size / 8;
	return 0;
}
