/*
 * Markdown to document tree.
 *
 * In: a body (struct markdown_input). Out: a DOC_FRAGMENT and diagnostics.
 *
 * 1. markdown_scan refuses what libcmark cannot read in bounded time.
 * 2. libcmark parses; markdown_find_tables finds tables and parses cells.
 * 3. The blocks are walked with libcmark's enter/exit iterator. A block of
 *    running text is walked twice: flatten() collects its text, so that
 *    typography sees the whole of it, add_inlines() makes the nodes.
 *
 * Invariant: the tree holds no address that markdown_link.c did not let
 * through and nothing of raw HTML.
 *
 * Positions come from libcmark, with two corrections: its column on later
 * lines of a block supposes the first line's indent, and its line is short
 * when definitions or line ends inside links came before.
 */
#include "markdown_parts.h"

#include <assert.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "fieldkit/limits.h"

/* A block of running text, and where it stands in the body. */
struct text_block {
	cmark_node *node;
	bool is_cell;
	unsigned quotes;	/* quotation marks before each line */
	size_t cell_offset;
	uint32_t first_line;	/* as libcmark counts, and its column */
	uint32_t first_col;
	uint32_t line_shift;	/* definitions that stood before the text */
	size_t segment;		/* the next of md->typo.segments */
};

static const char *
literal_of(cmark_node *node)
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
	const char *literal = literal_of(node), *found;
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

static struct text_block
block_of(const struct markdown *md, cmark_node *node)
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

/*
 * Marks the characters that the author escaped, by \ or as an entity: they
 * are printed as they are. Text and source are read side by side; where they
 * part (a position that libcmark got wrong), nothing more is marked.
 */
static void
mark_literals(struct markdown *md, size_t offset, size_t text_start)
{
	const char *source = md->input->bytes + offset;
	const char *end = md->input->bytes + md->input->len;
	const char *text = md->typo.in.bytes, *stop;
	char *is_literal = md->typo.is_literal.bytes;
	size_t at = text_start, len = md->typo.in.len;

	while (at < len && source < end) {
		if (source + 1 < end && source[0] == '\\' &&
		    source[1] == text[at] && ispunct((unsigned char)text[at])) {
			is_literal[at++] = 1;
			source += 2;
			continue;
		}
		stop = source[0] != '&' ? NULL : memchr(source, ';',
		    end - source < 40 ? (size_t)(end - source) : 40);
		if (stop != NULL && (text[at] != '&' ||
		    strncmp(source, "&amp;", 5) == 0)) {
			do
				is_literal[at++] = 1;
			while (at < len && ((unsigned char)text[at] & 0xC0) ==
			    0x80);
			source = stop + 1;
			continue;
		}
		if (*source++ != text[at++])
			return;
	}
}

