/*
 * Markdown to document tree.
 *
 * In: a body (struct markdown_input). Out: a DOC_FRAGMENT and diagnostics.
 *
 * 1. markdown_scan refuses what libcmark cannot read in bounded time.
 * 2. markdown_mark_notes hides the brackets of footnotes from libcmark.
 * 3. libcmark parses; markdown_find_tables finds tables and parses cells.
 * 4. The blocks are walked with libcmark's enter/exit iterator; their running
 *    text goes through markdown_add_inlines.
 * 5. markdown_fill_notes puts the texts of footnotes where they are called.
 *
 * Invariant: the tree holds no address that markdown_link.c did not let
 * through and nothing of raw HTML.
 */
#include "markdown_parts.h"

#include <string.h>

#include "fieldkit/limits.h"

unsigned
markdown_depth(const struct doc_node *node)
{
	unsigned depth = 0;

	for (; node != NULL && depth <= LIMIT_BODY_DEPTH; node = node->parent)
		depth++;
	return depth;
}

void
markdown_report_depth(struct markdown *md, struct source_pos pos)
{
	diag_report(md->diags, DIAG_LIMIT_PASSED, pos,
	    "more than %d elements stand within each other",
	    LIMIT_BODY_DEPTH);
}

static void
add_code_block(struct markdown *md, struct doc_node *parent, cmark_node *block,
    struct source_pos pos)
{
	struct doc_node *pre = doc_add(md->arena, parent, DOC_PRE, pos);
	struct doc_node *code = doc_add(md->arena, pre, DOC_CODE, pos);
	const char *text = markdown_restored(md, markdown_literal(block));
	const char *info = markdown_restored(md,
	    cmark_node_get_fence_info(block));
	size_t word = info != NULL ? strcspn(info, " \t") : 0;

	if (word > 0)
		code->class_list = arena_printf(md->arena, "language-%.*s",
		    (int)word, info);
	doc_add_text(md->arena, code, text, strlen(text), pos);
}

static void
add_heading(struct markdown *md, struct doc_node *parent, cmark_node *heading,
    struct source_pos pos)
{
	enum doc_tag tag = DOC_H1 - 1 +
	    (enum doc_tag)cmark_node_get_heading_level(heading);
	struct doc_node *node = doc_add(md->arena, parent, tag, pos);
	struct text_block block = markdown_text_block(md, heading);

	markdown_add_inlines(md, node, &block);
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
		/* An empty cell heads nothing (WCAG 1.3.1). */
		enum doc_tag tag = cell->text != 0 ? cell_tag : DOC_TD;
		struct doc_node *node = doc_add(md->arena, tr, tag,
		    markdown_pos(md, cell->offset));
		struct text_block block = { .is_cell = true,
			.cell_offset = cell->offset };

		if (tag == DOC_TH)
			doc_set(md->arena, node, DOC_ATTR_SCOPE, "col");
		if (table->aligns[i] != ALIGN_NONE)
			doc_set(md->arena, node, DOC_ATTR_DATA_ALIGN,
			    align_words[table->aligns[i]]);
		if (cell->text == 0)
			continue;
		block.node = md->cell_nodes[cell->text];
		if (block.node != NULL)
			markdown_add_inlines(md, node, &block);
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

	markdown_add_inlines(md, node, block);
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

	if (markdown_take_notes(md, paragraph))
		return;
	if (md->tables != NULL && md->tables->paragraph == paragraph) {
		add_table(md, parent, md->tables, pos);
		md->tables = md->tables->next;
		return;
	}
	block = markdown_text_block(md, paragraph);
	if (!is_tight(paragraph)) {
		add_loose_paragraph(md, parent, &block, pos);
		return;
	}
	if (parent->last_child != NULL)	/* text behind a block of the item */
		doc_add_text(md->arena, parent, "\n", 1, pos);
	markdown_add_inlines(md, parent, &block);
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

static size_t
block_offset(const struct markdown *md, cmark_node *block)
{
	uint32_t line = (uint32_t)cmark_node_get_start_line(block);
	int col = cmark_node_get_start_column(block);

	if (line == 0 || line > md->line_count)
		return 0;
	return md->line_starts[line - 1] + (size_t)(col > 0 ? col - 1 : 0);
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
		markdown_check_html(md, markdown_literal(block),
		    block_offset(md, block));
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
		pos = markdown_pos(md, block_offset(md, block));
		if (markdown_depth(parent) >= LIMIT_BODY_DEPTH) {
			markdown_report_depth(md, pos);
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
	struct markdown_input marked = *input;
	struct markdown md = { .arena = arena, .input = &marked,
		.diags = diags };
	cmark_node *document;
	struct doc_node *fragment;

	fragment = doc_new(arena, DOC_FRAGMENT, markdown_pos(&md, 0));
	if (!markdown_scan(&md))
		return fragment;
	marked.bytes = markdown_mark_notes(&md);
	document = cmark_parse_document(marked.bytes, marked.len,
	    CMARK_OPT_SOURCEPOS);
	markdown_find_tables(&md, document);
	add_blocks(&md, fragment, document);
	markdown_fill_notes(&md);
	cmark_node_free(document);
	if (md.cell_document != NULL)
		cmark_node_free(md.cell_document);
	typo_release(&md.typo);
	strbuf_release(&md.run);
	strbuf_release(&md.definitions);
	strmap_release(&md.note_ids);
	strmap_release(&md.ids);
	return fragment;
}
