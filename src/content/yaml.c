/*
 * YAML as a tree. In: the bytes of a file or of its front matter.
 * Out: nodes with positions, or diagnostics and nothing.
 *
 * libyaml gives events; a stack of open collections turns them into nodes.
 * The bounds hold while events arrive, so a hostile file is left as soon as
 * it passes one. An alias is replaced by a copy of what its anchor named,
 * within a budget. libyaml stops at the first syntax error, so there is one
 * in a run for each file.
 */
#include "fieldkit/yaml.h"

#include <string.h>

#include <yaml.h>

#include "fieldkit/file.h"
#include "fieldkit/limits.h"
#include "fieldkit/strmap.h"
#include "fieldkit/utf8.h"
#include "yaml_problem.h"

/* From this size on, a map looks for duplicate keys with a table. */
#define MANY_KEYS 16

struct anchor {
	struct yaml_node *node;
	bool is_open;			/* its collection has not ended yet */
};

/* An open collection. */
struct level {
	struct yaml_node *node;
	struct yaml_node *last;
	const char *key;		/* of the value that comes next */
	struct source_pos key_pos;
	struct anchor *anchor;		/* of `node`, or NULL */
};

struct reader {
	struct arena *arena;
	const struct yaml_input *input;
	struct diags *diags;
	struct yaml_node *root;
	struct level levels[LIMIT_YAML_DEPTH];
	int depth;			/* open collections */
	uint32_t nodes, alias_nodes;
	struct strmap anchors;		/* name to struct anchor */
	bool is_stopped;		/* an error was reported */
};

static struct source_pos
pos_of(const struct reader *reader, yaml_mark_t mark)
{
	return (struct source_pos){ reader->input->file,
		reader->input->first_line + (uint32_t)mark.line,
		(uint32_t)mark.column + 1 };
}

#define STOP(reader, id, pos, ...)                                     \
	do {                                                           \
		diag_report((reader)->diags, (id), (pos), __VA_ARGS__); \
		(reader)->is_stopped = true;                           \
	} while (0)

/* libyaml writes `!!str` out in full. */
static void
refuse_tag(struct reader *reader, struct source_pos pos, const char *tag)
{
	static const char core[] = "tag:yaml.org,2002:";
	bool is_core = strncmp(tag, core, strlen(core)) == 0;

	STOP(reader, DIAG_YAML_TAG, pos,
	    "'%s%s' is a tag; delete it, the field knows its type",
	    is_core ? "!!" : "", is_core ? tag + strlen(core) : tag);
}

static bool
count_nodes(struct reader *reader, uint32_t count, struct source_pos pos)
{
	reader->nodes += count;
	if (reader->nodes <= LIMIT_YAML_NODES)
		return true;
	STOP(reader, DIAG_LIMIT_PASSED, pos,
	    "the file holds more than %d values; split it", LIMIT_YAML_NODES);
	return false;
}

/* Puts a finished or opened node where the open collection expects it. */
static void
place_node(struct reader *reader, struct yaml_node *node)
{
	struct level *level;

	if (reader->depth == 0) {
		reader->root = node;
		return;
	}
	level = &reader->levels[reader->depth - 1];
	if (level->node->kind == YAML_MAPPING) {
		node->key = level->key;
		node->key_pos = level->key_pos;
		level->key = NULL;
	}
	if (level->last != NULL)
		level->last->next = node;
	else
		level->node->first_child = node;
	level->last = node;
	level->node->count++;
}

static bool
wants_key(const struct reader *reader)
{
	const struct level *level;

	if (reader->depth == 0)
		return false;
	level = &reader->levels[reader->depth - 1];
	return level->node->kind == YAML_MAPPING && level->key == NULL;
}

static struct yaml_node *
new_node(struct reader *reader, enum yaml_kind kind, struct source_pos pos)
{
	struct yaml_node *node = ARENA_NEW(reader->arena, struct yaml_node);

	node->kind = kind;
	node->pos = pos;
	return node;
}

/* A second anchor of the same name hides the first (YAML 1.1, 3.2.2.2). The
 * map keeps the first struct, so that one is overwritten. */
static struct anchor *
name_anchor(struct reader *reader, const yaml_char_t *name,
    struct yaml_node *node)
{
	struct anchor *anchor;
	const void *old;

