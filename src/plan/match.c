/*
 * The mapping of campaigns to solutions and references.
 *
 * In: an edition. Out: for each campaign alone, and at each of its offices in
 * the order of their ids, the best solutions and cases with their reasons and
 * the next best with why not.
 *
 * A campaign's candidates are put into classes once, by the tiers that need no
 * office. An office parts a class into groups by the two tiers that are cheap
 * to tell, segment and place, and scores group by group until enough pass. So
 * a campaign with many offices does not weigh every case for each.
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

struct contender *
field_contender(struct field_of *field, const struct play *play,
    uint32_t number)
{
	struct contender *contender = &field->contenders[number];

	if (!field->is_held[number])
		contender_init(contender, play, &field->candidates[number],
		    &field->keys[number]);
	field->is_held[number] = true;
	return contender;
}

/* Puts the contenders first … end - 1 of one class into groups that are equal
 * in segment and place, the two tiers that come next. */
static void
group_class(struct field_of *field, const struct venue *venue, uint32_t first,
    uint32_t end, uint32_t starts[GROUPS + 1])
{
	uint32_t next[GROUPS] = { 0 }, i;

	memset(starts, 0, (GROUPS + 1) * sizeof(*starts));
	for (i = first; i < end; i++) {
		struct contender *contender = field_contender(field,
		    venue->play, field->order[i]);

		contender->group = score_group(venue, contender);
		starts[contender->group + 1]++;
	}
	for (i = 0; i < GROUPS; i++) {
		starts[i + 1] += starts[i];
		next[i] = starts[i];
	}
	for (i = first; i < end; i++)
		field->group[next[field->contenders[field->order[i]].group]++] =
		    field->order[i];
}

/* Scores one group and sorts it behind what is scored; how many pass. What
 * neither passes nor is worth a line is left out. */
static uint32_t
score_group_of(struct field_of *field, struct matcher *matcher,
    const struct venue *venue, uint32_t first, uint32_t end)
{
	uint32_t i, start = field->scored, passed = 0;

	for (i = first; i < end; i++) {
		struct score *score = &field->scores[field->scored];

		if (!field->score(score, matcher, venue,
		    &field->contenders[field->group[i]]))
			continue;
		field->scored++;
		if (score->passes)
			passed++;
	}
	if (field->scored - start > 1)
		qsort(&field->scores[start], field->scored - start,
		    sizeof(*field->scores), score_compare);
	return passed;
}

/* Scores groups in their order until `wanted` pass. Every tier before those
 * within a group decides between groups, so the scores are sorted. */
static void
score_field(struct field_of *field, struct matcher *matcher,
    const struct venue *venue, uint32_t wanted)
{
	uint32_t starts[GROUPS + 1], i, end, k, passed = 0;

	field->scored = 0;
	for (i = 0; i < field->count && passed < wanted; i = end) {
		for (end = i + 1; end < field->count &&
		    field->classes[field->order[i]] ==
		    field->classes[field->order[end]]; )
			end++;
		group_class(field, venue, i, end, starts);
		for (k = 0; k < GROUPS && passed < wanted; k++)
			passed += score_group_of(field, matcher, venue,
			    starts[k], starts[k + 1]);
	}
}

static uint32_t
count_solutions(const struct field_of *field, const struct venue *venue)
{
	uint32_t i, passed = 0;

	for (i = 0; i < field->count; i++)
		passed += solution_passes(venue, &field->candidates[i]);
	return passed;
}

