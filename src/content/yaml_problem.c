/*
 * libyaml's complaints, in words for authors. In: the failed parser.
 * Out: one `yaml-syntax` at the place to mend.
 *
 * libyaml names the rule of its grammar that failed, often a line after the
 * slip. A few slips make most of its complaints, so the lines around are
 * looked at first (yaml_slip.c). Then a table turns the grammar's words into
 * ours.
 */
#include "yaml_problem.h"

#include <string.h>


/* `problem` is a part of libyaml's text (scanner.c, parser.c of 0.2.5). The
 * message stands at the start of the context where `at_context` says so. */
static const struct {
	const char *problem;
	const char *message;
	bool at_context;
} phrases[] = {
	{ "found a tab character",
	  "a tab stands in the indent; indent with spaces", false },
	{ "mapping values are not allowed",
	  "this colon starts a map where none can stand; put a text that holds "
	  "': ' in quotes, and start the keys of one map in the same column",
	  false },
	{ "could not find expected ':'",
	  "this line is no 'key: value'; add the colon and a space, or indent "
	  "the line if it continues the text above", true },
	{ "did not find expected key",
	  "this line fits nothing above it; start the keys of one map, or the "
	  "items of one list, in the same column", false },
	{ "did not find expected '-' indicator",
	  "this line is no item of the list above it; start each item with "
	  "'- ' in the same column", false },
	{ "did not find expected ',' or ']'",
	  "the list that opens here with '[' is not closed; add ',' between "
	  "items and ']' at the end", true },
	{ "did not find expected ',' or '}'",
	  "the map that opens here with '{' is not closed; add ',' between "
	  "entries and '}' at the end", true },
	{ "did not find expected node content",
	  "a value is missing here", false },
	{ "found unexpected end of stream",
	  "the quote that opens here is never closed", true },
	{ "found unexpected document indicator",
	  "the quote that opens here is not closed before the '---'", true },
	{ "found unknown escape character",
	  "this backslash starts no escape that YAML knows; write it twice, or "
	  "put the text in single quotes", false },
	{ "did not find expected hexdecimal number",
	  "this backslash starts no escape that YAML knows; write it twice, or "
	  "put the text in single quotes", false },
	{ "block sequence entries are not allowed",
	  "a list cannot start here; put its items on the lines below the key, "
	  "each with '- '", false },
	{ "mapping keys are not allowed",
	  "a '? ' cannot stand here; put the text in quotes", false },
	{ "did not find expected <document start>",
	  "this line belongs to nothing above it; write every line as "
	  "'key: value'", false },
	{ "did not find expected alphabetic or numeric character",
	  "'&' and '*' mark repeated values in YAML; put a text that starts "
	  "with one in quotes", true },
	{ "did not find expected comment or line break",
	  "nothing may stand behind '|' or '>'; start the text on the next "
	  "line, indented", false },
	{ "did not find expected whitespace or line break",
	  "a text that starts with '!' goes in quotes", true },
	{ "found undefined tag handle",
	  "a text that starts with '!' goes in quotes", false },
	{ "found unknown directive",
	  "a text that starts with '%' goes in quotes", true },
	{ "found character that cannot start any token",
	  "a text cannot start with this character; put it in quotes", false },
};

static struct source_pos
pos_of(const struct yaml_input *input, yaml_mark_t mark)
{
	return (struct source_pos){ input->file,
		input->first_line + (uint32_t)mark.line,
		(uint32_t)mark.column + 1 };
}

/* A character that YAML does not allow although UTF-8 does: C1 controls,
 * U+FFFE. libyaml gives its offset in bytes. */
static void
report_character(const yaml_parser_t *parser, const struct yaml_input *input,
    struct diags *diags)
{
	struct source_pos pos = { input->file, input->first_line, 1 };
	size_t i;

	for (i = 0; i < parser->problem_offset && i < input->len; i++) {
		if (input->bytes[i] == '\n') {
			pos.line++;
			pos.col = 1;
		} else if (((unsigned char)input->bytes[i] & 0xC0) != 0x80) {
			pos.col++;
		}
	}
	diag_report(diags, DIAG_UTF8_INVALID, pos,
	    "an invisible control character (U+%04X) stands here; delete it",
	    (unsigned)parser->problem_value);
}

void
yaml_problem_report(const yaml_parser_t *parser,
    const struct yaml_input *input, struct diags *diags)
{
	const char *problem = parser->problem;
	struct source_pos pos = pos_of(input, parser->problem_mark);
	size_t i;

	if (parser->error == YAML_MEMORY_ERROR)
		mem_exhausted();
	if (parser->error == YAML_READER_ERROR) {
		report_character(parser, input, diags);
		return;
	}
	if (yaml_slip_report(parser, input, diags))
		return;
	for (i = 0; i < sizeof(phrases) / sizeof(*phrases); i++) {
		if (strstr(problem, phrases[i].problem) == NULL)
			continue;
		if (phrases[i].at_context && parser->context != NULL)
			pos = pos_of(input, parser->context_mark);
		diag_report(diags, DIAG_YAML_SYNTAX, pos, "%s",
		    phrases[i].message);
		return;
	}
	diag_report(diags, DIAG_YAML_SYNTAX, pos,
	    "this is no YAML (%s); look at the indent, the quotes and the "
	    "colons here", problem);
}
