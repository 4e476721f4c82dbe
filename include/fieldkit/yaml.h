/*
 * yaml.h - a YAML file as a tree with a position on every node.
 *
 * Read over libyaml's events, never its documents: depth, node count, scalar
 * size and alias expansion are bounded (limits.h), duplicate keys, merge keys,
 * tags and second documents are diagnostics. A scalar stays the text that was
 * written; whoever reads the tree knows the type it wants.
 * Source: YAML 1.1 as libyaml 0.2.5 reads it.
 */
#ifndef FIELDKIT_YAML_H
#define FIELDKIT_YAML_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fieldkit/arena.h"
#include "fieldkit/diag.h"

enum yaml_kind { YAML_SCALAR, YAML_SEQUENCE, YAML_MAPPING };

struct yaml_node {
	enum yaml_kind kind;
	bool is_plain;			/* scalar written without quotes or | > */
	bool is_block;			/* scalar written with | or > */
	struct source_pos pos;		/* where the value starts */
	struct source_pos key_pos;	/* in a mapping: where its key starts */
	const char *key;		/* in a mapping: its key, else NULL */
	const char *scalar;		/* YAML_SCALAR: NUL-terminated */
	uint32_t scalar_len;
	uint32_t count;			/* children */
	struct yaml_node *first_child;	/* in the order of the file */
	struct yaml_node *next;
};

/* Where the YAML stands in a file: the whole file, or its front matter. */
struct yaml_input {
	uint32_t file;		/* number in the source table */
	const char *bytes;
	size_t len;
	uint32_t first_line;	/* the file's line that `bytes` starts on */
};

/* The tree, in the arena, or NULL after an error or for an empty document
 * (which is no error here: the caller says what is missing). */
struct yaml_node *yaml_parse(struct arena *arena,
    const struct yaml_input *input, struct diags *diags);
/* The child of a mapping with this key, or NULL. */
const struct yaml_node *yaml_find(const struct yaml_node *mapping,
    const char *key);
/* Scalars of a tree, itself among them. */
uint32_t yaml_count_scalars(const struct yaml_node *node);

#endif
