/*
 * What may be given to libcmark, and where a byte of the body stands.
 *
 * libcmark 0.30.2 needs quadratic time for deeply nested containers
 * (CVE-2023-24824), so the depth that a line can open is bounded before it
 * reads anything: container markers and columns of indent in each line's
 * prefix, lines and bytes in the whole. Nothing is guessed about structure:
 * a prefix counts wherever it stands, in a code block too.
 */
#include "markdown_parts.h"

#include "fieldkit/limits.h"

/* The prefix of one line: white space and what could be container markers. */
struct prefix {
	size_t len;
	unsigned columns;
	unsigned markers;
};

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The bytes of a list marker or quotation mark at `at`, 0 when none. */
static size_t
marker_len(const char *at, const char *end)
{
	size_t len = 0;

	if (*at == '>')
		return 1;
	if (*at == '-' || *at == '+' || *at == '*') {
		len = 1;
	} else {
		while (at + len < end && is_digit(at[len]) && len < 9)
			len++;
		if (len == 0 || at + len == end ||
		    (at[len] != '.' && at[len] != ')'))
			return 0;
		len++;
	}
	if (at + len < end && at[len] != ' ' && at[len] != '\t')
		return 0;
	return len;
}

/* `* * *` is one line across the page and no three lists. */
static bool
is_thematic_break(const char *line, const char *end)
{
	char mark = '\0';
	unsigned count = 0;

	for (; line < end; line++) {
		if (*line == ' ' || *line == '\t')
			continue;
		if (mark == '\0')
			mark = *line;
		if (*line != mark)
			return false;
		count++;
	}
	return count >= 3 && (mark == '*' || mark == '-');
}

static struct prefix
measure_prefix(const char *line, const char *end)
{
	struct prefix prefix = { 0 };
	const char *at = line;

	while (at < end) {
		size_t len;

		if (*at == ' ' || *at == '\t') {
			prefix.columns += *at == ' ' ? 1
			    : 4 - prefix.columns % 4;
			at++;
			continue;
		}
		len = marker_len(at, end);
		if (len == 0 || is_thematic_break(at, end))
			break;
		prefix.markers++;
		prefix.columns += (unsigned)len;
		at += len;
		if (prefix.markers > LIMIT_BODY_CONTAINERS)
			break;
	}
	prefix.len = (size_t)(at - line);
	return prefix;
}

static bool
is_line_within(struct markdown *md, size_t start, size_t end)
{
	const char *bytes = md->input->bytes;
	struct prefix prefix = measure_prefix(bytes + start, bytes + end);

	if (prefix.markers > LIMIT_BODY_CONTAINERS) {
		diag_report(md->diags, DIAG_LIMIT_PASSED,
		    markdown_pos(md, start + prefix.len - 1),
		    "a line opens more than %d lists or quotations",
		    LIMIT_BODY_CONTAINERS);
		return false;
	}
	/* A line of white space alone opens nothing, however long it is. */
	if (prefix.columns > LIMIT_BODY_INDENT && start + prefix.len < end) {
		diag_report(md->diags, DIAG_LIMIT_PASSED,
		    markdown_pos(md, start + prefix.len),
		    "a line is indented by more than %d columns",
		    LIMIT_BODY_INDENT);
		return false;
	}
	return true;
}

/* The offset behind the line end at or after `at`; *ret_end before it. */
static size_t
find_line_end(const char *bytes, size_t at, size_t len, size_t *ret_end)
{
	while (at < len && bytes[at] != '\n' && bytes[at] != '\r')
		at++;
	*ret_end = at;
	if (at + 1 < len && bytes[at] == '\r' && bytes[at + 1] == '\n')
		return at + 2;
	return at < len ? at + 1 : at;
}

