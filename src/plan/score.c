/*
 * Scores: what a candidate of a campaign is worth at one office. In: the
 * candidate with its first tiers. Out: the other tiers, whether it passes the
 * gates, and the reasons, in the order of the tiers.
 *
 * Gates of a solution: not excluded, in market at least, sold somewhere in
 * the office's part of the campaign's territory. Gates of a case: the
 * solution it shows is not excluded, consent lets it be told here and until
 * the campaign ends. Audience, approval, embargo and expiry were gates to the
 * edition itself.
 */
#include <string.h>

#include "matcher.h"

static struct country_set
sets_common(const struct country_set *a, const struct country_set *b)
{
	struct country_set common;
	size_t i;

	for (i = 0; i < sizeof(common.bits) / sizeof(common.bits[0]); i++)
		common.bits[i] = a->bits[i] & b->bits[i];
	return common;
}

static bool
has_choice(const struct list *choices, int32_t index)
{
	uint32_t i;

	for (i = 0; i < choices->count; i++)
		if (LIST_AT(*choices, struct choice, i)->index == index)
			return true;
	return false;
}

/* The first of the candidate's sizes that campaign and office are for, or -1.
 * A campaign or an office without sizes is for all. */
static int32_t
common_segment(const struct venue *venue, const struct choice *choices,
    uint32_t count)
{
	const struct list *campaign = &venue->play->campaign->segments;
	uint32_t i;

	for (i = 0; i < count; i++) {
		int32_t index = choices[i].index;

		if (!is_given(&choices[i]))
			continue;
		if (campaign->count > 0 && !has_choice(campaign, index))
			continue;
		if (venue->office != NULL && venue->office->segments.count > 0 &&
		    !has_choice(&venue->office->segments, index))
			continue;
		return index;
	}
	return -1;
}

/* Of a list; an empty one is for all. */
static uint32_t
segments_of(const struct list *choices)
{
	uint32_t bits = 0, i;

	for (i = 0; i < choices->count; i++)
		bits |= UINT32_C(1) << LIST_AT(*choices, struct choice,
		    i)->index;
	return choices->count > 0 ? bits : UINT32_MAX;
}

static void
venue_segments(struct venue *venue)
{
	const struct list *campaign = &venue->play->campaign->segments;

	venue->segments = segments_of(campaign);
	venue->asks_for_segments = campaign->count > 0;
	if (venue->office != NULL && venue->office->segments.count > 0) {
		venue->segments &= segments_of(&venue->office->segments);
		venue->asks_for_segments = true;
	}
}

static bool
misses_segment(const struct venue *venue, const struct candidate *candidate)
{
	return venue->asks_for_segments &&
	    (venue->segments & candidate->segments) == 0;
}

static int32_t
segment_of(const struct venue *venue, const struct candidate *candidate)
{
	if (candidate->entry != NULL)
		return common_segment(venue,
		    &candidate->entry->facts->customer.size, 1);
	return common_segment(venue, candidate->solution->segments.items,
	    candidate->solution->segments.count);
}

static bool
set_has_bit(const struct country_set *set, uint32_t bit)
{
	return (set->bits[bit / 64] >> (bit % 64) & 1) != 0;
}

/* Once for each country where some candidate is. */
static void
venue_levels(struct venue *venue, const struct country_set *places)
{
	uint32_t bit;

	for (bit = country_set_next(places, 0); bit < COUNTRY_BITS;
	    bit = country_set_next(places, bit + 1)) {
		enum place_level level = GEO_ELSEWHERE;

		if (set_has_bit(&venue->home, bit))
			level = GEO_COUNTRY;
		else if (set_has_bit(&venue->region, bit))
			level = GEO_REGION;
		else if (venue->office != NULL &&
		    set_has_bit(&venue->reading->countries, bit))
			level = GEO_LANGUAGE;
		venue->levels[bit] = (unsigned char)level;
	}
}

