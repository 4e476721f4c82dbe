/*
 * Pictures that are not stored in sRGB: what a profile, or PNG's gAMA and
 * cHRM, says of them is done to every sample; what is sRGB is left alone, byte
 * for byte; and a profile that is damaged is reported and harms nothing.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jpeglib.h>
#include <lcms2.h>
#include <png.h>
#include <webp/encode.h>
#include <zlib.h>

#include "pictures.h"

enum { SIDE = 16 };

/* Profiles */

static void
profile_bytes(cmsHPROFILE profile, struct strbuf *ret_bytes)
{
	cmsUInt32Number len = 0;

	assert_non_null(profile);
	assert_true(cmsSaveProfileToMem(profile, NULL, &len));
	strbuf_clear(ret_bytes);
	assert_true(cmsSaveProfileToMem(profile, strbuf_reserve(ret_bytes,
	    len + 1), &len));
	ret_bytes->len = len;
	cmsCloseProfile(profile);
}

/* sRGB's primaries, or red and green swapped, and a gamma. */
static cmsHPROFILE
rgb_profile(double gamma, bool is_swapped)
{
	const cmsCIExyY white = { 0.3127, 0.3290, 1 };
	cmsCIExyYTRIPLE colors = { { 0.64, 0.33, 1 }, { 0.30, 0.60, 1 },
		{ 0.15, 0.06, 1 } };
	cmsToneCurve *curve = cmsBuildGamma(NULL, gamma);
	cmsToneCurve *curves[3] = { curve, curve, curve };
	cmsHPROFILE profile;

	if (is_swapped) {
		colors.Red = (cmsCIExyY){ 0.30, 0.60, 1 };
		colors.Green = (cmsCIExyY){ 0.64, 0.33, 1 };
	}
	profile = cmsCreateRGBProfile(&white, &colors, curves);
	cmsFreeToneCurve(curve);
	return profile;
}

static cmsHPROFILE
gray_profile(double gamma)
{
	cmsToneCurve *curve = cmsBuildGamma(NULL, gamma);
	cmsHPROFILE profile = cmsCreateGrayProfile(cmsD50_xyY(), curve);

	cmsFreeToneCurve(curve);
	return profile;
}

/* Inks that give gray alone: black all of it, cyan half, the others none. */
static cmsInt32Number
ink_lab(const cmsUInt16Number in[], cmsUInt16Number out[], void *context)
{
	const cmsCIELab lab = { 100 * (1 - in[3] / 65535.0) *
		(1 - 0.5 * in[0] / 65535.0), 0, 0 };

	(void)context;
	cmsFloat2LabEncodedV2(out, &lab);
	return 1;
}

static cmsHPROFILE
cmyk_profile(void)
{
	cmsHPROFILE profile = cmsCreateProfilePlaceholder(NULL);
	cmsPipeline *pipeline = cmsPipelineAlloc(NULL, 4, 3);
	cmsStage *table = cmsStageAllocCLut16bit(NULL, 2, 4, 3, NULL);

	assert_true(cmsStageSampleCLut16bit(table, ink_lab, NULL, 0));
	assert_true(cmsPipelineInsertStage(pipeline, cmsAT_END, table));
	cmsSetProfileVersion(profile, 2.1);
	cmsSetDeviceClass(profile, cmsSigOutputClass);
	cmsSetColorSpace(profile, cmsSigCmykData);
	cmsSetPCS(profile, cmsSigLabData);
	assert_true(cmsWriteTag(profile, cmsSigAToB0Tag, pipeline));
	cmsPipelineFree(pipeline);
	return profile;
}

/* Files, SIDE x SIDE of one colour */

struct png_colors {
	const struct strbuf *profile;
	double gamma;
	const double *primaries;
	bool is_srgb, is_raw;		/* raw: the bytes are not checked */
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
put_raw_profile(png_structp png, const struct strbuf *profile)
{
	unsigned char chunk[4096] = "x";
	uLongf len = sizeof(chunk) - 3;

	assert_int_equal(compress(chunk + 3, &len,
	    (const Bytef *)profile->bytes, profile->len), Z_OK);
	png_write_chunk(png, (const png_byte *)"iCCP", chunk, len + 3);
}

static void
make_png(const unsigned char *color, int channels,
    const struct png_colors *colors, struct strbuf *ret_file)
{
	png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL,
	    NULL, NULL);
	png_infop info = png_create_info_struct(png);
	const double *p = colors->primaries;
	unsigned char row[SIDE * 3];
	int i;

