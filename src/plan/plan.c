/*
 * The jobs of an edition: every page and every kit, in a total order.
 *
 * In: an edition. Out: the mapping of its campaigns, and jobs sorted by path,
 * kits first, since pages show what the kits turned out to be. A page stands
 * in the site's locale and again in every language that its record has texts
 * in; the page of a campaign at an office once more in the office's first
 * language. A kit is in the office's first language, whatever texts there are.
 */
#include "fieldkit/plan.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "fieldkit/coverage.h"
#include "fieldkit/match.h"
#include "index.h"

struct planner {
	struct plan *plan;
	struct arena *arena;
	const struct edition *edition;
	size_t size;
};

static void
add_job(struct planner *planner, const struct job *job)
{
	struct plan *plan = planner->plan;

	if (job->path == NULL)
		return;
	if (plan->count == planner->size) {
		struct job *old = plan->jobs;

		planner->size = planner->size == 0 ? 256 : planner->size * 2;
		plan->jobs = ARENA_ARRAY(planner->arena, struct job,
		    planner->size);
		if (plan->count > 0)
			memcpy(plan->jobs, old, plan->count * sizeof(*old));
	}
	plan->jobs[plan->count++] = *job;
}

static bool
has_kits(const struct edition *edition, enum kit_kind kind)
{
	const struct list *kits = &edition->spec->kits;
	uint32_t i;

	for (i = 0; i < kits->count; i++)
		if (LIST_AT(*kits, struct choice, i)->index == (int32_t)kind)
			return true;
	return false;
}

static const char *
office_lang(const struct edition *edition, const struct office *office)
{
	return office->languages.count > 0
	    ? LIST_AT(office->languages, struct str, 0)->chars
	    : edition->model.site->locale.chars;
}

static void
add_office_kits(struct planner *planner, const struct campaign_match *match)
{
	const struct office *office = (const struct office *)match->office;
	const char *lang = office_lang(planner->edition, office);
	struct job job = {
		.kind = VIEW_KIT_CAMPAIGN, .lang = lang,
		.main = match->campaign, .office = match->office,
		.is_letter = office->paper.index == PAPER_LETTER,
	};

	job.path = arena_printf(planner->arena, "kits/%s_%s_%s.pdf",
	    match->campaign->id, match->office->id, lang);
	if (has_kits(planner->edition, KIT_CAMPAIGN))
		add_job(planner, &job);
	job.kind = VIEW_KIT_LEAVE_BEHIND;
	if (has_kits(planner->edition, KIT_LEAVE_BEHIND))
		add_job(planner, &job);
}

static void
add_partner_kits(struct planner *planner)
{
	const struct model *model = &planner->edition->model;
	const struct record_set *partners = &model->sets[RECORD_PARTNER];
	const char *lang = model->site->locale.chars;
	uint32_t i;

	if (!has_kits(planner->edition, KIT_PARTNER))
		return;
	for (i = 0; i < partners->count; i++) {
		const struct job job = {
			.kind = VIEW_KIT_PARTNER, .lang = lang,
			.main = partners->items[i],
			.path = arena_printf(planner->arena,
			    "kits/partner_%s_%s.pdf", partners->items[i]->id,
			    lang),
		};

		add_job(planner, &job);
	}
}

static void
add_page(struct planner *planner, enum view_kind kind,
    const struct record *record, const char *lang)
{
	const struct job job = {
		.kind = kind, .lang = lang, .main = record,
		.path = record == NULL
		    ? edition_home_path(planner->edition, planner->arena, lang)
		    : edition_record_path(planner->edition, planner->arena,
			record, lang),
	};

	add_job(planner, &job);
}

/* The page in the locale and in each of `langs`. */
static void
add_pages(struct planner *planner, enum view_kind kind,
    const struct record *record, const struct list *langs)
{
	uint32_t i;

	add_page(planner, kind, record,
	    planner->edition->model.site->locale.chars);
	for (i = 0; i < langs->count; i++)
		add_page(planner, kind, record,
		    LIST_AT(*langs, struct str, i)->chars);
}

static void
add_record_pages(struct planner *planner)
{
	static const struct { enum record_type type; enum view_kind kind; }
	kinds[] = {
		{ RECORD_CAMPAIGN, VIEW_CAMPAIGN },
		{ RECORD_PARTNER, VIEW_PARTNER },
		{ RECORD_SOLUTION, VIEW_SOLUTION },
		{ RECORD_CASE_STUDY, VIEW_CASE },
		{ RECORD_OFFICE, VIEW_OFFICE },
	};
	size_t k;
	uint32_t i;

	for (k = 0; k < sizeof(kinds) / sizeof(kinds[0]); k++) {
		const struct record_set *set =
		    &planner->edition->model.sets[kinds[k].type];

		for (i = 0; i < set->count; i++)
			add_pages(planner, kinds[k].kind, set->items[i],
			    &set->items[i]->langs);
	}
}

static void
add_office_pages(struct planner *planner, const struct campaign_match *match)
{
	struct job job = {
		.kind = VIEW_CAMPAIGN_OFFICE,
		.lang = planner->edition->model.site->locale.chars,
		.main = match->campaign, .office = match->office,
	};

	job.path = edition_office_path(planner->edition, planner->arena,
	    match->campaign, match->office, job.lang);
	add_job(planner, &job);
	job.lang = office_page_lang(planner->edition, match->campaign,
	    match->office);
	if (job.lang == NULL)
		return;
	job.path = edition_office_path(planner->edition, planner->arena,
	    match->campaign, match->office, job.lang);
	add_job(planner, &job);
}

