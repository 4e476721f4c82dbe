/*
 * style.h - the print style of a theme: how each element of a kit looks on
 * paper (themes/<theme>/print.yaml).
 *
 *	page:                     # of every page; CSS units pt, mm, cm, in
 *	  margin: 22mm 18mm 20mm 18mm
 *	  header-offset: 9mm      # edge of the paper to the running header
 *	  footer-offset: 9mm
 *	  cover:                  # a named page, asked for by `page: cover`
 *	    margin: 0
 *	    furniture: none       # no running header and footer
 *	    background-color: $palette-cover    # of the whole paper
 *	rules:
 *	  h2:
 *	    font-size: $scale-4   # a token of theme.yaml
 *	    break-after: avoid
 *	  .card h3, .card h4:
 *	    margin-top: 0
 *
 * `extends: below` at the top lets the rules of the file that this one takes
 * the place of hold too, before these; its pages and named pages are changed
 * key by key.
 *
 * Property names, values and inheritance are CSS's; boxes are logical: the
 * inline start is the left of a left-to-right paragraph and the right of a
 * right-to-left one. A selector is `element`, `.class`, `element.class`, or
 * two of them, the second inside the first; several between commas. The
 * more specific rule wins, then the later one. A built-in sheet gives what a
 * browser's would.
 *
 * Loaded once a run; read-only and shared by all threads afterwards.
 */
#ifndef FIELDKIT_STYLE_H
#define FIELDKIT_STYLE_H

#include "fieldkit/arena.h"
#include "fieldkit/diag.h"
#include "fieldkit/theme.h"
#include "fieldkit/yaml.h"

struct print_style;

/*
 * The style in `root`, the tree of print.yaml (NULL: the built-in sheet
 * alone), with tokens and faces of `theme`, which is borrowed. Never NULL;
 * what is wrong is reported (style-property, style-value, style-token) and
 * left out. Families are theme.yaml's `faces:`, role to list, or role to map
 * of language to list, where `any` stands for the rest:
 *
 *	faces:
 *	  body: [Noto Sans, Noto Sans Arabic]
 *	  mono: {any: [Noto Sans Mono], ja: [Noto Sans Mono CJK JP]}
 */
struct print_style *print_style_new(struct arena *arena,
    const struct yaml_node *root, const struct theme *theme,
    struct diags *diags);
/* Reads the theme's print.yaml and makes the style of it. */
struct print_style *print_style_load(struct arena *arena,
    const struct theme *theme, struct diags *diags);

/* One row of the table of properties, for the manual. */
struct style_property {
	const char *name;
	const char *value;		/* what it takes: "length", "start, end" */
	const char *help;
	bool is_inherited;
};

/* Row `index` in the order of the manual, or NULL past the last. */
const struct style_property *style_property_at(size_t index);

#endif
