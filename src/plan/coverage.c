/*
 * Coverage of an edition: the matrix of campaigns and offices, what it lacks,
 * and what to ask for next.
 *
 * In: an edition of an alliance reader and its mapping. Out: cells in the
 * mapping's order, gaps sorted, ends sorted by date, wins in the order in
 * which to go after them. coverage_cells.c judges the cells and notes for
 * each what would mend it; coverage_gaps.c looks at records by themselves;
 * coverage_wins.c chooses.
 */
#include "fieldkit/coverage.h"

#include <stdlib.h>
#include <string.h>

#include "coverer.h"

const char *
cover_state_word(enum cover_state state)
{
	static const char *const words[] = {
		[COVER_NONE] = "none", [COVER_READY] = "ready",
		[COVER_RISK] = "risk", [COVER_GAP] = "gap",
	};

	return words[state];
}

const char *
cover_aspect_word(enum cover_aspect aspect)
{
	static const char *const words[] = {
#define ASPECT_WORD(name, word, letter) [COVER_##name] = word,
		COVER_ASPECT_TABLE(ASPECT_WORD)
#undef ASPECT_WORD
	};

	return words[aspect];
}

char
cover_aspect_letter(enum cover_aspect aspect)
{
	static const char letters[] = {
#define ASPECT_LETTER(name, word, letter) [COVER_##name] = letter,
		COVER_ASPECT_TABLE(ASPECT_LETTER)
#undef ASPECT_LETTER
	};

	return letters[aspect];
}

const char *
gap_slug(enum gap_kind kind)
{
	static const char *const slugs[] = {
#define GAP_SLUG(name, slug, aspect) [GAP_##name] = slug,
		COVER_GAP_TABLE(GAP_SLUG)
#undef GAP_SLUG
	};

	return slugs[kind];
}

const char *
end_slug(enum end_kind kind)
{
	static const char *const slugs[] = {
#define END_SLUG(name, slug) [END_##name] = slug,
		COVER_END_TABLE(END_SLUG)
#undef END_SLUG
	};

	return slugs[kind];
}

const char *
win_slug(enum win_kind kind)
{
	static const char *const slugs[] = {
#define WIN_SLUG(name, slug) [WIN_##name] = slug,
		COVER_WIN_TABLE(WIN_SLUG)
#undef WIN_SLUG
	};

	return slugs[kind];
}

void *
coverer_room(void *items, uint32_t count, uint32_t *size, size_t item_size)
{
	if (count < *size)
		return items;
	*size = *size == 0 ? 64 : *size * 2;
	return mem_realloc(items, (size_t)*size * item_size);
}

void
coverer_add_gap(struct coverer *coverer, const struct cover_gap *gap)
{
	coverer->gaps = coverer_room(coverer->gaps, coverer->gap_count,
	    &coverer->gap_size, sizeof(*coverer->gaps));
	coverer->gaps[coverer->gap_count++] = *gap;
}

void
coverer_name_case(struct cover_gap *gap, const struct case_entry *entry)
{
	if (entry->page != NULL)
		gap->record = &entry->page->record;
	else
		gap->label = entry->label;
}

struct str
coverer_owner(const struct coverer *coverer, const struct record *record)
{
	const struct record *source = index_source(coverer->edition, record);

	return source != NULL ? source->owner : (struct str){ 0 };
}

bool
coverer_may_ask(const struct coverer *coverer, const struct case_entry *entry)
{
	const struct edition *edition = coverer->edition;
	const struct consent *consent = &entry->source->consent;

	return (entry->page != NULL || is_given(&entry->label)) &&
	    is_given(&entry->facts->customer.name) &&
	    (!reader_is_vendor(edition->view.reader.chars) ||
	    consent_has_use(consent, CONSENT_SHARE_WITH_VENDOR)) &&
	    consent_has_use(consent, CONSENT_STORY) &&
	    is_given(&consent->from) && is_given(&consent->until) &&
	    consent->from.days <= edition->clock.as_of_days;
}

static const char *
id_of(const struct record *record)
{
	return record != NULL && record->id != NULL ? record->id : "";
}

static const char *
word_of(const char *word)
{
	return word != NULL ? word : "";
}

static int
compare_gaps(const void *left, const void *right)
{
	const struct cover_gap *a = left, *b = right;
	int order = (int)a->kind - (int)b->kind;

	if (order == 0)
		order = strcmp(id_of(a->campaign), id_of(b->campaign));
	if (order == 0)
		order = strcmp(id_of(a->record), id_of(b->record));
	if (order == 0)
		order = strcmp(word_of(a->word), word_of(b->word));
	if (order == 0 && is_given(&a->label) && is_given(&b->label))
		order = strcmp(a->label.variants[0].chars,
		    b->label.variants[0].chars);
	if (order == 0)
		order = strcmp(id_of(a->office), id_of(b->office));
	return order;
}

