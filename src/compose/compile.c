/*
 * Templates, compiled. In: the tree of an XHTML file, the schemas of what it
 * may name. Out: one flat array of instructions.
 *
 * The tree is walked once. An element becomes OPEN … CLOSE; k:if a jump over
 * it, k:each a loop around it, k:with a slot before it. A part is compiled
 * where it is used, in a context that sees only what was handed in, and its
 * slots are compiled from the fills in the context of the user. So at run
 * time there are neither calls nor scopes, only slots.
 *
 * Invariant: emitted jumps point forward, but OP_NEXT, which points back to
 * the start of its loop.
 */
#include "compiler.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "fieldkit/limits.h"
#include "fieldkit/strbuf.h"

static struct source_pos
pos_of(const struct context *context, uint32_t at)
{
	return template_pos(context->file, at);
}

__attribute__((format(printf, 4, 5)))
static void
report(const struct context *context, enum diag_id id, uint32_t at,
    const char *format, ...)
{
	va_list args;

	va_start(args, format);
	diag_report(context->compiler->diags, id, pos_of(context, at), "%s",
	    arena_vprintf(context->compiler->arena, format, args));
	va_end(args);
}

/* The new instruction's number. */
static uint32_t
emit(const struct context *context, enum op op, uint32_t at)
{
	struct compiler *compiler = context->compiler;

	if (compiler->count == LIMIT_TEMPLATE_INSTRUCTIONS) {
		if (!compiler->is_full)
			report(context, DIAG_LIMIT_PASSED, at, "the template "
			    "with its parts has more than %d instructions",
			    LIMIT_TEMPLATE_INSTRUCTIONS);
		compiler->is_full = true;
		compiler->count--;	/* overwritten: nothing runs it */
	}
	if (compiler->count == compiler->size) {
		compiler->size = compiler->size != 0 ? 2 * compiler->size : 64;
		compiler->insns = mem_realloc(compiler->insns,
		    compiler->size * sizeof(*compiler->insns));
	}
	compiler->insns[compiler->count] = (struct insn){
		.op = op, .pos = pos_of(context, at),
	};
	return compiler->count++;
}

static struct insn *
insn_at(const struct context *context, uint32_t number)
{
	return &context->compiler->insns[number];
}

static void
land_here(const struct context *context, uint32_t jump)
{
	insn_at(context, jump)->target = context->compiler->count;
}

static uint32_t
new_slot(struct context *context)
{
	struct program *program = context->compiler->program;
	uint32_t slot = context->next_slot++;

	if (context->next_slot > program->slot_count)
		program->slot_count = context->next_slot;
	return slot;
}

static void
add_name(struct context *context, const char *name,
    const struct value_type *type, uint32_t slot)
{
	struct scope_name *entry = ARENA_NEW(context->compiler->arena,
	    struct scope_name);

	*entry = (struct scope_name){ context->names, name, *type, slot };
	context->names = entry;
}

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

/* White space. */

static bool
is_inline(const struct context *context, const struct template_node *node)
{
	const struct template_node *child;

	if (node->name == NULL)
		return !template_is_space(context->file, node);
	if (node->tag != DOC_TAG_COUNT)
		return node->tag != DOC_BR &&
		    (doc_tag_flags(node->tag) & DOC_PHRASING) != 0;
	if (template_directive(node, "text") != NULL)
		return true;
	for (child = node->first_child; child != NULL; child = child->next)
		if (is_inline(context, child))
			return true;
	return false;
}

/* Whether a space at this end of a text says something: text or a phrasing
 * element is beyond it. */
static bool
keeps_space(const struct context *context, const struct template_node *text,
    bool is_start)
{
	const struct template_node *node = text, *beyond;

	for (;;) {
		beyond = is_start ? node->prev : node->next;
		while (beyond != NULL &&
		    template_is_space(context->file, beyond))
			beyond = is_start ? beyond->prev : beyond->next;
		if (beyond != NULL)
			return is_inline(context, beyond);
		node = node->parent;
		if (node == NULL)
			return false;
		if (node->tag != DOC_TAG_COUNT)
			return (doc_tag_flags(node->tag) & DOC_PHRASING) != 0;
	}
}

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Runs of white space become one space; *was_space is carried from piece to
 * piece. */
static uint32_t
collapse(char *text, uint32_t len, bool *was_space)
{
	uint32_t to = 0, i;

	for (i = 0; i < len; i++) {
		if (!is_space(text[i])) {
			text[to++] = text[i];
			*was_space = false;
		} else if (!*was_space) {
			text[to++] = ' ';
			*was_space = true;
		}
	}
	return to;
}

