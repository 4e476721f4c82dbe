/*
 * The view of a partner: its page and its kit. In: what belongs to it. Out:
 * solutions, references, the campaigns it serves, contacts on both sides.
 */
#include "parts.h"

#define CONTACTS_MAX 8
#define VENDOR_CONTACTS_MAX 8
#define KIT_VENDOR_CONTACTS_MAX 12
#define EXPERTS_MAX 6
#define CASES_MAX 200

static struct country_set
countries_of(const struct partner *partner)
{
	struct country_set set = { 0 };

	country_set_add_list(&set, &partner->countries);
	return set;
}

/* The partner's solutions that serve a campaign, and where they are sold. */
static struct record_list
serving(struct viewer *viewer, const struct campaign_match *alone,
    struct record_list solutions, struct country_set *ret_sold)
{
	const struct record **items = ARENA_ARRAY(viewer->arena,
	    const struct record *, solutions.count);
	uint32_t i, count = 0;

	*ret_sold = (struct country_set){ 0 };
	for (i = 0; i < solutions.count; i++) {
		const struct solution *solution =
		    (const struct solution *)solutions.items[i];
		struct country_set sold = solution_countries(solution);

		if (!view_serves(viewer, alone, solution))
			continue;
		items[count++] = solutions.items[i];
		country_set_join(ret_sold, &sold);
	}
	return (struct record_list){ items, count };
}

static struct list
campaigns_served(struct viewer *viewer, struct record_list solutions)
{
	const struct mapping *mapping = viewer->context->plan->mapping;
	struct partner_campaign *rows = ARENA_ARRAY(viewer->arena,
	    struct partner_campaign,
	    viewer->model->sets[RECORD_CAMPAIGN].count);
	struct partner_campaign *row = NULL;
	struct country_set sold = { 0 };
	uint32_t count = 0;
	size_t i;

	for (i = 0; i < mapping->count; i++) {
		const struct campaign_match *match = &mapping->matches[i];

		if (match->office == NULL) {
			struct record_list served = serving(viewer, match,
			    solutions, &sold);

			row = served.count > 0 ? &rows[count++] : NULL;
			if (row == NULL)
				continue;
			row->pos = viewer->pos;
			row->campaign = match->campaign;
			row->solutions = view_records(viewer, served.items,
			    served.count);
			row->offices = view_integer(viewer, 0);
		} else if (row != NULL &&
		    country_set_overlaps(&sold, &match->territory)) {
			row->offices.number++;
		}
	}
	return (struct list){ viewer->pos, count, rows };
}

static struct list
partner_sources(struct viewer *viewer, struct record_list solutions,
    struct record_list cases)
{
	const struct record **records = ARENA_ARRAY(viewer->arena,
	    const struct record *,
	    (size_t)solutions.count + cases.count + 1);
	uint32_t i, count = 0;

	records[count++] = viewer->job->main;
	for (i = 0; i < solutions.count; i++)
		records[count++] = solutions.items[i];
	for (i = 0; i < cases.count; i++)
		records[count++] = cases.items[i];
	return view_sources(viewer, records, count);
}

void
view_partner_people(struct viewer *viewer, struct partner_view *top)
{
	const struct record *partner = viewer->job->main;
	struct country_set countries =
	    countries_of((const struct partner *)partner);
	struct contact_search search = {
		.territory = &countries,
		.kind = CONTACT_ANY,
		.limit = VENDOR_CONTACTS_MAX,
	};

	top->vendor_contacts = view_vendor_contacts(viewer, &search);
	search.territory = NULL;
	search.limit = CONTACTS_MAX;
	top->partner_contacts = view_partner_contacts(viewer, &search,
	    (struct record_list){ &partner, 1 });
}

/* Whom the partner's people call: sellers near them, then experts. The hours
 * are those of the day on which the first campaign starts: a kit must not
 * change with the clocks. */
static void
add_kit_people(struct viewer *viewer, struct partner_view *top)
{
	struct country_set countries =
	    countries_of((const struct partner *)top->partner);
	struct contact_search search = {
		.territory = &countries,
		.kind = CONTACT_SELLER,
		.limit = KIT_VENDOR_CONTACTS_MAX,
	};
	const struct date *start;

	top->vendor_contacts = view_vendor_contacts(viewer, &search);
	search.kind = CONTACT_EXPERT;
	search.limit = EXPERTS_MAX;
	top->experts = view_vendor_contacts(viewer, &search);
	if (top->campaigns.count == 0)
		return;
	start = &((const struct campaign *)LIST_AT(top->campaigns,
	    struct partner_campaign, 0)->campaign)->start;
	if (view_calls_of_partner(viewer, &top->vendor_contacts, top->partner,
	    start->days))
		top->call_day = *start;
	if (view_calls_of_partner(viewer, &top->experts, top->partner,
	    start->days))
		top->call_day = *start;
}

static bool
has_lab(const struct partner *partner)
{
	uint32_t i;

	for (i = 0; i < partner->sites.count; i++)
		if (LIST_AT(partner->sites, struct place, i)->kind.index !=
		    PLACE_OFFICE)
			return true;
	return false;
}

/* Where to take a customer: its own are among its sites. */
static void
add_kit_labs(struct viewer *viewer, struct partner_view *top)
{
	const struct partner *partner = (const struct partner *)top->partner;
	struct country_set countries = countries_of(partner);
	const struct date *start;

	if (has_lab(partner) || top->campaigns.count == 0)
		return;
	start = &((const struct campaign *)LIST_AT(top->campaigns,
	    struct partner_campaign, 0)->campaign)->start;
	top->labs = view_labs_near(viewer, &countries,
	    view_partner_tz(partner), start->days);
}

static struct list
partner_kits(struct viewer *viewer)
{
	struct kit_view *kit = ARENA_NEW(viewer->arena, struct kit_view);

	/* A kit does not offer itself. */
	if (viewer->is_kit || !view_kit(viewer, kit,
	    view_partner_kit_path(viewer, viewer->job->main)))
		return (struct list){ .pos = viewer->pos };
	return (struct list){ viewer->pos, 1, kit };
}

static struct list
list_of(const struct viewer *viewer, struct record_list records)
{
	return view_records(viewer, records.items, records.count);
}

const void *
view_of_partner(struct viewer *viewer)
{
	struct partner_view *top = ARENA_NEW(viewer->arena,
	    struct partner_view);
	const struct edition *edition = viewer->edition;
	const struct record *partner = viewer->job->main;
	struct record_list solutions = edition_solutions_of(edition, partner);
	struct record_list cases = edition_cases_of(edition, partner);

	top->pos = viewer->pos;
	top->partner = partner;
	top->solutions = list_of(viewer, solutions);
	top->cases = view_cases(viewer, cases, NULL, CASES_MAX);
	top->cases_counted = view_integer(viewer,
	    edition_counted_of(edition, partner));
	view_chart(viewer, &top->cases, &top->chart);
	top->campaigns = campaigns_served(viewer, solutions);
	view_partner_people(viewer, top);
	if (viewer->is_kit) {
		add_kit_people(viewer, top);
		add_kit_labs(viewer, top);
	}
	top->funding = list_of(viewer,
	    view_funding(edition, viewer->arena, partner));
	top->commitments = list_of(viewer,
	    view_commitments(edition, viewer->arena, partner));
	top->kits = partner_kits(viewer);
	top->sources = partner_sources(viewer, solutions, cases);
	return top;
}
