/*
 * What the judging of cells leans on. In: an edition's people, a campaign.
 * Out: who serves which countries and speaks which languages, found once; and
 * for each campaign what needs no office: which cases are relevant and where
 * they happened, the money, the consents that end inside its window.
 *
 * A case is relevant when the solution it shows is, or when it shares a
 * product or the industry.
 */
#include <string.h>

#include "coverer.h"
#include "fieldkit/format.h"

#define NO_COUNTRY COVER_COUNTRIES
#define ANCESTORS_MAX 32	/* of an industry; more is a cycle */

/* --- people --- */

static uint64_t
tongue_bit(struct coverer *coverer, const char *lang)
{
	uint32_t i;

	for (i = 0; i < coverer->tongue_count; i++)
		if (strcmp(coverer->tongues[i], lang) == 0)
			return UINT64_C(1) << i;
	if (coverer->tongue_count == TONGUES_MAX)
		return 0;
	coverer->tongues[coverer->tongue_count++] = lang;
	return UINT64_C(1) << i;
}

void
helpers_find(struct coverer *coverer)
{
	const struct edition *edition = coverer->edition;
	const struct record_set *set = &edition->model.sets[RECORD_PERSON];
	uint32_t i, k;

	coverer->helpers = ARENA_ARRAY(&coverer->scratch, struct helper,
	    set->count);
	for (i = 0; i < set->count; i++) {
		struct helper *helper = &coverer->helpers[i];

		helper->person = (const struct person *)set->items[i];
		helper->serves = territory_expand(edition->index->regions,
		    &helper->person->territories);
		helper->is_everywhere =
		    !is_given(&helper->person->territories);
		for (k = 0; k < helper->person->languages.count; k++)
			helper->tongues |= tongue_bit(coverer,
			    LIST_AT(helper->person->languages, struct str,
			    k)->chars);
		pointer_map_put(&coverer->helper_of, &coverer->scratch,
		    set->items[i], helper);
	}
}

uint64_t
coverer_tongues(struct coverer *coverer, const char *lang)
{
	struct listener *listener;
	uint32_t i;

	for (i = 0; i < coverer->listener_count; i++)
		if (strcmp(coverer->listeners[i].lang, lang) == 0)
			return coverer->listeners[i].tongues;
	if (coverer->listener_count == TONGUES_MAX)
		coverer->listener_count--;
	listener = &coverer->listeners[coverer->listener_count++];
	*listener = (struct listener){ .lang = lang };
	for (i = 0; i < coverer->tongue_count; i++)
		if (lang_serves(coverer->tongues[i], lang))
			listener->tongues |= UINT64_C(1) << i;
	return listener->tongues;
}

/* The vendor's experts are asked by its sellers, not by the field. */
static bool
is_expert(const struct person *person)
{
	return person->role.index == ROLE_TECHNICAL ||
	    person->role.index == ROLE_SPECIALIST;
}

struct side
coverer_side(const struct coverer *coverer, const struct record *partner,
    const struct country_set *territory)
{
	struct record_list people = edition_people_of(coverer->edition,
	    partner);
	struct side side = { 0 };
	uint32_t i;

	for (i = 0; i < people.count; i++) {
		const struct helper *helper = pointer_map_get(
		    &coverer->helper_of, people.items[i]);

		if (!helper->is_everywhere &&
		    !country_set_overlaps(&helper->serves, territory))
			continue;
		side.tongues |= helper->tongues;
		if (partner == NULL && is_expert(helper->person))
			continue;
		side.only = side.count++ == 0 ? helper->person : NULL;
	}
	return side;
}

/* --- one campaign --- */

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

static bool
is_excluded(const struct coverer *coverer, const struct record *solution)
{
	const struct campaign *source = (const struct campaign *)index_source(
	    coverer->edition, &coverer->play.campaign->record);

	return solution != NULL && source->excludes.count > 0 &&
	    refs_lead_to(&source->excludes,
	    index_source(coverer->edition, solution));
}

static bool
case_is_relevant(const struct coverer *coverer, const struct case_entry *entry)
{
	const struct campaign *campaign = coverer->play.campaign;
	uint32_t i;

	if (is_excluded(coverer, entry->solution))
		return false;
	if (names_nothing(campaign) || (entry->solution != NULL &&
	    play_has_solution(coverer, entry->solution)))
		return true;
	for (i = 0; i < entry->facts->products.count; i++)
		if (refs_lead_to(&campaign->products, LIST_AT(
		    entry->facts->products, struct ref, i)->target))
			return true;
	return is_of_industry(campaign,
	    entry->facts->customer.industry.target);
}

static int
country_place(const char *country)
{
	if (country == NULL || country[0] < 'A' || country[0] > 'Z' ||
	    country[1] < 'A' || country[1] > 'Z')
		return NO_COUNTRY;
	return (country[0] - 'A') * 26 + country[1] - 'A';
}

static int
case_country(const struct case_entry *entry)
{
	return country_place(entry->facts->customer.country.chars);
}

