/*
 * Columns of running text. In: a block with a column-count; out: one row item
 * whose cells are slices of one galley, alike in height.
 *
 * The content is set once, as wide as a column. The least height at which it
 * fits through all columns is found by halving; where the page ends in them,
 * the first part is as high as the page allows, and the rest is balanced anew
 * (cut.c).
 */
#include "flow.h"

/* Heights nearer than this are alike. */
#define ALIKE FIXED_FROM_PT(1)

fixed
columns_height(const struct row *row)
{
	fixed height = 0;

	for (uint32_t i = 0; i < row->count; i++) {
		if (row->cells[i].content > height)
			height = row->cells[i].content;
	}
	return height;
}

static struct cursor
run_through(const struct cutter *cutter, struct row *row,
    struct galley *galley, struct cursor from, fixed height)
{
	struct cut cut = { .next = from };

	for (uint32_t i = 0; i < row->count; i++) {
		struct cell *cell = &row->cells[i];

		cell->slice = (struct slice){ .galley = galley,
			.from = { .index = galley->count },
			.end = galley->count };
		cell->content = cell->left = 0;
		if (cut.next.index >= galley->count)
			continue;
		cut = galley_cut(cutter, galley, cut.next, height,
		    NOTES_NONE);
		cell->slice = cut.slice;
		cell->content = cell->left = slice_height(cutter,
		    &cut.slice);
		if (cut.is_end)
			cut.next.index = galley->count;
	}
	return cut.next;
}

struct cursor
columns_fill(const struct cutter *cutter, struct row *row,
    struct galley *galley, struct cursor from, fixed height)
{
	const struct slice whole = { .galley = galley, .from = from,
		.end = galley->count };
	struct cursor rest;
	fixed low, high, middle;

	if (height != HEIGHT_LEAST)
		return run_through(cutter, row, galley, from, height);
	high = slice_height(cutter, &whole);
	low = high / (fixed)row->count - 1;
	while (high - low > ALIKE) {
		middle = low + (high - low) / 2;
		rest = run_through(cutter, row, galley, from, middle);
		if (rest.index >= galley->count &&
		    columns_height(row) <= middle)
			high = middle;
		else
			low = middle;
	}
	return run_through(cutter, row, galley, from, high);
}

/* A column's width, and its place from the left. */
static void
place_columns(struct row *row, const struct place *inner, fixed width)
{
	fixed step = width + inner->style->box.column_gap;

	for (uint32_t i = 0; i < row->count; i++) {
		row->cells[i].width = width;
		row->cells[i].x = inner->is_rtl ? inner->x + inner->width -
		    width - (fixed)i * step : inner->x + (fixed)i * step;
	}
}

void
flow_columns(struct layout *layout, struct column *column,
    const struct place *inner, const struct doc_node *node)
{
	const struct box_style *box = &inner->style->box;
	const struct cutter cutter = { .arena = layout->arena,
		.has_auto = true };
	struct row row = { .count = box->columns, .is_columns = true };
	struct place place = *inner;
	struct column inside;
	struct item *item;

	place.x = 0;
	place.avoid = 0;
	place.width = (inner->width - box->column_gap * (box->columns - 1)) /
	    box->columns;
	if (place.width < FIXED_ONE)
		place.width = FIXED_ONE;
	column_init(&inside, layout->arena);
	flow_content(layout, &inside, &place, node);
	column_finish(&inside);
	if (inside.galley->count == 0)
		return;
	row.cells = ARENA_ARRAY(layout->arena, struct cell, row.count);
	place_columns(&row, inner, place.width);
	columns_fill(&cutter, &row, inside.galley, (struct cursor){ 0 },
	    HEIGHT_LEAST);
	row.can_split = inner->avoid == 0 || columns_height(&row) >
	    page_text_height(layout, inner->page);
	item = column_add(column, ITEM_ROW, columns_height(&row), node);
	item->u.row = row;
}
