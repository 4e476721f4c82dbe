/*
 * shipment.h - what has to travel so that a target that holds one release
 * holds another. Only src/deliver includes it.
 */
#ifndef FIELDKIT_DELIVER_SHIPMENT_H
#define FIELDKIT_DELIVER_SHIPMENT_H

#include "fieldkit/deliver.h"

struct shipment_step {
	const struct manifest_file *file;	/* NULL for the manifest */
	bool is_delete;
};

/* Steps in the order in which a reader may see them one by one: first what
 * only new pages name (assets, pictures, kits), then pages, then the pages
 * that lead to them, then the manifest; what is gone is deleted last. */
struct shipment {
	const char *edition, *release;
	const char *folder;		/* of the new release, with its files */
	const struct shipment_step *steps;
	size_t count;
	size_t added, changed, removed;	/* files, without the manifest */
	size_t served;			/* files that the target holds */
	int64_t bytes;			/* to put, without the manifest */
};

void shipment_plan(struct shipment *shipment, const struct manifest *from,
    const struct manifest *to, struct arena *arena);
/* The path of a step's file, relative to the edition. */
const char *shipment_path(const struct shipment_step *step);
/* Ranks by what names a file: a step never names what comes after it. */
enum shipment_rank { RANK_NAMED, RANK_PAGE, RANK_START, RANK_MANIFEST,
    RANK_GONE };
enum shipment_rank shipment_rank(const struct shipment_step *step);

/* Whether as many files may be gone: `max_deletes`, or half of what is served
 * where that is -1. False after a report. */
bool shipment_is_meant(const struct shipment *shipment, int64_t max_deletes,
    struct diags *diags);
/* One line that sums up, and, for a dry run, one for each step. */
void shipment_print(const struct shipment *shipment, bool has_steps,
    FILE *out);

/* Sends to the program of the target: `program EDITION RELEASE`, the steps on
 * its standard input as JSON, one a line. False after `target-invalid`, also
 * where the program ends with another status than 0, or not at all. */
bool publish_exec(const struct publish_options *options,
    const struct shipment *shipment, struct arena *arena,
    struct diags *diags);

#endif
