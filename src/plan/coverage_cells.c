/*
 * The cells of the coverage matrix. In: each campaign at each of its offices,
 * as it was matched. Out: the state of its five aspects, a gap for each thing
 * that is missing, and on its sheet what would mend it.
 */

#include "coverer.h"
#include "fieldkit/format.h"

/* A cell while it is judged. */
struct judged {
	struct coverer *coverer;
	struct cover_cell *cell;
	const struct campaign_match *match;
	const struct office *office;
	const char *lang;		/* the office's first */
	uint64_t tongues;		/* that serve it */
	const struct record *partners[2 * 64];	/* of what was chosen, best first */
	uint32_t partner_count;
};

#define PARTNERS_MAX (sizeof(((struct judged *)0)->partners) / \
	sizeof(const struct record *))

/* The aspect is no better than this; a gap tells why. */
static void
worsen(struct judged *judged, enum cover_aspect aspect,
    enum cover_state state)
{
	if (judged->cell->states[aspect] < state)
		judged->cell->states[aspect] = state;
}

static struct cover_gap
gap_here(const struct judged *judged, enum gap_kind kind)
{
	return (struct cover_gap){ .kind = kind,
	    .campaign = judged->match->campaign,
	    .office = judged->match->office };
}

static void
tell(struct judged *judged, enum gap_kind kind)
{
	const struct cover_gap gap = gap_here(judged, kind);

	coverer_add_gap(judged->coverer, &gap);
}

static void
add_partner(struct judged *judged, const struct record *partner)
{
	uint32_t i;

	for (i = 0; i < judged->partner_count; i++)
		if (judged->partners[i] == partner)
			return;
	if (partner != NULL && judged->partner_count < PARTNERS_MAX)
		judged->partners[judged->partner_count++] = partner;
}

static void
consider_end(struct cover_gap *gap, enum gap_kind kind,
    const struct date *end, const struct record *record, const char *word,
    int32_t window_end_days)
{
	if (!is_given(end) || end->days >= window_end_days ||
	    (is_given(&gap->on) && gap->on.days <= end->days))
		return;
	gap->kind = kind;
	gap->on = *end;
	gap->record = record;
	gap->word = word;
}

/* The first thing that a solution leans on to end inside the window. */
static bool
solution_lasts(const struct judged *judged, const struct solution *solution,
    struct cover_gap *ret_gap)
{
	const struct partner *partner =
	    (const struct partner *)solution->partner.target;
	int32_t end = judged->match->window_end_days;
	uint32_t i;

	*ret_gap = gap_here(judged, GAP_SOLUTION_ENDS);
	consider_end(ret_gap, GAP_SOLUTION_ENDS, &solution->record.expires,
	    &solution->record, NULL, end);
	if (partner == NULL)
		return !is_given(&ret_gap->on);
	consider_end(ret_gap, GAP_SOLUTION_ENDS, &partner->record.expires,
	    &partner->record, NULL, end);
	for (i = 0; i < partner->certifications.count; i++) {
		const struct certification *certificate = LIST_AT(
		    partner->certifications, struct certification, i);

		consider_end(ret_gap, GAP_CERTIFICATE_ENDS,
		    &certificate->valid_to, &partner->record,
		    certificate->name.chars, end);
	}
	return !is_given(&ret_gap->on);
}

static void
judge_solution(struct judged *judged)
{
	const struct campaign_match *match = judged->match;
	struct cover_gap first = { 0 }, gap;
	uint32_t i, relevant = 0;
	bool has_lasting = false;

	for (i = 0; i < match->solution_count; i++) {
		const struct solution *solution =
		    (const struct solution *)match->solutions[i].record;

		if (!play_has_solution(judged->coverer, &solution->record))
			continue;
		add_partner(judged, solution->partner.target);
		if (solution_lasts(judged, solution, &gap))
			has_lasting = true;
		if (relevant++ == 0)
			first = gap;
	}
	if (relevant > 0 && has_lasting)
		return;
	sheet_add_lack(judged->coverer, 1);
	worsen(judged, COVER_SOLUTION, relevant > 0 ? COVER_RISK : COVER_GAP);
	if (relevant > 0)
		coverer_add_gap(judged->coverer, &first);
	else
		tell(judged, GAP_NO_SOLUTION);
}

/* What a consent lacks to name its customer here, or 0: nothing to ask. */
static unsigned
consent_lacks(const struct judged *judged, const struct case_entry *entry)
{
	const struct consent *consent = &entry->source->consent;
	unsigned lacks = 0;

	if (!coverer_may_ask(judged->coverer, entry))
		return 0;
	if (!consent_has_use(consent, CONSENT_NAME))
		lacks |= CONSENT_LACKS_NAME;
	if (consent->until.days < judged->match->window_end_days)
		lacks |= CONSENT_LACKS_TIME;
	if (entry->terms.is_local && !country_set_contains(
	    &entry->terms.where, &judged->match->territory))
		lacks |= CONSENT_LACKS_PLACE;
	return lacks;
}

