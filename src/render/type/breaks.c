/*
 * Words to the places where a line may end. In: words with their widths and
 * Unicode's opportunities. Out: breaks in text order, each with where the
 * line before it ends (spaces swallowed, hyphen added, cut words reshaped)
 * and where the next one starts.
 *
 * Opportunities are marked first, one byte a character: Unicode's, those of
 * addresses, divisions of words, and, only inside what is wider than a line
 * by itself, between any two clusters.
 */
#include "setting.h"

#include <string.h>

#include "hyphenate.h"

#define NO_BREAK_SPACE 0xa0
#define MIDDLE_DOT 0xb7
#define IDEOGRAPHIC_COMMA 0x3001
/* Of a name in a list, at most, on the average; more is prose with a dot. */
#define NAME_WORDS 5

/* Of a break, by what it is; TeX's scale. */
enum mark {
	MARK_NONE,
	MARK_PLAIN,		/* after a space, between ideographs */
	MARK_LOOSE,		/* between a number and what it counts */
	MARK_IN_NAME,		/* inside a name of a list */
	MARK_IN_KATAKANA,	/* inside a loan word */
	MARK_IN_PHRASE,		/* between words of a phrase */
	MARK_IN_WORD,		/* between ideographs of a word */
	MARK_AFTER_SIGN,	/* inside a word, after its own hyphen or dash */
	MARK_ADDRESS,
	MARK_SHORT_ADDRESS,	/* in one that a line has room for */
	MARK_SOFT,		/* at a soft hyphen */
	MARK_DIVISION,
	MARK_SPLIT_SIGN,	/* anywhere, but after a sign */
	MARK_SPLIT,		/* anywhere */
	MARK_FORCED
};

static const int32_t penalties[] = {
	[MARK_PLAIN] = 0,
	[MARK_LOOSE] = 250,
	[MARK_IN_NAME] = 2500,
	[MARK_IN_KATAKANA] = 60,
	[MARK_IN_PHRASE] = 350,
	[MARK_IN_WORD] = 900,
	[MARK_AFTER_SIGN] = 30,
	[MARK_ADDRESS] = 120,
	[MARK_SHORT_ADDRESS] = 5000,
	[MARK_SOFT] = 40,
	[MARK_DIVISION] = 60,
	[MARK_SPLIT_SIGN] = 1500,
	[MARK_SPLIT] = 3000,
	[MARK_FORCED] = 0,
};

/* Ragged lines need no break inside a word to look even, and headings none
 * inside a phrase. */
static int32_t
penalty_of(const struct type_paragraph *paragraph, enum mark mark)
{
	if (paragraph->align == TYPE_JUSTIFY)
		return penalties[mark];
	if (mark == MARK_DIVISION)
		return 600;
	if (mark == MARK_IN_KATAKANA)
		return 900;
	if (paragraph->is_balanced && mark == MARK_IN_PHRASE)
		return 2000;
	return paragraph->is_balanced && mark == MARK_IN_WORD ? 30000 :
	    penalties[mark];
}

/* --- marking --- */

static bool
is_invisible(enum word_kind kind)
{
	return kind == WORD_NEWLINE || kind == WORD_MISSING;
}

/* Letters, small letters and the long vowel mark; no middle dot. */
static bool
is_katakana(uint32_t c)
{
	return (c >= 0x30a1 && c <= 0x30fa) || (c >= 0x30fc && c <= 0x30fe) ||
	    (c >= 0x31f0 && c <= 0x31ff);
}

