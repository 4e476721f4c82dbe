/*
 * Attributes of a template's element. In: names and values as written.
 * Out: struct attr: a static value, pieces of text, an address, an image.
 *
 * What guards a page: names are HTML's; style, on* and srcdoc do not exist;
 * an attribute that holds an address takes a typed one and behind it only
 * what cannot change where it leads; a script has a file of the theme.
 */
#include "compiler.h"

#include <string.h>

#include "fieldkit/search.h"
#include "fieldkit/strbuf.h"

/* An attribute while it is compiled. */
struct attr_spot {
	const struct context *context;
	const struct template_node *node;
	const struct template_attr *source;
	struct source_pos pos;
};

__attribute__((format(printf, 3, 4)))
static void
report(const struct attr_spot *spot, enum diag_id id, const char *format, ...)
{
	struct compiler *compiler = spot->context->compiler;
	va_list args;

	va_start(args, format);
	diag_report(compiler->diags, id, spot->pos, "%s",
	    arena_vprintf(compiler->arena, format, args));
	va_end(args);
}

static void
suggest_attr(const struct attr_spot *spot)
{
	const char *candidates[DOC_ATTR_COUNT + 3] = { "class", "id", "lang" };
	size_t count = 3;
	int i;

	for (i = 0; i < DOC_ATTR_COUNT; i++)
		if (i != DOC_ATTR_STYLE)
			candidates[count++] = doc_attr_string(
			    (enum doc_attr_name)i);
	diag_suggest(spot->context->compiler->diags, spot->source->name,
	    candidates, count);
}

/* Where the attribute's value goes; false after a report. */
static bool
find_place(const struct attr_spot *spot, struct attr *attr)
{
	const char *name = spot->source->name;

	attr->place = PLACE_ATTR;
	attr->name = doc_attr_find(name, strlen(name));
	if (attr->name != DOC_ATTR_COUNT && attr->name != DOC_ATTR_STYLE)
		return true;
	if (strcmp(name, "class") == 0)
		attr->place = PLACE_CLASS;
	else if (strcmp(name, "id") == 0)
		attr->place = PLACE_ID;
	else if (strcmp(name, "lang") == 0)
		attr->place = PLACE_LANG;
	if (attr->place != PLACE_ATTR)
		return true;
	if (strcmp(name, "style") == 0)
		report(spot, DIAG_TEMPLATE_ELEMENT, "'style' may not stand "
		    "in a template; give the element a class");
	else if (strncmp(name, "on", 2) == 0 || strcmp(name, "srcdoc") == 0)
		report(spot, DIAG_TEMPLATE_ELEMENT, "'%s' may not stand in a "
		    "template: it holds a program", name);
	else
		report(spot, DIAG_TEMPLATE_ELEMENT,
		    "'%s' is not an attribute that templates know", name);
	suggest_attr(spot);
	return false;
}

static bool
is_address(enum doc_attr_name name)
{
	return name == DOC_ATTR_HREF || name == DOC_ATTR_SRC ||
	    name == DOC_ATTR_ACTION || name == DOC_ATTR_CITE ||
	    name == DOC_ATTR_SRCSET;
}

/* Schemes that a template may write out. */
static bool
is_good_literal(const struct attr_spot *spot, enum doc_attr_name name,
    const char *url)
{
	static const char *const schemes[] = {
		"https:", "http:", "mailto:", "tel:"
	};
	size_t scheme = strcspn(url, ":/?#"), i;

	if (url[scheme] != ':' && strncmp(url, "//", 2) != 0)
		return !view_is_letter(spot->context->compiler->kind) ||
		    url[0] == '#';
	if (name == DOC_ATTR_HREF && spot->node->tag == DOC_A)
		for (i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++)
			if (strncmp(url, schemes[i], strlen(schemes[i])) == 0)
				return true;
	return false;
}

/* What is loaded from an address written out is a file of the theme: a
 * relative one would lead elsewhere from each folder of pages. */