static void
add_consent(struct judged *judged, const struct case_entry *entry)
{
	unsigned lacks = consent_lacks(judged, entry);

	if (lacks != 0)
		sheet_add_consent(judged->coverer, entry, lacks);
}

/* Any case of these countries that could be named if its customer agreed. */
static void
add_consents_in(struct judged *judged, const struct country_set *where)
{
	const struct cover_play *play = &judged->coverer->play;
	uint32_t bit, i;

	for (bit = country_set_next(where, 0); bit < COUNTRY_BITS;
	    bit = country_set_next(where, bit + 1))
		for (i = play->countries[bit]; i < play->countries[bit + 1];
		    i++)
			add_consent(judged, play->cases[i]);
}

/* Any case that could be told at all: for the number that is enough. */
static void
add_consents(struct judged *judged)
{
	const struct cover_play *play = &judged->coverer->play;
	uint32_t i;

	for (i = 0; i < play->untold_count; i++)
		if (entry_rung(judged->coverer->edition, play->untold[i],
		    &judged->match->territory, play->window_end_days) <
		    RUNG_ANONYMISED)
			add_consent(judged, play->untold[i]);
}

static void
judge_named_case(struct judged *judged)
{
	struct country_set home = office_home(judged->office);
	struct country_set region = region_countries(
	    judged->coverer->edition->index->regions,
	    judged->office->region.target);
	enum rung rung = play_best_rung(judged->coverer, &home,
	    &judged->match->territory);

	if (rung == RUNG_FULL)
		return;
	if (rung == RUNG_ANONYMISED) {
		worsen(judged, COVER_CASE, COVER_RISK);
		tell(judged, GAP_ONLY_ANONYMISED);
	} else if (play_best_rung(judged->coverer, &region,
	    &judged->match->territory) >= RUNG_ANONYMISED) {
		worsen(judged, COVER_CASE, COVER_RISK);
		tell(judged, GAP_NO_CASE_COUNTRY);
	} else {
		worsen(judged, COVER_CASE, COVER_GAP);
		tell(judged, GAP_NO_CASE_REGION);
	}
	sheet_add_lack(judged->coverer, 1);
	add_consents_in(judged, &home);
}

static void
judge_case(struct judged *judged)
{
	const struct cover_play *play = &judged->coverer->play;
	const struct integer *needs = &play->campaign->needs.cases;
	struct cover_gap gap = gap_here(judged, GAP_FEW_CASES);
	uint32_t i;

	judged->cell->cases = play->told;
	for (i = 0; i < play->local_count; i++)
		if (entry_rung(judged->coverer->edition, play->local[i],
		    &judged->match->territory, play->window_end_days) >=
		    RUNG_ANONYMISED)
			judged->cell->cases++;
	judge_named_case(judged);
	if (!is_given(needs) || needs->number <= judged->cell->cases)
		return;
	gap.has = judged->cell->cases;
	gap.needs = needs->number;
	worsen(judged, COVER_CASE, COVER_GAP);
	coverer_add_gap(judged->coverer, &gap);
	sheet_add_lack(judged->coverer, (uint32_t)(gap.needs - gap.has));
	add_consents(judged);
}

static void
note_deputy(struct judged *judged, const struct side *side)
{
	struct cover_gap gap = gap_here(judged, GAP_NO_DEPUTY);

	if (side->only == NULL || side->only->deputy.target != NULL)
		return;
	gap.record = &side->only->record;
	coverer_add_gap(judged->coverer, &gap);
}

static void
judge_vendor(struct judged *judged, const struct side *vendor)
{
	note_deputy(judged, vendor);
	if (vendor->count > 0)
		return;
	worsen(judged, COVER_CONTACT, COVER_GAP);
	tell(judged, GAP_NO_VENDOR_CONTACT);
	sheet_add_lack(judged->coverer, 1);
	sheet_add_contact(judged->coverer, NULL, judged->office);
}

/* `best` is of the partner whose solution comes first. */
static void
judge_best_partner(struct judged *judged, const struct side *best)
{
	struct cover_gap gap = gap_here(judged, GAP_NO_PARTNER_CONTACT);

	note_deputy(judged, best);
	if (best->count > 0)
		return;
	gap.record = judged->partners[0];
	worsen(judged, COVER_CONTACT,
	    judged->cell->contacts > 0 ? COVER_RISK : COVER_GAP);
	coverer_add_gap(judged->coverer, &gap);
	sheet_add_lack(judged->coverer, 1);
	sheet_add_contact(judged->coverer, judged->partners[0],
	    judged->office);
}

static void
add_partner_contacts(struct judged *judged)
{
	uint32_t i;

	for (i = 0; i < judged->partner_count; i++)
		sheet_add_contact(judged->coverer, judged->partners[i],
		    judged->office);
}

