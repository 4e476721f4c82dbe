/*
 * What Unicode says about a text. In: UTF-8. Out: one record a code point,
 * with bidi level, resolved script, and flags for line ends and clusters.
 *
 * ICU works on UTF-16, so the text is converted once, with a map back to code
 * points. Most paragraphs are plain Latin: they skip the bidi algorithm (no
 * character asks for it) and the cluster iterator (below U+0300 every
 * character but a line feed after a carriage return is its own cluster).
 */
#include "fieldkit/segment.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <unicode/ubidi.h>
#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/utf16.h>

#include "fieldkit/utf8.h"
#include "segment_rules.h"

#define LOCALE_CHARS 64
#define LINE_ITERATORS 4
#define SCRIPT_COMMON SEGMENT_SCRIPT('Z', 'y', 'y', 'y')
#define SCRIPT_INHERITED SEGMENT_SCRIPT('Z', 'i', 'n', 'h')

struct line_iterator {
	char locale[LOCALE_CHARS];
	UBreakIterator *iterator;
};

struct segmenter {
	struct line_iterator lines[LINE_ITERATORS];
	uint32_t next_line;		/* the one replaced next */
	UBreakIterator *clusters;
	UBreakIterator *words;		/* Japanese; NULL until needed */
	UBiDi *bidi;
	uint32_t scripts[USCRIPT_CODE_LIMIT];	/* ICU's number to code */
};

static uint32_t
script_code(UScriptCode script)
{
	const char *name = uscript_getShortName(script);

	if (name == NULL || strlen(name) != 4)
		return SCRIPT_COMMON;
	return SEGMENT_SCRIPT((unsigned char)name[0], (unsigned char)name[1],
	    (unsigned char)name[2], (unsigned char)name[3]);
}

/* ICU allocates by malloc and its data is linked in: opening fails when
 * memory is out, or its library is broken. Both end the program. */
static void
require(UErrorCode error, const char *what)
{
	if (U_SUCCESS(error))
		return;
	fprintf(stderr, "fieldkit: ICU: %s: %s\n", what, u_errorName(error));
	exit(3);
}

struct segmenter *
segmenter_new(void)
{
	struct segmenter *segmenter = mem_alloc(sizeof(*segmenter));
	UErrorCode error = U_ZERO_ERROR;
	int i;

	memset(segmenter, 0, sizeof(*segmenter));
	segmenter->clusters = ubrk_open(UBRK_CHARACTER, "", NULL, 0, &error);
	require(error, "cluster iterator");
	segmenter->bidi = ubidi_open();
	for (i = 0; i < USCRIPT_CODE_LIMIT; i++)
		segmenter->scripts[i] = script_code((UScriptCode)i);
	return segmenter;
}

void
segmenter_free(struct segmenter *segmenter)
{
	int i;

	if (segmenter == NULL)
		return;
	for (i = 0; i < LINE_ITERATORS; i++)
		if (segmenter->lines[i].iterator != NULL)
			ubrk_close(segmenter->lines[i].iterator);
	if (segmenter->words != NULL)
		ubrk_close(segmenter->words);
	ubrk_close(segmenter->clusters);
	ubidi_close(segmenter->bidi);
	free(segmenter);
}

uint32_t
segment_lower(uint32_t codepoint)
{
	return (uint32_t)u_tolower((UChar32)codepoint);
}

unsigned
segment_columns(uint32_t codepoint)
{
	UChar32 c = (UChar32)codepoint;
	int width;

	if (codepoint < 0x300)
		return codepoint != 0xad;
	if (U_GET_GC_MASK(c) & (U_GC_MN_MASK | U_GC_ME_MASK | U_GC_CF_MASK))
		return 0;
	width = u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH);
	return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

enum segment_direction
segment_direction(uint32_t codepoint)
{
	UCharDirection direction = u_charDirection((UChar32)codepoint);

	if (direction == U_LEFT_TO_RIGHT)
		return SEGMENT_LTR;
	return direction == U_RIGHT_TO_LEFT ||
	    direction == U_RIGHT_TO_LEFT_ARABIC ? SEGMENT_RTL :
	    SEGMENT_NEUTRAL;
}

/* --- properties of single characters --- */

static bool
is_unspaced(UScriptCode script)
{
	switch ((int)script) {
	case USCRIPT_HAN:
	case USCRIPT_HIRAGANA:
	case USCRIPT_KATAKANA:
	case USCRIPT_BOPOMOFO:
	case USCRIPT_YI:
	case USCRIPT_THAI:
	case USCRIPT_LAO:
	case USCRIPT_KHMER:
	case USCRIPT_MYANMAR:
		return true;
	default:
		return false;
	}
}

static bool
is_swallowed_space(uint32_t c)
{
	/* Non-breaking spaces keep their width at a line end. */
	return u_isUWhiteSpace((UChar32)c) && c != 0xa0 && c != 0x2007 &&
	    c != 0x202f;
}

