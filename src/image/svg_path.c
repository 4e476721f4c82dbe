/*
 * Outlines of SVG. In: path data, transforms, shapes. Out: moves, lines and
 * cubic curves in user space; then, under a matrix, in whole units.
 * Source: SVG 1.1, sections 7.6 (transforms), 8.3 (path data), F.6 (arcs).
 */
#include "svg_path.h"

#include <math.h>
#include <string.h>

#include "svg_text.h"

/* Room for any transform of a drawing and for the sums of the writer. */
static const double UNIT_MAX = 1e8;
static const double PI = 3.14159265358979323846;

struct svg_matrix
svg_matrix_multiply(const struct svg_matrix *outer,
    const struct svg_matrix *inner)
{
	return (struct svg_matrix){
		.a = outer->a * inner->a + outer->c * inner->b,
		.b = outer->b * inner->a + outer->d * inner->b,
		.c = outer->a * inner->c + outer->c * inner->d,
		.d = outer->b * inner->c + outer->d * inner->d,
		.e = outer->a * inner->e + outer->c * inner->f + outer->e,
		.f = outer->b * inner->e + outer->d * inner->f + outer->f,
	};
}

bool
svg_matrix_invert(const struct svg_matrix *m, struct svg_matrix *ret_inverse)
{
	const double size = m->a * m->d - m->b * m->c;

	if (!(fabs(size) > 1e-12) || !isfinite(size))
		return false;
	*ret_inverse = (struct svg_matrix){ m->d / size, -m->b / size,
		-m->c / size, m->a / size,
		(m->c * m->f - m->d * m->e) / size,
		(m->b * m->e - m->a * m->f) / size };
	return true;
}

struct svg_point
svg_matrix_apply(const struct svg_matrix *matrix, double x, double y)
{
	return (struct svg_point){
		matrix->a * x + matrix->c * y + matrix->e,
		matrix->b * x + matrix->d * y + matrix->f,
	};
}

static struct svg_matrix
rotation(double degrees, double x, double y)
{
	double sine = sin(degrees * PI / 180);
	double cosine = cos(degrees * PI / 180);

	return (struct svg_matrix){ cosine, sine, -sine, cosine,
		x - cosine * x + sine * y, y - sine * x - cosine * y };
}

/* One function of a transform list, its arguments read. */
static bool
matrix_of(const char *name, size_t len, const double *n, uint32_t count,
    struct svg_matrix *ret_matrix)
{
	struct svg_matrix m = { 1, 0, 0, 1, 0, 0 };

	if (len == 6 && memcmp(name, "matrix", 6) == 0 && count == 6)
		m = (struct svg_matrix){ n[0], n[1], n[2], n[3], n[4], n[5] };
	else if (len == 9 && memcmp(name, "translate", 9) == 0 &&
	    (count == 1 || count == 2))
		m.e = n[0], m.f = count == 2 ? n[1] : 0;
	else if (len == 5 && memcmp(name, "scale", 5) == 0 &&
	    (count == 1 || count == 2))
		m.a = n[0], m.d = count == 2 ? n[1] : n[0];
	else if (len == 6 && memcmp(name, "rotate", 6) == 0 &&
	    (count == 1 || count == 3))
		m = rotation(n[0], count == 3 ? n[1] : 0,
		    count == 3 ? n[2] : 0);
	else if (len == 5 && memcmp(name, "skewX", 5) == 0 && count == 1)
		m.c = tan(n[0] * PI / 180);
	else if (len == 5 && memcmp(name, "skewY", 5) == 0 && count == 1)
		m.b = tan(n[0] * PI / 180);
	else
		return false;
	*ret_matrix = m;
	return true;
}

bool
svg_matrix_read(const char *text, struct svg_matrix *ret_matrix)
{
	struct svg_matrix all = { 1, 0, 0, 1, 0, 0 }, one;

	text += strspn(text, " ,");
	while (*text != '\0') {
		const char *name = text;
		size_t len = strcspn(text, "( ");
		double numbers[6];
		uint32_t count = 0;

		text += len;
		text += strspn(text, " ");
		if (*text++ != '(')
			return false;
		while (count < 6 && svg_number(&text, &numbers[count]))
			count++;
		text += strspn(text, " ");
		if (*text++ != ')' ||
		    !matrix_of(name, len, numbers, count, &one))
			return false;
		all = svg_matrix_multiply(&all, &one);
		text += strspn(text, " ,");
	}
	*ret_matrix = all;
	return true;
}

