/*
 * The slips behind most of libyaml's complaints. In: the failed parser and
 * the bytes. Out: one `yaml-syntax` at the slip, often a line or more above
 * the place where libyaml gave up.
 *
 * Each slip has a function that looks at lines, as an author does, and knows
 * nothing of the grammar. They are asked in turn, the surest first: marks of a
 * merge, white space that is none, a quote that ends too early or too late,
 * brackets that were meant as text, a second colon, an indent, a colon
 * without a space.
 */
#include "yaml_problem.h"

#include <string.h>

#include "fieldkit/utf8.h"

/* A line of the input, without its end. */
struct line {
	const char *chars;
	size_t len;
	uint32_t number;		/* in the file, from 1 */
};

/* `- key: value` in its parts. */
struct entry {
	size_t key, key_len;		/* key_len 0: an item, or no entry */
	size_t value;			/* len of the line where there is none */
};

static bool
next_line(const struct yaml_input *input, struct line *line)
{
	const char *end = input->bytes + input->len, *stop;

	if (line->chars == NULL) {
		line->chars = input->bytes;
		line->number = input->first_line;
	} else {
		line->chars += line->len + 1;
		line->number++;
	}
	if (line->chars >= end)
		return false;
	stop = memchr(line->chars, '\n', (size_t)(end - line->chars));
	line->len = (size_t)((stop != NULL ? stop : end) - line->chars);
	return true;
}

static struct source_pos
pos_in(const struct yaml_input *input, const struct line *line, size_t at)
{
	return (struct source_pos){ input->file, line->number,
		(uint32_t)utf8_count(line->chars, at) + 1 };
}

static size_t
skip_spaces(const struct line *line, size_t at)
{
	while (at < line->len && line->chars[at] == ' ')
		at++;
	return at;
}

static size_t
indent_of(const struct line *line)
{
	return skip_spaces(line, 0);
}

/* Whether nothing, or a comment, stands from there on. */
static bool
is_over(const struct line *line, size_t at)
{
	size_t start = at;

	while (at < line->len && strchr(" \t\r", line->chars[at]) != NULL)
		at++;
	return at == line->len || (line->chars[at] == '#' &&
	    (at > start || at == 0));
}

static bool
is_key_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') || c == '_' || c == '-';
}

static struct entry
entry_of(const struct line *line)
{
	struct entry entry = { .value = line->len };
	size_t at = indent_of(line);

	while (at + 1 < line->len && line->chars[at] == '-' &&
	    line->chars[at + 1] == ' ')
		at = skip_spaces(line, at + 2);
	entry.key = at;
	while (at < line->len && is_key_char(line->chars[at]))
		at++;
	if (at + 1 < line->len && at > entry.key && line->chars[at] == ':' &&
	    line->chars[at + 1] == ' ') {
		entry.key_len = at - entry.key;
		entry.value = skip_spaces(line, at + 1);
	} else if (entry.key > indent_of(line)) {
		entry.value = entry.key;
	}
	return entry;
}

static bool
report_merge(const struct yaml_input *input, struct diags *diags)
{
	struct line line = { 0 };

	while (next_line(input, &line)) {
		if (line.len < 8 || memcmp(line.chars, "<<<<<<< ", 8) != 0)
			continue;
		diag_report(diags, DIAG_YAML_SYNTAX, pos_in(input, &line, 0),
		    "a merge left two versions here; keep one, and delete the "
		    "lines of '<<<<<<<', '=======' and '>>>>>>>'");
		return true;
	}
	return false;
}

/* White space that YAML does not take for any: Word and web pages have it. */
static size_t
odd_space(const struct line *line, size_t at, uint32_t *ret_code)
{
	size_t size = at < line->len ? utf8_next(line->chars + at,
	    line->len - at, ret_code) : 0;

	return size > 0 && utf8_is_odd_space(*ret_code) ? size : 0;
}

static bool
report_odd_space(const struct yaml_input *input, const struct line *line,
    struct diags *diags)
{
	size_t at = indent_of(line);
	const char *colon;
	uint32_t code;

	if (odd_space(line, at, &code) > 0) {
		diag_report(diags, DIAG_YAML_SYNTAX, pos_in(input, line, at),
		    "the character U+%04X, which looks like a space, stands in "
		    "the indent; type plain spaces", (unsigned)code);
		return true;
	}
	colon = memchr(line->chars, ':', line->len);
	at = colon != NULL ? (size_t)(colon - line->chars) + 1 : line->len;
	if (odd_space(line, at, &code) == 0)
		return false;
	diag_report(diags, DIAG_YAML_SYNTAX, pos_in(input, line, at),
	    "the character U+%04X, which looks like a space, stands behind "
	    "the colon; type a plain space", (unsigned)code);
	return true;
}

