/*
 * A theme: its files, its tokens, its words.
 * In: themes/<name>/, the themes that it extends, and content/theme/.
 * Out: struct theme, read-only.
 */
#include "theme_parts.h"

#include <stdlib.h>
#include <string.h>

const struct yaml_node *
theme_parse(const struct theme_loader *loader, const struct theme_file *file)
{
	struct yaml_input input = {
		.file = file->file, .bytes = file->bytes, .len = file->len,
		.first_line = 1,
	};

	return yaml_parse(loader->arena, &input, loader->diags);
}

static int
compare_name(const void *name, const void *file)
{
	return strcmp(name, ((const struct theme_file *)file)->name);
}

const struct theme_file *
theme_file_find(const struct theme *theme, const char *name)
{
	if (theme->file_count == 0)
		return NULL;
	return bsearch(name, theme->files, theme->file_count,
	    sizeof(*theme->files), compare_name);
}

static int
compare_token_name(const void *name, const void *token)
{
	return strcmp(name, ((const struct theme_token *)token)->name);
}

const char *
theme_token(const struct theme *theme, const char *name)
{
	const struct theme_token *token = NULL;

	if (theme->token_count > 0)
		token = bsearch(name, theme->tokens, theme->token_count,
		    sizeof(*theme->tokens), compare_token_name);
	return token != NULL ? token->value : NULL;
}

bool
theme_load(struct theme *theme, struct arena *arena, struct sources *sources,
    const char *themes_dir, const char *name, const char *content_dir,
    struct diags *diags)
{
	struct theme_loader loader = { arena, sources, diags };
	struct theme_layers layers;
	size_t errors = diags->errors;

	*theme = (struct theme){ .name = name };
	if (theme_read_files(theme, &loader, themes_dir,
	    arena_printf(arena, "%s/theme", content_dir), &layers)) {
		theme_read_tokens(theme, &loader, &layers);
		theme_read_messages(theme, &loader);
		theme_check_upstream(theme, &loader);
	}
	return diags->errors == errors;
}
