/*
 * The short form of a kit's document tree. In: a tree of elements with marks
 * on them. Out: units, records and lines, as the kit reads from its first page
 * to its last.
 *
 * A heading (h1, h2) with an id starts a unit. An element with `data-record`
 * is about that record: what stands in it belongs to the record's item; inside
 * of such an item, or within a line of text, it only says whom the line names.
 * `data-part` says which part of it an element's text is; "none" keeps the
 * element out: what only repeats other units, what every build changes.
 * Whatever starts a new line on paper starts a new line here.
 */
#include "fieldkit/changes.h"

#include <string.h>

#include "fieldkit/date.h"
#include "fieldkit/limits.h"

#define PART_NONE "none"
#define PART_NAME "name"
#define PART_RANKED "ranked"

struct taking {
	struct arena *arena;
	struct tree *tree;
	struct tree_item *item;		/* NULL: the unit's own */
	struct tree_line line;		/* what the next line is, without text */
	struct strbuf text;		/* of the line so far */
};

/* Room for one more in an array that doubles at powers of two. */
static void *
grow(struct arena *arena, void *items, uint32_t count, size_t size)
{
	void *grown;

	if (count != 0 && (count < 4 || (count & (count - 1)) != 0))
		return items;
	grown = arena_alloc_array(arena, count == 0 ? 4 : 2 * (size_t)count,
	    size);
	if (count > 0)
		memcpy(grown, items, count * size);
	return grown;
}

static struct tree_item *
add_item(struct arena *arena, struct tree_unit *unit, const char *record)
{
	struct tree_item *item;

	unit->items = grow(arena, unit->items, unit->count,
	    sizeof(*unit->items));
	item = &unit->items[unit->count++];
	*item = (struct tree_item){ record, "", "", NULL, 0 };
	return item;
}

/* NULL past the limit: what stands there is left out. */
static struct tree_unit *
add_unit(struct arena *arena, struct tree *tree, const char *id,
    const char *title)
{
	struct tree_unit *unit;

	if (tree->count == LIMIT_TREE_UNITS)
		return NULL;
	tree->units = grow(arena, tree->units, tree->count,
	    sizeof(*tree->units));
	unit = &tree->units[tree->count++];
	*unit = (struct tree_unit){ .id = id, .title = title };
	add_item(arena, unit, "");
	return unit;
}

static void
add_line(struct arena *arena, struct tree_item *item,
    const struct tree_line *line)
{
	if (item->count == LIMIT_TREE_LINES)
		return;
	item->lines = grow(arena, item->lines, item->count,
	    sizeof(*item->lines));
	item->lines[item->count++] = *line;
}

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* White space as one space, none at the ends. */
static const char *
fold(struct arena *arena, const char *text, size_t len)
{
	char *folded = arena_alloc(arena, len + 1), *end = folded;
	size_t i;

	for (i = 0; i < len; i++)
		if (!is_space(text[i]))
			*end++ = text[i];
		else if (end > folded && end[-1] != ' ')
			*end++ = ' ';
	if (end > folded && end[-1] == ' ')
		end--;
	*end = '\0';
	return folded;
}

static const char *
date_or_none(const char *date)
{
	int32_t days;

	return date != NULL && date_parse(date, strlen(date), &days) ? date :
	    "";
}

/* Puts what was gathered into the item, or into the unit's own. */
static void
end_line(struct taking *taking)
{
	struct tree *tree = taking->tree;
	struct tree_item *item = taking->item;
	struct tree_line line = taking->line;

	line.text = fold(taking->arena, strbuf_string(&taking->text),
	    taking->text.len);
	strbuf_clear(&taking->text);
	if (line.text[0] == '\0' || tree->count == 0)
		return;
	if (item == NULL)
		item = &tree->units[tree->count - 1].items[0];
	add_line(taking->arena, item, &line);
}

static struct tree_item *
find_item(struct tree_unit *unit, const char *record)
{
	uint32_t i;

	for (i = 0; i < unit->count; i++)
		if (strcmp(unit->items[i].record, record) == 0)
			return &unit->items[i];
	return NULL;
}

static const char *
label_of(const struct tree_item *item)
{
	uint32_t i;

	for (i = 0; i < item->count; i++)
		if (strcmp(item->lines[i].part, PART_NAME) == 0)
			return item->lines[i].text;
	return item->count > 0 ? item->lines[0].text : item->record;
}

static void take_children(struct taking *taking, const struct doc_node *node);

