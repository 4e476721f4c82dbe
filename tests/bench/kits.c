/*
 * Times of kits, one thread. In: a content folder, how many kits, a folder.
 * Out: what composing, laying out and writing them took, in milliseconds of
 * processor time, their pages and bytes, the memory; in the folder the tree of
 * each kit (NNN.tree) for other programs to set.
 *
 *	kits CONTENT COUNT FOLDER	(COUNT: a multiple of 4)
 *
 * Kits are taken evenly from all of the first alliance edition, or the first.
 * A quarter as many others are made before and not timed: faces and
 * dictionaries are open then. Their trees come first.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "../../src/jobs/jobs.h"
#include "bench.h"
#include "fieldkit/date.h"

struct totals {
	double compose_ms, layout_ms, pdf_ms;
	size_t pages, bytes;
};

static bool
make_kit(const struct run *run, const struct job *job, struct totals *totals)
{
	struct worker *worker = worker_at(&run->workshop->tools, 0);
	struct job_result result = { .file = { .path = job->path } };
	struct links links = { .run = run, .job = job, .result = &result,
		.kept = worker_kept(worker) };
	const struct pdf_options options = { .producer = GENERATOR,
		.shared = run->workshop->pdf_shared };
	const struct kit_facts facts = { .id = KIT_ID_STAND_IN };
	struct page_list pages = { 0 };
	struct strbuf pdf = { 0 };
	const struct doc_node *root;
	struct timespec last;
	struct view view;
	bool is_made;

	arena_reset(worker_arena(worker));
	diags_init(&result.diags, run->workshop->sources);
	lap(&last);
	root = job_compose(run, worker, &links, &facts, &view);
	totals->compose_ms += lap(&last);
	is_made = root != NULL && job_layout(run, worker, root, &view,
	    &result, job, &pages);
	totals->layout_ms += lap(&last);
	is_made = is_made && pdf_write(&pages, &options,
	    worker_arena(worker), &result.diags, &pdf);
	totals->pdf_ms += lap(&last);
	totals->pages += pages.page_count;
	totals->bytes += pdf.len;
	diags_release(&result.diags);
	strbuf_release(&pdf);
	return is_made;
}

static bool
write_tree(const struct run *run, const struct job *job, const char *folder,
    size_t number)
{
	struct strbuf tree = { 0 };
	struct diags diags = { 0 };
	char path[4096];
	bool is_done;
	FILE *file;

	arena_reset(worker_arena(worker_at(&run->workshop->tools, 0)));
	snprintf(path, sizeof(path), "%s/%03zu.tree", folder, number);
	file = fopen(path, "w");
	is_done = file != NULL && job_dump(run, job, DUMP_TREE, &diags,
	    &tree) && fwrite(tree.bytes, 1, tree.len, file) == tree.len;
	is_done = file != NULL && fclose(file) == 0 && is_done;
	strbuf_release(&tree);
	diags_release(&diags);
	return is_done;
}

/* Kits of the warm-up first, which stand between the others: every fifth. */
static const struct job *
job_at(const struct run *run, size_t i, size_t count, size_t warm_up)
{
	size_t at = i < warm_up ? 5 * i :
	    (i - warm_up) / 4 * 5 + (i - warm_up) % 4 + 1;

	return &run->plan->jobs[at * run->plan->kit_count / (count + warm_up)];
}

static bool
make_kits(const struct run *run, size_t count, size_t warm_up,
    const char *folder, struct totals *totals)
{
	struct totals ignored = { 0 };
	bool is_made = run->plan->kit_count > 0;
	size_t i;

	for (i = 0; i < count + warm_up && is_made; i++)
		is_made = make_kit(run, job_at(run, i, count, warm_up),
		    i < warm_up ? &ignored : totals);
	for (i = 0; i < count + warm_up && is_made; i++)
		is_made = write_tree(run, job_at(run, i, count, warm_up),
		    folder, i);
	return is_made;
}

int
main(int argc, char **argv)
{
	const struct build_options options = {
		.content_dir = argc > 1 ? argv[1] : "content",
		.themes_dir = "themes", .threads = 1,
		.clock = { date_from_civil(2026, 11, 22), false },
	};
	const size_t count = argc > 2 ? strtoul(argv[2], NULL, 10) / 4 * 4 : 0;
	struct workshop workshop = { 0 };
	struct totals totals = { 0 };
	struct rusage usage;
	struct build build;
	bool is_made = false;
	struct run run;

	if (argc != 4)
		return 2;
	build_init(&build, &options);
	if (build_open(&build) && workshop_open(&workshop, &build, NULL)) {
		edition_open(&run, &build.arena, &build, &workshop,
		    pick(build.model.site), &build.diags);
		is_made = make_kits(&run, count, count / 4, argv[3], &totals);
		edition_close(&run);
	}
	workshop_close(&workshop);
	build_release(&build);
	if (!is_made) {
		fprintf(stderr, "kits: the content has errors\n");
		return 1;
	}
	getrusage(RUSAGE_SELF, &usage);
	printf("compose %.1f\nlayout %.1f\npdf %.1f\npages %zu\nbytes %zu\n"
	    "memory %ld\n", totals.compose_ms, totals.layout_ms,
	    totals.pdf_ms, totals.pages, totals.bytes, usage.ru_maxrss);
	return 0;
}
