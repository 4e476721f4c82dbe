/*
 * mail.h - kits to the offices by mail: never twice, never silently lost.
 *
 * What each recipient got stands in the ledger. A run plans against it, sends
 * what is due, and says of every recipient what became of it:
 *
 *	- A kit is due to an address of its office when the office's reader is
 *	  the edition's, the address's domain is one of the edition's
 *	  `mail_domains`, and the last kit of the same path that went there is
 *	  another one.
 *	- An office with `digest: weekly` gets one message in a calendar week
 *	  (Monday to Sunday, UTC) at most, with `monthly` one in a calendar
 *	  month; all that changed since goes into it together. Its first
 *	  message, and one that replaces a withdrawn kit, do not wait.
 *	- A notice that a kit was withdrawn goes at once to every address that
 *	  holds the kit, or may hold it.
 *
 * `sending` is durable before the connection is used for a message, what
 * became of it after. A run that dies in between leaves `sending`, which is
 * uncertain: held until a person says otherwise.
 */
#ifndef FIELDKIT_MAIL_H
#define FIELDKIT_MAIL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "fieldkit/arena.h"
#include "fieldkit/diag.h"

/* An edition that may be mailed, as site.yaml has it now. */
struct mail_edition {
	const char *name;
	const char *const *domains;	/* the allow-list */
	size_t domain_count;
	struct source_pos pos;
};

/* An address that may get an edition, as the offices have it now. */
struct mail_address {
	const char *edition, *office, *address;
	struct source_pos pos;
};

struct mail_options {
	const char *output_dir;
	const char *base_url;		/* for links; "" for none */
	const char *from, *reply_to;	/* reply_to: NULL for none */
	const char *lang;		/* where an office is gone */
	const char *transport;		/* see carrier.h; unused if not sent */
	const char *only_office;	/* NULL for all */
	const struct mail_edition *editions;
	size_t edition_count;
	const struct mail_address *addresses;	/* sorted, see below */
	size_t address_count;
	struct source_pos pos;		/* of `mail:` in site.yaml */
	int64_t time;			/* seconds since 1970 */
	int64_t rate;			/* messages a minute; 0: no cap */
	int64_t max_wait_s;		/* for servers that say "later" */
	bool has_fixed_clock;		/* `time` stays, however long it takes */
	bool is_sent;			/* else written to output/outbox */
	bool is_uncertain_resent;
	bool is_refused_resent;
	FILE *out;			/* what was written or sent; NULL */
};

/* What became of a recipient: an address of an office in an edition, or the
 * holder of a withdrawn kit. */
enum mail_class {
	MAIL_CURRENT,			/* has everything */
	MAIL_WAITING,			/* its week or month is not over */
	MAIL_SENT,			/* or written, in a dry run */
	MAIL_UNCERTAIN,			/* may have it */
	MAIL_REFUSED,			/* by its server, for good */
	MAIL_RETRY,			/* surely not sent */
	MAIL_BARRED,			/* may not get it */
	MAIL_CLASS_COUNT
};

struct mail_totals {
	size_t recipients;		/* the sum of the classes */
	size_t by_class[MAIL_CLASS_COUNT];
	size_t messages, kits;		/* sent, or written */
};

/* Orders addresses by edition, office and address. */
int mail_address_compare(const void *a, const void *b);

/* Plans and sends, or writes the outbox. True when every recipient has what
 * it should have; else false, after a diagnostic for each that has not. */
bool mail_run(const struct mail_options *options, struct arena *arena,
    struct diags *diags, struct mail_totals *ret_totals);

#endif
