/*
 * model.h - the records of a site, as C structs. Field by field this follows
 * the content model; the rows that load and describe them are the schemas
 * declared at the end (src/model/schema_*.c).
 *
 * A loaded model is read-only. It lives in the run's arena.
 */
#ifndef FIELDKIT_MODEL_H
#define FIELDKIT_MODEL_H

#include "fieldkit/image.h"
#include "fieldkit/schema.h"
#include "fieldkit/value.h"

enum record_type {
	RECORD_SITE,
	RECORD_INDUSTRY,
	RECORD_PRODUCT,
	RECORD_AREA,
	RECORD_REGION,
	RECORD_PARTNER,
	RECORD_SOLUTION,
	RECORD_CASE_STUDY,
	RECORD_CAMPAIGN,
	RECORD_OFFICE,
	RECORD_PERSON,
	RECORD_FUNDING,
	RECORD_COMMITMENT,
	RECORD_TYPE_COUNT
};

struct approval {
	struct source_pos pos;
	struct str by;
	struct date on;
};

/* The start of every record. `pos` is its first line. */
struct record {
	struct source_pos pos;
	enum record_type type;
	const char *id;
	const char *folder;		/* of its bundle, relative to content/, or NULL */
	struct list langs;		/* struct str: languages it is translated to */
	struct str owner;
	struct list audience;		/* struct str */
	struct map audience_of;
	struct approval approved;
	struct date publish_from;
	struct date expires;
	struct date review_by;
	struct str source;
	struct list tags;		/* struct str */
	struct map extra;
	struct text body;
};

struct vendor {
	struct source_pos pos;
	struct str name;
	struct str url;
	struct image logo;
};

enum kit_kind { KIT_CAMPAIGN, KIT_PARTNER, KIT_LEAVE_BEHIND, KIT_COVERAGE,
    KIT_KIND_COUNT };

struct edition_spec {
	struct source_pos pos;
	struct str id;
	struct str reader;
	struct boolean site;
	struct list kits;		/* struct choice of enum kit_kind */
	struct list mail_domains;	/* struct str */
};

struct kit_budget {
	struct source_pos pos;
	struct decimal warn_mb;
	struct decimal max_mb;
	struct boolean stamp;		/* kits say whose copy they are */
};

struct mail_settings {
	struct source_pos pos;
	struct str from;
	struct str reply_to;
	struct str transport;
	struct integer rate;		/* messages a minute */
};

struct site {
	struct record record;
	struct str title;
	struct text tagline;
	struct str publisher;
	struct vendor vendor;
	struct str base_url;
	struct str locale;
	struct list fallback;		/* struct str */
	struct str theme;
	struct list readers;		/* struct str; the five, or the site's own */
	struct map default_audience;
	struct list editions;		/* struct edition_spec */
	struct integer proofs;
	struct kit_budget kit;
	struct map publish;
	struct mail_settings mail;
	struct str secret;
};

/* Industries, products, areas, regions: one struct, four schemas. */
struct vocab_entry {
	struct record record;
	struct text name;
	struct list aliases;		/* struct str */
	struct ref parent;
	struct str isic;		/* industries */
	struct str family;		/* products */
	struct date retired_on;		/* products */
	struct ref replaced_by;		/* products */
	struct list countries;		/* regions: struct str */
};

/* A text in three lengths: partner summary, solution pitch. */
struct pitch {
	struct source_pos pos;
	struct text short_text;		/* key: short, at most 25 words */
	struct text medium;		/* at most 50 */
	struct text long_text;		/* key: long, at most 100 */
};

struct logo {
	struct source_pos pos;
	struct str file;
	struct text alt;
	struct str licence;
	struct date valid_until;
};

struct certification {
	struct source_pos pos;
	struct str name;
	struct str issuer;
	struct str level;
	struct date valid_from;
	struct date valid_to;
};

enum place_kind { PLACE_OFFICE, PLACE_LAB, PLACE_BRIEFING_CENTRE };

/* A partner's site, called place here because `site` is the whole. */
struct place {
	struct source_pos pos;
	struct str id;
	struct choice kind;		/* enum place_kind */
	struct str name;
	struct list address;		/* struct str */
	struct str country;
	struct str subdivision;
	struct str tz;
	struct list languages;		/* struct str */
	struct str near;
	struct integer walk_min;
	struct list equipment;		/* struct str */
	struct list funded_by;		/* struct ref: funding */
	struct str booking;
};

