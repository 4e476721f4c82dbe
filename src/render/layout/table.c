/*
 * Tables. In: a table element; out: one row item for each row, inside a
 * container that repeats the head on every page that the table reaches.
 *
 * First the cells are laid on a grid of rows and columns, spans counted, and
 * numbers of a column indented to have their points below each other; then
 * the columns get their widths from the least and the most that their cells
 * can use (CSS 2.2, 17.5.2.2); then the cells are filled, in reading order so
 * that the structure tree is, and last the rows get their heights.
 */
#include <stdlib.h>
#include <string.h>

#include "decimals.h"
#include "flow.h"

/* A head higher than a third of a page is not repeated. */
#define REPEAT_PART 3

struct table_cell {
	const struct doc_node *node;
	struct place place;		/* its style; no box yet */
	uint32_t column, columns, rows;	/* where it starts, what it spans */
	uint32_t filled;		/* index into the row's cells */
};

struct table_row {
	const struct doc_node *node;
	const struct doc_node *section;	/* thead, tbody, tfoot or the table */
	struct place place;
	struct table_cell *cells;
	uint32_t count;
	struct cell *filled;		/* the row's own box first */
	fixed height;
	bool is_head;
	bool is_held;			/* a cell reaches into the next row */
};

struct table {
	struct table_row *rows;
	uint32_t row_count, row_size;
	uint32_t column_count;
	const struct doc_node *caption;
	struct widths *wanted;		/* per column */
	fixed *given;			/* width by style, or 0 */
	fixed *x, *width;
	fixed whole;
	bool has_head;
};

static uint32_t
span_attr(const struct doc_node *node, enum doc_attr_name name, uint32_t max)
{
	const char *value = doc_get(node, name);
	unsigned long span = value != NULL ? strtoul(value, NULL, 10) : 1;

	if (span < 1)
		return 1;
	return span > max ? max : (uint32_t)span;
}

static struct table_row *
add_row(struct layout *layout, struct table *table)
{
	struct table_row *grown;

	if (table->row_count == table->row_size) {
		table->row_size = table->row_size * 2 + 8;
		grown = ARENA_ARRAY(layout->arena, struct table_row,
		    table->row_size);
		if (table->row_count > 0)
			memcpy(grown, table->rows,
			    table->row_count * sizeof(*grown));
		table->rows = grown;
	}
	return &table->rows[table->row_count++];
}

/* `busy`: per column, how many rows from here on a cell above still takes. */
static void
read_row(struct layout *layout, struct table *table,
    const struct place *section, const struct doc_node *node, bool is_head,
    uint32_t *busy)
{
	struct table_row *row = add_row(layout, table);
	uint32_t column = 0, count = 0;
	struct table_cell *cell;

	*row = (struct table_row){ .node = node, .is_head = is_head,
		.place = place_child(layout, section, node) };
	for (const struct doc_node *at = node->first_child; at != NULL;
	    at = at->next)
		count += at->tag == DOC_TH || at->tag == DOC_TD;
	row->cells = ARENA_ARRAY(layout->arena, struct table_cell, count);
	for (const struct doc_node *at = node->first_child; at != NULL;
	    at = at->next) {
		if (at->tag != DOC_TH && at->tag != DOC_TD)
			continue;
		while (column < LIMIT_TABLE_COLUMNS && busy[column] > 0)
			column++;
		if (column == LIMIT_TABLE_COLUMNS)
			break;
		cell = &row->cells[row->count++];
		cell->node = at;
		cell->place = place_child(layout, &row->place, at);
		cell->column = column;
		cell->columns = span_attr(at, DOC_ATTR_COLSPAN,
		    LIMIT_TABLE_COLUMNS - column);
		cell->rows = span_attr(at, DOC_ATTR_ROWSPAN, 1000);
		for (uint32_t i = 0; i < cell->columns; i++)
			busy[column++] = cell->rows;
	}
	for (uint32_t i = 0; i < LIMIT_TABLE_COLUMNS; i++) {
		if (busy[i] > 0 && i + 1 > table->column_count)
			table->column_count = i + 1;
		if (busy[i] > 0 && --busy[i] > 0)
			row->is_held = true;
	}
}

