/*
 * The files of a theme. In: two folders, the theme's and the site's own
 * overrides. Out: every file once, sorted by name, in the arena.
 *
 * First both folders are listed, so that a file which is overridden is not
 * even opened. Nothing outside the two folders is read: links are refused,
 * devices and pipes too.
 */
#include "theme_parts.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fieldkit/limits.h"
#include "fieldkit/utf8.h"

struct file_list {
	const struct theme_loader *loader;
	struct theme_file *items;
	size_t count;
	size_t size;
	const char *root;
	bool is_override;
	bool is_full;			/* said once */
};

static void
list_add(struct file_list *list, const char *name)
{
	struct arena *arena = list->loader->arena;

	if (list->count == LIMIT_THEME_FILES) {
		if (!list->is_full)
			diag_report(list->loader->diags, DIAG_LIMIT_PASSED,
			    SOURCE_NOWHERE, "%s: a theme has at most %d files",
			    list->root, LIMIT_THEME_FILES);
		list->is_full = true;
		return;
	}
	if (list->count == list->size) {
		list->size = list->size != 0 ? 2 * list->size : 64;
		list->items = mem_realloc(list->items,
		    list->size * sizeof(*list->items));
	}
	list->items[list->count++] = (struct theme_file){
		.name = arena_strdup(arena, name),
		.path = arena_printf(arena, "%s/%s", list->root, name),
		.is_override = list->is_override,
	};
}

static bool
is_ignored(const char *name)
{
	return name[0] == '.' || name[strlen(name) - 1] == '~';
}

static void list_folder(struct file_list *list, int folder,
    const char *prefix, int depth);

