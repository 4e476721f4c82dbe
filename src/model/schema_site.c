/*
 * The rows of content/site.yaml: who publishes, for whom, in which editions.
 */
#include "schema_rows.h"

static const struct field vendor_fields[] = {
	{ .key = "name", .type = FIELD_LINE, AT(vendor, name),
	  .is_required = true, .example = "Contoso",
	  .help = "The vendor's name as it is printed." },
	{ .key = "url", .type = FIELD_URL, AT(vendor, url),
	  .example = "https://vendor.example/",
	  .help = "The vendor's own site." },
	{ .key = "logo", .type = FIELD_IMAGE, AT(vendor, logo),
	  .example = "{file: vendor.svg, alt: Contoso}",
	  .help = "The vendor's mark, a file beside site.yaml." },
};

const struct schema schema_vendor = {
	.name = "vendor", .singular = "vendor", .kind = SCHEMA_MAP,
	.size = sizeof(struct vendor), .fields = vendor_fields,
	.field_count = COUNT_OF(vendor_fields),
	.help = "The company whose campaigns these are.",
};

static const struct field edition_fields[] = {
	{ .key = "id", .type = FIELD_SLUG, AT(edition_spec, id),
	  .is_required = true, .example = "vendor-field",
	  .help = "The edition's folder under output/." },
	{ .key = "reader", .type = FIELD_READER, AT(edition_spec, reader),
	  .is_required = true, .example = "vendor-field",
	  .help = "For whom the edition is: what this reader may not see is "
		  "not in it." },
	{ .key = "site", .type = FIELD_BOOL, AT(edition_spec, site),
	  .default_word = "true", .example = "true",
	  .help = "Whether the edition has a site of pages." },
	{ .key = "kits", .type = FIELD_ENUM, AT(edition_spec, kits),
	  .is_list = true, .example = "campaign",
	  .words = WORDS("campaign", "partner", "leave-behind", "coverage"),
	  .help = "The kinds of PDF kits the edition has. 'coverage' is the "
		  "coverage on one page, for alliance readers only." },
	{ .key = "mail_domains", .type = FIELD_LINE,
	  AT(edition_spec, mail_domains), .is_list = true, .max_chars = 253,
	  .audience = FIELD_AUTHORS, .example = "vendor.example",
	  .help = "The domains to whose addresses the edition's kits may be "
		  "mailed; without it they are mailed to nobody." },
};

const struct schema schema_edition_spec = {
	.name = "editions", .singular = "edition", .kind = SCHEMA_MAP,
	.size = sizeof(struct edition_spec), .fields = edition_fields,
	.field_count = COUNT_OF(edition_fields),
	.help = "What one reader gets: pages, kits or both.",
};

static const struct field budget_fields[] = {
	{ .key = "warn_mb", .type = FIELD_DECIMAL, AT(kit_budget, warn_mb),
	  .default_word = "3", .max = 100, .example = "3",
	  .help = "Megabytes from which a kit gets a warning." },
	{ .key = "max_mb", .type = FIELD_DECIMAL, AT(kit_budget, max_mb),
	  .default_word = "7", .max = 100, .example = "7",
	  .help = "Megabytes that no kit may pass." },
	{ .key = "stamp", .type = FIELD_BOOL, AT(kit_budget, stamp),
	  .default_word = "false", .example = "true",
	  .help = "Whether a kit says whose copy it is: the office and a "
		  "short id made with 'secret', in the footer and in the "
		  "PDF's metadata." },
};

const struct schema schema_kit_budget = {
	.name = "kit", .singular = "settings of kits", .kind = SCHEMA_MAP,
	.size = sizeof(struct kit_budget), .fields = budget_fields,
	.field_count = COUNT_OF(budget_fields),
	.help = "How heavy a kit may be, and what it carries.",
};

static const struct field mail_fields[] = {
	{ .key = "from", .type = FIELD_EMAIL, AT(mail_settings, from),
	  .example = "kits@vendor.example",
	  .help = "The address that messages come from." },
	{ .key = "reply_to", .type = FIELD_EMAIL, AT(mail_settings, reply_to),
	  .example = "alliances@vendor.example",
	  .help = "The mailbox that answers go to." },
	{ .key = "transport", .type = FIELD_LINE, AT(mail_settings, transport),
	  .max_chars = 1000, .example = "smtp://mail.vendor.example:587",
	  .help = "What takes the messages: smtp://HOST:PORT, "
		  "smtps://HOST:PORT, sendmail:/PROGRAM or maildir:FOLDER. "
		  "Never with a password." },
	{ .key = "rate", .type = FIELD_INT, AT(mail_settings, rate),
	  .min = 1, .max = 1000000, .example = "600",
	  .help = "Messages a minute at most; without it, as many as the "
		  "server takes." },
};

