/*
 * Footnotes. In: k:footnote elements with their number; out: notes at the
 * foot of the page that calls them, below a short line.
 *
 * A note is a galley of its own, made when the paragraph that calls it is
 * set, and hangs on the line with its number. Cutting leaves room for the
 * notes of the lines it takes (cut.c); here they are collected and placed. A
 * note that finds no room goes on on the next page, before the notes of that
 * page. The line above them is an hr of class footnotes.
 */
#include "flow.h"

#include <string.h>

/* Between the number and the text, in 1/100 of the font size. */
#define NUMBER_GAP 40

struct note_rule {
	struct galley *galley;
	fixed above, height;
};

const char *
note_anchor(struct arena *arena, const char *number)
{
	return arena_printf(arena, "fn-%s", number);
}

struct note *
note_new(struct layout *layout, const struct place *place,
    const struct doc_node *node)
{
	const struct element *elements = layout->elements.items;
	struct note *note;
	int32_t owner = place->element;

	/* A note in a note has no page to stand on; composing lets none by. */
	if (owner < 0 || layout->is_in_note ||
	    doc_get(node, DOC_ATTR_REF) != NULL)
		return NULL;
	while (elements[owner].type == ELEMENT_SPAN ||
	    elements[owner].type == ELEMENT_LINK ||
	    (elements[owner].type >= ELEMENT_H1 &&
	    elements[owner].type <= ELEMENT_H6))
		owner = elements[owner].parent;
	note = ARENA_NEW(layout->arena, struct note);
	*note = (struct note){ .node = node, .lang = place->lang,
		.is_rtl = place->is_rtl, .page = place->page,
		.element = owner };
	return note;
}

/* The language in force at an element. */
static const char *
lang_at(const struct layout *layout, int32_t element)
{
	const struct element *elements = layout->elements.items;

	for (; element >= 0; element = elements[element].parent) {
		if (elements[element].lang != NULL)
			return elements[element].lang;
	}
	return layout->options->lang;
}

void
note_set(struct layout *layout, struct note *note)
{
	struct place place = { .style = layout->body, .lang = note->lang,
		.element_lang = lang_at(layout, note->element),
		.element = note->element, .is_rtl = note->is_rtl,
		.page = note->page, .align = -1, .height = HEIGHT_UNKNOWN,
		.width = page_text_width(layout, note->page) };
	const struct style *style;
	struct column column;

	if (note->galley != NULL)
		return;
	style = style_child(&layout->styles, layout->body, DOC_K_FOOTNOTE,
	    note->node->class_list);
	column_init(&column, layout->arena);
	column_anchor(&column, note_anchor(layout->arena,
	    doc_get(note->node, DOC_ATTR_VALUE)));
	layout->is_in_note = true;
	flow_furniture(layout, &column, &place, note->node);
	layout->is_in_note = false;
	column_finish(&column);
	note->galley = column.galley;
	note->space = style->box.margin[SIDE_TOP];
	note->height = galley_height(column.galley);
}

/* The note's number, a link back to where it is called. */
static struct label *
number_label(struct layout *layout, const struct place *note,
    const struct doc_node *node)
{
	struct mark *mark = ARENA_NEW(layout->arena, struct mark);
	struct paragraph *paragraph = ARENA_NEW(layout->arena,
	    struct paragraph);
	struct label *label = ARENA_NEW(layout->arena, struct label);
	struct link *link = ARENA_NEW(layout->arena, struct link);
	const char *number = doc_get(node, DOC_ATTR_VALUE);
	struct place inside = *note;
	fixed gap = note->style->text.font_size * NUMBER_GAP / 100;

	element_enter(layout, &inside, ELEMENT_LBL, node);
	element_enter(layout, &inside, ELEMENT_LINK, node);
	*link = (struct link){ .dest = node->id, .element = inside.element,
		.contents = doc_get(node, DOC_ATTR_DATA_TEXT) };
	if (link->contents == NULL)
		link->contents = number;
	mark->style = note->style;
	mark->type = style_type(&layout->styles, note->style, note->lang);
	mark->element = inside.element;
	mark->link = node->id != NULL ? link : NULL;
	mark->pos = node->pos;
	*paragraph = (struct paragraph){ mark, 1, note->is_rtl };
	label->paragraph = paragraph;
	label->line = inline_line(layout, number, mark->type, note->is_rtl);
	label->x = note->is_rtl ? note->x + note->width + gap :
	    note->x - gap - label->line->width;
	return label;
}

void
flow_note(struct layout *layout, struct column *column,
    const struct place *inner, const struct doc_node *node)
{
	struct place place = *inner;

	layout->elements.items[place.element].id = note_anchor(layout->arena,
	    doc_get(node, DOC_ATTR_VALUE));
	column->label = number_label(layout, &place, node);
	flow_children(layout, column, &place, node);
}

