/*
 * Times of day and time zones. In: minutes, names of the IANA list, a day.
 * Out: times as the locale writes them, what a zone's city is called, and how
 * far its clocks are ahead of UTC on that day.
 */
#include "fieldkit/format.h"

#include <string.h>

#include <unicode/ucal.h>
#include <unicode/ustring.h>

#include "locale.h"

#define ZONE_CHARS 64		/* the longest name of the list has 32 */
#define MINUTE_MS 60000.0
#define DAY_MS 86400000.0

/* Names of the list are ASCII. */
static void
zone_units(const char *tz, UChar units[ZONE_CHARS])
{
	char name[ZONE_CHARS];

	strncpy(name, tz, ZONE_CHARS - 1);
	name[ZONE_CHARS - 1] = '\0';
	u_charsToUChars(name, units, ZONE_CHARS);
}

int32_t
clock_offset(const char *tz, int32_t days)
{
	UErrorCode status = U_ZERO_ERROR;
	UChar zone[ZONE_CHARS];
	UCalendar *calendar;
	int32_t offset = 0;

	zone_units(tz, zone);
	calendar = ucal_open(zone, -1, "", UCAL_GREGORIAN, &status);
	if (U_FAILURE(status))
		return 0;
	ucal_setMillis(calendar, days * DAY_MS + DAY_MS / 2, &status);
	offset = ucal_get(calendar, UCAL_ZONE_OFFSET, &status) +
	    ucal_get(calendar, UCAL_DST_OFFSET, &status);
	ucal_close(calendar);
	return U_FAILURE(status) ? 0 : offset / (int32_t)MINUTE_MS;
}

const char *
format_time(struct format_locale *locale, struct arena *arena,
    int32_t minutes)
{
	static const UChar utc[] = u"UTC";
	UErrorCode status = U_ZERO_ERROR;
	UChar out[SHORT_TEXT];
	int32_t len = 0;

	if (locale->times == NULL)
		locale->times = udat_open(UDAT_SHORT, UDAT_NONE, locale->name,
		    utc, -1, NULL, 0, &status);
	if (U_SUCCESS(status))
		len = udat_format(locale->times, minutes * MINUTE_MS, out,
		    SHORT_TEXT, NULL, &status);
	if (U_FAILURE(status) || len > SHORT_TEXT)
		return arena_printf(arena, "%02d:%02d", (int)(minutes / 60),
		    (int)(minutes % 60));
	return utf8_from(arena, out, len);
}

/* "Tokyo" of "Asia/Tokyo", where CLDR has no word for it. */
static const char *
last_part(struct arena *arena, const char *tz)
{
	const char *slash = strrchr(tz, '/');
	char *name = arena_strdup(arena, slash != NULL ? slash + 1 : tz), *c;

	for (c = name; *c != '\0'; c++)
		if (*c == '_')
			*c = ' ';
	return name;
}

/* UTC, Etc/GMT+5 and CET are nobody's city; ICU calls all of them "Unknown
 * City", in the locale's words. */
static bool
is_of_city(const UChar *zone)
{
	UErrorCode status = U_ZERO_ERROR;
	UChar canonical[ZONE_CHARS];
	int32_t len = ucal_getCanonicalTimeZoneID(zone, -1, canonical,
	    ZONE_CHARS, NULL, &status);

	return U_FAILURE(status) || len >= ZONE_CHARS ||
	    (u_strchr(canonical, '/') != NULL &&
	    u_strncmp(canonical, u"Etc/", 4) != 0);
}

const char *
format_city(struct format_locale *locale, struct arena *arena, const char *tz)
{
	UErrorCode status = U_ZERO_ERROR;
	UChar zone[ZONE_CHARS], out[SHORT_TEXT];
	int32_t len = 0;

	zone_units(tz, zone);
	if (!is_of_city(zone))
		return last_part(arena, tz);
	if (locale->cities == NULL)
		locale->cities = udat_open(UDAT_PATTERN, UDAT_PATTERN,
		    locale->name, zone, -1, u"VVV", 3, &status);
	if (locale->calendar == NULL)
		locale->calendar = ucal_open(zone, -1, locale->name,
		    UCAL_GREGORIAN, &status);
	if (U_SUCCESS(status)) {
		ucal_setTimeZone(locale->calendar, zone, -1, &status);
		udat_setCalendar(locale->cities, locale->calendar);
		len = udat_format(locale->cities, 0, out, SHORT_TEXT, NULL,
		    &status);
	}
	if (U_FAILURE(status) || len > SHORT_TEXT || len == 0)
		return last_part(arena, tz);
	return utf8_from(arena, out, len);
}
