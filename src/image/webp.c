/*
 * WebP through libwebp: lossy and lossless, with or without alpha; no
 * animations. In: a file's bytes. Out: its size and orientation, or pixels in
 * sRGB.
 */
#include <stdlib.h>
#include <string.h>

#include <webp/decode.h>

#include "codec.h"
#include "color.h"

/* WebPBitstreamFeatures.format. */
enum { FORMAT_LOSSY = 1 };

static uint32_t
number_at(const unsigned char *bytes)
{
	return bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 |
	    (uint32_t)bytes[3] << 24;
}

/* What stands in a chunk of the RIFF container; len 0 where there is none.
 * WebP Container Specification, section "Metadata". */
static struct image_bytes
find_chunk(const struct image_bytes *file, const char *type)
{
	size_t at = 12;

	while (at + 8 <= file->len) {
		const unsigned char *chunk = file->bytes + at;
		size_t len = number_at(chunk + 4);

		if (len > file->len - at - 8)
			break;
		if (memcmp(chunk, type, 4) == 0)
			return (struct image_bytes){ chunk + 8, len };
		at += 8 + len + len % 2;
	}
	return (struct image_bytes){ NULL, 0 };
}

static struct color_source
colors_of(const struct image_bytes *file)
{
	const struct image_bytes profile = find_chunk(file, "ICCP");

	return (struct color_source){ .profile = profile.bytes,
		.profile_len = profile.len };
}

static bool
features_read(const struct image_bytes *file, WebPBitstreamFeatures *features,
    struct image_fault *fault)
{
	if (WebPGetFeatures(file->bytes, file->len, features) !=
	    VP8_STATUS_OK)
		return image_fault_set(fault,
		    "it is damaged or not a WebP picture");
	if (features->has_animation)
		return image_fault_set(fault,
		    "it is animated; save a single picture");
	return image_size_check((uint64_t)features->width,
	    (uint64_t)features->height, fault);
}

bool
webp_header(const struct image_bytes *file, struct image_header *ret_header,
    struct image_fault *fault)
{
	const struct image_bytes exif = find_chunk(file, "EXIF");
	const struct color_source colors = colors_of(file);
	WebPBitstreamFeatures features;

	if (!features_read(file, &features, fault))
		return false;
	ret_header->width_px = (uint32_t)features.width;
	ret_header->height_px = (uint32_t)features.height;
	ret_header->orientation = exif_orientation(exif.bytes, exif.len);
	ret_header->is_lossy = features.format == FORMAT_LOSSY;
	color_header(&colors, 3, ret_header);
	return true;
}

bool
webp_pixels(const struct image_bytes *file, const struct image_bounds *bounds,
    struct image_pixels *ret_pixels, struct image_fault *fault)
{
	const struct color_source colors = colors_of(file);
	WebPBitstreamFeatures features;
	unsigned char *raw;
	size_t count, stride;

	(void)bounds;
	if (!features_read(file, &features, fault))
		return false;
	count = (size_t)features.width * (size_t)features.height;
	stride = features.has_alpha ? 4 : 3;
	raw = mem_alloc(count * stride);
	if ((features.has_alpha ? WebPDecodeRGBAInto : WebPDecodeRGBInto)(
	    file->bytes, file->len, raw, count * stride,
	    (int)(stride * (size_t)features.width)) == NULL) {
		free(raw);
		return image_fault_set(fault, "it is damaged or cut short");
	}
	ret_pixels->width = (uint32_t)features.width;
	ret_pixels->height = (uint32_t)features.height;
	ret_pixels->channels = 3;
	if (features.has_alpha)
		image_split_alpha(raw, count, ret_pixels);
	else
		ret_pixels->samples = raw;
	color_pixels(&colors, ret_pixels);
	return true;
}
