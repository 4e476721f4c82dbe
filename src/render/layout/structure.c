/*
 * What stands over the pages: the structure tree, ids, headings. Elements are
 * made while blocks are set, parents first and in reading order; after
 * painting, those that nothing was drawn for are dropped.
 */
#include <stdlib.h>
#include <string.h>

#include "flow.h"

#define LANDING_BUCKETS 256

static const char *
alternative(const struct doc_node *node)
{
	const char *alt = doc_get(node, DOC_ATTR_ALT);

	if (alt == NULL)
		alt = doc_get(node, DOC_ATTR_ARIA_LABEL);
	if (alt == NULL && node->tag == DOC_K_QR)
		alt = qr_payload(node);
	return alt;
}

int32_t
element_new(struct layout *layout, struct place *place,
    enum element_type type, const struct doc_node *node)
{
	struct element_list *list = &layout->elements;
	struct element *element, *grown;

	if (place->element < 0)
		return -1;
	if (list->count == list->size) {
		list->size = list->size == 0 ? 256 : list->size * 2;
		grown = ARENA_ARRAY(layout->arena, struct element, list->size);
		if (list->count > 0)
			memcpy(grown, list->items,
			    list->count * sizeof(*grown));
		list->items = grown;
	}
	element = &list->items[list->count];
	*element = (struct element){ .type = type, .parent = place->element,
		.pos = node->pos };
	if (strcmp(place->lang, place->element_lang) != 0)
		element->lang = place->lang;
	if (type >= ELEMENT_H1 && type <= ELEMENT_H6)
		element->id = node->id;
	if (type == ELEMENT_FIGURE)
		element->alt = alternative(node);
	return (int32_t)list->count++;
}

/* Elements that hold text without a P inside. */
static bool
takes_text(enum element_type type)
{
	return type == ELEMENT_P || type == ELEMENT_LBL ||
	    type == ELEMENT_LBODY || type == ELEMENT_TH ||
	    type == ELEMENT_TD || type == ELEMENT_CAPTION ||
	    type == ELEMENT_LINK || type == ELEMENT_SPAN ||
	    (type >= ELEMENT_H1 && type <= ELEMENT_H6);
}

void
element_enter(struct layout *layout, struct place *place,
    enum element_type type, const struct doc_node *node)
{
	int32_t owner = place->owner;

	if (type != ELEMENT_P)	/* a picture's own line stands between */
		place->owner = 0;
	if (place->element < 0) {
		place->takes_text = true;
		return;
	}
	place->element = owner > 0 &&
	    layout->elements.items[owner].type == type ? owner :
	    element_new(layout, place, type, node);
	place->element_lang = place->lang;
	place->takes_text = takes_text(type);
}

static uint32_t
bucket_of(const char *name)
{
	uint32_t hash = 2166136261u;	/* FNV-1a */

	for (; *name != '\0'; name++)
		hash = (hash ^ (unsigned char)*name) * 16777619u;
	return hash % LANDING_BUCKETS;
}

struct landing *
landing_find(struct layout *layout, const char *name)
{
	struct landing *at = layout->landings[bucket_of(name)];

	while (at != NULL && strcmp(at->name, name) != 0)
		at = at->next;
	return at;
}

void
landings_reset(struct layout *layout)
{
	for (uint32_t b = 0; b < LANDING_BUCKETS; b++) {
		for (struct landing *at = layout->landings[b]; at != NULL;
		    at = at->next)
			at->is_found = at->is_placed = false;
	}
}

/* The first element of an id is where the id leads. */
static void
note_id(struct layout *layout, const struct doc_node *node, const char *name)
{
	struct landing **bucket = &layout->landings[bucket_of(name)];
	struct landing *landing;

	if (landing_find(layout, name) != NULL)
		return;
	landing = ARENA_NEW(layout->arena, struct landing);
	landing->name = name;
	landing->node = node;
	landing->next = *bucket;
	*bucket = landing;
	layout->landing_count++;
}

static void
scan_footnote(struct layout *layout, const struct doc_node *node)
{
	const char *number = doc_get(node, DOC_ATTR_VALUE);

	if (number == NULL || doc_get(node, DOC_ATTR_REF) != NULL)
		return;
	layout->has_notes = true;
	note_id(layout, node, note_anchor(layout->arena, number));
}

/* What holds for the nodes of a branch. */
struct branch {
	struct place place;
	bool is_listed;			/* headings go into the contents */
	const char **section_id;	/* of a section without heading yet */
};

