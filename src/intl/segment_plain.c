/*
 * Line ends without ICU. In: characters; out: SEGMENT_CAN_BREAK before those
 * where UAX #14 has an opportunity.
 *
 * Two thirds of a kit's paragraphs hold only letters, digits, spaces, stops
 * and quotation marks. The pair rules leave one opportunity between these:
 * behind spaces (LB18), since no line ends within a number or a word (LB25,
 * LB28 to LB30), next to a quotation mark (LB19), before a stop (LB13), or
 * between stop and letter (LB29). What the rules decide from more than the two
 * neighbours, and every other character, is left to ICU.
 */
#include "segment_plain.h"

enum plain_class { OTHER, WORD, SPACE, STOP, END, QUOTE };

static enum plain_class
class_of(uint32_t c)
{
	if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9'))
		return WORD;
	if (c == ' ')
		return SPACE;
	if (c == ',' || c == '.' || c == ':' || c == ';')
		return STOP;
	if (c == '!' || c == '?')
		return END;
	if (c == '\'' || c == '"' || c == 0x2019 || c == 0x201c ||
	    c == 0x201d)
		return QUOTE;
	/* Latin letters with marks; not the signs of multiplication. */
	return c >= 0xc0 && c < 0x250 && c != 0xd7 && c != 0xf7 ? WORD : OTHER;
}

bool
plain_mark_breaks(const uint32_t *codepoints, uint32_t count,
    struct segment_char *chars)
{
	enum plain_class before = WORD, class;
	uint32_t i;

	for (i = 0; i < count; i++, before = class) {
		class = class_of(codepoints[i]);
		if (class == OTHER || (before == END && class == WORD) ||
		    (before == SPACE && (class == STOP || class == END)))
			return false;
	}
	for (i = 1; i < count; i++)
		if (codepoints[i - 1] == ' ' && codepoints[i] != ' ')
			chars[i].flags |= SEGMENT_CAN_BREAK;
	return true;
}
