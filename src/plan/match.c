/*
 * The mapping of campaigns to solutions and references.
 *
 * In: an edition. Out: for each campaign alone, and at each of its offices in
 * the order of their ids, the best solutions and cases with their reasons and
 * the next best with why not.
 *
 * A campaign's candidates are sorted once by the tiers that need no office.
 * For an office they are scored class by class - a class is what is equal in
 * those tiers - and no class is opened after one that leaves enough to show.
 * So a campaign with many offices does not look at every case for each.
 */
#include "fieldkit/match.h"

#include <stdlib.h>
#include <string.h>

#include "matcher.h"

#define SOLUTIONS_DEFAULT 3
#define CASES_DEFAULT 3
#define SOLUTION_NOTS 2
#define CASE_NOTS 3

const char *
why_key(enum why_code code)
{
	static const char *const keys[] = {
#define WHY_KEY(name, key) [WHY_##name] = key,
		WHY_TABLE(WHY_KEY)
#undef WHY_KEY
	};

	return keys[code];
}

/* Contenders of one kind at a campaign, and room to score them. */
struct field_of {
	struct contender *contenders;
	uint32_t count;
	struct score *scores;
	uint32_t scored;
	void (*score)(struct score *score, struct matcher *matcher,
	    const struct venue *venue, struct contender *contender);
};

static bool
is_same_class(const struct contender *a, const struct contender *b)
{
	return memcmp(a->tiers, b->tiers, sizeof(a->tiers)) == 0;
}

/* Scores whole classes until `wanted` pass; sorts what it scored. Returns how
 * many pass. */
static uint32_t
score_field(struct field_of *field, struct matcher *matcher,
    const struct venue *venue, uint32_t wanted)
{
	uint32_t i, passed = 0;

	for (i = 0; i < field->count; i++) {
		struct score *score = &field->scores[i];

		if (passed >= wanted && !is_same_class(&field->contenders[i],
		    &field->contenders[i - 1]))
			break;
		field->score(score, matcher, venue, &field->contenders[i]);
		if (score->passes)
			passed++;
	}
	field->scored = i;
	qsort(field->scores, field->scored, sizeof(*field->scores),
	    score_compare);
	return passed;
}

static const struct record *
score_record(const struct score *score)
{
	const struct candidate *candidate = score->contender->candidate;

	if (candidate->entry == NULL)
		return &candidate->solution->record;
	return &entry_copy(candidate->entry, score->rung)->record;
}

static struct match *
choose(const struct field_of *field, struct matcher *matcher,
    const struct venue *venue, uint32_t wanted, uint32_t *ret_count)
{
	struct match *matches = ARENA_ARRAY(matcher->arena, struct match,
	    wanted);
	uint32_t i, count = 0;

	for (i = 0; i < field->scored && count < wanted; i++) {
		const struct score *score = &field->scores[i];
		struct match *match = &matches[count];

		if (!score->passes)
			continue;
		count++;
		match->record = score_record(score);
		match->rung = score->rung;
		match->is_pinned = score->contender->candidate->entry == NULL &&
		    score->tiers[TIER_PINNED] == 0;
		score_explain(match, matcher, venue, score);
		if (venue->office != NULL)
			score->contender->used++;
	}
	*ret_count = count;
	return matches;
}

static void
add_not(struct campaign_match *match, const struct score *score,
    struct why why)
{
	const struct case_entry *entry = score->contender->candidate->entry;
	struct match_not *not = &match->nots[match->not_count++];

	not->why = why;
	if (entry == NULL) {
		not->record = score_record(score);
	} else if (score->passes) {
		not->record = score_record(score);
		not->rung = score->rung;
	} else if (entry->page != NULL) {
		not->record = &entry->page->record;
		not->rung = entry->page == entry->full ? RUNG_FULL
						       : RUNG_ANONYMISED;
	} else {
		not->label = entry->label;
	}
}

/* The gates that kept out what would have come first, then who came next. */
static void
tell_nots(struct campaign_match *match, const struct field_of *field,
    uint32_t chosen, uint32_t limit)
{
	uint32_t i, passed = 0, end = match->not_count + limit;

	for (i = 0; i < field->scored && match->not_count < end; i++) {
		const struct score *score = &field->scores[i];

		if (score->passes && ++passed > chosen)
			add_not(match, score, (struct why){
			    .code = WHY_NOT_BETTER, .number = chosen });
		else if (!score->passes && score->is_told)
			add_not(match, score, score->why);
	}
}

static uint32_t
slot_count(const struct integer *slots, const struct integer *site,
    uint32_t default_count)
{
	if (is_given(slots) && slots->number > 0)
		return (uint32_t)slots->number;
	if (site != NULL && is_given(site) && site->number > 0)
		return (uint32_t)site->number;
	return default_count;
}

/* What consent lets be counted, and no more. */
static uint32_t
count_unnamed(const struct matcher *matcher, const struct venue *venue,
    const struct field_of *cases)
{
	uint32_t i, count = 0;

	for (i = 0; i < cases->count; i++) {
		const struct candidate *candidate =
		    cases->contenders[i].candidate;

		if (entry_rung(matcher->edition, candidate->entry,
		    &venue->territory, venue->play->window_end_days) ==
		    RUNG_COUNT && pointer_map_get(&venue->play->excludes,
		    candidate->solution) == NULL)
			count++;
	}
	return count;
}

