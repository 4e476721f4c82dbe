/*
 * Pictures, drawings and codes of a kit built by hand: poppler takes out what
 * was put in, and draws what was drawn.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <qrencode.h>

#include "kit.h"

static void
pictures_are_written_once(void **state)
{
	struct kit *kit = *state;
	const char *said;

	place(kit, picture(kit, "a.png", 60, true), 100);
	place(kit, picture(kit, "b.png", 60, true), 50);
	place(kit, picture(kit, "c.png", 900, false), 72);
	write_kit(kit);
	assert_says(kit, "qpdf --check @", "No syntax or stream encoding "
	    "errors found");
	said = tool(kit, "pdfimages -list @");
	/* Two of the same content are one object with its mask. */
	assert_non_null(strstr(said, "smask      60    60"));
	assert_non_null(strstr(said, "image     220   220"));
	assert_says(kit, "pdftoppm -r 20 @ /tmp/unused-root -singlefile -png; "
	    "rm -f /tmp/unused-root.png", "exit 0");
}

/* What a picture is drawn with: at x, y; red, green, blue, alpha. */
typedef void (*painter)(uint32_t x, uint32_t y, unsigned char *ret_rgba);

static void
paint_black_and_white(uint32_t x, uint32_t y, unsigned char *ret_rgba)
{
	memset(ret_rgba, (x / 7 + y / 5) % 2 ? 255 : 0, 3);
	ret_rgba[3] = 255;
}

static void
paint_flat(uint32_t x, uint32_t y, unsigned char *ret_rgba)
{
	static const unsigned char inks[3][3] = { { 10, 90, 160 },
		{ 255, 255, 255 }, { 240, 120, 0 } };

	memcpy(ret_rgba, inks[(x / 9 + y / 11) % 3], 3);
	ret_rgba[3] = 255;
}

static void
paint_cut_out(uint32_t x, uint32_t y, unsigned char *ret_rgba)
{
	paint_flat(x, y, ret_rgba);
	ret_rgba[3] = (x + y) % 60 < 30 ? 255 : 0;
}

/* Shades and noise, as a camera gives them. */
static void
paint_photograph(uint32_t x, uint32_t y, unsigned char *ret_rgba)
{
	uint32_t noise = (x * 2654435761u ^ y * 40503u) * 2246822519u >> 28;

	ret_rgba[0] = (unsigned char)(x / 2 % 200 + noise);
	ret_rgba[1] = (unsigned char)(y / 2 % 200 + noise);
	ret_rgba[2] = (unsigned char)((x + y) / 4 % 200 + noise);
	ret_rgba[3] = 255;
}

static void
paint_gray_photograph(uint32_t x, uint32_t y, unsigned char *ret_rgba)
{
	paint_photograph(x, y, ret_rgba);
	ret_rgba[1] = ret_rgba[2] = ret_rgba[0];
}

/* A slope from white to nothing. */
static void
paint_glass(uint32_t x, uint32_t y, unsigned char *ret_rgba)
{
	paint_photograph(x, y, ret_rgba);
	ret_rgba[3] = (unsigned char)(x % 256);
}

static const struct image_asset *
painted(struct kit *kit, painter paint, uint32_t side)
{
	png_image image = { .version = PNG_IMAGE_VERSION, .width = side,
		.height = side, .format = PNG_FORMAT_RGBA };
	unsigned char *pixels = malloc((size_t)side * side * 4);
	const struct image_asset *asset;
	char path[128];
	uint32_t i;

	for (i = 0; i < side * side; i++)
		paint(i % side, i / side, pixels + 4 * (size_t)i);
	snprintf(path, sizeof(path), "%s/p.png", kit->folder);
	assert_true(png_image_write_to_file(&image, path, 0, pixels, 0, NULL));
	free(pixels);
	asset = image_load(&kit->arena, kit->folder, "p.png", SOURCE_NOWHERE,
	    &kit->diags);
	assert_non_null(asset);
	return asset;
}

/* What poppler takes out of the kit is what was painted. */
static void
assert_same_pixels(struct kit *kit, painter paint, uint32_t side)
{
	const struct image_asset *asset;
	struct image_pixels pixels;
	char command[256];
	uint32_t i, c;

	snprintf(command, sizeof(command), "pdfimages -png @ %s/out",
	    kit->folder);
	assert_says(kit, command, "exit 0");
	asset = image_load(&kit->arena, kit->folder, "out-000.png",
	    SOURCE_NOWHERE, &kit->diags);
	assert_non_null(asset);
	assert_true(image_decode(asset, 0, 0, &kit->diags, &pixels));
	assert_int_equal(pixels.width, side);
	assert_int_equal(pixels.height, side);
	for (i = 0; i < side * side; i++) {
		unsigned char rgba[4];

		paint(i % side, i / side, rgba);
		for (c = 0; c < pixels.channels && rgba[3] != 0; c++)
			assert_int_equal(pixels.samples[i * pixels.channels +
			    c], rgba[c]);
	}
	image_pixels_release(&pixels);
}

/* The page's rows of "pdfimages -list": type, width, height, colour space,
 * components, bits, encoding. */
