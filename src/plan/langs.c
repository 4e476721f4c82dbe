/*
 * Languages. In: the texts of a projected record. Out: the languages it has
 * texts in beside the site's locale - those of any visible text that the
 * locale does not serve ("en" in an en-GB site is no language of its own).
 */
#include <stdlib.h>
#include <string.h>

#include "fieldkit/format.h"
#include "index.h"

static uint32_t
list_place(struct lang_list *list, const char *lang)
{
	uint32_t i;

	for (i = 0; i < list->count; i++)
		if (strcmp(list->langs[i], lang) == 0)
			return i;
	if (list->count < LANGS_MAX)
		list->langs[list->count++] = lang;
	return i;
}

/* ICU is asked once for each tag, not for each text. */
static bool
is_of_locale(struct lang_finder *finder, const char *lang)
{
	uint32_t before = finder->known.count;
	uint32_t place = list_place(&finder->known, lang);

	if (place == LANGS_MAX)
		return true;
	if (place == before)
		finder->serves[place] = lang_serves(lang, finder->locale);
	return finder->serves[place];
}

struct langs_of {
	struct lang_finder *finder;
	struct lang_list *list;
};

static void
note_langs(void *context, const struct field *field, const void *value)
{
	const struct langs_of *of = context;
	const struct text *text = value;
	uint32_t i;

	if (!field_is_localizable(field))
		return;
	for (i = 0; i < text->count; i++)
		if (text->variants[i].len > 0 &&
		    !is_of_locale(of->finder, text->variants[i].lang))
			list_place(of->list, text->variants[i].lang);
}

static int
compare_langs(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void
lang_list_add(struct lang_list *list, const char *lang)
{
	list_place(list, lang);
}

void
lang_list_add_all(struct lang_list *list, const struct list *langs)
{
	uint32_t i;

	for (i = 0; i < langs->count; i++)
		list_place(list, LIST_AT(*langs, struct str, i)->chars);
}

struct list
lang_list_finish(struct lang_list *list, struct arena *arena,
    struct source_pos pos)
{
	struct str *strs = ARENA_ARRAY(arena, struct str, list->count);
	uint32_t i;

	qsort(list->langs, list->count, sizeof(list->langs[0]), compare_langs);
	for (i = 0; i < list->count; i++)
		strs[i] = (struct str){ pos, (uint32_t)strlen(list->langs[i]),
		    list->langs[i] };
	return (struct list){ .pos = pos, .count = list->count,
	    .items = strs };
}

void
record_langs(struct projector *projector, struct record *copy)
{
	struct lang_list list = { .count = 0 };
	struct langs_of of = { &projector->langs, &list };

	if (record_schema(copy->type)->kind != SCHEMA_FOLDER)
		return;
	projector->langs.locale =
	    projector->index->source->site->locale.chars;
	schema_visit(record_schema(copy->type), copy, note_langs, &of);
	copy->langs = lang_list_finish(&list, projector->arena, copy->pos);
}

void
index_langs(struct projector *projector)
{
	const struct model *model = &projector->edition->model;
	struct lang_list all = { .count = 0 };
	int type;
	uint32_t i;

	for (type = 0; type < RECORD_TYPE_COUNT; type++) {
		const struct record_set *set = &model->sets[type];

		for (i = 0; i < set->count; i++)
			lang_list_add_all(&all, &set->items[i]->langs);
	}
	projector->index->all_langs = lang_list_finish(&all, projector->arena,
	    model->site->record.pos);
}

const char *
lang_among(const struct list *langs, const char *lang)
{
	uint32_t i;

	for (i = 0; i < langs->count; i++)
		if (strcmp(LIST_AT(*langs, struct str, i)->chars, lang) == 0)
			return LIST_AT(*langs, struct str, i)->chars;
	for (i = 0; i < langs->count; i++)
		if (lang_serves(LIST_AT(*langs, struct str, i)->chars, lang))
			return LIST_AT(*langs, struct str, i)->chars;
	return NULL;
}

const struct list *
edition_langs(const struct edition *edition, const struct record *record)
{
	const struct case_entry *entry;
	const struct list *langs;

	if (record == NULL)
		return &edition->index->all_langs;
	langs = pointer_map_get(&edition->index->page_langs, record);
	if (langs != NULL)
		return langs;
	entry = index_case(edition, record);

	/* All copies of a case share the page of one. */
	if (entry != NULL && entry->page != NULL)
		record = &entry->page->record;
	return &record->langs;
}
