/*
 * plan.h - the reader's view of a model, the mapping of campaigns, and the
 * sorted list of jobs.
 *
 * An edition is the model as one reader may see it: hidden records, fields
 * and references are not in it, so nothing behind this stage can leak them.
 */
#ifndef FIELDKIT_PLAN_H
#define FIELDKIT_PLAN_H

#include "fieldkit/arena.h"
#include "fieldkit/diag.h"
#include "fieldkit/model.h"
#include "fieldkit/views.h"

struct plan_clock {
	int32_t as_of_days;		/* the one clock, since 1970-01-01 */
	bool has_drafts;		/* records without approval are built, marked */
};

struct edition {
	const struct edition_spec *spec;
	struct edition_view view;
	struct plan_clock clock;
	struct model model;		/* projected: what the reader may see */
	/* The offices of the whole model that this edition's jobs are made for:
	 * an office addresses a kit even where its record is hidden. */
	struct record_set addressees;
	struct case_copies *cases;	/* per rung: private to plan and view */
};

/* The edition in `arena`. */
void edition_project(struct edition *edition, struct arena *arena,
    const struct model *model, const struct edition_spec *spec,
    const struct plan_clock *clock);

struct job {
	enum view_kind kind;
	const char *path;		/* "site/partners/acme/index.html", "kits/….pdf" */
	const char *lang;
	const struct record *main;	/* campaign, partner, solution, case, office; NULL: home */
	const struct record *office;	/* campaign kits and campaign-office pages */
	bool is_letter;			/* kits: paper */
};

struct plan {
	struct job *jobs;		/* kits first, then pages; each sorted by path */
	size_t count;
	size_t kit_count;
};

/* Every page and kit of an edition. Two jobs of one path are reported. */
void plan_jobs(struct plan *plan, struct arena *arena,
    const struct edition *edition, struct diags *diags);

#endif
