/*
 * Values at run time. In: an expression and the slots of a run. Out: a
 * pointer to the value inside the model or the view, or NULL; its text in
 * the page's language.
 *
 * Nothing is searched by name: the compiler left offsets. Texts of the model
 * are lent, not copied; what is formatted lies in the run's arena.
 */
#include "run.h"

#include <assert.h>
#include <string.h>

static const void *
id_of(struct run *run, const struct record *record)
{
	struct str *id = ARENA_NEW(run->arena, struct str);

	id->pos = record->pos;
	id->chars = record->id;
	id->len = (uint32_t)strlen(record->id);
	return id;
}

/* Follows one step; NULL where the way ends at a record that is not there. */
static const void *
take_step(struct run *run, const struct step *step, const char *at)
{
	at += step->offset;
	switch (step->kind) {
	case STEP_FIELD:
		return at;
	case STEP_TARGET:
		at = (const void *)((const struct ref *)(const void *)at)
		    ->target;
		break;
	case STEP_RECORD:
		at = *(const void *const *)(const void *)at;
		break;
	case STEP_ID:
		return id_of(run, (const void *)at);
	}
	if (at != NULL)
		run->record = (const void *)at;
	return at;
}

const void *
run_eval(struct run *run, const struct expr *expr)
{
	const void *value = expr->literal;
	struct value_type plain = expr->type;
	uint32_t i;

	if (value == NULL) {
		value = run->slots[expr->slot];
		if (expr->has_record_slot)
			run->record = value;
		for (i = 0; i < expr->step_count && value != NULL; i++)
			value = take_step(run, &expr->steps[i], value);
	}
	run->has_no_page = false;
	if (expr->filter_count > 0)
		plain = expr->filters[0].from;
	if (value != NULL && !value_is_given(&plain, value))
		value = NULL;
	for (i = 0; i < expr->filter_count; i++)
		if (value != NULL || expr->filters[i].takes_missing)
			value = expr->filters[i].run(run, &expr->filters[i],
			    value);
	return value;
}

/* Whether values of the type are a struct str. */
static bool
is_line(enum field_type type)
{
	struct value_type value = { .type = type };

	return (type_abilities(&value) & CAN_BE_LINE) != 0;
}

/* Whether values of the type are a struct ref. */
static bool
is_reference(enum field_type type)
{
	return type == FIELD_REF || type == FIELD_TERRITORY ||
	    type == FIELD_ORG;
}

/* A value of a view may have no position: then its content decides. */
bool
value_is_given(const struct value_type *type, const void *value)
{
	if (type->is_list)
		return ((const struct list *)value)->count > 0;
	if (type->type == FIELD_TEXT || type->type == FIELD_MARKDOWN)
		return ((const struct text *)value)->count > 0;
	if (type->type == FIELD_RECORD)
		return true;
	if (is_reference(type->type))
		return ((const struct ref *)value)->id != NULL;
	if (is_line(type->type))
		return ((const struct str *)value)->chars != NULL;
	return is_given(value);
}

static bool
is_true(const struct value_type *type, const void *value)
{
	if (type->is_list)
		return true;		/* given, so it has items */
	if (type->type == FIELD_BOOL)
		return ((const struct boolean *)value)->is_true;
	if (type->type == FIELD_INT)
		return ((const struct integer *)value)->number != 0;
	if (type->type == FIELD_DECIMAL)
		return ((const struct decimal *)value)->units != 0;
	if (is_line(type->type))
		return ((const struct str *)value)->len > 0;
	return true;
}

static int
compare_numbers(int64_t a_units, unsigned a_scale, int64_t b_units,
    unsigned b_scale)
{
	__int128 a = a_units, b = b_units;

	for (; a_scale < b_scale; a_scale++)
		a *= 10;
	for (; b_scale < a_scale; b_scale++)
		b *= 10;
	return (a > b) - (a < b);
}

/* A number as units and scale. */
static int64_t
units_of(const struct value_type *type, const void *value, unsigned *ret_scale)
{
	const struct decimal *decimal = value;

	*ret_scale = 0;
	if (type->type == FIELD_INT)
		return ((const struct integer *)value)->number;
	*ret_scale = decimal->scale;
	return decimal->units;
}

/* A value as the text it is compared by. */
static const char *
key_of(struct run *run, const struct value_type *type, const void *value)
{
	const struct ref *ref = value;

	if (type->type == FIELD_RECORD)
		return ((const struct record *)value)->id;
	if (is_reference(type->type))
		return ref->target != NULL ? ref->target->id : ref->id;
	if (type->type == FIELD_BOOL)
		return ((const struct boolean *)value)->is_true ? "1" : "0";
	return run_print(run, type, value).chars;
}