/* Texts. */

static bool
is_printable(const struct context *context, const struct expr *expr)
{
	uint32_t can = type_abilities(&expr->type);
	const char *advice = "";

	if (type_is_unknown(&expr->type) || (can & (CAN_BE_TEXT | CAN_BE_LINE |
	    CAN_BE_DATE | CAN_BE_INT | CAN_BE_DECIMAL)) != 0)
		return true;
	if ((can & CAN_BE_WORD) != 0)
		advice = "; write '| label'";
	else if ((can & CAN_BE_MARKDOWN) != 0)
		advice = "; write k:markup, or '| plain'";
	else if ((can & CAN_BE_RECORD) != 0)
		advice = "; write '| name', or name one of its fields";
	else if ((can & CAN_BE_LISTED) != 0)
		advice = "; write '| list', or repeat an element with k:each";
	else if ((can & CAN_BE_LIST) != 0)
		advice = "; repeat an element with k:each";
	else if ((can & CAN_BE_MONEY) != 0)
		advice = "; write '| money'";
	else if ((can & CAN_BE_IMAGE) != 0)
		advice = "; write <img src=\"{… | src}\"/>";
	else if ((can & CAN_BE_BOOL) != 0)
		advice = "; ask for it with k:if";
	else if (expr->type.type == FIELD_STRUCT)
		advice = "; name one of its fields";
	diag_report(context->compiler->diags, DIAG_TEMPLATE_TYPE, expr->pos,
	    "a %s cannot be printed%s",
	    type_name(context->compiler->arena, &expr->type), advice);
	return false;
}

static void
emit_piece(const struct context *context, const struct template_node *node,
    const struct piece *piece, bool is_sole)
{
	uint32_t number;

	if (piece->expr == NULL && piece->len == 0)
		return;
	if (piece->expr == NULL) {
		number = emit(context, OP_TEXT, node->at);
		insn_at(context, number)->of.literal = piece->literal;
		insn_at(context, number)->number = piece->len;
		return;
	}
	if (!is_printable(context, piece->expr))
		return;
	number = emit(context, OP_PRINT, node->at);
	insn_at(context, number)->pos = piece->expr->pos;
	insn_at(context, number)->of.expr = piece->expr;
	insn_at(context, number)->is_sole = is_sole;
	insn_at(context, number)->is_unmarked = context->is_unmarked;
}

/* Whether the text is all that its element has. */
static bool
is_sole_child(const struct context *context, const struct template_node *node)
{
	const struct template_node *sibling;

	if (node->parent == NULL || node->parent->tag == DOC_TAG_COUNT)
		return false;
	for (sibling = node->parent->first_child; sibling != NULL;
	    sibling = sibling->next)
		if (sibling != node &&
		    !template_is_space(context->file, sibling))
			return false;
	return true;
}

/* Whether the text before, parted by a comment only, ends in a space. */
static bool
follows_space(const struct context *context, const struct template_node *text)
{
	const struct template_node *prev = text->prev;

	return prev != NULL && prev->name == NULL &&
	    is_space(context->file->source->bytes[prev->at + prev->len - 1]);
}

/* Drops the spaces of a text that stand at the edge of a block. */
static void
trim(const struct context *context, const struct template_node *node,
    struct piece *pieces, uint32_t count)
{
	bool was_space = follows_space(context, node) ||
	    !keeps_space(context, node, true);
	struct piece *last = &pieces[count - 1];
	uint32_t i;

	for (i = 0; i < count; i++) {
		char *text;

		if (pieces[i].expr != NULL) {
			was_space = false;
			continue;
		}
		text = arena_copy(context->compiler->arena, pieces[i].literal,
		    pieces[i].len);
		pieces[i].literal = text;
		pieces[i].len = collapse(text, pieces[i].len, &was_space);
	}
	if (last->expr == NULL && last->len > 0 &&
	    last->literal[last->len - 1] == ' ' &&
	    !keeps_space(context, node, false))
		last->len--;
}

static void
compile_text(const struct context *context, const struct template_node *node)
{
	struct scanner scanner = {
		.context = context,
		.text = template_decode(context->compiler->arena,
		    context->file, node->at, node->len),
	};
	uint32_t count, printed = 0, i;
	const struct piece *found = pieces_parse(&scanner, &count);
	struct piece *pieces = ARENA_ARRAY(context->compiler->arena,
	    struct piece, count);

	if (count == 0)
		return;
	memcpy(pieces, found, count * sizeof(*pieces));
	if (!context->is_preformatted)
		trim(context, node, pieces, count);
	for (i = 0; i < count; i++)
		printed += pieces[i].expr != NULL || pieces[i].len > 0;
	for (i = 0; i < count; i++)
		emit_piece(context, node, &pieces[i], printed == 1 &&
		    is_sole_child(context, node));
}

