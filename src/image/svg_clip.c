/*
 * Clipping. In: clip-path of an element. Out: clips in the list of items, to be
 * ended behind the element.
 *
 * One shape, or several apart from each other, are one path to clip by. Shapes
 * that overlap must be taken together, which no rule of filling does for every
 * turn of their outlines: they become a mask. A clip that is itself clipped is
 * two, one in the other. Source: SVG 1.1, section 14.3.
 */
#include <math.h>
#include <string.h>

#include "svg_drawer.h"
#include "svg_shape.h"

enum { PARTS_MAX = 64 };

/* The shapes of one clipPath, in units. */
struct clip {
	struct svg_item parts[PARTS_MAX];
	uint32_t count;
};

static struct svg_item *
clip_open(struct svg_drawer *drawer, const struct svg_node *node,
    enum svg_item_kind kind)
{
	if (drawer->clip_depth == SVG_CLIPS_MAX) {
		svg_refuse(drawer->tree, node,
		    "more than %d clips are nested", SVG_CLIPS_MAX);
		return NULL;
	}
	drawer->clip_depth++;
	return svg_item_add(drawer, node, kind);
}

static void
item_box(const struct svg_item *item, struct svg_box *box)
{
	uint32_t i;

	*box = (struct svg_box){ HUGE_VAL, HUGE_VAL, -HUGE_VAL, -HUGE_VAL };
	for (i = 0; i < item->step_count; i++) {
		const struct path_step *step = &item->steps[i];
		const bool is_curve = step->verb == PATH_CURVE;

		if (step->verb == PATH_CLOSE)
			continue;
		box->x1 = fmin(box->x1, step->x);
		box->y1 = fmin(box->y1, step->y);
		box->x2 = fmax(box->x2, step->x);
		box->y2 = fmax(box->y2, step->y);
		if (!is_curve)
			continue;
		box->x1 = fmin(box->x1, fmin(step->x1, step->x2));
		box->y1 = fmin(box->y1, fmin(step->y1, step->y2));
		box->x2 = fmax(box->x2, fmax(step->x1, step->x2));
		box->y2 = fmax(box->y2, fmax(step->y1, step->y2));
	}
}

/* Whether all can be one path: none overlaps another, one rule fills all. */
static bool
is_one_path(const struct clip *clip)
{
	struct svg_box boxes[PARTS_MAX];
	uint32_t i, k;

	for (i = 0; i < clip->count; i++) {
		item_box(&clip->parts[i], &boxes[i]);
		if (clip->parts[i].is_even_odd != clip->parts[0].is_even_odd)
			return false;
		for (k = 0; k < i; k++)
			if (boxes[i].x1 < boxes[k].x2 &&
			    boxes[k].x1 < boxes[i].x2 &&
			    boxes[i].y1 < boxes[k].y2 &&
			    boxes[k].y1 < boxes[i].y2)
				return false;
	}
	return true;
}

static bool clip_add(struct svg_drawer *, struct clip *, struct svg_node *,
    const struct svg_style *, uint32_t);

static bool
clip_add_used(struct svg_drawer *drawer, struct clip *clip,
    struct svg_node *use, struct svg_style *style, uint32_t uses)
{
	struct svg_node *target = svg_node_href(drawer->tree, use);
	struct svg_matrix by = { 1, 0, 0, 1, 0, 0 };

	if (target == NULL || uses == SVG_USES_MAX)
		return svg_refuse(drawer->tree, use,
		    "<use> in a clipPath leads to no shape");
	if (!svg_node_length(drawer->tree, use, "x", style->view_width, 0,
	    &by.e) || !svg_node_length(drawer->tree, use, "y",
	    style->view_height, 0, &by.f))
		return false;
	style->matrix = svg_matrix_multiply(&style->matrix, &by);
	return clip_add(drawer, clip, target, style, uses + 1);
}

static bool
clip_add_shape(struct svg_drawer *drawer, struct clip *clip,
    const struct svg_node *node, const struct svg_style *style)
{
	struct svg_path path;
	struct svg_item *part;

	if (clip->count == PARTS_MAX)
		return svg_refuse(drawer->tree, node,
		    "a clipPath has more than %d parts", PARTS_MAX);
	if (!svg_shape_read(drawer->tree, node, style, &path))
		return false;
	if (path.count == 0)
		return true;
	part = &clip->parts[clip->count++];
	*part = (struct svg_item){ .kind = SVG_SHAPE,
		.is_even_odd = style->is_clip_even_odd,
		.fill = { .kind = SVG_PAINT_COLOR, .opacity = 1000 } };
	return svg_item_steps(drawer, node, &path, &style->matrix, part);
}

/* A shape of a clipPath, or what a <use> in it leads to. */
static bool
clip_add(struct svg_drawer *drawer, struct clip *clip, struct svg_node *node,
    const struct svg_style *parent, uint32_t uses)
{
	struct svg_style style;

	if (!svg_style_read(drawer->css, drawer->tree, node, parent, &style))
		return false;
	if (style.is_absent || style.is_hidden)
		return true;
	if (style.clip != NULL)
		return svg_refuse(drawer->tree, node,
		    "a clip-path on a part of a clipPath is not drawn");
	if (svg_node_is(node, "use"))
		return clip_add_used(drawer, clip, node, &style, uses);
	if (svg_is_shape(node))
		return clip_add_shape(drawer, clip, node, &style);
	return svg_refuse(drawer->tree, node,
	    "<%.40s> in a clipPath is not drawn; use paths and shapes",
	    node->name);
}

