/*
 * What entries of the search may be narrowed by: industry, country, product.
 *
 * In: references and countries of records. Out: for each entry the numbers of
 * its values, for each value its name in every language of the site.
 *
 * A value's number is the record's place in the model, a country's its place
 * among those that some record names. What holds in all of these, such as a
 * solution that is sold worldwide, has the one value SEARCH_EVERYWHERE.
 */
#include <stdlib.h>
#include <string.h>

#include "search_parts.h"

#define ANCESTORS_MAX 16

static const enum record_type facet_types[SEARCH_FACET_COUNT] = {
	[SEARCH_BY_INDUSTRY] = RECORD_INDUSTRY,
	[SEARCH_BY_COUNTRY] = RECORD_TYPE_COUNT,
	[SEARCH_BY_PRODUCT] = RECORD_PRODUCT,
};

const char *
search_facet_name(enum search_facet facet)
{
	static const char *const names[SEARCH_FACET_COUNT] = {
		[SEARCH_BY_INDUSTRY] = "industry",
		[SEARCH_BY_COUNTRY] = "country",
		[SEARCH_BY_PRODUCT] = "product",
	};

	return names[facet];
}

static void
add_own_countries(struct country_set *set, const struct record *record)
{
	if (record->type == RECORD_PARTNER) {
		const struct partner *partner =
		    (const struct partner *)record;

		country_set_add_given(set, &partner->hq);
		country_set_add_list(set, &partner->countries);
	} else if (record->type == RECORD_SOLUTION) {
		country_set_add_list(set,
		    &((const struct solution *)record)->countries);
	} else if (record->type == RECORD_CASE_STUDY) {
		country_set_add_given(set, &((const struct case_study *)record)->
		    customer.country);
	} else if (record->type == RECORD_OFFICE) {
		const struct office *office = (const struct office *)record;

		country_set_add_given(set, &office->country);
		country_set_add_list(set, &office->covers);
	}
}

/* The codes of a set, sorted, behind SEARCH_EVERYWHERE. */
static void
list_codes(struct gather *gather, const struct country_set *set)
{
	char code[3] = { 0 };

	gather->country_codes = ARENA_ARRAY(gather->viewer.arena,
	    const char *, 26 * 26 + 1);
	gather->country_codes[0] = SEARCH_EVERYWHERE;
	gather->country_count = 1;
	for (code[0] = 'A'; code[0] <= 'Z'; code[0]++)
		for (code[1] = 'A'; code[1] <= 'Z'; code[1]++)
			if (country_set_has(set, code))
				gather->country_codes[gather->country_count++] =
				    arena_strdup(gather->viewer.arena, code);
}

static uint32_t
value_count(const struct gather *gather, enum search_facet facet)
{
	if (facet == SEARCH_BY_COUNTRY)
		return gather->country_count;
	return gather->viewer.model->sets[facet_types[facet]].count;
}

void
gather_universe(struct gather *gather)
{
	static const enum record_type types[] = { RECORD_PARTNER,
	    RECORD_SOLUTION, RECORD_CASE_STUDY, RECORD_OFFICE };
	struct country_set set = { 0 };
	size_t t;
	uint32_t i;

	for (t = 0; t < sizeof(types) / sizeof(types[0]); t++) {
		const struct record_set *records =
		    &gather->viewer.model->sets[types[t]];

		for (i = 0; i < records->count; i++)
			add_own_countries(&set, records->items[i]);
	}
	list_codes(gather, &set);
}

void
gather_values_begin(struct gather *gather)
{
	int facet;

	for (facet = 0; facet < SEARCH_FACET_COUNT; facet++)
		gather->values[facet].count = 0;
	gather->countries = (struct country_set){ 0 };
}

static void
add_number(struct numbers *numbers, uint32_t number)
{
	if (numbers->count == numbers->size) {
		numbers->size = 2 * numbers->size + 16;
		numbers->items = mem_realloc(numbers->items,
		    numbers->size * sizeof(*numbers->items));
	}
	numbers->items[numbers->count++] = number;
}

void
gather_value(struct gather *gather, enum search_facet facet,
    const struct record *value)
{
	const struct record_set *set =
	    &gather->viewer.model->sets[facet_types[facet]];
	int depth;

	for (depth = 0; value != NULL && depth < ANCESTORS_MAX; depth++) {
		uint32_t place = record_place(set, value->id);

		if (place < set->count)
			add_number(&gather->values[facet], place);
		value = ((const struct vocab_entry *)value)->parent.target;
	}
}

