/*
 * The rows of content/funding.yaml and content/commitments.yaml: who pays,
 * and who promised what to whom.
 */
#include "schema_rows.h"

static const struct field money_fields[] = {
	{ .key = "value", .type = FIELD_DECIMAL, AT(money, value),
	  .is_required = true, .min = 0, .max = 1000000000000,
	  .example = "250000",
	  .help = "The amount, without thousands separators." },
	{ .key = "currency", .type = FIELD_CURRENCY, AT(money, currency),
	  .is_required = true, .example = "EUR",
	  .help = "The currency, three letters." },
};

const struct schema schema_money = {
	.name = "amount", .singular = "amount of money", .kind = SCHEMA_MAP,
	.size = sizeof(struct money), .fields = money_fields,
	.field_count = COUNT_OF(money_fields),
	.help = "An amount and its currency.",
};

static const struct field funding_fields[] = {
	{ .key = "title", .type = FIELD_TEXT, AT(funding, title),
	  .is_required = true, .max_chars = 150,
	  .example = "Proof-of-concept fund",
	  .help = "The fund's name." },
	{ .key = "kind", .type = FIELD_ENUM, AT(funding, kind),
	  .is_required = true,
	  .words = WORDS("mdf", "co-op", "poc", "seed", "incentive",
	      "credit", "lab", "headcount"),
	  .help = "What the money is for." },
	{ .key = "payer", .type = FIELD_ENUM, AT(funding, payer),
	  .is_required = true,
	  .words = WORDS("vendor-product", "vendor-sales",
	      "vendor-partner-org", "partner", "customer"),
	  .help = "Who pays." },
	{ .key = "amount", .type = FIELD_STRUCT, AT(funding, amount),
	  .of = &schema_money,
	  .help = "How much there is." },
	{ .key = "status", .type = FIELD_ENUM, AT(funding, status),
	  .is_required = true,
	  .words = WORDS("asked", "pledged", "approved", "spent", "claimed",
	      "refused"),
	  .help = "How far the money is." },
	{ .key = "from", .type = FIELD_DATE, AT(funding, from),
	  .example = "2026-07-01",
	  .help = "The first day on which it can be used." },
	{ .key = "until", .type = FIELD_DATE, AT(funding, until),
	  .example = "2027-06-30",
	  .help = "The last day on which it can be used." },
	{ .key = "conditions", .type = FIELD_TEXT, AT(funding, conditions),
	  .max_chars = 600,
	  .example = "One named reference within 90 days",
	  .help = "What must be done for it." },
	{ .key = "partners", .type = FIELD_REF, AT(funding, partners),
	  .of = &schema_partner, .is_list = true,
	  .help = "The partners who may use it; without it, all." },
	{ .key = "campaigns", .type = FIELD_REF, AT(funding, campaigns),
	  .of = &schema_campaign, .is_list = true,
	  .help = "The campaigns it is for; without it, all." },
	FIELD_COMMON_ROWS,
};

const struct schema schema_funding = {
	.name = "funding", .singular = "fund", .path = "funding.yaml",
	.kind = SCHEMA_LIST, .size = sizeof(struct funding),
	.fields = funding_fields, .field_count = COUNT_OF(funding_fields),
	.help = "Money for joint work: who pays, how much, until when.",
};

static const struct field commitment_fields[] = {
	{ .key = "by", .type = FIELD_ORG, AT(commitment, by),
	  .of = &schema_partner, .is_required = true, .example = "vendor",
	  .help = "Who promised: vendor, or a partner's id." },
	{ .key = "to", .type = FIELD_ORG, AT(commitment, to),
	  .of = &schema_partner, .is_required = true, .example = "acme",
	  .help = "To whom: vendor, or a partner's id." },
	{ .key = "text", .type = FIELD_TEXT, AT(commitment, text),
	  .is_required = true, .max_chars = 300,
	  .example = "Open three finance accounts",
	  .help = "What was promised." },
	{ .key = "owner", .type = FIELD_EMAIL, AT(commitment, record.owner),
	  .is_required = true, .audience = FIELD_ALLIANCE,
	  .example = "alliances@vendor.example",
	  .help = "The mailbox that answers for it." },
	{ .key = "due", .type = FIELD_DATE, AT(commitment, due),
	  .is_required = true, .example = "2027-02-28",
	  .help = "The day by which it is due." },
	{ .key = "state", .type = FIELD_ENUM, AT(commitment, state),
	  .is_required = true,
	  .words = WORDS("open", "kept", "late", "dropped"),
	  .help = "How it stands." },
	{ .key = "campaigns", .type = FIELD_REF, AT(commitment, campaigns),
	  .of = &schema_campaign, .is_list = true,
	  .help = "The campaigns it belongs to." },
	{ .key = "evidence", .type = FIELD_LINE, AT(commitment, evidence),
	  .max_chars = 300,
	  .help = "What shows that it was kept." },
	FIELD_RECORD_ROWS,
};

const struct schema schema_commitment = {
	.name = "commitments", .singular = "commitment",
	.path = "commitments.yaml", .kind = SCHEMA_LIST,
	.size = sizeof(struct commitment), .fields = commitment_fields,
	.field_count = COUNT_OF(commitment_fields),
	.help = "What one side promised the other.",
};
