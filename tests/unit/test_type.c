/*
 * Typography against the installed Noto faces: which faces are found, what
 * lines say, where they break and how they are filled.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "typeset.h"

static void
faces_are_found_once(void **state)
{
	struct fixture *fixture = *state;
	const struct type_face *sans = face(fixture, "Noto Sans");
	const struct type_face *jp = face(fixture, "Noto Sans CJK JP");
	const struct type_face *kr = face(fixture, "Noto Sans CJK KR");
	struct type_metrics metrics;

	assert_string_equal(type_face_name(sans), "NotoSans-Regular");
	assert_ptr_equal(sans, face(fixture, "Noto Sans"));
	/* No lighter weight is installed: the same file answers. */
	assert_ptr_equal(jp, type_face_find(fixture->faces,
	    "Noto Sans CJK JP", 450, false, SOURCE_NOWHERE, &fixture->diags));
	assert_ptr_not_equal(jp, kr);
	assert_string_not_equal(type_face_digest(jp), type_face_digest(kr));
	assert_int_equal(strlen(type_face_digest(sans)), 64);
	assert_true(type_face_has(sans, 'A'));
	assert_false(type_face_has(sans, 0x4e00));
	assert_true(type_face_has(jp, 0x4e00));
	assert_true(type_face_has(jp, 0x20089));
	assert_false(type_face_has(jp, 0x110000));
	metrics = type_face_metrics(sans, FIXED_FROM_PT(10));
	assert_in_range(metrics.ascent, 600, 720);
	assert_in_range(metrics.descent, 150, 220);
	assert_in_range(metrics.cap_height, 440, 480);
	assert_true(metrics.x_height < metrics.cap_height);
}

static void
missing_face_names_its_package(void **state)
{
	struct fixture *fixture = *state;

	assert_null(face(fixture, "Noto Sans CJK Nowhere"));
	assert_int_equal(fixture->diags.count, 1);
	assert_int_equal(fixture->diags.items[0].id, DIAG_FACE_MISSING);
	assert_non_null(strstr(fixture->diags.items[0].message,
	    "apt-get install fonts-noto-cjk"));
}

static void
lines_hold_all_the_text(void **state)
{
	struct fixture *fixture = *state;
	struct sample sample = { .text = LONG_ENGLISH, .lang = "en",
		.families = { "Noto Sans" }, .align = TYPE_JUSTIFY };
	char *from, *to;

	for (sample.width_pt = 113; sample.width_pt < 500;
	    sample.width_pt += 43) {
		struct type_lines lines = set_sample(fixture, &sample);
		char *text = arena_strdup(&fixture->arena,
		    text_of(fixture, &lines));

		assert_sound(&lines);
		assert_false(lines.is_overfull);
		/* A line that was broken at a space still has it. */
		for (from = to = text; *from != '\0'; from++)
			if (*from != '|')
				*to++ = *from;
		*to = '\0';
		assert_string_equal(text, LONG_ENGLISH);
	}
}

static void
justified_lines_end_at_the_edge(void **state)
{
	struct fixture *fixture = *state;
	struct sample sample = { .text = LONG_ENGLISH, .lang = "en",
		.families = { "Noto Serif" }, .width_pt = 180,
		.align = TYPE_JUSTIFY, .has_hyphenation = true };
	struct type_lines lines = set_sample(fixture, &sample);
	uint32_t i;

	assert_true(lines.count > 5);
	for (i = 0; i + 1 < lines.count; i++) {
		const struct type_line *line = &lines.lines[i];
		const struct type_run *last = &line->runs[line->run_count - 1];

		assert_int_equal(last->x + last->width, FIXED_FROM_PT(180));
		assert_false(line->is_last);
	}
	assert_true(lines.lines[i].is_last);
	assert_true(lines.lines[i].runs[0].width < FIXED_FROM_PT(180));
}