static bool
is_file_of_theme(const struct attr_spot *spot, const char *value)
{
	const enum doc_tag tag = spot->node->tag;

	return (tag == DOC_IMG || tag == DOC_LINK || tag == DOC_SCRIPT ||
	    tag == DOC_SOURCE) && value[strcspn(value, ":#")] == '\0' &&
	    strncmp(value, "//", 2) != 0 &&
	    !view_is_letter(spot->context->compiler->kind);
}

static const char *
last_part(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash != NULL ? slash + 1 : path;
}

/* The index of a site is made, and no file of the theme. */
static void
check_asset(const struct attr_spot *spot, const char *name)
{
	const struct compiler *compiler = spot->context->compiler;
	bool is_kit = view_is_kit(compiler->kind);

	if (is_kit || strcmp(name, SEARCH_INDEX_NAME) != 0)
		theme_asset_require(compiler->theme, name, !is_kit, spot->pos,
		    compiler->diags);
}

static void
set_literal_address(const struct attr_spot *spot, struct attr *attr)
{
	if (strncmp(attr->value, "asset:", 6) == 0 &&
	    !view_is_letter(spot->context->compiler->kind)) {
		attr->kind = ATTR_ASSET;
		attr->value += 6;
		check_asset(spot, attr->value);
	} else if (is_file_of_theme(spot, attr->value)) {
		report(spot, DIAG_TEMPLATE_TYPE, "'%s' leads nowhere once the "
		    "page is published; a file of the theme's assets/ is "
		    "named asset:%s", attr->value, last_part(attr->value));
	} else if (!is_good_literal(spot, attr->name, attr->value)) {
		report(spot, DIAG_TEMPLATE_TYPE, "'%s' is not an address for "
		    "%s of <%s>; write %s", attr->value,
		    doc_attr_string(attr->name), spot->node->name,
		    view_is_letter(spot->context->compiler->kind) ? "a whole "
		    "one, for a message stands alone" : "a relative one, or "
		    "asset:NAME for a file of the theme");
	}
}

/* Behind the first piece: what cannot turn an address into another one. */
static void
check_address_tail(const struct attr_spot *spot, const struct piece *piece)
{
	const uint32_t can_follow = CAN_BE_SLUG | CAN_BE_INT | CAN_BE_LANG |
	    CAN_BE_COUNTRY;
	struct compiler *compiler = spot->context->compiler;

	if (piece->expr == NULL || type_is_unknown(&piece->expr->type) ||
	    (type_abilities(&piece->expr->type) & can_follow) != 0)
		return;
	diag_report(compiler->diags, DIAG_TEMPLATE_TYPE, piece->expr->pos,
	    "inside an address stands an id, a number or '| anchor', not a "
	    "%s", type_name(compiler->arena, &piece->expr->type));
}

static void
check_address_head(const struct attr_spot *spot, const struct piece *piece)
{
	struct compiler *compiler = spot->context->compiler;
	const struct expr *expr = piece->expr;
	const char *advice = "";
	uint32_t can;

	if (expr == NULL || type_is_unknown(&expr->type))
		return;
	can = type_abilities(&expr->type);
	if ((can & CAN_BE_URL) != 0)
		return;
	if ((can & CAN_BE_RECORD) != 0)
		advice = "; write '| url'";
	else if ((can & CAN_BE_IMAGE) != 0)
		advice = "; write '| src'";
	else if ((can & CAN_BE_EMAIL) != 0)
		advice = "; write '| mailto'";
	else if ((can & CAN_BE_PHONE) != 0)
		advice = "; write '| tel'";
	diag_report(compiler->diags, DIAG_TEMPLATE_TYPE, expr->pos,
	    "%s takes an address, not a %s%s", spot->source->name,
	    type_name(compiler->arena, &expr->type), advice);
}

static bool
ends_in_src(const struct expr *expr)
{
	const struct value_type *from;

	if (expr == NULL || expr->filter_count == 0)
		return false;
	from = &expr->filters[expr->filter_count - 1].from;
	return (type_abilities(from) & CAN_BE_IMAGE) != 0;
}

/* `src="{logo | src}"` of an image: the element takes the picture's size and
 * text too, so the value is the image itself. */
