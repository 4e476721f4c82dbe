/*
 * The case studies that count for a campaign. In: an edition's cases and
 * solutions, a campaign. Out: which cases are relevant, by the country where
 * they happened; how many of them may be told anywhere; the consents that end
 * inside the campaign's window.
 *
 * A case is relevant when the solution it shows is, or when it shares a
 * product or the industry. What that takes is put into numbers and masks once,
 * so that holding every case against every campaign reads one short array.
 */
#include <string.h>

#include "coverer.h"

#define NO_COUNTRY COVER_COUNTRIES
#define ANCESTORS_MAX 32	/* of an industry; more is a cycle */

/* --- once --- */

static uint16_t
country_place(const char *country)
{
	if (country == NULL || country[0] < 'A' || country[0] > 'Z' ||
	    country[1] < 'A' || country[1] > 'Z')
		return NO_COUNTRY;
	return (uint16_t)((country[0] - 'A') * 26 + country[1] - 'A');
}

static struct cover_key
key_of(const struct coverer *coverer, const struct case_entry *entry)
{
	const struct record_set *sets = coverer->edition->model.sets;
	const struct consent_terms *terms = &entry->terms;

	return (struct cover_key){
		.products = refs_mask(&sets[RECORD_PRODUCT],
		    &entry->facts->products),
		.solution = set_place(&sets[RECORD_SOLUTION],
		    entry->solution),
		.industry = set_place(&sets[RECORD_INDUSTRY],
		    entry->facts->customer.industry.target),
		.holds_days = entry_until(coverer->edition, entry),
		.until_days = entry->source->consent.until.days,
		.country = country_place(
		    entry->facts->customer.country.chars),
		.rung = (unsigned char)(terms->is_local ? terms->outside
							: terms->inside),
		.is_local = terms->is_local,
		.may_ask = coverer_may_ask(coverer, entry),
	};
}

void
cover_keys_init(struct coverer *coverer)
{
	const struct edition_index *index = coverer->edition->index;
	const struct record_set *sets = coverer->edition->model.sets;
	const struct record_set *set = &sets[RECORD_SOLUTION];
	uint32_t i;

	coverer->keys = ARENA_ARRAY(&coverer->scratch, struct cover_key,
	    index->case_count);
	for (i = 0; i < index->case_count; i++)
		coverer->keys[i] = key_of(coverer, &index->cases[i]);
	coverer->offers = ARENA_ARRAY(&coverer->scratch, struct cover_offer,
	    set->count);
	for (i = 0; i < set->count; i++) {
		const struct solution *solution =
		    (const struct solution *)set->items[i];

		coverer->offers[i] = (struct cover_offer){
			refs_mask(&sets[RECORD_PRODUCT], &solution->products),
			refs_mask(&sets[RECORD_AREA], &solution->areas),
			refs_mask(&sets[RECORD_INDUSTRY],
			    &solution->industries),
		};
	}
}

/* --- what a campaign is about --- */

enum offer_state { OFFER_OTHER, OFFER_RELEVANT, OFFER_EXCLUDED };

/* A campaign, as the keys are held against it. */
struct about {
	uint64_t products;
	bool has_all;			/* it names nothing: everything is */
	unsigned char *offers;		/* enum offer_state of each solution */
	bool *industries;		/* whether each is, or is below, one of its own */
};

static bool
names_nothing(const struct campaign *campaign)
{
	return campaign->products.count == 0 &&
	    campaign->industries.count == 0 && campaign->area.target == NULL;
}

bool
play_has_solution(const struct coverer *coverer,
    const struct record *solution)
{
	const struct campaign *campaign = coverer->play.campaign;

	return names_nothing(campaign) || match_is_relevant(coverer->edition,
	    campaign, (const struct solution *)solution);
}

static bool
is_of_industry(const struct campaign *campaign, const struct record *record)
{
	const struct vocab_entry *industry =
	    (const struct vocab_entry *)record;
	int depth;

	for (depth = 0; industry != NULL && depth < ANCESTORS_MAX; depth++) {
		if (refs_lead_to(&campaign->industries, &industry->record))
			return true;
		industry = (const struct vocab_entry *)industry->parent.target;
	}
	return false;
}

static void
mark_industries(const struct coverer *coverer, struct about *about,
    struct arena *arena)
{
	const struct record_set *set =
	    &coverer->edition->model.sets[RECORD_INDUSTRY];
	uint32_t i;

	about->industries = ARENA_ARRAY(arena, bool, set->count);
	for (i = 0; i < set->count; i++)
		about->industries[i] = is_of_industry(
		    coverer->play.campaign, set->items[i]);
}

/* Of a list of the source's solutions, or the edition's own. */
static void
mark_named(const struct coverer *coverer, struct about *about,
    const struct list *refs, enum offer_state state)
{
	const struct record_set *set =
	    &coverer->edition->model.sets[RECORD_SOLUTION];
	uint32_t i;

	for (i = 0; i < refs->count; i++) {
		const struct record *target =
		    LIST_AT(*refs, struct ref, i)->target;
		uint32_t place = set_place(set, target);

		if (place != PLACE_NONE)
			about->offers[place] = (unsigned char)state;
	}
}

static void
mark_offers(const struct coverer *coverer, struct about *about,
    struct arena *arena)
{
	const struct record_set *sets = coverer->edition->model.sets;
	const struct record_set *set = &sets[RECORD_SOLUTION];
	const struct campaign *campaign = coverer->play.campaign;
	const struct campaign *source = (const struct campaign *)index_source(
	    coverer->edition, &campaign->record);
	const struct list area = { .count = 1,
	    .items = &(struct ref){ .target = campaign->area.target } };
	const struct cover_offer wanted = {
		about->products, refs_mask(&sets[RECORD_AREA], &area),
		refs_mask(&sets[RECORD_INDUSTRY], &campaign->industries),
	};
	uint32_t i;

