/*
 * The releases of one edition under a `file:` target. In: the target's
 * folder. Out: which releases there are, which is served, fewer of them.
 */
#include "place.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fieldkit/file.h"
#include "fieldkit/lock.h"
#include "fieldkit/strbuf.h"

bool
place_fail(const struct place *place, const char *verb, const char *path)
{
	diag_report(place->diags, DIAG_TARGET_INVALID, SOURCE_NOWHERE,
	    "cannot %s '%s': %s", verb, path, strerror(errno));
	return false;
}

bool
place_folder(const struct place *place, const char *path)
{
	char *folder = arena_strdup(place->arena, path);

	return folder_make(folder) ||
	    place_fail(place, "make the folder", folder);
}

static bool
take_lock(struct place *place)
{
	const char *path = arena_printf(place->arena, "%s/.lock",
	    place->releases);
	char holder[LOCK_HOLDER_CHARS + 1];

	switch (lock_take(path, &place->lock_fd, holder)) {
	case LOCK_TAKEN:
		return true;
	case LOCK_HELD:
		diag_report(place->diags, DIAG_TARGET_INVALID, SOURCE_NOWHERE,
		    "'%s' is being published to by %s; try again when it is "
		    "done", place->releases, holder);
		return false;
	case LOCK_FAILED:
		break;
	}
	return place_fail(place, "lock", path);
}

bool
place_open(struct place *place, const struct publish_options *options,
    const char *edition, struct arena *arena, struct diags *diags)
{
	struct stat status;

	*place = (struct place){ .edition = edition, .arena = arena,
		.diags = diags, .lock_fd = -1 };
	place->releases = arena_printf(arena, "%s/releases/%s",
	    options->root, edition);
	place->docroot = arena_printf(arena, "%s/docroot", options->root);
	place->served = arena_printf(arena, "%s/%s", place->docroot, edition);
	place->fresh = arena_printf(arena, "%s/served.new", place->releases);
	place->today_days = options->today_days;
	place->is_folder = lstat(place->served, &status) == 0 &&
	    S_ISDIR(status.st_mode);
	return options->is_dry_run || (place_folder(place, place->releases) &&
	    place_folder(place, place->docroot) && take_lock(place));
}

void
place_close(struct place *place)
{
	lock_release(place->lock_fd);
}

const char *
place_sources(const struct place *place, const char *id)
{
	return arena_printf(place->arena, "%s/%s.sources", place->releases,
	    id);
}

/* What a served folder holds, by its manifest. */
static const char *
folder_release(const struct place *place)
{
	char id[RELEASE_CHARS + 1];
	struct manifest manifest;

	if (!manifest_read(&manifest, place->arena, arena_printf(place->arena,
	    "%s/%s", place->served, MANIFEST_NAME), place->diags) ||
	    manifest.count == 0)
		return "";
	manifest_release(&manifest, id);
	return arena_strdup(place->arena, id);
}

/* Whether the name is that of a release, with this behind it. */
static bool
is_named(const char *name, const char *ending)
{
	return strspn(name, "0123456789abcdef") == RELEASE_CHARS &&
	    strcmp(name + RELEASE_CHARS, ending) == 0;
}

const char *
place_served(const struct place *place)
{
	char target[4096];
	const char *slash;
	ssize_t len;

	if (place->is_folder)
		return folder_release(place);
	len = readlink(place->served, target, sizeof(target) - 1);
	if (len <= 0)
		return "";
	target[len] = '\0';
	slash = strrchr(target, '/');
	/* A link of somebody else's leads to no release of ours. */
	return slash != NULL && is_named(slash + 1, "") ?
	    arena_strdup(place->arena, slash + 1) : "";
}

