/*
 * Ways through the kit. In: links, named destinations, the outline, page
 * labels. Out: annotations, a name tree of destinations, outline items.
 * Source: ISO 32000-1, sections 12.3 (destinations, outline), 12.4.2 (labels),
 * 12.5.6.5 (links).
 */
#include <stdlib.h>
#include <string.h>

#include "fieldkit/utf8.h"
#include "name_tree.h"
#include "syntax.h"
#include "writer.h"

enum { NONE = UINT32_MAX };

static void
put_place(struct strbuf *out, const struct pdf_writer *writer,
    const struct destination *dest)
{
	fixed y = writer->pages->pages[dest->page].height - dest->y;

	strbuf_add_char(out, '[');
	pdf_put_ref(out, writer->page_objects[dest->page]);
	strbuf_add_string(out, "/XYZ ");
	pdf_put_hundredths(out, hundredths_from_fixed(dest->x));
	strbuf_add_char(out, ' ');
	pdf_put_hundredths(out, hundredths_from_fixed(y));
	strbuf_add_string(out, " null]");
}

static int
compare_to_destination(const void *name, const void *dest)
{
	return strcmp(name, ((const struct destination *)dest)->name);
}

/* By its name; but pdf.js takes the bytes of a name for PDFDocEncoding here,
 * and not in the name tree, so that it complains of names that are not ASCII. */
static void
put_dest(struct strbuf *out, const struct pdf_writer *writer,
    const char *name)
{
	strbuf_add_string(out, "/Dest");
	if (utf8_is_ascii(name, strlen(name)))
		pdf_put_string(out, name, strlen(name));
	else
		put_place(out, writer, bsearch(name,
		    writer->pages->destinations,
		    writer->pages->destination_count,
		    sizeof(struct destination), compare_to_destination));
}

static void
put_target(struct strbuf *out, const struct pdf_writer *writer,
    const struct page_link *link)
{
	if (link->dest != NULL) {
		put_dest(out, writer, link->dest);
	} else {
		strbuf_add_string(out, "/A<</S/URI/URI");
		pdf_put_string(out, link->uri, strlen(link->uri));
		strbuf_add_string(out, ">>");
	}
}

static void
write_annotation(struct pdf_writer *writer, uint32_t index,
    struct strbuf *out)
{
	const struct pdf_annotation *annotation = &writer->annotations[index];
	const struct page_link *link = annotation->link;
	const fixed height = writer->pages->pages[annotation->page].height;
	const fixed corners[] = { link->x, height - link->y - link->height,
		link->x + link->width, height - link->y };
	size_t i;

	strbuf_clear(out);
	/* F 4: printed, as PDF/A wants. */
	strbuf_add_string(out, "/Type/Annot/Subtype/Link/F 4/Border[0 0 0]"
	    "/Rect[");
	for (i = 0; i < 4; i++) {
		pdf_put_hundredths(out, hundredths_from_fixed(corners[i]));
		strbuf_add_string(out, i < 3 ? " " : "]");
	}
	put_target(out, writer, link);
	strbuf_add_string(out, "/Contents");
	pdf_put_text(out, link->contents);
	strbuf_add_string(out, "/StructParent ");
	pdf_put_uint(out, pdf_annotation_key(writer, index));
	pdf_object_set(&writer->file, annotation->object, out);
}

void
pdf_write_annotations(struct pdf_writer *writer)
{
	struct strbuf out;
	uint32_t i;

	strbuf_init(&out);
	for (i = 0; i < writer->annotation_count; i++)
		write_annotation(writer, i, &out);
	strbuf_release(&out);
}

static void
write_destinations(struct pdf_writer *writer, struct strbuf *out)
{
	const struct page_list *pages = writer->pages;
	struct pdf_name *names = ARENA_ARRAY(writer->arena, struct pdf_name,
	    pages->destination_count + 1);
	uint32_t i;

	for (i = 0; i < pages->destination_count; i++) {
		const struct destination *dest = &pages->destinations[i];

		strbuf_clear(out);
		put_place(out, writer, dest);
		names[i] = (struct pdf_name){ dest->name,
			arena_strdup(writer->arena, out->bytes) };
	}
	writer->destinations = pdf_name_tree_add(&writer->file, names,
	    pages->destination_count);
}

/* The outline as a tree; item 0 is the root, outline[i] is item i + 1. */
struct bookmark {
	uint32_t parent, previous, next, first, last;
	uint32_t children;
	struct pdf_object *object;
};

static void
link_bookmarks(const struct page_list *pages, struct bookmark *marks)
{
	uint32_t i, parent = 0;

	marks[0] = (struct bookmark){ NONE, NONE, NONE, NONE, NONE, 0,
		marks[0].object };
	for (i = 1; i <= pages->outline_count; i++) {
		struct bookmark *mark = &marks[i];
		uint16_t level = pages->outline[i - 1].level;

		/* Up from the item before to the nearest of a lower level. */
		parent = i - 1;
		while (parent != 0 &&
		    pages->outline[parent - 1].level >= level)
			parent = marks[parent].parent;
		mark->parent = parent;
		mark->previous = marks[parent].last;
		mark->next = mark->first = mark->last = NONE;
		if (mark->previous != NONE)
			marks[mark->previous].next = i;
		else
			marks[parent].first = i;
		marks[parent].last = i;
		marks[parent].children++;
	}
}

