/*
 * codec.h - what the readers of the single formats give to image.c.
 *
 * A reader takes the bytes of a whole file and never trusts them: sizes are
 * checked against limits.h before anything is allocated, and a library's error
 * becomes a text in struct image_fault, worded so that it ends the sentence
 * "'logo.png' cannot be used: …".
 */
#ifndef IMAGE_CODEC_H
#define IMAGE_CODEC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fieldkit/image.h"
#include "fieldkit/strbuf.h"

struct image_bytes {
	const unsigned char *bytes;
	size_t len;
};

struct image_header {
	uint32_t width_px, height_px;	/* as stored, not yet upright */
	uint8_t orientation;		/* EXIF 1…8 */
	bool has_other_colors;		/* to be converted to sRGB */
	bool has_bad_profile;		/* that cannot be used */
	bool is_lossy;
};

struct image_fault {
	char text[200];
};

/* The largest size that is wanted of the stored picture; a decoder that can
 * shrink cheaply stays at least twice as large. 0 is any. */
struct image_bounds {
	uint32_t width, height;
};

/* Always false, so that a reader can return it. */
bool image_fault_set(struct image_fault *fault, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* Neither side is 0, the product is within LIMIT_IMAGE_PIXELS. */
bool image_size_check(uint64_t width, uint64_t height,
    struct image_fault *fault);
/* The orientation of a TIFF structure ("Exif\0\0" before it is skipped), 1
 * where it gives none. Exif 2.32, section 4.6. */
uint8_t exif_orientation(const unsigned char *bytes, size_t len);
/* Takes `count` pixels of interleaved samples, the last of them alpha, which it
 * puts apart, or drops where it is opaque all over. The samples stay in the
 * memory that they are in: a large picture is not held twice. */
void image_split_alpha(unsigned char *interleaved, size_t count,
    struct image_pixels *pixels);
/* Area average of light down to the size given; not larger than the picture. */
void image_shrink(struct image_pixels *pixels, uint32_t width,
    uint32_t height);
/* The same as a new picture. */
void image_shrunk(const struct image_pixels *pixels, uint32_t width,
    uint32_t height, struct image_pixels *ret_small);
/* The size within the bounds that keeps the proportions, at least 1 x 1. */
struct image_bounds image_size_within(uint64_t width, uint64_t height,
    const struct image_bounds *bounds);
/* All pixels of an asset, upright and sRGB, in the stored size or, where the
 * decoder shrinks cheaply, at least twice as large as the bounds. */
bool image_decode_large(const struct image_asset *asset,
    const struct image_bounds *bounds, struct diags *diags,
    struct image_pixels *ret_pixels);
/* Turns stored pixels upright. */
void image_turn(struct image_pixels *pixels, uint8_t orientation);

bool png_header(const struct image_bytes *file, struct image_header *ret_header,
    struct image_fault *fault);
bool png_pixels(const struct image_bytes *file,
    const struct image_bounds *bounds, struct image_pixels *ret_pixels,
    struct image_fault *fault);
bool jpeg_header(const struct image_bytes *file,
    struct image_header *ret_header, struct image_fault *fault);
bool jpeg_pixels(const struct image_bytes *file,
    const struct image_bounds *bounds, struct image_pixels *ret_pixels,
    struct image_fault *fault);
/* Whether all of a file decodes and its colours are gray or YCbCr. */
bool jpeg_is_plain(const struct image_bytes *file, uint8_t *ret_channels);
bool webp_header(const struct image_bytes *file,
    struct image_header *ret_header, struct image_fault *fault);
bool webp_pixels(const struct image_bytes *file,
    const struct image_bounds *bounds, struct image_pixels *ret_pixels,
    struct image_fault *fault);
/* Reads the whole file, so that what passes is well-formed. */
bool svg_header(const struct image_bytes *file, struct image_header *ret_header,
    struct image_fault *fault);

/* Opaque pixels as a progressive JPEG, which is a little smaller and shows
 * the whole picture early. */
void jpeg_encode_progressive(const struct image_pixels *pixels, int quality,
    struct strbuf *ret_jpeg);
/* False where memory lacks; `ret_png` is then as it was. */
bool image_encode_png(const struct image_pixels *pixels,
    struct strbuf *ret_png);
/* The chunks of a file that was decoded which make the picture, and none
 * else; false where they do not end in IEND. */
bool png_copy(const struct image_bytes *file, struct strbuf *ret_png);
/* Neither side may pass the first; the second in place of a quality makes an
 * exact file. */
enum { WEBP_SIDE_MAX = 16383, WEBP_LOSSLESS = -1 };
/* Quality 0…100, alpha always exact; false where libwebp gives up. */
bool image_encode_webp(const struct image_pixels *pixels, int quality,
    struct strbuf *ret_webp);
/* A file that was decoded, without its metadata. */
bool webp_copy(const struct image_bytes *file, struct strbuf *ret_webp);

/* An SVG file as a site publishes it: without comments, descriptions and what
 * editors keep for themselves. False with a fault that names what a picture
 * may not hold. */
bool svg_clean(const struct image_bytes *file, struct strbuf *ret_svg,
    struct image_fault *fault);

/* The file's bytes, allocated with malloc, when they still have the digest of
 * the asset; else NULL and a diagnostic. */
unsigned char *image_read_again(const struct image_asset *asset,
    struct diags *diags);

#endif
