/*
 * The ledger: rows come back, a chain that was touched anywhere is found, a
 * person can be forgotten.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "fieldkit/file.h"
#include "fieldkit/ledger.h"
#include "fieldkit/source.h"

struct fixture {
	char folder[32];
	char path[64];
	struct sources sources;
	struct diags diags;
};

static int
setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	strcpy(f->folder, "/tmp/ledger-XXXXXX");
	if (mkdtemp(f->folder) == NULL)
		return -1;
	snprintf(f->path, sizeof(f->path), "%s/ledger.db", f->folder);
	diags_init(&f->diags, NULL);
	*state = f;
	return 0;
}

static int
teardown(void **state)
{
	struct fixture *f = *state;

	diags_release(&f->diags);
	tree_remove(f->folder);
	free(f);
	return 0;
}

static const struct ledger_row example = {
	.time = 1795000000, .event = LEDGER_SENDING,
	.recipient = "riga@example.com", .kit = "5B4X7W9Q", .kind = "kit",
	.edition = "vendor-field", .office = "riga", .path = "kits/a.pdf",
	.sha256 = "00ff", .message_id = "<1@example.com>", .words = "",
};

static struct ledger *
opened(struct fixture *f, enum ledger_mode mode)
{
	struct ledger *ledger;

	assert_true(ledger_open(&ledger, f->path, mode, &f->diags));
	return ledger;
}

/* Three deliveries, one of which ended well. */
static void
fill(struct fixture *f)
{
	struct ledger *ledger = opened(f, LEDGER_WRITE);
	struct ledger_row row = example;

	assert_true(ledger_add(ledger, &row, &f->diags));
	row.event = LEDGER_SENT;
	row.words = "250 2.0.0 Ok, RIGA@example.com has it";
	assert_true(ledger_add(ledger, &row, &f->diags));
	row.recipient = "osaka@example.com";
	row.office = "osaka";
	row.event = LEDGER_REFUSED;
	row.words = "550 5.1.1\r\nno such user";
	assert_true(ledger_add(ledger, &row, &f->diags));
	ledger_close(ledger);
}

static enum ledger_event
last_of(struct ledger *ledger, const char *recipient)
{
	const struct ledger_key key = { recipient, "5B4X7W9Q", "kit" };

	return ledger_last(ledger, &key);
}

static void
collect(void *context, const struct ledger_row *row)
{
	char *text = context;
	size_t len = strlen(text);

	snprintf(text + len, 1000 - len, "%d %s %s %s;", (int)row->number,
	    ledger_event_word(row->event), row->recipient, row->words);
}

static void
rows_come_back(void **state)
{
	struct fixture *f = *state;
	struct ledger_filter all = { 0 }, riga = { .office = "riga",
		.is_current_only = true };
	char text[1000] = "";
	struct ledger *ledger;

	fill(f);
	ledger = opened(f, LEDGER_READ);
	assert_int_equal(last_of(ledger, "riga@example.com"), LEDGER_SENT);
	assert_int_equal(last_of(ledger, "osaka@example.com"),
	    LEDGER_REFUSED);
	assert_int_equal(last_of(ledger, "lima@example.com"), LEDGER_NONE);
	assert_true(ledger_list(ledger, &all, collect, text, &f->diags));
	assert_string_equal(text, "1 sending riga@example.com ;"
	    "2 sent riga@example.com 250 2.0.0 Ok, (recipient) has it;"
	    "3 refused osaka@example.com 550 5.1.1  no such user;");
	text[0] = '\0';
	assert_true(ledger_list(ledger, &riga, collect, text, &f->diags));
	assert_string_equal(text, "2 sent riga@example.com "
	    "250 2.0.0 Ok, (recipient) has it;");
	ledger_close(ledger);
}

