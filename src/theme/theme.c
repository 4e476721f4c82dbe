/*
 * A theme: its files, its tokens, its words.
 * In: themes/<name>/ and content/theme/. Out: struct theme, read-only.
 *
 * Tokens are theme.yaml, flattened: each key on the way to a scalar becomes
 * a part of the name, so that `palette: {accent: red}` is palette-accent.
 * `faces` stays a tree: it names files and coverage, not values of CSS.
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

static uint32_t
count_scalars(const struct yaml_node *node)
{
	const struct yaml_node *child;
	uint32_t count = node->kind == YAML_SCALAR;

	for (child = node->first_child; child != NULL; child = child->next)
		count += count_scalars(child);
	return count;
}

/* A part of a custom property's name (CSS Syntax, section 4.3.9), kept to
 * what needs no escape anywhere. */
static bool
is_token_key(const char *key)
{
	size_t len = strspn(key, "abcdefghijklmnopqrstuvwxyz0123456789-");

	return len > 0 && key[len] == '\0';
}

static void
add_token(struct theme *theme, const struct theme_loader *loader,
    const char *name, const struct yaml_node *node)
{
	/* It is printed into a style sheet, where these would end it. */
	if (strpbrk(node->scalar, ";{}<\n") != NULL) {
		diag_report(loader->diags, DIAG_STYLE_VALUE, node->pos,
		    "token '%s' holds one of ; { } < or a line break; "
		    "a token is one value of CSS", name);
		return;
	}
	theme->tokens[theme->token_count++] = (struct theme_token){
		.name = name, .value = node->scalar, .pos = node->pos,
	};
}

static void
flatten(struct theme *theme, const struct theme_loader *loader,
    const char *prefix, const struct yaml_node *mapping)
{
	const struct yaml_node *node = mapping->first_child;

	for (; node != NULL; node = node->next) {
		const char *name = node->key;

		if (prefix == NULL && strcmp(node->key, "faces") == 0) {
			theme->faces = node;
			continue;
		}
		if (!is_token_key(node->key)) {
			diag_report(loader->diags, DIAG_SLUG_INVALID,
			    node->key_pos, "token name '%s' is not made of "
			    "a-z, 0-9 and hyphens", node->key);
			continue;
		}
		if (prefix != NULL)
			name = arena_printf(loader->arena, "%s-%s", prefix,
			    node->key);
		if (node->kind == YAML_MAPPING)
			flatten(theme, loader, name, node);
		else if (node->kind == YAML_SCALAR)
			add_token(theme, loader, name, node);
		else
			diag_report(loader->diags, DIAG_FIELD_TYPE, node->pos,
			    "token '%s' is a list; a token is one value",
			    name);
	}
}

static int
compare_tokens(const void *left, const void *right)
{
	const struct theme_token *a = left, *b = right;
	int order = strcmp(a->name, b->name);

	if (order != 0)
		return order;
	return (a->pos.line > b->pos.line) - (a->pos.line < b->pos.line);
}

static void
read_tokens(struct theme *theme, const struct theme_loader *loader)
{
	const struct theme_file *file = theme_file_find(theme, "theme.yaml");
	const struct yaml_node *root = NULL;
	uint32_t i;

	if (file == NULL)
		diag_report(loader->diags, DIAG_THEME_MISSING, SOURCE_NOWHERE,
		    "theme '%s' has no theme.yaml", theme->name);
	else
		root = theme_parse(loader, file);
	if (root == NULL)
		return;
	if (root->kind != YAML_MAPPING) {
		diag_report(loader->diags, DIAG_FIELD_TYPE, root->pos,
		    "theme.yaml is a map of tokens, such as "
		    "'palette: {accent: \"#0b57d0\"}'");
		return;
	}
	theme->tokens = ARENA_ARRAY(loader->arena, struct theme_token,
	    count_scalars(root));
	flatten(theme, loader, NULL, root);
	if (theme->token_count > 1)
		qsort(theme->tokens, theme->token_count,
		    sizeof(*theme->tokens), compare_tokens);
	for (i = 1; i < theme->token_count; i++)
		if (strcmp(theme->tokens[i].name,
		    theme->tokens[i - 1].name) == 0)
			diag_report(loader->diags, DIAG_VALUE_DUPLICATE,
			    theme->tokens[i].pos,
			    "token '%s' is given twice", theme->tokens[i].name);
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
	size_t errors = diags->errors;

	*theme = (struct theme){ .name = name };
	theme_read_files(theme, &loader,
	    arena_printf(arena, "%s/%s", themes_dir, name),
	    arena_printf(arena, "%s/theme", content_dir));
	if (theme->file_count > 0) {
		read_tokens(theme, &loader);
		theme_read_messages(theme, &loader);
	}
	return diags->errors == errors;
}
