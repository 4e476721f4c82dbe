/*
 * Two trees of one kit. In: what it said, what it says. Out: the changes,
 * what matters most to a seller first.
 *
 * Units are matched by id; in them records, by type and id; in those the parts
 * by name and place. What is left of a record or a unit are its plain texts,
 * aligned as paragraphs; a paragraph that stands for another is compared with
 * it word by word. A ranked unit's records are in order where they are part of
 * the longest run that was in this order before; any other has moved.
 */
#include "fieldkit/changes.h"

#include <string.h>

#include "fieldkit/strmap.h"

/* Past it, moves are not looked for: their search is quadratic. */
#define RANKED_MAX 400
/* A longer part is shown by what differs in it, such as a chain of reasons. */
#define PART_WHOLE_BYTES 100

struct comparing {
	struct arena *arena;
	struct change_list *list;
	uint32_t size;
	const struct tree_unit *unit;	/* of the new tree, or what is gone */
};

static struct change *
add_change(struct comparing *comparing, enum change_kind kind,
    const struct tree_item *item)
{
	struct change_list *list = comparing->list;
	const struct tree_unit *unit = comparing->unit;
	struct change *change;

	if (list->count == comparing->size) {
		struct change *grown;

		comparing->size = 2 * comparing->size + 16;
		grown = ARENA_ARRAY(comparing->arena, struct change,
		    comparing->size);
		if (list->count > 0)
			memcpy(grown, list->items,
			    list->count * sizeof(*grown));
		list->items = grown;
	}
	change = &list->items[list->count++];
	*change = (struct change){
		.kind = kind, .unit = unit != NULL ? unit->id : "",
		.unit_title = unit != NULL ? unit->title : "",
		.record = item != NULL ? item->record : "",
		.label = item != NULL ? item->label : "",
		.part = "", .before = "", .after = "", .why = "",
		.until = "", .successor = "", .successor_record = "",
	};
	return change;
}

static const struct tree_unit *
find_unit(const struct tree *tree, const char *id)
{
	uint32_t i;

	for (i = 0; i < tree->count; i++)
		if (strcmp(tree->units[i].id, id) == 0)
			return &tree->units[i];
	return NULL;
}

/* The record's place in a unit, or 0, where its own lines are. */
static uint32_t
find_item(const struct tree_unit *unit, const char *record)
{
	uint32_t i;

	for (i = 1; unit != NULL && i < unit->count; i++)
		if (strcmp(unit->items[i].record, record) == 0)
			return i;
	return 0;
}

static const struct tree_line *
find_part(const struct tree_item *item, const char *part, uint32_t nth)
{
	uint32_t i;

	for (i = 0; i < item->count; i++)
		if (strcmp(item->lines[i].part, part) == 0 && nth-- == 0)
			return &item->lines[i];
	return NULL;
}

/* Who was named as deputy of what is gone, and is there now. */
static void
find_successor(const struct tree_item *gone, const struct tree_unit *now,
    struct change *change)
{
	uint32_t i, at;

	for (i = 0; i < gone->count; i++) {
		if (strcmp(gone->lines[i].part, "deputy") != 0)
			continue;
		at = find_item(now, gone->lines[i].record);
		if (at == 0)
			continue;
		change->successor = now->items[at].label;
		change->successor_record = now->items[at].record;
		return;
	}
}

static void
compare_part(struct comparing *comparing, const struct tree_item *item,
    const struct tree_line *was, const struct tree_line *is)
{
	const char *part = was != NULL ? was->part : is->part;
	bool is_date = (was == NULL || was->date[0] != '\0') &&
	    (is == NULL || is->date[0] != '\0');
	struct change *change;

	if (was != NULL && is != NULL && strcmp(was->text, is->text) == 0 &&
	    strcmp(was->date, is->date) == 0 &&
	    strcmp(was->record, is->record) == 0)
		return;
	change = add_change(comparing, strcmp(part, "name") == 0 ?
	    CHANGE_RENAMED : is_date ? CHANGE_DATE : CHANGE_PART, item);
	change->part = part;
	if (was != NULL)
		change->before = is_date ? was->date : was->text;
	if (is != NULL)
		change->after = is_date ? is->date : is->text;
	if (!is_date && was != NULL && is != NULL &&
	    strlen(is->text) > PART_WHOLE_BYTES)
		changes_words(comparing->arena, was->text, is->text,
		    &change->before, &change->after);
}

/* Which line of its part a line is, from 0. */
static uint32_t
nth_of_part(const struct tree_item *item, uint32_t line)
{
	uint32_t nth = 0, i;

	for (i = 0; i < line; i++)
		nth += strcmp(item->lines[i].part, item->lines[line].part) ==
		    0;
	return nth;
}

