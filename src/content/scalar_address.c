/*
 * Addresses: of mail, telephone, the web, and files beside a record. In: the
 * trimmed text of a scalar. Out: the address as it was written, a file's
 * under its scheme and relative to content/; or a diagnostic. An address that
 * is taken needs no escape, and a file that is named is there.
 */
#include "scalar.h"

#include <string.h>
#include <strings.h>

#include "fieldkit/domain.h"
#include "fieldkit/utf8.h"
#include "scan.h"
#include "slip.h"

#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define URL_CHARS 2000
#define EMAIL_CHARS 254
#define EMAIL_LOCAL_CHARS 64

static bool
is_alnum(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9');
}

/* Host names of RFC 1123 with at least two labels. */
static bool
is_domain(const char *chars, size_t len)
{
	size_t i, start = 0, labels = 0;

	if (len > 253)
		return false;
	for (i = 0; i <= len; i++) {
		if (i < len && chars[i] != '.') {
			if (!is_alnum(chars[i]) && chars[i] != '-')
				return false;
			continue;
		}
		if (i == start || i - start > 63 || chars[start] == '-' ||
		    chars[i - 1] == '-')
			return false;
		labels++;
		start = i + 1;
	}
	return labels >= 2;
}

/* The dot-atom of RFC 5322, 3.2.3. */
static bool
is_mail_name(const char *chars, size_t len)
{
	size_t i;

	if (len == 0 || len > EMAIL_LOCAL_CHARS || chars[0] == '.' ||
	    chars[len - 1] == '.')
		return false;
	for (i = 0; i < len; i++) {
		if (chars[i] == '.' && chars[i + 1] == '.')
			return false;
		if (!is_alnum(chars[i]) &&
		    strchr(".!#$%&'*+-/=?^_`{|}~", chars[i]) == NULL)
			return false;
	}
	return true;
}

static bool
is_email(const char *chars, size_t len)
{
	const char *at = memchr(chars, '@', len);
	size_t name_len;

	if (at == NULL || len > EMAIL_CHARS)
		return false;
	name_len = (size_t)(at - chars);
	return is_mail_name(chars, name_len) &&
	    is_domain(at + 1, len - name_len - 1);
}

/* A host that reads like another one leads somewhere else. */
static bool
is_plain_host(const struct scalar *scalar, const char *host, size_t len)
{
	const char *seen;

	if (!domain_is_confusable(scalar->bind->arena, host, len, &seen))
		return true;
	SCALAR_REFUSE(scalar, DIAG_DOMAIN_CONFUSABLE,
	    "'%.*s' is written in letters that look like '%s'; write the name "
	    "in the letters of one script", (int)len, host, seen);
	return false;
}

/* The same address with its domain in ASCII, or NULL. */
static const char *
ascii_address(const struct scalar *scalar)
{
	const char *chars = scalar->word.chars, *at = strchr(chars, '@');
	const char *domain = at == NULL ? NULL : domain_to_ascii(
	    scalar->bind->arena, at + 1, strlen(at + 1));
	const char *address = domain == NULL ? NULL : arena_printf(
	    scalar->bind->arena, "%.*s@%s", (int)(at - chars), chars, domain);

	return address != NULL && is_email(address, strlen(address)) ?
	    address : NULL;
}

/* The address from around an '@'. */
static const char *
address_around(struct arena *arena, const char *chars, const char *at)
{
	const char *start = at, *end = at + 1, *address;

	while (start > chars && (is_alnum(start[-1]) ||
	    strchr("._%+-", start[-1]) != NULL))
		start--;
	while (is_alnum(*end) || *end == '-' || *end == '.')
		end++;
	while (end > at && end[-1] == '.')
		end--;
	address = arena_copy(arena, start, (size_t)(end - start));
	return is_email(address, strlen(address)) ? address : NULL;
}

/* "Sales <sales@vendor.example>", "mailto:…", two at once: what stands around
 * an address is told apart from it. false where there is none. */
static bool
report_address_in_text(const struct scalar *scalar)
{
	const char *chars = scalar->word.chars, *at = strchr(chars, '@');
	const char *next = at != NULL ? strchr(at + 1, '@') : NULL;
	const char *one, *other;

	if (at == NULL || !utf8_is_ascii(chars, scalar->word.len))
		return false;
	one = address_around(scalar->bind->arena, chars, at);
	other = next == NULL ? NULL :
	    address_around(scalar->bind->arena, chars, next);
	if (one == NULL || (next != NULL && other == NULL))
		return false;
	if (other != NULL && strcmp(one, other) != 0)
		SCALAR_REFUSE(scalar, DIAG_EMAIL_INVALID,
		    "'%s' is more than an address; write one alone, such as "
		    "%s%s", chars, one, scalar->field->is_list
		    ? ", and the next one as an item of its own" : "");
	else
		SCALAR_REFUSE(scalar, DIAG_EMAIL_INVALID,
		    "'%s' is more than an address; write %s", chars, one);
	return true;
}

