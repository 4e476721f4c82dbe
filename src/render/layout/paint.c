/*
 * Painting. In: a slice of a galley and where it goes on a page; out: drawing
 * operations, link rectangles, landings, bounding boxes of figures.
 *
 * A box is drawn behind its content but its height is known after it, so its
 * operations are put in first and get their height last. Containers that
 * were open at a page's end are opened again on the next, with their padding
 * and, for a table, its head.
 */
#include <string.h>

#include "flow.h"

/* A box whose operations wait for its height. */
struct frame {
	const struct container *container;
	uint32_t first_op;
	fixed y;
	struct frame *outer;
};

static struct page_op *
add_op(struct painter *painter, enum op_kind kind, int32_t element)
{
	struct page_ops *page = painter->page;
	struct page_op *op, *grown;

	if (page->count == page->size) {
		page->size = page->size == 0 ? 64 : page->size * 2;
		grown = ARENA_ARRAY(painter->layout->arena, struct page_op,
		    page->size);
		if (page->count > 0)
			memcpy(grown, page->ops,
			    page->count * sizeof(*grown));
		page->ops = grown;
	}
	op = &page->ops[page->count++];
	*op = (struct page_op){ .kind = kind };
	op->element = painter->is_artifact ? -1 : element;
	return op;
}

void
paint_rect(struct painter *painter, fixed x, fixed y, fixed width, fixed height,
    struct rgb color)
{
	struct page_op *op = add_op(painter, OP_RECT, -1);

	op->x = x;
	op->y = y;
	op->width = width;
	op->height = height;
	op->color = color;
}

static void
add_link(struct painter *painter, const struct link *link, fixed x, fixed y,
    fixed width, fixed height)
{
	struct page_ops *page = painter->page;
	struct page_link *grown;

	if (link == NULL || painter->is_artifact || width <= 0)
		return;
	if (page->link_count == page->link_size) {
		page->link_size = page->link_size * 2 + 16;
		grown = ARENA_ARRAY(painter->layout->arena, struct page_link,
		    page->link_size);
		if (page->link_count > 0)
			memcpy(grown, page->links,
			    page->link_count * sizeof(*grown));
		page->links = grown;
	}
	page->links[page->link_count++] = (struct page_link){ x, y, width,
		height, link->uri, link->dest, link->contents, link->element };
}

bool
box_is_outlined(const struct box_style *box)
{
	for (int side = 1; side < SIDE_COUNT; side++) {
		if (box->border[side] != box->border[0] ||
		    memcmp(&box->border_color[side], &box->border_color[0],
		    sizeof(box->border_color[0])) != 0)
			return false;
	}
	return box->border[0] > 0;
}

/* The physical place of a border line in a box. */
static void
place_border(struct page_op *op, const struct box_style *box, enum side side,
    bool is_rtl)
{
	fixed thickness = box->border[side];
	bool is_left = side == (is_rtl ? SIDE_END : SIDE_START);

	op->color = box->border_color[side].rgb;
	if (side == SIDE_BOTTOM)
		op->y += op->height - thickness;
	if (side == SIDE_TOP || side == SIDE_BOTTOM) {
		op->height = thickness;
		return;
	}
	if (!is_left)
		op->x += op->width - thickness;
	op->width = thickness;
}

/* Background and borders of a box; called again with the height known, in
 * the same order, to fill the operations from `first` on. */
static void
draw_box(struct painter *painter, const struct style *style, bool is_rtl,
    uint32_t first, fixed x, fixed y, fixed width, fixed height)
{
	const struct box_style *box;
	struct page_op *op;
	struct page_op plain = { .kind = OP_RECT, .element = -1, .x = x,
		.y = y, .width = width, .height = height };

	if (style == NULL || painter->page->count == first)
		return;
	box = &style->box;
	op = painter->page->ops + first;
	if (box->background.is_given) {
		*op = plain;
		op->color = box->background.rgb;
		op++->u.rect.radius = box->radius;
	}
	if (box_is_outlined(box)) {
		*op = plain;
		op->x += box->border[0] / 2;
		op->y += box->border[0] / 2;
		op->width -= box->border[0];
		op->height -= box->border[0];
		op->color = box->border_color[0].rgb;
		op->u.rect.radius = box->radius;
		op->u.rect.stroke = box->border[0];
		return;
	}
	for (int side = 0; side < SIDE_COUNT; side++) {
		if (box->border[side] <= 0)
			continue;
		*op = plain;
		place_border(op++, box, (enum side)side, is_rtl);
	}
}

