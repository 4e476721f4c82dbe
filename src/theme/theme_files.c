/*
 * The files of a theme. In: the folders that it is laid together from, its
 * layers: the site's own, the theme's, and those of the themes that it
 * extends. Out: every file once, sorted by name, in the arena.
 *
 * Each folder is listed first. Its theme.yaml is read at once, for `extends`
 * tells which folder comes next; of the other files those are read that the
 * program will want: the uppermost of each name, what the site's own takes
 * the place of (to see whether it has changed), and every layer of interface
 * words. Nothing outside the folders is read: links are refused, devices and
 * pipes too.
 */
#include "theme_parts.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fieldkit/slug.h"
#include "fieldkit/utf8.h"

struct file_list {
	const struct theme_loader *loader;
	struct theme_file *items;
	size_t count;
	size_t size;
	const char *root;
	uint32_t layer;			/* of what is listed now */
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
		.layer = list->layer, .is_override = list->layer == 0,
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

	return order != 0 ? order : (a->layer > b->layer) - (a->layer < b->layer);
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
	    ends_in(file->name, ".yaml") || ends_in(file->name, ".css")) {
		check_text(loader, file);
	} else {
		file->file = source_add(loader->sources, file->path, "", 0);
	}
	if (fd >= 0)
		close(fd);
}

/* Reads theme.yaml of the layer that was listed last. */
static void
read_layer_tokens(struct file_list *list, struct theme_layer *layer)
{
	const struct theme_loader *loader = list->loader;
	const struct yaml_node *root = NULL;
	size_t i = list->count;

	while (i > 0 && list->items[i - 1].layer == list->layer &&
	    strcmp(list->items[i - 1].name, "theme.yaml") != 0)
		i--;
	if (i > 0 && list->items[i - 1].layer == list->layer) {
		read_file(loader, &list->items[i - 1]);
		root = theme_parse(loader, &list->items[i - 1]);
	} else if (layer->theme != NULL) {
		diag_report(loader->diags, DIAG_THEME_MISSING, SOURCE_NOWHERE,
		    "theme '%s' has no theme.yaml; write one, such as "
		    "'extends: default'", layer->theme);
	}
	if (root != NULL && root->kind != YAML_MAPPING)
		diag_report(loader->diags, DIAG_FIELD_TYPE, root->pos,
		    "theme.yaml is a map of tokens, such as "
		    "'palette: {accent: \"#0b57d0\"}'");
	else
		layer->tokens = root;
}

/* Lists a folder as the next layer; false with errno set where there is
 * none. */
static bool
list_layer(struct file_list *list, struct theme_layers *layers,
    const char *theme, const char *root)
{
	struct theme_layer *layer = &layers->items[layers->count];
	int folder = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (folder < 0)
		return false;
	list->root = root;
	list->layer = layers->count++;
	list_folder(list, folder, "", 1);
	*layer = (struct theme_layer){ .theme = theme, .root = root };
	read_layer_tokens(list, layer);
	return true;
}

/* "a extends b, b extends a": the way round, for who has to cut it. */
static const char *
describe_round(struct arena *arena, const struct theme_layers *layers,
    uint32_t first)
{
	const char *text = layers->items[first].theme;
	uint32_t i;

	for (i = first + 1; i < layers->count; i++)
		text = arena_printf(arena, "%s, which extends %s", text,
		    layers->items[i].theme);
	return text;
}

/* Whether the theme that `node` names can be the next layer. */
static bool
check_extends(const struct theme_loader *loader,
    const struct theme_layers *layers, const struct yaml_node *node)
{
	uint32_t i;

	if (node->kind != YAML_SCALAR ||
	    !slug_is_valid(node->scalar, node->scalar_len)) {
		diag_report(loader->diags, DIAG_SLUG_INVALID, node->pos,
		    "'extends' takes the name of one theme, such as "
		    "'extends: default'");
		return false;
	}
	for (i = 1; i < layers->count; i++) {
		if (strcmp(layers->items[i].theme, node->scalar) != 0)
			continue;
		diag_report(loader->diags, DIAG_THEME_CYCLE, node->pos,
		    "theme '%s' extends itself (%s, which extends %s again); "
		    "one of them stands alone", node->scalar,
		    describe_round(loader->arena, layers, i), node->scalar);
		return false;
	}
	if (layers->count == 2 + LIMIT_THEME_EXTENDS) {
		diag_report(loader->diags, DIAG_LIMIT_PASSED, node->pos,
		    "a theme stands on at most %d others",
		    LIMIT_THEME_EXTENDS);
		return false;
	}
	return true;
}

static const struct yaml_node *
find_extends(const struct theme_layer *layer)
{
	return layer->tokens != NULL ? yaml_find(layer->tokens, "extends") :
	    NULL;
}

