/*
 * letter_style.h - how mail looks: letters.yaml of a theme.
 *
 * Mail programs keep little of a style sheet, so every rule is written into
 * the `style` of the elements it is for. No inheritance is worked out: the
 * mail program does that.
 *
 *	rules:
 *	  h1:
 *	    font-size: 24px
 *	  .card p, p.lead:
 *	    …                       # an error: no selector inside another
 *	dark:                       # the same, for screens that ask for it
 *	  .page:
 *	    color: $dark-palette-ink
 *
 * A selector is `element`, `.class` or `element.class`; several between
 * commas. The more specific rule wins, then the later one. Properties are
 * those of CSS that mail programs know; values are CSS's, with tokens of
 * theme.yaml ($palette-ink; $dark-palette-ink is its value for dark screens).
 */
#ifndef FIELDKIT_LETTER_STYLE_H
#define FIELDKIT_LETTER_STYLE_H

#include "fieldkit/arena.h"
#include "fieldkit/diag.h"
#include "fieldkit/doc.h"
#include "fieldkit/theme.h"

struct letter_style;

/* Reads letters.yaml; never NULL. What is wrong is reported (style-property,
 * style-value, style-token) and left out. */
struct letter_style *letter_style_load(struct arena *arena,
    const struct theme *theme, struct diags *diags);

/* Writes the rules into the elements below `root`, itself among them. A
 * picture becomes its text: letters fetch nothing. */
void letter_style_apply(const struct letter_style *style,
    struct arena *arena, struct doc_node *root);
/* The rules for dark screens, as they stand in a <style>: classes and
 * elements, each declaration marked important. "" without any. */
const char *letter_style_dark(const struct letter_style *style);

/* The name of property `index`, or NULL past the last. */
const char *letter_style_property(size_t index);

#endif
