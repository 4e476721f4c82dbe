/*
 * The reader of print.yaml. In: the tree of the file, the theme's tokens and
 * faces; out: a print_style, its selectors sorted into buckets by the tag of
 * their subject.
 *
 * The built-in sheet is read first by the same code, so that a theme's rule
 * of equal specificity wins by coming later.
 */
#include "computed.h"

#include <assert.h>
#include <ctype.h>
#include <string.h>

/* What a browser's own sheet says, for the elements of a kit. */
static const struct {
	const char *selectors, *property, *value;
} base_sheet[] = {
	{ "script, noscript, form, search, button, input, select, textarea",
	    "display", "none" },
	{ "strong, b, th, dt", "font-weight", "bold" },
	{ "em, i, cite", "font-style", "italic" },
	{ "u, a", "text-decoration", "underline" },
	{ "s", "text-decoration", "line-through" },
	{ "small", "font-size", "0.85em" },
	{ "sub, sup", "font-size", "0.7em" },
	{ "sub", "vertical-align", "sub" },
	{ "sup", "vertical-align", "super" },
	{ "mark", "background-color", "#fff3a3" },
	{ "code, pre", "font-family", "mono" },
	{ "code, pre", "hyphens", "none" },
	{ "pre", "white-space", "pre" },
	{ "pre", "text-align", "start" },
	{ "h1, h2, h3, h4, h5, h6", "font-weight", "bold" },
	{ "h1, h2, h3, h4, h5, h6", "break-after", "avoid" },
	{ "h1, h2, h3, h4, h5, h6", "break-inside", "avoid" },
	{ "h1, h2, h3, h4, h5, h6", "hyphens", "none" },
	{ "h1, h2, h3, h4, h5, h6", "text-align", "start" },
	{ "h1, h2, h3, h4, h5, h6", "text-wrap", "balance" },
	{ "h1", "font-size", "2em" },
	{ "h2", "font-size", "1.5em" },
	{ "h3", "font-size", "1.2em" },
	{ "h1, h2, h3, h4, h5, h6", "margin-top", "1em" },
	{ "h1, h2, h3, h4, h5, h6", "margin-bottom", "0.4em" },
	{ "p, ul, ol, dl, pre, blockquote, figure, table, hr",
	    "margin-bottom", "0.7em" },
	{ "ul, ol", "padding-inline-start", "1.5em" },
	{ "li ul, li ol", "margin-bottom", "0" },
	{ "ul", "list-style", "disc" },
	{ "li ul", "list-style", "dash" },
	{ "ol", "list-style", "decimal" },
	{ "blockquote", "padding-inline-start", "1.5em" },
	{ "dd", "padding-inline-start", "1.5em" },
	{ "dt", "break-after", "avoid" },
	{ "figure, img, tr, k:qr", "break-inside", "avoid" },
	{ "figcaption", "font-size", "0.85em" },
	{ "figcaption", "break-before", "avoid" },
	{ "caption", "break-after", "avoid" },
	{ "caption", "margin-bottom", "0.4em" },
	{ "th, td", "padding", "2pt 4pt" },
	{ "th", "hyphens", "none" },
	{ "th, td", "vertical-align", "top" },
	{ "hr", "border-top", "0.5pt #808080" },
	{ "hr", "margin-top", "0.7em" },
	{ "k:qr", "width", "25mm" },
	{ "k:footnote", "font-size", "0.8em" },
	{ "k:footnote", "padding-inline-start", "1.6em" },
	{ "hr.footnotes", "width", "30mm" },
	{ "hr.footnotes", "margin-top", "3mm" },
	{ "hr.footnotes", "margin-bottom", "1.5mm" },
};

static const char *const page_keys[] = { "margin", "margin-top",
	"margin-inline-end", "margin-bottom", "margin-inline-start",
	"header-offset", "footer-offset", "furniture-gap", "least-text",
	"furniture", "background-color" };

/* Skips spaces and reads one name; the length may be 0. */
static size_t
name_length(const char *text)
{
	size_t len = 0;

	while (isalnum((unsigned char)text[len]) || text[len] == '-' ||
	    text[len] == '_' || text[len] == ':')
		len++;
	return len;
}

/* `tag.class.class` at *text; false when it is not one. */
static bool
read_compound(struct arena *arena, const char **text,
    struct compound *ret_compound)
{
	const char *at = *text;
	size_t len = name_length(at), count = 0;

