/*
 * Cutting a galley into pages. In: a place in it and the room of a page; out:
 * what stands on the page and where the next one starts.
 *
 * One scan from the place on: every BREAK whose text still fits is a
 * candidate, the lowest penalty wins, the last of equals; a forced break ends
 * the scan. A row that does not fit and may be split ends the page inside
 * itself: each of its galleys is cut by the same function. Where nothing at
 * all fits, the first thing is placed all the same, so that the cutting ends;
 * painting reports it. Footnotes called on the page take room from below. A
 * scan reads no further than the page reaches, so
 * pages are linear in the galley.
 */
#include "galley.h"

#include <stddef.h>
#include <string.h>

/* A part of a row shorter than this is not worth a break. */
#define SPLIT_MIN FIXED_FROM_PT(30)
/* A footnote higher than this may go on on the next page, with so much of it
 * below its call at least. */
#define NOTE_LONG FIXED_FROM_PT(120)
#define NOTE_START FIXED_FROM_PT(36)

struct scan {
	const struct cutter *cutter;
	struct galley *galley;
	struct cursor at;
	fixed y, room;
	fixed notes;			/* height of the footnotes so far */
	bool has_content;
	bool is_overfull;		/* what does not fit is placed: end soon */
	bool has_best;
	int32_t best_penalty;
	struct cursor best;
};

static const struct item *
item_at(const struct galley *galley, const struct cursor *at)
{
	return at->rest != NULL ? at->rest : &galley->items[at->index];
}

static bool
is_skipped(const struct cutter *cutter, const struct item *item)
{
	return item->is_auto && !cutter->has_auto;
}

static fixed
bottom_of(const struct container *open)
{
	return open != NULL ? open->bottom_sum : 0;
}

void
galley_skip(const struct cutter *cutter, const struct galley *galley,
    struct cursor *at, int16_t *page)
{
	const struct item *item;

	for (; at->rest == NULL && at->index < galley->count; at->index++) {
		item = &galley->items[at->index];
		if (is_skipped(cutter, item))
			continue;
		if (item->kind == ITEM_BREAK && item->is_forced) {
			if (item->page >= 0)
				*page = item->page;
		} else if (item->kind != ITEM_BREAK &&
		    (item->kind != ITEM_SPACE || item->is_stretch)) {
			return;
		}
	}
}

static fixed
notes_height(const struct scan *scan)
{
	return scan->notes > 0 ? scan->notes + scan->cutter->notes_rule : 0;
}

/* The footnotes called in an item: `full` is the height of all of them,
 * `least` the same with no more than the start of a long last one. */
struct call_room {
	fixed full, least;
};

static void
add_calls(const struct cutter *cutter, const struct item *item,
    struct call_room *room)
{
	const struct slice *slice;
	struct cursor at;

	if (is_skipped(cutter, item))
		return;
	for (const struct note *note = item->notes; note != NULL;
	    note = note->next) {
		room->least = room->full + note->space +
		    (note->height > NOTE_LONG ? NOTE_START : note->height);
		room->full += note->space + note->height;
	}
	for (uint32_t i = 0; item->kind == ITEM_ROW && i < item->u.row.count;
	    i++) {
		slice = &item->u.row.cells[i].slice;
		for (at = slice->from; at.index < slice->end;
		    at.index++, at.rest = NULL)
			add_calls(cutter, item_at(slice->galley, &at), room);
		if (slice->head != NULL)
			add_calls(cutter, slice->head, room);
	}
}

/* The height of the footnotes with those of an item that is `height` high. A
 * long note that does not fit beside its own line is begun here. */
static fixed
notes_with(const struct scan *scan, const struct item *item, fixed height)
{
	struct call_room room = { 0, 0 };

	if (!scan->cutter->has_notes || scan->notes == NOTES_NONE ||
	    (item->kind != ITEM_ROW && item->notes == NULL))
		return scan->notes;
	add_calls(scan->cutter, item, &room);
	if (scan->y + height + bottom_of(scan->at.open) + scan->notes +
	    room.full + scan->cutter->notes_rule > scan->room)
		return scan->notes + room.least;
	return scan->notes + room.full;
}

static void
consider(struct scan *scan, int32_t penalty)
{
	if (!scan->has_content || (!scan->is_overfull && scan->y +
	    bottom_of(scan->at.open) + notes_height(scan) > scan->room))
		return;
	if (scan->has_best && penalty > scan->best_penalty)
		return;
	scan->best = scan->at;
	scan->best_penalty = penalty;
	scan->has_best = true;
}

