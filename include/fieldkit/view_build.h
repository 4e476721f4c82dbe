/*
 * view_build.h - the values of one page or kit, put together from an edition.
 *
 * Pure and without shared state: may run for many jobs at once, each with its
 * own arena and locale.
 */
#ifndef FIELDKIT_VIEW_BUILD_H
#define FIELDKIT_VIEW_BUILD_H

#include "fieldkit/changes.h"
#include "fieldkit/digest.h"
#include "fieldkit/format.h"
#include "fieldkit/plan.h"
#include "fieldkit/theme.h"
#include "fieldkit/views.h"

/* What is known of a kit once it is rendered. */
struct kit_result {
	const char *path;		/* the job's */
	char id[KIT_ID_CHARS + 1];
	uint32_t pages;
	uint64_t bytes;
	/* What it says differently from the kit of the id `since`; NULL: from
	 * none. */
	const char *since;
	const char *const *changes;
	uint32_t change_count;
	bool is_withdrawn;		/* called back: no page offers it */
	struct date valid_until;
};

/* What a letter brings; for jobs of letters only. */
struct letter_choice {
	uint32_t kits;			/* 0: a notice */
	bool is_attached;
	const char *since;		/* NULL: no changes are told */
	const char *const *changes;
	uint32_t change_count;
};

/* What became of a kit; for jobs of verify pages only. */
struct verify_choice {
	const char *id;
	enum verify_status status;
	const char *kit_path;		/* of it, or of what lies in its place now */
	bool has_kit;			/* the kit there may be offered */
	int32_t withdrawn_days;
	const char *reason;		/* NULL: not withdrawn */
};

struct view_context {
	const struct edition *edition;
	const struct plan *plan;
	const struct messages *messages;	/* of the job's language */
	struct format_locale *locale;		/* of the job's language */
	const struct kit_result *kits;		/* rendered so far, sorted by path */
	size_t kit_count;
	const char *own_kit_id;			/* in a kit: what stands for its id, or NULL */
	struct letter_choice letter;
	struct verify_choice verify;
	/* In a campaign kit: what changed since the kit of that id, which its
	 * reader had; NULL where nothing did, or nothing is known. */
	const struct change_list *changes;
	const char *previous_kit_id;
};

/* Fills the view in `arena`. False where an interface word is missing, which
 * a loaded theme rules out. */
bool view_build(struct view *view, struct arena *arena,
    const struct view_context *context, const struct job *job);

/* The interface words that views use, for checking a theme; NULL-terminated. */
const char *const *view_message_keys(void);

/* What is new, as the home page of the job says it (struct news_view, newest
 * first, in `arena`). Needs of the context: the edition, and the locale. */
struct list view_feed(struct arena *arena, const struct view_context *context,
    const struct job *home, uint32_t limit);
struct cover_end;			/* fieldkit/coverage.h */
/* An end as the coverage page says it. */
struct coverage_end view_end(struct arena *arena,
    const struct view_context *context, const struct job *page,
    const struct cover_end *end);
struct compared;			/* fieldkit/match.h */
/* Why a candidate was chosen, as a kit of that language says it ("Chosen
 * because: …"), or else the gate that kept it out; NULL where nothing speaks
 * for it. Needs of the context: the edition, the messages, the locale. */
const char *view_reasons(struct arena *arena,
    const struct view_context *context, const char *lang,
    const struct compared *row);
/* What a record says of itself in a sentence, or NULL; may be not given. */
const struct text *view_summary(const struct record *record);

/* A text to paste, as a campaign's page offers it. */
struct slot_text {
	const struct record *record;	/* a solution or a partner */
	const char *name;		/* "pitch-25": unlike all others of the record */
	uint32_t words;			/* at most */
	const struct variant *words_in;	/* the text, in the language shown */
	const char *path;		/* its file: "site/solutions/x/pitch-25.de.txt" */
};

#define SLOT_TEXTS_MAX 16

/* The texts of the job's page, in the order that it shows them; none of a
 * page that is no campaign's. */
uint32_t view_slot_texts(struct arena *arena,
    const struct view_context *context, const struct job *job,
    struct slot_text ret_texts[SLOT_TEXTS_MAX]);

/* The last day on which everything in a kit or page holds. */
struct date view_valid_until(const struct edition *edition,
    const struct plan *plan, const struct job *job);

#endif