static void
read_rows(struct layout *layout, struct table *table,
    const struct place *place, const struct doc_node *node, uint32_t *busy)
{
	struct place section;
	uint32_t first;

	for (const struct doc_node *at = node->first_child; at != NULL;
	    at = at->next) {
		first = table->row_count;
		if (at->tag == DOC_CAPTION) {
			table->caption = at;
		} else if (at->tag == DOC_TR) {
			read_row(layout, table, place, at,
			    node->tag == DOC_THEAD, busy);
			table->rows[first].section = node;
		} else if (at->tag == DOC_THEAD || at->tag == DOC_TBODY ||
		    at->tag == DOC_TFOOT) {
			section = place_child(layout, place, at);
			read_rows(layout, table, &section, at, busy);
			memset(busy, 0, LIMIT_TABLE_COLUMNS * sizeof(*busy));
			if (table->row_count > first)
				table->rows[table->row_count - 1].is_held =
				    false;
			table->has_head |= at->tag == DOC_THEAD &&
			    table->row_count > first;
		}
	}
}

/* A span never reaches past the last row. */
static void
clip_spans(struct table *table)
{
	struct table_row *row;
	uint32_t end;

	for (uint32_t r = 0; r < table->row_count; r++) {
		row = &table->rows[r];
		for (end = r + 1; end < table->row_count &&
		    table->rows[end - 1].is_held; )
			end++;
		for (uint32_t i = 0; i < row->count; i++) {
			if (row->cells[i].rows > end - r)
				row->cells[i].rows = end - r;
		}
	}
	if (table->row_count > 0)
		table->rows[table->row_count - 1].is_held = false;
}

static int8_t
align_of(const struct doc_node *node)
{
	static const struct {
		const char *word;
		int8_t align;
	} words[] = { { "left", ALIGN_START }, { "start", ALIGN_START },
		{ "right", ALIGN_END }, { "end", ALIGN_END },
		{ "center", ALIGN_CENTER } };
	const char *value = doc_get(node, DOC_ATTR_DATA_ALIGN);

	for (size_t i = 0; value != NULL &&
	    i < sizeof(words) / sizeof(words[0]); i++) {
		if (strcmp(words[i].word, value) == 0)
			return words[i].align;
	}
	return -1;
}

static bool
is_at_end(const struct table_cell *cell)
{
	int8_t align = align_of(cell->node);

	return (align < 0 ? cell->place.style->text.align : align) ==
	    ALIGN_END;
}

/* Sets the numbers of a column that ends its lines at the end with their
 * points below each other, if all are of one unit. */
static void
align_column(struct layout *layout, struct table *table, uint32_t column)
{
	struct figure *figures = ARENA_ARRAY(layout->arena, struct figure,
	    table->row_count);
	fixed widest = 0;
	uint32_t count = 0;

	for (uint32_t r = 0; r < table->row_count; r++) {
		struct table_row *row = &table->rows[r];

		for (uint32_t i = 0; i < row->count && !row->is_head; i++) {
			if (row->cells[i].column != column ||
			    row->cells[i].columns > 1 ||
			    !is_at_end(&row->cells[i]) ||
			    !figure_read(layout, row->cells[i].node,
			    &row->cells[i].place, &figures[count]))
				continue;
			if (strcmp(figures[count].unit, figures[0].unit) != 0)
				return;
			if (figures[count].tail > widest)
				widest = figures[count].tail;
			count++;
		}
	}
	for (uint32_t i = 0; i < count; i++)
		figure_indent(layout, &figures[i], widest);
}

static fixed
cell_sides(const struct table_cell *cell)
{
	return box_left(cell->place.style, false) +
	    box_right(cell->place.style, false);
}

static void
want(struct layout *layout, struct table *table,
    const struct table_cell *cell, fixed whole)
{
	struct widths widths = measure_children(layout, &cell->place,
	    cell->node);
	struct widths *column = &table->wanted[cell->column];
	fixed given = extent_of(cell->place.style->box.width, whole, 0);

	widths.min += cell_sides(cell);
	widths.max += cell_sides(cell);
	if (widths.min > column->min)
		column->min = widths.min;
	if (widths.max > column->max)
		column->max = widths.max;
	if (given > table->given[cell->column])
		table->given[cell->column] = given;
}

/* What a spanning cell needs beyond its columns goes to the last of them. */
static void
want_span(struct layout *layout, struct table *table,
    const struct table_cell *cell)
{
	struct widths widths = measure_children(layout, &cell->place,
	    cell->node);
	struct widths *last =
	    &table->wanted[cell->column + cell->columns - 1];

	widths.min += cell_sides(cell);
	widths.max += cell_sides(cell);
	for (uint32_t i = 0; i < cell->columns; i++) {
		widths.min -= table->wanted[cell->column + i].min;
		widths.max -= table->wanted[cell->column + i].max;
	}
	if (widths.min > 0)
		last->min += widths.min;
	if (widths.max > 0)
		last->max += widths.max;
}

