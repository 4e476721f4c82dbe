/*
 * SVG drawings. In: the file of an asset. Out: its shapes in whole units, in
 * the order of painting.
 *
 * The file is read twice: first the gradients, which may stand behind what
 * uses them, then the shapes. Styles stand on a stack as deep as elements may
 * be nested. A skipped element (definitions, descriptions, other namespaces)
 * is skipped with all in it.
 * Source: SVG 1.1, chapters 5, 9, 13.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "svg_style.h"
#include "svg_text.h"
#include "xml_scan.h"

enum { GRADIENTS_MAX = 256, STOPS_MAX = 64, ITEMS_MAX = 200000 };

/* A gradient as it is written; numbers are fractions or user units. */
struct gradient {
	const char *id, *base;		/* base: takes its stops from there */
	bool is_radial, is_user_space;
	double numbers[5];		/* x1 y1 x2 y2, or cx cy r fx fy */
	bool has_focus[2];
	struct svg_matrix matrix;
	struct svg_stop stops[STOPS_MAX];
	uint32_t stop_count;
	double stop_opacity;		/* one for all */
};

struct drawer {
	struct xml_scan scan;
	struct arena *arena;
	struct svg_drawing *drawing;
	struct gradient *gradients;
	uint32_t gradient_count;
	struct svg_item *items;
	uint32_t item_count, item_size;
	struct svg_style styles[XML_DEPTH_MAX + 1];	/* by depth */
	bool is_group[XML_DEPTH_MAX + 1];
};

static bool __attribute__((format(printf, 2, 3)))
refuse(const struct xml_scan *scan, const char *format, ...)
{
	char text[128];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	return xml_scan_refuse(scan, scan->tag, "%s", text);
}

/* Passes everything up to the end of the element that was just started. */
static bool
skip_element(struct xml_scan *scan)
{
	const uint32_t depth = scan->depth - 1;
	enum xml_event event;

	do
		event = xml_scan_next(scan);
	while (event != XML_FAULT && event != XML_DONE &&
	    !(event == XML_END && scan->depth == depth));
	return event == XML_END;
}

/* Gradients */

static bool
stop_add(struct drawer *drawer, struct gradient *gradient)
{
	struct xml_scan *scan = &drawer->scan;
	const char *offset = xml_scan_find(scan, "offset");
	const char *color = svg_property(scan, "stop-color");
	const char *opacity = svg_property(scan, "stop-opacity");
	struct svg_stop stop = { 0 };
	double see_through = 1;

	if (gradient->stop_count == STOPS_MAX)
		return refuse(scan, "a gradient has too many stops");
	if ((offset != NULL && !svg_fraction_read(offset, &stop.offset)) ||
	    (color != NULL && !svg_color_read(color, &stop.color)) ||
	    (opacity != NULL && !svg_fraction_read(opacity, &see_through)))
		return refuse(scan, "a gradient's stop cannot be read");
	if (gradient->stop_count > 0) {
		const struct svg_stop *before =
		    &gradient->stops[gradient->stop_count - 1];

		if (see_through != gradient->stop_opacity)
			return refuse(scan, "a gradient that changes its "
			    "opacity is not drawn");
		if (stop.offset < before->offset)
			stop.offset = before->offset;
	}
	gradient->stop_opacity = see_through;
	gradient->stops[gradient->stop_count++] = stop;
	return true;
}

static bool
read_stops(struct drawer *drawer, struct gradient *gradient)
{
	struct xml_scan *scan = &drawer->scan;
	const uint32_t depth = scan->depth - 1;
	enum xml_event event;

	for (;;) {
		event = xml_scan_next(scan);
		if (event == XML_FAULT || event == XML_DONE)
			return false;
		if (event == XML_END && scan->depth == depth)
			return true;
		if (event == XML_START && strcmp(scan->name, "stop") == 0 &&
		    !stop_add(drawer, gradient))
			return false;
	}
}

/* Fractions of the shape's box may be percentages; user units are lengths. */
static bool
read_place(const struct xml_scan *scan, const char *name, bool is_user_space,
    double *number)
{
	const char *text = xml_scan_find(scan, name);
	const char *at = text;

	if (text == NULL)
		return true;
	if (is_user_space)
		return svg_length(text, number);
	if (!svg_number(&at, number))
		return false;
	if (*at == '%') {
		*number /= 100;
		at++;
	}
	return *at == '\0';
}

