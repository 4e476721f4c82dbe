/* Views: what templates of pages and kits may name. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fieldkit/view_build.h"
#include "site.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))
#define AS_OF "2026-11-22"

struct made {
	struct plan plan;
	struct view view;
};

/* The view of a path in an edition. Without messages, interface words are
 * their keys. */
static const struct view *
view_at(struct made *made, struct site_fixture *site, const char *edition,
    const char *path)
{
	static const struct kit_result results[] = {
		{ .path = "kits/partner_acme_en.pdf", .id = "PPPPPPPP",
		  .pages = 6, .bytes = 2000 },
		{ .path = "kits/peak_munich_de.pdf", .id = "KKKKKKKK",
		  .pages = 9, .bytes = 1000 },
	};
	struct view_context context = {
		.edition = site_project(site, edition, AS_OF),
		.plan = &made->plan, .kits = results,
		.kit_count = COUNT_OF(results), .own_kit_id = "--------",
	};
	const struct job *job;

	plan_jobs(&made->plan, &site->arena, context.edition, &site->diags);
	job = plan_find(&made->plan, path);
	assert_non_null(job);
	context.locale = format_locale_new(job->lang);
	assert_true(view_build(&made->view, &site->arena, &context, job));
	format_locale_free(context.locale);
	assert_ptr_equal(made->view.site, site->edition.model.site);
	return &made->view;
}

static const char *
words_of(const struct text *text)
{
	assert_int_not_equal(text->count, 0);
	return text->variants[0].chars;
}

static void
a_campaign_kit_holds_its_parts(void **state)
{
	struct site_fixture site;
	struct made made;
	const struct view *view;
	const struct campaign_view *top;
	const struct case_choice *study;

	(void)state;
	site_load_files(&site, NULL, 0);
	view = view_at(&made, &site, "alliance", "kits/peak_munich_de.pdf");
	top = view->top;
	assert_string_equal(top->campaign->id, "peak");
	assert_string_equal(top->office->id, "munich");
	assert_int_equal(top->solutions.count, 1);
	assert_int_equal(top->cases.count, 1);
	study = LIST_AT(top->cases, struct case_choice, 0);
	assert_int_equal(study->rung.index, RUNG_FULL);
	assert_string_equal(words_of(&study->customer), "Example Shop");
	assert_string_equal(study->partner->id, "acme");
	assert_true(is_given(&study->why));
	assert_int_equal(top->discovery.count, 1);
	assert_int_equal(top->vendor_contacts.count, 1);
	assert_int_equal(top->partner_contacts.count, 1);
	assert_int_equal(top->funding.count, 1);
	assert_int_equal(top->commitments.count, 1);
	assert_int_equal(top->offices.count, 0);
	assert_string_equal(view->kit->file.chars, "peak_munich_de.pdf");
	assert_string_equal(view->kit->id.chars, "--------");
	assert_string_equal(view->kit->url.chars, "https://kits.example/"
	    "alliance/site/de/campaigns/peak/munich/");
	assert_false(is_given(&view->kit->pages));
	/* The fund ends before the campaign does. */
	assert_int_equal(view->kit->valid_until.days, day("2027-01-31"));
	assert_int_equal(view->page->approved_on.days, day("2026-11-01"));
	assert_string_equal(view->page->kind.chars, "campaign-kit");
	site_release(&site);
}

static void
a_person_who_leaves_ends_a_kit(void **state)
{
	struct site_fixture site;
	struct made made;
	const struct view *view;

	(void)state;
	SITE_LOAD(&site, { "people.yaml",
	    "- {id: desk, kind: mailbox, org: vendor, role: sales, "
	    "email: desk@vendor.example, territories: [DE], "
	    "languages: [de], expires: 2026-12-24}\n" });
	view = view_at(&made, &site, "alliance", "kits/peak_munich_de.pdf");
	assert_int_equal(view->kit->valid_until.days, day("2026-12-24"));
	assert_int_equal(view->page->valid_until.days, day("2026-12-24"));
	site_release(&site);
}

