/*
 * Two records that say they are one. In: the records of a type. Out: a warning
 * at each that has the name of one before it: a file was copied, and the copy
 * kept what it said.
 *
 * Two partners may sell under one name, so what a partner makes is known by
 * the partner too.
 */
#include "check_parts.h"

#include <string.h>

#include "fieldkit/strmap.h"

/* What a record is known by. */
struct known {
	const char *key;	/* of the field */
	const char *name;
	struct source_pos pos;
	const char *partner;	/* "" where it is nobody's */
};

static void
take_text(struct known *known, const char *key, const struct text *text)
{
	if (text->count == 0)
		return;
	known->key = key;
	known->name = text->variants[0].chars;
	known->pos = text->variants[0].pos;
}

static struct known
known_by(const struct record *record)
{
	const void *holder = record;
	struct known known = { .partner = "" };

	if (record->type == RECORD_CASE_STUDY) {
		const struct case_study *study = holder;

		take_text(&known, "title", &study->title);
		known.partner = study->partner.id;
	} else if (record->type == RECORD_SOLUTION) {
		const struct solution *solution = holder;

		take_text(&known, "name", &solution->name);
		known.partner = solution->partner.id;
	} else if (record->type == RECORD_OFFICE) {
		take_text(&known, "name", &((const struct office *)
		    holder)->name);
	} else if (record->type == RECORD_PARTNER) {
		const struct partner *partner = holder;

		known = (struct known){ "name", partner->name.chars,
			partner->name.pos, "" };
	}
	return known;
}

void
check_twins(struct check *check, enum record_type type)
{
	const struct record_set *set = &check->model->sets[type];
	struct arena arena;
	struct strmap seen;
	uint32_t i;

	arena_init(&arena);
	strmap_init(&seen);
	for (i = 0; i < set->count; i++) {
		struct known known = known_by(set->items[i]);
		const struct record *first;

		if (known.name == NULL || known.partner == NULL ||
		    !check_is_current(check, set->items[i]))
			continue;
		first = strmap_add(&seen, arena_printf(&arena, "%s/%s",
		    known.partner, known.name), set->items[i]);
		if (first != NULL)
			diag_report(check->diags, DIAG_RECORD_TWIN, known.pos,
			    "the %s '%s' has this %s too; delete one of the "
			    "two, or say in the %s what sets them apart",
			    record_schema(type)->singular, first->id,
			    known.key, known.key);
	}
	strmap_release(&seen);
	arena_release(&arena);
}
