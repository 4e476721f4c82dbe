/*
 * pool.h - one loop, shared by some threads.
 *
 * pool_run calls `work(context, worker, i)` once for every i below `count`,
 * in any order, on `threads` threads (the caller's included), and returns when
 * all are done. `worker` is below `threads`: an index for what a thread owns
 * alone. The callback puts its result where index i says; so the order of
 * threads is never seen.
 */
#ifndef FIELDKIT_POOL_H
#define FIELDKIT_POOL_H

#include <stddef.h>

typedef void pool_work(void *context, unsigned worker, size_t i);

void pool_run(unsigned threads, size_t count, pool_work *work, void *context);
/* Processors this process may use; at least 1. */
unsigned pool_default_threads(void);

#endif
