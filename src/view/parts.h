/*
 * parts.h - pieces that several views are made of. Only src/view includes it.
 */
#ifndef FIELDKIT_VIEW_PARTS_H
#define FIELDKIT_VIEW_PARTS_H

#include "fieldkit/match.h"
#include "fieldkit/view_build.h"

#define KEY_HOME "page.home"	/* the crumb of the home page */
#define KEY_CALL "calls.both"	/* hours in common */
#define KEY_CALL_BEFORE "calls.both_before"	/* there it is the day before */
#define KEY_CALL_AFTER "calls.both_after"
#define KEY_CALL_NONE "calls.none"
#define KEY_COVERAGE "coverage.title"
#define KEY_SEARCH "search.title"	/* the title of the search page */
#define KEY_TOPICS "topic.all"
#define KEY_INDUSTRIES "topic.industries"
#define KEY_PRODUCTS "topic.products"
#define KEY_COUNTRIES "topic.countries"
#define KEY_TAGS "topic.tags"
#define KEY_NOT_FOUND "not_found.title"
#define KEY_VERIFY "verify.title"

/* One job's work. */
struct viewer {
	struct arena *arena;
	const struct view_context *context;
	const struct edition *edition;
	const struct model *model;
	const struct job *job;
	struct source_pos pos;		/* of the main record: blamed for the view */
	struct date contacts_until;	/* the first end of a person it names */
	bool is_kit;			/* or a letter: it stands alone */
	bool is_incomplete;		/* an interface word is missing */
};

/* sentences.c: values as words. */
struct str view_str(const struct viewer *viewer, const char *chars);
struct integer view_integer(const struct viewer *viewer, int64_t number);
struct boolean view_boolean(const struct viewer *viewer, bool is_true);
/* One line as a text in the job's language: a name, which is no language's. */
struct text view_text(const struct viewer *viewer, const char *chars);
/* The variant that a reader of the job's language gets, or NULL. */
const struct variant *view_variant(const struct viewer *viewer,
    const struct text *text);
/* What a reader of the job's language gets to read, or NULL. */
const char *view_words(const struct viewer *viewer, const struct text *text);
/* The interface word; the key itself where there are no messages. */
const char *view_message(struct viewer *viewer, const char *key,
    const struct message_arg *args, uint32_t arg_count);
/* Reasons as one line; not given to a customer. */
struct str view_why(struct viewer *viewer, const struct why *whys,
    uint32_t count);
/* What a record is called. */
struct text view_title(const struct viewer *viewer,
    const struct record *record);

/* choices.c */
/* The case as it may be shown in a territory until a day; false: not at all. */
bool view_case(struct viewer *viewer, struct case_choice *choice,
    const struct record *study, const struct country_set *territory,
    int32_t until_days);
/* A list of case_choice: at most `limit` of `cases`, without `except`. */
struct list view_cases(struct viewer *viewer, struct record_list cases,
    const struct record *except, uint32_t limit);
struct list view_solution_choices(struct viewer *viewer,
    const struct campaign_match *match);
struct list view_case_choices(struct viewer *viewer,
    const struct campaign_match *match);
/* The first of them, without its reasons; not given where there is none. */
void view_best_case(struct viewer *viewer, struct case_choice *choice,
    const struct campaign_match *match);
struct list view_nots(struct viewer *viewer,
    const struct campaign_match *match);
/* A list of RECORD. */
struct list view_records(const struct viewer *viewer,
    const struct record *const *records, uint32_t count);
/* Whether a solution serves a campaign somewhere; `alone`: without office. */
bool view_serves(const struct viewer *viewer,
    const struct campaign_match *alone, const struct solution *solution);
/* The partners of what was chosen, each once, best first. */
struct record_list view_partners(const struct viewer *viewer,
    const struct campaign_match *match);
/* The sources that the records name and the reader may see, each once. */
struct list view_sources(const struct viewer *viewer,
    const struct record *const *records, uint32_t count);

/* changes.c: what the kit says differently from the one before. */
void view_changes(struct viewer *viewer, struct campaign_view *top,
    const struct campaign_match *match);

/* numbers.c */
/* A list of number_view: the metrics of a case. */
struct list view_numbers(struct viewer *viewer,
    const struct case_study *study);
/* The numbers of several cases (a list of case_choice) that can be compared;
 * not given where fewer than two can. */
void view_chart(struct viewer *viewer, const struct list *cases,
    struct chart_view *chart);

/* coverage_regions.c: the rows of offices, by region */
struct list view_coverage_regions(struct viewer *viewer,
    const struct coverage_view *top);

/* validity.c: `first` becomes `other` where that one is given and sooner. */
void view_first_end(struct date *first, const struct date *other);

/* contacts.c */
enum contact_kind { CONTACT_SELLER, CONTACT_EXPERT, CONTACT_ANY };

struct contact_search {
	const struct country_set *territory;	/* NULL: anywhere */
	const struct list *products;		/* struct ref, or NULL */
	enum contact_kind kind;
	bool takes_strangers;	/* those of no matching territory come last */
	uint32_t limit;
};

/* Lists of contact_view, best first. */
struct list view_vendor_contacts(struct viewer *viewer,
    const struct contact_search *search);
struct list view_partner_contacts(struct viewer *viewer,
    const struct contact_search *search, struct record_list partners);
/* A list of lab_view: the partners' labs and briefing centres, in the office's
 * countries, then in its region. */
struct list view_labs(struct viewer *viewer, struct record_list partners,
    const struct campaign_match *match);
