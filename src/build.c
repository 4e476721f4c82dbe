/*
 * The main job, as the list of its stages.
 *
 * In: a content folder, a theme, a clock. Out: editions under the output
 * folder, all of them or none: as long as an error stands, what was staged is
 * discarded and what had been built before stays as it was.
 */
#include "fieldkit/build.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "fieldkit/check.h"
#include "fieldkit/content.h"
#include "fieldkit/file.h"
#include "fieldkit/strbuf.h"
#include "jobs/jobs.h"

void
build_init(struct build *build, const struct build_options *options)
{
	*build = (struct build){ .options = options };
	diags_init(&build->diags, &build->sources);
}

void
build_release(struct build *build)
{
	diags_release(&build->diags);
	sources_release(&build->sources);
	arena_release(&build->arena);
}

bool
build_open(struct build *build)
{
	const struct build_options *options = build->options;
	struct content content = { 0 };
	bool is_loaded;

	is_loaded = content_scan(&content, &build->arena, &build->sources,
	    options->content_dir, &build->diags) &&
	    model_load(&build->model, &build->arena, &build->sources,
	    &content, options->threads, &build->diags);
	content_release(&content);
	if (is_loaded)
		model_check(&build->model, options->clock.as_of_days,
		    &build->diags);
	return is_loaded && build->diags.errors == 0;
}

bool
build_check_theme(struct build *build)
{
	struct workshop workshop;
	bool is_good = workshop_open(&workshop, build, NULL);

	workshop_close(&workshop);
	return is_good;
}

bool
build_wants(const struct build_options *options, const char *edition)
{
	unsigned i;

	for (i = 0; i < options->edition_count; i++)
		if (strcmp(options->editions[i], edition) == 0)
			return true;
	return options->edition_count == 0;
}

static const struct edition_spec *
find_spec(const struct site *site, const char *id)
{
	uint32_t i;

	for (i = 0; i < site->editions.count; i++) {
		const struct edition_spec *spec = LIST_AT(site->editions,
		    struct edition_spec, i);

		if (strcmp(spec->id.chars, id) == 0)
			return spec;
	}
	return NULL;
}

void
build_check_editions(struct build *build)
{
	const struct list *editions = &build->model.site->editions;
	const char **ids = ARENA_ARRAY(&build->arena, const char *,
	    editions->count);
	unsigned i;

	for (i = 0; i < editions->count; i++)
		ids[i] = LIST_AT(*editions, struct edition_spec, i)->id.chars;
	for (i = 0; i < build->options->edition_count; i++) {
		const char *id = build->options->editions[i];

		if (find_spec(build->model.site, id) != NULL)
			continue;
		diag_report(&build->diags, DIAG_EDITION_UNKNOWN,
		    editions->pos, "site.yaml has no edition '%s'", id);
		diag_suggest(&build->diags, id, ids, editions->count);
	}
}

/* Projects, plans, makes and stages every edition that is wanted. */
static bool
make_editions(struct build *build, struct workshop *workshop,
    struct edition_build *editions, unsigned *ret_count,
    struct build_totals *totals)
{
	const struct site *site = build->model.site;
	bool is_done = true;
	uint32_t i;

	for (i = 0; i < site->editions.count; i++) {
		const struct edition_spec *spec = LIST_AT(site->editions,
		    struct edition_spec, i);

		if (build_wants(build->options, spec->id.chars) &&
		    !edition_make(&editions[(*ret_count)++], build, workshop,
		    spec, totals))
			is_done = false;
	}
	return is_done && build->diags.errors == 0;
}

static enum build_status
commit_editions(struct build *build, struct edition_build *editions,
    unsigned count, struct build_totals *totals)
{
	struct emit_totals changed;
	unsigned i;

	for (i = 0; i < count; i++) {
		if (!emit_commit(&editions[i].emit, &editions[i].manifest,
		    &build->diags, &changed))
			return BUILD_FAILED;
		totals->written += changed.written;
		totals->removed += changed.removed;
	}
	return BUILD_DONE;
}

static void
discard_editions(struct edition_build *editions, unsigned count)
{
	unsigned i;

	for (i = 0; i < count; i++)
		if (editions[i].emit.staging != NULL)
			emit_discard(&editions[i].emit);
}

/* Whether what was reported is about files and not about content. */
static enum build_status
status_of(const struct diags *diags)
{
	size_t i;

	for (i = 0; i < diags->count; i++)
		if (diags->items[i].id == DIAG_OUTPUT_FAILED ||
		    diags->items[i].id == DIAG_IO_FAILED)
			return BUILD_FAILED;
	return BUILD_REJECTED;
}

/* One build at a time in an output folder: a lock of the kernel's on the
 * folder itself, so that none is left behind. -1 after a diagnostic. */
