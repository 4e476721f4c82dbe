/*
 * The manifest: which files of an edition are ours, what they are made of.
 * In: JSON text, or rows. Out: rows, or JSON text with one line a file, so
 * that two manifests can be compared with any tool. jansson reads; writing is
 * by hand because the order of keys and the line breaks are part of the
 * format.
 *
 * A manifest may come from a server, or from a folder that others write to:
 * what is read becomes paths, lines of other programs and words on a terminal.
 */
#include "fieldkit/emit.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <jansson.h>

#include "fieldkit/file.h"
#include "fieldkit/json.h"
#include "fieldkit/limits.h"
#include "fieldkit/slug.h"
#include "fieldkit/strbuf.h"
#include "fieldkit/utf8.h"

/* No file, sum of files or count of pages comes near it. */
#define MAX_NUMBER (INT64_C(1) << 40)

const struct manifest manifest_none = {
	.generator = "", .edition = "", .reader = "", .as_of = "",
	.next_change = "",
};

struct reading {
	struct arena *arena;
	const char *fault;		/* the first key that is wrong, or NULL */
};

static void
fail(struct reading *reading, const char *key)
{
	if (reading->fault == NULL)
		reading->fault = key;
}

static const char *
read_string(struct reading *reading, const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);
	size_t len = json_string_length(value);

	if (value == NULL)
		return "";
	if (!json_is_string(value) ||
	    !utf8_is_line(json_string_value(value), len)) {
		fail(reading, key);
		return "";
	}
	return arena_copy(reading->arena, json_string_value(value), len);
}

/* An id, or none. */
static const char *
read_id(struct reading *reading, const json_t *object, const char *key)
{
	const char *id = read_string(reading, object, key);

	if (id[0] == '\0' || slug_is_valid(id, strlen(id)))
		return id;
	fail(reading, key);
	return "";
}

static int64_t
read_number(struct reading *reading, const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);
	json_int_t number = json_integer_value(value);

	if (json_is_integer(value) && number >= 0 && number <= MAX_NUMBER)
		return number;
	fail(reading, key);
	return 0;
}

/* A digest, which is 64 characters or, where it may be, none. */
static void
read_hex(struct reading *reading, const json_t *object, const char *key,
    char ret_hex[DIGEST_HEX_CHARS + 1])
{
	const char *hex = read_string(reading, object, key);
	size_t len = strlen(hex);

	if (len != 0 && (len != DIGEST_HEX_CHARS ||
	    strspn(hex, "0123456789abcdef") != len))
		fail(reading, key);
	else
		memcpy(ret_hex, hex, len + 1);
}

bool
manifest_path_is_inside(const char *path)
{
	const char *part = path;

	if (*path == '\0' || *path == '/' ||
	    !utf8_is_line(path, strlen(path)))
		return false;
	while (part != NULL) {
		if (*part == '/')
			part++;
		if (*part == '\0' || *part == '/' ||
		    strncmp(part, "./", 2) == 0 ||
		    strncmp(part, "../", 3) == 0 ||
		    strcmp(part, ".") == 0 || strcmp(part, "..") == 0)
			return false;
		part = strchr(part, '/');
	}
	return true;
}

static const struct manifest_kit *
read_kit(struct reading *reading, const json_t *object)
{
	struct manifest_kit *kit = ARENA_NEW(reading->arena,
	    struct manifest_kit);

	kit->id = read_string(reading, object, "id");
	kit->kind = read_string(reading, object, "kind");
	kit->campaign = read_id(reading, object, "campaign");
	kit->office = read_id(reading, object, "office");
	kit->partner = read_id(reading, object, "partner");
	kit->lang = read_string(reading, object, "lang");
	kit->title = read_string(reading, object, "title");
	kit->valid_until = read_string(reading, object, "valid_until");
	kit->pages = read_number(reading, object, "pages");
	return kit;
}

static void
read_emails(struct reading *reading, const json_t *array,
    struct manifest_office *office)
{
	size_t i, count = json_array_size(array);

	office->emails = ARENA_ARRAY(reading->arena, const char *, count);
	for (i = 0; i < count; i++) {
		const char *email = json_string_value(json_array_get(array, i));

		if (email == NULL || !utf8_is_line(email, strlen(email)))
			fail(reading, "emails");
		else
			office->emails[office->email_count++] =
			    arena_strdup(reading->arena, email);
	}
}

static void
read_offices(struct reading *reading, const json_t *array,
    struct manifest *manifest)
{
	size_t i, count = json_array_size(array);

	manifest->offices = ARENA_ARRAY(reading->arena,
	    struct manifest_office, count);
	manifest->office_count = (uint32_t)count;
	for (i = 0; i < count; i++) {
		const json_t *object = json_array_get(array, i);
		struct manifest_office *office = &manifest->offices[i];

		office->id = read_id(reading, object, "id");
		office->name = read_string(reading, object, "name");
		office->lang = read_string(reading, object, "lang");
		office->max_attachment_mb = read_number(reading, object,
		    "max_attachment_mb");
		office->rhythm = read_string(reading, object, "digest");
		read_emails(reading, json_object_get(object, "emails"),
		    office);
	}
}

