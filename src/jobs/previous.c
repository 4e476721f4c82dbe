/*
 * What changed for the reader of a kit. In: the kit's tree, and the edition
 * that the same reader had before. Out: the changes for its first page.
 *
 * The earlier edition has to be of the same edition and reader: what another
 * reader was shown is nothing that this one may be told of.
 */
#include "jobs.h"

#include <stdlib.h>
#include <string.h>

/* Whether both are one folder, by whatever names. */
static bool
is_same_folder(const char *left, const char *right)
{
	char *real_left = realpath(left, NULL);
	char *real_right = realpath(right, NULL);
	bool is_same = real_left != NULL && real_right != NULL &&
	    strcmp(real_left, real_right) == 0;

	free(real_left);
	free(real_right);
	return is_same;
}

static bool
refuse(struct build *build, const struct built_edition *edition,
    const char *why)
{
	diag_report(&build->diags, DIAG_PREVIOUS_INVALID, SOURCE_NOWHERE,
	    "'%s' cannot be the previous edition: %s", edition->dir, why);
	return false;
}

static bool
check_previous(struct build *build, const struct edition_spec *spec,
    const struct built_edition *edition)
{
	struct arena *arena = &build->arena;

	if (strcmp(edition->manifest.reader, spec->reader.chars) != 0)
		return refuse(build, edition, arena_printf(arena, "it is for "
		    "the reader '%s', and '%s' is for '%s'",
		    edition->manifest.reader, spec->id.chars,
		    spec->reader.chars));
	if (is_same_folder(edition->dir, arena_printf(arena, "%s/%s",
	    build->options->output_dir, spec->id.chars)))
		return refuse(build, edition, "this build replaces it; copy "
		    "it before, and name the copy");
	if (!built_has_trees(edition))
		return refuse(build, edition, "it has no trees of its kits, "
		    "which stay where an edition is built; name a copy of "
		    "that output folder");
	return true;
}

bool
previous_open(struct build *build)
{
	const struct list *specs = &build->model.site->editions;
	const char *path = build->options->previous;
	bool is_good = true, is_any = false;
	uint32_t i;

	if (path == NULL)
		return true;
	if (!built_read(path, &build->arena, &build->diags, &build->previous,
	    &build->previous_count))
		return false;
	for (i = 0; i < specs->count; i++) {
		const struct edition_spec *spec = LIST_AT(*specs,
		    struct edition_spec, i);
		const struct built_edition *edition = previous_find(build,
		    spec);

		if (edition == NULL ||
		    !build_wants(build->options, spec->id.chars))
			continue;
		is_any = true;
		is_good = check_previous(build, spec, edition) && is_good;
	}
	if (!is_any)
		refuse(build, &build->previous[0], arena_printf(&build->arena,
		    "it is the edition '%s', which is not built here",
		    build->previous[0].manifest.edition));
	return is_good && is_any;
}

const struct built_edition *
previous_find(const struct build *build, const struct edition_spec *spec)
{
	return built_find(build->previous, build->previous_count,
	    spec->id.chars);
}

bool
job_changes(const struct run *run, struct worker *worker,
    const struct job *job, const struct tree *tree, struct diags *diags,
    struct kit_facts *facts)
{
	struct arena *arena = worker_arena(worker);
	struct change_list *changes;
	const struct manifest_file *row;
	struct tree before;

	if (run->previous == NULL || job->kind != VIEW_KIT_CAMPAIGN)
		return true;
	row = manifest_find(&run->previous->manifest, job->path);
	if (row == NULL || row->kit == NULL)
		return true;
	if (!built_tree(run->previous, job->path, arena, diags, &before))
		return false;
	changes = ARENA_NEW(arena, struct change_list);
	changes_find(changes, arena, &before, tree);
	if (changes->count > 0) {
		facts->changes = changes;
		facts->previous_id = row->kit->id;
	}
	return true;
}
