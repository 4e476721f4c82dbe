/*
 * The mapping against a simple one that is written from the rules alone: at
 * every campaign and office every candidate passes the gates or not, is given
 * its tiers, and all of them are sorted. 1,000 small sites drawn at random,
 * made as structs; the index, the classes and the groups of the real one must
 * change nothing.
 *
 * The reference asks the same questions of the model (consent_rung, the
 * countries of a solution), but knows nothing of classes, groups or masks.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fieldkit/format.h"
#include "site.h"

#define SITES 1000
#define AS_OF "2026-11-22"
#define SOLUTIONS_MOST 6
#define CASES_MOST 8

static uint32_t seed = 1;

static uint32_t
draw(uint32_t below)
{
	seed = seed * 1664525u + 1013904223u;
	return (seed >> 16) % below;
}

static const char *const countries[] = { "DE", "AT", "FR", "JP" };
static const char *const products[] = { "engine", "tank" };
static const char *const areas[] = { "delivery", "edge" };
static const char *const industries[] = { "trade", "retail", "wholesale",
	"grocery", "mining" };

/* --- the reference --- */

enum { PINNED, PLAY, INDUSTRY, SEGMENT, PLACE, PROOF, LANGUAGE, NEWEST, USED,
	TIERS };

struct rated {
	const char *id;
	int64_t tiers[TIERS];
	bool passes;
	uint32_t *used;
};

struct here {
	const struct edition *edition;
	const struct campaign *campaign;
	const struct office *office;
	struct country_set territory, home, region;
};

static bool
has(const struct list *refs, const struct record *record)
{
	uint32_t i;

	for (i = 0; record != NULL && i < refs->count; i++)
		if (LIST_AT(*refs, struct ref, i)->target == record)
			return true;
	return false;
}

static bool
share(const struct list *a, const struct list *b)
{
	uint32_t i;

	for (i = 0; i < a->count; i++)
		if (has(b, LIST_AT(*a, struct ref, i)->target))
			return true;
	return false;
}

static int
rate_industry(const struct campaign *campaign, const struct record *record)
{
	const struct vocab_entry *industry = (const struct vocab_entry *)record;
	const struct vocab_entry *above;
	uint32_t i;

	for (above = industry; above != NULL; above =
	    (const struct vocab_entry *)above->parent.target)
		if (has(&campaign->industries, &above->record))
			return 0;
	for (i = 0; industry != NULL && i < campaign->industries.count; i++) {
		const struct record *family = ((const struct vocab_entry *)
		    LIST_AT(campaign->industries, struct ref, i)->target)->
		    parent.target;

		if (family != NULL && (family == &industry->record ||
		    family == industry->parent.target))
			return 1;
	}
	return 2;
}

static int
rate_place(const struct here *here, const struct country_set *places)
{
	const char *lang = LIST_AT(here->office->languages, struct str,
	    0)->chars;
	char tag[] = "und-AA";
	size_t i;

	if (country_set_overlaps(places, &here->home))
		return 0;
	if (country_set_overlaps(places, &here->region))
		return 1;
	for (i = 0; i < sizeof(countries) / sizeof(countries[0]); i++) {
		memcpy(tag + 4, countries[i], 2);
		if (country_set_has(places, countries[i]) &&
		    lang_serves(tag, lang))
			return 2;
	}
	return 3;
}

static enum rung
rung_here(const struct here *here, const struct case_study *study)
{
	const struct consent_scope scope = {
		.reader = "vendor-field",
		.regions = edition_regions(here->edition),
		.territory = &here->territory, .from_days = day(AS_OF),
		.until_days = here->campaign->end.days,
	};

	return consent_rung(study, &scope);
}

static int
rate_proof(const struct case_study *study, enum rung rung)
{
	if (rung == RUNG_FULL)
		return study->metrics.count > 0 && study->quotes.count > 0 &&
		    consent_has_use(&study->consent, CONSENT_QUOTE) ? 0 : 1;
	return rung == RUNG_ANONYMISED ? 2 : rung == RUNG_COUNT ? 3 : 4;
}

static bool
wants_size(const struct here *here, int32_t index)
{
	const struct list *segments = &here->campaign->segments;
	uint32_t i;

	for (i = 0; i < segments->count; i++)
		if (LIST_AT(*segments, struct choice, i)->index == index)
			return true;
	return segments->count == 0;
}

