/*
 * Page contents. In: drawing operations, top left origin, 1/64 pt. Out: a
 * content stream a page, bottom left origin, hundredths of a point.
 *
 * Invariants: text objects stand inside marked-content sequences, never the
 * other way round; consecutive operations of an element share a sequence; a
 * state operator is written only when the state differs from what the page has.
 *
 * A run of glyphs is one TJ. The pen of the reader advances by the rounded
 * widths of the font, ours by the shaped advances; the difference is put in as
 * an adjustment once it is more than can be ignored, and is never accumulated.
 * Source: ISO 32000-1, sections 8.4-8.5, 9.4, 14.6-14.7.
 */

#include "syntax.h"
#include "writer.h"

enum {
	/* What an open sequence belongs to, beside an element. */
	ARTIFACT = -1,			/* rules, backgrounds, leaders */
	NO_ELEMENT = -2,		/* outside marked content */
	ARTIFACT_HEADER = -3,
	ARTIFACT_FOOTER = -4,
	/* Artifact text in the first and last twelfth of a page is its running
	 * header and footer. */
	RUNNING_PART = 12,
	/* 1/1000 em that a glyph may stand off its place: 0.03 pt at 10 pt. */
	PEN_TOLERANCE = 3
};

struct content {
	struct pdf_writer *writer;
	struct strbuf *out;
	struct strbuf fonts, pictures;	/* the page's resources */
	uint32_t page, mcid, drawn;
	fixed height;
	int32_t element;		/* of the open sequence */
	bool is_text;			/* BT was written */
	hundredths line_x, line_y;	/* where the last Td moved to */
	const struct pdf_font *font;
	fixed font_size, rise;
	hundredths line_width;
	struct rgb fill, stroke;
};

static hundredths
x_of(fixed x)
{
	return hundredths_from_fixed(x);
}

static hundredths
y_of(const struct content *content, fixed y)
{
	return hundredths_from_fixed(content->height - y);
}

static void
put_number(struct content *content, hundredths number)
{
	pdf_put_hundredths(content->out, number);
	strbuf_add_char(content->out, ' ');
}

static void
put(struct content *content, const char *operators)
{
	strbuf_add_string(content->out, operators);
}

static void
close_text(struct content *content)
{
	if (content->is_text)
		put(content, "ET\n");
	content->is_text = false;
}

static void
close_sequence(struct content *content)
{
	close_text(content);
	if (content->element != NO_ELEMENT)
		put(content, "EMC\n");
	content->element = NO_ELEMENT;
}

/* The element, or what kind of artifact: running headers and footers must say
 * so (ISO 14289-1, 7.8). */
static int32_t
sequence_of(const struct content *content, const struct page_op *op)
{
	const fixed part = content->height / RUNNING_PART;

	if (op->element >= 0 || op->kind != OP_TEXT)
		return op->element;
	if (op->y < part)
		return ARTIFACT_HEADER;
	return op->y > content->height - part ? ARTIFACT_FOOTER : ARTIFACT;
}

static void
open_sequence(struct content *content, int32_t element)
{
	struct pdf_writer *writer = content->writer;

	if (content->element == element)
		return;
	close_sequence(content);
	content->element = element;
	if (element < 0) {
		put(content, element == ARTIFACT ? "/Artifact BMC\n" :
		    element == ARTIFACT_HEADER ? "/Artifact<</Type/Pagination"
		    "/Subtype/Header>>BDC\n" : "/Artifact<</Type/Pagination"
		    "/Subtype/Footer>>BDC\n");
		return;
	}
	pdf_put_name(content->out, element_type_name(
	    writer->pages->elements[element].type));
	put(content, "<</MCID ");
	pdf_put_uint(content->out, content->mcid);
	put(content, ">>BDC\n");
	writer->pieces[writer->piece_count++] = (struct pdf_piece){
		.element = element, .page = content->page,
		.mcid = content->mcid++, .drawn = content->drawn,
	};
}

static bool
is_same_color(struct rgb a, struct rgb b)
{
	return a.r == b.r && a.g == b.g && a.b == b.b;
}

static void
set_fill(struct content *content, struct rgb color)
{
	if (is_same_color(content->fill, color))
		return;
	content->fill = color;
	pdf_put_rgb(content->out, color);
	put(content, "rg\n");
}

static void
set_stroke(struct content *content, struct rgb color, fixed width)
{
	hundredths line_width = hundredths_from_fixed(width);

	if (!is_same_color(content->stroke, color)) {
		content->stroke = color;
		pdf_put_rgb(content->out, color);
		put(content, "RG\n");
	}
	if (content->line_width != line_width) {
		content->line_width = line_width;
		put_number(content, line_width);
		put(content, "w\n");
	}
}

