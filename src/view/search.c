/*
 * What a searcher can find: one entry for each record with a page, for each
 * campaign at an office, for each person that a page lists.
 *
 * In: an edition and its plan. Out: entries by kind and place, made of the
 * projected records and of the titles that the pages bear; a case study as
 * the copy that its own page shows. Nothing else of the content is looked at.
 */
#include "fieldkit/view_search.h"

#include <stdlib.h>
#include <string.h>

#include "fieldkit/strbuf.h"
#include "fieldkit/strmap.h"
#include "search_parts.h"

const char *
search_kind_name(enum search_kind kind)
{
	static const char *const names[SEARCH_KIND_COUNT] = {
		[SEARCH_CAMPAIGN] = "campaigns",
		[SEARCH_PARTNER] = "partners",
		[SEARCH_SOLUTION] = "solutions",
		[SEARCH_CASE] = "case-studies",
		[SEARCH_OFFICE] = "offices",
		[SEARCH_PERSON] = "people",
	};

	return names[kind];
}

/* The viewer reads as a page of this job does. */
static void
look_from(struct gather *gather, const struct job *job, uint32_t lang)
{
	gather->viewer.job = job;
	gather->viewer.pos = job->main != NULL ? job->main->pos
	    : gather->viewer.model->site->record.pos;
	gather->context.locale = gather->locales[lang];
}

static void
gather_text(struct gather *gather, enum search_weight weight,
    const char *chars, size_t len)
{
	struct search_text *texts = gather->texts;

	if (len == 0)
		return;
	if (gather->text_count == gather->text_size) {
		gather->text_size = 2 * gather->text_size + 64;
		texts = mem_realloc(texts,
		    gather->text_size * sizeof(*texts));
		gather->texts = texts;
	}
	texts[gather->text_count++] = (struct search_text){ weight, chars,
	    len };
}

static void
add_str(struct gather *gather, enum search_weight weight,
    const struct str *str)
{
	if (is_given(str))
		gather_text(gather, weight, str->chars, str->len);
}

static void
add_strs(struct gather *gather, enum search_weight weight,
    const struct list *strs)
{
	uint32_t i;

	for (i = 0; i < strs->count; i++)
		add_str(gather, weight, LIST_AT(*strs, struct str, i));
}

/* The text of a Markdown tree, its blocks and cells parted by spaces. */
static const char *
tree_text(struct arena *arena, const struct doc_node *tree, size_t *ret_len)
{
	struct doc_iter iter = doc_iter_start(tree);
	struct strbuf text = { 0 };
	const char *copy;

	while (doc_iter_next(&iter)) {
		if (iter.node->tag == DOC_TEXT)
			strbuf_add(&text, iter.node->text,
			    iter.node->text_len);
		else if ((doc_tag_flags(iter.node->tag) & DOC_PHRASING) == 0)
			strbuf_add_char(&text, ' ');
	}
	*ret_len = text.len;
	copy = arena_copy(arena, strbuf_string(&text), text.len);
	strbuf_release(&text);
	return copy;
}

/* A text in all its languages: what is not said in the reader's is found in
 * another. */
static void
gather_words(struct gather *gather, enum search_weight weight,
    const struct text *text)
{
	uint32_t i;

	for (i = 0; i < text->count; i++) {
		const struct variant *variant = &text->variants[i];
		const char *chars = variant->chars;
		size_t len = variant->len;

		if (variant->tree != NULL)
			chars = tree_text(gather->viewer.arena, variant->tree,
			    &len);
		gather_text(gather, weight, chars, len);
	}
}

static void
add_name(struct gather *gather, const struct record *record)
{
	struct text name;

	if (record == NULL)
		return;
	name = view_title(&gather->viewer, record);
	gather_words(gather, SEARCH_KEY, &name);
	if (record->type == RECORD_PRODUCT || record->type == RECORD_AREA ||
	    record->type == RECORD_INDUSTRY)
		add_strs(gather, SEARCH_KEY,
		    &((const struct vocab_entry *)record)->aliases);
	if (record->type == RECORD_PARTNER)
		add_strs(gather, SEARCH_KEY,
		    &((const struct partner *)record)->aliases);
}

