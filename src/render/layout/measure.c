/*
 * How wide content wants to be. In: a node and the place it will go; out: the
 * least width without a broken word and the width on single lines. Used for
 * table columns and grid tracks of width auto; nothing is tagged or placed.
 */
#include "flow.h"

static void
widen(struct widths *widths, struct widths by)
{
	if (by.min > widths->min)
		widths->min = by.min;
	if (by.max > widths->max)
		widths->max = by.max;
}

static struct widths
measure_text(struct layout *layout, const struct place *place,
    const struct doc_node *first, const struct doc_node *end)
{
	struct inline_text text;
	struct widths widths = { 0, 0 };

	if (inline_read(layout, place, first, end, &text))
		type_measure_paragraph(layout->options->type, layout->arena,
		    &text.type, &widths.min, &widths.max);
	return widths;
}

static struct widths
measure_block(struct layout *layout, const struct place *place,
    const struct doc_node *node)
{
	struct place child = place_child(layout, place, node);
	const struct box_style *box = &child.style->box;
	struct widths widths = { 0, 0 };
	fixed sides = box_left(child.style, child.is_rtl) +
	    box_right(child.style, child.is_rtl) + box->margin[SIDE_START] +
	    box->margin[SIDE_END];
	fixed height;

	if (box->display == DISPLAY_NONE ||
	    child.depth > LIMIT_LAYOUT_DEPTH)
		return widths;
	if (node->tag == DOC_IMG)
		picture_size(layout, &child, node, child.style, &widths.max,
		    &height);
	else if (box->width.unit == EXTENT_FIXED)
		widths.min = widths.max = box->width.amount;
	else if (node->tag != DOC_K_QR)
		widths = measure_children(layout, &child, node);
	widths.min += sides;
	widths.max += sides;
	return widths;
}

struct widths
measure_children(struct layout *layout, const struct place *place,
    const struct doc_node *node)
{
	const struct doc_node *at = node->first_child, *end;
	struct widths widths = { 0, 0 };
	struct place untagged = *place;

	untagged.element = -1;
	while (at != NULL) {
		for (end = at; end != NULL &&
		    node_is_inline(layout, place->style, end); )
			end = end->next;
		if (end != at) {
			widen(&widths, measure_text(layout, &untagged, at,
			    end));
			at = end;
		} else {
			widen(&widths, measure_block(layout, &untagged, at));
			at = at->next;
		}
	}
	return widths;
}
