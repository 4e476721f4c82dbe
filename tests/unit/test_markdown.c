/* Markdown becomes a tree: tables, typography, links, positions, limits. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "fieldkit/html.h"
#include "fieldkit/limits.h"
#include "fieldkit/markdown.h"

/* A reading of one text. */
struct reading {
	struct arena arena;
	struct sources sources;
	struct diags diags;
	struct doc_node *tree;
	struct strbuf shown;	/* HTML, then `line:col [slug]` per report */
};

static void
reading_start(struct reading *reading, struct markdown_input input)
{
	size_t i;

	*reading = (struct reading){ 0 };
	input.file = source_add(&reading->sources, "a.md", input.bytes,
	    input.len);
	input.first_line = input.first_line != 0 ? input.first_line : 1;
	diags_init(&reading->diags, &reading->sources);
	reading->tree = markdown_parse(&reading->arena, &input,
	    &reading->diags);
	html_render(reading->tree, &reading->shown);
	for (i = 0; i < reading->diags.count; i++) {
		const struct diag *diag = &reading->diags.items[i];

		strbuf_printf(&reading->shown, "%u:%u [%s]\n", diag->pos.line,
		    diag->pos.col, diag_rule(diag->id)->slug);
	}
}

static void
reading_end(struct reading *reading)
{
	strbuf_release(&reading->shown);
	diags_release(&reading->diags);
	sources_release(&reading->sources);
	arena_release(&reading->arena);
}

static void
assert_reading(const char *markdown, const char *lang, const char *wanted)
{
	struct reading reading;

	reading_start(&reading, (struct markdown_input){ .bytes = markdown,
	    .len = strlen(markdown), .lang = lang, .bundle = "partners/acme" });
	assert_string_equal(strbuf_string(&reading.shown), wanted);
	reading_end(&reading);
}

/* GFM 0.29, section 4.10, examples 198 to 205. */
static void
test_tables_of_the_specification(void **state)
{
	(void)state;
	assert_reading("| foo | bar |\n| --- | --- |\n| baz | bim |\n", "en",
	    "<table>\n<thead>\n<tr>\n<th scope=\"col\">foo</th>\n"
	    "<th scope=\"col\">bar</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n"
	    "<td>baz</td>\n<td>bim</td>\n</tr>\n</tbody>\n</table>\n");
	assert_reading("| abc | defghi |\n:-: | -----------:\nbar | baz\n",
	    "en", "<table>\n<thead>\n<tr>\n"
	    "<th scope=\"col\" data-align=\"center\">abc</th>\n"
	    "<th scope=\"col\" data-align=\"right\">defghi</th>\n</tr>\n"
	    "</thead>\n<tbody>\n<tr>\n<td data-align=\"center\">bar</td>\n"
	    "<td data-align=\"right\">baz</td>\n</tr>\n</tbody>\n</table>\n");
	assert_reading("| f\\|oo  |\n| ------ |\n| b `\\|` az |\n"
	    "| b **\\|** im |\n", "en",
	    "<table>\n<thead>\n<tr>\n<th scope=\"col\">f|oo</th>\n</tr>\n"
	    "</thead>\n<tbody>\n<tr>\n<td>b <code>|</code> az</td>\n</tr>\n"
	    "<tr>\n<td>b <strong>|</strong> im</td>\n</tr>\n</tbody>\n"
	    "</table>\n");
	assert_reading("| abc | def |\n| --- | --- |\n| bar | baz |\n> bar\n",
	    "en", "<table>\n<thead>\n<tr>\n<th scope=\"col\">abc</th>\n"
	    "<th scope=\"col\">def</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n"
	    "<td>bar</td>\n<td>baz</td>\n</tr>\n</tbody>\n</table>\n"
	    "<blockquote>\n<p>bar</p>\n</blockquote>\n");
	assert_reading("| abc | def |\n| --- | --- |\n| bar | baz |\nbar\n\n"
	    "bar\n", "en", "<table>\n<thead>\n<tr>\n"
	    "<th scope=\"col\">abc</th>\n<th scope=\"col\">def</th>\n</tr>\n"
	    "</thead>\n<tbody>\n<tr>\n<td>bar</td>\n<td>baz</td>\n</tr>\n"
	    "<tr>\n<td>bar</td>\n<td></td>\n</tr>\n</tbody>\n</table>\n"
	    "<p>bar</p>\n");
	assert_reading("| abc | def |\n| --- |\n| bar |\n", "en",
	    "<p>| abc | def |\n| — |\n| bar |</p>\n"
	    "1:1 [markup-shown]\n");
	assert_reading("| abc | def |\n| --- | --- |\n| bar |\n"
	    "| bar | baz | boo |\n", "en",
	    "<table>\n<thead>\n<tr>\n<th scope=\"col\">abc</th>\n"
	    "<th scope=\"col\">def</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n"
	    "<td>bar</td>\n<td></td>\n</tr>\n<tr>\n<td>bar</td>\n"
	    "<td>baz</td>\n</tr>\n</tbody>\n</table>\n4:15 [table-shape]\n");
	assert_reading("| abc | def |\n| --- | --- |\n", "en",
	    "<table>\n<thead>\n<tr>\n<th scope=\"col\">abc</th>\n"
	    "<th scope=\"col\">def</th>\n</tr>\n</thead>\n</table>\n");
}

