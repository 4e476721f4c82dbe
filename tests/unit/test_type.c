/*
 * Typography against the installed Noto faces: what lines say, where they
 * break, in which order their runs stand, and that nothing depends on what was
 * set before or on which thread.
 */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "fieldkit/segment.h"
#include "fieldkit/strbuf.h"
#include "fieldkit/type.h"

#define LONG_ENGLISH                                                           \
	"The lighthouse keeper wrote a letter every evening, although nobody " \
	"had ever answered, and tied it with remarkable patience to the leg "  \
	"of whichever seagull happened to be sitting on the windowsill; in "   \
	"the morning the gulls were gone, and the extraordinary correspon"     \
	"dence with them."

struct fixture {
	struct arena arena;
	struct diags diags;
	struct type_faces *faces;
	struct type_context *context;
};

/* One paragraph of one style, by its essentials. */
struct sample {
	const char *text;
	const char *lang;
	const char *families[3];
	int width_pt;
	enum type_align align;
	bool is_rtl;
	bool has_hyphenation;
	bool is_balanced;
};

static int
set_up(void **state)
{
	static struct fixture fixture;

	fixture = (struct fixture){ .faces = type_faces_new() };
	diags_init(&fixture.diags, NULL);
	fixture.context = type_context_new(fixture.faces);
	*state = &fixture;
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *fixture = *state;

	type_context_free(fixture->context);
	type_faces_free(fixture->faces);
	arena_release(&fixture->arena);
	diags_release(&fixture->diags);
	return 0;
}

static const struct type_face *
face(struct fixture *fixture, const char *family)
{
	return type_face_find(fixture->faces, family, 400, false,
	    SOURCE_NOWHERE, &fixture->diags);
}

static struct type_style *
style_of(struct fixture *fixture, const struct sample *sample)
{
	struct type_style *style = ARENA_NEW(&fixture->arena,
	    struct type_style);
	const struct type_face **faces = ARENA_ARRAY(&fixture->arena,
	    const struct type_face *, 3);
	uint32_t count = 0, i;

	for (i = 0; i < 3 && sample->families[i] != NULL; i++) {
		faces[count] = face(fixture, sample->families[i]);
		assert_non_null(faces[count++]);
	}
	*style = (struct type_style){ .faces = faces, .face_count = count,
		.size = FIXED_FROM_PT(10), .lang = sample->lang,
		.has_hyphenation = sample->has_hyphenation };
	return style;
}

static struct type_lines
set_sample(struct fixture *fixture, const struct sample *sample)
{
	struct type_span *span = ARENA_NEW(&fixture->arena, struct type_span);
	struct type_paragraph paragraph = { .spans = span, .span_count = 1,
		.width = FIXED_FROM_PT(sample->width_pt),
		.align = sample->align, .is_rtl = sample->is_rtl,
		.is_balanced = sample->is_balanced, .lang = sample->lang };
	struct type_lines lines;

	*span = (struct type_span){ .text = sample->text,
		.text_len = (uint32_t)strlen(sample->text),
		.style = style_of(fixture, sample) };
	type_set_paragraph(fixture->context, &fixture->arena, &paragraph,
	    &fixture->diags, &lines);
	return lines;
}

/* The lines' texts, runs as they stand from left to right, a bar between
 * lines. */
static const char *
text_of(struct fixture *fixture, const struct type_lines *lines)
{
	struct strbuf buffer;
	const char *text;
	uint32_t i, j;

	strbuf_init(&buffer);
	for (i = 0; i < lines->count; i++) {
		if (i > 0)
			strbuf_add_char(&buffer, '|');
		for (j = 0; j < lines->lines[i].run_count; j++)
			strbuf_add(&buffer, lines->lines[i].runs[j].text,
			    lines->lines[i].runs[j].text_len);
	}
	text = arena_strdup(&fixture->arena, strbuf_string(&buffer));
	strbuf_release(&buffer);
	return text;
}

/* What must hold of any line: glyphs are real, say only the run's text, add
 * up to the runs, and the runs stand one after the other. */
static void
assert_sound(const struct type_lines *lines)
{
	uint32_t i, j, k;

	for (i = 0; i < lines->count; i++) {
		const struct type_line *line = &lines->lines[i];

		for (j = 0; j < line->run_count; j++) {
			const struct type_run *run = &line->runs[j];
			fixed width = 0;

			for (k = 0; k < run->glyph_count; k++) {
				assert_int_not_equal(run->glyphs[k].gid, 0);
				width += run->glyphs[k].x_advance;
			}
			if (run->face != NULL)
				assert_int_equal(width, run->width);
			if (j > 0)
				assert_int_equal(run->x, run[-1].x +
				    run[-1].width);
		}
	}
}

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

