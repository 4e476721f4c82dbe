/*
 * The numbers of case studies. In: value, baseline and result as they are
 * written. Out: errors where there is no number to compare, warnings where
 * the three cannot all be true, and where a translation tells another number.
 *
 * Numbers were rounded when they were written: each stands for half a unit of
 * its last digit to both sides, and what follows from two of them is a range.
 * A value agrees when it meets the change in percent, the difference, or the
 * result itself.
 */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
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

/* The variant for readers of a language: its own, the site's, the first. */
static const struct variant *
variant_for(const struct check *check, const struct text *text,
    const char *lang)
{
	const struct variant *found = text->variants;
	uint32_t i;

	for (i = 0; i < text->count; i++) {
		const struct variant *variant = &text->variants[i];

		if (lang != NULL && strcmp(variant->lang, lang) == 0)
			return variant;
		if (strcmp(variant->lang,
		    check->model->site->locale.chars) == 0)
			found = variant;
	}
	return found;
}

static void
check_change(const struct check *check, struct arena *arena,
    const struct metric *metric, const struct measure *baseline,
    const struct measure *result)
{
	struct measure value = measure_read(arena, metric->value.chars,
	    metric->unit.count > 0
	    ? variant_for(check, &metric->unit, NULL)->chars : NULL);
	double before = fabs(measure_number(baseline));

	if (!value.is_number || strcmp(value.unit, "%") != 0 ||
	    baseline->units == 0 ||
	    (baseline->units < 0) != (result->units < 0) ||
	    agrees(&value, baseline, result))
		return;
	diag_report(check->diags, DIAG_METRIC_RESULT, metric->value.pos,
	    "from '%s' to '%s' is a change of %.3g %%, not of %s",
	    baseline->text, result->text,
	    fabs(fabs(measure_number(result)) - before) / before * 100,
	    value.text);
}

/* Whether the two are comparable as readers of a language see them (NULL: the
 * site's); if not, says so. */
static bool
check_pair(const struct check *check, struct arena *arena,
    const struct metric *metric, const char *lang)
{
	const struct variant *before =
	    variant_for(check, &metric->baseline, lang);
	const struct variant *after =
	    variant_for(check, &metric->result, lang);
	struct measure baseline = measure_read(arena, before->chars, NULL);
	struct measure result = measure_read(arena, after->chars, NULL);

	if (measure_is_alike(&baseline, &result)) {
		if (lang == NULL)
			check_change(check, arena, metric, &baseline, &result);
		return true;
	}
	diag_report(check->diags, DIAG_METRIC_RESULT, after->pos,
	    "'%s' and the baseline '%s' are not numbers of one unit, so no "
	    "chart shows them; write both the same way", after->chars,
	    before->chars);
	return false;
}

static bool
has_variant(const struct text *text, const char *lang)
{
	uint32_t i;

	for (i = 0; i < text->count; i++)
		if (strcmp(text->variants[i].lang, lang) == 0)
			return true;
	return false;
}

static void
check_result(const struct check *check, struct arena *arena,
    const struct metric *metric)
{
	const struct text *baseline = &metric->baseline;
	const struct text *result = &metric->result;
	uint32_t i;

	if (baseline->count == 0) {
		diag_report(check->diags, DIAG_METRIC_RESULT,
		    result->pos, "there is no baseline that '%s' "
		    "could be compared with; give 'baseline' too",
		    variant_for(check, result, NULL)->chars);
		return;
	}
	if (!check_pair(check, arena, metric, NULL))
		return;
	for (i = 0; i < result->count; i++)
		check_pair(check, arena, metric, result->variants[i].lang);
	for (i = 0; i < baseline->count; i++)
		if (!has_variant(result, baseline->variants[i].lang))
			check_pair(check, arena, metric,
			    baseline->variants[i].lang);
}

/* A translation tells the same number, written as every number here is. */
static void
check_translations(const struct check *check, struct arena *arena,
    const struct text *text)
{
	const struct variant *own;
	struct measure wanted, found;
	uint32_t i;

	if (text->count < 2)
		return;
	own = variant_for(check, text, NULL);
	wanted = measure_read(arena, own->chars, NULL);
	for (i = 0; i < text->count && wanted.is_number; i++) {
		const struct variant *variant = &text->variants[i];

		found = measure_read(arena, variant->chars, NULL);
		if (!found.is_number ||
		    measure_number(&found) != measure_number(&wanted))
			diag_report(check->diags, DIAG_METRIC_NUMBER,
			    variant->pos, "'%s' does not begin with the "
			    "number of '%s'; write it in the same way, each "
			    "language's pages print it in theirs",
			    variant->chars, own->chars);
	}
}

/* Whether a text has a number in it that a reader can compare. */
static bool
has_digit(const struct str *str)
{
	return strpbrk(str->chars, "0123456789") != NULL;
}