static int
compare_names(const void *left, const void *right)
{
	return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* "did you mean": the theme whose name is nearest, on the last report. */
static void
suggest_theme(const struct theme_loader *loader, const char *themes_dir,
    const char *name)
{
	const char *names[LIMIT_THEME_NAMES];
	DIR *entries = opendir(themes_dir);
	const struct dirent *entry;
	size_t count = 0;

	if (entries == NULL)
		return;
	while (count < LIMIT_THEME_NAMES && (entry = readdir(entries)) != NULL)
		if (slug_is_valid(entry->d_name, strlen(entry->d_name)))
			names[count++] = arena_strdup(loader->arena,
			    entry->d_name);
	closedir(entries);
	qsort(names, count, sizeof(*names), compare_names);
	diag_suggest(loader->diags, name, names, count);
}

/* The themes below the first, each named by the one above it; false where
 * one cannot be had. */
static bool
list_extended(struct file_list *list, struct theme_layers *layers,
    const char *themes_dir)
{
	const struct theme_loader *loader = list->loader;
	const struct yaml_node *node;
	const char *root;

	while ((node = find_extends(&layers->items[layers->count - 1])) !=
	    NULL) {
		if (!check_extends(loader, layers, node))
			return false;
		root = arena_printf(loader->arena, "%s/%s", themes_dir,
		    node->scalar);
		if (list_layer(list, layers, node->scalar, root))
			continue;
		diag_report(loader->diags, DIAG_THEME_MISSING, node->pos,
		    "there is no theme '%s' to extend: %s: %s", node->scalar,
		    root, strerror(errno));
		suggest_theme(loader, themes_dir, node->scalar);
		return false;
	}
	return true;
}

/* The site's own folder, which need not exist, but keeps its number. */
static void
list_overrides(struct file_list *list, struct theme_layers *layers,
    const char *overrides)
{
	const struct yaml_node *node;

	if (!list_layer(list, layers, NULL, overrides)) {
		if (errno != ENOENT)
			diag_report(list->loader->diags, DIAG_IO_FAILED,
			    SOURCE_NOWHERE, "%s: %s", overrides,
			    strerror(errno));
		layers->items[layers->count++] = (struct theme_layer){
			.root = overrides,
		};
		return;
	}
	node = find_extends(&layers->items[0]);
	if (node != NULL)
		diag_report(list->loader->diags, DIAG_FIELD_UNKNOWN,
		    node->key_pos, "'extends' stands in a theme of its own; "
		    "a site says 'theme: …' in site.yaml");
}

static bool
is_layered(const char *name)
{
	return strncmp(name, "i18n/", 5) == 0 ||
	    strcmp(name, "print.yaml") == 0;
}

/* Links each file to the one below it and reads what will be wanted. */
static void
settle(struct theme *theme, struct file_list *list)
{
	struct theme_file *above = NULL;
	size_t i;

	theme->files = ARENA_ARRAY(list->loader->arena, struct theme_file,
	    list->count);
	for (i = 0; i < list->count; i++) {
		struct theme_file *file = &list->items[i];
		bool is_below = above != NULL &&
		    strcmp(above->name, file->name) == 0;

		if (file->bytes == NULL && (!is_below || above->is_override ||
		    is_layered(file->name)))
			read_file(list->loader, file);
		if (is_below) {
			struct theme_file *kept = ARENA_NEW(
			    list->loader->arena, struct theme_file);

			*kept = *file;
			above->below = kept;
			above = kept;
		} else {
			theme->files[theme->file_count] = *file;
			above = &theme->files[theme->file_count++];
		}
	}
}

bool
theme_read_files(struct theme *theme, const struct theme_loader *loader,
    const char *themes_dir, const char *overrides,
    struct theme_layers *ret_layers)
{
	struct file_list list = { .loader = loader };
	const char *root = arena_printf(loader->arena, "%s/%s", themes_dir,
	    theme->name);
	bool is_whole = false;

	*ret_layers = (struct theme_layers){ 0 };
	list_overrides(&list, ret_layers, overrides);
	if (list_layer(&list, ret_layers, theme->name, root)) {
		is_whole = list_extended(&list, ret_layers, themes_dir);
		if (list.count > 0)
			qsort(list.items, list.count, sizeof(*list.items),
			    compare_files);
		settle(theme, &list);
	} else {
		diag_report(loader->diags, DIAG_THEME_MISSING, SOURCE_NOWHERE,
		    "there is no theme '%s': %s: %s", theme->name, root,
		    strerror(errno));
		suggest_theme(loader, themes_dir, theme->name);
	}
	free(list.items);
	return is_whole;
}
