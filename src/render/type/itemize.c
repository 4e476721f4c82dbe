/*
 * Spans to words. In: spans of text with styles. Out: the paragraph's text in
 * one piece, what Unicode says of it, and words: characters of one span, face,
 * script and level without a space in them, with their glyphs and widths.
 *
 * Every space is a word of its own, so that justification finds it; scripts
 * written without spaces are cut where a line may end, so that words recur
 * and the cache of shaped words serves them too.
 */
#include "setting.h"

#include <assert.h>
#include <string.h>

#define REPORTED_MAX 32

static const uint32_t plain_space = ' ';

/* --- the text in one piece --- */

static void
join_text(struct setting *setting, struct arena *arena,
    uint32_t *ret_span_starts)
{
	static const char box[] = "\xef\xbf\xbc";	/* U+FFFC */
	const struct type_paragraph *paragraph = setting->paragraph;
	char newline = paragraph->is_single_line ? ' ' : '\n';
	size_t size = 0;
	uint32_t i;
	char *at;

	for (i = 0; i < paragraph->span_count; i++)
		size += paragraph->spans[i].text_len + sizeof(box);
	assert(size < INT32_MAX);
	at = setting->text = arena_alloc(arena, size + 1);
	for (i = 0; i < paragraph->span_count; i++) {
		const struct type_span *span = &paragraph->spans[i];

		if (span->is_forced_break)
			*at++ = newline;
		ret_span_starts[i] = (uint32_t)(at - setting->text);
		if (span->text == NULL) {
			memcpy(at, box, sizeof(box) - 1);
			at += sizeof(box) - 1;
		} else if (span->text_len > 0) {
			memcpy(at, span->text, span->text_len);
			at += span->text_len;
		}
	}
	ret_span_starts[i] = (uint32_t)(at - setting->text);
	setting->text_len = ret_span_starts[i];
}

/* --- which face --- */

/* What HarfBuzz draws by another character when a face lacks it. */
static uint32_t
stand_in(uint32_t c)
{
	if (c == 0x2011)
		return 0x2010;
	if (c == 0xa0 || (c >= 0x2000 && c <= 0x200a) || c == 0x202f ||
	    c == 0x205f || c == 0x3000 || c == '\t')
		return ' ';
	return 0;
}

static bool
face_draws(const struct type_face *face, uint32_t c, uint32_t before)
{
	hb_unicode_funcs_t *unicode = hb_unicode_funcs_get_default();
	hb_codepoint_t first, second, composed;

	if (face_has(face, c))
		return true;
	if (stand_in(c) != 0 && face_has(face, stand_in(c)))
		return true;
	if (hb_unicode_decompose(unicode, c, &first, &second))
		return face_draws(face, first, 0) &&
		    (second == 0 || face_draws(face, second, first));
	return before != 0 &&
	    hb_unicode_compose(unicode, before, c, &composed) &&
	    face_has(face, composed);
}

/* The first face that has all of a cluster; NULL when none has. */
static const struct type_face *
choose_face(const struct setting *setting, const struct type_style *style,
    uint32_t from, uint32_t to)
{
	const struct segment_text *segments = &setting->segments;
	uint32_t i, j;

	for (i = 0; i < style->face_count; i++) {
		for (j = from; j < to; j++)
			if (!(segments->chars[j].flags & SEGMENT_IGNORABLE) &&
			    !face_draws(style->faces[i],
			    segments->codepoints[j],
			    j > from ? segments->codepoints[j - 1] : 0))
				break;
		if (j == to)
			return style->faces[i];
	}
	return NULL;
}

/* The face behind the first, where it has the character too. */
static const struct type_face *
next_face(const struct type_style *style, const struct type_face *face,
    uint32_t c)
{
	return style->face_count > 1 && face == style->faces[0] &&
	    style->faces[1] != NULL && face_has(style->faces[1], c) ?
	    style->faces[1] : face;
}

struct missing {
	uint32_t codepoints[REPORTED_MAX];
	uint32_t count;
};

