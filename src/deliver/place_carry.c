/*
 * Assets that outlive their release for a while. In: the release that was
 * served and the one that will be. Out: the old assets in the new release, as
 * links, and their names beside it; or, later, none of them.
 *
 * Only what pages load by a name made of its content is carried: a page of
 * the old release that a reader still has then finds it. Kits and pages are
 * not: they are gone with the switch.
 */
#include "place.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fieldkit/file.h"
#include "fieldkit/strbuf.h"

/* Longer than a reader's page takes to load, shorter than a night. */
#define CARRIED_SECONDS 3600

static bool
is_asset(const struct manifest_file *file)
{
	return strcmp(file->kind, "asset") == 0 ||
	    strcmp(file->kind, "media") == 0;
}

static const char *
list_path(const struct place *place, const char *id)
{
	return arena_printf(place->arena, "%s/%s.carried", place->releases,
	    id);
}

/* The asset as a link; it may have gone with an earlier release. */
static bool
carry_file(const struct place *place, const char *from, const char *folder,
    const char *path)
{
	const char *to = arena_printf(place->arena, "%s/%s", folder, path);

	if (link(arena_printf(place->arena, "%s/%s/%s", place->releases, from,
	    path), to) == 0 || errno == EEXIST)
		return true;
	if (errno == ENOENT)
		return place_folder(place, arena_copy(place->arena, to,
		    (size_t)(strrchr(to, '/') - to))) && (link(arena_printf(
		    place->arena, "%s/%s/%s", place->releases, from, path),
		    to) == 0 || place_fail(place, "link", to));
	return place_fail(place, "link", to);
}

static bool
write_list(const struct place *place, const char *id,
    const struct strbuf *names)
{
	const char *path = list_path(place, id);
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	bool is_done;

	if (fd < 0)
		return place_fail(place, "create", path);
	is_done = file_write_all(fd, strbuf_string(names), names->len);
	return (close(fd) == 0 && is_done) ||
	    place_fail(place, "write", path);
}

bool
place_carry(const struct place *place, const char *from, const char *to,
    const char *folder)
{
	struct manifest old, new;
	struct strbuf names = { 0 };
	bool is_done;
	size_t i;

	if (from[0] == '\0')
		return true;
	is_done = place_manifest(place, from, &old) && manifest_read(&new,
	    place->arena, arena_printf(place->arena, "%s/%s", folder,
	    MANIFEST_NAME), place->diags);
	for (i = 0; is_done && i < old.count; i++) {
		if (!is_asset(&old.files[i]) ||
		    manifest_find(&new, old.files[i].path) != NULL)
			continue;
		is_done = carry_file(place, from, folder, old.files[i].path);
		strbuf_printf(&names, "%s\n", old.files[i].path);
	}
	if (is_done && names.len > 0)
		is_done = write_list(place, to, &names);
	strbuf_release(&names);
	return is_done;
}

/* Every file of the list, from the release and from a served folder. */
static bool
drop_listed(const struct place *place, const char *id, FILE *list)
{
	char *line = NULL;
	size_t size = 0;
	ssize_t len;
	bool is_done = true;

	while (is_done && (len = getline(&line, &size, list)) > 1) {
		const char *paths[2];
		int i;

		line[len - 1] = '\0';
		if (!manifest_path_is_inside(line))
			continue;
		paths[0] = arena_printf(place->arena, "%s/%s/%s",
		    place->releases, id, line);
		paths[1] = arena_printf(place->arena, "%s/%s",
		    place->served, line);
		for (i = 0; i < 1 + place->is_folder; i++)
			if (unlink(paths[i]) != 0 && errno != ENOENT)
				is_done = place_fail(place, "remove",
				    paths[i]);
	}
	free(line);
	return is_done;
}

bool
place_drop_carried(const struct place *place, const char *id)
{
	const char *path = list_path(place, id);
	struct stat status;
	FILE *list;
	bool is_done;

	if (stat(path, &status) != 0 ||
	    time(NULL) - status.st_mtim.tv_sec < CARRIED_SECONDS)
		return true;
	list = fopen(path, "re");
	if (list == NULL)
		return place_fail(place, "read", path);
	is_done = drop_listed(place, id, list);
	fclose(list);
	return is_done && (unlink(path) == 0 ||
	    place_fail(place, "remove", path));
}
