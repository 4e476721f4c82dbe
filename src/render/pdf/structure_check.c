/*
 * Is the kit accessible? In: the structure tree and what the pages hold of it.
 * Out: `kit-structure` diagnostics that name the content line; nothing is
 * repaired. The claim to PDF/UA is written only after this found nothing.
 *
 * Validators do not see all of it: they pass tables without a header, elements
 * that lost their content, destinations that do not exist.
 * Source: ISO 14289-1, section 7; ISO 32000-1, section 14.8.4.
 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "writer.h"

enum { COLUMNS_MAX = 256, SIDE_MIN_PT = 3, SIDE_MAX_PT = 14400 };

#define BIT(type) (UINT64_C(1) << ELEMENT_##type)

static_assert(ELEMENT_TYPE_COUNT <= 64, "a type is a bit of 64");

/* What may stand in whom. 0: anything. */
static const struct {
	uint64_t parents, children;
} nesting[ELEMENT_TYPE_COUNT] = {
	[ELEMENT_L] = { 0, BIT(L) | BIT(LI) | BIT(CAPTION) },
	[ELEMENT_LI] = { BIT(L), BIT(LBL) | BIT(LBODY) },
	[ELEMENT_LBODY] = { BIT(LI), 0 },
	[ELEMENT_TABLE] = { 0, BIT(THEAD) | BIT(TBODY) | BIT(TR) |
	    BIT(CAPTION) },
	[ELEMENT_THEAD] = { BIT(TABLE), BIT(TR) },
	[ELEMENT_TBODY] = { BIT(TABLE), BIT(TR) },
	[ELEMENT_TR] = { BIT(TABLE) | BIT(THEAD) | BIT(TBODY),
	    BIT(TH) | BIT(TD) },
	[ELEMENT_TH] = { BIT(TR), 0 },
	[ELEMENT_TD] = { BIT(TR), 0 },
	[ELEMENT_CAPTION] = { BIT(TABLE) | BIT(L) | BIT(TOC) | BIT(FIGURE),
	    0 },
	[ELEMENT_TOC] = { 0, BIT(TOC) | BIT(TOCI) | BIT(CAPTION) },
	[ELEMENT_TOCI] = { BIT(TOC), BIT(LBL) | BIT(REFERENCE) | BIT(P) |
	    BIT(TOC) },
	[ELEMENT_REFERENCE] = { 0, BIT(LINK) | BIT(SPAN) | BIT(LBL) },
};

/* Types that only hold others: text or a picture in them is not tagged. */
static const uint64_t containers = BIT(DOCUMENT) | BIT(L) | BIT(LI) |
    BIT(TABLE) | BIT(THEAD) | BIT(TBODY) | BIT(TR) | BIT(TOC);
/* Types that may be empty; DIV and the like are then left out. */
static const uint64_t may_be_empty = BIT(TH) | BIT(TD) | BIT(DIV) |
    BIT(SECT) | BIT(PART) | BIT(SPAN);

struct check {
	const struct pdf_writer *writer;
	const struct page_list *pages;
	size_t errors;			/* before */
};

static bool
is_in(uint64_t set, enum element_type type)
{
	return (set >> type & 1) != 0;
}

/* The line to blame: the element's, or the nearest above that has one. */
static struct source_pos
pos_of(const struct check *check, uint32_t index)
{
	const struct element *element = &check->pages->elements[index];

	while (element->pos.line == 0 && element->parent >= 0)
		element = &check->pages->elements[element->parent];
	return element->pos;
}

static void __attribute__((format(printf, 3, 4)))
blame(const struct check *check, uint32_t index, const char *format, ...)
{
	va_list args;
	char text[256];

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	diag_report(check->writer->diags, DIAG_KIT_STRUCTURE,
	    pos_of(check, index), "%s", text);
}

static bool
is_blank(const char *text)
{
	return text == NULL || text[strspn(text, " \t\r\n")] == '\0';
}

/* The shape of a tag of BCP 47: `en_GB` fails, and so does nothing. */
static bool
is_lang(const char *lang)
{
	size_t len;

	if (lang == NULL)
		return false;
	for (;; lang += len + 1) {
		len = strspn(lang, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
		    "abcdefghijklmnopqrstuvwxyz0123456789");
		if (len < 1 || len > 8)
			return false;
		if (lang[len] != '-')
			return lang[len] == '\0';
	}
}