static fixed
row_height(const struct row *row)
{
	fixed height = 0, own;

	for (uint32_t i = 0; i < row->count; i++) {
		own = row->cells[i].content + row->cells[i].top +
		    row->cells[i].bottom;
		if (own > height)
			height = own;
	}
	return height;
}

fixed
slice_height(const struct cutter *cutter, const struct slice *slice)
{
	const struct container *open = slice->from.open;
	fixed height = open != NULL ? open->top_sum : 0;
	struct cursor at = slice->from;
	const struct item *item;

	for (; at.index < slice->end; at.index++, at.rest = NULL) {
		item = item_at(slice->galley, &at);
		if (is_skipped(cutter, item))
			continue;
		if (item->kind == ITEM_OPEN)
			open = item->u.container;
		else if (item->kind == ITEM_CLOSE)
			open = item->u.container->parent;
		height += item->height;
	}
	if (slice->head != NULL)
		height += slice->head->height;
	return height + bottom_of(open);
}

/* Height of what is left of a cell behind a cut: what was left before it,
 * less what the cut took. So a cell over many pages stays linear. */
static fixed
left_behind(const struct cell *cell, const struct cursor *next)
{
	const struct galley *galley = cell->slice.galley;
	struct cursor at = cell->slice.from;
	fixed left = cell->left;

	for (; at.index < next->index; at.index++, at.rest = NULL)
		left -= item_at(galley, &at)->height;
	if (next->rest != NULL)
		left += next->rest->height - item_at(galley, &at)->height;
	return left;
}

/* Cuts every cell of a row at `room`; false when none of them gets anything
 * onto the page or all of them do. */
static bool
split_row(const struct scan *scan, const struct item *item, fixed room,
    struct item **ret_head, struct item **ret_tail)
{
	struct arena *arena = scan->cutter->arena;
	const struct row *row = &item->u.row;
	struct item *halves[2];
	struct cell *head, *tail;
	struct cut cut;
	bool has_head = false, has_tail = false;

	for (int i = 0; i < 2; i++) {
		halves[i] = ARENA_NEW(arena, struct item);
		*halves[i] = *item;
		halves[i]->u.row.cells = ARENA_ARRAY(arena, struct cell,
		    row->count);
	}
	for (uint32_t i = 0; i < row->count; i++) {
		head = &halves[0]->u.row.cells[i];
		tail = &halves[1]->u.row.cells[i];
		*head = *tail = row->cells[i];
		cut = galley_cut(scan->cutter, head->slice.galley,
		    head->slice.from, room - head->top - head->bottom,
		    NOTES_NONE);
		head->slice = cut.slice;
		head->content = slice_height(scan->cutter, &head->slice);
		if (head->top + head->content + head->bottom > room) {
			head->slice.end = head->slice.from.index;
			head->slice.head = NULL;
			head->content = 0;
			cut.next = head->slice.from;
			cut.is_end = false;
		}
		has_head |= head->content > 0;
		has_tail |= !cut.is_end;
		tail->left = left_behind(tail, &cut.next);
		tail->slice.from = cut.next;
		tail->slice.end = tail->slice.galley->count;
		tail->content = cut.is_end ? 0 : tail->left;
		if (!cut.is_end && cut.next.open != NULL)
			tail->content += cut.next.open->top_sum;
		head->valign = tail->valign = VALIGN_TOP;
		head->height = tail->height = 0;
	}
	halves[0]->height = row_height(&halves[0]->u.row);
	halves[1]->height = row_height(&halves[1]->u.row);
	*ret_head = halves[0];
	*ret_tail = halves[1];
	return has_head && has_tail;
}

/* Ends the page inside columns: as much as fits runs through them here, and
 * the rest through the same columns on the next page. */
static bool
split_columns(const struct scan *scan, const struct item *item, fixed room,
    struct item **ret_head, struct item **ret_tail)
{
	struct arena *arena = scan->cutter->arena;
	const struct row *row = &item->u.row;
	struct galley *galley = row->cells[0].slice.galley;
	struct item *halves[2];
	struct cursor rest = row->cells[0].slice.from;

	for (int i = 0; i < 2; i++) {
		halves[i] = ARENA_NEW(arena, struct item);
		*halves[i] = *item;
		halves[i]->u.row.cells = ARENA_ARRAY(arena, struct cell,
		    row->count);
		memcpy(halves[i]->u.row.cells, row->cells,
		    row->count * sizeof(*row->cells));
		rest = columns_fill(scan->cutter, &halves[i]->u.row, galley,
		    rest, i == 0 ? room : HEIGHT_LEAST);
		halves[i]->height = columns_height(&halves[i]->u.row);
		if (i == 0 && (rest.index >= galley->count ||
		    halves[0]->height > room))
			return false;
	}
	*ret_head = halves[0];
	*ret_tail = halves[1];
	return true;
}