static void
measure_columns(struct layout *layout, struct table *table, fixed whole)
{
	uint32_t count = table->column_count;
	const struct table_row *row;

	table->wanted = ARENA_ARRAY(layout->arena, struct widths, count);
	table->given = ARENA_ARRAY(layout->arena, fixed, count);
	table->x = ARENA_ARRAY(layout->arena, fixed, count);
	table->width = ARENA_ARRAY(layout->arena, fixed, count);
	for (int is_spanning = 0; is_spanning < 2; is_spanning++) {
		for (uint32_t r = 0; r < table->row_count; r++) {
			row = &table->rows[r];
			for (uint32_t i = 0; i < row->count; i++) {
				if ((row->cells[i].columns > 1) !=
				    (is_spanning == 1))
					continue;
				if (is_spanning == 1)
					want_span(layout, table,
					    &row->cells[i]);
				else
					want(layout, table, &row->cells[i],
					    whole);
			}
		}
	}
	for (uint32_t i = 0; i < count; i++) {
		if (table->given[i] > 0)
			table->wanted[i].max = table->given[i];
		if (table->wanted[i].min > table->wanted[i].max)
			table->wanted[i].max = table->wanted[i].min;
	}
}

/* Columns that ask for no more than an even share of what is left get what
 * they ask for, so that short words do not wrap beside a long text. */
static void
settle_narrow(struct table *table, int64_t *left, uint32_t *open_count)
{
	bool has_settled = true;

	while (has_settled && *open_count > 0) {
		has_settled = false;
		for (uint32_t i = 0; i < table->column_count; i++) {
			if (table->width[i] > 0 || *open_count == 0 ||
			    table->wanted[i].max > *left / *open_count)
				continue;
			table->width[i] = table->wanted[i].max;
			if (table->width[i] == 0)
				table->width[i] = 1;
			*left -= table->width[i];
			(*open_count)--;
			has_settled = true;
		}
	}
}

/* The others get their least and a share of the rest, by what they could use
 * more. */
static void
share_rest(struct table *table, int64_t left)
{
	int64_t min = 0, max = 0;
	const struct widths *wanted;

	for (uint32_t i = 0; i < table->column_count; i++) {
		if (table->width[i] > 0)
			continue;
		min += table->wanted[i].min;
		max += table->wanted[i].max;
	}
	for (uint32_t i = 0; i < table->column_count; i++) {
		wanted = &table->wanted[i];
		if (table->width[i] > 0)
			continue;
		if (min >= left || max == min)
			table->width[i] = (fixed)(left * wanted->min /
			    (min > 0 ? min : 1));
		else
			table->width[i] = wanted->min + (fixed)((left - min) *
			    (wanted->max - wanted->min) / (max - min));
	}
}

/* Widths in proportion to `wanted`, the least or the most. */
static void
share_whole(struct table *table, int64_t whole, int64_t sum, bool is_least)
{
	const struct widths *wanted;

	for (uint32_t i = 0; i < table->column_count; i++) {
		wanted = &table->wanted[i];
		table->width[i] = (fixed)(whole *
		    (is_least ? wanted->min : wanted->max) / sum);
	}
}

/* Widths that fill `whole` exactly. Where even the least widths are too much,
 * words will break. */
static void
share_width(struct table *table, fixed whole)
{
	int64_t min = 0, max = 0, left = whole;
	uint32_t open_count = table->column_count;
	fixed rest = whole;

	for (uint32_t i = 0; i < table->column_count; i++) {
		min += table->wanted[i].min;
		max += table->wanted[i].max;
	}
	if (min >= whole && min > 0) {
		share_whole(table, whole, min, true);
	} else if (max <= whole && max > 0) {
		share_whole(table, whole, max, false);
	} else {
		settle_narrow(table, &left, &open_count);
		share_rest(table, left);
	}
	for (uint32_t i = 0; i < table->column_count; i++)
		rest -= table->width[i];
	if (table->column_count > 0)
		table->width[table->column_count - 1] += rest;
}

