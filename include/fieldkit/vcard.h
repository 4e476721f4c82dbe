/*
 * vcard.h - a contact as an address book takes it.
 *
 * Source: RFC 6350 (vCard 4.0). What is NULL is left out; `name` is needed.
 * No revision date: the same contact gives the same bytes on any day.
 */
#ifndef FIELDKIT_VCARD_H
#define FIELDKIT_VCARD_H

#include <stdbool.h>
#include <stdint.h>

#include "fieldkit/strbuf.h"

struct vcard {
	const char *uid;		/* "urn:uuid:…": the same for ever */
	bool is_mailbox;		/* a desk of many people, not a person */
	const char *name;
	const char *org;
	const char *title;
	const char *title_lang;
	const char *role;
	const char *role_lang;
	const char *email;
	const char *phone;		/* E.164 */
	const char *const *langs;	/* spoken, best first */
	uint32_t lang_count;
};

void vcard_write(const struct vcard *card, struct strbuf *out);

#endif
