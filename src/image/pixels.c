/*
 * Work on decoded pixels. In: samples of 8 bits, gray or RGB, with or without
 * an alpha plane. Out: the same, smaller, upright, or with the alpha apart.
 *
 * Shrinking is an exact area average in integers: in units where a stored
 * pixel is `to` wide and a wanted one `from` wide, both grids have whole
 * coordinates, so every overlap is a whole weight. Colours are weighted by
 * their alpha; what is transparent gives no colour.
 *
 * The average of the numbers of sRGB is darker than the average of the light
 * they stand for, which is seen in fine lines and hair. So pictures are
 * averaged as light, by a table (IEC 61966-2-1, section 5.2).
 */
#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "codec.h"

/* Values between the passes: tone * alpha, or tone * 255; alpha * 255. */
enum { WORK_ONE = 255 * 255, PLANES_MAX = 4, LIGHT_WHITE = 65535 };

/* What a sample counts in an average. */
struct tones {
	uint16_t of_sample[256];
	unsigned char sample_of[LIGHT_WHITE + 1];	/* the nearest */
};

static void
tones_init(struct tones *tones)
{
	uint32_t i, tone;

	for (i = 0; i < 256; i++) {
		double sample = i / 255.0;
		double linear = sample <= 0.04045 ? sample / 12.92 :
		    pow((sample + 0.055) / 1.055, 2.4);

		tones->of_sample[i] = (uint16_t)lround(linear * LIGHT_WHITE);
	}
	for (i = 0, tone = 0; tone <= LIGHT_WHITE; tone++) {
		while (i < 255 && 2 * tone >= (uint32_t)tones->of_sample[i] +
		    tones->of_sample[i + 1])
			i++;
		tones->sample_of[tone] = (unsigned char)i;
	}
}

void
image_split_alpha(unsigned char *interleaved, size_t count,
    struct image_pixels *pixels)
{
	const uint8_t channels = pixels->channels;
	unsigned char *to = interleaved, least = 255;
	size_t i, c;

	pixels->alpha = mem_alloc(count);
	for (i = 0; i < count; i++) {
		const unsigned char *from = interleaved + i * (channels + 1u);

		pixels->alpha[i] = from[channels];
		least &= from[channels];
		for (c = 0; c < channels; c++)
			*to++ = from[c];
	}
	to = realloc(interleaved, count * channels);
	pixels->samples = to != NULL ? to : interleaved;
	if (least == 255) {
		free(pixels->alpha);
		pixels->alpha = NULL;
	}
}

void
image_simplify(struct image_pixels *pixels)
{
	const size_t count = (size_t)pixels->width * pixels->height;
	const size_t channels = pixels->channels;
	unsigned char *samples = pixels->samples;
	bool is_gray = channels == 3;
	size_t i;

	for (i = 0; pixels->alpha != NULL && i < count; i++)
		if (pixels->alpha[i] == 0)
			memset(samples + i * channels, 0, channels);
	for (i = 0; is_gray && i < count; i++)
		is_gray = samples[3 * i] == samples[3 * i + 1] &&
		    samples[3 * i] == samples[3 * i + 2];
	if (!is_gray)
		return;
	for (i = 0; i < count; i++)
		samples[i] = samples[3 * i];
	pixels->channels = 1;
}

/* One stored row as planes of work values, interleaved. */
static void
row_widen(const struct image_pixels *pixels, uint32_t y,
    const struct tones *tones, uint32_t *work)
{
	const size_t start = (size_t)y * pixels->width;
	const unsigned char *from = pixels->samples + start * pixels->channels;
	uint32_t x, c;

	for (x = 0; x < pixels->width; x++) {
		uint32_t alpha =
		    pixels->alpha != NULL ? pixels->alpha[start + x] : 255;

		for (c = 0; c < pixels->channels; c++)
			*work++ = tones->of_sample[*from++] * alpha;
		if (pixels->alpha != NULL)
			*work++ = alpha * 255;
	}
}

/* The stored pixels that a wanted one lies over: a part of the first, those
 * between as a whole, a part of the last, which may be nothing. */
