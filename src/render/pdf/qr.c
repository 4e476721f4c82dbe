/*
 * QR codes through libqrencode. In: what the code says. Out: its dark modules
 * as paths, one unit a module, with the quiet zone of four modules around.
 *
 * Dark areas are drawn by their outlines, not module by module: readers that
 * smooth edges would otherwise show hairlines between the modules. Walking
 * every edge with the dark side on its left gives closed loops, holes turning
 * the other way, so the nonzero rule fills right.
 * Source: ISO/IEC 18004, section 5.3.8 (quiet zone).
 */
#include <stdlib.h>
#include <string.h>

#include <qrencode.h>

#include "syntax.h"
#include "writer.h"

enum { QUIET_MODULES = 4 };

/* Edges that leave a grid point, y up: bits of `edges`. */
enum { EAST = 1, NORTH = 2, WEST = 4, SOUTH = 8 };

struct outline {
	const QRcode *code;
	int points;			/* on a side: modules + 1 */
	unsigned char *edges;		/* per grid point, not yet walked */
};

static bool
is_dark(const QRcode *code, int x, int y)
{
	/* libqrencode counts rows from the top. */
	if (x < 0 || y < 0 || x >= code->width || y >= code->width)
		return false;
	return code->data[(code->width - 1 - y) * code->width + x] & 1;
}

/* Dark lies to the left of each edge. */
static void
find_edges(struct outline *outline)
{
	int x, y;

	for (y = 0; y < outline->points; y++)
		for (x = 0; x < outline->points; x++) {
			const QRcode *code = outline->code;
			bool ne = is_dark(code, x, y);
			bool nw = is_dark(code, x - 1, y);
			bool sw = is_dark(code, x - 1, y - 1);
			bool se = is_dark(code, x, y - 1);

			outline->edges[y * outline->points + x] =
			    (unsigned char)((ne && !se ? EAST : 0) |
			    (nw && !ne ? NORTH : 0) |
			    (sw && !nw ? WEST : 0) |
			    (se && !sw ? SOUTH : 0));
		}
}

static void
put_point(struct strbuf *out, int x, int y, const char *operator)
{
	pdf_put_int(out, x + QUIET_MODULES);
	strbuf_add_char(out, ' ');
	pdf_put_int(out, y + QUIET_MODULES);
	strbuf_add_string(out, operator);
}

/* Follows one loop from a point and strikes out its edges. Where two dark
 * modules touch at a corner, turning left keeps to the one at hand. */
static void
walk(struct strbuf *out, struct outline *outline, int x, int y)
{
	static const int steps[4][2] = { { 1, 0 }, { 0, 1 }, { -1, 0 },
		{ 0, -1 } };
	const int start_x = x, start_y = y;
	int heading = -1;

	do {
		unsigned char *edges = &outline->edges[y * outline->points + x];
		int turn, next = 0;

		for (turn = 1; turn >= -2; turn--) {
			next = (heading + turn + 4) % 4;
			if (*edges & 1 << next)
				break;
		}
		if (heading < 0)
			put_point(out, x, y, " m\n");
		else if (next != heading)
			put_point(out, x, y, " l\n");
		*edges &= (unsigned char)~(1 << next);
		heading = next;
		x += steps[heading][0];
		y += steps[heading][1];
	} while (x != start_x || y != start_y);
	strbuf_add_string(out, "h\n");
}

bool
pdf_put_qr(struct strbuf *out, const char *payload, uint32_t *ret_side)
{
	size_t len = strlen(payload);
	QRcode *code = len == 0 || len > 2331 ? NULL :
	    QRcode_encodeData((int)len, (const unsigned char *)payload, 0,
	    QR_ECLEVEL_M);
	struct outline outline = { .code = code };
	int i;

	if (code == NULL)
		return false;
	outline.points = code->width + 1;
	outline.edges = mem_alloc((size_t)(outline.points * outline.points));
	find_edges(&outline);
	for (i = 0; i < outline.points * outline.points; i++)
		while (outline.edges[i] != 0)
			walk(out, &outline, i % outline.points,
			    i / outline.points);
	*ret_side = (uint32_t)code->width + 2 * QUIET_MODULES;
	free(outline.edges);
	QRcode_free(code);
	return true;
}
