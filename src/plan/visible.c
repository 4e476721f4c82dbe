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
			     : reader_sees_type(reader, record->type);
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
		return !reader_is_customer(reader);
	case FIELD_ALLIANCE:
		return reader_is_alliance(reader);
	case FIELD_AUTHORS:
		break;
	}
	return false;
}