static void
alignment_places_runs(void **state)
{
	struct fixture *fixture = *state;
	struct sample sample = { .text = "short", .lang = "en",
		.families = { "Noto Sans" }, .width_pt = 100 };
	struct type_lines lines = set_sample(fixture, &sample);
	fixed slack = FIXED_FROM_PT(100) - lines.lines[0].width;

	assert_int_equal(lines.lines[0].runs[0].x, 0);
	sample.align = TYPE_END;
	lines = set_sample(fixture, &sample);
	assert_int_equal(lines.lines[0].runs[0].x, slack);
	sample.align = TYPE_CENTER;
	lines = set_sample(fixture, &sample);
	assert_int_equal(lines.lines[0].runs[0].x, slack / 2);
	sample.align = TYPE_START;
	sample.is_rtl = true;
	lines = set_sample(fixture, &sample);
	assert_int_equal(lines.lines[0].runs[0].x, slack);
}

static void
words_are_divided_by_their_language(void **state)
{
	struct fixture *fixture = *state;
	struct sample sample = { .lang = "de", .families = { "Noto Sans" },
		.text = "Donaudampfschifffahrtsgesellschaft",
		.width_pt = 110, .has_hyphenation = true };
	struct type_lines lines = set_sample(fixture, &sample);

	assert_string_equal(text_of(fixture, &lines),
	    "Donaudampfschiff\xc2\xad|fahrtsgesellschaft");
	assert_true(lines.lines[0].is_hyphenated);
	assert_false(lines.lines[1].is_hyphenated);
	assert_false(lines.is_overfull);
	assert_sound(&lines);
	/* Cyrillic and Greek, from 8-bit dictionaries. */
	sample = (struct sample){ .lang = "ru", .families = { "Noto Sans" },
		.text = "предпринимательство", .width_pt = 80,
		.has_hyphenation = true };
	lines = set_sample(fixture, &sample);
	assert_int_equal(lines.count, 2);
	assert_true(lines.lines[0].is_hyphenated);
	sample.lang = "el";
	sample.text = "αποτελεσματικότητα";
	lines = set_sample(fixture, &sample);
	assert_int_equal(lines.count, 2);
	assert_true(lines.lines[0].is_hyphenated);
}

static void
soft_hyphens_show_at_line_ends_only(void **state)
{
	struct fixture *fixture = *state;
	struct sample sample = { .lang = "en", .families = { "Noto Sans" },
		.text = "micro\xc2\xadsite", .width_pt = 300 };
	struct type_lines lines = set_sample(fixture, &sample);

	assert_int_equal(lines.lines[0].runs[0].glyph_count, 9);
	sample.width_pt = 40;
	lines = set_sample(fixture, &sample);
	assert_string_equal(text_of(fixture, &lines), "micro\xc2\xad|site");
	assert_int_equal(lines.lines[0].runs[0].glyph_count, 6);
}

static void
addresses_break_after_signs(void **state)
{
	struct fixture *fixture = *state;
	struct sample sample = { .lang = "en", .families = { "Noto Sans" },
		.text = "https://example.com/offices/munich?year=2026&paper=A4",
		.width_pt = 120, .has_hyphenation = true };
	struct type_lines lines = set_sample(fixture, &sample);

	assert_string_equal(text_of(fixture, &lines), "https://example.com/|"
	    "offices/munich?year=|2026&paper=A4");
	assert_false(lines.is_overfull);
}

static void
signs_stay_with_their_number(void **state)
{
	struct fixture *fixture = *state;
	struct sample sample = { .text = "of 44 % at 20 °C", .lang = "en",
		.families = { "Noto Sans" }, .width_pt = 27 };
	struct type_lines lines = set_sample(fixture, &sample);

	assert_string_equal(text_of(fixture, &lines), "of |44 % |at |20 °C");
}

static void
long_words_split_rather_than_overflow(void **state)
{
	struct fixture *fixture = *state;
	struct sample sample = { .lang = "en", .families = { "Noto Sans" },
		.text = "a WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW b",
		.width_pt = 60 };
	struct type_lines lines = set_sample(fixture, &sample);

	assert_true(lines.count > 5);
	assert_false(lines.is_overfull);
	assert_sound(&lines);
}