static int
play_of(const struct here *here, const struct list *found,
    const struct solution *solution)
{
	const struct campaign *campaign = here->campaign;

	return (campaign->products.count > 0 &&
	    !share(found, &campaign->products)) +
	    (campaign->area.target != NULL && (solution == NULL ||
	    !has(&solution->areas, campaign->area.target)));
}

static int
compare_rated(const void *left, const void *right)
{
	const struct rated *a = left, *b = right;
	int i;

	for (i = 0; i < TIERS; i++)
		if (a->tiers[i] != b->tiers[i])
			return a->tiers[i] < b->tiers[i] ? -1 : 1;
	return strcmp(a->id, b->id);
}

static void
rate_case(const struct here *here, struct rated *rated,
    const struct case_study *study)
{
	enum rung rung = rung_here(here, study);
	struct country_set places = { 0 };
	const struct solution *solution =
	    (const struct solution *)study->solution.target;

	country_set_add(&places, study->customer.country.chars);
	rated->id = study->record.id;
	rated->passes = rung >= RUNG_ANONYMISED &&
	    !has(&here->campaign->excludes, study->solution.target);
	rated->tiers[PINNED] = 0;
	rated->tiers[PLAY] = play_of(here, &study->products, solution);
	rated->tiers[INDUSTRY] = here->campaign->industries.count == 0 ? 0
	    : rate_industry(here->campaign, study->customer.industry.target);
	rated->tiers[SEGMENT] = here->campaign->segments.count > 0 &&
	    (!is_given(&study->customer.size) ||
	    !wants_size(here, study->customer.size.index));
	rated->tiers[PLACE] = rate_place(here, &places);
	rated->tiers[PROOF] = rate_proof(study, rung);
	rated->tiers[LANGUAGE] = !lang_serves("en", LIST_AT(
	    here->office->languages, struct str, 0)->chars);
	rated->tiers[NEWEST] = -study->live_since.days;
	rated->tiers[USED] = *rated->used;
}

static void
rate_solution(const struct here *here, struct rated *rated,
    const struct model *model, const struct solution *solution)
{
	const struct partner *partner =
	    (const struct partner *)solution->partner.target;
	struct country_set sold = solution_countries(solution);
	struct country_set places = { 0 };
	int best = 2;
	uint32_t i;

	country_set_add(&places, partner->hq.chars);
	rated->id = solution->record.id;
	rated->passes = solution_is_sold(solution) &&
	    !has(&here->campaign->excludes, &solution->record) &&
	    country_set_overlaps(&sold, &here->territory);
	rated->tiers[PINNED] = !has(&here->campaign->pins,
	    &solution->record);
	rated->tiers[PLAY] = play_of(here, &solution->products, solution);
	for (i = 0; i < solution->industries.count; i++) {
		int level = rate_industry(here->campaign, LIST_AT(
		    solution->industries, struct ref, i)->target);

		if (level < best)
			best = level;
	}
	rated->tiers[INDUSTRY] = here->campaign->industries.count == 0 ? 0
	    : best;
	rated->tiers[SEGMENT] = here->campaign->segments.count > 0;
	for (i = 0; i < solution->segments.count; i++)
		if (wants_size(here, LIST_AT(solution->segments,
		    struct choice, i)->index))
			rated->tiers[SEGMENT] = 0;
	rated->tiers[PLACE] = rate_place(here, &places);
	rated->tiers[PROOF] = 4;
	for (i = 0; i < model->sets[RECORD_CASE_STUDY].count; i++) {
		const struct case_study *study = (const struct case_study *)
		    model->sets[RECORD_CASE_STUDY].items[i];
		int proof = rate_proof(study, rung_here(here, study));

		if (study->solution.target == &solution->record &&
		    proof < rated->tiers[PROOF])
			rated->tiers[PROOF] = proof;
	}
	rated->tiers[LANGUAGE] = !lang_serves("en", LIST_AT(
	    here->office->languages, struct str, 0)->chars);
	rated->tiers[NEWEST] = -solution->record.publish_from.days;
	rated->tiers[USED] = *rated->used;
}

/* Compares what was chosen with the first that pass. */
static void
expect_chosen(struct rated *rated, uint32_t count,
    const struct match *matches, uint32_t match_count, uint32_t wanted)
{
	uint32_t i, chosen = 0;

	qsort(rated, count, sizeof(*rated), compare_rated);
	for (i = 0; i < count && chosen < wanted; i++) {
		if (!rated[i].passes)
			continue;
		assert_true(chosen < match_count);
		assert_string_equal(matches[chosen].record->id, rated[i].id);
		chosen++;
		(*rated[i].used)++;
	}
	assert_int_equal(chosen, match_count);
}

