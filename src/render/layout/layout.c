/*
 * The layout as a whole. In: a tree and a style; out: pages.
 *
 *	scan	ids, headings, running header and footer
 *	flow	blocks into one galley, structure elements beside
 *	cut	the galley into pages
 *	paint	pages into operations
 *
 * A page number in running text takes the room that it had the last time; if
 * that was wrong, flow, cut and paint run again, LAYOUT_PASSES times at most.
 */
#include "flow.h"

#include <string.h>

#include "fieldkit/format.h"

#define LAYOUT_PASSES 4

/* 210 mm × 297 mm; 8.5 in × 11 in. */
#define A4_WIDTH ((210 * 64 * 720 + 127) / 254)
#define A4_HEIGHT ((297 * 64 * 720 + 127) / 254)
#define LETTER_WIDTH (612 * 64)
#define LETTER_HEIGHT (792 * 64)

static void
init(struct layout *layout, const struct print_style *style,
    const struct layout_options *options, struct arena *arena,
    struct diags *diags)
{
	*layout = (struct layout){ .options = options, .sheet = style,
		.arena = arena, .diags = diags };
	layout->paper_width = options->is_letter ? LETTER_WIDTH : A4_WIDTH;
	layout->paper_height = options->is_letter ? LETTER_HEIGHT : A4_HEIGHT;
	layout->is_rtl = lang_is_rtl(options->lang);
	style_cache_init(&layout->styles, arena, style, options->faces,
	    diags);
	layout->body = layout->styles.root;
}

static struct place
root_place(const struct layout *layout)
{
	const char *lang = layout->options->lang;

	return (struct place){ .style = layout->styles.root, .lang = lang,
		.element_lang = lang, .is_rtl = layout->is_rtl, .align = -1,
		.height = HEIGHT_UNKNOWN,
		.width = page_text_width(layout, 0) };
}

/* One pass of flow, cut and paint. */
static void
run_pass(struct layout *layout, const struct doc_node *root,
    struct page_list *ret_pages)
{
	struct column column;
	struct place place = root_place(layout);

	layout->is_unstable = false;
	layout->definition = DEFINITION_NONE;
	layout->elements.count = 0;
	element_new(layout, &place, ELEMENT_DOCUMENT, root);
	layout->elements.items[0].parent = -1;
	column_init(&column, layout->arena);
	if (root->tag == DOC_HTML)
		flow_children(layout, &column, &place, root);
	else
		flow_block(layout, &column, &place, root);
	column_finish(&column);
	paginate(layout, column.galley, ret_pages);
}

static char *
trimmed(char *text)
{
	size_t len;

	text += strspn(text, " \t\r\n");
	for (len = strlen(text); len > 0 &&
	    strchr(" \t\r\n", text[len - 1]) != NULL; )
		text[--len] = '\0';
	return text;
}

bool
layout_pages(const struct doc_node *root, const struct print_style *style,
    const struct layout_options *options, struct arena *arena,
    struct diags *diags, struct page_list *ret_pages)
{
	struct layout layout;
	struct place place;
	size_t errors = diags->errors;

	init(&layout, style, options, arena, diags);
	place = root_place(&layout);
	structure_scan(&layout, &place, root);
	furniture_measure(&layout);
	for (int pass = 0; pass < LAYOUT_PASSES; pass++) {
		run_pass(&layout, root, ret_pages);
		if (!layout.is_unstable)
			break;
	}
	structure_finish(&layout, ret_pages);
	ret_pages->lang = options->lang;
	ret_pages->subject = layout.description;
	ret_pages->keywords = layout.keywords;
	if (layout.title != NULL)
		ret_pages->title = trimmed(doc_plain_text(arena,
		    layout.title));
	if (layout.locale != NULL)
		format_locale_free(layout.locale);
	strbuf_release(&layout.scratch);
	return diags->errors == errors;
}
