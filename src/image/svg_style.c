/*
 * Painting properties. In: attributes of an element and its parent's style.
 * Out: its own. A value that is not understood is an error: a drawing that
 * comes out otherwise than on a screen is worse than none.
 * Source: SVG 1.1, chapters 11 (painting) and 6.4 (style attribute).
 */
#include "svg_style.h"

#include <stddef.h>
#include <string.h>

#include "svg_text.h"
#include "xml_scan.h"

static const struct {
	const char *name;
	struct rgb color;
} names[] = {
	{ "aqua", { 0, 255, 255 } }, { "black", { 0, 0, 0 } },
	{ "blue", { 0, 0, 255 } }, { "currentColor", { 0, 0, 0 } },
	{ "fuchsia", { 255, 0, 255 } }, { "gray", { 128, 128, 128 } },
	{ "green", { 0, 128, 0 } }, { "grey", { 128, 128, 128 } },
	{ "lime", { 0, 255, 0 } }, { "maroon", { 128, 0, 0 } },
	{ "navy", { 0, 0, 128 } }, { "olive", { 128, 128, 0 } },
	{ "orange", { 255, 165, 0 } }, { "purple", { 128, 0, 128 } },
	{ "red", { 255, 0, 0 } }, { "silver", { 192, 192, 192 } },
	{ "teal", { 0, 128, 128 } }, { "white", { 255, 255, 255 } },
	{ "yellow", { 255, 255, 0 } },
};

void
svg_style_init(struct svg_style *style, const struct svg_matrix *matrix)
{
	*style = (struct svg_style){
		.matrix = *matrix,
		.fill = { .kind = SVG_PAINT_COLOR, .opacity = 1 },
		.stroke = { .kind = SVG_PAINT_NONE, .opacity = 1 },
		.opacity = 1, .stroke_width = 1, .miter_limit = 4,
	};
}

/* The value of a declaration in style="a: b; c: d", or NULL. */
static const char *
find_declaration(const struct xml_scan *scan, const char *style,
    const char *name)
{
	const size_t name_len = strlen(name);
	const char *found = NULL;

	while (*style != '\0') {
		size_t len = strcspn(style, ";");
		const char *at = style + strspn(style, " ");

		style += len + (style[len] == ';');
		if (strncmp(at, name, name_len) != 0)
			continue;
		at += name_len;
		at += strspn(at, " ");
		if (*at++ != ':')
			continue;
		at += strspn(at, " ");
		len = strcspn(at, ";");
		while (len > 0 && at[len - 1] == ' ')
			len--;
		found = arena_copy(scan->arena, at, len);
	}
	return found;
}

const char *
svg_property(const struct xml_scan *scan, const char *name)
{
	const char *style = xml_scan_find(scan, "style");
	const char *value = style != NULL ?
	    find_declaration(scan, style, name) : NULL;

	return value != NULL ? value : xml_scan_find(scan, name);
}

static bool
hex_digit(char c, uint8_t *ret_digit)
{
	static const char digits[] = "0123456789abcdef";
	const char *found = c == '\0' ? NULL :
	    strchr(digits, c >= 'A' && c <= 'F' ? c + 32 : c);

	if (found == NULL)
		return false;
	*ret_digit = (uint8_t)(found - digits);
	return true;
}

static bool
hex_color(const char *text, struct rgb *ret_color)
{
	uint8_t digits[6];
	size_t i, len = strlen(text);

	if (len != 3 && len != 6)
		return false;
	for (i = 0; i < len; i++)
		if (!hex_digit(text[i], &digits[i]))
			return false;
	*ret_color = len == 3 ? (struct rgb){ (uint8_t)(digits[0] * 17),
		(uint8_t)(digits[1] * 17), (uint8_t)(digits[2] * 17) } :
	    (struct rgb){ (uint8_t)(digits[0] * 16 + digits[1]),
		(uint8_t)(digits[2] * 16 + digits[3]),
		(uint8_t)(digits[4] * 16 + digits[5]) };
	return true;
}

/* "255, 0, 0)" */
static bool
rgb_color(const char *text, struct rgb *ret_color)
{
	uint8_t parts[3];
	double number;
	size_t i;

	for (i = 0; i < 3; i++) {
		if (!svg_number(&text, &number) || number < 0 || number > 255)
			return false;
		parts[i] = (uint8_t)(number + 0.5);
	}
	*ret_color = (struct rgb){ parts[0], parts[1], parts[2] };
	text += strspn(text, " ");
	return strcmp(text, ")") == 0;
}

