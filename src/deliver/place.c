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
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fieldkit/file.h"
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
	const char *lock = arena_printf(place->arena, "%s/.lock",
	    place->releases);
	char holder[32] = "";
	const char *own;

	place->lock_fd = open(lock, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
	if (place->lock_fd < 0)
		return place_fail(place, "open the lock", lock);
	if (flock(place->lock_fd, LOCK_EX | LOCK_NB) == 0) {
		own = arena_printf(place->arena, "%ld\n", (long)getpid());
		return (ftruncate(place->lock_fd, 0) == 0 &&
		    file_write_all(place->lock_fd, own, strlen(own))) ||
		    place_fail(place, "write the lock", lock);
	}
	if (read(place->lock_fd, holder, sizeof(holder) - 1) > 0)
		holder[strspn(holder, "0123456789")] = '\0';
	diag_report(place->diags, DIAG_TARGET_INVALID, SOURCE_NOWHERE,
	    "%s is publishing to '%s'; try again when it is done",
	    holder[0] != '\0' ? arena_printf(place->arena, "process %s",
	    holder) : "another process", place->releases);
	return false;
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
	place->fresh = arena_printf(arena, "%s/.%s.new", place->docroot,
	    edition);
	place->is_folder = lstat(place->served, &status) == 0 &&
	    S_ISDIR(status.st_mode);
	return options->is_dry_run || (place_folder(place, place->releases) &&
	    place_folder(place, place->docroot) && take_lock(place));
}

void
place_close(struct place *place)
{
	if (place->lock_fd >= 0)
		close(place->lock_fd);
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
	return arena_strdup(place->arena,
	    slash != NULL ? slash + 1 : target);
}

bool
place_manifest(const struct place *place, const char *id,
    struct manifest *ret_manifest)
{
	*ret_manifest = (struct manifest){ 0 };
	if (id[0] != '\0' && !manifest_read(ret_manifest, place->arena,
	    arena_printf(place->arena, "%s/%s/%s", place->releases, id,
	    MANIFEST_NAME), place->diags))
		return false;
	manifest_drop_letters(ret_manifest);
	return true;
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
		if (strspn(entry->d_name, "0123456789abcdef") !=
		    RELEASE_CHARS || entry->d_name[RELEASE_CHARS] != '\0' ||
		    fstatat(dirfd(dir), entry->d_name, &status,
		    AT_SYMLINK_NOFOLLOW) != 0)
			continue;
		ret_releases[count++] = (struct release){
			arena_strdup(place->arena, entry->d_name),
			status.st_ctim,
		};
	}
	if (dir != NULL)
		closedir(dir);
	if (count > 0)
		qsort(ret_releases, count, sizeof(*ret_releases),
		    compare_releases);
	return count;
}

static bool
remove_release(const struct place *place, const char *id)
{
	const char *list = arena_printf(place->arena, "%s/%s.carried",
	    place->releases, id);
	const char *folder = arena_printf(place->arena, "%s/%s",
	    place->releases, id);

	return (tree_remove(list) || place_fail(place, "remove", list)) &&
	    (tree_remove(folder) || place_fail(place, "remove", folder));
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
