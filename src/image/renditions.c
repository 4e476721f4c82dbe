/*
 * The files that a site publishes of a picture. In: an asset. Out: renditions.
 *
 * The picture is decoded once and averaged down to every width. From wide to
 * narrow, a rendition is kept that has markedly fewer bytes than the last that
 * was kept. At the picture's own width its own file, all metadata cut out, is
 * taken where it is about as small: it has lost nothing.
 */
#include "fieldkit/renditions.h"

#include <stdlib.h>

#include "codec.h"
#include "fieldkit/versions.h"

enum {
	RULES_VERSION = 2,		/* count up when the bytes change */
	JPEG_QUALITY = 82, WEBP_QUALITY = 80, WEBP_DRAWING_QUALITY = 90,
	/* A smaller rendition is worth a name of its own: bytes, percent. */
	SAVING_MIN = 1024, SAVING_PERCENT = 15,
	ALONE_MAX = 4096,		/* so few bytes need no others */
	WEBP_SAVING_PERCENT = 8,
	OWN_FILE_PERCENT = 115,		/* of what encoding anew gives */
	LOSSLESS_PERCENT = 150,		/* of what a lossy file has */
	TRIAL_WIDTH = 800,		/* where both are made to see it */
	WIDTHS_MAX = 5
};

static const uint32_t ladder[] = { RENDITION_WIDTHS };

/* What renditions are made from. */
struct studio {
	const struct image_asset *asset;
	struct image_bytes file;
	struct image_pixels whole;
	bool is_photograph;
	int webp_quality;
	struct image_bounds sizes[WIDTHS_MAX];	/* from wide to narrow */
	struct image_pixels pixels[WIDTHS_MAX];	/* in these sizes */
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
	digest_add_number(digest, version_of_lcms());
}

static struct image_bounds
widest_step(const struct image_asset *asset)
{
	const struct image_bounds bounds = { RENDITION_WIDTH_MAX,
		RENDITION_HEIGHT_MAX };

	return image_size_within(asset->width_px, asset->height_px, &bounds);
}

/* A drawing's own size where that is beyond the steps, the widest that is
 * wanted, the steps of the ladder that are well below it. */
static void
choose_sizes(struct studio *studio)
{
	const struct image_asset *asset = studio->asset;
	const struct image_bounds widest = widest_step(asset);
	struct image_bounds bounds = { 0, RENDITION_HEIGHT_MAX };
	size_t i = sizeof(ladder) / sizeof(ladder[0]);

	if (!studio->is_photograph && widest.width < asset->width_px &&
	    asset->width_px <= RENDITION_OWN_MAX &&
	    asset->height_px <= RENDITION_OWN_MAX)
		studio->sizes[studio->size_count++] = (struct image_bounds){
			asset->width_px, asset->height_px };
	studio->sizes[studio->size_count++] = widest;
	while (i-- > 0) {
		bounds.width = ladder[i];
		if (ladder[i] <= widest.width / 5 * 4)
			studio->sizes[studio->size_count++] =
			    image_size_within(asset->width_px,
			    asset->height_px, &bounds);
	}
}

/* Averages of the whole, or of a size at least twice as large, which gives the
 * same but for rounding and takes a fraction of the time. */
static void
shrink_all(struct studio *studio)
{
	uint32_t i, k;

	for (i = 0; i < studio->size_count; i++) {
		const struct image_bounds *size = &studio->sizes[i];
		const struct image_pixels *from = &studio->whole;

		for (k = 0; k < i; k++)
			if (studio->sizes[k].width >= 2 * size->width &&
			    studio->sizes[k].height >= 2 * size->height)
				from = &studio->pixels[k];
		image_shrunk(from, size->width, size->height,
		    &studio->pixels[i]);
	}
}

static void
studio_release(struct studio *studio)
{
	uint32_t i;

	image_pixels_release(&studio->whole);
	for (i = 0; i < studio->size_count; i++)
		image_pixels_release(&studio->pixels[i]);
}

/* An exact WebP is the better one for what has few colours, and very large for
 * a drawing full of shades: both are made in a small size, to see. */
static int
choose_webp_quality(const struct studio *studio)
{
	struct strbuf exact = { 0 }, lossy = { 0 };
	uint32_t i = 0;
	bool is_exact;

	if (studio->is_photograph)
		return WEBP_QUALITY;
	while (i + 1 < studio->size_count &&
	    studio->sizes[i].width > TRIAL_WIDTH)
		i++;
	is_exact = image_encode_webp(&studio->pixels[i], WEBP_LOSSLESS,
	    &exact) && image_encode_webp(&studio->pixels[i],
	    WEBP_DRAWING_QUALITY, &lossy) &&
	    exact.len <= lossy.len / 100 * LOSSLESS_PERCENT;
	strbuf_release(&exact);
	strbuf_release(&lossy);
	return is_exact ? WEBP_LOSSLESS : WEBP_DRAWING_QUALITY;
}

static enum image_kind
common_kind(const struct studio *studio)
{
	return studio->is_photograph && studio->whole.alpha == NULL ?
	    IMAGE_JPEG : IMAGE_PNG;
}