const struct record *
score_record(const struct score *score)
{
	const struct candidate *candidate = score->contender->candidate;
	const struct case_study *copy;

	if (candidate->entry == NULL)
		return &candidate->solution->record;
	copy = entry_copy(candidate->entry, score->rung);
	return copy != NULL ? &copy->record : NULL;
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

/* The cases that consent lets be told, and those that it lets be counted and
 * no more. */
static void
count_cases(const struct field_of *cases, const struct matcher *matcher,
    const struct venue *venue, struct campaign_match *match)
{
	uint32_t i;

	for (i = 0; i < cases->count; i++) {
		const struct candidate_key *key = &cases->keys[i];
		enum rung rung = (enum rung)key->rung;

		if (key->until_days == INT32_MIN ||
		    key->until_days < venue->play->window_end_days ||
		    pointer_map_get(&venue->play->excludes,
		    cases->candidates[i].solution) != NULL)
			continue;
		if (key->is_local)
			rung = entry_rung(matcher->edition,
			    cases->candidates[i].entry, &venue->territory,
			    venue->play->window_end_days);
		match->cases_passed += rung >= RUNG_ANONYMISED;
		match->counted += rung == RUNG_COUNT;
	}
}

static void
match_venue(struct campaign_match *match, struct matcher *matcher,
    const struct venue *venue, struct field_of *solutions,
    struct field_of *cases)
{
	const struct campaign *campaign = venue->play->campaign;
	uint32_t wanted = slot_count(&campaign->slots.solutions, NULL,
	    SOLUTIONS_DEFAULT);

	match->campaign = &campaign->record;
	match->office = venue->office != NULL ? &venue->office->record : NULL;
	match->territory = venue->territory;
	match->window_end_days = venue->play->window_end_days;
	/* As far as the next best that is told of. */
	score_field(solutions, matcher, venue, wanted + SOLUTION_NOTS);
	match->solutions = choose(solutions, matcher, venue, wanted,
	    &match->solution_count);
	tell_nots(match, solutions, match->solution_count, SOLUTION_NOTS);
	wanted = slot_count(&campaign->slots.cases,
	    &matcher->edition->model.site->proofs, CASES_DEFAULT);
	score_field(cases, matcher, venue, wanted + CASE_NOTS);
	match->cases = choose(cases, matcher, venue, wanted,
	    &match->case_count);
	tell_nots(match, cases, match->case_count, CASE_NOTS);
}

#define CLASSES (2 * 3 * (INDUSTRY_CROSS + 1))

static unsigned char
class_of(const int32_t tiers[TIER_SEGMENT])
{
	return (unsigned char)((tiers[TIER_PINNED] * 3 + tiers[TIER_PLAY]) *
	    (INDUSTRY_CROSS + 1) + tiers[TIER_INDUSTRY]);
}

/* Room that every campaign uses again. */
static void
field_reserve(struct field_of *field, struct arena *arena,
    const struct candidate *candidates, const struct candidate_key *keys,
    uint32_t count)
{
	field->candidates = candidates;
	field->keys = keys;
	field->count = count;
	field->contenders = ARENA_ARRAY(arena, struct contender, count);
	field->is_held = ARENA_ARRAY(arena, bool, count);
	field->classes = ARENA_ARRAY(arena, unsigned char, count);
	field->order = ARENA_ARRAY(arena, uint32_t, count);
	field->group = ARENA_ARRAY(arena, uint32_t, count);
	field->scores = ARENA_ARRAY(arena, struct score, count);
}

/* The contenders by class: a counting sort, since there are few classes. */
static void
field_init(struct field_of *field, const struct play *play)
{
	uint32_t next[CLASSES + 1] = { 0 }, i;
	int32_t tiers[TIER_SEGMENT];

	if (field->count > 0)
		memset(field->is_held, 0, field->count);
	for (i = 0; i < field->count; i++) {
		field->classes[i] = class_of(field->has_cases &&
		    case_tiers(play, &field->keys[i], tiers) ? tiers
		    : field_contender(field, play, i)->tiers);
		next[field->classes[i] + 1]++;
	}
	for (i = 0; i < CLASSES; i++)
		next[i + 1] += next[i];
	for (i = 0; i < field->count; i++)
		field->order[next[field->classes[i]]++] = i;
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

void
match_campaign(struct mapping *mapping, struct matcher *matcher,
    struct field_of *solutions, struct field_of *cases,
    const struct campaign *campaign, const struct record *last)
{
	const struct record_set *offices = &matcher->edition->addressees;
	struct campaign_match *alone;
	struct venue venue;
	struct play play;
	uint32_t i;

	play_init(&play, matcher, campaign);
	field_init(solutions, &play);
	field_init(cases, &play);
	venue_init(&venue, matcher, &play, NULL);
	alone = &mapping->matches[mapping->count++];
	match_venue(alone, matcher, &venue, solutions, cases);
	alone->solutions_passed = count_solutions(solutions, &venue);
	/* Consent to be counted knows no territory: one count serves all. */
	count_cases(cases, matcher, &venue, alone);
	for (i = 0; i < offices->count; i++) {
		struct campaign_match *match =
		    &mapping->matches[mapping->count];

		if (last != NULL && strcmp(offices->items[i]->id,
		    last->id) > 0)
			break;
		if (!runs_at(&play, (const struct office *)offices->items[i]))
			continue;
		venue_init(&venue, matcher, &play, offices->items[i]);
		match_venue(match, matcher, &venue, solutions, cases);
		match->counted = alone->counted;
		mapping->count++;
	}
}

void
matcher_open(struct matcher *matcher, struct arena *arena,
    const struct edition *edition, struct field_of *solutions,
    struct field_of *cases)
{
	matcher->edition = edition;
	matcher->arena = arena;
	arena_init(&matcher->scratch);
	arena_init(&matcher->play);
	candidates_find(matcher);
	*solutions = (struct field_of){ .score = score_solution };
	*cases = (struct field_of){ .score = score_case, .has_cases = true };
	field_reserve(solutions, &matcher->scratch, matcher->solutions,
	    matcher->solution_keys, matcher->solution_count);
	field_reserve(cases, &matcher->scratch, matcher->cases,
	    matcher->keys, matcher->case_count);
}

void
matcher_close(struct matcher *matcher)
{
	arena_release(&matcher->play);
	arena_release(&matcher->scratch);
}

const struct mapping *
match_all(struct arena *arena, const struct edition *edition)
{
	const struct record_set *campaigns =
	    &edition->model.sets[RECORD_CAMPAIGN];
	struct mapping *mapping = ARENA_NEW(arena, struct mapping);
	struct matcher *matcher = ARENA_NEW(arena, struct matcher);
	struct field_of solutions, cases;
	uint32_t i;

	matcher_open(matcher, arena, edition, &solutions, &cases);
	mapping->matches = ARENA_ARRAY(arena, struct campaign_match,
	    (size_t)campaigns->count * ((size_t)edition->addressees.count + 1));
	for (i = 0; i < campaigns->count; i++) {
		match_campaign(mapping, matcher, &solutions, &cases,
		    (const struct campaign *)campaigns->items[i], NULL);
		arena_reset(&matcher->play);
	}
	matcher_close(matcher);
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
