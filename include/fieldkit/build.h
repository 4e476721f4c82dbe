/*
 * build.h - the main job: content and a theme in, editions out.
 *
 * `site_open` runs the stages up to a checked model; `build_editions` runs
 * the others for each edition. Nothing is written while an error stands.
 */
#ifndef FIELDKIT_BUILD_H
#define FIELDKIT_BUILD_H

#include <stdbool.h>
#include <stdint.h>

#include "fieldkit/arena.h"
#include "fieldkit/diag.h"
#include "fieldkit/model.h"
#include "fieldkit/plan.h"

#define FIELDKIT_VERSION "0.1.0"

struct build_options {
	const char *content_dir;
	const char *output_dir;
	const char *themes_dir;
	const char *const *editions;	/* ids; none: all of the site */
	unsigned edition_count;
	unsigned threads;
	struct plan_clock clock;
	/* Editions of an earlier build (see built_read), that campaign kits say
	 * what changed since; NULL: they do not. */
	const char *previous;
};

enum build_status {
	BUILD_DONE,
	BUILD_REJECTED,		/* the content has errors; nothing was written */
	BUILD_FAILED		/* I/O; what had been built stays usable */
};

/* A run: everything that lives as long as the program works. */
struct build {
	const struct build_options *options;
	struct arena arena;
	struct sources sources;
	struct diags diags;
	struct model model;
	struct built_edition *previous;	/* of options->previous */
	uint32_t previous_count;
};

struct build_totals {
	unsigned editions;
	size_t pages, kits, kit_pages;
	size_t written, removed;
	size_t rendered;		/* kits that had to be laid out */
};

void build_init(struct build *build, const struct build_options *options);
void build_release(struct build *build);

/* Scans, loads and checks the content. False when an error stands. */
bool build_open(struct build *build);
/* Loads the theme and compiles its templates too, and drops them: what
 * `check` does beyond build_open. */
bool build_check_theme(struct build *build);
/* Whether an edition was asked for: by its id, or all were. */
bool build_wants(const struct build_options *options, const char *edition);
/* Reports what was asked for by an id that the site does not have. */
void build_check_editions(struct build *build);
/* Every edition asked for, from the opened model. */
enum build_status build_editions(struct build *build,
    struct build_totals *ret_totals);

/* What `dump` prints of one job. */
enum dump_stage { DUMP_TREE, DUMP_HTML, DUMP_PAGES };

struct strbuf;
/* Prints outputs, `<edition>/<path>`, at a stage; several with a line
 * "==> <edition>/<path> <==" before each. An edition is planned anew when the
 * output before was of another one. Stops at the first that cannot be printed. */
enum build_status build_dump(struct build *build, const char *const *outputs,
    unsigned count, enum dump_stage stage, struct strbuf *out);

/* The path of every output, "<edition>/<path>", a line each. */
void build_list(struct build *build, struct strbuf *out);

#endif
