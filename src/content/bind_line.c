/*
 * What may stand in a text that reaches a header, a file name, a command line
 * or an address. In: a scalar. Out: whether it is harmless, or a report of the
 * very character that is not.
 *
 * Control characters and bytes that are no UTF-8 were refused with the file.
 */
#include "bind.h"

#include <string.h>

#include "fieldkit/utf8.h"

/* A place inside the value, where it stands in the file as it is here. */
static struct source_pos
place_in(const struct yaml_node *node, const char *chars, size_t at)
{
	struct source_pos pos = node->pos;

	if (node->is_plain &&
	    memchr(node->scalar, '\n', node->scalar_len) == NULL)
		pos.col += (uint32_t)utf8_count(chars, at);
	return pos;
}

static bool
is_line_break(uint32_t code)
{
	return code == '\n' || code == '\r' || code == 0x2028 ||
	    code == 0x2029;
}

bool
bind_check_line(struct bind *bind, const char *key,
    const struct yaml_node *node, bool is_one_line)
{
	struct word word = yaml_trim(bind->arena, node);
	size_t at = 0, size;
	uint32_t code;

	for (; at < word.len; at += size != 0 ? size : 1) {
		size = utf8_next(word.chars + at, word.len - at, &code);
		if (is_one_line && is_line_break(code)) {
			diag_report(bind->diags, DIAG_LINE_BREAK, node->pos,
			    "'%s' takes one line; write it without line breaks "
			    "('>' in place of '|' joins lines)", key);
			return false;
		}
		/* It parts the columns of what is told of the record. */
		if (is_one_line && code == '\t') {
			diag_report(bind->diags, DIAG_LINE_BREAK,
			    place_in(node, word.chars, at), "'%s' takes one "
			    "line, and a tab stands in it; write a space", key);
			return false;
		}
		if (utf8_is_bidi_control(code)) {
			diag_report(bind->diags, DIAG_UTF8_INVALID,
			    place_in(node, word.chars, at),
			    "'%s' holds the invisible character U+%04X, which "
			    "turns around the text behind it; delete it", key,
			    (unsigned)code);
			return false;
		}
	}
	return true;
}
