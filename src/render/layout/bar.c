/*
 * Lines of charts. In: k:bar; out: one item as wide as its column. What its
 * style calls background and border are the bar's own; its color is that of
 * the grid lines, the labels and the line at zero, and its padding how much
 * higher these are than the bar. Without an alternative
 * text it is decoration and not tagged: its number stands beside it.
 */
#include "flow.h"

/* Higher than a grid line without bars. */
static fixed
bar_height(const struct style *style)
{
	return extent_of(style->box.height, 0, style->text.font_size * 7 / 10);
}

/* Where the labels would run into each other, those at the ends are left. */
static void
thin_labels(struct bar *bar, fixed width)
{
	fixed taken = 0;
	uint32_t i;

	for (i = 0; i < bar->line.label_count; i++)
		taken += bar->labels[i]->width + bar->type->size;
	for (i = 1; i + 1 < bar->line.label_count && taken > width; i++)
		bar->labels[i] = NULL;
}

static void
set_labels(struct layout *layout, struct bar *bar, fixed width)
{
	const struct chart_line *line = &bar->line;
	uint32_t i;

	for (i = 0; i < line->label_count; i++)
		bar->labels[i] = inline_line(layout, arena_copy(layout->arena,
		    line->labels[i].text, line->labels[i].len), bar->type,
		    bar->is_rtl);
	thin_labels(bar, width);
}

void
flow_bar(struct layout *layout, struct column *column,
    const struct place *inner, const struct doc_node *node)
{
	const char *alt = doc_get(node, DOC_ATTR_ALT);
	struct bar *bar = ARENA_NEW(layout->arena, struct bar);
	struct place place = *inner;
	struct item *item;

	*bar = (struct bar){ .line = chart_line(node), .style = inner->style,
		.height = bar_height(inner->style), .is_rtl = inner->is_rtl };
	bar->type = style_type(&layout->styles, inner->style, inner->lang);
	set_labels(layout, bar, inner->width);
	if (alt != NULL && alt[0] != '\0')
		element_enter(layout, &place, ELEMENT_FIGURE, node);
	else
		place.element = -1;
	item = column_add(column, ITEM_BAR, bar->height +
	    (bar->line.label_count > 0 ? style_line_height(inner->style) : 0),
	    node);
	item->x = inner->x;
	item->width = inner->width;
	item->element = place.element;
	item->u.bar = bar;
}

/* The physical left end of what reaches from one place to another. */
static fixed
bar_x(const struct bar *bar, fixed width, int32_t from, int32_t to)
{
	int64_t start = bar->is_rtl ? CHART_WHOLE - to : from;

	return (fixed)(start * width / CHART_WHOLE);
}

static void
paint_bar_line(struct painter *painter, const struct item *item, fixed x,
    fixed y, int32_t place, fixed thickness)
{
	const struct bar *bar = item->u.bar;
	fixed at = bar_x(bar, item->width, place, place) - thickness / 2;

	at = at < 0 ? 0 : at > item->width - thickness
	    ? item->width - thickness : at;
	paint_rect(painter, x + at, y, thickness, bar->height,
	    bar->style->text.color.rgb);
}

/* A bar, filled or with an outline inside its length. */
static void
paint_bar_fill(struct painter *painter, const struct item *item, fixed x,
    fixed y)
{
	const struct bar *bar = item->u.bar;
	const struct box_style *box = &bar->style->box;
	const struct chart_bar *length = &bar->line.bar;
	fixed stroke = box_is_outlined(box) ? box->border[0] : 0;
	fixed left = bar_x(bar, item->width, length->from, length->to);
	fixed width = (fixed)((int64_t)(length->to - length->from) *
	    item->width / CHART_WHOLE);
	fixed height = bar->height - box->padding[SIDE_TOP] -
	    box->padding[SIDE_BOTTOM];
	struct page_op *op;

	x += left;
	y += box->padding[SIDE_TOP];
	if (box->background.is_given)
		paint_rect(painter, x, y, width, height, box->background.rgb);
	if (stroke == 0)
		return;
	if (width <= 2 * stroke) {	/* no room for an outline */
		paint_rect(painter, x, y, width, height,
		    box->border_color[0].rgb);
		return;
	}
	paint_rect(painter, x + stroke / 2, y + stroke / 2, width - stroke,
	    height - stroke, box->border_color[0].rgb);
	op = &painter->page->ops[painter->page->count - 1];
	op->u.rect.stroke = stroke;
}

/* Labels stand below the middle of their ticks, within the line. */
static void
paint_bar_label(struct painter *painter, const struct item *item, fixed x,
    fixed y, uint32_t i)
{
	const struct bar *bar = item->u.bar;
	const struct type_line *label = bar->labels[i];
	struct mark mark = { .type = bar->type, .element = -1 };
	fixed at = bar_x(bar, item->width, bar->line.ticks[i],
	    bar->line.ticks[i]) - label->width / 2;

	if (at > item->width - label->width)
		at = item->width - label->width;
	if (at < 0)
		at = 0;
	for (uint32_t k = 0; k < label->run_count; k++)
		paint_glyphs(painter, &label->runs[k], &mark,
		    x + at + label->runs[k].x, y + bar->height +
		    bar->type->size * 5 / 4);
}

void
paint_bar(struct painter *painter, const struct item *item, fixed x, fixed y)
{
	const struct chart_line *line = &item->u.bar->line;
	const uint32_t first = painter->page->count;
	uint32_t i;

	for (i = 0; i < line->tick_count; i++)
		paint_bar_line(painter, item, x, y, line->ticks[i],
		    FIXED_ONE / 2);
	if (line->has_bar)
		paint_bar_fill(painter, item, x, y);
	if (line->zero >= 0)
		paint_bar_line(painter, item, x, y, line->zero, FIXED_ONE);
	for (i = 0; i < line->label_count; i++)
		if (item->u.bar->labels[i] != NULL)
			paint_bar_label(painter, item, x, y, i);
	if (item->element < 0 || painter->is_artifact)
		return;
	for (i = first; i < painter->page->count; i++)
		painter->page->ops[i].element = item->element;
	paint_figure(painter, item->element, x, y, item->width, item->height);
}
