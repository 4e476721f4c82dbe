/*
 * What the name of a file or folder tells. In: a name and the path it stands
 * at. Out: its parts, its kind and the record type it belongs to; for a name
 * that tells nothing, a diagnostic with the name that was meant.
 */
#include "scan.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "fieldkit/limits.h"
#include "fieldkit/slug.h"
#include "fieldkit/tags.h"
#include "fieldkit/utf8.h"

/* Extensions of files that a record may have beside it. */
static const char *const asset_kinds[] = { "png", "jpg", "jpeg", "webp",
	"svg", "pdf", "csv", "txt", "zip", "docx", "xlsx", "pptx", NULL };

uint32_t
scan_add_source(struct scan *scan, const char *path)
{
	const char *shown =
	    arena_printf(scan->arena, "%s/%s", scan->content->dir, path);

	return source_add(scan->sources, shown, "", 0);
}

struct source_pos
scan_place(struct scan *scan, const char *path)
{
	return (struct source_pos){ scan_add_source(scan, path), 0, 0 };
}

enum entry_kind
scan_entry_kind(struct scan *scan, int dir_fd, const char *name,
    const char *path)
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
		diag_report(scan->diags, DIAG_IO_FAILED, scan_place(scan, path),
		    "cannot read %s: %s", path, strerror(errno));
		return ENTRY_REFUSED;
	}
	if (S_ISDIR(status.st_mode))
		return ENTRY_FOLDER;
	if (S_ISREG(status.st_mode))
		return ENTRY_FILE;
	diag_report(scan->diags, DIAG_FILE_KIND, scan_place(scan, path),
	    S_ISLNK(status.st_mode)
	    ? "this is a link, and links are not followed; put the file itself "
	      "here"
	    : "this is no plain file; remove it from the content");
	return ENTRY_REFUSED;
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

void
scan_note_refused(struct scan *scan, const char *name, size_t stem_len)
{
	const char *id = id_meant(scan->arena, name, stem_len);

	strmap_add(&scan->content->refused, id, id);
}

bool
scan_check_id(struct scan *scan, const char *path, const char *chars,
    size_t len)
{
	const char *underline = memrchr(chars, '_', len), *meant;
	char lang[TAG_CHARS + 1];

	if (slug_is_valid(chars, len))
		return true;
	meant = id_meant(scan->arena, chars, len);
	strmap_add(&scan->content->refused, meant, meant);
	diag_report(scan->diags, DIAG_ID_INVALID, scan_place(scan, path),
	    "the name gives the id '%.*s', but an id has only a-z, 0-9 and "
	    "hyphens, %d at most", (int)len, chars, LIMIT_ID_CHARS);
	if (underline != NULL && slug_is_valid(chars,
	    (size_t)(underline - chars)) && tag_lang(underline + 1,
	    len - (size_t)(underline + 1 - chars), lang))
		diag_hint(scan->diags, "a translation is named like "
		    "'%.*s.%s.md'", (int)(underline - chars), chars, lang);
	else if (meant[0] != '\0')
		diag_hint(scan->diags, "rename it to '%s'", meant);
	return false;
}

struct name_parts
name_split(const char *name)
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

bool
kind_is_asset(const char *kind)
{
	size_t i;

	for (i = 0; asset_kinds[i] != NULL; i++)
		if (strcasecmp(kind, asset_kinds[i]) == 0)
			return true;
	return false;
}

bool
kind_is_record(const char *kind)
{
	return strcmp(kind, "yaml") == 0 || strcmp(kind, "md") == 0;
}

enum record_type
record_type_at(const char *path, enum entry_kind kind)
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

/* The last part of a path. */
static const char *
base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash != NULL ? slash + 1 : path;
}

