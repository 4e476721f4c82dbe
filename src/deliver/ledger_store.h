/*
 * ledger_store.h - the file behind the ledger. Only ledger*.c includes it.
 */
#ifndef FIELDKIT_DELIVER_LEDGER_STORE_H
#define FIELDKIT_DELIVER_LEDGER_STORE_H

#include <sqlite3.h>

#include "fieldkit/ledger.h"

/* Statements that are prepared once. */
enum ledger_statement {
	LEDGER_ADD_ROW, LEDGER_ADD_RECIPIENT, LEDGER_FIND_RECIPIENT,
	LEDGER_FIND_LAST, LEDGER_FIND_SERVED, LEDGER_FIND_WITHDRAWN, LEDGER_FIND_HEAD,
	LEDGER_LIST, LEDGER_LIST_CURRENT, LEDGER_WALK, LEDGER_COUNT_ADDED,
	LEDGER_CHECK_RECIPIENTS, LEDGER_LOST_RECIPIENTS, LEDGER_FORGET,
	LEDGER_STATEMENT_COUNT
};

struct ledger {
	sqlite3 *db;
	sqlite3_stmt *statements[LEDGER_STATEMENT_COUNT];
	char *path;
	int lock_fd;			/* -1: only read */
	bool in_group;
	int64_t count;			/* rows; the head is the last one's */
	unsigned char head[DIGEST_BYTES];
};

#define LEDGER_SALT_BYTES 16

/* A recipient as rows name it: a digest, or no bytes for nobody. */
struct ledger_recipient {
	unsigned char digest[DIGEST_BYTES];
	int len;
};

/* The statement, ready to be bound; NULL after a report. */
sqlite3_stmt *ledger_statement(struct ledger *ledger,
    enum ledger_statement which, struct diags *diags);
/* Reports what SQLite says; false. */
bool ledger_fail(const struct ledger *ledger, const char *verb,
    struct diags *diags);
void ledger_bind_text(sqlite3_stmt *statement, int at, const char *text);
/* A column's text, "" for NULL; lent until the next step. */
const char *ledger_column(sqlite3_stmt *statement, int at);
/* The row that a statement stands on, its columns in the order of ROW. */
struct ledger_row ledger_row_of(sqlite3_stmt *statement);
/* The digest that rows have for an address; len 0 where none has. */
void ledger_find_recipient(struct ledger *ledger, const char *address,
    struct ledger_recipient *ret_recipient);
/* Adds a row that names the recipient by its digest. */
bool ledger_add_row(struct ledger *ledger, const struct ledger_row *row,
    const struct ledger_recipient *recipient, struct diags *diags);

/* The digest of a recipient, and of a row that follows the row `before`. */
void ledger_digest_recipient(const char *address,
    const unsigned char salt[LEDGER_SALT_BYTES],
    unsigned char ret_digest[DIGEST_BYTES]);
void ledger_digest_row(const unsigned char before[DIGEST_BYTES],
    const struct ledger_row *row, const struct ledger_recipient *recipient,
    unsigned char ret_digest[DIGEST_BYTES]);

#endif
