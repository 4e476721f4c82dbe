/*
 * Rules that need more than one field. In: a loaded model and a day.
 * Out: diagnostics, in the order of types and ids.
 */
#include "fieldkit/check.h"

#include <string.h>

#include "check_parts.h"

bool
check_is_current(const struct check *check, const struct record *record)
{
	return is_given(&record->approved.on) &&
	    (!is_given(&record->expires) ||
	    record->expires.days >= check->as_of_days);
}

static void
check_review(struct check *check, const struct record *record)
{
	if (!is_given(&record->review_by) ||
	    record->review_by.days >= check->as_of_days ||
	    !check_is_current(check, record))
		return;
	diag_report(check->diags, DIAG_REVIEW_DUE, record->review_by.pos,
	    "the review of %s '%s' was due by this day; look it through and "
	    "set a new 'review_by'", record_schema(record->type)->singular,
	    record->id);
}

/* --- products that are no longer sold --- */

struct product_use {
	struct check *check;
	const struct record *record;
};

static void
check_product(void *context, const struct field *field, const void *value)
{
	struct product_use *use = context;
	const struct ref *ref = value;
	const struct vocab_entry *product;

	if (field->type != FIELD_REF || field->of != &schema_product ||
	    ref->target == NULL)
		return;
	product = (const struct vocab_entry *)(const void *)ref->target;
	if (!is_given(&product->retired_on) ||
	    product->retired_on.days > use->check->as_of_days)
		return;
	diag_report(use->check->diags, DIAG_RETIRED_PRODUCT, ref->pos,
	    "the product '%s' is retired; name what customers buy today, or "
	    "retire this %s too", ref->id,
	    record_schema(use->record->type)->singular);
	if (product->replaced_by.target != NULL)
		diag_hint(use->check->diags, "it was replaced by '%s'",
		    product->replaced_by.id);
}

/* A case study tells of what was sold then, and the vocabulary itself says
 * what took whose place. */
static void
check_products(struct check *check, const struct record *record)
{
	struct product_use use = { check, record };

	if ((record->type == RECORD_SOLUTION ||
	    record->type == RECORD_CAMPAIGN) &&
	    check_is_current(check, record))
		schema_visit(record_schema(record->type), record,
		    check_product, &use);
}

/* --- one type each --- */

/* Coverage tells of everybody's gaps: it is for the two alliance teams. */
static void
check_kits(struct check *check, const struct edition_spec *edition)
{
	uint32_t i;

	if (!is_given(&edition->reader) ||
	    reader_is_alliance(edition->reader.chars))
		return;
	for (i = 0; i < edition->kits.count; i++) {
		const struct choice *kit = LIST_AT(edition->kits,
		    struct choice, i);

		if (kit->index == KIT_COVERAGE)
			diag_report(check->diags, DIAG_EDITION_KITS, kit->pos,
			    "the coverage kit is for alliance readers, and "
			    "this edition's reader is '%s'; take it out",
			    edition->reader.chars);
	}
}

static void
check_editions(struct check *check, const struct site *site)
{
	uint32_t i, j;

	for (i = 0; i < site->editions.count; i++) {
		const struct edition_spec *edition =
		    LIST_AT(site->editions, struct edition_spec, i);

		check_kits(check, edition);
		for (j = 0; j < i && is_given(&edition->id); j++) {
			const struct edition_spec *other =
			    LIST_AT(site->editions, struct edition_spec, j);

			if (!is_given(&other->id) || strcmp(other->id.chars,
			    edition->id.chars) != 0)
				continue;
			diag_report(check->diags, DIAG_EDITION_DUPLICATE,
			    edition->id.pos, "the edition '%s' stands in line "
			    "%u already; both would be written to one folder",
			    edition->id.chars, (unsigned)other->id.pos.line);
			break;
		}
	}
}

/* A stamp that anybody could make would tell nothing. */
static void
check_stamp(struct check *check, const struct site *site)
{
	if (!site->kit.stamp.is_true || (is_given(&site->secret) &&
	    site->secret.len >= SECRET_BYTES))
		return;
	diag_report(check->diags, DIAG_SECRET_MISSING, site->kit.stamp.pos,
	    "stamps are made with a secret; give the site a 'secret' of %d "
	    "characters or more", SECRET_BYTES);
	diag_hint(check->diags, "secret: with what 'openssl rand -hex 16' "
	    "prints, once; it is part of no edition");
}

static void
check_site(struct check *check, const struct site *site)
{
	const int64_t warn = decimal_millionths(&site->kit.warn_mb);
	const int64_t max = decimal_millionths(&site->kit.max_mb);

	check_editions(check, site);
	check_targets(check, site);
	check_stamp(check, site);
	if (is_given(&site->kit.warn_mb) && is_given(&site->kit.max_mb) &&
	    warn > max)
		diag_report(check->diags, DIAG_FIELD_RANGE,
		    site->kit.warn_mb.pos,
		    "'warn_mb' is %g and 'max_mb' only %g: a kit would be "
		    "refused before it is warned of", (double)warn / 1e6,
		    (double)max / 1e6);
}

