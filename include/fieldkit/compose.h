/*
 * compose.h - templates: compiled once, checked against the schemas, run for
 * every job into a document tree.
 *
 * The language is described in themes/README.md for designers. Templates are
 * well-formed XHTML read with libxml2; expressions are paths into the view.
 */
#ifndef FIELDKIT_COMPOSE_H
#define FIELDKIT_COMPOSE_H

#include "fieldkit/diag.h"
#include "fieldkit/doc.h"
#include "fieldkit/format.h"
#include "fieldkit/theme.h"
#include "fieldkit/views.h"

struct program;			/* one compiled template */

/* Compiles the template of a kind, parts and layout included; NULL after
 * diagnostics. The program lives in `arena` and may be run by many threads. */
const struct program *template_compile(struct arena *arena,
    const struct theme *theme, enum view_kind kind, struct diags *diags);

/* How a record, a file of the content and an asset of the theme are
 * addressed from the page or kit being made. */
struct link_resolver {
	void *context;
	/* The address of a record's page, in the arena; NULL: the edition has
	 * no such page, so the link falls away and its text stays. */
	const char *(*record_url)(void *context, struct arena *arena,
	    const struct record *record);
	/* The same for `record:TYPE/ID` from Markdown. */
	const char *(*record_id_url)(void *context, struct arena *arena,
	    const char *type_and_id);
	/* A file of a bundle, name relative to content/: for a page the
	 * published copy, for a kit the name itself. NULL: no such image, which
	 * was reported at `pos`; width and height are set where they are
	 * known. */
	const char *(*file_url)(void *context, struct arena *arena,
	    const char *name, struct source_pos pos, uint32_t *ret_width,
	    uint32_t *ret_height);
	/* `asset:NAME` of the theme, such as asset:style.css. */
	const char *(*asset_url)(void *context, struct arena *arena,
	    const char *name);
};

struct compose_options {
	const char *lang;		/* of the page or kit */
	const char *const *fallback;	/* languages tried in turn after it */
	uint32_t fallback_count;
	const struct messages *messages;
	struct format_locale *locale;	/* the thread's, of `lang` */
	const struct link_resolver *links;
};

/* Interface words that composing itself uses; NULL ends them. */
extern const char *const compose_message_keys[];

/* The tree of one page or kit, in `arena`, or NULL after diagnostics. */
struct doc_node *template_run(const struct program *program,
    struct arena *arena, const struct view *view,
    const struct compose_options *options, struct diags *diags);

/* `file-unexpected` for templates of the site's own that no page or kit is
 * made from. */
void template_check_overrides(const struct theme *theme, struct diags *diags);

/* The variant of a text for a reader of `lang`: an exact match, one that
 * serves, the fallbacks, the first. NULL only for a text without variants. */
const struct variant *text_variant(const struct text *text, const char *lang,
    const char *const *fallback, uint32_t fallback_count);

#endif
