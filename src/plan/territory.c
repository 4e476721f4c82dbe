/*
 * Territories: lists of regions and countries as sets of countries.
 *
 * In: the regions of a model. Out: for each, the countries of its whole
 * subtree, found once by adding every region's own countries to all of its
 * ancestors. A country that no region lists is in none of them, `world`
 * included: the vocabulary says what the world is.
 */
#include "index.h"

struct regions {
	const struct record_set *set;
	struct country_set *countries;	/* by the region's place in the set */
	struct pointer_map places;	/* record → &countries[i] */
};

/* 0 to 675, or -1: not two capital letters. */
static int
country_bit(const char *country)
{
	if (country == NULL || country[0] < 'A' || country[0] > 'Z' ||
	    country[1] < 'A' || country[1] > 'Z' || country[2] != '\0')
		return -1;
	return (country[0] - 'A') * 26 + country[1] - 'A';
}

void
country_set_add(struct country_set *set, const char *country)
{
	int bit = country_bit(country);

	if (bit >= 0)
		set->bits[bit / 64] |= UINT64_C(1) << (bit % 64);
}

void
country_set_add_given(struct country_set *set, const struct str *country)
{
	if (is_given(country))
		country_set_add(set, country->chars);
}

void
country_set_add_list(struct country_set *set, const struct list *countries)
{
	uint32_t i;

	for (i = 0; i < countries->count; i++)
		country_set_add(set, LIST_AT(*countries, struct str, i)->chars);
}

bool
country_set_has(const struct country_set *set, const char *country)
{
	int bit = country_bit(country);

	return bit >= 0 && (set->bits[bit / 64] >> (bit % 64) & 1) != 0;
}

#define SET_WORDS (sizeof(((struct country_set *)0)->bits) / sizeof(uint64_t))

uint32_t
country_set_next(const struct country_set *set, uint32_t bit)
{
	for (; bit / 64 < SET_WORDS; bit = (bit / 64 + 1) * 64) {
		uint64_t word = set->bits[bit / 64] >> (bit % 64);

		if (word != 0)
			return bit + (uint32_t)__builtin_ctzll(word);
	}
	return COUNTRY_BITS;
}

bool
country_set_is_empty(const struct country_set *set)
{
	size_t i;

	for (i = 0; i < SET_WORDS; i++)
		if (set->bits[i] != 0)
			return false;
	return true;
}

void
country_set_join(struct country_set *set, const struct country_set *more)
{
	size_t i;

	for (i = 0; i < SET_WORDS; i++)
		set->bits[i] |= more->bits[i];
}

bool
country_set_overlaps(const struct country_set *a, const struct country_set *b)
{
	size_t i;

	for (i = 0; i < SET_WORDS; i++)
		if ((a->bits[i] & b->bits[i]) != 0)
			return true;
	return false;
}

bool
country_set_contains(const struct country_set *whole,
    const struct country_set *part)
{
	size_t i;

	for (i = 0; i < SET_WORDS; i++)
		if ((part->bits[i] & ~whole->bits[i]) != 0)
			return false;
	return true;
}

struct country_set
office_covers(const struct office *office)
{
	struct country_set set = { 0 };

	country_set_add_list(&set, &office->covers);
	return set;
}

struct country_set
office_home(const struct office *office)
{
	struct country_set set = office_covers(office);

	country_set_add(&set, office->country.chars);
	return set;
}

/* Adds a region's own countries to it and all above; `depth` ends a cycle,
 * which the loader has reported. */
static void
add_upwards(struct regions *regions, const struct vocab_entry *region)
{
	struct country_set own = { 0 };
	const struct record *above = &region->record;
	uint32_t depth;

	country_set_add_list(&own, &region->countries);
	for (depth = 0; above != NULL && depth <= regions->set->count; depth++) {
		const struct country_set *place =
		    pointer_map_get(&regions->places, above);

		if (place == NULL)
			return;
		country_set_join(&regions->countries[place -
		    regions->countries], &own);
		above = ((const struct vocab_entry *)above)->parent.target;
	}
}

struct regions *
regions_new(struct arena *arena, const struct model *model)
{
	struct regions *regions = ARENA_NEW(arena, struct regions);
	uint32_t i;

	regions->set = &model->sets[RECORD_REGION];
	regions->countries = ARENA_ARRAY(arena, struct country_set,
	    regions->set->count);
	for (i = 0; i < regions->set->count; i++)
		pointer_map_put(&regions->places, arena, regions->set->items[i],
		    &regions->countries[i]);
	for (i = 0; i < regions->set->count; i++)
		add_upwards(regions,
		    (const struct vocab_entry *)regions->set->items[i]);
	return regions;
}

struct country_set
region_countries(const struct regions *regions, const struct record *region)
{
	const struct country_set *place =
	    pointer_map_get(&regions->places, region);

	return place != NULL ? *place : (struct country_set){ 0 };
}

struct country_set
territory_expand(const struct regions *regions, const struct list *territories)
{
	struct country_set set = { 0 };
	uint32_t i;

	for (i = 0; i < territories->count; i++) {
		const struct ref *ref = LIST_AT(*territories, struct ref, i);
		const struct country_set *place;

		place = pointer_map_get(&regions->places, ref->target);
		if (place != NULL)
			country_set_join(&set, place);
		else if (ref->target == NULL)
			country_set_add(&set, ref->id);
	}
	return set;
}

bool
territory_covers(const struct regions *regions, const struct list *territories,
    const char *country)
{
	struct country_set set = territory_expand(regions, territories);

	return country_set_has(&set, country);
}

void
regions_alias(struct regions *regions, struct arena *arena,
    const struct record *region, const struct record *copy)
{
	const void *place = pointer_map_get(&regions->places, region);

	if (place != NULL)
		pointer_map_put(&regions->places, arena, copy, place);
}
