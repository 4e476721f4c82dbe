/*
 * The one thing wanted of a picture's metadata: how it is turned. In: an Exif
 * block, that is a TIFF structure. Out: orientation 1…8.
 * Source: Exif 2.32, sections 4.5.2 (IFD) and 4.6.4 (Orientation, tag 0x0112).
 */
#include <string.h>

#include "codec.h"

enum { TAG_ORIENTATION = 0x0112, TYPE_SHORT = 3, ENTRY_BYTES = 12 };

struct tiff {
	const unsigned char *bytes;
	size_t len;
	bool is_big_endian;
};

static uint32_t
number_at(const struct tiff *tiff, size_t at, uint32_t bytes)
{
	uint32_t number = 0, i;

	if (at + bytes > tiff->len)
		return 0;
	for (i = 0; i < bytes; i++) {
		uint32_t from = tiff->is_big_endian ? i : bytes - 1 - i;

		number = number << 8 | tiff->bytes[at + from];
	}
	return number;
}

uint8_t
exif_orientation(const unsigned char *bytes, size_t len)
{
	struct tiff tiff = { bytes, len, false };
	uint32_t start, count, i;

	if (len >= 6 && memcmp(bytes, "Exif\0\0", 6) == 0) {
		tiff.bytes += 6;
		tiff.len -= 6;
	}
	if (tiff.len < 8)
		return 1;
	tiff.is_big_endian = tiff.bytes[0] == 'M';
	if (number_at(&tiff, 2, 2) != 42)
		return 1;
	start = number_at(&tiff, 4, 4);
	if (start >= tiff.len)
		return 1;
	count = number_at(&tiff, start, 2);
	for (i = 0; i < count; i++) {
		size_t entry = start + 2 + (size_t)i * ENTRY_BYTES;
		uint32_t value = number_at(&tiff, entry + 8, 2);

		if (number_at(&tiff, entry, 2) == TAG_ORIENTATION &&
		    number_at(&tiff, entry + 2, 2) == TYPE_SHORT)
			return value >= 1 && value <= 8 ? (uint8_t)value : 1;
	}
	return 1;
}
