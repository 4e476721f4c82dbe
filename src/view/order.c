/*
 * Records in the order of their names, and cut into groups.
 * In: records of an edition. Out: lists collated as the page's language does,
 * parted by first letter or region.
 */
#include <stdlib.h>
#include <string.h>

#include "parts.h"

#define LETTERS_FROM 40		/* a shorter list is read at a glance */

struct named {
	const char *name;
	const struct record *record;
};

static const char *
name_of(const struct viewer *viewer, const struct record *record)
{
	const struct text title = view_title(viewer, record);
	const char *name = view_words(viewer, &title);

	return name != NULL ? name : "";
}

static int
compare_named(const void *left, const void *right, void *locale)
{
	const struct named *a = left, *b = right;
	int order = locale != NULL ? format_compare(locale, a->name, b->name)
				   : strcmp(a->name, b->name);

	return order != 0 ? order : strcmp(a->record->id, b->record->id);
}

int
view_compare_names(struct viewer *viewer, const struct record *a,
    const struct record *b)
{
	const struct named left = { name_of(viewer, a), a };
	const struct named right = { name_of(viewer, b), b };

	return compare_named(&left, &right, viewer->context->locale);
}

struct record_list
view_by_name(struct viewer *viewer, const struct record *const *records,
    uint32_t count)
{
	struct named *named = ARENA_ARRAY(viewer->arena, struct named, count);
	const struct record **items = ARENA_ARRAY(viewer->arena,
	    const struct record *, count);
	uint32_t i;

	for (i = 0; i < count; i++)
		named[i] = (struct named){ name_of(viewer, records[i]),
		    records[i] };
	if (count > 0)
		qsort_r(named, count, sizeof(*named), compare_named,
		    viewer->context->locale);
	for (i = 0; i < count; i++)
		items[i] = named[i].record;
	return (struct record_list){ items, count };
}

/* The heading that a name stands under. */
static const char *
letter_of(struct viewer *viewer, const struct record *record)
{
	const char *name = name_of(viewer, record);
	const char *letter = format_index_letter(viewer->context->locale,
	    viewer->arena, name);

	if (letter != NULL)
		return letter;
	return name[0] >= '0' && name[0] <= '9' ? "0\u20139" : "\u2026";
}

/* A run of neighbours under one heading. */
struct run {
	const char *title;		/* NULL: the only one */
	uint32_t first, count;
};

static struct run *
letter_runs(struct viewer *viewer, struct record_list records,
    uint32_t *ret_count)
{
	struct run *runs = ARENA_ARRAY(viewer->arena, struct run,
	    records.count + 1);
	uint32_t i, count = 0;

	if (records.count < LETTERS_FROM || viewer->context->locale == NULL) {
		runs[0].count = records.count;
		*ret_count = records.count > 0 ? 1 : 0;
		return runs;
	}
	for (i = 0; i < records.count; i++) {
		const char *letter = letter_of(viewer, records.items[i]);

		if (count == 0 || strcmp(runs[count - 1].title, letter) != 0)
			runs[count++] = (struct run){ letter, i, 0 };
		runs[count - 1].count++;
	}
	*ret_count = count;
	return runs;
}

struct list
view_by_letter(struct viewer *viewer, struct record_list records)
{
	uint32_t i, count;
	const struct run *runs = letter_runs(viewer, records, &count);
	struct group_view *groups = ARENA_ARRAY(viewer->arena,
	    struct group_view, count);

	for (i = 0; i < count; i++) {
		groups[i].pos = viewer->pos;
		groups[i].title = view_text(viewer, runs[i].title);
		groups[i].items = view_records(viewer,
		    records.items + runs[i].first, runs[i].count);
	}
	return (struct list){ viewer->pos, count, groups };
}

struct list
view_cases_by_letter(struct viewer *viewer, struct record_list cases)
{
	uint32_t i, count;
	const struct run *runs = letter_runs(viewer, cases, &count);
	struct group_view *groups = ARENA_ARRAY(viewer->arena,
	    struct group_view, count);

	for (i = 0; i < count; i++) {
		const struct record_list part = {
			cases.items + runs[i].first, runs[i].count };

		groups[i].pos = viewer->pos;
		groups[i].title = view_text(viewer, runs[i].title);
		groups[i].items = view_cases(viewer, part, NULL, part.count);
	}
	return (struct list){ viewer->pos, count, groups };
}

static const struct record *
region_of(const struct record *office)
{
	return ((const struct office *)office)->region.target;
}

/* Every region once, by name; NULL, for offices without one, comes last. */
static struct record_list
regions_of(struct viewer *viewer, struct record_list offices)
{
	const struct record **regions = ARENA_ARRAY(viewer->arena,
	    const struct record *, offices.count + 1);
	struct record_list sorted;
	uint32_t i, j, count = 0;

	for (i = 0; i < offices.count; i++) {
		const struct record *region = region_of(offices.items[i]);

		for (j = 0; j < count && regions[j] != region; j++)
			continue;
		if (j == count && region != NULL)
			regions[count++] = region;
	}
	sorted = view_by_name(viewer, regions, count);
	memcpy(regions, sorted.items, count * sizeof(*regions));
	regions[count] = NULL;
	return (struct record_list){ regions, count + 1 };
}

struct list
view_by_region(struct viewer *viewer, struct record_list offices)
{
	struct record_list regions = regions_of(viewer, offices);
	struct group_view *groups = ARENA_ARRAY(viewer->arena,
	    struct group_view, regions.count);
	const struct record **items = ARENA_ARRAY(viewer->arena,
	    const struct record *, offices.count);
	uint32_t i, j, kept, count = 0;

	for (i = 0; i < regions.count; i++) {
		struct group_view *group = &groups[count];

		for (j = kept = 0; j < offices.count; j++)
			if (region_of(offices.items[j]) == regions.items[i])
				items[kept++] = offices.items[j];
		if (kept == 0)
			continue;
		group->pos = viewer->pos;
		if (regions.items[i] != NULL)
			group->title = view_title(viewer, regions.items[i]);
		group->items = view_records(viewer, items, kept);
		count++;
	}
	return (struct list){ viewer->pos, count, groups };
}
