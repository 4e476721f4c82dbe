/*
 * matcher.h - matching from the inside: candidates of a campaign, and their
 * scores at one office. Only src/plan/{match,compare,candidates,score}.c
 * include this.
 */
#ifndef FIELDKIT_PLAN_MATCHER_H
#define FIELDKIT_PLAN_MATCHER_H

#include "index.h"

enum industry_level { INDUSTRY_SAME, INDUSTRY_SIBLING, INDUSTRY_CROSS };
enum place_level { GEO_COUNTRY, GEO_REGION, GEO_LANGUAGE, GEO_ELSEWHERE };
enum proof_level {
	PROOF_METRIC_QUOTE, PROOF_NAMED, PROOF_ANONYMISED, PROOF_COUNT,
	PROOF_NONE
};

#define TAGS_MAX 64

/* A solution or a case, with what no campaign changes. */
struct candidate {
	const struct solution *solution;	/* of a case: the one it shows, or NULL */
	const struct case_entry *entry;		/* cases only */
	const char *id;
	struct country_set sold;		/* solutions */
	struct country_set places;		/* customer's, or the partner's */
	const uint16_t *place_bits;		/* the same, one by one */
	uint32_t place_count;
	uint64_t tags;				/* languages, by their number */
	int32_t newest_days;
	uint32_t segments;			/* its sizes, as bits */
	bool is_sold;				/* solutions: by their status */
	const struct case_entry **proofs;	/* solutions: the cases that show it */
	uint32_t proof_count;
	const uint32_t *industries;		/* solutions: their places, or PLACE_NONE */
	uint32_t industry_count;
};

/* What the office's first language means. */
struct reading {
	const char *lang;
	uint64_t tags;			/* that serve it */
	struct country_set countries;	/* that speak it, among all places */
};

/* What decides a candidate's class, close together: all are held against
 * every campaign. What follows the masks is of cases alone. */
struct candidate_key {
	uint64_t products;		/* see refs_mask */
	uint64_t areas;
	uint32_t industry;		/* its place in the vocabulary, or PLACE_NONE */
	/* What entry_rung says of today: the day after which it is absent,
	 * then the rung wherever consent knows no territory. */
	int32_t until_days;
	unsigned char rung;
	bool is_local;
};

struct matcher {
	const struct edition *edition;
	struct arena *arena;		/* of the results */
	struct arena scratch;		/* of the candidates */
	struct arena play;		/* of one campaign */
	struct candidate *solutions;	/* each in the order of ids */
	uint32_t solution_count;
	struct candidate *cases;
	struct candidate_key *keys;		/* one a case */
	struct candidate_key *solution_keys;
	uint32_t case_count;
	struct country_set places;	/* of all candidates */
	const char *tags[TAGS_MAX];
	uint32_t tag_count;
	struct reading readings[TAGS_MAX];
	uint32_t reading_count;
	bool tells_all;			/* scores what nobody is told of, too */
};

void candidates_find(struct matcher *matcher);
/* The reading of a language; the last slot is reused beyond TAGS_MAX. */
const struct reading *matcher_reading(struct matcher *matcher,
    const char *lang);

/* A campaign, as candidates are held against it. */
struct play {
	const struct campaign *campaign;	/* the edition's */
	struct country_set territory;
	int32_t window_end_days;
	struct pointer_map pins, excludes;	/* solutions */
	struct pointer_map products;
	struct pointer_map industries;
	struct pointer_map families;	/* parents of the industries */
	uint64_t product_mask, area_mask;
	const unsigned char *levels;	/* enum industry_level, by place */
};

void play_init(struct play *play, struct matcher *matcher,
    const struct campaign *campaign);

/* A candidate at a campaign: the tiers that need no office. */
struct contender {
	const struct candidate *candidate;
	int32_t tiers[TIER_SEGMENT];
	const struct record *product;	/* the first in common, or NULL */
	const struct record *area;
	const struct record *industry;
	uint32_t used;			/* in kits of this campaign so far */
	uint32_t group;			/* at the office that is looked at */
};

/* What contender_init would make of TIER_PLAY and TIER_INDUSTRY, where the key
 * alone says it; false otherwise. */
bool case_tiers(const struct play *play, const struct candidate_key *key,
    int32_t ret_tiers[TIER_SEGMENT]);
void contender_init(struct contender *contender, const struct play *play,
    const struct candidate *candidate, const struct candidate_key *key);

/* One office's side of it. */
struct venue {
	const struct play *play;
	const struct office *office;	/* NULL: all offices together */
	struct country_set territory;
	struct country_set home;	/* its own country and what it covers */
	struct country_set region;
	const struct reading *reading;
	bool asks_for_segments;
	uint32_t segments;		/* that campaign and office are for, as bits */
	/* enum place_level of each country of matcher->places. */
	unsigned char levels[COUNTRY_BITS];
};

struct score {
	struct contender *contender;
	int32_t tiers[TIER_COUNT];
	enum rung rung;
	enum proof_level proof;
	enum place_level place;
	bool passes;
	bool is_told;			/* failing: worth a line */
	struct why why;			/* failing: the gate */
};

void venue_init(struct venue *venue, struct matcher *matcher,
    const struct play *play, const struct record *office);
/* The tiers segment and place as one number, in their order. */
uint32_t score_group(const struct venue *venue,
    const struct contender *contender);
/* False: it neither passes nor is worth a line, and is not scored. */
bool score_solution(struct score *score, struct matcher *matcher,
    const struct venue *venue, struct contender *contender);
bool score_case(struct score *score, struct matcher *matcher,
    const struct venue *venue, struct contender *contender);
/* Whether it passes every gate. */
bool solution_passes(const struct venue *venue,
    const struct candidate *candidate);
/* By all tiers, then by id. */
int score_compare(const void *a, const void *b);
/* The reasons of a chosen one. */
void score_explain(struct match *match, struct matcher *matcher,
    const struct venue *venue, const struct score *score);

#define GROUPS (2 * (GEO_ELSEWHERE + 1))	/* of segment and place */

/* Contenders of one kind at a campaign, class by class, and room to score
 * them. */
struct field_of {
	bool has_cases;			/* or else solutions */
	const struct candidate *candidates;
	const struct candidate_key *keys;
	uint32_t count;
	struct contender *contenders;	/* in the order of the candidates */
	bool *is_held;			/* whether that one was filled; most never are */
	unsigned char *classes;		/* of each */
	uint32_t *order;		/* of the contenders, class by class */
	uint32_t *group;		/* of one class, group by group */
	struct score *scores;
	uint32_t scored;
	bool (*score)(struct score *score, struct matcher *matcher,
	    const struct venue *venue, struct contender *contender);
};

/* match.c */
/* The contender of a candidate, filled when it is first asked for. */
struct contender *field_contender(struct field_of *field,
    const struct play *play, uint32_t number);
void matcher_open(struct matcher *matcher, struct arena *arena,
    const struct edition *edition, struct field_of *solutions,
    struct field_of *cases);
void matcher_close(struct matcher *matcher);
/* Matches a campaign alone and at its offices up to `last` (NULL: all of
 * them); the matches are added to the mapping. */
void match_campaign(struct mapping *mapping, struct matcher *matcher,
    struct field_of *solutions, struct field_of *cases,
    const struct campaign *campaign, const struct record *last);
/* The copy that a score's rung shows, or NULL. */
const struct record *score_record(const struct score *score);

#endif
