/*
 * The style of letters. In: letters.yaml and the tokens of a theme. Out:
 * rules, sorted so that a later one wins; elements with their declarations.
 *
 * Values are not understood, only kept harmless: they have no character that
 * could end a declaration, an attribute or a style element, and no function
 * that fetches something.
 */
#include "fieldkit/letter_style.h"

#include <stdlib.h>
#include <string.h>

#include "fieldkit/strbuf.h"
#include "fieldkit/yaml.h"

static const char *const property_names[] = {
	"background-color", "border", "border-bottom", "border-collapse",
	"border-color", "border-radius", "border-top", "color", "display",
	"font-family", "font-size", "font-style", "font-weight", "height",
	"letter-spacing", "line-height", "list-style", "margin",
	"margin-bottom", "margin-top", "max-height", "max-width", "mso-hide",
	"opacity", "overflow", "overflow-wrap", "padding", "padding-bottom",
	"padding-top", "text-align", "text-decoration", "text-transform",
	"unicode-bidi", "vertical-align", "white-space", "width",
};

#define PROPERTY_COUNT (sizeof(property_names) / sizeof(property_names[0]))

struct declaration {
	size_t property;		/* index into property_names */
	const char *value;
};

struct letter_rule {
	enum doc_tag tag;		/* DOC_TAG_COUNT: any */
	const char *class;		/* NULL: any */
	const struct declaration *declarations;
	uint32_t count;
	uint32_t order;			/* in the file */
};

struct letter_style {
	struct letter_rule *rules;
	uint32_t count, size;
	const char *dark;
};

/* Reading one file. */
struct reading {
	struct arena *arena;
	const struct theme *theme;
	struct diags *diags;
	struct letter_style *style;
};

const char *
letter_style_property(size_t index)
{
	return index < PROPERTY_COUNT ? property_names[index] : NULL;
}

/* The value of `$name`; NULL after a report. */
static const char *
token_value(const struct reading *reading, const struct yaml_node *node,
    const char *name)
{
	const struct theme *theme = reading->theme;
	const char *value = NULL, *plain = name;
	uint32_t i;

	if (strncmp(name, "dark-", 5) == 0) {
		plain = name + 5;
		for (i = 0; i < theme->dark_count; i++)
			if (strcmp(theme->dark[i].name, plain) == 0)
				value = theme->dark[i].value;
	}
	if (value == NULL)
		value = theme_token(theme, plain);
	if (value == NULL)
		diag_report(reading->diags, DIAG_STYLE_TOKEN, node->pos,
		    "theme.yaml has no token '%s'", plain);
	return value;
}

/* What a value may hold. No `;`, `<`, `&`, `\` or `@`; no url(…). */
static bool
is_harmless(const char *value)
{
	const char *c;

	for (c = value; *c != '\0'; c++)
		if (((unsigned char)*c < ' ' || strchr(";<>&\\@{}:", *c) !=
		    NULL))
			return false;
	return strcasestr(value, "url(") == NULL &&
	    strcasestr(value, "expression") == NULL &&
	    strcasestr(value, "image") == NULL;
}

static const char *
read_value(const struct reading *reading, const struct yaml_node *node)
{
	struct strbuf value = { 0 };
	const char *at = node->kind == YAML_SCALAR ? node->scalar : "";
	const char *copy = NULL;

	while (*at != '\0') {
		size_t len = strcspn(at, "$");
		const char *token;

		strbuf_add(&value, at, len);
		at += len;
		if (*at != '$')
			break;
		len = strspn(++at, "abcdefghijklmnopqrstuvwxyz0123456789-");
		token = token_value(reading, node, arena_copy(reading->arena,
		    at, len));
		if (token == NULL)
			goto done;
		strbuf_add_string(&value, token);
		at += len;
	}
	if (value.len > 0 && is_harmless(strbuf_string(&value)))
		copy = arena_copy(reading->arena, value.bytes, value.len);
	else
		diag_report(reading->diags, DIAG_STYLE_VALUE, node->pos,
		    "'%s' is no value for a letter; write one of CSS, such as "
		    "14px or $palette-ink, that fetches nothing",
		    node->kind == YAML_SCALAR ? node->scalar : node->key);
done:
	strbuf_release(&value);
	return copy;
}

static bool
find_property(const struct reading *reading, const struct yaml_node *node,
    size_t *ret_property)
{
	size_t i;

	for (i = 0; i < PROPERTY_COUNT; i++)
		if (strcmp(property_names[i], node->key) == 0) {
			*ret_property = i;
			return true;
		}
	diag_report(reading->diags, DIAG_STYLE_PROPERTY, node->key_pos,
	    "'%s' is not a property of letters", node->key);
	diag_suggest(reading->diags, node->key, property_names,
	    PROPERTY_COUNT);
	return false;
}

