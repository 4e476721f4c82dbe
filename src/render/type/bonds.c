/*
 * What stays together although Unicode would part it: one thing to the reader,
 * typed with a plain or a thin space, or with none between ideographs. In: a
 * text and a place in it where Unicode lets a line end. Out: whether it must
 * not end there, or had better not.
 */
#include "setting.h"

#include <string.h>

#define THIN_SPACE 0x2009
#define EN_DASH 0x2013
#define EM_DASH 0x2014
#define UNIT_CHARS 4

static bool
is_digit(uint32_t c)
{
	return (c >= '0' && c <= '9') || (c >= 0x660 && c <= 0x669) ||
	    (c >= 0x6f0 && c <= 0x6f9) || (c >= 0xff10 && c <= 0xff19);
}

static bool
is_letter(uint32_t c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool
is_currency_sign(uint32_t c)
{
	return c == '$' || c == 0xa3 || c == 0xa5 || (c >= 0x20a0 &&
	    c <= 0x20cf);
}

/* Kana and ideographs, not their punctuation. */
static bool
is_cjk(uint32_t c)
{
	return (c >= 0x3041 && c <= 0x30fa) || (c >= 0x3400 && c <= 0x9fff);
}

/* A sign or an abbreviation at `i`, as it is written behind a number. */
static bool
is_unit(const uint32_t *codepoints, uint32_t i, uint32_t count)
{
	static const char *const units[] = { "A", "B", "CHF", "EUR", "GB",
		"GBP", "GHz", "GiB", "GW", "Hz", "JPY", "KB", "MB", "MHz",
		"MW", "MiB", "Mbps", "Mio", "Mrd", "PB", "PLN", "TB", "TiB",
		"USD", "V", "W", "bn", "cm", "g", "h", "ha", "kB", "kHz", "kW",
		"kWh", "kg", "km", "l", "m", "mg", "min", "ml", "mm", "ms",
		"pt", "px", "s", "t" };
	static const uint32_t signs[] = { '%', 0xb0, 0x66a, 0x2030 };
	char word[UNIT_CHARS + 1] = { 0 };
	uint32_t len = 0, k;

	for (k = 0; k < sizeof(signs) / sizeof(signs[0]); k++)
		if (codepoints[i] == signs[k])
			return true;
	if (is_currency_sign(codepoints[i]))
		return true;
	while (i + len < count && is_letter(codepoints[i + len])) {
		if (len == UNIT_CHARS)
			return false;
		word[len] = (char)codepoints[i + len];
		len++;
	}
	/* "M€" */
	if (i + len < count && is_currency_sign(codepoints[i + len]))
		return true;
	/* Not the start of "3 même", "2 l'an". */
	if (i + len < count && (codepoints[i + len] == '\'' ||
	    codepoints[i + len] == 0x2019 || (codepoints[i + len] >= 0xc0 &&
	    codepoints[i + len] < 0x2000)))
		return false;
	for (k = 0; len > 0 && k < sizeof(units) / sizeof(units[0]); k++)
		if (strcmp(word, units[k]) == 0)
			return true;
	return false;
}

/* Languages that let no line end in a word of one letter: a preposition or a
 * conjunction, which belongs to the next word. */
static bool
holds_letters(const char *lang)
{
	static const char *const langs[] = { "be", "bg", "cs", "hr", "pl",
		"ru", "sk", "sl", "sr", "uk" };
	size_t i;

	if (lang == NULL)
		return false;
	for (i = 0; i < sizeof(langs) / sizeof(langs[0]); i++)
		if (strncmp(lang, langs[i], 2) == 0 &&
		    (lang[2] == '\0' || lang[2] == '-'))
			return true;
	return false;
}

/* Whether a word of no more than `most` letters stands before the sign before
 * `i`. */
static bool
ends_in_letters(const struct segment_text *text, uint32_t i, uint32_t most)
{
	uint32_t start = i - 1, c;

	while (start > 0 && i - 1 - start <= most &&
	    text->chars[start - 1].flags & SEGMENT_LETTER)
		start--;
	c = start > 0 ? text->codepoints[start - 1] : ' ';
	return start < i - 1 && i - 1 - start <= most &&
	    (c == ' ' || c == 0xa0 || c == '(');
}

static enum bond
bond_at_space(const struct segment_text *text, uint32_t i, const char *lang)
{
	const uint32_t *codepoints = text->codepoints;
	uint32_t before = codepoints[i - 2];

	/* A dash between words ends a line, and begins none. */
	if ((codepoints[i] == EN_DASH || codepoints[i] == EM_DASH) &&
	    i + 1 < text->count && codepoints[i + 1] == ' ')
		return BOND_FIRM;
	/* French quotation marks stand off from what they quote. */
	if (before == 0xab || codepoints[i] == 0xbb || before == 0xa7 ||
	    before == 0x2116)
		return BOND_FIRM;
	if (is_digit(before)) {
		if (is_unit(codepoints, i, text->count))
			return BOND_FIRM;
		return text->chars[i].flags & SEGMENT_LETTER ? BOND_LOOSE :
		    BOND_NONE;
	}
	return ends_in_letters(text, i, 1) && holds_letters(lang) ? BOND_FIRM :
	    BOND_NONE;
}

enum bond
bond_find(const struct segment_text *text, uint32_t i, const char *lang)
{
	uint32_t before = text->codepoints[i - 1], after = text->codepoints[i];

	/* "5台", "2028年", full-width "28"; a solidus begins no line. */
	if (after >= 0x3041)
		return (is_digit(before) && (is_cjk(after) ||
		    is_digit(after))) || (after == 0xff0f && before != ' ') ?
		    BOND_FIRM : BOND_NONE;
	if (i < 2)
		return BOND_NONE;
	if (before == THIN_SPACE)
		return is_digit(text->codepoints[i - 2]) ||
		    is_digit(after) ? BOND_FIRM : BOND_NONE;
	/* "e-commerce", "CI/CD" */
	if (before == '-' || before == '/')
		return ends_in_letters(text, i, before == '-' ? 1 : 3) ?
		    BOND_FIRM : BOND_NONE;
	return before == ' ' ? bond_at_space(text, i, lang) : BOND_NONE;
}
