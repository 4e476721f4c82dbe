/*
 * format.h - values as a reader of a locale writes them (ICU, CLDR).
 *
 * A struct format_locale holds opened ICU objects of one locale; it belongs
 * to one thread. Results are UTF-8 in the arena.
 */
#ifndef FIELDKIT_FORMAT_H
#define FIELDKIT_FORMAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fieldkit/arena.h"

struct format_locale;

/* Never NULL: an unknown tag falls back as ICU does. */
struct format_locale *format_locale_new(const char *lang);
void format_locale_free(struct format_locale *locale);
/* The tag it was made for. */
const char *format_locale_lang(const struct format_locale *locale);

enum format_date_style { FORMAT_DATE_SHORT, FORMAT_DATE_MEDIUM, FORMAT_DATE_LONG, FORMAT_DATE_MONTH };

const char *format_date(struct format_locale *locale, struct arena *arena,
    int32_t days, enum format_date_style style);
/* "2026-11-22" */
const char *format_date_iso(struct arena *arena, int32_t days);
/* units / 10^scale with grouping and the locale's digits' separators; Latin
 * digits always, so that kits in all languages can be compared. */
const char *format_number(struct format_locale *locale, struct arena *arena,
    int64_t units, unsigned scale);
/* The same of a percentage, with the locale's sign where it puts it. */
const char *format_percent(struct format_locale *locale, struct arena *arena,
    int64_t units, unsigned scale);
const char *format_money(struct format_locale *locale, struct arena *arena,
    int64_t units, unsigned scale, const char *currency);
/* Kilobytes and megabytes: "240 kB", "1.2 MB". */
const char *format_bytes(struct format_locale *locale, struct arena *arena,
    uint64_t bytes);
/* "09:00", "9:00 AM": minutes since midnight. */
const char *format_time(struct format_locale *locale, struct arena *arena,
    int32_t minutes);
/* What the city of a time zone is called: "Tokyo" of Asia/Tokyo; "UTC" of a
 * zone that is no city's. */
const char *format_city(struct format_locale *locale, struct arena *arena,
    const char *tz);
/* "A, B and C" */
const char *format_list(struct format_locale *locale, struct arena *arena,
    const char *const *items, uint32_t count);
/* Names in the locale's language; the code itself where CLDR has none. */
/* The same, with the byte at which each item stands in it. */
const char *format_list_spans(struct format_locale *locale,
    struct arena *arena, const char *const *items, uint32_t count,
    uint32_t *ret_starts);
const char *format_country(struct format_locale *locale, struct arena *arena,
    const char *country);
const char *format_language(struct format_locale *locale, struct arena *arena,
    const char *lang);
/* What a language calls itself, as it stands in a menu: "Français". */
const char *format_autonym(struct arena *arena, const char *lang);
/* Months or days, two of them with " to ", "/" or a dash between, as the
 * locale writes them: "2025-09 to 2026-08" is "Sept 2025 – Aug 2026". What is
 * not of that form is given back. */
const char *format_period(struct format_locale *locale, struct arena *arena,
    const char *period);
/* The letter under which a name stands in an index: "Ä" of "Ärzte" in
 * Swedish, "A" in German. NULL where it starts with none, and for the
 * thousands of letters of Han. */
const char *format_index_letter(struct format_locale *locale,
    struct arena *arena, const char *name);
/* "one", "few", "other" …: CLDR cardinal plural category. */
const char *format_plural(struct format_locale *locale, double number);
/* Collation of the locale, ties by bytes: a total order. */
int format_compare(struct format_locale *locale, const char *a, const char *b);
const char *format_upper(struct format_locale *locale, struct arena *arena,
    const char *text);

/* Minutes that a zone's clocks are ahead of UTC at noon (UTC) of a day. */
int32_t clock_offset(const char *tz, int32_t days);
/* Whether a language is written from right to left (CLDR). */
bool lang_is_rtl(const char *lang);
/* Whether text of `have` serves a page of `want` without being marked as
 * another language: same language and script after likely subtags. */
bool lang_serves(const char *have, const char *want);

#endif
