/*
 * The views of a solution, a case study and an office: what stands on their
 * own pages beside the record itself.
 */
#include <stdlib.h>
#include <string.h>

#include "parts.h"

#define CASES_MAX 50
#define RELATED_MAX 3
#define CONTACTS_MAX 6

/* Whether a campaign may use what is shown here. */
typedef bool (*campaign_filter)(const struct viewer *viewer,
    const struct campaign_match *alone, const struct record *record);

static struct list
campaigns_using(struct viewer *viewer, const struct record *record,
    campaign_filter filter)
{
	const struct mapping *mapping = viewer->context->plan->mapping;
	const struct record **items = ARENA_ARRAY(viewer->arena,
	    const struct record *, viewer->model->sets[RECORD_CAMPAIGN].count);
	uint32_t count = 0;
	size_t i;

	for (i = 0; i < mapping->count; i++)
		if (mapping->matches[i].office == NULL &&
		    filter(viewer, &mapping->matches[i], record))
			items[count++] = mapping->matches[i].campaign;
	return (struct list){ viewer->pos, count, items };
}

static bool
solution_filter(const struct viewer *viewer,
    const struct campaign_match *alone, const struct record *record)
{
	return view_serves(viewer, alone, (const struct solution *)record);
}

static bool
share_product(const struct list *a, const struct list *b)
{
	uint32_t i, j;

	for (i = 0; i < a->count; i++)
		for (j = 0; j < b->count; j++)
			if (LIST_AT(*a, struct ref, i)->target ==
			    LIST_AT(*b, struct ref, j)->target)
				return true;
	return false;
}

/* A case serves where its solution does, or one of its products is sold. */
static bool
case_filter(const struct viewer *viewer, const struct campaign_match *alone,
    const struct record *record)
{
	const struct case_study *study = (const struct case_study *)record;
	enum rung rung;

	if (edition_case_copy(viewer->edition, record, NULL,
	    alone->window_end_days, &rung) == NULL)
		return false;
	if (study->solution.target != NULL && match_is_relevant(
	    viewer->edition, (const struct campaign *)alone->campaign,
	    (const struct solution *)study->solution.target))
		return true;
	return share_product(&study->products,
	    &((const struct campaign *)alone->campaign)->products);
}

const void *
view_of_solution(struct viewer *viewer)
{
	struct solution_view *top = ARENA_NEW(viewer->arena,
	    struct solution_view);
	const struct solution *solution =
	    (const struct solution *)viewer->job->main;
	const struct contact_search search = {
		.kind = CONTACT_ANY, .products = &solution->products,
		.limit = CONTACTS_MAX,
	};

	top->pos = viewer->pos;
	top->solution = &solution->record;
	top->partner = solution->partner.target;
	top->cases = view_cases(viewer, edition_cases_of(viewer->edition,
	    &solution->record), NULL, CASES_MAX);
	top->campaigns = campaigns_using(viewer, &solution->record,
	    solution_filter);
	top->partner_contacts = view_partner_contacts(viewer, &search,
	    (struct record_list){ &top->partner, top->partner != NULL });
	return top;
}

static bool
is_among(const struct case_choice *choices, uint32_t count,
    const struct record *record)
{
	uint32_t i;

	for (i = 0; i < count; i++)
		if (choices[i].record == record)
			return true;
	return false;
}

/* Of the same partner, then of the same industry. */
static struct list
related_cases(struct viewer *viewer, const struct case_study *study)
{
	const struct record *owners[] = { study->partner.target,
	    study->customer.industry.target };
	struct case_choice *related = ARENA_ARRAY(viewer->arena,
	    struct case_choice, RELATED_MAX);
	uint32_t i, count = 0;
	size_t k;

	for (k = 0; k < sizeof(owners) / sizeof(owners[0]); k++) {
		struct record_list cases = edition_cases_of(viewer->edition,
		    owners[k]);

		for (i = 0; i < cases.count && count < RELATED_MAX; i++)
			if (cases.items[i] != &study->record &&
			    !is_among(related, count, cases.items[i]) &&
			    view_case(viewer, &related[count], cases.items[i],
			    NULL, viewer->edition->clock.as_of_days))
				count++;
	}
	return (struct list){ viewer->pos, count, related };
}

const void *
view_of_case(struct viewer *viewer)
{
	struct case_view *top = ARENA_NEW(viewer->arena, struct case_view);
	const struct record *record = viewer->job->main;

	top->pos = viewer->pos;
	view_case(viewer, &top->study, record, NULL,
	    viewer->edition->clock.as_of_days);
	top->campaigns = campaigns_using(viewer, record, case_filter);
	top->related = related_cases(viewer,
	    (const struct case_study *)record);
	return top;
}