static void
check_pins(struct check *check, const struct campaign *campaign)
{
	uint32_t i, j;

	for (i = 0; i < campaign->pins.count; i++) {
		const struct ref *pin = LIST_AT(campaign->pins, struct ref, i);

		for (j = 0; j < campaign->excludes.count; j++) {
			const struct ref *exclude =
			    LIST_AT(campaign->excludes, struct ref, j);

			if (strcmp(pin->id, exclude->id) != 0)
				continue;
			diag_report(check->diags, DIAG_PIN_EXCLUDED, pin->pos,
			    "'%s' is pinned here and excluded in line %u; "
			    "delete one of the two", pin->id,
			    (unsigned)exclude->pos.line);
		}
	}
}

static void
check_person(struct check *check, const struct person *person)
{
	const char *lacking = NULL;

	if (!is_given(&person->kind) ||
	    person->kind.index != PERSON_PERSON)
		return;
	if (!is_given(&person->lawful_basis))
		lacking = is_given(&person->notice_on)
		    ? "'lawful_basis'" : "'lawful_basis' and 'notice_on'";
	else if (!is_given(&person->notice_on))
		lacking = "'notice_on'";
	if (lacking != NULL)
		diag_report(check->diags, DIAG_PERSON_BASIS,
		    person->kind.pos,
		    "'%s' is a person and needs %s; or make it a role mailbox "
		    "with 'kind: mailbox'", person->record.id, lacking);
	if (!is_given(&person->name))
		diag_report(check->diags, DIAG_PERSON_BASIS,
		    person->kind.pos,
		    "'%s' is a person and needs 'name'; or make it a role "
		    "mailbox with 'kind: mailbox'", person->record.id);
}

/* A state of another country is a slip in one of the two. */
static void
check_places(struct check *check, const struct partner *partner)
{
	uint32_t i;

	for (i = 0; i < partner->sites.count; i++) {
		const struct place *place =
		    LIST_AT(partner->sites, struct place, i);

		if (is_given(&place->subdivision) && is_given(&place->country)
		    && strncmp(place->subdivision.chars, place->country.chars,
		    2) != 0)
			diag_report(check->diags, DIAG_SUBDIVISION_INVALID,
			    place->subdivision.pos,
			    "'%s' is no part of %s, the site's country; mend "
			    "one of the two", place->subdivision.chars,
			    place->country.chars);
	}
}

static void
check_deputy(struct check *check, const struct person *person)
{
	if (person->deputy.target == &person->record)
		diag_report(check->diags, DIAG_REF_CYCLE, person->deputy.pos,
		    "'%s' stands in for itself; name somebody else",
		    person->record.id);
}

/* Kits come out of editions: an office whose reader has none gets nothing.
 * After an error the editions may have been read in part only. */
static void
check_office(struct check *check, const struct office *office)
{
	const struct site *site = check->model->site;
	uint32_t i;

	if (!is_given(&office->reader) || check->diags->errors > 0 ||
	    !check_is_current(check, &office->record))
		return;
	for (i = 0; i < site->editions.count; i++) {
		const struct edition_spec *edition =
		    LIST_AT(site->editions, struct edition_spec, i);

		if (is_given(&edition->reader) && strcmp(
		    edition->reader.chars, office->reader.chars) == 0)
			return;
	}
	diag_report(check->diags, DIAG_OFFICE_EDITION, office->reader.pos,
	    "no edition of site.yaml is for '%s', so this office gets "
	    "nothing; write a reader that has one, or add the edition",
	    office->reader.chars);
}

static void
check_record(struct check *check, const struct record *record)
{
	check_dates(check, record);
	check_review(check, record);
	check_products(check, record);
	check_unfinished(check, record);
	switch (record->type) {
	case RECORD_SITE:
		check_site(check, (const struct site *)(const void *)record);
		break;
	case RECORD_CASE_STUDY:
		check_metrics(check,
		    (const struct case_study *)(const void *)record);
		check_names(check,
		    (const struct case_study *)(const void *)record);
		break;
	case RECORD_CAMPAIGN:
		check_pins(check,
		    (const struct campaign *)(const void *)record);
		break;
	case RECORD_PERSON:
		check_person(check,
		    (const struct person *)(const void *)record);
		check_deputy(check,
		    (const struct person *)(const void *)record);
		break;
	case RECORD_PARTNER:
		check_places(check,
		    (const struct partner *)(const void *)record);
		break;
	case RECORD_OFFICE:
		check_office(check,
		    (const struct office *)(const void *)record);
		break;
	case RECORD_INDUSTRY: case RECORD_PRODUCT: case RECORD_AREA:
	case RECORD_REGION: case RECORD_SOLUTION: case RECORD_FUNDING: case RECORD_COMMITMENT:
	case RECORD_TYPE_COUNT:
		break;
	}
}

void
model_check(const struct model *model, int32_t as_of_days,
    struct diags *diags)
{
	struct check check = { model, as_of_days, diags };
	enum record_type type;
	uint32_t i;

	for (type = 0; type < RECORD_TYPE_COUNT; type++) {
		for (i = 0; i < model->sets[type].count; i++)
			check_record(&check, model->sets[type].items[i]);
		check_twins(&check, type);
	}
}
