/*
 * Painting properties. In: the values that the cascade gives an element, and
 * its parent's style. Out: its own. A value that is not understood is an
 * error: a drawing that comes out otherwise than on a screen is worse than
 * none. Source: SVG 1.1, chapters 11 (painting), 14.3 (clipping), 14.5.
 */
#include "svg_style.h"

#include <math.h>
#include <string.h>

#include "svg_color.h"
#include "svg_css.h"
#include "svg_text.h"

/* What readers of values need besides the value. */
struct reading {
	struct arena *arena;
	struct svg_style *style;
};

void
svg_style_init(struct svg_style *style, const struct svg_matrix *matrix)
{
	*style = (struct svg_style){
		.matrix = *matrix,
		.fill = { .kind = SVG_PAINT_COLOR, .opacity = 1,
		    .color_opacity = 1 },
		.stroke = { .kind = SVG_PAINT_NONE, .opacity = 1 },
		.stop = { .kind = SVG_PAINT_COLOR, .opacity = 1,
		    .color_opacity = 1 },
		.color = { .kind = SVG_PAINT_COLOR, .color_opacity = 1 },
		.opacity = 1, .stroke_width = 1, .miter_limit = 4,
	};
}

struct rgb
svg_ink_color(const struct svg_style *style, const struct svg_ink *ink,
    double *ret_opacity)
{
	const struct svg_ink *from = ink->is_current ? &style->color : ink;

	*ret_opacity = from->color_opacity * ink->opacity;
	return from->color;
}

bool
svg_fraction_read(const char *text, double *ret_fraction)
{
	double number;

	if (!svg_number(&text, &number))
		return false;
	if (*text == '%') {
		number /= 100;
		text++;
	}
	if (text[strspn(text, " ")] != '\0')
		return false;
	*ret_fraction = number < 0 ? 0 : number > 1 ? 1 : number;
	return true;
}

/* url(#id), with or without quotes; *text is then behind it. */
static bool
reference_read(struct arena *arena, const char **text, const char **ret_id)
{
	const char *at = *text;
	size_t len;

	if (strncasecmp(at, "url(", 4) != 0)
		return false;
	at += 4;
	at += strspn(at, "'\" ");
	if (*at++ != '#')
		return false;
	len = strcspn(at, "'\") ");
	*ret_id = arena_copy(arena, at, len);
	at += len + strspn(at + len, "'\" ");
	if (*at++ != ')')
		return false;
	*text = at + strspn(at, " ");
	return true;
}

/* none, currentColor or a colour. */
static bool
plain_ink_read(const char *text, struct svg_ink *ink,
    enum svg_paint_kind *ret_kind)
{
	*ret_kind = strcmp(text, "none") == 0 ? SVG_PAINT_NONE :
	    SVG_PAINT_COLOR;
	ink->is_current = strcasecmp(text, "currentColor") == 0;
	return *ret_kind == SVG_PAINT_NONE || ink->is_current ||
	    svg_color_read(text, &ink->color, &ink->color_opacity);
}

static bool
ink_read(struct reading *reading, const char *text, void *field)
{
	struct svg_ink *ink = field;

	if (!reference_read(reading->arena, &text, &ink->gradient))
		return plain_ink_read(text, ink, &ink->kind);
	ink->kind = ink->fallback = SVG_PAINT_GRADIENT;
	return *text == '\0' || plain_ink_read(text, ink, &ink->fallback);
}

/* What can only be a colour. */
static bool
color_read(struct reading *reading, const char *text, void *field)
{
	struct svg_ink *ink = field;
	enum svg_paint_kind kind;
	bool is_own = ink == &reading->style->color;

	if (is_own && strcasecmp(text, "currentColor") == 0)
		return true;
	return plain_ink_read(text, ink, &kind) && kind == SVG_PAINT_COLOR;
}

static bool
fraction_read(struct reading *reading, const char *text, void *field)
{
	(void)reading;
	return svg_fraction_read(text, field);
}

/* A percentage of the diagonal (SVG 1.1, section 7.10). */
static bool
offset_read(struct reading *reading, const char *text, void *field)
{
	const struct svg_style *style = reading->style;

	return svg_length_of(text, hypot(style->view_width,
	    style->view_height) / sqrt(2), field);
}

static bool
length_read(struct reading *reading, const char *text, void *field)
{
	return offset_read(reading, text, field) && *(double *)field >= 0;
}

static bool
dashes_read(struct reading *reading, const char *text, void *field)
{
	struct svg_style *style = field;

	(void)reading;
	style->dash_count = 0;
	if (strcmp(text, "none") == 0)
		return true;
	while (style->dash_count < SVG_DASHES_MAX &&
	    svg_number(&text, &style->dashes[style->dash_count])) {
		if (style->dashes[style->dash_count] < 0)
			return false;
		text += strncmp(text, "px", 2) == 0 ? 2 : 0;
		style->dash_count++;
	}
	return text[strspn(text, " ")] == '\0' && style->dash_count > 0;
}

/* The place of the word in a list "a b c", which is its number. */
static bool
word_number(const char *text, const char *words, uint8_t *ret_number)
{
	size_t len = strlen(text);
	uint8_t number = 0;

	while (*words != '\0') {
		size_t word = strcspn(words, " ");

		if (word == len && memcmp(words, text, len) == 0) {
			*ret_number = number;
			return true;
		}
		words += word + (words[word] == ' ');
		number++;
	}
	return false;
}

