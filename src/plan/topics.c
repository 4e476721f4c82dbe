/*
 * Topics: what records have in common.
 *
 * In: the projected records. Out: every industry, product, tag and country of
 * a customer that some of them carry, each with its carriers. A case study
 * counts with the copy that its own page shows, so nothing is listed that
 * consent took away.
 *
 * Pairs of topic and carrier are gathered, sorted, and cut into topics.
 */
#include <stdlib.h>
#include <string.h>

#include "index.h"

struct bond {
	enum topic_kind kind;
	const char *id;
	const struct record *record;
	const struct record *carrier;
};

struct bonds {
	struct bond *items;
	size_t count, size;
};

static void
bond_add(struct bonds *bonds, enum topic_kind kind, const char *id,
    const struct record *record, const struct record *carrier)
{
	if (bonds->count == bonds->size) {
		bonds->size = bonds->size == 0 ? 1024 : bonds->size * 2;
		bonds->items = mem_realloc(bonds->items,
		    bonds->size * sizeof(*bonds->items));
	}
	bonds->items[bonds->count++] = (struct bond){ kind, id, record,
	    carrier };
}

static void
add_ref(struct bonds *bonds, enum topic_kind kind, const struct ref *ref,
    const struct record *carrier)
{
	if (ref->target != NULL)
		bond_add(bonds, kind, ref->target->id, ref->target, carrier);
}

static void
add_refs(struct bonds *bonds, enum topic_kind kind, const struct list *refs,
    const struct record *carrier)
{
	uint32_t i;

	for (i = 0; i < refs->count; i++)
		add_ref(bonds, kind, LIST_AT(*refs, struct ref, i), carrier);
}

static void
add_strs(struct bonds *bonds, enum topic_kind kind, const struct list *strs,
    const struct record *carrier)
{
	uint32_t i;

	for (i = 0; i < strs->count; i++)
		bond_add(bonds, kind, LIST_AT(*strs, struct str, i)->chars,
		    NULL, carrier);
}

static void
add_partner(struct bonds *bonds, const struct record *record)
{
	const struct partner *partner = (const struct partner *)record;

	add_refs(bonds, TOPIC_INDUSTRY, &partner->industries, record);
	add_strs(bonds, TOPIC_COUNTRY, &partner->countries, record);
}

static void
add_solution(struct bonds *bonds, const struct record *record)
{
	const struct solution *solution = (const struct solution *)record;

	add_refs(bonds, TOPIC_INDUSTRY, &solution->industries, record);
	add_refs(bonds, TOPIC_PRODUCT, &solution->products, record);
}

static void
add_case(struct bonds *bonds, const struct record *record)
{
	const struct case_study *study = (const struct case_study *)record;

	add_ref(bonds, TOPIC_INDUSTRY, &study->customer.industry, record);
	add_refs(bonds, TOPIC_PRODUCT, &study->products, record);
	if (is_given(&study->customer.country))
		bond_add(bonds, TOPIC_COUNTRY, study->customer.country.chars,
		    NULL, record);
}

static void
add_campaign(struct bonds *bonds, const struct record *record)
{
	const struct campaign *campaign = (const struct campaign *)record;

	add_refs(bonds, TOPIC_INDUSTRY, &campaign->industries, record);
	add_refs(bonds, TOPIC_PRODUCT, &campaign->products, record);
}

static void
gather(struct bonds *bonds, const struct model *model)
{
	static const struct {
		enum record_type type;
		void (*add)(struct bonds *bonds, const struct record *record);
	} types[] = {
		{ RECORD_PARTNER, add_partner },
		{ RECORD_SOLUTION, add_solution },
		{ RECORD_CASE_STUDY, add_case },
		{ RECORD_CAMPAIGN, add_campaign },
	};
	size_t t;
	uint32_t i;

	for (t = 0; t < sizeof(types) / sizeof(types[0]); t++) {
		const struct record_set *set = &model->sets[types[t].type];

		for (i = 0; i < set->count; i++) {
			types[t].add(bonds, set->items[i]);
			add_strs(bonds, TOPIC_TAG, &set->items[i]->tags,
			    set->items[i]);
		}
	}
}

static int
compare_topics(const struct bond *a, const struct bond *b)
{
	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	return strcmp(a->id, b->id);
}

static int
compare_bonds(const void *left, const void *right)
{
	const struct bond *a = left, *b = right;
	int order = compare_topics(a, b);

	if (order != 0)
		return order;
	if (a->carrier->type != b->carrier->type)
		return a->carrier->type < b->carrier->type ? -1 : 1;
	return strcmp(a->carrier->id, b->carrier->id);
}

/* A country is a topic where a customer is, not where a partner sells. */
static bool
is_topic(const struct bond *bonds, size_t count)
{
	size_t i;

	if (bonds->kind != TOPIC_COUNTRY)
		return true;
	for (i = 0; i < count; i++)
		if (bonds[i].carrier->type == RECORD_CASE_STUDY)
			return true;
	return false;
}

static void
topic_fill(struct topic *topic, struct arena *arena, const struct bond *bonds,
    size_t count)
{
	const struct record **carriers = ARENA_ARRAY(arena,
	    const struct record *, count);
	struct lang_list langs = { .count = 0 };
	uint32_t kept = 0;
	size_t i;

	for (i = 0; i < count; i++) {
		if (kept > 0 && carriers[kept - 1] == bonds[i].carrier)
			continue;	/* named twice */
		carriers[kept++] = bonds[i].carrier;
		lang_list_add_all(&langs, &bonds[i].carrier->langs);
	}
	topic->kind = bonds->kind;
	topic->id = bonds->id;
	topic->record = bonds->record;
	topic->carriers = (struct record_list){ carriers, kept };
	topic->langs = lang_list_finish(&langs, arena, bonds->carrier->pos);
}

/* How many of the sorted bonds are of the first one's topic. */
static size_t
bond_run(const struct bond *bonds, size_t count)
{
	size_t i = 1;

	while (i < count && compare_topics(bonds, &bonds[i]) == 0)
		i++;
	return i;
}

void
index_topics(struct projector *projector)
{
	struct topic_list *list = &projector->index->topics;
	struct bonds bonds = { 0 };
	struct topic *topics;
	size_t i, run, count = 0;

	gather(&bonds, &projector->edition->model);
	if (bonds.count > 0)
		qsort(bonds.items, bonds.count, sizeof(*bonds.items),
		    compare_bonds);
	for (i = 0; i < bonds.count; i += bond_run(bonds.items + i,
	    bonds.count - i))
		count++;
	topics = ARENA_ARRAY(projector->arena, struct topic, count);
	for (i = 0; i < bonds.count; i += run) {
		run = bond_run(bonds.items + i, bonds.count - i);
		if (is_topic(bonds.items + i, run))
			topic_fill(&topics[list->count++], projector->arena,
			    bonds.items + i, run);
	}
	list->items = topics;
	free(bonds.items);
}

struct topic_list
edition_topics(const struct edition *edition)
{
	return edition->index->topics;
}

const struct topic *
edition_topic(const struct edition *edition, enum topic_kind kind,
    const char *id)
{
	const struct topic_list *topics = &edition->index->topics;
	const struct bond wanted = { .kind = kind, .id = id };
	uint32_t low = 0, high = topics->count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		const struct topic *topic = &topics->items[middle];
		const struct bond at = { .kind = topic->kind, .id = topic->id };
		int order = compare_topics(&wanted, &at);

		if (order == 0)
			return topic;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}
