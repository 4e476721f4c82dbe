/*
 * Values as a reader of a locale writes them.
 * In: numbers, dates, codes, texts. Out: UTF-8 in the caller's arena.
 *
 * Every ICU object is opened at its first use and kept until the locale is
 * freed: opening one costs a thousand times what using it does. Two choices
 * hold for all languages, so that one kit can be laid beside another: the
 * digits are Latin and the calendar is Gregorian, in UTC.
 *
 * ICU takes microseconds for a date or a country's name, and a site prints
 * the same few again and again: a small table remembers them.
 *
 * Invariant: an ICU call that fails gives the plainest form of the value,
 * never nothing.
 */
#include "locale.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <unicode/ucal.h>
#include <unicode/udatpg.h>
#include <unicode/uenum.h>
#include <unicode/uloc.h>
#include <unicode/ustring.h>

void
locale_name(const char *lang, char name[LOCALE_SIZE])
{
	UErrorCode status = U_ZERO_ERROR;

	name[0] = '\0';
	uloc_forLanguageTag(lang, name, LOCALE_SIZE, NULL, &status);
	if (U_FAILURE(status) || status == U_STRING_NOT_TERMINATED_WARNING)
		name[0] = '\0';
}

struct format_locale *
format_locale_new(const char *lang)
{
	struct format_locale *locale = mem_alloc(sizeof(*locale));
	UErrorCode status = U_ZERO_ERROR;

	*locale = (struct format_locale){ .lang = mem_alloc(strlen(lang) + 1) };
	strcpy(locale->lang, lang);
	locale_name(lang, locale->name);
	uloc_setKeywordValue("numbers", "latn", locale->name, LOCALE_SIZE,
	    &status);
	uloc_setKeywordValue("calendar", "gregorian", locale->name,
	    LOCALE_SIZE, &status);
	return locale;
}

void
format_locale_free(struct format_locale *locale)
{
	size_t i;

	if (locale == NULL)
		return;
	for (i = 0; i <= FORMAT_DATE_MONTH; i++)
		udat_close(locale->dates[i]);
	udat_close(locale->times);
	udat_close(locale->cities);
	ucal_close(locale->calendar);
	while (locale->numbers != NULL) {
		struct number_style *style = locale->numbers;

		locale->numbers = style->next;
		unumf_close(style->formatter);
		free(style);
	}
	unumf_closeResult(locale->number);
	ulistfmt_close(locale->lists);
	uldn_close(locale->names);
	uplrules_close(locale->plurals);
	ucol_close(locale->collator);
	ucol_close(locale->letters);
	for (i = 0; i < INTERVAL_STYLES; i++)
		udtitvfmt_close(locale->intervals[i]);
	arena_release(&locale->memory);
	free(locale->lang);
	free(locale);
}

const char *
format_locale_lang(const struct format_locale *locale)
{
	return locale->lang;
}

char *
utf8_from(struct arena *arena, const UChar *chars, int32_t len)
{
	UErrorCode status = U_ZERO_ERROR;
	char *utf8 = arena_alloc(arena, 3 * (size_t)len + 1);

	u_strToUTF8(utf8, 3 * len + 1, NULL, chars, len, &status);
	return utf8;
}

UChar *
utf16_from(struct arena *arena, const char *text, int32_t *ret_len)
{
	UErrorCode status = U_ZERO_ERROR;
	size_t size = strlen(text) + 1;
	UChar *chars = ARENA_ARRAY(arena, UChar, size);

	u_strFromUTF8(chars, (int32_t)size, ret_len, text, -1, &status);
	if (U_FAILURE(status))
		*ret_len = 0;
	return chars;
}

/* The slot of a key: the one that has it, or a free one. */
static struct memo *
find_memo(struct format_locale *locale, const char key[MEMO_KEY])
{
	uint32_t hash = 2166136261u, i;		/* FNV-1a */

	if (locale->memos == NULL)
		locale->memos = ARENA_ARRAY(&locale->memory, struct memo,
		    MEMO_SLOTS);
	for (i = 0; i < MEMO_KEY; i++)
		hash = (hash ^ (unsigned char)key[i]) * 16777619u;
	for (i = hash % MEMO_SLOTS; locale->memos[i].key[0] != '\0' &&
	    memcmp(locale->memos[i].key, key, MEMO_KEY) != 0;
	    i = (i + 1) % MEMO_SLOTS)
		continue;
	return &locale->memos[i];
}

/* What was remembered for the key, copied; or NULL. */
static const char *
recall(struct format_locale *locale, struct arena *arena,
    const char key[MEMO_KEY])
{
	const struct memo *memo = find_memo(locale, key);

	return memo->text != NULL ? arena_strdup(arena, memo->text) : NULL;
}

