/*
 * check_parts.h - the rules, one file for a kind of them. Private to
 * src/check.
 */
#ifndef FIELDKIT_CHECK_PARTS_H
#define FIELDKIT_CHECK_PARTS_H

#include "fieldkit/check.h"

struct check {
	const struct model *model;
	int32_t as_of_days;
	struct diags *diags;
};

#define SECRET_BYTES 16		/* 128 bits as 32 hex digits are better yet */

/* Whether a record is in use on the day: approved, not expired. Warnings that
 * a date brings about are for such records only. */
bool check_is_current(const struct check *check,
    const struct record *record);

/* check_dates.c */
void check_dates(struct check *check, const struct record *record);
/* check_names.c: a customer's name where it may not stand */
void check_names(struct check *check, const struct case_study *study);
/* check_metrics.c: numbers that contradict each other */
void check_metrics(const struct check *check, const struct case_study *study);
/* check_targets.c: where editions go, and secrets that do not belong there */
void check_targets(const struct check *check, const struct site *site);

/* check_unfinished.c: texts that wait to be written */
void check_unfinished(struct check *check, const struct record *record);
/* check_twins.c: records of a type that were copied */
void check_twins(struct check *check, enum record_type type);

#endif
