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

#include "fieldkit/arena.h"
#include "fieldkit/diag.h"
#include "fieldkit/pages.h"
#include "fieldkit/strbuf.h"

/* What the kits of a run have in common: the colour profile, pictures once
 * encoded. Thread safe; free it after the last pdf_write. */
struct pdf_shared;

struct pdf_shared *pdf_shared_new(void);
void pdf_shared_free(struct pdf_shared *shared);

struct pdf_options {
	const char *producer;		/* "fieldkit 1.0" */
	/* The sRGB profile; NULL: where icc-profiles-free puts it. */
	const char *profile_path;
	struct pdf_shared *shared;	/* NULL: nothing is kept */
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
