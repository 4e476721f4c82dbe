/*
 * Every output of an edition, composed and not rendered. In: an opened edition
 * and the lines of a record. Out: a digest of all that decides each output's
 * bytes, and whether those lines stand in it.
 *
 * Kits come first, as in a build, because pages print their ids; what a page
 * prints of a kit's size and pages is left out on both sides of a comparison,
 * since both follow from the digest that the id is made of.
 */
#include "outline.h"

#include <stdlib.h>
#include <string.h>

#include "extras.h"
#include "fieldkit/pool.h"
#include "fieldkit/strmap.h"

struct outlining {
	struct run *run;
	const struct span_list *spans;
	struct outline *outlines;	/* one a job */
	struct kit_result *kits;
	size_t first;			/* job of index 0 */
};

static bool
is_in(const struct span_list *spans, struct source_pos pos)
{
	uint32_t i;

	for (i = 0; i < spans->count; i++)
		if (pos.file == spans->items[i].file &&
		    pos.line >= spans->items[i].first &&
		    pos.line <= spans->items[i].last)
			return true;
	return false;
}

static bool
has_words(const struct doc_node *root, const struct span_list *spans)
{
	struct doc_iter iter = doc_iter_start(root);

	while (doc_iter_next(&iter))
		if (iter.is_entering && is_in(spans, iter.node->pos))
			return true;
	return false;
}

static void
digest_tree(const struct run *run, const struct doc_node *root,
    const struct job_result *result, unsigned char ret_bytes[DIGEST_BYTES])
{
	struct digest *digest = digest_new();

	job_digest_tree(digest, run, root, result);
	digest_finish(digest, ret_bytes);
	digest_free(digest);
}

static void
outline_job(void *context, unsigned number, size_t i)
{
	struct outlining *outlining = context;
	struct run *run = outlining->run;
	const struct job *job = &run->plan->jobs[outlining->first + i];
	struct outline *outline = &outlining->outlines[outlining->first + i];
	struct job_result *result = &run->results[outlining->first + i];
	struct worker *worker = worker_at(&run->workshop->tools, number);
	struct links links = { .run = run, .job = job, .result = result,
		.kept = worker_kept(worker) };
	const struct kit_facts facts = { .id = KIT_ID_STAND_IN };
	const bool is_kit = view_is_kit(job->kind);
	const struct doc_node *root;
	struct view view;

	arena_reset(worker_arena(worker));
	diags_init(&result->diags, run->workshop->sources);
	outline->path = job->path;
	outline->kind = is_kit ? "kit" : "page";
	root = job_compose(run, worker, &links,
	    is_kit ? &facts : NULL, &view);
	if (root == NULL)
		return;
	digest_tree(run, root, result, outline->digest);
	outline->has_words = has_words(root, outlining->spans);
	if (is_kit) {
		outlining->kits[i].path = job->path;
		digest_kit_id(outline->digest, outlining->kits[i].id);
	}
}

static bool
outline_jobs(struct outlining *outlining, size_t first, size_t count,
    struct diags *diags)
{
	const struct run *run = outlining->run;
	size_t errors = diags->errors, i;

	outlining->first = first;
	pool_run(run->workshop->tools.worker_count, count, outline_job,
	    outlining);
	for (i = first; i < first + count; i++) {
		diags_merge(diags, &run->results[i].diags);
		diags_release(&run->results[i].diags);
	}
	return diags->errors == errors;
}

/* --- what is not a job --- */

struct gathering {
	struct arena *arena;
	struct outline *items;
	size_t count, size;
};

static struct outline *
gather(struct gathering *gathering, const char *path, const char *kind)
{
	struct outline *outline;

	if (gathering->count == gathering->size) {
		struct outline *old = gathering->items;

		gathering->size = 2 * gathering->size + 256;
		gathering->items = ARENA_ARRAY(gathering->arena,
		    struct outline, gathering->size);
		if (gathering->count > 0)
			memcpy(gathering->items, old,
			    gathering->count * sizeof(*old));
	}
	outline = &gathering->items[gathering->count++];
	*outline = (struct outline){ .kind = kind,
	    .path = arena_strdup(gathering->arena, path) };
	return outline;
}

static void
digest_bytes(struct outline *outline, const char *bytes, size_t len)
{
	struct digest *digest = digest_new();

	digest_add_framed(digest, bytes, len);
	digest_finish(digest, outline->digest);
	digest_free(digest);
}

