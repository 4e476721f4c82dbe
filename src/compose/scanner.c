/*
 * A cursor in a decoded value: names, words and marks, white space between
 * them. In: an attribute of a template. Out: one piece after the other, each
 * with its place in the file although entities were decoded before.
 */
#include "compiler.h"

#include <string.h>

struct source_pos
scanner_pos(const struct scanner *scanner, uint32_t at)
{
	return template_pos(scanner->context->file,
	    scanner->text.offsets[at]);
}

struct scanner
scanner_of_attr(const struct context *context,
    const struct template_attr *attr)
{
	return (struct scanner){
		.context = context,
		.text = template_decode(context->compiler->arena,
		    context->file, attr->value_at, attr->value_len),
	};
}

void
scanner_skip_space(struct scanner *scanner)
{
	while (scanner->text.text[scanner->at] != '\0' &&
	    strchr(" \t\r\n", scanner->text.text[scanner->at]) != NULL)
		scanner->at++;
}

static bool
is_name_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') || c == '_' || c == '-';
}

bool
scanner_at_name(const struct scanner *scanner)
{
	return is_name_char(scanner->text.text[scanner->at]);
}

const char *
scanner_name(struct scanner *scanner)
{
	uint32_t start;

	scanner_skip_space(scanner);
	start = scanner->at;
	while (is_name_char(scanner->text.text[scanner->at]))
		scanner->at++;
	return arena_copy(scanner->context->compiler->arena,
	    scanner->text.text + start, scanner->at - start);
}

bool
scanner_take(struct scanner *scanner, char c)
{
	scanner_skip_space(scanner);
	if (scanner->text.text[scanner->at] != c || c == '\0')
		return false;
	scanner->at++;
	return true;
}

bool
scanner_take_word(struct scanner *scanner, const char *word)
{
	size_t len = strlen(word);

	scanner_skip_space(scanner);
	if (strncmp(scanner->text.text + scanner->at, word, len) != 0 ||
	    is_name_char(scanner->text.text[scanner->at + len]) ||
	    scanner->text.text[scanner->at + len] == '.')
		return false;
	scanner->at += (uint32_t)len;
	return true;
}

bool
scanner_at_end(const struct scanner *scanner)
{
	struct scanner ahead = *scanner;

	scanner_skip_space(&ahead);
	return ahead.at >= ahead.text.len;
}

bool
scanner_expect_end(struct scanner *scanner)
{
	if (scanner_at_end(scanner))
		return true;
	scanner_skip_space(scanner);
	diag_report(scanner->context->compiler->diags,
	    DIAG_TEMPLATE_EXPRESSION, scanner_pos(scanner, scanner->at),
	    "'%s' is not expected here",
	    scanner->text.text + scanner->at);
	return false;
}