/* The rung where no territory helps, and whether one could. */
static void
count_case(struct coverer *coverer, const struct case_entry *entry)
{
	struct cover_play *play = &coverer->play;

	if (entry_rung(coverer->edition, entry, NULL, play->window_end_days) >=
	    RUNG_ANONYMISED)
		play->told++;
	else if (is_given(&entry->source->consent.territories))
		play->local[play->local_count++] = entry;
}

/* Counting sort by country: the cases of one keep their order. */
static void
sort_cases(struct cover_play *play, const struct case_entry **cases,
    struct arena *arena)
{
	uint32_t next[NO_COUNTRY + 1], i;

	memset(play->countries, 0, sizeof(play->countries));
	for (i = 0; i < play->case_count; i++)
		play->countries[case_country(cases[i]) + 1]++;
	for (i = 0; i <= NO_COUNTRY; i++) {
		play->countries[i + 1] += play->countries[i];
		next[i] = play->countries[i];
	}
	play->cases = ARENA_ARRAY(arena, const struct case_entry *,
	    play->case_count);
	for (i = 0; i < play->case_count; i++)
		play->cases[next[case_country(cases[i])]++] = cases[i];
}

static void
find_cases(struct coverer *coverer, struct arena *arena)
{
	const struct edition_index *index = coverer->edition->index;
	struct cover_play *play = &coverer->play;
	const struct case_entry **cases = ARENA_ARRAY(arena,
	    const struct case_entry *, index->case_count);
	uint32_t i;

	play->local = ARENA_ARRAY(arena, const struct case_entry *,
	    index->case_count);
	for (i = 0; i < index->case_count; i++) {
		if (!case_is_relevant(coverer, &index->cases[i]))
			continue;
		cases[play->case_count++] = &index->cases[i];
		count_case(coverer, &index->cases[i]);
	}
	sort_cases(play, cases, arena);
}

/* --- funding, the same at all offices --- */

enum money_kind { MONEY_NONE, MONEY_ASKED, MONEY_LIVE };

static enum money_kind
money_kind(const struct funding *funding, int32_t as_of_days)
{
	const struct field *field = schema_field(&schema_funding, "status",
	    strlen("status"));
	const char *word;

	if (!is_given(&funding->status) || (is_given(&funding->until) &&
	    funding->until.days < as_of_days))
		return MONEY_NONE;
	word = field->words[funding->status.index];
	if (strcmp(word, "asked") == 0)
		return MONEY_ASKED;
	return strcmp(word, "pledged") == 0 || strcmp(word, "approved") == 0
	    ? MONEY_LIVE : MONEY_NONE;
}

static void
fund_offers(struct cover_play *play, const struct funding *funding,
    enum money_kind kind)
{
	bool ends = is_given(&funding->until) &&
	    funding->until.days < play->window_end_days;

	if (kind == MONEY_NONE || play->funding == COVER_READY)
		return;
	if (kind == MONEY_LIVE && !ends) {
		play->funding = COVER_READY;
		return;
	}
	/* Of several that are too short, the live one that lasts longest. */
	if (play->funding == COVER_RISK && (kind == MONEY_ASKED ||
	    (play->funding_gap.kind == GAP_FUNDING_ENDS &&
	    play->funding_gap.on.days >= funding->until.days)))
		return;
	play->funding = COVER_RISK;
	play->funding_gap = (struct cover_gap){
		.kind = kind == MONEY_ASKED ? GAP_FUNDING_ASKED
					    : GAP_FUNDING_ENDS,
		.campaign = &play->campaign->record,
		.record = &funding->record,
	};
	if (kind == MONEY_LIVE)
		play->funding_gap.on = funding->until;
}

static void
find_funding(struct coverer *coverer)
{
	const struct record_set *set =
	    &coverer->edition->model.sets[RECORD_FUNDING];
	struct cover_play *play = &coverer->play;
	uint32_t i;

	for (i = 0; i < set->count; i++) {
		const struct funding *funding =
		    (const struct funding *)set->items[i];

		if (refs_lead_to(&funding->campaigns, &play->campaign->record))
			fund_offers(play, funding, money_kind(funding,
			    coverer->edition->clock.as_of_days));
	}
	if (play->funding == COVER_RISK)
		coverer_add_gap(coverer, &play->funding_gap);
}

/* --- what ends inside the window, campaign by campaign --- */

static void
find_consent_ends(struct coverer *coverer)
{
	const struct cover_play *play = &coverer->play;
	uint32_t i;

	for (i = 0; i < play->case_count; i++) {
		const struct case_entry *entry = play->cases[i];
		const struct date *until = &entry->source->consent.until;
		struct cover_gap gap = { .kind = GAP_CONSENT_ENDS,
		    .campaign = &play->campaign->record, .on = *until };

		if (!coverer_may_ask(coverer, entry) ||
		    until->days >= play->window_end_days ||
		    until->days < coverer->edition->clock.as_of_days)
			continue;
		coverer_name_case(&gap, entry);
		coverer_add_gap(coverer, &gap);
	}
}

void
cover_play_init(struct coverer *coverer, struct arena *arena,
    const struct campaign_match *match)
{
	coverer->play = (struct cover_play){
	    .campaign = (const struct campaign *)match->campaign,
	    .window_end_days = match->window_end_days };
	find_cases(coverer, arena);
	find_funding(coverer);
	find_consent_ends(coverer);
}