bool
scalar_read_email(const struct scalar *scalar, void *ret_value)
{
	const char *chars = scalar->word.chars, *at = strchr(chars, '@');
	const char *ascii;

	if (is_email(chars, scalar->word.len))
		return is_plain_host(scalar, at + 1, strlen(at + 1)) &&
		    scalar_take_word(scalar, ret_value);
	if (report_address_in_text(scalar))
		return false;
	if (at != NULL && !is_plain_host(scalar, at + 1, strlen(at + 1)))
		return false;
	ascii = utf8_is_ascii(chars, scalar->word.len) ? NULL :
	    ascii_address(scalar);
	if (ascii != NULL)
		SCALAR_REFUSE(scalar, DIAG_EMAIL_INVALID,
		    "'%s' has letters beyond a-z; write the domain in its "
		    "ASCII form: %s", chars, ascii);
	else if (!utf8_is_ascii(chars, scalar->word.len))
		SCALAR_REFUSE(scalar, DIAG_EMAIL_INVALID,
		    "'%s' has letters beyond a-z; write the domain in its "
		    "ASCII form (xn--…)", chars);
	else
		SCALAR_REFUSE(scalar, DIAG_EMAIL_INVALID,
		    "'%s' is no mail address; write one such as "
		    "sales-munich@vendor.example", chars);
	return false;
}

bool
scalar_read_phone(const struct scalar *scalar, void *ret_value)
{
	const char *chars = scalar->word.chars;
	char digits[32] = "+";
	size_t i, count = 1;
	bool is_spaced = false;

	for (i = 0; i < scalar->word.len && count + 1 < sizeof(digits); i++) {
		if (chars[i] >= '0' && chars[i] <= '9')
			digits[count++] = chars[i];
		else if (i > 0 || chars[i] != '+')
			is_spaced = true;
	}
	digits[count] = '\0';
	if (chars[0] == '+' && !is_spaced && count >= 8 && count <= 16 &&
	    i == scalar->word.len && digits[1] != '0')
		return scalar_take_word(scalar, ret_value);
	if (chars[0] == '+' && is_spaced && count >= 8 && count <= 16 &&
	    digits[1] != '0' && strpbrk(chars, "(" LETTERS) == NULL)
		SCALAR_REFUSE(scalar, DIAG_PHONE_INVALID,
		    "a phone number has no spaces or marks here; write %s",
		    digits);
	else if (chars[0] == '+' && strpbrk(chars, LETTERS) != NULL)
		SCALAR_REFUSE(scalar, DIAG_PHONE_INVALID,
		    "'%s' has words in it; write + and digits only, up to the "
		    "extension", chars);
	else
		SCALAR_REFUSE(scalar, DIAG_PHONE_INVALID,
		    "'%s' is no phone number; write + and the country's code, "
		    "then digits only, such as +442079460000", chars);
	return false;
}

static bool
starts_with(const char *chars, const char *start)
{
	return strncasecmp(chars, start, strlen(start)) == 0;
}

/* RFC 3986 with letters beyond ASCII (IRI): a host, no name and password, no
 * character that would have to be escaped. */
static bool
is_web_address(const char *chars, size_t len)
{
	const char *host = strstr(chars, "://") + 3;
	size_t host_len = strcspn(host, "/?#"), i;

	if (host_len == 0 || host[0] == '.' || host[0] == '-' ||
	    host[0] == ':' || memchr(host, '@', host_len) != NULL)
		return false;
	for (i = 0; i < len; i++)
		if ((unsigned char)chars[i] <= ' ' ||
		    strchr("\"<>\\^`{|}", chars[i]) != NULL)
			return false;
	return true;
}

static bool
is_inner_path(const char *chars, size_t len)
{
	size_t i, start = 0;

	for (i = 0; i <= len; i++) {
		if (i < len && chars[i] != '/')
			continue;
		if (i == start || (chars[start] == '.' && (i - start == 1 ||
		    (i - start == 2 && chars[start + 1] == '.'))))
			return false;
		start = i + 1;
	}
	return strpbrk(chars, "\\?#:") == NULL;
}

