/*
 * Blocks. In: a node and the place where it goes; out: items of a column.
 *
 * One block is: a break before it, its margin, its box (a container when it
 * has padding, border or background; a cell when it has a height), inside
 * the box its structure element and its content, then its margin and break
 * after it. Runs of inline siblings between blocks become paragraphs.
 */
#include "flow.h"

#include <string.h>

#include "fieldkit/format.h"

fixed
page_text_width(const struct layout *layout, int16_t page)
{
	const struct page_style *style = &layout->sheet->pages[page];

	return layout->paper_width - style->margin[SIDE_START] -
	    style->margin[SIDE_END];
}

fixed
page_text_height(const struct layout *layout, int16_t page)
{
	return layout->page_bottom[page] - layout->page_top[page];
}

fixed
box_side(const struct style *style, enum side side)
{
	return style->box.border[side] + style->box.padding[side];
}

fixed
box_left(const struct style *style, bool is_rtl)
{
	return box_side(style, is_rtl ? SIDE_END : SIDE_START);
}

fixed
box_right(const struct style *style, bool is_rtl)
{
	return box_side(style, is_rtl ? SIDE_START : SIDE_END);
}

static bool
box_is_decorated(const struct style *style)
{
	for (int side = 0; side < SIDE_COUNT; side++) {
		if (style->box.border[side] > 0)
			return true;
	}
	return style->box.background.is_given ||
	    box_side(style, SIDE_TOP) > 0 || box_side(style, SIDE_BOTTOM) > 0;
}

/* lang_is_rtl, which takes ICU longer than to flow a short paragraph. */
static bool
is_rtl_lang(struct layout *layout, const char *lang)
{
	if (layout->asked_lang == NULL ||
	    strcmp(layout->asked_lang, lang) != 0) {
		layout->asked_lang = lang;
		layout->asked_is_rtl = lang_is_rtl(lang);
	}
	return layout->asked_is_rtl;
}

struct place
place_child(struct layout *layout, const struct place *place,
    const struct doc_node *node)
{
	struct place child = *place;
	const char *dir = doc_get(node, DOC_ATTR_DIR);

	child.depth++;
	if (node->tag != DOC_FRAGMENT && node->tag != DOC_TEXT)
		child.style = style_child(&layout->styles, place->style,
		    node->tag, node->class_list);
	if (node->lang != NULL && strcmp(node->lang, place->lang) != 0) {
		child.lang = node->lang;
		child.is_rtl = is_rtl_lang(layout, node->lang);
	}
	if (node->tag == DOC_PRE)
		child.is_rtl = false;	/* code reads from left to right */
	if (dir != NULL && strcmp(dir, "auto") != 0)
		child.is_rtl = strcmp(dir, "rtl") == 0;
	return child;
}

bool
node_is_inline(struct layout *layout, struct style *parent,
    const struct doc_node *node)
{
	const struct style *style;

	if (node->tag == DOC_TEXT || node->tag == DOC_K_FOOTNOTE)
		return true;
	if (node->tag == DOC_FRAGMENT)
		return false;
	style = style_child(&layout->styles, parent, node->tag,
	    node->class_list);
	if (style->box.display == DISPLAY_NONE)
		return (doc_tag_flags(node->tag) & DOC_PHRASING) != 0;
	if (style->box.display != DISPLAY_INLINE)
		return false;
	for (const struct doc_node *child = node->first_child;
	    child != NULL && (doc_tag_flags(node->tag) & DOC_TRANSPARENT);
	    child = child->next) {
		if (child->tag != DOC_TEXT && child->tag != DOC_IMG &&
		    !(doc_tag_flags(child->tag) & DOC_PHRASING))
			return false;
	}
	return true;
}

/* What a block's tag is in the structure tree (DOCUMENT: nothing of its
 * own), and who sets what is inside. */
