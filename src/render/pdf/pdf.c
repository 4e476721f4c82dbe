/*
 * The PDF writer. In: a laid-out kit. Out: the bytes of a PDF document.
 *
 * First all pages are surveyed: which glyphs of which faces, which pictures in
 * which size, which elements have content. Then the structure is checked, and
 * nothing is written while it is not sound. Objects refer to each other by
 * number, so each part writes its own, in the order of writer.h.
 *
 * The file's /ID is the digest of everything in it: the same kit has the same
 * one, and any other kit has another.
 */
#include "fieldkit/pdf.h"

#include <assert.h>

#include "syntax.h"
#include "writer.h"

static struct source_pos
op_pos(const struct page_list *pages, const struct page_op *op)
{
	return op->element >= 0 ? pages->elements[op->element].pos :
	    SOURCE_NOWHERE;
}

static void
survey_op(struct pdf_writer *writer, const struct page_op *op, uint32_t drawn)
{
	assert(op->element >= -1 &&
	    op->element < (int32_t)writer->pages->element_count);
	if (op->kind == OP_TEXT)
		writer->shown[drawn] = pdf_fonts_gather(&writer->fonts, op);
	else if (op->kind == OP_IMAGE)
		pdf_pictures_gather(&writer->pictures, op,
		    op_pos(writer->pages, op));
	if (op->element >= 0) {
		struct pdf_element_use *use = &writer->uses[op->element];

		use->has_own_content = true;
		if (drawn < use->first_drawn)
			use->first_drawn = drawn;
		if (op->kind == OP_TEXT && use->first_text == NULL)
			use->first_text = op;
	}
}

static void
survey_links(struct pdf_writer *writer, uint32_t page_index)
{
	const struct page *page = &writer->pages->pages[page_index];
	uint32_t i;

	for (i = 0; i < page->link_count; i++) {
		const struct page_link *link = &page->links[i];

		assert(link->element >= 0 &&
		    link->element < (int32_t)writer->pages->element_count);
		writer->uses[link->element].has_link = true;
		writer->annotations[writer->annotation_count++] =
		    (struct pdf_annotation){ .link = link,
			    .page = page_index };
	}
}

/* An element's subtree starts where its first descendant does; parents stand
 * before their children. */
static void
survey_subtrees(struct pdf_writer *writer)
{
	uint32_t i;

	for (i = writer->pages->element_count; i-- > 1;) {
		int32_t parent = writer->pages->elements[i].parent;

		assert(parent >= 0 && parent < (int32_t)i);
		if (writer->uses[i].first_drawn <
		    writer->uses[parent].first_drawn)
			writer->uses[parent].first_drawn =
			    writer->uses[i].first_drawn;
	}
}

static void
survey(struct pdf_writer *writer)
{
	const struct page_list *pages = writer->pages;
	uint32_t i, j, ops = 0, links = 0;

	for (i = 0; i < pages->page_count; i++) {
		ops += pages->pages[i].op_count;
		links += pages->pages[i].link_count;
	}
	writer->pieces = ARENA_ARRAY(writer->arena, struct pdf_piece, ops + 1);
	writer->shown = ARENA_ARRAY(writer->arena, const uint16_t *, ops);
	writer->annotations =
	    ARENA_ARRAY(writer->arena, struct pdf_annotation, links + 1);
	writer->uses = ARENA_ARRAY(writer->arena, struct pdf_element_use,
	    pages->element_count);
	for (i = 0; i < pages->element_count; i++)
		writer->uses[i].first_drawn = UINT32_MAX;
	for (i = 0, ops = 0; i < pages->page_count; i++) {
		for (j = 0; j < pages->pages[i].op_count; j++)
			survey_op(writer, &pages->pages[i].ops[j], ops++);
		survey_links(writer, i);
	}
	survey_subtrees(writer);
}

static void
number_objects(struct pdf_writer *writer)
{
	const struct page_list *pages = writer->pages;
	uint32_t i;

	writer->page_objects =
	    ARENA_ARRAY(writer->arena, struct pdf_object *, pages->page_count);
	writer->element_objects = ARENA_ARRAY(writer->arena,
	    struct pdf_object *, pages->element_count);
	pdf_parts_open(&writer->file.parts, PDF_PART_CONTENTS, NULL)->count =
	    pages->page_count;
	writer->page_tree = pdf_object_new(&writer->file);
	for (i = 0; i < pages->page_count; i++)
		writer->page_objects[i] = pdf_object_new(&writer->file);
	pdf_parts_open(&writer->file.parts, PDF_PART_NAVIGATION, NULL)->count =
	    writer->annotation_count;
	for (i = 0; i < writer->annotation_count; i++)
		writer->annotations[i].object = pdf_object_new(&writer->file);
}

