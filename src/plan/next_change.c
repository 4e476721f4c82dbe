/*
 * When an edition would change with nobody touching the content. In: the
 * dates of the records that its reader might see, and what its coverage page
 * says of ends. Out: the first day after the clock's on which one of them
 * starts, is over, becomes news, or comes so near that the page tells of it.
 */
#include <stdint.h>

#include "fieldkit/coverage.h"
#include "index.h"

struct next_day {
	int32_t as_of_days;
	struct date first;
};

static void
offer(struct next_day *next, const struct date *date, int32_t days)
{
	if (!is_given(date) || days <= next->as_of_days)
		return;
	if (!is_given(&next->first) || days < next->first.days)
		next->first = (struct date){ date->pos, days };
}

static void
starts(struct next_day *next, const struct date *date)
{
	offer(next, date, date->days);
}

static void
ends(struct next_day *next, const struct date *date)
{
	offer(next, date, date->days < INT32_MAX ? date->days + 1 : date->days);
}

static void
partner_dates(struct next_day *next, const struct partner *partner)
{
	uint32_t i;

	ends(next, &partner->logo.valid_until);
	for (i = 0; i < partner->certifications.count; i++)
		ends(next, &LIST_AT(partner->certifications,
		    struct certification, i)->valid_to);
}

static void
case_dates(struct next_day *next, const struct case_study *study)
{
	starts(next, &study->consent.from);
	ends(next, &study->consent.until);
}

static void
record_dates(struct next_day *next, const struct record *record)
{
	starts(next, &record->publish_from);
	ends(next, &record->expires);
	if (record->type == RECORD_PARTNER)
		partner_dates(next, (const struct partner *)record);
	if (record->type == RECORD_CAMPAIGN)
		ends(next, &((const struct campaign *)record)->end);
	if (record->type == RECORD_FUNDING)
		ends(next, &((const struct funding *)record)->until);
	if (record->type == RECORD_CASE_STUDY)
		case_dates(next, (const struct case_study *)record);
}

/* Whether there is a day on which consent lets the reader know of it. */
static bool
is_told_ever(const struct edition *edition, const struct case_study *study)
{
	const struct consent_scope scope = {
		.reader = edition->view.reader.chars,
		.regions = edition->index->regions,
		.from_days = study->consent.from.days,
		.until_days = study->consent.from.days,
	};

	return consent_rung(study, &scope) != RUNG_ABSENT;
}

/* Whether the record is, or will be, the reader's to see. */
static bool
is_for_reader(const struct edition *edition, const struct record *record)
{
	struct plan_clock then = edition->clock;

	if (is_given(&record->publish_from) &&
	    record->publish_from.days > then.as_of_days)
		then.as_of_days = record->publish_from.days;
	return record_is_visible(record, edition->index->source->site,
	    edition->view.reader.chars, &then) &&
	    (record->type != RECORD_CASE_STUDY || is_told_ever(edition,
	    (const struct case_study *)record));
}

/* A record becomes news on its day, once its reader knows of it. */
static void
news_dates(struct next_day *next, const struct edition *edition)
{
	const struct record_set *sets = edition->model.sets;
	uint32_t i;

	for (i = 0; i < sets[RECORD_CAMPAIGN].count; i++)
		starts(next, &((const struct campaign *)
		    sets[RECORD_CAMPAIGN].items[i])->start);
	for (i = 0; i < sets[RECORD_CASE_STUDY].count; i++)
		starts(next, &((const struct case_study *)
		    sets[RECORD_CASE_STUDY].items[i])->live_since);
}

/* What ends is told of for some time before. */
static void
coverage_dates(struct next_day *next, const struct coverage *coverage)
{
	uint32_t i;

	for (i = 0; i < coverage->end_count; i++) {
		const struct date *on = &coverage->ends[i].on;

		ends(next, on);
		offer(next, on, on->days - COVER_SOON_DAYS);
	}
}

struct date
edition_next_change(const struct edition *edition,
    const struct coverage *coverage)
{
	struct next_day next = { .as_of_days = edition->clock.as_of_days };
	int type;
	uint32_t i;

	for (type = 0; type < RECORD_TYPE_COUNT; type++) {
		const struct record_set *set =
		    &edition->index->source->sets[type];

		for (i = 0; i < set->count; i++)
			if (type == RECORD_OFFICE ||
			    is_for_reader(edition, set->items[i]))
				record_dates(&next, set->items[i]);
	}
	if (edition->spec->site.is_true && !edition->view.is_alliance.is_true)
		news_dates(&next, edition);
	if (coverage != NULL)
		coverage_dates(&next, coverage);
	return next.first;
}
