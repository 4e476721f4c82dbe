/*
 * iCalendar files. In: events. Out: a VCALENDAR of whole-day events, free in
 * the owner's day. A line is folded before a character that would pass 75
 * bytes, never inside one (RFC 5545, section 3.1); text is escaped as section
 * 3.3.11 says.
 */
#include "fieldkit/calendar.h"

#include <string.h>

#include "fieldkit/date.h"

#define LINE_BYTES 75

static size_t
char_len(const char *at)
{
	size_t len = 1;

	while (((unsigned char)at[len] & 0xc0) == 0x80)
		len++;
	return len;
}

/* One content line, folded. */
static void
add_line(struct strbuf *out, const char *line)
{
	size_t used = 0, len;

	for (; *line != '\0'; line += len) {
		len = char_len(line);
		if (used + len > LINE_BYTES) {
			strbuf_add_string(out, "\r\n ");
			used = 1;
		}
		strbuf_add(out, line, len);
		used += len;
	}
	strbuf_add_string(out, "\r\n");
}

static void
add_text(struct strbuf *out, const char *name, const char *text)
{
	struct strbuf line = { 0 };

	strbuf_add_string(&line, name);
	strbuf_add_char(&line, ':');
	for (; *text != '\0'; text++) {
		if (*text == '\n') {
			strbuf_add_string(&line, "\\n");
			continue;
		}
		if (strchr("\\;,", *text) != NULL)
			strbuf_add_char(&line, '\\');
		if ((unsigned char)*text >= ' ')
			strbuf_add_char(&line, *text);
	}
	add_line(out, strbuf_string(&line));
	strbuf_release(&line);
}

static void
add_uri(struct strbuf *out, const char *name, const char *uri)
{
	struct strbuf line = { 0 };

	strbuf_printf(&line, "%s:%s", name, uri);
	add_line(out, strbuf_string(&line));
	strbuf_release(&line);
}

/* "20270131" behind the name. */
static void
add_day(struct strbuf *out, const char *name, int32_t days,
    const char *behind)
{
	int32_t year, month, day;

	date_to_civil(days, &year, &month, &day);
	strbuf_printf(out, "%s:%04d%02d%02d%s\r\n", name, (int)year,
	    (int)month, (int)day, behind);
}

static void
add_event(struct strbuf *out, const struct calendar_event *event)
{
	strbuf_add_string(out, "BEGIN:VEVENT\r\n");
	add_text(out, "UID", event->uid);
	add_day(out, "DTSTAMP", event->stamp_days, "T000000Z");
	add_day(out, "DTSTART;VALUE=DATE", event->day, "");
	add_day(out, "DTEND;VALUE=DATE", event->day + 1, "");
	add_text(out, "SUMMARY", event->summary);
	if (event->category != NULL)
		add_text(out, "CATEGORIES", event->category);
	if (event->url != NULL)
		add_uri(out, "URL", event->url);
	strbuf_add_string(out, "TRANSP:TRANSPARENT\r\nEND:VEVENT\r\n");
}

void
calendar_write(const struct calendar *calendar, struct strbuf *out)
{
	struct strbuf id = { 0 };
	size_t i;

	strbuf_printf(&id, "-//%s//coverage//%s", calendar->product,
	    calendar->lang);
	strbuf_add_string(out, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n");
	add_text(out, "PRODID", strbuf_string(&id));
	add_text(out, "NAME", calendar->name);
	add_text(out, "X-WR-CALNAME", calendar->name);
	strbuf_add_string(out, "REFRESH-INTERVAL;VALUE=DURATION:P1D\r\n");
	for (i = 0; i < calendar->count; i++)
		add_event(out, &calendar->events[i]);
	strbuf_add_string(out, "END:VCALENDAR\r\n");
	strbuf_release(&id);
}
