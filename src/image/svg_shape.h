/*
 * svg_shape.h - the elements that are outlines. Source: SVG 1.1, chapters 8, 9.
 */
#ifndef IMAGE_SVG_SHAPE_H
#define IMAGE_SVG_SHAPE_H

#include "svg_path.h"
#include "svg_style.h"
#include "svg_tree.h"

bool svg_is_shape(const struct svg_node *node);
/* The outline of a shape, empty where it has no extent; false after a fault.
 * Percentages are of the view of the style. */
bool svg_shape_read(const struct svg_tree *tree, const struct svg_node *node,
    const struct svg_style *style, struct svg_path *ret_path);
/* A length of an element in whole user units; `missing` where it has none. */
bool svg_node_length(const struct svg_tree *tree, const struct svg_node *node,
    const char *name, double whole, double missing, double *ret_length);

#endif