bool
svg_color_read(const char *text, struct rgb *ret_color)
{
	size_t i;

	if (text[0] == '#')
		return hex_color(text + 1, ret_color);
	if (strncmp(text, "rgb(", 4) == 0)
		return rgb_color(text + 4, ret_color);
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(text, names[i].name) == 0) {
			*ret_color = names[i].color;
			return true;
		}
	return false;
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

/* url(#id), with or without quotes. */
static bool
reference_read(const struct xml_scan *scan, const char *text,
    const char **ret_id)
{
	size_t len;

	if (strncmp(text, "url(", 4) != 0)
		return false;
	text += 4;
	text += strspn(text, "'\" ");
	if (*text++ != '#')
		return false;
	len = strcspn(text, "'\") ");
	*ret_id = arena_copy(scan->arena, text, len);
	text += len + strspn(text + len, "'\" ");
	return strcmp(text, ")") == 0;
}

static bool
ink_read(const struct xml_scan *scan, const char *text, void *field)
{
	struct svg_ink *ink = field;

	if (strcmp(text, "none") == 0 || strcmp(text, "transparent") == 0) {
		ink->kind = SVG_PAINT_NONE;
		return true;
	}
	ink->kind = SVG_PAINT_COLOR;
	if (svg_color_read(text, &ink->color))
		return true;
	ink->kind = SVG_PAINT_GRADIENT;
	return reference_read(scan, text, &ink->gradient);
}

static bool
fraction_read(const struct xml_scan *scan, const char *text, void *field)
{
	(void)scan;
	return svg_fraction_read(text, field);
}

static bool
length_read(const struct xml_scan *scan, const char *text, void *field)
{
	(void)scan;
	return svg_length(text, field) && *(double *)field >= 0;
}

static bool
offset_read(const struct xml_scan *scan, const char *text, void *field)
{
	(void)scan;
	return svg_length(text, field);
}

static bool
dashes_read(const struct xml_scan *scan, const char *text, void *field)
{
	struct svg_style *style = field;

	(void)scan;
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
cap_read(const struct xml_scan *scan, const char *text, void *field)
{
	(void)scan;
	return word_number(text, "butt round square", field);
}

static bool
join_read(const struct xml_scan *scan, const char *text, void *field)
{
	(void)scan;
	return word_number(text, "miter round bevel", field);
}

static bool
rule_read(const struct xml_scan *scan, const char *text, void *field)
{
	uint8_t number;

	(void)scan;
	if (!word_number(text, "nonzero evenodd", &number))
		return false;
	*(bool *)field = number == 1;
	return true;
}

static bool
display_read(const struct xml_scan *scan, const char *text, void *field)
{
	(void)scan;
	*(bool *)field = *(bool *)field || strcmp(text, "none") == 0 ||
	    strcmp(text, "hidden") == 0;
	return true;
}

static bool
none_read(const struct xml_scan *scan, const char *text, void *field)
{
	(void)scan;
	(void)field;
	return strcmp(text, "none") == 0 || strcmp(text, "normal") == 0;
}

static const struct {
	const char *name;
	bool (*read)(const struct xml_scan *, const char *, void *);
	size_t offset;
} properties[] = {
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
	{ "opacity", fraction_read, offsetof(struct svg_style, opacity) },
	{ "display", display_read, offsetof(struct svg_style, is_hidden) },
	{ "visibility", display_read, offsetof(struct svg_style, is_hidden) },
	{ "clip-path", none_read, 0 }, { "mask", none_read, 0 },
	{ "filter", none_read, 0 }, { "mix-blend-mode", none_read, 0 },
	{ "marker-start", none_read, 0 }, { "marker-mid", none_read, 0 },
	{ "marker-end", none_read, 0 },
};

bool
svg_style_read(const struct svg_style *parent, const struct xml_scan *scan,
    struct svg_style *ret_style)
{
	struct svg_style style = *parent;
	const char *text = xml_scan_find(scan, "transform");
	struct svg_matrix own;
	size_t i;

	style.opacity = 1;
	for (i = 0; i < sizeof(properties) / sizeof(properties[0]); i++) {
		const char *value = svg_property(scan, properties[i].name);

		if (value != NULL && strcmp(value, "inherit") != 0 &&
		    !properties[i].read(scan, value,
		    (char *)&style + properties[i].offset))
			return xml_scan_refuse(scan, scan->tag,
			    "%s=\"%.60s\" is not drawn",
			    properties[i].name, value);
	}
	if (text != NULL) {
		if (!svg_matrix_read(text, &own))
			return xml_scan_refuse(scan, scan->tag,
			    "transform=\"%.60s\" cannot be read", text);
		style.matrix = svg_matrix_multiply(&style.matrix, &own);
	}
	*ret_style = style;
	return true;
}
