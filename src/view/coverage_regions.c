/*
 * Coverage by region. In: the rows of offices. Out: a row for each region,
 * whose cells have the worst state of its offices and how many are ready.
 */
#include "parts.h"

static const struct coverage_row *
find_row(const struct list *rows, const struct record *office)
{
	uint32_t i;

	for (i = 0; i < rows->count; i++) {
		const struct coverage_row *row =
		    LIST_AT(*rows, struct coverage_row, i);

		if (row->office == office)
			return row;
	}
	return NULL;
}

static void
add_cell(struct viewer *viewer, struct coverage_share *share,
    const struct coverage_cell *cell)
{
	if (!is_given(&cell->state))
		return;
	if (!is_given(&share->state) ||
	    cell->state.index > share->state.index) {
		share->state = cell->state;
		share->word = cell->word;
	}
	share->total = view_integer(viewer, share->total.number + 1);
	share->ready = view_integer(viewer, share->ready.number +
	    (cell->lacks.count == 0));
}

static void
add_office(struct viewer *viewer, struct list *cells,
    const struct coverage_row *row)
{
	uint32_t i;

	for (i = 0; i < cells->count; i++)
		add_cell(viewer, LIST_AT(*cells, struct coverage_share, i),
		    LIST_AT(row->cells, struct coverage_cell, i));
}

struct list
view_coverage_regions(struct viewer *viewer, const struct coverage_view *top)
{
	const struct record **offices = ARENA_ARRAY(viewer->arena,
	    const struct record *, top->rows.count);
	struct coverage_region *regions;
	struct list groups;
	uint32_t i, k;

	for (i = 0; i < top->rows.count; i++)
		offices[i] = LIST_AT(top->rows, struct coverage_row,
		    i)->office;
	groups = view_by_region(viewer, (struct record_list){ offices,
	    top->rows.count });
	regions = ARENA_ARRAY(viewer->arena, struct coverage_region,
	    groups.count);
	for (i = 0; i < groups.count; i++) {
		const struct group_view *group = LIST_AT(groups,
		    struct group_view, i);
		const struct record *const *members = group->items.items;

		regions[i].pos = viewer->pos;
		regions[i].title = group->title;
		regions[i].cells = (struct list){ viewer->pos,
		    top->campaigns.count, ARENA_ARRAY(viewer->arena,
		    struct coverage_share, top->campaigns.count) };
		for (k = 0; k < top->campaigns.count; k++)
			LIST_AT(regions[i].cells, struct coverage_share,
			    k)->pos = viewer->pos;
		for (k = 0; k < group->items.count; k++)
			add_office(viewer, &regions[i].cells,
			    find_row(&top->rows, members[k]));
	}
	return (struct list){ viewer->pos, groups.count, regions };
}
