/*
 * Candidates for campaigns. In: an edition's solutions and references. Out:
 * for each what no campaign changes (where it is sold or happened, in which
 * languages it speaks, how new it is), and for a campaign the first tiers:
 * pinned, area and product, industry. Ids of records become numbers and sets
 * here, so that the loop over offices compares integers.
 */
#include <string.h>

#include "fieldkit/format.h"
#include "matcher.h"

#define ANCESTORS_MAX 32	/* of an industry; more is a cycle */

static uint64_t
tag_bit(struct matcher *matcher, const char *lang)
{
	uint32_t i;

	for (i = 0; i < matcher->tag_count; i++)
		if (strcmp(matcher->tags[i], lang) == 0)
			return UINT64_C(1) << i;
	if (matcher->tag_count == TAGS_MAX)
		return 0;
	matcher->tags[matcher->tag_count++] = lang;
	return UINT64_C(1) << i;
}

static uint64_t
text_tags(struct matcher *matcher, const struct text *text)
{
	uint64_t tags = 0;
	uint32_t i;

	for (i = 0; i < text->count; i++)
		tags |= tag_bit(matcher, text->variants[i].lang);
	return tags;
}

bool
solution_is_sold(const struct solution *solution)
{
	int32_t status = solution->status.index;

	return is_given(&solution->status) && status >= STATUS_IN_MARKET &&
	    status != STATUS_RETIRED;
}

struct country_set
solution_countries(const struct solution *solution)
{
	const struct partner *partner =
	    (const struct partner *)solution->partner.target;
	struct country_set set = { 0 };
	uint32_t i;

	for (i = 0; i < solution->countries.count; i++)
		if (strcmp(LIST_AT(solution->countries, struct str, i)->chars,
		    "worldwide") == 0)
			memset(&set, 0xff, sizeof(set));
	country_set_add_list(&set, &solution->countries);
	if (!is_given(&solution->countries) && partner != NULL)
		country_set_add_list(&set, &partner->countries);
	if (country_set_is_empty(&set) && !is_given(&solution->countries) &&
	    partner != NULL)
		country_set_add_given(&set, &partner->hq);
	return set;
}

/* Where the partner is at home: head office and sites. */
static struct country_set
partner_places(const struct partner *partner)
{
	struct country_set set = { 0 };
	uint32_t i;

	if (partner == NULL)
		return set;
	country_set_add_given(&set, &partner->hq);
	for (i = 0; i < partner->sites.count; i++)
		country_set_add_given(&set,
		    &LIST_AT(partner->sites, struct place, i)->country);
	return set;
}

static uint32_t
segment_bits(const struct choice *choices, uint32_t count)
{
	uint32_t bits = 0, i;

	for (i = 0; i < count; i++)
		if (is_given(&choices[i]))
			bits |= UINT32_C(1) << choices[i].index;
	return bits;
}

static void
find_proofs(struct matcher *matcher, struct candidate *candidate)
{
	const struct edition_index *index = matcher->edition->index;
	struct record_list cases = grouping_of(&index->cases_of,
	    candidate->solution);
	uint32_t i;

	candidate->proofs = ARENA_ARRAY(&matcher->scratch,
	    const struct case_entry *, cases.count);
	candidate->proof_count = cases.count;
	for (i = 0; i < cases.count; i++)
		candidate->proofs[i] = pointer_map_get(&index->case_entries,
		    cases.items[i]);
}

static void
find_industries(struct matcher *matcher, struct candidate *candidate)
{
	const struct list *refs = &candidate->solution->industries;
	uint32_t *places = ARENA_ARRAY(&matcher->scratch, uint32_t,
	    refs->count), i;

	for (i = 0; i < refs->count; i++)
		places[i] = set_place(
		    &matcher->edition->model.sets[RECORD_INDUSTRY],
		    LIST_AT(*refs, struct ref, i)->target);
	candidate->industries = places;
	candidate->industry_count = refs->count;
}

static void
candidate_of_solution(struct matcher *matcher, struct candidate *candidate,
    const struct solution *solution)
{
	candidate->solution = solution;
	candidate->id = solution->record.id;
	candidate->sold = solution_countries(solution);
	candidate->places = partner_places(
	    (const struct partner *)solution->partner.target);
	candidate->tags = text_tags(matcher, &solution->pitch.short_text) |
	    text_tags(matcher, &solution->record.body);
	candidate->newest_days = solution->record.publish_from.days;
	candidate->segments = segment_bits(solution->segments.items,
	    solution->segments.count);
	candidate->is_sold = solution_is_sold(solution);
	find_proofs(matcher, candidate);
	find_industries(matcher, candidate);
}

