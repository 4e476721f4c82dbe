/*
 * svg.h - SVG drawings as paths, for print.
 *
 * What is drawn is a subset of SVG 1.1: svg, g, use, symbol, defs, path, rect,
 * circle, ellipse, line, polyline, polygon, linearGradient, radialGradient,
 * clipPath; fills and strokes in colours and gradients, dashes, transforms,
 * viewBox, opacity; properties as attributes, in style="" and in <style> (types,
 * classes, ids, descendants). Whatever else would be drawn (text, image, filter,
 * mask, pattern, marker, foreignObject, script, animation) is an error that
 * names it, so that nothing is silently missing from a kit. Texts are to be
 * converted to paths.
 *
 * A drawing is a list of items. Brackets nest: a group is drawn as a whole; a
 * clip bounds all up to its end; a mask is the shapes in it, and bounds all from
 * its own end up to the end of the clip.
 */
#ifndef FIELDKIT_SVG_H
#define FIELDKIT_SVG_H

#include <stdbool.h>
#include <stdint.h>

#include "fieldkit/arena.h"
#include "fieldkit/diag.h"
#include "fieldkit/image.h"
#include "fieldkit/path.h"

/* Units of a drawing's longer side; coordinates are whole units, y down. */
#define SVG_UNITS 16384

struct svg_stop {
	double offset;			/* 0…1, not descending */
	struct rgb color;
	uint16_t opacity;		/* thousandths */
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
	bool is_see_through;		/* a stop's opacity is not 1000 */
};

enum svg_paint_kind { SVG_PAINT_NONE, SVG_PAINT_COLOR, SVG_PAINT_GRADIENT };
struct svg_paint {
	enum svg_paint_kind kind;
	struct rgb color;
	const struct svg_gradient *gradient;
	uint16_t opacity;		/* thousandths */
};

/*
 * SHAPE: a path, filled and stroked.
 * GROUP_START … GROUP_END: with the opacity of `fill`.
 * CLIP_START (a path) … CLIP_END, or
 * MASK_START (shapes) MASK_END … CLIP_END.
 */
enum svg_item_kind { SVG_SHAPE, SVG_GROUP_START, SVG_GROUP_END,
	SVG_CLIP_START, SVG_MASK_START, SVG_MASK_END, SVG_CLIP_END };

enum { SVG_DASHES_MAX = 16 };

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
	/* Where the line is wider one way than the other: the same path in the
	 * space of a round pen, and a b c d from there to units. Else NULL. */
	const struct path_step *pen_steps;
	double pen[4];
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
