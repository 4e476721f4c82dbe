/*
 * The rows of content/case-studies: a customer's story, its numbers and the
 * consent that says who may hear it.
 */
#include "schema_rows.h"

static const struct field customer_fields[] = {
	{ .key = "name", .type = FIELD_LINE, AT(customer, name),
	  .is_required = true, .max_chars = 150, .example = "Example Bank",
	  .help = "The customer's name; shown only where consent allows." },
	{ .key = "aliases", .type = FIELD_LINE, AT(customer, aliases),
	  .is_list = true, .audience = FIELD_AUTHORS,
	  .example = "ExBank",
	  .help = "Other names by which the customer would be known: the text "
		  "of an anonymised story may hold none of them." },
	{ .key = "anonymised", .type = FIELD_TEXT, AT(customer, anonymised),
	  .is_required = true, .max_chars = 150, .example = "a German bank",
	  .help = "What to print where the name may not be shown." },
	{ .key = "country", .type = FIELD_COUNTRY, AT(customer, country),
	  .is_required = true, .example = "DE",
	  .help = "The customer's country." },
	{ .key = "industry", .type = FIELD_REF, AT(customer, industry),
	  .of = &schema_industry, .is_required = true,
	  .help = "The customer's industry." },
	{ .key = "size", .type = FIELD_ENUM, AT(customer, size),
	  .words = WORDS_SEGMENT,
	  .help = "The customer's size." },
};

const struct schema schema_customer = {
	.name = "customer", .singular = "customer", .kind = SCHEMA_MAP,
	.size = sizeof(struct customer), .fields = customer_fields,
	.field_count = COUNT_OF(customer_fields),
	.help = "Whose story it is, with and without the name.",
};

static const struct field metric_fields[] = {
	{ .key = "label", .type = FIELD_TEXT, AT(metric, label),
	  .is_required = true, .max_chars = 200,
	  .example = "less waiting for builds",
	  .help = "What was measured." },
	{ .key = "value", .type = FIELD_LINE, AT(metric, value),
	  .is_required = true, .max_chars = 60, .example = "38",
	  .help = "The number as it is printed." },
	{ .key = "unit", .type = FIELD_TEXT, AT(metric, unit),
	  .max_chars = 40, .example = "%",
	  .help = "The unit behind the number." },
	{ .key = "baseline", .type = FIELD_TEXT, AT(metric, baseline),
	  .max_chars = 120, .example = "62",
	  .help = "The same measure before, as a number with its unit; every "
		  "translation writes the number as here, 4.1 and not 4,1." },
	{ .key = "result", .type = FIELD_TEXT, AT(metric, result),
	  .max_chars = 120, .example = "38",
	  .help = "The measure behind the baseline as it is now, in the same "
		  "unit; needed where the value is a change, such as 44 %. A "
		  "chart shows the two." },
	{ .key = "period", .type = FIELD_TEXT, AT(metric, period),
	  .max_chars = 120, .example = "first year",
	  .help = "When or how long it was measured." },
	{ .key = "method", .type = FIELD_TEXT, AT(metric, method),
	  .max_chars = 300, .example = "customer's own reporting",
	  .help = "How it was measured." },
};

const struct schema schema_metric = {
	.name = "metrics", .singular = "metric", .kind = SCHEMA_MAP,
	.size = sizeof(struct metric), .fields = metric_fields,
	.field_count = COUNT_OF(metric_fields),
	.help = "A number that proves the outcome.",
};

static const struct field quote_fields[] = {
	{ .key = "text", .type = FIELD_TEXT, AT(quote, text),
	  .is_required = true, .max_chars = 1200,
	  .example = "We ship on Fridays now.",
	  .help = "The words as they were said, without quotation marks." },
	{ .key = "role", .type = FIELD_LINE, AT(quote, role),
	  .is_required = true, .max_chars = 120, .example = "Head of platform",
	  .help = "What the speaker is." },
	{ .key = "speaker", .type = FIELD_LINE, AT(quote, speaker),
	  .max_chars = 120,
	  .help = "The speaker's name, where consent covers it." },
};

const struct schema schema_quote = {
	.name = "quotes", .singular = "quote", .kind = SCHEMA_MAP,
	.size = sizeof(struct quote), .fields = quote_fields,
	.field_count = COUNT_OF(quote_fields),
	.help = "What somebody at the customer said.",
};

