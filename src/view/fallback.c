/*
 * What a page owes its language. In: the main record of a job. Out: the
 * language that its texts fall back to, where some have none in the page's.
 *
 * The record's rows are walked, so a new text of the content model is seen
 * without a word here. Left aside is what stands for a name that is given,
 * and what only a screen reader says.
 */
#include <string.h>

#include "parts.h"

struct tally {
	const struct viewer *viewer;
	uint32_t here, elsewhere;
	const char *lang;		/* of the first one elsewhere */
};

static bool
is_shown(const struct field *field)
{
	return field_is_localizable(field) &&
	    strcmp(field->key, "anonymised") != 0 &&
	    strcmp(field->key, "anonymised_body") != 0 &&
	    strcmp(field->key, "alt") != 0;
}

static void
count_text(void *context, const struct field *field, const void *value)
{
	struct tally *tally = context;
	const struct variant *variant;

	if (!is_shown(field))
		return;
	variant = view_variant(tally->viewer, value);
	if (variant == NULL || variant->len == 0)
		return;
	if (lang_serves(variant->lang, tally->viewer->job->lang)) {
		tally->here++;
		return;
	}
	tally->elsewhere++;
	if (tally->lang == NULL)
		tally->lang = variant->lang;
}

/* English, not British English: where it is spoken says nothing to who cannot
 * read it. A script stays, which decides whether one can. */
static const char *
language_alone(struct arena *arena, const char *lang)
{
	const char *last = strrchr(lang, '-');

	if (last == NULL || strlen(last) != strlen("-GB"))
		return lang;
	return arena_printf(arena, "%.*s", (int)(last - lang), lang);
}

void
view_fallback(struct viewer *viewer, struct fallback_view *fallback)
{
	const struct record *record = viewer->job->main;
	struct tally tally = { .viewer = viewer };

	/* Of an office there is a name only, and no other place for it. */
	if (record == NULL || viewer->is_kit || record->type == RECORD_OFFICE)
		return;
	schema_visit(record_schema(record->type), record, count_text, &tally);
	if (tally.elsewhere == 0)
		return;
	fallback->pos = viewer->pos;
	fallback->lang = view_str(viewer, language_alone(viewer->arena,
	    tally.lang));
	fallback->is_whole = view_boolean(viewer, tally.here == 0);
}
