/*
 * A program, run. In: a view and the page's language. Out: the document tree.
 *
 * The instructions are taken one by one; jumps were resolved by the compiler.
 * Text is gathered until an element opens or closes, so that a run of text is
 * one node; a single literal or value is lent to the tree, not copied.
 *
 * An element whose address leads nowhere in this edition is dropped: its
 * content goes to the element around it, so a link leaves its text.
 *
 * Invariant: `stack[depth]` is the element that takes what comes next.
 */
#include "run.h"

#include <assert.h>
#include <string.h>

#include "fieldkit/limits.h"

struct loop_state {
	struct loop_view view;
	const struct list *list;
};

/* An open element. A dropped one is the element around it once more. */
struct open_element {
	struct doc_node *node;
	bool is_dropped;
};

struct runner {
	struct run run;
	struct doc_node *root;
	struct open_element *stack;
	uint32_t depth;
	struct loop_state *loops;
	/* Text that is not in the tree yet: lent while it is one piece, else
	 * in `gathered`. */
	const char *lent;
	uint32_t lent_len;
	struct strbuf gathered;
	struct source_pos text_pos;
};

static void
report_undefined(struct run *run, struct source_pos pos, const char *text)
{
	const struct record *record = run->record;

	if (record == NULL)
		diag_report(run->diags, DIAG_VALUE_UNDEFINED, pos,
		    "'%s' is not given here (%s)", text,
		    view_name(run->program->kind));
	else
		diag_report(run->diags, DIAG_VALUE_UNDEFINED, pos,
		    "'%s' is not given by %s '%s'", text,
		    record_schema(record->type)->singular, record->id);
	if (record != NULL && record->pos.file != 0)
		diag_hint(run->diags, "give it in %s, or guard it with k:if "
		    "or '| default:'", source_path(run->diags->sources,
		    record->pos));
	else
		diag_hint(run->diags, "guard it with k:if or '| default:'");
}

/* The value for printing; NULL after a report, or where it is optional. */
static const void *
eval_given(struct run *run, const struct expr *expr)
{
	const void *value;

	run->record = NULL;
	value = run_eval(run, expr);
	if (value == NULL && !expr->is_optional && !run->has_no_page)
		report_undefined(run, expr->pos, expr->text);
	return value;
}

/* Text. */

static void
flush_text(struct runner *runner)
{
	struct run *run = &runner->run;
	struct doc_node *node;

	if (runner->lent_len == 0)
		return;
	node = doc_new(run->arena, DOC_TEXT, runner->text_pos.line != 0
	    ? runner->text_pos : runner->stack[runner->depth].node->pos);
	node->text_len = runner->lent_len;
	if (runner->lent != NULL) {
		node->text = runner->lent;
	} else {
		node->text = arena_copy(run->arena, runner->gathered.bytes,
		    runner->gathered.len);
		strbuf_clear(&runner->gathered);
	}
	doc_append(runner->stack[runner->depth].node, node);
	run->node_count++;
	runner->lent = NULL;
	runner->lent_len = 0;
	runner->text_pos = SOURCE_NOWHERE;
}

/* `bytes` must live as long as the tree. */
static void
add_text(struct runner *runner, const char *bytes, uint32_t len)
{
	if (len == 0)
		return;
	if (runner->lent_len == 0) {
		runner->lent = bytes;
		runner->lent_len = len;
		return;
	}
	if (runner->lent != NULL)
		strbuf_add(&runner->gathered, runner->lent, runner->lent_len);
	runner->lent = NULL;
	strbuf_add(&runner->gathered, bytes, len);
	runner->lent_len += len;
}

/* Whether what was printed last ends in a full stop; a footnote is printed
 * elsewhere. */
static bool
ends_in_stop(const struct runner *runner)
{
	const struct doc_node *node = runner->stack[runner->depth].node;
	const char *text = runner->lent != NULL ? runner->lent
	    : runner->gathered.bytes;

	if (runner->lent_len > 0)
		return text[runner->lent_len - 1] == '.';
	while (node->last_child != NULL && node->tag != DOC_K_FOOTNOTE)
		node = node->last_child;
	return node->tag == DOC_TEXT && node->text_len > 0 &&
	    node->text[node->text_len - 1] == '.';
}

