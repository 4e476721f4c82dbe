/*
 * What stays together although Unicode would part it: typed with a plain or a
 * thin space, but one thing to the reader. In: a text and a place in it behind
 * a space. Out: whether a line must not end there.
 */
#include "setting.h"

#include <string.h>

#define THIN_SPACE 0x2009
#define UNIT_CHARS 4

static bool
is_digit(uint32_t c)
{
	return (c >= '0' && c <= '9') || (c >= 0x660 && c <= 0x669) ||
	    (c >= 0x6f0 && c <= 0x6f9);
}

static bool
is_letter(uint32_t c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
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
	static const uint32_t signs[] = { '%', '$', 0xa3, 0xa5, 0xb0, 0x66a,
		0x2030, 0x20ac, 0x20b9, 0x20aa };
	char word[UNIT_CHARS + 1] = { 0 };
	uint32_t len = 0, k;

	for (k = 0; k < sizeof(signs) / sizeof(signs[0]); k++)
		if (codepoints[i] == signs[k])
			return true;
	while (i + len < count && is_letter(codepoints[i + len])) {
		if (len == UNIT_CHARS)
			return false;
		word[len] = (char)codepoints[i + len];
		len++;
	}
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

bool
bond_holds(const uint32_t *codepoints, uint32_t count, uint32_t i)
{
	uint32_t space, before;

	if (i < 2)
		return false;
	space = codepoints[i - 1];
	before = codepoints[i - 2];
	if (space == THIN_SPACE)
		return is_digit(before) || is_digit(codepoints[i]);
	if (space != ' ')
		return false;
	/* French quotation marks stand off from what they quote. */
	return before == 0xab || codepoints[i] == 0xbb ||
	    (is_digit(before) && is_unit(codepoints, i, count));
}
