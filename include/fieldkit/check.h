/*
 * check.h - rules that need more than one field, or the clock. They report
 * and never repair.
 */
#ifndef FIELDKIT_CHECK_H
#define FIELDKIT_CHECK_H

#include <stdint.h>

#include "fieldkit/diag.h"
#include "fieldkit/model.h"

/* Checks a loaded model as of a day (since 1970-01-01). Errors are mistakes
 * on any day; what only the day brings about is a warning. */
void model_check(const struct model *model, int32_t as_of_days,
    struct diags *diags);

#endif