	*ret_compound = (struct compound){ .tag = DOC_TAG_COUNT };
	if (len > 0) {
		ret_compound->tag = doc_tag_find(at, len);
		if (ret_compound->tag == DOC_TAG_COUNT)
			return false;
		at += len;
	}
	while (*at == '.') {
		len = name_length(++at);
		if (len == 0 || count == 3)
			return false;
		ret_compound->classes[count] = arena_copy(arena, at, len);
		ret_compound->class_bits |=
		    style_class_bits(ret_compound->classes[count++]);
		at += len;
	}
	if (at == *text)
		return false;
	*text = at;
	return true;
}

static uint32_t
specificity(const struct compound *compound)
{
	uint32_t sum = compound->tag != DOC_TAG_COUNT;

	for (size_t i = 0; i < 3; i++)
		sum += compound->classes[i] != NULL ? 8 : 0;
	return sum;
}

static void
skip_spaces(const char **text)
{
	while (**text == ' ')
		(*text)++;
}

/* One selector up to a comma or the end. */
static bool
read_selector(struct arena *arena, const char **text,
    struct selector *ret_selector)
{
	struct compound *subject = &ret_selector->subject;

	skip_spaces(text);
	if (!read_compound(arena, text, subject))
		return false;
	skip_spaces(text);
	if (**text != ',' && **text != '\0') {
		ret_selector->ancestor = *subject;
		ret_selector->has_ancestor = true;
		if (!read_compound(arena, text, subject))
			return false;
		skip_spaces(text);
	}
	return **text == ',' || **text == '\0';
}

/* A selector list, added with its declarations. */
static bool
style_add_rule(struct arena *arena, struct print_style *style,
    const char *selectors, const struct declaration *declarations)
{
	const char *at = selectors;
	struct selector *new;

	for (;;) {
		new = ARENA_NEW(arena, struct selector);
		if (!read_selector(arena, &at, new))
			return false;
		new->declarations = declarations;
		new->rank = (specificity(&new->subject) +
		    specificity(&new->ancestor) *
		    (uint32_t)new->has_ancestor) << 16;
		new->rank += style->selector_count++;
		new->next = style->buckets[new->subject.tag];
		style->buckets[new->subject.tag] = new;
		if (*at == '\0')
			return true;
		at++;
	}
}

/* Properties of CSS that paper has under another name: a kit in Arabic reads
 * from the other side, so boxes have a start and an end. */
static const struct {
	const char *css, *here;
} renamed[] = {
	{ "margin-left", "margin-inline-start" },
	{ "margin-right", "margin-inline-end" },
	{ "padding-left", "padding-inline-start" },
	{ "padding-right", "padding-inline-end" },
	{ "border-left", "border-inline-start" },
	{ "border-right", "border-inline-end" },
	{ "border-left-width", "border-inline-start-width" },
	{ "border-right-width", "border-inline-end-width" },
	{ "border-left-color", "border-inline-start-color" },
	{ "border-right-color", "border-inline-end-color" },
	{ "background", "background-color" },
	{ "columns", "column-count" },
	{ "flex", "display: grid" },
	{ "float", "display: grid" },
	{ "font", "font-family, font-size, font-weight" },
	{ "font-variant", "font-variant-numeric" },
	{ "grid-column-gap", "column-gap" },
	{ "grid-gap", "gap" },
	{ "grid-row-gap", "row-gap" },
	{ "justify-content", "text-align" },
	{ "align-items", "vertical-align" },
	{ "list-style-type", "list-style" },
	{ "min-height", "height" },
	{ "min-width", "width" },
	{ "overflow-wrap", "hyphens" },
	{ "page-break-after", "break-after" },
	{ "page-break-before", "break-before" },
	{ "page-break-inside", "break-inside" },
	{ "position", "display: grid" },
	{ "text-decoration-line", "text-decoration" },
};

static void
suggest_property(struct diags *diags, const char *name)
{
	const char *names[128];
	size_t count;
	const struct property_row *rows = property_rows(&count);

	for (size_t i = 0; i < sizeof(renamed) / sizeof(renamed[0]); i++)
		if (strcmp(renamed[i].css, name) == 0) {
			diag_hint(diags, "paper has '%s' for it",
			    renamed[i].here);
			return;
		}
	assert(count <= 128);
	for (size_t i = 0; i < count; i++)
		names[i] = rows[i].about.name;
	diag_suggest(diags, name, names, count);
}

/* Whether a node is a value on one line: a scalar, or a list of them. */
static const char *
scalar_text(struct value_reader *reader, const struct yaml_node *node)
{
	const char *text = "";

	if (node->kind == YAML_SCALAR)
		return node->scalar;
	if (node->kind == YAML_MAPPING)
		return NULL;
	for (const struct yaml_node *item = node->first_child; item != NULL;
	    item = item->next) {
		if (item->kind != YAML_SCALAR)
			return NULL;
		text = arena_printf(reader->arena, "%s %s", text,
		    item->scalar);
	}
	return text;
}

