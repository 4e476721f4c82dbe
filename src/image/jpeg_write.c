/*
 * JPEG for kits and screens. In: pixels, or a file that will do as it is. Out:
 * a JPEG without metadata.
 *
 * Copying goes from marker to marker and keeps what decoding needs: tables,
 * frame, scans. Everything that names a camera, a place or a person is in the
 * APPn and COM segments, which stay behind; a JFIF header that says YCbCr is
 * put in their place. Source: ITU-T T.81, annex B.
 */
#include <stdio.h>
#include <stdlib.h>

#include <jpeglib.h>

#include "codec.h"

enum {
	MARKER_SOF0 = 0xc0, MARKER_SOF1 = 0xc1, MARKER_SOF2 = 0xc2,
	MARKER_DHT = 0xc4, MARKER_RST0 = 0xd0, MARKER_RST7 = 0xd7,
	MARKER_SOI = 0xd8, MARKER_EOI = 0xd9, MARKER_SOS = 0xda,
	MARKER_DQT = 0xdb, MARKER_DRI = 0xdd, MARKER_APP0 = 0xe0,
	MARKER_APP15 = 0xef, MARKER_COM = 0xfe
};

static void
encode(const struct image_pixels *pixels, int quality, bool is_progressive,
    struct strbuf *ret_jpeg)
{
	struct jpeg_compress_struct jpeg;
	struct jpeg_error_mgr errors;
	unsigned char *bytes = NULL;
	unsigned long len = 0;
	const size_t row_len = (size_t)pixels->width * pixels->channels;

	/* Only the lack of memory can fail here, and then libjpeg exits. */
	jpeg.err = jpeg_std_error(&errors);
	jpeg_create_compress(&jpeg);
	jpeg_mem_dest(&jpeg, &bytes, &len);
	jpeg.image_width = pixels->width;
	jpeg.image_height = pixels->height;
	jpeg.input_components = pixels->channels;
	jpeg.in_color_space =
	    pixels->channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
	jpeg_set_defaults(&jpeg);
	jpeg_set_quality(&jpeg, quality, TRUE);
	jpeg.optimize_coding = TRUE;
	if (is_progressive)
		jpeg_simple_progression(&jpeg);
	jpeg_start_compress(&jpeg, TRUE);
	while (jpeg.next_scanline < jpeg.image_height) {
		unsigned char *row =
		    pixels->samples + jpeg.next_scanline * row_len;

		jpeg_write_scanlines(&jpeg, &row, 1);
	}
	jpeg_finish_compress(&jpeg);
	jpeg_destroy_compress(&jpeg);
	strbuf_add(ret_jpeg, bytes, len);
	free(bytes);
}

void
image_encode_jpeg(const struct image_pixels *pixels, int quality,
    struct strbuf *ret_jpeg)
{
	encode(pixels, quality, false, ret_jpeg);
}

void
jpeg_encode_progressive(const struct image_pixels *pixels, int quality,
    struct strbuf *ret_jpeg)
{
	encode(pixels, quality, true, ret_jpeg);
}

static bool
is_kept(unsigned int marker)
{
	switch (marker) {
	case MARKER_SOF0:
	case MARKER_SOF1:
	case MARKER_SOF2:
	case MARKER_DHT:
	case MARKER_DQT:
	case MARKER_DRI:
	case MARKER_SOS:
		return true;
	default:
		return false;
	}
}

static bool
is_dropped(unsigned int marker)
{
	return (marker >= MARKER_APP0 && marker <= MARKER_APP15) ||
	    marker == MARKER_COM;
}

/* Where the entropy-coded data that starts at `at` ends: at the next marker
 * that is neither a stuffed byte nor a restart. */
static size_t
scan_end(const struct image_bytes *file, size_t at)
{
	for (; at + 1 < file->len; at++) {
		unsigned int next = file->bytes[at + 1];

		if (file->bytes[at] == 0xff && next != 0 && next != 0xff &&
		    (next < MARKER_RST0 || next > MARKER_RST7))
			return at;
	}
	return file->len;
}

/* Appends the segments that are needed; false at one that is not known. */
static bool
copy_segments(const struct image_bytes *file, struct strbuf *jpeg)
{
	size_t at = 2;

	while (at + 4 <= file->len) {
		const unsigned char *segment = file->bytes + at;
		unsigned int marker = segment[1];
		size_t len = 2 + ((size_t)segment[2] << 8 | segment[3]);

		if (segment[0] != 0xff)
			return false;
		if (marker == 0xff) {
			at++;
			continue;
		}
		if (marker == MARKER_EOI)
			break;
		if (len > file->len - at ||
		    !(is_kept(marker) || is_dropped(marker)))
			return false;
		if (marker == MARKER_SOS)
			len = scan_end(file, at + len) - at;
		if (is_kept(marker))
			strbuf_add(jpeg, segment, len);
		at += len;
	}
	return true;
}

bool
image_copy_jpeg(const struct image_asset *asset, struct strbuf *ret_jpeg,
    uint8_t *ret_channels)
{
	/* JFIF 1.01, density 1:1 without a unit. */
	static const unsigned char head[] = { 0xff, MARKER_SOI, 0xff,
		MARKER_APP0, 0, 16, 'J', 'F', 'I', 'F', 0, 1, 1, 0, 0, 1, 0, 1,
		0, 0 };
	static const unsigned char tail[] = { 0xff, MARKER_EOI };
	const size_t start = ret_jpeg->len;
	struct image_bytes file = { .len = asset->bytes };
	unsigned char *bytes;
	struct diags unheard;
	bool is_copied;

	if (asset->kind != IMAGE_JPEG || asset->orientation != 1 ||
	    asset->has_other_colors)
		return false;
	diags_init(&unheard, NULL);
	bytes = image_read_again(asset, &unheard);
	diags_release(&unheard);
	if (bytes == NULL)
		return false;
	file.bytes = bytes;
	strbuf_add(ret_jpeg, head, sizeof(head));
	is_copied = jpeg_is_plain(&file, ret_channels) &&
	    copy_segments(&file, ret_jpeg);
	strbuf_add(ret_jpeg, tail, sizeof(tail));
	free(bytes);
	if (!is_copied)
		ret_jpeg->len = start;
	return is_copied;
}
