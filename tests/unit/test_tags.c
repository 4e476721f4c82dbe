/*
 * Codes of standards: what is taken, in which form, and what is refused.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "fieldkit/tags.h"

static void
takes_languages_in_canonical_form(void **state)
{
	static const char *const pairs[][2] = {
		{ "de", "de" }, { "pt-br", "pt-BR" }, { "ZH-hans", "zh-Hans" },
		{ "iw", "he" }, { "en-GB", "en-GB" }, { "es-419", "es-419" },
		{ "no", "no" }, { "DE", "de" }, { "sr-Latn-RS", "sr-Latn-RS" },
	};
	char tag[TAG_CHARS + 1];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(pairs) / sizeof(*pairs); i++) {
		assert_true(tag_lang(pairs[i][0], strlen(pairs[i][0]), tag));
		assert_string_equal(tag, pairs[i][1]);
	}
}

static void
refuses_what_is_no_language(void **state)
{
	static const char *const wrong[] = { "", "xx", "english", "en_GB",
		"en-UK", "de-", "de-Abcd", "e", "x-own", "german",
		"en-aaaaaaaa-aaaaaaaa-aaaaaaaa-aaaaaaaa" };
	char tag[TAG_CHARS + 1];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
		assert_false(tag_lang(wrong[i], strlen(wrong[i]), tag));
}

static void
knows_assigned_countries_only(void **state)
{
	size_t count = 0;

	(void)state;
	while (tag_countries()[count] != NULL) {
		assert_true(tag_country(tag_countries()[count], 2));
		count++;
	}
	assert_int_equal(count, 249);
	assert_false(tag_country("UK", 2));
	assert_false(tag_country("XK", 2));
	assert_false(tag_country("EU", 2));
	assert_false(tag_country("de", 2));
	assert_false(tag_country("DEU", 3));
}

static void
guesses_the_country_that_was_meant(void **state)
{
	(void)state;
	assert_string_equal(tag_country_meant("Germany"), "DE");
	assert_string_equal(tag_country_meant("de"), "DE");
	assert_string_equal(tag_country_meant("UK"), "GB");
	assert_null(tag_country_meant("Atlantis"));
}

static void
knows_subdivisions_currencies_and_zones(void **state)
{
	char zone[64];

	(void)state;
	assert_true(tag_subdivision("DE-BY", 5));
	assert_true(tag_subdivision("NL-NB", 5));
	assert_true(tag_subdivision("US-CA", 5));
	assert_true(tag_subdivision("FR-75C", 6));
	assert_false(tag_subdivision("DE-XX", 5));
	assert_false(tag_subdivision("de-by", 5));
	assert_false(tag_subdivision("BY", 2));
	assert_true(tag_currency("EUR", 3));
	assert_false(tag_currency("DEM", 3));
	assert_false(tag_currency("eur", 3));
	assert_false(tag_currency("XXX", 3));
	assert_true(tag_tz("Europe/Kyiv", 11));
	assert_true(tag_tz("UTC", 3));
	assert_false(tag_tz("europe/kyiv", 11));
	assert_false(tag_tz("CET", 3));
	assert_false(tag_tz("GMT+2", 5));
	assert_false(tag_tz("Europe/Bonn", 11));
	assert_true(tag_tz_meant("new york", zone, sizeof(zone)));
	assert_string_equal(zone, "America/New_York");
	assert_false(tag_tz_meant("Bonn", zone, sizeof(zone)));
	assert_false(tag_tz_meant("Europe/Hamburg", zone, sizeof(zone)));
	assert_true(tag_tz_meant("Europe/Belrin", zone, sizeof(zone)));
	assert_string_equal(zone, "Europe/Berlin");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(takes_languages_in_canonical_form),
		cmocka_unit_test(refuses_what_is_no_language),
		cmocka_unit_test(knows_assigned_countries_only),
		cmocka_unit_test(guesses_the_country_that_was_meant),
		cmocka_unit_test(knows_subdivisions_currencies_and_zones),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
