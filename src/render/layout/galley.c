/*
 * Building a galley. In: blocks in reading order; out: items. Invariant: a
 * BREAK or SPACE is only ever followed by something drawn, since both wait in
 * the column until it comes; there is none between a container's start and
 * its first child, nor between its last child and its end, so the margins of
 * those two vanish inside the padding.
 */
#include "galley.h"

#include <string.h>

#define ITEMS_FIRST 32

void
column_init(struct column *column, struct arena *arena)
{
	*column = (struct column){ .arena = arena, .page = -1,
		.is_open_top = true };
	column->galley = ARENA_NEW(arena, struct galley);
	column->anchors_end = &column->anchors;
}

static struct item *
push(struct column *column, enum item_kind kind, fixed height)
{
	struct galley *galley = column->galley;
	struct item *grown;
	uint32_t size;

	if (galley->count == galley->size) {
		size = galley->size == 0 ? ITEMS_FIRST : galley->size * 2;
		grown = ARENA_ARRAY(column->arena, struct item, size);
		if (galley->count > 0)
			memcpy(grown, galley->items,
			    galley->count * sizeof(*grown));
		galley->items = grown;
		galley->size = size;
	}
	grown = &galley->items[galley->count++];
	grown->kind = kind;
	grown->height = height;
	grown->is_auto = column->is_auto;
	grown->page = -1;
	grown->element = -1;
	return grown;
}

void
column_space(struct column *column, fixed space)
{
	if (space > column->space)
		column->space = space;
}

void
column_break(struct column *column, int32_t penalty)
{
	if (!column->has_break || penalty < column->penalty)
		column->penalty = penalty;
	column->has_break = true;
}

void
column_keep(struct column *column)
{
	column->keep = PENALTY_KEEP;
}

void
column_force(struct column *column, int16_t page)
{
	column->is_forced = true;
	column->page = page;
}

void
column_anchor(struct column *column, const char *name)
{
	struct anchor *anchor = ARENA_NEW(column->arena, struct anchor);

	anchor->name = name;
	*column->anchors_end = anchor;
	column->anchors_end = &anchor->next;
}

/* Whether a stretch of the galley has fewer lines, or what counts as one. */
static bool
has_fewer_lines(const struct galley *galley, uint32_t from, uint32_t than)
{
	uint32_t count = 0;

	for (; from < galley->count && count < than; from++)
		count += galley->items[from].kind <= ITEM_ROW;
	return count < than;
}

struct run_of_lines
run_start(const struct column *column)
{
	return (struct run_of_lines){ column->galley->count,
		column->galley->count };
}

void
run_break(struct run_of_lines *run, struct column *column, int32_t penalty,
    uint32_t orphans)
{
	bool is_short = has_fewer_lines(column->galley, run->first, orphans);

	run->last = column->galley->count;
	column_break(column, penalty + (is_short ? PENALTY_ORPHAN : 0));
}

/* The break before the last part is in the galley by now. */
void
run_end(const struct run_of_lines *run, struct column *column,
    uint32_t widows)
{
	struct galley *galley = column->galley;

	if (run->last == run->first || run->last >= galley->count ||
	    galley->items[run->last].kind != ITEM_BREAK ||
	    !has_fewer_lines(galley, run->last, widows))
		return;
	galley->items[run->last].penalty += PENALTY_ORPHAN;
}

static void
put_anchors(struct column *column)
{
	for (struct anchor *at = column->anchors; at != NULL; at = at->next)
		push(column, ITEM_ANCHOR, 0)->u.anchor = at->name;
	column->anchors = NULL;
	column->anchors_end = &column->anchors;
}

/* Puts what waits before the next thing drawn. */
static void
flush(struct column *column)
{
	struct item *item;

	if (column->is_forced ||
	    (column->has_break && !column->is_open_top)) {
		item = push(column, ITEM_BREAK, 0);
		item->is_forced = column->is_forced;
		item->page = column->page;
		item->penalty = column->penalty + column->keep;
	}
	if ((column->space > 0 && !column->is_open_top) ||
	    column->is_stretch) {
		item = push(column, ITEM_SPACE, column->space);
		item->is_stretch = column->is_stretch;
	}
	put_anchors(column);
	column->is_forced = column->has_break = column->is_stretch = false;
	column->is_open_top = false;
	column->page = -1;
	column->space = 0;
	column->keep = column->penalty = 0;
}

struct item *
column_add(struct column *column, enum item_kind kind, fixed height,
    const struct doc_node *node)
{
	struct item *item;

	flush(column);
	if (column->label != NULL && kind != ITEM_LINE) {
		item = push(column, ITEM_LABEL, 0);
		item->u.label = column->label;
		item->node = node;
		column->label = NULL;
	}
	item = push(column, kind, height);
	item->node = node;
	if (kind == ITEM_LINE) {
		item->u.line.label = column->label;
		column->label = NULL;
	}
	return item;
}

void
column_open(struct column *column, struct container *open,
    const struct doc_node *node)
{
	struct item *item;

	flush(column);
	open->parent = column->open;
	open->top_sum = open->top + open->repeat_height;
	open->bottom_sum = open->bottom;
	if (open->parent != NULL) {
		open->top_sum += open->parent->top_sum;
		open->bottom_sum += open->parent->bottom_sum;
	}
	item = push(column, ITEM_OPEN, open->top);
	item->u.container = open;
	item->node = node;
	column->open = open;
	column->is_open_top = true;
}

/* A forced break that waits moves behind the container. */
void
column_close(struct column *column)
{
	struct item *item;

	put_anchors(column);
	item = push(column, ITEM_CLOSE, column->open->bottom);
	item->u.container = column->open;
	column->open = column->open->parent;
	column->space = 0;
	column->has_break = column->is_stretch = false;
	column->keep = column->penalty = 0;
	column->is_open_top = false;
}

void
column_finish(struct column *column)
{
	if (column->label != NULL) {
		push(column, ITEM_LABEL, 0)->u.label = column->label;
		column->label = NULL;
	}
	put_anchors(column);
}

fixed
galley_height(const struct galley *galley)
{
	fixed height = 0;

	for (uint32_t i = 0; i < galley->count; i++)
		height += galley->items[i].height;
	return height;
}

struct slice
galley_whole(struct galley *galley)
{
	return (struct slice){ .galley = galley, .end = galley->count };
}

/* Gives `left` to the stretching spaces. */
static void
galley_stretch(struct galley *galley, fixed left)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < galley->count; i++)
		count += galley->items[i].is_stretch;
	for (uint32_t i = 0; i < galley->count && left > 0; i++) {
		if (!galley->items[i].is_stretch)
			continue;
		galley->items[i].height += left / (fixed)count;
		left -= left / (fixed)count;
		count--;
	}
}

void
cell_stretch(struct cell *cell, fixed height)
{
	fixed room = height - cell->top - cell->bottom;

	if (cell->content >= room)
		return;
	galley_stretch(cell->slice.galley, room - cell->content);
	cell->content = cell->left = galley_height(cell->slice.galley);
}
