/*
 * Coverage as JSON (RFC 8259): one object an edition, on one line. In: the
 * coverage. Out: its cells, gaps, ends and wins, in its own order; names of
 * records as type and id, days as ISO 8601.
 */
#include "coverage_print.h"

#include "fieldkit/date.h"
#include "fieldkit/json.h"

static void
add_day(struct strbuf *out, const char *key, int32_t days)
{
	char string[DATE_CHARS + 1];

	date_format(days, string);
	json_add_member(out, key, string);
}

static void
add_id(struct strbuf *out, const char *key, const struct record *record)
{
	json_add_optional(out, key, record != NULL ? record->id : NULL);
}

/* "record" for a record, "label" for a case that has none to show. */
static void
add_name(struct strbuf *out, const struct edition *edition,
    const struct record *record, const struct text *label)
{
	struct strbuf name = { 0 };

	if (record == NULL && label->count == 0)
		return;
	coverage_add_name(&name, edition, record, label);
	json_add_member(out, record != NULL ? "record" : "label",
	    strbuf_string(&name));
	strbuf_release(&name);
}

static void
add_owner(struct strbuf *out, const struct str *owner)
{
	if (is_given(owner))
		json_add_member(out, "owner", owner->chars);
}

static void
add_cell(struct strbuf *out, const struct cover_cell *cell)
{
	int aspect;

	strbuf_add_char(out, '{');
	add_id(out, "campaign", cell->match->campaign);
	add_id(out, "office", cell->match->office);
	json_add_member(out, "state", cover_state_word(cell->state));
	for (aspect = 0; aspect < COVER_ASPECT_COUNT; aspect++)
		json_add_member(out,
		    cover_aspect_word((enum cover_aspect)aspect),
		    cover_state_word(cell->states[aspect]));
	json_add_number(out, "cases", cell->cases);
	json_add_number(out, "contacts", cell->contacts);
	strbuf_add_char(out, '}');
}

static void
add_gap(struct strbuf *out, const struct edition *edition,
    const struct cover_gap *gap)
{
	strbuf_add_char(out, '{');
	json_add_member(out, "kind", gap_slug(gap->kind));
	add_id(out, "campaign", gap->campaign);
	add_id(out, "office", gap->office);
	add_name(out, edition, gap->record, &gap->label);
	json_add_optional(out, "word", gap->word);
	if (is_given(&gap->on))
		add_day(out, "on", gap->on.days);
	if (gap->needs > 0) {
		json_add_number(out, "has", gap->has);
		json_add_number(out, "needs", gap->needs);
	}
	strbuf_add_char(out, '}');
}

static void
add_end(struct strbuf *out, const struct edition *edition,
    const struct cover_end *end)
{
	strbuf_add_char(out, '{');
	json_add_member(out, "kind", end_slug(end->kind));
	add_day(out, "on", end->on.days);
	add_name(out, edition, end->record, NULL);
	json_add_optional(out, "word", end->word);
	add_owner(out, &end->owner);
	strbuf_add_char(out, '}');
}

static void
add_lacks(struct strbuf *out, const struct cover_win *win)
{
	if ((win->lacks & CONSENT_LACKS_NAME) != 0)
		json_add_member(out, "uses", "name");
	if ((win->lacks & CONSENT_LACKS_TIME) != 0)
		add_day(out, "until", win->until_days);
	if ((win->lacks & CONSENT_LACKS_PLACE) != 0)
		json_add_member(out, "territories", "wider");
}

static void
add_win(struct strbuf *out, const struct edition *edition,
    const struct cover_win *win)
{
	uint32_t i;

	strbuf_add_char(out, '{');
	json_add_member(out, "kind", win_slug(win->kind));
	add_name(out, edition, win->record, &win->label);
	if (win->kind == WIN_CONTACT)
		json_add_member(out, "org",
		    win->record != NULL ? win->record->id : "vendor");
	add_id(out, "office", win->office);
	json_add_optional(out, "lang", win->lang);
	add_lacks(out, win);
	add_owner(out, &win->owner);
	json_add_key(out, "ready");
	strbuf_add_char(out, '[');
	for (i = 0; i < win->cell_count; i++) {
		strbuf_add_string(out, i > 0 ? "," : "");
		strbuf_add_char(out, '{');
		add_id(out, "campaign", win->cells[i]->match->campaign);
		add_id(out, "office", win->cells[i]->match->office);
		strbuf_add_char(out, '}');
	}
	strbuf_add_char(out, ']');
	json_add_number(out, "helped", win->helped);
	strbuf_add_char(out, '}');
}

void
coverage_print_json(struct strbuf *out, const struct edition *edition,
    const struct coverage *coverage)
{
	uint32_t i;

	strbuf_add_char(out, '{');
	json_add_member(out, "edition", edition->view.id.chars);
	add_day(out, "as_of", edition->clock.as_of_days);
	json_add_key(out, "cells");
	for (i = 0; i < coverage->cell_count; i++) {
		strbuf_add_char(out, i == 0 ? '[' : ',');
		add_cell(out, &coverage->cells[i]);
	}
	strbuf_add_string(out, coverage->cell_count == 0 ? "[]" : "]");
	json_add_key(out, "gaps");
	for (i = 0; i < coverage->gap_count; i++) {
		strbuf_add_char(out, i == 0 ? '[' : ',');
		add_gap(out, edition, &coverage->gaps[i]);
	}
	strbuf_add_string(out, coverage->gap_count == 0 ? "[]" : "]");
	json_add_key(out, "ends");
	for (i = 0; i < coverage->end_count; i++) {
		strbuf_add_char(out, i == 0 ? '[' : ',');
		add_end(out, edition, &coverage->ends[i]);
	}
	strbuf_add_string(out, coverage->end_count == 0 ? "[]" : "]");
	json_add_key(out, "wins");
	for (i = 0; i < coverage->win_count; i++) {
		strbuf_add_char(out, i == 0 ? '[' : ',');
		add_win(out, edition, &coverage->wins[i]);
	}
	strbuf_add_string(out, coverage->win_count == 0 ? "[]" : "]");
	strbuf_add_char(out, '}');
}
