/*
 * One record out of its files. In: the paths that the scan found.
 * Out: structs, their translations merged, their bodies parsed.
 *
 * Nothing here is shared between threads but the source table, in which each
 * thread fills the files that it reads.
 */
#include "load_record.h"

#include <string.h>

#include "fieldkit/file.h"
#include "fieldkit/limits.h"
#include "fieldkit/markdown.h"
#include "fieldkit/tags.h"
#include "fieldkit/yaml.h"
#include "fieldkit/utf8.h"

/* A file cut in two; a part that is not there has no bytes. */
struct parts {
	struct yaml_input yaml;
	const char *body;
	size_t body_len;
	uint32_t body_line;
};

/* Bytes of what was UTF-8, was read as Windows-1252 and saved: `Ã¤` for ä,
 * `â€™` for an apostrophe, `Â` before a no-break space; or of U+FFFD, which
 * stands for a character that was lost. 0 where there is none. */
static size_t
garbled_len(const char *at, size_t len)
{
	const unsigned char *c = (const unsigned char *)at;

	if (len >= 3 && memcmp(at, "\ufffd", 3) == 0)
		return 3;
	if (len < 4 || c[0] != 0xc3)
		return 0;
	if (c[1] == 0x83 && c[2] == 0xc2)
		return 4;
	if (len >= 5 && memcmp(at, "\u00e2\u20ac", 5) == 0)
		return 5;
	return c[1] == 0x82 && c[2] == 0xc2 && (c[3] == 0xa0 ||
	    c[3] == 0xab || c[3] == 0xbb || c[3] == 0xb0) ? 4 : 0;
}

/* The first of a file, since there are many once there is one. */
static void
report_garbled(struct bind *bind, const struct content_file *file,
    const char *bytes, size_t len)
{
	struct source_pos pos = { file->file, 1, 1 };
	size_t at, start = 0, size = 0;

	for (at = 0; at < len && size == 0; at++) {
		if (bytes[at] == '\n') {
			pos.line++;
			start = at + 1;
		}
		size = (unsigned char)bytes[at] >= 0x80 ?
		    garbled_len(bytes + at, len - at) : 0;
	}
	if (size == 0)
		return;
	pos.col += (uint32_t)utf8_count(bytes + start, at - 1 - start);
	diag_report(bind->diags, DIAG_TEXT_GARBLED, pos,
	    size == 3
	    ? "the sign '%.*s' stands for a letter that was lost when the "
	      "file was saved; type the letter"
	    : "'%.*s' is how another encoding shows a letter of UTF-8; type "
	      "the letter, or copy the text anew", (int)size,
	    bytes + at - 1);
}

static bool
read_file(struct bind *bind, struct sources *sources,
    const struct content_file *file, const char **ret_bytes, size_t *ret_len)
{
	struct source_pos pos = { file->file, 1, 1 };
	char *bytes;
	size_t len, skip;

	if (!file_read_beneath(bind->arena, bind->content->root_fd,
	    file->path, source_path(sources, pos),
	    LIMIT_YAML_BYTES + LIMIT_BODY_BYTES, pos, bind->diags, &bytes,
	    &len))
		return false;
	skip = len >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
	*ret_bytes = bytes + skip;
	*ret_len = len - skip;
	source_fill(sources, file->file, *ret_bytes, *ret_len);
	if (!text_check(file->file, 1, *ret_bytes, *ret_len, bind->diags))
		return false;
	report_garbled(bind, file, *ret_bytes, *ret_len);
	return true;
}

/* Whether a line is `---` and nothing else. */
static bool
is_fence(const char *line, size_t len)
{
	while (len > 3 && strchr(" \t\r", line[len - 1]) != NULL)
		len--;
	return len == 3 && memcmp(line, "---", 3) == 0;
}

/* The line that ends the front matter: its offset, or `len`. */
static size_t
find_fence(const char *bytes, size_t len, size_t from, uint32_t *ret_line)
{
	*ret_line = 1;
	while (from < len) {
		const char *end = memchr(bytes + from, '\n', len - from);
		size_t line_len = end != NULL
		    ? (size_t)(end - (bytes + from)) : len - from;

		++*ret_line;
		if (is_fence(bytes + from, line_len))
			return from;
		from += line_len + 1;
	}
	return len;
}

static size_t
next_line(const char *bytes, size_t len, size_t from)
{
	const char *end = memchr(bytes + from, '\n', len - from);

	return end != NULL ? (size_t)(end - bytes) + 1 : len;
}

