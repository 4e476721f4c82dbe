/*
 * Expressions and conditions. In: a decoded attribute value or text.
 * Out: struct expr, struct cond, with every name resolved to offsets.
 *
 *	expr    := operand ('|' filter)*
 *	operand := path | 'string' | integer
 *	cond    := all ('or' all)*;  all := not ('and' not)*
 *	not     := 'not'? test;      test := expr (('='|'!='|'<'|'>') expr)?
 *
 * A path is followed through the schemas; adjoining steps are folded into
 * one, so that `page.title` is a single addition at run time.
 */
#include "compiler.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	MAX_STEPS = 24,		/* names of a path; the schemas need 8 */
	MAX_FILTERS = 8,
	MAX_TERMS = 64,		/* joined by `and`, and by `or`: evaluated by
				 * recursion */
	MAX_CANDIDATES = 128	/* offered to diag_suggest */
};

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

/* A path while it is followed. */
struct path {
	struct value_type type;
	uint32_t slot;
	bool has_record_slot;
	struct step steps[MAX_STEPS];
	uint32_t count;
};

struct value_type
type_of_field(const struct field *field)
{
	return (struct value_type){
		.type = field->type, .of = field->of, .words = field->words,
		.is_list = field->is_list,
		.takes_worldwide = field->takes_worldwide,
	};
}

static void
add_step(struct path *path, enum step_kind kind, size_t offset)
{
	if (path->count == 0 ||
	    path->steps[path->count - 1].kind != STEP_FIELD)
		path->steps[path->count++] = (struct step){ STEP_FIELD, 0 };
	path->steps[path->count - 1].kind = kind;
	path->steps[path->count - 1].offset += (uint32_t)offset;
}

static void
add_field(struct path *path, const struct field *field)
{
	path->type = type_of_field(field);
	if (field->type == FIELD_RECORD && !field->is_list)
		add_step(path, STEP_RECORD, field->offset);
	else
		add_step(path, STEP_FIELD, field->offset);
}

static bool
is_record_schema(const struct schema *schema)
{
	return schema == NULL || record_type_of(schema) != RECORD_TYPE_COUNT;
}

/* Offers the fields of a schema, and with a context all names in sight. */
static void
suggest(const struct context *context, const struct schema *schema,
    bool is_first, const char *found)
{
	static const char *const globals[] = {
		"site", "edition", "page"
	};
	const char *candidates[MAX_CANDIDATES];
	const struct scope_name *name = is_first ? context->names : NULL;
	size_t count = 0, i;

	for (; name != NULL && count < MAX_CANDIDATES; name = name->outer)
		candidates[count++] = name->name;
	for (i = 0; is_first && i < 3 && count < MAX_CANDIDATES; i++)
		candidates[count++] = globals[i];
	for (i = 0; schema != NULL && i < schema->field_count &&
	    count < MAX_CANDIDATES; i++)
		if (schema->fields[i].audience != FIELD_AUTHORS)
			candidates[count++] = schema->fields[i].key;
	if (!is_first && is_record_schema(schema) && count < MAX_CANDIDATES)
		candidates[count++] = "id";
	diag_suggest(context->compiler->diags, found, candidates, count);
}

static bool
follow_record_key(struct path *path, const char *key)
{
	if (strcmp(key, "id") == 0) {
		add_step(path, STEP_ID, 0);
		path->type = (struct value_type){ .type = FIELD_SLUG };
	} else if (strcmp(key, "langs") == 0) {
		add_step(path, STEP_FIELD, offsetof(struct record, langs));
		path->type = (struct value_type){
			.type = FIELD_LANG, .is_list = true,
		};
	} else {
		return false;
	}
	return true;
}

/* Whether values of the type have fields; says why not. */
static bool
has_fields(struct scanner *scanner, const struct path *path, uint32_t at,
    const char *key)
{
	struct compiler *compiler = scanner->context->compiler;
	enum field_type type = path->type.type;

	if (path->type.is_list)
		diag_report(compiler->diags, DIAG_TEMPLATE_PATH,
		    scanner_pos(scanner, at), "'%s' is asked of a list; name "
		    "its items with k:each, or take one with '| first'", key);
	else if (type == FIELD_STRUCT || type == FIELD_RECORD ||
	    type == FIELD_REF || type == FIELD_ORG || type == FIELD_TERRITORY)
		return true;
	else
		diag_report(compiler->diags, DIAG_TEMPLATE_PATH,
		    scanner_pos(scanner, at),
		    "'%s' is asked of a value (%s) that has no fields", key,
		    type_name(compiler->arena, &path->type));
	return false;
}

