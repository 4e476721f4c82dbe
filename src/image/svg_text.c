/*
 * Numbers and lengths of SVG attributes, and the size of a drawing. In: the
 * text of attributes. Out: numbers in user units.
 */
#include "svg_text.h"

#include <math.h>
#include <string.h>

/* Far beyond any drawing, and safe to scale and to convert. */
static const double NUMBER_MAX = 1e9;

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static const char *
skip_separator(const char *at)
{
	while (*at == ' ')
		at++;
	if (*at == ',')
		at++;
	while (*at == ' ')
		at++;
	return at;
}

/* An exponent, which "em" and "ex" are not; 0 when there is none. */
static int
read_exponent(const char **at)
{
	const char *p = *at;
	int exponent = 0, sign = 1;

	if (*p != 'e' && *p != 'E')
		return 0;
	p++;
	if (*p == '-' || *p == '+')
		sign = *p++ == '-' ? -1 : 1;
	if (!is_digit(*p))
		return 0;
	for (; is_digit(*p); p++)
		if (exponent < 100)
			exponent = exponent * 10 + (*p - '0');
	*at = p;
	return sign * exponent;
}

bool
svg_number(const char **at, double *ret_number)
{
	const char *p = skip_separator(*at);
	double number = 0, sign = 1;
	bool has_digits = false;
	int exponent = 0;

	if (*p == '-' || *p == '+')
		sign = *p++ == '-' ? -1 : 1;
	for (; is_digit(*p); p++) {
		number = number * 10 + (*p - '0');
		has_digits = true;
	}
	if (*p == '.' && (has_digits || is_digit(p[1])))
		for (p++; is_digit(*p); p++) {
			if (exponent > -17) {
				number = number * 10 + (*p - '0');
				exponent--;
			}
			has_digits = true;
		}
	if (!has_digits)
		return false;
	exponent += read_exponent(&p);
	number = sign * (exponent < 0 ? number / pow(10, -exponent) :
	    number * pow(10, exponent));
	if (!(fabs(number) <= NUMBER_MAX))
		return false;
	*at = p;
	*ret_number = number;
	return true;
}

bool
svg_numbers(const char *text, double *ret_numbers, uint32_t count)
{
	uint32_t i;

	for (i = 0; i < count; i++)
		if (!svg_number(&text, &ret_numbers[i]))
			return false;
	return *skip_separator(text) == '\0';
}

/* A length in user units (px), absolute units only: px pt pc mm cm in. */
static bool
svg_length(const char *text, double *ret_length)
{
	static const struct {
		const char *unit;
		double px;
	} units[] = {
		{ "", 1 }, { "px", 1 }, { "pt", 96.0 / 72 }, { "pc", 16 },
		{ "mm", 96 / 25.4 }, { "cm", 96 / 2.54 }, { "in", 96 },
	};
	double number;
	size_t i, len;

	if (!svg_number(&text, &number))
		return false;
	len = strcspn(text, " ");
	if (text[len + strspn(text + len, " ")] != '\0')
		return false;
	for (i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (strlen(units[i].unit) == len &&
		    memcmp(units[i].unit, text, len) == 0) {
			*ret_length = number * units[i].px;
			return true;
		}
	return false;
}

bool
svg_length_of(const char *text, double whole, double *ret_length)
{
	const char *at = text;

	if (svg_number(&at, ret_length) && *at == '%') {
		*ret_length *= whole / 100;
		return at[1 + strspn(at + 1, " ")] == '\0';
	}
	return svg_length(text, ret_length);
}

/* A size given as a percentage or "auto" is as good as none. */
static bool
size_given(const char *text, double *ret_px)
{
	return text != NULL && svg_length(text, ret_px) && *ret_px > 0;
}

const char *
svg_viewport_read(const struct svg_root *root,
    struct svg_viewport *ret_viewport)
{
	struct svg_viewport view = { 0 };
	double box[4] = { 0 };
	bool has_width = size_given(root->width, &view.width_px);
	bool has_height = size_given(root->height, &view.height_px);

	if (strcmp(root->name, "svg") != 0)
		return "its root element is not 'svg'";
	if (root->xmlns == NULL ||
	    strcmp(root->xmlns, "http://www.w3.org/2000/svg") != 0)
		return "its root lacks xmlns=\"http://www.w3.org/2000/svg\"";
	if (root->view_box != NULL && (!svg_numbers(root->view_box, box, 4) ||
	    box[2] <= 0 || box[3] <= 0))
		return "its viewBox is not four numbers, the last two positive";
	if (root->view_box == NULL && !(has_width && has_height))
		return "it needs a viewBox, or width and height";
	if (root->view_box == NULL) {
		box[2] = view.width_px;
		box[3] = view.height_px;
	}
	if (!has_width)
		view.width_px = has_height ?
		    view.height_px * box[2] / box[3] : box[2];
	if (!has_height)
		view.height_px = view.width_px * box[3] / box[2];
	view.x = box[0];
	view.y = box[1];
	view.width = box[2];
	view.height = box[3];
	*ret_viewport = view;
	return NULL;
}
