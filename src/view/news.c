/*
 * What is new. In: the whole edition. Out: its records that have a page and a
 * day, newest first, for the home page and for feeds.
 *
 * The day is that of the approval where the reader may know it, but not
 * before the record was published; other readers know the day of publication,
 * of going live, of a campaign's start. Days to come are no news.
 */
#include <stdlib.h>
#include <string.h>

#include "parts.h"

/* When a record was new, as far as its reader may know. */
static struct date
news_date(const struct viewer *viewer, const struct record *record)
{
	struct date approved = edition_approved_on(viewer->edition, record);

	if (is_given(&record->publish_from) && (!is_given(&approved) ||
	    approved.days < record->publish_from.days))
		return record->publish_from;
	if (is_given(&approved))
		return approved;
	if (record->type == RECORD_CASE_STUDY)
		return ((const struct case_study *)record)->live_since;
	if (record->type == RECORD_CAMPAIGN)
		return ((const struct campaign *)record)->start;
	return (struct date){ 0 };
}

static int
compare_news(const void *left, const void *right)
{
	const struct news_view *a = left, *b = right;

	if (a->on.days != b->on.days)
		return a->on.days > b->on.days ? -1 : 1;
	if (a->record->type != b->record->type)
		return a->record->type > b->record->type ? -1 : 1;
	return strcmp(a->record->id, b->record->id);
}

static uint32_t
add_news(const struct viewer *viewer, enum record_type type,
    struct news_view *news, uint32_t count)
{
	const struct record_set *set = &viewer->model->sets[type];
	uint32_t i;

	for (i = 0; i < set->count; i++) {
		struct date on = news_date(viewer, set->items[i]);

		if (is_given(&on) &&
		    on.days <= viewer->edition->clock.as_of_days)
			news[count++] = (struct news_view){
				.pos = set->items[i]->pos,
				.record = set->items[i], .on = on,
			};
	}
	return count;
}

struct list
view_news(struct viewer *viewer, uint32_t limit)
{
	static const enum record_type types[] = { RECORD_PARTNER,
	    RECORD_SOLUTION, RECORD_CASE_STUDY, RECORD_CAMPAIGN };
	struct news_view *news;
	uint32_t i, size = 0, count = 0;
	size_t t;

	for (t = 0; t < sizeof(types) / sizeof(types[0]); t++)
		size += viewer->model->sets[types[t]].count;
	news = ARENA_ARRAY(viewer->arena, struct news_view, size);
	for (t = 0; t < sizeof(types) / sizeof(types[0]); t++)
		count = add_news(viewer, types[t], news, count);
	qsort(news, count, sizeof(*news), compare_news);
	if (count > limit)
		count = limit;
	for (i = 0; i < count; i++) {
		news[i].title = view_title(viewer, news[i].record);
		news[i].url = view_url(viewer, edition_record_path(
		    viewer->edition, viewer->arena, news[i].record,
		    viewer->job->lang));
	}
	return (struct list){ viewer->pos, count, news };
}

struct list
view_feed(struct arena *arena, const struct view_context *context,
    const struct job *home, uint32_t limit)
{
	struct viewer viewer = {
		.arena = arena, .context = context,
		.edition = context->edition,
		.model = &context->edition->model, .job = home,
		.pos = context->edition->model.site->record.pos,
	};

	return view_news(&viewer, limit);
}

const struct text *
view_summary(const struct record *record)
{
	if (record->type == RECORD_PARTNER)
		return &((const struct partner *)record)->summary.short_text;
	if (record->type == RECORD_SOLUTION)
		return &((const struct solution *)record)->pitch.short_text;
	if (record->type == RECORD_CASE_STUDY)
		return &((const struct case_study *)record)->summary;
	return NULL;
}
