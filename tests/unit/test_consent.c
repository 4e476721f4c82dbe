/* The consent ladder: uses, reader, territory, window. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "site.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

enum { DE = 1, FR = 2, AT = 4 };

struct row {
	const char *what;
	const char *uses;
	const char *reader;
	int limited_to;			/* countries, 0: no limit */
	int asked_for;			/* countries, 0: anywhere */
	int32_t from, until;		/* of the consent */
	enum rung want;
};

/* The window asked for is day 100 to day 200. */
static const struct row rows[] = {
	{ "all uses", "nlqscv", "vendor-field", 0, 0, 1, 999, RUNG_FULL },
	{ "name and story are enough", "nsv", "vendor-field", 0, 0, 1, 999,
	    RUNG_FULL },
	{ "no name", "lqscv", "vendor-field", 0, 0, 1, 999, RUNG_ANONYMISED },
	{ "story alone", "sv", "vendor-field", 0, 0, 1, 999, RUNG_ANONYMISED },
	{ "no story", "nlqcv", "vendor-field", 0, 0, 1, 999, RUNG_COUNT },
	{ "shared and no more", "v", "vendor-field", 0, 0, 1, 999, RUNG_COUNT },
	{ "no use at all", "", "vendor-field", 0, 0, 1, 999, RUNG_ABSENT },
	{ "not shared with the vendor", "nlqsc", "vendor-field", 0, 0, 1, 999,
	    RUNG_ABSENT },
	{ "nor with its alliance team", "nlqsc", "vendor-alliance", 0, 0, 1,
	    999, RUNG_ABSENT },
	{ "a reader of the site's own counts as the vendor's", "nlqsc",
	    "analysts", 0, 0, 1, 999, RUNG_ABSENT },
	{ "partners need no such leave", "ns", "partner-field", 0, 0, 1, 999,
	    RUNG_FULL },
	{ "nor do their alliance managers", "ns", "partner-alliance", 0, 0, 1,
	    999, RUNG_FULL },
	{ "nor do customers", "ns", "customer", 0, 0, 1, 999, RUNG_FULL },
	{ "a territory inside", "nsv", "vendor-field", DE | FR, DE, 1, 999,
	    RUNG_FULL },
	{ "the very territory", "nsv", "vendor-field", DE | FR, DE | FR, 1,
	    999, RUNG_FULL },
	{ "a territory partly outside", "nsv", "vendor-field", DE, DE | FR, 1,
	    999, RUNG_ANONYMISED },
	{ "a territory outside", "nsv", "vendor-field", DE, FR, 1, 999,
	    RUNG_ANONYMISED },
	{ "limited, asked for anywhere", "nsv", "vendor-field", DE, 0, 1, 999,
	    RUNG_ANONYMISED },
	{ "outside without story", "nv", "vendor-field", DE, FR, 1, 999,
	    RUNG_COUNT },
	{ "the window to the day", "nsv", "vendor-field", 0, 0, 100, 200,
	    RUNG_FULL },
	{ "starts a day late", "nsv", "vendor-field", 0, 0, 101, 200,
	    RUNG_ABSENT },
	{ "ends a day early", "nsv", "vendor-field", 0, 0, 100, 199,
	    RUNG_ABSENT },
	{ "is over", "nsv", "vendor-field", 0, 0, 1, 99, RUNG_ABSENT },
	{ "begins after", "nsv", "vendor-field", 0, 0, 201, 999, RUNG_ABSENT },
	{ "over, and without story", "nv", "vendor-field", 0, 0, 1, 99,
	    RUNG_ABSENT },
};

static const struct source_pos here = { .file = 1, .line = 1, .col = 1 };
static const char use_letters[] = "nlqscv";

struct choices {
	struct choice items[6];
	uint32_t count;
};

static struct choices
uses_of(const char *letters)
{
	struct choices uses = { .count = 0 };

	for (; *letters != '\0'; letters++)
		uses.items[uses.count++] = (struct choice){ here,
		    (int32_t)(strchr(use_letters, *letters) - use_letters) };
	return uses;
}