static void
set_widths(struct table *table, const struct place *place)
{
	fixed natural = 0, x = 0, whole;

	for (uint32_t i = 0; i < table->column_count; i++)
		natural += table->wanted[i].max;
	whole = extent_of(place->style->box.width, place->width,
	    natural < place->width ? natural : place->width);
	if (whole > place->width)
		whole = place->width;
	table->whole = whole;
	share_width(table, whole);
	for (uint32_t i = 0; i < table->column_count; i++) {
		table->x[i] = x;
		x += table->width[i];
	}
}

/* A column that has no room for a character of its text: one error for the
 * table rather than one for each cell. */
static bool
check_widths(struct layout *layout, const struct table *table,
    const struct place *place, const struct doc_node *node)
{
	const struct table_cell *cell;
	fixed room, em = place->style->text.font_size;

	for (uint32_t r = 0; r < table->row_count; r++) {
		for (uint32_t i = 0; i < table->rows[r].count; i++) {
			cell = &table->rows[r].cells[i];
			room = table->width[cell->column] - cell_sides(cell);
			if (room >= em || table->wanted[cell->column].min -
			    cell_sides(cell) <= room)
				continue;
			diag_report(layout->diags, DIAG_LAYOUT_OVERFLOW,
			    node->pos, "a table of %u columns is too wide for "
			    "the %.0f pt of its page: a column has %.0f pt "
			    "for its text", (unsigned)table->column_count,
			    (double)place->width / FIXED_ONE,
			    (double)room / FIXED_ONE);
			return false;
		}
	}
	return true;
}

static void
tag_cell(struct layout *layout, struct place *outer,
    const struct table_cell *cell, bool is_head)
{
	const char *scope = doc_get(cell->node, DOC_ATTR_SCOPE);
	bool is_header = cell->node->tag == DOC_TH;
	struct element *element;

	element_enter(layout, outer, is_header ? ELEMENT_TH : ELEMENT_TD,
	    cell->node);
	if (outer->element < 0)
		return;
	element = &layout->elements.items[outer->element];
	element->col_span = (uint16_t)cell->columns;
	element->row_span = (uint16_t)cell->rows;
	element->scope_is_row = is_header &&
	    (scope != NULL ? strncmp(scope, "row", 3) == 0 : !is_head);
}

static void
fill_table_cell(struct layout *layout, const struct table *table,
    struct table_row *row, struct table_cell *cell, const struct place *place,
    int32_t element, uint32_t index)
{
	struct place outer = cell->place;
	uint32_t last = cell->column + cell->columns - 1;
	fixed x = table->x[cell->column];

	outer.element = element;
	outer.takes_text = false;
	tag_cell(layout, &outer, cell, row->is_head);
	outer.align = align_of(cell->node);
	outer.width = table->x[last] + table->width[last] - x;
	outer.x = place->is_rtl ?
	    place->x + place->width - x - outer.width : place->x + x;
	if (outer.width < FIXED_ONE)
		outer.width = FIXED_ONE;
	cell->filled = index;
	cell_fill(layout, &row->filled[index], &outer, cell->node, 0);
}

/* The row's own background and lines: a cell without content, drawn first. */
static void
fill_row_box(struct layout *layout, const struct table *table,
    struct table_row *row, const struct place *place)
{
	struct column nothing;
	struct cell *box = &row->filled[0];

	column_init(&nothing, layout->arena);
	box->slice = galley_whole(nothing.galley);
	box->style = row->place.style;
	box->is_rtl = place->is_rtl;
	box->width = table->whole;
	box->x = place->is_rtl ? place->x + place->width - table->whole :
	    place->x;
}

static void
fill_rows(struct layout *layout, struct table *table,
    const struct place *place)
{
	const struct doc_node *section = NULL;
	struct place group = *place, inside;
	struct table_row *row;

	for (uint32_t r = 0; r < table->row_count; r++) {
		row = &table->rows[r];
		if (row->section != section && table->has_head) {
			group = *place;
			element_enter(layout, &group, row->is_head ?
			    ELEMENT_THEAD : ELEMENT_TBODY, row->section);
		}
		section = row->section;
		inside = group;
		element_enter(layout, &inside, ELEMENT_TR, row->node);
		row->filled = ARENA_ARRAY(layout->arena, struct cell,
		    row->count + 1);
		fill_row_box(layout, table, row, place);
		for (uint32_t i = 0; i < row->count; i++)
			fill_table_cell(layout, table, row, &row->cells[i],
			    place, inside.element, i + 1);
	}
}

static fixed
filled_height(const struct cell *cell)
{
	return cell->content + cell->top + cell->bottom;
}

