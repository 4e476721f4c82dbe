/*
 * resolve.h - what a record says about others, looked up. Private to
 * src/content.
 */
#ifndef FIELDKIT_RESOLVE_H
#define FIELDKIT_RESOLVE_H

#include "fieldkit/content.h"

struct resolve {
	struct model *model;
	struct arena *arena;
	struct diags *diags;
	const struct content *content;
	const bool *is_incomplete;	/* by type: some records could not be
					 * read, so none is called missing */
	struct strmap names[RECORD_TYPE_COUNT];	/* id or alias to record */
	const struct record *record;	/* the one being resolved */
};

/* The struct that a visitor was lent: loading may still write it. */
#define LOADED(type, value) ((type *)(uintptr_t)(value))

/* Everything: vocabularies, references, readers, defaults, links. */
void resolve_model(struct model *model, struct arena *arena,
    const struct content *content, const bool *is_incomplete,
    struct diags *diags);

/* "did you mean" out of all ids and aliases of a type. */
void resolve_suggest(const struct resolve *resolve, enum record_type type,
    const char *name);

/* resolve_vocab.c: the names of each vocabulary, and its parents. */
void resolve_vocab_names(struct resolve *resolve);
void resolve_vocab_cycles(struct resolve *resolve);
/* resolve_default.c: audience, paper, countries, readers. */
void resolve_site_defaults(struct resolve *resolve);
void resolve_defaults(struct resolve *resolve, struct record *record);
/* resolve_link.c: the links and pictures of Markdown. */
void resolve_links(struct resolve *resolve, const struct text *text);

#endif
