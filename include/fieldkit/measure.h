/*
 * measure.h - a number with its unit, as authors write it: "82 %",
 * "1,300 h", "4.1 % of parts", "10x".
 *
 * One writing holds in every language, so that a number is never read for
 * another: a point before decimals, commas between groups of three digits, a
 * hyphen or a minus sign before it. What is not of that form ("2-3 days",
 * "3,8") is text and stays as it was written.
 */
#ifndef FIELDKIT_MEASURE_H
#define FIELDKIT_MEASURE_H

#include <stdbool.h>
#include <stdint.h>

#include "fieldkit/arena.h"
#include "fieldkit/format.h"

enum { MEASURE_MAX_SCALE = 6, MEASURE_MAX_DIGITS = 15 };

struct measure {
	const char *text;	/* all of it, as written; in the arena */
	bool is_number;		/* else nothing of what follows is given */
	bool has_plus;		/* "+12" */
	bool is_joined;		/* the unit stands right behind it: "10x" */
	uint8_t scale;		/* decimals */
	int64_t units;		/* the number is units / 10^scale */
	const char *unit;	/* behind it, single spaces inside; "": none */
};

/* Reads a value and the unit beside it, which may be NULL. */
struct measure measure_read(struct arena *arena, const char *value,
    const char *unit);
/* As the locale writes it: "82%" in English, "82 %" in German; no line ends
 * between a number and its unit. */
const char *measure_format(struct format_locale *locale, struct arena *arena,
    const struct measure *measure);
/* Whether two numbers can be compared: both are, and of one unit. */
bool measure_is_alike(const struct measure *a, const struct measure *b);
/* Whether its unit tells a share or a change, "%" or "10x", rather than an
 * amount: two of those need not tell of the same thing. */
bool measure_is_relative(const struct measure *measure);
/* Whether words of some language are in it, "4.1 % of parts", rather than a
 * symbol that all share, "kWh/t"; so too what is no number. */
bool measure_has_words(const struct measure *measure);
/* The number; exact to 15 digits. */
double measure_number(const struct measure *measure);

#endif
