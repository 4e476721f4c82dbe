/*
 * watch.h - which files changed below some folders (inotify; or by looking).
 *
 * Every folder below a root is watched, those that come later too. Files that
 * editors keep beside the ones they edit are passed over. Where the kernel
 * will not watch (its limit is reached, or has_polling), the tree is looked
 * through once a second instead. A root that is missing is waited for.
 */
#ifndef FIELDKIT_SERVE_WATCH_H
#define FIELDKIT_SERVE_WATCH_H

#include <stdbool.h>

#include "fieldkit/strbuf.h"

struct watch;

/* The roots are borrowed. Never fails: without inotify it looks. */
struct watch *watch_new(const char *const *roots, unsigned root_count,
    bool has_polling);
void watch_free(struct watch *watch);

/* To be polled for reading, -1 for none, and after how many milliseconds to
 * call watch_take in any case, -1 for never. */
int watch_fd(const struct watch *watch);
int watch_timeout_ms(const struct watch *watch);

/* Takes what happened since the last call: true where something did. */
bool watch_take(struct watch *watch);
/* The first names of what changed since watch_forget_names, and how many more
 * there were: "content/site.yaml, content/people.yaml". */
void watch_print_names(const struct watch *watch, struct strbuf *out);
void watch_forget_names(struct watch *watch);
/* Why changes are looked for and not told of, or NULL. */
const char *watch_problem(const struct watch *watch);

#endif
