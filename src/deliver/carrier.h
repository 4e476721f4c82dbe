/*
 * carrier.h - what takes finished messages away: a server, a program, a
 * folder. Only src/deliver includes it.
 *
 *	smtp://HOST[:PORT]	a server, TLS by STARTTLS (RFC 3207)
 *	smtps://HOST[:PORT]	a server, TLS from the first byte (RFC 8314)
 *	sendmail:/PROGRAM	`PROGRAM -i -f FROM -- TO`, the message on its
 *				standard input
 *	maildir:FOLDER		a file in FOLDER/new
 *
 * A server's user and password come from credentials.h under the name "mail",
 * a certificate authority of one's own from FIELDKIT_MAIL_CA. TLS is always
 * used and verified; only smtp: to this very machine may do without, unless
 * that authority is given.
 */
#ifndef FIELDKIT_DELIVER_CARRIER_H
#define FIELDKIT_DELIVER_CARRIER_H

#include "fieldkit/arena.h"
#include "fieldkit/diag.h"
#include "fieldkit/strbuf.h"

/* One message on its way; `bytes` has lines that end in LF. */
struct cargo {
	const char *from, *to;
	const char *message_id;
	const char *bytes;
	size_t len;
};

enum carried {
	CARRIED_SENT,			/* taken over */
	CARRIED_RETRY,			/* surely not sent; this recipient later */
	CARRIED_REFUSED,		/* for good */
	CARRIED_UNCERTAIN,		/* may have been sent */
	CARRIED_UNREACHABLE,		/* surely not sent; nobody now */
	CARRIED_UNUSABLE,		/* surely not sent; a person is needed */
	CARRIED_SENDER_REFUSED		/* the same: it takes nothing of `from` */
};

struct carrier;

/* What a kind of carrier does. `send` adds to `words` what was answered. */
struct carrier_kind {
	const char *prefix;
	bool (*open)(struct carrier *carrier, struct diags *diags);
	enum carried (*send)(struct carrier *carrier,
	    const struct cargo *cargo, struct strbuf *words);
	void (*close)(struct carrier *carrier);
};

struct carrier {
	const struct carrier_kind *kind;
	const char *address;		/* as configured */
	const char *place;		/* what follows "sendmail:", "maildir:" */
	struct arena *arena;
	int64_t time;			/* of the run */
	struct source_pos pos;		/* of the setting */
	void *state;			/* the kind's own */
	bool has_stalled;		/* the last one ended by silence */
};

extern const struct carrier_kind carrier_smtp, carrier_smtps,
    carrier_sendmail, carrier_maildir;

/* Opens, without a word to a server yet; arena, time and pos are given. False
 * after `transport-invalid` or `credentials-invalid`. */
bool carrier_open(struct carrier *carrier, const char *address,
    struct diags *diags);
enum carried carrier_send(struct carrier *carrier, const struct cargo *cargo,
    struct strbuf *words);
void carrier_close(struct carrier *carrier);

#endif
