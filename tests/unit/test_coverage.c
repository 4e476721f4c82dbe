/* Coverage: states, gaps, who hears of what; and that what it advises does
 * what it says - held against changing the content for real, every way. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fieldkit/coverage.h"
#include "fieldkit/strbuf.h"
#include "site.h"

#define AS_OF "2026-11-22"
#define SOLUTION_OF_TANK "partner: acme\ntype: service\nstatus: in-market\n" \
	"products: [tank]\npitch: {short: x}\n"
#define NO_FUND { "funding.yaml", "[]\n" }

static const struct coverage *
cover(struct site_fixture *site, const char *edition)
{
	const struct edition *projected = site_project(site, edition, AS_OF);

	return coverage_make(&site->arena, projected,
	    match_all(&site->arena, projected));
}

static const struct cover_cell *
cell_at(struct site_fixture *site, const struct coverage *coverage,
    const char *office)
{
	const struct cover_cell *cell = coverage_find(coverage,
	    RECORD_IN(&site->edition, RECORD_CAMPAIGN, "peak"),
	    RECORD_IN(&site->edition, RECORD_OFFICE, office));

	assert_non_null(cell);
	return cell;
}

/* "no-case-region peak paris" a line, of all gaps. */
static const char *
list_gaps(struct site_fixture *site, const struct coverage *coverage)
{
	struct strbuf list = { 0 };
	const char *lines;
	uint32_t i;

	for (i = 0; i < coverage->gap_count; i++) {
		const struct cover_gap *gap = &coverage->gaps[i];

		strbuf_printf(&list, "%s", gap_slug(gap->kind));
		if (gap->office != NULL)
			strbuf_printf(&list, " %s", gap->office->id);
		if (gap->record != NULL)
			strbuf_printf(&list, " %s", gap->record->id);
		if (gap->needs > 0)
			strbuf_printf(&list, " %d/%d", (int)gap->has,
			    (int)gap->needs);
		strbuf_add_char(&list, '\n');
	}
	lines = arena_strdup(&site->arena, strbuf_string(&list));
	strbuf_release(&list);
	return lines;
}

static void
expect_states(const struct cover_cell *cell, const char *wanted)
{
	char letters[COVER_ASPECT_COUNT + 1];
	int i;

	for (i = 0; i < COVER_ASPECT_COUNT; i++)
		letters[i] = cover_state_word(cell->states[i])[1];
	letters[i] = '\0';
	assert_string_equal(letters, wanted);	/* rEady rIsk gAp nOne */
}

static void
test_only_alliance_readers(void **state)
{
	struct site_fixture site;

	(void)state;
	SITE_LOAD(&site, NO_FUND);
	assert_null(cover(&site, "field"));
	assert_null(cover(&site, "partner"));
	assert_null(cover(&site, "customer"));
	assert_non_null(cover(&site, "alliance"));
	site_release(&site);
}

static void
test_states(void **state)
{
	struct site_fixture site;
	const struct coverage *coverage;

	(void)state;
	SITE_LOAD(&site, NO_FUND);
	coverage = cover(&site, "alliance");
	assert_int_equal(coverage->cell_count, 2);
	/* Munich: the campaign's brief is in English alone. */
	expect_states(cell_at(&site, coverage, "munich"), "eeeio");
	/* Paris: no French case, none of the region France, nobody. */
	expect_states(cell_at(&site, coverage, "paris"), "eaaao");
	assert_int_equal(cell_at(&site, coverage, "paris")->state, COVER_GAP);
	assert_string_equal(list_gaps(&site, coverage),
	    "no-case-region paris\nno-vendor-contact paris\n"
	    "no-deputy munich desk\nno-translation munich\n"
	    "no-translation paris\nno-speaker paris\n");
	site_release(&site);
}

