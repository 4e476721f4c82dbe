/*
 * The libraries that decide what is built. In: nothing. Out: their names and
 * versions, for manifests and digests.
 */
#include "fieldkit/versions.h"
#include "jobs.h"

const struct manifest_library *
library_versions(struct arena *arena, uint32_t *ret_count)
{
	const uint32_t lcms = version_of_lcms(), webp = version_of_libwebp();
	const struct manifest_library libraries[] = {
		{ "cmark", version_of_cmark() },
		{ "harfbuzz", version_of_harfbuzz() },
		{ "icu", version_of_icu() },
		{ "lcms2", arena_printf(arena, "%u.%u", lcms / 1000,
		    lcms % 1000 / 10) },
		{ "libdeflate", version_of_libdeflate() },
		{ "libharu", version_of_libharu() },
		{ "libjpeg-turbo", version_of_libjpeg() },
		{ "libpng", version_of_libpng() },
		{ "libqrencode", version_of_libqrencode() },
		{ "libwebp", arena_printf(arena, "%u.%u.%u", webp >> 16,
		    webp >> 8 & 0xff, webp & 0xff) },
		{ "zlib", version_of_zlib() },
	};
	struct manifest_library *copy;
	uint32_t i;

	*ret_count = sizeof(libraries) / sizeof(libraries[0]);
	copy = ARENA_ARRAY(arena, struct manifest_library, *ret_count);
	for (i = 0; i < *ret_count; i++)
		copy[i] = libraries[i];
	return copy;
}
