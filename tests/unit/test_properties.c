/*
 * Every property of a print style changes the pages: for each row of the
 * table of properties some values, of which no two give the same trace. A new
 * row without values here fails the test.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "lay.h"

#define TEXT "<p class=\"x\">One two three four five six seven eight nine " \
    "ten eleven twelve, incomprehensibilities.</p><p>Behind it.</p>"
#define BOX "<p>Before.</p><div class=\"x\"><p>One.</p><p>Two.</p></div>" \
    "<p>Behind it.</p>"
#define GRID "<div class=\"x\"><p>One.</p><p>Two.</p><p>Three.</p></div>"
#define FOOT "<div class=\"fill\"></div>"
#define LINES FOOT "<p class=\"x\">1<br>2<br>3<br>4<br>5<br>6</p>"
#define PICTURE "<img class=\"x\" src=\"wide.png\" alt=\"Wide\">"
#define CELL "<table><tr><td class=\"x\">One</td><td>Two<br>lines</td></tr>" \
    "</table>"
#define NARROW ", width: 60mm"

static const struct {
	const char *name, *markup;
	const char *also;		/* further properties of .x, or "" */
	const char *values[8];		/* NULL behind the last */
} rows[] = {
	{ "display", GRID, ", column-count: 2",
	    { "block", "inline", "none", "grid" } },
	{ "font-family", TEXT, "", { "body", "mono", "display" } },
	{ "font-size", TEXT, "", { "10pt", "12pt", "2em", "150%", "3rem" } },
	{ "font-weight", TEXT, "", { "400", "700" } },
	{ "font-style", TEXT, "", { "normal", "italic" } },
	{ "line-height", TEXT, "", { "1", "2", "30pt", "250%" } },
	{ "color", TEXT, "", { "\"#ff0000\"", "\"#00ff00\"", "$accent" } },
	{ "letter-spacing", TEXT, "", { "0", "1pt", "-0.5pt", "0.2em" } },
	{ "font-variant-numeric", "<p class=\"x\">0123456789</p>",
	    ", font-family: display",
	    { "normal", "proportional-nums", "oldstyle-nums" } },
	{ "font-kerning", "<p class=\"x\">AVATAR To</p>", "",
	    { "auto", "none" } },
	{ "text-align", TEXT, NARROW,
	    { "start", "end", "center", "justify" } },
	{ "text-transform", TEXT, "", { "none", "uppercase" } },
	{ "text-indent", TEXT, "", { "0", "5mm", "-2mm" } },
	{ "text-decoration", TEXT, "",
	    { "none", "underline", "line-through" } },
	{ "white-space", "<p class=\"x\">one  two\nthree four five six seven "
	    "eight nine ten</p>", ", width: 30mm",
	    { "normal", "pre", "nowrap" } },
	{ "text-wrap", TEXT, NARROW, { "wrap", "balance" } },
	{ "text-fit", "<p class=\"x\">44 hours of work</p>",
	    ", width: 30mm, font-size: 20pt", { "none", "shrink" } },
	{ "hanging-punctuation", "<p class=\"x\">\xe2\x80\x9cOne.</p>", "",
	    { "none", "first" } },
	{ "hyphens", TEXT, ", width: 40mm, text-align: justify",
	    { "none", "auto" } },
	{ "list-style", "<ol class=\"x\"><li>One</li></ol>", "",
	    { "none", "disc", "dash", "decimal", "lower-alpha", "upper-alpha" } },
	{ "orphans", LINES, "", { "2", "5" } },
	{ "widows", LINES, "", { "2", "4" } },
	{ "background-color", BOX, "",
	    { "none", "\"#ff0000\"", "\"#00ff00\"" } },
	{ "margin-top", BOX, "", { "0", "5mm", "2em" } },
	{ "margin-bottom", BOX, ", padding: 1mm", { "0", "9mm", "4em" } },
	{ "margin-inline-start", BOX, "", { "0", "5mm", "-5mm" } },
	{ "margin-inline-end", TEXT, NARROW ", text-align: end",
	    { "0", "130mm", "140mm" } },
	{ "margin", BOX, ", border: 1pt",
	    { "5mm", "5mm 9mm", "5mm 9mm 20mm", "5mm 9mm 20mm 1mm" } },
	{ "margin-block", BOX, "", { "9mm", "9mm 15mm" } },
	{ "margin-inline", BOX, ", border: 1pt", { "9mm", "9mm 5mm" } },
	{ "padding-top", BOX, "", { "0", "5mm" } },
	{ "padding-bottom", BOX, "", { "0", "5mm" } },
	{ "padding-inline-start", BOX, "", { "0", "5mm" } },
	{ "padding-inline-end", BOX, ", text-align: end", { "0", "5mm" } },
	{ "padding", BOX, ", border: 1pt",
	    { "5mm", "5mm 9mm", "5mm 9mm 2mm", "5mm 9mm 2mm 1mm" } },
	{ "padding-block", BOX, "", { "9mm", "9mm 5mm" } },
	{ "padding-inline", BOX, ", text-align: end", { "9mm", "9mm 5mm" } },
	{ "border", BOX, "", { "none", "\"1pt #ff0000\"", "2pt solid $accent" } },
	{ "border-top", BOX, "", { "none", "1pt", "\"2pt #ff0000\"" } },
	{ "border-bottom", BOX, "", { "none", "1pt", "\"2pt #ff0000\"" } },
	{ "border-inline-start", BOX, "",
	    { "none", "1pt", "\"2pt #ff0000\"" } },
	{ "border-inline-end", BOX, "",
	    { "none", "1pt", "\"2pt #ff0000\"" } },
	{ "border-width", BOX, "", { "0", "1pt", "1pt 2pt" } },
	{ "border-color", BOX, ", border-width: 1pt",
	    { "\"#ff0000\"", "\"#00ff00\"" } },
	{ "border-top-width", BOX, "", { "0", "1pt", "2pt" } },
	{ "border-bottom-width", BOX, "", { "0", "1pt", "2pt" } },
	{ "border-inline-start-width", BOX, "", { "0", "1pt", "2pt" } },
	{ "border-inline-end-width", BOX, "", { "0", "1pt", "2pt" } },
	{ "border-top-color", BOX, ", border-width: 1pt",
	    { "\"#ff0000\"", "\"#00ff00\"" } },
	{ "border-bottom-color", BOX, ", border-width: 1pt",
	    { "\"#ff0000\"", "\"#00ff00\"" } },
	{ "border-inline-start-color", BOX, ", border-width: 1pt",
	    { "\"#ff0000\"", "\"#00ff00\"" } },
	{ "border-inline-end-color", BOX, ", border-width: 1pt",
	    { "\"#ff0000\"", "\"#00ff00\"" } },
	{ "border-radius", BOX, ", background-color: \"#ff0000\"",
	    { "0", "2pt", "4pt" } },
	{ "width", BOX, ", border: 1pt", { "auto", "50mm", "50%" } },
	{ "max-width", BOX, ", border: 1pt", { "auto", "50mm", "50%" } },
	{ "height", BOX, ", border: 1pt", { "auto", "50mm", "50%" } },
	{ "max-height", PICTURE, "", { "auto", "20mm", "10%" } },
	{ "grid-template-columns", GRID, ", display: grid",
	    { "1fr 1fr", "1fr 2fr", "auto 1fr", "30mm 1fr 20%",
	    "\"minmax(100mm, 1fr) 1fr\"" } },
	{ "column-count", GRID, "", { "1", "2", "3" } },
	{ "column-span", "<div class=\"y\"><p>One.</p><p class=\"x\">Two.</p>"
	    "<p>Three.</p></div>", "", { "1", "2", "3" } },
	{ "grid-column", "<div class=\"y\"><p>One.</p><p class=\"x\">Two.</p>"
	    "<p>Three.</p></div>", "", { "1", "2", "3" } },
	{ "column-gap", GRID, ", column-count: 2", { "0", "5mm" } },
	{ "row-gap", GRID, ", display: grid", { "0", "5mm" } },
	{ "gap", GRID, ", display: grid, column-count: 2",
	    { "0", "5mm", "5mm 9mm" } },
	{ "vertical-align", CELL, "", { "top", "middle", "bottom" } },
	{ "vertical-align", "<p>One<em class=\"x\">2</em></p>", "",
	    { "baseline", "sub", "super" } },
	{ "break-before", FOOT "<p>One.</p><p class=\"x\">Two.</p>", "",
	    { "auto", "avoid" } },
	{ "break-before", BOX, "", { "auto", "page" } },
	{ "break-after", FOOT "<p class=\"x\">One.</p><p>Two.</p>", "",
	    { "auto", "avoid" } },
	{ "break-after", BOX, "", { "auto", "page" } },
	{ "break-inside", FOOT "<div class=\"x\"><p>1</p><p>2</p></div>", "",
	    { "auto", "avoid" } },
	{ "page", BOX, "", { "wide", "tinted" } },
};