static const struct {
	enum element_type type;
	void (*flow)(struct layout *, struct column *, const struct place *,
	    const struct doc_node *);
	void (*flow_item)(struct layout *, struct column *, struct place,
	    const struct doc_node *);
} blocks[DOC_TAG_COUNT] = {
	[DOC_P] = { .type = ELEMENT_P },
	[DOC_PRE] = { .type = ELEMENT_P },
	[DOC_FIGCAPTION] = { .type = ELEMENT_P },
	[DOC_SUMMARY] = { .type = ELEMENT_P },
	[DOC_H1] = { .type = ELEMENT_H1 },
	[DOC_H2] = { .type = ELEMENT_H2 },
	[DOC_H3] = { .type = ELEMENT_H3 },
	[DOC_H4] = { .type = ELEMENT_H4 },
	[DOC_H5] = { .type = ELEMENT_H5 },
	[DOC_H6] = { .type = ELEMENT_H6 },
	[DOC_SECTION] = { .type = ELEMENT_SECT },
	[DOC_ARTICLE] = { .type = ELEMENT_SECT },
	[DOC_BLOCKQUOTE] = { .type = ELEMENT_BLOCK_QUOTE },
	[DOC_UL] = { .type = ELEMENT_L, .flow = flow_list },
	[DOC_OL] = { .type = ELEMENT_L, .flow = flow_list },
	[DOC_DL] = { .type = ELEMENT_L },
	[DOC_LI] = { .flow_item = flow_list_item },
	[DOC_DT] = { .flow_item = flow_term },
	[DOC_DD] = { .flow_item = flow_term },
	[DOC_TABLE] = { .type = ELEMENT_TABLE, .flow = flow_table },
	[DOC_IMG] = { .flow = flow_picture },
	[DOC_K_QR] = { .flow = flow_qr },
	[DOC_K_BAR] = { .flow = flow_bar },
	[DOC_K_FOOTNOTE] = { .type = ELEMENT_NOTE, .flow = flow_note },
	[DOC_K_TOC] = { .type = ELEMENT_TOC, .flow = flow_contents },
};

static bool
is_captioned(const struct doc_node *table)
{
	const struct doc_node *at = table->first_child;

	while (at != NULL && at->tag != DOC_CAPTION)
		at = at->next;
	return at != NULL;
}

/* What a figure shows, of which its caption is a part: a picture or a table
 * that stands alone in it. NULL: the figure is no element of its own. */
static const struct doc_node *
figure_content(const struct doc_node *figure, enum element_type *ret_type)
{
	const struct doc_node *content = NULL;
	const char *alt;

	for (const struct doc_node *at = figure->first_child; at != NULL;
	    at = at->next) {
		if (at->tag == DOC_FIGCAPTION || (at->tag == DOC_TEXT &&
		    strspn(at->text, " \t\r\n") >= at->text_len))
			continue;
		if (content != NULL)
			return NULL;
		content = at;
	}
	if (content == NULL)
		return NULL;
	alt = doc_get(content, DOC_ATTR_ALT);
	*ret_type = content->tag == DOC_TABLE ? ELEMENT_TABLE :
	    ELEMENT_FIGURE;
	if (content->tag == DOC_TABLE)
		return is_captioned(content) ? NULL : content;
	if (content->tag == DOC_IMG)
		return alt != NULL && alt[0] != '\0' ? content : NULL;
	return content->tag == DOC_K_QR ? content : NULL;
}

static void
enter_figure(struct layout *layout, struct place *inner,
    const struct doc_node *node)
{
	enum element_type type;
	const struct doc_node *content = figure_content(node, &type);

	if (content == NULL || inner->element < 0)
		return;
	element_enter(layout, inner, type, content);
	inner->owner = inner->element;
}

static void
enter_block(struct layout *layout, struct place *inner,
    const struct doc_node *node)
{
	if (node->tag == DOC_FIGURE)
		enter_figure(layout, inner, node);
	else if (node->tag == DOC_FIGCAPTION && inner->owner > 0)
		element_enter(layout, inner, ELEMENT_CAPTION, node);
	else if (blocks[node->tag].type != ELEMENT_DOCUMENT)
		element_enter(layout, inner, blocks[node->tag].type, node);
}

void
flow_content(struct layout *layout, struct column *column,
    const struct place *inner, const struct doc_node *node)
{
	if (blocks[node->tag].flow_item != NULL)
		blocks[node->tag].flow_item(layout, column, *inner, node);
	else if (inner->style->box.display == DISPLAY_GRID)
		flow_grid(layout, column, inner, node);
	else if (blocks[node->tag].flow != NULL)
		blocks[node->tag].flow(layout, column, inner, node);
	else
		flow_children(layout, column, inner, node);
}

void
flow_inside(struct layout *layout, struct column *column, struct place inner,
    const struct doc_node *node)
{
	int32_t definition = layout->definition;

	enter_block(layout, &inner, node);
	if (node->tag == DOC_DL)
		layout->definition = DEFINITION_CLOSED;
	if (node->tag == DOC_A)
		inner.link = inline_link(layout, &inner, node);
	if (inner.style->box.display != DISPLAY_GRID &&
	    inner.style->box.columns > 1)
		flow_columns(layout, column, &inner, node);
	else
		flow_content(layout, column, &inner, node);
	if (node->tag == DOC_DL)
		layout->definition = definition;
}

