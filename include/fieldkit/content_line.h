/*
 * content_line.h - the lines that vCards and calendars are made of.
 *
 * A line is `NAME;PARAMETER=…:VALUE`, UTF-8, ends in CR LF and is folded
 * after at most 75 octets, never within a character. Values are escaped here
 * and nowhere else: whatever a record holds, it cannot start a line of its
 * own. Control characters are left out; what is no UTF-8 becomes U+FFFD.
 * Source: RFC 6350, sections 3.2, 3.3, 3.4; RFC 5545, sections 3.1, 3.3.11.
 */
#ifndef FIELDKIT_CONTENT_LINE_H
#define FIELDKIT_CONTENT_LINE_H

#include "fieldkit/strbuf.h"

/* Without the line end. */
#define CONTENT_LINE_OCTETS 75

/* `name` with its parameters, a literal or made of language tags; `text` any
 * text: backslash, comma, semicolon and line feed are escaped. NULL or ""
 * writes nothing. */
void content_line_text(struct strbuf *out, const char *name,
    const char *text);
/* Several texts as the components of one value, between semicolons; the last
 * ones may be NULL. */
void content_line_texts(struct strbuf *out, const char *name,
    const char *const *texts, size_t count);
/* A value that is not text: an address, a date, a word. Its commas and
 * semicolons stay. */
void content_line_value(struct strbuf *out, const char *name,
    const char *value);

#endif
