/*
 * What was chosen, as templates see it. In: matches of the mapping, records
 * of the edition. Out: choices whose case studies are the copies that consent
 * allows for this job, and nothing beside.
 */
#include <string.h>

#include "parts.h"

static struct text
customer_words(const struct viewer *viewer, const struct case_study *study)
{
	if (is_given(&study->customer.name))
		return view_text(viewer, study->customer.name.chars);
	return study->customer.anonymised;
}

static void
choice_fill(struct viewer *viewer, struct case_choice *choice,
    const struct record *record, enum rung rung)
{
	const struct case_study *study = (const struct case_study *)record;

	choice->pos = record->pos;
	choice->record = record;
	choice->partner = study->partner.target;
	choice->solution = study->solution.target;
	choice->rung = (struct choice){ record->pos, (int32_t)rung };
	choice->title = view_title(viewer, record);
	choice->customer = customer_words(viewer, study);
	if (study->metrics.count > 0)
		choice->metric = *LIST_AT(study->metrics, struct metric, 0);
	choice->numbers = view_numbers(viewer, study);
	if (study->quotes.count > 0)
		choice->quote = *LIST_AT(study->quotes, struct quote, 0);
}

bool
view_case(struct viewer *viewer, struct case_choice *choice,
    const struct record *study, const struct country_set *territory,
    int32_t until_days)
{
	enum rung rung;
	const struct record *copy = edition_case_copy(viewer->edition, study,
	    territory, until_days, &rung);

	if (copy == NULL)
		return false;
	choice_fill(viewer, choice, copy, rung);
	return true;
}

struct list
view_cases(struct viewer *viewer, struct record_list cases,
    const struct record *except, uint32_t limit)
{
	uint32_t size = cases.count < limit ? cases.count : limit;
	struct case_choice *choices = ARENA_ARRAY(viewer->arena,
	    struct case_choice, size);
	uint32_t i, count = 0;

	for (i = 0; i < cases.count && count < size; i++)
		if (cases.items[i] != except &&
		    view_case(viewer, &choices[count], cases.items[i], NULL,
		    viewer->edition->clock.as_of_days))
			count++;
	return (struct list){ viewer->pos, count, choices };
}

struct list
view_solution_choices(struct viewer *viewer,
    const struct campaign_match *match)
{
	struct solution_choice *choices = ARENA_ARRAY(viewer->arena,
	    struct solution_choice, match->solution_count);
	uint32_t i;

	for (i = 0; i < match->solution_count; i++) {
		const struct match *chosen = &match->solutions[i];
		struct solution_choice *choice = &choices[i];

		choice->pos = chosen->record->pos;
		choice->solution = chosen->record;
		choice->partner = ((const struct solution *)
		    chosen->record)->partner.target;
		choice->why = view_why(viewer, chosen->whys, chosen->why_count);
		choice->is_pinned = view_boolean(viewer, chosen->is_pinned);
	}
	return (struct list){ viewer->pos, match->solution_count, choices };
}

void
view_best_case(struct viewer *viewer, struct case_choice *choice,
    const struct campaign_match *match)
{
	if (match->case_count > 0)
		choice_fill(viewer, choice, match->cases[0].record,
		    match->cases[0].rung);
}

struct list
view_case_choices(struct viewer *viewer, const struct campaign_match *match)
{
	struct case_choice *choices = ARENA_ARRAY(viewer->arena,
	    struct case_choice, match->case_count);
	uint32_t i;

	for (i = 0; i < match->case_count; i++) {
		const struct match *chosen = &match->cases[i];

		choice_fill(viewer, &choices[i], chosen->record, chosen->rung);
		choices[i].why = view_why(viewer, chosen->whys,
		    chosen->why_count);
	}
	return (struct list){ viewer->pos, match->case_count, choices };
}

static struct text
not_label(const struct viewer *viewer, const struct match_not *not)
{
	if (not->record == NULL)
		return not->label;
	if (not->record->type == RECORD_CASE_STUDY)
		return customer_words(viewer,
		    (const struct case_study *)not->record);
	return view_title(viewer, not->record);
}

struct list
view_nots(struct viewer *viewer, const struct campaign_match *match)
{
	struct why_not *nots = ARENA_ARRAY(viewer->arena, struct why_not,
	    match->not_count);
	uint32_t i;

	if (viewer->edition->view.is_customer.is_true)
		return (struct list){ .pos = viewer->pos };
	for (i = 0; i < match->not_count; i++) {
		nots[i].pos = viewer->pos;
		nots[i].label = not_label(viewer, &match->nots[i]);
		nots[i].why = view_why(viewer, &match->nots[i].why, 1);
	}
	return (struct list){ viewer->pos, match->not_count, nots };
}

struct list
view_records(const struct viewer *viewer,
    const struct record *const *records, uint32_t count)
{
	const struct record **items = ARENA_ARRAY(viewer->arena,
	    const struct record *, count);

	if (count > 0)
		memcpy(items, records, count * sizeof(*items));
	return (struct list){ viewer->pos, count, items };
}

bool
view_serves(const struct viewer *viewer, const struct campaign_match *alone,
    const struct solution *solution)
{
	struct country_set sold = solution_countries(solution);

	return solution_is_sold(solution) &&
	    country_set_overlaps(&sold, &alone->territory) &&
	    match_is_relevant(viewer->edition,
	    (const struct campaign *)alone->campaign, solution);
}

static void
add_once(const struct record **items, uint32_t *count,
    const struct record *record)
{
	uint32_t i;

	for (i = 0; i < *count; i++)
		if (items[i] == record)
			return;
	if (record != NULL)
		items[(*count)++] = record;
}

/* Slots bound the lists of a match, so looking through them is cheap. */
struct record_list
view_partners(const struct viewer *viewer, const struct campaign_match *match)
{
	const struct record **items = ARENA_ARRAY(viewer->arena,
	    const struct record *,
	    (size_t)match->solution_count + match->case_count);
	uint32_t i, count = 0;

	for (i = 0; i < match->solution_count; i++)
		add_once(items, &count, ((const struct solution *)
		    match->solutions[i].record)->partner.target);
	for (i = 0; i < match->case_count; i++)
		add_once(items, &count, ((const struct case_study *)
		    match->cases[i].record)->partner.target);
	return (struct record_list){ items, count };
}

static bool
has_source(const struct str *sources, uint32_t count, const struct str *source)
{
	uint32_t i;

	for (i = 0; i < count; i++)
		if (strcmp(sources[i].chars, source->chars) == 0)
			return true;
	return false;
}

struct list
view_sources(const struct viewer *viewer, const struct record *const *records,
    uint32_t count)
{
	struct str *sources = ARENA_ARRAY(viewer->arena, struct str, count);
	uint32_t i, kept = 0;

	for (i = 0; i < count; i++)
		if (is_given(&records[i]->source) &&
		    !has_source(sources, kept, &records[i]->source))
			sources[kept++] = records[i]->source;
	return (struct list){ viewer->pos, kept, sources };
}
