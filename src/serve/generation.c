/*
 * One state of the content. In: content and themes as they lie on the disk.
 * Out: a model, a workshop and a plan for each edition; or diagnostics, all
 * of one run. Editions are planned by several threads, each into an arena of
 * its own, and what they report is merged in the order of site.yaml. Planning
 * asks nothing of a theme, so that one is opened at the same time.
 */
#include "generation.h"

#include <stdlib.h>
#include <string.h>

#include "fieldkit/pool.h"

struct opening {
	struct generation *generation;
	const struct tools *tools;
	bool has_workshop;
};

/* The workshop, then the editions. */
static void
open_one(void *context, unsigned worker, size_t i)
{
	struct opening *opening = context;
	struct generation *generation = opening->generation;
	struct shown *shown;

	(void)worker;
	if (i == 0) {
		opening->has_workshop = workshop_open(&generation->workshop,
		    &generation->build, opening->tools);
		return;
	}
	shown = &generation->editions[i - 1];
	edition_open(&shown->run, &shown->arena, &generation->build,
	    &generation->workshop, shown->spec, &shown->diags);
	shown->known = ARENA_ARRAY(&shown->known_arena,
	    const struct manifest_file *, shown->run.plan->kit_count);
}

/* The editions that are wanted, each with nothing but its spec. */
static void
list_editions(struct generation *generation)
{
	struct build *build = &generation->build;
	const struct list *specs = &build->model.site->editions;
	uint32_t i;

	generation->editions = ARENA_ARRAY(&build->arena, struct shown,
	    specs->count);
	for (i = 0; i < specs->count; i++) {
		const struct edition_spec *spec = LIST_AT(*specs,
		    struct edition_spec, i);
		struct shown *shown =
		    &generation->editions[generation->edition_count];

		if (!build_wants(build->options, spec->id.chars))
			continue;
		shown->spec = spec;
		diags_init(&shown->diags, &build->sources);
		pthread_mutex_init(&shown->lock, NULL);
		generation->edition_count++;
	}
}

/* Opens the theme, and the editions of content without errors. False when
 * the theme has errors. */
static bool
open_workshop(struct generation *generation, const struct tools *tools)
{
	struct diags *diags = &generation->build.diags;
	struct opening opening = { .generation = generation, .tools = tools };
	bool has_kits = false;
	unsigned i;

	if (diags->errors == 0)
		list_editions(generation);
	pool_run(generation->options.threads, generation->edition_count + 1,
	    open_one, &opening);
	for (i = 0; i < generation->edition_count; i++) {
		diags_merge(diags, &generation->editions[i].diags);
		diags_release(&generation->editions[i].diags);
		has_kits = has_kits ||
		    generation->editions[i].run.plan->kit_count > 0;
	}
	if (has_kits && opening.has_workshop)
		workshop_digest_style(&generation->workshop,
		    &generation->build.arena);
	return opening.has_workshop;
}

/* A row that lives as long as this generation. */
static const struct manifest_file *
copy_row(struct shown *shown, const char *path,
    const struct manifest_file *from)
{
	struct manifest_file *row = ARENA_NEW(&shown->known_arena,
	    struct manifest_file);
	struct manifest_kit *kit = ARENA_NEW(&shown->known_arena,
	    struct manifest_kit);

	row->path = path;
	row->bytes = from->bytes;
	memcpy(row->digest, from->digest, sizeof(row->digest));
	kit->id = arena_strdup(&shown->known_arena, from->kit->id);
	kit->pages = from->kit->pages;
	row->kit = kit;
	budget_keep(&row->sizes, &shown->known_arena, &from->sizes);
	return row;
}

/* Both plans are sorted by path. */
static void
take_over_kits(struct shown *shown, struct shown *last)
{
	const struct plan *plan = shown->run.plan, *old = last->run.plan;
	size_t i, k = 0;

	pthread_mutex_lock(&last->lock);
	for (i = 0; i < plan->kit_count; i++) {
		const char *path = plan->jobs[i].path;

		while (k < old->kit_count &&
		    strcmp(old->jobs[k].path, path) < 0)
			k++;
		if (k < old->kit_count && last->known[k] != NULL &&
		    strcmp(old->jobs[k].path, path) == 0)
			shown->known[i] = copy_row(shown, path,
			    last->known[k]);
	}
	pthread_mutex_unlock(&last->lock);
}

