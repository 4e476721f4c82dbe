/*
 * A YAML scalar as Markdown input.
 *
 * In: the scalar and its file. Out: the line and column at which its text
 * starts there. A literal block (|) keeps its lines, less an indent that is
 * measured on its first line with text; a value that stands as it is on one
 * line keeps its columns; everything else (folded, escaped, over several
 * lines) was moved by YAML and is blamed on its start.
 */
#include "fieldkit/markdown.h"

#include <string.h>

static size_t
count_spaces(const char *line, size_t len)
{
	size_t count = 0;

	while (count < len && line[count] == ' ')
		count++;
	return count;
}

/* The byte of a line at column `col` (from 1), at most `len`. */
static size_t
byte_of_column(const char *line, size_t len, uint32_t col)
{
	size_t at = 0;

	while (at < len && col > 1) {
		do
			at++;
		while (at < len && ((unsigned char)line[at] & 0xC0) == 0x80);
		col--;
	}
	return at;
}

/* The spaces that YAML cut off each line of a literal block. */
static uint32_t
block_indent(const struct yaml_node *scalar, const struct sources *sources)
{
	const char *text = scalar->scalar, *line;
	size_t blank_lines = 0, len, spaces;
	struct source_pos pos = scalar->pos;

	for (; *text == '\n'; text++)
		blank_lines++;
	spaces = count_spaces(text, strlen(text));
	pos.line += (uint32_t)blank_lines + 1;
	if (!source_line(sources, pos, &line, &len))
		return 0;
	len = count_spaces(line, len);
	return len > spaces ? (uint32_t)(len - spaces) : 0;
}

struct markdown_input
markdown_input_of_scalar(const struct yaml_node *scalar,
    const struct sources *sources)
{
	struct markdown_input input = {
		.file = scalar->pos.file,
		.first_line = scalar->pos.line,
		.first_col = scalar->pos.col,
		.is_folded = true,
		.bytes = scalar->scalar,
		.len = scalar->scalar_len,
	};
	const char *line;
	size_t len, at;

	if (!source_line(sources, scalar->pos, &line, &len))
		return input;
	at = byte_of_column(line, len, scalar->pos.col);
	if (scalar->is_block && at < len && line[at] == '|') {
		input.is_folded = false;
		input.first_line++;
		input.first_col = block_indent(scalar, sources) + 1;
		return input;
	}
	at += !scalar->is_plain;	/* the quotation mark */
	if (!scalar->is_block && at <= len && len - at >= input.len &&
	    memcmp(line + at, input.bytes, input.len) == 0) {
		input.is_folded = false;
		input.first_col += !scalar->is_plain;
	}
	return input;
}