struct span {
	uint32_t first, last;
	uint32_t first_part, last_part;
};

struct columns {
	struct span *spans;		/* one a wanted pixel */
	uint32_t from, to;
	double scale;			/* 1 / from */
};

static void
columns_init(struct columns *columns, uint32_t from, uint32_t to)
{
	uint32_t x;

	*columns = (struct columns){ .from = from, .to = to,
		.scale = 1.0 / from };
	columns->spans = mem_alloc(to * sizeof(*columns->spans));
	for (x = 0; x < to; x++) {
		const uint64_t start = (uint64_t)x * from, end = start + from;

		columns->spans[x] = (struct span){
			.first = (uint32_t)(start / to),
			.first_part = (uint32_t)(to - start % to),
			.last = (uint32_t)(end / to),
			.last_part = (uint32_t)(end % to),
		};
	}
}

/* Averages a row. Put into row_shrink, so that the number of planes is known
 * when it is compiled: most of the time goes here. The quotient is below 2^24
 * and its fraction at least 2^-26 away from the next whole number, so
 * multiplying a double by the inverse, half a step up, gives what dividing
 * does. */
static inline __attribute__((always_inline)) void
planes_shrink(const uint32_t *row, const struct columns *columns,
    uint32_t planes, uint32_t *ret_row)
{
	const struct span *span = columns->spans;
	uint32_t x, i, c;

	for (x = 0; x < columns->to; x++, span++) {
		const uint32_t *at = row + (size_t)span->first * planes;
		const uint32_t *last = row + (size_t)span->last * planes;
		uint64_t sums[PLANES_MAX] = { 0 };

		for (i = span->first + 1; i < span->last; i++)
			for (c = 0; c < planes; c++)
				sums[c] += row[(size_t)i * planes + c];
		for (c = 0; c < planes; c++) {
			sums[c] = sums[c] * columns->to +
			    (uint64_t)span->first_part * at[c];
			if (span->last_part > 0)
				sums[c] += (uint64_t)span->last_part * last[c];
			*ret_row++ = (uint32_t)(((double)(sums[c] +
			    columns->from / 2) + 0.5) * columns->scale);
		}
	}
}

static void
row_shrink(const uint32_t *row, const struct columns *columns,
    uint32_t planes, uint32_t *ret_row)
{
	switch (planes) {
	case 1:
		planes_shrink(row, columns, 1, ret_row);
		break;
	case 2:
		planes_shrink(row, columns, 2, ret_row);
		break;
	case 3:
		planes_shrink(row, columns, 3, ret_row);
		break;
	default:
		planes_shrink(row, columns, PLANES_MAX, ret_row);
		break;
	}
}

static void
row_store(const uint64_t *sums, uint64_t height, uint32_t y,
    const struct tones *tones, struct image_pixels *small)
{
	const size_t start = (size_t)y * small->width;
	unsigned char *to = small->samples + start * small->channels;
	uint32_t x, c;

	for (x = 0; x < small->width; x++) {
		const uint64_t *color = sums;
		uint64_t whole = WORK_ONE * height;

		sums += small->channels;
		if (small->alpha != NULL) {
			whole = *sums++;
			small->alpha[start + x] = (unsigned char)(
			    (whole + 255 * height / 2) / (255 * height));
		}
		for (c = 0; c < small->channels; c++) {
			uint64_t tone = whole == 0 ? 0 :
			    (color[c] * 255 + whole / 2) / whole;

			/* Colour and alpha were rounded apart: where there is
			 * little alpha, white may come out as more. */
			*to++ = tones->sample_of[tone < LIGHT_WHITE ? tone :
			    LIGHT_WHITE];
		}
	}
}

static void
shrink_into(const struct image_pixels *pixels, const struct tones *tones,
    struct image_pixels *small)
{
	const uint32_t planes = pixels->channels + (pixels->alpha != NULL);
	const size_t row_values = (size_t)small->width * planes;
	uint32_t *wide = mem_alloc(
	    (size_t)pixels->width * planes * sizeof(*wide));
	uint32_t *row = mem_alloc(row_values * sizeof(*row));
	uint64_t *sums = mem_alloc(row_values * sizeof(*sums));
	uint64_t room = pixels->height;
	struct columns columns;
	uint32_t y, to_y = 0;
	size_t i;

