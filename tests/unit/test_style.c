/*
 * The print style: what print.yaml may say, what an author is told when it
 * says something else, and the cascade.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../src/render/layout/computed.h"
#include "fieldkit/yaml.h"

struct fixture {
	struct arena arena;
	struct sources sources;
	struct diags diags;
	struct theme theme;
	struct print_style *sheet;
	struct style_cache cache;
};

static const struct yaml_node *
yaml(struct fixture *fixture, const char *text)
{
	struct yaml_input input = { .bytes = text, .len = strlen(text),
		.first_line = 1 };

	input.file = source_add(&fixture->sources, "print.yaml", text,
	    strlen(text));
	return yaml_parse(&fixture->arena, &input, &fixture->diags);
}

static int
set_up(void **state)
{
	static struct theme_token tokens[] = {
		{ .name = "accent", .value = "#102030" },
		{ .name = "frame", .value = "1pt solid #ff0000" },
	};
	struct fixture *fixture = calloc(1, sizeof(*fixture));

	assert_non_null(fixture);
	diags_init(&fixture->diags, &fixture->sources);
	fixture->theme.tokens = tokens;
	fixture->theme.token_count = 2;
	fixture->theme.faces = yaml(fixture, "display: [Noto Serif]\n"
	    "body: [Noto Sans]\nmono: [Noto Sans Mono]\n");
	*state = fixture;
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *fixture = *state;

	diags_release(&fixture->diags);
	arena_release(&fixture->arena);
	sources_release(&fixture->sources);
	free(fixture);
	return 0;
}

static void
read_style(struct fixture *fixture, const char *text)
{
	fixture->sheet = print_style_new(&fixture->arena,
	    yaml(fixture, text), &fixture->theme, &fixture->diags);
	style_cache_init(&fixture->cache, &fixture->arena, fixture->sheet,
	    NULL, &fixture->diags);
}

static struct style *
child(struct fixture *fixture, struct style *parent, enum doc_tag tag,
    const char *class_list)
{
	return style_child(&fixture->cache, parent != NULL ? parent :
	    fixture->cache.root, tag, class_list);
}

/* One diagnostic, at a line and column, with a hint that holds `hint`. */
static void
expect(const struct fixture *fixture, enum diag_id id, uint32_t line,
    uint32_t col, const char *hint)
{
	const struct diag *diag = &fixture->diags.items[0];

	assert_int_equal(fixture->diags.count, 1);
	assert_int_equal(diag->id, id);
	assert_int_equal(diag->pos.line, line);
	assert_int_equal(diag->pos.col, col);
	if (hint != NULL) {
		assert_non_null(diag->hint);
		assert_non_null(strstr(diag->hint, hint));
	}
}

static void
test_unknown_property(void **state)
{
	read_style(*state, "rules:\n  p:\n    font-sise: 10pt\n");
	expect(*state, DIAG_STYLE_PROPERTY, 3, 5, "font-size");
}

static void
test_bad_values(void **state)
{
	static const char *const bad[] = { "font-size: 10", "font-size: 0pt",
		"font-size: 10furlongs", "color: reddish", "color: \"#12345\"",
		"margin: 1pt 2pt 3pt 4pt 5pt", "margin-top: -1pt",
		"padding-top: 10%", "line-height: 100", "font-weight: 50",
		"font-family: serif", "column-count: 13", "column-count: 2.5",
		"display: flex", "page: title", "border: thick",
		"orphans: 0", "width: 2fr", "grid-template-columns: 1fr b",
		"font-size: 999999pt", "margin-top: 1e9pt", "color: \"\"",
		"font-size: {a: b}" };
	struct fixture *fixture = *state;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		read_style(fixture, arena_printf(&fixture->arena,
		    "rules:\n  p:\n    %s\n", bad[i]));
		if (fixture->diags.count != i + 1)
			fail_msg("'%s' is not refused once", bad[i]);
		assert_int_equal(fixture->diags.items[i].id,
		    DIAG_STYLE_VALUE);
	}
}

static void
test_word_hint(void **state)
{
	read_style(*state, "rules:\n  p:\n    text-align: centre\n");
	expect(*state, DIAG_STYLE_VALUE, 3, 17, "center");
}

static void
test_unknown_token(void **state)
{
	read_style(*state, "rules:\n  p:\n    color: $acent\n");
	expect(*state, DIAG_STYLE_TOKEN, 3, 12, "accent");
}

