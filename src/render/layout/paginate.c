/*
 * Pages. In: the galley of the whole kit; out: pages, painted. Cutting comes
 * first, so that every page number is known when the first page is painted.
 */
#include "flow.h"

/* One page before it is painted. */
struct frame {
	int16_t style;
	struct slice slice;
	struct note_parts notes;
};

struct frames {
	struct frame *items;
	uint32_t count, size;
};

static void
add_frame(struct layout *layout, struct frames *frames, struct frame frame)
{
	struct frame *grown;

	if (frames->count == frames->size) {
		frames->size = frames->size * 2 + 16;
		grown = ARENA_ARRAY(layout->arena, struct frame, frames->size);
		for (uint32_t i = 0; i < frames->count; i++)
			grown[i] = frames->items[i];
		frames->items = grown;
	}
	frames->items[frames->count++] = frame;
}

static void
place_frame(struct layout *layout, const struct cutter *cutter,
    struct frames *frames, int16_t page, struct slice slice,
    struct note_parts *left)
{
	struct frame frame = { .style = page, .slice = slice };

	if (cutter->has_notes)
		frame.notes = notes_place(layout, cutter, &slice,
		    page_text_height(layout, page), left);
	add_frame(layout, frames, frame);
}

static struct frames
cut_all(struct layout *layout, const struct cutter *cutter,
    struct galley *galley)
{
	struct frames frames = { 0 };
	struct cursor at = { 0 };
	struct note_parts left = { 0 };
	struct slice nothing = { .galley = galley,
		.from = { .index = galley->count }, .end = galley->count };
	struct cut cut;
	int16_t page = 0;
	fixed room;

	galley_skip(cutter, galley, &at, &page);
	while (at.index < galley->count) {
		room = page_text_height(layout, page);
		cut = galley_cut(cutter, galley, at, room,
		    notes_left_height(&left, room));
		place_frame(layout, cutter, &frames, page, cut.slice, &left);
		at = cut.next;
		if (cut.is_end)
			break;
		if (cut.page >= 0)
			page = cut.page;
	}
	while (left.count > 0)
		place_frame(layout, cutter, &frames, page, nothing, &left);
	return frames;
}

static bool
has_auto(const struct galley *galley)
{
	for (uint32_t i = 0; i < galley->count; i++) {
		if (galley->items[i].is_auto)
			return true;
	}
	return false;
}

static void note_item(struct layout *layout, const struct cutter *cutter,
    const struct item *item, uint32_t page);

/* Notes the page of every id that a slice holds. */
static void
note_slice(struct layout *layout, const struct cutter *cutter,
    const struct slice *slice, uint32_t page)
{
	struct cursor at = slice->from;

	for (; at.index < slice->end; at.index++, at.rest = NULL)
		note_item(layout, cutter, at.rest != NULL ? at.rest :
		    &slice->galley->items[at.index], page);
	if (slice->head != NULL)
		note_item(layout, cutter, slice->head, page);
}

static void
note_frame(struct layout *layout, const struct cutter *cutter,
    const struct frame *frame, uint32_t page)
{
	note_slice(layout, cutter, &frame->slice, page);
	for (uint32_t i = 0; i < frame->notes.count; i++)
		note_slice(layout, cutter, &frame->notes.items[i].slice, page);
}

static void
note_item(struct layout *layout, const struct cutter *cutter,
    const struct item *item, uint32_t page)
{
	struct landing *landing;

	if (item->is_auto && !cutter->has_auto)
		return;
	if (item->kind == ITEM_ROW) {
		for (uint32_t i = 0; i < item->u.row.count; i++)
			note_slice(layout, cutter,
			    &item->u.row.cells[i].slice, page);
	}
	if (item->kind != ITEM_ANCHOR)
		return;
	landing = landing_find(layout, item->u.anchor);
	if (landing == NULL || landing->is_found)
		return;
	landing->is_found = true;
	landing->page = page;
}

static void
paint_page(struct layout *layout, const struct cutter *cutter,
    const struct frame *frame, uint32_t index, struct page *page)
{
	const struct page_style *style = &layout->sheet->pages[frame->style];
	fixed x = style->margin[layout->is_rtl ? SIDE_END : SIDE_START];
	struct page_ops ops = { 0 };
	struct painter painter = { .layout = layout, .cutter = cutter,
		.page = &ops, .page_index = index,
		.limit = layout->paper_height };

	paint_paper(&painter, &style->background);
	furniture_paint(layout, &painter, frame->style);
	painter.limit = layout->page_bottom[frame->style] -
	    frame->notes.height;
	paint_slice(&painter, &frame->slice, x,
	    layout->page_top[frame->style]);
	painter.limit = layout->page_bottom[frame->style];
	notes_paint(&painter, &frame->notes, x, painter.limit);
	page->width = layout->paper_width;
	page->height = layout->paper_height;
	page->label = layout->cover_label != NULL &&
	    layout->sheet->pages[frame->style].has_furniture == WORD_OFF ?
	    layout->cover_label : number_text(layout, index + 1);
	page->ops = ops.ops;
	page->op_count = ops.count;
	page->links = ops.links;
	page->link_count = ops.link_count;
}

void
paginate(struct layout *layout, struct galley *galley,
    struct page_list *ret_pages)
{
	struct cutter cutter = { .arena = layout->arena,
		.has_notes = layout->has_notes,
		.notes_rule = notes_rule_height(layout) };
	struct frames frames = cut_all(layout, &cutter, galley);

	if (frames.count > LIMIT_AUTO_PAGES && has_auto(galley)) {
		cutter.has_auto = true;
		frames = cut_all(layout, &cutter, galley);
	}
	layout->page_count = frames.count;
	ret_pages->pages = ARENA_ARRAY(layout->arena, struct page,
	    frames.count);
	ret_pages->page_count = frames.count;
	landings_reset(layout);
	furniture_reset(layout);
	for (uint32_t i = 0; i < frames.count; i++)
		note_frame(layout, &cutter, &frames.items[i], i);
	for (uint32_t i = 0; i < frames.count; i++)
		paint_page(layout, &cutter, &frames.items[i], i,
		    &ret_pages->pages[i]);
}
