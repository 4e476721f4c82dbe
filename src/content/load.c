/*
 * The model out of all files. In: what the scan found. Out: sets of records,
 * sorted by id, references resolved.
 *
 * site.yaml comes first, since its language is the language of every plain
 * text. All other files are loaded by a pool of threads, each with an arena
 * and diagnostics of its own, which are merged in the order of the scan.
 */
#include "fieldkit/content.h"

#include <stdlib.h>
#include <string.h>

#include "fieldkit/limits.h"
#include "fieldkit/pool.h"
#include "load_record.h"
#include "resolve.h"

/* Files that one turn of the loop loads: enough to pay for the turn. */
#define CHUNK 16

struct chunk {
	struct arena arena;
	struct diags diags;
};

struct load {
	const struct content *content;
	struct sources *sources;
	const char *locale;
	struct loaded_records *loaded;	/* one for each content_record */
	struct chunk *chunks;
};

static void
load_chunk(void *context, unsigned worker, size_t i)
{
	struct load *load = context;
	struct chunk *chunk = &load->chunks[i];
	size_t at = i * CHUNK, end = at + CHUNK;
	struct bind bind = { .arena = &chunk->arena, .diags = &chunk->diags,
		.sources = load->sources, .content = load->content,
		.locale = load->locale };

	(void)worker;
	for (; at < end && at < load->content->count; at++)
		if (load->content->records[at].type != RECORD_SITE)
			load_record(&bind, load->sources,
			    &load->content->records[at], &load->loaded[at]);
}

static void
load_files(struct load *load, struct arena *arena, unsigned threads,
    struct diags *diags)
{
	size_t count = (load->content->count + CHUNK - 1) / CHUNK, i;

	load->chunks = ARENA_ARRAY(arena, struct chunk, count);
	for (i = 0; i < count; i++)
		diags_init(&load->chunks[i].diags, load->sources);
	pool_run(threads, count, load_chunk, load);
	for (i = 0; i < count; i++) {
		arena_absorb(arena, &load->chunks[i].arena);
		diags_merge(diags, &load->chunks[i].diags);
		diags_release(&load->chunks[i].diags);
	}
}

static const struct site *
load_site(struct load *load, struct arena *arena, struct diags *diags)
{
	struct bind bind = { .arena = arena, .diags = diags,
		.sources = load->sources, .content = load->content,
		.locale = "en" };
	size_t i;

	for (i = 0; i < load->content->count; i++) {
		if (load->content->records[i].type != RECORD_SITE)
			continue;
		load_record(&bind, load->sources, &load->content->records[i],
		    &load->loaded[i]);
		load->locale = bind.locale;
		return (const struct site *)(const void *)
		    load->loaded[i].items[0];
	}
	diag_report(diags, DIAG_SITE_MISSING, SOURCE_NOWHERE,
	    "there is no %s/site.yaml; it names the site, its vendor and its "
	    "editions", load->content->dir);
	return NULL;
}

static int
compare_ids(const void *left, const void *right)
{
	const struct record *const *a = left, *const *b = right;

	return strcmp((*a)->id, (*b)->id);
}

const struct site *
site_load(struct arena *arena, struct sources *sources,
    const struct content *content, struct diags *diags)
{
	struct load load = { .content = content, .sources = sources };

	load.loaded = ARENA_ARRAY(arena, struct loaded_records,
	    content->count);
	return load_site(&load, arena, diags);
}

/* The records of one type; the scan has each type's files together. */
static void
fill_set(struct record_set *set, struct arena *arena,
    const struct load *load, enum record_type type, struct diags *diags)
{
	size_t i, j, count = 0;

	for (i = 0; i < load->content->count; i++)
		if (load->content->records[i].type == type)
			count += load->loaded[i].count;
	if (count > LIMIT_RECORDS) {
		diag_report(diags, DIAG_LIMIT_PASSED, SOURCE_NOWHERE,
		    "there are %zu %s; at most %d are read", count,
		    record_schema(type)->name, LIMIT_RECORDS);
		return;
	}
	set->items = ARENA_ARRAY(arena, const struct record *, count);
	for (i = 0; i < load->content->count; i++)
		for (j = 0; load->content->records[i].type == type &&
		     j < load->loaded[i].count; j++)
			set->items[set->count++] = load->loaded[i].items[j];
	if (set->count > 0)
		qsort(set->items, set->count, sizeof(*set->items),
		    compare_ids);
}

bool
model_load(struct model *model, struct arena *arena,
    struct sources *sources, const struct content *content,
    unsigned threads, struct diags *diags)
{
	struct load load = { .content = content, .sources = sources };
	bool is_incomplete[RECORD_TYPE_COUNT] = { false };
	enum record_type type;
	size_t i;

	*model = (struct model){ .content_dir = content->dir };
	load.loaded = ARENA_ARRAY(arena, struct loaded_records,
	    content->count);
	model->site = load_site(&load, arena, diags);
	if (model->site == NULL)
		return false;
	load_files(&load, arena, threads, diags);
	for (type = 0; type < RECORD_TYPE_COUNT; type++)
		fill_set(&model->sets[type], arena, &load, type, diags);
	for (i = 0; i < content->count; i++) {
		if (load.loaded[i].is_incomplete)
			is_incomplete[content->records[i].type] = true;
		if (load.loaded[i].is_misplaced)
			is_incomplete[load.loaded[i].meant] = true;
	}
	resolve_model(model, arena, content, is_incomplete, diags);
	load_images(model, arena, content, threads, diags);
	return true;
}
