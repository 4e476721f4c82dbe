/*
 * bind.h - YAML bound to the structs of model.h by the schema tables.
 * Private to src/content.
 */
#ifndef FIELDKIT_BIND_H
#define FIELDKIT_BIND_H

#include "fieldkit/content.h"
#include "fieldkit/yaml.h"

/* What binding one record needs to know. Threads bind different records with
 * a struct of their own; what it points to is not written, but arena and
 * diags. */
struct bind {
	struct arena *arena;
	struct diags *diags;
	const struct sources *sources;
	const struct content *content;
	const char *locale;		/* of a text that names no language */
	const char *folder;		/* the bundle, or NULL */
	const struct schema *schema;	/* of the record, for messages */
	struct source_pos record_pos;	/* where defaults are said to stand */
};

/* Binds a mapping to `holder`, a zeroed struct of schema->size: unknown keys,
 * missing fields and wrong values are reported. `is_item`: the key `id` is the
 * caller's and is passed over. */
void bind_map(struct bind *bind, const struct schema *schema, void *holder,
    const struct yaml_node *map, bool is_item);
/* One `field-missing` for a record without any field. */
void report_empty_record(struct bind *bind, const struct schema *schema);
/* Gives every field that lacks its default the default. */
void bind_defaults(struct bind *bind, const struct schema *schema,
    void *holder);

/* Merges a translation: the localizable fields of `map` into the texts of
 * `holder`, as language `lang`. */
void bind_translation(struct bind *bind, const struct schema *schema,
    void *holder, const struct yaml_node *map, const char *lang);
/* Adds one language to a text. false, and reported, where it is there. */
bool text_add_variant(struct bind *bind, const char *key, struct text *text,
    const struct variant *variant);
/* One language's form out of a scalar; Markdown is parsed. false after an
 * error. */
bool bind_variant(struct bind *bind, const struct field *field,
    const struct yaml_node *node, const char *lang,
    struct variant *ret_variant);

/* A text: a scalar is the site's language, a map has one entry a language
 * (bind_text.c). false after an error, which is reported. */
bool bind_text(struct bind *bind, const struct field *field,
    const struct yaml_node *node, struct text *text);
/* A picture out of {file, alt}. The file's scheme is dropped: it can be
 * nothing else. */
bool bind_image(struct bind *bind, const struct field *field,
    const struct yaml_node *node, struct image *image);
/* A map with free keys (bind_free_map.c). */
bool bind_free_map(struct bind *bind, const struct field *field,
    const struct yaml_node *node, struct map *map);

/* "did you mean 'en-GB'?" of what is no language tag (scalar_code.c). */
void lang_suggest(struct arena *arena, struct diags *diags,
    const char *written);
/* One scalar as the field's type wants it (bind_scalar.c); false after an
 * error, which is reported. `ret_value` is the struct of the type. */
bool bind_scalar(struct bind *bind, const struct field *field,
    const struct yaml_node *node, void *ret_value);
/* Whether a scalar has no character that turns text around and, where it is
 * one line, no line break; false after a report (bind_line.c). */
bool bind_check_line(struct bind *bind, const char *key,
    const struct yaml_node *node, bool is_one_line);
/* Warns of what a text or line has that is printed though it was meant as
 * something else (bind_line.c). */
void bind_look_for_slips(struct bind *bind, const struct field *field,
    const struct yaml_node *node);
/* Whether a code, date or id has no invisible character; false after a report
 * (bind_line.c). */
bool bind_check_unseen(struct bind *bind, const char *key,
    const struct yaml_node *node);
/* A scalar without the white space around it: a view, or a copy in the
 * arena; NUL-terminated. */
struct word {
	const char *chars;
	size_t len;
};

struct word yaml_trim(struct arena *arena, const struct yaml_node *node);
/* "'hq' takes a country, two letters such as DE; this is a list". */
void report_shape(struct bind *bind, const struct field *field,
    const struct yaml_node *node);
/* Reported as `field-missing` at `pos`; `of` is what needs the field: "a
 * partner", "'logo'". */
void report_missing(struct bind *bind, const struct field *field,
    struct source_pos pos, const char *of);
/* Whether a scalar says nothing: empty, `~` or `null` without quotes. */
bool yaml_is_empty(const struct yaml_node *node);
/* Reported as `field-empty`. */
void report_empty(struct bind *bind, const char *key,
    const struct yaml_node *node);
/* The same of a field, with what to write where it is required. */
void report_empty_field(struct bind *bind, const struct field *field,
    const struct yaml_node *node);
/* What a field takes, in words: "a date such as 2026-11-22". */
const char *field_expectation(struct arena *arena, const struct field *field);
/* The same of one item of a list. */
const char *item_expectation(struct arena *arena, const struct field *field);
/* Words in a row: "a, b or c". */
const char *words_listed(struct arena *arena, const char *const *words,
    const char *conjunction);
/* The keys that a map must have: "file and alt". */
const char *required_keys(struct arena *arena, const struct schema *schema);

#endif
