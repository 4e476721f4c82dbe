/*
 * The walk over content/. In: a folder. Out: the files of every record, and
 * the assets of bundles, in an order that no file system decides.
 *
 * Names alone are looked at. A name tells what a file is:
 *
 *	site.yaml, people.yaml, vocab/areas.yaml …   from the schemas' paths
 *	T/id.yaml, T/id.md                           a record
 *	T/id/index.yaml, T/id/index.md               a record that is a bundle
 *	T/id.de.md, T/id/index.de.md (or .yaml)      its German translation
 *	T/id/picture.png, content/logo.svg           an asset
 *
 * and whatever else is there is an error, for a file that nobody reads is a
 * file whose author thinks that somebody does. Links are not followed.
 */
#include "scan.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fieldkit/file.h"
#include "fieldkit/limits.h"

#define ASSET_DEPTH 4

static void
name_add(struct name_list *list, const char *name)
{
	if (list->count == list->size) {
		list->size = list->size != 0 ? 2 * list->size : 64;
		list->items = mem_realloc(list->items,
		    list->size * sizeof(*list->items));
	}
	list->items[list->count++] = name;
}

static int
compare_names(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static const char *
join(struct arena *arena, const char *folder, const char *name)
{
	return folder[0] == '\0' ? arena_strdup(arena, name)
				 : arena_printf(arena, "%s/%s", folder, name);
}

/* Dot-files, what editors keep beside a file (`name~`, `#name#`), README.md. */
static bool
is_passed_over(const char *name)
{
	return name[0] == '.' || name[0] == '#' ||
	    name[strlen(name) - 1] == '~' || strcmp(name, "README.md") == 0;
}

/* Names of a folder but those, sorted. */
static bool
list_folder(struct scan *scan, int fd, const char *path,
    struct name_list *ret_names)
{
	DIR *dir = fdopendir(fd);
	const struct dirent *entry;

	if (dir == NULL) {
		diag_report(scan->diags, DIAG_IO_FAILED, SOURCE_NOWHERE,
		    "cannot read the folder %s/%s: %s", scan->content->dir,
		    path, strerror(errno));
		close(fd);
		return false;
	}
	while ((entry = readdir(dir)) != NULL)
		if (!is_passed_over(entry->d_name))
			name_add(ret_names,
			    arena_strdup(scan->arena, entry->d_name));
	closedir(dir);
	if (ret_names->count > 0)
		qsort(ret_names->items, ret_names->count,
		    sizeof(*ret_names->items), compare_names);
	return true;
}

static bool
count_file(struct scan *scan)
{
	if (++scan->files <= LIMIT_FILES)
		return true;
	if (!scan->is_full)
		diag_report(scan->diags, DIAG_LIMIT_PASSED, SOURCE_NOWHERE,
		    "%s holds more than %d files", scan->content->dir,
		    LIMIT_FILES);
	scan->is_full = true;
	return false;
}

static void scan_assets(struct scan *scan, int parent_fd, const char *name,
    const char *path, int depth);

static void
take_bundle_entry(struct scan *scan, int fd, struct draft *draft,
    const char *name, int depth)
{
	const char *path = join(scan->arena, draft->folder, name);
	struct name_parts parts = name_split(name);
	enum entry_kind kind = scan_entry_kind(scan, fd, name, path);

	if (kind == ENTRY_REFUSED || !count_file(scan))
		return;
	if (kind == ENTRY_FOLDER)
		scan_assets(scan, fd, name, path, depth + 1);
	else if (kind_is_record(parts.kind) && parts.stem_len == 5 &&
	    memcmp(name, "index", 5) == 0)
		scan_add_file(scan, draft, path, draft->folder, &parts);
	else if (kind_is_asset(parts.kind))
		name_add(&scan->assets, path);
	else if (kind_is_record(parts.kind))
		diag_report(scan->diags, DIAG_FILE_UNEXPECTED,
		    scan_place(scan, path),
		    "in a record's folder the text is index.md or index.yaml, "
		    "a translation index.de.md; rename or move this file");
	else
		scan_refuse_asset(scan, path, parts.kind);
}

static int
open_folder(struct scan *scan, int parent_fd, const char *name,
    const char *path)
{
	int fd = openat(parent_fd, name,
	    O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

	if (fd < 0)
		diag_report(scan->diags, DIAG_IO_FAILED, SOURCE_NOWHERE,
		    "cannot read the folder %s/%s: %s", scan->content->dir,
		    path, strerror(errno));
	return fd;
}

/* A folder inside a bundle: assets only. */
static void
scan_assets(struct scan *scan, int parent_fd, const char *name,
    const char *path, int depth)
{
	struct name_list names = { 0 };
	int fd, list_fd;
	size_t i;

	if (depth > ASSET_DEPTH) {
		diag_report(scan->diags, DIAG_LIMIT_PASSED,
		    scan_place(scan, path),
		    "folders stand more than %d deep in a record's folder",
		    ASSET_DEPTH);
		return;
	}
	fd = open_folder(scan, parent_fd, name, path);
	if (fd < 0)
		return;
	list_fd = fcntl(fd, F_DUPFD_CLOEXEC, 0);
	list_folder(scan, list_fd, path, &names);
	for (i = 0; i < names.count; i++) {
		const char *inner = join(scan->arena, path, names.items[i]);
		struct name_parts parts = name_split(names.items[i]);
		enum entry_kind kind =
		    scan_entry_kind(scan, fd, names.items[i], inner);

		if (kind == ENTRY_REFUSED || !count_file(scan))
			continue;
		if (kind == ENTRY_FOLDER)
			scan_assets(scan, fd, names.items[i], inner, depth + 1);
		else if (kind_is_asset(parts.kind))
			name_add(&scan->assets, inner);
		else
			diag_report(scan->diags, DIAG_FILE_UNEXPECTED,
			    scan_place(scan, inner),
			    "this file belongs to no record; a folder in a "
			    "record's folder holds pictures and other files "
			    "to link");
	}
	free(names.items);
	close(fd);
}

static void
scan_bundle(struct scan *scan, int parent_fd, enum record_type type,
    const char *name)
{
	const struct schema *schema = record_schema(type);
	const char *path = join(scan->arena, schema->name, name);
	struct name_list names = { 0 };
	struct draft *draft, *bundle;
	int fd;
	size_t i;

	if (!scan_check_id(scan, path, name, strlen(name)))
		return;
	fd = open_folder(scan, parent_fd, name, path);
	if (fd < 0)
		return;
	list_folder(scan, fcntl(fd, F_DUPFD_CLOEXEC, 0), path, &names);
	if (names.count > 0) {
		draft = scan_draft(scan, type, arena_strdup(scan->arena, name));
		bundle = ARENA_NEW(scan->arena, struct draft);
		*bundle = *draft;
		bundle->folder = path;
		for (i = 0; i < names.count; i++)
			take_bundle_entry(scan, fd, bundle, names.items[i], 0);
		if (bundle->main == NULL)
			diag_report(scan->diags, DIAG_FILE_UNEXPECTED,
			    scan_place(scan, path),
			    "this folder has no index.md or index.yaml, so it "
			    "is no %s", schema->singular);
		else
			draft->folder = path;
		draft->main = bundle->main;
		draft->translations = bundle->translations;
	}
	free(names.items);
	close(fd);
}

static void
take_type_entry(struct scan *scan, int fd, enum record_type type,
    const char *name)
{
	const struct schema *schema = record_schema(type);
	const char *path = join(scan->arena, schema->name, name);
	struct name_parts parts = name_split(name);
	enum entry_kind kind = scan_entry_kind(scan, fd, name, path);

	if (kind == ENTRY_REFUSED || !count_file(scan))
		return;
	if (kind == ENTRY_FOLDER)
		scan_bundle(scan, fd, type, name);
	else if (!kind_is_record(parts.kind))
		scan_refuse_file(scan, path, type, &parts);
	else if (scan_check_id(scan, path, name, parts.stem_len))
		scan_add_file(scan,
		    scan_draft(scan, type,
			arena_copy(scan->arena, name, parts.stem_len)),
		    path, NULL, &parts);
}

static void
scan_type(struct scan *scan, int root_fd, enum record_type type)
{
	const char *folder = record_schema(type)->name;
	struct name_list names = { 0 };
	int fd = open_folder(scan, root_fd, folder, folder);
	size_t i;

	if (fd < 0)
		return;
	list_folder(scan, fcntl(fd, F_DUPFD_CLOEXEC, 0), folder, &names);
	for (i = 0; i < names.count; i++)
		take_type_entry(scan, fd, type, names.items[i]);
	free(names.items);
	close(fd);
}

static void
take_list_file(struct scan *scan, enum record_type type, const char *path)
{
	struct draft *draft = scan_draft(scan, type, "");

	scan_add_main(scan, draft, path, type == RECORD_SITE ? "" : NULL);
}

static void
scan_vocab(struct scan *scan, int root_fd)
{
	struct name_list names = { 0 };
	int fd = open_folder(scan, root_fd, "vocab", "vocab");
	size_t i;

	if (fd < 0)
		return;
	list_folder(scan, fcntl(fd, F_DUPFD_CLOEXEC, 0), "vocab", &names);
	for (i = 0; i < names.count; i++) {
		const char *path = join(scan->arena, "vocab", names.items[i]);
		enum entry_kind kind =
		    scan_entry_kind(scan, fd, names.items[i], path);
		enum record_type type = record_type_at(path, kind);

		if (kind == ENTRY_REFUSED || !count_file(scan))
			continue;
		if (type != RECORD_TYPE_COUNT)
			take_list_file(scan, type, path);
		else
			scan_refuse_root_entry(scan, path, kind);
	}
	free(names.items);
	close(fd);
}

/* A folder whose name is no type's: its files are not read, and what leads to
 * them is not called missing besides. */
static void
refuse_root_folder(struct scan *scan, int root_fd, const char *name)
{
	struct name_list names = { 0 };
	int fd = openat(root_fd, name,
	    O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	size_t i;

	scan_refuse_root_entry(scan, name, ENTRY_FOLDER);
	if (fd < 0)
		return;
	list_folder(scan, fd, name, &names);
	for (i = 0; i < names.count && count_file(scan); i++)
		scan_note_refused(scan, names.items[i],
		    name_split(names.items[i]).stem_len);
	free(names.items);
}

static void
take_root_entry(struct scan *scan, int root_fd, const char *name)
{
	enum entry_kind kind = scan_entry_kind(scan, root_fd, name, name);
	enum record_type type = record_type_at(name, kind);

	if (kind == ENTRY_REFUSED || !count_file(scan) ||
	    (kind == ENTRY_FOLDER && strcmp(name, "theme") == 0))
		return;
	if (kind == ENTRY_FOLDER && strcmp(name, "vocab") == 0)
		scan_vocab(scan, root_fd);
	else if (type == RECORD_TYPE_COUNT && kind == ENTRY_FILE &&
	    kind_is_asset(name_split(name).kind))
		name_add(&scan->assets, arena_strdup(scan->arena, name));
	else if (type == RECORD_TYPE_COUNT && kind == ENTRY_FOLDER)
		refuse_root_folder(scan, root_fd, name);
	else if (type == RECORD_TYPE_COUNT)
		scan_refuse_root_entry(scan, name, kind);
	else if (kind == ENTRY_FOLDER)
		scan_type(scan, root_fd, type);
	else
		take_list_file(scan, type, arena_strdup(scan->arena, name));
}

static void
gather_assets(struct scan *scan)
{
	struct content *content = scan->content;
	size_t i;

	content->asset_count = scan->assets.count;
	content->assets =
	    ARENA_ARRAY(scan->arena, const char *, scan->assets.count);
	for (i = 0; i < scan->assets.count; i++)
		content->assets[i] = scan->assets.items[i];
	if (content->asset_count > 0)
		qsort(content->assets, content->asset_count,
		    sizeof(*content->assets), compare_names);
	for (i = 0; i < content->asset_count; i++)
		strmap_add(&content->asset_map, content->assets[i],
		    content->assets[i]);
}

static const char *
without_slash(struct arena *arena, const char *dir)
{
	size_t len = strlen(dir);

	while (len > 1 && dir[len - 1] == '/')
		len--;
	return arena_copy(arena, dir, len);
}

bool
content_scan(struct content *content, struct arena *arena,
    struct sources *sources, const char *dir, struct diags *diags)
{
	struct scan scan = { .content = content, .arena = arena,
		.sources = sources, .diags = diags };
	struct name_list names = { 0 };
	size_t i;
	bool is_read;

	*content = (struct content){ .dir = without_slash(arena, dir) };
	content->root_fd = dir_open(content->dir);
	if (content->root_fd < 0) {
		diag_report(diags, DIAG_IO_FAILED, SOURCE_NOWHERE,
		    "cannot read the folder %s: %s", content->dir,
		    strerror(errno));
		diag_hint(diags, "run fieldkit in the folder that holds "
		    "content/, or name the folder with --content");
		return false;
	}
	is_read = list_folder(&scan,
	    fcntl(content->root_fd, F_DUPFD_CLOEXEC, 0), "", &names);
	for (i = 0; i < names.count; i++)
		take_root_entry(&scan, content->root_fd, names.items[i]);
	scan_gather(&scan);
	gather_assets(&scan);
	for (i = 0; i < RECORD_TYPE_COUNT; i++)
		strmap_release(&scan.by_id[i]);
	free(scan.assets.items);
	free(names.items);
	return is_read;
}

void
content_release(struct content *content)
{
	if (content->dir != NULL && content->root_fd >= 0)
		close(content->root_fd);
	strmap_release(&content->asset_map);
	strmap_release(&content->refused);
	*content = (struct content){ .root_fd = -1 };
}

bool
content_has_asset(const struct content *content, const char *path)
{
	return strmap_find(&content->asset_map, path) != NULL;
}

bool
content_has_refused(const struct content *content, const char *name)
{
	return strmap_find(&content->refused, name) != NULL;
}
