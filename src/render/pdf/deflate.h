/*
 * deflate.h - streams made smaller: zlib's format (RFC 1950), by libdeflate.
 */
#ifndef PDF_DEFLATE_H
#define PDF_DEFLATE_H

#include <stddef.h>
#include <stdint.h>

#include "fieldkit/strbuf.h"

enum packing {
	PACK_NOT,
	PACK_FAST,		/* where more effort wins little */
	PACK_WELL,
	PACKING_COUNT
};

struct libdeflate_compressor;

/* The compressors of one file; all zero is none as yet. */
struct deflater {
	struct libdeflate_compressor *compressors[PACKING_COUNT];
};

void deflater_release(struct deflater *deflater);
/* Appends the bytes, packed FAST or WELL. */
void deflater_add(struct deflater *deflater, enum packing packing,
    const void *bytes, size_t len, struct strbuf *buffer);
/* The same of what is packed once a run. */
void deflate_add(const void *bytes, size_t len, struct strbuf *buffer);

/* CRC-32 and Adler-32 of some bytes, in one number. */
uint64_t checksum_of(const void *bytes, size_t len);

#endif
