/*
 * patterns.h - a dictionary of libhyphen's, loaded in linear time.
 *
 * hnj_hyphen_load takes seconds of a processor for the German dictionary (1 MB
 * of patterns), far longer than all kits in German take; the dictionary that
 * is made here is the same, state by state, and is looked up by libhyphen.
 */
#ifndef FIELDKIT_RENDER_TYPE_PATTERNS_H
#define FIELDKIT_RENDER_TYPE_PATTERNS_H

#include <hyphen.h>

/* NULL where the file cannot be read. */
HyphenDict *patterns_load(const char *path);
/* Not hnj_hyphen_free: the states are allocated in another way. */
void patterns_free(HyphenDict *dict);

#endif
