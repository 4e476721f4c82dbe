/*
 * outputs.h - a look at every edition that lies built under the output folder,
 * for the commands that need no content: explain and clean.
 */
#ifndef FIELDKIT_CLI_OUTPUTS_H
#define FIELDKIT_CLI_OUTPUTS_H

#include "commands.h"
#include "fieldkit/emit.h"

/* What is done with each edition's manifest. */
struct visit {
	const struct cli_options *options;
	struct arena arena;
	struct diags diags;
	bool (*edition)(struct visit *visit, const char *name,
	    const struct manifest *manifest);
	size_t count;			/* of what was found or removed */
};

/* Every edition that was asked for, in the order of their names; the manifest
 * has its sources and sizes. */
bool visit_editions(struct visit *visit);
/* Prints what was reported and frees; returns the exit status. */
int visit_finish(struct visit *visit, bool is_done);

#endif