static void
add_names(struct gather *gather, const struct list *refs)
{
	uint32_t i;

	for (i = 0; i < refs->count; i++)
		add_name(gather, LIST_AT(*refs, struct ref, i)->target);
}

/* What a country is called in every language of the site. */
static void
add_country(struct gather *gather, const struct str *country)
{
	uint32_t i;

	for (i = 0; is_given(country) && i < gather->content->lang_count; i++) {
		const char *name = format_country(gather->locales[i],
		    gather->viewer.arena, country->chars);

		gather_text(gather, SEARCH_KEY, name, strlen(name));
	}
}

static void
add_text(void *context, const struct field *field, const void *value)
{
	if (field_is_localizable(field))
		gather_words(context, SEARCH_BODY, value);
}

static void
add_campaign(struct gather *gather, const struct record *record)
{
	const struct campaign *campaign = (const struct campaign *)record;

	add_str(gather, SEARCH_KEY, &campaign->code);
	add_name(gather, campaign->area.target);
	add_names(gather, &campaign->industries);
	add_names(gather, &campaign->products);
	gather_values(gather, SEARCH_BY_INDUSTRY, &campaign->industries);
	gather_values(gather, SEARCH_BY_PRODUCT, &campaign->products);
	gather_territories(gather, &campaign->territories);
}

static void
add_partner(struct gather *gather, const struct record *record)
{
	const struct partner *partner = (const struct partner *)record;
	struct record_list solutions = edition_solutions_of(
	    gather->viewer.edition, record);
	uint32_t i;

	add_str(gather, SEARCH_KEY, &partner->legal_name);
	add_strs(gather, SEARCH_KEY, &partner->aliases);
	add_country(gather, &partner->hq);
	add_names(gather, &partner->industries);
	for (i = 0; i < partner->certifications.count; i++)
		add_str(gather, SEARCH_KEY, &LIST_AT(partner->certifications,
		    struct certification, i)->name);
	for (i = 0; i < partner->sites.count; i++)
		add_str(gather, SEARCH_BODY,
		    &LIST_AT(partner->sites, struct place, i)->name);
	gather_values(gather, SEARCH_BY_INDUSTRY, &partner->industries);
	for (i = 0; i < solutions.count; i++)
		gather_values(gather, SEARCH_BY_PRODUCT, &((const struct
		    solution *)solutions.items[i])->products);
	gather_countries(gather, &partner->countries);
	gather_country(gather, &partner->hq);
}

static void
add_solution(struct gather *gather, const struct record *record)
{
	const struct solution *solution = (const struct solution *)record;
	struct country_set sold = solution_countries(solution);

	add_name(gather, solution->partner.target);
	add_names(gather, &solution->products);
	add_names(gather, &solution->industries);
	add_names(gather, &solution->areas);
	gather_values(gather, SEARCH_BY_INDUSTRY, &solution->industries);
	gather_values(gather, SEARCH_BY_PRODUCT, &solution->products);
	gather_country_set(gather, &sold);
}

static void
add_case(struct gather *gather, const struct record *record)
{
	const struct case_study *study = (const struct case_study *)record;

	add_name(gather, study->partner.target);
	add_name(gather, study->solution.target);
	add_name(gather, study->customer.industry.target);
	add_names(gather, &study->products);
	add_country(gather, &study->customer.country);
	gather_value(gather, SEARCH_BY_INDUSTRY,
	    study->customer.industry.target);
	gather_values(gather, SEARCH_BY_PRODUCT, &study->products);
	gather_country(gather, &study->customer.country);
}

static void
add_office(struct gather *gather, const struct record *record)
{
	const struct office *office = (const struct office *)record;

	add_name(gather, office->region.target);
	add_country(gather, &office->country);
	gather_country(gather, &office->country);
	gather_countries(gather, &office->covers);
}

