/*
 * The view of a campaign: its page, its page at an office, its kit, and what
 * is left behind with the customer. In: the match of campaign and office.
 * Out: the choices with reasons, whom to call, what pays for it.
 *
 * The campaign in the view is a copy whose objections point at case studies
 * as consent allows them here: over this territory, until the campaign ends.
 */
#include <string.h>

#include "parts.h"

#define CONTACTS_MAX 6
#define PARTNER_CONTACTS_MAX 8
#define EXPERTS_MAX 4

static const struct record *
campaign_here(struct viewer *viewer, const struct campaign_match *match)
{
	const struct campaign *campaign =
	    (const struct campaign *)match->campaign;
	struct campaign *copy = ARENA_NEW(viewer->arena, struct campaign);
	struct objection *objections = ARENA_ARRAY(viewer->arena,
	    struct objection, campaign->objections.count);
	uint32_t i;

	*copy = *campaign;
	for (i = 0; i < campaign->objections.count; i++) {
		struct ref *proof = &objections[i].proof;
		enum rung rung;

		objections[i] = *LIST_AT(campaign->objections,
		    struct objection, i);
		if (proof->target == NULL)
			continue;
		proof->target = edition_case_copy(viewer->edition,
		    proof->target, match->office != NULL ? &match->territory
		    : NULL, match->window_end_days, &rung);
		if (proof->target == NULL)
			*proof = (struct ref){ 0 };
		else
			proof->id = proof->target->id;
	}
	copy->objections.items = objections;
	return &copy->record;
}

static bool
is_asked_of(const struct discovery *discovery, const struct persona *persona)
{
	return is_given(&discovery->persona) &&
	    strcmp(discovery->persona.chars, persona->id.chars) == 0;
}

/* Of none that the reader may see: it may see the question all the same. */
static bool
is_for_anyone(const struct campaign *campaign,
    const struct discovery *discovery)
{
	uint32_t i;

	for (i = 0; i < campaign->personas.count; i++)
		if (is_asked_of(discovery, LIST_AT(campaign->personas,
		    struct persona, i)))
			return false;
	return true;
}

static struct persona_questions
questions_of(struct viewer *viewer, const struct campaign *campaign,
    const struct persona *persona)
{
	struct persona_questions group = { .pos = viewer->pos };
	struct discovery *questions = ARENA_ARRAY(viewer->arena,
	    struct discovery, campaign->discovery.count);
	uint32_t i, count = 0;

	if (persona != NULL)
		group.persona = *persona;
	for (i = 0; i < campaign->discovery.count; i++) {
		const struct discovery *discovery = LIST_AT(
		    campaign->discovery, struct discovery, i);

		if (persona != NULL ? is_asked_of(discovery, persona)
		    : is_for_anyone(campaign, discovery))
			questions[count++] = *discovery;
	}
	group.questions = (struct list){ viewer->pos, count, questions };
	return group;
}

/* By persona, in the campaign's order; those for anyone come last. */
static struct list
discovery_by_persona(struct viewer *viewer, const struct campaign *campaign)
{
	uint32_t size = campaign->personas.count + 1;
	struct persona_questions *groups = ARENA_ARRAY(viewer->arena,
	    struct persona_questions, size);
	uint32_t i, count = 0;

	for (i = 0; i < size; i++) {
		groups[count] = questions_of(viewer, campaign,
		    i < campaign->personas.count ? LIST_AT(campaign->personas,
		    struct persona, i) : NULL);
		if (groups[count].questions.count > 0)
			count++;
	}
	return (struct list){ viewer->pos, count, groups };
}

static struct list
sources_of(struct viewer *viewer, const struct campaign_match *match)
{
	uint32_t i, count = 0;
	const struct record **records = ARENA_ARRAY(viewer->arena,
	    const struct record *,
	    (size_t)match->solution_count + match->case_count + 1);

	records[count++] = match->campaign;
	for (i = 0; i < match->solution_count; i++)
		records[count++] = match->solutions[i].record;
	for (i = 0; i < match->case_count; i++)
		records[count++] = match->cases[i].record;
	return view_sources(viewer, records, count);
}

/* Of the other company than the reader's, unless nobody is known there. */
static struct list
first_contacts(const struct viewer *viewer, const struct campaign_view *top)
{
	bool is_vendor = viewer->edition->view.is_partner.is_true
	    ? top->vendor_contacts.count > 0 : top->partner_contacts.count == 0;

	return is_vendor ? top->vendor_contacts : top->partner_contacts;
}

