/*
 * The model as one reader may see it.
 *
 * In: the whole model, an edition's reader, the clock. Out: a model in which
 * every record is a copy, made field by field from the schema's rows:
 *
 *	1. every visible record gets its place, so that references can be
 *	   turned into ones between copies, whatever their order;
 *	2. case studies are copied for each rung of consent (references.c);
 *	3. the other records are copied: a field that the reader may not see,
 *	   and a field of a type unknown here, stays zero; a reference whose
 *	   target has no place is cleared, in a list left out.
 *
 * Texts and other plain values are shared with the whole model, never
 * written. What no field describes is not copied but for the record's type,
 * id, folder and first line.
 */
#include "fieldkit/plan.h"

#include <string.h>

#include "index.h"

static void struct_project(struct projector *projector,
    const struct record *owner, const struct schema *schema,
    const char *prefix, const void *source, void *copy);

/* The reference between copies; false where its target is hidden. */
static bool
ref_project(const struct projector *projector, const struct ref *source,
    struct ref *copy)
{
	const struct record *target = NULL;

	if (source->target != NULL) {
		target = pointer_map_get(&projector->index->projected,
		    source->target);
		if (target == NULL)
			return false;
	}
	*copy = *source;
	copy->target = target;
	/* A case study without a name has another id here. */
	if (target != NULL && target->id != NULL)
		copy->id = target->id;
	return true;
}

/* One value, or item of a list; false where nothing of it may be seen. */
static bool
item_project(struct projector *projector, const struct record *owner,
    const struct field *field, const char *path, const void *source,
    void *copy)
{
	switch (field->type) {
	case FIELD_REF:
	case FIELD_TERRITORY:
	case FIELD_ORG:
		return ref_project(projector, source, copy);
	case FIELD_STRUCT:
		*(struct source_pos *)copy =
		    *(const struct source_pos *)source;
		struct_project(projector, owner, field->of, path, source, copy);
		return true;
	case FIELD_TEXT:
	case FIELD_LINE:
	case FIELD_SLUG:
	case FIELD_URL:
	case FIELD_DATE:
	case FIELD_MONTH_DAY:
	case FIELD_COUNTRY:
	case FIELD_SUBDIVISION:
	case FIELD_CURRENCY:
	case FIELD_LANG:
	case FIELD_TZ:
	case FIELD_EMAIL:
	case FIELD_PHONE:
	case FIELD_READER:
	case FIELD_MARKDOWN:
	case FIELD_IMAGE:
	case FIELD_INT:
	case FIELD_DECIMAL:
	case FIELD_BOOL:
	case FIELD_ENUM:
	case FIELD_MAP:
		memcpy(copy, source, field_item_size(field));
		return true;
	case FIELD_RECORD:	/* of views only */
	case FIELD_TYPE_COUNT:
		break;
	}
	return false;
}

static void
list_project(struct projector *projector, const struct record *owner,
    const struct field *field, const char *path, const struct list *source,
    struct list *copy)
{
	size_t size = field_item_size(field);
	char *items = arena_alloc_array(projector->arena, source->count, size);
	uint32_t i, kept = 0;

	for (i = 0; i < source->count; i++)
		if (item_project(projector, owner, field, path,
		    (const char *)source->items + i * size,
		    items + kept * size))
			kept++;
	copy->pos = source->pos;
	copy->items = items;
	copy->count = kept;
}

static void
struct_project(struct projector *projector, const struct record *owner,
    const struct schema *schema, const char *prefix, const void *source,
    void *copy)
{
	size_t i;

	for (i = 0; i < schema->field_count; i++) {
		const struct field *field = &schema->fields[i];
		const void *value = field_value(field, source);
		const char *path = field->key;

		if (!is_given(value))
			continue;
		/* Paths matter to audience_of alone. */
		if (prefix != NULL && owner->audience_of.count > 0)
			path = arena_printf(projector->arena, "%s.%s", prefix,
			    field->key);
		if (!field_is_visible(field, path, owner, projector->reader))
			continue;
		if (field->is_list)
			list_project(projector, owner, field, path, value,
			    field_place(field, copy));
		else
			item_project(projector, owner, field, path, value,
			    field_place(field, copy));
	}
}

/* Marks and certificates that have run out are no proof of anything. */
static void
partner_expire(struct partner *partner, int32_t as_of_days)
{
	struct list *list = &partner->certifications;
	uint32_t i, kept = 0;

	if (is_given(&partner->logo.valid_until) &&
	    partner->logo.valid_until.days < as_of_days)
		partner->logo = (struct logo){ 0 };
	for (i = 0; i < list->count; i++) {
		struct certification *items = list->items;

		if (is_given(&items[i].valid_to) &&
		    items[i].valid_to.days < as_of_days)
			continue;
		items[kept++] = items[i];
	}
	list->count = kept;
}