static bool
cap_read(struct reading *reading, const char *text, void *field)
{
	(void)reading;
	return word_number(text, "butt round square", field);
}

static bool
join_read(struct reading *reading, const char *text, void *field)
{
	(void)reading;
	return word_number(text, "miter round bevel", field);
}

static bool
rule_read(struct reading *reading, const char *text, void *field)
{
	uint8_t number;

	(void)reading;
	if (!word_number(text, "nonzero evenodd", &number))
		return false;
	*(bool *)field = number == 1;
	return true;
}

static bool
display_read(struct reading *reading, const char *text, void *field)
{
	(void)reading;
	*(bool *)field = strcmp(text, "none") == 0;
	return true;
}

static bool
visibility_read(struct reading *reading, const char *text, void *field)
{
	uint8_t number;

	(void)reading;
	if (!word_number(text, "visible hidden collapse", &number))
		return false;
	*(bool *)field = number > 0;
	return true;
}

static bool
clip_read(struct reading *reading, const char *text, void *field)
{
	const char **id = field;

	if (strcmp(text, "none") == 0)
		return true;
	return reference_read(reading->arena, &text, id) && *text == '\0';
}

static bool
none_read(struct reading *reading, const char *text, void *field)
{
	(void)reading;
	(void)field;
	return strcmp(text, "none") == 0 || strcmp(text, "normal") == 0;
}

/* Read in this order: the colour before what refers to it. */
static const struct {
	const char *name;
	bool (*read)(struct reading *, const char *, void *);
	size_t offset;
} properties[] = {
	{ "color", color_read, offsetof(struct svg_style, color) },
	{ "fill", ink_read, offsetof(struct svg_style, fill) },
	{ "fill-opacity", fraction_read,
	    offsetof(struct svg_style, fill.opacity) },
	{ "fill-rule", rule_read, offsetof(struct svg_style, is_even_odd) },
	{ "stroke", ink_read, offsetof(struct svg_style, stroke) },
	{ "stroke-opacity", fraction_read,
	    offsetof(struct svg_style, stroke.opacity) },
	{ "stroke-width", length_read,
	    offsetof(struct svg_style, stroke_width) },
	{ "stroke-linecap", cap_read, offsetof(struct svg_style, cap) },
	{ "stroke-linejoin", join_read, offsetof(struct svg_style, join) },
	{ "stroke-miterlimit", length_read,
	    offsetof(struct svg_style, miter_limit) },
	{ "stroke-dasharray", dashes_read, 0 },
	{ "stroke-dashoffset", offset_read,
	    offsetof(struct svg_style, dash_offset) },
	{ "stop-color", color_read, offsetof(struct svg_style, stop) },
	{ "stop-opacity", fraction_read,
	    offsetof(struct svg_style, stop.opacity) },
	{ "opacity", fraction_read, offsetof(struct svg_style, opacity) },
	{ "display", display_read, offsetof(struct svg_style, is_absent) },
	{ "visibility", visibility_read,
	    offsetof(struct svg_style, is_hidden) },
	{ "clip-path", clip_read, offsetof(struct svg_style, clip) },
	{ "clip-rule", rule_read,
	    offsetof(struct svg_style, is_clip_even_odd) },
	{ "mask", none_read, 0 }, { "filter", none_read, 0 },
	{ "mix-blend-mode", none_read, 0 }, { "marker", none_read, 0 },
	{ "marker-start", none_read, 0 }, { "marker-mid", none_read, 0 },
	{ "marker-end", none_read, 0 }, { "paint-order", none_read, 0 },
	{ "vector-effect", none_read, 0 },
};

enum { PROPERTY_COUNT = sizeof(properties) / sizeof(properties[0]) };
_Static_assert((int)PROPERTY_COUNT <= (int)SVG_PROPERTIES_MAX,
    "values have no room");

int
svg_property_find(const char *name, size_t len)
{
	int i;

	for (i = 0; i < PROPERTY_COUNT; i++)
		if (strlen(properties[i].name) == len &&
		    memcmp(properties[i].name, name, len) == 0)
			return i;
	return -1;
}

bool
svg_style_read(struct svg_css *css, struct svg_tree *tree,
    struct svg_node *node, const struct svg_style *parent,
    struct svg_style *ret_style)
{
	const char *const *values = svg_css_values(css, node);
	const char *text = svg_node_get(node, "transform");
	struct reading reading = { tree->arena, ret_style };
	struct svg_matrix own;
	int i;

	if (values == NULL)
		return false;
	*ret_style = *parent;
	ret_style->opacity = 1;
	ret_style->is_absent = false;
	ret_style->clip = NULL;
	for (i = 0; i < PROPERTY_COUNT; i++)
		if (values[i] != NULL && strcmp(values[i], "inherit") != 0 &&
		    !properties[i].read(&reading, values[i],
		    (char *)ret_style + properties[i].offset))
			return svg_refuse(tree, node,
			    "%s=\"%.60s\" is not drawn%s", properties[i].name,
			    values[i], properties[i].read == none_read ?
			    "; expand it into paths" : "");
	if (text == NULL)
		return true;
	if (!svg_matrix_read(text, &own))
		return svg_refuse(tree, node,
		    "transform=\"%.60s\" cannot be read", text);
	ret_style->matrix = svg_matrix_multiply(&ret_style->matrix, &own);
	return true;
}