/* Elements and their directives. */

static void compile_children(const struct context *outer,
    const struct template_node *parent);

static void
check_directives(const struct context *context,
    const struct template_node *node)
{
	static const char *const known[] = {
		"if", "else", "each", "with", "markup", "level", "text",
		"args", "use", "slot", "class"
	};
	const size_t count = sizeof(known) / sizeof(known[0]);
	uint32_t i;
	size_t k;

	for (i = 0; i < node->attr_count; i++) {
		const struct template_attr *attr = &node->attrs[i];

		if (!attr->is_directive)
			continue;
		for (k = 0; k < count && strcmp(known[k], attr->name) != 0; k++)
			continue;
		if (k < count)
			continue;
		report(context, DIAG_TEMPLATE_DIRECTIVE, attr->at,
		    "there is no directive k:%s", attr->name);
		diag_suggest(context->compiler->diags, attr->name, known,
		    count);
	}
}

static bool
is_k(const struct template_node *node, const char *name)
{
	return strncmp(node->name, "k:", 2) == 0 &&
	    strcmp(node->name + 2, name) == 0;
}

/* A k: element prints nothing, so it carries directives only. */
static void
check_no_attrs(const struct context *context, const struct template_node *node,
    const char *allowed)
{
	uint32_t i;

	for (i = 0; i < node->attr_count; i++)
		if (!node->attrs[i].is_directive &&
		    strcmp(node->attrs[i].name, allowed) != 0)
			report(context, DIAG_TEMPLATE_DIRECTIVE,
			    node->attrs[i].at, "<%s> prints no element, so it "
			    "has no attribute '%s'", node->name,
			    node->attrs[i].name);
}

/* The static value of an attribute. */
static const char *
attr_string(const struct context *context, const struct template_attr *attr)
{
	return template_decode(context->compiler->arena, context->file,
	    attr->value_at, attr->value_len).text;
}

/* k:with="x = expr, y = expr". `target` takes the names; the expressions are
 * read in `context`. */
static void
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
			report(context, DIAG_TEMPLATE_DIRECTIVE,
			    scanner.text.offsets[scanner.at],
			    "'=' is expected behind '%s'", name);
			return;
		}
		expr = expr_parse(&scanner);
		slot = new_slot(context);
		number = emit(context, OP_SET, attr->at);
		insn_at(context, number)->slot = slot;
		insn_at(context, number)->of.expr = expr;
		add_name(context, name, &expr->type, slot);
	} while (scanner_take(&scanner, ','));
	scanner_expect_end(&scanner);
}

