/*
 * remote.h - what publishing to other machines has in common. Only src/deliver
 * includes it.
 */
#ifndef FIELDKIT_DELIVER_REMOTE_H
#define FIELDKIT_DELIVER_REMOTE_H

#include "fieldkit/deliver.h"
#include "fieldkit/target.h"

/* Who publishes, for whom meets the lock: "ada@laptop, process 812". Only
 * letters, digits and "@._-, ". In the arena. */
const char *remote_publisher(struct arena *arena);

/* A line on a terminal that counts files, and goes away. */
struct progress {
	const char *edition;
	const char *verb;		/* "sent" */
	size_t done, total;
	bool is_shown;
};

void progress_step(struct progress *progress);
void progress_end(struct progress *progress);

#endif