static bool
read_places(const struct xml_scan *scan, struct gradient *gradient)
{
	static const char *const linear[] = { "x1", "y1", "x2", "y2" };
	static const char *const radial[] = { "cx", "cy", "r", "fx", "fy" };
	const char *const *places = gradient->is_radial ? radial : linear;
	size_t i, count = gradient->is_radial ? 5 : 4;

	for (i = 0; i < count; i++) {
		if (gradient->is_radial && i >= 3 &&
		    xml_scan_find(scan, places[i]) == NULL)
			gradient->numbers[i] = gradient->numbers[i - 3];
		if (!read_place(scan, places[i], gradient->is_user_space,
		    &gradient->numbers[i]))
			return refuse(scan, "%s of a gradient cannot be read",
			    places[i]);
	}
	return true;
}

static bool
gradient_read(struct drawer *drawer, bool is_radial)
{
	static const double linear[5] = { 0, 0, 1, 0, 0 };
	static const double radial[5] = { 0.5, 0.5, 0.5, 0.5, 0.5 };
	struct xml_scan *scan = &drawer->scan;
	const char *units = xml_scan_find(scan, "gradientUnits");
	const char *spread = xml_scan_find(scan, "spreadMethod");
	const char *transform = xml_scan_find(scan, "gradientTransform");
	const char *base = xml_scan_find(scan, "href");
	struct gradient *gradient;

	if (drawer->gradient_count == GRADIENTS_MAX)
		return refuse(scan, "there are too many gradients");
	gradient = &drawer->gradients[drawer->gradient_count++];
	*gradient = (struct gradient){ .id = xml_scan_find(scan, "id"),
		.is_radial = is_radial, .stop_opacity = 1,
		.matrix = { 1, 0, 0, 1, 0, 0 } };
	memcpy(gradient->numbers, is_radial ? radial : linear,
	    sizeof(linear));
	gradient->is_user_space =
	    units != NULL && strcmp(units, "userSpaceOnUse") == 0;
	if (base == NULL)
		base = xml_scan_find(scan, "xlink:href");
	if (base != NULL && base[0] == '#')
		gradient->base = base + 1;
	if (spread != NULL && strcmp(spread, "pad") != 0)
		return refuse(scan, "spreadMethod=\"%.20s\" is not drawn",
		    spread);
	if (transform != NULL &&
	    !svg_matrix_read(transform, &gradient->matrix))
		return refuse(scan, "gradientTransform cannot be read");
	return read_places(scan, gradient) && read_stops(drawer, gradient);
}

static const struct gradient *
gradient_find(const struct drawer *drawer, const char *id)
{
	uint32_t i;

	for (i = 0; i < drawer->gradient_count; i++)
		if (drawer->gradients[i].id != NULL &&
		    strcmp(drawer->gradients[i].id, id) == 0)
			return &drawer->gradients[i];
	return NULL;
}

/* The gradient whose stops are used: it or one that it is based on. */
static const struct gradient *
gradient_with_stops(const struct drawer *drawer,
    const struct gradient *gradient)
{
	uint32_t turns;

	for (turns = 0; gradient != NULL && gradient->stop_count == 0 &&
	    turns < GRADIENTS_MAX; turns++)
		gradient = gradient->base != NULL ?
		    gradient_find(drawer, gradient->base) : NULL;
	return gradient != NULL && gradient->stop_count > 0 ? gradient : NULL;
}

static bool
read_gradients(struct drawer *drawer, const struct image_bytes *file,
    struct image_fault *fault)
{
	struct xml_scan *scan = &drawer->scan;
	enum xml_event event;

	drawer->gradients =
	    mem_alloc(GRADIENTS_MAX * sizeof(*drawer->gradients));
	xml_scan_init(scan, file, drawer->arena, fault);
	while ((event = xml_scan_next(scan)) != XML_DONE) {
		bool is_linear, is_radial;

		if (event == XML_FAULT)
			return false;
		if (event != XML_START)
			continue;
		is_linear = strcmp(scan->name, "linearGradient") == 0;
		is_radial = strcmp(scan->name, "radialGradient") == 0;
		if ((is_linear || is_radial) &&
		    !gradient_read(drawer, is_radial))
			return false;
	}
	return true;
}

