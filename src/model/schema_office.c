/*
 * The rows of content/offices: the sales offices that receive kits.
 */
#include "schema_rows.h"

static const struct field office_fields[] = {
	{ .key = "name", .type = FIELD_TEXT, AT(office, name),
	  .is_required = true, .max_chars = 120, .example = "Munich",
	  .help = "The office's name, on the cover of its kits." },
	{ .key = "region", .type = FIELD_REF, AT(office, region),
	  .of = &schema_region,
	  .help = "The sales region it belongs to." },
	{ .key = "country", .type = FIELD_COUNTRY, AT(office, country),
	  .is_required = true, .example = "DE",
	  .help = "The country it stands in." },
	{ .key = "covers", .type = FIELD_COUNTRY, AT(office, covers),
	  .is_list = true, .is_required = true, .example = "DE",
	  .help = "The countries it sells to." },
	{ .key = "segments", .type = FIELD_ENUM, AT(office, segments),
	  .words = WORDS_SEGMENT, .is_list = true,
	  .help = "The sizes of customers it sells to; without it, all." },
	{ .key = "languages", .type = FIELD_LANG, AT(office, languages),
	  .is_list = true, .is_required = true, .example = "de",
	  .help = "The languages it works in; its kits are in the first." },
	{ .key = "tz", .type = FIELD_TZ, AT(office, tz),
	  .is_required = true, .example = "Europe/Berlin",
	  .help = "The time zone, for call windows." },
	{ .key = "paper", .type = FIELD_ENUM, AT(office, paper),
	  .words = WORDS("A4", "Letter"),
	  .help = "The paper in its printers; without it, what its country "
		  "uses." },
	{ .key = "email", .type = FIELD_EMAIL, AT(office, email),
	  .is_list = true, .is_required = true,
	  .audience = FIELD_NOT_CUSTOMER,
	  .example = "sales-munich@vendor.example",
	  .help = "The role mailboxes that kits are mailed to." },
	{ .key = "reader", .type = FIELD_READER, AT(office, reader),
	  .is_required = true, .audience = FIELD_NOT_CUSTOMER,
	  .example = "vendor-field",
	  .help = "Which edition it receives." },
	{ .key = "digest", .type = FIELD_ENUM, AT(office, digest),
	  .words = WORDS("each", "weekly", "monthly"),
	  .audience = FIELD_NOT_CUSTOMER,
	  .help = "How often it gets mail about new kits." },
	{ .key = "max_attachment_mb", .type = FIELD_INT,
	  AT(office, max_attachment_mb), .min = 1, .max = 100,
	  .default_word = "7",
	  .audience = FIELD_NOT_CUSTOMER, .example = "7",
	  .help = "Above this many megabytes it gets a link in place of an "
		  "attachment." },
	FIELD_BODY_ROW("Anything visitors should know."),
	FIELD_COMMON_ROWS,
};

const struct schema schema_office = {
	.name = "offices", .singular = "office", .kind = SCHEMA_FOLDER,
	.size = sizeof(struct office), .fields = office_fields,
	.field_count = COUNT_OF(office_fields), .has_body = true,
	.help = "A sales office that receives kits.",
};
