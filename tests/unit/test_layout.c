/*
 * The layout over small trees: where things stand, on which page, in which
 * element. Faces are the installed Noto faces; what is compared are places
 * relative to each other, never a face's own widths.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lay.h"

#define MM(mm) ((fixed)((mm) * 64 * 720 / 254))

/* Margins of 20 mm, no running head: text from y 20 mm to 277 mm. */
#define PAGE_TOP MM(20)
#define PAGE_LEFT MM(20)

/* The n-th text operation that holds `text`; its page in *ret_page. */
static const struct page_op *
text_at(const struct fixture *fixture, const char *text, int n,
    uint32_t *ret_page)
{
	const struct page *page;

	for (uint32_t p = 0; p < fixture->pages.page_count; p++) {
		page = &fixture->pages.pages[p];
		for (uint32_t i = 0; i < page->op_count; i++) {
			if (page->ops[i].kind != OP_TEXT ||
			    memmem(page->ops[i].u.text.text,
			    page->ops[i].u.text.text_len, text,
			    strlen(text)) == NULL || n-- > 0)
				continue;
			if (ret_page != NULL)
				*ret_page = p;
			return &page->ops[i];
		}
	}
	return NULL;
}

static const struct page_op *
text_op(const struct fixture *fixture, const char *text)
{
	const struct page_op *op = text_at(fixture, text, 0, NULL);

	if (op == NULL)
		fail_msg("'%s' is on no page", text);
	return op;
}

static uint32_t
page_of(const struct fixture *fixture, const char *text)
{
	uint32_t page = UINT32_MAX;

	if (text_at(fixture, text, 0, &page) == NULL)
		fail_msg("'%s' is on no page", text);
	return page;
}

static const struct page_op *
op_of(const struct fixture *fixture, uint32_t page, enum op_kind kind, int n)
{
	const struct page *at = &fixture->pages.pages[page];

	for (uint32_t i = 0; i < at->op_count; i++) {
		if (at->ops[i].kind == kind && n-- == 0)
			return &at->ops[i];
	}
	fail_msg("page %u has too few such operations", (unsigned)page + 1);
	return NULL;
}

static enum element_type
type_of(const struct fixture *fixture, const char *text)
{
	return fixture->pages.elements[text_op(fixture, text)->element].type;
}

static bool
has_diag(const struct fixture *fixture, enum diag_id id)
{
	for (size_t i = 0; i < fixture->diags.count; i++) {
		if (fixture->diags.items[i].id == id)
			return true;
	}
	return false;
}

/* `count` paragraphs "name 1." … of one line each. */
static const char *
lines(struct fixture *fixture, const char *name, int count)
{
	const char *all = "";

	for (int i = 1; i <= count; i++)
		all = arena_printf(&fixture->arena, "%s<p>%s %d.</p>", all,
		    name, i);
	return all;
}

/* Lines of exactly 10 mm, 25 of them a page and 7 mm left. */
static const char ten_mm[] =
    "page: {margin: 20mm}\n"
    "rules:\n"
    "  html: {line-height: 10mm, font-size: 10pt, hyphens: none}\n"
    "  p, h1, h2, h3, ul, ol, table: {margin: 0, font-size: 10pt}\n"
    "  td, th: {padding: 0}\n";

static const char *
ten_mm_and(struct fixture *fixture, const char *rules)
{
	return arena_printf(&fixture->arena, "%s%s", ten_mm, rules);
}

static void
test_margins_collapse(void **state)
{
	struct fixture *fixture = *state;
	fixed first, second, third;

	lay(fixture, "page: {margin: 20mm}\nrules:\n"
	    "  p: {line-height: 10mm, margin: 5mm 0 8mm 0}\n"
	    "  div: {margin: 6mm 0}\n",
	    "<p>one</p><div><p>two</p></div><p>three</p>");
	first = text_op(fixture, "one")->y;
	second = text_op(fixture, "two")->y;
	third = text_op(fixture, "three")->y;
	assert_in_range(second - first, MM(18) - 2, MM(18) + 2);
	assert_in_range(third - second, MM(18) - 2, MM(18) + 2);
	/* The first margin of a page is none. */
	assert_true(first < PAGE_TOP + MM(10));
	assert_true(fixture->is_fine);
}

