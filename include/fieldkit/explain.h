/*
 * explain.h - what an output is made of, and what a record is there for.
 *
 * Both are asked of the content as it is, not of the last build: outputs are
 * composed anew and not rendered, which takes a fraction of a build. Two
 * outputs are the same when their document trees and pictures are, which is
 * what a build skips rendering by.
 */
#ifndef FIELDKIT_EXPLAIN_H
#define FIELDKIT_EXPLAIN_H

#include "fieldkit/build.h"
#include "fieldkit/coverage.h"

/* Lines of one file that stand in an output, and the record they are of. */
struct origin {
	const char *path;		/* relative to content/; of the theme, as opened */
	const struct record *record;	/* of the whole model; NULL: the theme's */
	uint32_t first_line;		/* of the record in that file */
	const uint32_t *lines;		/* sorted, each once */
	uint32_t line_count;
};

struct anatomy {
	const char *template_name;	/* "kits/campaign.html" */
	const struct origin *origins;	/* by path, then first_line */
	uint32_t count;
};

enum explain_status {
	EXPLAIN_DONE,
	EXPLAIN_NONE,			/* no page or kit of an edition; nothing reported */
	EXPLAIN_FAILED			/* the build's diags say why */
};

/* The anatomy of a page or kit, "EDITION/PATH", in the build's arena. */
enum explain_status explain_output(struct build *build, const char *output,
    struct anatomy *ret_anatomy);

/* A place that leads to the record and would lead nowhere. */
struct impact_reference {
	const struct record *from;
	const char *field;		/* its key */
	struct source_pos pos;
};

/* A solution or case that a campaign shows at an office in an edition. */
struct impact_slot {
	const char *edition;
	const struct record *campaign, *office;
	const struct record *gone;	/* of the whole model */
	const struct record *heir;	/* the next best, or NULL: it stays empty */
};

struct impact_cell {
	const char *edition;
	const struct record *campaign, *office;
	enum cover_aspect aspect;
	enum cover_state before, after;	/* the latter is worse */
};

enum impact_kind {
	IMPACT_STAYS,			/* but shows words that another repeats by alias */
	IMPACT_CHANGES, IMPACT_GOES, IMPACT_COMES
};

struct impact_output {
	const char *path;		/* "EDITION/PATH" */
	const char *kind;		/* as in the manifest */
	enum impact_kind impact;
	bool has_words;			/* something of the record stands in it */
};

/* What follows when a record expired the day before the clock's. Arrays are
 * in the build's arena, in the order of ids and paths. */
struct impact {
	const struct record *record;
	const struct impact_reference *references;
	uint32_t reference_count;
	const struct impact_slot *slots;
	uint32_t slot_count;
	const struct impact_cell *cells;
	uint32_t cell_count;
	const struct record **contacts;	/* people who are nobody's contact then */
	uint32_t contact_count;
	const struct impact_output *outputs;
	uint32_t output_count;
	struct diags errors;		/* what the build would report then; the
					 * caller releases it */
};

/* The record of "TYPE/ID", or NULL. */
const struct record *explain_find(const struct build *build,
    const char *type_and_id);
/* Looks at the editions that the build's options ask for. The model is as
 * before when this returns. False after a diagnostic. */
bool explain_record(struct build *build, const struct record *record,
    struct impact *ret_impact);

#endif
