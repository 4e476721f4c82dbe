/*
 * The whole comparison of a campaign at an office, for who asks why.
 *
 * In: an edition, a campaign of it, an office or none. Out: every candidate
 * with its tiers or the gate that it failed, in the order of the mapping. The
 * offices before are matched first, since the least used comes first; then
 * the office is scored once more as it stood, this time to the last candidate.
 */
#include <stdlib.h>
#include <string.h>

#include "matcher.h"

const char *
tier_word(enum tier tier)
{
	static const char *const words[] = {
#define TIER_WORD(name, word) [TIER_##name] = word,
		TIER_TABLE(TIER_WORD)
#undef TIER_WORD
	};

	return words[tier];
}

const char *
tier_value_word(enum tier tier, int32_t value)
{
	static const char *const words[TIER_COUNT][PROOF_NONE + 1] = {
		[TIER_PINNED] = { "yes", "no" },
		[TIER_PLAY] = { "all", "half", "none" },
		[TIER_INDUSTRY] = { "same", "sibling", "cross" },
		[TIER_SEGMENT] = { "yes", "no" },
		[TIER_PLACE] = { "country", "region", "language",
		    "elsewhere" },
		[TIER_PROOF] = { "quote", "named", "anonymised", "count",
		    "none" },
		[TIER_LANGUAGE] = { "yes", "no" },
	};

	return value >= 0 && value <= PROOF_NONE ? words[tier][value] : NULL;
}

static void
fill_gate(struct compared *row, const struct consent *consent,
    const struct edition *edition)
{
	if (row->why.code == WHY_CODE_COUNT)
		row->gate = GATE_COUNTED;
	else if (row->why.code != WHY_NOT_CONSENT_ENDED &&
	    row->why.code != WHY_NOT_CONSENT_ENDS)
		row->gate = GATE_TOLD;
	else if (consent->uses.count == 0 || !is_given(&consent->until))
		row->gate = GATE_NO_CONSENT;
	else if (reader_is_vendor(edition->view.reader.chars) &&
	    !consent_has_use(consent, CONSENT_SHARE_WITH_VENDOR))
		row->gate = GATE_NOT_SHARED;
	else if (consent->from.days > edition->clock.as_of_days) {
		row->gate = GATE_NOT_BEGUN;
		row->why.days = consent->from.days;
	}
}

/* What the reader may see of a candidate that fails: as in a why-not line. */
static void
fill_failing(struct compared *row, const struct edition *edition,
    const struct score *score)
{
	const struct case_entry *entry = score->contender->candidate->entry;

	row->why = score->why;
	if (entry != NULL)
		fill_gate(row, &entry->source->consent, edition);
	row->match.rung = score->rung;
	if (entry == NULL) {
		row->match.record = score_record(score);
	} else if (entry->page != NULL) {
		row->match.record = &entry->page->record;
		row->match.rung = entry->page == entry->full ? RUNG_FULL
							     : RUNG_ANONYMISED;
	} else {
		row->label = entry->label;
	}
}

static void
fill_row(struct compared *row, struct matcher *matcher,
    const struct venue *venue, const struct score *score)
{
	*row = (struct compared){ .passes = score->passes };
	memcpy(row->tiers, score->tiers, sizeof(row->tiers));
	if (!score->passes) {
		fill_failing(row, matcher->edition, score);
		return;
	}
	row->match.record = score_record(score);
	row->match.rung = score->rung;
	row->match.is_pinned = score->contender->candidate->entry == NULL &&
	    score->tiers[TIER_PINNED] == 0;
	score_explain(&row->match, matcher, venue, score);
}

/* Every candidate: first those that pass, of which `chosen` were taken. */
static struct compared *
compare_field(struct field_of *field, struct matcher *matcher,
    const struct venue *venue, uint32_t chosen)
{
	struct compared *rows = ARENA_ARRAY(matcher->arena, struct compared,
	    field->count);
	uint32_t i, count = 0;
	int passes;

	for (i = 0; i < field->count; i++)
		field->score(&field->scores[i], matcher, venue,
		    field_contender(field, venue->play, i));
	if (field->count > 0)
		qsort(field->scores, field->count, sizeof(*field->scores),
		    score_compare);
	for (passes = 1; passes >= 0; passes--)
		for (i = 0; i < field->count; i++)
			if (field->scores[i].passes == (passes == 1)) {
				fill_row(&rows[count], matcher, venue,
				    &field->scores[i]);
				rows[count].is_chosen = count < chosen;
				count++;
			}
	return rows;
}

/* Takes the office's own choice back, as if it had not been made. */
static void
forget_choice(struct field_of *field, const struct match *matches,
    uint32_t count)
{
	uint32_t i, k;

	for (i = 0; i < field->scored; i++)
		for (k = 0; k < count; k++)
			if (field->scores[i].passes &&
			    score_record(&field->scores[i]) ==
			    matches[k].record)
				field->scores[i].contender->used--;
}

static void
compare_venue(struct comparison *comparison, struct matcher *matcher,
    struct field_of *solutions, struct field_of *cases,
    const struct record *office)
{
	const struct campaign_match *match = comparison->match;
	struct venue venue;
	struct play play;

	if (office != NULL) {
		forget_choice(solutions, match->solutions,
		    match->solution_count);
		forget_choice(cases, match->cases, match->case_count);
	}
	play_init(&play, matcher, (const struct campaign *)match->campaign);
	venue_init(&venue, matcher, &play, office);
	matcher->tells_all = true;
	comparison->solution_count = solutions->count;
	comparison->solutions = compare_field(solutions, matcher, &venue,
	    match->solution_count);
	comparison->case_count = cases->count;
	comparison->cases = compare_field(cases, matcher, &venue,
	    match->case_count);
}

bool
match_compare(struct comparison *ret_comparison, struct arena *arena,
    const struct edition *edition, const struct record *campaign,
    const struct record *office)
{
	static const struct record before_all = { .id = "" };
	struct mapping *mapping = ARENA_NEW(arena, struct mapping);
	struct matcher *matcher = ARENA_NEW(arena, struct matcher);
	struct field_of solutions, cases;

	*ret_comparison = (struct comparison){ 0 };
	matcher_open(matcher, arena, edition, &solutions, &cases);
	mapping->matches = ARENA_ARRAY(arena, struct campaign_match,
	    (size_t)edition->addressees.count + 1);
	match_campaign(mapping, matcher, &solutions, &cases,
	    (const struct campaign *)campaign,
	    office != NULL ? office : &before_all);
	if (mapping->matches[mapping->count - 1].office == office) {
		ret_comparison->match = &mapping->matches[mapping->count - 1];
		compare_venue(ret_comparison, matcher, &solutions, &cases,
		    office);
	}
	matcher_close(matcher);
	return ret_comparison->match != NULL;
}
