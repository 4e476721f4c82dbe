/*
 * The tree of an SVG file. In: its bytes. Out: nodes in the order of the file,
 * a sorted list of their ids, the text of all style sheets in one.
 */
#include "svg_tree.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct svg_node *
node_new(struct svg_tree *tree, struct svg_node *parent)
{
	const struct xml_scan *scan = &tree->scan;
	struct svg_node *node = ARENA_NEW(tree->arena, struct svg_node);
	struct xml_attribute *attributes = ARENA_ARRAY(tree->arena,
	    struct xml_attribute, scan->attribute_count + 1);

	memcpy(attributes, scan->attributes,
	    scan->attribute_count * sizeof(*attributes));
	node->name = scan->name;
	node->at = scan->tag;
	node->attributes = attributes;
	node->attribute_count = scan->attribute_count;
	node->parent = parent;
	tree->node_count++;
	return node;
}

/* A style sheet for paper or for all, in CSS. */
static bool
is_applied(const struct svg_node *node)
{
	const char *media = svg_node_get(node, "media");
	const char *type = svg_node_get(node, "type");

	return (media == NULL || media[0] == '\0' ||
	    strstr(media, "all") != NULL || strstr(media, "print") != NULL) &&
	    (type == NULL || type[0] == '\0' || strcmp(type, "text/css") == 0);
}

static int
compare_ids(const void *a, const void *b)
{
	const struct svg_id *left = a, *right = b;
	const int order = strcmp(left->id, right->id);

	/* Of two with the same id, the first in the file counts. */
	return order != 0 ? order : left->node->at < right->node->at ? -1 :
	    left->node->at > right->node->at;
}

static void
gather_ids(struct svg_tree *tree)
{
	struct svg_node *node = tree->root;

	tree->ids = ARENA_ARRAY(tree->arena, struct svg_id, tree->node_count);
	while (node != NULL) {
		const char *id = svg_node_get(node, "id");

		if (id != NULL)
			tree->ids[tree->id_count++] =
			    (struct svg_id){ id, node };
		if (node->first_child != NULL) {
			node = node->first_child;
			continue;
		}
		while (node != NULL && node->next == NULL)
			node = node->parent;
		node = node != NULL ? node->next : NULL;
	}
	qsort(tree->ids, tree->id_count, sizeof(*tree->ids), compare_ids);
}

static bool
build(struct svg_tree *tree)
{
	struct svg_node *open = NULL, *last[XML_DEPTH_MAX + 1] = { NULL };
	struct xml_scan *scan = &tree->scan;
	enum xml_event event;

	while ((event = xml_scan_next(scan)) != XML_DONE) {
		if (event == XML_FAULT)
			return false;
		if (event == XML_TEXT && open != NULL &&
		    svg_node_is(open, "style") && is_applied(open))
			xml_scan_take_text(scan, &tree->css);
		if (event == XML_END)
			open = open->parent;
		if (event != XML_START)
			continue;
		if (tree->node_count == SVG_NODES_MAX)
			return xml_scan_refuse(scan, scan->tag,
			    "there are more than %d elements", SVG_NODES_MAX);
		open = node_new(tree, open);
		if (scan->depth == 1)
			tree->root = open;
		else if (open->parent->first_child == NULL)
			open->parent->first_child = open;
		else
			last[scan->depth]->next = open;
		last[scan->depth] = open;
	}
	return true;
}

bool
svg_tree_read(struct svg_tree *tree, const struct image_bytes *file,
    struct arena *arena, struct image_fault *fault)
{
	*tree = (struct svg_tree){ .arena = arena };
	xml_scan_init(&tree->scan, file, arena, fault);
	if (!build(tree))
		return false;
	gather_ids(tree);
	return true;
}

void
svg_tree_release(struct svg_tree *tree)
{
	xml_text_release(&tree->css);
}

const char *
svg_node_get(const struct svg_node *node, const char *name)
{
	uint32_t i;

	for (i = 0; i < node->attribute_count; i++)
		if (strcmp(node->attributes[i].name, name) == 0)
			return node->attributes[i].value;
	return NULL;
}

struct svg_node *
svg_tree_find(const struct svg_tree *tree, const char *id)
{
	uint32_t low = 0, high = tree->id_count;

	while (low < high) {
		const uint32_t middle = low + (high - low) / 2;

		if (strcmp(tree->ids[middle].id, id) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < tree->id_count && strcmp(tree->ids[low].id, id) == 0 ?
	    tree->ids[low].node : NULL;
}

struct svg_node *
svg_node_href(const struct svg_tree *tree, const struct svg_node *node)
{
	const char *href = svg_node_get(node, "href");

	if (href == NULL)
		href = svg_node_get(node, "xlink:href");
	return href != NULL && href[0] == '#' ?
	    svg_tree_find(tree, href + 1) : NULL;
}

bool
svg_node_is(const struct svg_node *node, const char *name)
{
	return strcmp(node->name, name) == 0;
}

bool
svg_refuse(const struct svg_tree *tree, const struct svg_node *node,
    const char *format, ...)
{
	char text[160];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	return xml_scan_refuse(&tree->scan, node->at, "%s", text);
}
