/*
 * What a site publishes of a picture: every rendition is read again by our own
 * decoders and has the size it says; it stands upright; no byte of it says
 * what the camera, the editor or the author wrote into the file.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jpeglib.h>
#include <png.h>
#include <webp/encode.h>

#include "fieldkit/strbuf.h"
#include "pictures.h"

#define TOKEN "private-note-4711"

static bool
holds(const struct strbuf *bytes, const char *words)
{
	return memmem(bytes->bytes, bytes->len, words, strlen(words)) != NULL;
}

/* Makes the renditions of a file and reads each again. */
static void
make(struct fixture *f, const struct strbuf *file)
{
	static const char *const traces[] = { TOKEN, "Exif", "http://ns.adobe",
		"tEXt", "iTXt", "eXIf", "iCCP", "EXIF", "XMP " };
	uint32_t i;
	size_t k;

	renditions_release(&f->renditions);
	f->asset = load_bytes(f, "source", file->bytes, file->len);
	assert_non_null(f->asset);
	assert_true(renditions_make(&f->renditions, f->asset, &f->diags));
	assert_int_equal(f->diags.errors, 0);
	assert_in_range(f->renditions.count, 1, RENDITIONS_MAX);
	for (i = 0; i < f->renditions.count; i++) {
		const struct rendition *one = &f->renditions.items[i];
		const struct image_asset *again = load_bytes(f, "again",
		    one->bytes.bytes, one->bytes.len);
		struct image_pixels pixels;

		assert_non_null(again);
		assert_int_equal(again->kind, one->kind);
		assert_int_equal(again->width_px, one->width);
		assert_int_equal(again->height_px, one->height);
		assert_int_equal(again->orientation, 1);
		assert_in_range(one->width, 1, f->asset->width_px);
		for (k = 0; k < sizeof(traces) / sizeof(traces[0]); k++)
			assert_false(holds(&one->bytes, traces[k]));
		if (one->kind == IMAGE_SVG)
			continue;
		assert_true(image_decode(again, 0, 0, &f->diags, &pixels));
		image_pixels_release(&pixels);
	}
}

static uint32_t
count_kind(const struct fixture *f, enum image_kind kind)
{
	uint32_t count = 0, i;

	for (i = 0; i < f->renditions.count; i++)
		count += f->renditions.items[i].kind == kind;
	return count;
}

static uint32_t
wave(uint32_t at, uint32_t length)
{
	uint32_t phase = at % length * 2;

	return phase < length ? phase : 2 * length - phase;
}

/* Samples of test pictures: a photograph has many colours that change softly,
 * and some noise, a drawing has few; the top left quarter of both is red. */
static unsigned char
sample_at(bool is_photograph, uint32_t x, uint32_t y, uint32_t c,
    uint32_t width, uint32_t height)
{
	bool is_corner = x < width / 2 && y < height / 2;
	uint32_t shade = wave(x + 30 * c, 151) / 5 + wave(y + 70 * c, 97) / 4 +
	    (x * 2654435761u + y * 40503u + c) / 65536 % 7;

	if (!is_photograph)
		return is_corner ? (c == 0 ? 220 : 20) :
		    (x / 40 + y / 40) % 2 ? 240 : 100;
	if (is_corner)
		return (unsigned char)(c == 0 ? 190 + shade : shade);
	return (unsigned char)(80 + shade + c * 10);
}

/* A decoded sample of a place in quarters of the picture. */
static unsigned char
decoded_at(struct fixture *f, const struct rendition *one, uint32_t x4,
    uint32_t y4, uint32_t c)
{
	const struct image_asset *again = load_bytes(f, "again",
	    one->bytes.bytes, one->bytes.len);
	struct image_pixels pixels;
	unsigned char sample;

	assert_true(image_decode(again, 0, 0, &f->diags, &pixels));
	assert_int_equal(pixels.channels, 3);
	sample = pixels.samples[((size_t)(pixels.height * y4 / 4) *
	    pixels.width + pixels.width * x4 / 4) * 3 + c];
	image_pixels_release(&pixels);
	return sample;
}

