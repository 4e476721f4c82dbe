/*
 * A vCard. In: a contact. Out: RFC 6350 in content lines.
 *
 * A desk is an organizational unit (KIND org), named after its organization;
 * a person has no N, since one line of a name does not say which part of it is
 * the family's.
 */
#include "fieldkit/vcard.h"

#include <stdio.h>

#include "fieldkit/content_line.h"

#define PARAM_CHARS 96
#define PREF_MAX 100	/* section 5.3: 1 to 100 */

static void
add_name(struct strbuf *out, const struct vcard *card)
{
	struct strbuf name = { 0 };

	strbuf_add_string(&name, card->name);
	if (card->is_mailbox && card->org != NULL) {
		strbuf_add_string(&name, ", ");
		strbuf_add_string(&name, card->org);
	}
	content_line_text(out, "FN", strbuf_string(&name));
	strbuf_release(&name);
}

static void
add_org(struct strbuf *out, const struct vcard *card)
{
	const char *const units[] = { card->org,
	    card->is_mailbox ? card->name : NULL };

	if (card->org != NULL)
		content_line_texts(out, "ORG", units, 2);
}

static void
add_words(struct strbuf *out, const char *name, const char *text,
    const char *lang)
{
	char full[PARAM_CHARS];

	if (text == NULL)
		return;
	snprintf(full, sizeof(full), "%s;LANGUAGE=%s", name, lang);
	content_line_text(out, full, text);
}

static void
add_langs(struct strbuf *out, const struct vcard *card)
{
	char name[PARAM_CHARS];
	uint32_t i;

	for (i = 0; i < card->lang_count && i < PREF_MAX; i++) {
		snprintf(name, sizeof(name), "LANG;PREF=%u", (unsigned)i + 1);
		content_line_value(out, name, card->langs[i]);
	}
}

static void
add_phone(struct strbuf *out, const char *phone)
{
	struct strbuf url = { 0 };

	if (phone == NULL)
		return;
	strbuf_printf(&url, "tel:%s", phone);
	content_line_value(out, "TEL;VALUE=uri;TYPE=\"voice,work\"",
	    strbuf_string(&url));
	strbuf_release(&url);
}

void
vcard_write(const struct vcard *card, struct strbuf *out)
{
	content_line_value(out, "BEGIN", "VCARD");
	content_line_value(out, "VERSION", "4.0");
	content_line_value(out, "KIND",
	    card->is_mailbox ? "org" : "individual");
	add_name(out, card);
	add_org(out, card);
	add_words(out, "TITLE", card->title, card->title_lang);
	add_words(out, "ROLE", card->role, card->role_lang);
	content_line_text(out, "EMAIL;TYPE=work", card->email);
	add_phone(out, card->phone);
	add_langs(out, card);
	content_line_value(out, "UID", card->uid);
	content_line_value(out, "END", "VCARD");
}
