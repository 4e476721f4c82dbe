/*
 * serve.h - the editions, shown in a browser while they are written
 * (libmicrohttpd, inotify).
 *
 * Listens on loopback only, watches content and themes, loads them anew after
 * every change and tells open pages. No edition is written: every page, kit
 * and picture is made when it is asked for (scaled pictures are kept in the
 * cache of the output folder). Content with errors never ends it: the last
 * good content stays, the errors are shown over it.
 */
#ifndef FIELDKIT_SERVE_H
#define FIELDKIT_SERVE_H

#include <stdbool.h>

#include "fieldkit/build.h"

#define SERVE_PORT 8017
/* The default port, or the first that is free of those after it. */
#define SERVE_PORT_ANY_NEAR (-1)

struct serve_options {
	int port;			/* 0: any free one */
	bool follows_today;		/* at midnight (UTC) the clock moves on */
	bool has_polling;		/* looks for changes, is not told of them */
	bool opens_browser;
	bool is_quiet;
	bool in_color;
};

/* Serves until SIGINT or SIGTERM; prints the address on stdout and what
 * happens on stderr. False where it cannot listen, which was said there. */
bool serve_until_signal(const struct build_options *build_options,
    const struct serve_options *options);

#endif
