/*
 * views.h - what a template may name: one struct for each kind of page and
 * kit, described by schemas like the records, so that every path of every
 * template is checked when the theme loads.
 *
 * Every template sees the globals `site`, `edition`, `page`, `kit` (kits
 * only), `loop` (inside k:each), and the fields of its own view at the top.
 * The keys of the schemas are the members' names here.
 *
 * Views are made for one job, in its arena, from an edition: they never hold
 * a value that the edition's reader may not see.
 */
#ifndef FIELDKIT_VIEWS_H
#define FIELDKIT_VIEWS_H

#include "fieldkit/model.h"
#include "fieldkit/schema.h"

/* What a reference may show (match.h). */
enum rung { RUNG_ABSENT, RUNG_COUNT, RUNG_ANONYMISED, RUNG_FULL };

/* A view of one edition, for every template. */
struct edition_view {
	struct source_pos pos;
	struct str id;
	struct str reader;
	struct boolean has_site;
	struct boolean is_customer;
	struct boolean is_alliance;
	struct boolean is_partner;	/* one of the partner's readers */
};

struct crumb_view {
	struct source_pos pos;
	struct text title;
	struct str url;			/* relative to the page */
};

struct alternate_view {
	struct source_pos pos;
	struct str lang;
	struct str name;		/* what the language calls itself */
	struct str url;
};

/* A topic with its page (plan.h). */
struct topic_link {
	struct source_pos pos;
	struct choice kind;		/* industry, product, country, tag */
	struct text title;
	struct str url;
	struct integer count;		/* what its page lists */
};

/* What of the main record is not there in the page's language. */
struct fallback_view {
	struct source_pos pos;
	struct str lang;		/* the language it is shown in */
	struct boolean is_whole;	/* nothing of it is in the page's */
};

struct page_view {
	struct source_pos pos;
	struct str kind;		/* "home", "campaign", … : a class for CSS */
	struct text title;
	struct text name;		/* the title below its crumbs: "Munich" */
	struct str lang;
	struct str dir;			/* "ltr" or "rtl" */
	struct str root;		/* relative way to the site's root: "../../", or "./" */
	struct str home;		/* the home page in the page's language; not in kits */
	struct str search;		/* the search page in it; not in kits */
	struct str coverage;		/* the coverage page; alliance editions only */
	struct str topics_url;		/* the list of all topics; not in kits */
	struct str self;		/* the page itself, relative; not in kits */
	struct str default_url;		/* the page in the site's locale; not in kits */
	struct str url;			/* absolute, where base_url is given */
	struct str feed;		/* what is new, in the page's language; where base_url is given */
	struct str description;
	struct date as_of;
	struct date approved_on;	/* of the main record */
	struct date valid_until;
	struct list crumbs;		/* struct crumb_view; the page itself left out */
	struct list alternates;		/* struct alternate_view: other languages */
	struct list topics;		/* struct topic_link: of the main record */
	struct crumb_view prev;		/* where pages have an order */
	struct crumb_view next;
	struct fallback_view fallback;	/* not given where all is in the language */
	struct boolean is_draft;	/* built with --drafts from unapproved records */
};

/* A kit to download, and the kit itself inside its own template. */
struct kit_view {
	struct source_pos pos;
	struct choice kind;		/* campaign, partner, leave-behind, coverage */
	struct str id;			/* 8 characters */
	struct str file;		/* "modern-delivery_munich_de.pdf" */
	struct str url;			/* relative to the page; in a kit: of its page, absolute */
	struct str verify_url;		/* in a kit: says whether it still holds, absolute */
	struct str lang;
	struct str paper;		/* "A4" or "Letter" */
	struct str stamp;		/* whose copy it is: six characters, or not given */
	struct integer pages;		/* not given inside the kit itself */
	struct integer bytes;
	struct date valid_until;
	const struct record *campaign;
	const struct record *office;
	const struct record *partner;
};

/* A solution chosen for a campaign (and office). */
struct solution_choice {
	struct source_pos pos;
	const struct record *solution;
	const struct record *partner;
	struct str why;			/* "in Germany, for retail, co-sell ready" */
	struct boolean is_pinned;
};

/* A bar of a chart, and what stands beside it. Places are thousandths of the
 * scale (fieldkit/chart.h), as k:bar takes them. */
