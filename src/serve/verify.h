/*
 * verify.h - everything of a generation, made once in the background.
 *
 * What an author asks for is one page; what has errors may be another. So
 * every page and every kit whose content changed is made once, in idle time,
 * and what is wrong is reported; of kits is learnt how many pages and bytes
 * they have, which pages print. A newer generation ends the work.
 */
#ifndef FIELDKIT_SERVE_VERIFY_H
#define FIELDKIT_SERVE_VERIFY_H

#include "preview.h"

struct verify;

/* A thread of its own; `worker` is its own too. NULL where it cannot start. */
struct verify *verify_start(struct preview *preview, struct worker *worker,
    bool is_quiet);
/* After preview_end: waits for its end. */
void verify_stop(struct verify *verify);

#endif
