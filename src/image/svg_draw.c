/*
 * SVG drawings. In: the file of an asset. Out: its shapes in whole units, in
 * the order of painting.
 *
 * The file becomes a tree, since gradients, clips, symbols and style sheets may
 * stand behind what uses them; the tree is walked from the root, each element
 * with the style of the one around it. Definitions are drawn only where
 * something uses them. What is drawn is counted against the limits of
 * svg_drawer.h, so that a file whose parts use each other is refused in time.
 * Source: SVG 1.1, chapters 5, 7, 9, 14.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "svg_drawer.h"
#include "svg_shape.h"
#include "svg_text.h"

struct svg_item *
svg_item_add(struct svg_drawer *drawer, const struct svg_node *node,
    enum svg_item_kind kind)
{
	if (drawer->item_count == SVG_ITEMS_MAX) {
		svg_refuse(drawer->tree, node,
		    "more than %d shapes are drawn", SVG_ITEMS_MAX);
		return NULL;
	}
	if (drawer->item_count == drawer->item_room) {
		uint32_t room =
		    drawer->item_room != 0 ? 2 * drawer->item_room : 16;
		struct svg_item *items = ARENA_ARRAY(drawer->tree->arena,
		    struct svg_item, room);

		if (drawer->item_count > 0)
			memcpy(items, drawer->items,
			    drawer->item_count * sizeof(*items));
		drawer->items = items;
		drawer->item_room = room;
	}
	drawer->items[drawer->item_count].kind = kind;
	return &drawer->items[drawer->item_count++];
}

bool
svg_item_steps(struct svg_drawer *drawer, const struct svg_node *node,
    const struct svg_path *path, const struct svg_matrix *matrix,
    struct svg_item *item)
{
	drawer->step_count += path->count;
	if (drawer->step_count > SVG_STEPS_MAX)
		return svg_refuse(drawer->tree, node,
		    "the outlines have more than %d segments", SVG_STEPS_MAX);
	item->step_count = path->count;
	return svg_path_steps(path, matrix, &item->steps) ||
	    svg_refuse(drawer->tree, node,
	    "a shape reaches too far outside the drawing");
}

static bool draw_node(struct svg_drawer *, struct svg_node *,
    const struct svg_style *);

static bool
draw_children(struct svg_drawer *drawer, const struct svg_node *node,
    const struct svg_style *style)
{
	struct svg_node *child;

	for (child = node->first_child; child != NULL; child = child->next)
		if (!draw_node(drawer, child, style))
			return false;
	return true;
}

static bool
group_start(struct svg_drawer *drawer, const struct svg_node *node,
    double opacity)
{
	struct svg_item *item;

	if (++drawer->group_depth > SVG_GROUPS_MAX)
		return svg_refuse(drawer->tree, node,
		    "more than %d see-through groups are nested",
		    SVG_GROUPS_MAX);
	item = svg_item_add(drawer, node, SVG_GROUP_START);
	if (item != NULL)
		item->fill.opacity = (uint16_t)lround(opacity * 1000);
	return item != NULL;
}

static bool
group_end(struct svg_drawer *drawer, const struct svg_node *node)
{
	drawer->group_depth--;
	return svg_item_add(drawer, node, SVG_GROUP_END) != NULL;
}

/* A shape whose inside and outline are both see-through is a group, since its
 * two layers must not show through each other. */
static bool
draw_shape(struct svg_drawer *drawer, const struct svg_node *node,
    struct svg_style *style)
{
	const bool is_group = style->opacity < 1 &&
	    style->fill.kind != SVG_PAINT_NONE &&
	    style->stroke.kind != SVG_PAINT_NONE;
	struct svg_path path;
	uint32_t clips;

	if (!svg_shape_read(drawer->tree, node, style, &path))
		return false;
	if (path.count == 0 || style->is_hidden || style->opacity == 0)
		return true;
	if (!is_group) {
		style->fill.opacity *= style->opacity;
		style->stroke.opacity *= style->opacity;
	}
	return svg_clip_start(drawer, node, style, &path, &clips) &&
	    (!is_group || group_start(drawer, node, style->opacity)) &&
	    svg_paint_path(drawer, node, style, &path) &&
	    (!is_group || group_end(drawer, node)) &&
	    svg_clip_end(drawer, node, clips);
}

