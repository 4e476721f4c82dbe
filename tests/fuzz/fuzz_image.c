/* Any bytes as a PNG, JPEG or WebP: the header, the pixels at a size and
 * scaled down, the copy of a JPEG without its metadata, and what a site
 * publishes. */
#include "fuzz.h"

#include "fieldkit/renditions.h"

/* More would only measure the libraries. */
enum { PIXELS_MAX = 1000 * 1000, RENDERED_MAX = 64 * 64 };

static void
decode(struct fuzz_run *run, const struct image_asset *asset)
{
	struct renditions renditions;
	struct image_pixels pixels;
	struct strbuf jpeg;
	uint8_t channels;

	strbuf_init(&jpeg);
	if (image_decode(asset, 16, 9, &run->diags, &pixels)) {
		if (pixels.alpha == NULL)
			image_encode_jpeg(&pixels, 80, &jpeg);
		image_pixels_release(&pixels);
	}
	if (image_decode(asset, 0, 0, &run->diags, &pixels))
		image_pixels_release(&pixels);
	if ((uint64_t)asset->width_px * asset->height_px <= RENDERED_MAX &&
	    renditions_make(&renditions, asset, &run->diags))
		renditions_release(&renditions);
	if (asset->kind == IMAGE_JPEG)
		image_copy_jpeg(asset, &jpeg, &channels);
	strbuf_release(&jpeg);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	static const char *const names[] = { "a.png", "a.jpg", "a.webp" };
	const char *name = len > 3 && bytes[0] == 0xff ? names[1] :
	    len > 3 && bytes[0] == 'R' ? names[2] : names[0];
	struct fuzz_run run;
	const struct image_asset *asset;

	fuzz_start(&run);
	fuzz_write(name, bytes, len);
	asset = image_load(&run.arena, fuzz_folder(), name, SOURCE_NOWHERE,
	    &run.diags);
	if (asset != NULL && asset->kind != IMAGE_SVG &&
	    (uint64_t)asset->width_px * asset->height_px <= PIXELS_MAX)
		decode(&run, asset);
	fuzz_end(&run);
	return 0;
}
