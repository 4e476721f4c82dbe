/*
 * Running text: the inlines of a paragraph, a heading or a table cell.
 *
 * In: a block that libcmark parsed. Out: nodes in the holder. The block is
 * walked twice: first its text is collected, so that typography sees the
 * whole of it, then the nodes are made.
 *
 * Positions come from libcmark, with two corrections: its column on later
 * lines of a block supposes the first line's indent, and its line is short
 * when definitions or line ends inside links came before.
 */
#include "markdown_parts.h"

#include <assert.h>
#include <ctype.h>
#include <string.h>

#include "fieldkit/limits.h"
#include "slip.h"

const char *
markdown_literal(cmark_node *node)
{
	const char *literal = cmark_node_get_literal(node);

	return literal != NULL ? literal : "";
}

/* The body offset of libcmark's line and column. */
static size_t
offset_of(const struct markdown *md, const struct text_block *block,
    int cmark_line, int cmark_col)
{
	uint32_t line = (uint32_t)cmark_line + block->line_shift;
	size_t start, col = (size_t)(cmark_col > 0 ? cmark_col : 1);

	if (block->is_cell)	/* behind "# " */
		return block->cell_offset + (col > 3 ? col - 3 : 0);
	if (line == 0 || line > md->line_count)
		return 0;
	if (line == block->first_line)
		start = md->line_starts[line - 1] + block->first_col - 1;
	else
		start = markdown_content_start(md, line, block->quotes,
		    block->first_col);
	start += col > block->first_col ? col - block->first_col : 0;
	return start < md->input->len ? start : md->input->len;
}

static size_t
node_offset(const struct markdown *md, const struct text_block *block,
    cmark_node *node)
{
	return offset_of(md, block, cmark_node_get_start_line(node),
	    cmark_node_get_start_column(node));
}

/* Where raw HTML stands: libcmark loses count of lines in links that span
 * several, so its place is searched from there on. */
static size_t
html_offset(const struct markdown *md, const struct text_block *block,
    cmark_node *node)
{
	const char *literal = markdown_literal(node), *found;
	const char *bytes = md->input->bytes;
	size_t at = node_offset(md, block, node), len = strlen(literal);
	size_t left = md->input->len - at;

	if (block->is_cell || len > left ||
	    memcmp(bytes + at, literal, len) == 0)
		return at;
	found = memmem(bytes + at, left < 4096 ? left : 4096, literal, len);
	return found != NULL ? (size_t)(found - bytes) : at;
}

/* Definitions at a paragraph's start leave its start line as it was. */
static uint32_t
count_definition_lines(const struct markdown *md,
    const struct text_block *block)
{
	uint32_t last = (uint32_t)cmark_node_get_end_line(block->node), line;
	const char *bytes = md->input->bytes;

	for (line = block->first_line; line < last; line++) {
		size_t at = offset_of(md, block, (int)line,
		    (int)block->first_col);
		size_t end = md->line_starts[line];

		if (at >= end || bytes[at] != '[')
			break;
		while (at < end && bytes[at] != ']')
			at += bytes[at] == '\\' ? 2 : 1;
		if (at + 1 >= end || bytes[at + 1] != ':')
			break;
	}
	return line - block->first_line;
}

struct text_block
markdown_text_block(const struct markdown *md, cmark_node *node)
{
	struct text_block block = {
		.node = node,
		.first_line = (uint32_t)cmark_node_get_start_line(node),
		.first_col = (uint32_t)cmark_node_get_start_column(node),
	};
	cmark_node *above;

	for (above = node; above != NULL; above = cmark_node_parent(above))
		block.quotes +=
		    cmark_node_get_type(above) == CMARK_NODE_BLOCK_QUOTE;
	if (block.first_line == 0 || block.first_line > md->line_count)
		block.first_line = 1;
	if (cmark_node_get_type(node) == CMARK_NODE_PARAGRAPH)
		block.line_shift = count_definition_lines(md, &block);
	return block;
}

bool
markdown_read_beside(const struct markdown *md, struct typo_reading *reading)
{
	const char *source = md->input->bytes + reading->source;
	const char *end = md->input->bytes + md->input->len;
	const char *text = md->typo.in.bytes, *stop;
	size_t at = reading->at, len = md->typo.in.len;

	if (at >= len || source >= end)
		return false;
	reading->is_literal = true;
	if (source + 1 < end && source[0] == '\\' &&
	    source[1] == text[at] && ispunct((unsigned char)text[at])) {
		reading->at++;
		reading->source += 2;
		return true;
	}
	stop = source[0] != '&' ? NULL : memchr(source, ';',
	    end - source < 40 ? (size_t)(end - source) : 40);
	if (stop != NULL && (text[at] != '&' ||
	    strncmp(source, "&amp;", 5) == 0)) {
		do
			at++;
		while (at < len && ((unsigned char)text[at] & 0xC0) == 0x80);
		reading->at = at;
		reading->source += (size_t)(stop + 1 - source);
		return true;
	}
	reading->is_literal = false;
	if (source[0] != text[at])
		return false;
	reading->at++;
	reading->source++;
	return true;
}

