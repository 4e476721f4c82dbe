/*
 * Packing. In: the objects of a file, as libharu wrote them. Out: the same
 * objects in a file that is little more than half as large, since a tagged kit
 * is mostly thousands of short dictionaries.
 *
 * Streams stay as they are. Everything else goes into object streams.
 */
#include "pack.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "fieldkit/digest.h"
#include "syntax.h"

/* Readers unpack one stream to see one object: not too many in each. */
enum { STREAM_OBJECTS = 200, ROW_BYTES = 7, ID_HEX_CHARS = 32 };

/* A row of the cross-reference stream. */
struct place {
	uint8_t kind;			/* 0 free, 1 at an offset, 2 in a stream */
	uint32_t where;			/* next free, offset, number of stream */
	uint32_t index;			/* generation, or place in the stream */
};

struct packer {
	const struct pdf_slice *slices;
	uint32_t count;
	struct place *places;		/* `count`, then those of new streams */
	uint32_t place_count;
	struct pdf_parts *parts;
	uint64_t *lengths;		/* by part, in the stream at hand */
	struct deflater *deflater;
	struct digest *id;		/* of what was written so far */
	struct strbuf *out;
	size_t start;			/* of the file in `out` */
};

static void
object_start(struct packer *packer, uint32_t number)
{
	packer->places[number] = (struct place){ 1,
		(uint32_t)(packer->out->len - packer->start), 0 };
	pdf_put_uint(packer->out, number);
	strbuf_add_string(packer->out, " 0 obj\n");
}

/* What stands between "<<" and ">>". */
static struct pdf_slice
entries_of(const struct pdf_slice *slice)
{
	static const char head[] = "<<\n", tail[] = ">>\nendobj\n";
	const char *body = memchr(slice->bytes, '\n', slice->len);
	const char *end = slice->bytes + slice->len - (sizeof(tail) - 1);

	assert(body != NULL && body + sizeof(head) <= end &&
	    memcmp(body + 1, head, sizeof(head) - 1) == 0 &&
	    memcmp(end, tail, sizeof(tail) - 1) == 0);
	body += sizeof(head);
	return (struct pdf_slice){ .bytes = body, .len = (size_t)(end - body) };
}

/* The object's end; the file's ID takes note of it. */
static void
object_end(struct packer *packer, const struct strbuf *entries,
    const char *stream, size_t len)
{
	strbuf_add(packer->out, entries->bytes, entries->len);
	strbuf_printf(packer->out, "/Length %zu>>stream\r\n", len);
	strbuf_add(packer->out, stream, len);
	strbuf_add_string(packer->out, "\nendstream\nendobj\n");
	digest_add_framed(packer->id, entries->bytes, entries->len);
	digest_add_number(packer->id, len);
	digest_add_number(packer->id, checksum_of(stream, len));
}

static void
put_stream(struct packer *packer, uint32_t number)
{
	const struct pdf_slice *slice = &packer->slices[number];
	const struct pdf_slice inner = entries_of(slice);
	const size_t before = packer->out->len;
	struct strbuf entries = { 0 };

	object_start(packer, number);
	strbuf_add_string(&entries, "<<");
	strbuf_add(&entries, inner.bytes, inner.len);
	object_end(packer, &entries, slice->stream, slice->stream_len);
	strbuf_release(&entries);
	packer->parts->items[slice->part].bytes +=
	    (int64_t)(packer->out->len - before);
}

static void
put_packed(struct packer *packer, const struct strbuf *entries,
    const struct strbuf *bytes)
{
	struct strbuf packed = { 0 };

	deflater_add(packer->deflater, PACK_FAST, bytes->bytes, bytes->len,
	    &packed);
	object_end(packer, entries, packed.bytes, packed.len);
	strbuf_release(&packed);
}

/* Charges `bytes` to the parts by their lengths. Each gets what the sum up to
 * it is worth, less what those before it got: nothing is lost in rounding. */
static void
charge(struct packer *packer, uint64_t bytes)
{
	const uint32_t count = packer->parts->count;
	uint64_t all = 0, upto = 0, charged = 0;
	uint32_t i;

	for (i = 0; i < count; i++)
		all += packer->lengths[i];
	for (i = 0; i < count; i++) {
		uint64_t due;

		upto += packer->lengths[i];
		due = bytes * upto / all;
		packer->parts->items[i].bytes += (int64_t)(due - charged);
		charged = due;
	}
	memset(packer->lengths, 0, count * sizeof(*packer->lengths));
}

