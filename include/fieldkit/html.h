/*
 * html.h - a document tree as HTML5 bytes.
 *
 * Every text and attribute value is escaped here and nowhere else. Elements
 * keep their end tags. Attributes come as id, class, lang, then the others in
 * the order they were set. Print-only elements (k:*) must not be in the tree.
 * Source: HTML Living Standard, section 13 (syntax).
 */
#ifndef FIELDKIT_HTML_H
#define FIELDKIT_HTML_H

#include "fieldkit/doc.h"
#include "fieldkit/strbuf.h"

/* Appends the tree; `<!DOCTYPE html>` goes before a DOC_HTML root. UTF-8. */
void html_render(const struct doc_node *root, struct strbuf *out);
/* Appends text as it may stand between tags or in a quoted attribute. */
void html_escape(struct strbuf *out, const char *text, size_t len);

#endif
