/*
 * name_tree.h - sorted names and what they stand for. Source: ISO 32000-1,
 * section 7.9.6.
 */
#ifndef PDF_NAME_TREE_H
#define PDF_NAME_TREE_H

#include "object.h"

struct pdf_name {
	const char *name;
	const char *value;		/* PDF syntax */
};

/* The tree's root. Names are sorted here, as bytes; none stands twice. */
struct pdf_object *pdf_name_tree_add(struct pdf_file *file,
    struct pdf_name *names, uint32_t count);

#endif
