/*
 * Filters: what stands behind `|`. In: the type of a value and the arguments
 * as written. Out: a call with the function that does it, and the type of
 * what comes out.
 *
 * One row a filter says what it takes and what it gives. At run time a filter
 * gets a value that is given (but for those marked takes_missing) and returns
 * a value in the run's arena, or NULL: not given.
 */
#include "compiler.h"

#include <string.h>

#include "filters.h"

uint32_t
type_abilities(const struct value_type *type)
{
	static const uint32_t abilities[FIELD_TYPE_COUNT] = {
		[FIELD_TEXT] = CAN_BE_TEXT,
		[FIELD_LINE] = CAN_BE_LINE,
		[FIELD_SLUG] = CAN_BE_LINE | CAN_BE_SLUG,
		[FIELD_URL] = CAN_BE_LINE | CAN_BE_URL,
		[FIELD_DATE] = CAN_BE_DATE,
		[FIELD_MONTH_DAY] = CAN_BE_LINE,
		[FIELD_COUNTRY] = CAN_BE_LINE | CAN_BE_COUNTRY,
		[FIELD_SUBDIVISION] = CAN_BE_LINE,
		[FIELD_CURRENCY] = CAN_BE_LINE,
		[FIELD_LANG] = CAN_BE_LINE | CAN_BE_LANG,
		[FIELD_TZ] = CAN_BE_LINE,
		[FIELD_EMAIL] = CAN_BE_LINE | CAN_BE_EMAIL,
		[FIELD_PHONE] = CAN_BE_LINE | CAN_BE_PHONE,
		[FIELD_READER] = CAN_BE_LINE,
		[FIELD_MARKDOWN] = CAN_BE_MARKDOWN,
		[FIELD_IMAGE] = CAN_BE_IMAGE,
		[FIELD_INT] = CAN_BE_INT,
		[FIELD_DECIMAL] = CAN_BE_DECIMAL,
		[FIELD_BOOL] = CAN_BE_BOOL,
		[FIELD_ENUM] = CAN_BE_WORD,
		[FIELD_REF] = CAN_BE_RECORD,
		[FIELD_TERRITORY] = CAN_BE_RECORD,
		[FIELD_ORG] = CAN_BE_RECORD,
		[FIELD_RECORD] = CAN_BE_RECORD,
	};
	const uint32_t listed = CAN_BE_TEXT | CAN_BE_LINE | CAN_BE_WORD |
	    CAN_BE_RECORD;
	uint32_t found;

	if (type_is_unknown(type))
		return 0;
	found = abilities[type->type];
	if (type->is_list)
		return CAN_BE_ANY | CAN_BE_LIST |
		    ((found & listed) != 0 ? CAN_BE_LISTED : 0);
	if (type->of == &schema_money)
		found |= CAN_BE_MONEY;
	if (type->type == FIELD_STRUCT && type->of == &schema_logo)
		found |= CAN_BE_IMAGE;
	if (type->type == FIELD_STRUCT && type->of == &schema_metric)
		found |= CAN_BE_METRIC;
	return found | CAN_BE_ANY;
}

bool
type_is_unknown(const struct value_type *type)
{
	return type->type == FIELD_TYPE_COUNT;
}

const char *
type_name(struct arena *arena, const struct value_type *type)
{
	const char *name = field_type_name(type->type);

	if (type->of != NULL && type->type != FIELD_TERRITORY)
		name = type->of->singular;
	return type->is_list ? arena_printf(arena, "list (%s)", name) : name;
}

enum arg_kind {
	ARG_NONE,
	ARG_VALUE,		/* an operand of the value's own type */
	ARG_STYLE,		/* of a date; may be left out */
	ARG_COUNT,		/* a whole number from 1 */
	ARG_STRING
};

enum result {
	GIVES_SAME,
	GIVES_ITEM,		/* the list's item */
	GIVES_TYPE		/* `type` */
};

struct filter_rule {
	const char *name;
	uint32_t takes;
	const char *taken;	/* in words, for messages */
	enum arg_kind arg;
	enum result gives;
	enum field_type type;
	const void *(*run)(struct run *, const struct filter_call *,
	    const void *);
	const char *string;	/* mailto, tel: the scheme */
	bool takes_missing;
};

