/*
 * impact.h - what a record is there for, on paper.
 */
#ifndef FIELDKIT_CLI_IMPACT_H
#define FIELDKIT_CLI_IMPACT_H

#include "fieldkit/explain.h"
#include "fieldkit/strbuf.h"
#include "options.h"

/* "partners/acme", "site" */
void impact_add_name(struct strbuf *out, const struct record *record);
/* `explain RECORD`, and with --retire; the exit status. */
int explain_impact(struct build *build, const struct cli_options *options,
    const struct record *record);

#endif
