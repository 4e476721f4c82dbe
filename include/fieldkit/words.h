/*
 * words.h - how long a text is to a reader.
 */
#ifndef FIELDKIT_WORDS_H
#define FIELDKIT_WORDS_H

#include <stddef.h>

/*
 * Words of valid UTF-8. What stands between white space is a word. Scripts
 * that write none count by characters: two of Chinese or Japanese, four of
 * Thai, Lao, Khmer or Burmese are a word; the rest of such a run still counts
 * by white space.
 */
size_t words_count(const char *chars, size_t len);

#endif
