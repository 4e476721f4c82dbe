/*
 * Parts and layouts. In: an element with k:use. Out: the part's instructions
 * in its place, its slots filled from the user.
 *
 * A part is looked for beside its template, in site/parts/ and the like, then
 * in parts/, which pages, kits and letters share.
 *
 * A part sees the globals and the names that the using element gives with
 * k:with, so that it means the same wherever it is used. A fill is compiled
 * where the slot is, with the names in sight where it was written.
 */
#include "compiler.h"

#include <string.h>

#include "fieldkit/limits.h"

static const char *
part_file(const struct context *context, const char *name)
{
	return arena_printf(context->compiler->arena, "%sparts/%s.html",
	    view_folder(context->compiler->kind), name);
}

enum { PARTS_COMPARED = 128 };

/* The names of the parts of a folder, behind those that are there. */
static size_t
list_parts(const struct compiler *compiler, const char *folder,
    const char **names, size_t count)
{
	const struct theme *theme = compiler->theme;
	size_t len, skip = strlen(folder);
	uint32_t i;

	for (i = 0; i < theme->file_count && count < PARTS_COMPARED; i++) {
		len = strlen(theme->files[i].name);
		if (strncmp(theme->files[i].name, folder, skip) == 0 &&
		    len > skip + 5)
			names[count++] = arena_copy(compiler->arena,
			    theme->files[i].name + skip, len - skip - 5);
	}
	return count;
}

static void
suggest_part(const struct context *context, const char *name)
{
	const struct compiler *compiler = context->compiler;
	const char *candidates[PARTS_COMPARED];
	size_t count;

	count = list_parts(compiler, arena_printf(compiler->arena, "%sparts/",
	    view_folder(compiler->kind)), candidates, 0);
	count = list_parts(compiler, "parts/", candidates, count);
	diag_suggest(context->compiler->diags, name, candidates, count);
}

/* The file, read once for a template. */
const struct template_file *
compile_load(struct compiler *compiler, const struct theme_file *source)
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
	const struct theme *theme = context->compiler->theme;
	const struct theme_file *source = theme_file_find(theme,
	    part_file(context, name));
	const struct use *use = context->use;

	if (source == NULL)
		source = theme_file_find(theme,
		    arena_printf(context->compiler->arena, "parts/%s.html",
		    name));
	if (source == NULL) {
		compile_report(context, DIAG_TEMPLATE_USE, attr->value_at,
		    "there is no part '%s' (%s)", name,
		    part_file(context, name));
		suggest_part(context, name);
		return NULL;
	}
	for (; use != NULL; use = use->outer)
		if (strcmp(use->name, name) == 0) {
			compile_report(context, DIAG_TEMPLATE_USE,
			    attr->value_at, "part '%s' uses itself", name);
			return NULL;
		}
	if (context->use != NULL &&
	    context->use->depth == LIMIT_TEMPLATE_USES) {
		compile_report(context, DIAG_LIMIT_PASSED, attr->value_at,
		    "parts are used within parts %d deep at most",
		    LIMIT_TEMPLATE_USES);
		return NULL;
	}
	return compile_load(context->compiler, source);
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
	if (node->name != NULL && template_is_k(node, "slot")) {
		attr = template_attr_find(node, "name");
		if (attr != NULL &&
		    strcmp(compile_string(&inside, attr), name) == 0)
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

	if (node->name == NULL || !template_is_k(node, "fill"))
		return NULL;
	attr = template_directive(node, "slot");
	return attr != NULL ? compile_string(context, attr) : NULL;
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
			compile_report(context, DIAG_TEMPLATE_USE, child->at,
			    "inside an element with k:use stands only "
			    "<k:fill k:slot=\"…\">");
			continue;
		}
		compile_no_attrs(context, child, "");
		if (!has_slot(context, part, part->root, name))
			compile_report(context, DIAG_TEMPLATE_USE, child->at,
			    "part '%s' has no slot '%s'", part_name, name);
		for (earlier = user->first_child; earlier != child;
		    earlier = earlier->next) {
			const char *other = fill_name(context, earlier);

			if (other != NULL && strcmp(other, name) == 0)
				compile_report(context, DIAG_TEMPLATE_USE,
				    child->at, "slot '%s' is filled twice",
				    name);
		}
	}
}

/* <k:slot name="main">default</k:slot> */
void
compile_slot(const struct context *context, const struct template_node *node)
{
	const struct template_attr *attr = template_attr_find(node, "name");
	const struct template_node *fill;
	struct context outside;
	const char *name;

	compile_no_attrs(context, node, "name");
	if (context->use == NULL || attr == NULL) {
		compile_report(context, DIAG_TEMPLATE_USE, node->at,
		    context->use == NULL ? "a slot stands in a part or layout" :
		    "a slot has a name: <k:slot name=\"main\">");
		return;
	}
	name = compile_string(context, attr);
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

/* Puts the part in. `with` are the names that the using element gives. */
void
compile_use(const struct context *context, const struct template_node *node,
    const struct scope_name *with_end)
{
	const struct template_attr *attr = template_directive(node, "use");
	const char *name = compile_string(context, attr);
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
		compile_add_name(&inside, handed->name, &handed->type,
		    handed->slot);
	if (is_layout != (part->root->tag == DOC_HTML) ||
	    (!is_layout && !template_is_k(part->root, "part"))) {
		compile_report(context, DIAG_TEMPLATE_USE, attr->value_at,
		    is_layout ? "'%s' is not a layout: its root is not <html>"
		    : "'%s' is not a part: its root is not <k:part>", name);
	} else if (is_layout) {
		compile_node(&inside, part->root);
	} else {
		compile_check_directives(&inside, part->root);
		compile_no_attrs(&inside, part->root, "");
		compile_children(&inside, part->root);
	}
}