static uint32_t
refs_of(struct ref refs[3], int countries)
{
	static const char *const names[] = { "DE", "FR", "AT" };
	uint32_t i, count = 0;

	for (i = 0; i < 3; i++)
		if (countries >> i & 1)
			refs[count++] = (struct ref){ here, names[i], NULL };
	return count;
}

static struct country_set
set_of(int countries)
{
	struct country_set set = { 0 };
	struct ref refs[3];
	uint32_t i, count = refs_of(refs, countries);

	for (i = 0; i < count; i++)
		country_set_add(&set, refs[i].id);
	return set;
}

static enum rung
rung_of(const struct row *row)
{
	static const struct model no_regions;
	struct arena arena = { 0 };
	struct choices uses = uses_of(row->uses);
	struct ref refs[3];
	struct country_set asked = set_of(row->asked_for);
	struct variant variant = { here, "en", 1, "x", NULL };
	struct case_study study = {
		.customer = { .pos = here, .name = { here, 4, "Acme" },
		    .anonymised = { here, 1, &variant } },
		.consent = { .pos = here,
		    .uses = { here, uses.count, uses.items },
		    .from = { here, row->from }, .until = { here, row->until } },
	};
	struct consent_scope scope = { .reader = row->reader,
	    .from_days = 100, .until_days = 200 };
	enum rung rung;

	if (row->limited_to != 0)
		study.consent.territories = (struct list){ here,
		    refs_of(refs, row->limited_to), refs };
	if (row->asked_for != 0)
		scope.territory = &asked;
	scope.regions = regions_new(&arena, &no_regions);
	rung = consent_rung(&study, &scope);
	arena_release(&arena);
	return rung;
}

static void
ladder_follows_the_table(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(rows); i++)
		if (rung_of(&rows[i]) != rows[i].want)
			fail_msg("%s: rung %d, want %d", rows[i].what,
			    (int)rung_of(&rows[i]), (int)rows[i].want);
}

static const char *const readers[] = { "customer", "vendor-field",
	"vendor-alliance", "partner-field", "partner-alliance", "analysts" };
static const int32_t froms[] = { 1, 100, 101 };
static const int32_t untils[] = { 99, 199, 200, 999 };

/* Every combination, as the two functions below see it. */
static void
each_row(void (*check)(const struct row *row))
{
	int uses, limited, asked;
	size_t reader, from, until;
	char letters[7];

	for (uses = 0; uses < 64; uses++) {
		size_t i, len = 0;

		for (i = 0; i < 6; i++)
			if (uses >> i & 1)
				letters[len++] = use_letters[i];
		letters[len] = '\0';
		for (reader = 0; reader < COUNT_OF(readers); reader++)
			for (limited = 0; limited < 8; limited++)
				for (asked = 0; asked < 8; asked++)
					for (from = 0; from < 3; from++)
						for (until = 0; until < 4; until++) {
							struct row row = { "",
							    letters,
							    readers[reader],
							    limited, asked,
							    froms[from],
							    untils[until],
							    RUNG_ABSENT };
							check(&row);
						}
	}
}

/* The rules in the words of the design, one after the other. */
static enum rung
expected(const struct row *row)
{
	bool is_vendor = strncmp(row->reader, "vendor", 6) == 0 ||
	    strcmp(row->reader, "analysts") == 0;

	if (*row->uses == '\0' || row->from > 100 || row->until < 200)
		return RUNG_ABSENT;
	if (is_vendor && strchr(row->uses, 'v') == NULL)
		return RUNG_ABSENT;
	if (strchr(row->uses, 's') == NULL)
		return RUNG_COUNT;
	if (strchr(row->uses, 'n') == NULL)
		return RUNG_ANONYMISED;
	if (row->limited_to != 0 && (row->asked_for == 0 ||
	    (row->asked_for & ~row->limited_to) != 0))
		return RUNG_ANONYMISED;
	return RUNG_FULL;
}

static void
compare_with_rules(const struct row *row)
{
	if (rung_of(row) != expected(row))
		fail_msg("uses '%s' reader %s limited %d asked %d from %d "
		    "until %d: rung %d, want %d", row->uses, row->reader,
		    row->limited_to, row->asked_for, row->from, row->until,
		    (int)rung_of(row), (int)expected(row));
}

static void
every_combination_follows_the_rules(void **state)
{
	(void)state;
	each_row(compare_with_rules);
}

