/* The mapping: every gate, every tier, reasons, and what cannot matter. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fieldkit/strbuf.h"
#include "site.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))
#define AS_OF "2026-11-22"

/* Two solutions, or cases, that differ in one thing; `first` comes first. */

#define A_SOLUTION(fields) "name: A\npartner: acme\ntype: service\n" \
	fields "pitch: {short: x}\n" APPROVED
#define STATUS "status: in-market\n"
#define PLAY "products: [engine]\nareas: [delivery]\n"

struct duel {
	const char *what;
	const char *a, *b;		/* texts of solutions a and b */
	const char *first;
};

static const struct duel solution_duels[] = {
	{ "ids decide between equals",
	    A_SOLUTION(STATUS PLAY "countries: worldwide\n"),
	    A_SOLUTION(STATUS PLAY "countries: worldwide\n"), "a" },
	{ "area and product before product",
	    A_SOLUTION(STATUS "products: [engine]\ncountries: worldwide\n"),
	    A_SOLUTION(STATUS PLAY "countries: worldwide\n"), "b" },
	{ "product before nothing",
	    A_SOLUTION(STATUS "products: [tank]\ncountries: worldwide\n"),
	    A_SOLUTION(STATUS "products: [engine]\ncountries: worldwide\n"),
	    "b" },
	{ "the play before the industry",
	    A_SOLUTION(STATUS "products: [engine]\nindustries: [retail]\n"
	    "countries: worldwide\n"),
	    A_SOLUTION(STATUS PLAY "industries: [mining]\n"
	    "countries: worldwide\n"), "b" },
	{ "the industry before its sibling",
	    A_SOLUTION(STATUS PLAY "industries: [wholesale]\n"
	    "countries: worldwide\n"),
	    A_SOLUTION(STATUS PLAY "industries: [retail]\n"
	    "countries: worldwide\n"), "b" },
	{ "a part of the industry is the industry",
	    A_SOLUTION(STATUS PLAY "industries: [wholesale]\n"
	    "countries: worldwide\n"),
	    A_SOLUTION(STATUS PLAY "industries: [grocery]\n"
	    "countries: worldwide\n"), "b" },
	{ "a sibling before another industry",
	    A_SOLUTION(STATUS PLAY "industries: [mining]\n"
	    "countries: worldwide\n"),
	    A_SOLUTION(STATUS PLAY "industries: [wholesale]\n"
	    "countries: worldwide\n"), "b" },
	{ "the industry before the segment",
	    A_SOLUTION(STATUS PLAY "industries: [mining]\nsegments: [mid]\n"
	    "countries: worldwide\n"),
	    A_SOLUTION(STATUS PLAY "industries: [retail]\n"
	    "countries: worldwide\n"), "b" },
	{ "the segment",
	    A_SOLUTION(STATUS PLAY "segments: [small]\n"
	    "countries: worldwide\n"),
	    A_SOLUTION(STATUS PLAY "segments: [small, mid]\n"
	    "countries: worldwide\n"), "b" },
	{ "the language",
	    A_SOLUTION(STATUS PLAY "countries: worldwide\n"),
	    "name: B\npartner: acme\ntype: service\n" STATUS PLAY
	    "countries: worldwide\npitch: {short: {en: x, de: y}}\n"
	    APPROVED, "b" },
	{ "the newest",
	    A_SOLUTION(STATUS PLAY "countries: worldwide\n"
	    "publish_from: 2026-01-01\n"),
	    A_SOLUTION(STATUS PLAY "countries: worldwide\n"
	    "publish_from: 2026-01-02\n"), "b" },
	{ "an idea is not sold",
	    A_SOLUTION("status: idea\n" PLAY "countries: worldwide\n"),
	    A_SOLUTION(STATUS "products: [tank]\ncountries: worldwide\n"),
	    "b" },
	{ "nor is a proof of concept",
	    A_SOLUTION("status: poc\n" PLAY "countries: worldwide\n"),
	    A_SOLUTION(STATUS "products: [tank]\ncountries: worldwide\n"),
	    "b" },
	{ "nor what is retired",
	    A_SOLUTION("status: retired\n" PLAY "countries: worldwide\n"),
	    A_SOLUTION(STATUS "products: [tank]\ncountries: worldwide\n"),
	    "b" },
	{ "not sold here",
	    A_SOLUTION(STATUS PLAY "countries: [FR]\n"),
	    A_SOLUTION(STATUS "products: [tank]\ncountries: [DE]\n"), "b" },
	{ "where the partner sells, if nothing is said",
	    A_SOLUTION(STATUS PLAY "countries: [FR]\n"),
	    A_SOLUTION(STATUS "products: [tank]\n"), "b" },
};

