/*
 * segment_rules.h - what good setting asks beyond Unicode's rules for lines and
 * directions. Only src/intl includes it.
 */
#ifndef FIELDKIT_INTL_SEGMENT_RULES_H
#define FIELDKIT_INTL_SEGMENT_RULES_H

#include "fieldkit/segment.h"

/* Where the international telephone number ends that starts at unit `start`
 * of `count` UTF-16 units: "+971 4 123 4567". `start` where there is none. */
uint32_t rule_phone_end(const uint16_t *units, uint32_t count,
    uint32_t start);

/* Takes back breaks next to Hangul that is not parted by a space: Korean is
 * set with spaces and breaks there. */
void rule_keep_hangul(const uint32_t *codepoints, struct segment_char *chars,
    uint32_t count);

#endif
