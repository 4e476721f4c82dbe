/*
 * CIDs of a CFF font. In: a CFF table. Out: whether it is CID-keyed (its Top
 * DICT has ROS, 12 30) and the charset: which CID each glyph has.
 *
 * Technical Note 5176: header (6), INDEX (5), DICT (4), charsets (13).
 */
#include "cff.h"

enum { OP_CHARSET = 15, OP_ESCAPE = 12, OP_ROS = 30 };

struct reader {
	const unsigned char *bytes;
	size_t len, at;
	bool has_failed;
};

static uint32_t
read_number(struct reader *reader, int size)
{
	uint32_t number = 0;

	if (reader->has_failed || reader->len - reader->at < (size_t)size) {
		reader->has_failed = true;
		return 0;
	}
	while (size-- > 0)
		number = number << 8 | reader->bytes[reader->at++];
	return number;
}

/* Steps over an INDEX; its first object stands at ret_start, ret_end. */
static void
read_index(struct reader *reader, size_t *ret_start, size_t *ret_end)
{
	uint32_t count = read_number(reader, 2), last, second;
	int size;
	size_t offsets, base;

	*ret_start = *ret_end = reader->at;
	if (count == 0)
		return;
	size = (int)read_number(reader, 1);
	if (size < 1 || size > 4) {
		reader->has_failed = true;
		return;
	}
	offsets = reader->at;
	base = offsets + (size_t)size * (count + 1) - 1;
	read_number(reader, size);
	second = read_number(reader, size);
	reader->at = offsets + (size_t)size * count;
	if (reader->at > reader->len)
		reader->has_failed = true;
	last = read_number(reader, size);
	if (reader->has_failed || base + last > reader->len ||
	    second < 1 || second > last) {
		reader->has_failed = true;
		return;
	}
	*ret_start = base + 1;
	*ret_end = base + second;
	reader->at = base + last;
}

/* A real number's nibbles end with 0xf. */
static void
skip_real(struct reader *reader)
{
	uint32_t byte;

	do
		byte = read_number(reader, 1);
	while (!reader->has_failed && (byte & 0xf) != 0xf &&
	    byte >> 4 != 0xf);
}

static int64_t
read_operand(struct reader *reader, uint32_t first)
{
	if (first == 28)
		return (int16_t)read_number(reader, 2);
	if (first == 29)
		return (int32_t)read_number(reader, 4);
	if (first >= 32 && first <= 246)
		return (int64_t)first - 139;
	if (first >= 247 && first <= 250)
		return ((int64_t)first - 247) * 256 +
		    read_number(reader, 1) + 108;
	if (first >= 251 && first <= 254)
		return -((int64_t)first - 251) * 256 -
		    (int64_t)read_number(reader, 1) - 108;
	if (first == 30)
		skip_real(reader);
	else
		reader->has_failed = true;
	return 0;
}

static void
read_top_dict(struct reader *reader, bool *ret_is_cid, size_t *ret_charset)
{
	int64_t operand = 0;

	*ret_is_cid = false;
	*ret_charset = 0;
	while (!reader->has_failed && reader->at < reader->len) {
		uint32_t first = read_number(reader, 1);

		if (first == OP_CHARSET) {
			*ret_charset = operand > 0 ? (size_t)operand : 0;
		} else if (first == OP_ESCAPE) {
			if (read_number(reader, 1) == OP_ROS)
				*ret_is_cid = true;
		} else if (first > 21) {
			operand = read_operand(reader, first);
		}
	}
}

/* Glyph 0 is CID 0 and is not in the charset. */
static void
read_charset(struct reader *reader, uint32_t glyph_count, uint16_t *ret_cids)
{
	uint32_t format = read_number(reader, 1), i = 1;

	ret_cids[0] = 0;
	if (format > 2)
		reader->has_failed = true;
	while (!reader->has_failed && i < glyph_count) {
		uint32_t cid = read_number(reader, 2), left = 0;

		if (format > 0)
			left = read_number(reader, format == 1 ? 1 : 2);
		do
			ret_cids[i++] = (uint16_t)cid++;
		while (left-- > 0 && i < glyph_count);
	}
}

bool
cff_read_cids(const unsigned char *bytes, size_t len, uint32_t glyph_count,
    bool *ret_is_cid, uint16_t *ret_cids)
{
	struct reader reader = { .bytes = bytes, .len = len };
	struct reader dict = { .bytes = bytes };
	size_t start, end, charset;
	uint32_t i;

	read_number(&reader, 2);
	reader.at = read_number(&reader, 1);
	if (reader.at > len)
		return false;
	read_index(&reader, &start, &end);		/* names */
	read_index(&reader, &dict.at, &dict.len);	/* Top DICTs */
	if (reader.has_failed)
		return false;
	read_top_dict(&dict, ret_is_cid, &charset);
	if (dict.has_failed || charset > len)
		return false;
	for (i = 0; i < glyph_count; i++)
		ret_cids[i] = (uint16_t)i;
	if (!*ret_is_cid || charset <= 2)	/* 0 to 2 are predefined */
		return true;
	reader.at = charset;
	read_charset(&reader, glyph_count, ret_cids);
	return !reader.has_failed;
}
