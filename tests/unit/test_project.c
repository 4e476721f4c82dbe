/* Projection: who sees which record and field; anonymised case studies. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fieldkit/strbuf.h"
#include "site.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))
#define AS_OF "2026-11-22"

/* Everything that a record holds, as text: what a template could reach. */

static void dump_struct(struct strbuf *out, const struct schema *schema,
    const void *holder);

static void
dump_text(struct strbuf *out, const struct text *text)
{
	struct arena arena = { 0 };
	uint32_t i;

	for (i = 0; i < text->count; i++) {
		const struct variant *variant = &text->variants[i];
		struct doc_iter iter = doc_iter_start(variant->tree);

		strbuf_printf(out, "%s:%s ", variant->lang, variant->chars);
		while (doc_iter_next(&iter)) {
			const struct doc_attr *attr = iter.node->attrs;

			if (iter.node->tag == DOC_TEXT)
				strbuf_add(out, iter.node->text,
				    iter.node->text_len);
			for (; attr != NULL; attr = attr->next)
				strbuf_printf(out, "[%s=%s]",
				    doc_attr_string(attr->name), attr->value);
		}
	}
	arena_release(&arena);
}

static void
dump_map(struct strbuf *out, const struct map *map)
{
	uint32_t i, j;

	for (i = 0; i < map->count; i++) {
		strbuf_printf(out, "%s=%s ", map->entries[i].key,
		    map->entries[i].value != NULL ? map->entries[i].value : "");
		for (j = 0; j < map->entries[i].words.count; j++)
			strbuf_printf(out, "%s ", LIST_AT(map->entries[i].words,
			    struct str, j)->chars);
	}
}

static void
dump_value(struct strbuf *out, const struct field *field, const void *value)
{
	const struct image *image = value;
	const struct decimal *decimal = value;

	switch (field->type) {
	case FIELD_TEXT:
	case FIELD_MARKDOWN:
		dump_text(out, value);
		break;
	case FIELD_DATE:
		strbuf_printf(out, "%d", ((const struct date *)value)->days);
		break;
	case FIELD_INT:
		strbuf_printf(out, "%ld",
		    (long)((const struct integer *)value)->number);
		break;
	case FIELD_DECIMAL:
		strbuf_printf(out, "%ld/%d", (long)decimal->units,
		    decimal->scale);
		break;
	case FIELD_BOOL:
	case FIELD_ENUM:
		strbuf_printf(out, "%d", ((const struct choice *)value)->index);
		break;
	case FIELD_REF:
	case FIELD_TERRITORY:
	case FIELD_ORG:
		strbuf_printf(out, "%s", ((const struct ref *)value)->id);
		break;
	case FIELD_IMAGE:
		strbuf_printf(out, "%s ", image->file.chars);
		dump_text(out, &image->alt);
		break;
	case FIELD_MAP:
		dump_map(out, value);
		break;
	case FIELD_STRUCT:
		dump_struct(out, field->of, value);
		break;
	case FIELD_LINE:
	case FIELD_SLUG:
	case FIELD_URL:
	case FIELD_MONTH_DAY:
	case FIELD_COUNTRY:
	case FIELD_SUBDIVISION:
	case FIELD_CURRENCY:
	case FIELD_LANG:
	case FIELD_TZ:
	case FIELD_EMAIL:
	case FIELD_PHONE:
	case FIELD_READER:
		strbuf_printf(out, "%s", ((const struct str *)value)->chars);
		break;
	case FIELD_RECORD:
	case FIELD_TYPE_COUNT:
		fail();
	}
	strbuf_add_char(out, '\n');
}

static void
dump_struct(struct strbuf *out, const struct schema *schema,
    const void *holder)
{
	size_t i;
	uint32_t j;

	for (i = 0; i < schema->field_count; i++) {
		const struct field *field = &schema->fields[i];
		const char *value = field_value(field, holder);
		const struct list *list = field_value(field, holder);

		if (!is_given(value))
			continue;
		strbuf_printf(out, "%s: ", field->key);
		if (!field->is_list)
			dump_value(out, field, value);
		for (j = 0; field->is_list && j < list->count; j++)
			dump_value(out, field, (const char *)list->items +
			    j * field_item_size(field));
	}
}

