/*
 * What Unicode says about a text: levels, scripts, breaks, visual order.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "fieldkit/segment.h"

struct fixture {
	struct arena arena;
	struct segmenter *segmenter;
};

static int
set_up(void **state)
{
	static struct fixture fixture;

	fixture = (struct fixture){ .segmenter = segmenter_new() };
	*state = &fixture;
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *fixture = *state;

	segmenter_free(fixture->segmenter);
	arena_release(&fixture->arena);
	return 0;
}

static struct segment_text
segment(struct fixture *fixture, const char *text,
    struct segment_options options)
{
	struct segment_text result;

	segment_text(fixture->segmenter, &fixture->arena, text,
	    (uint32_t)strlen(text), &options, &result);
	return result;
}

/* One letter a code point: `chosen` where the flag is set, else a dot. */
static const char *
flags_of(struct fixture *fixture, const struct segment_text *text,
    enum segment_flag flag, char chosen)
{
	char *string = arena_alloc(&fixture->arena, (size_t)text->count + 1);
	uint32_t i;

	for (i = 0; i < text->count; i++)
		string[i] = text->chars[i].flags & flag ? chosen : '.';
	return string;
}

static const char *
levels_of(struct fixture *fixture, const struct segment_text *text)
{
	char *string = arena_alloc(&fixture->arena, (size_t)text->count + 1);
	uint32_t i;

	for (i = 0; i < text->count; i++)
		string[i] = (char)('0' + text->chars[i].level);
	return string;
}

static void
characters_keep_their_bytes(void **state)
{
	struct fixture *fixture = *state;
	struct segment_text text = segment(fixture,
	    "a\xc3\xa9\xf0\x9f\x98\x80\xff" "b",
	    (struct segment_options){ .lang = "en" });

	assert_int_equal(text.count, 5);
	assert_int_equal(text.codepoints[2], 0x1f600);
	assert_int_equal(text.codepoints[3], 0xfffd);
	assert_int_equal(text.chars[1].byte, 1);
	assert_int_equal(text.chars[2].byte, 3);
	assert_int_equal(text.chars[4].byte, 8);
	assert_int_equal(text.chars[5].byte, 9);
}

static void
levels_follow_direction(void **state)
{
	struct fixture *fixture = *state;
	struct segment_text text = segment(fixture, "ab אב 12",
	    (struct segment_options){ .lang = "en" });

	assert_string_equal(levels_of(fixture, &text), "00011122");
	text = segment(fixture, "ab אב 12",
	    (struct segment_options){ .lang = "he", .is_rtl = true });
	assert_string_equal(levels_of(fixture, &text), "22111122");
	text = segment(fixture, "abc", (struct segment_options){ 0 });
	assert_string_equal(levels_of(fixture, &text), "000");
}

static void
common_characters_take_the_script_around(void **state)
{
	struct fixture *fixture = *state;
	struct segment_text text = segment(fixture, "(мир, ok) 1",
	    (struct segment_options){ .lang = "ru" });
	uint32_t cyrillic = SEGMENT_SCRIPT('C', 'y', 'r', 'l');
	uint32_t latin = SEGMENT_SCRIPT('L', 'a', 't', 'n');
	uint32_t i;

	for (i = 0; i < 6; i++)
		assert_int_equal(text.chars[i].script, cyrillic);
	for (; i < text.count; i++)
		assert_int_equal(text.chars[i].script, latin);
}