#define TABLE(cell) "<table>\n<thead>\n<tr>\n<th scope=\"col\">a</th>\n" \
	"</tr>\n</thead>\n<tbody>\n<tr>\n<td>" cell "</td>\n</tr>\n" \
	"</tbody>\n</table>\n"

static void
test_table_cells(void **state)
{
	(void)state;
	assert_reading("|a|\n|-|\n|# x #|\n", "en", TABLE("# x #"));
	assert_reading("|a|\n|-|\n|- x|\n", "en", TABLE("- x"));
	assert_reading("|a|\n|-|\n|x\\\\|\n", "en", TABLE("x\\"));
	assert_reading("|a|\n|-|\n||\n", "en", TABLE(""));
	assert_reading("|a|\n|-|\n|[x][r] [y]|\n\n[r]: https://r.example\n"
	    "> [y]: https://y.example\n", "en",
	    TABLE("<a href=\"https://r.example\">x</a> "
	    "<a href=\"https://y.example\">y</a>")
	    "<blockquote></blockquote>\n");
	assert_reading("    [r]: https://r.example\n\n|a|\n|-|\n|[r]|\n", "en",
	    "<pre><code>[r]: https://r.example\n</code></pre>\n"
	    TABLE("[r]"));
	assert_reading("> |a|\n> |-|\n> |b|\n", "en", "<blockquote>\n"
	    TABLE("b") "</blockquote>\n");
	assert_reading("- |a|\n  |-|\n  |b|\n", "en",
	    "<ul>\n<li>\n" TABLE("b") "</li>\n</ul>\n");
	assert_reading("|a|\r\n|-|\r\n|b|\r\n", "en", TABLE("b"));
	assert_reading("a | b\n- | -\n", "en", "<p>a | b</p>\n<ul>\n"
	    "<li>| -</li>\n</ul>\n");
}

static void
test_table_below_text(void **state)
{
	(void)state;
	assert_reading("text\n| a |\n| - |\n", "en",
	    "<p>text\n| a |\n| - |</p>\n2:1 [table-shape]\n");
}

