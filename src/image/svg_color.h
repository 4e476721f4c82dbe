/*
 * svg_color.h - the colours of SVG as they are written. Source: CSS Color
 * Module Level 4, sections 4 to 7 (names, #, rgb(), hsl()).
 */
#ifndef IMAGE_SVG_COLOR_H
#define IMAGE_SVG_COLOR_H

#include <stdbool.h>

#include "fieldkit/path.h"

/* One of the 148 names, "transparent", #rgb, #rgba, #rrggbb, #rrggbbaa, rgb(),
 * rgba(), hsl() or hsla(); false where it is none. Opacity is 0…1. */
bool svg_color_read(const char *text, struct rgb *ret_color,
    double *ret_opacity);

#endif