/* Text of the template. The full stop of a sentence that ends in a value with
 * one of its own ("2026 р.", "Ltd.") is that one. */
static void
add_literal(struct runner *runner, const char *literal, uint32_t len)
{
	const bool has_stop = len > 0 && literal[0] == '.' &&
	    (len == 1 || literal[1] != '.') && ends_in_stop(runner);

	add_text(runner, literal + has_stop, len - has_stop);
}

/* Texts and spans of text. */
static void
add_tree(struct runner *runner, const struct doc_node *tree)
{
	struct run *run = &runner->run;
	struct doc_node *parent = runner->stack[runner->depth].node, *span;
	const struct doc_node *node, *text;

	flush_text(runner);
	for (node = tree->first_child; node != NULL; node = node->next) {
		text = node;
		span = parent;
		if (node->tag == DOC_SPAN) {
			span = doc_add(run->arena, parent, DOC_SPAN,
			    node->pos);
			span->lang = node->lang;
			span->attrs = node->attrs;
			text = node->first_child;
			run->node_count++;
		}
		doc_add_text(run->arena, span, text->text, text->text_len,
		    text->pos);
		run->node_count++;
	}
}

/* Text of a value: its place is where an author would mend it. */
static void
add_value(struct runner *runner, const struct run_text *text,
    const struct insn *insn)
{
	struct run *run = &runner->run;
	struct open_element *open = &runner->stack[runner->depth];
	struct doc_node *span;
	const char *lang, *dir;

	if (text->tree != NULL && !insn->is_unmarked) {
		add_tree(runner, text->tree);
		return;
	}
	lang = insn->is_unmarked ? NULL : run_foreign(run, text->lang, &dir);
	if (lang != NULL && insn->is_sole && !open->is_dropped) {
		run_mark(run, open->node, text->lang);
		lang = NULL;
	}
	if (lang != NULL) {
		flush_text(runner);
		span = doc_add(run->arena, open->node, DOC_SPAN, text->pos);
		run_mark(run, span, text->lang);
		doc_add_text(run->arena, span, text->chars, text->len,
		    text->pos);
		run->node_count += 2;
		return;
	}
	if (runner->text_pos.line == 0)
		runner->text_pos = text->pos.file != 0 ? text->pos : insn->pos;
	add_text(runner, text->chars, text->len);
}

static void
print(struct runner *runner, const struct insn *insn)
{
	const struct expr *expr = insn->of.expr;
	const void *value = eval_given(&runner->run, expr);
	struct run_text text;

	if (value == NULL)
		return;
	text = run_print(&runner->run, &expr->type, value);
	add_value(runner, &text, insn);
}

static void
print_message(struct runner *runner, const struct insn *insn)
{
	struct run *run = &runner->run;
	const struct message_use *use = insn->of.message;
	const struct message *message = message_at(run->options->messages,
	    use->index);
	struct message_arg args[MESSAGE_ARGS];
	struct run_text text;
	uint32_t count = 0, i;

	for (i = 0; i < use->arg_count; i++) {
		const struct expr *expr = use->args[i];
		const void *value = eval_given(run, expr);

		if (value == NULL)
			continue;
		args[count] = (struct message_arg){
			.name = use->names[i],
			.text = run_print(run, &expr->type, value).chars,
			.is_number = expr->type.type == FIELD_INT,
		};
		if (args[count].is_number)
			args[count].number = (double)
			    ((const struct integer *)value)->number;
		count++;
	}
	text = (struct run_text){
		.chars = message_print(message, run->arena,
		    run->options->locale, args, count),
		.lang = message_lang(message), .pos = use->pos,
	};
	text.len = (uint32_t)strlen(text.chars);
	add_value(runner, &text, insn);
}

/* Attributes. */

