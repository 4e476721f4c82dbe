/*
 * Pictures of every kind, made here by the libraries themselves, are read back
 * to the pixels they were made of; damaged, oversized and foreign files are
 * refused with a diagnostic.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <jpeglib.h>
#include <png.h>
#include <webp/encode.h>

#include "fieldkit/strbuf.h"
#include "fieldkit/svg.h"
#include "pictures.h"

static void
assert_refused(struct fixture *f, enum diag_id id, const char *words)
{
	assert_int_equal(f->diags.count, 1);
	assert_int_equal(f->diags.items[0].id, id);
	if (strstr(f->diags.items[0].message, words) == NULL)
		fail_msg("'%s' is not in: %s", words,
		    f->diags.items[0].message);
	diags_release(&f->diags);
	diags_init(&f->diags, NULL);
}

/* PNG */

struct png_wanted {
	uint32_t width, height;
	int color_type, bit_depth;
	bool is_interlaced, has_trns;
	uint8_t orientation;
};

static void
png_add(png_structp png, png_bytep bytes, png_size_t len)
{
	strbuf_add(png_get_io_ptr(png), bytes, len);
}

static void
png_flush_nothing(png_structp png)
{
	(void)png;
}

/* Sample `s` of the row is a pattern of x, y and s, packed at the depth. */
static void
png_row(const struct png_wanted *wanted, uint32_t channels, uint32_t y,
    unsigned char *row)
{
	uint32_t i, count = wanted->width * channels;
	uint32_t depth = (uint32_t)wanted->bit_depth;

	memset(row, 0, count * 2);
	for (i = 0; i < count; i++) {
		uint32_t value = (i * 37 + y * 11) & 255;

		if (depth == 16) {
			row[2 * i] = row[2 * i + 1] = (unsigned char)value;
		} else if (depth == 8) {
			row[i] = (unsigned char)value;
		} else {
			value &= (1u << depth) - 1;
			row[i * depth / 8] |= (unsigned char)(value <<
			    (8 - depth - i * depth % 8));
		}
	}
}

static void
make_png(const struct png_wanted *wanted, struct strbuf *ret_file)
{
	png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL,
	    NULL, NULL);
	png_infop info = png_create_info_struct(png);
	png_color palette[256];
	png_byte alphas[4] = { 0, 64, 128, 255 };
	png_color_16 key = { .red = 0, .gray = 1 };
	png_byte exif[26] = "MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01";
	unsigned char row[4096];
	uint32_t y, i, channels;
	int pass;

	strbuf_init(ret_file);
	png_set_write_fn(png, ret_file, png_add, png_flush_nothing);
	png_set_IHDR(png, info, wanted->width, wanted->height,
	    wanted->bit_depth, wanted->color_type, wanted->is_interlaced,
	    0, 0);
	for (i = 0; i < 256; i++)
		palette[i] = (png_color){ (png_byte)i, (png_byte)(255 - i),
			(png_byte)(i * 3) };
	if (wanted->color_type == PNG_COLOR_TYPE_PALETTE)
		png_set_PLTE(png, info, palette, 1 << wanted->bit_depth);
	if (wanted->has_trns &&
	    wanted->color_type == PNG_COLOR_TYPE_PALETTE)
		png_set_tRNS(png, info, alphas,
		    wanted->bit_depth == 1 ? 2 : 4, NULL);
	else if (wanted->has_trns)
		png_set_tRNS(png, info, NULL, 0, &key);
	exif[19] = wanted->orientation;
	if (wanted->orientation != 0)
		png_set_eXIf_1(png, info, sizeof(exif), exif);
	png_write_info(png, info);
	channels = png_get_channels(png, info);
	for (pass = png_set_interlace_handling(png); pass > 0; pass--)
		for (y = 0; y < wanted->height; y++) {
			png_row(wanted, channels, y, row);
			png_write_row(png, row);
		}
	png_write_end(png, info);
	png_destroy_write_struct(&png, &info);
}

static unsigned char
sample_wanted(const struct png_wanted *wanted, uint32_t i, uint32_t y)
{
	uint32_t value = (i * 37 + y * 11) & 255;
	uint32_t most = (1u << wanted->bit_depth) - 1;

	if (wanted->bit_depth >= 8)
		return (unsigned char)value;
	return (unsigned char)((value & most) * (255 / most));
}

