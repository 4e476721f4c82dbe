/*
 * The libraries that decide what is built, with the versions that this
 * program runs with. In: nothing. Out: a table for the manifest. Each folder
 * that owns a library says its version, so no library's header is needed
 * here.
 */
#include "jobs.h"

#include "fieldkit/versions.h"

const struct manifest_library *
library_versions(uint32_t *ret_count)
{
	static const struct manifest_library libraries[] = {
		{ "cmark", VERSION_CMARK },
		{ "harfbuzz", VERSION_HARFBUZZ },
		{ "icu", VERSION_ICU },
		{ "libharu", VERSION_LIBHARU },
	};

	*ret_count = sizeof(libraries) / sizeof(libraries[0]);
	return libraries;
}
