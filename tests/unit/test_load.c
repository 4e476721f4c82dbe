/*
 * Loading: for each way to write something wrong, the slug and the place. The
 * base is a small valid site; every row replaces or adds one file.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "fieldkit/date.h"
#include "site_run.h"

#define PARTNER(fields)                                                 \
	"---\n"                                                         \
	"name: Acme\n"                                                  \
	"summary: {short: Runs pipelines.}\n"                           \
	"hq: DE\n" fields                                               \
	"---\n"                                                         \
	"Text.\n"

static const struct {
	const char *what, *path, *text, *found;
} mistakes[] = {
	{ "unknown key", "partners/acme/index.md",
	    PARTNER("countires: [DE]\n"),
	    "field-unknown partners/acme/index.md:5:1\n" },
	{ "missing field", "partners/acme/index.md",
	    "---\n"
	    "name: Acme\n"
	    "summary: {short: Runs pipelines.}\n"
	    "---\n",
	    "field-missing partners/acme/index.md:2:1\n" },
	{ "missing struct", "partners/acme/index.md",
	    "---\n"
	    "name: Acme\n"
	    "hq: DE\n"
	    "---\n",
	    "field-missing partners/acme/index.md:2:1\n" },
	{ "empty value", "partners/acme/index.md",
	    PARTNER("url:\n"),
	    "field-empty partners/acme/index.md:5:1\n" },
	{ "value that is a comment", "partners/acme/index.md",
	    PARTNER("url: #fff\n"),
	    "field-empty partners/acme/index.md:5:1\n" },
	{ "null value", "partners/acme/index.md",
	    PARTNER("url: ~\n"),
	    "field-empty partners/acme/index.md:5:6\n" },
	{ "list for country", "partners/acme/index.md",
	    "---\n"
	    "name: Acme\n"
	    "summary: {short: Runs pipelines.}\n"
	    "hq: [DE]\n"
	    "---\n",
	    "field-type partners/acme/index.md:4:5\n" },
	{ "scalar for list", "partners/acme/index.md",
	    PARTNER("countries: DE\n"),
	    "field-type partners/acme/index.md:5:12\n" },
	{ "scalar for lines", "partners/acme/index.md",
	    PARTNER("aliases: Acme, Inc and others\n"),
	    "field-type partners/acme/index.md:5:10\n" },
	{ "scalar for map", "partners/acme/index.md",
	    "---\n"
	    "name: Acme\n"
	    "summary: Runs pipelines.\n"
	    "hq: DE\n"
	    "---\n",
	    "field-type partners/acme/index.md:3:10\n" },
	{ "map in list", "partners/acme/index.md",
	    PARTNER("countries: [{a: b}]\n"),
	    "field-type partners/acme/index.md:5:13\n" },
	{ "country by name", "partners/acme/index.md",
	    PARTNER("countries: [Germany]\n"),
	    "country-invalid partners/acme/index.md:5:13\n" },
	{ "country wrong case", "partners/acme/index.md",
	    PARTNER("countries: [de]\n"),
	    "country-invalid partners/acme/index.md:5:13\n" },
	{ "country unknown", "partners/acme/index.md",
	    PARTNER("countries: [Q7]\n"),
	    "country-invalid partners/acme/index.md:5:13\n" },
	{ "twice in list", "partners/acme/index.md",
	    PARTNER("countries: [DE, AT, DE]\n"),
	    "value-duplicate partners/acme/index.md:5:21\n" },
	{ "id in file", "partners/acme/index.md",
	    PARTNER("id: acme\n"),
	    "field-unknown partners/acme/index.md:5:1\n" },
	{ "body as key", "partners/acme/index.md",
	    PARTNER("body: Text\n"),
	    "field-unknown partners/acme/index.md:5:1\n" },
	{ "dangling ref", "partners/acme/index.md",
	    PARTNER("industries: [retial]\n"),
	    "ref-dangling partners/acme/index.md:5:14\n" },
	{ "line break", "partners/acme/index.md",
	    "---\n"
	    "name: |\n"
	    "  Acme\n"
	    "  Corp\n"
	    "summary: {short: a}\n"
	    "hq: DE\n"
	    "---\n",
	    "line-break partners/acme/index.md:2:7\n" },
	{ "bidi", "partners/acme/index.md",
	    "---\n"
	    "name: Ac\342\200\256me\n"
	    "summary: {short: a}\n"
	    "hq: DE\n"
	    "---\n",
	    "utf8-invalid partners/acme/index.md:2:9\n" },
	{ "month day", "partners/acme/index.md",
	    PARTNER("fiscal_year_start: 13-01\n"),
	    "date-invalid partners/acme/index.md:5:20\n" },
	{ "date words", "partners/acme/index.md",
	    PARTNER("expires: 1 May 2027\n"),
	    "date-invalid partners/acme/index.md:5:10\n" },
	{ "date month", "partners/acme/index.md",
	    PARTNER("expires: 2027-02-30\n"),
	    "date-invalid partners/acme/index.md:5:10\n" },
	{ "url scheme", "partners/acme/index.md",
	    PARTNER("url: javascript:alert(1)\n"),
	    "url-invalid partners/acme/index.md:5:6\n" },
	{ "url www", "partners/acme/index.md",
	    PARTNER("url: www.acme.example\n"),
	    "url-invalid partners/acme/index.md:5:6\n" },
	{ "url space", "partners/acme/index.md",
	    PARTNER("url: https://acme.example/a b\n"),
	    "url-invalid partners/acme/index.md:5:6\n" },
	{ "url password", "partners/acme/index.md",
	    PARTNER("url: https://me:pw@acme.example/\n"),
	    "url-invalid partners/acme/index.md:5:6\n" },
	{ "url file", "partners/acme/index.md",
	    PARTNER("url: sheet.pdf\n"),
	    "url-invalid partners/acme/index.md:5:6\n" },
	{ "owner", "partners/acme/index.md",
	    PARTNER("owner: desk@acme\n"),
	    "email-invalid partners/acme/index.md:5:8\n" },
	{ "owner name", "partners/acme/index.md",
	    PARTNER("owner: Desk <desk@acme.example>\n"),
	    "email-invalid partners/acme/index.md:5:8\n" },
	{ "owner umlaut", "partners/acme/index.md",
	    PARTNER("owner: desk@\303\244cme.example\n"),
	    "email-invalid partners/acme/index.md:5:8\n" },
	{ "logo missing", "partners/acme/index.md",
	    PARTNER("logo: {file: logo.png, alt: Acme}\n"),
	    "image-missing partners/acme/index.md:5:14\n" },
	{ "logo url", "partners/acme/index.md",
	    PARTNER("logo: {file: https://acme.example/logo.png, alt: Acme}\n"),
	    "image-missing partners/acme/index.md:5:14\n" },
	{ "logo alt", "partners/acme/index.md",
	    PARTNER("logo: {file: logo.png}\n"),
	    "image-alt partners/acme/index.md:5:7\n"
	    "image-missing partners/acme/index.md:5:14\n" },
	{ "logo escape", "partners/acme/index.md",
	    PARTNER("logo: {file: ../logo.png, alt: Acme}\n"),
	    "image-missing partners/acme/index.md:5:14\n" },
	{ "audience reader", "partners/acme/index.md",
	    PARTNER("audience: [vendor-feild]\n"),
	    "reader-unknown partners/acme/index.md:5:12\n" },
	{ "audience of path", "partners/acme/index.md",
	    PARTNER("audience_of: {summary.shrot: [customer]}\n"),
	    "field-path-unknown partners/acme/index.md:5:15\n" },
	{ "audience of value", "partners/acme/index.md",
	    PARTNER("audience_of: {url: customer}\n"),
	    "field-type partners/acme/index.md:5:20\n" },
	{ "approved partly", "partners/acme/index.md",
	    PARTNER("approved: {by: Desk}\n"),
	    "field-missing partners/acme/index.md:5:11\n" },
	{ "tag slug", "partners/acme/index.md",
	    PARTNER("tags: [Big Deal]\n"),
	    "slug-invalid partners/acme/index.md:5:8\n" },
	{ "site enum", "partners/acme/index.md",
	    PARTNER("sites:\n"
	    "  - {id: lab, kind: labs, name: Lab, country: DE, tz: Europe/Berlin}\n"),
	    "enum-invalid partners/acme/index.md:6:21\n" },
	{ "site tz", "partners/acme/index.md",
	    PARTNER("sites:\n"
	    "  - {id: lab, kind: lab, name: Lab, country: DE, tz: berlin}\n"),
	    "tz-invalid partners/acme/index.md:6:54\n" },
	{ "site sub", "partners/acme/index.md",
	    PARTNER("sites:\n"
	    "  - {id: lab, kind: lab, name: Lab, country: DE, tz: UTC, subdivision: Bavaria}\n"),
	    "subdivision-invalid partners/acme/index.md:6:72\n" },
	{ "site walk", "partners/acme/index.md",
	    PARTNER("sites:\n"
	    "  - {id: lab, kind: lab, name: Lab, country: DE, tz: UTC, walk_min: ten}\n"),
	    "number-invalid partners/acme/index.md:6:69\n" },
	{ "site walk range", "partners/acme/index.md",
	    PARTNER("sites:\n"
	    "  - {id: lab, kind: lab, name: Lab, country: DE, tz: UTC, walk_min: 999}\n"),
	    "field-range partners/acme/index.md:6:69\n" },
	{ "site twice", "partners/acme/index.md",
	    PARTNER("sites:\n"
	    "  - {id: lab, kind: lab, name: Lab, country: DE, tz: UTC}\n"
	    "  - {id: lab, kind: lab, name: Lab, country: DE, tz: UTC}\n"),
	    "value-duplicate partners/acme/index.md:7:5\n" },
	{ "no front matter", "partners/acme/index.md",
	    "Acme is good.\n",
	    "front-matter partners/acme/index.md:1:1\n" },
	{ "front matter open", "partners/acme/index.md",
	    "---\n"
	    "name: Acme\n",
	    "front-matter partners/acme/index.md:1:1\n" },
	{ "list for record", "partners/acme/index.md",
	    "---\n"
	    "- name: Acme\n"
	    "---\n",
	    "field-type partners/acme/index.md:2:1\n" },
	{ "text for record", "partners/acme/index.md",
	    "---\n"
	    "Acme\n"
	    "---\n",
	    "field-type partners/acme/index.md:2:1\n" },
	{ "empty file", "offices/munich.yaml",
	    "",
	    "field-missing offices/munich.yaml:1:1\n" },
	{ "comment only", "offices/munich.yaml",
	    "# later\n",
	    "field-missing offices/munich.yaml:1:1\n" },
	{ "link type", "partners/acme/index.md",
	    "---\n"
	    "name: Acme\n"
	    "summary: {short: Runs pipelines.}\n"
	    "hq: DE\n"
	    "---\n"
	    "[x](solution/care)\n",
	    "link-dangling partners/acme/index.md:6:1\n" },
	{ "link id", "partners/acme/index.md",
	    "---\n"
	    "name: Acme\n"
	    "summary: {short: Runs pipelines.}\n"
	    "hq: DE\n"
	    "---\n"
	    "Text\n"
	    "\n"
	    "See [x](solutions/car).\n",
	    "link-dangling partners/acme/index.md:8:5\n" },
	{ "image in body", "partners/acme/index.md",
	    "---\n"
	    "name: Acme\n"
	    "summary: {short: Runs pipelines.}\n"
	    "hq: DE\n"
	    "---\n"
	    "![A picture](pic.png)\n",
	    "image-missing partners/acme/index.md:6:1\n" },
	{ "lang key", "partners/acme/index.md",
	    "---\n"
	    "name: Acme\n"
	    "summary: {short: {en: a, german: b}}\n"
	    "hq: DE\n"
	    "---\n",
	    "lang-invalid partners/acme/index.md:3:26\n" },
	{ "lang list", "partners/acme/index.md",
	    "---\n"
	    "name: Acme\n"
	    "summary: {short: [a]}\n"
	    "hq: DE\n"
	    "---\n",
	    "field-type partners/acme/index.md:3:18\n" },
	{ "lang twice", "partners/acme/index.md",
	    "---\n"
	    "name: Acme\n"
	    "summary: {short: {pt-br: a, pt-BR: b}}\n"
	    "hq: DE\n"
	    "---\n",
	    "value-duplicate partners/acme/index.md:3:36\n" },
	{ "trans field", "partners/acme/index.de.md",
	    "---\n"
	    "hq: AT\n"
	    "---\n"
	    "Text.\n",
	    "field-translated partners/acme/index.de.md:2:1\n" },
	{ "trans unknown", "partners/acme/index.de.md",
	    "---\n"
	    "sumary: {short: x}\n"
	    "---\n",
	    "field-unknown partners/acme/index.de.md:2:1\n" },
	{ "trans items", "campaigns/peak.de.md",
	    "---\n"
	    "personas: [{name: a}, {name: b}]\n"
	    "---\n",
	    "translation-items campaigns/peak.de.md:2:11\n" },
	{ "trans orphan", "campaigns/pek.de.md",
	    "Text\n",
	    "translation-orphan campaigns/pek.de.md:1:1\n" },
	{ "trans nothing", "campaigns/peak.de.md",
	    "---\n"
	    "triggers: [a]\n"
	    "---\n",
	    "translation-orphan campaigns/peak.de.md:2:11\n" },
	{ "trans text", "campaigns/peak.de.md",
	    "---\n"
	    "name: {de: a}\n"
	    "---\n",
	    "field-type campaigns/peak.de.md:2:7\n" },
	{ "trans lang", "campaigns/peak.german.md",
	    "Text\n",
	    "lang-invalid campaigns/peak.german.md:0:0\n" },
	{ "trans twice", "campaigns/peak.en.md",
	    "---\n"
	    "name: a\n"
	    "---\n",
	    "value-duplicate campaigns/peak.en.md:2:7\n" },
	{ "vocab alias", "vocab/industries.yaml",
	    "- {id: retail, name: Retail, aliases: [Shops]}\n"
	    "- {id: grocery, name: Grocery, aliases: [Shops]}\n",
	    "alias-duplicate vocab/industries.yaml:1:40\n"
	    "alias-duplicate vocab/industries.yaml:2:42\n" },
	{ "vocab alias id", "vocab/industries.yaml",
	    "- {id: retail, name: Retail}\n"
	    "- {id: grocery, name: Grocery, aliases: [retail]}\n",
	    "alias-duplicate vocab/industries.yaml:2:42\n" },
	{ "vocab cycle", "vocab/industries.yaml",
	    "- {id: retail, name: Retail, parent: grocery}\n"
	    "- {id: grocery, name: Grocery, parent: retail}\n",
	    "ref-cycle vocab/industries.yaml:2:40\n" },
	{ "vocab noid", "vocab/areas.yaml",
	    "- {name: Delivery}\n",
	    "field-missing vocab/areas.yaml:1:3\n" },
	{ "vocab id twice", "vocab/areas.yaml",
	    "- {id: delivery, name: Delivery}\n"
	    "- {id: delivery, name: Delivery}\n",
	    "id-duplicate vocab/areas.yaml:2:3\n" },
	{ "vocab map", "vocab/areas.yaml",
	    "delivery: Delivery\n",
	    "field-type vocab/areas.yaml:1:1\n" },
	{ "vocab broken", "vocab/areas.yaml",
	    "- {id: delivery, name: Delivery\n",
	    "yaml-syntax vocab/areas.yaml:1:3\n" },
	{ "person org", "people.yaml",
	    "- {id: desk, kind: mailbox, org: acne, role: sales, email: d@v.example}\n",
	    "ref-dangling people.yaml:1:34\n" },
	{ "person phone", "people.yaml",
	    "- {id: desk, kind: mailbox, org: acme, role: sales, email: d@v.example, phone: +49 89 1234567}\n",
	    "phone-invalid people.yaml:1:80\n" },
	{ "person phone2", "people.yaml",
	    "- {id: desk, kind: mailbox, org: acme, role: sales, email: d@v.example, phone: 089 1234}\n",
	    "phone-invalid people.yaml:1:80\n" },
	{ "person based", "people.yaml",
	    "- {id: desk, kind: mailbox, org: acme, role: sales, email: d@v.example, based_at: labb}\n",
	    "ref-dangling people.yaml:1:83\n" },
	{ "person based2", "people.yaml",
	    "- {id: desk, kind: mailbox, org: vendor, role: sales, email: d@v.example, based_at: lab}\n",
	    "ref-dangling people.yaml:1:85\n" },
	{ "territory", "people.yaml",
	    "- {id: desk, kind: mailbox, org: acme, role: sales, email: d@v.example, territories: [UK, dahc]}\n",
	    "ref-dangling people.yaml:1:87\n"
	    "ref-dangling people.yaml:1:91\n" },
	{ "currency", "funding.yaml",
	    "- {id: f, title: F, kind: poc, payer: partner, status: approved, amount: {value: 10, currency: DM}}\n",
	    "currency-invalid funding.yaml:1:96\n" },
	{ "decimal", "funding.yaml",
	    "- {id: f, title: F, kind: poc, payer: partner, status: approved, amount: {value: '1,000', currency: EUR}}\n",
	    "number-invalid funding.yaml:1:82\n" },
	{ "persona", "campaigns/peak.md",
	    "---\n"
	    "name: P\n"
	    "start: 2026-07-01\n"
	    "end: 2027-06-30\n"
	    "territories: [dach]\n"
	    "personas: [{id: cio, name: CIO}]\n"
	    "discovery: [{persona: coi, question: What?}]\n"
	    "---\n",
	    "ref-dangling campaigns/peak.md:7:23\n" },
	{ "site bool", "site.yaml",
	    "title: T\n"
	    "publisher: P\n"
	    "vendor: {name: V}\n"
	    "locale: en\n"
	    "editions: [{id: f, reader: vendor-field, site: yes}]\n",
	    "bool-invalid site.yaml:5:48\n" },
	{ "site type", "site.yaml",
	    "title: T\n"
	    "publisher: P\n"
	    "vendor: {name: V}\n"
	    "locale: en\n"
	    "default_audience: {partner: [customer]}\n"
	    "editions: [{id: f, reader: vendor-field}]\n",
	    "type-unknown site.yaml:5:20\n" },
	{ "worldwide in list", "solutions/care.yaml",
	    "name: Care\n"
	    "partner: acme\n"
	    "type: service\n"
	    "status: in-market\n"
	    "products: [engine]\n"
	    "pitch: {short: a}\n"
	    "countries: [worldwide]\n",
	    "country-invalid solutions/care.yaml:7:13\n" },
	{ "empty required list", "solutions/care.yaml",
	    "name: Care\n"
	    "partner: acme\n"
	    "type: service\n"
	    "status: in-market\n"
	    "products: []\n"
	    "pitch: {short: a}\n",
	    "field-empty solutions/care.yaml:5:11\n" },
	{ "image shape", "solutions/care.yaml",
	    "name: Care\n"
	    "partner: acme\n"
	    "type: service\n"
	    "status: in-market\n"
	    "products: [engine]\n"
	    "pitch: {short: a}\n"
	    "architecture: a.png\n",
	    "field-type solutions/care.yaml:7:15\n" },
	{ "no bundle", "solutions/care.yaml",
	    "name: Care\n"
	    "partner: acme\n"
	    "type: service\n"
	    "status: in-market\n"
	    "products: [engine]\n"
	    "pitch: {short: a}\n"
	    "architecture: {file: a.png, alt: A}\n",
	    "image-missing solutions/care.yaml:7:22\n" },
	{ "file yml", "solutions/other.yml",
	    "a: b\n",
	    "file-unexpected solutions/other.yml:0:0\n" },
	{ "file png", "solutions/other.png",
	    "x",
	    "file-unexpected solutions/other.png:0:0\n" },
	{ "file upper", "solutions/Other Thing.md",
	    "x",
	    "id-invalid solutions/Other Thing.md:0:0\n" },
	{ "file twice", "solutions/care.md",
	    "---\n"
	    "name: x\n"
	    "---\n",
	    "field-missing solutions/care.md:2:1\n"
	    "field-missing solutions/care.md:2:1\n"
	    "field-missing solutions/care.md:2:1\n"
	    "field-missing solutions/care.md:2:1\n"
	    "field-missing solutions/care.md:2:1\n"
	    "id-duplicate solutions/care.yaml:0:0\n" },
	{ "file root", "partner.yaml",
	    "x",
	    "file-unexpected partner.yaml:0:0\n" },
	{ "file dir", "solution/x.md",
	    "x",
	    "file-unexpected solution:0:0\n" },
	{ "file noindex", "solutions/box/pic.png",
	    "x",
	    "file-unexpected solutions/box:0:0\n" },
	{ "file in bundle", "partners/acme/notes.md",
	    "x",
	    "file-unexpected partners/acme/notes.md:0:0\n" },

};

static void
finds_each_mistake_at_its_place(void **state)
{
	struct strbuf found = { 0 };
	size_t i, failed = 0;

	(void)state;
	for (i = 0; i < sizeof(mistakes) / sizeof(*mistakes); i++) {
		struct site_run run;

		run_start(&run);
		run_write(&run, mistakes[i].path, mistakes[i].text);
		run_load(&run, 1);
		list_found(&run, &found);
		if (strcmp(strbuf_string(&found), mistakes[i].found) != 0) {
			print_error("%s:\nfound %swanted %s",
			    mistakes[i].what, strbuf_string(&found),
			    mistakes[i].found);
			failed++;
		}
		run_end(&run);
	}
	strbuf_release(&found);
	assert_int_equal(failed, 0);
}

static void
loads_a_valid_site_without_a_word(void **state)
{
	struct site_run run;
	const struct partner *acme;
	const struct office *munich;
	const struct campaign *peak;
	const struct person *desk;

	(void)state;
	run_start(&run);
	assert_true(run_load(&run, 2));
	assert_int_equal(run.diags.count, 0);
	acme = (const struct partner *)(const void *)
	    model_find(&run.model, RECORD_PARTNER, "acme");
	assert_non_null(acme);
	assert_string_equal(acme->name.chars, "Acme");
	assert_string_equal(acme->record.folder, "partners/acme");
	assert_int_equal(acme->record.body.count, 1);
	assert_non_null(acme->record.body.variants[0].tree);
	assert_string_equal(acme->record.body.variants[0].lang, "en");
	assert_int_equal(acme->countries.count, 1);
	assert_string_equal(LIST_AT(acme->countries, struct str, 0)->chars,
	    "DE");
	munich = (const struct office *)(const void *)
	    model_find(&run.model, RECORD_OFFICE, "munich");
	assert_int_equal(munich->paper.index, PAPER_A4);
	assert_ptr_equal(munich->region.target,
	    model_find(&run.model, RECORD_REGION, "dach"));
	peak = (const struct campaign *)(const void *)
	    model_find(&run.model, RECORD_CAMPAIGN, "peak");
	assert_int_equal(peak->record.audience.count, 4);
	assert_int_equal(peak->start.days, date_from_civil(2026, 7, 1));
	desk = (const struct person *)(const void *)
	    model_find(&run.model, RECORD_PERSON, "desk");
	assert_string_equal(desk->org.id, "vendor");
	assert_null(desk->org.target);
	assert_int_equal(run.model.site->proofs.number, 3);
	assert_int_equal(run.model.site->kit.max_mb.units, 7);
	assert_int_equal(run.model.site->readers.count, 5);
	assert_null(model_find(&run.model, RECORD_PARTNER, "zeta"));
	run_end(&run);
}

static void
merges_translations_by_language_and_position(void **state)
{
	struct site_run run;
	const struct campaign *peak;
	const struct persona *persona;

	(void)state;
	run_start(&run);
	run_write(&run, "campaigns/peak.de.md",
	    "---\n"
	    "name: Bereit\n"
	    "personas: [{name: IT-Leitung}]\n"
	    "---\n"
	    "\n"
	    "Das Briefing.\n");
	run_write(&run, "campaigns/peak.ja.md", "概要。\n");
	assert_true(run_load(&run, 1));
	assert_int_equal(run.diags.count, 0);
	peak = (const struct campaign *)(const void *)
	    model_find(&run.model, RECORD_CAMPAIGN, "peak");
	assert_int_equal(peak->name.count, 2);
	assert_string_equal(peak->name.variants[0].lang, "de");
	assert_string_equal(peak->name.variants[0].chars, "Bereit");
	assert_string_equal(peak->name.variants[1].lang, "en");
	persona = LIST_AT(peak->personas, struct persona, 0);
	assert_string_equal(persona->name.variants[0].chars, "IT-Leitung");
	assert_int_equal(peak->record.body.count, 3);
	assert_int_equal(peak->record.body.variants[0].pos.line, 6);
	assert_string_equal(peak->record.body.variants[2].lang, "ja");
	assert_int_equal(peak->record.langs.count, 2);
	run_end(&run);
}

static void
takes_values_as_the_schema_says(void **state)
{
	struct site_run run;
	const struct solution *care;
	const struct funding *fund;

	(void)state;
	run_start(&run);
	run_write(&run, "solutions/care.yaml",
	    "name: 1.10\n"
	    "partner: acme\n"
	    "type: service\n"
	    "status: in-market\n"
	    "products: [engine]\n"
	    "industries: [Retail trade, grocery, retail]\n"
	    "countries: [NO, DE]\n"
	    "pitch: {short: yes}\n"
	    "extra: {a: {b: [1, 2], c: [{d: e}]}}\n");
	run_write(&run, "funding.yaml",
	    "- {id: f, title: F, kind: poc, payer: partner, status: spent,\n"
	    "   amount: {value: 12.50, currency: EUR}}\n");
	assert_true(run_load(&run, 1));
	assert_int_equal(run.diags.count, 0);
	care = (const struct solution *)(const void *)
	    model_find(&run.model, RECORD_SOLUTION, "care");
	assert_string_equal(care->name.variants[0].chars, "1.10");
	assert_string_equal(care->pitch.short_text.variants[0].chars, "yes");
	assert_string_equal(LIST_AT(care->countries, struct str, 0)->chars,
	    "NO");
	assert_int_equal(care->industries.count, 2);
	assert_string_equal(LIST_AT(care->industries, struct ref, 0)->id,
	    "retail");
	assert_int_equal(care->record.extra.count, 2);
	assert_string_equal(care->record.extra.entries[0].key, "a.b");
	assert_int_equal(care->record.extra.entries[0].words.count, 2);
	assert_string_equal(care->record.extra.entries[1].key, "a.c.0.d");
	fund = (const struct funding *)(const void *)
	    model_find(&run.model, RECORD_FUNDING, "f");
	assert_int_equal(fund->amount.value.units, 1250);
	assert_int_equal(fund->amount.value.scale, 2);
	assert_int_equal(fund->record.audience.count, 2);
	run_end(&run);
}

static void
refuses_links_and_pipes(void **state)
{
	struct site_run run;
	struct strbuf found = { 0 };

	(void)state;
	run_start(&run);
	shell("ln -s %s/site.yaml %s/solutions/link.yaml", run.dir, run.dir);
	shell("ln -s /etc %s/partners/etc", run.dir);
	shell("mkfifo %s/partners/acme/pipe.png", run.dir);
	run_load(&run, 1);
	list_found(&run, &found);
	assert_string_equal(strbuf_string(&found),
	    "file-kind partners/acme/pipe.png:0:0\n"
	    "file-kind partners/etc:0:0\n"
	    "file-kind solutions/link.yaml:0:0\n");
	strbuf_release(&found);
	run_end(&run);
}

static void
needs_a_site(void **state)
{
	struct site_run run;
	struct strbuf found = { 0 };

	(void)state;
	run_start(&run);
	shell("rm %s/site.yaml", run.dir);
	assert_false(run_load(&run, 1));
	list_found(&run, &found);
	assert_string_equal(strbuf_string(&found), "site-missing :0:0\n");
	strbuf_release(&found);
	run_end(&run);
}

/* A mistake in a record is reported once, and not again by those who name
 * it. */