static void
use_font(struct content *content, struct pdf_font *font, fixed size)
{
	if (font->page != content->page + 1) {
		font->page = content->page + 1;
		strbuf_add_string(&content->fonts, "/F");
		pdf_put_uint(&content->fonts, font->number);
		pdf_put_ref(&content->fonts, font->object);
	}
	if (content->font == font && content->font_size == size)
		return;
	content->font = font;
	content->font_size = size;
	put(content, "/F");
	pdf_put_uint(content->out, font->number);
	strbuf_add_char(content->out, ' ');
	pdf_put_decimal(content->out,
	    ((int64_t)size * 10000 + FIXED_ONE / 2) / FIXED_ONE, 4);
	put(content, " Tf\n");
}

static void
move_line(struct content *content, hundredths x, hundredths y)
{
	if (!content->is_text) {
		put(content, "BT\n");
		content->is_text = true;
		content->line_x = content->line_y = 0;
	}
	put_number(content, x - content->line_x);
	put_number(content, y - content->line_y);
	put(content, "Td\n");
	content->line_x = x;
	content->line_y = y;
}

static void
set_rise(struct content *content, fixed rise)
{
	if (content->rise == rise)
		return;
	content->rise = rise;
	put_number(content, hundredths_from_fixed(rise));
	put(content, "Ts\n");
}

/* A TJ array being written. */
struct show {
	size_t start;			/* of its '[' in the output */
	int64_t pen;			/* the reader's, 1/1000 em */
	bool is_string;			/* a '(' is open */
	bool is_adjusted;
};

static void
show_open(struct content *content, struct show *show)
{
	show->start = content->out->len;
	show->is_string = show->is_adjusted = false;
	put(content, "[");
}

/* Without an adjustment the array is one string and Tj does. */
static void
show_close(struct content *content, struct show *show)
{
	if (show->is_string)
		put(content, ")");
	if (show->is_adjusted) {
		put(content, "]TJ\n");
		return;
	}
	content->out->bytes[show->start] = ' ';
	put(content, "Tj\n");
}

static void
show_adjust(struct content *content, struct show *show, int64_t by)
{
	if (show->is_string)
		put(content, ")");
	show->is_string = false;
	show->is_adjusted = true;
	pdf_put_int(content->out, (int32_t)by);
	show->pen -= by;
}

/* A byte of a literal string; bytes pack a tenth better than hexadecimal. */
static char *
code_byte(char *to, unsigned int byte)
{
	if (byte == '(' || byte == ')' || byte == '\\')
		*to++ = '\\';
	if (byte == '\r') {
		*to++ = '\\';
		byte = 'r';
	}
	*to++ = (char)byte;
	return to;
}

static void
show_glyph(struct content *content, struct show *show,
    const struct font_glyph *glyph)
{
	struct strbuf *out = content->out;
	char *to = strbuf_reserve(out, 5);

	if (!show->is_string)
		*to++ = '(';
	show->is_string = true;
	to = code_byte(to, glyph->code >> 8);
	to = code_byte(to, glyph->code & 255);
	*to = '\0';
	out->len = (size_t)(to - out->bytes);
	show->pen += glyph->width;
}

static int64_t
thousandths(int64_t length, fixed size)
{
	int64_t scaled = length * 1000;

	return (scaled + (scaled < 0 ? -size / 2 : size / 2)) / size;
}

static void
draw_text(struct content *content, const struct page_op *op)
{
	struct pdf_font *font =
	    pdf_fonts_find(&content->writer->fonts, op->u.text.face);
	const struct page_glyph *glyphs = op->u.text.glyphs;
	const uint16_t *shown = content->writer->shown[content->drawn];
	const fixed size = op->u.text.size;
	struct show show = { 0 };
	int64_t x = 0;
	uint32_t i;

	set_fill(content, op->color);
	move_line(content, x_of(op->x), y_of(content, op->y));
	use_font(content, font, size);
	set_rise(content, glyphs[0].y_offset);
	show_open(content, &show);
	for (i = 0; i < op->u.text.glyph_count; i++) {
		int64_t by = show.pen -
		    thousandths(x + glyphs[i].x_offset, size);

		if (glyphs[i].y_offset != content->rise) {
			show_close(content, &show);
			set_rise(content, glyphs[i].y_offset);
			show_open(content, &show);
		}
		if (by > PEN_TOLERANCE || by < -PEN_TOLERANCE)
			show_adjust(content, &show, by);
		show_glyph(content, &show,
		    pdf_font_glyph(font, shown[i]));
		x += glyphs[i].x_advance;
	}
	show_close(content, &show);
}

static void
put_point(struct content *content, fixed x, fixed y)
{
	put_number(content, x_of(x));
	put_number(content, y_of(content, y));
}

static void
put_curve(struct content *content, fixed x1, fixed y1, fixed x2, fixed y2,
    fixed x, fixed y)
{
	put_point(content, x1, y1);
	put_point(content, x2, y2);
	put_point(content, x, y);
	put(content, "c\n");
}

