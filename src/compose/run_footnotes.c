/*
 * Footnotes of a finished tree. In: k:footnote elements where their numbers
 * go, those with `ref` naming an earlier one. Out: numbers, in the order of
 * the text. In a kit the elements stay, for the layout puts notes at the foot
 * of the page. On a page each becomes a link to an item of a list at the end
 * of the section around it, and that item has a link back.
 *
 * Ids are fn-NUMBER of the note and fnref-NUMBER of its first call, so that
 * no name of an author's can meet another.
 */
#include "run.h"

#include <string.h>

#include "fieldkit/strmap.h"

/* Variation selector 15: no reader draws the arrow as a picture. */
#define BACK_ARROW "\u21a9\ufe0e"

const char *const compose_message_keys[] = {
	"footnotes.title", "footnotes.note", "footnotes.back", NULL
};

struct footnote {
	const char *number;
	uint32_t calls;
	struct doc_node *item;		/* of the list; NULL in a kit */
};

/* The section whose end takes the list. */
struct scope {
	struct doc_node *holder;
	struct doc_node *list;		/* NULL before its first note */
	const char *lang, *dir;
};

struct placing {
	struct run *run;
	bool is_kit;
	uint32_t count;
	struct strmap names;		/* id of the author's → footnote */
	const char *lang, *dir;		/* in force where the walk stands */
};

static const char *
word(struct placing *placing, const char *key, const char *number)
{
	const struct message_arg args[] = { { .name = "n", .text = number } };

	return message_format(placing->run->options->messages,
	    placing->run->arena, key, args, 1);
}

static bool
holds_list(enum doc_tag tag)
{
	return tag == DOC_BODY || tag == DOC_MAIN || tag == DOC_SECTION ||
	    tag == DOC_ARTICLE;
}

static struct doc_node *
add_item(struct placing *placing, struct scope *scope,
    const struct doc_node *note, const char *number)
{
	struct arena *arena = placing->run->arena;
	struct doc_node *item;

	if (scope->list == NULL) {
		scope->list = doc_new(arena, DOC_OL, note->pos);
		if (strcmp(number, "1") != 0)
			doc_set(arena, scope->list, DOC_ATTR_START, number);
	}
	item = doc_add(arena, scope->list, DOC_LI, note->pos);
	item->id = arena_printf(arena, "fn-%s", number);
	if (placing->lang != scope->lang)
		item->lang = placing->lang;
	if (placing->dir != scope->dir)
		doc_set(arena, item, DOC_ATTR_DIR, placing->dir);
	placing->run->node_count++;
	return item;
}

/* What stood in the note goes into the item. */
static void
move_content(struct doc_node *from, struct doc_node *to)
{
	struct doc_node *child, *next;

	for (child = from->first_child; child != NULL; child = next) {
		next = child->next;
		child->parent = child->next = NULL;
		doc_append(to, child);
	}
	from->first_child = from->last_child = NULL;
}

static void
add_way_back(struct placing *placing, struct doc_node *item,
    const char *number, const char *call)
{
	struct arena *arena = placing->run->arena;
	struct doc_node *link;

	doc_add_text(arena, item, " ", 1, item->pos);
	link = doc_add(arena, item, DOC_A, item->pos);
	doc_set(arena, link, DOC_ATTR_HREF, arena_printf(arena, "#%s", call));
	doc_set(arena, link, DOC_ATTR_ROLE, "doc-backlink");
	doc_set(arena, link, DOC_ATTR_ARIA_LABEL,
	    word(placing, "footnotes.back", number));
	doc_add_text(arena, link, BACK_ARROW, strlen(BACK_ARROW), item->pos);
	placing->run->node_count += 3;
}

/* The element becomes a raised number that leads to the note. */
static void
make_call(struct placing *placing, struct doc_node *node, const char *number,
    const char *call)
{
	struct arena *arena = placing->run->arena;
	struct doc_node *link;

	node->tag = DOC_SUP;
	node->class_list = "footnote-call";
	node->id = NULL;
	node->attrs = NULL;
	link = doc_add(arena, node, DOC_A, node->pos);
	link->id = call;
	doc_set(arena, link, DOC_ATTR_HREF,
	    arena_printf(arena, "#fn-%s", number));
	doc_set(arena, link, DOC_ATTR_ROLE, "doc-noteref");
	doc_set(arena, link, DOC_ATTR_ARIA_LABEL,
	    word(placing, "footnotes.note", number));
	doc_add_text(arena, link, number, strlen(number), node->pos);
	placing->run->node_count += 2;
}

