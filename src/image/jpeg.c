/*
 * JPEG through libjpeg-turbo. In: a file's bytes. Out: its size and
 * orientation, or gray or RGB pixels in sRGB: its profile is applied, and CMYK
 * and YCCK that have none are taken as ideal inks.
 *
 * libjpeg calls error_exit and expects it not to return: it leaves by longjmp.
 * All that must survive it stands in struct jpeg_reader. A file that is cut
 * short or damaged is only a warning to libjpeg, and an error here.
 */
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <jerror.h>

#include "codec.h"
#include "color.h"

/* A progressive file of a few kB with thousands of scans decodes for minutes. */
enum { SCANS_MAX = 100 };

struct jpeg_reader {
	struct jpeg_decompress_struct jpeg;
	struct jpeg_error_mgr errors;
	struct jpeg_progress_mgr progress;
	jmp_buf escape;
	unsigned char *samples;
	unsigned char *line;		/* one row of CMYK */
	uint8_t orientation;
	unsigned char *profile;		/* libjpeg's, by malloc */
	struct color_source colors;
	struct color_transform *transform;	/* of CMYK */
	struct image_bounds bounds;
	struct image_fault *fault;
};

static _Noreturn void
give_up(j_common_ptr jpeg)
{
	struct jpeg_reader *reader = jpeg->client_data;
	char message[JMSG_LENGTH_MAX];

	jpeg->err->format_message(jpeg, message);
	image_fault_set(reader->fault, "libjpeg says '%.*s'", 150, message);
	longjmp(reader->escape, 1);
}

/* Damage is an error; stray bytes between markers are not. */
static void
on_message(j_common_ptr jpeg, int level)
{
	if (level >= 0)
		return;
	switch (jpeg->err->msg_code) {
	case JWRN_HIT_MARKER:
	case JWRN_HUFF_BAD_CODE:
	case JWRN_JPEG_EOF:
	case JWRN_ARITH_BAD_CODE:
		give_up(jpeg);
	default:
		break;
	}
}

static void
on_progress(j_common_ptr jpeg)
{
	struct jpeg_reader *reader = jpeg->client_data;

	if (jpeg->is_decompressor &&
	    reader->jpeg.input_scan_number > SCANS_MAX) {
		image_fault_set(reader->fault, "it has more than %d scans",
		    SCANS_MAX);
		longjmp(reader->escape, 1);
	}
}

static bool
has_profile(const struct jpeg_reader *reader)
{
	const struct jpeg_marker_struct *marker;

	for (marker = reader->jpeg.marker_list; marker != NULL;
	    marker = marker->next)
		if (marker->marker == JPEG_APP0 + 2 &&
		    marker->data_length >= 12 &&
		    memcmp(marker->data, "ICC_PROFILE", 12) == 0)
			return true;
	return false;
}

static void
read_info(struct jpeg_reader *reader)
{
	struct jpeg_decompress_struct *jpeg = &reader->jpeg;
	const struct jpeg_marker_struct *marker;
	unsigned int profile_len = 0;

	jpeg_save_markers(jpeg, JPEG_APP0 + 1, 0xffff);
	jpeg_save_markers(jpeg, JPEG_APP0 + 2, 0xffff);
	jpeg_read_header(jpeg, TRUE);
	if (has_profile(reader)) {
		reader->colors.is_broken = !jpeg_read_icc_profile(jpeg,
		    &reader->profile, &profile_len);
		reader->colors.profile = reader->profile;
		reader->colors.profile_len = profile_len;
	}
	for (marker = jpeg->marker_list; marker != NULL; marker = marker->next)
		if (marker->data_length >= 6 &&
		    memcmp(marker->data, "Exif\0\0", 6) == 0) {
			reader->orientation = exif_orientation(marker->data,
			    marker->data_length);
			break;
		}
}

/* The DCT shrinks by 2, 4 or 8 for nothing; at least twice what is wanted
 * stays for the area average. */
static void
choose_scale(struct jpeg_reader *reader)
{
	const struct image_bounds *bounds = &reader->bounds;
	struct jpeg_decompress_struct *jpeg = &reader->jpeg;
	unsigned int by = 1;

	if (bounds->width == 0 && bounds->height == 0)
		return;
	while (by < 8 &&
	    (bounds->width == 0 || jpeg->image_width / (4u * by) >= bounds->width) &&
	    (bounds->height == 0 ||
	    jpeg->image_height / (4u * by) >= bounds->height))
		by *= 2;
	jpeg->scale_num = 1;
	jpeg->scale_denom = by;
}

static void
choose_color(struct jpeg_reader *reader)
{
	struct jpeg_decompress_struct *jpeg = &reader->jpeg;

	if (jpeg->num_components == 1)
		jpeg->out_color_space = JCS_GRAYSCALE;
	else if (jpeg->num_components == 4)
		jpeg->out_color_space = JCS_CMYK;
	else
		jpeg->out_color_space = JCS_RGB;
}

/* Adobe writes CMYK inverted, and says so by its APP14 marker. */
static void
rgb_from_cmyk(const unsigned char *cmyk, size_t count, bool is_inverted,
    unsigned char *ret_rgb)
{
	const unsigned int flip = is_inverted ? 0 : 255;
	size_t i, c;

	for (i = 0; i < count; i++, cmyk += 4)
		for (c = 0; c < 3; c++)
			*ret_rgb++ = (unsigned char)(((cmyk[c] ^ flip) *
			    (cmyk[3] ^ flip) + 127) / 255);
}