static bool
gather_extras(struct gathering *gathering, struct run *run,
    const struct span_list *spans, struct diags *diags)
{
	struct worker *worker = worker_at(&run->workshop->tools, 0);
	struct strbuf bytes = { 0 };
	struct extra_list list;
	bool is_done = true;
	size_t i;

	extras_plan(&list, run, gathering->arena);
	for (i = 0; i < list.count && is_done; i++) {
		const struct record *about = list.items[i].record;
		struct manifest_file file;
		struct outline *outline;

		/* Named by what a kit is made of: the kit's own row says it. */
		if (strcmp(list.items[i].kind, VERIFY_KIND) == 0)
			continue;
		arena_reset(worker_arena(worker));
		strbuf_clear(&bytes);
		is_done = extra_make(run, worker, &list.items[i], &file, diags,
		    &bytes);
		outline = gather(gathering, list.items[i].path,
		    list.items[i].kind);
		digest_bytes(outline, strbuf_string(&bytes), bytes.len);
		outline->has_words = about != NULL && is_in(spans, about->pos);
	}
	strbuf_release(&bytes);
	return is_done;
}

/* "site/assets/search-index.js" of "…/search-index.1a2b3c4d.js". */
static const char *
plain_name(struct arena *arena, const struct asset *asset)
{
	const char *slash = strrchr(asset->path, '/');

	return arena_printf(arena, "%.*s/%s", (int)(slash - asset->path),
	    asset->path, asset->name);
}

static void
gather_generated(struct gathering *gathering, const struct run *run)
{
	const struct assets *assets;
	uint32_t i;

	if (run->generated == NULL)
		return;
	assets = generated_assets(run->generated);
	for (i = 0; i < assets->count; i++)
		digest_bytes(gather(gathering, plain_name(gathering->arena,
		    &assets->items[i]), "asset"), assets->items[i].bytes,
		    assets->items[i].len);
}

/* The files of the pictures that some page shows, each once: their names say
 * what decides their bytes. */
static void
gather_media(struct gathering *gathering, const struct run *run,
    struct diags *diags)
{
	struct media *media = run->workshop->media;
	struct strmap seen = { 0 };
	uint32_t k, f;
	size_t i;

	for (i = run->plan->kit_count; i < run->plan->count; i++)
		for (k = 0; k < run->results[i].media_count; k++) {
			const struct media_picture *picture = media_publish(
			    media, media_find(media,
			    run->results[i].media_names[k], SOURCE_NOWHERE,
			    diags), diags);

			if (picture == NULL ||
			    strmap_add(&seen, picture->key, picture) != NULL)
				continue;
			for (f = 0; f < picture->count; f++)
				gather(gathering, picture->files[f].path,
				    "media");
		}
	strmap_release(&seen);
}

static int
compare_outlines(const void *left, const void *right)
{
	const struct outline *a = left, *b = right;

	return strcmp(a->path, b->path);
}

bool
edition_outline(struct run *run, struct arena *arena,
    const struct span_list *spans, struct diags *diags,
    struct outline_list *ret_outlines)
{
	const struct plan *plan = run->plan;
	struct outlining outlining = { .run = run, .spans = spans,
		.outlines = ARENA_ARRAY(arena, struct outline, plan->count),
		.kits = ARENA_ARRAY(arena, struct kit_result,
		plan->kit_count) };
	struct gathering gathering = { .arena = arena };
	bool is_done;
	size_t i;

	run->results = ARENA_ARRAY(arena, struct job_result, plan->count);
	is_done = outline_jobs(&outlining, 0, plan->kit_count, diags);
	run->kits = outlining.kits;
	run->kit_count = plan->kit_count;
	is_done = outline_jobs(&outlining, plan->kit_count,
	    plan->count - plan->kit_count, diags) && is_done;
	for (i = 0; i < plan->count; i++) {
		struct outline *outline = gather(&gathering,
		    plan->jobs[i].path, outlining.outlines[i].kind);

		memcpy(outline->digest, outlining.outlines[i].digest,
		    DIGEST_BYTES);
		outline->has_words = outlining.outlines[i].has_words;
	}
	gather_generated(&gathering, run);
	gather_media(&gathering, run, diags);
	is_done = gather_extras(&gathering, run, spans, diags) && is_done;
	if (gathering.count > 0)
		qsort(gathering.items, gathering.count,
		    sizeof(*gathering.items), compare_outlines);
	*ret_outlines = (struct outline_list){ gathering.items,
	    gathering.count };
	return is_done;
}
