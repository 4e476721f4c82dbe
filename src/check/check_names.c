/*
 * A customer's name where it may not stand. In: a case study. Out: a warning
 * for each text that is printed on the anonymised rung and holds the name or
 * one of its aliases.
 *
 * What the projection leaves out there needs no look: the name, the logo, the
 * quotes, and the body where there is no anonymised one. `anonymised` and
 * `anonymised_body` are made for that rung, so the name in them is a slip in
 * any case; title, summary, challenge, outcome and metrics are looked at where
 * the consent does not cover the name at all.
 */
#include "check_parts.h"

#include <string.h>
#include <strings.h>

struct names {
	struct check *check;
	const struct case_study *study;
};

static bool
is_letter(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9');
}

/* ASCII letters in any case; a name of letters ends at a word's end. */
static bool
holds(const char *text, const char *name)
{
	size_t len = strlen(name);
	const char *at;

	for (at = text; *at != '\0'; at++) {
		if (strncasecmp(at, name, len) != 0)
			continue;
		if (is_letter((unsigned char)name[0]) && at > text &&
		    is_letter((unsigned char)at[-1]))
			continue;
		if (is_letter((unsigned char)name[len - 1]) &&
		    is_letter((unsigned char)at[len]))
			continue;
		return true;
	}
	return false;
}

static const char *
name_in(const struct customer *customer, const char *text)
{
	uint32_t i;

	if (is_given(&customer->name) && holds(text, customer->name.chars))
		return customer->name.chars;
	for (i = 0; i < customer->aliases.count; i++) {
		const struct str *alias =
		    LIST_AT(customer->aliases, struct str, i);

		if (holds(text, alias->chars))
			return alias->chars;
	}
	return NULL;
}

static void
check_text(const struct names *names, const char *key,
    const struct text *text)
{
	uint32_t i;

	for (i = 0; i < text->count; i++) {
		const char *name = name_in(&names->study->customer,
		    text->variants[i].chars);

		if (name != NULL)
			diag_report(names->check->diags,
			    DIAG_ANONYMISED_NAME, text->variants[i].pos,
			    "'%s' names the customer ('%s') and is printed "
			    "where the name may not be shown; write around it",
			    key, name);
	}
}

static bool
has_use(const struct consent *consent, enum consent_use use)
{
	uint32_t i;

	for (i = 0; i < consent->uses.count; i++)
		if (LIST_AT(consent->uses, struct choice, i)->index ==
		    (int32_t)use)
			return true;
	return false;
}

void
check_names(struct check *check, const struct case_study *study)
{
	struct names names = { check, study };
	uint32_t i;

	if (!check_is_current(check, &study->record))
		return;
	check_text(&names, "anonymised", &study->customer.anonymised);
	check_text(&names, "anonymised_body", &study->anonymised_body);
	if (has_use(&study->consent, CONSENT_NAME) ||
	    !has_use(&study->consent, CONSENT_STORY))
		return;
	check_text(&names, "title", &study->title);
	check_text(&names, "summary", &study->summary);
	check_text(&names, "challenge", &study->challenge);
	check_text(&names, "outcome", &study->outcome);
	for (i = 0; i < study->metrics.count; i++)
		check_text(&names, "label",
		    &LIST_AT(study->metrics, struct metric, i)->label);
}
