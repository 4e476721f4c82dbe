/*
 * computed.h - the style of one element after cascade and inheritance, and
 * the cache that makes it (private to the layout).
 *
 * A struct style stands for one path of (tag, classes) from the root, so that
 * descendant selectors hold and every path is resolved once a kit. All
 * lengths are fixed; those that need the container stay a struct extent.
 */
#ifndef FIELDKIT_LAYOUT_COMPUTED_H
#define FIELDKIT_LAYOUT_COMPUTED_H

#include <stdbool.h>
#include <stdint.h>

#include "fieldkit/doc.h"
#include "fieldkit/limits.h"
#include "fieldkit/style.h"
#include "fieldkit/type.h"

/* Sides of a box, logical: start and end are those of the line. */
enum side { SIDE_TOP, SIDE_END, SIDE_BOTTOM, SIDE_START, SIDE_COUNT };

enum display {
	DISPLAY_BLOCK, DISPLAY_INLINE, DISPLAY_NONE, DISPLAY_GRID
};
/* The same order as enum type_align. */
enum text_align { ALIGN_START, ALIGN_END, ALIGN_CENTER, ALIGN_JUSTIFY };
enum text_transform { TRANSFORM_NONE, TRANSFORM_UPPERCASE };
enum list_style {
	LIST_NONE, LIST_DISC, LIST_DASH, LIST_DECIMAL,
	LIST_LOWER_ALPHA, LIST_UPPER_ALPHA
};
enum break_rule { BREAK_AUTO, BREAK_AVOID, BREAK_PAGE };
enum vertical_align {
	VALIGN_BASELINE, VALIGN_TOP, VALIGN_MIDDLE, VALIGN_BOTTOM, VALIGN_SUB,
	VALIGN_SUPER
};
enum text_decoration {
	DECORATION_NONE, DECORATION_UNDERLINE, DECORATION_LINE_THROUGH
};
enum white_space { WHITE_SPACE_NORMAL, WHITE_SPACE_PRE, WHITE_SPACE_NOWRAP };
enum on_off { WORD_OFF, WORD_ON };

enum extent_unit {
	EXTENT_AUTO,		/* not given */
	EXTENT_FIXED,		/* amount in 1/64 pt */
	EXTENT_PERCENT,		/* of the container, in 1/10000 */
	EXTENT_FRACTION		/* fr of a grid, in 1/10000 */
};

struct extent {
	enum extent_unit unit;
	int32_t amount;
};

struct paint {			/* a color, or none */
	bool is_given;
	struct rgb rgb;
};

struct tracks {			/* columns of a grid */
	uint8_t count;
	struct extent widths[LIMIT_GRID_COLUMNS];
	struct extent least[LIMIT_GRID_COLUMNS];	/* of minmax(), or auto */
};

/* What an element hands to its children. */
struct text_style {
	uint16_t role;			/* index of a face role */
	uint16_t weight;
	fixed font_size;
	int32_t line_factor;		/* in 1/10000 of the size, or 0 */
	fixed line_length;		/* where line_factor is 0 */
	fixed letter_spacing;
	fixed text_indent;
	struct paint color;
	uint8_t is_italic;		/* enum on_off, as the next */
	uint8_t has_hyphens;
	uint8_t is_balanced;
	uint8_t is_fitted;		/* made smaller where a line is not enough */
	uint8_t is_hanging;		/* a quotation mark that opens it */
	uint8_t is_unkerned;
	uint8_t figures;		/* of enum type_feature */
	uint8_t align;			/* enum text_align */
	uint8_t transform;
	uint8_t list;			/* enum list_style */
	uint8_t white_space;
	uint8_t decoration;
	uint8_t orphans, widows;
};

struct box_style {
	fixed margin[SIDE_COUNT];
	uint8_t is_auto_top;		/* enum on_off: margin-top: auto */
	fixed padding[SIDE_COUNT];
	fixed border[SIDE_COUNT];
	struct paint border_color[SIDE_COUNT];
	struct paint background;
	fixed radius;
	struct extent width, max_width, height, max_height;
	fixed column_gap, row_gap;
	struct tracks tracks;
	uint8_t columns;		/* by column-count; 0: not given */
	uint8_t column_span;
	uint8_t grid_column;		/* 0: the next one that is free */
	uint8_t display;
	uint8_t break_before, break_after, break_inside;
	uint8_t valign;
	int16_t page;			/* index of a named page, or -1 */
};

struct type_variant;

struct style {
	struct text_style text;
	struct box_style box;
	/* private to the cache */
	enum doc_tag tag;
	const char *class_list;
	uint64_t class_bits;		/* style_class_bits of them */
	uint64_t ancestor_bits;		/* of all classes above */
	struct style *parent;
	struct style *first_child;
	struct style *next;
	struct type_variant *variants;	/* per language */
};

struct page_style {
	const char *name;		/* NULL: the page without a name */
	fixed margin[SIDE_COUNT];
	fixed header_offset, footer_offset;
	fixed furniture_gap;		/* between furniture and text, at least */
	fixed least_text;		/* on the last page of a run */
	uint8_t has_furniture;		/* enum on_off */
	struct paint background;	/* of the whole paper */
};

