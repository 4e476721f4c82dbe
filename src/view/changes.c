/*
 * What changed since the kit that its reader had. In: changes between two
 * trees. Out: sentences in the kit's language, of what its reader may see.
 *
 * The old tree may hold what its reader may not see any more: a customer whose
 * consent ended, a person who left. So no word of it is said. What is gone is
 * named only where this edition has it, by the name that it has here, for this
 * territory and as long as the kit holds; all else is counted. Of old values
 * only dates and places are told.
 */
#include <string.h>

#include "fieldkit/date.h"
#include "parts.h"

/* What one page has room for. */
#define CHANGES_MAX 14

enum subject {
	SUBJECT_CASE, SUBJECT_SOLUTION, SUBJECT_CONTACT, SUBJECT_FUNDING,
	SUBJECT_COMMITMENT, SUBJECT_OTHER, SUBJECT_COUNT
};

static const struct {
	const char *folder;		/* before the id in a record's key */
	const char *added, *gone;	/* messages */
} subjects[SUBJECT_COUNT] = {
	[SUBJECT_CASE] = { "case-studies/", "changes.added.case",
	    "changes.gone.case" },
	[SUBJECT_SOLUTION] = { "solutions/", "changes.added.solution",
	    "changes.gone.solution" },
	[SUBJECT_CONTACT] = { "people/", "changes.added.contact",
	    "changes.gone.contact" },
	[SUBJECT_FUNDING] = { "funding/", "changes.added.funding",
	    "changes.gone.funding" },
	[SUBJECT_COMMITMENT] = { "commitments/", "changes.added.commitment",
	    "changes.gone.commitment" },
	[SUBJECT_OTHER] = { "", "changes.added.other", "changes.gone.other" },
};

struct telling {
	struct viewer *viewer;
	const struct campaign_match *match;
	struct change_view *views;
	uint32_t count;
	uint32_t gone[SUBJECT_COUNT];	/* that may not be named */
	uint32_t units_gone;
};

static enum subject
subject_of(const struct change *change)
{
	int subject = 0;

	while (subject < SUBJECT_OTHER && strncmp(change->record,
	    subjects[subject].folder,
	    strlen(subjects[subject].folder)) != 0)
		subject++;
	return (enum subject)subject;
}

static struct change_view *
tell(struct telling *telling, const char *name, const char *text)
{
	struct change_view *view = &telling->views[telling->count++];

	view->pos = telling->viewer->pos;
	view->text = view_str(telling->viewer, text);
	if (name != NULL && name[0] != '\0')
		view->name = view_str(telling->viewer, name);
	return view;
}

static void
add_detail(struct telling *telling, struct change_view *view,
    const char *words)
{
	if (words[0] != '\0')
		view->detail = view_str(telling->viewer, words);
}

static const char *
say(struct telling *telling, const char *key)
{
	return view_message(telling->viewer, key, NULL, 0);
}

static const char *
say_count(struct telling *telling, const char *key, uint32_t count)
{
	const struct message_arg n = { .name = "n",
		.text = format_number(telling->viewer->context->locale,
		telling->viewer->arena, count, 0),
		.is_number = true, .number = count };

	return view_message(telling->viewer, key, &n, 1);
}

static const char *
say_one(struct telling *telling, const char *key, const char *name,
    const char *words)
{
	const struct message_arg arg = { .name = name, .text = words };

	return view_message(telling->viewer, key, &arg, 1);
}

/* A day in the kit's language; NULL where there is none. */
static const char *
day_words(struct telling *telling, const char *iso)
{
	int32_t days;

	if (!date_parse(iso, strlen(iso), &days))
		return NULL;
	return format_date(telling->viewer->context->locale,
	    telling->viewer->arena, days, FORMAT_DATE_LONG);
}

static const char *
say_days(struct telling *telling, const char *key,
    const struct change *change)
{
	const char *before = day_words(telling, change->before);
	const char *after = day_words(telling, change->after);
	const struct message_arg args[] = {
		{ .name = "date", .text = after },
		{ .name = "before", .text = before },
	};

	if (before == NULL || after == NULL)
		return say(telling, "changes.details");
	return view_message(telling->viewer, key, args, 2);
}

/* What this edition calls what is gone from the kit; NULL where its reader
 * may not be told the name. */
static const char *
name_of_gone(struct telling *telling, const struct change *change)
{
	struct viewer *viewer = telling->viewer;
	const struct record *record = edition_find(viewer->edition,
	    change->record);
	struct text title;
	enum rung rung;

	if (record != NULL && record->type == RECORD_CASE_STUDY) {
		record = edition_case_copy(viewer->edition, record,
		    &telling->match->territory,
		    telling->match->window_end_days, &rung);
		if (record != NULL && rung != RUNG_FULL)
			record = NULL;
	}
	if (record == NULL)
		return NULL;
	title = view_title(viewer, record);
	return view_words(viewer, &title);
}

static void
tell_gone(struct telling *telling, const struct change *change)
{
	const char *name = name_of_gone(telling, change);
	const bool has_successor = change->successor[0] != '\0';

	if (name != NULL && has_successor)
		tell(telling, name, say_one(telling, "changes.gone_deputy",
		    "name", change->successor));
	else if (name != NULL)
		tell(telling, name, say(telling, "changes.gone_named"));
	else if (has_successor)
		tell(telling, change->successor,
		    say(telling, "changes.successor"));
	else
		telling->gone[subject_of(change)]++;
}

