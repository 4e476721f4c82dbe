/* Scales start at zero, ticks are round, bars are true. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "fieldkit/chart.h"

static struct arena arena;

static void
expect_ticks(const char *places, const char *labels, const char *unit,
    uint32_t count, const double *numbers)
{
	struct format_locale *locale = format_locale_new("en");
	struct chart_scale scale = chart_scale_round(numbers, count);

	assert_string_equal(chart_ticks(&scale, &arena), places);
	assert_string_equal(chart_tick_labels(&scale, locale, &arena, unit),
	    labels);
	format_locale_free(locale);
}

static void
test_ticks(void **state)
{
	(void)state;
	expect_ticks("0 250 500 750 1000", "0%|20%|40%|60%|80%", "%", 3,
	    (const double[]){ 44, 64, 38 });
	expect_ticks("0 200 400 600 800 1000", "0|2|4|6|8|10", "h", 1,
	    (const double[]){ 10 });
	expect_ticks("0 250 500 750 1000", "0.0|0.5|1.0|1.5|2.0", "s", 2,
	    (const double[]){ 1.9, 0.2 });
	expect_ticks("0 200 400 600 800 1000",
	    "0|200,000|400,000|600,000|800,000|1,000,000", "€", 2,
	    (const double[]){ 1000000, 1 });
	expect_ticks("0 200 400 600 800 1000",
	    "\u221230|\u221220|\u221210|0|10|20", "", 2,
	    (const double[]){ -24, 12 });
	expect_ticks("0 200 400 600 800 1000",
	    "\u22121.0|\u22120.8|\u22120.6|\u22120.4|\u22120.2|0.0", "", 1,
	    (const double[]){ -1 });
}

static void
test_all_zero(void **state)
{
	const double zeros[] = { 0, 0 };
	struct chart_scale scale = chart_scale_exact(zeros, 2);
	struct chart_bar bar = chart_bar(&scale, 0);

	(void)state;
	assert_int_equal(bar.from, 0);
	assert_int_equal(bar.to, 0);
	scale = chart_scale_round(zeros, 2);
	bar = chart_bar(&scale, 0);
	assert_int_equal(bar.to, 0);
}

static void
test_bars_are_true(void **state)
{
	const double pair[] = { 4.1, 2.3 };
	struct chart_scale scale = chart_scale_exact(pair, 2);
	struct chart_bar bar = chart_bar(&scale, 4.1);

	(void)state;
	assert_int_equal(bar.from, 0);
	assert_int_equal(bar.to, CHART_WHOLE);
	bar = chart_bar(&scale, 2.3);
	assert_int_equal(bar.to, 561);
}

static void
test_below_zero(void **state)
{
	const double numbers[] = { -3, 1 };
	struct chart_scale scale = chart_scale_exact(numbers, 2);
	struct chart_bar bar = chart_bar(&scale, -3);

	(void)state;
	assert_int_equal(bar.from, 0);
	assert_int_equal(bar.to, 750);
	bar = chart_bar(&scale, 1);
	assert_int_equal(bar.from, 750);
	assert_int_equal(bar.to, CHART_WHOLE);
}

/* A number a million times smaller than another is still something. */
static void
test_hair(void **state)
{
	const double numbers[] = { 1e6, 1, 0, -1 };
	struct chart_scale scale = chart_scale_exact(numbers, 3);
	struct chart_bar bar = chart_bar(&scale, 1);

	(void)state;
	assert_int_equal(bar.to, CHART_HAIR);
	bar = chart_bar(&scale, 0);
	assert_int_equal(bar.to, 0);
}

/* Whatever the numbers, the scale holds them all, zero, and few ticks. */
static void
test_any_numbers(void **state)
{
	double numbers[3];
	uint32_t i, k;

	(void)state;
	srand(7);
	for (i = 0; i < 20000; i++) {
		struct chart_scale scale;

		for (k = 0; k < 3; k++) {
			int32_t power = rand() % 17 - 6;

			numbers[k] = rand() % 20001 - 10000;
			for (; power > 0; power--)
				numbers[k] *= 10;
			for (; power < 0; power++)
				numbers[k] /= 10;
		}
		scale = chart_scale_round(numbers, 3);
		assert_true(scale.low <= 0 && scale.high >= 0);
		assert_true(scale.tick_count >= 2 &&
		    scale.tick_count <= CHART_STEPS + 1);
		for (k = 0; k < 3; k++) {
			struct chart_bar bar = chart_bar(&scale, numbers[k]);

			assert_true(numbers[k] >= scale.low * (1 + 1e-12) &&
			    numbers[k] <= scale.high * (1 + 1e-12));
			assert_true(bar.from >= 0 && bar.from <= bar.to &&
			    bar.to <= CHART_WHOLE);
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ticks),
		cmocka_unit_test(test_all_zero),
		cmocka_unit_test(test_bars_are_true),
		cmocka_unit_test(test_below_zero),
		cmocka_unit_test(test_hair),
		cmocka_unit_test(test_any_numbers),
	};
	int failed;

	arena_init(&arena);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	arena_release(&arena);
	return failed;
}
