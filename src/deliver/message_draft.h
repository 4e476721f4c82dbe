/*
 * message_draft.h - what a message says, before it is bytes: the letter of an
 * office put together for the kits of one message. Only src/deliver includes
 * it.
 */
#ifndef FIELDKIT_DELIVER_MESSAGE_DRAFT_H
#define FIELDKIT_DELIVER_MESSAGE_DRAFT_H

#include "fieldkit/letter.h"

#include "message.h"

struct message_draft {
	const char *subject, *sender, *lang;
	const char *html, *text;
	bool *is_attached;		/* one a kit of the request */
	bool has_attachment;
};

/* The letter that was read last; all zero before the first. */
struct office_letter {
	struct arena arena;
	/* For which messages; NULL: none was read. */
	const struct manifest *manifest;
	const struct manifest_office *office;
	enum message_kind kind;
	struct letter letter;
	bool is_borrowed;		/* it is another office's */
};

/* A letter other than `kept` is read from the edition's folder, hashed, and
 * kept in its place. False after `parcel-stale`, `letter-invalid` or
 * `io-failed`: also where a value that would reach a header holds what no
 * header may. The draft lends from the letter. */
bool message_draft(struct message_draft *draft,
    const struct message_request *request, struct office_letter *kept,
    struct arena *arena, struct diags *diags);

/* Whether text may stand in a header, in a form that everybody reads alike: no
 * control characters, no control of direction that is not closed within, at
 * most 300 characters. */
bool message_takes_line(const char *text);

#endif
