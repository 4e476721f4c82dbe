/*
 * Values of views as words. In: numbers, records, reasons of the mapping.
 * Out: values that templates print, in the job's language: interface words
 * through the theme's messages, dates and names through the locale.
 *
 * A value made here has the position of the job's main record: an author who
 * is told about it is sent there.
 */
#include <string.h>

#include "fieldkit/coverage.h"
#include "fieldkit/measure.h"
#include "parts.h"

#define KEY_JOIN "why.join"

const char *const *
view_message_keys(void)
{
	static const char *const keys[] = {
#define WHY_MESSAGE(name, key) key,
		WHY_TABLE(WHY_MESSAGE)
#undef WHY_MESSAGE
		KEY_JOIN, "why.chosen", "why-not.consent-starts",
		"why-not.consent-story", "why-not.no-consent",
		"why-not.not-shared", KEY_HOME, KEY_SEARCH, KEY_COVERAGE,
		KEY_CALL, KEY_CALL_BEFORE, KEY_CALL_AFTER, KEY_CALL_NONE,
		KEY_TOPICS, KEY_NOT_FOUND, KEY_VERIFY, KEY_INDUSTRIES, KEY_PRODUCTS,
		KEY_COUNTRIES, KEY_TAGS,
#define GAP_MESSAGE(name, slug, aspect) "coverage.gap." slug,
		COVER_GAP_TABLE(GAP_MESSAGE)
#undef GAP_MESSAGE
#define ASPECT_MESSAGE(name, word, letter) "coverage.aspect." word,
		COVER_ASPECT_TABLE(ASPECT_MESSAGE)
#undef ASPECT_MESSAGE
#define END_MESSAGE(name, slug) "coverage.end." slug,
		COVER_END_TABLE(END_MESSAGE)
#undef END_MESSAGE
#define WIN_MESSAGE(name, slug) "coverage.win." slug,
		COVER_WIN_TABLE(WIN_MESSAGE)
#undef WIN_MESSAGE
		"changes.valid", "changes.until", "changes.due",
		"changes.details", "changes.now", "changes.deputy",
		"changes.renamed", "changes.moved", "changes.text",
		"changes.gone_named", "changes.gone_deputy",
		"changes.successor", "changes.unit_added",
		"changes.unit_gone",
		"changes.added.case", "changes.added.solution",
		"changes.added.contact", "changes.added.funding",
		"changes.added.commitment", "changes.added.other",
		"changes.gone.case", "changes.gone.solution",
		"changes.gone.contact", "changes.gone.funding",
		"changes.gone.commitment", "changes.gone.other",
		"coverage.state.none", "coverage.state.ready",
		"coverage.state.risk", "coverage.state.gap",
		"words.segments.small", "words.segments.mid",
		"words.segments.enterprise", "words.segments.public",
		"words.status.idea", "words.status.poc",
		"words.status.in-market", "words.status.co-sell-ready",
		"words.status.ip-eligible", "words.status.retired",
		NULL
	};

	return keys;
}

struct str
view_str(const struct viewer *viewer, const char *chars)
{
	if (chars == NULL)
		return (struct str){ 0 };
	return (struct str){ viewer->pos, (uint32_t)strlen(chars), chars };
}

struct integer
view_integer(const struct viewer *viewer, int64_t number)
{
	return (struct integer){ viewer->pos, number };
}

struct boolean
view_boolean(const struct viewer *viewer, bool is_true)
{
	return (struct boolean){ viewer->pos, is_true };
}

struct text
view_text(const struct viewer *viewer, const char *chars)
{
	struct variant *variant;

	if (chars == NULL)
		return (struct text){ 0 };
	variant = ARENA_NEW(viewer->arena, struct variant);
	variant->pos = viewer->pos;
	variant->lang = viewer->job->lang;
	variant->chars = chars;
	variant->len = (uint32_t)strlen(chars);
	return (struct text){ viewer->pos, 1, variant };
}

