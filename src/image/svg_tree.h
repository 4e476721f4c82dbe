/*
 * svg_tree.h - an SVG file as a tree, so that what is used may stand behind
 * what uses it. Nodes and their texts live in an arena.
 */
#ifndef IMAGE_SVG_TREE_H
#define IMAGE_SVG_TREE_H

#include "xml_scan.h"

enum { SVG_NODES_MAX = 100000 };

struct svg_node {
	const char *name;
	const char *at;			/* its '<' in the file */
	const struct xml_attribute *attributes;
	uint32_t attribute_count;
	struct svg_node *parent, *first_child, *next;
	/* svg_css.c: values by property, once they were asked for. */
	const char *const *values;
};

struct svg_id {
	const char *id;
	struct svg_node *node;
};

struct svg_tree {
	struct xml_scan scan;		/* of the whole file, for faults */
	struct arena *arena;
	struct svg_node *root;
	struct svg_id *ids;		/* sorted */
	uint32_t node_count, id_count;
	struct xml_text css;		/* of all <style> elements */
};

/* False after a fault. To be released in any case. */
bool svg_tree_read(struct svg_tree *tree, const struct image_bytes *file,
    struct arena *arena, struct image_fault *fault);
void svg_tree_release(struct svg_tree *tree);

/* An attribute's value, or NULL. */
const char *svg_node_get(const struct svg_node *node, const char *name);
/* What "#id" in href, or else in xlink:href, leads to; NULL where there is no
 * such attribute or no such element. */
struct svg_node *svg_node_href(const struct svg_tree *tree,
    const struct svg_node *node);
struct svg_node *svg_tree_find(const struct svg_tree *tree, const char *id);
bool svg_node_is(const struct svg_node *node, const char *name);

/* False with the fault "line 3, column 7: …" of an element. */
bool svg_refuse(const struct svg_tree *tree, const struct svg_node *node,
    const char *format, ...) __attribute__((format(printf, 3, 4)));

#endif