static uint32_t
box_ops(const struct style *style)
{
	uint32_t count;

	if (style == NULL)
		return 0;
	count = style->box.background.is_given;
	if (box_is_outlined(&style->box))
		return count + 1;
	for (int side = 0; side < SIDE_COUNT; side++)
		count += style->box.border[side] > 0;
	return count;
}

/* Puts in the operations of a box that is not drawn yet. */
static uint32_t
reserve_box(struct painter *painter, const struct style *style)
{
	uint32_t first = painter->page->count;

	for (uint32_t i = box_ops(style); i > 0; i--)
		add_op(painter, OP_RECT, -1);
	return first;
}

static void
paint_run_line(struct painter *painter, fixed x, fixed y, fixed width,
    const struct mark *mark)
{
	struct type_metrics metrics;
	fixed thickness = mark->type->size / 18, down = mark->type->size / 9;

	if (mark->style->text.decoration == DECORATION_NONE ||
	    mark->type->face_count == 0)
		return;
	metrics = type_face_metrics(mark->type->faces[0], mark->type->size);
	if (metrics.underline_thickness > 0)
		thickness = metrics.underline_thickness;
	if (mark->style->text.decoration == DECORATION_LINE_THROUGH)
		down = -metrics.x_height / 2;
	paint_rect(painter, x, y + down, width, thickness,
	    mark->type->color);
}

void
paint_glyphs(struct painter *painter, const struct type_run *run,
    const struct mark *mark, fixed x, fixed y)
{
	struct page_op *op;

	if (run->face == NULL || run->glyph_count == 0)
		return;
	op = add_op(painter, OP_TEXT, mark->element);
	op->x = x;
	op->y = y;
	op->width = run->width;
	op->height = run->size;
	op->color = mark->type->color;
	op->u.text.face = run->face;
	op->u.text.size = run->size;
	op->u.text.glyphs = run->glyphs;
	op->u.text.glyph_count = run->glyph_count;
	op->u.text.text = run->text;
	op->u.text.text_len = run->text_len;
	op->u.text.wanted = mark->type->face_count > 0 ?
	    mark->type->faces[0] : run->face;
	op->u.text.pos = mark->pos;
}

/* A number in the room that was left for it. */
static void
paint_number(struct painter *painter, const struct mark *mark, fixed x,
    fixed y)
{
	struct layout *layout = painter->layout;
	const char *text = number_text(layout, mark_number(layout, mark,
	    painter->page_index));
	const struct type_line *line = inline_line(layout, text, mark->type,
	    false);

	if (strlen(text) != mark->digits)
		layout->is_unstable = true;
	for (uint32_t i = 0; i < line->run_count; i++)
		paint_glyphs(painter, &line->runs[i], mark,
		    x + line->runs[i].x, y);
}

void
paint_figure(struct painter *painter, int32_t element, fixed x, fixed y,
    fixed width, fixed height)
{
	struct element *figure;

	if (element < 0 || painter->is_artifact)
		return;
	figure = &painter->layout->elements.items[element];
	figure->bbox_x = x;
	figure->bbox_y = y;
	figure->bbox_width = width;
	figure->bbox_height = height;
	figure->bbox_page = painter->page_index;
}

static void
paint_image(struct painter *painter, const struct image_asset *asset,
    int32_t element, fixed x, fixed y, fixed width, fixed height)
{
	struct page_op *op = add_op(painter, OP_IMAGE, element);

	op->x = x;
	op->y = y;
	op->width = width;
	op->height = height;
	op->u.image.asset = asset;
	paint_figure(painter, element, x, y, width, height);
}

