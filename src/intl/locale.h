/*
 * locale.h - a locale's opened ICU objects, for the files that format with
 * them. Only src/intl includes it.
 */
#ifndef FIELDKIT_INTL_LOCALE_H
#define FIELDKIT_INTL_LOCALE_H

#include "fieldkit/format.h"

#include <unicode/ucal.h>
#include <unicode/ucol.h>
#include <unicode/udat.h>
#include <unicode/udateintervalformat.h>
#include <unicode/uldnames.h>
#include <unicode/ulistformatter.h>
#include <unicode/unumberformatter.h>
#include <unicode/upluralrules.h>

enum {
	LOCALE_SIZE = 160,	/* ULOC_FULLNAME_CAPACITY is 157 */
	SHORT_TEXT = 256,	/* UTF-16 units of a date, a number, a name */
	MAX_SCALE = 18,		/* decimals of an int64_t */
	MEMO_SLOTS = 1024,	/* a power of two */
	MEMO_MOST = 768,	/* then nothing more is remembered */
	MEMO_KEY = 16,		/* bytes: kind, then the value */
	SMALL_NUMBERS = 128,	/* whose plural forms are remembered */
	INTERVAL_STYLES = 2	/* of months, of days */
};

/* A value that was formatted. */
struct memo {
	char key[MEMO_KEY];	/* key[0] is 0 in a free slot */
	const char *text;
};

/* A number formatter and the skeleton it was opened for. */
struct number_style {
	struct number_style *next;
	UNumberFormatter *formatter;
	char skeleton[64];
};

struct format_locale {
	char *lang;
	char name[LOCALE_SIZE];		/* Latin digits, Gregorian */
	UDateFormat *dates[FORMAT_DATE_MONTH + 1];
	struct number_style *numbers;
	UFormattedNumber *number;	/* kept for its memory */
	UListFormatter *lists;
	ULocaleDisplayNames *names;
	UPluralRules *plurals;
	UCollator *collator;
	UCollator *letters;		/* equal: of one letter of an index */
	UDateIntervalFormat *intervals[INTERVAL_STYLES];
	UDateFormat *times, *cities;	/* of clock.c */
	UCalendar *calendar;
	struct arena memory;		/* of what is remembered */
	struct memo *memos;		/* MEMO_SLOTS of them, or NULL */
	uint32_t memo_count;
	const char *plural_forms[SMALL_NUMBERS];
};

/* ICU's name of a language tag; "" where it is none. */
void locale_name(const char *lang, char name[LOCALE_SIZE]);
/* UTF-16 to UTF-8 in the arena, and back. */
char *utf8_from(struct arena *arena, const UChar *chars, int32_t len);
UChar *utf16_from(struct arena *arena, const char *text, int32_t *ret_len);

#endif