/* All parts one behind the other. */
static bool
put_path(struct svg_drawer *drawer, const struct svg_node *node,
    const struct clip *clip)
{
	struct svg_item *item = clip_open(drawer, node, SVG_CLIP_START);
	struct path_step *steps;
	uint32_t i, count = 0;

	if (item == NULL)
		return false;
	for (i = 0; i < clip->count; i++)
		count += clip->parts[i].step_count;
	steps = ARENA_ARRAY(drawer->tree->arena, struct path_step, count + 1);
	item->steps = steps;
	item->step_count = count;
	item->is_even_odd = clip->count > 0 && clip->parts[0].is_even_odd;
	for (i = 0; i < clip->count; i++) {
		memcpy(steps, clip->parts[i].steps,
		    clip->parts[i].step_count * sizeof(*steps));
		steps += clip->parts[i].step_count;
	}
	return true;
}

static bool
put_mask(struct svg_drawer *drawer, const struct svg_node *node,
    const struct clip *clip)
{
	uint32_t i;

	if (clip_open(drawer, node, SVG_MASK_START) == NULL)
		return false;
	for (i = 0; i < clip->count; i++) {
		struct svg_item *item =
		    svg_item_add(drawer, node, SVG_SHAPE);

		if (item == NULL)
			return false;
		*item = clip->parts[i];
	}
	return svg_item_add(drawer, node, SVG_MASK_END) != NULL;
}

/* The space of a clipPath: the element's own, or its box. */
static bool
clip_space(struct svg_drawer *drawer, const struct svg_node *node,
    struct svg_node *clip_node, const struct svg_path *path,
    struct svg_style *style)
{
	const char *units = svg_node_get(clip_node, "clipPathUnits");
	struct svg_matrix to_box;
	struct svg_box box;

	if (units == NULL || strcmp(units, "objectBoundingBox") != 0)
		return true;
	if (path == NULL)
		return svg_refuse(drawer->tree, node, "a group that is "
		    "clipped by a part of its box is not drawn; clip its "
		    "parts");
	box = svg_path_box(path);
	to_box = (struct svg_matrix){ box.x2 - box.x1, 0, 0, box.y2 - box.y1,
		box.x1, box.y1 };
	style->matrix = svg_matrix_multiply(&style->matrix, &to_box);
	style->view_width = style->view_height = 1;
	return true;
}

static bool
start(struct svg_drawer *drawer, const struct svg_node *node,
    const struct svg_style *style, const struct svg_path *path,
    uint32_t *count)
{
	struct svg_node *clip_node = svg_tree_find(drawer->tree, style->clip);
	struct svg_style base, own;
	struct svg_node *child;
	struct clip clip = { .count = 0 };

	/* One that leads to itself would not end. */
	if (drawer->clip_depth + ++*count > SVG_CLIPS_MAX)
		return svg_refuse(drawer->tree, node,
		    "more than %d clips are nested", SVG_CLIPS_MAX);
	if (clip_node == NULL || !svg_node_is(clip_node, "clipPath"))
		return svg_refuse(drawer->tree, node,
		    "there is no clipPath '%.40s'", style->clip);
	svg_style_init(&base, &style->matrix);
	base.view_width = style->view_width;
	base.view_height = style->view_height;
	if (!clip_space(drawer, node, clip_node, path, &base) ||
	    !svg_style_read(drawer->css, drawer->tree, clip_node, &base, &own))
		return false;
	if (own.clip != NULL) {
		struct svg_style outer = base;

		outer.clip = own.clip;
		if (!start(drawer, clip_node, &outer, path, count))
			return false;
	}
	for (child = clip_node->first_child; child != NULL;
	    child = child->next)
		if (strchr(child->name, ':') == NULL &&
		    !svg_node_is(child, "title") &&
		    !svg_node_is(child, "desc") &&
		    !clip_add(drawer, &clip, child, &own, 0))
			return false;
	return is_one_path(&clip) ? put_path(drawer, node, &clip) :
	    put_mask(drawer, node, &clip);
}

bool
svg_clip_start(struct svg_drawer *drawer, const struct svg_node *node,
    const struct svg_style *style, const struct svg_path *path,
    uint32_t *ret_count)
{
	*ret_count = 0;
	return style->clip == NULL ||
	    start(drawer, node, style, path, ret_count);
}

bool
svg_clip_box(struct svg_drawer *drawer, const struct svg_node *node,
    const struct svg_matrix *matrix, const struct svg_box *box)
{
	struct svg_item item = { .kind = SVG_CLIP_START }, *added;
	struct svg_path path;

	svg_path_init(&path, drawer->tree->arena);
	svg_path_move(&path, box->x1, box->y1);
	svg_path_line(&path, box->x2, box->y1);
	svg_path_line(&path, box->x2, box->y2);
	svg_path_line(&path, box->x1, box->y2);
	svg_path_close(&path);
	if (!svg_item_steps(drawer, node, &path, matrix, &item))
		return false;
	added = clip_open(drawer, node, SVG_CLIP_START);
	if (added != NULL)
		*added = item;
	return added != NULL;
}

bool
svg_clip_end(struct svg_drawer *drawer, const struct svg_node *node,
    uint32_t count)
{
	for (; count > 0; count--) {
		drawer->clip_depth--;
		if (svg_item_add(drawer, node, SVG_CLIP_END) == NULL)
			return false;
	}
	return true;
}
