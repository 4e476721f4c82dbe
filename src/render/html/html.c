/*
 * The HTML renderer.
 *
 * In: a document tree. Out: HTML5 bytes, in one walk, without allocation but
 * the buffer's growth. A line end goes between block elements, where it means
 * nothing, so that pages can be compared line by line; running text is
 * written as it is.
 */
#include "fieldkit/html.h"

#include <assert.h>
#include <string.h>

#include "fieldkit/chart.h"

/* Attributes that are true by being there. */
static const bool is_boolean[DOC_ATTR_COUNT] = {
	[DOC_ATTR_DEFER] = true,
	[DOC_ATTR_OPEN] = true,
	[DOC_ATTR_HIDDEN] = true,
	[DOC_ATTR_DISABLED] = true,
};

static const char *
entity_for(char c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	default:
		return NULL;
	}
}

void
html_escape(struct strbuf *out, const char *text, size_t len)
{
	const char *end = text + len, *run = text;

	for (; text < end; text++) {
		const char *entity = entity_for(*text);

		if (entity == NULL)
			continue;
		strbuf_add(out, run, (size_t)(text - run));
		strbuf_add_string(out, entity);
		run = text + 1;
	}
	strbuf_add(out, run, (size_t)(end - run));
}

static void
add_attr(struct strbuf *out, const char *name, const char *value)
{
	strbuf_add_char(out, ' ');
	strbuf_add_string(out, name);
	strbuf_add(out, "=\"", 2);
	html_escape(out, value, strlen(value));
	strbuf_add_char(out, '"');
}

static void
add_attrs(struct strbuf *out, const struct doc_node *node)
{
	const struct doc_attr *attr;

	if (node->id != NULL)
		add_attr(out, "id", node->id);
	if (node->class_list != NULL)
		add_attr(out, "class", node->class_list);
	if (node->lang != NULL)
		add_attr(out, "lang", node->lang);
	for (attr = node->attrs; attr != NULL; attr = attr->next) {
		if (is_boolean[attr->name] ||
		    (attr->name == DOC_ATTR_DOWNLOAD &&
		    attr->value[0] == '\0')) {
			strbuf_add_char(out, ' ');
			strbuf_add_string(out, doc_attr_string(attr->name));
		} else {
			add_attr(out, doc_attr_string(attr->name), attr->value);
		}
	}
}

/* " x1="25%"": a place on a scale. */
static void
add_place(struct strbuf *out, const char *name, int32_t place)
{
	strbuf_printf(out, " %s=\"%d", name, (int)(place / 10));
	if (place % 10 != 0)
		strbuf_printf(out, ".%d", (int)(place % 10));
	strbuf_add(out, "%\"", 2);
}

static void
add_bar_line(struct strbuf *out, const char *class, int32_t place)
{
	strbuf_printf(out, "<line class=\"%s\"", class);
	add_place(out, "x1", place);
	strbuf_add_string(out, " y1=\"0\"");
	add_place(out, "x2", place);
	strbuf_add_string(out, " y2=\"100%\"/>");
}

/* The first and the last label stay within the line, the others stand in the
 * middle of their tick: classes, since a page that reads from right to left
 * turns them round. */
static void
add_bar_label(struct strbuf *out, const struct chart_line *line, uint32_t i)
{
	const char *class = line->ticks[i] == 0 ? "bar-label bar-first" :
	    line->ticks[i] == CHART_WHOLE ? "bar-label bar-last" : "bar-label";

	strbuf_printf(out, "<text class=\"%s\"", class);
	add_place(out, "x", line->ticks[i]);
	strbuf_add_string(out, " y=\"1.2em\">");
	html_escape(out, line->labels[i].text, line->labels[i].len);
	strbuf_add_string(out, "</text>");
}