static void
tell_moved(struct telling *telling, const struct change *change)
{
	struct viewer *viewer = telling->viewer;
	const struct message_arg args[] = {
		{ .name = "to", .text = format_number(
		    viewer->context->locale, viewer->arena, change->to, 0) },
		{ .name = "from", .text = format_number(
		    viewer->context->locale, viewer->arena, change->from,
		    0) },
	};

	tell(telling, change->label, view_message(viewer, "changes.moved",
	    args, 2));
}

static bool
is_one_of(const char *word, const char *const *words)
{
	while (*words != NULL && strcmp(*words, word) != 0)
		words++;
	return *words != NULL;
}

static void
tell_part(struct telling *telling, const struct change *change)
{
	/* Reasons stand beside what they are for; hours follow the clocks. */
	static const char *const unsaid[] = { "why", "hours", NULL };
	static const char *const values[] = { "status", "amount", "payer",
		"price", NULL };
	const char *name = change->record[0] != '\0' ? change->label :
	    change->unit_title;

	if (is_one_of(change->part, unsaid))
		return;
	if (change->after[0] == '\0')
		tell(telling, name, say(telling, "changes.details"));
	else if (strcmp(change->part, "deputy") == 0)
		tell(telling, name, say_one(telling, "changes.deputy",
		    "value", change->after));
	else if (is_one_of(change->part, values))
		tell(telling, name, say_one(telling, "changes.now", "value",
		    change->after));
	else
		add_detail(telling, tell(telling, name,
		    say(telling, "changes.details")), change->after);
}

/* Several paragraphs of one record, or of one unit, are one change. */
static void
tell_text(struct telling *telling, const struct change *change,
    const struct change *last)
{
	if (last != NULL && last->kind == CHANGE_TEXT &&
	    strcmp(last->unit, change->unit) == 0 &&
	    strcmp(last->record, change->record) == 0)
		return;
	add_detail(telling, tell(telling, change->record[0] != '\0' ?
	    change->label : change->unit_title,
	    say(telling, "changes.text")), change->after);
}

static void
tell_change(struct telling *telling, const struct change *change,
    const struct change *last)
{
	switch (change->kind) {
	case CHANGE_VALID:
		tell(telling, NULL, say_days(telling, "changes.valid",
		    change));
		break;
	case CHANGE_GONE:
		tell_gone(telling, change);
		break;
	case CHANGE_ADDED:
		add_detail(telling, tell(telling, change->label, say(telling,
		    subjects[subject_of(change)].added)), change->why);
		break;
	case CHANGE_DATE:
		tell(telling, change->label, say_days(telling,
		    strcmp(change->part, "due") == 0 ? "changes.due" :
		    "changes.until", change));
		break;
	case CHANGE_PART:
		tell_part(telling, change);
		break;
	case CHANGE_RENAMED:
		tell(telling, change->label, say(telling, "changes.renamed"));
		break;
	case CHANGE_MOVED:
		tell_moved(telling, change);
		break;
	case CHANGE_UNIT_GONE:
		telling->units_gone++;
		break;
	case CHANGE_UNIT_ADDED:
		tell(telling, change->unit_title,
		    say(telling, "changes.unit_added"));
		break;
	case CHANGE_TEXT:
		tell_text(telling, change, last);
		break;
	case CHANGE_KIND_COUNT:
		break;
	}
}

/* What is only counted comes where what is gone is told. */
static void
tell_counts(struct telling *telling)
{
	int subject;

	for (subject = 0; subject < SUBJECT_COUNT; subject++)
		if (telling->gone[subject] > 0)
			tell(telling, NULL, say_count(telling,
			    subjects[subject].gone, telling->gone[subject]));
	if (telling->units_gone > 0)
		tell(telling, NULL, say_count(telling, "changes.unit_gone",
		    telling->units_gone));
}

void
view_changes(struct viewer *viewer, struct campaign_view *top,
    const struct campaign_match *match)
{
	const struct change_list *changes = viewer->context->changes;
	struct telling telling = { .viewer = viewer, .match = match };
	bool has_counts = false;
	uint32_t i;

	if (changes == NULL)
		return;
	telling.views = ARENA_ARRAY(viewer->arena, struct change_view,
	    changes->count + (size_t)SUBJECT_COUNT + 1);
	for (i = 0; i < changes->count; i++) {
		if (!has_counts && changes->items[i].kind > CHANGE_GONE) {
			has_counts = true;
			tell_counts(&telling);
			memset(telling.gone, 0, sizeof(telling.gone));
		}
		tell_change(&telling, &changes->items[i],
		    i > 0 ? &changes->items[i - 1] : NULL);
	}
	tell_counts(&telling);
	top->changes = (struct list){ viewer->pos, telling.count,
		telling.views };
	if (telling.count > CHANGES_MAX) {
		top->changes.count = CHANGES_MAX;
		top->changes_more = view_integer(viewer,
		    telling.count - CHANGES_MAX);
	}
	if (telling.count > 0)
		top->previous_kit = view_str(viewer,
		    viewer->context->previous_kit_id);
}