static void
dump_edition(struct strbuf *out, const struct edition *edition)
{
	int type;
	uint32_t i;

	strbuf_clear(out);
	for (type = 0; type < RECORD_TYPE_COUNT; type++)
		for (i = 0; i < edition->model.sets[type].count; i++) {
			const struct record *record =
			    edition->model.sets[type].items[i];

			strbuf_printf(out, "== %s %s\n",
			    record_schema((enum record_type)type)->name,
			    record->id);
			dump_struct(out, record_schema((enum record_type)type),
			    record);
		}
	dump_struct(out, &schema_site, edition->model.site);
}

static bool
edition_holds(struct site_fixture *site, const char *edition,
    const char *token)
{
	struct strbuf out = { 0 };
	bool holds;

	dump_edition(&out, site_project(site, edition, AS_OF));
	holds = strstr(strbuf_string(&out), token) != NULL;
	strbuf_release(&out);
	return holds;
}

static void
field_defaults_hold(void **state)
{
	static const struct { const char *token, *editions; } tokens[] = {
		{ "QUESTION", "field alliance partner " },
		{ "PRICE-NOTE", "field alliance partner " },
		{ "DISPLACED", "alliance " },
		{ "FUND", "alliance " },
		{ "DEALS", "alliance " },
		{ "by: Desk", "" },
		{ "paris@vendor.example", "field alliance partner " },
		{ "Runs pipelines.", "field alliance partner customer " },
		{ "The brief.", "field alliance partner customer " },
		{ "Example Shop", "field alliance partner " },
		{ "analysts", "" },
	};
	static const char *const editions[] = { "field", "alliance",
		"partner", "customer" };
	struct site_fixture site;
	size_t i, j;

	(void)state;
	site_load_files(&site, NULL, 0);
	for (i = 0; i < COUNT_OF(tokens); i++)
		for (j = 0; j < COUNT_OF(editions); j++) {
			char word[32];
			bool is_wanted;

			snprintf(word, sizeof(word), "%s ", editions[j]);
			is_wanted = strstr(tokens[i].editions, word) != NULL;
			if (edition_holds(&site, editions[j],
			    tokens[i].token) != is_wanted)
				fail_msg("'%s' in edition %s: %s",
				    tokens[i].token, editions[j],
				    is_wanted ? "missing" : "leaked");
		}
	site_release(&site);
}

/* Edits to what a reader may not see change nothing for that reader. */
static void
hidden_edits_change_nothing(void **state)
{
	static const struct { const char *path, *from, *to; } edits[] = {
		{ "solutions/care.yaml", "PRICE-NOTE", "another" },
		{ "case-studies/shop.yaml", "DISPLACED", "another" },
		{ "campaigns/peak.md", "QUESTION", "another" },
		{ "campaigns/peak.md", "Too dear.", "another" },
		{ "offices/paris.yaml", "paris@vendor", "lyon@vendor" },
		{ "people.yaml", "desk@acme", "help@acme" },
		{ "funding.yaml", "FUND", "another" },
		{ "commitments.yaml", "DEALS", "another" },
	};
	struct strbuf before = { 0 }, after = { 0 };
	struct site_fixture site;
	size_t i;

	(void)state;
	site_load_files(&site, NULL, 0);
	dump_edition(&before, site_project(&site, "customer", AS_OF));
	site_release(&site);
	for (i = 0; i < COUNT_OF(edits); i++) {
		const struct site_file *base = site_find(site_base,
		    SITE_BASE_COUNT, edits[i].path);
		const char *at = strstr(base->text, edits[i].from);
		char text[4096];
		struct site_file own = { edits[i].path, text };

		assert_non_null(at);
		snprintf(text, sizeof(text), "%.*s%s%s",
		    (int)(at - base->text), base->text, edits[i].to,
		    at + strlen(edits[i].from));
		site_load_files(&site, &own, 1);
		dump_edition(&after, site_project(&site, "customer", AS_OF));
		assert_string_equal(strbuf_string(&before),
		    strbuf_string(&after));
		site_release(&site);
	}
	strbuf_release(&before);
	strbuf_release(&after);
}