struct partner {
	struct record record;
	struct str name;
	struct str legal_name;
	struct list aliases;		/* struct str */
	struct pitch summary;
	struct str url;
	struct logo logo;
	struct str hq;
	struct list countries;		/* struct str */
	struct list industries;		/* struct ref */
	struct str fiscal_year_start;
	struct map program_ids;
	struct list certifications;	/* struct certification */
	struct list sites;		/* struct place */
};

enum solution_type {
	SOLUTION_SERVICE, SOLUTION_MANAGED_SERVICE, SOLUTION_SOFTWARE,
	SOLUTION_DEVICE
};

enum solution_status {
	STATUS_IDEA, STATUS_POC, STATUS_IN_MARKET, STATUS_CO_SELL_READY,
	STATUS_IP_ELIGIBLE, STATUS_RETIRED
};

enum segment { SEGMENT_SMALL, SEGMENT_MID, SEGMENT_ENTERPRISE, SEGMENT_PUBLIC };

struct solution {
	struct record record;
	struct text name;
	struct ref partner;
	struct choice type;		/* enum solution_type */
	struct choice status;		/* enum solution_status */
	struct list products;		/* struct ref */
	struct list areas;		/* struct ref */
	struct list industries;		/* struct ref */
	struct list segments;		/* struct choice of enum segment */
	struct list countries;		/* struct str; one "worldwide" is all */
	struct pitch pitch;
	struct list differentiators;	/* struct text */
	struct list prerequisites;	/* struct text */
	struct text price_note;
	struct str url;
	struct image architecture;
};

struct customer {
	struct source_pos pos;
	struct str name;
	struct list aliases;		/* struct str */
	struct text anonymised;
	struct str country;
	struct ref industry;
	struct choice size;		/* enum segment */
};

struct metric {
	struct source_pos pos;
	struct text label;
	struct str value;
	struct text unit;
	struct text baseline;
	struct text result;
	struct text period;
	struct text method;
};

struct quote {
	struct source_pos pos;
	struct text text;
	struct str role;
	struct str speaker;
};

enum consent_use {
	CONSENT_NAME, CONSENT_LOGO, CONSENT_QUOTE, CONSENT_STORY, CONSENT_CALL,
	CONSENT_SHARE_WITH_VENDOR
};

struct consent {
	struct source_pos pos;
	struct list uses;		/* struct choice of enum consent_use */
	struct list territories;	/* struct ref: region or country; none: all */
	struct date from;
	struct date until;
	struct str evidence;
};

struct case_study {
	struct record record;
	struct text title;
	struct ref partner;
	struct ref solution;
	struct customer customer;
	struct text summary;
	struct text challenge;
	struct text outcome;
	struct list metrics;		/* struct metric */
	struct list quotes;		/* struct quote */
	struct list products;		/* struct ref */
	struct choice partner_role;
	struct date live_since;
	struct str displaced;
	struct image image;
	struct consent consent;
	struct text anonymised_body;	/* markdown: replaces the body below "full" */
};

struct persona {
	struct source_pos pos;
	struct str id;
	struct text name;
	struct text cares_about;
};

struct discovery {
	struct source_pos pos;
	struct str persona;		/* id of a persona of the same campaign */
	struct text question;
	struct text listen_for;
};

struct objection {
	struct source_pos pos;
	struct text objection;
	struct text answer;
	struct ref proof;		/* case-studies */
};

struct competitor {
	struct source_pos pos;
	struct str name;
	struct text note;
};

struct slots {
	struct source_pos pos;
	struct integer solutions;
	struct integer cases;
};

struct needs {
	struct source_pos pos;
	struct integer cases;
	struct integer contacts;
};

struct priority {
	struct source_pos pos;
	struct integer vendor;
	struct integer partner;
};

struct campaign {
	struct record record;
	struct text name;
	struct str code;
	struct ref area;
	struct date start;
	struct date end;
	struct list territories;	/* struct ref: region or country */
	struct list industries;		/* struct ref */
	struct list segments;		/* struct choice of enum segment */
	struct list products;		/* struct ref */
	struct list personas;		/* struct persona */
	struct list triggers;		/* struct text */
	struct list disqualifiers;	/* struct text */
	struct list discovery;		/* struct discovery */
	struct text talk_track;		/* markdown */
	struct list objections;		/* struct objection */
	struct list competitors;	/* struct competitor */
	struct list pins;		/* struct ref: solutions */
	struct list excludes;		/* struct ref: solutions */
	struct slots slots;
	struct needs needs;
	struct priority priority;
};

enum paper { PAPER_A4, PAPER_LETTER };
enum digest_rhythm { DIGEST_EACH, DIGEST_WEEKLY, DIGEST_MONTHLY };

