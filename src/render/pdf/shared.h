/*
 * shared.h - what the documents of a run have in common.
 *
 * Entries are made once, by the thread that comes first, and never change;
 * what was handed out stays valid until pdf_shared_free.
 */
#ifndef PDF_SHARED_H
#define PDF_SHARED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fieldkit/diag.h"
#include "fieldkit/image.h"
#include "fieldkit/pdf.h"

/* A picture ready to be written as an XObject's stream. */
struct encoded_picture {
	uint32_t width, height;
	uint8_t channels;
	bool is_jpeg;			/* DCTDecode; else Flate with PNG rows */
	const unsigned char *bytes;
	size_t len;
	const unsigned char *alpha;	/* Flate with PNG rows, or NULL */
	size_t alpha_len;
};

/* NULL after a diagnostic. */
const struct encoded_picture *pdf_shared_picture(struct pdf_shared *shared,
    const struct image_asset *asset, uint32_t max_width, uint32_t max_height,
    struct diags *diags);
/* The sRGB profile, deflated; NULL after a diagnostic. */
const struct strbuf *pdf_shared_profile(struct pdf_shared *shared,
    const char *path, struct diags *diags);

#endif
