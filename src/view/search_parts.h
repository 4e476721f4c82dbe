/*
 * search_parts.h - entries for search while they are gathered. Only
 * src/view/search.c and search_values.c include it.
 */
#ifndef FIELDKIT_VIEW_SEARCH_PARTS_H
#define FIELDKIT_VIEW_SEARCH_PARTS_H

#include "fieldkit/view_search.h"
#include "parts.h"

struct numbers {			/* malloc'ed */
	uint32_t *items;
	uint32_t count, size;
};

struct gather {
	struct search_content *content;
	struct viewer viewer;
	struct view_context context;
	struct format_locale **locales;	/* of the content's langs */
	struct search_entry *entries;	/* malloc'ed, like the texts */
	uint32_t count, size;
	struct search_text *texts;	/* of the entry at hand */
	uint32_t text_count, text_size;
	struct numbers values[SEARCH_FACET_COUNT];	/* of the entry at hand */
	struct country_set countries;
	const char **country_codes;	/* "*", then those that an entry names */
	uint32_t country_count;
};

/* search_values.c: what entries may be narrowed by. */
/* Which countries the facet offers: those that a record names itself, not by
 * a region. To be called first. */
void gather_universe(struct gather *gather);
void gather_values_begin(struct gather *gather);
/* An industry or a product (or NULL), and those above it. */
void gather_value(struct gather *gather, enum search_facet facet,
    const struct record *value);
void gather_values(struct gather *gather, enum search_facet facet,
    const struct list *refs);
void gather_country(struct gather *gather, const struct str *country);
void gather_countries(struct gather *gather, const struct list *countries);
void gather_country_set(struct gather *gather,
    const struct country_set *set);
/* Regions or countries; none: everywhere. */
void gather_territories(struct gather *gather,
    const struct list *territories);
void gather_values_end(struct gather *gather, struct search_entry *entry);
/* The names of all values. */
void gather_facets(struct gather *gather);
void gather_values_release(struct gather *gather);

#endif
