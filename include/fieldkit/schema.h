/*
 * schema.h - one row per field: the single source for the loader, the
 * checker, projection, `fieldkit schema`, the template type-check and the
 * manual.
 *
 * A schema describes a C struct: a record type, a map inside a record, or a
 * view (the values that a template of one page or kit may name; see views.h).
 */
#ifndef FIELDKIT_SCHEMA_H
#define FIELDKIT_SCHEMA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "fieldkit/value.h"

/* X(NAME, "name in messages and the manual", struct) */
#define FIELD_TYPE_TABLE(X)                                        \
	X(TEXT, "text", struct text)                               \
	X(LINE, "line", struct str)                                \
	X(SLUG, "slug", struct str)                                \
	X(URL, "url", struct str)                                  \
	X(DATE, "date", struct date)                               \
	X(MONTH_DAY, "month and day", struct str)                  \
	X(COUNTRY, "country", struct str)                          \
	X(SUBDIVISION, "subdivision", struct str)                  \
	X(CURRENCY, "currency", struct str)                        \
	X(LANG, "language", struct str)                            \
	X(TZ, "time zone", struct str)                             \
	X(EMAIL, "email", struct str)                              \
	X(PHONE, "phone", struct str)                              \
	X(READER, "reader", struct str)                            \
	X(MARKDOWN, "markdown", struct text)                       \
	X(IMAGE, "image", struct image)                            \
	X(INT, "whole number", struct integer)                     \
	X(DECIMAL, "number", struct decimal)                       \
	X(BOOL, "true or false", struct boolean)                   \
	X(ENUM, "word", struct choice)                             \
	X(REF, "reference", struct ref)                            \
	X(TERRITORY, "region or country", struct ref)              \
	X(ORG, "vendor or partner", struct ref)                    \
	X(MAP, "map", struct map)                                  \
	X(STRUCT, "map of fields", struct value)                   \
	X(RECORD, "record", const struct record *)

/* STRUCT: the struct of `of` stands at the offset, or, in a list, as item.
 * RECORD (views only): a pointer to a record of type `of`, or NULL; in a list,
 * an array of such pointers. COUNTRY takes `worldwide` where `of` says so. */
enum field_type {
#define FIELD_TYPE_ENUM(name, string, type) FIELD_##name,
	FIELD_TYPE_TABLE(FIELD_TYPE_ENUM)
#undef FIELD_TYPE_ENUM
	FIELD_TYPE_COUNT
};

/* Who may see a field whatever the record's audience, unless audience_of
 * widens it. */
enum field_audience {
	FIELD_FOR_ALL,		/* follows the record */
	FIELD_NOT_CUSTOMER,	/* every reader but customer */
	FIELD_ALLIANCE,		/* the two alliance readers */
	FIELD_AUTHORS		/* alliance readers' coverage and calendar only */
};

/* What the entries of a MAP hold. */
enum map_kind {
	MAP_FREE,	/* anything; nested keys become "outer.inner" */
	MAP_LINES,	/* one line each */
	MAP_READERS	/* a list of readers each */
};

struct schema;

struct field {
	const char *key;
	enum field_type type;
	size_t offset;
	const char *help;		/* one sentence for authors */
	const struct schema *of;	/* STRUCT, REF, RECORD: of what */
	const char *const *words;	/* ENUM: its words, NULL-terminated */
	const char *example;		/* a valid value, for `new` and the manual */
	const char *default_word;	/* YAML text of the default, or NULL */
	uint32_t max_chars;		/* 0: the type's own bound */
	uint32_t max_words;		/* 0: any */
	int64_t min, max;		/* INT and DECIMAL; both 0: any */
	enum field_audience audience;
	enum map_kind map;		/* MAP only */
	bool is_required;
	bool is_list;
	bool is_common;			/* of every record: listed once in the manual */
	bool is_body;			/* the text below the front matter: no key */
	bool is_picture;		/* URL: a picture of the record's own folder */
	bool takes_worldwide;		/* COUNTRY list: the word `worldwide` will do */
};

enum schema_kind {
	SCHEMA_SINGLE,		/* content/site.yaml */
	SCHEMA_FOLDER,		/* content/T/id.yaml, .md or a bundle */
	SCHEMA_LIST,		/* content/T.yaml or content/vocab/T.yaml: a list */
	SCHEMA_MAP,		/* a map inside a record */
	SCHEMA_VIEW		/* what a template may name */
};

struct schema {
	const char *name;		/* "case-studies"; a map's name in the manual */
	const char *singular;		/* "case study" */
	const char *path;		/* SINGLE and LIST: the file under content/ */
	enum schema_kind kind;
	size_t size;			/* of the C struct */
	const struct field *fields;
	size_t field_count;
	bool has_body;			/* a folder record may be .md */
	const char *help;
};

const char *field_type_name(enum field_type type);
/* "a" or "an", before the singular in a message. */
const char *schema_article(const struct schema *schema);
/* Whether a value has no line breaks: lines, and the texts that a record is
 * called by, which reach titles, subjects and file names. */
bool field_is_one_line(const struct field *field);
/* Bytes of one value (of one item, for a list). */
size_t field_item_size(const struct field *field);
/* The row of a key, or NULL. */
const struct field *schema_field(const struct schema *schema, const char *key,
    size_t len);

/* The schema of a record type as JSON Schema (draft 2020-12); for a list file
 * of the whole list. false when `out` cannot be written. */
bool schema_write_json(const struct schema *schema, FILE *out);

/* Called for each value that is given. `value` is one value of the field's
 * type: a list gives its items one by one, a map of fields its fields. */
typedef void field_visit(void *context, const struct field *field,
    const void *value);
/* Visits what `holder`, a struct that `schema` describes, holds, in the order
 * of the rows. */
void schema_visit(const struct schema *schema, const void *holder,
    field_visit *visit, void *context);

/* Whether it may be given in several languages. */
static inline bool
field_is_localizable(const struct field *field)
{
	return field->type == FIELD_TEXT || field->type == FIELD_MARKDOWN;
}

/* The value of a field inside a struct that `schema` describes. A list field
 * gives its struct list. */
static inline const void *
field_value(const struct field *field, const void *holder)
{
	return (const char *)holder + field->offset;
}

static inline void *
field_place(const struct field *field, void *holder)
{
	return (char *)holder + field->offset;
}

#endif
