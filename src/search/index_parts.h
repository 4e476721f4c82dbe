/*
 * index_parts.h - the index between being made and being written. Only
 * src/search includes it.
 */
#ifndef FIELDKIT_INDEX_PARTS_H
#define FIELDKIT_INDEX_PARTS_H

#include "fieldkit/arena.h"
#include "fieldkit/search.h"
#include "fieldkit/strmap.h"

/* Where a word stands: the entry's number and the most it says there. */
struct posting {
	uint32_t entry : 30;
	uint32_t weight : 2;
};

struct term {
	const char *word;
	size_t len;
	struct posting *postings;	/* by entry; malloc'ed */
	uint32_t count, size;
};

struct word_index {
	struct arena arena;		/* of the terms */
	struct strmap map;		/* words to terms */
	struct term **terms;
	uint32_t count, size;
};

/* Every word of every entry, terms in the order of their UTF-16, which is
 * how a script compares strings. */
void word_index_make(struct word_index *index,
    const struct search_content *content);
void word_index_release(struct word_index *index);

#endif