static void
test_funding(void **state)
{
	struct site_fixture site;
	const struct coverage *coverage;

	(void)state;
	SITE_LOAD(&site, { "funding.yaml",
	    "- {id: short, title: S, kind: poc, payer: partner, "
	    "status: approved, campaigns: [peak], until: 2027-01-31}\n"
	    "- {id: asked, title: A, kind: poc, payer: partner, "
	    "status: asked, campaigns: [peak]}\n"
	    "- {id: refused, title: R, kind: poc, payer: partner, "
	    "status: refused, campaigns: [peak]}\n" });
	coverage = cover(&site, "alliance");
	expect_states(cell_at(&site, coverage, "munich"), "eeeii");
	assert_non_null(strstr(list_gaps(&site, coverage),
	    "funding-ends short\n"));
	site_release(&site);
	SITE_LOAD(&site, { "funding.yaml",
	    "- {id: long, title: L, kind: poc, payer: partner, "
	    "status: pledged, campaigns: [peak], until: 2027-06-30}\n" });
	coverage = cover(&site, "alliance");
	expect_states(cell_at(&site, coverage, "munich"), "eeeie");
	site_release(&site);
}

#define CASE(fields, consent) "title: T\npartner: acme\nsolution: care\n" \
	"customer: {name: Example Shop, anonymised: a retailer, " \
	"country: DE, industry: retail}\nsummary: S\n" fields consent APPROVED

static void
test_consent_ladder(void **state)
{
	struct site_fixture site;
	const struct coverage *coverage;

	(void)state;
	SITE_LOAD(&site, NO_FUND, { "case-studies/shop.yaml", CASE("",
	    "consent: {uses: [story, share-with-vendor], from: 2026-01-01, "
	    "until: 2028-12-31}\n") });
	coverage = cover(&site, "alliance");
	assert_non_null(strstr(list_gaps(&site, coverage),
	    "only-anonymised munich\n"));
	assert_int_equal(coverage->wins[0].kind, WIN_CONSENT);
	assert_int_equal(coverage->wins[0].lacks, CONSENT_LACKS_NAME);
	assert_int_equal(coverage->wins[0].cell_count, 0);
	assert_int_equal(coverage->wins[1].kind, WIN_TRANSLATION);
	assert_int_equal(coverage->wins[1].cell_count, 1);
	site_release(&site);
	/* It ends inside the window: a gap, and who may mend it. */
	SITE_LOAD(&site, NO_FUND, { "case-studies/shop.yaml", CASE(
	    "owner: refs@acme.example\n", CONSENT
	    "from: 2026-01-01, until: 2027-01-31}\n") });
	coverage = cover(&site, "alliance");
	assert_non_null(strstr(list_gaps(&site, coverage),
	    "no-case-region munich\n"));
	assert_non_null(strstr(list_gaps(&site, coverage),
	    "consent-ends shop\n"));
	site_release(&site);
	/* Not for the vendor's eyes: nothing tells of it. */
	SITE_LOAD(&site, NO_FUND, { "case-studies/shop.yaml", CASE("",
	    "consent: {uses: [name, story], from: 2026-01-01, "
	    "until: 2027-01-31}\n") });
	coverage = cover(&site, "alliance");
	assert_null(strstr(list_gaps(&site, coverage), "shop"));
	assert_null(strstr(list_gaps(&site, coverage), "consent"));
	site_release(&site);
}

static void
test_needs(void **state)
{
	struct site_fixture site;
	const struct coverage *coverage;

	(void)state;
	SITE_LOAD(&site, NO_FUND, { "campaigns/peak.md",
	    "---\nname: Peak\narea: delivery\nstart: 2026-07-01\n"
	    "end: 2027-06-30\nterritories: [DE]\nproducts: [engine]\n"
	    "needs: {cases: 2, contacts: 1}\n" APPROVED "---\nBrief.\n" });
	coverage = cover(&site, "alliance");
	assert_int_equal(coverage->cell_count, 1);
	assert_non_null(strstr(list_gaps(&site, coverage),
	    "few-cases munich 1/2\n"));
	assert_null(strstr(list_gaps(&site, coverage), "few-contacts"));
	coverage_gate(coverage, &site.diags);
	assert_int_equal(site.diags.errors, 1);
	assert_int_equal(site.diags.items[0].id, DIAG_NEEDS_UNMET);
	assert_int_equal(site.diags.items[0].pos.line, 8);
	assert_non_null(strstr(site.diags.items[0].message, "munich (1)"));
	site_release(&site);
}

