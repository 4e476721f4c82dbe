/*
 * kit.h - a kit built by hand, page by page, and what other programs say of
 * its PDF, for tests of src/render/pdf.
 */
#ifndef TESTS_KIT_H
#define TESTS_KIT_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <png.h>

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

static inline int32_t
element(struct kit *kit, enum element_type type, int32_t parent)
{
	struct element *e = &kit->elements[kit->list.element_count];

	*e = (struct element){ .type = type, .parent = parent,
		.pos = { 0, kit->list.element_count + 1, 1 } };
	return (int32_t)kit->list.element_count++;
}

static inline struct page_op *
op(struct kit *kit, enum op_kind kind, int32_t of_element)
{
	struct page *page = &kit->pages[kit->list.page_count - 1];
	struct page_op *added = &page->ops[page->op_count++];

	*added = (struct page_op){ .kind = kind, .element = of_element,
		.x = FIXED_FROM_PT(50), .y = kit->y };
	return added;
}

static inline void
new_page(struct kit *kit, const char *label)
{
	uint32_t i = kit->list.page_count++;

	kit->pages[i] = (struct page){ .width = FIXED_FROM_PT(595.28),
		.height = FIXED_FROM_PT(841.89), .label = label,
		.ops = kit->ops[i], .links = kit->links[i] };
	kit->y = FIXED_FROM_PT(60);
}

static inline void
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

static inline void
print_diags(const struct kit *kit)
{
	size_t i;

	for (i = 0; i < kit->diags.count; i++)
		print_message("%u: %s\n", kit->diags.items[i].pos.line,
		    kit->diags.items[i].message);
}

static inline void
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
static inline const char *
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

static inline void
assert_says(struct kit *kit, const char *command, const char *words)
{
	const char *said = tool(kit, command);

	if (strstr(said, words) == NULL)
		fail_msg("%s does not say '%s' but:\n%s", command, words,
		    said);
}

static inline int32_t
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

static inline void
list(struct kit *kit)
{
	int32_t l = element(kit, ELEMENT_L, 0);
	int32_t item = element(kit, ELEMENT_LI, l);

	line(kit, element(kit, ELEMENT_LBL, item), "Noto Sans", 9, "1.");
	line(kit, element(kit, ELEMENT_LBODY, item), "Noto Sans", 9, "Item");
}

/* A paragraph with a link in its middle, its end on the next page. */
static inline void
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

/* A picture of 4 x 3 pixels, or larger, with alpha or without. */
static inline const struct image_asset *
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

static inline void
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

#define SVG_ROOT "<svg xmlns='http://www.w3.org/2000/svg' "

static inline const struct image_asset *
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

#define PDF_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

#endif
