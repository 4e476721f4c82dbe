/*
 * The cascade. In: a tree with the text of its style sheets. Out: the values
 * of elements.
 *
 * A rule is kept once for each selector of its list. For an element all
 * selectors are tried; of two values of a property that counts which weighs
 * more: !important, then style="", then the selector's specificity, then what
 * comes later. Attributes weigh nothing.
 */
#include "svg_css.h"

#include <string.h>

#include "css_text.h"
#include "svg_style.h"

enum {
	PARTS_MAX = 4, NAMES_MAX = 6,
	TRIES_MAX = 50 * 1000 * 1000	/* of selectors on elements; 1 s */
};

/* "rect.a.b#c": all names must fit. A type has no mark before it. */
struct compound {
	struct {
		char mark;		/* '.', '#', or 0 for a type */
		const char *text;
	} names[NAMES_MAX];
	uint32_t count;
	bool is_child;			/* of the one before, not only below */
};

struct declaration {
	struct declaration *next;
	int property;
	const char *value;
	bool is_important;
};

struct selector {
	struct selector *next;
	struct compound parts[PARTS_MAX];	/* outermost first */
	uint32_t count;
	uint64_t weight;
	const struct declaration *declarations;
};

struct svg_css {
	struct svg_tree *tree;
	const char *at, *end;		/* while it is read */
	struct selector *selectors, **last;
	uint32_t count;
	uint64_t tries;
};

static const uint64_t WEIGHT_IMPORTANT = 1ull << 62;
static const uint64_t WEIGHT_INLINE = 1ull << 61;

static void
skip_space(struct svg_css *css)
{
	while (css->at < css->end && css_is_space(*css->at))
		css->at++;
}

/* False, with a fault at a place of the text. */
static bool
refuse(const struct svg_css *css, const char *at, const char *what)
{
	const struct xml_text *text = &css->tree->css;
	const struct xml_scan *scan = &css->tree->scan;
	size_t i = (size_t)(at - text->bytes.bytes);

	if (i >= text->bytes.len)
		i = text->bytes.len - 1;
	return xml_scan_refuse(scan, scan->start + text->places[i], "%s",
	    what);
}

/* Passes a rule that begins with @: up to its semicolon, or its block. */
static void
skip_rule(struct svg_css *css)
{
	uint32_t depth = 0;

	for (; css->at < css->end; css->at++) {
		if (*css->at == '{')
			depth++;
		if ((*css->at == ';' && depth == 0) ||
		    (*css->at == '}' && depth <= 1))
			break;
		if (*css->at == '}')
			depth--;
	}
	if (css->at < css->end)
		css->at++;
}

/* White space of all kinds is a space. */
static const char *
copy_value(struct arena *arena, const char *value, size_t len)
{
	char *copy = arena_copy(arena, value, len);
	size_t i;

	for (i = 0; i < len; i++)
		if (css_is_space(copy[i]))
			copy[i] = ' ';
	return copy;
}

/* The declarations of "a: b; c: d", the last first; `text` to `end`. */
static struct declaration *
read_declarations(struct arena *arena, const char *text, const char *end)
{
	struct declaration *list = NULL;

	while (text < end) {
		const char *stop = memchr(text, ';', (size_t)(end - text));
		const char *colon, *value, *mark;
		struct declaration *next;
		size_t name_len;

		stop = stop != NULL ? stop : end;
		while (text < stop && css_is_space(*text))
			text++;
		colon = memchr(text, ':', (size_t)(stop - text));
		value = colon != NULL ? colon + 1 : stop;
		name_len = colon != NULL ? (size_t)(colon - text) : 0;
		while (name_len > 0 && css_is_space(text[name_len - 1]))
			name_len--;
		next = ARENA_NEW(arena, struct declaration);
		next->property = svg_property_find(text, name_len);
		text = stop + 1;
		if (next->property < 0)
			continue;
		mark = memchr(value, '!', (size_t)(stop - value));
		next->is_important = mark != NULL;
		stop = mark != NULL ? mark : stop;
		while (value < stop && css_is_space(*value))
			value++;
		while (stop > value && css_is_space(stop[-1]))
			stop--;
		next->value = copy_value(arena, value, (size_t)(stop - value));
		next->next = list;
		list = next;
	}
	return list;
}