/* JPEG */

struct jpeg_wanted {
	uint32_t width, height;
	uint8_t orientation;
	J_COLOR_SPACE space;		/* JCS_RGB, JCS_GRAYSCALE, JCS_CMYK */
};

static void
make_jpeg(const struct jpeg_wanted *wanted, struct strbuf *ret_file)
{
	struct jpeg_compress_struct jpeg;
	struct jpeg_error_mgr errors;
	unsigned char exif[64] = "Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0"
	    "\x01\0\0\0";
	static const char xmp[] = "http://ns.adobe.com/xap/1.0/\0" TOKEN;
	const int channels = wanted->space == JCS_CMYK ? 4 :
	    wanted->space == JCS_RGB ? 3 : 1;
	unsigned char *row = malloc((size_t)wanted->width * 4), *out = NULL;
	unsigned long len = 0;
	uint32_t x, c;

	exif[24] = wanted->orientation;
	memcpy(exif + 34, TOKEN, sizeof(TOKEN));
	jpeg.err = jpeg_std_error(&errors);
	jpeg_create_compress(&jpeg);
	jpeg_mem_dest(&jpeg, &out, &len);
	jpeg.image_width = wanted->width;
	jpeg.image_height = wanted->height;
	jpeg.input_components = channels;
	jpeg.in_color_space = wanted->space;
	jpeg_set_defaults(&jpeg);
	if (wanted->space == JCS_CMYK)
		jpeg_set_colorspace(&jpeg, JCS_YCCK);
	jpeg_set_quality(&jpeg, 92, TRUE);
	jpeg_start_compress(&jpeg, TRUE);
	jpeg_write_marker(&jpeg, JPEG_APP0 + 1, exif, sizeof(exif));
	jpeg_write_marker(&jpeg, JPEG_APP0 + 1, (const JOCTET *)xmp,
	    sizeof(xmp));
	jpeg_write_marker(&jpeg, JPEG_APP0 + 13, (const JOCTET *)TOKEN, 17);
	jpeg_write_marker(&jpeg, JPEG_COM, (const JOCTET *)TOKEN, 17);
	while (jpeg.next_scanline < jpeg.image_height) {
		for (x = 0; x < wanted->width; x++)
			for (c = 0; c < (uint32_t)channels; c++)
				row[x * (uint32_t)channels + c] = c == 3 ?
				    255 : sample_at(true, x,
				    jpeg.next_scanline, c, wanted->width,
				    wanted->height);
		jpeg_write_scanlines(&jpeg, &row, 1);
	}
	jpeg_finish_compress(&jpeg);
	jpeg_destroy_compress(&jpeg);
	strbuf_init(ret_file);
	strbuf_add(ret_file, out, len);
	strbuf_add_string(ret_file, TOKEN);	/* behind its end */
	free(out);
	free(row);
}

static void
a_photograph_has_a_ladder(void **state)
{
	const struct jpeg_wanted wanted = { 2000, 1200, 1, JCS_RGB };
	static const uint32_t widths[] = { 400, 800, 1200, 1600 };
	struct fixture *f = *state;
	struct strbuf file;
	uint32_t i;

	make_jpeg(&wanted, &file);
	make(f, &file);
	assert_int_equal(count_kind(f, IMAGE_JPEG), 4);
	assert_int_equal(count_kind(f, IMAGE_WEBP), 4);
	for (i = 0; i < 8; i++) {
		const struct rendition *one = &f->renditions.items[i];

		assert_int_equal(one->kind, i < 4 ? IMAGE_JPEG : IMAGE_WEBP);
		assert_int_equal(one->width, widths[i % 4]);
		assert_int_equal(one->height, widths[i % 4] * 3 / 5);
		if (i % 4 > 0)
			assert_true(one[-1].bytes.len < one->bytes.len);
		if (i >= 4)
			assert_true(one->bytes.len < one[-4].bytes.len);
	}
	strbuf_release(&file);
}