/* --- the same everywhere --- */

static const struct sample samples[] = {
	{ .text = LONG_ENGLISH, .lang = "en-GB", .families = { "Noto Sans" },
	    .width_pt = 140, .align = TYPE_JUSTIFY, .has_hyphenation = true },
	{ .text = "هذا نص عربي with English و 123 رقما", .lang = "ar",
	    .families = { "Noto Sans Arabic", "Noto Sans" }, .width_pt = 70,
	    .is_rtl = true },
	{ .text = "नमस्ते दुनिया, यह हिन्दी में एक परीक्षण है।", .lang = "hi",
	    .families = { "Noto Sans Devanagari", "Noto Sans" },
	    .width_pt = 90 },
	{ .text = "パートナー企業の紹介資料を自動で生成します。", .lang = "ja",
	    .families = { "Noto Sans CJK JP" }, .width_pt = 75,
	    .align = TYPE_JUSTIFY },
};

#define SAMPLE_COUNT (sizeof(samples) / sizeof(samples[0]))

static const char *
trace(struct fixture *fixture, const struct sample *sample)
{
	struct type_lines lines = set_sample(fixture, sample);
	struct strbuf buffer;
	const char *text;
	uint32_t i, j, k;

	strbuf_init(&buffer);
	for (i = 0; i < lines.count; i++)
		for (j = 0; j < lines.lines[i].run_count; j++) {
			const struct type_run *run = &lines.lines[i].runs[j];

			strbuf_printf(&buffer, "%u %d %s:", i, run->x,
			    type_face_name(run->face));
			for (k = 0; k < run->glyph_count; k++)
				strbuf_printf(&buffer, " %u@%d+%d,%d",
				    run->glyphs[k].gid,
				    run->glyphs[k].x_advance,
				    run->glyphs[k].x_offset,
				    run->glyphs[k].y_offset);
			strbuf_add_char(&buffer, '\n');
		}
	text = arena_strdup(&fixture->arena, strbuf_string(&buffer));
	strbuf_release(&buffer);
	return text;
}

struct thread {
	struct fixture fixture;
	const char *traces[SAMPLE_COUNT];
};

static void *
run_thread(void *argument)
{
	struct thread *thread = argument;
	size_t i;

	for (i = SAMPLE_COUNT; i-- > 0;)
		thread->traces[i] = trace(&thread->fixture, &samples[i]);
	return NULL;
}

static void
threads_and_history_change_nothing(void **state)
{
	struct fixture *fixture = *state;
	struct thread threads[3];
	pthread_t ids[3];
	size_t i, j;

	for (i = 0; i < 3; i++) {
		threads[i].fixture = (struct fixture){
			.faces = fixture->faces,
			.context = type_context_new(fixture->faces) };
		diags_init(&threads[i].fixture.diags, NULL);
		pthread_create(&ids[i], NULL, run_thread, &threads[i]);
	}
	for (i = 0; i < 3; i++)
		pthread_join(ids[i], NULL);
	for (j = 0; j < SAMPLE_COUNT; j++) {
		const char *want = trace(fixture, &samples[j]);

		assert_true(strlen(want) > 100);
		assert_string_equal(trace(fixture, &samples[j]), want);
		for (i = 0; i < 3; i++)
			assert_string_equal(threads[i].traces[j], want);
	}
	for (i = 0; i < 3; i++) {
		type_context_free(threads[i].fixture.context);
		arena_release(&threads[i].fixture.arena);
		diags_release(&threads[i].fixture.diags);
	}
}

/* --- anything at all --- */

