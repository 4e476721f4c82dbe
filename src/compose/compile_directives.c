/*
 * Directives that give names and content: k:with, k:each, k:text, k:markup.
 * In: the attribute. Out: instructions, and names in the context.
 */
#include "compiler.h"

#include <string.h>

/* The name that a directive gives at the scanner; NULL after a report. */
static const char *
take_new_name(struct scanner *scanner, const char *directive,
    const char *example)
{
	static const char *const taken[] = {
		"site", "edition", "page", "kit", "loop", "not", "and", "or",
		"in"
	};
	struct diags *diags = scanner->context->compiler->diags;
	uint32_t at;
	const char *name;
	size_t i;

	scanner_skip_space(scanner);
	at = scanner->at;
	name = scanner_name(scanner);
	if (name[0] == '\0' || strchr("0123456789-", name[0]) != NULL) {
		diag_report(diags, DIAG_TEMPLATE_DIRECTIVE,
		    scanner_pos(scanner, at), "k:%s is written k:%s=\"%s\"",
		    directive, directive, example);
		return NULL;
	}
	for (i = 0; i < sizeof(taken) / sizeof(taken[0]); i++)
		if (strcmp(name, taken[i]) == 0) {
			diag_report(diags, DIAG_TEMPLATE_DIRECTIVE,
			    scanner_pos(scanner, at),
			    "'%s' is taken; choose another name", name);
			return NULL;
		}
	return name;
}

/* k:with="x = expr, y = expr". `target` takes the names; the expressions are
 * read in `context`. */
void
compile_with(struct context *context, const struct template_attr *attr)
{
	struct scanner scanner = scanner_of_attr(context, attr);
	const struct expr *expr;
	const char *name;
	uint32_t number, slot;

	do {
		name = take_new_name(&scanner, "with", "c = campaign, n = 3");
		if (name == NULL)
			return;
		if (!scanner_take(&scanner, '=')) {
			compile_report(context, DIAG_TEMPLATE_DIRECTIVE,
			    scanner.text.offsets[scanner.at],
			    "'=' is expected behind '%s'", name);
			return;
		}
		expr = expr_parse(&scanner);
		slot = compile_new_slot(context);
		number = compile_emit(context, OP_SET, attr->at);
		compile_insn(context, number)->slot = slot;
		compile_insn(context, number)->of.expr = expr;
		compile_add_name(context, name, &expr->type, slot);
	} while (scanner_take(&scanner, ','));
	scanner_expect_end(&scanner);
}

/* The number of OP_EACH, which a jump follows where the list is empty. */
uint32_t
compile_each(struct context *context, const struct template_attr *attr)
{
	struct scanner scanner = scanner_of_attr(context, attr);
	const char *name = take_new_name(&scanner, "each", "c in cases");
	const char *in = name != NULL ? scanner_name(&scanner) : "in";
	const struct expr *expr = NULL;
	struct value_type item = { .type = FIELD_TYPE_COUNT };
	uint32_t number, slot;

	if (strcmp(in, "in") != 0)
		compile_report(context, DIAG_TEMPLATE_DIRECTIVE, attr->at,
		    "k:each is written k:each=\"c in cases\"");
	else if (name != NULL)
		expr = expr_parse(&scanner);
	if (expr != NULL && scanner_expect_end(&scanner) &&
	    !type_is_unknown(&expr->type) && !expr->type.is_list)
		diag_report(context->compiler->diags, DIAG_TEMPLATE_TYPE,
		    expr->pos, "k:each goes through a list, not a %s",
		    type_name(context->compiler->arena, &expr->type));
	else if (expr != NULL)
		item = expr->type;
	item.is_list = false;
	slot = compile_new_slot(context);
	context->loop_slot = compile_new_slot(context);
	if (++context->loop_depth > context->compiler->program->loop_count)
		context->compiler->program->loop_count = context->loop_depth;
	number = compile_emit(context, OP_EACH, attr->at);
	compile_insn(context, number)->slot = slot;
	compile_insn(context, number)->of.expr = expr;
	compile_insn(context, number)->number = context->loop_depth - 1;
	if (name != NULL)
		compile_add_name(context, name, &item, slot);
	return number;
}

/* k:args="n = kit.pages, name = partner.name" */
static void
compile_args(const struct context *context, const struct template_attr *attr,
    struct message_use *use)
{
	struct arena *arena = context->compiler->arena;
	struct scanner scanner = scanner_of_attr(context, attr);
	const struct expr **args;
	const char **names;