static void
compare_parts(struct comparing *comparing, const struct tree_item *was,
    const struct tree_item *is)
{
	uint32_t i;

	for (i = 0; i < is->count; i++)
		if (is->lines[i].part[0] != '\0')
			compare_part(comparing, is, find_part(was,
			    is->lines[i].part, nth_of_part(is, i)),
			    &is->lines[i]);
	for (i = 0; i < was->count; i++)
		if (was->lines[i].part[0] != '\0' && find_part(is,
		    was->lines[i].part, nth_of_part(was, i)) == NULL)
			compare_part(comparing, is, &was->lines[i], NULL);
}

/* The plain texts of an item, numbered alike where they are alike. */
struct texts {
	const char **texts;
	uint32_t *numbers;
	uint32_t count;
};

static void
number_texts(struct texts *texts, struct arena *arena, struct strmap *seen,
    const struct tree_item *item, const uint32_t *base)
{
	uint32_t i;

	texts->texts = ARENA_ARRAY(arena, const char *, item->count);
	texts->numbers = ARENA_ARRAY(arena, uint32_t, item->count);
	texts->count = 0;
	for (i = 0; i < item->count; i++) {
		const uint32_t *known, *fresh = base + seen->count;

		if (item->lines[i].part[0] != '\0')
			continue;
		known = strmap_add(seen, item->lines[i].text, fresh);
		texts->texts[texts->count] = item->lines[i].text;
		texts->numbers[texts->count++] =
		    (uint32_t)((known != NULL ? known : fresh) - base);
	}
}

/* Paragraphs that were replaced: one by one as far as both sides go. */
static void
compare_run(struct comparing *comparing, const struct tree_item *item,
    const struct texts *was, const struct texts *is,
    const struct change_run *run)
{
	uint32_t count = run->from_count > run->to_count ? run->from_count :
	    run->to_count, i;

	for (i = 0; i < count; i++) {
		struct change *change = add_change(comparing, CHANGE_TEXT,
		    item);
		const char *old = i < run->from_count ?
		    was->texts[run->from + i] : "";
		const char *new = i < run->to_count ?
		    is->texts[run->to + i] : "";

		changes_words(comparing->arena, old, new, &change->before,
		    &change->after);
	}
}

static void
compare_texts(struct comparing *comparing, const struct tree_item *was,
    const struct tree_item *is)
{
	const uint32_t *base = ARENA_ARRAY(comparing->arena, uint32_t,
	    (size_t)was->count + is->count + 1);
	struct strmap seen = { 0 };
	struct texts old, new;
	const struct change_run *runs;
	uint32_t count, i;

	number_texts(&old, comparing->arena, &seen, was, base);
	number_texts(&new, comparing->arena, &seen, is, base);
	strmap_release(&seen);
	runs = changes_align(comparing->arena, old.numbers, old.count,
	    new.numbers, new.count, &count);
	for (i = 0; i < count; i++)
		compare_run(comparing, is, &old, &new, &runs[i]);
}

/*
 * Marks of `places` (old places in new order, `count` of them) those that are
 * part of a longest rising run. Of several the one that keeps what stands last
 * is taken: of two that changed places, the one that rose is said to move.
 */
static void
keep_order(struct arena *arena, const uint32_t *places, uint32_t count,
    bool *ret_is_kept)
{
	uint32_t *lengths = ARENA_ARRAY(arena, uint32_t, count + 1);
	uint32_t best = count, i, k;

	for (i = count; i-- > 0;) {
		lengths[i] = 1;
		for (k = i + 1; k < count; k++)
			if (places[k] > places[i] &&
			    lengths[k] + 1 > lengths[i])
				lengths[i] = lengths[k] + 1;
		if (best == count || lengths[i] > lengths[best])
			best = i;
	}
	for (i = best; i < count; i++)
		if (i == best || (places[i] > places[best] &&
		    lengths[i] + 1 == lengths[best])) {
			ret_is_kept[i] = true;
			best = i;
		}
}

static void
compare_order(struct comparing *comparing, const struct tree_unit *was,
    const struct tree_unit *is)
{
	uint32_t *places, *stands, count = 0, i;
	bool *is_kept;

	if (!is->is_ranked || is->count > RANKED_MAX)
		return;
	places = ARENA_ARRAY(comparing->arena, uint32_t, is->count);
	stands = ARENA_ARRAY(comparing->arena, uint32_t, is->count);
	is_kept = ARENA_ARRAY(comparing->arena, bool, is->count);
	for (i = 1; i < is->count; i++) {
		uint32_t place = find_item(was, is->items[i].record);

		if (place == 0)
			continue;
		places[count] = place;
		stands[count++] = i;
	}
	keep_order(comparing->arena, places, count, is_kept);
	for (i = 0; i < count; i++) {
		struct change *change;

		if (is_kept[i])
			continue;
		change = add_change(comparing, CHANGE_MOVED,
		    &is->items[stands[i]]);
		change->from = places[i];
		change->to = stands[i];
	}
}