/* The border box: margins and width applied to the container's content. */
static void
make_border_box(struct place *child, const struct place *place)
{
	const struct box_style *box = &child->style->box;
	fixed left = box->margin[place->is_rtl ? SIDE_END : SIDE_START];
	fixed room = child->width - box->margin[SIDE_START] -
	    box->margin[SIDE_END];
	fixed width = extent_of(box->width, child->width, room);
	fixed max = extent_of(box->max_width, child->width, room);

	if (width > max)
		width = max;
	if (width > room || child->style->tag == DOC_IMG ||
	    child->style->tag == DOC_K_QR || child->style->tag == DOC_TABLE)
		width = room;
	child->x += left + (place->is_rtl ? room - width : 0);
	child->width = width;
}

struct place
place_inside(const struct place *outer)
{
	struct place inner = *outer;

	inner.x += box_left(outer->style, outer->is_rtl);
	inner.width -= box_left(outer->style, outer->is_rtl) +
	    box_right(outer->style, outer->is_rtl);
	if (inner.width < FIXED_ONE)
		inner.width = FIXED_ONE;
	inner.height = HEIGHT_UNKNOWN;
	if (outer->style->box.break_inside == BREAK_AVOID)
		inner.avoid += PENALTY_AVOID;
	return inner;
}

static void
flow_container(struct layout *layout, struct column *column,
    const struct place *outer, const struct doc_node *node)
{
	struct container *open = ARENA_NEW(layout->arena, struct container);

	open->style = outer->style;
	open->is_rtl = outer->is_rtl;
	open->x = outer->x;
	open->width = outer->width;
	open->top = box_side(outer->style, SIDE_TOP);
	open->bottom = box_side(outer->style, SIDE_BOTTOM);
	column_open(column, open, node);
	flow_inside(layout, column, place_inside(outer), node);
	column_close(column);
}

/* The height that a style gives, or HEIGHT_UNKNOWN. */
static fixed
given_height(const struct layout *layout, const struct place *outer,
    const struct doc_node *node)
{
	fixed whole = outer->height;

	if (node->tag == DOC_IMG || node->tag == DOC_K_QR ||
	    node->tag == DOC_K_BAR || node->tag == DOC_TABLE)
		return HEIGHT_UNKNOWN;
	if (whole == HEIGHT_UNKNOWN)
		whole = page_text_height(layout, outer->page);
	return extent_of(outer->style->box.height, whole, HEIGHT_UNKNOWN);
}

static void
flow_box(struct layout *layout, struct column *column,
    const struct place *outer, const struct doc_node *node)
{
	fixed height = given_height(layout, outer, node);

	if (node->tag == DOC_K_BAR) {	/* its box is the bar's */
		flow_inside(layout, column, *outer, node);
	} else if (height != HEIGHT_UNKNOWN) {
		flow_fixed(layout, column, outer, node, height);
	} else if (box_is_decorated(outer->style)) {
		flow_container(layout, column, outer, node);
	} else {
		flow_inside(layout, column, place_inside(outer), node);
	}
}

/* Break, margin and anchor before a block. */
static void
begin_block(struct layout *layout, struct column *column,
    const struct place *place, struct place *child,
    const struct doc_node *node)
{
	const struct box_style *box = &child->style->box;

	if (box->page >= 0 && box->page != place->page) {
		child->page = box->page;
		child->x = 0;
		child->width = page_text_width(layout, box->page);
		child->height = page_text_height(layout, box->page);
		column_force(column, box->page);
	} else if (box->break_before == BREAK_PAGE) {
		column_force(column, place->page);
	} else if (box->break_before == BREAK_AVOID) {
		column_keep(column);
	}
	column_space(column, box->margin[SIDE_TOP]);
	column->is_stretch |= box->is_auto_top == WORD_ON;
	if (node->id != NULL)
		column_anchor(column, node->id);
}

static void
end_block(struct column *column, const struct place *place,
    const struct place *child)
{
	const struct box_style *box = &child->style->box;

	column_space(column, box->margin[SIDE_BOTTOM]);
	if (child->page != place->page || box->break_after == BREAK_PAGE)
		column_force(column, place->page);
	else if (box->break_after == BREAK_AVOID)
		column_keep(column);
}

static bool
is_auto(const struct doc_node *node)
{
	const char *kind = doc_get(node, DOC_ATTR_DATA_KIND);

	return kind != NULL && strcmp(kind, "auto") == 0;
}