static void
readers_below_get_less(void **state)
{
	struct site_fixture site;
	struct made made;
	const struct view *view;
	const struct campaign_view *top;

	(void)state;
	SITE_LOAD(&site, { "case-studies/shop.yaml",
	    "title: A shop\npartner: acme\nsolution: care\n"
	    "customer: {name: Zebra, anonymised: a firm, country: DE, "
	    "industry: retail}\nsummary: x\n"
	    "audience: [customer, vendor-field]\n" CONSENT
	    "from: 2026-01-01, until: 2028-12-31}\n" APPROVED });
	view = view_at(&made, &site, "field", "kits/peak_munich_de.pdf");
	top = view->top;
	assert_int_equal(top->funding.count, 0);
	assert_int_equal(top->commitments.count, 0);
	assert_int_equal(view->kit->valid_until.days, day("2027-06-30"));
	assert_false(is_given(&view->page->approved_on));
	view = view_at(&made, &site, "customer", "kits/peak_munich_de.pdf");
	top = view->top;
	assert_null(top->office);
	assert_null(view->kit->office);
	assert_false(is_given(&view->kit->url));
	assert_int_equal(top->cases.count, 1);
	assert_int_equal(top->not_chosen.count, 0);
	assert_int_equal(top->discovery.count, 0);
	assert_int_equal(top->vendor_contacts.count, 0);
	assert_false(is_given(&LIST_AT(top->cases, struct case_choice,
	    0)->why));
	assert_false(is_given(&LIST_AT(top->solutions, struct solution_choice,
	    0)->why));
	assert_string_equal(words_of(&view->page->title), "Spitze");
	site_release(&site);
}

#define PEAK(fields) "---\nname: Peak\narea: delivery\nstart: 2026-07-01\n" \
	"end: 2027-06-30\nterritories: [emea]\nproducts: [engine]\n" fields \
	APPROVED "---\nThe brief.\n"
#define LIMITED(where, until) "title: A story\npartner: acme\n" \
	"customer: {name: Zebra, anonymised: a firm, country: DE, " \
	"industry: retail}\nsummary: x\n" CONSENT where \
	"from: 2026-01-01, until: " until "}\n" APPROVED

static const struct case_study *
proof_in(const struct view *view)
{
	const struct campaign_view *top = view->top;
	const struct campaign *campaign =
	    (const struct campaign *)top->campaign;

	assert_int_equal(campaign->objections.count, 1);
	return (const struct case_study *)LIST_AT(campaign->objections,
	    struct objection, 0)->proof.target;
}

static void
proofs_of_objections_follow_consent(void **state)
{
	struct site_fixture site;
	struct made made;

	(void)state;
	SITE_LOAD(&site,
	    { "campaigns/peak.md",
	      PEAK("objections: [{objection: Dear., answer: No., proof: shop}]\n") },
	    { "case-studies/shop.yaml", LIMITED("territories: [DE], ",
	      "2028-12-31") });
	assert_true(is_given(&proof_in(view_at(&made, &site, "field",
	    "kits/peak_munich_de.pdf"))->customer.name));
	assert_false(is_given(&proof_in(view_at(&made, &site, "field",
	    "kits/peak_paris_fr.pdf"))->customer.name));
	assert_false(is_given(&proof_in(view_at(&made, &site, "field",
	    "site/campaigns/peak/index.html"))->customer.name));
	site_release(&site);
	/* Consent ends before the campaign: its own page may tell the story,
	 * the campaign's kit may not. */
	SITE_LOAD(&site,
	    { "campaigns/peak.md",
	      PEAK("objections: [{objection: Dear., answer: No., proof: shop}]\n") },
	    { "case-studies/shop.yaml", LIMITED("", "2027-01-01") });
	assert_null(proof_in(view_at(&made, &site, "field",
	    "kits/peak_munich_de.pdf")));
	view_at(&made, &site, "field", "site/case-studies/shop/index.html");
	assert_int_equal(made.view.page->valid_until.days, day("2027-01-01"));
	site_release(&site);
}

#define PERSON(id, fields) "- {id: " id ", kind: mailbox, role: sales, " \
	"email: " id "@vendor.example, " fields "}\n"

