/*
 * A page for each kit, which says whether it still holds: the code on the
 * kit's cover leads there. In: the kits of the edition, as they turned out,
 * and what the ledger knows of those that left it. Out: site/verify/<id>/, in
 * the site's locale.
 *
 * A printed kit outlives the page of its campaign, so its own page stays for
 * as long as the ledger remembers it. Nothing of the site leads there, no
 * search engine is sent there: who holds the kit has the address.
 */
#include "extras.h"

#include <stdlib.h>
#include <string.h>

#include "fieldkit/html.h"
#include "fieldkit/strmap.h"
#include "history.h"

static bool
write_verify(const struct extra_job *job, struct strbuf *out)
{
	const struct run *run = job->run;
	const struct job made = {
		.kind = VIEW_VERIFY, .path = job->extra->path,
		.lang = run->workshop->site->locale.chars,
	};
	struct view_context context = {
		.verify = *(const struct verify_choice *)job->extra->detail,
	};
	struct doc_node *root = extra_compose(job, &made, &context);

	if (root == NULL)
		return false;
	pictures_dress(run->workshop, job->arena, root, job->diags);
	job_sources(run->workshop, job->kept, root, job->file);
	if (run->write_page != NULL)
		run->write_page(run->write_context, job->arena, root, out);
	else
		html_render(root, out);
	return true;
}

static int
compare_paths(const void *key, const void *item)
{
	const struct kit_result *kit = item;

	return strcmp(key, kit->path);
}

/* The kit of the edition that lies where another one lay. */
static const struct kit_result *
kit_at(const struct run *run, const char *path)
{
	if (run->kit_count == 0)
		return NULL;
	return bsearch(path, run->kits, run->kit_count, sizeof(*run->kits),
	    compare_paths);
}

static void
add_page(struct extra_list *list, const struct verify_choice *verify)
{
	struct verify_choice *kept = ARENA_NEW(list->arena,
	    struct verify_choice);
	const struct extra extra = {
		.path = edition_verify_path(list->run->edition, list->arena,
		    verify->id), .kind = VERIFY_KIND, .write = write_verify,
		.detail = kept,
	};

	*kept = *verify;
	extra_add(list, &extra);
}

/* A kit that was built just now. */
static void
add_present(struct extra_list *list, const struct kit_result *kit)
{
	const struct past_kit *past = history_find(list->run->history,
	    kit->id);
	struct verify_choice verify = {
		.id = kit->id, .status = VERIFY_CURRENT, .has_kit = true,
		.kit_path = kit->path,
	};

	if (past != NULL && past->is_withdrawn) {
		verify.status = VERIFY_WITHDRAWN;
		verify.has_kit = false;
		verify.withdrawn_days = past->withdrawn_days;
		verify.reason = past->reason;
	}
	add_page(list, &verify);
}

/* One that is built no more. */
static void
add_past(struct extra_list *list, const struct past_kit *past)
{
	const struct kit_result *next = kit_at(list->run, past->path);
	struct verify_choice verify = { .id = past->id };

	if (next != NULL) {
		verify.kit_path = next->path;
		verify.has_kit = !next->is_withdrawn;
	}
	verify.status = past->is_withdrawn ? VERIFY_WITHDRAWN :
	    verify.has_kit ? VERIFY_SUPERSEDED : VERIFY_ENDED;
	verify.withdrawn_days = past->withdrawn_days;
	verify.reason = past->is_withdrawn ? past->reason : NULL;
	add_page(list, &verify);
}

void
plan_verify(struct extra_list *list)
{
	const struct run *run = list->run;
	struct strmap present = { 0 };
	size_t i;

	/* Pages looked at before the kits are made know no ids. */
	if (!run->edition->spec->site.is_true ||
	    run->kit_count != run->plan->kit_count)
		return;
	for (i = 0; i < run->kit_count; i++) {
		strmap_add(&present, run->kits[i].id, list);
		add_present(list, &run->kits[i]);
	}
	for (i = 0; i < run->history->count; i++)
		if (run->history->kits[i].has_left &&
		    strmap_find(&present, run->history->kits[i].id) == NULL)
			add_past(list, &run->history->kits[i]);
	strmap_release(&present);
}
