/*
 * css_text.h - the text of a drawing's styles, before it is understood: made
 * free of comments, and known to fetch nothing.
 *
 * Both functions return NULL, or what is wrong and, in ret_at, at which byte
 * of the text. Source: CSS Syntax Module Level 3, section 4.
 */
#ifndef IMAGE_CSS_TEXT_H
#define IMAGE_CSS_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "xml_scan.h"

static inline bool
css_is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* What names are made of. */
static inline bool
css_is_name(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') || c == '-' || c == '_' ||
	    (unsigned char)c >= 0x80;
}

/* Takes comments out; one that is not closed goes on to the end. One that
 * stands inside a word or a value is refused: without it the parts would be
 * read together. What is left holds no comment. */
const char *css_uncomment(struct xml_text *text, size_t *ret_at);

/* Whether nothing in the text, which holds no comments, leads out of the file
 * or hides from being read: only functions and rules from a list, url() only
 * with a part of the same file. Letters count alike in both cases; strings are
 * read like the rest, so that none can hide anything. In ret_word what it is
 * about, at most CSS_WORD_MAX bytes. */
enum { CSS_WORD_MAX = 40 };
const char *css_find_foreign(const struct xml_text *text, size_t *ret_at,
    size_t *ret_word_len);

#endif