const struct variant *
view_variant(const struct viewer *viewer, const struct text *text)
{
	const struct list *fallback = &viewer->model->site->fallback;
	const struct variant *variant = text_find(text, viewer->job->lang);
	uint32_t i;

	for (i = 0; variant == NULL && i < fallback->count; i++)
		variant = text_find(text,
		    LIST_AT(*fallback, struct str, i)->chars);
	if (variant == NULL)
		variant = text_find(text, viewer->model->site->locale.chars);
	if (variant == NULL && text->count > 0)
		variant = &text->variants[0];
	return variant;
}

const char *
view_words(const struct viewer *viewer, const struct text *text)
{
	const struct variant *variant = view_variant(viewer, text);

	return variant != NULL ? variant->chars : NULL;
}

const char *
view_message(struct viewer *viewer, const char *key,
    const struct message_arg *args, uint32_t arg_count)
{
	const char *words;

	if (viewer->context->messages == NULL)
		return key;
	words = message_format(viewer->context->messages, viewer->arena, key,
	    args, arg_count);
	if (words == NULL)
		viewer->is_incomplete = true;
	return words != NULL ? words : key;
}

/* A word of a solution's field as part of a sentence. */
static const char *
choice_word(struct viewer *viewer, const char *field_key, int64_t index)
{
	const struct field *field = schema_field(&schema_solution, field_key,
	    strlen(field_key));

	return view_message(viewer, arena_printf(viewer->arena, "words.%s.%s",
	    field_key, field->words[index]), NULL, 0);
}

/* "38 %": the first number of a case. */
static const char *
metric_words(const struct viewer *viewer, const struct record *record)
{
	const struct case_study *study = (const struct case_study *)record;
	const struct metric *metric;
	struct measure measure;

	if (study->metrics.count == 0)
		return "";
	metric = LIST_AT(study->metrics, struct metric, 0);
	measure = measure_read(viewer->arena, metric->value.chars,
	    view_words(viewer, &metric->unit));
	return measure_format(viewer->context->locale, viewer->arena,
	    &measure);
}

/* What {name}, {country} … stand for in a reason: it has one argument. */
static struct message_arg
why_arg(struct viewer *viewer, const struct why *why)
{
	struct format_locale *locale = viewer->context->locale;
	struct arena *arena = viewer->arena;

	switch (why->code) {
	case WHY_AREA:
	case WHY_PRODUCT:
	case WHY_INDUSTRY:
	case WHY_INDUSTRY_SIBLING:
		return (struct message_arg){ .name = "name",
		    .text = view_words(viewer,
		    &((const struct vocab_entry *)why->record)->name) };
	case WHY_SEGMENT:
		return (struct message_arg){ .name = "segment",
		    .text = choice_word(viewer, "segments",
		    why->number) };
	case WHY_STATUS:
	case WHY_NOT_STATUS:
		return (struct message_arg){ .name = "status",
		    .text = choice_word(viewer, "status",
		    why->number) };
	case WHY_COUNTRY:
	case WHY_REGION:
	case WHY_LANGUAGE_AREA:
	case WHY_ELSEWHERE:
	case WHY_NOT_SOLD:
		return (struct message_arg){ .name = "country",
		    .text = format_country(locale, arena, why->word) };
	case WHY_IN_LANGUAGE:
		return (struct message_arg){ .name = "language",
		    .text = format_language(locale, arena, why->word) };
	case WHY_PROOF_METRIC_QUOTE:
		return (struct message_arg){ .name = "metric",
		    .text = metric_words(viewer, why->record) };
	case WHY_CONSENT_UNTIL:
	case WHY_NOT_CONSENT_ENDED:
	case WHY_NOT_CONSENT_ENDS:
		return (struct message_arg){ .name = "date",
		    .text = format_date(locale, arena, why->days,
		    FORMAT_DATE_LONG) };
	case WHY_NOT_BETTER:
		return (struct message_arg){ .name = "n",
		    .text = format_number(locale, arena, why->number, 0),
		    .is_number = true, .number = (double)why->number };
	case WHY_PINNED:
	case WHY_PROOF_NAMED:
	case WHY_PROOF_ANONYMISED:
	case WHY_NOT_EXCLUDED:
	case WHY_NOT_SOLD_TERRITORY:
	case WHY_CODE_COUNT:
		break;
	}
	return (struct message_arg){ 0 };
}

