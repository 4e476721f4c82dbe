/*
 * Runs a command and kills it, with all that it started, at one of its system
 * calls, before the kernel does what the call asks for.
 *
 *	killer [-w] NUMBER COUNT_FILE COMMAND ARGUMENT…
 *	killer -e ERROR NUMBER COUNT_FILE COMMAND ARGUMENT…
 *
 * With -e nothing is killed: the calls from NUMBER on that write a file or
 * make one fail with this error, as on a disk that is full (28), that breaks
 * (5) or that may only be read (30). ERROR 0: these calls write one byte.
 *
 * Calls are counted from 1, of all processes and threads of the command; with
 * -w only those that change something outside of the process. NUMBER 0 kills
 * nothing. COUNT_FILE gets how many were seen. Ends with the command's status,
 * 137 where it was killed, 125 where it could not be traced.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <linux/ptrace.h>
#include <sys/syscall.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#define CANNOT 125
#define MAX_TRACED 256

struct watch {
	long wanted, seen;
	bool counts_writes_only, is_failing;
	int error;
	pid_t failing;			/* is in such a call, or 0 */
	pid_t traced[MAX_TRACED];	/* threads too; the command first */
	int count;
	int status;			/* of the command */
	bool is_killed;
};

static bool
is_write(const struct ptrace_syscall_info *info)
{
	static const long writes[] = {
		SYS_write, SYS_pwrite64, SYS_writev, SYS_ftruncate, SYS_fsync,
		SYS_fdatasync, SYS_syncfs, SYS_fallocate, SYS_rename,
		SYS_renameat, SYS_renameat2, SYS_link, SYS_linkat,
		SYS_symlink, SYS_symlinkat, SYS_unlink, SYS_unlinkat,
		SYS_mkdir, SYS_mkdirat, SYS_rmdir, SYS_chmod, SYS_fchmod,
		SYS_fchmodat, SYS_utimensat, SYS_sendto, SYS_sendmsg,
		SYS_connect, SYS_flock, SYS_exit_group,
	};
	size_t i;

	if (info->entry.nr == SYS_openat)
		return (info->entry.args[2] & (O_CREAT | O_TRUNC)) != 0;
	if (info->entry.nr == SYS_open)
		return (info->entry.args[1] & (O_CREAT | O_TRUNC)) != 0;
	for (i = 0; i < sizeof(writes) / sizeof(writes[0]); i++)
		if ((long)info->entry.nr == writes[i])
			return true;
	return false;
}

/* Of what -e lets fail. */
static bool
is_of_disk(const struct ptrace_syscall_info *info, int error)
{
	static const long calls[] = { SYS_link, SYS_linkat, SYS_symlink,
		SYS_symlinkat, SYS_mkdir, SYS_mkdirat, SYS_rename,
		SYS_renameat, SYS_renameat2, SYS_fsync, SYS_fdatasync,
		SYS_syncfs };
	size_t i;

	if (info->entry.nr == SYS_write || info->entry.nr == SYS_pwrite64)
		return info->entry.args[0] > 2;
	if (info->entry.nr == SYS_openat)
		return error != 0 && (info->entry.args[2] & O_CREAT) != 0;
	for (i = 0; error != 0 && i < sizeof(calls) / sizeof(calls[0]); i++)
		if ((long)info->entry.nr == calls[i])
			return true;
	return false;
}

/* The call becomes none, and on its way out gives the error. */
static void
let_fail(struct watch *watch, pid_t pid, bool is_entry)
{
	struct user_regs_struct registers;

	if (ptrace(PTRACE_GETREGS, pid, NULL, &registers) != 0)
		return;
	if (!is_entry)
		registers.rax = (unsigned long long)-(long long)watch->error;
	else if (watch->error == 0)
		registers.rdx = registers.rdx > 1 ? 1 : registers.rdx;
	else
		registers.orig_rax = (unsigned long long)-1;
	ptrace(PTRACE_SETREGS, pid, NULL, &registers);
	watch->failing = is_entry && watch->error != 0 ? pid : 0;
}

