/*
 * svg_style.h - how an SVG element is painted: presentation attributes and
 * style="", inherited from the elements around it.
 */
#ifndef IMAGE_SVG_STYLE_H
#define IMAGE_SVG_STYLE_H

#include <stdbool.h>
#include <stdint.h>

#include "fieldkit/svg.h"
#include "svg_path.h"

struct xml_scan;

struct svg_ink {
	enum svg_paint_kind kind;
	struct rgb color;
	const char *gradient;		/* an id */
	double opacity;
};

struct svg_style {
	struct svg_matrix matrix;	/* user space to units */
	struct svg_ink fill, stroke;
	double opacity;			/* of this element alone */
	double stroke_width, miter_limit, dash_offset;	/* user space */
	double dashes[SVG_DASHES_MAX];
	uint32_t dash_count;
	uint8_t cap, join;
	bool is_even_odd, is_hidden;
};

/* What the root element starts with. */
void svg_style_init(struct svg_style *style, const struct svg_matrix *matrix);
/* The style of an element that was just read, from its parent's; false with a
 * fault that names what is not understood. */
bool svg_style_read(const struct svg_style *parent,
    const struct xml_scan *scan, struct svg_style *ret_style);
/* The value of one property of the element, from style="" before the
 * attribute; NULL when it has none. Lives in the scan's arena. */
const char *svg_property(const struct xml_scan *scan, const char *name);
bool svg_color_read(const char *text, struct rgb *ret_color);
/* 0…1, as a number or a percentage. */
bool svg_fraction_read(const char *text, double *ret_fraction);

#endif