static void
check_png(struct fixture *f, const struct png_wanted *wanted)
{
	const struct image_asset *asset;
	struct image_pixels pixels;
	struct strbuf file;
	uint32_t x, y, c;

	make_png(wanted, &file);
	asset = load_bytes(f, "a.png", file.bytes, file.len);
	assert_non_null(asset);
	assert_int_equal(asset->kind, IMAGE_PNG);
	assert_int_equal(asset->width_px, wanted->width);
	assert_true(image_decode(asset, 0, 0, &f->diags, &pixels));
	assert_int_equal(pixels.height, wanted->height);
	if (wanted->color_type == PNG_COLOR_TYPE_PALETTE) {
		uint32_t i = (3 * 37 + 2 * 11) &
		    ((1u << wanted->bit_depth) - 1);

		assert_int_equal(pixels.channels, 3);
		assert_int_equal(pixels.samples[(2 * wanted->width + 3) * 3],
		    i);
		assert_int_equal(pixels.alpha != NULL, wanted->has_trns);
	} else {
		uint32_t all = pixels.channels +
		    ((wanted->color_type & PNG_COLOR_MASK_ALPHA) != 0);

		for (y = 0; y < wanted->height; y++)
			for (x = 0; x < wanted->width; x++)
				for (c = 0; c < pixels.channels; c++)
					assert_int_equal(pixels.samples[(y *
					    wanted->width + x) *
					    pixels.channels + c],
					    sample_wanted(wanted,
					    x * all + c, y));
		assert_int_equal(pixels.alpha != NULL, wanted->has_trns ||
		    all != pixels.channels);
	}
	image_pixels_release(&pixels);
	strbuf_release(&file);
}

static void
png_of_every_kind(void **state)
{
	static const struct {
		int color_type, depths[6];
	} kinds[] = {
		{ PNG_COLOR_TYPE_GRAY, { 1, 2, 4, 8, 16 } },
		{ PNG_COLOR_TYPE_PALETTE, { 1, 2, 4, 8 } },
		{ PNG_COLOR_TYPE_RGB, { 8, 16 } },
		{ PNG_COLOR_TYPE_GRAY_ALPHA, { 8, 16 } },
		{ PNG_COLOR_TYPE_RGB_ALPHA, { 8, 16 } },
	};
	size_t i, j, k;

	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		for (j = 0; kinds[i].depths[j] != 0; j++)
			for (k = 0; k < 4; k++) {
				struct png_wanted wanted = { 33, 17,
					kinds[i].color_type,
					kinds[i].depths[j], k % 2, k / 2, 0 };

				if (wanted.color_type & PNG_COLOR_MASK_ALPHA)
					wanted.has_trns = false;
				/* The key colour must be in the picture. */
				if (wanted.color_type == PNG_COLOR_TYPE_RGB ||
				    wanted.bit_depth > 4)
					wanted.has_trns = wanted.has_trns &&
					    wanted.color_type ==
					    PNG_COLOR_TYPE_PALETTE;
				check_png(*state, &wanted);
			}
}

static void
orientation_is_applied(void **state)
{
	struct fixture *f = *state;
	struct image_pixels turned;
	uint8_t o;

	for (o = 1; o <= 8; o++) {
		struct png_wanted wanted = { 3, 2, PNG_COLOR_TYPE_GRAY, 8,
			false, false, o };
		/* Where the stored top left pixel comes to lie. */
		static const unsigned int corner[][2] = { { 0, 0 }, { 0, 0 },
			{ 2, 0 }, { 2, 1 }, { 0, 1 }, { 0, 0 }, { 1, 0 },
			{ 1, 2 }, { 0, 2 } };
		/* And the one to its right. */
		static const int step[][2] = { { 0, 0 }, { 1, 0 }, { -1, 0 },
			{ -1, 0 }, { 1, 0 }, { 0, 1 }, { 0, 1 }, { 0, -1 },
			{ 0, -1 } };
		const struct image_asset *asset;
		struct strbuf file;
		uint32_t at;

		make_png(&wanted, &file);
		asset = load_bytes(f, "a.png", file.bytes, file.len);
		assert_non_null(asset);
		assert_int_equal(asset->width_px, o >= 5 ? 2 : 3);
		assert_true(image_decode(asset, 0, 0, &f->diags, &turned));
		assert_int_equal(turned.width, asset->width_px);
		assert_int_equal(turned.height, asset->height_px);
		at = corner[o][1] * turned.width + corner[o][0];
		assert_int_equal(turned.samples[at], 0);
		at = (uint32_t)((int)at + step[o][1] * (int)turned.width +
		    step[o][0]);
		assert_int_equal(turned.samples[at], 37);
		image_pixels_release(&turned);
		strbuf_release(&file);
	}
}

