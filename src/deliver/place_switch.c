/*
 * The switch. In: a complete release. Out: it is what readers get, from one
 * system call to the next.
 *
 * Usually <docroot>/<edition> is a link into the releases and a fresh link is
 * renamed over it. Where a server follows no links, an administrator makes it
 * a folder, once: then a whole folder of links to the release's files is
 * exchanged with it (renameat2, RENAME_EXCHANGE). The folder that was served
 * waits for the next run to remove it: a server may be on its way through it.
 * What such a folder holds that no manifest of ours owns is never taken away:
 * it stops the switch.
 */
#include "place.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fieldkit/file.h"

/* Some file systems do not say in the folder what an entry is. */
static bool
is_folder(DIR *dir, const struct dirent *entry)
{
	struct stat status;

	if (entry->d_type != DT_UNKNOWN)
		return entry->d_type == DT_DIR;
	return fstatat(dirfd(dir), entry->d_name, &status,
	    AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(status.st_mode);
}

static bool
switch_link(const struct place *place, const char *id)
{
	if (unlink(place->fresh) != 0 && errno != ENOENT)
		return place_fail(place, "remove", place->fresh);
	if (symlink(arena_printf(place->arena, "../releases/%s/%s",
	    place->edition, id), place->fresh) != 0)
		return place_fail(place, "make the link", place->fresh);
	return rename(place->fresh, place->served) == 0 ||
	    place_fail(place, "switch", place->served);
}

/* Whether all below `folder`, a path inside the served one, is ours: it is in
 * the release that is served. */
static bool
is_all_owned(const struct place *place, const char *served,
    const char *folder)
{
	DIR *dir = opendir(arena_printf(place->arena, "%s/%s", place->served,
	    folder));
	struct dirent *entry;
	bool is_owned_all = true;

	if (dir == NULL)
		return place_fail(place, "read", place->served);
	while (is_owned_all && (entry = readdir(dir)) != NULL) {
		const char *path = arena_printf(place->arena, "%s%s%s",
		    folder, folder[0] != '\0' ? "/" : "", entry->d_name);

		if (strcmp(entry->d_name, ".") == 0 ||
		    strcmp(entry->d_name, "..") == 0)
			continue;
		if (is_folder(dir, entry)) {
			is_owned_all = is_all_owned(place, served, path);
		} else if (access(arena_printf(place->arena, "%s/%s/%s",
		    place->releases, served, path), F_OK) != 0) {
			diag_report(place->diags, DIAG_TARGET_INVALID,
			    SOURCE_NOWHERE, "'%s/%s' is not of any release; "
			    "move it away, fieldkit removes only what it "
			    "wrote", place->served, path);
			is_owned_all = false;
		}
	}
	closedir(dir);
	return is_owned_all;
}

static bool
copy_links(const struct place *place, const char *from, const char *to)
{
	DIR *dir = opendir(from);
	struct dirent *entry;
	bool is_done = true;

	if (dir == NULL)
		return place_fail(place, "read", from);
	if (mkdir(to, 0777) != 0)
		is_done = place_fail(place, "make the folder", to);
	while (is_done && (entry = readdir(dir)) != NULL) {
		const char *source = arena_printf(place->arena, "%s/%s", from,
		    entry->d_name);
		const char *target = arena_printf(place->arena, "%s/%s", to,
		    entry->d_name);

		if (strcmp(entry->d_name, ".") == 0 ||
		    strcmp(entry->d_name, "..") == 0)
			continue;
		if (is_folder(dir, entry))
			is_done = copy_links(place, source, target);
		else if (link(source, target) != 0)
			is_done = place_fail(place, "link", target);
	}
	closedir(dir);
	return is_done;
}

static bool
switch_folder(const struct place *place, const char *id)
{
	const char *release = arena_printf(place->arena, "%s/%s",
	    place->releases, id);

	if (!is_all_owned(place, place_served(place), ""))
		return false;
	if (!tree_remove(place->fresh))
		return place_fail(place, "remove", place->fresh);
	if (!copy_links(place, release, place->fresh))
		return false;
	return renameat2(AT_FDCWD, place->fresh, AT_FDCWD, place->served,
	    RENAME_EXCHANGE) == 0 ||
	    place_fail(place, "exchange", place->served);
}

bool
place_switch(const struct place *place, const char *id)
{
	return place->is_folder ? switch_folder(place, id) :
	    switch_link(place, id);
}