/* Collects the running text of a block for typography. */
static void
flatten(struct markdown *md, const struct text_block *block)
{
	cmark_iter *iter = cmark_iter_new(block->node);
	cmark_event_type event;

	typo_clear(&md->typo);
	while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
		cmark_node *node = cmark_iter_get_node(iter);
		cmark_node_type type = cmark_node_get_type(node);

		if (event != CMARK_EVENT_ENTER)
			continue;
		if (type == CMARK_NODE_TEXT) {
			const char *text = literal_of(node);
			size_t start = md->typo.in.len;

			typo_add_text(&md->typo, text, strlen(text));
			if (!block->is_cell)
				mark_literals(md, node_offset(md, block, node),
				    start);
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
	typo_run(&md->typo, md->input->is_plain ? NULL : md->input->lang);
}

/* What Markdown has instead of an element. */
static const char *
markdown_for(const char *name, size_t len)
{
	static const struct {
		const char *name, *instead;
	} rows[] = {
		{ "b", "**text**" }, { "strong", "**text**" },
		{ "i", "*text*" }, { "em", "*text*" },
		{ "code", "`text`" }, { "tt", "`text`" },
		{ "a", "[text](address)" }, { "img", "![text](file.png)" },
		{ "br", "a backslash at the end of the line" },
		{ "p", "an empty line" }, { "hr", "---" },
		{ "h1", "# text" }, { "h2", "## text" }, { "h3", "### text" },
		{ "h4", "#### text" }, { "ul", "- text" }, { "ol", "1. text" },
		{ "li", "- text" }, { "blockquote", "> text" },
		{ "pre", "``` lines around the text" },
		{ "table", "| cell | cell | lines" },
	};
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (strlen(rows[i].name) == len &&
		    strncasecmp(rows[i].name, name, len) == 0)
			return rows[i].instead;
	return NULL;
}

/* The length of a comment that starts here, 0 when none does. */
static size_t
comment_len(const char *html)
{
	const char *end;

	if (strncmp(html, "<!--", 4) != 0)
		return 0;
	end = strstr(html + 4, "-->");
	return end != NULL ? (size_t)(end + 3 - html) : strlen(html);
}

static void
report_html(struct markdown *md, const char *html, struct source_pos pos)
{
	size_t name = html[0] == '<' ? 1 + (html[1] == '/') : 0;
	size_t len = name;
	const char *instead;

	while (isalnum((unsigned char)html[len]))
		len++;
	if (html[0] == '<' && html[1] == '/' && md->has_raw_html)
		return;
	md->has_raw_html = true;
	if (len == name) {
		diag_report(md->diags, DIAG_HTML_RAW, pos,
		    html[0] == '<' ? "raw HTML may not stand here; write \\< "
		    "for the sign itself" : "text behind a comment on its line "
		    "is lost; start a new line");
		return;
	}
	diag_report(md->diags, DIAG_HTML_RAW, pos, "raw HTML '<%.*s>' may "
	    "not stand here; write \\< for the sign itself",
	    (int)(len - 1), html + 1);
	instead = markdown_for(html + name, len - name);
	if (instead != NULL)
		diag_hint(md->diags, "Markdown for it is %s", instead);
}

/* Raw HTML is an error; comments and the white space around them are not.
 * `offset` is where the first character other than a space stands. */
static void
check_html(struct markdown *md, const char *html, size_t offset)
{
	const char *at;

	html += strspn(html, " ");
	for (at = html; *at != '\0';) {
		size_t comment = comment_len(at);

		if (comment == 0 && !isspace((unsigned char)*at)) {
			report_html(md, at,
			    markdown_pos(md, offset + (size_t)(at - html)));
			return;
		}
		at += comment != 0 ? comment : 1;
	}
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
			strbuf_add_string(&alt, literal_of(node));
		if (type == CMARK_NODE_SOFTBREAK ||
		    type == CMARK_NODE_LINEBREAK)
			strbuf_add_char(&alt, ' ');
	}
	cmark_iter_free(iter);
	copy = arena_copy(md->arena, strbuf_string(&alt), alt.len);
	strbuf_release(&alt);
	return copy;
}

static void
set_title(struct markdown *md, struct doc_node *node, cmark_node *from)
{
	const char *title = cmark_node_get_title(from);

	if (title != NULL && title[0] != '\0')
		doc_set(md->arena, node, DOC_ATTR_TITLE,
		    arena_strdup(md->arena, title));
}

static void
add_image(struct markdown *md, struct doc_node *parent, cmark_node *image,
    struct source_pos pos)
{
	const char *url = cmark_node_get_url(image);
	const char *src = markdown_src(md, url, pos);
	const char *alt = alt_text(md, image);
	struct doc_node *node;

	if (alt[strspn(alt, " \t\n")] == '\0' && !md->input->is_plain)
		diag_report(md->diags, DIAG_IMAGE_ALT, pos, "the image says "
		    "nothing to those who cannot see it; write "
		    "![what it shows](%s)", url);
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
	href = markdown_href(md, cmark_node_get_url(from), pos);
	if (href == NULL)
		return doc_add(md->arena, parent, DOC_SPAN, pos);
	node = doc_add(md->arena, parent, DOC_A, pos);
	doc_set(md->arena, node, DOC_ATTR_HREF, href);
	set_title(md, node, from);
	return node;
}

