/*
 * The numbers of case studies as charts. In: metrics as their authors wrote
 * them. Out: bars, only where two numbers tell of the same thing.
 *
 * A pair is what a metric was before and is now: baseline and result, or
 * baseline and value, of one unit. A value of "%" or "x" is a change as a rule
 * and no number after it, so it needs a result. Numbers of several cases can
 * be compared when each is a change from a baseline, in the same unit, or
 * when they have the same label and unit.
 */
#include <stdlib.h>
#include <string.h>

#include "fieldkit/chart.h"
#include "parts.h"

enum { CANDIDATES_MAX = 64, BARS_MIN = 2, BARS_MAX = 8 };

/* A number with its unit, and the language that its unit's words are of. */
struct told {
	struct measure measure;
	const char *lang;		/* NULL: of none, a symbol */
};

static struct told
tell(const struct viewer *viewer, const char *value,
    const struct variant *unit)
{
	struct told told = {
		.measure = measure_read(viewer->arena,
		    value != NULL ? value : unit != NULL ? unit->chars : "",
		    value != NULL && unit != NULL ? unit->chars : NULL),
	};

	if (unit != NULL && measure_has_words(&told.measure))
		told.lang = unit->lang;
	return told;
}

static struct told
read_text(const struct viewer *viewer, const struct text *text)
{
	return tell(viewer, NULL, view_variant(viewer, text));
}

static struct told
read_value(const struct viewer *viewer, const struct metric *metric)
{
	return tell(viewer, metric->value.chars,
	    view_variant(viewer, &metric->unit));
}

static struct text
told_text(const struct viewer *viewer, const struct told *told)
{
	struct variant *variant = ARENA_NEW(viewer->arena, struct variant);

	variant->pos = viewer->pos;
	variant->lang = told->lang;
	variant->chars = measure_format(viewer->context->locale,
	    viewer->arena, &told->measure);
	variant->len = (uint32_t)strlen(variant->chars);
	return (struct text){ viewer->pos, 1, variant };
}

static struct str
place_str(const struct viewer *viewer, int32_t place)
{
	return view_str(viewer, arena_printf(viewer->arena, "%d",
	    (int)place));
}

static struct bar_view
make_bar(const struct viewer *viewer, const struct told *told,
    const struct chart_scale *scale)
{
	struct chart_bar place = chart_bar(scale,
	    measure_number(&told->measure));
	struct bar_view bar = {
		.pos = viewer->pos,
		.value = told_text(viewer, told),
		.from = place_str(viewer, place.from),
		.to = place_str(viewer, place.to),
	};

	if (scale->low < 0)
		bar.zero = place_str(viewer, chart_place(scale, 0));
	return bar;
}

/* The number that a baseline is to be compared with; false: there is none. */
static bool
find_after(const struct viewer *viewer, const struct metric *metric,
    const struct measure *before, struct told *ret_after)
{
	bool has_result = is_given(&metric->result);
	const struct measure *after = &ret_after->measure;

	*ret_after = has_result ? read_text(viewer, &metric->result)
	    : read_value(viewer, metric);
	return measure_is_alike(before, after) &&
	    (has_result || !measure_is_relative(after)) &&
	    (before->units != 0 || after->units != 0);
}

static void
fill_change(const struct viewer *viewer, struct number_view *number)
{
	struct told before = read_text(viewer, &number->metric.baseline);
	struct told after;
	struct chart_scale scale;
	double numbers[2];

	if (!find_after(viewer, &number->metric, &before.measure, &after))
		return;
	numbers[0] = measure_number(&before.measure);
	numbers[1] = measure_number(&after.measure);
	scale = chart_scale_exact(numbers, 2);
	number->before = make_bar(viewer, &before, &scale);
	number->after = make_bar(viewer, &after, &scale);
	number->before.label = number->after.label = number->metric.label;
}

struct list
view_numbers(struct viewer *viewer, const struct case_study *study)
{
	struct number_view *numbers = ARENA_ARRAY(viewer->arena,
	    struct number_view, study->metrics.count);
	uint32_t i;

	for (i = 0; i < study->metrics.count; i++) {
		numbers[i].pos = study->record.pos;
		numbers[i].metric = *LIST_AT(study->metrics, struct metric, i);
		fill_change(viewer, &numbers[i]);
	}
	return (struct list){ viewer->pos, study->metrics.count, numbers };
}