static void
match_venue(struct campaign_match *match, struct matcher *matcher,
    const struct venue *venue, struct field_of *solutions,
    struct field_of *cases)
{
	const struct campaign *campaign = venue->play->campaign;
	uint32_t wanted = slot_count(&campaign->slots.solutions, NULL,
	    SOLUTIONS_DEFAULT);

	/* The campaign as a whole says how many there are; an office looks
	 * as far as the next best that it tells of. */
	bool is_whole = venue->office == NULL;

	match->campaign = &campaign->record;
	match->office = venue->office != NULL ? &venue->office->record : NULL;
	match->territory = venue->territory;
	match->window_end_days = venue->play->window_end_days;
	match->solutions_passed = score_field(solutions, matcher, venue,
	    is_whole ? UINT32_MAX : wanted + SOLUTION_NOTS);
	match->solutions = choose(solutions, matcher, venue, wanted,
	    &match->solution_count);
	tell_nots(match, solutions, match->solution_count, SOLUTION_NOTS);
	wanted = slot_count(&campaign->slots.cases,
	    &matcher->edition->model.site->proofs, CASES_DEFAULT);
	match->cases_passed = score_field(cases, matcher, venue,
	    is_whole ? UINT32_MAX : wanted + CASE_NOTS);
	match->cases = choose(cases, matcher, venue, wanted,
	    &match->case_count);
	tell_nots(match, cases, match->case_count, CASE_NOTS);
}

static void
field_init(struct field_of *field, struct matcher *matcher,
    const struct play *play, const struct candidate *candidates,
    uint32_t count)
{
	uint32_t i;

	field->count = count;
	field->contenders = ARENA_ARRAY(&matcher->play, struct contender,
	    count);
	field->scores = ARENA_ARRAY(&matcher->play, struct score, count);
	for (i = 0; i < count; i++)
		contender_init(&field->contenders[i], play, &candidates[i]);
	qsort(field->contenders, count, sizeof(*field->contenders),
	    contender_compare);
}

/* Whether a campaign runs in a country that the office covers. */
static bool
runs_at(const struct play *play, const struct office *office)
{
	uint32_t i;

	for (i = 0; i < office->covers.count; i++)
		if (country_set_has(&play->territory,
		    LIST_AT(office->covers, struct str, i)->chars))
			return true;
	return false;
}

static void
match_campaign(struct mapping *mapping, struct matcher *matcher,
    const struct campaign *campaign)
{
	const struct record_set *offices = &matcher->edition->addressees;
	struct field_of solutions = { .score = score_solution };
	struct field_of cases = { .score = score_case };
	struct campaign_match *alone;
	struct venue venue;
	struct play play;
	uint32_t i;

	play_init(&play, matcher, campaign);
	field_init(&solutions, matcher, &play, matcher->solutions,
	    matcher->solution_count);
	field_init(&cases, matcher, &play, matcher->cases,
	    matcher->case_count);
	venue_init(&venue, matcher, &play, NULL);
	alone = &mapping->matches[mapping->count++];
	match_venue(alone, matcher, &venue, &solutions, &cases);
	/* Consent to be counted knows no territory: one count serves all. */
	alone->counted = count_unnamed(matcher, &venue, &cases);
	for (i = 0; i < offices->count; i++) {
		struct campaign_match *match =
		    &mapping->matches[mapping->count];

		if (!runs_at(&play, (const struct office *)offices->items[i]))
			continue;
		venue_init(&venue, matcher, &play, offices->items[i]);
		match_venue(match, matcher, &venue, &solutions, &cases);
		match->counted = alone->counted;
		mapping->count++;
	}
}

const struct mapping *
match_all(struct arena *arena, const struct edition *edition)
{
	const struct record_set *campaigns =
	    &edition->model.sets[RECORD_CAMPAIGN];
	struct mapping *mapping = ARENA_NEW(arena, struct mapping);
	struct matcher *matcher = ARENA_NEW(arena, struct matcher);
	uint32_t i;

	matcher->edition = edition;
	matcher->arena = arena;
	arena_init(&matcher->scratch);
	arena_init(&matcher->play);
	candidates_find(matcher);
	mapping->matches = ARENA_ARRAY(arena, struct campaign_match,
	    (size_t)campaigns->count * ((size_t)edition->addressees.count + 1));
	for (i = 0; i < campaigns->count; i++) {
		match_campaign(mapping, matcher,
		    (const struct campaign *)campaigns->items[i]);
		arena_reset(&matcher->play);
	}
	arena_release(&matcher->play);
	arena_release(&matcher->scratch);
	return mapping;
}

static int
compare_place(const struct campaign_match *match,
    const struct record *campaign, const struct record *office)
{
	int order = strcmp(match->campaign->id, campaign->id);

	if (order != 0)
		return order;
	if (match->office == NULL || office == NULL)
		return (match->office != NULL) - (office != NULL);
	return strcmp(match->office->id, office->id);
}

const struct campaign_match *
mapping_find(const struct mapping *mapping, const struct record *campaign,
    const struct record *office)
{
	size_t low = 0, high = mapping->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = compare_place(&mapping->matches[middle], campaign,
		    office);

		if (order == 0)
			return &mapping->matches[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}