	use->names = names = ARENA_ARRAY(arena, const char *, MESSAGE_ARGS);
	use->args = args = ARENA_ARRAY(arena, const struct expr *,
	    MESSAGE_ARGS);
	do {
		if (use->arg_count == MESSAGE_ARGS) {
			compile_report(context, DIAG_TEMPLATE_DIRECTIVE,
			    attr->at, "k:args gives at most %d values",
			    MESSAGE_ARGS);
			return;
		}
		names[use->arg_count] = scanner_name(&scanner);
		if (names[use->arg_count][0] == '\0' ||
		    !scanner_take(&scanner, '=')) {
			compile_report(context, DIAG_TEMPLATE_DIRECTIVE,
			    attr->at, "k:args is written "
			    "k:args=\"n = kit.pages\"");
			return;
		}
		args[use->arg_count] = expr_parse(&scanner);
		compile_is_printable(context, args[use->arg_count]);
		use->arg_count++;
	} while (scanner_take(&scanner, ','));
	scanner_expect_end(&scanner);
}

void
compile_message(const struct context *context,
    const struct template_node *node, const struct template_attr *attr)
{
	struct message_use *use = ARENA_NEW(context->compiler->arena,
	    struct message_use);
	struct scanner scanner = scanner_of_attr(context, attr);
	const struct template_attr *args = template_directive(node, "args");
	uint32_t number;

	use->pos = compile_pos(context, attr->value_at);
	use->index = message_require(&scanner, 0, scanner.text.text);
	if (args != NULL)
		compile_args(context, args, use);
	if (use->index == MESSAGE_NONE)
		return;
	message_check_args(context, use->pos, use->index, use->names,
	    use->arg_count);
	number = compile_emit(context, OP_MESSAGE, attr->at);
	compile_insn(context, number)->of.message = use;
	compile_insn(context, number)->is_sole = node->tag != DOC_TAG_COUNT;
	compile_insn(context, number)->is_unmarked = context->is_unmarked;
}

static int
markup_level(const struct context *context, const struct template_node *node)
{
	const struct template_attr *attr = template_directive(node, "level");
	int level = context->compiler->heading + 1;
	const char *value;

	if (attr != NULL) {
		value = compile_string(context, attr);
		if (value[0] >= '1' && value[0] <= '6' && value[1] == '\0')
			return value[0] - '0';
		compile_report(context, DIAG_TEMPLATE_DIRECTIVE, attr->value_at,
		    "k:level is the level of a heading, 1 to 6");
	}
	return level > 6 ? 6 : level;
}

void
compile_markup(const struct context *context,
    const struct template_node *node, const struct template_attr *attr)
{
	struct scanner scanner = scanner_of_attr(context, attr);
	const struct expr *expr = expr_parse(&scanner);
	uint32_t number;

	scanner_expect_end(&scanner);
	if (context->is_phrasing_only)
		compile_report(context, DIAG_TEMPLATE_ELEMENT, attr->at,
		    "k:markup puts in paragraphs, which cannot stand "
		    "in <%s>; use <div>", node->name);
	if (!type_is_unknown(&expr->type) &&
	    expr->type.type != FIELD_MARKDOWN)
		diag_report(context->compiler->diags, DIAG_TEMPLATE_TYPE,
		    expr->pos, "k:markup takes Markdown, not a %s; print it "
		    "as {%s}", type_name(context->compiler->arena,
		    &expr->type), expr->text);
	number = compile_emit(context, OP_MARKUP, attr->at);
	compile_insn(context, number)->pos = expr->pos;
	compile_insn(context, number)->of.expr = expr;
	compile_insn(context, number)->is_sole = node->tag != DOC_TAG_COUNT;
	compile_insn(context, number)->number =
	    (uint32_t)markup_level(context, node);
}

/* What a designer sees in the template as it is; never printed. */
void
compile_check_sample(const struct context *context,
    const struct template_node *node, const char *directive)
{
	const struct template_node *child;

	for (child = node->first_child; child != NULL; child = child->next)
		if (child->name != NULL)
			compile_report(context, DIAG_TEMPLATE_DIRECTIVE,
			    child->at, "k:%s replaces the content of <%s>, so "
			    "<%s> would never be printed", directive,
			    node->name, child->name);
}
