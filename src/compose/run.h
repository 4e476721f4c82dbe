/*
 * run.h - one run of a program: what the interpreter, the filters and the
 * Markdown grafts share.
 */
#ifndef FIELDKIT_COMPOSE_RUN_H
#define FIELDKIT_COMPOSE_RUN_H

#include "fieldkit/strbuf.h"
#include "program.h"

/* Whether a language serves the page's, remembered. */
struct served_lang {
	const char *lang;
	const char *dir;		/* to set where it is marked; or NULL */
	bool is_served;
};

enum { SERVED_LANGS = 8 };

struct run {
	const struct program *program;
	struct arena *arena;
	const struct view *view;
	const struct compose_options *options;
	struct diags *diags;
	const void **slots;
	const struct record *record;	/* the last one that a path came by */
	bool has_no_page;		/* the last value: no such page */
	struct served_lang served[SERVED_LANGS];
	uint32_t served_next;
	uint32_t markup_count;		/* fragments put in so far */
	bool has_footnotes;
	uint32_t node_count;
	struct strbuf scratch;
};

/* A text with the language that it is in; lang NULL: the page's. Of a list in
 * several languages `tree` is the same text, marked; else NULL. */
struct run_text {
	const char *chars;
	uint32_t len;
	const char *lang;
	const struct doc_node *tree;
	struct source_pos pos;
};

/* The value, or NULL where it is not given. */
const void *run_eval(struct run *run, const struct expr *expr);
bool run_test(struct run *run, const struct cond *cond);
/* Whether a value is there to be printed. */
bool value_is_given(const struct value_type *type, const void *value);
/* The value as it is printed where no filter says otherwise. */
struct run_text run_print(struct run *run, const struct value_type *type,
    const void *value);
/* Item `i` of a list, as a value of the list's type without is_list. */
const void *list_item(const struct value_type *type, const struct list *list,
    uint32_t i);
/* The name of a record, or of what stands in its place; NULL chars: none. */
struct run_text run_name(struct run *run, const struct value_type *type,
    const void *value);
/* The record that a RECORD or a reference leads to, or NULL. */
const struct record *record_of(const struct value_type *type,
    const void *value);
struct run_text run_variant(struct run *run, const struct text *text);
/* The language as an element or span has to carry it, with its direction;
 * NULL where it serves the page. */
const char *run_foreign(struct run *run, const char *lang,
    const char **ret_dir);
/* Puts foreign text's language on a node that has none. */
void run_mark(struct run *run, struct doc_node *node, const char *lang);
/* An address for this page: a file's or a record's is looked up. NULL: there
 * is none. */
const char *run_address(struct run *run, const char *url);
/* Puts a copy of a Markdown fragment below `parent`. */
void run_graft(struct run *run, struct doc_node *parent,
    const struct doc_node *fragment, int level);
/* Numbers the footnotes of a finished tree; on a page makes lists of them. */
void run_footnotes(struct run *run, struct doc_node *root);

#endif
