/*
 * Typography of anything at all: nothing depends on what was set before or on
 * which thread, and no text is set wrongly or takes long.
 */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "typeset.h"

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
		TEST(threads_and_history_change_nothing),
		TEST(random_text_is_set_soundly),
		TEST(long_hostile_text_takes_no_longer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
