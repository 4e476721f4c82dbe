/*
 * Colours. In: the text of a colour. Out: red, green, blue in bytes and how
 * opaque it is.
 */
#include "svg_color.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "svg_text.h"

struct named {
	const char *name;
	uint32_t rgb;
};

/* In the order of names, to be searched by halves. */
static const struct named names[] = {
	{ "aliceblue", 0xf0f8ff }, { "antiquewhite", 0xfaebd7 },
	{ "aqua", 0x00ffff }, { "aquamarine", 0x7fffd4 },
	{ "azure", 0xf0ffff }, { "beige", 0xf5f5dc }, { "bisque", 0xffe4c4 },
	{ "black", 0x000000 }, { "blanchedalmond", 0xffebcd },
	{ "blue", 0x0000ff }, { "blueviolet", 0x8a2be2 },
	{ "brown", 0xa52a2a }, { "burlywood", 0xdeb887 },
	{ "cadetblue", 0x5f9ea0 }, { "chartreuse", 0x7fff00 },
	{ "chocolate", 0xd2691e }, { "coral", 0xff7f50 },
	{ "cornflowerblue", 0x6495ed }, { "cornsilk", 0xfff8dc },
	{ "crimson", 0xdc143c }, { "cyan", 0x00ffff },
	{ "darkblue", 0x00008b }, { "darkcyan", 0x008b8b },
	{ "darkgoldenrod", 0xb8860b }, { "darkgray", 0xa9a9a9 },
	{ "darkgreen", 0x006400 }, { "darkgrey", 0xa9a9a9 },
	{ "darkkhaki", 0xbdb76b }, { "darkmagenta", 0x8b008b },
	{ "darkolivegreen", 0x556b2f }, { "darkorange", 0xff8c00 },
	{ "darkorchid", 0x9932cc }, { "darkred", 0x8b0000 },
	{ "darksalmon", 0xe9967a }, { "darkseagreen", 0x8fbc8f },
	{ "darkslateblue", 0x483d8b }, { "darkslategray", 0x2f4f4f },
	{ "darkslategrey", 0x2f4f4f }, { "darkturquoise", 0x00ced1 },
	{ "darkviolet", 0x9400d3 }, { "deeppink", 0xff1493 },
	{ "deepskyblue", 0x00bfff }, { "dimgray", 0x696969 },
	{ "dimgrey", 0x696969 }, { "dodgerblue", 0x1e90ff },
	{ "firebrick", 0xb22222 }, { "floralwhite", 0xfffaf0 },
	{ "forestgreen", 0x228b22 }, { "fuchsia", 0xff00ff },
	{ "gainsboro", 0xdcdcdc }, { "ghostwhite", 0xf8f8ff },
	{ "gold", 0xffd700 }, { "goldenrod", 0xdaa520 }, { "gray", 0x808080 },
	{ "green", 0x008000 }, { "greenyellow", 0xadff2f },
	{ "grey", 0x808080 }, { "honeydew", 0xf0fff0 },
	{ "hotpink", 0xff69b4 }, { "indianred", 0xcd5c5c },
	{ "indigo", 0x4b0082 }, { "ivory", 0xfffff0 }, { "khaki", 0xf0e68c },
	{ "lavender", 0xe6e6fa }, { "lavenderblush", 0xfff0f5 },
	{ "lawngreen", 0x7cfc00 }, { "lemonchiffon", 0xfffacd },
	{ "lightblue", 0xadd8e6 }, { "lightcoral", 0xf08080 },
	{ "lightcyan", 0xe0ffff }, { "lightgoldenrodyellow", 0xfafad2 },
	{ "lightgray", 0xd3d3d3 }, { "lightgreen", 0x90ee90 },
	{ "lightgrey", 0xd3d3d3 }, { "lightpink", 0xffb6c1 },
	{ "lightsalmon", 0xffa07a }, { "lightseagreen", 0x20b2aa },
	{ "lightskyblue", 0x87cefa }, { "lightslategray", 0x778899 },
	{ "lightslategrey", 0x778899 }, { "lightsteelblue", 0xb0c4de },
	{ "lightyellow", 0xffffe0 }, { "lime", 0x00ff00 },
	{ "limegreen", 0x32cd32 }, { "linen", 0xfaf0e6 },
	{ "magenta", 0xff00ff }, { "maroon", 0x800000 },
	{ "mediumaquamarine", 0x66cdaa }, { "mediumblue", 0x0000cd },
	{ "mediumorchid", 0xba55d3 }, { "mediumpurple", 0x9370db },
	{ "mediumseagreen", 0x3cb371 }, { "mediumslateblue", 0x7b68ee },
	{ "mediumspringgreen", 0x00fa9a }, { "mediumturquoise", 0x48d1cc },
	{ "mediumvioletred", 0xc71585 }, { "midnightblue", 0x191970 },
	{ "mintcream", 0xf5fffa }, { "mistyrose", 0xffe4e1 },
	{ "moccasin", 0xffe4b5 }, { "navajowhite", 0xffdead },
	{ "navy", 0x000080 }, { "oldlace", 0xfdf5e6 }, { "olive", 0x808000 },
	{ "olivedrab", 0x6b8e23 }, { "orange", 0xffa500 },
	{ "orangered", 0xff4500 }, { "orchid", 0xda70d6 },
	{ "palegoldenrod", 0xeee8aa }, { "palegreen", 0x98fb98 },
	{ "paleturquoise", 0xafeeee }, { "palevioletred", 0xdb7093 },
	{ "papayawhip", 0xffefd5 }, { "peachpuff", 0xffdab9 },
	{ "peru", 0xcd853f }, { "pink", 0xffc0cb }, { "plum", 0xdda0dd },
	{ "powderblue", 0xb0e0e6 }, { "purple", 0x800080 },
	{ "rebeccapurple", 0x663399 }, { "red", 0xff0000 },
	{ "rosybrown", 0xbc8f8f }, { "royalblue", 0x4169e1 },
	{ "saddlebrown", 0x8b4513 }, { "salmon", 0xfa8072 },
	{ "sandybrown", 0xf4a460 }, { "seagreen", 0x2e8b57 },
	{ "seashell", 0xfff5ee }, { "sienna", 0xa0522d },
	{ "silver", 0xc0c0c0 }, { "skyblue", 0x87ceeb },
	{ "slateblue", 0x6a5acd }, { "slategray", 0x708090 },
	{ "slategrey", 0x708090 }, { "snow", 0xfffafa },
	{ "springgreen", 0x00ff7f }, { "steelblue", 0x4682b4 },
	{ "tan", 0xd2b48c }, { "teal", 0x008080 }, { "thistle", 0xd8bfd8 },
	{ "tomato", 0xff6347 }, { "turquoise", 0x40e0d0 },
	{ "violet", 0xee82ee }, { "wheat", 0xf5deb3 }, { "white", 0xffffff },
	{ "whitesmoke", 0xf5f5f5 }, { "yellow", 0xffff00 },
	{ "yellowgreen", 0x9acd32 },};

