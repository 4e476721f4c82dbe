/*
 * Filters at run time. In: a value that is given, but for those that take a
 * missing one. Out: a value in the run's arena, or NULL: not given.
 */
#include "filters.h"

#include <string.h>

#include "fieldkit/measure.h"
#include "fieldkit/strbuf.h"
#include "run.h"

static const struct str *
new_line(struct run *run, const char *chars, struct source_pos pos)
{
	struct str *line = ARENA_NEW(run->arena, struct str);

	line->pos = pos.line != 0 ? pos : (struct source_pos){ 0, 1, 1 };
	line->chars = chars;
	line->len = (uint32_t)strlen(chars);
	return line;
}

static const struct text *
new_text(struct run *run, const struct run_text *from)
{
	struct variant *variant = ARENA_NEW(run->arena, struct variant);
	struct text *text = ARENA_NEW(run->arena, struct text);

	variant->lang = from->lang;
	variant->chars = from->chars;
	variant->len = from->len;
	variant->pos = text->pos = from->pos;
	text->count = 1;
	text->variants = variant;
	return text;
}

static const struct integer *
new_integer(struct run *run, int64_t number)
{
	struct integer *integer = ARENA_NEW(run->arena, struct integer);

	integer->pos.line = 1;
	integer->number = number;
	return integer;
}

const void *
filter_default(struct run *run, const struct filter_call *call,
    const void *value)
{
	return value != NULL ? value : run_eval(run, call->arg);
}

const void *
filter_date(struct run *run, const struct filter_call *call, const void *value)
{
	const struct date *date = value;

	if (call->number < 0)
		return new_line(run, format_date_iso(run->arena, date->days),
		    date->pos);
	return new_line(run, format_date(run->options->locale, run->arena,
	    date->days, (enum format_date_style)call->number), date->pos);
}

/* `words` in place of what was printed: of a language only where it says so. */
static const struct text *
new_words(struct run *run, struct run_text from, const char *words,
    bool is_of_language)
{
	from.chars = words;
	from.len = (uint32_t)strlen(words);
	from.lang = is_of_language ? from.lang : NULL;
	return new_text(run, &from);
}

const void *
filter_period(struct run *run, const struct filter_call *call,
    const void *value)
{
	struct run_text text = run_print(run, &call->from, value);
	const char *period = format_period(run->options->locale, run->arena,
	    text.chars);

	return new_words(run, text, period, period == text.chars);
}

const void *
filter_days_until(struct run *run, const struct filter_call *call,
    const void *value)
{
	const struct date *date = value;

	(void)call;
	return new_integer(run,
	    (int64_t)date->days - run->view->page->as_of.days);
}

/* A metric's number with its unit, or a text that begins with a number. */
const void *
filter_measure(struct run *run, const struct filter_call *call,
    const void *value)
{
	const struct metric *metric = value;
	const char *unit = NULL;
	struct run_text text;
	struct measure measure;

	if (call->from.type != FIELD_STRUCT) {
		text = run_print(run, &call->from, value);
	} else {
		const struct value_type line = { .type = FIELD_LINE };

		if (!is_given(&metric->value))
			return NULL;
		text = run_print(run, &line, &metric->value);
		if (metric->unit.count > 0) {
			struct run_text of = run_variant(run, &metric->unit);

			unit = of.chars;
			text.lang = of.lang;
		}
	}
	measure = measure_read(run->arena, text.chars, unit);
	return new_words(run, text, measure_format(run->options->locale,
	    run->arena, &measure), measure_has_words(&measure));
}

const void *
filter_number(struct run *run, const struct filter_call *call,
    const void *value)
{
	struct run_text text = run_print(run, &call->from, value);

	return new_line(run, text.chars, text.pos);
}

const void *
filter_money(struct run *run, const struct filter_call *call, const void *value)
{
	const struct money *money = value;

	(void)call;
	if (!is_given(&money->value) || !is_given(&money->currency))
		return NULL;
	return new_line(run, format_money(run->options->locale, run->arena,
	    money->value.units, money->value.scale, money->currency.chars),
	    money->pos);
}

const void *
filter_bytes(struct run *run, const struct filter_call *call, const void *value)
{
	const struct integer *bytes = value;

	(void)call;
	return new_line(run, format_bytes(run->options->locale, run->arena,
	    bytes->number > 0 ? (uint64_t)bytes->number : 0), bytes->pos);
}

