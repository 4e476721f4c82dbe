/*
 * program.h - a compiled template: what the compiler leaves and the run reads.
 *
 * A program is one array of instructions. Every name was resolved: a value is
 * a slot and a chain of steps from there, each an offset into a struct whose
 * layout the schemas describe, then filters. Parts and layouts are put in
 * where they are used. Nothing here changes after compiling.
 */
#ifndef FIELDKIT_PROGRAM_H
#define FIELDKIT_PROGRAM_H

#include "fieldkit/compose.h"

struct run;

/* What a value is, known when the template is compiled. */
struct value_type {
	enum field_type type;		/* FIELD_TYPE_COUNT: unknown */
	const struct schema *of;	/* STRUCT, RECORD, references */
	const char *const *words;	/* ENUM */
	bool is_list;
	bool takes_worldwide;
};

/* What may be done with a value, in bits. */
enum {
	CAN_BE_TEXT = 1,	/* TEXT */
	CAN_BE_LINE = 1 << 1,	/* any struct str */
	CAN_BE_DATE = 1 << 2,
	CAN_BE_INT = 1 << 3,
	CAN_BE_DECIMAL = 1 << 4,
	CAN_BE_MONEY = 1 << 5,	/* {value, currency} */
	CAN_BE_COUNTRY = 1 << 6,
	CAN_BE_LANG = 1 << 7,
	CAN_BE_WORD = 1 << 8,	/* ENUM */
	CAN_BE_EMAIL = 1 << 9,
	CAN_BE_PHONE = 1 << 10,
	CAN_BE_URL = 1 << 11,
	CAN_BE_SLUG = 1 << 12,
	CAN_BE_MARKDOWN = 1 << 13,
	CAN_BE_IMAGE = 1 << 14,	/* {file, alt} */
	CAN_BE_RECORD = 1 << 15,	/* RECORD, REF, TERRITORY, ORG */
	CAN_BE_BOOL = 1 << 16,
	CAN_BE_LIST = 1 << 17,
	CAN_BE_LISTED = 1 << 18,	/* a list whose items have names */
	CAN_BE_ANY = 1 << 19,		/* every known type */
	CAN_BE_METRIC = 1 << 20		/* a case study's number */
};

/* 0 for an unknown type. */
uint32_t type_abilities(const struct value_type *type);

/* Slots hold a pointer to a value. The first ones are set before the run. */
enum { SLOT_TOP, SLOT_SITE, SLOT_EDITION, SLOT_PAGE, SLOT_KIT, SLOT_LOCALS };

enum step_kind {
	STEP_FIELD,		/* add the offset */
	STEP_TARGET,		/* the target of the struct ref there */
	STEP_RECORD,		/* the record whose pointer is there */
	STEP_ID			/* the id of the record, as a struct str */
};

struct step {
	enum step_kind kind;
	uint32_t offset;
};

struct expr;

struct filter_call {
	/* The value after the filter, or NULL: not given. */
	const void *(*run)(struct run *run, const struct filter_call *call,
	    const void *value);
	bool takes_missing;		/* runs where there is no value, too */
	struct value_type from;
	const struct expr *arg;		/* default */
	const char *string;		/* date's style is in `number` */
	int64_t number;
	const uint32_t *messages;	/* of `words`; for t: one */
	struct source_pos pos;
};

struct expr {
	struct value_type type;
	struct source_pos pos;
	const char *text;		/* as it was written, for messages */
	const void *literal;		/* instead of slot and steps */
	uint32_t slot;
	bool has_record_slot;		/* the slot holds a record */
	bool is_optional;
	const struct step *steps;
	uint32_t step_count;
	const struct filter_call *filters;
	uint32_t filter_count;
};

enum cond_op {
	COND_TRUTH, COND_NOT, COND_AND, COND_OR,
	COND_EQUAL, COND_UNEQUAL, COND_LESS, COND_GREATER
};

struct cond {
	enum cond_op op;
	const struct cond *left, *right;	/* NOT: left only */
	const struct expr *a, *b;		/* TRUTH: a only */
};

/* A text or an attribute value is literals and expressions in turn. */
struct piece {
	const char *literal;		/* NULL: the expression */
	uint32_t len;
	const struct expr *expr;
};

enum attr_kind {
	ATTR_STATIC,			/* `value` */
	ATTR_TEXT,			/* pieces */
	ATTR_URL,			/* pieces, the first an address */
	ATTR_ASSET,			/* `value` names a file of the theme */
	ATTR_IMAGE			/* an image: src, size and alt */
};

enum attr_place { PLACE_ATTR, PLACE_CLASS, PLACE_ID, PLACE_LANG };

struct attr {
	enum attr_kind kind;
	enum attr_place place;
	enum doc_attr_name name;	/* PLACE_ATTR */
	const char *value;
	const struct piece *pieces;
	uint32_t piece_count;
	bool is_optional;		/* else a missing value is an error */
	struct source_pos pos;
};

/* k:class="name: cond" */
struct class_word {
	const char *name;
	const struct cond *cond;
};

struct element {
	enum doc_tag tag;
	struct source_pos pos;
	const struct attr *attrs;
	uint32_t attr_count;
	const struct class_word *classes;
	uint32_t class_count;
	bool is_static;			/* all attributes hold for all runs */
	bool has_alt, has_width, has_height;	/* written in the template */
};

enum { MESSAGE_ARGS = 16 };	/* most that one message is given */

struct message_use {
	uint32_t index;
	const char *const *names;
	const struct expr *const *args;
	uint32_t arg_count;
	struct source_pos pos;
};

enum op {
	OP_OPEN,		/* element */
	OP_CLOSE,
	OP_TEXT,		/* literal, number: its bytes */
	OP_PRINT,		/* expr; is_sole, is_unmarked */
	OP_MESSAGE,		/* message; is_sole */
	OP_MARKUP,		/* expr, number: level of the highest heading */
	OP_SET,			/* slot = expr */
	OP_JUMP,		/* to target */
	OP_JUMP_UNLESS,		/* cond; to target */
	OP_EACH,		/* expr; slot of item, then loop; to target */
	OP_NEXT			/* to target while there are items */
};

struct insn {
	enum op op;
	uint32_t target;
	uint32_t slot;
	uint32_t number;
	bool is_sole;		/* the only content of its element */
	bool is_unmarked;	/* no <span lang> may stand here */
	struct source_pos pos;
	union {
		const struct element *element;
		const char *literal;
		const struct expr *expr;
		const struct cond *cond;
		const struct message_use *message;
	} of;
};

struct program {
	enum view_kind kind;
	const struct insn *insns;
	uint32_t count;
	uint32_t slot_count;
	uint32_t loop_count;		/* loops open at once */
	uint32_t depth;			/* elements open at once */
	uint32_t worldwide;		/* message "words.worldwide", or NONE */
	/* The text fields that a record is called by, in turn. */
	const struct field *names[RECORD_TYPE_COUNT][3];
};

#endif