	if (name == NULL)
		return NULL;
	anchor = ARENA_NEW(reader->arena, struct anchor);
	old = strmap_add(&reader->anchors,
	    arena_strdup(reader->arena, (const char *)name), anchor);
	if (old != NULL)
		anchor = (struct anchor *)(uintptr_t)old;
	anchor->node = node;
	anchor->is_open = node->kind != YAML_SCALAR;
	return anchor;
}

static void
read_key(struct reader *reader, const yaml_event_t *event)
{
	struct level *level = &reader->levels[reader->depth - 1];
	struct source_pos pos = pos_of(reader, event->start_mark);
	const char *name = (const char *)event->data.scalar.value;
	uint32_t code;

	if (event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE &&
	    strcmp(name, "<<") == 0) {
		STOP(reader, DIAG_YAML_MERGE_KEY, pos,
		    "'<<' would copy another map in unseen; write its lines "
		    "here");
		return;
	}
	if (name[0] == '\0') {
		STOP(reader, DIAG_YAML_SYNTAX, pos,
		    "a key is missing before this colon");
		return;
	}
	if (utf8_next(name, event->data.scalar.length, &code) > 0 &&
	    utf8_is_odd_space(code)) {
		STOP(reader, DIAG_YAML_SYNTAX, pos,
		    "the character U+%04X, which looks like a space, stands in "
		    "the indent; type plain spaces", (unsigned)code);
		return;
	}
	level->key = arena_copy(reader->arena, name,
	    event->data.scalar.length);
	level->key_pos = pos;
	count_nodes(reader, 1, pos);
}

static void
read_scalar(struct reader *reader, const yaml_event_t *event)
{
	struct source_pos pos = pos_of(reader, event->start_mark);
	yaml_scalar_style_t style = event->data.scalar.style;
	size_t len = event->data.scalar.length;
	struct yaml_node *node;

	if (event->data.scalar.tag != NULL) {
		refuse_tag(reader, pos, (const char *)event->data.scalar.tag);
		return;
	}
	if (len > LIMIT_YAML_SCALAR_BYTES) {
		STOP(reader, DIAG_LIMIT_PASSED, pos,
		    "this value has %zu bytes; at most %d are read", len,
		    LIMIT_YAML_SCALAR_BYTES);
		return;
	}
	if (memchr(event->data.scalar.value, '\0', len) != NULL) {
		STOP(reader, DIAG_UTF8_INVALID, pos,
		    "this value holds the NUL character (\\0); delete it");
		return;
	}
	/* The file is clean, so an escape made it. */
	if (utf8_text_len((const char *)event->data.scalar.value, len) !=
	    len) {
		STOP(reader, DIAG_UTF8_INVALID, pos,
		    "an escape in this value makes an invisible control "
		    "character; delete it");
		return;
	}
	if (wants_key(reader)) {
		read_key(reader, event);
		return;
	}
	node = new_node(reader, YAML_SCALAR, pos);
	node->is_plain = style == YAML_PLAIN_SCALAR_STYLE;
	node->is_block = style == YAML_LITERAL_SCALAR_STYLE ||
	    style == YAML_FOLDED_SCALAR_STYLE;
	node->scalar = arena_copy(reader->arena,
	    (const char *)event->data.scalar.value, len);
	node->scalar_len = (uint32_t)len;
	name_anchor(reader, event->data.scalar.anchor, node);
	if (count_nodes(reader, 1, pos))
		place_node(reader, node);
}

static void
open_collection(struct reader *reader, enum yaml_kind kind,
    const yaml_event_t *event, const yaml_char_t *anchor,
    const yaml_char_t *tag)
{
	struct source_pos pos = pos_of(reader, event->start_mark);
	struct level level = { 0 };

	if (tag != NULL) {
		refuse_tag(reader, pos, (const char *)tag);
		return;
	}
	if (wants_key(reader)) {
		STOP(reader, DIAG_YAML_SYNTAX, pos,
		    "a key is a word, not a list or a map; if this is a value "
		    "that starts with '[' or '{', put it in quotes");
		return;
	}
	if (reader->depth == LIMIT_YAML_DEPTH) {
		STOP(reader, DIAG_LIMIT_PASSED, pos,
		    "lists and maps stand more than %d deep in each other",
		    LIMIT_YAML_DEPTH);
		return;
	}
	if (!count_nodes(reader, 1, pos))
		return;
	level.node = new_node(reader, kind, pos);
	level.anchor = name_anchor(reader, anchor, level.node);
	place_node(reader, level.node);
	reader->levels[reader->depth++] = level;
}

