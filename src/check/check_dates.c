/*
 * Dates that cannot be. In: a record and a day. Out: a report for each period
 * that ends before it starts, at the end that is too early, and for what is
 * said to have happened after the day.
 *
 * A table names the pairs by struct, so that a new period is one row.
 */
#include "check_parts.h"

#include <stddef.h>

#include "fieldkit/date.h"

struct period {
	const struct schema *schema;	/* of the struct that has both dates */
	size_t start, end;		/* offsets of its dates */
	const char *start_key, *end_key;
};

#define PERIOD(schema_name, type, from, to)                              \
	{ &schema_##schema_name, offsetof(struct type, from),            \
	  offsetof(struct type, to), #from, #to }

static const struct period periods[] = {
	PERIOD(certification, certification, valid_from, valid_to),
	PERIOD(consent, consent, from, until),
	PERIOD(campaign, campaign, start, end),
	PERIOD(funding, funding, from, until),
};

static const struct period record_period = { NULL,
	offsetof(struct record, publish_from),
	offsetof(struct record, expires), "publish_from", "expires" };

static const struct date *
date_at(const void *holder, size_t offset)
{
	return (const struct date *)(const void *)
	    ((const char *)holder + offset);
}

static void
check_period(struct check *check, const struct period *period,
    const void *holder)
{
	const struct date *start = date_at(holder, period->start);
	const struct date *end = date_at(holder, period->end);
	char start_string[DATE_CHARS + 1];

	if (!is_given(start) || !is_given(end) || end->days >= start->days)
		return;
	date_format(start->days, start_string);
	diag_report(check->diags, DIAG_DATES_ORDER, end->pos,
	    "'%s' comes before '%s', which is %s", period->end_key,
	    period->start_key, start_string);
}

static void check_struct(struct check *check, const struct schema *schema,
    const void *holder);

static void
check_field(struct check *check, const struct field *field,
    const void *place)
{
	const struct list *list = place;
	uint32_t i;

	if (!field->is_list) {
		check_struct(check, field->of, place);
		return;
	}
	for (i = 0; i < list->count; i++)
		check_struct(check, field->of,
		    (const char *)list->items + i * field->of->size);
}

static void
check_struct(struct check *check, const struct schema *schema,
    const void *holder)
{
	size_t i;

	for (i = 0; i < sizeof(periods) / sizeof(*periods); i++)
		if (periods[i].schema == schema)
			check_period(check, &periods[i], holder);
	for (i = 0; i < schema->field_count; i++)
		if (schema->fields[i].type == FIELD_STRUCT)
			check_field(check, &schema->fields[i],
			    field_value(&schema->fields[i], holder));
}

/* A slip of the year, mostly: who approves, informs or goes live tomorrow? */
static void
check_past(struct check *check, const char *key, const struct date *date)
{
	char day[DATE_CHARS + 1], today[DATE_CHARS + 1];

	if (!is_given(date) || date->days <= check->as_of_days)
		return;
	date_format(date->days, day);
	date_format(check->as_of_days, today);
	diag_report(check->diags, DIAG_DATE_AHEAD, date->pos,
	    "'%s' is %s, which is after %s, the day of this check; is the "
	    "year right?", key, day, today);
}

static void
check_past_dates(struct check *check, const struct record *record)
{
	check_past(check, "approved: on", &record->approved.on);
	if (record->type == RECORD_PERSON)
		check_past(check, "notice_on",
		    &((const struct person *)(const void *)record)->notice_on);
}

void
check_dates(struct check *check, const struct record *record)
{
	check_past_dates(check, record);
	check_period(check, &record_period, record);
	check_struct(check, record_schema(record->type), record);
}