/* Made once a pass, of an element that no template wrote. */
static struct note_rule *
make_rule(struct layout *layout)
{
	struct note_rule *rule = ARENA_NEW(layout->arena, struct note_rule);
	struct doc_node *node = doc_new(layout->arena, DOC_HR, SOURCE_NOWHERE);
	struct place place = { .style = layout->body,
		.lang = layout->options->lang,
		.element_lang = layout->options->lang, .element = -1,
		.is_rtl = layout->is_rtl, .align = -1,
		.height = HEIGHT_UNKNOWN,
		.width = page_text_width(layout, 0) };
	const struct box_style *box;
	struct column column;

	node->class_list = "footnotes";
	box = &style_child(&layout->styles, layout->body, DOC_HR,
	    node->class_list)->box;
	column_init(&column, layout->arena);
	flow_furniture(layout, &column, &place, node);
	column_finish(&column);
	rule->galley = column.galley;
	rule->above = box->margin[SIDE_TOP];
	rule->height = rule->above + galley_height(column.galley) +
	    box->margin[SIDE_BOTTOM];
	return rule;
}

fixed
notes_rule_height(struct layout *layout)
{
	if (!layout->has_notes)
		return 0;
	if (layout->notes_rule == NULL)
		layout->notes_rule = make_rule(layout);
	return layout->notes_rule->height;
}

static void
add_part(struct layout *layout, struct note_parts *parts,
    struct note_part part)
{
	struct note_part *grown;

	if (parts->count == parts->size) {
		parts->size = parts->size * 2 + 4;
		grown = ARENA_ARRAY(layout->arena, struct note_part,
		    parts->size);
		if (parts->count > 0)
			memcpy(grown, parts->items,
			    parts->count * sizeof(*grown));
		parts->items = grown;
	}
	parts->items[parts->count++] = part;
}

static void collect_item(struct layout *layout, const struct cutter *cutter,
    const struct item *item, struct note_parts *parts);

static void
collect_slice(struct layout *layout, const struct cutter *cutter,
    const struct slice *slice, struct note_parts *parts)
{
	struct cursor at = slice->from;

	for (; at.index < slice->end; at.index++, at.rest = NULL)
		collect_item(layout, cutter, at.rest != NULL ? at.rest :
		    &slice->galley->items[at.index], parts);
	if (slice->head != NULL)
		collect_item(layout, cutter, slice->head, parts);
}

static void
collect_item(struct layout *layout, const struct cutter *cutter,
    const struct item *item, struct note_parts *parts)
{
	if (item->is_auto && !cutter->has_auto)
		return;
	for (const struct note *note = item->notes; note != NULL;
	    note = note->next)
		add_part(layout, parts, (struct note_part){ note,
			galley_whole(note->galley), note->height });
	for (uint32_t i = 0; item->kind == ITEM_ROW && i < item->u.row.count;
	    i++)
		collect_slice(layout, cutter, &item->u.row.cells[i].slice,
		    parts);
}

fixed
notes_left_height(const struct note_parts *left, fixed room)
{
	fixed height = 0;

	for (uint32_t i = 0; i < left->count; i++)
		height += left->items[i].note->space + left->items[i].height;
	return height < room / 3 * 2 ? height : room / 3 * 2;
}

/* Puts a part, or its beginning, on the page; false when something of it is
 * left in *part. */
static bool
place_part(struct layout *layout, const struct cutter *cutter,
    struct note_parts *placed, struct note_part *part, fixed room,
    bool is_forced)
{
	struct note_part head = *part;
	struct cut cut;

	if (part->height <= room) {
		placed->height += part->note->space + part->height;
		add_part(layout, placed, *part);
		return true;
	}
	cut = galley_cut(cutter, part->slice.galley, part->slice.from, room,
	    NOTES_NONE);
	head.slice = cut.slice;
	head.height = slice_height(cutter, &head.slice);
	if (head.height > room && !is_forced)
		return false;
	placed->height += part->note->space + head.height;
	add_part(layout, placed, head);
	part->slice.from = cut.next;
	part->height = slice_height(cutter, &part->slice);
	return cut.is_end;
}

struct note_parts
notes_place(struct layout *layout, const struct cutter *cutter,
    const struct slice *slice, fixed room, struct note_parts *left)
{
	fixed rule = notes_rule_height(layout);
	fixed content = slice_height(cutter, slice);
	struct note_parts queue = *left, placed = { 0 };
	uint32_t at = 0;
	bool is_whole = true;

	*left = (struct note_parts){ 0 };
	collect_slice(layout, cutter, slice, &queue);
	room -= content + rule;
	for (; at < queue.count && is_whole; at += is_whole)
		is_whole = place_part(layout, cutter, &placed,
		    &queue.items[at], room - placed.height -
		    queue.items[at].note->space,
		    content == 0 && placed.count == 0);
	for (; at < queue.count; at++)
		add_part(layout, left, queue.items[at]);
	if (placed.count > 0)
		placed.height += rule;
	return placed;
}

void
notes_paint(struct painter *painter, const struct note_parts *parts, fixed x,
    fixed bottom)
{
	const struct note_rule *rule = painter->layout->notes_rule;
	fixed y = bottom - parts->height;
	struct slice line;

	if (parts->count == 0)
		return;
	line = galley_whole(rule->galley);
	painter->is_artifact = true;
	paint_slice(painter, &line, x, y + rule->above);
	painter->is_artifact = false;
	y += rule->height;
	for (uint32_t i = 0; i < parts->count; i++) {
		y += parts->items[i].note->space;
		paint_slice(painter, &parts->items[i].slice, x, y);
		y += parts->items[i].height;
	}
}