static void
expect_office(const struct here *here, const struct model *model,
    const struct campaign_match *match, uint32_t *used_solutions,
    uint32_t *used_cases)
{
	struct rated rated[SOLUTIONS_MOST + CASES_MOST + 2] = { 0 };
	const struct record_set *solutions = &model->sets[RECORD_SOLUTION];
	const struct record_set *cases = &model->sets[RECORD_CASE_STUDY];
	uint32_t i;

	for (i = 0; i < solutions->count; i++) {
		rated[i].used = &used_solutions[i];
		rate_solution(here, &rated[i], model,
		    (const struct solution *)solutions->items[i]);
	}
	expect_chosen(rated, solutions->count, match->solutions,
	    match->solution_count, 3);
	for (i = 0; i < cases->count; i++) {
		rated[i].used = &used_cases[i];
		rate_case(here, &rated[i],
		    (const struct case_study *)cases->items[i]);
	}
	expect_chosen(rated, cases->count, match->cases, match->case_count,
	    3);
}

/* What `explain` shows is the very choice: the rows taken are the matches,
 * and no row but them is. */
static void
expect_rows(const struct compared *rows, uint32_t count,
    const struct match *matches, uint32_t match_count)
{
	uint32_t i, chosen = 0;

	for (i = 0; i < count; i++) {
		if (!rows[i].is_chosen)
			continue;
		assert_true(rows[i].passes && chosen < match_count);
		assert_ptr_equal(rows[i].match.record,
		    matches[chosen].record);
		assert_int_equal(rows[i].match.why_count,
		    matches[chosen].why_count);
		chosen++;
	}
	assert_int_equal(chosen, match_count);
}

static void
expect_comparison(struct arena *arena, const struct edition *edition,
    const struct campaign_match *match)
{
	struct comparison comparison;

	assert_true(match_compare(&comparison, arena, edition,
	    match->campaign, match->office));
	expect_rows(comparison.solutions, comparison.solution_count,
	    match->solutions, match->solution_count);
	expect_rows(comparison.cases, comparison.case_count, match->cases,
	    match->case_count);
}

static void
expect_site(struct site_fixture *site, bool is_compared)
{
	const struct edition *edition = site_project(site, "field", AS_OF);
	const struct mapping *mapping = match_all(&site->arena, edition);
	uint32_t used_solutions[SOLUTIONS_MOST + 1] = { 0 };
	uint32_t used_cases[CASES_MOST + 1] = { 0 };
	size_t i;
	uint32_t k;

	for (i = 0; i < mapping->count; i++) {
		const struct campaign_match *match = &mapping->matches[i];
		struct here here = { .edition = edition };

		if (is_compared)
			expect_comparison(&site->arena, edition, match);
		if (match->office == NULL) {
			memset(used_solutions, 0, sizeof(used_solutions));
			memset(used_cases, 0, sizeof(used_cases));
			continue;
		}
		/* The whole model: the reference has no projection. */
		here.campaign = (const struct campaign *)model_find(
		    &site->model, RECORD_CAMPAIGN, match->campaign->id);
		here.office = (const struct office *)model_find(&site->model,
		    RECORD_OFFICE, match->office->id);
		country_set_add(&here.home, here.office->country.chars);
		for (k = 0; k < here.office->covers.count; k++) {
			const char *country = LIST_AT(here.office->covers,
			    struct str, k)->chars;

			country_set_add(&here.home, country);
			if (territory_covers(edition_regions(edition),
			    &here.campaign->territories, country))
				country_set_add(&here.territory, country);
		}
		here.region = region_countries(edition_regions(edition),
		    here.office->region.target);
		expect_office(&here, &site->model, match, used_solutions,
		    used_cases);
	}
}

/* --- sites drawn at random: one folder, whose values change --- */

static void
set_choice(struct choice *choice, struct source_pos pos, uint32_t index)
{
	*choice = (struct choice){ pos, (int32_t)index };
}

static void
shuffle_ref(struct ref *ref, const struct model *model,
    enum record_type type, const char *id)
{
	ref->id = id;
	ref->target = model_find(model, type, id);
	assert_non_null(ref->target);
}

/* A loaded model is read-only to all but this test, which owns it. */
#define OWN(type, record) ((struct type *)(uintptr_t)(record))

