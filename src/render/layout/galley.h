/*
 * galley.h - the endless column that blocks are set into, and how it is cut
 * (private to the layout).
 *
 * A galley is a list of items from top to bottom, as in TeX's vertical lists:
 * what is drawn (lines, pictures, rows of cells), space that vanishes where a
 * page ends, places to break with a penalty, and the start and end of
 * decorated containers, which are drawn once on every page they reach. A row
 * holds galleys side by side, so tables and grids nest without end.
 */
#ifndef FIELDKIT_LAYOUT_GALLEY_H
#define FIELDKIT_LAYOUT_GALLEY_H

#include "computed.h"
#include "fieldkit/chart.h"
#include "fieldkit/image.h"

/* A hyperlink, shared by all the text inside it. */
struct link {
	const char *uri, *dest;
	const char *contents;
	int32_t element;
};

/* A footnote, from the number in the text to the foot of the page. */
struct note {
	const struct doc_node *node;
	struct style *style;
	const char *lang;
	bool is_rtl;
	int16_t page;			/* style of the pages of its call */
	int32_t element;		/* that its Note belongs to */
	struct galley *galley;		/* NULL until its line is put */
	fixed space;			/* above it */
	fixed height;
	bool is_called;			/* some line has its number */
	uint32_t span;			/* of its number, in the paragraph */
	struct note *next;		/* of the same line */
};

/* What a span of a paragraph is, beside its type_style. */
enum mark_kind {
	MARK_TEXT, MARK_SPACE, MARK_IMAGE,
	MARK_PAGE, MARK_PAGES, MARK_PAGE_OF	/* numbers known when painted */
};

struct mark {
	enum mark_kind kind;
	struct style *style;
	const struct type_style *type;
	int32_t element;
	const struct link *link;
	const char *ref;			/* MARK_PAGE_OF */
	const struct image_asset *asset;	/* MARK_IMAGE */
	fixed width, height;
	unsigned digits;			/* of a number, as guessed */
	fixed rise;				/* sub and super: up */
	struct note *note;			/* called here, or NULL */
	struct source_pos pos;
};

/* A paragraph set in lines, as the lines share it. */
struct paragraph {
	const struct mark *marks;
	uint32_t mark_count;
	bool is_rtl;
};

/* The marker of a list item, beside its first line. */
struct label {
	const struct paragraph *paragraph;
	const struct type_line *line;
	fixed x;
};

/* Dots and a page number behind the last line of a line of the contents. */
struct leader {
	const char *ref;
	const struct type_style *type;
	const struct style *style;
	const struct link *link;
	int32_t element;
	fixed from, to;			/* the dots, from the line's left edge */
	fixed number_x, number_width;
	bool is_rtl;
};

enum item_kind {
	ITEM_LINE, ITEM_PICTURE, ITEM_QR, ITEM_BAR, ITEM_ROW, ITEM_SPACE, ITEM_BREAK,
	ITEM_OPEN, ITEM_CLOSE, ITEM_ANCHOR, ITEM_LABEL
};

struct cell;
struct container;

struct row {
	struct cell *cells;
	uint32_t count;
	bool can_split;			/* on a page too short for it */
	bool is_columns;		/* cells are one galley's, in a row */
};

/* A line of a chart; its places are thousandths of the item's width. */
struct bar {
	struct chart_line line;
	const struct style *style;	/* background, border: of the bar */
	const struct type_style *type;	/* of the labels */
	const struct type_line *labels[CHART_MARKS];
	fixed height;			/* of the bar; labels stand below */
	bool is_rtl;
};

struct item {
	enum item_kind kind;
	bool is_auto;			/* of a data-kind="auto" block */
	bool is_forced;			/* BREAK: the page ends here */
	bool is_stretch;		/* SPACE: takes what a fixed height leaves */
	int16_t page;			/* forced BREAK: the page style behind it */
	int32_t penalty;		/* BREAK: lower is better */
	fixed height;
	fixed x, width;			/* from the galley's left edge */
	int32_t element;		/* PICTURE, QR */
	const struct doc_node *node;	/* whom to blame */
	const struct note *notes;	/* LINE: called in it */
	union {
		struct {
			const struct type_line *set;
			const struct paragraph *paragraph;
			fixed baseline;		/* below the item's top */
			const struct label *label;
			const struct leader *leader;
		} line;
		struct {
			const struct image_asset *asset;
			const struct link *link;
			fixed height;
		} picture;
		struct {
			const char *payload;
			struct rgb color;
		} qr;
		const struct bar *bar;
		struct row row;
		const struct container *container;	/* OPEN, CLOSE */
		const char *anchor;
		const struct label *label;
	} u;
};

/* A decorated block; on every page it reaches it has its padding again. */
struct container {
	const struct container *parent;
	const struct style *style;
	bool is_rtl;
	fixed x, width;
	fixed top, bottom;		/* border and padding */
	struct galley *repeat;		/* header rows of a table, or NULL */
	fixed repeat_height;
	fixed top_sum, bottom_sum;	/* with all around it */
};