static void
put_key(struct strbuf *out, const char *key, const struct pdf_object *object)
{
	if (object == NULL)
		return;
	strbuf_add_string(out, key);
	pdf_put_ref(out, object);
}

static struct pdf_object *
write_catalog(struct pdf_writer *writer, const struct pdf_object *intent)
{
	const struct pdf_object *metadata = pdf_write_metadata(writer);
	struct pdf_object *catalog;
	struct strbuf out;

	strbuf_init(&out);
	strbuf_add_string(&out, "/Type/Catalog");
	put_key(&out, "/Pages", writer->page_tree);
	strbuf_add_string(&out, "/MarkInfo<</Marked true>>/Lang");
	pdf_put_text(&out, writer->pages->lang);
	/* At its own size: a reader's printer is not to shrink the page. */
	strbuf_add_string(&out, "/ViewerPreferences<</DisplayDocTitle true"
	    "/PrintScaling/None>>/OpenAction[");
	pdf_put_ref(&out, writer->page_objects[0]);
	strbuf_add_string(&out, "/XYZ null null null]");
	put_key(&out, "/StructTreeRoot", writer->structure);
	put_key(&out, "/Metadata", metadata);
	strbuf_add_string(&out, "/OutputIntents[");
	pdf_put_ref(&out, intent);
	strbuf_add_char(&out, ']');
	pdf_put_page_labels(writer, &out);
	if (writer->destinations != NULL) {
		put_key(&out, "/Names<</Dests", writer->destinations);
		strbuf_add_string(&out, ">>");
	}
	put_key(&out, "/PageMode/UseOutlines/Outlines", writer->outline);
	catalog = pdf_object_add(&writer->file, &out);
	strbuf_release(&out);
	return catalog;
}

static bool
write_document(struct pdf_writer *writer, struct strbuf *ret_bytes)
{
	const struct pdf_object *intent, *catalog, *information;
	struct pdf_parts *parts = &writer->file.parts;
	size_t errors = writer->diags->errors;

	number_objects(writer);
	pdf_parts_open(parts, PDF_PART_PROFILE, NULL);
	intent = pdf_write_output_intent(writer);
	if (!pdf_fonts_embed(&writer->fonts, &writer->file, writer->diags) ||
	    !pdf_pictures_embed(&writer->pictures, &writer->file,
	    writer->shared, writer->diags) || intent == NULL)
		return false;
	pdf_parts_open(parts, PDF_PART_CONTENTS, NULL);
	pdf_write_pages(writer);
	pdf_write_annotations(writer);
	pdf_parts_open(parts, PDF_PART_TAGS, NULL)->count =
	    writer->pages->element_count;
	pdf_write_structure(writer);
	pdf_parts_open(parts, PDF_PART_NAVIGATION, NULL);
	pdf_write_navigation(writer);
	pdf_parts_open(parts, PDF_PART_METADATA, NULL);
	information = pdf_write_information(writer);
	catalog = write_catalog(writer, intent);
	if (writer->diags->errors > errors)
		return false;
	return pdf_file_save(&writer->file, catalog, information,
	    writer->diags, ret_bytes);
}

bool
pdf_write(const struct page_list *pages, const struct pdf_options *options,
    struct arena *arena, struct diags *diags, struct strbuf *ret_bytes)
{
	struct pdf_shared *own_shared =
	    options->shared == NULL ? pdf_shared_new() : NULL;
	struct pdf_writer writer = {
		.pages = pages, .options = options, .arena = arena,
		.diags = diags,
		.shared = own_shared != NULL ? own_shared : options->shared,
	};
	bool is_written;

	pdf_file_init(&writer.file, arena);
	pdf_fonts_init(&writer.fonts, arena);
	pdf_pictures_init(&writer.pictures, arena);
	survey(&writer);
	is_written = pdf_structure_check(&writer) &&
	    write_document(&writer, ret_bytes);
	if (is_written && options->sizes != NULL)
		pdf_parts_report(&writer.file.parts, arena, options->sizes);
	pdf_file_release(&writer.file);
	pdf_shared_free(own_shared);
	return is_written;
}
