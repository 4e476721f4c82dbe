/*
 * What became of kits. In: rows of the ledger, those of one edition and those
 * that say of a kit that it was called back. Out: a line a kit, by id.
 *
 * An id is put into addresses, so one that no kit can have is passed over.
 */
#include "history.h"

#include <stdlib.h>
#include <string.h>

#include "fieldkit/ledger.h"
#include "fieldkit/strmap.h"

#define FIRST_SIZE 64

struct gathering {
	struct history *history;
	struct arena *arena;
	struct strmap numbers;		/* id to its kit's number, plus one */
	size_t size;
};

static bool
is_kit_id(const char *id)
{
	return strlen(id) == KIT_ID_CHARS &&
	    strspn(id, "0123456789ABCDEFGHJKMNPQRSTVWXYZ") == KIT_ID_CHARS;
}

static struct past_kit *
meet(struct gathering *gathering, const char *id)
{
	struct history *history = gathering->history;
	const char *found = strmap_find(&gathering->numbers, id);
	struct past_kit *kits;

	if (found != NULL)
		return &history->kits[(uintptr_t)found - 1];
	if (history->count == gathering->size) {
		gathering->size = 2 * gathering->size + FIRST_SIZE;
		kits = ARENA_ARRAY(gathering->arena, struct past_kit,
		    gathering->size);
		if (history->count > 0)
			memcpy(kits, history->kits,
			    history->count * sizeof(*kits));
		history->kits = kits;
	}
	kits = &history->kits[history->count++];
	*kits = (struct past_kit){ .path = "", .reason = "" };
	strcpy(kits->id, id);
	strmap_add(&gathering->numbers, arena_strdup(gathering->arena, id),
	    (const void *)(uintptr_t)history->count);
	return kits;
}

static void
note_row(void *context, const struct ledger_row *row)
{
	struct gathering *gathering = context;
	struct past_kit *kit;

	if (!is_kit_id(row->kit))
		return;
	if (row->event == LEDGER_WITHDRAWN) {
		kit = meet(gathering, row->kit);
		if (kit->is_withdrawn)
			return;
		kit->is_withdrawn = true;
		kit->withdrawn_days = (int32_t)(row->time / 86400);
		kit->reason = arena_strdup(gathering->arena, row->words);
	} else if (strcmp(row->kind, "kit") == 0 &&
	    (row->event == LEDGER_PUBLISHED || row->event == LEDGER_SENT ||
	    row->event == LEDGER_SENDING || row->event == LEDGER_UNCERTAIN)) {
		kit = meet(gathering, row->kit);
		kit->has_left = true;
		kit->path = arena_strdup(gathering->arena, row->path);
	}
}

static int
compare_kits(const void *a, const void *b)
{
	const struct past_kit *left = a, *right = b;

	return strcmp(left->id, right->id);
}

bool
history_read(struct history *history, struct arena *arena,
    const char *output_dir, const char *edition, struct diags *diags)
{
	const struct ledger_filter here = { .edition = edition },
	    recalls = { .kind = "recall" };
	struct gathering gathering = { .history = history, .arena = arena };
	struct ledger *ledger = NULL;
	bool is_read;

	*history = (struct history){ 0 };
	if (output_dir == NULL)
		return true;
	is_read = ledger_open(&ledger, arena_printf(arena, "%s/%s",
	    output_dir, LEDGER_NAME), LEDGER_READ, diags) &&
	    ledger_list(ledger, &here, note_row, &gathering, diags) &&
	    ledger_list(ledger, &recalls, note_row, &gathering, diags);
	ledger_close(ledger);
	strmap_release(&gathering.numbers);
	if (history->count > 0)
		qsort(history->kits, history->count, sizeof(*history->kits),
		    compare_kits);
	return is_read;
}

const struct past_kit *
history_find(const struct history *history, const char *id)
{
	struct past_kit key;

	if (history->count == 0 || strlen(id) != KIT_ID_CHARS)
		return NULL;
	strcpy(key.id, id);
	return bsearch(&key, history->kits, history->count, sizeof(key),
	    compare_kits);
}