static void
what_is_missing_counts_as_refused(void **state)
{
	static const struct model no_regions;
	struct arena arena = { 0 };
	struct choices uses = uses_of("nsv");
	struct case_study study = { .consent = { .pos = here,
	    .uses = { here, uses.count, uses.items },
	    .from = { here, 1 }, .until = { here, 999 } } };
	struct consent_scope scope = { .reader = "vendor-field",
	    .from_days = 100, .until_days = 100 };

	(void)state;
	scope.regions = regions_new(&arena, &no_regions);
	/* Neither a name nor another form to print. */
	assert_int_equal(consent_rung(&study, &scope), RUNG_COUNT);
	study.consent.until = (struct date){ 0 };
	assert_int_equal(consent_rung(&study, &scope), RUNG_ABSENT);
	study.consent = (struct consent){ 0 };
	assert_int_equal(consent_rung(&study, &scope), RUNG_ABSENT);
	arena_release(&arena);
}

/* A list of territories that lost its regions holds nowhere. */
static void
an_empty_territory_is_nowhere(void **state)
{
	static const struct model no_regions;
	struct arena arena = { 0 };
	struct choices uses = uses_of("nsv");
	struct variant variant = { here, "en", 1, "x", NULL };
	struct country_set germany = set_of(DE);
	struct case_study study = {
		.customer = { .pos = here, .name = { here, 4, "Acme" },
		    .anonymised = { here, 1, &variant } },
		.consent = { .pos = here,
		    .uses = { here, uses.count, uses.items },
		    .territories = { here, 0, NULL },
		    .from = { here, 1 }, .until = { here, 999 } } };
	struct consent_scope scope = { .reader = "vendor-field",
	    .territory = &germany, .from_days = 100, .until_days = 100 };

	(void)state;
	scope.regions = regions_new(&arena, &no_regions);
	assert_int_equal(consent_rung(&study, &scope), RUNG_ANONYMISED);
	arena_release(&arena);
}

static void
territories_go_through_the_tree(void **state)
{
	static const struct {
		const char *territory, *country;
		bool is_covered;
	} cases[] = {
		{ "world", "DE", true }, { "emea", "AT", true },
		{ "dach", "CH", true }, { "dach", "FR", false },
		{ "DE", "DE", true }, { "DE", "AT", false },
		{ "apac", "DE", false }, { "world", "JP", true },
		{ "world", "BR", false },	/* no region lists it */
	};
	struct site_fixture site;
	const struct regions *regions;
	size_t i;

	(void)state;
	site_load_files(&site, NULL, 0);
	regions = regions_new(&site.arena, &site.model);
	for (i = 0; i < COUNT_OF(cases); i++) {
		struct ref ref = { here, cases[i].territory,
		    model_find(&site.model, RECORD_REGION,
		    cases[i].territory) };
		const struct list list = { here, 1, &ref };

		if (territory_covers(regions, &list, cases[i].country) !=
		    cases[i].is_covered)
			fail_msg("%s in %s", cases[i].country,
			    cases[i].territory);
	}
	site_release(&site);
}

static void
country_sets_are_sets(void **state)
{
	struct country_set a = set_of(DE | FR), b = set_of(FR), none = { 0 };

	(void)state;
	country_set_add(&none, "de");
	country_set_add(&none, "DEU");
	country_set_add(&none, "");
	assert_true(country_set_is_empty(&none));
	assert_true(country_set_has(&a, "DE"));
	assert_false(country_set_has(&a, "AT"));
	assert_true(country_set_contains(&a, &b));
	assert_false(country_set_contains(&b, &a));
	assert_true(country_set_overlaps(&a, &b));
	assert_false(country_set_overlaps(&a, &none));
	country_set_add(&none, "ZZ");
	assert_true(country_set_has(&none, "ZZ"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ladder_follows_the_table),
		cmocka_unit_test(every_combination_follows_the_rules),
		cmocka_unit_test(what_is_missing_counts_as_refused),
		cmocka_unit_test(an_empty_territory_is_nowhere),
		cmocka_unit_test(territories_go_through_the_tree),
		cmocka_unit_test(country_sets_are_sets),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
