/*
 * Waiting that ends. In: a setting, a pipe, a child. Out: seconds; bytes, or
 * that none came in time; a status, or that the child had to be ended.
 */
#include "patience.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "credentials.h"

bool
patience_find(struct patience *ret_patience, struct arena *arena,
    const char *name, enum diag_id slug, struct diags *diags)
{
	const char *value = credentials_setting(arena, name, "TIMEOUT");
	size_t digits = value != NULL ? strspn(value, "0123456789") : 0;

	*ret_patience = (struct patience){ 0 };
	if (value == NULL)
		return true;
	if (digits > 0 && digits <= 5 && value[digits] == '\0')
		ret_patience->set_s = strtol(value, NULL, 10);
	if (ret_patience->set_s >= 1 && ret_patience->set_s <= PATIENCE_MAX_S)
		return true;
	diag_report(diags, slug, SOURCE_NOWHERE, "%s is '%.40s', and no "
	    "number of seconds from 1 to %d; write one, or unset it",
	    credentials_variable(arena, name, "TIMEOUT"), value,
	    PATIENCE_MAX_S);
	return false;
}

long
patience_for(const struct patience *patience, long usual_s)
{
	return patience->set_s > 0 ? patience->set_s : usual_s;
}

long
patience_within(const struct patience *patience, long usual_s)
{
	long seconds = patience_for(patience, usual_s);

	return seconds < usual_s ? seconds : usual_s;
}

/* 0 when there is nothing to see in time, else as poll(2). */
static int
poll_within(int fd, short events, long seconds)
{
	struct pollfd sight = { .fd = fd, .events = events };
	int count;

	do
		count = poll(&sight, 1, (int)seconds * 1000);
	while (count < 0 && errno == EINTR);
	return count;
}

/* What the stream hands to its functions. */
struct end {
	int fd;
	struct wait *wait;
};

static bool
await(const struct end *end, short events)
{
	int count = poll_within(end->fd, events, end->wait->seconds);

	if (count == 0) {
		end->wait->has_stalled = true;
		errno = ETIMEDOUT;
	}
	return count > 0;
}

static ssize_t
read_end(void *context, char *bytes, size_t len)
{
	const struct end *end = context;
	ssize_t got;

	do {
		if (!await(end, POLLIN))
			return -1;
		got = read(end->fd, bytes, len);
	} while (got < 0 && (errno == EINTR || errno == EAGAIN));
	return got;
}

/* The stream takes less than all of it for an error. */
static ssize_t
write_end(void *context, const char *bytes, size_t len)
{
	const struct end *end = context;
	size_t done = 0;

	while (done < len) {
		ssize_t put = await(end, POLLOUT) ? write(end->fd,
		    bytes + done, len - done) : 0;

		if (put > 0)
			done += (size_t)put;
		else if (put == 0 || (errno != EINTR && errno != EAGAIN))
			break;
	}
	return (ssize_t)done;
}

static int
close_end(void *context)
{
	struct end *end = context;
	int status = close(end->fd);

	free(end);
	return status;
}

FILE *
patience_open(int fd, const char *mode, struct wait *wait)
{
	const cookie_io_functions_t functions = { .read = read_end,
		.write = write_end, .close = close_end };
	struct end *end = mem_alloc(sizeof(*end));
	int flags = fcntl(fd, F_GETFL);
	FILE *file = NULL;

	*end = (struct end){ fd, wait };
	if (flags >= 0 && fcntl(fd, F_SETFL, flags | O_NONBLOCK) == 0)
		file = fopencookie(end, mode, functions);
	if (file == NULL)
		close_end(end);
	return file;
}

/* Whether the child has ended; it is still to be waited for. */
static bool
has_ended(int fd, long seconds)
{
	return fd < 0 || poll_within(fd, POLLIN, seconds) != 0;
}

int
patience_finish(pid_t pid, struct wait *wait)
{
	int fd = pidfd_open(pid, 0), status = 0;

	if (!has_ended(fd, wait->seconds)) {
		wait->has_stalled = true;
		kill(pid, SIGTERM);
		if (!has_ended(fd, PATIENCE_END_S))
			kill(pid, SIGKILL);
	}
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	if (fd >= 0)
		close(fd);
	return status;
}