static void
take_over(struct generation *generation, const struct generation *last)
{
	unsigned i;

	for (i = 0; i < generation->edition_count; i++) {
		struct shown *shown = &generation->editions[i];
		const char *id = shown->spec->id.chars;
		struct shown *before = generation_find(last, id, strlen(id));

		if (before != NULL)
			take_over_kits(shown, before);
	}
}

struct generation *
generation_new(const struct build_options *options,
    const struct tools *tools, const struct generation *last)
{
	struct generation *generation = mem_alloc(sizeof(*generation));
	struct build *build = &generation->build;
	bool is_loaded, is_open;

	*generation = (struct generation){ .options = *options, .users = 1 };
	build_init(build, &generation->options);
	is_loaded = build_open(build);
	if (build->model.site != NULL)
		build_check_editions(build);
	is_open = build->model.site != NULL &&
	    open_workshop(generation, tools);
	generation->is_good = is_loaded && is_open &&
	    build->diags.errors == 0;
	diags_sort(&build->diags);
	if (generation->is_good && last != NULL)
		take_over(generation, last);
	return generation;
}

void
generation_free(struct generation *generation)
{
	unsigned i;

	if (generation == NULL)
		return;
	for (i = 0; i < generation->edition_count; i++) {
		edition_close(&generation->editions[i].run);
		pthread_mutex_destroy(&generation->editions[i].lock);
		arena_release(&generation->editions[i].arena);
		arena_release(&generation->editions[i].known_arena);
	}
	workshop_close(&generation->workshop);
	build_release(&generation->build);
	free(generation);
}

struct shown *
generation_find(const struct generation *generation, const char *id,
    size_t len)
{
	unsigned i;

	for (i = 0; i < generation->edition_count; i++) {
		struct shown *shown = &generation->editions[i];
		const char *name = shown->spec->id.chars;

		if (strlen(name) == len && memcmp(name, id, len) == 0)
			return shown;
	}
	return NULL;
}

const struct kit_result *
shown_kits(struct shown *shown, struct arena *arena, size_t *ret_count)
{
	size_t count = shown->run.plan->kit_count, i;
	struct kit_result *kits = ARENA_ARRAY(arena, struct kit_result,
	    count);

	*ret_count = 0;
	pthread_mutex_lock(&shown->lock);
	for (i = 0; i < count; i++) {
		const struct manifest_file *row = shown->known[i];
		struct kit_result *kit = &kits[*ret_count];

		if (row == NULL)
			continue;
		kit->path = row->path;
		snprintf(kit->id, sizeof(kit->id), "%s", row->kit->id);
		kit->pages = (uint32_t)row->kit->pages;
		kit->bytes = (uint64_t)row->bytes;
		++*ret_count;
	}
	pthread_mutex_unlock(&shown->lock);
	return kits;
}

/* The place of a kit in the plan; kit_count where it has none. */
static size_t
kit_number(const struct plan *plan, const char *path)
{
	const struct job *job = plan_find(plan, path);

	if (job == NULL || !view_is_kit(job->kind))
		return plan->kit_count;
	return (size_t)(job - plan->jobs);
}

void
shown_learn(struct shown *shown, const struct job_result *result)
{
	const struct plan *plan = shown->run.plan;
	size_t number = kit_number(plan, result->file.path);

	if (number == plan->kit_count || result->file.kit == NULL)
		return;
	pthread_mutex_lock(&shown->lock);
	shown->known[number] = copy_row(shown, plan->jobs[number].path,
	    &result->file);
	pthread_mutex_unlock(&shown->lock);
}

const struct manifest_file *
shown_find_current(void *context, const char *path, const char *digest)
{
	struct shown *shown = context;
	size_t number = kit_number(shown->run.plan, path);
	const struct manifest_file *row;

	if (number == shown->run.plan->kit_count)
		return NULL;
	pthread_mutex_lock(&shown->lock);
	row = shown->known[number];
	pthread_mutex_unlock(&shown->lock);
	return row != NULL && strcmp(row->digest, digest) == 0 ? row : NULL;
}