static void
spaces_and_forced_breaks(void **state)
{
	struct fixture *fixture = *state;
	struct sample sample = { .lang = "en", .families = { "Noto Sans" },
		.text = "one\n\n  two   \nthree\xc2\xa0" "3", .width_pt = 30 };
	struct type_lines lines = set_sample(fixture, &sample);

	assert_string_equal(text_of(fixture, &lines),
	    "one ||  two |three\xc2\xa0|3");
	assert_int_equal(lines.lines[1].run_count, 0);
	assert_true(lines.lines[1].ascent > 0);
	sample.text = "Bild\xc2\xa0" "3 ist gut";
	sample.width_pt = 35;
	lines = set_sample(fixture, &sample);
	assert_string_equal(text_of(fixture, &lines),
	    "Bild\xc2\xa0" "3 |ist gut");
	sample.text = "";
	lines = set_sample(fixture, &sample);
	assert_int_equal(lines.count, 1);
	assert_int_equal(lines.lines[0].width, 0);
}

static void
boxes_and_styles_mix(void **state)
{
	struct fixture *fixture = *state;
	struct sample sample = { .lang = "en", .families = { "Noto Sans" } };
	struct type_style *plain = style_of(fixture, &sample);
	struct type_style big = *plain;
	struct type_span spans[] = {
		{ .text = "Page ", .text_len = 5, .style = plain },
		{ .style = plain, .box_width = 640, .box_ascent = 2000,
		    .box_descent = 10 },
		{ .text = " of", .text_len = 3, .style = &big },
		{ .text = "end", .text_len = 3, .style = plain,
		    .is_forced_break = true },
	};
	struct type_paragraph paragraph = { .spans = spans, .span_count = 4,
		.width = FIXED_FROM_PT(200), .lang = "en" };
	const struct type_line *line;
	struct type_lines lines;

	big.size = FIXED_FROM_PT(20);
	type_set_paragraph(fixture->context, &fixture->arena, &paragraph,
	    &fixture->diags, &lines);
	assert_int_equal(lines.count, 2);
	line = &lines.lines[0];
	assert_int_equal(line->run_count, 3);
	assert_null(line->runs[1].face);
	assert_int_equal(line->runs[1].span, 1);
	assert_int_equal(line->runs[1].width, 640);
	assert_int_equal(line->runs[2].span, 2);
	assert_int_equal(line->runs[2].size, FIXED_FROM_PT(20));
	assert_int_equal(line->ascent, 2000);
	assert_int_equal(lines.lines[1].runs[0].span, 3);
	assert_sound(&lines);
}

static void
headings_are_balanced(void **state)
{
	struct fixture *fixture = *state;
	struct sample english = { .lang = "en", .families = { "Noto Sans" },
		.text = "Modern delivery for regulated platforms in Europe",
		.width_pt = 220 };
	struct sample japanese = { .lang = "ja", .width_pt = 150,
		.families = { "Noto Sans CJK JP" },
		.text = "これはパートナー企業の紹介資料を自動で生成する仕組みです" };
	struct type_lines lines = set_sample(fixture, &english);

	assert_string_equal(text_of(fixture, &lines),
	    "Modern delivery for regulated platforms |in Europe");
	english.is_balanced = true;
	lines = set_sample(fixture, &english);
	assert_string_equal(text_of(fixture, &lines),
	    "Modern delivery for regulated |platforms in Europe");
	/* Between phrases, not inside 紹介資料. */
	japanese.is_balanced = true;
	lines = set_sample(fixture, &japanese);
	assert_string_equal(text_of(fixture, &lines),
	    "これはパートナー企業の紹介|資料を自動で生成する仕組みです");
}

static void
wide_gaps_are_left_ragged(void **state)
{
	struct fixture *fixture = *state;
	struct sample sample = { .lang = "en", .families = { "Noto Sans" },
		.text = "a b incomprehensibilities", .width_pt = 104,
		.align = TYPE_JUSTIFY };
	struct type_lines lines = set_sample(fixture, &sample);

	assert_int_equal(lines.count, 2);
	assert_int_equal(lines.lines[0].runs[0].width, lines.lines[0].width);
}