static void
set_image(const struct attr_spot *spot, struct attr *attr)
{
	struct arena *arena = spot->context->compiler->arena;
	struct piece *piece = ARENA_NEW(arena, struct piece);
	struct expr *image = ARENA_NEW(arena, struct expr);

	*image = *attr->pieces[0].expr;
	image->filter_count--;
	image->type = image->filters[image->filter_count].from;
	piece->expr = image;
	attr->kind = ATTR_IMAGE;
	attr->pieces = piece;
}

static void
set_address(const struct attr_spot *spot, struct attr *attr)
{
	const struct piece *pieces = attr->pieces;
	uint32_t i;

	attr->kind = ATTR_URL;
	if (spot->node->tag == DOC_SCRIPT) {
		report(spot, DIAG_TEMPLATE_TYPE, "a script is a file of the "
		    "theme: src=\"asset:NAME\"");
		return;
	}
	if (pieces[0].expr == NULL &&
	    strcspn(pieces[0].literal, ":") < pieces[0].len) {
		report(spot, DIAG_TEMPLATE_TYPE, "an address that holds a "
		    "value starts with it, or is relative");
		return;
	}
	check_address_head(spot, &pieces[0]);
	for (i = 1; i < attr->piece_count; i++)
		check_address_tail(spot, &pieces[i]);
	if (spot->node->tag == DOC_IMG && attr->piece_count == 1 &&
	    ends_in_src(pieces[0].expr))
		set_image(spot, attr);
}

static bool
is_printable(const struct value_type *type)
{
	return type_is_unknown(type) || (type_abilities(type) & (CAN_BE_TEXT |
	    CAN_BE_LINE | CAN_BE_DATE | CAN_BE_INT | CAN_BE_DECIMAL |
	    CAN_BE_WORD)) != 0;
}

static void
set_text(const struct attr_spot *spot, struct attr *attr)
{
	struct compiler *compiler = spot->context->compiler;
	uint32_t i;

	attr->kind = ATTR_TEXT;
	for (i = 0; i < attr->piece_count; i++) {
		const struct expr *expr = attr->pieces[i].expr;

		if (expr != NULL && !is_printable(&expr->type))
			diag_report(compiler->diags, DIAG_TEMPLATE_TYPE,
			    expr->pos, "an attribute takes a text, a number "
			    "or a date, not a %s",
			    type_name(compiler->arena, &expr->type));
	}
	if (attr->place == PLACE_ATTR && (attr->name == DOC_ATTR_HTTP_EQUIV ||
	    attr->name == DOC_ATTR_CHARSET || attr->name == DOC_ATTR_REL ||
	    attr->name == DOC_ATTR_TYPE || attr->name == DOC_ATTR_METHOD ||
	    (attr->name == DOC_ATTR_CONTENT &&
	    template_attr_find(spot->node, "http-equiv") != NULL)))
		report(spot, DIAG_TEMPLATE_TYPE,
		    "%s takes no value; write it out", spot->source->name);
}

static const char *
static_value(struct arena *arena, const struct attr *attr)
{
	struct strbuf value = { 0 };
	const char *copy;
	uint32_t i;

	for (i = 0; i < attr->piece_count; i++)
		strbuf_add(&value, attr->pieces[i].literal,
		    attr->pieces[i].len);
	copy = arena_copy(arena, strbuf_string(&value), value.len);
	strbuf_release(&value);
	return copy;
}

/* Words between single spaces, as struct doc_node wants them. */
static const char *
join_words(struct arena *arena, const char *value)
{
	char *words = arena_alloc(arena, strlen(value) + 1), *to = words;

	while (*value != '\0') {
		size_t len = strcspn(value, " \t\r\n");

		if (len > 0 && to > words)
			*to++ = ' ';
		memcpy(to, value, len);
		to += len;
		value += len;
		value += strspn(value, " \t\r\n");
	}
	*to = '\0';
	return words;
}

