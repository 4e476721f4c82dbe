/*
 * Assets that outlive their release for a while. In: the release that was
 * served and the one that will be. Out: old assets in the new release, as
 * links, and their names beside it; or, later, none of them.
 *
 * Only what pages load by a name made of its content is carried: a page of
 * the old release that a reader still has then finds it. Kits and pages are
 * not: they are gone with the switch. Nor is what may be gone because a
 * consent ended or a record was withdrawn: a picture is carried only where the
 * new release shows the same files of the content, in other bytes; an index of
 * texts only where nothing at all is gone; what does not say what it is made
 * of, never.
 *
 * The list is a line a file, `seconds TAB kind TAB path TAB source TAB …`, and
 * is written before the first link, so that no kill leaves a link that no list
 * names. What was carried before is carried on until its time is over: two
 * switches may follow each other while a page loads.
 */
#include "place.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "fieldkit/date.h"
#include "fieldkit/file.h"
#include "fieldkit/strbuf.h"
#include "fieldkit/strmap.h"

/* Longer than a reader's page takes to load, shorter than a night. */
#define CARRIED_SECONDS 3600
#define MAX_LIST_BYTES (16 * 1024 * 1024)

struct carried {
	long long since;		/* seconds since 1970 */
	struct manifest_file file;	/* its kind, path and sources */
};

struct carried_list {
	struct carried *items;
	size_t count;
};

static const char *
list_path(const struct place *place, const char *id)
{
	return arena_printf(place->arena, "%s/%s.carried", place->releases,
	    id);
}

static bool
read_line(const struct place *place, char *line, struct carried *ret_carried)
{
	const char **sources = ARENA_ARRAY(place->arena, const char *,
	    strlen(line));
	struct manifest_file *file = &ret_carried->file;
	char *rest = NULL, *word = strtok_r(line, "\t", &rest);

	*ret_carried = (struct carried){ 0 };
	if (word == NULL)
		return false;
	ret_carried->since = strtoll(word, NULL, 10);
	file->kind = strtok_r(NULL, "\t", &rest);
	file->path = strtok_r(NULL, "\t", &rest);
	while ((word = strtok_r(NULL, "\t", &rest)) != NULL)
		sources[file->source_count++] = word;
	file->sources = sources;
	return file->path != NULL && manifest_path_is_inside(file->path);
}

static size_t
count_lines(const char *text)
{
	size_t count = 1;

	for (; *text != '\0'; text++)
		count += *text == '\n';
	return count;
}