static void
none_is_empty(void **state)
{
	struct fixture *f = *state;
	struct ledger *ledger = opened(f, LEDGER_READ);
	char head[DIGEST_HEX_CHARS + 1];
	int64_t count;

	assert_null(ledger);
	assert_int_equal(last_of(ledger, "riga@example.com"), LEDGER_NONE);
	assert_false(ledger_is_withdrawn(ledger, "5B4X7W9Q"));
	assert_true(ledger_verify(ledger, &f->diags, &count, head));
	assert_int_equal(count, 0);
	assert_int_not_equal(access(f->path, F_OK), 0);
}

static void
one_writes_at_a_time(void **state)
{
	struct fixture *f = *state;
	struct ledger *first = opened(f, LEDGER_WRITE), *second, *reader;
	char wanted[64];

	assert_false(ledger_open(&second, f->path, LEDGER_WRITE, &f->diags));
	assert_null(second);
	snprintf(wanted, sizeof(wanted), "by process %ld on ",
	    (long)getpid());
	assert_non_null(strstr(f->diags.items[0].message, wanted));
	reader = opened(f, LEDGER_READ);
	ledger_close(reader);
	ledger_close(first);
	first = opened(f, LEDGER_WRITE);
	ledger_close(first);
}

static void
a_group_is_all_or_nothing(void **state)
{
	struct fixture *f = *state;
	struct ledger *ledger = opened(f, LEDGER_WRITE);

	assert_true(ledger_begin(ledger, &f->diags));
	assert_true(ledger_add(ledger, &example, &f->diags));
	ledger_close(ledger);
	ledger = opened(f, LEDGER_WRITE);
	assert_int_equal(last_of(ledger, "riga@example.com"), LEDGER_NONE);
	assert_true(ledger_begin(ledger, &f->diags));
	assert_true(ledger_add(ledger, &example, &f->diags));
	assert_true(ledger_commit(ledger, &f->diags));
	ledger_close(ledger);
	ledger = opened(f, LEDGER_READ);
	assert_int_equal(last_of(ledger, "riga@example.com"), LEDGER_SENDING);
	ledger_close(ledger);
}

static void
change(struct fixture *f, const char *sql)
{
	sqlite3 *db;
	char *error = NULL;

	assert_int_equal(sqlite3_open(f->path, &db), SQLITE_OK);
	if (sqlite3_exec(db, sql, NULL, NULL, &error) != SQLITE_OK)
		fail_msg("%s: %s", sql, error);
	sqlite3_close(db);
}

static bool
verifies(struct fixture *f, char head[DIGEST_HEX_CHARS + 1])
{
	struct ledger *ledger = opened(f, LEDGER_READ);
	int64_t count;
	bool is_whole = ledger_verify(ledger, &f->diags, &count, head);

	ledger_close(ledger);
	return is_whole;
}

