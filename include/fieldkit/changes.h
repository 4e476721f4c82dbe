/*
 * changes.h - what two builds of one kit say differently.
 *
 * A kit's document tree is kept beside it in a short form (struct tree): its
 * units, in them the records that it tells of, in those their lines. Two such
 * trees are compared by what they are about, never by where a line stands: a
 * unit is known by the id of its heading, a record by its type and id, what
 * is said of it by its part. Only then are the words of a paragraph compared.
 *
 * Marks in the templates of kits say what is what (themes/README.md):
 * `data-record`, `data-part` and `data-date`. They are drawn nowhere and are
 * no part of a kit's digest.
 *
 * A tree holds what the kit of its edition holds and no more. But the words
 * of an old tree may be of what a reader may not see any more: whoever writes
 * for readers says of `before`, and of the label of what is gone, only what
 * the new edition holds too.
 */
#ifndef FIELDKIT_CHANGES_H
#define FIELDKIT_CHANGES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fieldkit/arena.h"
#include "fieldkit/doc.h"
#include "fieldkit/strbuf.h"

#define TREE_FORMAT 1

/* A paragraph, a cell, or a part of one; without line breaks. */
struct tree_line {
	const char *part;	/* "why", "until" …; "" for a plain text */
	const char *date;	/* ISO 8601, where the part is a date; else "" */
	const char *record;	/* the record that the line names, or "" */
	const char *text;
};

struct tree_item {
	const char *record;	/* "case-studies/jenkins"; "" for the unit's own lines */
	const char *label;	/* what the kit calls it */
	const char *until;	/* ISO 8601: when what allows it ends, or "" */
	struct tree_line *lines;
	uint32_t count;
};

struct tree_unit {
	const char *id;		/* of its heading: "talk-track" */
	const char *title;
	struct tree_item *items;	/* each record once; its own lines first */
	uint32_t count;
	bool is_ranked;		/* the order of its records says which is best */
};

struct tree {
	const char *lang;
	const char *valid_until;	/* ISO 8601, or "" */
	struct tree_unit *units;
	uint32_t count;
};

/* The short form of a kit's document tree, in `arena`; `valid_until` and
 * `lang` are borrowed. */
void tree_take(struct tree *tree, struct arena *arena,
    const struct doc_node *root, const char *lang, const char *valid_until);
/* As text, a line each; the same bytes for the same tree. */
void tree_format(const struct tree *tree, struct strbuf *text);
/* Reads what tree_format wrote. False where it is something else, or of
 * another format; *ret_line is then the first bad line. */
bool tree_parse(struct tree *tree, struct arena *arena, const char *text,
    size_t len, uint32_t *ret_line);

enum change_kind {
	CHANGE_VALID,		/* the kit holds until another day */
	CHANGE_GONE,		/* a record is not in the unit any more */
	CHANGE_ADDED,		/* a record is new in the unit */
	CHANGE_DATE,		/* a date of a record */
	CHANGE_PART,		/* another part of it: status, amount, deputy … */
	CHANGE_RENAMED,		/* it is called otherwise */
	CHANGE_MOVED,		/* it stands at another place of a ranked unit */
	CHANGE_UNIT_GONE,	/* a unit, with no record in it */
	CHANGE_UNIT_ADDED,
	CHANGE_TEXT,		/* words of a record or of a unit */
	CHANGE_KIND_COUNT
};

/* Strings are never NULL; "" is none. */
struct change {
	enum change_kind kind;
	const char *unit;	/* id; "" for the kit */
	const char *unit_title;	/* of the new tree, of the old where it is gone */
	const char *record;	/* type and id; "" for the unit's own text */
	const char *label;	/* as the new tree calls it; the old of what is gone */
	const char *part;	/* of DATE and PART */
	const char *before;	/* ISO dates of VALID and DATE; words of the old */
	const char *after;	/* tree and of the new, around what differs */
	const char *why;	/* ADDED: why it was chosen, or what is said first */
	const char *until;	/* GONE: ISO, when what allowed it ended; or "" */
	const char *successor;	/* GONE: the deputy who is in the new tree: a label */
	const char *successor_record;
	uint32_t from, to;	/* MOVED: places, from 1 */
};

struct change_list {
	struct change *items;	/* what matters most first, then as they stand */
	uint32_t count;
};

/* What `after` says differently from `before`, in `arena`; the trees are
 * borrowed by it. Trees of two languages are nothing to compare. */
void changes_find(struct change_list *list, struct arena *arena,
    const struct tree *before, const struct tree *after);
/* The slug of a kind: "valid", "gone" … */
const char *change_kind_slug(enum change_kind kind);

/*
 * The shortest way from one sequence of numbers to another (E. Myers, "An
 * O(ND) Difference Algorithm", 1986): a run of both is equal, or to be
 * replaced. Past a bound of differences the rest is one replacement, so the
 * time is never quadratic.
 */
struct change_run {
	uint32_t from, from_count;	/* in the old sequence */
	uint32_t to, to_count;		/* in the new one */
};

/* The replaced runs, in order; in `arena`. */
struct change_run *changes_align(struct arena *arena, const uint32_t *old,
    uint32_t old_count, const uint32_t *new, uint32_t new_count,
    uint32_t *ret_count);
/* What differs between two texts, with some words around it: "… 38 % less …"
 * and "… 41 % less …". */
void changes_words(struct arena *arena, const char *before, const char *after,
    const char **ret_before, const char **ret_after);

#endif