void
svg_path_init(struct svg_path *path, struct arena *arena)
{
	*path = (struct svg_path){ .arena = arena };
}

static struct svg_segment *
segment_add(struct svg_path *path, enum path_verb verb)
{
	if (path->count == path->size) {
		uint32_t size = path->size != 0 ? 2 * path->size : 16;
		struct svg_segment *segments =
		    ARENA_ARRAY(path->arena, struct svg_segment, size);

		if (path->count > 0)
			memcpy(segments, path->segments,
			    path->count * sizeof(*segments));
		path->segments = segments;
		path->size = size;
	}
	path->segments[path->count].verb = verb;
	return &path->segments[path->count++];
}

void
svg_path_move(struct svg_path *path, double x, double y)
{
	path->start = path->at = (struct svg_point){ x, y };
	segment_add(path, PATH_MOVE)->points[2] = path->at;
}

void
svg_path_line(struct svg_path *path, double x, double y)
{
	path->at = (struct svg_point){ x, y };
	segment_add(path, PATH_LINE)->points[2] = path->at;
}

void
svg_path_curve(struct svg_path *path, struct svg_point control1,
    struct svg_point control2, struct svg_point end)
{
	struct svg_segment *segment = segment_add(path, PATH_CURVE);

	segment->points[0] = control1;
	segment->points[1] = control2;
	segment->points[2] = path->at = end;
}

void
svg_path_close(struct svg_path *path)
{
	segment_add(path, PATH_CLOSE)->points[2] = path->start;
	path->at = path->start;
}

void
svg_path_ellipse(struct svg_path *path, double cx, double cy, double rx,
    double ry)
{
	const struct svg_point radii = { rx, ry };

	svg_path_move(path, cx + rx, cy);
	svg_path_arc(path, radii, 0, ARC_SWEEP,
	    (struct svg_point){ cx - rx, cy });
	svg_path_arc(path, radii, 0, ARC_SWEEP,
	    (struct svg_point){ cx + rx, cy });
	svg_path_close(path);
}

/* An ellipse in the plane: centre, radii, and its rotation. */
struct ellipse {
	struct svg_point center, radii;
	double sine, cosine;
};

static struct svg_point
ellipse_point(const struct ellipse *ellipse, double x, double y)
{
	x *= ellipse->radii.x;
	y *= ellipse->radii.y;
	return (struct svg_point){
		ellipse->center.x + ellipse->cosine * x - ellipse->sine * y,
		ellipse->center.y + ellipse->sine * x + ellipse->cosine * y,
	};
}

/* From angle to angle in pieces of at most a quarter turn. */
static void
add_turns(struct svg_path *path, const struct ellipse *ellipse, double from,
    double sweep, struct svg_point end)
{
	int i, pieces = (int)ceil(fabs(sweep) / (PI / 2) - 1e-9);
	double step, reach;

	if (pieces < 1)
		pieces = 1;
	step = sweep / pieces;
	reach = 4.0 / 3 * tan(step / 4);
	for (i = 0; i < pieces; i++) {
		double a = from + i * step, b = a + step;
		struct svg_point to = ellipse_point(ellipse, cos(b), sin(b));

		svg_path_curve(path,
		    ellipse_point(ellipse, cos(a) - reach * sin(a),
		    sin(a) + reach * cos(a)),
		    ellipse_point(ellipse, cos(b) + reach * sin(b),
		    sin(b) - reach * cos(b)), i + 1 == pieces ? end : to);
	}
}

