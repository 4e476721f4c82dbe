/*
 * One job: view, tree, bytes. In: a job of the plan. Out: its bytes and what
 * a manifest says of them. Everything that a kit's render reads is in its
 * digest; when the run knows of a kit in place that was made with the same
 * digest, rendering is left out.
 *
 * A kit prints its own id, which is made of its digest: so it is composed
 * once with a stand-in for the id, and again with the id. Its tree is kept as
 * it is composed first; where that differs from the tree of an earlier edition
 * a kit that says so is composed in between.
 */
#include "jobs.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "fieldkit/html.h"

static const struct messages *
job_messages(const struct run *run, const struct job *job)
{
	return theme_messages(run->workshop->theme, job->lang,
	    run->workshop->site->locale.chars);
}

void
job_fallback_langs(const struct site *site, struct arena *arena,
    struct compose_options *options)
{
	const char **langs = ARENA_ARRAY(arena, const char *,
	    site->fallback.count + 1);
	uint32_t i;

	for (i = 0; i < site->fallback.count; i++)
		langs[i] = LIST_AT(site->fallback, struct str, i)->chars;
	langs[i] = site->locale.chars;
	options->fallback = langs;
	options->fallback_count = i + 1;
}

const struct doc_node *
job_compose(const struct run *run, struct worker *worker,
    struct links *links, const struct kit_facts *facts, struct view *ret_view)
{
	const struct job *job = links->job;
	struct arena *arena = worker_arena(worker);
	struct link_resolver resolver = links_resolver(links);
	struct view_context context = {
		.edition = run->edition, .plan = run->plan,
		.messages = job_messages(run, job),
		.locale = worker_locale(worker, job->lang),
		.kits = run->kits, .kit_count = run->kit_count,
		.own_kit_id = facts != NULL ? facts->id : NULL,
		.changes = facts != NULL ? facts->changes : NULL,
		.previous_kit_id = facts != NULL ? facts->previous_id : NULL,
	};
	struct compose_options options = {
		.lang = job->lang, .messages = context.messages,
		.locale = context.locale, .links = &resolver,
	};

	struct doc_node *root;

	job_fallback_langs(run->workshop->site, arena, &options);
	if (!view_build(ret_view, arena, &context, job))
		return NULL;
	root = template_run(run->workshop->programs[job->kind], arena,
	    ret_view, &options, &links->result->diags);
	if (root != NULL && !view_is_kit(job->kind))
		pictures_dress(run->workshop, arena, root,
		    &links->result->diags);
	return root;
}

const struct doc_node *
job_compose_alone(const struct run *run, const struct job *job,
    struct job_result *ret_result, struct view *ret_view)
{
	struct worker *worker = worker_at(&run->workshop->tools, 0);
	struct links links = { .run = run, .job = job, .result = ret_result,
		.kept = worker_kept(worker) };
	const struct kit_facts facts = { .id = KIT_ID_STAND_IN };

	*ret_result = (struct job_result){ .file = { .path = job->path } };
	worker_empty(worker);
	diags_init(&ret_result->diags, run->workshop->sources);
	return job_compose(run, worker, &links,
	    view_is_kit(job->kind) ? &facts : NULL, ret_view);
}

static int
compare_strings(const void *a, const void *b)
{
	const char *const *left = a, *const *right = b;

	return strcmp(*left, *right);
}

void
job_sources(const struct workshop *workshop, struct arena *arena,
    const struct doc_node *root, struct manifest_file *file)
{
	uint32_t count = workshop->sources->count, i;
	unsigned char *is_used = mem_alloc(count);
	size_t prefix = strlen(workshop->content_dir);
	struct doc_iter iter = doc_iter_start(root);

	memset(is_used, 0, count);
	while (doc_iter_next(&iter))
		if (iter.node->pos.file < count)
			is_used[iter.node->pos.file] = 1;
	file->sources = ARENA_ARRAY(arena, const char *, count);
	file->source_count = 0;
	for (i = 1; i < count; i++) {
		const char *path = workshop->sources->items[i].path;

		if (is_used[i] && strncmp(path, workshop->content_dir,
		    prefix) == 0 && path[prefix] == '/')
			file->sources[file->source_count++] =
			    path + prefix + 1;
	}
	free(is_used);
	if (file->source_count > 0)
		qsort(file->sources, file->source_count,
		    sizeof(*file->sources), compare_strings);
}

static const char *
date_string(struct arena *arena, const struct date *date)
{
	return is_given(date) ? format_date_iso(arena, date->days) : "";
}

static const char *
record_id(const struct record *record)
{
	return record != NULL ? record->id : "";
}

static const char *
kit_title(const struct run *run, struct arena *kept, const struct view *view)
{
	struct compose_options options = { 0 };
	const struct variant *variant;

	job_fallback_langs(run->workshop->site, kept, &options);
	variant = text_variant(&view->page->title, view->page->lang.chars,
	    options.fallback, options.fallback_count);
	return variant != NULL ? arena_strdup(kept, variant->chars) : "";
}