static void
set_heights(struct table *table)
{
	struct table_row *row;
	const struct table_cell *cell;
	fixed height, above;

	for (uint32_t r = 0; r < table->row_count; r++) {
		row = &table->rows[r];
		for (uint32_t i = 0; i < row->count; i++) {
			height = filled_height(&row->filled[i + 1]);
			if (row->cells[i].rows == 1 && height > row->height)
				row->height = height;
		}
	}
	/* A cell over several rows makes the last of them higher. */
	for (uint32_t r = 0; r < table->row_count; r++) {
		row = &table->rows[r];
		for (uint32_t i = 0; i < row->count; i++) {
			cell = &row->cells[i];
			if (cell->rows == 1)
				continue;
			above = 0;
			for (uint32_t k = 0; k + 1 < cell->rows; k++)
				above += row[k].height;
			height = filled_height(&row->filled[i + 1]) - above;
			if (height > row[cell->rows - 1].height)
				row[cell->rows - 1].height = height;
		}
	}
	for (uint32_t r = 0; r < table->row_count; r++) {
		row = &table->rows[r];
		for (uint32_t i = 0; i < row->count; i++) {
			cell = &row->cells[i];
			for (uint32_t k = 0; k < cell->rows && cell->rows > 1;
			    k++)
				row->filled[i + 1].height += row[k].height;
		}
	}
}

static void
put_table_row(struct layout *layout, struct column *column,
    const struct place *place, const struct table_row *row, bool is_held)
{
	fixed half = page_text_height(layout, place->page) / 2;
	struct item *item = column_add(column, ITEM_ROW, row->height,
	    row->node);

	item->u.row = (struct row){ row->filled, row->count + 1,
		row->height > half && !is_held && !row->is_held, false };
}

static struct galley *
repeated_head(struct layout *layout, const struct table *table,
    const struct place *place, fixed *ret_height)
{
	struct column head;

	*ret_height = 0;
	column_init(&head, layout->arena);
	for (uint32_t r = 0; r < table->row_count; r++) {
		if (!table->rows[r].is_head)
			break;
		put_table_row(layout, &head, place, &table->rows[r], true);
		*ret_height += table->rows[r].height;
	}
	if (*ret_height == 0 || *ret_height >
	    page_text_height(layout, place->page) / REPEAT_PART) {
		*ret_height = 0;
		return NULL;
	}
	return head.galley;
}

static void
put_rows(struct layout *layout, struct column *column,
    const struct place *place, const struct table *table,
    const struct doc_node *node)
{
	struct container *open = ARENA_NEW(layout->arena, struct container);
	const struct text_style *text = &place->style->text;
	const struct table_row *row;
	struct run_of_lines run;
	bool is_held = false;

	open->x = place->x;
	open->width = place->width;
	open->repeat = repeated_head(layout, table, place,
	    &open->repeat_height);
	column_open(column, open, node);
	run = run_start(column);
	for (uint32_t r = 0; r < table->row_count; r++) {
		row = &table->rows[r];
		if (r > 0) {
			run_break(&run, column, place->avoid +
			    (is_held ? PENALTY_AVOID : 0), text->orphans);
			if (row[-1].is_head) {
				column_keep(column);
				run = run_start(column);
			}
		}
		put_table_row(layout, column, place, row, is_held);
		is_held = row->is_held;
	}
	run_end(&run, column, text->widows);
	column_close(column);
}

void
flow_table(struct layout *layout, struct column *column,
    const struct place *inner, const struct doc_node *node)
{
	uint32_t busy[LIMIT_TABLE_COLUMNS] = { 0 };
	struct table table = { 0 };
	struct place place = *inner;

	read_rows(layout, &table, inner, node, busy);
	clip_spans(&table);
	if (table.caption != NULL) {
		place = place_child(layout, inner, table.caption);
		element_enter(layout, &place, ELEMENT_CAPTION, table.caption);
		flow_children(layout, column, &place, table.caption);
		column_space(column, place.style->box.margin[SIDE_BOTTOM]);
		column_break(column, inner->avoid);
		column_keep(column);
	}
	if (table.column_count == 0)
		return;
	for (uint32_t i = 0; i < table.column_count && !inner->is_rtl; i++)
		align_column(layout, &table, i);
	measure_columns(layout, &table, inner->width);
	set_widths(&table, inner);
	if (!check_widths(layout, &table, inner, node))
		return;
	fill_rows(layout, &table, inner);
	set_heights(&table);
	put_rows(layout, column, inner, &table, node);
}
