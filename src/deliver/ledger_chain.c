/*
 * The ledger's chain. In: the rows as they lie in the file. Out: the first
 * that is not as it was written, or the digest of the last one.
 *
 * hash(n) = SHA-256(hash(n - 1), fields of row n), each field with its length
 * before it; hash(0) is all zero. A row says its recipient as SHA-256(salt,
 * address): the address may be forgotten, the row stays provable.
 */
#include "ledger_store.h"

#include <string.h>

enum { WALK_RECIPIENT = 12, WALK_HASH = 13 };	/* after those of a row */

void
ledger_digest_recipient(const char *address,
    const unsigned char salt[LEDGER_SALT_BYTES],
    unsigned char ret_digest[DIGEST_BYTES])
{
	struct digest *digest = digest_new();

	digest_add_framed(digest, salt, LEDGER_SALT_BYTES);
	digest_add_string(digest, address);
	digest_finish(digest, ret_digest);
	digest_free(digest);
}

void
ledger_digest_row(const unsigned char before[DIGEST_BYTES],
    const struct ledger_row *row, const struct ledger_recipient *recipient,
    unsigned char ret_digest[DIGEST_BYTES])
{
	const char *const texts[] = { ledger_event_word(row->event), row->kit,
		row->kind, row->edition, row->office, row->path, row->sha256,
		row->message_id, row->words };
	struct digest *digest = digest_new();
	size_t i;

	digest_add_framed(digest, before, DIGEST_BYTES);
	digest_add_number(digest, (uint64_t)row->number);
	digest_add_number(digest, (uint64_t)row->time);
	digest_add_framed(digest, recipient->digest, (size_t)recipient->len);
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		digest_add_string(digest, texts[i]);
	digest_finish(digest, ret_digest);
	digest_free(digest);
}

static bool
fail_tampered(const struct ledger *ledger, const char *what, int64_t number,
    struct diags *diags)
{
	diag_report(diags, DIAG_LEDGER_TAMPERED, SOURCE_NOWHERE,
	    "%s: row %lld %s; compare it with the last copy that verified",
	    ledger->path, (long long)number, what);
	return false;
}

static struct ledger_recipient
walked_recipient(sqlite3_stmt *statement)
{
	struct ledger_recipient recipient = { .len =
	    sqlite3_column_bytes(statement, WALK_RECIPIENT) };

	if (recipient.len > DIGEST_BYTES)
		recipient.len = DIGEST_BYTES;
	if (recipient.len > 0)
		memcpy(recipient.digest, sqlite3_column_blob(statement,
		    WALK_RECIPIENT), (size_t)recipient.len);
	return recipient;
}

/* One row: its number follows, and it hashes to what it says. */
static bool
follow(struct ledger *ledger, sqlite3_stmt *statement, int64_t count,
    unsigned char head[DIGEST_BYTES], struct diags *diags)
{
	struct ledger_row row = ledger_row_of(statement);
	struct ledger_recipient recipient = walked_recipient(statement);
	unsigned char hash[DIGEST_BYTES];

	if (row.number != count + 1)
		return fail_tampered(ledger, "is missing", count + 1, diags);
	ledger_digest_row(head, &row, &recipient, hash);
	if (sqlite3_column_bytes(statement, WALK_HASH) != DIGEST_BYTES ||
	    memcmp(sqlite3_column_blob(statement, WALK_HASH), hash,
	    DIGEST_BYTES) != 0)
		return fail_tampered(ledger, "was changed", row.number,
		    diags);
	memcpy(head, hash, DIGEST_BYTES);
	return true;
}

