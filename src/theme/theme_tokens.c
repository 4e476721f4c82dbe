/*
 * The tokens of a theme. In: theme.yaml of every layer. Out: tokens, sorted
 * by name; those for dark screens; the faces.
 *
 * A theme.yaml is flattened: each key on the way to a scalar becomes a part
 * of the name, so that `palette: {accent: red}` is palette-accent. Of a token
 * that several layers give the uppermost counts, so a site that wants another
 * accent writes that one line. Three keys are no tokens: `extends` names the
 * theme below (theme_files.c), `dark` holds other values for dark screens, and
 * `faces` stays a tree, for it names families and not values of CSS; there
 * the uppermost layer that gives a role gives all of it.
 */
#include "theme_parts.h"

#include <stdlib.h>
#include <string.h>

/* A token and the layer that gives it. */
struct laid_token {
	struct theme_token token;
	uint32_t layer;
};

struct token_list {
	const struct theme_loader *loader;
	struct laid_token *items;
	uint32_t count;
	uint32_t layer;			/* of what is added now */
};

/* A part of a custom property's name (CSS Syntax, section 4.3.9), kept to
 * what needs no escape anywhere. */
static bool
is_token_key(const char *key)
{
	size_t len = strspn(key, "abcdefghijklmnopqrstuvwxyz0123456789-");

	return len > 0 && key[len] == '\0';
}

static void
add_token(struct token_list *list, const char *name,
    const struct yaml_node *node)
{
	/* It is printed into a style sheet, where these would end it. */
	if (strpbrk(node->scalar, ";{}<\n") != NULL) {
		diag_report(list->loader->diags, DIAG_STYLE_VALUE, node->pos,
		    "token '%s' holds one of ; { } < or a line break; "
		    "a token is one value of CSS", name);
		return;
	}
	if (node->scalar[0] == '\0') {
		diag_report(list->loader->diags, DIAG_STYLE_VALUE, node->pos,
		    "token '%s' has no value; a color stands in quotes, for "
		    "# begins a comment: \"#1a4d8f\"", name);
		return;
	}
	list->items[list->count++] = (struct laid_token){
		.token = {
			.name = name, .value = node->scalar, .pos = node->pos,
		},
		.layer = list->layer,
	};
}

static void
flatten(struct token_list *list, const char *prefix,
    const struct yaml_node *node)
{
	const struct theme_loader *loader = list->loader;
	const char *name = node->key;

	if (!is_token_key(node->key)) {
		diag_report(loader->diags, DIAG_SLUG_INVALID, node->key_pos,
		    "token name '%s' is not made of a-z, 0-9 and hyphens",
		    node->key);
		return;
	}
	if (prefix != NULL)
		name = arena_printf(loader->arena, "%s-%s", prefix, node->key);
	if (node->kind == YAML_SCALAR) {
		add_token(list, name, node);
	} else if (node->kind == YAML_SEQUENCE) {
		diag_report(loader->diags, DIAG_FIELD_TYPE, node->pos,
		    "token '%s' is a list; a token is one value", name);
	} else {
		for (node = node->first_child; node != NULL; node = node->next)
			flatten(list, name, node);
	}
}

static int
compare_tokens(const void *left, const void *right)
{
	const struct laid_token *a = left, *b = right;
	int order = strcmp(a->token.name, b->token.name);

	if (order == 0)
		order = (a->layer > b->layer) - (a->layer < b->layer);
	if (order != 0)
		return order;
	return (a->token.pos.line > b->token.pos.line) -
	    (a->token.pos.line < b->token.pos.line);
}

/* Sorts the list and takes the uppermost token of each name. */
static struct theme_token *
settle(const struct token_list *list, uint32_t *ret_count)
{
	struct theme_token *tokens = ARENA_ARRAY(list->loader->arena,
	    struct theme_token, list->count);
	uint32_t i, count = 0;

	if (list->count > 1)
		qsort(list->items, list->count, sizeof(*list->items),
		    compare_tokens);
	for (i = 0; i < list->count; i++) {
		const struct laid_token *item = &list->items[i];

		if (i == 0 ||
		    strcmp(item->token.name, item[-1].token.name) != 0) {
			tokens[count] = item->token;
			tokens[count++].is_new = item->layer == 0;
			continue;
		}
		tokens[count - 1].is_new &= item->layer == 0;
		if (item->layer == item[-1].layer)
			diag_report(list->loader->diags, DIAG_VALUE_DUPLICATE,
			    item->token.pos, "token '%s' is given twice",
			    item->token.name);
	}
	*ret_count = count;
	return tokens;
}

