/*
 * Grids: cards, metrics, columns of a header. In: a block of display grid;
 * out: one row item for each row of its children, all cells of a row equally
 * high. Columns run from the line's start, so a right-to-left grid mirrors.
 *
 * A child goes behind the one before it, or where its style says; where that
 * is taken a row begins. So what is told first may stand second.
 */
#include <string.h>

#include "flow.h"

struct grid {
	uint8_t count;
	fixed x[LIMIT_GRID_COLUMNS];		/* from the start side */
	fixed width[LIMIT_GRID_COLUMNS];
	fixed gap;
};

/* The row that is being filled. */
struct filled {
	bool is_taken[LIMIT_GRID_COLUMNS];
	uint8_t next;				/* behind the last child */
};

static bool
is_cell(struct layout *layout, const struct place *place,
    const struct doc_node *node)
{
	if (node->tag == DOC_TEXT)
		return strspn(node->text, " \t\r\n") < node->text_len;
	return style_child(&layout->styles, place->style, node->tag,
	    node->class_list)->box.display != DISPLAY_NONE;
}

/* Where a child goes. False: into a row of its own. */
static bool
take_columns(struct filled *filled, const struct grid *grid,
    const struct box_style *box, uint8_t *ret_at, uint8_t *ret_span)
{
	uint8_t span = box != NULL ? box->column_span : 1;
	uint8_t column = box != NULL ? box->grid_column : 0, at;
	bool has_room;

	span = span < grid->count ? span : grid->count;
	at = column > 0 ? (uint8_t)(column - 1) : filled->next;
	if (column > 0 && at + span > grid->count)
		at = (uint8_t)(grid->count - span);
	has_room = at + span <= grid->count;
	for (uint8_t i = 0; has_room && i < span; i++)
		has_room = !filled->is_taken[at + i];
	if (!has_room) {
		*filled = (struct filled){ .next = 0 };
		at = column > 0 ? at : 0;
	}
	for (uint8_t i = 0; i < span; i++)
		filled->is_taken[at + i] = true;
	filled->next = (uint8_t)(at + span);
	*ret_at = at;
	*ret_span = span;
	return has_room;
}

static const struct box_style *
box_of(struct layout *layout, const struct place *place,
    const struct doc_node *node)
{
	return node->tag == DOC_TEXT ? NULL : &style_child(&layout->styles,
	    place->style, node->tag, node->class_list)->box;
}

/* What the content of a column needs, and what it would like. */
static struct widths
column_widths(struct layout *layout, const struct place *place,
    const struct doc_node *node, const struct grid *grid, uint8_t column)
{
	struct widths all = { 0, 0 }, widths;
	struct filled filled = { .next = 0 };
	struct place child;
	uint8_t at, span;
	fixed sides;

	for (const struct doc_node *cell = node->first_child; cell != NULL;
	    cell = cell->next) {
		if (!is_cell(layout, place, cell))
			continue;
		take_columns(&filled, grid, box_of(layout, place, cell), &at,
		    &span);
		if (at == column && span == 1 && cell->tag != DOC_TEXT) {
			child = place_child(layout, place, cell);
			widths = measure_children(layout, &child, cell);
			sides = box_left(child.style, false) +
			    box_right(child.style, false) + 1;
			widths.max = sides + extent_of(child.style->box.width,
			    place->width, widths.max);
			widths.min += sides;
			all.min = widths.min > all.min ? widths.min : all.min;
			all.max = widths.max > all.max ? widths.max : all.max;
		}
	}
	all.max = all.max > 0 ? all.max : 1;
	return all;
}

/* What the columns whose width is not settled yet need, but for one. */
static fixed
others_least(struct layout *layout, const struct place *place,
    const struct doc_node *node, const struct grid *grid,
    const struct tracks *tracks, uint8_t one)
{
	fixed sum = 0;

	for (uint8_t i = 0; i < grid->count; i++)
		if (i != one && (tracks->widths[i].unit == EXTENT_FRACTION ||
		    (tracks->widths[i].unit == EXTENT_AUTO && i > one)))
			sum += column_widths(layout, place, node, grid,
			    i).min;
	return sum;
}