static void
report_glyph(struct setting *setting, struct missing *missing, uint32_t from,
    uint32_t to, struct source_pos pos)
{
	const struct segment_text *segments = &setting->segments;
	uint32_t c = segments->codepoints[from], i;
	uint32_t start = segments->chars[from].byte;
	int len = (int)(segments->chars[to].byte - start);

	if (setting->diags == NULL || missing->count == REPORTED_MAX)
		return;
	for (i = 0; i < missing->count; i++)
		if (missing->codepoints[i] == c)
			return;
	missing->codepoints[missing->count++] = c;
	diag_report(setting->diags, DIAG_GLYPH_MISSING, pos,
	    "no typeface of the theme has '%.*s' (U+%04X); write it in other "
	    "words, or name a typeface that has it in the theme",
	    len, setting->text + start, c);
}

/* --- words --- */

fixed
setting_spacing(const struct setting *setting, const struct word *word)
{
	fixed spacing = setting_style(setting, word)->letter_spacing;

	if (spacing == 0)
		return 0;
	switch (setting->segments.chars[word->start].script) {
	case SEGMENT_SCRIPT('A', 'r', 'a', 'b'):
	case SEGMENT_SCRIPT('S', 'y', 'r', 'c'):
	case SEGMENT_SCRIPT('M', 'o', 'n', 'g'):
	case SEGMENT_SCRIPT('N', 'k', 'o', 'o'):
	case SEGMENT_SCRIPT('D', 'e', 'v', 'a'):
	case SEGMENT_SCRIPT('B', 'e', 'n', 'g'):
	case SEGMENT_SCRIPT('G', 'u', 'r', 'u'):
		return 0;
	default:
		return spacing;
	}
}

/* Only letters that join take their form from a neighbour. */
static bool
is_joining(uint32_t script)
{
	return script == SEGMENT_SCRIPT('A', 'r', 'a', 'b') ||
	    script == SEGMENT_SCRIPT('S', 'y', 'r', 'c') ||
	    script == SEGMENT_SCRIPT('M', 'o', 'n', 'g') ||
	    script == SEGMENT_SCRIPT('N', 'k', 'o', 'o') ||
	    script == SEGMENT_SCRIPT('A', 'd', 'l', 'm') ||
	    script == SEGMENT_SCRIPT('R', 'o', 'h', 'g');
}

static bool
has_joining_neighbour(const struct setting *setting, const struct word *word)
{
	const struct segment_char *chars = setting->segments.chars;

	if (!is_joining(chars[word->start].script))
		return false;
	return (word->start > 0 && !(chars[word->start - 1].flags &
	    SEGMENT_SPACE) && is_joining(chars[word->start - 1].script)) ||
	    (word->end < setting->segments.count && !(chars[word->end].flags &
	    SEGMENT_SPACE) && is_joining(chars[word->end].script));
}

struct shaped_word *
setting_shape_part(const struct setting *setting, const struct word *word,
    uint32_t start, uint32_t end)
{
	struct shape_request request = {
		.face = word->face,
		.lang = setting_style(setting, word)->lang,
		.script = setting->segments.chars[word->start].script,
		.is_rtl = word->level & 1,
		.is_spaced = setting_spacing(setting, word) != 0,
		.is_trimmed = word->is_trimmed,
		.features = setting_style(setting, word)->features,
		.has_context = word->has_context && start == word->start &&
		    end == word->end,
		.codepoints = setting->segments.codepoints,
		.text_count = setting->segments.count,
		.start = start,
		.count = end - start,
	};

	/* Tabs and the like are drawn as the space. */
	if (word->kind == WORD_SPACE &&
	    !face_has(word->face, request.codepoints[start])) {
		request.codepoints = &plain_space;
		request.text_count = 1;
		request.start = 0;
		request.count = 1;
		request.has_context = false;
	}
	return shape_word(setting->context, &request);
}

/* The gaps that justification may change: TeX's proportions for spaces; a
 * quarter of an em between characters of scripts without spaces. */
