/*
 * Lists, periods and indexes: what puts several values together.
 * In: UTF-8 texts. Out: UTF-8 in the caller's arena.
 */
#include "locale.h"

#include <string.h>

#include <unicode/uchar.h>
#include <unicode/uformattedvalue.h>
#include <unicode/uloc.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>

#include "fieldkit/date.h"

/* Room enough for any list pattern around the items of CLDR 42. */
enum { LIST_PATTERN_CHARS = 32 };

/* The items in UTF-16; returns the room that a list of them takes. */
static int32_t
widen_items(struct arena *arena, const char *const *items, uint32_t count,
    const UChar **texts, int32_t *lens)
{
	int32_t size = 1;
	uint32_t i;

	for (i = 0; i < count; i++) {
		texts[i] = utf16_from(arena, items[i], &lens[i]);
		size += lens[i] + LIST_PATTERN_CHARS;
	}
	return size;
}

static const UListFormatter *
list_formatter(struct format_locale *locale, UErrorCode *status)
{
	if (locale->lists == NULL)
		locale->lists = ulistfmt_open(locale->name, status);
	return locale->lists;
}

const char *
format_list(struct format_locale *locale, struct arena *arena,
    const char *const *items, uint32_t count)
{
	UErrorCode status = U_ZERO_ERROR;
	const UChar **texts;
	int32_t *lens;
	int32_t size, len;
	UChar *out;

	if (count == 0)
		return "";
	if (count == 1)
		return items[0];
	texts = ARENA_ARRAY(arena, const UChar *, count);
	lens = ARENA_ARRAY(arena, int32_t, count);
	size = widen_items(arena, items, count, texts, lens);
	out = ARENA_ARRAY(arena, UChar, (size_t)size);
	len = ulistfmt_format(list_formatter(locale, &status), texts, lens,
	    (int32_t)count, out, size, &status);
	if (U_FAILURE(status) || len > size)
		return items[0];
	return utf8_from(arena, out, len);
}

/* Where the items begin in a formatted list, in bytes of its UTF-8. */
static void
find_items(const UFormattedValue *value, const UChar *chars, uint32_t count,
    uint32_t *starts, UErrorCode *status)
{
	UConstrainedFieldPosition *field = ucfpos_open(status);
	int32_t start, end, len;

	ucfpos_constrainCategory(field, UFIELD_CATEGORY_LIST_SPAN, status);
	while (ufmtval_nextPosition(value, field, status)) {
		int32_t item = ucfpos_getField(field, status);

		ucfpos_getIndexes(field, &start, &end, status);
		u_strToUTF8(NULL, 0, &len, chars, start, status);
		if (*status == U_BUFFER_OVERFLOW_ERROR)
			*status = U_ZERO_ERROR;
		if (U_SUCCESS(*status) && item >= 0 && (uint32_t)item < count)
			starts[item] = (uint32_t)len;
	}
	ucfpos_close(field);
}

const char *
format_list_spans(struct format_locale *locale, struct arena *arena,
    const char *const *items, uint32_t count, uint32_t *ret_starts)
{
	UErrorCode status = U_ZERO_ERROR;
	const UChar **texts = ARENA_ARRAY(arena, const UChar *, count);
	int32_t *lens = ARENA_ARRAY(arena, int32_t, count), len;
	const char *list = items[0];
	UFormattedList *result;
	const UFormattedValue *value;
	const UChar *chars;

	memset(ret_starts, 0, count * sizeof(*ret_starts));
	if (count == 1)
		return list;
	widen_items(arena, items, count, texts, lens);
	result = ulistfmt_openResult(&status);
	ulistfmt_formatStringsToResult(list_formatter(locale, &status), texts,
	    lens, (int32_t)count, result, &status);
	value = ulistfmt_resultAsValue(result, &status);
	chars = ufmtval_getString(value, &len, &status);
	if (U_SUCCESS(status)) {
		find_items(value, chars, count, ret_starts, &status);
		list = utf8_from(arena, chars, len);
	}
	ulistfmt_closeResult(result);
	return list;
}

const char *
format_autonym(struct arena *arena, const char *lang)
{
	UDisplayContext contexts[] = { UDISPCTX_DIALECT_NAMES,
	    UDISPCTX_CAPITALIZATION_FOR_UI_LIST_OR_MENU };
	UErrorCode status = U_ZERO_ERROR;
	ULocaleDisplayNames *names;
	char name[LOCALE_SIZE];
	UChar out[SHORT_TEXT];
	int32_t len;

	locale_name(lang, name);
	names = uldn_openForContext(name, contexts, 2, &status);
	len = uldn_localeDisplayName(names, name, out, SHORT_TEXT, &status);
	uldn_close(names);
	if (U_FAILURE(status) || name[0] == '\0' || len <= 0 ||
	    len > SHORT_TEXT)
		return lang;
	return utf8_from(arena, out, len);
}