/* A number that may be compared with others. */
struct candidate {
	const struct metric *metric;
	const struct case_choice *choice;
	struct told value;
	bool is_change;
	uint32_t order;			/* as it stands in the cases */
};

static bool
is_comparable(const struct candidate *a, const struct candidate *b)
{
	if (!measure_is_alike(&a->value.measure, &b->value.measure) ||
	    a->is_change != b->is_change)
		return false;
	return a->is_change || (a->metric->label.count > 0 &&
	    b->metric->label.count > 0 &&
	    strcmp(a->metric->label.variants[0].chars,
	    b->metric->label.variants[0].chars) == 0);
}

static uint32_t
find_candidates(const struct viewer *viewer, const struct list *cases,
    struct candidate *candidates)
{
	uint32_t i, k, count = 0;

	for (i = 0; i < cases->count; i++) {
		const struct case_choice *choice =
		    LIST_AT(*cases, struct case_choice, i);
		const struct number_view *numbers = choice->numbers.items;

		for (k = 0; k < choice->numbers.count &&
		    count < CANDIDATES_MAX; k++) {
			struct candidate *one = &candidates[count];

			one->metric = &numbers[k].metric;
			one->choice = choice;
			one->value = read_value(viewer, one->metric);
			one->is_change = is_given(&one->metric->baseline) &&
			    measure_is_relative(&one->value.measure);
			one->order = count;
			count += one->value.measure.is_number;
		}
	}
	return count;
}

/* Moves the largest group that can be compared to the front; its size. */
static uint32_t
choose_group(struct candidate *candidates, uint32_t count)
{
	uint32_t i, k, size, best = 0, best_size = 0;
	struct candidate first;

	if (count == 0)
		return 0;
	for (i = 0; i < count; i++) {
		for (k = i, size = 0; k < count; k++)
			size += is_comparable(&candidates[i], &candidates[k]);
		if (size > best_size) {
			best = i;
			best_size = size;
		}
	}
	first = candidates[best];
	for (i = best, k = 0; i < count; i++)
		if (is_comparable(&first, &candidates[i]))
			candidates[k++] = candidates[i];
	return best_size;
}

static int
by_number(const void *left, const void *right)
{
	const struct candidate *a = left, *b = right;
	double one = measure_number(&a->value.measure);
	double other = measure_number(&b->value.measure);

	if (one != other)
		return one < other ? 1 : -1;
	return a->order < b->order ? -1 : 1;
}

void
view_chart(struct viewer *viewer, const struct list *cases,
    struct chart_view *chart)
{
	struct candidate *candidates = ARENA_ARRAY(viewer->arena,
	    struct candidate, CANDIDATES_MAX);
	uint32_t count = choose_group(candidates,
	    find_candidates(viewer, cases, candidates)), i;
	struct bar_view *bars;
	double numbers[BARS_MAX];
	struct chart_scale scale;

	if (count < BARS_MIN)
		return;
	qsort(candidates, count, sizeof(*candidates), by_number);
	count = count < BARS_MAX ? count : BARS_MAX;
	bars = ARENA_ARRAY(viewer->arena, struct bar_view, count);
	for (i = 0; i < count; i++)
		numbers[i] = measure_number(&candidates[i].value.measure);
	scale = chart_scale_round(numbers, count);
	for (i = 0; i < count; i++) {
		bars[i] = make_bar(viewer, &candidates[i].value, &scale);
		bars[i].label = candidates[i].metric->label;
		bars[i].who = candidates[i].choice->customer;
		bars[i].record = candidates[i].choice->record;
	}
	chart->pos = viewer->pos;
	chart->bars = (struct list){ viewer->pos, count, bars };
	chart->ticks = view_str(viewer, chart_ticks(&scale, viewer->arena));
	chart->labels = view_str(viewer, chart_tick_labels(&scale,
	    viewer->context->locale, viewer->arena,
	    candidates[0].value.measure.unit));
}
