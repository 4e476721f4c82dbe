/*
 * pictures.h - a folder of pictures that are made while the test runs, for
 * tests of src/image.
 */
#ifndef TESTS_PICTURES_H
#define TESTS_PICTURES_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fieldkit/image.h"
#include "fieldkit/renditions.h"

struct fixture {
	char folder[64];
	struct arena arena;
	struct diags diags;
	struct renditions renditions;	/* of `asset`, where a test makes them */
	const struct image_asset *asset;
};

static int
set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	assert_non_null(f);
	strcpy(f->folder, "/tmp/test-pictures-XXXXXX");
	assert_non_null(mkdtemp(f->folder));
	diags_init(&f->diags, NULL);
	*state = f;
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;
	char command[128];

	snprintf(command, sizeof(command), "rm -rf '%s'", f->folder);
	assert_int_equal(system(command), 0);
	renditions_release(&f->renditions);
	arena_release(&f->arena);
	diags_release(&f->diags);
	free(f);
	return 0;
}

static inline void
write_file(const struct fixture *f, const char *name, const void *bytes,
    size_t len)
{
	char path[256];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", f->folder, name);
	file = fopen(path, "wb");
	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, len, file), len);
	assert_int_equal(fclose(file), 0);
}

static inline const struct image_asset *
load(struct fixture *f, const char *name)
{
	return image_load(&f->arena, f->folder, name, SOURCE_NOWHERE,
	    &f->diags);
}

static inline const struct image_asset *
load_bytes(struct fixture *f, const char *name, const void *bytes, size_t len)
{
	write_file(f, name, bytes, len);
	return load(f, name);
}

#endif
