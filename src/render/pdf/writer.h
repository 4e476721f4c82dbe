/*
 * writer.h - one document being written, as the parts of the writer share it.
 *
 * The order: survey (what is drawn, which elements have content), check,
 * fonts, pictures, pages (each piece of marked content is noted), annotations,
 * structure tree, navigation, metadata.
 */
#ifndef PDF_WRITER_H
#define PDF_WRITER_H

#include "fieldkit/pages.h"
#include "fieldkit/pdf.h"
#include "font.h"
#include "object.h"
#include "picture.h"

/* A marked-content sequence: element, page and number there. In the order of
 * drawing, which is the reading order within an element. */
struct pdf_piece {
	int32_t element;
	uint32_t page;
	uint32_t mcid;
	uint32_t drawn;			/* place among all operations */
};

/* A link as an annotation of its page. */
struct pdf_annotation {
	const struct page_link *link;
	uint32_t page;
	struct pdf_object *object;
};

/* What the pages hold of an element. */
struct pdf_element_use {
	/* The place of its subtree's first operation among all; UINT32_MAX
	 * where nothing of it is drawn. */
	uint32_t first_drawn;
	const struct page_op *first_text;	/* of its own; NULL: none */
	bool has_own_content;		/* operations or links of its own */
	bool has_link;
};

struct pdf_writer {
	const struct page_list *pages;
	const struct pdf_options *options;
	struct pdf_shared *shared;
	struct arena *arena;
	struct diags *diags;
	struct pdf_file file;
	struct pdf_fonts fonts;
	struct pdf_pictures pictures;

	struct pdf_object *page_tree;
	struct pdf_object **page_objects;	/* page_count */
	struct pdf_object **element_objects;	/* NULL where left out */
	struct pdf_piece *pieces;
	uint32_t piece_count;
	struct pdf_annotation *annotations;	/* by page */
	uint32_t annotation_count;
	struct pdf_element_use *uses;	/* element_count */
	const uint16_t **shown;		/* per operation: its glyphs */

	struct pdf_object *structure, *destinations, *outline;
};

/* structure_check.c: reports `kit-structure`; false when it reported. */
bool pdf_structure_check(const struct pdf_writer *writer);
/* content.c: page contents, page objects, pieces. */
void pdf_write_pages(struct pdf_writer *writer);
/* structure.c: elements, parent tree, id tree. */
void pdf_write_structure(struct pdf_writer *writer);
/* navigation.c: annotations (their entries; objects exist), destinations and
 * outline; the catalog's page labels as PDF syntax. */
void pdf_write_annotations(struct pdf_writer *writer);
void pdf_write_navigation(struct pdf_writer *writer);
void pdf_put_page_labels(const struct pdf_writer *writer, struct strbuf *out);
/* metadata.c */
struct pdf_object *pdf_write_information(struct pdf_writer *writer);
struct pdf_object *pdf_write_metadata(struct pdf_writer *writer);
/* NULL after a diagnostic. */
struct pdf_object *pdf_write_output_intent(struct pdf_writer *writer);
/* qr.c: the modules of a QR code as filled paths in a box with its lower left
 * corner at 0 0 and sides of `ret_side` units, quiet zone included. */
bool pdf_put_qr(struct strbuf *out, const char *payload, uint32_t *ret_side);

/* Keys of the parent tree: pages first, then annotations. */
static inline uint32_t
pdf_annotation_key(const struct pdf_writer *writer, uint32_t annotation)
{
	return writer->pages->page_count + annotation;
}

#endif