	about->offers = ARENA_ARRAY(arena, unsigned char, set->count);
	for (i = 0; i < set->count; i++) {
		const struct cover_offer *offer = &coverer->offers[i];

		if (((offer->products & wanted.products) |
		    (offer->areas & wanted.areas) |
		    (offer->industries & wanted.industries)) != 0 &&
		    match_is_relevant(coverer->edition, campaign,
		    (const struct solution *)set->items[i]))
			about->offers[i] = OFFER_RELEVANT;
	}
	mark_named(coverer, about, &campaign->pins, OFFER_RELEVANT);
	mark_named(coverer, about, &source->excludes, OFFER_EXCLUDED);
}

static struct about
about_play(const struct coverer *coverer, struct arena *arena)
{
	const struct campaign *campaign = coverer->play.campaign;
	struct about about = { .has_all = names_nothing(campaign),
	    .products = refs_mask(
	    &coverer->edition->model.sets[RECORD_PRODUCT],
	    &campaign->products) };

	mark_industries(coverer, &about, arena);
	mark_offers(coverer, &about, arena);
	return about;
}

static bool
shares_product(const struct campaign *campaign, const struct list *products)
{
	uint32_t i;

	for (i = 0; i < products->count; i++)
		if (refs_lead_to(&campaign->products,
		    LIST_AT(*products, struct ref, i)->target))
			return true;
	return false;
}

static bool
is_relevant(const struct coverer *coverer, const struct about *about,
    uint32_t number)
{
	const struct cover_key *key = &coverer->keys[number];
	enum offer_state offer = key->solution != PLACE_NONE
	    ? (enum offer_state)about->offers[key->solution] : OFFER_OTHER;

	if (offer == OFFER_EXCLUDED)
		return false;
	return about->has_all || offer == OFFER_RELEVANT ||
	    (key->industry != PLACE_NONE &&
	    about->industries[key->industry]) ||
	    ((key->products & about->products) != 0 && shares_product(
	    coverer->play.campaign,
	    &coverer->edition->index->cases[number].facts->products));
}

/* --- the campaign's cases --- */

static void
note_consent_end(struct coverer *coverer, const struct case_entry *entry)
{
	struct cover_gap gap = { .kind = GAP_CONSENT_ENDS,
	    .campaign = &coverer->play.campaign->record,
	    .on = entry->source->consent.until };

	coverer_name_case(&gap, entry);
	coverer_add_gap(coverer, &gap);
}

static void
take_case(struct coverer *coverer, uint32_t number)
{
	struct cover_play *play = &coverer->play;
	const struct cover_key *key = &coverer->keys[number];
	const struct case_entry *entry =
	    &coverer->edition->index->cases[number];

	bool is_told = key->holds_days != INT32_MIN &&
	    key->holds_days >= play->window_end_days &&
	    key->rung >= RUNG_ANONYMISED;

	play->told += is_told;
	if (!is_told && key->is_local)
		play->local[play->local_count++] = entry;
	if (!is_told && key->may_ask)
		play->untold[play->untold_count++] = entry;
	if (key->may_ask && key->until_days < play->window_end_days &&
	    key->until_days >= coverer->edition->clock.as_of_days)
		note_consent_end(coverer, entry);
}

/* Counting sort by country: the cases of one keep their order. */
static void
sort_cases(struct coverer *coverer, const uint32_t *numbers,
    struct arena *arena)
{
	struct cover_play *play = &coverer->play;
	uint32_t next[NO_COUNTRY + 1], i;

	memset(play->countries, 0, sizeof(play->countries));
	for (i = 0; i < play->case_count; i++)
		play->countries[coverer->keys[numbers[i]].country + 1]++;
	for (i = 0; i <= NO_COUNTRY; i++) {
		play->countries[i + 1] += play->countries[i];
		next[i] = play->countries[i];
	}
	play->cases = ARENA_ARRAY(arena, const struct case_entry *,
	    play->case_count);
	for (i = 0; i < play->case_count; i++)
		play->cases[next[coverer->keys[numbers[i]].country]++] =
		    &coverer->edition->index->cases[numbers[i]];
}

void
cover_play_cases(struct coverer *coverer, struct arena *arena)
{
	const uint32_t count = coverer->edition->index->case_count;
	const struct about about = about_play(coverer, arena);
	struct cover_play *play = &coverer->play;
	uint32_t *numbers = ARENA_ARRAY(arena, uint32_t, count), i;

	play->local = ARENA_ARRAY(arena, const struct case_entry *, count);
	play->untold = ARENA_ARRAY(arena, const struct case_entry *, count);
	for (i = 0; i < count; i++) {
		if (!is_relevant(coverer, &about, i))
			continue;
		numbers[play->case_count++] = i;
		take_case(coverer, i);
	}
	sort_cases(coverer, numbers, arena);
}

enum rung
play_best_rung(const struct coverer *coverer, const struct country_set *where,
    const struct country_set *territory)
{
	const struct cover_play *play = &coverer->play;
	enum rung best = RUNG_ABSENT;
	uint32_t i, bit;

	for (bit = country_set_next(where, 0); bit < COUNTRY_BITS &&
	    best != RUNG_FULL; bit = country_set_next(where, bit + 1))
		for (i = play->countries[bit]; i < play->countries[bit + 1] &&
		    best != RUNG_FULL; i++) {
			enum rung rung = entry_rung(coverer->edition,
			    play->cases[i], territory, play->window_end_days);

			if (rung > best)
				best = rung;
		}
	return best;
}
