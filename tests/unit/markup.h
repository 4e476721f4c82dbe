/*
 * markup.h - a document tree from a few lines of markup, for tests. Tags,
 * attributes in double quotes, text; void elements close themselves. The
 * markup is the test's own, so it is not checked.
 */
#ifndef TESTS_MARKUP_H
#define TESTS_MARKUP_H

#include <ctype.h>
#include <string.h>

#include "fieldkit/doc.h"

static const char *
markup_attr(struct arena *arena, struct doc_node *node, const char *at)
{
	size_t len = strcspn(at, "=");
	const char *name = arena_copy(arena, at, len);
	const char *value = at + len + 2;
	const char *copy = arena_copy(arena, value, strcspn(value, "\""));

	if (strcmp(name, "class") == 0)
		node->class_list = copy;
	else if (strcmp(name, "id") == 0)
		node->id = copy;
	else if (strcmp(name, "lang") == 0)
		node->lang = copy;
	else
		doc_set(arena, node, doc_attr_find(name, len), copy);
	return value + strlen(copy) + 1;
}

static struct doc_node *
markup_parse(struct arena *arena, const char *at)
{
	struct source_pos pos = { 1, 1, 1 };
	struct doc_node *root = doc_new(arena, DOC_FRAGMENT, pos);
	struct doc_node *open = root;
	size_t len;

	while (*at != '\0') {
		if (*at != '<') {
			len = strcspn(at, "<");
			doc_add_text(arena, open, at, len, pos);
			for (; len > 0; len--, at++)
				pos.line += *at == '\n';
			continue;
		}
		at++;
		if (*at == '/') {
			open = open->parent;
			at += strcspn(at, ">") + 1;
			continue;
		}
		len = strcspn(at, " >/");
		open = doc_add(arena, open, doc_tag_find(at, len), pos);
		for (at += len; *at != '>'; ) {
			if (isalpha((unsigned char)*at))
				at = markup_attr(arena, open, at);
			else
				at++;
		}
		at++;
		if (doc_tag_flags(open->tag) & DOC_VOID)
			open = open->parent;
	}
	return root;
}

#endif
