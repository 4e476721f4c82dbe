/*
 * svg_drawer.h - the list of items that a drawing becomes, shared by what walks
 * the tree (svg_draw.c), paints shapes (svg_paint.c) and clips (svg_clip.c).
 */
#ifndef IMAGE_SVG_DRAWER_H
#define IMAGE_SVG_DRAWER_H

#include "svg_css.h"
#include "svg_path.h"
#include "svg_style.h"
#include "svg_tree.h"

/* A small file may use its parts very often: what is drawn is bounded, too.
 * Groups and clips nest as PDF readers and PDF/A-2 (6.1.13) allow. */
enum {
	SVG_ITEMS_MAX = 100000, SVG_STEPS_MAX = 1000000,
	SVG_VISITS_MAX = 200000, SVG_USES_MAX = 16, SVG_DEPTH_MAX = 200,
	SVG_GROUPS_MAX = 32, SVG_CLIPS_MAX = 12
};

struct svg_drawer {
	struct svg_tree *tree;
	struct svg_css *css;
	struct svg_item *items;
	uint32_t item_count, item_room;
	uint32_t step_count, visit_count;
	uint32_t depth, use_depth, group_depth, clip_depth;
};

/* NULL after a fault: there are too many. Valid until the next is added. */
struct svg_item *svg_item_add(struct svg_drawer *drawer,
    const struct svg_node *node, enum svg_item_kind kind);
/* The steps of a path for an item, counted. */
bool svg_item_steps(struct svg_drawer *drawer, const struct svg_node *node,
    const struct svg_path *path, const struct svg_matrix *matrix,
    struct svg_item *item);

/* svg_paint.c: fills and strokes a path. */
bool svg_paint_path(struct svg_drawer *drawer, const struct svg_node *node,
    const struct svg_style *style, const struct svg_path *path);

/* svg_clip.c: starts what the style's clip asks for. `path` is the shape's or
 * NULL for a group. As many clips as were started are to be ended. */
bool svg_clip_start(struct svg_drawer *drawer, const struct svg_node *node,
    const struct svg_style *style, const struct svg_path *path,
    uint32_t *ret_count);
/* Clips to a box of user space. */
bool svg_clip_box(struct svg_drawer *drawer, const struct svg_node *node,
    const struct svg_matrix *matrix, const struct svg_box *box);
bool svg_clip_end(struct svg_drawer *drawer, const struct svg_node *node,
    uint32_t count);

/* svg_fit.c: from the viewBox of an element, or its own space where it has
 * none, into a box; clipped where it would reach out of it. False after a
 * fault. SVG 1.1, section 7.8. */
bool svg_fit_view(const struct svg_tree *tree, const struct svg_node *node,
    const struct svg_box *into, struct svg_matrix *ret_matrix,
    struct svg_box *ret_view);

#endif
