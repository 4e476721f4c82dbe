/*
 * The text trace. In: laid-out pages; out: one line for each operation, link,
 * element, destination and outline item, the same on every machine.
 */
#include "fieldkit/trace.h"

#include <inttypes.h>
#include <string.h>

#include "fieldkit/image.h"
#include "fieldkit/type.h"

/* A length in pt, rounded to hundredths without going through a double. */
static void
put_length(struct strbuf *out, fixed length)
{
	int64_t hundredths = (int64_t)length * 100;

	hundredths = (hundredths + (hundredths < 0 ? -32 : 32)) / 64;
	if (hundredths < 0) {
		strbuf_add_char(out, '-');
		hundredths = -hundredths;
	}
	strbuf_printf(out, "%" PRId64 ".%02d", hundredths / 100,
	    (int)(hundredths % 100));
}

static void
put_pair(struct strbuf *out, fixed a, char between, fixed b)
{
	put_length(out, a);
	strbuf_add_char(out, between);
	put_length(out, b);
}

static void
put_place(struct strbuf *out, fixed x, fixed y, fixed width, fixed height)
{
	strbuf_add_char(out, ' ');
	put_pair(out, x, ',', y);
	strbuf_add_char(out, ' ');
	put_pair(out, width, 'x', height);
}

static void
put_color(struct strbuf *out, struct rgb color)
{
	strbuf_printf(out, " #%02x%02x%02x", color.r, color.g, color.b);
}

static void
put_quoted(struct strbuf *out, const char *text, size_t len)
{
	strbuf_add_char(out, ' ');
	strbuf_add_json(out, text, len);
}

static void
put_owner(struct strbuf *out, const struct page_list *pages, int32_t element)
{
	if (element < 0)
		strbuf_add_string(out, " -");
	else
		strbuf_printf(out, " %s#%d",
		    element_type_name(pages->elements[element].type),
		    (int)element);
}

static void
put_text(struct strbuf *out, const struct page_op *op)
{
	strbuf_add_char(out, ' ');
	put_pair(out, op->x, ',', op->y);
	strbuf_add_char(out, ' ');
	put_length(out, op->width);
	strbuf_printf(out, " %s ", type_face_name(op->u.text.face));
	put_length(out, op->u.text.size);
	put_color(out, op->color);
	put_quoted(out, op->u.text.text, op->u.text.text_len);
}

static void
put_op(struct strbuf *out, const struct page_list *pages,
    const struct page_op *op)
{
	static const char *const names[] = { [OP_TEXT] = "text",
		[OP_RECT] = "rect", [OP_LINE] = "line", [OP_IMAGE] = "image",
		[OP_PATH] = "path", [OP_QR] = "qr" };

	strbuf_printf(out, "  %s", names[op->kind]);
	put_owner(out, pages, op->element);
	if (op->kind == OP_TEXT) {
		put_text(out, op);
		strbuf_add_char(out, '\n');
		return;
	}
	put_place(out, op->x, op->y, op->width, op->height);
	if (op->kind == OP_IMAGE)
		put_quoted(out, op->u.image.asset->name,
		    strlen(op->u.image.asset->name));
	else
		put_color(out, op->color);
	if (op->kind == OP_QR)
		put_quoted(out, op->u.qr.payload, strlen(op->u.qr.payload));
	if (op->kind == OP_RECT && op->u.rect.radius > 0) {
		strbuf_add_string(out, " radius ");
		put_length(out, op->u.rect.radius);
	}
	if (op->kind == OP_RECT && op->u.rect.stroke > 0) {
		strbuf_add_string(out, " stroke ");
		put_length(out, op->u.rect.stroke);
	}
	strbuf_add_char(out, '\n');
}

static void
put_link(struct strbuf *out, const struct page_list *pages,
    const struct page_link *link)
{
	strbuf_add_string(out, "  link");
	put_owner(out, pages, link->element);
	put_place(out, link->x, link->y, link->width, link->height);
	if (link->dest != NULL)
		strbuf_printf(out, " -> #%s", link->dest);
	else
		strbuf_printf(out, " -> %s", link->uri);
	put_quoted(out, link->contents, strlen(link->contents));
	strbuf_add_char(out, '\n');
}

static void
put_page(struct strbuf *out, const struct page_list *pages, uint32_t index)
{
	const struct page *page = &pages->pages[index];

	strbuf_printf(out, "page %u ", (unsigned)index + 1);
	put_pair(out, page->width, 'x', page->height);
	strbuf_add_char(out, '\n');
	for (uint32_t i = 0; i < page->op_count; i++)
		put_op(out, pages, &page->ops[i]);
	for (uint32_t i = 0; i < page->link_count; i++)
		put_link(out, pages, &page->links[i]);
}

static unsigned
depth_of(const struct page_list *pages, uint32_t index)
{
	unsigned depth = 0;

	for (int32_t at = pages->elements[index].parent; at >= 0;
	    at = pages->elements[at].parent)
		depth++;
	return depth;
}

static void
put_element(struct strbuf *out, const struct page_list *pages, uint32_t index)
{
	const struct element *element = &pages->elements[index];

	strbuf_printf(out, "  %u %*s%s", (unsigned)index,
	    (int)depth_of(pages, index) * 2, "",
	    element_type_name(element->type));
	if (element->lang != NULL)
		strbuf_printf(out, " lang %s", element->lang);
	if (element->id != NULL)
		strbuf_printf(out, " id %s", element->id);
	if (element->col_span > 1)
		strbuf_printf(out, " colspan %u", element->col_span);
	if (element->row_span > 1)
		strbuf_printf(out, " rowspan %u", element->row_span);
	if (element->scope_is_row)
		strbuf_add_string(out, " scope row");
	if (element->type == ELEMENT_FIGURE) {
		strbuf_printf(out, " page %u",
		    (unsigned)element->bbox_page + 1);
		put_place(out, element->bbox_x, element->bbox_y,
		    element->bbox_width, element->bbox_height);
	}
	if (element->alt != NULL)
		put_quoted(out, element->alt, strlen(element->alt));
	strbuf_add_char(out, '\n');
}

void
trace_write(const struct page_list *pages, struct strbuf *out)
{
	if (pages->title != NULL)
		strbuf_printf(out, "title %s\n", pages->title);
	if (pages->lang != NULL)
		strbuf_printf(out, "lang %s\n", pages->lang);
	for (uint32_t i = 0; i < pages->page_count; i++)
		put_page(out, pages, i);
	strbuf_add_string(out, "elements\n");
	for (uint32_t i = 0; i < pages->element_count; i++)
		put_element(out, pages, i);
	strbuf_add_string(out, "destinations\n");
	for (uint32_t i = 0; i < pages->destination_count; i++) {
		strbuf_printf(out, "  %s %u ", pages->destinations[i].name,
		    (unsigned)pages->destinations[i].page + 1);
		put_pair(out, pages->destinations[i].x, ',',
		    pages->destinations[i].y);
		strbuf_add_char(out, '\n');
	}
	strbuf_add_string(out, "outline\n");
	for (uint32_t i = 0; i < pages->outline_count; i++)
		strbuf_printf(out, "  %u %s -> #%s\n",
		    pages->outline[i].level, pages->outline[i].title,
		    pages->outline[i].dest);
}
