/*
 * What threads share. In: generations, one after another, and what is found
 * wrong with them. Out: the newest good one, a report, and a wake-up for who
 * waits. One lock guards all of it and is held for moments only: nothing is
 * loaded, made or sent under it.
 */
#include "preview.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "report.h"

/* Pages kept, and the largest of them. */
#define KEPT_PAGES 64
#define KEPT_BYTES ((size_t)1024 * 1024)

struct kept_page {
	char *url;
	struct strbuf html;
};

struct preview {
	pthread_mutex_t lock;		/* guards all below */
	pthread_cond_t changed;
	pthread_cond_t freed;		/* a worker is */
	struct generation *shown;
	unsigned generation_count;
	struct strbuf report;
	unsigned report_number;
	bool is_current, is_checked, is_loading, is_ending;
	struct worker **free_workers;
	unsigned free_worker_count;
	struct kept_page kept[KEPT_PAGES];
	unsigned next_kept;
	unsigned long long started_ms;	/* tells one server from the next */
};

static void
init_condition(pthread_cond_t *condition)
{
	pthread_condattr_t attributes;

	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(condition, &attributes);
	pthread_condattr_destroy(&attributes);
}

struct preview *
preview_new(const struct tools *tools)
{
	struct preview *preview = mem_alloc(sizeof(*preview));
	struct timespec now;
	unsigned i;

	clock_gettime(CLOCK_REALTIME, &now);
	*preview = (struct preview){
		.started_ms = (unsigned long long)now.tv_sec * 1000 +
		    (unsigned long long)now.tv_nsec / 1000000,
		.free_workers = mem_alloc(tools->worker_count *
		    sizeof(*preview->free_workers)),
		.free_worker_count = tools->worker_count,
	};
	for (i = 0; i < tools->worker_count; i++)
		preview->free_workers[i] = worker_at(tools, i);
	pthread_mutex_init(&preview->lock, NULL);
	init_condition(&preview->changed);
	init_condition(&preview->freed);
	return preview;
}

void
preview_free(struct preview *preview)
{
	unsigned i;

	generation_free(preview->shown);
	for (i = 0; i < KEPT_PAGES; i++) {
		free(preview->kept[i].url);
		strbuf_release(&preview->kept[i].html);
	}
	strbuf_release(&preview->report);
	free(preview->free_workers);
	pthread_cond_destroy(&preview->changed);
	pthread_cond_destroy(&preview->freed);
	pthread_mutex_destroy(&preview->lock);
	free(preview);
}

void
preview_stamp(const struct preview *preview,
    const struct generation *generation, char ret_stamp[PREVIEW_STAMP_CHARS])
{
	snprintf(ret_stamp, PREVIEW_STAMP_CHARS, "%llx-%u",
	    preview->started_ms, generation == NULL ? 0 : generation->number);
}

/* Writes the report anew and wakes who waits for it. With the lock held. */
static void
tell(struct preview *preview, const struct diags *diags)
{
	struct report report = {
		.diags = diags,
		.is_current = preview->is_current,
		.is_checked = preview->is_checked,
	};

	preview_stamp(preview, preview->shown, report.stamp);
	strbuf_clear(&preview->report);
	report_write(&report, &preview->report);
	preview->report_number++;
	pthread_cond_broadcast(&preview->changed);
}

void
preview_await(struct preview *preview)
{
	pthread_mutex_lock(&preview->lock);
	preview->is_loading = true;
	pthread_mutex_unlock(&preview->lock);
}

void
preview_show(struct preview *preview, struct generation *generation)
{
	struct generation *last = generation;

	pthread_mutex_lock(&preview->lock);
	preview->is_current = generation->is_good;
	preview->is_checked = false;
	preview->is_loading = false;
	if (generation->is_good) {
		generation->number = ++preview->generation_count;
		last = preview->shown;
		preview->shown = generation;
	}
	tell(preview, &generation->build.diags);
	if (last != NULL && last != generation && --last->users > 0)
		last = NULL;		/* its last user will free it */
	pthread_mutex_unlock(&preview->lock);
	generation_free(last);
}

void
preview_found(struct preview *preview, const struct generation *generation,
    const struct diags *diags)
{
	pthread_mutex_lock(&preview->lock);
	if (diags->count > 0 && preview->shown == generation &&
	    preview->is_current) {
		struct diags *all = &preview->shown->build.diags;
		size_t count = all->count;

		diags_merge(all, diags);
		diags_sort(all);
		if (all->count != count)
			tell(preview, all);
	}
	pthread_mutex_unlock(&preview->lock);
}

void
preview_checked(struct preview *preview, const struct generation *generation)
{
	pthread_mutex_lock(&preview->lock);
	if (preview->shown == generation && preview->is_current) {
		preview->is_checked = true;
		tell(preview, &preview->shown->build.diags);
	}
	pthread_mutex_unlock(&preview->lock);
}

