/*
 * fuzz.h - what the harnesses share: a run's arena, sources and diagnostics,
 * and a folder of the process's own for parsers that read files.
 *
 * A harness is LLVMFuzzerTestOneInput in a file of its own. `make fuzz` links
 * it with libFuzzer; tests/fuzz/run with smoke.c. Both start in the project's
 * root. Where one byte chooses what the rest is, it is the first.
 */
#ifndef TESTS_FUZZ_H
#define TESTS_FUZZ_H

#include <ftw.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fieldkit/arena.h"
#include "fieldkit/diag.h"
#include "fieldkit/source.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);
/* Called once, before the clock runs; a harness need not have it. */
int LLVMFuzzerInitialize(int *argc, char ***argv);

struct fuzz_run {
	struct arena arena;
	struct sources sources;
	struct diags diags;
};

static inline void
fuzz_start(struct fuzz_run *run)
{
	*run = (struct fuzz_run){ 0 };
	diags_init(&run->diags, &run->sources);
}

/* The input as a source file: in memory of its exact size and a NUL, so that
 * a read past it is seen. The caller frees it behind fuzz_end. */
static inline char *
fuzz_source(struct fuzz_run *run, const uint8_t *bytes, size_t len,
    uint32_t *ret_file)
{
	char *copy = mem_alloc(len + 1);

	if (len > 0)
		memcpy(copy, bytes, len);
	copy[len] = '\0';
	*ret_file = source_add(&run->sources, "input", copy, len);
	return copy;
}

/* Prints what was reported, in two forms: carets and escapes meet the input
 * too. */
static inline void
fuzz_end(struct fuzz_run *run)
{
	static const enum diag_format formats[] = { DIAG_FORMAT_TEXT,
		DIAG_FORMAT_JSON };
	size_t i;

	diags_sort(&run->diags);
	for (i = 0; i < 2 && run->diags.count > 0; i++) {
		struct diag_print_options options = { formats[i], true };
		char *text = NULL;
		size_t size;
		FILE *out = open_memstream(&text, &size);

		if (out == NULL)
			abort();
		diags_print(&run->diags, &options, out);
		fclose(out);
		free(text);
	}
	diags_release(&run->diags);
	sources_release(&run->sources);
	arena_release(&run->arena);
}

static char fuzz_dir[64];

static inline int
fuzz_remove(const char *path, const struct stat *status, int kind,
    struct FTW *where)
{
	(void)status;
	(void)kind;
	(void)where;
	return remove(path);
}

static inline void
fuzz_forget_folder(void)
{
	nftw(fuzz_dir, fuzz_remove, 8, FTW_DEPTH | FTW_PHYS);
}

/* A folder that goes with the process, in memory where there is such. */
static inline const char *
fuzz_folder(void)
{
	if (fuzz_dir[0] != '\0')
		return fuzz_dir;
	strcpy(fuzz_dir, access("/dev/shm", W_OK) == 0 ?
	    "/dev/shm/fieldkit-fuzz-XXXXXX" : "/tmp/fieldkit-fuzz-XXXXXX");
	if (mkdtemp(fuzz_dir) == NULL)
		abort();
	atexit(fuzz_forget_folder);
	return fuzz_dir;
}

/* Writes a file beneath the folder, and the folders that it needs. */
static inline void
fuzz_write(const char *name, const void *bytes, size_t len)
{
	char path[512], *slash;
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", fuzz_folder(), name);
	for (slash = path + strlen(fuzz_dir) + 1;
	    (slash = strchr(slash, '/')) != NULL; slash++) {
		*slash = '\0';
		mkdir(path, 0777);
		*slash = '/';
	}
	file = fopen(path, "wb");
	if (file == NULL || fwrite(bytes, 1, len, file) != len ||
	    fclose(file) != 0)
		abort();
}

static inline void
fuzz_unlink(const char *name)
{
	char path[512];

	snprintf(path, sizeof(path), "%s/%s", fuzz_folder(), name);
	unlink(path);
}

/* Copies a folder of the project beneath ours. */
static inline void
fuzz_copy_folder(const char *from, const char *to)
{
	char command[512];

	snprintf(command, sizeof(command), "mkdir -p '%s/%s' && "
	    "cp -R '%s/.' '%s/%s'", fuzz_folder(), to, from, fuzz_folder(),
	    to);
	if (system(command) != 0)
		abort();
}

#endif
