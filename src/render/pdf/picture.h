/*
 * picture.h - the pictures of a document as XObjects, each written once,
 * however often and in whatever size it is placed.
 */
#ifndef PDF_PICTURE_H
#define PDF_PICTURE_H

#include <stdbool.h>
#include <stdint.h>

#include "fieldkit/image.h"
#include "fieldkit/pages.h"
#include "object.h"
#include "shared.h"

struct pdf_picture {
	const struct image_asset *asset;
	uint32_t max_width, max_height;	/* pixels that are worth keeping */
	uint32_t number;		/* /I1 … */
	uint32_t page;			/* last page that names it, from 1 */
	struct pdf_object *object;	/* after pdf_pictures_embed */
	/* The space it is drawn in: 1 x 1 for pixels. */
	uint32_t units_wide, units_high;
	struct source_pos pos;		/* the first figure that shows it */
};

struct pdf_pictures {
	struct arena *arena;
	struct pdf_picture *items;
	uint32_t count, size;
};

void pdf_pictures_init(struct pdf_pictures *pictures, struct arena *arena);
/* Notes an OP_IMAGE. */
void pdf_pictures_gather(struct pdf_pictures *pictures,
    const struct page_op *op, struct source_pos pos);
bool pdf_pictures_embed(struct pdf_pictures *pictures, struct pdf_file *file,
    struct pdf_shared *shared, struct diags *diags);
/* The picture of an asset that was gathered, by content. */
struct pdf_picture *pdf_pictures_find(struct pdf_pictures *pictures,
    const struct image_asset *asset);

/* drawing.c: an SVG as a form. */
bool pdf_drawing_embed(struct pdf_picture *picture, struct pdf_file *file,
    struct diags *diags);

#endif
