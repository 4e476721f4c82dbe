/*
 * Shapes. In: an element. Out: its outline in user space.
 */
#include "svg_shape.h"

#include <math.h>
#include <string.h>

#include "svg_text.h"

struct shape {
	const struct svg_tree *tree;
	const struct svg_node *node;
	double width, height, diagonal;	/* percentages are of these */
	struct svg_path *path;
};

bool
svg_node_length(const struct svg_tree *tree, const struct svg_node *node,
    const char *name, double whole, double missing, double *ret_length)
{
	const char *text = svg_node_get(node, name);

	*ret_length = missing;
	if (text == NULL || svg_length_of(text, whole, ret_length))
		return true;
	return svg_refuse(tree, node, "%s=\"%.40s\" cannot be read", name,
	    text);
}

static bool
length(const struct shape *shape, const char *name, double whole,
    double *ret_length)
{
	return svg_node_length(shape->tree, shape->node, name, whole, 0,
	    ret_length);
}

static bool
read_path(const struct shape *shape)
{
	const char *data = svg_node_get(shape->node, "d");

	if (data == NULL || strcmp(data, "none") == 0 ||
	    svg_path_read(shape->path, data))
		return true;
	if (shape->path->count > SVG_SEGMENTS_MAX)
		return svg_refuse(shape->tree, shape->node,
		    "a path has more than %d segments", SVG_SEGMENTS_MAX);
	return svg_refuse(shape->tree, shape->node,
	    "the data of a path is not well-formed");
}

static void
add_round_rect(struct svg_path *path, const struct svg_box *box, double rx,
    double ry)
{
	const struct svg_point radii = { rx, ry };

	svg_path_move(path, box->x1 + rx, box->y1);
	svg_path_line(path, box->x2 - rx, box->y1);
	svg_path_arc(path, radii, 0, ARC_SWEEP,
	    (struct svg_point){ box->x2, box->y1 + ry });
	svg_path_line(path, box->x2, box->y2 - ry);
	svg_path_arc(path, radii, 0, ARC_SWEEP,
	    (struct svg_point){ box->x2 - rx, box->y2 });
	svg_path_line(path, box->x1 + rx, box->y2);
	svg_path_arc(path, radii, 0, ARC_SWEEP,
	    (struct svg_point){ box->x1, box->y2 - ry });
	svg_path_line(path, box->x1, box->y1 + ry);
	svg_path_arc(path, radii, 0, ARC_SWEEP,
	    (struct svg_point){ box->x1 + rx, box->y1 });
	svg_path_close(path);
}

/* SVG 2, section 7.4: one radius, or "auto", stands for both. */
static bool
read_radii(const struct shape *shape, double *rx, double *ry)
{
	const char *x = svg_node_get(shape->node, "rx");
	const char *y = svg_node_get(shape->node, "ry");
	const bool has_x = x != NULL && strcmp(x, "auto") != 0;
	const bool has_y = y != NULL && strcmp(y, "auto") != 0;

	*rx = *ry = 0;
	if ((has_x && !length(shape, "rx", shape->width, rx)) ||
	    (has_y && !length(shape, "ry", shape->height, ry)))
		return false;
	if (!has_x)
		*rx = *ry;
	if (!has_y)
		*ry = *rx;
	return true;
}

static bool
read_rect(const struct shape *shape)
{
	struct svg_path *path = shape->path;
	double width, height, rx, ry;
	struct svg_box box;

	if (!length(shape, "x", shape->width, &box.x1) ||
	    !length(shape, "y", shape->height, &box.y1) ||
	    !length(shape, "width", shape->width, &width) ||
	    !length(shape, "height", shape->height, &height) ||
	    !read_radii(shape, &rx, &ry))
		return false;
	if (width <= 0 || height <= 0)
		return true;
	box.x2 = box.x1 + width;
	box.y2 = box.y1 + height;
	rx = fmin(rx, width / 2);
	ry = fmin(ry, height / 2);
	if (rx > 0 && ry > 0) {
		add_round_rect(path, &box, rx, ry);
		return true;
	}
	svg_path_move(path, box.x1, box.y1);
	svg_path_line(path, box.x2, box.y1);
	svg_path_line(path, box.x2, box.y2);
	svg_path_line(path, box.x1, box.y2);
	svg_path_close(path);
	return true;
}

static bool
read_circle(const struct shape *shape)
{
	double cx, cy, r;

	if (!length(shape, "cx", shape->width, &cx) ||
	    !length(shape, "cy", shape->height, &cy) ||
	    !length(shape, "r", shape->diagonal, &r))
		return false;
	if (r > 0)
		svg_path_ellipse(shape->path, cx, cy, r, r);
	return true;
}

static bool
read_ellipse(const struct shape *shape)
{
	double cx, cy, rx, ry;

	if (!length(shape, "cx", shape->width, &cx) ||
	    !length(shape, "cy", shape->height, &cy) ||
	    !read_radii(shape, &rx, &ry))
		return false;
	if (rx > 0 && ry > 0)
		svg_path_ellipse(shape->path, cx, cy, rx, ry);
	return true;
}

static bool
read_line(const struct shape *shape)
{
	double x1, y1, x2, y2;

	if (!length(shape, "x1", shape->width, &x1) ||
	    !length(shape, "y1", shape->height, &y1) ||
	    !length(shape, "x2", shape->width, &x2) ||
	    !length(shape, "y2", shape->height, &y2))
		return false;
	svg_path_move(shape->path, x1, y1);
	svg_path_line(shape->path, x2, y2);
	return true;
}

static bool
read_polyline(const struct shape *shape)
{
	const char *text = svg_node_get(shape->node, "points");
	struct svg_path *path = shape->path;
	double x, y;

	while (text != NULL && svg_number(&text, &x)) {
		if (!svg_number(&text, &y))
			return svg_refuse(shape->tree, shape->node,
			    "points are not pairs");
		if (path->count > SVG_SEGMENTS_MAX)
			return svg_refuse(shape->tree, shape->node,
			    "there are more than %d points", SVG_SEGMENTS_MAX);
		if (path->count == 0)
			svg_path_move(path, x, y);
		else
			svg_path_line(path, x, y);
	}
	if (text != NULL && text[strspn(text, " ")] != '\0')
		return svg_refuse(shape->tree, shape->node,
		    "points cannot be read");
	return true;
}

static bool
read_polygon(const struct shape *shape)
{
	if (!read_polyline(shape))
		return false;
	if (shape->path->count > 0)
		svg_path_close(shape->path);
	return true;
}

static const struct {
	const char *name;
	bool (*read)(const struct shape *);
} shapes[] = {
	{ "path", read_path }, { "rect", read_rect },
	{ "circle", read_circle }, { "ellipse", read_ellipse },
	{ "line", read_line }, { "polyline", read_polyline },
	{ "polygon", read_polygon },
};

bool
svg_is_shape(const struct svg_node *node)
{
	size_t i;

	for (i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++)
		if (svg_node_is(node, shapes[i].name))
			return true;
	return false;
}

bool
svg_shape_read(const struct svg_tree *tree, const struct svg_node *node,
    const struct svg_style *style, struct svg_path *ret_path)
{
	const struct shape shape = { tree, node, style->view_width,
		style->view_height, hypot(style->view_width,
		style->view_height) / sqrt(2), ret_path };
	size_t i;

	svg_path_init(ret_path, tree->arena);
	for (i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++)
		if (svg_node_is(node, shapes[i].name))
			return shapes[i].read(&shape);
	return true;
}