static void
judge_contact_count(struct judged *judged)
{
	const struct integer *needs =
	    &judged->coverer->play.campaign->needs.contacts;
	struct cover_gap gap = gap_here(judged, GAP_FEW_CONTACTS);

	if (!is_given(needs) || needs->number <= judged->cell->contacts)
		return;
	gap.has = judged->cell->contacts;
	gap.needs = needs->number;
	worsen(judged, COVER_CONTACT, COVER_GAP);
	coverer_add_gap(judged->coverer, &gap);
	sheet_add_lack(judged->coverer, (uint32_t)(gap.needs - gap.has));
	add_partner_contacts(judged);
}

/* Also says which languages they speak together. */
static uint64_t
judge_contact(struct judged *judged)
{
	const struct country_set *territory = &judged->match->territory;
	struct side vendor = coverer_side(judged->coverer, NULL, territory);
	struct side best = { 0 };
	uint64_t tongues = vendor.tongues;
	uint32_t i;

	for (i = 0; i < judged->match->case_count; i++)
		add_partner(judged, ((const struct case_study *)
		    judged->match->cases[i].record)->partner.target);
	for (i = 0; i < judged->partner_count; i++) {
		struct side side = coverer_side(judged->coverer,
		    judged->partners[i], territory);

		if (i == 0)
			best = side;
		judged->cell->contacts += side.count;
		tongues |= side.tongues;
	}
	judge_vendor(judged, &vendor);
	if (judged->partner_count > 0)
		judge_best_partner(judged, &best);
	judge_contact_count(judged);
	return tongues;
}

static bool
has_variant(const struct text *text, const char *lang)
{
	uint32_t i;

	for (i = 0; i < text->count; i++)
		if (text->variants[i].len > 0 &&
		    lang_serves(text->variants[i].lang, lang))
			return true;
	return false;
}

static void
judge_language(struct judged *judged, uint64_t tongues)
{
	const struct campaign *campaign = judged->coverer->play.campaign;
	const struct text *text = is_given(&campaign->record.body)
	    ? &campaign->record.body : &campaign->name;
	bool is_translated = has_variant(text, judged->lang);
	bool is_spoken = (tongues & judged->tongues) != 0;
	struct cover_gap gap = gap_here(judged, GAP_NO_TRANSLATION);

	if (!is_translated || !is_spoken)
		worsen(judged, COVER_LANGUAGE,
		    is_translated || is_spoken ? COVER_RISK : COVER_GAP);
	gap.word = judged->lang;
	if (!is_translated) {
		coverer_add_gap(judged->coverer, &gap);
		sheet_add_lack(judged->coverer, 1);
		sheet_add_translation(judged->coverer, judged->lang);
	}
	gap.kind = GAP_NO_SPEAKER;
	if (!is_spoken) {
		coverer_add_gap(judged->coverer, &gap);
		sheet_add_lack(judged->coverer, 1);
		sheet_add_contact(judged->coverer, NULL, judged->office);
		add_partner_contacts(judged);
	}
}

static void
judge_cell(struct coverer *coverer, struct sheet *sheet)
{
	const struct campaign_match *match = sheet->cell->match;
	struct judged judged = { .coverer = coverer, .cell = sheet->cell,
	    .match = match, .office = (const struct office *)match->office };
	int aspect;

	coverer->sheet = sheet;
	for (aspect = 0; aspect < COVER_ASPECT_COUNT; aspect++)
		sheet->cell->states[aspect] = COVER_READY;
	sheet->cell->states[COVER_FUNDING] = coverer->play.funding;
	judged.lang = judged.office->languages.count > 0
	    ? LIST_AT(judged.office->languages, struct str, 0)->chars
	    : coverer->edition->model.site->locale.chars;
	judged.tongues = coverer_tongues(coverer, judged.lang);
	judge_solution(&judged);
	judge_case(&judged);
	judge_language(&judged, judge_contact(&judged));
	if (coverer->play.funding == COVER_RISK)
		sheet_add_lack(coverer, 1);
	for (aspect = 0; aspect < COVER_ASPECT_COUNT; aspect++)
		if (sheet->cell->state < sheet->cell->states[aspect])
			sheet->cell->state = sheet->cell->states[aspect];
}

void
cover_cells(struct coverer *coverer)
{
	const struct campaign_match *match;
	struct arena arena;
	uint32_t i;

	arena_init(&arena);
	helpers_find(coverer);
	cover_keys_init(coverer);
	for (i = 0; i < coverer->sheet_count; i++) {
		match = coverer->sheets[i].cell->match;
		if (coverer->play.campaign == NULL ||
		    &coverer->play.campaign->record != match->campaign) {
			arena_reset(&arena);
			cover_play_init(coverer, &arena, match);
		}
		judge_cell(coverer, &coverer->sheets[i]);
	}
	arena_release(&arena);
}