/* The kit's row of the manifest, but for its pages. */
static void
fill_kit(const struct run *run, struct job_result *result,
    struct arena *kept, const struct job *job, const struct view *view,
    const char *id)
{
	static const char *const kinds[] = {
		[KIT_CAMPAIGN] = "campaign", [KIT_PARTNER] = "partner",
		[KIT_LEAVE_BEHIND] = "leave-behind",
		[KIT_COVERAGE] = "coverage",
	};
	bool is_partner = job->kind == VIEW_KIT_PARTNER;

	result->valid_until = view->page->valid_until;
	result->kit = (struct manifest_kit){
		.id = arena_strdup(kept, id),
		.kind = kinds[view->kit->kind.index],
		.campaign = is_partner ? "" : record_id(job->main),
		.office = record_id(job->office),
		.partner = is_partner ? record_id(job->main) : "",
		.lang = job->lang,
		.title = kit_title(run, kept, view),
		.valid_until = date_string(kept, &view->page->valid_until),
	};
	result->file.kit = &result->kit;
}

void
job_digest_tree(struct digest *digest, const struct run *run,
    const struct doc_node *root, const struct job_result *result)
{
	struct diags ignored = { 0 };
	uint32_t i;

	doc_digest(digest, root);
	for (i = 0; i < result->media_count; i++) {
		const struct image_asset *asset = media_find(
		    run->workshop->media, result->media_names[i],
		    SOURCE_NOWHERE, &ignored);

		digest_add_string(digest, asset != NULL ? asset->digest : "");
	}
	diags_release(&ignored);
}

/* Everything that a kit's bytes depend on. */
static void
kit_digest(const struct run *run, const struct job *job,
    const struct doc_node *root, const struct job_result *result,
    unsigned char ret_bytes[DIGEST_BYTES])
{
	struct digest *digest = digest_new();

	digest_add_string(digest, run->workshop->style_digest);
	digest_add_string(digest, job->lang);
	digest_add_number(digest, job->is_letter);
	job_digest_tree(digest, run, root, result);
	digest_finish(digest, ret_bytes);
	digest_free(digest);
}

static const struct image_asset *
find_image(void *context, const char *name, struct source_pos pos,
    struct diags *diags)
{
	return media_find(context, name, pos, diags);
}

bool
job_layout(const struct run *run, struct worker *worker,
    const struct doc_node *root, const struct view *view,
    struct job_result *result, const struct job *job,
    struct page_list *ret_pages)
{
	struct layout_images images = {
		.context = run->workshop->media, .find = find_image,
	};
	struct layout_options options = {
		.lang = job->lang, .is_letter = job->is_letter,
		.faces = run->workshop->tools.faces, .type = worker_type(worker),
		.images = &images,
	};

	if (!layout_pages(root, run->workshop->style, &options,
	    worker_arena(worker), &result->diags, ret_pages))
		return false;
	ret_pages->author = run->workshop->site->publisher.chars;
	ret_pages->kit_id = view->kit->id.chars;
	ret_pages->date_days = PAGES_NO_DATE;
	return true;
}

static void
write_kit(const struct run *run, struct worker *worker,
    const struct doc_node *root, const struct view *view,
    struct job_result *result, const struct job *job, struct strbuf *out)
{
	const struct workshop *workshop = run->workshop;
	struct pdf_sizes sizes;
	struct pdf_options options = {
		.producer = GENERATOR, .shared = workshop->pdf_shared,
		.sizes = &sizes,
	};
	struct page_list pages = { 0 };

	if (job_layout(run, worker, root, view, result, job, &pages) &&
	    pdf_write(&pages, &options, worker_arena(worker), &result->diags,
	    out)) {
		result->kit.pages = pages.page_count;
		result->file.bytes = (int64_t)out->len;
		budget_keep(&result->file.sizes, worker_kept(worker), &sizes);
		fallbacks_keep(&result->file.sizes, workshop, worker, &pages);
		result->is_done = true;
		budget_check(workshop->site, result);
	}
}

static const struct manifest_file *
find_current(const struct run *run, const struct job_result *result)
{
	return run->find_current == NULL ? NULL : run->find_current(
	    run->current_context, result->file.path, result->file.digest);
}

/* The kit's tree without its id, kept where it is staged; with what changed
 * since the previous edition, where there is one. */
static const struct doc_node *
compose_kit(const struct run *run, struct worker *worker,
    struct links *links, struct kit_facts *facts, struct view *view)
{
	struct job_result *result = links->result;
	const struct job *job = links->job;
	const struct doc_node *root = job_compose(run, worker, links, facts,
	    view);
	struct tree tree;

	if (root == NULL || (run->emit == NULL && run->previous == NULL))
		return root;
	tree_take(&tree, worker_arena(worker), root, job->lang,
	    date_string(worker_arena(worker), &view->page->valid_until));
	if (run->emit != NULL) {
		tree_format(&tree, &result->tree_text);
		result->tree = (struct manifest_file){ .kind = TREE_KIND,
			.path = tree_path(worker_kept(worker), job->path) };
	}
	if (!job_changes(run, worker, job, &tree, &result->diags, facts))
		return NULL;
	return facts->changes == NULL ? root : job_compose(run, worker,
	    links, facts, view);
}

