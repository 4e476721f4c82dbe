/*
 * outline.h - every output of an edition as a digest of what decides it. Only
 * src/jobs/{outline,origin,impact}.c include this.
 */
#ifndef FIELDKIT_JOBS_OUTLINE_H
#define FIELDKIT_JOBS_OUTLINE_H

#include "fieldkit/digest.h"
#include "jobs.h"

/* Lines first … last of a file. */
struct span {
	uint32_t file, first, last;
};

struct span_list {
	struct span *items;
	uint32_t count;
};

/* Where a record is written: its own file or its part of a list, and its
 * translations. */
struct span_list record_spans(struct arena *arena, const struct build *build,
    const struct record *record);

struct outline {
	const char *path;		/* relative to the edition's folder */
	const char *kind;
	unsigned char digest[DIGEST_BYTES];
	bool has_words;			/* of the spans */
};

/* Sorted by path. An asset whose name has the digest of its bytes is here
 * under its plain name. */
struct outline_list {
	struct outline *items;
	size_t count;
};

/* The outputs of an opened edition: pages, kits, extras, pictures and what is
 * generated; not the theme's own files. False after a diagnostic. */
bool edition_outline(struct run *run, struct arena *arena,
    const struct span_list *spans, struct diags *diags,
    struct outline_list *ret_outlines);

#endif