static void
every_orientation_stands_upright(void **state)
{
	/* Where the stored top left quarter comes to lie, in quarters. */
	static const uint32_t corners[][2] = { { 1, 1 }, { 3, 1 }, { 3, 3 },
		{ 1, 3 }, { 1, 1 }, { 3, 1 }, { 3, 3 }, { 1, 3 } };
	struct fixture *f = *state;
	struct strbuf file;
	uint8_t o;
	uint32_t i;

	for (o = 1; o <= 8; o++) {
		const struct jpeg_wanted wanted = { 900, 600, o, JCS_RGB };

		make_jpeg(&wanted, &file);
		make(f, &file);
		assert_int_equal(f->asset->width_px, o >= 5 ? 600 : 900);
		for (i = 0; i < f->renditions.count; i++) {
			const struct rendition *one = &f->renditions.items[i];
			const uint32_t *at = corners[o - 1];

			assert_int_equal(one->width < one->height, o >= 5);
			assert_true(decoded_at(f, one, at[0], at[1], 0) > 180);
			assert_true(decoded_at(f, one, at[0], at[1], 2) < 70);
			assert_true(decoded_at(f, one, 4 - at[0], 4 - at[1],
			    2) > 40);
			assert_true(decoded_at(f, one, 4 - at[0], 4 - at[1],
			    0) < 180);
		}
		strbuf_release(&file);
	}
}

static void
gray_and_cmyk(void **state)
{
	const struct jpeg_wanted gray = { 900, 600, 6, JCS_GRAYSCALE };
	const struct jpeg_wanted cmyk = { 900, 600, 1, JCS_CMYK };
	struct fixture *f = *state;
	struct strbuf file;

	make_jpeg(&gray, &file);
	make(f, &file);
	assert_true(count_kind(f, IMAGE_JPEG) > 0);
	strbuf_release(&file);
	make_jpeg(&cmyk, &file);
	make(f, &file);
	assert_true(decoded_at(f, &f->renditions.items[0], 1, 1, 0) > 180);
	assert_true(decoded_at(f, &f->renditions.items[0], 1, 1, 1) < 80);
	strbuf_release(&file);
}

/* PNG */

struct png_wanted {
	uint32_t width, height;
	int color_type, bit_depth;
	bool is_photograph;
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

static void
fill_row(const struct png_wanted *wanted, uint32_t channels, uint32_t y,
    unsigned char *row)
{
	const uint32_t bytes = wanted->bit_depth == 16 ? 2 : 1;
	uint32_t x, c;

	for (x = 0; x < wanted->width; x++)
		for (c = 0; c < channels; c++) {
			bool is_alpha =
			    (wanted->color_type & PNG_COLOR_MASK_ALPHA) != 0 &&
			    c + 1 == channels;
			unsigned char sample = is_alpha ? (x < 20 ? 0 : 200) :
			    sample_at(wanted->is_photograph, x, y, c,
			    wanted->width, wanted->height);

			memset(row + (x * channels + c) * bytes,
			    wanted->color_type == PNG_COLOR_TYPE_PALETTE ?
			    (x / 50 + y / 50) % 4 : sample, bytes);
		}
}

static void
make_png(const struct png_wanted *wanted, struct strbuf *ret_file)
{
	png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL,
	    NULL, NULL);
	png_infop info = png_create_info_struct(png);
	png_color palette[4] = { { 0, 0, 0 }, { 200, 30, 30 }, { 250, 250,
		250 }, { 20, 90, 160 } };
	png_byte alphas[2] = { 0, 128 };
	char key[] = "Comment", note[] = TOKEN;
	png_text text[2] = {
		{ .compression = PNG_TEXT_COMPRESSION_NONE, .key = key,
		    .text = note },
		{ .compression = PNG_ITXT_COMPRESSION_NONE, .key = key,
		    .text = note },
	};
	png_byte exif[64] = "MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0"
	    "\x01";
	unsigned char *row = malloc((size_t)wanted->width * 8);
	uint32_t y, channels;

