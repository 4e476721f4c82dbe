/*
 * tags.h - the codes that standards define: languages, countries,
 * subdivisions, currencies, time zones (ICU's data, but the countries).
 *
 * Every function is thread safe. `len` bytes of any input.
 */
#ifndef FIELDKIT_TAGS_H
#define FIELDKIT_TAGS_H

#include <stdbool.h>
#include <stddef.h>

/* The longest tag that is taken, in characters. */
#define TAG_CHARS 35

/* BCP 47: a well-formed tag whose language, script and region exist; written
 * in canonical case and form (`pt-br` is pt-BR, `iw` is he). */
bool tag_lang(const char *chars, size_t len, char ret_tag[TAG_CHARS + 1]);
/* ISO 3166-1 alpha-2, officially assigned, upper case. */
bool tag_country(const char *chars, size_t len);
/* All of them, upper case, sorted; NULL-terminated. */
const char *const *tag_countries(void);
/* The code of a country that was written as an English name, a wrong case or
 * a usual wrong code (UK); NULL where none is meant. For messages. */
const char *tag_country_meant(const char *words);
/* The English name of a country, in `ret_name`; for messages. */
bool tag_country_name(const char *country, char *ret_name, size_t size);
/* The tag of a language that was written as its name, in English or its own,
 * or as a country's code; false where none is meant. For messages. */
bool tag_lang_meant(const char *words, char ret_tag[TAG_CHARS + 1]);
/* ISO 3166-2: the country's code, a hyphen, one to three letters or digits. */
bool tag_subdivision(const char *chars, size_t len);
/* ISO 4217, current money, upper case. */
bool tag_currency(const char *chars, size_t len);
/* A name of the IANA time zone list with an area (`Europe/Berlin`), or UTC. */
bool tag_tz(const char *chars, size_t len);
/* The zone that was meant by a wrong case, or by the name of a city alone;
 * false where none is. For messages. */
bool tag_tz_meant(const char *words, char *ret_name, size_t size);

#endif