static void
test_pages_fill_and_break(void **state)
{
	struct fixture *fixture = *state;

	lay(fixture, ten_mm, lines(fixture, "line", 30));
	assert_int_equal(fixture->pages.page_count, 2);
	assert_int_equal(page_of(fixture, "line 25."), 0);
	assert_int_equal(page_of(fixture, "line 26."), 1);
	assert_int_equal(text_op(fixture, "line 26.")->y,
	    text_op(fixture, "line 1.")->y);
	assert_string_equal(fixture->pages.pages[1].label, "2");
}

static void
test_heading_stays_with_text(void **state)
{
	struct fixture *fixture = *state;
	const char *before = lines(fixture, "line", 24);

	lay(fixture, ten_mm, arena_printf(&fixture->arena,
	    "%s<h1>Head</h1><p>body</p>", before));
	assert_int_equal(page_of(fixture, "line 24."), 0);
	assert_int_equal(page_of(fixture, "Head"), 1);
	assert_int_equal(page_of(fixture, "body"), 1);
}

static void
test_orphans_and_widows(void **state)
{
	struct fixture *fixture = *state;
	const char *para = "<p>a<br>b<br>c<br>d</p>";

	/* One line would stay behind: the paragraph moves. */
	lay(fixture, ten_mm, arena_printf(&fixture->arena, "%s%s",
	    lines(fixture, "line", 24), para));
	assert_int_equal(page_of(fixture, "a"), 1);
	/* One line would go over: a second one follows it. */
	lay(fixture, ten_mm, arena_printf(&fixture->arena, "%s%s",
	    lines(fixture, "line", 22), para));
	assert_int_equal(page_of(fixture, "b"), 0);
	assert_int_equal(page_of(fixture, "c"), 1);
}

static void
test_break_inside_avoid(void **state)
{
	struct fixture *fixture = *state;
	const char *style = ten_mm_and(fixture,
	    "  .card: {break-inside: avoid}\n");

	lay(fixture, style, arena_printf(&fixture->arena,
	    "%s<div class=\"card\">%s</div>", lines(fixture, "line", 20),
	    lines(fixture, "card", 10)));
	assert_int_equal(page_of(fixture, "card 1."), 1);
	/* Longer than a page: it breaks all the same, and nothing is lost. */
	lay(fixture, style, arena_printf(&fixture->arena,
	    "<div class=\"card\">%s</div>", lines(fixture, "card", 60)));
	assert_int_equal(fixture->pages.page_count, 3);
	assert_true(fixture->is_fine);
}

static void
test_forced_breaks_leave_no_empty_page(void **state)
{
	struct fixture *fixture = *state;

	lay(fixture, ten_mm_and(fixture,
	    "  .unit: {break-before: page, break-after: page}\n"),
	    "<section class=\"unit\"><p>one</p></section>"
	    "<section class=\"unit\"><p>two</p></section>");
	assert_int_equal(fixture->pages.page_count, 2);
	assert_int_equal(page_of(fixture, "two"), 1);
}

static void
test_cover_has_no_furniture(void **state)
{
	struct fixture *fixture = *state;
	const struct page_op *cover;

	lay(fixture, "page:\n  margin: 20mm\n  cover: {margin: 0, furniture: "
	    "none}\nrules:\n  .cover: {page: cover, height: 100%, "
	    "background-color: $accent, padding: 10mm}\n  .foot: "
	    "{margin-top: auto}\n",
	    "<k:header><p>head</p></k:header>"
	    "<k:footer><p><k:page/> of <k:pages/></p></k:footer>"
	    "<section class=\"cover\"><p>Title</p><p class=\"foot\">Foot</p>"
	    "</section><p>body</p>");
	assert_int_equal(fixture->pages.page_count, 2);
	cover = op_of(fixture, 0, OP_RECT, 0);
	assert_int_equal(cover->x, 0);
	assert_int_equal(cover->y, 0);
	assert_int_equal(cover->width, fixture->pages.pages[0].width);
	assert_int_equal(cover->height, fixture->pages.pages[0].height);
	assert_int_equal(cover->element, -1);
	assert_true(text_op(fixture, "Foot")->y > MM(280));
	assert_int_equal(page_of(fixture, "head"), 1);
	assert_int_equal(text_op(fixture, "head")->element, -1);
	assert_int_equal(page_of(fixture, " of "), 1);
	assert_int_equal(text_at(fixture, "2", 0, NULL)->element, -1);
	assert_true(fixture->is_fine);
}