/* IEC 61966-2-1. */
static double
light_of(unsigned char sample)
{
	double value = sample / 255.0;

	return value <= 0.04045 ? value / 12.92 :
	    pow((value + 0.055) / 1.055, 2.4);
}

static void
shrinking_averages(void **state)
{
	struct fixture *f = *state;
	struct png_wanted wanted = { 40, 30, PNG_COLOR_TYPE_GRAY, 8, false,
		false, 0 };
	struct image_pixels full, small;
	const struct image_asset *asset;
	struct strbuf file;
	uint32_t x, y;

	make_png(&wanted, &file);
	asset = load_bytes(f, "a.png", file.bytes, file.len);
	assert_true(image_decode(asset, 0, 0, &f->diags, &full));
	assert_true(image_decode(asset, 20, 0, &f->diags, &small));
	assert_int_equal(small.width, 20);
	assert_int_equal(small.height, 15);
	for (y = 0; y < 15; y++)
		for (x = 0; x < 20; x++) {
			const unsigned char *from =
			    full.samples + 2 * y * 40 + 2 * x;

			double light = (light_of(from[0]) + light_of(from[1]) +
			    light_of(from[40]) + light_of(from[41])) / 4;

			assert_true(fabs(light_of(small.samples[y * 20 + x]) -
			    light) < 0.006);
		}
	image_pixels_release(&small);
	assert_true(image_decode(asset, 7, 1000, &f->diags, &small));
	assert_int_equal(small.width, 7);
	assert_int_equal(small.height, 5);
	image_pixels_release(&small);
	assert_true(image_decode(asset, 1, 1, &f->diags, &small));
	assert_int_equal(small.width * small.height, 1);
	image_pixels_release(&small);
	image_pixels_release(&full);
	strbuf_release(&file);
}

static void
transparent_pixels_give_no_color(void **state)
{
	static const unsigned char rgba[] = { 255, 0, 0, 255, 0, 255, 0, 0 };
	struct fixture *f = *state;
	struct image_pixels small;
	const struct image_asset *asset;
	uint8_t *webp;
	size_t len = WebPEncodeLosslessRGBA(rgba, 2, 1, 8, &webp);

	asset = load_bytes(f, "a.webp", webp, len);
	WebPFree(webp);
	assert_non_null(asset);
	assert_int_equal(asset->kind, IMAGE_WEBP);
	assert_true(image_decode(asset, 1, 1, &f->diags, &small));
	assert_int_equal(small.samples[0], 255);
	assert_int_equal(small.samples[1], 0);
	assert_int_equal(small.alpha[0], 128);
	image_pixels_release(&small);
}

/* JPEG */