static void
paint_run(struct painter *painter, const struct type_run *run,
    const struct mark *mark, fixed x, fixed baseline)
{
	fixed y = baseline - mark->rise;

	switch (mark->kind) {
	case MARK_TEXT:
		paint_glyphs(painter, run, mark, x, y);
		paint_run_line(painter, x, y, run->width, mark);
		break;
	case MARK_IMAGE:
		paint_image(painter, mark->asset, mark->element, x,
		    y - mark->height, mark->width, mark->height);
		break;
	case MARK_PAGE:
	case MARK_PAGES:
	case MARK_PAGE_OF:
		paint_number(painter, mark, x, y);
		break;
	case MARK_SPACE:
		break;
	}
}

/* Backgrounds of inline elements, each behind its neighbouring runs. */
static void
paint_inline_boxes(struct painter *painter, const struct type_line *line,
    const struct paragraph *paragraph, fixed x, fixed baseline)
{
	const struct mark *mark;
	const struct type_run *run;
	struct page_op *op;
	fixed from, to, size;

	for (uint32_t i = 0; i < line->run_count; i++) {
		mark = &paragraph->marks[line->runs[i].span];
		if (!mark->style->box.background.is_given ||
		    mark->style->box.display != DISPLAY_INLINE)
			continue;
		from = line->runs[i].x;
		to = from + line->runs[i].width;
		for (; i + 1 < line->run_count; i++) {
			run = &line->runs[i + 1];
			if (paragraph->marks[run->span].style != mark->style)
				break;
			to = run->x + run->width;
		}
		size = mark->type->size;
		paint_rect(painter, x + from, baseline - size * 95 / 100 -
		    mark->style->box.padding[SIDE_TOP], to - from,
		    size * 125 / 100 + mark->style->box.padding[SIDE_TOP] +
		    mark->style->box.padding[SIDE_BOTTOM],
		    mark->style->box.background.rgb);
		op = &painter->page->ops[painter->page->count - 1];
		op->u.rect.radius = mark->style->box.radius;
	}
}

/* One rectangle for each stretch of a line that a link covers. */
static void
paint_links(struct painter *painter, const struct item *item, fixed x,
    fixed y)
{
	const struct type_line *line = item->u.line.set;
	const struct mark *marks = item->u.line.paragraph->marks;
	const struct link *link = NULL, *own;
	fixed from = 0, to = 0;

	for (uint32_t i = 0; i < line->run_count; i++) {
		own = marks[line->runs[i].span].link;
		if (own != link) {
			add_link(painter, link, x + from, y, to - from,
			    item->height);
			from = line->runs[i].x;
			link = own;
		}
		to = line->runs[i].x + line->runs[i].width;
	}
	add_link(painter, link, x + from, y, to - from, item->height);
}

static void
paint_set_line(struct painter *painter, const struct type_line *line,
    const struct paragraph *paragraph, fixed x, fixed baseline)
{
	paint_inline_boxes(painter, line, paragraph, x, baseline);
	for (uint32_t i = 0; i < line->run_count; i++)
		paint_run(painter, &line->runs[i],
		    &paragraph->marks[line->runs[i].span],
		    x + line->runs[i].x, baseline);
}

static void
paint_label(struct painter *painter, const struct label *label, fixed x,
    fixed baseline)
{
	const struct link *link = label->paragraph->marks[0].link;
	fixed height = style_line_height(label->paragraph->marks[0].style);

	paint_set_line(painter, label->line, label->paragraph, x + label->x,
	    baseline);
	add_link(painter, link, x + label->x, baseline - height * 3 / 4,
	    label->line->width, height);
}

/* Dots from `from` to `to`, in step with those of the other lines. */
static void
paint_dots(struct painter *painter, const struct leader *leader, fixed from,
    fixed to, fixed baseline)
{
	const struct type_line *dot = inline_line(painter->layout, ".",
	    leader->type, false);
	struct page_glyph *glyphs;
	struct type_run run;
	struct mark mark = { .type = leader->type, .element = -1 };
	fixed step = leader->type->size / 2;
	uint32_t count;

	from = (from + step - 1) / step * step;
	if (dot->run_count == 0 || dot->runs[0].glyph_count != 1 ||
	    to - from < 2 * step)
		return;
	count = (uint32_t)((to - from) / step);
	glyphs = ARENA_ARRAY(painter->layout->arena, struct page_glyph, count);
	for (uint32_t i = 0; i < count; i++) {
		glyphs[i] = dot->runs[0].glyphs[0];
		glyphs[i].x_advance = step;
	}
	run = dot->runs[0];
	run.glyphs = glyphs;
	run.glyph_count = count;
	run.width = (fixed)count * step;
	paint_glyphs(painter, &run, &mark, from, baseline);
}

