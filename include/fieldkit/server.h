/*
 * server.h - what a web server has to be told to serve an edition well.
 *
 * Snippets to include in a server's configuration: the pages' own security
 * policy as a header, types of files, how long they may be kept, the page for
 * what is not there. Both servers are told the same.
 * Source: nginx 1.22, ngx_http_core_module, ngx_http_headers_module; Apache
 * HTTP Server 2.4, core, mod_headers, mod_mime, mod_alias.
 */
#ifndef FIELDKIT_SERVER_H
#define FIELDKIT_SERVER_H

#include <stdbool.h>

#include "fieldkit/strbuf.h"

struct server_site {
	const char *edition;
	const char *prefix;		/* "/kits/vendor-field/", of the host */
	const char *policy;		/* Content-Security-Policy, or NULL */
	const char *not_found;		/* "site/404.html", or NULL */
	bool is_open;			/* search engines may look */
};

/* Whether a prefix or a policy can be written without being read as anything
 * else: printable ASCII without quotes, backslashes, dollar and per cent
 * signs; a prefix also without spaces and what patterns are made of. */
bool server_can_write(const char *text, bool is_path);

/* What Content-Type says of a file with this name, in every server's words. */
const char *server_type(const char *name);

void server_write_nginx(const struct server_site *site, struct strbuf *out);
void server_write_apache(const struct server_site *site, struct strbuf *out);

#endif
