/*
 * How a picture is stored in a kit. In: an asset and the size that it is worth
 * there. Out: the bytes of an image, and of its soft mask where it is
 * transparent anywhere.
 *
 * - An upright gray or YCbCr JPEG in sRGB that is not much larger than wanted
 *   is taken as it is, its metadata cut out.
 * - All else is made as small as wanted. RGB that is gray is stored as gray.
 * - Few colours are a palette (black and white one bit), packed exactly. What
 *   had few colours before it was made smaller keeps its own size, up to twice
 *   as large, where that has fewer bytes: it is sharper, too.
 * - A photograph (see image_is_photograph) that is opaque becomes a JPEG of
 *   JPEG_QUALITY where the file was lossy before, or where that takes at most
 *   JPEG_PERCENT of the exact bytes.
 * - Everything else, so every drawing, screen and text, is exact.
 */
#include <stdlib.h>
#include <string.h>

#include "object.h"
#include "shared.h"

enum {
	JPEG_QUALITY = 88, JPEG_PERCENT = 60,
	GRAY_PALETTE_MAX = 16,		/* more are as good as all of them */
	OWN_SIZE_FACTOR = 2		/* of a side that is wanted */
};

static unsigned int
paeth(unsigned int left, unsigned int above, unsigned int corner)
{
	int estimate = (int)left + (int)above - (int)corner;
	int to_left = abs(estimate - (int)left);
	int to_above = abs(estimate - (int)above);
	int to_corner = abs(estimate - (int)corner);

	if (to_left <= to_above && to_left <= to_corner)
		return left;
	return to_above <= to_corner ? above : corner;
}

/* One row under a PNG filter: 0 none, 1 left, 2 above, 4 Paeth. Returns the
 * sum of the differences, taken as signed: the usual guess at what packs well.
 * PNG (second edition), sections 9.2 and 12.8. */
static uint64_t
row_filter(const unsigned char *row, const unsigned char *above, size_t len,
    size_t step, int filter, unsigned char *ret_row)
{
	uint64_t sum = 0;
	size_t i;

	for (i = 0; i < len; i++) {
		unsigned int left = i >= step ? row[i - step] : 0;
		unsigned int up = above != NULL ? above[i] : 0;
		unsigned int corner =
		    above != NULL && i >= step ? above[i - step] : 0;
		unsigned int guess = filter == 0 ? 0 : filter == 1 ? left :
		    filter == 2 ? up : paeth(left, up, corner);
		unsigned char rest = (unsigned char)(row[i] - guess);

		ret_row[i] = rest;
		sum += rest < 128 ? rest : 256u - rest;
	}
	return sum;
}

static void
pack_rows(const unsigned char *samples, size_t row_len, uint32_t height,
    uint8_t channels, struct strbuf *ret_packed)
{
	static const int filters[] = { 0, 1, 2, 4 };
	unsigned char *rows = mem_alloc((row_len + 1) * height);
	unsigned char *tried = mem_alloc(row_len);
	const unsigned char *above = NULL;
	uint32_t y;
	size_t i;

	for (y = 0; y < height; y++, samples += row_len) {
		unsigned char *to = rows + y * (row_len + 1);
		uint64_t least = UINT64_MAX;

		for (i = 0; i < sizeof(filters) / sizeof(filters[0]); i++) {
			uint64_t sum = row_filter(samples, above, row_len,
			    channels, filters[i], tried);

			if (sum >= least)
				continue;
			least = sum;
			to[0] = (unsigned char)filters[i];
			memcpy(to + 1, tried, row_len);
		}
		above = samples;
	}
	deflate_add(rows, (row_len + 1) * height, ret_packed);
	free(rows);
	free(tried);
}

/* Rows of numbers of few bits, each row from a byte of its own. */
static void
pack_bits(const unsigned char *numbers, uint32_t width, uint32_t height,
    unsigned int bits, struct strbuf *ret_packed)
{
	const size_t row_len = ((size_t)width * bits + 7) / 8;
	unsigned char *rows = mem_alloc(row_len * height);
	uint32_t x, y;

	memset(rows, 0, row_len * height);
	for (y = 0; y < height; y++)
		for (x = 0; x < width; x++) {
			const size_t bit = (size_t)x * bits;

			rows[y * row_len + bit / 8] |= (unsigned char)(
			    *numbers++ << (8 - bits - bit % 8));
		}
	deflate_add(rows, row_len * height, ret_packed);
	free(rows);
}

static void
pack_alpha(struct encoded_picture *picture, const struct image_pixels *pixels)
{
	const size_t count = (size_t)pixels->width * pixels->height;
	unsigned char *bits;
	size_t i;

	picture->alpha_bits = 8;
	for (i = 0; i < count; i++)
		if (pixels->alpha[i] != 0 && pixels->alpha[i] != 255) {
			pack_rows(pixels->alpha, pixels->width,
			    pixels->height, 1, &picture->alpha);
			return;
		}
	bits = mem_alloc(count);
	for (i = 0; i < count; i++)
		bits[i] = pixels->alpha[i] & 1;
	picture->alpha_bits = 1;
	pack_bits(bits, pixels->width, pixels->height, 1, &picture->alpha);
	free(bits);
}

