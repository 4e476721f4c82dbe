/*
 * Another machine by ssh and rsync. In: commands for remote.sh, files for
 * rsync. Out: answers, and files there.
 *
 * One connection carries the conversation, and with it the lock; rsync goes
 * through the same one (ControlPath), so it reaches the same machine where a
 * name leads to several. Host keys are never accepted unseen, nothing is
 * asked, nothing of ours is forwarded: the options stand before the user's
 * configuration. What the programs complain of is kept in a file and told in
 * our words, with theirs behind.
 */
#include "ssh.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "fieldkit/file.h"

#include "credentials.h"

#define MAX_ARGUMENTS 64
/* A greeting of the login shell may come before ours. */
#define MAX_GREETING_LINES 100
#define MAX_ANSWER_BYTES (64 * 1024 * 1024)
#define MAX_LINE_BYTES 65536
/* What rsync may say that it sent. */
#define MAX_COPIED_BYTES (1LL << 50)

extern const char deliver_remote_sh[], deliver_remote_sh_end[];
__asm__(".pushsection .rodata\n"
    ".global deliver_remote_sh\ndeliver_remote_sh:\n"
    ".incbin \"src/deliver/remote.sh\"\n"
    ".global deliver_remote_sh_end\ndeliver_remote_sh_end:\n"
    ".byte 0\n.popsection\n");

/* Any login shell passes this on: one line, no quotes within quotes. */
static const char bootstrap[] = "exec sh -c 'eval \"$(while IFS= read -r l; "
    "do [ \"$l\" = . ] && break; printf \"%s\\n\" \"$l\"; done)\"' fieldkit";

/* Words of the programs that tell of a silence, for as many seconds. */
enum silence_of { SILENCE_CONNECT, SILENCE_ALIVE, SILENCE_RSYNC };

static const struct silence {
	const char *words, *meaning;
	enum silence_of of;
} silences[] = {
	{ "timed out", "it does not answer", SILENCE_CONNECT },
	{ "Timeout, server", "it stopped answering", SILENCE_ALIVE },
	{ "io timeout", "it stopped taking files", SILENCE_RSYNC },
};

/* Their other words, and what they mean for who reads them; the first that is
 * found counts. */
static const struct complaint {
	const char *words, *meaning;
} complaints[] = {
	{ "IDENTIFICATION HAS CHANGED", "its host key is not the one that is "
	    "known; another machine may be answering, ask its administrator "
	    "before you remove the old key" },
	{ "Host key verification failed", "its host key is not known here; "
	    "connect to it once with ssh by hand, and compare the "
	    "fingerprint" },
	{ "Permission denied (", "it does not let us in; give it the public "
	    "key, and ssh or its agent the private one" },
	{ "Too many authentication failures", "it does not let us in; name "
	    "the one key in ssh's configuration" },
	{ "Could not resolve hostname", "there is no host of that name" },
	{ "Connection refused", "no ssh server listens there" },
	{ "No route to host", "there is no way to it" },
	{ "Network is unreachable", "there is no way to it" },
	{ "No space left on device", "its disk is full; make room there" },
	{ "Disk quota exceeded", "its disk quota is used up; make room "
	    "there" },
	{ "Read-only file system", "what lies there is mounted read-only" },
	{ "Permission denied", "the user there may not write; give the folder "
	    "to that user" },
	{ "Operation not permitted", "the user there may not do that" },
	{ "not found", "a program is missing there; install rsync, coreutils "
	    "and util-linux" },
	{ "Connection closed", "the connection broke off" },
	{ "Connection reset", "the connection broke off" },
	{ "Broken pipe", "the connection broke off" },
	{ "closed by remote host", "the connection broke off" },
};

/* Between two signs that the other machine is alive, and how many of them may
 * be missing. */
static long
alive_s(const struct ssh *ssh)
{
	return patience_within(&ssh->patience, PATIENCE_ALIVE_S);
}