static void
audience_of_narrows_and_widens(void **state)
{
	struct site_fixture site;

	(void)state;
	SITE_LOAD(&site, { "solutions/care.yaml",
	    "name: Care\npartner: acme\ntype: service\nstatus: in-market\n"
	    "products: [engine]\npitch: {short: SHORT, medium: MEDIUM}\nprice_note: PRICE\n"
	    "url: https://care.example/\nsource: SOURCE\n"
	    "audience_of: {price_note: [customer], url: [vendor-field], "
	    "pitch.medium: [vendor-field], source: [vendor-alliance]}\n"
	    APPROVED });
	assert_true(edition_holds(&site, "customer", "PRICE"));
	assert_false(edition_holds(&site, "field", "PRICE"));
	assert_true(edition_holds(&site, "field", "https://care.example/"));
	assert_false(edition_holds(&site, "customer", "https://care.example/"));
	assert_true(edition_holds(&site, "field", "MEDIUM"));
	assert_false(edition_holds(&site, "customer", "MEDIUM"));
	assert_true(edition_holds(&site, "customer", "SHORT"));
	assert_true(edition_holds(&site, "alliance", "SOURCE"));
	assert_false(edition_holds(&site, "field", "SOURCE"));
	site_release(&site);
}

static bool
has_partner(struct site_fixture *site, const char *as_of)
{
	return RECORD_IN(site_project(site, "field", as_of), RECORD_PARTNER,
	    "beta") != NULL;
}

static void
days_are_inclusive(void **state)
{
	struct site_fixture site;

	(void)state;
	SITE_LOAD(&site, { "partners/beta.yaml",
	    "name: Beta\n" PARTNER "publish_from: 2026-12-01\n"
	    "expires: 2026-12-31\n" APPROVED });
	assert_false(has_partner(&site, "2026-11-30"));
	assert_true(has_partner(&site, "2026-12-01"));
	assert_true(has_partner(&site, "2026-12-31"));
	assert_false(has_partner(&site, "2027-01-01"));
	site_release(&site);
}

static void
drafts_are_built_on_request_only(void **state)
{
	struct plan_clock clock = { 0, true };
	struct site_fixture site;
	const struct record *beta;

	(void)state;
	SITE_LOAD(&site, { "partners/beta.yaml",
	    "name: Beta\n" PARTNER "" });
	assert_false(has_partner(&site, AS_OF));
	clock.as_of_days = day(AS_OF);
	edition_project(&site.edition, &site.arena, &site.model,
	    LIST_AT(site.model.site->editions, struct edition_spec, 0),
	    &clock);
	beta = RECORD_IN(&site.edition, RECORD_PARTNER, "beta");
	assert_non_null(beta);
	assert_true(edition_is_draft(&site.edition, beta));
	assert_false(edition_is_draft(&site.edition,
	    RECORD_IN(&site.edition, RECORD_PARTNER, "acme")));
	site_release(&site);
}

