/* Any bytes as a print style, and the cascade over every element and a class,
 * within each other. */
#include "fuzz.h"

#include "../../src/render/layout/computed.h"
#include "fieldkit/yaml.h"

static struct theme_token tokens[] = {
	{ .name = "accent", .value = "#102030" },
	{ .name = "frame", .value = "1pt solid #ff0000" },
	{ .name = "scale-4", .value = "14pt" },
};

static void
resolve(struct fuzz_run *run, const struct print_style *sheet)
{
	struct style_cache cache;
	struct style *parent;
	int tag;

	style_cache_init(&cache, &run->arena, sheet, NULL, &run->diags);
	parent = cache.root;
	for (tag = 0; tag < DOC_TAG_COUNT; tag++) {
		style_child(&cache, cache.root, (enum doc_tag)tag, "card");
		if (tag % 8 == 0)
			parent = style_child(&cache, parent,
			    (enum doc_tag)tag, "card note");
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	static const char faces[] = "body: [Noto Sans]\nmono: {any: [Noto "
	    "Sans Mono], ja: [Noto Sans Mono CJK JP]}\n";
	struct fuzz_run run;
	struct theme theme = { .tokens = tokens, .token_count = 3 };
	struct yaml_input words = { .bytes = faces,
		.len = sizeof(faces) - 1, .first_line = 1 };
	struct yaml_input input = { .len = len, .first_line = 1 };
	char *text;

	fuzz_start(&run);
	text = fuzz_source(&run, bytes, len, &input.file);
	input.bytes = text;
	theme.faces = yaml_parse(&run.arena, &words, &run.diags);
	resolve(&run, print_style_new(&run.arena,
	    yaml_parse(&run.arena, &input, &run.diags), &theme, &run.diags));
	fuzz_end(&run);
	free(text);
	return 0;
}
