/*
 * What one thread owns: scratch memory, ICU objects by language, a shaping
 * context. In: languages as jobs need them. Out: opened objects, kept as long
 * as the tools, because opening a locale costs more than a page.
 */
#include "jobs.h"

#include <stdlib.h>
#include <string.h>

struct locale_entry {
	struct locale_entry *next;
	const char *lang;
	struct format_locale *locale;
};

struct worker {
	struct arena scratch;
	struct arena kept;
	struct arena own;		/* of the entries below */
	struct locale_entry *locales;
	struct type_context *type;
};

static struct worker *
workers_new(struct type_faces *faces, unsigned count)
{
	struct worker *workers = mem_alloc(count * sizeof(*workers));
	unsigned i;

	for (i = 0; i < count; i++)
		workers[i] = (struct worker){
			.type = type_context_new(faces),
		};
	return workers;
}

static void
workers_free(struct worker *workers, unsigned count)
{
	struct locale_entry *entry;
	unsigned i;

	for (i = 0; workers != NULL && i < count; i++) {
		for (entry = workers[i].locales; entry != NULL;
		    entry = entry->next)
			format_locale_free(entry->locale);
		type_context_free(workers[i].type);
		arena_release(&workers[i].scratch);
		arena_release(&workers[i].kept);
		arena_release(&workers[i].own);
	}
	free(workers);
}

void
tools_open(struct tools *tools, unsigned worker_count)
{
	tools->faces = type_faces_new();
	tools->workers = workers_new(tools->faces, worker_count);
	tools->worker_count = worker_count;
}

void
tools_close(struct tools *tools)
{
	workers_free(tools->workers, tools->worker_count);
	type_faces_free(tools->faces);
	*tools = (struct tools){ 0 };
}

struct worker *
worker_at(const struct tools *tools, unsigned number)
{
	return &tools->workers[number];
}

void
worker_empty(struct worker *worker)
{
	arena_reset(&worker->scratch);
	arena_reset(&worker->kept);
}

struct arena *
worker_arena(struct worker *worker)
{
	return &worker->scratch;
}

struct arena *
worker_kept(struct worker *worker)
{
	return &worker->kept;
}

struct format_locale *
worker_locale(struct worker *worker, const char *lang)
{
	struct locale_entry *entry = worker->locales;

	while (entry != NULL && strcmp(entry->lang, lang) != 0)
		entry = entry->next;
	if (entry == NULL) {
		entry = ARENA_NEW(&worker->own, struct locale_entry);
		entry->lang = arena_strdup(&worker->own, lang);
		entry->locale = format_locale_new(lang);
		entry->next = worker->locales;
		worker->locales = entry;
	}
	return entry->locale;
}

struct type_context *
worker_type(struct worker *worker)
{
	return worker->type;
}
