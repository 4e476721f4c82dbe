/*
 * A kit built here by hand is written, and read back by other programs: qpdf
 * says that the file is sound, poppler gives the text, the structure, the
 * links. The same pages give the same bytes. What is not accessible is refused
 * with the line to blame.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>
#include <png.h>
#include <qrencode.h>

#include "fieldkit/image.h"
#include "fieldkit/pdf.h"
#include "fieldkit/type.h"

enum { OPS_MAX = 256, ELEMENTS_MAX = 256, LINKS_MAX = 32, PAGES_MAX = 4 };

/* A page list being built. */
struct kit {
	char folder[64];
	struct arena arena;
	struct diags diags;
	struct type_faces *faces;
	struct type_context *type;
	struct page_list list;
	struct page pages[PAGES_MAX];
	struct page_op ops[PAGES_MAX][OPS_MAX];
	struct page_link links[PAGES_MAX][LINKS_MAX];
	struct element elements[ELEMENTS_MAX];
	struct destination destinations[8];
	struct outline_item outline[8];
	fixed y;			/* where the next line goes */
	struct strbuf pdf;
	unsigned char *drawn;		/* the first page's pixels */
	unsigned int drawn_width, drawn_height;
};

static const struct pdf_options options = { .producer = "fieldkit test" };

static int32_t
element(struct kit *kit, enum element_type type, int32_t parent)
{
	struct element *e = &kit->elements[kit->list.element_count];

	*e = (struct element){ .type = type, .parent = parent,
		.pos = { 0, kit->list.element_count + 1, 1 } };
	return (int32_t)kit->list.element_count++;
}

static struct page_op *
op(struct kit *kit, enum op_kind kind, int32_t of_element)
{
	struct page *page = &kit->pages[kit->list.page_count - 1];
	struct page_op *added = &page->ops[page->op_count++];

	*added = (struct page_op){ .kind = kind, .element = of_element,
		.x = FIXED_FROM_PT(50), .y = kit->y };
	return added;
}

static void
new_page(struct kit *kit, const char *label)
{
	uint32_t i = kit->list.page_count++;

	kit->pages[i] = (struct page){ .width = FIXED_FROM_PT(595.28),
		.height = FIXED_FROM_PT(841.89), .label = label,
		.ops = kit->ops[i], .links = kit->links[i] };
	kit->y = FIXED_FROM_PT(60);
}

static void
line(struct kit *kit, int32_t of_element, const char *family, double size_pt,
    const char *text)
{
	const struct type_face *face = type_face_find(kit->faces, family, 400,
	    false, SOURCE_NOWHERE, &kit->diags);
	const struct type_face *faces[] = { face };
	const struct type_style style = { .faces = faces, .face_count = 1,
		.size = FIXED_FROM_PT(size_pt), .lang = "en",
		.color = { 20, 20, 80 } };
	const struct type_span span = { .text = text,
		.text_len = (uint32_t)strlen(text), .style = &style };
	const struct type_paragraph paragraph = { .spans = &span,
		.span_count = 1, .width = FIXED_FROM_PT(495), .lang = "en" };
	struct type_lines lines;
	uint32_t i, j;

	assert_non_null(face);
	type_set_paragraph(kit->type, &kit->arena, &paragraph, &kit->diags,
	    &lines);
	for (i = 0; i < lines.count; i++) {
		kit->y += lines.lines[i].ascent;
		for (j = 0; j < lines.lines[i].run_count; j++) {
			const struct type_run *run = &lines.lines[i].runs[j];
			struct page_op *text_op = op(kit, OP_TEXT, of_element);

			text_op->x += run->x;
			text_op->color = style.color;
			text_op->u.text.face = run->face;
			text_op->u.text.size = run->size;
			text_op->u.text.glyphs = run->glyphs;
			text_op->u.text.glyph_count = run->glyph_count;
			text_op->u.text.text = run->text;
			text_op->u.text.text_len = run->text_len;
		}
		kit->y += lines.lines[i].descent;
	}
}

static int
set_up(void **state)
{
	struct kit *kit = calloc(1, sizeof(*kit));
	int32_t document;

	strcpy(kit->folder, "/tmp/test-pdf-XXXXXX");
	assert_non_null(mkdtemp(kit->folder));
	kit->faces = type_faces_new();
	kit->type = type_context_new(kit->faces);
	diags_init(&kit->diags, NULL);
	kit->list = (struct page_list){
		.title = "Sample kit \xe2\x80\x94 \xe6\x9d\xb1\xe4\xba\xac & co",
		.lang = "en", .author = "Example <Alliances>",
		.subject = "A kit made by hand", .keywords = "one, two",
		.kit_id = "ABCD1234", .date_days = 20779,
		.pages = kit->pages, .elements = kit->elements,
		.destinations = kit->destinations, .outline = kit->outline,
	};
	document = element(kit, ELEMENT_DOCUMENT, -1);
	new_page(kit, "i");
	line(kit, element(kit, ELEMENT_H1, document), "Noto Sans", 20,
	    "Office fiction");
	*state = kit;
	return 0;
}

static int
tear_down(void **state)
{
	struct kit *kit = *state;
	char command[128];

	snprintf(command, sizeof(command), "rm -rf '%s'", kit->folder);
	assert_int_equal(system(command), 0);
	type_context_free(kit->type);
	type_faces_free(kit->faces);
	strbuf_release(&kit->pdf);
	arena_release(&kit->arena);
	diags_release(&kit->diags);
	free(kit);
	return 0;
}

static void
print_diags(const struct kit *kit)
{
	size_t i;

	for (i = 0; i < kit->diags.count; i++)
		print_message("%u: %s\n", kit->diags.items[i].pos.line,
		    kit->diags.items[i].message);
}

