/*
 * Codes of standards. In: what an author wrote. Out: whether it is one, in
 * canonical form. Countries are a list of our own, since ICU's has reserved
 * codes (AC, XK, …) among the assigned; the rest asks ICU.
 */
#include "fieldkit/tags.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include <unicode/ucal.h>
#include <unicode/ucurr.h>
#include <unicode/uenum.h>
#include <unicode/uloc.h>
#include <unicode/uscript.h>
#include <unicode/ures.h>
#include <unicode/ustring.h>

#include "fieldkit/arena.h"
#include "fieldkit/diag.h"

/* ISO 3166-1, officially assigned; sorted. */
static const char *const countries[] = { "AD", "AE", "AF", "AG", "AI", "AL",
	"AM", "AO", "AQ", "AR", "AS", "AT", "AU", "AW", "AX", "AZ", "BA", "BB",
	"BD", "BE", "BF", "BG", "BH", "BI", "BJ", "BL", "BM", "BN", "BO", "BQ",
	"BR", "BS", "BT", "BV", "BW", "BY", "BZ", "CA", "CC", "CD", "CF", "CG",
	"CH", "CI", "CK", "CL", "CM", "CN", "CO", "CR", "CU", "CV", "CW", "CX",
	"CY", "CZ", "DE", "DJ", "DK", "DM", "DO", "DZ", "EC", "EE", "EG", "EH",
	"ER", "ES", "ET", "FI", "FJ", "FK", "FM", "FO", "FR", "GA", "GB", "GD",
	"GE", "GF", "GG", "GH", "GI", "GL", "GM", "GN", "GP", "GQ", "GR", "GS",
	"GT", "GU", "GW", "GY", "HK", "HM", "HN", "HR", "HT", "HU", "ID", "IE",
	"IL", "IM", "IN", "IO", "IQ", "IR", "IS", "IT", "JE", "JM", "JO", "JP",
	"KE", "KG", "KH", "KI", "KM", "KN", "KP", "KR", "KW", "KY", "KZ", "LA",
	"LB", "LC", "LI", "LK", "LR", "LS", "LT", "LU", "LV", "LY", "MA", "MC",
	"MD", "ME", "MF", "MG", "MH", "MK", "ML", "MM", "MN", "MO", "MP", "MQ",
	"MR", "MS", "MT", "MU", "MV", "MW", "MX", "MY", "MZ", "NA", "NC", "NE",
	"NF", "NG", "NI", "NL", "NO", "NP", "NR", "NU", "NZ", "OM", "PA", "PE",
	"PF", "PG", "PH", "PK", "PL", "PM", "PN", "PR", "PS", "PT", "PW", "PY",
	"QA", "RE", "RO", "RS", "RU", "RW", "SA", "SB", "SC", "SD", "SE", "SG",
	"SH", "SI", "SJ", "SK", "SL", "SM", "SN", "SO", "SR", "SS", "ST", "SV",
	"SX", "SY", "SZ", "TC", "TD", "TF", "TG", "TH", "TJ", "TK", "TL", "TM",
	"TN", "TO", "TR", "TT", "TV", "TW", "TZ", "UA", "UG", "UM", "US", "UY",
	"UZ", "VA", "VC", "VE", "VG", "VI", "VN", "VU", "WF", "WS", "YE", "YT",
	"ZA", "ZM", "ZW", NULL };

#define COUNTRY_COUNT (sizeof(countries) / sizeof(countries[0]) - 1)

/* What people write for a country, and ICU has no name for. */
static const struct {
	const char *words, *country;
} country_slips[] = {
	{ "UK", "GB" }, { "Great Britain", "GB" }, { "England", "GB" },
	{ "EL", "GR" }, { "USA", "US" }, { "America", "US" },
	{ "Czech Republic", "CZ" }, { "Turkey", "TR" }, { "Korea", "KR" },
	{ "Holland", "NL" }, { "Deutschland", "DE" }, { "UAE", "AE" },
	{ "Hong Kong", "HK" },
};

static bool
copy_string(const char *chars, size_t len, char *ret_copy, size_t size)
{
	if (len == 0 || len >= size || memchr(chars, '\0', len) != NULL)
		return false;
	memcpy(ret_copy, chars, len);
	ret_copy[len] = '\0';
	return true;
}