static void
make_jpeg(J_COLOR_SPACE space, bool is_progressive, uint8_t orientation,
    unsigned char **ret_file, unsigned long *ret_len)
{
	struct jpeg_compress_struct jpeg;
	struct jpeg_error_mgr errors;
	unsigned char exif[32] =
	    "Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0";
	/* Red, but C M Y K inverted as Adobe does. */
	static const unsigned char red[][4] = { { 76 }, { 255, 0, 0 },
		{ 255, 0, 0, 255 } };
	unsigned char row[64 * 4];
	unsigned char *rows = row;
	int channels = space == JCS_CMYK ? 4 : space == JCS_RGB ? 3 : 1;
	size_t i;

	for (i = 0; i < sizeof(row); i++)
		row[i] = red[channels == 4 ? 2 : channels / 3][i %
		    (size_t)channels];
	*ret_file = NULL;
	*ret_len = 0;
	jpeg.err = jpeg_std_error(&errors);
	jpeg_create_compress(&jpeg);
	jpeg_mem_dest(&jpeg, ret_file, ret_len);
	jpeg.image_width = 64;
	jpeg.image_height = 48;
	jpeg.input_components = channels;
	jpeg.in_color_space = space;
	jpeg_set_defaults(&jpeg);
	if (space == JCS_CMYK)
		jpeg_set_colorspace(&jpeg, JCS_YCCK);
	jpeg_set_quality(&jpeg, 95, TRUE);
	if (is_progressive)
		jpeg_simple_progression(&jpeg);
	jpeg_start_compress(&jpeg, TRUE);
	exif[24] = orientation;
	if (orientation != 0)
		jpeg_write_marker(&jpeg, JPEG_APP0 + 1, exif, sizeof(exif));
	while (jpeg.next_scanline < jpeg.image_height)
		jpeg_write_scanlines(&jpeg, &rows, 1);
	jpeg_finish_compress(&jpeg);
	jpeg_destroy_compress(&jpeg);
}

static void
jpeg_of_every_kind(void **state)
{
	static const J_COLOR_SPACE spaces[] = { JCS_GRAYSCALE, JCS_RGB,
		JCS_CMYK };
	struct fixture *f = *state;
	size_t i;

	for (i = 0; i < 6; i++) {
		const struct image_asset *asset;
		struct image_pixels pixels;
		unsigned char *file;
		unsigned long len;

		make_jpeg(spaces[i / 2], i % 2 == 1, i % 2 ? 6 : 0, &file,
		    &len);
		asset = load_bytes(f, "a.jpg", file, len);
		free(file);
		assert_non_null(asset);
		assert_int_equal(asset->kind, IMAGE_JPEG);
		assert_int_equal(asset->width_px, i % 2 ? 48 : 64);
		assert_true(image_decode(asset, 6, 0, &f->diags, &pixels));
		assert_int_equal(pixels.width, 6);
		assert_int_equal(pixels.height, i % 2 ? 8 : 5);
		assert_int_equal(pixels.channels, i < 2 ? 1 : 3);
		assert_in_range(pixels.samples[0], i < 2 ? 74 : 248,
		    i < 2 ? 78 : 255);
		if (i >= 2)
			assert_in_range(pixels.samples[1], 0, 6);
		image_pixels_release(&pixels);
	}
}

static const struct image_asset *
load_jpeg(struct fixture *f, J_COLOR_SPACE space, uint8_t orientation,
    size_t cut)
{
	const struct image_asset *asset;
	unsigned char *file;
	unsigned long len;

	make_jpeg(space, true, orientation, &file, &len);
	asset = load_bytes(f, "a.jpg", file, len - cut);
	free(file);
	assert_non_null(asset);
	return asset;
}

static void
jpeg_is_copied_without_metadata(void **state)
{
	struct fixture *f = *state;
	const struct image_asset *asset = load_jpeg(f, JCS_RGB, 1, 0);
	struct strbuf copy = { 0 };
	struct image_pixels before, after;
	uint8_t channels;

	assert_true(image_decode(asset, 0, 0, &f->diags, &before));
	assert_true(image_copy_jpeg(asset, &copy, &channels));
	assert_int_equal(channels, 3);
	assert_null(memmem(copy.bytes, copy.len, "Exif", 4));
	asset = load_bytes(f, "copy.jpg", copy.bytes, copy.len);
	assert_non_null(asset);
	assert_true(image_decode(asset, 0, 0, &f->diags, &after));
	assert_memory_equal(before.samples, after.samples, 64 * 48 * 3);
	image_pixels_release(&before);
	image_pixels_release(&after);
	strbuf_clear(&copy);
	assert_true(image_copy_jpeg(load_jpeg(f, JCS_GRAYSCALE, 0, 0), &copy,
	    &channels));
	assert_int_equal(channels, 1);
	strbuf_clear(&copy);
	/* Turned, in inks, cut short: it must be decoded. */
	assert_false(image_copy_jpeg(load_jpeg(f, JCS_RGB, 6, 0), &copy,
	    &channels));
	assert_false(image_copy_jpeg(load_jpeg(f, JCS_CMYK, 0, 0), &copy,
	    &channels));
	assert_false(image_copy_jpeg(load_jpeg(f, JCS_RGB, 0, 40), &copy,
	    &channels));
	assert_int_equal(copy.len, 0);
	strbuf_release(&copy);
}

