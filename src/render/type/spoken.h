/*
 * spoken.h - what the glyphs of a word stand for.
 */
#ifndef FIELDKIT_RENDER_TYPE_SPOKEN_H
#define FIELDKIT_RENDER_TYPE_SPOKEN_H

#include "shape.h"

/* Sets the word's glyphs from those in visual order that HarfBuzz gave, with
 * their texts; all else of the word is set. May replace the array. */
void spoken_assign(struct shaped_word *word, struct shaped_glyph *glyphs,
    uint32_t count);

#endif