static void
set_gap(const struct setting *setting, struct word *word)
{
	const struct segment_text *segments = &setting->segments;
	uint32_t c = segments->codepoints[word->start];

	if (word->kind == WORD_SPACE && (c == ' ' || c == 0xa0)) {
		word->stretch = (fixed)(word->width / 2);
		word->shrink = (fixed)(word->width / 3);
	} else if (word->kind == WORD_TEXT &&
	    segments->chars[word->end - 1].flags & SEGMENT_UNSPACED &&
	    word->end < segments->count &&
	    segments->chars[word->end].flags & SEGMENT_UNSPACED) {
		word->stretch = setting_style(setting, word)->size / 4;
	} else if (word->gap > 0) {
		word->stretch = word->gap;
	}
}

/* What a bracket or stop may lose at the edge of a line. */
static void
set_trim(const struct setting *setting, struct word *word)
{
	uint32_t c = setting->segments.codepoints[word->start];
	const struct type_style *style = setting_style(setting, word);
	enum cjk_edge edge = word->kind == WORD_TEXT && !word->is_trimmed &&
	    word->end == word->start + 1 ? cjk_edge_of(c, style->lang) :
	    CJK_NO_EDGE;
	struct word trimmed = *word;
	int64_t width;

	if (edge == CJK_NO_EDGE)
		return;
	trimmed.is_trimmed = true;
	width = shaped_word_width(setting_shape_part(setting, &trimmed,
	    word->start, word->end), style->size,
	    setting_spacing(setting, word));
	word->is_opening = edge == CJK_OPENING;
	word->trim = (fixed)(word->width - width);
}

static void
finish_word(struct setting *setting, struct word *word)
{
	const struct type_span *span = &setting->paragraph->spans[word->span];

	switch (word->kind) {
	case WORD_BOX:
		word->width = span->box_width;
		break;
	case WORD_TEXT:
	case WORD_SPACE:
		word->has_context = has_joining_neighbour(setting, word);
		word->shaped = setting_shape_part(setting, word, word->start,
		    word->end);
		word->width = shaped_word_width(word->shaped,
		    span->style->size, setting_spacing(setting, word));
		word->gap = cjk_gap_after(setting, word);
		set_gap(setting, word);
		set_trim(setting, word);
		break;
	case WORD_NEWLINE:
	case WORD_MISSING:
		break;
	}
}

static bool
is_newline(uint32_t c)
{
	return (c >= '\n' && c <= '\r') || c == 0x85 || c == 0x2028 ||
	    c == 0x2029;
}

static enum word_kind
kind_of(const struct setting *setting, uint32_t i, const struct word *at)
{
	const struct segment_char *item = &setting->segments.chars[i];
	uint32_t c = setting->segments.codepoints[i];

	if (setting->paragraph->spans[at->span].text == NULL && c == 0xfffc)
		return WORD_BOX;
	if (is_newline(c))
		return WORD_NEWLINE;
	if (at->face == NULL)
		return WORD_MISSING;
	if (item->flags & SEGMENT_SPACE || c == 0xa0 || c == 0x202f)
		return WORD_SPACE;
	return WORD_TEXT;
}

/* Whether a cluster of the same span continues the word before it. */
static bool
continues(const struct setting *setting, const struct word *word,
    const struct word *cluster)
{
	const struct segment_char *item =
	    &setting->segments.chars[cluster->start];
	const struct segment_char *first =
	    &setting->segments.chars[word->start];
	const uint32_t *codepoints = setting->segments.codepoints;
	const char *lang = setting_style(setting, word)->lang;

	if (word->kind != WORD_TEXT || cluster->kind != WORD_TEXT ||
	    word->span != cluster->span || word->face != cluster->face ||
	    word->level != cluster->level || first->script != item->script)
		return false;
	if (cluster->end - word->start > SHAPE_WORD_CHARS ||
	    word->is_trimmed || cluster->is_trimmed)
		return false;
	/* Brackets and stops are trimmed by themselves. */
	if (cjk_edge_of(codepoints[cluster->start], lang) != CJK_NO_EDGE ||
	    cjk_edge_of(codepoints[word->end - 1], lang) != CJK_NO_EDGE)
		return false;
	return !(item->flags & SEGMENT_CAN_BREAK &&
	    (item->flags | item[-1].flags) & SEGMENT_UNSPACED);
}

