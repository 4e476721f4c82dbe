/*
 * Subsets of TrueType faces: every glyph is drawn as in the face that it is
 * from, and tables that are damaged or cut short are refused.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "../../src/render/type/face.h"
#include "../../src/render/type/glyf.h"
#include "fieldkit/strbuf.h"

/* Faces with composites, marks, and both kinds of loca. */
static const char *const families[] = { "Noto Sans", "Noto Serif Display",
	"Noto Naskh Arabic", "Noto Sans Devanagari", "Noto Sans Thai" };

struct tables {
	hb_blob_t *blobs[GLYF_TABLE_COUNT];
	struct glyf_bytes items[GLYF_TABLE_COUNT];
};

static void
open_tables(const struct type_face *face, struct tables *ret_tables)
{
	static const char tags[][5] = { "glyf", "head", "hhea", "hmtx", "loca",
		"maxp" };
	unsigned int len;
	size_t i;

	for (i = 0; i < GLYF_TABLE_COUNT; i++) {
		ret_tables->blobs[i] = hb_face_reference_table(face->face,
		    hb_tag_from_string(tags[i], 4));
		ret_tables->items[i].bytes = (const unsigned char *)
		    hb_blob_get_data(ret_tables->blobs[i], &len);
		ret_tables->items[i].len = len;
	}
}

static void
close_tables(struct tables *tables)
{
	size_t i;

	for (i = 0; i < GLYF_TABLE_COUNT; i++)
		hb_blob_destroy(tables->blobs[i]);
}

static void
note(struct strbuf *out, char verb, float x, float y)
{
	strbuf_printf(out, "%c%d,%d ", verb, (int)(x * 4), (int)(y * 4));
}

static void
on_move(hb_draw_funcs_t *funcs, void *out, hb_draw_state_t *state, float x,
    float y, void *data)
{
	(void)funcs;
	(void)state;
	(void)data;
	note(out, 'm', x, y);
}

static void
on_line(hb_draw_funcs_t *funcs, void *out, hb_draw_state_t *state, float x,
    float y, void *data)
{
	(void)funcs;
	(void)state;
	(void)data;
	note(out, 'l', x, y);
}

static void
on_curve(hb_draw_funcs_t *funcs, void *out, hb_draw_state_t *state, float x1,
    float y1, float x, float y, void *data)
{
	(void)funcs;
	(void)state;
	(void)data;
	note(out, 'q', x1, y1);
	note(out, ' ', x, y);
}

static hb_draw_funcs_t *
recorder_new(void)
{
	hb_draw_funcs_t *funcs = hb_draw_funcs_create();

	hb_draw_funcs_set_move_to_func(funcs, on_move, NULL, NULL);
	hb_draw_funcs_set_line_to_func(funcs, on_line, NULL, NULL);
	hb_draw_funcs_set_quadratic_to_func(funcs, on_curve, NULL, NULL);
	return funcs;
}

static void
draw(hb_font_t *font, uint32_t gid, struct strbuf *ret_path)
{
	hb_draw_funcs_t *funcs = recorder_new();

	strbuf_clear(ret_path);
	strbuf_printf(ret_path, "%d: ",
	    (int)hb_font_get_glyph_h_advance(font, gid));
	hb_font_get_glyph_shape(font, gid, funcs, ret_path);
	hb_draw_funcs_destroy(funcs);
}

static void
compare(const struct type_face *face, struct glyf_bytes bytes,
    const uint32_t *gids, const uint32_t *codes, uint32_t count)
{
	hb_blob_t *blob = hb_blob_create((const char *)bytes.bytes,
	    (unsigned int)bytes.len, HB_MEMORY_MODE_READONLY, NULL, NULL);
	hb_face_t *subset = hb_face_create(blob, 0);
	hb_font_t *font = hb_font_create(subset);
	struct strbuf was = { 0 }, is = { 0 };
	uint32_t i;

	hb_font_set_scale(font, (int)face->upem, (int)face->upem);
	assert_int_equal(hb_face_get_upem(subset), face->upem);
	for (i = 0; i < count; i++) {
		assert_true(codes[i] < hb_face_get_glyph_count(subset));
		draw(face->font, gids[i], &was);
		draw(font, codes[i], &is);
		assert_string_equal(is.bytes, was.bytes);
	}
	strbuf_release(&was);
	strbuf_release(&is);
	hb_font_destroy(font);
	hb_face_destroy(subset);
	hb_blob_destroy(blob);
}

/* All of a file's 32-bit numbers, its adjustment included (OpenType, "head").
 */