static const struct filter_rule rules[] = {
	{ .name = "default", .takes = CAN_BE_ANY, .taken = "a value",
	  .arg = ARG_VALUE, .run = filter_default, .takes_missing = true },
	{ .name = "optional", .takes = CAN_BE_ANY, .taken = "a value" },
	{ .name = "date", .takes = CAN_BE_DATE, .taken = "a date",
	  .arg = ARG_STYLE, .gives = GIVES_TYPE, .type = FIELD_LINE,
	  .run = filter_date },
	{ .name = "days_until", .takes = CAN_BE_DATE, .taken = "a date",
	  .gives = GIVES_TYPE, .type = FIELD_INT, .run = filter_days_until },
	{ .name = "period", .takes = CAN_BE_TEXT | CAN_BE_LINE,
	  .taken = "a text", .gives = GIVES_TYPE, .type = FIELD_TEXT,
	  .run = filter_period },
	{ .name = "measure",
	  .takes = CAN_BE_METRIC | CAN_BE_TEXT | CAN_BE_LINE,
	  .taken = "a metric or a text", .gives = GIVES_TYPE,
	  .type = FIELD_TEXT, .run = filter_measure },
	{ .name = "number", .takes = CAN_BE_INT | CAN_BE_DECIMAL,
	  .taken = "a number", .gives = GIVES_TYPE, .type = FIELD_LINE,
	  .run = filter_number },
	{ .name = "money", .takes = CAN_BE_MONEY, .taken = "an amount",
	  .gives = GIVES_TYPE, .type = FIELD_LINE, .run = filter_money },
	{ .name = "bytes", .takes = CAN_BE_INT, .taken = "a whole number",
	  .gives = GIVES_TYPE, .type = FIELD_LINE, .run = filter_bytes },
	{ .name = "country", .takes = CAN_BE_COUNTRY, .taken = "a country",
	  .gives = GIVES_TYPE, .type = FIELD_TEXT, .run = filter_named },
	{ .name = "language", .takes = CAN_BE_LANG, .taken = "a language",
	  .gives = GIVES_TYPE, .type = FIELD_TEXT, .run = filter_named },
	{ .name = "label", .takes = CAN_BE_WORD,
	  .taken = "a word of the content model", .gives = GIVES_TYPE,
	  .type = FIELD_TEXT, .run = filter_named },
	{ .name = "name", .takes = CAN_BE_RECORD, .taken = "a record",
	  .gives = GIVES_TYPE, .type = FIELD_TEXT, .run = filter_named },
	{ .name = "key", .takes = CAN_BE_RECORD, .taken = "a record",
	  .gives = GIVES_TYPE, .type = FIELD_LINE, .run = filter_key },
	{ .name = "count", .takes = CAN_BE_LIST, .taken = "a list",
	  .gives = GIVES_TYPE, .type = FIELD_INT, .run = filter_count,
	  .takes_missing = true },
	{ .name = "first", .takes = CAN_BE_LIST, .taken = "a list",
	  .gives = GIVES_ITEM, .run = filter_first },
	{ .name = "limit", .takes = CAN_BE_LIST, .taken = "a list",
	  .arg = ARG_COUNT, .run = filter_limit },
	{ .name = "list", .takes = CAN_BE_LISTED,
	  .taken = "a list of texts, words or records", .gives = GIVES_TYPE,
	  .type = FIELD_TEXT, .run = filter_list },
	{ .name = "join", .takes = CAN_BE_LISTED,
	  .taken = "a list of texts, words or records", .arg = ARG_STRING,
	  .gives = GIVES_TYPE, .type = FIELD_TEXT, .run = filter_join },
	{ .name = "url", .takes = CAN_BE_RECORD, .taken = "a record",
	  .gives = GIVES_TYPE, .type = FIELD_URL, .run = filter_url },
	{ .name = "src", .takes = CAN_BE_IMAGE, .taken = "an image or logo",
	  .gives = GIVES_TYPE, .type = FIELD_URL, .run = filter_src },
	{ .name = "mailto", .takes = CAN_BE_EMAIL,
	  .taken = "an email address", .gives = GIVES_TYPE,
	  .type = FIELD_URL, .run = filter_scheme, .string = "mailto:" },
	{ .name = "tel", .takes = CAN_BE_PHONE, .taken = "a phone number",
	  .gives = GIVES_TYPE, .type = FIELD_URL, .run = filter_scheme,
	  .string = "tel:" },
	{ .name = "t", .takes = CAN_BE_LINE, .taken = "the id of a message",
	  .gives = GIVES_TYPE, .type = FIELD_TEXT, .run = filter_message },
	{ .name = "words", .takes = CAN_BE_TEXT | CAN_BE_LINE,
	  .taken = "a text", .arg = ARG_COUNT, .gives = GIVES_TYPE,
	  .type = FIELD_TEXT, .run = filter_words },
	{ .name = "upper", .takes = CAN_BE_TEXT | CAN_BE_LINE,
	  .taken = "a text", .gives = GIVES_TYPE, .type = FIELD_TEXT,
	  .run = filter_upper },
	{ .name = "plain", .takes = CAN_BE_MARKDOWN, .taken = "Markdown",
	  .gives = GIVES_TYPE, .type = FIELD_TEXT, .run = filter_plain },
	{ .name = "opening", .takes = CAN_BE_MARKDOWN, .taken = "Markdown",
	  .gives = GIVES_TYPE, .type = FIELD_TEXT, .run = filter_opening },
	{ .name = "initials", .takes = CAN_BE_TEXT | CAN_BE_LINE,
	  .taken = "a text", .gives = GIVES_TYPE, .type = FIELD_LINE,
	  .run = filter_initials },
	{ .name = "host", .takes = CAN_BE_URL, .taken = "an address",
	  .gives = GIVES_TYPE, .type = FIELD_LINE, .run = filter_host },
	{ .name = "anchor", .takes = CAN_BE_TEXT | CAN_BE_LINE,
	  .taken = "a text", .gives = GIVES_TYPE, .type = FIELD_SLUG,
	  .run = filter_anchor },
};