static void
read_declaration(struct value_reader *reader, const struct yaml_node *node,
    struct declaration **list)
{
	const struct property_row *row = property_find(node->key);
	const char *text = scalar_text(reader, node);

	if (row == NULL) {
		diag_report(reader->diags, DIAG_STYLE_PROPERTY, node->key_pos,
		    "there is no property '%s'", node->key);
		suggest_property(reader->diags, node->key);
		return;
	}
	reader->pos = node->pos;
	if (text == NULL) {
		diag_report(reader->diags, DIAG_STYLE_VALUE, node->pos,
		    "'%s' takes %s, not a map", node->key, row->about.value);
		return;
	}
	value_declare(reader, row, text, list);
}

/* Declarations were put in front of each other: the first is the last. */
static struct declaration *
reversed(struct declaration *list)
{
	struct declaration *turned = NULL, *next;

	for (; list != NULL; list = next) {
		next = list->next;
		list->next = turned;
		turned = list;
	}
	return turned;
}

/* The first name in a selector list that no element has; NULL where its marks
 * are what is wrong. */
static const char *
unknown_element(struct arena *arena, const char *selectors)
{
	size_t len;

	for (; *selectors != '\0'; selectors += len > 0 ? len : 1) {
		len = name_length(selectors);
		if (*selectors == '.')
			len = 1 + name_length(selectors + 1);
		else if (len > 0 &&
		    doc_tag_find(selectors, len) == DOC_TAG_COUNT)
			return arena_copy(arena, selectors, len);
		else if (len == 0 && strchr(" ,", *selectors) == NULL)
			return NULL;
	}
	return NULL;
}

static void
suggest_element(struct diags *diags, const char *name)
{
	const char *names[DOC_TAG_COUNT];
	size_t count = 0;

	for (int tag = DOC_FRAGMENT + 1; tag < DOC_TAG_COUNT; tag++)
		names[count++] = doc_tag_name((enum doc_tag)tag);
	diag_suggest(diags, name, names, count);
}

static void
read_rule(struct value_reader *reader, struct print_style *style,
    const struct yaml_node *rule)
{
	struct declaration *list = NULL;
	const char *name;

	if (rule->kind != YAML_MAPPING) {
		diag_report(reader->diags, DIAG_STYLE_VALUE, rule->pos,
		    "'%s' takes a map of properties", rule->key);
		return;
	}
	for (const struct yaml_node *node = rule->first_child; node != NULL;
	    node = node->next)
		read_declaration(reader, node, &list);
	if (style_add_rule(reader->arena, style, rule->key, reversed(list)))
		return;
	name = unknown_element(reader->arena, rule->key);
	if (name == NULL) {
		diag_report(reader->diags, DIAG_STYLE_VALUE, rule->key_pos,
		    "'%s' is no selector: write an element, .class, "
		    "element.class, or one of them inside another", rule->key);
		return;
	}
	diag_report(reader->diags, DIAG_STYLE_VALUE, rule->key_pos,
	    "there is no element '%s'; a class is written .%s", name, name);
	suggest_element(reader->diags, name);
}

static void
read_rules(struct value_reader *reader, struct print_style *style,
    const struct yaml_node *rules)
{
	if (rules->kind != YAML_MAPPING || rules->count > LIMIT_STYLE_RULES) {
		diag_report(reader->diags, DIAG_STYLE_VALUE, rules->pos,
		    "'rules' takes a map of at most %d selectors",
		    LIMIT_STYLE_RULES);
		return;
	}
	for (const struct yaml_node *rule = rules->first_child; rule != NULL;
	    rule = rule->next)
		read_rule(reader, style, rule);
}

static void
set_margins(struct page_style *page, const fixed *lengths, int count)
{
	page->margin[SIDE_TOP] = lengths[0];
	page->margin[SIDE_END] = lengths[count > 1 ? 1 : 0];
	page->margin[SIDE_BOTTOM] = lengths[count > 2 ? 2 : 0];
	page->margin[SIDE_START] = lengths[count > 3 ? 3 : count > 1 ? 1 : 0];
}

static void
read_furniture(struct value_reader *reader, struct page_style *page,
    const char *text)
{
	page->has_furniture = strcmp(text, "none") == 0 ? WORD_OFF : WORD_ON;
	if (page->has_furniture == WORD_ON && strcmp(text, "auto") != 0)
		diag_report(reader->diags, DIAG_STYLE_VALUE, reader->pos,
		    "'furniture' does not take '%.60s': give auto or none",
		    text);
}

