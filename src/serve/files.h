/*
 * files.h - the preview's own script and styles, inside the program.
 */
#ifndef FIELDKIT_SERVE_FILES_H
#define FIELDKIT_SERVE_FILES_H

#include <stdbool.h>
#include <stddef.h>

struct own_file {
	const char *name;		/* "preview.js" */
	const char *bytes;
	size_t len;
};

/* False where there is none of that name. */
bool own_file_find(const char *name, struct own_file *ret_file);

#endif
