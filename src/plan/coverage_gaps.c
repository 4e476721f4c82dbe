/*
 * What records lack by themselves, and what of them ends. In: the edition's
 * records, and of their sources the authors' own fields. Out: gaps of
 * solutions that no campaign takes up, promises that are overdue and claims
 * without a source; and every end from the clock's day on, by date.
 *
 * A case study counts here while it has a page: then the reader knows of it.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "coverer.h"
#include "fieldkit/strbuf.h"

/* --- gaps --- */

/* Whether a campaign of the edition that is sold somewhere takes it up. */
static bool
is_taken_up(const struct coverer *coverer, const struct solution *solution)
{
	struct country_set sold = solution_countries(solution);
	size_t i;

	for (i = 0; i < coverer->mapping->count; i++) {
		const struct campaign_match *match =
		    &coverer->mapping->matches[i];

		if (match->office == NULL &&
		    country_set_overlaps(&sold, &match->territory) &&
		    match_is_relevant(coverer->edition,
		    (const struct campaign *)match->campaign, solution))
			return true;
	}
	return false;
}

static void
find_orphans(struct coverer *coverer)
{
	const struct record_set *set =
	    &coverer->edition->model.sets[RECORD_SOLUTION];
	uint32_t i;

	for (i = 0; i < set->count; i++) {
		const struct solution *solution =
		    (const struct solution *)set->items[i];

		if (solution_is_sold(solution) &&
		    !is_taken_up(coverer, solution))
			coverer_add_gap(coverer, &(struct cover_gap){
			    .kind = GAP_ORPHAN_SOLUTION,
			    .record = set->items[i] });
	}
}

static bool
is_open(const struct commitment *commitment)
{
	return (commitment->state.index == COMMITMENT_OPEN ||
	    commitment->state.index == COMMITMENT_LATE) &&
	    is_given(&commitment->by) && is_given(&commitment->to);
}

static void
find_overdue(struct coverer *coverer)
{
	const struct record_set *set =
	    &coverer->edition->model.sets[RECORD_COMMITMENT];
	uint32_t i;

	for (i = 0; i < set->count; i++) {
		const struct commitment *commitment =
		    (const struct commitment *)set->items[i];

		if (is_open(commitment) && is_given(&commitment->due) &&
		    commitment->due.days <
		    coverer->edition->clock.as_of_days)
			coverer_add_gap(coverer, &(struct cover_gap){
			    .kind = GAP_COMMITMENT_OVERDUE,
			    .record = set->items[i], .on = commitment->due });
	}
}

/* A number that is printed wants to be traced. */
static void
find_unsourced(struct coverer *coverer)
{
	const struct record_set *set =
	    &coverer->edition->model.sets[RECORD_CASE_STUDY];
	uint32_t i, k;

	for (i = 0; i < set->count; i++) {
		const struct case_study *study =
		    (const struct case_study *)set->items[i];
		const struct record *source = index_source(coverer->edition,
		    set->items[i]);
		bool is_traced = is_given(&source->source);

		for (k = 0; k < study->metrics.count && !is_traced; k++)
			if (is_given(&LIST_AT(study->metrics, struct metric,
			    k)->method))
				is_traced = true;
		if (study->metrics.count > 0 && !is_traced)
			coverer_add_gap(coverer, &(struct cover_gap){
			    .kind = GAP_CLAIM_UNSOURCED,
			    .record = set->items[i] });
	}
}

void
cover_records(struct coverer *coverer)
{
	find_orphans(coverer);
	find_overdue(coverer);
	find_unsourced(coverer);
}

/* --- ends --- */

struct end_list {
	struct coverer *coverer;
	struct cover_end *items;
	uint32_t count, size;
};

static void
add_end(struct end_list *list, enum end_kind kind, const struct date *on,
    const struct record *record, const char *word)
{
	if (!is_given(on) ||
	    on->days < list->coverer->edition->clock.as_of_days)
		return;
	list->items = coverer_room(list->items, list->count, &list->size,
	    sizeof(*list->items));
	list->items[list->count++] = (struct cover_end){
	    .kind = kind, .on = *on, .record = record, .word = word,
	    .owner = coverer_owner(list->coverer, record) };
}

static void
partner_ends(struct end_list *list, const struct partner *partner)
{
	uint32_t i;

	add_end(list, END_LOGO, &partner->logo.valid_until, &partner->record,
	    NULL);
	for (i = 0; i < partner->certifications.count; i++) {
		const struct certification *certificate = LIST_AT(
		    partner->certifications, struct certification, i);

		add_end(list, END_CERTIFICATE, &certificate->valid_to,
		    &partner->record, certificate->name.chars);
	}
}