static void
contacts_are_ranked(void **state)
{
	static const char *const want[] = { "by-country-lang", "by-country",
		"by-region-product", "by-region", "by-world", "by-world-late" };
	struct site_fixture site;
	struct made made;
	const struct campaign_view *top;
	const struct contact_view *contact;
	size_t i;

	(void)state;
	SITE_LOAD(&site, { "people.yaml",
	    PERSON("by-world-late", "org: vendor, territories: [world]")
	    PERSON("by-world", "org: vendor")
	    PERSON("by-region", "org: vendor, territories: [dach]")
	    PERSON("by-region-product", "org: vendor, territories: [dach], "
	    "products: [engine]")
	    PERSON("by-country", "org: vendor, territories: [apac, DE], "
	    "languages: [en]")
	    PERSON("by-country-lang", "org: vendor, territories: [DE], "
	    "languages: [de-AT], deputy: by-world")
	    PERSON("elsewhere", "org: vendor, territories: [FR, apac]")
	    "- {id: expert, kind: mailbox, role: technical, org: vendor, "
	    "email: expert@vendor.example}\n"
	    PERSON("acme-far", "org: acme, territories: [JP]")
	    PERSON("acme-near", "org: acme, territories: [DE]") });
	top = view_at(&made, &site, "field", "kits/peak_munich_de.pdf")->top;
	assert_int_equal(top->vendor_contacts.count, COUNT_OF(want));
	for (i = 0; i < COUNT_OF(want); i++)
		assert_string_equal(LIST_AT(top->vendor_contacts,
		    struct contact_view, i)->person->id, want[i]);
	contact = LIST_AT(top->vendor_contacts, struct contact_view, 0);
	assert_true(contact->speaks_kit.is_true);
	assert_string_equal(contact->deputy->id, "by-world");
	assert_string_equal(contact->org.chars, "Vendor");
	assert_null(contact->partner);
	assert_int_equal(top->experts.count, 1);
	/* A partner that was chosen is called wherever it sits. */
	assert_int_equal(top->partner_contacts.count, 2);
	contact = LIST_AT(top->partner_contacts, struct contact_view, 0);
	assert_string_equal(contact->person->id, "acme-near");
	assert_string_equal(contact->org.chars, "Acme");
	site_release(&site);
}

/* The one name that is printed beside the first solution is of its partner,
 * though somebody else's desk is nearer. */
static void
the_first_solutions_partner_is_called_first(void **state)
{
	static const char *const want[] = { "far-sales", "acme-near",
		"far-brand" };
	struct site_fixture site;
	struct made made;
	const struct campaign_view *top;
	size_t i;

	(void)state;
	SITE_LOAD(&site,
	    { "campaigns/peak.md", PEAK("pins: [tuning]\n") },
	    { "partners/zeta.yaml", "name: Zeta\n" PARTNER APPROVED },
	    { "solutions/tuning.yaml", "name: Tuning\npartner: zeta\n"
	    "type: service\nstatus: in-market\nproducts: [engine]\n"
	    "countries: worldwide\npitch: {short: x}\n" APPROVED },
	    { "people.yaml",
	    PERSON("acme-near", "org: acme, territories: [DE]")
	    "- {id: far-brand, kind: mailbox, role: marketing, org: zeta, "
	    "email: brand@zeta.example, territories: [JP]}\n"
	    PERSON("far-sales", "org: zeta, territories: [JP]") });
	top = view_at(&made, &site, "field", "kits/peak_munich_de.pdf")->top;
	assert_string_equal(LIST_AT(top->solutions, struct solution_choice,
	    0)->solution->id, "tuning");
	assert_int_equal(top->partner_contacts.count, COUNT_OF(want));
	for (i = 0; i < COUNT_OF(want); i++)
		assert_string_equal(LIST_AT(top->partner_contacts,
		    struct contact_view, i)->person->id, want[i]);
	site_release(&site);
}

/* Three lengths of one text are one text, and so is a partner's that says the
 * same as its solution's. */