static void
note_heading(struct layout *layout, const struct branch *branch,
    const struct doc_node *node)
{
	struct heading *heading, *grown;
	const char *id = node->id != NULL ? node->id : *branch->section_id;

	*branch->section_id = NULL;
	if (id == NULL)
		return;
	if (layout->heading_count == layout->heading_size) {
		layout->heading_size = layout->heading_size * 2 + 32;
		grown = ARENA_ARRAY(layout->arena, struct heading,
		    layout->heading_size);
		if (layout->heading_count > 0)
			memcpy(grown, layout->headings,
			    layout->heading_count * sizeof(*grown));
		layout->headings = grown;
	}
	heading = &layout->headings[layout->heading_count++];
	*heading = (struct heading){ .node = node, .id = id,
		.level = node->tag == DOC_H1 ? 1 : 2,
		.is_listed = branch->is_listed,
		.title = doc_plain_text(layout->arena, node) };
}

/* What a kit says of itself beside its title. */
static void
note_meta(struct layout *layout, const struct doc_node *node)
{
	const char *name = doc_get(node, DOC_ATTR_NAME);
	const char *content = doc_get(node, DOC_ATTR_CONTENT);

	if (name == NULL || content == NULL || content[0] == '\0')
		return;
	if (strcmp(name, "description") == 0)
		layout->description = content;
	else if (strcmp(name, "keywords") == 0)
		layout->keywords = content;
	else if (strcmp(name, "cover") == 0)
		layout->cover_label = content;
}

static bool
is_section(enum doc_tag tag)
{
	return tag == DOC_SECTION || tag == DOC_ARTICLE || tag == DOC_DIV;
}

static void
scan_node(struct layout *layout, const struct branch *outer,
    const struct doc_node *node)
{
	struct branch branch = *outer;
	const char *kind = doc_get(node, DOC_ATTR_DATA_KIND);
	int16_t page;

	if (node->tag != DOC_HTML)	/* the root of all styles */
		branch.place = place_child(layout, &outer->place, node);
	if (node->tag == DOC_BODY)
		layout->body = branch.place.style;
	if (node->tag == DOC_K_FOOTNOTE)
		scan_footnote(layout, node);
	if (node->tag == DOC_TITLE && layout->title == NULL)
		layout->title = node;
	if (node->tag == DOC_META)
		note_meta(layout, node);
	if (branch.place.style->box.display == DISPLAY_NONE &&
	    node->tag != DOC_HEAD)
		return;
	if (branch.place.depth > LIMIT_LAYOUT_DEPTH)
		return;
	if (node->tag == DOC_K_HEADER && layout->header == NULL) {
		layout->header = node;
		layout->header_parent = outer->place.style;
	}
	if (node->tag == DOC_K_FOOTER && layout->footer == NULL) {
		layout->footer = node;
		layout->footer_parent = outer->place.style;
	}
	if (node->tag == DOC_K_HEADER || node->tag == DOC_K_FOOTER)
		return;
	page = branch.place.style->box.page;
	if (page >= 0 && layout->sheet->pages[page].has_furniture == WORD_OFF)
		branch.is_listed = false;
	if (kind != NULL && strcmp(kind, "auto") == 0)
		branch.is_listed = false;
	if (node->id != NULL) {
		note_id(layout, node, node->id);
		if (is_section(node->tag))
			*branch.section_id = node->id;
	}
	if (node->tag == DOC_H1 || node->tag == DOC_H2)
		note_heading(layout, &branch, node);
	for (const struct doc_node *child = node->first_child; child != NULL;
	    child = child->next) {
		if (child->tag != DOC_TEXT)
			scan_node(layout, &branch, child);
	}
}

void
structure_scan(struct layout *layout, const struct place *place,
    const struct doc_node *root)
{
	const char *section_id = NULL;
	struct branch branch = { *place, true, &section_id };

	layout->landings = ARENA_ARRAY(layout->arena, struct landing *,
	    LANDING_BUCKETS);
	scan_node(layout, &branch, root);
}

const char *
running_title(struct layout *layout, uint32_t page)
{
	const struct landing *landing;
	const char *title = "";

	for (uint32_t i = 0; i < layout->heading_count; i++) {
		landing = landing_find(layout, layout->headings[i].id);
		if (landing == NULL || !landing->is_found ||
		    !layout->headings[i].is_listed)
			continue;
		if (landing->page > page)
			break;
		title = layout->headings[i].title;
		if (landing->page == page)
			break;
	}
	return title;
}

/* An element is used when something is drawn for it or below it; of a table
 * that is used, every row and cell, so that its grid stays whole. */
