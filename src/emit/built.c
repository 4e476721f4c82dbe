/*
 * Editions of an earlier build. In: a path that someone typed. Out: their
 * manifests, and the kept trees of their kits.
 *
 * Nothing of an earlier build is believed that its manifest does not vouch
 * for: a tree is read only where its bytes have the digest that stands there.
 */
#include "fieldkit/emit.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fieldkit/changes.h"
#include "fieldkit/file.h"
#include "fieldkit/limits.h"
#include "fieldkit/strbuf.h"

#define KITS_FOLDER "kits/"
#define KIT_SUFFIX ".pdf"

static bool
read_edition(struct built_edition *edition, struct arena *arena,
    const char *dir, struct diags *diags)
{
	edition->dir = dir;
	return manifest_read(&edition->manifest, arena,
	    arena_printf(arena, "%s/%s", dir, MANIFEST_NAME), diags);
}

static bool
has_manifest(struct arena *arena, const char *dir)
{
	return access(arena_printf(arena, "%s/%s", dir, MANIFEST_NAME),
	    F_OK) == 0;
}

/* Every folder below that is an edition's; those with a dot are not. */
static bool
read_folder(const char *path, struct arena *arena, struct diags *diags,
    struct built_edition **ret_editions, uint32_t *ret_count)
{
	struct dirent **names;
	int count = scandir(path, &names, NULL, alphasort), i;
	bool is_good = true;

	*ret_editions = ARENA_ARRAY(arena, struct built_edition,
	    count > 0 ? (size_t)count : 0);
	for (i = 0; i < count; i++) {
		const char *dir = arena_printf(arena, "%s/%s", path,
		    names[i]->d_name);

		if (is_good && names[i]->d_name[0] != '.' &&
		    has_manifest(arena, dir))
			is_good = read_edition(
			    &(*ret_editions)[(*ret_count)++], arena, dir,
			    diags);
		free(names[i]);
	}
	if (count >= 0)
		free(names);
	return is_good;
}

/* "a/b" of "a/b/manifest.json", "." of "manifest.json". */
static const char *
folder_of(struct arena *arena, const char *path)
{
	const char *slash = strrchr(path, '/');

	if (slash == NULL)
		return ".";
	return slash == path ? "/" : arena_copy(arena, path,
	    (size_t)(slash - path));
}

static bool
is_manifest_path(const char *path)
{
	const char *slash = strrchr(path, '/');

	return strcmp(slash != NULL ? slash + 1 : path, MANIFEST_NAME) == 0;
}

bool
built_read(const char *path, struct arena *arena, struct diags *diags,
    struct built_edition **ret_editions, uint32_t *ret_count)
{
	struct stat status;
	bool is_good = true;

	*ret_count = 0;
	if (stat(path, &status) != 0) {
		diag_report(diags, DIAG_PREVIOUS_INVALID, SOURCE_NOWHERE,
		    "cannot read '%s': %s", path, strerror(errno));
		return false;
	}
	if (is_manifest_path(path))
		path = folder_of(arena, path);
	if (has_manifest(arena, path)) {
		*ret_editions = ARENA_NEW(arena, struct built_edition);
		*ret_count = 1;
		return read_edition(*ret_editions, arena, path, diags);
	}
	is_good = read_folder(path, arena, diags, ret_editions, ret_count);
	if (is_good && *ret_count == 0)
		diag_report(diags, DIAG_PREVIOUS_INVALID, SOURCE_NOWHERE,
		    "'%s' holds no edition; name an edition's folder, its "
		    "%s, or a folder of editions such as output/", path,
		    MANIFEST_NAME);
	return is_good && *ret_count > 0;
}

const struct built_edition *
built_find(const struct built_edition *editions, uint32_t count,
    const char *id)
{
	uint32_t i;

	for (i = 0; i < count; i++)
		if (strcmp(editions[i].manifest.edition, id) == 0)
			return &editions[i];
	return NULL;
}

const char *
tree_path(struct arena *arena, const char *kit_path)
{
	size_t head = strlen(KITS_FOLDER), tail = strlen(KIT_SUFFIX);
	size_t len = strlen(kit_path);

	if (strncmp(kit_path, KITS_FOLDER, head) == 0) {
		kit_path += head;
		len -= head;
	}
	if (len > tail && strcmp(kit_path + len - tail, KIT_SUFFIX) == 0)
		len -= tail;
	return arena_printf(arena, "trees/%.*s.tree", (int)len, kit_path);
}

bool
built_has_trees(const struct built_edition *edition)
{
	const struct manifest *manifest = &edition->manifest;
	struct strbuf place = { 0 };
	bool is_there;

	if (manifest->kept_count == 0)
		return false;
	strbuf_printf(&place, "%s/%s", edition->dir, manifest->kept[0].path);
	is_there = access(strbuf_string(&place), F_OK) == 0;
	strbuf_release(&place);
	return is_there;
}

static bool
refuse(struct diags *diags, const struct built_edition *edition,
    const char *path, const char *why)
{
	diag_report(diags, DIAG_PREVIOUS_INVALID, SOURCE_NOWHERE,
	    "'%s/%s' %s; build that edition again with this version, or "
	    "compare without it", edition->dir, path, why);
	return false;
}

static bool
read_bytes(const struct built_edition *edition,
    const struct manifest_file *row, struct arena *arena,
    struct diags *diags, char **ret_bytes, size_t *ret_len)
{
	const char *shown = arena_printf(arena, "%s/%s", edition->dir,
	    row->path);
	char hex[DIGEST_HEX_CHARS + 1];
	int root = dir_open(edition->dir);
	bool is_read;

	is_read = root >= 0 && file_read_beneath(arena, root, row->path,
	    shown, LIMIT_TREE_BYTES, SOURCE_NOWHERE, diags, ret_bytes,
	    ret_len);
	if (root >= 0)
		close(root);
	else
		refuse(diags, edition, row->path, "cannot be read");
	if (!is_read)
		return false;
	digest_of(*ret_bytes, *ret_len, hex);
	return strcmp(hex, row->sha256) == 0 || refuse(diags, edition,
	    row->path, "is not what its manifest says");
}

bool
built_tree(const struct built_edition *edition, const char *kit_path,
    struct arena *arena, struct diags *diags, struct tree *ret_tree)
{
	const char *path = tree_path(arena, kit_path);
	const struct manifest_file *row = manifest_find_kept(
	    &edition->manifest, path);
	uint32_t line;
	size_t len;
	char *bytes;

	if (row == NULL)
		return refuse(diags, edition, path, "is not there");
	if (!read_bytes(edition, row, arena, diags, &bytes, &len))
		return false;
	return tree_parse(ret_tree, arena, bytes, len, &line) || refuse(diags,
	    edition, path, arena_printf(arena,
	    "is no tree of format %d (line %u)", TREE_FORMAT, line));
}
