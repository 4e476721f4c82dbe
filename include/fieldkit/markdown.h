/*
 * markdown.h - a Markdown text as a document tree.
 *
 * CommonMark 0.30 as libcmark reads it, plus tables (GitHub Flavored
 * Markdown, section 4.10) and typographic quotes, dashes and ellipses after
 * the language. Raw HTML is the error `html-raw`; HTML comments are dropped.
 *
 * What an author may link to: https, http and mailto addresses, `#fragment`,
 * `TYPE/ID` of a record (becomes DOC_RECORD_SCHEME) and files of the record's
 * own folder (become DOC_BUNDLE_SCHEME, relative to content/). Whether the
 * record or the file exists is for the caller to check: the node with the
 * href or src has the position to blame.
 *
 * Hostile input costs at most a fifth of a second: see limits.h.
 */
#ifndef FIELDKIT_MARKDOWN_H
#define FIELDKIT_MARKDOWN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fieldkit/arena.h"
#include "fieldkit/diag.h"
#include "fieldkit/doc.h"
#include "fieldkit/yaml.h"

/* Where the text stands and how it is read. */
struct markdown_input {
	uint32_t file;			/* number in the source table */
	uint32_t first_line;		/* the file's line that `bytes` starts on */
	uint32_t first_col;		/* the file's column of each line's first
					 * character; 0 is 1 */
	bool is_folded;			/* lines of `bytes` are not lines of the
					 * file: all is at first_line:first_col */
	const char *bytes;		/* valid UTF-8 */
	size_t len;
	const char *bundle;		/* the record's folder relative to
					 * content/, or NULL */
	const char *lang;		/* BCP 47: whose quotes; NULL: leave what
					 * was typed */
	bool is_story;			/* a case study's: {customer} stands for
					 * its customer */
	bool is_plain;			/* CommonMark to the letter, for the
					 * specification's own examples: any
					 * link, no heading ids */
};

/* The input that a YAML scalar holds, with its place in the file; bundle and
 * lang are the caller's to set. */
struct markdown_input markdown_input_of_scalar(const struct yaml_node *scalar,
    const struct sources *sources);

/*
 * A DOC_FRAGMENT, never NULL: after an error it holds what could be read.
 * Headings keep their level and have an id made of their text, unique within
 * the fragment. Cells of aligned table columns have DATA_ALIGN `left`,
 * `center` or `right`; header cells have scope=col.
 */
struct doc_node *markdown_parse(struct arena *arena,
    const struct markdown_input *input, struct diags *diags);

/*
 * A copy of a fragment for a place in a page. The highest heading becomes
 * `top_level` (1 to 6) and no level is skipped below it; 6 is the lowest.
 * `id_prefix`, unless NULL, goes before every heading's id and every
 * `#fragment` link, so that two fragments may share a page.
 */
struct doc_node *markdown_graft(struct arena *arena,
    const struct doc_node *fragment, int top_level, const char *id_prefix);

#endif