static void
candidate_of_case(struct matcher *matcher, struct candidate *candidate,
    const struct case_entry *entry)
{
	const struct case_study *facts = entry->facts;

	candidate->entry = entry;
	candidate->solution = (const struct solution *)entry->solution;
	candidate->id = entry->page != NULL ? entry->page->record.id
					    : facts->record.id;
	country_set_add_given(&candidate->places, &facts->customer.country);
	candidate->tags = text_tags(matcher, &facts->summary) |
	    text_tags(matcher, &facts->record.body);
	candidate->newest_days = is_given(&facts->live_since)
	    ? facts->live_since.days : facts->record.publish_from.days;
	candidate->segments = segment_bits(&facts->customer.size, 1);
}

static struct candidate_key
key_of_solution(const struct edition *edition,
    const struct solution *solution)
{
	return (struct candidate_key){
		.products = refs_mask(&edition->model.sets[RECORD_PRODUCT],
		    &solution->products),
		.areas = refs_mask(&edition->model.sets[RECORD_AREA],
		    &solution->areas),
	};
}

static struct candidate_key
key_of_case(const struct edition *edition, const struct candidate *candidate)
{
	const struct record_set *sets = edition->model.sets;
	const struct case_study *facts = candidate->entry->facts;
	struct candidate_key key = {
		.products = refs_mask(&sets[RECORD_PRODUCT],
		    &facts->products),
		.industry = set_place(&sets[RECORD_INDUSTRY],
		    facts->customer.industry.target),
	};

	key.until_days = entry_until(edition, candidate->entry);
	key.rung = (unsigned char)candidate->entry->terms.inside;
	key.is_local = candidate->entry->terms.is_local;
	if (candidate->solution != NULL)
		key.areas = refs_mask(&sets[RECORD_AREA],
		    &candidate->solution->areas);
	return key;
}

static void
join_places(struct matcher *matcher, struct candidate *candidate)
{
	uint16_t bits[COUNTRY_BITS];
	uint32_t count = 0, bit;

	for (bit = country_set_next(&candidate->places, 0); bit < COUNTRY_BITS;
	    bit = country_set_next(&candidate->places, bit + 1))
		bits[count++] = (uint16_t)bit;
	candidate->place_bits = memcpy(ARENA_ARRAY(&matcher->scratch,
	    uint16_t, count + 1), bits, count * sizeof(*bits));
	candidate->place_count = count;
	country_set_join(&matcher->places, &candidate->places);
}

void
candidates_find(struct matcher *matcher)
{
	const struct edition *edition = matcher->edition;
	const struct record_set *set =
	    &edition->model.sets[RECORD_SOLUTION];
	uint32_t i;

	matcher->solution_count = set->count;
	matcher->solutions = ARENA_ARRAY(&matcher->scratch, struct candidate,
	    set->count);
	matcher->solution_keys = ARENA_ARRAY(&matcher->scratch,
	    struct candidate_key, set->count);
	for (i = 0; i < set->count; i++) {
		candidate_of_solution(matcher, &matcher->solutions[i],
		    (const struct solution *)set->items[i]);
		matcher->solution_keys[i] = key_of_solution(edition,
		    (const struct solution *)set->items[i]);
		join_places(matcher, &matcher->solutions[i]);
	}
	matcher->case_count = edition->index->case_count;
	matcher->cases = ARENA_ARRAY(&matcher->scratch, struct candidate,
	    matcher->case_count);
	matcher->keys = ARENA_ARRAY(&matcher->scratch, struct candidate_key,
	    matcher->case_count);
	for (i = 0; i < matcher->case_count; i++) {
		candidate_of_case(matcher, &matcher->cases[i],
		    &edition->index->cases[i]);
		matcher->keys[i] = key_of_case(edition,
		    &matcher->cases[i]);
		join_places(matcher, &matcher->cases[i]);
	}
}

/* CLDR's likely language of a country decides what is spoken there. */
static void
reading_fill(struct reading *reading, const struct matcher *matcher,
    const char *lang)
{
	char country[] = "AA", tag[] = "und-AA";
	uint32_t i;

	*reading = (struct reading){ .lang = lang };
	for (i = 0; i < matcher->tag_count; i++)
		if (lang_serves(matcher->tags[i], lang))
			reading->tags |= UINT64_C(1) << i;
	for (i = 0; i < 26 * 26; i++) {
		country[0] = tag[4] = (char)('A' + i / 26);
		country[1] = tag[5] = (char)('A' + i % 26);
		if (country_set_has(&matcher->places, country) &&
		    lang_serves(tag, lang))
			country_set_add(&reading->countries, country);
	}
}