/* An auto column is as wide as its content likes, but leaves the others what
 * they need: the others are asked only where it takes most of what is left. */
static fixed
auto_width(struct layout *layout, const struct place *place,
    const struct doc_node *node, const struct grid *grid,
    const struct tracks *tracks, uint8_t column, fixed left)
{
	fixed width = column_widths(layout, place, node, grid, column).max;
	fixed least = extent_of(tracks->least[column], place->width, 0);
	fixed room = left;

	if (width > left / 2)
		room -= others_least(layout, place, node, grid, tracks,
		    column);
	width = width < room ? width : room;
	return width > least ? width : least;
}

/* A share that is less than its column's least is that least, and the others
 * share what is left of the rest. */
static void
settle_least(struct grid *grid, const struct tracks *tracks, fixed whole,
    fixed *left, bool *is_shared)
{
	int64_t sum = 0;
	bool has_settled = false;
	fixed least;

	for (uint8_t i = 0; i < tracks->count; i++)
		sum += is_shared[i] ? tracks->widths[i].amount : 0;
	for (uint8_t i = 0; i < tracks->count && !has_settled; i++) {
		least = extent_of(tracks->least[i], whole, 0);
		if (!is_shared[i] || (int64_t)*left *
		    tracks->widths[i].amount / sum >= least)
			continue;
		grid->width[i] = least;
		*left = *left > least ? *left - least : 0;
		is_shared[i] = false;
		has_settled = true;
	}
	if (has_settled)
		settle_least(grid, tracks, whole, left, is_shared);
}

/* Shares what is left among the fr columns, the last taking the rest. */
static void
share_fractions(struct grid *grid, const struct tracks *tracks, fixed whole,
    fixed left)
{
	bool is_shared[LIMIT_GRID_COLUMNS];
	int64_t sum = 0;
	fixed rest;
	uint8_t last = 0;

	for (uint8_t i = 0; i < tracks->count; i++)
		is_shared[i] = tracks->widths[i].unit == EXTENT_FRACTION;
	settle_least(grid, tracks, whole, &left, is_shared);
	rest = left;
	for (uint8_t i = 0; i < tracks->count; i++)
		sum += is_shared[i] ? tracks->widths[i].amount : 0;
	for (uint8_t i = 0; i < tracks->count; i++) {
		if (!is_shared[i])
			continue;
		grid->width[i] = (fixed)((int64_t)left *
		    tracks->widths[i].amount / sum);
		rest -= grid->width[i];
		last = i;
	}
	if (sum > 0)
		grid->width[last] += rest;
}

/* Fixed columns that are too wide together are an error; they shrink, so that
 * what is in them is not reported as well. */
static void
check_columns(struct layout *layout, struct grid *grid,
    const struct place *place, const struct doc_node *node)
{
	fixed room = place->width - grid->gap * (grid->count - 1);
	int64_t sum = 0;

	for (uint8_t i = 0; i < grid->count; i++)
		sum += grid->width[i];
	if (sum <= room)
		return;
	diag_report(layout->diags, DIAG_LAYOUT_OVERFLOW, node->pos,
	    "the columns of this grid are %.0f pt wider together than the "
	    "%.0f pt of their box", (double)(sum - room) / FIXED_ONE,
	    (double)place->width / FIXED_ONE);
	for (uint8_t i = 0; i < grid->count && room > 0; i++)
		grid->width[i] = (fixed)(grid->width[i] * (int64_t)room /
		    sum);
}

