/*
 * type.h - typefaces and shaped text (HarfBuzz, fontconfig, libhyphen; ICU
 * through segment.h).
 *
 * Faces are loaded once a run and shared by all threads, read-only; a
 * type_context (ICU's iterators, shaped words) belongs to one thread.
 */
#ifndef FIELDKIT_TYPE_H
#define FIELDKIT_TYPE_H

#include "fieldkit/arena.h"
#include "fieldkit/diag.h"
#include "fieldkit/pages.h"
#include "fieldkit/theme.h"

struct type_faces;		/* all faces of a run */
struct type_face;		/* one file and index of it */
struct type_context;		/* one thread's */

/* Finds nothing yet; faces are opened when first asked for. */
struct type_faces *type_faces_new(void);
void type_faces_free(struct type_faces *faces);

/* Reports fonts of the theme (TTF and OTF files of assets/kits/) that cannot
 * be put into a kit: `face-invalid`. */
void type_faces_check_theme(const struct theme *theme, struct diags *diags);
/* From now on the families of those fonts, which are copied, are taken from
 * them alone. Costs nothing where they are those of the last call. */
void type_faces_take_theme(struct type_faces *faces,
    const struct theme *theme);
/* A face by family, weight and slant, of the theme or through fontconfig, exact
 * family match only. NULL and `face-missing` (naming the Debian package that
 * would bring it, where known) when it is not installed. Thread safe. */
const struct type_face *type_face_find(struct type_faces *faces,
    const char *family, uint16_t weight, bool is_italic,
    struct source_pos pos, struct diags *diags);
/* PostScript name, e.g. "NotoSans-Bold". */
const char *type_face_name(const struct type_face *face);
/* SHA-256 of what tells one face and version from another: the file's length,
 * the index in it, the table directory with the checksum of every table, head
 * and name. Hexadecimal; goes into job digests. */
const char *type_face_digest(const struct type_face *face);
/* SHA-256 of the whole file that the face is in, as sha256sum prints it; faces
 * of a collection share it. Takes long the first time: for the manifest. */
const char *type_face_file_digest(const struct type_face *face);
bool type_face_has(const struct type_face *face, uint32_t codepoint);

struct type_metrics {
	/* All positive, at `size`. */
	fixed ascent, descent, line_gap, x_height, cap_height;
	fixed underline_y, underline_thickness;
};
struct type_metrics type_face_metrics(const struct type_face *face, fixed size);

struct type_context *type_context_new(struct type_faces *faces);
void type_context_free(struct type_context *context);

/* What is asked of a face beyond what it does by itself (OpenType's lnum,
 * onum, pnum, tnum, zero; kern off). A face without one does nothing. */
enum type_feature {
	TYPE_LINING_FIGURES = 1 << 0,
	TYPE_OLDSTYLE_FIGURES = 1 << 1,
	TYPE_PROPORTIONAL_FIGURES = 1 << 2,
	TYPE_TABULAR_FIGURES = 1 << 3,
	TYPE_SLASHED_ZERO = 1 << 4,
	TYPE_NO_KERNING = 1 << 5
};

/* How a run of characters is set. The face list is in order of preference:
 * the first that has the whole cluster wins. */
struct type_style {
	const struct type_face *const *faces;
	uint32_t face_count;
	fixed size;
	const char *lang;		/* BCP 47: locale forms, hyphenation */
	fixed letter_spacing;
	uint8_t features;		/* of enum type_feature */
	bool has_hyphenation;
	struct rgb color;
	const void *user;		/* handed back on each line run */
};

/* A paragraph is a sequence of spans of text, each with its style, plus
 * inline boxes (images, page numbers) of fixed width. */
struct type_span {
	const char *text;		/* UTF-8; NULL for an inline box */
	uint32_t text_len;
	const struct type_style *style;	/* never NULL: a box has a lang too */
	fixed box_width, box_ascent, box_descent;
	bool is_forced_break;		/* <br>: a break before this span */
	struct source_pos pos;
};

enum type_align { TYPE_START, TYPE_END, TYPE_CENTER, TYPE_JUSTIFY };

struct type_paragraph {
	const struct type_span *spans;
	uint32_t span_count;
	fixed width;			/* of every line */
	fixed first_indent;
	enum type_align align;
	bool is_rtl;			/* the paragraph's direction */
	bool is_single_line;		/* never broken (headers, labels) */
	bool is_balanced;		/* lines alike in width (headings), and
					 * Japanese broken between phrases */
	const char *lang;		/* line-break rules */
};

/* One run of glyphs on a line, in visual order from left to right. */
struct type_run {
	uint32_t span;			/* index into the paragraph's spans */
	const struct type_face *face;	/* NULL for an inline box */
	fixed size;
	fixed x;			/* from the line's left edge */
	fixed width;
	const struct page_glyph *glyphs;
	uint32_t glyph_count;
	/* Logical order. At a divided word it ends with the hyphen, U+00AD
	 * (ISO 32000-1, 14.8.2.2.3), so that readers of the file join the
	 * word again. Bidi controls and the like are in the text, but in no
	 * glyph's. */
	const char *text;
	uint32_t text_len;
	bool is_rtl;
};

struct type_line {
	struct type_run *runs;
	uint32_t run_count;
	fixed width;			/* natural: no trailing space, before
					 * justification */
	fixed ascent, descent;		/* the largest of its runs */
	bool is_last;			/* ends the paragraph, or forced */
	bool is_hyphenated;
};

struct type_lines {
	struct type_line *lines;
	uint32_t count;
	bool is_overfull;		/* some line is wider than allowed */
};

/* Itemizes (script, direction, language, face), shapes, breaks optimally and
 * aligns. Lines live in `arena`. A character that no face has is reported as
 * `glyph-missing` with the span's position, once each. */
void type_set_paragraph(struct type_context *context, struct arena *arena,
    const struct type_paragraph *paragraph, struct diags *diags,
    struct type_lines *ret_lines);

/* The width the text would have on one line. */
fixed type_measure(struct type_context *context, const char *text,
    uint32_t len, const struct type_style *style);
/* The smallest good width and the width on one line, of a paragraph: for table
 * columns. No word is divided in the smallest width but those wider than 8 em
 * of a style that allows it. */
void type_measure_paragraph(struct type_context *context,
    struct arena *arena, const struct type_paragraph *paragraph,
    fixed *ret_min, fixed *ret_max);

/* A subset of a face with just these glyphs, for embedding. */
struct type_subset {
	const unsigned char *bytes;	/* sfnt, or bare CFF table (is_cff) */
	size_t len;
	bool is_cff;
	const uint32_t *codes;		/* per asked glyph: the code to show,
					 * new gid or CID (CID-keyed CFF) */
	const uint16_t *widths;		/* per asked glyph, 1/1000 em */
	/* 1/1000 em; the descent is negative. */
	int32_t ascent, descent, cap_height, x_min, y_min, x_max, y_max;
	int32_t italic_angle;		/* degrees */
	uint16_t weight;
};

/* `gids` sorted, without repetition. The result lives in the arena. false
 * only when hb-subset refuses, which is reported. */
bool type_face_subset(const struct type_face *face, struct arena *arena,
    const uint32_t *gids, uint32_t count, struct diags *diags,
    struct type_subset *ret_subset);

#endif
