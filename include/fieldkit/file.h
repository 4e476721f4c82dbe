/*
 * file.h - reading files beneath a folder, and only there.
 *
 * Every component of a path is opened by itself and never followed where it
 * is a link; what is no plain file is refused without being opened for
 * reading (a FIFO would block).
 */
#ifndef FIELDKIT_FILE_H
#define FIELDKIT_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fieldkit/arena.h"
#include "fieldkit/diag.h"

/* Opens a folder to read beneath; -1 and errno where it cannot. A link is
 * followed here: the author chose the root. */
int dir_open(const char *path);
/* Opens `path`, relative and with forward slashes, for reading; -1 and errno
 * where it cannot: ELOOP for a link, EINVAL for what is no plain file. */
int file_open_beneath(int root_fd, const char *path);

/* All bytes of a file beneath `root_fd`, NUL-terminated, in the arena.
 * false and a diagnostic at `pos`, or naming `shown_path` where pos is
 * nowhere: io-failed, file-kind, limit-passed. */
bool file_read_beneath(struct arena *arena, int root_fd, const char *path,
    const char *shown_path, size_t max_bytes, struct source_pos pos,
    struct diags *diags, char **ret_bytes, size_t *ret_len);

/* Whether a text is valid UTF-8 without control characters; if not, reports
 * `utf8-invalid` with the exact place. The text starts at line `first_line`
 * of the file. */
bool text_check(uint32_t file, uint32_t first_line, const char *bytes,
    size_t len, struct diags *diags);

#endif
