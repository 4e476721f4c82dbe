/*
 * The views of the home page and of the search page: campaigns by priority
 * and date, what is new, and everything by name. In: the whole edition. Out:
 * lists in an order that the reader can follow, names collated as the page's
 * language does.
 */
#include <stdlib.h>
#include <string.h>

#include "parts.h"

#define NEWS_MAX 12
#define PRIORITY_NONE 100

struct named {
	const char *name;
	const struct record *record;
};

static int
compare_named(const void *left, const void *right, void *locale)
{
	const struct named *a = left, *b = right;
	int order = locale != NULL ? format_compare(locale, a->name, b->name)
				   : strcmp(a->name, b->name);

	return order != 0 ? order : strcmp(a->record->id, b->record->id);
}

struct record_list
view_by_name(struct viewer *viewer, enum record_type type)
{
	const struct record_set *set = &viewer->model->sets[type];
	struct named *named = ARENA_ARRAY(viewer->arena, struct named,
	    set->count);
	const struct record **items = ARENA_ARRAY(viewer->arena,
	    const struct record *, set->count);
	uint32_t i;

	for (i = 0; i < set->count; i++) {
		const struct text title = view_title(viewer, set->items[i]);
		const char *name = view_words(viewer, &title);

		named[i] = (struct named){ name != NULL ? name : "",
		    set->items[i] };
	}
	if (set->count > 0)
		qsort_r(named, set->count, sizeof(*named), compare_named,
		    viewer->context->locale);
	for (i = 0; i < set->count; i++)
		items[i] = named[i].record;
	return (struct record_list){ items, set->count };
}

struct list
view_list_by_name(struct viewer *viewer, enum record_type type)
{
	struct record_list records = view_by_name(viewer, type);

	return view_records(viewer, records.items, records.count);
}

/* How much the reader's side wants it; 1 is first. */
static int64_t
priority_of(const struct campaign *campaign, bool is_partner)
{
	const struct integer *wish = is_partner ? &campaign->priority.partner
						: &campaign->priority.vendor;

	return is_given(wish) ? wish->number : PRIORITY_NONE;
}

static int
compare_cards(const void *left, const void *right, void *context)
{
	const struct campaign_card *one = left, *two = right;
	const struct campaign *a = (const struct campaign *)one->campaign;
	const struct campaign *b = (const struct campaign *)two->campaign;
	bool is_partner = *(const bool *)context;
	int64_t order = priority_of(a, is_partner) -
	    priority_of(b, is_partner);

	if (order == 0)
		order = (int64_t)a->end.days - b->end.days;
	if (order != 0)
		return order < 0 ? -1 : 1;
	return strcmp(a->record.id, b->record.id);
}

static struct list
campaign_cards(struct viewer *viewer)
{
	const struct mapping *mapping = viewer->context->plan->mapping;
	struct campaign_card *cards = ARENA_ARRAY(viewer->arena,
	    struct campaign_card, viewer->model->sets[RECORD_CAMPAIGN].count);
	bool is_partner = viewer->edition->view.is_partner.is_true;
	uint32_t count = 0;
	size_t i;

	for (i = 0; i < mapping->count; i++) {
		const struct campaign_match *match = &mapping->matches[i];

		if (match->office == NULL)
			cards[count++] = (struct campaign_card){
				.pos = viewer->pos,
				.campaign = match->campaign,
				.offices = view_integer(viewer, 0),
				.solutions = view_integer(viewer,
				    match->solutions_passed),
				.cases = view_integer(viewer,
				    match->cases_passed),
			};
		else
			cards[count - 1].offices.number++;
	}
	if (count > 0)
		qsort_r(cards, count, sizeof(*cards), compare_cards,
		    &is_partner);
	return (struct list){ viewer->pos, count, cards };
}

const void *
view_of_home(struct viewer *viewer)
{
	struct home_view *top = ARENA_NEW(viewer->arena, struct home_view);
	struct record_list cases = view_by_name(viewer, RECORD_CASE_STUDY);

	top->pos = viewer->pos;
	top->campaigns = campaign_cards(viewer);
	top->offices = view_list_by_name(viewer, RECORD_OFFICE);
	top->partners = view_list_by_name(viewer, RECORD_PARTNER);
	top->solutions = view_list_by_name(viewer, RECORD_SOLUTION);
	top->cases = view_cases(viewer, cases, NULL, cases.count);
	top->news = view_news(viewer, NEWS_MAX);
	return top;
}

const void *
view_of_search(struct viewer *viewer)
{
	struct search_view *top = ARENA_NEW(viewer->arena, struct search_view);

	top->pos = viewer->pos;
	top->campaigns = view_list_by_name(viewer, RECORD_CAMPAIGN);
	top->offices = view_list_by_name(viewer, RECORD_OFFICE);
	return top;
}
