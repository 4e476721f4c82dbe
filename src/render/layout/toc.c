/*
 * The contents. In: the headings found in the tree; out: one paragraph each,
 * a link, with a leader that is drawn when the page numbers are known. The
 * room for a number is fixed, so the contents never change the pages.
 * A theme styles the entries as p.toc-1 and p.toc-2.
 */
#include <string.h>

#include "flow.h"

static const char *const classes[] = { "toc-1", "toc-2" };

static const struct link *
entry_link(struct layout *layout, struct place *place,
    const struct heading *heading)
{
	struct link *link;

	element_enter(layout, place, ELEMENT_TOCI, heading->node);
	element_enter(layout, place, ELEMENT_REFERENCE, heading->node);
	element_enter(layout, place, ELEMENT_LINK, heading->node);
	link = ARENA_NEW(layout->arena, struct link);
	*link = (struct link){ .dest = heading->id,
		.contents = heading->title, .element = place->element };
	return link;
}

static const struct leader *
entry_leader(struct layout *layout, const struct place *place,
    const struct heading *heading, fixed number_width)
{
	struct leader *leader = ARENA_NEW(layout->arena, struct leader);

	*leader = (struct leader){ .ref = heading->id,
		.type = style_type(&layout->styles, place->style, place->lang),
		.style = place->style, .link = place->link,
		.element = place->element, .number_width = number_width,
		.is_rtl = place->is_rtl };
	return leader;
}

static void
flow_entry(struct layout *layout, struct column *column,
    const struct place *place, const struct heading *heading, unsigned level)
{
	struct doc_node *entry = doc_new(layout->arena, DOC_P,
	    heading->node->pos);
	struct inline_text text;
	struct place child;
	fixed room;

	entry->class_list = classes[level > 1];
	doc_append(entry, doc_new_text(layout->arena, heading->title,
	    strlen(heading->title), heading->node->pos));
	child = place_child(layout, place, entry);
	column_space(column, child.style->box.margin[SIDE_TOP]);
	child = place_inside(&child);
	child.link = entry_link(layout, &child, heading);
	room = child.style->text.font_size + type_measure(
	    layout->options->type, "000", 3,
	    style_type(&layout->styles, child.style, child.lang));
	if (room > child.width / 2)
		room = child.width / 2;
	child.width -= room;
	if (child.is_rtl)
		child.x += room;
	if (inline_read(layout, &child, entry->first_child, NULL, &text))
		inline_put(layout, column, &child, &text, entry_leader(layout,
		    &child, heading, room));
	column_space(column, child.style->box.margin[SIDE_BOTTOM]);
}

void
flow_contents(struct layout *layout, struct column *column,
    const struct place *inner, const struct doc_node *node)
{
	unsigned least = 2;
	bool is_first = true;

	(void)node;
	for (uint32_t i = 0; i < layout->heading_count; i++) {
		if (layout->headings[i].is_listed &&
		    layout->headings[i].level < least)
			least = layout->headings[i].level;
	}
	for (uint32_t i = 0; i < layout->heading_count; i++) {
		if (!layout->headings[i].is_listed)
			continue;
		if (!is_first)
			column_break(column, inner->avoid);
		is_first = false;
		flow_entry(layout, column, inner, &layout->headings[i],
		    layout->headings[i].level - least + 1);
	}
}