static bool
compile_attr(const struct attr_spot *spot, struct attr *attr)
{
	struct arena *arena = spot->context->compiler->arena;
	struct scanner scanner = scanner_of_attr(spot->context,
	    spot->source);
	bool is_static = true;
	uint32_t i;

	attr->pos = spot->pos;
	if (!find_place(spot, attr))
		return false;
	attr->pieces = pieces_parse(&scanner, &attr->piece_count);
	for (i = 0; i < attr->piece_count; i++)
		is_static &= attr->pieces[i].expr == NULL;
	if (attr->piece_count == 1 && !is_static)
		attr->is_optional = attr->pieces[0].expr->is_optional;
	if (is_static) {
		attr->kind = ATTR_STATIC;
		attr->value = static_value(arena, attr);
		if (attr->place == PLACE_CLASS)
			attr->value = join_words(arena, attr->value);
	}
	if (attr->place == PLACE_ATTR && is_address(attr->name)) {
		if (is_static)
			set_literal_address(spot, attr);
		else
			set_address(spot, attr);
	} else if (!is_static) {
		set_text(spot, attr);
	}
	return true;
}

/* k:class="name: cond, name: cond" */
static void
compile_classes(const struct context *context,
    const struct template_attr *source, struct element *element)
{
	struct scanner scanner = scanner_of_attr(context, source);
	struct class_word *words;
	uint32_t size = 1, i, at;

	for (i = 0; i < scanner.text.len; i++)
		size += scanner.text.text[i] == ',';
	words = ARENA_ARRAY(context->compiler->arena, struct class_word, size);
	element->classes = words;
	do {
		struct class_word *word = &words[element->class_count];

		scanner_skip_space(&scanner);
		at = scanner.at;
		word->name = scanner_name(&scanner);
		if (word->name[0] == '\0' || !scanner_take(&scanner, ':')) {
			diag_report(context->compiler->diags,
			    DIAG_TEMPLATE_DIRECTIVE, scanner_pos(&scanner, at),
			    "k:class is a list such as 'draft: page.is_draft, "
			    "wide: loop.is_first'");
			return;
		}
		word->cond = cond_parse(&scanner);
		element->class_count++;
	} while (scanner_take(&scanner, ','));
	scanner_expect_end(&scanner);
}

static void
check_script(const struct context *context, const struct template_node *node,
    const struct element *element)
{
	if (node->tag == DOC_SCRIPT &&
	    template_attr_find(node, "src") == NULL)
		diag_report(context->compiler->diags, DIAG_TEMPLATE_ELEMENT,
		    element->pos, "a script has src=\"asset:NAME\" and no "
		    "content");
}

/* A picture of the content brings its text along; another needs one here. */
static void
check_alt(const struct context *context, const struct template_node *node,
    const struct element *element)
{
	bool has_own = element->has_alt;
	uint32_t i;

	for (i = 0; i < element->attr_count; i++)
		has_own = has_own || element->attrs[i].kind == ATTR_IMAGE;
	if (node->tag == DOC_IMG && !has_own)
		diag_report(context->compiler->diags, DIAG_IMAGE_ALT,
		    element->pos, "<img> has no 'alt': say what it shows, or "
		    "write alt=\"\" where it is decoration");
}

void
attrs_compile(const struct context *context, const struct template_node *node,
    struct element *element)
{
	const struct template_attr *classes;
	struct attr *attrs = ARENA_ARRAY(context->compiler->arena,
	    struct attr, node->attr_count);
	uint32_t i;

	element->attrs = attrs;
	for (i = 0; i < node->attr_count; i++) {
		struct attr_spot spot = {
			.context = context, .node = node,
			.source = &node->attrs[i],
			.pos = template_pos(context->file, node->attrs[i].at),
		};

		if (!spot.source->is_directive &&
		    compile_attr(&spot, &attrs[element->attr_count]))
			element->attr_count++;
	}
	element->has_alt = template_attr_find(node, "alt") != NULL;
	element->has_width = template_attr_find(node, "width") != NULL;
	element->has_height = template_attr_find(node, "height") != NULL;
	check_script(context, node, element);
	check_alt(context, node, element);
	classes = template_directive(node, "class");
	element->is_static = classes == NULL;
	for (i = 0; i < element->attr_count; i++)
		element->is_static &= attrs[i].kind == ATTR_STATIC;
	if (classes != NULL)
		compile_classes(context, classes, element);
}
