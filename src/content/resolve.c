/*
 * What records say about each other. In: records whose references are ids as
 * they were written. Out: references with targets, aliases turned into ids,
 * readers that the site has, defaults that depend on other values.
 *
 * One walk over every value of every record, by the schema tables, does the
 * typed references; the few that hide in plain words (a campaign's persona,
 * where a person sits) follow by name.
 */
#include "resolve.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "bind.h"
#include "fieldkit/tags.h"

/* The record that an id or alias names, or NULL. */
static const struct record *
resolve_name(const struct resolve *resolve, enum record_type type,
    const char *name)
{
	return strmap_find(&resolve->names[type], name);
}

static int
compare_words(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The record whose printed name was written in place of its id, or NULL. */
static const struct record *
find_by_name(const struct record_set *set, const struct schema *schema,
    const char *name)
{
	const struct field *field = schema_field(schema, "name", 4);
	uint32_t i, j;

	if (field == NULL)
		field = schema_field(schema, "title", 5);
	for (i = 0; field != NULL && i < set->count; i++) {
		const void *value = field_value(field, set->items[i]);
		const struct str *line = value;
		const struct text *text = value;

		if (field->type == FIELD_LINE && is_given(line) &&
		    strcasecmp(line->chars, name) == 0)
			return set->items[i];
		for (j = 0; field->type == FIELD_TEXT && j < text->count; j++)
			if (strcasecmp(text->variants[j].chars, name) == 0)
				return set->items[i];
	}
	return NULL;
}

/* The table's order means nothing, so the candidates are sorted. */
void
resolve_suggest(const struct resolve *resolve, enum record_type type,
    const char *name)
{
	const struct strmap *names = &resolve->names[type];
	const char **candidates =
	    ARENA_ARRAY(resolve->arena, const char *, names->count);
	const struct record *named = find_by_name(&resolve->model->sets[type],
	    record_schema(type), name);
	const char *folder = record_schema(type)->name;
	size_t i, count = 0;

	/* As a link in a text has it: `solutions/care`. */
	if (strncmp(name, folder, strlen(folder)) == 0 &&
	    name[strlen(folder)] == '/' &&
	    strmap_find(names, name + strlen(folder) + 1) != NULL) {
		diag_hint(resolve->diags, "write its id alone: '%s'",
		    name + strlen(folder) + 1);
		return;
	}
	if (named != NULL) {
		diag_hint(resolve->diags, "did you mean '%s'?", named->id);
		return;
	}
	for (i = 0; i < names->size; i++)
		if (names->slots[i].key != NULL)
			candidates[count++] = names->slots[i].key;
	if (count > 0)
		qsort(candidates, count, sizeof(*candidates), compare_words);
	diag_suggest(resolve->diags, name, candidates, count);
}

static bool
take_target(struct ref *ref, const struct record *target)
{
	if (target == NULL)
		return false;
	ref->target = target;
	ref->id = target->id;
	return true;
}

static void
resolve_ref(struct resolve *resolve, const struct field *field,
    struct ref *ref)
{
	enum record_type type = record_type_of(field->of);

	if (take_target(ref, resolve_name(resolve, type, ref->id)) ||
	    resolve->is_incomplete[type] ||
	    content_has_refused(resolve->content, ref->id))
		return;
	diag_report(resolve->diags, DIAG_REF_DANGLING, ref->pos,
	    "there is no %s '%s'", field->of->singular, ref->id);
	resolve_suggest(resolve, type, ref->id);
}

static void
resolve_territory(struct resolve *resolve, const struct field *field,
    struct ref *ref)
{
	const char *meant;

	if (tag_country(ref->id, strlen(ref->id)) ||
	    take_target(ref, resolve_name(resolve, RECORD_REGION, ref->id)) ||
	    resolve->is_incomplete[RECORD_REGION])
		return;
	diag_report(resolve->diags, DIAG_REF_DANGLING, ref->pos,
	    "'%s' takes a region's id or a country's two letters; '%s' is "
	    "neither", field->key, ref->id);
	meant = tag_country_meant(ref->id);
	if (meant != NULL)
		diag_hint(resolve->diags, "did you mean '%s'?", meant);
	else
		resolve_suggest(resolve, RECORD_REGION, ref->id);
}

static void
resolve_org(struct resolve *resolve, const struct field *field,
    struct ref *ref)
{
	if (strcmp(ref->id, "vendor") == 0 ||
	    take_target(ref, resolve_name(resolve, RECORD_PARTNER, ref->id)) ||
	    resolve->is_incomplete[RECORD_PARTNER] ||
	    content_has_refused(resolve->content, ref->id))
		return;
	diag_report(resolve->diags, DIAG_REF_DANGLING, ref->pos,
	    "'%s' takes vendor or a partner's id; there is no partner '%s'",
	    field->key, ref->id);
	resolve_suggest(resolve, RECORD_PARTNER, ref->id);
}

static void
resolve_reader(struct resolve *resolve, const struct str *reader)
{
	const struct list *readers = &resolve->model->site->readers;
	const char **names =
	    ARENA_ARRAY(resolve->arena, const char *, readers->count + 1);
	uint32_t i;

	for (i = 0; i < readers->count; i++) {
		names[i] = LIST_AT(*readers, struct str, i)->chars;
		if (strcmp(names[i], reader->chars) == 0)
			return;
	}
	diag_report(resolve->diags, DIAG_READER_UNKNOWN, reader->pos,
	    "'%s' is no reader of this site; its readers are %s",
	    reader->chars, words_listed(resolve->arena, names, "and"));
	diag_suggest(resolve->diags, reader->chars, names, readers->count);
}

/* Whether a dotted path leads to a field of the schema; `ret_in` is the map
 * where it ends or fails, `ret_len` how much of the key failed there. */
static bool
has_path(const struct schema *schema, const char *path,
    const struct schema **ret_in, const char **ret_key)
{
	for (;;) {
		size_t len = strcspn(path, ".");
		const struct field *field = schema_field(schema, path, len);

		*ret_in = schema;
		*ret_key = path;
		if (field == NULL)
			return false;
		if (path[len] == '\0')
			return true;
		if (field->type != FIELD_STRUCT)
			return false;
		schema = field->of;
		path += len + 1;
	}
}

static void
check_audience_path(struct resolve *resolve, const struct map_entry *entry)
{
	const struct schema *schema = record_schema(resolve->record->type), *in;
	const char *keys[64], *key, *meant;
	size_t i;

	if (has_path(schema, entry->key, &in, &key))
		return;
	diag_report(resolve->diags, DIAG_FIELD_PATH_UNKNOWN, entry->pos,
	    "'audience_of' names '%s', which is no field of %s %s", entry->key,
	    schema_article(schema), schema->singular);
	for (i = 0; i < in->field_count && i < 64; i++)
		keys[i] = in->fields[i].key;
	meant = diag_nearest(key, keys, i);
	if (meant != NULL)
		diag_hint(resolve->diags, "did you mean '%.*s%s'?",
		    (int)(key - entry->key), entry->key, meant);
}

static void
check_audience_type(struct resolve *resolve, const struct map_entry *entry)
{
	const char *names[RECORD_TYPE_COUNT];
	enum record_type type;

	for (type = 0; type < RECORD_TYPE_COUNT; type++) {
		names[type] = record_schema(type)->name;
		if (strcmp(names[type], entry->key) == 0)
			return;
	}
	diag_report(resolve->diags, DIAG_TYPE_UNKNOWN, entry->pos,
	    "'default_audience' names '%s', which is no record type",
	    entry->key);
	diag_suggest(resolve->diags, entry->key, names, RECORD_TYPE_COUNT);
}

static void
resolve_readers(struct resolve *resolve, const struct field *field,
    const struct map *map)
{
	uint32_t i, j;

	for (i = 0; i < map->count; i++) {
		const struct map_entry *entry = &map->entries[i];

		if (field->offset == offsetof(struct record, audience_of))
			check_audience_path(resolve, entry);
		else
			check_audience_type(resolve, entry);
		for (j = 0; j < entry->words.count; j++)
			resolve_reader(resolve,
			    LIST_AT(entry->words, struct str, j));
	}
}

static void
resolve_value(void *context, const struct field *field, const void *value)
{
	struct resolve *resolve = context;

	if (field->type == FIELD_REF)
		resolve_ref(resolve, field, LOADED(struct ref, value));
	else if (field->type == FIELD_TERRITORY)
		resolve_territory(resolve, field, LOADED(struct ref, value));
	else if (field->type == FIELD_ORG)
		resolve_org(resolve, field, LOADED(struct ref, value));
	else if (field->type == FIELD_READER)
		resolve_reader(resolve, value);
	else if (field->type == FIELD_MAP && field->map == MAP_READERS)
		resolve_readers(resolve, field, value);
	else if (field->type == FIELD_MARKDOWN)
		resolve_links(resolve, value);
}

/* Two spellings of one entry in a list are the same target: the first
 * stays. Equal spellings were reported when the list was read. */
static void
drop_repeated_targets(struct list *list)
{
	struct ref *refs = list->items;
	uint32_t i, j, kept = 0;

	for (i = 0; i < list->count; i++) {
		for (j = 0; j < kept; j++)
			if (refs[i].target != NULL &&
			    refs[j].target == refs[i].target)
				break;
		if (j == kept)
			refs[kept++] = refs[i];
	}
	list->count = kept;
}

static void
drop_repeated(const struct schema *schema, void *holder)
{
	size_t i;

	for (i = 0; i < schema->field_count; i++) {
		const struct field *field = &schema->fields[i];

		if (field->is_list && (field->type == FIELD_REF ||
		    field->type == FIELD_TERRITORY))
			drop_repeated_targets(field_place(field, holder));
	}
}

static const struct place *
find_place(const struct partner *partner, const char *id)
{
	uint32_t i;

	for (i = 0; i < partner->sites.count; i++) {
		const struct place *place =
		    LIST_AT(partner->sites, struct place, i);

		if (is_given(&place->id) && strcmp(place->id.chars, id) == 0)
			return place;
	}
	return NULL;
}

static void
suggest_place(struct resolve *resolve, const struct partner *partner,
    const char *id)
{
	const char **ids =
	    ARENA_ARRAY(resolve->arena, const char *, partner->sites.count);
	uint32_t i, count = 0;

	for (i = 0; i < partner->sites.count; i++) {
		const struct place *place =
		    LIST_AT(partner->sites, struct place, i);

		if (is_given(&place->id))
			ids[count++] = place->id.chars;
	}
	diag_suggest(resolve->diags, id, ids, count);
}

/* `partner/site`, or a site of the person's own partner, made whole. */
static void
resolve_based_at(struct resolve *resolve, struct person *person)
{
	struct str *at = &person->based_at;
	const struct partner *partner =
	    (const struct partner *)(const void *)person->org.target;
	const char *slash, *site;

	if (!is_given(at) || resolve->is_incomplete[RECORD_PARTNER])
		return;
	slash = strchr(at->chars, '/');
	site = slash != NULL ? slash + 1 : at->chars;
	if (slash != NULL) {
		const char *id = arena_copy(resolve->arena, at->chars,
		    (size_t)(slash - at->chars));

		partner = (const struct partner *)(const void *)
		    resolve_name(resolve, RECORD_PARTNER, id);
		if (partner == NULL) {
			diag_report(resolve->diags, DIAG_REF_DANGLING, at->pos,
			    "there is no partner '%s'; 'based_at' is written "
			    "partner/site", id);
			resolve_suggest(resolve, RECORD_PARTNER, id);
			return;
		}
	}
	if (partner == NULL) {
		diag_report(resolve->diags, DIAG_REF_DANGLING, at->pos,
		    "whose site is '%s'? write it as partner/site", site);
		return;
	}
	if (find_place(partner, site) == NULL) {
		diag_report(resolve->diags, DIAG_REF_DANGLING, at->pos,
		    "the partner '%s' has no site '%s'", partner->record.id,
		    site);
		suggest_place(resolve, partner, site);
		return;
	}
	at->chars = arena_printf(resolve->arena, "%s/%s", partner->record.id,
	    site);
	at->len = (uint32_t)strlen(at->chars);
}

static void
resolve_personas(struct resolve *resolve, const struct campaign *campaign)
{
	uint32_t count = campaign->personas.count, i, j;
	const char **ids = ARENA_ARRAY(resolve->arena, const char *, count);
	uint32_t id_count = 0;

	for (i = 0; i < count; i++) {
		const struct persona *persona =
		    LIST_AT(campaign->personas, struct persona, i);

		if (is_given(&persona->id))
			ids[id_count++] = persona->id.chars;
	}
	for (i = 0; i < campaign->discovery.count; i++) {
		const struct str *name = &LIST_AT(campaign->discovery,
		    struct discovery, i)->persona;

		for (j = 0; is_given(name) && j < id_count; j++)
			if (strcmp(ids[j], name->chars) == 0)
				break;
		if (!is_given(name) || j < id_count)
			continue;
		diag_report(resolve->diags, DIAG_REF_DANGLING, name->pos,
		    "'%s' is none of this campaign's personas", name->chars);
		diag_suggest(resolve->diags, name->chars, ids, id_count);
	}
}

static void
resolve_record(struct resolve *resolve, struct record *record)
{
	const struct schema *schema = record_schema(record->type);

	resolve->record = record;
	schema_visit(schema, record, resolve_value, resolve);
	drop_repeated(schema, record);
	resolve_defaults(resolve, record);
	if (record->type == RECORD_PERSON)
		resolve_based_at(resolve, (struct person *)record);
	if (record->type == RECORD_CAMPAIGN)
		resolve_personas(resolve, (const struct campaign *)record);
}

void
resolve_model(struct model *model, struct arena *arena,
    const struct content *content, const bool *is_incomplete,
    struct diags *diags)
{
	struct resolve resolve = { .model = model, .arena = arena,
		.diags = diags, .content = content,
		.is_incomplete = is_incomplete };
	enum record_type type;
	uint32_t i;

	resolve_site_defaults(&resolve);
	resolve_vocab_names(&resolve);
	for (type = 0; type < RECORD_TYPE_COUNT; type++)
		for (i = 0; i < model->sets[type].count; i++)
			resolve_record(&resolve, LOADED(struct record,
			    model->sets[type].items[i]));
	resolve_vocab_cycles(&resolve);
	for (type = 0; type < RECORD_TYPE_COUNT; type++)
		strmap_release(&resolve.names[type]);
}