/* Hyphens or dashes alone, as Word makes of three hyphens. */
static bool
is_like_fence(const char *line, size_t len)
{
	size_t at = 0, dashes = 0;

	for (; at < len; at++) {
		if (line[at] == '-')
			dashes++;
		else if (len - at >= 3 && (memcmp(line + at, "\u2013", 3) == 0 ||
		    memcmp(line + at, "\u2014", 3) == 0))
			dashes += 2, at += 2;
		else if (strchr(" \t\r", line[at]) == NULL)
			return false;
	}
	return dashes > 1;
}

/* `title: …` of a known field. */
static bool
is_like_field(const struct schema *schema, const char *line, size_t len)
{
	const char *colon = memchr(line, ':', len);

	return colon != NULL && colon + 1 < line + len && colon[1] == ' ' &&
	    schema_field(schema, line, (size_t)(colon - line)) != NULL;
}

/* What stands where the front matter should, in a text that has none: fences
 * that are none, or fields without them; NULL: just text. */
static const char *
fault_of_start(const struct bind *bind, const char *bytes, size_t len,
    struct source_pos *pos)
{
	size_t at = 0, end = next_line(bytes, len, 0);

	while (end < len && strspn(bytes + at, " \t\r\n") >= end - at) {
		at = end;
		end = next_line(bytes, len, at);
		pos->line++;
	}
	while (end > at && strchr("\r\n", bytes[end - 1]) != NULL)
		end--;
	if (is_like_fence(bytes + at, end - at))
		return "front matter starts in the first line of the file, "
		    "with three hyphens, '---', and ends with such a line";
	if (is_like_field(bind->schema, bytes + at, end - at))
		return "a field stands outside the front matter; put the "
		    "fields first, between two lines of '---'";
	pos->line = 1;
	return NULL;
}

/* Cuts a .md file at its fences; false after an error. A translation may
 * have no front matter at all. */
static bool
cut_markdown(struct bind *bind, const struct content_file *file,
    const char *bytes, size_t len, struct parts *parts)
{
	struct source_pos pos = { file->file, 1, 1 };
	size_t start = next_line(bytes, len, 0), end;
	const char *fault;
	uint32_t line;

	if (!is_fence(bytes, start > 0 && bytes[start - 1] == '\n' ? start - 1
								   : start)) {
		fault = fault_of_start(bind, bytes, len, &pos);
		if (fault == NULL && file->lang != NULL) {
			parts->body = bytes;
			parts->body_len = len;
			parts->body_line = 1;
			return true;
		}
		diag_report(bind->diags, DIAG_FRONT_MATTER, pos, "%s",
		    fault != NULL ? fault : "the file starts without front "
		    "matter; put the fields of the record first, between two "
		    "lines of '---'");
		return false;
	}
	end = find_fence(bytes, len, start, &line);
	if (end == len) {
		diag_report(bind->diags, DIAG_FRONT_MATTER, pos,
		    "the front matter that opens here is never closed; put a "
		    "line '---' below its last field");
		return false;
	}
	parts->yaml = (struct yaml_input){ file->file, bytes + start,
		end - start, 2 };
	end = next_line(bytes, len, end);
	parts->body = bytes + end;
	parts->body_len = len - end;
	parts->body_line = line + 1;
	return true;
}

static bool
read_parts(struct bind *bind, struct sources *sources,
    const struct content_file *file, struct parts *ret_parts)
{
	const char *bytes;
	size_t len;

	*ret_parts = (struct parts){ 0 };
	if (!read_file(bind, sources, file, &bytes, &len))
		return false;
	if (file->is_markdown)
		return cut_markdown(bind, file, bytes, len, ret_parts);
	ret_parts->yaml = (struct yaml_input){ file->file, bytes, len, 1 };
	return true;
}

/* The root of a file's YAML, which must be of one kind. NULL after an error,
 * and where there is nothing: `ret_is_empty`. */
static const struct yaml_node *
parse_yaml(struct bind *bind, const struct yaml_input *input,
    enum yaml_kind kind, bool *ret_is_empty)
{
	size_t errors = bind->diags->errors;
	const struct yaml_node *root = NULL;

	if (input->bytes != NULL)
		root = yaml_parse(bind->arena, input, bind->diags);
	*ret_is_empty = root == NULL && bind->diags->errors == errors;
	if (root == NULL || root->kind == kind)
		return root;
	if (kind == YAML_SEQUENCE)
		diag_report(bind->diags, DIAG_FIELD_TYPE, root->pos,
		    "this file is a list of %s; start each with '- id: …'",
		    bind->schema->name);
	else
		diag_report(bind->diags, DIAG_FIELD_TYPE, root->pos,
		    "%s %s is written as lines of 'key: value'; this is %s",
		    schema_article(bind->schema),
		    bind->schema->singular,
		    root->kind == YAML_SEQUENCE ? "a list" : "a text");
	return NULL;
}

