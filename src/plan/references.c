/*
 * Case studies of an edition, on every rung that consent may put them.
 *
 * In: the visible case studies of the whole model. Out: for each an entry
 * with up to two copies: `full`, without the picture and the quotes that the
 * customer did not agree to, and `anonymised`; and the edition's set of case
 * studies, each as its own page shows it.
 */
#include <stdlib.h>
#include <string.h>

#include "index.h"

/* The picture of a story may show the customer's mark, so it takes the
 * `logo` use. */
static struct case_study *
full_copy(struct arena *arena, const struct case_study *projected,
    const struct case_study *source)
{
	struct case_study *copy = ARENA_NEW(arena, struct case_study);

	*copy = *projected;
	copy->anonymised_body = (struct text){ 0 };
	if (!consent_has_use(&source->consent, CONSENT_QUOTE))
		copy->quotes = (struct list){ 0 };
	if (!consent_has_use(&source->consent, CONSENT_LOGO))
		copy->image = (struct image){ 0 };
	case_name_customer(arena, copy);
	return copy;
}

/* The best rung in any territory, today. */
static enum rung
best_rung(const struct projector *projector, const struct case_study *source)
{
	struct case_study anywhere = *source;
	const struct consent_scope scope = {
		.reader = projector->reader,
		.regions = projector->index->regions,
		.from_days = projector->edition->clock.as_of_days,
		.until_days = projector->edition->clock.as_of_days,
	};

	anywhere.consent.territories = (struct list){ 0 };
	return consent_rung(&anywhere, &scope);
}

static const struct case_study *
copy_ready(struct projector *projector, struct case_study *copy)
{
	if (copy != NULL)
		record_langs(projector, &copy->record);
	return copy;
}

static void
entry_fill(struct projector *projector, struct case_entry *entry)
{
	struct arena *arena = projector->arena;
	struct case_study *projected = ARENA_NEW(arena, struct case_study);
	enum rung best = best_rung(projector, entry->source);

	record_project(projector, &entry->source->record, &projected->record);
	entry->facts = projected;
	entry->partner = projected->partner.target;
	entry->solution = projected->solution.target;
	entry->label = case_label(arena, entry->source);
	if (best == RUNG_FULL)
		entry->full = copy_ready(projector,
		    full_copy(arena, projected, entry->source));
	if (best == RUNG_ANONYMISED || (best == RUNG_FULL &&
	    is_given(&entry->source->consent.territories)))
		entry->anonymised = copy_ready(projector,
		    case_anonymise(arena, projected, entry->source,
		    &projector->index->source->site->secret));
	entry_terms_init(entry, projector->edition, projector->reader);
	entry->page = entry_copy(entry, entry_rung(projector->edition, entry,
	    NULL, projector->edition->clock.as_of_days));
}

static void
entry_register(struct projector *projector, struct case_entry *entry)
{
	struct edition_index *index = projector->index;
	const struct case_study *const copies[] = { entry->full,
	    entry->anonymised };
	size_t i;

	pointer_map_put(&index->case_entries, projector->arena, entry->source,
	    entry);
	for (i = 0; i < 2; i++)
		if (copies[i] != NULL)
			pointer_map_put(&index->sources, projector->arena,
			    copies[i], entry->source);
	if (entry->page != NULL)
		pointer_map_put(&index->projected, projector->arena,
		    entry->source, entry->page);
}

static int
compare_ids(const void *left, const void *right)
{
	const struct record *const *a = left, *const *b = right;

	return strcmp((*a)->id, (*b)->id);
}

void
cases_project(struct projector *projector)
{
	struct edition_index *index = projector->index;
	const struct record_set *all =
	    &index->source->sets[RECORD_CASE_STUDY];
	struct record_set *set =
	    &projector->edition->model.sets[RECORD_CASE_STUDY];
	uint32_t i;

	index->cases = ARENA_ARRAY(projector->arena, struct case_entry,
	    all->count);
	set->items = ARENA_ARRAY(projector->arena, const struct record *,
	    all->count);
	for (i = 0; i < all->count; i++) {
		struct case_entry *entry = &index->cases[index->case_count];

		if (!record_is_visible(all->items[i], index->source->site,
		    projector->reader, &projector->edition->clock))
			continue;
		entry->source = (const struct case_study *)all->items[i];
		entry_fill(projector, entry);
		entry_register(projector, entry);
		if (entry->page != NULL)
			set->items[set->count++] = &entry->page->record;
		index->case_count++;
	}
	/* A neutral id may stand elsewhere than the one it hides. */
	qsort(set->items, set->count, sizeof(set->items[0]), compare_ids);
}