static void
words_are_offered_once(void **state)
{
	struct site_fixture site;
	struct made made;
	const struct campaign_view *top;
	const struct slot_set *set;

	(void)state;
	SITE_LOAD(&site,
	    { "campaigns/peak.md", PEAK("excludes: [care]\n") },
	    { "partners/acme/index.md", "---\nname: Acme\nhq: DE\n"
	    "summary: {short: One., medium: Three.}\n" APPROVED "---\n" },
	    { "solutions/tuning.yaml", "name: Tuning\npartner: acme\n"
	    "type: service\nstatus: in-market\nproducts: [engine]\n"
	    "countries: worldwide\n"
	    "pitch: {short: One., medium: One., long: Two.}\n" APPROVED });
	top = view_at(&made, &site, "field",
	    "site/campaigns/peak/munich/index.html")->top;
	assert_int_equal(top->slots.count, 2);
	set = LIST_AT(top->slots, struct slot_set, 0);
	assert_int_equal(set->slots.count, 2);
	assert_string_equal(LIST_AT(set->slots, struct slot_view, 1)
	    ->name.chars, "pitch-100");
	set = LIST_AT(top->slots, struct slot_set, 1);
	assert_int_equal(set->slots.count, 1);
	assert_string_equal(LIST_AT(set->slots, struct slot_view, 0)
	    ->name.chars, "summary-50");
	site_release(&site);
}

#define SITE_IN(locale) "title: Test kits\npublisher: Desk\n" \
	"vendor: {name: Vendor}\nlocale: " locale "\neditions:\n" \
	"- {id: field, reader: vendor-field, kits: [campaign]}\n"

static const char *
language_missed(const struct site_file *site_yaml)
{
	struct site_fixture site;
	struct made made;
	static char lang[16];

	site_load_files(&site, site_yaml, 1);
	snprintf(lang, sizeof(lang), "%s", view_at(&made, &site, "field",
	    "site/de/campaigns/peak/munich/index.html")
	    ->page->fallback.lang.chars);
	site_release(&site);
	return lang;
}

/* A reader cannot do with English what he could not with British English. */
static void
what_is_missed_is_named_by_language(void **state)
{
	static const struct site_file british = { "site.yaml",
		SITE_IN("en-GB") };
	static const struct site_file taiwanese = { "site.yaml",
		SITE_IN("zh-Hant") };

	(void)state;
	assert_string_equal(language_missed(&british), "en");
	assert_string_equal(language_missed(&taiwanese), "zh-Hant");
}

/* An office has a name and no text that could want a translation. */
static void
names_of_places_are_not_missed(void **state)
{
	struct site_fixture site;
	struct made made;

	(void)state;
	site_load_files(&site, NULL, 0);
	assert_false(is_given(&view_at(&made, &site, "field",
	    "site/de/offices/munich/index.html")->page->fallback));
	assert_true(is_given(&view_at(&made, &site, "field",
	    "site/de/campaigns/peak/munich/index.html")->page->fallback));
	site_release(&site);
}

static void
labs_are_near(void **state)
{
	struct site_fixture site;
	struct made made;
	const struct campaign_view *top;

	(void)state;
	SITE_LOAD(&site, { "partners/acme/index.md",
	    "---\nname: Acme\n" PARTNER "sites:\n"
	    "- {id: tokyo, kind: lab, name: T, country: JP, tz: Asia/Tokyo}\n"
	    "- {id: wien, kind: lab, name: W, country: AT, tz: Europe/Vienna}\n"
	    "- {id: hq, kind: office, name: H, country: DE, tz: Europe/Berlin}\n"
	    "- {id: berlin, kind: briefing-centre, name: B, country: DE, "
	    "tz: Europe/Berlin}\n" APPROVED "---\nx\n" });
	top = view_at(&made, &site, "field", "kits/peak_munich_de.pdf")->top;
	assert_int_equal(top->labs.count, 2);
	assert_string_equal(LIST_AT(top->labs, struct lab_view,
	    0)->place.id.chars, "berlin");
	assert_string_equal(LIST_AT(top->labs, struct lab_view,
	    1)->place.id.chars, "wien");
	site_release(&site);
}

