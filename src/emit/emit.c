/*
 * An edition's folder, changed only when all is rendered. In: finished bytes
 * with their paths. Out: files, and a manifest that owns them.
 *
 * A first build is staged as the tree it will be and renamed as a whole.
 * Order of a later commit: manifest.next.json (synced), renames, removals of what
 * only the last manifests owned, manifest.json. Whatever moment a kill comes
 * at, the union of both manifests owns every file that we may have put there.
 */
#include "fieldkit/emit.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fieldkit/file.h"
#include "fieldkit/strbuf.h"
#include "sources.h"

static bool
fail(struct diags *diags, const char *verb, const char *path)
{
	diag_report(diags, DIAG_OUTPUT_FAILED, SOURCE_NOWHERE,
	    "cannot %s '%s': %s", verb, path, strerror(errno));
	return false;
}

/* Makes every folder on the way to `path`. */
static bool
make_folders(const char *path, struct diags *diags)
{
	char *folder = strdup(path), *slash;
	bool is_done;

	if (folder == NULL)
		return fail(diags, "make the folder of", path);
	slash = strrchr(folder, '/');
	if (slash != NULL)
		*slash = '\0';
	is_done = slash == NULL || slash == folder || folder_make(folder) ||
	    fail(diags, "make the folder", folder);
	free(folder);
	return is_done;
}

/* A new file; folders on its way are made. */
static bool
write_new(const char *path, const void *bytes, size_t len,
    struct diags *diags)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);

	if (fd < 0 && errno == ENOENT) {
		if (!make_folders(path, diags))
			return false;
		fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC,
		    0666);
	}
	if (fd < 0)
		return fail(diags, "create", path);
	if (!file_write_all(fd, bytes, len)) {
		fail(diags, "write", path);
		close(fd);
		return false;
	}
	return close(fd) == 0 || fail(diags, "write", path);
}

static int
compare_files(const void *a, const void *b)
{
	const struct manifest_file *left = a, *right = b;

	return strcmp(left->path, right->path);
}

/* Adds the files of a commit that was cut off, without their digests: they
 * are ours, but what they hold is not known. */
static void
own_also(struct manifest_file **files, size_t *count, struct arena *arena,
    const struct manifest_file *next, size_t next_count)
{
	struct manifest last = { .files = *files, .count = *count };
	struct manifest_file *all;
	size_t i;

	if (next_count == 0)
		return;
	all = ARENA_ARRAY(arena, struct manifest_file, *count + next_count);
	if (*count > 0)
		memcpy(all, *files, *count * sizeof(*all));
	for (i = 0; i < next_count; i++)
		if (manifest_find(&last, next[i].path) == NULL) {
			all[*count] = next[i];
			all[*count].digest[0] = '\0';
			++*count;
		}
	*files = all;
	qsort(all, *count, sizeof(*all), compare_files);
}

/* All that an edition's folder holds: what is published, then what stays. */
static size_t
file_count(const struct manifest *manifest)
{
	return manifest->count + manifest->kept_count;
}

static const struct manifest_file *
file_at(const struct manifest *manifest, size_t i)
{
	return i < manifest->count ? &manifest->files[i] :
	    &manifest->kept[i - manifest->count];
}

static bool
is_owned(const struct manifest *manifest, const char *path)
{
	return manifest_find(manifest, path) != NULL ||
	    manifest_find_kept(manifest, path) != NULL;
}

bool
emit_begin(struct emit *emit, struct arena *arena, const char *output_dir,
    const char *edition, struct diags *diags)
{
	struct manifest next;

	*emit = (struct emit){ .arena = arena };
	emit->dir = arena_printf(arena, "%s/%s", output_dir, edition);
	emit->staging = arena_printf(arena, "%s/.staging-%s", output_dir,
	    edition);
	emit->sources = arena_printf(arena, "%s/%s/%s.tsv", output_dir,
	    SOURCES_FOLDER, edition);
	emit->sizes = arena_printf(arena, "%s/%s/%s.sizes.tsv", output_dir,
	    SOURCES_FOLDER, edition);
	if (!manifest_read(&emit->last, arena,
	    arena_printf(arena, "%s/%s", emit->dir, MANIFEST_NAME), diags) ||
	    !sizes_read(&emit->last, arena, output_dir, diags) ||
	    !manifest_read(&next, arena,
	    arena_printf(arena, "%s/%s", emit->dir, MANIFEST_NEXT_NAME), diags))
		return false;
	own_also(&emit->last.files, &emit->last.count, arena, next.files,
	    next.count);
	own_also(&emit->last.kept, &emit->last.kept_count, arena, next.kept,
	    next.kept_count);
	emit->is_first = access(emit->dir, F_OK) != 0 && errno == ENOENT;
	tree_remove(emit->staging);
	return true;
}

/* "<folder>/<path>" in a buffer of the caller's. */
static const char *
join(struct strbuf *buffer, const char *folder, const char *path)
{
	strbuf_clear(buffer);
	strbuf_printf(buffer, "%s/%s", folder, path);
	return strbuf_string(buffer);
}

