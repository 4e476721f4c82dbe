/* Calendars: folding, escaping, and nothing beside what was given. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "fieldkit/calendar.h"
#include "fieldkit/date.h"

static void
write_one(struct strbuf *out, const char *summary)
{
	const struct calendar_event event = {
		.uid = "a@b", .summary = summary,
		.day = date_from_civil(2027, 12, 31),
		.stamp_days = date_from_civil(2026, 11, 1),
	};
	const struct calendar calendar = {
		.name = "N", .product = "p", .lang = "en", .events = &event,
		.count = 1,
	};

	strbuf_clear(out);
	calendar_write(&calendar, out);
}

static void
test_event(void **state)
{
	struct strbuf out = { 0 };

	(void)state;
	write_one(&out, "Ends; a, b \\ c\nd\x01");
	assert_string_equal(strbuf_string(&out),
	    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//p//coverage//en\r\n"
	    "NAME:N\r\nX-WR-CALNAME:N\r\n"
	    "REFRESH-INTERVAL;VALUE=DURATION:P1D\r\n"
	    "BEGIN:VEVENT\r\nUID:a@b\r\nDTSTAMP:20261101T000000Z\r\n"
	    "DTSTART;VALUE=DATE:20271231\r\nDTEND;VALUE=DATE:20280101\r\n"
	    "SUMMARY:Ends\\; a\\, b \\\\ c\\nd\r\nTRANSP:TRANSPARENT\r\n"
	    "END:VEVENT\r\nEND:VCALENDAR\r\n");
	strbuf_release(&out);
}

/* Lines of at most 75 bytes, whole characters, and the text when unfolded. */
static void
test_folding(void **state)
{
	struct strbuf out = { 0 };
	char summary[400] = "", unfolded[4096], *to = unfolded;
	const char *at, *line;
	int i;

	(void)state;
	for (i = 0; i < 60; i++)
		strcat(summary, i % 3 == 0 ? "\xe3\x81\x82" : "x");
	write_one(&out, summary);
	line = strbuf_string(&out);
	for (at = line; *at != '\0'; at++) {
		if (strncmp(at, "\r\n", 2) != 0) {
			*to++ = *at;
			continue;
		}
		assert_true(at - line <= 75);
		line = at + 2;
		if (*line == ' ') {
			at = line;
			assert_int_not_equal((unsigned char)line[1] & 0xc0,
			    0x80);
		} else {
			*to++ = '\n';
			at++;
		}
	}
	*to = '\0';
	assert_non_null(strstr(unfolded, summary));
	strbuf_release(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_event),
		cmocka_unit_test(test_folding),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