/*
 * Marks the characters that the author escaped, by \ or as an entity: they
 * are printed as they are. Text and source are read side by side; where they
 * part (a position that libcmark got wrong), nothing more is marked.
 */
static void
mark_literals(struct markdown *md, size_t offset, size_t text_start)
{
	struct typo_reading reading = { .source = offset, .at = text_start };
	size_t start = text_start;

	while (markdown_read_beside(md, &reading)) {
		if (reading.is_literal)
			memset(md->typo.is_literal.bytes + start, 1,
			    reading.at - start);
		start = reading.at;
	}
}

/* A stretch of a text node: a footnote's number, or text without one. */
struct piece {
	const char *text;
	size_t len;
	bool is_note;
};

static bool
next_piece(const char **text, struct piece *ret_piece)
{
	const char *end = *text;
	size_t len = markdown_note_len(end);

	if (*end == '\0')
		return false;
	*ret_piece = (struct piece){ end, len, len > 0 };
	if (len == 0) {
		do
			end++;
		while (*end != '\0' && markdown_note_len(end) == 0);
		ret_piece->len = (size_t)(end - *text);
	}
	*text += ret_piece->len;
	return true;
}

/* The marks before a note's text: `[^id]:` and spaces, `skip` bytes at most. */
static size_t
skip_marks(const char *text, size_t skip)
{
	return strnlen(text, skip);
}

/* Where a piece of a text node stands: entities and escapes before it are
 * longer than what they stand for. */
static size_t
find_piece(const struct markdown *md, const struct text_block *block,
    cmark_node *node, const struct piece *piece)
{
	size_t at = node_offset(md, block, node);
	size_t left = md->input->len - at;
	const char *bytes = md->input->bytes + at, *found;

	if (block->is_cell)
		return at;
	found = memmem(bytes, left < 4096 ? left : 4096, piece->text,
	    piece->len);
	return found != NULL ? at + (size_t)(found - bytes) : at;
}

/* What flatten carries from node to node. */
struct flat {
	size_t skip;		/* bytes of marks before a note's text */
	unsigned links;		/* around the node */
};

/* Numbers of footnotes are nothing to typography: quotes close before them as
 * if they were not there. */
static void
flatten_text(struct markdown *md, const struct text_block *block,
    cmark_node *node, const struct flat *flat)
{
	const char *all = markdown_literal(node), *text = all;
	size_t offset = node_offset(md, block, node);
	struct piece piece;

	text += skip_marks(text, flat->skip);
	offset += (size_t)(text - all);
	while (next_piece(&text, &piece)) {
		size_t start = md->typo.in.len;

		if (piece.is_note) {
			offset = find_piece(md, block, node, &piece) +
			    piece.len;
			continue;
		}
		typo_add_text(&md->typo, piece.text, piece.len);
		md->typo.segments[md->typo.count - 1].source = offset;
		md->typo.segments[md->typo.count - 1].is_in_link =
		    flat->links > 0;
		mark_literals(md, offset, start);
	}
}

/* Collects the running text of a block for typography. */
static void
flatten(struct markdown *md, const struct text_block *block)
{
	cmark_iter *iter = cmark_iter_new(block->node);
	cmark_event_type event;
	struct flat flat = { .skip = block->skip };

	typo_clear(&md->typo);
	while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
		cmark_node *node = cmark_iter_get_node(iter);
		cmark_node_type type = cmark_node_get_type(node);

		if (type == CMARK_NODE_LINK)
			flat.links += event == CMARK_EVENT_ENTER ? 1 : -1u;
		if (event != CMARK_EVENT_ENTER)
			continue;
		if (type == CMARK_NODE_TEXT) {
			flatten_text(md, block, node, &flat);
			flat.skip = 0;
		} else if (type == CMARK_NODE_IMAGE) {
			typo_add_other(&md->typo, 'x');
			cmark_iter_reset(iter, node, CMARK_EVENT_EXIT);
		} else if (type == CMARK_NODE_CODE) {
			typo_add_other(&md->typo, 'x');
		} else if (type == CMARK_NODE_SOFTBREAK ||
		    type == CMARK_NODE_LINEBREAK) {
			typo_add_other(&md->typo, '\n');
		}
	}
	cmark_iter_free(iter);
	markdown_look_for_slips(md, block);
	typo_run(&md->typo, md->input->is_plain ? NULL : md->input->lang);
}