static uint16_t
ascii_flags(uint32_t c)
{
	if ((c >= 'a' && c <= 'z'))
		return SEGMENT_LETTER;
	if ((c >= 'A' && c <= 'Z'))
		return SEGMENT_LETTER | SEGMENT_UPPER;
	if (c == ' ' || (c >= '\t' && c <= '\r'))
		return SEGMENT_SPACE;
	return c < ' ' || c == 0x7f ? SEGMENT_IGNORABLE : 0;
}

static uint16_t
char_flags(uint32_t c)
{
	uint16_t flags = 0;
	uint32_t mask;

	if (c < 0x80)
		return ascii_flags(c);
	mask = U_GET_GC_MASK((UChar32)c);
	if (mask & (U_GC_L_MASK | U_GC_M_MASK))
		flags |= SEGMENT_LETTER;
	if (mask & (U_GC_LU_MASK | U_GC_LT_MASK))
		flags |= SEGMENT_UPPER;
	if (mask & (U_GC_Z_MASK | U_GC_CC_MASK) && is_swallowed_space(c))
		flags |= SEGMENT_SPACE;
	if (mask & U_GC_CC_MASK || u_hasBinaryProperty((UChar32)c,
	    UCHAR_DEFAULT_IGNORABLE_CODE_POINT))
		flags |= SEGMENT_IGNORABLE;
	return flags;
}

static uint32_t
char_script(const struct segmenter *segmenter, uint32_t c,
    uint16_t *flags)
{
	UErrorCode error = U_ZERO_ERROR;
	UScriptCode script;

	if (c < 0x80)
		return *flags & SEGMENT_LETTER ?
		    SEGMENT_SCRIPT('L', 'a', 't', 'n') : SCRIPT_COMMON;
	script = uscript_getScript((UChar32)c, &error);
	if (U_FAILURE(error) || script < 0 || script >= USCRIPT_CODE_LIMIT)
		return SCRIPT_COMMON;
	if (is_unspaced(script))
		*flags |= SEGMENT_UNSPACED;
	return segmenter->scripts[script];
}

/* --- one text --- */

struct work {
	struct segmenter *segmenter;
	struct arena *arena;
	uint32_t *codepoints;
	struct segment_char *chars;
	uint32_t count;
	UChar *units;			/* the text in UTF-16 */
	uint32_t *char_of_unit;		/* unit_count + 1 */
	uint32_t unit_count;
	bool has_bidi, has_clusters, has_hangul, has_plus;
};

static bool
asks_for_bidi(uint32_t c)
{
	if (c < 0x590)
		return false;
	switch ((int)u_charDirection((UChar32)c)) {
	case U_RIGHT_TO_LEFT:
	case U_RIGHT_TO_LEFT_ARABIC:
	case U_ARABIC_NUMBER:
	case U_RIGHT_TO_LEFT_EMBEDDING:
	case U_RIGHT_TO_LEFT_OVERRIDE:
	case U_RIGHT_TO_LEFT_ISOLATE:
	case U_LEFT_TO_RIGHT_EMBEDDING:
	case U_LEFT_TO_RIGHT_OVERRIDE:
	case U_LEFT_TO_RIGHT_ISOLATE:
	case U_FIRST_STRONG_ISOLATE:
		return true;
	default:
		return false;
	}
}

/* A character of ASCII that asks for nothing. */
static void
add_plain(struct work *work, unsigned char c, uint32_t byte)
{
	struct segment_char *item = &work->chars[work->count];

	item->byte = byte;
	item->flags = ascii_flags(c);
	item->script = item->flags & SEGMENT_LETTER ?
	    SEGMENT_SCRIPT('L', 'a', 't', 'n') : SCRIPT_COMMON;
	work->char_of_unit[work->unit_count] = work->count;
	work->units[work->unit_count++] = c;
	work->codepoints[work->count++] = c;
}

static void
add_char(struct work *work, uint32_t c, uint32_t byte)
{
	struct segment_char *item = &work->chars[work->count];

	item->byte = byte;
	item->flags = char_flags(c);
	item->script = char_script(work->segmenter, c, &item->flags);
	work->has_bidi |= asks_for_bidi(c);
	work->has_plus |= c == '+';
	work->has_clusters |= c >= 0x300 || c == '\r';
	work->has_hangul |= item->script == SEGMENT_SCRIPT('H', 'a', 'n', 'g');
	work->char_of_unit[work->unit_count] = work->count;
	if (c > 0xffff) {
		work->units[work->unit_count++] = U16_LEAD(c);
		work->char_of_unit[work->unit_count] = work->count;
		work->units[work->unit_count++] = U16_TRAIL(c);
	} else {
		work->units[work->unit_count++] = (UChar)c;
	}
	work->codepoints[work->count++] = c;
}