static void
write_kit(struct kit *kit)
{
	struct arena arena = { 0 };
	char path[128];
	FILE *file;

	strbuf_clear(&kit->pdf);
	if (!pdf_write(&kit->list, &options, &arena, &kit->diags, &kit->pdf)) {
		print_diags(kit);
		fail();
	}
	arena_release(&arena);
	snprintf(path, sizeof(path), "%s/kit.pdf", kit->folder);
	file = fopen(path, "wb");
	assert_non_null(file);
	assert_int_equal(fwrite(kit->pdf.bytes, 1, kit->pdf.len, file),
	    kit->pdf.len);
	assert_int_equal(fclose(file), 0);
}

/* What a command says of the kit; "@" in it is the file. */
static const char *
tool(struct kit *kit, const char *command)
{
	struct strbuf line_buffer = { 0 };
	char chunk[4096];
	const char *said;
	size_t len;
	FILE *pipe;

	for (; *command != '\0'; command++)
		if (*command == '@')
			strbuf_printf(&line_buffer, "%s/kit.pdf", kit->folder);
		else
			strbuf_add_char(&line_buffer, *command);
	strbuf_add_string(&line_buffer, " 2>&1");
	pipe = popen(line_buffer.bytes, "r");
	assert_non_null(pipe);
	strbuf_clear(&line_buffer);
	while ((len = fread(chunk, 1, sizeof(chunk), pipe)) > 0)
		strbuf_add(&line_buffer, chunk, len);
	strbuf_printf(&line_buffer, "\nexit %d\n",
	    WEXITSTATUS(pclose(pipe)));
	said = arena_strdup(&kit->arena, line_buffer.bytes);
	strbuf_release(&line_buffer);
	return said;
}

static void
assert_says(struct kit *kit, const char *command, const char *words)
{
	const char *said = tool(kit, command);

	if (strstr(said, words) == NULL)
		fail_msg("%s does not say '%s' but:\n%s", command, words,
		    said);
}

static void
text_comes_back(void **state)
{
	struct kit *kit = *state;
	int32_t p = element(kit, ELEMENT_P, 0);

	line(kit, p, "Noto Sans", 10.5, "Kerning: AVATAR To We. Na\xc3\xafve "
	    "\xe2\x82\xac 12.50 (a\\b) \xef\xac\x81ne.");
	line(kit, p, "DejaVu Serif", 9.3, "Efficient affluent office.");
	line(kit, element(kit, ELEMENT_P, 0), "Noto Sans CJK JP", 12,
	    "\xe6\x9d\xb1\xe4\xba\xac\xe9\x83\xbd \xf0\xa0\xae\x9f\xe3\x82\x8b");
	line(kit, element(kit, ELEMENT_P, 0), "Noto Sans Arabic", 12,
	    "\xd9\x85\xd8\xb1\xd8\xad\xd8\xa8\xd8\xa7");
	kit->y = FIXED_FROM_PT(800);
	line(kit, -1, "Noto Sans", 8, "Footer line");
	write_kit(kit);
	assert_says(kit, "mutool show -b @ pages/1/Contents | "
	    "tr -d '\\000'",
	    "/Artifact<</Type/Pagination/Subtype/Footer>>BDC");
	assert_says(kit, "qpdf --check @", "No syntax or stream encoding "
	    "errors found");
	assert_says(kit, "pdftotext @ -", "Office fiction");
	assert_says(kit, "pdftotext @ -", "Kerning: AVATAR To We. "
	    "Na\xc3\xafve \xe2\x82\xac 12.50 (a\\b)");
	assert_says(kit, "pdftotext @ -", "Efficient affluent office.");
	assert_says(kit, "pdftotext @ -", "\xe6\x9d\xb1\xe4\xba\xac\xe9\x83\xbd "
	    "\xf0\xa0\xae\x9f\xe3\x82\x8b");
	assert_says(kit, "pdftotext @ -",
	    "\xd9\x85\xd8\xb1\xd8\xad\xd8\xa8\xd8\xa7");
	assert_says(kit, "pdffonts @", "yes yes yes");
	assert_null(strstr(tool(kit, "pdffonts @"), " no "));
	assert_says(kit, "pdfinfo @", "Tagged:          yes");
	assert_says(kit, "pdfinfo -meta @", "Sample kit \xe2\x80\x94 "
	    "\xe6\x9d\xb1\xe4\xba\xac &amp; co");
	assert_says(kit, "pdfinfo @", "Sample kit \xe2\x80\x94 "
	    "\xe6\x9d\xb1\xe4\xba\xac & co");
	assert_says(kit, "mutool draw -F text @", "Efficient affluent");
}

/* A glyph that stands for several texts has a code for each: the space, the
 * brackets of a line from right to left. Letters that the face moves come back
 * in the order of the text. */
static void
each_use_of_a_glyph_comes_back(void **state)
{
	static const char *const readers[] = { "pdftotext @ -",
		"mutool draw -F txt @" };
	struct kit *kit = *state;
	size_t i;

	line(kit, element(kit, ELEMENT_P, 0), "Noto Sans", 12,
	    "a b c\u00a0d e\u202ff (g)");
	line(kit, element(kit, ELEMENT_P, 0), "Noto Sans Devanagari", 12,
	    "कि क्षत्रिय र्क्त त");
	line(kit, element(kit, ELEMENT_P, 0), "Noto Sans Thai", 12,
	    "\u0e17\u0e33 \u0e17\u0e32");
	line(kit, element(kit, ELEMENT_P, 0), "Noto Sans Hebrew", 12,
	    "(\u05d0) x");
	write_kit(kit);
	/* Both give every space as the plain one; the file tells them apart. */
	assert_says(kit, "qpdf --qdf @ - | tr -d '\\000'", "><00A0>");
	assert_says(kit, "qpdf --qdf @ - | tr -d '\\000'", "><202F>");
	for (i = 0; i < 2; i++) {
		assert_says(kit, readers[i], "a b c d e f (g)");
		assert_says(kit, readers[i], "कि क्षत्रिय र्क्त त");
		assert_says(kit, readers[i],
		    "\u0e17\u0e4d\u0e32 \u0e17\u0e32");
	}
	assert_says(kit, "qpdf --check @", "No syntax or stream encoding "
	    "errors found");
}

