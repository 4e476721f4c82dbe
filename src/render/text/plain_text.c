/*
 * Text to read. In: a document tree. Out: lines of text.
 *
 * Blocks are set one below the other, a blank line between them. The running
 * text of a block is gathered, then broken into lines: greedy, where Unicode
 * lets a line end, but never inside an address.
 */
#include "fieldkit/plain_text.h"

#include <stdio.h>
#include <string.h>

#include "fieldkit/utf8.h"

#define LRM "\xe2\x80\x8e"
#define RLM "\xe2\x80\x8f"

/* A tree on its way to lines. */
struct writer {
	const struct plain_text_options *options;
	struct strbuf *out;
	size_t start;			/* of our text in `out` */
	struct strbuf line;		/* running text of the open block */
	uint32_t indent;
	const char *marker;		/* before the next block's first line */
	bool is_tight;			/* no blank line before the next block */
};

/* Whether the last byte of running text is a space or a line end. */
static bool
ends_in_space(const struct strbuf *text)
{
	return text->len == 0 || text->bytes[text->len - 1] == ' ' ||
	    text->bytes[text->len - 1] == '\n';
}

/* Marks code points of addresses - runs of ASCII without spaces that hold
 * "://" or an @ - as places where no line may end. */
static void
keep_addresses(const struct segment_text *text, bool *is_kept)
{
	uint32_t i = 0, end, k;

	while (i < text->count) {
		bool is_address = false;

		for (end = i; end < text->count &&
		    text->codepoints[end] > ' ' && text->codepoints[end] <=
		    '~'; end++)
			is_address = is_address ||
			    text->codepoints[end] == '@' ||
			    (end > i + 1 && text->codepoints[end] == '/' &&
			    text->codepoints[end - 1] == '/' &&
			    text->codepoints[end - 2] == ':');
		for (k = i + 1; is_address && k < end; k++)
			is_kept[k] = true;
		i = end > i ? end : i + 1;
	}
}

/* In a text from right to left: a line that starts otherwise, yet has words
 * of its direction, is marked. */
static void
mark_line(const struct segment_text *text, uint32_t from, uint32_t until,
    struct strbuf *out)
{
	enum segment_direction first = SEGMENT_NEUTRAL;
	bool has_rtl = false;
	uint32_t i;

	for (i = from; i < until; i++) {
		enum segment_direction direction = segment_direction(
		    text->codepoints[i]);

		if (first == SEGMENT_NEUTRAL)
			first = direction;
		has_rtl = has_rtl || direction == SEGMENT_RTL;
	}
	if (has_rtl && first == SEGMENT_LTR)
		strbuf_add_string(out, RLM);
}

static void
add_line(const char *bytes, const struct segment_text *text, uint32_t from,
    uint32_t until, uint32_t indent,
    const struct plain_text_options *options, struct strbuf *out)
{
	uint32_t i;

	while (until > from &&
	    (text->chars[until - 1].flags & SEGMENT_SPACE) != 0)
		until--;
	for (i = 0; i < indent && until > from; i++)
		strbuf_add_char(out, ' ');
	if (options->is_rtl)
		mark_line(text, from, until, out);
	strbuf_add(out, bytes + text->chars[from].byte,
	    text->chars[until].byte - text->chars[from].byte);
	strbuf_add_char(out, '\n');
}

/* The code point at which the line that starts at `from` ends. */
static uint32_t
line_end(const struct segment_text *text, const bool *is_kept, uint32_t from,
    uint32_t columns)
{
	uint32_t used = 0, last = from, i;

	for (i = from; i < text->count; i++) {
		if (i > from && text->chars[i].flags & SEGMENT_MUST_BREAK)
			return i;
		if (i > from && !is_kept[i] &&
		    (text->chars[i].flags & SEGMENT_CAN_BREAK) != 0)
			last = i;
		used += segment_columns(text->codepoints[i]);
		if (used > columns && last > from &&
		    (text->chars[i].flags & SEGMENT_SPACE) == 0)
			return last;
	}
	return i;
}

void
plain_text_wrap(const char *text, size_t len, uint32_t indent,
    const struct plain_text_options *options, struct strbuf *out)
{
	const struct segment_options how = {
		.lang = options->lang, .is_rtl = options->is_rtl,
	};
	uint32_t columns = options->width > indent + 20 ?
	    options->width - indent : 20;
	struct segment_text segments;
	uint32_t from = 0;
	bool *is_kept;

	segment_text(options->segmenter, options->arena, text, (uint32_t)len,
	    &how, &segments);
	is_kept = ARENA_ARRAY(options->arena, bool, segments.count + 1);
	keep_addresses(&segments, is_kept);
	while (from < segments.count) {
		uint32_t end = line_end(&segments, is_kept, from, columns);

		add_line(text, &segments, from, end, indent, options, out);
		from = end;
	}
}

