/*
 * Files of a site's own theme folder that nobody would read.
 *
 * In: a loaded theme. Out: `file-unexpected` for each template under
 * content/theme/site/ or content/theme/kits/ whose name is of no page or kit:
 * a slip in such a name would leave the theme's own template in place without
 * a word. Parts, assets and words may be new.
 */
#include <string.h>

#include "fieldkit/compose.h"

static bool
is_template(const char *name)
{
	const char *slash = strchr(name, '/');

	return slash != NULL && strchr(slash + 1, '/') == NULL &&
	    (strncmp(name, "site/", 5) == 0 || strncmp(name, "kits/", 5) == 0);
}

void
template_check_overrides(const struct theme *theme, struct diags *diags)
{
	const char *names[VIEW_KIND_COUNT];
	enum view_kind kind;
	uint32_t i;

	for (kind = 0; kind < VIEW_KIND_COUNT; kind++)
		names[kind] = view_template(kind);
	for (i = 0; i < theme->file_count; i++) {
		const struct theme_file *file = &theme->files[i];

		if (!file->is_override || !is_template(file->name))
			continue;
		for (kind = 0; kind < VIEW_KIND_COUNT; kind++)
			if (strcmp(names[kind], file->name) == 0)
				break;
		if (kind < VIEW_KIND_COUNT)
			continue;
		diag_report(diags, DIAG_FILE_UNEXPECTED,
		    (struct source_pos){ file->file, 0, 0 },
		    "no page or kit has a template of this name, so nothing "
		    "would change; a part goes into the folder parts");
		diag_suggest(diags, file->name, names, VIEW_KIND_COUNT);
	}
}