/* The same in a CID-keyed face, by a CMap; mupdf reads the commoner text. */
static void
each_use_of_an_ideograph_comes_back(void **state)
{
	struct kit *kit = *state;

	line(kit, element(kit, ELEMENT_P, 0), "Noto Sans CJK JP", 12,
	    "見る ⾒る 見\u00a0る");
	write_kit(kit);
	assert_says(kit, "pdftotext @ -", "見る ⾒る 見 る");
	assert_says(kit, "mutool draw -F txt @", "見る 見る 見 る");
	assert_says(kit, "pdffonts @", "Custom           yes yes yes");
	assert_says(kit, "qpdf --check @", "No syntax or stream encoding "
	    "errors found");
}

/* From right to left readers turn characters around, not glyphs. */
static void
ligature_from_right_to_left_comes_back(void **state)
{
	struct kit *kit = *state;

	line(kit, element(kit, ELEMENT_P, 0), "Noto Sans Arabic", 12,
	    "ولا الأول");
	line(kit, element(kit, ELEMENT_P, 0), "Noto Sans Arabic", 12,
	    "می\u200cخواهم");
	write_kit(kit);
	assert_says(kit, "pdftotext @ -", "ولا الأول");
	assert_says(kit, "pdftotext @ -", "می\u200cخواهم");
	/* mutool leaves lines as they are seen. */
	assert_says(kit, "mutool draw -F txt @", "لوألا الو");
}

/* What reads a file by its structure knows no lines. */
static void
words_stay_apart_between_lines(void **state)
{
	struct kit *kit = *state;

	line(kit, element(kit, ELEMENT_P, 0), "Noto Sans", 24,
	    "A paragraph of two lines, the second of which starts here and "
	    "ends there");
	line(kit, element(kit, ELEMENT_P, 0), "Noto Sans CJK JP", 30,
	    "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e\xe3\x81\xae"
	    "\xe6\x96\x87\xe7\xab\xa0\xe3\x81\xab\xe3\x81\xaf"
	    "\xe7\xa9\xba\xe7\x99\xbd\xe3\x81\x8c\xe3\x81\x82"
	    "\xe3\x82\x8a\xe3\x81\xbe\xe3\x81\x9b\xe3\x82\x93");
	write_kit(kit);
	assert_says(kit, "pdfinfo -struct-text @", "\"A paragraph of two "
	    "lines, the second of which starts here and ends there\"");
	assert_says(kit, "pdfinfo -struct-text @",
	    "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e\xe3\x81\xae"
	    "\xe6\x96\x87\xe7\xab\xa0\xe3\x81\xab\xe3\x81\xaf"
	    "\xe7\xa9\xba\xe7\x99\xbd\xe3\x81\x8c\xe3\x81\x82"
	    "\xe3\x82\x8a\xe3\x81\xbe\xe3\x81\x9b\xe3\x82\x93");
}

static int32_t
table(struct kit *kit)
{
	int32_t t = element(kit, ELEMENT_TABLE, 0);
	int32_t head = element(kit, ELEMENT_THEAD, t);
	int32_t row = element(kit, ELEMENT_TR, head), body;

	line(kit, element(kit, ELEMENT_TH, row), "Noto Sans", 9, "Region");
	line(kit, element(kit, ELEMENT_TH, row), "Noto Sans", 9, "Sales");
	body = element(kit, ELEMENT_TBODY, t);
	row = element(kit, ELEMENT_TR, body);
	line(kit, element(kit, ELEMENT_TD, row), "Noto Sans", 9, "North");
	line(kit, element(kit, ELEMENT_TD, row), "Noto Sans", 9, "12");
	kit->elements[kit->list.element_count - 2].row_span = 2;
	row = element(kit, ELEMENT_TR, body);
	line(kit, element(kit, ELEMENT_TD, row), "Noto Sans", 9, "13");
	return t;
}

static void
list(struct kit *kit)
{
	int32_t l = element(kit, ELEMENT_L, 0);
	int32_t item = element(kit, ELEMENT_LI, l);

	line(kit, element(kit, ELEMENT_LBL, item), "Noto Sans", 9, "1.");
	line(kit, element(kit, ELEMENT_LBODY, item), "Noto Sans", 9, "Item");
}

/* A paragraph with a link in its middle, its end on the next page. */
static void
linked_paragraph(struct kit *kit)
{
	int32_t p = element(kit, ELEMENT_P, 0);
	int32_t link = element(kit, ELEMENT_LINK, p);
	struct page *page = &kit->pages[0];

	line(kit, p, "Noto Sans", 10, "Before");
	page->links[page->link_count++] = (struct page_link){
		.x = FIXED_FROM_PT(50), .y = kit->y,
		.width = FIXED_FROM_PT(80), .height = FIXED_FROM_PT(14),
		.uri = "https://example.com/a(b)?c=d&e", .element = link,
		.contents = "Example \xc3\xbc" };
	line(kit, link, "Noto Sans", 10, "Middle");
	page->links[page->link_count++] = (struct page_link){
		.x = FIXED_FROM_PT(50), .y = kit->y,
		.width = FIXED_FROM_PT(80), .height = FIXED_FROM_PT(14),
		.dest = "end (1)", .element = link, .contents = "End" };
	new_page(kit, "1");
	line(kit, p, "Noto Sans", 10, "After");
	kit->destinations[kit->list.destination_count++] =
	    (struct destination){ "end (1)", 1, 0, kit->y };
}

