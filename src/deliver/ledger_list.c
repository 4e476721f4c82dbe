/*
 * What the ledger says to those who ask, and what it forgets. In: a filter,
 * or an address. Out: rows one by one; or the address overwritten.
 */
#include "ledger_store.h"

bool
ledger_list(struct ledger *ledger, const struct ledger_filter *filter,
    ledger_visit *visit, void *context, struct diags *diags)
{
	const char *const wanted[] = { filter->recipient, filter->kit,
		filter->kind, filter->edition, filter->office };
	sqlite3_stmt *statement;
	int status, i;

	if (ledger == NULL)
		return true;
	statement = ledger_statement(ledger, filter->is_current_only ?
	    LEDGER_LIST_CURRENT : LEDGER_LIST, diags);
	if (statement == NULL)
		return false;
	for (i = 0; i < (int)(sizeof(wanted) / sizeof(wanted[0])); i++)
		ledger_bind_text(statement, i + 1, wanted[i]);
	while ((status = sqlite3_step(statement)) == SQLITE_ROW) {
		struct ledger_row row = ledger_row_of(statement);

		visit(context, &row);
	}
	sqlite3_reset(statement);
	return status == SQLITE_DONE || ledger_fail(ledger, "read", diags);
}

static bool
forget(struct ledger *ledger, const char *address, struct diags *diags)
{
	sqlite3_stmt *statement = ledger_statement(ledger, LEDGER_FORGET,
	    diags);

	if (statement == NULL)
		return false;
	ledger_bind_text(statement, 1, address);
	return sqlite3_step(statement) == SQLITE_DONE ||
	    ledger_fail(ledger, "write", diags);
}

bool
ledger_purge(struct ledger *ledger, const char *recipient, int64_t time,
    struct diags *diags)
{
	const struct ledger_row row = { .time = time, .event = LEDGER_PURGED,
		.recipient = "", .kit = "", .kind = "", .edition = "",
		.office = "", .path = "", .sha256 = "", .message_id = "",
		.words = "" };
	struct ledger_recipient known;

	ledger_find_recipient(ledger, recipient, &known);
	if (known.len == 0) {
		diag_report(diags, DIAG_LEDGER_INVALID, SOURCE_NOWHERE,
		    "no row of the ledger names '%s'", recipient);
		return false;
	}
	/* What was overwritten shall not survive in the log of writes. */
	return ledger_begin(ledger, diags) &&
	    ledger_add_row(ledger, &row, &known, diags) &&
	    forget(ledger, recipient, diags) &&
	    ledger_commit(ledger, diags) &&
	    sqlite3_wal_checkpoint_v2(ledger->db, NULL,
	    SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL) == SQLITE_OK;
}