static uint32_t
sum_of(struct glyf_bytes font)
{
	uint32_t sum = 0;
	size_t i;

	for (i = 0; i + 4 <= font.len; i += 4)
		sum += (uint32_t)font.bytes[i] << 24 |
		    (uint32_t)font.bytes[i + 1] << 16 |
		    (uint32_t)font.bytes[i + 2] << 8 | font.bytes[i + 3];
	return sum;
}

/* Each third glyph from `first` on. */
static void
compare_glyphs(const struct type_face *face, const struct tables *tables,
    uint32_t first)
{
	uint32_t all = hb_face_get_glyph_count(face->face), count = 0, gid;
	struct glyf_bytes font = { NULL, 0 };
	struct arena arena = { 0 };
	uint32_t *gids = ARENA_ARRAY(&arena, uint32_t, all);
	uint32_t *codes = ARENA_ARRAY(&arena, uint32_t, all);

	for (gid = first; gid < all; gid += 3)
		gids[count++] = gid;
	assert_true(glyf_subset(tables->items, &arena, gids, count, codes,
	    &font));
	assert_int_equal(sum_of(font), 0xb1b0afba);
	compare(face, font, gids, codes, count);
	arena_release(&arena);
}

static void
glyphs_are_drawn_as_they_were(void **state)
{
	struct type_faces *faces = type_faces_new();
	struct diags diags = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(families) / sizeof(families[0]); i++) {
		const struct type_face *face = type_face_find(faces,
		    families[i], 400, false, SOURCE_NOWHERE, &diags);
		struct tables tables;
		uint32_t first;

		assert_non_null(face);
		open_tables(face, &tables);
		for (first = 0; first < 3; first++)
			compare_glyphs(face, &tables, first);
		close_tables(&tables);
	}
	type_faces_free(faces);
}

static bool
subset_some(const struct glyf_bytes *tables)
{
	static const uint32_t gids[] = { 3, 36, 68, 100, 130, 200, 300 };
	uint32_t codes[sizeof(gids) / sizeof(gids[0])];
	struct glyf_bytes font = { NULL, 0 };
	struct arena arena = { 0 };
	bool is_done = glyf_subset(tables, &arena, gids,
	    sizeof(gids) / sizeof(gids[0]), codes, &font);

	arena_release(&arena);
	return is_done;
}

/* Whatever it does to a table that is cut short, it reads no further. */
static void
short_tables_are_refused(void **state)
{
	struct type_faces *faces = type_faces_new();
	struct diags diags = { 0 };
	const struct type_face *face = type_face_find(faces, families[0], 400,
	    false, SOURCE_NOWHERE, &diags);
	struct tables tables;
	size_t i, len;

	(void)state;
	open_tables(face, &tables);
	assert_true(subset_some(tables.items));
	for (i = 0; i < GLYF_TABLE_COUNT; i++) {
		struct glyf_bytes cut[GLYF_TABLE_COUNT];

		memcpy(cut, tables.items, sizeof(cut));
		for (len = 0; len < 200 && len < tables.items[i].len; len++) {
			unsigned char *copy = test_malloc(len + 1);

			memcpy(copy, tables.items[i].bytes, len);
			cut[i] = (struct glyf_bytes){ copy, len };
			assert_false(subset_some(cut));
			test_free(copy);
		}
	}
	close_tables(&tables);
	type_faces_free(faces);
}

/* Numbers that point anywhere: no crash, whatever comes of it. */
static void
wrong_numbers_do_no_harm(void **state)
{
	struct type_faces *faces = type_faces_new();
	struct diags diags = { 0 };
	const struct type_face *face = type_face_find(faces, families[0], 400,
	    false, SOURCE_NOWHERE, &diags);
	struct tables tables;
	uint32_t seed = 1, refused = 0;
	size_t round, i;

	(void)state;
	open_tables(face, &tables);
	for (round = 0; round < 300; round++) {
		const size_t hit = round % GLYF_TABLE_COUNT;
		const size_t len = tables.items[hit].len;
		struct glyf_bytes wrong[GLYF_TABLE_COUNT];
		unsigned char *copy = test_malloc(len);

		memcpy(wrong, tables.items, sizeof(wrong));
		memcpy(copy, tables.items[hit].bytes, len);
		for (i = 0; i < 1 + len / 40; i++) {
			seed = seed * 1664525 + 1013904223;
			copy[(seed >> 8) % len] ^= (unsigned char)seed;
		}
		wrong[hit].bytes = copy;
		refused += !subset_some(wrong);
		test_free(copy);
	}
	assert_in_range(refused, 50, 299);
	close_tables(&tables);
	type_faces_free(faces);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(glyphs_are_drawn_as_they_were),
		cmocka_unit_test(short_tables_are_refused),
		cmocka_unit_test(wrong_numbers_do_no_harm),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