static void
assert_stored(struct kit *kit, painter paint, uint32_t side, double side_pt,
    const char *wanted)
{
	const uint32_t op_count = kit->pages[0].op_count;
	const uint32_t element_count = kit->list.element_count;

	place(kit, painted(kit, paint, side), side_pt);
	write_kit(kit);
	assert_says(kit, "pdfimages -list @ | awk 'NR > 2 { printf "
	    "\"%s %s %s %s %s %s %s\\n\", $3, $4, $5, $6, $7, $8, $9 }'",
	    wanted);
	if (strstr(wanted, "jpeg") == NULL)
		assert_same_pixels(kit, paint, side);
	kit->pages[0].op_count = op_count;
	kit->list.element_count = element_count;
}

/* A picture of 144 pt is worth 440 pixels. */
static void
pictures_are_stored_small(void **state)
{
	struct kit *kit = *state;

	assert_stored(kit, paint_black_and_white, 440, 144,
	    "image 440 440 gray 1 1 image\n");
	assert_stored(kit, paint_flat, 440, 144,
	    "image 440 440 index 1 2 image\n");
	assert_stored(kit, paint_cut_out, 440, 144,
	    "image 440 440 index 1 2 image\n"
	    "smask 440 440 gray 1 1 image\n");
	/* Few colours stay, and are smaller than their averages. */
	assert_stored(kit, paint_flat, 700, 144,
	    "image 700 700 index 1 2 image\n");
	/* Up to twice. */
	assert_stored(kit, paint_photograph, 900, 144,
	    "image 440 440 rgb 3 8 jpeg\n");
	assert_stored(kit, paint_gray_photograph, 900, 144,
	    "image 440 440 gray 1 8 jpeg\n");
	assert_stored(kit, paint_photograph, 300, 144,
	    "image 300 300 rgb 3 8 jpeg\n");
	assert_stored(kit, paint_glass, 440, 144,
	    "image 440 440 rgb 3 8 image\n"
	    "smask 440 440 gray 1 8 image\n");
}

/* The page at 72 dpi, read once a kit. */
static void
draw_page(struct kit *kit)
{
	char command[256], head[32];
	FILE *pipe;

	snprintf(command, sizeof(command),
	    "pdftoppm -r 72 -singlefile %s/kit.pdf", kit->folder);
	pipe = popen(command, "r");
	assert_non_null(pipe);
	assert_non_null(fgets(head, sizeof(head), pipe));
	assert_int_equal(fscanf(pipe, "%u %u 255", &kit->drawn_width,
	    &kit->drawn_height), 2);
	assert_int_equal(fgetc(pipe), '\n');
	kit->drawn = arena_alloc(&kit->arena,
	    (size_t)kit->drawn_width * kit->drawn_height * 3);
	assert_int_equal(fread(kit->drawn, 3,
	    (size_t)kit->drawn_width * kit->drawn_height, pipe),
	    kit->drawn_width * kit->drawn_height);
	pclose(pipe);
}

static void
assert_pixel_at(struct kit *kit, int x, int y, int rgb)
{
	const unsigned char *pixel;
	int got;

	if (kit->drawn == NULL)
		draw_page(kit);
	pixel = kit->drawn + ((size_t)y * kit->drawn_width + (size_t)x) * 3;
	got = pixel[0] << 16 | pixel[1] << 8 | pixel[2];
	if (abs((got >> 16) - (rgb >> 16)) > 6 ||
	    abs((got >> 8 & 255) - (rgb >> 8 & 255)) > 6 ||
	    abs((got & 255) - (rgb & 255)) > 6)
		fail_msg("pixel %d,%d is %06x, not %06x", x, y,
		    (unsigned int)got, (unsigned int)rgb);
}

/* The colour at a place of a square, in per cent of it. */
static void
assert_pixel(struct kit *kit, const struct page_op *square, int x, int y,
    int rgb)
{
	assert_pixel_at(kit, (square->x + x * square->width / 100) / FIXED_ONE,
	    (square->y + y * square->height / 100) / FIXED_ONE, rgb);
}