/* One in every language that the home page stands in. */
static void
add_search_pages(struct planner *planner)
{
	const struct list *langs = &planner->edition->index->all_langs;
	struct job job = {
		.kind = VIEW_SEARCH,
		.lang = planner->edition->model.site->locale.chars,
	};
	uint32_t i;

	for (i = 0; i <= langs->count; i++) {
		job.path = edition_search_path(planner->edition,
		    planner->arena, job.lang);
		add_job(planner, &job);
		if (i < langs->count)
			job.lang = LIST_AT(*langs, struct str, i)->chars;
	}
}

/* The reader of a coverage page is one team: it is in the site's locale and
 * the languages that the team's site has. */
static void
add_coverage_pages(struct planner *planner)
{
	const struct edition *edition = planner->edition;
	const struct list *langs = edition_langs(edition, NULL);
	struct job job = {
		.kind = VIEW_COVERAGE,
		.lang = edition->model.site->locale.chars,
	};
	uint32_t i;

	if (!edition->spec->site.is_true)
		return;
	planner->plan->coverage = coverage_make(planner->arena, edition,
	    planner->plan->mapping);
	for (i = 0; i <= langs->count; i++) {
		job.path = edition_coverage_path(edition, planner->arena,
		    job.lang);
		add_job(planner, &job);
		if (i < langs->count)
			job.lang = LIST_AT(*langs, struct str, i)->chars;
	}
}

static int
compare_jobs(const void *left, const void *right)
{
	const struct job *a = left, *b = right;
	int kits = (int)view_is_kit(b->kind) - (int)view_is_kit(a->kind);
	int order = kits != 0 ? kits : strcmp(a->path, b->path);

	return order != 0 ? order : (int)a->kind - (int)b->kind;
}

static int
compare_folded(const void *left, const void *right)
{
	const struct job *const *a = left, *const *b = right;
	int order = strcasecmp((*a)->path, (*b)->path);

	return order != 0 ? order : compare_jobs(*a, *b);
}

/* "campaign-kit of 'peak' at 'munich'" */
static const char *
job_words(struct arena *arena, const struct job *job)
{
	const char *what = view_name(job->kind);

	if (job->main == NULL)
		return what;
	if (job->office == NULL)
		return arena_printf(arena, "%s of '%s'", what, job->main->id);
	return arena_printf(arena, "%s of '%s' at '%s'", what, job->main->id,
	    job->office->id);
}

/* Paths are ASCII: file systems that fold case see what strcasecmp sees. */
static void
report_collisions(const struct plan *plan, struct arena *arena,
    struct diags *diags)
{
	const struct job **jobs = ARENA_ARRAY(arena, const struct job *,
	    plan->count);
	size_t i;

	for (i = 0; i < plan->count; i++)
		jobs[i] = &plan->jobs[i];
	if (plan->count > 0)
		qsort(jobs, plan->count, sizeof(*jobs), compare_folded);
	for (i = 1; i < plan->count; i++) {
		const struct record *blamed = jobs[i]->main;

		if (strcasecmp(jobs[i - 1]->path, jobs[i]->path) != 0)
			continue;
		diag_report(diags, DIAG_OUTPUT_COLLISION,
		    blamed != NULL ? blamed->pos : SOURCE_NOWHERE,
		    "'%s' would be both the %s and the %s: give one of these "
		    "records another id", jobs[i]->path,
		    job_words(arena, jobs[i - 1]), job_words(arena, jobs[i]));
	}
}

void
plan_jobs(struct plan *plan, struct arena *arena,
    const struct edition *edition, struct diags *diags)
{
	struct planner planner = { plan, arena, edition, 0 };
	size_t i;

	*plan = (struct plan){ .mapping = match_all(arena, edition) };
	for (i = 0; i < plan->mapping->count; i++) {
		const struct campaign_match *match =
		    &plan->mapping->matches[i];

		if (match->office == NULL)
			continue;
		add_office_kits(&planner, match);
		add_office_pages(&planner, match);
	}
	add_partner_kits(&planner);
	add_record_pages(&planner);
	if (edition->spec->site.is_true)
		add_pages(&planner, VIEW_HOME, NULL,
		    &edition->index->all_langs);
	add_search_pages(&planner);
	add_coverage_pages(&planner);
	if (plan->count > 0)
		qsort(plan->jobs, plan->count, sizeof(*plan->jobs),
		    compare_jobs);
	while (plan->kit_count < plan->count &&
	    view_is_kit(plan->jobs[plan->kit_count].kind))
		plan->kit_count++;
	report_collisions(plan, arena, diags);
}

const struct job *
plan_find(const struct plan *plan, const char *path)
{
	bool is_kit = strncmp(path, "kits/", strlen("kits/")) == 0;
	size_t low = is_kit ? 0 : plan->kit_count;
	size_t high = is_kit ? plan->kit_count : plan->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(plan->jobs[middle].path, path);

		if (order == 0)
			return &plan->jobs[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}