	strbuf_init(ret_file);
	png_set_write_fn(png, ret_file, png_add, png_flush_nothing);
	png_set_IHDR(png, info, wanted->width, wanted->height,
	    wanted->bit_depth, wanted->color_type, 0, 0, 0);
	if (wanted->color_type == PNG_COLOR_TYPE_PALETTE) {
		png_set_PLTE(png, info, palette, 4);
		png_set_tRNS(png, info, alphas, 2, NULL);
	}
	memcpy(exif + 30, TOKEN, sizeof(TOKEN));
	png_set_eXIf_1(png, info, sizeof(exif), exif);
	png_set_text(png, info, text, 2);
	png_write_info(png, info);
	channels = png_get_channels(png, info);
	for (y = 0; y < wanted->height; y++) {
		fill_row(wanted, channels, y, row);
		png_write_row(png, row);
	}
	png_write_end(png, info);
	png_destroy_write_struct(&png, &info);
	strbuf_add_string(ret_file, TOKEN);
	free(row);
}

static void
png_of_every_kind(void **state)
{
	static const struct png_wanted kinds[] = {
		{ 900, 500, PNG_COLOR_TYPE_RGB, 8, true },
		{ 900, 500, PNG_COLOR_TYPE_RGB, 16, false },
		{ 900, 500, PNG_COLOR_TYPE_GRAY, 8, true },
		{ 900, 500, PNG_COLOR_TYPE_GRAY, 16, false },
		{ 900, 500, PNG_COLOR_TYPE_GRAY_ALPHA, 8, false },
		{ 900, 500, PNG_COLOR_TYPE_RGB_ALPHA, 8, true },
		{ 900, 500, PNG_COLOR_TYPE_RGB_ALPHA, 16, false },
		{ 900, 500, PNG_COLOR_TYPE_PALETTE, 8, false },
	};
	struct fixture *f = *state;
	struct strbuf file;
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		bool is_jpeg = kinds[i].is_photograph &&
		    (kinds[i].color_type & PNG_COLOR_MASK_ALPHA) == 0;

		make_png(&kinds[i], &file);
		assert_true(holds(&file, TOKEN));
		make(f, &file);
		assert_int_equal(count_kind(f, IMAGE_JPEG) > 0, is_jpeg);
		assert_int_equal(count_kind(f, IMAGE_PNG), is_jpeg ? 0 : 1);
		if (i == 5)
			assert_true(count_kind(f, IMAGE_WEBP) > 1);
		strbuf_release(&file);
	}
}

static void
alpha_is_kept(void **state)
{
	const struct png_wanted wanted = { 900, 500,
		PNG_COLOR_TYPE_RGB_ALPHA, 8, true };
	struct fixture *f = *state;
	struct image_pixels pixels;
	struct strbuf file;
	uint32_t i;

	make_png(&wanted, &file);
	make(f, &file);
	for (i = 0; i < f->renditions.count; i++) {
		const struct rendition *one = &f->renditions.items[i];

		assert_true(image_decode(load_bytes(f, "again",
		    one->bytes.bytes, one->bytes.len), 0, 0, &f->diags,
		    &pixels));
		assert_non_null(pixels.alpha);
		assert_int_equal(pixels.alpha[0], 0);
		assert_int_equal(pixels.alpha[pixels.width - 1], 200);
		image_pixels_release(&pixels);
	}
	strbuf_release(&file);
}

static void
small_pictures_have_one(void **state)
{
	const struct png_wanted wanted = { 60, 40, PNG_COLOR_TYPE_RGB, 8,
		false };
	struct fixture *f = *state;
	struct strbuf file;

	make_png(&wanted, &file);
	make(f, &file);
	assert_int_equal(f->renditions.count, 1);
	assert_int_equal(f->renditions.items[0].width, 60);
	strbuf_release(&file);
}

static void
long_pictures_stay_in_bounds(void **state)
{
	static const struct png_wanted kinds[] = {
		{ 100, 20000, PNG_COLOR_TYPE_RGB, 8, false },
		{ 100, 20000, PNG_COLOR_TYPE_RGB, 8, true },
		{ 1, 70000, PNG_COLOR_TYPE_GRAY, 8, true },
		{ 70000, 1, PNG_COLOR_TYPE_RGB, 8, true },
		{ 1, 1, PNG_COLOR_TYPE_GRAY, 8, true },
	};
	struct fixture *f = *state;
	struct strbuf file;
	size_t i;
	uint32_t k;

	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		make_png(&kinds[i], &file);
		make(f, &file);
		for (k = 0; k < f->renditions.count; k++)
			assert_in_range(f->renditions.items[k].height, 1,
			    RENDITION_HEIGHT_MAX);
		strbuf_release(&file);
	}
}