static void
add_contacts(struct viewer *viewer, struct campaign_view *top,
    const struct campaign_match *match)
{
	struct contact_search search = {
		.territory = &match->territory,
		.products = &((const struct campaign *)
		    match->campaign)->products,
		.kind = CONTACT_SELLER,
		.limit = CONTACTS_MAX,
	};
	struct record_list partners = view_partners(viewer, match);

	top->vendor_contacts = view_vendor_contacts(viewer, &search);
	search.kind = CONTACT_EXPERT;
	search.limit = EXPERTS_MAX;
	top->experts = view_vendor_contacts(viewer, &search);
	search.kind = CONTACT_ANY;
	search.limit = PARTNER_CONTACTS_MAX;
	search.takes_strangers = true;
	top->partner_contacts = view_partner_contacts(viewer, &search,
	    partners);
	top->labs = view_labs(viewer, partners, match);
	top->first_contacts = first_contacts(viewer, top);
}

/* On the day the campaign starts: a kit must not change with the clocks. */
static void
add_calls(struct viewer *viewer, struct campaign_view *top)
{
	const struct date *start =
	    &((const struct campaign *)top->campaign)->start;

	struct list *const lists[] = { &top->vendor_contacts,
	    &top->partner_contacts, &top->experts };
	size_t i;

	if (top->office == NULL || !is_given(start))
		return;
	for (i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		if (view_calls(viewer, lists[i], top->office, start->days))
			top->call_day = *start;
}

static uint32_t
count_contacts(struct viewer *viewer, const struct campaign_match *match)
{
	struct campaign_view top = { 0 };

	add_contacts(viewer, &top, match);
	return top.vendor_contacts.count + top.experts.count +
	    top.partner_contacts.count;
}

void
view_campaign_office(struct viewer *viewer, struct campaign_office *row,
    const struct campaign_match *match)
{
	row->pos = viewer->pos;
	row->campaign = match->campaign;
	row->office = match->office;
	row->url = view_url(viewer, edition_office_path(viewer->edition,
	    viewer->arena, match->campaign, match->office, viewer->job->lang));
	view_kit(viewer, &row->kit, view_office_kit_path(viewer,
	    match->campaign, match->office));
	if (match->solution_count > 0)
		row->best_solution = match->solutions[0].record;
	view_best_case(viewer, &row->best_case, match);
	row->solutions = view_integer(viewer, match->solution_count);
	row->cases = view_integer(viewer, match->case_count);
	row->contacts = view_integer(viewer, count_contacts(viewer, match));
}

/* The offices of the campaign that the reader may see. */
static struct list
office_rows(struct viewer *viewer, const struct campaign_match *alone)
{
	const struct mapping *mapping = viewer->context->plan->mapping;
	const struct campaign_match *end = mapping->matches + mapping->count;
	const struct campaign_match *match;
	struct campaign_office *rows = ARENA_ARRAY(viewer->arena,
	    struct campaign_office, viewer->edition->addressees.count);
	uint32_t count = 0;

	for (match = alone + 1; match < end &&
	    match->campaign == alone->campaign; match++)
		if (edition_has(viewer->edition, match->office))
			view_campaign_office(viewer, &rows[count++], match);
	return (struct list){ viewer->pos, count, rows };
}

static struct list
list_of(const struct viewer *viewer, struct record_list records)
{
	return view_records(viewer, records.items, records.count);
}

/* The kit of the page's office, where the edition has one. */
static struct list
office_kits(struct viewer *viewer)
{
	const struct job *job = viewer->job;
	struct kit_view *kit = ARENA_NEW(viewer->arena, struct kit_view);
	bool is_made = view_kit(viewer, kit,
	    view_office_kit_path(viewer, job->main, job->office));

	return (struct list){ viewer->pos, is_made ? 1 : 0, kit };
}

const void *
view_of_campaign(struct viewer *viewer)
{
	struct campaign_view *top = ARENA_NEW(viewer->arena,
	    struct campaign_view);
	const struct job *job = viewer->job;
	const struct campaign_match *match = mapping_find(
	    viewer->context->plan->mapping, job->main, job->office);

	top->pos = viewer->pos;
	top->campaign = campaign_here(viewer, match);
	if (job->office != NULL && edition_has(viewer->edition, job->office))
		top->office = job->office;
	top->solutions = view_solution_choices(viewer, match);
	top->cases = view_case_choices(viewer, match);
	top->cases_counted = view_integer(viewer, match->counted);
	top->not_chosen = view_nots(viewer, match);
	top->discovery = discovery_by_persona(viewer,
	    (const struct campaign *)match->campaign);
	add_contacts(viewer, top, match);
	add_calls(viewer, top);
	top->funding = list_of(viewer, view_funding(viewer->edition,
	    viewer->arena, job->main));
	top->commitments = list_of(viewer, view_commitments(viewer->edition,
	    viewer->arena, job->main));
	if (job->kind == VIEW_CAMPAIGN)
		top->offices = office_rows(viewer, match);
	if (job->kind == VIEW_CAMPAIGN_OFFICE)
		top->kits = office_kits(viewer);
	if (!viewer->is_kit)
		top->slots = view_slots(viewer);
	top->sources = sources_of(viewer, match);
	view_changes(viewer, top, match);
	return top;
}
