/* Values in several locales: what CLDR 42 (ICU 72) says of each. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <unicode/uloc.h>

#include "fieldkit/format.h"

enum { DAY = 20779 };	/* 2026-11-22 */

static struct arena arena;

static void
expect_date(const char *lang, enum format_date_style style, const char *want)
{
	struct format_locale *locale = format_locale_new(lang);

	assert_string_equal(format_date(locale, &arena, DAY, style), want);
	/* The second time the format is already open. */
	assert_string_equal(format_date(locale, &arena, DAY, style), want);
	format_locale_free(locale);
}

static void
test_dates(void **state)
{
	(void)state;
	expect_date("en", FORMAT_DATE_LONG, "November 22, 2026");
	expect_date("en-GB", FORMAT_DATE_LONG, "22 November 2026");
	expect_date("en-GB", FORMAT_DATE_MEDIUM, "22 Nov 2026");
	expect_date("en-GB", FORMAT_DATE_SHORT, "22/11/2026");
	expect_date("de", FORMAT_DATE_SHORT, "22.11.26");
	/* A year of the Gregorian calendar, and nobody can take it for one of
	 * the Buddhist. */
	expect_date("th", FORMAT_DATE_SHORT, "22/11/2026");
	expect_date("th", FORMAT_DATE_MEDIUM, "22 พ.ย. 2026");
	expect_date("th", FORMAT_DATE_LONG, "22 พฤศจิกายน ค.ศ. 2026");
	expect_date("th", FORMAT_DATE_MONTH, "พฤศจิกายน 2026");
	expect_date("hi", FORMAT_DATE_SHORT, "22/11/26");
	expect_date("hi", FORMAT_DATE_LONG, "22 नवंबर 2026");
	expect_date("de", FORMAT_DATE_LONG, "22. November 2026");
	expect_date("de", FORMAT_DATE_MONTH, "November 2026");
	expect_date("ja", FORMAT_DATE_LONG, "2026年11月22日");
	expect_date("th", FORMAT_DATE_LONG, "22 พฤศจิกายน ค.ศ. 2026");
	expect_date("ar-EG", FORMAT_DATE_LONG, "22 نوفمبر 2026");
	expect_date("not a tag!", FORMAT_DATE_SHORT, "2026-11-22");
}

static void
test_iso_dates(void **state)
{
	(void)state;
	assert_string_equal(format_date_iso(&arena, 0), "1970-01-01");
	assert_string_equal(format_date_iso(&arena, -1), "1969-12-31");
	assert_string_equal(format_date_iso(&arena, DAY), "2026-11-22");
	assert_string_equal(format_date_iso(&arena, 11016), "2000-02-29");
	assert_string_equal(format_date_iso(&arena, -719468), "0000-03-01");
	assert_string_equal(format_date_iso(&arena, 2932896), "9999-12-31");
}

static void
expect_number(const char *lang, int64_t units, unsigned scale,
    const char *want)
{
	struct format_locale *locale = format_locale_new(lang);

	assert_string_equal(format_number(locale, &arena, units, scale), want);
	format_locale_free(locale);
}

static void
test_numbers(void **state)
{
	(void)state;
	expect_number("en", 1234567, 0, "1,234,567");
	expect_number("en", 1250, 2, "12.50");
	expect_number("en", -5, 1, "-0.5");
	expect_number("de", 1234567, 2, "12.345,67");
	expect_number("ar-EG", 1234, 0, "1,234");
	expect_number("hi", 1234567, 0, "12,34,567");
	expect_number("en", INT64_MAX, 0, "9,223,372,036,854,775,807");
	expect_number("en", INT64_MIN, 18, "-9.223372036854775808");
}

static void
expect_money(const char *lang, int64_t units, unsigned scale,
    const char *currency, const char *want)
{
	struct format_locale *locale = format_locale_new(lang);

	assert_string_equal(
	    format_money(locale, &arena, units, scale, currency), want);
	format_locale_free(locale);
}

static void
test_money(void **state)
{
	(void)state;
	expect_money("en-GB", 20000, 0, "GBP", "£20,000");
	expect_money("en", 125, 1, "EUR", "€12.50");
	expect_money("en", 1200, 2, "EUR", "€12");
	expect_money("de", 2000000, 2, "EUR", "20.000\u00a0€");
	expect_money("ja", 5000, 0, "JPY", "￥5,000");
	expect_money("ar", 5000, 0, "EUR", "\u200f5,000\u00a0€");
	expect_money("ar", 5000, 0, "USD", "\u200f5,000\u00a0US$\u200e");
	expect_money("ar", 5000, 0, "JPY", "\u200f5,000\u00a0JP¥\u200e");
	expect_money("he", 5000, 0, "JPY", "\u200f5,000\u00a0\u200f¥");
	expect_money("en", 5, 0, "nonsense", "5");
}