static void
test_quotes(void **state)
{
	static const struct {
		const char *lang, *markdown, *html;
	} cases[] = {
		{ "en", "\"a 'b' c\"", "“a ‘b’ c”" },
		{ "en-GB", "don't, dogs' '90s", "don’t, dogs’ ’90s" },
		{ "en", "\"*a*\" (\"b\") \"`c`\"",
		    "“<em>a</em>” (“b”) “<code>c</code>”" },
		{ "en", "19\" wide, \\\"as is\\\" &quot;too&quot;",
		    "19&quot; wide, &quot;as is&quot; &quot;too&quot;" },
		{ "en", "\"a \"b\" c\"", "“a “b” c”" },
		{ "en", "\"goes on", "“goes on" },
		{ "en", "`\"a\" -- b...`",
		    "<code>&quot;a&quot; -- b...</code>" },
		{ "de", "\"a 'b' c\"", "„a ‚b‘ c“" },
		{ "de-AT", "\"a\" hat's", "„a“ hat’s" },
		{ "de-CH", "\"a 'b'\"", "«a ‹b›»" },
		{ "fr", "\"a 'b'\" l'un", "«\u202Fa “b”\u202F» l’un" },
		{ "fr", "Quoi ? Oui : « non » !",
		    "Quoi\u202F? Oui\u00A0: « non\u202F»\u202F!" },
		{ "es", "\"a 'b'\"", "«a “b”»" },
		{ "sv", "\"a\"", "”a”" },
		{ "pl", "\"a\"", "„a”" },
		{ "ja", "「a」 \"b\" it's", "「a」 &quot;b&quot; it’s" },
		{ "x-unknown", "\"a\"", "“a”" },
		{ NULL, "\"a\" -- b...", "&quot;a&quot; -- b..." },
	};
	char wanted[256];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		snprintf(wanted, sizeof(wanted), "<p>%s</p>\n", cases[i].html);
		assert_reading(cases[i].markdown, cases[i].lang, wanted);
	}
}

static void
test_dashes_and_dots(void **state)
{
	(void)state;
	assert_reading("a--b c---d e-f g -- h", "en",
	    "<p>a–b c—d e-f g – h</p>\n");
	assert_reading("a----b c-----d e------f", "en",
	    "<p>a––b c—–d e——f</p>\n");
	assert_reading("run --all or `--none`", "en",
	    "<p>run --all or <code>--none</code></p>\n");
	assert_reading("so... a.. b....", "en", "<p>so… a.. b….</p>\n");
	assert_reading("a\\--b \\...", "en", "<p>a--b ...</p>\n");
}

static void
test_line_ends(void **state)
{
	(void)state;
	assert_reading("日本\n語 a\nb", "ja", "<p>日本語 a\nb</p>\n");
	assert_reading("한국\n어", "ko", "<p>한국\n어</p>\n");
	assert_reading("a\\\nb", "en", "<p>a<br>b</p>\n");
}

static void
test_links(void **state)
{
	static const struct {
		const char *url, *href;
	} good[] = {
		{ "https://a.example/ü?b=c&d#e",
		    "https://a.example/%C3%BC?b=c&amp;d#e" },
		{ "HTTP://a.example", "HTTP://a.example" },
		{ "mailto:desk@a.example", "mailto:desk@a.example" },
		{ "#part", "#part" },
		{ "case-studies/shop", "record:case-studies/shop" },
		{ "partners/acme#labs", "record:partners/acme#labs" },
		{ "price%20list.pdf", "bundle:partners/acme/price list.pdf" },
		{ "./sheets/a.pdf", "bundle:partners/acme/sheets/a.pdf" },
	};
	static const char *const bad[] = {
		"javascript:alert(1)", "JaVaScRiPt:x", "data:text/html,x",
		"file:///etc/passwd", "record:partners/acme", "bundle:x",
		"//a.example/x", "/abs", "../other/x.pdf", "a/../../x", "a//b",
		"a?b", "", "#", "a\\b",
	};
	char markdown[256], wanted[256];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		snprintf(markdown, sizeof(markdown), "[x](%s)", good[i].url);
		snprintf(wanted, sizeof(wanted),
		    "<p><a href=\"%s\">x</a></p>\n", good[i].href);
		assert_reading(markdown, "en", wanted);
	}
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		snprintf(markdown, sizeof(markdown), "ab [x](<%s>)", bad[i]);
		assert_reading(markdown, "en",
		    "<p>ab <span>x</span></p>\n1:4 [link-scheme]\n");
	}
}