static void
find_used(const struct layout *layout, const struct page_list *pages,
    bool *used)
{
	const struct element *elements = layout->elements.items;
	const struct page *page;
	int32_t at;

	used[0] = true;
	for (uint32_t p = 0; p < pages->page_count; p++) {
		page = &pages->pages[p];
		for (uint32_t i = 0; i < page->op_count; i++) {
			for (at = page->ops[i].element; at >= 0 && !used[at];
			    at = elements[at].parent)
				used[at] = true;
		}
	}
	for (uint32_t i = 1; i < layout->elements.count; i++) {
		if (elements[i].type == ELEMENT_TR ||
		    elements[i].type == ELEMENT_TH ||
		    elements[i].type == ELEMENT_TD)
			used[i] |= used[elements[i].parent];
	}
}

static void
renumber(struct page_list *pages, const int32_t *numbers)
{
	struct page *page;

	for (uint32_t p = 0; p < pages->page_count; p++) {
		page = &pages->pages[p];
		for (uint32_t i = 0; i < page->op_count; i++) {
			if (page->ops[i].element >= 0)
				page->ops[i].element =
				    numbers[page->ops[i].element];
		}
		for (uint32_t i = 0; i < page->link_count; i++)
			page->links[i].element =
			    numbers[page->links[i].element];
	}
}

static void
drop_unused(struct layout *layout, struct page_list *pages)
{
	struct element_list *list = &layout->elements;
	bool *used = ARENA_ARRAY(layout->arena, bool, list->count);
	int32_t *numbers = ARENA_ARRAY(layout->arena, int32_t, list->count);
	uint32_t kept = 0;

	find_used(layout, pages, used);
	for (uint32_t i = 0; i < list->count; i++) {
		numbers[i] = used[i] ? (int32_t)kept : -1;
		if (!used[i])
			continue;
		list->items[kept] = list->items[i];
		if (kept > 0)
			list->items[kept].parent =
			    numbers[list->items[kept].parent];
		kept++;
	}
	list->count = kept;
	renumber(pages, numbers);
	pages->elements = list->items;
	pages->element_count = kept;
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(((const struct destination *)a)->name,
	    ((const struct destination *)b)->name);
}

static void
make_destinations(struct layout *layout, struct page_list *pages)
{
	struct destination *list = ARENA_ARRAY(layout->arena,
	    struct destination, layout->landing_count);
	uint32_t count = 0;

	for (uint32_t b = 0; b < LANDING_BUCKETS; b++) {
		for (const struct landing *at = layout->landings[b];
		    at != NULL; at = at->next) {
			if (at->is_placed)
				list[count++] = (struct destination){
					at->name, at->page, at->x, at->y };
		}
	}
	if (count > 0)
		qsort(list, count, sizeof(*list), by_name);
	pages->destinations = list;
	pages->destination_count = count;
}

static void
make_outline(struct layout *layout, struct page_list *pages)
{
	struct outline_item *list = ARENA_ARRAY(layout->arena,
	    struct outline_item, layout->heading_count);
	const struct heading *heading;
	const struct landing *landing;
	uint32_t count = 0;
	unsigned level = 0;

	for (uint32_t i = 0; i < layout->heading_count; i++) {
		heading = &layout->headings[i];
		landing = landing_find(layout, heading->id);
		if (landing == NULL || !landing->is_placed)
			continue;
		level = heading->level > level + 1 ? level + 1 :
		    heading->level;
		list[count++] = (struct outline_item){ heading->title,
			(uint16_t)level, heading->id };
	}
	pages->outline = list;
	pages->outline_count = count;
}

/* Links to what is not in the kit after all fall away; their text stays, and
 * is a Span rather than a Link without annotation. */
static void
drop_dead_links(struct layout *layout, struct page_list *pages)
{
	bool *is_live = ARENA_ARRAY(layout->arena, bool,
	    layout->elements.count);
	const struct landing *landing;
	struct page *page;
	uint32_t kept;

	for (uint32_t p = 0; p < pages->page_count; p++) {
		page = &pages->pages[p];
		kept = 0;
		for (uint32_t i = 0; i < page->link_count; i++) {
			if (page->links[i].dest != NULL) {
				landing = landing_find(layout,
				    page->links[i].dest);
				if (landing == NULL || !landing->is_placed)
					continue;
			}
			is_live[page->links[i].element] = true;
			page->links[kept++] = page->links[i];
		}
		page->link_count = kept;
	}
	for (uint32_t i = 0; i < layout->elements.count; i++) {
		if (layout->elements.items[i].type == ELEMENT_LINK &&
		    !is_live[i])
			layout->elements.items[i].type = ELEMENT_SPAN;
	}
}

void
structure_finish(struct layout *layout, struct page_list *pages)
{
	drop_dead_links(layout, pages);
	drop_unused(layout, pages);
	make_destinations(layout, pages);
	make_outline(layout, pages);
}