static void
check_document(const struct check *check)
{
	const struct page_list *pages = check->pages;
	uint32_t i;

	if (pages->element_count == 0 ||
	    pages->elements[0].type != ELEMENT_DOCUMENT)
		blame(check, 0, "the kit has no Document element");
	if (is_blank(pages->title))
		blame(check, 0, "the kit has no title");
	if (!is_lang(pages->lang))
		blame(check, 0, "the kit's language '%s' is no language tag",
		    pages->lang != NULL ? pages->lang : "");
	for (i = 0; i < pages->page_count; i++) {
		const struct page *page = &pages->pages[i];
		fixed least = page->width < page->height ? page->width :
		    page->height;
		fixed most = page->width < page->height ? page->height :
		    page->width;

		if (least < FIXED_FROM_PT(SIDE_MIN_PT) ||
		    most > FIXED_FROM_PT(SIDE_MAX_PT))
			blame(check, 0, "page %u is not between %d and %d pt",
			    (unsigned int)i + 1, SIDE_MIN_PT, SIDE_MAX_PT);
	}
}

static void
check_nesting(const struct check *check, uint32_t index)
{
	const struct element *element = &check->pages->elements[index];
	const struct element *parent;

	if (index == 0)
		return;
	parent = &check->pages->elements[element->parent];
	if ((nesting[element->type].parents != 0 &&
	    !is_in(nesting[element->type].parents, parent->type)) ||
	    (nesting[parent->type].children != 0 &&
	    !is_in(nesting[parent->type].children, element->type)) ||
	    element->type == ELEMENT_DOCUMENT)
		blame(check, index, "%s may not stand in %s",
		    element_type_name(element->type),
		    element_type_name(parent->type));
}

static void
check_content(const struct check *check, uint32_t index)
{
	const struct element *element = &check->pages->elements[index];
	const struct pdf_element_use *use = &check->writer->uses[index];

	if (use->has_own_content && is_in(containers, element->type))
		blame(check, index, "%s holds text outside its parts",
		    element_type_name(element->type));
	if (use->first_drawn == UINT32_MAX &&
	    !is_in(may_be_empty, element->type))
		blame(check, index, "%s is empty: nothing of it is printed",
		    element_type_name(element->type));
	if (element->type == ELEMENT_FIGURE && is_blank(element->alt))
		blame(check, index, "a picture has no alternative text; "
		    "write alt: for it");
	else if (element->type == ELEMENT_FIGURE && element->bbox_width <= 0)
		blame(check, index, "a picture has no place on its page");
	if (element->lang != NULL && !is_lang(element->lang))
		blame(check, index, "'%.60s' is no language tag; write one "
		    "such as 'de' or 'pt-BR'", element->lang);
	if (element->type == ELEMENT_LINK && !use->has_link)
		blame(check, index, "a link leads nowhere");
	if (element->type == ELEMENT_NOTE && is_blank(element->id))
		blame(check, index, "a note has no id");
}

/* What an element holds directly. */
struct holding {
	uint32_t first, last;		/* children; 0: none */
	uint16_t bodies, labels, captions, references;
};

static void
hold(struct holding *holding, enum element_type type, uint32_t child)
{
	if (holding->first == 0)
		holding->first = child;
	holding->last = child;
	holding->bodies += type == ELEMENT_LBODY;
	holding->labels += type == ELEMENT_LBL;
	holding->captions += type == ELEMENT_CAPTION;
	holding->references += type == ELEMENT_REFERENCE;
}

static void
check_holding(const struct check *check, const struct holding *holdings,
    uint32_t index)
{
	const struct element *element = &check->pages->elements[index];
	const struct holding *own = &holdings[index];
	const struct holding *parent = index > 0 ?
	    &holdings[element->parent] : NULL;

	if (check->writer->uses[index].first_drawn == UINT32_MAX)
		return;			/* blamed for that already, or left out */
	if (element->type == ELEMENT_LI &&
	    (own->bodies != 1 || own->labels > 1))
		blame(check, index, "a list item has %u labels and %u bodies",
		    (unsigned int)own->labels, (unsigned int)own->bodies);
	if (element->type == ELEMENT_TOCI && own->references == 0)
		blame(check, index, "a line of the contents refers to nothing");
	if (element->type == ELEMENT_CAPTION && (parent->captions > 1 ||
	    (parent->first != index && parent->last != index)))
		blame(check, index, "a caption stands first or last, and once");
}