static void
paint_leader(struct painter *painter, const struct item *item, fixed x,
    fixed y)
{
	const struct leader *leader = item->u.line.leader;
	const struct type_line *line = item->u.line.set, *number;
	const struct landing *landing = landing_find(painter->layout,
	    leader->ref);
	struct mark mark = { .style = NULL, .type = leader->type,
		.element = leader->element };
	fixed baseline = y + item->u.line.baseline;
	fixed gap = leader->type->size / 2;
	fixed left = x - (leader->is_rtl ? leader->number_width : 0);
	fixed right = left + item->width + leader->number_width;
	fixed number_x;

	if (landing == NULL)
		return;
	number = inline_line(painter->layout,
	    number_text(painter->layout, landing->page + 1), leader->type,
	    false);
	number_x = leader->is_rtl ? left : right - number->width;
	if (leader->is_rtl)
		paint_dots(painter, leader, left + leader->number_width,
		    x + item->width - line->width - gap, baseline);
	else
		paint_dots(painter, leader, x + line->width + gap,
		    right - leader->number_width, baseline);
	for (uint32_t i = 0; i < number->run_count; i++)
		paint_glyphs(painter, &number->runs[i], &mark,
		    number_x + number->runs[i].x, baseline);
	add_link(painter, leader->link, left, y, right - left, item->height);
}

static void
paint_line(struct painter *painter, const struct item *item, fixed x, fixed y)
{
	fixed baseline = y + item->u.line.baseline;

	if (item->u.line.label != NULL)
		paint_label(painter, item->u.line.label, x - item->x,
		    baseline);
	paint_set_line(painter, item->u.line.set, item->u.line.paragraph, x,
	    baseline);
	if (item->u.line.leader != NULL)
		paint_leader(painter, item, x, y);
	else
		paint_links(painter, item, x, y);
}

static void
paint_anchor(struct painter *painter, const char *name, fixed x, fixed y)
{
	struct landing *landing;

	if (painter->is_artifact)
		return;
	landing = landing_find(painter->layout, name);
	if (landing == NULL || landing->is_placed)
		return;
	landing->is_placed = true;
	landing->page = painter->page_index;
	landing->x = x;
	landing->y = y;
}

static fixed
cell_shift(const struct cell *cell, fixed box)
{
	fixed left = box - cell->top - cell->content - cell->bottom;

	if (left <= 0)
		return 0;
	if (cell->valign == VALIGN_MIDDLE)
		return left / 2;
	return cell->valign == VALIGN_BOTTOM ? left : 0;
}

static void
paint_row(struct painter *painter, const struct item *item, fixed x, fixed y)
{
	const struct cell *cell;
	fixed box;
	uint32_t first;

	for (uint32_t i = 0; i < item->u.row.count; i++) {
		cell = &item->u.row.cells[i];
		box = cell->height > 0 ? cell->height : item->height;
		first = reserve_box(painter, cell->style);
		draw_box(painter, cell->style, cell->is_rtl, first,
		    x + cell->x, y, cell->width, box);
		paint_slice(painter, &cell->slice, x + cell->x,
		    y + cell->top + cell_shift(cell, box));
	}
}

static void
paint_qr(struct painter *painter, const struct item *item, fixed x, fixed y)
{
	struct page_op *op = add_op(painter, OP_QR, item->element);

	op->x = x;
	op->y = y;
	op->width = op->height = item->width;
	op->color = item->u.qr.color;
	op->u.qr.payload = item->u.qr.payload;
	paint_figure(painter, item->element, x, y, item->width, item->width);
}

static struct frame *
open_frame(struct painter *painter, const struct container *container,
    fixed y, struct frame *outer)
{
	struct frame *frame = ARENA_NEW(painter->layout->arena, struct frame);

	frame->container = container;
	frame->first_op = reserve_box(painter, container->style);
	frame->y = y;
	frame->outer = outer;
	return frame;
}