void
gather_values(struct gather *gather, enum search_facet facet,
    const struct list *refs)
{
	uint32_t i;

	for (i = 0; i < refs->count; i++)
		gather_value(gather, facet,
		    LIST_AT(*refs, struct ref, i)->target);
}

void
gather_country(struct gather *gather, const struct str *country)
{
	country_set_add_given(&gather->countries, country);
}

void
gather_countries(struct gather *gather, const struct list *countries)
{
	country_set_add_list(&gather->countries, countries);
}

void
gather_country_set(struct gather *gather, const struct country_set *set)
{
	country_set_join(&gather->countries, set);
}

void
gather_territories(struct gather *gather, const struct list *territories)
{
	struct country_set set = territory_expand(
	    edition_regions(gather->viewer.edition), territories);

	if (!is_given(territories))
		memset(&set, 0xff, sizeof(set));
	gather_country_set(gather, &set);
}

/* The countries of the entry at hand, or the one value for all of them. */
static void
add_country_values(struct gather *gather)
{
	struct numbers *values = &gather->values[SEARCH_BY_COUNTRY];
	uint32_t i;

	for (i = 1; i < gather->country_count; i++)
		if (country_set_has(&gather->countries,
		    gather->country_codes[i]))
			add_number(values, i);
	if (values->count >= 2 && values->count == gather->country_count - 1) {
		values->count = 0;
		add_number(values, 0);
	}
}

static int
compare_numbers(const void *left, const void *right)
{
	const uint32_t *a = left, *b = right;

	return (*a > *b) - (*a < *b);
}

/* Sorted, each once, in the arena. */
static struct search_values
values_of(struct arena *arena, const struct numbers *numbers)
{
	uint32_t *items = ARENA_ARRAY(arena, uint32_t, numbers->count);
	uint32_t i, count = 0;

	if (numbers->count > 1)
		qsort(numbers->items, numbers->count, sizeof(*items),
		    compare_numbers);
	for (i = 0; i < numbers->count; i++)
		if (count == 0 || items[count - 1] != numbers->items[i])
			items[count++] = numbers->items[i];
	return (struct search_values){ items, count };
}

void
gather_values_end(struct gather *gather, struct search_entry *entry)
{
	int facet;

	add_country_values(gather);
	for (facet = 0; facet < SEARCH_FACET_COUNT; facet++)
		entry->values[facet] = values_of(gather->viewer.arena,
		    &gather->values[facet]);
}

void
gather_values_release(struct gather *gather)
{
	int facet;

	for (facet = 0; facet < SEARCH_FACET_COUNT; facet++)
		free(gather->values[facet].items);
}

/* What a value is called in a language of the site. */
static const char *
value_name(struct gather *gather, enum search_facet facet, uint32_t number,
    uint32_t lang)
{
	const struct job job = { .kind = VIEW_SEARCH,
		.lang = gather->content->langs[lang] };
	const struct record *record;
	const struct job *before = gather->viewer.job;
	struct text title;
	const char *name;

	if (facet == SEARCH_BY_COUNTRY)
		return number == 0 ? "" : format_country(
		    gather->locales[lang], gather->viewer.arena,
		    gather->country_codes[number]);
	record = gather->viewer.model->sets[facet_types[facet]].items[number];
	gather->viewer.job = &job;
	title = view_title(&gather->viewer, record);
	name = view_words(&gather->viewer, &title);
	gather->viewer.job = before;
	return name != NULL ? name : record->id;
}

void
gather_facets(struct gather *gather)
{
	struct arena *arena = gather->viewer.arena;
	int facet;
	uint32_t i, lang;

	for (facet = 0; facet < SEARCH_FACET_COUNT; facet++) {
		enum search_facet by = (enum search_facet)facet;
		uint32_t count = value_count(gather, by);
		struct search_value *values = ARENA_ARRAY(arena,
		    struct search_value, count);

		for (i = 0; i < count; i++) {
			const char **names = ARENA_ARRAY(arena, const char *,
			    gather->content->lang_count);

			values[i].id = by == SEARCH_BY_COUNTRY
			    ? gather->country_codes[i] : gather->viewer.model->
			    sets[facet_types[facet]].items[i]->id;
			for (lang = 0; lang < gather->content->lang_count;
			    lang++)
				names[lang] = value_name(gather, by, i, lang);
			values[i].names = names;
		}
		gather->content->facets[facet].items = values;
		gather->content->facets[facet].count = count;
	}
}
