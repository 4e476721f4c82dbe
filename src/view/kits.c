/*
 * Kits as pages show them, and as they show themselves. In: the plan, and
 * what was rendered so far. Out: kit views; what is not known yet - id, pages,
 * bytes of a kit that was not rendered - is not given.
 */
#include <string.h>

#include "parts.h"

#define KITS_FOLDER "kits/"

struct str
view_url(const struct viewer *viewer, const char *path)
{
	const char *url = NULL;

	if (path == NULL)
		return (struct str){ 0 };
	if (viewer->is_kit || viewer->job->kind == VIEW_NOT_FOUND)
		url = edition_url(viewer->edition, viewer->arena, path);
	if (url == NULL && !viewer->is_kit)
		url = path_relative(viewer->arena, viewer->job->path, path);
	return view_str(viewer, url);
}

static const struct kit_result *
find_result(const struct view_context *context, const char *path)
{
	size_t low = 0, high = context->kit_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(context->kits[middle].path, path);

		if (order == 0)
			return &context->kits[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

static enum kit_kind
kit_kind_of(enum view_kind kind)
{
	static const enum kit_kind kinds[VIEW_KIND_COUNT] = {
		[VIEW_KIT_CAMPAIGN] = KIT_CAMPAIGN,
		[VIEW_KIT_PARTNER] = KIT_PARTNER,
		[VIEW_KIT_LEAVE_BEHIND] = KIT_LEAVE_BEHIND,
		[VIEW_KIT_COVERAGE] = KIT_COVERAGE,
	};

	return kinds[kind];
}

static void
kit_fill(struct viewer *viewer, struct kit_view *kit, const struct job *job)
{
	bool is_partner = job->kind == VIEW_KIT_PARTNER;

	kit->pos = viewer->pos;
	kit->kind = (struct choice){ viewer->pos,
	    (int32_t)kit_kind_of(job->kind) };
	kit->file = view_str(viewer, job->path + strlen(KITS_FOLDER));
	kit->lang = view_str(viewer, job->lang);
	kit->paper = view_str(viewer, job->is_letter ? "Letter" : "A4");
	kit->valid_until = view_valid_until(viewer->edition,
	    viewer->context->plan, job);
	kit->stamp = view_str(viewer, edition_stamp(viewer->edition,
	    viewer->arena, job->office));
	kit->campaign = is_partner ? NULL : job->main;
	kit->partner = is_partner ? job->main : NULL;
	if (job->office != NULL && edition_has(viewer->edition, job->office))
		kit->office = job->office;
}

bool
view_kit(struct viewer *viewer, struct kit_view *kit, const char *path)
{
	const struct job *job = plan_find(viewer->context->plan, path);
	const struct kit_result *result;

	result = find_result(viewer->context, path);
	if (job == NULL || (result != NULL && result->is_withdrawn))
		return false;
	kit_fill(viewer, kit, job);
	kit->url = view_url(viewer, job->path);
	if (viewer->context->kit_count == 0)	/* a page alone: fieldkit dump */
		kit->id = view_str(viewer, "--------");
	if (result != NULL) {
		if (is_given(&result->valid_until))
			kit->valid_until = result->valid_until;
		kit->id = view_str(viewer,
		    arena_strdup(viewer->arena, result->id));
		kit->pages = view_integer(viewer, result->pages);
		kit->bytes = view_integer(viewer, (int64_t)result->bytes);
	}
	return true;
}

const char *
view_office_kit_path(const struct viewer *viewer,
    const struct record *campaign, const struct record *record)
{
	const struct office *office = (const struct office *)record;
	const char *lang = office->languages.count > 0
	    ? LIST_AT(office->languages, struct str, 0)->chars
	    : viewer->model->site->locale.chars;

	return arena_printf(viewer->arena, KITS_FOLDER "%s_%s_%s.pdf",
	    campaign->id, record->id, lang);
}

const char *
view_partner_kit_path(const struct viewer *viewer,
    const struct record *partner)
{
	return arena_printf(viewer->arena, KITS_FOLDER "partner_%s_%s.pdf",
	    partner->id, viewer->model->site->locale.chars);
}

void
view_own_kit(struct viewer *viewer, struct kit_view *kit)
{
	const struct job *job = viewer->job;

	kit_fill(viewer, kit, job);
	kit->id = view_str(viewer, viewer->context->own_kit_id);
	kit->url = view_url(viewer, view_kit_page_path(viewer, job,
	    job->lang));
	kit->verify_url = view_url(viewer, edition_verify_path(
	    viewer->edition, viewer->arena, viewer->context->own_kit_id));
}
