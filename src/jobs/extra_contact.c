/*
 * Contacts as files for address books. In: the people whose cards some page
 * links to. Out: one vCard for each, and one more for each language that their
 * name or title is written in.
 *
 * Only who is shown has a card: a list of people may be purged, and what is
 * not shown is not published. A card is found by the address, which is made of
 * a digest: an id may be a name.
 */
#include "extras.h"

#include <string.h>

#include "fieldkit/vcard.h"

static const struct variant *
words_of(const struct extra_job *job, const struct text *text)
{
	return is_given(text) ? extra_variant(job, text) : NULL;
}

static const char *
line_of(const struct str *line)
{
	return is_given(line) ? line->chars : NULL;
}

/* Whose they are, as contacts on pages say it. */
static const char *
org_of(const struct edition *edition, const struct person *person)
{
	const struct partner *partner =
	    (const struct partner *)person->org.target;

	return line_of(partner != NULL ? &partner->name
	    : &edition->model.site->vendor.name);
}

static const char *
role_of(const struct extra_job *job, const struct person *person)
{
	const char *const *words = schema_field(&schema_person, "role",
	    strlen("role"))->words;

	if (!is_given(&person->role))
		return NULL;
	return message_format(job->messages, job->arena,
	    arena_printf(job->arena, "words.%s", words[person->role.index]),
	    NULL, 0);
}

/* RFC 9562, section 5.8: bits of our own choice, the version and the variant
 * marked. */
static const char *
uid_of(struct arena *arena, const struct record *person)
{
	char hex[DIGEST_HEX_CHARS + 1];
	const char *key = arena_printf(arena, "%s/%s", schema_person.name,
	    person->id);

	digest_of(key, strlen(key), hex);
	return arena_printf(arena, "urn:uuid:%.8s-%.4s-8%.3s-8%.3s-%.12s",
	    hex, hex + 8, hex + 12, hex + 15, hex + 18);
}

static void
fill_langs(const struct extra_job *job, const struct list *langs,
    struct vcard *card)
{
	const char **items = ARENA_ARRAY(job->arena, const char *,
	    langs->count);
	uint32_t i;

	for (i = 0; i < langs->count; i++)
		items[i] = LIST_AT(*langs, struct str, i)->chars;
	card->langs = items;
	card->lang_count = langs->count;
}

/* A desk without a name is called by its title. */
static void
fill_names(const struct extra_job *job, const struct person *person,
    struct vcard *card)
{
	const struct variant *name = words_of(job, &person->name);
	const struct variant *title = words_of(job, &person->title);

	if (name != NULL)
		card->name = name->chars;
	else if (title != NULL)
		card->name = title->chars;
	else
		card->name = card->email != NULL ? card->email
						 : person->record.id;
	if (name != NULL && title != NULL) {
		card->title = title->chars;
		card->title_lang = title->lang;
	}
}

static bool
write_card(const struct extra_job *job, struct strbuf *out)
{
	const struct person *person =
	    (const struct person *)job->extra->record;
	struct vcard card = {
		.uid = uid_of(job->arena, &person->record),
		.is_mailbox = is_given(&person->kind) &&
		    person->kind.index == PERSON_MAILBOX,
		.org = org_of(job->run->edition, person),
		.role = role_of(job, person),
		.role_lang = messages_lang(job->messages),
		.email = line_of(&person->email),
		.phone = line_of(&person->phone),
	};

	fill_names(job, person, &card);
	fill_langs(job, &person->languages, &card);
	vcard_write(&card, out);
	return true;
}

static void
add_card(struct extra_list *list, const struct record *person,
    const char *lang)
{
	const struct edition *edition = list->run->edition;
	const struct extra extra = {
		.path = edition_card_path(edition, list->arena, person, lang),
		.kind = "contact", .write = write_card, .record = person,
		.lang = edition_card_lang(edition, person, lang),
	};

	if (extra.path != NULL)
		extra_add(list, &extra);
}

/* No page was made: everybody whom one might show, in every language. */
static void
add_all_cards(struct extra_list *list)
{
	const struct edition *edition = list->run->edition;
	const struct record_set *people = &edition->model.sets[RECORD_PERSON];
	const struct list *langs = edition_langs(edition, NULL);
	uint32_t i, k;

	for (i = 0; i < people->count; i++) {
		add_card(list, people->items[i],
		    edition->model.site->locale.chars);
		for (k = 0; k < langs->count; k++)
			add_card(list, people->items[i],
			    LIST_AT(*langs, struct str, k)->chars);
	}
}

void
plan_contacts(struct extra_list *list)
{
	const struct plan *plan = list->run->plan;
	size_t i;
	uint32_t k;

	if (list->run->results == NULL) {
		add_all_cards(list);
		return;
	}
	for (i = plan->kit_count; i < plan->count; i++) {
		const struct job_result *result = &list->run->results[i];

		for (k = 0; k < result->people_count; k++)
			add_card(list, result->people[k], plan->jobs[i].lang);
	}
}
