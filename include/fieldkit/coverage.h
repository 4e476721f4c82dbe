/*
 * coverage.h - how ready each campaign is at each office, what is missing,
 * what ends soon, and what to ask for next.
 *
 * Made from an edition of an alliance reader, so what the reader may not see
 * is neither counted nor named. The authors' own fields - owner, source,
 * review_by - are read here and nowhere else.
 */
#ifndef FIELDKIT_COVERAGE_H
#define FIELDKIT_COVERAGE_H

#include "fieldkit/match.h"

/* From good to bad. NONE: nothing is asked for. */
enum cover_state { COVER_NONE, COVER_READY, COVER_RISK, COVER_GAP };

/* "none", "ready", "risk", "gap" */
const char *cover_state_word(enum cover_state state);

/* X(NAME, "word", letter) */
#define COVER_ASPECT_TABLE(X)                                           \
	X(SOLUTION, "solution", 'S') X(CASE, "case", 'R')               \
	X(CONTACT, "contact", 'C') X(LANGUAGE, "language", 'L')         \
	X(FUNDING, "funding", 'F')

enum cover_aspect {
#define COVER_ASPECT_ENUM(name, word, letter) COVER_##name,
	COVER_ASPECT_TABLE(COVER_ASPECT_ENUM)
#undef COVER_ASPECT_ENUM
	COVER_ASPECT_COUNT
};

const char *cover_aspect_word(enum cover_aspect aspect);
/* One capital letter for tables. */
char cover_aspect_letter(enum cover_aspect aspect);

/*
 * A campaign at an office. Ready is:
 *
 *	solution	a relevant one is sold here, and it, its partner and the
 *			partner's certificates last as long as the campaign
 *	case		a relevant customer of the office's own countries may be
 *			named until the campaign ends; and as many relevant
 *			references may be told as the campaign needs
 *	contact		the vendor and the partner of the best solution have
 *			somebody for the territory; and the partners of what
 *			was chosen as many as the campaign needs
 *	language	the campaign is written in the office's first language,
 *			and a contact speaks it
 *	funding		some is pledged or approved until the campaign ends;
 *			none where nobody has asked for any
 *
 * The worst of the five is the cell's.
 */
struct cover_cell {
	const struct campaign_match *match;
	enum cover_state states[COVER_ASPECT_COUNT];
	enum cover_state state;
	uint32_t cases;			/* relevant references that may be told */
	uint32_t contacts;		/* of the partners chosen, for the territory */
};

/* X(NAME, "slug", aspect that it worsens, or COVER_ASPECT_COUNT) */
#define COVER_GAP_TABLE(X)                                              \
	X(NO_SOLUTION, "no-solution", COVER_SOLUTION)                   \
	X(SOLUTION_ENDS, "solution-ends", COVER_SOLUTION)               \
	X(CERTIFICATE_ENDS, "certificate-ends", COVER_SOLUTION)         \
	X(NO_CASE_REGION, "no-case-region", COVER_CASE)                 \
	X(NO_CASE_COUNTRY, "no-case-country", COVER_CASE)               \
	X(ONLY_ANONYMISED, "only-anonymised", COVER_CASE)               \
	X(FEW_CASES, "few-cases", COVER_CASE)                           \
	X(CONSENT_ENDS, "consent-ends", COVER_ASPECT_COUNT)             \
	X(NO_VENDOR_CONTACT, "no-vendor-contact", COVER_CONTACT)        \
	X(NO_PARTNER_CONTACT, "no-partner-contact", COVER_CONTACT)      \
	X(FEW_CONTACTS, "few-contacts", COVER_CONTACT)                  \
	X(NO_DEPUTY, "no-deputy", COVER_ASPECT_COUNT)                   \
	X(NO_TRANSLATION, "no-translation", COVER_LANGUAGE)             \
	X(NO_SPEAKER, "no-speaker", COVER_LANGUAGE)                     \
	X(FUNDING_ENDS, "funding-ends", COVER_FUNDING)                  \
	X(FUNDING_ASKED, "funding-asked", COVER_FUNDING)                \
	X(ORPHAN_SOLUTION, "orphan-solution", COVER_ASPECT_COUNT)       \
	X(COMMITMENT_OVERDUE, "commitment-overdue", COVER_ASPECT_COUNT) \
	X(CLAIM_UNSOURCED, "claim-unsourced", COVER_ASPECT_COUNT)

enum gap_kind {
#define COVER_GAP_ENUM(name, slug, aspect) GAP_##name,
	COVER_GAP_TABLE(COVER_GAP_ENUM)
#undef COVER_GAP_ENUM
	GAP_KIND_COUNT
};