static void
read_file(struct reading *reading, const json_t *object,
    struct manifest_file *file)
{
	const json_t *kit = json_object_get(object, "kit");

	file->path = read_string(reading, object, "path");
	file->kind = read_string(reading, object, "kind");
	file->bytes = read_number(reading, object, "bytes");
	read_hex(reading, object, "sha256", file->sha256);
	read_hex(reading, object, "digest", file->digest);
	if (kit != NULL)
		file->kit = read_kit(reading, kit);
	if (!manifest_path_is_inside(file->path))
		fail(reading, "path");
}

static int
compare_files(const void *a, const void *b)
{
	const struct manifest_file *left = a, *right = b;

	return strcmp(left->path, right->path);
}

static struct manifest_file *
read_files(struct reading *reading, const json_t *array, size_t *ret_count)
{
	size_t count = json_array_size(array), i;
	struct manifest_file *files = ARENA_ARRAY(reading->arena,
	    struct manifest_file, count);

	for (i = 0; i < count; i++)
		read_file(reading, json_array_get(array, i), &files[i]);
	if (count > 0)
		qsort(files, count, sizeof(*files), compare_files);
	for (i = 1; i < count; i++)
		if (strcmp(files[i - 1].path, files[i].path) == 0)
			fail(reading, "path");
	*ret_count = count;
	return files;
}

/* Takes the tree, or reports why there is none. */
static bool
read_manifest(struct manifest *manifest, struct arena *arena,
    const char *path, json_t *root, const json_error_t *error,
    struct diags *diags)
{
	struct reading reading = { .arena = arena };

	if (root == NULL) {
		diag_report(diags, DIAG_MANIFEST_INVALID, SOURCE_NOWHERE,
		    "'%s' is not a manifest: line %d: %s", path, error->line,
		    error->text);
		return false;
	}
	if (read_number(&reading, root, "format") != MANIFEST_FORMAT)
		fail(&reading, "format");
	manifest->generator = read_string(&reading, root, "generator");
	manifest->edition = read_id(&reading, root, "edition");
	manifest->reader = read_id(&reading, root, "reader");
	manifest->as_of = read_string(&reading, root, "as_of");
	manifest->next_change = read_string(&reading, root, "next_change");
	read_offices(&reading, json_object_get(root, "offices"), manifest);
	manifest->files = read_files(&reading,
	    json_object_get(root, "files"), &manifest->count);
	manifest->kept = read_files(&reading,
	    json_object_get(root, "kept"), &manifest->kept_count);
	json_decref(root);
	if (reading.fault != NULL)
		diag_report(diags, DIAG_MANIFEST_INVALID, SOURCE_NOWHERE,
		    "'%s' is not a manifest of format %d, by its '%s'; move "
		    "it away to build the edition anew", path,
		    MANIFEST_FORMAT, reading.fault);
	return reading.fault == NULL;
}

/* Of a few bytes, a value takes fifty in memory. */
static bool
is_text_small(const char *text, size_t len)
{
	size_t values = 0, i;

	for (i = 0; i < len; i++)
		values += text[i] == ',' || text[i] == '[' || text[i] == '{';
	return len <= LIMIT_MANIFEST_BYTES && values <= LIMIT_MANIFEST_VALUES;
}

static bool
refuse_size(const char *path, struct diags *diags)
{
	diag_report(diags, DIAG_LIMIT_PASSED, SOURCE_NOWHERE,
	    "'%s' is too large for a manifest; at most %d bytes and %d values "
	    "are read", path, LIMIT_MANIFEST_BYTES, LIMIT_MANIFEST_VALUES);
	return false;
}

bool
manifest_parse(struct manifest *manifest, struct arena *arena,
    const char *path, const char *text, size_t len, struct diags *diags)
{
	json_error_t error;
	json_t *root;

	*manifest = manifest_none;
	if (!is_text_small(text, len))
		return refuse_size(path, diags);
	root = json_loadb(len > 0 ? text : "", len, JSON_REJECT_DUPLICATES,
	    &error);
	return read_manifest(manifest, arena, path, root, &error, diags);
}

bool
manifest_read(struct manifest *manifest, struct arena *arena,
    const char *path, struct diags *diags)
{
	struct arena texts = { 0 };
	char *text;
	size_t len;
	bool is_read;

	*manifest = manifest_none;
	if (access(path, F_OK) != 0 && errno == ENOENT)
		return true;
	is_read = file_read(&texts, path, LIMIT_MANIFEST_BYTES, diags, &text,
	    &len) && manifest_parse(manifest, arena, path, text, len, diags);
	arena_release(&texts);
	return is_read;
}

static const struct manifest_file *
find_file(const struct manifest_file *files, size_t count, const char *path)
{
	struct manifest_file key = { .path = path };

	return count == 0 ? NULL : bsearch(&key, files, count, sizeof(key),
	    compare_files);
}