static void
test_records(void **state)
{
	struct site_fixture site;
	const struct coverage *coverage;
	const char *gaps;

	(void)state;
	SITE_LOAD(&site, NO_FUND,
	    { "commitments.yaml",
	    "- {id: late, by: acme, to: vendor, text: T, owner: d@acme.example, "
	    "due: 2026-11-21, state: open}\n"
	    "- {id: today, by: acme, to: vendor, text: T, owner: d@acme.example, "
	    "due: 2026-11-22, state: open}\n"
	    "- {id: kept, by: acme, to: vendor, text: T, owner: d@acme.example, "
	    "due: 2026-01-01, state: kept}\n" },
	    { "solutions/lost.yaml", "name: Lost\n" SOLUTION_OF_TANK APPROVED },
	    { "case-studies/shop.yaml", CASE("metrics: [{label: A, value: 1}]\n",
	    CONSENT "from: 2026-01-01, until: 2028-12-31}\n") });
	coverage = cover(&site, "alliance");
	gaps = list_gaps(&site, coverage);
	assert_non_null(strstr(gaps, "orphan-solution lost\n"));
	assert_non_null(strstr(gaps, "commitment-overdue late\n"));
	assert_null(strstr(gaps, "today"));
	assert_null(strstr(gaps, "kept"));
	assert_non_null(strstr(gaps, "claim-unsourced shop\n"));
	assert_int_equal(coverage->ends[0].kind, END_COMMITMENT);
	assert_string_equal(coverage->ends[0].record->id, "today");
	assert_string_equal(coverage->ends[0].owner.chars, "d@acme.example");
	site_release(&site);
}

/* --- advice against every change there could be --- */

#define CAMPAIGNS 2
#define OFFICES 3
#define CASES 3
#define PEOPLE 3
#define CHANGES 32
#define FILES 32
#define SITES 8
#define STEPS 2

struct random {
	uint32_t value;
};

static uint32_t
draw(struct random *random, uint32_t below)
{
	random->value = random->value * 1664525u + 1013904223u;
	return (random->value >> 16) % below;
}

static const char *const countries[OFFICES] = { "DE", "FR", "JP" };
static const char *const regions[OFFICES] = { "dach", "france", "apac" };
static const char *const langs[OFFICES] = { "de", "fr", "en" };
static const char *const orgs[] = { "vendor", "acme" };

/* A site as numbers, so that it can be changed and written again. */
struct small_site {
	struct {
		uint32_t country;
		bool may_be_named, lasts;
	} cases[CASES];
	struct {
		uint32_t org, country, lang;
	} people[PEOPLE + STEPS + 1];
	uint32_t person_count;
	bool has_lang[CAMPAIGNS][OFFICES];	/* beside English */
	uint32_t needs_cases, needs_contacts;
};

static void
draw_site(struct small_site *site, struct random *random)
{
	uint32_t i, k;

	memset(site, 0, sizeof(*site));
	for (i = 0; i < CASES; i++) {
		site->cases[i].country = draw(random, OFFICES);
		site->cases[i].may_be_named = draw(random, 2) == 0;
		site->cases[i].lasts = draw(random, 3) > 0;
	}
	site->person_count = PEOPLE;
	for (i = 0; i < PEOPLE; i++) {
		site->people[i].org = draw(random, 2);
		site->people[i].country = draw(random, OFFICES);
		site->people[i].lang = draw(random, OFFICES);
	}
	for (i = 0; i < CAMPAIGNS; i++)
		for (k = 0; k < OFFICES; k++)
			site->has_lang[i][k] = draw(random, 2) == 0;
	site->needs_cases = draw(random, 3);
	site->needs_contacts = draw(random, 2);
}

