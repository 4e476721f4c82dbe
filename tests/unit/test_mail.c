/*
 * Mail: when an office may get its next message, and what is an address.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../src/deliver/mail_parts.h"
#include "fieldkit/date.h"

static int32_t
next_after(const char *rhythm, int32_t year, int32_t month, int32_t day)
{
	return mail_next_day(rhythm,
	    (int64_t)date_from_civil(year, month, day) * 86400 + 86399);
}

static void
test_each_waits_for_nothing(void **state)
{
	(void)state;
	assert_int_equal(next_after("", 2026, 11, 18),
	    date_from_civil(2026, 11, 18));
}

static void
test_a_week_ends_on_sunday(void **state)
{
	int32_t day;

	(void)state;
	for (day = 16; day <= 22; day++)
		assert_int_equal(next_after("weekly", 2026, 11, day),
		    date_from_civil(2026, 11, 23));
	assert_int_equal(next_after("weekly", 2026, 11, 23),
	    date_from_civil(2026, 11, 30));
	assert_int_equal(next_after("weekly", 2026, 12, 31),
	    date_from_civil(2027, 1, 4));
}

static void
test_a_month_ends_with_its_last_day(void **state)
{
	(void)state;
	assert_int_equal(next_after("monthly", 2026, 11, 1),
	    date_from_civil(2026, 12, 1));
	assert_int_equal(next_after("monthly", 2028, 2, 29),
	    date_from_civil(2028, 3, 1));
	assert_int_equal(next_after("monthly", 2026, 12, 31),
	    date_from_civil(2027, 1, 1));
}

static void
test_an_address_is_plain(void **state)
{
	static const char *const bad[] = { "", "@", "a@", "@b", "a@b@c",
		"a b@c", "a@b\n", "a@b\r\nRCPT TO:<x@y>", "<a@b>", "a@b>",
		"a,b@c", "b\xc3\xbc@c", "a@b;c", "a\\@b", "a\x7f@b" };
	size_t i;

	(void)state;
	assert_true(message_takes_address("sales-munich@vendor.example"));
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(message_takes_address(bad[i]));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_waits_for_nothing),
		cmocka_unit_test(test_a_week_ends_on_sunday),
		cmocka_unit_test(test_a_month_ends_with_its_last_day),
		cmocka_unit_test(test_an_address_is_plain),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
