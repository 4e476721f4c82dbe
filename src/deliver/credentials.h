/*
 * credentials.h - who we are to a server: a user and a password, by a name.
 *
 * The name is that of a publishing target, or "mail". Content never holds a
 * secret; it comes from the environment, or from a file that only its owner
 * can read. For the name intranet-2:
 *
 *	FIELDKIT_INTRANET_2_USER, FIELDKIT_INTRANET_2_PASSWORD
 *	FIELDKIT_INTRANET_2_HOST
 *	FIELDKIT_INTRANET_2_CREDENTIALS=/path/of/a/file
 *
 * of the lines `user: NAME`, `password: TEXT` and, where one likes, `host:
 * NAME`, plain, owned by who runs fieldkit or by root, and of mode 0600 or
 * stricter. Addresses are content, which others write: with a host, no other
 * host is told the password. No message ever shows one. Only src/deliver
 * includes this.
 */
#ifndef FIELDKIT_DELIVER_CREDENTIALS_H
#define FIELDKIT_DELIVER_CREDENTIALS_H

#include <stdbool.h>

#include "fieldkit/arena.h"
#include "fieldkit/diag.h"

/* Bytes of a credentials file. */
#define CREDENTIALS_MAX_BYTES 4096

/* User and password: both NULL where none are given, else both given. In the
 * arena. */
struct credentials {
	char *user;
	char *password;
	char *host;			/* the only one to tell, or NULL */
};

/* A setting of the environment, FIELDKIT_<NAME>_<SUFFIX>; NULL where it is
 * not set or empty. */
const char *credentials_setting(struct arena *arena, const char *name,
    const char *suffix);
/* The name of that setting, for messages. */
const char *credentials_variable(struct arena *arena, const char *name,
    const char *suffix);

/* What another program may see of the environment: no variable of fieldkit's,
 * since some hold passwords. Ends with NULL, and has room for one more. */
char **credentials_environment(struct arena *arena);

/* For `host`, as a URL writes it. False after `credentials-invalid`: for
 * another host, one without the other, control characters, or a file that is
 * absent, odd, or open to others. */
bool credentials_find(struct credentials *ret_credentials,
    struct arena *arena, const char *name, const char *host,
    struct diags *diags);
/* Overwrites what was found. */
void credentials_forget(struct credentials *credentials);

#endif