static void
decode(struct work *work, const char *text, uint32_t len)
{
	uint32_t at = 0;

	work->codepoints = ARENA_ARRAY(work->arena, uint32_t, len);
	work->chars = ARENA_ARRAY(work->arena, struct segment_char,
	    (size_t)len + 1);
	work->units = ARENA_ARRAY(work->arena, UChar, len);
	work->char_of_unit = ARENA_ARRAY(work->arena, uint32_t,
	    (size_t)len + 1);
	while (at < len) {
		const unsigned char byte = (unsigned char)text[at];
		uint32_t c = 0xfffd;
		size_t size;

		if (byte >= ' ' && byte < 0x80 && byte != '+') {
			add_plain(work, byte, at++);
			continue;
		}
		size = utf8_next(text + at, len - at, &c);
		add_char(work, size > 0 ? c : 0xfffd, at);
		at += size > 0 ? (uint32_t)size : 1;
	}
	work->chars[work->count].byte = len;
	work->char_of_unit[work->unit_count] = work->count;
}

/* Common and inherited characters take the script before them, at the start
 * of the text the one after (UAX #24, 5.1 and 5.2). */
static void
resolve_scripts(struct work *work)
{
	uint32_t current = SCRIPT_COMMON, first = 0, i;

	for (i = 0; i < work->count; i++) {
		struct segment_char *item = &work->chars[i];

		if (item->script == SCRIPT_COMMON ||
		    item->script == SCRIPT_INHERITED) {
			item->script = current;
			continue;
		}
		if (current == SCRIPT_COMMON)
			for (; first < i; first++)
				work->chars[first].script = item->script;
		current = item->script;
	}
}

/* The text as the bidirectional algorithm is to see it: a telephone number is
 * read from left to right whatever is around it (UAX #9, HL4), so letters of
 * that direction stand in for it. */
static const UChar *
bidi_units(const struct work *work)
{
	uint32_t start, end, i;
	UChar *units;

	if (!work->has_plus)
		return work->units;
	units = ARENA_ARRAY(work->arena, UChar, work->unit_count);
	memcpy(units, work->units, work->unit_count * sizeof(*units));
	for (start = 0; start < work->unit_count; start = end + 1) {
		end = rule_phone_end(work->units, work->unit_count, start);
		for (i = start; i < end; i++)
			units[i] = 'x';
	}
	return units;
}

static void
resolve_levels(struct work *work, bool is_rtl)
{
	UBiDi *bidi = work->segmenter->bidi;
	UErrorCode error = U_ZERO_ERROR;
	const UBiDiLevel *levels;
	uint32_t i;

	if ((!work->has_bidi && !is_rtl) || work->count == 0)
		return;
	ubidi_setPara(bidi, bidi_units(work), (int32_t)work->unit_count,
	    is_rtl ? 1 : 0, NULL, &error);
	levels = ubidi_getLevels(bidi, &error);
	require(error, "bidirectional text");
	for (i = work->unit_count; i-- > 0;)
		work->chars[work->char_of_unit[i]].level = levels[i];
}

static void
mark_clusters(struct work *work)
{
	UBreakIterator *clusters = work->segmenter->clusters;
	UErrorCode error = U_ZERO_ERROR;
	int32_t at;
	uint32_t i;

	if (!work->has_clusters) {
		for (i = 0; i < work->count; i++)
			work->chars[i].flags |= SEGMENT_CLUSTER;
		return;
	}
	ubrk_setText(clusters, work->units, (int32_t)work->unit_count, &error);
	require(error, "clusters");
	for (at = ubrk_first(clusters);
	    at != UBRK_DONE && (uint32_t)at < work->unit_count;
	    at = ubrk_next(clusters))
		work->chars[work->char_of_unit[at]].flags |= SEGMENT_CLUSTER;
}

static UBreakIterator *
line_iterator_find(struct segmenter *segmenter, const char *lang,
    const char *keywords)
{
	struct line_iterator *line;
	char locale[LOCALE_CHARS];
	UErrorCode error = U_ZERO_ERROR;
	uint32_t i;

	if (lang == NULL || strlen(lang) + strlen(keywords) >= sizeof(locale))
		lang = "en";
	snprintf(locale, sizeof(locale), "%s%s", lang, keywords);
	for (i = 0; i < LINE_ITERATORS; i++) {
		line = &segmenter->lines[i];
		if (line->iterator != NULL && strcmp(line->locale, locale) == 0)
			return line->iterator;
	}
	line = &segmenter->lines[segmenter->next_line++ % LINE_ITERATORS];
	if (line->iterator != NULL)
		ubrk_close(line->iterator);
	memcpy(line->locale, locale, sizeof(locale));
	line->iterator = ubrk_open(UBRK_LINE, locale, NULL, 0, &error);
	require(error, "line iterator");
	return line->iterator;
}