/* The changes that somebody could make, by number; false: no such. */
static bool
change_site(struct small_site *site, uint32_t change)
{
	uint32_t i = change;

	if (i < CASES) {
		if (site->cases[i].may_be_named && site->cases[i].lasts)
			return false;
		site->cases[i].may_be_named = site->cases[i].lasts = true;
		return true;
	}
	i -= CASES;
	if (i < 2 * OFFICES) {
		site->people[site->person_count].org = i % 2;
		site->people[site->person_count].country = i / 2;
		site->people[site->person_count++].lang = i / 2;
		return true;
	}
	i -= 2 * OFFICES;
	if (i >= CAMPAIGNS * OFFICES || site->has_lang[i / OFFICES][i % OFFICES])
		return false;
	site->has_lang[i / OFFICES][i % OFFICES] = true;
	return true;
}

struct file_list {
	struct site_file items[FILES];
	size_t count;
	struct arena arena;
};

static void
add_file(struct file_list *list, const char *path, const char *text)
{
	assert_true(list->count < FILES);
	list->items[list->count++] = (struct site_file){
	    arena_strdup(&list->arena, path), text };
}

static void
write_campaigns(struct file_list *list, const struct small_site *site)
{
	uint32_t i, k;

	for (i = 0; i < CAMPAIGNS; i++) {
		const char *name = arena_printf(&list->arena,
		    "campaigns/c%u", (unsigned)i);

		add_file(list, arena_printf(&list->arena, "%s.md", name),
		    arena_printf(&list->arena, "---\nname: C\narea: delivery\n"
		    "start: 2026-07-01\nend: 2027-06-30\n"
		    "territories: [%s]\nproducts: [engine]\n"
		    "needs: {cases: %u, contacts: %u}\n" APPROVED
		    "---\nBrief.\n", i == 0 ? "world" : "emea",
		    (unsigned)site->needs_cases,
		    (unsigned)site->needs_contacts));
		for (k = 0; k < OFFICES; k++)
			if (site->has_lang[i][k] &&
			    strcmp(langs[k], "en") != 0)
				add_file(list, arena_printf(&list->arena,
				    "%s.%s.md", name, langs[k]),
				    "---\nname: D\n---\nBody.\n");
	}
}

static void
write_people(struct file_list *list, const struct small_site *site)
{
	struct strbuf people = { 0 };
	uint32_t i;

	for (i = 0; i < site->person_count; i++)
		strbuf_printf(&people, "- {id: p%u, kind: mailbox, org: %s, "
		    "role: sales, email: p@x.example, territories: [%s], "
		    "languages: [%s]}\n", (unsigned)i,
		    orgs[site->people[i].org],
		    countries[site->people[i].country],
		    langs[site->people[i].lang]);
	add_file(list, "people.yaml", arena_strdup(&list->arena,
	    strbuf_string(&people)));
	strbuf_release(&people);
}

static void
write_site(struct file_list *list, const struct small_site *site)
{
	uint32_t i;

	memset(list, 0, sizeof(*list));
	add_file(list, "funding.yaml", "[]\n");
	add_file(list, "commitments.yaml", "[]\n");
	add_file(list, "campaigns/peak.md", NULL);
	add_file(list, "offices/munich.yaml", NULL);
	add_file(list, "offices/paris.yaml", NULL);
	add_file(list, "case-studies/shop.yaml", NULL);
	for (i = 0; i < CASES; i++)
		add_file(list, arena_printf(&list->arena,
		    "case-studies/s%u.yaml", (unsigned)i),
		    arena_printf(&list->arena, "title: T%u\npartner: acme\n"
		    "solution: care\ncustomer: {name: Firm%u, anonymised: "
		    "a firm, country: %s, industry: retail}\nsummary: S\n"
		    "consent: {uses: [%sstory, share-with-vendor], "
		    "from: 2026-01-01, until: %s}\n" APPROVED, (unsigned)i,
		    (unsigned)i, countries[site->cases[i].country],
		    site->cases[i].may_be_named ? "name, " : "",
		    site->cases[i].lasts ? "2028-01-01" : "2027-01-01"));
	for (i = 0; i < OFFICES; i++)
		add_file(list, arena_printf(&list->arena,
		    "offices/o%u.yaml", (unsigned)i),
		    arena_printf(&list->arena, "name: O\nregion: %s\n"
		    "country: %s\ncovers: [%s]\nlanguages: [%s]\n"
		    "tz: Etc/UTC\nemail: [o@vendor.example]\n"
		    "reader: vendor-field\n" APPROVED, regions[i],
		    countries[i], countries[i], langs[i]));
	write_campaigns(list, site);
	write_people(list, site);
}