static void
read_rows(struct jpeg_reader *reader)
{
	struct jpeg_decompress_struct *jpeg = &reader->jpeg;
	size_t row_bytes;

	choose_scale(reader);
	choose_color(reader);
	jpeg_start_decompress(jpeg);
	row_bytes = (size_t)jpeg->output_width *
	    (jpeg->output_components == 1 ? 1 : 3);
	reader->samples = mem_alloc(row_bytes * jpeg->output_height);
	if (jpeg->output_components == 4) {
		enum color_state state;

		reader->line = mem_alloc((size_t)jpeg->output_width * 4);
		reader->transform = color_transform_new(&reader->colors, 4,
		    jpeg->saw_Adobe_marker, &state);
	}
	while (jpeg->output_scanline < jpeg->output_height) {
		unsigned char *row =
		    reader->samples + jpeg->output_scanline * row_bytes;

		if (reader->line == NULL) {
			jpeg_read_scanlines(jpeg, &row, 1);
			continue;
		}
		jpeg_read_scanlines(jpeg, &reader->line, 1);
		if (reader->transform != NULL)
			color_transform_run(reader->transform, reader->line,
			    row, jpeg->output_width);
		else
			rgb_from_cmyk(reader->line, jpeg->output_width,
			    jpeg->saw_Adobe_marker, row);
	}
	jpeg_finish_decompress(jpeg);
}

static void
set_up(struct jpeg_reader *reader)
{
	jpeg_create_decompress(&reader->jpeg);
	reader->jpeg.progress = &reader->progress;
}

static bool
guarded(struct jpeg_reader *reader, void (*step)(struct jpeg_reader *))
{
	if (setjmp(reader->escape) != 0)
		return false;
	step(reader);
	return true;
}

static bool
reader_open(struct jpeg_reader *reader, const struct image_bytes *file,
    struct image_fault *fault)
{
	memset(reader, 0, sizeof(*reader));
	reader->fault = fault;
	reader->orientation = 1;
	reader->jpeg.err = jpeg_std_error(&reader->errors);
	reader->jpeg.client_data = reader;
	reader->errors.error_exit = give_up;
	reader->errors.emit_message = on_message;
	reader->progress.progress_monitor = on_progress;
	if (!guarded(reader, set_up))
		return false;
	jpeg_mem_src(&reader->jpeg, file->bytes, file->len);
	return guarded(reader, read_info) &&
	    image_size_check(reader->jpeg.image_width,
	    reader->jpeg.image_height, fault);
}

static void
reader_close(struct jpeg_reader *reader)
{
	jpeg_destroy_decompress(&reader->jpeg);
	color_transform_free(reader->transform);
	free(reader->samples);
	free(reader->line);
	free(reader->profile);
}

/* Channels of the stored picture. */
static unsigned int
channels_of(const struct jpeg_reader *reader)
{
	const int count = reader->jpeg.num_components;

	return count == 1 ? 1 : count == 4 ? 4 : 3;
}

bool
jpeg_header(const struct image_bytes *file, struct image_header *ret_header,
    struct image_fault *fault)
{
	struct jpeg_reader reader;
	bool is_read = reader_open(&reader, file, fault);

	ret_header->width_px = reader.jpeg.image_width;
	ret_header->height_px = reader.jpeg.image_height;
	ret_header->orientation = reader.orientation;
	ret_header->is_lossy = true;
	if (is_read)
		color_header(&reader.colors, channels_of(&reader),
		    ret_header);
	reader_close(&reader);
	return is_read;
}

bool
jpeg_pixels(const struct image_bytes *file, const struct image_bounds *bounds,
    struct image_pixels *ret_pixels, struct image_fault *fault)
{
	struct jpeg_reader reader;
	bool is_read = reader_open(&reader, file, fault);

	reader.bounds = *bounds;
	is_read = is_read && guarded(&reader, read_rows);
	if (is_read) {
		ret_pixels->width = reader.jpeg.output_width;
		ret_pixels->height = reader.jpeg.output_height;
		ret_pixels->channels =
		    reader.jpeg.output_components == 1 ? 1 : 3;
		ret_pixels->samples = reader.samples;
		reader.samples = NULL;
		if (reader.jpeg.num_components != 4)
			color_pixels(&reader.colors, ret_pixels);
	}
	reader_close(&reader);
	return is_read;
}

static void
read_coefficients(struct jpeg_reader *reader)
{
	jpeg_read_coefficients(&reader->jpeg);
	jpeg_finish_decompress(&reader->jpeg);
}

bool
jpeg_is_plain(const struct image_bytes *file, uint8_t *ret_channels)
{
	struct image_fault fault;
	struct jpeg_reader reader;
	bool is_plain = reader_open(&reader, file, &fault) &&
	    (reader.jpeg.jpeg_color_space == JCS_GRAYSCALE ||
	    reader.jpeg.jpeg_color_space == JCS_YCbCr) &&
	    guarded(&reader, read_coefficients);

	*ret_channels = reader.jpeg.num_components == 1 ? 1 : 3;
	reader_close(&reader);
	return is_plain;
}