const struct schema schema_mail_settings = {
	.name = "mail", .singular = "mail", .kind = SCHEMA_MAP,
	.size = sizeof(struct mail_settings), .fields = mail_fields,
	.field_count = COUNT_OF(mail_fields),
	.help = "How kits are mailed.",
};

static const struct field site_fields[] = {
	{ .key = "title", .type = FIELD_LINE, AT(site, title),
	  .is_required = true, .max_chars = 120,
	  .example = "Alliance kits",
	  .help = "The site's title, in the head of every page." },
	{ .key = "tagline", .type = FIELD_TEXT, AT(site, tagline),
	  .max_chars = 300, .example = "One story, three references",
	  .help = "A line below the title of the home page." },
	{ .key = "publisher", .type = FIELD_LINE, AT(site, publisher),
	  .is_required = true, .example = "Alliance desk",
	  .help = "Who publishes the kits; printed on every cover." },
	{ .key = "vendor", .type = FIELD_STRUCT, AT(site, vendor),
	  .of = &schema_vendor, .is_required = true,
	  .help = "The company whose campaigns these are." },
	{ .key = "base_url", .type = FIELD_URL, AT(site, base_url),
	  .example = "https://kits.intranet.example/",
	  .help = "Where the site is published; only mail, feeds and QR codes "
		  "use it." },
	{ .key = "locale", .type = FIELD_LANG, AT(site, locale),
	  .is_required = true, .example = "en-GB",
	  .help = "The language of texts that name none." },
	{ .key = "fallback", .type = FIELD_LANG, AT(site, fallback),
	  .is_list = true, .example = "en",
	  .help = "Languages to take, in order, where a text lacks the "
		  "page's." },
	{ .key = "theme", .type = FIELD_SLUG, AT(site, theme),
	  .default_word = "default", .example = "default",
	  .help = "The folder of themes/ that gives the looks." },
	{ .key = "readers", .type = FIELD_SLUG, AT(site, readers),
	  .is_list = true, .example = "customer",
	  .audience = FIELD_AUTHORS,
	  .help = "The readers of the site, where they are not the usual "
		  "five." },
	{ .key = "default_audience", .type = FIELD_MAP,
	  AT(site, default_audience), .map = MAP_READERS,
	  .audience = FIELD_AUTHORS,
	  .example = "{partners: [customer, vendor-field]}",
	  .help = "For a record type, the readers of records that name "
		  "none." },
	{ .key = "editions", .type = FIELD_STRUCT, AT(site, editions),
	  .of = &schema_edition_spec, .is_list = true, .is_required = true,
	  .audience = FIELD_AUTHORS,
	  .help = "The editions to build, each for one reader." },
	{ .key = "proofs", .type = FIELD_INT, AT(site, proofs),
	  .default_word = "3", .min = 1, .max = 20, .example = "3",
	  .help = "How many case studies a kit shows." },
	{ .key = "kit", .type = FIELD_STRUCT, AT(site, kit),
	  .of = &schema_kit_budget,
	  .help = "How heavy a kit may be, and what it carries." },
	{ .key = "publish", .type = FIELD_MAP, AT(site, publish),
	  .map = MAP_FREE,
	  .audience = FIELD_AUTHORS,
	  .help = "Where editions are published to." },
	{ .key = "mail", .type = FIELD_STRUCT, AT(site, mail),
	  .of = &schema_mail_settings, .audience = FIELD_AUTHORS,
	  .help = "How kits are mailed." },
	{ .key = "secret", .type = FIELD_LINE, AT(site, secret),
	  .audience = FIELD_AUTHORS, .max_chars = 200,
	  .help = "A long random line, such as 'openssl rand -hex 16' prints: "
		  "with it the pages of stories whose ids name a customer get "
		  "addresses that nobody can guess." },
	FIELD_COMMON_ROWS,
};

const struct schema schema_site = {
	.name = "site", .singular = "site", .path = "site.yaml",
	.kind = SCHEMA_SINGLE, .size = sizeof(struct site),
	.fields = site_fields, .field_count = COUNT_OF(site_fields),
	.help = "Who publishes, for whom, and which editions come out.",
};