/* country, language, label, name: what run_name() knows. */
const void *
filter_named(struct run *run, const struct filter_call *call, const void *value)
{
	struct run_text text;

	if (call->from.type == FIELD_ENUM) {
		const struct choice *choice = value;
		const struct message *message = message_at(
		    run->options->messages, call->messages[choice->index]);

		text = (struct run_text){
			.chars = message_print(message, run->arena, NULL,
			    NULL, 0),
			.lang = message_lang(message), .pos = choice->pos,
		};
		text.len = (uint32_t)strlen(text.chars);
	} else {
		text = run_name(run, &call->from, value);
	}
	return text.chars != NULL ? new_text(run, &text) : NULL;
}

const void *
filter_key(struct run *run, const struct filter_call *call, const void *value)
{
	const struct record *record = record_of(&call->from, value);

	if (record == NULL)
		return NULL;
	return new_line(run, arena_printf(run->arena, "%s/%s",
	    record_schema(record->type)->name, record->id), record->pos);
}

const void *
filter_count(struct run *run, const struct filter_call *call, const void *value)
{
	const struct list *list = value;

	(void)call;
	return new_integer(run, list != NULL ? list->count : 0);
}

const void *
filter_first(struct run *run, const struct filter_call *call, const void *value)
{
	(void)run;
	return list_item(&call->from, value, 0);
}

const void *
filter_limit(struct run *run, const struct filter_call *call, const void *value)
{
	const struct list *list = value;
	struct list *shorter;

	if (list->count <= call->number)
		return list;
	shorter = ARENA_NEW(run->arena, struct list);
	*shorter = *list;
	shorter->count = (uint32_t)call->number;
	return shorter;
}

const void *
filter_url(struct run *run, const struct filter_call *call, const void *value)
{
	const struct record *record = record_of(&call->from, value);
	const struct link_resolver *links = run->options->links;
	const char *url = NULL;

	if (record != NULL)
		url = links->record_url(links->context, run->arena, record);
	run->has_no_page = url == NULL;
	return url != NULL ? new_line(run, url, record->pos) : NULL;
}

const void *
filter_src(struct run *run, const struct filter_call *call, const void *value)
{
	const struct image *image = value;	/* a struct logo starts alike */
	const char *url;

	(void)call;
	url = run_address(run, arena_printf(run->arena, "%s%s",
	    strncmp(image->file.chars, DOC_BUNDLE_SCHEME,
	    strlen(DOC_BUNDLE_SCHEME)) == 0 ? "" : DOC_BUNDLE_SCHEME,
	    image->file.chars));
	return url != NULL ? new_line(run, url, image->pos) : NULL;
}

/* mailto, tel: the scheme before the value. */
const void *
filter_scheme(struct run *run, const struct filter_call *call,
    const void *value)
{
	const struct str *line = value;

	return new_line(run, arena_printf(run->arena, "%s%s", call->string,
	    line->chars), line->pos);
}

const void *
filter_message(struct run *run, const struct filter_call *call,
    const void *value)
{
	const struct str *key = value;
	const struct message *message = message_at(run->options->messages,
	    call->messages[0]);
	struct run_text text = {
		.chars = message_print(message, run->arena, NULL, NULL, 0),
		.lang = message_lang(message), .pos = key->pos,
	};

	text.len = (uint32_t)strlen(text.chars);
	return new_text(run, &text);
}

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* The first words, with an ellipsis where some are left out. */
const void *
filter_words(struct run *run, const struct filter_call *call, const void *value)
{
	struct run_text text = run_print(run, &call->from, value);
	int64_t words = 0;
	uint32_t at = 0, end = 0;

	while (at < text.len && words < call->number) {
		while (at < text.len && is_space(text.chars[at]))
			at++;
		while (at < text.len && !is_space(text.chars[at]))
			at++;
		end = at;
		words++;
	}
	while (at < text.len && is_space(text.chars[at]))
		at++;
	if (at < text.len) {
		text.chars = arena_printf(run->arena, "%.*s\u2026", (int)end,
		    text.chars);
		text.len = (uint32_t)strlen(text.chars);
	}
	return new_text(run, &text);
}

const void *
filter_upper(struct run *run, const struct filter_call *call, const void *value)
{
	struct run_text text = run_print(run, &call->from, value);

	text.chars = format_upper(run->options->locale, run->arena,
	    text.chars);
	text.len = (uint32_t)strlen(text.chars);
	return new_text(run, &text);
}