static void
make_columns(struct layout *layout, struct grid *grid,
    const struct place *place, const struct doc_node *node)
{
	static const struct tracks one = { 1, { { EXTENT_FRACTION, 1 } },
		{ { EXTENT_AUTO, 0 } } };
	const struct tracks *tracks = &place->style->box.tracks;
	fixed left, least, x = 0;

	if (tracks->count == 0)
		tracks = &one;
	grid->count = tracks->count;
	grid->gap = place->style->box.column_gap;
	left = place->width - grid->gap * (grid->count - 1);
	for (uint8_t i = 0; i < grid->count; i++) {
		grid->width[i] = extent_of(tracks->widths[i], place->width, 0);
		least = extent_of(tracks->least[i], place->width, 0);
		if (grid->width[i] < least &&
		    tracks->widths[i].unit != EXTENT_FRACTION)
			grid->width[i] = least;
		if (tracks->widths[i].unit != EXTENT_AUTO)
			left -= grid->width[i];
	}
	for (uint8_t i = 0; i < grid->count; i++) {
		if (tracks->widths[i].unit != EXTENT_AUTO)
			continue;
		grid->width[i] = auto_width(layout, place, node, grid, tracks,
		    i, left);
		left -= grid->width[i];
	}
	share_fractions(grid, tracks, place->width, left > 0 ? left : 0);
	check_columns(layout, grid, place, node);
	for (uint8_t i = 0; i < grid->count; i++) {
		grid->x[i] = x;
		x += grid->width[i] + grid->gap;
	}
}

static void
fill_cell(struct layout *layout, struct cell *cell, const struct grid *grid,
    const struct place *place, const struct doc_node *node, uint8_t column,
    uint8_t span)
{
	struct place outer = place_child(layout, place, node);
	fixed least;

	outer.width = grid->x[column + span - 1] +
	    grid->width[column + span - 1] - grid->x[column];
	outer.x = place->is_rtl ?
	    place->x + place->width - grid->x[column] - outer.width :
	    place->x + grid->x[column];
	if (outer.width < FIXED_ONE)
		outer.width = FIXED_ONE;
	if (node->tag == DOC_TEXT)
		outer.style = style_child(&layout->styles, place->style,
		    DOC_DIV, NULL);
	least = node->tag == DOC_IMG || node->tag == DOC_K_QR ? 0 :
	    extent_of(outer.style->box.height, 0, 0);
	cell_fill(layout, cell, &outer, node, least);
	if (least > cell->content + cell->top + cell->bottom)
		cell->content = least - cell->top - cell->bottom;
}

static void
put_row(struct layout *layout, struct column *column,
    const struct place *place, const struct doc_node *node,
    struct cell *cells, uint32_t count)
{
	struct item *item;
	fixed height = 0, own;

	for (uint32_t i = 0; i < count; i++) {
		own = cells[i].content + cells[i].top + cells[i].bottom;
		if (own > height)
			height = own;
	}
	for (uint32_t i = 0; i < count; i++)
		cell_stretch(&cells[i], height);
	item = column_add(column, ITEM_ROW, height, node);
	item->u.row = (struct row){ cells, count,
		height > page_text_height(layout, place->page), false };
}

void
flow_grid(struct layout *layout, struct column *column,
    const struct place *inner, const struct doc_node *node)
{
	struct grid grid = { 0 };
	struct cell *cells = NULL;
	struct filled filled = { .next = 0 };
	struct place place = *inner;
	uint32_t count = 0;
	uint8_t at, span;

	make_columns(layout, &grid, inner, node);
	place.ordinal = 1;
	for (const struct doc_node *cell = node->first_child; cell != NULL;
	    cell = cell->next) {
		if (!is_cell(layout, inner, cell))
			continue;
		if (!take_columns(&filled, &grid, box_of(layout, inner, cell),
		    &at, &span) && count > 0) {
			put_row(layout, column, inner, node, cells, count);
			column_break(column, inner->avoid);
			column_space(column, inner->style->box.row_gap);
			count = 0;
		}
		if (count == 0)
			cells = ARENA_ARRAY(layout->arena, struct cell,
			    grid.count);
		fill_cell(layout, &cells[count++], &grid, &place, cell, at,
		    span);
		place.ordinal++;
	}
	if (count > 0)
		put_row(layout, column, inner, node, cells, count);
}
