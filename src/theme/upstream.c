/*
 * Files of the site's own that stand in for a theme's file which has changed.
 *
 * In: content/theme/upstream.yaml, a map from the name of a file to the
 * digest that the theme's file had when the site's own was made from it
 * (`fieldkit new override` writes it). Out: override-outdated at the record
 * whose digest is no longer that of the theme's file. A file without a record
 * is taken as it is: whoever put it there by hand looks after it by hand.
 * Tokens and interface words are laid over the theme's one by one, so they
 * do not go out of date.
 */
#include "theme_parts.h"

#include <string.h>

#include "fieldkit/digest.h"

void
theme_upstream_digest(const struct theme_file *file,
    char ret_hex[THEME_UPSTREAM_CHARS + 1])
{
	char hex[DIGEST_HEX_CHARS + 1];

	digest_of(file->bytes, file->len, hex);
	memcpy(ret_hex, hex, THEME_UPSTREAM_CHARS);
	ret_hex[THEME_UPSTREAM_CHARS] = '\0';
}

static void
check_record(const struct theme *theme, struct diags *diags,
    const struct yaml_node *record)
{
	const struct theme_file *file = theme_file_find(theme, record->key);
	char now[THEME_UPSTREAM_CHARS + 1];

	if (file == NULL || !file->is_override) {
		diag_report(diags, DIAG_OVERRIDE_OUTDATED, record->key_pos,
		    "there is no '%s' beside this file any more; remove this "
		    "line", record->key);
		return;
	}
	if (file->below == NULL) {
		diag_report(diags, DIAG_OVERRIDE_OUTDATED, record->key_pos,
		    "theme '%s' no longer has a file '%s'; see whether yours "
		    "is still used, and remove this line", theme->name,
		    record->key);
		return;
	}
	theme_upstream_digest(file->below, now);
	if (record->kind == YAML_SCALAR && strcmp(record->scalar, now) == 0)
		return;
	diag_report(diags, DIAG_OVERRIDE_OUTDATED, record->pos,
	    "%s has changed since '%s' was made from it; bring the change "
	    "over, then run 'fieldkit new override %s' to record that",
	    file->below->path, file->path, record->key);
}

void
theme_check_upstream(const struct theme *theme,
    const struct theme_loader *loader)
{
	const struct theme_file *file = theme_file_find(theme,
	    THEME_UPSTREAM_FILE);
	const struct yaml_node *root, *record;

	if (file == NULL || !file->is_override)
		return;
	root = theme_parse(loader, file);
	if (root == NULL)
		return;
	if (root->kind != YAML_MAPPING) {
		diag_report(loader->diags, DIAG_FIELD_TYPE, root->pos,
		    "the file is a map from files of the theme to digests; "
		    "'fieldkit new override' writes it");
		return;
	}
	for (record = root->first_child; record != NULL; record = record->next)
		check_record(theme, loader->diags, record);
}
