/*
 * Funding and commitments. In: the registers of an edition - empty but for
 * the alliance readers - and a campaign, a partner, or nobody: then all of
 * them. Out: what concerns it and still counts; funding by payer, then by how
 * far it is, commitments in the order of ids, and of all those that are open.
 */
#include <stdlib.h>
#include <string.h>

#include "parts.h"

#define FUNDING_REFUSED "refused"

static bool
is_refused(const struct funding *funding)
{
	const struct field *field = schema_field(&schema_funding, "status",
	    strlen("status"));

	return is_given(&funding->status) && strcmp(
	    field->words[funding->status.index], FUNDING_REFUSED) == 0;
}

static bool
funding_concerns(const struct record *record, const struct record *owner,
    int32_t as_of_days)
{
	const struct funding *funding = (const struct funding *)record;

	if (is_refused(funding) || (is_given(&funding->until) &&
	    funding->until.days < as_of_days))
		return false;
	return owner == NULL || refs_lead_to(owner->type == RECORD_PARTNER
	    ? &funding->partners : &funding->campaigns, owner);
}

static bool
commitment_concerns(const struct record *record, const struct record *owner,
    int32_t as_of_days)
{
	const struct commitment *commitment =
	    (const struct commitment *)record;

	(void)as_of_days;
	/* One side may be a partner whom the reader does not see. */
	if (commitment->state.index == COMMITMENT_DROPPED ||
	    !is_given(&commitment->by) || !is_given(&commitment->to))
		return false;
	if (owner == NULL)
		return commitment->state.index != COMMITMENT_KEPT;
	return commitment->by.target == owner ||
	    commitment->to.target == owner ||
	    refs_lead_to(&commitment->campaigns, owner);
}

static struct record_list
filter(const struct edition *edition, struct arena *arena,
    enum record_type type, const struct record *owner,
    bool (*concerns)(const struct record *record, const struct record *owner,
    int32_t as_of_days))
{
	const struct record_set *set = &edition->model.sets[type];
	const struct record **items = ARENA_ARRAY(arena,
	    const struct record *, set->count);
	uint32_t i, count = 0;

	for (i = 0; i < set->count; i++)
		if (concerns(set->items[i], owner, edition->clock.as_of_days))
			items[count++] = set->items[i];
	return (struct record_list){ items, count };
}

static int
compare_funding(const void *left, const void *right)
{
	const struct funding *const *a = left, *const *b = right;

	if ((*a)->payer.index != (*b)->payer.index)
		return (*a)->payer.index < (*b)->payer.index ? -1 : 1;
	if ((*a)->status.index != (*b)->status.index)
		return (*a)->status.index < (*b)->status.index ? -1 : 1;
	return strcmp((*a)->record.id, (*b)->record.id);
}

struct record_list
view_funding(const struct edition *edition, struct arena *arena,
    const struct record *owner)
{
	struct record_list list = filter(edition, arena, RECORD_FUNDING,
	    owner, funding_concerns);

	if (list.count > 0)
		qsort((void *)(uintptr_t)list.items, list.count,
		    sizeof(*list.items), compare_funding);
	return list;
}

struct record_list
view_commitments(const struct edition *edition, struct arena *arena,
    const struct record *owner)
{
	return filter(edition, arena, RECORD_COMMITMENT, owner,
	    commitment_concerns);
}
