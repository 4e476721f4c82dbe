/*
 * chart.h - numbers as lengths: scales, ticks and bars.
 *
 * A place on a scale is a whole number of thousandths of its length, from the
 * start of the line; the renderers draw between such places (k:bar) and
 * decide nothing. Every scale includes zero, and a bar starts there: a bar
 * that starts elsewhere would make a small change look like a large one.
 */
#ifndef FIELDKIT_CHART_H
#define FIELDKIT_CHART_H

#include <stdint.h>

#include "fieldkit/arena.h"
#include "fieldkit/format.h"
#include "fieldkit/measure.h"

enum {
	CHART_WHOLE = 1000,		/* places on a scale */
	CHART_HAIR = 2,			/* the least length of a bar that is not 0 */
	CHART_STEPS = 5			/* the most between the ticks of a scale */
};

struct chart_scale {
	double low, high;		/* low <= 0 <= high, low < high */
	int32_t step;			/* of the ticks: 1, 2 or 5 … */
	int32_t exponent;		/* … times ten to the power of this */
	int32_t first;			/* the first tick is first * step */
	uint32_t tick_count;		/* 0: a scale without ticks */
};

struct chart_bar {
	int32_t from, to;		/* places, from <= to */
};

/* The longest bar takes the whole scale; no ticks. For two bars. */
struct chart_scale chart_scale_exact(const double *numbers, uint32_t count);
/* Ends at ticks of 1, 2 or 5 times a power of ten. */
struct chart_scale chart_scale_round(const double *numbers, uint32_t count);

int32_t chart_place(const struct chart_scale *scale, double number);
/* From zero to the number, never too short to be seen. */
struct chart_bar chart_bar(const struct chart_scale *scale, double number);

/* Places of the ticks, as k:bar reads them: "0 250 500 750 1000". */
const char *chart_ticks(const struct chart_scale *scale, struct arena *arena);
/* Their numbers, with the sign of a percentage where `unit` is one, and "|"
 * between: "0%|20%|40%". */
const char *chart_tick_labels(const struct chart_scale *scale,
    struct format_locale *locale, struct arena *arena, const char *unit);

#endif