static void
structure_is_read(void **state)
{
	struct kit *kit = *state;
	int32_t note;
	const char *said;

	linked_paragraph(kit);
	table(kit);
	list(kit);
	note = element(kit, ELEMENT_NOTE, element(kit, ELEMENT_P, 0));
	kit->elements[note].id = "note-1";
	kit->elements[note].lang = "de";
	line(kit, note, "Noto Sans", 8, "Fu\xc3\x9fnote");
	kit->outline[kit->list.outline_count++] =
	    (struct outline_item){ "One", 1, "end (1)" };
	kit->outline[kit->list.outline_count++] =
	    (struct outline_item){ "Zw\xc3\xb6lf", 2, "end (1)" };
	kit->outline[kit->list.outline_count++] =
	    (struct outline_item){ "Two", 1, "end (1)" };
	write_kit(kit);
	assert_says(kit, "qpdf --check @", "No syntax or stream encoding "
	    "errors found");
	said = tool(kit, "pdfinfo -struct-text @");
	if (strstr(said,
	    "Document\n"
	    "  H1 (block)\n"
	    "    \"Office fiction\"\n"
	    "  P (block)\n"
	    "    \"Before\"\n"
	    "    Link (inline)\n"
	    "      \"Middle\"\n") == NULL)
		fail_msg("%s", said);
	assert_true(strstr(said, "\"Middle\"") < strstr(said, "\"After\""));
	assert_true(strstr(said, "\"After\"") < strstr(said, "Table"));
	assert_non_null(strstr(said, "/RowSpan 2"));
	assert_non_null(strstr(said, "/Scope /Column"));
	assert_non_null(strstr(said, "Note <note-1>"));
	assert_non_null(strstr(said, "/ListNumbering /Decimal"));
	assert_says(kit, "pdfinfo -dests @", "\"end (1)\"");
	assert_says(kit, "pdfinfo -url @", "https://example.com/a(b)?c=d&e");
	assert_says(kit, "mutool show @ outline", "Zw\xc3\xb6lf");
	assert_says(kit, "qpdf --json --json-key=pagelabels @", "\"/r\"");
}

/* A picture of 4 x 3 pixels, or larger, with alpha or without. */
static const struct image_asset *
picture(struct kit *kit, const char *name, uint32_t side, bool has_alpha)
{
	const uint32_t channels = has_alpha ? 4 : 3;
	png_image image = { .version = PNG_IMAGE_VERSION, .width = side,
		.height = side,
		.format = has_alpha ? PNG_FORMAT_RGBA : PNG_FORMAT_RGB };
	unsigned char *pixels = malloc((size_t)side * side * channels);
	const struct image_asset *asset;
	char path[128];
	size_t i;

	for (i = 0; i < (size_t)side * side * channels; i++)
		pixels[i] = (unsigned char)(i * 7 + i / 64);
	snprintf(path, sizeof(path), "%s/%s", kit->folder, name);
	assert_true(png_image_write_to_file(&image, path, 0, pixels, 0, NULL));
	free(pixels);
	asset = image_load(&kit->arena, kit->folder, name, SOURCE_NOWHERE,
	    &kit->diags);
	assert_non_null(asset);
	return asset;
}

static void
place(struct kit *kit, const struct image_asset *asset, double side_pt)
{
	int32_t figure = element(kit, ELEMENT_FIGURE, 0);
	struct page_op *image = op(kit, OP_IMAGE, figure);

	kit->elements[figure].alt = "A picture";
	kit->elements[figure].bbox_width = FIXED_FROM_PT(side_pt);
	kit->elements[figure].bbox_height = FIXED_FROM_PT(side_pt);
	image->width = image->height = FIXED_FROM_PT(side_pt);
	image->u.image.asset = asset;
	kit->y += image->height;
}

static void
pictures_are_written_once(void **state)
{
	struct kit *kit = *state;
	const char *said;

	place(kit, picture(kit, "a.png", 60, true), 100);
	place(kit, picture(kit, "b.png", 60, true), 50);
	place(kit, picture(kit, "c.png", 900, false), 72);
	write_kit(kit);
	assert_says(kit, "qpdf --check @", "No syntax or stream encoding "
	    "errors found");
	said = tool(kit, "pdfimages -list @");
	/* Two of the same content are one object with its mask. */
	assert_non_null(strstr(said, "smask      60    60"));
	assert_non_null(strstr(said, "image     220   220"));
	assert_says(kit, "pdftoppm -r 20 @ /tmp/unused-root -singlefile -png; "
	    "rm -f /tmp/unused-root.png", "exit 0");
}

/* What a picture is drawn with: at x, y; red, green, blue, alpha. */
typedef void (*painter)(uint32_t x, uint32_t y, unsigned char *ret_rgba);

static void
paint_black_and_white(uint32_t x, uint32_t y, unsigned char *ret_rgba)
{
	memset(ret_rgba, (x / 7 + y / 5) % 2 ? 255 : 0, 3);
	ret_rgba[3] = 255;
}

static void
paint_flat(uint32_t x, uint32_t y, unsigned char *ret_rgba)
{
	static const unsigned char inks[3][3] = { { 10, 90, 160 },
		{ 255, 255, 255 }, { 240, 120, 0 } };

	memcpy(ret_rgba, inks[(x / 9 + y / 11) % 3], 3);
	ret_rgba[3] = 255;
}