static void
missing_glyphs_are_reported_once(void **state)
{
	struct fixture *fixture = *state;
	struct sample sample = { .lang = "en", .families = { "Noto Sans" },
		.text = "a \xf0\x9f\x98\x80 b \xf0\x9f\x98\x80 c 日",
		.width_pt = 300 };
	struct type_lines lines = set_sample(fixture, &sample);

	assert_int_equal(fixture->diags.count, 2);
	assert_int_equal(fixture->diags.items[0].id, DIAG_GLYPH_MISSING);
	assert_non_null(strstr(fixture->diags.items[0].message, "U+1F600"));
	assert_sound(&lines);
}

static void
measures_add_up(void **state)
{
	struct fixture *fixture = *state;
	struct sample sample = { .lang = "en", .families = { "Noto Sans" },
		.text = "narrow words here", .width_pt = 500 };
	struct type_lines lines = set_sample(fixture, &sample);
	struct type_style *style = style_of(fixture, &sample);
	struct type_span span = { .text = sample.text, .text_len = 17,
		.style = style };
	struct type_paragraph paragraph = { .spans = &span, .span_count = 1,
		.lang = "en" };
	fixed whole = type_measure(fixture->context, sample.text, 17, style);
	fixed words = type_measure(fixture->context, "narrow", 6, style) +
	    type_measure(fixture->context, "words", 5, style) +
	    type_measure(fixture->context, "here", 4, style) +
	    2 * type_measure(fixture->context, " ", 1, style);
	fixed min, max;

	assert_int_equal(whole, lines.lines[0].width);
	assert_int_equal(whole, words);
	type_measure_paragraph(fixture->context, &fixture->arena, &paragraph,
	    &min, &max);
	assert_int_equal(max, whole);
	assert_int_equal(min, type_measure(fixture->context, "narrow", 6,
	    style));
	style->letter_spacing = 64;
	assert_int_equal(type_measure(fixture->context, "narrow", 6, style),
	    min + 6 * 64);
}

static void
subset_codes_show_the_glyphs(void **state)
{
	struct fixture *fixture = *state;
	uint32_t gids[] = { 3, 36, 37, 70 };
	struct type_subset subset, again;

	assert_true(type_face_subset(face(fixture, "Noto Sans"),
	    &fixture->arena, gids, 4, &fixture->diags, &subset));
	assert_false(subset.is_cff);
	assert_memory_equal(subset.bytes, "\0\1\0\0", 4);
	assert_int_equal(subset.codes[0], 1);
	assert_int_equal(subset.codes[3], 4);
	assert_in_range(subset.widths[1], 400, 900);
	assert_true(subset.ascent > 0 && subset.descent < 0);
	assert_true(subset.len < 4000);
	assert_true(type_face_subset(face(fixture, "Noto Sans"),
	    &fixture->arena, gids, 4, &fixture->diags, &again));
	assert_int_equal(again.len, subset.len);
	assert_memory_equal(again.bytes, subset.bytes, subset.len);
	/* CID-keyed: glyphs are shown by CID, which subsetting keeps. */
	assert_true(type_face_subset(face(fixture, "Noto Sans CJK JP"),
	    &fixture->arena, gids, 4, &fixture->diags, &subset));
	assert_true(subset.is_cff);
	assert_int_equal(subset.bytes[0], 1);
	assert_int_equal(subset.codes[1], 36);
	assert_int_equal(subset.codes[3], 70);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(faces_are_found_once),
		TEST(missing_face_names_its_package),
		TEST(lines_hold_all_the_text),
		TEST(justified_lines_end_at_the_edge),
		TEST(alignment_places_runs),
		TEST(words_are_divided_by_their_language),
		TEST(soft_hyphens_show_at_line_ends_only),
		TEST(addresses_break_after_signs),
		TEST(signs_stay_with_their_number),
		TEST(long_words_split_rather_than_overflow),
		TEST(spaces_and_forced_breaks),
		TEST(boxes_and_styles_mix),
		TEST(headings_are_balanced),
		TEST(wide_gaps_are_left_ragged),
		TEST(missing_glyphs_are_reported_once),
		TEST(measures_add_up),
		TEST(subset_codes_show_the_glyphs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