	columns_init(&columns, pixels->width, small->width);
	memset(sums, 0, row_values * sizeof(*sums));
	for (y = 0; y < pixels->height; y++) {
		uint64_t weight = small->height;

		row_widen(pixels, y, tones, wide);
		row_shrink(wide, &columns, planes, row);
		if (weight >= room) {
			for (i = 0; i < row_values; i++)
				sums[i] += room * row[i];
			row_store(sums, pixels->height, to_y++, tones,
			    small);
			memset(sums, 0, row_values * sizeof(*sums));
			weight -= room;
			room = pixels->height;
		}
		for (i = 0; i < row_values; i++)
			sums[i] += weight * row[i];
		room -= weight;
	}
	assert(to_y == small->height);
	free(columns.spans);
	free(wide);
	free(row);
	free(sums);
}

void
image_shrunk(const struct image_pixels *pixels, uint32_t width,
    uint32_t height, struct image_pixels *ret_small)
{
	struct image_pixels small = {
		.width = width, .height = height,
		.channels = pixels->channels,
	};
	const size_t count = (size_t)width * height;
	struct tones *tones;

	assert(width <= pixels->width && height <= pixels->height);
	small.samples = mem_alloc(count * small.channels);
	if (pixels->alpha != NULL)
		small.alpha = mem_alloc(count);
	*ret_small = small;
	if (width == pixels->width && height == pixels->height) {
		memcpy(small.samples, pixels->samples,
		    count * small.channels);
		if (small.alpha != NULL)
			memcpy(small.alpha, pixels->alpha, count);
		return;
	}
	tones = mem_alloc(sizeof(*tones));
	tones_init(tones);
	shrink_into(pixels, tones, &small);
	free(tones);
}

void
image_shrink(struct image_pixels *pixels, uint32_t width, uint32_t height)
{
	struct image_pixels small;

	if (width == pixels->width && height == pixels->height)
		return;
	image_shrunk(pixels, width, height, &small);
	image_pixels_release(pixels);
	*pixels = small;
}

/* Moves a plane of `size` bytes a pixel to its upright place. Exif 2.32,
 * section 4.6.4: 2 and 4 mirror, 3 turns, 5 to 8 swap the axes as well. */
static unsigned char *
plane_turn(const unsigned char *plane, uint32_t width, uint32_t height,
    uint32_t size, uint8_t orientation)
{
	const bool is_swapped = orientation >= 5;
	const bool is_from_right =
	    orientation == 2 || orientation == 3 || orientation >= 7;
	const bool is_from_below = orientation == 3 || orientation == 4 ||
	    orientation == 6 || orientation == 7;
	unsigned char *turned = mem_alloc((size_t)width * height * size);
	unsigned char *to = turned;
	uint32_t row, col;

	for (row = 0; row < (is_swapped ? width : height); row++)
		for (col = 0; col < (is_swapped ? height : width); col++) {
			uint32_t x = is_swapped ? row : col;
			uint32_t y = is_swapped ? col : row;

			if (is_from_right)
				x = width - 1 - x;
			if (is_from_below)
				y = height - 1 - y;
			memcpy(to, plane + ((size_t)y * width + x) * size,
			    size);
			to += size;
		}
	return turned;
}

void
image_turn(struct image_pixels *pixels, uint8_t orientation)
{
	unsigned char *turned;

	if (orientation <= 1)
		return;
	turned = plane_turn(pixels->samples, pixels->width, pixels->height,
	    pixels->channels, orientation);
	free(pixels->samples);
	pixels->samples = turned;
	if (pixels->alpha != NULL) {
		turned = plane_turn(pixels->alpha, pixels->width,
		    pixels->height, 1, orientation);
		free(pixels->alpha);
		pixels->alpha = turned;
	}
	if (orientation >= 5) {
		uint32_t width = pixels->width;

		pixels->width = pixels->height;
		pixels->height = width;
	}
}