bool
place_manifest(const struct place *place, const char *id,
    struct manifest *ret_manifest)
{
	*ret_manifest = manifest_none;
	if (id[0] != '\0' && !manifest_read(ret_manifest, place->arena,
	    arena_printf(place->arena, "%s/%s/%s", place->releases, id,
	    MANIFEST_NAME), place->diags))
		return false;
	manifest_drop_letters(ret_manifest);
	return true;
}

bool
place_whole_manifest(const struct place *place, const char *id,
    struct manifest *ret_manifest)
{
	if (!place_manifest(place, id, ret_manifest))
		return false;
	if (ret_manifest->count > 0)
		return true;
	diag_report(place->diags, DIAG_TARGET_INVALID, SOURCE_NOWHERE,
	    "release '%s' of '%s' has no manifest; remove '%s/%s'", id,
	    place->edition, place->releases, id);
	return false;
}

static int
compare_releases(const void *a, const void *b)
{
	const struct release *left = a, *right = b;

	if (left->when.tv_sec != right->when.tv_sec)
		return left->when.tv_sec < right->when.tv_sec ? 1 : -1;
	if (left->when.tv_nsec != right->when.tv_nsec)
		return left->when.tv_nsec < right->when.tv_nsec ? 1 : -1;
	return strcmp(left->id, right->id);
}

size_t
place_releases(const struct place *place, struct release *ret_releases)
{
	DIR *dir = opendir(place->releases);
	struct dirent *entry;
	struct stat status;
	size_t count = 0;

	while (dir != NULL && count < MAX_RELEASES &&
	    (entry = readdir(dir)) != NULL) {
		if (!is_named(entry->d_name, "") || fstatat(dirfd(dir), entry->d_name, &status,
		    AT_SYMLINK_NOFOLLOW) != 0)
			continue;
		ret_releases[count++] = (struct release){
			arena_strdup(place->arena, entry->d_name),
			status.st_mtim,
		};
	}
	if (dir != NULL)
		closedir(dir);
	if (count > 0)
		qsort(ret_releases, count, sizeof(*ret_releases),
		    compare_releases);
	return count;
}

/* Notes beside a release that is not there, and what has a name for the time
 * of writing. */
static bool
is_left_behind(const struct place *place, const char *name)
{
	if (is_named(name, ".carried") || is_named(name, ".sources"))
		return access(arena_printf(place->arena, "%s/%.*s",
		    place->releases, RELEASE_CHARS, name), F_OK) != 0;
	return is_named(name, ".tmp") || is_named(name, ".carried.tmp") ||
	    is_named(name, ".sources.tmp") || strcmp(name, "served.new") == 0;
}

bool
place_clean(const struct place *place)
{
	DIR *dir = opendir(place->releases);
	struct dirent *entry;
	bool is_done = true;

	if (dir == NULL)
		return place_fail(place, "read", place->releases);
	while (is_done && (entry = readdir(dir)) != NULL) {
		const char *path = arena_printf(place->arena, "%s/%s",
		    place->releases, entry->d_name);

		if (is_left_behind(place, entry->d_name))
			is_done = tree_remove(path) ||
			    place_fail(place, "remove", path);
	}
	closedir(dir);
	return is_done;
}

/* First it is no release any more, then it is removed. */
static bool
remove_release(const struct place *place, const char *id)
{
	const char *folder = arena_printf(place->arena, "%s/%s",
	    place->releases, id);
	const char *gone = arena_printf(place->arena, "%s.tmp", folder);

	if (!tree_remove(gone) || rename(folder, gone) != 0)
		return place_fail(place, "remove", folder);
	return place_clean(place);
}

bool
place_prune(const struct place *place, const char *served)
{
	struct release *releases = ARENA_ARRAY(place->arena, struct release,
	    MAX_RELEASES);
	size_t count = place_releases(place, releases), i;
	bool is_done = true;

	for (i = PUBLISH_KEPT_RELEASES; i < count; i++)
		if (strcmp(releases[i].id, served) != 0 &&
		    !remove_release(place, releases[i].id))
			is_done = false;
	return is_done;
}
