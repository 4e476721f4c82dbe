/*
 * pdf.h - a laid-out kit as a PDF (libharu's objects, libqrencode).
 *
 * PDF 1.7 that claims PDF/UA-1 and PDF/A-2a. The claim is made only when the
 * structure passes our own check, which blames the content line that lacks an
 * alternative text, a table header or a heading level. The same page list
 * gives the same bytes in every run, thread, locale and time zone.
 */
#ifndef FIELDKIT_PDF_H
#define FIELDKIT_PDF_H

#include <stdbool.h>
#include <stdint.h>

#include "fieldkit/arena.h"
#include "fieldkit/diag.h"
#include "fieldkit/pages.h"
#include "fieldkit/strbuf.h"

/* What the kits of a run have in common: the colour profile, pictures once
 * encoded. Thread safe; free it after the last pdf_write. */
struct pdf_shared;

struct pdf_shared *pdf_shared_new(void);
void pdf_shared_free(struct pdf_shared *shared);

/* What the bytes of a document are spent on. X(NAME, "word") */
#define PDF_PART_TABLE(X)                                                \
	X(REST, "rest")			/* header, cross-references */   \
	X(FACE, "face")			/* with widths and texts */      \
	X(PICTURE, "picture")           /* with its transparency */      \
	X(DRAWING, "drawing")           /* an SVG */                     \
	X(CONTENTS, "contents")         /* pages and what they show */   \
	X(TAGS, "tags")                 /* the structure tree */         \
	X(NAVIGATION, "navigation")     /* links, anchors, outline */    \
	X(METADATA, "metadata")                                          \
	X(PROFILE, "profile")           /* of colours */                 \
	X(FALLBACK, "fallback")         /* of no bytes: a face for another */

enum pdf_part_kind {
#define PDF_PART_ENUM(name, word) PDF_PART_##name,
	PDF_PART_TABLE(PDF_PART_ENUM)
#undef PDF_PART_ENUM
	PDF_PART_KIND_COUNT
};

struct pdf_part {
	enum pdf_part_kind kind;
	/* FACE; PICTURE, DRAWING: the asset's; FALLBACK: in words. */
	const char *name;
	/* FACE: glyphs; CONTENTS: pages; TAGS: elements; NAVIGATION: links;
	 * FALLBACK: characters. */
	uint32_t count;
	uint32_t width_px, height_px, dpi;	/* PICTURE, as embedded */
	int64_t bytes;
};

/* The largest part first. What shares a compressed stream has its share of
 * it by length; the bytes of all parts are those of the document. */
struct pdf_sizes {
	struct pdf_part *parts;
	uint32_t count;
};

/* The word of a kind, and the kind of a word or PDF_PART_KIND_COUNT. */
const char *pdf_part_word(enum pdf_part_kind kind);
enum pdf_part_kind pdf_part_kind_of(const char *word);

struct pdf_options {
	const char *producer;		/* "fieldkit 1.0" */
	/* The sRGB profile; NULL: where icc-profiles-free puts it. */
	const char *profile_path;
	struct pdf_shared *shared;	/* NULL: nothing is kept */
	/* Filled, in the arena of the call; NULL: not wanted. */
	struct pdf_sizes *sizes;
};

/*
 * Appends the document to `ret_bytes`. Scratch memory comes from `arena`.
 * false, with nothing appended, after a diagnostic: `kit-structure` when the
 * kit would not be accessible, `image-invalid` or `io-failed` for a picture,
 * `output-failed` when libharu refuses.
 */
bool pdf_write(const struct page_list *pages,
    const struct pdf_options *options, struct arena *arena,
    struct diags *diags, struct strbuf *ret_bytes);

#endif