static const struct campaign_match *
match_at(struct site_fixture *site, const char *edition, const char *office)
{
	const struct edition *projected = site_project(site, edition, AS_OF);
	const struct mapping *mapping = match_all(&site->arena, projected);
	const struct record *where = NULL;
	uint32_t i;

	for (i = 0; office != NULL && i < projected->addressees.count; i++)
		if (strcmp(projected->addressees.items[i]->id, office) == 0)
			where = projected->addressees.items[i];
	return mapping_find(mapping, RECORD_IN(projected, RECORD_CAMPAIGN,
	    "peak"), where);
}

static void
solutions_are_ranked_by_the_tiers(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(solution_duels); i++) {
		const struct duel *duel = &solution_duels[i];
		const struct site_file own[] = {
			{ "case-studies/shop.yaml", NULL },
			{ "solutions/care.yaml", NULL },
			{ "solutions/a.yaml", duel->a },
			{ "solutions/b.yaml", duel->b },
		};
		struct site_fixture site;
		const struct campaign_match *match;

		site_load_files(&site, own, COUNT_OF(own));
		match = match_at(&site, "field", "munich");
		if (match->solution_count == 0 ||
		    strcmp(match->solutions[0].record->id, duel->first) != 0)
			fail_msg("%s", duel->what);
		site_release(&site);
	}
}

#define A_CASE(who, fields, rights) "title: T\npartner: acme\n" \
	"customer: {name: Zebra, anonymised: a firm, " who "}\n" \
	"summary: x\n" fields "consent: {" rights "}\n" APPROVED
#define GERMAN "country: DE, industry: retail, size: mid"
#define ALL_RIGHTS "uses: [name, quote, story, share-with-vendor], " \
	"from: 2026-01-01, until: 2028-12-31"
#define PROVEN "products: [engine]\nlive_since: 2025-01-01\n" \
	"metrics: [{label: faster, value: '38'}]\n" \
	"quotes: [{text: Good., role: CIO}]\n"

static const struct duel case_duels[] = {
	{ "ids decide between equals", A_CASE(GERMAN, PROVEN, ALL_RIGHTS),
	    A_CASE(GERMAN, PROVEN, ALL_RIGHTS), "a" },
	{ "the product before the industry",
	    A_CASE(GERMAN, "products: [tank]\n", ALL_RIGHTS),
	    A_CASE("country: DE, industry: mining, size: mid", PROVEN,
	    ALL_RIGHTS), "b" },
	{ "the industry before the segment",
	    A_CASE("country: DE, industry: mining, size: mid", PROVEN,
	    ALL_RIGHTS),
	    A_CASE("country: DE, industry: retail, size: small", PROVEN,
	    ALL_RIGHTS), "b" },
	{ "the segment before the place",
	    A_CASE("country: DE, industry: retail, size: small", PROVEN,
	    ALL_RIGHTS),
	    A_CASE("country: JP, industry: retail, size: mid", PROVEN,
	    ALL_RIGHTS), "b" },
	{ "the country before the region",
	    A_CASE("country: CH, industry: retail, size: mid", PROVEN,
	    ALL_RIGHTS), A_CASE(GERMAN, PROVEN, ALL_RIGHTS), "b" },
	{ "the region before the language",
	    A_CASE("country: LI, industry: retail, size: mid", PROVEN,
	    ALL_RIGHTS),
	    A_CASE("country: CH, industry: retail, size: mid", PROVEN,
	    ALL_RIGHTS), "b" },
	{ "the language before elsewhere",
	    A_CASE("country: JP, industry: retail, size: mid", PROVEN,
	    ALL_RIGHTS),
	    A_CASE("country: LI, industry: retail, size: mid", PROVEN,
	    ALL_RIGHTS), "b" },
	{ "the place before the proof",
	    A_CASE("country: CH, industry: retail, size: mid", PROVEN,
	    ALL_RIGHTS),
	    A_CASE(GERMAN, "products: [engine]\n", "uses: [story, "
	    "share-with-vendor], from: 2026-01-01, until: 2028-12-31"), "b" },
	{ "a metric and a quote before a name",
	    A_CASE(GERMAN, "products: [engine]\n"
	    "metrics: [{label: faster, value: '38'}]\n"
	    "live_since: 2026-01-01\n", ALL_RIGHTS),
	    A_CASE(GERMAN, PROVEN, ALL_RIGHTS), "b" },
	{ "a quote counts where it may be used",
	    A_CASE(GERMAN, PROVEN, "uses: [name, story, share-with-vendor], "
	    "from: 2026-01-01, until: 2028-12-31"),
	    A_CASE(GERMAN, PROVEN, ALL_RIGHTS), "b" },
	{ "a name before none",
	    A_CASE(GERMAN, PROVEN, "uses: [story, share-with-vendor], "
	    "from: 2026-01-01, until: 2028-12-31"),
	    A_CASE(GERMAN, "products: [engine]\n", ALL_RIGHTS), "b" },
	{ "the newest",
	    A_CASE(GERMAN, "products: [engine]\nlive_since: 2025-01-01\n",
	    ALL_RIGHTS),
	    A_CASE(GERMAN, "products: [engine]\nlive_since: 2025-01-02\n",
	    ALL_RIGHTS), "b" },
	{ "consent that ends before the campaign",
	    A_CASE(GERMAN, PROVEN, "uses: [name, story, share-with-vendor], "
	    "from: 2026-01-01, until: 2027-06-29"),
	    A_CASE("country: JP, industry: mining", "products: [tank]\n",
	    "uses: [story, share-with-vendor], from: 2026-01-01, "
	    "until: 2027-06-30"), "b" },
	{ "consent for counting only",
	    A_CASE(GERMAN, PROVEN, "uses: [name, share-with-vendor], "
	    "from: 2026-01-01, until: 2028-12-31"),
	    A_CASE("country: JP, industry: mining", "products: [tank]\n",
	    ALL_RIGHTS), "b" },
};

