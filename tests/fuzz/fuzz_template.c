/*
 * Any bytes as a template of the default theme, with its real parts, layout
 * and words. The first byte says which page or kit the template is of.
 */
#include "fuzz.h"

#include "fieldkit/compose.h"

static struct theme theme;
static struct fuzz_run shared;

/* The theme, loaded once; the arena and sources live as long as we do. */
static void
load_theme(void)
{
	fuzz_start(&shared);
	if (!theme_load(&theme, &shared.arena, &shared.sources, "themes",
	    "default", "/nonexistent", &shared.diags))
		abort();
}

/* The number of the file that a kind's template is read from. */
static uint32_t
template_number(enum view_kind kind)
{
	const struct theme_file *file = theme_file_find(&theme,
	    view_template(kind));

	if (file == NULL)
		abort();
	return (uint32_t)(file - theme.files);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct fuzz_run run;
	struct theme changed;
	struct theme_file *file;
	enum view_kind kind;
	char *text;

	if (len == 0)
		return 0;
	if (theme.file_count == 0)
		load_theme();
	kind = bytes[0] % VIEW_KIND_COUNT;
	fuzz_start(&run);
	changed = theme;
	changed.files = ARENA_ARRAY(&run.arena, struct theme_file,
	    theme.file_count);
	memcpy(changed.files, theme.files,
	    theme.file_count * sizeof(*theme.files));
	file = &changed.files[template_number(kind)];
	text = mem_alloc(len);
	memcpy(text, bytes + 1, len - 1);
	text[len - 1] = '\0';
	file->bytes = text;
	file->len = len - 1;
	source_fill(&shared.sources, file->file, text, len - 1);
	run.diags.sources = &shared.sources;
	template_compile(&run.arena, &changed, kind, &run.diags);
	fuzz_end(&run);
	free(text);
	return 0;
}