/* < 0, 0 or > 0; only 0 has a meaning for texts. */
static int
compare(struct run *run, const struct expr *a, const void *a_value,
    const struct expr *b, const void *b_value)
{
	unsigned a_scale, b_scale;
	int64_t a_units, b_units;

	if (a->type.type == FIELD_DATE)
		return compare_numbers(((const struct date *)a_value)->days, 0,
		    ((const struct date *)b_value)->days, 0);
	if (a->type.type == FIELD_INT || a->type.type == FIELD_DECIMAL) {
		a_units = units_of(&a->type, a_value, &a_scale);
		b_units = units_of(&b->type, b_value, &b_scale);
		return compare_numbers(a_units, a_scale, b_units, b_scale);
	}
	return strcmp(key_of(run, &a->type, a_value),
	    key_of(run, &b->type, b_value));
}

/* A value that is missing equals nothing and has no order. */
static bool
test_comparison(struct run *run, const struct cond *cond)
{
	const void *a = run_eval(run, cond->a);
	const void *b = run_eval(run, cond->b);
	int order;

	if (a == NULL || b == NULL)
		return cond->op == COND_UNEQUAL;
	order = compare(run, cond->a, a, cond->b, b);
	if (cond->op == COND_EQUAL)
		return order == 0;
	if (cond->op == COND_UNEQUAL)
		return order != 0;
	return cond->op == COND_LESS ? order < 0 : order > 0;
}

bool
run_test(struct run *run, const struct cond *cond)
{
	const void *value;

	switch (cond->op) {
	case COND_TRUTH:
		value = run_eval(run, cond->a);
		return value != NULL && is_true(&cond->a->type, value);
	case COND_NOT:
		return !run_test(run, cond->left);
	case COND_AND:
		return run_test(run, cond->left) && run_test(run, cond->right);
	case COND_OR:
		return run_test(run, cond->left) || run_test(run, cond->right);
	case COND_EQUAL:
	case COND_UNEQUAL:
	case COND_LESS:
	case COND_GREATER:
		break;
	}
	return test_comparison(run, cond);
}

const void *
list_item(const struct value_type *type, const struct list *list, uint32_t i)
{
	struct field field = { .type = type->type, .of = type->of };
	const char *items = list->items;

	assert(i < list->count);
	if (type->type == FIELD_RECORD)
		return ((const void *const *)(const void *)items)[i];
	return items + (size_t)i * field_item_size(&field);
}

const struct record *
record_of(const struct value_type *type, const void *value)
{
	if (type->type == FIELD_RECORD)
		return value;
	return ((const struct ref *)value)->target;
}

static struct run_text
text_of(const char *chars, struct source_pos pos)
{
	return (struct run_text){
		.chars = chars, .len = (uint32_t)strlen(chars), .pos = pos,
	};
}

static struct run_text
print_line(const struct str *line)
{
	return (struct run_text){
		.chars = line->chars, .len = line->len, .pos = line->pos,
	};
}

static struct run_text
print_number(struct run *run, const struct value_type *type,
    const void *value)
{
	unsigned scale;
	int64_t units = units_of(type, value, &scale);
	struct source_pos pos = ((const struct value *)value)->pos;

	/* Written alike in every locale; most numbers of a page are small. */
	if (scale == 0 && units >= 0 && units < 1000)
		return text_of(arena_printf(run->arena, "%d", (int)units),
		    pos);
	return text_of(format_number(run->options->locale, run->arena, units,
	    scale), pos);
}

struct run_text
run_print(struct run *run, const struct value_type *type, const void *value)
{
	const struct date *date = value;

	if (type->type == FIELD_TEXT)
		return run_variant(run, value);
	if (type->type == FIELD_DATE)
		return text_of(format_date(run->options->locale, run->arena,
		    date->days, FORMAT_DATE_LONG), date->pos);
	if (type->type == FIELD_INT || type->type == FIELD_DECIMAL)
		return print_number(run, type, value);
	if (type->type == FIELD_ENUM)
		return text_of(
		    type->words[((const struct choice *)value)->index],
		    date->pos);
	return print_line(value);
}

static struct run_text
name_of_record(struct run *run, const struct record *record)
{
	const struct field *const *names = run->program->names[record->type];
	struct value_type type;
	const void *value;
	int i;

	for (i = 0; i < 3 && names[i] != NULL; i++) {
		type = (struct value_type){ .type = names[i]->type };
		value = field_value(names[i], record);
		if (value_is_given(&type, value))
			return run_print(run, &type, value);
	}
	return text_of(record->id, record->pos);
}

static struct run_text
name_of_country(struct run *run, const char *code, struct source_pos pos)
{
	const struct message *message;
	struct run_text text;

	if (strcmp(code, "worldwide") != 0)
		return text_of(format_country(run->options->locale,
		    run->arena, code), pos);
	if (run->program->worldwide == MESSAGE_NONE)
		return text_of(code, pos);
	message = message_at(run->options->messages, run->program->worldwide);
	text = text_of(message_print(message, run->arena, NULL, NULL, 0), pos);
	text.lang = message_lang(message);
	return text;
}

