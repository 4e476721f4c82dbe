/*
 * Where an edition's pages stand, and the ways between them.
 * In: records and languages. Out: paths below the edition's folder, with '/'
 * between names; all of them are made of ids and language tags.
 */
#include <string.h>

#include "fieldkit/digest.h"
#include "index.h"

#define INDEX_PAGE "index.html"

/* The folder of a type's pages, or NULL. */
static const char *
type_folder(enum record_type type)
{
	switch (type) {
	case RECORD_PARTNER:
	case RECORD_SOLUTION:
	case RECORD_CASE_STUDY:
	case RECORD_CAMPAIGN:
	case RECORD_OFFICE:
		return record_schema(type)->name;
	case RECORD_SITE:
	case RECORD_INDUSTRY:
	case RECORD_PRODUCT:
	case RECORD_AREA:
	case RECORD_REGION:
	case RECORD_PERSON:
	case RECORD_FUNDING:
	case RECORD_COMMITMENT:
	case RECORD_TYPE_COUNT:
		break;
	}
	return NULL;
}

/* "site/" or "site/de/". The locale's own readers are told first: ICU is
 * asked only about languages that some record has. */
static const char *
lang_root(const struct edition *edition, struct arena *arena,
    const struct list *langs, const char *lang)
{
	const char *locale = edition->model.site->locale.chars;
	const char *tag;

	if (langs->count == 0 || strcmp(lang, locale) == 0)
		return "site/";
	tag = lang_among(langs, lang);
	return tag != NULL ? arena_printf(arena, "site/%s/", tag) : "site/";
}

const char *
edition_lang(const struct edition *edition, const struct record *record,
    const char *lang)
{
	const char *tag = lang_among(edition_langs(edition, record), lang);

	return tag != NULL ? tag : edition->model.site->locale.chars;
}

/* The edition's record that has a page for this copy, or NULL. */
static const struct record *
paged_record(const struct edition *edition, const struct record *record)
{
	if (record == NULL || !edition->spec->site.is_true ||
	    type_folder(record->type) == NULL)
		return NULL;
	return pointer_map_get(&edition->index->projected,
	    index_source(edition, record));
}

const char *
edition_topic_path(const struct edition *edition, struct arena *arena,
    const struct topic *topic, const char *lang)
{
	static const char *const folders[TOPIC_KIND_COUNT] = {
		[TOPIC_INDUSTRY] = "industries", [TOPIC_PRODUCT] = "products",
		[TOPIC_COUNTRY] = "countries", [TOPIC_TAG] = "tags",
	};
	char *id, *c;

	if (!edition->spec->site.is_true)
		return NULL;
	id = arena_strdup(arena, topic->id);
	for (c = id; *c != '\0'; c++)
		if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c - 'A' + 'a');
	return arena_printf(arena, "%s%s/%s/" INDEX_PAGE,
	    lang_root(edition, arena, &topic->langs, lang),
	    folders[topic->kind], id);
}

static const char *
vocab_path(const struct edition *edition, struct arena *arena,
    const struct record *record, const char *lang)
{
	const struct topic *topic = NULL;

	if (record->type == RECORD_INDUSTRY)
		topic = edition_topic(edition, TOPIC_INDUSTRY, record->id);
	else if (record->type == RECORD_PRODUCT)
		topic = edition_topic(edition, TOPIC_PRODUCT, record->id);
	return topic != NULL ? edition_topic_path(edition, arena, topic, lang)
			     : NULL;
}

const char *
edition_record_path(const struct edition *edition, struct arena *arena,
    const struct record *record, const char *lang)
{
	const struct record *paged = paged_record(edition, record);

	if (record != NULL && type_folder(record->type) == NULL)
		return vocab_path(edition, arena, record, lang);
	if (paged == NULL)
		return NULL;
	return arena_printf(arena, "%s%s/%s/" INDEX_PAGE,
	    lang_root(edition, arena, edition_langs(edition, paged), lang),
	    type_folder(paged->type), paged->id);
}

const char *
edition_record_file_path(const struct edition *edition, struct arena *arena,
    const struct record *record, const char *name)
{
	const char *page = edition_record_path(edition, arena, record,
	    edition->model.site->locale.chars);

	if (page == NULL)
		return NULL;
	return arena_printf(arena, "%.*s%s",
	    (int)(strlen(page) - strlen(INDEX_PAGE)), page, name);
}

const char *
edition_office_path(const struct edition *edition, struct arena *arena,
    const struct record *campaign, const struct record *office,
    const char *lang)
{
	const struct record *paged = paged_record(edition, campaign);
	const struct list *langs;
	const char *tag;

	if (paged == NULL || paged_record(edition, office) == NULL)
		return NULL;
	langs = office_langs(edition, office);
	tag = langs->count > 0 ? lang_among(langs, lang) : NULL;
	if (tag != NULL && !office_page_is_in(edition, paged, tag))
		tag = NULL;
	return arena_printf(arena, "site/%s%scampaigns/%s/%s/" INDEX_PAGE,
	    tag != NULL ? tag : "", tag != NULL ? "/" : "", paged->id,
	    office->id);
}

