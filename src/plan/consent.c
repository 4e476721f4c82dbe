/*
 * The consent ladder. In: a case study of the whole model, and who would read
 * of it, where and how long. Out: the highest rung its customer agreed to;
 * match.h has the rules. What is missing counts as refused.
 */
#include "index.h"

static bool
holds_over(const struct consent *consent, int32_t from_days,
    int32_t until_days)
{
	return is_given(&consent->from) && is_given(&consent->until) &&
	    consent->from.days <= from_days &&
	    consent->until.days >= until_days &&
	    consent->until.days >= from_days;
}

static bool
holds_in(const struct consent *consent, const struct consent_scope *scope)
{
	struct country_set where;

	if (!is_given(&consent->territories))
		return true;
	if (scope->territory == NULL)
		return false;
	where = territory_expand(scope->regions, &consent->territories);
	return country_set_contains(&where, scope->territory);
}

enum rung
consent_rung(const struct case_study *study, const struct consent_scope *scope)
{
	const struct consent *consent = &study->consent;

	if (!is_given(consent) || consent->uses.count == 0 ||
	    !holds_over(consent, scope->from_days, scope->until_days))
		return RUNG_ABSENT;
	if (reader_is_vendor(scope->reader) &&
	    !consent_has_use(consent, CONSENT_SHARE_WITH_VENDOR))
		return RUNG_ABSENT;
	if (!consent_has_use(consent, CONSENT_STORY))
		return RUNG_COUNT;
	if (consent_has_use(consent, CONSENT_NAME) &&
	    is_given(&study->customer.name) && holds_in(consent, scope))
		return RUNG_FULL;
	return is_given(&study->customer.anonymised) ? RUNG_ANONYMISED
						     : RUNG_COUNT;
}

/* As far as there is a copy to show. */
static enum rung
rung_with_copy(const struct case_entry *entry, enum rung rung)
{
	if (rung == RUNG_FULL && entry->full == NULL)
		rung = RUNG_ANONYMISED;
	if (rung == RUNG_ANONYMISED && entry->anonymised == NULL)
		rung = RUNG_COUNT;
	return rung;
}

void
entry_terms_init(struct case_entry *entry, const struct edition *edition,
    const char *reader)
{
	const struct consent *consent = &entry->source->consent;
	struct consent_terms *terms = &entry->terms;
	struct case_study anywhere = *entry->source;
	const struct consent_scope scope = {
		.reader = reader, .regions = edition->index->regions,
		.from_days = consent->from.days,
		.until_days = consent->from.days,
	};

	anywhere.consent.territories = (struct list){ 0 };
	*terms = (struct consent_terms){
		.from_days = consent->from.days,
		.until_days = consent->until.days,
		.inside = rung_with_copy(entry,
		    consent_rung(&anywhere, &scope)),
		.is_local = is_given(&consent->territories),
		.where = territory_expand(edition->index->regions,
		    &consent->territories),
	};
	terms->outside = terms->inside != RUNG_FULL ? terms->inside
	    : rung_with_copy(entry, is_given(&entry->source->customer.
	    anonymised) ? RUNG_ANONYMISED : RUNG_COUNT);
}

int32_t
entry_until(const struct edition *edition, const struct case_entry *entry)
{
	const struct consent_terms *terms = &entry->terms;
	int32_t as_of_days = edition->clock.as_of_days;

	return terms->inside == RUNG_ABSENT || terms->from_days > as_of_days ||
	    terms->until_days < as_of_days ? INT32_MIN : terms->until_days;
}

enum rung
entry_rung(const struct edition *edition, const struct case_entry *entry,
    const struct country_set *territory, int32_t until_days)
{
	const struct consent_terms *terms = &entry->terms;
	int32_t last_days = entry_until(edition, entry);

	if (last_days == INT32_MIN || last_days < until_days)
		return RUNG_ABSENT;
	if (!terms->is_local || (territory != NULL &&
	    country_set_contains(&terms->where, territory)))
		return terms->inside;
	return terms->outside;
}

const struct case_study *
entry_copy(const struct case_entry *entry, enum rung rung)
{
	switch (rung) {
	case RUNG_FULL:
		return entry->full;
	case RUNG_ANONYMISED:
		return entry->anonymised;
	case RUNG_COUNT:
	case RUNG_ABSENT:
		break;
	}
	return NULL;
}

const struct record *
edition_case_copy(const struct edition *edition, const struct record *study,
    const struct country_set *territory, int32_t until_days,
    enum rung *ret_rung)
{
	const struct case_entry *entry = index_case(edition, study);
	const struct case_study *copy;

	*ret_rung = RUNG_ABSENT;
	if (entry == NULL)
		return NULL;
	*ret_rung = entry_rung(edition, entry, territory, until_days);
	copy = entry_copy(entry, *ret_rung);
	return copy != NULL ? &copy->record : NULL;
}

enum rung
edition_case_rung(const struct edition *edition, const struct record *copy)
{
	const struct case_entry *entry = index_case(edition, copy);

	if (entry == NULL)
		return RUNG_ABSENT;
	if (entry->full != NULL && copy == &entry->full->record)
		return RUNG_FULL;
	if (entry->anonymised != NULL && copy == &entry->anonymised->record)
		return RUNG_ANONYMISED;
	return RUNG_ABSENT;
}

struct date
edition_consent_until(const struct edition *edition, const struct record *study)
{
	const struct case_entry *entry = index_case(edition, study);

	return entry != NULL ? entry->source->consent.until
			     : (struct date){ 0 };
}
