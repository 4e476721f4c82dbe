/*
 * coverer.h - coverage from the inside: what lies on the desk while cells are
 * judged one after the other. Only src/plan/coverage*.c include this.
 */
#ifndef FIELDKIT_PLAN_COVERER_H
#define FIELDKIT_PLAN_COVERER_H

#include "fieldkit/coverage.h"
#include "fieldkit/strmap.h"
#include "index.h"

#define TONGUES_MAX 64	/* languages of contacts; more are spoken by nobody */

/* A contact, ready to be held against a territory. */
struct helper {
	const struct person *person;
	struct country_set serves;
	bool is_everywhere;		/* gives no territory */
	uint64_t tongues;		/* languages, by their number */
};

/* What one language's readers understand of the contacts' tongues. */
struct listener {
	const char *lang;
	uint64_t tongues;
};

/* Who of one side - a partner's, or the vendor's - serves a territory. */
struct side {
	uint32_t count;			/* who may be called first: no experts */
	uint64_t tongues;
	const struct person *only;	/* the one, where there is but one */
};

/* One thing that could be added, and how far it would help. */
struct fix {
	struct cover_win win;
	const char *key;		/* decides between equals */
	uint32_t place;			/* among the coverer's fixes */
	bool is_taken;
	uint32_t stamp;			/* the cell that `hits` counts in */
	uint32_t hits;			/* lacks of that cell that it fills */
	uint32_t turns, clears;		/* in this round: cells, lacks */
};

/* One reason why a cell is not ready: `amount` different ones of the fixes
 * ways[first] … must be taken; 0: it is filled. Where there are fewer ways,
 * nothing helps. */
struct lack {
	uint32_t amount;
	uint32_t first;
	uint32_t count;
};

struct sheet {
	struct cover_cell *cell;
	uint32_t first_lack;
	uint32_t lack_count;
};

#define COVER_COUNTRIES COUNTRY_BITS	/* one more: none */

/* What decides whether a case is relevant and may be told, close together:
 * every case is held against every campaign. */
struct cover_key {
	uint64_t products;		/* see refs_mask */
	uint32_t solution;		/* their places, or PLACE_NONE */
	uint32_t industry;
	int32_t holds_days;		/* see entry_until */
	int32_t until_days;		/* of the consent */
	uint16_t country;
	unsigned char rung;		/* where no territory helps */
	bool is_local;			/* but one could */
	bool may_ask;			/* see coverer_may_ask */
};

/* The same of a solution. */
struct cover_offer {
	uint64_t products, areas, industries;
};

/* A campaign's relevant cases, by country, and its money. */
struct cover_play {
	const struct campaign *campaign;
	int32_t window_end_days;
	const struct case_entry **cases;	/* by country, then in the order of ids */
	uint32_t case_count;
	uint32_t countries[COVER_COUNTRIES + 2];	/* where each starts */
	uint32_t told;			/* cases that may be told anywhere */
	const struct case_entry **local;	/* that only a territory decides about */
	uint32_t local_count;
	const struct case_entry **untold;	/* all but `told` that one may ask for */
	uint32_t untold_count;
	enum cover_state funding;
	struct cover_gap funding_gap;
};

struct coverer {
	struct arena *arena;		/* of the result */
	struct arena scratch;
	const struct edition *edition;
	const struct mapping *mapping;
	struct cover_key *keys;		/* of the edition's cases, in their order */
	struct cover_offer *offers;	/* of its solutions, in theirs */
	struct helper *helpers;		/* of everybody, in the order of ids */
	struct pointer_map helper_of;	/* person → helper */
	const char *tongues[TONGUES_MAX];
	uint32_t tongue_count;
	struct listener listeners[TONGUES_MAX];
	uint32_t listener_count;
	struct cover_play play;
	struct sheet *sheets;		/* one a cell */
	uint32_t sheet_count;
	struct sheet *sheet;		/* being judged */
	struct cover_gap *gaps;
	uint32_t gap_count, gap_size;
	struct lack *lacks;
	uint32_t lack_count, lack_size;
	struct fix **ways;
	uint32_t way_count, way_size;
	struct fix **fixes;
	uint32_t fix_count, fix_size;
	struct strmap fix_keys;
};

/* Makes room for one more item of an array that malloc gave. */
void *coverer_room(void *items, uint32_t count, uint32_t *size,
    size_t item_size);
void coverer_add_gap(struct coverer *coverer, const struct cover_gap *gap);
/* What a case may be called: its page's record, or the label. */
void coverer_name_case(struct cover_gap *gap, const struct case_entry *entry);
struct str coverer_owner(const struct coverer *coverer,
    const struct record *record);
/* Whether an alliance reader may hear of a case whose consent is too small. */
bool coverer_may_ask(const struct coverer *coverer,
    const struct case_entry *entry);

/* coverage_play.c */
/* Everybody, once; then a campaign, once for all of its offices. */
void helpers_find(struct coverer *coverer);
void cover_play_init(struct coverer *coverer, struct arena *arena,
    const struct campaign_match *match);
/* coverage_cases.c */
/* All cases and solutions, once; then those of a campaign. */
void cover_keys_init(struct coverer *coverer);
void cover_play_cases(struct coverer *coverer, struct arena *arena);
/* The best rung on which a case that happened in one of these countries may
 * be told in a territory. */
enum rung play_best_rung(const struct coverer *coverer,
    const struct country_set *where, const struct country_set *territory);
/* Whether a solution has to do with the campaign. */
bool play_has_solution(const struct coverer *coverer,
    const struct record *solution);
struct side coverer_side(const struct coverer *coverer,
    const struct record *partner, const struct country_set *territory);
/* The tongues that serve a reader of `lang`. */
uint64_t coverer_tongues(struct coverer *coverer, const char *lang);
/* coverage_cells.c: judges every campaign at every office. */
void cover_cells(struct coverer *coverer);
/* coverage_gaps.c: what records lack by themselves, and what ends. */
void cover_records(struct coverer *coverer);
void cover_ends(struct coverer *coverer, struct coverage *coverage);
/* coverage_wins.c */
/* The sheet being judged gets a lack; what would fill it is then added. */
void sheet_add_lack(struct coverer *coverer, uint32_t amount);
void sheet_add_consent(struct coverer *coverer,
    const struct case_entry *entry, unsigned lacks);
void sheet_add_contact(struct coverer *coverer,
    const struct record *partner, const struct office *office);
void sheet_add_translation(struct coverer *coverer, const char *lang);
void cover_wins(struct coverer *coverer, struct coverage *coverage);

#endif