static void
draw_solution(const struct model *model, struct solution *solution)
{
	struct source_pos pos = solution->record.pos;

	set_choice(&solution->status, pos, draw(4) == 0 ? STATUS_POC
	    : draw(2) == 0 ? STATUS_IN_MARKET : STATUS_CO_SELL_READY);
	shuffle_ref(LIST_AT(solution->products, struct ref, 0), model,
	    RECORD_PRODUCT, products[draw(2)]);
	shuffle_ref(LIST_AT(solution->areas, struct ref, 0), model,
	    RECORD_AREA, areas[draw(2)]);
	shuffle_ref(LIST_AT(solution->industries, struct ref, 0), model,
	    RECORD_INDUSTRY, industries[draw(5)]);
	set_choice(LIST_AT(solution->segments, struct choice, 0), pos,
	    draw(3));
	LIST_AT(solution->countries, struct str, 0)->chars =
	    countries[draw(4)];
	LIST_AT(solution->countries, struct str, 1)->chars =
	    countries[draw(4)];
	solution->record.publish_from = (struct date){ pos,
	    day("2026-01-01") + (int32_t)draw(3) };
	solution->partner.target =
	    model->sets[RECORD_PARTNER].items[draw(2)];
}

static void
draw_case(const struct model *model, struct case_study *study)
{
	struct source_pos pos = study->record.pos;
	struct consent *consent = &study->consent;

	study->customer.country.chars = countries[draw(4)];
	shuffle_ref(&study->customer.industry, model, RECORD_INDUSTRY,
	    industries[draw(5)]);
	set_choice(&study->customer.size, pos, draw(3));
	shuffle_ref(LIST_AT(study->products, struct ref, 0), model,
	    RECORD_PRODUCT, products[draw(2)]);
	study->solution.target = model->sets[RECORD_SOLUTION].items[
	    draw(model->sets[RECORD_SOLUTION].count)];
	study->solution.id = study->solution.target->id;
	study->live_since = (struct date){ pos,
	    day("2025-01-01") + (int32_t)draw(3) };
	/* uses: story, share-with-vendor, and one that is drawn. */
	set_choice(LIST_AT(consent->uses, struct choice, 0), pos,
	    draw(3) == 0 ? CONSENT_LOGO : CONSENT_NAME);
	set_choice(LIST_AT(consent->uses, struct choice, 1), pos,
	    draw(5) == 0 ? CONSENT_LOGO : CONSENT_STORY);
	set_choice(LIST_AT(consent->uses, struct choice, 3), pos,
	    draw(2) == 0 ? CONSENT_LOGO : CONSENT_QUOTE);
	consent->until.days = day(draw(4) == 0 ? "2027-01-31"
					       : "2028-01-01");
	consent->territories.pos = draw(3) == 0 ? pos
						: (struct source_pos){ 0 };
	LIST_AT(consent->territories, struct ref, 0)->id = countries[draw(4)];
}

static void
draw_campaign(const struct model *model, struct campaign *campaign)
{
	const struct record_set *solutions = &model->sets[RECORD_SOLUTION];
	struct source_pos pos = campaign->record.pos;
	struct ref *pin = LIST_AT(campaign->pins, struct ref, 0);
	struct ref *exclude = LIST_AT(campaign->excludes, struct ref, 0);

	shuffle_ref(&campaign->area, model, RECORD_AREA, areas[draw(2)]);
	shuffle_ref(LIST_AT(campaign->industries, struct ref, 0), model,
	    RECORD_INDUSTRY, industries[draw(5)]);
	shuffle_ref(LIST_AT(campaign->products, struct ref, 0), model,
	    RECORD_PRODUCT, products[draw(2)]);
	set_choice(LIST_AT(campaign->segments, struct choice, 0), pos,
	    draw(3));
	campaign->industries.count = draw(4) > 0;
	campaign->products.count = draw(4) > 0;
	campaign->segments.count = draw(3) > 0;
	pin->target = solutions->items[draw(solutions->count)];
	pin->id = pin->target->id;
	exclude->target = solutions->items[draw(solutions->count)];
	exclude->id = exclude->target->id;
	campaign->pins.count = draw(2);
	campaign->excludes.count = exclude->target != pin->target &&
	    draw(2) == 0;
}

