/*
 * The files that a site publishes of a picture. In: an asset. Out: renditions.
 *
 * The picture is decoded once; every width is averaged from that, so none is a
 * copy of a copy. From wide to narrow, one is kept that is markedly smaller
 * than the last that was kept. At the picture's own width its own file, all
 * metadata cut out, is taken where it is about as small: it has lost nothing.
 *
 * A JPEG is a photograph. Another opaque picture is one where it has many
 * colours and few pixels like their neighbour; all else is a drawing, whose
 * edges and letters JPEG would smear.
 */
#include "fieldkit/renditions.h"

#include <stdlib.h>
#include <string.h>

#include "codec.h"
#include "fieldkit/versions.h"

enum {
	RULES_VERSION = 1,		/* count up when the bytes change */
	JPEG_QUALITY = 82,
	/* A smaller rendition is worth a name of its own: bytes, percent. */
	SAVING_MIN = 1024, SAVING_PERCENT = 15,
	WEBP_SAVING_PERCENT = 8,
	OWN_FILE_PERCENT = 115,		/* of what encoding anew gives */
	PHOTOGRAPH_COLORS = 2048, PHOTOGRAPH_EVEN_PERCENT = 40,
	WIDTHS_MAX = 5
};

static const uint32_t ladder[] = { RENDITION_WIDTHS };

/* What renditions are made from. */
struct studio {
	const struct image_asset *asset;
	struct image_bytes file;
	struct image_pixels pixels;
	bool is_photograph;
	struct image_bounds sizes[WIDTHS_MAX];	/* from wide to narrow */
	uint32_t size_count;
};

void
renditions_release(struct renditions *renditions)
{
	uint32_t i;

	for (i = 0; i < renditions->count; i++)
		strbuf_release(&renditions->items[i].bytes);
	renditions->count = 0;
}

void
renditions_digest(struct digest *digest)
{
	digest_add_string(digest, "renditions");
	digest_add_number(digest, RULES_VERSION);
	digest_add_string(digest, version_of_libjpeg());
	digest_add_string(digest, version_of_libpng());
	digest_add_string(digest, version_of_zlib());
	digest_add_number(digest, version_of_libwebp());
}

/* The widest that is wanted, then the steps of the ladder that are well below
 * it, in the picture's proportions. */
static void
choose_sizes(struct studio *studio)
{
	const struct image_asset *asset = studio->asset;
	struct image_bounds bounds = { RENDITION_WIDTH_MAX,
		RENDITION_HEIGHT_MAX };
	size_t i = sizeof(ladder) / sizeof(ladder[0]);
	uint32_t widest;

	studio->sizes[0] = image_size_within(asset->width_px,
	    asset->height_px, &bounds);
	studio->size_count = 1;
	widest = studio->sizes[0].width;
	while (i-- > 0) {
		bounds.width = ladder[i];
		if (ladder[i] <= widest / 5 * 4)
			studio->sizes[studio->size_count++] =
			    image_size_within(asset->width_px,
			    asset->height_px, &bounds);
	}
}

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

static bool
is_photograph(const struct image_asset *asset,
    const struct image_pixels *pixels)
{
	uint32_t colors, even_percent, wanted = PHOTOGRAPH_COLORS;

	if (asset->kind == IMAGE_JPEG)
		return true;
	sample_colors(pixels, &colors, &even_percent);
	/* Gray has no more than 256. */
	if (pixels->channels == 1)
		wanted = 160;
	return colors >= wanted && even_percent < PHOTOGRAPH_EVEN_PERCENT;
}

static enum image_kind
common_kind(const struct studio *studio)
{
	return studio->is_photograph && studio->pixels.alpha == NULL ?
	    IMAGE_JPEG : IMAGE_PNG;
}

static bool
encode(const struct studio *studio, const struct image_pixels *pixels,
    enum image_kind kind, struct strbuf *bytes)
{
	if (kind == IMAGE_WEBP)
		return image_encode_webp(pixels, studio->is_photograph,
		    bytes);
	if (kind == IMAGE_PNG)
		return image_encode_png(pixels, bytes);
	jpeg_encode_progressive(pixels, JPEG_QUALITY, bytes);
	return true;
}

/* The picture's own file without its metadata, where it holds the same. */
static bool
copy_own(const struct studio *studio, enum image_kind kind,
    struct strbuf *bytes)
{
	const struct image_asset *asset = studio->asset;
	uint8_t channels;

	if (asset->kind != kind || asset->orientation != 1 ||
	    asset->width_px != studio->sizes[0].width ||
	    asset->height_px != studio->sizes[0].height)
		return false;
	if (kind == IMAGE_JPEG)
		return image_copy_jpeg(asset, bytes, &channels);
	return kind == IMAGE_PNG ? png_copy(&studio->file, bytes) :
	    webp_copy(&studio->file, bytes);
}

