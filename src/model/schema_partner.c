/*
 * The rows of content/partners, and of the text in three lengths that
 * solutions have too.
 */
#include "schema_rows.h"

static const struct field pitch_fields[] = {
	{ .key = "short", .type = FIELD_TEXT, AT(pitch, short_text),
	  .is_required = true, .max_words = 25, .max_chars = 400,
	  .example = "Runs your pipelines so that your people need not.",
	  .help = "The pitch in 25 words or fewer." },
	{ .key = "medium", .type = FIELD_TEXT, AT(pitch, medium),
	  .max_words = 50, .max_chars = 800,
	  .help = "The pitch in 50 words or fewer." },
	{ .key = "long", .type = FIELD_TEXT, AT(pitch, long_text),
	  .max_words = 100, .max_chars = 1600,
	  .help = "The pitch in 100 words or fewer." },
};

const struct schema schema_pitch = {
	.name = "summary", .singular = "text in three lengths",
	.kind = SCHEMA_MAP,
	.size = sizeof(struct pitch), .fields = pitch_fields,
	.field_count = COUNT_OF(pitch_fields),
	.help = "The same pitch in 25, 50 and 100 words, ready to paste.",
};

static const struct field logo_fields[] = {
	{ .key = "file", .type = FIELD_URL, AT(logo, file), .is_picture = true,
	  .is_required = true, .example = "logo.svg",
	  .help = "A PNG, JPEG, WebP or SVG file in the record's folder." },
	{ .key = "alt", .type = FIELD_TEXT, AT(logo, alt),
	  .is_required = true, .max_chars = 250, .example = "Acme",
	  .help = "What the picture says, for those who cannot see it." },
	{ .key = "licence", .type = FIELD_LINE, AT(logo, licence),
	  .audience = FIELD_AUTHORS,
	  .example = "Marks agreement 2026-031",
	  .help = "The agreement under which the mark is used." },
	{ .key = "valid_until", .type = FIELD_DATE, AT(logo, valid_until),
	  .example = "2028-12-31",
	  .help = "The last day on which the mark may be shown." },
};

const struct schema schema_logo = {
	.name = "logo", .singular = "logo", .kind = SCHEMA_MAP,
	.size = sizeof(struct logo), .fields = logo_fields,
	.field_count = COUNT_OF(logo_fields),
	.help = "The partner's mark and the leave to use it.",
};

static const struct field certification_fields[] = {
	{ .key = "name", .type = FIELD_LINE, AT(certification, name),
	  .is_required = true, .example = "Certified Service Provider",
	  .help = "The certificate's name." },
	{ .key = "issuer", .type = FIELD_LINE, AT(certification, issuer),
	  .is_required = true, .example = "Cloud Foundation",
	  .help = "Who issued it." },
	{ .key = "level", .type = FIELD_LINE, AT(certification, level),
	  .max_chars = 80, .example = "Gold",
	  .help = "The level, where there are several." },
	{ .key = "valid_from", .type = FIELD_DATE,
	  AT(certification, valid_from), .example = "2026-01-01",
	  .help = "The first day on which it holds." },
	{ .key = "valid_to", .type = FIELD_DATE, AT(certification, valid_to),
	  .example = "2027-12-31",
	  .help = "The last day on which it holds." },
};

const struct schema schema_certification = {
	.name = "certifications", .singular = "certification",
	.kind = SCHEMA_MAP,
	.size = sizeof(struct certification), .fields = certification_fields,
	.field_count = COUNT_OF(certification_fields),
	.help = "A certificate and how long it holds.",
};