static void
jpeg_is_encoded(void **state)
{
	struct fixture *f = *state;
	struct image_pixels pixels = { 20, 10, 3, calloc(600, 1), NULL }, read;
	struct strbuf jpeg = { 0 };
	const struct image_asset *asset;

	memset(pixels.samples, 200, 600);
	image_encode_jpeg(&pixels, 90, &jpeg);
	asset = load_bytes(f, "a.jpg", jpeg.bytes, jpeg.len);
	assert_non_null(asset);
	assert_true(image_decode(asset, 0, 0, &f->diags, &read));
	assert_int_equal(read.width, 20);
	assert_in_range(read.samples[300], 197, 203);
	image_pixels_release(&read);
	image_pixels_release(&pixels);
	strbuf_release(&jpeg);
}

/* Every prefix of a file is refused, and so are flipped bytes, or they give
 * pixels: nothing crashes. */
static void
try_damaged(struct fixture *f, const unsigned char *file, size_t len)
{
	unsigned char *copy = malloc(len);
	struct image_pixels pixels;
	size_t cut, i;

	for (cut = 1; cut < len; cut += cut < 64 ? 1 : 23) {
		const struct image_asset *asset =
		    load_bytes(f, "cut", file, cut);

		assert_false(asset != NULL && cut + 13 < len &&
		    image_decode(asset, 0, 0, &f->diags, &pixels));
		assert_true(asset == NULL || f->diags.errors > 0 ||
		    cut + 13 >= len);
		diags_release(&f->diags);
	}
	srand(7);
	for (i = 0; i < 300; i++) {
		const struct image_asset *asset;

		memcpy(copy, file, len);
		copy[(size_t)rand() % len] = (unsigned char)rand();
		copy[(size_t)rand() % len] ^= 0x10;
		asset = load_bytes(f, "flip", copy, len);
		if (asset != NULL &&
		    image_decode(asset, 9, 9, &f->diags, &pixels))
			image_pixels_release(&pixels);
		else
			assert_true(f->diags.errors > 0);
		diags_release(&f->diags);
	}
	free(copy);
}

static void
damaged_files_are_refused(void **state)
{
	static unsigned char rgba[32 * 32 * 4];
	struct png_wanted wanted = { 33, 17, PNG_COLOR_TYPE_RGB_ALPHA, 8, true,
		false, 3 };
	struct strbuf png;
	unsigned char *jpeg;
	unsigned long jpeg_len;
	uint8_t *webp;
	size_t i, len;

	make_png(&wanted, &png);
	try_damaged(*state, (unsigned char *)png.bytes, png.len);
	strbuf_release(&png);
	for (i = 0; i < 2; i++) {
		make_jpeg(JCS_RGB, i == 1, 6, &jpeg, &jpeg_len);
		try_damaged(*state, jpeg, jpeg_len);
		free(jpeg);
	}
	for (i = 0; i < sizeof(rgba); i++)
		rgba[i] = (unsigned char)(i * i / 7);
	len = WebPEncodeLosslessRGBA(rgba, 32, 32, 128, &webp);
	try_damaged(*state, webp, len);
	WebPFree(webp);
	len = WebPEncodeRGBA(rgba, 32, 32, 128, 70, &webp);
	try_damaged(*state, webp, len);
	WebPFree(webp);
}

static void
bombs_are_refused(void **state)
{
	/* A PNG header of 60000 x 60000 pixels and nothing behind it. */
	static const unsigned char png[] = "\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR"
	    "\0\0\xea\x60\0\0\xea\x60\x08\x06\0\0\0\x80\xd2\x75\x42\0\0\0\0"
	    "IDAT\x35\xaf\x06\x1e";
	struct fixture *f = *state;

	assert_null(load_bytes(f, "a.png", png, sizeof(png) - 1));
	assert_refused(f, DIAG_IMAGE_INVALID, "60000 x 60000");
}

/* Files */