/* A rectangle's path; edges that meet are rounded alike. */
static void
put_rect(struct content *content, const struct page_op *op)
{
	hundredths left = x_of(op->x), right = x_of(op->x + op->width);
	hundredths top = y_of(content, op->y);
	hundredths bottom = y_of(content, op->y + op->height);

	put_number(content, left);
	put_number(content, bottom);
	put_number(content, right - left);
	put_number(content, top - bottom);
	put(content, "re\n");
}

/* The control points of a quarter circle stand off by 0.5523 of its radius;
 * `in` is the rest. */
static void
put_round_rect(struct content *content, const struct page_op *op)
{
	const fixed left = op->x, right = op->x + op->width;
	const fixed top = op->y, bottom = op->y + op->height;
	const fixed least = op->width < op->height ? op->width : op->height;
	const fixed r = op->u.rect.radius < least / 2 ? op->u.rect.radius :
	    least / 2;
	const fixed in = (fixed)((int64_t)r * 4477 / 10000);

	put_point(content, left + r, top);
	put(content, "m\n");
	put_point(content, right - r, top);
	put(content, "l\n");
	put_curve(content, right - in, top, right, top + in, right, top + r);
	put_point(content, right, bottom - r);
	put(content, "l\n");
	put_curve(content, right, bottom - in, right - in, bottom, right - r,
	    bottom);
	put_point(content, left + r, bottom);
	put(content, "l\n");
	put_curve(content, left + in, bottom, left, bottom - in, left,
	    bottom - r);
	put_point(content, left, top + r);
	put(content, "l\n");
	put_curve(content, left, top + in, left + in, top, left + r, top);
	put(content, "h\n");
}

static void
draw_rect(struct content *content, const struct page_op *op)
{
	if (op->u.rect.stroke > 0)
		set_stroke(content, op->color, op->u.rect.stroke);
	else
		set_fill(content, op->color);
	if (op->u.rect.radius > 0)
		put_round_rect(content, op);
	else
		put_rect(content, op);
	put(content, op->u.rect.stroke > 0 ? "S\n" : "f\n");
}

static void
draw_line(struct content *content, const struct page_op *op)
{
	set_stroke(content, op->color, op->u.line.stroke);
	put_point(content, op->x, op->y);
	put(content, "m\n");
	put_point(content, op->x + op->width, op->y + op->height);
	put(content, "l S\n");
}

static void
draw_path(struct content *content, const struct page_op *op)
{
	const struct path_step *step = op->u.path.steps;
	uint32_t i;

	if (op->u.path.stroke > 0)
		set_stroke(content, op->color, op->u.path.stroke);
	else
		set_fill(content, op->color);
	for (i = 0; i < op->u.path.count; i++, step++)
		switch (step->verb) {
		case PATH_MOVE:
		case PATH_LINE:
			put_point(content, op->x + step->x, op->y + step->y);
			put(content, step->verb == PATH_MOVE ? "m\n" : "l\n");
			break;
		case PATH_CURVE:
			put_curve(content, op->x + step->x1, op->y + step->y1,
			    op->x + step->x2, op->y + step->y2,
			    op->x + step->x, op->y + step->y);
			break;
		case PATH_CLOSE:
			put(content, "h\n");
			break;
		}
	put(content, op->u.path.stroke > 0 ? "S\n" : "f\n");
}

/* A matrix that makes `width` by `height` units fill the operation's box. */
static void
put_box_matrix(struct content *content, const struct page_op *op,
    uint32_t width, uint32_t height)
{
	const uint32_t units[] = { width, height };
	const fixed sides[] = { op->width, op->height };
	size_t i;

	for (i = 0; i < 2; i++) {
		pdf_put_decimal(content->out, (int64_t)sides[i] *
		    1000000000 / FIXED_ONE / units[i], 9);
		put(content, i == 0 ? " 0 0 " : " ");
	}
	put_point(content, op->x, op->y + op->height);
	put(content, "cm\n");
}

static void
draw_image(struct content *content, const struct page_op *op)
{
	struct pdf_picture *picture = pdf_pictures_find(
	    &content->writer->pictures, op->u.image.asset);

	if (picture->page != content->page + 1) {
		picture->page = content->page + 1;
		strbuf_add_string(&content->pictures, "/I");
		pdf_put_uint(&content->pictures, picture->number);
		pdf_put_ref(&content->pictures, picture->object);
	}
	put(content, "q\n");
	put_box_matrix(content, op, picture->units_wide, picture->units_high);
	put(content, "/I");
	pdf_put_uint(content->out, picture->number);
	put(content, " Do\nQ\n");
}