static void
tampering_is_found(void **state)
{
	static const struct {
		const char *sql, *found;
	} cases[] = {
		{ "UPDATE delivery SET time = time + 1 WHERE number = 2",
		    "row 2 was changed" },
		{ "UPDATE delivery SET event = 'sent' WHERE number = 1",
		    "row 1 was changed" },
		{ "UPDATE delivery SET event = 'unheard-of' WHERE number = 1",
		    "row 1 was changed" },
		{ "UPDATE delivery SET recipient = x'' WHERE number = 3",
		    "row 3 was changed" },
		{ "UPDATE delivery SET recipient = zeroblob(64) "
		    "WHERE number = 3", "row 3 was changed" },
		{ "UPDATE delivery SET kit = 'X' WHERE number = 1",
		    "row 1 was changed" },
		{ "UPDATE delivery SET kind = 'notice' WHERE number = 1",
		    "row 1 was changed" },
		{ "UPDATE delivery SET edition = '' WHERE number = 1",
		    "row 1 was changed" },
		{ "UPDATE delivery SET edition = 'vendor-fieldriga', "
		    "office = '' WHERE number = 1", "row 1 was changed" },
		{ "UPDATE delivery SET path = path || '.' WHERE number = 1",
		    "row 1 was changed" },
		{ "UPDATE delivery SET sha256 = '' WHERE number = 1",
		    "row 1 was changed" },
		{ "UPDATE delivery SET message_id = '' WHERE number = 1",
		    "row 1 was changed" },
		{ "UPDATE delivery SET words = 'no' WHERE number = 3",
		    "row 3 was changed" },
		{ "UPDATE delivery SET hash = zeroblob(32) WHERE number = 3",
		    "row 3 was changed" },
		{ "DELETE FROM delivery WHERE number = 1",
		    "row 1 is missing" },
		{ "DELETE FROM delivery WHERE number = 2",
		    "row 2 is missing" },
		{ "DELETE FROM delivery WHERE number = 3",
		    "row 3 is missing" },
		{ "UPDATE delivery SET number = number + 1 WHERE number = 3",
		    "row 3 is missing" },
		{ "INSERT INTO delivery SELECT 4, time, event, recipient, "
		    "kit, kind, edition, office, path, sha256, message_id, "
		    "words, hash FROM delivery WHERE number = 3",
		    "row 4 was changed" },
		{ "UPDATE recipient SET address = 'lima@example.com' "
		    "WHERE address = 'riga@example.com'",
		    "a recipient's address was changed" },
		{ "UPDATE recipient SET address = NULL, salt = NULL "
		    "WHERE address = 'riga@example.com'",
		    "a recipient's address was changed or removed" },
		{ "DELETE FROM recipient WHERE address = 'riga@example.com'",
		    "row 1 names a recipient that was removed" },
	};
	struct fixture *f = *state;
	char head[DIGEST_HEX_CHARS + 1];
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		tree_remove(f->path);
		fill(f);
		assert_true(verifies(f, head));
		change(f, cases[i].sql);
		if (verifies(f, head))
			fail_msg("not found: %s", cases[i].sql);
		if (strstr(f->diags.items[f->diags.count - 1].message,
		    cases[i].found) == NULL)
			fail_msg("%s: %s", cases[i].sql,
			    f->diags.items[f->diags.count - 1].message);
	}
}

static bool
holds(const char *path, const char *text)
{
	FILE *file = fopen(path, "rb");
	size_t len = strlen(text), got;
	char *bytes = malloc(1 << 20);
	bool is_there = false;
	size_t i;

	assert_non_null(file);
	got = fread(bytes, 1, 1 << 20, file);
	fclose(file);
	for (i = 0; i + len <= got; i++)
		is_there = is_there || memcmp(bytes + i, text, len) == 0;
	free(bytes);
	return is_there;
}

/* Who also knows how SQLite counts leaves a chain that is whole, but shorter:
 * the noted digest of its last row is not the one that is found. */
static void
a_shorter_chain_ends_otherwise(void **state)
{
	struct fixture *f = *state;
	char noted[DIGEST_HEX_CHARS + 1], found[DIGEST_HEX_CHARS + 1];

	fill(f);
	assert_true(verifies(f, noted));
	change(f, "DELETE FROM delivery WHERE number = 3;"
	    "DELETE FROM recipient WHERE address = 'osaka@example.com';"
	    "UPDATE sqlite_sequence SET seq = 2 WHERE name = 'delivery'");
	assert_true(verifies(f, found));
	assert_string_not_equal(noted, found);
}

static void
a_target_serves_its_last_release(void **state)
{
	struct fixture *f = *state;
	struct ledger *ledger = opened(f, LEDGER_WRITE);
	struct ledger_row row = example;
	struct arena arena = { 0 };

	row.event = LEDGER_PUBLISHED;
	row.kind = "release";
	row.recipient = "intranet";
	row.kit = "0123456789abcdef";
	row.words = "publish to the intranet";
	assert_string_equal(ledger_served(ledger, &arena, "intranet",
	    "vendor-field"), "");
	assert_true(ledger_add(ledger, &row, &f->diags));
	row.edition = "customer";
	row.kit = "fedcba9876543210";
	assert_true(ledger_add(ledger, &row, &f->diags));
	assert_string_equal(ledger_served(ledger, &arena, "intranet",
	    "vendor-field"), "0123456789abcdef");
	assert_string_equal(ledger_served(ledger, &arena, "elsewhere",
	    "vendor-field"), "");
	ledger_close(ledger);
	assert_true(holds(f->path, "publish to the intranet"));
	arena_release(&arena);
}