static void
paint_cut_out(uint32_t x, uint32_t y, unsigned char *ret_rgba)
{
	paint_flat(x, y, ret_rgba);
	ret_rgba[3] = (x + y) % 60 < 30 ? 255 : 0;
}

/* Shades and noise, as a camera gives them. */
static void
paint_photograph(uint32_t x, uint32_t y, unsigned char *ret_rgba)
{
	uint32_t noise = (x * 2654435761u ^ y * 40503u) * 2246822519u >> 28;

	ret_rgba[0] = (unsigned char)(x / 2 % 200 + noise);
	ret_rgba[1] = (unsigned char)(y / 2 % 200 + noise);
	ret_rgba[2] = (unsigned char)((x + y) / 4 % 200 + noise);
	ret_rgba[3] = 255;
}

static void
paint_gray_photograph(uint32_t x, uint32_t y, unsigned char *ret_rgba)
{
	paint_photograph(x, y, ret_rgba);
	ret_rgba[1] = ret_rgba[2] = ret_rgba[0];
}

/* A slope from white to nothing. */
static void
paint_glass(uint32_t x, uint32_t y, unsigned char *ret_rgba)
{
	paint_photograph(x, y, ret_rgba);
	ret_rgba[3] = (unsigned char)(x % 256);
}

static const struct image_asset *
painted(struct kit *kit, painter paint, uint32_t side)
{
	png_image image = { .version = PNG_IMAGE_VERSION, .width = side,
		.height = side, .format = PNG_FORMAT_RGBA };
	unsigned char *pixels = malloc((size_t)side * side * 4);
	const struct image_asset *asset;
	char path[128];
	uint32_t i;

	for (i = 0; i < side * side; i++)
		paint(i % side, i / side, pixels + 4 * (size_t)i);
	snprintf(path, sizeof(path), "%s/p.png", kit->folder);
	assert_true(png_image_write_to_file(&image, path, 0, pixels, 0, NULL));
	free(pixels);
	asset = image_load(&kit->arena, kit->folder, "p.png", SOURCE_NOWHERE,
	    &kit->diags);
	assert_non_null(asset);
	return asset;
}

/* What poppler takes out of the kit is what was painted. */
static void
assert_same_pixels(struct kit *kit, painter paint, uint32_t side)
{
	const struct image_asset *asset;
	struct image_pixels pixels;
	char command[256];
	uint32_t i, c;

	snprintf(command, sizeof(command), "pdfimages -png @ %s/out",
	    kit->folder);
	assert_says(kit, command, "exit 0");
	asset = image_load(&kit->arena, kit->folder, "out-000.png",
	    SOURCE_NOWHERE, &kit->diags);
	assert_non_null(asset);
	assert_true(image_decode(asset, 0, 0, &kit->diags, &pixels));
	assert_int_equal(pixels.width, side);
	assert_int_equal(pixels.height, side);
	for (i = 0; i < side * side; i++) {
		unsigned char rgba[4];

		paint(i % side, i / side, rgba);
		for (c = 0; c < pixels.channels && rgba[3] != 0; c++)
			assert_int_equal(pixels.samples[i * pixels.channels +
			    c], rgba[c]);
	}
	image_pixels_release(&pixels);
}

/* The page's rows of "pdfimages -list": type, width, height, colour space,
 * components, bits, encoding. */
static void
assert_stored(struct kit *kit, painter paint, uint32_t side, double side_pt,
    const char *wanted)
{
	const uint32_t op_count = kit->pages[0].op_count;
	const uint32_t element_count = kit->list.element_count;

	place(kit, painted(kit, paint, side), side_pt);
	write_kit(kit);
	assert_says(kit, "pdfimages -list @ | awk 'NR > 2 { printf "
	    "\"%s %s %s %s %s %s %s\\n\", $3, $4, $5, $6, $7, $8, $9 }'",
	    wanted);
	if (strstr(wanted, "jpeg") == NULL)
		assert_same_pixels(kit, paint, side);
	kit->pages[0].op_count = op_count;
	kit->list.element_count = element_count;
}

/* A picture of 144 pt is worth 440 pixels. */
static void
pictures_are_stored_small(void **state)
{
	struct kit *kit = *state;

	assert_stored(kit, paint_black_and_white, 440, 144,
	    "image 440 440 gray 1 1 image\n");
	assert_stored(kit, paint_flat, 440, 144,
	    "image 440 440 index 1 2 image\n");
	assert_stored(kit, paint_cut_out, 440, 144,
	    "image 440 440 index 1 2 image\n"
	    "smask 440 440 gray 1 1 image\n");
	/* Few colours stay, and are smaller than their averages. */
	assert_stored(kit, paint_flat, 700, 144,
	    "image 700 700 index 1 2 image\n");
	/* Up to twice. */
	assert_stored(kit, paint_photograph, 900, 144,
	    "image 440 440 rgb 3 8 jpeg\n");
	assert_stored(kit, paint_gray_photograph, 900, 144,
	    "image 440 440 gray 1 8 jpeg\n");
	assert_stored(kit, paint_photograph, 300, 144,
	    "image 300 300 rgb 3 8 jpeg\n");
	assert_stored(kit, paint_glass, 440, 144,
	    "image 440 440 rgb 3 8 image\n"
	    "smask 440 440 gray 1 8 image\n");
}