/* In percentages of its own width, so that it grows with the page. */
static void
add_bar(struct strbuf *out, const struct doc_node *node)
{
	const struct chart_line line = chart_line(node);
	const char *alt = doc_get(node, DOC_ATTR_ALT);
	uint32_t i;

	strbuf_printf(out, "<svg class=\"bar%s%s\"",
	    node->class_list != NULL ? " " : "",
	    node->class_list != NULL ? node->class_list : "");
	if (alt != NULL && alt[0] != '\0') {
		strbuf_add_string(out, " role=\"img\"");
		add_attr(out, "aria-label", alt);
	} else {
		strbuf_add_string(out, " aria-hidden=\"true\"");
	}
	strbuf_add_char(out, '>');
	for (i = 0; i < line.tick_count; i++)
		add_bar_line(out, "bar-tick", line.ticks[i]);
	if (line.has_bar) {
		strbuf_add_string(out, "<rect class=\"bar-fill\"");
		add_place(out, "x", line.bar.from);
		strbuf_add_string(out, " y=\"0\"");
		add_place(out, "width", line.bar.to - line.bar.from);
		strbuf_add_string(out, " height=\"100%\"/>");
	}
	if (line.zero >= 0)
		add_bar_line(out, "bar-zero", line.zero);
	for (i = 0; i < line.label_count; i++)
		add_bar_label(out, &line, i);
	strbuf_add_string(out, "</svg>");
}

static bool
is_block(const struct doc_node *node)
{
	return (doc_tag_flags(node->tag) & DOC_PHRASING) == 0;
}

/* After a tag, never after text, where a line end would be a space. */
static void
add_line_end(struct strbuf *out)
{
	if (out->len > 0 && out->bytes[out->len - 1] == '>')
		strbuf_add_char(out, '\n');
}

static void
add_text(struct strbuf *out, const struct doc_node *text)
{
	enum doc_tag parent = text->parent != NULL ? text->parent->tag
	    : DOC_FRAGMENT;

	if (parent == DOC_SCRIPT) {	/* raw text: no entities in there */
		strbuf_add(out, text->text, text->text_len);
		return;
	}
	/* The parser drops the first line end in these two. */
	if ((parent == DOC_PRE || parent == DOC_TEXTAREA) &&
	    text->parent->first_child == text && text->text_len > 0 &&
	    text->text[0] == '\n')
		strbuf_add_char(out, '\n');
	html_escape(out, text->text, text->text_len);
}

static void
start_element(struct strbuf *out, const struct doc_node *node)
{
	assert((doc_tag_flags(node->tag) & DOC_PRINT_ONLY) == 0 &&
	    node->tag != DOC_K_FOOTNOTE);
	if (node->tag == DOC_HTML)
		strbuf_add_string(out, "<!DOCTYPE html>");
	if (is_block(node))
		add_line_end(out);
	if (node->tag == DOC_K_BAR) {
		add_bar(out, node);
		return;
	}
	strbuf_add_char(out, '<');
	strbuf_add_string(out, doc_tag_name(node->tag));
	add_attrs(out, node);
	strbuf_add_char(out, '>');
}

static void
end_element(struct strbuf *out, const struct doc_node *node)
{
	if (doc_tag_flags(node->tag) & DOC_VOID)
		return;
	if (node->last_child != NULL && is_block(node->last_child))
		add_line_end(out);
	strbuf_add(out, "</", 2);
	strbuf_add_string(out, doc_tag_name(node->tag));
	strbuf_add_char(out, '>');
}

void
html_render(const struct doc_node *root, struct strbuf *out)
{
	struct doc_iter iter = doc_iter_start(root);

	while (doc_iter_next(&iter)) {
		if (iter.node->tag == DOC_TEXT)
			add_text(out, iter.node);
		else if (iter.node->tag == DOC_FRAGMENT)
			continue;
		else if (iter.is_entering)
			start_element(out, iter.node);
		else
			end_element(out, iter.node);
	}
	add_line_end(out);
}
