/*
 * A growing buffer of bytes. In: bytes, strings, formats. Out: one run of
 * memory, NUL behind it. Doubles when full, so adding is linear over all.
 */
#include "fieldkit/strbuf.h"

#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fieldkit/arena.h"

void
strbuf_init(struct strbuf *buffer)
{
	*buffer = (struct strbuf){ 0 };
}

void
strbuf_release(struct strbuf *buffer)
{
	free(buffer->bytes);
	strbuf_init(buffer);
}

void
strbuf_clear(struct strbuf *buffer)
{
	buffer->len = 0;
	if (buffer->bytes != NULL)
		buffer->bytes[0] = '\0';
}

void
strbuf_grow(struct strbuf *buffer, size_t more)
{
	size_t size = buffer->size != 0 ? buffer->size : 256;

	assert(more < SIZE_MAX / 2 - buffer->len);
	while (size < buffer->len + more + 1)
		size *= 2;
	if (size != buffer->size) {
		buffer->bytes = mem_realloc(buffer->bytes, size);
		buffer->size = size;
	}
}

void
strbuf_add(struct strbuf *buffer, const void *bytes, size_t len)
{
	char *end = strbuf_reserve(buffer, len);

	if (len > 0)
		memcpy(end, bytes, len);
	end[len] = '\0';
	buffer->len += len;
}

void
strbuf_add_string(struct strbuf *buffer, const char *string)
{
	strbuf_add(buffer, string, strlen(string));
}

void
strbuf_vprintf(struct strbuf *buffer, const char *format, va_list args)
{
	va_list again;
	int len;

	va_copy(again, args);
	len = vsnprintf(NULL, 0, format, again);
	va_end(again);
	assert(len >= 0);
	vsnprintf(strbuf_reserve(buffer, (size_t)len), (size_t)len + 1, format,
	    args);
	buffer->len += (size_t)len;
}

void
strbuf_printf(struct strbuf *buffer, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	strbuf_vprintf(buffer, format, args);
	va_end(args);
}

void
strbuf_add_json(struct strbuf *buffer, const char *string, size_t len)
{
	size_t i, plain = 0;

	strbuf_add_char(buffer, '"');
	for (i = 0; i < len; i++) {
		unsigned char c = (unsigned char)string[i];

		if (c >= 0x20 && c != '"' && c != '\\')
			continue;
		strbuf_add(buffer, string + plain, i - plain);
		if (c == '"' || c == '\\')
			strbuf_printf(buffer, "\\%c", c);
		else if (c == '\n')
			strbuf_add_string(buffer, "\\n");
		else
			strbuf_printf(buffer, "\\u%04x", c);
		plain = i + 1;
	}
	strbuf_add(buffer, string + plain, len - plain);
	strbuf_add_char(buffer, '"');
}

const char *
strbuf_string(const struct strbuf *buffer)
{
	return buffer->bytes != NULL ? buffer->bytes : "";
}