void
flow_block(struct layout *layout, struct column *column,
    const struct place *place, const struct doc_node *node)
{
	struct place child = place_child(layout, place, node);
	bool was_auto = column->is_auto;

	if (node->tag == DOC_FRAGMENT) {
		flow_children(layout, column, place, node);
		return;
	}
	if (child.style->box.display == DISPLAY_NONE ||
	    node->tag == DOC_K_HEADER || node->tag == DOC_K_FOOTER)
		return;
	if (child.depth > LIMIT_LAYOUT_DEPTH) {
		diag_report(layout->diags, DIAG_LIMIT_PASSED, node->pos,
		    "blocks are nested more than %d deep", LIMIT_LAYOUT_DEPTH);
		return;
	}
	column->is_auto |= is_auto(node);
	begin_block(layout, column, place, &child, node);
	make_border_box(&child, place);
	flow_box(layout, column, &child, node);
	end_block(column, place, &child);
	column->is_auto = was_auto;
}

void
flow_furniture(struct layout *layout, struct column *column,
    const struct place *place, const struct doc_node *node)
{
	struct place child = place_child(layout, place, node);

	make_border_box(&child, place);
	flow_box(layout, column, &child, node);
}

static const struct doc_node *
last_text(const struct doc_node *node)
{
	const struct doc_node *child;

	while (node != NULL && node->tag != DOC_TEXT) {
		child = node->last_child;
		if (child != NULL && child->tag == DOC_K_FOOTNOTE)
			return NULL;
		node = child;
	}
	return node;
}

/* Whether a paragraph says what the list, table or quotation behind it is: it
 * ends in a colon, full width in East Asian text. */
static bool
is_introduction(const struct doc_node *paragraph, const struct doc_node *next)
{
	const struct doc_node *text = last_text(paragraph);
	size_t len = text != NULL ? text->text_len : 0;

	if (paragraph->tag != DOC_P || next == NULL ||
	    (next->tag != DOC_UL && next->tag != DOC_OL &&
	    next->tag != DOC_DL && next->tag != DOC_TABLE &&
	    next->tag != DOC_FIGURE && next->tag != DOC_PRE &&
	    next->tag != DOC_BLOCKQUOTE))
		return false;
	while (len > 0 && strchr(" \t\r\n", text->text[len - 1]) != NULL)
		len--;
	return (len > 0 && text->text[len - 1] == ':') || (len >= 3 &&
	    memcmp(text->text + len - 3, "\xef\xbc\x9a", 3) == 0);
}

static const struct doc_node *
next_block(const struct doc_node *node)
{
	do
		node = node->next;
	while (node != NULL && node->tag == DOC_TEXT &&
	    strspn(node->text, " \t\r\n") >= node->text_len);
	return node;
}

void
flow_children(struct layout *layout, struct column *column,
    const struct place *place, const struct doc_node *node)
{
	const struct doc_node *at = node->first_child, *end;
	bool is_first = true;

	while (at != NULL) {
		if (!is_first)
			column_break(column, place->avoid);
		is_first = false;
		end = at;
		while (end != NULL &&
		    node_is_inline(layout, place->style, end))
			end = end->next;
		if (end != at) {
			inline_flow(layout, column, place, at, end);
			at = end;
		} else {
			flow_block(layout, column, place, at);
			if (is_introduction(at, next_block(at)))
				column_keep(column);
			at = at->next;
		}
	}
}

void
cell_fill(struct layout *layout, struct cell *cell, const struct place *outer,
    const struct doc_node *node, fixed least)
{
	struct column inside;
	struct place content = place_inside(outer);

	column_init(&inside, layout->arena);
	cell->style = node->tag != DOC_K_BAR ? outer->style : NULL;
	cell->is_rtl = outer->is_rtl;
	cell->x = outer->x;
	cell->width = outer->width;
	if (cell->style != NULL) {
		cell->top = box_side(outer->style, SIDE_TOP);
		cell->bottom = box_side(outer->style, SIDE_BOTTOM);
	} else {
		content = *outer;
	}
	cell->valign = outer->style->box.valign;
	content.x -= outer->x;
	if (least > 0)
		content.height = least - cell->top - cell->bottom;
	if (node->id != NULL)
		column_anchor(&inside, node->id);
	if (node->tag == DOC_TEXT)
		inline_flow(layout, &inside, &content, node, node->next);
	else
		flow_inside(layout, &inside, content, node);
	column_finish(&inside);
	cell->slice = galley_whole(inside.galley);
	cell->content = galley_height(inside.galley);
	cell->left = cell->content;
	cell_stretch(cell, least);
}

void
flow_fixed(struct layout *layout, struct column *column,
    const struct place *outer, const struct doc_node *node, fixed height)
{
	struct cell *cell = ARENA_NEW(layout->arena, struct cell);
	struct item *item;

	cell_fill(layout, cell, outer, node, height);
	if (height < cell->content + cell->top + cell->bottom)
		height = cell->content + cell->top + cell->bottom;
	item = column_add(column, ITEM_ROW, height, node);
	item->u.row = (struct row){ cell, 1, false, false };
}
