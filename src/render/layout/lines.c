/*
 * Setting paragraphs. In: what inline.c read; out: lines in a column, with
 * the breaks between them.
 *
 * A line is as high as the style's line height, the rest of it shared above
 * and below the face's ascent and descent, so lines of mixed faces keep their
 * distance; only a picture or larger text makes a line higher.
 */
#include <string.h>

#include "flow.h"

/* More than any string of inline_line is wide. */
#define LINE_WIDTH FIXED_FROM_PT(2000)

struct strut {
	fixed above, below;
};

static struct type_metrics
metrics_of(const struct type_style *type)
{
	struct type_metrics none = { .ascent = type->size * 4 / 5,
		.descent = type->size / 5 };

	return type->face_count > 0 ?
	    type_face_metrics(type->faces[0], type->size) : none;
}

static struct strut
strut_of(struct layout *layout, const struct place *place)
{
	const struct type_style *type = style_type(&layout->styles,
	    place->style, place->lang);
	struct type_metrics metrics = metrics_of(type);
	fixed height = style_line_height(place->style);
	struct strut strut;

	strut.above = (height - metrics.ascent - metrics.descent) / 2 +
	    metrics.ascent;
	strut.below = height - strut.above;
	return strut;
}

/* Room that a picture or larger text takes. */
static void
grow_strut(struct strut *strut, const struct type_line *line,
    const struct paragraph *paragraph, fixed size)
{
	const struct type_run *run;
	const struct mark *mark;
	fixed above, below;

	for (uint32_t i = 0; i < line->run_count; i++) {
		run = &line->runs[i];
		mark = &paragraph->marks[run->span];
		above = below = 0;
		if (mark->kind == MARK_IMAGE) {
			above = mark->height;
		} else if (mark->type->size > size) {
			above = metrics_of(mark->type).ascent;
			below = metrics_of(mark->type).descent;
		}
		if (above > strut->above)
			strut->above = above;
		if (below > strut->below)
			strut->below = below;
	}
}

/* Penalty of a break behind line `index` (from 0) of `count`. */
static int32_t
line_penalty(const struct place *place, uint32_t index, uint32_t count)
{
	const struct text_style *text = &place->style->text;
	bool is_orphan = index + 1 < text->orphans;
	bool is_widow = count - index - 1 < text->widows;

	return place->avoid + (is_orphan || is_widow ? PENALTY_ORPHAN : 0);
}

/* The notes that a line calls, in the order of the text, which is not that of
 * the runs where it is right-to-left. A number that two lines share counts
 * for the first. */
static const struct note *
notes_of(const struct type_line *line, const struct paragraph *paragraph)
{
	struct note *first = NULL, *note, **link;

	for (uint32_t i = 0; i < line->run_count; i++) {
		note = paragraph->marks[line->runs[i].span].note;
		if (note == NULL || note->is_called)
			continue;
		note->is_called = true;
		note->span = line->runs[i].span;
		for (link = &first; *link != NULL &&
		    (*link)->span < note->span; )
			link = &(*link)->next;
		note->next = *link;
		*link = note;
	}
	return first;
}

static void
put_line(struct column *column, const struct place *place,
    const struct inline_text *text, const struct type_line *line,
    struct strut strut, const struct leader *leader)
{
	struct item *item;

	grow_strut(&strut, line, text->paragraph,
	    place->style->text.font_size);
	item = column_add(column, ITEM_LINE, strut.above + strut.below,
	    text->node);
	item->x = place->x;
	item->width = place->width;
	item->u.line.set = line;
	item->u.line.paragraph = text->paragraph;
	item->u.line.baseline = strut.above;
	item->u.line.leader = leader;
	item->notes = notes_of(line, text->paragraph);
}

