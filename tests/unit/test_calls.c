/* When to call: hours in common by two clocks, on the day that is stated. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fieldkit/theme.h"
#include "fieldkit/view_build.h"
#include "site.h"

static void
test_clocks(void **state)
{
	(void)state;
	assert_int_equal(clock_offset("Europe/Berlin", day("2026-11-22")), 60);
	assert_int_equal(clock_offset("Europe/Berlin", day("2026-07-01")),
	    120);
	assert_int_equal(clock_offset("Asia/Kolkata", day("2026-07-01")), 330);
	assert_int_equal(clock_offset("America/New_York", day("2026-03-09")),
	    -240);
	/* A week in which one has changed and the other has not. */
	assert_int_equal(clock_offset("Europe/Berlin", day("2026-03-09")), 60);
	assert_int_equal(clock_offset("Etc/UTC", day("2026-07-01")), 0);
}

static void
test_words(void **state)
{
	struct arena arena = { 0 };
	struct format_locale *en = format_locale_new("en-GB");
	struct format_locale *us = format_locale_new("en-US");
	struct format_locale *de = format_locale_new("de");

	(void)state;
	assert_string_equal(format_time(en, &arena, 9 * 60), "09:00");
	assert_string_equal(format_time(de, &arena, 16 * 60 + 30), "16:30");
	assert_non_null(strstr(format_time(us, &arena, 17 * 60), "PM"));
	assert_string_equal(format_city(en, &arena, "Asia/Tokyo"), "Tokyo");
	assert_string_equal(format_city(de, &arena, "Asia/Tokyo"), "Tokio");
	assert_string_equal(format_city(en, &arena, "America/New_York"),
	    "New York");
	assert_string_equal(format_city(de, &arena, "UTC"), "UTC");
	assert_string_equal(format_city(de, &arena, "Etc/UTC"), "UTC");
	assert_string_equal(format_city(en, &arena, "Asia/Tokyo"), "Tokyo");
	assert_string_equal(format_city(de, &arena, "Etc/GMT+5"), "GMT+5");
	assert_string_equal(format_city(de, &arena, "Japan"), "Tokio");
	format_locale_free(en);
	format_locale_free(us);
	format_locale_free(de);
	arena_release(&arena);
}

struct meeting {
	const char *office;
	const char *partner;
	const char *start;		/* of the campaign: the day that counts */
	const char *wanted;		/* NULL: nothing to tell */
};

static const struct meeting meetings[] = {
	{ "Europe/Berlin", "Asia/Tokyo", "2026-07-01",
	    "9:00 AM–10:00 AM your time is 4:00 PM–5:00 PM in Tokyo" },
	{ "Asia/Tokyo", "Europe/Berlin", "2026-07-01",
	    "4:00 PM–5:00 PM your time is 9:00 AM–10:00 AM in Berlin" },
	/* In winter they are eight hours apart. */
	{ "Europe/Berlin", "Asia/Tokyo", "2026-12-01",
	    "No office hours in common with Tokyo: write" },
	{ "Europe/Berlin", "Europe/Paris", "2026-07-01", NULL },
	{ "Europe/Berlin", "Asia/Kolkata", "2026-07-01",
	    "9:00 AM–1:30 PM your time is 12:30 PM–5:00 PM in Kolkata" },
	{ "Europe/Berlin", "America/New_York", "2026-03-09",
	    "2:00 PM–5:00 PM your time is 9:00 AM–12:00 PM in New York" },
	{ "Europe/Berlin", "America/New_York", "2026-07-01",
	    "3:00 PM–5:00 PM your time is 9:00 AM–11:00 AM in New York" },
	{ "Asia/Tokyo", "America/Los_Angeles", "2026-07-01",
	    "No office hours in common with Los Angeles: write" },
	{ "Asia/Tokyo", "America/Los_Angeles", "2026-12-01",
	    "9:00 AM–10:00 AM your time is 4:00 PM–5:00 PM the day before in "
	    "Los Angeles" },
	{ "Pacific/Auckland", "America/Los_Angeles", "2026-07-01",
	    "9:00 AM–12:00 PM your time is 2:00 PM–5:00 PM the day before in "
	    "Los Angeles" },
	{ "America/Los_Angeles", "Pacific/Auckland", "2026-07-01",
	    "2:00 PM–5:00 PM your time is 9:00 AM–12:00 PM the day after in "
	    "Auckland" },
};

