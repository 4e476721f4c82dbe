/*
 * Gradients. In: what a shape's fill or stroke refers to. Out: a gradient with
 * all its stops in a space of its own.
 *
 * An attribute that a gradient lacks is taken from the one it refers to, and so
 * on; so are the stops. PDF only pads, so a gradient that repeats is written
 * out as often as the shape's box asks for: a linear one along its line both
 * ways, a radial one from its focus on, since its circles go on in proportion.
 */
#include "svg_gradient.h"

#include <math.h>
#include <string.h>

#include "svg_text.h"

enum { CHAIN_MAX = 16, STOPS_MAX = 256, REPEATS_MAX = 100 };

enum spread { SPREAD_PAD, SPREAD_REFLECT, SPREAD_REPEAT };

struct gradient {
	const struct svg_target *target;
	struct svg_node *chain[CHAIN_MAX];	/* it, and what it refers to */
	uint32_t chain_count;
	bool is_radial, is_user_space;
	enum spread spread;
	struct svg_matrix matrix;	/* to user space */
	double x1, y1, x2, y2, radius;	/* radial: focus and centre */
	struct svg_stop stops[STOPS_MAX];
	uint32_t stop_count;
};

static bool
refuse(const struct gradient *gradient, const char *what)
{
	return svg_refuse(gradient->target->tree, gradient->chain[0], "%s",
	    what);
}

static bool
is_gradient(const struct svg_node *node)
{
	return svg_node_is(node, "linearGradient") ||
	    svg_node_is(node, "radialGradient");
}

/* From the first of the chain that has it; places only from the same kind. */
static const char *
find(const struct gradient *gradient, const char *name, bool is_place)
{
	uint32_t i;

	for (i = 0; i < gradient->chain_count; i++) {
		const struct svg_node *node = gradient->chain[i];
		const char *value = svg_node_get(node, name);

		if (value != NULL && (!is_place ||
		    strcmp(node->name, gradient->chain[0]->name) == 0))
			return value;
	}
	return NULL;
}

/* Fractions of the shape's box may be percentages, user units are lengths. */
static bool
read_place(const struct gradient *gradient, const char *name, double whole,
    double missing, double *ret_place)
{
	const char *text = find(gradient, name, true);

	*ret_place = missing * (gradient->is_user_space ? whole : 1);
	if (text == NULL || svg_length_of(text,
	    gradient->is_user_space ? whole : 1, ret_place))
		return true;
	return svg_refuse(gradient->target->tree, gradient->chain[0],
	    "%s=\"%.40s\" of a gradient cannot be read", name, text);
}

/* A focus outside the circle is drawn on it (section 13.2.3); exactly there
 * readers differ, so a little inside. */
static void
pull_focus(struct gradient *gradient)
{
	const double dx = gradient->x1 - gradient->x2;
	const double dy = gradient->y1 - gradient->y2;
	const double far = hypot(dx, dy), most = 0.99 * gradient->radius;

	if (far <= most || far == 0)
		return;
	gradient->x1 = gradient->x2 + dx * most / far;
	gradient->y1 = gradient->y2 + dy * most / far;
}

static bool
read_places(struct gradient *gradient)
{
	const struct svg_style *style = gradient->target->style;
	const double width = style->view_width, height = style->view_height;
	double inner;

	if (!gradient->is_radial)
		return read_place(gradient, "x1", width, 0, &gradient->x1) &&
		    read_place(gradient, "y1", height, 0, &gradient->y1) &&
		    read_place(gradient, "x2", width, 1, &gradient->x2) &&
		    read_place(gradient, "y2", height, 0, &gradient->y2);
	if (!read_place(gradient, "cx", width, 0.5, &gradient->x2) ||
	    !read_place(gradient, "cy", height, 0.5, &gradient->y2) ||
	    !read_place(gradient, "r", hypot(width, height) / sqrt(2), 0.5,
	    &gradient->radius) ||
	    !read_place(gradient, "fx", width, 0, &gradient->x1) ||
	    !read_place(gradient, "fy", height, 0, &gradient->y1) ||
	    !read_place(gradient, "fr", width, 0, &inner))
		return false;
	if (inner != 0)
		return refuse(gradient, "fr of a gradient is not drawn");
	if (find(gradient, "fx", true) == NULL)
		gradient->x1 = gradient->x2;
	if (find(gradient, "fy", true) == NULL)
		gradient->y1 = gradient->y2;
	pull_focus(gradient);
	return true;
}