static int
compare_rows(const void *left, const void *right, void *viewer)
{
	const struct campaign_office *a = left, *b = right;

	return view_compare_campaigns(viewer, a->campaign, b->campaign);
}

/* The campaigns that run at the office, each with its kit, in the order of the
 * home page. */
static void
add_campaigns(struct viewer *viewer, struct office_view *top)
{
	const struct mapping *mapping = viewer->context->plan->mapping;
	uint32_t size = viewer->model->sets[RECORD_CAMPAIGN].count;
	struct campaign_office *rows = ARENA_ARRAY(viewer->arena,
	    struct campaign_office, size);
	struct kit_view *kits = ARENA_ARRAY(viewer->arena, struct kit_view,
	    size);
	uint32_t row_count = 0, kit_count = 0;
	size_t i;

	for (i = 0; i < mapping->count; i++) {
		const struct campaign_match *match = &mapping->matches[i];

		if (match->office != viewer->job->main)
			continue;
		view_campaign_office(viewer, &rows[row_count++], match);
	}
	if (row_count > 0)
		qsort_r(rows, row_count, sizeof(*rows), compare_rows, viewer);
	for (i = 0; i < row_count; i++)
		if (is_given(&rows[i].kit))
			kits[kit_count++] = rows[i].kit;
	top->campaigns = (struct list){ viewer->pos, row_count, rows };
	top->kits = (struct list){ viewer->pos, kit_count, kits };
}

struct list
view_office_people(struct viewer *viewer)
{
	const struct office *office =
	    (const struct office *)viewer->job->main;
	struct country_set covers = { 0 };
	const struct contact_search search = {
		.territory = &covers, .kind = CONTACT_ANY,
		.limit = CONTACTS_MAX,
	};

	country_set_add_list(&covers, &office->covers);
	return view_vendor_contacts(viewer, &search);
}

static int
compare_ids(const void *left, const void *right)
{
	const struct record *const *a = left, *const *b = right;

	return strcmp((*a)->id, (*b)->id);
}

static bool
is_one_of(const struct record *const *items, uint32_t count,
    const struct record *record)
{
	uint32_t i;

	for (i = 0; i < count; i++)
		if (items[i] == record)
			return true;
	return false;
}

/* The partners of what was chosen for the office, in the order of ids. */
static struct record_list
partners_here(const struct viewer *viewer)
{
	const struct mapping *mapping = viewer->context->plan->mapping;
	const struct record **partners = ARENA_ARRAY(viewer->arena,
	    const struct record *,
	    viewer->model->sets[RECORD_PARTNER].count);
	uint32_t i, count = 0;
	size_t k;

	for (k = 0; k < mapping->count; k++) {
		struct record_list chosen;

		if (mapping->matches[k].office != viewer->job->main)
			continue;
		chosen = view_partners(viewer, &mapping->matches[k]);
		for (i = 0; i < chosen.count; i++)
			if (!is_one_of(partners, count, chosen.items[i]))
				partners[count++] = chosen.items[i];
	}
	if (count > 0)
		qsort(partners, count, sizeof(*partners), compare_ids);
	return (struct record_list){ partners, count };
}

/* Clocks change with the seasons: hours are compared on the day on which the
 * first of the office's campaigns starts, as its kits do. */
static struct date
day_of_calls(const struct viewer *viewer)
{
	const struct mapping *mapping = viewer->context->plan->mapping;
	struct date day = { 0 };
	size_t i;

	for (i = 0; i < mapping->count; i++) {
		const struct date *start = &((const struct campaign *)
		    mapping->matches[i].campaign)->start;

		if (mapping->matches[i].office == viewer->job->main &&
		    (!is_given(&day) || start->days < day.days))
			day = *start;
	}
	return day;
}

const void *
view_of_office(struct viewer *viewer)
{
	struct office_view *top = ARENA_NEW(viewer->arena,
	    struct office_view);
	const struct date day = day_of_calls(viewer);
	bool has_calls;

	top->pos = viewer->pos;
	top->office = viewer->job->main;
	add_campaigns(viewer, top);
	top->vendor_contacts = view_office_people(viewer);
	if (!is_given(&day))
		return top;
	has_calls = view_calls(viewer, &top->vendor_contacts, top->office,
	    day.days);
	top->partner_hours = view_partner_hours(viewer,
	    partners_here(viewer), top->office, day.days);
	if (has_calls || top->partner_hours.count > 0)
		top->call_day = day;
	return top;
}
