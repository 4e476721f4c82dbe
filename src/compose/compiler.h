/*
 * compiler.h - what the parts of the template compiler share.
 */
#ifndef FIELDKIT_COMPILER_H
#define FIELDKIT_COMPILER_H

#include "program.h"
#include "template_tree.h"

/* A name that a directive gave to a value; the innermost comes first. */
struct scope_name {
	const struct scope_name *outer;
	const char *name;
	struct value_type type;
	uint32_t slot;
};

struct parsed_file {
	struct parsed_file *next;
	const struct theme_file *source;
	struct template_file *tree;	/* NULL: it could not be read */
};

struct compiler {
	struct arena *arena;
	const struct theme *theme;
	struct diags *diags;
	enum view_kind kind;
	struct program *program;
	struct insn *insns;		/* malloc'ed while it grows */
	uint32_t count;
	uint32_t size;
	struct parsed_file *files;
	int heading;			/* level of the last heading put out */
	bool is_full;			/* the limit was reported */
};

struct context;

/* A part or layout that is being put in: what fills its slots, and where the
 * fills were written. */
struct use {
	const struct use *outer;
	const char *name;
	const struct template_node *user;
	const struct context *caller;
	uint32_t depth;
};

/* Where the compiler stands. Copied when an element opens a scope. */
struct context {
	struct compiler *compiler;
	const struct template_file *file;
	const struct scope_name *names;
	const struct use *use;		/* NULL in the template itself */
	const struct element *element;	/* the open element */
	uint32_t loop_slot;		/* of struct loop_view; 0: in no loop */
	uint32_t loop_depth;
	uint32_t next_slot;
	uint32_t depth;			/* open elements */
	uint32_t level;			/* the same, k: elements included */
	bool has_top;			/* the view's own fields are in sight */
	bool is_preformatted;
	bool is_phrasing_only;		/* no block may stand here */
	bool is_unmarked;		/* no <span lang> may stand here */
};

/* A cursor in a decoded value. */
struct scanner {
	const struct context *context;
	struct template_text text;
	uint32_t at;
};

struct scanner scanner_of_attr(const struct context *context,
    const struct template_attr *attr);
struct source_pos scanner_pos(const struct scanner *scanner, uint32_t at);
void scanner_skip_space(struct scanner *scanner);
/* The name at the cursor, in the arena; "" where there is none. */
const char *scanner_name(struct scanner *scanner);
/* Whether `c` comes next; it is then passed. */
bool scanner_take(struct scanner *scanner, char c);
bool scanner_at_end(const struct scanner *scanner);
/* The same, with a report of what is left. */
bool scanner_expect_end(struct scanner *scanner);

/* A path, 'string' or integer. Never NULL: after a report its type is
 * unknown. */
struct expr *operand_parse(struct scanner *scanner);
/* operand ('|' filter)* */
const struct expr *expr_parse(struct scanner *scanner);
const struct cond *cond_parse(struct scanner *scanner);
/* Literals and {expressions} up to the end. */
const struct piece *pieces_parse(struct scanner *scanner,
    uint32_t *ret_count);

bool type_is_unknown(const struct value_type *type);
/* "list of text", "record (partner)" */
const char *type_name(struct arena *arena, const struct value_type *type);
struct value_type type_of_field(const struct field *field);

/* Parses the filter at the cursor, behind its `|`, and adds it to `expr`. */
bool filter_parse(struct scanner *scanner, struct expr *expr,
    struct filter_call *call);
/* The index of an interface word; MESSAGE_NONE after a report. */
uint32_t message_require(struct scanner *scanner, uint32_t at,
    const char *key);
/* Reports placeholders of the message that none of the names fills. */
void message_check_args(const struct context *context, struct source_pos pos,
    uint32_t index, const char *const *names, uint32_t count);

/* Attributes of an element; sets what the element needs. */
void attrs_compile(const struct context *context,
    const struct template_node *node, struct element *element);

#endif
