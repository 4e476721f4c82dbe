/*
 * match.h - which solutions and references serve a campaign at an office, and
 * why.
 *
 * Works on an edition, so it cannot name what the reader may not see: a
 * customer without consent is a reference without a name here too.
 */
#ifndef FIELDKIT_MATCH_H
#define FIELDKIT_MATCH_H

#include "fieldkit/plan.h"

/* Countries by ISO 3166-1 alpha-2, as a set. */
struct country_set {
	uint64_t bits[11];
};

/* What is no country, such as `worldwide`, adds nothing. */
void country_set_add(struct country_set *set, const char *country);
/* The country of a field, or nothing where none is given. */
void country_set_add_given(struct country_set *set,
    const struct str *country);
/* Those of a list field. */
void country_set_add_list(struct country_set *set,
    const struct list *countries);
void country_set_join(struct country_set *set,
    const struct country_set *more);
bool country_set_has(const struct country_set *set, const char *country);
bool country_set_is_empty(const struct country_set *set);
bool country_set_overlaps(const struct country_set *a,
    const struct country_set *b);
/* Whether every country of `part` is in `whole`. */
bool country_set_contains(const struct country_set *whole,
    const struct country_set *part);

struct regions;				/* every region's countries, its parts included */

struct regions *regions_new(struct arena *arena,
    const struct model *model);
/* The countries of a list of territories (struct ref: region or country). */
struct country_set territory_expand(const struct regions *regions,
    const struct list *territories);
/* The countries of one region, its parts included. */
struct country_set region_countries(const struct regions *regions,
    const struct record *region);
bool territory_covers(const struct regions *regions,
    const struct list *territories, const char *country);

/*
 * What a reader in a territory over a window may see of a reference.
 *
 *	absent      no consent, or not on every day of the window; or a reader of
 *	            the vendor and no `share-with-vendor`
 *	count       else: no `story`, or no anonymised form to print
 *	anonymised  else: no `name`, or a territory that the consent leaves out
 *	full        else
 *
 * The window of a campaign's kits and pages is from the clock's day to the
 * campaign's end (or the day it expires, if sooner); what has no campaign -
 * partner kits, the pages of partners, solutions and cases - is made for the
 * clock's day, and is valid until the first of its consents ends. A reader
 * that is neither customer nor a partner's counts as the vendor's.
 */
struct consent_scope {
	const char *reader;
	const struct regions *regions;
	const struct country_set *territory;	/* NULL: anywhere */
	int32_t from_days, until_days;
};

enum rung consent_rung(const struct case_study *study,
    const struct consent_scope *scope);
/* The copy of a case study that may be shown in a territory (NULL: anywhere)
 * until a day, or NULL; `study` is any copy of the edition. */
const struct record *edition_case_copy(const struct edition *edition,
    const struct record *study, const struct country_set *territory,
    int32_t until_days, enum rung *ret_rung);
/* The rung that a copy stands on. */
enum rung edition_case_rung(const struct edition *edition,
    const struct record *copy);
/* The last day of a case study's consent. */
struct date edition_consent_until(const struct edition *edition,
    const struct record *study);
/* The regions, of the whole model and of the edition. */
const struct regions *edition_regions(const struct edition *edition);

/* Why a thing was chosen, or was not. What is not named is not given. */
#define WHY_TABLE(X)                                                    \
	X(PINNED, "why.pinned")			/* */                      \
	X(AREA, "why.area")			/* record: area */         \
	X(PRODUCT, "why.product")		/* record: product */      \
	X(INDUSTRY, "why.industry")		/* record: industry */     \
	X(INDUSTRY_SIBLING, "why.industry-sibling") /* record: industry */ \
	X(SEGMENT, "why.segment")		/* number: enum segment */ \
	X(COUNTRY, "why.country")		/* country */              \
	X(REGION, "why.region")			/* country, record: region */ \
	X(LANGUAGE_AREA, "why.language-area")	/* country, lang */        \
	X(ELSEWHERE, "why.elsewhere")		/* country */              \
	X(PROOF_METRIC_QUOTE, "why.proof-metric-quote") /* record: case */ \
	X(PROOF_NAMED, "why.proof-named")	/* */                      \
	X(PROOF_ANONYMISED, "why.proof-anonymised") /* */                  \
	X(IN_LANGUAGE, "why.in-language")	/* lang */                 \
	X(STATUS, "why.status")			/* number: enum solution_status */ \
	X(CONSENT_UNTIL, "why.consent-until")	/* days */                 \
	X(NOT_EXCLUDED, "why-not.excluded")	/* */                      \
	X(NOT_STATUS, "why-not.status")		/* number: enum solution_status */ \
	X(NOT_SOLD, "why-not.not-sold")		/* country */              \
	X(NOT_SOLD_TERRITORY, "why-not.not-sold-territory") /* */          \
	X(NOT_CONSENT_ENDED, "why-not.consent-ended") /* days */           \
	X(NOT_CONSENT_ENDS, "why-not.consent-ends")   /* days */           \
	X(NOT_BETTER, "why-not.better")		/* number: how many stand before it */

