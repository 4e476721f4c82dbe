/*
 * Days as numbers and as ISO 8601 text. In: either. Out: the other.
 * A year is counted from March, so that the leap day is its last one; then
 * the days before a month are a linear function of it.
 */
#include "fieldkit/date.h"

#include <assert.h>
#include <stdio.h>

#define DAYS_OF_400_YEARS 146097
#define DAYS_BEFORE_1970 719468		/* from 0000-03-01 */

static bool
is_leap_year(int32_t year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int32_t
date_days_of_month(int32_t year, int32_t month)
{
	static const int32_t days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31,
		30, 31 };

	assert(month >= 1 && month <= 12);
	return month == 2 && is_leap_year(year) ? 29 : days[month - 1];
}

int32_t
date_from_civil(int32_t year, int32_t month, int32_t day)
{
	int32_t from_march = month > 2 ? month - 3 : month + 9;
	int32_t y = month > 2 ? year : year - 1;

	assert(y >= 0);
	return y * 365 + y / 4 - y / 100 + y / 400 +
	    (153 * from_march + 2) / 5 + day - 1 - DAYS_BEFORE_1970;
}

void
date_to_civil(int32_t days, int32_t *ret_year, int32_t *ret_month,
    int32_t *ret_day)
{
	int32_t count = days + DAYS_BEFORE_1970;
	int32_t era = count / DAYS_OF_400_YEARS;
	int32_t in_era = count % DAYS_OF_400_YEARS;
	int32_t year = (in_era - in_era / 1460 + in_era / 36524 -
	    in_era / 146096) / 365;
	int32_t in_year = in_era - (365 * year + year / 4 - year / 100);
	int32_t from_march = (5 * in_year + 2) / 153;

	assert(count >= 0);
	*ret_day = in_year - (153 * from_march + 2) / 5 + 1;
	*ret_month = from_march < 10 ? from_march + 3 : from_march - 9;
	*ret_year = year + era * 400 + (*ret_month <= 2);
}

void
date_format(int32_t days, char ret_string[DATE_CHARS + 1])
{
	int32_t year, month, day;

	date_to_civil(days, &year, &month, &day);
	assert(year >= 0 && year <= 9999);
	snprintf(ret_string, DATE_CHARS + 1, "%04u-%02u-%02u",
	    (unsigned)year % 10000, (unsigned)month % 100,
	    (unsigned)day % 100);
}

static bool
read_digits(const char *chars, size_t count, int32_t *ret_number)
{
	size_t i;

	*ret_number = 0;
	for (i = 0; i < count; i++) {
		if (chars[i] < '0' || chars[i] > '9')
			return false;
		*ret_number = *ret_number * 10 + (chars[i] - '0');
	}
	return true;
}

bool
date_parse(const char *chars, size_t len, int32_t *ret_days)
{
	int32_t year, month, day;

	if (len != DATE_CHARS || chars[4] != '-' || chars[7] != '-' ||
	    !read_digits(chars, 4, &year) ||
	    !read_digits(chars + 5, 2, &month) ||
	    !read_digits(chars + 8, 2, &day))
		return false;
	if (year < 1900 || month < 1 || month > 12 || day < 1 ||
	    day > date_days_of_month(year, month))
		return false;
	*ret_days = date_from_civil(year, month, day);
	return true;
}