static void
read_background(struct value_reader *reader, struct page_style *page,
    const char *text)
{
	const struct property_row *row = property_find("background-color");
	struct declaration *list = NULL;

	if (value_declare(reader, row, text, &list))
		page->background = list->value.color;
}

/* One key of a page; false when there is no such key. */
static bool
read_page_key(struct value_reader *reader, struct page_style *page,
    const struct yaml_node *node)
{
	fixed *places[] = { NULL, &page->margin[SIDE_TOP],
		&page->margin[SIDE_END], &page->margin[SIDE_BOTTOM],
		&page->margin[SIDE_START], &page->header_offset,
		&page->footer_offset, &page->furniture_gap,
		&page->least_text };
	const size_t lengths = sizeof(places) / sizeof(places[0]);
	const size_t count = sizeof(page_keys) / sizeof(page_keys[0]);
	fixed sides[4];
	const char *text = scalar_text(reader, node);
	size_t key = 0;
	int given;

	while (key < count && strcmp(page_keys[key], node->key) != 0)
		key++;
	if (key == count || text == NULL)
		return false;
	reader->pos = node->pos;
	if (key == lengths)
		read_furniture(reader, page, text);
	else if (key > lengths)
		read_background(reader, page, text);
	else if (!value_lengths(reader, node->key, text, sides, &given))
		return true;
	else if (key == 0)
		set_margins(page, sides, given);
	else
		*places[key] = sides[0];
	return true;
}

static void
unknown_page_key(struct value_reader *reader, const struct yaml_node *node)
{
	diag_report(reader->diags, DIAG_STYLE_PROPERTY, node->key_pos,
	    "there is no page property '%s'", node->key);
	diag_suggest(reader->diags, node->key, page_keys,
	    sizeof(page_keys) / sizeof(page_keys[0]));
}

/* One that the file below has named already, or NULL. */
static struct page_style *
find_named_page(struct print_style *style, const char *name)
{
	for (uint16_t i = 1; i < style->page_count; i++)
		if (strcmp(style->pages[i].name, name) == 0)
			return &style->pages[i];
	return NULL;
}

static void
read_named_page(struct value_reader *reader, struct print_style *style,
    const struct yaml_node *map)
{
	struct page_style *page = find_named_page(style, map->key);

	if (page == NULL && style->page_count == PAGE_STYLES_MAX) {
		diag_report(reader->diags, DIAG_STYLE_VALUE, map->key_pos,
		    "there are more than %d named pages", PAGE_STYLES_MAX - 1);
		return;
	}
	if (page == NULL) {
		page = &style->pages[style->page_count++];
		*page = style->pages[0];
		page->name = map->key;
	}
	for (const struct yaml_node *node = map->first_child; node != NULL;
	    node = node->next) {
		if (!read_page_key(reader, page, node))
			unknown_page_key(reader, node);
	}
}

/* Two passes, so that a named page starts from the whole unnamed one. */
static void
read_pages(struct value_reader *reader, struct print_style *style,
    const struct yaml_node *map)
{
	if (map->kind != YAML_MAPPING) {
		diag_report(reader->diags, DIAG_STYLE_VALUE, map->pos,
		    "'page' takes a map");
		return;
	}
	for (const struct yaml_node *node = map->first_child; node != NULL;
	    node = node->next) {
		if (node->kind != YAML_MAPPING &&
		    !read_page_key(reader, &style->pages[0], node))
			unknown_page_key(reader, node);
	}
	for (const struct yaml_node *node = map->first_child; node != NULL;
	    node = node->next) {
		if (node->kind == YAML_MAPPING)
			read_named_page(reader, style, node);
	}
}

static void
add_base_sheet(struct value_reader *reader, struct print_style *style)
{
	struct declaration *list;

	for (size_t i = 0; i < sizeof(base_sheet) / sizeof(base_sheet[0]);
	    i++) {
		list = NULL;
		value_declare(reader, property_find(base_sheet[i].property),
		    base_sheet[i].value, &list);
		style_add_rule(reader->arena, style, base_sheet[i].selectors,
		    reversed(list));
	}
}

/* Roles of theme.yaml; body comes first and always exists, mono as well, so
 * that the built-in sheet holds for every theme. */
