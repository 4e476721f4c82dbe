/*
 * Ways to other pages: up (crumbs), across (the page before and after it, in
 * an order that a list of the site has too), and into other languages.
 */
#include <string.h>

#include "parts.h"

#define CRUMBS_MAX 2

/* Their language may be another than the page's. */
struct text
view_words_text(const struct viewer *viewer, const char *words)
{
	const struct messages *messages = viewer->context->messages;
	struct variant *variant = ARENA_NEW(viewer->arena, struct variant);

	*variant = (struct variant){
		.pos = viewer->pos, .chars = words,
		.len = (uint32_t)strlen(words),
		.lang = messages != NULL ? messages_lang(messages)
					 : viewer->job->lang,
	};
	return (struct text){ viewer->pos, 1, variant };
}

static struct text
message_text(struct viewer *viewer, const char *key)
{
	return view_words_text(viewer, view_message(viewer, key, NULL, 0));
}

struct text
view_page_name(struct viewer *viewer)
{
	const struct job *job = viewer->job;
	struct case_choice study = { 0 };

	if (job->topic != NULL)
		return view_topic_title(viewer, job->topic);
	if (job->kind == VIEW_COVERAGE || job->kind == VIEW_KIT_COVERAGE)
		return message_text(viewer, KEY_COVERAGE);
	if (job->kind == VIEW_SEARCH)
		return message_text(viewer, KEY_SEARCH);
	if (job->kind == VIEW_TOPICS)
		return message_text(viewer, KEY_TOPICS);
	if (job->kind == VIEW_NOT_FOUND)
		return message_text(viewer, KEY_NOT_FOUND);
	if (job->kind == VIEW_VERIFY)
		return view_verify_title(viewer);
	if (job->main == NULL && job->office != NULL)
		return view_title(viewer, job->office);
	if (job->main == NULL)
		return view_text(viewer, viewer->model->site->title.chars);
	if (job->office != NULL &&
	    edition_has(viewer->edition, job->office))
		return view_title(viewer, job->office);
	if (job->kind == VIEW_CASE && view_case(viewer, &study, job->main,
	    NULL, viewer->edition->clock.as_of_days))
		return study.title;
	return view_title(viewer, job->main);
}

static struct crumb_view
crumb_to(struct viewer *viewer, struct text title, const char *path)
{
	return (struct crumb_view){ viewer->pos, title,
	    view_url(viewer, path) };
}

static struct crumb_view
crumb_to_record(struct viewer *viewer, const struct record *record)
{
	return crumb_to(viewer, view_title(viewer, record),
	    edition_record_path(viewer->edition, viewer->arena, record,
	    viewer->job->lang));
}

static struct crumb_view
crumb_to_message(struct viewer *viewer, const char *key, const char *path)
{
	return crumb_to(viewer, message_text(viewer, key), path);
}

/* The record whose page stands above the job's, or NULL: the home page's. */
static const struct record *
record_above(const struct job *job)
{
	if (job->office != NULL)
		return job->main;
	if (job->kind == VIEW_SOLUTION)
		return ((const struct solution *)job->main)->partner.target;
	if (job->kind == VIEW_CASE)
		return ((const struct case_study *)job->main)->partner.target;
	return NULL;
}

struct list
view_crumbs(struct viewer *viewer)
{
	const struct job *job = viewer->job;
	struct crumb_view *crumbs = ARENA_ARRAY(viewer->arena,
	    struct crumb_view, CRUMBS_MAX);
	const struct record *above = record_above(job);
	uint32_t count = 0;

	if (job->kind == VIEW_HOME)
		return (struct list){ .pos = viewer->pos };
	crumbs[count++] = crumb_to_message(viewer, KEY_HOME,
	    edition_home_path(viewer->edition, viewer->arena, job->lang));
	if (above != NULL)
		crumbs[count++] = crumb_to_record(viewer, above);
	else if (job->kind == VIEW_TOPIC)
		crumbs[count++] = crumb_to_message(viewer, KEY_TOPICS,
		    edition_topics_path(viewer->edition, viewer->arena,
		    job->lang));
	return (struct list){ viewer->pos, count, crumbs };
}

const char *
view_path_in(const struct viewer *viewer, const char *lang)
{
	const struct job *job = viewer->job;

	if (job->kind == VIEW_VERIFY)
		return job->path;
	if (job->topic != NULL)
		return edition_topic_path(viewer->edition, viewer->arena,
		    job->topic, lang);
	if (job->kind == VIEW_TOPICS)
		return edition_topics_path(viewer->edition, viewer->arena,
		    lang);
	if (job->kind == VIEW_COVERAGE)
		return edition_coverage_path(viewer->edition, viewer->arena,
		    lang);
	if (job->kind == VIEW_SEARCH)
		return edition_search_path(viewer->edition, viewer->arena,
		    lang);
	/* There is one page of no page; it leads to every home page. */
	if (job->main == NULL)
		return edition_home_path(viewer->edition, viewer->arena, lang);
	if (job->office != NULL)
		return edition_office_path(viewer->edition, viewer->arena,
		    job->main, job->office, lang);
	return edition_record_path(viewer->edition, viewer->arena, job->main,
	    lang);
}

