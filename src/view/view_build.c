/*
 * A job's view: the globals `page` and `kit`, and the top of its kind.
 * In: a job of the plan, the edition. Out: what its template may name.
 */
#include "fieldkit/view_build.h"

#include <assert.h>
#include <string.h>

#include "parts.h"

#define SITE_ROOT "site/"

/* "Ready for peak season - Munich", in the language of the name. */
static struct text
title_with(const struct viewer *viewer, struct text name, const char *words)
{
	struct variant *variants = ARENA_ARRAY(viewer->arena, struct variant,
	    name.count);
	uint32_t i;

	for (i = 0; i < name.count; i++) {
		variants[i] = name.variants[i];
		variants[i].chars = arena_printf(viewer->arena,
		    "%s \u2013 %s", name.variants[i].chars, words);
		variants[i].len = (uint32_t)strlen(variants[i].chars);
	}
	return (struct text){ name.pos, name.count, variants };
}

struct text
view_office_title(const struct viewer *viewer, const struct record *campaign,
    const struct record *office)
{
	const struct text name = view_title(viewer, campaign);
	const struct text place = view_title(viewer, office);
	const char *words = view_words(viewer, &place);

	if (words == NULL || !edition_has(viewer->edition, office))
		return name;
	return title_with(viewer, name, words);
}

/* Stories of two customers may be called the same: the customer's name tells
 * their pages apart, where the title does not say it already. */
static struct text
case_page_title(struct viewer *viewer)
{
	struct case_choice study = { 0 };
	const char *title, *words;

	if (!view_case(viewer, &study, viewer->job->main, NULL,
	    viewer->edition->clock.as_of_days))
		return view_title(viewer, viewer->job->main);
	title = view_words(viewer, &study.title);
	words = view_words(viewer, &study.customer);
	if (title == NULL || words == NULL || strstr(title, words) != NULL)
		return study.title;
	return title_with(viewer, study.title, words);
}

/* A country and an office may be called the same: "Singapore - Countries of
 * customers". */
static struct text
topic_title(struct viewer *viewer)
{
	return title_with(viewer, view_page_name(viewer), view_message(viewer,
	    view_topic_key(viewer->job->topic->kind), NULL, 0));
}

struct text
view_page_title(struct viewer *viewer)
{
	if (viewer->job->topic != NULL)
		return topic_title(viewer);
	if (viewer->job->office != NULL && viewer->job->main != NULL)
		return view_office_title(viewer, viewer->job->main,
		    viewer->job->office);
	if (viewer->job->kind == VIEW_CASE)
		return case_page_title(viewer);
	return view_page_name(viewer);
}

struct str
view_page_description(const struct viewer *viewer)
{
	const struct text *text = viewer->job->main != NULL
	    ? view_summary(viewer->job->main) : NULL;

	if (text == NULL)
		text = &viewer->model->site->tagline;
	return view_str(viewer, view_words(viewer, text));
}

static bool
match_has_draft(const struct viewer *viewer)
{
	const struct campaign_match *match = mapping_find(
	    viewer->context->plan->mapping, viewer->job->main,
	    viewer->job->office);
	uint32_t i;

	for (i = 0; match != NULL && i < match->solution_count; i++)
		if (edition_is_draft(viewer->edition,
		    match->solutions[i].record))
			return true;
	for (i = 0; match != NULL && i < match->case_count; i++)
		if (edition_is_draft(viewer->edition, match->cases[i].record))
			return true;
	return false;
}

static bool
list_has_draft(const struct viewer *viewer, struct record_list records)
{
	uint32_t i;

	for (i = 0; i < records.count; i++)
		if (edition_is_draft(viewer->edition, records.items[i]))
			return true;
	return false;
}

static bool
has_draft(const struct viewer *viewer)
{
	const struct job *job = viewer->job;

	if (job->main == NULL)
		return false;
	if (edition_is_draft(viewer->edition, job->main) ||
	    (job->office != NULL &&
	    edition_is_draft(viewer->edition, job->office)))
		return true;
	if (job->main->type == RECORD_CAMPAIGN)
		return match_has_draft(viewer);
	return list_has_draft(viewer,
		edition_solutions_of(viewer->edition, job->main)) ||
	    list_has_draft(viewer,
		edition_cases_of(viewer->edition, job->main));
}