/* --- blocks --- */

static uint32_t
widest_line(const char *text, size_t len)
{
	uint32_t columns = 0, widest = 0, code;
	size_t at = 0, step;

	while (at < len) {
		step = utf8_next(text + at, len - at, &code);
		at += step > 0 ? step : 1;
		columns = code == '\n' ? 0 : columns + segment_columns(code);
		if (columns > widest)
			widest = columns;
	}
	return widest;
}

static void
add_underline(struct writer *writer, size_t start, char c)
{
	uint32_t columns = widest_line(writer->out->bytes + start,
	    writer->out->len - start);

	if (columns > writer->options->width)
		columns = writer->options->width;
	while (columns-- > 0)
		strbuf_add_char(writer->out, c);
	strbuf_add_char(writer->out, '\n');
}

/* Sets the running text as a block. */
static void
end_block(struct writer *writer, enum doc_tag tag)
{
	struct strbuf *out = writer->out, *line = &writer->line;
	size_t start;

	while (line->len > 0 && ends_in_space(line))
		line->len--;
	if (line->len == 0)
		return;
	if (!writer->is_tight && out->len > writer->start)
		strbuf_add_char(out, '\n');
	writer->is_tight = false;
	start = out->len;
	plain_text_wrap(line->bytes, line->len, writer->indent,
	    writer->options, out);
	if (writer->marker != NULL)
		memcpy(out->bytes + start, writer->marker,
		    strlen(writer->marker));
	writer->marker = NULL;
	if (tag == DOC_H1 || tag == DOC_H2)
		add_underline(writer, start, tag == DOC_H1 ? '=' : '-');
	strbuf_clear(line);
}

static void
add_rule(struct writer *writer)
{
	uint32_t i;

	if (writer->out->len > writer->start)
		strbuf_add_char(writer->out, '\n');
	for (i = 0; i < writer->options->width; i++)
		strbuf_add_char(writer->out, '-');
	strbuf_add_char(writer->out, '\n');
}

/* --- running text --- */

static void
add_words(struct writer *writer, const struct doc_node *text)
{
	uint32_t i;

	for (i = 0; i < text->text_len; i++) {
		char c = text->text[i];

		if (c == '\n' || c == '\t' || c == '\r')
			c = ' ';
		if (c != ' ' || !ends_in_space(&writer->line))
			strbuf_add_char(&writer->line, c);
	}
}

static bool
is_hidden(const struct doc_node *node)
{
	const char *hidden = doc_get(node, DOC_ATTR_ARIA_HIDDEN);

	return node->tag == DOC_HEAD || node->tag == DOC_SCRIPT ||
	    doc_get(node, DOC_ATTR_HIDDEN) != NULL ||
	    (hidden != NULL && strcmp(hidden, "true") == 0);
}

/* A word of its own direction, such as a number with its unit, keeps its
 * order between words of the other. */
static const char *
isolation_of(const struct writer *writer, const struct doc_node *node)
{
	const char *text;
	struct segment_text segments;
	const struct segment_options how = { .lang = "" };
	uint32_t i;

	if (!writer->options->is_rtl || (node->tag != DOC_BDI &&
	    doc_get(node, DOC_ATTR_DIR) == NULL))
		return NULL;
	text = doc_plain_text(writer->options->arena, node);
	segment_text(writer->options->segmenter, writer->options->arena, text,
	    (uint32_t)strlen(text), &how, &segments);
	for (i = 0; i < segments.count; i++)
		if (segment_direction(segments.codepoints[i]) == SEGMENT_RTL ||
		    segments.codepoints[i] == 0x200e)	/* it has its own */
			return NULL;
	return segments.count > 0 ? LRM : NULL;
}

/* The address of a link, where it says more than its text. */
static void
add_address(struct writer *writer, const struct doc_node *link, size_t start)
{
	const char *href = doc_get(link, DOC_ATTR_HREF);
	const char *shown = href;
	size_t len = writer->line.len - start;

	if (href == NULL || href[0] == '#')
		return;
	if (strncmp(href, "mailto:", 7) == 0)
		shown = href + 7;
	else if (strncmp(href, "tel:", 4) == 0)
		shown = href + 4;
	if (strlen(shown) == len && len > 0 &&
	    memcmp(writer->line.bytes + start, shown, len) == 0)
		return;
	strbuf_printf(&writer->line, "%s<%s>", len == 0 ? "" :
	    writer->options->is_rtl ? "\n" : " ", shown);
	if (writer->options->is_rtl)
		strbuf_add_char(&writer->line, '\n');
}

