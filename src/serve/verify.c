/*
 * The background. In: generations. Out: what is wrong with their pages and
 * kits, and what the kits are. Pages go first: they take a tenth of the time
 * and are what is looked at.
 */
#include "verify.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "../jobs/extras.h"

/* Lower than everything that an author waits for. */
#define NICENESS 10

struct verify {
	struct preview *preview;
	struct worker *worker;
	pthread_t thread;
	bool is_quiet;
};

/* One pass over a generation. */
struct pass {
	struct verify *verify;
	struct generation *generation;
	size_t pages, kits, made;
	bool is_over;			/* a newer one is shown */
};

static double
seconds_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Tells what was found, and looks up whether to go on. */
static void
finish_one(struct pass *pass, struct diags *diags)
{
	preview_found(pass->verify->preview, pass->generation, diags);
	diags_release(diags);
	worker_empty(pass->verify->worker);
	pass->is_over = !preview_is_settled(pass->verify->preview,
	    pass->generation);
}

static void
make_one(struct pass *pass, struct shown *shown, const struct job *job)
{
	struct run run = shown->run;
	struct strbuf bytes = { 0 };
	struct job_result result = { 0 };

	run.find_current = shown_find_current;
	run.current_context = shown;
	job_render(&run, pass->verify->worker, job, &result, &bytes);
	if (result.is_done && !result.is_skipped)
		shown_learn(shown, &result);
	if (view_is_kit(job->kind))
		pass->kits++;
	else
		pass->pages++;
	finish_one(pass, &result.diags);
	strbuf_release(&bytes);
}

static void
make_jobs(struct pass *pass, struct shown *shown, size_t first, size_t end)
{
	size_t i;

	for (i = first; i < end && !pass->is_over; i++)
		make_one(pass, shown, &shown->run.plan->jobs[i]);
}

/* Feeds, cards and the like. */
static void
make_extras(struct pass *pass, struct shown *shown)
{
	struct worker *worker = pass->verify->worker;
	struct arena arena = { 0 };
	struct extra_list list;
	size_t i;

	extras_plan(&list, &shown->run, &arena);
	for (i = 0; i < list.count && !pass->is_over; i++) {
		struct manifest_file file = { 0 };
		struct strbuf bytes = { 0 };
		struct diags diags;

		diags_init(&diags, &pass->generation->build.sources);
		extra_make(&shown->run, worker, &list.items[i], &file, &diags,
		    &bytes);
		finish_one(pass, &diags);
		strbuf_release(&bytes);
	}
	arena_release(&arena);
}

static void
make_all(struct pass *pass)
{
	struct generation *generation = pass->generation;
	unsigned i;

	for (i = 0; i < generation->edition_count; i++) {
		struct shown *shown = &generation->editions[i];

		make_jobs(pass, shown, shown->run.plan->kit_count,
		    shown->run.plan->count);
		make_extras(pass, shown);
	}
	for (i = 0; i < generation->edition_count; i++) {
		struct shown *shown = &generation->editions[i];

		make_jobs(pass, shown, 0, shown->run.plan->kit_count);
	}
}

static void
verify_generation(struct verify *verify, struct generation *generation)
{
	struct pass pass = { .verify = verify, .generation = generation };
	double started = seconds_now();

	make_all(&pass);
	if (pass.is_over)
		return;
	preview_checked(verify->preview, generation);
	if (!verify->is_quiet)
		fprintf(stderr, "checked %zu pages and %zu kits in %.1f s\n",
		    pass.pages, pass.kits, seconds_now() - started);
}

static void *
verify_all(void *context)
{
	struct verify *verify = context;
	struct generation *generation;
	unsigned seen = 0;

	/* On Linux a thread has a niceness of its own. */
	setpriority(PRIO_PROCESS, (id_t)gettid(), NICENESS);
	while ((generation = preview_wait_generation(verify->preview,
	    seen)) != NULL) {
		seen = generation->number;
		verify_generation(verify, generation);
		preview_drop(verify->preview, generation);
	}
	return NULL;
}

struct verify *
verify_start(struct preview *preview, struct worker *worker, bool is_quiet)
{
	struct verify *verify = mem_alloc(sizeof(*verify));

	*verify = (struct verify){
		.preview = preview, .worker = worker, .is_quiet = is_quiet,
	};
	if (pthread_create(&verify->thread, NULL, verify_all, verify) == 0)
		return verify;
	free(verify);
	return NULL;
}

void
verify_stop(struct verify *verify)
{
	if (verify == NULL)
		return;
	pthread_join(verify->thread, NULL);
	free(verify);
}
