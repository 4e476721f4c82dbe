/*
 * `fieldkit new override FILE`: a file of the theme to change for this site.
 *
 * In: the name of a file of the theme, such as site/home.html. Out: its copy
 * under content/theme/, and in content/theme/upstream.yaml the digest of what
 * it was copied from, so that `check` can say when the theme's file changes.
 * A file that is there already stays as it is and only the digest is
 * recorded anew: that is how one says that a change has been brought over.
 * Tokens and interface words are laid over the theme's one by one, so these
 * files start empty and need no record.
 */
#include "override.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fieldkit/build.h"
#include "fieldkit/file.h"
#include "fieldkit/limits.h"
#include "fieldkit/strbuf.h"
#include "fieldkit/theme.h"
#include "fieldkit/yaml.h"

#define RECORD_HEAD \
	"# What the theme's files were like when those beside this one were " \
	"made from them.\n# 'fieldkit new override FILE' writes it; 'fieldkit " \
	"check' warns of what has changed.\n"

/* `theme:` of site.yaml; what else is wrong there does not matter here. */
static const char *
find_theme_name(struct build *build)
{
	const char *dir = build->options->content_dir, *name = "default";
	const struct yaml_node *root = NULL, *node = NULL;
	struct yaml_input input = { .first_line = 1 };
	struct diags unused;
	char *bytes;
	int folder = dir_open(dir);

	diags_init(&unused, NULL);
	if (folder >= 0 && file_read_beneath(&build->arena, folder,
	    "site.yaml", "site.yaml", LIMIT_THEME_FILE_BYTES, SOURCE_NOWHERE,
	    &unused, &bytes, &input.len)) {
		input.bytes = bytes;
		root = yaml_parse(&build->arena, &input, &unused);
	}
	if (root != NULL && root->kind == YAML_MAPPING)
		node = yaml_find(root, "theme");
	if (node != NULL && node->kind == YAML_SCALAR)
		name = node->scalar;
	if (folder >= 0)
		close(folder);
	diags_release(&unused);
	return name;
}

static int
report_unknown(struct build *build, const struct theme *theme,
    const char *name)
{
	const char **names = ARENA_ARRAY(&build->arena, const char *,
	    theme->file_count);
	const char *nearest;
	uint32_t i;

	for (i = 0; i < theme->file_count; i++)
		names[i] = theme->files[i].name;
	nearest = diag_nearest(name, names, theme->file_count);
	fprintf(stderr, "fieldkit: theme '%s' has no file '%s'", theme->name,
	    name);
	if (nearest != NULL)
		fprintf(stderr, "; did you mean '%s'?", nearest);
	fputc('\n', stderr);
	return EXIT_USAGE;
}

/* Writes a file and the folders on the way to it; `flags` are open's. */
static bool
write_file(struct arena *arena, const char *path, int flags,
    const char *bytes, size_t len)
{
	char *folder = arena_copy(arena, path,
	    (size_t)(strrchr(path, '/') - path));
	int fd;
	bool is_fine;

	if (!folder_make(folder)) {
		fprintf(stderr, "fieldkit: cannot make the folder '%s': %s\n",
		    folder, strerror(errno));
		return false;
	}
	fd = open(path, O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC | flags,
	    0666);
	is_fine = fd >= 0 && file_write_all(fd, bytes, len);
	if (!is_fine)
		fprintf(stderr, "fieldkit: cannot write '%s': %s\n", path,
		    strerror(errno));
	if (fd >= 0)
		close(fd);
	return is_fine;
}

/* upstream.yaml with a record for the file in its place: the other lines stay
 * as they are. */
static void
write_records(struct strbuf *out, const char *before, const char *name,
    const char *digest)
{
	size_t name_len = strlen(name);
	bool is_written = false;

	while (*before != '\0') {
		size_t len = strcspn(before, "\n");
		bool is_same = strncmp(before, name, name_len) == 0 &&
		    before[name_len] == ':';
		bool is_later = before[0] != '#' && strcmp(before, name) > 0;

		if (!is_written && (is_same || is_later)) {
			strbuf_printf(out, "%s: \"%s\"\n", name, digest);
			is_written = true;
		}
		if (!is_same) {
			strbuf_add(out, before, len);
			strbuf_add_char(out, '\n');
		}
		before += before[len] == '\n' ? len + 1 : len;
	}
	if (!is_written)
		strbuf_printf(out, "%s: \"%s\"\n", name, digest);
}

static bool
record_upstream(struct build *build, const struct theme *theme,
    const struct theme_file *from, const char *path)
{
	const struct theme_file *records = theme_file_find(theme,
	    THEME_UPSTREAM_FILE);
	char digest[THEME_UPSTREAM_CHARS + 1];
	struct strbuf text = { 0 };
	bool is_fine;

	theme_upstream_digest(from, digest);
	write_records(&text, records != NULL ? records->bytes : RECORD_HEAD,
	    from->name, digest);
	is_fine = write_file(&build->arena, path, O_TRUNC, text.bytes,
	    text.len);
	strbuf_release(&text);
	return is_fine;
}

/* What a file of the site's own starts with. */
static const char *
starting_text(const struct theme_file *file, size_t *ret_len)
{
	const char *text = NULL;

	if (strcmp(file->name, "theme.yaml") == 0)
		text = "# Tokens of this site: each takes the place of the "
		    "theme's, the others stay.\n";
	else if (strncmp(file->name, "i18n/", 5) == 0)
		text = "# Interface words of this site: each takes the place "
		    "of the theme's, the others\n# stay.\n";
	*ret_len = text != NULL ? strlen(text) : file->len;
	return text != NULL ? text : file->bytes;
}

static int
override_file(struct build *build, const struct theme *theme,
    const struct theme_file *file, bool is_quiet)
{
	const struct theme_file *from = file->is_override ? file->below : file;
	const char *folder = arena_printf(&build->arena, "%s/theme",
	    build->options->content_dir);
	const char *path = arena_printf(&build->arena, "%s/%s", folder,
	    file->name);
	const char *text;
	size_t len;

	if (from == NULL) {
		fprintf(stderr, "fieldkit: '%s' stands in the place of "
		    "nothing, so there is nothing to record\n", path);
		return EXIT_USAGE;
	}
	text = starting_text(from, &len);
	if (!file->is_override &&
	    !write_file(&build->arena, path, O_EXCL, text, len))
		return EXIT_IO;
	if (text == from->bytes && !record_upstream(build, theme, from,
	    arena_printf(&build->arena, "%s/%s", folder, THEME_UPSTREAM_FILE)))
		return EXIT_IO;
	if (!is_quiet)
		printf("%s\n", path);
	return EXIT_FINE;
}

int
command_new_override(const struct cli_options *options)
{
	struct build_options build_options = cli_build_options(options);
	struct theme *theme;
	const struct theme_file *file;
	struct build build;
	int status;

	build_init(&build, &build_options);
	theme = ARENA_NEW(&build.arena, struct theme);
	/* What is wrong in the theme is what one may be about to mend. */
	theme_load(theme, &build.arena, &build.sources, options->themes_dir,
	    find_theme_name(&build), options->content_dir, &build.diags);
	file = theme_file_find(theme, options->operands[1]);
	if (theme->file_count == 0) {
		cli_report(&build, options);
		status = EXIT_CONTENT;
	} else if (file == NULL ||
	    strcmp(file->name, THEME_UPSTREAM_FILE) == 0) {
		status = report_unknown(&build, theme, options->operands[1]);
	} else {
		status = override_file(&build, theme, file,
		    options->is_quiet);
	}
	build_release(&build);
	return status;
}
