/* decimals.h - numbers of a column below each other. Only table.c includes it. */
#ifndef FIELDKIT_LAYOUT_DECIMALS_H
#define FIELDKIT_LAYOUT_DECIMALS_H

#include "flow.h"

/* A cell that holds a number and its unit alone. */
struct figure {
	struct place *place;
	const char *unit;		/* with the space before it */
	fixed tail;			/* width from the point on */
};

/* False where the cell holds something else. */
bool figure_read(struct layout *layout, const struct doc_node *cell,
    struct place *place, struct figure *ret_figure);
/* Widens the padding at the cell's end until its tail is as wide as `widest`. */
void figure_indent(struct layout *layout, const struct figure *figure,
    fixed widest);

#endif
