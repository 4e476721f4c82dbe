/*
 * What one thread owns: scratch memory, ICU objects by language, a shaping
 * context. In: languages as jobs need them. Out: opened objects, kept until
 * the build ends, because opening a locale costs more than a page.
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
	struct locale_entry *locales;
	struct type_context *type;
};

struct worker *
workers_new(struct workshop *workshop, unsigned count)
{
	struct worker *workers = mem_alloc(count * sizeof(*workers));
	unsigned i;

	for (i = 0; i < count; i++)
		workers[i] = (struct worker){
			.type = type_context_new(workshop->faces),
		};
	return workers;
}

void
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
	}
	free(workers);
}

struct worker *
worker_at(const struct workshop *workshop, unsigned number)
{
	return &workshop->workers[number];
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
		entry = ARENA_NEW(&worker->kept, struct locale_entry);
		entry->lang = arena_strdup(&worker->kept, lang);
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