/* The unit would be printed twice. */
static bool
repeats_unit(const struct metric *metric, const struct variant **ret_unit)
{
	const struct str *value = &metric->value;
	uint32_t i;

	for (i = 0; i < metric->unit.count; i++) {
		const struct variant *unit = &metric->unit.variants[i];
		size_t at = value->len - unit->len;

		if (unit->len == 0 || value->len <= unit->len ||
		    memcmp(value->chars + at, unit->chars, unit->len) != 0 ||
		    isalpha((unsigned char)value->chars[at - 1]))
			continue;
		*ret_unit = unit;
		return true;
	}
	return false;
}

static void
check_unit(const struct check *check, const struct metric *metric)
{
	const struct variant *unit;
	size_t len;

	if (!repeats_unit(metric, &unit))
		return;
	len = metric->value.len - unit->len;
	while (len > 0 && (metric->value.chars[len - 1] == ' ' ||
	    (unsigned char)metric->value.chars[len - 1] >= 0x80))
		len--;
	diag_report(check->diags, DIAG_METRIC_UNIT, metric->value.pos,
	    "'%s' has the unit '%s', which 'unit' gives too, so it would be "
	    "printed twice; write value: \"%.*s\"", metric->value.chars,
	    unit->chars, (int)len, metric->value.chars);
}

/* What a number was meant to be that is written as German and others do:
 * "3,8", "1.250", "–40"; false where it may be meant as it stands. */
static bool
read_foreign(const char *chars, char ret_meant[32])
{
	static const char *const dashes[] = { "\u2013", "\u2014" };
	const char *digits = chars;
	size_t sign = 0, whole, rest, i;

	for (i = 0; i < 2 && sign == 0; i++)
		if (strncmp(chars, dashes[i], strlen(dashes[i])) == 0)
			sign = strlen(dashes[i]);
	digits += sign;
	whole = strspn(digits, "0123456789");
	if (whole == 0 || whole > 9)
		return false;
	rest = digits[whole] == ',' || digits[whole] == '.'
	    ? strspn(digits + whole + 1, "0123456789") : 0;
	if (rest > 0 && (digits[whole + 1 + rest] == '.' ||
	    digits[whole + 1 + rest] == ','))
		return false;
	if (digits[whole] == ',' && rest > 0 && rest < 10 && rest != 3)
		snprintf(ret_meant, 32, "%s%.*s.%.*s", sign > 0 ? "-" : "",
		    (int)whole, digits, (int)rest, digits + whole + 1);
	else if (digits[whole] == '.' && rest == 3 && whole < 4 &&
	    digits[0] != '0' && digits[whole + 3] == '0')
		snprintf(ret_meant, 32, "%s%.*s,%.*s", sign > 0 ? "-" : "",
		    (int)whole, digits, (int)rest, digits + whole + 1);
	else if (sign > 0 && digits[whole] != ',')
		snprintf(ret_meant, 32, "-%.*s", (int)(whole + (rest > 0 ?
		    rest + 1 : 0)), digits);
	else
		return false;
	return true;
}

static void
check_writing(const struct check *check, const char *chars,
    struct source_pos pos)
{
	char meant[32];

	if (read_foreign(chars, meant))
		diag_report(check->diags, DIAG_METRIC_WRITING, pos,
		    "'%s' is not read as the number that it seems to be; "
		    "write %s, which each language's pages print in theirs",
		    chars, meant);
}

static void
check_writings(const struct check *check, const struct metric *metric)
{
	if (is_given(&metric->value))
		check_writing(check, metric->value.chars, metric->value.pos);
	if (metric->baseline.count > 0)
		check_writing(check,
		    variant_for(check, &metric->baseline, NULL)->chars,
		    variant_for(check, &metric->baseline, NULL)->pos);
	if (metric->result.count > 0)
		check_writing(check,
		    variant_for(check, &metric->result, NULL)->chars,
		    variant_for(check, &metric->result, NULL)->pos);
}

static void
check_metric(const struct check *check, struct arena *arena,
    const struct metric *metric)
{
	check_writings(check, metric);
	check_translations(check, arena, &metric->baseline);
	check_translations(check, arena, &metric->result);
	if (!is_given(&metric->value))
		return;
	check_unit(check, metric);
	if (metric->baseline.count > 0 && !has_digit(&metric->value))
		diag_report(check->diags, DIAG_METRIC_NUMBER,
		    metric->value.pos,
		    "'%s' is no number, but there is a baseline to "
		    "compare it with; write the number",
		    metric->value.chars);
	else if (metric->result.count > 0)
		check_result(check, arena, metric);
}

void
check_metrics(const struct check *check, const struct case_study *study)
{
	struct arena arena;
	uint32_t i;

	arena_init(&arena);
	for (i = 0; i < study->metrics.count; i++)
		check_metric(check, &arena,
		    LIST_AT(study->metrics, struct metric, i));
	arena_release(&arena);
}
