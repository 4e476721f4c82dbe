/*
 * svg_css.h - style sheets of a drawing: which value each property of an
 * element has, from its attributes, the rules of <style> and style="".
 *
 * Selectors are types, classes, ids and *, together and one below another (a
 * space, >), in lists. What only a pointer sets off (:hover) never applies;
 * rules that begin with @ are passed over; any other selector is refused.
 * Source: CSS 2.1, chapters 5 and 6.
 */
#ifndef IMAGE_SVG_CSS_H
#define IMAGE_SVG_CSS_H

#include "svg_tree.h"

enum { SVG_SELECTORS_MAX = 1000 };

struct svg_css;

/* Reads the tree's style sheets; NULL after a fault. Lives in its arena. */
struct svg_css *svg_css_read(struct svg_tree *tree);
/* The values of the element, one a property of svg_style.h, each the text that
 * counts or NULL. Made once an element; NULL after a fault. */
const char *const *svg_css_values(struct svg_css *css,
    struct svg_node *node);

#endif
