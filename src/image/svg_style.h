/*
 * svg_style.h - how an SVG element is painted: its properties, inherited from
 * the elements around it.
 */
#ifndef IMAGE_SVG_STYLE_H
#define IMAGE_SVG_STYLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fieldkit/svg.h"
#include "svg_path.h"

struct svg_css;
struct svg_node;
struct svg_tree;

/* Values of a node come as an array of so many. */
enum { SVG_PROPERTIES_MAX = 40 };

/* What fills or strokes. SVG_PAINT_GRADIENT: by its id, and the rest for where
 * there is none of that id. */
struct svg_ink {
	enum svg_paint_kind kind;
	const char *gradient;
	enum svg_paint_kind fallback;	/* NONE, COLOR; GRADIENT: none given */
	bool is_current;		/* currentColor */
	struct rgb color;
	double color_opacity;		/* of the colour itself */
	double opacity;			/* fill-opacity, stroke-opacity */
};

struct svg_style {
	struct svg_matrix matrix;	/* user space to units */
	double view_width, view_height;	/* percentages are of these */
	struct svg_ink fill, stroke, stop;
	struct svg_ink color;
	double stroke_width, miter_limit, dash_offset;	/* user space */
	double dashes[SVG_DASHES_MAX];
	uint32_t dash_count;
	uint8_t cap, join;
	bool is_even_odd, is_clip_even_odd, is_hidden;
	/* Of this element alone. */
	double opacity;
	bool is_absent;			/* display: none */
	const char *clip;		/* an id, or NULL */
};

/* What the root element starts with. */
void svg_style_init(struct svg_style *style, const struct svg_matrix *matrix);
/* The style of an element from its parent's; false with a fault that names
 * what is not understood. */
bool svg_style_read(struct svg_css *css, struct svg_tree *tree,
    struct svg_node *node, const struct svg_style *parent,
    struct svg_style *ret_style);
/* The number of a property, or -1. */
int svg_property_find(const char *name, size_t len);
/* The colour of an ink that is no gradient, currentColor resolved. */
struct rgb svg_ink_color(const struct svg_style *style,
    const struct svg_ink *ink, double *ret_opacity);
/* 0…1, as a number or a percentage. */
bool svg_fraction_read(const char *text, double *ret_fraction);

#endif