/* The pieces as one string; NULL where one of them is missing. */
static const char *
join_pieces(struct run *run, const struct attr *attr)
{
	struct strbuf *joined = &run->scratch;
	struct run_text text;
	const void *value;
	uint32_t i;

	/* One value alone is lent as it is. */
	if (attr->piece_count == 1) {
		value = eval_given(run, attr->pieces[0].expr);
		return value == NULL ? NULL : run_print(run,
		    &attr->pieces[0].expr->type, value).chars;
	}
	strbuf_clear(joined);
	for (i = 0; i < attr->piece_count; i++) {
		const struct piece *piece = &attr->pieces[i];

		if (piece->expr == NULL) {
			strbuf_add(joined, piece->literal, piece->len);
			continue;
		}
		value = eval_given(run, piece->expr);
		if (value == NULL && run->has_no_page)
			return NULL;
		if (value == NULL)
			continue;
		text = run_print(run, &piece->expr->type, value);
		strbuf_add(joined, text.chars, text.len);
	}
	return arena_copy(run->arena, strbuf_string(joined), joined->len);
}

static const char *
squeeze_words(struct run *run, const char *words)
{
	char *copy, *to;

	if (strstr(words, "  ") == NULL && words[0] != ' ' &&
	    (words[0] == '\0' || words[strlen(words) - 1] != ' '))
		return words;
	copy = to = arena_alloc(run->arena, strlen(words) + 1);
	for (; *words != '\0'; words++)
		if (*words != ' ' || (to > copy && to[-1] != ' '))
			*to++ = *words;
	while (to > copy && to[-1] == ' ')
		*--to = '\0';
	return copy;
}

static void
set_attr(struct run *run, struct doc_node *node, const struct attr *attr,
    const char *value)
{
	switch (attr->place) {
	case PLACE_CLASS:
		node->class_list = attr->kind == ATTR_STATIC ? value
		    : squeeze_words(run, value);
		if (node->class_list[0] == '\0')
			node->class_list = NULL;
		break;
	case PLACE_ID:
		node->id = value;
		break;
	case PLACE_LANG:
		node->lang = value;
		break;
	case PLACE_ATTR:
		doc_set(run->arena, node, attr->name, value);
		break;
	}
}

static void
set_number(struct run *run, struct doc_node *node, enum doc_attr_name name,
    uint32_t number)
{
	if (number != 0)
		doc_set(run->arena, node, name,
		    arena_printf(run->arena, "%u", (unsigned)number));
}

/* src, and where the template does not give them width, height and alt.
 * False: there is no such picture. */
static bool
set_image(struct run *run, struct doc_node *node, const struct attr *attr,
    const struct element *element)
{
	const struct link_resolver *links = run->options->links;
	const struct image *image = eval_given(run, attr->pieces[0].expr);
	uint32_t width = 0, height = 0;
	const char *name, *url;
	const size_t len = strlen(DOC_BUNDLE_SCHEME);

	if (image == NULL || image->file.chars == NULL)
		return false;
	name = image->file.chars;
	if (strncmp(name, DOC_BUNDLE_SCHEME, len) == 0)
		name += len;
	url = links->file_url(links->context, run->arena, name, image->pos,
	    &width, &height);
	if (url == NULL)
		return false;
	doc_set(run->arena, node, DOC_ATTR_SRC, url);
	if (!element->has_alt)
		doc_set(run->arena, node, DOC_ATTR_ALT, image->alt.count > 0
		    ? run_variant(run, &image->alt).chars : "");
	if (!element->has_width && !element->has_height) {
		set_number(run, node, DOC_ATTR_WIDTH, width);
		set_number(run, node, DOC_ATTR_HEIGHT, height);
	}
	node->pos = image->pos.file != 0 ? image->pos : node->pos;
	return true;
}

static bool
set_asset(struct run *run, struct doc_node *node, const struct attr *attr)
{
	const struct link_resolver *links = run->options->links;
	const char *url = links->asset_url(links->context, run->arena,
	    attr->value);

	if (url == NULL) {
		diag_report(run->diags, DIAG_THEME_MISSING, attr->pos,
		    "the theme has no assets/%s", attr->value);
		return false;
	}
	doc_set(run->arena, node, attr->name, url);
	return true;
}