struct office {
	struct record record;
	struct text name;
	struct ref region;
	struct str country;
	struct list covers;		/* struct str */
	struct list segments;		/* struct choice */
	struct list languages;		/* struct str; the first is the kit's */
	struct str tz;
	struct choice paper;		/* enum paper; always given once loaded */
	struct list email;		/* struct str */
	struct str reader;
	struct choice digest;		/* enum digest_rhythm */
	struct integer max_attachment_mb;
};

enum person_kind { PERSON_PERSON, PERSON_MAILBOX };

enum person_role {
	ROLE_ALLIANCE_MANAGER, ROLE_SALES, ROLE_TECHNICAL, ROLE_MARKETING,
	ROLE_CUSTOMER_SUCCESS, ROLE_EXECUTIVE, ROLE_SPECIALIST
};

struct person {
	struct record record;
	struct choice kind;		/* enum person_kind */
	struct text name;
	struct ref org;			/* partner, or "vendor" without target */
	struct choice role;		/* enum person_role */
	struct text title;
	struct str email;
	struct str phone;
	struct list territories;	/* struct ref */
	struct list languages;		/* struct str */
	struct list products;		/* struct ref */
	struct str based_at;		/* "partner/site-id" */
	struct ref deputy;		/* people */
	struct str lawful_basis;
	struct date notice_on;
};

enum funding_kind {
	FUNDING_MDF, FUNDING_CO_OP, FUNDING_POC, FUNDING_SEED,
	FUNDING_INCENTIVE, FUNDING_CREDIT, FUNDING_LAB, FUNDING_HEADCOUNT
};

struct money {
	struct source_pos pos;
	struct decimal value;
	struct str currency;
};

struct funding {
	struct record record;
	struct text title;
	struct choice kind;		/* enum funding_kind */
	struct choice payer;
	struct money amount;
	struct choice status;
	struct date from;
	struct date until;
	struct text conditions;
	struct list partners;		/* struct ref */
	struct list campaigns;		/* struct ref */
};

enum commitment_state {
	COMMITMENT_OPEN, COMMITMENT_KEPT, COMMITMENT_LATE, COMMITMENT_DROPPED
};

struct commitment {
	struct record record;		/* owner is required here */
	struct ref by;
	struct ref to;
	struct text text;
	struct date due;
	struct choice state;		/* enum commitment_state */
	struct list campaigns;		/* struct ref */
	struct str evidence;
};

struct record_set {
	const struct record **items;	/* sorted by id */
	uint32_t count;
};

struct model {
	const char *content_dir;
	const struct site *site;
	struct record_set sets[RECORD_TYPE_COUNT];
	const struct image_asset **images;	/* every picture that a record
						 * or a body shows; by name */
	uint32_t image_count;
};

/* The schema of a type; never NULL. */
const struct schema *record_schema(enum record_type type);
/* The type that owns a schema, or RECORD_TYPE_COUNT. */
enum record_type record_type_of(const struct schema *schema);
/* The place of an id in a set; its count: not in there. */
uint32_t record_place(const struct record_set *set, const char *id);
/* The record, or NULL; by id only, aliases are resolved by the loader. */
const struct record *model_find(const struct model *model,
    enum record_type type, const char *id);

/* reader.c: whether `readers`, a list of names, has this one. */
bool reader_is_in(const struct list *readers, const char *reader);
bool reader_is_customer(const char *reader);
bool reader_is_alliance(const char *reader);
bool reader_is_partner(const char *reader);
/* Neither a customer nor a partner's. */
bool reader_is_vendor(const char *reader);
/* Whether the reader sees records of a type where neither they nor site.yaml
 * say who does. The site and the vocabularies are words that the other records
 * are printed with: everybody sees them. */
bool reader_sees_type(const char *reader, enum record_type type);
/* Whether the customer allowed this. */
bool consent_has_use(const struct consent *consent, enum consent_use use);

/* The variant in a language: an exact match, else one that serves it; NULL
 * where there is none. */
const struct variant *text_find(const struct text *text, const char *lang);

extern const struct schema schema_site, schema_industry, schema_product,
    schema_area, schema_region, schema_partner, schema_solution,
    schema_case_study, schema_campaign, schema_office, schema_person,
    schema_funding, schema_commitment;

/* The maps inside records, for views and messages. */
extern const struct schema schema_approval, schema_vendor,
    schema_edition_spec, schema_kit_budget, schema_mail_settings, schema_pitch, schema_logo,
    schema_certification, schema_place, schema_customer, schema_metric,
    schema_quote, schema_consent, schema_persona, schema_discovery,
    schema_objection, schema_competitor, schema_slots, schema_needs,
    schema_priority, schema_money;

#endif