static const char *
why_words(struct viewer *viewer, const struct why *why)
{
	const struct message_arg arg = why_arg(viewer, why);

	return view_message(viewer, why_key(why->code), &arg,
	    arg.name != NULL ? 1 : 0);
}

static const char *
why_line(struct viewer *viewer, const struct why *whys, uint32_t count)
{
	const char *line = NULL;
	uint32_t i;

	for (i = 0; i < count; i++) {
		struct message_arg args[] = {
			{ .name = "a", .text = line },
			{ .name = "b", .text = why_words(viewer, &whys[i]) },
		};

		line = line == NULL ? args[1].text
		    : view_message(viewer, KEY_JOIN, args, 2);
	}
	return line;
}

struct str
view_why(struct viewer *viewer, const struct why *whys, uint32_t count)
{
	if (viewer->edition->view.is_customer.is_true)
		return (struct str){ 0 };
	return view_str(viewer, why_line(viewer, whys, count));
}

/* Why a candidate was kept out, where no kit says it. */
static const char *
gate_words(struct viewer *viewer, const struct compared *row)
{
	static const char *const keys[] = {
		[GATE_COUNTED] = "why-not.consent-story",
		[GATE_NO_CONSENT] = "why-not.no-consent",
		[GATE_NOT_SHARED] = "why-not.not-shared",
		[GATE_NOT_BEGUN] = "why-not.consent-starts",
	};
	struct message_arg arg = { .name = "date" };

	if (row->gate == GATE_TOLD)
		return why_words(viewer, &row->why);
	if (row->gate == GATE_NOT_BEGUN)
		arg.text = format_date(viewer->context->locale, viewer->arena,
		    row->why.days, FORMAT_DATE_LONG);
	return view_message(viewer, keys[row->gate], &arg,
	    arg.text != NULL ? 1 : 0);
}

const char *
view_reasons(struct arena *arena, const struct view_context *context,
    const char *lang, const struct compared *row)
{
	const struct job job = { .lang = lang };
	struct viewer viewer = {
		.arena = arena, .context = context,
		.edition = context->edition,
		.model = &context->edition->model, .job = &job,
		.pos = context->edition->model.site->record.pos,
	};
	struct message_arg why = { .name = "why" };

	if (!row->passes)
		return gate_words(&viewer, row);
	why.text = why_line(&viewer, row->match.whys, row->match.why_count);
	return why.text == NULL ? NULL
	    : view_message(&viewer, "why.chosen", &why, 1);
}

static struct text
case_title(const struct viewer *viewer, const struct case_study *study)
{
	if (is_given(&study->title))
		return study->title;
	if (is_given(&study->customer.name))
		return view_text(viewer, study->customer.name.chars);
	return study->customer.anonymised;
}

static struct text
person_title(const struct viewer *viewer, const struct person *person)
{
	if (is_given(&person->name))
		return person->name;
	return is_given(&person->title) ? person->title
	    : view_text(viewer, person->email.chars);
}

struct text
view_title(const struct viewer *viewer, const struct record *record)
{
	switch (record->type) {
	case RECORD_SITE:
		return view_text(viewer,
		    ((const struct site *)record)->title.chars);
	case RECORD_INDUSTRY:
	case RECORD_PRODUCT:
	case RECORD_AREA:
	case RECORD_REGION:
		return ((const struct vocab_entry *)record)->name;
	case RECORD_PARTNER:
		return view_text(viewer,
		    ((const struct partner *)record)->name.chars);
	case RECORD_SOLUTION:
		return ((const struct solution *)record)->name;
	case RECORD_CASE_STUDY:
		return case_title(viewer, (const struct case_study *)record);
	case RECORD_CAMPAIGN:
		return ((const struct campaign *)record)->name;
	case RECORD_OFFICE:
		return ((const struct office *)record)->name;
	case RECORD_PERSON:
		return person_title(viewer, (const struct person *)record);
	case RECORD_FUNDING:
		return ((const struct funding *)record)->title;
	case RECORD_COMMITMENT:
		return ((const struct commitment *)record)->text;
	case RECORD_TYPE_COUNT:
		break;
	}
	return (struct text){ 0 };
}