	strbuf_clear(ret_file);
	png_set_write_fn(png, ret_file, png_add, png_flush_nothing);
	png_set_IHDR(png, info, SIDE, SIDE, 8, channels == 1 ?
	    PNG_COLOR_TYPE_GRAY : PNG_COLOR_TYPE_RGB, 0, 0, 0);
	if (colors->profile != NULL && !colors->is_raw)
		png_set_iCCP(png, info, "profile", 0,
		    (png_const_bytep)colors->profile->bytes,
		    (png_uint_32)colors->profile->len);
	if (colors->gamma > 0)
		png_set_gAMA(png, info, colors->gamma);
	if (p != NULL)
		png_set_cHRM(png, info, p[0], p[1], p[2], p[3], p[4], p[5],
		    p[6], p[7]);
	if (colors->is_srgb)
		png_set_sRGB(png, info, 0);
	png_write_info(png, info);
	if (colors->is_raw)
		put_raw_profile(png, colors->profile);
	for (i = 0; i < SIDE * channels; i++)
		row[i] = color[i % channels];
	for (i = 0; i < SIDE; i++)
		png_write_row(png, row);
	png_write_end(png, info);
	png_destroy_write_struct(&png, &info);
}

static void
make_jpeg(const unsigned char *color, J_COLOR_SPACE space,
    const struct strbuf *profile, struct strbuf *ret_file)
{
	struct jpeg_compress_struct jpeg;
	struct jpeg_error_mgr errors;
	unsigned char row[SIDE * 4], *rows = row, *bytes = NULL;
	unsigned long len = 0;
	int i;

	jpeg.err = jpeg_std_error(&errors);
	jpeg_create_compress(&jpeg);
	jpeg_mem_dest(&jpeg, &bytes, &len);
	jpeg.image_width = jpeg.image_height = SIDE;
	jpeg.input_components = space == JCS_GRAYSCALE ? 1 :
	    space == JCS_RGB ? 3 : 4;
	jpeg.in_color_space = space;
	jpeg_set_defaults(&jpeg);
	jpeg_set_quality(&jpeg, 100, TRUE);
	jpeg_start_compress(&jpeg, TRUE);
	if (profile != NULL)
		jpeg_write_icc_profile(&jpeg,
		    (const JOCTET *)profile->bytes,
		    (unsigned int)profile->len);
	for (i = 0; i < SIDE * jpeg.input_components; i++)
		row[i] = color[i % jpeg.input_components];
	for (i = 0; i < SIDE; i++)
		jpeg_write_scanlines(&jpeg, &rows, 1);
	jpeg_finish_compress(&jpeg);
	jpeg_destroy_compress(&jpeg);
	strbuf_clear(ret_file);
	strbuf_add(ret_file, bytes, len);
	free(bytes);
}

static void
add_chunk(struct strbuf *file, const char *type, const void *bytes, size_t len)
{
	strbuf_add(file, type, 4);
	strbuf_add_char(file, (char)(len & 255));
	strbuf_add_char(file, (char)(len >> 8 & 255));
	strbuf_add_char(file, (char)(len >> 16 & 255));
	strbuf_add_char(file, 0);
	strbuf_add(file, bytes, len);
	if (len % 2 != 0)
		strbuf_add_char(file, 0);
}

static void
make_webp(const unsigned char *color, const struct strbuf *profile,
    struct strbuf *ret_file)
{
	static const unsigned char extended[10] = { 0x20, 0, 0, 0, SIDE - 1,
		0, 0, SIDE - 1, 0, 0 };
	unsigned char rgb[SIDE * SIDE * 3];
	uint8_t *webp;
	size_t i, len;

