/*
 * What search engines read: robots.txt and sitemaps.
 *
 * In: the plan. Out: robots.txt in every site - all of it is closed but the
 * customers', which names its sitemap - and where base_url is given a sitemap
 * of all pages, each with its translations. Pages are sorted so that those of
 * one record stand together, the locale's first; each such group has one list
 * of languages. A sitemap that would pass the bounds of the protocol becomes
 * several, named by an index.
 */
#include "extras.h"

#include <stdlib.h>
#include <string.h>

#include "fieldkit/sitemap.h"

#define SITEMAP_NAME "sitemap.xml"

static bool
write_robots(const struct extra_job *job, struct strbuf *out)
{
	const struct edition *edition = job->run->edition;
	const char *sitemap = edition_url(edition, job->arena,
	    "site/" SITEMAP_NAME);

	strbuf_add_string(out, "User-agent: *\n");
	if (!edition->view.is_customer.is_true)
		strbuf_add_string(out, "Disallow: /\n");
	else
		strbuf_add_string(out, "Allow: /\n");
	if (edition->view.is_customer.is_true && sitemap != NULL)
		strbuf_printf(out, "\nSitemap: %s\n", sitemap);
	return true;
}

void
plan_robots(struct extra_list *list)
{
	const struct extra extra = {
		.path = "site/robots.txt", .kind = "robots",
		.write = write_robots,
	};

	if (list->run->edition->spec->site.is_true)
		extra_add(list, &extra);
}

/* One file's share of the pages, or the files that the index names. */
struct sitemap_share {
	const struct sitemap_page *pages;
	const char **files;
	size_t count;
};

static bool
write_share(const struct extra_job *job, struct strbuf *out)
{
	const struct sitemap_share *share = job->extra->detail;

	if (share->files != NULL)
		sitemap_write_index(share->files, share->count, out);
	else
		sitemap_write(share->pages, share->count, out);
	return true;
}

static const char *
id_of(const struct record *record)
{
	return record != NULL ? record->id : "";
}

/* The same page in other languages stands beside it, the locale's first. */
static int
compare_pages(const void *left, const void *right, void *locale)
{
	const struct job *const *one = left, *const *two = right;
	const struct job *a = *one, *b = *two;
	int order = (int)a->kind - (int)b->kind;

	if (order == 0)
		order = strcmp(id_of(a->main), id_of(b->main));
	if (order == 0)
		order = strcmp(id_of(a->office), id_of(b->office));
	if (order == 0)		/* of one list, where there are two */
		order = (a->topic > b->topic) - (a->topic < b->topic);
	if (order == 0)
		order = (strcmp(b->lang, locale) == 0) -
		    (strcmp(a->lang, locale) == 0);
	return order != 0 ? order : strcmp(a->lang, b->lang);
}

static bool
is_same_page(const struct job *a, const struct job *b)
{
	return a->kind == b->kind && a->main == b->main &&
	    a->office == b->office && a->topic == b->topic;
}

/* Whether search engines should lead there. */
static bool
is_listed(enum view_kind kind)
{
	return kind != VIEW_SEARCH && kind != VIEW_NOT_FOUND;
}

/* The pages that are listed, sorted by group. */
static const struct job **
listed_pages(const struct extra_list *list, size_t *ret_count)
{
	const struct plan *plan = list->run->plan;
	const struct job **jobs = ARENA_ARRAY(list->arena, const struct job *,
	    plan->count);
	char *locale = arena_strdup(list->arena,
	    list->run->edition->model.site->locale.chars);
	size_t i, count = 0;

	for (i = plan->kit_count; i < plan->count; i++)
		if (is_listed(plan->jobs[i].kind))
			jobs[count++] = &plan->jobs[i];
	if (count > 0)
		qsort_r(jobs, count, sizeof(*jobs), compare_pages, locale);
	*ret_count = count;
	return jobs;
}

/* The languages of the pages first … first + count - 1, and the locale's for
 * readers of any other. */
static struct sitemap_link *
make_links(const struct extra_list *list, const struct sitemap_page *pages,
    const struct job *const *jobs, size_t count)
{
	struct sitemap_link *links = ARENA_ARRAY(list->arena,
	    struct sitemap_link, count + 1);
	size_t i;

	for (i = 0; i < count; i++)
		links[i] = (struct sitemap_link){ jobs[i]->lang,
		    pages[i].url };
	links[i] = (struct sitemap_link){ "x-default", pages[0].url };
	return links;
}

static struct sitemap_page *
make_pages(const struct extra_list *list, const struct job *const *jobs,
    size_t count)
{
	struct sitemap_page *pages = ARENA_ARRAY(list->arena,
	    struct sitemap_page, count);
	size_t i, first = 0;

	for (i = 0; i < count; i++) {
		struct sitemap_link *links;
		size_t k;

		pages[i].url = edition_url(list->run->edition, list->arena,
		    jobs[i]->path);
		if (i + 1 < count && is_same_page(jobs[first], jobs[i + 1]))
			continue;
		links = i > first ? make_links(list, &pages[first],
		    &jobs[first], i + 1 - first) : NULL;
		for (k = first; links != NULL && k <= i; k++) {
			pages[k].links = links;
			pages[k].link_count = (uint32_t)(i + 2 - first);
		}
		first = i + 1;
	}
	return pages;
}

static void
add_share(struct extra_list *list, const char *path,
    const struct sitemap_share *share)
{
	struct sitemap_share *kept = ARENA_NEW(list->arena,
	    struct sitemap_share);
	const struct extra extra = { .path = path, .kind = "sitemap",
	    .write = write_share, .detail = kept };

	*kept = *share;
	extra_add(list, &extra);
}

static void
add_shares(struct extra_list *list, const struct sitemap_page *pages,
    size_t count)
{
	struct sitemap_share index = { .files = ARENA_ARRAY(list->arena,
	    const char *, count) };
	size_t first = 0, fit;

	while (first < count) {
		const char *path = arena_printf(list->arena,
		    "site/sitemap-%zu.xml", index.count + 1);
		struct sitemap_share share = { .pages = pages + first };

		share.count = fit = sitemap_fit(pages + first, count - first,
		    SITEMAP_URLS, SITEMAP_BYTES);
		if (fit == count) {
			add_share(list, "site/" SITEMAP_NAME, &share);
			return;
		}
		add_share(list, path, &share);
		index.files[index.count++] = edition_url(list->run->edition,
		    list->arena, path);
		first += fit;
	}
	add_share(list, "site/" SITEMAP_NAME, &index);
}

void
plan_sitemap(struct extra_list *list)
{
	const struct job **jobs;
	size_t count;

	if (edition_url(list->run->edition, list->arena, "") == NULL)
		return;
	jobs = listed_pages(list, &count);
	if (count > 0)
		add_shares(list, make_pages(list, jobs, count), count);
}
