/*
 * The properties of a print style, one row each: what it is called, what it
 * takes, where it goes. Read by the reader of print.yaml, by the cascade and
 * by the manual. A shorthand has no place of its own; it names its longhands.
 */
#include "computed.h"

#include <stddef.h>
#include <string.h>

#define TEXT(member) offsetof(struct style, text.member)
#define BOX(member) offsetof(struct style, box.member)

static const char *const display_words[] = { "block", "inline", "none", "grid",
	NULL };
static const char *const align_words[] = { "start", "end", "center", "justify",
	NULL };
static const char *const transform_words[] = { "none", "uppercase", NULL };
static const char *const list_words[] = { "none", "disc", "dash",
	"decimal", "lower-alpha", "upper-alpha", NULL };
static const char *const break_words[] = { "auto", "avoid", "page", NULL };
static const char *const inside_words[] = { "auto", "avoid", NULL };
static const char *const valign_words[] = { "baseline", "top", "middle",
	"bottom", "sub", "super", NULL };
static const char *const decoration_words[] = { "none", "underline",
	"line-through", NULL };
static const char *const slant_words[] = { "normal", "italic", NULL };
static const char *const hyphens_words[] = { "none", "auto", NULL };
static const char *const kerning_words[] = { "auto", "none", NULL };
/* Behind the first, in the order of enum type_feature. */
static const char *const figure_words[] = { "normal", "lining-nums",
	"oldstyle-nums", "proportional-nums", "tabular-nums", "slashed-zero",
	NULL };
static const char *const space_words[] = { "normal", "pre", "nowrap", NULL };
static const char *const hanging_words[] = { "none", "first", NULL };
static const char *const fit_words[] = { "none", "shrink", NULL };
static const char *const wrap_words[] = { "wrap", "balance", NULL };

static const char *const margins[] = { "margin-top", "margin-inline-end",
	"margin-bottom", "margin-inline-start", NULL };
static const char *const margin_block[] = { "margin-top", "margin-bottom",
	NULL };
static const char *const margin_inline[] = { "margin-inline-start",
	"margin-inline-end", NULL };
static const char *const paddings[] = { "padding-top", "padding-inline-end",
	"padding-bottom", "padding-inline-start", NULL };
static const char *const padding_block[] = { "padding-top", "padding-bottom",
	NULL };
static const char *const padding_inline[] = { "padding-inline-start",
	"padding-inline-end", NULL };
static const char *const border_widths[] = { "border-top-width",
	"border-inline-end-width", "border-bottom-width",
	"border-inline-start-width", NULL };
static const char *const border_colors[] = { "border-top-color",
	"border-inline-end-color", "border-bottom-color",
	"border-inline-start-color", NULL };
static const char *const borders[] = { "border-top-width",
	"border-inline-end-width", "border-bottom-width",
	"border-inline-start-width", "border-top-color",
	"border-inline-end-color", "border-bottom-color",
	"border-inline-start-color", NULL };
static const char *const border_top[] = { "border-top-width",
	"border-top-color", NULL };
static const char *const border_bottom[] = { "border-bottom-width",
	"border-bottom-color", NULL };
static const char *const border_start[] = { "border-inline-start-width",
	"border-inline-start-color", NULL };
static const char *const border_end[] = { "border-inline-end-width",
	"border-inline-end-color", NULL };
static const char *const gaps[] = { "row-gap", "column-gap", NULL };