static void
cases_are_ranked_by_the_tiers(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(case_duels); i++) {
		const struct duel *duel = &case_duels[i];
		const struct site_file own[] = {
			{ "case-studies/shop.yaml", NULL },
			{ "case-studies/a.yaml", duel->a },
			{ "case-studies/b.yaml", duel->b },
		};
		struct site_fixture site;
		const struct campaign_match *match;

		site_load_files(&site, own, COUNT_OF(own));
		match = match_at(&site, "field", "munich");
		if (match->case_count == 0 ||
		    strcmp(match->cases[0].record->id, duel->first) != 0)
			fail_msg("%s", duel->what);
		site_release(&site);
	}
}

#define CAMPAIGN(fields) "---\nname: Peak\narea: delivery\n" \
	"start: 2026-07-01\nend: 2027-06-30\nterritories: [emea]\n" \
	"products: [engine]\n" fields APPROVED "---\nThe brief.\n"

static void
pins_come_first_and_excludes_not_at_all(void **state)
{
	struct site_fixture site;
	const struct campaign_match *match;
	uint32_t i;

	(void)state;
	SITE_LOAD(&site,
	    { "campaigns/peak.md", CAMPAIGN("pins: [odd]\nexcludes: [care]\n") },
	    { "solutions/odd.yaml",
	      "name: Odd\npartner: acme\ntype: service\nstatus: in-market\n"
	      "products: [tank]\ncountries: worldwide\npitch: {short: x}\n"
	      APPROVED });
	match = match_at(&site, "field", "munich");
	assert_int_equal(match->solution_count, 1);
	assert_string_equal(match->solutions[0].record->id, "odd");
	assert_true(match->solutions[0].is_pinned);
	assert_int_equal(match->solutions[0].whys[0].code, WHY_PINNED);
	/* The proof of what is excluded goes with it. */
	assert_int_equal(match->case_count, 0);
	assert_int_equal(match->not_count, 2);
	for (i = 0; i < match->not_count; i++)
		assert_int_equal(match->nots[i].why.code, WHY_NOT_EXCLUDED);
	site_release(&site);
}