/* Parts that only the whole shows to be missing. ISO 32000-1, 14.8.4.3. */
static void
check_parts(const struct check *check)
{
	const struct page_list *pages = check->pages;
	struct holding *holdings = ARENA_ARRAY(check->writer->arena,
	    struct holding, pages->element_count + 1);
	uint32_t i;

	for (i = 1; i < pages->element_count; i++)
		hold(&holdings[pages->elements[i].parent],
		    pages->elements[i].type, i);
	for (i = 0; i < pages->element_count; i++)
		check_holding(check, holdings, i);
}

static void
check_headings(const struct check *check)
{
	uint32_t i, level = 0;

	for (i = 0; i < check->pages->element_count; i++) {
		enum element_type type = check->pages->elements[i].type;
		uint32_t next = (uint32_t)type - ELEMENT_H1 + 1;

		if (type < ELEMENT_H1 || type > ELEMENT_H6)
			continue;
		if (next > level + 1 && level == 0)
			blame(check, i, "the first heading is of level %u; "
			    "it must be of level 1", (unsigned int)next);
		else if (next > level + 1)
			blame(check, i, "a heading of level %u follows one of "
			    "level %u; use level %u", (unsigned int)next,
			    (unsigned int)level, (unsigned int)level + 1);
		level = next;
	}
}

/* A table while its rows are counted. */
struct grid {
	uint32_t table;			/* element */
	uint32_t columns;		/* of the first row; 0 before it */
	uint32_t at;			/* next column of the row */
	uint32_t left[COLUMNS_MAX];	/* rows that a cell above still spans */
	bool has_header;
	bool is_wrong;			/* blamed once is enough */
};

static void
skip_spanned(struct grid *grid)
{
	while (grid->at < COLUMNS_MAX && grid->left[grid->at] > 0)
		grid->left[grid->at++]--;
}

static void
row_end(const struct check *check, struct grid *grid, uint32_t row)
{
	skip_spanned(grid);
	if (grid->columns == 0)
		grid->columns = grid->at;
	if (grid->at != grid->columns && !grid->is_wrong) {
		blame(check, row, "a table row has %u columns, the first has "
		    "%u", (unsigned int)grid->at,
		    (unsigned int)grid->columns);
		grid->is_wrong = true;
	}
	grid->at = 0;
}

static void
cell_add(const struct check *check, struct grid *grid, uint32_t index)
{
	const struct element *cell = &check->pages->elements[index];
	uint32_t columns = cell->col_span > 1 ? cell->col_span : 1;
	uint32_t rows = cell->row_span > 1 ? cell->row_span : 1;

	skip_spanned(grid);
	grid->has_header = grid->has_header || cell->type == ELEMENT_TH;
	for (; columns > 0 && grid->at < COLUMNS_MAX; columns--)
		grid->left[grid->at++] = rows - 1;
	if (columns > 0 && !grid->is_wrong) {
		blame(check, index, "a table has more than %d columns",
		    COLUMNS_MAX);
		grid->is_wrong = true;
	}
}

static void
table_end(const struct check *check, const struct grid *grid, bool has_head,
    bool has_body)
{
	uint32_t i;

	if (!grid->has_header)
		blame(check, grid->table, "a table has no header cell; use th "
		    "for the cells that head a column or a row");
	if (has_head && !has_body)
		blame(check, grid->table, "a table has a head but no body");
	for (i = 0; i < COLUMNS_MAX && !grid->is_wrong; i++)
		if (grid->left[i] > 0) {
			blame(check, grid->table,
			    "a cell spans more rows than its table has");
			return;
		}
}

/* The elements of one table, without those of tables inside its cells. */
static void
check_table(const struct check *check, const uint32_t *table_of,
    uint32_t table)
{
	const struct page_list *pages = check->pages;
	struct grid grid = { .table = table };
	bool has_head = false, has_body = false;
	uint32_t i, row = 0;

	for (i = table + 1; i < pages->element_count; i++) {
		enum element_type type = pages->elements[i].type;

		if (table_of[i] != table)
			continue;
		has_head = has_head || type == ELEMENT_THEAD;
		has_body = has_body || type == ELEMENT_TBODY;
		if (type == ELEMENT_TR) {
			if (row != 0)
				row_end(check, &grid, row);
			row = i;
		} else if (type == ELEMENT_TH || type == ELEMENT_TD) {
			cell_add(check, &grid, i);
		}
	}
	if (row != 0)
		row_end(check, &grid, row);
	table_end(check, &grid, has_head, has_body);
}