static void
draw_qr(struct content *content, const struct page_op *op)
{
	static const struct rgb white = { 255, 255, 255 };
	struct strbuf modules;
	uint32_t side;

	strbuf_init(&modules);
	if (pdf_put_qr(&modules, op->u.qr.payload, &side)) {
		set_fill(content, white);
		put_rect(content, op);
		put(content, "f\n");
		set_fill(content, op->color);
		put(content, "q\n");
		put_box_matrix(content, op, side, side);
		strbuf_add(content->out, modules.bytes, modules.len);
		put(content, "f\nQ\n");
	} else {
		diag_report(content->writer->diags, DIAG_KIT_STRUCTURE,
		    op->element >= 0 ? content->writer->pages->
		    elements[op->element].pos : SOURCE_NOWHERE,
		    "'%.60s…' is too long for a QR code", op->u.qr.payload);
	}
	strbuf_release(&modules);
}

static bool
is_nothing(const struct page_op *op)
{
	if (op->kind == OP_TEXT)
		return op->u.text.glyph_count == 0 || op->u.text.size <= 0;
	if (op->kind == OP_PATH)
		return op->u.path.count == 0;
	return false;
}

static void
draw(struct content *content, const struct page_op *op)
{
	static void (*const draws[])(struct content *,
	    const struct page_op *) = {
		[OP_TEXT] = draw_text, [OP_RECT] = draw_rect,
		[OP_LINE] = draw_line, [OP_IMAGE] = draw_image,
		[OP_PATH] = draw_path, [OP_QR] = draw_qr,
	};

	if (is_nothing(op))
		return;
	open_sequence(content, sequence_of(content, op));
	if (op->kind != OP_TEXT)
		close_text(content);
	draws[op->kind](content, op);
}

/* The page's dictionary, its contents written before. */
static void
set_page(struct content *content, const struct pdf_object *stream,
    struct strbuf *out)
{
	struct pdf_writer *writer = content->writer;
	const struct page *page = &writer->pages->pages[content->page];
	uint32_t i;

	strbuf_clear(out);
	strbuf_add_string(out, "/Type/Page/Parent");
	pdf_put_ref(out, writer->page_tree);
	strbuf_add_string(out, "/MediaBox[0 0 ");
	pdf_put_hundredths(out, hundredths_from_fixed(page->width));
	strbuf_add_char(out, ' ');
	pdf_put_hundredths(out, hundredths_from_fixed(page->height));
	strbuf_add_string(out, "]/Resources<<");
	if (content->fonts.len > 0)
		strbuf_printf(out, "/Font<<%s>>", content->fonts.bytes);
	if (content->pictures.len > 0)
		strbuf_printf(out, "/XObject<<%s>>", content->pictures.bytes);
	strbuf_add_string(out, ">>/Contents");
	pdf_put_ref(out, stream);
	strbuf_add_string(out, "/Tabs/S/StructParents ");
	pdf_put_uint(out, content->page);
	if (page->link_count > 0)
		strbuf_add_string(out, "/Annots[");
	for (i = 0; i < writer->annotation_count; i++)
		if (writer->annotations[i].page == content->page)
			pdf_put_ref(out, writer->annotations[i].object);
	if (page->link_count > 0)
		strbuf_add_char(out, ']');
	pdf_object_set(&writer->file, writer->page_objects[content->page],
	    out);
}

static void
write_page(struct content *content)
{
	struct pdf_writer *writer = content->writer;
	const struct page *page = &writer->pages->pages[content->page];
	struct strbuf *out = content->out;
	struct pdf_object *stream;
	uint32_t i;

	strbuf_clear(out);
	for (i = 0; i < page->op_count; i++, content->drawn++)
		draw(content, &page->ops[i]);
	close_sequence(content);
	stream = pdf_stream_add(&writer->file, "", strbuf_string(out),
	    out->len, PACK_WELL);
	set_page(content, stream, out);
}

void
pdf_write_pages(struct pdf_writer *writer)
{
	struct strbuf out, tree;
	uint32_t i, drawn = 0;

	strbuf_init(&out);
	strbuf_init(&tree);
	strbuf_printf(&tree, "/Type/Pages/Count %u/Kids[",
	    (unsigned int)writer->pages->page_count);
	for (i = 0; i < writer->pages->page_count; i++) {
		struct content content = {
			.writer = writer, .out = &out, .page = i,
			.drawn = drawn,
			.height = writer->pages->pages[i].height,
			.element = NO_ELEMENT, .line_width = 100,
		};

		write_page(&content);
		drawn = content.drawn;
		strbuf_release(&content.fonts);
		strbuf_release(&content.pictures);
		pdf_put_ref(&tree, writer->page_objects[i]);
	}
	strbuf_add_char(&tree, ']');
	pdf_object_set(&writer->file, writer->page_tree, &tree);
	strbuf_release(&tree);
	strbuf_release(&out);
}
