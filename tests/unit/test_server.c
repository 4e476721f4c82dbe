/*
 * What a web server is told: types of files by the ending of their names.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fieldkit/server.h"

static void
types_follow_the_ending(void **state)
{
	static const struct {
		const char *name, *type;
	} cases[] = {
		{ "site/index.html", "text/html; charset=utf-8" },
		{ "coverage/desk.ics", "text/calendar; charset=utf-8" },
		{ "a.b/photo.jpeg", "image/jpeg" },
		{ "photo.jpg", "image/jpeg" },
		{ "photo.jp", "application/octet-stream" },
		{ "photo.", "application/octet-stream" },
		{ "html", "application/octet-stream" },
		{ "kit.pdf", "application/pdf" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_string_equal(server_type(cases[i].name), cases[i].type);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(types_follow_the_ending),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
