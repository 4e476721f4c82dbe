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
#include "fieldkit/changes.h"
#include "fieldkit/compose.h"
#include "fieldkit/emit.h"
#include "fieldkit/layout.h"
#include "fieldkit/letter_style.h"
#include "fieldkit/pdf.h"
#include "fieldkit/plan.h"
#include "fieldkit/renditions.h"
#include "fieldkit/theme.h"
#include "fieldkit/view_build.h"


#define GENERATOR "fieldkit " FIELDKIT_VERSION

struct media;			/* pictures of the content, found by name */
struct worker;
struct history;

/*
 * What no content and no theme decides, and what takes time to open: faces,
 * and a worker for each thread. May serve one workshop after another.
 */
struct tools {
	struct type_faces *faces;
	struct worker *workers;
	unsigned worker_count;
};

void tools_open(struct tools *tools, unsigned worker_count);
void tools_close(struct tools *tools);

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
	const char *output_dir;		/* with the ledger; NULL: none */
	const struct sources *sources;
	const struct site *site;
	const struct theme *theme;
	const struct program *programs[VIEW_KIND_COUNT];
	const struct print_style *style;
	const struct letter_style *letter_style;
	const char *style_digest;	/* of all that the look of kits depends on;
					 * NULL until an edition has kits */
	const struct type_face **faces;	/* that styles may ask for, each once; */
	uint32_t face_count;		/* with style_digest */
	struct assets assets;
	struct media *media;
	struct pdf_shared *pdf_shared;
	struct tools tools;		/* a worker for each thread */
	bool has_own_tools;
};

struct job_result {
	struct manifest_file file;
	struct manifest_kit kit;
	struct date valid_until;	/* the kit's */
	struct diags diags;
	const char **media_names;	/* content files the page shows */
	uint32_t media_count;
	const struct record **people;	/* whose cards the page links to */
	uint32_t people_count;
	const char *policy;		/* what a home page states of itself, or NULL */
	const char *since;		/* the kit that a kit tells changes of, or NULL */
	const char *const *changes;	/* a line each */
	uint32_t change_count;
	struct manifest_file tree;	/* of a kit that is staged: its kept tree */
	struct strbuf tree_text;	/* until it is staged */
	bool is_done;
	bool is_skipped;		/* the file in place is current */
};

/* One edition while it is being built. */
struct run {
	const struct workshop *workshop;
	const struct edition *edition;
	const struct plan *plan;
	const struct emit *emit;	/* NULL: nothing is staged */
	struct generated *generated;	/* NULL: the edition has no site */
	const struct history *history;	/* of its kits; see history.h */
	struct job_result *results;	/* one a job, in the plan's order */
	const struct kit_result *kits;	/* for pages: the kits, sorted by path */
	size_t kit_count;
	const struct built_edition *previous;	/* the same edition, as its
					 * reader had it before, or NULL */
	/* What is known of a kit that was made with this digest, so that it
	 * need not be made again, or NULL. Thread safe. */
	const struct manifest_file *(*find_current)(void *context,
	    const char *path, const char *digest);
	void *current_context;
	/* Writes a page's tree in another way than html_render, for who looks
	 * at pages before they are published. NULL: html_render. */
	void (*write_page)(void *context, struct arena *arena,
	    const struct doc_node *root, struct strbuf *out);
	void *write_context;
};

/* False when the theme has errors, which are reported. `tools` are lent, or
 * NULL: then the workshop opens its own. */
bool workshop_open(struct workshop *workshop, struct build *build,
    const struct tools *tools);
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

/* An edition ready for its jobs: projected, planned, and what pages link but
 * no job makes (run->generated). Everything is in `arena`; `run` is filled
 * anew. What is wrong with the plan is reported. */
void edition_open(struct run *run, struct arena *arena,
    const struct build *build, const struct workshop *workshop,
    const struct edition_spec *spec, struct diags *diags);
/* Frees what of an opened edition is not in its arena. */
void edition_close(struct run *run);

/* Reads the editions of options->previous, if any: each is of the reader that
 * the edition of its id is made for now, and lies elsewhere. False after
 * diagnostics. */
bool previous_open(struct build *build);
const struct built_edition *previous_find(const struct build *build,
    const struct edition_spec *spec);

/* Projects, plans, makes and stages an edition. False when something was
 * reported; then nothing may be committed. */
bool edition_make(struct edition_build *edition_build, struct build *build,
    struct workshop *workshop, const struct edition_spec *spec,
    struct build_totals *totals);
/* Names and versions of the libraries that decide the bytes. */
const struct manifest_library *library_versions(struct arena *arena,
    uint32_t *ret_count);

struct worker *worker_at(const struct tools *tools, unsigned number);
/* Forgets what jobs left in the worker; its languages stay open. */
void worker_empty(struct worker *worker);
/* The worker's scratch memory, emptied before each job. */
struct arena *worker_arena(struct worker *worker);
/* Memory of the worker that lives as long as the build (or until
 * worker_empty): rows of manifests. */
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

/* Assets that no theme can hold, since they say what is in the edition. They
 * are made when they are first asked for; thread safe. */
struct generated *generated_new(const struct run *run);
void generated_free(struct generated *generated);
const struct assets *generated_assets(struct generated *generated);

/* A file that a site publishes of a picture. */
struct media_file {
	const char *path;		/* "site/media/<16 digits>-800.webp" */
	enum image_kind kind;
	uint32_t width, height;		/* pixels; CSS pixels of an SVG */
	size_t bytes;
	char sha256[DIGEST_HEX_CHARS + 1];
};

/* All of them. A path is made of what decides the bytes: the picture's digest,
 * our rules, the encoders' versions; never of a file name, which may say more
 * than an edition's reader should know. */
