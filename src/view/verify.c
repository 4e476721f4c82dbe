/*
 * The page that the code on a kit's cover leads to. In: what became of the
 * kit. Out: whether it still holds, why not, what takes its place, and the
 * page of what it is about.
 */
#include <string.h>

#include "parts.h"

const char *
view_kit_page_path(const struct viewer *viewer, const struct job *kit,
    const char *lang)
{
	if (kit->office != NULL)
		return edition_office_path(viewer->edition, viewer->arena,
		    kit->main, kit->office, lang);
	if (kit->main == NULL)
		return edition_coverage_path(viewer->edition, viewer->arena,
		    lang);
	return edition_record_path(viewer->edition, viewer->arena, kit->main,
	    lang);
}

struct text
view_verify_title(struct viewer *viewer)
{
	const struct message_arg id = { .name = "id",
		.text = viewer->context->verify.id };

	return view_words_text(viewer, view_message(viewer, KEY_VERIFY, &id,
	    1));
}

/* What the kit is about may be for other readers, or gone. */
static void
fill_about(struct viewer *viewer, struct verify_view *top,
    const struct job *kit)
{
	const char *path = view_kit_page_path(viewer, kit,
	    viewer->job->lang);

	if (path == NULL || kit->main == NULL)
		return;
	top->about = (struct crumb_view){ viewer->pos,
	    kit->office != NULL ? view_office_title(viewer, kit->main,
	    kit->office) : view_title(viewer, kit->main),
	    view_url(viewer, path) };
}

const void *
view_of_verify(struct viewer *viewer)
{
	struct verify_view *top = ARENA_NEW(viewer->arena,
	    struct verify_view);
	const struct verify_choice *verify = &viewer->context->verify;
	const struct job *kit = verify->kit_path == NULL ? NULL :
	    plan_find(viewer->context->plan, verify->kit_path);

	top->pos = viewer->pos;
	top->id = view_str(viewer, verify->id);
	top->status = (struct choice){ viewer->pos,
	    (int32_t)verify->status };
	top->reason = view_str(viewer, verify->reason);
	if (verify->status == VERIFY_WITHDRAWN)
		top->withdrawn_on = (struct date){ viewer->pos,
		    verify->withdrawn_days };
	if (kit == NULL)
		return top;
	fill_about(viewer, top, kit);
	if (!verify->has_kit || !view_kit(viewer, &top->kit, kit->path))
		return top;
	if (strcmp(top->kit.id.chars, verify->id) != 0)
		top->kit_page = view_url(viewer, edition_verify_path(
		    viewer->edition, viewer->arena, top->kit.id.chars));
	return top;
}