static void
references_to_hidden_records_are_cleared(void **state)
{
	struct site_fixture site;
	const struct edition *edition;
	const struct solution *care;
	const struct campaign *peak;

	(void)state;
	SITE_LOAD(&site,
	    { "partners/acme/index.md",
	      "---\nname: HIDDEN-PARTNER\n" PARTNER
	      "audience: [vendor-alliance]\n" APPROVED "---\nx\n" },
	    { "solutions/other.yaml",
	      "name: Other\n" SOLUTION "audience: [vendor-alliance]\n" APPROVED },
	    { "campaigns/peak.md",
	      "---\nname: Peak\nstart: 2026-07-01\nend: 2027-06-30\n"
	      "territories: [emea, FR]\npins: [other, care]\n" APPROVED
	      "---\nThe brief.\n" });
	edition = site_project(&site, "field", AS_OF);
	care = (const struct solution *)RECORD_IN(edition, RECORD_SOLUTION,
	    "care");
	assert_false(is_given(&care->partner));
	assert_null(care->partner.target);
	assert_null(care->partner.id);
	peak = (const struct campaign *)RECORD_IN(edition, RECORD_CAMPAIGN,
	    "peak");
	assert_int_equal(peak->pins.count, 1);
	assert_ptr_equal(LIST_AT(peak->pins, struct ref, 0)->target, care);
	assert_int_equal(peak->territories.count, 2);
	/* A contact of the hidden partner has no org, so nobody lists it. */
	assert_int_equal(edition_people_of(edition, NULL).count, 1);
	assert_null(edition_find(edition, "partners/acme"));
	assert_ptr_equal(edition_find(edition, "solutions/care"), care);
	assert_null(edition_find(edition, "solutions"));
	assert_null(edition_find(edition, "nothing/care"));
	assert_false(edition_holds(&site, "field", "HIDDEN-PARTNER"));
	site_release(&site);
}

static void
hidden_offices_still_address_kits(void **state)
{
	struct site_fixture site;
	const struct edition *edition;
	const struct office *munich;

	(void)state;
	SITE_LOAD(&site, { "offices/old.yaml",
	    "name: Old\nregion: dach\ncountry: DE\ncovers: [DE]\n"
	    "languages: [de]\ntz: Europe/Berlin\nexpires: 2026-01-01\n"
	    "email: [old@vendor.example]\nreader: vendor-field\n" APPROVED });
	edition = site_project(&site, "customer", AS_OF);
	assert_int_equal(edition->model.sets[RECORD_OFFICE].count, 0);
	assert_int_equal(edition->addressees.count, 2);
	munich = (const struct office *)edition->addressees.items[0];
	assert_string_equal(munich->record.id, "munich");
	assert_false(edition_has(edition, &munich->record));
	assert_int_equal(munich->languages.count, 2);
	assert_false(is_given(&munich->name));
	assert_false(is_given(&munich->email));
	assert_false(is_given(&munich->tz));
	site_release(&site);
}

static void
marks_and_certificates_run_out(void **state)
{
	struct site_fixture site;
	const struct partner *acme;

	(void)state;
	SITE_LOAD(&site,
	    { "partners/acme/index.md",
	      "---\nname: Acme\n" PARTNER
	      "logo: {file: logo.svg, alt: Acme, valid_until: 2026-12-31}\n"
	      "certifications:\n"
	      "- {name: GOLD, issuer: Vendor, valid_to: 2026-11-30}\n"
	      "- {name: SILVER, issuer: Vendor, valid_to: 2027-11-30}\n"
	      APPROVED "---\nx\n" },
	    { "partners/acme/logo.svg",
	      PICTURE });
	acme = (const struct partner *)RECORD_IN(site_project(&site, "field",
	    "2026-11-30"), RECORD_PARTNER, "acme");
	assert_true(is_given(&acme->logo));
	assert_int_equal(acme->certifications.count, 2);
	acme = (const struct partner *)RECORD_IN(site_project(&site, "field",
	    "2026-12-31"), RECORD_PARTNER, "acme");
	assert_true(is_given(&acme->logo));
	assert_int_equal(acme->certifications.count, 1);
	acme = (const struct partner *)RECORD_IN(site_project(&site, "field",
	    "2027-01-01"), RECORD_PARTNER, "acme");
	assert_false(is_given(&acme->logo));
	site_release(&site);
}

/* The case study as its own page in the field edition shows it, or NULL. */
static const struct case_study *
field_case(struct site_fixture *site, const char *id)
{
	char path[64];

	snprintf(path, sizeof(path), "case-studies/%s", id);
	return (const struct case_study *)edition_find(
	    site_project(site, "field", AS_OF), path);
}