static void
remember(struct format_locale *locale, const char key[MEMO_KEY],
    const char *text)
{
	struct memo *memo;

	if (locale->memo_count == MEMO_MOST)
		return;
	memo = find_memo(locale, key);
	memcpy(memo->key, key, MEMO_KEY);
	memo->text = arena_strdup(&locale->memory, text);
	locale->memo_count++;
}

/* The key of a code; false where it is too long to be one. */
static bool
code_key(char kind, const char *code, char key[MEMO_KEY])
{
	size_t len = strlen(code);

	memset(key, 0, MEMO_KEY);
	key[0] = kind;
	if (len >= MEMO_KEY)
		return false;
	memcpy(key + 1, code, len);
	return true;
}

/* "22/11/26" is no date where years are counted otherwise: in Thailand that
 * year would be 69. */
static bool
has_other_years(const char *name)
{
	UErrorCode status = U_ZERO_ERROR;
	UEnumeration *calendars = ucal_getKeywordValuesForLocale("calendar",
	    name, true, &status);
	const char *usual = uenum_next(calendars, NULL, &status);
	bool is_other = U_SUCCESS(status) && usual != NULL &&
	    strcmp(usual, "gregorian") != 0;

	uenum_close(calendars);
	return is_other;
}

static UDateFormat *
open_skeleton(const char *name, const UChar *zone, const UChar *skeleton,
    UErrorCode *status)
{
	UDateTimePatternGenerator *generator = udatpg_open(name, status);
	UDateFormat *format = NULL;
	UChar pattern[SHORT_TEXT];
	int32_t len;

	len = udatpg_getBestPattern(generator, skeleton, u_strlen(skeleton),
	    pattern, SHORT_TEXT, status);
	if (U_SUCCESS(*status))
		format = udat_open(UDAT_PATTERN, UDAT_PATTERN, name, zone, -1,
		    pattern, len, status);
	udatpg_close(generator);
	return format;
}

static UDateFormat *
date_format(struct format_locale *locale, enum format_date_style style)
{
	static const UDateFormatStyle styles[] = {
		[FORMAT_DATE_SHORT] = UDAT_SHORT,
		[FORMAT_DATE_MEDIUM] = UDAT_MEDIUM,
		[FORMAT_DATE_LONG] = UDAT_LONG,
	};
	static const UChar zone[] = u"UTC";
	UErrorCode status = U_ZERO_ERROR;

	if (locale->dates[style] != NULL)
		return locale->dates[style];
	if (style == FORMAT_DATE_MONTH)
		locale->dates[style] = open_skeleton(locale->name, zone,
		    u"yMMMM", &status);
	else if (style == FORMAT_DATE_SHORT && has_other_years(locale->name))
		locale->dates[style] = open_skeleton(locale->name, zone,
		    u"yMd", &status);
	else
		locale->dates[style] = udat_open(UDAT_NONE, styles[style],
		    locale->name, zone, -1, NULL, 0, &status);
	return locale->dates[style];
}

static const char *
make_date(struct format_locale *locale, struct arena *arena, int32_t days,
    enum format_date_style style)
{
	UDateFormat *format = date_format(locale, style);
	UErrorCode status = U_ZERO_ERROR;
	UChar out[SHORT_TEXT];
	int32_t len;

	if (format == NULL)
		return format_date_iso(arena, days);
	len = udat_format(format, days * 86400000.0, out, SHORT_TEXT, NULL,
	    &status);
	if (U_FAILURE(status) || len > SHORT_TEXT)
		return format_date_iso(arena, days);
	return utf8_from(arena, out, len);
}

const char *
format_date(struct format_locale *locale, struct arena *arena, int32_t days,
    enum format_date_style style)
{
	char key[MEMO_KEY] = { 'd', (char)style };
	const char *text;

	assert(style <= FORMAT_DATE_MONTH);
	memcpy(key + 2, &days, sizeof(days));
	text = recall(locale, arena, key);
	if (text != NULL)
		return text;
	text = make_date(locale, arena, days, style);
	remember(locale, key, text);
	return text;
}

/* Howard Hinnant's algorithm "civil_from_days": eras of 400 years that start
 * on 1 March, so that the leap day is a year's last. */
