/*
 * jobs.h - one job from its view to its bytes.
 *
 * A struct run is what all jobs of an edition share, read-only while they
 * run; a struct worker is what one thread owns; a struct job_result is where
 * a job puts what it made. Kits are made before pages, because a page prints
 * the size and the pages of the kits it offers.
 */
#ifndef FIELDKIT_JOBS_H
#define FIELDKIT_JOBS_H

#include "fieldkit/build.h"
#include "fieldkit/compose.h"
#include "fieldkit/emit.h"
#include "fieldkit/layout.h"
#include "fieldkit/pdf.h"
#include "fieldkit/plan.h"
#include "fieldkit/theme.h"
#include "fieldkit/view_build.h"


#define GENERATOR "fieldkit " FIELDKIT_VERSION

struct media;			/* pictures of the content, found by name */

/* A file that pages link as asset:NAME, its digest in its published name. */
struct asset {
	const char *name;		/* "style.css" */
	const char *path;		/* "site/assets/style.1a2b3c4d.css" */
	const char *bytes;
	size_t len;
};

struct assets {
	struct asset *items;
	uint32_t count;
	uint32_t size;
};

/* What every edition of a build shares. */
struct workshop {
	const char *content_dir;
	const struct sources *sources;
	const struct site *site;
	const struct theme *theme;
	const struct program *programs[VIEW_KIND_COUNT];
	const struct print_style *style;
	const char *style_digest;	/* of all that the look of kits depends on;
					 * NULL until an edition has kits */
	struct assets assets;
	struct media *media;
	struct type_faces *faces;
	struct pdf_shared *pdf_shared;
	unsigned threads;
	struct worker *workers;		/* one a thread */
};

struct job_result {
	struct manifest_file file;
	struct manifest_kit kit;
	struct diags diags;
	const char **media_names;	/* content files the page shows */
	uint32_t media_count;
	bool is_done;
	bool is_skipped;		/* the file in place is current */
};

/* One edition while it is being built. */
struct run {
	const struct workshop *workshop;
	const struct edition *edition;
	const struct plan *plan;
	const struct emit *emit;
	struct assets generated;	/* made of this edition's content */
	struct job_result *results;	/* one a job, in the plan's order */
	const struct kit_result *kits;	/* for pages: the kits, sorted by path */
	size_t kit_count;
};

struct worker;

/* False when the theme has errors, which are reported. */
bool workshop_open(struct workshop *workshop, struct build *build);
void workshop_close(struct workshop *workshop);
/* Sets style_digest; opens every face of the theme, so it is left out where
 * no kit is made. */
void workshop_digest_style(struct workshop *workshop, struct arena *arena);

/* One edition's files, staged, and the manifest to commit. */
struct edition_build {
	const struct workshop *workshop;
	struct emit emit;
	struct manifest manifest;
};

/* Projects, plans, makes and stages an edition. False when something was
 * reported; then nothing may be committed. */
bool edition_make(struct edition_build *edition_build, struct build *build,
    struct workshop *workshop, const struct edition_spec *spec,
    struct build_totals *totals);
/* Names and versions of the libraries that decide the bytes. */
const struct manifest_library *library_versions(struct arena *arena,
    uint32_t *ret_count);

struct worker *workers_new(struct workshop *workshop, unsigned count);
void workers_free(struct worker *workers, unsigned count);
struct worker *worker_at(const struct workshop *workshop, unsigned number);
/* The worker's scratch memory, emptied before each job. */
struct arena *worker_arena(struct worker *worker);
/* Memory of the worker that lives as long as the build: rows of manifests. */
struct arena *worker_kept(struct worker *worker);
/* The worker's ICU objects of a language. */
struct format_locale *worker_locale(struct worker *worker, const char *lang);
struct type_context *worker_type(struct worker *worker);

/* Makes the files of the theme ready to publish: names with digests, tokens
 * put before style.css. */
void assets_prepare(struct assets *assets, struct arena *arena,
    const struct theme *theme);
const struct asset *assets_find(const struct assets *assets,
    const char *name);
/* One more file; its bytes are copied into the arena. */
void assets_add(struct assets *assets, struct arena *arena,
    const char *name, const char *bytes, size_t len);

/* Thread safe. */
struct media *media_new(const char *content_dir);
void media_free(struct media *media);
/* The picture of a name relative to content/, or NULL after a diagnostic. */
const struct image_asset *media_find(struct media *media, const char *name,
    struct source_pos pos, struct diags *diags);
/* Where a picture is published: "site/media/<16 digits>.png". */
const char *media_path(struct arena *arena, const struct image_asset *asset);

/* The addresses that hold for one job. `result` collects the media used. */
struct links {
	const struct run *run;
	const struct job *job;
	struct job_result *result;
	struct arena *kept;		/* of the result's list */
	uint32_t media_size;
};

struct link_resolver links_resolver(struct links *links);

/* Makes job `number` of the run's plan: composes, renders unless the file in
 * place is current, stages. Fills the job's result. */
void job_make(const struct run *run, struct worker *worker, size_t number);
/* The tree alone, in the worker's scratch memory; NULL after diagnostics.
 * `kit_id` stands in a kit for its id. */
const struct doc_node *job_compose(const struct run *run,
    struct worker *worker, struct links *links, const char *kit_id,
    struct view *ret_view);
/* A kit's tree laid out; false after diagnostics. */
bool job_layout(const struct run *run, struct worker *worker,
    const struct doc_node *root, const struct view *view,
    struct job_result *result, const struct job *job,
    struct page_list *ret_pages);

/* What stands for a kit's id before it is known. */
#define KIT_ID_STAND_IN "--------"
/* One job, printed at a stage. */
bool job_dump(const struct run *run, const struct job *job,
    enum dump_stage stage, struct diags *diags, struct strbuf *out);

/* The content files that a tree was made of, sorted, in `arena`. */
void job_sources(const struct workshop *workshop, struct arena *arena,
    const struct doc_node *root, struct manifest_file *file);

#endif