void
venue_init(struct venue *venue, struct matcher *matcher,
    const struct play *play, const struct record *record)
{
	const struct office *office = (const struct office *)record;
	const char *lang = matcher->edition->model.site->locale.chars;
	struct country_set covers;

	*venue = (struct venue){ .play = play, .office = office,
	    .territory = play->territory, .home = play->territory };
	if (office != NULL) {
		covers = office_covers(office);
		venue->territory = sets_common(&play->territory, &covers);
		venue->home = office_home(office);
		venue->region = region_countries(
		    matcher->edition->index->regions, office->region.target);
		if (office->languages.count > 0)
			lang = LIST_AT(office->languages, struct str, 0)->chars;
	}
	venue->reading = matcher_reading(matcher, lang);
	venue_segments(venue);
	venue_levels(venue, &matcher->places);
}

/* The nearest of its places. */
static enum place_level
place_of(const struct venue *venue, const struct candidate *candidate)
{
	unsigned char best = GEO_ELSEWHERE;
	uint32_t i;

	for (i = 0; i < candidate->place_count; i++)
		if (venue->levels[candidate->place_bits[i]] < best)
			best = venue->levels[candidate->place_bits[i]];
	return (enum place_level)best;
}

uint32_t
score_group(const struct venue *venue, const struct contender *contender)
{
	const struct candidate *candidate = contender->candidate;
	uint32_t misses = misses_segment(venue, candidate);

	return misses * (GEO_ELSEWHERE + 1) +
	    (uint32_t)place_of(venue, candidate);
}

static enum proof_level
proof_of(const struct case_entry *entry, enum rung rung)
{
	switch (rung) {
	case RUNG_FULL:
		return entry->full->metrics.count > 0 &&
		    entry->full->quotes.count > 0 ? PROOF_METRIC_QUOTE
						  : PROOF_NAMED;
	case RUNG_ANONYMISED:
		return PROOF_ANONYMISED;
	case RUNG_COUNT:
		return PROOF_COUNT;
	case RUNG_ABSENT:
		break;
	}
	return PROOF_NONE;
}

static enum proof_level
best_proof(const struct matcher *matcher, const struct venue *venue,
    const struct candidate *candidate)
{
	enum proof_level best = PROOF_NONE;
	uint32_t i;

	for (i = 0; i < candidate->proof_count &&
	    best != PROOF_METRIC_QUOTE; i++) {
		const struct case_entry *entry = candidate->proofs[i];
		enum proof_level proof = proof_of(entry,
		    entry_rung(matcher->edition, entry, &venue->territory,
		    venue->play->window_end_days));

		if (proof < best)
			best = proof;
	}
	return best;
}

static void
fill_tiers(struct score *score, const struct venue *venue)
{
	const struct contender *contender = score->contender;
	const struct candidate *candidate = contender->candidate;

	memcpy(score->tiers, contender->tiers, sizeof(contender->tiers));
	score->place = place_of(venue, candidate);
	score->tiers[TIER_SEGMENT] = misses_segment(venue, candidate);
	score->tiers[TIER_PLACE] = (int32_t)score->place;
	score->tiers[TIER_PROOF] = (int32_t)score->proof;
	score->tiers[TIER_LANGUAGE] =
	    (candidate->tags & venue->reading->tags) == 0;
	score->tiers[TIER_NEWEST] = -candidate->newest_days;
	score->tiers[TIER_USED] = (int32_t)contender->used;
}

/* A country of both sets, the office's own before others. */
static const char *
common_country(struct arena *arena, const struct venue *venue,
    const struct country_set *a, const struct country_set *b)
{
	const struct country_set common = sets_common(a, b);
	uint32_t bit;
	char country[2];

	if (venue->office != NULL &&
	    country_set_has(&common, venue->office->country.chars))
		return venue->office->country.chars;
	bit = country_set_next(&common, 0);
	if (bit == COUNTRY_BITS)
		return NULL;
	country[0] = (char)('A' + bit / 26);
	country[1] = (char)('A' + bit % 26);
	return arena_copy(arena, country, 2);
}

static void
fail(struct score *score, struct why why, bool is_told)
{
	score->passes = false;
	score->is_told = is_told;
	score->why = why;
}

