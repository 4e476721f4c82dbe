/* Numbers with units: what is read as one, and how locales write it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fieldkit/measure.h"

#define NBSP "\u00a0"

static struct arena arena;

static const struct {
	const char *text;
	int64_t units;
	unsigned scale;
	const char *unit;
	const char *in_english, *in_german;
} numbers[] = {
	{ "82 %", 82, 0, "%", "82%", "82" NBSP "%" },
	{ "82%", 82, 0, "%", "82%", "82" NBSP "%" },
	{ "4.1 % of parts", 41, 1, "% of parts", "4.1% of parts",
	    "4,1" NBSP "% of parts" },
	{ "1,300 h", 1300, 0, "h", "1,300" NBSP "h", "1.300" NBSP "h" },
	{ "1,300,000.50", 130000050, 2, "", "1,300,000.50",
	    "1.300.000,50" },
	{ "-12 %", -12, 0, "%", "\u221212%", "\u221212" NBSP "%" },
	{ "\u221212\u202f%", -12, 0, "%", "\u221212%",
	    "\u221212" NBSP "%" },
	{ "+3.0 pp", 30, 1, "pp", "+3.0" NBSP "pp", "+3,0" NBSP "pp" },
	{ "10x", 10, 0, "x", "10x", "10x" },
	{ "38", 38, 0, "", "38", "38" },
	{ "0", 0, 0, "", "0", "0" },
	{ "3.6 kWh/m³", 36, 1, "kWh/m³", "3.6" NBSP "kWh/m³",
	    "3,6" NBSP "kWh/m³" },
	{ "9 kg CO2  per" NBSP "unit ", 9, 0, "kg CO2 per unit",
	    "9" NBSP "kg CO2 per unit", "9" NBSP "kg CO2 per unit" },
	{ "31 per million", 31, 0, "per million", "31" NBSP "per million",
	    "31" NBSP "per million" },
};

static void
test_numbers(void **state)
{
	struct format_locale *english = format_locale_new("en-GB");
	struct format_locale *german = format_locale_new("de");

	(void)state;
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		struct measure measure = measure_read(&arena,
		    numbers[i].text, NULL);

		assert_true(measure.is_number);
		assert_int_equal(measure.units, numbers[i].units);
		assert_int_equal(measure.scale, numbers[i].scale);
		assert_string_equal(measure.unit, numbers[i].unit);
		assert_string_equal(measure_format(english, &arena, &measure),
		    numbers[i].in_english);
		assert_string_equal(measure_format(german, &arena, &measure),
		    numbers[i].in_german);
	}
	format_locale_free(english);
	format_locale_free(german);
}

/* What somebody could read otherwise is left as it was written. */
static void
test_texts(void **state)
{
	static const char *const texts[] = { "", "many", "2-3 days",
		"2\u20133 days", "2 to 3 days", "24/7", "3,8", "1,30", "12,3456",
		"1234,567", "0,123", "1.2.3", "1.", ".5", "10 000", "~40 %",
		"€1.3M", "5 < 6", "31 per 1000", "1234567890123456",
		"1.1234567", "- -3", "%", "1e5 2" };
	struct format_locale *german = format_locale_new("de");

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct measure measure = measure_read(&arena, texts[i], "");

		if (measure.is_number)
			fail_msg("'%s' was read as a number", texts[i]);
		assert_string_equal(measure_format(german, &arena, &measure),
		    texts[i]);
	}
	format_locale_free(german);
}

static void
test_unit_beside(void **state)
{
	struct format_locale *german = format_locale_new("de");
	struct measure measure = measure_read(&arena, "3.8", "M€");

	(void)state;
	assert_string_equal(measure_format(german, &arena, &measure),
	    "3,8" NBSP "M€");
	measure = measure_read(&arena, "1.9 % \u05de\u05d4\u05db\u05dc", NULL);
	assert_string_equal(measure_format(german, &arena, &measure),
	    "\u200f1,9" NBSP "% \u05de\u05d4\u05db\u05dc");
	measure = measure_read(&arena, "two", "weeks");
	assert_false(measure.is_number);
	assert_string_equal(measure_format(german, &arena, &measure),
	    "two" NBSP "weeks");
	format_locale_free(german);
}

static void
test_words(void **state)
{
	static const char *const symbols[] = { "57 %", "16 h", "103 kWh/t",
		"3.6 kWh/m³", "1.3 M€", "8 d", "12" };
	static const char *const words[] = { "4.1 % of parts", "9 months",
		"184 a year", "31件", "12 мин", "3 Stück",
		"about two" };
	struct measure measure;

	(void)state;
	for (size_t i = 0; i < sizeof(symbols) / sizeof(symbols[0]); i++) {
		measure = measure_read(&arena, symbols[i], NULL);
		if (measure_has_words(&measure))
			fail_msg("'%s' is of some language", symbols[i]);
	}
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		measure = measure_read(&arena, words[i], NULL);
		if (!measure_has_words(&measure))
			fail_msg("'%s' is of no language", words[i]);
	}
}

/* The sign of a percentage in each language of the default theme. */
static void
test_percent(void **state)
{
	static const char *const wants[][2] = {
		{ "ar", "82.5\u200e%\u200e" }, { "de", "82,5" NBSP "%" },
		{ "el", "82,5%" }, { "sv", "82,5" NBSP "%" },
		{ "uk", "82,5%" },
		{ "en", "82.5%" }, { "es", "82,5" NBSP "%" },
		{ "fr", "82,5" NBSP "%" }, { "he", "82.5%" },
		{ "it", "82,5%" }, { "ja", "82.5%" }, { "ko", "82.5%" },
		{ "nl", "82,5%" }, { "pl", "82,5%" }, { "pt", "82,5%" },
		{ "zh-Hans", "82.5%" }, { "zh-Hant", "82.5%" },
		{ "tr", "%82,5" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(wants) / sizeof(wants[0]); i++) {
		struct format_locale *locale = format_locale_new(wants[i][0]);
		struct measure measure = measure_read(&arena, "82.5", "%");

		assert_string_equal(measure_format(locale, &arena, &measure),
		    wants[i][1]);
		format_locale_free(locale);
	}
}

static void
expect_alike(const char *a, const char *b, bool want)
{
	struct measure left = measure_read(&arena, a, NULL);
	struct measure right = measure_read(&arena, b, NULL);

	assert_int_equal(measure_is_alike(&left, &right), want);
}

static void
test_alike(void **state)
{
	struct measure measure;

	(void)state;
	expect_alike("38 h", "62" NBSP "h", true);
	expect_alike("38", "62", true);
	expect_alike("38 %", "62 % of parts", false);
	expect_alike("38 h", "62", false);
	expect_alike("many", "many", false);
	measure = measure_read(&arena, "38", "%");
	assert_true(measure_is_relative(&measure));
	measure = measure_read(&arena, "10x", NULL);
	assert_true(measure_is_relative(&measure));
	measure = measure_read(&arena, "38 % of parts", NULL);
	assert_false(measure_is_relative(&measure));
	measure = measure_read(&arena, "-1,300.25 h", NULL);
	assert_true(measure_number(&measure) == -1300.25);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_texts),
		cmocka_unit_test(test_unit_beside),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_percent),
		cmocka_unit_test(test_alike),
	};
	int failed;

	arena_init(&arena);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	arena_release(&arena);
	return failed;
}
