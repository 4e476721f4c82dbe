/*
 * Name trees. In: names and values in any order. Out: one object, or a root
 * over leaves when there are many, so that a reader need not parse them all.
 */
#include "name_tree.h"

#include <stdlib.h>
#include <string.h>

#include "syntax.h"

enum { LEAF_NAMES = 64 };

static int
compare_names(const void *left, const void *right)
{
	const struct pdf_name *a = left, *b = right;

	return strcmp(a->name, b->name);
}

static void
put_leaf(struct strbuf *out, const struct pdf_name *names, uint32_t count)
{
	uint32_t i;

	strbuf_add_string(out, "/Names[");
	for (i = 0; i < count; i++) {
		pdf_put_string(out, names[i].name, strlen(names[i].name));
		strbuf_add_string(out, names[i].value);
	}
	strbuf_add_char(out, ']');
}

static void
put_limits(struct strbuf *out, const struct pdf_name *names, uint32_t count)
{
	const char *last = names[count - 1].name;

	strbuf_add_string(out, "/Limits[");
	pdf_put_string(out, names[0].name, strlen(names[0].name));
	pdf_put_string(out, last, strlen(last));
	strbuf_add_char(out, ']');
}

struct pdf_object *
pdf_name_tree_add(struct pdf_file *file, struct pdf_name *names,
    uint32_t count)
{
	struct pdf_object *object;
	struct strbuf root, leaf;
	uint32_t i;

	qsort(names, count, sizeof(*names), compare_names);
	strbuf_init(&root);
	strbuf_init(&leaf);
	if (count <= LEAF_NAMES) {
		put_leaf(&root, names, count);
	} else {
		strbuf_add_string(&root, "/Kids[");
		for (i = 0; i < count; i += LEAF_NAMES) {
			uint32_t left = count - i;
			uint32_t some = left < LEAF_NAMES ? left : LEAF_NAMES;

			strbuf_clear(&leaf);
			put_limits(&leaf, names + i, some);
			put_leaf(&leaf, names + i, some);
			pdf_put_ref(&root, pdf_object_add(file, &leaf));
		}
		strbuf_add_char(&root, ']');
	}
	object = pdf_object_add(file, &root);
	strbuf_release(&root);
	strbuf_release(&leaf);
	return object;
}
