/*
 * Files of a site's own theme folder that nobody would read.
 *
 * In: a loaded theme. Out: `file-unexpected` for each file of content/theme/
 * that has no effect: a template whose name is of no page, kit or letter, a part that
 * no template uses, a file outside the folders of a theme. Each would be a
 * slip in a name that leaves the theme's own file in place without a word.
 * Assets and words may be new.
 */
#include <string.h>

#include "fieldkit/compose.h"

static bool
starts_with(const char *text, const char *start)
{
	return strncmp(text, start, strlen(start)) == 0;
}

static const char *const folders[] = { "site/", "kits/", "letters/" };

/* The length of "site/" or another folder of templates at the start, or 0. */
static size_t
folder_len(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(folders) / sizeof(folders[0]); i++)
		if (starts_with(name, folders[i]))
			return strlen(folders[i]);
	return 0;
}

/* The same of "site/parts/", and of "parts/", which all of them share. */
static size_t
part_folder_len(const char *name)
{
	size_t len = folder_len(name);

	return starts_with(name + len, "parts/") ? len + strlen("parts/") : 0;
}

static bool
is_template(const char *name)
{
	size_t len = folder_len(name);

	return len > 0 && strchr(name + len, '/') == NULL;
}

static void
check_template(const struct theme_file *file, struct diags *diags)
{
	const char *names[VIEW_KIND_COUNT];
	enum view_kind kind;

	for (kind = 0; kind < VIEW_KIND_COUNT; kind++) {
		names[kind] = view_template(kind);
		if (strcmp(names[kind], file->name) == 0)
			return;
	}
	diag_report(diags, DIAG_FILE_UNEXPECTED,
	    (struct source_pos){ file->file, 0, 0 },
	    "no page, kit or letter has a template of this name, so nothing "
	    "would change; a part goes into the folder parts");
	diag_suggest(diags, file->name, names, VIEW_KIND_COUNT);
}

/* Whether the bytes have `k:use="name"`, in either kind of quotes. */
static bool
has_use(const struct theme_file *file, const char *name, size_t len)
{
	static const char directive[] = "k:use=";
	const char *at = file->bytes, *end = file->bytes + file->len;

	while ((at = memmem(at, (size_t)(end - at), directive,
	    sizeof(directive) - 1)) != NULL) {
		at += sizeof(directive) - 1;
		if ((size_t)(end - at) >= len + 2 &&
		    (*at == '"' || *at == '\'') && at[len + 1] == *at &&
		    memcmp(at + 1, name, len) == 0)
			return true;
	}
	return false;
}

/* A part that stands for none of the theme's is of use only to a template
 * that names it. */
static void
check_part(const struct theme *theme, const struct theme_file *file,
    struct diags *diags)
{
	const char *name = file->name + part_folder_len(file->name);
	size_t len = strlen(name), ending = strlen(".html");
	uint32_t i;

	if (len <= ending || strcmp(name + len - ending, ".html") != 0) {
		diag_report(diags, DIAG_FILE_UNEXPECTED,
		    (struct source_pos){ file->file, 0, 0 },
		    "'%s' is not read; a part is a file that ends in .html",
		    file->path);
		return;
	}
	for (i = 0; i < theme->file_count; i++)
		if (strncmp(theme->files[i].name, file->name,
		    folder_len(file->name)) == 0 &&
		    has_use(&theme->files[i], name, len - ending))
			return;
	diag_report(diags, DIAG_FILE_UNEXPECTED,
	    (struct source_pos){ file->file, 0, 0 },
	    "the theme has no part of this name and no template uses one; "
	    "put k:use=\"%.*s\" into a template, or rename the file",
	    (int)(len - ending), name);
}

static bool
is_known_place(const char *name)
{
	return starts_with(name, "assets/") || starts_with(name, "i18n/") ||
	    strcmp(name, "theme.yaml") == 0 ||
	    strcmp(name, "print.yaml") == 0 ||
	    strcmp(name, LETTER_STYLE_FILE) == 0 ||
	    strcmp(name, THEME_UPSTREAM_FILE) == 0;
}

void
template_check_overrides(const struct theme *theme, struct diags *diags)
{
	uint32_t i;

	for (i = 0; i < theme->file_count; i++) {
		const struct theme_file *file = &theme->files[i];

		if (!file->is_override || file->below != NULL)
			continue;
		if (is_template(file->name))
			check_template(file, diags);
		else if (part_folder_len(file->name) > 0)
			check_part(theme, file, diags);
		else if (!is_known_place(file->name))
			diag_report(diags, DIAG_FILE_UNEXPECTED,
			    (struct source_pos){ file->file, 0, 0 },
			    "'%s' is not read; a theme has theme.yaml, "
			    "print.yaml, letters.yaml and the folders "
			    "site, kits, letters, parts, i18n and assets",
			    file->path);
	}
}