struct bar_view {
	struct source_pos pos;
	struct text label;		/* what was measured */
	struct text who;		/* whose number it is */
	const struct record *record;
	struct text value;		/* as the locale writes it: "4.1%" */
	struct str from, to;		/* texts, for no locale groups their digits */
	struct str zero;		/* given where a number is below it */
};

/* A metric; where it tells two numbers of one unit, they are bars. */
struct number_view {
	struct source_pos pos;
	struct metric metric;
	struct bar_view before, after;	/* both given, or none */
};

/* Numbers that can be compared. */
struct chart_view {
	struct source_pos pos;
	struct list bars;		/* struct bar_view: at least two, longest first */
	struct str ticks;		/* "0 250 500 750 1000" */
	struct str labels;		/* "0%|20%|40%|60%|80%" */
};

/* A case study as this reader may see it. `record` is the edition's copy for
 * the rung: what consent does not cover is not in it. */
struct case_choice {
	struct source_pos pos;
	const struct record *record;
	const struct record *partner;	/* NULL when hidden */
	const struct record *solution;
	struct choice rung;		/* full, anonymised */
	struct text title;		/* safe to print */
	struct text customer;		/* the name, or the anonymised form */
	struct str why;
	struct metric metric;		/* the first, where there is one */
	struct list numbers;		/* struct number_view: all of them */
	struct quote quote;		/* the first, where consent has it */
};

struct why_not {
	struct source_pos pos;
	struct text label;
	struct str why;
};

struct contact_view {
	struct source_pos pos;
	const struct record *person;
	struct str org;			/* vendor's or partner's name */
	const struct record *partner;	/* NULL for the vendor */
	const struct record *deputy;	/* NULL when none */
	struct boolean speaks_kit;	/* speaks the page's language */
	struct str call;		/* when both are at work, at an office: a sentence */
};

/* When a partner's people are at work while the office is. */
struct partner_hours {
	struct source_pos pos;
	const struct record *partner;
	struct str call;
};

struct lab_view {
	struct source_pos pos;
	struct place place;
	const struct record *partner;
};

/* A text to paste, in one length. */
struct slot_view {
	struct source_pos pos;
	struct str name;		/* "pitch-25": for the element's id */
	struct integer words;		/* at most: 25, 50, 100 */
	struct text text;
	struct str url;			/* the same as a file of plain text */
};

/* What may be said of one solution or partner. */
struct slot_set {
	struct source_pos pos;
	const struct record *record;
	struct str title;
	struct list slots;		/* struct slot_view, shortest first */
};

/* One campaign at one office. */
struct campaign_office {
	struct source_pos pos;
	const struct record *campaign;
	const struct record *office;
	struct str url;			/* its page, relative; not given in kits */
	struct kit_view kit;		/* not given where the edition has none */
	const struct record *best_solution;	/* the first of the solutions, or NULL */
	struct case_choice best_case;	/* not given where there is none */
	struct integer solutions;
	struct integer cases;
	struct integer contacts;
};

/* What changed since the kit that its reader had. */
struct change_view {
	struct source_pos pos;
	struct str name;		/* what it is about; not given of the kit itself */
	struct str text;		/* "New reference" */
	struct str detail;		/* why, or some of the new words */
};

struct persona_questions {
	struct source_pos pos;
	struct persona persona;
	struct list questions;		/* struct discovery */
};

/* Campaign page (office NULL), campaign × office page, campaign kit,
 * leave-behind. */
struct campaign_view {
	struct source_pos pos;
	const struct record *campaign;
	const struct record *office;
	struct list solutions;		/* struct solution_choice, best first */
	struct list cases;		/* struct case_choice, best first */
	struct integer cases_counted;	/* references that may only be counted */
	struct list not_chosen;		/* struct why_not */
	struct list discovery;		/* struct persona_questions */
	struct list vendor_contacts;	/* struct contact_view, nearest first */
	struct list partner_contacts;
	struct list first_contacts;	/* one of the two: on the other side */
	struct list experts;		/* struct contact_view: technical, specialist */
	struct date call_day;		/* on which their hours were compared */
	struct list labs;		/* struct lab_view */
	struct list funding;		/* RECORD: funding */
	struct list commitments;	/* RECORD: commitment */
	struct list offices;		/* struct campaign_office; office NULL only */
	struct list kits;		/* struct kit_view: of this office, on its page */
	struct list slots;		/* struct slot_set: the first solution, its partner; not in kits */
	struct list sources;		/* struct str: sources of the claims, each once */
	struct list changes;		/* struct change_view; only in a kit that had another before */
	struct integer changes_more;	/* that one page has no room for */
	struct str previous_kit;	/* its id, where something changed */
};

