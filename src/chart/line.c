/*
 * Lines of charts. In: the attributes of a k:bar, from a template. Out: what
 * is to be drawn, the same for pages and kits.
 *
 * Attributes are made of a view's numbers, but a theme may write anything
 * there: whatever is no number is not drawn, and every place is on the scale.
 */
#include "fieldkit/chart.h"

#include <string.h>

/* Reads a whole number and passes it; false where there is none. */
static bool
read_place(const char **at, int32_t *ret_place)
{
	const char *start;
	int32_t place = 0;

	while (**at == ' ')
		(*at)++;
	for (start = *at; **at >= '0' && **at <= '9'; (*at)++)
		if (place <= CHART_WHOLE)
			place = place * 10 + (**at - '0');
	*ret_place = place > CHART_WHOLE ? CHART_WHOLE : place;
	return *at > start;
}

static bool
place_of(const struct doc_node *bar, enum doc_attr_name name,
    int32_t *ret_place)
{
	const char *value = doc_get(bar, name);

	return value != NULL && read_place(&value, ret_place);
}

static void
read_labels(struct chart_line *line, const char *text)
{
	while (line->label_count < line->tick_count) {
		struct chart_label *label = &line->labels[line->label_count++];

		label->text = text;
		label->len = strcspn(text, "|");
		text += label->len;
		if (*text++ == '\0')
			return;
	}
}

struct chart_line
chart_line(const struct doc_node *bar)
{
	struct chart_line line = { .zero = -1 };
	const char *ticks = doc_get(bar, DOC_ATTR_DATA_TICKS);
	const char *text = doc_get(bar, DOC_ATTR_DATA_TEXT);
	int32_t place;

	line.has_bar = place_of(bar, DOC_ATTR_DATA_FROM, &line.bar.from) &&
	    place_of(bar, DOC_ATTR_DATA_TO, &line.bar.to) &&
	    line.bar.from < line.bar.to;
	if (place_of(bar, DOC_ATTR_DATA_ZERO, &place))
		line.zero = place;
	while (ticks != NULL && line.tick_count < CHART_MARKS &&
	    read_place(&ticks, &place))
		line.ticks[line.tick_count++] = place;
	if (text != NULL)
		read_labels(&line, text);
	return line;
}
