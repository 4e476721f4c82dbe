/*
 * Times of what a build does before it makes anything. In: a content folder.
 * Out: a line for each step, in milliseconds of processor time: loading, then for
 * the first alliance edition, or the first, projection, mapping, coverage.
 *
 *	plan CONTENT [THREADS]
 */
#include <stdio.h>
#include <stdlib.h>

#include "bench.h"
#include "fieldkit/coverage.h"
#include "fieldkit/date.h"

int
main(int argc, char **argv)
{
	const struct build_options options = {
		.content_dir = argc > 1 ? argv[1] : "content",
		.threads = argc > 2 ? (unsigned)atoi(argv[2]) : 1,
		.clock = { date_from_civil(2026, 11, 22), false },
	};
	const struct coverage *coverage;
	const struct mapping *mapping;
	struct edition edition;
	struct timespec last;
	struct build build;

	build_init(&build, &options);
	lap(&last);
	if (!build_open(&build)) {
		fprintf(stderr, "plan: the content has errors\n");
		return 1;
	}
	printf("load %.1f\n", lap(&last));
	edition_project(&edition, &build.arena, &build.model,
	    pick(build.model.site), &options.clock);
	printf("project %.1f\n", lap(&last));
	mapping = match_all(&build.arena, &edition);
	printf("map %.1f\n", lap(&last));
	coverage = coverage_make(&build.arena, &edition, mapping);
	printf("coverage %.1f\n", lap(&last));
	printf("cells %zu\n", coverage != NULL ? (size_t)coverage->cell_count
					       : mapping->count);
	build_release(&build);
	return 0;
}