static void
only_plain_files_beneath_the_root(void **state)
{
	static const char svg[] = "<svg xmlns='http://www.w3.org/2000/svg' "
	    "viewBox='0 0 4 3'/>";
	struct fixture *f = *state;
	char path[128], inside[128];

	write_file(f, "real", svg, sizeof(svg) - 1);
	snprintf(path, sizeof(path), "%s/link", f->folder);
	snprintf(inside, sizeof(inside), "%s/real", f->folder);
	assert_int_equal(symlink(inside, path), 0);
	assert_null(load(f, "link"));
	assert_refused(f, DIAG_FILE_KIND, "symbolic link");
	snprintf(path, sizeof(path), "%s/out", f->folder);
	assert_int_equal(symlink("/usr", path), 0);
	assert_null(load(f, "out/bin/env"));
	assert_refused(f, DIAG_IMAGE_MISSING, "out/bin/env");
	snprintf(path, sizeof(path), "%s/pipe", f->folder);
	assert_int_equal(mkfifo(path, 0600), 0);
	assert_null(load(f, "pipe"));
	assert_refused(f, DIAG_FILE_KIND, "plain file");
	assert_null(load(f, "../etc/passwd"));
	assert_refused(f, DIAG_IMAGE_MISSING, "");
	assert_null(load(f, "/etc/passwd"));
	assert_refused(f, DIAG_IMAGE_MISSING, "");
	assert_null(load(f, "none.png"));
	assert_refused(f, DIAG_IMAGE_MISSING, "none.png");
	assert_null(load_bytes(f, "text.png", "hello", 5));
	assert_refused(f, DIAG_IMAGE_INVALID, "not PNG, JPEG, WebP or SVG");
}

static void
a_changed_file_is_not_decoded(void **state)
{
	struct png_wanted wanted = { 5, 5, PNG_COLOR_TYPE_RGB, 8, false, false,
		0 };
	struct fixture *f = *state;
	const struct image_asset *asset;
	struct image_pixels pixels;
	struct strbuf file;

	make_png(&wanted, &file);
	asset = load_bytes(f, "a.png", file.bytes, file.len);
	strbuf_add(&file, "x", 1);
	write_file(f, "a.png", file.bytes, file.len);
	assert_false(image_decode(asset, 0, 0, &f->diags, &pixels));
	assert_refused(f, DIAG_IO_FAILED, "changed during the build");
	strbuf_release(&file);
}

/* SVG */

#define SVG_ROOT "<svg xmlns='http://www.w3.org/2000/svg' "

static void
svg_sizes(void **state)
{
	static const struct {
		const char *text;
		uint32_t width, height;
	} cases[] = {
		{ SVG_ROOT "width='40' height='20.5'/>", 40, 21 },
		{ SVG_ROOT "viewBox='0,0 , 300 100'/>", 300, 100 },
		{ SVG_ROOT "width='100%' viewBox='0 0 30 10'></svg>", 30, 10 },
		{ SVG_ROOT "width='1in' viewBox='-5 -5 2e1 10'/>", 96, 48 },
		{ SVG_ROOT "height='2.54cm' viewBox='0 0 2 1'/>", 192, 96 },
		{ "\xef\xbb\xbf<?xml version='1.0'?>\n<!-- a > b -->"
		  SVG_ROOT "width='3pt' height='3pt'><g/><g a='&lt;'>"
		  "&#x41;<![CDATA[ <x> ]]></g></svg>\n<!-- end -->", 4, 4 },
	};
	struct fixture *f = *state;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct image_asset *asset = load_bytes(f, "a.svg",
		    cases[i].text, strlen(cases[i].text));

		assert_non_null(asset);
		assert_int_equal(asset->kind, IMAGE_SVG);
		assert_int_equal(asset->width_px, cases[i].width);
		assert_int_equal(asset->height_px, cases[i].height);
	}
}

