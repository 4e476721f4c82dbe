/*
 * Locks that say who holds them. In: a path. Out: a lock of the kernel's on
 * the file there, with "PID HOST TIME" in it for those who come second.
 */
#include "fieldkit/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#include "fieldkit/file.h"

static void
read_holder(int fd, char ret_holder[LOCK_HOLDER_CHARS + 1])
{
	char text[LOCK_HOLDER_CHARS + 1] = "", host[65], since[21];
	long pid;

	if (pread(fd, text, LOCK_HOLDER_CHARS, 0) > 0 && sscanf(text,
	    "%9ld %64[A-Za-z0-9._-] %20[0-9TZ:-]", &pid, host, since) == 3)
		snprintf(ret_holder, LOCK_HOLDER_CHARS + 1,
		    "process %ld on %s since %s", pid, host, since);
	else
		strcpy(ret_holder, "another process");
}

static bool
write_holder(int fd)
{
	char text[LOCK_HOLDER_CHARS + 1], host[65] = "", since[21] = "";
	time_t now = time(NULL);
	struct tm parts;
	int len;

	if (gethostname(host, sizeof(host) - 1) != 0 || host[0] == '\0')
		strcpy(host, "localhost");
	if (gmtime_r(&now, &parts) == NULL ||
	    strftime(since, sizeof(since), "%Y-%m-%dT%H:%M:%SZ", &parts) == 0)
		strcpy(since, "-");
	len = snprintf(text, sizeof(text), "%ld %s %s\n", (long)getpid(),
	    host, since);
	return ftruncate(fd, 0) == 0 &&
	    file_write_all(fd, text, (size_t)len);
}

enum lock_status
lock_take(const char *path, int *ret_fd,
    char ret_holder[LOCK_HOLDER_CHARS + 1])
{
	int fd = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0666);
	int error;

	*ret_fd = -1;
	if (fd < 0)
		return LOCK_FAILED;
	if (flock(fd, LOCK_EX | LOCK_NB) == 0 && write_holder(fd)) {
		*ret_fd = fd;
		return LOCK_TAKEN;
	}
	error = errno;
	if (error == EWOULDBLOCK)
		read_holder(fd, ret_holder);
	close(fd);
	errno = error;
	return error == EWOULDBLOCK ? LOCK_HELD : LOCK_FAILED;
}

void
lock_release(int fd)
{
	if (fd >= 0)
		close(fd);
}