static void
put_bookmark_ref(struct strbuf *out, const char *key,
    const struct bookmark *marks, uint32_t index)
{
	if (index == NONE)
		return;
	strbuf_add_string(out, key);
	pdf_put_ref(out, marks[index].object);
}

/* The first level is shown; below it items are folded, so Count is negative. */
static void
write_bookmark(struct pdf_writer *writer, const struct bookmark *marks,
    uint32_t index, struct strbuf *out)
{
	const struct bookmark *mark = &marks[index];

	strbuf_clear(out);
	if (index == 0) {
		strbuf_add_string(out, "/Type/Outlines");
	} else {
		const struct outline_item *item =
		    &writer->pages->outline[index - 1];

		strbuf_add_string(out, "/Title");
		pdf_put_text(out, item->title);
		put_dest(out, writer, item->dest);
	}
	put_bookmark_ref(out, "/Parent", marks, mark->parent);
	put_bookmark_ref(out, "/Prev", marks, mark->previous);
	put_bookmark_ref(out, "/Next", marks, mark->next);
	put_bookmark_ref(out, "/First", marks, mark->first);
	put_bookmark_ref(out, "/Last", marks, mark->last);
	if (mark->children > 0)
		strbuf_printf(out, "/Count %s%u", index == 0 ? "" : "-",
		    (unsigned int)mark->children);
	pdf_object_set(&writer->file, mark->object, out);
}

static void
write_outline(struct pdf_writer *writer, struct strbuf *out)
{
	const uint32_t count = writer->pages->outline_count + 1;
	struct bookmark *marks =
	    ARENA_ARRAY(writer->arena, struct bookmark, count);
	uint32_t i;

	link_bookmarks(writer->pages, marks);
	for (i = 0; i < count; i++)
		marks[i].object = pdf_object_new(&writer->file);
	for (i = 0; i < count; i++)
		write_bookmark(writer, marks, i, out);
	writer->outline = marks[0].object;
}

void
pdf_write_navigation(struct pdf_writer *writer)
{
	struct strbuf out;

	strbuf_init(&out);
	if (writer->pages->destination_count > 0)
		write_destinations(writer, &out);
	if (writer->pages->outline_count > 0)
		write_outline(writer, &out);
	strbuf_release(&out);
}

enum label_style { LABEL_NONE, LABEL_DECIMAL, LABEL_ROMAN, LABEL_WORD };

struct label {
	enum label_style style;
	uint32_t number;
};

/* Roman numerals as a page counter writes them: the number whose numeral it
 * is, or 0. */
static uint32_t
roman_number(const char *text)
{
	static const struct {
		const char *digits;
		uint32_t number;
	} parts[] = {
		{ "c", 100 }, { "xc", 90 }, { "l", 50 }, { "xl", 40 },
		{ "x", 10 }, { "ix", 9 }, { "v", 5 }, { "iv", 4 }, { "i", 1 },
	};
	uint32_t number = 0;
	size_t i;

	for (i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		size_t len = strlen(parts[i].digits), times = 0;

		while (strncmp(text, parts[i].digits, len) == 0) {
			text += len;
			number += parts[i].number;
			if (++times > (len == 2 ? 1 : 3))
				return 0;
		}
	}
	return *text == '\0' ? number : 0;
}

static struct label
label_read(const char *text)
{
	size_t len = text != NULL ? strlen(text) : 0;
	struct label label = { LABEL_NONE, 0 };

	if (len == 0)
		return label;
	if (len <= 6 && strspn(text, "0123456789") == len && text[0] != '0') {
		label.style = LABEL_DECIMAL;
		label.number = (uint32_t)strtoul(text, NULL, 10);
		return label;
	}
	label.number = roman_number(text);
	label.style = label.number != 0 ? LABEL_ROMAN : LABEL_WORD;
	return label;
}

void
pdf_put_page_labels(const struct pdf_writer *writer, struct strbuf *out)
{
	struct label before = { LABEL_WORD, 0 };
	uint32_t i;

	strbuf_add_string(out, "/PageLabels<</Nums[");
	for (i = 0; i < writer->pages->page_count; i++) {
		const char *text = writer->pages->pages[i].label;
		struct label label = label_read(text);
		bool is_next = i > 0 && label.style == before.style &&
		    label.style != LABEL_WORD &&
		    (label.style == LABEL_NONE ||
		    label.number == before.number + 1);

		before = label;
		if (is_next)
			continue;
		pdf_put_uint(out, i);
		strbuf_add_string(out, "<<");
		if (label.style == LABEL_WORD) {
			strbuf_add_string(out, "/P");
			pdf_put_text(out, text);
		} else if (label.style != LABEL_NONE) {
			strbuf_printf(out, "/S/%c/St %u",
			    label.style == LABEL_ROMAN ? 'r' : 'D',
			    (unsigned int)label.number);
		}
		strbuf_add_string(out, ">>");
	}
	strbuf_add_string(out, "]>>");
}
