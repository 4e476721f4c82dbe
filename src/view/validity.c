/*
 * How long a kit or page holds: until the first end of anything inside - the
 * campaign, an expiry, a consent, a certificate, a mark, funding; people are
 * added where they are chosen (contacts.c). In: a job.
 * Out: a day, the last one; not given where nothing inside ends.
 */
#include "fieldkit/coverage.h"
#include "parts.h"

struct until {
	const struct edition *edition;
	struct date first;
};

void
view_first_end(struct date *first, const struct date *other)
{
	if (is_given(other) && (!is_given(first) ||
	    other->days < first->days))
		*first = *other;
}

static void
ends(struct until *until, const struct date *date)
{
	view_first_end(&until->first, date);
}

static void
partner_ends(struct until *until, const struct record *record)
{
	if (record == NULL)
		return;
	ends(until, &record->expires);
	ends(until, &((const struct partner *)record)->logo.valid_until);
}

static void
solution_ends(struct until *until, const struct record *record)
{
	ends(until, &record->expires);
	partner_ends(until, ((const struct solution *)record)->partner.target);
}

static void
case_ends(struct until *until, const struct record *record)
{
	struct date consent = edition_consent_until(until->edition, record);

	ends(until, &record->expires);
	ends(until, &consent);
	partner_ends(until,
	    ((const struct case_study *)record)->partner.target);
}

static void
cases_end(struct until *until, struct record_list cases)
{
	uint32_t i;

	for (i = 0; i < cases.count; i++)
		case_ends(until, cases.items[i]);
}

static void
funding_ends(struct until *until, const struct record *owner)
{
	struct arena scratch;
	struct record_list funding;
	uint32_t i;

	if (until->edition->model.sets[RECORD_FUNDING].count == 0)
		return;
	arena_init(&scratch);
	funding = view_funding(until->edition, &scratch, owner);
	for (i = 0; i < funding.count; i++)
		ends(until, &((const struct funding *)
		    funding.items[i])->until);
	arena_release(&scratch);
}

static void
match_ends(struct until *until, const struct campaign_match *match)
{
	const struct campaign *campaign =
	    (const struct campaign *)match->campaign;
	uint32_t i;

	ends(until, &campaign->end);
	ends(until, &campaign->record.expires);
	if (match->office != NULL)
		ends(until, &match->office->expires);
	for (i = 0; i < match->solution_count; i++)
		solution_ends(until, match->solutions[i].record);
	for (i = 0; i < match->case_count; i++)
		case_ends(until, match->cases[i].record);
	funding_ends(until, match->campaign);
}

static void
whole_partner_ends(struct until *until, const struct record *record)
{
	const struct partner *partner = (const struct partner *)record;
	struct record_list solutions =
	    edition_solutions_of(until->edition, record);
	uint32_t i;

	partner_ends(until, record);
	for (i = 0; i < partner->certifications.count; i++)
		ends(until, &LIST_AT(partner->certifications,
		    struct certification, i)->valid_to);
	for (i = 0; i < solutions.count; i++)
		solution_ends(until, solutions.items[i]);
	cases_end(until, edition_cases_of(until->edition, record));
	funding_ends(until, record);
}

static void
campaigns_end(struct until *until, const struct plan *plan,
    const struct record *office)
{
	size_t i;

	for (i = 0; i < plan->mapping->count; i++) {
		const struct campaign_match *match =
		    &plan->mapping->matches[i];

		if (match->office == office)
			ends(until, &((const struct campaign *)
			    match->campaign)->end);
	}
}

/* What a topic's page lists. */
static void
carriers_end(struct until *until, const struct record_list *carriers)
{
	uint32_t i;

	for (i = 0; i < carriers->count; i++) {
		const struct record *record = carriers->items[i];

		if (record->type == RECORD_PARTNER)
			partner_ends(until, record);
		else if (record->type == RECORD_SOLUTION)
			solution_ends(until, record);
		else if (record->type == RECORD_CASE_STUDY)
			case_ends(until, record);
		else if (record->type == RECORD_CAMPAIGN)
			ends(until, &((const struct campaign *)record)->end);
	}
}

struct date
view_valid_until(const struct edition *edition, const struct plan *plan,
    const struct job *job)
{
	struct until until = { .edition = edition };
	const struct campaign_match *match;

	switch (job->kind) {
	case VIEW_CAMPAIGN:
	case VIEW_CAMPAIGN_OFFICE:
	case VIEW_KIT_CAMPAIGN:
	case VIEW_KIT_LEAVE_BEHIND:
	case VIEW_LETTER_KIT:
		match = mapping_find(plan->mapping, job->main, job->office);
		if (match != NULL)
			match_ends(&until, match);
		break;
	case VIEW_PARTNER:
	case VIEW_KIT_PARTNER:
		whole_partner_ends(&until, job->main);
		break;
	case VIEW_SOLUTION:
		solution_ends(&until, job->main);
		cases_end(&until, edition_cases_of(edition, job->main));
		break;
	case VIEW_CASE:
		case_ends(&until, job->main);
		break;
	case VIEW_OFFICE:
		ends(&until, &job->main->expires);
		campaigns_end(&until, plan, job->main);
		break;
	case VIEW_COVERAGE:
	case VIEW_KIT_COVERAGE:
		if (plan->coverage->end_count > 0)
			ends(&until, &plan->coverage->ends[0].on);
		break;
	case VIEW_TOPIC:
		carriers_end(&until, &job->topic->carriers);
		break;
	case VIEW_HOME:
		campaigns_end(&until, plan, NULL);
		break;
	case VIEW_SEARCH:
	case VIEW_TOPICS:
	case VIEW_NOT_FOUND:
	case VIEW_VERIFY:
	case VIEW_LETTER:
	case VIEW_LETTER_NOTICE:
	case VIEW_KIND_COUNT:
		break;
	}
	return until.first;
}