static void
a_page_knows_its_place(void **state)
{
	struct site_fixture site;
	struct made made;
	const struct page_view *page;

	(void)state;
	site_load_files(&site, NULL, 0);
	page = view_at(&made, &site, "field",
	    "site/de/campaigns/peak/munich/index.html")->page;
	assert_string_equal(page->root.chars, "../../../../");
	assert_string_equal(page->lang.chars, "de");
	assert_string_equal(page->dir.chars, "ltr");
	assert_string_equal(page->url.chars,
	    "https://kits.example/field/site/de/campaigns/peak/munich/");
	assert_int_equal(page->crumbs.count, 2);
	assert_string_equal(LIST_AT(page->crumbs, struct crumb_view,
	    0)->url.chars, "../../../index.html");
	assert_string_equal(LIST_AT(page->crumbs, struct crumb_view,
	    1)->title.variants[0].chars, "Spitze");
	assert_string_equal(LIST_AT(page->crumbs, struct crumb_view,
	    1)->url.chars, "../index.html");
	assert_int_equal(page->alternates.count, 1);
	assert_string_equal(LIST_AT(page->alternates, struct alternate_view,
	    0)->lang.chars, "en");
	assert_string_equal(LIST_AT(page->alternates, struct alternate_view,
	    0)->url.chars, "../../../../campaigns/peak/munich/index.html");
	assert_string_equal(words_of(&page->title), "Spitze \u2013 Munich");
	assert_false(page->is_draft.is_true);
	page = view_at(&made, &site, "field", "site/index.html")->page;
	assert_string_equal(page->root.chars, "./");
	assert_int_equal(page->crumbs.count, 0);
	assert_int_equal(page->alternates.count, 2);
	site_release(&site);
}

static void
pages_list_the_kits(void **state)
{
	struct site_fixture site;
	struct made made;
	const struct campaign_view *campaign;
	const struct partner_view *partner;
	const struct office_view *office;
	const struct campaign_office *row;

	(void)state;
	site_load_files(&site, NULL, 0);
	campaign = view_at(&made, &site, "field",
	    "site/campaigns/peak/index.html")->top;
	assert_int_equal(campaign->offices.count, 2);
	row = LIST_AT(campaign->offices, struct campaign_office, 0);
	assert_string_equal(row->office->id, "munich");
	assert_string_equal(row->url.chars, "munich/index.html");
	assert_string_equal(row->kit.url.chars,
	    "../../../kits/peak_munich_de.pdf");
	assert_string_equal(row->kit.id.chars, "KKKKKKKK");
	assert_int_equal(row->kit.pages.number, 9);
	assert_int_equal(row->contacts.number, 2);
	row = LIST_AT(campaign->offices, struct campaign_office, 1);
	assert_true(is_given(&row->kit.file));
	/* Not rendered, though others were. */
	assert_false(is_given(&row->kit.id));
	partner = view_at(&made, &site, "field",
	    "site/partners/acme/index.html")->top;
	assert_int_equal(partner->kits.count, 1);
	assert_int_equal(partner->campaigns.count, 1);
	assert_int_equal(LIST_AT(partner->campaigns, struct partner_campaign,
	    0)->offices.number, 2);
	assert_int_equal(partner->cases.count, 1);
	office = view_at(&made, &site, "field",
	    "site/offices/munich/index.html")->top;
	assert_int_equal(office->kits.count, 1);
	assert_int_equal(office->campaigns.count, 1);
	partner = view_at(&made, &site, "field",
	    "kits/partner_acme_en.pdf")->top;
	assert_int_equal(partner->kits.count, 0);
	site_release(&site);
}