static int
alive_signs(const struct ssh *ssh)
{
	return ssh->patience.set_s > 0 ? 1 : PATIENCE_ALIVE_SIGNS;
}

static long
silence_s(const struct ssh *ssh, enum silence_of of)
{
	if (of == SILENCE_CONNECT)
		return patience_within(&ssh->patience, PATIENCE_CONNECT_S);
	return of == SILENCE_ALIVE ? alive_s(ssh) * alive_signs(ssh) :
	    patience_for(&ssh->patience, PATIENCE_RSYNC_S);
}

/* What a program's words mean; NULL where that is not known. */
static const char *
meaning_of(const struct ssh *ssh, const char *words)
{
	size_t i;

	for (i = 0; i < sizeof(silences) / sizeof(silences[0]); i++)
		if (strstr(words, silences[i].words) != NULL)
			return arena_printf(ssh->arena, "%s for %ld s",
			    silences[i].meaning, silence_s(ssh,
			    silences[i].of));
	for (i = 0; i < sizeof(complaints) / sizeof(complaints[0]); i++)
		if (strstr(words, complaints[i].words) != NULL)
			return complaints[i].meaning;
	return NULL;
}

static bool
report(struct ssh *ssh, const char *words)
{
	const char *meaning = meaning_of(ssh, words);

	diag_report(ssh->diags, DIAG_TARGET_INVALID, SOURCE_NOWHERE,
	    "cannot publish '%s' to '%s': %s%s%.300s%s", ssh->edition,
	    ssh->target->text, meaning != NULL ? meaning : "",
	    meaning != NULL ? " (" : "", words[0] != '\0' ? words :
	    "the connection ended", meaning != NULL ? ")" : "");
	return false;
}

static const char *
errors_path(const struct ssh *ssh)
{
	return arena_printf(ssh->arena, "%s/errors", ssh->folder);
}

/* What the programs wrote to their standard error, on one line. */
static const char *
read_errors(const struct ssh *ssh)
{
	char *text = arena_alloc(ssh->arena, 8192);
	FILE *file = fopen(errors_path(ssh), "re");
	size_t len = 0, i;

	if (file == NULL)
		return "";
	len = fread(text, 1, 8191, file);
	fclose(file);
	while (len > 0 && (text[len - 1] == '\n' || text[len - 1] == '\r'))
		text[--len] = '\0';
	for (i = 0; i < len; i++)
		if ((unsigned char)text[i] < ' ')
			text[i] = ' ';
	return text;
}

static bool
report_errors(struct ssh *ssh)
{
	const char *words = read_errors(ssh);
	const char *last = strstr(words, "Host key verification failed");

	/* ssh warns of a changed key by a box of many lines. */
	if (strstr(words, "IDENTIFICATION HAS CHANGED") != NULL)
		return report(ssh, "REMOTE HOST IDENTIFICATION HAS CHANGED");
	return report(ssh, last != NULL ? last : words);
}

/* In plain English, since we read what is said. */
static char **
child_environment(struct arena *arena)
{
	char **list = credentials_environment(arena);
	size_t kept = 0, i;

	for (i = 0; list[i] != NULL; i++)
		if (strncmp(list[i], "LC_", 3) != 0 &&
		    strncmp(list[i], "LANG", 4) != 0)
			list[kept++] = list[i];
	list[kept++] = arena_strdup(arena, "LC_ALL=C");
	list[kept] = NULL;
	return list;
}

/* What is answered by nothing, or not to its end, in time. */
static bool
report_stall(struct ssh *ssh, const char *what, long seconds)
{
	diag_report(ssh->diags, DIAG_TARGET_INVALID, SOURCE_NOWHERE,
	    "cannot publish '%s' to '%s': it took the connection, but %s for "
	    "%ld s; look there for what hangs", ssh->edition,
	    ssh->target->text, what, seconds);
	return false;
}

