/*
 * typeset.h - paragraphs set in the installed Noto faces, and what their lines
 * say, for tests of src/render/type.
 */
#ifndef TESTS_TYPESET_H
#define TESTS_TYPESET_H

#include <stdio.h>
#include <string.h>

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

static inline const struct type_face *
face(struct fixture *fixture, const char *family)
{
	return type_face_find(fixture->faces, family, 400, false,
	    SOURCE_NOWHERE, &fixture->diags);
}

static inline struct type_style *
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

static inline struct type_lines
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
static inline const char *
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
static inline void
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

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

#endif
