/*
 * template_tree.h - a template file as elements, attributes and texts, each
 * knowing the byte of the file it starts at.
 */
#ifndef FIELDKIT_TEMPLATE_TREE_H
#define FIELDKIT_TEMPLATE_TREE_H

#include "fieldkit/arena.h"
#include "fieldkit/diag.h"
#include "fieldkit/doc.h"
#include "fieldkit/theme.h"

struct template_attr {
	const char *name;		/* without `k:` */
	bool is_directive;		/* had it */
	uint32_t at;			/* byte of the name */
	uint32_t value_at;		/* byte behind the opening quote */
	uint32_t value_len;		/* as written, entities and all */
};

struct template_node {
	struct template_node *parent;
	struct template_node *first_child;
	struct template_node *last_child;
	struct template_node *prev;
	struct template_node *next;
	const char *name;		/* "div", "k:block"; NULL: a text */
	enum doc_tag tag;		/* DOC_TAG_COUNT: none of HTML */
	uint32_t at;
	uint32_t len;			/* of a text, as written */
	struct template_attr *attrs;
	uint32_t attr_count;
};

struct template_file {
	const struct theme_file *source;
	const uint32_t *lines;		/* byte that each line starts at */
	uint32_t line_count;
	struct template_node *root;
};

/* Text with its entities replaced; offsets[i] is the byte of the file that
 * text[i] comes from, offsets[len] the byte behind. */
struct template_text {
	char *text;			/* NUL-terminated */
	uint32_t *offsets;
	uint32_t len;
};

/* NULL after diagnostics. */
struct template_file *template_read(struct arena *arena,
    const struct theme_file *source, struct diags *diags);

struct source_pos template_pos(const struct template_file *file,
    uint32_t offset);
struct template_text template_decode(struct arena *arena,
    const struct template_file *file, uint32_t at, uint32_t len);
/* The directive k:NAME, or the attribute NAME; NULL where there is none. */
const struct template_attr *template_directive(
    const struct template_node *node, const char *name);
const struct template_attr *template_attr_find(
    const struct template_node *node, const char *name);
/* Whether a text is white space only, as HTML knows it. */
bool template_is_space(const struct template_file *file,
    const struct template_node *node);
/* The nearest sibling element behind, where only white space is between. */
const struct template_node *template_next_element(
    const struct template_file *file, const struct template_node *node);

#endif