/* The number of OP_EACH, which a jump follows where the list is empty. */
static uint32_t
compile_each(struct context *context, const struct template_attr *attr)
{
	struct scanner scanner = scanner_of_attr(context, attr);
	const char *name = take_new_name(&scanner, "each", "c in cases");
	const char *in = name != NULL ? scanner_name(&scanner) : "in";
	const struct expr *expr = NULL;
	struct value_type item = { .type = FIELD_TYPE_COUNT };
	uint32_t number, slot;

	if (strcmp(in, "in") != 0)
		report(context, DIAG_TEMPLATE_DIRECTIVE, attr->at,
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
	slot = new_slot(context);
	context->loop_slot = new_slot(context);
	if (++context->loop_depth > context->compiler->program->loop_count)
		context->compiler->program->loop_count = context->loop_depth;
	number = emit(context, OP_EACH, attr->at);
	insn_at(context, number)->slot = slot;
	insn_at(context, number)->of.expr = expr;
	insn_at(context, number)->number = context->loop_depth - 1;
	if (name != NULL)
		add_name(context, name, &item, slot);
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
	uint32_t size = 1, i;

	for (i = 0; i < scanner.text.len; i++)
		size += scanner.text.text[i] == ',';
	use->names = names = ARENA_ARRAY(arena, const char *, size);
	use->args = args = ARENA_ARRAY(arena, const struct expr *, size);
	do {
		names[use->arg_count] = scanner_name(&scanner);
		if (names[use->arg_count][0] == '\0' ||
		    !scanner_take(&scanner, '=')) {
			report(context, DIAG_TEMPLATE_DIRECTIVE, attr->at,
			    "k:args is written k:args=\"n = kit.pages\"");
			return;
		}
		args[use->arg_count] = expr_parse(&scanner);
		is_printable(context, args[use->arg_count]);
		use->arg_count++;
	} while (scanner_take(&scanner, ','));
	scanner_expect_end(&scanner);
}

static void
compile_message(const struct context *context,
    const struct template_node *node, const struct template_attr *attr)
{
	struct message_use *use = ARENA_NEW(context->compiler->arena,
	    struct message_use);
	struct scanner scanner = scanner_of_attr(context, attr);
	const struct template_attr *args = template_directive(node, "args");
	uint32_t number;

	use->pos = pos_of(context, attr->value_at);
	use->index = message_require(&scanner, 0, scanner.text.text);
	if (args != NULL)
		compile_args(context, args, use);
	if (use->index == MESSAGE_NONE)
		return;
	message_check_args(context, use->pos, use->index, use->names,
	    use->arg_count);
	number = emit(context, OP_MESSAGE, attr->at);
	insn_at(context, number)->of.message = use;
	insn_at(context, number)->is_sole = node->tag != DOC_TAG_COUNT;
	insn_at(context, number)->is_unmarked = context->is_unmarked;
}

static int
markup_level(const struct context *context, const struct template_node *node)
{
	const struct template_attr *attr = template_directive(node, "level");
	int level = context->compiler->heading + 1;
	const char *value;

	if (attr != NULL) {
		value = attr_string(context, attr);
		if (value[0] >= '1' && value[0] <= '6' && value[1] == '\0')
			return value[0] - '0';
		report(context, DIAG_TEMPLATE_DIRECTIVE, attr->value_at,
		    "k:level is the level of a heading, 1 to 6");
	}
	return level > 6 ? 6 : level;
}

static void
compile_markup(const struct context *context,
    const struct template_node *node, const struct template_attr *attr)
{
	struct scanner scanner = scanner_of_attr(context, attr);
	const struct expr *expr = expr_parse(&scanner);
	uint32_t number;

	scanner_expect_end(&scanner);
	if (context->is_phrasing_only)
		report(context, DIAG_TEMPLATE_ELEMENT, attr->at, "k:markup "
		    "puts in paragraphs, which cannot stand in <%s>; use "
		    "<div>", node->name);
	if (!type_is_unknown(&expr->type) &&
	    expr->type.type != FIELD_MARKDOWN)
		diag_report(context->compiler->diags, DIAG_TEMPLATE_TYPE,
		    expr->pos, "k:markup takes Markdown, not a %s; print it "
		    "as {%s}", type_name(context->compiler->arena,
		    &expr->type), expr->text);
	number = emit(context, OP_MARKUP, attr->at);
	insn_at(context, number)->pos = expr->pos;
	insn_at(context, number)->of.expr = expr;
	insn_at(context, number)->is_sole = node->tag != DOC_TAG_COUNT;
	insn_at(context, number)->number =
	    (uint32_t)markup_level(context, node);
}

/* What a designer sees in the template as it is; never printed. */
static void
check_sample(const struct context *context, const struct template_node *node,
    const char *directive)
{
	const struct template_node *child;

	for (child = node->first_child; child != NULL; child = child->next)
		if (child->name != NULL)
			report(context, DIAG_TEMPLATE_DIRECTIVE, child->at,
			    "k:%s replaces the content of <%s>, so <%s> would "
			    "never be printed", directive, node->name,
			    child->name);
}

/* Parts and layouts. */

static const char *
part_file(const struct context *context, const char *name)
{
	return arena_printf(context->compiler->arena, "%s/parts/%s.html",
	    view_is_kit(context->compiler->kind) ? "kits" : "site", name);
}

static void
suggest_part(const struct context *context, const char *name)
{
	enum { MOST = 128 };
	const struct theme *theme = context->compiler->theme;
	const char *folder = view_is_kit(context->compiler->kind)
	    ? "kits/parts/" : "site/parts/";
	const char *candidates[MOST];
	size_t count = 0, len, skip = strlen(folder);
	uint32_t i;

	for (i = 0; i < theme->file_count && count < MOST; i++) {
		len = strlen(theme->files[i].name);
		if (strncmp(theme->files[i].name, folder, skip) == 0 &&
		    len > skip + 5)
			candidates[count++] = arena_copy(
			    context->compiler->arena,
			    theme->files[i].name + skip, len - skip - 5);
	}
	diag_suggest(context->compiler->diags, name, candidates, count);
}

/* The file, read once for a template. */
static const struct template_file *
load_file(struct compiler *compiler, const struct theme_file *source)
{
	struct parsed_file *parsed = compiler->files;

	while (parsed != NULL && parsed->source != source)
		parsed = parsed->next;
	if (parsed == NULL) {
		parsed = ARENA_NEW(compiler->arena, struct parsed_file);
		parsed->source = source;
		parsed->tree = template_read(compiler->arena, source,
		    compiler->diags);
		parsed->next = compiler->files;
		compiler->files = parsed;
	}
	return parsed->tree;
}

/* The part's tree; NULL after a report. */
static const struct template_file *
find_part(const struct context *context, const struct template_attr *attr,
    const char *name)
{
	const struct theme_file *source = theme_file_find(
	    context->compiler->theme, part_file(context, name));
	const struct use *use = context->use;

	if (source == NULL) {
		report(context, DIAG_TEMPLATE_USE, attr->value_at,
		    "there is no part '%s' (%s)", name,
		    part_file(context, name));
		suggest_part(context, name);
		return NULL;
	}
	for (; use != NULL; use = use->outer)
		if (strcmp(use->name, name) == 0) {
			report(context, DIAG_TEMPLATE_USE, attr->value_at,
			    "part '%s' uses itself", name);
			return NULL;
		}
	if (context->use != NULL &&
	    context->use->depth == LIMIT_TEMPLATE_USES) {
		report(context, DIAG_LIMIT_PASSED, attr->value_at,
		    "parts are used within parts %d deep at most",
		    LIMIT_TEMPLATE_USES);
		return NULL;
	}
	return load_file(context->compiler, source);
}

/* The slots of a part, its own uses of parts included. */
static bool
has_slot(const struct context *context, const struct template_file *file,
    const struct template_node *node, const char *name)
{
	const struct template_node *child;
	const struct template_attr *attr;
	struct context inside = *context;

	inside.file = file;
	if (node->name != NULL && is_k(node, "slot")) {
		attr = template_attr_find(node, "name");
		if (attr != NULL &&
		    strcmp(attr_string(&inside, attr), name) == 0)
			return true;
	}
	for (child = node->first_child; child != NULL; child = child->next)
		if (has_slot(context, file, child, name))
			return true;
	return false;
}

/* The name that a k:fill fills, or NULL. */
static const char *
fill_name(const struct context *context, const struct template_node *node)
{
	const struct template_attr *attr;

	if (node->name == NULL || !is_k(node, "fill"))
		return NULL;
	attr = template_directive(node, "slot");
	return attr != NULL ? attr_string(context, attr) : NULL;
}

/* Between the tags of a using element stand fills, each of a slot of the
 * part, each once. */
static void
check_fills(const struct context *context, const struct template_node *user,
    const struct template_file *part, const char *part_name)
{
	const struct template_node *child, *earlier;

	for (child = user->first_child; child != NULL; child = child->next) {
		const char *name = fill_name(context, child);

		if (template_is_space(context->file, child))
			continue;
		if (name == NULL) {
			report(context, DIAG_TEMPLATE_USE, child->at,
			    "inside an element with k:use stands only "
			    "<k:fill k:slot=\"…\">");
			continue;
		}
		check_no_attrs(context, child, "");
		if (!has_slot(context, part, part->root, name))
			report(context, DIAG_TEMPLATE_USE, child->at,
			    "part '%s' has no slot '%s'", part_name, name);
		for (earlier = user->first_child; earlier != child;
		    earlier = earlier->next) {
			const char *other = fill_name(context, earlier);

			if (other != NULL && strcmp(other, name) == 0)
				report(context, DIAG_TEMPLATE_USE, child->at,
				    "slot '%s' is filled twice", name);
		}
	}
}

/* <k:slot name="main">default</k:slot> */
static void
compile_slot(const struct context *context, const struct template_node *node)
{
	const struct template_attr *attr = template_attr_find(node, "name");
	const struct template_node *fill;
	struct context outside;
	const char *name;

	check_no_attrs(context, node, "name");
	if (context->use == NULL || attr == NULL) {
		report(context, DIAG_TEMPLATE_USE, node->at, context->use ==
		    NULL ? "a slot stands in a part or layout" :
		    "a slot has a name: <k:slot name=\"main\">");
		return;
	}
	name = attr_string(context, attr);
	for (fill = context->use->user->first_child; fill != NULL;
	    fill = fill->next) {
		const char *filled = fill_name(context->use->caller, fill);

		if (filled != NULL && strcmp(filled, name) == 0)
			break;
	}
	if (fill == NULL) {
		compile_children(context, node);
		return;
	}
	/* The user's names and file, in the part's place. */
	outside = *context;
	outside.file = context->use->caller->file;
	outside.names = context->use->caller->names;
	outside.has_top = context->use->caller->has_top;
	outside.use = context->use->caller->use;
	compile_children(&outside, fill);
}

static void compile_node(const struct context *outer,
    const struct template_node *node);

/* Puts the part in. `with` are the names that the using element gives. */
static void
compile_use(const struct context *context, const struct template_node *node,
    const struct scope_name *with_end)
{
	const struct template_attr *attr = template_directive(node, "use");
	const char *name = attr_string(context, attr);
	const struct template_file *part = find_part(context, attr, name);
	struct use use = {
		.outer = context->use, .name = name, .user = node,
		.caller = context,
		.depth = context->use != NULL ? context->use->depth + 1 : 1,
	};
	struct context inside = *context;
	const struct scope_name *handed = context->names;
	bool is_layout = node->tag == DOC_HTML;

	if (part == NULL)
		return;
	check_fills(context, node, part, name);
	inside.file = part;
	inside.use = &use;
	inside.has_top = false;
	inside.names = NULL;
	for (; handed != with_end; handed = handed->outer)
		add_name(&inside, handed->name, &handed->type, handed->slot);
	if (is_layout != (part->root->tag == DOC_HTML) ||
	    (!is_layout && !is_k(part->root, "part"))) {
		report(context, DIAG_TEMPLATE_USE, attr->value_at, is_layout
		    ? "'%s' is not a layout: its root is not <html>"
		    : "'%s' is not a part: its root is not <k:part>", name);
	} else if (is_layout) {
		compile_node(&inside, part->root);
	} else {
		check_directives(&inside, part->root);
		check_no_attrs(&inside, part->root, "");
		compile_children(&inside, part->root);
	}
}

/* Content: what stands between an element's tags. */
static void
compile_content(const struct context *context,
    const struct template_node *node, const struct scope_name *with_end)
{
	const struct template_attr *text = template_directive(node, "text");
	const struct template_attr *markup =
	    template_directive(node, "markup");
	const struct template_attr *use = template_directive(node, "use");

	if ((text != NULL) + (markup != NULL) + (use != NULL) > 1) {
		report(context, DIAG_TEMPLATE_DIRECTIVE, node->at,
		    "an element has one of k:text, k:markup and k:use");
		return;
	}
	if (text != NULL) {
		check_sample(context, node, "text");
		compile_message(context, node, text);
	} else if (markup != NULL) {
		check_sample(context, node, "markup");
		compile_markup(context, node, markup);
	} else if (use != NULL) {
		compile_use(context, node, with_end);
	} else {
		compile_children(context, node);
	}
	if (text == NULL && template_directive(node, "args") != NULL)
		report(context, DIAG_TEMPLATE_DIRECTIVE,
		    template_directive(node, "args")->at,
		    "k:args stands beside k:text");
	if (markup == NULL && template_directive(node, "level") != NULL)
		report(context, DIAG_TEMPLATE_DIRECTIVE,
		    template_directive(node, "level")->at,
		    "k:level stands beside k:markup");
}

static void
suggest_element(const struct context *context, const char *name)
{
	const char *candidates[DOC_TAG_COUNT + 1];
	size_t count = 0;
	int tag;

	candidates[count++] = "k:block";
	candidates[count++] = "k:slot";
	candidates[count++] = "k:fill";
	for (tag = DOC_FRAGMENT + 1; tag < DOC_TAG_COUNT &&
	    count <= DOC_TAG_COUNT; tag++)
		candidates[count++] = doc_tag_name((enum doc_tag)tag);
	diag_suggest(context->compiler->diags, name, candidates, count);
}

/* Whether the element may stand here at all. */
static bool
check_element(const struct context *context, const struct template_node *node)
{
	unsigned flags;

	if (node->tag == DOC_TAG_COUNT) {
		if (is_k(node, "part"))
			report(context, DIAG_TEMPLATE_USE, node->at,
			    "<k:part> is the root of a part's file");
		else
			report(context, strncmp(node->name, "k:", 2) == 0
			    ? DIAG_TEMPLATE_DIRECTIVE : DIAG_TEMPLATE_ELEMENT,
			    node->at, strcmp(node->name, "style") == 0 ? "<%s> "
			    "may not stand in a template; put its rules into a "
			    "file of the theme" : "there is no element <%s>",
			    node->name);
		suggest_element(context, node->name);
		return false;
	}
	flags = doc_tag_flags(node->tag);
	if ((flags & DOC_PRINT_ONLY) != 0 &&
	    !view_is_kit(context->compiler->kind))
		report(context, DIAG_TEMPLATE_ELEMENT, node->at,
		    "<%s> stands in kits only", node->name);
	if ((flags & DOC_VOID) != 0 && (node->first_child != NULL ||
	    template_directive(node, "text") != NULL ||
	    template_directive(node, "markup") != NULL ||
	    template_directive(node, "use") != NULL))
		report(context, DIAG_TEMPLATE_ELEMENT, node->at,
		    "<%s> has no content", node->name);
	if (node->tag == DOC_SCRIPT && node->first_child != NULL)
		report(context, DIAG_TEMPLATE_ELEMENT, node->at,
		    "a script has src=\"asset:NAME\" and no content");
	if (context->is_phrasing_only && (flags & DOC_PHRASING) == 0 &&
	    node->tag != DOC_OPTION && node->tag != DOC_SOURCE)
		report(context, DIAG_TEMPLATE_ELEMENT, node->at,
		    "<%s> may not stand in <%s>", node->name,
		    doc_tag_name(context->element->tag));
	return true;
}

/* The context inside an element. */
static void
enter(struct context *context, const struct element *element)
{
	struct program *program = context->compiler->program;
	unsigned flags = doc_tag_flags(element->tag);
	enum doc_tag tag = element->tag;

	context->element = element;
	if (++context->depth > program->depth)
		program->depth = context->depth;
	if ((flags & DOC_TRANSPARENT) == 0)
		context->is_phrasing_only = (flags & DOC_PHRASING) != 0 ||
		    tag == DOC_P || tag == DOC_PRE ||
		    (tag >= DOC_H1 && tag <= DOC_H6);
	context->is_preformatted |= tag == DOC_PRE || tag == DOC_TEXTAREA;
	context->is_unmarked |= (flags & DOC_METADATA) != 0 ||
	    tag == DOC_OPTION || tag == DOC_TEXTAREA;
	if (tag == DOC_BODY)
		context->is_unmarked = false;
	if (tag >= DOC_H1 && tag <= DOC_H6)
		context->compiler->heading = 1 + (int)(tag - DOC_H1);
}

static void
compile_element(const struct context *outer, const struct template_node *node,
    const struct scope_name *with_end)
{
	struct context context = *outer;
	struct element *element;
	uint32_t number;

	if (!check_element(outer, node))
		return;
	element = ARENA_NEW(outer->compiler->arena, struct element);
	element->tag = node->tag;
	element->pos = pos_of(outer, node->at);
	attrs_compile(outer, node, element);
	number = emit(outer, OP_OPEN, node->at);
	insn_at(outer, number)->of.element = element;
	enter(&context, element);
	if ((doc_tag_flags(node->tag) & DOC_VOID) == 0)
		compile_content(&context, node, with_end);
	emit(outer, OP_CLOSE, node->at);
}

/* The element without its k:each, k:if and k:with. */
static void
compile_plain(const struct context *context, const struct template_node *node,
    const struct scope_name *with_end)
{
	if (is_k(node, "slot")) {
		compile_slot(context, node);
	} else if (is_k(node, "fill")) {
		report(context, DIAG_TEMPLATE_USE, node->at,
		    "<k:fill> stands inside an element with k:use");
	} else if (is_k(node, "block")) {
		check_no_attrs(context, node, "");
		if (template_directive(node, "class") != NULL)
			report(context, DIAG_TEMPLATE_DIRECTIVE, node->at,
			    "<k:block> prints no element, so it has no class");
		compile_content(context, node, with_end);
	} else if (node->tag == DOC_HTML &&
	    template_directive(node, "use") != NULL) {
		if (node->parent != NULL)
			report(context, DIAG_TEMPLATE_USE, node->at,
			    "<html> is the root of a file");
		check_no_attrs(context, node, "");
		compile_use(context, node, with_end);
	} else {
		compile_element(context, node, with_end);
	}
}

enum { NO_JUMP = UINT32_MAX };

/* An element with its guards. Returns the jump that is taken where the
 * element is not printed at all, for a k:else; or NO_JUMP. */
static uint32_t
compile_guarded(const struct context *outer, const struct template_node *node)
{
	const struct template_attr *each = template_directive(node, "each");
	const struct template_attr *with = template_directive(node, "with");
	const struct template_attr *test = template_directive(node, "if");
	struct context context = *outer;
	const struct scope_name *with_end;
	uint32_t loop = NO_JUMP, skip = NO_JUMP, number;

	if (++context.level > LIMIT_PAGE_DEPTH) {
		report(outer, DIAG_LIMIT_PASSED, node->at, "elements of a "
		    "template with its parts are nested %d deep at most",
		    LIMIT_PAGE_DEPTH);
		context.compiler->is_full = true;
		return NO_JUMP;
	}
	check_directives(outer, node);
	if (each != NULL)
		loop = compile_each(&context, each);
	with_end = context.names;
	if (with != NULL)
		compile_with(&context, with);
	if (test != NULL) {
		struct scanner scanner = scanner_of_attr(&context, test);
		const struct cond *cond = cond_parse(&scanner);

		scanner_expect_end(&scanner);
		skip = emit(&context, OP_JUMP_UNLESS, test->at);
		insn_at(&context, skip)->of.cond = cond;
	}
	compile_plain(&context, node, with_end);
	if (each == NULL)
		return skip;
	if (skip != NO_JUMP)
		land_here(&context, skip);
	number = emit(&context, OP_NEXT, each->at);
	insn_at(&context, number)->target = loop + 1;
	insn_at(&context, number)->number = context.loop_depth - 1;
	return loop;
}

/* An element and the k:else elements behind it; returns the last of them. */
static const struct template_node *
compile_chain(const struct context *context, const struct template_node *node)
{
	const struct template_node *next;
	uint32_t ends = NO_JUMP, jump, end;

	for (;;) {
		jump = compile_guarded(context, node);
		next = template_next_element(context->file, node);
		if (jump == NO_JUMP || next == NULL ||
		    template_directive(next, "else") == NULL)
			break;
		end = emit(context, OP_JUMP, node->at);
		insn_at(context, end)->target = ends;	/* a chain, for now */
		ends = end;
		land_here(context, jump);
		node = next;
	}
	if (jump != NO_JUMP)
		land_here(context, jump);
	for (; ends != NO_JUMP; ends = end) {
		end = insn_at(context, ends)->target;
		land_here(context, ends);
	}
	return node;
}

static void
compile_node(const struct context *outer, const struct template_node *node)
{
	compile_guarded(outer, node);
}

static void
compile_children(const struct context *context,
    const struct template_node *parent)
{
	const struct template_node *node = parent->first_child;

	for (; node != NULL && !context->compiler->is_full;
	    node = node->next) {
		if (node->name == NULL) {
			compile_text(context, node);
			continue;
		}
		if (template_directive(node, "else") != NULL)
			report(context, DIAG_TEMPLATE_DIRECTIVE, node->at,
			    "k:else follows an element with k:if or k:each");
		node = compile_chain(context, node);
	}
}

static void
compile_root(const struct context *context, const struct template_node *root)
{
	if (root->tag != DOC_HTML) {
		report(context, DIAG_TEMPLATE_ELEMENT, root->at,
		    "the root of a page or kit is <html>, not <%s>",
		    root->name);
		return;
	}
	if (template_directive(root, "if") != NULL ||
	    template_directive(root, "each") != NULL)
		report(context, DIAG_TEMPLATE_DIRECTIVE, root->at,
		    "a page has one root, so <html> has neither k:if nor "
		    "k:each");
	compile_node(context, root);
}

static void
find_names(struct program *program)
{
	static const char *const keys[] = { "name", "title", "text" };
	enum record_type type;
	size_t i, count;

	for (type = 0; type < RECORD_TYPE_COUNT; type++)
		for (i = 0, count = 0; i < 3; i++) {
			const struct field *field = schema_field(
			    record_schema(type), keys[i], strlen(keys[i]));

			if (field != NULL)
				program->names[type][count++] = field;
		}
}

const struct program *
template_compile(struct arena *arena, const struct theme *theme,
    enum view_kind kind, struct diags *diags)
{
	const struct theme_file *source = theme_file_find(theme,
	    view_template(kind));
	struct program *program = ARENA_NEW(arena, struct program);
	struct compiler compiler = {
		.arena = arena, .theme = theme, .diags = diags, .kind = kind,
		.program = program,
	};
	struct context context = {
		.compiler = &compiler, .next_slot = SLOT_LOCALS,
		.has_top = true,
	};
	size_t errors = diags->errors;

	if (source == NULL) {
		diag_report(diags, DIAG_THEME_MISSING, SOURCE_NOWHERE,
		    "theme '%s' has no %s", theme->name, view_template(kind));
		return NULL;
	}
	program->kind = kind;
	program->slot_count = SLOT_LOCALS;
	program->worldwide = message_index(theme, "words.worldwide");
	find_names(program);
	context.file = load_file(&compiler, source);
	if (context.file != NULL)
		compile_root(&context, context.file->root);
	program->insns = memcpy(ARENA_ARRAY(arena, struct insn,
	    compiler.count + 1), compiler.insns != NULL ? compiler.insns :
	    &(struct insn){ .op = OP_CLOSE },
	    compiler.count * sizeof(struct insn));
	program->count = compiler.count;
	free(compiler.insns);
	return diags->errors == errors ? program : NULL;
}
