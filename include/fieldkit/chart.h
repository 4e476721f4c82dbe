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

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fieldkit/arena.h"
#include "fieldkit/doc.h"
#include "fieldkit/format.h"
#include "fieldkit/measure.h"

enum {
	CHART_WHOLE = 1000,		/* places on a scale */
	CHART_HAIR = 2,			/* the least length of a bar that is not 0 */
	CHART_STEPS = 5,		/* the most between the ticks of a scale */
	CHART_MARKS = 16		/* the most that a k:bar draws */
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

/*
 * k:bar, one line of a chart: a bar over grid lines, or an axis. It says
 * nothing itself: the numbers stand beside it as text.
 *
 *	data-from, data-to	the bar's places; without them there is none
 *	data-zero		where the line at zero stands
 *	data-ticks		places of grid lines
 *	data-text		what stands below the grid lines, "|" between
 *	alt			what the bar says where no text does
 */
struct chart_label {
	const char *text;		/* not terminated */
	size_t len;
};

struct chart_line {
	bool has_bar;
	struct chart_bar bar;
	int32_t zero;			/* -1: no line at zero */
	int32_t ticks[CHART_MARKS];
	uint32_t tick_count;
	struct chart_label labels[CHART_MARKS];
	uint32_t label_count;		/* at most tick_count */
};

/* What a k:bar draws; places out of range are moved to an end. */
struct chart_line chart_line(const struct doc_node *bar);

#endif
