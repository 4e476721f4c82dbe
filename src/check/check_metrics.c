/*
 * The numbers of case studies. In: value, baseline and result as they are
 * written. Out: errors where there is no number to compare, warnings where
 * the three cannot all be true.
 *
 * Numbers were rounded when they were written: each stands for half a unit of
 * its last digit to both sides, and what follows from two of them is a range.
 * A value agrees when it meets the change in percent, the difference, or the
 * result itself.
 */
#include <math.h>
#include <string.h>

#include "check_parts.h"
#include "fieldkit/measure.h"

struct range {
	double low, high;
};

/* What a number may have been before it was rounded; sizes alone. */
static struct range
range_of(const struct measure *measure)
{
	double number = fabs(measure_number(measure)), half = 0.5;
	unsigned i;

	for (i = 0; i < measure->scale; i++)
		half /= 10;
	return (struct range){ number > half ? number - half : 0,
	    number + half };
}

static bool
meets(struct range a, struct range b)
{
	return a.low <= b.high * (1 + 1e-9) && b.low <= a.high * (1 + 1e-9);
}

/* How far the two may be from each other. */
static struct range
difference(struct range a, struct range b)
{
	double one = a.high - b.low, other = b.high - a.low;

	if (meets(a, b))
		return (struct range){ 0, one > other ? one : other };
	return a.low > b.high ? (struct range){ a.low - b.high, one }
	    : (struct range){ b.low - a.high, other };
}

static bool
agrees(const struct measure *value, const struct measure *baseline,
    const struct measure *result)
{
	struct range before = range_of(baseline), after = range_of(result);
	struct range change = difference(before, after);
	struct range own = range_of(value), percent;

	percent.low = change.low / before.high * 100;
	percent.high = before.low > 0 ? change.high / before.low * 100
	    : HUGE_VAL;
	return meets(own, percent) || meets(own, change) || meets(own, after);
}

static void
check_change(const struct check *check, struct arena *arena,
    const struct metric *metric, const struct measure *baseline,
    const struct measure *result)
{
	struct measure value = measure_read(arena, metric->value.chars,
	    is_given(&metric->unit) ? metric->unit.chars : NULL);
	double before = fabs(measure_number(baseline));

	if (!value.is_number || strcmp(value.unit, "%") != 0 ||
	    baseline->units == 0 ||
	    (baseline->units < 0) != (result->units < 0) ||
	    agrees(&value, baseline, result))
		return;
	diag_report(check->diags, DIAG_METRIC_RESULT, metric->value.pos,
	    "from '%s' to '%s' is a change of %.3g %%, not of %s",
	    metric->baseline.chars, metric->result.chars,
	    fabs(fabs(measure_number(result)) - before) / before * 100,
	    value.text);
}

static void
check_result(const struct check *check, const struct metric *metric)
{
	struct arena arena;
	struct measure baseline, result;

	if (!is_given(&metric->baseline)) {
		diag_report(check->diags, DIAG_METRIC_RESULT,
		    metric->result.pos, "there is no baseline that '%s' "
		    "could be compared with; give 'baseline' too",
		    metric->result.chars);
		return;
	}
	arena_init(&arena);
	baseline = measure_read(&arena, metric->baseline.chars, NULL);
	result = measure_read(&arena, metric->result.chars, NULL);
	if (measure_is_alike(&baseline, &result))
		check_change(check, &arena, metric, &baseline, &result);
	else
		diag_report(check->diags, DIAG_METRIC_RESULT,
		    metric->result.pos, "'%s' and the baseline '%s' are not "
		    "numbers of one unit, so no chart shows them; write both "
		    "the same way", metric->result.chars,
		    metric->baseline.chars);
	arena_release(&arena);
}

/* Whether a text has a number in it that a reader can compare. */
static bool
has_digit(const struct str *str)
{
	return strpbrk(str->chars, "0123456789") != NULL;
}

void
check_metrics(const struct check *check, const struct case_study *study)
{
	uint32_t i;

	for (i = 0; i < study->metrics.count; i++) {
		const struct metric *metric =
		    LIST_AT(study->metrics, struct metric, i);

		if (is_given(&metric->baseline) && is_given(&metric->value) &&
		    !has_digit(&metric->value))
			diag_report(check->diags, DIAG_METRIC_NUMBER,
			    metric->value.pos,
			    "'%s' is no number, but there is a baseline to "
			    "compare it with; write the number",
			    metric->value.chars);
		else if (is_given(&metric->result) && is_given(&metric->value))
			check_result(check, metric);
	}
}