static struct frame *
close_frame(struct painter *painter, struct frame *frame, fixed x, fixed y)
{
	const struct container *container = frame->container;

	draw_box(painter, container->style, container->is_rtl,
	    frame->first_op, x + container->x, frame->y, container->width,
	    y - frame->y);
	return frame->outer;
}

/* Opens again what was open where the last page ended, outermost first. */
static struct frame *
reopen(struct painter *painter, const struct container *container, fixed x,
    fixed *y)
{
	struct frame *frame = NULL;
	struct slice head;
	bool was_artifact = painter->is_artifact;

	if (container == NULL)
		return NULL;
	frame = reopen(painter, container->parent, x, y);
	frame = open_frame(painter, container, *y, frame);
	*y += container->top;
	if (container->repeat_height > 0) {
		head = (struct slice){ .galley = container->repeat,
			.end = container->repeat->count };
		painter->is_artifact = true;
		paint_slice(painter, &head, x, *y);
		painter->is_artifact = was_artifact;
		*y += container->repeat_height;
	}
	return frame;
}

/* The height that an item takes: a cell over several rows reaches below its
 * own. */
static fixed
reach_of(const struct item *item)
{
	fixed reach = item->height;

	for (uint32_t i = 0; item->kind == ITEM_ROW && i < item->u.row.count;
	    i++) {
		if (item->u.row.cells[i].height > reach)
			reach = item->u.row.cells[i].height;
	}
	return reach;
}

static void
check_limit(struct painter *painter, const struct item *item, fixed y)
{
	fixed reach = reach_of(item);

	if (painter->has_overflowed || item->node == NULL ||
	    y + reach <= painter->limit)
		return;
	painter->has_overflowed = true;
	diag_report(painter->layout->diags, DIAG_LAYOUT_OVERFLOW,
	    item->node->pos, "this block is %.0f pt higher than its page and "
	    "cannot be split: shorten it",
	    (double)(y + reach - painter->limit) / FIXED_ONE);
}

static struct frame *
paint_item(struct painter *painter, const struct item *item,
    struct frame *frame, fixed x, fixed y)
{
	fixed at = x + item->x;

	switch (item->kind) {
	case ITEM_LINE:
		paint_line(painter, item, at, y);
		break;
	case ITEM_PICTURE:
		paint_image(painter, item->u.picture.asset, item->element, at,
		    y, item->width, item->u.picture.height);
		add_link(painter, item->u.picture.link, at, y, item->width,
		    item->height);
		break;
	case ITEM_QR:
		paint_qr(painter, item, at, y);
		break;
	case ITEM_BAR:
		paint_bar(painter, item, at, y);
		break;
	case ITEM_ROW:
		paint_row(painter, item, x, y);
		break;
	case ITEM_OPEN:
		return open_frame(painter, item->u.container, y, frame);
	case ITEM_CLOSE:
		return close_frame(painter, frame, x, y + item->height);
	case ITEM_ANCHOR:
		paint_anchor(painter, item->u.anchor, at, y);
		break;
	case ITEM_LABEL:
		paint_label(painter, item->u.label, x,
		    y + item->u.label->line->ascent);
		break;
	case ITEM_SPACE:
	case ITEM_BREAK:
		break;
	}
	return frame;
}

void
paint_paper(struct painter *painter, const struct paint *color)
{
	if (color->is_given)
		paint_rect(painter, 0, 0, painter->layout->paper_width,
		    painter->layout->paper_height, color->rgb);
}

void
paint_slice(struct painter *painter, const struct slice *slice, fixed x,
    fixed y)
{
	struct frame *frame = reopen(painter, slice->from.open, x, &y);
	struct cursor at = slice->from;
	const struct item *item;

	for (; at.index < slice->end; at.index++, at.rest = NULL) {
		item = at.rest != NULL ? at.rest :
		    &slice->galley->items[at.index];
		if (item->is_auto && !painter->cutter->has_auto)
			continue;
		check_limit(painter, item, y);
		frame = paint_item(painter, item, frame, x, y);
		y += item->height;
	}
	if (slice->head != NULL) {
		paint_item(painter, slice->head, frame, x, y);
		y += slice->head->height;
	}
	while (frame != NULL) {
		y += frame->container->bottom;
		frame = close_frame(painter, frame, x, y);
	}
}