static void
record_ends(struct end_list *list, const struct record *record)
{
	const struct record *source =
	    index_source(list->coverer->edition, record);
	const struct commitment *commitment =
	    (const struct commitment *)record;

	add_end(list, END_EXPIRY, &record->expires, record, NULL);
	if (source != NULL)
		add_end(list, END_REVIEW, &source->review_by, record, NULL);
	if (record->type == RECORD_PARTNER)
		partner_ends(list, (const struct partner *)record);
	else if (record->type == RECORD_CASE_STUDY && source != NULL)
		add_end(list, END_CONSENT, &((const struct case_study *)
		    source)->consent.until, record, NULL);
	else if (record->type == RECORD_CAMPAIGN)
		add_end(list, END_CAMPAIGN, &((const struct campaign *)
		    record)->end, record, NULL);
	else if (record->type == RECORD_FUNDING)
		add_end(list, END_FUNDING, &((const struct funding *)
		    record)->until, record, NULL);
	else if (record->type == RECORD_COMMITMENT && is_open(commitment))
		add_end(list, END_COMMITMENT, &commitment->due, record, NULL);
}

static int
compare_ends(const void *left, const void *right)
{
	const struct cover_end *a = left, *b = right;
	int order;

	if (a->on.days != b->on.days)
		return a->on.days < b->on.days ? -1 : 1;
	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	if (a->record->type != b->record->type)
		return a->record->type < b->record->type ? -1 : 1;
	order = strcmp(a->record->id, b->record->id);
	if (order != 0)
		return order;
	return a->word == NULL || b->word == NULL
	    ? (a->word != NULL) - (b->word != NULL)
	    : strcmp(a->word, b->word);
}

static int
compare_owners(const void *left, const void *right)
{
	const char *const *a = left, *const *b = right;

	return strcmp(*a, *b);
}

static char *
in_lower_case(struct arena *arena, const char *address)
{
	char *lower = arena_strdup(arena, address), *c;

	for (c = lower; *c != '\0'; c++)
		if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c - 'A' + 'a');
	return lower;
}

static void
find_owners(struct coverer *coverer, struct coverage *coverage)
{
	const char **owners = ARENA_ARRAY(coverer->arena, const char *,
	    coverage->end_count);
	uint32_t i, count = 0, kept = 0;

	for (i = 0; i < coverage->end_count; i++)
		if (is_given(&coverage->ends[i].owner))
			owners[count++] = in_lower_case(coverer->arena,
			    coverage->ends[i].owner.chars);
	if (count > 0)
		qsort(owners, count, sizeof(*owners), compare_owners);
	for (i = 0; i < count; i++)
		if (kept == 0 || strcmp(owners[kept - 1], owners[i]) != 0)
			owners[kept++] = owners[i];
	coverage->owners = owners;
	coverage->owner_count = kept;
}

bool
coverage_is_owned(const struct cover_end *end, const char *owner)
{
	return is_given(&end->owner) &&
	    strcasecmp(end->owner.chars, owner) == 0;
}

/* Names of files are letters, digits, dots and hyphens; what else an address
 * may hold is written as its number, so that no two share a file. */
const char *
coverage_calendar_path(struct arena *arena, const char *owner)
{
	struct strbuf path = { 0 };
	const char *kept;

	strbuf_add_string(&path, "site/coverage/");
	for (; *owner != '\0'; owner++)
		if ((*owner >= 'a' && *owner <= 'z') ||
		    (*owner >= '0' && *owner <= '9') || *owner == '.' ||
		    *owner == '-')
			strbuf_add_char(&path, *owner);
		else if (*owner == '@')
			strbuf_add_char(&path, '_');
		else
			strbuf_printf(&path, "~%02x",
			    (unsigned)(unsigned char)*owner);
	strbuf_add_string(&path, ".ics");
	kept = arena_strdup(arena, strbuf_string(&path));
	strbuf_release(&path);
	return kept;
}

void
cover_ends(struct coverer *coverer, struct coverage *coverage)
{
	struct end_list list = { .coverer = coverer };
	struct cover_end *ends;
	int type;
	uint32_t i;

	for (type = 0; type < RECORD_TYPE_COUNT; type++) {
		const struct record_set *set =
		    &coverer->edition->model.sets[type];

		for (i = 0; type != RECORD_SITE && i < set->count; i++)
			record_ends(&list, set->items[i]);
	}
	ends = ARENA_ARRAY(coverer->arena, struct cover_end, list.count);
	if (list.count > 0) {
		memcpy(ends, list.items, list.count * sizeof(*ends));
		qsort(ends, list.count, sizeof(*ends), compare_ends);
	}
	free(list.items);
	coverage->ends = ends;
	coverage->end_count = list.count;
	find_owners(coverer, coverage);
}
