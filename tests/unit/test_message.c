/*
 * The second barrier of messages: what no header may hold, whatever was
 * checked before.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../../src/deliver/message_draft.h"
#include "fieldkit/plan.h"

static void
test_lines(void **state)
{
	static const char *const bad[] = {
		"one\nBcc: all@vendor.example", "one\r\n\r\nbody", "one\rtwo",
		"one\033[2J", "one\177", "one\xc2\x85two",
		"one\xe2\x80\xa8two", "one\xe2\x80\xaetwo",
		"one\xe2\x81\xa6two", "one\xfftwo",
	};
	char text[1300];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (message_takes_line(bad[i]))
			fail_msg("taken: %s", bad[i]);
	memset(text, 'a', sizeof(text));
	text[300] = '\0';
	assert_true(message_takes_line(text));
	text[300] = 'a';
	text[301] = '\0';
	assert_false(message_takes_line(text));
	assert_true(message_takes_line(""));
	assert_true(message_takes_line("M\xc3\xbcnchen \xe2\x80\x93 "
	    "\xd9\x85\xd9\x8a\xe2\x80\x8f"));
}

static void
test_addresses(void **state)
{
	static const char *const bad[] = {
		"", "@", "sales", "sales@", "@vendor.example", "a@b@c",
		"sales@vendor.example\nBcc: x@y.example", "a b@vendor.example",
		"sales@vendor.example>", "<sales@vendor.example>",
		"\"a\"@vendor.example", "a,b@vendor.example",
		"sales@m\xc3\xbcnchen.example", "sal\xe2\x80\xae@vendor.example",
		"a(b)@vendor.example", "a;b@vendor.example",
	};
	char address[300];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (message_takes_address(bad[i]))
			fail_msg("taken: %s", bad[i]);
	assert_true(message_takes_address("sales@xn--mnchen-3ya.example"));
	memset(address, 'a', sizeof(address));
	memcpy(address + 240, "@vendor.example", sizeof("@vendor.example"));
	assert_false(message_takes_address(address));
}

static void
test_attachment_names(void **state)
{
	struct arena arena = { 0 };
	char path[200];
	const char *name;

	(void)state;
	assert_string_equal(kit_attachment_name(&arena,
	    "kits/peak_munich_de.pdf", "7Q3M9V2K"), "peak_munich_de.pdf");
	memset(path, 'a', sizeof(path));
	memcpy(path, "kits/", 5);
	strcpy(path + 140, ".pdf");
	name = kit_attachment_name(&arena, path, "7Q3M9V2K");
	assert_int_equal(strlen(name), ATTACHMENT_NAME_CHARS);
	assert_string_equal(name + ATTACHMENT_NAME_CHARS - 13,
	    "-7Q3M9V2K.pdf");
	arena_release(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_addresses),
		cmocka_unit_test(test_attachment_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
