/*
 * markdown_parts.h - what the passes of the Markdown reader share. Private to
 * src/content/markdown*.c.
 *
 * One struct markdown holds one run of markdown_parse. Offsets count bytes
 * from the start of the body; they become positions only in messages and on
 * nodes, through markdown_pos.
 */
#ifndef FIELDKIT_MARKDOWN_PARTS_H
#define FIELDKIT_MARKDOWN_PARTS_H

#include <cmark.h>

#include "fieldkit/markdown.h"
#include "fieldkit/strbuf.h"
#include "fieldkit/strmap.h"

/* Column alignment of a table, as its delimiter row says. */
enum table_align { ALIGN_NONE, ALIGN_LEFT, ALIGN_CENTER, ALIGN_RIGHT };

struct table_cell {
	size_t offset;		/* of its first byte */
	uint32_t text;		/* line of the cell document; 0: empty */
};

struct table_row {
	struct table_cell *cells;	/* as many as the table has columns */
	size_t offset;
};

/* A paragraph that is a table. rows[0] is the header. */
struct table {
	struct table *next;	/* in the order of the document */
	cmark_node *paragraph;
	enum table_align *aligns;
	uint32_t column_count;
	struct table_row *rows;
	uint32_t row_count;
};

/* One text node of a block: its bytes before and after typography. */
struct typo_segment {
	size_t in_start, in_end;
	size_t out_start, out_end;
	size_t source;			/* where the body has it, about */
	bool is_in_link;
};

/* How far text and source were read side by side. */
struct typo_reading {
	size_t source;			/* offset in the body */
	size_t at;			/* in the running text */
	bool is_literal;		/* what was read last was escaped */
};

/* The running text of one block. `in` holds the text segments with one byte
 * between them for what is not text: 'x' for code and images, '\n' for line
 * ends; `is_literal` has a byte for each of `in`: 1 where the author escaped
 * the character. */
struct typo {
	struct strbuf in, is_literal, out;
	struct typo_segment *segments;
	size_t count, size;
	struct typo_quote *quotes;
	size_t quote_count, quote_size;
};

/* What stands for the brackets of `[^id]` in the text that libcmark reads: no
 * text of an author's holds these characters. */
#define NOTE_OPEN '\x1e'
#define NOTE_CLOSE '\x1f'

/* A footnote: its text somewhere in the body, its numbers elsewhere. */
struct note {
	const char *id;
	uint32_t line, end_line;	/* of its text; 0: not found yet */
	size_t offset;			/* of its text's `[` */
	size_t likely;			/* 1 + offset of what looks like it */
	struct doc_node *call;		/* the first, which takes the text */
	struct note *next;		/* in the order of the body */
};

struct markdown {
	struct arena *arena;
	const struct markdown_input *input;
	struct diags *diags;
	size_t *line_starts;	/* line_count + 1: the last is the end */
	uint32_t line_count;
	bool has_raw_html;		/* then end tags are not reported */
	bool has_table_error;		/* then its rows are no news */
	struct {			/* the last position asked for */
		uint32_t line;
		size_t offset;
		uint32_t col;
	} cache;
	struct table *tables;
	cmark_node *cell_document;	/* one heading a cell of all tables */
	cmark_node **cell_nodes;	/* by line of that document */
	uint32_t cell_count;
	struct note *notes, **notes_end;
	struct strmap note_ids;		/* id → note */
	struct strbuf definitions;	/* of links, that cells and notes use */
	bool is_in_note;
	struct typo typo;
	struct strbuf run;		/* text on its way to a node */
	struct strmap ids;		/* of headings */
};

/* False, with `limit-passed` reported, when the body may not be given to
 * libcmark. Fills line_starts. (markdown_limits.c) */
bool markdown_scan(struct markdown *md);
/* The place in the file of a body offset. */
struct source_pos markdown_pos(struct markdown *md, size_t offset);
/* Where libcmark lets a line's text start, in a block behind `quotes`
 * quotation marks whose first line starts at byte column `first_col`. */
size_t markdown_content_start(const struct markdown *md, uint32_t line,
    unsigned quotes, uint32_t first_col);

/* A block of running text, and where it stands in the body. */
struct text_block {
	cmark_node *node;
	bool is_cell;
	unsigned quotes;	/* quotation marks before each line */
	size_t cell_offset;
	uint32_t first_line;	/* as libcmark counts, and its column */
	uint32_t first_col;
	uint32_t line_shift;	/* definitions that stood before the text */
	size_t segment;		/* the next of md->typo.segments */
	size_t skip;		/* bytes before a note's text */
};

/* The text or code of a node; "" where it has none. */
const char *markdown_literal(cmark_node *node);
/* Elements around and with a node, counted up to one past the limit. */
unsigned markdown_depth(const struct doc_node *node);
void markdown_report_depth(struct markdown *md, struct source_pos pos);

/* The running text of a paragraph or heading; adding it to an element.
 * (markdown_inline.c) */
struct text_block markdown_text_block(const struct markdown *md,
    cmark_node *node);
void markdown_add_inlines(struct markdown *md, struct doc_node *holder,
    struct text_block *block);

/* Raw HTML is an error; comments and the white space around them are not.
 * `offset` is where the first character other than a space stands.
 * (markdown_html.c) */
void markdown_check_html(struct markdown *md, const char *html, size_t offset);

/* Finds the tables of the document and parses their cells.
 * (markdown_table.c) */
void markdown_find_tables(struct markdown *md, cmark_node *document);

/* The body with the brackets of its footnotes replaced, or the body itself
 * where it has none; and a text of libcmark's as the author wrote it.
 * (markdown_note.c) */
const char *markdown_mark_notes(struct markdown *md);
const char *markdown_restored(const struct markdown *md, const char *text);
/* Takes a paragraph that is footnotes; false where it is none. */
bool markdown_take_notes(struct markdown *md, cmark_node *paragraph);
/* Length of the `[^id]` at `text`, as marked; 0 where there is none. */
size_t markdown_note_len(const char *text);
/* Adds the number of the footnote at `text`, of `len` bytes. */
void markdown_call_note(struct markdown *md, struct doc_node *parent,
    const char *text, size_t len, struct source_pos pos);
/* Puts the texts of all notes into the calls. */
void markdown_fill_notes(struct markdown *md);
/* Empties; adds text or a stand-in; replaces. (markdown_typo.c) */
void typo_clear(struct typo *typo);
void typo_release(struct typo *typo);
void typo_add_text(struct typo *typo, const char *text, size_t len);
void typo_add_other(struct typo *typo, char stand_in);
/* Fills out and the segments' out offsets; NULL lang copies. */
void typo_run(struct typo *typo, const char *lang);

/* Reads one character of the running text, and how the author wrote it; false
 * where the two part, or end. (markdown_inline.c) */
bool markdown_read_beside(const struct markdown *md,
    struct typo_reading *reading);
/* Reports what was meant for markup and is none; the block's running text was
 * collected. (markdown_slip.c) */
void markdown_look_for_slips(struct markdown *md,
    const struct text_block *block);

/* The href or src of an author's address, or NULL with a diagnostic.
 * (markdown_link.c) */
const char *markdown_href(struct markdown *md, const char *url,
    struct source_pos pos);
const char *markdown_src(struct markdown *md, const char *url,
    struct source_pos pos);

/* A fresh id for a heading with this text, or NULL where nothing of it can
 * stand in an id. (markdown_heading.c) */
const char *heading_ids_add(struct strmap *ids, struct arena *arena,
    const char *text);

#endif