static void
test_furniture_pushes_text(void **state)
{
	struct fixture *fixture = *state;

	lay(fixture, "page: {margin: 10mm, header-offset: 5mm, "
	    "furniture-gap: 4mm}\nrules:\n  p: {line-height: 10mm}\n",
	    "<k:header><p>a</p><p>b</p></k:header><p>body</p>");
	assert_true(text_op(fixture, "body")->y > MM(29));
}

static void
test_container_is_drawn_on_each_page(void **state)
{
	struct fixture *fixture = *state;
	const struct page_op *first, *second;

	lay(fixture, ten_mm_and(fixture, "  .box: {background-color: \"#eee\", "
	    "padding: 5mm, border-radius: 2mm}\n"),
	    arena_printf(&fixture->arena, "<div class=\"box\">%s</div>",
	    lines(fixture, "line", 30)));
	assert_int_equal(fixture->pages.page_count, 2);
	first = op_of(fixture, 0, OP_RECT, 0);
	second = op_of(fixture, 1, OP_RECT, 0);
	assert_int_equal(first->y, PAGE_TOP);
	assert_int_equal(second->y, PAGE_TOP);
	/* 24 lines and two paddings, then six lines and two paddings. */
	assert_in_range(first->height, MM(250) - 30, MM(250) + 30);
	assert_in_range(second->height, MM(70) - 30, MM(70) + 30);
	assert_int_equal(first->u.rect.radius, MM(2));
	assert_int_equal(text_op(fixture, "line 25.")->y,
	    text_op(fixture, "line 1.")->y);
}

static void
test_table_repeats_its_head(void **state)
{
	struct fixture *fixture = *state;
	const char *rows = "";
	uint32_t page;

	for (int i = 1; i <= 40; i++)
		rows = arena_printf(&fixture->arena, "%s<tr><td>row %d.</td>"
		    "<td data-align=\"right\">%d</td></tr>", rows, i, i);
	lay(fixture, ten_mm, arena_printf(&fixture->arena, "<table><thead>"
	    "<tr><th>Name</th><th>Number</th></tr></thead><tbody>%s</tbody>"
	    "</table>", rows));
	assert_int_equal(fixture->pages.page_count, 2);
	assert_int_equal(page_of(fixture, "row 24."), 0);
	assert_int_equal(page_of(fixture, "row 25."), 1);
	assert_int_equal(type_of(fixture, "Name"), ELEMENT_TH);
	assert_non_null(text_at(fixture, "Name", 1, &page));
	assert_int_equal(page, 1);
	assert_int_equal(text_at(fixture, "Name", 1, NULL)->element, -1);
	assert_int_equal(text_at(fixture, "Name", 1, NULL)->y,
	    text_op(fixture, "Name")->y);
	assert_int_equal(type_of(fixture, "row 1."), ELEMENT_TD);
}

