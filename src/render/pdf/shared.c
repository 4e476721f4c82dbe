/*
 * What the kits of a run have in common. In: pictures and the size they are
 * wanted in; the colour profile's file. Out: bytes ready to be embedded, made
 * once a run, since a logo stands in every kit.
 *
 * One lock guards the list, another each entry while it is made: the first
 * thread that wants a picture encodes it, others that want the same one wait
 * and others go on.
 *
 * An upright gray or YCbCr JPEG that is not much larger than wanted is taken
 * as it is, its metadata cut out. A photograph that is, is made smaller and
 * encoded again; everything else stays lossless.
 */
#include "shared.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "object.h"

enum { JPEG_QUALITY = 88 };

#define PROFILE_PATH "/usr/share/color/icc/sRGB.icc"

struct entry {
	struct entry *next;
	char digest[65];
	uint32_t max_width, max_height;
	pthread_mutex_t lock;
	bool is_made;
	struct strbuf bytes, alpha;
	struct encoded_picture picture;
};

struct pdf_shared {
	pthread_mutex_t lock;		/* of the list and the profile */
	struct entry *entries;
	struct strbuf profile;
};

struct pdf_shared *
pdf_shared_new(void)
{
	struct pdf_shared *shared = mem_alloc(sizeof(*shared));

	*shared = (struct pdf_shared){ 0 };
	pthread_mutex_init(&shared->lock, NULL);
	return shared;
}

void
pdf_shared_free(struct pdf_shared *shared)
{
	if (shared == NULL)
		return;
	while (shared->entries != NULL) {
		struct entry *entry = shared->entries;

		shared->entries = entry->next;
		pthread_mutex_destroy(&entry->lock);
		strbuf_release(&entry->bytes);
		strbuf_release(&entry->alpha);
		free(entry);
	}
	pthread_mutex_destroy(&shared->lock);
	strbuf_release(&shared->profile);
	free(shared);
}

static struct entry *
entry_find(struct pdf_shared *shared, const struct image_asset *asset,
    uint32_t max_width, uint32_t max_height)
{
	struct entry *entry;

	pthread_mutex_lock(&shared->lock);
	for (entry = shared->entries; entry != NULL; entry = entry->next)
		if (strcmp(entry->digest, asset->digest) == 0 &&
		    entry->max_width == max_width &&
		    entry->max_height == max_height)
			break;
	if (entry == NULL) {
		entry = mem_alloc(sizeof(*entry));
		*entry = (struct entry){
			.next = shared->entries, .max_width = max_width,
			.max_height = max_height,
		};
		memcpy(entry->digest, asset->digest, sizeof(entry->digest));
		pthread_mutex_init(&entry->lock, NULL);
		shared->entries = entry;
	}
	pthread_mutex_unlock(&shared->lock);
	return entry;
}

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
	pdf_deflate(ret_packed, rows, (row_len + 1) * height);
	free(rows);
	free(tried);
}

static bool
encode_pixels(struct entry *entry, const struct image_asset *asset,
    struct diags *diags)
{
	struct encoded_picture *picture = &entry->picture;
	struct image_pixels pixels;

	if (!image_decode(asset, entry->max_width, entry->max_height, diags,
	    &pixels))
		return false;
	picture->width = pixels.width;
	picture->height = pixels.height;
	picture->channels = pixels.channels;
	picture->is_jpeg = asset->kind == IMAGE_JPEG;
	if (picture->is_jpeg)
		image_encode_jpeg(&pixels, JPEG_QUALITY, &entry->bytes);
	else
		pack_rows(pixels.samples,
		    (size_t)pixels.width * pixels.channels, pixels.height,
		    pixels.channels, &entry->bytes);
	if (pixels.alpha != NULL)
		pack_rows(pixels.alpha, pixels.width, pixels.height, 1,
		    &entry->alpha);
	image_pixels_release(&pixels);
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

static bool
entry_make(struct entry *entry, const struct image_asset *asset,
    struct diags *diags)
{
	struct encoded_picture *picture = &entry->picture;

	if (asset->kind == IMAGE_JPEG &&
	    is_about_right(asset, entry->max_width, entry->max_height) &&
	    image_copy_jpeg(asset, &entry->bytes, &picture->channels)) {
		picture->width = asset->width_px;
		picture->height = asset->height_px;
		picture->is_jpeg = true;
	} else if (!encode_pixels(entry, asset, diags)) {
		return false;
	}
	picture->bytes = (const unsigned char *)entry->bytes.bytes;
	picture->len = entry->bytes.len;
	picture->alpha = (const unsigned char *)entry->alpha.bytes;
	picture->alpha_len = entry->alpha.len;
	return true;
}

const struct encoded_picture *
pdf_shared_picture(struct pdf_shared *shared, const struct image_asset *asset,
    uint32_t max_width, uint32_t max_height, struct diags *diags)
{
	/* What is larger than the picture comes to the same. */
	uint32_t width = max_width < asset->width_px ? max_width :
	    asset->width_px;
	uint32_t height = max_height < asset->height_px ? max_height :
	    asset->height_px;
	struct entry *entry = entry_find(shared, asset, width, height);
	bool is_made;

	pthread_mutex_lock(&entry->lock);
	if (!entry->is_made)
		entry->is_made = entry_make(entry, asset, diags);
	is_made = entry->is_made;
	pthread_mutex_unlock(&entry->lock);
	return is_made ? &entry->picture : NULL;
}

static bool
profile_read(const char *path, struct strbuf *ret_packed, struct diags *diags)
{
	char bytes[64 * 1024];
	FILE *file = fopen(path, "rbe");
	size_t len = 0;

	if (file != NULL) {
		len = fread(bytes, 1, sizeof(bytes), file);
		fclose(file);
	}
	/* ICC.1, section 7.2: the signature at 36, the colour space at 16. */
	if (len >= 128 && len < sizeof(bytes) &&
	    memcmp(bytes + 36, "acsp", 4) == 0 &&
	    memcmp(bytes + 16, "RGB ", 4) == 0) {
		pdf_deflate(ret_packed, bytes, len);
		return true;
	}
	diag_report(diags, DIAG_IO_FAILED, SOURCE_NOWHERE,
	    "the colour profile '%s' cannot be read: %s; "
	    "install the package icc-profiles-free", path,
	    file == NULL ? strerror(errno) : "it is no RGB profile");
	return false;
}

const struct strbuf *
pdf_shared_profile(struct pdf_shared *shared, const char *path,
    struct diags *diags)
{
	bool is_read = true;

	pthread_mutex_lock(&shared->lock);
	if (shared->profile.len == 0)
		is_read = profile_read(path != NULL ? path : PROFILE_PATH,
		    &shared->profile, diags);
	pthread_mutex_unlock(&shared->lock);
	return is_read ? &shared->profile : NULL;
}