static const struct declaration *
read_declarations(const struct reading *reading,
    const struct yaml_node *node, uint32_t *ret_count)
{
	struct declaration *declarations = ARENA_ARRAY(reading->arena,
	    struct declaration, node->count);
	const struct yaml_node *child;

	*ret_count = 0;
	for (child = node->first_child; node->kind == YAML_MAPPING &&
	    child != NULL; child = child->next) {
		struct declaration *next = &declarations[*ret_count];

		if (!find_property(reading, child, &next->property))
			continue;
		next->value = read_value(reading, child);
		*ret_count += next->value != NULL;
	}
	return declarations;
}

/* `element`, `.class` or `element.class`. */
static bool
read_selector(struct arena *arena, const char *text, size_t len,
    struct letter_rule *rule)
{
	const char *dot = memchr(text, '.', len);
	size_t tag_len = dot != NULL ? (size_t)(dot - text) : len;

	rule->tag = DOC_TAG_COUNT;
	rule->class = NULL;
	if (tag_len > 0) {
		rule->tag = doc_tag_find(text, tag_len);
		if (rule->tag == DOC_TAG_COUNT)
			return false;
	}
	if (dot == NULL)
		return tag_len > 0;
	len -= tag_len + 1;
	if (len == 0 || strspn(dot + 1, "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") < len)
		return false;
	rule->class = arena_copy(arena, dot + 1, len);
	return true;
}

static void
add_rule(const struct reading *reading, const struct letter_rule *rule)
{
	struct letter_style *style = reading->style;

	if (style->count == style->size) {
		struct letter_rule *grown;

		style->size = 2 * style->size + 32;
		grown = ARENA_ARRAY(reading->arena, struct letter_rule,
		    style->size);
		if (style->count > 0)
			memcpy(grown, style->rules,
			    style->count * sizeof(*grown));
		style->rules = grown;
	}
	style->rules[style->count] = *rule;
	style->rules[style->count].order = style->count;
	style->count++;
}

/* One key of `rules`: its selectors, each a rule. */
static void
read_rule(const struct reading *reading, const struct yaml_node *node)
{
	struct letter_rule rule = { 0 };
	const char *at = node->key;

	rule.declarations = read_declarations(reading, node, &rule.count);
	while (*at != '\0') {
		size_t len;

		at += strspn(at, " ,");
		len = strcspn(at, " ,");
		if (len == 0)
			break;
		if (read_selector(reading->arena, at, len, &rule) &&
		    (at[len] != ' ' || at[len + strspn(at + len, " ")] ==
		    ',' || at[len + strspn(at + len, " ")] == '\0'))
			add_rule(reading, &rule);
		else
			diag_report(reading->diags, DIAG_STYLE_PROPERTY,
			    node->key_pos, "'%s' is no selector of letters; "
			    "write an element, .class or element.class, "
			    "several with commas between", node->key);
		at += len;
	}
}

static void
read_rules(const struct reading *reading, const struct yaml_node *rules)
{
	const struct yaml_node *child = rules != NULL ? rules->first_child
						      : NULL;

	for (; child != NULL; child = child->next)
		if (child->key != NULL)
			read_rule(reading, child);
}

static uint32_t
specificity(const struct letter_rule *rule)
{
	return (rule->tag != DOC_TAG_COUNT) + 2 * (rule->class != NULL);
}

static int
compare_rules(const void *left, const void *right)
{
	const struct letter_rule *a = left, *b = right;
	int order = (int)specificity(a) - (int)specificity(b);

	return order != 0 ? order : a->order < b->order ? -1 : 1;
}

static void
sort_rules(struct letter_style *style)
{
	if (style->count > 0)
		qsort(style->rules, style->count, sizeof(*style->rules),
		    compare_rules);
}

static const char *
dark_sheet(struct arena *arena, const struct letter_style *style)
{
	struct strbuf css = { 0 };
	const char *copy;
	uint32_t i, k;

	for (i = 0; i < style->count; i++) {
		const struct letter_rule *rule = &style->rules[i];

		strbuf_printf(&css, "%s%s%s{", rule->tag != DOC_TAG_COUNT ?
		    doc_tag_name(rule->tag) : "", rule->class != NULL ? "."
		    : "", rule->class != NULL ? rule->class : "");
		for (k = 0; k < rule->count; k++)
			strbuf_printf(&css, "%s:%s !important;",
			    property_names[rule->declarations[k].property],
			    rule->declarations[k].value);
		strbuf_add_char(&css, '}');
	}
	copy = arena_copy(arena, strbuf_string(&css), css.len);
	strbuf_release(&css);
	return copy;
}