static void
number_in_kit(struct placing *placing, struct doc_node *node,
    const char *number, const char *call, bool is_again)
{
	struct arena *arena = placing->run->arena;

	node->id = call;
	doc_set(arena, node, DOC_ATTR_VALUE, number);
	doc_set(arena, node, DOC_ATTR_ARIA_LABEL,
	    word(placing, "footnotes.note", number));
	doc_set(arena, node, DOC_ATTR_DATA_TEXT,
	    word(placing, "footnotes.back", number));
	if (is_again)
		doc_set(arena, node, DOC_ATTR_REF,
		    arena_printf(arena, "fn-%s", number));
}

/* The footnote that an element calls, new where it holds one; NULL after a
 * report. */
static struct footnote *
find_footnote(struct placing *placing, const struct doc_node *node)
{
	const char *ref = doc_get(node, DOC_ATTR_REF);
	struct arena *arena = placing->run->arena;
	struct footnote *note;

	if (ref != NULL) {
		ref += ref[0] == '#';
		/* The map lends its values as const; they were made below. */
		note = (struct footnote *)(uintptr_t)strmap_find(
		    &placing->names, ref);
		if (note == NULL)
			diag_report(placing->run->diags,
			    DIAG_FOOTNOTE_UNDEFINED, node->pos, "no footnote "
			    "before this one has the id '%s'", ref);
		return note;
	}
	note = ARENA_NEW(arena, struct footnote);
	note->number = arena_printf(arena, "%u", (unsigned)++placing->count);
	if (node->id != NULL &&
	    strmap_add(&placing->names, node->id, note) != NULL)
		diag_report(placing->run->diags, DIAG_FOOTNOTE_TWICE,
		    node->pos, "two footnotes have the id '%s'", node->id);
	return note;
}

static void
place(struct placing *placing, struct scope *scope, struct doc_node *node)
{
	struct arena *arena = placing->run->arena;
	struct footnote *note = find_footnote(placing, node);
	const char *call;

	if (note == NULL)
		return;
	call = ++note->calls == 1 ? arena_printf(arena, "fnref-%s",
	    note->number) : arena_printf(arena, "fnref-%s-%u", note->number,
	    (unsigned)note->calls);
	if (placing->is_kit) {
		number_in_kit(placing, node, note->number, call,
		    note->calls > 1);
		return;
	}
	if (note->calls == 1) {
		note->item = add_item(placing, scope, node, note->number);
		move_content(node, note->item);
	}
	add_way_back(placing, note->item, note->number, call);
	make_call(placing, node, note->number, call);
}

static void
append_list(struct placing *placing, const struct scope *scope)
{
	struct arena *arena = placing->run->arena;
	struct doc_node *section = doc_add(arena, scope->holder, DOC_SECTION,
	    scope->list->pos);

	section->class_list = "footnotes";
	doc_set(arena, section, DOC_ATTR_ROLE, "doc-endnotes");
	doc_set(arena, section, DOC_ATTR_ARIA_LABEL,
	    word(placing, "footnotes.title", ""));
	doc_append(section, scope->list);
	placing->run->node_count += 2;
}

static void
walk(struct placing *placing, struct scope *scope, struct doc_node *node)
{
	struct doc_node *child, *last = node->last_child;
	const char *lang = placing->lang, *dir = placing->dir;
	struct scope own;

	if (node->lang != NULL)
		placing->lang = node->lang;
	if (node->attrs != NULL && doc_get(node, DOC_ATTR_DIR) != NULL)
		placing->dir = doc_get(node, DOC_ATTR_DIR);
	if (holds_list(node->tag)) {
		own = (struct scope){ .holder = node, .lang = placing->lang,
			.dir = placing->dir };
		scope = &own;
	}
	for (child = node->first_child; child != NULL;
	    child = child == last ? NULL : child->next) {
		if (child->tag == DOC_K_FOOTNOTE)
			place(placing, scope, child);
		else if (child->first_child != NULL)
			walk(placing, scope, child);
	}
	if (scope == &own && own.list != NULL)
		append_list(placing, scope);
	placing->lang = lang;
	placing->dir = dir;
}

void
run_footnotes(struct run *run, struct doc_node *root)
{
	struct placing placing = { .run = run,
		.is_kit = view_is_kit(run->view->kind) };
	struct scope whole = { .holder = root };

	strmap_init(&placing.names);
	walk(&placing, &whole, root);
	strmap_release(&placing.names);
}
