/*
 * layout.h - from a kit's document tree and a print style to pages.
 *
 * Blocks are set into one endless column with the places where it may be
 * cut; the column is then cut into pages and painted. Lengths are integers
 * of 1/64 pt, so every machine makes the same pages.
 *
 * What the tree may hold: HTML's vocabulary (doc.h) with ids, lang, dir, and
 * the print-only elements: k:toc lists the h1 and h2 that have an id, k:page,
 * k:pages and k:page-of are numbers, k:running is, in a running header or
 * footer, the first h1 or h2 of the page or the last before it, k:qr is a square that says its `data-text`
 * (or `href`), k:header and k:footer run on every page whose named page has
 * furniture. A block with data-kind="auto" (the contents) falls away in a kit
 * that has at most LIMIT_AUTO_PAGES pages without it.
 */
#ifndef FIELDKIT_LAYOUT_H
#define FIELDKIT_LAYOUT_H

#include "fieldkit/arena.h"
#include "fieldkit/diag.h"
#include "fieldkit/doc.h"
#include "fieldkit/image.h"
#include "fieldkit/pages.h"
#include "fieldkit/style.h"
#include "fieldkit/type.h"

/* Where pictures come from: `name` is an img's src without its scheme,
 * relative to content/. NULL after a diagnostic. */
struct layout_images {
	void *context;
	const struct image_asset *(*find)(void *context, const char *name,
	    struct source_pos pos, struct diags *diags);
};

struct layout_options {
	const char *lang;		/* of the kit, BCP 47 */
	bool is_letter;			/* paper: Letter rather than A4 */
	struct type_faces *faces;
	struct type_context *type;	/* of this thread, made of `faces` */
	const struct layout_images *images;
};

/*
 * Lays out the tree. Pages, elements, destinations, outline, title (from
 * <title>), subject and keywords (from <meta>) and lang of `ret_pages` are set,
 * all in `arena`; its other fields are the caller's. Text and assets of the tree are borrowed. false when
 * something was reported that makes the kit unusable: an overflow, a missing
 * face or glyph, a missing image; the pages are complete all the same.
 */
bool layout_pages(const struct doc_node *root,
    const struct print_style *style, const struct layout_options *options,
    struct arena *arena, struct diags *diags, struct page_list *ret_pages);

#endif
