/*
 * index.h - what plan and view know of an edition beside its model: which
 * record stands for which, the copies of case studies, who belongs to whom.
 * Never shown to a template.
 */
#ifndef FIELDKIT_PLAN_INDEX_H
#define FIELDKIT_PLAN_INDEX_H

#include "fieldkit/match.h"
#include "fieldkit/plan.h"

/* Countries as numbers: of "DE", 3 * 26 + 4. */
#define COUNTRY_BITS (26 * 26)

/* The first number in the set from `bit` on, or COUNTRY_BITS. */
uint32_t country_set_next(const struct country_set *set, uint32_t bit);
/* territory.c: what an office covers; that and its own country. */
struct country_set office_covers(const struct office *office);
struct country_set office_home(const struct office *office);

/* Pointers to pointers; all-zero is empty. Lives in an arena, never shrinks;
 * nothing depends on the order inside. */
struct pointer_map {
	struct pointer_slot *slots;
	size_t size;			/* a power of two, or 0 */
	size_t count;
};

struct pointer_slot {
	const void *key;		/* NULL: free */
	const void *value;
};

void pointer_map_put(struct pointer_map *map, struct arena *arena,
    const void *key, const void *value);
const void *pointer_map_get(const struct pointer_map *map, const void *key);

/* What a reader gets while the consent holds: asked for in the innermost loop
 * of the mapping, so it leads to no other memory. */
struct consent_terms {
	int32_t from_days, until_days;
	enum rung inside;			/* ABSENT: never */
	enum rung outside;			/* of `where`, if is_local */
	bool is_local;
	struct country_set where;
};

/* A reference in this edition, on every rung it can stand on. */
struct case_entry {
	const struct case_study *source;	/* of the whole model */
	const struct case_study *facts;		/* projected, for ranking; never lent out */
	const struct case_study *full;		/* NULL: never named */
	const struct case_study *anonymised;	/* NULL: only counted */
	const struct case_study *page;		/* the one of its own page, or NULL */
	struct consent_terms terms;
	struct text label;			/* safe to print without consent */
	const struct record *partner;		/* of the edition, or NULL */
	const struct record *solution;
};

/* Items of one owner: entries first … first + count of a flat array. */
struct group {
	uint32_t first;
	uint32_t count;
};

struct grouping {
	struct pointer_map groups;		/* owner → struct group */
	const struct record **items;
};

struct edition_index {
	const struct model *source;
	struct pointer_map projected;	/* source record → the edition's */
	struct pointer_map sources;	/* the edition's, any copy → source */
	struct regions *regions;	/* of the source, and their copies */
	struct case_entry *cases;	/* sorted by the source's id */
	uint32_t case_count;
	struct pointer_map case_entries;	/* source record → case_entry */
	struct grouping solutions_of;	/* partner → solutions */
	struct grouping cases_of;	/* partner or solution → source of the case */
	struct grouping pages_of;	/* partner, solution or industry → the case */
	struct grouping people_of;	/* partner → people; the site: the vendor's */
	struct pointer_map read_langs;	/* office → struct list: it reads */
	struct pointer_map page_langs;	/* office, campaign → struct list */
	struct list all_langs;		/* struct str: of all pages */
	const char **autonyms;		/* of all_langs */
	struct topic_list topics;
};

#define LANGS_MAX 64	/* more on one record are left out */

struct lang_list {
	const char *langs[LANGS_MAX];
	uint32_t count;
};

struct lang_finder {
	const char *locale;
	struct lang_list known;		/* every tag seen so far */
	bool serves[LANGS_MAX];		/* the locale, by its place in known */
};

struct projector {
	struct edition *edition;
	struct edition_index *index;
	struct arena *arena;
	const char *reader;
	char *places[RECORD_TYPE_COUNT];	/* the copies, in the order of the set */
	struct lang_finder langs;
};

