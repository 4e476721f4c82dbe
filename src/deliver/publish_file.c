/*
 * Publishing to a folder. In: a parcel. Out: a release beside the others, and
 * readers get it.
 *
 * The release is written as <id>.tmp, hashed again as it lies there, synced
 * and renamed to <id>; then what is served is switched in one system call and
 * read back. A kill at any moment leaves the old release served or the new
 * one, and a .tmp that the next run removes.
 */
#include "place.h"
#include "publish_note.h"
#include "shipment.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fieldkit/file.h"

/* What a release changes for readers. */
struct changes {
	size_t added, changed, removed;
	int64_t bytes;			/* that travel */
};

static struct changes
find_changes(const struct manifest *served, const struct manifest *manifest)
{
	struct changes changes = { 0 };
	size_t i;

	for (i = 0; i < manifest->count; i++) {
		const struct manifest_file *file = &manifest->files[i];
		const struct manifest_file *old = manifest_find(served,
		    file->path);

		if (old != NULL && strcmp(old->sha256, file->sha256) == 0)
			continue;
		changes.added += old == NULL;
		changes.changed += old != NULL;
		changes.bytes += file->bytes;
	}
	for (i = 0; i < served->count; i++)
		changes.removed += manifest_find(manifest,
		    served->files[i].path) == NULL;
	return changes;
}

/* An edition that lost most of its files is more likely a mistake. */
static bool
are_removals_meant(const struct place *place,
    const struct publish_options *options, const struct changes *changes,
    const struct manifest *served)
{
	int64_t limit = options->max_deletes >= 0 ? options->max_deletes :
	    (int64_t)(served->count / 2);

	if ((int64_t)changes->removed <= limit)
		return true;
	diag_report(place->diags, DIAG_TARGET_INVALID, SOURCE_NOWHERE,
	    "edition '%s' lacks %zu of the %zu files that are served; where "
	    "that is meant, say --max-deletes %zu", place->edition,
	    changes->removed, served->count, changes->removed);
	return false;
}

static bool
copy_bytes(int from, int to)
{
	char buffer[64 * 1024];
	ssize_t got;

	while ((got = read(from, buffer, sizeof(buffer))) > 0)
		if (!file_write_all(to, buffer, (size_t)got))
			return false;
	return got == 0;
}

