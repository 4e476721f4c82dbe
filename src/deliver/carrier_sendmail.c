/*
 * A program that takes mail as sendmail does. In: a message. Out: what the
 * program's exit status says, by the convention of sysexits.h.
 *
 * The message waits in memory as the program's standard input, so no pipe can
 * stall either of them. What the program prints are its words. A status that
 * has no meaning there, a signal, or no end in time leaves open whether the
 * message went.
 */
#include "carrier.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include "fieldkit/file.h"

#include "credentials.h"
#include "patience.h"

#define WORDS_BYTES 400

/* What a status says; others say nothing. */
static const struct {
	int status;
	enum carried carried;
} meanings[] = {
	{ EX_OK, CARRIED_SENT },
	{ EX_TEMPFAIL, CARRIED_RETRY }, { EX_OSERR, CARRIED_RETRY },
	{ EX_OSFILE, CARRIED_RETRY }, { EX_CANTCREAT, CARRIED_RETRY },
	{ EX_IOERR, CARRIED_RETRY }, { EX_SOFTWARE, CARRIED_RETRY },
	{ EX_DATAERR, CARRIED_REFUSED }, { EX_NOINPUT, CARRIED_REFUSED },
	{ EX_NOUSER, CARRIED_REFUSED }, { EX_NOHOST, CARRIED_REFUSED },
	{ EX_UNAVAILABLE, CARRIED_REFUSED }, { EX_PROTOCOL, CARRIED_REFUSED },
	{ EX_USAGE, CARRIED_UNUSABLE }, { EX_NOPERM, CARRIED_UNUSABLE },
	{ EX_CONFIG, CARRIED_UNUSABLE },
	{ 126, CARRIED_UNUSABLE }, { 127, CARRIED_UNUSABLE },
};

static bool
open_sendmail(struct carrier *carrier, struct diags *diags)
{
	carrier->state = ARENA_NEW(carrier->arena, struct patience);
	if (carrier->place[0] == '/' && access(carrier->place, X_OK) == 0)
		return patience_find(carrier->state, carrier->arena, "mail",
		    DIAG_TRANSPORT_INVALID, diags);
	diag_report(diags, DIAG_TRANSPORT_INVALID, carrier->pos,
	    "'%s' is no program that mail can be given to; write its whole "
	    "path, such as sendmail:/usr/sbin/sendmail", carrier->place);
	return false;
}

static void
close_sendmail(struct carrier *carrier)
{
	(void)carrier;
}

/* A file in memory that stands at its start; -1 and errno. */
static int
memory_of(const char *name, const char *bytes, size_t len)
{
	int fd = memfd_create(name, MFD_CLOEXEC);

	if (fd >= 0 && (!file_write_all(fd, bytes, len) ||
	    lseek(fd, 0, SEEK_SET) != 0)) {
		close(fd);
		fd = -1;
	}
	return fd;
}

static int
start(const struct carrier *carrier, const struct cargo *cargo, int in,
    int out, pid_t *ret_pid)
{
	struct arena *arena = carrier->arena;
	char *arguments[] = {
		arena_strdup(arena, carrier->place),
		arena_strdup(arena, "-i"), arena_strdup(arena, "-f"),
		arena_strdup(arena, cargo->from), arena_strdup(arena, "--"),
		arena_strdup(arena, cargo->to), NULL,
	};
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t ours;
	int error;

	/* The program shall not inherit what our run ignores. */
	sigemptyset(&ours);
	sigaddset(&ours, SIGPIPE);
	posix_spawnattr_init(&attributes);
	posix_spawnattr_setsigdefault(&attributes, &ours);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, in, STDIN_FILENO);
	posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
	posix_spawn_file_actions_adddup2(&actions, out, STDERR_FILENO);
	error = posix_spawn(ret_pid, arguments[0], &actions, &attributes,
	    arguments, credentials_environment(arena));
	posix_spawn_file_actions_destroy(&actions);
	posix_spawnattr_destroy(&attributes);
	return error;
}

static enum carried
meaning_of(int status, struct strbuf *words)
{
	size_t i;

	if (!WIFEXITED(status)) {
		strbuf_printf(words, "(ended by signal %d)",
		    WTERMSIG(status));
		return CARRIED_UNCERTAIN;
	}
	strbuf_printf(words, "(status %d)", WEXITSTATUS(status));
	for (i = 0; i < sizeof(meanings) / sizeof(meanings[0]); i++)
		if (meanings[i].status == WEXITSTATUS(status))
			return meanings[i].carried;
	return CARRIED_UNCERTAIN;
}

/* It has the message, and may have passed it on. */
static enum carried
stalled(long seconds, struct strbuf *words)
{
	strbuf_printf(words, "(had not ended after %ld s and was stopped)",
	    seconds);
	return CARRIED_UNCERTAIN;
}

/* The start of what the program printed. */
static void
add_printed(int out, struct strbuf *words)
{
	char printed[WORDS_BYTES];
	ssize_t got = pread(out, printed, sizeof(printed), 0), i;

	for (i = 0; i < got; i++)
		strbuf_add_char(words, printed[i] >= ' ' && printed[i] <= '~' ?
		    printed[i] : ' ');
	if (got > 0 && words->bytes[words->len - 1] != ' ')
		strbuf_add_char(words, ' ');
}

static enum carried
send_sendmail(struct carrier *carrier, const struct cargo *cargo,
    struct strbuf *words)
{
	int in = memory_of("message", cargo->bytes, cargo->len);
	int out = memory_of("words", "", 0);
	const struct patience *patience = carrier->state;
	enum carried carried = CARRIED_UNUSABLE;
	int error = in < 0 || out < 0 ? errno : 0;
	pid_t pid;

	if (error == 0)
		error = start(carrier, cargo, in, out, &pid);
	if (error == 0) {
		struct wait wait = { .seconds = patience_for(patience,
			PATIENCE_SENDMAIL_S) };
		int status = patience_finish(pid, &wait);

		add_printed(out, words);
		carrier->has_stalled = wait.has_stalled;
		carried = wait.has_stalled ? stalled(wait.seconds, words) :
		    meaning_of(status, words);
	} else {
		strbuf_printf(words, "cannot start '%s': %s", carrier->place,
		    strerror(error));
	}
	if (in >= 0)
		close(in);
	if (out >= 0)
		close(out);
	return carried;
}

const struct carrier_kind carrier_sendmail = {
	.prefix = "sendmail:", .open = open_sendmail, .send = send_sendmail,
	.close = close_sendmail,
};
