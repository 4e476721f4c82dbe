/*
 * The colours of the themes can be read: every pair of text and ground that
 * their style sheets put together has the contrast that WCAG 2.2 asks for
 * (1.4.3: 4.5 for text; 1.4.11: 3 for what is no text), by day and by night.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "fieldkit/theme.h"

static const struct pair {
	const char *front;
	const char *back;
	double at_least;
} pairs[] = {
	{ "ink", "paper", 7 }, { "ink", "wash", 7 },
	{ "ink", "accent-wash", 4.5 }, { "ink", "warm-wash", 4.5 },
	{ "title", "paper", 7 }, { "title", "wash", 7 },
	{ "muted", "paper", 4.5 }, { "muted", "wash", 4.5 },
	{ "muted", "accent-wash", 4.5 },
	{ "accent", "paper", 4.5 }, { "accent", "wash", 4.5 },
	{ "accent", "accent-wash", 4.5 },
	{ "on-accent", "accent", 4.5 },
	{ "on-cover", "cover", 7 }, { "cover-muted", "cover", 4.5 },
	{ "warm", "paper", 4.5 }, { "warm", "warm-wash", 4.5 },
	{ "good", "paper", 4.5 }, { "good", "good-wash", 4.5 },
	{ "bad", "paper", 4.5 }, { "bad", "bad-wash", 4.5 },
};

/* A channel of sRGB in linear light (WCAG 2.2, "relative luminance"). */
static double
linear(unsigned channel)
{
	double value = channel / 255.0;

	return value <= 0.04045 ? value / 12.92 :
	    pow((value + 0.055) / 1.055, 2.4);
}

static double
luminance(const char *color)
{
	unsigned red, green, blue;

	assert_int_equal(strlen(color), 7);
	assert_int_equal(sscanf(color, "#%2x%2x%2x", &red, &green, &blue), 3);
	return 0.2126 * linear(red) + 0.7152 * linear(green) +
	    0.0722 * linear(blue);
}

static double
contrast(const char *front, const char *back)
{
	double a = luminance(front), b = luminance(back);

	return (fmax(a, b) + 0.05) / (fmin(a, b) + 0.05);
}

/* The colour of a palette, by night where `is_dark`. */
static const char *
find_color(const struct theme *theme, const char *name, bool is_dark)
{
	char token[64];
	uint32_t i;

	snprintf(token, sizeof(token), "palette-%s", name);
	for (i = 0; is_dark && i < theme->dark_count; i++)
		if (strcmp(theme->dark[i].name, token) == 0)
			return theme->dark[i].value;
	return theme_token(theme, token);
}

static void
check_theme(const char *name)
{
	struct arena arena = { 0 };
	struct sources sources = { 0 };
	struct diags diags;
	struct theme theme;
	unsigned failures = 0;
	size_t i;
	int dark;

	diags_init(&diags, &sources);
	assert_true(theme_load(&theme, &arena, &sources, "themes", name,
	    "/nonexistent", &diags));
	assert_true(theme.dark_count > 0);
	for (i = 0; i < 2 * (sizeof(pairs) / sizeof(pairs[0])); i++) {
		const struct pair *pair = &pairs[i / 2];
		const char *front, *back;

		dark = i % 2;
		front = find_color(&theme, pair->front, dark == 1);
		back = find_color(&theme, pair->back, dark == 1);
		assert_non_null(front);
		assert_non_null(back);
		if (contrast(front, back) >= pair->at_least)
			continue;
		print_error("%s, %s: %s on %s has %.2f, less than %.1f\n",
		    name, dark == 1 ? "dark" : "light", pair->front,
		    pair->back, contrast(front, back), pair->at_least);
		failures++;
	}
	assert_int_equal(failures, 0);
	diags_release(&diags);
	sources_release(&sources);
	arena_release(&arena);
}

/* The measure itself: WCAG's own corner values. */
static void
test_measure(void **state)
{
	(void)state;
	assert_float_equal(contrast("#ffffff", "#000000"), 21, 0.001);
	assert_float_equal(contrast("#ffffff", "#767676"), 4.54, 0.01);
	assert_float_equal(contrast("#123456", "#123456"), 1, 0.001);
}

static void
test_default(void **state)
{
	(void)state;
	check_theme("default");
}

static void
test_plain(void **state)
{
	(void)state;
	check_theme("plain");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_measure),
		cmocka_unit_test(test_default),
		cmocka_unit_test(test_plain),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
