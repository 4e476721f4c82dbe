/*
 * source.h - where a value was written.
 *
 * A position names a file of the run's source table, a line and a column,
 * both from 1; columns count code points. File 0 is "nowhere": a position
 * with line 0 marks a value that was never given.
 */
#ifndef FIELDKIT_SOURCE_H
#define FIELDKIT_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fieldkit/arena.h"

struct source_pos {
	uint32_t file;
	uint32_t line;
	uint32_t col;
};

#define SOURCE_NOWHERE ((struct source_pos){ 0, 0, 0 })

/* A file that was read. `bytes` is NUL-terminated and lives as long as the
 * arena given to source_add; the printer quotes lines from it. */
struct source {
	const char *path;	/* as it is shown to the author */
	const char *bytes;
	size_t len;
};

struct sources {
	struct source *items;	/* items[0] is "nowhere" */
	uint32_t count;
	uint32_t size;
};

void sources_release(struct sources *sources);
/* Adds a file (path and bytes are borrowed, not copied) and returns its
 * number, from 1. Not for use by several threads at once. */
uint32_t source_add(struct sources *sources, const char *path,
    const char *bytes, size_t len);
/* Gives a file that was added as empty its bytes. Threads may fill different
 * files at once, while nobody adds any. */
void source_fill(struct sources *sources, uint32_t file, const char *bytes,
    size_t len);
/* The path of a position, or "" for nowhere. */
const char *source_path(const struct sources *sources, struct source_pos pos);
/* Line `pos.line` of the file, without its line end; false when the file does
 * not have it. */
bool source_line(const struct sources *sources, struct source_pos pos,
    const char **ret_line, size_t *ret_len);

#endif
