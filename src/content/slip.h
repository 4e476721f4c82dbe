/*
 * slip.h - signs in a text that were meant to be something else than what is
 * printed. Private to src/content.
 *
 * Each looks at `len` bytes of UTF-8 from `text` on.
 */
#ifndef FIELDKIT_SLIP_H
#define FIELDKIT_SLIP_H

#include <stdbool.h>
#include <stddef.h>

#include "fieldkit/diag.h"

/* Bytes of a word in braces, `{kunde}`, `{{customer}}`, `{ customer }`; 0 where
 * there is none. */
size_t slip_braces_len(const char *text, size_t len);
/* Whether braces of slip_braces_len hold the word that stands for the
 * customer, and nothing but that. */
bool slip_is_customer(const char *braces, size_t len);
/* Bytes of `&word;` or `&#8211;`; 0 where there is none. */
size_t slip_entity_len(const char *text, size_t len);
/* Bytes of an HTML tag that editors make, `<b>`, `</p>`, `<br/>`; else 0. */
size_t slip_tag_len(const char *text, size_t len);
/* Bytes of a web address, `https://…` or `www.…`, without what ends the
 * sentence; 0 where there is none. */
size_t slip_address_len(const char *text, size_t len);

/* Whether a text is the name of a picture's file: one word with its ending. */
bool slip_is_picture_name(const char *text);
/* Says that braces are printed as they stand; `is_story`: where {customer}
 * stands for the customer. */
void slip_report_braces(struct diags *diags, struct source_pos pos,
    const char *braces, size_t len, bool is_story);

/* The text between typographic quotes that enclose all of it, “…” or „…“, and
 * its length; NULL where they do not, or others stand inside. */
const char *slip_unquoted(const char *text, size_t len, size_t *ret_len);

#endif
