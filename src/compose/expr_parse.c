/*
 * Expressions and conditions. In: a decoded attribute value or text.
 * Out: struct expr, struct cond, whose types fit each other.
 *
 *	expr    := operand ('|' filter)*
 *	operand := path | 'string' | integer
 *	cond    := all ('or' all)*;  all := not ('and' not)*
 *	not     := 'not'? test;      test := expr (('='|'!='|'<'|'>') expr)?
 *
 * scanner.c reads the words, expr_path.c the paths, filters.c the filters.
 */
#include "compiler.h"

#include <stdlib.h>
#include <string.h>

enum {
	MAX_FILTERS = 8,
	MAX_TERMS = 64		/* joined by `and`, and by `or`: evaluated by
				 * recursion */
};

static void
parse_string(struct scanner *scanner, struct expr *expr)
{
	struct compiler *compiler = scanner->context->compiler;
	const char *start = scanner->text.text + scanner->at + 1;
	const char *end = strchr(start, '\'');
	struct str *literal;

	if (end == NULL) {
		diag_report(compiler->diags, DIAG_TEMPLATE_EXPRESSION,
		    expr->pos, "the text has no closing '");
		scanner->at = scanner->text.len;
		return;
	}
	literal = ARENA_NEW(compiler->arena, struct str);
	literal->pos = expr->pos;
	literal->len = (uint32_t)(end - start);
	literal->chars = arena_copy(compiler->arena, start, literal->len);
	scanner->at += literal->len + 2;
	expr->literal = literal;
	expr->type.type = FIELD_LINE;
}

