/*
 * The jobs of an edition: every page and every kit, in a total order.
 *
 * In: an edition. Out: the mapping of its campaigns, and jobs sorted by path,
 * kits first, since pages show what the kits turned out to be. A page stands
 * in the site's locale and again in every language that its record has texts
 * in or an office reads it in (reading.c); the page of a campaign at an office
 * in the office's own languages. A kit is in the office's first language,
 * whatever texts there are.
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
			    edition_langs(planner->edition, set->items[i]));
	}
}

static void
add_topic_page(struct planner *planner, const struct topic *topic,
    const char *lang)
{
	const struct job job = {
		.kind = VIEW_TOPIC, .lang = lang, .topic = topic,
		.path = edition_topic_path(planner->edition, planner->arena,
		    topic, lang),
	};

	add_job(planner, &job);
}

static void
add_topic_pages(struct planner *planner)
{
	struct topic_list topics = edition_topics(planner->edition);
	uint32_t i, j;

	for (i = 0; i < topics.count; i++) {
		const struct topic *topic = &topics.items[i];

		add_topic_page(planner, topic,
		    planner->edition->model.site->locale.chars);
		for (j = 0; j < topic->langs.count; j++)
			add_topic_page(planner, topic, LIST_AT(topic->langs,
			    struct str, j)->chars);
	}
}

/* The pages of no record that stand in every language, and what a server
 * shows where there is nothing. */
static void
add_site_pages(struct planner *planner)
{
	static const struct {
		enum view_kind kind;
		const char *(*path)(const struct edition *edition,
		    struct arena *arena, const char *lang);
	} kinds[] = {
		{ VIEW_HOME, edition_home_path },
		{ VIEW_SEARCH, edition_search_path },
		{ VIEW_TOPICS, edition_topics_path },
	};
	const struct edition *edition = planner->edition;
	const struct list *langs = edition_langs(edition, NULL);
	struct job job = { .lang = edition->model.site->locale.chars };
	uint32_t i;
	size_t k;

	if (!edition->spec->site.is_true)
		return;
	job.kind = VIEW_NOT_FOUND;
	job.path = "site/404.html";
	add_job(planner, &job);
	for (k = 0; k < sizeof(kinds) / sizeof(kinds[0]); k++)
		for (i = 0; i <= langs->count; i++) {
			job.kind = kinds[k].kind;
			job.lang = i == 0 ? edition->model.site->locale.chars
			    : LIST_AT(*langs, struct str, i - 1)->chars;
			job.path = kinds[k].path(edition, planner->arena,
			    job.lang);
			add_job(planner, &job);
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

	const struct list *langs = office_langs(planner->edition,
	    match->office);
	uint32_t i;

	job.path = edition_office_path(planner->edition, planner->arena,
	    match->campaign, match->office, job.lang);
	add_job(planner, &job);
	for (i = 0; i < langs->count; i++) {
		job.lang = LIST_AT(*langs, struct str, i)->chars;
		if (!office_page_is_in(planner->edition, match->campaign,
		    job.lang))
			continue;
		job.path = edition_office_path(planner->edition,
		    planner->arena, match->campaign, match->office, job.lang);
		add_job(planner, &job);
	}
}

/* The coverage on one page, for a review meeting. */
static void
add_coverage_kit(struct planner *planner)
{
	const char *lang = planner->edition->model.site->locale.chars;
	const struct job job = {
		.kind = VIEW_KIT_COVERAGE, .lang = lang,
		.path = arena_printf(planner->arena, "kits/coverage_%s.pdf",
		    lang),
	};

	if (planner->plan->coverage != NULL)
		add_job(planner, &job);
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

	if (edition->spec->site.is_true || has_kits(edition, KIT_COVERAGE))
		planner->plan->coverage = coverage_make(planner->arena,
		    edition, planner->plan->mapping);
	if (has_kits(edition, KIT_COVERAGE))
		add_coverage_kit(planner);
	if (!edition->spec->site.is_true)
		return;
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
	add_topic_pages(&planner);
	add_site_pages(&planner);
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
