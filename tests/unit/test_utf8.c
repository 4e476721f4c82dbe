/* What is UTF-8 text and what is not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "fieldkit/utf8.h"

static void
test_code_points(void **state)
{
	static const struct {
		const char *bytes;
		size_t size;
		uint32_t code;
	} cases[] = {
		{ "a", 1, 'a' }, { "\xc3\xa9", 2, 0xe9 },
		{ "\xe2\x82\xac", 3, 0x20ac }, { "\xf0\x9f\x98\x80", 4, 0x1f600 },
		{ "\xf4\x8f\xbf\xbf", 4, 0x10ffff },
	};
	uint32_t code;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(utf8_next(cases[i].bytes,
		    strlen(cases[i].bytes), &code), cases[i].size);
		assert_int_equal(code, cases[i].code);
	}
}

static void
test_ill_formed(void **state)
{
	static const char *const cases[] = {
		"\x80", "\xc0\x80", "\xc1\xbf", "\xe0\x80\x80", "\xed\xa0\x80",
		"\xf0\x80\x80\x80", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80",
		"\xff", "\xc3", "\xe2\x82", "\xe2\x28\xa1",
	};
	uint32_t code;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(utf8_next(cases[i], strlen(cases[i]), &code),
		    0);
}

static void
test_text(void **state)
{
	(void)state;
	assert_int_equal(utf8_text_len("a\tb\r\nü", 7), 7);
	assert_int_equal(utf8_text_len("", 0), 0);
	assert_int_equal(utf8_text_len("ab\0c", 4), 2);
	assert_int_equal(utf8_text_len("ab\x1b", 3), 2);
	assert_int_equal(utf8_text_len("ab\x7f", 3), 2);
	assert_int_equal(utf8_text_len("ab\xc2\x85", 4), 2);
	assert_int_equal(utf8_text_len("ab\xef\xbf\xbf", 5), 2);
	assert_int_equal(utf8_text_len("ab\xc3", 3), 2);
	assert_int_equal(utf8_count("aé€😀", 10), 4);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_code_points),
		cmocka_unit_test(test_ill_formed),
		cmocka_unit_test(test_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
