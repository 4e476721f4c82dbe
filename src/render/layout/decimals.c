/*
 * Numbers under each other. In: a cell's node and place. Out: how wide its number
 * is from the point on, so that a table can indent those of a column until the
 * points are below each other.
 *
 * A point or comma divides when digits to the number's end follow it. Three of
 * them are a group ("1,300"), unless another sign grouped before ("1.234,500")
 * or only a zero stands there ("0,125").
 */
#include "decimals.h"

#include <string.h>

/* A currency or a sign may stand before a number, no more. */
enum { MAX_PREFIX = 8 };

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The bytes of what stands between groups of digits; 0: nothing of the kind. */
static size_t
group_len(const char *text)
{
	static const char *const signs[] = { ".", ",", "'", "\u2019",
		"\u00a0", "\u202f", "\u2009" };

	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		if (strncmp(text, signs[i], strlen(signs[i])) == 0)
			return strlen(signs[i]);
	return 0;
}

/* The end of the number, which ends with a digit. */
static size_t
number_end(const char *text, size_t at)
{
	size_t len;

	for (;;) {
		while (is_digit(text[at]))
			at++;
		len = group_len(text + at);
		if (len == 0 || !is_digit(text[at + len]))
			return at;
		at += len;
	}
}

static bool
divides(const char *text, size_t start, size_t at, size_t end)
{
	bool has_other = false;

	if (text[at] != '.' && text[at] != ',')
		return false;
	for (size_t i = at + 1; i < end; i++)
		if (!is_digit(text[i]))
			return false;
	for (size_t i = start; i < at; i++) {
		if (text[i] == text[at])
			return false;
		has_other = has_other || !is_digit(text[i]);
	}
	return end - at != 4 || has_other || (at == start + 1 &&
	    text[start] == '0');
}

/* Where a number is divided, and where its unit begins. */
struct decimals {
	size_t point, end;
};

/* False where the text is not one number with its unit. */
static bool
find_decimals(const char *text, struct decimals *ret_decimals)
{
	size_t start = 0, end, at;

	while (text[start] != '\0' && !is_digit(text[start]))
		start++;
	if (text[start] == '\0' || start > MAX_PREFIX)
		return false;
	end = number_end(text, start);
	for (at = end; text[at] != '\0'; at++)
		if (is_digit(text[at]))
			return false;
	for (at = start; at < end && !divides(text, start, at, end); )
		at++;
	*ret_decimals = (struct decimals){ .point = at, .end = end };
	return true;
}

/* The text of a cell that holds nothing else, and the style it is set in. */
static const char *
lone_text(struct layout *layout, const struct doc_node *cell,
    struct style **ret_style)
{
	const struct doc_node *node = cell->first_child;

	while (node != NULL && node->next == NULL && node->tag != DOC_TEXT) {
		*ret_style = style_child(&layout->styles, *ret_style,
		    node->tag, node->class_list);
		node = node->first_child;
	}
	return node != NULL && node->next == NULL ? node->text : NULL;
}

bool
figure_read(struct layout *layout, const struct doc_node *cell,
    struct place *place, struct figure *ret_figure)
{
	struct style *style = place->style;
	const char *text = lone_text(layout, cell, &style);
	struct decimals decimals;

	if (text == NULL || !find_decimals(text, &decimals))
		return false;
	ret_figure->place = place;
	ret_figure->unit = text + decimals.end;
	ret_figure->tail = type_measure(layout->options->type,
	    text + decimals.point, (uint32_t)strlen(text + decimals.point),
	    style_type(&layout->styles, style, place->lang));
	return true;
}

void
figure_indent(struct layout *layout, const struct figure *figure, fixed widest)
{
	struct style *style;

	if (figure->tail == widest)
		return;
	style = ARENA_NEW(layout->arena, struct style);
	*style = *figure->place->style;
	style->first_child = style->next = NULL;
	style->variants = NULL;
	style->box.padding[SIDE_END] += widest - figure->tail;
	figure->place->style = style;
}
