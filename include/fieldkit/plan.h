/*
 * plan.h - the reader's view of a model, and the sorted list of jobs.
 *
 * An edition is the model as one reader may see it: hidden records, fields
 * and references are not in it, so nothing behind this stage can leak them.
 *
 * Days are inclusive: a campaign runs, a consent holds and a record is shown
 * on its last day (`end`, `until`, `expires`: "gone after") and not on the
 * next; a record under embargo appears on `publish_from`.
 *
 * Approval is asked of records that have a file of their own (partners,
 * solutions, case studies, campaigns, offices). Registers - vocabularies,
 * people, funding, commitments - and site.yaml are kept by their owner as a
 * whole and have none.
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

struct edition_index;			/* private to plan: src/plan/index.h */

struct edition {
	const struct edition_spec *spec;
	struct edition_view view;
	struct plan_clock clock;
	/* Projected: what the reader may see. A case study is here as its own
	 * page shows it: named only where its consent is not limited to
	 * territories, under a neutral id where its id names a customer that
	 * may not be named. */
	struct model model;
	/* The offices that this edition's kits are made for, sorted by id. One
	 * whose record the reader may not see has what addresses a kit and no
	 * more: id, country, covers, region, segments, languages, paper. */
	struct record_set addressees;
	struct edition_index *index;
};

/* The edition in `arena`, which must not outlive `model`. */
void edition_project(struct edition *edition, struct arena *arena,
    const struct model *model, const struct edition_spec *spec,
    const struct plan_clock *clock);

/* Whether the reader may see the record: one of edition->model, or the copy
 * of a case study on another rung. An addressee may fail this. */
bool edition_has(const struct edition *edition, const struct record *record);
/* The record of the whole model that one of the edition's stands for: for who
 * writes the content, never for what an edition prints. */
const struct record *edition_source(const struct edition *edition,
    const struct record *record);
/* Whether the record is built only because of --drafts. */
bool edition_is_draft(const struct edition *edition,
    const struct record *record);
/* When the record was approved; not given but to alliance readers. */
struct date edition_approved_on(const struct edition *edition,
    const struct record *record);
/* Records that belong to another, in the order of their ids. */
struct record_list {
	const struct record *const *items;
	uint32_t count;
};

struct record_list edition_solutions_of(const struct edition *edition,
    const struct record *partner);
/* Of a partner, or of the vendor (NULL). */
struct record_list edition_people_of(const struct edition *edition,
    const struct record *partner);
/* Case studies with a page, of a partner, a solution or an industry. */
struct record_list edition_cases_of(const struct edition *edition,
    const struct record *owner);
/* References of a partner that may only be counted. */
uint32_t edition_counted_of(const struct edition *edition,
    const struct record *partner);

struct coverage;			/* coverage.h */
/* The first day after the clock's on which the edition would change by itself:
 * an embargo, an expiry, a consent, a mark or a campaign starts or ends, or
 * the coverage page (NULL: it has none) begins to tell of an end. Not given
 * when there is none. */
struct date edition_next_change(const struct edition *edition,
    const struct coverage *coverage);
/* The record of the edition that Markdown names as TYPE/ID, or NULL. */
const struct record *edition_find(const struct edition *edition,
    const char *type_and_id);

/*
 * Languages of pages (struct str), sorted; not listed are the site's locale
 * and what it serves. A record's page is there in every language that the
 * record has texts in. An office that receives the edition reads its own page,
 * the campaigns that it runs and the home page in each of its languages as
 * well, whatever texts there are; variants of one language are one ("de-CH"
 * reads "de"). NULL: the languages of the home page, which are those of all
 * pages.
 */
const struct list *edition_langs(const struct edition *edition,
    const struct record *record);
/* What a language calls itself: "Deutsch"; of those that pages are in. */
const char *edition_autonym(const struct edition *edition, const char *lang);

/* What records have in common, with a page that lists them. */
enum topic_kind {
	TOPIC_INDUSTRY, TOPIC_PRODUCT, TOPIC_COUNTRY, TOPIC_TAG,
	TOPIC_KIND_COUNT
};

struct topic {
	enum topic_kind kind;
	const char *id;			/* of the industry or product, "DE", a tag */
	const struct record *record;	/* the industry or product; else NULL */
	/* Partners, solutions, case studies, campaigns: by type, then id. A
	 * country is that of a case's customer; its partners sell there. */
	struct record_list carriers;
	struct list langs;		/* struct str: those of the carriers */
};

struct topic_list {
	const struct topic *items;	/* by kind, then id */
	uint32_t count;
};

/* Every topic that a record of the edition carries; never one that only
 * hidden records do. */