static void
flush_run(struct markdown *md, struct doc_node *parent, struct source_pos pos)
{
	if (md->run.len > 0)
		doc_append(parent, doc_new_text(md->arena, md->run.bytes,
		    md->run.len, pos));
	strbuf_clear(&md->run);
}

/* A character of a script that is written without spaces: Han, kana and
 * their punctuation, but no Hangul. */
static bool
is_spaceless(const char *at, size_t len)
{
	const unsigned char *c = (const unsigned char *)at;
	uint32_t code;

	if (len < 3 || c[0] < 0xE2)
		return false;
	if (c[0] >= 0xF0)
		return c[0] == 0xF0 && c[1] >= 0xA0 && c[1] <= 0xBF;
	code = (c[0] & 0xFu) << 12 | (c[1] & 0x3Fu) << 6 | (c[2] & 0x3F);
	return (code >= 0x2E80 && code <= 0x9FFF) ||
	    (code >= 0xF900 && code <= 0xFAFF) ||
	    (code >= 0xFF01 && code <= 0xFFEF);
}

/* A line end is a space, except between characters that take none. */
static bool
is_line_end_dropped(const struct markdown *md, const struct text_block *block)
{
	const struct typo *typo = &md->typo;
	const struct typo_segment *next = &typo->segments[block->segment];
	size_t len = md->run.len, start = len;

	if (md->input->is_plain || len == 0 || block->segment >= typo->count)
		return false;
	do
		start--;
	while (start > 0 &&
	    ((unsigned char)md->run.bytes[start] & 0xC0) == 0x80);
	return is_spaceless(md->run.bytes + start, len - start) &&
	    is_spaceless(typo->in.bytes + next->in_start,
	    next->in_end - next->in_start);
}

/* The text for those who do not see the image: what stands in it, without
 * markup. */
static const char *
alt_text(struct markdown *md, cmark_node *image)
{
	cmark_iter *iter = cmark_iter_new(image);
	cmark_event_type event;
	struct strbuf alt;
	const char *copy;

	strbuf_init(&alt);
	while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
		cmark_node *node = cmark_iter_get_node(iter);
		cmark_node_type type = cmark_node_get_type(node);

		if (event != CMARK_EVENT_ENTER)
			continue;
		if (type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE)
			strbuf_add_string(&alt, markdown_literal(node));
		if (type == CMARK_NODE_SOFTBREAK ||
		    type == CMARK_NODE_LINEBREAK)
			strbuf_add_char(&alt, ' ');
	}
	cmark_iter_free(iter);
	copy = arena_copy(md->arena, strbuf_string(&alt), alt.len);
	strbuf_release(&alt);
	return markdown_restored(md, copy);
}

static void
set_title(struct markdown *md, struct doc_node *node, cmark_node *from)
{
	const char *title = markdown_restored(md, cmark_node_get_title(from));

	if (title != NULL && title[0] != '\0')
		doc_set(md->arena, node, DOC_ATTR_TITLE,
		    arena_strdup(md->arena, title));
}

static void
add_image(struct markdown *md, struct doc_node *parent, cmark_node *image,
    struct source_pos pos)
{
	const char *url = markdown_restored(md, cmark_node_get_url(image));
	const char *src = markdown_src(md, url, pos);
	const char *alt = alt_text(md, image);
	struct doc_node *node;

	if (alt[strspn(alt, " \t\n")] == '\0' && !md->input->is_plain)
		diag_report(md->diags, DIAG_IMAGE_ALT, pos, "the image says "
		    "nothing to those who cannot see it; write "
		    "![what it shows](%s)", url);
	else if (!md->input->is_plain && slip_is_picture_name(alt))
		diag_report(md->diags, DIAG_IMAGE_ALT_NAME, pos, "'%s' is the "
		    "name of a file and says nothing to those who cannot see "
		    "the picture; write ![what it shows](%s)", alt, url);
	if (src == NULL)
		return;
	node = doc_add(md->arena, parent, DOC_IMG, pos);
	doc_set(md->arena, node, DOC_ATTR_SRC, src);
	doc_set(md->arena, node, DOC_ATTR_ALT, alt);
	set_title(md, node, image);
}

/* The node that running text goes into from here on. A link without address
 * keeps its text: a span holds it. */
static struct doc_node *
enter_inline(struct markdown *md, struct doc_node *parent, cmark_node *from,
    struct source_pos pos)
{
	struct doc_node *node;
	const char *href;