/* The ids that a line holds; NULL, the last line: all that are left. */
static void
put_anchors(struct column *column, const struct inline_text *text,
    const struct type_line *line, uint32_t *next)
{
	uint32_t last = line != NULL ? 0 : text->paragraph->mark_count;

	for (uint32_t i = 0; line != NULL && i < line->run_count; i++) {
		if (line->runs[i].span > last)
			last = line->runs[i].span;
	}
	for (; *next < text->anchor_count &&
	    text->anchors[*next].span <= last; (*next)++)
		column_anchor(column, text->anchors[*next].name);
}

void
inline_put(struct layout *layout, struct column *column,
    const struct place *place, const struct inline_text *text,
    const struct leader *leader)
{
	struct strut strut = strut_of(layout, place);
	struct type_lines lines;
	uint32_t anchor = 0;

	for (uint32_t i = 0; i < text->paragraph->mark_count; i++) {
		if (text->paragraph->marks[i].note != NULL)
			note_set(layout, text->paragraph->marks[i].note);
	}
	type_set_paragraph(layout->options->type, layout->arena, &text->type,
	    layout->diags, &lines);
	if (lines.is_overfull)
		diag_report(layout->diags, DIAG_LAYOUT_OVERFLOW,
		    text->node->pos, "this text is wider than the %.0f pt "
		    "of its column and cannot be broken",
		    (double)place->width / FIXED_ONE);
	for (uint32_t i = 0; i < lines.count; i++) {
		if (i > 0)
			column_break(column, line_penalty(place, i - 1,
			    lines.count));
		put_anchors(column, text, i + 1 < lines.count ?
		    &lines.lines[i] : NULL, &anchor);
		put_line(column, place, text, &lines.lines[i], strut,
		    i + 1 == lines.count ? leader : NULL);
	}
}

/* A style for text that would need more than a line, small enough for one, if
 * the page's own text is not larger: then as small as that. */
static struct style *
fitting_style(struct layout *layout, const struct place *place,
    const struct inline_text *text)
{
	fixed least = layout->styles.root->text.font_size, min, max, size;
	struct style *style;

	type_measure_paragraph(layout->options->type, layout->arena,
	    &text->type, &min, &max);
	size = place->style->text.font_size;
	if (max <= place->width || size <= least)
		return place->style;
	/* A little less, for advances are rounded at each size. */
	size = (fixed)((int64_t)size * (place->width - size / 24) / max);
	style = ARENA_NEW(layout->arena, struct style);
	*style = *place->style;
	style->first_child = style->next = NULL;
	style->variants = NULL;
	style->text.font_size = size > least ? size : least;
	return style;
}

void
inline_flow(struct layout *layout, struct column *column,
    const struct place *place, const struct doc_node *first,
    const struct doc_node *end)
{
	struct place inner = *place;
	struct inline_text text;

	while (first != end && first->tag == DOC_TEXT &&
	    strspn(first->text, " \t\r\n") >= first->text_len)
		first = first->next;
	if (first == end)
		return;
	if (!place->takes_text)
		element_enter(layout, &inner, ELEMENT_P, first);
	if (!inline_read(layout, &inner, first, end, &text))
		return;
	if (inner.style->text.is_fitted) {
		inner.style = fitting_style(layout, &inner, &text);
		inline_read(layout, &inner, first, end, &text);
	}
	inline_put(layout, column, &inner, &text, NULL);
}

const struct type_line *
inline_line(struct layout *layout, const char *text,
    const struct type_style *type, bool is_rtl)
{
	static const struct type_line nothing;
	struct type_span span = { .text = text,
		.text_len = (uint32_t)strlen(text), .style = type };
	struct type_paragraph paragraph = { .spans = &span, .span_count = 1,
		.width = LINE_WIDTH, .align = TYPE_START, .is_rtl = is_rtl,
		.is_single_line = true, .lang = type->lang };
	struct type_lines lines;
	struct type_line *line;

	type_set_paragraph(layout->options->type, layout->arena, &paragraph,
	    layout->diags, &lines);
	if (lines.count == 0)
		return &nothing;
	line = &lines.lines[0];
	for (uint32_t i = 0; i < line->run_count && is_rtl; i++)
		line->runs[i].x -= LINE_WIDTH - line->width;
	return line;
}