/* ICU gives the status of the end of a stretch of Thai, Lao, Khmer or Burmese
 * to every word in it: before a line feed all of its lines would have to end. */
static bool
ends_line(UChar unit)
{
	switch (u_getIntPropertyValue(unit, UCHAR_LINE_BREAK)) {
	case U_LB_MANDATORY_BREAK:
	case U_LB_CARRIAGE_RETURN:
	case U_LB_LINE_FEED:
	case U_LB_NEXT_LINE:
		return true;
	default:
		return false;
	}
}

static void
mark_breaks(struct work *work, const char *lang)
{
	UErrorCode error = U_ZERO_ERROR;
	UBreakIterator *lines;
	int32_t at;

	lines = line_iterator_find(work->segmenter, lang, "@lb=strict");
	ubrk_setText(lines, work->units, (int32_t)work->unit_count, &error);
	require(error, "lines");
	ubrk_first(lines);
	while ((at = ubrk_next(lines)) != UBRK_DONE &&
	    (uint32_t)at < work->unit_count) {
		uint32_t i = work->char_of_unit[at];

		work->chars[i].flags |= SEGMENT_CAN_BREAK;
		if (ends_line(work->units[at - 1]))
			work->chars[i].flags |= SEGMENT_MUST_BREAK;
	}
}

/* Sets a flag where a line could end but `iterator` has no boundary. */
static void
mark_inside(struct work *work, UBreakIterator *iterator, uint16_t flag)
{
	UErrorCode error = U_ZERO_ERROR;
	uint32_t i = 0, next;
	int32_t at;

	ubrk_setText(iterator, work->units, (int32_t)work->unit_count, &error);
	require(error, "phrases");
	ubrk_first(iterator);
	while ((at = ubrk_next(iterator)) != UBRK_DONE) {
		next = work->char_of_unit[at];
		for (i++; i < next; i++)
			if (work->chars[i].flags & SEGMENT_CAN_BREAK &&
			    !(work->chars[i].flags & SEGMENT_MUST_BREAK))
				work->chars[i].flags |= flag;
		i = next;
	}
}

static void
mark_phrases(struct work *work, const char *lang)
{
	struct segmenter *segmenter = work->segmenter;
	UErrorCode error = U_ZERO_ERROR;

	if (segmenter->words == NULL)
		segmenter->words = ubrk_open(UBRK_WORD, "ja", NULL, 0, &error);
	require(error, "word iterator");
	mark_inside(work, line_iterator_find(segmenter, lang,
	    "@lb=strict;lw=phrase"), SEGMENT_IN_PHRASE);
	mark_inside(work, segmenter->words, SEGMENT_IN_WORD);
}

static void
keep_phones(struct work *work)
{
	uint32_t start, end, i;

	for (start = 0; start < work->unit_count; start = end + 1) {
		end = rule_phone_end(work->units, work->unit_count, start);
		for (i = start + 1; i < end; i++)
			work->chars[work->char_of_unit[i]].flags &=
			    (uint16_t)~SEGMENT_CAN_BREAK;
	}
}

void
segment_text(struct segmenter *segmenter, struct arena *arena,
    const char *text, uint32_t len, const struct segment_options *options,
    struct segment_text *ret_text)
{
	struct work work = { .segmenter = segmenter, .arena = arena };

	assert(len < INT32_MAX);
	decode(&work, text, len);
	resolve_scripts(&work);
	resolve_levels(&work, options->is_rtl);
	mark_clusters(&work);
	mark_breaks(&work, options->lang);
	if (work.has_plus)
		keep_phones(&work);
	if (work.has_hangul)
		rule_keep_hangul(work.codepoints, work.chars, work.count);
	if (options->has_phrases && options->lang != NULL &&
	    strncmp(options->lang, "ja", 2) == 0)
		mark_phrases(&work, options->lang);
	*ret_text = (struct segment_text){
		.codepoints = work.codepoints,
		.chars = work.chars,
		.count = work.count,
	};
}

static void
reverse(uint32_t *order, uint32_t from, uint32_t to)
{
	while (from + 1 < to) {
		uint32_t swapped = order[from];

		order[from++] = order[--to];
		order[to] = swapped;
	}
}

void
segment_visual_order(const uint8_t *levels, uint32_t count,
    uint32_t *ret_order)
{
	uint8_t highest = 0, level;
	uint32_t i, from;

	for (i = 0; i < count; i++) {
		ret_order[i] = i;
		if (levels[i] > highest)
			highest = levels[i];
	}
	for (level = highest; level > 0; level--)
		for (i = 0; i < count; i++) {
			if (levels[i] < level)
				continue;
			for (from = i; i < count && levels[i] >= level; i++)
				;
			reverse(ret_order, from, i);
		}
}
