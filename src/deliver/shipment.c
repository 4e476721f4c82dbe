/*
 * What has to travel. In: the manifests of the release a target holds and of
 * the one it shall hold. Out: files to put, then files to delete, in order.
 */
#include "shipment.h"

#include <stdlib.h>
#include <string.h>

enum shipment_rank
shipment_rank(const struct shipment_step *step)
{
	const char *last;

	if (step->is_delete)
		return RANK_GONE;
	if (step->file == NULL)
		return RANK_MANIFEST;
	if (strcmp(step->file->kind, "verify") == 0)
		return RANK_PAGE;
	if (strcmp(step->file->kind, "page") != 0)
		return RANK_NAMED;
	/* site/index.html and site/de/index.html lead to all others. */
	last = strrchr(step->file->path, '/');
	return last != NULL && strcmp(last, "/index.html") == 0 &&
	    strncmp(step->file->path, "site/", 5) == 0 &&
	    (last == step->file->path + 4 ||
	    strchr(step->file->path + 5, '/') == last) ? RANK_START :
	    RANK_PAGE;
}

const char *
shipment_path(const struct shipment_step *step)
{
	return step->file != NULL ? step->file->path : MANIFEST_NAME;
}

static int
compare_steps(const void *a, const void *b)
{
	int order = (int)shipment_rank(a) - (int)shipment_rank(b);

	return order != 0 ? order : strcmp(shipment_path(a),
	    shipment_path(b));
}

void
shipment_plan(struct shipment *shipment, const struct manifest *from,
    const struct manifest *to, struct arena *arena)
{
	struct shipment_step *steps = ARENA_ARRAY(arena, struct shipment_step,
	    from->count + to->count + 1);
	size_t count = 0, i;

	shipment->added = shipment->changed = shipment->removed = 0;
	shipment->bytes = 0;
	shipment->served = from->count;
	for (i = 0; i < to->count; i++) {
		const struct manifest_file *old = manifest_find(from,
		    to->files[i].path);

		if (old != NULL &&
		    strcmp(old->sha256, to->files[i].sha256) == 0)
			continue;
		steps[count++].file = &to->files[i];
		shipment->added += old == NULL;
		shipment->changed += old != NULL;
		shipment->bytes += to->files[i].bytes;
	}
	steps[count++].file = NULL;
	for (i = 0; i < from->count; i++)
		if (manifest_find(to, from->files[i].path) == NULL) {
			steps[count++] = (struct shipment_step){
				&from->files[i], true };
			shipment->removed++;
		}
	qsort(steps, count, sizeof(*steps), compare_steps);
	shipment->steps = steps;
	shipment->count = count;
}

bool
shipment_is_meant(const struct shipment *shipment, int64_t max_deletes,
    struct diags *diags)
{
	int64_t limit = max_deletes >= 0 ? max_deletes :
	    (int64_t)(shipment->served / 2);

	if ((int64_t)shipment->removed <= limit)
		return true;
	diag_report(diags, DIAG_TARGET_INVALID, SOURCE_NOWHERE,
	    "edition '%s' lacks %zu of the %zu files that are served; where "
	    "that is meant, say --max-deletes %zu", shipment->edition,
	    shipment->removed, shipment->served, shipment->removed);
	return false;
}

void
shipment_print(const struct shipment *shipment, bool has_steps, FILE *out)
{
	size_t i;

	for (i = 0; has_steps && i < shipment->count; i++) {
		const struct shipment_step *step = &shipment->steps[i];

		if (step->is_delete)
			fprintf(out, "delete %s/%s\n", shipment->edition,
			    step->file->path);
		else if (step->file != NULL)
			fprintf(out, "put %s/%s (%lld bytes)\n",
			    shipment->edition, step->file->path,
			    (long long)step->file->bytes);
	}
	fprintf(out, "%s: release %s: %zu files new, %zu changed, %zu gone, "
	    "%lld bytes to send\n", shipment->edition, shipment->release,
	    shipment->added, shipment->changed, shipment->removed,
	    (long long)shipment->bytes);
}
