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
	PALETTE_MAX = 256,
	SLOTS = 1024,			/* of the palette's hash table */
	LEVEL = 7,
	SIGNATURE_BYTES = 8, CHUNK_BYTES = 12	/* length, type and check */
};

struct palette {
	uint32_t colors[PALETTE_MAX];	/* 0xaarrggbb, then sorted */
	uint32_t count;
	int16_t slots[SLOTS];		/* index of a colour + 1 */
};

struct png_writer {
	png_structp png;
	png_infop info;
	const struct image_pixels *pixels;
	const struct palette *palette;	/* NULL: too many colours */
	unsigned char *row;
	struct strbuf *out;
};

static uint32_t
color_at(const struct image_pixels *pixels, size_t i)
{
	const unsigned char *sample = pixels->samples + i * pixels->channels;
	uint32_t alpha = pixels->alpha != NULL ? pixels->alpha[i] : 255;

	if (alpha == 0)
		return 0;
	if (pixels->channels == 1)
		return alpha << 24 | sample[0] * 0x10101u;
	return alpha << 24 | (uint32_t)sample[0] << 16 |
	    (uint32_t)sample[1] << 8 | sample[2];
}

/* Where a colour is or would be. */
static uint32_t
slot_of(const struct palette *palette, uint32_t color)
{
	uint32_t slot = (color * 2654435761u) >> 22;

	while (palette->slots[slot] != 0 &&
	    palette->colors[palette->slots[slot] - 1] != color)
		slot = (slot + 1) % SLOTS;
	return slot;
}

static int
compare_colors(const void *a, const void *b)
{
	const uint32_t *left = a, *right = b;

	return *left < *right ? -1 : *left > *right;
}

/* False: there are more colours than a palette holds. Sorted, so that the
 * transparent ones stand first and the same picture gives the same file. */
static bool
palette_gather(struct palette *palette, const struct image_pixels *pixels)
{
	const size_t count = (size_t)pixels->width * pixels->height;
	uint32_t last = 0, i;
	size_t at;

	memset(palette, 0, sizeof(*palette));
	for (at = 0; at < count; at++) {
		uint32_t color = color_at(pixels, at), slot;

		if (at > 0 && color == last)
			continue;
		last = color;
		slot = slot_of(palette, color);
		if (palette->slots[slot] != 0)
			continue;
		if (palette->count == PALETTE_MAX)
			return false;
		palette->colors[palette->count++] = color;
		palette->slots[slot] = (int16_t)palette->count;
	}
	qsort(palette->colors, palette->count, sizeof(palette->colors[0]),
	    compare_colors);
	memset(palette->slots, 0, sizeof(palette->slots));
	for (i = 0; i < palette->count; i++)
		palette->slots[slot_of(palette, palette->colors[i])] =
		    (int16_t)(i + 1);
	return true;
}

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

static int
depth_for(const struct palette *palette)
{
	return palette->count <= 2 ? 1 : palette->count <= 4 ? 2 :
	    palette->count <= 16 ? 4 : 8;
}

static void
put_palette(struct png_writer *writer)
{
	const struct palette *palette = writer->palette;
	png_color colors[PALETTE_MAX] = { { 0, 0, 0 } };
	png_byte alphas[PALETTE_MAX] = { 0 };
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
		depth = depth_for(writer->palette);
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
		uint32_t color = color_at(pixels, start + x);

		if (writer->palette != NULL) {
			*to++ = (unsigned char)(writer->palette->slots[slot_of(
			    writer->palette, color)] - 1);
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
	struct palette *palette = mem_alloc(sizeof(*palette));
	struct png_writer writer = { .pixels = pixels, .out = ret_png };
	const size_t start = ret_png->len;
	bool is_written;

	writer.png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL,
	    NULL, NULL);
	writer.info = writer.png != NULL ?
	    png_create_info_struct(writer.png) : NULL;
	writer.row = mem_alloc((size_t)pixels->width * 4);
	if (palette_gather(palette, pixels))
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