/* Of a place where Unicode lets a line end. */
static enum mark
unicode_mark(const struct segment_text *segments, uint32_t i,
    const char *lang)
{
	const struct segment_char *item = &segments->chars[i];
	uint32_t before = segments->codepoints[i - 1];
	enum bond bond = bond_find(segments, i, lang);

	if (bond == BOND_FIRM)
		return MARK_NONE;
	if (item->flags & SEGMENT_IN_WORD)
		return MARK_IN_WORD;
	if (item->flags & SEGMENT_IN_PHRASE)
		return MARK_IN_PHRASE;
	if (bond == BOND_LOOSE)
		return MARK_LOOSE;
	if (is_katakana(before) && is_katakana(segments->codepoints[i]))
		return MARK_IN_KATAKANA;
	if (before == 0xad)
		return MARK_SOFT;
	if (item[-1].flags & (SEGMENT_SPACE | SEGMENT_UNSPACED) ||
	    item->flags & SEGMENT_UNSPACED || before == 0x200b)
		return MARK_PLAIN;
	return MARK_AFTER_SIGN;
}

/* Inside a name, and not behind a comma in it. */
static bool
is_in_name(const struct segment_text *segments, uint32_t i, enum mark mark)
{
	uint32_t before = segments->codepoints[i - 1];

	if (before == ' ' && i > 1)
		before = segments->codepoints[i - 2];
	return before != MIDDLE_DOT && before != ',' &&
	    before != IDEOGRAPHIC_COMMA && (mark == MARK_PLAIN ||
	    mark == MARK_LOOSE || mark == MARK_IN_KATAKANA ||
	    mark == MARK_IN_PHRASE || mark == MARK_IN_WORD ||
	    mark == MARK_AFTER_SIGN);
}

/* Names with middle dots between them: a line rather ends at a dot. */
static void
keep_names(const struct segment_text *segments, unsigned char *marks)
{
	uint32_t dots = 0, spaces = 0, i;

	for (i = 0; i < segments->count; i++) {
		dots += segments->codepoints[i] == MIDDLE_DOT;
		spaces += segments->codepoints[i] == ' ';
	}
	if (spaces > dots * NAME_WORDS)
		return;
	for (i = 1; i < segments->count; i++)
		if (is_in_name(segments, i, marks[i]))
			marks[i] = MARK_IN_NAME;
}

static void
mark_unicode(const struct setting *setting, unsigned char *marks)
{
	const struct segment_text *segments = &setting->segments;
	bool has_names = false;
	uint32_t i;

	for (i = 1; i < segments->count; i++) {
		const struct segment_char *item = &segments->chars[i];

		if (item->flags & SEGMENT_MUST_BREAK)
			marks[i] = MARK_FORCED;
		else if (item->flags & SEGMENT_CAN_BREAK)
			marks[i] = unicode_mark(segments, i,
			    setting->paragraph->lang);
		has_names |= segments->codepoints[i] == MIDDLE_DOT &&
		    segments->codepoints[i - 1] == NO_BREAK_SPACE;
	}
	if (has_names)
		keep_names(segments, marks);
}

static bool
is_address_sign(uint32_t c)
{
	return c < 0x80 && c != 0 && strchr("/.-_?&=#%:@+~,;", (int)c) != NULL;
}

/* From `start` to the next space: whether it reads like an address. */
static bool
is_address(const uint32_t *codepoints, uint32_t start, uint32_t end)
{
	uint32_t i;

	for (i = start; i < end; i++) {
		if (codepoints[i] == '@' && i > start && i + 1 < end)
			return true;
		if (i + 2 < end && codepoints[i] == ':' &&
		    codepoints[i + 1] == '/' && codepoints[i + 2] == '/')
			return true;
	}
	return end - start > 4 && codepoints[start] == 'w' &&
	    codepoints[start + 1] == 'w' && codepoints[start + 2] == 'w' &&
	    codepoints[start + 3] == '.';
}

