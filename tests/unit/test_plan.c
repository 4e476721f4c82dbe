/* The plan: which pages and kits there are, and where they stand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fieldkit/strbuf.h"
#include "site.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))
#define AS_OF "2026-11-22"

static void
plan_of(struct plan *plan, struct site_fixture *site, const char *edition)
{
	plan_jobs(plan, &site->arena, site_project(site, edition, AS_OF),
	    &site->diags);
}

static void
expect_paths(const struct plan *plan, const char *const *want, size_t count)
{
	size_t i;

	for (i = 0; i < count && i < plan->count; i++)
		assert_string_equal(plan->jobs[i].path, want[i]);
	assert_int_equal(plan->count, count);
}

static void
every_page_and_kit_is_planned(void **state)
{
	static const char *const want[] = {
		"kits/partner_acme_en.pdf",
		"kits/peak_munich_de.pdf",
		"kits/peak_paris_fr.pdf",
		"site/404.html",
		"site/campaigns/peak/index.html",
		"site/campaigns/peak/munich/index.html",
		"site/campaigns/peak/paris/index.html",
		"site/case-studies/shop/index.html",
		"site/countries/de/index.html",
		"site/de/campaigns/peak/index.html",
		"site/de/campaigns/peak/munich/index.html",
		"site/de/index.html",
		"site/de/industries/retail/index.html",
		"site/de/offices/munich/index.html",
		"site/de/products/engine/index.html",
		"site/de/search.html",
		"site/de/solutions/care/index.html",
		"site/de/topics/index.html",
		"site/fr/campaigns/peak/index.html",
		"site/fr/campaigns/peak/paris/index.html",
		"site/fr/index.html",
		"site/fr/offices/paris/index.html",
		"site/fr/search.html",
		"site/fr/topics/index.html",
		"site/index.html",
		"site/industries/retail/index.html",
		"site/offices/munich/index.html",
		"site/offices/paris/index.html",
		"site/partners/acme/index.html",
		"site/products/engine/index.html",
		"site/search.html",
		"site/solutions/care/index.html",
		"site/topics/index.html",
	};
	struct site_fixture site;
	struct plan plan;

	(void)state;
	site_load_files(&site, NULL, 0);
	plan_of(&plan, &site, "field");
	assert_int_equal(site.diags.count, 0);
	assert_int_equal(plan.kit_count, 3);
	expect_paths(&plan, want, COUNT_OF(want));
	site_release(&site);
}

static void
editions_have_the_kits_they_ask_for(void **state)
{
	static const char *const customer[] = { "kits/peak_munich_de.pdf",
		"kits/peak_paris_fr.pdf" };
	struct site_fixture site;
	struct plan plan;
	size_t i;

	(void)state;
	site_load_files(&site, NULL, 0);
	plan_of(&plan, &site, "customer");
	expect_paths(&plan, customer, COUNT_OF(customer));
	for (i = 0; i < plan.count; i++)
		assert_int_equal(plan.jobs[i].kind, VIEW_KIT_LEAVE_BEHIND);
	plan_of(&plan, &site, "alliance");
	assert_int_equal(plan.kit_count, 2);
	assert_int_equal(plan.jobs[0].kind, VIEW_KIT_CAMPAIGN);
	plan_of(&plan, &site, "partner");
	assert_int_equal(plan.kit_count, 1);
	assert_int_equal(plan.jobs[0].kind, VIEW_KIT_PARTNER);
	site_release(&site);
}

static void
jobs_know_language_office_and_paper(void **state)
{
	struct site_fixture site;
	struct plan plan;
	const struct job *job;

	(void)state;
	SITE_LOAD(&site, { "offices/paris.yaml",
	    "name: Montreal\nregion: emea\ncountry: CA\ncovers: [FR]\n"
	    "languages: [de-AT, fr]\ntz: America/Toronto\n"
	    "email: [a@vendor.example]\nreader: vendor-field\n" APPROVED });
	plan_of(&plan, &site, "field");
	job = plan_find(&plan, "kits/peak_paris_de-AT.pdf");
	assert_non_null(job);
	assert_string_equal(job->lang, "de-AT");
	assert_true(job->is_letter);
	assert_string_equal(job->office->id, "paris");
	assert_false(plan_find(&plan, "kits/peak_munich_de.pdf")->is_letter);
	/* The page is in the language that the campaign has. */
	job = plan_find(&plan, "site/de/campaigns/peak/paris/index.html");
	assert_non_null(job);
	assert_string_equal(job->lang, "de");
	assert_null(plan_find(&plan, "site/nothing.html"));
	assert_null(plan_find(&plan, "kits/nothing.pdf"));
	site_release(&site);
}