static void
parse_integer(struct scanner *scanner, struct expr *expr)
{
	struct compiler *compiler = scanner->context->compiler;
	struct integer *literal = ARENA_NEW(compiler->arena, struct integer);
	const char *start = scanner->text.text + scanner->at;
	char *end;

	literal->pos = expr->pos;
	literal->number = strtoll(start, &end, 10);
	scanner->at += (uint32_t)(end - start);
	expr->literal = literal;
	expr->type.type = FIELD_INT;
	if (literal->number > INT32_MAX || literal->number < INT32_MIN) {
		diag_report(compiler->diags, DIAG_TEMPLATE_EXPRESSION,
		    expr->pos, "the number is too large");
		expr->type.type = FIELD_TYPE_COUNT;
	}
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static void
parse_operand(struct scanner *scanner, struct expr *expr)
{
	const char *next = scanner->text.text + scanner->at;

	if (next[0] == '\'') {
		parse_string(scanner, expr);
	} else if (is_digit(next[0]) || (next[0] == '-' && is_digit(next[1]))) {
		parse_integer(scanner, expr);
	} else if (scanner_at_name(scanner)) {
		path_parse(scanner, expr);
	} else {
		diag_report(scanner->context->compiler->diags,
		    DIAG_TEMPLATE_EXPRESSION, expr->pos, next[0] == '\0' ||
		    next[0] == '}' ? "an expression is missing"
		    : "'%c' starts no expression; it is a path such as "
		    "page.title, a 'text' or a number", next[0]);
		if (next[0] != '\0' && next[0] != '}')
			scanner->at++;
	}
}

struct expr *
operand_parse(struct scanner *scanner)
{
	struct compiler *compiler = scanner->context->compiler;
	struct expr *expr = ARENA_NEW(compiler->arena, struct expr);
	uint32_t start;

	scanner_skip_space(scanner);
	start = scanner->at;
	expr->pos = scanner_pos(scanner, start);
	expr->type.type = FIELD_TYPE_COUNT;
	parse_operand(scanner, expr);
	expr->text = arena_copy(compiler->arena, scanner->text.text + start,
	    scanner->at - start);
	return expr;
}

const struct expr *
expr_parse(struct scanner *scanner)
{
	struct compiler *compiler = scanner->context->compiler;
	struct expr *expr = operand_parse(scanner);
	struct filter_call *calls = NULL;

	while (scanner_take(scanner, '|')) {
		if (calls == NULL)
			expr->filters = calls = ARENA_ARRAY(compiler->arena,
			    struct filter_call, MAX_FILTERS);
		if (expr->filter_count == MAX_FILTERS) {
			diag_report(compiler->diags, DIAG_TEMPLATE_FILTER,
			    scanner_pos(scanner, scanner->at),
			    "an expression has at most %d filters",
			    MAX_FILTERS);
			break;
		}
		if (filter_parse(scanner, expr, &calls[expr->filter_count]))
			expr->filter_count++;
	}
	return expr;
}

static struct cond *
new_cond(struct scanner *scanner, enum cond_op op)
{
	struct cond *cond = ARENA_NEW(scanner->context->compiler->arena,
	    struct cond);

	cond->op = op;
	return cond;
}

/* A word compared with an ENUM is one of its words. */
static bool
check_word(struct scanner *scanner, const struct expr *choice,
    const struct expr *literal)
{
	struct diags *diags = scanner->context->compiler->diags;
	const struct str *word = literal->literal;
	size_t count = 0;

	for (; choice->type.words[count] != NULL; count++)
		if (strcmp(choice->type.words[count], word->chars) == 0)
			return true;
	diag_report(diags, DIAG_TEMPLATE_TYPE, literal->pos,
	    "'%s' is none of the words of %s", word->chars, choice->text);
	diag_suggest(diags, word->chars, choice->type.words, count);
	return false;
}

/* Whether two values can be compared; says why not. */
static void
check_comparison(struct scanner *scanner, const struct cond *cond)
{
	struct compiler *compiler = scanner->context->compiler;
	const struct expr *a = cond->a, *b = cond->b;
	uint32_t both = type_abilities(&a->type) & type_abilities(&b->type);
	uint32_t either = type_abilities(&a->type) | type_abilities(&b->type);
	bool has_order = cond->op == COND_LESS || cond->op == COND_GREATER;
	const uint32_t numbers = CAN_BE_INT | CAN_BE_DECIMAL;

	if (type_is_unknown(&a->type) || type_is_unknown(&b->type))
		return;
	if ((both & CAN_BE_DATE) != 0 ||
	    ((type_abilities(&a->type) & numbers) != 0 &&
	    (type_abilities(&b->type) & numbers) != 0))
		return;
	if (!has_order && (both & (CAN_BE_LINE | CAN_BE_RECORD | CAN_BE_BOOL |
	    CAN_BE_TEXT)) != 0)
		return;
	if (!has_order && (both & CAN_BE_WORD) != 0 &&
	    a->type.words == b->type.words)
		return;
	if (!has_order && (either & CAN_BE_WORD) != 0 &&
	    (either & CAN_BE_LINE) != 0 &&
	    (a->literal != NULL || b->literal != NULL)) {
		check_word(scanner, a->literal != NULL ? b : a,
		    a->literal != NULL ? a : b);
		return;
	}
	diag_report(compiler->diags, DIAG_TEMPLATE_TYPE, b->pos,
	    "a %s cannot be compared with a %s this way",
	    type_name(compiler->arena, &a->type),
	    type_name(compiler->arena, &b->type));
}

static const struct cond *
parse_test(struct scanner *scanner)
{
	struct cond *cond = new_cond(scanner, COND_TRUTH);

	cond->a = expr_parse(scanner);
	scanner_skip_space(scanner);
	if (strncmp(scanner->text.text + scanner->at, "!=", 2) == 0) {
		scanner->at += 2;
		cond->op = COND_UNEQUAL;
	} else if (scanner_take(scanner, '=')) {
		cond->op = COND_EQUAL;
	} else if (scanner_take(scanner, '<')) {
		cond->op = COND_LESS;
	} else if (scanner_take(scanner, '>')) {
		cond->op = COND_GREATER;
	}
	if (cond->op != COND_TRUTH) {
		cond->b = expr_parse(scanner);
		check_comparison(scanner, cond);
	}
	return cond;
}

static const struct cond *
parse_not(struct scanner *scanner)
{
	struct cond *cond;

	if (!scanner_take_word(scanner, "not"))
		return parse_test(scanner);
	cond = new_cond(scanner, COND_NOT);
	cond->left = parse_test(scanner);
	return cond;
}

/* Whether one more term may follow `terms` others; says why not. */
static bool
has_room(struct scanner *scanner, uint32_t terms)
{
	if (terms < MAX_TERMS)
		return true;
	diag_report(scanner->context->compiler->diags,
	    DIAG_TEMPLATE_EXPRESSION, scanner_pos(scanner, scanner->at),
	    "a condition joins at most %d tests", MAX_TERMS);
	scanner->at = scanner->text.len;
	return false;
}

static const struct cond *
parse_all(struct scanner *scanner)
{
	const struct cond *left = parse_not(scanner);
	uint32_t terms = 1;

	while (scanner_take_word(scanner, "and") && has_room(scanner, terms++)) {
		struct cond *both = new_cond(scanner, COND_AND);

		both->left = left;
		both->right = parse_not(scanner);
		left = both;
	}
	return left;
}

const struct cond *
cond_parse(struct scanner *scanner)
{
	const struct cond *left = parse_all(scanner);
	uint32_t terms = 1;

	while (scanner_take_word(scanner, "or") && has_room(scanner, terms++)) {
		struct cond *either = new_cond(scanner, COND_OR);

		either->left = left;
		either->right = parse_all(scanner);
		left = either;
	}
	return left;
}

/* The literal up to the next expression, its double braces made single. */
static void
take_literal(struct scanner *scanner, struct piece *piece)
{
	char *text = scanner->text.text + scanner->at, *to = text;
	const char *from = text;

	while (*from != '\0') {
		if ((from[0] == '{' || from[0] == '}') && from[1] == from[0]) {
			from++;
		} else if (from[0] == '{') {
			break;
		} else if (from[0] == '}') {
			diag_report(scanner->context->compiler->diags,
			    DIAG_TEMPLATE_EXPRESSION, scanner_pos(scanner,
			    (uint32_t)(from - scanner->text.text)),
			    "'}' closes nothing; a brace in text is '}}'");
		}
		*to++ = *from++;
	}
	piece->literal = text;
	piece->len = (uint32_t)(to - text);
	scanner->at = (uint32_t)(from - scanner->text.text);
}

static void
take_expression(struct scanner *scanner, struct piece *piece)
{
	struct compiler *compiler = scanner->context->compiler;
	uint32_t start = scanner->at++;
	size_t errors = compiler->diags->errors;
	const char *end;

	piece->expr = expr_parse(scanner);
	if (scanner_take(scanner, '}'))
		return;
	if (compiler->diags->errors == errors)
		diag_report(compiler->diags, DIAG_TEMPLATE_EXPRESSION,
		    scanner_at_end(scanner) ? scanner_pos(scanner, start)
		    : scanner_pos(scanner, scanner->at),
		    scanner_at_end(scanner) ? "'{' is never closed; a brace "
		    "in text is '{{'" : "'}' is expected before '%s'",
		    scanner->text.text + scanner->at);
	end = strchr(scanner->text.text + scanner->at, '}');
	scanner->at = end == NULL ? scanner->text.len
	    : (uint32_t)(end - scanner->text.text) + 1;
}

const struct piece *
pieces_parse(struct scanner *scanner, uint32_t *ret_count)
{
	const char *text = scanner->text.text;
	struct piece *pieces;
	uint32_t size = 2, i;

	for (i = 0; i < scanner->text.len; i++)
		size += 2 * (text[i] == '{');
	pieces = ARENA_ARRAY(scanner->context->compiler->arena, struct piece,
	    size);
	*ret_count = 0;
	while (scanner->at < scanner->text.len) {
		struct piece *piece = &pieces[*ret_count];

		if (text[scanner->at] == '{' && text[scanner->at + 1] != '{')
			take_expression(scanner, piece);
		else
			take_literal(scanner, piece);
		++*ret_count;
	}
	return pieces;
}
