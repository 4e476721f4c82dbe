/*
 * The colours of a picture, where they are few. In: pixels. Out: a palette,
 * sorted, so that the transparent ones stand first and the same picture gives
 * the same palette; or that there are too many.
 */
#include <stdlib.h>
#include <string.h>

#include "codec.h"

uint32_t
image_color_at(const struct image_pixels *pixels, size_t i)
{
	const unsigned char *sample = pixels->samples + i * pixels->channels;
	uint32_t alpha = pixels->alpha != NULL ? pixels->alpha[i] : 255;

	if (alpha == 0)
		return 0;
	if (pixels->channels == 1)
		return alpha << 24 | sample[0] * 0x10101u;
	return alpha << 24 | (uint32_t)sample[0] << 16 |
	    (uint32_t)sample[1] << 8 | sample[2];
}

/* Where a colour is or would be. */
static uint32_t
slot_of(const struct image_palette *palette, uint32_t color)
{
	uint32_t slot = (color * 2654435761u) >> 22;

	while (palette->slots[slot] != 0 &&
	    palette->colors[palette->slots[slot] - 1] != color)
		slot = (slot + 1) % IMAGE_PALETTE_SLOTS;
	return slot;
}

static int
compare_colors(const void *a, const void *b)
{
	const uint32_t *left = a, *right = b;

	return *left < *right ? -1 : *left > *right;
}

bool
image_palette_gather(struct image_palette *palette,
    const struct image_pixels *pixels)
{
	const size_t count = (size_t)pixels->width * pixels->height;
	uint32_t last = 0, i;
	size_t at;

	memset(palette, 0, sizeof(*palette));
	for (at = 0; at < count; at++) {
		uint32_t color = image_color_at(pixels, at), slot;

		if (at > 0 && color == last)
			continue;
		last = color;
		slot = slot_of(palette, color);
		if (palette->slots[slot] != 0)
			continue;
		if (palette->count == IMAGE_PALETTE_MAX)
			return false;
		palette->colors[palette->count++] = color;
		palette->slots[slot] = (int16_t)palette->count;
	}
	qsort(palette->colors, palette->count, sizeof(palette->colors[0]),
	    compare_colors);
	memset(palette->slots, 0, sizeof(palette->slots));
	for (i = 0; i < palette->count; i++)
		palette->slots[slot_of(palette, palette->colors[i])] =
		    (int16_t)(i + 1);
	return true;
}

uint32_t
image_palette_find(const struct image_palette *palette, uint32_t color)
{
	return (uint32_t)palette->slots[slot_of(palette, color)] - 1;
}

int
image_palette_bits(const struct image_palette *palette)
{
	return palette->count <= 2 ? 1 : palette->count <= 4 ? 2 :
	    palette->count <= 16 ? 4 : 8;
}
