/*
 * A loop shared by threads. In: a count and a callback. Out: nothing but the
 * callback's own results. Threads take the next index from one counter; a
 * thread that cannot be started is done without.
 */
#include "fieldkit/pool.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "fieldkit/arena.h"

struct loop {
	atomic_size_t next;
	size_t count;
	pool_work *work;
	void *context;
};

struct worker {
	struct loop *loop;
	unsigned number;
	pthread_t thread;
};

static void *
take_turns(void *argument)
{
	struct worker *worker = argument;
	struct loop *loop = worker->loop;
	size_t i;

	while ((i = atomic_fetch_add(&loop->next, 1)) < loop->count)
		loop->work(loop->context, worker->number, i);
	return NULL;
}

void
pool_run(unsigned threads, size_t count, pool_work *work, void *context)
{
	struct loop loop = { .count = count, .work = work, .context = context };
	struct worker *workers;
	unsigned started = 1, i;

	if (threads > count)
		threads = (unsigned)count;
	if (threads == 0)
		return;
	workers = mem_alloc(threads * sizeof(*workers));
	for (i = 0; i < threads; i++)
		workers[i] = (struct worker){ .loop = &loop, .number = i };
	while (started < threads && pthread_create(&workers[started].thread,
	    NULL, take_turns, &workers[started]) == 0)
		started++;
	take_turns(&workers[0]);
	for (i = 1; i < started; i++)
		pthread_join(workers[i].thread, NULL);
	free(workers);
}

unsigned
pool_default_threads(void)
{
	cpu_set_t set;
	int count;

	if (sched_getaffinity(0, sizeof(set), &set) != 0)
		return 1;
	count = CPU_COUNT(&set);
	return count > 0 ? (unsigned)count : 1;
}
