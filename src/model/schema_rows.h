/*
 * schema_rows.h - the rows that every record type shares, and the short hand
 * of the tables. Only the schema_*.c files include this.
 */
#ifndef FIELDKIT_SCHEMA_ROWS_H
#define FIELDKIT_SCHEMA_ROWS_H

#include <stddef.h>

#include "fieldkit/limits.h"
#include "fieldkit/model.h"

#define AT(type, member) .offset = offsetof(struct type, member)
#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))
#define WORDS(...) (const char *const[]){ __VA_ARGS__, NULL }

/* Words that several types share; the enums of model.h count them. */
#define WORDS_SEGMENT WORDS("small", "mid", "enterprise", "public")

#define FIELD_OWNER_ROW                                                        \
	{ .key = "owner", .type = FIELD_EMAIL, AT(record, owner),              \
	  .is_common = true, .audience = FIELD_AUTHORS,                        \
	  .example = "alliances@partner.example",                              \
	  .help = "The mailbox that answers for this record." }

#define FIELD_RECORD_ROWS                                                      \
	{ .key = "audience", .type = FIELD_READER, AT(record, audience),       \
	  .is_list = true, .is_common = true, .audience = FIELD_AUTHORS,       \
	  .example = "vendor-field",                                           \
	  .help = "The readers who may see this record; without it, "          \
		  "default_audience of site.yaml decides." },                  \
	{ .key = "audience_of", .type = FIELD_MAP, AT(record, audience_of),    \
	  .map = MAP_READERS, .is_common = true, .audience = FIELD_AUTHORS,    \
	  .example = "{source: [vendor-alliance]}",                            \
	  .help = "For single fields, the readers who may see them." },        \
	{ .key = "approved", .type = FIELD_STRUCT, AT(record, approved),       \
	  .of = &schema_approval, .is_common = true,                           \
	  .audience = FIELD_AUTHORS,                                           \
	  .help = "Who approved the record and when; without it the record "   \
		  "is a draft." },                                             \
	{ .key = "publish_from", .type = FIELD_DATE, AT(record, publish_from), \
	  .is_common = true, .example = "2026-11-22",                          \
	  .help = "The embargo: before this day nobody sees the record." },    \
	{ .key = "expires", .type = FIELD_DATE, AT(record, expires),           \
	  .is_common = true, .example = "2027-11-22",                          \
	  .help = "The last day of the record; after it the record is gone." }, \
	{ .key = "review_by", .type = FIELD_DATE, AT(record, review_by),       \
	  .is_common = true, .audience = FIELD_AUTHORS,                        \
	  .example = "2027-05-22",                                             \
	  .help = "After this day the record is stale and its owner is "       \
		  "warned." },                                                 \
	{ .key = "source", .type = FIELD_LINE, AT(record, source),             \
	  .is_common = true, .audience = FIELD_AUTHORS,                        \
	  .example = "Annual report 2026, page 12",                            \
	  .help = "Where the claim comes from." },                             \
	{ .key = "tags", .type = FIELD_SLUG, AT(record, tags),                 \
	  .is_list = true, .is_common = true, .example = "flagship",           \
	  .help = "Words to find the record by." },                            \
	{ .key = "extra", .type = FIELD_MAP, AT(record, extra),                \
	  .map = MAP_FREE, .is_common = true, .audience = FIELD_AUTHORS,       \
	  .example = "{crm: A-1007}",                                          \
	  .help = "Free data of your own; fieldkit does not read it." }

#define FIELD_COMMON_ROWS FIELD_OWNER_ROW, FIELD_RECORD_ROWS

#define FIELD_BODY_ROW(text)                                                   \
	{ .key = "body", .type = FIELD_MARKDOWN, AT(record, body),             \
	  .is_common = true, .is_body = true, .help = text }

#endif