static int
compare_name(const void *key, const void *row)
{
	return strcasecmp(key, ((const struct named *)row)->name);
}

static struct rgb
rgb_of(uint32_t rgb)
{
	return (struct rgb){ (uint8_t)(rgb >> 16), (uint8_t)(rgb >> 8),
		(uint8_t)rgb };
}

static bool
hex_color(const char *text, struct rgb *ret_color, double *ret_opacity)
{
	const size_t len = strlen(text);
	char digits[9] = "", *end;
	unsigned long number;
	size_t i;

	if (strspn(text, "0123456789abcdefABCDEF") != len ||
	    (len != 3 && len != 4 && len != 6 && len != 8))
		return false;
	for (i = 0; i < len && len <= 4; i++)
		digits[2 * i] = digits[2 * i + 1] = text[i];
	if (len > 4)
		memcpy(digits, text, len);
	if (len == 3 || len == 6)
		memcpy(digits + 6, "ff", 2);
	number = strtoul(digits, &end, 16);
	*ret_color = rgb_of((uint32_t)(number >> 8));
	*ret_opacity = (double)(number & 255) / 255;
	return true;
}

/* A number, or a percentage of `whole`. */
static bool
part_read(const char **at, double whole, double *ret_part)
{
	if (!svg_number(at, ret_part))
		return false;
	if (**at == '%') {
		*ret_part *= whole / 100;
		++*at;
	}
	return true;
}