static void
test_images(void **state)
{
	struct reading reading;
	static const char local[] = "![x](a.png)";

	(void)state;
	assert_reading("![A *lab*](lab.jpg \"Munich\")", "en",
	    "<p><img src=\"bundle:partners/acme/lab.jpg\" alt=\"A lab\" "
	    "title=\"Munich\"></p>\n");
	assert_reading("a ![](a.png)", "en",
	    "<p>a <img src=\"bundle:partners/acme/a.png\" alt=\"\"></p>\n"
	    "1:3 [image-alt]\n");
	assert_reading("![x](https://a.example/a.png)", "en",
	    "1:1 [image-missing]\n");
	assert_reading("![x](../a.png)", "en", "1:1 [image-missing]\n");
	reading_start(&reading, (struct markdown_input){ .bytes = local,
	    .len = strlen(local) });
	assert_string_equal(strbuf_string(&reading.shown),
	    "1:1 [image-missing]\n");
	reading_end(&reading);
}

static void
test_raw_html(void **state)
{
	(void)state;
	assert_reading("a\n\n  <div>\nb\n</div>\n", "en",
	    "<p>a</p>\n3:3 [html-raw]\n");
	assert_reading("- a <b>b</b>\n", "en",
	    "<ul>\n<li>a b</li>\n</ul>\n1:5 [html-raw]\n");
	assert_reading("<!-- note -->\n\na <!-- b\nc --> d\n", "en",
	    "<p>a  d</p>\n");
	assert_reading("<!-- note --> lost\n", "en", "1:15 [html-raw]\n");
	assert_reading("1 < 2, a <b, \\<i>\n", "en",
	    "<p>1 &lt; 2, a &lt;b, &lt;i&gt;</p>\n");
}

/* Where libcmark's own columns and lines are not the file's. */
static void
test_positions(void **state)
{
	static const char folded[] = "a\n\n<b>";
	struct reading reading;

	(void)state;
	assert_reading("> - one\n>   äö <i>\n   x <i>\n", "en",
	    "<blockquote>\n<ul>\n<li>one\näö \nx </li>\n</ul>\n"
	    "</blockquote>\n2:8 [html-raw]\n3:6 [html-raw]\n");
	assert_reading("[r]: https://r.example\n[s]: x\n[r] <i>\n", "en",
	    "<p><a href=\"https://r.example\">r</a> </p>\n3:5 [html-raw]\n");
	assert_reading("[a](https://b.example\n\"t\n\") <i>\n", "en",
	    "<p><a href=\"https://b.example\" title=\"t\n\">a</a> </p>\n"
	    "3:4 [html-raw]\n");
	assert_reading("`a\nb` <i>\n", "en",
	    "<p><code>a b</code> </p>\n2:4 [html-raw]\n");
	assert_reading("|ä| b <i> |\n|-|-|\n| <i> |", "en",
	    "<table>\n<thead>\n<tr>\n<th scope=\"col\">ä</th>\n"
	    "<th scope=\"col\">b </th>\n</tr>\n</thead>\n<tbody>\n<tr>\n"
	    "<td></td>\n<td></td>\n</tr>\n</tbody>\n</table>\n"
	    "1:7 [html-raw]\n3:3 [html-raw]\n");
	reading_start(&reading, (struct markdown_input){ .bytes = folded,
	    .len = strlen(folded), .first_line = 7, .first_col = 5 });
	assert_string_equal(strbuf_string(&reading.shown),
	    "<p>a</p>\n9:5 [html-raw]\n");
	reading_end(&reading);
	reading_start(&reading, (struct markdown_input){ .bytes = folded,
	    .len = strlen(folded), .first_line = 7, .first_col = 5,
	    .is_folded = true });
	assert_string_equal(strbuf_string(&reading.shown),
	    "<p>a</p>\n7:5 [html-raw]\n");
	reading_end(&reading);
}

