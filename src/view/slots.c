/*
 * Texts to paste. In: a campaign's page. Out: what may be said of its first
 * solution and of that one's partner, in each length that its authors wrote,
 * and where each text lies as a file. Words that stand there already, as those
 * of a shorter length or of the solution, are not offered again.
 *
 * They are for who sells: a customer's edition has none.
 *
 * The lengths are those of the schema's rows. A file is named after the
 * language of its text, not of the page, so that pages which fall back to the
 * same words share it.
 */
#include <assert.h>
#include <string.h>

#include "parts.h"

/* The field of a record that holds a text in three lengths. */
static const char *
lengths_key(const struct record *record)
{
	return record->type == RECORD_SOLUTION ? "pitch" : "summary";
}

static bool
is_there(const struct slot_text *texts, uint32_t count,
    const struct variant *words)
{
	uint32_t i;

	for (i = 0; i < count; i++)
		if (strcmp(texts[i].words_in->chars, words->chars) == 0)
			return true;
	return false;
}

static uint32_t
add_texts(const struct viewer *viewer, const struct record *record,
    struct slot_text *texts, uint32_t count)
{
	const char *key = lengths_key(record);
	const struct field *field = schema_field(record_schema(record->type),
	    key, strlen(key));
	const char *lengths = field_value(field, record);
	size_t i;

	for (i = 0; i < field->of->field_count; i++) {
		const struct field *row = &field->of->fields[i];
		const struct text *text = field_value(row, lengths);
		const struct variant *variant = view_variant(viewer, text);
		struct slot_text *slot = &texts[count];

		if (!is_given(text) || variant == NULL ||
		    is_there(texts, count, variant) || count == SLOT_TEXTS_MAX)
			continue;
		assert(row->type == FIELD_TEXT && row->max_words > 0);
		slot->record = record;
		slot->words = row->max_words;
		slot->words_in = variant;
		slot->name = arena_printf(viewer->arena, "%s-%u", key,
		    (unsigned)row->max_words);
		slot->path = edition_record_file_path(viewer->edition,
		    viewer->arena, record, arena_printf(viewer->arena,
		    "%s.%s.txt", slot->name, variant->lang));
		count++;
	}
	return count;
}

static uint32_t
find_texts(const struct viewer *viewer,
    struct slot_text texts[SLOT_TEXTS_MAX])
{
	const struct job *job = viewer->job;
	const struct campaign_match *match;
	const struct record *solution, *partner;
	uint32_t count;

	if ((job->kind != VIEW_CAMPAIGN && job->kind != VIEW_CAMPAIGN_OFFICE) ||
	    viewer->edition->view.is_customer.is_true)
		return 0;
	match = mapping_find(viewer->context->plan->mapping, job->main,
	    job->office);
	if (match == NULL || match->solution_count == 0)
		return 0;
	solution = match->solutions[0].record;
	partner = ((const struct solution *)solution)->partner.target;
	count = add_texts(viewer, solution, texts, 0);
	return partner != NULL ? add_texts(viewer, partner, texts, count)
			       : count;
}

uint32_t
view_slot_texts(struct arena *arena, const struct view_context *context,
    const struct job *job, struct slot_text ret_texts[SLOT_TEXTS_MAX])
{
	const struct viewer viewer = {
		.arena = arena, .context = context,
		.edition = context->edition,
		.model = &context->edition->model, .job = job,
	};

	return find_texts(&viewer, ret_texts);
}

static struct slot_view
slot_from_text(const struct viewer *viewer, const struct slot_text *text)
{
	return (struct slot_view){
		.pos = text->words_in->pos,
		.name = view_str(viewer, text->name),
		.words = view_integer(viewer, text->words),
		.text = { text->words_in->pos, 1, text->words_in },
		.url = view_url(viewer, text->path),
	};
}

struct list
view_slots(struct viewer *viewer)
{
	struct slot_text texts[SLOT_TEXTS_MAX];
	uint32_t text_count = find_texts(viewer, texts), i, set_count = 0;
	struct slot_set *sets = ARENA_ARRAY(viewer->arena, struct slot_set,
	    text_count);
	struct slot_view *slots = ARENA_ARRAY(viewer->arena, struct slot_view,
	    text_count);

	for (i = 0; i < text_count; i++) {
		struct slot_set *set = &sets[set_count];

		slots[i] = slot_from_text(viewer, &texts[i]);
		if (i == 0 || texts[i].record != texts[i - 1].record) {
			const struct text title = view_title(viewer,
			    texts[i].record);

			*set = (struct slot_set){
				.pos = texts[i].record->pos,
				.record = texts[i].record,
				.title = view_str(viewer,
				    view_words(viewer, &title)),
				.slots = { viewer->pos, 0, &slots[i] },
			};
			set_count++;
		}
		sets[set_count - 1].slots.count++;
	}
	return (struct list){ viewer->pos, set_count, sets };
}
