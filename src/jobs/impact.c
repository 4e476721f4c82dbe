/*
 * What a record is there for: every edition is outlined as it is and once
 * more as if the record had expired the day before. In: a checked model, a
 * record. Out: the difference - outputs, slots of campaigns, cells of the
 * coverage, contacts - and the references that would lead nowhere if the
 * record's file were removed.
 *
 * The model is changed in one place, the record's `expires`, and that is put
 * back: projection then does all that follows, as in a build.
 */
#include <string.h>

#include "fieldkit/explain.h"
#include "outline.h"

/* An edition on one side of the comparison. */
struct side {
	struct run run;
	struct outline_list outlines;
	const struct coverage *coverage;
};

/* --- references --- */

struct pursuit {
	struct build *build;
	const struct record *wanted;
	const struct record *holder;
	struct impact_reference *found;
	uint32_t count, size;
};

static void
note_reference(struct pursuit *pursuit, const char *field,
    struct source_pos pos)
{
	if (pursuit->count == pursuit->size) {
		struct impact_reference *old = pursuit->found;

		pursuit->size = 2 * pursuit->size + 16;
		pursuit->found = ARENA_ARRAY(&pursuit->build->arena,
		    struct impact_reference, pursuit->size);
		if (pursuit->count > 0)
			memcpy(pursuit->found, old,
			    pursuit->count * sizeof(*old));
	}
	pursuit->found[pursuit->count++] = (struct impact_reference){
	    pursuit->holder, field, pos };
}

/* Links of Markdown, written TYPE/ID with or without a fragment. */
static void
note_links(struct pursuit *pursuit, const char *field,
    const struct text *text)
{
	const char *type = record_schema(pursuit->wanted->type)->name;
	size_t type_len = strlen(type), id_len = strlen(pursuit->wanted->id);
	uint32_t i;

	for (i = 0; i < text->count; i++) {
		struct doc_iter iter;

		if (text->variants[i].tree == NULL)
			continue;
		iter = doc_iter_start(text->variants[i].tree);
		while (doc_iter_next(&iter)) {
			const char *href = !iter.is_entering ? NULL
			    : doc_get(iter.node, DOC_ATTR_HREF);

			if (href != NULL &&
			    strncmp(href, type, type_len) == 0 &&
			    href[type_len] == '/' && strncmp(href + type_len +
			    1, pursuit->wanted->id, id_len) == 0 &&
			    (href[type_len + 1 + id_len] == '\0' ||
			    href[type_len + 1 + id_len] == '#'))
				note_reference(pursuit, field,
				    iter.node->pos);
		}
	}
}

/* `based_at` is PARTNER/SITE. */
static bool
is_based_at(const struct pursuit *pursuit, const struct field *field,
    const struct str *place)
{
	size_t len = strlen(pursuit->wanted->id);

	return pursuit->wanted->type == RECORD_PARTNER &&
	    pursuit->holder->type == RECORD_PERSON &&
	    strcmp(field->key, "based_at") == 0 &&
	    strncmp(place->chars, pursuit->wanted->id, len) == 0 &&
	    place->chars[len] == '/';
}

static void
visit_field(void *context, const struct field *field, const void *value)
{
	struct pursuit *pursuit = context;
	const struct ref *ref = value;

	if (field->type == FIELD_MARKDOWN)
		note_links(pursuit, field->key, value);
	else if ((field->type == FIELD_REF || field->type == FIELD_TERRITORY ||
	    field->type == FIELD_ORG) && ref->target == pursuit->wanted)
		note_reference(pursuit, field->key, ref->pos);
	else if (field->type == FIELD_LINE && is_based_at(pursuit, field,
	    value))
		note_reference(pursuit, field->key, ref->pos);
}

static void
find_references(struct build *build, struct impact *impact)
{
	struct pursuit pursuit = { .build = build,
		.wanted = impact->record };
	int type;
	uint32_t i;

	for (type = 0; type < RECORD_TYPE_COUNT; type++) {
		const struct record_set *set = &build->model.sets[type];

		for (i = 0; i < set->count; i++) {
			pursuit.holder = set->items[i];
			if (pursuit.holder != impact->record)
				schema_visit(record_schema(
				    (enum record_type)type), set->items[i],
				    visit_field, &pursuit);
		}
	}
	impact->references = pursuit.found;
	impact->reference_count = pursuit.count;
}

