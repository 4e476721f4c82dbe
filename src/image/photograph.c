/*
 * Photograph or drawing. In: pixels. Out: whether JPEG suits them.
 *
 * A JPEG or lossy WebP is a photograph. Another picture is one where it has
 * many colours and few pixels like their neighbour; all else (diagrams, screens,
 * letters) is a drawing, whose edges JPEG would smear.
 */
#include <stdlib.h>
#include <string.h>

#include "codec.h"

enum { COLORS_MIN = 2048, GRAYS_MIN = 64, EVEN_PERCENT = 40 };

static int
compare_colors(const void *a, const void *b)
{
	const uint32_t *left = a, *right = b;

	return *left < *right ? -1 : *left > *right;
}

/* How many colours some pixels have that lie evenly in the picture, and how
 * many of them are like the pixel to their right. */
static void
sample_colors(const struct image_pixels *pixels, uint32_t *ret_colors,
    uint32_t *ret_even_percent)
{
	enum { SAMPLES = 16384 };
	const size_t count = (size_t)pixels->width * pixels->height;
	const size_t step = count / SAMPLES + 1;
	uint32_t *colors = mem_alloc(SAMPLES * sizeof(*colors));
	uint32_t taken = 0, even = 0, i;
	size_t at;

	for (at = 0; at + 1 < count && taken < SAMPLES; at += step) {
		const unsigned char *sample =
		    pixels->samples + at * pixels->channels;

		colors[taken] = 0;
		memcpy(&colors[taken++], sample, pixels->channels);
		even += memcmp(sample, sample + pixels->channels,
		    pixels->channels) == 0;
	}
	if (taken > 0)
		qsort(colors, taken, sizeof(*colors), compare_colors);
	*ret_colors = taken > 0;
	for (i = 1; i < taken; i++)
		*ret_colors += colors[i] != colors[i - 1];
	*ret_even_percent = taken > 0 ? even * 100 / taken : 100;
	free(colors);
}

bool
image_is_photograph(const struct image_asset *asset,
    const struct image_pixels *pixels)
{
	uint32_t colors, even_percent;

	if (asset->is_lossy)
		return true;
	sample_colors(pixels, &colors, &even_percent);
	return even_percent < EVEN_PERCENT &&
	    colors >= (pixels->channels == 1 ? GRAYS_MIN : COLORS_MIN);
}
