/*
 * Painting. In: a path and its style. Out: one item, its colours, gradients
 * and line in units.
 */
#include <math.h>

#include "svg_drawer.h"
#include "svg_gradient.h"

static const double LINE_MAX = 1e6;	/* units */

static uint16_t
per_mille(double fraction)
{
	return (uint16_t)lround(fraction * 1000);
}

static bool
paint_ink(const struct svg_target *target, const struct svg_ink *ink,
    struct svg_paint *paint)
{
	double opacity;

	paint->kind = ink->kind;
	if (ink->kind == SVG_PAINT_NONE)
		return true;
	if (ink->kind == SVG_PAINT_GRADIENT)
		return svg_gradient_paint(target, ink, paint);
	paint->color = svg_ink_color(target->style, ink, &opacity);
	paint->opacity = per_mille(opacity);
	return true;
}

/* A matrix that keeps a circle one, within what is seen. */
static bool
is_round(const struct svg_matrix *m, double scale)
{
	return fabs(hypot(m->a, m->b) - hypot(m->c, m->d)) <= 0.01 * scale &&
	    fabs(m->a * m->c + m->b * m->d) <= 0.01 * scale * scale;
}

/* The line under the matrix is that of a round pen under `pen`. */
static bool
set_pen(struct svg_drawer *drawer, const struct svg_target *target,
    double scale, struct svg_item *item)
{
	const struct svg_matrix *m = &target->style->matrix;
	const struct svg_matrix pen = { m->a / scale, m->b / scale,
		m->c / scale, m->d / scale, 0, 0 };
	struct svg_matrix inverse, matrix;

	if (!svg_matrix_invert(&pen, &inverse))
		return svg_refuse(target->tree, target->node,
		    "a line is stretched too far");
	matrix = svg_matrix_multiply(&inverse, m);
	if (!svg_path_steps(target->path, &matrix, &item->pen_steps))
		return svg_refuse(target->tree, target->node,
		    "a line is stretched too far");
	drawer->step_count += target->path->count;
	item->pen[0] = pen.a;
	item->pen[1] = pen.b;
	item->pen[2] = pen.c;
	item->pen[3] = pen.d;
	return true;
}

static void
set_dashes(const struct svg_style *style, double scale, struct svg_item *item)
{
	int64_t sum = 0;
	uint32_t i;

	item->dash_offset = (int32_t)lround(fmax(-LINE_MAX,
	    fmin(scale * style->dash_offset, LINE_MAX)) * 100);
	for (i = 0; i < style->dash_count; i++) {
		item->dashes[i] = (int32_t)lround(
		    fmin(scale * style->dashes[i], LINE_MAX) * 100);
		sum += item->dashes[i];
	}
	/* Dashes without length are a whole line. */
	item->dash_count = sum > 0 ? (int32_t)style->dash_count : 0;
}

static bool
set_line(struct svg_drawer *drawer, const struct svg_target *target,
    struct svg_item *item)
{
	const struct svg_style *style = target->style;
	const struct svg_matrix *m = &style->matrix;
	const double scale = sqrt(fabs(m->a * m->d - m->b * m->c));

	if (style->stroke_width == 0 || scale == 0)
		return true;
	if (!paint_ink(target, &style->stroke, &item->stroke))
		return false;
	if (item->stroke.kind == SVG_PAINT_NONE)
		return true;
	if (!(scale * style->stroke_width < LINE_MAX))
		return svg_refuse(target->tree, target->node,
		    "a line is too wide");
	item->stroke_width =
	    (uint32_t)lround(scale * style->stroke_width * 100);
	item->miter_limit = (uint32_t)lround(
	    fmax(1, fmin(style->miter_limit, 1000)) * 100);
	item->cap = style->cap;
	item->join = style->join;
	set_dashes(style, scale, item);
	return is_round(m, scale) || set_pen(drawer, target, scale, item);
}

bool
svg_paint_path(struct svg_drawer *drawer, const struct svg_node *node,
    const struct svg_style *style, const struct svg_path *path)
{
	const struct svg_target target = { drawer->css, drawer->tree, node,
		style, path };
	struct svg_item item = { .is_even_odd = style->is_even_odd }, *added;

	if (!paint_ink(&target, &style->fill, &item.fill) ||
	    !set_line(drawer, &target, &item))
		return false;
	if (item.fill.kind == SVG_PAINT_NONE &&
	    item.stroke.kind == SVG_PAINT_NONE)
		return true;
	if (!svg_item_steps(drawer, node, path, &style->matrix, &item))
		return false;
	added = svg_item_add(drawer, node, SVG_SHAPE);
	if (added == NULL)
		return false;
	item.kind = SVG_SHAPE;
	*added = item;
	return true;
}