/* One name of a compound; false where it is none that is known. */
static bool
read_name(struct svg_css *css, struct compound *part)
{
	const char mark = *css->at == '.' || *css->at == '#' ? *css->at : 0;
	const char *start = css->at + (mark != 0);

	css->at = start;
	if (mark == 0 && css->at < css->end && *css->at == '*') {
		css->at++;
		return true;
	}
	while (css->at < css->end && css_is_name(*css->at))
		css->at++;
	if (css->at == start || part->count == NAMES_MAX)
		return false;
	part->names[part->count].mark = mark;
	part->names[part->count++].text = arena_copy(css->tree->arena, start,
	    (size_t)(css->at - start));
	return true;
}

/* ":hover" and its like, which nothing on paper is. */
static bool
skip_pointer(struct svg_css *css)
{
	static const char *const states[] = { ":active", ":focus", ":hover",
		":link", ":target", ":visited" };
	size_t i;

	for (i = 0; i < sizeof(states) / sizeof(states[0]); i++) {
		const size_t len = strlen(states[i]);

		if ((size_t)(css->end - css->at) > len &&
		    strncmp(css->at, states[i], len) == 0) {
			css->at += len;
			return true;
		}
	}
	return false;
}

static uint64_t
specificity(const struct selector *selector)
{
	uint64_t weight = 0;
	uint32_t i, k;

	for (i = 0; i < selector->count; i++)
		for (k = 0; k < selector->parts[i].count; k++)
			weight += selector->parts[i].names[k].mark == '#' ?
			    1 << 20 : selector->parts[i].names[k].mark == '.' ?
			    1 << 10 : 1;
	return weight;
}

/* Up to the comma or brace behind it. */
static bool
read_selector(struct svg_css *css, struct selector *selector,
    bool *ret_never)
{
	const char *start = css->at;
	bool is_child = false, is_apart = true;

	*ret_never = false;
	for (; css->at < css->end && *css->at != ',' && *css->at != '{';) {
		if (css_is_space(*css->at) || *css->at == '>') {
			is_child = is_child || *css->at == '>';
			is_apart = true;
			css->at++;
			continue;
		}
		if (skip_pointer(css)) {
			*ret_never = true;
			continue;
		}
		if (is_apart && selector->count == PARTS_MAX)
			return refuse(css, start, "a selector is too long");
		if (is_apart)
			selector->parts[selector->count++].is_child =
			    is_child;
		is_apart = is_child = false;
		if (!read_name(css, &selector->parts[selector->count - 1]))
			return refuse(css, start, "this selector is not "
			    "understood; use types, classes and ids");
	}
	if (selector->count == 0 && !*ret_never)
		return refuse(css, start, "a rule has no selector");
	selector->weight = specificity(selector) << 24;
	return true;
}

static bool
add_selector(struct svg_css *css, struct selector **ret_first)
{
	struct selector *selector =
	    ARENA_NEW(css->tree->arena, struct selector);
	const char *start = css->at;
	bool is_never;

	if (!read_selector(css, selector, &is_never))
		return false;
	if (is_never)
		return true;
	if (css->count == SVG_SELECTORS_MAX)
		return refuse(css, start, "there are too many selectors");
	selector->weight += ++css->count;
	*css->last = selector;
	css->last = &selector->next;
	if (*ret_first == NULL)
		*ret_first = selector;
	return true;
}

static bool
read_rule(struct svg_css *css)
{
	struct selector *first = NULL;
	const struct declaration *declarations;
	const char *close;

	for (;;) {
		skip_space(css);
		if (!add_selector(css, &first))
			return false;
		if (css->at == css->end)
			return refuse(css, css->at, "a rule has no '{'");
		if (*css->at++ == '{')
			break;
	}
	close = memchr(css->at, '}', (size_t)(css->end - css->at));
	if (close == NULL)
		return refuse(css, css->at, "a rule is not closed with '}'");
	declarations = read_declarations(css->tree->arena, css->at, close);
	for (; first != NULL; first = first->next)
		first->declarations = declarations;
	css->at = close + 1;
	return true;
}