/* The page at 72 dpi, read once a kit. */
static void
draw_page(struct kit *kit)
{
	char command[256], head[32];
	FILE *pipe;

	snprintf(command, sizeof(command),
	    "pdftoppm -r 72 -singlefile %s/kit.pdf", kit->folder);
	pipe = popen(command, "r");
	assert_non_null(pipe);
	assert_non_null(fgets(head, sizeof(head), pipe));
	assert_int_equal(fscanf(pipe, "%u %u 255", &kit->drawn_width,
	    &kit->drawn_height), 2);
	assert_int_equal(fgetc(pipe), '\n');
	kit->drawn = arena_alloc(&kit->arena,
	    (size_t)kit->drawn_width * kit->drawn_height * 3);
	assert_int_equal(fread(kit->drawn, 3,
	    (size_t)kit->drawn_width * kit->drawn_height, pipe),
	    kit->drawn_width * kit->drawn_height);
	pclose(pipe);
}

static void
assert_pixel_at(struct kit *kit, int x, int y, int rgb)
{
	const unsigned char *pixel;
	int got;

	if (kit->drawn == NULL)
		draw_page(kit);
	pixel = kit->drawn + ((size_t)y * kit->drawn_width + (size_t)x) * 3;
	got = pixel[0] << 16 | pixel[1] << 8 | pixel[2];
	if (abs((got >> 16) - (rgb >> 16)) > 6 ||
	    abs((got >> 8 & 255) - (rgb >> 8 & 255)) > 6 ||
	    abs((got & 255) - (rgb & 255)) > 6)
		fail_msg("pixel %d,%d is %06x, not %06x", x, y,
		    (unsigned int)got, (unsigned int)rgb);
}

/* The colour at a place of a square, in per cent of it. */
static void
assert_pixel(struct kit *kit, const struct page_op *square, int x, int y,
    int rgb)
{
	assert_pixel_at(kit, (square->x + x * square->width / 100) / FIXED_ONE,
	    (square->y + y * square->height / 100) / FIXED_ONE, rgb);
}

#define SVG_ROOT "<svg xmlns='http://www.w3.org/2000/svg' "

static const struct image_asset *
drawing(struct kit *kit, const char *text)
{
	const struct image_asset *asset;
	char path[128];
	FILE *file;

	snprintf(path, sizeof(path), "%s/a.svg", kit->folder);
	file = fopen(path, "w");
	assert_non_null(file);
	fputs(text, file);
	assert_int_equal(fclose(file), 0);
	asset = image_load(&kit->arena, kit->folder, "a.svg", SOURCE_NOWHERE,
	    &kit->diags);
	assert_non_null(asset);
	return asset;
}

static void
drawings_are_drawn(void **state)
{
	static const char text[] = SVG_ROOT "viewBox='-50 -50 100 100'>\n"
	    "<title>All of it</title><defs><rect width='9' height='9'/></defs>"
	    "<g transform='translate(-50,-50) scale(.5)'>"
	    "<rect width='100' height='100' fill='url(#g)'/>"
	    "<g style='fill: #00f; opacity: 50%'>"
	    "<path d='M100 0h100v100h-100z m25 25v50h50v-50z' "
	    "fill-rule='evenodd'/><circle cx='150' cy='50' r='50'/></g>"
	    "<path d='M0 150a50 50 0 01100 0 50 50 0 1 1-100,0' fill='red' "
	    "stroke='lime' stroke-width='20'/>"
	    "<polyline points='110,190 150,110 190,190' fill='none' "
	    "stroke='rgb(255,128,0)' stroke-width='16' "
	    "stroke-linejoin='round'/></g>"
	    "<linearGradient id='g' x2='0' y2='1' href='#stops'/>"
	    "<linearGradient id='stops'><stop offset='0' stop-color='#fff'/>"
	    "<stop offset='50%' stop-color='#fff'/>"
	    "<stop offset='.5' style='stop-color:#000'/></linearGradient>"
	    "</svg>";
	struct kit *kit = *state;
	const struct page_op *square;

	place(kit, drawing(kit, text), 200);
	square = &kit->ops[0][kit->pages[0].op_count - 1];
	write_kit(kit);
	assert_says(kit, "qpdf --check @", "No syntax or stream encoding "
	    "errors found");
	/* The gradient, over its jump. */
	assert_pixel(kit, square, 25, 23, 0xffffff);
	assert_pixel(kit, square, 25, 27, 0x000000);
	/* The group is one layer: its two shapes do not show through. */
	assert_pixel(kit, square, 54, 4, 0x8080ff);
	assert_pixel(kit, square, 65, 15, 0x8080ff);
	assert_pixel(kit, square, 75, 25, 0x8080ff);
	/* Arcs make a circle with a line of 20 around. */
	assert_pixel(kit, square, 25, 75, 0xff0000);
	assert_pixel(kit, square, 1, 75, 0x00ff00);
	assert_pixel(kit, square, 25, 51, 0x00ff00);
	assert_pixel(kit, square, 49, 75, 0x00ff00);
	assert_pixel(kit, square, 2, 52, 0xffffff);
	/* A line along two sides. */
	assert_pixel(kit, square, 65, 75, 0xff8000);
	assert_pixel(kit, square, 75, 85, 0xffffff);
}

static void
what_cannot_be_drawn_is_named(void **state)
{
	static const char *const cases[][2] = {
		{ "<text x='3'>Hi</text>", "<text>" },
		{ "<g>\n<use href='#a'/></g>", "line 2, column 1: <use>" },
		{ "<rect fill='url(#none)' width='1' height='1'/>", "'none'" },
		{ "<rect fill='chartreux'/>", "fill=\"chartreux\"" },
		{ "<path d='L 3 4'/>", "data of a path" },
		{ "<path d='M0 0 L 1e9 1e9'/>", "too far" },
		{ "<rect width='50q' height='3'/>", "width=" },
		{ "<g transform='rotate(30'/>", "transform" },
	};
	struct kit *kit = *state;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct arena arena = { 0 };
		char text[256];

		snprintf(text, sizeof(text), SVG_ROOT
		    "viewBox='0 0 10 10'>%s</svg>", cases[i][0]);
		place(kit, drawing(kit, text), 50);
		assert_false(pdf_write(&kit->list, &options, &arena,
		    &kit->diags, &kit->pdf));
		arena_release(&arena);
		assert_int_equal(kit->diags.count, 1);
		assert_int_equal(kit->diags.items[0].id, DIAG_IMAGE_INVALID);
		/* The figure's line. */
		assert_int_equal(kit->diags.items[0].pos.line, 3);
		if (strstr(kit->diags.items[0].message, cases[i][1]) == NULL)
			fail_msg("'%s' is not in: %s", cases[i][1],
			    kit->diags.items[0].message);
		kit->pages[0].op_count--;
		kit->list.element_count--;
		diags_release(&kit->diags);
		diags_init(&kit->diags, NULL);
	}
}