static void
lines_break_by_rule(void **state)
{
	struct fixture *fixture = *state;
	struct segment_options english = { .lang = "en" };
	struct segment_text text = segment(fixture, "to be-a\n\nb", english);

	assert_string_equal(flags_of(fixture, &text, SEGMENT_CAN_BREAK, 'x'),
	    "...x..x.xx");
	assert_string_equal(flags_of(fixture, &text, SEGMENT_MUST_BREAK, 'x'),
	    "........xx");
	/* A small letter does not start a Japanese line. */
	text = segment(fixture, "キャット",
	    (struct segment_options){ .lang = "ja" });
	assert_string_equal(flags_of(fixture, &text, SEGMENT_CAN_BREAK, 'x'),
	    "...x");
	/* Korean breaks between words only. */
	text = segment(fixture, "안녕 세계",
	    (struct segment_options){ .lang = "ko" });
	assert_string_equal(flags_of(fixture, &text, SEGMENT_CAN_BREAK, 'x'),
	    "...x.");
	/* Thai breaks between words, and must where a line ends. */
	text = segment(fixture, "ไฟล์แนบ\na",
	    (struct segment_options){ .lang = "th" });
	assert_string_equal(flags_of(fixture, &text, SEGMENT_CAN_BREAK, 'x'),
	    "....x...x");
	assert_string_equal(flags_of(fixture, &text, SEGMENT_MUST_BREAK, 'x'),
	    "........x");
	/* Brackets, digits and Latin cling to it. */
	text = segment(fixture, "세계(예)를 3개A",
	    (struct segment_options){ .lang = "ko" });
	assert_string_equal(flags_of(fixture, &text, SEGMENT_CAN_BREAK, 'x'),
	    ".......x..");
}

/* Left to right among right to left, in one piece. */
static void
telephone_numbers_are_one(void **state)
{
	struct fixture *fixture = *state;
	struct segment_text text = segment(fixture, "א +971 4 123 (4567) ב",
	    (struct segment_options){ .is_rtl = true });
	uint32_t i;

	for (i = 2; i < 18; i++)
		assert_int_equal(text.chars[i].level, 2);
	assert_int_equal(text.chars[0].level, 1);
	assert_int_equal(text.chars[20].level, 1);
	for (i = 3; i < 18; i++)
		assert_false(text.chars[i].flags & SEGMENT_CAN_BREAK);
	/* A sum is none: it has too few digits. */
	text = segment(fixture, "א +12 34 ב",
	    (struct segment_options){ .is_rtl = true });
	assert_int_equal(text.chars[2].level, 1);
	assert_true(text.chars[6].flags & SEGMENT_CAN_BREAK);
}

static void
phrases_are_marked(void **state)
{
	struct fixture *fixture = *state;
	struct segment_options options = { .lang = "ja" };
	struct segment_text text = segment(fixture, "これはテスト", options);

	assert_string_equal(flags_of(fixture, &text, SEGMENT_IN_PHRASE, 'p'),
	    "......");
	options.has_phrases = true;
	text = segment(fixture, "これはテスト", options);
	assert_string_equal(flags_of(fixture, &text, SEGMENT_IN_PHRASE, 'p'),
	    ".pp.pp");
	text = segment(fixture, "ソフトウェアデリバリーの刷新", options);
	assert_string_equal(flags_of(fixture, &text, SEGMENT_IN_WORD, 'w'),
	    ".www.w.www...w");
}

static void
clusters_hold_their_marks(void **state)
{
	struct fixture *fixture = *state;
	struct segment_text text = segment(fixture, "e\xcc\x81x",
	    (struct segment_options){ .lang = "en" });

	assert_string_equal(flags_of(fixture, &text, SEGMENT_CLUSTER, 'c'),
	    "c.c");
}

static void
runs_stand_in_visual_order(void **state)
{
	/* Right to left with a number and a quotation inside. */
	static const uint8_t levels[] = { 1, 2, 1, 2, 3, 2 };
	static const uint32_t want[] = { 3, 4, 5, 2, 1, 0 };
	uint32_t order[6];

	(void)state;
	segment_visual_order(levels, 6, order);
	assert_memory_equal(order, want, sizeof(want));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
		TEST(characters_keep_their_bytes),
		TEST(levels_follow_direction),
		TEST(common_characters_take_the_script_around),
		TEST(lines_break_by_rule),
		TEST(telephone_numbers_are_one),
		TEST(phrases_are_marked),
		TEST(clusters_hold_their_marks),
		TEST(runs_stand_in_visual_order),
#undef TEST
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
