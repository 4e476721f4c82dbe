/*
 * The ledger's file: opened under a lock, rows added to its end. In: rows.
 * Out: a table of SQLite in which no row is ever changed.
 *
 * A row is hashed with the row before it while the lock is held, so the order
 * of numbers is the order of the chain. WAL: one sync a commit, and readers
 * never wait.
 */
#include "ledger_store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fieldkit/arena.h"
#include "fieldkit/lock.h"
#include "fieldkit/strbuf.h"

#define LAYOUT_VERSION 1
#define BUSY_MS 10000
/* No row that we write has more than a line or two of each. */
#define MAX_ROW_BYTES 1000000
#define MAX_ROWS (INT64_C(1) << 53)

static const char layout[] =
    "CREATE TABLE delivery ("
    "  number INTEGER PRIMARY KEY AUTOINCREMENT,"
    "  time INTEGER NOT NULL, event TEXT NOT NULL,"
    "  recipient BLOB NOT NULL, kit TEXT NOT NULL, kind TEXT NOT NULL,"
    "  edition TEXT NOT NULL, office TEXT NOT NULL, path TEXT NOT NULL,"
    "  sha256 TEXT NOT NULL, message_id TEXT NOT NULL, words TEXT NOT NULL,"
    "  hash BLOB NOT NULL);"
    "CREATE INDEX delivery_key ON delivery (recipient, kit, kind);"
    "CREATE INDEX delivery_kit ON delivery (kit);"
    "CREATE TABLE recipient ("
    "  digest BLOB PRIMARY KEY, salt BLOB, address TEXT UNIQUE)"
    "  WITHOUT ROWID;"
    "PRAGMA user_version = 1;";

#define ROW "number, time, event, coalesce(address, ''), kit, kind, " \
	"edition, office, path, sha256, message_id, words"
#define ROWS_WHERE " FROM delivery LEFT JOIN recipient " \
	"ON recipient.digest = delivery.recipient WHERE " \
	"(?1 IS NULL OR address = ?1) AND (?2 IS NULL OR kit = ?2) AND " \
	"(?3 IS NULL OR kind = ?3) AND (?4 IS NULL OR edition = ?4) AND " \
	"(?5 IS NULL OR office = ?5)"

static const char *const queries[LEDGER_STATEMENT_COUNT] = {
	[LEDGER_ADD_ROW] = "INSERT INTO delivery (number, time, event, "
	    "recipient, kit, kind, edition, office, path, sha256, message_id, "
	    "words, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, "
	    "?11, ?12, ?13)",
	[LEDGER_ADD_RECIPIENT] = "INSERT INTO recipient (digest, salt, "
	    "address) VALUES (?1, ?2, ?3)",
	[LEDGER_FIND_RECIPIENT] =
	    "SELECT digest FROM recipient WHERE address = ?1",
	[LEDGER_FIND_LAST] = "SELECT event FROM delivery WHERE recipient = ?1 "
	    "AND kit = ?2 AND kind = ?3 ORDER BY number DESC LIMIT 1",
	[LEDGER_FIND_SERVED] = "SELECT kit FROM delivery WHERE recipient = ?1 "
	    "AND kind = 'release' AND edition = ?2 ORDER BY number DESC "
	    "LIMIT 1",
	[LEDGER_FIND_WITHDRAWN] = "SELECT 1 FROM delivery WHERE kit = ?1 AND "
	    "event = 'withdrawn' LIMIT 1",
	[LEDGER_FIND_HEAD] = "SELECT number, hash FROM delivery "
	    "ORDER BY number DESC LIMIT 1",
	[LEDGER_LIST] = "SELECT " ROW ROWS_WHERE " ORDER BY number",
	[LEDGER_LIST_CURRENT] = "SELECT " ROW ROWS_WHERE " AND number IN "
	    "(SELECT max(number) FROM delivery GROUP BY recipient, kit, kind) "
	    "ORDER BY number",
	[LEDGER_WALK] = "SELECT number, time, event, '', kit, kind, edition, "
	    "office, path, sha256, message_id, words, recipient, hash "
	    "FROM delivery ORDER BY number",
	[LEDGER_COUNT_ADDED] =
	    "SELECT seq FROM sqlite_sequence WHERE name = 'delivery'",
	[LEDGER_CHECK_RECIPIENTS] = "SELECT digest, salt, address, EXISTS "
	    "(SELECT 1 FROM delivery WHERE delivery.recipient = "
	    "recipient.digest AND event = 'purged') FROM recipient",
	[LEDGER_LOST_RECIPIENTS] = "SELECT number FROM delivery WHERE "
	    "length(recipient) > 0 AND recipient NOT IN "
	    "(SELECT digest FROM recipient) ORDER BY number LIMIT 1",
	[LEDGER_FORGET] = "UPDATE recipient SET address = NULL, salt = NULL "
	    "WHERE address = ?1",
};