struct media_picture {
	const struct image_asset *asset;
	char key[DIGEST_HEX_CHARS + 1];	/* of what decides the bytes */
	struct media_file files[RENDITIONS_MAX];
	uint32_t count;
	uint32_t common_count;		/* first those that all browsers know */
};

/* Before the name of a picture of the theme, below its assets/. */
#define MEDIA_THEME_SCHEME "asset:"

struct media_options {
	const char *content_dir;
	const struct theme *theme;
	/* Where encoded pictures are kept between builds; NULL: nowhere. The
	 * output never depends on it. */
	const char *output_dir;
	const struct image_asset *const *images;	/* loaded already */
	uint32_t image_count;
};

/* Thread safe. */
struct media *media_new(const struct media_options *options);
void media_free(struct media *media);
/* The picture of a name relative to content/ or with MEDIA_THEME_SCHEME, or
 * NULL after a diagnostic. */
const struct image_asset *media_find(struct media *media, const char *name,
    struct source_pos pos, struct diags *diags);
/* What is published of it; encodes it at its first use. NULL after a
 * diagnostic. */
const struct media_picture *media_publish(struct media *media,
    const struct image_asset *asset, struct diags *diags);
/* The file that stands for the picture where only one can be named: the
 * widest of those that every browser knows. */
const struct media_file *media_common(const struct media_picture *picture);
/* The picture of the model that a published path or address is of; NULL where
 * it is of none, or after a diagnostic. */
const struct media_picture *media_picture_of(struct media *media,
    const char *path, struct diags *diags);
/* The bytes of all its files, in their order; false after a diagnostic. */
bool media_renditions(struct media *media,
    const struct media_picture *picture, struct renditions *ret_renditions,
    struct diags *diags);
/* The bytes of one published path, appended; false where it is no picture's,
 * or after a diagnostic. */
bool media_bytes(struct media *media, const char *path,
    struct strbuf *ret_bytes, struct diags *diags);
/* Removes from the cache what this build did not use. */
void media_prune(struct media *media);

/* Turns the images of a page's tree into <picture>, with a size always. The
 * theme's own pictures stay as they are, but for their size. */
void pictures_dress(const struct workshop *workshop, struct arena *arena,
    struct doc_node *root, struct diags *diags);

/* The addresses that hold for one job. `result` collects the media used. */
struct links {
	const struct run *run;
	const struct job *job;
	struct job_result *result;
	struct arena *kept;		/* of the result's list */
	uint32_t media_size;
	uint32_t people_size;
};

struct link_resolver links_resolver(struct links *links);

/* The bytes of a job, appended to `out`, none where result->is_skipped.
 * Fills the result, whose diags the caller releases. */
void job_render(const struct run *run, struct worker *worker,
    const struct job *job, struct job_result *result, struct strbuf *out);

/*
 * Any file of the edition by its path, as a build would stage it, made now:
 * a page or kit of the plan, a file of the theme, a picture. The path is
 * looked up in what the edition has, never on a disk.
 */
enum output_status {
	OUTPUT_MADE,
	OUTPUT_REJECTED,	/* the result's diags say why */
	OUTPUT_NONE		/* the edition has no such file */
};
/* Appends the bytes to `out`, and fills the result, whose diags the caller
 * releases; its strings live until worker_empty. */
enum output_status output_make(const struct run *run, struct worker *worker,
    const char *path, struct job_result *result, struct strbuf *out);

/* Reports a kit above the site's budget, and what it is spent on. */
void budget_check(const struct site *site, struct job_result *result);
/* Copies what the bytes are spent on into another arena. */
void budget_keep(struct pdf_sizes *ret_sizes, struct arena *arena,
    const struct pdf_sizes *sizes);
/* fallbacks.c: adds parts that say what fell back to which face. */
void fallbacks_keep(struct pdf_sizes *sizes, const struct workshop *workshop,
    struct worker *worker, const struct page_list *pages);

/* Renders job `number` of the run's plan and stages it. */
void job_make(const struct run *run, struct worker *worker, size_t number);
/* What a kit prints of itself, and of the one before it. */
struct kit_facts {
	const char *id;			/* what stands for it */
	const struct change_list *changes;	/* NULL for none */
	const char *previous_id;
};

/* The tree alone, in the worker's scratch memory; NULL after diagnostics.
 * `facts` is NULL for pages. */
const struct doc_node *job_compose(const struct run *run,
    struct worker *worker, struct links *links,
    const struct kit_facts *facts, struct view *ret_view);
/* The same outside of a build, with the first worker and a stand-in for a
 * kit's id. Fills the result, whose diags the caller releases. */
const struct doc_node *job_compose_alone(const struct run *run,
    const struct job *job, struct job_result *ret_result,
    struct view *ret_view);
/* Adds the tree and the pictures that it shows: what its bytes are made of,
 * but for style and letters. */
void job_digest_tree(struct digest *digest, const struct run *run,
    const struct doc_node *root, const struct job_result *result);
/* Sets the site's fallback languages, its locale behind them. */
void job_fallback_langs(const struct site *site, struct arena *arena,
    struct compose_options *options);
/* The changes of a kit since the previous edition, from its tree as composed
 * without them; fills the facts where there are some. False after
 * diagnostics. */
bool job_changes(const struct run *run, struct worker *worker,
    const struct job *job, const struct tree *tree, struct diags *diags,
    struct kit_facts *facts);
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

/* The Content-Security-Policy that a page states in its head, or NULL. */
const char *policy_find(const struct doc_node *root);

/* The content files that a tree was made of, sorted, in `arena`. */
void job_sources(const struct workshop *workshop, struct arena *arena,
    const struct doc_node *root, struct manifest_file *file);

#endif
