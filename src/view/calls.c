/*
 * When to call. In: an office or a partner, contacts, a day - clocks change
 * with the seasons. Out: a sentence with the hours in which both are at work,
 * nine to five by either clock, in the caller's time and in theirs.
 *
 * Where somebody sits is known from `based_at`; of a partner's people, from
 * the partner's sites; of the vendor's, from the offices in their territory,
 * when those share a clock. Who sits nobody knows where has no sentence, nor
 * has who keeps the office's own hours.
 */
#include <string.h>

#include "fieldkit/limits.h"
#include "parts.h"

#define OPENS (9 * 60)
#define CLOSES (17 * 60)
#define DAY (24 * 60)

/* Hours in common: minutes of the office's day, and of theirs. */
struct hours {
	int32_t from, until;
	int32_t there_from, there_until;
	int32_t day;			/* theirs: -1 the day before, 1 after */
};

static int32_t
greater(int32_t a, int32_t b)
{
	return a > b ? a : b;
}

/* `ahead`: minutes that their clocks are ahead of the office's. Their working
 * day of yesterday, today or tomorrow may meet the office's today. */
static bool
hours_find(struct hours *hours, int32_t ahead)
{
	int32_t day;

	for (day = -1; day <= 1; day++) {
		int32_t opens = OPENS - ahead + day * DAY;
		int32_t from = greater(OPENS, opens);
		int32_t until = -greater(-CLOSES, -(opens + CLOSES - OPENS));

		if (from >= until)
			continue;
		*hours = (struct hours){ from, until,
		    from + ahead - day * DAY, until + ahead - day * DAY, day };
		return true;
	}
	return false;
}

static const char *
call_words(struct viewer *viewer, const char *tz, const struct hours *hours)
{
	struct format_locale *locale = viewer->context->locale;
	struct arena *arena = viewer->arena;
	struct message_arg args[] = {
		{ .name = "place", .text = format_city(locale, arena, tz) },
		{ .name = "from" }, { .name = "until" },
		{ .name = "there_from" }, { .name = "there_until" },
	};

	if (hours == NULL)
		return view_message(viewer, KEY_CALL_NONE, args, 1);
	args[1].text = format_time(locale, arena, hours->from);
	args[2].text = format_time(locale, arena, hours->until);
	args[3].text = format_time(locale, arena, hours->there_from);
	args[4].text = format_time(locale, arena, hours->there_until);
	return view_message(viewer, hours->day == 0 ? KEY_CALL
	    : hours->day < 0 ? KEY_CALL_BEFORE : KEY_CALL_AFTER, args, 5);
}

/* The sentence; not given where the clocks agree, or to a customer. */
static struct str
call_between(struct viewer *viewer, const char *own_tz, const char *tz,
    int32_t day)
{
	struct hours hours;
	int32_t ahead;

	if (tz == NULL || viewer->context->locale == NULL ||
	    viewer->edition->view.is_customer.is_true)
		return (struct str){ 0 };
	ahead = clock_offset(tz, day) - clock_offset(own_tz, day);
	if (ahead == 0)
		return (struct str){ 0 };
	return view_str(viewer, call_words(viewer, tz,
	    hours_find(&hours, ahead) ? &hours : NULL));
}

static const struct place *
find_site(const struct partner *partner, const char *id)
{
	uint32_t i;

	for (i = 0; partner != NULL && i < partner->sites.count; i++) {
		const struct place *place =
		    LIST_AT(partner->sites, struct place, i);

		if (is_given(&place->id) && strcmp(place->id.chars, id) == 0)
			return place;
	}
	return NULL;
}

/* `based_at` is partner/site. */
static const struct place *
seat_of(const struct viewer *viewer, const struct person *person)
{
	const char *slash = is_given(&person->based_at)
	    ? strchr(person->based_at.chars, '/') : NULL;
	char id[LIMIT_ID_CHARS + 1];
	size_t len;

	if (slash == NULL)
		return NULL;
	len = (size_t)(slash - person->based_at.chars);
	if (len >= sizeof(id))
		return NULL;
	memcpy(id, person->based_at.chars, len);
	id[len] = '\0';
	return find_site((const struct partner *)model_find(viewer->model,
	    RECORD_PARTNER, id), slash + 1);
}