/* Starts a program with pipes at its input and output. */
static bool
start(struct ssh *ssh, const char *const *argv, struct wait *wait,
    pid_t *ret_pid, FILE **ret_to, FILE **ret_from)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	int to[2], from[2], error;
	sigset_t defaults;

	if (pipe2(to, O_CLOEXEC) != 0)
		return report(ssh, strerror(errno));
	if (pipe2(from, O_CLOEXEC) != 0) {
		close(to[0]);
		close(to[1]);
		return report(ssh, strerror(errno));
	}
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, to[0], STDIN_FILENO);
	posix_spawn_file_actions_adddup2(&actions, from[1], STDOUT_FILENO);
	posix_spawn_file_actions_addopen(&actions, STDERR_FILENO,
	    errors_path(ssh), O_WRONLY | O_CREAT | O_APPEND, 0600);
	posix_spawnattr_init(&attributes);
	sigemptyset(&defaults);
	sigaddset(&defaults, SIGPIPE);
	posix_spawnattr_setsigdefault(&attributes, &defaults);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
	error = posix_spawnp(ret_pid, argv[0], &actions, &attributes,
	    (char *const *)(uintptr_t)argv, child_environment(ssh->arena));
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&actions);
	close(to[0]);
	close(from[1]);
	*ret_to = patience_open(to[1], "w", wait);
	*ret_from = patience_open(from[0], "r", wait);
	if (*ret_to == NULL || *ret_from == NULL)
		mem_exhausted();
	if (error == 0)
		return true;
	*ret_pid = 0;
	fclose(*ret_to);
	fclose(*ret_from);
	*ret_to = *ret_from = NULL;
	return report(ssh, arena_printf(ssh->arena, "the program '%s' cannot "
	    "be started here: %s", argv[0], strerror(error)));
}

/* The program and its options, as far as the host. */
static size_t
ssh_arguments(const struct ssh *ssh, bool is_master, const char **argv)
{
	static const char *const options[] = {
		"BatchMode=yes", "StrictHostKeyChecking=yes",
		"UpdateHostKeys=no", "ClearAllForwardings=yes",
		"ForwardAgent=no", "ForwardX11=no", "PermitLocalCommand=no",
		"ControlPersist=no", "LogLevel=ERROR",
	};
	size_t count = 0, i;

	argv[count++] = "ssh";
	argv[count++] = "-T";
	for (i = 0; i < sizeof(options) / sizeof(options[0]); i++) {
		argv[count++] = "-o";
		argv[count++] = options[i];
	}
	argv[count++] = "-o";
	argv[count++] = arena_printf(ssh->arena, "ConnectTimeout=%ld",
	    silence_s(ssh, SILENCE_CONNECT));
	argv[count++] = "-o";
	argv[count++] = arena_printf(ssh->arena, "ServerAliveInterval=%ld",
	    alive_s(ssh));
	argv[count++] = "-o";
	argv[count++] = arena_printf(ssh->arena, "ServerAliveCountMax=%d",
	    alive_signs(ssh));
	argv[count++] = "-o";
	argv[count++] = is_master ? "ControlMaster=yes" : "ControlMaster=no";
	argv[count++] = "-o";
	argv[count++] = arena_printf(ssh->arena, "ControlPath=%s/way",
	    ssh->folder);
	if (ssh->config != NULL) {
		argv[count++] = "-F";
		argv[count++] = ssh->config;
	}
	if (ssh->target->port[0] != '\0') {
		argv[count++] = "-p";
		argv[count++] = ssh->target->port;
	}
	return count;
}

/* As getline(3), but of a line that does not end only so much. */
static ssize_t
get_line(char **line, size_t *size, FILE *from)
{
	size_t len = 0;
	int c = '\0';

	if (*line == NULL) {
		*size = MAX_LINE_BYTES + 1;
		*line = mem_alloc(*size);
	}
	while (len < MAX_LINE_BYTES && c != '\n' &&
	    (c = getc_unlocked(from)) != EOF)
		(*line)[len++] = (char)c;
	(*line)[len] = '\0';
	return len > 0 ? (ssize_t)len : -1;
}