/* Every module of the code as printed is the library's. */
static void
qr_code_reads_back(void **state)
{
	static const char payload[] = "https://kits.example.com/k/ABCD1234";
	struct kit *kit = *state;
	int32_t figure = element(kit, ELEMENT_FIGURE, 0);
	struct page_op *code = op(kit, OP_QR, figure);
	QRcode *wanted = QRcode_encodeData(sizeof(payload) - 1,
	    (const unsigned char *)payload, 0, QR_ECLEVEL_M);
	const int side = wanted->width + 8;
	int x, y;

	kit->elements[figure].alt = "QR code of the site";
	code->x = code->y = FIXED_FROM_PT(60);
	/* 4 pt a module, so that a pixel lies wholly in one. */
	code->width = code->height = FIXED_FROM_PT(4 * side);
	kit->elements[figure].bbox_width = code->width;
	kit->elements[figure].bbox_height = code->height;
	code->u.qr.payload = payload;
	write_kit(kit);
	assert_says(kit, "qpdf --check @", "No syntax or stream encoding "
	    "errors found");
	for (y = -1; y <= wanted->width; y += 4)
		for (x = -1; x <= wanted->width; x += 3) {
			bool is_dark = x >= 0 && y >= 0 &&
			    x < wanted->width && y < wanted->width &&
			    (wanted->data[y * wanted->width + x] & 1) != 0;

			assert_pixel_at(kit, 60 + 4 * (x + 4) + 1,
			    60 + 4 * (y + 4) + 1,
			    is_dark ? 0x000000 : 0xffffff);
		}
	QRcode_free(wanted);
}

static void
same_bytes_every_time(void **state)
{
	struct kit *kit = *state;
	struct strbuf first;
	const char *id;

	table(kit);
	place(kit, picture(kit, "a.png", 30, true), 100);
	setenv("TZ", "Pacific/Auckland", 1);
	tzset();
	write_kit(kit);
	first = kit->pdf;
	strbuf_init(&kit->pdf);
	setenv("TZ", "America/New_York", 1);
	tzset();
	write_kit(kit);
	unsetenv("TZ");
	assert_int_equal(first.len, kit->pdf.len);
	assert_memory_equal(first.bytes, kit->pdf.bytes, first.len);
	assert_says(kit, "pdfinfo -isodates @", "2026-11-22T00:00:00Z");
	kit->list.title = "Another";
	strbuf_clear(&kit->pdf);
	write_kit(kit);
	id = memmem(first.bytes, first.len, "/ID[<", 5);
	assert_non_null(id);
	assert_null(memmem(kit->pdf.bytes, kit->pdf.len, id, 37));
	strbuf_release(&first);
}

static const struct pdf_part *
part_find(const struct pdf_sizes *sizes, enum pdf_part_kind kind)
{
	uint32_t i = 0;

	while (i < sizes->count && sizes->parts[i].kind != kind)
		i++;
	assert_in_range(i, 0, sizes->count - 1);
	return &sizes->parts[i];
}

static void
every_byte_is_accounted_for(void **state)
{
	struct kit *kit = *state;
	struct arena arena = { 0 };
	struct pdf_sizes sizes;
	const struct pdf_options with_sizes = { .producer = "fieldkit test",
		.sizes = &sizes };
	const struct pdf_part *part;
	int64_t sum = 0;
	uint32_t i;

	linked_paragraph(kit);
	table(kit);
	place(kit, picture(kit, "a.png", 300, true), 36);
	place(kit, drawing(kit, SVG_ROOT "viewBox='0 0 10 10'>"
	    "<rect width='4' height='4'/></svg>"), 50);
	strbuf_add_string(&kit->pdf, "what stood there before");
	assert_true(pdf_write(&kit->list, &with_sizes, &arena, &kit->diags,
	    &kit->pdf));
	for (i = 0; i < sizes.count; i++) {
		sum += sizes.parts[i].bytes;
		assert_true(sizes.parts[i].bytes > 0);
		assert_true(i == 0 || sizes.parts[i].bytes <=
		    sizes.parts[i - 1].bytes);
	}
	assert_int_equal(sum, kit->pdf.len - 23);
	part = part_find(&sizes, PDF_PART_PICTURE);
	assert_string_equal(part->name, "a.png");
	/* Half an inch at 220 dpi. */
	assert_int_equal(part->width_px, 110);
	assert_int_equal(part->dpi, 220);
	assert_non_null(strstr(part_find(&sizes, PDF_PART_DRAWING)->name,
	    ".svg"));
	assert_int_equal(part_find(&sizes, PDF_PART_CONTENTS)->count,
	    kit->list.page_count);
	assert_int_equal(part_find(&sizes, PDF_PART_TAGS)->count,
	    kit->list.element_count);
	assert_true(part_find(&sizes, PDF_PART_FACE)->count > 5);
	part_find(&sizes, PDF_PART_NAVIGATION);
	part_find(&sizes, PDF_PART_METADATA);
	part_find(&sizes, PDF_PART_PROFILE);
	part_find(&sizes, PDF_PART_REST);
	arena_release(&arena);
}