static void
test_node_positions(void **state)
{
	static const char text[] = "# A *b*\n\n- c [d](#e)\n";
	struct reading reading;
	const struct doc_node *heading, *list, *link;

	(void)state;
	reading_start(&reading, (struct markdown_input){ .bytes = text,
	    .len = strlen(text), .first_line = 11, .first_col = 3 });
	heading = reading.tree->first_child;
	assert_int_equal(heading->pos.line, 11);
	assert_int_equal(heading->pos.col, 3);
	assert_int_equal(heading->last_child->pos.col, 7);
	list = heading->next;
	link = list->first_child->last_child;
	assert_int_equal(link->tag, DOC_A);
	assert_int_equal(link->pos.line, 13);
	assert_int_equal(link->pos.col, 7);
	reading_end(&reading);
}

/* The place of a scalar's text in its file. */
static void
test_scalars(void **state)
{
	static const struct {
		const char *file, *scalar;
		uint32_t line, col;
		bool is_plain, is_block;
		uint32_t first_line, first_col;
		bool is_folded;
	} cases[] = {
		{ "a: |\n  x\n   y\n", "x\n y\n", 1, 4, false, true, 2, 3,
		    false },
		{ "a: |\n\n    x\n", "\nx\n", 1, 4, false, true, 2, 5, false },
		{ "a: >\n  x\n  y\n", "x y\n", 1, 4, false, true, 1, 4, true },
		{ "ä: x y\n", "x y", 1, 4, true, false, 1, 4, false },
		{ "a: 'x y'\n", "x y", 1, 4, false, false, 1, 5, false },
		{ "a: 'x''y'\n", "x'y", 1, 4, false, false, 1, 4, true },
		{ "a: x\n  y\n", "x y", 1, 4, true, false, 1, 4, true },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct sources sources = { 0 };
		struct yaml_node node = {
			.kind = YAML_SCALAR, .scalar = cases[i].scalar,
			.scalar_len = (uint32_t)strlen(cases[i].scalar),
			.is_plain = cases[i].is_plain,
			.is_block = cases[i].is_block,
		};
		struct markdown_input input;

		node.pos.file = source_add(&sources, "a.yaml", cases[i].file,
		    strlen(cases[i].file));
		node.pos.line = cases[i].line;
		node.pos.col = cases[i].col;
		input = markdown_input_of_scalar(&node, &sources);
		assert_int_equal(input.first_line, cases[i].first_line);
		assert_int_equal(input.first_col, cases[i].first_col);
		assert_int_equal(input.is_folded, cases[i].is_folded);
		sources_release(&sources);
	}
}

static void
test_heading_ids(void **state)
{
	(void)state;
	assert_reading("# Why *now*?\n# Why now\n# Why now 2\n# Why now\n",
	    "en", "<h1 id=\"why-now\">Why <em>now</em>?</h1>\n"
	    "<h1 id=\"why-now-2\">Why now</h1>\n"
	    "<h1 id=\"why-now-2-2\">Why now 2</h1>\n"
	    "<h1 id=\"why-now-3\">Why now</h1>\n");
	assert_reading("## Über „uns“\n## 概要：日本\n## !!!\n", "de",
	    "<h2 id=\"Über-uns\">Über „uns“</h2>\n"
	    "<h2 id=\"概要-日本\">概要：日本</h2>\n<h2>!!!</h2>\n");
}

static void
assert_graft(const char *markdown, int top_level, const char *prefix,
    const char *wanted)
{
	struct strbuf html = { 0 };
	struct reading reading;

	reading_start(&reading, (struct markdown_input){ .bytes = markdown,
	    .len = strlen(markdown), .lang = "en" });
	html_render(markdown_graft(&reading.arena, reading.tree, top_level,
	    prefix), &html);
	assert_string_equal(strbuf_string(&html), wanted);
	strbuf_release(&html);
	reading_end(&reading);
}

