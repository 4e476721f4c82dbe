/*
 * flow.h - what the parts of the layout share (private to it): the job, and
 * the place where a node's content goes.
 */
#ifndef FIELDKIT_LAYOUT_FLOW_H
#define FIELDKIT_LAYOUT_FLOW_H

#include "fieldkit/layout.h"
#include "fieldkit/strbuf.h"
#include "galley.h"

/* A heading that the contents and the outline list. */
struct heading {
	const struct doc_node *node;
	const char *id;			/* its own, or its section's */
	const char *title;
	uint16_t level;			/* 1 or 2 */
	bool is_listed;			/* in the contents */
};

/* Where an id came to stand. */
struct landing {
	const char *name;
	const struct doc_node *node;	/* whose id it is */
	bool is_found;			/* its page is known */
	bool is_placed;			/* and its place on it */
	uint32_t page;			/* from 0; before it is found, a guess */
	fixed x, y;
	struct landing *next;		/* of the same hash */
};

struct element_list {
	struct element *items;
	uint32_t count, size;
};

/* A running header or footer, set; furniture.c. */
struct furniture {
	struct galley *galley;		/* NULL: none, or not set yet */
	fixed height;
	/* What may differ from page to page: the title of what stands there,
	 * and how many bytes the number takes. */
	const char *title;
	size_t number_len;
	bool has_title, has_number;	/* whether it shows them */
	bool has_count;			/* and what paginating changes */
};

/* One layout. */

struct layout {
	const struct layout_options *options;
	const struct print_style *sheet;
	struct arena *arena;
	struct diags *diags;
	struct style_cache styles;
	struct element_list elements;
	struct heading *headings;	/* in reading order */
	uint32_t heading_count, heading_size;
	struct landing **landings;	/* hash of ids */
	uint32_t landing_buckets, landing_count;
	bool is_rtl;			/* the kit as a whole */
	fixed paper_width, paper_height;
	fixed page_top[PAGE_STYLES_MAX];	/* text area, furniture respected */
	fixed page_bottom[PAGE_STYLES_MAX];
	const struct doc_node *header, *footer, *title;
	const char *description;	/* metas of the head, or NULL */
	const char *keywords;
	const char *cover_label;	/* of pages without header and footer */
	struct style *header_parent, *footer_parent;
	struct style *body;		/* that notes inherit from */
	struct note_rule *notes_rule;	/* the line above notes, or NULL */
	bool has_notes;
	bool is_in_note;
	int32_t definition;		/* the LI that a dt has opened */
	bool has_definition_body;
	uint32_t page_count;		/* of the last cutting; 0 before */
	uint32_t furniture_page;	/* the page that furniture is set for */
	bool is_in_furniture;
	fixed header_height, footer_height;	/* as measured */
	struct furniture last_header, last_footer;	/* as set last */
	bool is_unstable;		/* a number took other room than guessed */
	struct strbuf scratch;		/* text of the paragraph being read */
	const char *asked_lang;		/* whose direction was asked last */
	bool asked_is_rtl;
	struct format_locale *locale;	/* of the last uppercase text */
	const char *locale_lang;
};

/* Where content goes; handed down by value. */
struct place {
	struct style *style;		/* of the element around it */
	const char *lang;
	const char *element_lang;	/* in force at `element` */
	int32_t element;		/* -1: an artifact, nothing is tagged */
	bool takes_text;		/* `element` may hold text itself */
	bool is_rtl;
	int16_t page;			/* style of the pages it stands on */
	fixed x, width;			/* content box, in its galley */
	fixed height;			/* of the container, where it is given */
	int32_t avoid;			/* penalty of a break inside */
	unsigned depth;
	int8_t align;			/* of a table cell's text, or -1 */
	int32_t ordinal;		/* of the list item, from 1 */
	const struct link *link;	/* around blocks */
	/* Inside a figure: the element that its picture or table will be, made
	 * before it so that the caption is a part of it; 0: none. */
	int32_t owner;
};

#define HEIGHT_UNKNOWN (-1)

/* layout.definition: in a dl before its first dt, and outside of any dl. */
#define DEFINITION_CLOSED (-1)
#define DEFINITION_NONE (-2)

/* flow.c: blocks */
void flow_children(struct layout *layout, struct column *column,
    const struct place *place, const struct doc_node *node);
