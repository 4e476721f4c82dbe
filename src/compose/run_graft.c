/*
 * Markdown in a page. In: a record's fragment, the place for it. Out: a copy
 * whose headings fit below the template's, whose ids are the page's own and
 * whose links lead somewhere: a link to a record without a page in this
 * edition loses its element and keeps its text, an image that cannot be
 * published is left out. On a page a table stands in a frame of its own that
 * scrolls where the screen is narrow, by keyboard too.
 */
#include "run.h"

#include <string.h>

#include "fieldkit/markdown.h"

/* Puts the children of `node`, which follows `prev`, in its place. */
static void
unwrap(struct doc_node *node, struct doc_node *prev)
{
	struct doc_node *parent = node->parent, *child;
	struct doc_node *first = node->first_child, *last = node->last_child;

	for (child = first; child != NULL; child = child->next)
		child->parent = parent;
	if (last != NULL)
		last->next = node->next;
	else
		first = node->next;
	if (prev != NULL)
		prev->next = first;
	else
		parent->first_child = first;
	if (parent->last_child == node)
		parent->last_child = last != NULL ? last : prev;
}

static void
set_size(struct run *run, struct doc_node *image, uint32_t width,
    uint32_t height)
{
	if (width == 0 || height == 0)
		return;
	doc_set(run->arena, image, DOC_ATTR_WIDTH,
	    arena_printf(run->arena, "%u", (unsigned)width));
	doc_set(run->arena, image, DOC_ATTR_HEIGHT,
	    arena_printf(run->arena, "%u", (unsigned)height));
}

static bool
resolve_image(struct run *run, struct doc_node *image, const char *src)
{
	const struct link_resolver *links = run->options->links;
	const size_t len = strlen(DOC_BUNDLE_SCHEME);
	uint32_t width = 0, height = 0;
	const char *url;

	if (strncmp(src, DOC_BUNDLE_SCHEME, len) != 0)
		return true;
	url = links->file_url(links->context, run->arena, src + len,
	    image->pos, &width, &height);
	if (url == NULL)
		return false;
	doc_set(run->arena, image, DOC_ATTR_SRC, url);
	set_size(run, image, width, height);
	return true;
}

static bool
resolve_link(struct run *run, struct doc_node *link, const char *href)
{
	const char *url = run_address(run, href);

	if (url != NULL)
		doc_set(run->arena, link, DOC_ATTR_HREF, url);
	return url != NULL;
}

static void
resolve(struct run *run, struct doc_node *parent)
{
	struct doc_node *node = parent->first_child, *prev = NULL, *next;

	for (; node != NULL; node = next) {
		const char *href = NULL, *src = NULL;

		run->node_count++;
		run->has_footnotes |= node->tag == DOC_K_FOOTNOTE;
		if (node->attrs != NULL) {
			href = doc_get(node, DOC_ATTR_HREF);
			src = doc_get(node, DOC_ATTR_SRC);
		}
		resolve(run, node);
		next = node->next;
		if ((href == NULL || resolve_link(run, node, href)) &&
		    (src == NULL || resolve_image(run, node, src))) {
			prev = node;
			continue;
		}
		unwrap(node, prev);
		if (node->last_child != NULL)
			prev = node->last_child;
	}
}

static void
frame_tables(struct run *run, struct doc_node *parent)
{
	struct doc_node *node, *frame, *prev = NULL;

	for (node = parent->first_child; node != NULL; node = node->next) {
		if (node->tag == DOC_TABLE) {
			frame = doc_new(run->arena, DOC_DIV, node->pos);
			frame->class_list = "scroll";
			doc_set(run->arena, frame, DOC_ATTR_TABINDEX, "0");
			doc_set(run->arena, frame, DOC_ATTR_ROLE, "group");
			frame->next = node->next;
			frame->parent = parent;
			if (prev != NULL)
				prev->next = frame;
			else
				parent->first_child = frame;
			if (parent->last_child == node)
				parent->last_child = frame;
			node->parent = node->next = NULL;
			doc_append(frame, node);
			run->node_count++;
			node = frame;
		} else {
			frame_tables(run, node);
		}
		prev = node;
	}
}

void
run_graft(struct run *run, struct doc_node *parent,
    const struct doc_node *fragment, int level)
{
	struct doc_node *copy, *child, *next;
	const char *prefix = "text-";

	/* Two fragments of one page may have a heading in common. */
	if (++run->markup_count > 1)
		prefix = arena_printf(run->arena, "text%u-",
		    (unsigned)run->markup_count);
	copy = markdown_graft(run->arena, fragment, level, prefix);
	resolve(run, copy);
	if (!view_is_kit(run->view->kind))
		frame_tables(run, copy);
	for (child = copy->first_child; child != NULL; child = next) {
		next = child->next;
		child->parent = child->next = NULL;
		doc_append(parent, child);
	}
}