#define ANONYMOUS "consent: {uses: [story, quote, logo, share-with-vendor], " \
	"from: 2026-01-01, until: 2028-12-31}\n"

static void
no_name_is_left_in_an_anonymised_case(void **state)
{
	static const char *const tokens[] = { "Zebra", "zebra", "ZEBRA",
		"Zébra", "ゼブラ", "Vee", "SPEAKER", "QUOTED", "Zb" };
	struct site_fixture site;
	struct strbuf out = { 0 };
	const struct case_study *study;
	size_t i;

	(void)state;
	SITE_LOAD(&site,
	    { "case-studies/shop.yaml", NULL },
	    { "case-studies/zebra-story/index.md",
	      "---\ntitle: {en: How a retailer ships, ja: ゼブラの物語}\n"
	      "partner: acme\ncustomer: {name: Zebra Stores GmbH, "
	      "aliases: [Zebra, ゼブラ, Vee-Store], anonymised: a German retailer, "
	      "country: DE, industry: retail}\n"
	      "summary: The zebra stores ship daily.\n"
	      "challenge: ZÉBRA's releases took weeks.\n"
	      "outcome: Weeks became hours.\n"
	      "metrics:\n- {label: faster, value: '38', unit: '%'}\n"
	      "- {label: of Zebra's shops, value: '12'}\n"
	      "- {label: measured, value: '3', method: by zebra}\n"
	      "quotes:\n- {text: QUOTED, role: CIO, speaker: SPEAKER}\n"
	      "tags: [zebrastores, fast]\n"
	      "image: {file: zebra.svg, alt: The Zebra tower}\n" ANONYMOUS
	      APPROVED "---\nA story of daily releases "
	      "([press](https://zebra-stores.example/), "
	      "[more](case-studies/zebra-story)).\n\n"
	      "![Zb](zebra.svg)\n" },
	    { "case-studies/zebra-story/zebra.svg", PICTURE },
	    { "site.yaml", SITE_WITH("secret of this test") });
	study = field_case(&site, "zebra-story");
	assert_non_null(study);
	assert_string_not_equal(study->record.id, "zebra-story");
	assert_int_equal(strncmp(study->record.id, "ref-", 4), 0);
	assert_int_equal(strlen(study->record.id), 12);
	assert_null(study->record.folder);
	assert_false(is_given(&study->title));
	assert_false(is_given(&study->summary));
	assert_false(is_given(&study->challenge));
	assert_true(is_given(&study->outcome));
	assert_true(is_given(&study->record.body));
	assert_int_equal(study->metrics.count, 2);
	assert_false(is_given(&study->image));
	assert_int_equal(study->quotes.count, 0);
	assert_int_equal(study->record.tags.count, 1);
	dump_edition(&out, &site.edition);
	strbuf_add_string(&out, edition_record_path(&site.edition, &site.arena,
	    &study->record, "en"));
	for (i = 0; i < COUNT_OF(tokens); i++)
		if (strstr(strbuf_string(&out), tokens[i]) != NULL)
			fail_msg("'%s' is left in: %s", tokens[i],
			    strbuf_string(&out));
	strbuf_release(&out);
	/* Authors' links still find it. */
	assert_ptr_equal(edition_find(&site.edition,
	    "case-studies/zebra-story"), study);
	site_release(&site);
}

