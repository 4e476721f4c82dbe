/*
 * Interface words. In: i18n/<lang>.yaml of a theme. Out: for each language
 * an array of messages, all languages in the same order of keys.
 *
 * A file is a tree of maps; the keys on the way to a text, joined by dots,
 * are the message's key. A map with the key `other` whose keys are all
 * plural categories of CLDR is one message with forms. English is complete
 * by definition: another language without a key, or with one more, or with a
 * placeholder that English does not have, is an error here, before any page
 * is made. Where the key is missing the English message takes its place, so
 * that a run needs no search.
 */
#include "theme_parts.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "fieldkit/strbuf.h"

enum form { ZERO, ONE, TWO, FEW, MANY, OTHER, FORM_COUNT };

static const char *const form_names[] = {
	[ZERO] = "zero", [ONE] = "one", [TWO] = "two", [FEW] = "few",
	[MANY] = "many", [OTHER] = "other"
};

struct message {
	const char *key;
	const char *lang;
	struct source_pos pos;
	uint32_t layer;			/* as of its file (theme.h) */
	const char *forms[FORM_COUNT];	/* NULL where not given; not OTHER */
};

struct messages {
	const char *lang;
	const struct message **items;	/* in the order of theme->keys */
	uint32_t count;
	struct message *own;		/* as the files have them, sorted */
	uint32_t own_count;
	uint32_t layer;			/* of the file that is read now */
};

static enum form
form_find(const char *name)
{
	enum form form = ZERO;

	while (form < FORM_COUNT && strcmp(form_names[form], name) != 0)
		form++;
	return form;
}

static bool
has_forms(const struct yaml_node *mapping)
{
	const struct yaml_node *node;

	for (node = mapping->first_child; node != NULL; node = node->next)
		if (node->kind != YAML_SCALAR ||
		    form_find(node->key) == FORM_COUNT)
			return false;
	return yaml_find(mapping, form_names[OTHER]) != NULL;
}

/* The next placeholder behind *at: its name and length, with *at behind it.
 * Text is added to `out` on the way, unless that is NULL; {{ and }} are
 * braces. ret_len is 0 at the end of the text. False: a brace without its
 * other half. */
static bool
next_placeholder(const char **at, struct strbuf *out, const char **ret_name,
    size_t *ret_len)
{
	const char *next = *at, *end;
	size_t plain;

	*ret_len = 0;
	for (;;) {
		plain = strcspn(next, "{}");
		if (plain > 0 && out != NULL)
			strbuf_add(out, next, plain);
		next += plain;
		if (next[0] == '\0') {
			*at = next;
			return true;
		}
		if (next[0] != next[1])
			break;
		if (out != NULL)
			strbuf_add_char(out, next[0]);
		next += 2;
	}
	end = strpbrk(next + 1, "{}");
	if (next[0] == '}' || end == NULL || *end == '{' || end == next + 1)
		return false;
	*ret_name = next + 1;
	*ret_len = (size_t)(end - next - 1);
	*at = end + 1;
	return true;
}

static void
check_braces(const struct theme_loader *loader, const struct yaml_node *node,
    const char *key)
{
	const char *at = node->scalar, *name;
	size_t len = 1;

	while (len > 0) {
		if (next_placeholder(&at, NULL, &name, &len))
			continue;
		diag_report(loader->diags, DIAG_MESSAGE_INVALID, node->pos,
		    "a brace in message '%s' stands alone; a placeholder is "
		    "{name}, a brace {{ or }}", key);
		return;
	}
}

static void
add_message(struct messages *messages, const struct theme_loader *loader,
    const char *key, const struct yaml_node *node)
{
	struct message *message = &messages->own[messages->own_count++];
	const struct yaml_node *form;

	*message = (struct message){
		.key = key, .lang = messages->lang, .pos = node->key_pos,
		.layer = messages->layer,
	};
	if (node->kind == YAML_SCALAR) {
		message->forms[OTHER] = node->scalar;
		check_braces(loader, node, key);
		return;
	}
	for (form = node->first_child; form != NULL; form = form->next) {
		message->forms[form_find(form->key)] = form->scalar;
		check_braces(loader, form, key);
	}
}