/* A chessboard of single pixels is half the light of white: 188 in sRGB. */
static void
light_is_averaged(void **state)
{
	struct fixture *f = *state;
	struct strbuf file;
	png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL,
	    NULL, NULL);
	png_infop info = png_create_info_struct(png);
	unsigned char row[4000];
	uint32_t y, x;

	strbuf_init(&file);
	png_set_write_fn(png, &file, png_add, png_flush_nothing);
	/* Wider than the steps, and noisy: never kept in its own size. */
	png_set_IHDR(png, info, 4000, 100, 8, PNG_COLOR_TYPE_GRAY, 0, 0, 0);
	png_write_info(png, info);
	for (y = 0; y < 100; y++) {
		for (x = 0; x < 4000; x++)
			row[x] = (x + y) % 2 ? 255 : 0;
		png_write_row(png, row);
	}
	png_write_end(png, info);
	png_destroy_write_struct(&png, &info);
	make(f, &file);
	for (x = 0; x < f->renditions.count; x++) {
		const struct rendition *one = &f->renditions.items[x];
		struct image_pixels pixels;

		if (one->width > 1600)
			continue;
		assert_true(image_decode(load_bytes(f, "again",
		    one->bytes.bytes, one->bytes.len), 0, 0, &f->diags,
		    &pixels));
		assert_in_range(pixels.samples[(size_t)pixels.width * 9 + 99],
		    180, 196);
		image_pixels_release(&pixels);
	}
	strbuf_release(&file);
}

/* White that is hardly there stays white: colour and alpha are rounded apart
 * between the passes. */
static void
faint_white_stays_white(void **state)
{
	struct fixture *f = *state;
	struct strbuf file = { 0 };
	png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL,
	    NULL, NULL);
	png_infop info = png_create_info_struct(png);
	unsigned char row[5000 * 4];
	struct image_pixels pixels;
	uint32_t y, x, seed = 1;
	size_t i;

	png_set_write_fn(png, &file, png_add, png_flush_nothing);
	png_set_IHDR(png, info, 5000, 300, 8, PNG_COLOR_TYPE_RGB_ALPHA, 0, 0,
	    0);
	png_write_info(png, info);
	for (y = 0; y < 300; y++) {
		for (x = 0; x < 5000; x++) {
			seed = seed * 1664525 + 1013904223;
			memset(row + 4 * x, 255, 3);
			row[4 * x + 3] = seed >> 29 == 0 ? 1 : 0;
		}
		png_write_row(png, row);
	}
	png_write_end(png, info);
	png_destroy_write_struct(&png, &info);
	make(f, &file);
	assert_int_equal(f->renditions.items[0].kind, IMAGE_PNG);
	assert_true(image_decode(load_bytes(f, "again",
	    f->renditions.items[0].bytes.bytes,
	    f->renditions.items[0].bytes.len), 0, 0, &f->diags, &pixels));
	for (i = 0; i < (size_t)pixels.width * pixels.height; i++)
		if (pixels.alpha != NULL && pixels.alpha[i] > 0)
			assert_true(pixels.samples[i * pixels.channels] > 250);
	image_pixels_release(&pixels);
	strbuf_release(&file);
}

/* WebP */

static void
add_chunk(struct strbuf *file, const char *type, const void *bytes,
    size_t len)
{
	const unsigned char size[4] = { len & 255, len >> 8 & 255,
		len >> 16 & 255, len >> 24 & 255 };

	strbuf_add(file, type, 4);
	strbuf_add(file, size, 4);
	strbuf_add(file, bytes, len);
	if (len % 2 == 1)
		strbuf_add_char(file, '\0');
}

