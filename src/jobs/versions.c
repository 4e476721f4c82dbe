/*
 * The libraries that decide what is built. In: nothing. Out: their names and
 * versions, for manifests and digests.
 */
#include "fieldkit/versions.h"
#include "jobs.h"

const struct manifest_library *
library_versions(struct arena *arena, uint32_t *ret_count)
{
	const struct manifest_library libraries[] = {
		{ "cmark", version_of_cmark() },
		{ "harfbuzz", version_of_harfbuzz() },
		{ "icu", version_of_icu() },
		{ "libdeflate", version_of_libdeflate() },
		{ "libharu", version_of_libharu() },
	};
	struct manifest_library *copy;
	uint32_t i;

	*ret_count = sizeof(libraries) / sizeof(libraries[0]);
	copy = ARENA_ARRAY(arena, struct manifest_library, *ret_count);
	for (i = 0; i < *ret_count; i++)
		copy[i] = libraries[i];
	return copy;
}
