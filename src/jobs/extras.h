/*
 * extras.h - the files of an edition that are neither pages nor kits nor
 * parts of the theme: feeds, sitemaps, cards of contacts, texts to copy,
 * snippets for servers.
 *
 * A family of such files has a planner, which names the files that an edition
 * has, and a writer, which makes one of them. Planners run after the pages,
 * one after the other, so that they may ask what the pages show; writers run
 * in many threads at once and read what they are given, no more.
 *
 * To add a family: write both in a file of its own, declare the planner below
 * and name it in the table of extras.c.
 */
#ifndef FIELDKIT_JOBS_EXTRAS_H
#define FIELDKIT_JOBS_EXTRAS_H

#include "fieldkit/strbuf.h"
#include "jobs.h"

/* What a writer works with. */
struct extra_job {
	const struct run *run;
	const struct extra *extra;
	struct arena *arena;		/* scratch, emptied after the file */
	struct format_locale *locale;	/* of the extra's language */
	const struct messages *messages;
	struct manifest_file *file;	/* the row; sources may be set */
	struct arena *kept;		/* of what the row names */
	struct diags *diags;
};

/* Appends the file's bytes. False after a diagnostic. */
typedef bool extra_writer(const struct extra_job *job, struct strbuf *out);

struct extra {
	const char *path;		/* "site/feed.xml" */
	const char *kind;		/* for the manifest: "feed" */
	const char *lang;		/* whose words it has; NULL: the locale's */
	extra_writer *write;
	const struct record *record;	/* what it is about, or NULL: for sources */
	const void *detail;		/* what else the writer needs, or NULL */
};

/* The files of an edition while they are planned. */
struct extra_list {
	const struct run *run;
	struct arena *arena;		/* what details may live in */
	struct extra *items;
	size_t count, size;
};

/* Takes a copy of `extra`. A path that is there already is passed over. */
void extra_add(struct extra_list *list, const struct extra *extra);

typedef void extra_planner(struct extra_list *list);
extra_planner plan_calendars;	/* extra_calendar.c: what ends, one an owner */
extra_planner plan_contacts;	/* extra_contact.c: vCards of who is shown */
extra_planner plan_feeds;	/* extra_feed.c: Atom, one a language */
extra_planner plan_letters;	/* extra_letter.c: mail, one an office */
extra_planner plan_robots;	/* extra_sitemap.c: what search engines read */
extra_planner plan_servers;	/* extra_server.c: nginx and Apache */
extra_planner plan_sitemap;
extra_planner plan_slots;	/* extra_slot.c: texts to paste */
#define VERIFY_KIND "verify"
extra_planner plan_verify;	/* extra_verify.c: does a kit still hold? */

/* The interface words that writers use, for checking a theme;
 * NULL-terminated. */
extern const char *const extra_message_keys[];

/* What a reader of the extra's language gets to read, or NULL. */
const struct variant *extra_variant(const struct extra_job *job,
    const struct text *text);
/* Its language, and that of the interface words, where that is not the
 * extra's; else NULL. */
const char *extra_variant_lang(const struct extra_job *job,
    const struct variant *variant);
const char *extra_words_lang(const struct extra_job *job);

/* The tree of what has a template, in the job's arena; NULL after diagnostics.
 * `made` stands for a job of the plan, `context` says what its view needs; what
 * all views need is filled in. */
struct doc_node *extra_compose(const struct extra_job *job,
    const struct job *made, struct view_context *context);

/* The extras of an edition, sorted by path, in `arena`. run->results NULL: no
 * page was made yet, so everything counts as shown. */
void extras_plan(struct extra_list *list, const struct run *run,
    struct arena *arena);
const struct extra *extras_find(const struct extra_list *list,
    const char *path);
/* One of them, appended to `out`, and its row but for the digest; false after
 * a diagnostic. */
bool extra_make(const struct run *run, struct worker *worker,
    const struct extra *extra, struct manifest_file *file,
    struct diags *diags, struct strbuf *out);
/* Plans, makes and stages all of them. The rows of the manifest, sorted by
 * path, are in `arena`. False when an error was reported. */
bool extras_stage(const struct run *run, struct arena *arena,
    struct diags *diags, struct manifest_file **ret_files,
    size_t *ret_count);

#endif
