/*
 * plain_text.h - a document tree as text to read: the form of a message for
 * who has no HTML.
 *
 * Headings are underlined, list items marked, a link is "text <address>".
 * Lines have at most `width` columns, but for an address or a word that is
 * longer. In a text from right to left a line that would be taken for the
 * other direction starts with U+200F, and an address stands on its own line.
 * Source: UAX #9, UAX #11, UAX #14.
 */
#ifndef FIELDKIT_PLAIN_TEXT_H
#define FIELDKIT_PLAIN_TEXT_H

#include "fieldkit/arena.h"
#include "fieldkit/doc.h"
#include "fieldkit/segment.h"
#include "fieldkit/strbuf.h"

#define PLAIN_TEXT_WIDTH 72

struct plain_text_options {
	struct segmenter *segmenter;	/* borrowed */
	struct arena *arena;		/* scratch */
	const char *lang;		/* of the text */
	bool is_rtl;
	uint32_t width;			/* columns */
};

/* Appends the text of the tree, without blank lines around it; each line
 * ends in a line feed. The head and what is hidden are no part of it. */
void plain_text_render(const struct doc_node *root,
    const struct plain_text_options *options, struct strbuf *out);
/* Appends `len` bytes of one paragraph as lines, each behind `indent`
 * spaces. A line feed ends a line. */
void plain_text_wrap(const char *text, size_t len, uint32_t indent,
    const struct plain_text_options *options, struct strbuf *out);

#endif