enum { RULE_COUNT = sizeof(rules) / sizeof(rules[0]) };

static const struct filter_rule *
find_rule(struct scanner *scanner, uint32_t at, const char *name)
{
	struct diags *diags = scanner->context->compiler->diags;
	const char *candidates[RULE_COUNT];
	size_t i;

	for (i = 0; i < RULE_COUNT; i++) {
		if (strcmp(rules[i].name, name) == 0)
			return &rules[i];
		candidates[i] = rules[i].name;
	}
	diag_report(diags, DIAG_TEMPLATE_FILTER, scanner_pos(scanner, at),
	    "there is no filter '%s'", name);
	diag_suggest(diags, name, candidates, RULE_COUNT);
	return NULL;
}

uint32_t
message_require(struct scanner *scanner, uint32_t at, const char *key)
{
	struct compiler *compiler = scanner->context->compiler;
	uint32_t index = message_index(compiler->theme, key);

	if (index != MESSAGE_NONE)
		return index;
	diag_report(compiler->diags, DIAG_MESSAGE_MISSING,
	    scanner_pos(scanner, at), "there is no message '%s' in "
	    "language 'en' (i18n/en.yaml)", key);
	diag_suggest(compiler->diags, key, compiler->theme->keys,
	    compiler->theme->key_count);
	return index;
}

void
message_check_args(const struct context *context, struct source_pos pos,
    uint32_t index, const char *const *names, uint32_t count)
{
	const struct theme *theme = context->compiler->theme;
	const char *name;
	size_t len;

	if (message_lacks(message_at(theme_messages(theme, "en", "en"), index),
	    names, count, &name, &len))
		diag_report(context->compiler->diags, DIAG_MESSAGE_INVALID,
		    pos, "message '%s' has a placeholder {%.*s} that is not "
		    "given here; write k:args=\"%.*s = …\"",
		    theme->keys[index], (int)len, name, (int)len, name);
}

/* The interface words for the words of an ENUM, in its order. */
static bool
bind_words(struct scanner *scanner, uint32_t at, struct filter_call *call)
{
	struct compiler *compiler = scanner->context->compiler;
	const char *const *words = call->from.words;
	uint32_t count = 0, *messages, i;
	bool is_good = true;

	while (words[count] != NULL)
		count++;
	call->messages = messages = ARENA_ARRAY(compiler->arena, uint32_t,
	    count);
	for (i = 0; i < count; i++) {
		messages[i] = message_require(scanner, at,
		    arena_printf(compiler->arena, "words.%s", words[i]));
		is_good &= messages[i] != MESSAGE_NONE;
	}
	return is_good;
}

