/*
 * page.h - what a page becomes while it is looked at before it is published.
 *
 * A page of the site gets the script of the preview and leave for it in its
 * Content-Security-Policy; nothing else about it changes. The server's own
 * pages (lists, errors) are written here too, with the same script.
 *
 * `<meta name="fieldkit-preview" content="STAMP PAGE SHAPE">` tells the script
 * which generation the page was made from, and two digests: of the page, and
 * of the page but for the addresses of its stylesheets.
 */
#ifndef FIELDKIT_SERVE_PAGE_H
#define FIELDKIT_SERVE_PAGE_H

#include "fieldkit/diag.h"
#include "fieldkit/doc.h"
#include "fieldkit/strbuf.h"
#include "generation.h"

#define PREVIEW_FOLDER "/_fieldkit/"

/* For struct run: `context` is the stamp. */
void page_write_preview(void *context, struct arena *arena,
    const struct doc_node *root, struct strbuf *out);

/* "/": the editions, their readers, their outputs. */
void page_write_home(const struct generation *generation, const char *stamp,
    struct strbuf *out);
/* "/EDITION/kits/". */
void page_write_kits(const struct shown *shown, const char *stamp,
    struct strbuf *out);
/* A message: no such page, no content yet, a kit that has errors. */
void page_write_message(const char *title, const char *message,
    const char *stamp, struct strbuf *out);

#endif