static void
svg_refusals(void **state)
{
	static const char *const cases[][2] = {
		{ "<!DOCTYPE svg [<!ENTITY a 'b'>]>" SVG_ROOT "/>", "DOCTYPE" },
		{ "<html/>", "'svg'" },
		{ "<svg width='3' height='3'/>", "xmlns" },
		{ SVG_ROOT "/>", "viewBox" },
		{ SVG_ROOT "viewBox='0 0 0 4'/>", "viewBox" },
		{ SVG_ROOT "viewBox='0 0 4 4' viewBox='0 0 4 4'/>", "twice" },
		{ SVG_ROOT "viewBox='0 0 4 4'>\n<g></svg>", "line 2" },
		{ SVG_ROOT "viewBox='0 0 4 4'>&nbsp;</svg>", "'&'" },
		{ SVG_ROOT "viewBox='0 0 4 4'>&#0;</svg>", "'&'" },
		{ SVG_ROOT "viewBox='0 0 4 4'/><svg/>", "second root" },
		{ SVG_ROOT "viewBox='0 0 4 4", "value" },
		{ SVG_ROOT "viewBox='0 0 4 4'><!-- ", "comment" },
		{ SVG_ROOT "viewBox='0 0 4 4'><", "'<'" },
	};
	struct fixture *f = *state;
	struct strbuf deep;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_null(load_bytes(f, "a.svg", cases[i][0],
		    strlen(cases[i][0])));
		assert_refused(f, DIAG_IMAGE_INVALID, cases[i][1]);
	}
	strbuf_init(&deep);
	strbuf_add_string(&deep, SVG_ROOT "viewBox='0 0 4 4'>");
	for (i = 0; i < 100000; i++)
		strbuf_add_string(&deep, "<g>");
	assert_null(load_bytes(f, "a.svg", deep.bytes, deep.len));
	assert_refused(f, DIAG_IMAGE_INVALID, "too deeply");
	strbuf_release(&deep);
}

/* Whatever is changed in a drawing, it is drawn or refused. */
static void
svg_damaged(void **state)
{
	static const char good[] = SVG_ROOT "viewBox='0 0 4 4'><g opacity='.5' "
	    "transform='rotate(3 4,5)scale(2)'><path d='M1 2a3 4 5 016 7c1 2 3 4"
	    " 5 6zs1 2 3 4t5 6' style='stroke:red;fill:url(#g)' "
	    "stroke-dasharray='1,2'/></g><radialGradient id='g' r='40%'>"
	    "<stop offset='1%'/><stop offset='1'/></radialGradient></svg>";
	static const char parts[] = "<>/'\"=&;#0123456789.-+eEaAzZmM() ,%";
	struct fixture *f = *state;
	size_t i, j, drawn = 0;

	srand(11);
	for (i = 0; i < 3000; i++) {
		struct arena arena = { 0 };
		struct svg_drawing drawing;
		const struct image_asset *asset;
		char text[sizeof(good)];

		memcpy(text, good, sizeof(good));
		for (j = 0; j < i % 4; j++)
			text[60 + (size_t)rand() % (sizeof(good) - 61)] =
			    parts[(size_t)rand() % (sizeof(parts) - 1)];
		write_file(f, "a.svg", text, strlen(text));
		asset = image_load(&arena, f->folder, "a.svg", SOURCE_NOWHERE,
		    &f->diags);
		if (asset != NULL && svg_load(asset, &arena, SOURCE_NOWHERE,
		    &f->diags, &drawing))
			drawn++;
		else
			assert_true(f->diags.errors > 0);
		diags_release(&f->diags);
		arena_release(&arena);
	}
	assert_in_range(drawn, 750, 2999);
}

int
main(void)
{
#define IMAGE_TEST(name) \
	cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		IMAGE_TEST(png_of_every_kind),
		IMAGE_TEST(orientation_is_applied),
		IMAGE_TEST(shrinking_averages),
		IMAGE_TEST(transparent_pixels_give_no_color),
		IMAGE_TEST(jpeg_of_every_kind),
		IMAGE_TEST(jpeg_is_copied_without_metadata),
		IMAGE_TEST(jpeg_is_encoded),
		IMAGE_TEST(damaged_files_are_refused),
		IMAGE_TEST(bombs_are_refused),
		IMAGE_TEST(only_plain_files_beneath_the_root),
		IMAGE_TEST(a_changed_file_is_not_decoded),
		IMAGE_TEST(svg_sizes),
		IMAGE_TEST(svg_refusals),
		IMAGE_TEST(svg_damaged),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
