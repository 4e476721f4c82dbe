/*
 * Typography of other scripts: in which order runs stand, what glyphs say, and
 * where lines without spaces break.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "typeset.h"

static void
hebrew_stands_right_to_left(void **state)
{
	struct fixture *fixture = *state;
	struct sample sample = { .lang = "he", .is_rtl = true,
		.families = { "Noto Sans Hebrew", "Noto Sans" },
		.text = "אבג 123 ABC", .width_pt = 200 };
	struct type_lines lines = set_sample(fixture, &sample);
	const struct type_line *line = &lines.lines[0];
	const struct type_run *first = &line->runs[0];
	const struct type_run *last = &line->runs[line->run_count - 1];

	/* ABC | space | 123 | Hebrew and its space, seen from the left. */
	assert_int_equal(line->run_count, 4);
	assert_false(first->is_rtl);
	assert_memory_equal(first->text, "ABC", 3);
	assert_memory_equal(line->runs[2].text, "123", 3);
	assert_true(last->is_rtl);
	/* Logical text, glyphs from the left: the last letter first. */
	assert_memory_equal(last->text, "אבג ", 7);
	assert_memory_equal(last->glyphs[last->glyph_count - 1].text, "א", 2);
	assert_int_equal(last->x + last->width, FIXED_FROM_PT(200));
	assert_sound(&lines);
}

/* What a reader makes of a line: the texts of its glyphs, those of runs from
 * right to left turned around; a bar where a glyph says nothing. */
static const char *
spoken_by(struct fixture *fixture, const struct type_line *line)
{
	struct strbuf buffer;
	const char *text;
	uint32_t i, j;

	strbuf_init(&buffer);
	for (i = 0; i < line->run_count; i++) {
		const struct type_run *run = &line->runs[i];

		for (j = 0; j < run->glyph_count; j++) {
			const struct page_glyph *glyph = &run->glyphs[
			    run->is_rtl ? run->glyph_count - 1 - j : j];

			strbuf_add(&buffer, glyph->text_len > 0 ?
			    glyph->text : "|", glyph->text_len > 0 ?
			    glyph->text_len : 1);
		}
	}
	text = arena_strdup(&fixture->arena, strbuf_string(&buffer));
	strbuf_release(&buffer);
	return text;
}

static const char *
spoken_of(struct fixture *fixture, const char *family, const char *text,
    bool is_rtl)
{
	struct sample sample = { .families = { family }, .lang = "und",
		.text = text, .width_pt = 300, .is_rtl = is_rtl };
	struct type_lines lines = set_sample(fixture, &sample);

	assert_int_equal(lines.count, 1);
	assert_sound(&lines);
	return spoken_by(fixture, &lines.lines[0]);
}

/* A face moves and splits letters; read in order, the glyphs say the text. */
static void
glyphs_say_the_text_in_order(void **state)
{
	struct fixture *fixture = *state;
	static const struct {
		const char *family, *text;
	} samples[] = {
		{ "Noto Sans Devanagari", "कि क्षत्रिय प्रतिष्ठा र्क्त" },
		{ "Noto Sans Thai", "ที่อยู่ผู้ซื้อ" },
		{ "Noto Sans", "office e\u0301 \u00a0\u202f" },
		{ "Noto Sans Arabic", "السلام ولا الأول مُحَمَّد" },
		{ "Noto Sans Arabic", "می\u200cخواهم" },
		{ "Noto Sans Hebrew", "שָׁלוֹם" },
	};
	size_t i;

	for (i = 0; i < sizeof(samples) / sizeof(samples[0]); i++)
		assert_string_equal(spoken_of(fixture, samples[i].family,
		    samples[i].text, i > 2), samples[i].text);
}

/* Thai sara am is drawn as two glyphs, the first before a tone mark: they say
 * its compatibility decomposition, the tone mark in its place. */
static void
sara_am_is_said_in_two(void **state)
{
	struct fixture *fixture = *state;

	assert_string_equal(spoken_of(fixture, "Noto Sans Thai",
	    "\u0e17\u0e33\u0e19\u0e49\u0e33", false),
	    "\u0e17\u0e4d\u0e32\u0e19\u0e49\u0e4d\u0e32");
}

/* Readers differ on glyphs of several letters from right to left. */
static void
glyph_from_right_to_left_says_one_letter(void **state)
{
	struct fixture *fixture = *state;
	struct sample sample = { .families = { "Noto Sans Arabic" },
		.lang = "ar", .text = "لا", .width_pt = 300, .is_rtl = true };
	struct type_lines lines = set_sample(fixture, &sample);
	const struct type_run *run = &lines.lines[0].runs[0];

	/* The ligature, and a glyph without ink to its right. */
	assert_int_equal(run->glyph_count, 2);
	assert_memory_equal(run->glyphs[0].text, "ا", 2);
	assert_memory_equal(run->glyphs[1].text, "ل", 2);
	assert_int_equal(run->glyphs[1].text_len, 2);
	assert_int_equal(run->glyphs[1].x_advance, 0);
}