static void
add_person(struct gather *gather, const struct contact_view *contact)
{
	const struct person *person = (const struct person *)contact->person;

	gather_words(gather, SEARCH_KEY, &person->title);
	add_str(gather, SEARCH_KEY, &contact->org);
	add_str(gather, SEARCH_KEY, &person->email);
	add_names(gather, &person->products);
	gather_values(gather, SEARCH_BY_PRODUCT, &person->products);
	gather_territories(gather, &person->territories);
}

/* "partners/acme" from "site/partners/acme/index.html". */
static const char *
place_of(struct arena *arena, const char *path)
{
	const char *end = strrchr(path, '/');

	path += strlen("site/");
	return arena_copy(arena, path, (size_t)(end - path));
}

/* The first paragraph, where there is one. */
static const char *
opening(struct gather *gather, const struct text *body)
{
	const struct variant *variant = view_variant(&gather->viewer, body);
	const struct doc_node *node;
	size_t len;

	if (variant == NULL || variant->tree == NULL)
		return "";
	node = variant->tree->first_child;
	while (node != NULL && node->tag != DOC_P)
		node = node->next;
	return node == NULL ? ""
	    : tree_text(gather->viewer.arena, node, &len);
}

static const char *
page_text(struct gather *gather)
{
	const struct job *job = gather->viewer.job;
	struct str words;

	if (job->kind == VIEW_CAMPAIGN)
		return opening(gather, &job->main->body);
	if (job->kind == VIEW_OFFICE)
		return format_country(gather->context.locale,
		    gather->viewer.arena,
		    ((const struct office *)job->main)->country.chars);
	if (job->kind == VIEW_CAMPAIGN_OFFICE)
		return "";
	words = view_page_description(&gather->viewer);
	return words.chars != NULL ? words.chars : "";
}

static struct search_entry *
entry_begin(struct gather *gather, enum search_kind kind)
{
	struct search_entry *entries = gather->entries;

	if (gather->count == gather->size) {
		gather->size = 2 * gather->size + 256;
		entries = mem_realloc(entries,
		    gather->size * sizeof(*entries));
		gather->entries = entries;
	}
	gather->text_count = 0;
	gather_values_begin(gather);
	entries[gather->count] = (struct search_entry){ .kind = kind };
	return &entries[gather->count++];
}

static void
entry_end(struct gather *gather, struct search_entry *entry)
{
	struct search_text *texts = ARENA_ARRAY(gather->viewer.arena,
	    struct search_text, gather->text_count);

	if (gather->text_count > 0)
		memcpy(texts, gather->texts,
		    gather->text_count * sizeof(*texts));
	entry->texts = texts;
	entry->text_count = gather->text_count;
	gather_values_end(gather, entry);
}

/* The pages of `main` (at `office`) in all their languages. False where there
 * are none. */
static bool
add_pages(struct gather *gather, struct search_entry *entry,
    const struct record *main, const struct record *office)
{
	const struct edition *edition = gather->viewer.edition;
	struct arena *arena = gather->viewer.arena;
	struct search_page *pages = ARENA_ARRAY(arena, struct search_page,
	    gather->content->lang_count);
	uint32_t i;

	for (i = 0; i < gather->content->lang_count; i++) {
		const char *lang = gather->content->langs[i];
		const char *path = office != NULL
		    ? edition_office_path(edition, arena, main, office, lang)
		    : edition_record_path(edition, arena, main, lang);
		const struct job *job = path == NULL ? NULL
		    : plan_find(gather->context.plan, path);
		const char *title;
		struct text words;

		if (job == NULL || strcmp(job->lang, lang) != 0)
			continue;
		look_from(gather, job, i);
		if (entry->page_count == 0)
			entry->place = place_of(arena, path);
		words = view_page_title(&gather->viewer);
		title = view_words(&gather->viewer, &words);
		pages[entry->page_count++] = (struct search_page){ i,
		    title != NULL ? title : main->id, page_text(gather) };
		gather_words(gather, SEARCH_TITLE, &words);
	}
	entry->pages = pages;
	return entry->page_count > 0 && pages[0].lang == 0;
}