static void
suggest_asset(const struct scalar *scalar, const char *folder)
{
	const struct content *content = scalar->bind->content;
	size_t i, count = 0, skip = strlen(folder);
	const char **names =
	    ARENA_ARRAY(scalar->bind->arena, const char *,
		content->asset_count);

	for (i = 0; i < content->asset_count; i++) {
		const char *asset = content->assets[i];

		if (skip == 0 && strchr(asset, '/') == NULL)
			names[count++] = asset;
		else if (skip > 0 && strncmp(asset, folder, skip) == 0 &&
		    asset[skip] == '/')
			names[count++] = asset + skip + 1;
	}
	diag_suggest(scalar->bind->diags, scalar->word.chars, names, count);
}

/* A path of Windows': the same with slashes, or the file's name alone. */
static void
report_backslash(const struct scalar *scalar, enum diag_id id)
{
	const char *chars = scalar->word.chars;
	char *meant = arena_strdup(scalar->bind->arena, chars), *at;

	for (at = meant; *at != '\0'; at++)
		if (*at == '\\')
			*at = '/';
	while (strncmp(meant, "./", 2) == 0)
		meant += 2;
	if (is_inner_path(meant, strlen(meant)))
		SCALAR_REFUSE(scalar, id, "'%s' is written as Windows does; "
		    "write %s", chars, meant);
	else
		SCALAR_REFUSE(scalar, id, "'%s' is a path of your machine; "
		    "put the file into the record's folder and write %s",
		    chars, strrchr(meant, '/') != NULL ?
		    strrchr(meant, '/') + 1 : "its name");
}

/* The file of the record's own folder that a path names, relative to
 * content/, or NULL and a report. */
static const char *
find_asset(const struct scalar *scalar, enum diag_id id)
{
	const char *folder = scalar->bind->folder, *path;

	if (strchr(scalar->word.chars, '\\') != NULL) {
		report_backslash(scalar, id);
		return NULL;
	}
	if (!is_inner_path(scalar->word.chars, scalar->word.len)) {
		SCALAR_REFUSE(scalar, id,
		    "'%s' is no path inside the record's folder; write one "
		    "such as logo.svg, without '..' or '/' in front",
		    scalar->word.chars);
		return NULL;
	}
	if (folder == NULL) {
		SCALAR_REFUSE(scalar, id,
		    "'%s' needs a folder to lie in: make this record "
		    "ID/index.md (or .yaml) and put the file next to it",
		    scalar->word.chars);
		return NULL;
	}
	path = folder[0] == '\0' ? scalar->word.chars :
	    arena_printf(scalar->bind->arena, "%s/%s", folder,
		scalar->word.chars);
	if (content_has_asset(scalar->bind->content, path))
		return path;
	if (content_has_refused(scalar->bind->content, path))
		return NULL;
	SCALAR_REFUSE(scalar, id, "there is no file '%s' in %s/%s",
	    scalar->word.chars, scalar->bind->content->dir, folder);
	suggest_asset(scalar, folder);
	return NULL;
}

static bool
is_picture(const char *path)
{
	static const char *const kinds[] = { "png", "jpg", "jpeg", "webp",
		"svg" };
	const char *dot = strrchr(path, '.');
	size_t i;

	for (i = 0; dot != NULL && i < sizeof(kinds) / sizeof(*kinds); i++)
		if (strcasecmp(dot + 1, kinds[i]) == 0)
			return true;
	return false;
}

/* The picture a path names, relative to content/. */
static bool
read_picture(const struct scalar *scalar, const char **ret_path)
{
	if (strstr(scalar->word.chars, "://") != NULL) {
		SCALAR_REFUSE(scalar, DIAG_IMAGE_MISSING,
		    "a picture is a file, not an address: put it into the "
		    "record's folder and write its name");
		return false;
	}
	*ret_path = find_asset(scalar, DIAG_IMAGE_MISSING);
	if (*ret_path == NULL)
		return false;
	if (is_picture(*ret_path))
		return true;
	SCALAR_REFUSE(scalar, DIAG_IMAGE_INVALID,
	    "'%s' is no picture; it takes a PNG, JPEG, WebP or SVG file",
	    scalar->word.chars);
	return false;
}

static bool
take_asset(const struct scalar *scalar, const char *path, void *ret_value)
{
	const char *url = arena_printf(scalar->bind->arena, "%s%s",
	    DOC_BUNDLE_SCHEME, path);

	return scalar_take_chars(scalar, url, strlen(url), ret_value);
}

