/*
 * Vocabularies. In: their entries. Out: a table from every id and alias to
 * its entry, and the certainty that no entry is its own ancestor.
 */
#include "resolve.h"

#include <string.h>

static bool
is_vocab(enum record_type type)
{
	return type == RECORD_INDUSTRY || type == RECORD_PRODUCT ||
	    type == RECORD_AREA || type == RECORD_REGION;
}

static void
add_alias(struct resolve *resolve, const struct vocab_entry *entry,
    const struct str *alias)
{
	struct strmap *names = &resolve->names[entry->record.type];
	const struct record *owner =
	    strmap_add(names, alias->chars, &entry->record);

	if (owner == NULL || owner == &entry->record)
		return;
	diag_report(resolve->diags, DIAG_ALIAS_DUPLICATE, alias->pos,
	    "'%s' means '%s' already, in line %u; a spelling means one entry",
	    alias->chars, owner->id, (unsigned)owner->pos.line);
}

void
resolve_vocab_names(struct resolve *resolve)
{
	enum record_type type;
	uint32_t i, j;

	for (type = 0; type < RECORD_TYPE_COUNT; type++) {
		const struct record_set *set = &resolve->model->sets[type];

		for (i = 0; i < set->count; i++)
			strmap_add(&resolve->names[type], set->items[i]->id,
			    set->items[i]);
		for (i = 0; is_vocab(type) && i < set->count; i++) {
			const struct vocab_entry *entry =
			    (const struct vocab_entry *)set->items[i];

			for (j = 0; j < entry->aliases.count; j++)
				add_alias(resolve, entry,
				    LIST_AT(entry->aliases, struct str, j));
		}
	}
}

static const struct vocab_entry *
parent_of(const struct vocab_entry *entry)
{
	return (const struct vocab_entry *)(const void *)entry->parent.target;
}

/* Follows the parents at two speeds (Floyd): they meet only in a cycle. The
 * cycle is cut after the report, so that whoever walks up comes to an end. */
static void
check_parents(struct resolve *resolve, const struct vocab_entry *entry)
{
	const struct vocab_entry *slow = entry, *fast = entry;
	struct vocab_entry *cut = LOADED(struct vocab_entry, entry);

	do {
		slow = parent_of(slow);
		fast = parent_of(fast);
		if (fast != NULL)
			fast = parent_of(fast);
		if (fast == NULL)
			return;
	} while (slow != fast);
	while (slow != entry && parent_of(slow) != fast)
		slow = parent_of(slow);
	if (slow != entry)
		return;			/* the cycle is above this entry */
	diag_report(resolve->diags, DIAG_REF_CYCLE, entry->parent.pos,
	    "'%s' is its own ancestor by way of '%s'; give one of them another "
	    "parent, or none", entry->record.id, entry->parent.id);
	cut->parent.target = NULL;
}

void
resolve_vocab_cycles(struct resolve *resolve)
{
	enum record_type type;
	uint32_t i;

	for (type = 0; type < RECORD_TYPE_COUNT; type++) {
		const struct record_set *set = &resolve->model->sets[type];

		for (i = 0; is_vocab(type) && i < set->count; i++)
			check_parents(resolve,
			    (const struct vocab_entry *)set->items[i]);
	}
}
