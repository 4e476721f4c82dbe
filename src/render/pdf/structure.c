/*
 * The structure tree. In: the elements of the kit, the pieces of marked
 * content that the pages hold, the link annotations. Out: an object an
 * element, the parent tree (from content back to elements) and the id tree.
 * Source: ISO 32000-1, sections 14.7 and 14.8.5.
 *
 * An element's own pieces and its children are merged in the order of
 * drawing; children keep the order of the tree, which is the reading order
 * even where a footnote is drawn late. An element of which nothing is drawn is
 * left out, unless it is a table cell.
 */
#include <string.h>

#include "name_tree.h"
#include "syntax.h"
#include "writer.h"

enum { NONE = UINT32_MAX };

/* Who belongs to whom: heads of linked lists per element, in order. */
struct kinship {
	uint32_t *first_child, *next_sibling;
	uint32_t *first_piece, *next_piece;
	uint32_t *first_annotation, *next_annotation;
};

static bool
is_left_out(const struct pdf_writer *writer, uint32_t element)
{
	enum element_type type = writer->pages->elements[element].type;

	return writer->uses[element].first_drawn == NONE && element != 0 &&
	    type != ELEMENT_TH && type != ELEMENT_TD;
}

static uint32_t *
list_new(struct arena *arena, uint32_t count)
{
	uint32_t *list = ARENA_ARRAY(arena, uint32_t, count + 1);

	memset(list, 0xff, (count + (size_t)1) * sizeof(*list));
	return list;
}

/* Lists are filled from the end, so that each is in order. */
static struct kinship
kinship_of(const struct pdf_writer *writer)
{
	const struct page_list *pages = writer->pages;
	struct arena *arena = writer->arena;
	struct kinship kin = {
		.first_child = list_new(arena, pages->element_count),
		.next_sibling = list_new(arena, pages->element_count),
		.first_piece = list_new(arena, pages->element_count),
		.next_piece = list_new(arena, writer->piece_count),
		.first_annotation = list_new(arena, pages->element_count),
		.next_annotation = list_new(arena, writer->annotation_count),
	};
	uint32_t i;

	for (i = pages->element_count; i-- > 1;) {
		int32_t parent = pages->elements[i].parent;

		kin.next_sibling[i] = kin.first_child[parent];
		kin.first_child[parent] = i;
	}
	for (i = writer->piece_count; i-- > 0;) {
		int32_t element = writer->pieces[i].element;

		kin.next_piece[i] = kin.first_piece[element];
		kin.first_piece[element] = i;
	}
	for (i = writer->annotation_count; i-- > 0;) {
		int32_t element = writer->annotations[i].link->element;

		kin.next_annotation[i] = kin.first_annotation[element];
		kin.first_annotation[element] = i;
	}
	return kin;
}

/* The page that /Pg names and that pieces need not; NONE without content. */
static uint32_t
page_of(const struct pdf_writer *writer, const struct kinship *kin,
    uint32_t element)
{
	uint32_t piece = kin->first_piece[element];
	uint32_t annotation = kin->first_annotation[element];

	if (piece != NONE)
		return writer->pieces[piece].page;
	return annotation != NONE ? writer->annotations[annotation].page : NONE;
}

static void
put_page(struct strbuf *out, const struct pdf_writer *writer, uint32_t page)
{
	strbuf_add_string(out, "/Pg");
	pdf_put_ref(out, writer->page_objects[page]);
}

static void
put_piece(struct strbuf *out, const struct pdf_writer *writer,
    const struct pdf_piece *piece, uint32_t page)
{
	if (piece->page == page) {
		strbuf_add_char(out, ' ');
		pdf_put_uint(out, piece->mcid);
		return;
	}
	strbuf_add_string(out, "<</Type/MCR");
	put_page(out, writer, piece->page);
	strbuf_add_string(out, "/MCID ");
	pdf_put_uint(out, piece->mcid);
	strbuf_add_string(out, ">>");
}