static void
names_are_found_in_every_dress(void **state)
{
	static const struct {
		const char *name, *text;
		bool is_named;
	} cases[] = {
		{ "Zebra Stores GmbH", "The Zebra Stores were slow.", true },
		{ "Zebra S.A.", "Zebra was slow.", true },
		{ "The Zebra Company", "At Zebra all is well.", true },
		{ "Zebra", "zebra-stores.example", true },
		{ "Zebra", "Zebras Plattform", true },
		{ "Zebra", "Zebrafish swim.", false },
		{ "Zebra", "A grevyzebra.", false },
		{ "Zebra", "Nothing here.", false },
		{ "Mühle & Popp", "MUHLE UND POPP", false },
		{ "Mühle & Popp", "Muhle\\\n& Popp", true },
		{ "Mühle & Popp", "Mühle&Popp", true },
		{ "Straße AG", "STRASSE", true },
		{ "Gap", "Mind the gap.", true },
		{ "Gap", "A gapped list.", false },
		{ "東京百貨店", "私たちは東京百貨店です。", true },
		{ "삼성", "삼성은 큽니다", true },
		{ "شركة", "وشركة كبيرة", true },
		{ "Яндекс", "в яндексе быстро", true },
	};
	struct site_fixture site;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(cases); i++) {
		char text[1024];
		const struct site_file own = { "case-studies/shop.yaml", text };
		const struct case_study *study;

		snprintf(text, sizeof(text), "title: A story\npartner: acme\n"
		    "customer: {name: \"%s\", anonymised: one of many, "
		    "country: DE, industry: retail}\nsummary: \"%s\"\n"
		    ANONYMOUS APPROVED, cases[i].name, cases[i].text);
		site_load_files(&site, &own, 1);
		study = field_case(&site, "shop");
		assert_non_null(study);
		if (is_given(&study->summary) == cases[i].is_named)
			fail_msg("'%s' in '%s'", cases[i].name, cases[i].text);
		site_release(&site);
	}
}

static void
a_body_that_names_the_customer_is_replaced(void **state)
{
	struct site_fixture site;

	(void)state;
	SITE_LOAD(&site, { "case-studies/shop.yaml", NULL },
	    { "case-studies/story.md",
	      "---\ntitle: A story\npartner: acme\ncustomer: {name: Zebra, "
	      "anonymised: a retailer, country: DE, industry: retail}\n"
	      "summary: Fast.\nanonymised_body: SAFE BODY\n" ANONYMOUS APPROVED
	      "---\n**Ze**bra was slow.\n" });
	assert_true(edition_holds(&site, "field", "SAFE BODY"));
	assert_false(edition_holds(&site, "field", "bra was slow"));
	site_release(&site);
	SITE_LOAD(&site, { "case-studies/shop.yaml", NULL },
	    { "case-studies/story.md",
	      "---\ntitle: A story\npartner: acme\ncustomer: {name: Zebra, "
	      "anonymised: a retailer, country: DE, industry: retail}\n"
	      "summary: Fast.\n" ANONYMOUS APPROVED
	      "---\n**Ze**bra was slow.\n" });
	assert_false(edition_holds(&site, "field", "bra was slow"));
	site_release(&site);
}

/* Who may not see the other body sees none: not the one it stands for. */
static void
a_hidden_other_body_brings_none_back(void **state)
{
	struct site_fixture site;

	(void)state;
	SITE_LOAD(&site, { "case-studies/shop.yaml", NULL },
	    { "case-studies/story.md",
	      "---\ntitle: A story\npartner: acme\ncustomer: {name: Zebra, "
	      "anonymised: a retailer, country: DE, industry: retail}\n"
	      "summary: Fast.\nanonymised_body: SAFE BODY\n"
	      "audience_of: {anonymised_body: [vendor-alliance]}\n"
	      ANONYMOUS APPROVED "---\nBODY THAT TELLS MORE\n" });
	assert_non_null(field_case(&site, "story"));
	assert_false(edition_holds(&site, "field", "SAFE BODY"));
	assert_false(edition_holds(&site, "field", "BODY THAT TELLS MORE"));
	site_release(&site);
}

/* The id of a story whose own id names the customer. */
static void
neutral_id_of(const char *site_text, char ret_id[32])
{
	struct site_fixture site;
	const struct case_study *study;
	const struct site_file own[] = {
		{ "case-studies/shop.yaml", NULL },
		{ "case-studies/zebra-story.yaml",
		    "title: A story\npartner: acme\ncustomer: {name: Zebra, "
		    "anonymised: a retailer, country: DE, industry: retail}\n"
		    "summary: Fast.\n" ANONYMOUS APPROVED },
		{ "site.yaml", site_text },
	};

	site_load_files(&site, own, COUNT_OF(own));
	study = field_case(&site, "zebra-story");
	snprintf(ret_id, 32, "%s", study != NULL ? study->record.id : "");
	site_release(&site);
}