const struct manifest_file *
emit_is_current(const struct emit *emit, const char *path, const char *digest)
{
	const struct manifest_file *row = manifest_find(&emit->last, path);
	char hex[DIGEST_HEX_CHARS + 1];
	struct strbuf place = { 0 };
	int64_t bytes;
	bool is_same;

	if (row == NULL || row->digest[0] == '\0' ||
	    strcmp(row->digest, digest) != 0 ||
	    (row->kit != NULL && row->sizes.count == 0))
		return NULL;
	is_same = file_hash(join(&place, emit->dir, path), hex, &bytes) &&
	    strcmp(hex, row->sha256) == 0;
	strbuf_release(&place);
	return is_same ? row : NULL;
}

/* Where a file is staged. The staging folder of a first build is the tree
 * itself, renamed as a whole; any other is flat, under the digests of the
 * paths: making and removing folders costs more than all else here. */
static const char *
staged_place(struct strbuf *buffer, const struct emit *emit, const char *path)
{
	char hex[DIGEST_HEX_CHARS + 1];

	if (emit->is_first)
		return join(buffer, emit->staging, path);
	digest_of(path, strlen(path), hex);
	return join(buffer, emit->staging, hex);
}

bool
emit_stage(const struct emit *emit, struct manifest_file *file,
    const void *bytes, size_t len, struct diags *diags)
{
	struct strbuf place = { 0 };
	char hex[DIGEST_HEX_CHARS + 1];
	int64_t bytes_there;
	bool is_done = true;

	file->bytes = (int64_t)len;
	digest_of(bytes, len, file->sha256);
	if (!file_hash(join(&place, emit->dir, file->path), hex,
	    &bytes_there) || strcmp(hex, file->sha256) != 0) {
		file->is_staged = true;
		is_done = write_new(staged_place(&place, emit, file->path),
		    bytes, len, diags);
	}
	strbuf_release(&place);
	return is_done;
}

/* Renames; folders on the way are made when they turn out to be missing. */
static bool
put_in_place(const char *staged, const char *place, struct diags *diags)
{
	if (rename(staged, place) == 0)
		return true;
	if (errno == ENOENT && !make_folders(place, diags))
		return false;
	return rename(staged, place) == 0 ||
	    fail(diags, "put in place", place);
}

/* A staged file may only replace a file of ours. */
static bool
may_replace(const struct emit *emit, const struct manifest_file *file,
    const char *place, struct diags *diags)
{
	struct stat status;

	if (lstat(place, &status) != 0)
		return errno == ENOENT || errno == ENOTDIR ||
		    fail(diags, "look at", place);
	if (S_ISREG(status.st_mode) && is_owned(&emit->last, file->path))
		return true;
	diag_report(diags, DIAG_OUTPUT_FOREIGN, SOURCE_NOWHERE,
	    "'%s' was not written by fieldkit and is in the way; move it "
	    "away", place);
	return false;
}

/* Before anything changes: nothing foreign is in the way. */
static bool
check_places(const struct emit *emit, const struct manifest *next,
    struct diags *diags, size_t *ret_staged)
{
	struct strbuf place = { 0 };
	bool is_free = true;
	size_t i;

	*ret_staged = 0;
	for (i = 0; i < file_count(next); i++) {
		const struct manifest_file *file = file_at(next, i);

		if (!file->is_staged)
			continue;
		++*ret_staged;
		if (!may_replace(emit, file,
		    join(&place, emit->dir, file->path), diags))
			is_free = false;
	}
	strbuf_release(&place);
	return is_free;
}

static bool
rename_staged(const struct emit *emit, const struct manifest *next,
    struct diags *diags)
{
	struct strbuf staged = { 0 }, place = { 0 };
	bool is_done = true;
	size_t i;

	for (i = 0; i < file_count(next) && is_done; i++) {
		const struct manifest_file *file = file_at(next, i);

		if (file->is_staged)
			is_done = put_in_place(staged_place(&staged, emit,
			    file->path), join(&place, emit->dir, file->path),
			    diags);
	}
	strbuf_release(&staged);
	strbuf_release(&place);
	return is_done;
}

/* Removes folders that a removal left empty, up to the edition's own. */
static void
remove_empty_folders(char *place, size_t stop)
{
	char *slash;

	while ((slash = strrchr(place, '/')) != NULL &&
	    (size_t)(slash - place) > stop) {
		*slash = '\0';
		if (rmdir(place) != 0)
			return;
	}
}

static bool
prune(const struct emit *emit, const struct manifest *next,
    struct diags *diags, size_t *ret_removed)
{
	struct strbuf place = { 0 };
	bool is_done = true;
	size_t i;