static void
webp_metadata_is_cut_out(void **state)
{
	static const unsigned char extended[10] = { 0x2c, 0, 0, 0, 0x83, 3, 0,
		0x57, 2, 0 };		/* 900 x 600, ICC, Exif, XMP */
	struct fixture *f = *state;
	struct strbuf file = { 0 }, *widest;
	unsigned char *rgb = malloc(900 * 600 * 3);
	uint8_t *webp;
	size_t i, len;

	for (i = 0; i < 900 * 600 * 3; i++)
		rgb[i] = sample_at(true, i / 3 % 900, (uint32_t)(i / 2700),
		    i % 3, 900, 600);
	len = WebPEncodeRGB(rgb, 900, 600, 2700, 70, &webp);
	strbuf_add(&file, "RIFF\0\0\0\0WEBP", 12);
	add_chunk(&file, "VP8X", extended, sizeof(extended));
	add_chunk(&file, "ICCP", TOKEN, 17);
	strbuf_add(&file, webp + 12, len - 12);
	add_chunk(&file, "EXIF", "MM\0*\0\0\0\x08\0\0" TOKEN, 27);
	add_chunk(&file, "XMP ", TOKEN, 17);
	file.bytes[4] = (char)((file.len - 8) & 255);
	file.bytes[5] = (char)((file.len - 8) >> 8 & 255);
	file.bytes[6] = (char)((file.len - 8) >> 16 & 255);
	make(f, &file);
	assert_true(count_kind(f, IMAGE_JPEG) > 0);
	assert_true(count_kind(f, IMAGE_WEBP) > 0);
	/* Taken over, not encoded again. */
	widest = &f->renditions.items[f->renditions.count - 1].bytes;
	assert_true(memmem(widest->bytes, widest->len, webp + 12,
	    len - 12) != NULL);
	WebPFree(webp);
	free(rgb);
	strbuf_release(&file);
}

/* SVG */

#define SVG_START "<svg xmlns=\"http://www.w3.org/2000/svg\""

static void
svg_is_cleaned(void **state)
{
	static const char *const cases[][2] = {
		{ SVG_START " viewBox=\"0 0 4 3\"><!-- " TOKEN " --><title>"
		    TOKEN "</title><metadata><rdf:RDF xmlns:rdf=\"x\">" TOKEN
		    "</rdf:RDF></metadata><desc>" TOKEN "</desc><g id=\"a\" "
		    "data-name=\"" TOKEN "\" x:label=\"" TOKEN "\" "
		    "xmlns:x=\"x\"><x:grid>" TOKEN "</x:grid>\n <rect "
		    "width=\"4\" height='3'/></g>" TOKEN "</svg>",
		    SVG_START " viewBox=\"0 0 4 3\"><g id=\"a\"><rect "
		    "width=\"4\" height=\"3\"/></g></svg>" },
		{ "<?xml version='1.0'?><?" TOKEN "?>\n" SVG_START
		    " width=\"4\" height=\"3\"><text x=\"1\">A &amp; <tspan> "
		    "B</tspan>\xc3\xa9</text></svg>",
		    SVG_START " width=\"4\" height=\"3\"><text x=\"1\">A &amp; "
		    "<tspan> B</tspan>\xc3\xa9</text></svg>" },
		{ SVG_START " viewBox=\"0 0 4 3\"><style><![CDATA[/* " TOKEN
		    " */ .a{fill:url(#b)}/* " TOKEN "]]></style><path class="
		    "\"a\" d=\"M0 0&quot;&lt;\"/></svg>",
		    SVG_START " viewBox=\"0 0 4 3\"><style> "
		    ".a{fill:url(#b)}</style><path class=\"a\" "
		    "d=\"M0 0&quot;&lt;\"/></svg>" },
		/* Pieces are joined and written as plain text. */
		{ SVG_START " viewBox=\"0 0 4 3\"><style>.a<!-- x -->&gt;"
		    "<![CDATA[.b{fill:rgb(1,2,3)}]]><?x y?>/**/@media (min-"
		    "width:1px){.c{fill:URL( '#d' )}}</style><g style=\"fill:"
		    "red; /* " TOKEN " */ stroke:Url(#e)\" id=\"x (copy)\" "
		    "transform=\"rotate(3)\"/></svg>",
		    SVG_START " viewBox=\"0 0 4 3\"><style>.a&gt;.b{fill:"
		    "rgb(1,2,3)}@media (min-width:1px){.c{fill:URL( '#d' )}}"
		    "</style><g style=\"fill:red;  stroke:Url(#e)\" id=\"x "
		    "(copy)\" transform=\"rotate(3)\"/></svg>" },
		{ SVG_START " viewBox=\"0 0 4 3\"><style>a/* " TOKEN
		    "</style></svg>",
		    SVG_START " viewBox=\"0 0 4 3\"><style>a</style></svg>" },
	};
	struct fixture *f = *state;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct strbuf file = { 0 };

		strbuf_add_string(&file, cases[i][0]);
		make(f, &file);
		assert_int_equal(f->renditions.count, 1);
		assert_int_equal(f->renditions.items[0].width, 4);
		assert_int_equal(f->renditions.items[0].height, 3);
		assert_string_equal(
		    strbuf_string(&f->renditions.items[0].bytes),
		    cases[i][1]);
		strbuf_release(&file);
	}
}

