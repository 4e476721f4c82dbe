/*
 * PNG for screens. In: pixels, with or without alpha. Out: the smallest of a
 * palette, gray, RGB or RGBA file that holds the same picture, without any
 * other chunk; or the picture's own file with all but its picture cut out.
 *
 * What is fully transparent is black in a written file: the colour behind it
 * is not seen and would only cost bytes. Source: PNG (second edition),
 * sections 5.4, 11.2, 11.3.
 */
#include <png.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include "codec.h"

enum {
	LEVEL = 7,
	SIGNATURE_BYTES = 8, CHUNK_BYTES = 12	/* length, type and check */
};

struct png_writer {
	png_structp png;
	png_infop info;
	const struct image_pixels *pixels;
	const struct image_palette *palette;	/* NULL: too many colours */
	unsigned char *row;
	struct strbuf *out;
};

static void
on_write(png_structp png, png_bytep bytes, png_size_t len)
{
	strbuf_add(png_get_io_ptr(png), bytes, len);
}

static void
on_flush(png_structp png)
{
	(void)png;
}

static void
put_palette(struct png_writer *writer)
{
	const struct image_palette *palette = writer->palette;
	png_color colors[IMAGE_PALETTE_MAX] = { { 0, 0, 0 } };
	png_byte alphas[IMAGE_PALETTE_MAX] = { 0 };
	int transparent = 0;
	uint32_t i;

	for (i = 0; i < palette->count; i++) {
		uint32_t color = palette->colors[i];

		colors[i] = (png_color){ (png_byte)(color >> 16),
			(png_byte)(color >> 8), (png_byte)color };
		alphas[i] = (png_byte)(color >> 24);
		if (alphas[i] != 255)
			transparent = (int)i + 1;
	}
	png_set_PLTE(writer->png, writer->info, colors,
	    (int)palette->count);
	if (transparent > 0)
		png_set_tRNS(writer->png, writer->info, alphas, transparent,
		    NULL);
}

static void
put_header(struct png_writer *writer)
{
	const struct image_pixels *pixels = writer->pixels;
	int color_type = pixels->channels == 1 ? PNG_COLOR_TYPE_GRAY :
	    PNG_COLOR_TYPE_RGB;
	int depth = 8;

	if (writer->palette != NULL) {
		color_type = PNG_COLOR_TYPE_PALETTE;
		depth = image_palette_bits(writer->palette);
		png_set_filter(writer->png, 0, PNG_FILTER_NONE);
	} else {
		if (pixels->alpha != NULL)
			color_type |= PNG_COLOR_MASK_ALPHA;
		png_set_filter(writer->png, 0, PNG_ALL_FILTERS);
	}
	png_set_compression_level(writer->png, LEVEL);
	png_set_IHDR(writer->png, writer->info, pixels->width,
	    pixels->height, depth, color_type, PNG_INTERLACE_NONE,
	    PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
	if (writer->palette != NULL)
		put_palette(writer);
	png_write_info(writer->png, writer->info);
	png_set_packing(writer->png);
}

/* Row y as libpng takes it: indices, or samples with alpha behind. */
static void
fill_row(struct png_writer *writer, uint32_t y)
{
	const struct image_pixels *pixels = writer->pixels;
	const size_t start = (size_t)y * pixels->width;
	unsigned char *to = writer->row;
	uint32_t x;

	for (x = 0; x < pixels->width; x++) {
		uint32_t color = image_color_at(pixels, start + x);

		if (writer->palette != NULL) {
			*to++ = (unsigned char)image_palette_find(
			    writer->palette, color);
			continue;
		}
		if (pixels->channels == 3) {
			*to++ = (unsigned char)(color >> 16);
			*to++ = (unsigned char)(color >> 8);
		}
		*to++ = (unsigned char)color;
		if (pixels->alpha != NULL)
			*to++ = (unsigned char)(color >> 24);
	}
}

/* Only the lack of memory can fail here; false then. */
static bool
write_all(struct png_writer *writer)
{
	uint32_t y;

	if (setjmp(png_jmpbuf(writer->png)) != 0)
		return false;
	png_set_write_fn(writer->png, writer->out, on_write, on_flush);
	put_header(writer);
	for (y = 0; y < writer->pixels->height; y++) {
		fill_row(writer, y);
		png_write_row(writer->png, writer->row);
	}
	png_write_end(writer->png, NULL);
	return true;
}

bool
image_encode_png(const struct image_pixels *pixels, struct strbuf *ret_png)
{
	struct image_palette *palette = mem_alloc(sizeof(*palette));
	struct png_writer writer = { .pixels = pixels, .out = ret_png };
	const size_t start = ret_png->len;
	bool is_written;

	writer.png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL,
	    NULL, NULL);
	writer.info = writer.png != NULL ?
	    png_create_info_struct(writer.png) : NULL;
	writer.row = mem_alloc((size_t)pixels->width * 4);
	if (image_palette_gather(palette, pixels))
		writer.palette = palette;
	is_written = writer.info != NULL && write_all(&writer);
	png_destroy_write_struct(&writer.png, &writer.info);
	free(writer.row);
	free(palette);
	if (!is_written)
		ret_png->len = start;
	return is_written;
}

static bool
is_picture_chunk(const unsigned char *type)
{
	static const char *const types[] = { "IHDR", "PLTE", "tRNS", "IDAT",
		"IEND" };
	size_t i;

	for (i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (memcmp(type, types[i], 4) == 0)
			return true;
	return false;
}

bool
png_copy(const struct image_bytes *file, struct strbuf *ret_png)
{
	const size_t start = ret_png->len;
	size_t at = SIGNATURE_BYTES;

	strbuf_add(ret_png, file->bytes, SIGNATURE_BYTES);
	while (at + CHUNK_BYTES <= file->len) {
		const unsigned char *chunk = file->bytes + at;
		size_t len = (size_t)chunk[0] << 24 | (size_t)chunk[1] << 16 |
		    (size_t)chunk[2] << 8 | chunk[3];

		if (len > file->len - at - CHUNK_BYTES)
			break;
		if (is_picture_chunk(chunk + 4))
			strbuf_add(ret_png, chunk, len + CHUNK_BYTES);
		if (memcmp(chunk + 4, "IEND", 4) == 0)
			return true;
		at += len + CHUNK_BYTES;
	}
	ret_png->len = start;
	return false;
}