/* The children of an svg or a symbol in a box of the space around it. */
static bool
draw_view(struct svg_drawer *drawer, const struct svg_node *node,
    const struct svg_style *style, const struct svg_box *into)
{
	const char *overflow = svg_node_get(node, "overflow");
	const bool is_clipped = overflow == NULL ||
	    strcmp(overflow, "visible") != 0;
	struct svg_style inner = *style;
	struct svg_matrix matrix;
	struct svg_box view;

	if (into->x2 <= into->x1 || into->y2 <= into->y1)
		return true;
	if (!svg_fit_view(drawer->tree, node, into, &matrix, &view))
		return false;
	inner.matrix = svg_matrix_multiply(&style->matrix, &matrix);
	inner.view_width = view.x2 - view.x1;
	inner.view_height = view.y2 - view.y1;
	return (!is_clipped ||
	    svg_clip_box(drawer, node, &style->matrix, into)) &&
	    draw_children(drawer, node, &inner) &&
	    svg_clip_end(drawer, node, is_clipped);
}

/* Width and height may be those of a <use> that leads here. */
static bool
draw_inner_svg(struct svg_drawer *drawer, const struct svg_node *node,
    const struct svg_style *style, const struct svg_node *use)
{
	const struct svg_tree *tree = drawer->tree;
	const double wide = style->view_width, high = style->view_height;
	struct svg_box box;
	double width, height;

	if (!svg_node_length(tree, node, "x", wide, 0, &box.x1) ||
	    !svg_node_length(tree, node, "y", high, 0, &box.y1) ||
	    !svg_node_length(tree, node, "width", wide, wide, &width) ||
	    !svg_node_length(tree, node, "height", high, high, &height) ||
	    (use != NULL && (!svg_node_length(tree, use, "width", wide, width,
	    &width) || !svg_node_length(tree, use, "height", high, height,
	    &height))))
		return false;
	box.x2 = box.x1 + width;
	box.y2 = box.y1 + height;
	return draw_view(drawer, node, style, &box);
}

/* What a <use> leads to, in the place and with the style of the <use>. */
static bool
draw_used(struct svg_drawer *drawer, const struct svg_node *use,
    struct svg_node *target, const struct svg_style *style)
{
	const bool is_symbol = svg_node_is(target, "symbol");
	struct svg_style own;

	if (!is_symbol && !svg_node_is(target, "svg"))
		return draw_node(drawer, target, style);
	if (!svg_style_read(drawer->css, drawer->tree, target, style, &own))
		return false;
	return own.is_absent || draw_inner_svg(drawer, target, &own, use);
}

static bool
draw_use(struct svg_drawer *drawer, const struct svg_node *node,
    const struct svg_style *style)
{
	struct svg_node *target = svg_node_href(drawer->tree, node);
	struct svg_style moved = *style;
	struct svg_matrix by = { 1, 0, 0, 1, 0, 0 };
	bool is_drawn;

	if (target == NULL)
		return svg_refuse(drawer->tree, node,
		    "<use> leads to no element of the file");
	if (drawer->use_depth == SVG_USES_MAX)
		return svg_refuse(drawer->tree, node, "<use> leads to itself, "
		    "or more than %d deep", SVG_USES_MAX);
	if (!svg_node_length(drawer->tree, node, "x", style->view_width, 0,
	    &by.e) || !svg_node_length(drawer->tree, node, "y",
	    style->view_height, 0, &by.f))
		return false;
	moved.matrix = svg_matrix_multiply(&style->matrix, &by);
	drawer->use_depth++;
	is_drawn = draw_used(drawer, node, target, &moved);
	drawer->use_depth--;
	return is_drawn;
}

/* Definitions that others refer to, and what is not for the eye. */
static bool
is_skipped(const char *name)
{
	static const char *const skipped[] = { "clipPath", "defs", "desc",
		"filter", "linearGradient", "marker", "mask", "metadata",
		"pattern", "radialGradient", "style", "symbol", "title" };
	size_t i;

	for (i = 0; i < sizeof(skipped) / sizeof(skipped[0]); i++)
		if (strcmp(name, skipped[i]) == 0)
			return true;
	/* A prefix is another namespace: an editor's notes. */
	return strchr(name, ':') != NULL && strncmp(name, "svg:", 4) != 0;
}

static bool
refuse_element(const struct svg_drawer *drawer, const struct svg_node *node)
{
	if (svg_node_is(node, "text"))
		return svg_refuse(drawer->tree, node,
		    "<text> is not drawn; convert it to paths");
	if (svg_node_is(node, "image"))
		return svg_refuse(drawer->tree, node, "<image> is not drawn; "
		    "save the picture as a file of its own");
	return svg_refuse(drawer->tree, node, "<%.40s> is not drawn; use "
	    "paths, shapes and gradients", node->name);
}

static bool
draw_container(struct svg_drawer *drawer, const struct svg_node *node,
    const struct svg_style *style)
{
	if (svg_node_is(node, "g"))
		return draw_children(drawer, node, style);
	if (svg_node_is(node, "use"))
		return draw_use(drawer, node, style);
	if (svg_node_is(node, "svg") && node->parent != NULL)
		return draw_inner_svg(drawer, node, style, NULL);
	/* The root, whose view is fitted already. */
	return svg_node_is(node, "svg") ? draw_children(drawer, node, style) :
	    refuse_element(drawer, node);
}