void flow_block(struct layout *layout, struct column *column,
    const struct place *place, const struct doc_node *node);
/* The content of a block whose box is already made: its element and what is
 * inside; `inner` is the place inside its padding. */
void flow_inside(struct layout *layout, struct column *column,
    struct place inner, const struct doc_node *node);
/* The style, language and direction that hold inside a child. */
struct place place_child(struct layout *layout, const struct place *place,
    const struct doc_node *node);
bool node_is_inline(struct layout *layout, struct style *parent,
    const struct doc_node *node);
fixed page_text_width(const struct layout *layout, int16_t page);
fixed page_text_height(const struct layout *layout, int16_t page);
/* Border and padding of a side; physical left and right by direction. */
fixed box_side(const struct style *style, enum side side);
fixed box_left(const struct style *style, bool is_rtl);
fixed box_right(const struct style *style, bool is_rtl);

/* measure.c: the least and the most width that content can use */
struct widths {
	fixed min, max;
};
struct widths measure_children(struct layout *layout,
    const struct place *place, const struct doc_node *node);

/* An id inside a paragraph, and the span that is the first behind it. */
struct inline_anchor {
	const char *name;
	uint32_t span;
};

/* inline.c: paragraphs. Text of the siblings from `first` up to `end`. */
struct inline_text {
	struct type_paragraph type;
	struct paragraph *paragraph;
	const struct doc_node *node;	/* to blame */
	const struct inline_anchor *anchors;
	uint32_t anchor_count;
};
/* false when there is nothing but space. */
bool inline_read(struct layout *layout, const struct place *place,
    const struct doc_node *first, const struct doc_node *end,
    struct inline_text *ret_text);
void inline_flow(struct layout *layout, struct column *column,
    const struct place *place, const struct doc_node *first,
    const struct doc_node *end);
/* Sets what inline_read gave and puts its lines into the column. */
void inline_put(struct layout *layout, struct column *column,
    const struct place *place, const struct inline_text *text,
    const struct leader *leader);
/* A page number as printed, and the number that a mark stands for. */
const char *number_text(struct layout *layout, uint32_t number);
uint32_t mark_number(struct layout *layout, const struct mark *mark,
    uint32_t page_index);
/* One line of a plain string, its runs from x 0 on: markers, numbers,
 * leaders. */
const struct type_line *inline_line(struct layout *layout, const char *text,
    const struct type_style *type, bool is_rtl);
/* The link of an a element, or NULL where it leads nowhere. */
const struct link *inline_link(struct layout *layout, struct place *place,
    const struct doc_node *node);

/* list.c, table.c, grid.c, columns.c, picture.c, bar.c, toc.c */
void flow_list(struct layout *layout, struct column *column,
    const struct place *inner, const struct doc_node *node);
void flow_list_item(struct layout *layout, struct column *column,
    struct place inner, const struct doc_node *node);
/* dt and dd: the structure of a list item, built over two siblings. */
void flow_term(struct layout *layout, struct column *column,
    struct place inner, const struct doc_node *node);
void flow_table(struct layout *layout, struct column *column,
    const struct place *inner, const struct doc_node *node);
void flow_columns(struct layout *layout, struct column *column,
    const struct place *inner, const struct doc_node *node);
/* The content alone, without the columns that it runs through. */
void flow_content(struct layout *layout, struct column *column,
    const struct place *inner, const struct doc_node *node);
void flow_grid(struct layout *layout, struct column *column,
    const struct place *inner, const struct doc_node *node);
/* Fills a cell with a node's content; `outer` is its border box in the row.
 * It is `least` high at least. */
void cell_fill(struct layout *layout, struct cell *cell,
    const struct place *outer, const struct doc_node *node, fixed least);
/* A header or footer, with its box but without margins. */
void flow_furniture(struct layout *layout, struct column *column,
    const struct place *place, const struct doc_node *node);
/* The place inside a box's border and padding. */
struct place place_inside(const struct place *outer);
/* A block of given height: one cell, at least so high. */
void flow_fixed(struct layout *layout, struct column *column,
    const struct place *outer, const struct doc_node *node, fixed height);
void flow_picture(struct layout *layout, struct column *column,
    const struct place *inner, const struct doc_node *node);
void flow_qr(struct layout *layout, struct column *column,
    const struct place *inner, const struct doc_node *node);
void flow_bar(struct layout *layout, struct column *column,
    const struct place *inner, const struct doc_node *node);
