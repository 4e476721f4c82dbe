/*
 * Coverage as JSON (RFC 8259): one object an edition, on one line. In: the
 * coverage. Out: its cells, gaps, ends and wins, in its own order; names of
 * records as type and id, days as ISO 8601.
 */
#include "coverage_print.h"

#include <string.h>

#include "fieldkit/date.h"

/* Members of an object, commas between them. */
struct object {
	struct strbuf *out;
	bool has_members;
};

static struct object
object_start(struct strbuf *out)
{
	strbuf_add_char(out, '{');
	return (struct object){ .out = out };
}

static void
add_key(struct object *object, const char *key)
{
	if (object->has_members)
		strbuf_add_char(object->out, ',');
	object->has_members = true;
	strbuf_printf(object->out, "\"%s\":", key);
}

static void
add_string(struct object *object, const char *key, const char *value)
{
	if (value == NULL)
		return;
	add_key(object, key);
	strbuf_add_json(object->out, value, strlen(value));
}

static void
add_number(struct object *object, const char *key, int64_t value)
{
	add_key(object, key);
	strbuf_printf(object->out, "%jd", (intmax_t)value);
}

static void
add_day(struct object *object, const char *key, int32_t days)
{
	char string[DATE_CHARS + 1];

	date_format(days, string);
	add_string(object, key, string);
}

static void
add_id(struct object *object, const char *key, const struct record *record)
{
	add_string(object, key, record != NULL ? record->id : NULL);
}

/* "record" for a record, "label" for a case that has none to show. */
static void
add_name(struct object *object, const struct edition *edition,
    const struct record *record, const struct text *label)
{
	struct strbuf name = { 0 };

	if (record == NULL && label->count == 0)
		return;
	coverage_add_name(&name, edition, record, label);
	add_string(object, record != NULL ? "record" : "label",
	    strbuf_string(&name));
	strbuf_release(&name);
}

static void
add_owner(struct object *object, const struct str *owner)
{
	if (is_given(owner))
		add_string(object, "owner", owner->chars);
}

static void
add_cell(struct strbuf *out, const struct cover_cell *cell)
{
	struct object object = object_start(out);
	int aspect;

	add_id(&object, "campaign", cell->match->campaign);
	add_id(&object, "office", cell->match->office);
	add_string(&object, "state", cover_state_word(cell->state));
	for (aspect = 0; aspect < COVER_ASPECT_COUNT; aspect++)
		add_string(&object,
		    cover_aspect_word((enum cover_aspect)aspect),
		    cover_state_word(cell->states[aspect]));
	add_number(&object, "cases", cell->cases);
	add_number(&object, "contacts", cell->contacts);
	strbuf_add_char(out, '}');
}

static void
add_gap(struct strbuf *out, const struct edition *edition,
    const struct cover_gap *gap)
{
	struct object object = object_start(out);

	add_string(&object, "kind", gap_slug(gap->kind));
	add_id(&object, "campaign", gap->campaign);
	add_id(&object, "office", gap->office);
	add_name(&object, edition, gap->record, &gap->label);
	add_string(&object, "word", gap->word);
	if (is_given(&gap->on))
		add_day(&object, "on", gap->on.days);
	if (gap->needs > 0) {
		add_number(&object, "has", gap->has);
		add_number(&object, "needs", gap->needs);
	}
	strbuf_add_char(out, '}');
}

static void
add_end(struct strbuf *out, const struct edition *edition,
    const struct cover_end *end)
{
	struct object object = object_start(out);

	add_string(&object, "kind", end_slug(end->kind));
	add_day(&object, "on", end->on.days);
	add_name(&object, edition, end->record, NULL);
	add_string(&object, "word", end->word);
	add_owner(&object, &end->owner);
	strbuf_add_char(out, '}');
}

static void
add_lacks(struct object *object, const struct cover_win *win)
{
	if ((win->lacks & CONSENT_LACKS_NAME) != 0)
		add_string(object, "uses", "name");
	if ((win->lacks & CONSENT_LACKS_TIME) != 0)
		add_day(object, "until", win->until_days);
	if ((win->lacks & CONSENT_LACKS_PLACE) != 0)
		add_string(object, "territories", "wider");
}

static void
add_win(struct strbuf *out, const struct edition *edition,
    const struct cover_win *win)
{
	struct object object = object_start(out);
	uint32_t i;

	add_string(&object, "kind", win_slug(win->kind));
	add_name(&object, edition, win->record, &win->label);
	if (win->kind == WIN_CONTACT)
		add_string(&object, "org",
		    win->record != NULL ? win->record->id : "vendor");
	add_id(&object, "office", win->office);
	add_string(&object, "lang", win->lang);
	add_lacks(&object, win);
	add_owner(&object, &win->owner);
	add_key(&object, "ready");
	strbuf_add_char(out, '[');
	for (i = 0; i < win->cell_count; i++) {
		struct object cell;

		strbuf_add_string(out, i > 0 ? "," : "");
		cell = object_start(out);
		add_id(&cell, "campaign", win->cells[i]->match->campaign);
		add_id(&cell, "office", win->cells[i]->match->office);
		strbuf_add_char(out, '}');
	}
	strbuf_add_char(out, ']');
	add_number(&object, "helped", win->helped);
	strbuf_add_char(out, '}');
}

void
coverage_print_json(struct strbuf *out, const struct edition *edition,
    const struct coverage *coverage)
{
	struct object object = object_start(out);
	uint32_t i;

	add_string(&object, "edition", edition->view.id.chars);
	add_day(&object, "as_of", edition->clock.as_of_days);
	add_key(&object, "cells");
	for (i = 0; i < coverage->cell_count; i++) {
		strbuf_add_char(out, i == 0 ? '[' : ',');
		add_cell(out, &coverage->cells[i]);
	}
	strbuf_add_string(out, coverage->cell_count == 0 ? "[]" : "]");
	add_key(&object, "gaps");
	for (i = 0; i < coverage->gap_count; i++) {
		strbuf_add_char(out, i == 0 ? '[' : ',');
		add_gap(out, edition, &coverage->gaps[i]);
	}
	strbuf_add_string(out, coverage->gap_count == 0 ? "[]" : "]");
	add_key(&object, "ends");
	for (i = 0; i < coverage->end_count; i++) {
		strbuf_add_char(out, i == 0 ? '[' : ',');
		add_end(out, edition, &coverage->ends[i]);
	}
	strbuf_add_string(out, coverage->end_count == 0 ? "[]" : "]");
	add_key(&object, "wins");
	for (i = 0; i < coverage->win_count; i++) {
		strbuf_add_char(out, i == 0 ? '[' : ',');
		add_win(out, edition, &coverage->wins[i]);
	}
	strbuf_add_string(out, coverage->win_count == 0 ? "[]" : "]");
	strbuf_add_char(out, '}');
}
