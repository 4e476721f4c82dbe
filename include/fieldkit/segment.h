/*
 * segment.h - what Unicode says about a text (ICU): the direction of its
 * characters, their scripts, and where lines and clusters may end.
 *
 * UAX #9 (bidirectional algorithm), UAX #14 (line breaking, with dictionaries
 * for Thai, Lao, Khmer and Burmese), UAX #24 (scripts), UAX #29 (clusters).
 * A segmenter holds ICU's iterators and belongs to one thread.
 */
#ifndef FIELDKIT_SEGMENT_H
#define FIELDKIT_SEGMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fieldkit/arena.h"

struct segmenter;

/* An ISO 15924 code as a number, first letter highest; equal to HarfBuzz's
 * hb_script_t. */
#define SEGMENT_SCRIPT(a, b, c, d) \
	((uint32_t)(a) << 24 | (uint32_t)(b) << 16 | (uint32_t)(c) << 8 | (d))

enum segment_flag {
	SEGMENT_CAN_BREAK = 1 << 0,	/* a line may end before this one */
	SEGMENT_MUST_BREAK = 1 << 1,	/* it ends before this one */
	SEGMENT_CLUSTER = 1 << 2,	/* starts a grapheme cluster */
	SEGMENT_SPACE = 1 << 3,		/* white space that a line end swallows */
	SEGMENT_LETTER = 1 << 4,	/* letters and the marks on them */
	SEGMENT_UPPER = 1 << 5,
	SEGMENT_IGNORABLE = 1 << 6,	/* no glyph expected: joiners, controls */
	SEGMENT_UNSPACED = 1 << 7,	/* of a script written without spaces */
	SEGMENT_IN_PHRASE = 1 << 8,	/* a break here would part a phrase, */
	SEGMENT_IN_WORD = 1 << 9	/* and even a word */
};

/* One code point. */
struct segment_char {
	uint32_t byte;		/* where it starts in the UTF-8 text */
	uint32_t script;	/* resolved: common characters take the script
				 * around them; 'Zyyy' when there is none */
	uint16_t flags;
	uint8_t level;		/* bidi embedding level; odd is right to left */
};

struct segment_text {
	const uint32_t *codepoints;	/* count of them, as shapers take them */
	const struct segment_char *chars;	/* count + 1: the last is the end */
	uint32_t count;
};

struct segmenter *segmenter_new(void);
void segmenter_free(struct segmenter *segmenter);

struct segment_options {
	const char *lang;	/* BCP 47; line-breaking rules (ja: kinsoku; ko:
				 * between words only) */
	bool is_rtl;		/* the paragraph's direction */
	bool has_phrases;	/* mark Japanese phrases (bunsetsu), words */
};

/* Beyond Unicode's rules, an international telephone number is read from left
 * to right and never broken.
 * `len` bytes of UTF-8; a malformed byte counts as U+FFFD. A line feed, U+2028
 * and U+2029 end a line. The result lives in the arena. */
void segment_text(struct segmenter *segmenter, struct arena *arena,
    const char *text, uint32_t len, const struct segment_options *options,
    struct segment_text *ret_text);

/* The visual order of `count` runs with these levels, on one line (UAX #9,
 * rule L2): ret_order[i] is the run that stands i-th from the left. */
void segment_visual_order(const uint8_t *levels, uint32_t count,
    uint32_t *ret_order);

/* Columns of a code point on a terminal: 2 of wide East Asian characters, 0 of
 * marks and what is not drawn. */
unsigned segment_columns(uint32_t codepoint);

enum segment_direction { SEGMENT_NEUTRAL, SEGMENT_LTR, SEGMENT_RTL };

/* The strong direction of a code point. */
enum segment_direction segment_direction(uint32_t codepoint);

/* Simple lower case of one code point. */
uint32_t segment_lower(uint32_t codepoint);

#endif