static void
take_gaps(struct coverage *coverage, struct coverer *coverer)
{
	struct cover_gap *gaps = ARENA_ARRAY(coverer->arena, struct cover_gap,
	    coverer->gap_count);

	if (coverer->gap_count > 0) {
		memcpy(gaps, coverer->gaps,
		    coverer->gap_count * sizeof(*gaps));
		qsort(gaps, coverer->gap_count, sizeof(*gaps), compare_gaps);
	}
	coverage->gaps = gaps;
	coverage->gap_count = coverer->gap_count;
}

static void
take_cells(struct coverage *coverage, struct coverer *coverer,
    struct cover_cell *cells)
{
	uint32_t i;

	coverage->cells = cells;
	coverage->cell_count = coverer->sheet_count;
	for (i = 0; i < coverer->sheet_count; i++)
		coverage->counts[cells[i].state]++;
}

/* One sheet a cell: every office of the mapping that the reader may see. */
static struct cover_cell *
lay_out(struct coverer *coverer)
{
	const struct mapping *mapping = coverer->mapping;
	struct cover_cell *cells = ARENA_ARRAY(coverer->arena,
	    struct cover_cell, mapping->count);
	size_t i;

	coverer->sheets = ARENA_ARRAY(&coverer->scratch, struct sheet,
	    mapping->count);
	for (i = 0; i < mapping->count; i++) {
		const struct campaign_match *match = &mapping->matches[i];
		struct sheet *sheet = &coverer->sheets[coverer->sheet_count];

		if (match->office == NULL ||
		    !edition_has(coverer->edition, match->office))
			continue;
		sheet->cell = &cells[coverer->sheet_count++];
		sheet->cell->match = match;
	}
	return cells;
}

static void
coverer_release(struct coverer *coverer)
{
	strmap_release(&coverer->fix_keys);
	free(coverer->gaps);
	free(coverer->lacks);
	free(coverer->ways);
	free(coverer->fixes);
	arena_release(&coverer->scratch);
}

const struct coverage *
coverage_make(struct arena *arena, const struct edition *edition,
    const struct mapping *mapping)
{
	struct coverage *coverage;
	struct coverer *coverer;
	struct cover_cell *cells;

	if (!edition->view.is_alliance.is_true)
		return NULL;
	coverage = ARENA_NEW(arena, struct coverage);
	coverer = ARENA_NEW(arena, struct coverer);
	*coverer = (struct coverer){ .arena = arena, .edition = edition,
	    .mapping = mapping };
	cells = lay_out(coverer);
	cover_cells(coverer);
	cover_records(coverer);
	take_cells(coverage, coverer, cells);
	take_gaps(coverage, coverer);
	cover_ends(coverer, coverage);
	cover_wins(coverer, coverage);
	coverer_release(coverer);
	return coverage;
}

const struct cover_cell *
coverage_find(const struct coverage *coverage, const struct record *campaign,
    const struct record *office)
{
	uint32_t low = 0, high = coverage->cell_count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		const struct campaign_match *match =
		    coverage->cells[middle].match;
		int order = strcmp(match->campaign->id, campaign->id);

		if (order == 0)
			order = strcmp(match->office->id, office->id);
		if (order == 0)
			return &coverage->cells[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

/* "munich (1), paris (0)": offices that have too little, and how much. */
static const char *
list_offices(struct arena *arena, const struct cover_gap *gaps,
    uint32_t count)
{
	const char *list = "";
	uint32_t i;

	for (i = 0; i < count; i++)
		list = arena_printf(arena, "%s%s%s (%jd)", list,
		    i > 0 ? ", " : "", gaps[i].office->id,
		    (intmax_t)gaps[i].has);
	return list;
}

void
coverage_gate(const struct coverage *coverage, struct diags *diags)
{
	struct arena arena;
	uint32_t i, end;

	arena_init(&arena);
	for (i = 0; i < coverage->gap_count; i = end) {
		const struct cover_gap *gap = &coverage->gaps[i];
		const struct needs *needs;

		end = i + 1;
		if (gap->kind != GAP_FEW_CASES && gap->kind != GAP_FEW_CONTACTS)
			continue;
		needs = &((const struct campaign *)gap->campaign)->needs;
		while (end < coverage->gap_count &&
		    coverage->gaps[end].kind == gap->kind &&
		    coverage->gaps[end].campaign == gap->campaign)
			end++;
		diag_report(diags, DIAG_NEEDS_UNMET,
		    gap->kind == GAP_FEW_CASES ? needs->cases.pos
		    : needs->contacts.pos,
		    "the campaign needs %jd %s at each office and has fewer "
		    "at %s", (intmax_t)gap->needs,
		    gap->kind == GAP_FEW_CASES ? "references that may be told"
		    : "partner contacts",
		    list_offices(&arena, gap, end - i));
	}
	arena_release(&arena);
}