/* Skips what the login shell says before ours begins. */
static bool
await_greeting(struct ssh *ssh)
{
	time_t began = time(NULL);
	char *line = NULL;
	size_t size = 0;
	bool is_there = false;
	int i;

	for (i = 0; i < MAX_GREETING_LINES && !is_there; i++) {
		if (get_line(&line, &size, ssh->from) <= 0 ||
		    ssh->wait.has_stalled)
			break;
		is_there = strcmp(line, "fieldkit 1\n") == 0;
	}
	free(line);
	if (is_there)
		return true;
	if (ssh->wait.has_stalled)
		return report_stall(ssh, "its login shell has not run our "
		    "commands", ssh->wait.seconds);
	/* ssh says nothing of a server that falls silent before the login. */
	if (read_errors(ssh)[0] == '\0' && time(NULL) - began >=
	    silence_s(ssh, SILENCE_ALIVE))
		return report_stall(ssh, "has not begun the login",
		    silence_s(ssh, SILENCE_ALIVE));
	return report_errors(ssh);
}

bool
ssh_open(struct ssh *ssh, const struct target *target, const char *edition,
    struct arena *arena, struct diags *diags)
{
	const char *argv[MAX_ARGUMENTS];
	size_t count;

	*ssh = (struct ssh){ .target = target, .edition = edition,
		.arena = arena, .diags = diags };
	if (!patience_find(&ssh->patience, arena, target->name,
	    DIAG_TARGET_INVALID, diags))
		return false;
	/* What ssh itself waits for comes first. */
	ssh->wait.seconds = silence_s(ssh, SILENCE_CONNECT) +
	    patience_for(&ssh->patience, PATIENCE_LOGIN_S);
	ssh->config = credentials_setting(arena, target->name, "SSH_CONFIG");
	if (ssh->config != NULL && (ssh->config[0] == '-' ||
	    strpbrk(ssh->config, "\"'\\ \n") != NULL))
		return report(ssh, "the path of ssh's configuration has a "
		    "space, a quote or a hyphen in front");
	strcpy(ssh->folder, "/tmp/fieldkit-XXXXXX");
	if (mkdtemp(ssh->folder) == NULL) {
		ssh->folder[0] = '\0';
		return report(ssh, arena_printf(arena, "cannot make a folder "
		    "in /tmp: %s", strerror(errno)));
	}
	count = ssh_arguments(ssh, true, argv);
	argv[count++] = "--";
	argv[count++] = target->login;
	argv[count++] = arena_printf(arena, "%s %s %s", bootstrap,
	    target->path, edition);
	argv[count] = NULL;
	if (!start(ssh, argv, &ssh->wait, &ssh->pid, &ssh->to, &ssh->from))
		return false;
	fwrite(deliver_remote_sh, 1, (size_t)(deliver_remote_sh_end -
	    deliver_remote_sh), ssh->to);
	fputs(".\n", ssh->to);
	fflush(ssh->to);
	if (!await_greeting(ssh))
		return false;
	ssh->wait.seconds = patience_for(&ssh->patience, PATIENCE_COMMAND_S);
	return true;
}

void
ssh_close(struct ssh *ssh)
{
	/* What stalled is not waited for again. */
	ssh->wait.seconds = ssh->wait.has_stalled ? 0 : PATIENCE_END_S;
	if (ssh->to != NULL)
		fclose(ssh->to);
	if (ssh->from != NULL)
		fclose(ssh->from);
	if (ssh->pid > 0)
		patience_finish(ssh->pid, &ssh->wait);
	if (ssh->folder[0] != '\0')
		tree_remove(ssh->folder);
	*ssh = (struct ssh){ 0 };
}

enum answer { ANSWER_MORE, ANSWER_DONE, ANSWER_FAILED, ANSWER_LOST };

