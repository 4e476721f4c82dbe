/*
 * schema_rows.h - the rows of the views' schemas. Only src/view/schema_*.c
 * include it.
 */
#ifndef FIELDKIT_VIEW_SCHEMA_ROWS_H
#define FIELDKIT_VIEW_SCHEMA_ROWS_H

#include "fieldkit/views.h"

/* Rows of schema_views.c that other files build on. */
extern const struct schema schema_solution_choice, schema_case_choice,
    schema_contact_view;

#define ROW(holder, member, field_type, text)                           \
	.key = #member, .type = FIELD_##field_type,                     \
	.offset = offsetof(struct holder, member), .help = text
#define VALUE(holder, member, field_type, text)                         \
	{ ROW(holder, member, field_type, text) }
#define VALUES(holder, member, field_type, text)                        \
	{ ROW(holder, member, field_type, text), .is_list = true }
#define PART(holder, member, schema, text)                              \
	{ ROW(holder, member, STRUCT, text), .of = &(schema) }
#define PARTS(holder, member, schema, text)                             \
	{ ROW(holder, member, STRUCT, text), .of = &(schema), .is_list = true }
#define RECORD_OF(holder, member, schema, text)                         \
	{ ROW(holder, member, RECORD, text), .of = &(schema) }
#define RECORDS_OF(holder, member, schema, text)                        \
	{ ROW(holder, member, RECORD, text), .of = &(schema), .is_list = true }
/* A record of any type: only its name, id and address can be asked for. */
#define RECORD_ANY(holder, member, text)                                \
	{ ROW(holder, member, RECORD, text) }
#define CHOICE(holder, member, list, text)                              \
	{ ROW(holder, member, ENUM, text), .words = (list) }

#define VIEW_SCHEMA(title, holder, rows, text)                          \
	{                                                               \
		.name = #holder, .singular = title,                     \
		.kind = SCHEMA_VIEW, .size = sizeof(struct holder),     \
		.fields = rows,                                         \
		.field_count = sizeof(rows) / sizeof((rows)[0]),        \
		.help = text                                            \
	}

#endif