/* ICU 72 and later put a narrow space before AM. */
static const char *
plain_spaces(struct arena *arena, const char *text)
{
	char *copy = arena_strdup(arena, text), *to = copy;

	for (; *text != '\0'; text++)
		if (strncmp(text, "\u202f", 3) == 0) {
			*to++ = ' ';
			text += 2;
		} else {
			*to++ = *text;
		}
	*to = '\0';
	return copy;
}

/* The sentence of the partner's desk in the campaign's kit. */
static const char *
call_of(struct site_fixture *site, const struct theme *theme,
    const struct meeting *meeting)
{
	struct arena *arena = &site->arena;
	struct plan plan;
	struct view view;
	struct view_context context = { .plan = &plan,
	    .messages = theme_messages(theme, "en", "en"),
	    .locale = format_locale_new("en"), .own_kit_id = "--------" };
	const struct campaign_view *top;
	const struct contact_view *contact;
	const struct job *job;

	context.edition = site_project(site, "field", "2026-11-22");
	plan_jobs(&plan, arena, context.edition, &site->diags);
	job = plan_find(&plan, "kits/peak_munich_en.pdf");
	assert_non_null(job);
	assert_true(view_build(&view, arena, &context, job));
	format_locale_free(context.locale);
	top = view.top;
	assert_int_equal(top->partner_contacts.count, 1);
	contact = LIST_AT(top->partner_contacts, struct contact_view, 0);
	assert_true(is_given(&top->call_day) == (meeting->wanted != NULL));
	return is_given(&contact->call)
	    ? plain_spaces(arena, contact->call.chars) : NULL;
}

static void
load(struct site_fixture *site, struct arena *arena,
    const struct meeting *meeting)
{
	const struct site_file files[] = {
		{ "partners/acme/index.md", arena_printf(arena,
		    "---\nname: Acme\nsummary: {short: x}\nhq: FR\nsites:\n"
		    "- {id: main, kind: office, name: M, country: FR, tz: %s}\n"
		    APPROVED "---\nBody.\n", meeting->partner) },
		{ "offices/munich.yaml", arena_printf(arena,
		    "name: Munich\nregion: dach\ncountry: DE\ncovers: [DE]\n"
		    "languages: [en]\ntz: %s\nemail: [s@vendor.example]\n"
		    "reader: vendor-field\n" APPROVED, meeting->office) },
		{ "offices/paris.yaml", NULL },
		{ "campaigns/peak.md", arena_printf(arena,
		    "---\nname: Peak\nstart: %s\nend: 2028-06-30\n"
		    "territories: [DE]\nproducts: [engine]\n" APPROVED
		    "---\nBrief.\n", meeting->start) },
		{ "people.yaml", "- {id: acme-desk, kind: mailbox, org: acme, "
		    "role: sales, email: desk@acme.example}\n" },
	};

	site_load_files(site, files, sizeof(files) / sizeof(files[0]));
}

static void
test_meetings(void **state)
{
	struct arena arena = { 0 };
	struct sources sources = { 0 };
	struct diags diags;
	struct theme theme;
	size_t i;

	(void)state;
	diags_init(&diags, &sources);
	assert_true(theme_load(&theme, &arena, &sources, "themes", "default",
	    "/nonexistent", &diags));
	for (i = 0; i < sizeof(meetings) / sizeof(meetings[0]); i++) {
		struct site_fixture site;
		const char *call;

		load(&site, &arena, &meetings[i]);
		call = call_of(&site, &theme, &meetings[i]);
		if (meetings[i].wanted == NULL)
			assert_null(call);
		else
			assert_string_equal(call, meetings[i].wanted);
		site_release(&site);
	}
	diags_release(&diags);
	sources_release(&sources);
	arena_release(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_clocks),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_meetings),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