static void
check_tables(const struct check *check)
{
	const uint32_t count = check->pages->element_count;
	uint32_t *table_of =
	    ARENA_ARRAY(check->writer->arena, uint32_t, count);
	uint32_t i;

	/* A table itself belongs to the one around it. */
	table_of[0] = UINT32_MAX;
	for (i = 1; i < count; i++) {
		int32_t parent = check->pages->elements[i].parent;

		table_of[i] =
		    check->pages->elements[parent].type == ELEMENT_TABLE ?
		    (uint32_t)parent : table_of[parent];
	}
	for (i = 0; i < count; i++)
		if (check->pages->elements[i].type == ELEMENT_TABLE)
			check_table(check, table_of, i);
}

static int
compare_strings(const void *left, const void *right)
{
	return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static int
compare_elements_by_id(const void *left, const void *right)
{
	const struct element *a = *(const struct element *const *)left;
	const struct element *b = *(const struct element *const *)right;
	int order = strcmp(a->id, b->id);

	return order != 0 ? order : (a > b) - (a < b);
}

static void
check_ids(const struct check *check)
{
	const struct page_list *pages = check->pages;
	const struct element **named = arena_alloc_array(
	    check->writer->arena, pages->element_count, sizeof(*named));
	uint32_t i, count = 0;

	for (i = 0; i < pages->element_count; i++)
		if (pages->elements[i].id != NULL)
			named[count++] = &pages->elements[i];
	qsort(named, count, sizeof(*named), compare_elements_by_id);
	for (i = 1; i < count; i++)
		if (strcmp(named[i - 1]->id, named[i]->id) == 0)
			blame(check, (uint32_t)(named[i] - pages->elements),
			    "the id '%.60s' stands twice", named[i]->id);
}

static void
check_dest(const struct check *check, const char *const *names,
    const char *name, uint32_t element)
{
	if (name == NULL || bsearch(&name, names,
	    check->pages->destination_count, sizeof(*names),
	    compare_strings) == NULL)
		blame(check, element, "'%.60s' is no place of this kit",
		    name != NULL ? name : "");
}

static void
check_links(const struct check *check, const char *const *names)
{
	uint32_t i;

	for (i = 0; i < check->writer->annotation_count; i++) {
		const struct page_link *link =
		    check->writer->annotations[i].link;
		uint32_t element = (uint32_t)link->element;

		if (check->pages->elements[element].type != ELEMENT_LINK)
			blame(check, element, "a link stands in %s",
			    element_type_name(
			    check->pages->elements[element].type));
		if (is_blank(link->contents))
			blame(check, element, "a link has no text");
		if (link->uri == NULL)
			check_dest(check, names, link->dest, element);
	}
}

static void
check_places(const struct check *check)
{
	const struct page_list *pages = check->pages;
	const char **names = arena_alloc_array(check->writer->arena,
	    pages->destination_count + (size_t)1, sizeof(*names));
	uint32_t i;
	uint16_t level = 0;

	for (i = 0; i < pages->destination_count; i++) {
		names[i] = pages->destinations[i].name;
		if (pages->destinations[i].page >= pages->page_count)
			blame(check, 0, "'%.60s' is on no page", names[i]);
	}
	qsort(names, pages->destination_count, sizeof(*names),
	    compare_strings);
	for (i = 1; i < pages->destination_count; i++)
		if (strcmp(names[i - 1], names[i]) == 0)
			blame(check, 0, "the anchor '%.60s' stands twice",
			    names[i]);
	check_links(check, names);
	for (i = 0; i < pages->outline_count; i++) {
		check_dest(check, names, pages->outline[i].dest, 0);
		if (pages->outline[i].level > level + 1)
			blame(check, 0, "the outline skips a level before "
			    "'%.60s'", pages->outline[i].title);
		level = pages->outline[i].level;
	}
}

bool
pdf_structure_check(const struct pdf_writer *writer)
{
	const struct check check = { writer, writer->pages,
		writer->diags->errors };
	uint32_t i;

	check_document(&check);
	for (i = 0; i < writer->pages->element_count; i++) {
		check_nesting(&check, i);
		check_content(&check, i);
	}
	check_parts(&check);
	check_headings(&check);
	check_tables(&check);
	check_ids(&check);
	check_places(&check);
	return writer->diags->errors == check.errors;
}
