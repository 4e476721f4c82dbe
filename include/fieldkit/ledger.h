/*
 * ledger.h - who got what, when and why: rows that are only ever added.
 *
 * Each row holds the SHA-256 of its own fields and of the row before it, so a
 * row that was changed, removed or slipped in is found (ledger_verify). A
 * recipient stands in a row as a digest of the address and a random salt; the
 * address itself stands beside the chain, once, so that a person can be
 * forgotten (ledger_purge) while every row stays as it is.
 *
 * A file of SQLite 3, synchronous=FULL: what was committed survives a loss of
 * power. One process writes at a time, held off by a kernel lock beside the
 * file; readers need none.
 */
#ifndef FIELDKIT_LEDGER_H
#define FIELDKIT_LEDGER_H

#include <stdbool.h>
#include <stdint.h>

#include "fieldkit/diag.h"
#include "fieldkit/digest.h"

/* Its name in the output folder. */
#define LEDGER_NAME "ledger.db"

/* What became of a delivery; NONE is of no row. */
enum ledger_event {
	LEDGER_NONE,
	LEDGER_SENDING,			/* committed before the connection */
	LEDGER_SENT,
	LEDGER_RETRY,			/* surely not sent: may be tried again */
	LEDGER_REFUSED,			/* for good */
	LEDGER_UNCERTAIN,		/* may have been sent; held */
	LEDGER_WITHDRAWN,		/* a kit, from everybody */
	LEDGER_PUBLISHED,		/* a release, to a target */
	LEDGER_PURGED,			/* a recipient was forgotten */
	LEDGER_EVENT_COUNT
};

/* The word of an event, as it is stored and printed: "sent". */
const char *ledger_event_word(enum ledger_event event);

/* One row. Strings are never NULL, "" where there is nothing to say; in rows
 * that the ledger gives they are lent until the visit returns. */
struct ledger_row {
	int64_t number;			/* from 1; given by the ledger */
	int64_t time;			/* seconds since 1970, UTC */
	enum ledger_event event;
	const char *recipient;		/* address; of what was published the
					 * target; "" when purged, or nobody */
	const char *kit;		/* id, or a release's */
	const char *kind;		/* "kit", "notice", "release" */
	const char *edition, *office;
	const char *path;		/* of the file; of a release the target */
	const char *sha256;		/* of what left */
	const char *message_id;
	const char *words;		/* the server's; the reason */
};

/* What one delivery is: a recipient gets one kit in one kind once. */
struct ledger_key {
	const char *recipient, *kit, *kind;
};

struct ledger;
enum ledger_mode { LEDGER_READ, LEDGER_WRITE };

/*
 * Opens the file; LEDGER_WRITE makes it and takes the lock, and says so where
 * another process holds it. LEDGER_READ of a file that is not there gives a
 * NULL ledger, which is empty. False after `ledger-invalid`.
 */
bool ledger_open(struct ledger **ret_ledger, const char *path,
    enum ledger_mode mode, struct diags *diags);
/* NULL is fine. Rows since ledger_begin that were not committed are gone. */
void ledger_close(struct ledger *ledger);

/* A group of rows that becomes durable at once. A row that is added outside
 * of one is a group of its own. False after `ledger-invalid`. */
bool ledger_begin(struct ledger *ledger, struct diags *diags);
bool ledger_commit(struct ledger *ledger, struct diags *diags);
/* Adds a row; `number` is not read. An address inside `words` is not kept.
 * False after `ledger-invalid`; nothing was added then. */
bool ledger_add(struct ledger *ledger, const struct ledger_row *row,
    struct diags *diags);

/* The last event of a delivery, LEDGER_NONE where there is none. */
enum ledger_event ledger_last(struct ledger *ledger,
    const struct ledger_key *key);
/* The release that a target was last said to serve of an edition, in the
 * arena; "" where there is none. */
struct arena;
const char *ledger_served(struct ledger *ledger, struct arena *arena,
    const char *target, const char *edition);
/* Whether a kit was withdrawn. */
bool ledger_is_withdrawn(struct ledger *ledger, const char *kit);

/* Which rows to give; NULL members for all. */
struct ledger_filter {
	const char *recipient, *kit, *kind, *edition, *office;
	bool is_current_only;		/* the last row of each delivery */
};

typedef void ledger_visit(void *context, const struct ledger_row *row);
/* Rows in the order they were added. False after `ledger-invalid`. */
bool ledger_list(struct ledger *ledger, const struct ledger_filter *filter,
    ledger_visit *visit, void *context, struct diags *diags);

/* Walks the chain. Gives the number of rows and the digest of the last one,
 * to be noted where nobody who can write the ledger can write. False after a
 * `ledger-tampered` that names the first row that is not as it was. */
bool ledger_verify(struct ledger *ledger, struct diags *diags,
    int64_t *ret_count, char ret_head[DIGEST_HEX_CHARS + 1]);
/* Forgets an address: it is overwritten, a row says that it was. False after
 * `ledger-invalid`, also where no row knows it. */
bool ledger_purge(struct ledger *ledger, const char *recipient, int64_t time,
    struct diags *diags);

#endif
