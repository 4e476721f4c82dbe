/*
 * calendar.h - days to keep in mind, for calendars.
 *
 * Source: RFC 5545 (iCalendar) and RFC 7986 (NAME, REFRESH-INTERVAL). Events
 * are whole days; nothing tells a time of day or of the build.
 */
#ifndef FIELDKIT_CALENDAR_H
#define FIELDKIT_CALENDAR_H

#include <stddef.h>
#include <stdint.h>

#include "fieldkit/strbuf.h"

struct calendar_event {
	const char *uid;		/* the same as long as it is about the same */
	const char *summary;
	const char *url;		/* whole, or NULL */
	const char *category;		/* a word: "consent" */
	int32_t day;			/* since 1970-01-01 */
	int32_t stamp_days;		/* when it was last said so */
};

struct calendar {
	const char *name;
	const char *product;		/* who made it: "fieldkit" */
	const char *lang;		/* of name and summaries */
	const struct calendar_event *events;
	size_t count;
};

/* Appends the calendar: CRLF at the end of each line, lines of 75 bytes at
 * most (section 3.1). */
void calendar_write(const struct calendar *calendar, struct strbuf *out);

#endif