/* A kit of the campaign `partner` at the office `acme`, and acme's own. */
static void
two_outputs_of_one_path_are_reported(void **state)
{
	struct site_fixture site;
	struct plan plan;

	(void)state;
	SITE_LOAD(&site,
	    { "campaigns/partner.md",
	      "---\nname: Partner\nstart: 2026-07-01\nend: 2027-06-30\n"
	      "territories: [dach]\n" APPROVED "---\nThe brief.\n" },
	    { "offices/acme.yaml",
	      "name: Acme Street\nregion: dach\ncountry: DE\ncovers: [DE]\n"
	      "languages: [en]\ntz: Europe/Berlin\n"
	      "email: [a@vendor.example]\nreader: vendor-field\n" APPROVED });
	plan_of(&plan, &site, "field");
	assert_int_equal(site.diags.errors, 1);
	assert_int_equal(site.diags.items[0].id, DIAG_OUTPUT_COLLISION);
	assert_int_not_equal(site.diags.items[0].pos.line, 0);
	assert_non_null(strstr(site.diags.items[0].message,
	    "kits/partner_acme_en.pdf"));
	site_release(&site);
}

static void
plan_text(struct strbuf *text, struct site_fixture *site)
{
	struct plan plan;
	size_t i;
	uint32_t j;

	plan_of(&plan, site, "field");
	for (i = 0; i < plan.count; i++)
		strbuf_printf(text, "%s %s\n", plan.jobs[i].path,
		    plan.jobs[i].lang);
	for (i = 0; i < plan.mapping->count; i++) {
		const struct campaign_match *match =
		    &plan.mapping->matches[i];

		for (j = 0; j < match->solution_count; j++)
			strbuf_printf(text, "%s ",
			    match->solutions[j].record->id);
		for (j = 0; j < match->case_count; j++)
			strbuf_printf(text, "%s ", match->cases[j].record->id);
	}
}

/* The order of entries in lists of vocabularies and people is no matter. */
static void
order_of_entries_changes_nothing(void **state)
{
	struct strbuf before = { 0 }, after = { 0 };
	struct site_fixture site;

	(void)state;
	site_load_files(&site, NULL, 0);
	plan_text(&before, &site);
	site_release(&site);
	SITE_LOAD(&site,
	    { "vocab/regions.yaml",
	      "- {id: apac, name: APAC, parent: world, countries: [SG, JP]}\n"
	      "- {id: france, name: France, parent: emea, countries: [FR]}\n"
	      "- {id: dach, name: DACH, parent: emea, countries: [CH, DE, AT]}\n"
	      "- {id: world, name: World}\n"
	      "- {id: emea, name: EMEA, parent: world}\n" },
	    { "people.yaml",
	      "- {id: acme-desk, kind: mailbox, org: acme, role: sales, "
	      "email: desk@acme.example, deputy: desk}\n"
	      "- {id: desk, kind: mailbox, org: vendor, role: sales, "
	      "email: desk@vendor.example, territories: [DE], "
	      "languages: [de]}\n" });
	plan_text(&after, &site);
	assert_string_equal(strbuf_string(&before), strbuf_string(&after));
	site_release(&site);
	strbuf_release(&before);
	strbuf_release(&after);
}