/* One entry of a folder: `name` as the folder has it, `path` beneath root. */
static void
list_entry(struct file_list *list, int folder, const char *name,
    const char *path, int depth)
{
	struct diags *diags = list->loader->diags;
	struct stat info;
	int child;

	if (fstatat(folder, name, &info, AT_SYMLINK_NOFOLLOW) != 0) {
		diag_report(diags, DIAG_IO_FAILED, SOURCE_NOWHERE, "%s/%s: %s",
		    list->root, path, strerror(errno));
	} else if (S_ISREG(info.st_mode)) {
		list_add(list, path);
	} else if (!S_ISDIR(info.st_mode)) {
		diag_report(diags, DIAG_FILE_KIND, SOURCE_NOWHERE,
		    "%s/%s is a link or a device; a theme holds plain files "
		    "and folders", list->root, path);
	} else if (depth == LIMIT_THEME_DEPTH) {
		diag_report(diags, DIAG_LIMIT_PASSED, SOURCE_NOWHERE,
		    "%s/%s: folders of a theme are nested %d deep at most",
		    list->root, path, LIMIT_THEME_DEPTH);
	} else {
		child = openat(folder, name,
		    O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		list_folder(list, child, path, depth + 1);
	}
}

/* Takes `folder`, an open folder or -1 with errno set. */
static void
list_folder(struct file_list *list, int folder, const char *prefix, int depth)
{
	DIR *entries = folder >= 0 ? fdopendir(folder) : NULL;
	const struct dirent *entry;

	if (entries == NULL) {
		diag_report(list->loader->diags, DIAG_IO_FAILED,
		    SOURCE_NOWHERE, "%s/%s: %s", list->root, prefix,
		    strerror(errno));
		if (folder >= 0)
			close(folder);
		return;
	}
	while ((entry = readdir(entries)) != NULL) {
		const char *path = entry->d_name;

		if (is_ignored(entry->d_name))
			continue;
		if (prefix[0] != '\0')
			path = arena_printf(list->loader->arena, "%s/%s",
			    prefix, entry->d_name);
		list_entry(list, dirfd(entries), entry->d_name, path, depth);
	}
	closedir(entries);
}

static int
compare_files(const void *left, const void *right)
{
	const struct theme_file *a = left, *b = right;
	int order = strcmp(a->name, b->name);

	return order != 0 ? order : b->is_override - a->is_override;
}

static bool
ends_in(const char *name, const char *ending)
{
	size_t name_len = strlen(name), len = strlen(ending);

	return name_len > len && strcmp(name + name_len - len, ending) == 0;
}

/* All of an open file, NUL-terminated; false with errno set. */
static bool
read_all(int fd, size_t len, struct arena *arena, struct theme_file *file)
{
	char *bytes = arena_alloc(arena, len + 1);
	size_t have = 0;

	while (have < len) {
		ssize_t got = read(fd, bytes + have, len - have);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return false;
		if (got == 0)
			break;		/* it became shorter meanwhile */
		have += (size_t)got;
	}
	file->bytes = bytes;
	file->len = have;
	return true;
}

static void
check_text(const struct theme_loader *loader, struct theme_file *file)
{
	struct source_pos pos;
	size_t good = utf8_text_len(file->bytes, file->len), i, start = 0;

	file->file = source_add(loader->sources, file->path, file->bytes,
	    file->len);
	if (good == file->len)
		return;
	pos = (struct source_pos){ file->file, 1, 1 };
	for (i = 0; i < good; i++)
		if (file->bytes[i] == '\n') {
			pos.line++;
			start = i + 1;
		}
	pos.col += (uint32_t)utf8_count(file->bytes + start, good - start);
	diag_report(loader->diags, DIAG_UTF8_INVALID, pos,
	    "byte 0x%02x is not UTF-8 text; save the file as UTF-8",
	    (unsigned char)file->bytes[good]);
	file->len = 0;
}

static void
read_file(const struct theme_loader *loader, struct theme_file *file)
{
	int fd = open(file->path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK |
	    O_CLOEXEC);
	struct stat info;

	file->bytes = "";
	if (fd < 0 || fstat(fd, &info) != 0) {
		diag_report(loader->diags, DIAG_IO_FAILED, SOURCE_NOWHERE,
		    "%s: %s", file->path, strerror(errno));
	} else if (info.st_size > LIMIT_THEME_FILE_BYTES) {
		diag_report(loader->diags, DIAG_LIMIT_PASSED, SOURCE_NOWHERE,
		    "%s has %lld bytes; a theme's file has at most %d",
		    file->path, (long long)info.st_size,
		    LIMIT_THEME_FILE_BYTES);
	} else if (!read_all(fd, (size_t)info.st_size, loader->arena, file)) {
		diag_report(loader->diags, DIAG_IO_FAILED, SOURCE_NOWHERE,
		    "%s: %s", file->path, strerror(errno));
	} else if (ends_in(file->name, ".html") ||
	    ends_in(file->name, ".yaml")) {
		check_text(loader, file);
	}
	if (fd >= 0)
		close(fd);
}

/* Lists `root`; false with errno set where there is no such folder. */
static bool
list_root(struct file_list *list, const char *root, bool is_override)
{
	int folder = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (folder < 0)
		return false;
	list->root = root;
	list->is_override = is_override;
	list_folder(list, folder, "", 1);
	return true;
}

void
theme_read_files(struct theme *theme, const struct theme_loader *loader,
    const char *root, const char *overrides)
{
	struct file_list list = { .loader = loader };
	size_t i;

	if (!list_root(&list, root, false))
		diag_report(loader->diags, DIAG_THEME_MISSING, SOURCE_NOWHERE,
		    "there is no theme '%s': %s: %s", theme->name, root,
		    strerror(errno));
	else if (!list_root(&list, overrides, true) && errno != ENOENT)
		diag_report(loader->diags, DIAG_IO_FAILED, SOURCE_NOWHERE,
		    "%s: %s", overrides, strerror(errno));
	if (list.count > 0)
		qsort(list.items, list.count, sizeof(*list.items),
		    compare_files);
	theme->files = ARENA_ARRAY(loader->arena, struct theme_file,
	    list.count);
	for (i = 0; i < list.count; i++) {
		if (i > 0 && strcmp(list.items[i].name,
		    list.items[i - 1].name) == 0)
			continue;
		read_file(loader, &list.items[i]);
		theme->files[theme->file_count++] = list.items[i];
	}
	free(list.items);
}
