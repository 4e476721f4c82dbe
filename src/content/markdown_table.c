/*
 * Tables, which CommonMark does not have.
 *
 * In: the parsed document and its source. Out: md->tables, and one parsed
 * document with a heading for each cell.
 *
 * A paragraph is a table when its first line starts with a pipe and its
 * second is a delimiter row of as many columns (GitHub Flavored Markdown
 * 0.29, section 4.10; the leading pipe is our own demand, so that no sentence
 * turns into a table). Its lines are read again from the source, split at
 * unescaped pipes. The cells of all tables become ATX headings of one second
 * document: a heading holds exactly what a cell may hold. Behind them stand
 * the link reference definitions of the body, so that cells may use them;
 * one document for all, because one each would read the definitions once a
 * table.
 */
#include "markdown_parts.h"

#include <string.h>

#include "fieldkit/limits.h"

struct table_reader {
	struct markdown *md;
	struct table **last;		/* link of the list's end */
	struct strbuf cells;		/* the cell document */
	uint32_t line_count;		/* of it */
	uint32_t cell_count;		/* with empty ones: LIMIT_TABLE_CELLS */
	bool *is_code_line;		/* by line of the body, from 1 */
};

/* A stretch of the body. */
struct span {
	size_t start, end;
};

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static struct span
trim(const char *bytes, struct span span)
{
	while (span.start < span.end && is_blank(bytes[span.start]))
		span.start++;
	while (span.end > span.start && is_blank(bytes[span.end - 1]))
		span.end--;
	return span;
}

/* A line of a paragraph without container marks and line end. */
static struct span
line_span(const struct markdown *md, uint32_t line, unsigned quotes)
{
	const char *bytes = md->input->bytes;
	struct span span = { markdown_content_start(md, line, quotes, 1),
		md->line_starts[line] };

	while (span.end > span.start && (bytes[span.end - 1] == '\n' ||
	    bytes[span.end - 1] == '\r'))
		span.end--;
	return trim(bytes, span);
}

/* Takes the next cell off a row; false at its end. */
static bool
next_cell(const char *bytes, struct span *row, struct span *ret_cell)
{
	size_t at = row->start;

	if (at >= row->end)
		return false;
	while (at < row->end && bytes[at] != '|')
		at += bytes[at] == '\\' && at + 1 < row->end ? 2 : 1;
	*ret_cell = trim(bytes, (struct span){ row->start, at });
	row->start = at + 1;
	return true;
}

static struct span
without_leading_pipe(const char *bytes, struct span row)
{
	if (row.start < row.end && bytes[row.start] == '|')
		row.start++;
	return row;
}

static uint32_t
count_cells(const char *bytes, struct span row)
{
	struct span cell;
	uint32_t count = 0;

	row = without_leading_pipe(bytes, row);
	while (next_cell(bytes, &row, &cell))
		count++;
	return count;
}

/* `---`, `:--`, `--:` or `:-:`. */
static bool
parse_align(const char *bytes, struct span cell, enum table_align *ret_align)
{
	bool is_left = cell.start < cell.end && bytes[cell.start] == ':';
	bool is_right;
	size_t at;

	cell.start += is_left;
	is_right = cell.start < cell.end && bytes[cell.end - 1] == ':';
	cell.end -= is_right;
	for (at = cell.start; at < cell.end; at++)
		if (bytes[at] != '-')
			return false;
	*ret_align = is_left && is_right ? ALIGN_CENTER : is_left ? ALIGN_LEFT
	    : is_right ? ALIGN_RIGHT : ALIGN_NONE;
	return cell.end > cell.start;
}

/* Columns of a delimiter row, 0 when the line is none. */
static uint32_t
parse_delimiters(const char *bytes, struct span row,
    enum table_align aligns[LIMIT_TABLE_COLUMNS])
{
	struct span cell;
	uint32_t count = 0;

	row = without_leading_pipe(bytes, row);
	while (next_cell(bytes, &row, &cell)) {
		enum table_align align;

		if (!parse_align(bytes, cell, &align))
			return 0;
		if (count < LIMIT_TABLE_COLUMNS)
			aligns[count] = align;
		count++;
	}
	return count;
}

/* A cell as a heading: `\|` is a pipe here, whatever stands around it. The
 * closing mark keeps a number sign of the author's. */
static void
add_cell_text(struct table_reader *reader, struct span cell)
{
	const char *bytes = reader->md->input->bytes;
	size_t at;

	strbuf_add_string(&reader->cells, "# ");
	for (at = cell.start; at < cell.end; at++)
		if (bytes[at] != '\\' || at + 1 == cell.end ||
		    bytes[at + 1] != '|')
			strbuf_add_char(&reader->cells, bytes[at]);
	strbuf_add_string(&reader->cells, " #\n");
}

