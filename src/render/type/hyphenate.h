/*
 * hyphenate.h - where a word may be divided (libhyphen, Debian's hyphen-*).
 */
#ifndef FIELDKIT_RENDER_TYPE_HYPHENATE_H
#define FIELDKIT_RENDER_TYPE_HYPHENATE_H

#include <stdbool.h>
#include <stdint.h>

struct hyphen_dicts;		/* of a run; loads on demand, thread safe */
struct hyphen_dict;		/* of a language; read-only, shared */

struct hyphen_dicts *hyphen_dicts_new(void);
void hyphen_dicts_free(struct hyphen_dicts *dicts);

/* The dictionary of a BCP 47 tag: of its language and region, else of its
 * language; NULL where the language is not divided or the dictionary is not
 * installed (text is then set without division). */
const struct hyphen_dict *hyphen_dict_find(struct hyphen_dicts *dicts,
    const char *lang);

/* The longest word looked up, in characters. */
#define HYPHEN_WORD_CHARS 80

/* `word` is `count` letters; ret_can[i] tells whether a line may end before
 * letter i, with a hyphen. Words longer than the limit are not divided. */
void hyphen_word(const struct hyphen_dict *dict, const uint32_t *word,
    uint32_t count, bool *ret_can);

#endif