const char *
format_date_iso(struct arena *arena, int32_t days)
{
	int64_t shifted = (int64_t)days + 719468;
	int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
	int64_t day_of_era = shifted - era * 146097;
	int64_t year = (day_of_era - day_of_era / 1460 + day_of_era / 36524 -
	    day_of_era / 146096) / 365;
	int64_t day_of_year = day_of_era -
	    (365 * year + year / 4 - year / 100);
	int64_t month = (5 * day_of_year + 2) / 153;	/* 0 is March */
	int64_t day = day_of_year - (153 * month + 2) / 5 + 1;

	year += era * 400 + (month >= 10);
	month += month < 10 ? 3 : -9;
	return arena_printf(arena, "%04d-%02d-%02d", (int)year, (int)month,
	    (int)day);
}

/* The formatter of a skeleton (ICU, "Number Skeletons"), or NULL. */
static UNumberFormatter *
number_format(struct format_locale *locale, const char *skeleton)
{
	struct number_style *style = locale->numbers;
	UErrorCode status = U_ZERO_ERROR;
	UChar wide[sizeof(style->skeleton)];

	while (style != NULL && strcmp(style->skeleton, skeleton) != 0)
		style = style->next;
	if (style != NULL)
		return style->formatter;
	assert(strlen(skeleton) < sizeof(style->skeleton));
	style = mem_alloc(sizeof(*style));
	strcpy(style->skeleton, skeleton);
	u_charsToUChars(skeleton, wide, (int32_t)strlen(skeleton) + 1);
	style->formatter = unumf_openForSkeletonAndLocale(wide, -1,
	    locale->name, &status);
	if (U_FAILURE(status)) {
		unumf_close(style->formatter);
		style->formatter = NULL;
	}
	style->next = locale->numbers;
	locale->numbers = style;
	return style->formatter;
}

/* units / 10^scale, in the plainest form. */
static const char *
plain_number(struct arena *arena, int64_t units, unsigned scale)
{
	uint64_t size = units < 0 ? 0 - (uint64_t)units : (uint64_t)units;
	const char *sign = units < 0 ? "-" : "";
	uint64_t power = 1;
	unsigned i;

	for (i = 0; i < scale; i++)
		power *= 10;
	if (scale == 0)
		return arena_printf(arena, "%s%llu", sign,
		    (unsigned long long)size);
	return arena_printf(arena, "%s%llu.%0*llu", sign,
	    (unsigned long long)(size / power), (int)scale,
	    (unsigned long long)(size % power));
}

static const char *
format_skeleton(struct format_locale *locale, struct arena *arena,
    const char *skeleton, int64_t units, unsigned scale)
{
	UNumberFormatter *formatter = number_format(locale, skeleton);
	UErrorCode status = U_ZERO_ERROR;
	char decimal[48];
	UChar out[SHORT_TEXT];
	int32_t len;

	if (formatter == NULL)
		return plain_number(arena, units, scale);
	if (locale->number == NULL)
		locale->number = unumf_openResult(&status);
	/* A decimal string, since a double loses digits of an amount. */
	len = snprintf(decimal, sizeof(decimal), "%lldE-%u",
	    (long long)units, scale);
	unumf_formatDecimal(formatter, decimal, len, locale->number, &status);
	len = unumf_resultToString(locale->number, out, SHORT_TEXT, &status);
	if (U_FAILURE(status) || len > SHORT_TEXT)
		return plain_number(arena, units, scale);
	return utf8_from(arena, out, len);
}

/* As many decimals as the author wrote, behind what stands before them. */
static const char *
format_decimals(struct format_locale *locale, struct arena *arena,
    const char *stem, int64_t units, unsigned scale)
{
	char skeleton[64];

	assert(scale <= MAX_SCALE);
	if (scale > 0)
		snprintf(skeleton, sizeof(skeleton), "%s.%.*s", stem,
		    (int)scale, "000000000000000000");
	else
		snprintf(skeleton, sizeof(skeleton), "%sprecision-integer",
		    stem);
	return format_skeleton(locale, arena, skeleton, units, scale);
}

const char *
format_number(struct format_locale *locale, struct arena *arena,
    int64_t units, unsigned scale)
{
	return format_decimals(locale, arena, "", units, scale);
}

const char *
format_percent(struct format_locale *locale, struct arena *arena,
    int64_t units, unsigned scale)
{
	return format_decimals(locale, arena, "percent ", units, scale);
}

static bool
is_whole(int64_t units, unsigned scale)
{
	for (; scale > 0; scale--, units /= 10)
		if (units % 10 != 0)
			return false;
	return true;
}

/* Between right-to-left text a sign behind letters ("US$", "JP¥") would go to
 * their other side: a left-to-right mark behind it keeps it. */
