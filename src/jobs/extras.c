/*
 * The extras of an edition. In: the run, its pages made. Out: their files,
 * staged, and their rows for the manifest.
 *
 * Planners are asked in the order of the table, the files are sorted by
 * path, then written by all threads; results are merged in that order, so no
 * thread is seen in them.
 */
#include "extras.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "fieldkit/pool.h"

static extra_planner *const planners[] = {
	plan_calendars, plan_contacts, plan_feeds, plan_letters, plan_robots,
	plan_servers, plan_sitemap, plan_slots, plan_verify,
};

const char *const extra_message_keys[] = {
	"feed.title", "feed.partner", "feed.solution", "feed.case",
	"feed.campaign", NULL,
};

struct extra_result {
	struct manifest_file file;
	struct diags diags;
};

struct making {
	const struct run *run;
	const struct extra_list *list;
	struct extra_result *results;	/* one an extra */
};

void
extra_add(struct extra_list *list, const struct extra *extra)
{
	assert(extra->path != NULL && extra->kind != NULL);
	if (list->count == list->size) {
		struct extra *old = list->items;

		list->size = list->size == 0 ? 64 : list->size * 2;
		list->items = ARENA_ARRAY(list->arena, struct extra,
		    list->size);
		if (list->count > 0)
			memcpy(list->items, old, list->count * sizeof(*old));
	}
	list->items[list->count++] = *extra;
}

struct doc_node *
extra_compose(const struct extra_job *job, const struct job *made,
    struct view_context *context)
{
	const struct run *run = job->run;
	struct job_result result = { 0 };
	struct links links = { .run = run, .job = made, .result = &result,
		.kept = job->arena };
	struct link_resolver resolver = links_resolver(&links);
	struct compose_options options = {
		.lang = made->lang, .messages = job->messages,
		.locale = job->locale, .links = &resolver,
	};
	struct view view;

	context->edition = run->edition;
	context->plan = run->plan;
	context->messages = job->messages;
	context->locale = job->locale;
	context->kits = run->kits;
	context->kit_count = run->kit_count;
	job_fallback_langs(run->workshop->site, job->arena, &options);
	if (!view_build(&view, job->arena, context, made))
		return NULL;
	return template_run(run->workshop->programs[made->kind], job->arena,
	    &view, &options, job->diags);
}

const struct variant *
extra_variant(const struct extra_job *job, const struct text *text)
{
	const struct site *site = job->run->workshop->site;
	const char **langs = ARENA_ARRAY(job->arena, const char *,
	    site->fallback.count + 1);
	uint32_t i;

	for (i = 0; i < site->fallback.count; i++)
		langs[i] = LIST_AT(site->fallback, struct str, i)->chars;
	langs[i] = site->locale.chars;
	return text_variant(text, format_locale_lang(job->locale), langs,
	    i + 1);
}

/* NULL where readers of the extra's language need no mark. */
static const char *
other_lang(const struct extra_job *job, const char *lang)
{
	return lang_serves(lang, format_locale_lang(job->locale)) ? NULL
								   : lang;
}

const char *
extra_variant_lang(const struct extra_job *job,
    const struct variant *variant)
{
	return other_lang(job, variant->lang);
}

const char *
extra_words_lang(const struct extra_job *job)
{
	return other_lang(job, messages_lang(job->messages));
}

static int
compare_extras(const void *left, const void *right)
{
	const struct extra *a = left, *b = right;

	return strcmp(a->path, b->path);
}

/* Sorted, each path once: a family may name a file for every place that
 * shows it. */
static void
sort_extras(struct extra_list *list)
{
	size_t i, kept = 0;

	if (list->count == 0)
		return;
	qsort(list->items, list->count, sizeof(*list->items), compare_extras);
	for (i = 0; i < list->count; i++)
		if (kept == 0 || strcmp(list->items[kept - 1].path,
		    list->items[i].path) != 0)
			list->items[kept++] = list->items[i];
	list->count = kept;
}

/* The content file that the extra is made of. */
static void
fill_sources(const struct workshop *workshop, struct arena *kept,
    const struct extra *extra, struct manifest_file *file)
{
	size_t prefix = strlen(workshop->content_dir);
	const char *path;

	if (extra->record == NULL)
		return;
	assert(extra->record->pos.file < workshop->sources->count);
	path = workshop->sources->items[extra->record->pos.file].path;
	if (strncmp(path, workshop->content_dir, prefix) != 0 ||
	    path[prefix] != '/')
		return;
	file->sources = ARENA_ARRAY(kept, const char *, 1);
	file->sources[0] = path + prefix + 1;
	file->source_count = 1;
}

bool
extra_make(const struct run *run, struct worker *worker,
    const struct extra *extra, struct manifest_file *file,
    struct diags *diags, struct strbuf *out)
{
	const struct workshop *workshop = run->workshop;
	const char *locale = workshop->site->locale.chars;
	const char *lang = extra->lang != NULL ? extra->lang : locale;
	const struct extra_job job = {
		.run = run, .extra = extra, .arena = worker_arena(worker),
		.locale = worker_locale(worker, lang),
		.messages = theme_messages(workshop->theme, lang, locale),
		.file = file, .kept = worker_kept(worker), .diags = diags,
	};

	*file = (struct manifest_file){
		.path = extra->path, .kind = extra->kind,
	};
	fill_sources(workshop, worker_kept(worker), extra, file);
	if (!extra->write(&job, out))
		return false;
	file->bytes = (int64_t)out->len;
	return true;
}

static void
stage_extra(void *context, unsigned number, size_t i)
{
	const struct making *making = context;
	const struct run *run = making->run;
	const struct extra *extra = &making->list->items[i];
	struct extra_result *result = &making->results[i];
	struct worker *worker = worker_at(&run->workshop->tools, number);
	struct strbuf bytes = { 0 };

	arena_reset(worker_arena(worker));
	diags_init(&result->diags, run->workshop->sources);
	if (!extra_make(run, worker, extra, &result->file, &result->diags,
	    &bytes) || !emit_stage(run->emit, &result->file,
	    strbuf_string(&bytes), bytes.len, &result->diags))
		assert(result->diags.errors > 0);
	strbuf_release(&bytes);
}

void
extras_plan(struct extra_list *list, const struct run *run,
    struct arena *arena)
{
	size_t i;

	*list = (struct extra_list){ .run = run, .arena = arena };
	for (i = 0; i < sizeof(planners) / sizeof(planners[0]); i++)
		planners[i](list);
	sort_extras(list);
}

const struct extra *
extras_find(const struct extra_list *list, const char *path)
{
	const struct extra key = { .path = path };

	if (list->count == 0)
		return NULL;
	return bsearch(&key, list->items, list->count, sizeof(key),
	    compare_extras);
}

bool
extras_stage(const struct run *run, struct arena *arena,
    struct diags *diags, struct manifest_file **ret_files,
    size_t *ret_count)
{
	struct extra_list list;
	struct making making = { .run = run, .list = &list };
	size_t errors = diags->errors, i;

	extras_plan(&list, run, arena);
	making.results = ARENA_ARRAY(arena, struct extra_result, list.count);
	*ret_files = ARENA_ARRAY(arena, struct manifest_file, list.count);
	*ret_count = list.count;
	pool_run(run->workshop->tools.worker_count, list.count, stage_extra,
	    &making);
	for (i = 0; i < list.count; i++) {
		(*ret_files)[i] = making.results[i].file;
		diags_merge(diags, &making.results[i].diags);
		diags_release(&making.results[i].diags);
	}
	return diags->errors == errors;
}