static void
does_not_blame_the_followers(void **state)
{
	struct site_run run;
	struct strbuf found = { 0 };

	(void)state;
	run_start(&run);
	run_write(&run, "partners/acme/index.md", "---\nname: [Acme\n---\n");
	run_load(&run, 1);
	list_found(&run, &found);
	assert_string_equal(strbuf_string(&found),
	    "yaml-syntax partners/acme/index.md:2:7\n");
	strbuf_release(&found);
	run_end(&run);
}

static void
reports_the_same_on_any_number_of_threads(void **state)
{
	struct strbuf found[3] = { { 0 } };
	unsigned threads;

	(void)state;
	for (threads = 1; threads <= 3; threads++) {
		struct site_run run;
		char path[64];
		int i;

		run_start(&run);
		for (i = 0; i < 50; i++) {
			snprintf(path, sizeof(path), "solutions/s%d.yaml", i);
			run_write(&run, path, "name: S\nbogus: 1\n");
		}
		run_load(&run, threads);
		list_found(&run, &found[threads - 1]);
		run_end(&run);
	}
	assert_true(found[0].len > 1000);
	assert_string_equal(strbuf_string(&found[0]),
	    strbuf_string(&found[1]));
	assert_string_equal(strbuf_string(&found[0]),
	    strbuf_string(&found[2]));
	for (threads = 0; threads < 3; threads++)
		strbuf_release(&found[threads]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(loads_a_valid_site_without_a_word),
		cmocka_unit_test(merges_translations_by_language_and_position),
		cmocka_unit_test(takes_values_as_the_schema_says),
		cmocka_unit_test(finds_each_mistake_at_its_place),
		cmocka_unit_test(refuses_links_and_pipes),
		cmocka_unit_test(needs_a_site),
		cmocka_unit_test(does_not_blame_the_followers),
		cmocka_unit_test(reports_the_same_on_any_number_of_threads),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