struct partner_campaign {
	struct source_pos pos;
	const struct record *campaign;
	struct list solutions;		/* RECORD: solution, of this partner */
	struct integer offices;		/* how many offices run it where it sells */
};

struct partner_view {
	struct source_pos pos;
	const struct record *partner;
	struct list solutions;		/* RECORD: solution */
	struct list cases;		/* struct case_choice */
	struct integer cases_counted;
	struct chart_view chart;	/* of their numbers, where some can be compared */
	struct list campaigns;		/* struct partner_campaign */
	struct list vendor_contacts;	/* struct contact_view */
	struct list partner_contacts;
	struct list experts;		/* struct contact_view: technical, specialist; kits only */
	struct date call_day;		/* on which their hours were compared; kits only */
	struct list labs;		/* struct lab_view: where it has none of its own; kits only */
	struct list funding;		/* RECORD */
	struct list commitments;	/* RECORD */
	struct list kits;		/* struct kit_view: partner kits of the edition */
	struct list sources;		/* struct str */
};

struct solution_view {
	struct source_pos pos;
	const struct record *solution;
	const struct record *partner;
	struct list cases;		/* struct case_choice */
	struct list campaigns;		/* RECORD */
	struct list partner_contacts;	/* struct contact_view */
};

struct case_view {
	struct source_pos pos;
	struct case_choice study;
	struct list campaigns;		/* RECORD: where it may serve */
	struct list related;		/* struct case_choice: same partner or industry */
};

struct office_view {
	struct source_pos pos;
	const struct record *office;
	struct list campaigns;		/* struct campaign_office */
	struct list vendor_contacts;	/* struct contact_view */
	struct list partner_hours;	/* struct partner_hours: of what was chosen */
	struct date call_day;		/* on which hours were compared */
	struct list kits;		/* struct kit_view */
};

struct campaign_card {
	struct source_pos pos;
	const struct record *campaign;
	struct integer offices;
	struct integer solutions;	/* that pass every gate somewhere */
	struct integer cases;
};

struct news_view {
	struct source_pos pos;
	const struct record *record;	/* partner, solution, case study or campaign */
	struct text title;
	struct date on;
	struct str url;
};

/* Neighbours in a list sorted by name: of one first letter, or one region. */
struct group_view {
	struct source_pos pos;
	struct text title;		/* not given where the list is one group */
	struct list items;		/* RECORD or struct case_choice, as the field says */
};

struct home_view {
	struct source_pos pos;
	struct list campaigns;		/* struct campaign_card, by priority, then end */
	struct list offices;		/* RECORD */
	struct list partners;		/* RECORD */
	struct list solutions;		/* RECORD */
	struct list cases;		/* struct case_choice */
	struct list news;		/* struct news_view, newest first, at most 12 */
	struct list offices_by_region;	/* struct group_view of RECORD */
	struct list partners_by_letter;	/* struct group_view of RECORD */
	struct list solutions_by_letter;	/* struct group_view of RECORD */
	struct list cases_by_letter;	/* struct group_view of case_choice */
};

/* The page of a topic. */
struct topic_view {
	struct source_pos pos;
	struct choice kind;
	struct text title;
	struct list campaigns;		/* RECORD, each list by name */
	struct list solutions;		/* RECORD */
	struct list cases;		/* struct case_choice */
	struct list partners;		/* RECORD */
	struct list related;		/* struct topic_link: above and below it */
};

/* The list of topics; each list by name. */
struct topics_view {
	struct source_pos pos;
	struct list industries;		/* struct topic_link */
	struct list products;
	struct list countries;
	struct list tags;
};

/* What a server shows where there is no page. It may be shown at any depth,
 * so its addresses are whole ones where the site gives base_url. */
struct not_found_view {
	struct source_pos pos;
	struct list campaigns;		/* struct crumb_view, by priority, then end */
};

/* Where the code on a kit's cover leads. */
enum verify_status {
	VERIFY_CURRENT, VERIFY_SUPERSEDED, VERIFY_WITHDRAWN, VERIFY_ENDED,
	VERIFY_STATUS_COUNT
};