static const struct field place_fields[] = {
	{ .key = "id", .type = FIELD_SLUG, AT(place, id), .is_required = true,
	  .example = "munich-lab",
	  .help = "The site's id, unique within the partner." },
	{ .key = "kind", .type = FIELD_ENUM, AT(place, kind),
	  .is_required = true,
	  .words = WORDS("office", "lab", "briefing-centre"),
	  .help = "What the place is for." },
	{ .key = "name", .type = FIELD_LINE, AT(place, name),
	  .is_required = true, .example = "Munich lab",
	  .help = "The site's name." },
	{ .key = "address", .type = FIELD_LINE, AT(place, address),
	  .is_list = true, .example = "Example street 1",
	  .help = "The postal address, line by line." },
	{ .key = "country", .type = FIELD_COUNTRY, AT(place, country),
	  .is_required = true, .example = "DE",
	  .help = "The country it stands in." },
	{ .key = "subdivision", .type = FIELD_SUBDIVISION,
	  AT(place, subdivision), .example = "DE-BY",
	  .help = "The state or province it stands in." },
	{ .key = "tz", .type = FIELD_TZ, AT(place, tz), .is_required = true,
	  .example = "Europe/Berlin",
	  .help = "The time zone, for call windows." },
	{ .key = "languages", .type = FIELD_LANG, AT(place, languages),
	  .is_list = true, .example = "de",
	  .help = "The languages spoken there." },
	{ .key = "near", .type = FIELD_LINE, AT(place, near),
	  .example = "Central station",
	  .help = "A station or landmark nearby." },
	{ .key = "walk_min", .type = FIELD_INT, AT(place, walk_min),
	  .min = 0, .max = 240, .example = "12",
	  .help = "Minutes on foot from there." },
	{ .key = "equipment", .type = FIELD_LINE, AT(place, equipment),
	  .is_list = true, .example = "12-node cluster",
	  .help = "What can be shown or tried there." },
	{ .key = "funded_by", .type = FIELD_REF, AT(place, funded_by),
	  .of = &schema_funding, .is_list = true,
	  .audience = FIELD_ALLIANCE,
	  .help = "The entries of funding.yaml that paid for it." },
	{ .key = "booking", .type = FIELD_EMAIL, AT(place, booking),
	  .example = "lab@partner.example",
	  .help = "The mailbox that books visits." },
};

const struct schema schema_place = {
	.name = "sites", .singular = "site", .kind = SCHEMA_MAP,
	.size = sizeof(struct place), .fields = place_fields,
	.field_count = COUNT_OF(place_fields),
	.help = "An office, lab or briefing centre of the partner.",
};

static const struct field partner_fields[] = {
	{ .key = "name", .type = FIELD_LINE, AT(partner, name),
	  .is_required = true, .max_chars = 120, .example = "Acme",
	  .help = "The partner's name as it is printed." },
	{ .key = "legal_name", .type = FIELD_LINE, AT(partner, legal_name),
	  .max_chars = 200, .example = "Acme Software GmbH",
	  .help = "The registered name, for the legal page." },
	{ .key = "aliases", .type = FIELD_LINE, AT(partner, aliases),
	  .is_list = true, .example = "Acme Consulting",
	  .help = "Other names people search for." },
	{ .key = "summary", .type = FIELD_STRUCT, AT(partner, summary),
	  .of = &schema_pitch, .is_required = true,
	  .help = "The partner in 25, 50 and 100 words." },
	{ .key = "url", .type = FIELD_URL, AT(partner, url),
	  .example = "https://partner.example/",
	  .help = "The partner's own site." },
	{ .key = "logo", .type = FIELD_STRUCT, AT(partner, logo),
	  .of = &schema_logo,
	  .help = "The partner's mark and the leave to use it." },
	{ .key = "hq", .type = FIELD_COUNTRY, AT(partner, hq),
	  .is_required = true, .example = "DE",
	  .help = "The country of the head office." },
	{ .key = "countries", .type = FIELD_COUNTRY, AT(partner, countries),
	  .is_list = true, .example = "DE",
	  .help = "The countries it sells in; without it, only hq." },
	{ .key = "industries", .type = FIELD_REF, AT(partner, industries),
	  .of = &schema_industry, .is_list = true,
	  .help = "The industries it knows." },
	{ .key = "fiscal_year_start", .type = FIELD_MONTH_DAY,
	  AT(partner, fiscal_year_start), .example = "07-01",
	  .help = "The first day of its fiscal year." },
	{ .key = "program_ids", .type = FIELD_MAP, AT(partner, program_ids),
	  .map = MAP_LINES, .audience = FIELD_ALLIANCE,
	  .example = "{partner-network: P-1007}",
	  .help = "Its numbers in partner programmes." },
	{ .key = "certifications", .type = FIELD_STRUCT,
	  AT(partner, certifications), .of = &schema_certification,
	  .is_list = true,
	  .help = "Certificates and how long they hold." },
	{ .key = "sites", .type = FIELD_STRUCT, AT(partner, sites),
	  .of = &schema_place, .is_list = true,
	  .help = "Offices, labs and briefing centres." },
	FIELD_BODY_ROW("The partner's profile."),
	FIELD_COMMON_ROWS,
};

const struct schema schema_partner = {
	.name = "partners", .singular = "partner", .kind = SCHEMA_FOLDER,
	.size = sizeof(struct partner), .fields = partner_fields,
	.field_count = COUNT_OF(partner_fields), .has_body = true,
	.help = "A company that sells with the vendor.",
};
