/*
 * svg_path.h - outlines while an SVG is read: user space, then units.
 */
#ifndef IMAGE_SVG_PATH_H
#define IMAGE_SVG_PATH_H

#include <stdbool.h>
#include <stdint.h>

#include "fieldkit/arena.h"
#include "fieldkit/svg.h"

/* x' = a x + c y + e, y' = b x + d y + f. */
struct svg_matrix {
	double a, b, c, d, e, f;
};

struct svg_point {
	double x, y;
};

/* A path of more than a drawing has is one to choke on. */
enum { SVG_SEGMENTS_MAX = 200000 };

/* First `inner`, then `outer`. */
struct svg_matrix svg_matrix_multiply(const struct svg_matrix *outer,
    const struct svg_matrix *inner);
/* False where it cannot be undone. */
bool svg_matrix_invert(const struct svg_matrix *matrix,
    struct svg_matrix *ret_inverse);
struct svg_point svg_matrix_apply(const struct svg_matrix *matrix, double x,
    double y);
/* The value of transform=""; false when it is not well-formed. */
bool svg_matrix_read(const char *text, struct svg_matrix *ret_matrix);

struct svg_segment {
	enum path_verb verb;
	struct svg_point points[3];	/* two control points, the end */
};

struct svg_path {
	struct arena *arena;
	struct svg_segment *segments;
	uint32_t count, size;
	struct svg_point start, at;	/* of the subpath; the pen */
};

void svg_path_init(struct svg_path *path, struct arena *arena);
void svg_path_move(struct svg_path *path, double x, double y);
void svg_path_line(struct svg_path *path, double x, double y);
void svg_path_curve(struct svg_path *path, struct svg_point control1,
    struct svg_point control2, struct svg_point end);
void svg_path_close(struct svg_path *path);
/* An ellipse around a centre, clockwise from its right. */
void svg_path_ellipse(struct svg_path *path, double cx, double cy, double rx,
    double ry);
/* An elliptical arc from the pen to a point. SVG 1.1, appendix F.6. */
void svg_path_arc(struct svg_path *path, struct svg_point radii,
    double degrees, unsigned int flags, struct svg_point end);
/* The value of d=""; false when it is not well-formed, or too long. */
bool svg_path_read(struct svg_path *path, const char *text);

struct svg_box {
	double x1, y1, x2, y2;
};

/* Of the outline, without its stroke. */
struct svg_box svg_path_box(const struct svg_path *path);
/* The outline in whole units; false where a coordinate is out of bounds. */
bool svg_path_steps(const struct svg_path *path,
    const struct svg_matrix *matrix, const struct path_step **ret_steps);

/* Flags of an arc. */
enum { ARC_LARGE = 1, ARC_SWEEP = 2 };

#endif