static void
slots_and_proofs_bound_the_choice(void **state)
{
	struct site_fixture site;
	const struct campaign_match *match;

	(void)state;
	SITE_LOAD(&site,
	    { "campaigns/peak.md", CAMPAIGN("slots: {solutions: 1, cases: 1}\n") },
	    { "solutions/b.yaml", A_SOLUTION(STATUS PLAY
	      "countries: worldwide\n") },
	    { "case-studies/b.yaml", A_CASE(GERMAN, PROVEN, ALL_RIGHTS) });
	match = match_at(&site, "field", "munich");
	assert_int_equal(match->solution_count, 1);
	assert_int_equal(match->case_count, 1);
	assert_int_equal(match->not_count, 2);
	assert_int_equal(match->nots[0].why.code, WHY_NOT_BETTER);
	assert_int_equal(match->nots[0].why.number, 1);
	match = match_at(&site, "field", NULL);
	assert_int_equal(match->solutions_passed, 2);
	assert_int_equal(match->cases_passed, 2);
	/* Slots are not the customer's to see, so they shape nothing there. */
	match = match_at(&site, "customer", "munich");
	assert_int_equal(match->solution_count, 2);
	site_release(&site);
}

static void
references_are_spread_over_the_offices(void **state)
{
	struct site_fixture site;
	const struct campaign_match *munich, *paris;

	(void)state;
	SITE_LOAD(&site,
	    { "campaigns/peak.md", CAMPAIGN("slots: {solutions: 1, cases: 1}\n") },
	    { "case-studies/shop.yaml", A_CASE("country: JP, industry: mining",
	      "products: [engine]\nlive_since: 2025-01-01\n", ALL_RIGHTS) },
	    { "case-studies/spot.yaml", A_CASE("country: JP, industry: mining",
	      "products: [engine]\nlive_since: 2025-01-01\n", ALL_RIGHTS) });
	munich = match_at(&site, "field", "munich");
	paris = match_at(&site, "field", "paris");
	assert_string_equal(munich->cases[0].record->id, "shop");
	assert_string_equal(paris->cases[0].record->id, "spot");
	site_release(&site);
}

static void
reasons_follow_the_tiers(void **state)
{
	static const enum why_code solution[] = { WHY_AREA, WHY_PRODUCT,
		WHY_INDUSTRY, WHY_SEGMENT, WHY_COUNTRY, WHY_PROOF_NAMED };
	static const enum why_code study[] = { WHY_AREA, WHY_PRODUCT,
		WHY_INDUSTRY, WHY_SEGMENT, WHY_COUNTRY, WHY_PROOF_NAMED,
		WHY_CONSENT_UNTIL };
	struct site_fixture site;
	const struct campaign_match *match;
	size_t i;

	(void)state;
	site_load_files(&site, NULL, 0);
	match = match_at(&site, "field", "munich");
	assert_int_equal(match->solutions[0].why_count, COUNT_OF(solution));
	for (i = 0; i < COUNT_OF(solution); i++)
		assert_int_equal(match->solutions[0].whys[i].code, solution[i]);
	assert_string_equal(match->solutions[0].whys[4].word, "DE");
	assert_int_equal(match->cases[0].why_count, COUNT_OF(study));
	for (i = 0; i < COUNT_OF(study); i++)
		assert_int_equal(match->cases[0].whys[i].code, study[i]);
	assert_int_equal(match->cases[0].whys[6].days, day("2028-12-31"));
	match = match_at(&site, "field", "paris");
	assert_int_equal(match->cases[0].whys[4].code, WHY_ELSEWHERE);
	assert_string_equal(why_key(WHY_ELSEWHERE), "why.elsewhere");
	site_release(&site);
}

static void
a_reference_out_of_consent_has_no_name(void **state)
{
	struct site_fixture site;
	const struct campaign_match *match;

	(void)state;
	SITE_LOAD(&site, { "case-studies/shop.yaml",
	    A_CASE(GERMAN, PROVEN, "uses: [name, story, share-with-vendor], "
	    "from: 2026-01-01, until: 2026-06-30") });
	match = match_at(&site, "field", "munich");
	assert_int_equal(match->case_count, 0);
	assert_int_equal(match->not_count, 1);
	assert_int_equal(match->nots[0].why.code, WHY_NOT_CONSENT_ENDED);
	assert_null(match->nots[0].record);
	assert_string_equal(match->nots[0].label.variants[0].chars, "a firm");
	site_release(&site);
	/* Not shared with the vendor: its readers hear nothing of it. */
	SITE_LOAD(&site, { "case-studies/shop.yaml",
	    A_CASE(GERMAN, PROVEN, "uses: [name, story], "
	    "from: 2026-01-01, until: 2026-06-30") });
	assert_int_equal(match_at(&site, "field", "munich")->not_count, 0);
	assert_int_equal(match_at(&site, "partner", "munich")->not_count, 1);
	site_release(&site);
	/* Nor do customers of any. */
	SITE_LOAD(&site, { "case-studies/shop.yaml",
	    A_CASE(GERMAN, PROVEN, "uses: [name, story, share-with-vendor], "
	    "from: 2026-01-01, until: 2026-06-30")
	    "audience: [customer, vendor-field]\n" });
	assert_int_equal(match_at(&site, "customer", "munich")->not_count, 0);
	site_release(&site);
}

