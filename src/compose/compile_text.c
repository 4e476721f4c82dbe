/*
 * Texts of a template. In: a text as written, its neighbours. Out: literals
 * and values in turn, white space as a browser would show it: runs are one
 * space, and none stands at the edge of a block.
 */
#include "compiler.h"

#include <string.h>

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

bool
compile_is_printable(const struct context *context, const struct expr *expr)
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
		number = compile_emit(context, OP_TEXT, node->at);
		compile_insn(context, number)->of.literal = piece->literal;
		compile_insn(context, number)->number = piece->len;
		return;
	}
	if (!compile_is_printable(context, piece->expr))
		return;
	number = compile_emit(context, OP_PRINT, node->at);
	compile_insn(context, number)->pos = piece->expr->pos;
	compile_insn(context, number)->of.expr = piece->expr;
	compile_insn(context, number)->is_sole = is_sole;
	compile_insn(context, number)->is_unmarked = context->is_unmarked;
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

void
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
