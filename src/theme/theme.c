/*
 * A theme: its files, its tokens, its words.
 * In: themes/<name>/, the themes that it extends, and content/theme/.
 * Out: struct theme, read-only.
 */
#include "theme_parts.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ASSETS "assets/"

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

static void
suggest_asset(const struct theme *theme, const char *name,
    struct diags *diags)
{
	const char **names = mem_alloc((theme->file_count + 1) *
	    sizeof(*names));
	size_t count = 0;
	uint32_t i;

	for (i = 0; i < theme->file_count; i++)
		if (strncmp(theme->files[i].name, ASSETS, strlen(ASSETS)) == 0)
			names[count++] = theme->files[i].name + strlen(ASSETS);
	diag_suggest(diags, name, names, count);
	free(names);
}

bool
theme_asset_require(const struct theme *theme, const char *name,
    bool is_published, struct source_pos pos, struct diags *diags)
{
	char file[PATH_MAX];
	int len = snprintf(file, sizeof(file), ASSETS "%s", name);

	if (len >= (int)sizeof(file) || theme_file_find(theme, file) == NULL) {
		diag_report(diags, DIAG_THEME_MISSING, pos,
		    "the theme has no assets/%s", name);
		suggest_asset(theme, name, diags);
		return false;
	}
	if (is_published && strncmp(name, "kits/", 5) == 0) {
		diag_report(diags, DIAG_THEME_MISSING, pos,
		    "assets/%s is for kits and not published; put the file "
		    "into assets/ itself", name);
		return false;
	}
	return true;
}

static int
compare_token_name(const void *name, const void *token)
{
	return strcmp(name, ((const struct theme_token *)token)->name);
}

const struct theme_token *
theme_token_find(const struct theme *theme, const char *name)
{
	if (theme->token_count == 0)
		return NULL;
	return bsearch(name, theme->tokens, theme->token_count,
	    sizeof(*theme->tokens), compare_token_name);
}

const char *
theme_token(const struct theme *theme, const char *name)
{
	const struct theme_token *token = theme_token_find(theme, name);

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
		theme_read_sheets(theme, &loader);
		theme_read_messages(theme, &loader);
		theme_check_upstream(theme, &loader);
	}
	return diags->errors == errors;
}