/* Those of any partner in some countries, else the nearest by the clock. */
struct list view_labs_near(struct viewer *viewer,
    const struct country_set *where, const char *tz, int32_t day);
/* calls.c: the clock of a partner's seat, or NULL. */
const char *view_partner_tz(const struct partner *partner);

/* calls.c: how the contacts' hours meet the office's on a day (NULL: no
 * office). Whether there is something to tell. */
bool view_calls(struct viewer *viewer, struct list *contacts,
    const struct record *office, int32_t day);
/* The same for a partner's people, who sit at its head office. */
bool view_calls_of_partner(struct viewer *viewer, struct list *contacts,
    const struct record *partner, int32_t day);
/* A list of partner_hours: those whose clocks differ. */
struct list view_partner_hours(struct viewer *viewer,
    struct record_list partners, const struct record *office, int32_t day);

/* kits.c */
/* A kit of the plan as a page shows it; false: the edition has none. */
bool view_kit(struct viewer *viewer, struct kit_view *kit,
    const char *path);
const char *view_office_kit_path(const struct viewer *viewer,
    const struct record *campaign, const struct record *office);
const char *view_partner_kit_path(const struct viewer *viewer,
    const struct record *partner);
/* The kit that the job makes. */
void view_own_kit(struct viewer *viewer, struct kit_view *kit);
/* The address of a page as the job needs it: relative, or whole in a kit. Not
 * given where there is no such page. */
struct str view_url(const struct viewer *viewer, const char *path);

/* money.c: funding that is not refused or over, commitments that are not
 * dropped, of a campaign or a partner. */
struct record_list view_funding(const struct edition *edition,
    struct arena *arena, const struct record *owner);
struct record_list view_commitments(const struct edition *edition,
    struct arena *arena, const struct record *owner);

/* news.c: a list of news_view, newest first. */
struct list view_news(struct viewer *viewer, uint32_t limit);

/* order.c: names are collated as the job's language does, ties by id. */
int view_compare_names(struct viewer *viewer, const struct record *a,
    const struct record *b);
struct record_list view_by_name(struct viewer *viewer,
    const struct record *const *records, uint32_t count);
/* Lists of group_view, of records that are sorted by name already: by first
 * letter where there are many, else one group without a title. */
struct list view_by_letter(struct viewer *viewer, struct record_list records);
struct list view_cases_by_letter(struct viewer *viewer,
    struct record_list cases);
struct list view_by_region(struct viewer *viewer, struct record_list offices);

/* navigation.c: what leads to other pages from this one; not for kits. */
struct text view_page_name(struct viewer *viewer);
struct list view_crumbs(struct viewer *viewer);
struct list view_alternates(struct viewer *viewer);
/* Words of a message as a text, in the language that they are in. */
struct text view_words_text(const struct viewer *viewer, const char *words);
/* The name of the page that tells of a kit. */
struct text view_verify_title(struct viewer *viewer);
/* The page of what a kit is about, or NULL. */
const char *view_kit_page_path(const struct viewer *viewer,
    const struct job *kit, const char *lang);
/* The page in another language, or in the site's locale. */
const char *view_path_in(const struct viewer *viewer, const char *lang);
void view_neighbours(struct viewer *viewer, struct crumb_view *prev,
    struct crumb_view *next);

/* topics.c */
/* The interface word for all topics of a kind: "Industries". */
const char *view_topic_key(enum topic_kind kind);
struct text view_topic_title(struct viewer *viewer,
    const struct topic *topic);
/* The topics of the main record, as they stand in it. */
struct list view_page_topics(struct viewer *viewer);

/* fallback.c: what of the main record is in another language. */
void view_fallback(struct viewer *viewer, struct fallback_view *fallback);

/* home.c: a list of campaign_card, by priority of the reader's side, then
 * end; and that order. */
struct list view_campaign_cards(struct viewer *viewer);
int view_compare_campaigns(const struct viewer *viewer,
    const struct record *left, const struct record *right);
/* slots.c: a list of slot_set, of a campaign's page. */
struct list view_slots(struct viewer *viewer);

/* The tops: what each template sees. */
const void *view_of_campaign(struct viewer *viewer);
const void *view_of_partner(struct viewer *viewer);
const void *view_of_solution(struct viewer *viewer);
const void *view_of_case(struct viewer *viewer);
const void *view_of_office(struct viewer *viewer);
const void *view_of_home(struct viewer *viewer);
const void *view_of_search(struct viewer *viewer);
/* coverage.c; its interface words too, each ends in the slug of a kind. */
const void *view_of_coverage(struct viewer *viewer);
const void *view_of_topic(struct viewer *viewer);
const void *view_of_topics(struct viewer *viewer);
const void *view_of_not_found(struct viewer *viewer);
const void *view_of_verify(struct viewer *viewer);
/* letter.c */
const void *view_of_letter(struct viewer *viewer);
const void *view_of_letter_kit(struct viewer *viewer);
const void *view_of_letter_notice(struct viewer *viewer);
/* view_build.c: what the job's page is called, and a sentence about it. */
struct text view_page_title(struct viewer *viewer);
/* "Ready for peak season - Munich"; without an office that is not the
 * reader's. */
struct text view_office_title(const struct viewer *viewer,
    const struct record *campaign, const struct record *office);
struct str view_page_description(const struct viewer *viewer);
/* The people that the page of a partner or an office lists: the job's. */
void view_partner_people(struct viewer *viewer, struct partner_view *top);
struct list view_office_people(struct viewer *viewer);
/* A row of an office's or a campaign's list. */
void view_campaign_office(struct viewer *viewer, struct campaign_office *row,
    const struct campaign_match *match);

#endif
