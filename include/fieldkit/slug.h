/*
 * slug.h - the alphabet of ids and of fields that take a slug.
 */
#ifndef FIELDKIT_SLUG_H
#define FIELDKIT_SLUG_H

#include <stdbool.h>
#include <stddef.h>

/* Whether it has only a-z, 0-9 and hyphens, none in front, and from 1 to
 * LIMIT_ID_CHARS of them. */
bool slug_is_valid(const char *chars, size_t len);

#endif