static void
read_roles(struct print_style *style, struct arena *arena,
    const struct theme *theme)
{
	const struct yaml_node *faces = theme != NULL ? theme->faces : NULL;
	uint32_t count = faces != NULL ? faces->count : 0;

	style->roles = ARENA_ARRAY(arena, struct face_role, count + 2);
	style->roles[0].name = "body";
	style->roles[1].name = "mono";
	style->role_count = 2;
	if (faces == NULL || faces->kind != YAML_MAPPING)
		return;
	style->roles[0].families = yaml_find(faces, "body");
	style->roles[1].families = yaml_find(faces, "mono");
	for (const struct yaml_node *role = faces->first_child; role != NULL;
	    role = role->next) {
		if (strcmp(role->key, "body") == 0 ||
		    strcmp(role->key, "mono") == 0 ||
		    style->role_count == UINT16_MAX)
			continue;
		style->roles[style->role_count++] =
		    (struct face_role){ role->key, role };
	}
}

static bool
is_extending(const struct yaml_node *node)
{
	return strcmp(node->key, "extends") == 0;
}

/* `extends: below`: the file that this one takes the place of holds too. */
static bool
does_extend(struct value_reader *reader, const struct theme_file *file,
    const struct yaml_node *root)
{
	const struct yaml_node *node = root->kind == YAML_MAPPING ?
	    yaml_find(root, "extends") : NULL;

	if (node == NULL)
		return false;
	if (node->kind != YAML_SCALAR || strcmp(node->scalar, "below") != 0)
		diag_report(reader->diags, DIAG_STYLE_VALUE, node->pos,
		    "'extends' of print.yaml takes 'below': the rules of the "
		    "file that this one takes the place of hold before these");
	else if (file->below == NULL)
		diag_report(reader->diags, DIAG_STYLE_VALUE, node->pos,
		    "there is no print.yaml below this one to extend");
	else
		return true;
	return false;
}

static void
read_root(struct value_reader *reader, struct print_style *style,
    const struct yaml_node *root)
{
	static const char *const keys[] = { "page", "rules", "extends" };
	const struct yaml_node *page, *rules;

	if (root->kind != YAML_MAPPING) {
		diag_report(reader->diags, DIAG_STYLE_VALUE, root->pos,
		    "print.yaml is a map of page and rules");
		return;
	}
	page = yaml_find(root, "page");
	rules = yaml_find(root, "rules");
	if (page != NULL)
		read_pages(reader, style, page);
	if (rules != NULL)
		read_rules(reader, style, rules);
	for (const struct yaml_node *node = root->first_child; node != NULL;
	    node = node->next) {
		if (node == page || node == rules || is_extending(node))
			continue;
		diag_report(reader->diags, DIAG_STYLE_PROPERTY, node->key_pos,
		    "print.yaml has no part '%s'", node->key);
		diag_suggest(reader->diags, node->key, keys, 3);
	}
}

/* A file, behind those that it extends. */
static void
read_files(struct value_reader *reader, struct print_style *style,
    const struct theme_file *file)
{
	const struct yaml_node *root = yaml_parse(reader->arena,
	    &(struct yaml_input){ .file = file->file, .bytes = file->bytes,
	    .len = file->len, .first_line = 1 }, reader->diags);

	if (root == NULL)
		return;
	if (does_extend(reader, file, root))
		read_files(reader, style, file->below);
	read_root(reader, style, root);
}

/* The built-in sheet alone. */
static struct print_style *
style_new(struct arena *arena, const struct theme *theme,
    struct value_reader *reader)
{
	struct print_style *style = ARENA_NEW(arena, struct print_style);
	const fixed mm20 = 20 * 64 * 720 / 254;

	reader->style = style;
	style->theme = theme;
	read_roles(style, arena, theme);
	style->page_count = 1;
	style->pages[0] = (struct page_style){
		.margin = { mm20, mm20, mm20, mm20 },
		.header_offset = mm20 / 2, .footer_offset = mm20 / 2,
		.furniture_gap = mm20 / 4, .has_furniture = WORD_ON };
	add_base_sheet(reader, style);
	return style;
}

struct print_style *
print_style_new(struct arena *arena, const struct yaml_node *root,
    const struct theme *theme, struct diags *diags)
{
	struct value_reader reader = { .arena = arena, .diags = diags };
	struct print_style *style = style_new(arena, theme, &reader);

	if (root != NULL)
		read_root(&reader, style, root);
	return style;
}

struct print_style *
print_style_load(struct arena *arena, const struct theme *theme,
    struct diags *diags)
{
	const struct theme_file *file = theme_file_find(theme, "print.yaml");
	struct value_reader reader = { .arena = arena, .diags = diags };
	struct print_style *style = style_new(arena, theme, &reader);

	if (file == NULL)
		diag_report(diags, DIAG_THEME_MISSING, SOURCE_NOWHERE,
		    "theme '%s' has no print.yaml; write it, or say "
		    "'extends: default' in theme.yaml", theme->name);
	else
		read_files(&reader, style, file);
	return style;
}
