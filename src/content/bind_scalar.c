/*
 * One scalar, as its field's type wants it. In: the text that was written.
 * Out: a value of value.h, or a diagnostic that says what to type.
 *
 * The schema decides the type, never YAML: `no` is Norway where a country is
 * wanted, and 1.10 is text where text is wanted. White space around a value
 * is dropped.
 */
#include "bind.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "fieldkit/date.h"
#include "fieldkit/limits.h"
#include "fieldkit/strbuf.h"
#include "fieldkit/tags.h"
#include "fieldkit/utf8.h"

#define LINE_CHARS 500
#define URL_CHARS 2000
#define EMAIL_CHARS 254
#define EMAIL_LOCAL_CHARS 64

/* A scalar without the white space around it. */
struct word {
	const char *chars;		/* NUL-terminated copy */
	size_t len;
};

struct scalar {
	struct bind *bind;
	const struct field *field;
	const struct yaml_node *node;
	struct word word;
};

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static struct word
trim(struct arena *arena, const struct yaml_node *node)
{
	const char *start = node->scalar;
	size_t len = node->scalar_len;

	while (len > 0 && is_space(start[len - 1]))
		len--;
	while (len > 0 && is_space(start[0])) {
		start++;
		len--;
	}
	if (len == node->scalar_len)
		return (struct word){ node->scalar, len };
	return (struct word){ arena_copy(arena, start, len), len };
}

#define REFUSE(scalar, id, ...)                                        \
	diag_report((scalar)->bind->diags, (id), (scalar)->node->pos,  \
	    __VA_ARGS__)

bool
yaml_is_empty(const struct yaml_node *node)
{
	if (node->kind != YAML_SCALAR)
		return false;
	if (node->is_plain && (strcmp(node->scalar, "~") == 0 ||
	    strcasecmp(node->scalar, "null") == 0))
		return true;
	return strspn(node->scalar, " \t\r\n") == node->scalar_len;
}

/* `color: #fff`: YAML takes the value for a comment. */
static bool
is_all_comment(const struct bind *bind, const struct yaml_node *node)
{
	const char *line, *colon, *hash;
	size_t len;

	if (node->key == NULL ||
	    !source_line(bind->sources, node->key_pos, &line, &len))
		return false;
	colon = memchr(line, ':', len);
	if (colon == NULL)
		return false;
	hash = colon + 1 + strspn(colon + 1, " \t");
	return hash + 1 < line + len && hash[0] == '#' && hash[1] != ' ';
}

void
report_empty(struct bind *bind, const char *key, const struct yaml_node *node)
{
	if (node->is_plain && node->scalar_len > 0)
		diag_report(bind->diags, DIAG_FIELD_EMPTY, node->pos,
		    "'%s' has no value ('%s' means none); give one or delete "
		    "the line; if it is the text, put it in quotes", key,
		    node->scalar);
	else if (is_all_comment(bind, node))
		diag_report(bind->diags, DIAG_FIELD_EMPTY, node->key_pos,
		    "'%s' has no value, since YAML takes what follows '#' for "
		    "a comment; put the text in quotes", key);
	else
		diag_report(bind->diags, DIAG_FIELD_EMPTY,
		    node->key != NULL ? node->key_pos : node->pos,
		    "'%s' has no value; give one or delete the line", key);
}

/* A place inside the value, where it stands in the file as it is here. */
static struct source_pos
place_in(const struct scalar *scalar, size_t at)
{
	struct source_pos pos = scalar->node->pos;

	if (scalar->node->is_plain &&
	    memchr(scalar->node->scalar, '\n', scalar->node->scalar_len) ==
	    NULL)
		pos.col += (uint32_t)utf8_count(scalar->word.chars, at);
	return pos;
}

static bool
check_line(const struct scalar *scalar)
{
	size_t at = 0;

	while (at < scalar->word.len) {
		uint32_t code;
		size_t size = utf8_next(scalar->word.chars + at,
		    scalar->word.len - at, &code);

		if (code == '\n' || code == '\r' || code == 0x2028 ||
		    code == 0x2029) {
			REFUSE(scalar, DIAG_LINE_BREAK,
			    "'%s' takes one line; write it without line breaks "
			    "('>' in place of '|' joins lines)",
			    scalar->field->key);
			return false;
		}
		if (utf8_is_bidi_control(code)) {
			diag_report(scalar->bind->diags, DIAG_UTF8_INVALID,
			    place_in(scalar, at),
			    "'%s' holds the invisible character U+%04X, which "
			    "turns around the text behind it; delete it",
			    scalar->field->key, (unsigned)code);
			return false;
		}
		at += size != 0 ? size : 1;
	}
	return true;
}