static void
test_table_columns_and_alignment(void **state)
{
	struct fixture *fixture = *state;
	const struct page_op *nine, *hundred;

	lay(fixture, ten_mm_and(fixture, "  table: {width: 100%}\n"),
	    "<table><tr><th scope=\"row\">Alpha beta</th><td>A long text that "
	    "would fill more than the width of the page if nobody broke it, "
	    "for it goes on and on and on.</td><td data-align=\"right\">9</td>"
	    "</tr><tr><th>Gamma</th><td>b</td><td data-align=\"right\">100"
	    "</td></tr></table>");
	/* The short column keeps its words on one line. */
	assert_non_null(text_at(fixture, "Alpha beta", 0, NULL));
	nine = text_op(fixture, "9");
	hundred = text_op(fixture, "100");
	assert_in_range(nine->x + nine->width, hundred->x + hundred->width - 1,
	    hundred->x + hundred->width + 1);
	assert_in_range(nine->x + nine->width, MM(190) - 3, MM(190) + 3);
	assert_true(fixture->pages.elements[text_op(fixture,
	    "Alpha")->element].scope_is_row);
}

static void
test_table_spans(void **state)
{
	struct fixture *fixture = *state;
	const struct element *cell;

	lay(fixture, ten_mm, "<table><tr><th rowspan=\"2\">a<br>b<br>c</th>"
	    "<td colspan=\"2\">wide</td></tr><tr><td>x</td><td>y</td></tr>"
	    "</table><p>after</p>");
	cell = &fixture->pages.elements[text_op(fixture, "a")->element];
	assert_int_equal(cell->row_span, 2);
	cell = &fixture->pages.elements[text_op(fixture, "wide")->element];
	assert_int_equal(cell->col_span, 2);
	assert_int_equal(text_op(fixture, "wide")->x,
	    text_op(fixture, "x")->x);
	assert_true(text_op(fixture, "y")->x > text_op(fixture, "x")->x);
	/* Three lines beside two rows: what follows stands below the third. */
	assert_in_range(text_op(fixture, "after")->y,
	    text_op(fixture, "c")->y + MM(10) - 3,
	    text_op(fixture, "c")->y + MM(10) + 3);
}

static void
test_tall_row_is_split(void **state)
{
	struct fixture *fixture = *state;

	lay(fixture, ten_mm, arena_printf(&fixture->arena, "<p>before</p>"
	    "<table><tr><th>%s</th><td>%s</td></tr></table><p>after</p>",
	    lines(fixture, "left", 40), lines(fixture, "right", 5)));
	assert_int_equal(fixture->pages.page_count, 2);
	assert_int_equal(page_of(fixture, "left 24."), 0);
	assert_int_equal(page_of(fixture, "left 25."), 1);
	assert_int_equal(page_of(fixture, "right 5."), 0);
	assert_int_equal(page_of(fixture, "after"), 1);
	assert_true(text_op(fixture, "after")->y >
	    text_op(fixture, "left 40.")->y);
	assert_true(fixture->is_fine);
}

static const char grid_style[] =
    "page: {margin: 20mm}\nrules:\n"
    "  p: {margin: 0, line-height: 10mm}\n"
    "  .cards: {display: grid, column-count: 2, gap: 5mm}\n"
    "  .card: {background-color: \"#eee\", padding: 2mm}\n";

static void
test_grid_rows_are_equal(void **state)
{
	struct fixture *fixture = *state;
	const struct page_op *a, *b, *c;

	lay(fixture, grid_style, "<div class=\"cards\">"
	    "<div class=\"card\"><p>a</p></div>"
	    "<div class=\"card\"><p>b</p><p>b2</p></div>"
	    "<div class=\"card\"><p>c</p></div></div>");
	a = op_of(fixture, 0, OP_RECT, 0);
	b = op_of(fixture, 0, OP_RECT, 1);
	c = op_of(fixture, 0, OP_RECT, 2);
	assert_int_equal(a->height, b->height);
	assert_in_range(b->width, a->width, a->width + 1);
	assert_int_equal(b->x - a->x - a->width, MM(5));
	assert_int_equal(c->x, a->x);
	assert_int_equal(c->y - a->y - a->height, MM(5));
}

