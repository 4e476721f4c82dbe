/*
 * svg_text.h - what stands in SVG attributes: numbers, lengths, lists. A
 * number is read the same in every locale. Source: SVG 1.1, sections 4.2, 8.3.
 */
#ifndef IMAGE_SVG_TEXT_H
#define IMAGE_SVG_TEXT_H

#include <stdbool.h>
#include <stdint.h>

/* A number at *at, white space and one comma before it skipped; false where
 * there is none or it is out of bounds, *at is then unchanged. */
bool svg_number(const char **at, double *ret_number);
/* Exactly `count` numbers and nothing else. */
bool svg_numbers(const char *text, double *ret_numbers, uint32_t count);
/* A length in user units (px): a number, px pt pc mm cm in, or a percentage of
 * a whole. */
bool svg_length_of(const char *text, double whole, double *ret_length);

/* What the root element says of its size; NULL where it says nothing. */
struct svg_root {
	const char *name, *xmlns, *width, *height, *view_box;
};

struct svg_viewport {
	double x, y, width, height;	/* viewBox, or 0 0 and the size */
	double width_px, height_px;
};

/* NULL or what is wrong. */
const char *svg_viewport_read(const struct svg_root *root,
    struct svg_viewport *ret_viewport);

#endif