static void
flatten(struct messages *messages, const struct theme_loader *loader,
    const char *prefix, const struct yaml_node *mapping)
{
	const struct yaml_node *node = mapping->first_child;

	for (; node != NULL; node = node->next) {
		const char *key = node->key;

		if (prefix != NULL)
			key = arena_printf(loader->arena, "%s.%s", prefix,
			    node->key);
		if (node->kind == YAML_SEQUENCE)
			diag_report(loader->diags, DIAG_FIELD_TYPE, node->pos,
			    "message '%s' is a list; it is a text, or a map "
			    "of plural forms", key);
		else if (node->kind == YAML_SCALAR || has_forms(node))
			add_message(messages, loader, key, node);
		else
			flatten(messages, loader, key, node);
	}
}

static int
compare_messages(const void *left, const void *right)
{
	const struct message *a = left, *b = right;
	int order = strcmp(a->key, b->key);

	return order != 0 ? order : (a->layer > b->layer) -
	    (a->layer < b->layer);
}

/* Of messages with one key the uppermost stays. */
static void
drop_covered(struct messages *messages)
{
	uint32_t i, count = 0;

	if (messages->own_count > 1)
		qsort(messages->own, messages->own_count,
		    sizeof(*messages->own), compare_messages);
	for (i = 0; i < messages->own_count; i++)
		if (count == 0 || strcmp(messages->own[i].key,
		    messages->own[count - 1].key) != 0)
			messages->own[count++] = messages->own[i];
	messages->own_count = count;
}

/* Adds the messages of one file; its tree was counted. */
static void
add_file(struct messages *messages, const struct theme_loader *loader,
    const struct theme_file *file, const struct yaml_node *root)
{
	if (root == NULL)
		return;
	if (root->kind != YAML_MAPPING) {
		diag_report(loader->diags, DIAG_FIELD_TYPE, root->pos,
		    "the file is a map from message ids to texts");
		return;
	}
	messages->layer = file->layer;
	flatten(messages, loader, NULL, root);
}

static struct messages *
read_language(const struct theme_loader *loader, const struct theme_file *top,
    const char *lang)
{
	struct messages *messages = ARENA_NEW(loader->arena, struct messages);
	const struct yaml_node *roots[2 + LIMIT_THEME_EXTENDS] = { NULL };
	const struct theme_file *file;
	uint32_t scalars = 0;

	messages->lang = lang;
	for (file = top; file != NULL; file = file->below) {
		roots[file->layer] = theme_parse(loader, file);
		if (roots[file->layer] != NULL)
			scalars += yaml_count_scalars(roots[file->layer]);
	}
	messages->own = ARENA_ARRAY(loader->arena, struct message, scalars);
	for (file = top; file != NULL; file = file->below)
		add_file(messages, loader, file, roots[file->layer]);
	drop_covered(messages);
	return messages;
}

static int
compare_own_key(const void *key, const void *message)
{
	return strcmp(key, ((const struct message *)message)->key);
}

static const struct message *
find_own(const struct messages *messages, const char *key)
{
	if (messages->own_count == 0)
		return NULL;
	return bsearch(key, messages->own, messages->own_count,
	    sizeof(*messages->own), compare_own_key);
}

/* Whether a form of the message has the placeholder. */
static bool
has_placeholder(const struct message *message, const char *name, size_t len)
{
	const char *at, *found;
	size_t found_len;
	enum form form;

	for (form = ZERO; form < FORM_COUNT; form++) {
		at = message->forms[form];
		while (at != NULL &&
		    next_placeholder(&at, NULL, &found, &found_len) &&
		    found_len > 0)
			if (found_len == len && memcmp(found, name, len) == 0)
				return true;
	}
	return false;
}

/* Every placeholder of a translation stands in the English message too. */
static void
check_placeholders(const struct theme_loader *loader,
    const struct message *message, const struct message *english)
{
	const char *at, *name;
	size_t len;
	enum form form;

	for (form = ZERO; form < FORM_COUNT; form++) {
		at = message->forms[form];
		while (at != NULL &&
		    next_placeholder(&at, NULL, &name, &len) && len > 0)
			if (!has_placeholder(english, name, len))
				diag_report(loader->diags,
				    DIAG_MESSAGE_INVALID, message->pos,
				    "message '%s' has a placeholder {%.*s} "
				    "that the English message does not have",
				    message->key, (int)len, name);
	}
}

/* A word that a layer adds is asked for in the languages that the layer, or
 * one above, has a file for: a theme's own words need not be translated into
 * every language of the theme below. NULL: it is shown in English. */
