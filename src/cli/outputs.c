/*
 * Editions that were built, for the commands that read manifests (visit), and
 * the one that removes them: clean.
 */
#include "outputs.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fieldkit/file.h"

static bool
visit_edition(struct visit *visit, const char *name)
{
	const char *dir = visit->options->output_dir;
	struct manifest manifest;
	const char *path = arena_printf(&visit->arena, "%s/%s/%s", dir, name,
	    MANIFEST_NAME);

	if (name[0] == '.' || access(path, F_OK) != 0 ||
	    !cli_wants_edition(visit->options, name))
		return true;
	if (!manifest_read(&manifest, &visit->arena, path, &visit->diags) ||
	    !sources_read(&manifest, &visit->arena, sources_path(&visit->arena,
	    dir, manifest.edition), &visit->diags) ||
	    !sizes_read(&manifest, &visit->arena, dir, &visit->diags))
		return false;
	return visit->edition(visit, name, &manifest);
}

/* Every edition under the output folder, in the order of their names. */
static bool
all_editions(struct visit *visit)
{
	struct dirent **names;
	bool is_done = true;
	int count, i;

	count = scandir(visit->options->output_dir, &names, NULL, alphasort);
	if (count < 0) {
		if (errno == ENOENT)
			return true;
		diag_report(&visit->diags, DIAG_IO_FAILED, SOURCE_NOWHERE,
		    "cannot read the folder '%s': %s",
		    visit->options->output_dir, strerror(errno));
		return false;
	}
	for (i = 0; i < count; i++) {
		is_done = visit_edition(visit, names[i]->d_name) && is_done;
		free(names[i]);
	}
	free(names);
	return is_done;
}

bool
visit_editions(struct visit *visit)
{
	diags_init(&visit->diags, NULL);
	return all_editions(visit);
}

int
visit_finish(struct visit *visit, bool is_done)
{
	struct diag_print_options print = { .format = DIAG_FORMAT_TEXT };

	diags_print(&visit->diags, &print, stderr);
	diags_release(&visit->diags);
	arena_release(&visit->arena);
	return is_done ? EXIT_FINE : EXIT_IO;
}

static bool
remove_files(struct visit *visit, const char *name,
    const struct manifest *manifest)
{
	const struct manifest nothing = {
		.generator = "", .edition = name, .reader = "", .as_of = "",
		.next_change = "",
	};
	struct emit_totals totals;
	struct emit emit;
	const char *left;

	if (!emit_begin(&emit, &visit->arena, visit->options->output_dir,
	    name, &visit->diags) ||
	    !emit_commit(&emit, &nothing, &visit->diags, &totals))
		return false;
	left = arena_printf(&visit->arena, "%s/%s", emit.dir, MANIFEST_NAME);
	if (unlink(left) != 0) {
		diag_report(&visit->diags, DIAG_OUTPUT_FAILED, SOURCE_NOWHERE,
		    "cannot remove '%s': %s", left, strerror(errno));
		return false;
	}
	unlink(emit.sources);
	unlink(emit.sizes);
	rmdir(emit.dir);	/* stays where something else lies in it */
	visit->count += manifest->count + manifest->kept_count;
	return true;
}

/* Pictures that were scaled, kept for later builds. */
static bool
remove_cache(struct visit *visit)
{
	const char *cache = arena_printf(&visit->arena, "%s/.cache",
	    visit->options->output_dir);

	if (tree_remove(cache))
		return true;
	diag_report(&visit->diags, DIAG_OUTPUT_FAILED, SOURCE_NOWHERE,
	    "cannot remove '%s': %s", cache, strerror(errno));
	return false;
}

int
command_clean(const struct cli_options *options)
{
	struct visit visit = { .options = options, .edition = remove_files };
	bool is_done;

	is_done = visit_editions(&visit) && remove_cache(&visit);
	if (is_done && !options->is_quiet)
		fprintf(stderr, "%zu files removed\n", visit.count);
	return visit_finish(&visit, is_done);
}
