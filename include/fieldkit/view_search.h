/*
 * view_search.h - what a searcher of an edition's site can find.
 *
 * Made of the same titles, texts and case studies that the pages show, so an
 * index of it cannot hold what the edition's reader may not see. Lives in the
 * arena it was made in.
 */
#ifndef FIELDKIT_VIEW_SEARCH_H
#define FIELDKIT_VIEW_SEARCH_H

#include "fieldkit/plan.h"

/* In the order that equals are listed in. */
enum search_kind {
	SEARCH_CAMPAIGN,		/* also one at an office */
	SEARCH_PARTNER,
	SEARCH_SOLUTION,
	SEARCH_CASE,
	SEARCH_OFFICE,
	SEARCH_PERSON,
	SEARCH_KIND_COUNT
};

/* The folder of its pages: "campaigns"; "people" have pages of others. */
const char *search_kind_name(enum search_kind kind);

/* How much a word says about an entry; the most is first. */
enum search_weight {
	SEARCH_TITLE,
	SEARCH_KEY,			/* whose, for whom, with what, where */
	SEARCH_BODY,
	SEARCH_WEIGHT_COUNT
};

enum search_facet {
	SEARCH_BY_INDUSTRY,
	SEARCH_BY_COUNTRY,
	SEARCH_BY_PRODUCT,
	SEARCH_FACET_COUNT
};

const char *search_facet_name(enum search_facet facet);

/* An entry in one language. */
struct search_page {
	uint32_t lang;			/* number in the content's langs */
	const char *title;
	const char *text;		/* a sentence or two, or "" */
};

struct search_text {
	enum search_weight weight;
	const char *chars;
	size_t len;
};

/* Values of one facet: indexes into the content's values, sorted, each once. */
struct search_values {
	const uint32_t *items;
	uint32_t count;
};

struct search_entry {
	enum search_kind kind;
	const char *place;		/* its page below site/ or site/LANG/:
					 * "partners/acme" for …/index.html */
	const struct search_page *pages;	/* langs[0] first, by lang */
	uint32_t page_count;
	const struct search_text *texts;
	uint32_t text_count;
	struct search_values values[SEARCH_FACET_COUNT];
};

/* What a facet may be narrowed to. */
struct search_value {
	const char *id;
	const char *const *names;	/* one a language of the content */
};

struct search_content {
	const char *const *langs;	/* the site's locale, then the others */
	uint32_t lang_count;
	const struct search_entry *entries;	/* by kind, then place */
	uint32_t count;
	struct {
		const struct search_value *items;
		uint32_t count;
	} facets[SEARCH_FACET_COUNT];
};

/* The id of the value of SEARCH_BY_COUNTRY that stands for all of them. */
#define SEARCH_EVERYWHERE "*"

void view_search_content(struct search_content *content, struct arena *arena,
    const struct edition *edition, const struct plan *plan);

#endif