static void
test_right_to_left_is_mirrored(void **state)
{
	struct fixture *fixture = *state;
	const char *aleph = "\xd8\xa7", *beh = "\xd8\xa8";

	fixture->lang = "ar";
	lay(fixture, grid_style, "<div class=\"cards\"><div class=\"card\">"
	    "<p>\xd8\xa7</p></div><div class=\"card\"><p>\xd8\xa8</p></div>"
	    "</div><ul><li>\xd8\xaa</li></ul><table><tr><th>\xd8\xab</th>"
	    "<td>\xd8\xac</td></tr></table><p lang=\"en\">Latin</p>");
	assert_true(text_op(fixture, aleph)->x > text_op(fixture, beh)->x);
	assert_true(text_op(fixture, "\xe2\x80\xa2")->x >
	    text_op(fixture, "\xd8\xaa")->x);
	assert_true(text_op(fixture, "\xd8\xab")->x >
	    text_op(fixture, "\xd8\xac")->x);
	assert_int_equal(text_op(fixture, "Latin")->x, PAGE_LEFT);
	assert_string_equal(fixture->pages.elements[text_op(fixture,
	    "Latin")->element].lang, "en");
}

static void
test_bdi_is_ordered_by_itself(void **state)
{
	struct fixture *fixture = *state;

	fixture->lang = "ar";
	lay(fixture, NULL, "<p>4 <em>days</em></p>");
	assert_true(text_op(fixture, "4")->x > text_op(fixture, "days")->x);
	lay(fixture, NULL, "<p><bdi>4 <em>days</em></bdi></p>");
	assert_true(text_op(fixture, "4")->x < text_op(fixture, "days")->x);
	lay(fixture, NULL, "<p><span dir=\"ltr\">4 <em>days</em></span></p>");
	assert_true(text_op(fixture, "4")->x < text_op(fixture, "days")->x);
}

static void
test_lists(void **state)
{
	struct fixture *fixture = *state;
	const struct page_op *nine, *ten;

	lay(fixture, ten_mm, "<ol start=\"9\"><li>nine<ul><li>deep</li></ul>"
	    "</li><li>ten</li></ol>");
	nine = text_op(fixture, "9.");
	ten = text_op(fixture, "10.");
	assert_in_range(nine->x + nine->width, ten->x + ten->width - 1,
	    ten->x + ten->width + 1);
	assert_int_equal(nine->y, text_op(fixture, "nine")->y);
	assert_int_equal(type_of(fixture, "9."), ELEMENT_LBL);
	assert_int_equal(type_of(fixture, "nine"), ELEMENT_LBODY);
	assert_true(text_op(fixture, "deep")->x >
	    text_op(fixture, "nine")->x);
	assert_int_equal(text_op(fixture, "\xe2\x80\x93")->y,
	    text_op(fixture, "deep")->y);
}

static void
test_list_item_of_the_other_direction(void **state)
{
	struct fixture *fixture = *state;
	const struct page_op *bullet, *text;

	lay(fixture, NULL, "<div dir=\"rtl\"><ul><li dir=\"ltr\">left</li>"
	    "</ul></div>");
	bullet = text_op(fixture, "\xe2\x80\xa2");
	text = text_op(fixture, "left");
	assert_true(bullet->x + bullet->width < text->x);
	lay(fixture, NULL, "<p>start</p>");
	assert_true(bullet->x > text_op(fixture, "start")->x);
}

static void
test_definitions(void **state)
{
	struct fixture *fixture = *state;
	const struct element *elements;
	int32_t term, body;

	lay(fixture, NULL, "<dl><dt>term</dt><dd>body</dd><dt>next</dt>"
	    "<dd>last</dd></dl>");
	elements = fixture->pages.elements;
	term = text_op(fixture, "term")->element;
	body = text_op(fixture, "body")->element;
	assert_int_equal(elements[term].type, ELEMENT_LBL);
	assert_int_equal(elements[body].type, ELEMENT_LBODY);
	assert_int_equal(elements[term].parent, elements[body].parent);
	assert_int_not_equal(elements[term].parent,
	    elements[text_op(fixture, "next")->element].parent);
	assert_int_equal(elements[elements[term].parent].type, ELEMENT_LI);
}

