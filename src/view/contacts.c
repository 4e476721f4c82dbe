/*
 * Whom to call. In: the people and sites of an edition, where and for what.
 * Out: contacts and labs in the order: how near their territory is (country,
 * region, the world), whether they speak the job's language, whether they
 * know a product of the campaign, their role, their id.
 *
 * One of the first partner's people comes before all others: who reads of its
 * solution first is not sent to somebody else's desk.
 */
#include <stdlib.h>
#include <string.h>

#include "parts.h"

#define LABS_MAX 4

enum reach { REACH_COUNTRY, REACH_REGION, REACH_WORLD, REACH_NONE };

struct ranked {
	const struct person *person;
	const struct record *partner;	/* NULL: the vendor's */
	enum reach reach;
	bool speaks;
	bool knows_product;
	int role;
};

/* Whom a seller would call first. */
static int
role_order(enum person_role role)
{
	switch (role) {
	case ROLE_SALES:
		return 0;
	case ROLE_ALLIANCE_MANAGER:
		return 1;
	case ROLE_SPECIALIST:
		return 2;
	case ROLE_TECHNICAL:
		return 3;
	case ROLE_CUSTOMER_SUCCESS:
		return 4;
	case ROLE_MARKETING:
		return 5;
	case ROLE_EXECUTIVE:
		break;
	}
	return 6;
}

static bool
is_wanted(const struct person *person, enum contact_kind kind)
{
	bool is_expert = person->role.index == ROLE_TECHNICAL ||
	    person->role.index == ROLE_SPECIALIST;

	return kind == CONTACT_ANY || is_expert == (kind == CONTACT_EXPERT);
}

static enum reach
ref_reach(const struct viewer *viewer, const struct ref *ref,
    const struct country_set *territory)
{
	const struct vocab_entry *region =
	    (const struct vocab_entry *)ref->target;
	struct country_set countries;

	if (region == NULL)
		return territory == NULL || country_set_has(territory, ref->id)
		    ? REACH_COUNTRY : REACH_NONE;
	countries = region_countries(edition_regions(viewer->edition),
	    ref->target);
	if (territory != NULL && !country_set_overlaps(&countries, territory))
		return REACH_NONE;
	return region->parent.target != NULL ? REACH_REGION : REACH_WORLD;
}

static enum reach
person_reach(const struct viewer *viewer, const struct person *person,
    const struct country_set *territory)
{
	enum reach best = REACH_NONE;
	uint32_t i;

	if (!is_given(&person->territories))
		return REACH_WORLD;
	for (i = 0; i < person->territories.count; i++) {
		enum reach reach = ref_reach(viewer,
		    LIST_AT(person->territories, struct ref, i), territory);

		if (reach < best)
			best = reach;
	}
	return best;
}

static bool
speaks(const struct person *person, const char *lang)
{
	uint32_t i;

	for (i = 0; i < person->languages.count; i++)
		if (lang_serves(LIST_AT(person->languages, struct str,
		    i)->chars, lang))
			return true;
	return false;
}

static bool
knows_product(const struct person *person, const struct list *products)
{
	uint32_t i, j;

	for (i = 0; products != NULL && i < person->products.count; i++)
		for (j = 0; j < products->count; j++)
			if (LIST_AT(person->products, struct ref, i)->target ==
			    LIST_AT(*products, struct ref, j)->target)
				return true;
	return false;
}

static int
compare_ranked(const void *left, const void *right)
{
	const struct ranked *a = left, *b = right;

	if (a->reach != b->reach)
		return a->reach < b->reach ? -1 : 1;
	if (a->speaks != b->speaks)
		return a->speaks ? -1 : 1;
	if (a->knows_product != b->knows_product)
		return a->knows_product ? -1 : 1;
	if (a->role != b->role)
		return a->role < b->role ? -1 : 1;
	return strcmp(a->person->record.id, b->person->record.id);
}

/* Adds those of `people` who answer the search. */
static uint32_t
rank_people(const struct viewer *viewer, struct ranked *ranked,
    struct record_list people, const struct contact_search *search,
    const struct record *partner)
{
	uint32_t i, count = 0;

	for (i = 0; i < people.count; i++) {
		const struct person *person =
		    (const struct person *)people.items[i];
		enum reach reach = person_reach(viewer, person,
		    search->territory);

		if (!is_wanted(person, search->kind) ||
		    (reach == REACH_NONE && !search->takes_strangers))
			continue;
		ranked[count++] = (struct ranked){
			.person = person, .partner = partner, .reach = reach,
			.speaks = speaks(person, viewer->job->lang),
			.knows_product = knows_product(person,
			    search->products),
			.role = role_order((enum person_role)
			    person->role.index),
		};
	}
	return count;
}

static void
move_to_front(struct ranked *ranked, uint32_t index)
{
	const struct ranked first = ranked[index];

	memmove(ranked + 1, ranked, index * sizeof(*ranked));
	ranked[0] = first;
}