/* The element is about a record of the unit. */
static void
take_item(struct taking *taking, const struct doc_node *node,
    const char *record)
{
	struct tree_unit *unit = &taking->tree->units[taking->tree->count - 1];
	struct tree_item *item = find_item(unit, record);

	end_line(taking);
	if (item == NULL && unit->count == LIMIT_TREE_ITEMS)
		return;
	if (item == NULL)
		item = add_item(taking->arena, unit, record);
	item->until = date_or_none(doc_get(node, DOC_ATTR_DATA_DATE));
	taking->item = item;
	take_children(taking, node);
	end_line(taking);
	item->label = label_of(item);
	taking->item = NULL;
}

/* The element is a line of its own, or several: of a part, naming a record. */
static void
take_part(struct taking *taking, const struct doc_node *node,
    const char *part, const char *record)
{
	struct tree_line outer = taking->line;

	end_line(taking);
	if (part != NULL) {
		taking->line.part = part;
		taking->line.date = date_or_none(doc_get(node,
		    DOC_ATTR_DATA_DATE));
	}
	if (record != NULL)
		taking->line.record = record;
	take_children(taking, node);
	end_line(taking);
	taking->line = outer;
}

/* A heading with an id; false: it is none. */
static bool
take_heading(struct taking *taking, const struct doc_node *node)
{
	const char *part = doc_get(node, DOC_ATTR_DATA_PART);
	struct tree_unit *unit;
	const char *text;

	if ((node->tag != DOC_H1 && node->tag != DOC_H2) || node->id == NULL)
		return false;
	end_line(taking);
	text = doc_plain_text(taking->arena, node);
	unit = add_unit(taking->arena, taking->tree, node->id,
	    fold(taking->arena, text, strlen(text)));
	if (unit != NULL)
		unit->is_ranked = part != NULL &&
		    strcmp(part, PART_RANKED) == 0;
	return true;
}

static bool
is_kept_out(const struct doc_node *node, const char *part)
{
	return (part != NULL && strcmp(part, PART_NONE) == 0) ||
	    node->tag == DOC_K_HEADER || node->tag == DOC_K_FOOTER ||
	    (doc_tag_flags(node->tag) & DOC_METADATA) != 0;
}

static void
take_node(struct taking *taking, const struct doc_node *node)
{
	const char *part, *record;
	bool is_line;

	if (node->tag == DOC_TEXT) {
		strbuf_add(&taking->text, node->text, node->text_len);
		return;
	}
	part = doc_get(node, DOC_ATTR_DATA_PART);
	record = doc_get(node, DOC_ATTR_DATA_RECORD);
	is_line = (doc_tag_flags(node->tag) & DOC_PHRASING) != 0 &&
	    node->tag != DOC_K_FOOTNOTE;
	if (is_kept_out(node, part) || take_heading(taking, node))
		return;
	if (node->tag == DOC_BR)
		strbuf_add_char(&taking->text, ' ');
	else if (record != NULL && part == NULL && !is_line &&
	    taking->item == NULL && taking->tree->count > 0)
		take_item(taking, node, record);
	else if (part != NULL || record != NULL || !is_line)
		take_part(taking, node, part, record);
	else
		take_children(taking, node);
}

static void
take_children(struct taking *taking, const struct doc_node *node)
{
	const struct doc_node *child;

	for (child = node->first_child; child != NULL; child = child->next)
		take_node(taking, child);
}

void
tree_take(struct tree *tree, struct arena *arena, const struct doc_node *root,
    const char *lang, const char *valid_until)
{
	struct taking taking = { .arena = arena, .tree = tree,
		.line = { "", "", "", "" } };

	*tree = (struct tree){ .lang = lang, .valid_until = valid_until };
	take_children(&taking, root);
	end_line(&taking);
	strbuf_release(&taking.text);
}

static void
format_line(const struct tree_line *line, struct strbuf *text)
{
	if (line->part[0] == '\0' && line->record[0] == '\0')
		strbuf_printf(text, "- %s\n", line->text);
	else
		strbuf_printf(text, ". %s\t%s\t%s\t%s\n", line->part,
		    line->date, line->record, line->text);
}

static void
format_unit(const struct tree_unit *unit, struct strbuf *text)
{
	uint32_t i, k;

	strbuf_printf(text, "%c %s\t%s\n", unit->is_ranked ? '*' : '#',
	    unit->id, unit->title);
	for (i = 0; i < unit->count; i++) {
		const struct tree_item *item = &unit->items[i];

		if (i > 0)
			strbuf_printf(text, "= %s\t%s\t%s\n", item->record,
			    item->until, item->label);
		for (k = 0; k < item->count; k++)
			format_line(&item->lines[k], text);
	}
}

void
tree_format(const struct tree *tree, struct strbuf *text)
{
	uint32_t i;

	strbuf_printf(text, "fieldkit tree %d\nlang %s\nvalid %s\n",
	    TREE_FORMAT, tree->lang, tree->valid_until);
	for (i = 0; i < tree->count; i++)
		format_unit(&tree->units[i], text);
}