	if (cmark_node_get_type(from) == CMARK_NODE_EMPH)
		return doc_add(md->arena, parent, DOC_EM, pos);
	if (cmark_node_get_type(from) == CMARK_NODE_STRONG)
		return doc_add(md->arena, parent, DOC_STRONG, pos);
	assert(cmark_node_get_type(from) == CMARK_NODE_LINK);
	href = markdown_href(md, markdown_restored(md,
	    cmark_node_get_url(from)), pos);
	if (href == NULL)
		return doc_add(md->arena, parent, DOC_SPAN, pos);
	node = doc_add(md->arena, parent, DOC_A, pos);
	doc_set(md->arena, node, DOC_ATTR_HREF, href);
	set_title(md, node, from);
	return node;
}

/* What add_inlines carries from node to node. */
struct inline_writer {
	struct doc_node *parent;
	struct source_pos run_pos;
	unsigned depth;
};

static void
add_segment(struct markdown *md, struct text_block *block)
{
	const struct typo_segment *segment;

	assert(block->segment < md->typo.count);
	segment = &md->typo.segments[block->segment++];
	strbuf_add(&md->run, md->typo.out.bytes + segment->out_start,
	    segment->out_end - segment->out_start);
}

/* Text, with the numbers of footnotes in it. */
static void
add_text(struct markdown *md, struct text_block *block,
    struct inline_writer *writer, cmark_node *node)
{
	const char *text = markdown_literal(node);
	struct source_pos pos;
	struct piece piece;

	text += skip_marks(text, block->skip);
	block->skip = 0;
	while (next_piece(&text, &piece)) {
		if (!piece.is_note) {
			if (md->run.len == 0)
				writer->run_pos = markdown_pos(md,
				    node_offset(md, block, node));
			add_segment(md, block);
			continue;
		}
		flush_run(md, writer->parent, writer->run_pos);
		pos = markdown_pos(md, find_piece(md, block, node, &piece));
		markdown_call_note(md, writer->parent, piece.text, piece.len,
		    pos);
	}
}

/* A node without children. True when it was text, which goes on running. */
static bool
add_leaf(struct markdown *md, struct text_block *block,
    struct inline_writer *writer, cmark_node *node, cmark_iter *iter)
{
	cmark_node_type type = cmark_node_get_type(node);
	struct doc_node *code;
	const char *text;
	struct source_pos pos;

	if (type == CMARK_NODE_TEXT) {
		add_text(md, block, writer, node);
		return true;
	}
	if (type == CMARK_NODE_SOFTBREAK) {
		if (!is_line_end_dropped(md, block))
			strbuf_add_char(&md->run, '\n');
		return true;
	}
	flush_run(md, writer->parent, writer->run_pos);
	if (type == CMARK_NODE_HTML_INLINE) {
		markdown_check_html(md, markdown_literal(node),
		    html_offset(md, block, node));
		return true;
	}
	if (type == CMARK_NODE_LINEBREAK) {	/* libcmark gives it no place */
		doc_add(md->arena, writer->parent, DOC_BR, writer->run_pos);
		return true;
	}
	pos = markdown_pos(md, node_offset(md, block, node));
	if (type == CMARK_NODE_CODE) {
		text = markdown_restored(md, markdown_literal(node));
		code = doc_add(md->arena, writer->parent, DOC_CODE, pos);
		doc_add_text(md->arena, code, text, strlen(text), pos);
		return true;
	}
	if (type != CMARK_NODE_IMAGE)
		return false;
	add_image(md, writer->parent, node, pos);
	cmark_iter_reset(iter, node, CMARK_EVENT_EXIT);
	return true;
}

void
markdown_add_inlines(struct markdown *md, struct doc_node *holder,
    struct text_block *block)
{
	struct inline_writer writer = { .parent = holder,
		.run_pos = holder->pos, .depth = markdown_depth(holder) };
	cmark_iter *iter;
	cmark_event_type event;

	flatten(md, block);
	iter = cmark_iter_new(block->node);
	while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
		cmark_node *node = cmark_iter_get_node(iter);
		struct source_pos pos;

		if (node == block->node)
			continue;
		if (event == CMARK_EVENT_EXIT) {
			flush_run(md, writer.parent, writer.run_pos);
			writer.parent = writer.parent->parent;
			writer.depth--;
			continue;
		}
		if (add_leaf(md, block, &writer, node, iter))
			continue;
		pos = markdown_pos(md, node_offset(md, block, node));
		if (writer.depth++ >= LIMIT_BODY_DEPTH) {
			markdown_report_depth(md, pos);
			break;
		}
		writer.parent = enter_inline(md, writer.parent, node, pos);
	}
	flush_run(md, writer.parent, writer.run_pos);
	cmark_iter_free(iter);
}

