/*
 * pack.h - a file of libharu's made smaller: its dictionaries in compressed
 * object streams, its table a cross-reference stream. Source: ISO 32000-1,
 * sections 7.5.7 and 7.5.8.
 */
#ifndef PDF_PACK_H
#define PDF_PACK_H

#include <stddef.h>
#include <stdint.h>

#include "fieldkit/strbuf.h"
#include "deflate.h"
#include "parts.h"

/* One object as it was written: "7 0 obj … endobj", and its stream. */
struct pdf_slice {
	const char *bytes;
	size_t len;
	const char *stream;		/* NULL: none */
	size_t stream_len;
	uint32_t part;			/* that is charged for it */
};

/* `slices` has an entry per number, the first of them unused; `trailer` are
 * the entries of the trailer but Size and ID, which is made of all that
 * stands before it. The file is appended, and every byte of
 * it charged to one of `parts`: objects that are packed together bear their
 * stream by their lengths, the first part what belongs to no object. */
void pdf_pack(const struct pdf_slice *slices, uint32_t count,
    const char *trailer, struct deflater *deflater, struct pdf_parts *parts,
    struct strbuf *ret_bytes);

#endif