/* With the lock held. */
static struct generation *
use_shown(struct preview *preview)
{
	if (preview->shown != NULL)
		preview->shown->users++;
	return preview->shown;
}

struct generation *
preview_use(struct preview *preview)
{
	struct generation *generation;

	pthread_mutex_lock(&preview->lock);
	generation = use_shown(preview);
	pthread_mutex_unlock(&preview->lock);
	return generation;
}

void
preview_drop(struct preview *preview, struct generation *generation)
{
	bool is_last;

	pthread_mutex_lock(&preview->lock);
	is_last = --generation->users == 0;
	pthread_mutex_unlock(&preview->lock);
	if (is_last)
		generation_free(generation);
}

bool
preview_is_settled(struct preview *preview,
    const struct generation *generation)
{
	bool is_settled;

	pthread_mutex_lock(&preview->lock);
	is_settled = preview->shown == generation && !preview->is_loading &&
	    !preview->is_ending;
	pthread_mutex_unlock(&preview->lock);
	return is_settled;
}

struct generation *
preview_wait_generation(struct preview *preview, unsigned seen)
{
	struct generation *generation = NULL;

	pthread_mutex_lock(&preview->lock);
	while (!preview->is_ending && preview->generation_count == seen)
		pthread_cond_wait(&preview->changed, &preview->lock);
	if (!preview->is_ending)
		generation = use_shown(preview);
	pthread_mutex_unlock(&preview->lock);
	return generation;
}

enum preview_news
preview_wait_report(struct preview *preview, unsigned *seen,
    unsigned seconds, struct strbuf *report)
{
	enum preview_news news = PREVIEW_SILENCE;
	struct timespec until;
	int status = 0;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += seconds;
	pthread_mutex_lock(&preview->lock);
	while (!preview->is_ending && preview->report_number == *seen &&
	    status != ETIMEDOUT)
		status = pthread_cond_timedwait(&preview->changed,
		    &preview->lock, &until);
	if (preview->is_ending) {
		news = PREVIEW_END;
	} else if (preview->report_number != *seen) {
		strbuf_add(report, preview->report.bytes, preview->report.len);
		*seen = preview->report_number;
		news = PREVIEW_REPORT;
	}
	pthread_mutex_unlock(&preview->lock);
	return news;
}

void
preview_end(struct preview *preview)
{
	pthread_mutex_lock(&preview->lock);
	preview->is_ending = true;
	pthread_cond_broadcast(&preview->changed);
	pthread_mutex_unlock(&preview->lock);
}

struct worker *
preview_take_worker(struct preview *preview)
{
	struct worker *worker;

	pthread_mutex_lock(&preview->lock);
	while (preview->free_worker_count == 0)
		pthread_cond_wait(&preview->freed, &preview->lock);
	worker = preview->free_workers[--preview->free_worker_count];
	pthread_mutex_unlock(&preview->lock);
	return worker;
}

void
preview_give_worker(struct preview *preview, struct worker *worker)
{
	worker_empty(worker);
	pthread_mutex_lock(&preview->lock);
	preview->free_workers[preview->free_worker_count++] = worker;
	pthread_cond_signal(&preview->freed);
	pthread_mutex_unlock(&preview->lock);
}

/* With the lock held. */
static struct kept_page *
find_kept(struct preview *preview, const char *url)
{
	unsigned i;

	for (i = 0; i < KEPT_PAGES; i++)
		if (preview->kept[i].url != NULL &&
		    strcmp(preview->kept[i].url, url) == 0)
			return &preview->kept[i];
	return NULL;
}

void
preview_keep_page(struct preview *preview, const char *url,
    const struct strbuf *html)
{
	struct kept_page *page;

	if (html->len > KEPT_BYTES)
		return;
	pthread_mutex_lock(&preview->lock);
	page = find_kept(preview, url);
	if (page == NULL) {
		size_t len = strlen(url) + 1;

		page = &preview->kept[preview->next_kept++ % KEPT_PAGES];
		page->url = mem_realloc(page->url, len);
		memcpy(page->url, url, len);
	}
	strbuf_clear(&page->html);
	strbuf_add(&page->html, html->bytes, html->len);
	pthread_mutex_unlock(&preview->lock);
}

bool
preview_find_page(struct preview *preview, const char *url,
    struct strbuf *html)
{
	const struct kept_page *page;

	pthread_mutex_lock(&preview->lock);
	page = find_kept(preview, url);
	if (page != NULL)
		strbuf_add(html, page->html.bytes, page->html.len);
	pthread_mutex_unlock(&preview->lock);
	return page != NULL;
}
