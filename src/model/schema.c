/*
 * The tables of the content model, found by type and by key.
 * In: the rows of schema_*.c. Out: schemas and fields, all static.
 */
#include "fieldkit/schema.h"

#include <assert.h>
#include <string.h>

#include "schema_rows.h"

static const struct {
	const char *name;
	size_t size;
} types[] = {
#define TYPE_ROW(name, string, type) [FIELD_##name] = { string, sizeof(type) },
	FIELD_TYPE_TABLE(TYPE_ROW)
#undef TYPE_ROW
};

static const struct schema *const record_schemas[] = {
	[RECORD_SITE] = &schema_site,
	[RECORD_INDUSTRY] = &schema_industry,
	[RECORD_PRODUCT] = &schema_product,
	[RECORD_AREA] = &schema_area,
	[RECORD_REGION] = &schema_region,
	[RECORD_PARTNER] = &schema_partner,
	[RECORD_SOLUTION] = &schema_solution,
	[RECORD_CASE_STUDY] = &schema_case_study,
	[RECORD_CAMPAIGN] = &schema_campaign,
	[RECORD_OFFICE] = &schema_office,
	[RECORD_PERSON] = &schema_person,
	[RECORD_FUNDING] = &schema_funding,
	[RECORD_COMMITMENT] = &schema_commitment,
};

static const struct field approval_fields[] = {
	{ .key = "by", .type = FIELD_LINE, AT(approval, by),
	  .is_required = true, .example = "alliance-desk@publisher.example",
	  .help = "Who approved it: a mailbox or a role." },
	{ .key = "on", .type = FIELD_DATE, AT(approval, on),
	  .is_required = true, .example = "2026-11-22",
	  .help = "The day of the approval." },
};

const struct schema schema_approval = {
	.name = "approved", .singular = "approval", .kind = SCHEMA_MAP,
	.size = sizeof(struct approval), .fields = approval_fields,
	.field_count = COUNT_OF(approval_fields),
	.help = "Somebody's word that the record may be used.",
};

const char *
schema_article(const struct schema *schema)
{
	return strchr("aeio", schema->singular[0]) != NULL ? "an" : "a";
}

const char *
field_type_name(enum field_type type)
{
	assert(type < FIELD_TYPE_COUNT);
	return types[type].name;
}

bool
field_is_one_line(const struct field *field)
{
	if (field->type == FIELD_MARKDOWN)
		return false;
	return field->type != FIELD_TEXT || (field->key != NULL &&
	    (strcmp(field->key, "name") == 0 ||
	    strcmp(field->key, "title") == 0));
}

size_t
field_item_size(const struct field *field)
{
	return field->type == FIELD_STRUCT ? field->of->size
					   : types[field->type].size;
}

const struct field *
schema_field(const struct schema *schema, const char *key, size_t len)
{
	size_t i;

	for (i = 0; i < schema->field_count; i++) {
		const struct field *field = &schema->fields[i];

		if (strncmp(field->key, key, len) == 0 &&
		    field->key[len] == '\0')
			return field;
	}
	return NULL;
}

const struct schema *
record_schema(enum record_type type)
{
	assert(type < RECORD_TYPE_COUNT);
	return record_schemas[type];
}

enum record_type
record_type_of(const struct schema *schema)
{
	enum record_type type = 0;

	while (type < RECORD_TYPE_COUNT && record_schemas[type] != schema)
		type++;
	return type;
}

static void
visit_value(const struct field *field, const void *value, field_visit *visit,
    void *context)
{
	if (!is_given(value))
		return;
	if (field->type == FIELD_STRUCT)
		schema_visit(field->of, value, visit, context);
	else
		visit(context, field, value);
}

void
schema_visit(const struct schema *schema, const void *holder,
    field_visit *visit, void *context)
{
	size_t i;
	uint32_t at;

	for (i = 0; i < schema->field_count; i++) {
		const struct field *field = &schema->fields[i];
		const void *place = field_value(field, holder);
		const struct list *list = place;
		size_t size;

		if (!field->is_list) {
			visit_value(field, place, visit, context);
			continue;
		}
		size = field_item_size(field);
		for (at = 0; at < list->count; at++)
			visit_value(field,
			    (const char *)list->items + at * size, visit,
			    context);
	}
}