bool
tag_country(const char *chars, size_t len)
{
	size_t low = 0, high = COUNTRY_COUNT;

	if (len != 2)
		return false;
	while (low < high) {
		size_t middle = (low + high) / 2;
		int order = memcmp(chars, countries[middle], 2);

		if (order == 0)
			return true;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return false;
}

const char *const *
tag_countries(void)
{
	return countries;
}

bool
tag_country_name(const char *country, char *ret_name, size_t size)
{
	char locale[] = "und_XX";
	UChar name[128];
	int32_t len;
	UErrorCode status = U_ZERO_ERROR;

	memcpy(locale + 4, country, 2);
	len = uloc_getDisplayCountry(locale, "en", name, 128, &status);
	if (U_FAILURE(status) || len >= 128)
		return false;
	u_strToUTF8(ret_name, (int32_t)size, NULL, name, len, &status);
	return U_SUCCESS(status) && status != U_STRING_NOT_TERMINATED_WARNING;
}

const char *
tag_country_meant(const char *words)
{
	size_t i;

	for (i = 0; i < COUNTRY_COUNT; i++) {
		char name[256], region[8];

		if (strcasecmp(words, countries[i]) == 0)
			return countries[i];
		snprintf(region, sizeof(region), "und_%s", countries[i]);
		if (strcasecmp(words, uloc_getISO3Country(region)) == 0)
			return countries[i];
		if (tag_country_name(countries[i], name, sizeof(name)) &&
		    strcasecmp(words, name) == 0)
			return countries[i];
	}
	for (i = 0; i < sizeof(country_slips) / sizeof(*country_slips); i++)
		if (strcasecmp(words, country_slips[i].words) == 0)
			return country_slips[i].country;
	return NULL;
}

static bool
is_lower(const char *chars, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++)
		if (chars[i] < 'a' || chars[i] > 'z')
			return false;
	return true;
}

/* ICU's accepts any subtag of the right shape; the registry does not. */
static bool
lang_exists(const char *locale)
{
	char subtag[16];
	UScriptCode script[1];
	UErrorCode status = U_ZERO_ERROR;
	int32_t len;

	if (uloc_getISO3Language(locale)[0] == '\0')
		return false;
	len = uloc_getScript(locale, subtag, sizeof(subtag), &status);
	if (U_FAILURE(status) || (len > 0 &&
	    (uscript_getCode(subtag, script, 1, &status) != 1 ||
	    U_FAILURE(status))))
		return false;
	len = uloc_getCountry(locale, subtag, sizeof(subtag), &status);
	if (U_FAILURE(status))
		return false;
	return len == 0 || len == 3 || tag_country(subtag, (size_t)len);
}

bool
tag_lang(const char *chars, size_t len, char ret_tag[TAG_CHARS + 1])
{
	char tag[TAG_CHARS + 1], locale[ULOC_FULLNAME_CAPACITY];
	UErrorCode status = U_ZERO_ERROR;
	int32_t parsed = 0;

	if (!copy_string(chars, len, tag, sizeof(tag)))
		return false;
	uloc_forLanguageTag(tag, locale, sizeof(locale), &parsed, &status);
	if (U_FAILURE(status) || (size_t)parsed != len || !lang_exists(locale))
		return false;
	if (len == 2 && is_lower(tag, 2) && strcmp(tag, "iw") != 0 &&
	    strcmp(tag, "in") != 0 && strcmp(tag, "ji") != 0) {
		memcpy(ret_tag, tag, len + 1);
		return true;
	}
	status = U_ZERO_ERROR;
	uloc_toLanguageTag(locale, ret_tag, TAG_CHARS + 1, true, &status);
	return U_SUCCESS(status) && status != U_STRING_NOT_TERMINATED_WARNING;
}

/* The language that most of a country speaks; CLDR's likely subtags. */
static bool
lang_of_country(const char *country, char ret_tag[TAG_CHARS + 1])
{
	char locale[16], full[ULOC_FULLNAME_CAPACITY];
	UErrorCode status = U_ZERO_ERROR;
	int32_t len;

	snprintf(locale, sizeof(locale), "und_%s", country);
	uloc_addLikelySubtags(locale, full, sizeof(full), &status);
	len = uloc_getLanguage(full, ret_tag, TAG_CHARS, &status);
	return U_SUCCESS(status) && status != U_STRING_NOT_TERMINATED_WARNING &&
	    len == 2 && tag_lang(ret_tag, 2, ret_tag);
}

bool
tag_lang_meant(const char *words, char ret_tag[TAG_CHARS + 1])
{
	const char *const *langs = uloc_getISOLanguages(), *country;
	size_t i;

	for (i = 0; langs[i] != NULL; i++) {
		UChar name[128];
		char utf8[512];
		UErrorCode status = U_ZERO_ERROR;
		int own;

		for (own = 0; own < 2; own++) {
			int32_t len = uloc_getDisplayLanguage(langs[i],
			    own != 0 ? langs[i] : "en", name, 128, &status);

			if (U_FAILURE(status) || len >= 128)
				break;
			u_strToUTF8(utf8, sizeof(utf8), NULL, name, len,
			    &status);
			if (U_SUCCESS(status) && strcasecmp(utf8, words) == 0)
				return tag_lang(langs[i], strlen(langs[i]),
				    ret_tag);
		}
	}
	country = strlen(words) == 2 ? tag_country_meant(words) : NULL;
	return country != NULL && lang_of_country(country, ret_tag);
}

/* CLDR writes runs of codes that differ in the last letter as `ad02~8`. */
static bool
range_has(const UChar *range, int32_t range_len, const char *code, size_t len)
{
	size_t i;
	bool is_run = range_len >= 3 && range[range_len - 2] == '~';
	size_t code_len = (size_t)(is_run ? range_len - 2 : range_len);

	if (code_len != len)
		return false;
	for (i = 0; i + 1 < len; i++)
		if (range[i] != (UChar)code[i])
			return false;
	if (is_run)
		return (UChar)code[i] >= range[i] &&
		    (UChar)code[i] <= range[range_len - 1];
	return (UChar)code[i] == range[i];
}

