/*
 * The rows of content/people.yaml: whom to call, on both sides.
 */
#include "schema_rows.h"

static const struct field person_fields[] = {
	{ .key = "kind", .type = FIELD_ENUM, AT(person, kind),
	  .is_required = true, .words = WORDS("person", "mailbox"),
	  .help = "A person, who needs lawful_basis and notice_on, or a role "
		  "mailbox." },
	{ .key = "name", .type = FIELD_TEXT, AT(person, name),
	  .max_chars = 120, .example = "Partner desk Munich",
	  .help = "The name to ask for." },
	{ .key = "org", .type = FIELD_ORG, AT(person, org),
	  .of = &schema_partner, .is_required = true, .example = "vendor",
	  .help = "Whom they work for: vendor, or a partner's id." },
	{ .key = "role", .type = FIELD_ENUM, AT(person, role),
	  .is_required = true,
	  .words = WORDS("alliance-manager", "sales", "technical",
	      "marketing", "customer-success", "executive", "specialist"),
	  .help = "What to call them for." },
	{ .key = "title", .type = FIELD_TEXT, AT(person, title),
	  .max_chars = 120, .example = "Partner desk",
	  .help = "Their title as it is printed." },
	{ .key = "email", .type = FIELD_EMAIL, AT(person, email),
	  .is_required = true, .example = "partner-desk@vendor.example",
	  .help = "Where to write to." },
	{ .key = "phone", .type = FIELD_PHONE, AT(person, phone),
	  .example = "+498912345678",
	  .help = "Where to call, with the country's code." },
	{ .key = "territories", .type = FIELD_TERRITORY,
	  AT(person, territories), .of = &schema_region, .is_list = true,
	  .example = "DE",
	  .help = "The regions or countries they serve; without it, all." },
	{ .key = "languages", .type = FIELD_LANG, AT(person, languages),
	  .is_list = true, .example = "de",
	  .help = "The languages they speak." },
	{ .key = "products", .type = FIELD_REF, AT(person, products),
	  .of = &schema_product, .is_list = true,
	  .help = "The products they know; without it, all." },
	{ .key = "based_at", .type = FIELD_LINE, AT(person, based_at),
	  .max_chars = 2 * LIMIT_ID_CHARS + 1, .example = "acme/munich-lab",
	  .help = "The partner's site they sit at, as partner/site; a site of "
		  "their own partner needs no partner/." },
	{ .key = "deputy", .type = FIELD_REF, AT(person, deputy),
	  .of = &schema_person,
	  .help = "Who stands in for them." },
	{ .key = "lawful_basis", .type = FIELD_LINE, AT(person, lawful_basis),
	  .audience = FIELD_AUTHORS, .example = "contract",
	  .help = "The lawful basis for keeping a person's details." },
	{ .key = "notice_on", .type = FIELD_DATE, AT(person, notice_on),
	  .audience = FIELD_AUTHORS, .example = "2026-11-22",
	  .help = "The day the person was told." },
	FIELD_COMMON_ROWS,
};

const struct schema schema_person = {
	.name = "people", .singular = "person", .path = "people.yaml",
	.kind = SCHEMA_LIST, .size = sizeof(struct person),
	.fields = person_fields, .field_count = COUNT_OF(person_fields),
	.help = "Whom to call: people and role mailboxes of both sides.",
};