static const struct theme_file *
asked_of(const struct theme_file *file, const struct message *english)
{
	const struct theme_file *asked = NULL;

	for (; file != NULL && file->layer <= english->layer;
	    file = file->below)
		asked = file;
	return asked;
}

static void
report_missing(const struct messages *messages,
    const struct theme_loader *loader, const struct message *english,
    const struct theme_file *file)
{
	diag_report(loader->diags, DIAG_MESSAGE_MISSING,
	    (struct source_pos){ file->file, 1, 1 },
	    "message '%s' is missing in language '%s'", english->key,
	    messages->lang);
	diag_hint(loader->diags, "in English: '%.100s'",
	    english->forms[OTHER]);
}

/* Sets every item to the language's own message, or the English one. */
static void
complete(struct messages *messages, const struct theme_loader *loader,
    const struct messages *english, const struct theme_file *file)
{
	const struct theme_file *asked;
	uint32_t i;

	messages->count = english->own_count;
	messages->items = ARENA_ARRAY(loader->arena, const struct message *,
	    messages->count);
	for (i = 0; i < messages->count; i++) {
		const struct message *model = &english->own[i];
		const struct message *own = find_own(messages, model->key);

		messages->items[i] = own != NULL ? own : model;
		if (own != NULL)
			check_placeholders(loader, own, model);
		else if ((asked = asked_of(file, model)) != NULL)
			report_missing(messages, loader, model, asked);
	}
	for (i = 0; i < messages->own_count; i++) {
		const struct message *own = &messages->own[i];

		if (find_own(english, own->key) == NULL)
			diag_report(loader->diags, DIAG_MESSAGE_MISSING,
			    own->pos, "message '%s' is missing in language "
			    "'en', which every message starts from", own->key);
	}
}

/* The language of "i18n/pt-BR.yaml", or NULL for another file. */
static const char *
language_of(struct arena *arena, const char *name)
{
	size_t len = strlen(name);

	if (strncmp(name, "i18n/", 5) != 0 || len <= 10 ||
	    strcmp(name + len - 5, ".yaml") != 0)
		return NULL;
	return arena_copy(arena, name + 5, len - 10);
}

static void
set_keys(struct theme *theme, struct arena *arena,
    const struct messages *english)
{
	const char **keys = ARENA_ARRAY(arena, const char *,
	    english->own_count);
	uint32_t i;

	for (i = 0; i < english->own_count; i++)
		keys[i] = english->own[i].key;
	theme->keys = keys;
	theme->key_count = english->own_count;
}

void
theme_read_messages(struct theme *theme, const struct theme_loader *loader)
{
	struct messages **all = ARENA_ARRAY(loader->arena, struct messages *,
	    theme->file_count);
	const struct theme_file **files = ARENA_ARRAY(loader->arena,
	    const struct theme_file *, theme->file_count);
	const struct messages *english = NULL;
	uint32_t count = 0, i;

	for (i = 0; i < theme->file_count; i++) {
		const char *lang = language_of(loader->arena,
		    theme->files[i].name);

		if (lang == NULL)
			continue;
		files[count] = &theme->files[i];
		all[count] = read_language(loader, files[count], lang);
		if (strcmp(lang, "en") == 0)
			english = all[count];
		count++;
	}
	theme->messages = (const struct messages *const *)all;
	theme->message_count = count;
	if (english == NULL) {
		diag_report(loader->diags, DIAG_THEME_MISSING, SOURCE_NOWHERE,
		    "theme '%s' has no i18n/en.yaml; write it, or say "
		    "'extends: default' in theme.yaml", theme->name);
		return;
	}
	set_keys(theme, loader->arena, english);
	for (i = 0; i < count; i++)
		complete(all[i], loader, english, files[i]);
}

static const struct messages *
find_language(const struct theme *theme, const char *lang)
{
	uint32_t i;

	for (i = 0; i < theme->message_count; i++)
		if (strcmp(theme->messages[i]->lang, lang) == 0)
			return theme->messages[i];
	for (i = 0; i < theme->message_count; i++)
		if (lang_serves(theme->messages[i]->lang, lang))
			return theme->messages[i];
	return NULL;
}

const struct messages *
theme_messages(const struct theme *theme, const char *lang,
    const char *site_locale)
{
	const struct messages *found = find_language(theme, lang);

	if (found == NULL)
		found = find_language(theme, site_locale);
	if (found == NULL)
		found = find_language(theme, "en");
	return found;
}

