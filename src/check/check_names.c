/*
 * A customer's name where it may not stand. In: a case study. Out: a report
 * for each text of the anonymised rung that names the customer, at the line
 * that does: an error for a body, which would leave no story there, a warning
 * for a field, whose place others take, and for other forms of the name
 * (without "GmbH", run together), which may be words of their own.
 *
 * A reader gets that rung wherever the story may be told and the name may
 * not: everywhere, or outside the territories of the consent. There the name
 * field, the logo, pictures and quotes are left out by the projection, and so
 * would be every text that names the customer - the author is to write around
 * it: with {customer}, which stands for the name or for `anonymised`, or with
 * an `anonymised_body`. An id that names the customer is hidden by one made
 * with the site's secret: an error where there is none. `anonymised` and
 * `anonymised_body` are for that rung alone, so the name in them is a slip in
 * any case.
 */
#include "check_parts.h"

#include <string.h>

#include "fieldkit/fold.h"
#include "fieldkit/name_forms.h"

#define PLACEHOLDER "{customer}"

/* One name or alias, and how texts may write it. */
struct known_name {
	const char *name;
	struct name_forms forms;
};

struct names {
	struct check *check;
	const struct case_study *study;
	enum diag_id id;
	struct arena arena;
	struct known_name *known;
	uint32_t count;
};

static void
add_name(struct names *names, const struct str *name)
{
	struct known_name *known = &names->known[names->count];

	if (!is_given(name))
		return;
	known->name = name->chars;
	name_forms_init(&known->forms, &names->arena, 1);
	name_forms_add(&known->forms, name->chars, name->len);
	names->count++;
}

static void
names_init(struct names *names, struct check *check,
    const struct case_study *study)
{
	const struct customer *customer = &study->customer;
	uint32_t i;

	*names = (struct names){ .check = check, .study = study,
		.id = DIAG_ANONYMISED_NAME };
	arena_init(&names->arena);
	names->known = ARENA_ARRAY(&names->arena, struct known_name,
	    (size_t)customer->aliases.count + 1);
	add_name(names, &customer->name);
	for (i = 0; i < customer->aliases.count; i++)
		add_name(names, LIST_AT(customer->aliases, struct str, i));
}

static void
names_release(struct names *names)
{
	uint32_t i;

	for (i = 0; i < names->count; i++)
		name_forms_release(&names->known[i].forms);
	arena_release(&names->arena);
}

/* What a text calls the customer. */
struct found_name {
	const char *name;	/* or alias; NULL: nothing */
	bool is_as_given;	/* else another form of it: no "GmbH", one word */
};

/* The first form of a name is the name itself, folded. */
static struct found_name
name_in(struct names *names, const char *text, size_t len)
{
	struct found_name found = { 0 };
	uint32_t i;

	for (i = 0; i < names->count && !found.is_as_given; i++) {
		struct name_forms *forms = &names->known[i].forms;

		if (forms->is_unsearchable ||
		    !name_forms_in_text(forms, text, len))
			continue;
		found.name = names->known[i].name;
		found.is_as_given = folded_has_name(
		    strbuf_string(&forms->buffer), forms->names[0]);
	}
	return found;
}

static void
report(struct names *names, struct source_pos pos, const char *key,
    struct found_name found)
{
	diag_report(names->check->diags,
	    found.is_as_given ? names->id : DIAG_ANONYMISED_FIELD, pos,
	    "'%s' names the customer ('%s'%s), who may not be named to every "
	    "reader; write %s in its place", key, found.name,
	    found.is_as_given ? "" : " in another form",
	    strcmp(key, "anonymised") == 0 ? "what kind of company it is"
					   : PLACEHOLDER);
	if (strcmp(key, "body") == 0)
		diag_hint(names->check->diags, PLACEHOLDER " is the name "
		    "where it may be told and 'anonymised' elsewhere; or give "
		    "an 'anonymised_body'");
}

/* A body, line by line: its words, the texts and file names of its pictures,
 * its links. A name that a line break parts is told at the first line. */