static void
mark_address(const struct setting *setting, uint32_t start, uint32_t end,
    unsigned char *marks)
{
	const uint32_t *codepoints = setting->segments.codepoints;
	bool is_short = setting->x[end] - setting->x[start] <=
	    setting->paragraph->width;
	uint32_t i;

	if (!is_address(codepoints, start, end))
		return;
	for (i = start + 1; i < end; i++) {
		bool is_after = is_address_sign(codepoints[i - 1]);

		/* Never between two signs, nor a sign alone on a line. */
		if (is_after && !is_address_sign(codepoints[i]) &&
		    i > start + 1 && i + 1 < end)
			marks[i] = is_short ? MARK_SHORT_ADDRESS :
			    MARK_ADDRESS;
		else if (marks[i] == MARK_AFTER_SIGN)
			marks[i] = MARK_NONE;
	}
}

static void
mark_addresses(const struct setting *setting, unsigned char *marks)
{
	const struct segment_text *segments = &setting->segments;
	uint32_t start = 0, i;

	for (i = 0; i <= segments->count; i++) {
		if (i < segments->count &&
		    !(segments->chars[i].flags & SEGMENT_SPACE))
			continue;
		if (i > start + 4)
			mark_address(setting, start, i, marks);
		start = i + 1;
	}
}

/* A sequence of letters is divided unless it is written in capitals. */
static void
divide_letters(const struct hyphen_dict *dict, const uint32_t *letters,
    uint32_t count, uint32_t capitals, bool *ret_can)
{
	if (count <= HYPHEN_WORD_CHARS && capitals <= 1)
		hyphen_word(dict, letters, count, ret_can);
}

/* Where a shaped word may be divided; found once for each different word and
 * dictionary. */
static const bool *
divisions(const struct setting *setting, const struct word *word,
    const struct hyphen_dict *dict)
{
	struct shaped_word *shaped = word->shaped;
	const struct segment_char *chars =
	    setting->segments.chars + word->start;
	struct word_divisions *found = shaped->divisions;
	uint32_t i, start = 0, capitals = 0;

	while (found != NULL && found->dict != dict)
		found = found->next;
	if (found != NULL)
		return found->can;
	found = arena_alloc(shaped->arena, sizeof(*found) + shaped->count);
	found->dict = dict;
	found->next = shaped->divisions;
	shaped->divisions = found;
	for (i = 0; i <= shaped->count; i++) {
		if (i < shaped->count && chars[i].flags & SEGMENT_LETTER) {
			capitals += (chars[i].flags & SEGMENT_UPPER) != 0;
			continue;
		}
		if (i > start)
			divide_letters(dict, shaped->codepoints + start,
			    i - start, capitals, found->can + start);
		start = i + 1;
		capitals = 0;
	}
	return found->can;
}

/* Letters that go on in the next word (a change of style within a word) and
 * digits are not divided: what is seen is not what the dictionary knows. */
static bool
can_divide_word(const struct setting *setting, const struct word *word)
{
	const struct segment_char *chars = setting->segments.chars;
	const uint32_t *codepoints = setting->segments.codepoints;
	uint32_t i;

	if (word->kind != WORD_TEXT || word->end - word->start < 5 ||
	    word->face->hyphen_gid == 0)
		return false;
	if ((word->start > 0 && chars[word->start - 1].flags &
	    SEGMENT_LETTER) || (word->end < setting->segments.count &&
	    chars[word->end].flags & SEGMENT_LETTER))
		return false;
	for (i = word->start; i < word->end; i++)
		if ((codepoints[i] >= '0' && codepoints[i] <= '9') ||
		    codepoints[i] == '_' || codepoints[i] == 0xad)
			return false;
	return true;
}

/* Divided at a syllable in any style: the alternative is a cut anywhere. */
static bool
is_wider_than_a_line(const struct setting *setting, const struct word *word)
{
	return setting->x[word->end] - setting->x[word->start] >
	    setting->paragraph->width;
}

