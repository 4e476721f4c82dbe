/*
 * font.h - the faces of a document: which glyphs it shows, what they stand
 * for, and the font objects. Glyphs are first gathered from all runs; then the
 * faces are embedded; then pages are written with the codes of the subsets.
 */
#ifndef PDF_FONT_H
#define PDF_FONT_H

#include <stdbool.h>
#include <stdint.h>

#include "fieldkit/type.h"
#include "object.h"

enum { GID_PAGES = 256, GIDS_ON_PAGE = 256 };

/* A glyph with one of the texts that it stands for. */
struct font_glyph {
	uint32_t gid;			/* of the face */
	uint32_t next;			/* 1 + index: with another text */
	const char *text;		/* UTF-8 */
	uint32_t text_len;
	uint32_t uses;
	uint16_t width;			/* 1/1000 em */
	uint32_t number;		/* in the font file: glyph or CID */
	uint32_t code;			/* to show it */
	uint16_t shown_as;		/* index of who has its text now */
};

struct pdf_font {
	const struct type_face *face;
	uint32_t number;		/* /F1 … in every page's resources */
	uint32_t page;			/* last page that names it, from 1 */
	struct pdf_object *object;	/* after pdf_fonts_embed */
	struct font_glyph *glyphs;
	uint32_t count, size;
	/* Per gid, in pages by its upper byte: 0 or 1 + index of its first. */
	uint16_t *slots[GID_PAGES];
};

struct pdf_fonts {
	struct arena *arena;
	struct pdf_font *items;
	uint32_t count, size;
};

void pdf_fonts_init(struct pdf_fonts *fonts, struct arena *arena);
/* Notes the glyphs of an OP_TEXT; returns an index for each, in the arena. */
const uint16_t *pdf_fonts_gather(struct pdf_fonts *fonts,
    const struct page_op *op);
/* Subsets and writes every face. */
bool pdf_fonts_embed(struct pdf_fonts *fonts, struct pdf_file *file,
    struct diags *diags);
/* The font of a face that was gathered. */
struct pdf_font *pdf_fonts_find(struct pdf_fonts *fonts,
    const struct type_face *face);

/* How a glyph is shown that was gathered, once the fonts are embedded. */
static inline const struct font_glyph *
pdf_font_glyph(const struct pdf_font *font, uint16_t index)
{
	return &font->glyphs[font->glyphs[index].shown_as];
}

#endif