	for (i = 0; i < sizeof(rgb); i++)
		rgb[i] = color[i % 3];
	len = WebPEncodeLosslessRGB(rgb, SIDE, SIDE, SIDE * 3, &webp);
	strbuf_clear(ret_file);
	strbuf_add(ret_file, "RIFF\0\0\0\0WEBP", 12);
	add_chunk(ret_file, "VP8X", extended, sizeof(extended));
	add_chunk(ret_file, "ICCP", profile->bytes, profile->len);
	strbuf_add(ret_file, webp + 12, len - 12);
	WebPFree(webp);
	for (i = 0; i < 3; i++)
		ret_file->bytes[4 + i] =
		    (char)((ret_file->len - 8) >> (8 * i) & 255);
}

/* Checks */

static int
encoded(double linear)
{
	return (int)lround(255 * (linear <= 0.0031308 ? 12.92 * linear :
	    1.055 * pow(linear, 1 / 2.4) - 0.055));
}

static void
assert_near(int got, int wanted)
{
	if (abs(got - wanted) > 2)
		fail_msg("%d is not %d", got, wanted);
}

/* Decodes the file to one colour. */
static void
assert_color(struct fixture *f, const struct strbuf *file, int channels,
    int red, int green, int blue)
{
	const struct image_asset *asset = load_bytes(f, "a", file->bytes,
	    file->len);
	struct image_pixels pixels;
	const unsigned char *last;

	assert_non_null(asset);
	assert_int_equal(f->diags.count, 0);
	assert_true(asset->has_other_colors);
	assert_true(image_decode(asset, 0, 0, &f->diags, &pixels));
	assert_int_equal(pixels.channels, channels);
	last = pixels.samples + (SIDE * SIDE - 1) * channels;
	assert_near(pixels.samples[0], red);
	assert_near(last[0], red);
	if (channels == 3) {
		assert_near(last[1], green);
		assert_near(last[2], blue);
	}
	image_pixels_release(&pixels);
}

static void
profiles_are_applied(void **state)
{
	static const unsigned char color[] = { 20, 90, 200 };
	const int red = encoded(20 / 255.0), green = encoded(90 / 255.0),
	    blue = encoded(200 / 255.0);
	struct strbuf profile = { 0 }, file = { 0 };
	struct png_colors colors = { .profile = &profile };

	profile_bytes(rgb_profile(1, false), &profile);
	make_png(color, 3, &colors, &file);
	assert_color(*state, &file, 3, red, green, blue);
	make_jpeg(color, JCS_RGB, &profile, &file);
	assert_color(*state, &file, 3, red, green, blue);
	make_webp(color, &profile, &file);
	assert_color(*state, &file, 3, red, green, blue);
	profile_bytes(gray_profile(1), &profile);
	make_png(color, 1, &colors, &file);
	assert_color(*state, &file, 1, red, 0, 0);
	make_jpeg(color + 1, JCS_GRAYSCALE, &profile, &file);
	assert_color(*state, &file, 1, green, 0, 0);
	strbuf_release(&profile);
	strbuf_release(&file);
}

/* libjpeg writes an Adobe marker, so that 0 is full ink. */
static void
inks_are_converted(void **state)
{
	static const unsigned char cyan[] = { 0, 255, 255, 255 };
	static const unsigned char white[] = { 255, 255, 255, 255 };
	static const unsigned char black[] = { 255, 255, 255, 0 };
	struct strbuf profile = { 0 }, file = { 0 };

	profile_bytes(cmyk_profile(), &profile);
	make_jpeg(cyan, JCS_CMYK, &profile, &file);
	/* L* 50 is 0.1842 of white. */
	assert_color(*state, &file, 3, encoded(0.1842), encoded(0.1842),
	    encoded(0.1842));
	make_jpeg(white, JCS_CMYK, &profile, &file);
	assert_color(*state, &file, 3, 255, 255, 255);
	make_jpeg(black, JCS_CMYK, &profile, &file);
	assert_color(*state, &file, 3, 0, 0, 0);
	strbuf_release(&profile);
	strbuf_release(&file);
}

