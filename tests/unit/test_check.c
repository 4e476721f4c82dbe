/*
 * Checks: for each rule a site that breaks it, and the day on which a warning
 * begins.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "fieldkit/check.h"
#include "fieldkit/date.h"
#include "site_run.h"

#define CASE(fields)                                                      \
	"title: A shop ships daily\n"                                     \
	"partner: acme\n"                                                 \
	"summary: Example Shop ships every day.\n"                        \
	"customer: {name: Example Shop, aliases: [ExShop], "              \
	"anonymised: a German retailer, country: DE, industry: retail}\n" \
	"approved: {by: Test desk, on: 2026-11-01}\n" fields

#define CAMPAIGN(fields)              \
	"name: Ready\n"               \
	"start: 2026-07-01\n"         \
	"territories: [dach]\n" fields

static const struct {
	const char *what, *path, *text, *found;
} broken[] = {
	{ "campaign ends before it starts", "campaigns/other.yaml",
	  CAMPAIGN("end: 2026-06-30\n"),
	  "dates-order campaigns/other.yaml:4:6\n" },
	{ "a campaign of one day", "campaigns/other.yaml",
	  CAMPAIGN("end: 2026-07-01\n"), "" },
	{ "expires before the embargo", "campaigns/other.yaml",
	  CAMPAIGN("end: 2027-06-30\n"
	  "publish_from: 2026-07-01\n"
	  "expires: 2026-06-01\n"),
	  "dates-order campaigns/other.yaml:6:10\n" },
	{ "consent that ends before it starts", "case-studies/shop.yaml",
	  CASE("consent: {uses: [name], from: 2026-01-01, "
	  "until: 2025-12-31}\n"),
	  "dates-order case-studies/shop.yaml:6:50\n" },
	{ "fund that ends before it starts", "funding.yaml",
	  "- {id: f, title: F, kind: poc, payer: partner, status: spent,\n"
	  "   from: 2026-07-01, until: 2026-06-30}\n",
	  "dates-order funding.yaml:2:29\n" },
	{ "review overdue", "campaigns/other.yaml",
	  CAMPAIGN("end: 2027-06-30\n"
	  "review_by: 2026-11-21\n"
	  "approved: {by: Desk, on: 2026-01-01}\n"),
	  "review-due campaigns/other.yaml:5:12\n" },
	{ "review due today", "campaigns/other.yaml",
	  CAMPAIGN("end: 2027-06-30\n"
	  "review_by: 2026-11-22\n"
	  "approved: {by: Desk, on: 2026-01-01}\n"), "" },
	{ "review of a draft", "campaigns/other.yaml",
	  CAMPAIGN("end: 2027-06-30\n"
	  "review_by: 2026-11-21\n"), "" },
	{ "review of what has expired", "campaigns/other.yaml",
	  CAMPAIGN("end: 2027-06-30\n"
	  "review_by: 2026-11-20\n"
	  "expires: 2026-11-21\n"
	  "approved: {by: Desk, on: 2026-01-01}\n"), "" },
	{ "retired product", "campaigns/other.yaml",
	  CAMPAIGN("end: 2027-06-30\n"
	  "products: [old-engine]\n"
	  "approved: {by: Desk, on: 2026-01-01}\n"),
	  "retired-product campaigns/other.yaml:5:12\n" },
	{ "person without basis", "people.yaml",
	  "- {id: desk, kind: person, name: The desk, org: vendor, "
	  "role: sales, email: d@vendor.example}\n",
	  "person-basis people.yaml:1:20\n" },
	{ "person without name", "people.yaml",
	  "- {id: desk, kind: person, org: vendor, role: sales, "
	  "email: d@vendor.example, lawful_basis: contract, "
	  "notice_on: 2026-01-01}\n",
	  "person-basis people.yaml:1:20\n" },
	{ "its own deputy", "people.yaml",
	  "- {id: desk, kind: mailbox, org: vendor, role: sales, "
	  "email: d@vendor.example, deputy: desk}\n",
	  "ref-cycle people.yaml:1:88\n" },
	{ "metric without a number", "case-studies/shop.yaml",
	  CASE("consent: {uses: [name], from: 2026-01-01, "
	  "until: 2028-12-31}\n"
	  "metrics: [{label: faster, value: much, baseline: '12'}]\n"),
	  "metric-number case-studies/shop.yaml:7:34\n" },
	{ "the name in an anonymous summary", "case-studies/shop.yaml",
	  CASE("consent: {uses: [story], from: 2026-01-01, "
	  "until: 2028-12-31}\n"),
	  "anonymised-field case-studies/shop.yaml:3:10\n" },
	{ "an alias in an anonymised body", "case-studies/shop.yaml",
	  CASE("consent: {uses: [name, story], from: 2026-01-01, "
	  "until: 2028-12-31}\n"
	  "anonymised_body: At exshop, all is well.\n"),
	  "anonymised-name case-studies/shop.yaml:7:18\n" },
	{ "a longer word that holds an alias", "case-studies/shop.yaml",
	  CASE("consent: {uses: [name, story], from: 2026-01-01, "
	  "until: 2028-12-31}\n"
	  "anonymised_body: At exshopping, all is well.\n"), "" },
	{ "two editions of one id", "site.yaml",
	  "title: T\npublisher: P\nvendor: {name: V}\nlocale: en\n"
	  "editions:\n"
	  "  - {id: field, reader: vendor-field}\n"
	  "  - {id: field, reader: customer}\n",
	  "edition-duplicate site.yaml:7:10\n" },
	{ "budget upside down", "site.yaml",
	  "title: T\npublisher: P\nvendor: {name: V}\nlocale: en\n"
	  "editions: [{id: field, reader: vendor-field}]\n"
	  "kit: {warn_mb: 8}\n",
	  "field-range site.yaml:6:16\n" },
	{ "pinned and excluded", "campaigns/other.yaml",
	  CAMPAIGN("end: 2027-06-30\n"
	  "pins: [care]\n"
	  "excludes: [care]\n"),
	  "pin-excluded campaigns/other.yaml:5:8\n" },
};

static void
reports_each_broken_rule(void **state)
{
	struct strbuf found = { 0 };
	size_t i, failed = 0;

	(void)state;
	for (i = 0; i < sizeof(broken) / sizeof(*broken); i++) {
		struct site_run run;

		run_start(&run);
		run_write(&run, broken[i].path, broken[i].text);
		assert_true(run_load(&run, 1));
		model_check(&run.model, date_from_civil(2026, 11, 22),
		    &run.diags);
		diags_sort(&run.diags);
		list_found(&run, &found);
		if (strcmp(strbuf_string(&found), broken[i].found) != 0) {
			print_error("%s:\nfound %s\nwanted %s\n",
			    broken[i].what, strbuf_string(&found),
			    broken[i].found);
			failed++;
		}
		run_end(&run);
	}
	strbuf_release(&found);
	assert_int_equal(failed, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reports_each_broken_rule),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
