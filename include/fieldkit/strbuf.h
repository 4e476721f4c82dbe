/*
 * strbuf.h - a growing buffer of bytes, always followed by a NUL.
 *
 * Owns its memory; an all-zero buffer is empty and usable. Growth never fails
 * (see arena.h on out of memory).
 */
#ifndef FIELDKIT_STRBUF_H
#define FIELDKIT_STRBUF_H

#include <stdarg.h>
#include <stddef.h>

struct strbuf {
	char *bytes;		/* NULL while nothing was ever added */
	size_t len;		/* bytes, without the NUL */
	size_t size;		/* bytes allocated */
};

void strbuf_init(struct strbuf *buffer);
void strbuf_release(struct strbuf *buffer);
/* Empties the buffer and keeps its memory. */
void strbuf_clear(struct strbuf *buffer);
/* Makes room for `more` bytes where there is none. */
void strbuf_grow(struct strbuf *buffer, size_t more);

/* Makes room for `more` bytes and returns where they go; len is unchanged. */
static inline char *
strbuf_reserve(struct strbuf *buffer, size_t more)
{
	if (more >= buffer->size - buffer->len)
		strbuf_grow(buffer, more);
	return buffer->bytes + buffer->len;
}

void strbuf_add(struct strbuf *buffer, const void *bytes, size_t len);
void strbuf_add_string(struct strbuf *buffer, const char *string);

static inline void
strbuf_add_char(struct strbuf *buffer, char c)
{
	char *end = strbuf_reserve(buffer, 1);

	end[0] = c;
	end[1] = '\0';
	buffer->len++;
}

void strbuf_printf(struct strbuf *buffer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void strbuf_vprintf(struct strbuf *buffer, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));

/*
 * A JSON string, quotes included (RFC 8259, section 7): quotation mark,
 * reverse solidus and C0 controls escaped, everything else as it is. `len`
 * bytes of valid UTF-8.
 */
void strbuf_add_json(struct strbuf *buffer, const char *string, size_t len);

/* The bytes as a string: "" for a buffer that never held anything. */
const char *strbuf_string(const struct strbuf *buffer);

#endif
