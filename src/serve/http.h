/*
 * http.h - the preview over HTTP/1.1 (libmicrohttpd), on loopback only.
 *
 * GET and HEAD are answered, for this machine's own names only: a page of
 * another site that makes a browser look up its name as 127.0.0.1 (DNS
 * rebinding) is refused by its Host field.
 */
#ifndef FIELDKIT_SERVE_HTTP_H
#define FIELDKIT_SERVE_HTTP_H

#include "preview.h"

struct http;

/* Listens and answers from threads of its own, from now on. `port` as in
 * struct serve_options. NULL and a line on stderr where it cannot. */
struct http *http_start(struct preview *preview, int port,
    unsigned *ret_port);
/* After preview_end: ends every answer and waits for its threads. */
void http_stop(struct http *http);

#endif
