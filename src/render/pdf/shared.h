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
#include "fieldkit/strbuf.h"

/* A picture ready to be written as an XObject's stream. */
struct encoded_picture {
	uint32_t width, height;
	struct strbuf color_space;	/* PDF syntax */
	uint8_t bits;			/* of a sample: 1, 2, 4 or 8 */
	uint8_t channels;		/* samples of a pixel */
	bool is_jpeg;			/* DCTDecode; else Flate */
	bool has_predictor;		/* Flate of PNG rows */
	struct strbuf bytes;
	/* Of a soft mask; empty where it is opaque. Flate, of PNG rows where
	 * the bits are 8. */
	struct strbuf alpha;
	uint8_t alpha_bits;		/* 1 or 8 */
};

/* picture_encode.c: in at most the size given. False after a diagnostic. */
bool pdf_picture_encode(struct encoded_picture *picture,
    const struct image_asset *asset, uint32_t max_width, uint32_t max_height,
    struct diags *diags);
void pdf_picture_release(struct encoded_picture *picture);

/* NULL after a diagnostic. */
const struct encoded_picture *pdf_shared_picture(struct pdf_shared *shared,
    const struct image_asset *asset, uint32_t max_width, uint32_t max_height,
    struct diags *diags);
/* The sRGB profile, deflated; NULL after a diagnostic. */
const struct strbuf *pdf_shared_profile(struct pdf_shared *shared,
    const char *path, struct diags *diags);

#endif