static void
test_bytes(void **state)
{
	struct format_locale *en = format_locale_new("en");
	struct format_locale *fr = format_locale_new("fr");

	(void)state;
	assert_string_equal(format_bytes(en, &arena, 0), "0 kB");
	assert_string_equal(format_bytes(en, &arena, 1), "1 kB");
	assert_string_equal(format_bytes(en, &arena, 240000), "240 kB");
	assert_string_equal(format_bytes(en, &arena, 999001), "1 MB");
	assert_string_equal(format_bytes(en, &arena, 1249999), "1.2 MB");
	assert_string_equal(format_bytes(en, &arena, 1250000), "1.3 MB");
	assert_string_equal(format_bytes(fr, &arena, 1200000),
	    "1,2\u202fMo");
	format_locale_free(en);
	format_locale_free(fr);
}

static void
test_lists(void **state)
{
	static const char *const items[] = { "Ärzte", "B", "C" };
	struct format_locale *en = format_locale_new("en-GB");
	struct format_locale *ja = format_locale_new("ja");

	(void)state;
	assert_string_equal(format_list(en, &arena, items, 0), "");
	assert_string_equal(format_list(en, &arena, items, 1), "Ärzte");
	assert_string_equal(format_list(en, &arena, items, 2), "Ärzte and B");
	assert_string_equal(format_list(en, &arena, items, 3),
	    "Ärzte, B and C");
	assert_string_equal(format_list(ja, &arena, items, 3), "Ärzte、B、C");
	format_locale_free(en);
	format_locale_free(ja);
}

static void
test_names(void **state)
{
	struct format_locale *de = format_locale_new("de");
	struct format_locale *en = format_locale_new("en");

	(void)state;
	assert_string_equal(format_country(de, &arena, "GB"),
	    "Vereinigtes Königreich");
	assert_string_equal(format_country(en, &arena, "QQ"), "QQ");
	assert_string_equal(format_language(de, &arena, "ja"), "Japanisch");
	assert_string_equal(format_language(en, &arena, "pt-BR"),
	    "Brazilian Portuguese");
	assert_string_equal(format_language(en, &arena, "qqq"), "qqq");
	format_locale_free(de);
	format_locale_free(en);
}

static void
expect_plural(const char *lang, double number, const char *want)
{
	struct format_locale *locale = format_locale_new(lang);

	assert_string_equal(format_plural(locale, number), want);
	format_locale_free(locale);
}

static void
test_plurals(void **state)
{
	(void)state;
	expect_plural("en", 1, "one");
	expect_plural("en", 0, "other");
	expect_plural("ar", 0, "zero");
	expect_plural("ar", 2, "two");
	expect_plural("pl", 3, "few");
	expect_plural("pl", 5, "many");
	expect_plural("uk", 21, "one");
	expect_plural("uk", 3, "few");
	expect_plural("uk", 11, "many");
	expect_plural("ja", 1, "other");
}

static void
test_order(void **state)
{
	struct format_locale *de = format_locale_new("de");
	struct format_locale *sv = format_locale_new("sv");

	(void)state;
	assert_true(format_compare(de, "Ärzte", "Zebra") < 0);
	assert_true(format_compare(sv, "Ärzte", "Zebra") > 0);
	assert_true(format_compare(de, "a", "b") < 0);
	assert_int_equal(format_compare(de, "a", "a"), 0);
	/* Equal to the collation, yet never equal to us. */
	assert_true(format_compare(de, "e\u0301", "\u00e9") != 0);
	format_locale_free(de);
	format_locale_free(sv);
}

static void
test_upper(void **state)
{
	struct format_locale *de = format_locale_new("de");
	struct format_locale *tr = format_locale_new("tr");

	(void)state;
	assert_string_equal(format_upper(de, &arena, "straße"), "STRASSE");
	assert_string_equal(format_upper(tr, &arena, "ilk"), "İLK");
	assert_string_equal(format_upper(de, &arena, ""), "");
	format_locale_free(de);
	format_locale_free(tr);
}

static void
test_tags(void **state)
{
	(void)state;
	assert_true(lang_is_rtl("ar"));
	assert_true(lang_is_rtl("he-IL"));
	assert_true(lang_is_rtl("az-Arab"));
	assert_false(lang_is_rtl("de"));
	assert_true(lang_serves("de", "de"));
	assert_true(lang_serves("de", "de-AT"));
	assert_true(lang_serves("zh-TW", "zh-Hant"));
	assert_false(lang_serves("zh-TW", "zh"));
	assert_false(lang_serves("sr-Latn", "sr"));
	assert_false(lang_serves("de", "en"));
	assert_false(lang_serves("!", "?"));
}