static void
ways_between_pages(void **state)
{
	static const struct { const char *from, *to, *want; } ways[] = {
		{ "site/index.html", "site/index.html", "index.html" },
		{ "site/index.html", "site/partners/acme/index.html",
		    "partners/acme/index.html" },
		{ "site/partners/acme/index.html", "site/index.html",
		    "../../index.html" },
		{ "site/partners/acme/index.html",
		    "site/partners/acme-two/index.html",
		    "../acme-two/index.html" },
		{ "site/de/campaigns/peak/munich/index.html",
		    "site/solutions/care/index.html",
		    "../../../../solutions/care/index.html" },
		{ "site/partners/acme/index.html", "kits/a.pdf",
		    "../../../kits/a.pdf" },
		{ "site/partners/acme/index.html", "site/", "../../" },
		{ "site/index.html", "site/", "./" },
	};
	struct arena arena = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(ways); i++)
		assert_string_equal(path_relative(&arena, ways[i].from,
		    ways[i].to), ways[i].want);
	arena_release(&arena);
}

static void
records_are_addressed_in_the_readers_language(void **state)
{
	struct site_fixture site;
	const struct edition *edition;
	const struct record *care, *peak, *munich;

	(void)state;
	site_load_files(&site, NULL, 0);
	edition = site_project(&site, "field", AS_OF);
	care = RECORD_IN(edition, RECORD_SOLUTION, "care");
	peak = RECORD_IN(edition, RECORD_CAMPAIGN, "peak");
	munich = RECORD_IN(edition, RECORD_OFFICE, "munich");
	assert_string_equal(edition_record_path(edition, &site.arena, care,
	    "de"), "site/de/solutions/care/index.html");
	assert_string_equal(edition_record_path(edition, &site.arena, care,
	    "de-CH"), "site/de/solutions/care/index.html");
	assert_string_equal(edition_record_path(edition, &site.arena, care,
	    "fr"), "site/solutions/care/index.html");
	assert_string_equal(edition_record_path(edition, &site.arena, care,
	    "en-GB"), "site/solutions/care/index.html");
	assert_string_equal(edition_office_path(edition, &site.arena, peak,
	    munich, "de"), "site/de/campaigns/peak/munich/index.html");
	assert_string_equal(edition_office_path(edition, &site.arena, peak,
	    munich, "ja"), "site/campaigns/peak/munich/index.html");
	assert_null(edition_record_path(edition, &site.arena,
	    RECORD_IN(edition, RECORD_PERSON, "desk"), "en"));
	assert_string_equal(edition_url(edition, &site.arena,
	    "site/offices/munich/index.html"),
	    "https://kits.example/field/site/offices/munich/");
	assert_string_equal(edition_url(edition, &site.arena, "kits/a.pdf"),
	    "https://kits.example/field/kits/a.pdf");
	/* An edition without a site has no pages to point at. */
	edition = site_project(&site, "customer", AS_OF);
	care = RECORD_IN(edition, RECORD_SOLUTION, "care");
	assert_non_null(care);
	assert_null(edition_record_path(edition, &site.arena, care, "en"));
	assert_null(edition_home_path(edition, &site.arena, "en"));
	site_release(&site);
}

static void
languages_that_the_locale_serves_are_no_others(void **state)
{
	struct site_fixture site;
	const struct list *langs;

	(void)state;
	SITE_LOAD(&site, { "solutions/care.yaml",
	    "name: {en: Care, en-GB: Care, zh-Hant: 維運, ar: رعاية}\n"
	    SOLUTION APPROVED });
	site_project(&site, "field", AS_OF);
	langs = edition_langs(&site.edition, RECORD_IN(&site.edition,
	    RECORD_SOLUTION, "care"));
	assert_int_equal(langs->count, 2);
	assert_string_equal(LIST_AT(*langs, struct str, 0)->chars, "ar");
	assert_string_equal(LIST_AT(*langs, struct str, 1)->chars, "zh-Hant");
	/* All together: German comes from the campaign, French from Paris. */
	langs = edition_langs(&site.edition, NULL);
	assert_int_equal(langs->count, 4);
	site_release(&site);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_page_and_kit_is_planned),
		cmocka_unit_test(editions_have_the_kits_they_ask_for),
		cmocka_unit_test(jobs_know_language_office_and_paper),
		cmocka_unit_test(two_outputs_of_one_path_are_reported),
		cmocka_unit_test(order_of_entries_changes_nothing),
		cmocka_unit_test(ways_between_pages),
		cmocka_unit_test(
		    records_are_addressed_in_the_readers_language),
		cmocka_unit_test(languages_that_the_locale_serves_are_no_others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
