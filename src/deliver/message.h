/*
 * message.h - the finished bytes of one message to one recipient (RFC 5322).
 *
 * Only src/deliver includes it. Who gets which kits, and when, is decided
 * before (mail.c); here they become something to read.
 */
#ifndef FIELDKIT_DELIVER_MESSAGE_H
#define FIELDKIT_DELIVER_MESSAGE_H

#include "fieldkit/emit.h"
#include "fieldkit/strbuf.h"

enum message_kind {
	MESSAGE_KIT,			/* brings kits */
	MESSAGE_NOTICE			/* calls a kit back, brings none */
};

/* One kit that a message is about. */
struct message_kit {
	const char *id, *title;
	/* As built; of a notice NULL where it is built no more. */
	const struct manifest_file *file;
	/* Id of the kit that the recipient holds and this one follows, of the
	 * same path; NULL when there was none. */
	const char *previous;
	const char *reason;		/* of a notice; else NULL */
	/* Of a notice: the kit that has its place now, if another has. */
	const struct manifest_file *successor;
};

struct message_request {
	enum message_kind kind;
	const char *edition;		/* its name */
	const char *dir;		/* and its folder, with the files */
	const struct manifest *manifest;
	const struct manifest_office *office;
	const char *recipient;		/* checked by message_takes_address */
	const char *from;		/* likewise */
	const char *reply_to;		/* likewise; NULL for none */
	const char *base_url;		/* for links; "" for none */
	int64_t time;			/* of the Date, seconds since 1970 */
	const struct message_kit *kits;
	size_t kit_count;		/* at least one */
};

struct message {
	const char *message_id;		/* without < and >; in the arena */
	struct strbuf bytes;		/* lines end in LF */
	bool is_attached;		/* kits are in it, not linked to */
};

/* What is kept from one message to the next: messages for the same office with
 * the same kits differ in little. One belongs to each run. */
struct message_press;

struct message_press *message_press_new(void);
void message_press_free(struct message_press *press);

/* Whether a header and a command of SMTP may hold this as an address:
 * printable ASCII, one @, nothing that either gives a meaning to. */
bool message_takes_address(const char *address);

/*
 * Builds a message. The same request gives the same bytes; its id depends on
 * the recipient and the ids of the kits alone. What a request points to, but
 * for its kits' array, stays as it is until the press is freed: the letter and
 * the kits that are attached are read and hashed again when other kits, or
 * another office, are asked for than the last time. False after
 * `parcel-stale`, `letter-invalid`, `email-invalid` or `io-failed`; else the
 * caller releases it.
 */
bool message_build(const struct message_request *request,
    struct message_press *press, struct arena *arena, struct diags *diags,
    struct message *ret_message);
void message_release(struct message *message);

#endif