#define PAGE_STYLES_MAX 16

/* One face role, such as "body", and its families. */
struct face_role {
	const char *name;
	const struct yaml_node *families;
};

enum value_kind {
	VALUE_LENGTH,		/* fixed */
	VALUE_EXTENT,		/* struct extent */
	VALUE_FONT_SIZE,
	VALUE_LINE_HEIGHT,
	VALUE_COUNT,		/* uint8_t */
	VALUE_COLOR,		/* struct paint */
	VALUE_WORD,		/* uint8_t: index into the words */
	VALUE_FLAGS,		/* uint8_t: a bit for each word, or the first
				 * word, which is none of them */
	VALUE_WEIGHT,
	VALUE_ROLE,
	VALUE_TRACKS,
	VALUE_COLUMNS,		/* equal tracks, or columns of text */
	VALUE_PAGE,
	VALUE_SIDES,		/* shorthand: one to four lengths */
	VALUE_PAIR,		/* shorthand: one or two lengths */
	VALUE_BORDER,		/* shorthand: width and color of some sides */
	VALUE_SIDE_COLORS	/* shorthand: one color for four sides */
};

enum length_unit { UNIT_FIXED, UNIT_EM, UNIT_REM, UNIT_PERCENT, UNIT_FRACTION,
	UNIT_NONE, UNIT_AUTO };

/* A value as read; what it means is up to the property. */
struct style_value {
	enum length_unit unit;
	int64_t amount;			/* UNIT_FIXED: 1/64 pt; else 1/10000 */
	struct paint color;
	const struct tracks_value *tracks;
};

struct tracks_value {
	uint8_t count;
	struct style_value widths[LIMIT_GRID_COLUMNS];
	struct style_value least[LIMIT_GRID_COLUMNS];
};

struct property_row {
	struct style_property about;
	enum value_kind kind;
	size_t offset;			/* into struct style */
	const char *const *words;	/* WORD, FLAGS; NULL-terminated */
	int32_t min, max;		/* pt, em or count; both 0: 0 … 20 000 pt */
	/* shorthands: the longhands they set, in the order top, end, bottom,
	 * start; border: the widths, then as many colors */
	const char *const *longhands;
};

struct declaration {
	const struct property_row *row;	/* a longhand */
	struct style_value value;
	struct declaration *next;
};

struct compound {
	enum doc_tag tag;		/* DOC_TAG_COUNT: any */
	const char *classes[3];		/* NULL where fewer */
	uint64_t class_bits;
};

struct selector {
	struct compound subject;
	struct compound ancestor;
	bool has_ancestor;
	uint32_t rank;			/* specificity, then order */
	const struct declaration *declarations;
	const struct selector *next;	/* of the same bucket */
};

struct print_style {
	const struct theme *theme;
	struct face_role *roles;
	uint16_t role_count;
	struct page_style pages[PAGE_STYLES_MAX];	/* pages[0] has no name */
	uint16_t page_count;
	/* Selectors by their subject's tag; those without one in the last. */
	const struct selector *buckets[DOC_TAG_COUNT + 1];
	uint32_t selector_count;
};

/* The table of properties (style_table.c). */
const struct property_row *property_find(const char *name);
const struct property_row *property_rows(size_t *ret_count);

/* Where a value is written and what it may refer to (style_value.c). */
struct value_reader {
	struct arena *arena;
	const struct print_style *style;
	struct diags *diags;
	struct source_pos pos;
	const struct theme_token *token;	/* the last put into the value */
};

/* Reads `text` for a property and puts its declarations before *list. */
bool value_declare(struct value_reader *reader, const struct property_row *row,
    const char *text, struct declaration **list);
/* One to four lengths without a font to be relative to: for pages. */
bool value_lengths(struct value_reader *reader, const char *name,
    const char *text, fixed ret_lengths[4], int *ret_count);

/* A bit for each class of a list, several classes to a bit: where one is
 * missing, so is a class. */
uint64_t style_class_bits(const char *class_list);

/* The cache of one layout. */
struct style_cache {
	const struct print_style *sheet;
	struct arena *arena;
	struct type_faces *faces;
	struct diags *diags;
	struct style *root;
	struct face_list *face_lists;
};

/* A face list of one role, language, weight and slant, found once. */
struct face_list {
	uint16_t role;
	uint16_t weight;
	uint8_t is_italic;
	const char *lang;
	const struct type_face **faces;
	uint32_t count;
	struct face_list *next;
};

void style_cache_init(struct style_cache *cache, struct arena *arena,
    const struct print_style *sheet, struct type_faces *faces,
    struct diags *diags);
/* The style of an element below one of style `parent`. */
struct style *style_child(struct style_cache *cache, struct style *parent,
    enum doc_tag tag, const char *class_list);
/* How its text is set in a language. */
const struct type_style *style_type(struct style_cache *cache,
    struct style *style, const char *lang);
/* Distance of baselines. */
fixed style_line_height(const struct style *style);
/* An extent of a container's `whole`, or `otherwise` for auto. */
fixed extent_of(struct extent extent, fixed whole, fixed otherwise);

#endif