static bool
bind_message(struct scanner *scanner, uint32_t at, const struct expr *expr,
    struct filter_call *call)
{
	struct compiler *compiler = scanner->context->compiler;
	uint32_t *messages = ARENA_ARRAY(compiler->arena, uint32_t, 1);
	const struct str *key = expr->literal;

	if (key == NULL || expr->filter_count > 0) {
		diag_report(compiler->diags, DIAG_TEMPLATE_FILTER,
		    scanner_pos(scanner, at), "'t' takes the id of a message, "
		    "such as {'nav.home' | t}");
		return false;
	}
	call->messages = messages;
	messages[0] = message_require(scanner, at, key->chars);
	if (messages[0] == MESSAGE_NONE)
		return false;
	message_check_args(scanner->context, scanner_pos(scanner, at),
	    messages[0], NULL, 0);
	return true;
}

static bool
refuse_arg(struct scanner *scanner, uint32_t at, const char *name,
    const char *want)
{
	diag_report(scanner->context->compiler->diags, DIAG_TEMPLATE_FILTER,
	    scanner_pos(scanner, at), "'%s' takes %s", name, want);
	return false;
}

static bool
is_same_type(const struct value_type *a, const struct value_type *b)
{
	uint32_t lines = type_abilities(a) & type_abilities(b) & CAN_BE_LINE;

	if (a->is_list != b->is_list)
		return false;
	return lines != 0 || (a->type == b->type && a->of == b->of &&
	    a->words == b->words);
}

/* A literal as default of a text: wrapped, so that both have one type. */
static const struct expr *
text_of_literal(struct arena *arena, const struct expr *literal)
{
	const struct str *line = literal->literal;
	struct variant *variant = ARENA_NEW(arena, struct variant);
	struct text *text = ARENA_NEW(arena, struct text);
	struct expr *expr = ARENA_NEW(arena, struct expr);

	variant->pos = text->pos = line->pos;
	variant->chars = line->chars;
	variant->len = line->len;
	text->count = 1;
	text->variants = variant;
	*expr = *literal;
	expr->literal = text;
	expr->type.type = FIELD_TEXT;
	return expr;
}

/* A literal address is a fragment, relative or https. */
static bool
is_literal_address(const char *url)
{
	size_t scheme = strcspn(url, ":/?#");

	return url[scheme] != ':' || strncmp(url, "https:", 6) == 0 ||
	    strncmp(url, "mailto:", 7) == 0;
}

static bool
bind_default(struct scanner *scanner, uint32_t at, const struct expr *expr,
    struct filter_call *call)
{
	struct compiler *compiler = scanner->context->compiler;
	const struct expr *arg = operand_parse(scanner);
	const struct str *line = arg->literal;

	if (type_is_unknown(&arg->type))
		return false;
	if (expr->type.type == FIELD_TEXT && !expr->type.is_list &&
	    arg->literal != NULL && arg->type.type == FIELD_LINE)
		arg = text_of_literal(compiler->arena, arg);
	if (!is_same_type(&expr->type, &arg->type)) {
		diag_report(compiler->diags, DIAG_TEMPLATE_TYPE,
		    scanner_pos(scanner, at),
		    "the default is a %s, the value a %s",
		    type_name(compiler->arena, &arg->type),
		    type_name(compiler->arena, &expr->type));
		return false;
	}
	if (expr->type.type == FIELD_URL && (line == NULL
	    ? arg->type.type != FIELD_URL : !is_literal_address(line->chars)))
		return refuse_arg(scanner, at, "default", "an address here, "
		    "such as '#top'");
	call->arg = arg;
	return true;
}

static bool
bind_style(struct scanner *scanner, uint32_t at, struct filter_call *call)
{
	static const char *const styles[] = {
		[FORMAT_DATE_SHORT] = "short", [FORMAT_DATE_MEDIUM] = "medium",
		[FORMAT_DATE_LONG] = "long", [FORMAT_DATE_MONTH] = "month",
	};
	const struct expr *arg;
	const struct str *word;
	int64_t i;

	call->number = FORMAT_DATE_LONG;
	if (!scanner_take(scanner, ':'))
		return true;
	arg = operand_parse(scanner);
	word = arg->type.type == FIELD_LINE ? arg->literal : NULL;
	for (i = 0; word != NULL && i <= FORMAT_DATE_MONTH; i++)
		if (strcmp(word->chars, styles[i]) == 0) {
			call->number = i;
			return true;
		}
	call->number = -1;
	if (word != NULL && strcmp(word->chars, "iso") == 0)
		return true;
	return refuse_arg(scanner, at, "date",
	    "one of 'long', 'medium', 'short', 'month' and 'iso'");
}