/* What the kit tells of changes, for the message that brings it. */
static void
keep_changes(struct job_result *result, struct arena *kept,
    const struct campaign_view *top)
{
	const char **lines;
	uint32_t i;

	if (top->changes.count == 0)
		return;
	lines = ARENA_ARRAY(kept, const char *, top->changes.count);
	for (i = 0; i < top->changes.count; i++) {
		const struct change_view *change = LIST_AT(top->changes,
		    struct change_view, i);

		lines[i] = is_given(&change->name) ?
		    arena_printf(kept, "%s \u2013 %s", change->name.chars,
		    change->text.chars) :
		    arena_strdup(kept, change->text.chars);
	}
	result->since = arena_strdup(kept, top->previous_kit.chars);
	result->changes = lines;
	result->change_count = top->changes.count;
}

static void
render_kit(const struct run *run, struct worker *worker,
    struct job_result *result, const struct job *job, struct strbuf *out)
{
	struct links links = { .run = run, .job = job, .result = result,
		.kept = worker_kept(worker) };
	struct kit_facts facts = { .id = KIT_ID_STAND_IN };
	unsigned char bytes[DIGEST_BYTES];
	char id[KIT_ID_CHARS + 1];
	const struct manifest_file *current;
	const struct doc_node *root;
	struct view view;
	int i;

	root = compose_kit(run, worker, &links, &facts, &view);
	if (root == NULL)
		return;
	kit_digest(run, job, root, result, bytes);
	for (i = 0; i < DIGEST_BYTES; i++)
		snprintf(result->file.digest + 2 * i, 3, "%02x", bytes[i]);
	digest_kit_id(bytes, id);
	fill_kit(run, result, worker_kept(worker), job, &view, id);
	job_sources(run->workshop, worker_kept(worker), root, &result->file);
	if (job->kind == VIEW_KIT_CAMPAIGN)
		keep_changes(result, worker_kept(worker), view.top);
	current = find_current(run, result);
	if (current != NULL && current->kit != NULL) {
		result->kit.pages = current->kit->pages;
		result->file.bytes = current->bytes;
		memcpy(result->file.sha256, current->sha256,
		    sizeof(current->sha256));
		result->file.sizes = current->sizes;
		result->is_skipped = result->is_done = true;
		budget_check(run->workshop->site, result);
		return;
	}
	facts.id = id;
	root = job_compose(run, worker, &links, &facts, &view);
	if (root != NULL)
		write_kit(run, worker, root, &view, result, job, out);
}

/* The home page speaks for all of them: they share a layout. */
static void
remember_policy(struct job_result *result, struct arena *kept,
    const struct doc_node *root)
{
	const char *policy = policy_find(root);

	if (policy != NULL)
		result->policy = arena_strdup(kept, policy);
}

static void
render_page(const struct run *run, struct worker *worker,
    struct job_result *result, const struct job *job, struct strbuf *out)
{
	struct links links = { .run = run, .job = job, .result = result,
		.kept = worker_kept(worker) };
	const struct doc_node *root;
	struct view view;

	root = job_compose(run, worker, &links, NULL, &view);
	if (root == NULL)
		return;
	job_sources(run->workshop, worker_kept(worker), root, &result->file);
	if (job->kind == VIEW_HOME)
		remember_policy(result, worker_kept(worker), root);
	if (run->write_page != NULL)
		run->write_page(run->write_context, worker_arena(worker),
		    root, out);
	else
		html_render(root, out);
	result->file.bytes = (int64_t)out->len;
	result->is_done = true;
}

void
job_render(const struct run *run, struct worker *worker,
    const struct job *job, struct job_result *result, struct strbuf *out)
{
	size_t errors;

	arena_reset(worker_arena(worker));
	diags_init(&result->diags, run->workshop->sources);
	result->file = (struct manifest_file){
		.path = job->path,
		.kind = view_is_kit(job->kind) ? "kit" : "page",
	};
	if (view_is_kit(job->kind))
		render_kit(run, worker, result, job, out);
	else
		render_page(run, worker, result, job, out);
	errors = result->diags.errors;
	assert(result->is_done || errors > 0);
	result->is_done = result->is_done && errors == 0;
}

void
job_make(const struct run *run, struct worker *worker, size_t number)
{
	struct job_result *result = &run->results[number];
	struct strbuf bytes = { 0 };

	job_render(run, worker, &run->plan->jobs[number], result, &bytes);
	if (result->is_done && !result->is_skipped)
		result->is_done = emit_stage(run->emit, &result->file,
		    bytes.bytes, bytes.len, &result->diags);
	if (result->is_done && result->tree.path != NULL)
		result->is_done = emit_stage(run->emit, &result->tree,
		    result->tree_text.bytes, result->tree_text.len,
		    &result->diags);
	strbuf_release(&result->tree_text);
	strbuf_release(&bytes);
}