static void
test_graft(void **state)
{
	(void)state;
	assert_graft("# a\n### b\n## c\n[x](#b)", 3, "p-",
	    "<h3 id=\"p-a\">a</h3>\n<h4 id=\"p-b\">b</h4>\n"
	    "<h4 id=\"p-c\">c</h4>\n<p><a href=\"#p-b\">x</a></p>\n");
	assert_graft("#### a\n# b\n## c\n", 2, NULL,
	    "<h2 id=\"a\">a</h2>\n<h2 id=\"b\">b</h2>\n"
	    "<h3 id=\"c\">c</h3>\n");
	assert_graft("# a\n## b\n### c\n", 5, NULL,
	    "<h5 id=\"a\">a</h5>\n<h6 id=\"b\">b</h6>\n"
	    "<h6 id=\"c\">c</h6>\n");
}

/* `count` times `text`, behind `start`. */
static char *
repeat(const char *start, const char *text, size_t count)
{
	struct strbuf out = { 0 };

	strbuf_add_string(&out, start);
	while (count-- > 0)
		strbuf_add_string(&out, text);
	return out.bytes;
}

static void
assert_limit(char *markdown, const char *wanted)
{
	struct reading reading;
	const char *report;

	reading_start(&reading, (struct markdown_input){ .bytes = markdown,
	    .len = strlen(markdown) });
	assert_int_equal(reading.diags.count, wanted != NULL);
	if (wanted != NULL) {
		report = strbuf_string(&reading.shown) + reading.shown.len -
		    strlen(wanted);
		assert_string_equal(report, wanted);
	}
	reading_end(&reading);
	free(markdown);
}

static void
test_limits(void **state)
{
	(void)state;
	assert_limit(repeat("", "a", LIMIT_BODY_BYTES), NULL);
	assert_limit(repeat("", "a", LIMIT_BODY_BYTES + 1),
	    "1:1 [limit-passed]\n");
	assert_limit(repeat("", "\n", LIMIT_BODY_LINES), NULL);
	assert_limit(repeat("", "\n", LIMIT_BODY_LINES + 1),
	    "1:1 [limit-passed]\n");
	assert_limit(repeat("", "- ", LIMIT_BODY_CONTAINERS), NULL);
	assert_limit(repeat("a\n\n", "> ", LIMIT_BODY_CONTAINERS + 1),
	    "3:33 [limit-passed]\n");
	assert_limit(repeat("", "* ", 60), NULL);	/* one thematic break */
	assert_limit(repeat("a\n", " ", LIMIT_BODY_INDENT + 1), NULL);
	assert_limit(repeat("a", "*", 0), NULL);
	assert_limit(repeat("", "|", LIMIT_TABLE_COLUMNS), NULL);
}

static void
test_table_limits(void **state)
{
	char *header = repeat("", "|a", LIMIT_TABLE_COLUMNS + 1);
	char *delimiters = repeat("|\n", "|-", LIMIT_TABLE_COLUMNS + 1);

	(void)state;
	assert_limit(repeat(header, delimiters, 1), "1:1 [limit-passed]\n");
	free(header);
	free(delimiters);
	assert_limit(repeat("|a|\n|-|\n", "|b\n", LIMIT_TABLE_ROWS - 1), NULL);
	assert_limit(repeat("|a|\n|-|\n", "|b\n", LIMIT_TABLE_ROWS + 1),
	    "1:1 [limit-passed]\n");
}

static void
test_depth(void **state)
{
	char *deep = repeat("", "*a **b ", LIMIT_BODY_DEPTH);
	struct strbuf text = { 0 };

	(void)state;
	strbuf_add_string(&text, deep);
	free(deep);
	deep = repeat("", " b** a*", LIMIT_BODY_DEPTH);
	strbuf_add_string(&text, deep);
	free(deep);
	assert_limit(text.bytes, "1:442 [limit-passed]\n");
}

