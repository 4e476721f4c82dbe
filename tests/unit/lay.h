/*
 * lay.h - laying out a few lines of markup in a style of a few lines, for
 * tests of the layout.
 */
#ifndef TESTS_LAY_H
#define TESTS_LAY_H

#include <stdlib.h>
#include <string.h>

#include "fieldkit/layout.h"
#include "fieldkit/trace.h"
#include "markup.h"

struct fixture {
	struct arena arena;
	struct sources sources;
	struct diags diags;
	struct theme theme;
	struct type_faces *faces;
	struct type_context *type;
	struct page_list pages;
	const char *lang;
	bool is_fine;
};

static const char faces_yaml[] =
    "body: [Noto Sans, Noto Sans Arabic]\n"
    "mono: {any: [Noto Sans Mono]}\n"
    "display: Noto Serif\n";

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
	fixture->theme.name = "test";
	fixture->theme.tokens = tokens;
	fixture->theme.token_count = 2;
	fixture->theme.faces = yaml(fixture, faces_yaml);
	fixture->faces = type_faces_new();
	fixture->type = type_context_new(fixture->faces);
	fixture->lang = "en";
	*state = fixture;
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *fixture = *state;

	type_context_free(fixture->type);
	type_faces_free(fixture->faces);
	diags_release(&fixture->diags);
	arena_release(&fixture->arena);
	sources_release(&fixture->sources);
	free(fixture);
	return 0;
}

/* Any name is a picture of 800 × 400 px, but "missing". */
static const struct image_asset *
find_image(void *context, const char *name, struct source_pos pos,
    struct diags *diags)
{
	static const struct image_asset wide = { .name = "wide.png",
		.width_px = 800, .height_px = 400 };

	(void)context;
	if (strcmp(name, "missing") != 0)
		return &wide;
	diag_report(diags, DIAG_IMAGE_MISSING, pos, "no such picture");
	return NULL;
}

static void
lay(struct fixture *fixture, const char *style, const char *markup)
{
	const struct layout_images images = { NULL, find_image };
	struct layout_options options = { .lang = fixture->lang,
		.faces = fixture->faces, .type = fixture->type,
		.images = &images };
	const struct print_style *sheet = print_style_new(&fixture->arena,
	    style == NULL ? NULL : yaml(fixture, style), &fixture->theme,
	    &fixture->diags);

	fixture->pages = (struct page_list){ 0 };
	fixture->is_fine = layout_pages(markup_parse(&fixture->arena, markup),
	    sheet, &options, &fixture->arena, &fixture->diags,
	    &fixture->pages);
}

#endif