static struct why
not_sold(const struct matcher *matcher, const struct venue *venue)
{
	const char *country = common_country(matcher->arena, venue,
	    &venue->territory, &venue->territory);
	struct country_set one = { 0 };

	if (country != NULL)
		country_set_add(&one, country);
	if (country == NULL || !country_set_contains(&one, &venue->territory))
		return (struct why){ .code = WHY_NOT_SOLD_TERRITORY };
	return (struct why){ .code = WHY_NOT_SOLD, .word = country };
}

bool
solution_passes(const struct venue *venue, const struct candidate *candidate)
{
	return pointer_map_get(&venue->play->excludes, candidate->solution) ==
	    NULL && candidate->is_sold &&
	    country_set_overlaps(&candidate->sold, &venue->territory);
}

bool
score_solution(struct score *score, struct matcher *matcher,
    const struct venue *venue, struct contender *contender)
{
	const struct candidate *candidate = contender->candidate;

	*score = (struct score){ .contender = contender, .passes = true };
	if (pointer_map_get(&venue->play->excludes, candidate->solution))
		fail(score, (struct why){ .code = WHY_NOT_EXCLUDED }, true);
	else if (!candidate->is_sold)
		fail(score, (struct why){ .code = WHY_NOT_STATUS,
		    .number = candidate->solution->status.index }, true);
	/* Most solutions are not sold in most places: only of a pinned one
	 * would anybody ask. */
	else if (!country_set_overlaps(&candidate->sold, &venue->territory)) {
		if (contender->tiers[TIER_PINNED] != 0 && !matcher->tells_all)
			return false;
		fail(score, not_sold(matcher, venue), true);
	}
	score->proof = best_proof(matcher, venue, candidate);
	fill_tiers(score, venue);
	return true;
}

/* Why a consent does not reach as far as the window; whom it may be told. */
static void
fail_for_consent(struct score *score, const struct edition *edition)
{
	const struct case_entry *entry =
	    score->contender->candidate->entry;
	const struct consent *consent = &entry->source->consent;
	bool is_told = !edition->view.is_customer.is_true &&
	    (entry->page != NULL || is_given(&entry->label)) &&
	    (!reader_is_vendor(edition->view.reader.chars) ||
	    consent_has_use(consent, CONSENT_SHARE_WITH_VENDOR)) &&
	    consent_has_use(consent, CONSENT_STORY) &&
	    consent->from.days <= edition->clock.as_of_days;

	fail(score, (struct why){
	    .code = consent->until.days < edition->clock.as_of_days
	    ? WHY_NOT_CONSENT_ENDED : WHY_NOT_CONSENT_ENDS,
	    .days = consent->until.days }, is_told);
}

bool
score_case(struct score *score, struct matcher *matcher,
    const struct venue *venue, struct contender *contender)
{
	const struct candidate *candidate = contender->candidate;

	*score = (struct score){ .contender = contender, .passes = true };
	score->rung = entry_rung(matcher->edition, candidate->entry,
	    &venue->territory, venue->play->window_end_days);
	score->proof = proof_of(candidate->entry, score->rung);
	fill_tiers(score, venue);
	if (pointer_map_get(&venue->play->excludes, candidate->solution))
		fail(score, (struct why){ .code = WHY_NOT_EXCLUDED },
		    candidate->entry->page != NULL);
	else if (score->rung == RUNG_ABSENT)
		fail_for_consent(score, matcher->edition);
	else if (score->rung == RUNG_COUNT)
		fail(score, (struct why){ .code = WHY_CODE_COUNT }, false);
	return score->passes || score->is_told || matcher->tells_all;
}

int
score_compare(const void *left, const void *right)
{
	const struct score *a = left, *b = right;
	int i;

	for (i = 0; i < TIER_COUNT; i++)
		if (a->tiers[i] != b->tiers[i])
			return a->tiers[i] < b->tiers[i] ? -1 : 1;
	return strcmp(a->contender->candidate->id, b->contender->candidate->id);
}