static void
drawings_are_drawn(void **state)
{
	static const char text[] = SVG_ROOT "viewBox='-50 -50 100 100'>\n"
	    "<title>All of it</title><defs><rect width='9' height='9'/></defs>"
	    "<g transform='translate(-50,-50) scale(.5)'>"
	    "<rect width='100' height='100' fill='url(#g)'/>"
	    "<g style='fill: #00f; opacity: 50%'>"
	    "<path d='M100 0h100v100h-100z m25 25v50h50v-50z' "
	    "fill-rule='evenodd'/><circle cx='150' cy='50' r='50'/></g>"
	    "<path d='M0 150a50 50 0 01100 0 50 50 0 1 1-100,0' fill='red' "
	    "stroke='lime' stroke-width='20'/>"
	    "<polyline points='110,190 150,110 190,190' fill='none' "
	    "stroke='rgb(255,128,0)' stroke-width='16' "
	    "stroke-linejoin='round'/></g>"
	    "<linearGradient id='g' x2='0' y2='1' href='#stops'/>"
	    "<linearGradient id='stops'><stop offset='0' stop-color='#fff'/>"
	    "<stop offset='50%' stop-color='#fff'/>"
	    "<stop offset='.5' style='stop-color:#000'/></linearGradient>"
	    "</svg>";
	struct kit *kit = *state;
	const struct page_op *square;

	place(kit, drawing(kit, text), 200);
	square = &kit->ops[0][kit->pages[0].op_count - 1];
	write_kit(kit);
	assert_says(kit, "qpdf --check @", "No syntax or stream encoding "
	    "errors found");
	/* The gradient, over its jump. */
	assert_pixel(kit, square, 25, 23, 0xffffff);
	assert_pixel(kit, square, 25, 27, 0x000000);
	/* The group is one layer: its two shapes do not show through. */
	assert_pixel(kit, square, 54, 4, 0x8080ff);
	assert_pixel(kit, square, 65, 15, 0x8080ff);
	assert_pixel(kit, square, 75, 25, 0x8080ff);
	/* Arcs make a circle with a line of 20 around. */
	assert_pixel(kit, square, 25, 75, 0xff0000);
	assert_pixel(kit, square, 1, 75, 0x00ff00);
	assert_pixel(kit, square, 25, 51, 0x00ff00);
	assert_pixel(kit, square, 49, 75, 0x00ff00);
	assert_pixel(kit, square, 2, 52, 0xffffff);
	/* A line along two sides. */
	assert_pixel(kit, square, 65, 75, 0xff8000);
	assert_pixel(kit, square, 75, 85, 0xffffff);
}

static void
what_cannot_be_drawn_is_named(void **state)
{
	static const char *const cases[][2] = {
		{ "<text x='3'>Hi</text>", "<text>" },
		{ "<g>\n<use href='#a'/></g>", "line 2, column 1: <use>" },
		{ "<rect fill='url(#none)' width='1' height='1'/>", "'none'" },
		{ "<rect fill='chartreux'/>", "fill=\"chartreux\"" },
		{ "<path d='L 3 4'/>", "data of a path" },
		{ "<path d='M0 0 L 1e9 1e9'/>", "too far" },
		{ "<rect width='50q' height='3'/>", "width=" },
		{ "<g transform='rotate(30'/>", "transform" },
	};
	struct kit *kit = *state;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct arena arena = { 0 };
		char text[256];

		snprintf(text, sizeof(text), SVG_ROOT
		    "viewBox='0 0 10 10'>%s</svg>", cases[i][0]);
		place(kit, drawing(kit, text), 50);
		assert_false(pdf_write(&kit->list, &options, &arena,
		    &kit->diags, &kit->pdf));
		arena_release(&arena);
		assert_int_equal(kit->diags.count, 1);
		assert_int_equal(kit->diags.items[0].id, DIAG_IMAGE_INVALID);
		/* The figure's line. */
		assert_int_equal(kit->diags.items[0].pos.line, 3);
		if (strstr(kit->diags.items[0].message, cases[i][1]) == NULL)
			fail_msg("'%s' is not in: %s", cases[i][1],
			    kit->diags.items[0].message);
		kit->pages[0].op_count--;
		kit->list.element_count--;
		diags_release(&kit->diags);
		diags_init(&kit->diags, NULL);
	}
}

/* Every module of the code as printed is the library's. */
static void
qr_code_reads_back(void **state)
{
	static const char payload[] = "https://kits.example.com/k/ABCD1234";
	struct kit *kit = *state;
	int32_t figure = element(kit, ELEMENT_FIGURE, 0);
	struct page_op *code = op(kit, OP_QR, figure);
	QRcode *wanted = QRcode_encodeData(sizeof(payload) - 1,
	    (const unsigned char *)payload, 0, QR_ECLEVEL_M);
	const int side = wanted->width + 8;
	int x, y;

	kit->elements[figure].alt = "QR code of the site";
	code->x = code->y = FIXED_FROM_PT(60);
	/* 4 pt a module, so that a pixel lies wholly in one. */
	code->width = code->height = FIXED_FROM_PT(4 * side);
	kit->elements[figure].bbox_width = code->width;
	kit->elements[figure].bbox_height = code->height;
	code->u.qr.payload = payload;
	write_kit(kit);
	assert_says(kit, "qpdf --check @", "No syntax or stream encoding "
	    "errors found");
	for (y = -1; y <= wanted->width; y += 4)
		for (x = -1; x <= wanted->width; x += 3) {
			bool is_dark = x >= 0 && y >= 0 &&
			    x < wanted->width && y < wanted->width &&
			    (wanted->data[y * wanted->width + x] & 1) != 0;

			assert_pixel_at(kit, 60 + 4 * (x + 4) + 1,
			    60 + 4 * (y + 4) + 1,
			    is_dark ? 0x000000 : 0xffffff);
		}
	QRcode_free(wanted);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		PDF_TEST(pictures_are_written_once),
		PDF_TEST(pictures_are_stored_small),
		PDF_TEST(drawings_are_drawn),
		PDF_TEST(what_cannot_be_drawn_is_named),
		PDF_TEST(qr_code_reads_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
