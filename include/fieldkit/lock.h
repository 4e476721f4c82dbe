/*
 * lock.h - a kernel lock on a file that says who holds it.
 *
 * The lock is flock(2): it ends with the process that took it, however that
 * ended, so none is ever left behind. What the file holds only tells others
 * whom to wait for.
 */
#ifndef FIELDKIT_LOCK_H
#define FIELDKIT_LOCK_H

#define LOCK_HOLDER_CHARS 160

enum lock_status {
	LOCK_TAKEN,
	LOCK_HELD,			/* by another; the holder says by whom */
	LOCK_FAILED			/* errno says why */
};

/* Makes the file where it is not there, and takes the lock without waiting.
 * TAKEN: *ret_fd is to be given to lock_release, else it is -1. HELD:
 * ret_holder is "process 4711 on host since 2026-11-22T22:40:01Z", or
 * "another process" where that is not known. */
enum lock_status lock_take(const char *path, int *ret_fd,
    char ret_holder[LOCK_HOLDER_CHARS + 1]);
/* -1 is fine. */
void lock_release(int fd);

#endif
