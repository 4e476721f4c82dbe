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

/* How much the reader's side wants it; 1 is first. */
static int64_t
priority_of(const struct campaign *campaign, bool is_partner)
{
	const struct integer *wish = is_partner ? &campaign->priority.partner
						: &campaign->priority.vendor;

	return is_given(wish) ? wish->number : PRIORITY_NONE;
}

int
view_compare_campaigns(const struct viewer *viewer, const struct record *left,
    const struct record *right)
{
	const struct campaign *a = (const struct campaign *)left;
	const struct campaign *b = (const struct campaign *)right;
	bool is_partner = viewer->edition->view.is_partner.is_true;
	int64_t order = priority_of(a, is_partner) -
	    priority_of(b, is_partner);

	if (order == 0)
		order = (int64_t)a->end.days - b->end.days;
	if (order != 0)
		return order < 0 ? -1 : 1;
	return strcmp(left->id, right->id);
}

static int
compare_cards(const void *left, const void *right, void *viewer)
{
	const struct campaign_card *a = left, *b = right;

	return view_compare_campaigns(viewer, a->campaign, b->campaign);
}

struct list
view_campaign_cards(struct viewer *viewer)
{
	const struct mapping *mapping = viewer->context->plan->mapping;
	struct campaign_card *cards = ARENA_ARRAY(viewer->arena,
	    struct campaign_card, viewer->model->sets[RECORD_CAMPAIGN].count);
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
		qsort_r(cards, count, sizeof(*cards), compare_cards, viewer);
	return (struct list){ viewer->pos, count, cards };
}

/* The records of a type, sorted by what they are called. */
static struct record_list
sorted(struct viewer *viewer, enum record_type type)
{
	const struct record_set *set = &viewer->model->sets[type];

	return view_by_name(viewer, set->items, set->count);
}

static struct list
list_of(const struct viewer *viewer, struct record_list records)
{
	return view_records(viewer, records.items, records.count);
}

const void *
view_of_home(struct viewer *viewer)
{
	struct home_view *top = ARENA_NEW(viewer->arena, struct home_view);
	struct record_list offices = sorted(viewer, RECORD_OFFICE);
	struct record_list partners = sorted(viewer, RECORD_PARTNER);
	struct record_list solutions = sorted(viewer, RECORD_SOLUTION);
	struct record_list cases = sorted(viewer, RECORD_CASE_STUDY);

	top->pos = viewer->pos;
	top->campaigns = view_campaign_cards(viewer);
	top->offices = list_of(viewer, offices);
	top->partners = list_of(viewer, partners);
	top->solutions = list_of(viewer, solutions);
	top->cases = view_cases(viewer, cases, NULL, cases.count);
	top->news = view_news(viewer, NEWS_MAX);
	top->offices_by_region = view_by_region(viewer, offices);
	top->partners_by_letter = view_by_letter(viewer, partners);
	top->solutions_by_letter = view_by_letter(viewer, solutions);
	top->cases_by_letter = view_cases_by_letter(viewer, cases);
	return top;
}

const void *
view_of_search(struct viewer *viewer)
{
	struct search_view *top = ARENA_NEW(viewer->arena, struct search_view);

	top->pos = viewer->pos;
	top->campaigns = list_of(viewer, sorted(viewer, RECORD_CAMPAIGN));
	top->offices = list_of(viewer, sorted(viewer, RECORD_OFFICE));
	return top;
}
