/*
 * glyf.h - a TrueType font with a few glyphs of another (private to the
 * folder). Source: OpenType 1.9, "glyf", "loca", "head", "hhea", "hmtx",
 * "maxp".
 */
#ifndef FIELDKIT_RENDER_TYPE_GLYF_H
#define FIELDKIT_RENDER_TYPE_GLYF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fieldkit/arena.h"

enum glyf_table {		/* in the order of their tags */
	GLYF_GLYF, GLYF_HEAD, GLYF_HHEA, GLYF_HMTX, GLYF_LOCA, GLYF_MAXP,
	GLYF_TABLE_COUNT
};

struct glyf_bytes {
	const unsigned char *bytes;
	size_t len;
};

/* Writes a font file with glyph 0, the glyphs asked for (sorted, without
 * repetition) and those that they are composed of, in their order and without
 * hinting; ret_codes tells the new number of each that was asked for. False
 * where a table is not as it should be. */
bool glyf_subset(const struct glyf_bytes tables[GLYF_TABLE_COUNT],
    struct arena *arena, const uint32_t *gids, uint32_t count,
    uint32_t *ret_codes, struct glyf_bytes *ret_font);

#endif
