/*
 * Content lines. In: a name and a value. Out: the line, escaped, then folded:
 * the whole line is put together first, since the name counts too.
 */
#include "fieldkit/content_line.h"

#include <string.h>

#include "fieldkit/utf8.h"

#define REPLACEMENT "\uFFFD"

/* What may stand in a value; a tab is white space, other controls are not. */
static bool
is_value_char(uint32_t code)
{
	return code == '\t' || (code >= 0x20 && code != 0x7f);
}

/* One character that is text: with a reverse solidus where it would end the
 * value or a part of it. */
static void
add_char(struct strbuf *line, const char *bytes, size_t len, uint32_t code,
    bool is_text)
{
	if (is_text && code == '\n') {
		strbuf_add_string(line, "\\n");
		return;
	}
	if (!is_value_char(code))
		return;
	if (is_text && (code == '\\' || code == ',' || code == ';'))
		strbuf_add_char(line, '\\');
	strbuf_add(line, bytes, len);
}

static void
add_value(struct strbuf *line, const char *value, bool is_text)
{
	size_t len = strlen(value), i = 0;

	while (i < len) {
		uint32_t code;
		size_t step = utf8_next(value + i, len - i, &code);

		if (step == 0) {
			strbuf_add_string(line, REPLACEMENT);
			step = 1;
		} else {
			add_char(line, value + i, step, code, is_text);
		}
		i += step;
	}
}

/* How many of `len` octets fit into `room` without a character cut in two. */
static size_t
fitting(const char *bytes, size_t len, size_t room)
{
	if (len <= room)
		return len;
	while (room > 0 && ((unsigned char)bytes[room] & 0xc0) == 0x80)
		room--;
	return room;
}

/* A folded line goes on behind a space, which counts as an octet. */
static void
add_folded(struct strbuf *out, const struct strbuf *line)
{
	size_t i = fitting(line->bytes, line->len, CONTENT_LINE_OCTETS);

	strbuf_add(out, line->bytes, i);
	while (i < line->len) {
		size_t step = fitting(line->bytes + i, line->len - i,
		    CONTENT_LINE_OCTETS - 1);

		strbuf_add_string(out, "\r\n ");
		strbuf_add(out, line->bytes + i, step);
		i += step;
	}
	strbuf_add_string(out, "\r\n");
}

static void
start_line(struct strbuf *line, const char *name)
{
	strbuf_add_string(line, name);
	strbuf_add_char(line, ':');
}

void
content_line_texts(struct strbuf *out, const char *name,
    const char *const *texts, size_t count)
{
	struct strbuf line = { 0 };
	size_t i;

	start_line(&line, name);
	for (i = 0; i < count && texts[i] != NULL; i++) {
		if (i > 0)
			strbuf_add_char(&line, ';');
		add_value(&line, texts[i], true);
	}
	add_folded(out, &line);
	strbuf_release(&line);
}

void
content_line_text(struct strbuf *out, const char *name, const char *text)
{
	if (text != NULL && text[0] != '\0')
		content_line_texts(out, name, &text, 1);
}

void
content_line_value(struct strbuf *out, const char *name, const char *value)
{
	struct strbuf line = { 0 };

	if (value == NULL || value[0] == '\0')
		return;
	start_line(&line, name);
	add_value(&line, value, false);
	add_folded(out, &line);
	strbuf_release(&line);
}