static void
a_neutral_id_is_the_secrets_own(void **state)
{
	char one[32], again[32], other[32], none[32];

	(void)state;
	neutral_id_of(SITE_WITH("one secret"), one);
	neutral_id_of(SITE_WITH("one secret"), again);
	neutral_id_of(SITE_WITH("another secret"), other);
	neutral_id_of(SITE_TEXT, none);
	assert_int_equal(strncmp(one, "ref-", 4), 0);
	assert_string_equal(one, again);
	assert_string_not_equal(one, other);
	/* Without one: no page at all. */
	assert_string_equal(none, "");
}

/* Without a safe thing to call it, a reference may only be counted. */
static void
a_label_that_names_the_customer_leaves_a_number(void **state)
{
	struct site_fixture site;

	(void)state;
	SITE_LOAD(&site, { "case-studies/shop.yaml",
	    "title: A story\npartner: acme\ncustomer: {name: Zebra, "
	    "anonymised: the Zebra group, country: DE, industry: retail}\n"
	    "summary: Fast.\n" ANONYMOUS APPROVED });
	assert_null(field_case(&site, "shop"));
	assert_int_equal(edition_counted_of(&site.edition,
	    RECORD_IN(&site.edition, RECORD_PARTNER, "acme")), 1);
	site_release(&site);
}

static void
uses_decide_what_a_named_case_shows(void **state)
{
	struct site_fixture site;
	const struct case_study *study;

	(void)state;
	SITE_LOAD(&site,
	    { "case-studies/shop.yaml", NULL },
	    { "case-studies/shop/index.md",
	      "---\ntitle: A shop\npartner: acme\ncustomer: {name: Zebra, "
	      "aliases: [ALIAS], anonymised: a retailer, country: DE, "
	      "industry: retail}\nsummary: Zebra ships.\n"
	      "quotes:\n- {text: QUOTED, role: CIO}\n"
	      "image: {file: a.svg, alt: ALT-TEXT}\n"
	      "consent: {uses: [name, story, share-with-vendor], "
	      "from: 2026-01-01, until: 2028-12-31, evidence: EVIDENCE}\n"
	      APPROVED "---\nZebra.\n" },
	    { "case-studies/shop/a.svg", PICTURE });
	study = field_case(&site, "shop");
	assert_true(is_given(&study->customer.name));
	assert_true(is_given(&study->record.body));
	assert_int_equal(study->quotes.count, 0);
	assert_false(is_given(&study->image));
	assert_false(edition_holds(&site, "field", "QUOTED"));
	assert_false(edition_holds(&site, "field", "ALT-TEXT"));
	assert_false(edition_holds(&site, "field", "EVIDENCE"));
	assert_false(edition_holds(&site, "field", "ALIAS"));
	site_release(&site);
}