static void
references_without_story_are_counted(void **state)
{
	struct site_fixture site;

	(void)state;
	SITE_LOAD(&site, { "case-studies/b.yaml",
	    A_CASE(GERMAN, PROVEN, "uses: [name, share-with-vendor], "
	    "from: 2026-01-01, until: 2028-12-31") },
	    { "case-studies/c.yaml",
	    A_CASE(GERMAN, PROVEN, "uses: [name, share-with-vendor], "
	    "from: 2026-01-01, until: 2027-01-01") });
	assert_int_equal(match_at(&site, "field", "munich")->counted, 1);
	assert_int_equal(match_at(&site, "field", NULL)->counted, 1);
	site_release(&site);
}

static void
a_campaign_runs_where_its_territory_is(void **state)
{
	struct site_fixture site;
	const struct campaign_match *match;

	(void)state;
	SITE_LOAD(&site, { "campaigns/peak.md",
	    "---\nname: Peak\nstart: 2026-07-01\nend: 2026-11-22\n"
	    "territories: [dach]\n" APPROVED "---\nThe brief.\n" });
	match = match_at(&site, "field", "munich");
	assert_non_null(match);
	assert_int_equal(match->window_end_days, day(AS_OF));
	assert_true(country_set_has(&match->territory, "DE"));
	assert_false(country_set_has(&match->territory, "AT"));
	assert_null(match_at(&site, "field", "paris"));
	/* Over on the day after its last: not in the edition at all. */
	site_project(&site, "field", "2026-11-23");
	assert_null(RECORD_IN(&site.edition, RECORD_CAMPAIGN, "peak"));
	assert_int_equal(match_all(&site.arena, &site.edition)->count, 0);
	site_release(&site);
}

/* A simple matcher of its own: scores all, sorts all. */

struct random { uint64_t state; };

static uint32_t
random_below(struct random *random, uint32_t limit)
{
	random->state = random->state * 6364136223846793005u +
	    1442695040888963407u;
	return (uint32_t)(random->state >> 33) % limit;
}

struct plain {
	char id[8];
	bool is_pinned, is_excluded, has_product, has_area, is_sold;
	int industry;			/* 0 same, 1 sibling, 2 cross */
	int status;
	int newest;
};

static int
plain_before(const struct plain *a, const struct plain *b)
{
	int play_a = !a->has_product + !a->has_area;
	int play_b = !b->has_product + !b->has_area;

	if (a->is_pinned != b->is_pinned)
		return a->is_pinned;
	if (play_a != play_b)
		return play_a < play_b;
	if (a->industry != b->industry)
		return a->industry < b->industry;
	if (a->newest != b->newest)
		return a->newest > b->newest;
	return strcmp(a->id, b->id) < 0;
}

static uint32_t
plain_best(const struct plain *plains, uint32_t count,
    const struct plain *best[3])
{
	uint32_t i, j, chosen = 0;

	for (i = 0; i < 3; i++) {
		const struct plain *next = NULL;

		for (j = 0; j < count; j++) {
			bool is_taken = false;
			uint32_t k;

			for (k = 0; k < chosen; k++)
				is_taken |= best[k] == &plains[j];
			if (is_taken || plains[j].is_excluded ||
			    !plains[j].is_sold || plains[j].status < 2 ||
			    plains[j].status > 4)
				continue;
			if (next == NULL || plain_before(&plains[j], next))
				next = &plains[j];
		}
		if (next != NULL)
			best[chosen++] = next;
	}
	return chosen;
}

static void
plain_make(struct plain *plain, struct random *random, uint32_t number)
{
	snprintf(plain->id, sizeof(plain->id), "s%u", number);
	plain->is_pinned = random_below(random, 8) == 0;
	plain->is_excluded = !plain->is_pinned && random_below(random, 8) == 0;
	plain->has_product = random_below(random, 2) == 0;
	plain->has_area = random_below(random, 2) == 0;
	plain->is_sold = random_below(random, 4) != 0;
	plain->industry = (int)random_below(random, 3);
	plain->status = (int)random_below(random, 6);
	plain->newest = (int)random_below(random, 3);
}