static unsigned
depth_of(const struct doc_node *node)
{
	unsigned depth = 0;

	for (; node != NULL && depth <= LIMIT_BODY_DEPTH; node = node->parent)
		depth++;
	return depth;
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

/* A node without children. True when it was text, which goes on running. */
static bool
add_leaf(struct markdown *md, struct text_block *block,
    struct inline_writer *writer, cmark_node *node, cmark_iter *iter)
{
	cmark_node_type type = cmark_node_get_type(node);
	struct doc_node *code;
	struct source_pos pos;

	if (type == CMARK_NODE_TEXT) {
		if (md->run.len == 0)
			writer->run_pos = markdown_pos(md,
			    node_offset(md, block, node));
		add_segment(md, block);
		return true;
	}
	if (type == CMARK_NODE_SOFTBREAK) {
		if (!is_line_end_dropped(md, block))
			strbuf_add_char(&md->run, '\n');
		return true;
	}
	flush_run(md, writer->parent, writer->run_pos);
	if (type == CMARK_NODE_HTML_INLINE) {
		check_html(md, literal_of(node), html_offset(md, block, node));
		return true;
	}
	if (type == CMARK_NODE_LINEBREAK) {	/* libcmark gives it no place */
		doc_add(md->arena, writer->parent, DOC_BR, writer->run_pos);
		return true;
	}
	pos = markdown_pos(md, node_offset(md, block, node));
	if (type == CMARK_NODE_CODE) {
		code = doc_add(md->arena, writer->parent, DOC_CODE, pos);
		doc_add_text(md->arena, code, literal_of(node),
		    strlen(literal_of(node)), pos);
		return true;
	}
	if (type != CMARK_NODE_IMAGE)
		return false;
	add_image(md, writer->parent, node, pos);
	cmark_iter_reset(iter, node, CMARK_EVENT_EXIT);
	return true;
}

static void
report_depth(struct markdown *md, struct source_pos pos)
{
	diag_report(md->diags, DIAG_LIMIT_PASSED, pos,
	    "more than %d elements stand within each other",
	    LIMIT_BODY_DEPTH);
}

static void
add_inlines(struct markdown *md, struct doc_node *holder,
    struct text_block *block)
{
	struct inline_writer writer = { .parent = holder,
		.run_pos = holder->pos, .depth = depth_of(holder) };
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
			report_depth(md, pos);
			break;
		}
		writer.parent = enter_inline(md, writer.parent, node, pos);
	}
	flush_run(md, writer.parent, writer.run_pos);
	cmark_iter_free(iter);
}

static void
add_code_block(struct markdown *md, struct doc_node *parent, cmark_node *block,
    struct source_pos pos)
{
	struct doc_node *pre = doc_add(md->arena, parent, DOC_PRE, pos);
	struct doc_node *code = doc_add(md->arena, pre, DOC_CODE, pos);
	const char *info = cmark_node_get_fence_info(block);
	size_t word = info != NULL ? strcspn(info, " \t") : 0;

	if (word > 0)
		code->class_list = arena_printf(md->arena, "language-%.*s",
		    (int)word, info);
	doc_add_text(md->arena, code, literal_of(block),
	    strlen(literal_of(block)), pos);
}

static void
add_heading(struct markdown *md, struct doc_node *parent, cmark_node *heading,
    struct source_pos pos)
{
	enum doc_tag tag = DOC_H1 - 1 +
	    (enum doc_tag)cmark_node_get_heading_level(heading);
	struct doc_node *node = doc_add(md->arena, parent, tag, pos);
	struct text_block block = block_of(md, heading);

	add_inlines(md, node, &block);
	if (!md->input->is_plain)
		node->id = heading_ids_add(&md->ids, md->arena,
		    doc_plain_text(md->arena, node));
}