static void
add_records(struct gather *gather, enum search_kind kind,
    enum record_type type, void (*add)(struct gather *gather,
    const struct record *record))
{
	const struct record_set *set = &gather->viewer.model->sets[type];
	uint32_t i;

	for (i = 0; i < set->count; i++) {
		struct search_entry *entry = entry_begin(gather, kind);

		if (!add_pages(gather, entry, set->items[i], NULL)) {
			gather->count--;
			continue;
		}
		add(gather, set->items[i]);
		schema_visit(record_schema(type), set->items[i], add_text,
		    gather);
		entry_end(gather, entry);
	}
}

static void
add_campaign_offices(struct gather *gather)
{
	const struct mapping *mapping = gather->context.plan->mapping;
	size_t i;

	for (i = 0; i < mapping->count; i++) {
		const struct campaign_match *match = &mapping->matches[i];
		const struct office *office =
		    (const struct office *)match->office;
		struct search_entry *entry;

		if (office == NULL)
			continue;
		entry = entry_begin(gather, SEARCH_CAMPAIGN);
		if (!add_pages(gather, entry, match->campaign,
		    match->office)) {
			gather->count--;
			continue;
		}
		add_campaign(gather, match->campaign);
		add_country(gather, &office->country);
		gather->countries = match->territory;
		entry_end(gather, entry);
	}
}

/* "Sales lead · Acme · sales@acme.example"; who has no name is called by the
 * title. */
static const char *
person_line(struct gather *gather, const struct contact_view *contact)
{
	const struct person *person = (const struct person *)contact->person;
	const char *title = is_given(&person->name)
	    ? view_words(&gather->viewer, &person->title) : NULL;

	return arena_printf(gather->viewer.arena, "%s%s%s · %s",
	    title != NULL ? title : "", title != NULL ? " · " : "",
	    contact->org.chars, person->email.chars);
}

/* The person in every language that the page stands in. */
static void
add_person_pages(struct gather *gather, struct search_entry *entry,
    const struct contact_view *contact, const struct search_entry *listing)
{
	const struct text name = view_title(&gather->viewer, contact->person);
	struct search_page *pages = ARENA_ARRAY(gather->viewer.arena,
	    struct search_page, listing->page_count);
	const struct job *listing_job = gather->viewer.job;
	uint32_t i;

	for (i = 0; i < listing->page_count; i++) {
		const struct job job = { .kind = VIEW_SEARCH,
			.lang = gather->content->langs[listing->pages[i].lang] };

		gather->viewer.job = &job;
		pages[i] = (struct search_page){ listing->pages[i].lang,
		    view_words(&gather->viewer, &name),
		    person_line(gather, contact) };
	}
	gather->viewer.job = listing_job;
	entry->place = listing->place;
	entry->pages = pages;
	entry->page_count = listing->page_count;
	gather_words(gather, SEARCH_TITLE, &name);
}

/* People that a page lists, where no page before did. */
static void
add_people(struct gather *gather, const struct list *contacts,
    const struct search_entry *listing, struct strmap *seen)
{
	uint32_t i;

	for (i = 0; i < contacts->count; i++) {
		const struct contact_view *contact =
		    LIST_AT(*contacts, struct contact_view, i);
		struct search_entry *entry;

		if (strmap_add(seen, contact->person->id, contact) != NULL)
			continue;
		entry = entry_begin(gather, SEARCH_PERSON);
		add_person_pages(gather, entry, contact, listing);
		add_person(gather, contact);
		entry_end(gather, entry);
	}
}

/* A partner's people are on its page; the vendor's are on those of offices,
 * or else of partners. */
