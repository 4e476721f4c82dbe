/*
 * A digest of a document tree. In: a tree. Out: bytes fed to a digest that
 * are the same for equal trees and differ for others: every element opens
 * with its tag and attributes and closes with a mark, texts carry their
 * lengths. Positions do not count: a moved line changes no kit. Nor do the
 * marks for comparing kits: they are drawn nowhere.
 */
#include "fieldkit/doc.h"

static void
add_field(struct digest *digest, char mark, const char *value)
{
	if (value == NULL)
		return;
	digest_add(digest, &mark, 1);
	digest_add_string(digest, value);
}

static bool
is_mark(enum doc_attr_name name)
{
	return name == DOC_ATTR_DATA_RECORD || name == DOC_ATTR_DATA_PART ||
	    name == DOC_ATTR_DATA_DATE;
}

static void
add_element(struct digest *digest, const struct doc_node *node)
{
	const struct doc_attr *attr;

	add_field(digest, '<', doc_tag_name(node->tag));
	add_field(digest, '#', node->id);
	add_field(digest, '.', node->class_list);
	add_field(digest, 'l', node->lang);
	for (attr = node->attrs; attr != NULL; attr = attr->next) {
		if (is_mark(attr->name))
			continue;
		add_field(digest, '@', doc_attr_string(attr->name));
		add_field(digest, '=', attr->value);
	}
}

void
doc_digest(struct digest *digest, const struct doc_node *root)
{
	struct doc_iter iter = doc_iter_start(root);

	while (doc_iter_next(&iter)) {
		if (iter.node->tag == DOC_TEXT) {
			digest_add(digest, "t", 1);
			digest_add_framed(digest, iter.node->text,
			    iter.node->text_len);
		} else if (iter.is_entering) {
			add_element(digest, iter.node);
		} else {
			digest_add(digest, ">", 1);
		}
	}
}
