/*
 * ssh.h - a conversation with another machine's shell, and rsync to it. Only
 * publish_ssh.c and ssh.c include it.
 *
 * Both are programs started by argument vectors. What the shell there runs is
 * remote.sh, which comes with this program; content reaches it only as lines
 * that it reads. Neither is waited for without end.
 */
#ifndef FIELDKIT_DELIVER_SSH_H
#define FIELDKIT_DELIVER_SSH_H

#include <sys/types.h>

#include "fieldkit/strbuf.h"

#include "patience.h"
#include "remote.h"

struct ssh {
	const struct target *target;
	const char *edition;
	const char *config;		/* for -F, or NULL */
	char folder[32];		/* of what the two programs say */
	pid_t pid;			/* 0: not running */
	FILE *to, *from;
	struct patience patience;
	struct wait wait;		/* for what is under way */
	struct arena *arena;
	struct diags *diags;
};

/* Starts the conversation. False after a report; ssh_close is due in any
 * case. */
bool ssh_open(struct ssh *ssh, const struct target *target,
    const char *edition, struct arena *arena, struct diags *diags);
void ssh_close(struct ssh *ssh);

/* Sends a line, and `body` after it where that is not NULL: lines, each with
 * its end. Appends the data of the answer, a line each, to ret_data where
 * that is not NULL. False after a report. */
bool ssh_ask(struct ssh *ssh, const char *command, const char *body,
    struct strbuf *ret_data);
/* The answer to one word, without its line's end; NULL after a report. */
const char *ssh_ask_word(struct ssh *ssh, const char *command);

/* Runs rsync into a folder there: from `folder` here, the files that `names`
 * lists, NUL after each. Files that a folder of `link_folders` has, which are
 * relative to the target's, are linked to. */
struct ssh_copy {
	const char *folder, *into;
	const struct strbuf *names;
	const char *const *link_folders;
	size_t link_count;
	struct progress *progress;
};

/* *ret_bytes: what travelled of the files. False after a report. */
bool ssh_copy(struct ssh *ssh, const struct ssh_copy *copy,
    long long *ret_bytes);

#endif