static bool
walk(struct ledger *ledger, int64_t *ret_count,
    unsigned char head[DIGEST_BYTES], struct diags *diags)
{
	sqlite3_stmt *statement = ledger_statement(ledger, LEDGER_WALK,
	    diags);
	int status = SQLITE_DONE;
	bool is_whole = statement != NULL;

	*ret_count = 0;
	while (is_whole && (status = sqlite3_step(statement)) == SQLITE_ROW) {
		is_whole = follow(ledger, statement, *ret_count, head, diags);
		*ret_count += is_whole;
	}
	if (is_whole && status != SQLITE_DONE)
		is_whole = ledger_fail(ledger, "read", diags);
	sqlite3_reset(statement);
	return is_whole;
}

/* Rows cut off at the end: SQLite counts what was ever added. */
static bool
check_end(struct ledger *ledger, int64_t count, struct diags *diags)
{
	sqlite3_stmt *statement = ledger_statement(ledger, LEDGER_COUNT_ADDED,
	    diags);
	int64_t added = 0;

	if (statement == NULL)
		return false;
	if (sqlite3_step(statement) == SQLITE_ROW)
		added = sqlite3_column_int64(statement, 0);
	sqlite3_reset(statement);
	return added == count ||
	    fail_tampered(ledger, "is missing", count + 1, diags);
}

/* Every address is the one that its rows were hashed with, unless a row says
 * that it was forgotten. */
static bool
check_recipients(struct ledger *ledger, struct diags *diags)
{
	sqlite3_stmt *statement = ledger_statement(ledger,
	    LEDGER_CHECK_RECIPIENTS, diags);
	bool is_whole = statement != NULL;

	while (is_whole && sqlite3_step(statement) == SQLITE_ROW) {
		unsigned char digest[DIGEST_BYTES] = { 0 };

		if (sqlite3_column_type(statement, 2) == SQLITE_NULL)
			is_whole = sqlite3_column_int(statement, 3) == 1;
		else if (sqlite3_column_bytes(statement, 1) ==
		    LEDGER_SALT_BYTES)
			ledger_digest_recipient(ledger_column(statement, 2),
			    sqlite3_column_blob(statement, 1), digest);
		if (is_whole &&
		    sqlite3_column_type(statement, 2) != SQLITE_NULL)
			is_whole = sqlite3_column_bytes(statement, 0) ==
			    DIGEST_BYTES && memcmp(digest,
			    sqlite3_column_blob(statement, 0),
			    DIGEST_BYTES) == 0;
	}
	sqlite3_reset(statement);
	if (!is_whole)
		diag_report(diags, DIAG_LEDGER_TAMPERED, SOURCE_NOWHERE,
		    "%s: a recipient's address was changed or removed; "
		    "compare it with the last copy that verified",
		    ledger->path);
	return is_whole;
}

static bool
check_lost_recipients(struct ledger *ledger, struct diags *diags)
{
	sqlite3_stmt *statement = ledger_statement(ledger,
	    LEDGER_LOST_RECIPIENTS, diags);
	int64_t number = 0;

	if (statement == NULL)
		return false;
	if (sqlite3_step(statement) == SQLITE_ROW)
		number = sqlite3_column_int64(statement, 0);
	sqlite3_reset(statement);
	return number == 0 || fail_tampered(ledger,
	    "names a recipient that was removed", number, diags);
}

bool
ledger_verify(struct ledger *ledger, struct diags *diags, int64_t *ret_count,
    char ret_head[DIGEST_HEX_CHARS + 1])
{
	unsigned char head[DIGEST_BYTES] = { 0 };
	bool is_whole;
	size_t i;

	*ret_count = 0;
	is_whole = ledger == NULL || (walk(ledger, ret_count, head, diags) &&
	    check_end(ledger, *ret_count, diags) &&
	    check_recipients(ledger, diags) &&
	    check_lost_recipients(ledger, diags));
	for (i = 0; i < DIGEST_BYTES; i++) {
		ret_head[2 * i] = "0123456789abcdef"[head[i] >> 4];
		ret_head[2 * i + 1] = "0123456789abcdef"[head[i] & 15];
	}
	ret_head[DIGEST_HEX_CHARS] = '\0';
	return is_whole;
}