const char *
messages_lang(const struct messages *messages)
{
	return messages->lang;
}

static int
compare_keys(const void *key, const void *item)
{
	return strcmp(key, *(const char *const *)item);
}

uint32_t
message_index(const struct theme *theme, const char *key)
{
	const char *const *found = NULL;

	if (theme->key_count > 0)
		found = bsearch(key, theme->keys, theme->key_count,
		    sizeof(*theme->keys), compare_keys);
	return found != NULL ? (uint32_t)(found - theme->keys) : MESSAGE_NONE;
}

const struct message *
message_at(const struct messages *messages, uint32_t index)
{
	assert(index < messages->count);
	return messages->items[index];
}

const char *
message_lang(const struct message *message)
{
	return message->lang;
}

bool
message_lacks(const struct message *message, const char *const *names,
    uint32_t name_count, const char **ret_name, size_t *ret_len)
{
	const char *at;
	uint32_t i;
	enum form form;

	for (form = ZERO; form < FORM_COUNT; form++) {
		at = message->forms[form];
		while (at != NULL &&
		    next_placeholder(&at, NULL, ret_name, ret_len) &&
		    *ret_len > 0) {
			for (i = 0; i < name_count; i++)
				if (strlen(names[i]) == *ret_len &&
				    memcmp(*ret_name, names[i], *ret_len) == 0)
					break;
			if (i == name_count)
				return true;
		}
	}
	return false;
}

static const char *
plural_category(const struct message *message, struct format_locale *locale,
    double number)
{
	struct format_locale *own = NULL;
	const char *category;

	if (locale == NULL ||
	    !lang_serves(format_locale_lang(locale), message->lang))
		locale = own = format_locale_new(message->lang);
	category = format_plural(locale, number);
	format_locale_free(own);
	return category;
}

/* The form for the first number of the arguments. */
static const char *
choose_form(const struct message *message, struct format_locale *locale,
    const struct message_arg *args, uint32_t arg_count)
{
	bool has_many = false;
	enum form form;
	uint32_t i;

	for (form = ZERO; form < OTHER; form++)
		has_many |= message->forms[form] != NULL;
	for (i = 0; has_many && i < arg_count; i++) {
		if (!args[i].is_number)
			continue;
		form = form_find(plural_category(message, locale,
		    args[i].number));
		if (message->forms[form] != NULL)
			return message->forms[form];
		break;
	}
	return message->forms[OTHER];
}

static const char *
arg_text(const struct message_arg *args, uint32_t arg_count, const char *name,
    size_t len)
{
	uint32_t i;

	for (i = 0; i < arg_count; i++)
		if (strncmp(args[i].name, name, len) == 0 &&
		    args[i].name[len] == '\0')
			return args[i].text;
	return "";
}

const char *
message_print(const struct message *message, struct arena *arena,
    struct format_locale *locale, const struct message_arg *args,
    uint32_t arg_count)
{
	const char *at = choose_form(message, locale, args, arg_count);
	struct strbuf out = { 0 };
	const char *name, *text;
	size_t len = 1;

	if (strpbrk(at, "{}") == NULL)
		return at;
	while (len > 0 && next_placeholder(&at, &out, &name, &len)) {
		if (len == 0)
			break;
		strbuf_add_string(&out, arg_text(args, arg_count, name, len));
		/* "Ltd." and "2026 р." end a sentence with their own stop. */
		if (at[0] == '.' && at[1] != '.' && out.len > 0 &&
		    out.bytes[out.len - 1] == '.')
			at++;
	}
	text = arena_copy(arena, strbuf_string(&out), out.len);
	strbuf_release(&out);
	return text;
}

static const struct message *
find_message(const struct messages *messages, const char *key)
{
	uint32_t low = 0, high = messages->count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		int order = strcmp(key, messages->items[middle]->key);

		if (order == 0)
			return messages->items[middle];
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

const char *
message_format(const struct messages *messages, struct arena *arena,
    const char *key, const struct message_arg *args, uint32_t arg_count)
{
	const struct message *message = find_message(messages, key);

	if (message == NULL)
		return NULL;
	return message_print(message, arena, NULL, args, arg_count);
}

bool
message_has(const struct messages *messages, const char *key)
{
	return find_message(messages, key) != NULL;
}