/* What of a unit is gone; `is` may be NULL. */
static void
find_gone(struct comparing *comparing, const struct tree_unit *was,
    const struct tree_unit *is)
{
	uint32_t i;

	for (i = 1; i < was->count; i++) {
		struct change *change;

		if (find_item(is, was->items[i].record) != 0)
			continue;
		change = add_change(comparing, CHANGE_GONE, &was->items[i]);
		change->until = was->items[i].until;
		find_successor(&was->items[i], is, change);
	}
}

/* Why it was chosen, else what is said of it first. */
static const char *
first_words(const struct tree_item *item)
{
	const struct tree_line *line = find_part(item, "why", 0);

	if (line == NULL)
		line = find_part(item, "", 0);
	return line != NULL ? line->text : "";
}

/* What of a unit is new; `was` may be NULL. */
static void
find_added(struct comparing *comparing, const struct tree_unit *was,
    const struct tree_unit *is)
{
	uint32_t i;

	for (i = 1; i < is->count; i++) {
		struct change *change;

		if (find_item(was, is->items[i].record) != 0)
			continue;
		change = add_change(comparing, CHANGE_ADDED, &is->items[i]);
		change->why = first_words(&is->items[i]);
	}
}

static void
compare_units(struct comparing *comparing, const struct tree_unit *was,
    const struct tree_unit *is)
{
	uint32_t i;

	comparing->unit = is;
	find_gone(comparing, was, is);
	find_added(comparing, was, is);
	compare_order(comparing, was, is);
	for (i = 0; i < is->count; i++) {
		uint32_t place = i == 0 ? 0 : find_item(was,
		    is->items[i].record);

		if (i > 0 && place == 0)
			continue;
		compare_parts(comparing, &was->items[place], &is->items[i]);
		compare_texts(comparing, &was->items[place], &is->items[i]);
	}
}

/* A unit that only one of the trees has: its records tell, or itself. */
static void
compare_lone(struct comparing *comparing, const struct tree_unit *unit,
    bool is_new)
{
	comparing->unit = unit;
	if (unit->count > 1 && is_new)
		find_added(comparing, NULL, unit);
	else if (unit->count > 1)
		find_gone(comparing, unit, NULL);
	else
		add_change(comparing, is_new ? CHANGE_UNIT_ADDED :
		    CHANGE_UNIT_GONE, NULL);
}

/* By kind; within one, as they stand. */
static void
sort_changes(struct change_list *list, struct arena *arena)
{
	struct change *sorted = ARENA_ARRAY(arena, struct change,
	    list->count);
	uint32_t kind, i, count = 0;

	for (kind = 0; kind < CHANGE_KIND_COUNT; kind++)
		for (i = 0; i < list->count; i++)
			if (list->items[i].kind == kind)
				sorted[count++] = list->items[i];
	list->items = sorted;
}

void
changes_find(struct change_list *list, struct arena *arena,
    const struct tree *before, const struct tree *after)
{
	struct comparing comparing = { .arena = arena, .list = list };
	uint32_t i;

	*list = (struct change_list){ NULL, 0 };
	if (strcmp(before->lang, after->lang) != 0)
		return;
	if (strcmp(before->valid_until, after->valid_until) != 0) {
		struct change *change = add_change(&comparing, CHANGE_VALID,
		    NULL);

		change->before = before->valid_until;
		change->after = after->valid_until;
	}
	for (i = 0; i < after->count; i++) {
		const struct tree_unit *was = find_unit(before,
		    after->units[i].id);

		if (was != NULL)
			compare_units(&comparing, was, &after->units[i]);
		else
			compare_lone(&comparing, &after->units[i], true);
	}
	for (i = 0; i < before->count; i++)
		if (find_unit(after, before->units[i].id) == NULL)
			compare_lone(&comparing, &before->units[i], false);
	sort_changes(list, arena);
}

const char *
change_kind_slug(enum change_kind kind)
{
	static const char *const slugs[] = {
		[CHANGE_VALID] = "valid", [CHANGE_GONE] = "gone",
		[CHANGE_ADDED] = "added", [CHANGE_DATE] = "date",
		[CHANGE_PART] = "part", [CHANGE_RENAMED] = "renamed",
		[CHANGE_MOVED] = "moved", [CHANGE_UNIT_GONE] = "unit-gone",
		[CHANGE_UNIT_ADDED] = "unit-added", [CHANGE_TEXT] = "text",
	};

	return slugs[kind];
}