static uint32_t
cluster_end(const struct setting *setting, uint32_t from, uint32_t limit)
{
	const struct segment_char *chars = setting->segments.chars;
	uint32_t to = from + 1;

	/* A cluster is cut at a change of style; hostile ones are cut short. */
	if (limit > from + SHAPE_WORD_CHARS)
		limit = from + SHAPE_WORD_CHARS;
	while (to < limit && !(chars[to].flags & SEGMENT_CLUSTER))
		to++;
	return to;
}

/* A word is as large as twenty characters of text with all that is known of
 * them, so there is not one for each. */
static void
words_grow(struct setting *setting)
{
	const uint32_t size = setting->segments.count / 4 + 8 +
	    setting->word_size;
	struct word *words =
	    ARENA_ARRAY(setting->scratch, struct word, size);

	if (setting->word_count > 0)
		memcpy(words, setting->words,
		    setting->word_count * sizeof(*words));
	setting->words = words;
	setting->word_size = size;
}

static void
add_cluster(struct setting *setting, const struct word *cluster)
{
	struct word *last = setting->words + setting->word_count - 1;

	if (setting->word_count > 0 && continues(setting, last, cluster)) {
		last->end = cluster->end;
		return;
	}
	if (setting->word_count == setting->word_size)
		words_grow(setting);
	setting->words[setting->word_count++] = *cluster;
}

static bool
is_digit(uint32_t c)
{
	return c >= '0' && c <= '9';
}

/* Stops, signs and spaces, but not what comes in pairs: the two might be of
 * two faces. So might the two numbers of a range: digits only follow letters
 * and digits. */
static bool
is_shared(const struct setting *setting, uint32_t i)
{
	const uint32_t *codepoints = setting->segments.codepoints;

	if (is_digit(codepoints[i]))
		return is_digit(codepoints[i - 1]) ||
		    setting->segments.chars[i - 1].flags & SEGMENT_LETTER;
	switch ((int)hb_unicode_general_category(
	    hb_unicode_funcs_get_default(), codepoints[i])) {
	case HB_UNICODE_GENERAL_CATEGORY_OTHER_PUNCTUATION:
	case HB_UNICODE_GENERAL_CATEGORY_DASH_PUNCTUATION:
	case HB_UNICODE_GENERAL_CATEGORY_CONNECT_PUNCTUATION:
	case HB_UNICODE_GENERAL_CATEGORY_SPACE_SEPARATOR:
	case HB_UNICODE_GENERAL_CATEGORY_MATH_SYMBOL:
	case HB_UNICODE_GENERAL_CATEGORY_CURRENCY_SYMBOL:
		return true;
	default:
		return false;
	}
}

/* What no script has for itself is of the word before it: set in its face, it
 * goes with it in form and width, and an address is not made of two faces. */
static bool
takes_face_before(const struct setting *setting, const struct word *at)
{
	const struct word *last = setting->words + setting->word_count - 1;
	uint32_t c = setting->segments.codepoints[at->start];

	return setting->word_count > 0 && last->face != NULL &&
	    last->span == at->span && at->end == at->start + 1 &&
	    last->face != at->face && is_shared(setting, at->start) &&
	    face_has(last->face, c);
}

/* Nearly all text: the plain letters that go on in a word of the style's first
 * face, from `at` to before `limit`. What add_cluster would find out is known.
 * Returns where they end. */
static uint32_t
letters_end(const struct setting *setting, const struct word *at,
    uint32_t limit)
{
	const struct word *last = setting->words + setting->word_count - 1;
	const struct segment_char *chars = setting->segments.chars;
	const uint32_t *codepoints = setting->segments.codepoints;
	uint32_t i = at->start;

	if (setting->word_count == 0 || codepoints[i - 1] >= 0x80 ||
	    last->kind != WORD_TEXT || last->span != at->span ||
	    last->face != setting_style(setting, at)->faces[0])
		return i;
	if (limit > last->start + SHAPE_WORD_CHARS)
		limit = last->start + SHAPE_WORD_CHARS;
	while (i < limit && codepoints[i] < 0x80 &&
	    chars[i].flags & SEGMENT_LETTER &&
	    chars[i + 1].flags & SEGMENT_CLUSTER &&
	    chars[i].level == last->level &&
	    chars[i].script == chars[last->start].script &&
	    face_has(last->face, codepoints[i]))
		i++;
	return i;
}

