/*
 * What to ask for next. In: for each cell that is not ready the reasons, and
 * for each reason the things - a consent, a contact, a translation -
 * of which one (or `amount` different ones) would remove it. Out: a list in
 * which each thing turns most cells ready of what those before it have left.
 *
 * This is the greedy way to cover sets. Where no single thing turns a cell -
 * everywhere two are missing - the one that removes most reasons is next, so
 * that the list goes on; cells that nothing here can turn are left out of the
 * count. Equals are decided by the key.
 */
#include <string.h>

#include "coverer.h"
#include "fieldkit/format.h"
#include "fieldkit/strbuf.h"

#define WINS_MAX 12

static struct fix *
fix_find(struct coverer *coverer, const char *key,
    const struct cover_win *win)
{
	const struct fix *known = strmap_find(&coverer->fix_keys, key);
	struct fix *fix;

	if (known != NULL)
		return coverer->fixes[known->place];
	fix = ARENA_NEW(&coverer->scratch, struct fix);
	fix->key = arena_strdup(&coverer->scratch, key);
	fix->win = *win;
	fix->place = coverer->fix_count;
	strmap_add(&coverer->fix_keys, fix->key, fix);
	coverer->fixes = coverer_room(coverer->fixes, coverer->fix_count,
	    &coverer->fix_size, sizeof(struct fix *));
	coverer->fixes[coverer->fix_count++] = fix;
	return fix;
}

void
sheet_add_lack(struct coverer *coverer, uint32_t amount)
{
	struct sheet *sheet = coverer->sheet;

	coverer->lacks = coverer_room(coverer->lacks, coverer->lack_count,
	    &coverer->lack_size, sizeof(struct lack));
	if (sheet->lack_count++ == 0)
		sheet->first_lack = coverer->lack_count;
	coverer->lacks[coverer->lack_count++] = (struct lack){
	    .amount = amount, .first = coverer->way_count };
}

static void
add_way(struct coverer *coverer, struct fix *fix)
{
	struct lack *lack = &coverer->lacks[coverer->lack_count - 1];

	coverer->ways = coverer_room(coverer->ways, coverer->way_count,
	    &coverer->way_size, sizeof(struct fix *));
	coverer->ways[coverer->way_count++] = fix;
	lack->count++;
}

void
sheet_add_consent(struct coverer *coverer, const struct case_entry *entry,
    unsigned lacks)
{
	char key[96];
	struct cover_gap named = { 0 };
	struct fix *fix;

	snprintf(key, sizeof(key), "1 %s", entry->source->record.id);
	coverer_name_case(&named, entry);
	fix = fix_find(coverer, key, &(struct cover_win){
	    .kind = WIN_CONSENT, .record = named.record, .label = named.label,
	    .owner = entry->source->record.owner,
	    .until_days = coverer->play.window_end_days });
	fix->win.lacks |= lacks;
	if (fix->win.until_days < coverer->play.window_end_days)
		fix->win.until_days = coverer->play.window_end_days;
	add_way(coverer, fix);
}

/* "de" for "de-AT", where readers of the one read the other. */
static const char *
without_region(struct coverer *coverer, const char *lang)
{
	const char *hyphen = strrchr(lang, '-');
	const char *shorter;

	if (hyphen == NULL)
		return lang;
	shorter = arena_copy(coverer->arena, lang, (size_t)(hyphen - lang));
	return lang_serves(shorter, lang) ? shorter : lang;
}

/* Offices of the same countries and language share a contact. */
void
sheet_add_contact(struct coverer *coverer, const struct record *partner,
    const struct office *office)
{
	const char *lang = without_region(coverer,
	    LIST_AT(office->languages, struct str, 0)->chars);
	struct strbuf key = { 0 };
	uint32_t i;

	strbuf_printf(&key, "2 %s %s", partner != NULL ? partner->id : "",
	    lang);
	for (i = 0; i < office->covers.count; i++)
		strbuf_printf(&key, " %s",
		    LIST_AT(office->covers, struct str, i)->chars);
	add_way(coverer, fix_find(coverer, strbuf_string(&key),
	    &(struct cover_win){ .kind = WIN_CONTACT, .record = partner,
	    .office = &office->record, .lang = lang }));
	strbuf_release(&key);
}

void
sheet_add_translation(struct coverer *coverer, const char *lang)
{
	const struct record *campaign = &coverer->play.campaign->record;
	char key[192];

	lang = without_region(coverer, lang);
	snprintf(key, sizeof(key), "3 %s %s", campaign->id, lang);
	add_way(coverer, fix_find(coverer, key, &(struct cover_win){
	    .kind = WIN_TRANSLATION, .record = campaign, .lang = lang,
	    .owner = coverer_owner(coverer, campaign) }));
}

