/*
 * object.h - a PDF file as numbered objects, over libharu's object and
 * cross-reference layer. Nothing else of libharu is used: damaged
 * pictures abort the process there, names are not escaped, and a long name or a
 * large number is written past its buffer.
 *
 * An object is a dictionary, with or without a stream. It gets its number when
 * it is made and its entries later, so objects may refer to each other in any
 * order. Entries are PDF syntax without the enclosing << >>.
 */
#ifndef PDF_OBJECT_H
#define PDF_OBJECT_H

#include <stdbool.h>
#include <stdint.h>

#include <hpdf.h>

#include "fieldkit/arena.h"
#include "fieldkit/diag.h"
#include "fieldkit/strbuf.h"
#include "deflate.h"
#include "parts.h"

#if HPDF_VERSION_ID != 20300
#error "libharu 2.3.0 is needed: its structures differ between versions"
#endif

struct pdf_file {
	struct arena *arena;		/* of objects and their entries */
	struct pdf_parts parts;		/* the open one owns what is made */
	HPDF_Error_Rec error;
	HPDF_MMgr memory;
	HPDF_Xref xref;
	struct deflater deflater;
};

struct pdf_object {
	uint32_t number;
	uint32_t part;			/* of file->parts */
	const char *entries;		/* NULL until set */
	size_t len;
	const char *stream;		/* NULL: it has none */
	size_t stream_len;
};

void pdf_file_init(struct pdf_file *file, struct arena *arena);
void pdf_file_release(struct pdf_file *file);

/* An empty dictionary. */
struct pdf_object *pdf_object_new(struct pdf_file *file);
/* Sets what stands in the dictionary; the buffer's bytes are copied. */
void pdf_object_set(struct pdf_file *file, struct pdf_object *object,
    const struct strbuf *entries);
/* Both at once. */
struct pdf_object *pdf_object_add(struct pdf_file *file,
    const struct strbuf *entries);
/* A stream; `entries` do not name Length. Its bytes are copied, packed unless
 * PACK_NOT, and Filter is added then. */
struct pdf_object *pdf_stream_add(struct pdf_file *file,
    const char *entries, const void *bytes, size_t len, enum packing packing);

/* "12 0 R", a space before it. */
void pdf_put_ref(struct strbuf *buffer, const struct pdf_object *object);

/* The file, appended, and its parts charged. */
bool pdf_file_save(struct pdf_file *file, const struct pdf_object *catalog,
    const struct pdf_object *information, struct diags *diags,
    struct strbuf *ret_bytes);

#endif