/* How many cells are ready; the first thing advised, as a change. */
static uint32_t
count_ready(const struct small_site *small, uint32_t *ret_wins,
    uint32_t *ret_gain)
{
	struct file_list list;
	struct site_fixture site;
	const struct coverage *coverage;
	uint32_t ready;

	write_site(&list, small);
	site_load_files(&site, list.items, list.count);
	coverage = cover(&site, "alliance");
	ready = coverage->counts[COVER_READY];
	*ret_wins = coverage->win_count;
	*ret_gain = coverage->win_count > 0 ? coverage->wins[0].cell_count : 0;
	site_release(&site);
	arena_release(&list.arena);
	return ready;
}

/* The change that a win of the site asks for. */
static uint32_t
change_of(const struct small_site *small)
{
	struct file_list list;
	struct site_fixture site;
	const struct coverage *coverage;
	const struct cover_win *win;
	uint32_t change = 0;

	write_site(&list, small);
	site_load_files(&site, list.items, list.count);
	coverage = cover(&site, "alliance");
	win = &coverage->wins[0];
	switch (win->kind) {
	case WIN_CONSENT:
		change = (uint32_t)(win->record->id[1] - '0');
		break;
	case WIN_CONTACT:
		change = CASES + 2 * (uint32_t)(win->office->id[1] - '0') +
		    (win->record != NULL);
		break;
	case WIN_TRANSLATION:
		change = CASES + 2 * OFFICES + OFFICES *
		    (uint32_t)(win->record->id[1] - '0');
		while (strcmp(langs[(change - CASES - 2 * OFFICES) % OFFICES],
		    win->lang) != 0)
			change++;
		break;
	case WIN_KIND_COUNT:
		fail();
	}
	site_release(&site);
	arena_release(&list.arena);
	return change;
}

static void
test_advice_against_every_change(void **state)
{
	struct random random = { 7 };
	uint32_t i, step, change, turned = 0;

	(void)state;
	for (i = 0; i < SITES; i++) {
		struct small_site small;

		draw_site(&small, &random);
		for (step = 0; step < STEPS; step++) {
			uint32_t wins, gain, best = 0, ignored, ready;

			ready = count_ready(&small, &wins, &gain);
			if (wins == 0)
				break;
			for (change = 0; change < CHANGES; change++) {
				struct small_site changed = small;
				uint32_t now;

				if (!change_site(&changed, change))
					continue;
				now = count_ready(&changed, &ignored,
				    &ignored);
				assert_true(now >= ready);
				if (now - ready > best)
					best = now - ready;
			}
			assert_int_equal(gain, best);
			assert_true(change_site(&small, change_of(&small)));
			assert_int_equal(count_ready(&small, &ignored,
			    &ignored), ready + gain);
			turned += gain;
		}
	}
	assert_true(turned >= SITES / 2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_only_alliance_readers),
		cmocka_unit_test(test_states),
		cmocka_unit_test(test_funding),
		cmocka_unit_test(test_consent_ladder),
		cmocka_unit_test(test_needs),
		cmocka_unit_test(test_records),
		cmocka_unit_test(test_advice_against_every_change),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