static void
arabic_letters_join(void **state)
{
	struct fixture *fixture = *state;
	struct sample sample = { .lang = "ar", .is_rtl = true,
		.families = { "Noto Sans Arabic", "Noto Sans" },
		.text = "ههه", .width_pt = 200 };
	struct type_style *style = style_of(fixture, &sample);
	struct type_style other = *style;
	struct type_lines lines = set_sample(fixture, &sample);
	const struct type_run *run = &lines.lines[0].runs[0];
	struct type_span spans[] = {
		{ .text = "هه", .text_len = 4, .style = style },
		{ .text = "ه", .text_len = 2, .style = &other },
	};
	struct type_paragraph paragraph = { .spans = spans, .span_count = 2,
		.width = FIXED_FROM_PT(200), .is_rtl = true, .lang = "ar" };
	struct type_lines split;

	/* Initial, medial and final heh are three glyphs. */
	assert_int_equal(run->glyph_count, 3);
	assert_int_not_equal(run->glyphs[0].gid, run->glyphs[1].gid);
	assert_int_not_equal(run->glyphs[1].gid, run->glyphs[2].gid);
	/* A change of style inside the word does not part them. */
	type_set_paragraph(fixture->context, &fixture->arena, &paragraph,
	    &fixture->diags, &split);
	assert_int_equal(split.lines[0].run_count, 2);
	assert_int_equal(split.lines[0].runs[0].glyphs[0].gid,
	    run->glyphs[0].gid);
	assert_int_equal(split.lines[0].runs[1].glyphs[1].gid,
	    run->glyphs[2].gid);
}

/* What may not start a line: stops, small kana, closing brackets. */
static void
assert_kinsoku(const struct type_lines *lines)
{
	static const char *const forbidden[] = { "。", "、", "ャ", "ッ", "」" };
	uint32_t i;
	size_t j;

	for (i = 0; i < lines->count; i++)
		for (j = 0; j < sizeof(forbidden) / sizeof(char *); j++)
			assert_memory_not_equal(lines->lines[i].runs[0].text,
			    forbidden[j], 3);
}

static void
unspaced_scripts_break_by_their_rules(void **state)
{
	struct fixture *fixture = *state;
	struct sample thai = { .lang = "th", .families = { "Noto Sans Thai" },
		.text = "สวัสดีชาวโลกภาษาไทย", .width_pt = 60 };
	struct sample japanese = { .lang = "ja",
		.families = { "Noto Sans CJK JP" },
		.text = "これはテストです。「キャット」、終わり", .width_pt = 80 };
	struct sample korean = { .lang = "ko",
		.families = { "Noto Sans CJK KR" },
		.text = "안녕하세요 세계입니다", .width_pt = 60 };
	struct type_lines lines = set_sample(fixture, &thai);

	assert_string_equal(text_of(fixture, &lines),
	    "สวัสดีชาวโลก|ภาษาไทย");
	assert_sound(&lines);
	/* Down to what holds the bracket and its three letters. */
	for (; japanese.width_pt > 35; japanese.width_pt -= 7) {
		lines = set_sample(fixture, &japanese);
		assert_sound(&lines);
		assert_false(lines.is_overfull);
		assert_kinsoku(&lines);
	}
	lines = set_sample(fixture, &korean);
	assert_string_equal(text_of(fixture, &lines), "안녕하세요 |세계입니다");
}

static void
japanese_is_spaced_by_its_rules(void **state)
{
	struct fixture *fixture = *state;
	struct sample sample = { .lang = "ja", .width_pt = 300,
		.families = { "Noto Sans CJK JP" }, .text = "「あ」「い」、" };
	struct type_style *style = style_of(fixture, &sample);
	struct type_lines lines = set_sample(fixture, &sample);
	fixed letter = type_measure(fixture->context, "A", 1, style);

	/* Seven squares; two of the marks lose their empty halves, as does
	 * the one at the end of the line. */
	assert_int_equal(lines.lines[0].width, FIXED_FROM_PT(55));
	assert_sound(&lines);
	/* An eighth of an em between the scripts, none at the line's end. */
	assert_int_equal(type_measure(fixture->context, "Aあ", 4, style),
	    letter + FIXED_FROM_PT(10) + FIXED_FROM_PT(10) / 8);
	sample.text = "あああABCD";
	sample.width_pt = 35;
	lines = set_sample(fixture, &sample);
	assert_int_equal(lines.count, 2);
	assert_int_equal(lines.lines[0].width, FIXED_FROM_PT(30));
	/* A bracket at the start of a line is half as wide, but for the
	 * paragraph's first. */
	sample.text = "「ああ「ああ";
	lines = set_sample(fixture, &sample);
	assert_string_equal(text_of(fixture, &lines), "「ああ|「ああ");
	assert_int_equal(lines.lines[0].width, FIXED_FROM_PT(30));
	assert_int_equal(lines.lines[1].width, FIXED_FROM_PT(25));
	assert_sound(&lines);
	/* In Taiwan marks fill their squares. */
	style->lang = "zh-Hant-TW";
	assert_int_equal(type_measure(fixture->context, "」、", 6, style),
	    FIXED_FROM_PT(20));
}

static void
clusters_fall_back_whole(void **state)
{
	struct fixture *fixture = *state;
	struct sample sample = { .lang = "hi", .width_pt = 300,
		.families = { "Noto Sans", "Noto Sans Arabic",
		    "Noto Sans CJK JP" },
		.text = "a日b مر e\xcc\x81" };
	struct type_lines lines = set_sample(fixture, &sample);
	const struct type_line *line = &lines.lines[0];

	assert_int_equal(fixture->diags.count, 0);
	assert_sound(&lines);
	assert_string_equal(type_face_name(line->runs[0].face),
	    "NotoSans-Regular");
	assert_string_equal(type_face_name(line->runs[1].face),
	    "NotoSansCJKjp-Regular");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(hebrew_stands_right_to_left),
		TEST(arabic_letters_join),
		TEST(glyphs_say_the_text_in_order),
		TEST(sara_am_is_said_in_two),
		TEST(glyph_from_right_to_left_says_one_letter),
		TEST(unspaced_scripts_break_by_their_rules),
		TEST(japanese_is_spaced_by_its_rules),
		TEST(clusters_fall_back_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
