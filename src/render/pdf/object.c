/*
 * The file's objects. In: entries and streams as bytes. Out: a PDF file.
 *
 * Every object is an HPDF_Dict owned by libharu's cross-reference table. Its
 * entries are not libharu objects but text, written by the dictionary's
 * write_fn: a thousand structure elements then cost a thousand short strings.
 * libharu numbers, keeps offsets, writes objects; what it wrote is then packed
 * (pack.h), which it cannot do, and streams, which it would copy byte by byte,
 * are put in.
 *
 * libharu's errors are sticky and calls after one do nothing, so they are
 * looked at once, when the file is saved.
 */
#include "object.h"

#include <assert.h>
#include <stdlib.h>

#include "pack.h"
#include "syntax.h"

/* Libharu takes the memory of its objects in pieces of this size. */
enum { POOL_BYTES = 32 * 1024 };

static void
on_error(HPDF_STATUS error, HPDF_STATUS detail, void *context)
{
	/* Recorded by libharu itself. */
	(void)error;
	(void)detail;
	(void)context;
}

static void *
on_alloc(HPDF_UINT size)
{
	return mem_alloc(size);
}

static void
on_free(void *memory)
{
	free(memory);
}

static HPDF_STATUS
on_write_entries(HPDF_Dict dict, HPDF_Stream stream)
{
	const struct pdf_object *object = dict->attr;

	return HPDF_Stream_Write(stream, (const HPDF_BYTE *)object->entries,
	    (HPDF_UINT)object->len);
}

static HPDF_STATUS
on_write_file(HPDF_Stream stream, const HPDF_BYTE *bytes, HPDF_UINT len)
{
	strbuf_add(stream->attr, bytes, len);
	return HPDF_OK;
}

void
pdf_file_init(struct pdf_file *file, struct arena *arena)
{
	*file = (struct pdf_file){ .arena = arena };
	pdf_parts_init(&file->parts, arena);
	HPDF_Error_Init(&file->error, NULL);
	file->error.error_fn = on_error;
	file->memory = HPDF_MMgr_New(&file->error, POOL_BYTES, on_alloc,
	    on_free);
	file->xref = HPDF_Xref_New(file->memory, 0);
	assert(file->xref != NULL);
}

void
pdf_file_release(struct pdf_file *file)
{
	HPDF_Xref_Free(file->xref);
	HPDF_MMgr_Free(file->memory);
	deflater_release(&file->deflater);
}

static struct pdf_object *
object_for(struct pdf_file *file, HPDF_Dict dict)
{
	struct pdf_object *object = ARENA_NEW(file->arena, struct pdf_object);

	/* After an error there is no dictionary, and no file in the end. */
	if (dict == NULL)
		return object;
	object->part = file->parts.open;
	object->number = dict->header.obj_id & 0x00ffffff;
	dict->attr = object;
	dict->write_fn = on_write_entries;
	return object;
}

struct pdf_object *
pdf_object_new(struct pdf_file *file)
{
	HPDF_Dict dict = HPDF_Dict_New(file->memory);

	/* A refused dictionary was freed by HPDF_Xref_Add. */
	if (dict != NULL && HPDF_Xref_Add(file->xref, dict) != HPDF_OK)
		dict = NULL;
	return object_for(file, dict);
}

void
pdf_object_set(struct pdf_file *file, struct pdf_object *object,
    const struct strbuf *entries)
{
	assert(object->entries == NULL);
	object->entries =
	    arena_copy(file->arena, strbuf_string(entries), entries->len);
	object->len = entries->len;
}

struct pdf_object *
pdf_object_add(struct pdf_file *file, const struct strbuf *entries)
{
	struct pdf_object *object = pdf_object_new(file);

	pdf_object_set(file, object, entries);
	return object;
}

struct pdf_object *
pdf_stream_add(struct pdf_file *file, const char *entries, const void *bytes,
    size_t len, enum packing packing)
{
	struct pdf_object *object = pdf_object_new(file);
	struct strbuf text = { 0 }, packed = { 0 };

	strbuf_add_string(&text, entries);
	if (packing != PACK_NOT) {
		strbuf_add_string(&text, "/Filter/FlateDecode");
		deflater_add(&file->deflater, packing, bytes, len, &packed);
		bytes = packed.bytes;
		len = packed.len;
	}
	pdf_object_set(file, object, &text);
	object->stream = arena_copy(file->arena, bytes, len);
	object->stream_len = len;
	strbuf_release(&text);
	strbuf_release(&packed);
	return object;
}

void
pdf_put_ref(struct strbuf *buffer, const struct pdf_object *object)
{
	strbuf_add_char(buffer, ' ');
	pdf_put_uint(buffer, object->number);
	strbuf_add_string(buffer, " 0 R");
}

/* Where libharu wrote each object. */
static struct pdf_slice *
slices_of(const struct pdf_file *file, const struct strbuf *written)
{
	const HPDF_Xref xref = file->xref;
	const uint32_t count = xref->entries->count;
	struct pdf_slice *slices =
	    ARENA_ARRAY(file->arena, struct pdf_slice, count);
	size_t end = xref->addr;
	uint32_t i;

	for (i = count; i-- > 1;) {
		const HPDF_XrefEntry entry = HPDF_Xref_GetEntry(xref, i);
		HPDF_Dict dict = entry->obj;
		const struct pdf_object *object = dict->attr;

		assert(entry->byte_offset < end && end <= written->len);
		slices[i] = (struct pdf_slice){
			.bytes = written->bytes + entry->byte_offset,
			.len = end - entry->byte_offset,
			.stream = object->stream,
			.stream_len = object->stream_len,
			.part = object->part,
		};
		end = entry->byte_offset;
	}
	return slices;
}

static void
put_trailer(struct strbuf *out, const struct pdf_object *catalog,
    const struct pdf_object *information)
{
	strbuf_add_string(out, "/Root");
	pdf_put_ref(out, catalog);
	strbuf_add_string(out, "/Info");
	pdf_put_ref(out, information);
}

static bool
write_plain(struct pdf_file *file, struct strbuf *written)
{
	HPDF_Stream stream;

	if (HPDF_Error_GetCode(&file->error) != HPDF_OK)
		return false;
	stream = HPDF_CallbackWriter_New(file->memory, on_write_file, written);
	if (stream == NULL)
		return false;
	HPDF_Xref_WriteToStream(file->xref, stream, NULL);
	HPDF_Stream_Free(stream);
	return HPDF_Error_GetCode(&file->error) == HPDF_OK;
}

bool
pdf_file_save(struct pdf_file *file, const struct pdf_object *catalog,
    const struct pdf_object *information, struct diags *diags,
    struct strbuf *ret_bytes)
{
	struct strbuf written = { 0 }, trailer = { 0 };
	bool is_written = write_plain(file, &written);

	if (is_written) {
		put_trailer(&trailer, catalog, information);
		pdf_pack(slices_of(file, &written), file->xref->entries->count,
		    trailer.bytes, &file->deflater, &file->parts,
		    ret_bytes);
	} else {
		diag_report(diags, DIAG_OUTPUT_FAILED, SOURCE_NOWHERE,
		    "libharu refuses the kit: error 0x%lx, detail %ld",
		    (unsigned long)HPDF_Error_GetCode(&file->error),
		    (long)HPDF_Error_GetDetailCode(&file->error));
	}
	strbuf_release(&written);
	strbuf_release(&trailer);
	return is_written;
}