static bool
check_length(const struct scalar *scalar, size_t max_chars)
{
	size_t count = utf8_count(scalar->word.chars, scalar->word.len);

	if (count <= max_chars)
		return true;
	REFUSE(scalar, DIAG_FIELD_LENGTH,
	    "'%s' has %zu characters; it takes %zu at most",
	    scalar->field->key, count, max_chars);
	return false;
}

static bool
take_chars(const struct scalar *scalar, const char *chars, size_t len,
    void *ret_value)
{
	struct str *str = ret_value;

	str->pos = scalar->node->pos;
	str->chars = chars;
	str->len = (uint32_t)len;
	return true;
}

static bool
take_word(const struct scalar *scalar, void *ret_value)
{
	return take_chars(scalar, scalar->word.chars, scalar->word.len,
	    ret_value);
}

static bool
read_line(const struct scalar *scalar, void *ret_value)
{
	size_t max = scalar->field->max_chars;

	return check_length(scalar, max != 0 ? max : LINE_CHARS) &&
	    take_word(scalar, ret_value);
}

static bool
is_slug(const char *chars, size_t len)
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

static bool
read_slug(const struct scalar *scalar, void *ret_value)
{
	if (is_slug(scalar->word.chars, scalar->word.len))
		return take_word(scalar, ret_value);
	REFUSE(scalar, DIAG_SLUG_INVALID,
	    "'%s' cannot be '%s': it takes only a-z, 0-9 and hyphens, %d at "
	    "most", scalar->field->key, scalar->word.chars, LIMIT_ID_CHARS);
	return false;
}

static bool
read_date(const struct scalar *scalar, void *ret_value)
{
	struct date *date = ret_value;
	const char *chars = scalar->word.chars;
	int year, month, day;
	char rest;

	if (date_parse(chars, scalar->word.len, &date->days)) {
		date->pos = scalar->node->pos;
		return true;
	}
	if (sscanf(chars, "%4d-%2d-%2d%c", &year, &month, &day, &rest) == 3 &&
	    month >= 1 && month <= 12 && day > 28 && day <= 31 &&
	    scalar->word.len == DATE_CHARS && year >= 1900)
		REFUSE(scalar, DIAG_DATE_INVALID,
		    "there is no day %s: that month has %d days", chars,
		    (int)date_days_of_month(year, month));
	else
		REFUSE(scalar, DIAG_DATE_INVALID,
		    "'%s' is no date; write year-month-day, such as 2026-11-22",
		    chars);
	return false;
}

static bool
read_month_day(const struct scalar *scalar, void *ret_value)
{
	char leap[DATE_CHARS + 1];
	int32_t days;

	/* 2000 has a 29 February. */
	snprintf(leap, sizeof(leap), "2000-%.5s", scalar->word.chars);
	if (scalar->word.len == 5 && date_parse(leap, DATE_CHARS, &days))
		return take_word(scalar, ret_value);
	REFUSE(scalar, DIAG_DATE_INVALID,
	    "'%s' is no day of the year; write month-day, such as 07-01",
	    scalar->word.chars);
	return false;
}

static bool
read_country(const struct scalar *scalar, void *ret_value)
{
	const char *meant;
	char name[128];

	if (tag_country(scalar->word.chars, scalar->word.len))
		return take_word(scalar, ret_value);
	if (scalar->field->takes_worldwide &&
	    strcmp(scalar->word.chars, "worldwide") == 0) {
		REFUSE(scalar, DIAG_COUNTRY_INVALID,
		    "'worldwide' is no item of a list; write '%s: worldwide'",
		    scalar->field->key);
		return false;
	}
	meant = tag_country_meant(scalar->word.chars);
	if (meant != NULL && tag_country_name(meant, name, sizeof(name)))
		REFUSE(scalar, DIAG_COUNTRY_INVALID,
		    "'%s' is no country code; %s is %s", scalar->word.chars,
		    name, meant);
	else
		REFUSE(scalar, DIAG_COUNTRY_INVALID,
		    "'%s' is no country; write the two letters of ISO 3166, "
		    "such as DE or JP", scalar->word.chars);
	return false;
}

