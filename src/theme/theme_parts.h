/*
 * theme_parts.h - what the files of this folder share while a theme loads.
 */
#ifndef FIELDKIT_THEME_PARTS_H
#define FIELDKIT_THEME_PARTS_H

#include "fieldkit/limits.h"
#include "fieldkit/theme.h"

struct theme_loader {
	struct arena *arena;
	struct sources *sources;
	struct diags *diags;
};

/* A folder that gives files. */
struct theme_layer {
	const char *theme;		/* its name; NULL for content/theme */
	const char *root;
	const struct yaml_node *tokens;	/* its theme.yaml, a map; or NULL */
};

/* From the top: content/theme, the theme, the theme that it extends, … */
struct theme_layers {
	struct theme_layer items[2 + LIMIT_THEME_EXTENDS];
	uint32_t count;
};

/* Lists and reads the files of all layers, from `overrides`, which may not
 * exist, down. A name of several layers is the uppermost's. False where a
 * theme is missing: what follows would only be told of what it lacks. */
bool theme_read_files(struct theme *theme, const struct theme_loader *loader,
    const char *themes_dir, const char *overrides,
    struct theme_layers *ret_layers);

/* The tree of a YAML file of the theme, or NULL where it is empty or wrong. */
const struct yaml_node *theme_parse(const struct theme_loader *loader,
    const struct theme_file *file);

/* Sets the tokens, those for dark screens, and the faces. */
void theme_read_tokens(struct theme *theme, const struct theme_loader *loader,
    const struct theme_layers *layers);

/* Reads the site's style sheets: sets their links, checks what they name. */
void theme_read_sheets(struct theme *theme, const struct theme_loader *loader);

/* Reads i18n/<lang>.yaml for every language and compares them with English. */
void theme_read_messages(struct theme *theme,
    const struct theme_loader *loader);

/* Warns of files of content/theme that were made from an older one. */
void theme_check_upstream(const struct theme *theme,
    const struct theme_loader *loader);

#endif