static bool
report_tab(const struct yaml_input *input, const struct line *line,
    struct diags *diags)
{
	size_t at = indent_of(line);

	if (at >= line->len || line->chars[at] != '\t')
		return false;
	diag_report(diags, DIAG_YAML_SYNTAX, pos_in(input, line, at),
	    "a tab stands in the indent; indent with spaces");
	return true;
}

/* Past the lines of a `|` or `>` that opens in a line, which are text. */
static void
skip_block(const struct yaml_input *input, struct line *line, size_t indent)
{
	struct line next = *line;

	while (next_line(input, &next) && (is_over(&next, 0) ||
	    indent_of(&next) > indent))
		*line = next;
}

/* Where the quote at `at` is closed; the end of the input where it is not. */
static const char *
find_close(const struct yaml_input *input, const char *open)
{
	const char *end = input->bytes + input->len, *at;

	for (at = open + 1; at < end; at++) {
		if (*open == '"' && *at == '\\')
			at++;
		else if (*at == *open && *open == '\'' && at + 1 < end &&
		    at[1] == '\'')
			at++;
		else if (*at == *open)
			return at;
	}
	return end;
}

/* What stands behind a quote that closed in its own line. */
static void
report_early_close(const struct yaml_input *input, const struct line *line,
    const struct entry *entry, size_t at, struct diags *diags)
{
	struct source_pos pos = pos_in(input, line, at);

	if (line->chars[at] == '"')
		diag_report(diags, DIAG_YAML_SYNTAX, pos,
		    "this quote ends the text, but more follows; write \\\" "
		    "for a quote inside it");
	else if (entry->key_len > 0)
		diag_report(diags, DIAG_YAML_SYNTAX, pos,
		    "this apostrophe ends the text, but more follows; put the "
		    "text in double quotes: write %.*s: \"…\"",
		    (int)entry->key_len, line->chars + entry->key);
	else
		diag_report(diags, DIAG_YAML_SYNTAX, pos,
		    "this apostrophe ends the text, but more follows; put the "
		    "text in double quotes");
}

/* Up to the line that libyaml names: a text whose quote ends it too early, or
 * in a later line, where another one opens. */
static bool
report_quote(const struct yaml_input *input, uint32_t last,
    struct diags *diags)
{
	struct line line = { 0 }, inner;

	while (next_line(input, &line) && line.number <= last) {
		struct entry entry = entry_of(&line);
		const char *open = line.chars + entry.value, *close;

		if (entry.value < line.len && (*open == '|' || *open == '>'))
			skip_block(input, &line, indent_of(&line));
		if (entry.value == line.len || (*open != '"' && *open != '\''))
			continue;
		close = find_close(input, open);
		if (close == input->bytes + input->len)
			return false;	/* as libyaml says */
		inner = line;
		while (close > inner.chars + inner.len)
			next_line(input, &inner);
		if (inner.number > last)
			return false;
		if (is_over(&inner, (size_t)(close + 1 - inner.chars))) {
			line = inner;
			continue;
		}
		if (inner.number == line.number)
			report_early_close(input, &line, &entry,
			    (size_t)(close - line.chars), diags);
		else
			diag_report(diags, DIAG_YAML_SYNTAX,
			    pos_in(input, &line, entry.value),
			    "the quote that opens here is not closed in its "
			    "line; put %c at the end of the text", *open);
		return true;
	}
	return false;
}

/* `summary: {customer} found faults`: YAML takes the bracket for a map. */
static bool
report_bracket(const struct yaml_input *input, const struct line *line,
    struct diags *diags)
{
	struct entry entry = entry_of(line);
	size_t at = entry.value, depth = 0;

	if (entry.key_len == 0 || at == line->len ||
	    (line->chars[at] != '{' && line->chars[at] != '['))
		return false;
	do {
		depth += line->chars[at] == '{' || line->chars[at] == '[';
		depth -= line->chars[at] == '}' || line->chars[at] == ']';
	} while (++at < line->len && depth > 0);
	if (depth > 0 || is_over(line, at))
		return false;
	diag_report(diags, DIAG_YAML_SYNTAX, pos_in(input, line, entry.value),
	    "a text that starts with '%c' goes in quotes: write %.*s: \"…\"",
	    line->chars[entry.value], (int)entry.key_len,
	    line->chars + entry.key);
	return true;
}

/* `summary: Fast: and cheap`: the problem is the second colon, and the value
 * in front of it wants quotes. */