static void
add_row(struct markdown *md, struct doc_node *parent,
    const struct table *table, uint32_t row, enum doc_tag cell_tag)
{
	static const char *const align_words[] = {
		[ALIGN_LEFT] = "left", [ALIGN_CENTER] = "center",
		[ALIGN_RIGHT] = "right",
	};
	struct doc_node *tr = doc_add(md->arena, parent, DOC_TR,
	    markdown_pos(md, table->rows[row].offset));
	uint32_t i;

	for (i = 0; i < table->column_count; i++) {
		const struct table_cell *cell = &table->rows[row].cells[i];
		struct doc_node *node = doc_add(md->arena, tr, cell_tag,
		    markdown_pos(md, cell->offset));
		struct text_block block = { .is_cell = true,
			.cell_offset = cell->offset };

		if (cell_tag == DOC_TH)
			doc_set(md->arena, node, DOC_ATTR_SCOPE, "col");
		if (table->aligns[i] != ALIGN_NONE)
			doc_set(md->arena, node, DOC_ATTR_DATA_ALIGN,
			    align_words[table->aligns[i]]);
		if (cell->text == 0)
			continue;
		block.node = md->cell_nodes[cell->text];
		if (block.node != NULL)
			add_inlines(md, node, &block);
	}
}

static void
add_table(struct markdown *md, struct doc_node *parent,
    const struct table *table, struct source_pos pos)
{
	struct doc_node *node = doc_add(md->arena, parent, DOC_TABLE, pos);
	struct doc_node *body;
	uint32_t i;

	add_row(md, doc_add(md->arena, node, DOC_THEAD, pos), table, 0, DOC_TH);
	if (table->row_count == 1)
		return;
	body = doc_add(md->arena, node, DOC_TBODY,
	    markdown_pos(md, table->rows[1].offset));
	for (i = 1; i < table->row_count; i++)
		add_row(md, body, table, i, DOC_TD);
}

/* Paragraphs of a tight list are no paragraphs of their own. */
static bool
is_tight(cmark_node *paragraph)
{
	cmark_node *item = cmark_node_parent(paragraph);
	cmark_node *list = item != NULL ? cmark_node_parent(item) : NULL;

	return list != NULL && cmark_node_get_type(list) == CMARK_NODE_LIST &&
	    cmark_node_get_list_tight(list);
}

/* A paragraph, unless nothing of it is left but white space. */
static void
add_loose_paragraph(struct markdown *md, struct doc_node *parent,
    struct text_block *block, struct source_pos pos)
{
	struct doc_node *before = parent->last_child;
	struct doc_node *node = doc_add(md->arena, parent, DOC_P, pos);

	add_inlines(md, node, block);
	if (node->first_child != NULL)
		return;
	parent->last_child = before;
	if (before != NULL)
		before->next = NULL;
	else
		parent->first_child = NULL;
}

static void
add_paragraph(struct markdown *md, struct doc_node *parent,
    cmark_node *paragraph, struct source_pos pos)
{
	struct text_block block;

	if (md->tables != NULL && md->tables->paragraph == paragraph) {
		add_table(md, parent, md->tables, pos);
		md->tables = md->tables->next;
		return;
	}
	block = block_of(md, paragraph);
	if (!is_tight(paragraph)) {
		add_loose_paragraph(md, parent, &block, pos);
		return;
	}
	if (parent->last_child != NULL)	/* text behind a block of the item */
		doc_add_text(md->arena, parent, "\n", 1, pos);
	add_inlines(md, parent, &block);
}

static struct doc_node *
enter_list(struct markdown *md, struct doc_node *parent, cmark_node *list,
    struct source_pos pos)
{
	bool is_ordered =
	    cmark_node_get_list_type(list) == CMARK_ORDERED_LIST;
	struct doc_node *node = doc_add(md->arena, parent,
	    is_ordered ? DOC_OL : DOC_UL, pos);