static const char *const event_words[LEDGER_EVENT_COUNT] = {
	[LEDGER_NONE] = "none", [LEDGER_SENDING] = "sending",
	[LEDGER_SENT] = "sent", [LEDGER_RETRY] = "retry",
	[LEDGER_REFUSED] = "refused", [LEDGER_UNCERTAIN] = "uncertain",
	[LEDGER_WITHDRAWN] = "withdrawn", [LEDGER_PUBLISHED] = "published",
	[LEDGER_PURGED] = "purged",
};

const char *
ledger_event_word(enum ledger_event event)
{
	return event_words[event];
}

/* The event of a stored word, NONE for any other. */
static enum ledger_event
ledger_event_of(const char *word)
{
	int event;

	for (event = 0; event < LEDGER_EVENT_COUNT; event++)
		if (strcmp(event_words[event], word) == 0)
			return (enum ledger_event)event;
	return LEDGER_NONE;
}

bool
ledger_fail(const struct ledger *ledger, const char *verb,
    struct diags *diags)
{
	diag_report(diags, DIAG_LEDGER_INVALID, SOURCE_NOWHERE,
	    "cannot %s the ledger '%s': %s", verb, ledger->path,
	    ledger->db != NULL ? sqlite3_errmsg(ledger->db) :
	    strerror(errno));
	return false;
}

sqlite3_stmt *
ledger_statement(struct ledger *ledger, enum ledger_statement which,
    struct diags *diags)
{
	sqlite3_stmt **statement = &ledger->statements[which];

	if (*statement == NULL && sqlite3_prepare_v3(ledger->db,
	    queries[which], -1, SQLITE_PREPARE_PERSISTENT, statement, NULL) !=
	    SQLITE_OK) {
		ledger_fail(ledger, "read", diags);
		return NULL;
	}
	sqlite3_reset(*statement);
	sqlite3_clear_bindings(*statement);
	return *statement;
}

void
ledger_bind_text(sqlite3_stmt *statement, int at, const char *text)
{
	if (text != NULL)
		sqlite3_bind_text(statement, at, text, -1, SQLITE_TRANSIENT);
}

static void
ledger_bind_recipient(sqlite3_stmt *statement, int at,
    const struct ledger_recipient *recipient)
{
	sqlite3_bind_blob(statement, at, recipient->digest, recipient->len,
	    SQLITE_TRANSIENT);
}

const char *
ledger_column(sqlite3_stmt *statement, int at)
{
	const char *text = (const char *)sqlite3_column_text(statement, at);

	return text != NULL ? text : "";
}

struct ledger_row
ledger_row_of(sqlite3_stmt *statement)
{
	return (struct ledger_row){
		.number = sqlite3_column_int64(statement, 0),
		.time = sqlite3_column_int64(statement, 1),
		.event = ledger_event_of(ledger_column(statement, 2)),
		.recipient = ledger_column(statement, 3),
		.kit = ledger_column(statement, 4),
		.kind = ledger_column(statement, 5),
		.edition = ledger_column(statement, 6),
		.office = ledger_column(statement, 7),
		.path = ledger_column(statement, 8),
		.sha256 = ledger_column(statement, 9),
		.message_id = ledger_column(statement, 10),
		.words = ledger_column(statement, 11),
	};
}

/* SQLite's words for a disk or folder that takes nothing name neither. */
static bool
refuse_place(const struct ledger *ledger, int error, struct diags *diags)
{
	const char *slash = strrchr(ledger->path, '/');
	int len = slash != NULL ? (int)(slash - ledger->path) : 1;

	diag_report(diags, DIAG_LEDGER_INVALID, SOURCE_NOWHERE,
	    "cannot write the ledger '%s': %s", ledger->path,
	    strerror(error));
	diag_hint(diags, "who delivers must be able to write the file and its "
	    "folder '%.*s'; --output names another one", len,
	    slash != NULL ? ledger->path : ".");
	return false;
}