static bool
stop_add(struct gradient *gradient, struct svg_node *node)
{
	const struct svg_target *target = gradient->target;
	const struct svg_matrix none = { 1, 0, 0, 1, 0, 0 };
	const char *offset = svg_node_get(node, "offset");
	struct svg_stop *stop = &gradient->stops[gradient->stop_count];
	struct svg_style base, style;
	double opacity;

	if (gradient->stop_count == STOPS_MAX)
		return refuse(gradient, "a gradient has too many stops");
	svg_style_init(&base, &none);
	base.color = target->style->color;
	if (!svg_style_read(target->css, target->tree, node, &base, &style))
		return false;
	*stop = (struct svg_stop){ .offset = 0 };
	if (offset != NULL && !svg_fraction_read(offset, &stop->offset))
		return svg_refuse(target->tree, node,
		    "offset=\"%.40s\" cannot be read", offset);
	if (gradient->stop_count > 0)
		stop->offset = fmax(stop->offset, stop[-1].offset);
	stop->color = svg_ink_color(&style, &style.stop, &opacity);
	stop->opacity = (uint16_t)lround(opacity * 1000);
	gradient->stop_count++;
	return true;
}

static bool
read_stops(struct gradient *gradient)
{
	struct svg_node *node;
	uint32_t i;

	for (i = 0; i < gradient->chain_count && gradient->stop_count == 0;
	    i++)
		for (node = gradient->chain[i]->first_child; node != NULL;
		    node = node->next)
			if (svg_node_is(node, "stop") &&
			    !stop_add(gradient, node))
				return false;
	return true;
}

static bool
read_chain(struct gradient *gradient, struct svg_node *node)
{
	while (node != NULL && is_gradient(node)) {
		if (gradient->chain_count == CHAIN_MAX)
			return refuse(gradient,
			    "a gradient refers to itself, or too far");
		gradient->chain[gradient->chain_count++] = node;
		node = svg_node_href(gradient->target->tree, node);
	}
	return true;
}

static bool
gradient_read(struct gradient *gradient, struct svg_node *node)
{
	const struct svg_box box = svg_path_box(gradient->target->path);
	const struct svg_matrix to_box = { box.x2 - box.x1, 0, 0,
		box.y2 - box.y1, box.x1, box.y1 };
	struct svg_matrix own = { 1, 0, 0, 1, 0, 0 };
	const char *text;

	if (!read_chain(gradient, node))
		return false;
	gradient->is_radial = svg_node_is(node, "radialGradient");
	text = find(gradient, "gradientUnits", false);
	gradient->is_user_space =
	    text != NULL && strcmp(text, "userSpaceOnUse") == 0;
	text = find(gradient, "spreadMethod", false);
	if (text != NULL && strcmp(text, "reflect") == 0)
		gradient->spread = SPREAD_REFLECT;
	else if (text != NULL && strcmp(text, "repeat") == 0)
		gradient->spread = SPREAD_REPEAT;
	else if (text != NULL && strcmp(text, "pad") != 0)
		return refuse(gradient, "spreadMethod is not pad, reflect "
		    "or repeat");
	text = find(gradient, "gradientTransform", false);
	if (text != NULL && !svg_matrix_read(text, &own))
		return refuse(gradient, "gradientTransform cannot be read");
	gradient->matrix = gradient->is_user_space ? own :
	    svg_matrix_multiply(&to_box, &own);
	return read_places(gradient) && read_stops(gradient);
}

/* Whether there is any extent to spread over. */
static bool
is_spread(const struct gradient *gradient)
{
	const struct svg_matrix *m = &gradient->matrix;
	struct svg_matrix inverse;

	return svg_matrix_invert(m, &inverse) && (gradient->is_radial ?
	    gradient->radius > 0 : gradient->x1 != gradient->x2 ||
	    gradient->y1 != gradient->y2);
}

/* Where a point lies: 0 at the start, 1 at the end; of a radial gradient at
 * least as far out as the point is. */
static double
turn_of(const struct gradient *gradient, struct svg_point point)
{
	const double dx = gradient->x2 - gradient->x1;
	const double dy = gradient->y2 - gradient->y1;
	const double x = point.x - gradient->x1, y = point.y - gradient->y1;

	if (gradient->is_radial)
		return hypot(x, y) / (gradient->radius - hypot(dx, dy));
	return (x * dx + y * dy) / (dx * dx + dy * dy);
}

/* The first and the end of the turns that cover the shape and its stroke. */
static bool
count_turns(const struct gradient *gradient, int *ret_first, int *ret_end)
{
	const struct svg_style *style = gradient->target->style;
	const double margin = style->stroke.kind == SVG_PAINT_NONE ? 0 :
	    style->stroke_width * style->miter_limit;
	struct svg_box box = svg_path_box(gradient->target->path);
	double least = 0, most = 1;
	struct svg_matrix inverse;
	int i;

	svg_matrix_invert(&gradient->matrix, &inverse);
	for (i = 0; i < 4; i++) {
		double turn = turn_of(gradient, svg_matrix_apply(&inverse,
		    i % 2 ? box.x2 + margin : box.x1 - margin,
		    i / 2 ? box.y2 + margin : box.y1 - margin));

		least = fmin(least, turn);
		most = fmax(most, turn);
	}
	if (gradient->is_radial)
		least = 0;
	if (!(most - least < REPEATS_MAX))
		return svg_refuse(gradient->target->tree, gradient->chain[0],
		    "a gradient repeats more than %d times on a shape",
		    REPEATS_MAX);
	*ret_first = (int)floor(least);
	*ret_end = (int)ceil(most);
	return true;
}