const struct manifest_file *
manifest_find(const struct manifest *manifest, const char *path)
{
	return find_file(manifest->files, manifest->count, path);
}

const struct manifest_file *
manifest_find_kept(const struct manifest *manifest, const char *path)
{
	return find_file(manifest->kept, manifest->kept_count, path);
}

/* A member that is left out when it says nothing. */
static void
write_optional(struct strbuf *json, const char *key, const char *value)
{
	if (value[0] == '\0')
		return;
	strbuf_add_string(json, ", ");
	json_add_pair(json, key, value);
}

static void
write_kit(struct strbuf *json, const struct manifest_kit *kit)
{
	strbuf_add_string(json, ", \"kit\": {");
	json_add_pair(json, "id", kit->id);
	write_optional(json, "kind", kit->kind);
	write_optional(json, "campaign", kit->campaign);
	write_optional(json, "office", kit->office);
	write_optional(json, "partner", kit->partner);
	write_optional(json, "lang", kit->lang);
	write_optional(json, "title", kit->title);
	write_optional(json, "valid_until", kit->valid_until);
	strbuf_printf(json, ", \"pages\": %lld}", (long long)kit->pages);
}

static void
write_file(struct strbuf *json, const struct manifest_file *file)
{
	strbuf_add_string(json, "    {");
	json_add_pair(json, "path", file->path);
	write_optional(json, "kind", file->kind);
	strbuf_printf(json, ", \"bytes\": %lld", (long long)file->bytes);
	write_optional(json, "sha256", file->sha256);
	write_optional(json, "digest", file->digest);
	if (file->kit != NULL)
		write_kit(json, file->kit);
	strbuf_add_char(json, '}');
}

static void
write_files(struct strbuf *json, const char *key,
    const struct manifest_file *files, size_t count)
{
	size_t i;

	strbuf_printf(json, ",\n  \"%s\": [", key);
	for (i = 0; i < count; i++) {
		strbuf_add_string(json, i == 0 ? "\n" : ",\n");
		write_file(json, &files[i]);
	}
	strbuf_add_string(json, "\n  ]");
}

static void
write_office(struct strbuf *json, const struct manifest_office *office)
{
	uint32_t i;

	strbuf_add_string(json, "    {");
	json_add_pair(json, "id", office->id);
	write_optional(json, "name", office->name);
	write_optional(json, "lang", office->lang);
	write_optional(json, "digest", office->rhythm);
	strbuf_printf(json, ", \"max_attachment_mb\": %lld, \"emails\": [",
	    (long long)office->max_attachment_mb);
	for (i = 0; i < office->email_count; i++) {
		if (i > 0)
			strbuf_add_string(json, ", ");
		json_add_string(json, office->emails[i]);
	}
	strbuf_add_string(json, "]}");
}

static void
write_offices(struct strbuf *json, const struct manifest *manifest)
{
	uint32_t i;

	if (manifest->office_count == 0)
		return;
	strbuf_add_string(json, ",\n  \"offices\": [");
	for (i = 0; i < manifest->office_count; i++) {
		strbuf_add_string(json, i == 0 ? "\n" : ",\n");
		write_office(json, &manifest->offices[i]);
	}
	strbuf_add_string(json, "\n  ]");
}

static void
write_faces(struct strbuf *json, const struct manifest *manifest)
{
	uint32_t i;

	if (manifest->face_count == 0)
		return;
	strbuf_add_string(json, "\"faces\": {");
	for (i = 0; i < manifest->face_count; i++) {
		strbuf_add_string(json, i == 0 ? "\n    " : ",\n    ");
		json_add_pair(json, manifest->faces[i].name,
		    manifest->faces[i].digest);
	}
	strbuf_add_string(json, "\n  },\n  ");
}

void
manifest_format(const struct manifest *manifest, struct strbuf *json)
{
	uint32_t library;

	strbuf_printf(json, "{\n  \"format\": %d,\n  ", MANIFEST_FORMAT);
	json_add_pair(json, "generator", manifest->generator);
	strbuf_add_string(json, ",\n  \"libraries\": {");
	for (library = 0; library < manifest->library_count; library++) {
		if (library > 0)
			strbuf_add_string(json, ", ");
		json_add_pair(json, manifest->libraries[library].name,
		    manifest->libraries[library].version);
	}
	strbuf_add_string(json, "},\n  ");
	write_faces(json, manifest);
	json_add_pair(json, "edition", manifest->edition);
	strbuf_add_string(json, ",\n  ");
	json_add_pair(json, "reader", manifest->reader);
	strbuf_add_string(json, ",\n  ");
	json_add_pair(json, "as_of", manifest->as_of);
	if (manifest->next_change[0] != '\0') {
		strbuf_add_string(json, ",\n  ");
		json_add_pair(json, "next_change", manifest->next_change);
	}
	write_offices(json, manifest);
	write_files(json, "files", manifest->files, manifest->count);
	if (manifest->kept_count > 0)
		write_files(json, "kept", manifest->kept,
		    manifest->kept_count);
	strbuf_add_string(json, "\n}\n");
}