struct galley {
	struct item *items;
	uint32_t count, size;
};

/* A place in a galley: before item `index`, of which `rest` is what is left
 * when it is a row that a page ended in; inside the container `open`. */
struct cursor {
	uint32_t index;
	const struct item *rest;
	const struct container *open;
};

/* What stands on one page, or in one cell: the items from `from` up to, but
 * without, `end`; then `head`, the part of row `end` that still fits. */
struct slice {
	struct galley *galley;
	struct cursor from;
	uint32_t end;
	const struct item *head;
};

struct cell {
	struct slice slice;
	const struct style *style;	/* its decoration */
	bool is_rtl;
	fixed x, width;			/* border box, from the row's left edge */
	fixed top, bottom;		/* border and padding */
	fixed content;			/* height of what is inside */
	fixed left;			/* the same, without paddings repeated */
	fixed height;			/* of the box; 0: as high as the row */
	uint8_t valign;
};

/* Penalties. They add up: a break that hurts more rules is worse. */
#define PENALTY_ORPHAN 1
#define PENALTY_AVOID 100
#define PENALTY_KEEP 10000

/* A galley under construction: margins and breaks wait until something is
 * drawn behind them, so that margins collapse and no page ends in space. */
struct column {
	struct galley *galley;
	struct arena *arena;
	const struct container *open;
	bool is_auto;
	bool is_open_top;		/* nothing yet since the top or an OPEN */
	bool has_break, is_forced, is_stretch;
	int16_t page;			/* behind a forced break */
	fixed space;
	int32_t penalty, keep;
	struct anchor *anchors, **anchors_end;
	const struct label *label;
};

struct anchor {
	const char *name;
	struct anchor *next;
};

void column_init(struct column *column, struct arena *arena);
/*
 * Items of a list, rows of a table: as of a paragraph's lines, not one alone
 * stays at a page's foot or goes on to its head. A start, breaks between, an
 * end, all in one column.
 */
struct run_of_lines {
	uint32_t first, last;	/* where the run, and its last part, begins */
};

struct run_of_lines run_start(const struct column *column);
void run_break(struct run_of_lines *run, struct column *column,
    int32_t penalty, uint32_t orphans);
void run_end(const struct run_of_lines *run, struct column *column,
    uint32_t widows);
/* A margin that meets others: the largest holds. */
void column_space(struct column *column, fixed space);
/* The column may break here; `penalty` of the blocks around it. */
void column_break(struct column *column, int32_t penalty);
/* … but what was last and what comes next should stay together. */
void column_keep(struct column *column);
/* A page ends here; the next has style `page`. */
void column_force(struct column *column, int16_t page);
void column_anchor(struct column *column, const char *name);
/* Adds something drawn, behind what waits; filled in by the caller, valid
 * until the next is added. */
struct item *column_add(struct column *column, enum item_kind kind,
    fixed height, const struct doc_node *node);
/* Starts and ends a container; `open` lives as long as the galley. */
void column_open(struct column *column, struct container *open,
    const struct doc_node *node);
void column_close(struct column *column);
/* Anchors and labels that nothing came after. */
void column_finish(struct column *column);

/* Height of all of it, and what a slice is as a whole. */
fixed galley_height(const struct galley *galley);
struct slice galley_whole(struct galley *galley);
/* Makes the content of a cell that is not cut yet fill a box of `height`, as
 * far as it stretches. */
void cell_stretch(struct cell *cell, fixed height);

/* Where the page ends that starts at `from` and has `room`. */
struct cut {
	struct slice slice;
	struct cursor next;
	bool is_end;			/* nothing is left */
	int16_t page;			/* style of the next page, or -1: the same */
};

struct cutter {
	struct arena *arena;
	bool has_auto;			/* data-kind="auto" blocks are drawn */
	bool has_notes;			/* there are footnotes to find room for */
	fixed notes_rule;		/* height of the line above them */
};

/* No footnotes are looked for: a cell, or a note itself. */
#define NOTES_NONE (-1)

/* Moves over what no page starts with; *page is set by a forced break. */
void galley_skip(const struct cutter *cutter, const struct galley *galley,
    struct cursor *at, int16_t *page);
/* `notes` is the height of footnotes that the page has before anything else,
 * left from the page before; 0 or NOTES_NONE. */
struct cut galley_cut(const struct cutter *cutter, struct galley *galley,
    struct cursor from, fixed room, fixed notes);
/* Lets the galley run through the cells of a row from `from` on: as high as
 * `height` at most, or, with HEIGHT_LEAST, all alike and no higher than they
 * must be. What found no room begins at the place returned, whose index is
 * galley->count where there is none. (columns.c) */
#define HEIGHT_LEAST (-1)
struct cursor columns_fill(const struct cutter *cutter, struct row *row,
    struct galley *galley, struct cursor from, fixed height);
fixed columns_height(const struct row *row);
/* The height of what a slice holds. */
fixed slice_height(const struct cutter *cutter, const struct slice *slice);

#endif
