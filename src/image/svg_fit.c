/*
 * Views. In: viewBox and preserveAspectRatio of svg and symbol, and the box
 * they are placed in. Out: the matrix from one to the other.
 */
#include <math.h>
#include <string.h>

#include "svg_drawer.h"
#include "svg_text.h"

struct aspect {
	double x, y;			/* 0 least, 0.5 middle, 1 most */
	bool is_stretched, is_slice;
};

/* "xMinYMax slice", "none"; false where it is neither. */
static bool
aspect_read(const char *text, struct aspect *ret_aspect)
{
	static const char *const places[] = { "Min", "Mid", "Max" };
	struct aspect aspect = { .x = -1, .y = -1 };
	size_t i;

	text += strspn(text, " ");
	if (strncmp(text, "none", 4) == 0) {
		*ret_aspect = (struct aspect){ .is_stretched = true };
		return true;
	}
	if (strlen(text) < 8 || text[0] != 'x' || text[4] != 'Y')
		return false;
	for (i = 0; i < 3; i++) {
		if (memcmp(text + 1, places[i], 3) == 0)
			aspect.x = (double)i / 2;
		if (memcmp(text + 5, places[i], 3) == 0)
			aspect.y = (double)i / 2;
	}
	text += 8;
	text += strspn(text, " ");
	aspect.is_slice = strcmp(text, "slice") == 0;
	*ret_aspect = aspect;
	return aspect.x >= 0 && aspect.y >= 0 && (aspect.is_slice ||
	    *text == '\0' || strcmp(text, "meet") == 0);
}

bool
svg_fit_view(const struct svg_tree *tree, const struct svg_node *node,
    const struct svg_box *into, struct svg_matrix *ret_matrix,
    struct svg_box *ret_view)
{
	const char *box_text = svg_node_get(node, "viewBox");
	const char *aspect_text = svg_node_get(node, "preserveAspectRatio");
	const double width = into->x2 - into->x1, height = into->y2 - into->y1;
	struct aspect aspect = { .x = 0.5, .y = 0.5 };
	double box[4] = { 0, 0, width, height };
	double scale_x, scale_y;

	if (box_text != NULL && (!svg_numbers(box_text, box, 4) ||
	    box[2] <= 0 || box[3] <= 0))
		return svg_refuse(tree, node, "viewBox=\"%.40s\" is not four "
		    "numbers, the last two positive", box_text);
	if (aspect_text != NULL && !aspect_read(aspect_text, &aspect))
		return svg_refuse(tree, node,
		    "preserveAspectRatio=\"%.40s\" cannot be read",
		    aspect_text);
	scale_x = width / box[2];
	scale_y = height / box[3];
	if (!aspect.is_stretched)
		scale_x = scale_y = aspect.is_slice ?
		    fmax(scale_x, scale_y) : fmin(scale_x, scale_y);
	*ret_matrix = (struct svg_matrix){ scale_x, 0, 0, scale_y,
		into->x1 + (width - box[2] * scale_x) * aspect.x -
		box[0] * scale_x,
		into->y1 + (height - box[3] * scale_y) * aspect.y -
		box[1] * scale_y };
	*ret_view = (struct svg_box){ box[0], box[1], box[0] + box[2],
		box[1] + box[3] };
	return true;
}