static void
report_duplicate(struct reader *reader, const struct yaml_node *first,
    const struct yaml_node *second)
{
	diag_report(reader->diags, DIAG_YAML_DUPLICATE_KEY, second->key_pos,
	    "'%s' stands here a second time; the first is in line %u: keep "
	    "one of them", second->key, (unsigned)first->key_pos.line);
}

static void
check_few_keys(struct reader *reader, const struct yaml_node *mapping)
{
	const struct yaml_node *second, *first;

	for (second = mapping->first_child; second != NULL;
	     second = second->next) {
		for (first = mapping->first_child; first != second;
		     first = first->next) {
			if (strcmp(first->key, second->key) != 0)
				continue;
			report_duplicate(reader, first, second);
			break;
		}
	}
}

static void
check_many_keys(struct reader *reader, const struct yaml_node *mapping)
{
	const struct yaml_node *node, *first;
	struct strmap keys;

	strmap_init(&keys);
	for (node = mapping->first_child; node != NULL; node = node->next) {
		first = strmap_add(&keys, node->key, node);
		if (first != NULL)
			report_duplicate(reader, first, node);
	}
	strmap_release(&keys);
}

static void
close_collection(struct reader *reader)
{
	struct level *level = &reader->levels[--reader->depth];
	const struct yaml_node *node = level->node;

	if (node->kind == YAML_MAPPING) {
		if (node->count <= MANY_KEYS)
			check_few_keys(reader, node);
		else
			check_many_keys(reader, node);
	}
	if (level->anchor != NULL)
		level->anchor->is_open = false;
}

/* A copy of a subtree; NULL once the budget or the depth is passed. */
static struct yaml_node *
copy_node(struct reader *reader, const struct yaml_node *node, int depth)
{
	struct yaml_node *copy, **link;
	const struct yaml_node *child;

	if (depth > LIMIT_YAML_DEPTH ||
	    ++reader->alias_nodes > LIMIT_YAML_ALIAS_NODES)
		return NULL;
	copy = ARENA_NEW(reader->arena, struct yaml_node);
	*copy = *node;
	copy->next = NULL;
	link = &copy->first_child;
	for (child = node->first_child; child != NULL; child = child->next) {
		*link = copy_node(reader, child, depth + 1);
		if (*link == NULL)
			return NULL;
		link = &(*link)->next;
	}
	return copy;
}

static void
read_alias(struct reader *reader, const yaml_event_t *event)
{
	struct source_pos pos = pos_of(reader, event->start_mark);
	const char *name = (const char *)event->data.alias.anchor;
	const struct anchor *anchor = strmap_find(&reader->anchors, name);
	struct yaml_node *copy;
	uint32_t before = reader->alias_nodes;

	if (wants_key(reader)) {
		STOP(reader, DIAG_YAML_ALIAS, pos,
		    "'*%s' cannot be a key; if it is text, put it in quotes",
		    name);
		return;
	}
	if (anchor == NULL) {
		STOP(reader, DIAG_YAML_ALIAS, pos,
		    "'*%s' repeats what '&%s' marks, but no '&%s' stands "
		    "above; if it is text, put it in quotes", name, name, name);
		return;
	}
	if (anchor->is_open) {
		STOP(reader, DIAG_YAML_ALIAS, pos,
		    "'*%s' stands inside what it repeats", name);
		return;
	}
	copy = copy_node(reader, anchor->node, reader->depth + 1);
	if (copy == NULL) {
		STOP(reader, DIAG_LIMIT_PASSED, pos,
		    "aliases repeat more than %d values, or nest them more "
		    "than %d deep", LIMIT_YAML_ALIAS_NODES, LIMIT_YAML_DEPTH);
		return;
	}
	copy->pos = pos;
	if (count_nodes(reader, reader->alias_nodes - before, pos))
		place_node(reader, copy);
}

