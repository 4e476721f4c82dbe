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
	bool takes_no_footnote;
};

/* scanner.c: a cursor in a decoded value. */
struct scanner {
	const struct context *context;
	struct template_text text;
	uint32_t at;
};

struct scanner scanner_of_attr(const struct context *context,
    const struct template_attr *attr);
struct source_pos scanner_pos(const struct scanner *scanner, uint32_t at);
void scanner_skip_space(struct scanner *scanner);
bool scanner_at_name(const struct scanner *scanner);
/* The name at the cursor, in the arena; "" where there is none. */
const char *scanner_name(struct scanner *scanner);
/* Whether `c` comes next; it is then passed. */
bool scanner_take(struct scanner *scanner, char c);
/* Whether `word` does, and no path that begins with it; it is then passed. */
bool scanner_take_word(struct scanner *scanner, const char *word);
bool scanner_at_end(const struct scanner *scanner);
/* The same, with a report of what is left. */
bool scanner_expect_end(struct scanner *scanner);

/* expr_path.c: the path at the cursor. Leaves the type of `expr` as it is
 * after a report. */
void path_parse(struct scanner *scanner, struct expr *expr);

/* expr_parse.c: a path, 'string' or integer. Never NULL: after a report its
 * type is unknown. */
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

/*
 * compile_emit.c. Reports name a byte of the context's file.
 */
struct source_pos compile_pos(const struct context *context, uint32_t at);
void compile_report(const struct context *context, enum diag_id id,
    uint32_t at, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* Adds an instruction and returns its number. */
uint32_t compile_emit(const struct context *context, enum op op, uint32_t at);
/* The instruction of a number, until the next one is added. */
struct insn *compile_insn(const struct context *context, uint32_t number);
/* Lets a jump lead to the next instruction. */
void compile_land(const struct context *context, uint32_t jump);
uint32_t compile_new_slot(struct context *context);
void compile_add_name(struct context *context, const char *name,
    const struct value_type *type, uint32_t slot);
/* Whether the node is <k:NAME>. */
bool template_is_k(const struct template_node *node, const char *name);
/* The attribute's value as a string. */
const char *compile_string(const struct context *context,
    const struct template_attr *attr);
/* Reports unknown directives; attributes other than the allowed one. */
void compile_check_directives(const struct context *context,
    const struct template_node *node);
void compile_no_attrs(const struct context *context,
    const struct template_node *node, const char *allowed);

/* compile_text.c */
void compile_text(const struct context *context,
    const struct template_node *node);
/* Whether a value can be printed; says why not. */
bool compile_is_printable(const struct context *context,
    const struct expr *expr);

/* compile_directives.c: each takes its attribute. */
void compile_with(struct context *context, const struct template_attr *attr);
/* The number of OP_EACH, which leads on where the list is empty. */
uint32_t compile_each(struct context *context,
    const struct template_attr *attr);
void compile_message(const struct context *context,
    const struct template_node *node, const struct template_attr *attr);
void compile_markup(const struct context *context,
    const struct template_node *node, const struct template_attr *attr);
/* Reports elements in content that a directive replaces. */
void compile_check_sample(const struct context *context,
    const struct template_node *node, const char *directive);

/* compile_use.c */
/* A file of the theme, read once for a template; NULL after a report. */
const struct template_file *compile_load(struct compiler *compiler,
    const struct theme_file *source);
void compile_slot(const struct context *context,
    const struct template_node *node);
/* Puts a part in. The names before `with_end` are those that the using
 * element gives. */
void compile_use(const struct context *context,
    const struct template_node *node, const struct scope_name *with_end);

/* compile.c */
void compile_node(const struct context *outer,
    const struct template_node *node);
void compile_children(const struct context *context,
    const struct template_node *parent);

#endif