static void
put_kids(struct strbuf *out, const struct pdf_writer *writer,
    const struct kinship *kin, uint32_t element, uint32_t page)
{
	uint32_t piece = kin->first_piece[element];
	uint32_t annotation = kin->first_annotation[element];
	uint32_t child = kin->first_child[element];

	strbuf_add_string(out, "/K[");
	while (piece != NONE || child != NONE) {
		if (child != NONE && is_left_out(writer, child)) {
			child = kin->next_sibling[child];
		} else if (child == NONE || (piece != NONE &&
		    writer->pieces[piece].drawn <
		    writer->uses[child].first_drawn)) {
			put_piece(out, writer, &writer->pieces[piece], page);
			piece = kin->next_piece[piece];
		} else {
			pdf_put_ref(out, writer->element_objects[child]);
			child = kin->next_sibling[child];
		}
	}
	for (; annotation != NONE;
	    annotation = kin->next_annotation[annotation]) {
		const struct pdf_annotation *link =
		    &writer->annotations[annotation];

		strbuf_add_string(out, "<</Type/OBJR/Obj");
		pdf_put_ref(out, link->object);
		if (link->page != page)
			put_page(out, writer, link->page);
		strbuf_add_string(out, ">>");
	}
	strbuf_add_char(out, ']');
}

static void
put_cell(struct strbuf *out, const struct element *element)
{
	const bool is_header = element->type == ELEMENT_TH;

	if (!is_header && element->col_span <= 1 && element->row_span <= 1)
		return;
	strbuf_add_string(out, "/A<</O/Table");
	if (is_header)
		strbuf_add_string(out, element->scope_is_row ? "/Scope/Row" :
		    "/Scope/Column");
	if (element->col_span > 1)
		strbuf_printf(out, "/ColSpan %u", element->col_span);
	if (element->row_span > 1)
		strbuf_printf(out, "/RowSpan %u", element->row_span);
	strbuf_add_string(out, ">>");
}

static void
put_figure(struct strbuf *out, const struct pdf_writer *writer,
    const struct element *element)
{
	const struct page *page;
	fixed corners[4];
	size_t i;

	strbuf_add_string(out, "/Alt");
	pdf_put_text(out, element->alt);
	if (element->bbox_width <= 0 ||
	    element->bbox_page >= writer->pages->page_count)
		return;
	page = &writer->pages->pages[element->bbox_page];
	corners[0] = element->bbox_x;
	corners[1] = page->height - element->bbox_y - element->bbox_height;
	corners[2] = element->bbox_x + element->bbox_width;
	corners[3] = page->height - element->bbox_y;
	strbuf_add_string(out, "/A<</O/Layout/BBox[");
	for (i = 0; i < 4; i++) {
		pdf_put_hundredths(out, hundredths_from_fixed(corners[i]));
		strbuf_add_string(out, i < 3 ? " " : "]>>");
	}
}

static uint32_t
child_of_type(const struct pdf_writer *writer, const struct kinship *kin,
    uint32_t element, enum element_type type)
{
	uint32_t child = kin->first_child[element];

	while (child != NONE && writer->pages->elements[child].type != type)
		child = kin->next_sibling[child];
	return child;
}

/* How the items are marked, which their first label shows: ISO 32000-1, table
 * 347. Nothing for a list without labels. */
static void
put_list(struct strbuf *out, const struct pdf_writer *writer,
    const struct kinship *kin, uint32_t list)
{
	uint32_t item = child_of_type(writer, kin, list, ELEMENT_LI);
	uint32_t label = item == NONE ? NONE :
	    child_of_type(writer, kin, item, ELEMENT_LBL);
	const struct page_op *text =
	    label == NONE ? NULL : writer->uses[label].first_text;
	const char *numbering = NULL, *mark;

	if (text == NULL || text->u.text.text_len == 0)
		return;
	mark = text->u.text.text;
	/* U+0660 to U+0669 are Arabic digits. */
	if ((mark[0] >= '0' && mark[0] <= '9') || mark[0] == '\xd9')
		numbering = "Decimal";
	else if (text->u.text.text_len == 2 && mark[1] == '.')
		numbering = mark[0] >= 'a' ? "LowerAlpha" : "UpperAlpha";
	else if (text->u.text.text_len <= 3 &&
	    (mark[0] == '-' || (unsigned char)mark[0] >= 0x80))
		numbering = "Disc";
	/* Words as labels: a list of terms, which has no value. */
	if (numbering == NULL)
		return;
	strbuf_printf(out, "/A<</O/List/ListNumbering/%s>>", numbering);
}

