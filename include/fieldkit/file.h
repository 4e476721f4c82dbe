/*
 * file.h - files and folders: what authors gave is read with care, what is
 * ours is hashed, written and removed.
 *
 * Reading stays beneath a folder. Every component of a path is opened by
 * itself and never followed where it is a link; what is no plain file is
 * refused without being opened for reading (a FIFO would block).
 */
#ifndef FIELDKIT_FILE_H
#define FIELDKIT_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fieldkit/arena.h"
#include "fieldkit/diag.h"
#include "fieldkit/digest.h"

/* Opens a folder to read beneath; -1 and errno where it cannot. A link is
 * followed here: the author chose the root. */
int dir_open(const char *path);

/* All bytes of a file beneath `root_fd`, NUL-terminated, in the arena.
 * false and a diagnostic at `pos`, or naming `shown_path` where pos is
 * nowhere: io-failed, file-kind, limit-passed. */
bool file_read_beneath(struct arena *arena, int root_fd, const char *path,
    const char *shown_path, size_t max_bytes, struct source_pos pos,
    struct diags *diags, char **ret_bytes, size_t *ret_len);

/* The same of a plain file of ours, by its whole path; a link is followed.
 * False and `io-failed` or `limit-passed`. */
bool file_read(struct arena *arena, const char *path, size_t max_bytes,
    struct diags *diags, char **ret_bytes, size_t *ret_len);

/* SHA-256 and length of a plain file, which is no link; false where there is
 * none or it cannot be read. */
bool file_hash(const char *path, char ret_hex[DIGEST_HEX_CHARS + 1],
    int64_t *ret_bytes);
/* Writes all bytes; false and errno where it cannot. */
bool file_write_all(int fd, const void *bytes, size_t len);
/* Makes a folder and those on the way to it that are not there. false and
 * errno where one cannot be made: `path` is then cut to that one. */
bool folder_make(char *path);
/* Removes a file, or a folder with all in it; links are not followed. false
 * and errno where something stays; nothing there is fine. */
bool tree_remove(const char *path);

/* Whether a text is valid UTF-8 without control characters; if not, reports
 * `utf8-invalid` with the exact place. The text starts at line `first_line`
 * of the file. */
bool text_check(uint32_t file, uint32_t first_line, const char *bytes,
    size_t len, struct diags *diags);

#endif