struct run_text
run_name(struct run *run, const struct value_type *type, const void *value)
{
	const struct ref *ref = value;
	const struct str *line = value;

	if (type->type == FIELD_RECORD)
		return name_of_record(run, value);
	if (type->type == FIELD_COUNTRY)
		return name_of_country(run, line->chars, line->pos);
	if (type->type == FIELD_LANG)
		return text_of(format_language(run->options->locale,
		    run->arena, line->chars), line->pos);
	if (!is_reference(type->type))
		return run_print(run, type, value);
	if (ref->target != NULL)
		return name_of_record(run, ref->target);
	if (type->type == FIELD_TERRITORY)
		return name_of_country(run, ref->id, ref->pos);
	if (type->type == FIELD_ORG)
		return print_line(&run->view->site->vendor.name);
	return (struct run_text){ .chars = NULL };
}

const struct variant *
text_variant(const struct text *text, const char *lang,
    const char *const *fallback, uint32_t fallback_count)
{
	const struct variant *found;
	uint32_t next;

	if (text->count <= 1)
		return text->count == 1 ? &text->variants[0] : NULL;
	found = text_find(text, lang);
	for (next = 0; found == NULL && next < fallback_count; next++)
		found = text_find(text, fallback[next]);
	return found != NULL ? found : &text->variants[0];
}

static const struct served_lang *
look_up(struct run *run, const char *lang)
{
	struct served_lang *served;
	bool is_rtl;
	uint32_t i;

	for (i = 0; i < SERVED_LANGS; i++)
		if (run->served[i].lang != NULL &&
		    strcmp(run->served[i].lang, lang) == 0)
			return &run->served[i];
	served = &run->served[run->served_next++ % SERVED_LANGS];
	served->lang = lang;
	served->is_served = lang_serves(lang, run->options->lang);
	served->dir = NULL;
	is_rtl = lang_is_rtl(lang);
	if (!served->is_served && is_rtl != lang_is_rtl(run->options->lang))
		served->dir = is_rtl ? "rtl" : "ltr";
	return served;
}

/* text_variant(), with what it asks of languages remembered. */
static const struct variant *
choose_variant(struct run *run, const struct text *text)
{
	const struct compose_options *options = run->options;
	uint32_t i;

	if (text->count == 1)
		return &text->variants[0];
	for (i = 0; i < text->count; i++)
		if (strcmp(text->variants[i].lang, options->lang) == 0)
			return &text->variants[i];
	for (i = 0; i < text->count; i++)
		if (look_up(run, text->variants[i].lang)->is_served)
			return &text->variants[i];
	if (options->fallback_count == 0)
		return &text->variants[0];
	return text_variant(text, options->fallback[0],
	    options->fallback + 1, options->fallback_count - 1);
}

struct run_text
run_variant(struct run *run, const struct text *text)
{
	const struct variant *variant = choose_variant(run, text);

	return (struct run_text){
		.chars = variant->chars, .len = variant->len,
		.lang = variant->lang, .tree = variant->tree,
		.pos = variant->pos,
	};
}

const char *
run_foreign(struct run *run, const char *lang, const char **ret_dir)
{
	const struct served_lang *served;

	*ret_dir = NULL;
	if (lang == NULL || strcmp(lang, run->options->lang) == 0)
		return NULL;
	served = look_up(run, lang);
	*ret_dir = served->dir;
	return served->is_served ? NULL : lang;
}

void
run_mark(struct run *run, struct doc_node *node, const char *lang)
{
	const char *dir;

	lang = run_foreign(run, lang, &dir);
	if (lang == NULL || node->lang != NULL)
		return;
	node->lang = lang;
	if (dir != NULL && doc_get(node, DOC_ATTR_DIR) == NULL)
		doc_set(run->arena, node, DOC_ATTR_DIR, dir);
}

const char *
run_address(struct run *run, const char *url)
{
	const struct link_resolver *links = run->options->links;
	const size_t record_len = strlen(DOC_RECORD_SCHEME);
	const size_t bundle_len = strlen(DOC_BUNDLE_SCHEME);
	uint32_t width, height;
	const char *found = url;

	if (strncmp(url, DOC_RECORD_SCHEME, record_len) == 0)
		found = links->record_id_url(links->context, run->arena,
		    url + record_len);
	else if (strncmp(url, DOC_BUNDLE_SCHEME, bundle_len) == 0)
		found = links->file_url(links->context, run->arena,
		    url + bundle_len, SOURCE_NOWHERE, &width, &height);
	run->has_no_page = found == NULL;
	return found;
}
