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

#include <stdlib.h>
#include <string.h>

#include "fieldkit/limits.h"

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
		compile_report(context, DIAG_TEMPLATE_DIRECTIVE, node->at,
		    "an element has one of k:text, k:markup and k:use");
		return;
	}
	if (text != NULL) {
		compile_check_sample(context, node, "text");
		compile_message(context, node, text);
	} else if (markup != NULL) {
		compile_check_sample(context, node, "markup");
		compile_markup(context, node, markup);
	} else if (use != NULL) {
		compile_use(context, node, with_end);
	} else {
		compile_children(context, node);
	}
	if (text == NULL && template_directive(node, "args") != NULL)
		compile_report(context, DIAG_TEMPLATE_DIRECTIVE,
		    template_directive(node, "args")->at,
		    "k:args stands beside k:text");
	if (markup == NULL && template_directive(node, "level") != NULL)
		compile_report(context, DIAG_TEMPLATE_DIRECTIVE,
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

/* A footnote's number is a link, so it stands in none, and a note is text or
 * the number of another. */
static void
check_footnote(const struct context *context,
    const struct template_node *node)
{
	bool has_ref = template_attr_find(node, "ref") != NULL;
	bool has_text = node->first_child != NULL ||
	    template_directive(node, "text") != NULL;

	if (context->takes_no_footnote)
		compile_report(context, DIAG_TEMPLATE_ELEMENT, node->at,
		    "<k:footnote> may not stand in a link, in another "
		    "footnote or in a running header or footer");
	else if (has_ref == has_text)
		compile_report(context, DIAG_TEMPLATE_ELEMENT, node->at,
		    "<k:footnote> holds the note's text, or names the id of "
		    "an earlier one: ref=\"ID\"");
}

/* What mail programs do not show, or fetch from elsewhere. */
static bool
is_for_letters(enum doc_tag tag)
{
	static const bool is_refused[DOC_TAG_COUNT] = {
		[DOC_LINK] = true, [DOC_SCRIPT] = true, [DOC_IMG] = true,
		[DOC_PICTURE] = true, [DOC_SOURCE] = true, [DOC_FORM] = true,
		[DOC_FIELDSET] = true, [DOC_LEGEND] = true,
		[DOC_SEARCH] = true, [DOC_BUTTON] = true, [DOC_INPUT] = true,
		[DOC_SELECT] = true, [DOC_OPTION] = true, [DOC_LABEL] = true,
		[DOC_OUTPUT] = true, [DOC_TEXTAREA] = true,
		[DOC_DETAILS] = true, [DOC_SUMMARY] = true,
		[DOC_NOSCRIPT] = true, [DOC_K_BAR] = true,
		[DOC_K_FOOTNOTE] = true,
	};

	return !is_refused[tag];
}

/* What paper has no use for: it would be left out without a word. How a kit
 * looks is in print.yaml alone. */
static bool
is_for_kits(enum doc_tag tag)
{
	static const bool is_refused[DOC_TAG_COUNT] = {
		[DOC_LINK] = true, [DOC_SCRIPT] = true,
		[DOC_NOSCRIPT] = true, [DOC_FORM] = true,
		[DOC_FIELDSET] = true, [DOC_LEGEND] = true,
		[DOC_SEARCH] = true, [DOC_BUTTON] = true, [DOC_INPUT] = true,
		[DOC_SELECT] = true, [DOC_OPTION] = true, [DOC_LABEL] = true,
		[DOC_OUTPUT] = true, [DOC_TEXTAREA] = true,
		[DOC_DETAILS] = true, [DOC_SUMMARY] = true,
	};

	return !is_refused[tag];
}

/* Whether the element may stand here at all. */
static bool
check_element(const struct context *context, const struct template_node *node)
{
	unsigned flags;

	if (node->tag == DOC_TAG_COUNT) {
		if (template_is_k(node, "part"))
			compile_report(context, DIAG_TEMPLATE_USE, node->at,
			    "<k:part> is the root of a part's file");
		else
			compile_report(context,
			    strncmp(node->name, "k:", 2) == 0
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
		compile_report(context, DIAG_TEMPLATE_ELEMENT, node->at,
		    "<%s> stands in kits only", node->name);
	else if (view_is_letter(context->compiler->kind) &&
	    !is_for_letters(node->tag))
		compile_report(context, DIAG_TEMPLATE_ELEMENT, node->at,
		    "<%s> may not stand in a letter: mail programs do not "
		    "show it, or have to fetch it", node->name);
	else if (view_is_kit(context->compiler->kind) &&
	    !is_for_kits(node->tag))
		compile_report(context, DIAG_TEMPLATE_ELEMENT, node->at,
		    node->tag == DOC_LINK ? "<%s> may not stand in a kit; "
		    "how kits look is said in print.yaml" : "<%s> may not "
		    "stand in a kit: paper does not show it", node->name);
	if ((flags & DOC_VOID) != 0 && (node->first_child != NULL ||
	    template_directive(node, "text") != NULL ||
	    template_directive(node, "markup") != NULL ||
	    template_directive(node, "use") != NULL))
		compile_report(context, DIAG_TEMPLATE_ELEMENT, node->at,
		    "<%s> has no content", node->name);
	if (node->tag == DOC_SCRIPT && node->first_child != NULL)
		compile_report(context, DIAG_TEMPLATE_ELEMENT, node->at,
		    "a script has src=\"asset:NAME\" and no content");
	if (node->tag == DOC_K_FOOTNOTE)
		check_footnote(context, node);
	if (context->is_phrasing_only && (flags & DOC_PHRASING) == 0 &&
	    node->tag != DOC_OPTION && node->tag != DOC_SOURCE)
		compile_report(context, DIAG_TEMPLATE_ELEMENT, node->at,
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
	context->takes_no_footnote |= tag == DOC_A || tag == DOC_BUTTON ||
	    tag == DOC_K_FOOTNOTE || tag == DOC_K_HEADER ||
	    tag == DOC_K_FOOTER || (flags & DOC_METADATA) != 0;
	if (tag == DOC_BODY)
		context->takes_no_footnote = false;
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
	element->pos = compile_pos(outer, node->at);
	attrs_compile(outer, node, element);
	number = compile_emit(outer, OP_OPEN, node->at);
	compile_insn(outer, number)->of.element = element;
	enter(&context, element);
	if ((doc_tag_flags(node->tag) & DOC_VOID) == 0)
		compile_content(&context, node, with_end);
	compile_emit(outer, OP_CLOSE, node->at);
}

/* The element without its k:each, k:if and k:with. */
static void
compile_plain(const struct context *context, const struct template_node *node,
    const struct scope_name *with_end)
{
	if (template_is_k(node, "slot")) {
		compile_slot(context, node);
	} else if (template_is_k(node, "fill")) {
		compile_report(context, DIAG_TEMPLATE_USE, node->at,
		    "<k:fill> stands inside an element with k:use");
	} else if (template_is_k(node, "block")) {
		compile_no_attrs(context, node, "");
		if (template_directive(node, "class") != NULL)
			compile_report(context, DIAG_TEMPLATE_DIRECTIVE,
			    node->at, "<k:block> prints no element, so it "
			    "has no class");
		compile_content(context, node, with_end);
	} else if (node->tag == DOC_HTML &&
	    template_directive(node, "use") != NULL) {
		if (node->parent != NULL)
			compile_report(context, DIAG_TEMPLATE_USE, node->at,
			    "<html> is the root of a file");
		compile_no_attrs(context, node, "");
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
		compile_report(outer, DIAG_LIMIT_PASSED, node->at,
		    "elements of a template with its parts are nested "
		    "%d deep at most",
		    LIMIT_PAGE_DEPTH);
		context.compiler->is_full = true;
		return NO_JUMP;
	}
	compile_check_directives(outer, node);
	if (each != NULL)
		loop = compile_each(&context, each);
	with_end = context.names;
	if (with != NULL)
		compile_with(&context, with);
	if (test != NULL) {
		struct scanner scanner = scanner_of_attr(&context, test);
		const struct cond *cond = cond_parse(&scanner);

		scanner_expect_end(&scanner);
		skip = compile_emit(&context, OP_JUMP_UNLESS, test->at);
		compile_insn(&context, skip)->of.cond = cond;
	}
	compile_plain(&context, node, with_end);
	if (each == NULL)
		return skip;
	if (skip != NO_JUMP)
		compile_land(&context, skip);
	number = compile_emit(&context, OP_NEXT, each->at);
	compile_insn(&context, number)->target = loop + 1;
	compile_insn(&context, number)->number = context.loop_depth - 1;
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
		end = compile_emit(context, OP_JUMP, node->at);
		compile_insn(context, end)->target = ends;	/* for now */
		ends = end;
		compile_land(context, jump);
		node = next;
	}
	if (jump != NO_JUMP)
		compile_land(context, jump);
	for (; ends != NO_JUMP; ends = end) {
		end = compile_insn(context, ends)->target;
		compile_land(context, ends);
	}
	return node;
}

void
compile_node(const struct context *outer, const struct template_node *node)
{
	compile_guarded(outer, node);
}

void
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
			compile_report(context, DIAG_TEMPLATE_DIRECTIVE,
			    node->at, "k:else follows an element with k:if or "
			    "k:each");
		node = compile_chain(context, node);
	}
}

static void
compile_root(const struct context *context, const struct template_node *root)
{
	if (root->tag != DOC_HTML) {
		compile_report(context, DIAG_TEMPLATE_ELEMENT, root->at,
		    "the root of a page or kit is <html>, not <%s>",
		    root->name);
		return;
	}
	if (template_directive(root, "if") != NULL ||
	    template_directive(root, "each") != NULL)
		compile_report(context, DIAG_TEMPLATE_DIRECTIVE, root->at,
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
		    "theme '%s' has no %s; write it, or say "
		    "'extends: default' in theme.yaml", theme->name, view_template(kind));
		return NULL;
	}
	program->kind = kind;
	program->slot_count = SLOT_LOCALS;
	program->worldwide = message_index(theme, "words.worldwide");
	find_names(program);
	context.file = compile_load(&compiler, source);
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
