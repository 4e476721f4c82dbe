/*
 * Pages of topics: what has an industry, a product, a customer's country or a
 * tag, and the list of all topics. In: the topics of an edition. Out: lists by
 * name, as the page's language sorts them.
 */
#include <stdlib.h>
#include <string.h>

#include "parts.h"

const char *
view_topic_key(enum topic_kind kind)
{
	static const char *const keys[TOPIC_KIND_COUNT] = {
		[TOPIC_INDUSTRY] = KEY_INDUSTRIES,
		[TOPIC_PRODUCT] = KEY_PRODUCTS,
		[TOPIC_COUNTRY] = KEY_COUNTRIES,
		[TOPIC_TAG] = KEY_TAGS,
	};

	return keys[kind];
}

struct text
view_topic_title(struct viewer *viewer, const struct topic *topic)
{
	if (topic->record != NULL)
		return view_title(viewer, topic->record);
	if (topic->kind == TOPIC_COUNTRY && viewer->context->locale != NULL)
		return view_text(viewer, format_country(
		    viewer->context->locale, viewer->arena, topic->id));
	return view_text(viewer, topic->id);
}

static struct topic_link
link_to(struct viewer *viewer, const struct topic *topic)
{
	return (struct topic_link){
		.pos = viewer->pos,
		.kind = { viewer->pos, (int32_t)topic->kind },
		.title = view_topic_title(viewer, topic),
		.url = view_url(viewer, edition_topic_path(viewer->edition,
		    viewer->arena, topic, viewer->job->lang)),
		.count = view_integer(viewer, topic->carriers.count),
	};
}

/* Links while they are gathered. */
struct links {
	struct viewer *viewer;
	struct topic_link *items;
	uint32_t count;
};

static struct links
links_start(struct viewer *viewer, uint32_t size)
{
	return (struct links){ viewer,
	    ARENA_ARRAY(viewer->arena, struct topic_link, size), 0 };
}

static struct list
links_end(const struct links *links)
{
	return (struct list){ links->viewer->pos, links->count,
	    links->items };
}

static void
add_link(struct links *links, enum topic_kind kind, const char *id)
{
	const struct topic *topic = edition_topic(links->viewer->edition,
	    kind, id);

	if (topic != NULL)
		links->items[links->count++] = link_to(links->viewer, topic);
}

static void
add_refs(struct links *links, enum topic_kind kind, const struct list *refs)
{
	uint32_t i;

	for (i = 0; i < refs->count; i++)
		add_link(links, kind, LIST_AT(*refs, struct ref, i)->id);
}

/* Of the copy that the page shows. */
static void
add_case_links(struct links *links, const struct case_study *study)
{
	if (study->customer.industry.target != NULL)
		add_link(links, TOPIC_INDUSTRY, study->customer.industry.id);
	if (is_given(&study->customer.country))
		add_link(links, TOPIC_COUNTRY,
		    study->customer.country.chars);
	add_refs(links, TOPIC_PRODUCT, &study->products);
}

struct list
view_page_topics(struct viewer *viewer)
{
	static const struct list none;
	const struct record *record = viewer->job->main;
	const struct list *industries = &none, *products = &none;
	const struct case_study *study = NULL;
	struct links links;
	uint32_t i;

	if (record == NULL || viewer->is_kit)
		return (struct list){ .pos = viewer->pos };
	if (record->type == RECORD_PARTNER) {
		industries = &((const struct partner *)record)->industries;
	} else if (record->type == RECORD_SOLUTION) {
		industries = &((const struct solution *)record)->industries;
		products = &((const struct solution *)record)->products;
	} else if (record->type == RECORD_CAMPAIGN) {
		industries = &((const struct campaign *)record)->industries;
		products = &((const struct campaign *)record)->products;
	} else if (record->type == RECORD_CASE_STUDY) {
		study = (const struct case_study *)record;
		products = &study->products;
	}
	links = links_start(viewer, industries->count + products->count +
	    record->tags.count + 2);
	add_refs(&links, TOPIC_INDUSTRY, industries);
	if (study != NULL)
		add_case_links(&links, study);
	else
		add_refs(&links, TOPIC_PRODUCT, products);
	for (i = 0; i < record->tags.count; i++)
		add_link(&links, TOPIC_TAG,
		    LIST_AT(record->tags, struct str, i)->chars);
	return links_end(&links);
}