static void
write_element(struct pdf_writer *writer, const struct kinship *kin,
    uint32_t index, struct strbuf *out)
{
	const struct element *element = &writer->pages->elements[index];
	uint32_t page = page_of(writer, kin, index);

	strbuf_clear(out);
	strbuf_add_string(out, "/S");
	pdf_put_name(out, element_type_name(element->type));
	strbuf_add_string(out, "/P");
	pdf_put_ref(out, index == 0 ? writer->structure :
	    writer->element_objects[element->parent]);
	if (page != NONE)
		put_page(out, writer, page);
	put_kids(out, writer, kin, index, page);
	if (element->lang != NULL) {
		strbuf_add_string(out, "/Lang");
		pdf_put_text(out, element->lang);
	}
	if (element->id != NULL) {
		strbuf_add_string(out, "/ID");
		pdf_put_string(out, element->id, strlen(element->id));
	}
	if (element->type == ELEMENT_FIGURE)
		put_figure(out, writer, element);
	else if (element->type == ELEMENT_L)
		put_list(out, writer, kin, index);
	else if (element->type == ELEMENT_TH || element->type == ELEMENT_TD)
		put_cell(out, element);
	pdf_object_set(&writer->file, writer->element_objects[index], out);
}

/* Pieces stand by page and number already: they were noted while drawing. */
static struct pdf_object *
add_parent_tree(struct pdf_writer *writer, struct strbuf *out)
{
	uint32_t page, i, piece = 0;

	strbuf_clear(out);
	strbuf_add_string(out, "/Nums[");
	for (page = 0; page < writer->pages->page_count; page++) {
		pdf_put_uint(out, page);
		strbuf_add_char(out, '[');
		for (; piece < writer->piece_count &&
		    writer->pieces[piece].page == page; piece++)
			pdf_put_ref(out, writer->element_objects[
			    writer->pieces[piece].element]);
		strbuf_add_string(out, "]\n");
	}
	for (i = 0; i < writer->annotation_count; i++) {
		pdf_put_uint(out, pdf_annotation_key(writer, i));
		pdf_put_ref(out, writer->element_objects[
		    writer->annotations[i].link->element]);
		strbuf_add_char(out, '\n');
	}
	strbuf_add_char(out, ']');
	return pdf_object_add(&writer->file, out);
}

static struct pdf_object *
add_id_tree(struct pdf_writer *writer, struct strbuf *out)
{
	const struct page_list *pages = writer->pages;
	struct pdf_name *names =
	    ARENA_ARRAY(writer->arena, struct pdf_name, pages->element_count);
	uint32_t i, count = 0;

	for (i = 0; i < pages->element_count; i++) {
		if (pages->elements[i].id == NULL || is_left_out(writer, i))
			continue;
		strbuf_clear(out);
		pdf_put_ref(out, writer->element_objects[i]);
		names[count++] = (struct pdf_name){ pages->elements[i].id,
			arena_strdup(writer->arena, out->bytes) };
	}
	return count > 0 ? pdf_name_tree_add(&writer->file, names, count) :
	    NULL;
}

void
pdf_write_structure(struct pdf_writer *writer)
{
	const struct kinship kin = kinship_of(writer);
	const uint32_t count = writer->pages->element_count;
	struct pdf_object *parents, *ids;
	struct strbuf out;
	uint32_t i;

	strbuf_init(&out);
	writer->structure = pdf_object_new(&writer->file);
	for (i = 0; i < count; i++)
		if (!is_left_out(writer, i))
			writer->element_objects[i] =
			    pdf_object_new(&writer->file);
	for (i = 0; i < count; i++)
		if (!is_left_out(writer, i))
			write_element(writer, &kin, i, &out);
	parents = add_parent_tree(writer, &out);
	ids = add_id_tree(writer, &out);
	strbuf_clear(&out);
	strbuf_add_string(&out, "/Type/StructTreeRoot/K");
	pdf_put_ref(&out, writer->element_objects[0]);
	strbuf_add_string(&out, "/ParentTree");
	pdf_put_ref(&out, parents);
	strbuf_printf(&out, "/ParentTreeNextKey %u", (unsigned int)
	    pdf_annotation_key(writer, writer->annotation_count));
	if (ids != NULL) {
		strbuf_add_string(&out, "/IDTree");
		pdf_put_ref(&out, ids);
	}
	pdf_object_set(&writer->file, writer->structure, &out);
	strbuf_release(&out);
}
