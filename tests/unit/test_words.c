/*
 * Words: counted by white space, or by characters where a script has none.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "fieldkit/words.h"

static void
counts_fairly_in_every_script(void **state)
{
	static const struct {
		const char *text;
		size_t words;
	} texts[] = {
		{ "", 0 },
		{ "  \n ", 0 },
		{ "one", 1 },
		{ " one\ttwo\n three ", 3 },
		{ "a \xE2\x80\x94 b", 3 },
		{ "\xC3\xA9t\xC3\xA9 fini", 2 },
		/* six characters of Japanese and a full stop */
		{ "\xE6\xA6\x82\xE8\xA6\x81\xE6\xA6\x82\xE8\xA6\x81\xE6\xA6\x82"
		  "\xE8\xA6\x81\xE3\x80\x82", 3 },
		/* a Latin name in Japanese: its own word */
		{ "Acme\xE3\x81\xAF\xE3\x82\x92", 2 },
		/* eight characters of Thai */
		{ "\xE0\xB8\x81\xE0\xB8\x81\xE0\xB8\x81\xE0\xB8\x81\xE0\xB8\x81"
		  "\xE0\xB8\x81\xE0\xB8\x81\xE0\xB8\x81", 2 },
		/* Korean has spaces */
		{ "\xED\x95\x9C\xEA\xB5\xAD\xEC\x96\xB4 \xED\x95\x9C", 2 },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		assert_int_equal(words_count(texts[i].text,
		    strlen(texts[i].text)), texts[i].words);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(counts_fairly_in_every_script),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