/* How many lacks of a sheet are left; false where one of them stays. */
static bool
count_left(const struct coverer *coverer, const struct sheet *sheet,
    uint32_t *ret_left, bool *ret_turns)
{
	uint32_t i;

	*ret_left = 0;
	*ret_turns = true;
	for (i = 0; i < sheet->lack_count; i++) {
		const struct lack *lack =
		    &coverer->lacks[sheet->first_lack + i];

		if (lack->amount > lack->count)
			return false;
		*ret_left += lack->amount > 0;
		if (lack->amount > 1)
			*ret_turns = false;
	}
	return *ret_left > 0;
}

/* Counts, for each fix of the sheet, the lacks that it removes; a fix that
 * removes all of them turns the cell. */
static void
weigh_sheet(const struct coverer *coverer, const struct sheet *sheet,
    uint32_t stamp)
{
	uint32_t i, k, left;
	bool turns;

	if (!count_left(coverer, sheet, &left, &turns))
		return;
	for (i = 0; i < sheet->lack_count; i++) {
		const struct lack *lack =
		    &coverer->lacks[sheet->first_lack + i];

		for (k = 0; lack->amount > 0 && k < lack->count; k++) {
			struct fix *fix = coverer->ways[lack->first + k];

			if (fix->is_taken)
				continue;
			if (fix->stamp != stamp)
				fix->hits = 0;
			fix->stamp = stamp;
			fix->clears++;
			if (++fix->hits == left && turns)
				fix->turns++;
		}
	}
}

static bool
is_better(const struct fix *a, const struct fix *b)
{
	if (a->turns != b->turns)
		return a->turns > b->turns;
	if (a->clears != b->clears)
		return a->clears > b->clears;
	return strcmp(a->key, b->key) < 0;
}

static struct fix *
best_fix(struct coverer *coverer)
{
	struct fix *best = NULL;
	uint32_t i;

	for (i = 0; i < coverer->fix_count; i++)
		coverer->fixes[i]->turns = coverer->fixes[i]->clears =
		    coverer->fixes[i]->stamp = 0;
	for (i = 0; i < coverer->sheet_count; i++)
		weigh_sheet(coverer, &coverer->sheets[i], i + 1);
	for (i = 0; i < coverer->fix_count; i++) {
		struct fix *fix = coverer->fixes[i];

		if (fix->clears > 0 && (best == NULL || is_better(fix, best)))
			best = fix;
	}
	return best;
}

/* Takes the fix in one sheet; whether it did something there. */
static bool
take_in_sheet(struct coverer *coverer, const struct sheet *sheet,
    const struct fix *fix, bool *ret_is_ready)
{
	bool has_helped = false;
	uint32_t i, k, left = 0;

	for (i = 0; i < sheet->lack_count; i++) {
		struct lack *lack = &coverer->lacks[sheet->first_lack + i];

		for (k = 0; lack->amount > 0 && k < lack->count; k++)
			if (coverer->ways[lack->first + k] == fix) {
				lack->amount--;
				lack->count--;	/* it helps but once */
				coverer->ways[lack->first + k] =
				    coverer->ways[lack->first + lack->count];
				has_helped = true;
				break;
			}
		left += lack->amount;
	}
	*ret_is_ready = has_helped && left == 0;
	return has_helped;
}

static void
take(struct coverer *coverer, struct fix *fix)
{
	struct cover_win *win = &fix->win;
	uint32_t i;

	fix->is_taken = true;
	win->helped = 0;
	win->cells = ARENA_ARRAY(coverer->arena, const struct cover_cell *,
	    fix->turns);
	for (i = 0; i < coverer->sheet_count; i++) {
		const struct sheet *sheet = &coverer->sheets[i];
		bool is_ready;

		if (!take_in_sheet(coverer, sheet, fix, &is_ready))
			continue;
		win->helped++;
		if (is_ready)
			win->cells[win->cell_count++] = sheet->cell;
	}
}

void
cover_wins(struct coverer *coverer, struct coverage *coverage)
{
	struct cover_win *wins = ARENA_ARRAY(coverer->arena, struct cover_win,
	    WINS_MAX);
	uint32_t count = 0;

	while (count < WINS_MAX) {
		struct fix *fix = best_fix(coverer);

		if (fix == NULL)
			break;
		take(coverer, fix);
		wins[count++] = fix->win;
	}
	coverage->wins = wins;
	coverage->win_count = count;
}
