/*
 * What an author may link to.
 *
 * In: an address as libcmark unescaped it. Out: the href or src of the tree:
 * an https, http or mailto address with everything outside the URL alphabet
 * percent-encoded, `#fragment`, `record:TYPE/ID` or `bundle:FOLDER/FILE`;
 * or NULL and a diagnostic that says what to write. An address that could be
 * both a record and a file of the bundle is the record.
 * Source: RFC 3986, sections 2 and 3.1.
 */
#include "markdown_parts.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "fieldkit/model.h"
#include "scan.h"
#include "fieldkit/slug.h"

/* Bytes of `url` that are its scheme, without the colon; 0 when relative. */
static size_t
scheme_len(const char *url)
{
	size_t len = 0;

	if (!isalpha((unsigned char)url[0]))
		return 0;
	while (isalnum((unsigned char)url[len]) || url[len] == '+' ||
	    url[len] == '-' || url[len] == '.')
		len++;
	return url[len] == ':' ? len : 0;
}

static bool
is_open_scheme(const char *url, size_t len)
{
	static const char *const schemes[] = { "https", "http", "mailto" };
	size_t i;

	for (i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++)
		if (strlen(schemes[i]) == len &&
		    strncasecmp(url, schemes[i], len) == 0)
			return true;
	return false;
}

/* `http:/acme.example`, `https://`. */
static bool
lacks_host(const char *url, size_t len)
{
	if (len == 0 || strncasecmp(url, "http", 4) != 0 ||
	    !is_open_scheme(url, len))
		return false;
	return strncmp(url + len, "://", 3) != 0 ||
	    strchr("/?#", url[len + 3]) != NULL;
}

/* A copy with all but the URL alphabet percent-encoded. An existing `%41`
 * stays what it is. */
static const char *
encode(struct arena *arena, const char *url)
{
	static const char hex[] = "0123456789ABCDEF";
	size_t len = strlen(url);
	char *encoded, *out;

	encoded = out = arena_alloc(arena, 3 * len + 1);
	for (; *url != '\0'; url++) {
		unsigned char c = (unsigned char)*url;

		if (c < 0x80 && (isalnum(c) ||
		    strchr("-_.+!*(),%#@?=;:/$~&'", c) != NULL)) {
			*out++ = (char)c;
			continue;
		}
		*out++ = '%';
		*out++ = hex[c >> 4];
		*out++ = hex[c & 15];
	}
	return encoded;
}

