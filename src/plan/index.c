/*
 * Who stands for whom, and who belongs to whom, in an edition.
 * In: the projected records. Out: maps from a record to its source, and from
 * an owner to what is its own, each in the order of ids.
 */
#include "index.h"

#include <string.h>

struct pair {
	const void *owner;
	const struct record *item;
};

struct pairs {
	struct pair *items;
	uint32_t count;
};

void
index_add(struct projector *projector, const struct record *source,
    const struct record *copy)
{
	pointer_map_put(&projector->index->projected, projector->arena, source,
	    copy);
	pointer_map_put(&projector->index->sources, projector->arena, copy,
	    source);
}

static void
pairs_add(struct pairs *pairs, const void *owner, const struct record *item)
{
	if (owner != NULL)
		pairs->items[pairs->count++] = (struct pair){ owner, item };
}

/* Counting sort by owner: the items of one keep their order. */
static void
grouping_build(struct grouping *grouping, struct arena *arena,
    const struct pairs *pairs)
{
	struct group *groups = ARENA_ARRAY(arena, struct group, pairs->count);
	struct group **of = ARENA_ARRAY(arena, struct group *, pairs->count);
	uint32_t i, count = 0, first = 0;

	grouping->items = ARENA_ARRAY(arena, const struct record *,
	    pairs->count);
	for (i = 0; i < pairs->count; i++) {
		const struct group *known = pointer_map_get(&grouping->groups,
		    pairs->items[i].owner);

		of[i] = known != NULL ? &groups[known - groups]
				      : &groups[count];
		if (known == NULL)
			pointer_map_put(&grouping->groups, arena,
			    pairs->items[i].owner, &groups[count++]);
		of[i]->count++;
	}
	for (i = 0; i < count; i++) {
		groups[i].first = first;
		first += groups[i].count;
		groups[i].count = 0;
	}
	for (i = 0; i < pairs->count; i++)
		grouping->items[of[i]->first + of[i]->count++] =
		    pairs->items[i].item;
}

struct record_list
grouping_of(const struct grouping *grouping, const void *owner)
{
	const struct group *group = pointer_map_get(&grouping->groups, owner);

	if (group == NULL)
		return (struct record_list){ 0 };
	return (struct record_list){ grouping->items + group->first,
	    group->count };
}

static void
group_solutions(struct projector *projector)
{
	const struct record_set *set =
	    &projector->edition->model.sets[RECORD_SOLUTION];
	struct pairs pairs = { ARENA_ARRAY(projector->arena, struct pair,
	    set->count), 0 };
	uint32_t i;

	for (i = 0; i < set->count; i++)
		pairs_add(&pairs, ((const struct solution *)
		    set->items[i])->partner.target, set->items[i]);
	grouping_build(&projector->index->solutions_of, projector->arena,
	    &pairs);
}

static void
group_cases(struct projector *projector)
{
	struct edition_index *index = projector->index;
	size_t count = index->case_count;
	struct pairs all = { ARENA_ARRAY(projector->arena, struct pair,
	    count * 2), 0 };
	struct pairs paged = { ARENA_ARRAY(projector->arena, struct pair,
	    count * 3), 0 };
	size_t i;

	for (i = 0; i < count; i++) {
		const struct case_entry *entry = &index->cases[i];

		pairs_add(&all, entry->partner, &entry->source->record);
		pairs_add(&all, entry->solution, &entry->source->record);
	}
	/* In the order of the ids that the reader sees. */
	for (i = 0; i < projector->edition->model.sets[RECORD_CASE_STUDY].count;
	    i++) {
		const struct record *page =
		    projector->edition->model.sets[RECORD_CASE_STUDY].items[i];
		const struct case_study *study =
		    (const struct case_study *)page;

		pairs_add(&paged, study->partner.target, page);
		pairs_add(&paged, study->solution.target, page);
		pairs_add(&paged, study->customer.industry.target, page);
	}
	grouping_build(&index->cases_of, projector->arena, &all);
	grouping_build(&index->pages_of, projector->arena, &paged);
}

