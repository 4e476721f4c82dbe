/*
 * date.h - days as numbers: 1970-01-01 is 0, proleptic Gregorian calendar.
 */
#ifndef FIELDKIT_DATE_H
#define FIELDKIT_DATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DATE_CHARS 10

/* ISO 8601 `2026-11-22`, years 1900 to 9999, real days only. */
bool date_parse(const char *chars, size_t len, int32_t *ret_days);
int32_t date_from_civil(int32_t year, int32_t month, int32_t day);
void date_to_civil(int32_t days, int32_t *ret_year, int32_t *ret_month,
    int32_t *ret_day);
void date_format(int32_t days, char ret_string[DATE_CHARS + 1]);
/* 28 to 31; `month` from 1. */
int32_t date_days_of_month(int32_t year, int32_t month);

#endif
