/*
 * bench.h - what the programs that measure have in common.
 */
#ifndef FIELDKIT_BENCH_H
#define FIELDKIT_BENCH_H

#include <string.h>
#include <time.h>

#include "fieldkit/build.h"

/* Milliseconds of processor time since the last call. */
static inline double
lap(struct timespec *last)
{
	struct timespec now;
	double ms;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	ms = (double)(now.tv_sec - last->tv_sec) * 1e3 +
	    (double)(now.tv_nsec - last->tv_nsec) / 1e6;
	*last = now;
	return ms;
}

/* The first edition of the vendor's alliance managers, or the first. */
static inline const struct edition_spec *
pick(const struct site *site)
{
	uint32_t i;

	for (i = 0; i < site->editions.count; i++) {
		const struct edition_spec *spec = LIST_AT(site->editions,
		    struct edition_spec, i);

		if (strcmp(spec->reader.chars, "vendor-alliance") == 0)
			return spec;
	}
	return LIST_AT(site->editions, struct edition_spec, 0);
}

#endif