static bool
encode(const struct studio *studio, const struct image_pixels *pixels,
    enum image_kind kind, struct strbuf *bytes)
{
	if (kind == IMAGE_WEBP)
		return image_encode_webp(pixels, studio->webp_quality, bytes);
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
	    asset->has_other_colors ||
	    asset->width_px != studio->sizes[0].width ||
	    asset->height_px != studio->sizes[0].height)
		return false;
	if (kind == IMAGE_JPEG)
		return image_copy_jpeg(asset, bytes, &channels);
	return kind == IMAGE_PNG ? png_copy(&studio->file, bytes) :
	    webp_copy(&studio->file, bytes);
}

/* Less than 8 bits a pixel: packing it again would gain little. */
static bool
is_well_packed(const struct studio *studio, size_t len)
{
	return len <= (size_t)studio->asset->width_px *
	    studio->asset->height_px;
}

static bool
make_one(const struct studio *studio, enum image_kind kind, uint32_t size,
    struct strbuf *bytes)
{
	struct strbuf own = { 0 };
	bool has_own = size == 0 && copy_own(studio, kind, &own), is_made;

	if (has_own && kind == IMAGE_PNG && is_well_packed(studio, own.len)) {
		*bytes = own;
		return true;
	}
	is_made = encode(studio, &studio->pixels[size], kind, bytes);
	if (has_own && (!is_made ||
	    own.len <= bytes->len / 100 * OWN_FILE_PERCENT)) {
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

/* Puts those of a kind that are worth it behind what there is, from narrow to
 * wide. `made` is from wide to narrow and empty afterwards; `limit` as in
 * make_kind. */
static void
keep_worthy(struct renditions *renditions, struct rendition *made,
    uint32_t count, size_t limit)
{
	struct rendition *kept[WIDTHS_MAX];
	uint32_t kept_count = 0, i = 0;

	/* Its own size beyond the steps, and not smaller than the widest. */
	if (count > 1 && made[0].width > RENDITION_WIDTH_MAX &&
	    made[0].bytes.len > made[1].bytes.len)
		i = 1;
	if (limit == 0 || is_saving(made[i].bytes.len, limit,
	    WEBP_SAVING_PERCENT))
		kept[kept_count++] = &made[i];
	while (kept_count > 0 && ++i < count)
		if (is_saving(made[i].bytes.len,
		    kept[kept_count - 1]->bytes.len, SAVING_PERCENT))
			kept[kept_count++] = &made[i];
	while (kept_count > 0) {
		struct rendition *next = kept[--kept_count];

		renditions->items[renditions->count++] = *next;
		next->bytes = (struct strbuf){ 0 };
	}
	for (i = 0; i < count; i++)
		strbuf_release(&made[i].bytes);
}

/* How many of the sizes are made. Narrow PNG files are slow to make, seldom
 * much smaller, and asked for by none but the oldest browsers. */
static uint32_t
count_for(const struct studio *studio, enum image_kind kind)
{
	uint32_t i = 0;

	if (kind != IMAGE_PNG)
		return studio->size_count;
	while (studio->sizes[i].width > RENDITION_WIDTH_MAX)
		i++;
	return i + 1;
}

/* All widths of one kind, behind those that there are: none where the widest
 * is not markedly below `limit` bytes, unless that is 0. */
static bool
make_kind(struct renditions *renditions, const struct studio *studio,
    enum image_kind kind, size_t limit)
{
	struct rendition made[WIDTHS_MAX];
	bool is_made = true;
	uint32_t i, count = 0;

	while (is_made && count < count_for(studio, kind) &&
	    (count == 0 || made[count - 1].bytes.len > ALONE_MAX)) {
		made[count] = (struct rendition){ .kind = kind,
			.width = studio->sizes[count].width,
			.height = studio->sizes[count].height };
		is_made = make_one(studio, kind, count, &made[count].bytes);
		count++;
	}
	if (is_made)
		keep_worthy(renditions, made, count, limit);
	for (i = 0; i < count && !is_made; i++)
		strbuf_release(&made[i].bytes);
	return is_made;
}

static bool
make_pixels(struct renditions *renditions, struct studio *studio,
    struct diags *diags)
{
	const struct image_bounds widest = widest_step(studio->asset);
	size_t widest_len;

	if (!image_decode_large(studio->asset, &widest, diags,
	    &studio->whole))
		return false;
	studio->is_photograph =
	    image_is_photograph(studio->asset, &studio->whole);
	choose_sizes(studio);
	shrink_all(studio);
	if (!make_kind(renditions, studio, common_kind(studio), 0)) {
		diag_report(diags, DIAG_IMAGE_INVALID, studio->asset->pos,
		    "the picture '%s' cannot be written again",
		    studio->asset->name);
		return false;
	}
	widest_len = renditions->items[renditions->count - 1].bytes.len;
	if (widest_len <= ALONE_MAX)
		return true;
	studio->webp_quality = choose_webp_quality(studio);
	/* Where libwebp gives up, the common kind is enough. */
	make_kind(renditions, studio, IMAGE_WEBP, widest_len);
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
	diag_report(diags, DIAG_IMAGE_INVALID, studio->asset->pos,
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
	studio_release(&studio);
	free(bytes);
	if (!is_made)
		renditions_release(renditions);
	return is_made;
}