static bool
take_lock(struct ledger *ledger, struct diags *diags)
{
	char holder[LOCK_HOLDER_CHARS + 1];
	struct strbuf path = { 0 };
	enum lock_status status;

	strbuf_printf(&path, "%s.lock", ledger->path);
	status = lock_take(strbuf_string(&path), &ledger->lock_fd, holder);
	strbuf_release(&path);
	if (status == LOCK_FAILED)
		return refuse_place(ledger, errno, diags);
	if (status == LOCK_HELD)
		diag_report(diags, DIAG_LEDGER_INVALID, SOURCE_NOWHERE,
		    "the ledger '%s' is being written by %s; try again when "
		    "it is done", ledger->path, holder);
	return status == LOCK_TAKEN;
}

static int
pragma_number(struct ledger *ledger, const char *pragma)
{
	sqlite3_stmt *statement = NULL;
	int number = -1;

	if (sqlite3_prepare_v2(ledger->db, pragma, -1, &statement, NULL) ==
	    SQLITE_OK && sqlite3_step(statement) == SQLITE_ROW)
		number = sqlite3_column_int(statement, 0);
	sqlite3_finalize(statement);
	return number;
}

static bool
run(struct ledger *ledger, const char *sql, const char *verb,
    struct diags *diags)
{
	return sqlite3_exec(ledger->db, sql, NULL, NULL, NULL) == SQLITE_OK ||
	    ledger_fail(ledger, verb, diags);
}

/* A run that was killed while it made the ledger leaves a file without
 * tables. Who waited for another one to make them finds them. */
static bool
make_layout(struct ledger *ledger, struct diags *diags)
{
	return run(ledger, "BEGIN IMMEDIATE", "make", diags) &&
	    (pragma_number(ledger, "PRAGMA user_version") ==
	    LAYOUT_VERSION || run(ledger, layout, "make", diags)) &&
	    run(ledger, "COMMIT", "make", diags);
}

/* A view in place of a table, or a trigger, would run what somebody else
 * wrote whenever we look. SQLite keeps the words that made each table. */
static bool
check_tables(struct ledger *ledger, struct diags *diags)
{
	static const char foreign[] = "SELECT count(*) FROM sqlite_master "
	    "WHERE sql IS NOT NULL AND instr(?1, sql) = 0 AND "
	    "sql <> 'CREATE TABLE sqlite_sequence(name,seq)'";
	sqlite3_stmt *statement = NULL;
	bool is_ours = false;

	if (sqlite3_prepare_v2(ledger->db, foreign, -1, &statement, NULL) !=
	    SQLITE_OK)
		return ledger_fail(ledger, "read", diags);
	ledger_bind_text(statement, 1, layout);
	if (sqlite3_step(statement) == SQLITE_ROW)
		is_ours = sqlite3_column_int(statement, 0) == 0;
	sqlite3_finalize(statement);
	if (!is_ours)
		diag_report(diags, DIAG_LEDGER_INVALID, SOURCE_NOWHERE,
		    "'%s' holds tables that fieldkit did not make; put the "
		    "last copy that verified in its place", ledger->path);
	return is_ours;
}