static bool
copy_file(const struct place *place, const char *from, const char *to)
{
	int source = open(from, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	int target;
	bool is_done;

	if (source < 0)
		return place_fail(place, "read", from);
	target = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	if (target < 0) {
		place_fail(place, "create", to);
		close(source);
		return false;
	}
	is_done = copy_bytes(source, target) ||
	    place_fail(place, "write", to);
	close(source);
	return (close(target) == 0 || place_fail(place, "write", to)) &&
	    is_done;
}

/* One file of the release: a link to the served one, or a copy. */
static bool
place_file(const struct place *place, const struct parcel *parcel,
    const char *served_id, const char *fresh, const char *path)
{
	const char *to = arena_printf(place->arena, "%s/%s", fresh, path);
	const char *folder = arena_copy(place->arena, to,
	    (size_t)(strrchr(to, '/') - to));

	if (access(folder, F_OK) != 0 && !place_folder(place, folder))
		return false;
	if (served_id != NULL && link(arena_printf(place->arena, "%s/%s/%s",
	    place->releases, served_id, path), to) == 0)
		return true;
	return copy_file(place, arena_printf(place->arena, "%s/%s",
	    parcel->dir, path), to);
}

/* What lies there is what the manifest says; a linked file may have been
 * changed where it is served. */
static bool
is_release_intact(const struct place *place, const struct manifest *manifest,
    const char *fresh)
{
	size_t i;

	for (i = 0; i < manifest->count; i++) {
		const char *path = arena_printf(place->arena, "%s/%s", fresh,
		    manifest->files[i].path);
		char hex[DIGEST_HEX_CHARS + 1];
		int64_t bytes;

		if (file_hash(path, hex, &bytes) &&
		    strcmp(hex, manifest->files[i].sha256) == 0)
			continue;
		diag_report(place->diags, DIAG_TARGET_INVALID, SOURCE_NOWHERE,
		    "'%s' is not as it was sent; where a file of a release "
		    "was changed by hand, remove that release", path);
		return false;
	}
	return true;
}

static bool
sync_all(const struct place *place, const char *folder)
{
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool is_done = fd >= 0 && syncfs(fd) == 0;

	if (!is_done)
		place_fail(place, "sync", folder);
	if (fd >= 0)
		close(fd);
	return is_done;
}

/* What a release that was served before carried then is of no use now. */
static bool
carry_into(const struct place *place, const char *from, const char *to,
    const char *folder)
{
	return place_drop_carried(place, to, true) &&
	    place_carry(place, from, to, folder);
}

/* Without them nothing but the theme's assets is carried. */
static bool
keep_sources(const struct place *place, const struct parcel *parcel,
    const char *from)
{
	const char *to = place_sources(place, parcel->release);
	const char *fresh = arena_printf(place->arena, "%s.tmp", to);

	return access(from, F_OK) != 0 || (copy_file(place, from, fresh) &&
	    ((chmod(fresh, 0600) == 0 && rename(fresh, to) == 0) ||
	    place_fail(place, "write", to)));
}

/* The release as <id>.tmp, then under its own name. */
bool
place_write(const struct place *place, const struct parcel *parcel,
    const char *sources, const char *served_id,
    const struct manifest *served, bool carries)
{
	const char *fresh = arena_printf(place->arena, "%s/%s.tmp",
	    place->releases, parcel->release);
	const char *final = arena_printf(place->arena, "%s/%s",
	    place->releases, parcel->release);
	size_t i;

	/* It was served before, and is the newest again. */
	if (access(final, F_OK) == 0)
		return is_release_intact(place, &parcel->manifest, final) &&
		    carry_into(place, carries ? served_id : "",
		    parcel->release, final) &&
		    (utimensat(AT_FDCWD, final, NULL, 0) == 0 ||
		    place_fail(place, "touch", final));
	for (i = 0; i < parcel->manifest.count; i++) {
		const struct manifest_file *file = &parcel->manifest.files[i];
		const struct manifest_file *old = manifest_find(served,
		    file->path);
		bool is_same = old != NULL &&
		    strcmp(old->sha256, file->sha256) == 0;

		if (!place_file(place, parcel, is_same ? served_id : NULL,
		    fresh, file->path))
			return false;
	}
	if (!place_file(place, parcel, NULL, fresh, MANIFEST_NAME) ||
	    !is_release_intact(place, &parcel->manifest, fresh) ||
	    !keep_sources(place, parcel, sources) ||
	    (carries && !place_carry(place, served_id, parcel->release,
	    fresh)) || !sync_all(place, fresh))
		return false;
	return rename(fresh, final) == 0 ||
	    place_fail(place, "put in place", final);
}

/* Switches, and sees through the served name that it is so. */
static bool
serve(const struct place *place, const char *id)
{
	if (!place_switch(place, id) || !sync_all(place, place->docroot))
		return false;
	if (strcmp(place_served(place), id) == 0)
		return true;
	diag_report(place->diags, DIAG_TARGET_INVALID, SOURCE_NOWHERE,
	    "'%s' was switched to release %s, but does not serve it; is "
	    "another program changing it?", place->served, id);
	return false;
}

/* Tells the program of the target, where it is one, what makes one release
 * of the other. */
static bool
ship(const struct place *place, const struct publish_options *options,
    const char *id, const struct manifest *from, const struct manifest *to)
{
	struct shipment shipment = { .edition = place->edition,
		.release = id, .folder = arena_printf(place->arena, "%s/%s",
		place->releases, id) };

	if (options->program == NULL)
		return true;
	shipment_plan(&shipment, from, to, place->arena);
	return publish_exec(options, &shipment, place->arena, place->diags);
}

/* What an earlier run put there but could not note. */
static bool
note_found(const struct place *place, const struct publish_options *options,
    struct ledger *ledger, const struct manifest *served)
{
	return served->count == 0 || publish_note(options, ledger, served,
	    "found served", place->arena, place->diags);
}

static bool
publish(const struct place *place, const struct publish_options *options,
    const struct parcel *parcel, struct ledger *ledger)
{
	const char *served_id = place_served(place);
	struct manifest served;
	struct changes changes;

	if (strcmp(served_id, parcel->release) == 0) {
		fprintf(options->out, "%s: release %s is served already\n",
		    parcel->name, parcel->release);
		return options->is_dry_run || (publish_note(options, ledger,
		    &parcel->manifest, "found served", place->arena,
		    place->diags) && place_drop_carried(place, served_id,
		    false) && place_prune(place, served_id));
	}
	if (!place_manifest(place, served_id, &served))
		return false;
	changes = find_changes(&served, &parcel->manifest);
	if (!are_removals_meant(place, options, &changes, &served))
		return false;
	fprintf(options->out, "%s: release %s: %zu files new, %zu changed, "
	    "%zu gone, %lld bytes to copy\n", parcel->name, parcel->release,
	    changes.added, changes.changed, changes.removed,
	    (long long)changes.bytes);
	if (options->is_dry_run)
		return true;
	if (!note_found(place, options, ledger, &served) ||
	    !place_write(place, parcel, sources_path(place->arena,
	    options->output_dir, parcel->name), served_id, &served,
	    options->program == NULL) || !ship(place, options,
	    parcel->release, &served, &parcel->manifest) ||
	    !serve(place, parcel->release) || !publish_note(options, ledger,
	    &parcel->manifest, "publish", place->arena, place->diags) ||
	    !place_prune(place, parcel->release))
		return false;
	fprintf(options->out, "%s: release %s is served at %s\n",
	    parcel->name, parcel->release,
	    options->program != NULL ? options->program : place->served);
	return true;
}

static bool
open_all(struct place *place, const struct publish_options *options,
    const char *edition, struct ledger **ret_ledger, struct arena *arena,
    struct diags *diags)
{
	return place_open(place, options, edition, arena, diags) &&
	    (options->is_dry_run || place_clean(place)) &&
	    publish_open_ledger(options, arena, diags, ret_ledger);
}

bool
publish_file(const struct publish_options *options,
    const struct parcel *parcel, struct arena *arena, struct diags *diags)
{
	struct ledger *ledger = NULL;
	struct place place;
	bool is_done;

	is_done = open_all(&place, options, parcel->name, &ledger, arena,
	    diags) && publish(&place, options, parcel, ledger);
	ledger_close(ledger);
	place_close(&place);
	return is_done;
}

/* The release to go back to: the one asked for, or the one before. */
const char *
place_earlier(const struct place *place, const char *served,
    const char *wanted)
{
	struct release *releases = ARENA_ARRAY(place->arena, struct release,
	    MAX_RELEASES);
	size_t count = place_releases(place, releases), i = 0;

	while (i < count && strcmp(releases[i].id,
	    wanted != NULL ? wanted : served) != 0)
		i++;
	i += wanted == NULL;
	if (i < count)
		return releases[i].id;
	if (wanted != NULL)
		diag_report(place->diags, DIAG_TARGET_INVALID, SOURCE_NOWHERE,
		    "'%s' has no release '%s'; 'fieldkit publish --list' "
		    "names those it has", place->edition, wanted);
	else
		diag_report(place->diags, DIAG_TARGET_INVALID, SOURCE_NOWHERE,
		    "'%s' has no release before the one that is served",
		    place->edition);
	return NULL;
}

/* Back to a release that is whole and may be read today. */
static bool
roll_back(const struct place *place, const struct publish_options *options,
    struct ledger *ledger, const char *id)
{
	const char *served_id = place_served(place);
	const char *folder = arena_printf(place->arena, "%s/%s",
	    place->releases, id);
	struct manifest manifest, served;

	return place_whole_manifest(place, id, &manifest) &&
	    parcel_may_leave(&manifest, place->arena, options->output_dir,
	    options->today_days, place->diags) &&
	    is_release_intact(place, &manifest, folder) &&
	    place_manifest(place, served_id, &served) &&
	    note_found(place, options, ledger, &served) &&
	    (strcmp(served_id, id) == 0 || carry_into(place,
	    options->program == NULL ? served_id : "", id, folder)) &&
	    ship(place, options, id, &served, &manifest) &&
	    serve(place, id) && publish_note(options, ledger, &manifest,
	    "publish --rollback", place->arena, place->diags);
}

bool
publish_rollback(const struct publish_options *options, const char *edition,
    struct arena *arena, struct diags *diags)
{
	struct ledger *ledger = NULL;
	const char *id = NULL;
	struct place place;
	bool is_done;

	is_done = open_all(&place, options, edition, &ledger, arena, diags) &&
	    (id = place_earlier(&place, place_served(&place),
	    options->release)) != NULL &&
	    (options->is_dry_run || roll_back(&place, options, ledger, id));
	if (is_done)
		fprintf(options->out, "%s: release %s %s\n", edition, id,
		    options->is_dry_run ? "would be served again" :
		    "is served again");
	ledger_close(ledger);
	place_close(&place);
	return is_done;
}

bool
publish_list(const struct publish_options *options, const char *edition,
    struct arena *arena, struct diags *diags)
{
	struct release *releases = ARENA_ARRAY(arena, struct release,
	    MAX_RELEASES);
	struct place place;
	const char *served;
	size_t count, i;
	bool is_open = place_open(&place, options, edition, arena, diags);

	if (is_open) {
		served = place_served(&place);
		count = place_releases(&place, releases);
		for (i = 0; i < count; i++)
			fprintf(options->out, "%s %s%s\n", edition,
			    releases[i].id, strcmp(releases[i].id, served) ==
			    0 ? " (served)" : "");
	}
	place_close(&place);
	return is_open;
}