static struct cut
cut_at(const struct scan *scan, struct cursor from, struct cursor at)
{
	struct cut cut = { .next = at, .page = -1 };

	cut.slice.galley = scan->galley;
	cut.slice.from = from;
	cut.slice.end = at.index;
	galley_skip(scan->cutter, scan->galley, &cut.next, &cut.page);
	cut.is_end = cut.next.index >= scan->galley->count;
	return cut;
}

static bool
split_at(const struct scan *scan, const struct item *item, fixed room,
    struct item **ret_head, struct item **ret_tail)
{
	return item->u.row.is_columns ?
	    split_columns(scan, item, room, ret_head, ret_tail) :
	    split_row(scan, item, room, ret_head, ret_tail);
}

/* Splits a row that calls footnotes: as high as leaves room for the notes of
 * what stands above the cut, found by halving. */
static bool
split_with_notes(const struct scan *scan, const struct item *item, fixed room,
    struct item **ret_head, struct item **ret_tail)
{
	fixed low = SPLIT_MIN, high = room, at = room;
	struct item *head, *tail;
	struct call_room calls;
	bool has_split = false, is_split;

	while (high - low >= SPLIT_MIN / 4) {
		is_split = split_at(scan, item, at, &head, &tail);
		calls = (struct call_room){ 0, 0 };
		if (is_split)
			add_calls(scan->cutter, head, &calls);
		if (calls.full > 0 && scan->notes == 0)
			calls.full += scan->cutter->notes_rule;
		if (is_split && head->height + calls.full <= room) {
			*ret_head = head;
			*ret_tail = tail;
			has_split = true;
			low = at;
		} else if (is_split || at >= item->height) {
			high = at;
		} else {
			low = at;
		}
		at = low + (high - low) / 2;
	}
	return has_split;
}

/* Ends the page inside the row that the scan stands at. */
static bool
cut_row(const struct scan *scan, struct cursor from, const struct item *item,
    struct cut *ret_cut)
{
	struct call_room calls = { 0, 0 };
	struct item *head, *tail;
	fixed room;

	if (item->kind != ITEM_ROW || !item->u.row.can_split)
		return false;
	room = scan->room - scan->y - bottom_of(scan->at.open) -
	    notes_height(scan);
	if (scan->cutter->has_notes && scan->notes != NOTES_NONE)
		add_calls(scan->cutter, item, &calls);
	if (room < SPLIT_MIN || !(calls.full > 0 ? split_with_notes :
	    split_at)(scan, item, room, &head, &tail))
		return false;
	*ret_cut = (struct cut){ .next = scan->at, .page = -1 };
	ret_cut->slice = (struct slice){ scan->galley, from, scan->at.index,
		head };
	ret_cut->next.rest = tail;
	return true;
}

/* Reads one item; false when it does not fit or the page ends before it. */
static bool
step(struct scan *scan, const struct item *item)
{
	struct scan with = *scan;

	if (item->kind == ITEM_BREAK) {
		consider(scan, item->is_forced ? INT32_MIN : item->penalty);
		return !(scan->has_content &&
		    (item->is_forced || scan->is_overfull));
	}
	if (item->kind <= ITEM_ROW) {
		with.notes = notes_with(scan, item, item->height);
		if (!scan->is_overfull && scan->y + item->height +
		    bottom_of(scan->at.open) + notes_height(&with) >
		    scan->room)
			return false;
		scan->notes = with.notes;
		scan->has_content = true;
	}
	if (item->kind == ITEM_OPEN)
		scan->at.open = item->u.container;
	else if (item->kind == ITEM_CLOSE)
		scan->at.open = item->u.container->parent;
	scan->y += item->height;
	return true;
}

struct cut
galley_cut(const struct cutter *cutter, struct galley *galley,
    struct cursor from, fixed room, fixed notes)
{
	struct scan scan = { .cutter = cutter, .galley = galley, .at = from,
		.room = room, .notes = notes };
	const struct item *item;
	struct cut cut;

	if (from.open != NULL)
		scan.y = from.open->top_sum;
	while (scan.at.index < galley->count) {
		item = item_at(galley, &scan.at);
		if (is_skipped(cutter, item) || step(&scan, item)) {
			scan.at.index++;
			scan.at.rest = NULL;
			continue;
		}
		if (item->kind != ITEM_BREAK &&
		    cut_row(&scan, from, item, &cut))
			return cut;
		if (scan.has_best)
			return cut_at(&scan, from, scan.best);
		scan.is_overfull = true;
	}
	return cut_at(&scan, from, scan.at);
}