static void
group_people(struct projector *projector)
{
	const struct model *model = &projector->edition->model;
	const struct record_set *set = &model->sets[RECORD_PERSON];
	struct pairs pairs = { ARENA_ARRAY(projector->arena, struct pair,
	    set->count), 0 };
	uint32_t i;

	for (i = 0; i < set->count; i++) {
		const struct person *person =
		    (const struct person *)set->items[i];

		if (!is_given(&person->org))
			continue;	/* of a partner who is hidden */
		if (person->org.target != NULL)
			pairs_add(&pairs, person->org.target, set->items[i]);
		else
			pairs_add(&pairs, model->site, set->items[i]);
	}
	grouping_build(&projector->index->people_of, projector->arena, &pairs);
}

void
index_build(struct projector *projector)
{
	group_solutions(projector);
	group_cases(projector);
	group_people(projector);
	index_langs(projector);
	index_reading(projector);
	index_topics(projector);
}

uint32_t
set_place(const struct record_set *set, const struct record *record)
{
	uint32_t place = record != NULL ? record_place(set, record->id)
					: set->count;

	return place < set->count ? place : PLACE_NONE;
}

uint64_t
refs_mask(const struct record_set *set, const struct list *refs)
{
	uint64_t mask = 0;
	uint32_t i;

	for (i = 0; i < refs->count; i++)
		if (LIST_AT(*refs, struct ref, i)->target != NULL)
			mask |= UINT64_C(1) << (set_place(set,
			    LIST_AT(*refs, struct ref, i)->target) % 64);
	return mask;
}

const struct record *
index_source(const struct edition *edition, const struct record *record)
{
	const struct record *source =
	    pointer_map_get(&edition->index->sources, record);

	if (source != NULL || record == NULL || record->type == RECORD_SITE)
		return source;
	return pointer_map_get(&edition->index->sources,
	    model_find(&edition->model, record->type, record->id));
}

const struct record *
edition_source(const struct edition *edition, const struct record *record)
{
	return index_source(edition, record);
}

const struct case_entry *
index_case(const struct edition *edition, const struct record *record)
{
	return pointer_map_get(&edition->index->case_entries,
	    index_source(edition, record));
}

struct record_list
edition_solutions_of(const struct edition *edition,
    const struct record *partner)
{
	return grouping_of(&edition->index->solutions_of, partner);
}

struct record_list
edition_people_of(const struct edition *edition, const struct record *partner)
{
	return partner != NULL
	    ? grouping_of(&edition->index->people_of, partner)
	    : grouping_of(&edition->index->people_of, edition->model.site);
}

struct record_list
edition_cases_of(const struct edition *edition, const struct record *owner)
{
	return grouping_of(&edition->index->pages_of, owner);
}

uint32_t
edition_counted_of(const struct edition *edition, const struct record *partner)
{
	struct record_list cases =
	    grouping_of(&edition->index->cases_of, partner);
	uint32_t i, count = 0;

	for (i = 0; i < cases.count; i++)
		if (entry_rung(edition, pointer_map_get(
		    &edition->index->case_entries, cases.items[i]), NULL,
		    edition->clock.as_of_days) == RUNG_COUNT)
			count++;
	return count;
}

const struct regions *
edition_regions(const struct edition *edition)
{
	return edition->index->regions;
}

bool
edition_has(const struct edition *edition, const struct record *record)
{
	const struct record *source = index_source(edition, record);

	return source != NULL &&
	    pointer_map_get(&edition->index->projected, source) != NULL;
}

bool
edition_is_draft(const struct edition *edition, const struct record *record)
{
	const struct record *source = index_source(edition, record);

	return source != NULL && !is_given(&source->approved) &&
	    record_schema(source->type)->kind == SCHEMA_FOLDER;
}

struct date
edition_approved_on(const struct edition *edition, const struct record *record)
{
	const struct record *source = index_source(edition, record);

	if (source == NULL || !edition->view.is_alliance.is_true)
		return (struct date){ 0 };
	return source->approved.on;
}

const struct record *
edition_find(const struct edition *edition, const char *type_and_id)
{
	const char *slash = strchr(type_and_id, '/');
	int type;

	if (slash == NULL)
		return NULL;
	for (type = 0; type < RECORD_TYPE_COUNT; type++) {
		const char *name = record_schema((enum record_type)type)->name;
		const struct record *source;

		if (strlen(name) != (size_t)(slash - type_and_id) ||
		    strncmp(name, type_and_id, strlen(name)) != 0)
			continue;
		source = model_find(edition->index->source,
		    (enum record_type)type, slash + 1);
		return pointer_map_get(&edition->index->projected, source);
	}
	return NULL;
}
