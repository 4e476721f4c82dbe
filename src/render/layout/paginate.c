/*
 * Pages. In: the galley of the whole kit; out: pages, painted. Cutting comes
 * first, so that every page number is known when the first page is painted.
 */
#include "flow.h"

/* One page before it is painted. */
struct frame {
	int16_t style;
	struct slice slice;
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

static struct frames
cut_all(struct layout *layout, const struct cutter *cutter,
    struct galley *galley)
{
	struct frames frames = { 0 };
	struct cursor at = { 0 };
	struct cut cut;
	int16_t page = 0;

	galley_skip(cutter, galley, &at, &page);
	while (at.index < galley->count) {
		cut = galley_cut(cutter, galley, at,
		    page_text_height(layout, page));
		add_frame(layout, &frames, (struct frame){ page, cut.slice });
		if (cut.is_end)
			break;
		if (cut.page >= 0)
			page = cut.page;
		at = cut.next;
	}
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
	struct page_ops ops = { 0 };
	struct painter painter = { .layout = layout, .cutter = cutter,
		.page = &ops, .page_index = index,
		.limit = layout->paper_height };

	furniture_paint(layout, &painter, frame->style);
	painter.limit = layout->page_bottom[frame->style];
	paint_slice(&painter, &frame->slice,
	    style->margin[layout->is_rtl ? SIDE_END : SIDE_START],
	    layout->page_top[frame->style]);
	page->width = layout->paper_width;
	page->height = layout->paper_height;
	page->label = number_text(layout, index + 1);
	page->ops = ops.ops;
	page->op_count = ops.count;
	page->links = ops.links;
	page->link_count = ops.link_count;
}

void
paginate(struct layout *layout, struct galley *galley,
    struct page_list *ret_pages)
{
	struct cutter cutter = { .arena = layout->arena };
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
	for (uint32_t i = 0; i < frames.count; i++)
		note_slice(layout, &cutter, &frames.items[i].slice, i);
	for (uint32_t i = 0; i < frames.count; i++)
		paint_page(layout, &cutter, &frames.items[i], i,
		    &ret_pages->pages[i]);
}
