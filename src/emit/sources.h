/* sources.h - the lines of the files in `.sources/`, for emit.c. */
#ifndef FIELDKIT_EMIT_SOURCES_H
#define FIELDKIT_EMIT_SOURCES_H

#include "fieldkit/emit.h"
#include "fieldkit/strbuf.h"

/* Gives a table's lines, each without its line end and to be cut up at will,
 * one after the other; an absent file has none. False after a diagnostic. */
bool table_read(const char *path, void (*take)(void *context, char *line),
    void *context, struct diags *diags);
void sources_format(const struct manifest *manifest, struct strbuf *out);
void sizes_format(const struct manifest *manifest, struct strbuf *out);

#endif