static void
check_body(struct names *names, const char *key,
    const struct variant *variant)
{
	const char *line = variant->chars;
	struct found_name found;
	struct source_pos pos = variant->pos;
	bool has_any = false;
	size_t len;

	for (;;) {
		len = strcspn(line, "\n");
		found = name_in(names, line, len);
		if (found.name != NULL) {
			report(names, pos, key, found);
			has_any = true;
		}
		if (line[len] == '\0')
			break;
		line += len + 1;
		pos.line++;
		pos.col = 1;
	}
	if (has_any)
		return;
	found = name_in(names, variant->chars, variant->len);
	if (found.name != NULL)
		report(names, variant->pos, key, found);
}

static void
check_text(struct names *names, const char *key, const struct text *text)
{
	uint32_t i;

	for (i = 0; i < text->count; i++) {
		const struct variant *variant = &text->variants[i];
		struct found_name found;

		if (variant->tree != NULL) {
			check_body(names, key, variant);
			continue;
		}
		found = name_in(names, variant->chars, variant->len);
		if (found.name != NULL)
			report(names, variant->pos, key, found);
	}
}

/* Whether some reader gets the story without the name. */
static bool
is_anonymised_somewhere(const struct consent *consent)
{
	return consent_has_use(consent, CONSENT_STORY) &&
	    (!consent_has_use(consent, CONSENT_NAME) ||
	    is_given(&consent->territories));
}

static void
check_shown(struct names *names, const struct case_study *study)
{
	uint32_t i;

	if (!is_given(&study->anonymised_body))
		check_text(names, "body", &study->record.body);
	names->id = DIAG_ANONYMISED_FIELD;
	check_text(names, "title", &study->title);
	check_text(names, "summary", &study->summary);
	check_text(names, "challenge", &study->challenge);
	check_text(names, "outcome", &study->outcome);
	for (i = 0; i < study->metrics.count; i++)
		check_text(names, "label",
		    &LIST_AT(study->metrics, struct metric, i)->label);
}

/* The customer by all names, as the projection looks for them. */
static bool
id_names_customer(const struct case_study *study)
{
	const struct customer *customer = &study->customer;
	struct arena arena = { 0 };
	struct name_forms forms;
	bool is_named;
	uint32_t i;

	name_forms_init(&forms, &arena, (size_t)customer->aliases.count + 1);
	name_forms_add(&forms, customer->name.chars, customer->name.len);
	for (i = 0; i < customer->aliases.count; i++) {
		const struct str *alias =
		    LIST_AT(customer->aliases, struct str, i);

		name_forms_add(&forms, alias->chars, alias->len);
	}
	is_named = name_forms_in_slug(&forms, study->record.id);
	name_forms_release(&forms);
	arena_release(&arena);
	return is_named;
}

/* Where the name may not stand, the story's page needs another id than its
 * own: one that cannot be guessed. */
static void
check_id(struct check *check, const struct case_study *study)
{
	const struct str *secret = &check->model->site->secret;

	if (!is_given(&study->customer.name) || (is_given(secret) &&
	    secret->len >= SECRET_BYTES) || !id_names_customer(study))
		return;
	diag_report(check->diags, DIAG_SECRET_MISSING, study->record.pos,
	    "the id '%s' names the customer, who may not be named to every "
	    "reader; give the file another name, or site.yaml a 'secret' of "
	    "%d characters or more, to make an id that nobody can guess",
	    study->record.id, SECRET_BYTES);
	diag_hint(check->diags, "secret: with what 'openssl rand -hex 16' "
	    "prints, once; it is part of no edition, and another secret moves "
	    "these pages");
}

void
check_names(struct check *check, const struct case_study *study)
{
	struct names names;

	if (!check_is_current(check, &study->record))
		return;
	names_init(&names, check, study);
	check_text(&names, "anonymised", &study->customer.anonymised);
	check_text(&names, "anonymised_body", &study->anonymised_body);
	if (is_anonymised_somewhere(&study->consent)) {
		check_shown(&names, study);
		check_id(check, study);
	}
	names_release(&names);
}
