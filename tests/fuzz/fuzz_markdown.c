/* Any text as a Markdown body, grafted into a page and written as HTML. The
 * first byte says whose quotes, and how the text stands in its file. */
#include "fuzz.h"

#include "fieldkit/html.h"
#include "fieldkit/markdown.h"
#include "fieldkit/utf8.h"

static const char *const langs[] = { "en", "de", "fr", "ja", "ar", NULL };

/* A template's run numbers footnotes and lists them; no run is here, so they
 * are written where they are called. */
static void
unfold_footnotes(struct doc_node *node)
{
	struct doc_node *child;

	if (node->tag == DOC_K_FOOTNOTE)
		node->tag = DOC_SPAN;
	for (child = node->first_child; child != NULL; child = child->next)
		unfold_footnotes(child);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct fuzz_run run;
	struct markdown_input input = { .first_line = 7, .bundle = "partners/x" };
	struct strbuf html;
	struct doc_node *tree;
	char *text;

	if (len == 0 || utf8_text_len((const char *)bytes + 1, len - 1) <
	    len - 1)
		return 0;
	fuzz_start(&run);
	strbuf_init(&html);
	text = fuzz_source(&run, bytes + 1, len - 1, &input.file);
	input.bytes = text;
	input.len = len - 1;
	input.lang = langs[bytes[0] % 6];
	input.is_folded = (bytes[0] & 64) != 0;
	input.is_plain = (bytes[0] & 128) != 0;
	tree = markdown_parse(&run.arena, &input, &run.diags);
	unfold_footnotes(tree);
	html_render(markdown_graft(&run.arena, tree, 3, "x-"), &html);
	html_render(tree, &html);
	strbuf_release(&html);
	fuzz_end(&run);
	free(text);
	return 0;
}
