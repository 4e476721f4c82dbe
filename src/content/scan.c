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
#include "fieldkit/content.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fieldkit/file.h"
#include "fieldkit/limits.h"
#include "fieldkit/strbuf.h"
#include "fieldkit/tags.h"
#include "fieldkit/utf8.h"

#define ASSET_DEPTH 4

/* Extensions of files that a record may have beside it. */
static const char *const asset_kinds[] = { "png", "jpg", "jpeg", "webp",
	"svg", "pdf", "csv", "txt", "zip", "docx", "xlsx", "pptx", NULL };

/* A record that is being put together. */
struct draft {
	struct draft *next;
	enum record_type type;
	const char *id;
	const char *folder;
	struct content_file *main;
	struct content_file *translations;
};

struct name_list {
	const char **items;
	size_t count, size;
};

struct scan {
	struct content *content;
	struct arena *arena;
	struct sources *sources;
	struct diags *diags;
	struct draft *drafts;		/* newest first */
	size_t draft_count;
	struct strmap by_id[RECORD_TYPE_COUNT];
	struct name_list assets;
	size_t files;
	bool is_full;			/* LIMIT_FILES was passed; reported */
};

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

static uint32_t
add_source(struct scan *scan, const char *path)
{
	const char *shown =
	    arena_printf(scan->arena, "%s/%s", scan->content->dir, path);

	return source_add(scan->sources, shown, "", 0);
}

/* The file as a whole. */
static struct source_pos
place_of(struct scan *scan, const char *path)
{
	return (struct source_pos){ add_source(scan, path), 0, 0 };
}

/* Names of a folder but dot-files and README.md, sorted. */
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
		if (entry->d_name[0] != '.' &&
		    strcmp(entry->d_name, "README.md") != 0)
			name_add(ret_names,
			    arena_strdup(scan->arena, entry->d_name));
	closedir(dir);
	if (ret_names->count > 0)
		qsort(ret_names->items, ret_names->count,
		    sizeof(*ret_names->items), compare_names);
	return true;
}

enum entry_kind { ENTRY_FILE, ENTRY_FOLDER, ENTRY_REFUSED };

static enum entry_kind
entry_kind(struct scan *scan, int dir_fd, const char *name, const char *path)
{
	struct stat status;
	size_t len = strlen(name);

	if (utf8_text_len(name, len) != len ||
	    strpbrk(name, "\t\n\r\\") != NULL) {
		diag_report(scan->diags, DIAG_FILE_UNEXPECTED, SOURCE_NOWHERE,
		    "a name in the folder of %s/%s is not plain UTF-8; rename "
		    "the file", scan->content->dir, path);
		return ENTRY_REFUSED;
	}
	if (fstatat(dir_fd, name, &status, AT_SYMLINK_NOFOLLOW) != 0) {
		diag_report(scan->diags, DIAG_IO_FAILED, place_of(scan, path),
		    "cannot read %s: %s", path, strerror(errno));
		return ENTRY_REFUSED;
	}
	if (S_ISDIR(status.st_mode))
		return ENTRY_FOLDER;
	if (S_ISREG(status.st_mode))
		return ENTRY_FILE;
	diag_report(scan->diags, DIAG_FILE_KIND, place_of(scan, path),
	    S_ISLNK(status.st_mode)
	    ? "this is a link, and links are not followed; put the file itself "
	      "here"
	    : "this is no plain file; remove it from the content");
	return ENTRY_REFUSED;
}

static bool
is_id(const char *chars, size_t len)
{
	size_t i;

	if (len == 0 || len > LIMIT_ID_CHARS || chars[0] == '-')
		return false;
	for (i = 0; i < len; i++)
		if ((chars[i] < 'a' || chars[i] > 'z') &&
		    (chars[i] < '0' || chars[i] > '9') && chars[i] != '-')
			return false;
	return true;
}

/* The id that a wrong name comes nearest to: `Acme GmbH` is acme-gmbh. */
static const char *
id_meant(struct arena *arena, const char *chars, size_t len)
{
	char *id = arena_alloc(arena, LIMIT_ID_CHARS + 1);
	size_t i, count = 0;

	for (i = 0; i < len && count < LIMIT_ID_CHARS; i++) {
		char c = chars[i];

		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
			id[count++] = c;
		else if (count > 0 && id[count - 1] != '-')
			id[count++] = '-';
	}
	while (count > 0 && id[count - 1] == '-')
		count--;
	id[count] = '\0';
	return id;
}