static bool
bind_arg(struct scanner *scanner, uint32_t at, const struct filter_rule *rule,
    const struct expr *expr, struct filter_call *call)
{
	const struct integer *number;
	const struct expr *arg;
	const struct str *line;

	if (rule->arg == ARG_STYLE)
		return bind_style(scanner, at, call);
	if (rule->arg == ARG_NONE)
		return !scanner_take(scanner, ':') || refuse_arg(scanner, at,
		    rule->name, "no argument");
	if (!scanner_take(scanner, ':'))
		return refuse_arg(scanner, at, rule->name,
		    "an argument behind a colon");
	if (rule->arg == ARG_VALUE)
		return bind_default(scanner, at, expr, call);
	arg = operand_parse(scanner);
	if (rule->arg == ARG_STRING) {
		line = arg->type.type == FIELD_LINE ? arg->literal : NULL;
		if (line == NULL)
			return refuse_arg(scanner, at, rule->name,
			    "a text in 'single quotes'");
		call->string = line->chars;
		return true;
	}
	number = arg->type.type == FIELD_INT ? arg->literal : NULL;
	if (number == NULL || number->number < 1)
		return refuse_arg(scanner, at, rule->name,
		    "a whole number from 1");
	call->number = number->number;
	return true;
}

static bool
bind_rule(struct scanner *scanner, uint32_t at,
    const struct filter_rule *rule, struct expr *expr,
    struct filter_call *call)
{
	*call = (struct filter_call){
		.run = rule->run, .takes_missing = rule->takes_missing,
		.from = expr->type, .string = rule->string,
		.pos = scanner_pos(scanner, at),
	};
	if (!bind_arg(scanner, at, rule, expr, call))
		return false;
	if (rule->run == filter_message)
		return bind_message(scanner, at, expr, call);
	if (rule->run != filter_named && rule->run != filter_list &&
	    rule->run != filter_join)
		return true;
	if (expr->type.type == FIELD_ENUM)
		return bind_words(scanner, at, call);
	return !expr->type.takes_worldwide || message_require(scanner, at,
	    "words.worldwide") != MESSAGE_NONE;
}

/* The filters that a value of this type has, for the message. */
static void
report_type(struct scanner *scanner, uint32_t at,
    const struct filter_rule *rule, const struct value_type *type)
{
	struct compiler *compiler = scanner->context->compiler;

	diag_report(compiler->diags, DIAG_TEMPLATE_FILTER,
	    scanner_pos(scanner, at), "'%s' takes %s, not a %s", rule->name,
	    rule->taken, type_name(compiler->arena, type));
}

bool
filter_parse(struct scanner *scanner, struct expr *expr,
    struct filter_call *call)
{
	uint32_t at;
	const struct filter_rule *rule;
	bool is_good;

	scanner_skip_space(scanner);
	at = scanner->at;
	rule = find_rule(scanner, at, scanner_name(scanner));
	is_good = rule != NULL && !type_is_unknown(&expr->type);
	if (is_good && (type_abilities(&expr->type) & rule->takes) == 0) {
		report_type(scanner, at, rule, &expr->type);
		is_good = false;
	}
	if (is_good && rule->run == NULL)
		expr->is_optional = true;
	if (!is_good || !bind_rule(scanner, at, rule, expr, call)) {
		/* Pass what follows, so that nothing is said twice. */
		while (scanner->text.text[scanner->at] != '\0' &&
		    strchr("|},", scanner->text.text[scanner->at]) == NULL)
			scanner->at++;
		expr->type.type = FIELD_TYPE_COUNT;
		return false;
	}
	if (rule->gives == GIVES_ITEM)
		expr->type.is_list = false;
	else if (rule->gives == GIVES_TYPE)
		expr->type = (struct value_type){ .type = rule->type };
	return rule->run != NULL;
}
