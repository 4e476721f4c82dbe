/*
 * Paragraphs set and measured: the public functions over setting.h's stages.
 *
 * Breaking first tries between words only; where that leaves a line that looks
 * bad words are divided, then worse lines allowed, then anything that fits. A low tolerance keeps few candidates, so the common case is fast.
 * Headings, which are balanced, are short and weigh everything at once.
 */
#include "setting.h"

#define LONG_WORD_EM 8

static fixed
clamp(int64_t width)
{
	return width > INT32_MAX ? INT32_MAX : (fixed)width;
}

static void
choose_breaks(const struct setting *setting, struct line_breaks *ret_breaks,
    uint32_t **ret_taken, uint32_t *ret_count)
{
	if (!setting->paragraph->is_balanced)
		setting_find_breaks(setting, BREAKS_BETWEEN, ret_breaks);
	if (!setting->paragraph->is_balanced &&
	    setting_fit(setting, ret_breaks, FIT_GOOD, ret_taken, ret_count))
		return;
	setting_find_breaks(setting, BREAKS_INSIDE, ret_breaks);
	if (setting->paragraph->is_balanced || !setting_fit(setting,
	    ret_breaks, FIT_FAIR, ret_taken, ret_count))
		setting_fit(setting, ret_breaks, FIT_ANYTHING, ret_taken,
		    ret_count);
}

/* A line without glyphs is as high as the text would be. */
static void
give_height(const struct setting *setting, struct type_line *line)
{
	const struct type_paragraph *paragraph = setting->paragraph;
	const struct type_style *style;
	struct type_metrics metrics;

	if (line->run_count > 0 || paragraph->span_count == 0)
		return;
	style = paragraph->spans[0].style;
	if (style->face_count == 0)
		return;
	metrics = type_face_metrics(style->faces[0], style->size);
	line->ascent = metrics.ascent;
	line->descent = metrics.descent;
}

/* As it is drawn: justification may have taken from its spaces. */
static bool
is_overfull(const struct type_paragraph *paragraph,
    const struct type_line *line, bool is_first)
{
	int64_t width = is_first ? paragraph->first_indent : 0;
	uint32_t i;

	for (i = 0; i < line->run_count; i++)
		width += line->runs[i].width;
	return width > paragraph->width;
}

void
type_set_paragraph(struct type_context *context, struct arena *arena,
    const struct type_paragraph *paragraph, struct diags *diags,
    struct type_lines *ret_lines)
{
	struct setting setting = { .context = context, .diags = diags,
		.paragraph = paragraph, .scratch = &context->scratch };
	const struct line_break *from;
	struct line_breaks breaks;
	uint32_t *taken, count, i;

	shape_begin(context);
	setting_itemize(&setting, arena);
	choose_breaks(&setting, &breaks, &taken, &count);
	*ret_lines = (struct type_lines){ .count = count,
		.lines = ARENA_ARRAY(arena, struct type_line, count) };
	from = &breaks.items[0];
	for (i = 0; i < count; i++) {
		const struct line_break *to = &breaks.items[taken[i]];
		struct type_line *line = &ret_lines->lines[i];

		setting_place_line(&setting, arena, from, to, i == 0, line);
		give_height(&setting, line);
		ret_lines->is_overfull |= is_overfull(paragraph, line, i == 0);
		from = to;
	}
}

fixed
type_measure(struct type_context *context, const char *text, uint32_t len,
    const struct type_style *style)
{
	struct type_span span = { .text = text, .text_len = len,
		.style = style };
	struct type_paragraph paragraph = { .spans = &span, .span_count = 1,
		.is_single_line = true, .lang = style->lang };
	struct setting setting = { .context = context,
		.paragraph = &paragraph, .scratch = &context->scratch };

	shape_begin(context);
	setting_itemize(&setting, &context->scratch);
	return clamp(setting.x[setting.segments.count]);
}

/* The widest piece of the line between two breaks when its words are divided:
 * `inside` has all breaks that `between` has, and more. */
static int64_t
widest_piece(const struct line_breaks *inside, const struct line_break *from,
    const struct line_break *to, uint32_t *cursor)
{
	int64_t widest = 0, start = from->x_next;

	while (inside->items[*cursor].next <= from->next &&
	    *cursor + 1 < inside->count)
		++*cursor;
	for (; *cursor < inside->count &&
	    inside->items[*cursor].next <= to->next; ++*cursor) {
		const struct line_break *at = &inside->items[*cursor];

		if (at->x_end - start > widest)
			widest = at->x_end - start;
		start = at->x_next;
	}
	return widest;
}

static int64_t
smallest_width(struct setting *setting, const struct line_breaks *between)
{
	const struct type_paragraph *paragraph = setting->paragraph;
	struct type_paragraph wide = *paragraph;
	int64_t limit = 0, smallest = 0;
	struct line_breaks inside = { .count = 0 };
	uint32_t cursor = 1, i;

	if (paragraph->span_count > 0)
		limit = LONG_WORD_EM * paragraph->spans[0].style->size;
	/* So wide that nothing need be split. */
	wide.width = INT32_MAX;
	setting->paragraph = &wide;
	for (i = 1; i < between->count; i++) {
		const struct line_break *from = &between->items[i - 1];
		const struct line_break *to = &between->items[i];
		int64_t width = to->x_end - from->x_next;

		if (width > limit) {
			if (inside.count == 0)
				setting_find_breaks(setting, BREAKS_INSIDE,
				    &inside);
			width = widest_piece(&inside, from, to, &cursor);
			width = width > limit ? width : limit;
		}
		width += i == 1 ? paragraph->first_indent : 0;
		smallest = width > smallest ? width : smallest;
	}
	setting->paragraph = paragraph;
	return smallest;
}

void
type_measure_paragraph(struct type_context *context, struct arena *arena,
    const struct type_paragraph *paragraph, fixed *ret_min, fixed *ret_max)
{
	struct setting setting = { .context = context,
		.paragraph = paragraph, .scratch = &context->scratch };
	struct line_breaks breaks;
	int64_t max = 0, start = 0, indent = paragraph->first_indent;
	uint32_t i;

	(void)arena;
	shape_begin(context);
	setting_itemize(&setting, &context->scratch);
	setting_find_breaks(&setting, BREAKS_BETWEEN, &breaks);
	for (i = 1; i < breaks.count; i++) {
		const struct line_break *to = &breaks.items[i];

		if (!to->is_forced)
			continue;
		if (to->x_end - start + indent > max)
			max = to->x_end - start + indent;
		start = to->x_next;
		indent = 0;
	}
	*ret_min = clamp(smallest_width(&setting, &breaks));
	*ret_max = clamp(max);
}