/* False: the element is to be dropped. */
static bool
apply_attr(struct run *run, struct doc_node *node, const struct attr *attr,
    const struct element *element)
{
	const char *value = NULL;

	switch (attr->kind) {
	case ATTR_STATIC:
		value = attr->value;
		break;
	case ATTR_ASSET:
		return set_asset(run, node, attr);
	case ATTR_IMAGE:
		return set_image(run, node, attr, element);
	case ATTR_TEXT:
		value = join_pieces(run, attr);
		break;
	case ATTR_URL:
		value = join_pieces(run, attr);
		if (value != NULL)
			value = run_address(run, value);
		if (value == NULL && run->has_no_page)
			return false;
		break;
	}
	if (value != NULL)
		set_attr(run, node, attr, value);
	return true;
}

static void
add_classes(struct run *run, struct doc_node *node,
    const struct element *element)
{
	uint32_t i;

	for (i = 0; i < element->class_count; i++) {
		const struct class_word *word = &element->classes[i];

		if (!run_test(run, word->cond))
			continue;
		node->class_list = node->class_list == NULL ? word->name
		    : arena_printf(run->arena, "%s %s", node->class_list,
		    word->name);
	}
}

/* Attributes that hold for all runs, in one piece of memory. */
static void
copy_static_attrs(struct run *run, struct doc_node *node,
    const struct element *element)
{
	struct doc_attr *attrs = ARENA_ARRAY(run->arena, struct doc_attr,
	    element->attr_count);
	struct doc_attr **link = &node->attrs;
	uint32_t i;

	for (i = 0; i < element->attr_count; i++) {
		const struct attr *attr = &element->attrs[i];

		if (attr->place != PLACE_ATTR) {
			set_attr(run, node, attr, attr->value);
			continue;
		}
		attrs[i].name = attr->name;
		attrs[i].value = attr->value;
		*link = &attrs[i];
		link = &attrs[i].next;
	}
}

static void
open_element(struct runner *runner, const struct element *element)
{
	struct run *run = &runner->run;
	struct open_element *outer = &runner->stack[runner->depth];
	struct open_element *open = &runner->stack[++runner->depth];
	struct doc_node *node = doc_new(run->arena, element->tag,
	    element->pos);
	bool is_kept = true;
	uint32_t i;

	run->has_footnotes |= element->tag == DOC_K_FOOTNOTE;
	open->is_dropped = false;
	if (element->is_static) {
		copy_static_attrs(run, node, element);
	} else {
		for (i = 0; i < element->attr_count && is_kept; i++)
			is_kept = apply_attr(run, node, &element->attrs[i],
			    element);
		add_classes(run, node, element);
	}
	if (is_kept) {
		if (outer->node != NULL)
			doc_append(outer->node, node);
		else
			runner->root = node;
		run->node_count++;
		open->node = node;
	} else {
		open->is_dropped = true;
		open->node = outer->node != NULL ? outer->node : node;
	}
}

/* Loops and fragments. */

static void
put_markup(struct runner *runner, const struct insn *insn)
{
	struct run *run = &runner->run;
	struct open_element *open = &runner->stack[runner->depth];
	const struct text *markdown = eval_given(run, insn->of.expr);
	const struct variant *variant;
	struct doc_node *holder = open->node;
	const char *dir;

	if (markdown == NULL)
		return;
	flush_text(runner);
	variant = text_variant(markdown, run->options->lang,
	    run->options->fallback, run->options->fallback_count);
	if (variant->tree == NULL)
		return;
	if (run_foreign(run, variant->lang, &dir) != NULL) {
		if (!insn->is_sole || open->is_dropped) {
			holder = doc_add(run->arena, open->node, DOC_DIV,
			    variant->pos);
			run->node_count++;
		}
		run_mark(run, holder, variant->lang);
	}
	run_graft(run, holder, variant->tree, (int)insn->number);
}

static void
set_item(struct runner *runner, const struct insn *each,
    struct loop_state *loop)
{
	uint32_t i = (uint32_t)loop->view.index.number - 1;

	loop->view.is_first.is_true = i == 0;
	loop->view.is_last.is_true = i + 1 == loop->list->count;
	runner->run.slots[each->slot] = list_item(&each->of.expr->type,
	    loop->list, i);
}