static double
within(double number, double most)
{
	return number < 0 ? 0 : number > most ? most : number;
}

/* What may stand behind three parts: ", .5)", " / 50%)", ")". */
static bool
opacity_read(const char *at, double *ret_opacity)
{
	*ret_opacity = 1;
	at += strspn(at, " ");
	if (*at != ')') {
		at += strspn(at, "/ ");
		if (!part_read(&at, 1, ret_opacity))
			return false;
		at += strspn(at, " ");
	}
	*ret_opacity = within(*ret_opacity, 1);
	return strcmp(at, ")") == 0;
}

static bool
rgb_color(const char *at, struct rgb *ret_color, double *ret_opacity)
{
	uint8_t parts[3];
	double part;
	size_t i;

	for (i = 0; i < 3; i++) {
		if (!part_read(&at, 255, &part))
			return false;
		parts[i] = (uint8_t)lround(within(part, 255));
	}
	*ret_color = (struct rgb){ parts[0], parts[1], parts[2] };
	return opacity_read(at, ret_opacity);
}

/* CSS Color Module Level 4, section 7.1. */
static uint8_t
hsl_part(double n, double hue, double saturation, double lightness)
{
	const double k = fmod(n + hue / 30, 12);
	const double reach = saturation * fmin(lightness, 1 - lightness);

	return (uint8_t)lround(255 * (lightness - reach *
	    fmax(-1, fmin(fmin(k - 3, 9 - k), 1))));
}

static bool
hsl_color(const char *at, struct rgb *ret_color, double *ret_opacity)
{
	double hue, saturation, lightness;

	if (!svg_number(&at, &hue))
		return false;
	at += strncmp(at, "deg", 3) == 0 ? 3 : 0;
	if (!part_read(&at, 1, &saturation) || !part_read(&at, 1, &lightness))
		return false;
	hue = fmod(hue, 360);
	hue += hue < 0 ? 360 : 0;
	saturation = within(saturation, 1);
	lightness = within(lightness, 1);
	*ret_color = (struct rgb){ hsl_part(0, hue, saturation, lightness),
		hsl_part(8, hue, saturation, lightness),
		hsl_part(4, hue, saturation, lightness) };
	return opacity_read(at, ret_opacity);
}

bool
svg_color_read(const char *text, struct rgb *ret_color, double *ret_opacity)
{
	static const struct {
		const char *start;
		bool (*read)(const char *, struct rgb *, double *);
	} forms[] = {
		{ "#", hex_color }, { "rgb(", rgb_color },
		{ "rgba(", rgb_color }, { "hsl(", hsl_color },
		{ "hsla(", hsl_color },
	};
	const struct named *found;
	size_t i;

	*ret_opacity = 1;
	for (i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		const size_t len = strlen(forms[i].start);

		if (strncasecmp(text, forms[i].start, len) == 0)
			return forms[i].read(text + len, ret_color,
			    ret_opacity);
	}
	if (strcasecmp(text, "transparent") == 0) {
		*ret_color = (struct rgb){ 0, 0, 0 };
		*ret_opacity = 0;
		return true;
	}
	found = bsearch(text, names, sizeof(names) / sizeof(names[0]),
	    sizeof(names[0]), compare_name);
	if (found != NULL)
		*ret_color = rgb_of(found->rgb);
	return found != NULL;
}