static void
check_keys(const struct reading *reading, const struct yaml_node *root)
{
	static const char *const keys[] = { "rules", "dark" };
	const struct yaml_node *child;

	for (child = root->first_child; child != NULL; child = child->next) {
		if (child->key != NULL && (strcmp(child->key, "rules") == 0 ||
		    strcmp(child->key, "dark") == 0))
			continue;
		diag_report(reading->diags, DIAG_STYLE_PROPERTY,
		    child->key_pos, "letters.yaml has 'rules' and 'dark', "
		    "not '%s'", child->key != NULL ? child->key : "a list");
		diag_suggest(reading->diags, child->key != NULL ? child->key :
		    "", keys, 2);
	}
}

struct letter_style *
letter_style_load(struct arena *arena, const struct theme *theme,
    struct diags *diags)
{
	const struct theme_file *file = theme_file_find(theme,
	    LETTER_STYLE_FILE);
	struct letter_style *style = ARENA_NEW(arena, struct letter_style);
	struct letter_style dark = { 0 };
	struct reading reading = { .arena = arena, .theme = theme,
		.diags = diags, .style = style };
	const struct yaml_node *root = NULL;

	style->dark = "";
	if (file == NULL) {
		diag_report(diags, DIAG_THEME_MISSING, SOURCE_NOWHERE,
		    "theme '%s' has no %s; write it, or say "
		    "'extends: default' in theme.yaml", theme->name, LETTER_STYLE_FILE);
		return style;
	}
	root = yaml_parse(arena, &(struct yaml_input){ .file = file->file,
	    .bytes = file->bytes, .len = file->len, .first_line = 1 }, diags);
	if (root == NULL)
		return style;
	check_keys(&reading, root);
	read_rules(&reading, yaml_find(root, "rules"));
	sort_rules(style);
	reading.style = &dark;
	read_rules(&reading, yaml_find(root, "dark"));
	sort_rules(&dark);
	style->dark = dark_sheet(arena, &dark);
	return style;
}

const char *
letter_style_dark(const struct letter_style *style)
{
	return style->dark;
}

static bool
matches(const struct letter_rule *rule, const struct doc_node *node)
{
	return (rule->tag == DOC_TAG_COUNT || rule->tag == node->tag) &&
	    (rule->class == NULL || doc_has_class(node, rule->class));
}

/* The element's declarations, each property once, in the table's order but
 * for what a shorthand would undo: a longhand's name is longer, and sorts
 * behind it. */
static void
apply_to(const struct letter_style *style, struct arena *arena,
    struct doc_node *node)
{
	const char *values[PROPERTY_COUNT] = { NULL };
	struct strbuf css = { 0 };
	uint32_t i, k;

	for (i = 0; i < style->count; i++) {
		const struct letter_rule *rule = &style->rules[i];

		if (!matches(rule, node))
			continue;
		for (k = 0; k < rule->count; k++)
			values[rule->declarations[k].property] =
			    rule->declarations[k].value;
	}
	for (i = 0; i < PROPERTY_COUNT; i++)
		if (values[i] != NULL)
			strbuf_printf(&css, "%s%s:%s", css.len > 0 ? ";" : "",
			    property_names[i], values[i]);
	if (css.len > 0)
		doc_set(arena, node, DOC_ATTR_STYLE, arena_copy(arena,
		    css.bytes, css.len));
	strbuf_release(&css);
}

/* Its text takes the picture's place in the tree. */
static void
picture_to_text(struct arena *arena, struct doc_node *node)
{
	const char *alt = doc_get(node, DOC_ATTR_ALT);

	node->tag = DOC_SPAN;
	node->attrs = NULL;
	node->class_list = NULL;
	if (alt != NULL && alt[0] != '\0')
		doc_add_text(arena, node, alt, strlen(alt), node->pos);
}

void
letter_style_apply(const struct letter_style *style, struct arena *arena,
    struct doc_node *root)
{
	struct doc_node *child;

	if (root->tag == DOC_TEXT || root->tag == DOC_HEAD)
		return;
	if (root->tag == DOC_IMG)
		picture_to_text(arena, root);
	apply_to(style, arena, root);
	for (child = root->first_child; child != NULL; child = child->next)
		letter_style_apply(style, arena, child);
}