/* A month or a day at `text`; sets what it was and where it ends. */
static bool
read_date(const char *text, int32_t *ret_days, bool *ret_is_day,
    const char **ret_end)
{
	size_t len = strspn(text, "0123456789-");
	char iso[] = "2000-01-01";

	*ret_is_day = len == 10;
	if (len != 7 && len != 10)
		return false;
	memcpy(iso, text, len);
	*ret_end = text + len;
	return date_parse(iso, 10, ret_days);
}

static UDateIntervalFormat *
interval_format(struct format_locale *locale, bool is_day, UErrorCode *status)
{
	UDateIntervalFormat **slot = &locale->intervals[is_day];

	if (*slot == NULL)
		*slot = udtitvfmt_open(locale->name, is_day ? u"yMMMd"
		    : u"yMMM", -1, u"UTC", -1, status);
	return *slot;
}

const char *
format_period(struct format_locale *locale, struct arena *arena,
    const char *period)
{
	static const char *const dashes[] = { " to ", "/", " \u2013 ",
	    "\u2013", " - " };
	UErrorCode status = U_ZERO_ERROR;
	UChar out[SHORT_TEXT];
	int32_t from, until, len;
	bool is_day, ends_on_day;
	const char *at;
	size_t i = 0;

	if (!read_date(period, &from, &is_day, &at))
		return period;
	until = from;
	ends_on_day = is_day;
	while (*at != '\0' && i < sizeof(dashes) / sizeof(dashes[0]) &&
	    strncmp(at, dashes[i], strlen(dashes[i])) != 0)
		i++;
	if (*at != '\0' && (i == sizeof(dashes) / sizeof(dashes[0]) ||
	    !read_date(at + strlen(dashes[i]), &until, &ends_on_day, &at)))
		return period;
	if (*at != '\0' || is_day != ends_on_day || until < from)
		return period;
	len = udtitvfmt_format(interval_format(locale, is_day, &status),
	    from * 86400000.0, until * 86400000.0, out, SHORT_TEXT, NULL,
	    &status);
	return U_FAILURE(status) || len > SHORT_TEXT ? period
	    : utf8_from(arena, out, len);
}

/* Scripts with an alphabet that an index can be made of. */
static bool
has_alphabet(UChar32 c)
{
	UErrorCode status = U_ZERO_ERROR;

	switch ((int)uscript_getScript(c, &status)) {
	case USCRIPT_LATIN:
	case USCRIPT_GREEK:
	case USCRIPT_CYRILLIC:
	case USCRIPT_ARABIC:
	case USCRIPT_HEBREW:
	case USCRIPT_ARMENIAN:
	case USCRIPT_GEORGIAN:
		return U_SUCCESS(status) && u_isalpha(c);
	default:
		return false;
	}
}

/* Whether the locale has both under one letter: differences of accent and case
 * alone are left aside. */
static bool
is_one_letter(struct format_locale *locale, UChar32 a, UChar32 b)
{
	UErrorCode status = U_ZERO_ERROR;
	UChar left[2], right[2];
	int32_t left_len = 0, right_len = 0;

	if (locale->letters == NULL)
		locale->letters = ucol_open(locale->name, &status);
	if (U_FAILURE(status))
		return a == b;
	ucol_setStrength(locale->letters, UCOL_PRIMARY);
	U16_APPEND_UNSAFE(left, left_len, a);
	U16_APPEND_UNSAFE(right, right_len, b);
	return ucol_strcoll(locale->letters, left, left_len, right,
	    right_len) == UCOL_EQUAL;
}

const char *
format_index_letter(struct format_locale *locale, struct arena *arena,
    const char *name)
{
	UErrorCode status = U_ZERO_ERROR;
	const UNormalizer2 *nfd = unorm2_getNFDInstance(&status);
	UChar32 letter, base;
	UChar parts[8];
	int32_t len;

	U8_GET_UNSAFE((const uint8_t *)name, 0, letter);
	if (!has_alphabet(letter))
		return NULL;
	letter = u_toupper(letter);
	len = unorm2_getDecomposition(nfd, letter, parts, 8, &status);
	if (U_SUCCESS(status) && len > 0) {
		U16_GET_UNSAFE(parts, 0, base);
		if (is_one_letter(locale, letter, base))
			letter = base;
	}
	len = 0;
	U16_APPEND_UNSAFE(parts, len, letter);
	return utf8_from(arena, parts, len);
}
