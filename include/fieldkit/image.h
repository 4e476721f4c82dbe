/*
 * image.h - pictures of the content: checked once, then shared (libpng,
 * libjpeg-turbo, libwebp, Little CMS).
 *
 * An asset is found by its path under content/ (or the theme) and knows its
 * kind, size and digest; pixels are decoded on demand only. Caps of limits.h
 * hold before anything is decoded. Thread safe after image_load.
 */
#ifndef FIELDKIT_IMAGE_H
#define FIELDKIT_IMAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fieldkit/arena.h"
#include "fieldkit/diag.h"
#include "fieldkit/strbuf.h"

enum image_kind { IMAGE_PNG, IMAGE_JPEG, IMAGE_WEBP, IMAGE_SVG };

struct image_asset {
	const char *path;		/* the file, as opened */
	const char *name;		/* relative to content/, forward slashes */
	enum image_kind kind;
	uint32_t width_px, height_px;	/* upright: EXIF orientation applied */
	uint8_t orientation;		/* EXIF 1…8; 1 when none */
	bool has_other_colors;		/* not stored in sRGB */
	bool is_lossy;			/* JPEG, or WebP of that kind */
	char digest[65];		/* SHA-256 of the file, hexadecimal */
	size_t bytes;
	struct source_pos pos;		/* where it was asked for first; what
					 * is wrong with it is reported there */
};

/* Reads the header of a file, without links being followed out of the
 * content. NULL and a diagnostic at `pos` where it is missing, too large or
 * not an image; a warning where its colour profile is of no use. */
const struct image_asset *image_load(struct arena *arena, const char *root,
    const char *name, struct source_pos pos, struct diags *diags);

/* The size of a picture that is in memory, as above; false where it is none.
 * Nothing is reported. */
bool image_measure(const void *bytes, size_t len, uint32_t *ret_width_px,
    uint32_t *ret_height_px);

/* Decoded pixels, 8 bit, upright, no metadata. */
struct image_pixels {
	uint32_t width, height;
	uint8_t channels;		/* 1 gray, 3 RGB */
	unsigned char *samples;		/* width * height * channels */
	unsigned char *alpha;		/* width * height, or NULL when opaque */
};

/* Decodes, turns upright, converts to gray or sRGB, and scales down (area
 * average of light) so that neither side passes `max_width`, `max_height` (0: any).
 * Pixels are allocated with malloc; image_pixels_release frees them. */
bool image_decode(const struct image_asset *asset, uint32_t max_width,
    uint32_t max_height, struct diags *diags, struct image_pixels *ret_pixels);
void image_pixels_release(struct image_pixels *pixels);

/* RGB that is gray all over becomes gray, and what is fully transparent black,
 * since its colour is not seen. */
void image_simplify(struct image_pixels *pixels);
/* Whether it has the many shades of a photograph, which JPEG keeps and
 * lossless coding swells; drawings, screens and letters have not. */
bool image_is_photograph(const struct image_asset *asset,
    const struct image_pixels *pixels);

/* The colours of a picture, where they are few. */
enum { IMAGE_PALETTE_MAX = 256, IMAGE_PALETTE_SLOTS = 1024 };
struct image_palette {
	uint32_t colors[IMAGE_PALETTE_MAX];	/* 0xaarrggbb, ascending */
	uint32_t count;
	int16_t slots[IMAGE_PALETTE_SLOTS];	/* a hash of them: index + 1 */
};

/* 0xaarrggbb of a pixel; 0 where it is fully transparent. */
uint32_t image_color_at(const struct image_pixels *pixels, size_t i);
/* False: there are more colours than a palette holds. */
bool image_palette_gather(struct image_palette *palette,
    const struct image_pixels *pixels);
/* The number of a colour that the palette has. */
uint32_t image_palette_find(const struct image_palette *palette,
    uint32_t color);
/* 1, 2, 4 or 8: what such a number takes. */
int image_palette_bits(const struct image_palette *palette);

/* Opaque pixels as a baseline JPEG (quality 1…100), appended. */
void image_encode_jpeg(const struct image_pixels *pixels, int quality,
    struct strbuf *ret_jpeg);
/* The file itself, appended, all its metadata cut out, where it is an upright
 * and undamaged JPEG in sRGB, gray or YCbCr; false, without a diagnostic, where not. */
bool image_copy_jpeg(const struct image_asset *asset,
    struct strbuf *ret_jpeg, uint8_t *ret_channels);

#endif
