/*
 * coverage_print.h - coverage as text for people and as JSON for programs.
 * Only src/cli/coverage*.c include this.
 */
#ifndef FIELDKIT_CLI_COVERAGE_PRINT_H
#define FIELDKIT_CLI_COVERAGE_PRINT_H

#include "fieldkit/coverage.h"
#include "fieldkit/strbuf.h"

/* One object, without a line break at its end. */
void coverage_print_json(struct strbuf *out, const struct edition *edition,
    const struct coverage *coverage);

/* "case-studies/acme", or what a case without a page is called. */
void coverage_add_name(struct strbuf *out, const struct edition *edition,
    const struct record *record, const struct text *label);

#endif