/* What is answered without ICU is what ICU answers. */
static void
test_one_script(void **state)
{
	static const char *const langs[] = {
		"ar", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr",
		"he", "hr", "hu", "it", "ja", "ko", "lt", "lv", "nb", "nl",
		"nn", "pl", "pt", "ro", "ru", "sk", "sl", "sv", "th", "tr",
		"uk", "vi",
	};
	const char *const *country;
	char tag[8], name[64], script[8], plain[8];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(langs) / sizeof(langs[0]); i++) {
		UErrorCode status = U_ZERO_ERROR;

		uloc_addLikelySubtags(langs[i], name, 64, &status);
		uloc_getScript(name, plain, 8, &status);
		for (country = uloc_getISOCountries(); *country != NULL;
		    country++) {
			snprintf(tag, sizeof(tag), "%s_%s", langs[i],
			    *country);
			uloc_addLikelySubtags(tag, name, 64, &status);
			uloc_getScript(name, script, 8, &status);
			tag[2] = '-';
			if (lang_serves(tag, langs[i]) !=
			    (strcmp(script, plain) == 0))
				print_error("%s\n", tag);
			assert_int_equal(lang_serves(tag, langs[i]),
			    strcmp(script, plain) == 0);
		}
		assert_true(U_SUCCESS(status));
	}
}

static int
release(void **state)
{
	(void)state;
	arena_release(&arena);
	return 0;
}

static void
expect_letter(const char *lang, const char *name, const char *want)
{
	struct format_locale *locale = format_locale_new(lang);
	const char *letter = format_index_letter(locale, &arena, name);

	if (want == NULL)
		assert_null(letter);
	else
		assert_string_equal(letter, want);
	format_locale_free(locale);
}

static void
test_index_letters(void **state)
{
	(void)state;
	expect_letter("de", "Ärzte", "A");
	expect_letter("sv", "Ärtor", "Ä");
	expect_letter("es", "ñandú", "Ñ");
	expect_letter("en", "ñandú", "N");
	expect_letter("he", "שלום", "ש");
	expect_letter("en", "3com", NULL);
	expect_letter("ja", "日本", NULL);
	expect_letter("en", "", NULL);
}

static void
test_autonyms(void **state)
{
	(void)state;
	assert_string_equal(format_autonym(&arena, "de"), "Deutsch");
	assert_string_equal(format_autonym(&arena, "fr"), "Français");
	assert_string_equal(format_autonym(&arena, "ja"), "日本語");
	assert_string_equal(format_autonym(&arena, "ar"), "العربية");
	assert_string_equal(format_autonym(&arena, "zh-Hans"), "简体中文");
	assert_string_equal(format_autonym(&arena, "not a tag!"),
	    "not a tag!");
}

static void
expect_period(const char *lang, const char *period, const char *want)
{
	struct format_locale *locale = format_locale_new(lang);

	assert_string_equal(format_period(locale, &arena, period), want);
	assert_string_equal(format_period(locale, &arena, period), want);
	format_locale_free(locale);
}

static void
test_periods(void **state)
{
	(void)state;
	expect_period("en-GB", "2025-09 to 2026-08",
	    "Sept 2025\u2009\u2013\u2009Aug 2026");
	expect_period("en-GB", "2026-03/2026-03", "Mar 2026");
	expect_period("de", "2026-03-01 to 2026-03-09",
	    "1.\u20139. M\u00e4rz 2026");
	expect_period("ja", "2026-03", "2026\u5e743\u6708");
	expect_period("en", "2026-13", "2026-13");
	expect_period("en", "2026-03 to 2025-03", "2026-03 to 2025-03");
	expect_period("en", "2026-03 to 2026-04-01",
	    "2026-03 to 2026-04-01");
	expect_period("en", "2026-03 to spring", "2026-03 to spring");
	expect_period("en", "", "");
}

static void
test_list_spans(void **state)
{
	static const char *const items[] = { "a", "and", "b" };
	struct format_locale *locale = format_locale_new("en-GB");
	uint32_t starts[3];

	(void)state;
	assert_string_equal(format_list_spans(locale, &arena, items, 3,
	    starts), "a, and and b");
	assert_int_equal(starts[0], 0);
	assert_int_equal(starts[1], 3);
	assert_int_equal(starts[2], 11);
	assert_string_equal(format_list_spans(locale, &arena, items, 1,
	    starts), "a");
	format_locale_free(locale);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_index_letters),
		cmocka_unit_test(test_autonyms),
		cmocka_unit_test(test_periods),
		cmocka_unit_test(test_list_spans),
		cmocka_unit_test(test_dates),
		cmocka_unit_test(test_iso_dates),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_money),
		cmocka_unit_test(test_bytes),
		cmocka_unit_test(test_lists),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_plurals),
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_upper),
		cmocka_unit_test(test_tags),
		cmocka_unit_test(test_one_script),
	};

	return cmocka_run_group_tests(tests, NULL, release);
}
