/*
 * value.h - the types a field may have, as C structs.
 *
 * Every value starts with the position it was written at, so any of them may
 * be looked at as a `struct value`. A value was given when pos.line > 0; a
 * zeroed value is "not given". A default of the schema takes the position of
 * the record that lacks the field.
 */
#ifndef FIELDKIT_VALUE_H
#define FIELDKIT_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fieldkit/doc.h"
#include "fieldkit/source.h"

struct record;

struct value {
	struct source_pos pos;
};

/* line, slug, url, email, phone, country, subdivision, currency, lang, tz,
 * month-day, reader: one line of text, normalized as the type says. A url
 * that names a file of the bundle is stored relative to content/ behind
 * DOC_BUNDLE_SCHEME. */
struct str {
	struct source_pos pos;
	uint32_t len;
	const char *chars;		/* UTF-8, NUL-terminated */
};

/* One language's form of a text or a Markdown field. */
struct variant {
	struct source_pos pos;
	const char *lang;		/* BCP 47, canonical case */
	uint32_t len;			/* of chars */
	const char *chars;		/* the text, or the Markdown source */
	const struct doc_node *tree;	/* Markdown only: a DOC_FRAGMENT */
};

/* text and markdown: localizable. A plain value is one variant in the site's
 * locale; variants are sorted by lang. */
struct text {
	struct source_pos pos;
	uint32_t count;
	const struct variant *variants;	/* sorted by lang */
};

struct date {
	struct source_pos pos;
	int32_t days;			/* since 1970-01-01, proleptic Gregorian */
};

struct integer {
	struct source_pos pos;
	int64_t number;
};

/* number = units / 10^scale: 12.50 is { 1250, 2 }. The scale is at most 6. */
struct decimal {
	struct source_pos pos;
	uint8_t scale;
	int64_t units;
};

/* The number in millionths, exactly: bytes of megabytes. */
static inline int64_t
decimal_millionths(const struct decimal *decimal)
{
	int64_t units = decimal->units;
	uint8_t scale;

	for (scale = decimal->scale; scale < 6; scale++)
		units *= 10;
	return units;
}

struct boolean {
	struct source_pos pos;
	bool is_true;
};

/* `index` into the field's words. */
struct choice {
	struct source_pos pos;
	int32_t index;
};

/* A reference. `target` is NULL where `id` is one of the words that stand for
 * no record: a country in a territory, `vendor` in an org, `worldwide`. */
struct ref {
	struct source_pos pos;
	const char *id;
	const struct record *target;
};

/* image: {file, alt}. `file` is relative to content/. */
struct image {
	struct source_pos pos;
	struct str file;
	struct text alt;
};

struct list {
	struct source_pos pos;
	uint32_t count;
	void *items;			/* of the field's item size */
};

/* A map with free keys (extra, program_ids, audience_of, default_audience):
 * entries in the order of the file. */
struct map_entry {
	struct source_pos pos;
	const char *key;
	const char *value;		/* scalar, or NULL for a list */
	struct list words;		/* of struct str, for a list */
};

struct map {
	struct source_pos pos;
	uint32_t count;
	const struct map_entry *entries;
};

static inline bool
is_given(const void *value)
{
	return ((const struct source_pos *)value)->line != 0;
}

#define LIST_AT(list, type, i) (&((type *)(list).items)[i])

/* Whether one of a list's references leads to this record. */
static inline bool
refs_lead_to(const struct list *refs, const struct record *record)
{
	uint32_t i;

	for (i = 0; i < refs->count; i++)
		if (LIST_AT(*refs, struct ref, i)->target == record)
			return true;
	return false;
}

#endif