static bool
check_layout(struct ledger *ledger, struct diags *diags)
{
	int version;

	sqlite3_limit(ledger->db, SQLITE_LIMIT_LENGTH, MAX_ROW_BYTES);
	sqlite3_db_config(ledger->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	version = pragma_number(ledger, "PRAGMA user_version");
	if (version == LAYOUT_VERSION)
		return check_tables(ledger, diags);
	if (version < 0)
		return ledger_fail(ledger, "read", diags);
	if (version == 0 && pragma_number(ledger,
	    "SELECT count(*) FROM sqlite_master") == 0)
		return make_layout(ledger, diags);
	diag_report(diags, DIAG_LEDGER_INVALID, SOURCE_NOWHERE,
	    "'%s' is no ledger of this version of fieldkit (it says %d, "
	    "wanted %d)", ledger->path, version, LAYOUT_VERSION);
	return false;
}

static bool
read_head(struct ledger *ledger, struct diags *diags)
{
	sqlite3_stmt *statement = ledger_statement(ledger, LEDGER_FIND_HEAD,
	    diags);

	if (statement == NULL)
		return false;
	if (sqlite3_step(statement) == SQLITE_ROW &&
	    sqlite3_column_bytes(statement, 1) == DIGEST_BYTES) {
		ledger->count = sqlite3_column_int64(statement, 0);
		memcpy(ledger->head, sqlite3_column_blob(statement, 1),
		    DIGEST_BYTES);
	}
	sqlite3_reset(statement);
	if (ledger->count >= 0 && ledger->count < MAX_ROWS)
		return true;
	diag_report(diags, DIAG_LEDGER_TAMPERED, SOURCE_NOWHERE, "%s: its last "
	    "row has the number %lld; put the last copy that verified in its "
	    "place", ledger->path, (long long)ledger->count);
	return false;
}

/* It names people: made for its owner's eyes before anything is in it. */
static bool
make_file(const struct ledger *ledger, struct diags *diags)
{
	int fd = open(ledger->path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC,
	    0600);

	if (fd < 0)
		return refuse_place(ledger, errno, diags);
	close(fd);
	return true;
}

/* Whether SQLite may put its files beside the ledger's. */
static bool
is_writable(const struct ledger *ledger)
{
	struct strbuf folder = { 0 };
	const char *slash = strrchr(ledger->path, '/');
	bool is_so;

	strbuf_printf(&folder, "%.*s", slash != NULL ?
	    (int)(slash - ledger->path) + 1 : 2,
	    slash != NULL ? ledger->path : "./");
	is_so = access(ledger->path, W_OK) == 0 &&
	    access(strbuf_string(&folder), W_OK) == 0;
	strbuf_release(&folder);
	return is_so;
}

/* Whether rows wait in SQLite's log to be joined with the file, which takes a
 * writer (sqlite.org/wal.html, "Read-Only Databases"). */
static bool
has_waiting_rows(const struct ledger *ledger)
{
	struct strbuf log = { 0 };
	struct stat status;
	bool is_so;

	strbuf_printf(&log, "%s-wal", ledger->path);
	is_so = stat(strbuf_string(&log), &status) == 0 && status.st_size > 0;
	strbuf_release(&log);
	return is_so;
}

/* `file:` and the path, with what a URI would read as its own escaped. */
static void
add_uri(struct strbuf *uri, const char *path)
{
	strbuf_add_string(uri, path[0] == '/' ? "file://" : "file:");
	for (; *path != '\0'; path++)
		if (strchr("%?#", *path) != NULL)
			strbuf_printf(uri, "%%%02X", (unsigned)*path);
		else
			strbuf_add_char(uri, *path);
	strbuf_add_string(uri, "?immutable=1");
}

/* A ledger on a disk, or of an owner, that lets this process read only. */
static bool
open_for_reading(struct ledger *ledger, struct diags *diags)
{
	struct strbuf uri = { 0 };
	int status;

	if (access(ledger->path, R_OK) != 0)
		return ledger_fail(ledger, "read", diags);
	if (has_waiting_rows(ledger)) {
		diag_report(diags, DIAG_LEDGER_INVALID, SOURCE_NOWHERE,
		    "cannot read the ledger '%s': its last rows wait in "
		    "'%s-wal', and joining them takes leave to write here",
		    ledger->path, ledger->path);
		diag_hint(diags, "run 'fieldkit ledger' once as who may write "
		    "there, or read a copy of both files in a folder of your "
		    "own");
		return false;
	}
	add_uri(&uri, ledger->path);
	status = sqlite3_open_v2(strbuf_string(&uri), &ledger->db,
	    SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_READONLY | SQLITE_OPEN_URI,
	    NULL);
	strbuf_release(&uri);
	if (status != SQLITE_OK)
		return ledger_fail(ledger, "open", diags);
	return run(ledger, "PRAGMA trusted_schema = OFF;", "open", diags) &&
	    check_layout(ledger, diags) && read_head(ledger, diags);
}

static bool
open_file(struct ledger *ledger, enum ledger_mode mode, struct diags *diags)
{
	int flags = SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_READWRITE;

	if (mode == LEDGER_READ && !is_writable(ledger))
		return open_for_reading(ledger, diags);
	if (mode == LEDGER_WRITE && !make_file(ledger, diags))
		return false;
	if (sqlite3_open_v2(ledger->path, &ledger->db, flags, NULL) !=
	    SQLITE_OK)
		return ledger_fail(ledger, "open", diags);
	sqlite3_busy_timeout(ledger->db, BUSY_MS);
	return run(ledger, "PRAGMA trusted_schema = OFF;"
	    "PRAGMA secure_delete = ON; PRAGMA synchronous = FULL;"
	    "PRAGMA journal_mode = WAL;", "open", diags) &&
	    check_layout(ledger, diags) && read_head(ledger, diags);
}

bool
ledger_open(struct ledger **ret_ledger, const char *path,
    enum ledger_mode mode, struct diags *diags)
{
	struct ledger *ledger;

	*ret_ledger = NULL;
	if (mode == LEDGER_READ && access(path, F_OK) != 0 && errno == ENOENT)
		return true;
	ledger = mem_alloc(sizeof(*ledger));
	*ledger = (struct ledger){ .lock_fd = -1 };
	ledger->path = mem_alloc(strlen(path) + 1);
	memcpy(ledger->path, path, strlen(path) + 1);
	if ((mode == LEDGER_READ || take_lock(ledger, diags)) &&
	    open_file(ledger, mode, diags)) {
		*ret_ledger = ledger;
		return true;
	}
	ledger_close(ledger);
	return false;
}

void
ledger_close(struct ledger *ledger)
{
	int i;

	if (ledger == NULL)
		return;
	for (i = 0; i < LEDGER_STATEMENT_COUNT; i++)
		sqlite3_finalize(ledger->statements[i]);
	sqlite3_close(ledger->db);
	lock_release(ledger->lock_fd);
	free(ledger->path);
	free(ledger);
}

bool
ledger_begin(struct ledger *ledger, struct diags *diags)
{
	ledger->in_group = run(ledger, "BEGIN IMMEDIATE", "write", diags);
	return ledger->in_group;
}

bool
ledger_commit(struct ledger *ledger, struct diags *diags)
{
	ledger->in_group = false;
	if (run(ledger, "COMMIT", "write", diags))
		return true;
	sqlite3_exec(ledger->db, "ROLLBACK", NULL, NULL, NULL);
	read_head(ledger, diags);
	return false;
}

void
ledger_find_recipient(struct ledger *ledger, const char *address,
    struct ledger_recipient *ret_recipient)
{
	struct diags ignored;
	sqlite3_stmt *statement;

	ret_recipient->len = 0;
	diags_init(&ignored, NULL);
	statement = ledger_statement(ledger, LEDGER_FIND_RECIPIENT, &ignored);
	if (statement != NULL && address[0] != '\0') {
		ledger_bind_text(statement, 1, address);
		if (sqlite3_step(statement) == SQLITE_ROW &&
		    sqlite3_column_bytes(statement, 0) == DIGEST_BYTES) {
			memcpy(ret_recipient->digest,
			    sqlite3_column_blob(statement, 0), DIGEST_BYTES);
			ret_recipient->len = DIGEST_BYTES;
		}
		sqlite3_reset(statement);
	}
	diags_release(&ignored);
}

static bool
meet_recipient(struct ledger *ledger, const char *address,
    struct ledger_recipient *ret_recipient, struct diags *diags)
{
	unsigned char salt[LEDGER_SALT_BYTES];
	sqlite3_stmt *statement;

	ledger_find_recipient(ledger, address, ret_recipient);
	if (ret_recipient->len > 0 || address[0] == '\0')
		return true;
	if (getrandom(salt, sizeof(salt), 0) != (ssize_t)sizeof(salt))
		return ledger_fail(ledger, "write", diags);
	ledger_digest_recipient(address, salt, ret_recipient->digest);
	ret_recipient->len = DIGEST_BYTES;
	statement = ledger_statement(ledger, LEDGER_ADD_RECIPIENT, diags);
	if (statement == NULL)
		return false;
	ledger_bind_recipient(statement, 1, ret_recipient);
	sqlite3_bind_blob(statement, 2, salt, sizeof(salt), SQLITE_STATIC);
	ledger_bind_text(statement, 3, address);
	return sqlite3_step(statement) == SQLITE_DONE ||
	    ledger_fail(ledger, "write", diags);
}

bool
ledger_add_row(struct ledger *ledger, const struct ledger_row *row,
    const struct ledger_recipient *recipient, struct diags *diags)
{
	sqlite3_stmt *statement = ledger_statement(ledger, LEDGER_ADD_ROW,
	    diags);
	const char *const texts[] = { row->kit, row->kind, row->edition,
		row->office, row->path, row->sha256, row->message_id,
		row->words };
	struct ledger_row numbered = *row;
	unsigned char hash[DIGEST_BYTES];
	int i;

	if (statement == NULL)
		return false;
	numbered.number = ledger->count + 1;
	ledger_digest_row(ledger->head, &numbered, recipient, hash);
	sqlite3_bind_int64(statement, 1, numbered.number);
	sqlite3_bind_int64(statement, 2, row->time);
	ledger_bind_text(statement, 3, event_words[row->event]);
	ledger_bind_recipient(statement, 4, recipient);
	for (i = 0; i < (int)(sizeof(texts) / sizeof(texts[0])); i++)
		ledger_bind_text(statement, 5 + i, texts[i]);
	sqlite3_bind_blob(statement, 13, hash, DIGEST_BYTES, SQLITE_STATIC);
	if (sqlite3_step(statement) != SQLITE_DONE)
		return ledger_fail(ledger, "write", diags);
	sqlite3_reset(statement);
	ledger->count = numbered.number;
	memcpy(ledger->head, hash, DIGEST_BYTES);
	return true;
}

/* Servers repeat the address in what they answer; it is kept in one place.
 * What they say is one line. */
static void
add_without(struct strbuf *out, const char *text, const char *address)
{
	size_t len = strchr(address, '@') != NULL ? strlen(address) : 0;

	while (*text != '\0') {
		if (len > 0 && strncasecmp(text, address, len) == 0) {
			strbuf_add_string(out, "(recipient)");
			text += len;
		} else {
			bool is_control = (unsigned char)*text < ' ' ||
			    *text == '\x7f';

			strbuf_add_char(out, is_control ? ' ' : *text);
			text++;
		}
	}
}

bool
ledger_add(struct ledger *ledger, const struct ledger_row *row,
    struct diags *diags)
{
	bool is_own_group = !ledger->in_group;
	struct ledger_recipient recipient;
	struct ledger_row kept = *row;
	struct strbuf words = { 0 };
	bool is_added;

	if (is_own_group && !ledger_begin(ledger, diags))
		return false;
	add_without(&words, row->words, row->recipient);
	kept.words = strbuf_string(&words);
	is_added = meet_recipient(ledger, row->recipient, &recipient, diags) &&
	    ledger_add_row(ledger, &kept, &recipient, diags);
	strbuf_release(&words);
	if (!is_own_group)
		return is_added;
	if (is_added)
		return ledger_commit(ledger, diags);
	ledger->in_group = false;
	sqlite3_exec(ledger->db, "ROLLBACK", NULL, NULL, NULL);
	return false;
}

enum ledger_event
ledger_last(struct ledger *ledger, const struct ledger_key *key)
{
	enum ledger_event event = LEDGER_NONE;
	struct ledger_recipient recipient;
	struct diags ignored;
	sqlite3_stmt *statement;

	if (ledger == NULL)
		return LEDGER_NONE;
	ledger_find_recipient(ledger, key->recipient, &recipient);
	if (recipient.len == 0)
		return LEDGER_NONE;
	diags_init(&ignored, NULL);
	statement = ledger_statement(ledger, LEDGER_FIND_LAST, &ignored);
	diags_release(&ignored);
	if (statement == NULL)
		return LEDGER_UNCERTAIN;
	ledger_bind_recipient(statement, 1, &recipient);
	ledger_bind_text(statement, 2, key->kit);
	ledger_bind_text(statement, 3, key->kind);
	if (sqlite3_step(statement) == SQLITE_ROW)
		event = ledger_event_of(ledger_column(statement, 0));
	sqlite3_reset(statement);
	return event;
}

const char *
ledger_served(struct ledger *ledger, struct arena *arena, const char *target,
    const char *edition)
{
	const char *release = "";
	struct ledger_recipient recipient;
	struct diags ignored;
	sqlite3_stmt *statement;

	ledger_find_recipient(ledger, target, &recipient);
	if (recipient.len == 0)
		return release;
	diags_init(&ignored, NULL);
	statement = ledger_statement(ledger, LEDGER_FIND_SERVED, &ignored);
	diags_release(&ignored);
	if (statement == NULL)
		return release;
	ledger_bind_recipient(statement, 1, &recipient);
	ledger_bind_text(statement, 2, edition);
	if (sqlite3_step(statement) == SQLITE_ROW)
		release = arena_strdup(arena, ledger_column(statement, 0));
	sqlite3_reset(statement);
	return release;
}

bool
ledger_is_withdrawn(struct ledger *ledger, const char *kit)
{
	struct diags ignored;
	sqlite3_stmt *statement;
	bool is_withdrawn;

	if (ledger == NULL)
		return false;
	diags_init(&ignored, NULL);
	statement = ledger_statement(ledger, LEDGER_FIND_WITHDRAWN, &ignored);
	diags_release(&ignored);
	if (statement == NULL)
		return true;
	ledger_bind_text(statement, 1, kit);
	is_withdrawn = sqlite3_step(statement) == SQLITE_ROW;
	sqlite3_reset(statement);
	return is_withdrawn;
}