/* "[/Indexed/DeviceRGB 2<0000ff…>]"; black and white are gray as they are. */
static void
put_palette(struct strbuf *out, const struct image_palette *palette,
    unsigned int channels)
{
	uint32_t i;

	if (palette->count == 2 && palette->colors[0] == 0xff000000 &&
	    palette->colors[1] == 0xffffffff) {
		strbuf_add_string(out, "/DeviceGray");
		return;
	}
	strbuf_printf(out, "[/Indexed/Device%s %u<",
	    channels == 1 ? "Gray" : "RGB", (unsigned int)palette->count - 1);
	for (i = 0; i < palette->count; i++)
		if (channels == 1)
			strbuf_printf(out, "%02x",
			    (unsigned int)palette->colors[i] & 0xff);
		else
			strbuf_printf(out, "%06x",
			    (unsigned int)palette->colors[i] & 0xffffff);
	strbuf_add_string(out, ">]");
}

/* False where there are too many colours. */
static bool
pack_palette(struct encoded_picture *picture,
    const struct image_pixels *pixels)
{
	const size_t count = (size_t)pixels->width * pixels->height;
	/* What is transparent is a plane of its own. */
	struct image_pixels opaque = *pixels;
	struct image_palette palette;
	unsigned char *numbers;
	size_t i;

	opaque.alpha = NULL;
	if (!image_palette_gather(&palette, &opaque) ||
	    (pixels->channels == 1 && palette.count > GRAY_PALETTE_MAX))
		return false;
	numbers = mem_alloc(count);
	for (i = 0; i < count; i++)
		numbers[i] = (unsigned char)image_palette_find(&palette,
		    image_color_at(&opaque, i));
	picture->bits = (uint8_t)image_palette_bits(&palette);
	picture->channels = 1;
	put_palette(&picture->color_space, &palette, pixels->channels);
	pack_bits(numbers, pixels->width, pixels->height, picture->bits,
	    &picture->bytes);
	free(numbers);
	return true;
}

static void
set_full(struct encoded_picture *picture, uint8_t channels)
{
	picture->bits = 8;
	picture->channels = channels;
	strbuf_add_string(&picture->color_space,
	    channels == 1 ? "/DeviceGray" : "/DeviceRGB");
}

/* All shades, as JPEG or exactly. */
static void
pack_shades(struct encoded_picture *picture, const struct image_asset *asset,
    const struct image_pixels *pixels)
{
	struct strbuf jpeg = { 0 };

	set_full(picture, pixels->channels);
	if (pixels->alpha == NULL && image_is_photograph(asset, pixels))
		image_encode_jpeg(pixels, JPEG_QUALITY, &jpeg);
	if (jpeg.len == 0 || !asset->is_lossy)
		pack_rows(pixels->samples,
		    (size_t)pixels->width * pixels->channels, pixels->height,
		    pixels->channels, &picture->bytes);
	picture->has_predictor = true;
	if (jpeg.len > 0 && (asset->is_lossy ||
	    jpeg.len <= picture->bytes.len / 100 * JPEG_PERCENT)) {
		strbuf_release(&picture->bytes);
		picture->bytes = jpeg;
		picture->is_jpeg = true;
		picture->has_predictor = false;
		return;
	}
	strbuf_release(&jpeg);
}

static void
pack_plain(struct encoded_picture *picture, struct image_pixels *pixels)
{
	image_simplify(pixels);
	picture->width = pixels->width;
	picture->height = pixels->height;
	if (pixels->alpha != NULL)
		pack_alpha(picture, pixels);
}

/* The picture in its own size, where it has few colours and fewer bytes. */
static bool
prefer_own_size(struct encoded_picture *picture,
    const struct image_asset *asset, struct diags *diags)
{
	struct encoded_picture own = { 0 };
	struct image_pixels pixels;
	bool is_better;

	if (asset->is_lossy || (asset->width_px <= picture->width &&
	    asset->height_px <= picture->height) ||
	    asset->width_px > OWN_SIZE_FACTOR * picture->width ||
	    asset->height_px > OWN_SIZE_FACTOR * picture->height)
		return true;
	if (!image_decode(asset, 0, 0, diags, &pixels))
		return false;
	pack_plain(&own, &pixels);
	is_better = pack_palette(&own, &pixels) && own.bytes.len +
	    own.alpha.len < picture->bytes.len + picture->alpha.len;
	image_pixels_release(&pixels);
	pdf_picture_release(is_better ? picture : &own);
	if (is_better)
		*picture = own;
	return true;
}

/* Half as large again costs less than encoding twice loses. */
static bool
is_about_right(const struct image_asset *asset, uint32_t max_width,
    uint32_t max_height)
{
	return asset->width_px / 3 <= max_width / 2 &&
	    asset->height_px / 3 <= max_height / 2;
}

void
pdf_picture_release(struct encoded_picture *picture)
{
	strbuf_release(&picture->color_space);
	strbuf_release(&picture->bytes);
	strbuf_release(&picture->alpha);
	*picture = (struct encoded_picture){ 0 };
}

bool
pdf_picture_encode(struct encoded_picture *picture,
    const struct image_asset *asset, uint32_t max_width, uint32_t max_height,
    struct diags *diags)
{
	struct image_pixels pixels;
	uint8_t channels;

	*picture = (struct encoded_picture){ 0 };
	if (is_about_right(asset, max_width, max_height) &&
	    image_copy_jpeg(asset, &picture->bytes, &channels)) {
		picture->width = asset->width_px;
		picture->height = asset->height_px;
		picture->is_jpeg = true;
		set_full(picture, channels);
		return true;
	}
	if (!image_decode(asset, max_width, max_height, diags, &pixels))
		return false;
	pack_plain(picture, &pixels);
	if (!pack_palette(picture, &pixels))
		pack_shades(picture, asset, &pixels);
	image_pixels_release(&pixels);
	if (prefer_own_size(picture, asset, diags))
		return true;
	pdf_picture_release(picture);
	return false;
}