static void
a_person_is_forgotten(void **state)
{
	struct fixture *f = *state;
	char before[DIGEST_HEX_CHARS + 1], after[DIGEST_HEX_CHARS + 1];
	struct ledger *ledger;

	fill(f);
	assert_true(verifies(f, before));
	assert_true(holds(f->path, "riga@example.com"));
	ledger = opened(f, LEDGER_WRITE);
	assert_false(ledger_purge(ledger, "lima@example.com", 1, &f->diags));
	assert_true(ledger_purge(ledger, "riga@example.com", 1795000100,
	    &f->diags));
	assert_int_equal(last_of(ledger, "riga@example.com"), LEDGER_NONE);
	ledger_close(ledger);
	assert_false(holds(f->path, "riga@example.com"));
	assert_true(holds(f->path, "osaka@example.com"));
	assert_true(verifies(f, after));
	assert_string_not_equal(before, after);
}

static void
what_is_no_ledger_is_left_alone(void **state)
{
	struct fixture *f = *state;
	struct ledger *ledger;
	FILE *file = fopen(f->path, "w");

	assert_non_null(file);
	fputs("a letter, not a ledger; long enough to be looked at twice\n"
	    "by whoever opens it\n", file);
	fclose(file);
	assert_false(ledger_open(&ledger, f->path, LEDGER_WRITE, &f->diags));
	assert_true(holds(f->path, "a letter, not a ledger"));
	tree_remove(f->path);
	change(f, "CREATE TABLE other (a)");
	assert_false(ledger_open(&ledger, f->path, LEDGER_WRITE, &f->diags));
	assert_non_null(strstr(f->diags.items[1].message, "is no ledger"));
}

static void
one_that_was_not_made_whole(void **state)
{
	struct fixture *f = *state;
	struct ledger *ledger = NULL;
	FILE *file = fopen(f->path, "w");

	assert_non_null(file);
	fclose(file);
	assert_true(ledger_open(&ledger, f->path, LEDGER_READ, &f->diags));
	ledger_close(ledger);
	tree_remove(f->path);
	change(f, "PRAGMA journal_mode = WAL");
	assert_true(ledger_open(&ledger, f->path, LEDGER_READ, &f->diags));
	assert_false(ledger_is_withdrawn(ledger, example.kit));
	ledger_close(ledger);
	ledger = opened(f, LEDGER_WRITE);
	assert_true(ledger_add(ledger, &example, &f->diags));
	ledger_close(ledger);
}

static void
withdrawn_is_withdrawn(void **state)
{
	struct fixture *f = *state;
	struct ledger *ledger = opened(f, LEDGER_WRITE);
	struct ledger_row row = example;

	assert_false(ledger_is_withdrawn(ledger, row.kit));
	row.event = LEDGER_WITHDRAWN;
	row.recipient = "";
	row.words = "a price was wrong";
	assert_true(ledger_add(ledger, &row, &f->diags));
	assert_true(ledger_is_withdrawn(ledger, row.kit));
	assert_false(ledger_is_withdrawn(ledger, "00000000"));
	ledger_close(ledger);
}

int
main(void)
{
#define CASE(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
	const struct CMUnitTest tests[] = {
		CASE(rows_come_back),
		CASE(none_is_empty),
		CASE(one_writes_at_a_time),
		CASE(a_group_is_all_or_nothing),
		CASE(tampering_is_found),
		CASE(a_shorter_chain_ends_otherwise),
		CASE(a_target_serves_its_last_release),
		CASE(a_person_is_forgotten),
		CASE(what_is_no_ledger_is_left_alone),
		CASE(one_that_was_not_made_whole),
		CASE(withdrawn_is_withdrawn),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