static void
read_row(struct table_reader *reader, struct table *table, struct span line)
{
	struct markdown *md = reader->md;
	const char *bytes = md->input->bytes;
	struct table_row *row = &table->rows[table->row_count++];
	struct span rest = without_leading_pipe(bytes, line), cell;
	uint32_t column = 0;

	row->offset = line.start;
	row->cells = ARENA_ARRAY(md->arena, struct table_cell,
	    table->column_count);
	while (column < table->column_count && next_cell(bytes, &rest, &cell)) {
		row->cells[column].offset = cell.start;
		if (cell.end > cell.start) {
			row->cells[column].text = ++reader->line_count;
			add_cell_text(reader, cell);
		}
		column++;
	}
	for (; column < table->column_count; column++)
		row->cells[column].offset = line.end;
	if (next_cell(bytes, &rest, &cell))
		diag_report(md->diags, DIAG_TABLE_SHAPE,
		    markdown_pos(md, cell.start), "the row has %u cells, its "
		    "table's header %u; write \\| for the sign itself",
		    count_cells(bytes, line), table->column_count);
}

static bool
is_table_within(struct markdown *md, size_t offset, uint32_t columns,
    uint32_t rows, uint32_t cells)
{
	const char *what = columns > LIMIT_TABLE_COLUMNS ? "columns"
	    : rows > LIMIT_TABLE_ROWS ? "rows"
	    : cells > LIMIT_TABLE_CELLS ? "cells in all tables" : NULL;

	if (what == NULL)
		return true;
	md->has_table_error = true;
	diag_report(md->diags, DIAG_LIMIT_PASSED, markdown_pos(md, offset),
	    "the table has more than %d %s",
	    columns > LIMIT_TABLE_COLUMNS ? LIMIT_TABLE_COLUMNS
	    : rows > LIMIT_TABLE_ROWS ? LIMIT_TABLE_ROWS : LIMIT_TABLE_CELLS,
	    what);
	return false;
}

/* The quotation marks that stand before each line of a block. */
static unsigned
count_quotes(cmark_node *node)
{
	unsigned count = 0;

	for (; node != NULL; node = cmark_node_parent(node))
		count += cmark_node_get_type(node) == CMARK_NODE_BLOCK_QUOTE;
	return count;
}

/* A table straight below text is a paragraph in CommonMark, which nobody
 * means. */
static void
warn_of_hidden_table(struct markdown *md, uint32_t first, uint32_t last,
    unsigned quotes)
{
	const char *bytes = md->input->bytes;
	enum table_align aligns[LIMIT_TABLE_COLUMNS];
	uint32_t line;

	for (line = first + 1; line < last; line++) {
		struct span header = line_span(md, line, quotes), below;
		uint32_t columns;

		if (header.start == header.end || bytes[header.start] != '|')
			continue;
		below = line_span(md, line + 1, quotes);
		columns = parse_delimiters(bytes, below, aligns);
		if (columns == 0 || columns != count_cells(bytes, header))
			continue;
		md->has_table_error = true;
		diag_report(md->diags, DIAG_TABLE_SHAPE,
		    markdown_pos(md, header.start),
		    "the table stands in a paragraph; leave an empty line "
		    "before it");
		return;
	}
}

static void
read_table(struct table_reader *reader, cmark_node *paragraph,
    struct span header, uint32_t columns, const enum table_align *aligns)
{
	struct markdown *md = reader->md;
	uint32_t first = (uint32_t)cmark_node_get_start_line(paragraph);
	uint32_t last = (uint32_t)cmark_node_get_end_line(paragraph), line;
	unsigned quotes = count_quotes(paragraph);
	struct table *table;

	if (!is_table_within(md, header.start, columns, last - first,
	    reader->cell_count + columns * (last - first)))
		return;
	reader->cell_count += columns * (last - first);
	table = ARENA_NEW(md->arena, struct table);
	table->paragraph = paragraph;
	table->column_count = columns;
	table->aligns = ARENA_ARRAY(md->arena, enum table_align, columns);
	memcpy(table->aligns, aligns, columns * sizeof(*aligns));
	table->rows = ARENA_ARRAY(md->arena, struct table_row, last - first);
	read_row(reader, table, header);
	for (line = first + 2; line <= last; line++)
		read_row(reader, table, line_span(md, line, quotes));
	*reader->last = table;
	reader->last = &table->next;
}