/* `lead`: whose best contact is the first; NULL: nobody's. */
static struct list
list_of_ranked(struct viewer *viewer, struct ranked *ranked, uint32_t count,
    uint32_t limit, const struct record *lead)
{
	struct contact_view *contacts;
	uint32_t i;

	qsort(ranked, count, sizeof(*ranked), compare_ranked);
	for (i = 0; lead != NULL && i < count; i++)
		if (ranked[i].partner == lead) {
			move_to_front(ranked, i);
			break;
		}
	if (count > limit)
		count = limit;
	contacts = ARENA_ARRAY(viewer->arena, struct contact_view, count);
	for (i = 0; i < count; i++) {
		const struct person *person = ranked[i].person;
		const struct partner *partner =
		    (const struct partner *)ranked[i].partner;

		contacts[i] = (struct contact_view){
			.pos = person->record.pos,
			.person = &person->record,
			.org = partner != NULL ? partner->name
			    : viewer->model->site->vendor.name,
			.partner = ranked[i].partner,
			.deputy = person->deputy.target,
			.speaks_kit = view_boolean(viewer, ranked[i].speaks),
		};
		view_first_end(&viewer->contacts_until,
		    &person->record.expires);
		if (contacts[i].deputy != NULL)
			view_first_end(&viewer->contacts_until,
			    &contacts[i].deputy->expires);
	}
	return (struct list){ viewer->pos, count, contacts };
}

struct list
view_vendor_contacts(struct viewer *viewer,
    const struct contact_search *search)
{
	struct record_list people = edition_people_of(viewer->edition, NULL);
	struct ranked *ranked = ARENA_ARRAY(viewer->arena, struct ranked,
	    people.count);

	return list_of_ranked(viewer, ranked,
	    rank_people(viewer, ranked, people, search, NULL), search->limit,
	    NULL);
}

struct list
view_partner_contacts(struct viewer *viewer,
    const struct contact_search *search, struct record_list partners)
{
	const struct record *lead = NULL;
	struct ranked *ranked;
	uint32_t i, size = 0, count = 0;

	for (i = 0; i < partners.count; i++)
		size += edition_people_of(viewer->edition,
		    partners.items[i]).count;
	ranked = ARENA_ARRAY(viewer->arena, struct ranked, size);
	for (i = 0; i < partners.count; i++) {
		uint32_t found = rank_people(viewer, ranked + count,
		    edition_people_of(viewer->edition, partners.items[i]),
		    search, partners.items[i]);

		if (lead == NULL && found > 0)
			lead = partners.items[i];
		count += found;
	}
	return list_of_ranked(viewer, ranked, count, search->limit, lead);
}

/* Labs in `where`, without those in `not_in`. */
static uint32_t
add_labs(struct lab_view *labs, uint32_t count, struct record_list partners,
    const struct country_set *where, const struct country_set *not_in)
{
	uint32_t i, j;

	for (i = 0; i < partners.count; i++) {
		const struct partner *partner =
		    (const struct partner *)partners.items[i];

		for (j = 0; j < partner->sites.count && count < LABS_MAX; j++) {
			const struct place *place =
			    LIST_AT(partner->sites, struct place, j);

			if (place->kind.index == PLACE_OFFICE ||
			    !is_given(&place->country) ||
			    !country_set_has(where, place->country.chars) ||
			    (not_in != NULL && country_set_has(not_in,
			    place->country.chars)))
				continue;
			labs[count++] = (struct lab_view){ place->pos, *place,
			    partners.items[i] };
		}
	}
	return count;
}

/* The lab whose clock is nearest to one's own, on a day; the first of equals. */
static uint32_t
add_nearest(struct lab_view *labs, struct record_list partners,
    const char *tz, int32_t day)
{
	int32_t own = clock_offset(tz, day), best = INT32_MAX;
	uint32_t i, j;

	for (i = 0; i < partners.count; i++) {
		const struct partner *partner =
		    (const struct partner *)partners.items[i];

		for (j = 0; j < partner->sites.count; j++) {
			const struct place *place =
			    LIST_AT(partner->sites, struct place, j);
			int32_t away;

			if (place->kind.index == PLACE_OFFICE ||
			    !is_given(&place->tz))
				continue;
			away = abs(clock_offset(place->tz.chars, day) - own);
			if (away >= best)
				continue;
			best = away;
			labs[0] = (struct lab_view){ place->pos, *place,
			    partners.items[i] };
		}
	}
	return best < INT32_MAX;
}

struct list
view_labs(struct viewer *viewer, struct record_list partners,
    const struct campaign_match *match)
{
	const struct office *office = (const struct office *)match->office;
	struct lab_view *labs = ARENA_ARRAY(viewer->arena, struct lab_view,
	    LABS_MAX);
	uint32_t count = add_labs(labs, 0, partners, &match->territory, NULL);

	if (office != NULL) {
		struct country_set region = region_countries(
		    edition_regions(viewer->edition), office->region.target);

		count = add_labs(labs, count, partners, &region,
		    &match->territory);
	}
	if (count == 0 && office != NULL && is_given(&office->tz))
		count = add_nearest(labs, partners, office->tz.chars,
		    ((const struct campaign *)match->campaign)->start.days);
	return (struct list){ viewer->pos, count, labs };
}

struct list
view_labs_near(struct viewer *viewer, const struct country_set *where,
    const char *tz, int32_t day)
{
	const struct record_set *set = &viewer->model->sets[RECORD_PARTNER];
	struct record_list all = { set->items, set->count };
	struct lab_view *labs = ARENA_ARRAY(viewer->arena, struct lab_view,
	    LABS_MAX);
	uint32_t count = add_labs(labs, 0, all, where, NULL);

	if (count == 0 && tz != NULL)
		count = add_nearest(labs, all, tz, day);
	return (struct list){ viewer->pos, count, labs };
}