static bool
draw_element(struct svg_drawer *drawer, struct svg_node *node,
    const struct svg_style *parent)
{
	struct svg_style style;
	bool is_group;
	uint32_t clips;

	if (!svg_style_read(drawer->css, drawer->tree, node, parent, &style))
		return false;
	if (style.is_absent)
		return true;
	if (svg_is_shape(node))
		return draw_shape(drawer, node, &style);
	is_group = style.opacity < 1;
	return svg_clip_start(drawer, node, &style, NULL, &clips) &&
	    (!is_group || group_start(drawer, node, style.opacity)) &&
	    draw_container(drawer, node, &style) &&
	    (!is_group || group_end(drawer, node)) &&
	    svg_clip_end(drawer, node, clips);
}

static bool
draw_node(struct svg_drawer *drawer, struct svg_node *node,
    const struct svg_style *parent)
{
	bool is_drawn;

	if (is_skipped(node->name))
		return true;
	if (drawer->visit_count++ == SVG_VISITS_MAX)
		return svg_refuse(drawer->tree, node, "more than %d elements "
		    "are drawn, each as often as it is used", SVG_VISITS_MAX);
	if (drawer->depth == SVG_DEPTH_MAX)
		return svg_refuse(drawer->tree, node,
		    "elements are nested too deeply");
	drawer->depth++;
	is_drawn = draw_element(drawer, node, parent);
	drawer->depth--;
	return is_drawn;
}

/* From the viewBox to units: the longer side of the picture is SVG_UNITS. */
static bool
draw_root(struct svg_drawer *drawer, struct svg_drawing *drawing)
{
	struct svg_node *root = drawer->tree->root;
	const struct svg_root says = { root->name, svg_node_get(root, "xmlns"),
		svg_node_get(root, "width"), svg_node_get(root, "height"),
		svg_node_get(root, "viewBox") };
	struct svg_viewport view;
	struct svg_matrix matrix;
	struct svg_style base;
	struct svg_box box = { 0, 0, 0, 0 };
	const char *wrong = svg_viewport_read(&says, &view);
	double unit;

	if (wrong != NULL)
		return svg_refuse(drawer->tree, root, "%s", wrong);
	unit = SVG_UNITS / fmax(view.width_px, view.height_px);
	drawing->width = (uint32_t)fmax(1, lround(view.width_px * unit));
	drawing->height = (uint32_t)fmax(1, lround(view.height_px * unit));
	box.x2 = view.width_px * unit;
	box.y2 = view.height_px * unit;
	if (says.view_box != NULL) {
		if (!svg_fit_view(drawer->tree, root, &box, &matrix, &box))
			return false;
	} else {
		matrix = (struct svg_matrix){ unit, 0, 0, unit, 0, 0 };
	}
	svg_style_init(&base, &matrix);
	base.view_width = view.width;
	base.view_height = view.height;
	return draw_node(drawer, root, &base);
}

static bool
draw_file(const struct image_bytes *file, struct arena *arena,
    struct image_fault *fault, struct svg_drawing *ret_drawing)
{
	struct svg_drawer *drawer = ARENA_NEW(arena, struct svg_drawer);
	struct svg_tree tree;
	bool is_drawn = svg_tree_read(&tree, file, arena, fault);

	drawer->tree = &tree;
	if (is_drawn)
		drawer->css = svg_css_read(&tree);
	is_drawn = is_drawn && drawer->css != NULL &&
	    draw_root(drawer, ret_drawing);
	svg_tree_release(&tree);
	ret_drawing->items = drawer->items;
	ret_drawing->item_count = drawer->item_count;
	return is_drawn;
}

bool
svg_load(const struct image_asset *asset, struct arena *arena,
    struct source_pos pos, struct diags *diags,
    struct svg_drawing *ret_drawing)
{
	struct image_fault fault = { "it is not SVG" };
	struct image_bytes file = { .len = asset->bytes };
	unsigned char *bytes = image_read_again(asset, diags);
	bool is_drawn;

	*ret_drawing = (struct svg_drawing){ 0 };
	if (bytes == NULL)
		return false;
	file.bytes = bytes;
	is_drawn = draw_file(&file, arena, &fault, ret_drawing);
	free(bytes);
	if (!is_drawn)
		diag_report(diags, DIAG_IMAGE_INVALID, pos,
		    "the picture '%s' cannot be printed: %s", asset->name,
		    fault.text);
	return is_drawn;
}
