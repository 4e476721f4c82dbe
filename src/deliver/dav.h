/*
 * dav.h - requests to one edition's folder on a WebDAV server (RFC 4918, RFC
 * 9110), one after the other over one connection. Only publish_dav*.c and
 * dav.c include it.
 *
 * Certificates are always verified; nothing is redirected; no message holds a
 * secret; no answer is waited for without end.
 */
#ifndef FIELDKIT_DELIVER_DAV_H
#define FIELDKIT_DELIVER_DAV_H

#include "fieldkit/strbuf.h"

#include "credentials.h"
#include "patience.h"
#include "remote.h"

struct dav {
	void *curl;
	const struct target *target;
	const char *edition;
	const char *ca;			/* a file, or NULL */
	struct credentials credentials;
	struct patience patience;
	char *error;			/* libcurl's words */
	struct arena *arena;
	struct diags *diags;
};

struct dav_ask {
	const char *method;		/* GET, HEAD, PUT, DELETE, MKCOL */
	const char *path;		/* in the edition's folder, or "" */
	const char *file;		/* PUT: what is sent, or NULL for text */
	const char *text;
	const char *condition;		/* a header, or NULL */
};

struct dav_reply {
	long status;
	struct strbuf body;		/* of GET */
	size_t dropped;			/* bytes of it, of other methods */
	long long len;			/* of HEAD; -1: not said */
	char etag[256];			/* "" for none */
	long long date, modified;	/* server's seconds; -1: not said */
};

/* False after a report; dav_close is due in any case. */
bool dav_open(struct dav *dav, const struct target *target,
    const char *edition, struct arena *arena, struct diags *diags);
void dav_close(struct dav *dav);

/* Asks; any status is an answer. False after a report: there was none. The
 * reply is released by dav_reply_release, in any case. */
bool dav_ask(struct dav *dav, const struct dav_ask *ask,
    struct dav_reply *ret_reply);
void dav_reply_release(struct dav_reply *reply);
/* Reports what a status means; false. */
bool dav_refused(struct dav *dav, const struct dav_ask *ask, long status);

#endif