const struct reading *
matcher_reading(struct matcher *matcher, const char *lang)
{
	uint32_t i;

	for (i = 0; i < matcher->reading_count; i++)
		if (strcmp(matcher->readings[i].lang, lang) == 0)
			return &matcher->readings[i];
	if (matcher->reading_count == TAGS_MAX)
		i = matcher->reading_count = TAGS_MAX - 1;
	reading_fill(&matcher->readings[i], matcher, lang);
	matcher->reading_count++;
	return &matcher->readings[i];
}

static void
add_refs(struct pointer_map *map, struct arena *arena, const struct list *refs)
{
	uint32_t i;

	for (i = 0; i < refs->count; i++) {
		const struct record *target =
		    LIST_AT(*refs, struct ref, i)->target;

		if (target != NULL)
			pointer_map_put(map, arena, target, target);
	}
}

static void
add_families(struct play *play, struct arena *arena)
{
	const struct list *refs = &play->campaign->industries;
	uint32_t i;

	for (i = 0; i < refs->count; i++) {
		const struct vocab_entry *industry =
		    (const struct vocab_entry *)
		    LIST_AT(*refs, struct ref, i)->target;

		if (industry != NULL && industry->parent.target != NULL)
			pointer_map_put(&play->families, arena,
			    industry->parent.target, industry);
	}
}

/* Same: the campaign's industry or one below it. Sibling: beside it, or the
 * one right above. */
static enum industry_level
industry_level(const struct play *play, const struct record *record)
{
	const struct vocab_entry *industry =
	    (const struct vocab_entry *)record;
	const struct vocab_entry *above = industry;
	int depth;

	for (depth = 0; above != NULL && depth < ANCESTORS_MAX; depth++) {
		if (pointer_map_get(&play->industries, above) != NULL)
			return INDUSTRY_SAME;
		above = (const struct vocab_entry *)above->parent.target;
	}
	if (pointer_map_get(&play->families, industry) != NULL ||
	    pointer_map_get(&play->families, industry->parent.target) != NULL)
		return INDUSTRY_SIBLING;
	return INDUSTRY_CROSS;
}

static void
play_index(struct play *play, struct matcher *matcher)
{
	const struct model *model = &matcher->edition->model;
	const struct record_set *industries = &model->sets[RECORD_INDUSTRY];
	const struct ref area = play->campaign->area;
	const struct list areas = { .count = 1,
	    .items = &(struct ref){ area.pos, area.id, area.target } };
	unsigned char *levels = ARENA_ARRAY(&matcher->play, unsigned char,
	    industries->count);
	uint32_t i;

	play->product_mask = refs_mask(&model->sets[RECORD_PRODUCT],
	    &play->campaign->products);
	play->area_mask = refs_mask(&model->sets[RECORD_AREA], &areas);
	for (i = 0; i < industries->count; i++)
		levels[i] = (unsigned char)industry_level(play,
		    industries->items[i]);
	play->levels = levels;
}

/* What steers the mapping and is the authors' own - excludes, territories,
 * dates - is read from the whole record. */
void
play_init(struct play *play, struct matcher *matcher,
    const struct campaign *campaign)
{
	const struct edition *edition = matcher->edition;
	const struct campaign *source = (const struct campaign *)
	    index_source(edition, &campaign->record);
	struct arena *arena = &matcher->play;
	uint32_t i;

	*play = (struct play){ .campaign = campaign };
	play->territory = territory_expand(edition->index->regions,
	    &source->territories);
	play->window_end_days = source->end.days;
	if (is_given(&source->record.expires) &&
	    source->record.expires.days < play->window_end_days)
		play->window_end_days = source->record.expires.days;
	add_refs(&play->pins, arena, &campaign->pins);
	for (i = 0; i < source->excludes.count; i++) {
		const void *excluded = pointer_map_get(
		    &edition->index->projected,
		    LIST_AT(source->excludes, struct ref, i)->target);

		if (excluded != NULL)
			pointer_map_put(&play->excludes, arena, excluded,
			    excluded);
	}
	add_refs(&play->products, arena, &campaign->products);
	add_refs(&play->industries, arena, &campaign->industries);
	add_families(play, arena);
	play_index(play, matcher);
}

