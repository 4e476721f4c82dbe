/*
 * The views of a letter: its frame, what it says of a kit, and the notice that
 * a kit was withdrawn. In: the job of an office, and of a campaign where it is
 * about a kit. Out: values; a mark where something is known only when mailing.
 */
#include "parts.h"

const void *
view_of_letter(struct viewer *viewer)
{
	struct letter_view *top = ARENA_NEW(viewer->arena, struct letter_view);
	const struct letter_choice *letter = &viewer->context->letter;

	top->pos = viewer->pos;
	top->office = viewer->job->office;
	top->is_notice = view_boolean(viewer, letter->kits == 0);
	if (letter->kits > 0)
		top->kits = view_integer(viewer, letter->kits);
	if (letter->kits <= 1)
		top->campaign = view_str(viewer, LETTER_MARK("campaign"));
	top->preview = view_str(viewer, LETTER_MARK("preview"));
	top->sections = view_str(viewer, LETTER_MARK("sections"));
	return top;
}

static struct str
page_url(const struct viewer *viewer)
{
	return view_url(viewer, edition_office_path(viewer->edition,
	    viewer->arena, viewer->job->main, viewer->job->office,
	    viewer->job->lang));
}

static struct list
changes_of(const struct viewer *viewer, const struct letter_choice *letter)
{
	struct str *lines = ARENA_ARRAY(viewer->arena, struct str,
	    letter->change_count);
	uint32_t i;

	for (i = 0; i < letter->change_count; i++)
		lines[i] = view_str(viewer, letter->changes[i]);
	return (struct list){ viewer->pos, letter->change_count, lines };
}

/* The choices are the kit's own, so the two cannot disagree. */
const void *
view_of_letter_kit(struct viewer *viewer)
{
	struct letter_kit_view *top = ARENA_NEW(viewer->arena,
	    struct letter_kit_view);
	const struct letter_choice *letter = &viewer->context->letter;
	const struct job *job = viewer->job;
	const struct campaign_view *all = view_of_campaign(viewer);

	top->pos = viewer->pos;
	top->campaign = all->campaign;
	top->office = job->office;
	top->solutions = all->solutions;
	top->cases = all->cases;
	top->contacts = all->first_contacts;
	view_kit(viewer, &top->kit, view_office_kit_path(viewer, job->main,
	    job->office));
	if (is_given(&top->kit.id))
		top->kit.file = view_str(viewer, kit_attachment_name(
		    viewer->arena, top->kit.file.chars, top->kit.id.chars));
	top->url = page_url(viewer);
	top->is_attached = view_boolean(viewer, letter->is_attached);
	if (letter->since != NULL) {
		top->since = view_str(viewer, letter->since);
		top->changes = changes_of(viewer, letter);
	}
	return top;
}

const void *
view_of_letter_notice(struct viewer *viewer)
{
	struct letter_notice_view *top = ARENA_NEW(viewer->arena,
	    struct letter_notice_view);
	const struct job *job = viewer->job;

	top->pos = viewer->pos;
	top->office = job->office;
	top->title = view_str(viewer, LETTER_MARK("campaign"));
	top->id = view_str(viewer, LETTER_MARK("id"));
	top->reason = view_str(viewer, LETTER_MARK("reason"));
	if (job->main == NULL)
		return top;
	view_kit(viewer, &top->kit, view_office_kit_path(viewer, job->main,
	    job->office));
	top->url = page_url(viewer);
	return top;
}