static void
draw_model(const struct model *model)
{
	uint32_t i;

	for (i = 0; i < model->sets[RECORD_PARTNER].count; i++)
		OWN(partner, model->sets[RECORD_PARTNER].items[i])->hq.chars =
		    countries[draw(4)];
	for (i = 0; i < model->sets[RECORD_SOLUTION].count; i++)
		draw_solution(model, OWN(solution,
		    model->sets[RECORD_SOLUTION].items[i]));
	for (i = 0; i < model->sets[RECORD_CASE_STUDY].count; i++)
		draw_case(model, OWN(case_study,
		    model->sets[RECORD_CASE_STUDY].items[i]));
	for (i = 0; i < model->sets[RECORD_CAMPAIGN].count; i++)
		draw_campaign(model, OWN(campaign,
		    model->sets[RECORD_CAMPAIGN].items[i]));
}

#define FILES 40

static void
add_file(struct site_file *files, size_t *count, struct arena *arena,
    const char *stem, int number, const char *ending, const char *text)
{
	assert_true(*count < FILES);
	files[(*count)++] = (struct site_file){ number < 0
	    ? arena_printf(arena, "%s%s", stem, ending)
	    : arena_printf(arena, "%s%d%s", stem, number, ending), text };
}

static void
load(struct site_fixture *site, struct arena *arena)
{
	struct site_file files[FILES];
	size_t count = 0;
	int i;

	add_file(files, &count, arena, "solutions/care", -1, ".yaml", NULL);
	add_file(files, &count, arena, "case-studies/shop", -1, ".yaml", NULL);
	add_file(files, &count, arena, "campaigns/peak", -1, ".md", NULL);
	add_file(files, &count, arena, "funding", -1, ".yaml", "[]\n");
	add_file(files, &count, arena, "commitments", -1, ".yaml", "[]\n");
	add_file(files, &count, arena, "partners/other", -1, ".yaml",
	    "name: Other\n" PARTNER APPROVED);
	for (i = 0; i < SOLUTIONS_MOST; i++)
		add_file(files, &count, arena, "solutions/s", i, ".yaml",
		    "name: S\n" SOLUTION "areas: [edge]\n"
		    "industries: [retail]\nsegments: [mid]\n"
		    "countries: [DE, FR]\n" APPROVED);
	for (i = 0; i < CASES_MOST; i++)
		add_file(files, &count, arena, "case-studies/k", i, ".yaml",
		    i % 2 == 0 ? "title: T\npartner: acme\nsolution: s0\n"
		    "customer: {name: Firm, anonymised: a company, "
		    "country: DE, industry: retail, size: mid}\n"
		    "summary: S\nproducts: [engine]\n"
		    "metrics: [{label: L, value: 1}]\n"
		    "quotes: [{text: Q, role: R}]\n"
		    "consent: {uses: [name, story, share-with-vendor, quote], "
		    "territories: [DE], from: 2026-01-01, "
		    "until: 2028-01-01}\n" APPROVED
		    : "title: T\npartner: acme\nsolution: s0\n"
		    "customer: {name: Firm, anonymised: a company, "
		    "country: DE, industry: retail, size: mid}\n"
		    "summary: S\nproducts: [engine]\n"
		    "consent: {uses: [name, story, share-with-vendor, quote], "
		    "territories: [DE], from: 2026-01-01, "
		    "until: 2028-01-01}\n" APPROVED);
	for (i = 0; i < 2; i++)
		add_file(files, &count, arena, "campaigns/c", i, ".yaml",
		    "name: C\narea: edge\nstart: 2026-07-01\n"
		    "end: 2027-06-30\nterritories: [world]\n"
		    "industries: [retail]\nsegments: [mid]\n"
		    "products: [engine]\npins: [s0]\nexcludes: [s1]\n"
		    APPROVED);
	add_file(files, &count, arena, "offices/tokyo", -1, ".yaml",
	    "name: Tokyo\nregion: apac\ncountry: JP\ncovers: [JP, AT]\n"
	    "languages: [ja]\ntz: Asia/Tokyo\nemail: [t@vendor.example]\n"
	    "reader: vendor-field\n" APPROVED);
	site_load_files(site, files, count);
}

static void
test_random_sites(void **state)
{
	struct arena arena = { 0 };
	struct site_fixture site;
	int i;

	(void)state;
	load(&site, &arena);
	for (i = 0; i < SITES; i++) {
		draw_model(&site.model);
		expect_site(&site, i % 10 == 0);
	}
	site_release(&site);
	arena_release(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_random_sites),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