static void
svg_that_may_do_harm_is_refused(void **state)
{
	static const char *const cases[][2] = {
		{ "><script>alert(1)</script>", "element script" },
		{ " onload=\"x()\">", "program: onload" },
		{ "><foreignObject/>", "element foreignObject" },
		{ "><image href=\"a.png\"/>", "element image" },
		{ "><feImage href=\"#a\"/>", "element feImage" },
		{ "><a href=\"#x\"/>", "element a" },
		{ "><use href=\"b.svg#x\"/>", "out of the file: b.svg#x" },
		{ "><use xlink:href=\"http://x/\"/>", "out of the file" },
		{ "><g xmlns=\"http://www.w3.org/1999/xhtml\"/>",
		    "not SVG's" },
		{ "><style>@import 'x';</style>",
		    "line 1, column 66: '@import'" },
		{ "><style>\n a{}@IMPORT 'x';</style>",
		    "line 2, column 5: '@IMPORT'" },
		{ "><text><style>@import 'x';</style></text>", "'@import'" },
		{ "><style>@im<!-- -->port 'x';</style>", "'@import'" },
		{ "><style>@im/**/port 'x';</style>", "comment" },
		{ "><rect fill=\"url( 'http://x/' )\"/>", "out of the file" },
		{ "><rect fill=\"URL(//x/)\"/>",
		    "column 65: 'URL(' leads out of the file" },
		{ "><rect style=\"fill:uRl(x)\"/>", "out of the file" },
		{ "><rect style=\"fill:u/**/rl(x)\"/>", "comment" },
		{ "><rect style=\"fill:url(/**/#x)\"/>", "comment" },
		{ "><rect fill=\"url(/**/#x)\"/>", "comment" },
		{ "><rect fill=\"&#117;rl(x)\"/>", "out of the file" },
		{ "><rect fill=\"\\75rl(x)\"/>", "backslash" },
		{ "><rect fill=\"&#92;75rl(x)\"/>", "backslash" },
		{ "><rect fill=\"image-set('x' 1x)\"/>", "'image-set('" },
		{ "><rect style=\"fill:Image('x')\"/>", "'Image('" },
		{ "><rect style=\"fill:-webkit-image-set('x')\"/>",
		    "'-webkit-image-set('" },
		{ "><style>a{fill:url(http://x/)}</style>", "out of the" },
		{ "><style>a{fill:URL(http://x/)}</style>", "out of the" },
		{ "><style>a{fill:u/**/rl(http://x/)}</style>", "comment" },
		{ "><style>a{fill:u<!-- -->rl(x)}</style>", "out of the" },
		{ "><style>a{fill:u<?x y?>rl(x)}</style>", "out of the" },
		{ "><style>a{fill:u<![CDATA[rl(x)]]>}</style>", "out of" },
		{ "><style>a{fill:url(<![CDATA[x)]]>}</style>", "out of" },
		{ "><style>a{fill:&#117;rl(x)}</style>", "out of the file" },
		{ "><style>a{fill:&#x75;&#114;l(x)}</style>", "out of the" },
		{ "><style>a{fill:u<g/>rl(x)}</style>", "only text" },
		{ "><style>a{fill:u<title>b</title>rl(x)}</style>",
		    "only text" },
		{ "><style>a{fill:u<x:g xmlns:x=\"x\"/>rl(x)}</style>",
		    "only text" },
		{ "><style>a{fill:\\75rl(x)}</style>", "backslash" },
		{ "><style>a{fill:&#92;75rl(x)}</style>", "backslash" },
		{ "><style>a{b:image-set(\"x\")}</style>", "'image-set('" },
		{ "><style>a{b:src(\"x\")}</style>", "'src('" },
		{ "><style>a{b:IMAGE(\"x\")}</style>", "'IMAGE('" },
		{ "><style>a{b:url()}</style>", "out of the file" },
		{ "><style>a{b:url(", "" },
		{ "><style>a{c:\"/*\"}b{fill:url(x)}c{d:\"*/\"}</style>",
		    "comment" },
		{ "><use href=\"JavaScript:alert(1)\"/>", "out of the" },
		{ "><use xlink:href=\"data:image/svg+xml,x#a\"/>",
		    "out of the" },
		{ "><animate attributeName=\"href\" to=\"http://x/\"/>",
		    "element animate" },
		{ "><set attributeName=\"href\" to=\"http://x/\"/>",
		    "element set" },
		{ "><g ONLOAD=\"x()\"/>", "program: ONLOAD" },
		{ "><g id=\"\xc3\x28\"/>", "UTF-8" },
	};
	struct fixture *f = *state;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct strbuf file = { 0 };

		strbuf_printf(&file, "%s viewBox=\"0 0 4 3\"%s</svg>",
		    SVG_START, cases[i][0]);
		if (load_bytes(f, "a.svg", file.bytes, file.len) != NULL)
			fail_msg("passed: %s", cases[i][0]);
		assert_int_equal(f->diags.count, 1);
		if (strstr(f->diags.items[0].message, cases[i][1]) == NULL)
			fail_msg("%s: %s", cases[i][0],
			    f->diags.items[0].message);
		diags_release(&f->diags);
		diags_init(&f->diags, NULL);
		strbuf_release(&file);
	}
}