static void
plain_write(const struct plain *plain, char *text, size_t size)
{
	static const char *const industries[] = { "retail", "wholesale",
		"mining" };
	static const char *const statuses[] = { "idea", "poc", "in-market",
		"co-sell-ready", "ip-eligible", "retired" };

	snprintf(text, size, "name: S\npartner: acme\ntype: service\n"
	    "status: %s\nproducts: [%s]\nareas: [%s]\nindustries: [%s]\n"
	    "countries: [%s]\npitch: {short: x}\n"
	    "publish_from: 2026-01-0%d\n" APPROVED, statuses[plain->status],
	    plain->has_product ? "engine" : "tank",
	    plain->has_area ? "delivery" : "edge",
	    industries[plain->industry], plain->is_sold ? "DE" : "JP",
	    plain->newest + 1);
}

#define PLAINS 12

static void
write_campaign(char *text, size_t size, const struct plain *plains)
{
	struct strbuf pins = { 0 }, excludes = { 0 };
	uint32_t i;

	for (i = 0; i < PLAINS; i++) {
		if (plains[i].is_pinned)
			strbuf_printf(&pins, "%s%s", pins.len ? ", " : "",
			    plains[i].id);
		if (plains[i].is_excluded)
			strbuf_printf(&excludes, "%s%s",
			    excludes.len ? ", " : "", plains[i].id);
	}
	snprintf(text, size, "---\nname: Peak\narea: delivery\n"
	    "start: 2026-07-01\nend: 2027-06-30\nterritories: [emea]\n"
	    "industries: [retail]\nproducts: [engine]\n%s%s%s%s%s%s" APPROVED
	    "---\nx\n", pins.len ? "pins: [" : "", strbuf_string(&pins),
	    pins.len ? "]\n" : "", excludes.len ? "excludes: [" : "",
	    strbuf_string(&excludes), excludes.len ? "]\n" : "");
	strbuf_release(&pins);
	strbuf_release(&excludes);
}

static void
random_sites_match_as_a_simple_matcher_does(void **state)
{
	struct random random = { 7 };
	int round;

	(void)state;
	for (round = 0; round < 60; round++) {
		struct plain plains[PLAINS];
		const struct plain *best[3];
		char texts[PLAINS][512], paths[PLAINS][32], campaign[2048];
		struct site_file own[PLAINS + 3];
		struct site_fixture site;
		const struct campaign_match *match;
		uint32_t i, count;

		for (i = 0; i < PLAINS; i++) {
			plain_make(&plains[i], &random, i);
			plain_write(&plains[i], texts[i], sizeof(texts[i]));
			snprintf(paths[i], sizeof(paths[i]),
			    "solutions/%.7s.yaml", plains[i].id);
			own[i] = (struct site_file){ paths[i], texts[i] };
		}
		write_campaign(campaign, sizeof(campaign), plains);
		own[i++] = (struct site_file){ "campaigns/peak.md", campaign };
		own[i++] = (struct site_file){ "case-studies/shop.yaml", NULL };
		own[i++] = (struct site_file){ "solutions/care.yaml", NULL };
		site_load_files(&site, own, i);
		match = match_at(&site, "field", "munich");
		count = plain_best(plains, PLAINS, best);
		assert_int_equal(match->solution_count, count);
		for (i = 0; i < count; i++)
			assert_string_equal(match->solutions[i].record->id,
			    best[i]->id);
		site_release(&site);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(solutions_are_ranked_by_the_tiers),
		cmocka_unit_test(cases_are_ranked_by_the_tiers),
		cmocka_unit_test(pins_come_first_and_excludes_not_at_all),
		cmocka_unit_test(slots_and_proofs_bound_the_choice),
		cmocka_unit_test(references_are_spread_over_the_offices),
		cmocka_unit_test(reasons_follow_the_tiers),
		cmocka_unit_test(a_reference_out_of_consent_has_no_name),
		cmocka_unit_test(references_without_story_are_counted),
		cmocka_unit_test(a_campaign_runs_where_its_territory_is),
		cmocka_unit_test(random_sites_match_as_a_simple_matcher_does),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