static const char *
hold_sign(struct arena *arena, const char *text)
{
	static const char *const signs[] = { "$", "\u00a3", "\u00a5" };
	size_t i;

	if (strstr(text, "\u200f") == NULL)
		return text;
	for (i = 0; i < sizeof(signs) / sizeof(signs[0]); i++) {
		const char *at = strstr(text, signs[i]), *end;

		if (at == NULL || at == text || at[-1] < 'A' || at[-1] > 'Z')
			continue;
		end = at + strlen(signs[i]);
		return arena_printf(arena, "%.*s\u200e%s", (int)(end - text),
		    text, end);
	}
	return text;
}

const char *
format_money(struct format_locale *locale, struct arena *arena,
    int64_t units, unsigned scale, const char *currency)
{
	char skeleton[64];

	assert(scale <= MAX_SCALE);
	if (strlen(currency) != 3)
		return format_number(locale, arena, units, scale);
	snprintf(skeleton, sizeof(skeleton), "currency/%s %s", currency,
	    is_whole(units, scale) ? "precision-integer" :
	    "precision-currency-standard");
	return hold_sign(arena, format_skeleton(locale, arena, skeleton,
	    units, scale));
}

const char *
format_bytes(struct format_locale *locale, struct arena *arena,
    uint64_t bytes)
{
	uint64_t kilobytes = bytes / 1000 + (bytes % 1000 != 0);

	if (kilobytes < 1000)
		return format_skeleton(locale, arena,
		    "unit/kilobyte unit-width-short precision-integer",
		    (int64_t)kilobytes, 0);
	/* Tenths of a megabyte, rounded half up. */
	return format_skeleton(locale, arena,
	    "unit/megabyte unit-width-short .#",
	    (int64_t)(bytes / 100000 + (bytes % 100000 >= 50000)), 1);
}

static ULocaleDisplayNames *
display_names(struct format_locale *locale)
{
	UDisplayContext contexts[] = { UDISPCTX_DIALECT_NAMES };
	UErrorCode status = U_ZERO_ERROR;

	if (locale->names == NULL)
		locale->names = uldn_openForContext(locale->name, contexts, 1,
		    &status);
	return U_SUCCESS(status) ? locale->names : NULL;
}

static const char *
make_country(struct format_locale *locale, struct arena *arena,
    const char *country)
{
	ULocaleDisplayNames *names = display_names(locale);
	UErrorCode status = U_ZERO_ERROR;
	UChar out[SHORT_TEXT];
	int32_t len;

	if (names == NULL)
		return country;
	len = uldn_regionDisplayName(names, country, out, SHORT_TEXT, &status);
	if (U_FAILURE(status) || len <= 0 || len > SHORT_TEXT)
		return country;
	return utf8_from(arena, out, len);
}

const char *
format_country(struct format_locale *locale, struct arena *arena,
    const char *country)
{
	const char *text;
	char key[MEMO_KEY];

	if (!code_key('c', country, key))
		return country;
	text = recall(locale, arena, key);
	if (text != NULL)
		return text;
	text = make_country(locale, arena, country);
	remember(locale, key, text);
	return text;
}

static const char *
make_language(struct format_locale *locale, struct arena *arena,
    const char *lang)
{
	ULocaleDisplayNames *names = display_names(locale);
	UErrorCode status = U_ZERO_ERROR;
	char name[LOCALE_SIZE];
	UChar out[SHORT_TEXT];
	int32_t len;

	locale_name(lang, name);
	if (names == NULL || name[0] == '\0')
		return lang;
	len = uldn_localeDisplayName(names, name, out, SHORT_TEXT, &status);
	if (U_FAILURE(status) || len <= 0 || len > SHORT_TEXT)
		return lang;
	return utf8_from(arena, out, len);
}

const char *
format_language(struct format_locale *locale, struct arena *arena,
    const char *lang)
{
	const char *text;
	char key[MEMO_KEY];

	if (!code_key('l', lang, key))
		return make_language(locale, arena, lang);
	text = recall(locale, arena, key);
	if (text != NULL)
		return text;
	text = make_language(locale, arena, lang);
	remember(locale, key, text);
	return text;
}

static const char *
find_plural(struct format_locale *locale, double number)
{
	static const char *const categories[] = {
		"zero", "one", "two", "few", "many"
	};
	UErrorCode status = U_ZERO_ERROR;
	UChar keyword[16];
	char narrow[16];
	int32_t len;
	size_t i;

	if (locale->plurals == NULL)
		locale->plurals = uplrules_open(locale->name, &status);
	len = uplrules_select(locale->plurals, number, keyword, 16, &status);
	if (U_FAILURE(status) || len >= 16)
		return "other";
	u_UCharsToChars(keyword, narrow, len);
	narrow[len] = '\0';
	for (i = 0; i < sizeof(categories) / sizeof(categories[0]); i++)
		if (strcmp(narrow, categories[i]) == 0)
			return categories[i];
	return "other";
}