/* Adds a child of the top of theme.yaml to the list that it belongs to. */
static void
add_top(struct token_list *tokens, struct token_list *dark,
    const struct yaml_node *node)
{
	if (strcmp(node->key, "faces") == 0 ||
	    strcmp(node->key, "extends") == 0)
		return;
	if (strcmp(node->key, "dark") != 0)
		flatten(tokens, NULL, node);
	else if (node->kind != YAML_MAPPING)
		diag_report(dark->loader->diags, DIAG_FIELD_TYPE, node->pos,
		    "'dark' is a map of tokens, such as "
		    "'dark: {palette: {paper: \"#101418\"}}'");
	else
		for (node = node->first_child; node != NULL; node = node->next)
			flatten(dark, NULL, node);
}

/* A dark value is another value of a token that is there. */
static void
check_dark(const struct theme *theme, const struct theme_loader *loader)
{
	const char **names = ARENA_ARRAY(loader->arena, const char *,
	    theme->token_count);
	uint32_t i;

	for (i = 0; i < theme->token_count; i++)
		names[i] = theme->tokens[i].name;
	for (i = 0; i < theme->dark_count; i++) {
		const struct theme_token *token = &theme->dark[i];

		if (theme_token(theme, token->name) != NULL)
			continue;
		diag_report(loader->diags, DIAG_STYLE_TOKEN, token->pos,
		    "'dark' gives another value to token '%s', which "
		    "theme.yaml does not have", token->name);
		diag_suggest(loader->diags, token->name, names,
		    theme->token_count);
	}
}

static void
append(struct yaml_node *mapping, struct arena *arena,
    const struct yaml_node *child)
{
	struct yaml_node **end = &mapping->first_child;
	struct yaml_node *copy = ARENA_NEW(arena, struct yaml_node);

	while (*end != NULL)
		end = &(*end)->next;
	*copy = *child;
	copy->next = NULL;
	*end = copy;
	mapping->count++;
}

/* The roles of the upper layer and those that only the lower one has. */
static const struct yaml_node *
merge_faces(struct arena *arena, const struct yaml_node *upper,
    const struct yaml_node *lower)
{
	struct yaml_node *both;
	const struct yaml_node *role;

	if (upper == NULL)
		return lower;
	if (lower == NULL || upper->kind != YAML_MAPPING ||
	    lower->kind != YAML_MAPPING)
		return upper;
	both = ARENA_NEW(arena, struct yaml_node);
	*both = *upper;
	both->first_child = NULL;
	both->count = 0;
	for (role = upper->first_child; role != NULL; role = role->next)
		append(both, arena, role);
	for (role = lower->first_child; role != NULL; role = role->next)
		if (yaml_find(upper, role->key) == NULL)
			append(both, arena, role);
	return both;
}

void
theme_read_tokens(struct theme *theme, const struct theme_loader *loader,
    const struct theme_layers *layers)
{
	struct token_list tokens = { .loader = loader };
	struct token_list dark = { .loader = loader };
	uint32_t i, scalars = 0;

	for (i = 0; i < layers->count; i++)
		if (layers->items[i].tokens != NULL)
			scalars += yaml_count_scalars(layers->items[i].tokens);
	tokens.items = ARENA_ARRAY(loader->arena, struct laid_token, scalars);
	dark.items = ARENA_ARRAY(loader->arena, struct laid_token, scalars);
	for (i = 0; i < layers->count; i++) {
		const struct yaml_node *root = layers->items[i].tokens, *node;

		if (root == NULL)
			continue;
		tokens.layer = dark.layer = i;
		for (node = root->first_child; node != NULL; node = node->next)
			add_top(&tokens, &dark, node);
		theme->faces = merge_faces(loader->arena, theme->faces,
		    yaml_find(root, "faces"));
	}
	theme->tokens = settle(&tokens, &theme->token_count);
	theme->dark = settle(&dark, &theme->dark_count);
	check_dark(theme, loader);
}
