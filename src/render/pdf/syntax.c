/*
 * PDF syntax. In: numbers, names, text. Out: bytes in a buffer, the same in
 * every locale, and short: a page holds thousands of numbers.
 */
#include "syntax.h"

#include <assert.h>
#include <stdbool.h>
#include <string.h>

#include "fieldkit/utf8.h"

static const char hex_digits[] = "0123456789ABCDEF";

hundredths
hundredths_from_fixed(fixed length)
{
	int64_t scaled = (int64_t)length * 100;

	return (hundredths)((scaled + (scaled < 0 ? -FIXED_ONE / 2 :
	    FIXED_ONE / 2)) / FIXED_ONE);
}

/* The digits of a number from `to` on; returns their end. */
static char *
write_uint(char *to, uint32_t number)
{
	char digits[10];
	size_t at = sizeof(digits);

	do {
		digits[--at] = (char)('0' + number % 10);
		number /= 10;
	} while (number != 0);
	while (at < sizeof(digits))
		*to++ = digits[at++];
	return to;
}

void
pdf_put_uint(struct strbuf *buffer, uint32_t number)
{
	char *end = write_uint(strbuf_reserve(buffer, 10), number);

	*end = '\0';
	buffer->len = (size_t)(end - buffer->bytes);
}

void
pdf_put_int(struct strbuf *buffer, int32_t number)
{
	if (number < 0)
		strbuf_add_char(buffer, '-');
	pdf_put_uint(buffer, number < 0 ? 0u - (uint32_t)number :
	    (uint32_t)number);
}

void
pdf_put_decimal(struct strbuf *buffer, int64_t number, uint32_t digits)
{
	static const uint64_t powers[] = { 1, 10, 100, 1000, 10000, 100000,
		1000000, 10000000, 100000000, 1000000000 };
	/* A sign, ten digits, a point, nine digits. */
	char *to = strbuf_reserve(buffer, 21);
	uint64_t part, whole = number < 0 ? 0u - (uint64_t)number :
	    (uint64_t)number;

	assert(digits < sizeof(powers) / sizeof(powers[0]));
	part = whole % powers[digits];
	whole /= powers[digits];
	assert(whole <= UINT32_MAX);
	if (number < 0)
		*to++ = '-';
	if (whole != 0 || part == 0)
		to = write_uint(to, (uint32_t)whole);
	if (part != 0)
		*to++ = '.';
	for (; part != 0; part %= powers[digits])
		*to++ = (char)('0' + part / powers[--digits]);
	*to = '\0';
	buffer->len = (size_t)(to - buffer->bytes);
}

void
pdf_put_hundredths(struct strbuf *buffer, hundredths number)
{
	pdf_put_decimal(buffer, number, 2);
}

void
pdf_put_rgb(struct strbuf *buffer, struct rgb color)
{
	const uint8_t parts[] = { color.r, color.g, color.b };
	size_t i;

	for (i = 0; i < 3; i++) {
		pdf_put_decimal(buffer, (parts[i] * 1000 + 127) / 255, 3);
		strbuf_add_char(buffer, ' ');
	}
}

void
pdf_put_name(struct strbuf *buffer, const char *name)
{
	strbuf_add_char(buffer, '/');
	for (; *name != '\0'; name++) {
		unsigned char c = (unsigned char)*name;

		if (c > 0x20 && c < 0x7f && strchr("#()<>[]{}/%", c) == NULL) {
			strbuf_add_char(buffer, (char)c);
			continue;
		}
		strbuf_add_char(buffer, '#');
		strbuf_add_char(buffer, hex_digits[c >> 4]);
		strbuf_add_char(buffer, hex_digits[c & 15]);
	}
}

void
pdf_put_string(struct strbuf *buffer, const char *bytes, size_t len)
{
	size_t i;

	strbuf_add_char(buffer, '(');
	for (i = 0; i < len; i++) {
		char c = bytes[i];

		if (c == '(' || c == ')' || c == '\\')
			strbuf_add_char(buffer, '\\');
		if (c == '\r')
			strbuf_add_string(buffer, "\\r");
		else
			strbuf_add_char(buffer, c);
	}
	strbuf_add_char(buffer, ')');
}

void
pdf_put_hex4(struct strbuf *buffer, uint32_t number)
{
	char *to = strbuf_reserve(buffer, 4);

	to[0] = hex_digits[number >> 12 & 15];
	to[1] = hex_digits[number >> 8 & 15];
	to[2] = hex_digits[number >> 4 & 15];
	to[3] = hex_digits[number & 15];
	to[4] = '\0';
	buffer->len += 4;
}

void
pdf_put_utf16_hex(struct strbuf *buffer, const char *text, size_t len)
{
	while (len > 0) {
		uint32_t code = 0xfffd;
		size_t step = utf8_next(text, len, &code);

		if (step == 0)
			code = 0xfffd;
		if (code < 0x20 || (code >= 0x7f && code < 0xa0))
			code = ' ';
		if (code >= 0x10000) {
			pdf_put_hex4(buffer, 0xd7c0 + (code >> 10));
			code = 0xdc00 | (code & 0x3ff);
		}
		pdf_put_hex4(buffer, code);
		step = step != 0 ? step : 1;
		text += step;
		len -= step;
	}
}

/* What PDFDocEncoding and ASCII agree on. */
static bool
is_plain(const char *text)
{
	for (; *text != '\0'; text++)
		if ((unsigned char)*text < 0x20 || (unsigned char)*text > 0x7e)
			return false;
	return true;
}

void
pdf_put_text(struct strbuf *buffer, const char *text)
{
	if (text == NULL)
		text = "";
	if (is_plain(text)) {
		pdf_put_string(buffer, text, strlen(text));
		return;
	}
	strbuf_add_string(buffer, "<FEFF");
	pdf_put_utf16_hex(buffer, text, strlen(text));
	strbuf_add_char(buffer, '>');
}
