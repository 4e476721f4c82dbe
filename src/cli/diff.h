/*
 * diff.h - what `fieldkit diff` found, for its printers (diff_print.c).
 */
#ifndef FIELDKIT_CLI_DIFF_H
#define FIELDKIT_CLI_DIFF_H

#include "fieldkit/changes.h"
#include "fieldkit/emit.h"

/* A kit in two builds; NULL where one does not have it. Of one that was
 * renamed both are there, with two paths. */
struct kit_diff {
	const struct manifest_file *before, *after;
	bool has_trees;			/* `changes` are all there are */
	struct change_list changes;
};

struct page_diff {
	const char **paths;
	size_t count;
};

/* An edition in two builds; NULL where one does not have it. */
struct edition_diff {
	const struct built_edition *before, *after;
	struct kit_diff *kits;		/* that differ, by path */
	size_t count;
	struct page_diff added, removed, changed;
};

struct edition_diffs {
	struct edition_diff *items;
	uint32_t count;
};

bool edition_diff_is_empty(const struct edition_diff *diff);
void diff_print_text(const struct edition_diffs *diffs, struct arena *arena,
    struct strbuf *out);
void diff_print_json(const struct edition_diffs *diffs, struct strbuf *out);

#endif