	for (i = 0; i < file_count(&emit->last); i++) {
		const struct manifest_file *file = file_at(&emit->last, i);

		if (is_owned(next, file->path))
			continue;
		join(&place, emit->dir, file->path);
		if (unlink(strbuf_string(&place)) == 0) {
			++*ret_removed;
			remove_empty_folders(place.bytes, strlen(emit->dir));
		} else if (errno != ENOENT && errno != ENOTDIR) {
			is_done = fail(diags, "remove",
			    strbuf_string(&place));
		}
	}
	strbuf_release(&place);
	return is_done;
}

static bool
sync_file(const char *path, struct diags *diags)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	bool is_done = fd >= 0 && fsync(fd) == 0;

	if (!is_done)
		fail(diags, "sync", path);
	if (fd >= 0)
		close(fd);
	return is_done;
}

/* Writes a file in the staging folder, then renames it to `place`. Synced
 * where an empty file after a power cut would stop the next run. */
static bool
put_text(const struct emit *emit, const struct strbuf *text,
    const char *place, bool is_synced, struct diags *diags)
{
	struct strbuf fresh = { 0 };
	bool is_done;

	join(&fresh, emit->staging, "text");
	is_done = write_new(strbuf_string(&fresh), strbuf_string(text),
	    text->len, diags) &&
	    (!is_synced || sync_file(strbuf_string(&fresh), diags)) &&
	    put_in_place(strbuf_string(&fresh), place, diags);
	strbuf_release(&fresh);
	return is_done;
}

static bool
is_text_current(const char *place, const struct strbuf *text)
{
	char there[DIGEST_HEX_CHARS + 1], wanted[DIGEST_HEX_CHARS + 1];
	int64_t bytes;

	digest_of(strbuf_string(text), text->len, wanted);
	return file_hash(place, there, &bytes) && strcmp(there, wanted) == 0;
}

/* Whether the manifest in place already says the same. */
static bool
is_manifest_current(const struct emit *emit, const struct strbuf *json)
{
	struct strbuf place = { 0 };
	bool is_same;

	is_same = is_text_current(join(&place, emit->dir, MANIFEST_NAME),
	    json) && access(join(&place, emit->dir, MANIFEST_NEXT_NAME),
	    F_OK) != 0;
	strbuf_release(&place);
	return is_same;
}

/* What is said of the edition to who builds it, not to its reader. */
static bool
put_notes(const struct emit *emit, const char *place,
    const struct manifest *next, void (*format)(const struct manifest *,
    struct strbuf *), struct diags *diags)
{
	struct strbuf text = { 0 };
	bool is_done;

	format(next, &text);
	is_done = is_text_current(place, &text) ||
	    put_text(emit, &text, place, false, diags);
	strbuf_release(&text);
	return is_done;
}

static bool
commit_changes(struct emit *emit, const struct manifest *next,
    const struct strbuf *json, struct diags *diags,
    struct emit_totals *totals)
{
	struct strbuf place = { 0 }, fresh = { 0 };
	bool is_done;

	is_done = put_text(emit, json, join(&fresh, emit->dir,
	    MANIFEST_NEXT_NAME), true, diags) &&
	    rename_staged(emit, next, diags) &&
	    prune(emit, next, diags, &totals->removed);
	if (is_done && rename(join(&fresh, emit->dir, MANIFEST_NEXT_NAME),
	    join(&place, emit->dir, MANIFEST_NAME)) != 0)
		is_done = fail(diags, "write", strbuf_string(&place));
	strbuf_release(&place);
	strbuf_release(&fresh);
	return is_done;
}

/* A first build: the staging folder becomes the edition's. */
static bool
commit_first(struct emit *emit, const struct strbuf *json,
    struct diags *diags)
{
	struct strbuf manifest = { 0 };
	bool is_done;

	join(&manifest, emit->staging, MANIFEST_NAME);
	is_done = write_new(strbuf_string(&manifest), strbuf_string(json),
	    json->len, diags) &&
	    sync_file(strbuf_string(&manifest), diags) &&
	    (rename(emit->staging, emit->dir) == 0 ||
	    fail(diags, "put in place", emit->dir));
	strbuf_release(&manifest);
	return is_done;
}

bool
emit_commit(struct emit *emit, const struct manifest *next,
    struct diags *diags, struct emit_totals *ret_totals)
{
	struct strbuf json = { 0 };
	bool is_done;

	*ret_totals = (struct emit_totals){ 0 };
	manifest_format(next, &json);
	is_done = check_places(emit, next, diags, &ret_totals->written);
	ret_totals->kept = file_count(next) - ret_totals->written;
	if (is_done && emit->is_first)
		is_done = commit_first(emit, &json, diags);
	else if (is_done && !is_manifest_current(emit, &json))
		is_done = commit_changes(emit, next, &json, diags,
		    ret_totals);
	is_done = is_done &&
	    put_notes(emit, emit->sources, next, sources_format, diags) &&
	    put_notes(emit, emit->sizes, next, sizes_format, diags);
	strbuf_release(&json);
	emit_discard(emit);
	return is_done;
}

void
emit_discard(struct emit *emit)
{
	tree_remove(emit->staging);
}