static void
png_says_gamma_and_primaries(void **state)
{
	static const unsigned char color[] = { 20, 90, 200 };
	static const double swapped[8] = { 0.3127, 0.3290, 0.30, 0.60, 0.64,
		0.33, 0.15, 0.06 };
	static const double srgb[8] = { 0.3127, 0.3290, 0.64, 0.33, 0.30, 0.60,
		0.15, 0.06 };
	struct fixture *f = *state;
	struct strbuf file = { 0 };
	struct png_colors colors = { .gamma = 1 };

	make_png(color, 3, &colors, &file);
	assert_color(f, &file, 3, encoded(20 / 255.0), encoded(90 / 255.0),
	    encoded(200 / 255.0));
	make_png(color, 1, &colors, &file);
	assert_color(f, &file, 1, encoded(20 / 255.0), 0, 0);
	colors = (struct png_colors){ .gamma = 1 / 2.2,
		.primaries = swapped };
	make_png(color, 3, &colors, &file);
	assert_color(f, &file, 3, 90, 20, 200);
	/* What says sRGB in other words is left alone; sRGB comes first. */
	colors.primaries = srgb;
	make_png(color, 3, &colors, &file);
	assert_false(
	    load_bytes(f, "a", file.bytes, file.len)->has_other_colors);
	colors.is_srgb = true;
	make_png(color, 3, &colors, &file);
	assert_false(
	    load_bytes(f, "a", file.bytes, file.len)->has_other_colors);
	assert_int_equal(f->diags.count, 0);
	strbuf_release(&file);
}

static void
srgb_is_passed_through(void **state)
{
	static const unsigned char color[] = { 20, 90, 200 };
	struct fixture *f = *state;
	struct strbuf profile = { 0 }, file = { 0 }, copy = { 0 };
	const struct image_asset *asset;
	uint8_t channels;

	profile_bytes(cmsCreate_sRGBProfile(), &profile);
	make_jpeg(color, JCS_RGB, &profile, &file);
	asset = load_bytes(f, "a", file.bytes, file.len);
	assert_false(asset->has_other_colors);
	assert_true(image_copy_jpeg(asset, &copy, &channels));
	assert_null(memmem(copy.bytes, copy.len, "ICC_PROFILE", 11));
	strbuf_clear(&copy);
	profile_bytes(rgb_profile(1.8, true), &profile);
	make_jpeg(color, JCS_RGB, &profile, &file);
	asset = load_bytes(f, "a", file.bytes, file.len);
	assert_true(asset->has_other_colors);
	assert_false(image_copy_jpeg(asset, &copy, &channels));
	assert_int_equal(copy.len, 0);
	assert_int_equal(f->diags.count, 0);
	strbuf_release(&profile);
	strbuf_release(&file);
	strbuf_release(&copy);
}

/* A site's files are converted, never copied with the profile cut off. */
static void
renditions_are_converted(void **state)
{
	static const unsigned char color[] = { 20, 90, 200 };
	struct fixture *f = *state;
	struct strbuf profile = { 0 }, files[3] = { { 0 } };
	struct png_colors colors = { .profile = &profile };
	uint32_t k;
	size_t i;

	profile_bytes(rgb_profile(1, false), &profile);
	make_png(color, 3, &colors, &files[0]);
	make_jpeg(color, JCS_RGB, &profile, &files[1]);
	make_webp(color, &profile, &files[2]);
	for (i = 0; i < 3; i++) {
		struct renditions made;

		assert_true(renditions_make(&made, load_bytes(f, "a",
		    files[i].bytes, files[i].len), &f->diags));
		for (k = 0; k < made.count; k++) {
			const struct image_asset *asset = load_bytes(f, "a",
			    made.items[k].bytes.bytes,
			    made.items[k].bytes.len);
			struct image_pixels pixels;

			assert_false(asset->has_other_colors);
			assert_true(image_decode(asset, 0, 0, &f->diags,
			    &pixels));
			assert_near(pixels.samples[0], encoded(20 / 255.0));
			assert_near(pixels.samples[2], encoded(200 / 255.0));
			image_pixels_release(&pixels);
		}
		renditions_release(&made);
		strbuf_release(&files[i]);
	}
	strbuf_release(&profile);
}

