/*
 * Any text as what a kit is made of, laid out and written as PDF. The first
 * byte says which: a Markdown body in the default theme's print style, or a
 * print style for a document that holds some of everything.
 */
#include "fuzz.h"

#include "fieldkit/layout.h"
#include "fieldkit/markdown.h"
#include "fieldkit/pdf.h"
#include "fieldkit/strbuf.h"
#include "fieldkit/utf8.h"

static const char document[] =
    "# One\n\nA *word* and `code`, [a link](https://x.example/).\n\n"
    "> A quotation.\n\n- a\n- b\n\n    deep\n\n1. c\n\n## Two\n\n"
    "| a | b |\n|---|--:|\n| c | d |\n\n```\npre\n```\n\n---\n";

static struct fuzz_run shared;
static struct theme theme;
static struct print_style *style;
static struct type_faces *faces;
static struct type_context *context;
static struct pdf_shared *pdf;

static void
close_press(void)
{
	pdf_shared_free(pdf);
	type_context_free(context);
	type_faces_free(faces);
}

static void
open_press(void)
{
	fuzz_start(&shared);
	if (!theme_load(&theme, &shared.arena, &shared.sources, "themes",
	    "default", "/nonexistent", &shared.diags))
		abort();
	style = print_style_load(&shared.arena, &theme, &shared.diags);
	faces = type_faces_new();
	context = type_context_new(faces);
	pdf = pdf_shared_new();
	atexit(close_press);
}

static const struct image_asset *
find_image(void *no_context, const char *name, struct source_pos pos,
    struct diags *diags)
{
	(void)no_context;
	diag_report(diags, DIAG_IMAGE_MISSING, pos, "no '%s'", name);
	return NULL;
}

/* html with head, title and body around a fragment. */
static const struct doc_node *
page_of(struct arena *arena, struct doc_node *fragment)
{
	const struct source_pos pos = { 1, 1, 1 };
	struct doc_node *html = doc_new(arena, DOC_HTML, pos);
	struct doc_node *head = doc_add(arena, html, DOC_HEAD, pos);
	struct doc_node *body;

	doc_add_text(arena, doc_add(arena, head, DOC_TITLE, pos), "Kit", 3,
	    pos);
	body = doc_add(arena, html, DOC_BODY, pos);
	doc_append(body, fragment);
	return html;
}

static void
print_kit(struct fuzz_run *run, const struct doc_node *root,
    const struct print_style *sheet)
{
	const struct layout_images images = { NULL, find_image };
	const struct layout_options options = { .lang = "en", .faces = faces,
		.type = context, .images = &images };
	const struct pdf_options pdf_options = { .producer = "fuzz",
		.shared = pdf };
	struct page_list pages = { 0 };
	struct strbuf bytes;

	strbuf_init(&bytes);
	if (layout_pages(root, sheet, &options, &run->arena, &run->diags,
	    &pages)) {
		pages.date_days = PAGES_NO_DATE;
		pages.kit_id = "X";
		pages.author = "Desk";
		pdf_write(&pages, &pdf_options, &run->arena, &run->diags,
		    &bytes);
	}
	strbuf_release(&bytes);
}

static void
make(struct fuzz_run *run, const char *text, size_t len, uint32_t file,
    bool is_style)
{
	struct yaml_input sheet = { file, text, len, 1 };
	struct markdown_input body = { .file = file, .first_line = 1,
		.bytes = is_style ? document : text,
		.len = is_style ? sizeof(document) - 1 : len, .lang = "en" };
	const struct print_style *own = style;
	struct doc_node *tree = markdown_parse(&run->arena, &body,
	    &run->diags);

	if (is_style)
		own = print_style_new(&run->arena, yaml_parse(&run->arena,
		    &sheet, &run->diags), &theme, &run->diags);
	print_kit(run, page_of(&run->arena, tree), own);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct fuzz_run run;
	uint32_t file;
	char *text;

	if (len == 0 || utf8_text_len((const char *)bytes + 1, len - 1) <
	    len - 1)
		return 0;
	if (faces == NULL)
		open_press();
	fuzz_start(&run);
	text = fuzz_source(&run, bytes + 1, len - 1, &file);
	make(&run, text, len - 1, file, bytes[0] & 1);
	fuzz_end(&run);
	free(text);
	return 0;
}