void
scan_refuse_asset(struct scan *scan, const char *path, const char *kind)
{
	static const char *const pictures[] = { "heic", "heif", "avif", "tif",
		"tiff", "gif", "bmp", "eps", "psd", "ai" };
	struct source_pos pos = scan_place(scan, path);
	size_t i;

	strmap_add(&scan->content->refused, path, path);
	for (i = 0; i < sizeof(pictures) / sizeof(pictures[0]); i++) {
		if (strcasecmp(kind, pictures[i]) != 0)
			continue;
		diag_report(scan->diags, DIAG_FILE_UNEXPECTED, pos,
		    "pictures that end in .%s are not taken; export it as "
		    "PNG, JPEG, WebP or SVG, and name that file", kind);
		return;
	}
	diag_report(scan->diags, DIAG_FILE_UNEXPECTED, pos,
	    "files that end in .%s are not taken; beside the text a "
	    "record's folder holds pictures (png, jpg, webp, svg) and "
	    "files to link (pdf, csv, txt, zip, docx, xlsx, pptx)", kind);
}

void
scan_refuse_file(struct scan *scan, const char *path, enum record_type type,
    const struct name_parts *parts)
{
	const struct schema *schema = record_schema(type);
	struct source_pos pos = scan_place(scan, path);

	scan_note_refused(scan, base_name(path), parts->stem_len);
	if (strcasecmp(parts->kind, "yaml") == 0 ||
	    strcasecmp(parts->kind, "md") == 0)
		diag_report(scan->diags, DIAG_FILE_UNEXPECTED, pos,
		    "the ending '.%s' is written in small letters; rename it "
		    "to end in .%s", parts->kind,
		    strcasecmp(parts->kind, "md") == 0 ? "md" : "yaml");
	else if (strcmp(parts->kind, "txt") == 0 && parts->lang_len > 0 &&
	    kind_is_record(arena_copy(scan->arena, parts->lang,
	    parts->lang_len)))
		diag_report(scan->diags, DIAG_FILE_UNEXPECTED, pos,
		    "an editor put .txt behind the name; rename it to end in "
		    ".%.*s", (int)parts->lang_len, parts->lang);
	else if (strcasecmp(parts->kind, "yml") == 0)
		diag_report(scan->diags, DIAG_FILE_UNEXPECTED, pos,
		    "files that end in .yml are not read; rename it to end in "
		    ".yaml");
	else if (strcmp(parts->kind, "markdown") == 0)
		diag_report(scan->diags, DIAG_FILE_UNEXPECTED, pos,
		    "files that end in .markdown are not read; rename it to "
		    "end in .md");
	else if (strcmp(parts->kind, "txt") == 0)
		diag_report(scan->diags, DIAG_FILE_UNEXPECTED, pos,
		    "a text in %s/ ends in .md; rename it if it is %s %s",
		    schema->name, schema_article(schema), schema->singular);
	else if (kind_is_asset(parts->kind))
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

/* The known path that a wrong one comes nearest to. Folder and extension are
 * alike in most of them, so only what is between counts. */
static void
suggest_path(struct scan *scan, const char *path, const char *const *known,
    size_t count)
{
	const char *stems[RECORD_TYPE_COUNT + 2], *found = base_name(path);
	const char *meant;
	size_t i;

	for (i = 0; i < count; i++) {
		const char *name = base_name(known[i]);

		stems[i] = arena_copy(scan->arena, name,
		    name_split(name).stem_len);
	}
	meant = diag_nearest(arena_copy(scan->arena, found,
	    name_split(found).stem_len), stems, count);
	for (i = 0; meant != NULL && i < count; i++)
		if (stems[i] == meant)
			diag_hint(scan->diags, "did you mean '%s'?", known[i]);
}

void
scan_refuse_root_entry(struct scan *scan, const char *path,
    enum entry_kind kind)
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
	if (kind == ENTRY_FILE)
		scan_note_refused(scan, base_name(path),
		    name_split(base_name(path)).stem_len);
	diag_report(scan->diags, DIAG_FILE_UNEXPECTED, scan_place(scan, path),
	    kind == ENTRY_FOLDER
	    ? "no record type has a folder of this name"
	    : strncmp(path, "vocab/", 6) == 0
	    ? "this is no vocabulary; they are industries.yaml, products.yaml, "
	      "areas.yaml and regions.yaml"
	    : strchr(path, '/') == NULL && kind_is_record(name_split(path).kind)
	    ? "this file is of no type; a record lies in the folder of its "
	      "type, such as solutions/ or partners/"
	    : "this file belongs to no record; delete it, or move it into the "
	      "folder of the record that it belongs to");
	suggest_path(scan, path, known, count);
}
