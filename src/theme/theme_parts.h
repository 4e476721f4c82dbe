/*
 * theme_parts.h - what the files of this folder share while a theme loads.
 */
#ifndef FIELDKIT_THEME_PARTS_H
#define FIELDKIT_THEME_PARTS_H

#include "fieldkit/theme.h"

struct theme_loader {
	struct arena *arena;
	struct sources *sources;
	struct diags *diags;
};

/* Lists and reads the files beneath `root`, then those beneath `overrides`,
 * which may not exist; a name of both is the override's. */
void theme_read_files(struct theme *theme, const struct theme_loader *loader,
    const char *root, const char *overrides);

/* The tree of a YAML file of the theme, or NULL where it is empty or wrong. */
const struct yaml_node *theme_parse(const struct theme_loader *loader,
    const struct theme_file *file);

/* Reads i18n/<lang>.yaml for every language and compares them with English. */
void theme_read_messages(struct theme *theme,
    const struct theme_loader *loader);

#endif
