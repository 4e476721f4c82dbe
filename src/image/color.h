/*
 * color.h - what the samples of a picture mean, and what they are in sRGB
 * (Little CMS).
 *
 * A profile is the author's file and is never trusted: it has a size limit, it
 * must be of a device with as many channels as the picture, and one that Little
 * CMS cannot use is reported and the picture taken as sRGB. The profile goes
 * no further; what is published or printed is sRGB.
 * Sources: ICC.1 (profiles), PNG third edition, section 11.3.2 (gAMA, cHRM).
 */
#ifndef IMAGE_COLOR_H
#define IMAGE_COLOR_H

#include <stdbool.h>
#include <stddef.h>

#include "codec.h"

/* Of a CMYK press at most; what is larger is no profile. */
enum { COLOR_PROFILE_MAX = 4 * 1024 * 1024 };

/* What a file says of its colours; all zero when nothing. Bytes are lent. */
struct color_source {
	const unsigned char *profile;
	size_t profile_len;
	bool is_broken;			/* it has a profile that is damaged */
	double gamma;			/* of the file, 0.45455 or so; or 0 */
	bool has_primaries;
	double primaries[8];		/* x y of white, red, green, blue */
};

enum color_state {
	COLOR_IS_SRGB,			/* or as good as */
	COLOR_TO_CONVERT,
	COLOR_UNUSABLE			/* to be taken as sRGB */
};

/* How a picture's samples become sRGB: 1 channel stays gray, 3 stay RGB, 4 are
 * inks and become RGB. */
struct color_transform;

/* Says what is to be done; a transform with COLOR_TO_CONVERT alone, else NULL.
 * Inks as Adobe writes them, where 0 is full, have `is_inverted`. */
struct color_transform *color_transform_new(const struct color_source *source,
    unsigned int channels, bool is_inverted, enum color_state *ret_state);
/* `from` and `to` may be the same where the channels are. */
void color_transform_run(const struct color_transform *transform,
    const unsigned char *from, unsigned char *to, size_t count);
void color_transform_free(struct color_transform *transform);

/* Sets what a header says of its colours. */
void color_header(const struct color_source *source, unsigned int channels,
    struct image_header *header);
/* Converts pixels in their place where it is due. */
void color_pixels(const struct color_source *source,
    struct image_pixels *pixels);

#endif