/* `<https://…>`, `[text](https://…)`, two addresses. */
static const char *
web_address_in(const struct scalar *scalar)
{
	const char *chars = scalar->word.chars, *start = strcasestr(chars,
	    "http"), *address;
	size_t len = start != NULL ? slip_address_len(start, strlen(start)) : 0;

	/* A blank in an address is no second one. */
	if (len == 0 || len == scalar->word.len || (start == chars &&
	    strcasestr(chars + len, "http") == NULL))
		return NULL;
	address = arena_copy(scalar->bind->arena, start, len);
	return strstr(address, "://") != NULL && is_web_address(address, len)
	    ? address : NULL;
}

static void
refuse_address(const struct scalar *scalar)
{
	static const char *const schemes[] = { "https", "http", "mailto" };
	const char *chars = scalar->word.chars, *meant;
	const char *address = web_address_in(scalar);

	if (address != NULL) {
		SCALAR_REFUSE(scalar, DIAG_URL_INVALID,
		    "'%s' is more than an address; write %s", chars, address);
		return;
	}
	if (starts_with(chars, "http"))
		SCALAR_REFUSE(scalar, DIAG_URL_INVALID,
		    "'%s' is no web address; write one such as "
		    "https://partner.example/page, without spaces, names or "
		    "passwords", chars);
	else if (starts_with(chars, "mailto:"))
		SCALAR_REFUSE(scalar, DIAG_URL_INVALID,
		    "'%s' is no mail link; write one such as "
		    "mailto:sales@vendor.example", chars);
	else
		SCALAR_REFUSE(scalar, DIAG_URL_INVALID,
		    "'%s' leads where no reader can follow; use https, http, "
		    "mailto or a file of the record's folder", chars);
	meant = diag_nearest(arena_copy(scalar->bind->arena, chars,
	    strcspn(chars, ":")), schemes, 3);
	if (meant != NULL && strcspn(chars, ":") != strlen(meant))
		diag_hint(scalar->bind->diags, "did you mean '%s%s'?", meant,
		    chars + strcspn(chars, ":"));
}

/* `vendor.example/page` where no file of the record has that name. */
static bool
is_host_without_scheme(const struct scalar *scalar)
{
	const char *chars = scalar->word.chars;
	size_t len = strcspn(chars, "/?#");
	const char *path = scalar->bind->folder == NULL ? chars :
	    arena_printf(scalar->bind->arena, "%s/%s", scalar->bind->folder,
		chars);

	return is_domain(chars, len) && !content_has_asset(
	    scalar->bind->content, path) && (chars[len] != '\0' ||
	    (scalar->bind->folder == NULL && !kind_is_asset(
	    strrchr(chars, '.') + 1)));
}

static bool
has_scheme(const char *chars)
{
	size_t len = strcspn(chars, ":/?#.");

	return len > 0 && chars[len] == ':';
}

bool
scalar_read_url(const struct scalar *scalar, void *ret_value)
{
	const char *chars = scalar->word.chars, *path;

	if (!scalar_check_length(scalar, URL_CHARS))
		return false;
	if (scalar->field->is_picture)
		return read_picture(scalar, &path) &&
		    take_asset(scalar, path, ret_value);
	if ((starts_with(chars, "https://") || starts_with(chars, "http://"))
	    && is_web_address(chars, scalar->word.len))
		return is_plain_host(scalar, strstr(chars, "://") + 3,
		    strcspn(strstr(chars, "://") + 3, "/?#:")) &&
		    scalar_take_word(scalar, ret_value);
	if (starts_with(chars, "mailto:") &&
	    is_email(chars + 7, scalar->word.len - 7))
		return is_plain_host(scalar, strchr(chars, '@') + 1,
		    strlen(strchr(chars, '@') + 1)) &&
		    scalar_take_word(scalar, ret_value);
	if (has_scheme(chars) || starts_with(chars, "//") ||
	    web_address_in(scalar) != NULL) {
		refuse_address(scalar);
		return false;
	}
	if (starts_with(chars, "www.") || is_host_without_scheme(scalar)) {
		SCALAR_REFUSE(scalar, DIAG_URL_INVALID,
		    "an address starts with https://; write https://%s", chars);
		return false;
	}
	path = find_asset(scalar, DIAG_URL_INVALID);
	return path != NULL && take_asset(scalar, path, ret_value);
}
