/* A document tree as HTML. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "fieldkit/html.h"

static struct arena arena;

static struct doc_node *
add(struct doc_node *parent, enum doc_tag tag)
{
	return doc_add(&arena, parent, tag, SOURCE_NOWHERE);
}

static void
add_text(struct doc_node *parent, const char *text)
{
	doc_add_text(&arena, parent, text, strlen(text), SOURCE_NOWHERE);
}

static void
assert_html(const struct doc_node *root, const char *wanted)
{
	struct strbuf html = { 0 };

	html_render(root, &html);
	assert_string_equal(strbuf_string(&html), wanted);
	strbuf_release(&html);
	arena_release(&arena);
}

static void
test_page(void **state)
{
	struct doc_node *html = doc_new(&arena, DOC_HTML, SOURCE_NOWHERE);
	struct doc_node *head, *body, *meta, *script;

	(void)state;
	html->lang = "en";
	head = add(html, DOC_HEAD);
	meta = add(head, DOC_META);
	doc_set(&arena, meta, DOC_ATTR_CHARSET, "utf-8");
	add_text(add(head, DOC_TITLE), "A & B");
	script = add(head, DOC_SCRIPT);
	doc_set(&arena, script, DOC_ATTR_SRC, "search.js");
	doc_set(&arena, script, DOC_ATTR_DEFER, "");
	body = add(html, DOC_BODY);
	add_text(add(body, DOC_P), "x");
	assert_html(html, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
	    "<meta charset=\"utf-8\">\n<title>A &amp; B</title>\n"
	    "<script src=\"search.js\" defer></script>\n</head>\n<body>\n"
	    "<p>x</p>\n</body>\n</html>\n");
}

static void
test_escapes(void **state)
{
	struct doc_node *p = doc_new(&arena, DOC_P, SOURCE_NOWHERE);

	(void)state;
	doc_set(&arena, p, DOC_ATTR_TITLE, "\"a\" <b> & 'c'");
	add_text(p, "1 < 2 & \"3\" > '2' é");
	assert_html(p, "<p title=\"&quot;a&quot; &lt;b&gt; &amp; 'c'\">"
	    "1 &lt; 2 &amp; &quot;3&quot; &gt; '2' é</p>\n");
}

static void
test_attribute_order(void **state)
{
	struct doc_node *a = doc_new(&arena, DOC_A, SOURCE_NOWHERE);

	(void)state;
	doc_set(&arena, a, DOC_ATTR_TITLE, "t");
	doc_set(&arena, a, DOC_ATTR_HREF, "x");
	doc_set(&arena, a, DOC_ATTR_TITLE, "u");
	a->lang = "de";
	a->class_list = "c d";
	a->id = "i";
	assert_html(a, "<a id=\"i\" class=\"c d\" lang=\"de\" title=\"u\" "
	    "href=\"x\"></a>\n");
}

static void
test_running_text_is_untouched(void **state)
{
	struct doc_node *root = doc_new(&arena, DOC_FRAGMENT, SOURCE_NOWHERE);
	struct doc_node *p = add(root, DOC_P);

	(void)state;
	add_text(add(p, DOC_EM), "a");
	add_text(add(p, DOC_STRONG), "b");
	add(p, DOC_BR);
	add_text(p, " c");
	add_text(add(add(root, DOC_DIV), DOC_SPAN), "d");
	assert_html(root, "<p><em>a</em><strong>b</strong><br> c</p>\n"
	    "<div><span>d</span></div>\n");
}

static void
test_preformatted(void **state)
{
	struct doc_node *root = doc_new(&arena, DOC_FRAGMENT, SOURCE_NOWHERE);

	(void)state;
	add_text(add(root, DOC_PRE), "\n a\n");
	add_text(add(root, DOC_P), "\na");
	assert_html(root, "<pre>\n\n a\n</pre>\n<p>\na</p>\n");
}

static void
test_fragments_are_transparent(void **state)
{
	struct doc_node *ul = doc_new(&arena, DOC_UL, SOURCE_NOWHERE);
	struct doc_node *fragment = add(ul, DOC_FRAGMENT);

	(void)state;
	add_text(add(fragment, DOC_LI), "a");
	add_text(add(fragment, DOC_LI), "b");
	assert_html(ul, "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n");
}

static void
test_script_text_is_raw(void **state)
{
	struct doc_node *script = doc_new(&arena, DOC_SCRIPT, SOURCE_NOWHERE);

	(void)state;
	add_text(script, "a < b && c");
	assert_html(script, "<script>a < b && c</script>\n");
}

/* A chart's line is in percentages and hidden where text stands beside it. */
static void
test_bar(void **state)
{
	struct doc_node *bar = doc_new(&arena, DOC_K_BAR, SOURCE_NOWHERE);

	(void)state;
	bar->class_list = "after";
	doc_set(&arena, bar, DOC_ATTR_DATA_FROM, "0");
	doc_set(&arena, bar, DOC_ATTR_DATA_TO, "561");
	doc_set(&arena, bar, DOC_ATTR_DATA_ZERO, "0");
	assert_html(bar, "<svg class=\"bar after\" aria-hidden=\"true\">"
	    "<rect class=\"bar-fill\" x=\"0%\" y=\"0\" width=\"56.1%\" "
	    "height=\"100%\"/><line class=\"bar-zero\" x1=\"0%\" y1=\"0\" "
	    "x2=\"0%\" y2=\"100%\"/></svg>\n");
	bar = doc_new(&arena, DOC_K_BAR, SOURCE_NOWHERE);
	doc_set(&arena, bar, DOC_ATTR_ALT, "82%");
	doc_set(&arena, bar, DOC_ATTR_DATA_TICKS, "0 1000");
	doc_set(&arena, bar, DOC_ATTR_DATA_TEXT, "0|<1");
	assert_html(bar, "<svg class=\"bar\" role=\"img\" "
	    "aria-label=\"82%\">"
	    "<line class=\"bar-tick\" x1=\"0%\" y1=\"0\" x2=\"0%\" "
	    "y2=\"100%\"/>"
	    "<line class=\"bar-tick\" x1=\"100%\" y1=\"0\" x2=\"100%\" "
	    "y2=\"100%\"/>"
	    "<text class=\"bar-label bar-first\" x=\"0%\" y=\"1.2em\">0"
	    "</text><text class=\"bar-label bar-last\" x=\"100%\" "
	    "y=\"1.2em\">&lt;1</text></svg>\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_page),
		cmocka_unit_test(test_bar),
		cmocka_unit_test(test_escapes),
		cmocka_unit_test(test_attribute_order),
		cmocka_unit_test(test_running_text_is_untouched),
		cmocka_unit_test(test_preformatted),
		cmocka_unit_test(test_fragments_are_transparent),
		cmocka_unit_test(test_script_text_is_raw),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
