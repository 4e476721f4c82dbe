/*
 * shape.h - words to glyphs (HarfBuzz), each different word once a context.
 */
#ifndef FIELDKIT_RENDER_TYPE_SHAPE_H
#define FIELDKIT_RENDER_TYPE_SHAPE_H

#include <hb.h>

#include "face.h"
#include "fieldkit/segment.h"

/* The longest word shaped at once; longer ones are cut, which bounds every
 * search within a word. */
#define SHAPE_WORD_CHARS 96

struct shaped_glyph {
	uint32_t gid;
	int32_t x_advance, x_offset, y_offset;	/* font units */
	uint16_t cluster;		/* the character it belongs to */
	/* What it stands for: into the word's `spoken`. */
	uint16_t text_start, text_count;
	bool is_unsafe;			/* no cut before it without reshaping */
};

/* A word's advances at one size. */
struct scaled_word {
	struct scaled_word *next;
	fixed size;
	int64_t width;			/* their sum */
	fixed advances[];		/* one a glyph */
};

struct hyphen_dict;		/* hyphenate.h */

/* Where a word may be divided, by a dictionary. */
struct word_divisions {
	struct word_divisions *next;
	const struct hyphen_dict *dict;
	bool can[];			/* before each character */
};

/* A word, shaped. Lives until the next paragraph, at least. */
struct shaped_word {
	uint64_t hash;
	const struct type_face *face;
	hb_language_t lang;		/* where the face minds it */
	uint32_t script;
	bool is_rtl;
	bool is_spaced;			/* letter-spaced: no ligatures */
	bool is_trimmed;		/* half-width forms */
	uint8_t features;
	uint16_t count;			/* characters */
	uint16_t glyph_count;
	const uint32_t *codepoints;
	/* The same, and behind them the parts of characters that are drawn in
	 * parts. */
	const uint32_t *spoken;
	const struct shaped_glyph *glyphs;	/* visual order */
	struct word_divisions *divisions;	/* by those used so far */
	struct scaled_word *scaled;	/* at the sizes used so far */
	struct arena *arena;		/* that it lives in */
};

/* Which characters to shape, and how. */
struct shape_request {
	const struct type_face *face;
	const char *lang;
	uint32_t script;
	bool is_rtl;
	bool is_spaced;
	bool is_trimmed;
	uint8_t features;
	bool has_context;		/* letters around it join it */
	const uint32_t *codepoints;	/* of the whole text */
	uint32_t text_count;
	uint32_t start, count;		/* the word's */
};

/* Which language a face is to be told. */
struct face_language {
	const struct type_face *face;
	uint32_t script;
	hb_language_t asked, told;
};

enum { FACE_LANGUAGES = 256 };

struct type_context {
	struct type_faces *faces;
	struct segmenter *segmenter;
	hb_buffer_t *buffer;
	const char *lang_name;		/* the last one, in `words` */
	hb_language_t lang;
	struct face_language told[FACE_LANGUAGES];	/* by their hash */
	struct arena scratch;		/* of the paragraph being set */
	struct arena words;		/* of the cache */
	struct shaped_word **table;	/* open addressing */
	uint32_t table_size, word_count;
};

/* Call before a paragraph: empties what the last one left, and the cache when
 * it has grown too large. */
void shape_begin(struct type_context *context);
struct shaped_word *shape_word(struct type_context *context,
    const struct shape_request *request);
/* A word at a size; lives as long as the word. */
const struct scaled_word *shaped_word_scale(struct shaped_word *word,
    fixed size);
/* Its width at a size, with letter spacing. */
int64_t shaped_word_width(struct shaped_word *word, fixed size,
    fixed spacing);
/* Whether letter spacing goes after this glyph: after the last of a cluster
 * that the eye sees as one. */
bool shaped_ends_cluster(const struct shaped_word *word, uint32_t glyph);

#endif