static void
add_listed_people(struct gather *gather)
{
	struct strmap seen = { 0 };
	uint32_t count = gather->count, i;
	int pass;

	for (pass = 0; pass < 2; pass++)
		for (i = 0; i < count; i++) {
			const struct search_entry entry = gather->entries[i];
			const struct job *job;
			struct partner_view top = { 0 };
			struct list people = { 0 };

			if (entry.kind != (pass == 0 ? SEARCH_OFFICE
			    : SEARCH_PARTNER))
				continue;
			job = plan_find(gather->context.plan, arena_printf(
			    gather->viewer.arena, "site/%s/index.html",
			    entry.place));
			look_from(gather, job, 0);
			if (pass == 0) {
				people = view_office_people(&gather->viewer);
			} else {
				view_partner_people(&gather->viewer, &top);
				people = top.partner_contacts;
			}
			add_people(gather, &people, &entry, &seen);
			if (pass == 1)
				add_people(gather, &top.vendor_contacts,
				    &entry, &seen);
		}
	strmap_release(&seen);
}

static int
compare_entries(const void *left, const void *right)
{
	const struct search_entry *a = left, *b = right;
	int order = (int)a->kind - (int)b->kind;

	if (order == 0)
		order = strcmp(a->place, b->place);
	return order != 0 ? order
	    : strcmp(a->pages[0].title, b->pages[0].title);
}

/* Languages that pages stand in, and ICU's objects for them. */
static void
open_langs(struct gather *gather)
{
	const struct edition *edition = gather->viewer.edition;
	const struct list *others = edition_langs(edition, NULL);
	const char **langs = ARENA_ARRAY(gather->viewer.arena, const char *,
	    (size_t)others->count + 1);
	uint32_t i;

	langs[0] = edition->model.site->locale.chars;
	for (i = 0; i < others->count; i++)
		langs[i + 1] = LIST_AT(*others, struct str, i)->chars;
	gather->content->langs = langs;
	gather->content->lang_count = others->count + 1;
	gather->locales = ARENA_ARRAY(gather->viewer.arena,
	    struct format_locale *, (size_t)others->count + 1);
	for (i = 0; i <= others->count; i++)
		gather->locales[i] = format_locale_new(langs[i]);
}

static void
close_langs(struct gather *gather)
{
	uint32_t i;

	for (i = 0; i < gather->content->lang_count; i++)
		format_locale_free(gather->locales[i]);
}

void
view_search_content(struct search_content *content, struct arena *arena,
    const struct edition *edition, const struct plan *plan)
{
	struct gather gather = {
		.content = content,
		.context = { .edition = edition, .plan = plan },
		.viewer = { .arena = arena, .edition = edition,
		    .model = &edition->model },
	};
	struct search_entry *entries;

	*content = (struct search_content){ 0 };
	gather.viewer.context = &gather.context;
	open_langs(&gather);
	gather_universe(&gather);
	add_records(&gather, SEARCH_CAMPAIGN, RECORD_CAMPAIGN, add_campaign);
	add_campaign_offices(&gather);
	add_records(&gather, SEARCH_PARTNER, RECORD_PARTNER, add_partner);
	add_records(&gather, SEARCH_SOLUTION, RECORD_SOLUTION, add_solution);
	add_records(&gather, SEARCH_CASE, RECORD_CASE_STUDY, add_case);
	add_records(&gather, SEARCH_OFFICE, RECORD_OFFICE, add_office);
	add_listed_people(&gather);
	entries = ARENA_ARRAY(arena, struct search_entry, gather.count);
	if (gather.count > 0) {
		memcpy(entries, gather.entries,
		    gather.count * sizeof(*entries));
		qsort(entries, gather.count, sizeof(*entries),
		    compare_entries);
	}
	content->entries = entries;
	content->count = gather.count;
	gather_facets(&gather);
	close_langs(&gather);
	gather_values_release(&gather);
	free(gather.entries);
	free(gather.texts);
}
