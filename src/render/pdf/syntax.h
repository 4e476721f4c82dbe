/*
 * syntax.h - PDF syntax written to a buffer: numbers, names, strings.
 * Source: ISO 32000-1, sections 7.2, 7.3, 7.9.2.
 */
#ifndef PDF_SYNTAX_H
#define PDF_SYNTAX_H

#include <stddef.h>
#include <stdint.h>

#include "fieldkit/pages.h"
#include "fieldkit/strbuf.h"

/* Coordinates are written in hundredths of a point, 3.5 micrometres. */
typedef int32_t hundredths;

hundredths hundredths_from_fixed(fixed length);

void pdf_put_uint(struct strbuf *buffer, uint32_t number);
void pdf_put_int(struct strbuf *buffer, int32_t number);
/* number / 10^digits without needless zeros: 1250, 2 is 12.5; digits at most
 * 9. */
void pdf_put_decimal(struct strbuf *buffer, int64_t number, uint32_t digits);
void pdf_put_hundredths(struct strbuf *buffer, hundredths number);
/* A colour's three components, each followed by a space. */
void pdf_put_rgb(struct strbuf *buffer, struct rgb color);

/* "/Name", with #xx where a name needs it. */
void pdf_put_name(struct strbuf *buffer, const char *name);
/* A byte string in parentheses. */
void pdf_put_string(struct strbuf *buffer, const char *bytes, size_t len);
/* A text string: as it is when it is ASCII, else UTF-16BE. NULL is "". */
void pdf_put_text(struct strbuf *buffer, const char *text);
/* The UTF-16BE of `len` bytes of UTF-8 as hexadecimal digits, without
 * brackets; a control character becomes a space, what is no UTF-8 U+FFFD. */
void pdf_put_utf16_hex(struct strbuf *buffer, const char *text, size_t len);
/* A number as four hexadecimal digits. */
void pdf_put_hex4(struct strbuf *buffer, uint32_t number);

#endif