	if (is_ordered && cmark_node_get_list_start(list) != 1)
		doc_set(md->arena, node, DOC_ATTR_START,
		    arena_printf(md->arena, "%d",
		    cmark_node_get_list_start(list)));
	return node;
}

static struct source_pos
block_pos(struct markdown *md, cmark_node *block)
{
	uint32_t line = (uint32_t)cmark_node_get_start_line(block);
	int col = cmark_node_get_start_column(block);

	if (line == 0 || line > md->line_count)
		return markdown_pos(md, 0);
	return markdown_pos(md, md->line_starts[line - 1] +
	    (size_t)(col > 0 ? col - 1 : 0));
}

/* Adds a block; returns the node that its blocks go into, NULL for a leaf. */
static struct doc_node *
add_block(struct markdown *md, struct doc_node *parent, cmark_node *block,
    struct source_pos pos)
{
	cmark_node_type type = cmark_node_get_type(block);

	if (type == CMARK_NODE_BLOCK_QUOTE)
		return doc_add(md->arena, parent, DOC_BLOCKQUOTE, pos);
	if (type == CMARK_NODE_LIST)
		return enter_list(md, parent, block, pos);
	if (type == CMARK_NODE_ITEM)
		return doc_add(md->arena, parent, DOC_LI, pos);
	if (type == CMARK_NODE_PARAGRAPH)
		add_paragraph(md, parent, block, pos);
	else if (type == CMARK_NODE_HEADING)
		add_heading(md, parent, block, pos);
	else if (type == CMARK_NODE_CODE_BLOCK)
		add_code_block(md, parent, block, pos);
	else if (type == CMARK_NODE_THEMATIC_BREAK)
		doc_add(md->arena, parent, DOC_HR, pos);
	else if (type == CMARK_NODE_HTML_BLOCK)
		check_html(md, literal_of(block), md->line_starts[
		    cmark_node_get_start_line(block) - 1] +
		    (size_t)cmark_node_get_start_column(block) - 1);
	return NULL;
}

static void
add_blocks(struct markdown *md, struct doc_node *fragment,
    cmark_node *document)
{
	struct doc_node *parent = fragment;
	cmark_iter *iter = cmark_iter_new(document);
	cmark_event_type event;

	while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
		cmark_node *block = cmark_iter_get_node(iter);
		cmark_node_type type = cmark_node_get_type(block);
		struct doc_node *inner;
		struct source_pos pos;

		if (block == document)
			continue;
		if (event == CMARK_EVENT_EXIT) {
			parent = parent->parent;
			continue;
		}
		pos = block_pos(md, block);
		if (depth_of(parent) >= LIMIT_BODY_DEPTH) {
			report_depth(md, pos);
			break;
		}
		inner = add_block(md, parent, block, pos);
		if (inner != NULL)
			parent = inner;
		else if (type == CMARK_NODE_PARAGRAPH ||
		    type == CMARK_NODE_HEADING)
			cmark_iter_reset(iter, block, CMARK_EVENT_EXIT);
	}
	cmark_iter_free(iter);
}

struct doc_node *
markdown_parse(struct arena *arena, const struct markdown_input *input,
    struct diags *diags)
{
	struct markdown md = { .arena = arena, .input = input, .diags = diags };
	cmark_node *document;
	struct doc_node *fragment;

	fragment = doc_new(arena, DOC_FRAGMENT, markdown_pos(&md, 0));
	if (!markdown_scan(&md))
		return fragment;
	document = cmark_parse_document(input->bytes, input->len,
	    CMARK_OPT_SOURCEPOS);
	markdown_find_tables(&md, document);
	add_blocks(&md, fragment, document);
	cmark_node_free(document);
	if (md.cell_document != NULL)
		cmark_node_free(md.cell_document);
	typo_release(&md.typo);
	strbuf_release(&md.run);
	strmap_release(&md.ids);
	return fragment;
}
