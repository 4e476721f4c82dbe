/*
 * segment_plain.h - line ends of text that is as plain as most is. Only
 * src/intl includes it.
 */
#ifndef FIELDKIT_INTL_SEGMENT_PLAIN_H
#define FIELDKIT_INTL_SEGMENT_PLAIN_H

#include "fieldkit/segment.h"

/* Marks where a line of Latin letters, digits, spaces, stops and quotation
 * marks may end; false, and nothing marked, where there is anything else. */
bool plain_mark_breaks(const uint32_t *codepoints, uint32_t count,
    struct segment_char *chars);

#endif