void
record_project(struct projector *projector, const struct record *source,
    struct record *copy)
{
	copy->pos = source->pos;
	copy->type = source->type;
	copy->id = source->id;
	copy->folder = source->folder;
	struct_project(projector, source, record_schema(source->type), NULL,
	    source, copy);
	if (source->type == RECORD_PARTNER)
		partner_expire((struct partner *)copy,
		    projector->edition->clock.as_of_days);
}

static void
place_records(struct projector *projector, enum record_type type)
{
	const struct record_set *all = &projector->index->source->sets[type];
	struct record_set *set = &projector->edition->model.sets[type];
	size_t size = record_schema(type)->size;
	uint32_t i;

	set->items = ARENA_ARRAY(projector->arena, const struct record *,
	    all->count);
	projector->places[type] = arena_alloc_array(projector->arena,
	    all->count, size);
	for (i = 0; i < all->count; i++) {
		const struct record *source = all->items[i];
		const void *copy = projector->places[type] + set->count * size;

		if (!record_is_visible(source, projector->index->source->site,
		    projector->reader, &projector->edition->clock))
			continue;
		set->items[set->count++] = copy;
		index_add(projector, source, copy);
		if (type == RECORD_REGION)
			regions_alias(projector->index->regions,
			    projector->arena, source, copy);
	}
}

static void
fill_records(struct projector *projector, enum record_type type)
{
	const struct record_set *set = &projector->edition->model.sets[type];
	size_t size = record_schema(type)->size;
	uint32_t i;

	for (i = 0; i < set->count; i++) {
		void *copy = projector->places[type] + i * size;

		record_project(projector, pointer_map_get(
		    &projector->index->sources, set->items[i]), copy);
		record_langs(projector, copy);
	}
}

/* What addresses a kit, where the reader may not see the office. */
static const struct record *
office_address(struct projector *projector, const struct office *source)
{
	struct office *copy = ARENA_NEW(projector->arena, struct office);

	copy->record.pos = source->record.pos;
	copy->record.type = RECORD_OFFICE;
	copy->record.id = source->record.id;
	ref_project(projector, &source->region, &copy->region);
	copy->country = source->country;
	copy->covers = source->covers;
	copy->segments = source->segments;
	copy->languages = source->languages;
	copy->paper = source->paper;
	return &copy->record;
}

static void
find_addressees(struct projector *projector)
{
	const struct record_set *all =
	    &projector->index->source->sets[RECORD_OFFICE];
	struct record_set *set = &projector->edition->addressees;
	uint32_t i;

	set->items = ARENA_ARRAY(projector->arena, const struct record *,
	    all->count);
	for (i = 0; i < all->count; i++) {
		const struct record *office;

		if (!record_is_current(all->items[i],
		    &projector->edition->clock))
			continue;
		office = pointer_map_get(&projector->index->projected,
		    all->items[i]);
		if (office == NULL) {
			office = office_address(projector,
			    (const struct office *)all->items[i]);
			pointer_map_put(&projector->index->sources,
			    projector->arena, office, all->items[i]);
		}
		set->items[set->count++] = office;
	}
}

static void
view_fill(struct edition *edition, const struct edition_spec *spec)
{
	struct edition_view *view = &edition->view;
	const char *reader = spec->reader.chars;

	view->pos = spec->pos;
	view->id = spec->id;
	view->reader = spec->reader;
	view->has_site = spec->site;
	view->is_customer = (struct boolean){ spec->pos,
	    reader_is_customer(reader) };
	view->is_alliance = (struct boolean){ spec->pos,
	    reader_is_alliance(reader) };
	view->is_partner = (struct boolean){ spec->pos,
	    reader_is_partner(reader) };
}

static void
site_project(struct projector *projector)
{
	struct site *site = ARENA_NEW(projector->arena, struct site);

	record_project(projector, &projector->index->source->site->record,
	    &site->record);
	projector->edition->model.site = site;
	index_add(projector, &projector->index->source->site->record,
	    &site->record);
}

void
edition_project(struct edition *edition, struct arena *arena,
    const struct model *model, const struct edition_spec *spec,
    const struct plan_clock *clock)
{
	struct edition_index *index = ARENA_NEW(arena, struct edition_index);
	struct projector projector = {
		.edition = edition, .index = index, .arena = arena,
		.reader = spec->reader.chars,
	};
	int type;

	*edition = (struct edition){ .spec = spec, .clock = *clock,
	    .index = index };
	edition->model.content_dir = model->content_dir;
	index->source = model;
	index->regions = regions_new(arena, model);
	view_fill(edition, spec);
	for (type = 0; type < RECORD_TYPE_COUNT; type++)
		if (type != RECORD_SITE && type != RECORD_CASE_STUDY)
			place_records(&projector, (enum record_type)type);
	cases_project(&projector);
	for (type = 0; type < RECORD_TYPE_COUNT; type++)
		if (type != RECORD_SITE && type != RECORD_CASE_STUDY)
			fill_records(&projector, (enum record_type)type);
	site_project(&projector);
	find_addressees(&projector);
	index_build(&projector);
}