static void
say(struct match *match, struct why why)
{
	if (match->why_count < MATCH_WHYS)
		match->whys[match->why_count++] = why;
}

static void
say_place(struct match *match, struct matcher *matcher,
    const struct venue *venue, const struct score *score)
{
	const struct country_set *places = &score->contender->candidate->places;
	const struct country_set *levels[] = {
		[GEO_COUNTRY] = &venue->home,
		[GEO_REGION] = &venue->region,
		[GEO_LANGUAGE] = &venue->reading->countries,
		[GEO_ELSEWHERE] = places,
	};
	static const enum why_code codes[] = {
		[GEO_COUNTRY] = WHY_COUNTRY, [GEO_REGION] = WHY_REGION,
		[GEO_LANGUAGE] = WHY_LANGUAGE_AREA,
		[GEO_ELSEWHERE] = WHY_ELSEWHERE,
	};
	struct why why = {
		.code = venue->office != NULL ? codes[score->place]
					      : WHY_ELSEWHERE,
		.word = common_country(matcher->arena, venue, places,
		    levels[score->place]),
	};

	/* Where a case happened is always worth a word; where a partner sits
	 * is when it is near. */
	if (score->contender->candidate->entry == NULL &&
	    why.code == WHY_ELSEWHERE)
		return;
	if (why.word != NULL)
		say(match, why);
}

static void
say_proof(struct match *match, const struct score *score)
{
	static const enum why_code codes[] = {
		[PROOF_METRIC_QUOTE] = WHY_PROOF_METRIC_QUOTE,
		[PROOF_NAMED] = WHY_PROOF_NAMED,
		[PROOF_ANONYMISED] = WHY_PROOF_ANONYMISED,
	};
	const struct record *record = match->record->type == RECORD_CASE_STUDY
	    ? match->record : NULL;

	if (score->proof > PROOF_ANONYMISED || (record == NULL &&
	    score->proof > PROOF_NAMED))
		return;
	say(match, (struct why){ .code = record == NULL ? WHY_PROOF_NAMED
	    : codes[score->proof], .record = record });
}

static void
say_play(struct match *match, const struct score *score)
{
	const struct contender *contender = score->contender;

	if (match->is_pinned)
		say(match, (struct why){ .code = WHY_PINNED });
	if (contender->area != NULL)
		say(match, (struct why){ .code = WHY_AREA,
		    .record = contender->area });
	if (contender->product != NULL)
		say(match, (struct why){ .code = WHY_PRODUCT,
		    .record = contender->product });
	if (contender->industry != NULL)
		say(match, (struct why){
		    .code = score->tiers[TIER_INDUSTRY] == INDUSTRY_SAME
		    ? WHY_INDUSTRY : WHY_INDUSTRY_SIBLING,
		    .record = contender->industry });
}

void
score_explain(struct match *match, struct matcher *matcher,
    const struct venue *venue, const struct score *score)
{
	const struct candidate *candidate = score->contender->candidate;
	int32_t segment = segment_of(venue, candidate);
	const char *locale = matcher->edition->model.site->locale.chars;

	say_play(match, score);
	if (venue->asks_for_segments && segment >= 0)
		say(match, (struct why){ .code = WHY_SEGMENT,
		    .number = segment });
	say_place(match, matcher, venue, score);
	if (candidate->entry == NULL &&
	    candidate->solution->status.index > STATUS_IN_MARKET)
		say(match, (struct why){ .code = WHY_STATUS,
		    .number = candidate->solution->status.index });
	say_proof(match, score);
	/* Everything speaks the site's own language. */
	if (score->tiers[TIER_LANGUAGE] == 0 &&
	    strcmp(venue->reading->lang, locale) != 0)
		say(match, (struct why){ .code = WHY_IN_LANGUAGE,
		    .word = venue->reading->lang });
	if (candidate->entry != NULL)
		say(match, (struct why){ .code = WHY_CONSENT_UNTIL,
		    .days = candidate->entry->source->consent.until.days });
}
