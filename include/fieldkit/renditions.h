/*
 * renditions.h - a picture of the content as a site publishes it.
 *
 * A rendition is a file of one width and one kind, upright, in sRGB, without
 * any metadata. A picture has some in a kind that every browser knows (JPEG
 * for photographs; one PNG for what has few colours or is transparent) and,
 * where that saves bytes, some in WebP. None is larger than the picture is; one
 * that would hardly have fewer bytes than the next larger one is left out. A
 * drawing that is wider than all steps keeps its own size where that has fewer
 * bytes than the widest step. An SVG has one rendition, cleaned.
 *
 * The same asset gives the same bytes, as long as renditions_digest gives the
 * same.
 */
#ifndef FIELDKIT_RENDITIONS_H
#define FIELDKIT_RENDITIONS_H

#include "fieldkit/digest.h"
#include "fieldkit/image.h"

/* Widths in pixels, below which none is made but the picture's own. */
#define RENDITION_WIDTHS 400, 800, 1200, 1600
enum {
	RENDITION_WIDTH_MAX = 1600,
	RENDITION_HEIGHT_MAX = 6400,	/* a drawing as long as eight screens */
	RENDITION_OWN_MAX = 4096,	/* both sides of a drawing's own size */
	RENDITIONS_MAX = 10		/* of one picture */
};

struct rendition {
	enum image_kind kind;
	uint32_t width, height;		/* pixels; CSS pixels of an SVG */
	struct strbuf bytes;
};

struct renditions {
	/* First those in the kind that every browser knows, then WebP; from
	 * narrow to wide. */
	struct rendition items[RENDITIONS_MAX];
	uint32_t count;
};

/* Decodes and encodes. False after a diagnostic, and then there are none. */
bool renditions_make(struct renditions *renditions,
    const struct image_asset *asset, struct diags *diags);
void renditions_release(struct renditions *renditions);
/* Feeds what decides the bytes, but for the asset: our rules and the versions
 * of the libraries. */
void renditions_digest(struct digest *digest);

#endif
