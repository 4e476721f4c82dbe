/*
 * An edition ready to leave. In: an output folder and an edition's name. Out:
 * its manifest, every file of it found and hashed as the manifest says, and
 * the id of the release that it makes.
 */
#include "fieldkit/deliver.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fieldkit/date.h"
#include "fieldkit/file.h"
#include "fieldkit/ledger.h"
#include "fieldkit/letter.h"
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

/* A kit's id is made of its content: one that was called back comes again as
 * long as its content is what it was. */
static bool
is_none_withdrawn(const struct manifest *manifest, struct arena *arena,
    const char *output_dir, struct diags *diags)
{
	struct ledger *ledger;
	bool is_none;
	size_t i;

	is_none = ledger_open(&ledger, arena_printf(arena, "%s/%s",
	    output_dir, LEDGER_NAME), LEDGER_READ, diags);
	for (i = 0; is_none && i < manifest->count; i++) {
		const struct manifest_file *file = &manifest->files[i];

		if (file->kit == NULL ||
		    !ledger_is_withdrawn(ledger, file->kit->id))
			continue;
		diag_report(diags, DIAG_PARCEL_STALE, SOURCE_NOWHERE,
		    "edition '%s' cannot leave: '%s' was withdrawn; change "
		    "what was wrong with it and build again, 'fieldkit "
		    "ledger' says why", manifest->edition, file->path);
		is_none = false;
	}
	ledger_close(ledger);
	return is_none;
}

bool
parcel_may_leave(const struct manifest *manifest, struct arena *arena,
    const char *output_dir, int32_t today_days, struct diags *diags)
{
	int32_t change, built;
	char today[DATE_CHARS + 1];

	/* What was not to be seen until that day is in it. */
	if (date_parse(manifest->as_of, strlen(manifest->as_of), &built) &&
	    built > today_days) {
		date_format(today_days, today);
		return refuse(diags, manifest->edition, arena_printf(arena,
		    "it is of %s, and by the clock it is %s; set this "
		    "machine's clock if that is wrong", manifest->as_of,
		    today));
	}
	if (date_parse(manifest->next_change, strlen(manifest->next_change),
	    &change) && change <= today_days)
		return refuse(diags, manifest->edition, arena_printf(arena,
		    "something in it started or ended on %s",
		    manifest->next_change));
	return is_none_withdrawn(manifest, arena, output_dir, diags);
}

void
manifest_drop_letters(struct manifest *manifest)
{
	size_t i, kept = 0;

	for (i = 0; i < manifest->count; i++)
		if (strcmp(manifest->files[i].kind, LETTER_KIND) != 0)
			manifest->files[kept++] = manifest->files[i];
	manifest->count = kept;
}

void
manifest_release_digest(const struct manifest *manifest,
    char ret_hex[DIGEST_HEX_CHARS + 1])
{
	struct manifest published = *manifest;
	struct strbuf json = { 0 };

	published.files = mem_alloc(manifest->count * sizeof(*manifest->files)
	    + 1);
	if (manifest->count > 0)
		memcpy(published.files, manifest->files,
		    manifest->count * sizeof(*manifest->files));
	manifest_drop_letters(&published);
	manifest_format(&published, &json);
	free(published.files);
	digest_of(json.bytes, json.len, ret_hex);
	strbuf_release(&json);
}

void
manifest_release(const struct manifest *manifest,
    char ret_id[RELEASE_CHARS + 1])
{
	char hex[DIGEST_HEX_CHARS + 1];

	manifest_release_digest(manifest, hex);
	memcpy(ret_id, hex, RELEASE_CHARS);
	ret_id[RELEASE_CHARS] = '\0';
}

bool
parcel_open(struct parcel *parcel, struct arena *arena,
    const char *output_dir, const char *edition, int32_t today_days,
    struct diags *diags)
{
	const char *path;

	*parcel = (struct parcel){ .name = edition };
	parcel->dir = arena_printf(arena, "%s/%s", output_dir, edition);
	path = arena_printf(arena, "%s/%s", parcel->dir, MANIFEST_NAME);
	if (!manifest_read(&parcel->manifest, arena, path, diags))
		return false;
	if (parcel->manifest.count == 0)
		return refuse(diags, edition, "it was not built yet");
	if (!parcel_may_leave(&parcel->manifest, arena, output_dir,
	    today_days, diags))
		return false;
	manifest_release(&parcel->manifest, parcel->release);
	return are_files_intact(parcel, arena, diags);
}

static void
visit_kit(const struct manifest *manifest, const char *edition,
    const char *kit, kit_visit *visit, void *context)
{
	size_t i;

	for (i = 0; i < manifest->count; i++)
		if (manifest->files[i].kit != NULL &&
		    strcmp(manifest->files[i].kit->id, kit) == 0)
			visit(context, edition, &manifest->files[i]);
}

bool
parcel_find_kit(const char *output_dir, const char *kit, struct arena *arena,
    kit_visit *visit, void *context, struct diags *diags)
{
	struct dirent **folders;
	int count = scandir(output_dir, &folders, NULL, alphasort), i;
	bool is_done = true;

	for (i = 0; i < count; i++) {
		const char *name = folders[i]->d_name;
		const char *path = arena_printf(arena, "%s/%s/%s", output_dir,
		    name, MANIFEST_NAME);
		struct manifest manifest;

		if (is_done && name[0] != '.' && access(path, F_OK) == 0) {
			is_done = manifest_read(&manifest, arena, path, diags);
			visit_kit(&manifest, name, kit, visit, context);
		}
		free(folders[i]);
	}
	if (count >= 0)
		free(folders);
	return is_done;
}