static void
spoil(struct watch *watch, pid_t pid)
{
	struct ptrace_syscall_info info;

	if (ptrace(PTRACE_GET_SYSCALL_INFO, pid, sizeof(info), &info) <= 0)
		return;
	if (info.op == PTRACE_SYSCALL_INFO_EXIT && watch->failing == pid)
		let_fail(watch, pid, false);
	else if (info.op == PTRACE_SYSCALL_INFO_ENTRY &&
	    is_of_disk(&info, watch->error) &&
	    ++watch->seen >= watch->wanted && watch->wanted > 0)
		let_fail(watch, pid, true);
}

/* At a stop for a call: whether this is the one. */
static bool
is_due(struct watch *watch, pid_t pid)
{
	struct ptrace_syscall_info info;

	if (ptrace(PTRACE_GET_SYSCALL_INFO, pid, sizeof(info), &info) <= 0 ||
	    info.op != PTRACE_SYSCALL_INFO_ENTRY ||
	    (watch->counts_writes_only && !is_write(&info)))
		return false;
	return ++watch->seen == watch->wanted;
}

/* Signals go on to the process; stops of ours do not. */
static int
signal_of(int status)
{
	int number = WSTOPSIG(status);

	return status >> 16 != 0 || number == SIGTRAP || number == SIGSTOP ||
	    number == (SIGTRAP | 0x80) ? 0 : number;
}

static void
meet(struct watch *watch, pid_t pid)
{
	int i;

	for (i = 0; i < watch->count; i++)
		if (watch->traced[i] == pid)
			return;
	if (watch->count < MAX_TRACED)
		watch->traced[watch->count++] = pid;
}

/* Returns when all are gone: a lock of theirs is free then. */
static void
kill_all(const struct watch *watch)
{
	int i;

	for (i = 0; i < watch->count; i++)
		kill(watch->traced[i], SIGKILL);
	while (waitpid(-1, NULL, __WALL) > 0 || errno == EINTR)
		;
}

static void
follow(struct watch *watch)
{
	int status;
	pid_t pid;

	while ((pid = waitpid(-1, &status, __WALL)) > 0 || errno == EINTR) {
		if (pid <= 0)
			continue;
		if (!WIFSTOPPED(status)) {
			if (pid == watch->traced[0])
				watch->status = status;
			continue;
		}
		meet(watch, pid);
		if (watch->is_failing) {
			if (WSTOPSIG(status) == (SIGTRAP | 0x80))
				spoil(watch, pid);
		} else if (WSTOPSIG(status) == (SIGTRAP | 0x80) &&
		    is_due(watch, pid)) {
			watch->is_killed = true;
			kill_all(watch);
			return;
		}
		ptrace(PTRACE_SYSCALL, pid, NULL, signal_of(status));
	}
}

static pid_t
start(char **command)
{
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) != 0)
			_exit(CANNOT);
		raise(SIGSTOP);
		execvp(command[0], command);
		_exit(127);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid ||
	    !WIFSTOPPED(status) || ptrace(PTRACE_SETOPTIONS, pid, NULL,
	    PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL | PTRACE_O_TRACEFORK |
	    PTRACE_O_TRACEVFORK | PTRACE_O_TRACECLONE | PTRACE_O_TRACEEXEC) !=
	    0 || ptrace(PTRACE_SYSCALL, pid, NULL, 0) != 0)
		exit(CANNOT);
	return pid;
}

int
main(int argc, char **argv)
{
	struct watch watch = { 0 };
	FILE *count;

	watch.counts_writes_only = argc > 1 && strcmp(argv[1], "-w") == 0;
	argv += watch.counts_writes_only;
	argc -= watch.counts_writes_only;
	if (argc > 2 && strcmp(argv[1], "-e") == 0) {
		watch.is_failing = true;
		watch.error = atoi(argv[2]);
		argv += 2;
		argc -= 2;
	}
	if (argc < 4)
		return CANNOT;
	watch.wanted = atol(argv[1]);
	meet(&watch, start(argv + 3));
	follow(&watch);
	count = fopen(argv[2], "w");
	if (count == NULL || fprintf(count, "%ld\n", watch.seen) < 0 ||
	    fclose(count) != 0)
		return CANNOT;
	if (watch.is_killed)
		return 128 + SIGKILL;
	return WIFEXITED(watch.status) ? WEXITSTATUS(watch.status) :
	    128 + WTERMSIG(watch.status);
}