struct verify_view {
	struct source_pos pos;
	struct str id;
	struct choice status;
	struct kit_view kit;		/* it, or the one that takes its place */
	struct str kit_page;		/* the page like this of that one */
	struct crumb_view about;
	struct date withdrawn_on;
	struct str reason;
};

/* What the search page offers to who has no script. */
struct search_view {
	struct source_pos pos;
	struct list campaigns;		/* RECORD, by name */
	struct list offices;		/* RECORD, by name */
};

/* The coverage page: a matrix of offices and campaigns, then lists. */
struct coverage_aspect {
	struct source_pos pos;
	struct str name;		/* "Contact" */
	struct choice state;		/* risk, gap */
	struct str word;		/* "At risk" */
};

/* A campaign at an office; neither state nor url where it does not run. */
struct coverage_cell {
	struct source_pos pos;
	const struct record *campaign;
	const struct record *office;
	struct str url;
	struct choice state;		/* ready, risk, gap */
	struct str word;
	struct list lacks;		/* struct coverage_aspect */
};

struct coverage_row {
	struct source_pos pos;
	const struct record *office;
	struct list cells;		/* struct coverage_cell: one a campaign */
};

struct coverage_gap {
	struct source_pos pos;
	const struct record *campaign;	/* NULL: of the record itself */
	const struct record *record;	/* what is concerned, where there is one */
	struct text label;		/* a case study without a page */
	struct str word;		/* a certificate, a language */
	struct date on;
	struct list offices;		/* RECORD; none: at all of them */
	struct integer has, needs;
};

struct coverage_gaps {
	struct source_pos pos;
	struct str kind;		/* "no-case-country": a class for CSS */
	struct str heading;
	struct list gaps;		/* struct coverage_gap */
};

struct coverage_end {
	struct source_pos pos;
	struct date on;
	struct str what;		/* "Consent" */
	struct text title;		/* of the record */
	const struct record *record;
	struct str word;		/* the certificate's name */
	struct str owner;
};

struct coverage_win {
	struct source_pos pos;
	struct str what;		/* "Consent: …" */
	struct str add;			/* "consent.until: 2027-06-30" */
	const struct record *record;
	struct str owner;
	struct list cells;		/* struct coverage_cell: ready then */
	struct integer more;		/* cells in which it helps beside them */
};

struct coverage_calendar {
	struct source_pos pos;
	struct str owner;
	struct str url;
};

/* The offices of a region together. */
struct coverage_share {
	struct source_pos pos;
	struct choice state;		/* the worst; none where it runs nowhere */
	struct str word;
	struct integer ready, total;	/* offices */
};

struct coverage_region {
	struct source_pos pos;
	struct text title;		/* not given: offices without a region */
	struct list cells;		/* struct coverage_share: one a campaign */
};

struct coverage_view {
	struct source_pos pos;
	struct integer total, ready, risk, gap;	/* cells */
	struct list campaigns;		/* RECORD: the columns */
	struct list rows;		/* struct coverage_row */
	struct list regions;		/* struct coverage_region: in kits, the rows by region */
	struct choice shape;		/* in kits: roomy, dense, regions */
	struct integer hidden_columns;	/* in kits: campaigns beyond the tenth; not given: none */
	struct integer hidden_regions;	/* in kits: those beyond the fourteenth */
	struct str kit_url;		/* on pages: the same on one page, where the edition has it */
	struct list gaps;		/* struct coverage_gaps, by kind */
	struct list ends;		/* struct coverage_end, soonest first */
	struct list calendars;		/* struct coverage_calendar, by owner */
	struct list wins;		/* struct coverage_win, best first */
	struct list funding;		/* RECORD: all of it, by payer and status; pages only */
	struct list commitments;	/* RECORD: all that are open; pages only */
};

/*
 * Letters: the messages to an office. A letter is composed when the edition is
 * built and put together when it is mailed, so the members that say "filled in
 * when mailed" hold a mark, LETTER_MARK_START NAME LETTER_MARK_END, which is
 * replaced then.
 */
#define LETTER_MARK_START "\xee\x80\x80"	/* U+E000 */
#define LETTER_MARK_END "\xee\x80\x81"	/* U+E001 */
#define LETTER_MARK(name) LETTER_MARK_START name LETTER_MARK_END

