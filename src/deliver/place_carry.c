/*
 * Assets that outlive their release for a while, under a `file:` target. In:
 * the release that was served and the one that will be. Out: old assets in the
 * new release, as links, and their names beside it; or, later, none of them.
 *
 * Which they are, carry.h says. The list is written before the first link, so
 * that no kill leaves a link that no list names.
 */
#include "carry.h"
#include "place.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "fieldkit/file.h"
#include "fieldkit/strbuf.h"

static const char *
list_path(const struct place *place, const char *id)
{
	return arena_printf(place->arena, "%s/%s.carried", place->releases,
	    id);
}

/* What the release carries; none where there is no list. */
static bool
read_list(const struct place *place, const char *id,
    struct carried_list *ret_list)
{
	int dir = open(place->releases, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool is_read = true;
	char *text = NULL;
	size_t len;

	*ret_list = (struct carried_list){ 0 };
	if (access(list_path(place, id), F_OK) == 0)
		is_read = file_read_beneath(place->arena, dir,
		    arena_printf(place->arena, "%s.carried", id),
		    list_path(place, id), CARRIED_MAX_BYTES, SOURCE_NOWHERE,
		    place->diags, &text, &len);
	if (dir >= 0)
		close(dir);
	if (is_read && text != NULL)
		carried_read(ret_list, place->arena, text);
	return is_read;
}

static bool
write_list(const struct place *place, const char *id,
    const struct carried_list *list)
{
	const char *path = list_path(place, id);
	const char *fresh = arena_printf(place->arena, "%s.tmp", path);
	struct strbuf lines = { 0 };
	bool is_done;
	int fd;

	carried_write(list, &lines);
	fd = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	is_done = (fd >= 0 && file_write_all(fd, lines.bytes, lines.len)) ||
	    place_fail(place, "write", fresh);
	if (fd >= 0 && close(fd) != 0 && is_done)
		is_done = place_fail(place, "write", fresh);
	strbuf_release(&lines);
	return is_done && (rename(fresh, path) == 0 ||
	    place_fail(place, "write", path));
}

/* What the old release has to give to the one whose files lie in `folder`. */
static bool
choose(const struct place *place, const char *from, const char *to,
    const char *folder, struct carried_list *ret_list)
{
	struct carried_list earlier;
	struct manifest old, new;

	if (!place_manifest(place, from, &old) ||
	    !manifest_read(&new, place->arena, arena_printf(place->arena,
	    "%s/%s", folder, MANIFEST_NAME), place->diags) ||
	    !sources_read(&old, place->arena, place_sources(place, from),
	    place->diags) || !sources_read(&new, place->arena,
	    place_sources(place, to), place->diags) ||
	    !read_list(place, from, &earlier))
		return false;
	carried_choose(ret_list, &earlier, &old, &new, (long long)time(NULL),
	    place->today_days, place->arena);
	return true;
}

/* The asset as a link; it may have gone with an earlier release. */
static bool
carry_file(const struct place *place, const char *from, const char *folder,
    const char *path)
{
	const char *to = arena_printf(place->arena, "%s/%s", folder, path);
	const char *source = arena_printf(place->arena, "%s/%s/%s",
	    place->releases, from, path);

	return (access(source, F_OK) != 0 && errno == ENOENT) ||
	    (place_folder(place, arena_copy(place->arena, to,
	    (size_t)(strrchr(to, '/') - to))) &&
	    (link(source, to) == 0 || errno == EEXIST ||
	    place_fail(place, "link", to)));
}

bool
place_carry(const struct place *place, const char *from, const char *to,
    const char *folder)
{
	struct carried_list list;
	bool is_done;
	size_t i;

	if (from[0] == '\0')
		return true;
	if (!choose(place, from, to, folder, &list))
		return false;
	if (list.count == 0)
		return true;
	is_done = write_list(place, to, &list);
	for (i = 0; is_done && i < list.count; i++)
		is_done = carry_file(place, from, folder,
		    list.items[i].file.path);
	return is_done;
}

/* From the served folder first, where that holds the release too: what is
 * there is known to be ours because the release has it. */
static bool
drop_file(const struct place *place, const char *id, const char *path,
    bool is_served)
{
	const char *paths[2] = {
		arena_printf(place->arena, "%s/%s", place->served, path),
		arena_printf(place->arena, "%s/%s/%s", place->releases, id,
		    path),
	};
	int i;

	for (i = !(is_served && place->is_folder); i < 2; i++)
		if (unlink(paths[i]) != 0 && errno != ENOENT &&
		    errno != ENOTDIR)
			return place_fail(place, "remove", paths[i]);
	return true;
}

bool
place_drop_carried(const struct place *place, const char *id, bool is_early)
{
	struct carried_list list, over;
	bool is_done = true;
	size_t i;

	if (!read_list(place, id, &list))
		return false;
	carried_split(&list, is_early ? LLONG_MAX : (long long)time(NULL),
	    place->arena, &over);
	for (i = 0; is_done && i < over.count; i++)
		is_done = drop_file(place, id, over.items[i].file.path,
		    !is_early);
	if (!is_done || over.count == 0)
		return is_done;
	if (list.count > 0)
		return write_list(place, id, &list);
	return unlink(list_path(place, id)) == 0 ||
	    place_fail(place, "remove", list_path(place, id));
}