static int
hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)tolower((unsigned char)c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The file name that a percent-encoded path means. */
static char *
decode(struct arena *arena, const char *path)
{
	char *name = arena_strdup(arena, path), *out = name;

	for (; *path != '\0'; path++) {
		if (path[0] == '%' && hex_value(path[1]) >= 0 &&
		    hex_value(path[2]) >= 0) {
			int c = hex_value(path[1]) * 16 + hex_value(path[2]);

			if (c > ' ' - 1 && c != '/' && c != 0x7F) {
				*out++ = (char)c;
				path += 2;
				continue;
			}
		}
		*out++ = *path;
	}
	*out = '\0';
	return name;
}

/* The schema of a folder of records, or NULL. */
static const struct schema *
find_folder(const char *name, size_t len)
{
	enum record_type type;

	for (type = 0; type < RECORD_TYPE_COUNT; type++) {
		const struct schema *schema = record_schema(type);

		if (schema->kind == SCHEMA_FOLDER &&
		    strlen(schema->name) == len &&
		    memcmp(schema->name, name, len) == 0)
			return schema;
	}
	return NULL;
}

/* TYPE/ID, with or without #fragment, of a type that has pages. */
static bool
is_record_path(const char *path)
{
	const char *slash = strchr(path, '/');

	return slash != NULL &&
	    slug_is_valid(slash + 1, strcspn(slash + 1, "#")) &&
	    find_folder(path, (size_t)(slash - path)) != NULL;
}

/* The record that `../partners/acme/index.md` was to lead to, or NULL. */
static const char *
record_of_file(struct markdown *md, const char *url)
{
	const char *slash, *end;

	while (url[0] == '.' || url[0] == '/')
		url++;
	slash = strchr(url, '/');
	if (slash == NULL || find_folder(url, (size_t)(slash - url)) == NULL)
		return NULL;
	end = slash + 1 + strcspn(slash + 1, "/.#");
	if (!slug_is_valid(slash + 1, (size_t)(end - slash - 1)))
		return NULL;
	return arena_copy(md->arena, url, (size_t)(end - url));
}

/* `vendor.example/page`, but not `brochure.pdf`. */
static bool
is_like_host(const char *url)
{
	size_t len = strcspn(url, "/?#");
	const char *dot = memrchr(url, '.', len);

	return dot != NULL && dot > url && isalpha((unsigned char)dot[1]) &&
	    strspn(url, "abcdefghijklmnopqrstuvwxyz0123456789.-") >= len &&
	    (url[len] != '\0' || !kind_is_asset(dot + 1));
}

/* What an address that leads nowhere was meant to be, as a hint. */
static void
suggest_link(struct markdown *md, const char *url)
{
	const char *names[RECORD_TYPE_COUNT], *meant;
	const char *slash = strchr(url, '/');
	enum record_type type;
	size_t count = 0;

	if (strncmp(url, "//", 2) == 0)
		diag_hint(md->diags, "did you mean 'https:%s'?", url);
	else if (record_of_file(md, url) != NULL && !is_record_path(url))
		diag_hint(md->diags, "did you mean '%s'?",
		    record_of_file(md, url));
	else if (url[0] == '/' && is_record_path(url + 1))
		diag_hint(md->diags, "did you mean '%s'?", url + 1);
	else if (strchr(url, '@') != NULL && slash == NULL)
		diag_hint(md->diags, "did you mean 'mailto:%s'?", url);
	else if (is_like_host(url))
		diag_hint(md->diags, "did you mean 'https://%s'?", url);
	else if (slash != NULL &&
	    slug_is_valid(slash + 1, strcspn(slash + 1, "#"))) {
		for (type = 0; type < RECORD_TYPE_COUNT; type++)
			if (record_schema(type)->kind == SCHEMA_FOLDER)
				names[count++] = record_schema(type)->name;
		meant = diag_nearest(arena_copy(md->arena, url,
		    (size_t)(slash - url)), names, count);
		if (meant != NULL)
			diag_hint(md->diags, "did you mean '%s%s'?", meant,
			    slash);
	}
}

/* What keeps a relative path from being a file of the bundle, or NULL. */
static const char *
path_fault(const char *path)
{
	const char *segment = path;

	if (path[0] == '/')
		return "starts with a slash";
	if (strchr(path, '\\') != NULL)
		return "has a backslash";
	if (strpbrk(path, "?#") != NULL)
		return "has a query or a fragment";
	while (segment != NULL) {
		size_t len = strcspn(segment, "/");

		if (len == 2 && memcmp(segment, "..", 2) == 0)
			return "leaves the record's folder";
		if (len == 0 || (len == 1 && segment[0] == '.'))
			return "has an empty part";
		segment = segment[len] == '/' ? segment + len + 1 : NULL;
	}
	return NULL;
}

/* The file of the bundle that a path names. */
static const char *
bundle_href(struct markdown *md, const char *path, enum diag_id id,
    struct source_pos pos)
{
	const char *folder = md->input->bundle, *fault;
	const char *instead = id == DIAG_LINK_SCHEME
	    ? "write https://…, TYPE/ID of a record, or the name of a file "
	      "beside index.md"
	    : "write the name of a file beside index.md";

	while (strncmp(path, "./", 2) == 0)
		path += 2;
	path = decode(md->arena, path);
	fault = path_fault(path);
	if (fault != NULL)
		diag_report(md->diags, id, pos, "'%s' %s; %s", path, fault,
		    instead);
	else if (folder == NULL && strchr(path, '.') == NULL)
		diag_report(md->diags, id, pos,
		    "'%s' is neither an address nor a record; %s", path,
		    instead);
	else if (folder == NULL)
		diag_report(md->diags, id, pos, "'%s' would be a file beside "
		    "this record, which has no folder of its own; make it "
		    "ID/index.md and put the file next to it", path);
	else
		return arena_printf(md->arena, DOC_BUNDLE_SCHEME "%s/%s",
		    folder, path);
	return NULL;
}

const char *
markdown_href(struct markdown *md, const char *url, struct source_pos pos)
{
	size_t scheme = scheme_len(url);
	const char *href;

	if (!md->input->is_plain && lacks_host(url, scheme)) {
		diag_report(md->diags, DIAG_LINK_SCHEME, pos,
		    "'%s' names no host; write an address such as "
		    "https://partner.example/page", url);
		return NULL;
	}
	if (md->input->is_plain || is_open_scheme(url, scheme) ||
	    (url[0] == '#' && url[1] != '\0'))
		return encode(md->arena, url);
	if (url[0] == '\0' || url[0] == '#') {
		diag_report(md->diags, DIAG_LINK_SCHEME, pos,
		    "the link has no address; write one between the "
		    "parentheses");
		return NULL;
	}
	if (strncmp(url, "www.", 4) == 0) {
		diag_report(md->diags, DIAG_LINK_SCHEME, pos, "an address "
		    "starts with https://; write https://%s", url);
		return NULL;
	}
	if (scheme > 0) {
		diag_report(md->diags, DIAG_LINK_SCHEME, pos,
		    "'%.*s:' is no scheme for a link; write an https, http "
		    "or mailto address", (int)scheme, url);
		return NULL;
	}
	if (is_record_path(url))
		return arena_printf(md->arena, DOC_RECORD_SCHEME "%s", url);
	href = bundle_href(md, url, DIAG_LINK_SCHEME, pos);
	if (href == NULL)
		suggest_link(md, url);
	return href;
}

const char *
markdown_src(struct markdown *md, const char *url, struct source_pos pos)
{
	if (md->input->is_plain)
		return encode(md->arena, url);
	if (url[0] == '\0') {
		diag_report(md->diags, DIAG_IMAGE_MISSING, pos,
		    "the image has no file; write ![what it shows](file.png)");
		return NULL;
	}
	if (scheme_len(url) > 0 || strncmp(url, "//", 2) == 0) {
		diag_report(md->diags, DIAG_IMAGE_MISSING, pos,
		    "'%s' is elsewhere; put the image into the record's own "
		    "folder and write its file name", url);
		return NULL;
	}
	return bundle_href(md, url, DIAG_IMAGE_MISSING, pos);
}