/* It is reported, and the picture is taken as sRGB. */
static void
assert_unusable(struct fixture *f, const struct strbuf *file)
{
	const struct image_asset *asset = load_bytes(f, "a", file->bytes,
	    file->len);
	struct image_pixels pixels;

	assert_non_null(asset);
	assert_int_equal(f->diags.count, 1);
	assert_int_equal(f->diags.items[0].id, DIAG_IMAGE_PROFILE);
	assert_non_null(strstr(f->diags.items[0].message, "in 'a' cannot"));
	diags_release(&f->diags);
	diags_init(&f->diags, NULL);
	assert_false(asset->has_other_colors);
	assert_true(image_decode(asset, 0, 0, &f->diags, &pixels));
	assert_near(pixels.samples[0], 20);
	image_pixels_release(&pixels);
}

static void
useless_profiles_are_reported(void **state)
{
	static const unsigned char color[] = { 20, 90, 200 };
	struct fixture *f = *state;
	struct strbuf profile = { 0 }, file = { 0 };
	struct png_colors colors = { .profile = &profile, .is_raw = true };
	char *room;

	strbuf_add_string(&profile, "This is no profile at all, only text.");
	make_png(color, 3, &colors, &file);
	assert_unusable(f, &file);
	make_jpeg(color, JCS_RGB, &profile, &file);
	assert_unusable(f, &file);
	make_webp(color, &profile, &file);
	assert_unusable(f, &file);
	/* Of another kind of picture. */
	profile_bytes(gray_profile(1), &profile);
	make_jpeg(color, JCS_RGB, &profile, &file);
	assert_unusable(f, &file);
	profile_bytes(rgb_profile(1, false), &profile);
	make_jpeg(color, JCS_GRAYSCALE, &profile, &file);
	assert_unusable(f, &file);
	/* Cut short, and padded beyond what a profile has. */
	profile.len /= 2;
	make_jpeg(color, JCS_RGB, &profile, &file);
	assert_unusable(f, &file);
	profile_bytes(rgb_profile(1, false), &profile);
	room = strbuf_reserve(&profile, 5 << 20);
	memset(room, 0, 5 << 20);
	profile.len += 5 << 20;
	make_jpeg(color, JCS_RGB, &profile, &file);
	assert_unusable(f, &file);
	strbuf_release(&profile);
	strbuf_release(&file);
}

/* Whatever is changed in a profile, the picture is decoded. */
static void
damaged_profiles_do_no_harm(void **state)
{
	static const unsigned char color[] = { 20, 90, 200, 30 };
	struct fixture *f = *state;
	struct strbuf good = { 0 }, bad = { 0 }, file = { 0 };
	size_t i, j, usable = 0;

	srand(5);
	for (i = 0; i < 150; i++) {
		const bool is_cmyk = i % 2 == 1;
		const struct image_asset *asset;
		struct image_pixels pixels;

		if (i < 2 || i % 50 < 2)
			profile_bytes(is_cmyk ? cmyk_profile() :
			    rgb_profile(1.7, true), &good);
		else
			profile_bytes(is_cmyk ? cmyk_profile() :
			    cmsCreate_sRGBProfile(), &good);
		strbuf_clear(&bad);
		strbuf_add(&bad, good.bytes, good.len);
		for (j = 0; j < i % 5; j++)
			bad.bytes[(size_t)rand() % bad.len] = (char)rand();
		make_jpeg(color, is_cmyk ? JCS_CMYK : JCS_RGB, &bad, &file);
		asset = load_bytes(f, "a", file.bytes, file.len);
		assert_non_null(asset);
		usable += f->diags.count == 0;
		assert_true(image_decode(asset, 0, 0, &f->diags, &pixels));
		assert_int_equal(pixels.channels, 3);
		image_pixels_release(&pixels);
		diags_release(&f->diags);
		diags_init(&f->diags, NULL);
	}
	assert_in_range(usable, 25, 149);
	strbuf_release(&good);
	strbuf_release(&bad);
	strbuf_release(&file);
}

int
main(void)
{
#define COLOR_TEST(name) \
	cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		COLOR_TEST(profiles_are_applied),
		COLOR_TEST(inks_are_converted),
		COLOR_TEST(png_says_gamma_and_primaries),
		COLOR_TEST(srgb_is_passed_through),
		COLOR_TEST(renditions_are_converted),
		COLOR_TEST(useless_profiles_are_reported),
		COLOR_TEST(damaged_profiles_do_no_harm),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