const char *gap_slug(enum gap_kind kind);

/* What is missing. Not every kind has every member. */
struct cover_gap {
	enum gap_kind kind;
	const struct record *campaign;	/* NULL: of the record itself */
	const struct record *office;	/* NULL: at all of the campaign's */
	const struct record *record;	/* solution, case, partner, person, fund … */
	struct text label;		/* a case that has no page: what to call it */
	struct date on;			/* when it ends, or was due */
	const char *word;		/* the certificate's name, or a language */
	int64_t has, needs;		/* FEW_CASES, FEW_CONTACTS */
};

/* X(NAME, "slug") */
#define COVER_END_TABLE(X)                                              \
	X(CONSENT, "consent") X(CERTIFICATE, "certificate")             \
	X(LOGO, "logo") X(FUNDING, "funding") X(CAMPAIGN, "campaign")   \
	X(EXPIRY, "expiry") X(REVIEW, "review")                         \
	X(COMMITMENT, "commitment")

enum end_kind {
#define COVER_END_ENUM(name, slug) END_##name,
	COVER_END_TABLE(COVER_END_ENUM)
#undef COVER_END_ENUM
	END_KIND_COUNT
};

const char *end_slug(enum end_kind kind);

/* Something of a record ends; `on` is its last day. */
struct cover_end {
	enum end_kind kind;
	struct date on;
	const struct record *record;
	const char *word;		/* the certificate's name, or NULL */
	struct str owner;		/* whose calendar it belongs to, or not given */
};

/* X(NAME, "slug") */
#define COVER_WIN_TABLE(X)                                              \
	X(CONSENT, "consent") X(CONTACT, "contact")                     \
	X(TRANSLATION, "translation")

enum win_kind {
#define COVER_WIN_ENUM(name, slug) WIN_##name,
	COVER_WIN_TABLE(COVER_WIN_ENUM)
#undef COVER_WIN_ENUM
	WIN_KIND_COUNT
};

const char *win_slug(enum win_kind kind);

/* What a consent lacks, as bits. */
enum consent_lack {
	CONSENT_LACKS_NAME = 1,		/* `uses` is without `name` */
	CONSENT_LACKS_TIME = 2,		/* `until` comes too early */
	CONSENT_LACKS_PLACE = 4		/* `territories` leave an office out */
};

/*
 * One thing to add to one record:
 *
 *	CONSENT		record: the case study (NULL: only `label` may be said),
 *			lacks, until
 *	CONTACT		record: the partner, or NULL for the vendor; lang; office:
 *			the first of those whose countries it is for
 *	TRANSLATION	record: the campaign; lang
 */
struct cover_win {
	enum win_kind kind;
	const struct record *record;
	struct text label;
	struct str owner;		/* of the record, where it has one */
	const struct record *office;
	const char *lang;
	unsigned lacks;			/* enum consent_lack */
	int32_t until_days;		/* or later */
	const struct cover_cell **cells;	/* that it turns ready, after the wins before it */
	uint32_t cell_count;
	uint32_t helped;		/* cells in which it fills a gap */
};

struct coverage {
	const struct cover_cell *cells;	/* by campaign, then office */
	uint32_t cell_count;
	uint32_t counts[COVER_GAP + 1];	/* of cells, by state */
	const struct cover_gap *gaps;	/* by kind, campaign, record, office */
	uint32_t gap_count;
	const struct cover_end *ends;	/* from the clock's day on, by date */
	uint32_t end_count;
	const char *const *owners;	/* addresses in lower case, sorted, each once */
	uint32_t owner_count;
	/* Greedy: each turns most cells ready, or else fills most gaps, of what
	 * the ones before it have left. */
	const struct cover_win *wins;
	uint32_t win_count;
};

/* How far ahead "ends soon" looks, in pages and tables. */
#define COVER_SOON_DAYS 180

/* The coverage of an alliance reader's edition, in `arena`; NULL for others. */
const struct coverage *coverage_make(struct arena *arena,
    const struct edition *edition, const struct mapping *mapping);
/* Whether an end is an owner's. */
bool coverage_is_owned(const struct cover_end *end, const char *owner);
/* The calendar of an owner: "site/coverage/desk_acme.example.ics". */
const char *coverage_calendar_path(struct arena *arena, const char *owner);
/* Reports every need of a campaign that an office does not meet, at the line
 * of the need. */
void coverage_gate(const struct coverage *coverage, struct diags *diags);
/* NULL where the campaign does not run at the office. */
const struct cover_cell *coverage_find(const struct coverage *coverage,
    const struct record *campaign, const struct record *office);

#endif
