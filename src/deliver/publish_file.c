/*
 * Publishing to a folder. In: a parcel. Out: a release beside the others and
 * a link that points to it.
 *
 * The release is written as <id>.tmp, synced, renamed to <id>; then a fresh
 * symbolic link is renamed over the served one. A kill at any moment leaves
 * the old link or the new one, and a .tmp that the next run removes.
 */
#include "fieldkit/deliver.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fieldkit/file.h"

#define MAX_RELEASES 4096

/* Where one edition lies under a target. */
struct place {
	const char *releases;		/* <root>/releases/<edition> */
	const char *docroot;		/* <root>/docroot */
	const char *link;		/* <root>/docroot/<edition> */
	int lock_fd;
};

static bool
fail(struct diags *diags, const char *verb, const char *path)
{
	diag_report(diags, DIAG_TARGET_INVALID, SOURCE_NOWHERE,
	    "cannot %s '%s': %s", verb, path, strerror(errno));
	return false;
}

/* Makes `path` and every folder on the way to it. */
static bool
make_folder(struct arena *arena, const char *path, struct diags *diags)
{
	char *folder = arena_strdup(arena, path);

	return folder_make(folder) || fail(diags, "make the folder", folder);
}

static bool
place_open(struct place *place, const struct publish_options *options,
    const char *edition, struct arena *arena, struct diags *diags)
{
	const char *lock = arena_printf(arena, "%s/releases/%s/.lock",
	    options->root, edition);

	place->releases = arena_printf(arena, "%s/releases/%s",
	    options->root, edition);
	place->docroot = arena_printf(arena, "%s/docroot", options->root);
	place->link = arena_printf(arena, "%s/%s", place->docroot, edition);
	place->lock_fd = -1;
	if (!make_folder(arena, place->releases, diags) ||
	    !make_folder(arena, place->docroot, diags))
		return false;
	place->lock_fd = open(lock, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
	if (place->lock_fd < 0)
		return fail(diags, "open the lock", lock);
	if (flock(place->lock_fd, LOCK_EX | LOCK_NB) == 0)
		return true;
	diag_report(diags, DIAG_TARGET_INVALID, SOURCE_NOWHERE,
	    "another run is publishing to '%s'; try again when it is done",
	    place->releases);
	close(place->lock_fd);
	place->lock_fd = -1;
	return false;
}

static void
place_close(struct place *place)
{
	if (place->lock_fd >= 0)
		close(place->lock_fd);
}

/* The id that the link points to, or "". */
static const char *
served_release(const struct place *place, struct arena *arena)
{
	char target[4096];
	ssize_t len = readlink(place->link, target, sizeof(target) - 1);
	const char *slash;

	if (len <= 0)
		return "";
	target[len] = '\0';
	slash = strrchr(target, '/');
	return arena_strdup(arena, slash != NULL ? slash + 1 : target);
}

static bool
remove_tree(const char *path, struct diags *diags)
{
	return tree_remove(path) || fail(diags, "remove", path);
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
copy_file(const char *from, const char *to, struct diags *diags)
{
	int source = open(from, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	int target;
	bool is_done;

	if (source < 0)
		return fail(diags, "read", from);
	target = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	if (target < 0) {
		close(source);
		return fail(diags, "create", to);
	}
	is_done = copy_bytes(source, target);
	if (!is_done)
		fail(diags, "write", to);
	close(source);
	if (close(target) != 0 && is_done)
		is_done = fail(diags, "write", to);
	return is_done;
}

/* Whether the served release has the very same file, by its manifest. */
static bool
was_served(const struct manifest *served, const struct manifest_file *file)
{
	const struct manifest_file *old = manifest_find(served, file->path);

	return old != NULL && strcmp(old->sha256, file->sha256) == 0;
}

/* One file of the release: a link to the served one, or a copy. */
static bool
place_file(const struct place *place, const struct parcel *parcel,
    const char *served_id, const char *fresh, const char *path,
    struct arena *arena, struct diags *diags)
{
	const char *to = arena_printf(arena, "%s/%s", fresh, path);
	const char *folder = arena_copy(arena, to,
	    (size_t)(strrchr(to, '/') - to));

	if (access(folder, F_OK) != 0 && !make_folder(arena, folder, diags))
		return false;
	if (served_id != NULL && link(arena_printf(arena, "%s/%s/%s", place->releases,
	    served_id, path), to) == 0)
		return true;
	return copy_file(arena_printf(arena, "%s/%s", parcel->dir, path), to,
	    diags);
}

/* The release as <id>.tmp, then under its own name. */
static bool
write_release(const struct place *place, const struct parcel *parcel,
    const char *served_id, struct arena *arena, struct diags *diags)
{
	const char *fresh = arena_printf(arena, "%s/%s.tmp", place->releases,
	    parcel->release);
	const char *final = arena_printf(arena, "%s/%s", place->releases,
	    parcel->release);
	struct manifest served = { 0 };
	size_t i;
	int fd;

	if (access(final, F_OK) == 0)
		return true;
	if (served_id[0] != '\0')
		manifest_read(&served, arena, arena_printf(arena, "%s/%s/%s",
		    place->releases, served_id, MANIFEST_NAME), diags);
	if (!remove_tree(fresh, diags))
		return false;
	for (i = 0; i < parcel->manifest.count; i++) {
		const struct manifest_file *file = &parcel->manifest.files[i];

		if (!place_file(place, parcel, was_served(&served, file) ?
		    served_id : NULL, fresh, file->path, arena, diags))
			return false;
	}
	if (!place_file(place, parcel, NULL, fresh, MANIFEST_NAME, arena,
	    diags))
		return false;
	fd = open(fresh, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0 || syncfs(fd) != 0) {
		if (fd >= 0)
			close(fd);
		return fail(diags, "sync", fresh);
	}
	close(fd);
	return rename(fresh, final) == 0 ||
	    fail(diags, "put in place", final);
}

/* Replaces the served link in one rename. */
static bool
switch_to(const struct place *place, const char *edition, const char *id,
    struct arena *arena, struct diags *diags)
{
	const char *fresh = arena_printf(arena, "%s/.%s.new", place->docroot,
	    edition);

	if (unlink(fresh) != 0 && errno != ENOENT)
		return fail(diags, "remove", fresh);
	if (symlink(arena_printf(arena, "../releases/%s/%s", edition, id),
	    fresh) != 0)
		return fail(diags, "make the link", fresh);
	return rename(fresh, place->link) == 0 ||
	    fail(diags, "switch", place->link);
}

struct release {
	const char *id;
	struct timespec when;
};

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

/* Complete releases, newest first, by the time they were put in place. */
static size_t
find_releases(const struct place *place, struct arena *arena,
    struct release *releases)
{
	DIR *dir = opendir(place->releases);
	struct dirent *entry;
	struct stat status;
	size_t count = 0;

	while (dir != NULL && count < MAX_RELEASES &&
	    (entry = readdir(dir)) != NULL) {
		if (strspn(entry->d_name, "0123456789abcdef") != 16 ||
		    entry->d_name[16] != '\0' || fstatat(dirfd(dir),
		    entry->d_name, &status, AT_SYMLINK_NOFOLLOW) != 0)
			continue;
		releases[count++] = (struct release){
			arena_strdup(arena, entry->d_name), status.st_ctim,
		};
	}
	if (dir != NULL)
		closedir(dir);
	if (count > 0)
		qsort(releases, count, sizeof(*releases), compare_releases);
	return count;
}

/* Keeps the newest releases and the served one. */
static bool
prune_releases(const struct place *place, const char *served,
    struct arena *arena, struct diags *diags)
{
	struct release *releases = ARENA_ARRAY(arena, struct release,
	    MAX_RELEASES);
	size_t count = find_releases(place, arena, releases), i;
	bool is_done = true;

	for (i = PUBLISH_KEPT_RELEASES; i < count; i++)
		if (strcmp(releases[i].id, served) != 0 &&
		    !remove_tree(arena_printf(arena, "%s/%s",
		    place->releases, releases[i].id), diags))
			is_done = false;
	return is_done;
}

bool
publish_file(const struct publish_options *options,
    const struct parcel *parcel, struct arena *arena, struct diags *diags)
{
	struct place place;
	const char *served;
	bool is_done;

	if (options->is_dry_run) {
		fprintf(options->out, "%s: release %s, %zu files, to %s\n",
		    parcel->name, parcel->release, parcel->manifest.count,
		    options->root);
		return true;
	}
	if (!place_open(&place, options, parcel->name, arena, diags))
		return false;
	served = served_release(&place, arena);
	if (strcmp(served, parcel->release) == 0) {
		fprintf(options->out, "%s: release %s is served already\n",
		    parcel->name, parcel->release);
		place_close(&place);
		return true;
	}
	is_done = write_release(&place, parcel, served, arena, diags) &&
	    switch_to(&place, parcel->name, parcel->release, arena, diags) &&
	    prune_releases(&place, parcel->release, arena, diags);
	place_close(&place);
	if (is_done)
		fprintf(options->out, "%s: release %s is served at %s\n",
		    parcel->name, parcel->release, place.link);
	return is_done;
}

bool
publish_rollback(const struct publish_options *options, const char *edition,
    struct arena *arena, struct diags *diags)
{
	struct release *releases = ARENA_ARRAY(arena, struct release,
	    MAX_RELEASES);
	struct place place;
	const char *served;
	size_t count, i = 0;
	bool is_done = false;

	if (!place_open(&place, options, edition, arena, diags))
		return false;
	served = served_release(&place, arena);
	count = find_releases(&place, arena, releases);
	while (i < count && strcmp(releases[i].id, served) != 0)
		i++;
	if (i + 1 >= count)
		diag_report(diags, DIAG_TARGET_INVALID, SOURCE_NOWHERE,
		    "'%s' has no release before the one that is served",
		    edition);
	else
		is_done = switch_to(&place, edition, releases[i + 1].id,
		    arena, diags);
	if (is_done)
		fprintf(options->out, "%s: release %s is served again\n",
		    edition, releases[i + 1].id);
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

	if (!place_open(&place, options, edition, arena, diags))
		return false;
	served = served_release(&place, arena);
	count = find_releases(&place, arena, releases);
	for (i = 0; i < count; i++)
		fprintf(options->out, "%s %s%s\n", edition, releases[i].id,
		    strcmp(releases[i].id, served) == 0 ? " (served)" : "");
	place_close(&place);
	return true;
}