/* Who was a contact and is nobody's then. */
static void
find_contacts(struct build *build, struct impact *impact)
{
	const struct record_set *set = &build->model.sets[RECORD_PERSON];
	uint32_t i;

	impact->contacts = ARENA_ARRAY(&build->arena, const struct record *,
	    set->count);
	for (i = 0; i < set->count; i++)
		if (set->items[i] == impact->record ||
		    ((const struct person *)set->items[i])->org.target ==
		    impact->record)
			impact->contacts[impact->contact_count++] =
			    set->items[i];
}

/* --- slots --- */

struct finding {
	struct arena *arena;
	const char *edition;
	struct impact_slot *slots;
	uint32_t slot_count, slot_size;
	struct impact_cell *cells;
	uint32_t cell_count, cell_size;
	struct impact_output *outputs;
	uint32_t output_count, output_size;
};

/* Room for one more of an array in the arena. */
static void *
room(struct arena *arena, void *items, uint32_t count, uint32_t *size,
    size_t item_size)
{
	void *grown;

	if (count < *size)
		return items;
	*size = 2 * *size + 64;
	grown = arena_alloc_array(arena, *size, item_size);
	if (count > 0)
		memcpy(grown, items, count * item_size);
	return grown;
}

static bool
has_source(const struct edition *edition, const struct match *matches,
    uint32_t count, const struct record *source)
{
	uint32_t i;

	for (i = 0; i < count; i++)
		if (edition_source(edition, matches[i].record) == source)
			return true;
	return false;
}

/* Solutions, or cases, of one place on both sides. */
struct choice_pair {
	const struct campaign_match *place;
	const struct edition *before, *after;
	const struct match *old, *new;
	uint32_t old_count, new_count;
};

/* The n-th that came in takes the place of the n-th that went. */
static void
compare_choices(struct finding *finding, const struct choice_pair *pair)
{
	uint32_t i, next = 0;

	for (i = 0; i < pair->old_count; i++) {
		const struct record *gone = edition_source(pair->before,
		    pair->old[i].record), *heir = NULL;

		if (has_source(pair->after, pair->new, pair->new_count, gone))
			continue;
		for (; next < pair->new_count && heir == NULL; next++) {
			const struct record *source = edition_source(
			    pair->after, pair->new[next].record);

			if (!has_source(pair->before, pair->old,
			    pair->old_count, source))
				heir = source;
		}
		finding->slots = room(finding->arena, finding->slots,
		    finding->slot_count, &finding->slot_size,
		    sizeof(*finding->slots));
		finding->slots[finding->slot_count++] = (struct impact_slot){
			.edition = finding->edition,
			.campaign = pair->place->campaign,
			.office = pair->place->office,
			.gone = gone, .heir = heir,
		};
	}
}

static const struct campaign_match *
same_place(const struct mapping *mapping, const struct campaign_match *match)
{
	return mapping_find(mapping, match->campaign, match->office);
}

static void
compare_mappings(struct finding *finding, const struct side *before,
    const struct side *after)
{
	const struct mapping *mapping = before->run.plan->mapping;
	size_t i;

	for (i = 0; i < mapping->count; i++) {
		const struct campaign_match *old = &mapping->matches[i];
		const struct campaign_match *new = same_place(
		    after->run.plan->mapping, old);
		struct choice_pair pair = { old, before->run.edition,
			after->run.edition, old->solutions, NULL,
			old->solution_count, 0 };

		if (old->office == NULL || new == NULL)
			continue;
		pair.new = new->solutions;
		pair.new_count = new->solution_count;
		compare_choices(finding, &pair);
		pair.old = old->cases;
		pair.old_count = old->case_count;
		pair.new = new->cases;
		pair.new_count = new->case_count;
		compare_choices(finding, &pair);
	}
}

/* --- coverage --- */

static void
compare_coverage(struct finding *finding, const struct side *before,
    const struct side *after)
{
	uint32_t i;
	int aspect;

	for (i = 0; before->coverage != NULL && after->coverage != NULL &&
	    i < before->coverage->cell_count; i++) {
		const struct cover_cell *old = &before->coverage->cells[i];
		const struct cover_cell *new = coverage_find(after->coverage,
		    old->match->campaign, old->match->office);

		for (aspect = 0; new != NULL && aspect < COVER_ASPECT_COUNT;
		    aspect++) {
			if (new->states[aspect] <= old->states[aspect])
				continue;
			finding->cells = room(finding->arena, finding->cells,
			    finding->cell_count, &finding->cell_size,
			    sizeof(*finding->cells));
			finding->cells[finding->cell_count++] =
			    (struct impact_cell){ finding->edition,
			    old->match->campaign, old->match->office,
			    (enum cover_aspect)aspect, old->states[aspect],
			    new->states[aspect] };
		}
	}
}

