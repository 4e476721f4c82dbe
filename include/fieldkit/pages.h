/*
 * pages.h - a kit laid out: pages of drawing operations, with the structure
 * tree that tags them. The layout writes it, the PDF writer and the text trace
 * read it; no decision about looks is left to either.
 *
 * Units: struct pt16 values are 1/64 pt integers ("fixed"), so that every
 * machine lays out the same bytes. Origin at the top left of the page, y down.
 */
#ifndef FIELDKIT_PAGES_H
#define FIELDKIT_PAGES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fieldkit/arena.h"
#include "fieldkit/path.h"
#include "fieldkit/source.h"

struct type_face;		/* fieldkit/type.h */
struct image_asset;		/* fieldkit/image.h */

/* One glyph, placed. `text` is what it stands for, for ToUnicode: the texts of
 * a run's glyphs, read in its direction, are the run's text. */
struct page_glyph {
	uint32_t gid;			/* of the original face */
	fixed x_advance;		/* as drawn: shaped advance, spacing and justification */
	fixed x_offset, y_offset;	/* y up, as HarfBuzz gives it */
	const char *text;		/* UTF-8, not terminated */
	uint32_t text_len;		/* 0: nothing */
};

enum op_kind { OP_TEXT, OP_RECT, OP_LINE, OP_IMAGE, OP_PATH, OP_QR };

struct page_op {
	enum op_kind kind;
	/* The structure element this belongs to; -1 is an artifact (furniture). */
	int32_t element;
	fixed x, y;			/* TEXT: start of the baseline; else top left */
	fixed width, height;		/* RECT, IMAGE, QR; LINE: to x+width, y+height */
	struct rgb color;
	union {
		struct {
			const struct type_face *face;
			fixed size;
			const struct page_glyph *glyphs;	/* visual order */
			uint32_t glyph_count;
			const char *text;	/* the run's text, logical order */
			uint32_t text_len;
			/* The first face of its style: another one, where
			 * that lacks what the run says. */
			const struct type_face *wanted;
			struct source_pos pos;
		} text;
		struct {
			fixed radius;		/* of the corners */
			fixed stroke;		/* 0: filled; else the line's width */
		} rect;
		struct {
			fixed stroke;
		} line;
		struct {
			const struct image_asset *asset;
		} image;
		struct {
			const struct path_step *steps;
			uint32_t count;
			fixed stroke;		/* 0: filled, nonzero rule */
		} path;
		struct {
			const char *payload;	/* what the QR code says */
		} qr;
	} u;
};

/* A link's rectangle; several rectangles may share an element. */
struct page_link {
	fixed x, y, width, height;
	const char *uri;		/* outside, or NULL */
	const char *dest;		/* a named destination of this kit, or NULL */
	const char *contents;		/* what a screen reader says */
	int32_t element;
};

struct page {
	fixed width, height;
	const char *label;		/* as printed: "i", "1" …, or NULL */
	struct page_op *ops;
	uint32_t op_count;
	struct page_link *links;
	uint32_t link_count;
};

/* The standard structure types of ISO 32000-1, 14.8.4, as used. */
#define ELEMENT_TYPE_TABLE(X)                                            \
	X(DOCUMENT, "Document") X(PART, "Part") X(SECT, "Sect")          \
	X(DIV, "Div") X(P, "P") X(H1, "H1") X(H2, "H2") X(H3, "H3")      \
	X(H4, "H4") X(H5, "H5") X(H6, "H6") X(L, "L") X(LI, "LI")        \
	X(LBL, "Lbl") X(LBODY, "LBody") X(TABLE, "Table")                \
	X(THEAD, "THead") X(TBODY, "TBody") X(TR, "TR") X(TH, "TH")      \
	X(TD, "TD") X(CAPTION, "Caption") X(FIGURE, "Figure")            \
	X(LINK, "Link") X(SPAN, "Span") X(BLOCK_QUOTE, "BlockQuote")     \
	X(NOTE, "Note") X(TOC, "TOC") X(TOCI, "TOCI")                    \
	X(REFERENCE, "Reference") X(CODE, "Code") X(QUOTE, "Quote")

enum element_type {
#define ELEMENT_ENUM(name, string) ELEMENT_##name,
	ELEMENT_TYPE_TABLE(ELEMENT_ENUM)
#undef ELEMENT_ENUM
	ELEMENT_TYPE_COUNT
};

/* One element of the structure tree. elements[0] is the Document; a parent
 * stands before its children; children are in reading order. */
struct element {
	enum element_type type;
	int32_t parent;			/* -1 for the root */
	const char *lang;		/* where it changes, or NULL */
	const char *alt;		/* FIGURE */
	const char *id;			/* NOTE, and headings that are linked to */
	fixed bbox_x, bbox_y, bbox_width, bbox_height;	/* FIGURE */
	uint32_t bbox_page;
	uint16_t col_span, row_span;	/* TH, TD; 0 is 1 */
	bool scope_is_row;		/* TH: Scope Row rather than Column */
	struct source_pos pos;		/* the content line to blame */
};

struct destination {
	const char *name;		/* equal to the microsite's anchor */
	uint32_t page;			/* from 0 */
	fixed x, y;
};

struct outline_item {
	const char *title;
	uint16_t level;			/* 1 … */
	const char *dest;
};

/* A kit whose bytes must not change from one night to the next has no date
 * of its own: it prints until when it is valid. */
#define PAGES_NO_DATE INT32_MIN

struct page_list {
	const char *title;
	const char *lang;
	const char *author;		/* the publisher */
	const char *subject;
	const char *keywords;
	const char *kit_id;
	int32_t date_days;		/* since 1970-01-01, or PAGES_NO_DATE */
	struct page *pages;
	uint32_t page_count;
	struct element *elements;
	uint32_t element_count;
	struct destination *destinations;	/* sorted by name */
	uint32_t destination_count;
	struct outline_item *outline;
	uint32_t outline_count;
};

/* Text that is set in another face than its style's first. */
struct page_fallback {
	const struct type_face *wanted, *face;
	uint32_t count;			/* characters, without white space */
	const char *text;		/* the first of it, trimmed */
	uint32_t text_len;
	struct source_pos pos;		/* of that */
};

/* Each pair of faces once, that with most characters first; in the arena. */
uint32_t pages_find_fallbacks(const struct page_list *pages,
    struct arena *arena, struct page_fallback **ret_fallbacks);

const char *element_type_name(enum element_type type);

#endif