static const struct record *
first_common(const struct pointer_map *map, const struct list *refs)
{
	uint32_t i;

	for (i = 0; i < refs->count; i++) {
		const struct record *target =
		    LIST_AT(*refs, struct ref, i)->target;

		if (target != NULL && pointer_map_get(map, target) != NULL)
			return target;
	}
	return NULL;
}

static bool
has_ref(const struct list *refs, const struct record *record)
{
	uint32_t i;

	for (i = 0; i < refs->count; i++)
		if (record != NULL &&
		    LIST_AT(*refs, struct ref, i)->target == record)
			return true;
	return false;
}

/* A candidate is asked no more than its key leaves open. */
static void
hold_against_play(struct contender *contender, const struct play *play,
    const struct candidate_key *key, const struct list *products)
{
	const struct campaign *campaign = play->campaign;
	const struct solution *solution = contender->candidate->solution;

	if ((key->products & play->product_mask) != 0)
		contender->product = first_common(&play->products, products);
	if ((key->areas & play->area_mask) != 0 &&
	    has_ref(&solution->areas, campaign->area.target))
		contender->area = campaign->area.target;
	contender->tiers[TIER_PLAY] =
	    (play->products.count > 0 && contender->product == NULL) +
	    (campaign->area.target != NULL && contender->area == NULL);
}

static void
hold_solution(struct contender *contender, const struct play *play,
    const struct candidate_key *key)
{
	const struct candidate *candidate = contender->candidate;
	int32_t best = INDUSTRY_CROSS;
	uint32_t i;

	contender->tiers[TIER_PINNED] =
	    pointer_map_get(&play->pins, candidate->solution) == NULL;
	hold_against_play(contender, play, key,
	    &candidate->solution->products);
	for (i = 0; i < candidate->industry_count &&
	    best != INDUSTRY_SAME; i++) {
		uint32_t place = candidate->industries[i];

		if (place == PLACE_NONE || play->levels[place] >= best)
			continue;
		best = play->levels[place];
		contender->industry = LIST_AT(
		    candidate->solution->industries, struct ref, i)->target;
	}
	contender->tiers[TIER_INDUSTRY] =
	    play->industries.count > 0 ? best : INDUSTRY_SAME;
}

bool
case_tiers(const struct play *play, const struct candidate_key *key,
    int32_t ret_tiers[TIER_SEGMENT])
{
	if ((key->products & play->product_mask) != 0 ||
	    (key->areas & play->area_mask) != 0)
		return false;
	ret_tiers[TIER_PINNED] = 0;
	ret_tiers[TIER_PLAY] = (play->products.count > 0) +
	    (play->campaign->area.target != NULL);
	ret_tiers[TIER_INDUSTRY] = play->industries.count == 0
	    ? INDUSTRY_SAME : key->industry == PLACE_NONE ? INDUSTRY_CROSS
	    : play->levels[key->industry];
	return true;
}

static void
hold_case(struct contender *contender, const struct play *play,
    const struct candidate_key *key)
{
	const struct case_study *facts = contender->candidate->entry->facts;
	int32_t level = INDUSTRY_CROSS;

	hold_against_play(contender, play, key, &facts->products);
	if (key->industry != PLACE_NONE)
		level = play->levels[key->industry];
	if (level != INDUSTRY_CROSS)
		contender->industry = facts->customer.industry.target;
	contender->tiers[TIER_INDUSTRY] =
	    play->industries.count > 0 ? level : INDUSTRY_SAME;
}

void
contender_init(struct contender *contender, const struct play *play,
    const struct candidate *candidate, const struct candidate_key *key)
{
	*contender = (struct contender){ .candidate = candidate };
	if (candidate->entry != NULL)
		hold_case(contender, play, key);
	else
		hold_solution(contender, play, key);
}

bool
match_is_relevant(const struct edition *edition,
    const struct campaign *campaign, const struct solution *solution)
{
	const struct campaign *source = (const struct campaign *)
	    index_source(edition, &campaign->record);
	uint32_t i;

	if (has_ref(&source->excludes,
	    index_source(edition, &solution->record)))
		return false;
	if (has_ref(&campaign->pins, &solution->record) ||
	    has_ref(&solution->areas, campaign->area.target))
		return true;
	for (i = 0; i < solution->products.count; i++)
		if (has_ref(&campaign->products, LIST_AT(solution->products,
		    struct ref, i)->target))
			return true;
	for (i = 0; i < solution->industries.count; i++)
		if (has_ref(&campaign->industries, LIST_AT(
		    solution->industries, struct ref, i)->target))
			return true;
	return false;
}