static char *
trace_of(struct fixture *fixture, const char *style, const char *markup)
{
	struct strbuf out = { 0 };
	char *trace;

	lay(fixture, style, markup);
	for (size_t i = 0; i < fixture->diags.count; i++)
		if (fixture->diags.items[i].id != DIAG_LAYOUT_OVERFLOW)
			fail_msg("%s:\n%s", fixture->diags.items[i].message,
			    style);
	trace_write(&fixture->pages, &out);
	trace = arena_copy(&fixture->arena, out.bytes, out.len);
	strbuf_release(&out);
	return trace;
}

/* The 257 mm of the page less 252 leave room for one line of 14 pt. */
#define SHEET "page: {margin: 20mm, wide: {margin: 10mm}, tinted: " \
    "{background-color: \"#eeeeee\"}}\n" \
    "rules:\n" \
    "  html: {font-size: 10pt, line-height: 14pt}\n" \
    "  p, ul, ol, table: {margin: 0}\n" \
    "  td: {padding: 0}\n" \
    "  .y: {display: grid, column-count: 3}\n"

static void
test_values(void **state)
{
	struct fixture *fixture = *state;
	char *traces[8];
	size_t i, k, m;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		bool is_lines = strstr(rows[i].markup, "6</p>") != NULL;

		for (k = 0; rows[i].values[k] != NULL; k++) {
			traces[k] = trace_of(fixture, arena_printf(
			    &fixture->arena, SHEET "  .fill: {height: %s}\n"
			    "  .x: {%s: %s%s}\n", is_lines ? "237mm" :
			    "250mm", rows[i].name, rows[i].values[k],
			    rows[i].also), rows[i].markup);
			for (m = 0; m < k; m++)
				if (strcmp(traces[m], traces[k]) == 0)
					fail_msg("'%s: %s' prints what '%s' "
					    "does", rows[i].name,
					    rows[i].values[k],
					    rows[i].values[m]);
		}
		assert_true(k >= 2);
	}
}

