/*
 * site.h - a small site for tests of what stands behind the loader: files
 * written to a folder of their own, loaded, and projected.
 *
 * A test gives the files that differ from the base; one with the text NULL is
 * left out.
 */
#ifndef TESTS_SITE_H
#define TESTS_SITE_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fieldkit/content.h"
#include "fieldkit/date.h"
#include "fieldkit/match.h"
#include "fieldkit/plan.h"

struct site_file {
	const char *path;
	const char *text;
};

struct site_fixture {
	char folder[64];
	struct arena arena;
	struct sources sources;
	struct diags diags;
	struct content content;
	struct model model;
	struct edition edition;
};

#define APPROVED "approved: {by: Desk, on: 2026-11-01}\n"
#define PARTNER "summary: {short: x}\nhq: DE\n"
#define SOLUTION "partner: acme\ntype: service\nstatus: in-market\n" \
	"products: [engine]\npitch: {short: x}\n"
#define PICTURE "<svg xmlns='http://www.w3.org/2000/svg' width='1' height='1'/>"
#define CONSENT "consent: {uses: [name, logo, quote, story, share-with-vendor], "

#define SITE_TEXT \
	"title: Test kits\npublisher: Desk\nvendor: {name: Vendor}\n" \
	"locale: en\nbase_url: https://kits.example/\n" \
	"default_audience:\n" \
	"  partners: [customer, vendor-field, partner-field, vendor-alliance]\n" \
	"  solutions: [customer, vendor-field, partner-field, vendor-alliance]\n" \
	"  campaigns: [customer, vendor-field, partner-field, vendor-alliance]\n" \
	"editions:\n" \
	"- {id: field, reader: vendor-field, kits: [campaign, partner]}\n" \
	"- {id: alliance, reader: vendor-alliance, kits: [campaign]}\n" \
	"- {id: partner, reader: partner-field, kits: [partner]}\n" \
	"- {id: customer, reader: customer, site: false, kits: [leave-behind]}\n"
/* The same with a secret. */
#define SITE_WITH(secret) SITE_TEXT "secret: " secret "\n"

static const struct site_file site_base[] = {
	{ "site.yaml", SITE_TEXT },
	{ "vocab/regions.yaml",
	    "- {id: world, name: World}\n"
	    "- {id: emea, name: EMEA, parent: world}\n"
	    "- {id: dach, name: DACH, parent: emea, countries: [DE, AT, CH]}\n"
	    "- {id: france, name: France, parent: emea, countries: [FR]}\n"
	    "- {id: apac, name: APAC, parent: world, countries: [JP, SG]}\n" },
	{ "vocab/industries.yaml",
	    "- {id: trade, name: Trade}\n"
	    "- {id: retail, name: {en: Retail, de: Handel}, parent: trade}\n"
	    "- {id: wholesale, name: Wholesale, parent: trade}\n"
	    "- {id: grocery, name: Grocery, parent: retail}\n"
	    "- {id: mining, name: Mining}\n" },
	{ "vocab/products.yaml",
	    "- {id: engine, name: Engine}\n- {id: tank, name: Tank}\n" },
	{ "vocab/areas.yaml",
	    "- {id: delivery, name: Delivery}\n- {id: edge, name: Edge}\n" },
	{ "partners/acme/index.md",
	    "---\nname: Acme\nsummary: {short: Runs pipelines.}\nhq: DE\n"
	    APPROVED "---\nAcme runs pipelines.\n" },
	{ "solutions/care.yaml",
	    "name: {en: Care, de: Pflege}\npartner: acme\ntype: service\n"
	    "status: in-market\nproducts: [engine]\nareas: [delivery]\n"
	    "industries: [retail]\nsegments: [mid]\ncountries: worldwide\n"
	    "pitch: {short: Pipelines that run.}\n"
	    "price_note: PRICE-NOTE\n" APPROVED },
	{ "case-studies/shop.yaml",
	    "title: A shop ships daily\npartner: acme\nsolution: care\n"
	    "customer: {name: Example Shop, anonymised: a German retailer, "
	    "country: DE, industry: retail, size: mid}\n"
	    "summary: A retailer ships every day.\nproducts: [engine]\n"
	    "live_since: 2025-01-01\ndisplaced: DISPLACED\n"
	    CONSENT "from: 2026-01-01, until: 2028-12-31}\n" APPROVED },
	{ "campaigns/peak.md",
	    "---\nname: {en: Peak, de: Spitze}\narea: delivery\n"
	    "start: 2026-07-01\nend: 2027-06-30\nterritories: [emea]\n"
	    "industries: [retail]\nproducts: [engine]\nsegments: [mid]\n"
	    "personas:\n- {id: cio, name: CIO}\n"
	    "discovery:\n- {persona: cio, question: QUESTION}\n"
	    "objections:\n- {objection: Too dear., answer: No.}\n"
	    APPROVED "---\nThe brief.\n" },
	{ "offices/munich.yaml",
	    "name: Munich\nregion: dach\ncountry: DE\ncovers: [DE]\n"
	    "languages: [de, en]\ntz: Europe/Berlin\n"
	    "email: [sales@vendor.example]\nreader: vendor-field\n" APPROVED },
	{ "offices/paris.yaml",
	    "name: Paris\nregion: france\ncountry: FR\ncovers: [FR]\n"
	    "languages: [fr]\ntz: Europe/Paris\n"
	    "email: [paris@vendor.example]\nreader: vendor-field\n" APPROVED },
	{ "people.yaml",
	    "- {id: desk, kind: mailbox, org: vendor, role: sales, "
	    "email: desk@vendor.example, territories: [DE], languages: [de]}\n"
	    "- {id: acme-desk, kind: mailbox, org: acme, role: sales, "
	    "email: desk@acme.example, deputy: desk}\n" },
	{ "funding.yaml",
	    "- {id: fund, title: FUND, kind: poc, payer: partner, "
	    "status: approved, campaigns: [peak], until: 2027-01-31}\n" },
	{ "commitments.yaml",
	    "- {id: deals, by: acme, to: vendor, text: DEALS, "
	    "owner: desk@acme.example, due: 2027-02-28, state: open, "
	    "campaigns: [peak]}\n" },
};

