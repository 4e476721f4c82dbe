/*
 * target.h - where editions are published to, as site.yaml says it.
 *
 *	file:FOLDER
 *	exec:/PATH/OF/PROGRAM
 *	ssh://[USER@]HOST[:PORT]/FOLDER
 *	https://HOST[:PORT]/PATH/	a WebDAV server; http: on loopback only
 *
 * A target holds no secret: a password in it is refused. What reaches a
 * command line or a request is of a small alphabet, and no host or user
 * begins with a hyphen.
 */
#ifndef FIELDKIT_TARGET_H
#define FIELDKIT_TARGET_H

#include <stdbool.h>

#include "fieldkit/arena.h"

enum target_kind { TARGET_FOLDER, TARGET_PROGRAM, TARGET_SSH, TARGET_DAV,
    TARGET_KIND_COUNT };

struct target {
	enum target_kind kind;
	const char *name;		/* a slug */
	const char *text;		/* as it was written, for messages */
	const char *path;		/* folder, program; of ssh: absolute */
	const char *login;		/* of ssh: HOST or USER@HOST */
	const char *host;		/* without brackets */
	const char *port;		/* "" for the usual one */
	const char *url;		/* of WebDAV; ends in a slash */
	bool is_loopback;
};

enum target_fault { TARGET_FINE, TARGET_WRONG, TARGET_HAS_SECRET };

/* Reads a target. Where it is not TARGET_FINE, *ret_why says what is wrong
 * with it and what to write, without repeating a secret. */
enum target_fault target_parse(struct target *ret_target,
    struct arena *arena, const char *name, const char *text,
    const char **ret_why);

#endif
