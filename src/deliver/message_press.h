/*
 * message_press.h - what messages to the recipients of an office have in
 * common, made once. Only message.c includes it.
 */
#ifndef FIELDKIT_DELIVER_MESSAGE_PRESS_H
#define FIELDKIT_DELIVER_MESSAGE_PRESS_H

#include <gmime/gmime.h>

#include "message_draft.h"

/* Sets the press for a request, unless it is set for it: its words, lent until
 * the next call. NULL after the diagnostics of message_build. */
const struct message_draft *message_press_set(struct message_press *press,
    const struct message_request *request, struct diags *diags);

/* The body that the press is set for, with boundaries of its own; `hex` is at
 * least 24 characters that no other message has. Lent until the next call. */
GMimeObject *message_press_body(struct message_press *press,
    const char *hex);

#endif