static int
lock_output(struct build *build)
{
	const char *dir = build->options->output_dir;
	int fd = -1;

	if (folder_make(arena_strdup(&build->arena, dir)))
		fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		diag_report(&build->diags, DIAG_OUTPUT_FAILED, SOURCE_NOWHERE,
		    "cannot open the folder '%s': %s", dir, strerror(errno));
	else if (flock(fd, LOCK_EX | LOCK_NB) == 0)
		return fd;
	else
		diag_report(&build->diags, DIAG_OUTPUT_FAILED, SOURCE_NOWHERE,
		    "another build is writing to '%s'; try again when it is "
		    "done", dir);
	if (fd >= 0)
		close(fd);
	return -1;
}

static void
unlock_output(const struct build *build, int fd)
{
	close(fd);
	rmdir(build->options->output_dir);	/* only where it is empty */
}

enum build_status
build_editions(struct build *build, struct build_totals *ret_totals)
{
	struct workshop workshop = { 0 };
	struct edition_build *editions = ARENA_ARRAY(&build->arena,
	    struct edition_build, build->model.site->editions.count);
	enum build_status status = BUILD_REJECTED;
	unsigned count = 0;
	int lock;

	*ret_totals = (struct build_totals){ 0 };
	lock = lock_output(build);
	if (lock < 0)
		return BUILD_FAILED;
	build_check_editions(build);
	if (previous_open(build) && workshop_open(&workshop, build, NULL) &&
	    build->diags.errors == 0) {
		if (make_editions(build, &workshop, editions, &count,
		    ret_totals))
			status = commit_editions(build, editions, count,
			    ret_totals);
		else
			status = status_of(&build->diags);
		discard_editions(editions, count);
		if (status == BUILD_DONE &&
		    build->options->edition_count == 0)
			media_prune(workshop.media);
	}
	workshop_close(&workshop);
	unlock_output(build, lock);
	return status;
}

static bool
is_opened(const struct run *run, const struct edition_spec *spec)
{
	return run->edition != NULL && run->edition->spec == spec;
}

/* The job of "<edition>/<path>"; the edition is planned for it, unless it is
 * the one that is open. */
static const struct job *
find_job(struct build *build, const char *output, struct run *run)
{
	const char *slash = strchr(output, '/');
	const struct edition_spec *spec;
	const struct job *job;

	if (slash == NULL)
		slash = output + strlen(output);
	spec = find_spec(build->model.site, arena_copy(&build->arena, output,
	    (size_t)(slash - output)));
	if (spec == NULL || *slash == '\0') {
		diag_report(&build->diags, DIAG_EDITION_UNKNOWN,
		    SOURCE_NOWHERE, "an output is written EDITION/PATH, such "
		    "as '%s/site/index.html'",
		    LIST_AT(build->model.site->editions, struct edition_spec,
		    0)->id.chars);
		return NULL;
	}
	if (!is_opened(run, spec)) {
		edition_close(run);
		edition_open(run, &build->arena, build, run->workshop, spec,
		    &build->diags);
	}
	job = plan_find(run->plan, slash + 1);
	if (job == NULL)
		diag_report(&build->diags, DIAG_EDITION_UNKNOWN,
		    SOURCE_NOWHERE, "edition '%s' has no output '%s'; "
		    "'fieldkit list' names them", spec->id.chars, slash + 1);
	return job;
}

enum build_status
build_dump(struct build *build, const char *const *outputs, unsigned count,
    enum dump_stage stage, struct strbuf *out)
{
	struct workshop workshop;
	struct run run = { .workshop = &workshop };
	bool is_good = workshop_open(&workshop, build, NULL);
	unsigned i;

	for (i = 0; i < count && is_good; i++) {
		const struct job *job = find_job(build, outputs[i], &run);

		if (count > 1)
			strbuf_printf(out, "==> %s <==\n", outputs[i]);
		is_good = job != NULL && job_dump(&run, job, stage,
		    &build->diags, out);
	}
	edition_close(&run);
	workshop_close(&workshop);
	return is_good ? BUILD_DONE : BUILD_REJECTED;
}

void
build_list(struct build *build, struct strbuf *out)
{
	const struct list *editions = &build->model.site->editions;
	uint32_t i;
	size_t k;

	for (i = 0; i < editions->count; i++) {
		const struct edition_spec *spec = LIST_AT(*editions,
		    struct edition_spec, i);
		struct edition edition;
		struct plan plan;

		if (!build_wants(build->options, spec->id.chars))
			continue;
		edition_project(&edition, &build->arena, &build->model, spec,
		    &build->options->clock);
		plan_jobs(&plan, &build->arena, &edition, &build->diags);
		for (k = 0; k < plan.count; k++)
			strbuf_printf(out, "%s/%s\n", spec->id.chars,
			    plan.jobs[k].path);
	}
}
