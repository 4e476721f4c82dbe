/*
 * credentials.h - who we are to a server: a user and a password, by a name.
 *
 * The name is that of a publishing target, or "mail". Content never holds a
 * secret; it comes from the environment, or from a file that only its owner
 * can read. For the name intranet-2:
 *
 *	FIELDKIT_INTRANET_2_USER, FIELDKIT_INTRANET_2_PASSWORD
 *	FIELDKIT_INTRANET_2_CREDENTIALS=/path/of/a/file
 *
 * of two lines, `user: NAME` and `password: TEXT`, plain, owned by who runs
 * fieldkit or by root, and of mode 0600 or stricter. No message ever shows a
 * password. Only src/deliver includes this.
 */
#ifndef FIELDKIT_DELIVER_CREDENTIALS_H
#define FIELDKIT_DELIVER_CREDENTIALS_H

#include <stdbool.h>

#include "fieldkit/arena.h"
#include "fieldkit/diag.h"

/* Bytes of a credentials file. */
#define CREDENTIALS_MAX_BYTES 4096

/* Both NULL where none are given, else both given. In the arena. */
struct credentials {
	char *user;
	char *password;
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

/* False after `credentials-invalid`: one without the other, control
 * characters, or a file that is absent, odd, or open to others. */
bool credentials_find(struct credentials *ret_credentials,
    struct arena *arena, const char *name, struct diags *diags);
/* Overwrites what was found. */
void credentials_forget(struct credentials *credentials);

#endif
