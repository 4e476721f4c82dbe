/*
 * What has to travel. In: the manifests of the release a target holds and of
 * the one it shall hold. Out: files to put, then files to delete, in order.
 */
#include "shipment.h"

#include <stdlib.h>
#include <string.h>

/* Ranks by what names a file: a step never names what comes after it. */
enum { RANK_NAMED, RANK_PAGE, RANK_START, RANK_MANIFEST, RANK_GONE };

static int
rank(const struct shipment_step *step)
{
	const char *last;

	if (step->is_delete)
		return RANK_GONE;
	if (step->file == NULL)
		return RANK_MANIFEST;
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
	int order = rank(a) - rank(b);

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

	for (i = 0; i < to->count; i++) {
		const struct manifest_file *old = manifest_find(from,
		    to->files[i].path);

		if (old == NULL ||
		    strcmp(old->sha256, to->files[i].sha256) != 0)
			steps[count++].file = &to->files[i];
	}
	steps[count++].file = NULL;
	for (i = 0; i < from->count; i++)
		if (manifest_find(to, from->files[i].path) == NULL)
			steps[count++] = (struct shipment_step){
				&from->files[i], true };
	qsort(steps, count, sizeof(*steps), compare_steps);
	shipment->steps = steps;
	shipment->count = count;
}