static void
add_navigation(struct viewer *viewer, struct page_view *page)
{
	const struct job *job = viewer->job;

	page->home = view_url(viewer, edition_home_path(viewer->edition,
	    viewer->arena, job->lang));
	page->search = view_url(viewer, edition_search_path(viewer->edition,
	    viewer->arena, job->lang));
	if (is_given(&viewer->model->site->base_url))
		page->feed = view_url(viewer, edition_file_path(
		    viewer->edition, viewer->arena, job->lang, FEED_NAME));
	page->coverage = view_url(viewer, edition_coverage_path(
	    viewer->edition, viewer->arena, job->lang));
	page->topics_url = view_url(viewer, edition_topics_path(
	    viewer->edition, viewer->arena, job->lang));
	page->self = view_url(viewer, job->path);
	page->default_url = view_url(viewer, view_path_in(viewer,
	    viewer->model->site->locale.chars));
	page->crumbs = view_crumbs(viewer);
	page->alternates = view_alternates(viewer);
	page->topics = view_page_topics(viewer);
	view_neighbours(viewer, &page->prev, &page->next);
	view_fallback(viewer, &page->fallback);
}

static struct page_view *
view_page(struct viewer *viewer)
{
	struct page_view *page = ARENA_NEW(viewer->arena, struct page_view);
	const struct job *job = viewer->job;

	page->pos = viewer->pos;
	page->kind = view_str(viewer, view_name(job->kind));
	page->title = view_page_title(viewer);
	page->name = view_page_name(viewer);
	page->lang = view_str(viewer, job->lang);
	page->dir = view_str(viewer, lang_is_rtl(job->lang) ? "rtl" : "ltr");
	page->root = view_str(viewer, viewer->is_kit ? "./"
	    : path_relative(viewer->arena, job->path, SITE_ROOT));
	if (!viewer->is_kit)
		add_navigation(viewer, page);
	if (!view_is_letter(job->kind))
		page->url = view_str(viewer, edition_url(viewer->edition,
		    viewer->arena, job->path));
	page->description = view_page_description(viewer);
	page->as_of = (struct date){ viewer->pos,
	    viewer->edition->clock.as_of_days };
	if (job->main != NULL)
		page->approved_on = edition_approved_on(viewer->edition,
		    job->main);
	page->valid_until = view_valid_until(viewer->edition,
	    viewer->context->plan, job);
	page->is_draft = view_boolean(viewer, has_draft(viewer));
	return page;
}

static const void *
view_top(struct viewer *viewer)
{
	switch (viewer->job->kind) {
	case VIEW_HOME:
		return view_of_home(viewer);
	case VIEW_CAMPAIGN:
	case VIEW_CAMPAIGN_OFFICE:
	case VIEW_KIT_CAMPAIGN:
	case VIEW_KIT_LEAVE_BEHIND:
		return view_of_campaign(viewer);
	case VIEW_PARTNER:
	case VIEW_KIT_PARTNER:
		return view_of_partner(viewer);
	case VIEW_SOLUTION:
		return view_of_solution(viewer);
	case VIEW_CASE:
		return view_of_case(viewer);
	case VIEW_OFFICE:
		return view_of_office(viewer);
	case VIEW_COVERAGE:
	case VIEW_KIT_COVERAGE:
		return view_of_coverage(viewer);
	case VIEW_SEARCH:
		return view_of_search(viewer);
	case VIEW_TOPIC:
		return view_of_topic(viewer);
	case VIEW_TOPICS:
		return view_of_topics(viewer);
	case VIEW_NOT_FOUND:
		return view_of_not_found(viewer);
	case VIEW_VERIFY:
		return view_of_verify(viewer);
	case VIEW_LETTER:
		return view_of_letter(viewer);
	case VIEW_LETTER_KIT:
		return view_of_letter_kit(viewer);
	case VIEW_LETTER_NOTICE:
		return view_of_letter_notice(viewer);
	case VIEW_KIND_COUNT:
		break;
	}
	assert(!"a job of no kind");
	return NULL;
}

bool
view_build(struct view *view, struct arena *arena,
    const struct view_context *context, const struct job *job)
{
	struct viewer viewer = {
		.arena = arena, .context = context,
		.edition = context->edition,
		.model = &context->edition->model,
		.job = job,
		.is_kit = view_is_kit(job->kind) || view_is_letter(job->kind),
	};
	struct kit_view *kit = NULL;
	struct page_view *page;
	const void *top;

	viewer.pos = job->main != NULL ? job->main->pos
				       : viewer.model->site->record.pos;
	if (view_is_kit(job->kind)) {
		kit = ARENA_NEW(arena, struct kit_view);
		view_own_kit(&viewer, kit);
	}
	top = view_top(&viewer);
	page = view_page(&viewer);
	/* Who is named is known only now. */
	view_first_end(&page->valid_until, &viewer.contacts_until);
	if (kit != NULL)
		kit->valid_until = page->valid_until;
	*view = (struct view){
		.kind = job->kind,
		.top = top,
		.site = viewer.model->site,
		.edition = &context->edition->view,
		.page = page,
		.kit = kit,
	};
	return !viewer.is_incomplete;
}