static bool
make_one(const struct studio *studio, enum image_kind kind, uint32_t size,
    struct strbuf *bytes)
{
	const struct image_bounds *wanted = &studio->sizes[size];
	struct image_pixels small = studio->pixels;
	struct strbuf own = { 0 };
	bool is_whole = small.width == wanted->width &&
	    small.height == wanted->height, is_made;

	if (!is_whole)
		image_shrunk(&studio->pixels, wanted->width, wanted->height,
		    IMAGE_LIGHT_LINEAR, &small);
	is_made = encode(studio, &small, kind, bytes);
	if (!is_whole)
		image_pixels_release(&small);
	if (size == 0 && copy_own(studio, kind, &own) &&
	    (!is_made || own.len <= bytes->len / 100 * OWN_FILE_PERCENT)) {
		strbuf_release(bytes);
		*bytes = own;
		return true;
	}
	strbuf_release(&own);
	return is_made;
}

static bool
is_saving(size_t len, size_t of_len, uint32_t percent)
{
	return len + SAVING_MIN <= of_len &&
	    len <= of_len / 100 * (100 - percent);
}

/* Makes all widths of one kind, behind those that there are; only where the
 * widest is markedly below `limit`, unless that is 0. */
static bool
make_kind(struct renditions *renditions, const struct studio *studio,
    enum image_kind kind, size_t limit)
{
	const uint32_t first = renditions->count;
	uint32_t i;

	for (i = 0; i < studio->size_count; i++) {
		struct rendition *next = &renditions->items[renditions->count];
		const struct rendition *last = next - 1;

		*next = (struct rendition){ .kind = kind,
			.width = studio->sizes[i].width,
			.height = studio->sizes[i].height };
		if (!make_one(studio, kind, i, &next->bytes))
			return false;
		if (i == 0 ? limit == 0 || is_saving(next->bytes.len, limit,
		    WEBP_SAVING_PERCENT) : is_saving(next->bytes.len,
		    last->bytes.len, SAVING_PERCENT)) {
			renditions->count++;
			continue;
		}
		strbuf_release(&next->bytes);
		if (i == 0)
			break;
	}
	for (i = 0; i < (renditions->count - first) / 2; i++) {
		struct rendition *a = &renditions->items[first + i];
		struct rendition *b =
		    &renditions->items[renditions->count - 1 - i];
		struct rendition kept = *a;

		*a = *b;
		*b = kept;
	}
	return true;
}

static bool
make_pixels(struct renditions *renditions, struct studio *studio,
    struct diags *diags)
{
	const struct rendition *widest;

	choose_sizes(studio);
	if (!image_decode_large(studio->asset, &studio->sizes[0], diags,
	    &studio->pixels))
		return false;
	studio->is_photograph = is_photograph(studio->asset,
	    &studio->pixels);
	if (!make_kind(renditions, studio, common_kind(studio), 0)) {
		diag_report(diags, DIAG_IMAGE_INVALID, SOURCE_NOWHERE,
		    "the picture '%s' cannot be written again",
		    studio->asset->name);
		return false;
	}
	widest = &renditions->items[renditions->count - 1];
	/* Where libwebp gives up, the common kind is enough. */
	make_kind(renditions, studio, IMAGE_WEBP, widest->bytes.len);
	return true;
}

static bool
make_drawing(struct renditions *renditions, const struct studio *studio,
    struct diags *diags)
{
	struct rendition *only = &renditions->items[0];
	struct image_fault fault;

	*only = (struct rendition){ .kind = IMAGE_SVG,
		.width = studio->asset->width_px,
		.height = studio->asset->height_px };
	renditions->count = 1;
	if (svg_clean(&studio->file, &only->bytes, &fault))
		return true;
	diag_report(diags, DIAG_IMAGE_INVALID, SOURCE_NOWHERE,
	    "the picture '%s' cannot be used: %s", studio->asset->name,
	    fault.text);
	return false;
}

bool
renditions_make(struct renditions *renditions,
    const struct image_asset *asset, struct diags *diags)
{
	unsigned char *bytes = image_read_again(asset, diags);
	struct studio studio = { .asset = asset,
		.file = { bytes, asset->bytes } };
	bool is_made;

	renditions->count = 0;
	if (bytes == NULL)
		return false;
	is_made = asset->kind == IMAGE_SVG ?
	    make_drawing(renditions, &studio, diags) :
	    make_pixels(renditions, &studio, diags);
	image_pixels_release(&studio.pixels);
	free(bytes);
	if (!is_made)
		renditions_release(renditions);
	return is_made;
}