static void
test_terms_without_a_list(void **state)
{
	struct fixture *fixture = *state;

	lay(fixture, NULL, "<dt>term</dt><dd>body</dd>");
	assert_int_equal(type_of(fixture, "term"), ELEMENT_P);
	assert_int_equal(type_of(fixture, "body"), ELEMENT_P);
}

/* Mended levels would hide what the writer of kits refuses. */
static void
test_headings_keep_their_level(void **state)
{
	struct fixture *fixture = *state;

	lay(fixture, NULL, "<h2>first</h2><h4>second</h4>");
	assert_int_equal(type_of(fixture, "first"), ELEMENT_H2);
	assert_int_equal(type_of(fixture, "second"), ELEMENT_H4);
}

static void
test_contents(void **state)
{
	struct fixture *fixture = *state;
	const struct page_link *link;
	const char *body = "";
	uint32_t page;

	for (int i = 1; i <= 10; i++)
		body = arena_printf(&fixture->arena, "%s<section id=\"s%d\">"
		    "<h1>Unit %d</h1><p>text</p></section>", body, i, i);
	lay(fixture, "rules:\n  section: {break-before: page}\n",
	    arena_printf(&fixture->arena, "<div data-kind=\"auto\"><k:toc/>"
	    "</div>%s", body));
	assert_int_equal(fixture->pages.page_count, 11);
	assert_int_equal(page_of(fixture, "Unit 1"), 0);
	assert_non_null(text_at(fixture, "Unit 10", 1, &page));
	assert_int_equal(page, 10);
	/* Numbers of two digits and of one end at the same place. */
	assert_int_equal(text_op(fixture, "Unit 10")->y,
	    text_op(fixture, "11")->y);
	assert_in_range(text_op(fixture, "11")->x +
	    text_op(fixture, "11")->width, MM(190) - 3, MM(190) + 3);
	assert_int_equal(text_op(fixture, ".")->element, -1);
	assert_true(text_op(fixture, ".")->u.text.glyph_count > 20);
	link = &fixture->pages.pages[0].links[0];
	assert_string_equal(link->dest, "s1");
	assert_int_equal(fixture->pages.elements[link->element].type,
	    ELEMENT_LINK);
	assert_int_equal(fixture->pages.outline_count, 10);
	assert_string_equal(fixture->pages.outline[9].title, "Unit 10");
	assert_int_equal(fixture->pages.destination_count, 10);
	assert_string_equal(fixture->pages.destinations[1].name, "s10");
	assert_int_equal(fixture->pages.destinations[1].page, 10);
}

static void
test_short_kit_has_no_contents(void **state)
{
	struct fixture *fixture = *state;

	lay(fixture, "rules:\n  section: {break-before: page}\n",
	    "<section data-kind=\"auto\"><h1>Contents</h1><k:toc/></section>"
	    "<section><h2 id=\"a\">Unit</h2></section>"
	    "<section><h1 id=\"b\">Other</h1></section>");
	assert_int_equal(fixture->pages.page_count, 2);
	assert_null(text_at(fixture, "Contents", 0, NULL));
	assert_int_equal(type_of(fixture, "Unit"), ELEMENT_H2);
	for (uint32_t i = 0; i < fixture->pages.element_count; i++)
		assert_int_not_equal(fixture->pages.elements[i].type,
		    ELEMENT_TOC);
}

static void
test_page_numbers_in_text(void **state)
{
	struct fixture *fixture = *state;
	const struct page_op *number, *after;

	lay(fixture, ten_mm, arena_printf(&fixture->arena,
	    "<p>see <k:page-of ref=\"end\"/> there</p>%s<p id=\"end\">end</p>",
	    lines(fixture, "line", 260)));
	number = text_op(fixture, "11");
	after = text_op(fixture, "there");
	assert_int_equal(page_of(fixture, "end"), 10);
	assert_int_equal(number->y, after->y);
	/* Room for two digits, no more and no less. */
	assert_in_range(after->x, number->x + number->width - 2,
	    number->x + number->width + 2);
}

static void
test_unknown_page_reference(void **state)
{
	struct fixture *fixture = *state;

	lay(fixture, NULL, "<p>see <k:page-of ref=\"nowhere\"/></p>");
	assert_true(has_diag(fixture, DIAG_KIT_STRUCTURE));
	assert_false(fixture->is_fine);
}

