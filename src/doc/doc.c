/*
 * The document tree: nodes, attributes, an enter/leave iterator.
 * In: calls of the Markdown reader and of the template program.
 * Out: a tree in an arena. Invariant: `last_child` is the end of the chain
 * that starts at `first_child`, and every child's `parent` is its node.
 */
#include "fieldkit/doc.h"

#include <assert.h>
#include <string.h>

static const struct {
	const char *name;
	unsigned flags;
} tags[] = {
	[DOC_TEXT] = { "#text", DOC_PHRASING },
	[DOC_FRAGMENT] = { "#fragment", 0 },
#define DOC_TAG_ROW(name, string, flags) [DOC_##name] = { string, flags },
	DOC_TAG_TABLE(DOC_TAG_ROW)
#undef DOC_TAG_ROW
};

static const char *const attr_names[] = {
#define DOC_ATTR_ROW(name, string) [DOC_ATTR_##name] = string,
	DOC_ATTR_TABLE(DOC_ATTR_ROW)
#undef DOC_ATTR_ROW
};

static bool
is_name(const char *candidate, const char *name, size_t len)
{
	return strncmp(candidate, name, len) == 0 && candidate[len] == '\0';
}

const char *
doc_tag_name(enum doc_tag tag)
{
	assert(tag < DOC_TAG_COUNT);
	return tags[tag].name;
}

unsigned
doc_tag_flags(enum doc_tag tag)
{
	assert(tag < DOC_TAG_COUNT);
	return tags[tag].flags;
}

enum doc_tag
doc_tag_find(const char *name, size_t len)
{
	enum doc_tag tag = DOC_FRAGMENT + 1;

	while (tag < DOC_TAG_COUNT && !is_name(tags[tag].name, name, len))
		tag++;
	return tag;
}

const char *
doc_attr_string(enum doc_attr_name name)
{
	assert(name < DOC_ATTR_COUNT);
	return attr_names[name];
}

enum doc_attr_name
doc_attr_find(const char *name, size_t len)
{
	enum doc_attr_name attr = 0;

	while (attr < DOC_ATTR_COUNT && !is_name(attr_names[attr], name, len))
		attr++;
	return attr;
}

struct doc_node *
doc_new(struct arena *arena, enum doc_tag tag, struct source_pos pos)
{
	struct doc_node *node = ARENA_NEW(arena, struct doc_node);

	node->tag = tag;
	node->pos = pos;
	return node;
}

struct doc_node *
doc_new_text(struct arena *arena, const char *text, size_t len,
    struct source_pos pos)
{
	struct doc_node *node = doc_new(arena, DOC_TEXT, pos);

	assert(len <= UINT32_MAX);
	node->text = arena_copy(arena, text, len);
	node->text_len = (uint32_t)len;
	return node;
}

void
doc_append(struct doc_node *parent, struct doc_node *child)
{
	assert(child->parent == NULL && child->next == NULL);
	child->parent = parent;
	if (parent->last_child != NULL)
		parent->last_child->next = child;
	else
		parent->first_child = child;
	parent->last_child = child;
}

struct doc_node *
doc_add(struct arena *arena, struct doc_node *parent, enum doc_tag tag,
    struct source_pos pos)
{
	struct doc_node *node = doc_new(arena, tag, pos);

	doc_append(parent, node);
	return node;
}

void
doc_add_text(struct arena *arena, struct doc_node *parent, const char *text,
    size_t len, struct source_pos pos)
{
	struct doc_node *last = parent->last_child;
	char *joined;

	if (len == 0)
		return;
	if (last == NULL || last->tag != DOC_TEXT) {
		doc_append(parent, doc_new_text(arena, text, len, pos));
		return;
	}
	assert(last->text_len + len <= UINT32_MAX);
	joined = arena_alloc(arena, last->text_len + len + 1);
	memcpy(joined, last->text, last->text_len);
	memcpy(joined + last->text_len, text, len);
	last->text = joined;
	last->text_len += (uint32_t)len;
}

void
doc_set(struct arena *arena, struct doc_node *node, enum doc_attr_name name,
    const char *value)
{
	struct doc_attr **link = &node->attrs;

	while (*link != NULL && (*link)->name != name)
		link = &(*link)->next;
	if (*link == NULL) {
		*link = ARENA_NEW(arena, struct doc_attr);
		(*link)->name = name;
	}
	(*link)->value = value;
}

const char *
doc_get(const struct doc_node *node, enum doc_attr_name name)
{
	const struct doc_attr *attr = node->attrs;

	while (attr != NULL && attr->name != name)
		attr = attr->next;
	return attr != NULL ? attr->value : NULL;
}

bool
doc_has_class(const struct doc_node *node, const char *name)
{
	const char *word = node->class_list;
	size_t len = strlen(name);

	while (word != NULL) {
		if (strncmp(word, name, len) == 0 &&
		    (word[len] == ' ' || word[len] == '\0'))
			return true;
		word = strchr(word, ' ');
		if (word != NULL)
			word++;
	}
	return false;
}

struct doc_node *
doc_clone(struct arena *arena, const struct doc_node *node)
{
	struct doc_node *copy = ARENA_NEW(arena, struct doc_node);
	const struct doc_node *child;
	const struct doc_attr *attr;

	*copy = *node;
	copy->parent = copy->next = NULL;
	copy->first_child = copy->last_child = NULL;
	copy->attrs = NULL;
	for (attr = node->attrs; attr != NULL; attr = attr->next)
		doc_set(arena, copy, attr->name, attr->value);
	for (child = node->first_child; child != NULL; child = child->next)
		doc_append(copy, doc_clone(arena, child));
	return copy;
}

char *
doc_plain_text(struct arena *arena, const struct doc_node *node)
{
	struct doc_iter iter = doc_iter_start(node);
	size_t len = 0;
	char *text, *end;

	while (doc_iter_next(&iter))
		if (iter.node->tag == DOC_TEXT)
			len += iter.node->text_len;
	text = end = arena_alloc(arena, len + 1);
	iter = doc_iter_start(node);
	while (doc_iter_next(&iter)) {
		if (iter.node->tag == DOC_K_FOOTNOTE && iter.node != node)
			doc_iter_skip(&iter);
		if (iter.node->tag != DOC_TEXT)
			continue;
		memcpy(end, iter.node->text, iter.node->text_len);
		end += iter.node->text_len;
	}
	return text;
}

struct doc_iter
doc_iter_start(const struct doc_node *root)
{
	return (struct doc_iter){ .root = root, .node = root };
}

bool
doc_iter_next(struct doc_iter *iter)
{
	const struct doc_node *node = iter->node;

	if (!iter->is_started) {
		iter->is_started = true;
		iter->is_entering = true;
		return node != NULL;
	}
	if (iter->is_entering && node->first_child != NULL) {
		iter->node = node->first_child;
		return true;
	}
	if (iter->is_entering && node->tag != DOC_TEXT) {
		iter->is_entering = false;	/* an element without content */
		return true;
	}
	if (node == iter->root)
		return false;
	iter->is_entering = node->next != NULL;
	iter->node = node->next != NULL ? node->next : node->parent;
	return true;
}

void
doc_iter_skip(struct doc_iter *iter)
{
	iter->is_entering = false;
}