/* Bytes of a file, as they are. */
static enum answer
take_bytes(struct ssh *ssh, long long len, struct strbuf *ret_data)
{
	if (len < 0 ||
	    len > MAX_ANSWER_BYTES - (long long)ret_data->len) {
		report(ssh, "the answer is too long");
		return ANSWER_FAILED;
	}
	if (fread(strbuf_reserve(ret_data, (size_t)len + 1), 1, (size_t)len,
	    ssh->from) != (size_t)len)
		return ANSWER_LOST;
	ret_data->len += (size_t)len;
	ret_data->bytes[ret_data->len] = '\0';
	return ANSWER_MORE;
}

static bool
is_busy(struct ssh *ssh, const char *holder)
{
	diag_report(ssh->diags, DIAG_TARGET_INVALID, SOURCE_NOWHERE,
	    "%s%.200s is publishing '%s' to '%s'; try again when that is "
	    "done", holder[0] >= '0' && holder[0] <= '9' ? "process " : "",
	    holder, ssh->edition, ssh->target->text);
	return false;
}

static enum answer
take_line(struct ssh *ssh, const char *line, struct strbuf *ret_data)
{
	if (strcmp(line, "ok") == 0)
		return ANSWER_DONE;
	if (strncmp(line, "fail ", 5) == 0)
		report(ssh, line + 5);
	else if (strncmp(line, "busy ", 5) == 0)
		is_busy(ssh, line + 5);
	else if (strncmp(line, "= ", 2) == 0 && ret_data != NULL &&
	    ret_data->len < MAX_ANSWER_BYTES) {
		strbuf_printf(ret_data, "%s\n", line + 2);
		return ANSWER_MORE;
	} else if (strncmp(line, "bytes ", 6) == 0 && ret_data != NULL)
		return take_bytes(ssh, strtoll(line + 6, NULL, 10),
		    ret_data);
	else
		report(ssh, line);
	return ANSWER_FAILED;
}

/* No answer, or not all of it. */
static void
fail_ask(struct ssh *ssh, const char *command)
{
	if (ssh->wait.has_stalled)
		report_stall(ssh, arena_printf(ssh->arena, "has not answered "
		    "the command '%.*s'", (int)strcspn(command, " "),
		    command), ssh->wait.seconds);
	else
		report_errors(ssh);
}

bool
ssh_ask(struct ssh *ssh, const char *command, const char *body,
    struct strbuf *ret_data)
{
	struct sigaction ignore = { .sa_handler = SIG_IGN }, before;
	enum answer answer = ANSWER_MORE;
	char *line = NULL;
	size_t size = 0;
	ssize_t len;

	/* A connection that broke off is told by the missing answer. */
	sigaction(SIGPIPE, &ignore, &before);
	fprintf(ssh->to, "%s\n", command);
	if (body != NULL)
		fprintf(ssh->to, "%s.\n", body);
	fflush(ssh->to);
	sigaction(SIGPIPE, &before, NULL);
	while (answer == ANSWER_MORE) {
		len = ssh->wait.has_stalled ? 0 : get_line(&line, &size,
		    ssh->from);
		/* A line that was cut off may be a part of another. */
		if (len <= 0 || line[len - 1] != '\n') {
			answer = ANSWER_LOST;
			break;
		}
		line[len - 1] = '\0';
		answer = take_line(ssh, line, ret_data);
	}
	free(line);
	if (answer == ANSWER_LOST)
		fail_ask(ssh, command);
	return answer == ANSWER_DONE;
}

const char *
ssh_ask_word(struct ssh *ssh, const char *command)
{
	struct strbuf data = { 0 };
	const char *word = NULL;

	if (ssh_ask(ssh, command, NULL, &data))
		word = arena_copy(ssh->arena, strbuf_string(&data),
		    strcspn(strbuf_string(&data), "\n"));
	strbuf_release(&data);
	return word;
}