void
svg_path_arc(struct svg_path *path, struct svg_point radii, double degrees,
    unsigned int flags, struct svg_point end)
{
	struct ellipse ellipse = {
		.radii = { fabs(radii.x), fabs(radii.y) },
		.sine = sin(degrees * PI / 180),
		.cosine = cos(degrees * PI / 180),
	};
	const double half_x = (path->at.x - end.x) / 2;
	const double half_y = (path->at.y - end.y) / 2;
	/* The start, seen from halfway, in the axes of the ellipse. */
	double x = ellipse.cosine * half_x + ellipse.sine * half_y;
	double y = -ellipse.sine * half_x + ellipse.cosine * half_y;
	double too_far, rest, from, sweep;

	if (half_x == 0 && half_y == 0)
		return;
	if (ellipse.radii.x == 0 || ellipse.radii.y == 0) {
		svg_path_line(path, end.x, end.y);
		return;
	}
	x /= ellipse.radii.x;
	y /= ellipse.radii.y;
	too_far = x * x + y * y;
	if (too_far > 1) {
		ellipse.radii.x *= sqrt(too_far);
		ellipse.radii.y *= sqrt(too_far);
		x /= sqrt(too_far);
		y /= sqrt(too_far);
		too_far = 1;
	}
	rest = sqrt((1 - too_far) / too_far);
	if (((flags & ARC_LARGE) != 0) == ((flags & ARC_SWEEP) != 0))
		rest = -rest;
	ellipse.center.x = (path->at.x + end.x) / 2;
	ellipse.center.y = (path->at.y + end.y) / 2;
	ellipse.center = ellipse_point(&ellipse, rest * y, -rest * x);
	from = atan2(y + rest * x, x - rest * y);
	sweep = atan2(-y + rest * x, -x - rest * y) - from;
	if ((flags & ARC_SWEEP) != 0 && sweep < 0)
		sweep += 2 * PI;
	else if ((flags & ARC_SWEEP) == 0 && sweep > 0)
		sweep -= 2 * PI;
	add_turns(path, &ellipse, from, sweep, end);
}

/* Path data being read. */
struct reader {
	struct svg_path *path;
	const char *at;
	char command, before;		/* upper case */
	bool is_relative;
	/* The last control point, which S and T mirror. */
	struct svg_point control;
};

static bool
read_point(struct reader *reader, struct svg_point *ret_point)
{
	if (!svg_number(&reader->at, &ret_point->x) ||
	    !svg_number(&reader->at, &ret_point->y))
		return false;
	if (reader->is_relative) {
		ret_point->x += reader->path->at.x;
		ret_point->y += reader->path->at.y;
	}
	return true;
}

/* A flag is one digit, and the next number may follow at once. */
static bool
read_flag(struct reader *reader, unsigned int flag, unsigned int *flags)
{
	reader->at += strspn(reader->at, " ,");
	if (*reader->at != '0' && *reader->at != '1')
		return false;
	if (*reader->at++ == '1')
		*flags |= flag;
	return true;
}

static struct svg_point
mirrored(const struct reader *reader, const char *after)
{
	const struct svg_point at = reader->path->at;

	if (strchr(after, reader->before) == NULL)
		return at;
	return (struct svg_point){ 2 * at.x - reader->control.x,
		2 * at.y - reader->control.y };
}

static bool
read_cubic(struct reader *reader)
{
	struct svg_point first = mirrored(reader, "CS"), second, end;

	if ((reader->command == 'C' && !read_point(reader, &first)) ||
	    !read_point(reader, &second) || !read_point(reader, &end))
		return false;
	reader->control = second;
	svg_path_curve(reader->path, first, second, end);
	return true;
}

static struct svg_point
two_thirds(struct svg_point from, struct svg_point to)
{
	return (struct svg_point){ from.x + (to.x - from.x) * 2 / 3,
		from.y + (to.y - from.y) * 2 / 3 };
}

static bool
read_quadratic(struct reader *reader)
{
	struct svg_point control = mirrored(reader, "QT"), end;

	if ((reader->command == 'Q' && !read_point(reader, &control)) ||
	    !read_point(reader, &end))
		return false;
	reader->control = control;
	svg_path_curve(reader->path, two_thirds(reader->path->at, control),
	    two_thirds(end, control), end);
	return true;
}

static bool
read_arc(struct reader *reader)
{
	struct svg_point radii, end;
	unsigned int flags = 0;
	double degrees;

	if (!svg_number(&reader->at, &radii.x) ||
	    !svg_number(&reader->at, &radii.y) ||
	    !svg_number(&reader->at, &degrees) ||
	    !read_flag(reader, ARC_LARGE, &flags) ||
	    !read_flag(reader, ARC_SWEEP, &flags) || !read_point(reader, &end))
		return false;
	svg_path_arc(reader->path, radii, degrees, flags, end);
	return true;
}

static bool
read_straight(struct reader *reader)
{
	struct svg_point end = reader->path->at;
	double *moved = reader->command == 'H' ? &end.x : &end.y;
	const double from = *moved;

	if (reader->command == 'L' || reader->command == 'M') {
		if (!read_point(reader, &end))
			return false;
	} else {
		if (!svg_number(&reader->at, moved))
			return false;
		*moved += reader->is_relative ? from : 0;
	}
	if (reader->command == 'M')
		svg_path_move(reader->path, end.x, end.y);
	else
		svg_path_line(reader->path, end.x, end.y);
	return true;
}