/* Reads as much of the text as the limits allow, and frees it. */
static void
read_all(char *markdown)
{
	struct reading reading;
	size_t len = strlen(markdown);

	reading_start(&reading, (struct markdown_input){ .bytes = markdown,
	    .len = len < LIMIT_BODY_BYTES ? len : LIMIT_BODY_BYTES,
	    .lang = "fr" });
	reading_end(&reading);
	free(markdown);
}

/* What is quadratic somewhere takes minutes at this size, each; the alarm
 * ends a test that would never end, and is no measure. */
static void
test_hostile_input(void **state)
{
	static const char *const patterns[] = {
		"![l", "![l](", "[a](<b", "[", "*a ", "a**b", "*a_ ", "*a **a ",
		"<", "<!--", "<?", "<a x=\"", "[a] ", "\"a ", "'a\" ", "\"'",
		"...", "---", "-a", "\\\"", "&quot;", "&", "` ", "a<b>",
		"![a](b) ", "[a](#b) ", "[x]: <", "a |", "é", "a_*[`<", "](",
		"- - - - - - - a                                    \n",
		"> > > > > > > > > > > > > > > >\n", "\t\t\t\t\t\t- a\n",
		"|a|a|a|a|a|a|a|a|a|a|a|a|a|a|a|\n", "# aaaaaaaaaa\n",
		"[abcdefgh]: b\n", "a b c d e f g  \n", "&quot;\"&amp;\n....",
	};
	size_t i;

	(void)state;
	alarm(600);
	for (i = 0; i < sizeof(patterns) / sizeof(patterns[0]); i++)
		read_all(repeat("", patterns[i],
		    LIMIT_BODY_BYTES / strlen(patterns[i])));
	/* CVE-2023-24824: nested lists, then blank lines. */
	read_all(repeat("- - - - - - - - - - - - - - - x\n"
	    "                              - - - - - - - - - - - - - - - x\n",
	    "\n", LIMIT_BODY_LINES - 3));
	/* Short rows under a wide header. */
	read_all(repeat("|a|a|a|a|a|a|a|a|a|a|a|a|a|a|a|\n"
	    "|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|\n", "|\n", 1999));
	alarm(0);
}

/* Bytes in no order at all, from the alphabet that means something. */
static void
test_random_input(void **state)
{
	static const char *const words[] = {
		"a", " ", "\n", "*", "_", "`", "[", "]", "(", ")", "<", ">",
		"!", "|", "-", "#", "\"", "'", "\\", "&amp;", "\n\n", "    ",
		"|-|-|", "[a]: b\n", "<!--", "-->", "é", "日", "\r\n", "\t",
		"1. ", "> ", "```", "![", "](", "...", "https://a.example",
	};
	uint32_t random = 1, round, i;

	(void)state;
	for (round = 0; round < 400; round++) {
		struct strbuf text = { 0 };

		for (i = 0; i < 300; i++) {
			random = random * 1664525 + 1013904223;
			strbuf_add_string(&text, words[(random >> 16) %
			    (sizeof(words) / sizeof(words[0]))]);
		}
		read_all(text.bytes);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_tables_of_the_specification),
		cmocka_unit_test(test_table_cells),
		cmocka_unit_test(test_table_below_text),
		cmocka_unit_test(test_quotes),
		cmocka_unit_test(test_dashes_and_dots),
		cmocka_unit_test(test_line_ends),
		cmocka_unit_test(test_links),
		cmocka_unit_test(test_images),
		cmocka_unit_test(test_raw_html),
		cmocka_unit_test(test_positions),
		cmocka_unit_test(test_node_positions),
		cmocka_unit_test(test_scalars),
		cmocka_unit_test(test_heading_ids),
		cmocka_unit_test(test_graft),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_table_limits),
		cmocka_unit_test(test_depth),
		cmocka_unit_test(test_hostile_input),
		cmocka_unit_test(test_random_input),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