static void
test_bad_selector(void **state)
{
	read_style(*state, "rules:\n  p > em:\n    color: \"#123\"\n");
	expect(*state, DIAG_STYLE_VALUE, 2, 3, NULL);
}

static void
test_unknown_parts(void **state)
{
	struct fixture *fixture = *state;

	read_style(fixture, "page:\n  margins: 1mm\n");
	expect(fixture, DIAG_STYLE_PROPERTY, 2, 3, "margin");
	read_style(fixture, "rulez:\n  p: {}\n");
	assert_int_equal(fixture->diags.count, 2);
	assert_int_equal(fixture->diags.items[1].id, DIAG_STYLE_PROPERTY);
}

static void
test_specificity_then_order(void **state)
{
	struct fixture *fixture = *state;
	const struct style *style;

	read_style(fixture, "rules:\n"
	    "  p.note: {font-size: 11pt}\n  .note: {font-size: 12pt}\n"
	    "  p: {font-size: 13pt, widows: 3}\n  .other: {orphans: 4}\n"
	    "  .big.note: {orphans: 5}\n");
	style = child(fixture, NULL, DOC_P, "big note");
	assert_int_equal(style->text.font_size, 11 * 64);
	assert_int_equal(style->text.widows, 3);
	assert_int_equal(style->text.orphans, 5);
	assert_int_equal(child(fixture, NULL, DOC_P, "notes")->text.font_size,
	    13 * 64);
	assert_int_equal(fixture->diags.count, 0);
}

static void
test_descendants_and_lists_of_selectors(void **state)
{
	struct fixture *fixture = *state;
	struct style *card, *inner;

	read_style(fixture, "rules:\n  .card h3, .card p.x: {orphans: 7}\n");
	card = child(fixture, NULL, DOC_DIV, "card");
	inner = child(fixture, card, DOC_DIV, NULL);
	assert_int_equal(child(fixture, inner, DOC_H3, NULL)->text.orphans, 7);
	assert_int_equal(child(fixture, inner, DOC_P, "x")->text.orphans, 7);
	assert_int_equal(child(fixture, inner, DOC_P, NULL)->text.orphans, 2);
	assert_int_equal(child(fixture, NULL, DOC_H3, NULL)->text.orphans, 2);
}

static void
test_inheritance_and_units(void **state)
{
	struct fixture *fixture = *state;
	struct style *outer, *inner;

	read_style(fixture, "rules:\n  html: {font-size: 20pt}\n"
	    "  div: {font-size: 1.5em, padding: 1em 2mm, color: $accent, "
	    "line-height: 2}\n  p: {font-size: 50%, margin-top: 2rem}\n");
	outer = child(fixture, NULL, DOC_DIV, NULL);
	inner = child(fixture, outer, DOC_P, NULL);
	assert_int_equal(outer->text.font_size, 30 * 64);
	assert_int_equal(outer->box.padding[SIDE_TOP], 30 * 64);
	assert_int_equal(outer->box.padding[SIDE_START], 362);
	assert_int_equal(outer->box.padding[SIDE_END], 362);
	assert_int_equal(inner->text.font_size, 15 * 64);
	assert_int_equal(inner->box.margin[SIDE_TOP], 40 * 64);
	assert_int_equal(inner->box.padding[SIDE_TOP], 0);
	assert_int_equal(inner->text.color.rgb.b, 0x30);
	assert_int_equal(style_line_height(outer), 60 * 64);
	assert_int_equal(style_line_height(inner), 30 * 64);
}

static void
test_sizes_stay_in_bounds(void **state)
{
	struct fixture *fixture = *state;
	struct style *style = NULL;

	read_style(fixture, "page: {margin: 91mm}\nrules:\n"
	    "  div: {font-size: 20em, padding: 1000em}\n"
	    "  p: {font-size: 0.01em}\n");
	expect(fixture, DIAG_STYLE_VALUE, 1, 16, NULL);
	for (int i = 0; i < 20; i++)
		style = child(fixture, style, DOC_DIV, NULL);
	assert_int_equal(style->text.font_size, 400 * 64);
	assert_int_equal(style->box.padding[SIDE_TOP], 4000 * 64);
	assert_int_equal(child(fixture, NULL, DOC_P, NULL)->text.font_size,
	    64);
}

