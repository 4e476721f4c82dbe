/* sources.h - the lines of the files in `.sources/`, for emit.c. */
#ifndef FIELDKIT_EMIT_SOURCES_H
#define FIELDKIT_EMIT_SOURCES_H

#include "fieldkit/emit.h"
#include "fieldkit/strbuf.h"

void sources_format(const struct manifest *manifest, struct strbuf *out);
void sizes_format(const struct manifest *manifest, struct strbuf *out);

#endif
