/*
 * patience.h - for how long a server or a program may say nothing. Only
 * src/deliver includes it.
 *
 * FIELDKIT_<NAME>_TIMEOUT, whole seconds, by the name of a target or "mail",
 * takes the place of all that stands here; no connection is waited for longer
 * by it.
 */
#ifndef FIELDKIT_DELIVER_PATIENCE_H
#define FIELDKIT_DELIVER_PATIENCE_H

#include <stdbool.h>
#include <stdio.h>
#include <sys/types.h>

#include "fieldkit/arena.h"
#include "fieldkit/diag.h"

/* A connection, and what has to be said before a first request. */
#define PATIENCE_CONNECT_S 15
/* A WebDAV server, which may have to write a long file to a slow disk. */
#define PATIENCE_DAV_S 60
/* Another machine, between two signs that it is alive; its login; rsync; and
 * a command there, which may hash a whole release or sync it to a disk. */
#define PATIENCE_ALIVE_S 15
#define PATIENCE_ALIVE_SIGNS 3
#define PATIENCE_LOGIN_S 120
#define PATIENCE_RSYNC_S 60
#define PATIENCE_COMMAND_S 600
/* Greeting, TLS and login of a mail server; then each of its answers: RFC
 * 5321, section 4.5.3.2.6, asks for ten minutes after the final dot. */
#define PATIENCE_MAIL_CONNECT_S 30
#define PATIENCE_MAIL_S 600
/* A program that takes one message; one that takes a release, the first of
 * which may be long on its way. */
#define PATIENCE_SENDMAIL_S 300
#define PATIENCE_PROGRAM_S (6 * 3600)
/* What is to end gets so long for it. */
#define PATIENCE_END_S 2

#define PATIENCE_MAX_S 86400

struct patience {
	long set_s;			/* by the environment; 0: not */
};

/* False after `slug`: the setting is no such number. */
bool patience_find(struct patience *ret_patience, struct arena *arena,
    const char *name, enum diag_id slug, struct diags *diags);
/* Seconds: those set, or the usual ones; at most the usual ones. */
long patience_for(const struct patience *patience, long usual_s);
long patience_within(const struct patience *patience, long usual_s);

/* How long the other end of a pipe may take for each step. */
struct wait {
	long seconds;
	bool has_stalled;		/* set when it took longer */
};

/* A stream on the end of a pipe, which it owns; NULL and errno. Reading or
 * writing fails with ETIMEDOUT when nothing came, or nothing was taken, for
 * wait->seconds. */
FILE *patience_open(int fd, const char *mode, struct wait *wait);

/* Waits for a child: its wait status. One that takes longer is asked to end,
 * then killed. */
int patience_finish(pid_t pid, struct wait *wait);

#endif