/* The frame of a message. Its title is the message's subject. */
struct letter_view {
	struct source_pos pos;
	const struct record *office;
	struct integer kits;		/* that it brings; a notice brings none */
	struct boolean is_notice;
	struct str campaign;		/* of the one kit, or of the withdrawn one: when mailed */
	struct str preview;		/* when mailed */
	struct str sections;		/* when mailed */
};

/* What a message says of one kit. */
struct letter_kit_view {
	struct source_pos pos;
	const struct record *campaign;
	const struct record *office;
	struct kit_view kit;		/* its url is the file's, whole */
	struct str url;			/* of the campaign's page at the office, whole */
	struct list solutions;		/* struct solution_choice */
	struct list cases;		/* struct case_choice */
	struct list contacts;		/* struct contact_view: the campaign's first */
	struct boolean is_attached;
	struct str since;		/* the kit that the changes are against */
	struct list changes;		/* struct str: where since is given */
};

/* That a kit was called back. */
struct letter_notice_view {
	struct source_pos pos;
	const struct record *office;
	struct str title;		/* of the withdrawn kit: when mailed */
	struct str id;			/* the same */
	struct str reason;		/* the same */
	struct kit_view kit;		/* that takes its place, where there is one */
	struct str url;			/* the page of its campaign at the office */
};

/* Inside k:each. */
struct loop_view {
	struct source_pos pos;
	struct integer index;		/* from 1 */
	struct integer count;
	struct boolean is_first;
	struct boolean is_last;
};

/* The kinds of template. */
#define VIEW_KIND_TABLE(X)                                              \
	X(HOME, "site/home.html", home, "home")                         \
	X(CAMPAIGN, "site/campaign.html", campaign, "campaign")         \
	X(CAMPAIGN_OFFICE, "site/campaign-office.html", campaign, "campaign-office") \
	X(PARTNER, "site/partner.html", partner, "partner")             \
	X(SOLUTION, "site/solution.html", solution, "solution")         \
	X(CASE, "site/case.html", case, "case")                         \
	X(OFFICE, "site/office.html", office, "office")                 \
	X(SEARCH, "site/search.html", search, "search")                 \
	X(COVERAGE, "site/coverage.html", coverage, "coverage")         \
	X(TOPIC, "site/topic.html", topic, "topic")                     \
	X(TOPICS, "site/topics.html", topics, "topics")                 \
	X(NOT_FOUND, "site/404.html", not_found, "not-found")           \
	X(VERIFY, "site/verify.html", verify, "verify")                 \
	X(KIT_CAMPAIGN, "kits/campaign.html", campaign, "campaign-kit") \
	X(KIT_PARTNER, "kits/partner.html", partner, "partner-kit")     \
	X(KIT_LEAVE_BEHIND, "kits/leave-behind.html", campaign, "leave-behind") \
	X(KIT_COVERAGE, "kits/coverage.html", coverage, "coverage-kit")  \
	X(LETTER, "letters/letter.html", letter, "letter")               \
	X(LETTER_KIT, "letters/kit.html", letter_kit, "letter-kit")     \
	X(LETTER_NOTICE, "letters/notice.html", letter_notice, "letter-notice")

enum view_kind {
#define VIEW_KIND_ENUM(name, file, schema, id) VIEW_##name,
	VIEW_KIND_TABLE(VIEW_KIND_ENUM)
#undef VIEW_KIND_ENUM
	VIEW_KIND_COUNT
};

/* The template's file under the theme, and its class name. */
const char *view_template(enum view_kind kind);
const char *view_name(enum view_kind kind);
bool view_is_kit(enum view_kind kind);
bool view_is_letter(enum view_kind kind);
/* "site/", "kits/" or "letters/": where its template and its parts lie. */
const char *view_folder(enum view_kind kind);
/* The schema of the view itself; its fields stand at the top of a scope. */
const struct schema *view_schema(enum view_kind kind);

/* The globals. */
extern const struct schema schema_edition_view, schema_page_view,
    schema_kit_view, schema_loop_view;
/* Of views that have a file of rows of their own. */
extern const struct schema schema_coverage_view, schema_letter_view,
    schema_letter_kit_view, schema_letter_notice_view;

/* All that one job's template may name. */
struct view {
	enum view_kind kind;
	const void *top;		/* the struct that view_schema describes */
	const struct site *site;	/* as the edition may see it */
	const struct edition_view *edition;
	const struct page_view *page;
	const struct kit_view *kit;	/* kits only, else NULL */
};

#endif
