/*
 * A target that is a program. In: a shipment. Out: the program has been told
 * every step, and ended well.
 *
 *	{"op":"put","path":"site/index.html","from":"/…/site/index.html",
 *	 "bytes":5120,"sha256":"…","type":"text/html; charset=utf-8"}
 *	{"op":"delete","path":"site/old/index.html"}
 *	{"op":"done","release":"4f1c…"}
 *
 * The program is started by its path, never by a shell, and without our
 * passwords. Steps may come a second time after a failure: a put of the same
 * bytes changes nothing. One that reads nothing of the plan, or does not end,
 * is ended.
 */
#include "credentials.h"
#include "patience.h"
#include "shipment.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fieldkit/json.h"
#include "fieldkit/server.h"

static void
write_step(struct strbuf *json, const struct shipment_step *step,
    const char *folder)
{
	const char *path = shipment_path(step);
	struct strbuf from = { 0 };

	strbuf_add_char(json, '{');
	json_add_member(json, "op", step->is_delete ? "delete" : "put");
	json_add_member(json, "path", path);
	if (!step->is_delete) {
		strbuf_printf(&from, "%s/%s", folder, path);
		json_add_member(json, "from", strbuf_string(&from));
		if (step->file != NULL) {
			json_add_number(json, "bytes", step->file->bytes);
			json_add_member(json, "sha256", step->file->sha256);
		}
		json_add_member(json, "type", server_type(path));
		strbuf_release(&from);
	}
	strbuf_add_string(json, "}\n");
}

static void
write_plan(struct strbuf *json, const struct shipment *shipment)
{
	char folder[PATH_MAX];
	size_t i;

	if (realpath(shipment->folder, folder) == NULL)
		strcpy(folder, ".");
	for (i = 0; i < shipment->count; i++)
		write_step(json, &shipment->steps[i], folder);
	strbuf_add_string(json, "{\"op\":\"done\"");
	json_add_member(json, "release", shipment->release);
	strbuf_add_string(json, "}\n");
}

static bool
fail(struct diags *diags, const char *program, const char *why)
{
	diag_report(diags, DIAG_TARGET_INVALID, SOURCE_NOWHERE,
	    "the program '%s' %s; what was served before is still taken as "
	    "served, publish again when it works", program, why);
	return false;
}

/* Starts the program with the reading end of a pipe as its standard input. */
static bool
start(const char *program, const struct shipment *shipment,
    struct arena *arena, pid_t *ret_pid, int *ret_fd, struct diags *diags)
{
	char *const argv[] = { (char *)(uintptr_t)program,
		(char *)(uintptr_t)shipment->edition,
		(char *)(uintptr_t)shipment->release, NULL };
	posix_spawn_file_actions_t actions;
	int ends[2], error;

	if (pipe2(ends, O_CLOEXEC) != 0)
		return fail(diags, program, strerror(errno));
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, ends[0], STDIN_FILENO);
	error = posix_spawn(ret_pid, program, &actions, NULL, argv,
	    credentials_environment(arena));
	posix_spawn_file_actions_destroy(&actions);
	close(ends[0]);
	*ret_fd = ends[1];
	if (error == 0)
		return true;
	close(ends[1]);
	return fail(diags, program, strerror(error));
}

static bool
tell(int fd, const struct shipment *shipment, struct wait *wait)
{
	struct sigaction ignore = { .sa_handler = SIG_IGN }, before;
	FILE *to = patience_open(fd, "w", wait);
	struct strbuf json = { 0 };
	bool is_told;

	if (to == NULL)
		mem_exhausted();
	write_plan(&json, shipment);
	/* A program that ends early is told by its status, not by a signal. */
	sigaction(SIGPIPE, &ignore, &before);
	is_told = fwrite(json.bytes, 1, json.len, to) == json.len;
	if (wait->has_stalled)
		wait->seconds = 0;
	is_told = fclose(to) == 0 && is_told;
	sigaction(SIGPIPE, &before, NULL);
	strbuf_release(&json);
	return is_told;
}

bool
publish_exec(const struct publish_options *options,
    const struct shipment *shipment, struct arena *arena,
    struct diags *diags)
{
	const char *program = options->program;
	struct patience patience;
	struct wait wait = { 0 };
	bool is_told;
	pid_t pid;
	int fd, status;

	if (!patience_find(&patience, arena, options->target,
	    DIAG_TARGET_INVALID, diags) ||
	    !start(program, shipment, arena, &pid, &fd, diags))
		return false;
	wait.seconds = patience_for(&patience, PATIENCE_PROGRAM_S);
	is_told = tell(fd, shipment, &wait);
	status = patience_finish(pid, &wait);
	if (wait.has_stalled)
		return fail(diags, program, arena_printf(arena,
		    is_told ? "had not ended after %ld s and was stopped" :
		    "read nothing of the plan for %ld s and was stopped",
		    patience_for(&patience, PATIENCE_PROGRAM_S)));
	if (WIFSIGNALED(status))
		return fail(diags, program, arena_printf(arena,
		    "was ended by signal %d", WTERMSIG(status)));
	if (WEXITSTATUS(status) != 0)
		return fail(diags, program, arena_printf(arena,
		    "ended with status %d", WEXITSTATUS(status)));
	return is_told || fail(diags, program, "did not read the plan");
}
