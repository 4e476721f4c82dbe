/*
 * site_run.h - a small valid site in a folder of its own, changed and loaded.
 */
#ifndef FIELDKIT_SITE_RUN_H
#define FIELDKIT_SITE_RUN_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "fieldkit/content.h"
#include "fieldkit/strbuf.h"

#define BASE "tests/golden/base/minimal"

struct site_run {
	struct arena arena;
	struct sources sources;
	struct diags diags;
	struct content content;
	struct model model;
	char dir[64];
};

__attribute__((format(printf, 1, 2))) static inline void
shell(const char *format, ...)
{
	char command[512];
	va_list args;
	int len;

	va_start(args, format);
	len = vsnprintf(command, sizeof(command), format, args);
	va_end(args);
	assert_true(len > 0 && (size_t)len < sizeof(command));
	assert_int_equal(system(command), 0);
}

static inline void
run_start(struct site_run *run)
{
	*run = (struct site_run){ .dir = "/tmp/fieldkit-load-XXXXXX" };
	assert_non_null(mkdtemp(run->dir));
	shell("cp -R %s/. %s", BASE, run->dir);
}

static inline void
run_write(const struct site_run *run, const char *path, const char *text)
{
	char name[256], *slash;
	FILE *file;

	snprintf(name, sizeof(name), "%s/%s", run->dir, path);
	slash = strrchr(name, '/');
	*slash = '\0';
	mkdir(name, 0777);
	*slash = '/';
	file = fopen(name, "w");
	assert_non_null(file);
	assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
	assert_int_equal(fclose(file), 0);
}

static inline bool
run_load(struct site_run *run, unsigned threads)
{
	bool is_loaded;

	diags_init(&run->diags, &run->sources);
	is_loaded = content_scan(&run->content, &run->arena, &run->sources,
	    run->dir, &run->diags) &&
	    model_load(&run->model, &run->arena, &run->sources,
		&run->content, threads, &run->diags);
	diags_sort(&run->diags);
	return is_loaded;
}

static inline void
run_end(struct site_run *run)
{
	shell("rm -r %s", run->dir);
	content_release(&run->content);
	diags_release(&run->diags);
	sources_release(&run->sources);
	arena_release(&run->arena);
}

/* "slug path:line:col" a line. */
static inline void
list_found(const struct site_run *run, struct strbuf *found)
{
	size_t i, skip = strlen(run->dir) + 1;

	strbuf_clear(found);
	for (i = 0; i < run->diags.count; i++) {
		const struct diag *diag = &run->diags.items[i];
		const char *path = source_path(&run->sources, diag->pos);

		strbuf_printf(found, "%s %s:%u:%u\n",
		    diag_rule(diag->id)->slug,
		    strlen(path) > skip ? path + skip : path,
		    (unsigned)diag->pos.line, (unsigned)diag->pos.col);
	}
}

#endif