static void add_node(struct writer *writer, const struct doc_node *node);

static void
add_children(struct writer *writer, const struct doc_node *node)
{
	const struct doc_node *child;

	for (child = node->first_child; child != NULL; child = child->next)
		add_node(writer, child);
}

static void
add_phrasing(struct writer *writer, const struct doc_node *node)
{
	const char *isolation = isolation_of(writer, node);
	size_t start;

	if (node->tag == DOC_BR) {
		strbuf_add_char(&writer->line, '\n');
		return;
	}
	if (isolation != NULL)
		strbuf_add_string(&writer->line, isolation);
	start = writer->line.len;
	add_children(writer, node);
	if (node->tag == DOC_A)
		add_address(writer, node, start);
	if (isolation != NULL)
		strbuf_add_string(&writer->line, isolation);
}

/* --- lists --- */

/* An item's blocks stand behind its marker. */
static void
add_item(struct writer *writer, const struct doc_node *item, uint32_t number)
{
	char marker[16] = "- ";
	uint32_t indent = writer->indent;
	char *spaced;

	if (number > 0)
		snprintf(marker, sizeof(marker), "%u. ", (unsigned)number);
	spaced = arena_alloc(writer->options->arena,
	    indent + strlen(marker) + 1);
	memset(spaced, ' ', indent);
	memcpy(spaced + indent, marker, strlen(marker) + 1);
	writer->indent += (uint32_t)strlen(marker);
	writer->marker = spaced;
	add_children(writer, item);
	end_block(writer, DOC_LI);
	writer->marker = NULL;
	writer->indent = indent;
}

static void
add_list(struct writer *writer, const struct doc_node *list)
{
	const struct doc_node *child;
	uint32_t number = list->tag == DOC_OL;

	for (child = list->first_child; child != NULL; child = child->next) {
		if (child->tag != DOC_LI)
			continue;
		add_item(writer, child, number);
		number += number > 0;
		writer->is_tight = child->next != NULL;
	}
	writer->is_tight = false;
}

/* A term, what it means below it. */
static void
add_terms(struct writer *writer, const struct doc_node *node)
{
	writer->indent += node->tag == DOC_DD ? 2 : 0;
	writer->is_tight = node->tag == DOC_DD;
	add_children(writer, node);
	end_block(writer, node->tag);
	writer->indent -= node->tag == DOC_DD ? 2 : 0;
}

static void
add_row(struct writer *writer, const struct doc_node *row)
{
	const struct doc_node *cell;

	for (cell = row->first_child; cell != NULL; cell = cell->next) {
		add_children(writer, cell);
		if (cell->next != NULL && writer->line.len > 0)
			strbuf_add_string(&writer->line,
			    cell->tag == DOC_TH ? ": " : " | ");
	}
	end_block(writer, DOC_TR);
	writer->is_tight = row->next != NULL;
}

static void
add_block(struct writer *writer, const struct doc_node *node)
{
	end_block(writer, DOC_P);
	switch ((int)node->tag) {
	case DOC_HR:
		add_rule(writer);
		break;
	case DOC_UL:
	case DOC_OL:
		add_list(writer, node);
		break;
	case DOC_DT:
	case DOC_DD:
		add_terms(writer, node);
		break;
	case DOC_TR:
		add_row(writer, node);
		break;
	case DOC_BLOCKQUOTE:
		writer->indent += 2;
		add_children(writer, node);
		end_block(writer, DOC_P);
		writer->indent -= 2;
		break;
	default:
		add_children(writer, node);
		end_block(writer, node->tag);
		break;
	}
}

static void
add_node(struct writer *writer, const struct doc_node *node)
{
	const char *alt;

	if (node->tag == DOC_TEXT) {
		add_words(writer, node);
	} else if (is_hidden(node)) {
		return;
	} else if (node->tag == DOC_IMG) {
		alt = doc_get(node, DOC_ATTR_ALT);
		strbuf_add_string(&writer->line, alt != NULL ? alt : "");
	} else if (node->tag == DOC_FRAGMENT) {
		add_children(writer, node);
	} else if ((doc_tag_flags(node->tag) & DOC_PHRASING) != 0) {
		add_phrasing(writer, node);
	} else {
		add_block(writer, node);
	}
}

void
plain_text_render(const struct doc_node *root,
    const struct plain_text_options *options, struct strbuf *out)
{
	struct writer writer = { .options = options, .out = out,
		.start = out->len };

	add_node(&writer, root);
	end_block(&writer, DOC_P);
	strbuf_release(&writer.line);
}