/* The body as a variant of `text`; white space alone is no body. */
static void
add_body(struct bind *bind, const struct parts *parts, uint32_t file,
    const char *lang, struct text *text)
{
	struct markdown_input input = { .file = file, .lang = lang,
		.first_line = parts->body_line, .bytes = parts->body,
		.len = parts->body_len, .bundle = bind->folder,
		.is_story = bind->schema == &schema_case_study };
	struct variant variant = { .lang = lang };
	size_t end;

	while (input.len > 0) {
		end = next_line(input.bytes, input.len, 0);
		if (strspn(input.bytes, " \t\r\n") < end)
			break;
		input.bytes += end;
		input.len -= end;
		input.first_line++;
	}
	if (input.len == 0)
		return;
	variant.pos = (struct source_pos){ file, input.first_line, 1 };
	variant.chars = input.bytes;
	variant.len = (uint32_t)input.len;
	variant.tree = markdown_parse(bind->arena, &input, bind->diags);
	text_add_variant(bind, "body", text, &variant);
}

static void
load_translation(struct bind *bind, struct sources *sources,
    const struct content_file *file, struct record *record)
{
	struct parts parts;
	const struct yaml_node *root;
	bool is_empty;

	if (!read_parts(bind, sources, file, &parts))
		return;
	root = parse_yaml(bind, &parts.yaml, YAML_MAPPING, &is_empty);
	if (root != NULL)
		bind_translation(bind, bind->schema, record, root, file->lang);
	if (parts.body != NULL)
		add_body(bind, &parts, file->file, file->lang, &record->body);
}

static void
load_translations(struct bind *bind, struct sources *sources,
    const struct content_record *from, struct record *record)
{
	const struct content_file *file;
	struct str *langs;
	uint32_t count = 0;

	for (file = from->translations; file != NULL; file = file->next)
		count++;
	if (count == 0)
		return;
	langs = ARENA_ARRAY(bind->arena, struct str, count);
	record->langs.items = langs;
	record->langs.pos = record->pos;
	for (file = from->translations; file != NULL; file = file->next) {
		langs[record->langs.count++] = (struct str){
			{ file->file, 1, 1 }, (uint32_t)strlen(file->lang),
			file->lang };
		load_translation(bind, sources, file, record);
	}
}

static struct record *
new_record(struct bind *bind, const struct content_record *from,
    const char *id, struct source_pos pos)
{
	struct record *record = arena_alloc(bind->arena, bind->schema->size);

	record->pos = pos;
	record->type = from->type;
	record->id = id;
	record->folder = from->folder;
	bind->record_pos = pos;
	return record;
}

/* The site's language is needed to read the site itself. */
static const char *
site_locale(struct bind *bind, const struct yaml_node *root)
{
	const struct yaml_node *node = yaml_find(root, "locale");
	char tag[TAG_CHARS + 1];

	if (node != NULL && node->kind == YAML_SCALAR &&
	    tag_lang(node->scalar, node->scalar_len, tag))
		return arena_strdup(bind->arena, tag);
	return "en";
}

/* How many keys of a record its type does not know. */
static size_t
count_unknown(const struct schema *schema, const struct yaml_node *root)
{
	const struct yaml_node *node;
	size_t count = 0;

	for (node = root->first_child; node != NULL; node = node->next)
		count += schema_field(schema, node->key,
		    strlen(node->key)) == NULL;
	return count;
}

/* Whether a file holds a record of another type, in a folder that is not its
 * own; reported. */
static bool
is_misplaced(struct bind *bind, const struct yaml_node *root,
    enum record_type *ret_type)
{
	const struct yaml_node *node = root->first_child;
	enum record_type type;

	if (bind->schema->kind != SCHEMA_FOLDER ||
	    count_unknown(bind->schema, root) < 2)
		return false;
	for (type = 0; type < RECORD_TYPE_COUNT; type++)
		if (record_schema(type)->kind == SCHEMA_FOLDER &&
		    count_unknown(record_schema(type), root) == 0)
			break;
	if (type == RECORD_TYPE_COUNT)
		return false;
	while (schema_field(bind->schema, node->key, strlen(node->key)) !=
	    NULL)
		node = node->next;
	diag_report(bind->diags, DIAG_FIELD_UNKNOWN, node->key_pos,
	    "'%s' is no field of %s %s; all of this is what %s %s says, so "
	    "move the file to %s/%s/", node->key,
	    schema_article(bind->schema), bind->schema->singular,
	    schema_article(record_schema(type)),
	    record_schema(type)->singular, bind->content->dir,
	    record_schema(type)->name);
	*ret_type = type;
	return true;
}