static void
test_links(void **state)
{
	struct fixture *fixture = *state;
	const struct page *page;

	lay(fixture, ten_mm, "<p id=\"here\">go <a href=\"#here\">to it</a>, "
	    "<a href=\"https://example.com/\">out<br>side</a>, "
	    "<a href=\"#gone\">nowhere</a>, <a href=\"javascript:x\">bad</a>"
	    "</p>");
	page = &fixture->pages.pages[0];
	assert_int_equal(page->link_count, 3);
	assert_string_equal(page->links[0].dest, "here");
	assert_string_equal(page->links[0].contents, "to it");
	assert_string_equal(page->links[1].uri, "https://example.com/");
	assert_int_equal(page->links[1].element, page->links[2].element);
	assert_true(page->links[2].y > page->links[1].y);
	assert_int_equal(type_of(fixture, "to it"), ELEMENT_LINK);
	assert_int_equal(type_of(fixture, "nowhere"), ELEMENT_P);
	assert_int_equal(type_of(fixture, "bad"), ELEMENT_P);
}

static void
test_pictures(void **state)
{
	struct fixture *fixture = *state;
	const struct page_op *image;
	const struct element *figure;

	lay(fixture, "page: {margin: 20mm}\nrules:\n  .small: {width: 40mm}\n",
	    "<img src=\"bundle:a.png\" alt=\"A wide one\"/>"
	    "<p>in <img class=\"small\" src=\"a.png\" alt=\"\"/> line</p>");
	image = op_of(fixture, 0, OP_IMAGE, 0);
	assert_in_range(image->width, MM(170) - 3, MM(170) + 3);
	assert_in_range(image->height, MM(85) - 2, MM(85) + 2);
	figure = &fixture->pages.elements[image->element];
	assert_int_equal(figure->type, ELEMENT_FIGURE);
	assert_string_equal(figure->alt, "A wide one");
	assert_int_equal(figure->bbox_width, image->width);
	image = op_of(fixture, 0, OP_IMAGE, 1);
	assert_int_equal(image->width, MM(40));
	assert_int_equal(image->element, -1);
	assert_in_range(image->y + image->height,
	    text_op(fixture, "line")->y - 1, text_op(fixture, "line")->y + 1);
}

static void
test_missing_picture(void **state)
{
	struct fixture *fixture = *state;

	lay(fixture, NULL, "<p>text</p><img src=\"missing\" alt=\"x\"/>");
	assert_true(has_diag(fixture, DIAG_IMAGE_MISSING));
	assert_false(fixture->is_fine);
	assert_non_null(text_at(fixture, "text", 0, NULL));
}

static void
test_qr_code(void **state)
{
	struct fixture *fixture = *state;
	const struct page_op *code;

	lay(fixture, "rules:\n  k:qr: {width: 30mm}\n",
	    "<k:qr data-text=\"https://example.com/k\"/>");
	code = op_of(fixture, 0, OP_QR, 0);
	assert_int_equal(code->width, MM(30));
	assert_int_equal(code->height, MM(30));
	assert_string_equal(code->u.qr.payload, "https://example.com/k");
	assert_string_equal(fixture->pages.elements[code->element].alt,
	    "https://example.com/k");
}

static void
test_overflow_is_an_error(void **state)
{
	struct fixture *fixture = *state;

	lay(fixture, ten_mm_and(fixture, "  .tall: {height: 300mm}\n"),
	    "<p>before</p><div class=\"tall\"><p>tall</p></div><p>after</p>");
	assert_true(has_diag(fixture, DIAG_LAYOUT_OVERFLOW));
	assert_false(fixture->is_fine);
	assert_int_equal(page_of(fixture, "tall"), 1);
	assert_int_equal(page_of(fixture, "after"), 2);
}