/* The first span that holds a character; empty spans hold none. */
static void
split_words(struct setting *setting, const uint32_t *span_starts)
{
	const struct segment_text *segments = &setting->segments;
	const struct type_paragraph *paragraph = setting->paragraph;
	struct missing missing = { .count = 0 };
	struct word at = { .kind = WORD_TEXT };
	uint32_t limit = 0;

	words_grow(setting);
	for (at.start = 0; at.start < segments->count; at.start = at.end) {
		const struct type_span *span;
		uint32_t byte = segments->chars[at.start].byte;

		/* A forced break's line feed stands before its span. */
		while (at.span + 1 < paragraph->span_count &&
		    span_starts[at.span + 1] <= byte)
			at.span++;
		for (; limit < segments->count && segments->chars[limit].byte <
		    span_starts[at.span + 1]; limit++)
			;
		at.end = letters_end(setting, &at, limit);
		if (at.end > at.start) {
			setting->words[setting->word_count - 1].end = at.end;
			continue;
		}
		span = &paragraph->spans[at.span];
		at.end = cluster_end(setting, at.start, limit);
		at.face = choose_face(setting, span->style, at.start, at.end);
		if (cjk_is_separator(segments, at.start, span->style->lang))
			at.face = next_face(span->style, at.face,
			    segments->codepoints[at.start]);
		else if (takes_face_before(setting, &at))
			at.face = setting->words[setting->word_count - 1].face;
		at.level = segments->chars[at.start].level;
		at.kind = kind_of(setting, at.start, &at);
		at.is_trimmed = cjk_is_trimmed(setting, at.start,
		    span->style->lang);
		setting->has_ideographs |=
		    (segments->chars[at.start].flags & SEGMENT_UNSPACED) != 0;
		/* Where no face is installed, that is the report. */
		if (at.kind == WORD_MISSING && span->style->faces[0] != NULL)
			report_glyph(setting, &missing, at.start, at.end,
			    span->pos);
		add_cluster(setting, &at);
	}
}

/* --- where each character stands --- */

static void
place_characters(struct setting *setting, const struct word *word)
{
	const struct type_style *style = setting_style(setting, word);
	fixed spacing = setting_spacing(setting, word);
	const struct scaled_word *scaled;
	int64_t *x = setting->x;
	uint32_t i;

	if (word->shaped == NULL || word->kind == WORD_SPACE) {
		x[word->start + 1] += word->width;
	} else {
		scaled = shaped_word_scale(word->shaped, style->size);
		for (i = 0; i < word->shaped->glyph_count; i++) {
			uint32_t at = word->start +
			    word->shaped->glyphs[i].cluster + 1;

			x[at] += scaled->advances[i];
			if (spacing != 0 &&
			    shaped_ends_cluster(word->shaped, i))
				x[at] += spacing;
		}
	}
	for (i = word->start; i < word->end; i++)
		x[i + 1] += x[i];
	x[word->end] += word->gap;
}

void
setting_itemize(struct setting *setting, struct arena *arena)
{
	const struct type_paragraph *paragraph = setting->paragraph;
	struct segment_options options = { .lang = paragraph->lang,
		.is_rtl = paragraph->is_rtl,
		.has_phrases = paragraph->is_balanced ||
		    (paragraph->align != TYPE_JUSTIFY &&
		    !paragraph->is_single_line) };
	uint32_t *span_starts = ARENA_ARRAY(setting->scratch, uint32_t,
	    (size_t)paragraph->span_count + 1);
	uint32_t i;

	join_text(setting, arena, span_starts);
	segment_text(setting->context->segmenter, setting->scratch,
	    setting->text, setting->text_len, &options, &setting->segments);
	split_words(setting, span_starts);
	setting->x = ARENA_ARRAY(setting->scratch, int64_t,
	    (size_t)setting->segments.count + 1);
	for (i = 0; i < setting->word_count; i++) {
		finish_word(setting, &setting->words[i]);
		place_characters(setting, &setting->words[i]);
	}
}