/* Whether there is an item to start with. */
static bool
start_loop(struct runner *runner, const struct insn *each)
{
	struct loop_state *loop = &runner->loops[each->number];
	const struct list *list = run_eval(&runner->run, each->of.expr);
	const struct source_pos pos = { 0, 1, 1 };

	if (list == NULL || list->count == 0)
		return false;
	*loop = (struct loop_state){ .list = list };
	loop->view.pos = loop->view.index.pos = loop->view.count.pos = pos;
	loop->view.is_first.pos = loop->view.is_last.pos = pos;
	loop->view.index.number = 1;
	loop->view.count.number = list->count;
	runner->run.slots[each->slot + 1] = &loop->view;
	set_item(runner, each, loop);
	return true;
}

static bool
next_item(struct runner *runner, const struct insn *each)
{
	struct loop_state *loop = &runner->loops[each->number];

	if (loop->view.index.number == (int64_t)loop->list->count)
		return false;
	loop->view.index.number++;
	set_item(runner, each, loop);
	return true;
}

/* Runs one instruction and returns the next one's number. */
static uint32_t
step(struct runner *runner, uint32_t at)
{
	const struct insn *insns = runner->run.program->insns;
	const struct insn *insn = &insns[at];

	switch (insn->op) {
	case OP_OPEN:
		flush_text(runner);
		open_element(runner, insn->of.element);
		break;
	case OP_CLOSE:
		flush_text(runner);
		runner->depth--;
		break;
	case OP_TEXT:
		add_literal(runner, insn->of.literal, insn->number);
		break;
	case OP_PRINT:
		print(runner, insn);
		break;
	case OP_MESSAGE:
		print_message(runner, insn);
		break;
	case OP_MARKUP:
		put_markup(runner, insn);
		break;
	case OP_SET:
		runner->run.slots[insn->slot] = run_eval(&runner->run,
		    insn->of.expr);
		break;
	case OP_JUMP:
		return insn->target;
	case OP_JUMP_UNLESS:
		return run_test(&runner->run, insn->of.cond) ? at + 1
							     : insn->target;
	case OP_EACH:
		return start_loop(runner, insn) ? at + 1 : insn->target;
	case OP_NEXT:
		return next_item(runner, &insns[insn->target - 1])
		    ? insn->target : at + 1;
	}
	return at + 1;
}

struct doc_node *
template_run(const struct program *program, struct arena *arena,
    const struct view *view, const struct compose_options *options,
    struct diags *diags)
{
	struct runner runner = {
		.run = {
			.program = program, .arena = arena, .view = view,
			.options = options, .diags = diags,
		},
	};
	size_t errors = diags->errors;
	uint32_t at = 0;

	assert(view->kind == program->kind);
	runner.run.slots = ARENA_ARRAY(arena, const void *,
	    program->slot_count);
	runner.run.slots[SLOT_TOP] = view->top;
	runner.run.slots[SLOT_SITE] = view->site;
	runner.run.slots[SLOT_EDITION] = view->edition;
	runner.run.slots[SLOT_PAGE] = view->page;
	runner.run.slots[SLOT_KIT] = view->kit;
	runner.stack = ARENA_ARRAY(arena, struct open_element,
	    program->depth + 1);
	runner.loops = ARENA_ARRAY(arena, struct loop_state,
	    program->loop_count);
	while (at < program->count &&
	    runner.run.node_count <= LIMIT_PAGE_NODES)
		at = step(&runner, at);
	if (runner.run.node_count > LIMIT_PAGE_NODES)
		diag_report(diags, DIAG_LIMIT_PASSED, SOURCE_NOWHERE,
		    "%s: a page or kit has at most %d elements and texts",
		    view_template(program->kind), LIMIT_PAGE_NODES);
	else if (runner.run.has_footnotes)
		run_footnotes(&runner.run, runner.root);
	strbuf_release(&runner.gathered);
	strbuf_release(&runner.run.scratch);
	return diags->errors == errors ? runner.root : NULL;
}