static bool
read_command(struct reader *reader)
{
	switch (reader->command) {
	case 'M':
	case 'L':
	case 'H':
	case 'V':
		return read_straight(reader);
	case 'C':
	case 'S':
		return read_cubic(reader);
	case 'Q':
	case 'T':
		return read_quadratic(reader);
	case 'A':
		return read_arc(reader);
	case 'Z':
		svg_path_close(reader->path);
		return true;
	default:
		return false;
	}
}

/* A letter, or nothing where the last command goes on: after M with L. */
static bool
next_command(struct reader *reader)
{
	char c = *reader->at;

	reader->before = reader->command;
	if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
		reader->is_relative = c >= 'a';
		reader->command = (char)(c >= 'a' ? c - 'a' + 'A' : c);
		reader->at++;
		return reader->before != '\0' || reader->command == 'M';
	}
	if (reader->command == 'M')
		reader->command = 'L';
	return reader->command != '\0' && reader->command != 'Z';
}

bool
svg_path_read(struct svg_path *path, const char *text)
{
	struct reader reader = { .path = path, .at = text };

	for (;;) {
		reader.at += strspn(reader.at, " ,");
		if (*reader.at == '\0')
			return true;
		if (!next_command(&reader) ||
		    path->count > SVG_SEGMENTS_MAX)
			return false;
		/* After Z a drawing command starts where the subpath did. */
		if (reader.before == 'Z' && reader.command != 'M' &&
		    reader.command != 'Z')
			svg_path_move(path, path->start.x, path->start.y);
		if (!read_command(&reader))
			return false;
	}
}

static void
box_add(struct svg_box *box, double x, double y)
{
	box->x1 = fmin(box->x1, x);
	box->y1 = fmin(box->y1, y);
	box->x2 = fmax(box->x2, x);
	box->y2 = fmax(box->y2, y);
}

static double
on_curve(double from, double c1, double c2, double to, double t)
{
	const double s = 1 - t;

	return s * s * s * from + 3 * s * s * t * c1 + 3 * s * t * t * c2 +
	    t * t * t * to;
}

/* Curves are followed in 16 steps: the box only places gradients. */
struct svg_box
svg_path_box(const struct svg_path *path)
{
	struct svg_box box = { HUGE_VAL, HUGE_VAL, -HUGE_VAL, -HUGE_VAL };
	struct svg_point at = { 0, 0 };
	uint32_t i, t;

	for (i = 0; i < path->count; i++) {
		const struct svg_segment *segment = &path->segments[i];
		const struct svg_point *p = segment->points;

		for (t = 1; segment->verb == PATH_CURVE && t < 16; t++)
			box_add(&box,
			    on_curve(at.x, p[0].x, p[1].x, p[2].x, t / 16.0),
			    on_curve(at.y, p[0].y, p[1].y, p[2].y, t / 16.0));
		box_add(&box, p[2].x, p[2].y);
		at = p[2];
	}
	return box;
}

static bool
to_units(const struct svg_matrix *matrix, struct svg_point point,
    fixed *ret_x, fixed *ret_y)
{
	const struct svg_point to = svg_matrix_apply(matrix, point.x, point.y);

	if (!(fabs(to.x) < UNIT_MAX && fabs(to.y) < UNIT_MAX))
		return false;
	*ret_x = (fixed)lround(to.x);
	*ret_y = (fixed)lround(to.y);
	return true;
}

bool
svg_path_steps(const struct svg_path *path, const struct svg_matrix *matrix,
    const struct path_step **ret_steps)
{
	struct path_step *steps =
	    ARENA_ARRAY(path->arena, struct path_step, path->count + 1);
	uint32_t i;

	for (i = 0; i < path->count; i++) {
		const struct svg_point *p = path->segments[i].points;

		steps[i].verb = path->segments[i].verb;
		if (!to_units(matrix, p[0], &steps[i].x1, &steps[i].y1) ||
		    !to_units(matrix, p[1], &steps[i].x2, &steps[i].y2) ||
		    !to_units(matrix, p[2], &steps[i].x, &steps[i].y))
			return false;
	}
	*ret_steps = steps;
	return true;
}