static uint32_t
next_random(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

static uint32_t
random_codepoint(uint32_t *seed)
{
	static const uint32_t starts[] = { 0x20, 0x20, 0x41, 0x61, 0x300,
		0x370, 0x590, 0x600, 0x900, 0xe00, 0x1100, 0x200b, 0x2028,
		0x2060, 0x3040, 0x4e00, 0xac00, 0xfe00, 0x1f300, 0xe0100,
		0xa, 0xad };
	uint32_t which = next_random(seed) %
	    (sizeof(starts) / sizeof(starts[0]));

	if (next_random(seed) % 16 == 0)
		return next_random(seed) % 0xd800;
	return starts[which] + next_random(seed) % (which < 2 ? 1 : 0x60);
}

static void
add_utf8(struct strbuf *buffer, uint32_t c)
{
	if (c < 0x80) {
		strbuf_add_char(buffer, (char)c);
	} else if (c < 0x800) {
		strbuf_add_char(buffer, (char)(0xc0 | c >> 6));
		strbuf_add_char(buffer, (char)(0x80 | (c & 0x3f)));
	} else if (c < 0x10000) {
		strbuf_add_char(buffer, (char)(0xe0 | c >> 12));
		strbuf_add_char(buffer, (char)(0x80 | (c >> 6 & 0x3f)));
		strbuf_add_char(buffer, (char)(0x80 | (c & 0x3f)));
	} else {
		strbuf_add_char(buffer, (char)(0xf0 | c >> 18));
		strbuf_add_char(buffer, (char)(0x80 | (c >> 12 & 0x3f)));
		strbuf_add_char(buffer, (char)(0x80 | (c >> 6 & 0x3f)));
		strbuf_add_char(buffer, (char)(0x80 | (c & 0x3f)));
	}
}

static void
random_text_is_set_soundly(void **state)
{
	struct fixture *fixture = *state;
	struct sample sample = { .lang = "en", .families = { "Noto Sans",
		"Noto Sans Arabic", "Noto Sans CJK JP" } };
	struct strbuf buffer;
	uint32_t seed = 1, round, i, len;

	strbuf_init(&buffer);
	for (round = 0; round < 1500; round++) {
		struct type_lines lines;

		strbuf_clear(&buffer);
		len = next_random(&seed) % 120;
		for (i = 0; i < len; i++)
			add_utf8(&buffer, random_codepoint(&seed));
		/* Malformed, now and then. */
		if (round % 7 == 0)
			strbuf_add(&buffer, "\xe2\x82 \xff", 4);
		sample.text = strbuf_string(&buffer);
		sample.width_pt = (int)(next_random(&seed) % 200) - 5;
		sample.align = (enum type_align)(round % 4);
		sample.is_rtl = round % 3 == 0;
		sample.has_hyphenation = round % 2 == 0;
		lines = set_sample(fixture, &sample);
		assert_sound(&lines);
		arena_reset(&fixture->arena);
		diags_release(&fixture->diags);
	}
	strbuf_release(&buffer);
}

static void
long_hostile_text_takes_no_longer(void **state)
{
	static const char *const pieces[] = { "\xe2\x80\x8b", "a", "\xcc\x81",
		"\xd8\xa8", "/", "\xe2\x80\xae", "-", "\xe6\x97\xa5" };
	struct fixture *fixture = *state;
	struct sample sample = { .lang = "en", .width_pt = 14400,
		.families = { "Noto Sans", "Noto Sans Arabic",
		    "Noto Sans CJK JP" }, .has_hyphenation = true,
		.align = TYPE_JUSTIFY };
	struct strbuf buffer;
	size_t i, j;

	strbuf_init(&buffer);
	for (i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++) {
		struct type_lines lines;

		strbuf_clear(&buffer);
		for (j = 0; j < 5000; j++)
			strbuf_add_string(&buffer, pieces[i]);
		sample.text = strbuf_string(&buffer);
		lines = set_sample(fixture, &sample);
		assert_true(lines.count > 0);
		arena_reset(&fixture->arena);
	}
	strbuf_release(&buffer);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
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
		TEST(hebrew_stands_right_to_left),
		TEST(arabic_letters_join),
		TEST(glyphs_say_the_text_in_order),
		TEST(sara_am_is_said_in_two),
		TEST(glyph_from_right_to_left_says_one_letter),
		TEST(unspaced_scripts_break_by_their_rules),
		TEST(headings_are_balanced),
		TEST(japanese_is_spaced_by_its_rules),
		TEST(wide_gaps_are_left_ragged),
		TEST(clusters_fall_back_whole),
		TEST(missing_glyphs_are_reported_once),
		TEST(measures_add_up),
		TEST(subset_codes_show_the_glyphs),
		TEST(threads_and_history_change_nothing),
		TEST(random_text_is_set_soundly),
		TEST(long_hostile_text_takes_no_longer),
#undef TEST
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