static void
mark_divisions(const struct setting *setting, unsigned char *marks)
{
	const struct hyphen_dict *dict = NULL;
	const struct type_style *last = NULL;
	uint32_t i, j;

	for (i = 0; i < setting->word_count; i++) {
		const struct word *word = &setting->words[i];
		const struct type_style *style = setting_style(setting, word);
		const bool *can;

		if (!style->has_hyphenation &&
		    !is_wider_than_a_line(setting, word))
			continue;
		if (style != last)
			dict = hyphen_dict_find(setting->context->faces->dicts,
			    style->lang);
		last = style;
		if (dict == NULL || !can_divide_word(setting, word))
			continue;
		can = divisions(setting, word, dict);
		for (j = word->start + 1; j < word->end; j++)
			if (can[j - word->start] && marks[j] == MARK_NONE &&
			    setting->segments.chars[j].flags & SEGMENT_CLUSTER)
				marks[j] = MARK_DIVISION;
	}
}

static void
unmark_addresses(const struct setting *setting, unsigned char *marks)
{
	const struct segment_text *segments = &setting->segments;
	uint32_t start = 0, i, j;

	for (i = 0; i <= segments->count; i++) {
		if (i < segments->count &&
		    !(segments->chars[i].flags & SEGMENT_SPACE))
			continue;
		if (i > start + 4 &&
		    is_address(segments->codepoints, start, i))
			for (j = start; j < i; j++)
				if (marks[j] == MARK_DIVISION)
					marks[j] = MARK_NONE;
		start = i + 1;
	}
}

static enum mark
split_mark(uint32_t before)
{
	return is_address_sign(before) || before == 0xa0 ? MARK_SPLIT_SIGN :
	    MARK_SPLIT;
}

static void
split_between(const struct setting *setting, uint32_t start, uint32_t end,
    unsigned char *marks)
{
	const struct segment_text *segments = &setting->segments;
	uint32_t i;

	for (i = start + 1; i < end; i++)
		if (segments->chars[i].flags & SEGMENT_CLUSTER)
			marks[i] = split_mark(segments->codepoints[i - 1]);
}

static fixed
hyphen_width(const struct setting *setting, const struct word *word,
    enum mark mark)
{
	if ((mark != MARK_DIVISION && mark != MARK_SOFT) ||
	    word->kind != WORD_TEXT)
		return 0;
	return face_scale(word->face, word->face->hyphen_advance,
	    setting_style(setting, word)->size);
}

/* Whatever stands between two marks and is wider than a line may be split
 * between clusters: overflowing is worse. */
static void
mark_splits(const struct setting *setting, unsigned char *marks)
{
	const struct segment_text *segments = &setting->segments;
	const struct word *word = setting->words;
	uint32_t start = 0, end = 0, i;

	for (i = 1; i <= segments->count; i++) {
		int64_t width;

		if (!(segments->chars[i - 1].flags & SEGMENT_SPACE))
			end = i;
		if (i < segments->count && marks[i] == MARK_NONE)
			continue;
		while (word->end < i)
			word++;
		width = setting->x[end] - setting->x[start];
		if (i < segments->count)
			width += hyphen_width(setting, word, marks[i]);
		if (end > start && width > setting->paragraph->width)
			split_between(setting, start, end, marks);
		start = i;
	}
}

/* --- from marks to breaks --- */

/* The state of the walk: what a line ending here would have. */
struct walk {
	const struct setting *setting;
	const unsigned char *marks;
	struct line_breaks *breaks;
	struct line_break visible;	/* after the last visible character */
	int64_t stretch, shrink;	/* so far */
};

static const struct shaped_glyph *
glyph_of(const struct word *word, uint32_t i)
{
	uint32_t j;

	for (j = 0; j < word->shaped->glyph_count; j++)
		if (word->start + word->shaped->glyphs[j].cluster == i)
			return &word->shaped->glyphs[j];
	return NULL;
}

/* In a word that changes when it is cut, both parts are shaped anew. */
static void
reshape(const struct setting *setting, const struct word *word, uint32_t i,
    struct line_break *at)
{
	const struct shaped_glyph *glyph = glyph_of(word, i);
	fixed size = setting_style(setting, word)->size;
	fixed spacing = setting_spacing(setting, word);