static void
damage_is_reported(void **state)
{
	const struct png_wanted wanted = { 900, 500, PNG_COLOR_TYPE_RGB, 8,
		true };
	struct fixture *f = *state;
	struct strbuf file;

	make_png(&wanted, &file);
	f->asset = load_bytes(f, "a.png", file.bytes, file.len / 2);
	assert_non_null(f->asset);
	assert_false(renditions_make(&f->renditions, f->asset, &f->diags));
	assert_int_equal(f->diags.count, 1);
	assert_int_equal(f->diags.items[0].id, DIAG_IMAGE_INVALID);
	assert_int_equal(f->renditions.count, 0);
	strbuf_release(&file);
}

int
main(void)
{
#define RENDITIONS_TEST(name) \
	cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		RENDITIONS_TEST(a_photograph_has_a_ladder),
		RENDITIONS_TEST(every_orientation_stands_upright),
		RENDITIONS_TEST(gray_and_cmyk),
		RENDITIONS_TEST(png_of_every_kind),
		RENDITIONS_TEST(alpha_is_kept),
		RENDITIONS_TEST(small_pictures_have_one),
		RENDITIONS_TEST(long_pictures_stay_in_bounds),
		RENDITIONS_TEST(light_is_averaged),
		RENDITIONS_TEST(faint_white_stays_white),
		RENDITIONS_TEST(webp_metadata_is_cut_out),
		RENDITIONS_TEST(svg_is_cleaned),
		RENDITIONS_TEST(svg_that_may_do_harm_is_refused),
		RENDITIONS_TEST(damage_is_reported),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
