/*
 * Rules of setting beyond Unicode's. In: a text with its characters' flags.
 * Out: flags changed.
 */
#include "segment_rules.h"

#include <unicode/uchar.h>

#define PHONE_LEAST_DIGITS 7
#define PHONE_MOST_UNITS 32

static bool
is_digit(uint32_t c)
{
	return c >= '0' && c <= '9';
}

/* What stands between the groups of a number. */
static bool
is_phone_sign(uint32_t c)
{
	return c == ' ' || c == 0xa0 || c == 0x202f || c == '-' ||
	    c == 0x2011 || c == '.' || c == '/' || c == '(' || c == ')';
}

uint32_t
rule_phone_end(const uint16_t *units, uint32_t count, uint32_t start)
{
	uint32_t digits = 0, signs = 0, end = start, i;

	if (count - start > PHONE_MOST_UNITS)
		count = start + PHONE_MOST_UNITS;
	if (units[start] != '+')
		return start;
	for (i = start + 1; i < count; i++) {
		if (is_digit(units[i])) {
			digits++;
			signs = 0;
			end = i + 1;
		} else if (!is_phone_sign(units[i]) || digits == 0 ||
		    ++signs > 2) {
			break;
		}
	}
	return digits >= PHONE_LEAST_DIGITS ? end : start;
}

/* What clings to Hangul beside it, as a letter would: ICU 72 has no
 * `keepall`. */
static bool
clings(uint32_t c, bool is_before)
{
	switch (u_getIntPropertyValue((UChar32)c, UCHAR_LINE_BREAK)) {
	case U_LB_ALPHABETIC:
	case U_LB_NUMERIC:
	case U_LB_IDEOGRAPHIC:
	case U_LB_H2:
	case U_LB_H3:
	case U_LB_JL:
	case U_LB_JV:
	case U_LB_JT:
		return true;
	case U_LB_CLOSE_PARENTHESIS:
	case U_LB_CLOSE_PUNCTUATION:
		return is_before;
	case U_LB_OPEN_PUNCTUATION:
		return !is_before;
	default:
		return false;
	}
}

static bool
is_hangul(const struct segment_char *item)
{
	return item->flags & SEGMENT_LETTER &&
	    item->script == SEGMENT_SCRIPT('H', 'a', 'n', 'g');
}

void
rule_keep_hangul(const uint32_t *codepoints, struct segment_char *chars,
    uint32_t count)
{
	uint32_t i;

	for (i = 1; i < count; i++) {
		struct segment_char *item = &chars[i];

		if (!(item->flags & SEGMENT_CAN_BREAK) ||
		    item->flags & SEGMENT_MUST_BREAK)
			continue;
		if ((is_hangul(item) && clings(codepoints[i - 1], true)) ||
		    (is_hangul(item - 1) && clings(codepoints[i], false)))
			item->flags &= (uint16_t)~SEGMENT_CAN_BREAK;
	}
}