	if (glyph != NULL && !glyph->is_unsafe)
		return;
	at->x_end = setting->x[word->start] + shaped_word_width(
	    setting_shape_part(setting, word, word->start, i), size, spacing);
	at->x_next = setting->x[word->end] - word->gap - shaped_word_width(
	    setting_shape_part(setting, word, i, word->end), size, spacing);
}

static void
add_break(struct walk *walk, const struct word *word, uint32_t i,
    enum mark mark)
{
	struct line_break *at = &walk->breaks->items[walk->breaks->count++];

	*at = walk->visible;
	at->next = i;
	at->x_next = walk->setting->x[i];
	if (word != NULL && i == word->start && word->is_opening)
		at->x_next += word->trim;
	at->stretch_next = walk->stretch;
	at->shrink_next = walk->shrink;
	at->penalty = penalty_of(walk->setting->paragraph, mark);
	at->is_forced = mark == MARK_FORCED;
	if (word != NULL && i > word->start) {
		at->end = i;
		at->x_end = walk->setting->x[i];
		reshape(walk->setting, word, i, at);
	}
	at->is_hyphen = mark == MARK_DIVISION || mark == MARK_SOFT;
	if (word != NULL)
		at->x_end += hyphen_width(walk->setting, word, mark);
	if (at->is_forced) {
		/* What follows may be an empty line of its own. */
		walk->visible = *at;
		walk->visible.end = i;
		walk->visible.x_end = at->x_next;
		walk->visible.stretch_end = walk->stretch;
		walk->visible.shrink_end = walk->shrink;
	}
}

static bool
is_swallowed(const struct setting *setting, const struct word *word)
{
	return is_invisible(word->kind) ||
	    setting->segments.chars[word->start].flags & SEGMENT_SPACE;
}

static void
walk_word(struct walk *walk, const struct word *word)
{
	uint32_t i;

	if (word->start > 0 && walk->marks[word->start] != MARK_NONE)
		add_break(walk, word, word->start, walk->marks[word->start]);
	if (word->kind == WORD_TEXT)
		for (i = word->start + 1; i < word->end; i++)
			if (walk->marks[i] != MARK_NONE)
				add_break(walk, word, i, walk->marks[i]);
	if (!is_swallowed(walk->setting, word)) {
		walk->visible.end = word->end;
		walk->visible.x_end = walk->setting->x[word->end] - word->gap;
		if (!word->is_opening)
			walk->visible.x_end -= word->trim;
		walk->visible.stretch_end = walk->stretch;
		walk->visible.shrink_end = walk->shrink;
	}
	walk->stretch += word->stretch;
	walk->shrink += word->shrink;
}

void
setting_find_breaks(const struct setting *setting, enum break_scope scope,
    struct line_breaks *ret_breaks)
{
	uint32_t count = setting->segments.count, marked = 0, i;
	unsigned char *marks = arena_alloc(setting->scratch, (size_t)count + 1);
	struct walk walk = { .setting = setting, .marks = marks,
		.breaks = ret_breaks };

	if (!setting->paragraph->is_single_line) {
		mark_unicode(setting, marks);
		mark_addresses(setting, marks);
		if (scope == BREAKS_INSIDE) {
			mark_divisions(setting, marks);
			unmark_addresses(setting, marks);
			mark_splits(setting, marks);
		}
	}
	for (i = 0; i < count; i++)
		marked += marks[i] != MARK_NONE;
	ret_breaks->items = ARENA_ARRAY(setting->scratch, struct line_break,
	    (size_t)marked + 2);
	ret_breaks->count = 1;	/* the start: all zero */
	for (i = 0; i < setting->word_count; i++)
		walk_word(&walk, &setting->words[i]);
	add_break(&walk, NULL, count, MARK_FORCED);
}