static bool
check_id(struct scan *scan, const char *path, const char *chars, size_t len)
{
	const char *meant;

	if (is_id(chars, len))
		return true;
	meant = id_meant(scan->arena, chars, len);
	diag_report(scan->diags, DIAG_ID_INVALID, place_of(scan, path),
	    "the name gives the id '%.*s', but an id has only a-z, 0-9 and "
	    "hyphens, %d at most", (int)len, chars, LIMIT_ID_CHARS);
	if (meant[0] != '\0')
		diag_hint(scan->diags, "rename it to '%s'", meant);
	return false;
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

static struct draft *
draft_of(struct scan *scan, enum record_type type, const char *id)
{
	const struct draft *old = strmap_find(&scan->by_id[type], id);
	struct draft *draft;

	if (old != NULL)
		return (struct draft *)(uintptr_t)old;
	draft = ARENA_NEW(scan->arena, struct draft);
	draft->type = type;
	draft->id = id;
	draft->next = scan->drafts;
	scan->drafts = draft;
	scan->draft_count++;
	strmap_add(&scan->by_id[type], id, draft);
	return draft;
}

static struct content_file *
file_new(struct scan *scan, const char *path, const char *lang)
{
	struct content_file *file =
	    ARENA_NEW(scan->arena, struct content_file);

	file->path = path;
	file->lang = lang;
	file->file = add_source(scan, path);
	file->is_markdown = strcmp(strrchr(path, '.'), ".md") == 0;
	return file;
}

static void
add_main(struct scan *scan, struct draft *draft, const char *path,
    const char *folder)
{
	if (draft->main != NULL) {
		diag_report(scan->diags, DIAG_ID_DUPLICATE,
		    place_of(scan, path),
		    "'%s' stands in %s/%s already; keep one of the two files",
		    draft->id, scan->content->dir, draft->main->path);
		return;
	}
	draft->main = file_new(scan, path, NULL);
	draft->folder = folder;
}

static void
add_translation(struct scan *scan, struct draft *draft, const char *path,
    const char *lang)
{
	struct content_file **link = &draft->translations, *file;

	while (*link != NULL && strcmp((*link)->lang, lang) < 0)
		link = &(*link)->next;
	if (*link != NULL && strcmp((*link)->lang, lang) == 0) {
		diag_report(scan->diags, DIAG_ID_DUPLICATE,
		    place_of(scan, path),
		    "'%s' is translated to %s in %s/%s already; keep one of "
		    "the two files", draft->id, lang, scan->content->dir,
		    (*link)->path);
		return;
	}
	file = file_new(scan, path, lang);
	file->next = *link;
	*link = file;
}

/* A file name in its parts: `acme.de.md` is acme, de, md. */
struct name_parts {
	size_t stem_len;
	const char *lang;
	size_t lang_len;
	const char *kind;		/* extension, "" when there is none */
};

static struct name_parts
split_name(const char *name)
{
	struct name_parts parts = { .kind = "" };
	const char *first = strchr(name, '.'), *last = strrchr(name, '.');

	parts.stem_len = first != NULL ? (size_t)(first - name) : strlen(name);
	if (last != NULL)
		parts.kind = last + 1;
	if (last != first) {
		parts.lang = first + 1;
		parts.lang_len = (size_t)(last - first - 1);
	}
	return parts;
}

static bool
is_asset_kind(const char *kind)
{
	size_t i;

	for (i = 0; asset_kinds[i] != NULL; i++)
		if (strcasecmp(kind, asset_kinds[i]) == 0)
			return true;
	return false;
}

/* A .yaml or .md file whose stem is the record's id (or `index`). */
static void
take_record_file(struct scan *scan, struct draft *draft, const char *path,
    const char *folder, const struct name_parts *parts)
{
	char lang[TAG_CHARS + 1];

	if (parts->lang == NULL) {
		add_main(scan, draft, path, folder);
		return;
	}
	if (!tag_lang(parts->lang, parts->lang_len, lang)) {
		diag_report(scan->diags, DIAG_LANG_INVALID,
		    place_of(scan, path),
		    "'%.*s' is no language; a translation is named like "
		    "%s.de.md or %s.pt-BR.md", (int)parts->lang_len,
		    parts->lang, draft->id, draft->id);
		return;
	}
	add_translation(scan, draft, path, arena_strdup(scan->arena, lang));
}

static void
refuse_file(struct scan *scan, const char *path, enum record_type type,
    const struct name_parts *parts)
{
	const struct schema *schema = record_schema(type);
	struct source_pos pos = place_of(scan, path);

	if (strcmp(parts->kind, "yml") == 0)
		diag_report(scan->diags, DIAG_FILE_UNEXPECTED, pos,
		    "files that end in .yml are not read; rename it to end in "
		    ".yaml");
	else if (strcmp(parts->kind, "markdown") == 0)
		diag_report(scan->diags, DIAG_FILE_UNEXPECTED, pos,
		    "files that end in .markdown are not read; rename it to "
		    "end in .md");
	else if (is_asset_kind(parts->kind))
		diag_report(scan->diags, DIAG_FILE_UNEXPECTED, pos,
		    "a file beside %s %s goes into a folder of its own: "
		    "%s/ID/index.md with the file next to it",
		    schema_article(schema), schema->singular, schema->name);
	else
		diag_report(scan->diags, DIAG_FILE_UNEXPECTED, pos,
		    "this file belongs to no record; %s %s is %s/ID.yaml, "
		    "%s/ID.md or %s/ID/index.md", schema_article(schema),
		    schema->singular, schema->name, schema->name,
		    schema->name);
}

static bool
is_record_kind(const char *kind)
{
	return strcmp(kind, "yaml") == 0 || strcmp(kind, "md") == 0;
}

static void scan_assets(struct scan *scan, int parent_fd, const char *name,
    const char *path, int depth);

static void
take_bundle_entry(struct scan *scan, int fd, struct draft *draft,
    const char *name, int depth)
{
	const char *path = join(scan->arena, draft->folder, name);
	struct name_parts parts = split_name(name);
	enum entry_kind kind = entry_kind(scan, fd, name, path);

	if (kind == ENTRY_REFUSED || !count_file(scan))
		return;
	if (kind == ENTRY_FOLDER)
		scan_assets(scan, fd, name, path, depth + 1);
	else if (is_record_kind(parts.kind) && parts.stem_len == 5 &&
	    memcmp(name, "index", 5) == 0)
		take_record_file(scan, draft, path, draft->folder, &parts);
	else if (is_asset_kind(parts.kind))
		name_add(&scan->assets, path);
	else if (is_record_kind(parts.kind))
		diag_report(scan->diags, DIAG_FILE_UNEXPECTED,
		    place_of(scan, path),
		    "in a record's folder the text is index.md or index.yaml, "
		    "a translation index.de.md; rename or move this file");
	else
		diag_report(scan->diags, DIAG_FILE_UNEXPECTED,
		    place_of(scan, path),
		    "files that end in .%s are not taken; beside the text a "
		    "record's folder holds pictures (png, jpg, webp, svg) and "
		    "files to link (pdf, csv, txt, zip, docx, xlsx, pptx)",
		    parts.kind);
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
		    place_of(scan, path),
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
		struct name_parts parts = split_name(names.items[i]);
		enum entry_kind kind =
		    entry_kind(scan, fd, names.items[i], inner);

		if (kind == ENTRY_REFUSED || !count_file(scan))
			continue;
		if (kind == ENTRY_FOLDER)
			scan_assets(scan, fd, names.items[i], inner, depth + 1);
		else if (is_asset_kind(parts.kind))
			name_add(&scan->assets, inner);
		else
			diag_report(scan->diags, DIAG_FILE_UNEXPECTED,
			    place_of(scan, inner),
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

	if (!check_id(scan, path, name, strlen(name)))
		return;
	fd = open_folder(scan, parent_fd, name, path);
	if (fd < 0)
		return;
	list_folder(scan, fcntl(fd, F_DUPFD_CLOEXEC, 0), path, &names);
	if (names.count > 0) {
		draft = draft_of(scan, type, arena_strdup(scan->arena, name));
		bundle = ARENA_NEW(scan->arena, struct draft);
		*bundle = *draft;
		bundle->folder = path;
		for (i = 0; i < names.count; i++)
			take_bundle_entry(scan, fd, bundle, names.items[i], 0);
		if (bundle->main == NULL)
			diag_report(scan->diags, DIAG_FILE_UNEXPECTED,
			    place_of(scan, path),
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
	struct name_parts parts = split_name(name);
	enum entry_kind kind = entry_kind(scan, fd, name, path);

	if (kind == ENTRY_REFUSED || !count_file(scan))
		return;
	if (kind == ENTRY_FOLDER)
		scan_bundle(scan, fd, type, name);
	else if (!is_record_kind(parts.kind))
		refuse_file(scan, path, type, &parts);
	else if (check_id(scan, path, name, parts.stem_len))
		take_record_file(scan,
		    draft_of(scan, type,
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

/* The type whose records stand at a path, or RECORD_TYPE_COUNT. */
static enum record_type
type_at(const char *path, enum entry_kind kind)
{
	enum record_type type;

	for (type = 0; type < RECORD_TYPE_COUNT; type++) {
		const struct schema *schema = record_schema(type);

		if (kind == ENTRY_FOLDER && schema->kind == SCHEMA_FOLDER &&
		    strcmp(schema->name, path) == 0)
			break;
		if (kind == ENTRY_FILE && schema->kind != SCHEMA_FOLDER &&
		    strcmp(schema->path, path) == 0)
			break;
	}
	return type;
}

static void
refuse_root_entry(struct scan *scan, const char *path, enum entry_kind kind)
{
	const char *known[RECORD_TYPE_COUNT + 2];
	size_t count = 0;
	enum record_type type;

	for (type = 0; type < RECORD_TYPE_COUNT; type++) {
		const struct schema *schema = record_schema(type);

		known[count++] = schema->kind == SCHEMA_FOLDER ? schema->name
							       : schema->path;
	}
	known[count++] = "vocab";
	known[count++] = "theme";
	diag_report(scan->diags, DIAG_FILE_UNEXPECTED, place_of(scan, path),
	    kind == ENTRY_FOLDER
	    ? "no record type has a folder of this name"
	    : "this file belongs to no record; delete it, or move it into the "
	      "folder of the record that it belongs to");
	diag_suggest(scan->diags, path, known, count);
}

static void
take_list_file(struct scan *scan, enum record_type type, const char *path)
{
	struct draft *draft = draft_of(scan, type, "");

	add_main(scan, draft, path, type == RECORD_SITE ? "" : NULL);
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
		    entry_kind(scan, fd, names.items[i], path);
		enum record_type type = type_at(path, kind);

		if (kind == ENTRY_REFUSED || !count_file(scan))
			continue;
		if (type != RECORD_TYPE_COUNT)
			take_list_file(scan, type, path);
		else
			refuse_root_entry(scan, path, kind);
	}
	free(names.items);
	close(fd);
}

static void
take_root_entry(struct scan *scan, int root_fd, const char *name)
{
	enum entry_kind kind = entry_kind(scan, root_fd, name, name);
	enum record_type type = type_at(name, kind);

	if (kind == ENTRY_REFUSED || !count_file(scan) ||
	    (kind == ENTRY_FOLDER && strcmp(name, "theme") == 0))
		return;
	if (kind == ENTRY_FOLDER && strcmp(name, "vocab") == 0)
		scan_vocab(scan, root_fd);
	else if (type == RECORD_TYPE_COUNT && kind == ENTRY_FILE &&
	    is_asset_kind(split_name(name).kind))
		name_add(&scan->assets, arena_strdup(scan->arena, name));
	else if (type == RECORD_TYPE_COUNT)
		refuse_root_entry(scan, name, kind);
	else if (kind == ENTRY_FOLDER)
		scan_type(scan, root_fd, type);
	else
		take_list_file(scan, type, arena_strdup(scan->arena, name));
}

static int
compare_records(const void *left, const void *right)
{
	const struct content_record *a = left, *b = right;

	if (a->type != b->type)
		return a->type < b->type ? -1 : 1;
	return strcmp(a->id, b->id);
}

static void
report_orphans(struct scan *scan, const struct draft *draft)
{
	const struct content_file *file;

	for (file = draft->translations; file != NULL; file = file->next)
		diag_report(scan->diags, DIAG_TRANSLATION_ORPHAN,
		    (struct source_pos){ file->file, 1, 1 },
		    "this translates '%s', but there is no %s '%s': add "
		    "%s/%s/%s.md, or rename this file", draft->id,
		    record_schema(draft->type)->singular, draft->id,
		    scan->content->dir, record_schema(draft->type)->name,
		    draft->id);
}

static void
gather(struct scan *scan)
{
	struct content *content = scan->content;
	const struct draft *draft;
	size_t i;

	content->records = ARENA_ARRAY(scan->arena, struct content_record,
	    scan->draft_count);
	for (draft = scan->drafts; draft != NULL; draft = draft->next) {
		if (draft->main == NULL)
			report_orphans(scan, draft);
		else
			content->records[content->count++] =
			    (struct content_record){ draft->type, draft->id,
				draft->folder, draft->main,
				draft->translations };
	}
	if (content->count > 0)
		qsort(content->records, content->count,
		    sizeof(*content->records), compare_records);
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
		return false;
	}
	is_read = list_folder(&scan,
	    fcntl(content->root_fd, F_DUPFD_CLOEXEC, 0), "", &names);
	for (i = 0; i < names.count; i++)
		take_root_entry(&scan, content->root_fd, names.items[i]);
	gather(&scan);
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
	*content = (struct content){ .root_fd = -1 };
}

bool
content_has_asset(const struct content *content, const char *path)
{
	return strmap_find(&content->asset_map, path) != NULL;
}
