/*
 * compare.h - the comparison of what a campaign could show at an office.
 */
#ifndef FIELDKIT_CLI_COMPARE_H
#define FIELDKIT_CLI_COMPARE_H

#include "options.h"

/* `explain CAMPAIGN OFFICE`; the exit status. */
int explain_comparison(const struct cli_options *options);

#endif