/* The text of a fragment, its blocks parted by a space. */
static void
add_plain(struct strbuf *out, const struct doc_node *fragment)
{
	struct doc_iter iter = doc_iter_start(fragment);

	while (doc_iter_next(&iter)) {
		const struct doc_node *node = iter.node;

		if (node->tag == DOC_K_FOOTNOTE)
			doc_iter_skip(&iter);
		else if (node->tag == DOC_TEXT)
			strbuf_add(out, node->text, node->text_len);
		else if ((doc_tag_flags(node->tag) & DOC_PHRASING) == 0 &&
		    out->len > 0 && out->bytes[out->len - 1] != ' ')
			strbuf_add_char(out, ' ');
	}
	while (out->len > 0 && out->bytes[out->len - 1] == ' ')
		out->bytes[--out->len] = '\0';
}

/* The first paragraph of a fragment, NULL where it has none. */
static const struct doc_node *
first_paragraph(const struct doc_node *fragment)
{
	const struct doc_node *node = fragment->first_child;

	while (node != NULL && node->tag != DOC_P)
		node = node->next;
	return node;
}

static const void *
plain_text(struct run *run, const struct text *markdown, bool is_opening)
{
	const struct variant *variant = text_variant(markdown,
	    run->options->lang, run->options->fallback,
	    run->options->fallback_count);
	const struct doc_node *node = variant->tree;
	struct run_text text;

	strbuf_clear(&run->scratch);
	if (node != NULL && is_opening)
		node = first_paragraph(node);
	if (node != NULL)
		add_plain(&run->scratch, node);
	text = (struct run_text){
		.chars = arena_copy(run->arena, strbuf_string(&run->scratch),
		    run->scratch.len),
		.len = (uint32_t)run->scratch.len,
		.lang = variant->lang, .pos = variant->pos,
	};
	return new_text(run, &text);
}

const void *
filter_plain(struct run *run, const struct filter_call *call, const void *value)
{
	(void)call;
	return plain_text(run, value, false);
}

const void *
filter_opening(struct run *run, const struct filter_call *call,
    const void *value)
{
	(void)call;
	return plain_text(run, value, true);
}

/* Bytes of the UTF-8 character at `text`. */
static int
char_size(const char *text)
{
	int size = 1;

	while (((unsigned char)text[size] & 0xc0) == 0x80)
		size++;
	return size;
}

/* The first letters of the first and the last word. */
const void *
filter_initials(struct run *run, const struct filter_call *call,
    const void *value)
{
	struct run_text text = run_print(run, &call->from, value);
	const char *first = text.chars, *last, *end = text.chars + text.len;

	while (is_space(*first))
		first++;
	while (end > first && is_space(end[-1]))
		end--;
	for (last = end; last > first && !is_space(last[-1]); last--)
		continue;
	if (first == end)
		return NULL;
	text.chars = arena_printf(run->arena, "%.*s%.*s", char_size(first),
	    first, last > first ? char_size(last) : 0, last);
	text.chars = format_upper(run->options->locale, run->arena,
	    text.chars);
	return new_line(run, text.chars, text.pos);
}

const void *
filter_host(struct run *run, const struct filter_call *call, const void *value)
{
	const struct str *url = value;
	const char *host = strstr(url->chars, "://");
	size_t len;

	(void)call;
	if (host == NULL)
		return NULL;
	host += 3;
	len = strcspn(host, "/?#:");
	return new_line(run, arena_copy(run->arena, host, len), url->pos);
}

/* A fragment identifier: letters and digits, all else a hyphen. */
const void *
filter_anchor(struct run *run, const struct filter_call *call,
    const void *value)
{
	struct run_text text = run_print(run, &call->from, value);
	char *anchor = arena_alloc(run->arena, text.len + 2);
	uint32_t len = 0, i;

	for (i = 0; i < text.len; i++) {
		char c = text.chars[i];

		if (c >= 'A' && c <= 'Z')
			c = (char)(c + ('a' - 'A'));
		if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
		    (unsigned char)c >= 0x80)
			anchor[len++] = c;
		else if (len > 0 && anchor[len - 1] != '-')
			anchor[len++] = '-';
	}
	while (len > 0 && anchor[len - 1] == '-')
		len--;
	if (len == 0)
		anchor[len++] = 'x';
	anchor[len] = '\0';
	return new_line(run, anchor, text.pos);
}
