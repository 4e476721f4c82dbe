/*
 * Lists. In: ul, ol, dl and their items; out: items of a column, with the
 * marker waiting in the column for the first line of the item's content, and
 * the elements LI, Lbl, LBody.
 */
#include <stdlib.h>

#include "flow.h"

/* Between a marker and the text, in 1/100 of the font size. */
#define MARKER_GAP 45

static const char *const bullets[] = {
	[LIST_DISC] = "\xe2\x80\xa2",		/* U+2022 */
	[LIST_DASH] = "\xe2\x80\x93",		/* U+2013 */
};

static int32_t
first_ordinal(const struct doc_node *list)
{
	const char *start = doc_get(list, DOC_ATTR_START);
	long number = start != NULL ? strtol(start, NULL, 10) : 1;

	return number > -1000000 && number < 1000000 ? (int32_t)number : 1;
}

/*
 * Where an item goes: a marker stands before its text, so an item of the other
 * direction finds the list's padding on the other side.
 */
static struct place
item_place(struct layout *layout, const struct place *list,
    const struct doc_node *item)
{
	struct place place = *list;
	const fixed *padding = list->style->box.padding;
	fixed shift = padding[SIDE_START] - padding[SIDE_END];

	if (place_child(layout, list, item).is_rtl != list->is_rtl)
		place.x += list->is_rtl ? shift : -shift;
	return place;
}

void
flow_list(struct layout *layout, struct column *column,
    const struct place *inner, const struct doc_node *node)
{
	const struct text_style *text = &inner->style->text;
	struct place list = *inner, place;
	struct run_of_lines run = run_start(column);
	bool is_first = true;

	list.ordinal = first_ordinal(node);
	for (const struct doc_node *at = node->first_child; at != NULL;
	    at = at->next) {
		if (at->tag == DOC_TEXT)
			continue;
		if (!is_first)
			run_break(&run, column, list.avoid, text->orphans);
		is_first = false;
		place = item_place(layout, &list, at);
		flow_block(layout, column, &place, at);
		list.ordinal += at->tag == DOC_LI;
	}
	run_end(&run, column, text->widows);
}

/* a … z, aa … : numbers without a zero. */
static const char *
letters(struct arena *arena, int32_t ordinal, char first)
{
	char text[16] = "";
	size_t at = sizeof(text) - 1;

	if (ordinal < 1)
		return arena_printf(arena, "%d.", ordinal);
	for (; ordinal > 0 && at > 0; ordinal = (ordinal - 1) / 26)
		text[--at] = (char)(first + (ordinal - 1) % 26);
	return arena_printf(arena, "%s.", &text[at]);
}

static const char *
marker_text(struct layout *layout, const struct place *place)
{
	switch ((enum list_style)place->style->text.list) {
	case LIST_NONE:
		return NULL;
	case LIST_DISC:
	case LIST_DASH:
		return bullets[place->style->text.list];
	case LIST_DECIMAL:
		return arena_printf(layout->arena, "%d.", place->ordinal);
	case LIST_LOWER_ALPHA:
		return letters(layout->arena, place->ordinal, 'a');
	case LIST_UPPER_ALPHA:
		return letters(layout->arena, place->ordinal, 'A');
	}
	return NULL;
}

static const struct label *
make_label(struct layout *layout, const struct place *place,
    const struct doc_node *node)
{
	const char *text = marker_text(layout, place);
	struct place inside = *place;
	struct paragraph *paragraph;
	struct label *label;
	struct mark *mark;
	fixed gap = place->style->text.font_size * MARKER_GAP / 100;

	if (text == NULL)
		return NULL;
	element_enter(layout, &inside, ELEMENT_LBL, node);
	mark = ARENA_NEW(layout->arena, struct mark);
	mark->style = place->style;
	mark->type = style_type(&layout->styles, place->style, place->lang);
	mark->element = inside.element;
	mark->pos = node->pos;
	paragraph = ARENA_NEW(layout->arena, struct paragraph);
	*paragraph = (struct paragraph){ mark, 1, place->is_rtl };
	label = ARENA_NEW(layout->arena, struct label);
	label->paragraph = paragraph;
	label->line = inline_line(layout, text, mark->type,
	    place->is_rtl);
	label->x = place->is_rtl ? place->x + place->width + gap :
	    place->x - gap - label->line->width;
	return label;
}

void
flow_list_item(struct layout *layout, struct column *column,
    struct place inner, const struct doc_node *node)
{
	const struct label *label;

	element_enter(layout, &inner, ELEMENT_LI, node);
	label = make_label(layout, &inner, node);
	if (label != NULL)
		column->label = label;
	element_enter(layout, &inner, ELEMENT_LBODY, node);
	flow_children(layout, column, &inner, node);
	if (column->label == label)
		column->label = NULL;	/* the item was empty */
}

void
flow_term(struct layout *layout, struct column *column, struct place inner,
    const struct doc_node *node)
{
	bool is_term = node->tag == DOC_DT;

	if (layout->definition == DEFINITION_NONE) {
		flow_children(layout, column, &inner, node);
		return;
	}
	if (layout->definition < 0 ||
	    (is_term && layout->has_definition_body)) {
		layout->definition = element_new(layout, &inner, ELEMENT_LI,
		    node);
		layout->has_definition_body = false;
	}
	if (inner.element >= 0)
		inner.element = layout->definition;
	element_enter(layout, &inner, is_term ? ELEMENT_LBL : ELEMENT_LBODY,
	    node);
	layout->has_definition_body |= !is_term;
	flow_children(layout, column, &inner, node);
}
