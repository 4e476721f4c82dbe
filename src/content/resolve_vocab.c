/*
 * Vocabularies. In: their entries. Out: a table from every id and alias to
 * its entry, and the certainty that no entry is its own ancestor.
 */
#include "resolve.h"

static bool
is_vocab(enum record_type type)
{
	return type == RECORD_INDUSTRY || type == RECORD_PRODUCT ||
	    type == RECORD_AREA || type == RECORD_REGION;
}

/* A spelling of an entry, and where it stands. */
struct spelling {
	const struct vocab_entry *entry;
	struct source_pos pos;
	bool is_id;
};

static void
report_both(struct resolve *resolve, const char *chars,
    const struct spelling *first, const struct spelling *second)
{
	if (first->is_id) {
		diag_report(resolve->diags, DIAG_ALIAS_DUPLICATE, second->pos,
		    "'%s' is the id of the entry in line %u; an alias means "
		    "one entry", chars, (unsigned)first->pos.line);
		return;
	}
	diag_report(resolve->diags, DIAG_ALIAS_DUPLICATE, second->pos,
	    "'%s' means '%s' already, in line %u; an alias means one entry",
	    chars, first->entry->record.id, (unsigned)first->pos.line);
	diag_report(resolve->diags, DIAG_ALIAS_DUPLICATE, first->pos,
	    "'%s' means '%s' too, in line %u; an alias means one entry",
	    chars, second->entry->record.id, (unsigned)second->pos.line);
}

static void
add_spelling(struct resolve *resolve, struct strmap *spellings,
    const char *chars, const struct spelling *spelling)
{
	const struct vocab_entry *entry = spelling->entry;
	struct spelling *kept = ARENA_NEW(resolve->arena, struct spelling);
	const struct spelling *first;

	*kept = *spelling;
	first = strmap_add(spellings, chars, kept);
	if (first == NULL)
		strmap_add(&resolve->names[entry->record.type], chars,
		    &entry->record);
	else if (first->entry != entry)
		report_both(resolve, chars, first, spelling);
}

static void
add_names(struct resolve *resolve, const struct record_set *set)
{
	struct strmap spellings = { 0 };
	struct spelling spelling = { .is_id = true };
	uint32_t i, j;

	for (i = 0; i < set->count; i++) {
		spelling.entry = (const struct vocab_entry *)set->items[i];
		spelling.pos = set->items[i]->pos;
		add_spelling(resolve, &spellings, set->items[i]->id,
		    &spelling);
	}
	spelling.is_id = false;
	for (i = 0; i < set->count; i++) {
		spelling.entry = (const struct vocab_entry *)set->items[i];
		for (j = 0; j < spelling.entry->aliases.count; j++) {
			const struct str *alias = LIST_AT(
			    spelling.entry->aliases, struct str, j);

			spelling.pos = alias->pos;
			add_spelling(resolve, &spellings, alias->chars,
			    &spelling);
		}
	}
	strmap_release(&spellings);
}

void
resolve_vocab_names(struct resolve *resolve)
{
	enum record_type type;
	uint32_t i;

	for (type = 0; type < RECORD_TYPE_COUNT; type++) {
		const struct record_set *set = &resolve->model->sets[type];

		if (is_vocab(type)) {
			add_names(resolve, set);
			continue;
		}
		for (i = 0; i < set->count; i++)
			strmap_add(&resolve->names[type], set->items[i]->id,
			    set->items[i]);
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