/* What a k:qr says, or NULL. */
const char *qr_payload(const struct doc_node *node);
void flow_contents(struct layout *layout, struct column *column,
    const struct place *inner, const struct doc_node *node);
/* A picture's asset and its size within a place, or NULL. */
const struct image_asset *picture_size(struct layout *layout,
    const struct place *place, const struct doc_node *node,
    const struct style *style, fixed *ret_width, fixed *ret_height);

/* structure.c: elements, ids, headings */
int32_t element_new(struct layout *layout, struct place *place,
    enum element_type type, const struct doc_node *node);
/* Makes `place` stand inside a new element. */
void element_enter(struct layout *layout, struct place *place,
    enum element_type type, const struct doc_node *node);
void structure_scan(struct layout *layout, const struct place *place,
    const struct doc_node *root);
/* Forgets the places, for another pass; pages stay as guesses. */
void landings_reset(struct layout *layout);
struct landing *landing_find(struct layout *layout, const char *name);
/* Drops elements that hold nothing, renumbers the pages' operations, and
 * makes destinations and outline. */
void structure_finish(struct layout *layout, struct page_list *pages);

/* paint.c */
struct page_ops {
	struct page_op *ops;
	uint32_t count, size;
	struct page_link *links;
	uint32_t link_count, link_size;
};

struct painter {
	struct layout *layout;
	const struct cutter *cutter;
	struct page_ops *page;
	uint32_t page_index;
	fixed limit;			/* nothing may pass it */
	bool is_artifact;		/* furniture, repeated heads */
	bool has_overflowed;
};

/* Fills the paper. */
void paint_paper(struct painter *painter, const struct paint *color);
void paint_slice(struct painter *painter, const struct slice *slice,
    fixed x, fixed y);
void paint_rect(struct painter *painter, fixed x, fixed y, fixed width,
    fixed height, struct rgb color);
/* `y` is the baseline. */
void paint_glyphs(struct painter *painter, const struct type_run *run,
    const struct mark *mark, fixed x, fixed y);
/* Notes where a figure stands. */
void paint_figure(struct painter *painter, int32_t element, fixed x, fixed y,
    fixed width, fixed height);
/* Whether a box has the same border on all sides. */
bool box_is_outlined(const struct box_style *box);

/* bar.c */
void paint_bar(struct painter *painter, const struct item *item, fixed x,
    fixed y);

/* notes.c: footnotes. One that is called at a place, not set yet; setting it,
 * once its call is on a line; the content of its block. */
struct note *note_new(struct layout *layout, const struct place *place,
    const struct doc_node *node);
void note_set(struct layout *layout, struct note *note);
void flow_note(struct layout *layout, struct column *column,
    const struct place *inner, const struct doc_node *node);
/* The named destination of a note's number. */
const char *note_anchor(struct arena *arena, const char *number);
/* Height of the line above the notes of a page. */
fixed notes_rule_height(struct layout *layout);

/* A footnote, or what is left of it, on one page. */
struct note_part {
	const struct note *note;
	struct slice slice;
	fixed height;
};

struct note_parts {
	struct note_part *items;
	uint32_t count, size;
	fixed height;			/* of the area, with its line; 0: none */
};

/* The height that parts left over will take on a page with `room`: two thirds
 * of it at most. */
fixed notes_left_height(const struct note_parts *left, fixed room);
/* What stands at the foot of a page that holds `slice` and has `room`: what
 * *left holds, then the notes of the slice. *left is what found no room. */
struct note_parts notes_place(struct layout *layout,
    const struct cutter *cutter, const struct slice *slice, fixed room,
    struct note_parts *left);
void notes_paint(struct painter *painter, const struct note_parts *parts,
    fixed x, fixed bottom);

/* paginate.c: cuts the galley and paints the pages of ret_pages. */
void paginate(struct layout *layout, struct galley *galley,
    struct page_list *ret_pages);
/* structure.c: what k:running prints on a page. */
const char *running_title(struct layout *layout, uint32_t page);
/* furniture.c: page_top and page_bottom, from the height of header and
 * footer; painting them on the painter's page. */
void furniture_measure(struct layout *layout);
/* Forgets what shows other pages than there are now. */
void furniture_reset(struct layout *layout);
void furniture_paint(struct layout *layout, struct painter *painter,
    int16_t page);

#endif
