/*
 * Running header and footer. In: k:header and k:footer; out: artifacts on
 * every page that has furniture. What shows the page's number is set anew
 * where that has more digits than the last, so that numbers stand close; what
 * shows the title that runs, where that is another.
 */
#include "flow.h"

#include <string.h>

/* What of `node` is not the same on every page. */
static void
find_changing(const struct doc_node *node, struct furniture *furniture)
{
	const struct doc_node *child;

	furniture->has_title |= node->tag == DOC_K_RUNNING;
	furniture->has_number |= node->tag == DOC_K_PAGE;
	furniture->has_count |= node->tag == DOC_K_PAGES ||
	    node->tag == DOC_K_PAGE_OF;
	for (child = node->first_child; child != NULL; child = child->next)
		find_changing(child, furniture);
}

static void
set(struct layout *layout, const struct doc_node *node, struct style *parent,
    struct furniture *ret_furniture)
{
	struct column column;
	const char *lang = layout->options->lang;
	struct place place = { .style = parent, .lang = lang,
		.element_lang = lang, .element = -1, .takes_text = true,
		.is_rtl = layout->is_rtl, .align = -1,
		.height = HEIGHT_UNKNOWN,
		.width = page_text_width(layout, 0) };

	column_init(&column, layout->arena);
	layout->is_in_furniture = true;
	flow_furniture(layout, &column, &place, node);
	layout->is_in_furniture = false;
	column_finish(&column);
	ret_furniture->galley = column.galley;
	ret_furniture->height = galley_height(column.galley);
}

/* Sets `last` anew unless it says the same on this page. */
static void
set_for_page(struct layout *layout, const struct doc_node *node,
    struct style *parent, struct furniture *last)
{
	const char *title = last->has_title ?
	    running_title(layout, layout->furniture_page) : "";
	const size_t len = last->has_number ?
	    strlen(number_text(layout, layout->furniture_page + 1)) : 0;

	if (node == NULL || (last->galley != NULL && len == last->number_len &&
	    strcmp(title, last->title) == 0))
		return;
	set(layout, node, parent, last);
	last->title = title;
	last->number_len = len;
}

/* The first time, for a page that may be any. */
static fixed
set_first(struct layout *layout, const struct doc_node *node,
    struct style *parent, struct furniture *ret_furniture)
{
	*ret_furniture = (struct furniture){ 0 };
	if (node != NULL)
		find_changing(node, ret_furniture);
	layout->furniture_page = 0;
	set_for_page(layout, node, parent, ret_furniture);
	return ret_furniture->height;
}

static fixed
larger(fixed a, fixed b)
{
	return a > b ? a : b;
}

/* The text keeps a third of the paper. */
#define TEXT_PART 3

static void
check_room(struct layout *layout, int16_t page)
{
	const struct doc_node *blamed = layout->header != NULL ?
	    layout->header : layout->footer;

	if (blamed == NULL || page_text_height(layout, page) >=
	    layout->paper_height / TEXT_PART)
		return;
	diag_report(layout->diags, DIAG_LAYOUT_OVERFLOW, blamed->pos,
	    "the running header and footer leave %.0f pt of the page for its "
	    "text: shorten them",
	    (double)page_text_height(layout, page) / FIXED_ONE);
	layout->page_top[page] = layout->sheet->pages[page].margin[SIDE_TOP];
	layout->page_bottom[page] = layout->paper_height -
	    layout->sheet->pages[page].margin[SIDE_BOTTOM];
}

void
furniture_measure(struct layout *layout)
{
	const struct page_style *page;
	fixed header, footer;

	header = set_first(layout, layout->header, layout->header_parent,
	    &layout->last_header);
	footer = set_first(layout, layout->footer, layout->footer_parent,
	    &layout->last_footer);
	layout->header_height = header;
	layout->footer_height = footer;
	for (uint16_t i = 0; i < layout->sheet->page_count; i++) {
		page = &layout->sheet->pages[i];
		layout->page_top[i] = page->margin[SIDE_TOP];
		layout->page_bottom[i] = layout->paper_height -
		    page->margin[SIDE_BOTTOM];
		if (page->has_furniture == WORD_OFF)
			continue;
		if (header > 0)
			layout->page_top[i] = larger(layout->page_top[i],
			    page->header_offset + header +
			    page->furniture_gap);
		if (footer > 0)
			layout->page_bottom[i] = layout->paper_height -
			    larger(page->margin[SIDE_BOTTOM],
			    page->footer_offset + footer +
			    page->furniture_gap);
		check_room(layout, (int16_t)i);
	}
}

void
furniture_reset(struct layout *layout)
{
	struct furniture *const all[] = { &layout->last_header,
		&layout->last_footer };

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (all[i]->has_title || all[i]->has_count)
			all[i]->galley = NULL;
}

static void
paint_one(struct layout *layout, struct painter *painter,
    const struct doc_node *node, struct style *parent, fixed x, fixed y,
    bool is_footer)
{
	struct furniture *furniture = is_footer ? &layout->last_footer :
	    &layout->last_header;
	struct slice slice;

	set_for_page(layout, node, parent, furniture);
	if (furniture->galley == NULL)
		return;
	if (furniture->height > (is_footer ? layout->footer_height :
	    layout->header_height))
		diag_report(layout->diags, DIAG_LAYOUT_OVERFLOW, node->pos,
		    "what runs at the %s of page %u is higher than on other "
		    "pages: shorten the title of that page, or give the "
		    "running text more width", is_footer ? "foot" : "head",
		    (unsigned)painter->page_index + 1);
	slice = galley_whole(furniture->galley);
	paint_slice(painter, &slice, x, is_footer ? y - furniture->height : y);
}

void
furniture_paint(struct layout *layout, struct painter *painter, int16_t page)
{
	const struct page_style *style = &layout->sheet->pages[page];
	fixed x = style->margin[layout->is_rtl ? SIDE_END : SIDE_START];

	if (style->has_furniture == WORD_OFF)
		return;
	layout->furniture_page = painter->page_index;
	painter->is_artifact = true;
	paint_one(layout, painter, layout->header, layout->header_parent, x,
	    style->header_offset, false);
	paint_one(layout, painter, layout->footer, layout->footer_parent, x,
	    layout->paper_height - style->footer_offset, true);
	painter->is_artifact = false;
}