static bool
report_second_colon(const struct yaml_input *input, const struct line *line,
    size_t colon, struct diags *diags)
{
	size_t first;

	for (first = 0; first + 1 < colon && (line->chars[first] != ':' ||
	    line->chars[first + 1] != ' '); first++)
		continue;
	if (first + 1 >= colon)
		return false;
	diag_report(diags, DIAG_YAML_SYNTAX, pos_in(input, line, colon),
	    is_over(line, colon + 1)
	    ? "a value that ends in ':' goes in quotes: write %.*s: \"…\""
	    : "a value with ': ' in it goes in quotes: write %.*s: \"…\"",
	    (int)first, line->chars);
	return true;
}

/* A key that stands deeper than the one above, which has its value. */
static bool
report_indent(const struct yaml_input *input, const struct line *line,
    const struct line *above, struct diags *diags)
{
	struct entry entry = entry_of(above);

	if (entry.key_len == 0 || is_over(above, entry.value) ||
	    indent_of(line) <= entry.key || entry_of(line).key_len == 0)
		return false;
	diag_report(diags, DIAG_YAML_SYNTAX,
	    pos_in(input, line, indent_of(line)),
	    "this line is indented more than '%.*s' above it; start both in "
	    "the same column", (int)entry.key_len, above->chars + entry.key);
	return true;
}

/* `-DE` and `• DE`. */
static bool
report_item(const struct yaml_input *input, const struct line *line,
    struct diags *diags)
{
	static const char *const marks[] = { "-", "*", "•", "·", "–", "—" };
	size_t at = indent_of(line), i;

	for (i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		size_t len = strlen(marks[i]);

		if (line->len < at + len + 1 ||
		    memcmp(line->chars + at, marks[i], len) != 0)
			continue;
		diag_report(diags, DIAG_YAML_SYNTAX, pos_in(input, line, at),
		    "an item of a list starts with '- ', a hyphen and a "
		    "space");
		return true;
	}
	return false;
}

/* `  name:Acme`, but not `https://acme` nor `12:30`. */
static bool
report_lacking_space(const struct yaml_input *input, const struct line *line,
    struct diags *diags)
{
	size_t at = 0, key;

	while (at < line->len && strchr(" -", line->chars[at]) != NULL)
		at++;
	key = at;
	while (at < line->len && is_key_char(line->chars[at]))
		at++;
	if (at == key || at + 1 >= line->len || line->chars[at] != ':' ||
	    strchr(" \t\r/", line->chars[at + 1]) != NULL ||
	    (line->chars[key] >= '0' && line->chars[key] <= '9'))
		return false;
	diag_report(diags, DIAG_YAML_SYNTAX, pos_in(input, line, at + 1),
	    "a space is missing after the colon: write '%.*s: '",
	    (int)(at - key), line->chars + key);
	return true;
}

/* libyaml counts a column in characters. */
static size_t
byte_of(const struct line *line, size_t column)
{
	size_t at = 0;
	uint32_t code;

	for (; column > 0 && at < line->len; column--)
		at += utf8_next(line->chars + at, line->len - at, &code);
	return at;
}

/* The line that libyaml names, and the last one above that says something;
 * without characters where there is none. */
static void
find_lines(const struct yaml_input *input, uint32_t number,
    struct line *ret_line, struct line *ret_above)
{
	struct line line = { 0 };

	*ret_line = *ret_above = (struct line){ input->bytes, 0, number };
	while (next_line(input, &line) && line.number < number)
		if (!is_over(&line, 0))
			*ret_above = line;
	if (line.number == number && line.chars < input->bytes + input->len)
		*ret_line = line;
}

bool
yaml_slip_report(const yaml_parser_t *parser, const struct yaml_input *input,
    struct diags *diags)
{
	uint32_t number = input->first_line +
	    (uint32_t)parser->problem_mark.line;
	bool is_colon = strstr(parser->problem, "mapping values") != NULL;
	struct line line, above;

	find_lines(input, number, &line, &above);
	if (report_merge(input, diags) || report_tab(input, &line, diags) ||
	    report_odd_space(input, &line, diags) ||
	    report_odd_space(input, &above, diags) ||
	    report_quote(input, number, diags) ||
	    report_bracket(input, &line, diags))
		return true;
	if (is_colon && (report_second_colon(input, &line, byte_of(&line,
	    parser->problem_mark.column), diags) ||
	    report_indent(input, &line, &above, diags)))
		return true;
	return (is_colon || strstr(parser->problem, "expected ':'") != NULL) &&
	    (report_lacking_space(input, &line, diags) ||
	    report_lacking_space(input, &above, diags) || (!is_colon &&
	    report_item(input, &above, diags)));
}
