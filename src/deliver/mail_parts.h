/*
 * mail_parts.h - a mail run between its files: what the ledger knows, what is
 * due, what becomes of it. Only mail*.c and holdings.c include it.
 */
#ifndef FIELDKIT_DELIVER_MAIL_PARTS_H
#define FIELDKIT_DELIVER_MAIL_PARTS_H

#include "fieldkit/deliver.h"
#include "fieldkit/ledger.h"
#include "fieldkit/mail.h"
#include "fieldkit/strmap.h"

#include "message.h"

/* The last that the ledger says of a place: a path of an edition at an
 * address. Strings are in the arena. */
struct holding {
	const char *last_kit;		/* of the last row */
	enum ledger_event last_event;
	const char *held_kit;		/* that the recipient has, or may; NULL */
};

/* An address that has a kit, or may. */
struct holder {
	const char *recipient;		/* "" when it was forgotten */
	const char *kit, *edition, *office, *path, *reason;
};

struct holdings {
	struct arena *arena;
	struct strmap places;		/* struct holding */
	struct strmap deliveries;	/* struct course, see holdings.c */
	struct strmap times;		/* of an address: int64_t, last message */
	struct strmap withdrawn;	/* char: why, of a kit */
	struct holder *holders;		/* of withdrawn kits */
	size_t holder_count;
};

/* Reads the ledger once; NULL is an empty one. */
bool holdings_read(struct holdings *holdings, struct ledger *ledger,
    struct arena *arena, struct diags *diags);
void holdings_release(struct holdings *holdings);
const struct holding *holdings_find(const struct holdings *holdings,
    const char *recipient, const char *edition, const char *path);
/* The last event of a delivery, NONE where there is none. */
enum ledger_event holdings_event(const struct holdings *holdings,
    const struct ledger_key *key);
/* When an address last got kits of an edition for an office; false: never. */
bool holdings_last_time(const struct holdings *holdings,
    const char *recipient, const char *edition, const char *office,
    int64_t *ret_time);

/* One recipient of the run, in one class at its end. */
struct recipient {
	const char *edition, *office, *address;
	enum mail_class class;
};

/* One message to be made, sent and accounted for. */
struct delivery {
	struct message_request request;
	struct recipient *recipient;
	enum mail_class class;		/* RETRY until it is done */
	int64_t not_before_ms;		/* since the run began */
	unsigned attempts;
	bool is_done;
};

struct mail {
	const struct mail_options *options;
	struct arena *arena;
	struct diags *diags;
	struct mail_totals *totals;
	struct ledger *ledger;		/* NULL in a dry run without one */
	struct holdings holdings;
	struct strmap by_address;	/* struct recipient */
	struct recipient **recipients;
	size_t recipient_count, recipient_size;
	struct delivery **deliveries;
	size_t delivery_count, delivery_size;
	struct parcel *parcels;		/* of the editions that may leave */
	size_t parcel_count;
	struct message_press *press;	/* of the message made last */
};

/* The recipient of this address, made where there is none. */
struct recipient *mail_meet_recipient(struct mail *mail, const char *edition,
    const char *office, const char *address);
/* Puts a recipient into a class, unless it is in a worse one. */
void recipient_be(struct recipient *recipient, enum mail_class class);
/* A delivery to be filled in: recipient and sender are given. */
struct delivery *mail_add_delivery(struct mail *mail,
    struct recipient *recipient);
/* Whether a delivery of this last event is to be made now; if not, puts its
 * recipient into the class that says why, and reports what a person has to
 * decide. */
bool mail_is_due(struct mail *mail, struct recipient *recipient,
    const struct message_kit *kit, enum ledger_event last);
/* Where an address stands in the content, or nowhere. */
struct source_pos mail_pos(const struct mail *mail,
    const struct recipient *recipient);
const struct mail_address *mail_find_address(const struct mail *mail,
    const struct recipient *recipient);

/* Plans the kits of one opened edition; its parcel outlives the run. */
void mail_plan_edition(struct mail *mail, const struct mail_edition *edition,
    const struct parcel *parcel);
/* Plans the notices of withdrawn kits; false after a diagnostic. */
bool mail_plan_notices(struct mail *mail);
/* The first day on which an office of this rhythm may get its next message
 * after one at `time`: that day itself where it gets each. */
int32_t mail_next_day(const char *rhythm, int64_t time);

/* Write what was planned to the outbox; carry it. Classes of the deliveries
 * say what became of them; false after a diagnostic of more than one. */
bool mail_write_outbox(struct mail *mail);
bool mail_send(struct mail *mail);

#endif
