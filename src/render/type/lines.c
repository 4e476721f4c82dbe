/*
 * A line between two breaks: runs of placed glyphs.
 *
 * Parts of words that the line holds are collected in text order, grouped
 * into runs of one span, face and level, and the runs put into visual order
 * (UAX #9, L2). What justification adds or takes is spread over the gaps in
 * text order in proportion to their stretch, by cumulated rounding, so that
 * the line ends exactly at its width.
 */
#include "setting.h"

#include <string.h>

#include "fieldkit/utf8.h"

#define SOFT_HYPHEN "\xc2\xad"

/* A word on the line, or the part of it that is. */
struct part {
	const struct word *word;
	struct shaped_word *shaped;	/* NULL for a box */
	uint32_t start, end;		/* characters */
	int64_t width;			/* natural */
	fixed extra;			/* after it: gap and justification */
};

struct line_work {
	const struct setting *setting;
	struct arena *arena;
	struct part *parts;
	uint32_t part_count;
	int64_t width;			/* natural */
	fixed hyphen;			/* width of the added hyphen; 0: none */
	bool has_hyphen, has_space;
	struct type_line *line;
};

static uint32_t
first_word(const struct setting *setting, uint32_t at)
{
	uint32_t low = 0, high = setting->word_count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (setting->words[middle].end <= at)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void
add_part(struct line_work *work, const struct word *word, uint32_t start,
    uint32_t end)
{
	const struct setting *setting = work->setting;
	struct part *part = &work->parts[work->part_count++];

	*part = (struct part){ .word = word, .start = start, .end = end,
		.shaped = word->shaped, .width = word->width };
	if (start > word->start || end < word->end) {
		part->shaped = setting_shape_part(setting, word, start, end);
		part->width = shaped_word_width(part->shaped,
		    setting_style(setting, word)->size,
		    setting_spacing(setting, word));
	}
	work->width += part->width;
}

static void
collect_parts(struct line_work *work, uint32_t start, uint32_t end)
{
	const struct setting *setting = work->setting;
	uint32_t first = first_word(setting, start), i;

	for (i = first; i < setting->word_count &&
	    setting->words[i].start < end; i++)
		;
	work->parts = ARENA_ARRAY(setting->scratch, struct part,
	    (size_t)(i - first) + 1);
	for (i = first; i < setting->word_count &&
	    setting->words[i].start < end; i++) {
		const struct word *word = &setting->words[i];

		if (word->kind == WORD_NEWLINE || word->kind == WORD_MISSING)
			continue;
		add_part(work, word,
		    word->start > start ? word->start : start,
		    word->end < end ? word->end : end);
	}
}

/* A bracket or stop at the edge of the line is half a square. */
static void
trim_part(struct line_work *work, struct part *part)
{
	struct word trimmed = *part->word;

	trimmed.is_trimmed = true;
	part->shaped = setting_shape_part(work->setting, &trimmed,
	    part->start, part->end);
	part->width -= trimmed.trim;
	work->width -= trimmed.trim;
}

static void
trim_edges(struct line_work *work, bool is_first)
{
	struct part *first = &work->parts[0];
	struct part *last = &work->parts[work->part_count - 1];

	if (work->part_count == 0)
		return;
	if (!is_first && first->word->trim > 0 && first->word->is_opening)
		trim_part(work, first);
	if (last->word->trim > 0 && !last->word->is_opening)
		trim_part(work, last);
}

/* Where scripts meet, but not at the end of the line. */
static void
add_gaps(struct line_work *work)
{
	uint32_t i;

	for (i = 0; i + 1 < work->part_count; i++) {
		struct part *part = &work->parts[i];

		if (part->end == part->word->end)
			part->extra = part->word->gap;
		work->width += part->extra;
	}
}

static fixed
gap_of(const struct part *part, bool is_shrinking)
{
	return is_shrinking ? part->word->shrink : part->word->stretch;
}

/* Spreads `slack` over the gaps between parts. */
static void
justify(struct line_work *work, int64_t slack)
{
	bool is_shrinking = slack < 0;
	int64_t total = 0, sum = 0, given = 0;
	uint32_t i;

	for (i = 0; i + 1 < work->part_count; i++)
		total += gap_of(&work->parts[i], is_shrinking);
	if (slack > total * SPREAD_MAX)
		return;
	if (is_shrinking && -slack > total)
		slack = -total;
	if (total == 0)
		return;
	for (i = 0; i + 1 < work->part_count; i++) {
		int64_t due;

		sum += gap_of(&work->parts[i], is_shrinking);
		due = slack * sum / total;
		work->parts[i].extra += (fixed)(due - given);
		given = due;
	}
	work->width += given;
}

/* --- glyphs --- */

/* What a glyph says: of the paragraph's text, or parts of its characters. */
static void
give_text(const struct line_work *work, const struct part *part,
    const struct shaped_glyph *from, struct page_glyph *glyph)
{
	const struct setting *setting = work->setting;
	const struct segment_char *chars = setting->segments.chars;
	uint32_t start = part->start + from->text_start, i;
	char *text;

	if (from->text_start < part->shaped->count) {
		glyph->text = setting->text + chars[start].byte;
		glyph->text_len = chars[start + from->text_count].byte -
		    chars[start].byte;
		return;
	}
	glyph->text = text = arena_alloc(work->arena,
	    (size_t)from->text_count * 4);
	for (i = 0; i < from->text_count; i++)
		glyph->text_len += (uint32_t)utf8_put(text + glyph->text_len,
		    part->shaped->spoken[from->text_start + i]);
}

static void
emit_part(const struct line_work *work, const struct part *part,
    struct type_run *run, struct page_glyph *glyphs, uint32_t *count)
{
	const struct type_face *face = part->word->face;
	const struct scaled_word *scaled =
	    shaped_word_scale(part->shaped, run->size);
	fixed spacing = setting_spacing(work->setting, part->word);
	uint32_t i;

	for (i = 0; i < part->shaped->glyph_count; i++) {
		const struct shaped_glyph *from = &part->shaped->glyphs[i];
		struct page_glyph *glyph = &glyphs[(*count)++];

		glyph->gid = from->gid;
		glyph->x_advance = scaled->advances[i];
		if (from->x_offset != 0)
			glyph->x_offset = face_scale(face, from->x_offset,
			    run->size);
		if (from->y_offset != 0)
			glyph->y_offset = face_scale(face, from->y_offset,
			    run->size);
		if (from->text_count > 0)
			give_text(work, part, from, glyph);
		if (spacing != 0 && shaped_ends_cluster(part->shaped, i))
			glyph->x_advance += spacing;
	}
	if (i > 0)
		glyphs[*count - 1].x_advance += part->extra;
}

/* The run's text with a tail behind it. */
static void
add_tail(const struct line_work *work, struct type_run *run,
    const char *tail, struct page_glyph *glyph)
{
	size_t len = strlen(tail);
	char *text = arena_alloc(work->arena, run->text_len + len);

	memcpy(text, run->text, run->text_len);
	memcpy(text + run->text_len, tail, len);
	run->text = text;
	run->text_len += (uint32_t)len;
	glyph->text = tail;
	glyph->text_len = (uint32_t)len;
}

static struct page_glyph
emit_hyphen(const struct line_work *work, struct type_run *run)
{
	struct page_glyph glyph = { .gid = run->face->hyphen_gid,
		.x_advance = work->hyphen };
	const char *end = run->text + run->text_len;

	/* A soft hyphen of the author's is this hyphen. */
	if (run->text_len >= 2 && memcmp(end - 2, SOFT_HYPHEN, 2) == 0)
		run->text_len -= 2;
	add_tail(work, run, SOFT_HYPHEN, &glyph);
	return glyph;
}

/* The space that the line was broken at: it takes no room, but what reads the
 * file by its structure finds the words apart (ISO 32000-1, 14.8.2.5). In a run
 * from right to left it stands to the left of it. */
static struct page_glyph
emit_space(const struct line_work *work, struct type_run *run)
{
	struct page_glyph glyph = { .gid = run->face->space_gid };

	if (run->is_rtl)
		glyph.x_offset = -face_scale(run->face,
		    run->face->space_advance, run->size);
	add_tail(work, run, " ", &glyph);
	return glyph;
}

/* `has_tail`: the line's hyphen or space comes behind these parts. */
static void
fill_run(const struct line_work *work, const struct part *parts,
    uint32_t count, bool has_tail, struct type_run *run)
{
	bool is_rtl = parts[0].word->level & 1;
	struct page_glyph *glyphs;
	uint32_t glyph_count = has_tail, filled = 0, i;

	for (i = 0; i < count; i++)
		glyph_count += parts[i].shaped->glyph_count;
	glyphs = ARENA_ARRAY(work->arena, struct page_glyph, glyph_count);
	if (has_tail && is_rtl)
		filled++;
	for (i = 0; i < count; i++)
		emit_part(work, &parts[is_rtl ? count - 1 - i : i], run,
		    glyphs, &filled);
	if (has_tail)
		glyphs[is_rtl ? 0 : filled++] = work->has_hyphen ?
		    emit_hyphen(work, run) : emit_space(work, run);
	run->glyphs = glyphs;
	run->glyph_count = glyph_count;
	for (i = 0; i < glyph_count; i++)
		run->width += glyphs[i].x_advance;
}

static void
start_run(const struct line_work *work, const struct part *parts,
    uint32_t count, struct type_run *run)
{
	const struct setting *setting = work->setting;
	const struct segment_char *chars = setting->segments.chars;
	const struct word *word = parts[0].word;

	*run = (struct type_run){
		.span = word->span,
		.size = setting_style(setting, word)->size,
		.text = setting->text + chars[parts[0].start].byte,
		.text_len = chars[parts[count - 1].end].byte -
		    chars[parts[0].start].byte,
		.is_rtl = word->level & 1,
	};
	if (word->kind == WORD_BOX) {
		run->width = (fixed)word->width + parts[0].extra;
		run->text_len = 0;
	} else {
		run->face = word->face;
	}
}

static bool
joins_run(const struct part *first, const struct part *part)
{
	const struct word *a = first->word, *b = part->word;

	return a->span == b->span && a->face == b->face &&
	    a->level == b->level && a->kind != WORD_BOX &&
	    b->kind != WORD_BOX && part[-1].end == part->start;
}

static void
take_height(const struct line_work *work, const struct word *word,
    const struct type_run *run)
{
	const struct type_span *span =
	    &work->setting->paragraph->spans[word->span];
	struct type_line *line = work->line;
	fixed ascent = span->box_ascent, descent = span->box_descent;

	if (run->face != NULL) {
		ascent = face_scale(run->face, run->face->ascent, run->size);
		descent = face_scale(run->face, run->face->descent, run->size);
	}
	if (ascent > line->ascent)
		line->ascent = ascent;
	if (descent > line->descent)
		line->descent = descent;
}

static void
build_runs(struct line_work *work)
{
	struct type_run *runs = ARENA_ARRAY(work->setting->scratch,
	    struct type_run, work->part_count);
	uint8_t *levels = arena_alloc(work->setting->scratch,
	    work->part_count);
	uint32_t *order = ARENA_ARRAY(work->setting->scratch, uint32_t,
	    work->part_count);
	uint32_t count = 0, i, next;

	for (i = 0; i < work->part_count; i = next) {
		const struct part *parts = &work->parts[i];

		for (next = i + 1; next < work->part_count &&
		    joins_run(parts, &work->parts[next]); next++)
			;
		start_run(work, parts, next - i, &runs[count]);
		if (runs[count].face != NULL)
			fill_run(work, parts, next - i, next ==
			    work->part_count && (work->has_hyphen ||
			    work->has_space), &runs[count]);
		take_height(work, parts->word, &runs[count]);
		levels[count++] = parts->word->level;
	}
	segment_visual_order(levels, count, order);
	work->line->runs = ARENA_ARRAY(work->arena, struct type_run, count);
	work->line->run_count = count;
	for (i = 0; i < count; i++)
		work->line->runs[i] = runs[order[i]];
}

/* --- where the line stands --- */

static fixed
clamp(int64_t width)
{
	return width > INT32_MAX ? INT32_MAX :
	    width < INT32_MIN ? INT32_MIN : (fixed)width;
}

static void
place_runs(const struct line_work *work, fixed indent)
{
	const struct type_paragraph *paragraph = work->setting->paragraph;
	int64_t slack = (int64_t)paragraph->width - indent - work->width;
	int64_t x = paragraph->is_rtl ? slack : indent;
	enum type_align align = paragraph->align;
	uint32_t i;

	if (align == TYPE_END)
		x = paragraph->is_rtl ? 0 : indent + slack;
	else if (align == TYPE_CENTER)
		x = (paragraph->is_rtl ? 0 : indent) + slack / 2;
	/* A line wider than allowed runs out at its end, not at its start. */
	if (slack < 0)
		x = paragraph->is_rtl ? slack : indent;
	for (i = 0; i < work->line->run_count; i++) {
		work->line->runs[i].x = clamp(x);
		x += work->line->runs[i].width;
	}
}

static void
add_hyphen(struct line_work *work)
{
	const struct part *last = &work->parts[work->part_count - 1];

	if (work->part_count == 0 || last->shaped == NULL ||
	    last->word->face->hyphen_gid == 0)
		return;
	work->has_hyphen = true;
	work->hyphen = face_scale(last->word->face,
	    last->word->face->hyphen_advance,
	    setting_style(work->setting, last->word)->size);
	work->width += work->hyphen;
}

/* Whether words stand apart where the line was broken: scripts without
 * spaces are broken between letters. */
static bool
ends_at_space(const struct line_work *work, const struct line_break *to)
{
	const struct segment_text *segments = &work->setting->segments;
	const struct part *last;
	uint32_t c;

	if (work->part_count == 0 || work->has_hyphen || to->next <= to->end ||
	    to->next >= segments->count)
		return false;
	last = &work->parts[work->part_count - 1];
	c = segments->codepoints[to->end];
	return (c == ' ' || c == '\n') && last->word->face != NULL &&
	    last->word->kind != WORD_BOX && last->word->face->space_gid != 0;
}

void
setting_place_line(const struct setting *setting, struct arena *arena,
    const struct line_break *from, const struct line_break *to,
    bool is_first, struct type_line *ret_line)
{
	const struct type_paragraph *paragraph = setting->paragraph;
	struct line_work work = { .setting = setting, .arena = arena,
		.line = ret_line };
	fixed indent = is_first ? paragraph->first_indent : 0;
	int64_t slack;

	*ret_line = (struct type_line){ .is_last = to->is_forced };
	if (to->end > from->next)
		collect_parts(&work, from->next, to->end);
	trim_edges(&work, is_first);
	add_gaps(&work);
	if (to->is_hyphen)
		add_hyphen(&work);
	ret_line->is_hyphenated = work.has_hyphen;
	work.has_space = ends_at_space(&work, to);
	ret_line->width = clamp(work.width);
	slack = (int64_t)paragraph->width - indent - work.width;
	if (paragraph->align == TYPE_JUSTIFY && !paragraph->is_single_line &&
	    (slack < 0 || !to->is_forced))
		justify(&work, slack);
	if (work.part_count > 0)
		build_runs(&work);
	place_runs(&work, indent);
}