const char *
edition_file_path(const struct edition *edition, struct arena *arena,
    const char *lang, const char *name)
{
	if (!edition->spec->site.is_true)
		return NULL;
	return arena_printf(arena, "%s%s", lang_root(edition, arena,
	    &edition->index->all_langs, lang), name);
}

static bool
has_words_in(const struct text *text, const char *lang)
{
	uint32_t i;

	for (i = 0; i < text->count; i++)
		if (strcmp(text->variants[i].lang, lang) == 0)
			return true;
	return false;
}

const char *
edition_card_lang(const struct edition *edition, const struct record *record,
    const char *lang)
{
	const struct person *person = (const struct person *)record;

	return has_words_in(&person->name, lang) ||
	    has_words_in(&person->title, lang) ? lang
	    : edition->model.site->locale.chars;
}

/* Sixteen digits of a digest: no two people of a list share them. */
const char *
edition_card_path(const struct edition *edition, struct arena *arena,
    const struct record *person, const char *lang)
{
	const char *key = arena_printf(arena, "%s/%s", schema_person.name,
	    person->id);
	char hex[DIGEST_HEX_CHARS + 1];

	if (!edition_has(edition, person))
		return NULL;
	digest_of(key, strlen(key), hex);
	return edition_file_path(edition, arena,
	    edition_card_lang(edition, person, lang),
	    arena_printf(arena, "contacts/%.16s.vcf", hex));
}

const char *
edition_home_path(const struct edition *edition, struct arena *arena,
    const char *lang)
{
	return edition_file_path(edition, arena, lang, INDEX_PAGE);
}

const char *
edition_coverage_path(const struct edition *edition, struct arena *arena,
    const char *lang)
{
	if (!edition->spec->site.is_true ||
	    !edition->view.is_alliance.is_true)
		return NULL;
	return arena_printf(arena, "%scoverage/" INDEX_PAGE, lang_root(edition,
	    arena, &edition->index->all_langs, lang));
}

const char *
edition_verify_path(const struct edition *edition, struct arena *arena,
    const char *kit_id)
{
	if (!edition->spec->site.is_true)
		return NULL;
	return arena_printf(arena, "site/verify/%s/" INDEX_PAGE, kit_id);
}

const char *
edition_search_path(const struct edition *edition, struct arena *arena,
    const char *lang)
{
	if (!edition->spec->site.is_true)
		return NULL;
	return arena_printf(arena, "%ssearch.html", lang_root(edition, arena,
	    &edition->index->all_langs, lang));
}

const char *
edition_topics_path(const struct edition *edition, struct arena *arena,
    const char *lang)
{
	if (!edition->spec->site.is_true)
		return NULL;
	return arena_printf(arena, "%stopics/" INDEX_PAGE, lang_root(edition,
	    arena, &edition->index->all_langs, lang));
}

/* How much of `from` and `to` is the same folders. */
static size_t
common_folders(const char *from, const char *to)
{
	size_t i, common = 0;

	for (i = 0; from[i] != '\0' && from[i] == to[i]; i++)
		if (from[i] == '/')
			common = i + 1;
	return common;
}

const char *
path_relative(struct arena *arena, const char *from, const char *to)
{
	size_t common = common_folders(from, to);
	const char *slash;
	char *way, *end;
	size_t ups = 0;

	for (slash = strchr(from + common, '/'); slash != NULL;
	    slash = strchr(slash + 1, '/'))
		ups++;
	way = end = arena_alloc(arena, ups * 3 + strlen(to + common) + 3);
	while (ups-- > 0)
		end = stpcpy(end, "../");
	if (to[common] == '\0' && end == way)
		end = stpcpy(end, "./");
	strcpy(end, to + common);
	return way;
}

const char *
edition_url(const struct edition *edition, struct arena *arena,
    const char *path)
{
	const struct str *base = &edition->model.site->base_url;
	size_t len = strlen(path);

	if (!is_given(base) || base->len == 0)
		return NULL;
	if (len >= strlen(INDEX_PAGE) &&
	    strcmp(path + len - strlen(INDEX_PAGE), INDEX_PAGE) == 0)
		len -= strlen(INDEX_PAGE);
	return arena_printf(arena, "%s%s%s/%.*s", base->chars,
	    base->chars[base->len - 1] == '/' ? "" : "/",
	    edition->view.id.chars, (int)len, path);
}

const char *
kit_attachment_name(struct arena *arena, const char *path, const char *id)
{
	static const char ending[] = ".pdf";
	const char *slash = strrchr(path, '/');
	const char *name = slash != NULL ? slash + 1 : path;
	int start = ATTACHMENT_NAME_CHARS - (int)(strlen(id) + 1 +
	    strlen(ending));

	if (strlen(name) <= ATTACHMENT_NAME_CHARS)
		return name;
	return arena_printf(arena, "%.*s-%s%s", start, name, id, ending);
}