/* Packs up to STREAM_OBJECTS objects from `next` on; returns where to go on. */
static uint32_t
put_object_stream(struct packer *packer, uint32_t next)
{
	const uint32_t number = packer->place_count++;
	struct strbuf index = { 0 }, bodies = { 0 }, entries = { 0 };
	const size_t before = packer->out->len;
	uint32_t held = 0;

	for (; next < packer->count && held < STREAM_OBJECTS; next++) {
		const struct pdf_slice *slice = &packer->slices[next];
		const struct pdf_slice inner = entries_of(slice);

		if (slice->stream != NULL)
			continue;
		pdf_put_uint(&index, next);
		strbuf_add_char(&index, ' ');
		pdf_put_uint(&index, (uint32_t)bodies.len);
		strbuf_add_char(&index, ' ');
		packer->places[next] = (struct place){ 2, number, held++ };
		packer->lengths[slice->part] += slice->len;
		strbuf_add_string(&bodies, "<<");
		strbuf_add(&bodies, inner.bytes, inner.len);
		strbuf_add_string(&bodies, ">>");
	}
	strbuf_printf(&entries, "<</Type/ObjStm/N %u/First %zu"
	    "/Filter/FlateDecode", (unsigned int)held, index.len);
	strbuf_add(&index, strbuf_string(&bodies), bodies.len);
	object_start(packer, number);
	put_packed(packer, &entries, &index);
	if (held > 0)
		charge(packer, packer->out->len - before);
	strbuf_release(&index);
	strbuf_release(&bodies);
	strbuf_release(&entries);
	return next;
}

/* Twice the first bytes of the digest of what was written. */
static void
put_id(const struct packer *packer, struct strbuf *out)
{
	char hex[DIGEST_HEX_CHARS + 1];

	digest_finish_hex(packer->id, hex);
	strbuf_printf(out, "/ID[<%.*s><%.*s>]", ID_HEX_CHARS, hex,
	    ID_HEX_CHARS, hex);
}

/* Rows of 1, 4 and 2 bytes, each with the differences to the one above. */
static void
put_table(struct packer *packer, const char *trailer)
{
	const uint32_t number = packer->place_count++;
	unsigned char above[ROW_BYTES] = { 0 };
	struct strbuf rows = { 0 }, entries = { 0 };
	const size_t offset = packer->out->len - packer->start;
	uint32_t i, j;

	strbuf_printf(&entries, "<</Type/XRef/Size %u/W[1 4 2]"
	    "/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns %d>>%s",
	    (unsigned int)packer->place_count, ROW_BYTES, trailer);
	put_id(packer, &entries);
	object_start(packer, number);
	for (i = 0; i < packer->place_count; i++) {
		const struct place *place = &packer->places[i];
		const unsigned char row[ROW_BYTES] = { place->kind,
			(unsigned char)(place->where >> 24),
			(unsigned char)(place->where >> 16),
			(unsigned char)(place->where >> 8),
			(unsigned char)place->where,
			(unsigned char)(place->index >> 8),
			(unsigned char)place->index };

		strbuf_add_char(&rows, 2);
		for (j = 0; j < ROW_BYTES; j++) {
			strbuf_add_char(&rows, (char)(row[j] - above[j]));
			above[j] = row[j];
		}
	}
	put_packed(packer, &entries, &rows);
	strbuf_printf(packer->out, "startxref\n%zu\n%%%%EOF\n", offset);
	strbuf_release(&rows);
	strbuf_release(&entries);
}

void
pdf_pack(const struct pdf_slice *slices, uint32_t count, const char *trailer,
    struct deflater *deflater, struct pdf_parts *parts,
    struct strbuf *ret_bytes)
{
	/* A comment of bytes above 127 marks the file as binary. */
	static const char head[] = "%PDF-1.7\n%\xb5\xed\xfb\xea\n";
	struct packer packer = { .slices = slices, .count = count,
		.place_count = count, .parts = parts, .deflater = deflater,
		.id = digest_new(), .out = ret_bytes,
		.start = ret_bytes->len };
	int64_t charged = 0;
	uint32_t i;

	packer.places = mem_alloc((count + count / STREAM_OBJECTS + 2) *
	    sizeof(*packer.places));
	packer.lengths = mem_alloc(parts->count * sizeof(*packer.lengths));
	memset(packer.lengths, 0, parts->count * sizeof(*packer.lengths));
	strbuf_add_string(ret_bytes, head);
	for (i = 1; i < count; i++)
		if (slices[i].stream != NULL)
			put_stream(&packer, i);
	for (i = 1; i < count;)
		i = put_object_stream(&packer, i);
	packer.places[0] = (struct place){ 0, 0, 65535 };
	put_table(&packer, trailer);
	for (i = 0; i < parts->count; i++)
		charged += parts->items[i].bytes;
	parts->items[0].bytes += (int64_t)(ret_bytes->len - packer.start) -
	    charged;
	free(packer.places);
	free(packer.lengths);
	digest_free(packer.id);
}