static void
territories_decide_which_copy_is_shown(void **state)
{
	struct site_fixture site;
	const struct edition *edition;
	const struct record *page, *here, *there;
	struct country_set germany = { 0 }, france = { 0 };
	enum rung rung;

	(void)state;
	country_set_add(&germany, "DE");
	country_set_add(&france, "FR");
	SITE_LOAD(&site, { "case-studies/shop.yaml",
	    "title: A story\npartner: acme\ncustomer: {name: Zebra, "
	    "anonymised: a retailer, country: DE, industry: retail}\n"
	    "summary: Zebra ships.\n" CONSENT "territories: [dach], "
	    "from: 2026-01-01, until: 2028-12-31}\n" APPROVED });
	edition = site_project(&site, "field", AS_OF);
	page = RECORD_IN(edition, RECORD_CASE_STUDY, "shop");
	here = edition_case_copy(edition, page, &germany, day(AS_OF), &rung);
	assert_int_equal(rung, RUNG_FULL);
	assert_true(is_given(
	    &((const struct case_study *)here)->customer.name));
	there = edition_case_copy(edition, here, &france, day(AS_OF), &rung);
	assert_int_equal(rung, RUNG_ANONYMISED);
	assert_false(is_given(
	    &((const struct case_study *)there)->customer.name));
	/* Its own page is for readers anywhere. */
	assert_ptr_equal(there, page);
	assert_int_equal(edition_case_rung(edition, page), RUNG_ANONYMISED);
	assert_true(edition_has(edition, here));
	assert_string_equal(edition_record_path(edition, &site.arena, here,
	    "en"), "site/case-studies/shop/index.html");
	assert_null(edition_case_copy(edition, page, &germany,
	    day("2029-01-01"), &rung));
	assert_int_equal(rung, RUNG_ABSENT);
	site_release(&site);
}

static void
the_next_change_is_the_first_of_all(void **state)
{
	struct site_fixture site;
	struct date next;

	(void)state;
	SITE_LOAD(&site, { "partners/beta.yaml",
	    "name: Beta\n" PARTNER "publish_from: 2026-12-24\n"
	    APPROVED });
	next = edition_next_change(site_project(&site, "field", AS_OF), NULL);
	assert_int_equal(next.days, day("2026-12-24"));
	/* Then the campaign is over on the day after its last. */
	next = edition_next_change(site_project(&site, "field", "2026-12-24"), NULL);
	assert_int_equal(next.days, day("2027-07-01"));
	/* Beta is none of the customer's business. */
	site_release(&site);
	SITE_LOAD(&site, { "partners/beta.yaml",
	    "name: Beta\n" PARTNER "publish_from: 2026-12-24\n"
	    "audience: [vendor-field]\n" APPROVED });
	next = edition_next_change(site_project(&site, "customer", AS_OF), NULL);
	assert_int_equal(next.days, day("2027-07-01"));
	site_release(&site);
}

static void
approval_dates_are_for_alliance_readers(void **state)
{
	struct site_fixture site;
	const struct edition *edition;
	struct date on;

	(void)state;
	site_load_files(&site, NULL, 0);
	edition = site_project(&site, "field", AS_OF);
	on = edition_approved_on(edition, RECORD_IN(edition, RECORD_PARTNER,
	    "acme"));
	assert_false(is_given(&on));
	edition = site_project(&site, "alliance", AS_OF);
	on = edition_approved_on(edition, RECORD_IN(edition, RECORD_PARTNER,
	    "acme"));
	assert_int_equal(on.days, day("2026-11-01"));
	site_release(&site);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(field_defaults_hold),
		cmocka_unit_test(hidden_edits_change_nothing),
		cmocka_unit_test(audience_of_narrows_and_widens),
		cmocka_unit_test(days_are_inclusive),
		cmocka_unit_test(drafts_are_built_on_request_only),
		cmocka_unit_test(references_to_hidden_records_are_cleared),
		cmocka_unit_test(hidden_offices_still_address_kits),
		cmocka_unit_test(marks_and_certificates_run_out),
		cmocka_unit_test(no_name_is_left_in_an_anonymised_case),
		cmocka_unit_test(a_hidden_other_body_brings_none_back),
		cmocka_unit_test(a_neutral_id_is_the_secrets_own),
		cmocka_unit_test(names_are_found_in_every_dress),
		cmocka_unit_test(a_body_that_names_the_customer_is_replaced),
		cmocka_unit_test(
		    a_label_that_names_the_customer_leaves_a_number),
		cmocka_unit_test(uses_decide_what_a_named_case_shows),
		cmocka_unit_test(territories_decide_which_copy_is_shown),
		cmocka_unit_test(the_next_change_is_the_first_of_all),
		cmocka_unit_test(approval_dates_are_for_alliance_readers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
