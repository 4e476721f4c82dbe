/*
 * Who reads an edition in which language.
 *
 * In: the offices of an edition, the languages of its records. Out: for each
 * office the languages it reads, as pages have them: a language that records
 * have texts in, else the language without its country, so that Vienna and
 * Zurich share the German pages. What the site's locale serves is left out.
 *
 * An office that receives this edition makes its own page, the campaigns that
 * it runs and the home page be there in its languages. An office of another
 * reader finds here what there is.
 */
#include <string.h>

#include "fieldkit/format.h"
#include "index.h"

static bool
is_among(const struct list *langs, const char *lang)
{
	uint32_t i;

	for (i = 0; i < langs->count; i++)
		if (strcmp(LIST_AT(*langs, struct str, i)->chars, lang) == 0)
			return true;
	return false;
}

/* "de" of "de-CH", "zh-Hant" of "zh-Hant-TW": the shortest that serves it. */
static const char *
without_country(struct arena *arena, const char *lang)
{
	size_t len = strcspn(lang, "-");
	const char *tag;

	while (lang[len] != '\0') {
		tag = arena_copy(arena, lang, len);
		if (lang_serves(tag, lang))
			return tag;
		len += 1 + strcspn(lang + len + 1, "-");
	}
	return lang;
}

static struct list
languages_read(struct projector *projector, const struct office *office)
{
	const char *locale = projector->index->source->site->locale.chars;
	struct lang_list list = { .count = 0 };
	uint32_t i;

	for (i = 0; i < office->languages.count; i++) {
		const char *lang = LIST_AT(office->languages, struct str,
		    i)->chars;
		const char *tag = lang_among(&projector->index->all_langs,
		    lang);

		if (lang_serves(locale, lang))
			continue;
		lang_list_add(&list, tag != NULL ? tag
		    : without_country(projector->arena, lang));
	}
	return lang_list_finish(&list, projector->arena,
	    office->record.pos);
}

/* Whether it is this edition that the office is sent. */
static bool
receives(const struct projector *projector, const struct record *office)
{
	const struct office *source = pointer_map_get(
	    &projector->index->sources, office);

	return source != NULL && strcmp(source->reader.chars,
	    projector->reader) == 0;
}

static void
set_page_langs(struct projector *projector, const struct record *record,
    struct lang_list *list, struct lang_list *all)
{
	struct list *langs = ARENA_NEW(projector->arena, struct list);

	*langs = lang_list_finish(list, projector->arena, record->pos);
	lang_list_add_all(all, langs);
	pointer_map_put(&projector->index->page_langs, projector->arena,
	    record, langs);
}

static void
read_office(struct projector *projector, const struct record *office,
    struct lang_list *all)
{
	struct list *langs = ARENA_NEW(projector->arena, struct list);
	struct lang_list list = { .count = 0 };

	*langs = languages_read(projector, (const struct office *)office);
	pointer_map_put(&projector->index->read_langs, projector->arena,
	    office, langs);
	if (!receives(projector, office))
		return;
	lang_list_add_all(&list, &office->langs);
	lang_list_add_all(&list, langs);
	set_page_langs(projector, office, &list, all);
}

static bool
runs_at(const struct country_set *territory, const struct office *office)
{
	uint32_t i;

	for (i = 0; i < office->covers.count; i++)
		if (country_set_has(territory, LIST_AT(office->covers,
		    struct str, i)->chars))
			return true;
	return false;
}

static void
read_campaign(struct projector *projector, const struct record *campaign,
    struct lang_list *all)
{
	const struct record_set *offices =
	    &projector->edition->model.sets[RECORD_OFFICE];
	struct country_set territory = territory_expand(
	    projector->index->regions,
	    &((const struct campaign *)campaign)->territories);
	struct lang_list list = { .count = 0 };
	uint32_t i;

	lang_list_add_all(&list, &campaign->langs);
	for (i = 0; i < offices->count; i++)
		if (receives(projector, offices->items[i]) &&
		    runs_at(&territory,
		    (const struct office *)offices->items[i]))
			lang_list_add_all(&list, office_langs(
			    projector->edition, offices->items[i]));
	set_page_langs(projector, campaign, &list, all);
}

/* "English" of en-GB, unless there are pages in another English. */
static const char *
autonym_here(struct projector *projector, const char *lang)
{
	const struct list *all = &projector->index->all_langs;
	const char *plain = without_country(projector->arena, lang);
	uint32_t i;

	for (i = 0; i < all->count; i++) {
		const char *other = LIST_AT(*all, struct str, i)->chars;

		if (strcmp(other, lang) != 0 && lang_serves(plain, other))
			plain = lang;
	}
	return format_autonym(projector->arena, plain);
}

void
index_reading(struct projector *projector)
{
	const struct record_set *sets = projector->edition->model.sets;
	struct edition_index *index = projector->index;
	struct lang_list all = { .count = 0 };
	uint32_t i;

	lang_list_add_all(&all, &index->all_langs);
	for (i = 0; i < sets[RECORD_OFFICE].count; i++)
		read_office(projector, sets[RECORD_OFFICE].items[i], &all);
	for (i = 0; i < sets[RECORD_CAMPAIGN].count; i++)
		read_campaign(projector, sets[RECORD_CAMPAIGN].items[i], &all);
	index->all_langs = lang_list_finish(&all, projector->arena,
	    index->all_langs.pos);
	index->autonyms = ARENA_ARRAY(projector->arena, const char *,
	    index->all_langs.count + 1);
	for (i = 0; i < index->all_langs.count; i++)
		index->autonyms[i] = autonym_here(projector,
		    LIST_AT(index->all_langs, struct str, i)->chars);
	index->autonyms[i] = autonym_here(projector,
	    index->source->site->locale.chars);
}

const char *
edition_autonym(const struct edition *edition, const char *lang)
{
	const struct edition_index *index = edition->index;
	uint32_t i = 0;

	while (i < index->all_langs.count && strcmp(lang,
	    LIST_AT(index->all_langs, struct str, i)->chars) != 0)
		i++;
	return index->autonyms[i];
}

const struct list *
office_langs(const struct edition *edition, const struct record *office)
{
	static const struct list none;
	const struct list *langs = pointer_map_get(
	    &edition->index->read_langs, office);

	return langs != NULL ? langs : &none;
}

bool
office_page_is_in(const struct edition *edition,
    const struct record *campaign, const char *lang)
{
	return is_among(edition_langs(edition, campaign), lang);
}
