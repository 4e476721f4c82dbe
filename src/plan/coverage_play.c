/*
 * What the judging of cells leans on. In: an edition's people, a campaign.
 * Out: who serves which countries and speaks which languages, found once; and
 * for each campaign what needs no office: its cases (coverage_cases.c) and
 * the money.
 */
#include <string.h>

#include "coverer.h"
#include "fieldkit/format.h"

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

void
cover_play_init(struct coverer *coverer, struct arena *arena,
    const struct campaign_match *match)
{
	coverer->play = (struct cover_play){
	    .campaign = (const struct campaign *)match->campaign,
	    .window_end_days = match->window_end_days };
	cover_play_cases(coverer, arena);
	find_funding(coverer);
}
