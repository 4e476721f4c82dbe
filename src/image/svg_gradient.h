/*
 * svg_gradient.h - gradients of a drawing, placed on a shape. Source: SVG 1.1,
 * section 13.2.
 */
#ifndef IMAGE_SVG_GRADIENT_H
#define IMAGE_SVG_GRADIENT_H

#include "svg_css.h"
#include "svg_path.h"
#include "svg_style.h"
#include "svg_tree.h"

/* What is painted. */
struct svg_target {
	struct svg_css *css;
	struct svg_tree *tree;
	const struct svg_node *node;
	const struct svg_style *style;
	const struct svg_path *path;
};

/* The paint of an ink that has a gradient: it, or the colour that stands for
 * it where it has no extent or there is none. False after a fault. */
bool svg_gradient_paint(const struct svg_target *target,
    const struct svg_ink *ink, struct svg_paint *ret_paint);

#endif