static void
index_lines(struct markdown *md)
{
	const struct markdown_input *input = md->input;
	size_t at, end;
	uint32_t line = 0;

	for (at = 0; at < input->len; md->line_count++)
		at = find_line_end(input->bytes, at, input->len, &end);
	md->line_starts = ARENA_ARRAY(md->arena, size_t, md->line_count + 1);
	for (at = 0; at < input->len;) {
		md->line_starts[line++] = at;
		at = find_line_end(input->bytes, at, input->len, &end);
	}
	md->line_starts[line] = input->len;
}

bool
markdown_scan(struct markdown *md)
{
	const struct markdown_input *input = md->input;
	struct source_pos start = { input->file, input->first_line,
		input->first_col != 0 ? input->first_col : 1 };
	uint32_t line;

	if (input->len > LIMIT_BODY_BYTES) {
		diag_report(md->diags, DIAG_LIMIT_PASSED, start,
		    "the text has %zu bytes; a Markdown text takes %d at most",
		    input->len, LIMIT_BODY_BYTES);
		return false;
	}
	index_lines(md);
	if (md->line_count > LIMIT_BODY_LINES) {
		diag_report(md->diags, DIAG_LIMIT_PASSED, start,
		    "the text has %u lines; a Markdown text takes %d at most",
		    md->line_count, LIMIT_BODY_LINES);
		return false;
	}
	for (line = 0; line < md->line_count; line++) {
		size_t end;

		find_line_end(input->bytes, md->line_starts[line], input->len,
		    &end);
		if (!is_line_within(md, md->line_starts[line], end))
			return false;
	}
	return true;
}

/* The line, from 1, that holds an offset. */
static uint32_t
line_at(const struct markdown *md, size_t offset)
{
	uint32_t low = 0, high = md->line_count;

	while (high - low > 1) {
		uint32_t middle = low + (high - low) / 2;

		if (md->line_starts[middle] <= offset)
			low = middle;
		else
			high = middle;
	}
	return low + 1;
}

/* Code points between two offsets of one line. */
static uint32_t
count_columns(const char *bytes, size_t from, size_t to)
{
	uint32_t count = 0;

	for (; from < to; from++)
		count += ((unsigned char)bytes[from] & 0xC0) != 0x80;
	return count;
}

struct source_pos
markdown_pos(struct markdown *md, size_t offset)
{
	const struct markdown_input *input = md->input;
	uint32_t first_col = input->first_col != 0 ? input->first_col : 1;
	uint32_t line;

	if (input->is_folded || md->line_count == 0)
		return (struct source_pos){ input->file, input->first_line,
			first_col };
	if (offset > input->len)
		offset = input->len;
	line = line_at(md, offset);
	/* Nodes come in the order of the text: counting goes on from the last
	 * position, or a long line would be counted from its start each
	 * time. */
	if (md->cache.line != line || md->cache.offset > offset) {
		md->cache.line = line;
		md->cache.offset = md->line_starts[line - 1];
		md->cache.col = 0;
	}
	md->cache.col += count_columns(input->bytes, md->cache.offset, offset);
	md->cache.offset = offset;
	return (struct source_pos){ input->file, input->first_line + line - 1,
		first_col + md->cache.col };
}

static size_t
skip_blanks(const char *bytes, size_t at, size_t end)
{
	while (at < end && (bytes[at] == ' ' || bytes[at] == '\t'))
		at++;
	return at;
}

size_t
markdown_content_start(const struct markdown *md, uint32_t line,
    unsigned quotes, uint32_t first_col)
{
	const char *bytes = md->input->bytes;
	size_t start = md->line_starts[line - 1], end = md->line_starts[line];
	size_t at = start, text = skip_blanks(bytes, at, end);

	while (quotes > 0 && text < end && bytes[text] == '>') {
		at = text + 1;
		if (at < end && (bytes[at] == ' ' || bytes[at] == '\t'))
			at++;
		text = skip_blanks(bytes, at, end);
		quotes--;
	}
	/* A lazy continuation line keeps its white space. */
	return quotes > 0 || text - start + 1 < first_col ? at : text;
}