static void
assert_blamed(struct kit *kit, int32_t of_element, const char *words)
{
	struct arena arena = { 0 };
	size_t i;
	bool is_blamed = false;

	assert_false(pdf_write(&kit->list, &options, &arena, &kit->diags,
	    &kit->pdf));
	arena_release(&arena);
	assert_int_equal(kit->pdf.len, 0);
	for (i = 0; i < kit->diags.count; i++) {
		const struct diag *diag = &kit->diags.items[i];

		assert_int_equal(diag->id, DIAG_KIT_STRUCTURE);
		is_blamed = is_blamed ||
		    (diag->pos.line == (uint32_t)of_element + 1 &&
		    strstr(diag->message, words) != NULL);
	}
	if (!is_blamed) {
		print_diags(kit);
		fail_msg("nobody says '%s' of line %d", words,
		    (int)of_element + 1);
	}
	diags_release(&kit->diags);
	diags_init(&kit->diags, NULL);
}

static void
inaccessible_is_refused(void **state)
{
	struct kit *kit = *state;
	int32_t e;

	e = element(kit, ELEMENT_H3, 0);
	line(kit, e, "Noto Sans", 10, "Too deep");
	assert_blamed(kit, e, "use level 2");
	kit->elements[e].type = ELEMENT_FIGURE;
	assert_blamed(kit, e, "alternative text");
	kit->elements[e].alt = "  ";
	assert_blamed(kit, e, "alternative text");
	kit->elements[e].alt = "A picture";
	assert_blamed(kit, e, "no place on its page");
	kit->elements[e].type = ELEMENT_LINK;
	assert_blamed(kit, e, "leads nowhere");
	kit->elements[e].type = ELEMENT_NOTE;
	assert_blamed(kit, e, "no id");
	kit->elements[e].type = ELEMENT_LI;
	assert_blamed(kit, e, "LI may not stand in Document");
	kit->elements[e].type = ELEMENT_P;
	kit->elements[e].lang = "en_GB";
	assert_blamed(kit, e, "'en_GB'");
	kit->elements[e].lang = NULL;
	e = element(kit, ELEMENT_P, 0);
	assert_blamed(kit, e, "empty");
	kit->list.element_count--;
	kit->list.title = "";
	assert_blamed(kit, 0, "title");
}

static void
bad_parts_are_refused(void **state)
{
	struct kit *kit = *state;
	int32_t list = element(kit, ELEMENT_L, 0);
	int32_t item = element(kit, ELEMENT_LI, list);
	int32_t label = element(kit, ELEMENT_LBL, item);
	int32_t body = element(kit, ELEMENT_LBODY, item);

	line(kit, label, "Noto Sans", 10, "1.");
	line(kit, body, "Noto Sans", 10, "Item");
	kit->elements[body].type = ELEMENT_LBL;
	assert_blamed(kit, item, "2 labels and 0 bodies");
	kit->elements[label].type = kit->elements[body].type = ELEMENT_CAPTION;
	kit->elements[item].type = ELEMENT_FIGURE;
	kit->elements[list].type = ELEMENT_SECT;
	assert_blamed(kit, body, "first or last, and once");
	kit->elements[list].type = ELEMENT_TOC;
	kit->elements[item].type = ELEMENT_TOCI;
	kit->elements[label].type = kit->elements[body].type = ELEMENT_P;
	assert_blamed(kit, item, "refers to nothing");
}

static void
bad_tables_are_refused(void **state)
{
	struct kit *kit = *state;
	int32_t t = table(kit);

	kit->elements[t + 3].type = kit->elements[t + 4].type = ELEMENT_TD;
	assert_blamed(kit, t, "header cell");
	kit->elements[t + 3].type = ELEMENT_TH;
	kit->elements[t + 7].row_span = 1;
	assert_blamed(kit, t + 9, "1 columns, the first has 2");
	kit->elements[t + 7].row_span = 3;
	assert_blamed(kit, t, "more rows");
	kit->elements[t + 7].row_span = 2;
	kit->elements[t + 4].col_span = 2;
	assert_blamed(kit, t + 6, "2 columns, the first has 3");
	kit->elements[t + 4].col_span = 300;
	assert_blamed(kit, t + 4, "256");
}

static void
bad_links_are_refused(void **state)
{
	struct kit *kit = *state;

	linked_paragraph(kit);
	kit->list.destination_count = 0;
	assert_blamed(kit, 3, "'end (1)' is no place");
	kit->list.destination_count = 1;
	kit->links[0][0].contents = "";
	assert_blamed(kit, 3, "no text");
}

int
main(void)
{
#define PDF_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		PDF_TEST(text_comes_back),
		PDF_TEST(words_stay_apart_between_lines),
		PDF_TEST(each_use_of_a_glyph_comes_back),
		PDF_TEST(each_use_of_an_ideograph_comes_back),
		PDF_TEST(ligature_from_right_to_left_comes_back),
		PDF_TEST(structure_is_read),
		PDF_TEST(pictures_are_written_once),
		PDF_TEST(pictures_are_stored_small),
		PDF_TEST(drawings_are_drawn),
		PDF_TEST(what_cannot_be_drawn_is_named),
		PDF_TEST(qr_code_reads_back),
		PDF_TEST(same_bytes_every_time),
		PDF_TEST(every_byte_is_accounted_for),
		PDF_TEST(inaccessible_is_refused),
		PDF_TEST(bad_parts_are_refused),
		PDF_TEST(bad_tables_are_refused),
		PDF_TEST(bad_links_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