static void
try_paragraph(struct table_reader *reader, cmark_node *paragraph)
{
	struct markdown *md = reader->md;
	const char *bytes = md->input->bytes;
	enum table_align aligns[LIMIT_TABLE_COLUMNS];
	uint32_t first = (uint32_t)cmark_node_get_start_line(paragraph);
	uint32_t last = (uint32_t)cmark_node_get_end_line(paragraph), columns;
	unsigned quotes = count_quotes(paragraph);
	struct span header;

	if (first == 0 || last <= first || last > md->line_count)
		return;
	header = line_span(md, first, quotes);
	/* The first line has the marks of its list items before it. */
	header.start = md->line_starts[first - 1] +
	    (size_t)cmark_node_get_start_column(paragraph) - 1;
	if (header.start >= header.end)
		return;
	columns = parse_delimiters(bytes, line_span(md, first + 1, quotes),
	    aligns);
	if (bytes[header.start] == '|' && columns > 0 &&
	    columns == count_cells(bytes, header))
		read_table(reader, paragraph, header, columns, aligns);
	else
		warn_of_hidden_table(md, first, last, quotes);
}

static void
mark_code(struct table_reader *reader, cmark_node *block)
{
	uint32_t line = (uint32_t)cmark_node_get_start_line(block);
	uint32_t end = (uint32_t)cmark_node_get_end_line(block);

	for (; line != 0 && line <= end && line <= reader->md->line_count;
	    line++)
		reader->is_code_line[line] = true;
}

/* The first byte of a line behind everything that may stand before a
 * definition. */
static struct span
definition_line(const struct markdown *md, uint32_t line)
{
	const char *bytes = md->input->bytes;
	struct span span = line_span(md, line, LIMIT_BODY_CONTAINERS);

	while (span.start < span.end && (is_blank(bytes[span.start]) ||
	    strchr("-+*", bytes[span.start]) != NULL))
		span.start++;
	return span;
}

/* Copies what looks like link reference definitions, each with the lines that
 * may belong to it, to stand behind the cells. What is none becomes a
 * paragraph there, which nobody reads. */
static void
add_definitions(struct table_reader *reader)
{
	const struct markdown *md = reader->md;
	const char *bytes = md->input->bytes;
	bool is_open = false;
	uint32_t line;

	for (line = 1; line <= md->line_count; line++) {
		struct span span = definition_line(md, line);

		if (span.start == span.end || reader->is_code_line[line]) {
			is_open = false;
			continue;
		}
		if (bytes[span.start] == '[') {
			strbuf_add_char(&reader->md->definitions, '\n');
			is_open = true;
		}
		if (!is_open)
			continue;
		strbuf_add(&reader->md->definitions, bytes + span.start,
		    span.end - span.start);
		strbuf_add_char(&reader->md->definitions, '\n');
	}
}

static void
parse_cells(struct table_reader *reader)
{
	struct markdown *md = reader->md;
	cmark_node *node;
	uint32_t i;

	strbuf_add(&reader->cells, md->definitions.bytes, md->definitions.len);
	md->cell_document = cmark_parse_document(reader->cells.bytes,
	    reader->cells.len, CMARK_OPT_SOURCEPOS);
	md->cell_count = reader->line_count;
	md->cell_nodes = ARENA_ARRAY(md->arena, cmark_node *,
	    reader->line_count + 1);
	node = cmark_node_first_child(md->cell_document);
	for (i = 1; i <= reader->line_count && node != NULL; i++) {
		md->cell_nodes[i] = node;
		node = cmark_node_next(node);
	}
}

void
markdown_find_tables(struct markdown *md, cmark_node *document)
{
	struct table_reader reader = { .md = md, .last = &md->tables };
	cmark_iter *iter = cmark_iter_new(document);
	cmark_event_type event;

	reader.is_code_line = ARENA_ARRAY(md->arena, bool, md->line_count + 1);
	while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
		cmark_node *node = cmark_iter_get_node(iter);
		cmark_node_type type = cmark_node_get_type(node);

		if (event != CMARK_EVENT_ENTER)
			continue;
		if (type == CMARK_NODE_CODE_BLOCK ||
		    type == CMARK_NODE_HTML_BLOCK)
			mark_code(&reader, node);
		if (type == CMARK_NODE_PARAGRAPH)
			try_paragraph(&reader, node);
		if (type == CMARK_NODE_PARAGRAPH ||
		    type == CMARK_NODE_HEADING)
			cmark_iter_reset(iter, node, CMARK_EVENT_EXIT);
	}
	cmark_iter_free(iter);
	if (md->tables != NULL || md->notes != NULL)
		add_definitions(&reader);
	if (md->tables != NULL)
		parse_cells(&reader);
	strbuf_release(&reader.cells);
}
