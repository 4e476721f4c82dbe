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

static void
count_text(struct tally *tally, const struct text *text)
{
	const struct variant *variant = view_variant(tally->viewer, text);

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

static bool
is_shown(const struct field *field)
{
	return strcmp(field->key, "anonymised") != 0 &&
	    strcmp(field->key, "anonymised_body") != 0 &&
	    strcmp(field->key, "alt") != 0;
}

static void
count_struct(struct tally *tally, const struct schema *schema,
    const void *holder)
{
	size_t i;
	uint32_t j;

	for (i = 0; i < schema->field_count; i++) {
		const struct field *field = &schema->fields[i];
		const char *value = field_value(field, holder);
		const struct list *items = field_value(field, holder);
		uint32_t count = 1;

		if (!is_given(value) || !is_shown(field) ||
		    (!field_is_localizable(field) &&
		    field->type != FIELD_STRUCT))
			continue;
		if (field->is_list) {
			value = items->items;
			count = items->count;
		}
		for (j = 0; j < count; j++, value += field_item_size(field)) {
			if (field->type == FIELD_STRUCT)
				count_struct(tally, field->of, value);
			else
				count_text(tally, (const void *)value);
		}
	}
}

void
view_fallback(struct viewer *viewer, struct fallback_view *fallback)
{
	const struct record *record = viewer->job->main;
	struct tally tally = { .viewer = viewer };

	if (record == NULL || viewer->is_kit)
		return;
	count_struct(&tally, record_schema(record->type), record);
	if (tally.elsewhere == 0)
		return;
	fallback->pos = viewer->pos;
	fallback->lang = view_str(viewer, tally.lang);
	fallback->is_whole = view_boolean(viewer, tally.here == 0);
}