/* Where a record stands in a set that has it; PLACE_NONE for NULL. */
uint32_t set_place(const struct record_set *set, const struct record *record);
/* The places of references modulo 64, as bits: two lists without a bit in
 * common have no record in common. */
uint64_t refs_mask(const struct record_set *set, const struct list *refs);
#define PLACE_NONE UINT32_MAX

/* visible.c: who may see what. */
bool record_is_visible(const struct record *record, const struct site *site,
    const char *reader, const struct plan_clock *clock);
/* The same without the audience. */
bool record_is_current(const struct record *record,
    const struct plan_clock *clock);
/* `path` is the key, or "outer.inner" for a field of a map. */
bool field_is_visible(const struct field *field, const char *path,
    const struct record *record, const char *reader);

/* anonymise.c */
/* A copy of a projected case study without its customer; NULL where nothing
 * is left to call the customer, or the id names it and there is no secret of
 * the site to make another with. `source` has the names to look for. */
struct case_study *case_anonymise(struct arena *arena,
    const struct case_study *projected, const struct case_study *source,
    const struct str *secret);
/* customer.c: puts what the copy calls its customer in place of {customer}. */
void case_name_customer(struct arena *arena, struct case_study *copy);
/* What the customer is called without the name; not given where that names it. */
struct text case_label(struct arena *arena, const struct case_study *source);

/* territory.c: `copy` is the edition's copy of a region. */
void regions_alias(struct regions *regions, struct arena *arena,
    const struct record *region, const struct record *copy);

/* project.c: a copy of `source` with what the reader may see, references to
 * records outside the edition dropped. `copy` is zeroed and of its size. */
void record_project(struct projector *projector, const struct record *source,
    struct record *copy);

/* references.c */
void cases_project(struct projector *projector);

/* index.c */
/* `copy` is the edition's record of `source`. */
void index_add(struct projector *projector, const struct record *source,
    const struct record *copy);
/* After all records are projected. */
void index_build(struct projector *projector);
/* langs.c: after a copy is filled; then, after all of them. */
void record_langs(struct projector *projector, struct record *copy);
void index_langs(struct projector *projector);
/* Adds a tag once. */
void lang_list_add(struct lang_list *list, const char *lang);
void lang_list_add_all(struct lang_list *list, const struct list *langs);
/* A list of struct str, sorted. */
struct list lang_list_finish(struct lang_list *list, struct arena *arena,
    struct source_pos pos);
/* The tag among `langs` that a reader of `lang` gets, or NULL: the locale. */
const char *lang_among(const struct list *langs, const char *lang);

/* reading.c: after index_langs has the records' own. */
void index_reading(struct projector *projector);

/* topics.c: after all records are projected. */
void index_topics(struct projector *projector);

/* After the copies are made. */
void entry_terms_init(struct case_entry *entry, const struct edition *edition,
    const char *reader);
/* The rung of a reference in a territory (NULL: anywhere) until a day, as
 * far as there is something to show on it. */
enum rung entry_rung(const struct edition *edition,
    const struct case_entry *entry, const struct country_set *territory,
    int32_t until_days);
/* The last day until which it is on any rung but absent; before all days
 * where it is absent today. */
int32_t entry_until(const struct edition *edition,
    const struct case_entry *entry);
/* The copy for a rung, or NULL. */
const struct case_study *entry_copy(const struct case_entry *entry,
    enum rung rung);
/* The whole model's record of any of the edition's; also of a copy that a view
 * made, by its id. */
const struct record *index_source(const struct edition *edition,
    const struct record *record);
const struct case_entry *index_case(const struct edition *edition,
    const struct record *record);
struct record_list grouping_of(const struct grouping *grouping,
    const void *owner);

/* reading.c: whether the page of a campaign at an office is there in a
 * language that the office reads. */
const struct list *office_langs(const struct edition *edition,
    const struct record *office);
bool office_page_is_in(const struct edition *edition,
    const struct record *campaign, const char *lang);

#endif
