/*
 * The rows of the four vocabularies: words that records share, with the
 * spellings that are taken for them.
 */
#include "schema_rows.h"

#define VOCAB_NAME_ROW                                                         \
	{ .key = "name", .type = FIELD_TEXT, AT(vocab_entry, name),            \
	  .is_required = true, .max_chars = 120, .example = "Retail",          \
	  .help = "The entry's name as it is printed." }
#define VOCAB_ALIASES_ROW                                                      \
	{ .key = "aliases", .type = FIELD_LINE, AT(vocab_entry, aliases),      \
	  .is_list = true, .example = "Retail trade",                          \
	  .help = "Other spellings; a record that uses one means this "        \
		  "entry." }
#define VOCAB_PARENT_ROW(entry)                                                \
	{ .key = "parent", .type = FIELD_REF, AT(vocab_entry, parent),         \
	  .of = &schema_##entry,                                               \
	  .help = "The wider entry of the same list that this belongs to." }

static const struct field industry_fields[] = {
	VOCAB_NAME_ROW,
	VOCAB_ALIASES_ROW,
	VOCAB_PARENT_ROW(industry),
	{ .key = "isic", .type = FIELD_LINE, AT(vocab_entry, isic),
	  .max_chars = 8, .example = "47",
	  .help = "The division of the United Nations' ISIC." },
	FIELD_COMMON_ROWS,
};

const struct schema schema_industry = {
	.name = "industries", .singular = "industry",
	.path = "vocab/industries.yaml", .kind = SCHEMA_LIST,
	.size = sizeof(struct vocab_entry), .fields = industry_fields,
	.field_count = COUNT_OF(industry_fields),
	.help = "The industries that customers work in.",
};

static const struct field product_fields[] = {
	VOCAB_NAME_ROW,
	VOCAB_ALIASES_ROW,
	VOCAB_PARENT_ROW(product),
	{ .key = "family", .type = FIELD_LINE, AT(vocab_entry, family),
	  .max_chars = 80, .example = "platform",
	  .help = "The family of products it belongs to." },
	{ .key = "retired_on", .type = FIELD_DATE, AT(vocab_entry, retired_on),
	  .example = "2026-12-31",
	  .help = "The day it was or will be taken off the price list." },
	{ .key = "replaced_by", .type = FIELD_REF, AT(vocab_entry, replaced_by),
	  .of = &schema_product,
	  .help = "The product to name in its place." },
	FIELD_COMMON_ROWS,
};

const struct schema schema_product = {
	.name = "products", .singular = "product",
	.path = "vocab/products.yaml", .kind = SCHEMA_LIST,
	.size = sizeof(struct vocab_entry), .fields = product_fields,
	.field_count = COUNT_OF(product_fields),
	.help = "The vendor's products.",
};

static const struct field area_fields[] = {
	VOCAB_NAME_ROW,
	VOCAB_ALIASES_ROW,
	VOCAB_PARENT_ROW(area),
	FIELD_COMMON_ROWS,
};

const struct schema schema_area = {
	.name = "areas", .singular = "area",
	.path = "vocab/areas.yaml", .kind = SCHEMA_LIST,
	.size = sizeof(struct vocab_entry), .fields = area_fields,
	.field_count = COUNT_OF(area_fields),
	.help = "The solution areas, or plays, that campaigns are about.",
};

static const struct field region_fields[] = {
	VOCAB_NAME_ROW,
	VOCAB_ALIASES_ROW,
	VOCAB_PARENT_ROW(region),
	{ .key = "countries", .type = FIELD_COUNTRY,
	  AT(vocab_entry, countries), .is_list = true, .example = "DE",
	  .help = "The countries of the region itself; those of the regions "
		  "below it count too." },
	FIELD_COMMON_ROWS,
};

const struct schema schema_region = {
	.name = "regions", .singular = "region",
	.path = "vocab/regions.yaml", .kind = SCHEMA_LIST,
	.size = sizeof(struct vocab_entry), .fields = region_fields,
	.field_count = COUNT_OF(region_fields),
	.help = "The sales regions and their countries.",
};
