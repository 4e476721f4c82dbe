/*
 * Dates and numbers. In: the trimmed text of a scalar. Out: days, a whole
 * number, or units and their decimal places, within what the field allows; or
 * a diagnostic.
 */
#include "scalar.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "fieldkit/date.h"

#define NUMBER_DIGITS 15

/* The month of a word that starts with its English name; 0: of none. */
static int
month_named(const char *word)
{
	static const char months[] = "janfebmaraprmayjunjulaugsepoctnovdec";
	int month;

	for (month = 0; month < 12; month++)
		if (strncasecmp(word, months + 3 * month, 3) == 0)
			return month + 1;
	return 0;
}

/* Up to three numbers of a text, and the month that it names. */
static int
read_parts(const char *chars, int parts[3], int *ret_month)
{
	int count = 0;
	char *end;

	*ret_month = 0;
	while (*chars != '\0') {
		if (*chars >= '0' && *chars <= '9') {
			if (count == 3 || strspn(chars, "0123456789") > 4)
				return 0;
			parts[count++] = (int)strtol(chars, &end, 10);
			chars = end;
		} else if ((*chars | 0x20) >= 'a' && (*chars | 0x20) <= 'z') {
			if (*ret_month == 0)
				*ret_month = month_named(chars);
			while ((*chars | 0x20) >= 'a' && (*chars | 0x20) <= 'z')
				chars++;
		} else {
			chars++;
		}
	}
	return count;
}

/* The day that was meant, where only one can be: 31.12.2026, 12/31/2026,
 * 31 December 2026, 2026/12/31. */
static void
suggest_date(const struct scalar *scalar)
{
	const char *chars = scalar->word.chars;
	int parts[3], month, count = read_parts(chars, parts, &month);
	int year, day;
	char meant[32];
	int32_t days;

	if (scalar->word.len == 8 && strspn(chars, "0123456789") == 8) {
		snprintf(meant, sizeof(meant), "%.4s-%.2s-%.2s", chars,
		    chars + 4, chars + 6);
		if (date_parse(meant, DATE_CHARS, &days))
			diag_hint(scalar->bind->diags, "write %s", meant);
		return;
	}
	if (count == 3 && month == 0 && parts[0] >= 1000) {
		year = parts[0], month = parts[1], day = parts[2];
	} else if (count == 3 && month == 0 && (strchr(chars, '.') != NULL ||
	    parts[0] > 12 || parts[0] == parts[1])) {
		year = parts[2], month = parts[1], day = parts[0];
	} else if (count == 3 && month == 0 && parts[1] > 12) {
		year = parts[2], month = parts[0], day = parts[1];
	} else if (count == 2 && month > 0) {
		year = parts[1], day = parts[0];
	} else {
		return;
	}
	snprintf(meant, sizeof(meant), "%04d-%02d-%02d", year, month, day);
	if (year >= 1900 && date_parse(meant, strlen(meant), &days))
		diag_hint(scalar->bind->diags, "write %s", meant);
}

bool
scalar_read_date(const struct scalar *scalar, void *ret_value)
{
	struct date *date = ret_value;
	const char *chars = scalar->word.chars;
	int year, month, day;
	char rest;

	if (date_parse(chars, scalar->word.len, &date->days)) {
		date->pos = scalar->node->pos;
		return true;
	}
	if (sscanf(chars, "%4d-%2d-%2d%c", &year, &month, &day, &rest) == 3 &&
	    month >= 1 && month <= 12 && day > 28 && day <= 31 &&
	    scalar->word.len == DATE_CHARS && year >= 1900) {
		SCALAR_REFUSE(scalar, DIAG_DATE_INVALID,
		    "there is no day %s: that month has %d days", chars,
		    (int)date_days_of_month(year, month));
	} else {
		SCALAR_REFUSE(scalar, DIAG_DATE_INVALID,
		    "'%s' is no date; write year-month-day, such as 2026-11-22",
		    chars);
		suggest_date(scalar);
	}
	return false;
}

bool
scalar_read_month_day(const struct scalar *scalar, void *ret_value)
{
	char leap[DATE_CHARS + 1];
	int32_t days;

	/* 2000 has a 29 February. */
	snprintf(leap, sizeof(leap), "2000-%.5s", scalar->word.chars);
	if (scalar->word.len == 5 && date_parse(leap, DATE_CHARS, &days))
		return scalar_take_word(scalar, ret_value);
	SCALAR_REFUSE(scalar, DIAG_DATE_INVALID,
	    "'%s' is no day of the year; write month-day, such as 07-01",
	    scalar->word.chars);
	return false;
}

static bool
report_range(const struct scalar *scalar)
{
	SCALAR_REFUSE(scalar, DIAG_FIELD_RANGE,
	    "'%s' cannot be %s: it takes %jd to %jd", scalar->field->key,
	    scalar->word.chars, (intmax_t)scalar->field->min,
	    (intmax_t)scalar->field->max);
	return false;
}

/* Digits with at most one point among them. */
static bool
read_number(const struct scalar *scalar, size_t max_scale, int64_t *ret_units,
    uint8_t *ret_scale)
{
	const char *chars = scalar->word.chars;
	size_t i = chars[0] == '-' || chars[0] == '+', digits = 0;
	bool has_point = false;

	*ret_units = 0;
	*ret_scale = 0;
	for (; i < scalar->word.len; i++) {
		if (chars[i] == '.' && !has_point && digits > 0 &&
		    max_scale > 0) {
			has_point = true;
			continue;
		}
		if (chars[i] < '0' || chars[i] > '9' ||
		    ++digits > NUMBER_DIGITS)
			return false;
		*ret_units = *ret_units * 10 + (chars[i] - '0');
		*ret_scale = (uint8_t)(*ret_scale + has_point);
	}
	if (chars[0] == '-')
		*ret_units = -*ret_units;
	return digits > 0 && *ret_scale <= max_scale &&
	    (!has_point || *ret_scale > 0);
}

bool
scalar_read_int(const struct scalar *scalar, void *ret_value)
{
	struct integer *integer = ret_value;
	const struct field *field = scalar->field;
	uint8_t scale;

	if (!read_number(scalar, 0, &integer->number, &scale)) {
		SCALAR_REFUSE(scalar, DIAG_NUMBER_INVALID,
		    "'%s' takes a whole number such as %s; '%s' is none",
		    field->key, field->example != NULL ? field->example : "12",
		    scalar->word.chars);
		return false;
	}
	if ((field->min != 0 || field->max != 0) &&
	    (integer->number < field->min || integer->number > field->max))
		return report_range(scalar);
	integer->pos = scalar->node->pos;
	return true;
}

bool
scalar_read_decimal(const struct scalar *scalar, void *ret_value)
{
	struct decimal *decimal = ret_value;
	const struct field *field = scalar->field;
	int64_t whole, tens = 1;
	uint8_t i;

	if (!read_number(scalar, 6, &decimal->units, &decimal->scale)) {
		SCALAR_REFUSE(scalar, DIAG_NUMBER_INVALID,
		    "'%s' takes a number such as 1200 or 12.50, without "
		    "thousands separators; '%s' is none", field->key,
		    scalar->word.chars);
		return false;
	}
	for (i = 0; i < decimal->scale; i++)
		tens *= 10;
	whole = decimal->units / tens;
	if ((field->min != 0 || field->max != 0) &&
	    (decimal->units < field->min * tens || whole > field->max ||
	    (whole == field->max && decimal->units % tens != 0)))
		return report_range(scalar);
	decimal->pos = scalar->node->pos;
	return true;
}
