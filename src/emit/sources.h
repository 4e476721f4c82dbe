/* sources.h - the lines of `.sources/<edition>.tsv`, for emit.c. */
#ifndef FIELDKIT_EMIT_SOURCES_H
#define FIELDKIT_EMIT_SOURCES_H

#include "fieldkit/emit.h"
#include "fieldkit/strbuf.h"

void sources_format(const struct manifest *manifest, struct strbuf *out);

#endif