/* --- outputs --- */

static void
note_output(struct finding *finding, const struct outline *outline,
    enum impact_kind impact)
{
	finding->outputs = room(finding->arena, finding->outputs,
	    finding->output_count, &finding->output_size,
	    sizeof(*finding->outputs));
	finding->outputs[finding->output_count++] = (struct impact_output){
		.path = arena_printf(finding->arena, "%s/%s",
		    finding->edition, outline->path),
		.kind = outline->kind, .impact = impact,
		.has_words = outline->has_words,
	};
}

static void
compare_outlines(struct finding *finding, const struct outline_list *before,
    const struct outline_list *after)
{
	size_t i = 0, k = 0;

	while (i < before->count || k < after->count) {
		const struct outline *old = &before->items[i];
		const struct outline *new = &after->items[k];
		int order = i == before->count ? 1 : k == after->count ? -1
		    : strcmp(old->path, new->path);

		if (order < 0)
			note_output(finding, old, IMPACT_GOES);
		else if (order > 0)
			note_output(finding, new, IMPACT_COMES);
		else if (memcmp(old->digest, new->digest, DIGEST_BYTES) != 0)
			note_output(finding, old, IMPACT_CHANGES);
		else if (old->has_words)
			note_output(finding, old, IMPACT_STAYS);
		i += order <= 0;
		k += order >= 0;
	}
}

/* --- both sides --- */

static bool
look(struct side *side, struct build *build, const struct workshop *workshop,
    const struct edition_spec *spec, const struct span_list *spans,
    struct diags *diags)
{
	bool is_done;
	unsigned i;

	*side = (struct side){ 0 };
	edition_open(&side->run, &build->arena, build, workshop, spec, diags);
	is_done = edition_outline(&side->run, &build->arena, spans, diags,
	    &side->outlines);
	side->coverage = coverage_make(&build->arena, side->run.edition,
	    side->run.plan->mapping);
	edition_close(&side->run);
	for (i = 0; i < workshop->tools.worker_count; i++)
		worker_empty(worker_at(&workshop->tools, i));
	return is_done;
}

static void
compare_edition(struct finding *finding, struct build *build,
    const struct workshop *workshop, const struct edition_spec *spec,
    struct impact *impact)
{
	/* Lent by the model's arena, which nobody else reads now. */
	struct date *expires = (struct date *)(uintptr_t)
	    &impact->record->expires;
	const struct date kept = *expires;
	struct span_list spans = record_spans(&build->arena, build,
	    impact->record);
	struct side before, after;

	finding->edition = spec->id.chars;
	look(&before, build, workshop, spec, &spans, &build->diags);
	*expires = (struct date){ impact->record->pos,
	    build->options->clock.as_of_days - 1 };
	look(&after, build, workshop, spec, &spans, &impact->errors);
	*expires = kept;
	compare_mappings(finding, &before, &after);
	compare_coverage(finding, &before, &after);
	compare_outlines(finding, &before.outlines, &after.outlines);
}

bool
explain_record(struct build *build, const struct record *record,
    struct impact *ret_impact)
{
	const struct list *editions = &build->model.site->editions;
	struct finding finding = { .arena = &build->arena };
	struct workshop workshop;
	bool is_open;
	uint32_t i;

	*ret_impact = (struct impact){ .record = record };
	diags_init(&ret_impact->errors, &build->sources);
	find_references(build, ret_impact);
	find_contacts(build, ret_impact);
	build_check_editions(build);
	is_open = workshop_open(&workshop, build, NULL) &&
	    build->diags.errors == 0;
	for (i = 0; is_open && i < editions->count; i++) {
		const struct edition_spec *spec = LIST_AT(*editions,
		    struct edition_spec, i);

		if (build_wants(build->options, spec->id.chars))
			compare_edition(&finding, build, &workshop, spec,
			    ret_impact);
	}
	workshop_close(&workshop);
	ret_impact->slots = finding.slots;
	ret_impact->slot_count = finding.slot_count;
	ret_impact->cells = finding.cells;
	ret_impact->cell_count = finding.cell_count;
	ret_impact->outputs = finding.outputs;
	ret_impact->output_count = finding.output_count;
	return is_open && build->diags.errors == 0;
}