static void
add_alternate(struct viewer *viewer, struct alternate_view *alternates,
    uint32_t *count, const char *lang)
{
	const char *path = view_path_in(viewer, lang);
	const struct job *job = path == NULL ? NULL
	    : plan_find(viewer->context->plan, path);

	/* The page of another language, not this one under another name. */
	if (job == NULL || strcmp(path, viewer->job->path) == 0 ||
	    strcmp(job->lang, lang) != 0)
		return;
	alternates[(*count)++] = (struct alternate_view){ viewer->pos,
	    view_str(viewer, lang),
	    view_str(viewer, edition_autonym(viewer->edition, lang)),
	    view_url(viewer, path) };
}

/* The site's locale first, then the others as they are sorted. */
struct list
view_alternates(struct viewer *viewer)
{
	const struct job *job = viewer->job;
	const struct list *langs = job->topic != NULL ? &job->topic->langs
	    : edition_langs(viewer->edition, job->main);
	struct alternate_view *alternates = ARENA_ARRAY(viewer->arena,
	    struct alternate_view, (size_t)langs->count + 1);
	uint32_t i, count = 0;

	add_alternate(viewer, alternates, &count,
	    viewer->model->site->locale.chars);
	for (i = 0; i < langs->count; i++)
		add_alternate(viewer, alternates, &count,
		    LIST_AT(*langs, struct str, i)->chars);
	return (struct list){ viewer->pos, count, alternates };
}

typedef int (*record_order)(struct viewer *viewer, const struct record *a,
    const struct record *b);

static int
order_by_id(struct viewer *viewer, const struct record *a,
    const struct record *b)
{
	(void)viewer;
	return strcmp(a->id, b->id);
}

static int
order_by_start(struct viewer *viewer, const struct record *a,
    const struct record *b)
{
	int32_t start = ((const struct campaign *)a)->start.days;
	int32_t other = ((const struct campaign *)b)->start.days;

	if (start != other)
		return start < other ? -1 : 1;
	return order_by_id(viewer, a, b);
}

/* Those next to `self` in the order; it need not be among them. */
static void
find_neighbours(struct viewer *viewer, struct record_list records,
    const struct record *self, record_order order,
    const struct record *ret_near[2])
{
	uint32_t i;

	ret_near[0] = ret_near[1] = NULL;
	for (i = 0; i < records.count; i++) {
		const struct record *record = records.items[i];
		int place = order(viewer, record, self);
		int side = place > 0;

		if (place == 0)
			continue;
		if (ret_near[side] == NULL || (order(viewer, record,
		    ret_near[side]) > 0) != (side == 1))
			ret_near[side] = record;
	}
}

/* The offices of the same region; of none, where it has none. */
static struct record_list
offices_beside(struct viewer *viewer, const struct office *office)
{
	const struct record_set *set = &viewer->model->sets[RECORD_OFFICE];
	const struct record **items = ARENA_ARRAY(viewer->arena,
	    const struct record *, set->count);
	uint32_t i, count = 0;

	for (i = 0; i < set->count; i++)
		if (((const struct office *)set->items[i])->region.target ==
		    office->region.target)
			items[count++] = set->items[i];
	return (struct record_list){ items, count };
}

/* The offices that run the page's campaign, as its own page lists them. */
static struct record_list
offices_running(struct viewer *viewer)
{
	const struct mapping *mapping = viewer->context->plan->mapping;
	const struct campaign_match *alone = mapping_find(mapping,
	    viewer->job->main, NULL);
	const struct campaign_match *end = mapping->matches + mapping->count;
	const struct campaign_match *match;
	const struct record **items = ARENA_ARRAY(viewer->arena,
	    const struct record *, viewer->edition->addressees.count);
	uint32_t count = 0;

	for (match = alone + 1; match < end &&
	    match->campaign == alone->campaign; match++)
		if (edition_has(viewer->edition, match->office))
			items[count++] = match->office;
	return (struct record_list){ items, count };
}

static void
set_neighbour(struct viewer *viewer, struct crumb_view *crumb,
    const struct record *record)
{
	const struct job *job = viewer->job;

	if (record == NULL)
		return;
	if (job->kind == VIEW_CAMPAIGN_OFFICE)
		*crumb = crumb_to(viewer, view_title(viewer, record),
		    edition_office_path(viewer->edition, viewer->arena,
		    job->main, record, job->lang));
	else
		*crumb = crumb_to_record(viewer, record);
}

void
view_neighbours(struct viewer *viewer, struct crumb_view *prev,
    struct crumb_view *next)
{
	const struct edition *edition = viewer->edition;
	const struct record_set *campaigns =
	    &viewer->model->sets[RECORD_CAMPAIGN];
	const struct job *job = viewer->job;
	const struct record *self = job->main, *near[2];
	struct record_list records = { 0 };
	record_order order = order_by_id;

	if (job->kind == VIEW_CASE && record_above(job) != NULL) {
		records = edition_cases_of(edition, record_above(job));
	} else if (job->kind == VIEW_SOLUTION && record_above(job) != NULL) {
		records = edition_solutions_of(edition, record_above(job));
	} else if (job->kind == VIEW_CAMPAIGN) {
		records = (struct record_list){ campaigns->items,
		    campaigns->count };
		order = order_by_start;
	} else if (job->kind == VIEW_CAMPAIGN_OFFICE) {
		records = offices_running(viewer);
		self = job->office;
	} else if (job->kind == VIEW_OFFICE) {
		records = offices_beside(viewer,
		    (const struct office *)job->main);
		order = view_compare_names;
	}
	find_neighbours(viewer, records, self, order, near);
	set_neighbour(viewer, prev, near[0]);
	set_neighbour(viewer, next, near[1]);
}