/* Shapes */

/* A length of the element; 0 where it has none. */
static bool
read_length(const struct xml_scan *scan, const char *name, double *ret_length)
{
	const char *text = xml_scan_find(scan, name);

	*ret_length = 0;
	if (text == NULL || svg_length(text, ret_length))
		return true;
	return refuse(scan, "%s=\"%.40s\" cannot be read", name, text);
}

static bool
draw_path(const struct xml_scan *scan, struct svg_path *path)
{
	const char *data = xml_scan_find(scan, "d");

	if (data == NULL || svg_path_read(path, data))
		return true;
	return refuse(scan, "the data of a path is not well-formed");
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

static bool
draw_rect(const struct xml_scan *scan, struct svg_path *path)
{
	double width, height, rx, ry;
	struct svg_box box;

	if (!read_length(scan, "x", &box.x1) ||
	    !read_length(scan, "y", &box.y1) ||
	    !read_length(scan, "width", &width) ||
	    !read_length(scan, "height", &height) ||
	    !read_length(scan, "rx", &rx) || !read_length(scan, "ry", &ry))
		return false;
	if (width <= 0 || height <= 0)
		return true;
	box.x2 = box.x1 + width;
	box.y2 = box.y1 + height;
	/* SVG 1.1, section 9.2: one radius stands for both. */
	if (xml_scan_find(scan, "rx") == NULL)
		rx = ry;
	if (xml_scan_find(scan, "ry") == NULL)
		ry = rx;
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
draw_circle(const struct xml_scan *scan, struct svg_path *path)
{
	double cx, cy, r;

	if (!read_length(scan, "cx", &cx) || !read_length(scan, "cy", &cy) ||
	    !read_length(scan, "r", &r))
		return false;
	if (r > 0)
		svg_path_ellipse(path, cx, cy, r, r);
	return true;
}

static bool
draw_ellipse(const struct xml_scan *scan, struct svg_path *path)
{
	double cx, cy, rx, ry;

	if (!read_length(scan, "cx", &cx) || !read_length(scan, "cy", &cy) ||
	    !read_length(scan, "rx", &rx) || !read_length(scan, "ry", &ry))
		return false;
	if (rx > 0 && ry > 0)
		svg_path_ellipse(path, cx, cy, rx, ry);
	return true;
}

static bool
draw_line(const struct xml_scan *scan, struct svg_path *path)
{
	double x1, y1, x2, y2;

	if (!read_length(scan, "x1", &x1) || !read_length(scan, "y1", &y1) ||
	    !read_length(scan, "x2", &x2) || !read_length(scan, "y2", &y2))
		return false;
	svg_path_move(path, x1, y1);
	svg_path_line(path, x2, y2);
	return true;
}

static bool
draw_polyline(const struct xml_scan *scan, struct svg_path *path)
{
	const char *text = xml_scan_find(scan, "points");
	double x, y;

	while (text != NULL && svg_number(&text, &x)) {
		if (!svg_number(&text, &y))
			return refuse(scan, "points are not pairs");
		if (path->count == 0)
			svg_path_move(path, x, y);
		else
			svg_path_line(path, x, y);
	}
	if (text != NULL && text[strspn(text, " ")] != '\0')
		return refuse(scan, "points cannot be read");
	return true;
}

static bool
draw_polygon(const struct xml_scan *scan, struct svg_path *path)
{
	if (!draw_polyline(scan, path))
		return false;
	if (path->count > 0)
		svg_path_close(path);
	return true;
}

static const struct {
	const char *name;
	bool (*draw)(const struct xml_scan *, struct svg_path *);
} shapes[] = {
	{ "path", draw_path }, { "rect", draw_rect },
	{ "circle", draw_circle }, { "ellipse", draw_ellipse },
	{ "line", draw_line }, { "polyline", draw_polyline },
	{ "polygon", draw_polygon },
};

/* Items */

static struct svg_item *
item_add(struct drawer *drawer, enum svg_item_kind kind)
{
	if (drawer->item_count == drawer->item_size) {
		uint32_t size =
		    drawer->item_size != 0 ? 2 * drawer->item_size : 16;
		struct svg_item *items =
		    ARENA_ARRAY(drawer->arena, struct svg_item, size);

		if (drawer->item_count > 0)
			memcpy(items, drawer->items,
			    drawer->item_count * sizeof(*items));
		drawer->items = items;
		drawer->item_size = size;
	}
	drawer->items[drawer->item_count].kind = kind;
	return &drawer->items[drawer->item_count++];
}

static uint16_t
per_mille(double fraction)
{
	return (uint16_t)lround(fraction * 1000);
}

/* The space of the gradient in units: its own, the shape's box, the shape's
 * user space. */
static void
place_gradient(const struct gradient *gradient,
    const struct svg_style *style, const struct svg_path *path,
    struct svg_gradient *placed)
{
	const struct svg_box box = svg_path_box(path);
	const struct svg_matrix to_box = { box.x2 - box.x1, 0, 0,
		box.y2 - box.y1, box.x1, box.y1 };
	struct svg_matrix matrix = style->matrix;
	const double *n = gradient->numbers;

	if (!gradient->is_user_space)
		matrix = svg_matrix_multiply(&matrix, &to_box);
	matrix = svg_matrix_multiply(&matrix, &gradient->matrix);
	memcpy(placed->matrix, &matrix, sizeof(placed->matrix));
	placed->is_radial = gradient->is_radial;
	placed->x1 = n[gradient->is_radial ? 3 : 0];
	placed->y1 = n[gradient->is_radial ? 4 : 1];
	placed->x2 = n[gradient->is_radial ? 0 : 2];
	placed->y2 = n[gradient->is_radial ? 1 : 3];
	placed->radius = n[2];
}

/* Whether a gradient has any width to spread over. */
static bool
is_spread(const struct svg_gradient *placed)
{
	const double *m = placed->matrix;
	size_t i;

	for (i = 0; i < 6; i++)
		if (!(fabs(m[i]) < 1e8))
			return false;
	return fabs(m[0] * m[3] - m[1] * m[2]) > 1e-6 && (placed->is_radial ?
	    placed->radius > 0 :
	    placed->x1 != placed->x2 || placed->y1 != placed->y2);
}

static bool
paint_with_gradient(struct drawer *drawer, const struct svg_style *style,
    const struct svg_path *path, struct svg_paint *paint)
{
	const struct gradient *gradient =
	    gradient_find(drawer, style->fill.gradient);
	const struct gradient *stops = gradient_with_stops(drawer, gradient);
	struct svg_gradient *placed;
	struct svg_stop *copy;

	if (stops == NULL)
		return refuse(&drawer->scan, "there is no gradient '%.40s'",
		    style->fill.gradient);
	placed = ARENA_NEW(drawer->arena, struct svg_gradient);
	place_gradient(gradient, style, path, placed);
	paint->opacity = per_mille(style->fill.opacity * stops->stop_opacity);
	paint->kind = SVG_PAINT_COLOR;
	paint->color = stops->stops[stops->stop_count - 1].color;
	/* SVG 1.1, section 13.2.4: one stop, or no extent, is the last colour. */
	if (stops->stop_count == 1 || !is_spread(placed))
		return true;
	copy = ARENA_ARRAY(drawer->arena, struct svg_stop, stops->stop_count);
	memcpy(copy, stops->stops, stops->stop_count * sizeof(*copy));
	placed->stops = copy;
	placed->stop_count = stops->stop_count;
	paint->kind = SVG_PAINT_GRADIENT;
	paint->gradient = placed;
	return true;
}

static bool
paint_stroke(struct drawer *drawer, const struct svg_style *style,
    struct svg_item *item)
{
	const struct svg_matrix *m = &style->matrix;
	/* A line's width under the matrix, where that is the same all ways. */
	const double scale = sqrt(fabs(m->a * m->d - m->b * m->c));
	int32_t sum = 0;
	uint32_t i;

	if (style->stroke.kind == SVG_PAINT_NONE || style->stroke_width == 0)
		return true;
	if (style->stroke.kind == SVG_PAINT_GRADIENT)
		return refuse(&drawer->scan,
		    "a line painted with a gradient is not drawn");
	if (fabs(hypot(m->a, m->b) - hypot(m->c, m->d)) > 0.01 * scale ||
	    fabs(m->a * m->c + m->b * m->d) > 0.01 * scale * scale)
		return refuse(&drawer->scan,
		    "a line that is stretched is not drawn");
	if (!(scale * style->stroke_width < 1e6))
		return refuse(&drawer->scan, "a line is too wide");
	item->stroke.kind = SVG_PAINT_COLOR;
	item->stroke.color = style->stroke.color;
	item->stroke.opacity = per_mille(style->stroke.opacity);
	item->stroke_width =
	    (uint32_t)lround(scale * style->stroke_width * 100);
	item->miter_limit = (uint32_t)lround(
	    fmax(1, fmin(style->miter_limit, 1000)) * 100);
	item->cap = style->cap;
	item->join = style->join;
	item->dash_offset = (int32_t)lround(fmax(-1e6,
	    fmin(scale * style->dash_offset, 1e6)) * 100);
	for (i = 0; i < style->dash_count; i++) {
		item->dashes[i] = (int32_t)lround(
		    fmin(scale * style->dashes[i], 1e6) * 100);
		sum += item->dashes[i];
	}
	/* Dashes without length are a whole line. */
	item->dash_count = sum > 0 ? (int32_t)style->dash_count : 0;
	return true;
}

static bool
paint(struct drawer *drawer, const struct svg_style *style,
    const struct svg_path *path)
{
	struct svg_item item = { .kind = SVG_SHAPE,
		.step_count = path->count,
		.is_even_odd = style->is_even_odd };

	item.fill.kind = style->fill.kind;
	item.fill.color = style->fill.color;
	item.fill.opacity = per_mille(style->fill.opacity);
	if (style->fill.kind == SVG_PAINT_GRADIENT &&
	    !paint_with_gradient(drawer, style, path, &item.fill))
		return false;
	if (!paint_stroke(drawer, style, &item))
		return false;
	if (!svg_path_steps(path, &style->matrix, &item.steps))
		return refuse(&drawer->scan,
		    "a shape reaches too far outside the drawing");
	if (drawer->item_count == ITEMS_MAX)
		return refuse(&drawer->scan, "there are too many shapes");
	*item_add(drawer, SVG_SHAPE) = item;
	return true;
}

/* A shape whose inside and outline are both see-through is a group, since its
 * two layers must not show through each other. */
static bool
draw_shape(struct drawer *drawer, struct svg_style *style,
    bool (*draw)(const struct xml_scan *, struct svg_path *))
{
	struct svg_path path;
	bool is_group = style->opacity < 1;

	svg_path_init(&path, drawer->arena);
	if (!draw(&drawer->scan, &path))
		return false;
	if (path.count == 0 || style->is_hidden || style->opacity == 0)
		return true;
	if (is_group && (style->fill.kind == SVG_PAINT_NONE ||
	    style->stroke.kind == SVG_PAINT_NONE)) {
		style->fill.opacity *= style->opacity;
		style->stroke.opacity *= style->opacity;
		is_group = false;
	}
	if (is_group)
		item_add(drawer, SVG_GROUP_START)->fill.opacity =
		    per_mille(style->opacity);
	if (!paint(drawer, style, &path))
		return false;
	if (is_group)
		item_add(drawer, SVG_GROUP_END);
	return true;
}

/* Definitions that only shapes refer to, and what is not for the eye. */
static bool
is_skipped(const char *name)
{
	static const char *const skipped[] = { "defs", "title", "desc",
		"metadata", "linearGradient", "radialGradient" };
	size_t i;

	for (i = 0; i < sizeof(skipped) / sizeof(skipped[0]); i++)
		if (strcmp(name, skipped[i]) == 0)
			return true;
	/* A prefix is another namespace: an editor's notes. */
	return strchr(name, ':') != NULL && strncmp(name, "svg:", 4) != 0;
}

static bool
start_element(struct drawer *drawer)
{
	struct xml_scan *scan = &drawer->scan;
	const uint32_t depth = scan->depth;
	struct svg_style *style = &drawer->styles[depth];
	size_t i;

	if (is_skipped(scan->name))
		return skip_element(scan);
	if (!svg_style_read(&drawer->styles[depth - 1], scan, style))
		return false;
	for (i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++)
		if (strcmp(scan->name, shapes[i].name) == 0)
			return draw_shape(drawer, style, shapes[i].draw);
	if (strcmp(scan->name, "text") == 0)
		return refuse(scan, "<text> is not drawn; convert it to paths");
	if (strcmp(scan->name, "g") != 0 && depth > 1)
		return refuse(scan, "<%.40s> is not drawn; use paths, shapes "
		    "and gradients", scan->name);
	drawer->is_group[depth] = style->opacity < 1;
	if (drawer->is_group[depth])
		item_add(drawer, SVG_GROUP_START)->fill.opacity =
		    per_mille(style->opacity);
	return true;
}

static void
end_element(struct drawer *drawer)
{
	/* The element's own depth: it is closed already. */
	const uint32_t depth = drawer->scan.depth + 1;

	if (drawer->is_group[depth])
		item_add(drawer, SVG_GROUP_END);
	drawer->is_group[depth] = false;
}

/* From the viewBox to units: the longer side of the picture is SVG_UNITS, the
 * box lies in the middle of it. SVG 1.1, section 7.8. */
static bool
start_drawing(struct drawer *drawer)
{
	const char *aspect =
	    xml_scan_find(&drawer->scan, "preserveAspectRatio");
	struct svg_viewport view;
	struct svg_matrix matrix;
	double unit, scale_x, scale_y;
	const char *wrong = svg_viewport_read(&drawer->scan, &view);

	if (wrong != NULL)
		return refuse(&drawer->scan, "%s", wrong);
	unit = SVG_UNITS / fmax(view.width_px, view.height_px);
	drawer->drawing->width = (uint32_t)fmax(1,
	    lround(view.width_px * unit));
	drawer->drawing->height = (uint32_t)fmax(1,
	    lround(view.height_px * unit));
	scale_x = view.width_px * unit / view.width;
	scale_y = view.height_px * unit / view.height;
	if (aspect == NULL || strncmp(aspect, "xMidYMid", 8) == 0)
		scale_x = scale_y = fmin(scale_x, scale_y);
	else if (strcmp(aspect, "none") != 0)
		return refuse(&drawer->scan,
		    "preserveAspectRatio=\"%.20s\" is not drawn", aspect);
	matrix = (struct svg_matrix){ scale_x, 0, 0, scale_y,
		(view.width_px * unit - view.width * scale_x) / 2 -
		view.x * scale_x,
		(view.height_px * unit - view.height * scale_y) / 2 -
		view.y * scale_y };
	svg_style_init(&drawer->styles[0], &matrix);
	return true;
}

static bool
read_shapes(struct drawer *drawer, const struct image_bytes *file,
    struct image_fault *fault)
{
	struct xml_scan *scan = &drawer->scan;
	enum xml_event event;

	xml_scan_init(scan, file, drawer->arena, fault);
	while ((event = xml_scan_next(scan)) != XML_DONE) {
		if (event == XML_FAULT)
			return false;
		if (event == XML_START && scan->depth == 1 &&
		    !start_drawing(drawer))
			return false;
		if (event == XML_START && !start_element(drawer))
			return false;
		if (event == XML_END)
			end_element(drawer);
	}
	return true;
}

bool
svg_load(const struct image_asset *asset, struct arena *arena,
    struct source_pos pos, struct diags *diags,
    struct svg_drawing *ret_drawing)
{
	struct image_fault fault = { "it is not SVG" };
	struct image_bytes file = { .len = asset->bytes };
	struct drawer *drawer;
	unsigned char *bytes = image_read_again(asset, diags);
	bool is_read;

	*ret_drawing = (struct svg_drawing){ 0 };
	if (bytes == NULL)
		return false;
	file.bytes = bytes;
	drawer = ARENA_NEW(arena, struct drawer);
	drawer->arena = arena;
	drawer->drawing = ret_drawing;
	is_read = read_gradients(drawer, &file, &fault) &&
	    read_shapes(drawer, &file, &fault);
	free(drawer->gradients);
	free(bytes);
	ret_drawing->items = drawer->items;
	ret_drawing->item_count = drawer->item_count;
	if (!is_read)
		diag_report(diags, DIAG_IMAGE_INVALID, pos,
		    "the picture '%s' cannot be printed: %s", asset->name,
		    fault.text);
	return is_read;
}