/* What the release carries; none where there is no list. */
static bool
read_list(const struct place *place, const char *id,
    struct carried_list *ret_list)
{
	int dir = open(place->releases, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	char *text = NULL, *rest = NULL, *line;
	bool is_read = true;
	size_t len;

	*ret_list = (struct carried_list){ 0 };
	if (access(list_path(place, id), F_OK) == 0)
		is_read = file_read_beneath(place->arena, dir,
		    arena_printf(place->arena, "%s.carried", id),
		    list_path(place, id), MAX_LIST_BYTES, SOURCE_NOWHERE,
		    place->diags, &text, &len);
	if (dir >= 0)
		close(dir);
	if (!is_read || text == NULL)
		return is_read;
	ret_list->items = ARENA_ARRAY(place->arena, struct carried,
	    count_lines(text));
	line = strtok_r(text, "\n", &rest);
	for (; line != NULL; line = strtok_r(NULL, "\n", &rest))
		ret_list->count += read_line(place, line,
		    &ret_list->items[ret_list->count]);
	return true;
}

static bool
write_list(const struct place *place, const char *id,
    const struct carried_list *list)
{
	const char *path = list_path(place, id);
	const char *fresh = arena_printf(place->arena, "%s.tmp", path);
	struct strbuf lines = { 0 };
	bool is_done;
	uint32_t k;
	size_t i;
	int fd;

	for (i = 0; i < list->count; i++) {
		const struct carried *carried = &list->items[i];

		strbuf_printf(&lines, "%lld\t%s\t%s", carried->since,
		    carried->file.kind, carried->file.path);
		for (k = 0; k < carried->file.source_count; k++)
			strbuf_printf(&lines, "\t%s",
			    carried->file.sources[k]);
		strbuf_add_char(&lines, '\n');
	}
	fd = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	is_done = (fd >= 0 && file_write_all(fd, lines.bytes, lines.len)) ||
	    place_fail(place, "write", fresh);
	if (fd >= 0 && close(fd) != 0 && is_done)
		is_done = place_fail(place, "write", fresh);
	strbuf_release(&lines);
	return is_done && (rename(fresh, path) == 0 ||
	    place_fail(place, "write", path));
}

/* Two releases, and what the new one is made of. */
struct change {
	struct manifest old, new;
	struct strmap sources;		/* of the new one */
	bool has_lost;			/* a page, a source, a day */
};

static bool
are_sources_there(const struct change *change,
    const struct manifest_file *file)
{
	uint32_t i;

	for (i = 0; i < file->source_count; i++)
		if (strmap_find(&change->sources, file->sources[i]) == NULL)
			return false;
	return true;
}

static bool
has_lost(const struct change *change, int32_t today_days)
{
	const struct manifest *old = &change->old;
	int32_t day;
	size_t i;

	if (date_parse(old->next_change, strlen(old->next_change), &day) &&
	    day <= today_days)
		return true;
	for (i = 0; i < old->count; i++)
		if ((strcmp(old->files[i].kind, "page") == 0 &&
		    (old->files[i].source_count == 0 ||
		    manifest_find(&change->new, old->files[i].path) ==
		    NULL)) || !are_sources_there(change, &old->files[i]))
			return true;
	return false;
}

static bool
may_be_carried(const struct change *change, const struct manifest_file *file)
{
	if (manifest_find(&change->new, file->path) != NULL)
		return false;
	if (strcmp(file->kind, "asset") == 0)
		return true;
	if (strcmp(file->kind, "media") == 0)
		return file->source_count > 0 &&
		    are_sources_there(change, file);
	return strcmp(file->kind, "index") == 0 && !change->has_lost;
}

static bool
read_change(const struct place *place, const char *from, const char *to,
    const char *folder, struct change *change)
{
	uint32_t k;
	size_t i;

	*change = (struct change){ 0 };
	if (!place_manifest(place, from, &change->old) ||
	    !manifest_read(&change->new, place->arena, arena_printf(
	    place->arena, "%s/%s", folder, MANIFEST_NAME), place->diags) ||
	    !sources_read(&change->old, place->arena, place_sources(place,
	    from), place->diags) || !sources_read(&change->new, place->arena,
	    place_sources(place, to), place->diags))
		return false;
	for (i = 0; i < change->new.count; i++)
		for (k = 0; k < change->new.files[i].source_count; k++)
			strmap_add(&change->sources,
			    change->new.files[i].sources[k], change);
	change->has_lost = has_lost(change, place->today_days);
	return true;
}

/* What the old release has to give: its own, and what it carries itself. */
static bool
choose(const struct place *place, const char *from,
    const struct change *change, struct carried_list *ret_list)
{
	long long now = (long long)time(NULL);
	struct carried_list earlier;
	size_t i;

	if (!read_list(place, from, &earlier))
		return false;
	*ret_list = (struct carried_list){ ARENA_ARRAY(place->arena,
	    struct carried, change->old.count + earlier.count), 0 };
	for (i = 0; i < change->old.count; i++)
		if (may_be_carried(change, &change->old.files[i]))
			ret_list->items[ret_list->count++] =
			    (struct carried){ now, change->old.files[i] };
	for (i = 0; i < earlier.count; i++)
		if (earlier.items[i].since > now - CARRIED_SECONDS &&
		    may_be_carried(change, &earlier.items[i].file))
			ret_list->items[ret_list->count++] =
			    earlier.items[i];
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
	struct change change;
	bool is_done;
	size_t i;

	if (from[0] == '\0')
		return true;
	is_done = read_change(place, from, to, folder, &change) &&
	    choose(place, from, &change, &list);
	strmap_release(&change.sources);
	if (!is_done || list.count == 0)
		return is_done;
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
	long long until = (long long)time(NULL) - CARRIED_SECONDS;
	struct carried_list list, rest = { 0 };
	bool is_done;
	size_t i;

	if (!read_list(place, id, &list))
		return false;
	rest.items = list.items;
	is_done = true;
	for (i = 0; is_done && i < list.count; i++)
		if (!is_early && list.items[i].since > until)
			rest.items[rest.count++] = list.items[i];
		else
			is_done = drop_file(place, id,
			    list.items[i].file.path, !is_early);
	if (!is_done || rest.count == list.count)
		return is_done;
	if (rest.count > 0)
		return write_list(place, id, &rest);
	return unlink(list_path(place, id)) == 0 ||
	    place_fail(place, "remove", list_path(place, id));
}
