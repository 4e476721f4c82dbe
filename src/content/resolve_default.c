/*
 * Defaults that depend on other values. In: a record. Out: its audience, and
 * what its type takes from another field: a partner's countries, an office's
 * paper.
 */
#include "resolve.h"

#include <string.h>

/* Every reader of the content model, in its order. */
static const char *const usual_readers[] = { "customer", "vendor-field",
	"vendor-alliance", "partner-field", "partner-alliance" };

/* CLDR, paperSize US-Letter. */
static const char letter_countries[] =
    "BZ CA CL CO CR GT MX NI PA PH PR SV US VE";

static struct str
string_at(struct source_pos pos, const char *chars)
{
	return (struct str){ pos, (uint32_t)strlen(chars), chars };
}

void
resolve_site_defaults(struct resolve *resolve)
{
	struct site *site = LOADED(struct site, resolve->model->site);
	size_t count = sizeof(usual_readers) / sizeof(*usual_readers), i;
	struct str *readers;

	if (is_given(&site->readers))
		return;
	readers = ARENA_ARRAY(resolve->arena, struct str, count);
	for (i = 0; i < count; i++)
		readers[i] = string_at(site->record.pos, usual_readers[i]);
	site->readers =
	    (struct list){ site->record.pos, (uint32_t)count, readers };
}

static const struct map_entry *
default_audience(const struct site *site, enum record_type type)
{
	uint32_t i;

	for (i = 0; i < site->default_audience.count; i++)
		if (strcmp(site->default_audience.entries[i].key,
		    record_schema(type)->name) == 0)
			return &site->default_audience.entries[i];
	return NULL;
}

static void
give_audience(struct resolve *resolve, struct record *record)
{
	const struct site *site = resolve->model->site;
	const struct map_entry *entry = default_audience(site, record->type);
	struct str *readers;
	uint32_t i;

	if (is_given(&record->audience))
		return;
	record->audience.pos = record->pos;
	if (entry != NULL) {
		record->audience.count = entry->words.count;
		record->audience.items = entry->words.items;
		return;
	}
	readers = ARENA_ARRAY(resolve->arena, struct str,
	    site->readers.count);
	record->audience.items = readers;
	for (i = 0; i < site->readers.count; i++) {
		const char *reader =
		    LIST_AT(site->readers, struct str, i)->chars;

		if (reader_sees_type(reader, record->type))
			readers[record->audience.count++] =
			    string_at(record->pos, reader);
	}
}

static void
give_countries(struct resolve *resolve, struct partner *partner)
{
	struct str *hq;

	if (is_given(&partner->countries) || !is_given(&partner->hq))
		return;
	hq = ARENA_NEW(resolve->arena, struct str);
	*hq = partner->hq;
	partner->countries = (struct list){ partner->record.pos, 1, hq };
}

static void
give_paper(struct office *office)
{
	if (is_given(&office->paper) || !is_given(&office->country))
		return;
	office->paper.pos = office->record.pos;
	office->paper.index =
	    strstr(letter_countries, office->country.chars) != NULL
	    ? PAPER_LETTER : PAPER_A4;
}

void
resolve_defaults(struct resolve *resolve, struct record *record)
{
	give_audience(resolve, record);
	if (record->type == RECORD_PARTNER)
		give_countries(resolve, (struct partner *)record);
	if (record->type == RECORD_OFFICE)
		give_paper((struct office *)record);
}
