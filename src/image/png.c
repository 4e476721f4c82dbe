/*
 * PNG through libpng. In: a file's bytes. Out: its size and orientation, or
 * gray or RGB pixels of 8 bits with alpha apart, whatever its bit depth,
 * palette, tRNS or interlace, and in sRGB, whatever its sRGB, iCCP, gAMA and
 * cHRM chunks say of its colours (the first of them that it has counts).
 *
 * libpng leaves by longjmp. All that must survive it stands in struct
 * png_reader, never in a local variable.
 */
#include <png.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include "codec.h"
#include "color.h"
#include "fieldkit/limits.h"

struct png_reader {
	png_structp png;
	png_infop info;
	struct image_bytes file;
	size_t at;
	unsigned char *raw;		/* interleaved samples */
	png_bytep *rows;
	uint32_t width, height;
	uint8_t channels;		/* of raw, alpha counted */
	uint8_t orientation;
	struct color_source colors;	/* its profile is libpng's */
	struct image_fault *fault;
};

static void
on_error(png_structp png, png_const_charp message)
{
	struct png_reader *reader = png_get_error_ptr(png);

	image_fault_set(reader->fault, "libpng says '%s'", message);
	png_longjmp(png, 1);
}

/* A profile that libpng drops is only warned of. */
static void
on_warning(png_structp png, png_const_charp message)
{
	struct png_reader *reader = png_get_error_ptr(png);

	if (strncmp(message, "iCCP", 4) == 0)
		reader->colors.is_broken = true;
}

static void
on_read(png_structp png, png_bytep to, size_t len)
{
	struct png_reader *reader = png_get_io_ptr(png);

	if (len > reader->file.len - reader->at)
		png_error(png, "the file is cut short");
	memcpy(to, reader->file.bytes + reader->at, len);
	reader->at += len;
}

static void
read_primaries(struct png_reader *reader)
{
	double *at = reader->colors.primaries;

	reader->colors.has_primaries = png_get_cHRM(reader->png, reader->info,
	    &at[0], &at[1], &at[2], &at[3], &at[4], &at[5], &at[6],
	    &at[7]) != 0;
}

/* PNG (third edition), section 4.3: sRGB before iCCP before gAMA and cHRM. */
static void
read_colors(struct png_reader *reader)
{
	struct color_source *colors = &reader->colors;
	png_charp name;
	png_bytep profile = NULL;
	png_uint_32 profile_len = 0;
	int intent, method;

	if (png_get_sRGB(reader->png, reader->info, &intent) != 0) {
		colors->is_broken = false;
		return;
	}
	if (png_get_iCCP(reader->png, reader->info, &name, &method, &profile,
	    &profile_len) != 0) {
		colors->is_broken = false;
		colors->profile = profile;
		colors->profile_len = profile_len;
		return;
	}
	if (colors->is_broken)
		return;
	png_get_gAMA(reader->png, reader->info, &colors->gamma);
	read_primaries(reader);
}

static void
read_info(struct png_reader *reader)
{
	/* Compressed text is never inflated. */
	static const png_byte unread[] = "iTXt\0tEXt\0zTXt\0sPLT";
	png_structp png = reader->png;
	png_bytep exif = NULL;
	png_uint_32 exif_len = 0;

	png_set_read_fn(png, reader, on_read);
	png_set_user_limits(png, LIMIT_IMAGE_PIXELS, LIMIT_IMAGE_PIXELS);
	png_set_chunk_malloc_max(png, COLOR_PROFILE_MAX);
	png_set_chunk_cache_max(png, 16);
	png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, NULL, 0);
	png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, unread, 4);
	png_read_info(png, reader->info);
	reader->width = png_get_image_width(png, reader->info);
	reader->height = png_get_image_height(png, reader->info);
	reader->orientation = 1;
	if (png_get_eXIf_1(png, reader->info, &exif_len, &exif) != 0)
		reader->orientation = exif_orientation(exif, exif_len);
	read_colors(reader);
}

static void
read_rows(struct png_reader *reader)
{
	png_structp png = reader->png;
	size_t row_bytes, y;

	png_set_expand(png);
	png_set_scale_16(png);
	png_set_interlace_handling(png);
	png_read_update_info(png, reader->info);
	reader->channels = png_get_channels(png, reader->info);
	row_bytes = png_get_rowbytes(png, reader->info);
	if (row_bytes != (size_t)reader->width * reader->channels)
		png_error(png, "unexpected row size");
	reader->raw = mem_alloc(row_bytes * reader->height);
	reader->rows = mem_alloc(reader->height * sizeof(*reader->rows));
	for (y = 0; y < reader->height; y++)
		reader->rows[y] = reader->raw + y * row_bytes;
	png_read_image(png, reader->rows);
	png_read_end(png, NULL);
}

/* Runs one step; false when libpng left it by longjmp. */
static bool
guarded(struct png_reader *reader, void (*step)(struct png_reader *))
{
	if (setjmp(png_jmpbuf(reader->png)) != 0)
		return false;
	step(reader);
	return true;
}

static bool
reader_open(struct png_reader *reader, const struct image_bytes *file,
    struct image_fault *fault)
{
	*reader = (struct png_reader){ .file = *file, .fault = fault };
	reader->png = png_create_read_struct(PNG_LIBPNG_VER_STRING, reader,
	    on_error, on_warning);
	if (reader->png == NULL)
		return image_fault_set(fault, "libpng cannot be set up");
	reader->info = png_create_info_struct(reader->png);
	if (reader->info == NULL)
		return image_fault_set(fault, "libpng cannot be set up");
	return guarded(reader, read_info) &&
	    image_size_check(reader->width, reader->height, fault);
}

static void
reader_close(struct png_reader *reader)
{
	png_destroy_read_struct(&reader->png, &reader->info, NULL);
	free(reader->rows);
	free(reader->raw);
}

bool
png_header(const struct image_bytes *file, struct image_header *ret_header,
    struct image_fault *fault)
{
	struct png_reader reader;
	bool is_read = reader_open(&reader, file, fault);

	ret_header->width_px = reader.width;
	ret_header->height_px = reader.height;
	ret_header->orientation = reader.orientation;
	if (is_read)
		color_header(&reader.colors, png_get_color_type(reader.png,
		    reader.info) & PNG_COLOR_MASK_COLOR ? 3 : 1, ret_header);
	reader_close(&reader);
	return is_read;
}

bool
png_pixels(const struct image_bytes *file, const struct image_bounds *bounds,
    struct image_pixels *ret_pixels, struct image_fault *fault)
{
	struct png_reader reader;
	bool is_read = reader_open(&reader, file, fault) &&
	    guarded(&reader, read_rows);

	(void)bounds;
	if (is_read) {
		bool has_alpha = reader.channels % 2 == 0;

		ret_pixels->width = reader.width;
		ret_pixels->height = reader.height;
		ret_pixels->channels =
		    (uint8_t)(reader.channels - (has_alpha ? 1 : 0));
		if (has_alpha)
			image_split_alpha(reader.raw,
			    (size_t)reader.width * reader.height, ret_pixels);
		else
			ret_pixels->samples = reader.raw;
		reader.raw = NULL;
		color_pixels(&reader.colors, ret_pixels);
	}
	reader_close(&reader);
	return is_read;
}