static bool
read_subdivision(const struct scalar *scalar, void *ret_value)
{
	if (tag_subdivision(scalar->word.chars, scalar->word.len))
		return take_word(scalar, ret_value);
	REFUSE(scalar, DIAG_SUBDIVISION_INVALID,
	    "'%s' is no state or province; write the code of ISO 3166-2, such "
	    "as DE-BY or US-CA", scalar->word.chars);
	return false;
}

static bool
read_currency(const struct scalar *scalar, void *ret_value)
{
	if (tag_currency(scalar->word.chars, scalar->word.len))
		return take_word(scalar, ret_value);
	REFUSE(scalar, DIAG_CURRENCY_INVALID,
	    "'%s' is no currency; write the three letters of ISO 4217, such as "
	    "EUR or JPY", scalar->word.chars);
	return false;
}

/* en_GB is how systems name a language. */
static void
suggest_lang(const struct scalar *scalar, char tag[TAG_CHARS + 1])
{
	char *word = arena_strdup(scalar->bind->arena, scalar->word.chars), *at;

	for (at = word; *at != '\0'; at++)
		if (*at == '_')
			*at = '-';
	if (tag_lang(word, strlen(word), tag))
		diag_hint(scalar->bind->diags, "did you mean '%s'?", tag);
}

static bool
read_lang(const struct scalar *scalar, void *ret_value)
{
	char tag[TAG_CHARS + 1];
	size_t len;

	if (!tag_lang(scalar->word.chars, scalar->word.len, tag)) {
		REFUSE(scalar, DIAG_LANG_INVALID,
		    "'%s' is no language; write a tag such as de, en-GB or "
		    "zh-Hans", scalar->word.chars);
		suggest_lang(scalar, tag);
		return false;
	}
	len = strlen(tag);
	return take_chars(scalar, arena_copy(scalar->bind->arena, tag, len),
	    len, ret_value);
}

static bool
read_tz(const struct scalar *scalar, void *ret_value)
{
	char meant[64];

	if (tag_tz(scalar->word.chars, scalar->word.len))
		return take_word(scalar, ret_value);
	REFUSE(scalar, DIAG_TZ_INVALID,
	    "'%s' is no time zone; write area and city, such as Europe/Berlin",
	    scalar->word.chars);
	if (tag_tz_meant(scalar->word.chars, meant, sizeof(meant)))
		diag_hint(scalar->bind->diags, "did you mean '%s'?", meant);
	return false;
}

static bool
is_ascii(const char *chars, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++)
		if ((unsigned char)chars[i] >= 0x80)
			return false;
	return true;
}

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

static bool
read_email(const struct scalar *scalar, void *ret_value)
{
	const char *chars = scalar->word.chars;

	if (is_email(chars, scalar->word.len))
		return take_word(scalar, ret_value);
	if (!is_ascii(chars, scalar->word.len))
		REFUSE(scalar, DIAG_EMAIL_INVALID,
		    "'%s' has letters beyond a-z; write the domain in its "
		    "ASCII form (xn--…)", chars);
	else if (strchr(chars, '<') != NULL)
		REFUSE(scalar, DIAG_EMAIL_INVALID,
		    "'%s' is more than an address; write only what stands "
		    "between '<' and '>'", chars);
	else
		REFUSE(scalar, DIAG_EMAIL_INVALID,
		    "'%s' is no mail address; write one such as "
		    "sales-munich@vendor.example", chars);
	return false;
}