static void
read_document_start(struct reader *reader, const yaml_event_t *event)
{
	if (reader->root != NULL)
		STOP(reader, DIAG_YAML_DOCUMENTS,
		    pos_of(reader, event->start_mark),
		    "a second document starts here; a file holds one: delete "
		    "the '---', or move what follows to a file of its own");
}

static void
read_event(struct reader *reader, const yaml_event_t *event)
{
	switch (event->type) {
	case YAML_DOCUMENT_START_EVENT:
		read_document_start(reader, event);
		break;
	case YAML_ALIAS_EVENT:
		read_alias(reader, event);
		break;
	case YAML_SCALAR_EVENT:
		read_scalar(reader, event);
		break;
	case YAML_SEQUENCE_START_EVENT:
		open_collection(reader, YAML_SEQUENCE, event,
		    event->data.sequence_start.anchor,
		    event->data.sequence_start.tag);
		break;
	case YAML_MAPPING_START_EVENT:
		open_collection(reader, YAML_MAPPING, event,
		    event->data.mapping_start.anchor,
		    event->data.mapping_start.tag);
		break;
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		close_collection(reader);
		break;
	case YAML_NO_EVENT:
	case YAML_STREAM_START_EVENT:
	case YAML_STREAM_END_EVENT:
	case YAML_DOCUMENT_END_EVENT:
		break;
	}
}

static void
read_events(struct reader *reader, yaml_parser_t *parser)
{
	yaml_event_type_t type = YAML_NO_EVENT;

	while (!reader->is_stopped && type != YAML_STREAM_END_EVENT) {
		yaml_event_t event;

		if (!yaml_parser_parse(parser, &event)) {
			yaml_problem_report(parser, reader->input,
			    reader->diags);
			reader->is_stopped = true;
			break;
		}
		type = event.type;
		read_event(reader, &event);
		yaml_event_delete(&event);
	}
}

/* An empty document is one empty plain scalar to libyaml. */
static bool
is_nothing(const struct yaml_node *root)
{
	return root == NULL || (root->kind == YAML_SCALAR && root->is_plain &&
	    root->scalar_len == 0);
}

struct yaml_node *
yaml_parse(struct arena *arena, const struct yaml_input *input,
    struct diags *diags)
{
	struct reader reader = { .arena = arena, .input = input,
		.diags = diags };
	struct yaml_input body = *input;
	yaml_parser_t parser;
	size_t errors = diags->errors;

	if (body.len > LIMIT_YAML_BYTES) {
		diag_report(diags, DIAG_LIMIT_PASSED,
		    (struct source_pos){ body.file, body.first_line, 1 },
		    "this YAML has %zu bytes; at most %d are read", body.len,
		    LIMIT_YAML_BYTES);
		return NULL;
	}
	if (!text_check(body.file, body.first_line, body.bytes, body.len,
	    diags))
		return NULL;
	if (body.len >= 3 && memcmp(body.bytes, "\xEF\xBB\xBF", 3) == 0) {
		body.bytes += 3;
		body.len -= 3;
	}
	reader.input = &body;
	if (!yaml_parser_initialize(&parser))
		mem_exhausted();
	yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&parser,
	    (const unsigned char *)body.bytes, body.len);
	read_events(&reader, &parser);
	yaml_parser_delete(&parser);
	strmap_release(&reader.anchors);
	if (diags->errors > errors || is_nothing(reader.root))
		return NULL;
	yaml_comment_check(reader.root, &body, diags);
	return reader.root;
}

uint32_t
yaml_count_scalars(const struct yaml_node *node)
{
	const struct yaml_node *child;
	uint32_t count = node->kind == YAML_SCALAR;

	for (child = node->first_child; child != NULL; child = child->next)
		count += yaml_count_scalars(child);
	return count;
}

const struct yaml_node *
yaml_find(const struct yaml_node *mapping, const char *key)
{
	const struct yaml_node *node;

	if (mapping == NULL || mapping->kind != YAML_MAPPING)
		return NULL;
	for (node = mapping->first_child; node != NULL; node = node->next)
		if (strcmp(node->key, key) == 0)
			return node;
	return NULL;
}
