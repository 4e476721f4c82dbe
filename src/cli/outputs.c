/*
 * The commands that read manifests: explain and clean. In: the manifests
 * under the output folder. Out: lines about them, or files removed.
 */
#include "commands.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fieldkit/emit.h"
#include "fieldkit/file.h"

/* What is done with each edition's manifest. */
struct visit {
	const struct cli_options *options;
	struct arena arena;
	struct diags diags;
	bool (*edition)(struct visit *visit, const char *name,
	    const struct manifest *manifest);
	size_t count;			/* of what was found or removed */
};

static bool
is_edition_wanted(const struct cli_options *options, const char *name)
{
	unsigned i;

	for (i = 0; i < options->edition_count; i++)
		if (strcmp(options->editions[i], name) == 0)
			return true;
	return options->edition_count == 0;
}

static bool
visit_edition(struct visit *visit, const char *name)
{
	const char *dir = visit->options->output_dir;
	struct manifest manifest;
	const char *path = arena_printf(&visit->arena, "%s/%s/%s", dir, name,
	    MANIFEST_NAME);

	if (name[0] == '.' || access(path, F_OK) != 0 ||
	    !is_edition_wanted(visit->options, name))
		return true;
	if (!manifest_read(&manifest, &visit->arena, path, &visit->diags) ||
	    !sources_read(&manifest, &visit->arena, dir, &visit->diags))
		return false;
	return visit->edition(visit, name, &manifest);
}

/* Every edition under the output folder, in the order of their names. */
static bool
visit_editions(struct visit *visit)
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

static int
finish(struct visit *visit, bool is_done)
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
	rmdir(emit.dir);	/* stays where something else lies in it */
	visit->count += manifest->count;
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

	diags_init(&visit.diags, NULL);
	is_done = visit_editions(&visit) && remove_cache(&visit);
	if (is_done && !options->is_quiet)
		fprintf(stderr, "%zu files removed\n", visit.count);
	return finish(&visit, is_done);
}

static void
print_output(const char *name, const struct manifest_file *file)
{
	const struct manifest_kit *kit = file->kit;
	uint32_t i;

	printf("%s/%s: %s, %lld bytes\n", name, file->path, file->kind,
	    (long long)file->bytes);
	if (kit != NULL) {
		printf("  kit %s, %lld pages, %s", kit->id,
		    (long long)kit->pages, kit->lang);
		if (kit->valid_until[0] != '\0')
			printf(", valid until %s", kit->valid_until);
		putchar('\n');
	}
	for (i = 0; i < file->source_count; i++)
		printf("  from %s\n", file->sources[i]);
}

/* Whether `source` is a file of the record `wanted`, such as partners/acme:
 * acme.md, acme.de.md, acme/index.md; or that very file. */
static bool
is_source_of(const char *source, const char *wanted)
{
	size_t len = strlen(wanted);

	return strncmp(source, wanted, len) == 0 && (source[len] == '\0' ||
	    source[len] == '.' || strncmp(source + len, "/index.", 7) == 0);
}

static bool
explain_edition(struct visit *visit, const char *name,
    const struct manifest *manifest)
{
	const char *wanted = visit->options->operands[0];
	size_t prefix = strlen(name), i;
	uint32_t k;

	if (strncmp(wanted, name, prefix) == 0 && wanted[prefix] == '/') {
		const struct manifest_file *file = manifest_find(manifest,
		    wanted + prefix + 1);

		if (file != NULL) {
			print_output(name, file);
			visit->count++;
		}
	}
	for (i = 0; i < manifest->count; i++)
		for (k = 0; k < manifest->files[i].source_count; k++)
			if (is_source_of(manifest->files[i].sources[k],
			    wanted)) {
				printf("%s/%s\n", name,
				    manifest->files[i].path);
				visit->count++;
				break;
			}
	return true;
}

int
command_explain(const struct cli_options *options)
{
	struct visit visit = { .options = options,
		.edition = explain_edition };
	bool is_done;

	diags_init(&visit.diags, NULL);
	is_done = visit_editions(&visit);
	if (is_done && visit.count == 0) {
		fprintf(stderr, "fieldkit: '%s' is neither an output nor a "
		    "record of the last build in '%s'; 'fieldkit list' names "
		    "the outputs\n", options->operands[0],
		    options->output_dir);
		finish(&visit, true);
		return EXIT_USAGE;
	}
	return finish(&visit, is_done);
}
