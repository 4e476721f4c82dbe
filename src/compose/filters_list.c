/*
 * Lists in one line of text. In: a list of texts, words or records. Out: a
 * text of the page's language; where an item of it is in another, the text has
 * a tree beside its words, in which that item stands in a span of its own.
 */
#include "filters.h"

#include <string.h>

#include "fieldkit/strbuf.h"
#include "run.h"

struct listed {
	const char **texts;
	const char **langs;
	uint32_t *starts;		/* in the joined text, in bytes */
	uint32_t count;
	bool has_foreign;
};

/* The items' texts, those without one left out. */
static struct listed
list_items(struct run *run, const struct filter_call *call,
    const struct list *list)
{
	struct listed listed = {
		.texts = ARENA_ARRAY(run->arena, const char *, list->count),
		.langs = ARENA_ARRAY(run->arena, const char *, list->count),
	};
	struct filter_call item = *call;
	const char *dir;
	uint32_t i;

	item.from.is_list = false;
	for (i = 0; i < list->count; i++) {
		const struct text *name;
		const void *value = list_item(&call->from, list, i);

		if (value == NULL || !value_is_given(&item.from, value))
			continue;
		name = filter_named(run, &item, value);
		if (name == NULL)
			continue;
		listed.langs[listed.count] = name->variants[0].lang;
		listed.texts[listed.count++] = name->variants[0].chars;
		if (run_foreign(run, name->variants[0].lang, &dir) != NULL)
			listed.has_foreign = true;
	}
	if (listed.has_foreign)
		listed.starts = ARENA_ARRAY(run->arena, uint32_t,
		    listed.count);
	return listed;
}

/* The joined text again, its foreign items in spans. */
static const struct doc_node *
mark_items(struct run *run, const struct listed *listed, const char *joined,
    struct source_pos pos)
{
	struct doc_node *tree = doc_new(run->arena, DOC_FRAGMENT, pos), *span;
	const char *dir;
	uint32_t at = 0, i;

	for (i = 0; i < listed->count; i++) {
		const char *text = listed->texts[i];
		uint32_t len = (uint32_t)strlen(text);
		uint32_t start = listed->starts[i];

		if (run_foreign(run, listed->langs[i], &dir) == NULL)
			continue;
		if (start > at)
			doc_add_text(run->arena, tree, joined + at,
			    start - at, pos);
		span = doc_add(run->arena, tree, DOC_SPAN, pos);
		run_mark(run, span, listed->langs[i]);
		doc_add_text(run->arena, span, joined + start, len, pos);
		at = start + len;
	}
	if (joined[at] != '\0')
		doc_add_text(run->arena, tree, joined + at,
		    strlen(joined + at), pos);
	return tree;
}

static const struct text *
text_of_list(struct run *run, const struct listed *listed,
    const char *joined, struct source_pos pos)
{
	struct variant *variant = ARENA_NEW(run->arena, struct variant);
	struct text *text = ARENA_NEW(run->arena, struct text);

	variant->pos = text->pos = pos;
	variant->lang = run->options->lang;
	variant->chars = joined;
	variant->len = (uint32_t)strlen(joined);
	if (listed->has_foreign)
		variant->tree = mark_items(run, listed, joined, pos);
	text->count = 1;
	text->variants = variant;
	return text;
}

const void *
filter_list(struct run *run, const struct filter_call *call, const void *value)
{
	const struct list *list = value;
	struct listed listed = list_items(run, call, list);
	struct format_locale *locale = run->options->locale;

	if (listed.count == 0)
		return NULL;
	return text_of_list(run, &listed, listed.has_foreign
	    ? format_list_spans(locale, run->arena, listed.texts,
	    listed.count, listed.starts)
	    : format_list(locale, run->arena, listed.texts, listed.count),
	    list->pos);
}

const void *
filter_join(struct run *run, const struct filter_call *call, const void *value)
{
	const struct list *list = value;
	struct listed listed = list_items(run, call, list);
	struct strbuf joined = { 0 };
	const struct text *text = NULL;
	uint32_t i;

	for (i = 0; i < listed.count; i++) {
		if (i > 0)
			strbuf_add_string(&joined, call->string);
		if (listed.starts != NULL)
			listed.starts[i] = (uint32_t)joined.len;
		strbuf_add_string(&joined, listed.texts[i]);
	}
	if (listed.count > 0)
		text = text_of_list(run, &listed, arena_copy(run->arena,
		    strbuf_string(&joined), joined.len), list->pos);
	strbuf_release(&joined);
	return text;
}
