/*
 * Who may see a record or a field. In: a record of the whole model, a reader
 * and the clock. Out: yes or no; what is not said to be visible is not.
 *
 * A record: its own audience, else the site's default for its type, else the
 * content model's. A field: what audience_of says of it, else the default of
 * its row in the schema.
 */
#include "index.h"

#include <string.h>

#define READER_CUSTOMER "customer"

bool
reader_is_in(const struct list *readers, const char *reader)
{
	uint32_t i;

	for (i = 0; i < readers->count; i++)
		if (strcmp(LIST_AT(*readers, struct str, i)->chars,
		    reader) == 0)
			return true;
	return false;
}

bool
reader_is_alliance(const char *reader)
{
	return strcmp(reader, "vendor-alliance") == 0 ||
	    strcmp(reader, "partner-alliance") == 0;
}

bool
reader_is_vendor(const char *reader)
{
	return strcmp(reader, READER_CUSTOMER) != 0 &&
	    strncmp(reader, "partner-", strlen("partner-")) != 0;
}

static const struct map_entry *
find_entry(const struct map *map, const char *key)
{
	uint32_t i;

	for (i = 0; i < map->count; i++)
		if (strcmp(map->entries[i].key, key) == 0)
			return &map->entries[i];
	return NULL;
}

static bool
entry_has(const struct map_entry *entry, const char *reader)
{
	if (entry->value != NULL)
		return strcmp(entry->value, reader) == 0;
	return reader_is_in(&entry->words, reader);
}

/* What holds where neither the record nor the site says anything. */
static bool
type_is_visible(enum record_type type, const char *reader)
{
	switch (type) {
	case RECORD_INDUSTRY:
	case RECORD_PRODUCT:
	case RECORD_AREA:
	case RECORD_REGION:
		return true;
	case RECORD_FUNDING:
	case RECORD_COMMITMENT:
		return reader_is_alliance(reader);
	case RECORD_PARTNER:
	case RECORD_SOLUTION:
	case RECORD_CASE_STUDY:
	case RECORD_CAMPAIGN:
	case RECORD_OFFICE:
	case RECORD_PERSON:
		return strcmp(reader, READER_CUSTOMER) != 0;
	case RECORD_SITE:
	case RECORD_TYPE_COUNT:
		break;
	}
	return false;
}

static bool
audience_has(const struct record *record, const struct site *site,
    const char *reader)
{
	const struct map_entry *entry;

	if (is_given(&record->audience))
		return reader_is_in(&record->audience, reader);
	entry = find_entry(&site->default_audience,
	    record_schema(record->type)->name);
	return entry != NULL ? entry_has(entry, reader)
			     : type_is_visible(record->type, reader);
}

static bool
is_over(const struct record *record, int32_t as_of_days)
{
	const struct campaign *campaign = (const struct campaign *)record;

	return record->type == RECORD_CAMPAIGN && is_given(&campaign->end) &&
	    campaign->end.days < as_of_days;
}

bool
record_is_current(const struct record *record, const struct plan_clock *clock)
{
	if (is_over(record, clock->as_of_days))
		return false;
	if (is_given(&record->publish_from) &&
	    record->publish_from.days > clock->as_of_days)
		return false;
	if (is_given(&record->expires) &&
	    record->expires.days < clock->as_of_days)
		return false;
	return clock->has_drafts || is_given(&record->approved) ||
	    record_schema(record->type)->kind != SCHEMA_FOLDER;
}

bool
record_is_visible(const struct record *record, const struct site *site,
    const char *reader, const struct plan_clock *clock)
{
	return record_is_current(record, clock) &&
	    audience_has(record, site, reader);
}

bool
field_is_visible(const struct field *field, const char *path,
    const struct record *record, const char *reader)
{
	const struct map_entry *entry =
	    find_entry(&record->audience_of, path);

	if (entry != NULL)
		return entry_has(entry, reader);
	switch (field->audience) {
	case FIELD_FOR_ALL:
		return true;
	case FIELD_NOT_CUSTOMER:
		return strcmp(reader, READER_CUSTOMER) != 0;
	case FIELD_ALLIANCE:
		return reader_is_alliance(reader);
	case FIELD_AUTHORS:
		break;
	}
	return false;
}