static struct record_list
carriers_of(struct viewer *viewer, enum record_type type)
{
	const struct record_list *all = &viewer->job->topic->carriers;
	uint32_t first = 0, end;

	while (first < all->count && all->items[first]->type != type)
		first++;
	for (end = first; end < all->count && all->items[end]->type == type;)
		end++;
	return view_by_name(viewer, all->items + first, end - first);
}

static struct list
records_of(struct viewer *viewer, enum record_type type)
{
	struct record_list records = carriers_of(viewer, type);

	return view_records(viewer, records.items, records.count);
}

static bool
is_below(const struct topic *below, const struct topic *above)
{
	return below->record != NULL && above->record != NULL &&
	    ((const struct vocab_entry *)below->record)->parent.target ==
	    above->record;
}

/* What stands above it in the vocabulary, then what stands below. */
static struct list
related_topics(struct viewer *viewer)
{
	const struct topic *topic = viewer->job->topic;
	struct topic_list all = edition_topics(viewer->edition);
	struct links links = links_start(viewer, all.count);
	uint32_t i;

	for (i = 0; i < all.count; i++)
		if (all.items[i].kind == topic->kind &&
		    is_below(topic, &all.items[i]))
			links.items[links.count++] = link_to(viewer,
			    &all.items[i]);
	for (i = 0; i < all.count; i++)
		if (all.items[i].kind == topic->kind &&
		    is_below(&all.items[i], topic))
			links.items[links.count++] = link_to(viewer,
			    &all.items[i]);
	return links_end(&links);
}

const void *
view_of_topic(struct viewer *viewer)
{
	struct topic_view *top = ARENA_NEW(viewer->arena, struct topic_view);
	const struct topic *topic = viewer->job->topic;
	struct record_list cases = carriers_of(viewer, RECORD_CASE_STUDY);

	top->pos = viewer->pos;
	top->kind = (struct choice){ viewer->pos, (int32_t)topic->kind };
	top->title = view_topic_title(viewer, topic);
	top->campaigns = records_of(viewer, RECORD_CAMPAIGN);
	top->solutions = records_of(viewer, RECORD_SOLUTION);
	top->cases = view_cases(viewer, cases, NULL, cases.count);
	top->partners = records_of(viewer, RECORD_PARTNER);
	top->related = related_topics(viewer);
	return top;
}

static int
compare_links(const void *left, const void *right, void *context)
{
	const struct topic_link *a = left, *b = right;
	const struct viewer *viewer = context;
	const char *name = view_words(viewer, &a->title);
	const char *other = view_words(viewer, &b->title);
	int order = viewer->context->locale != NULL
	    ? format_compare(viewer->context->locale, name, other)
	    : strcmp(name, other);

	return order != 0 ? order : strcmp(a->url.chars, b->url.chars);
}

static struct list
topics_of(struct viewer *viewer, enum topic_kind kind)
{
	struct topic_list all = edition_topics(viewer->edition);
	struct links links = links_start(viewer, all.count);
	uint32_t i;

	for (i = 0; i < all.count; i++)
		if (all.items[i].kind == kind)
			links.items[links.count++] = link_to(viewer,
			    &all.items[i]);
	if (links.count > 0)
		qsort_r(links.items, links.count, sizeof(*links.items),
		    compare_links, viewer);
	return links_end(&links);
}

const void *
view_of_topics(struct viewer *viewer)
{
	struct topics_view *top = ARENA_NEW(viewer->arena,
	    struct topics_view);

	top->pos = viewer->pos;
	top->industries = topics_of(viewer, TOPIC_INDUSTRY);
	top->products = topics_of(viewer, TOPIC_PRODUCT);
	top->countries = topics_of(viewer, TOPIC_COUNTRY);
	top->tags = topics_of(viewer, TOPIC_TAG);
	return top;
}

const void *
view_of_not_found(struct viewer *viewer)
{
	struct not_found_view *top = ARENA_NEW(viewer->arena,
	    struct not_found_view);
	struct list cards = view_campaign_cards(viewer);
	struct crumb_view *links = ARENA_ARRAY(viewer->arena,
	    struct crumb_view, cards.count);
	uint32_t i;

	for (i = 0; i < cards.count; i++) {
		const struct record *campaign = LIST_AT(cards,
		    struct campaign_card, i)->campaign;

		links[i] = (struct crumb_view){ viewer->pos,
		    view_title(viewer, campaign),
		    view_url(viewer, edition_record_path(viewer->edition,
		    viewer->arena, campaign, viewer->job->lang)) };
	}
	top->pos = viewer->pos;
	top->campaigns = (struct list){ viewer->pos, cards.count, links };
	return top;
}