static void
load_single(struct bind *bind, struct sources *sources,
    const struct content_record *from, struct loaded_records *ret_loaded)
{
	struct source_pos pos = { from->main->file, 1, 1 };
	struct record *record = new_record(bind, from,
	    from->type == RECORD_SITE ? "site" : from->id, pos);
	const struct yaml_node *root = NULL;
	struct parts parts;
	bool is_empty = false;

	ret_loaded->items = ARENA_NEW(bind->arena, struct record *);
	ret_loaded->items[ret_loaded->count++] = record;
	if (read_parts(bind, sources, from->main, &parts))
		root = parse_yaml(bind, &parts.yaml, YAML_MAPPING, &is_empty);
	if (is_empty)
		report_empty_record(bind, bind->schema);
	if (root == NULL)
		return;
	record->pos = bind->record_pos = root->pos;
	ret_loaded->is_misplaced = is_misplaced(bind, root,
	    &ret_loaded->meant);
	if (ret_loaded->is_misplaced)
		return;
	if (from->type == RECORD_SITE)
		bind->locale = site_locale(bind, root);
	bind_map(bind, bind->schema, record, root, false);
	bind_defaults(bind, bind->schema, record);
	if (parts.body != NULL)
		add_body(bind, &parts, from->main->file, bind->locale,
		    &record->body);
	load_translations(bind, sources, from, record);
}

static const char *
item_id(struct bind *bind, const struct yaml_node *item)
{
	static const struct field field = { .key = "id", .type = FIELD_SLUG };
	const struct yaml_node *node = yaml_find(item, "id");
	struct str id = { 0 };

	if (node != NULL)
		return bind_scalar(bind, &field, node, &id) ? id.chars : NULL;
	diag_report(bind->diags, DIAG_FIELD_MISSING, item->pos,
	    "each of the %s needs 'id', a word of a-z, 0-9 and hyphens that "
	    "never changes", bind->schema->name);
	return NULL;
}

static struct record *
load_item(struct bind *bind, const struct content_record *from,
    const struct yaml_node *item, struct strmap *seen)
{
	struct record *record;
	const struct record *first;
	const char *id;

	if (item->kind != YAML_MAPPING) {
		diag_report(bind->diags, DIAG_FIELD_TYPE, item->pos,
		    "each of the %s is a map that starts with 'id: …'",
		    bind->schema->name);
		return NULL;
	}
	id = item_id(bind, item);
	record = new_record(bind, from, id != NULL ? id : "", item->pos);
	bind_map(bind, bind->schema, record, item, true);
	bind_defaults(bind, bind->schema, record);
	if (id == NULL)
		return NULL;
	first = strmap_add(seen, id, record);
	if (first == NULL)
		return record;
	diag_report(bind->diags, DIAG_ID_DUPLICATE, item->pos,
	    "'%s' stands in line %u already; give this %s another id", id,
	    (unsigned)first->pos.line, bind->schema->singular);
	return NULL;
}

static void
load_list(struct bind *bind, struct sources *sources,
    const struct content_record *from, struct loaded_records *ret_loaded)
{
	const struct yaml_node *root = NULL, *item;
	struct strmap seen = { 0 };
	struct parts parts;
	bool is_empty = false;

	if (read_parts(bind, sources, from->main, &parts))
		root = parse_yaml(bind, &parts.yaml, YAML_SEQUENCE, &is_empty);
	ret_loaded->is_incomplete = root == NULL && !is_empty;
	if (root == NULL)
		return;
	ret_loaded->items =
	    ARENA_ARRAY(bind->arena, struct record *, root->count);
	for (item = root->first_child; item != NULL; item = item->next) {
		struct record *record = load_item(bind, from, item, &seen);

		if (record != NULL)
			ret_loaded->items[ret_loaded->count++] = record;
		else
			ret_loaded->is_incomplete = true;
	}
	strmap_release(&seen);
}

void
load_record(struct bind *bind, struct sources *sources,
    const struct content_record *from, struct loaded_records *ret_loaded)
{
	*ret_loaded = (struct loaded_records){ 0 };
	bind->schema = record_schema(from->type);
	bind->folder = from->folder;
	if (bind->schema->kind == SCHEMA_LIST)
		load_list(bind, sources, from, ret_loaded);
	else
		load_single(bind, sources, from, ret_loaded);
}
