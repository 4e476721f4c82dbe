/*
 * utf8.h - text as code points (RFC 3629, Unicode Standard table 3-7).
 */
#ifndef FIELDKIT_UTF8_H
#define FIELDKIT_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Bytes of the code point that starts at `bytes`, of which `len` > 0 are
 * left; 0 where they are no UTF-8. */
size_t utf8_next(const char *bytes, size_t len, uint32_t *ret_code);

/* Writes a code point as UTF-8, not terminated; returns its bytes, 1 to 4. */
size_t utf8_put(char *bytes, uint32_t code);

/* How far the bytes are text that may stand in a file: valid UTF-8 without
 * control characters other than tab, line feed and carriage return, without
 * DEL, C1 controls and noncharacters. Equals `len` for a good file. */
size_t utf8_text_len(const char *bytes, size_t len);

/* Whether the bytes are text of one line that may go to a terminal, a header
 * or another program: no control character at all, no line separator of
 * Unicode, nothing that turns the direction of what follows (below). */
bool utf8_is_line(const char *bytes, size_t len);

/* Code points of `len` bytes of valid UTF-8. */
size_t utf8_count(const char *bytes, size_t len);

static inline bool
utf8_is_ascii(const char *bytes, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++)
		if ((unsigned char)bytes[i] >= 0x80)
			return false;
	return true;
}

/* Controls of the bidirectional algorithm (UAX #9, section 2): unseen, they
 * reorder what follows. */
static inline bool
utf8_is_bidi_control(uint32_t code)
{
	return (code >= 0x202a && code <= 0x202e) ||
	    (code >= 0x2066 && code <= 0x2069);
}

/* Whether it looks like a space, or like nothing, and is none that YAML knows:
 * no-break, typographic and ideographic spaces, those without width. */
static inline bool
utf8_is_odd_space(uint32_t code)
{
	return code == 0xa0 || code == 0x1680 ||
	    (code >= 0x2000 && code <= 0x200b) || code == 0x202f ||
	    code == 0x205f || code == 0x2060 || code == 0x3000 ||
	    code == 0xfeff;
}

#endif
