/*
 * cff.h - what of a Compact Font Format table the subset needs (Adobe
 * Technical Note 5176).
 */
#ifndef FIELDKIT_RENDER_TYPE_CFF_H
#define FIELDKIT_RENDER_TYPE_CFF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Whether the font is CID-keyed, and if so the CID of each of its glyphs:
 * `glyph_count` numbers. False when the table is malformed. */
bool cff_read_cids(const unsigned char *bytes, size_t len,
    uint32_t glyph_count, bool *ret_is_cid, uint16_t *ret_cids);

#endif