#define SITE_BASE_COUNT (sizeof(site_base) / sizeof(site_base[0]))

static inline void
site_write(const struct site_fixture *site, const char *path,
    const char *text)
{
	char full[256], *slash;
	FILE *file;

	snprintf(full, sizeof(full), "%s/%s", site->folder, path);
	for (slash = full + strlen(site->folder) + 1;
	    (slash = strchr(slash, '/')) != NULL; slash++) {
		*slash = '\0';
		mkdir(full, 0777);
		*slash = '/';
	}
	file = fopen(full, "w");
	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

static inline const struct site_file *
site_find(const struct site_file *files, size_t count, const char *path)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (strcmp(files[i].path, path) == 0)
			return &files[i];
	return NULL;
}

/* Loads the base with `files` in place of its own. */
static inline void
site_load_files(struct site_fixture *site, const struct site_file *files,
    size_t count)
{
	struct diag_print_options options = { DIAG_FORMAT_TEXT, false };
	size_t i;

	memset(site, 0, sizeof(*site));
	strcpy(site->folder, "/tmp/fieldkit-site-XXXXXX");
	assert_non_null(mkdtemp(site->folder));
	for (i = 0; i < SITE_BASE_COUNT; i++)
		if (site_find(files, count, site_base[i].path) == NULL)
			site_write(site, site_base[i].path, site_base[i].text);
	for (i = 0; i < count; i++)
		if (files[i].text != NULL)
			site_write(site, files[i].path, files[i].text);
	diags_init(&site->diags, &site->sources);
	assert_true(content_scan(&site->content, &site->arena, &site->sources,
	    site->folder, &site->diags));
	assert_true(model_load(&site->model, &site->arena, &site->sources,
	    &site->content, 1, &site->diags));
	if (site->diags.errors > 0)
		diags_print(&site->diags, &options, stderr);
	assert_int_equal(site->diags.errors, 0);
}

#define SITE_LOAD(site, ...)                                             \
	do {                                                             \
		static const struct site_file own[] = { __VA_ARGS__ };   \
		site_load_files(site, own, sizeof(own) / sizeof(own[0])); \
	} while (0)

static inline int32_t
day(const char *iso)
{
	int32_t days = 0;

	assert_true(date_parse(iso, strlen(iso), &days));
	return days;
}

/* Projects the edition of an id, as of a day. */
static inline const struct edition *
site_project(struct site_fixture *site, const char *id, const char *as_of)
{
	const struct plan_clock clock = { day(as_of), false };
	const struct list *editions = &site->model.site->editions;
	uint32_t i;

	for (i = 0; i < editions->count; i++) {
		const struct edition_spec *spec =
		    LIST_AT(*editions, struct edition_spec, i);

		if (strcmp(spec->id.chars, id) == 0)
			edition_project(&site->edition, &site->arena,
			    &site->model, spec, &clock);
	}
	assert_string_equal(site->edition.view.id.chars, id);
	return &site->edition;
}

static inline void
site_release(struct site_fixture *site)
{
	char command[128];

	content_release(&site->content);
	snprintf(command, sizeof(command), "rm -rf %s", site->folder);
	assert_int_equal(system(command), 0);
	sources_release(&site->sources);
	diags_release(&site->diags);
	arena_release(&site->arena);
}

#define RECORD_IN(edition, type, id) \
	model_find(&(edition)->model, type, id)

#endif