enum why_code {
#define WHY_ENUM(name, key) WHY_##name,
	WHY_TABLE(WHY_ENUM)
#undef WHY_ENUM
	WHY_CODE_COUNT
};

struct why {
	enum why_code code;
	int32_t days;
	int64_t number;
	const char *word;		/* country or language */
	const struct record *record;
};

/* The key of the interface word that says it. */
const char *why_key(enum why_code code);

#define MATCH_WHYS 10

/* A solution or a case, chosen. For a case `record` is the copy of its rung. */
struct match {
	const struct record *record;
	enum rung rung;			/* cases only */
	bool is_pinned;
	uint32_t why_count;
	struct why whys[MATCH_WHYS];
};

/* The next best that was not. `record` is what the reader may see of it, or
 * NULL: then `label` is what it may be called. */
struct match_not {
	const struct record *record;
	enum rung rung;			/* of a case */
	struct text label;
	struct why why;
};

#define MATCH_NOTS 5

/* One campaign at one office (NULL: at all of its offices together). */
struct campaign_match {
	const struct record *campaign;
	const struct record *office;	/* an addressee */
	struct country_set territory;	/* of the campaign and the office */
	int32_t window_end_days;
	struct match *solutions;	/* best first */
	uint32_t solution_count;
	struct match *cases;
	uint32_t case_count;
	uint32_t counted;		/* references that may only be counted */
	/* Office NULL: how many pass every gate somewhere. */
	uint32_t solutions_passed;
	uint32_t cases_passed;
	struct match_not nots[MATCH_NOTS];
	uint32_t not_count;
};

struct mapping {
	struct campaign_match *matches;	/* by campaign, then office; NULL first */
	size_t count;
};

/* Matches every running campaign of the edition, alone and at each of its
 * offices, in the order of their ids. */
const struct mapping *match_all(struct arena *arena,
    const struct edition *edition);
/* The tiers, compared in this order, the least first. */
#define TIER_TABLE(X)                                                   \
	X(PINNED, "pinned")		/* 0: pinned, 1 */              \
	X(PLAY, "play")			/* how many of product and area miss */ \
	X(INDUSTRY, "industry")		/* same, sibling, cross-industry */ \
	X(SEGMENT, "segment")		/* 0: in common, 1 */           \
	X(PLACE, "place")		/* country, region, language, elsewhere */ \
	X(PROOF, "proof")		/* enum proof_level */          \
	X(LANGUAGE, "language")		/* 0: in the kit's, 1 */        \
	X(NEWEST, "newest")		/* days, negative */            \
	X(USED, "used")			/* in kits of offices before */

enum tier {
#define TIER_ENUM(name, word) TIER_##name,
	TIER_TABLE(TIER_ENUM)
#undef TIER_ENUM
	TIER_COUNT
};

/* "pinned" */
const char *tier_word(enum tier tier);
/* "sibling": what the value of a tier means, or NULL where it is a number. */
const char *tier_value_word(enum tier tier, int32_t value);

/* What kept a candidate out that is no line of `struct why`, since no reader
 * is told of it. */
enum silent_gate {
	GATE_TOLD,			/* see `why` */
	GATE_COUNTED,			/* it may be counted, no more */
	GATE_NO_CONSENT,
	GATE_NOT_SHARED,		/* with the vendor, whose reader asks */
	GATE_NOT_BEGUN			/* `why.days`: when the consent begins */
};

/* A candidate at one office, whether it passes the gates or not. */
struct compared {
	struct match match;		/* `whys` of those that pass */
	struct text label;		/* where match.record is NULL */
	int32_t tiers[TIER_COUNT];
	bool passes;
	bool is_chosen;
	enum silent_gate gate;		/* failing */
	struct why why;
};

/* All candidates: those that pass in their order, then the others in theirs.
 * Chosen are the first of them; see campaign_match. */
struct comparison {
	const struct campaign_match *match;
	struct compared *solutions, *cases;
	uint32_t solution_count, case_count;
};

/* The comparison behind mapping_find; false where that is NULL. `office` may
 * be NULL: the campaign alone. */
bool match_compare(struct comparison *ret_comparison, struct arena *arena,
    const struct edition *edition, const struct record *campaign,
    const struct record *office);
/* NULL where the campaign does not run at the office. */
const struct campaign_match *mapping_find(const struct mapping *mapping,
    const struct record *campaign, const struct record *office);
/* Where a solution is sold: its own countries, else its partner's. */
struct country_set solution_countries(const struct solution *solution);
/* Whether its status lets it be sold. */
bool solution_is_sold(const struct solution *solution);
/* Whether a solution has anything to do with a campaign: pinned, or a product,
 * the area or an industry in common; and not excluded. */
bool match_is_relevant(const struct edition *edition,
    const struct campaign *campaign, const struct solution *solution);

#endif
