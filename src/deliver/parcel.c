/*
 * An edition ready to leave. In: an output folder and an edition's name. Out:
 * its manifest, every file of it found and hashed as the manifest says, and
 * the id of the release that it makes.
 */
#include "fieldkit/deliver.h"

#include <errno.h>
#include <string.h>

#include "fieldkit/date.h"
#include "fieldkit/file.h"
#include "fieldkit/strbuf.h"

static bool
refuse(struct diags *diags, const char *edition, const char *why)
{
	diag_report(diags, DIAG_PARCEL_STALE, SOURCE_NOWHERE,
	    "edition '%s' cannot leave: %s; build it again", edition, why);
	return false;
}

static bool
is_file_intact(const struct parcel *parcel, struct arena *arena,
    const struct manifest_file *file)
{
	char hex[DIGEST_HEX_CHARS + 1];
	int64_t bytes;

	return file_hash(arena_printf(arena, "%s/%s", parcel->dir, file->path),
	    hex, &bytes) && strcmp(hex, file->sha256) == 0;
}

static bool
are_files_intact(const struct parcel *parcel, struct arena *arena,
    struct diags *diags)
{
	size_t i;

	for (i = 0; i < parcel->manifest.count; i++)
		if (!is_file_intact(parcel, arena, &parcel->manifest.files[i]))
			return refuse(diags, parcel->name,
			    arena_printf(arena, "'%s' is not what was built",
			    parcel->manifest.files[i].path));
	return true;
}

bool
parcel_open(struct parcel *parcel, struct arena *arena,
    const char *output_dir, const char *edition, int32_t today_days,
    struct diags *diags)
{
	const char *path;
	struct strbuf json = { 0 };
	char hex[DIGEST_HEX_CHARS + 1];
	int32_t change;

	*parcel = (struct parcel){ .name = edition };
	parcel->dir = arena_printf(arena, "%s/%s", output_dir, edition);
	path = arena_printf(arena, "%s/%s", parcel->dir, MANIFEST_NAME);
	if (!manifest_read(&parcel->manifest, arena, path, diags))
		return false;
	if (parcel->manifest.count == 0)
		return refuse(diags, edition, "it was not built yet");
	if (date_parse(parcel->manifest.next_change,
	    strlen(parcel->manifest.next_change), &change) &&
	    change <= today_days)
		return refuse(diags, edition, arena_printf(arena,
		    "something in it started or ended on %s",
		    parcel->manifest.next_change));
	manifest_format(&parcel->manifest, &json);
	digest_of(json.bytes, json.len, hex);
	strbuf_release(&json);
	memcpy(parcel->release, hex, sizeof(parcel->release) - 1);
	return are_files_intact(parcel, arena, diags);
}