static const struct property_row rows[] = {
	{ .about = { "display", "block, inline, none, grid",
	      "How the element is set.", false },
	    .kind = VALUE_WORD, .offset = BOX(display), .words = display_words },
	{ .about = { "font-family", "a role of theme.yaml's faces",
	      "The faces of the text, by role: body, display, mono.", true },
	    .kind = VALUE_ROLE, .offset = TEXT(role) },
	{ .about = { "font-size", "length or percentage",
	      "Size of the text; em and % are of the parent's.", true },
	    .kind = VALUE_FONT_SIZE, .offset = TEXT(font_size) },
	{ .about = { "font-weight", "100 … 900, normal, bold",
	      "Weight of the face.", true },
	    .kind = VALUE_WEIGHT, .offset = TEXT(weight) },
	{ .about = { "font-style", "normal, italic", "Slant of the face.",
	      true },
	    .kind = VALUE_WORD, .offset = TEXT(is_italic),
	    .words = slant_words },
	{ .about = { "line-height", "number, length or percentage",
	      "Distance of baselines; a number is of the font size.", true },
	    .kind = VALUE_LINE_HEIGHT },
	{ .about = { "color", "color", "Color of the text.", true },
	    .kind = VALUE_COLOR, .offset = TEXT(color) },
	{ .about = { "letter-spacing", "length",
	      "Added between characters.", true },
	    .kind = VALUE_LENGTH, .offset = TEXT(letter_spacing), .min = -10,
	    .max = 100 },
	{ .about = { "font-variant-numeric",
	      "normal, lining-nums, oldstyle-nums, proportional-nums, "
	      "tabular-nums, slashed-zero",
	      "Forms of the figures, where the face has them.", true },
	    .kind = VALUE_FLAGS, .offset = TEXT(figures),
	    .words = figure_words },
	{ .about = { "font-kerning", "auto, none",
	      "Whether pairs of letters are moved together.", true },
	    .kind = VALUE_WORD, .offset = TEXT(is_unkerned),
	    .words = kerning_words },
	{ .about = { "text-align", "start, end, center, justify",
	      "Alignment of lines.", true },
	    .kind = VALUE_WORD, .offset = TEXT(align), .words = align_words },
	{ .about = { "text-transform", "none, uppercase",
	      "Capital letters by the rules of the language.", true },
	    .kind = VALUE_WORD, .offset = TEXT(transform),
	    .words = transform_words },
	{ .about = { "text-indent", "length",
	      "Indent of a paragraph's first line.", true },
	    .kind = VALUE_LENGTH, .offset = TEXT(text_indent), .min = -500,
	    .max = 500 },
	{ .about = { "text-decoration", "none, underline, line-through",
	      "A line under or through the text.", true },
	    .kind = VALUE_WORD, .offset = TEXT(decoration),
	    .words = decoration_words },
	{ .about = { "white-space", "normal, pre, nowrap",
	      "Whether spaces collapse and lines break.", true },
	    .kind = VALUE_WORD, .offset = TEXT(white_space),
	    .words = space_words },
	{ .about = { "text-wrap", "wrap, balance",
	      "Whether lines are made alike in width.", true },
	    .kind = VALUE_WORD, .offset = TEXT(is_balanced),
	    .words = wrap_words },
	{ .about = { "text-fit", "none, shrink",
	      "Whether text that is wider than one line is made smaller, but "
	      "no smaller than the text of html.", true },
	    .kind = VALUE_WORD, .offset = TEXT(is_fitted),
	    .words = fit_words },
	{ .about = { "hanging-punctuation", "none, first",
	      "Whether a quotation mark that opens a paragraph stands before "
	      "the edge of its text.", true },
	    .kind = VALUE_WORD, .offset = TEXT(is_hanging),
	    .words = hanging_words },
	{ .about = { "hyphens", "none, auto",
	      "Whether words may be hyphenated.", true },
	    .kind = VALUE_WORD, .offset = TEXT(has_hyphens),
	    .words = hyphens_words },
	{ .about = { "list-style", "none, disc, dash, decimal, lower-alpha, upper-alpha",
	      "The marker of list items.", true },
	    .kind = VALUE_WORD, .offset = TEXT(list), .words = list_words },
	{ .about = { "orphans", "1 … 9",
	      "Lines of a paragraph kept together at a page's foot.", true },
	    .kind = VALUE_COUNT, .offset = TEXT(orphans), .min = 1, .max = 9 },
	{ .about = { "widows", "1 … 9",
	      "Lines of a paragraph kept together at a page's head.", true },
	    .kind = VALUE_COUNT, .offset = TEXT(widows), .min = 1, .max = 9 },
	{ .about = { "background-color", "color", "Color behind the element.",
	      false },
	    .kind = VALUE_COLOR, .offset = BOX(background) },
	{ .about = { "margin-top", "length, auto",
	      "Space above; the larger of two margins that meet holds. auto, "
	      "in a block of given height, takes what is left.", false },
	    .kind = VALUE_LENGTH, .offset = BOX(margin[SIDE_TOP]) },
	{ .about = { "margin-bottom", "length", "Space below.", false },
	    .kind = VALUE_LENGTH, .offset = BOX(margin[SIDE_BOTTOM]) },
	{ .about = { "margin-inline-start", "length",
	      "Space where lines start.", false },
	    .kind = VALUE_LENGTH, .offset = BOX(margin[SIDE_START]),
	    .min = -500, .max = 1000 },
	{ .about = { "margin-inline-end", "length", "Space where lines end.",
	      false },
	    .kind = VALUE_LENGTH, .offset = BOX(margin[SIDE_END]),
	    .min = -500, .max = 1000 },
	{ .about = { "margin", "one to four lengths",
	      "Top, inline end, bottom, inline start.", false },
	    .kind = VALUE_SIDES, .longhands = margins },
	{ .about = { "margin-block", "one or two lengths", "Top and bottom.",
	      false },
	    .kind = VALUE_PAIR, .longhands = margin_block },
	{ .about = { "margin-inline", "one or two lengths",
	      "Inline start and end.", false },
	    .kind = VALUE_PAIR, .longhands = margin_inline },
	{ .about = { "padding-top", "length", "Space inside, above.", false },
	    .kind = VALUE_LENGTH, .offset = BOX(padding[SIDE_TOP]) },
	{ .about = { "padding-bottom", "length", "Space inside, below.",
	      false },
	    .kind = VALUE_LENGTH, .offset = BOX(padding[SIDE_BOTTOM]) },
	{ .about = { "padding-inline-start", "length",
	      "Space inside, where lines start.", false },
	    .kind = VALUE_LENGTH, .offset = BOX(padding[SIDE_START]) },
	{ .about = { "padding-inline-end", "length",
	      "Space inside, where lines end.", false },
	    .kind = VALUE_LENGTH, .offset = BOX(padding[SIDE_END]) },
	{ .about = { "padding", "one to four lengths",
	      "Top, inline end, bottom, inline start.", false },
	    .kind = VALUE_SIDES, .longhands = paddings },
	{ .about = { "padding-block", "one or two lengths", "Top and bottom.",
	      false },
	    .kind = VALUE_PAIR, .longhands = padding_block },
	{ .about = { "padding-inline", "one or two lengths",
	      "Inline start and end.", false },
	    .kind = VALUE_PAIR, .longhands = padding_inline },
	{ .about = { "border", "length and color", "A line on all sides.",
	      false },
	    .kind = VALUE_BORDER, .longhands = borders },
	{ .about = { "border-top", "length and color", "A line above.",
	      false },
	    .kind = VALUE_BORDER, .longhands = border_top },
	{ .about = { "border-bottom", "length and color", "A line below.",
	      false },
	    .kind = VALUE_BORDER, .longhands = border_bottom },
	{ .about = { "border-inline-start", "length and color",
	      "A line where lines start.", false },
	    .kind = VALUE_BORDER, .longhands = border_start },
	{ .about = { "border-inline-end", "length and color",
	      "A line where lines end.", false },
	    .kind = VALUE_BORDER, .longhands = border_end },
	{ .about = { "border-width", "one to four lengths",
	      "Widths of the four lines.", false },
	    .kind = VALUE_SIDES, .longhands = border_widths },
	{ .about = { "border-color", "color", "Color of the four lines.",
	      false },
	    .kind = VALUE_SIDE_COLORS, .longhands = border_colors },
	{ .about = { "border-top-width", "length", "Of the line above.",
	      false },
	    .kind = VALUE_LENGTH, .offset = BOX(border[SIDE_TOP]), .max = 100 },
	{ .about = { "border-bottom-width", "length", "Of the line below.",
	      false },
	    .kind = VALUE_LENGTH, .offset = BOX(border[SIDE_BOTTOM]),
	    .max = 100 },
	{ .about = { "border-inline-start-width", "length",
	      "Of the line where lines start.", false },
	    .kind = VALUE_LENGTH, .offset = BOX(border[SIDE_START]),
	    .max = 100 },
	{ .about = { "border-inline-end-width", "length",
	      "Of the line where lines end.", false },
	    .kind = VALUE_LENGTH, .offset = BOX(border[SIDE_END]), .max = 100 },
	{ .about = { "border-top-color", "color", "Of the line above.",
	      false },
	    .kind = VALUE_COLOR, .offset = BOX(border_color[SIDE_TOP]) },
	{ .about = { "border-bottom-color", "color", "Of the line below.",
	      false },
	    .kind = VALUE_COLOR, .offset = BOX(border_color[SIDE_BOTTOM]) },
	{ .about = { "border-inline-start-color", "color",
	      "Of the line where lines start.", false },
	    .kind = VALUE_COLOR, .offset = BOX(border_color[SIDE_START]) },
	{ .about = { "border-inline-end-color", "color",
	      "Of the line where lines end.", false },
	    .kind = VALUE_COLOR, .offset = BOX(border_color[SIDE_END]) },
	{ .about = { "border-radius", "length", "Of the four corners.",
	      false },
	    .kind = VALUE_LENGTH, .offset = BOX(radius), .max = 500 },
	{ .about = { "width", "length, percentage, auto",
	      "Width of a block, picture or table column.", false },
	    .kind = VALUE_EXTENT, .offset = BOX(width) },
	{ .about = { "max-width", "length, percentage, auto",
	      "Width that is not passed.", false },
	    .kind = VALUE_EXTENT, .offset = BOX(max_width) },
	{ .about = { "height", "length, percentage, auto",
	      "Height of a block, at least (a percentage is of the page's text "
	      "area), or of a picture.", false },
	    .kind = VALUE_EXTENT, .offset = BOX(height) },
	{ .about = { "max-height", "length, percentage, auto",
	      "Height that a picture does not pass.", false },
	    .kind = VALUE_EXTENT, .offset = BOX(max_height) },
	{ .about = { "grid-template-columns",
	      "lengths, percentages, fr, auto, minmax(…)",
	      "Columns of a grid; minmax(30mm, 1fr) is not less than 30mm.",
	      false },
	    .kind = VALUE_TRACKS, .offset = BOX(tracks) },
	{ .about = { "column-count", "1 … 12",
	      "Equal columns of a grid; of any other block, columns that its "
	      "content runs through, alike in height.", false },
	    .kind = VALUE_COLUMNS, .offset = BOX(tracks) },
	{ .about = { "column-span", "1 … 12",
	      "Columns of the grid that a child takes.", false },
	    .kind = VALUE_COUNT, .offset = BOX(column_span), .min = 1,
	    .max = LIMIT_GRID_COLUMNS },
	{ .about = { "grid-column", "1 … 12",
	      "Column of the grid that a child stands in, or starts in; it may "
	      "be before that of the child before it, in the same row.",
	      false },
	    .kind = VALUE_COUNT, .offset = BOX(grid_column), .min = 1,
	    .max = LIMIT_GRID_COLUMNS },
	{ .about = { "column-gap", "length", "Between columns.",
	      false },
	    .kind = VALUE_LENGTH, .offset = BOX(column_gap) },
	{ .about = { "row-gap", "length", "Between rows of a grid.", false },
	    .kind = VALUE_LENGTH, .offset = BOX(row_gap) },
	{ .about = { "gap", "one or two lengths", "Between rows and columns.",
	      false },
	    .kind = VALUE_PAIR, .longhands = gaps },
	{ .about = { "vertical-align",
	      "baseline, top, middle, bottom, sub, super",
	      "Of a cell's content; sub and super of text.", false },
	    .kind = VALUE_WORD, .offset = BOX(valign), .words = valign_words },
	{ .about = { "break-before", "auto, avoid, page",
	      "Whether a page may or must end before the block.", false },
	    .kind = VALUE_WORD, .offset = BOX(break_before),
	    .words = break_words },
	{ .about = { "break-after", "auto, avoid, page",
	      "The same after it; avoid keeps it with the next block.",
	      false },
	    .kind = VALUE_WORD, .offset = BOX(break_after),
	    .words = break_words },
	{ .about = { "break-inside", "auto, avoid",
	      "Whether a page may end inside.", false },
	    .kind = VALUE_WORD, .offset = BOX(break_inside),
	    .words = inside_words },
	{ .about = { "page", "a page named under page:",
	      "The block starts a page of that name.", false },
	    .kind = VALUE_PAGE, .offset = BOX(page) },
};

#define ROW_COUNT (sizeof(rows) / sizeof(rows[0]))

const struct property_row *
property_rows(size_t *ret_count)
{
	*ret_count = ROW_COUNT;
	return rows;
}

const struct property_row *
property_find(const char *name)
{
	for (size_t i = 0; i < ROW_COUNT; i++) {
		if (strcmp(rows[i].about.name, name) == 0)
			return &rows[i];
	}
	return NULL;
}

const struct style_property *
style_property_at(size_t index)
{
	return index < ROW_COUNT ? &rows[index].about : NULL;
}