static bool
list_has(const UResourceBundle *list, const char *code, size_t len)
{
	UErrorCode status = U_ZERO_ERROR;
	int32_t i, count = ures_getSize(list);

	for (i = 0; i < count; i++) {
		int32_t range_len;
		const UChar *range =
		    ures_getStringByIndex(list, i, &range_len, &status);

		if (U_FAILURE(status))
			return false;
		if (range_has(range, range_len, code, len))
			return true;
	}
	return false;
}

bool
tag_subdivision(const char *chars, size_t len)
{
	UErrorCode status = U_ZERO_ERROR;
	UResourceBundle *data;
	char code[8];
	size_t i, count = 0;
	bool is_found;

	if (len < 4 || len > 6 || chars[2] != '-' || !tag_country(chars, 2))
		return false;
	for (i = 0; i < len; i++) {
		if (i == 2)
			continue;
		if (chars[i] >= 'A' && chars[i] <= 'Z')
			code[count++] = (char)(chars[i] - 'A' + 'a');
		else if (chars[i] >= '0' && chars[i] <= '9')
			code[count++] = chars[i];
		else
			return false;
	}
	data = ures_openDirect(NULL, "supplementalData", &status);
	data = ures_getByKey(data, "idValidity", data, &status);
	data = ures_getByKey(data, "subdivision", data, &status);
	data = ures_getByKey(data, "regular", data, &status);
	is_found = U_SUCCESS(status) && list_has(data, code, count);
	ures_close(data);
	return is_found;
}

bool
tag_currency(const char *chars, size_t len)
{
	UErrorCode status = U_ZERO_ERROR;
	UEnumeration *current;
	const char *code;
	bool is_found = false;

	if (len != 3)
		return false;
	current = ucurr_openISOCurrencies(UCURR_COMMON | UCURR_NON_DEPRECATED,
	    &status);
	while (!is_found && U_SUCCESS(status) &&
	    (code = uenum_next(current, NULL, &status)) != NULL)
		is_found = memcmp(code, chars, 3) == 0;
	uenum_close(current);
	return is_found;
}

bool
tag_tz(const char *chars, size_t len)
{
	char name[64];
	UChar zone[64], canonical[64];
	UBool is_system = false;
	UErrorCode status = U_ZERO_ERROR;

	if (!copy_string(chars, len, name, sizeof(name)))
		return false;
	if (strcmp(name, "UTC") == 0)
		return true;
	if (strchr(name, '/') == NULL || strncmp(name, "SystemV/", 8) == 0)
		return false;
	u_strFromUTF8(zone, 64, NULL, name, (int32_t)len, &status);
	ucal_getCanonicalTimeZoneID(zone, (int32_t)len, canonical, 64,
	    &is_system, &status);
	return U_SUCCESS(status) && is_system;
}

static bool
is_city_of(const char *zone, const char *words)
{
	const char *city = strrchr(zone, '/');

	if (city == NULL || strlen(++city) != strlen(words))
		return false;
	for (; *city != '\0'; city++, words++) {
		char c = *words == ' ' ? '_' : *words;

		if (strncasecmp(city, &c, 1) != 0)
			return false;
	}
	return true;
}

/* Whether the last parts of two names, and not their areas alone, are near. */
static bool
has_like_city(const char *zone, const char *words)
{
	const char *slash = strrchr(zone, '/'), *other = strrchr(words, '/');
	const char *city = slash != NULL ? slash + 1 : zone;

	return diag_nearest(other != NULL ? other + 1 : words, &city, 1) !=
	    NULL;
}

#define MAX_ZONES 1024

bool
tag_tz_meant(const char *words, char *ret_name, size_t size)
{
	UErrorCode status = U_ZERO_ERROR;
	UEnumeration *zones = ucal_openTimeZones(&status);
	const char *names[MAX_ZONES], *zone, *meant = NULL;
	struct arena arena = { 0 };
	size_t count = 0;
	int32_t len;
	bool is_found;

	while (meant == NULL && count < MAX_ZONES && U_SUCCESS(status) &&
	    (zone = uenum_next(zones, &len, &status)) != NULL) {
		if (!tag_tz(zone, (size_t)len))
			continue;
		names[count++] = arena_copy(&arena, zone, (size_t)len);
		if (strcasecmp(zone, words) == 0 || is_city_of(zone, words))
			meant = names[count - 1];
	}
	uenum_close(zones);
	if (meant == NULL && strchr(words, '/') != NULL) {
		meant = diag_nearest(words, names, count);
		if (meant != NULL && !has_like_city(meant, words))
			meant = NULL;
	}
	is_found = meant != NULL &&
	    copy_string(meant, strlen(meant), ret_name, size);
	arena_release(&arena);
	return is_found;
}