/* Follows one name behind a dot. */
static bool
follow(struct scanner *scanner, struct path *path, uint32_t at,
    const char *key)
{
	struct compiler *compiler = scanner->context->compiler;
	const struct schema *schema = path->type.of;
	const struct field *field = NULL;

	/* What a name stands for may have been refused where it was given. */
	if (type_is_unknown(&path->type) ||
	    !has_fields(scanner, path, at, key))
		return false;
	if (path->type.type != FIELD_STRUCT &&
	    path->type.type != FIELD_RECORD)
		add_step(path, STEP_TARGET, 0);
	if (schema != NULL)
		field = schema_field(schema, key, strlen(key));
	if (field != NULL && field->audience == FIELD_AUTHORS) {
		diag_report(compiler->diags, DIAG_TEMPLATE_PATH,
		    scanner_pos(scanner, at), "'%s' of %s %s is the authors' "
		    "own and never printed", key, schema_article(schema),
		    schema->singular);
		return false;
	}
	if (field != NULL) {
		add_field(path, field);
		return true;
	}
	if (is_record_schema(schema) && follow_record_key(path, key))
		return true;
	diag_report(compiler->diags, DIAG_TEMPLATE_PATH,
	    scanner_pos(scanner, at), "'%s' is not a field of %s %s", key,
	    schema != NULL ? schema_article(schema) : "a",
	    schema != NULL ? schema->singular : "record of any type");
	suggest(scanner->context, schema, false, key);
	return false;
}

static bool
find_global(const struct context *context, const char *name,
    struct path *path)
{
	static const struct {
		const char *name;
		uint32_t slot;
		enum field_type type;
		const struct schema *schema;
	} globals[] = {
		{ "site", SLOT_SITE, FIELD_RECORD, &schema_site },
		{ "edition", SLOT_EDITION, FIELD_STRUCT, &schema_edition_view },
		{ "page", SLOT_PAGE, FIELD_STRUCT, &schema_page_view },
		{ "kit", SLOT_KIT, FIELD_STRUCT, &schema_kit_view },
	};
	size_t count = sizeof(globals) / sizeof(globals[0]), i;

	if (strcmp(name, "loop") == 0 && context->loop_slot != 0) {
		path->slot = context->loop_slot;
		path->type = (struct value_type){
			.type = FIELD_STRUCT, .of = &schema_loop_view,
		};
		return true;
	}
	if (!view_is_kit(context->compiler->kind))
		count--;
	for (i = 0; i < count && strcmp(globals[i].name, name) != 0; i++)
		continue;
	if (i == count)
		return false;
	path->slot = globals[i].slot;
	path->type = (struct value_type){
		.type = globals[i].type, .of = globals[i].schema,
	};
	return true;
}

/* Resolves the first name of a path. */
static bool
follow_first(struct scanner *scanner, struct path *path, uint32_t at,
    const char *key)
{
	const struct context *context = scanner->context;
	const struct schema *top = view_schema(context->compiler->kind);
	const struct scope_name *name = context->names;
	const struct field *field;

	while (name != NULL && strcmp(name->name, key) != 0)
		name = name->outer;
	if (name != NULL) {
		path->slot = name->slot;
		path->type = name->type;
		return true;
	}
	if (find_global(context, key, path))
		return true;
	field = schema_field(top, key, strlen(key));
	if (context->has_top && field != NULL) {
		path->slot = SLOT_TOP;
		add_field(path, field);
		return true;
	}
	diag_report(context->compiler->diags, DIAG_TEMPLATE_PATH,
	    scanner_pos(scanner, at), strcmp(key, "kit") == 0
	    ? "'%s' is known in kits only" : strcmp(key, "loop") == 0
	    ? "'%s' is known inside k:each only" : field != NULL
	    ? "'%s' is not in sight of a part; hand it in with k:with"
	    : "nothing here is named '%s'", key);
	if (strcmp(key, "kit") != 0 && strcmp(key, "loop") != 0)
		suggest(context, context->has_top ? top : NULL, true, key);
	return false;
}

static void
parse_path(struct scanner *scanner, struct expr *expr)
{
	struct path path = { 0 };
	uint32_t at = scanner->at;
	const char *key = scanner_name(scanner);
	bool is_good = follow_first(scanner, &path, at, key);

	path.has_record_slot = path.count == 0 &&
	    path.type.type == FIELD_RECORD && !path.type.is_list;
	while (scanner->text.text[scanner->at] == '.') {
		at = ++scanner->at;
		key = scanner_name(scanner);
		if (is_good && path.count + 2 > MAX_STEPS) {
			diag_report(scanner->context->compiler->diags,
			    DIAG_TEMPLATE_PATH, scanner_pos(scanner, at),
			    "the path is longer than %d names", MAX_STEPS);
			is_good = false;
		}
		is_good = is_good && follow(scanner, &path, at, key);
	}
	if (!is_good)
		return;
	expr->type = path.type;
	expr->slot = path.slot;
	expr->has_record_slot = path.has_record_slot;
	expr->step_count = path.count;
	expr->steps = memcpy(ARENA_ARRAY(scanner->context->compiler->arena,
	    struct step, path.count), path.steps,
	    path.count * sizeof(*path.steps));
}

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
	} else if (is_name_char(next[0])) {
		parse_path(scanner, expr);
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

/* Whether the word at the cursor is `word`; it is then passed. */
static bool
take_word(struct scanner *scanner, const char *word)
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

	if (!take_word(scanner, "not"))
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

	while (take_word(scanner, "and") && has_room(scanner, terms++)) {
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

	while (take_word(scanner, "or") && has_room(scanner, terms++)) {
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