/* The site of the office's countries, else of the head office's, else the
 * only one. No office: none is nearer than another. */
static const char *
partner_tz(const struct partner *partner, const struct office *office)
{
	const struct place *near = NULL, *head = NULL;
	uint32_t i, k;

	for (i = 0; i < partner->sites.count; i++) {
		const struct place *place =
		    LIST_AT(partner->sites, struct place, i);

		if (!is_given(&place->tz) || !is_given(&place->country))
			continue;
		for (k = 0; office != NULL && k < office->covers.count; k++)
			if (near == NULL && strcmp(place->country.chars,
			    LIST_AT(office->covers, struct str, k)->chars) ==
			    0)
				near = place;
		if (head == NULL && (partner->sites.count == 1 ||
		    (is_given(&partner->hq) && strcmp(place->country.chars,
		    partner->hq.chars) == 0)))
			head = place;
	}
	if (near == NULL)
		near = head;
	return near != NULL ? near->tz.chars : NULL;
}

const char *
view_partner_tz(const struct partner *partner)
{
	return partner_tz(partner, NULL);
}

/* The clock of all offices in the territory, if they share one. */
static const char *
vendor_tz(const struct viewer *viewer, const struct person *person)
{
	const struct record_set *offices =
	    &viewer->model->sets[RECORD_OFFICE];
	struct country_set territory = territory_expand(
	    edition_regions(viewer->edition), &person->territories);
	const char *tz = NULL;
	uint32_t i;

	for (i = 0; i < offices->count; i++) {
		const struct office *office =
		    (const struct office *)offices->items[i];

		if (!is_given(&office->tz) ||
		    !country_set_has(&territory, office->country.chars))
			continue;
		if (tz != NULL && strcmp(tz, office->tz.chars) != 0)
			return NULL;
		tz = office->tz.chars;
	}
	return tz;
}

/* Fills the sentences of contacts who are compared with `own_tz`, which is of
 * an office, or of a partner's seat (NULL office). */
static bool
fill_calls(struct viewer *viewer, struct list *contacts, const char *own_tz,
    const struct office *office, int32_t day)
{
	bool has_any = false;
	uint32_t i;

	for (i = 0; i < contacts->count; i++) {
		struct contact_view *contact =
		    LIST_AT(*contacts, struct contact_view, i);
		const struct person *person =
		    (const struct person *)contact->person;
		const struct place *seat = seat_of(viewer, person);
		const char *tz;

		if (seat != NULL)
			tz = is_given(&seat->tz) ? seat->tz.chars : NULL;
		else if (contact->partner != NULL)
			tz = partner_tz((const struct partner *)
			    contact->partner, office);
		else
			tz = vendor_tz(viewer, person);
		contact->call = call_between(viewer, own_tz, tz, day);
		if (is_given(&contact->call))
			has_any = true;
	}
	return has_any;
}

bool
view_calls(struct viewer *viewer, struct list *contacts,
    const struct record *record, int32_t day)
{
	const struct office *office = (const struct office *)record;

	return office != NULL && is_given(&office->tz) &&
	    fill_calls(viewer, contacts, office->tz.chars, office, day);
}

bool
view_calls_of_partner(struct viewer *viewer, struct list *contacts,
    const struct record *record, int32_t day)
{
	const char *tz = partner_tz((const struct partner *)record, NULL);

	return tz != NULL && fill_calls(viewer, contacts, tz, NULL, day);
}

struct list
view_partner_hours(struct viewer *viewer, struct record_list partners,
    const struct record *record, int32_t day)
{
	const struct office *office = (const struct office *)record;
	struct partner_hours *rows = ARENA_ARRAY(viewer->arena,
	    struct partner_hours, partners.count);
	uint32_t i, count = 0;

	for (i = 0; is_given(&office->tz) && i < partners.count; i++) {
		struct str call = call_between(viewer, office->tz.chars,
		    partner_tz((const struct partner *)partners.items[i],
		    office), day);

		if (is_given(&call))
			rows[count++] = (struct partner_hours){ viewer->pos,
			    partners.items[i], call };
	}
	return (struct list){ viewer->pos, count, rows };
}