static bool
read_phone(const struct scalar *scalar, void *ret_value)
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
		return take_word(scalar, ret_value);
	if (chars[0] == '+' && is_spaced && count >= 8 && count <= 16 &&
	    digits[1] != '0' && strchr(chars, '(') == NULL)
		REFUSE(scalar, DIAG_PHONE_INVALID,
		    "a phone number has no spaces or marks here; write %s",
		    digits);
	else
		REFUSE(scalar, DIAG_PHONE_INVALID,
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

/* The file of the record's own folder that a path names, relative to
 * content/, or NULL and a report. */
static const char *
find_asset(const struct scalar *scalar, enum diag_id id)
{
	const char *folder = scalar->bind->folder, *path;

	if (!is_inner_path(scalar->word.chars, scalar->word.len)) {
		REFUSE(scalar, id,
		    "'%s' is no path inside the record's folder; write one "
		    "such as logo.svg, without '..' or '/' in front",
		    scalar->word.chars);
		return NULL;
	}
	if (folder == NULL) {
		REFUSE(scalar, id,
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
	REFUSE(scalar, id, "there is no file '%s' in %s/%s",
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
		REFUSE(scalar, DIAG_IMAGE_MISSING,
		    "a picture is a file, not an address: put it into the "
		    "record's folder and write its name");
		return false;
	}
	*ret_path = find_asset(scalar, DIAG_IMAGE_MISSING);
	if (*ret_path == NULL)
		return false;
	if (is_picture(*ret_path))
		return true;
	REFUSE(scalar, DIAG_IMAGE_INVALID,
	    "'%s' is no picture; it takes a PNG, JPEG, WebP or SVG file",
	    scalar->word.chars);
	return false;
}

static bool
take_asset(const struct scalar *scalar, const char *path, void *ret_value)
{
	const char *url = arena_printf(scalar->bind->arena, "%s%s",
	    DOC_BUNDLE_SCHEME, path);

	return take_chars(scalar, url, strlen(url), ret_value);
}

static void
refuse_address(const struct scalar *scalar)
{
	const char *chars = scalar->word.chars;

	if (starts_with(chars, "http"))
		REFUSE(scalar, DIAG_URL_INVALID,
		    "'%s' is no web address; write one such as "
		    "https://partner.example/page, without spaces, names or "
		    "passwords", chars);
	else if (starts_with(chars, "mailto:"))
		REFUSE(scalar, DIAG_URL_INVALID,
		    "'%s' is no mail link; write one such as "
		    "mailto:sales@vendor.example", chars);
	else
		REFUSE(scalar, DIAG_URL_INVALID,
		    "'%s' leads where no reader can follow; use https, http, "
		    "mailto or a file of the record's folder", chars);
}

static bool
has_scheme(const char *chars)
{
	size_t len = strcspn(chars, ":/?#.");

	return len > 0 && chars[len] == ':';
}

static bool
read_url(const struct scalar *scalar, void *ret_value)
{
	const char *chars = scalar->word.chars, *path;

	if (!check_line(scalar) || !check_length(scalar, URL_CHARS))
		return false;
	if (scalar->field->is_picture)
		return read_picture(scalar, &path) &&
		    take_asset(scalar, path, ret_value);
	if ((starts_with(chars, "https://") || starts_with(chars, "http://"))
	    && is_web_address(chars, scalar->word.len))
		return take_word(scalar, ret_value);
	if (starts_with(chars, "mailto:") &&
	    is_email(chars + 7, scalar->word.len - 7))
		return take_word(scalar, ret_value);
	if (has_scheme(chars) || starts_with(chars, "//")) {
		refuse_address(scalar);
		return false;
	}
	if (starts_with(chars, "www.")) {
		REFUSE(scalar, DIAG_URL_INVALID,
		    "an address starts with https://; write https://%s", chars);
		return false;
	}
	path = find_asset(scalar, DIAG_URL_INVALID);
	return path != NULL && take_asset(scalar, path, ret_value);
}

static bool
report_range(const struct scalar *scalar)
{
	REFUSE(scalar, DIAG_FIELD_RANGE,
	    "'%s' cannot be %s: it takes %jd to %jd", scalar->field->key,
	    scalar->word.chars, (intmax_t)scalar->field->min,
	    (intmax_t)scalar->field->max);
	return false;
}

#define NUMBER_DIGITS 15

/* Digits with at most one point among them. */
static bool
read_number(const struct scalar *scalar, size_t max_scale, int64_t *ret_units,
    uint8_t *ret_scale)
{
	const char *chars = scalar->word.chars;
	size_t i = chars[0] == '-' || chars[0] == '+', digits = 0;
	bool has_point = false;

	*ret_units = 0;
	*ret_scale = 0;
	for (; i < scalar->word.len; i++) {
		if (chars[i] == '.' && !has_point && digits > 0 &&
		    max_scale > 0) {
			has_point = true;
			continue;
		}
		if (chars[i] < '0' || chars[i] > '9' ||
		    ++digits > NUMBER_DIGITS)
			return false;
		*ret_units = *ret_units * 10 + (chars[i] - '0');
		*ret_scale = (uint8_t)(*ret_scale + has_point);
	}
	if (chars[0] == '-')
		*ret_units = -*ret_units;
	return digits > 0 && *ret_scale <= max_scale &&
	    (!has_point || *ret_scale > 0);
}

static bool
read_int(const struct scalar *scalar, void *ret_value)
{
	struct integer *integer = ret_value;
	const struct field *field = scalar->field;
	uint8_t scale;

	if (!read_number(scalar, 0, &integer->number, &scale)) {
		REFUSE(scalar, DIAG_NUMBER_INVALID,
		    "'%s' takes a whole number such as %s; '%s' is none",
		    field->key, field->example != NULL ? field->example : "12",
		    scalar->word.chars);
		return false;
	}
	if ((field->min != 0 || field->max != 0) &&
	    (integer->number < field->min || integer->number > field->max))
		return report_range(scalar);
	integer->pos = scalar->node->pos;
	return true;
}

static bool
read_decimal(const struct scalar *scalar, void *ret_value)
{
	struct decimal *decimal = ret_value;
	const struct field *field = scalar->field;
	int64_t whole, tens = 1;
	uint8_t i;

	if (!read_number(scalar, 6, &decimal->units, &decimal->scale)) {
		REFUSE(scalar, DIAG_NUMBER_INVALID,
		    "'%s' takes a number such as 1200 or 12.50, without "
		    "thousands separators; '%s' is none", field->key,
		    scalar->word.chars);
		return false;
	}
	for (i = 0; i < decimal->scale; i++)
		tens *= 10;
	whole = decimal->units / tens;
	if ((field->min != 0 || field->max != 0) &&
	    (decimal->units < field->min * tens || whole > field->max ||
	    (whole == field->max && decimal->units % tens != 0)))
		return report_range(scalar);
	decimal->pos = scalar->node->pos;
	return true;
}

static bool
read_bool(const struct scalar *scalar, void *ret_value)
{
	struct boolean *boolean = ret_value;
	const char *chars = scalar->word.chars;

	if (strcmp(chars, "true") != 0 && strcmp(chars, "false") != 0) {
		REFUSE(scalar, DIAG_BOOL_INVALID,
		    "'%s' takes true or false, not '%s'", scalar->field->key,
		    chars);
		return false;
	}
	boolean->is_true = chars[0] == 't';
	boolean->pos = scalar->node->pos;
	return true;
}

static bool
read_enum(const struct scalar *scalar, void *ret_value)
{
	struct choice *choice = ret_value;
	const char *const *words = scalar->field->words;
	size_t i;

	for (i = 0; words[i] != NULL; i++) {
		if (strcmp(words[i], scalar->word.chars) != 0)
			continue;
		choice->index = (int32_t)i;
		choice->pos = scalar->node->pos;
		return true;
	}
	REFUSE(scalar, DIAG_ENUM_INVALID, "'%s' cannot be '%s'; it takes %s",
	    scalar->field->key, scalar->word.chars,
	    words_listed(scalar->bind->arena, words, "or"));
	diag_suggest(scalar->bind->diags, scalar->word.chars, words, i);
	return false;
}

/* Targets are looked up when all records are there. */
static bool
read_ref(const struct scalar *scalar, void *ret_value)
{
	struct ref *ref = ret_value;

	ref->pos = scalar->node->pos;
	ref->id = scalar->word.chars;
	return true;
}

typedef bool scalar_reader(const struct scalar *scalar, void *ret_value);

static scalar_reader *const readers[FIELD_TYPE_COUNT] = {
	[FIELD_LINE] = read_line,
	[FIELD_SLUG] = read_slug,
	[FIELD_URL] = read_url,
	[FIELD_DATE] = read_date,
	[FIELD_MONTH_DAY] = read_month_day,
	[FIELD_COUNTRY] = read_country,
	[FIELD_SUBDIVISION] = read_subdivision,
	[FIELD_CURRENCY] = read_currency,
	[FIELD_LANG] = read_lang,
	[FIELD_TZ] = read_tz,
	[FIELD_EMAIL] = read_email,
	[FIELD_PHONE] = read_phone,
	[FIELD_READER] = read_slug,
	[FIELD_INT] = read_int,
	[FIELD_DECIMAL] = read_decimal,
	[FIELD_BOOL] = read_bool,
	[FIELD_ENUM] = read_enum,
	[FIELD_REF] = read_ref,
	[FIELD_TERRITORY] = read_ref,
	[FIELD_ORG] = read_ref,
};

bool
bind_scalar(struct bind *bind, const struct field *field,
    const struct yaml_node *node, void *ret_value)
{
	struct scalar scalar = { .bind = bind, .field = field, .node = node };

	if (node->kind != YAML_SCALAR) {
		report_shape(bind, field, node);
		return false;
	}
	if (yaml_is_empty(node)) {
		report_empty(bind, field->key, node);
		return false;
	}
	scalar.word = trim(bind->arena, node);
	return check_line(&scalar) && readers[field->type](&scalar, ret_value);
}
