/*
 * generation.h - the content as it was at one moment, loaded and ready to
 * have any page or kit made from it.
 *
 * A generation does not change once it is shown, but for what is learnt of
 * its kits. Threads that make outputs from it count as its users (preview.h);
 * the last one frees it.
 */
#ifndef FIELDKIT_SERVE_GENERATION_H
#define FIELDKIT_SERVE_GENERATION_H

#include <pthread.h>

#include "../jobs/jobs.h"

/* One edition of a generation. */
struct shown {
	const struct edition_spec *spec;
	struct arena arena;
	struct run run;			/* without kits: see shown_kits */
	struct diags diags;		/* of its plan */
	pthread_mutex_t lock;		/* guards the two below */
	struct arena known_arena;
	/* The newest row of each kit of the plan, or NULL: of this generation
	 * or an earlier one. A row never changes. */
	const struct manifest_file **known;
};

struct generation {
	unsigned users;			/* guarded by the preview's lock */
	unsigned number;
	struct build_options options;
	struct build build;		/* its diags too, once it is shown */
	struct workshop workshop;
	struct shown *editions;
	unsigned edition_count;
	bool is_good;			/* no errors: pages can be made */
};

/* Loads everything. What is known of kits is taken over from `last`, which
 * may be NULL. */
struct generation *generation_new(const struct build_options *options,
    const struct tools *tools, const struct generation *last);
void generation_free(struct generation *generation);

/* The edition of an id that is `len` bytes long, or NULL. */
struct shown *generation_find(const struct generation *generation,
    const char *id, size_t len);

/* What is known of the edition's kits, for pages, in `arena`. */
const struct kit_result *shown_kits(struct shown *shown, struct arena *arena,
    size_t *ret_count);
/* Keeps what a finished kit is. */
void shown_learn(struct shown *shown, const struct job_result *result);
/* For struct run: the known row of a kit if it has the digest. */
const struct manifest_file *shown_find_current(void *context,
    const char *path, const char *digest);

#endif