static void
test_all_are_here(void **state)
{
	const struct style_property *property;
	size_t index = 0, i;

	(void)state;
	for (; (property = style_property_at(index)) != NULL; index++) {
		for (i = 0; i < sizeof(rows) / sizeof(rows[0]) &&
		    strcmp(rows[i].name, property->name) != 0; )
			i++;
		if (i == sizeof(rows) / sizeof(rows[0]))
			fail_msg("no values of '%s' are tried here",
			    property->name);
	}
}

/* Keys of a page, each with what it is without and with the key. */
static void
test_pages(void **state)
{
	static const char *const keys[] = { "margin: 30mm",
		"margin-top: 30mm", "margin-inline-end: 90mm",
		"margin-bottom: 90mm", "margin-inline-start: 30mm",
		"header-offset: 15mm", "footer-offset: 15mm",
		"furniture-gap: 30mm", "least-text: 80mm",
		"furniture: none",
		"background-color: \"#eeeeee\"" };
	static const char markup[] = "<k:header><p>Head</p></k:header>"
	    "<k:footer><p>Foot</p></k:footer>" TEXT
	    "<p class=\"tall\"></p><p class=\"tall\"></p>"
	    "<p class=\"tall\"></p><p class=\"last\">Last.</p>";
	static const char style[] = "page: {%s}\nrules:\n"
	    "  .tall: {height: 76mm}\n  .last: {height: 20mm}\n"
	    "  p: {text-align: justify}\n";
	struct fixture *fixture = *state;
	const char *plain = trace_of(fixture, arena_printf(&fixture->arena,
	    style, "furniture: auto"), markup);
	size_t i;

	for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (strcmp(plain, trace_of(fixture, arena_printf(
		    &fixture->arena, style, keys[i]), markup)) == 0)
			fail_msg("'%s' of a page changes nothing", keys[i]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_values, set_up,
		    tear_down),
		cmocka_unit_test(test_all_are_here),
		cmocka_unit_test_setup_teardown(test_pages, set_up,
		    tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
