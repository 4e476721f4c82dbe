/*
 * What recipients hold. In: the rows of the ledger, in order. Out: the last
 * that it says of each delivery and of each place, and who holds what was
 * withdrawn.
 */
#include "mail_parts.h"

#include <stdlib.h>
#include <string.h>

/* The end of the year 9999. */
#define MAX_TIME INT64_C(253402300800)

/* All rows of one delivery. */
struct course {
	enum ledger_event last;
	bool went_out;			/* in any of them */
};

struct reading {
	struct holdings *holdings;
	struct holder *holders;		/* of any kit */
	size_t count, size;
	struct strmap holder_of;	/* by recipient and kit */
};

static const char *
join(struct arena *arena, const char *a, const char *b, const char *c)
{
	return arena_printf(arena, "%s\n%s\n%s", a, b, c);
}

/* The value of a key, made zero where there was none. */
static void *
value_of(struct strmap *map, struct arena *arena, const char *key,
    size_t size)
{
	const void *found = strmap_find(map, key);
	void *made;

	if (found == NULL) {
		made = arena_alloc(arena, size);
		found = strmap_add(map, key, made);
		if (found == NULL)
			found = made;
	}
	/* The map only lends; what is in it is ours. */
	return (void *)(uintptr_t)found;
}

/* `sending` is of no weight while a row follows it. */
static bool
went_out(enum ledger_event event)
{
	return event == LEDGER_SENT || event == LEDGER_UNCERTAIN;
}

static void
take_place(struct reading *reading, const struct ledger_row *row)
{
	struct holdings *holdings = reading->holdings;
	struct arena *arena = holdings->arena;
	struct holding *place = value_of(&holdings->places, arena,
	    join(arena, row->recipient, row->edition, row->path),
	    sizeof(*place));

	place->last_kit = arena_strdup(arena, row->kit);
	place->last_event = row->event;
	if (went_out(row->event))
		place->held_kit = place->last_kit;
}

static void
take_holder(struct reading *reading, const struct ledger_row *row)
{
	struct arena *arena = reading->holdings->arena;
	struct holder *holder;

	if (reading->count == reading->size) {
		reading->size = reading->size * 2 + 64;
		reading->holders = mem_realloc(reading->holders,
		    reading->size * sizeof(*reading->holders));
	}
	holder = &reading->holders[reading->count++];
	*holder = (struct holder){
		.recipient = arena_strdup(arena, row->recipient),
		.kit = arena_strdup(arena, row->kit),
		.edition = arena_strdup(arena, row->edition),
		.office = arena_strdup(arena, row->office),
		.path = arena_strdup(arena, row->path),
	};
}

static void
take_delivery(void *context, const struct ledger_row *row)
{
	struct reading *reading = context;
	struct holdings *holdings = reading->holdings;
	struct arena *arena = holdings->arena;
	struct course *course;
	int64_t *time;

	if (strcmp(row->kind, "recall") == 0)
		strmap_add(&holdings->withdrawn, arena_strdup(arena,
		    row->kit), arena_strdup(arena, row->words));
	if (strcmp(row->kind, "kit") != 0 && strcmp(row->kind, "notice") != 0)
		return;
	course = value_of(&holdings->deliveries, arena, join(arena,
	    row->recipient, row->kit, row->kind), sizeof(*course));
	course->last = row->event;
	course->went_out = course->went_out || went_out(row->event);
	if (strcmp(row->kind, "kit") != 0)
		return;
	take_place(reading, row);
	if (row->event == LEDGER_SENDING)
		take_holder(reading, row);
	if (!went_out(row->event))
		return;
	time = value_of(&holdings->times, arena, join(arena, row->recipient,
	    row->edition, row->office), sizeof(*time));
	*time = row->time;
}

static bool
may_hold(const struct holdings *holdings, const struct holder *holder)
{
	const struct course *course = strmap_find(&holdings->deliveries,
	    join(holdings->arena, holder->recipient, holder->kit, "kit"));

	return course->went_out || course->last == LEDGER_SENDING;
}

/* Keeps of all holders those of withdrawn kits, each once. */
static void
keep_withdrawn(struct reading *reading)
{
	struct holdings *holdings = reading->holdings;
	size_t i;

	holdings->holders = ARENA_ARRAY(holdings->arena, struct holder,
	    reading->count);
	for (i = 0; i < reading->count; i++) {
		struct holder *holder = &reading->holders[i];

		holder->reason = strmap_find(&holdings->withdrawn,
		    holder->kit);
		if (holder->reason == NULL || !may_hold(holdings, holder))
			continue;
		if (strmap_find(&reading->holder_of, join(holdings->arena,
		    holder->recipient, holder->kit, "")) != NULL)
			continue;
		strmap_add(&reading->holder_of, join(holdings->arena,
		    holder->recipient, holder->kit, ""), holder);
		holdings->holders[holdings->holder_count++] = *holder;
	}
}

bool
holdings_read(struct holdings *holdings, struct ledger *ledger,
    struct arena *arena, struct diags *diags)
{
	const struct ledger_filter everything = { 0 };
	struct reading reading = { .holdings = holdings };
	bool is_read;

	*holdings = (struct holdings){ .arena = arena };
	is_read = ledger_list(ledger, &everything, take_delivery, &reading,
	    diags);
	if (is_read)
		keep_withdrawn(&reading);
	free(reading.holders);
	strmap_release(&reading.holder_of);
	return is_read;
}

void
holdings_release(struct holdings *holdings)
{
	strmap_release(&holdings->places);
	strmap_release(&holdings->deliveries);
	strmap_release(&holdings->times);
	strmap_release(&holdings->withdrawn);
}

const struct holding *
holdings_find(const struct holdings *holdings, const char *recipient,
    const char *edition, const char *path)
{
	return strmap_find(&holdings->places, join(holdings->arena, recipient,
	    edition, path));
}

enum ledger_event
holdings_event(const struct holdings *holdings, const struct ledger_key *key)
{
	const struct course *course = strmap_find(&holdings->deliveries,
	    join(holdings->arena, key->recipient, key->kit, key->kind));

	return course != NULL ? course->last : LEDGER_NONE;
}

bool
holdings_last_time(const struct holdings *holdings, const char *recipient,
    const char *edition, const char *office, int64_t *ret_time)
{
	const int64_t *time = strmap_find(&holdings->times,
	    join(holdings->arena, recipient, edition, office));

	/* Of a row that was changed, the time may be anything. */
	if (time != NULL)
		*ret_time = *time >= 0 && *time < MAX_TIME ? *time : 0;
	return time != NULL;
}