static void
home_is_sorted_for_its_reader(void **state)
{
	struct site_fixture site;
	struct made made;
	const struct home_view *home;

	(void)state;
	SITE_LOAD(&site,
	    { "campaigns/early.md",
	      "---\nname: Early\nstart: 2026-08-01\nend: 2026-12-31\n"
	      "territories: [dach]\npriority: {vendor: 2, partner: 1}\n"
	      APPROVED "---\nx\n" },
	    { "campaigns/peak.md", PEAK("priority: {vendor: 1}\n") },
	    { "partners/zoe.yaml", "name: Aaron\n" PARTNER
	      "publish_from: 2026-11-20\n" APPROVED });
	home = view_at(&made, &site, "field", "site/index.html")->top;
	assert_string_equal(LIST_AT(home->campaigns, struct campaign_card,
	    0)->campaign->id, "peak");
	assert_int_equal(LIST_AT(home->campaigns, struct campaign_card,
	    0)->offices.number, 2);
	assert_int_equal(LIST_AT(home->campaigns, struct campaign_card,
	    1)->offices.number, 1);
	assert_string_equal((*LIST_AT(home->partners, const struct record *,
	    0))->id, "zoe");
	assert_string_equal(LIST_AT(home->news, struct news_view,
	    0)->record->id, "zoe");
	assert_string_equal(LIST_AT(home->news, struct news_view,
	    0)->url.chars, "partners/zoe/index.html");
	assert_string_equal(LIST_AT(home->news, struct news_view,
	    1)->record->id, "early");
	home = view_at(&made, &site, "partner", "site/index.html")->top;
	assert_string_equal(LIST_AT(home->campaigns, struct campaign_card,
	    0)->campaign->id, "early");
	site_release(&site);
}

static void
anonymised_pages_print_what_is_left(void **state)
{
	struct site_fixture site;
	struct made made;
	const struct case_view *top;
	const struct view *view;

	(void)state;
	SITE_LOAD(&site, { "case-studies/shop.yaml",
	    "title: Zebra ships\npartner: acme\n"
	    "customer: {name: Zebra, anonymised: a firm, country: DE, "
	    "industry: retail}\nsummary: Zebra ships daily.\n"
	    "consent: {uses: [story, share-with-vendor], from: 2026-01-01, "
	    "until: 2028-12-31}\n" APPROVED });
	view = view_at(&made, &site, "field",
	    "site/case-studies/shop/index.html");
	top = view->top;
	assert_int_equal(top->study.rung.index, RUNG_ANONYMISED);
	assert_string_equal(words_of(&top->study.title), "a firm");
	assert_string_equal(words_of(&top->study.customer), "a firm");
	assert_string_equal(words_of(&view->page->title), "a firm");
	assert_false(is_given(&view->page->description));
	site_release(&site);
}

#define STORY(title, name) "title: " title "\npartner: acme\nsolution: care\n" \
	"customer: {name: " name ", anonymised: a firm, country: DE, " \
	"industry: retail}\nsummary: x\n" \
	"audience: [customer, vendor-field]\n" CONSENT \
	"from: 2026-01-01, until: 2028-12-31}\n" APPROVED

static void
stories_of_one_name_are_told_apart(void **state)
{
	struct site_fixture site;
	struct made made;
	const struct view *view;

	(void)state;
	SITE_LOAD(&site,
	    { "case-studies/shop.yaml", STORY("A story", "Zebra") },
	    { "case-studies/mill.yaml", STORY("Yak mills", "Yak") });
	view = view_at(&made, &site, "field",
	    "site/case-studies/shop/index.html");
	assert_string_equal(words_of(&view->page->title),
	    "A story \u2013 Zebra");
	view = view_at(&made, &site, "field",
	    "site/case-studies/mill/index.html");
	assert_string_equal(words_of(&view->page->title), "Yak mills");
	site_release(&site);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_campaign_kit_holds_its_parts),
		cmocka_unit_test(a_person_who_leaves_ends_a_kit),
		cmocka_unit_test(readers_below_get_less),
		cmocka_unit_test(proofs_of_objections_follow_consent),
		cmocka_unit_test(contacts_are_ranked),
		cmocka_unit_test(the_first_solutions_partner_is_called_first),
		cmocka_unit_test(words_are_offered_once),
		cmocka_unit_test(what_is_missed_is_named_by_language),
		cmocka_unit_test(names_of_places_are_not_missed),
		cmocka_unit_test(labs_are_near),
		cmocka_unit_test(a_page_knows_its_place),
		cmocka_unit_test(pages_list_the_kits),
		cmocka_unit_test(home_is_sorted_for_its_reader),
		cmocka_unit_test(anonymised_pages_print_what_is_left),
		cmocka_unit_test(stories_of_one_name_are_told_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
