/*
 * history.h - what became of the kits that left an edition, as the ledger in
 * the output folder says it. Two builds with the same ledger know the same.
 */
#ifndef FIELDKIT_JOBS_HISTORY_H
#define FIELDKIT_JOBS_HISTORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fieldkit/arena.h"
#include "fieldkit/diag.h"
#include "fieldkit/digest.h"

struct past_kit {
	char id[KIT_ID_CHARS + 1];
	const char *path;		/* where it last lay, or "" */
	bool has_left;			/* was published or sent from here */
	bool is_withdrawn;
	int32_t withdrawn_days;		/* since 1970 */
	const char *reason;		/* of the withdrawal */
};

struct history {
	struct past_kit *kits;		/* sorted by id */
	size_t count;
};

/* Everything in the arena. Without a ledger there is no history. False after
 * `ledger-invalid`. */
bool history_read(struct history *history, struct arena *arena,
    const char *output_dir, const char *edition, struct diags *diags);
/* NULL: nothing is known of a kit of this id. */
const struct past_kit *history_find(const struct history *history,
    const char *id);

#endif
