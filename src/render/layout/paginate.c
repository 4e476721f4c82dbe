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

/* Where the cutting stands between two pages. */
struct cutting {
	struct cursor at;
	struct note_parts left;		/* footnotes that go on */
	int16_t page;			/* style of the next page */
};

/* The page at `*at`, which moves behind it; `less` of its room stays empty. */
static struct frame
cut_frame(struct layout *layout, const struct cutter *cutter,
    struct galley *galley, struct cutting *at, fixed less)
{
	struct frame frame = { .style = at->page };
	fixed room = page_text_height(layout, at->page);
	struct cut cut = galley_cut(cutter, galley, at->at, room - less,
	    notes_left_height(&at->left, room));

	frame.slice = cut.slice;
	if (cutter->has_notes)
		frame.notes = notes_place(layout, cutter, &frame.slice, room,
		    &at->left);
	at->at = cut.next;
	if (cut.is_end)
		at->at.index = galley->count;
	else if (cut.page >= 0)
		at->page = cut.page;
	return frame;
}

/* Whether a page ends there because the author or the style says so. */
static bool
ends_run(const struct frame *frame)
{
	const struct slice *slice = &frame->slice;
	const struct item *items = slice->galley->items;

	return slice->head == NULL && (slice->end >= slice->galley->count ||
	    (items[slice->end].kind == ITEM_BREAK &&
	    items[slice->end].is_forced));
}

static bool
is_runt(const struct layout *layout, const struct cutter *cutter,
    const struct frame *frame)
{
	return slice_height(cutter, &frame->slice) <
	    layout->sheet->pages[frame->style].least_text;
}

/* `last` ends a run of pages and has less than the style wants: `giver`, the
 * page before, gives it some of what it has, but stays the fuller one.
 * `before` is where the giver started, `*at` is behind the runt. */
static void
fill_runt(struct layout *layout, const struct cutter *cutter,
    struct galley *galley, const struct cutting *before, struct cutting *at,
    struct frame *giver, struct frame *last)
{
	fixed spare = page_text_height(layout, before->page) -
	    slice_height(cutter, &giver->slice);
	fixed wanted = layout->sheet->pages[last->style].least_text -
	    slice_height(cutter, &last->slice);
	struct cutting trial = *before;
	struct frame pages[2];

	if (before->left.count > 0 || giver->notes.count > 0 ||
	    last->notes.count > 0)
		return;
	pages[0] = cut_frame(layout, cutter, galley, &trial, spare + wanted);
	pages[1] = cut_frame(layout, cutter, galley, &trial, 0);
	if (!ends_run(&pages[1]) || trial.at.index != at->at.index ||
	    is_runt(layout, cutter, &pages[1]) ||
	    slice_height(cutter, &pages[0].slice) <
	    slice_height(cutter, &pages[1].slice))
		return;
	*giver = pages[0];
	*last = pages[1];
	*at = trial;
}

static struct frames
cut_all(struct layout *layout, const struct cutter *cutter,
    struct galley *galley)
{
	struct frames frames = { 0 };
	struct cutting at = { 0 }, start, before = { 0 };
	struct frame frame, *giver = NULL;

	galley_skip(cutter, galley, &at.at, &at.page);
	while (at.at.index < galley->count || at.left.count > 0) {
		start = at;
		frame = cut_frame(layout, cutter, galley, &at, 0);
		if (giver != NULL && ends_run(&frame) &&
		    is_runt(layout, cutter, &frame))
			fill_runt(layout, cutter, galley, &before, &at, giver,
			    &frame);
		add_frame(layout, &frames, frame);
		giver = ends_run(&frame) ? NULL :
		    &frames.items[frames.count - 1];
		before = start;
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
