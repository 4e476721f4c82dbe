/*
 * Scales. In: numbers. Out: a range around zero, its ticks, and where on it
 * a number stands.
 *
 * The step of the ticks is the smallest of 1, 2, 5, 10, 20, 50 … that needs
 * no more than CHART_STEPS of them. It is found by going through them, not by
 * a logarithm, whose last bit differs between machines.
 */
#include "fieldkit/chart.h"

#include <math.h>

#include "fieldkit/strbuf.h"

/* Decimals of a measure are six at most, its digits fifteen. */
enum { LEAST_EXPONENT = -MEASURE_MAX_SCALE - 1, MOST_EXPONENT = 16 };

struct chart_scale
chart_scale_exact(const double *numbers, uint32_t count)
{
	struct chart_scale scale = { 0 };
	uint32_t i;

	for (i = 0; i < count; i++) {
		if (numbers[i] < scale.low)
			scale.low = numbers[i];
		if (numbers[i] > scale.high)
			scale.high = numbers[i];
	}
	if (scale.low == scale.high)
		scale.high = 1;
	return scale;
}

/* step * 10^exponent; exact where a double can hold it. */
static double
step_size(int32_t step, int32_t exponent)
{
	double power = 1;
	int32_t i;

	for (i = exponent < 0 ? -exponent : exponent; i > 0; i--)
		power *= 10;
	return exponent < 0 ? step / power : step * power;
}

struct chart_scale
chart_scale_round(const double *numbers, uint32_t count)
{
	static const int32_t steps[] = { 1, 2, 5 };
	struct chart_scale scale = chart_scale_exact(numbers, count);
	const double low = scale.low, high = scale.high;
	int32_t exponent = LEAST_EXPONENT, i = 0;
	double size, first, last;

	for (;;) {
		size = step_size(steps[i], exponent);
		first = floor(low / size);
		last = ceil(high / size);
		if (last - first <= CHART_STEPS || exponent == MOST_EXPONENT)
			break;
		i = (i + 1) % 3;
		exponent += i == 0;
	}
	scale.step = steps[i];
	scale.exponent = exponent;
	scale.first = (int32_t)first;
	scale.tick_count = (uint32_t)(last - first) + 1;
	scale.low = first * size;
	scale.high = last * size;
	return scale;
}

int32_t
chart_place(const struct chart_scale *scale, double number)
{
	double place = (number - scale->low) / (scale->high - scale->low);

	return place <= 0 ? 0 : place >= 1 ? CHART_WHOLE
	    : (int32_t)(place * CHART_WHOLE + 0.5);
}

struct chart_bar
chart_bar(const struct chart_scale *scale, double number)
{
	int32_t zero = chart_place(scale, 0), end = chart_place(scale, number);

	if (number > 0 && end < zero + CHART_HAIR)
		end = zero + CHART_HAIR > CHART_WHOLE ? CHART_WHOLE
		    : zero + CHART_HAIR;
	if (number < 0 && end > zero - CHART_HAIR)
		end = zero > CHART_HAIR ? zero - CHART_HAIR : 0;
	return number < 0 ? (struct chart_bar){ end, zero }
	    : (struct chart_bar){ zero, end };
}

const char *
chart_ticks(const struct chart_scale *scale, struct arena *arena)
{
	struct strbuf out = { 0 };
	const char *text;
	uint32_t i;

	for (i = 0; i < scale->tick_count; i++)
		strbuf_printf(&out, "%s%d", i > 0 ? " " : "",
		    (int)chart_place(scale, step_size((scale->first +
		    (int32_t)i) * scale->step, scale->exponent)));
	text = arena_copy(arena, strbuf_string(&out), out.len);
	strbuf_release(&out);
	return text;
}

/* The number of a tick as a measure with the unit, where that is short. */
static struct measure
tick_measure(const struct chart_scale *scale, uint32_t tick, const char *unit)
{
	struct measure measure = {
		.is_number = true, .is_joined = true,
		.units = (int64_t)(scale->first + (int32_t)tick) * scale->step,
		.unit = unit[0] == '%' ? "%" : "",
	};
	int32_t i;

	for (i = 0; i < scale->exponent; i++)
		measure.units *= 10;
	if (scale->exponent < 0)
		measure.scale = (uint8_t)-scale->exponent;
	return measure;
}

const char *
chart_tick_labels(const struct chart_scale *scale,
    struct format_locale *locale, struct arena *arena, const char *unit)
{
	struct strbuf out = { 0 };
	const char *text;
	uint32_t i;

	for (i = 0; i < scale->tick_count; i++) {
		struct measure measure = tick_measure(scale, i, unit);

		strbuf_printf(&out, "%s%s", i > 0 ? "|" : "",
		    measure_format(locale, arena, &measure));
	}
	text = arena_copy(arena, strbuf_string(&out), out.len);
	strbuf_release(&out);
	return text;
}