static void
test_shorthands_and_tokens(void **state)
{
	struct fixture *fixture = *state;
	const struct style *style;

	read_style(fixture, "rules:\n  p:\n    margin: 1pt 2pt 3pt 4pt\n"
	    "    border: $frame\n    border-bottom: 0\n    gap: 5pt 6pt\n"
	    "    grid-template-columns: [2fr, 10mm, auto]\n");
	style = child(fixture, NULL, DOC_P, NULL);
	assert_int_equal(style->box.margin[SIDE_TOP], 64);
	assert_int_equal(style->box.margin[SIDE_END], 128);
	assert_int_equal(style->box.margin[SIDE_BOTTOM], 192);
	assert_int_equal(style->box.margin[SIDE_START], 256);
	assert_int_equal(style->box.border[SIDE_TOP], 64);
	assert_int_equal(style->box.border[SIDE_BOTTOM], 0);
	assert_int_equal(style->box.border_color[SIDE_START].rgb.r, 255);
	assert_int_equal(style->box.row_gap, 5 * 64);
	assert_int_equal(style->box.column_gap, 6 * 64);
	assert_int_equal(style->box.tracks.count, 3);
	assert_int_equal(style->box.tracks.widths[2].unit, EXTENT_AUTO);
	assert_int_equal(fixture->diags.count, 0);
}

static void
test_named_pages_start_from_the_unnamed(void **state)
{
	struct fixture *fixture = *state;
	const struct page_style *cover;

	read_style(fixture, "page:\n  cover: {margin-top: 0, furniture: none}"
	    "\n  margin: 30pt 20pt\n  header-offset: 7pt\n"
	    "rules:\n  .cover: {page: cover}\n");
	cover = &fixture->sheet->pages[1];
	assert_int_equal(fixture->diags.count, 0);
	assert_int_equal(cover->margin[SIDE_TOP], 0);
	assert_int_equal(cover->margin[SIDE_START], 20 * 64);
	assert_int_equal(cover->header_offset, 7 * 64);
	assert_int_equal(cover->has_furniture, WORD_OFF);
	assert_int_equal(child(fixture, NULL, DOC_DIV, "cover")->box.page, 1);
}

static void
test_built_in_sheet(void **state)
{
	struct fixture *fixture = *state;

	fixture->sheet = print_style_new(&fixture->arena, NULL, NULL,
	    &fixture->diags);
	style_cache_init(&fixture->cache, &fixture->arena, fixture->sheet,
	    NULL, &fixture->diags);
	assert_int_equal(fixture->diags.count, 0);
	assert_int_equal(child(fixture, NULL, DOC_STRONG, NULL)->text.weight,
	    700);
	assert_int_equal(child(fixture, NULL, DOC_SCRIPT, NULL)->box.display,
	    DISPLAY_NONE);
	assert_int_equal(child(fixture, NULL, DOC_TITLE, NULL)->box.display,
	    DISPLAY_NONE);
	assert_int_equal(child(fixture, NULL, DOC_SPAN, NULL)->box.display,
	    DISPLAY_INLINE);
	assert_int_equal(child(fixture, NULL, DOC_H2, NULL)->box.break_after,
	    BREAK_AVOID);
}

static void
test_table_of_properties(void **state)
{
	const struct style_property *row;
	size_t count = 0;

	(void)state;
	for (; (row = style_property_at(count)) != NULL; count++) {
		assert_ptr_equal(&property_find(row->name)->about, row);
		assert_true(row->help[strlen(row->help) - 1] == '.');
		assert_true(strlen(row->value) > 0);
	}
	assert_in_range(count, 50, 128);
}

int
main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		CASE(test_unknown_property),
		CASE(test_bad_values),
		CASE(test_word_hint),
		CASE(test_unknown_token),
		CASE(test_bad_selector),
		CASE(test_unknown_parts),
		CASE(test_specificity_then_order),
		CASE(test_descendants_and_lists_of_selectors),
		CASE(test_inheritance_and_units),
		CASE(test_sizes_stay_in_bounds),
		CASE(test_shorthands_and_tokens),
		CASE(test_named_pages_start_from_the_unnamed),
		CASE(test_built_in_sheet),
		CASE(test_table_of_properties),
	};
#undef CASE

	return cmocka_run_group_tests(tests, NULL, NULL);
}