/* rsync takes ssh's command line as one text, which it splits at spaces. */
static const char *
remote_shell(const struct ssh *ssh)
{
	const char *argv[MAX_ARGUMENTS];
	size_t count = ssh_arguments(ssh, false, argv), i;
	struct strbuf text = { 0 };
	const char *copy;

	for (i = 0; i < count; i++)
		strbuf_printf(&text, "%s%s", i > 0 ? " " : "", argv[i]);
	copy = arena_copy(ssh->arena, strbuf_string(&text), text.len);
	strbuf_release(&text);
	return copy;
}

static void
copy_arguments(const struct ssh *ssh, const struct ssh_copy *copy,
    const char **argv)
{
	struct arena *arena = ssh->arena;
	bool is_address = strchr(ssh->target->host, ':') != NULL;
	const char *login = ssh->target->login;
	size_t count = 0, i;

	argv[count++] = "rsync";
	argv[count++] = "-rlpc";
	argv[count++] = "--from0";
	argv[count++] = "--files-from=-";
	argv[count++] = "--chmod=D0755,F0644";
	argv[count++] = arena_printf(arena, "--timeout=%ld", silence_s(ssh,
	    SILENCE_RSYNC));
	argv[count++] = "--stats";
	argv[count++] = "--out-format=%i";
	for (i = 0; i < copy->link_count; i++)
		argv[count++] = arena_printf(arena, "--link-dest=%s/%s",
		    ssh->target->path, copy->link_folders[i]);
	argv[count++] = "-e";
	argv[count++] = remote_shell(ssh);
	argv[count++] = "--";
	argv[count++] = arena_printf(arena, "%s%s/", copy->folder[0] == '/' ?
	    "" : "./", copy->folder);
	if (is_address)
		login = arena_printf(arena, "%.*s[%s]", (int)(strlen(login) -
		    strlen(ssh->target->host)), login, ssh->target->host);
	argv[count++] = arena_printf(arena, "%s:%s/%s/", login,
	    ssh->target->path, copy->into);
	argv[count] = NULL;
}

/* Follows rsync's words: a line for each thing that it makes there, "<f…" for
 * a file that travels, then what it sums up. */
static void
follow_copy(const struct ssh_copy *copy, FILE *from, long long *ret_bytes)
{
	static const char literal[] = "Literal data: ";
	char *line = NULL;
	size_t size = 0;

	while (get_line(&line, &size, from) > 0) {
		const char *c;

		if (strncmp(line, "<f", 2) == 0)
			progress_step(copy->progress);
		if (strncmp(line, literal, strlen(literal)) != 0)
			continue;
		for (c = line + strlen(literal); *c != ' ' && *c != '\0'; c++)
			if (*c >= '0' && *c <= '9' &&
			    *ret_bytes < MAX_COPIED_BYTES)
				*ret_bytes = *ret_bytes * 10 + *c - '0';
	}
	free(line);
	progress_end(copy->progress);
}

bool
ssh_copy(struct ssh *ssh, const struct ssh_copy *copy, long long *ret_bytes)
{
	struct sigaction ignore = { .sa_handler = SIG_IGN }, before;
	const char *argv[MAX_ARGUMENTS];
	/* rsync itself ends a silence sooner; one long file is none. */
	struct wait wait = { .seconds = PATIENCE_PROGRAM_S };
	FILE *to, *from;
	pid_t pid;
	int status;

	*ret_bytes = 0;
	copy_arguments(ssh, copy, argv);
	if (!start(ssh, argv, &wait, &pid, &to, &from))
		return false;
	/* An early end is told by the status. */
	sigaction(SIGPIPE, &ignore, &before);
	fwrite(copy->names->bytes, 1, copy->names->len, to);
	fclose(to);
	sigaction(SIGPIPE, &before, NULL);
	follow_copy(copy, from, ret_bytes);
	fclose(from);
	wait.seconds = PATIENCE_END_S;
	status = patience_finish(pid, &wait);
	return status == 0 || report_errors(ssh);
}
