/*
 * svg.h - SVG drawings as paths, for print.
 *
 * A subset of SVG 1.1: svg, g, path, rect, circle, ellipse, line, polyline,
 * polygon, linearGradient, radialGradient; presentation attributes, also in
 * style=""; transforms, opacity, dashes. Whatever else would be drawn is an
 * error that names it, so that nothing is silently missing from a kit. Texts
 * are to be converted to paths.
 */
#ifndef FIELDKIT_SVG_H
#define FIELDKIT_SVG_H

#include <stdbool.h>
#include <stdint.h>

#include "fieldkit/arena.h"
#include "fieldkit/diag.h"
#include "fieldkit/image.h"
#include "fieldkit/pages.h"

/* Units of a drawing's longer side; coordinates are whole units, y down. */
#define SVG_UNITS 16384

struct svg_stop {
	double offset;			/* 0…1, not descending */
	struct rgb color;
};

/* A gradient in a space of its own; `matrix` (a b c d e f) maps it to the
 * drawing's units. */
struct svg_gradient {
	double matrix[6];
	bool is_radial;
	double x1, y1, x2, y2;		/* radial: focus and centre */
	double radius;
	const struct svg_stop *stops;
	uint32_t stop_count;		/* 2 at least */
};

enum svg_paint_kind { SVG_PAINT_NONE, SVG_PAINT_COLOR, SVG_PAINT_GRADIENT };
struct svg_paint {
	enum svg_paint_kind kind;
	struct rgb color;
	const struct svg_gradient *gradient;
	uint16_t opacity;		/* thousandths */
};

/* A shape; or the start and the end of a group that is drawn as a whole with
 * the opacity of `fill`. */
enum svg_item_kind { SVG_SHAPE, SVG_GROUP_START, SVG_GROUP_END };

enum { SVG_DASHES_MAX = 8 };

struct svg_item {
	enum svg_item_kind kind;
	const struct path_step *steps;	/* in units, not 1/64 pt */
	uint32_t step_count;
	struct svg_paint fill, stroke;
	bool is_even_odd;
	uint8_t cap, join;		/* 0 butt, miter; 1 round; 2 square, bevel */
	uint32_t stroke_width;		/* hundredths of a unit */
	uint32_t miter_limit;		/* hundredths */
	int32_t dashes[SVG_DASHES_MAX];	/* hundredths of a unit */
	int32_t dash_count, dash_offset;
};

struct svg_drawing {
	uint32_t width, height;		/* units */
	const struct svg_item *items;
	uint32_t item_count;
};

/* Reads an SVG asset; the drawing lives in the arena. false after an
 * `image-invalid` at `pos`. */
bool svg_load(const struct image_asset *asset, struct arena *arena,
    struct source_pos pos, struct diags *diags,
    struct svg_drawing *ret_drawing);

#endif