/* The stops of one turn, in the fractions of all of them. */
static void
put_turn(const struct gradient *gradient, int turn, int first, int end,
    struct svg_gradient *placed, struct svg_stop *stops)
{
	const bool is_back =
	    gradient->spread == SPREAD_REFLECT && turn % 2 != 0;
	const uint32_t count = gradient->stop_count;
	uint32_t i;

	/* One more at both ends, where the colours of the turns meet. */
	for (i = 0; i < count + 2; i++) {
		const uint32_t at = i == 0 ? 0 : i > count ? count - 1 : i - 1;
		const struct svg_stop *from =
		    &gradient->stops[is_back ? count - 1 - at : at];
		double offset = is_back ? 1 - from->offset : from->offset;

		if (i == 0 || i > count)
			offset = i > 0;
		stops[placed->stop_count] = *from;
		stops[placed->stop_count++].offset =
		    (turn - first + offset) / (end - first);
	}
}

static bool
place(const struct gradient *gradient, struct svg_gradient *placed)
{
	const struct svg_target *target = gradient->target;
	const struct svg_matrix matrix = svg_matrix_multiply(
	    &target->style->matrix, &gradient->matrix);
	const double dx = gradient->x2 - gradient->x1;
	const double dy = gradient->y2 - gradient->y1;
	int first = 0, end = 1, turn;
	struct svg_stop *stops;
	uint32_t i;

	if (gradient->spread != SPREAD_PAD &&
	    !count_turns(gradient, &first, &end))
		return false;
	memcpy(placed->matrix, &matrix, sizeof(placed->matrix));
	placed->is_radial = gradient->is_radial;
	placed->x1 = gradient->x1 + first * dx;
	placed->y1 = gradient->y1 + first * dy;
	placed->x2 = gradient->x1 + end * dx;
	placed->y2 = gradient->y1 + end * dy;
	placed->radius = end * gradient->radius;
	stops = ARENA_ARRAY(target->tree->arena, struct svg_stop,
	    (size_t)(end - first) * (gradient->stop_count + 2));
	for (turn = first; turn < end; turn++)
		put_turn(gradient, turn, first, end, placed, stops);
	placed->stops = stops;
	for (i = 0; i < gradient->stop_count; i++)
		if (gradient->stops[i].opacity < 1000)
			placed->is_see_through = true;
	return true;
}

/* A colour in place of the gradient: opacity in thousandths. */
static void
set_color(struct svg_paint *paint, struct rgb color, double opacity)
{
	*paint = (struct svg_paint){ .kind = SVG_PAINT_COLOR, .color = color,
		.opacity = (uint16_t)lround(opacity * 1000) };
}

static bool
paint_fallback(const struct svg_target *target, const struct svg_ink *ink,
    const struct svg_node *node, struct svg_paint *paint)
{
	double opacity;
	struct rgb color = svg_ink_color(target->style, ink, &opacity);

	*paint = (struct svg_paint){ .kind = SVG_PAINT_NONE };
	if (node != NULL)
		return svg_refuse(target->tree, target->node,
		    "it is painted with <%.20s id=\"%.40s\">; only gradients "
		    "and colours are drawn", node->name, ink->gradient);
	if (ink->fallback == SVG_PAINT_GRADIENT)
		return svg_refuse(target->tree, target->node,
		    "there is no gradient '%.40s'", ink->gradient);
	if (ink->fallback == SVG_PAINT_COLOR)
		set_color(paint, color, opacity);
	return true;
}

bool
svg_gradient_paint(const struct svg_target *target, const struct svg_ink *ink,
    struct svg_paint *ret_paint)
{
	struct svg_node *node = svg_tree_find(target->tree, ink->gradient);
	struct gradient gradient = { .target = target };
	const struct svg_stop *last;
	struct svg_gradient *placed;

	if (node == NULL || !is_gradient(node))
		return paint_fallback(target, ink, node, ret_paint);
	*ret_paint = (struct svg_paint){ .kind = SVG_PAINT_NONE };
	if (!gradient_read(&gradient, node))
		return false;
	/* Section 13.2.4: without stops nothing is painted; with one, or no
	 * extent, the last colour is. */
	if (gradient.stop_count == 0)
		return true;
	last = &gradient.stops[gradient.stop_count - 1];
	if (gradient.stop_count == 1 || !is_spread(&gradient)) {
		set_color(ret_paint, last->color,
		    ink->opacity * last->opacity / 1000);
		return true;
	}
	placed = ARENA_NEW(target->tree->arena, struct svg_gradient);
	if (!place(&gradient, placed))
		return false;
	ret_paint->kind = SVG_PAINT_GRADIENT;
	ret_paint->gradient = placed;
	ret_paint->opacity = (uint16_t)lround(ink->opacity * 1000);
	return true;
}
