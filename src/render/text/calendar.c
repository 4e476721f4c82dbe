/*
 * iCalendar files. In: events. Out: a VCALENDAR of whole-day events, free in
 * the owner's day, in content lines.
 */
#include "fieldkit/calendar.h"

#include "fieldkit/content_line.h"
#include "fieldkit/date.h"

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
	content_line_text(out, "UID", event->uid);
	add_day(out, "DTSTAMP", event->stamp_days, "T000000Z");
	add_day(out, "DTSTART;VALUE=DATE", event->day, "");
	add_day(out, "DTEND;VALUE=DATE", event->day + 1, "");
	content_line_text(out, "SUMMARY", event->summary);
	content_line_text(out, "CATEGORIES", event->category);
	content_line_value(out, "URL", event->url);
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
	content_line_text(out, "PRODID", strbuf_string(&id));
	content_line_text(out, "NAME", calendar->name);
	content_line_text(out, "X-WR-CALNAME", calendar->name);
	strbuf_add_string(out, "REFRESH-INTERVAL;VALUE=DURATION:P1D\r\n");
	for (i = 0; i < calendar->count; i++)
		add_event(out, &calendar->events[i]);
	strbuf_add_string(out, "END:VCALENDAR\r\n");
	strbuf_release(&id);
}