const char *
format_plural(struct format_locale *locale, double number)
{
	int small = number >= 0 && number < SMALL_NUMBERS ? (int)number : -1;

	if (small < 0 || number > small)
		return find_plural(locale, number);
	if (locale->plural_forms[small] == NULL)
		locale->plural_forms[small] = find_plural(locale, number);
	return locale->plural_forms[small];
}

int
format_compare(struct format_locale *locale, const char *a, const char *b)
{
	UErrorCode status = U_ZERO_ERROR;
	UCollationResult order = UCOL_EQUAL;

	if (locale->collator == NULL)
		locale->collator = ucol_open(locale->name, &status);
	if (U_SUCCESS(status))
		order = ucol_strcollUTF8(locale->collator, a, -1, b, -1,
		    &status);
	if (U_FAILURE(status) || order == UCOL_EQUAL)
		return strcmp(a, b);
	return order == UCOL_LESS ? -1 : 1;
}

const char *
format_upper(struct format_locale *locale, struct arena *arena,
    const char *text)
{
	UErrorCode status = U_ZERO_ERROR;
	int32_t len, size;
	UChar *chars = utf16_from(arena, text, &len);
	char language[ULOC_LANG_CAPACITY];
	UChar *upper;

	/* u_strToUpper of ICU 72 does not see "tr" in "tr@numbers=latn". */
	uloc_getLanguage(locale->name, language, sizeof(language), &status);
	size = 3 * len + 1;	/* SpecialCasing.txt: one to three at most */
	upper = ARENA_ARRAY(arena, UChar, (size_t)size);
	len = u_strToUpper(upper, size, chars, len, language, &status);
	return U_SUCCESS(status) ? utf8_from(arena, upper, len) : text;
}

bool
lang_is_rtl(const char *lang)
{
	char name[LOCALE_SIZE];

	locale_name(lang, name);
	return uloc_isRightToLeft(name);
}

/* Language and script of a tag, likely ones filled in. */
static bool
likely_script(const char *lang, char ret_language[ULOC_LANG_CAPACITY],
    char ret_script[ULOC_SCRIPT_CAPACITY])
{
	UErrorCode status = U_ZERO_ERROR;
	char name[LOCALE_SIZE], full[LOCALE_SIZE];

	locale_name(lang, name);
	uloc_addLikelySubtags(name, full, LOCALE_SIZE, &status);
	uloc_getLanguage(full, ret_language, ULOC_LANG_CAPACITY, &status);
	uloc_getScript(full, ret_script, ULOC_SCRIPT_CAPACITY, &status);
	return U_SUCCESS(status) && name[0] != '\0';
}

/* Whether both tags name a language, and not the same. */
static bool
is_other_language(const char *have, const char *want)
{
	size_t have_len = strcspn(have, "-"), want_len = strcspn(want, "-");

	return strncasecmp(have, "und", 3) != 0 &&
	    strncasecmp(want, "und", 3) != 0 &&
	    (have_len != want_len || strncasecmp(have, want, have_len) != 0);
}

/* Whether the tag is a language written in one script everywhere (CLDR,
 * likelySubtags), with no more than a region: "en", "pt-BR". */
static bool
is_of_one_script(const char *lang)
{
	static const char known[] = "ar cs da de el en es et fi fr he hr hu it "
	    "ja ko lt lv nb nl nn pl pt ro ru sk sl sv th tr uk vi ";
	size_t len = strcspn(lang, "-");
	char word[4];
	const char *at;

	if (len != 2 || (lang[2] != '\0' && strlen(lang) != 5))
		return false;
	snprintf(word, sizeof(word), "%.2s ", lang);
	at = strstr(known, word);
	return at != NULL && (at == known || at[-1] == ' ');
}

bool
lang_serves(const char *have, const char *want)
{
	char languages[2][ULOC_LANG_CAPACITY], scripts[2][ULOC_SCRIPT_CAPACITY];

	if (strcmp(have, want) == 0)
		return true;
	/* Asked for every text of every page: mostly without ICU. */
	if (is_other_language(have, want))
		return false;
	if (is_of_one_script(have) && is_of_one_script(want))
		return strncmp(have, want, 2) == 0;
	return likely_script(have, languages[0], scripts[0]) &&
	    likely_script(want, languages[1], scripts[1]) &&
	    strcmp(languages[0], languages[1]) == 0 &&
	    strcmp(scripts[0], scripts[1]) == 0;
}