struct svg_css *
svg_css_read(struct svg_tree *tree)
{
	struct svg_css *css = ARENA_NEW(tree->arena, struct svg_css);
	const char *wrong;
	size_t at;

	css->tree = tree;
	css->last = &css->selectors;
	if (tree->css.bytes.len == 0)
		return css;
	wrong = css_uncomment(&tree->css, &at);
	css->at = tree->css.bytes.bytes;
	css->end = css->at + tree->css.bytes.len;
	if (wrong != NULL) {
		refuse(css, css->at + at, wrong);
		return NULL;
	}
	for (skip_space(css); css->at < css->end; skip_space(css))
		if (*css->at == '@')
			skip_rule(css);
		else if (!read_rule(css))
			return NULL;
	return css;
}

static bool
has_class(const char *list, const char *class)
{
	const size_t len = strlen(class);

	while (list != NULL && *list != '\0') {
		size_t word;

		list += strspn(list, " ");
		word = strcspn(list, " ");
		if (word == len && memcmp(list, class, len) == 0)
			return true;
		list += word;
	}
	return false;
}

static bool
fits_compound(const struct compound *part, const struct svg_node *node)
{
	uint32_t i;

	for (i = 0; i < part->count; i++) {
		const char *text = part->names[i].text, *id;

		switch (part->names[i].mark) {
		case '.':
			if (!has_class(svg_node_get(node, "class"), text))
				return false;
			break;
		case '#':
			id = svg_node_get(node, "id");
			if (id == NULL || strcmp(id, text) != 0)
				return false;
			break;
		default:
			if (!svg_node_is(node, text))
				return false;
		}
	}
	return true;
}

/* The first `count` parts, the last of them on the node. Depth is that of the
 * selector; only a part below any other is tried in more than one place. */
static bool
fits(struct svg_css *css, const struct selector *selector, uint32_t count,
    const struct svg_node *node)
{
	const struct compound *part = &selector->parts[count - 1];
	const struct svg_node *above;

	css->tries++;
	if (!fits_compound(part, node))
		return false;
	if (count == 1)
		return true;
	if (part->is_child)
		return node->parent != NULL &&
		    fits(css, selector, count - 1, node->parent);
	/* The nearest place that fits may be a dead end where a child is
	 * asked for above it, so each is tried; the tree is 64 deep. */
	for (above = node->parent; above != NULL; above = above->parent)
		if (fits(css, selector, count - 1, above))
			return true;
	return false;
}

static void
weigh(const struct declaration *list, uint64_t weight, const char **values,
    uint64_t *weights)
{
	const struct declaration *one;

	/* The last declaration stands first, and keeps its place. */
	for (one = list; one != NULL; one = one->next) {
		const uint64_t all = weight +
		    (one->is_important ? WEIGHT_IMPORTANT : 0);

		if (all <= weights[one->property])
			continue;
		weights[one->property] = all;
		values[one->property] = one->value;
	}
}

/* The declarations of style="". */
static void
weigh_own(struct svg_tree *tree, const struct xml_attribute *style,
    const char **values, uint64_t *weights)
{
	struct xml_text text = { 0 };
	const char *start;
	size_t at;

	xml_scan_take_value(&tree->scan, style, &text);
	css_uncomment(&text, &at);
	start = strbuf_string(&text.bytes);
	weigh(read_declarations(tree->arena, start, start + text.bytes.len),
	    WEIGHT_INLINE, values, weights);
	xml_text_release(&text);
}

const char *const *
svg_css_values(struct svg_css *css, struct svg_node *node)
{
	struct svg_tree *tree = css->tree;
	const struct xml_attribute *style = NULL;
	const char **values;
	uint64_t weights[SVG_PROPERTIES_MAX] = { 0 };
	const struct selector *selector;
	uint32_t i;

	if (node->values != NULL)
		return node->values;
	values = ARENA_ARRAY(tree->arena, const char *, SVG_PROPERTIES_MAX);
	for (i = 0; i < node->attribute_count; i++) {
		const struct xml_attribute *one = &node->attributes[i];
		int property = svg_property_find(one->name, strlen(one->name));

		if (property >= 0)
			values[property] = one->value;
		if (strcmp(one->name, "style") == 0)
			style = one;
	}
	for (selector = css->selectors; selector != NULL;
	    selector = selector->next)
		if (fits(css, selector, selector->count, node))
			weigh(selector->declarations, selector->weight,
			    values, weights);
	if (style != NULL)
		weigh_own(tree, style, values, weights);
	if (css->tries > TRIES_MAX) {
		svg_refuse(tree, node, "there are too many elements for so "
		    "many selectors");
		return NULL;
	}
	node->values = values;
	return values;
}