static const struct field consent_fields[] = {
	{ .key = "uses", .type = FIELD_ENUM, AT(consent, uses),
	  .is_list = true, .is_required = true,
	  .words = WORDS("name", "logo", "quote", "story", "call",
	      "share-with-vendor"),
	  .help = "What the customer lets you use." },
	{ .key = "territories", .type = FIELD_TERRITORY,
	  AT(consent, territories), .of = &schema_region, .is_list = true,
	  .example = "DE",
	  .help = "Regions or countries where it holds; without it, "
		  "everywhere." },
	{ .key = "from", .type = FIELD_DATE, AT(consent, from),
	  .is_required = true, .example = "2026-01-01",
	  .help = "The first day on which it holds." },
	{ .key = "until", .type = FIELD_DATE, AT(consent, until),
	  .is_required = true, .example = "2028-12-31",
	  .help = "The last day on which it holds." },
	{ .key = "evidence", .type = FIELD_LINE, AT(consent, evidence),
	  .audience = FIELD_AUTHORS, .example = "consent register 2026-118",
	  .help = "Where the customer's word is kept." },
};

const struct schema schema_consent = {
	.name = "consent", .singular = "consent", .kind = SCHEMA_MAP,
	.size = sizeof(struct consent), .fields = consent_fields,
	.field_count = COUNT_OF(consent_fields),
	.help = "The customer's leave: for what, where and how long.",
};

static const struct field case_study_fields[] = {
	{ .key = "title", .type = FIELD_TEXT, AT(case_study, title),
	  .is_required = true, .max_chars = 200,
	  .example = "Builds in minutes at a German bank",
	  .help = "The story's headline." },
	{ .key = "partner", .type = FIELD_REF, AT(case_study, partner),
	  .of = &schema_partner, .is_required = true,
	  .help = "The partner who did the work." },
	{ .key = "solution", .type = FIELD_REF, AT(case_study, solution),
	  .of = &schema_solution,
	  .help = "The solution it shows." },
	{ .key = "customer", .type = FIELD_STRUCT, AT(case_study, customer),
	  .of = &schema_customer, .is_required = true,
	  .help = "Whose story it is, with and without the name." },
	{ .key = "summary", .type = FIELD_TEXT, AT(case_study, summary),
	  .is_required = true, .max_chars = 800,
	  .example = "A bank halves its build times in one quarter.",
	  .help = "The story in a sentence or two." },
	{ .key = "challenge", .type = FIELD_TEXT, AT(case_study, challenge),
	  .max_chars = 2000,
	  .help = "What was wrong before." },
	{ .key = "outcome", .type = FIELD_TEXT, AT(case_study, outcome),
	  .max_chars = 2000,
	  .help = "What is better now." },
	{ .key = "metrics", .type = FIELD_STRUCT, AT(case_study, metrics),
	  .of = &schema_metric, .is_list = true,
	  .help = "Numbers that prove it, the best first." },
	{ .key = "quotes", .type = FIELD_STRUCT, AT(case_study, quotes),
	  .of = &schema_quote, .is_list = true,
	  .help = "What people at the customer said, the best first." },
	{ .key = "products", .type = FIELD_REF, AT(case_study, products),
	  .of = &schema_product, .is_list = true,
	  .help = "The vendor's products in use." },
	{ .key = "partner_role", .type = FIELD_ENUM,
	  AT(case_study, partner_role),
	  .words = WORDS("presales", "design", "poc", "strategy",
	      "deployment", "adoption", "resale", "managed"),
	  .help = "What the partner did." },
	{ .key = "live_since", .type = FIELD_DATE, AT(case_study, live_since),
	  .example = "2026-03-01",
	  .help = "The day it went live." },
	{ .key = "displaced", .type = FIELD_LINE, AT(case_study, displaced),
	  .audience = FIELD_ALLIANCE, .max_chars = 120,
	  .help = "What it took the place of; only alliance readers see "
		  "it." },
	{ .key = "image", .type = FIELD_IMAGE, AT(case_study, image),
	  .example = "{file: picture.jpg, alt: A control room}",
	  .help = "A picture for cards and the head of the page." },
	{ .key = "consent", .type = FIELD_STRUCT, AT(case_study, consent),
	  .of = &schema_consent, .is_required = true,
	  .help = "The customer's leave: for what, where and how long." },
	{ .key = "anonymised_body", .type = FIELD_MARKDOWN,
	  AT(case_study, anonymised_body),
	  .help = "The story without anything that names the customer; takes "
		  "the body's place where the name may not be shown." },
	FIELD_BODY_ROW("The whole story."),
	FIELD_COMMON_ROWS,
};

const struct schema schema_case_study = {
	.name = "case-studies", .singular = "case study",
	.kind = SCHEMA_FOLDER,
	.size = sizeof(struct case_study), .fields = case_study_fields,
	.field_count = COUNT_OF(case_study_fields), .has_body = true,
	.help = "A customer's story, its numbers and its consent.",
};