static void
test_white_space(void **state)
{
	struct fixture *fixture = *state;
	const struct page_op *op;

	lay(fixture, NULL, "<p>\n  one\n  two <em> three </em> four\n</p>"
	    "<p lang=\"en\">\xe6\xbc\xa2\n\xe5\xad\x97</p>"
	    "<pre>a\n  b\n\nc</pre>");
	op = text_op(fixture, "one");
	assert_memory_equal(op->u.text.text, "one two ", 8);
	assert_memory_equal(text_op(fixture, "three")->u.text.text, "three ",
	    6);
	assert_int_equal(text_op(fixture, "a")->x, text_op(fixture, "c")->x);
	assert_memory_equal(text_op(fixture, "b")->u.text.text,
	    "\xc2\xa0\xc2\xa0" "b", 5);
}

static void
test_every_operation_is_tagged(void **state)
{
	struct fixture *fixture = *state;
	const struct page_list *pages = &fixture->pages;
	const struct page_op *op;

	lay(fixture, NULL, "<section><h1>a</h1><div>bare <b>bold</b></div>"
	    "<blockquote>quote</blockquote><figure><img src=\"x\" alt=\"y\"/>"
	    "<figcaption>caption</figcaption></figure><hr/></section>");
	for (uint32_t i = 0; i < pages->pages[0].op_count; i++) {
		op = &pages->pages[0].ops[i];
		if (op->kind == OP_TEXT || op->kind == OP_IMAGE)
			assert_in_range(op->element, 1,
			    pages->element_count - 1);
	}
	for (uint32_t i = 1; i < pages->element_count; i++)
		assert_in_range(pages->elements[i].parent, 0, i - 1);
	assert_int_equal(type_of(fixture, "bare"), ELEMENT_P);
	assert_int_equal(pages->elements[1].type, ELEMENT_SECT);
}

static void
test_same_input_same_trace(void **state)
{
	struct fixture *fixture = *state;
	const char *markup = "<h1 id=\"a\">One</h1><p>Text <a href=\"#a\">up"
	    "</a> and more of it.</p><table><tr><th>x</th><td>y</td></tr>"
	    "</table><k:qr data-text=\"q\"/>";
	struct strbuf first = { 0 }, second = { 0 };

	lay(fixture, ten_mm, markup);
	trace_write(&fixture->pages, &first);
	lay(fixture, ten_mm, markup);
	trace_write(&fixture->pages, &second);
	assert_string_equal(strbuf_string(&first), strbuf_string(&second));
	assert_non_null(strstr(strbuf_string(&first), "H1#1"));
	strbuf_release(&first);
	strbuf_release(&second);
}

int
main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		CASE(test_margins_collapse),
		CASE(test_pages_fill_and_break),
		CASE(test_heading_stays_with_text),
		CASE(test_orphans_and_widows),
		CASE(test_break_inside_avoid),
		CASE(test_forced_breaks_leave_no_empty_page),
		CASE(test_cover_has_no_furniture),
		CASE(test_furniture_pushes_text),
		CASE(test_container_is_drawn_on_each_page),
		CASE(test_table_repeats_its_head),
		CASE(test_table_columns_and_alignment),
		CASE(test_table_spans),
		CASE(test_tall_row_is_split),
		CASE(test_grid_rows_are_equal),
		CASE(test_right_to_left_is_mirrored),
		CASE(test_bdi_is_ordered_by_itself),
		CASE(test_lists),
		CASE(test_list_item_of_the_other_direction),
		CASE(test_definitions),
		CASE(test_terms_without_a_list),
		CASE(test_headings_keep_their_level),
		CASE(test_contents),
		CASE(test_short_kit_has_no_contents),
		CASE(test_page_numbers_in_text),
		CASE(test_unknown_page_reference),
		CASE(test_links),
		CASE(test_pictures),
		CASE(test_missing_picture),
		CASE(test_qr_code),
		CASE(test_overflow_is_an_error),
		CASE(test_white_space),
		CASE(test_every_operation_is_tagged),
		CASE(test_same_input_same_trace),
	};
#undef CASE

	return cmocka_run_group_tests(tests, NULL, NULL);
}