struct topic_list edition_topics(const struct edition *edition);
/* NULL: nothing in the edition carries it. */
const struct topic *edition_topic(const struct edition *edition,
    enum topic_kind kind, const char *id);

/*
 * Paths, relative to the edition's folder: "site/partners/acme/index.html".
 * A page stands below site/ in the site's locale and below site/LANG/ in
 * every other language that it is there in.
 */
/* The record's page for a reader of `lang`: in that language, or in the
 * site's locale. NULL: the edition has no such page. */
const char *edition_record_path(const struct edition *edition,
    struct arena *arena, const struct record *record, const char *lang);
/* A file beside that page in the site's locale, which every record with a
 * page has. */
const char *edition_record_file_path(const struct edition *edition,
    struct arena *arena, const struct record *record, const char *name);
/* The same for the page of a campaign at an office. */
const char *edition_office_path(const struct edition *edition,
    struct arena *arena, const struct record *campaign,
    const struct record *office, const char *lang);
/* The language that edition_record_path gives (NULL record: the home page's). */
const char *edition_lang(const struct edition *edition,
    const struct record *record, const char *lang);
const char *edition_home_path(const struct edition *edition,
    struct arena *arena, const char *lang);
/* The page of a topic ("site/industries/retail/index.html"), and the one that
 * lists all topics. */
const char *edition_topic_path(const struct edition *edition,
    struct arena *arena, const struct topic *topic, const char *lang);
const char *edition_topics_path(const struct edition *edition,
    struct arena *arena, const char *lang);
const char *edition_search_path(const struct edition *edition,
    struct arena *arena, const char *lang);
/* The file for address books of a person of the edition, for a reader of
 * `lang`; its name tells nothing. NULL without a site. */
const char *edition_card_path(const struct edition *edition,
    struct arena *arena, const struct record *person, const char *lang);
/* The language of that file: `lang` where the person has a name or title in
 * it, else the site's locale. */
const char *edition_card_lang(const struct edition *edition,
    const struct record *person, const char *lang);
/* A file beside that home page: "site/de/feed.xml". */
#define FEED_NAME "feed.xml"
const char *edition_file_path(const struct edition *edition,
    struct arena *arena, const char *lang, const char *name);
/* What a kit is called as an attachment: the name of its file, or where that
 * is too long for some mail programs its start and the kit's id. */
#define ATTACHMENT_NAME_CHARS 50
const char *kit_attachment_name(struct arena *arena, const char *path,
    const char *id);
/* The short id of an office's copies of kits: the same for all of them, made
 * with the site's secret, so that only who has it can tell the office. False
 * where the site asks for no stamps or has no secret. */
#define STAMP_CHARS 6
bool office_stamp(const struct site *site, const char *office,
    char ret_id[STAMP_CHARS + 1]);
/* The same for an edition, whose own site may not know the secret; NULL where
 * there is none. */
const char *edition_stamp(const struct edition *edition,
    struct arena *arena, const struct record *office);
/* The page that says whether a kit of this id still holds, in the site's
 * locale; NULL without a site. */
const char *edition_verify_path(const struct edition *edition,
    struct arena *arena, const char *kit_id);
/* Alliance editions only, else NULL. */
const char *edition_coverage_path(const struct edition *edition,
    struct arena *arena, const char *lang);
/* The way from one path of an edition to another: "../../offices/munich/index.html". */
const char *path_relative(struct arena *arena, const char *from,
    const char *to);
/* base_url, the edition's id and the path ("…/vendor-field/site/offices/munich/";
 * index.html is left out): where output/ as a whole is published at base_url.
 * NULL where the site gives no base_url. */
const char *edition_url(const struct edition *edition, struct arena *arena,
    const char *path);

struct job {
	enum view_kind kind;
	const char *path;		/* "site/partners/acme/index.html", "kits/….pdf" */
	const char *lang;
	const struct record *main;	/* campaign, partner, solution, case, office; else NULL */
	const struct record *office;	/* an addressee: campaign kits and campaign-office pages */
	const struct topic *topic;	/* pages of topics */
	bool is_letter;			/* kits: paper */
};

struct mapping;				/* match.h */

struct plan {
	struct job *jobs;		/* kits first, then pages; each sorted by path */
	size_t count;
	size_t kit_count;
	const struct mapping *mapping;	/* campaigns to solutions and cases */
	const struct coverage *coverage;	/* alliance editions with a site or its kit, else NULL */
};

/* Every page and kit of an edition. Two jobs of one path are reported. */
void plan_jobs(struct plan *plan, struct arena *arena,
    const struct edition *edition, struct diags *diags);
/* The job of a path, or NULL. */
const struct job *plan_find(const struct plan *plan, const char *path);

#endif
