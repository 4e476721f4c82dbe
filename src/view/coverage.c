/*
 * The view of the coverage page. In: the coverage of an alliance reader's
 * edition. Out: a row for each office with a cell for each campaign, gaps
 * grouped by kind with the offices of one gap together, the ends of the next
 * half year, and what to ask for next with the very words to type.
 */
#include "fieldkit/coverage.h"

#include <string.h>

#include "fieldkit/strbuf.h"
#include "parts.h"

/* Campaigns beside and regions below each other in the kit, as its template
 * limits them. */
enum { KIT_COLUMNS = 10, KIT_REGIONS = 14 };

static struct str
words(struct viewer *viewer, const char *group, const char *slug)
{
	return view_str(viewer, view_message(viewer,
	    arena_printf(viewer->arena, "coverage.%s.%s", group, slug), NULL,
	    0));
}

static struct choice
state_choice(const struct viewer *viewer, enum cover_state state)
{
	return (struct choice){ viewer->pos, (int32_t)state };
}

static struct list
cell_lacks(struct viewer *viewer, const struct cover_cell *cell)
{
	struct coverage_aspect *lacks = ARENA_ARRAY(viewer->arena,
	    struct coverage_aspect, COVER_ASPECT_COUNT);
	uint32_t count = 0;
	int aspect;

	for (aspect = 0; aspect < COVER_ASPECT_COUNT; aspect++)
		if (cell->states[aspect] >= COVER_RISK)
			lacks[count++] = (struct coverage_aspect){
				.pos = viewer->pos,
				.name = words(viewer, "aspect",
				    cover_aspect_word((enum cover_aspect)
				    aspect)),
				.state = state_choice(viewer,
				    cell->states[aspect]),
				.word = words(viewer, "state",
				    cover_state_word(cell->states[aspect])),
			};
	return (struct list){ viewer->pos, count, lacks };
}

static void
fill_cell(struct viewer *viewer, struct coverage_cell *view,
    const struct cover_cell *cell)
{
	const struct campaign_match *match = cell->match;

	*view = (struct coverage_cell){
		.pos = viewer->pos, .campaign = match->campaign,
		.office = match->office,
		.url = view_url(viewer, edition_office_path(viewer->edition,
		    viewer->arena, match->campaign, match->office,
		    viewer->job->lang)),
		.state = state_choice(viewer, cell->state),
		.word = words(viewer, "state", cover_state_word(cell->state)),
		.lacks = cell_lacks(viewer, cell),
	};
}

/* The campaigns that run at some office, in the order of the cells. */
static struct list
columns(const struct viewer *viewer, const struct coverage *coverage)
{
	const struct record **campaigns = ARENA_ARRAY(viewer->arena,
	    const struct record *, coverage->cell_count);
	uint32_t i, count = 0;

	for (i = 0; i < coverage->cell_count; i++)
		if (count == 0 || campaigns[count - 1] !=
		    coverage->cells[i].match->campaign)
			campaigns[count++] =
			    coverage->cells[i].match->campaign;
	return (struct list){ viewer->pos, count, campaigns };
}

static bool
fill_row(struct viewer *viewer, struct coverage_row *row,
    const struct record *office, const struct list *campaigns)
{
	const struct coverage *coverage = viewer->context->plan->coverage;
	struct coverage_cell *cells = ARENA_ARRAY(viewer->arena,
	    struct coverage_cell, campaigns->count);
	bool has_any = false;
	uint32_t i;

	for (i = 0; i < campaigns->count; i++) {
		const struct record *campaign =
		    ((const struct record **)campaigns->items)[i];
		const struct cover_cell *cell = coverage_find(coverage,
		    campaign, office);

		cells[i] = (struct coverage_cell){ .pos = viewer->pos,
		    .campaign = campaign, .office = office };
		if (cell != NULL) {
			fill_cell(viewer, &cells[i], cell);
			has_any = true;
		}
	}
	*row = (struct coverage_row){ viewer->pos, office,
	    { viewer->pos, campaigns->count, cells } };
	return has_any;
}

static struct list
fill_rows(struct viewer *viewer, const struct list *campaigns)
{
	const struct record_set *offices =
	    &viewer->model->sets[RECORD_OFFICE];
	struct coverage_row *rows = ARENA_ARRAY(viewer->arena,
	    struct coverage_row, offices->count);
	uint32_t i, count = 0;

	for (i = 0; i < offices->count; i++)
		if (fill_row(viewer, &rows[count], offices->items[i],
		    campaigns))
			count++;
	return (struct list){ viewer->pos, count, rows };
}

/* --- gaps --- */

static bool
is_same(const struct cover_gap *a, const struct cover_gap *b)
{
	return a->campaign == b->campaign && a->record == b->record &&
	    a->label.variants == b->label.variants && a->has == b->has &&
	    (a->word == b->word || (a->word != NULL && b->word != NULL &&
	    strcmp(a->word, b->word) == 0));
}

/* A language is told by its name, a certificate by its own. */
static struct str
gap_word(const struct viewer *viewer, const struct cover_gap *gap)
{
	if (gap->word != NULL && (gap->kind == GAP_NO_TRANSLATION ||
	    gap->kind == GAP_NO_SPEAKER))
		return view_str(viewer, format_language(
		    viewer->context->locale, viewer->arena, gap->word));
	return view_str(viewer, gap->word);
}

/* Takes as many as tell the same of several offices; how many. */
static uint32_t
fill_gap(struct viewer *viewer, struct coverage_gap *view,
    const struct cover_gap *gaps, uint32_t count)
{
	const struct record **offices = ARENA_ARRAY(viewer->arena,
	    const struct record *, count);
	uint32_t taken, office_count = 0;

	*view = (struct coverage_gap){
		.pos = viewer->pos, .campaign = gaps->campaign,
		.record = gaps->record, .label = gaps->label,
		.word = gap_word(viewer, gaps), .on = gaps->on,
	};
	if (gaps->needs > 0) {
		view->has = view_integer(viewer, gaps->has);
		view->needs = view_integer(viewer, gaps->needs);
	}
	for (taken = 0; taken < count && is_same(gaps, &gaps[taken]); taken++)
		if (gaps[taken].office != NULL)
			offices[office_count++] = gaps[taken].office;
	view->offices = (struct list){ viewer->pos, office_count, offices };
	return taken;
}

static void
fill_group(struct viewer *viewer, struct coverage_gaps *group,
    const struct cover_gap *gaps, uint32_t count)
{
	struct coverage_gap *views = ARENA_ARRAY(viewer->arena,
	    struct coverage_gap, count);
	uint32_t i, view_count = 0;

	for (i = 0; i < count; view_count++)
		i += fill_gap(viewer, &views[view_count], &gaps[i], count - i);
	*group = (struct coverage_gaps){
		.pos = viewer->pos,
		.kind = view_str(viewer, gap_slug(gaps->kind)),
		.heading = words(viewer, "gap", gap_slug(gaps->kind)),
		.gaps = { viewer->pos, view_count, views },
	};
}

static struct list
fill_gaps(struct viewer *viewer, const struct coverage *coverage)
{
	struct coverage_gaps *groups = ARENA_ARRAY(viewer->arena,
	    struct coverage_gaps, GAP_KIND_COUNT);
	uint32_t i, end, count = 0;

	for (i = 0; i < coverage->gap_count; i = end) {
		for (end = i + 1; end < coverage->gap_count &&
		    coverage->gaps[end].kind == coverage->gaps[i].kind; )
			end++;
		fill_group(viewer, &groups[count++], &coverage->gaps[i],
		    end - i);
	}
	return (struct list){ viewer->pos, count, groups };
}

/* --- ends --- */

static struct coverage_end
fill_end(struct viewer *viewer, const struct cover_end *end)
{
	return (struct coverage_end){
		.pos = viewer->pos, .on = end->on,
		.what = words(viewer, "end", end_slug(end->kind)),
		.title = view_title(viewer, end->record),
		.record = end->record,
		.word = view_str(viewer, end->word),
		.owner = end->owner,
	};
}

static struct list
fill_ends(struct viewer *viewer, const struct coverage *coverage)
{
	int32_t last = viewer->edition->clock.as_of_days + COVER_SOON_DAYS;
	struct coverage_end *ends = ARENA_ARRAY(viewer->arena,
	    struct coverage_end, coverage->end_count);
	uint32_t i;

	for (i = 0; i < coverage->end_count &&
	    coverage->ends[i].on.days <= last; i++)
		ends[i] = fill_end(viewer, &coverage->ends[i]);
	return (struct list){ viewer->pos, i, ends };
}

struct coverage_end
view_end(struct arena *arena, const struct view_context *context,
    const struct job *page, const struct cover_end *end)
{
	struct viewer viewer = {
		.arena = arena, .context = context,
		.edition = context->edition,
		.model = &context->edition->model, .job = page,
		.pos = context->edition->model.site->record.pos,
	};

	return fill_end(&viewer, end);
}

static struct list
fill_calendars(struct viewer *viewer, const struct coverage *coverage)
{
	struct coverage_calendar *calendars = ARENA_ARRAY(viewer->arena,
	    struct coverage_calendar, coverage->owner_count);
	uint32_t i;

	for (i = 0; i < coverage->owner_count; i++)
		calendars[i] = (struct coverage_calendar){
			.pos = viewer->pos,
			.owner = view_str(viewer, coverage->owners[i]),
			.url = view_url(viewer, coverage_calendar_path(
			    viewer->arena, coverage->owners[i])),
		};
	return (struct list){ viewer->pos, coverage->owner_count, calendars };
}

/* --- wins --- */

static void
add_consent(struct strbuf *out, const struct viewer *viewer,
    const struct cover_win *win)
{
	const char *comma = "";

	strbuf_add_string(out, "consent: {");
	if ((win->lacks & CONSENT_LACKS_NAME) != 0) {
		strbuf_add_string(out, "uses: [name, …]");
		comma = ", ";
	}
	if ((win->lacks & CONSENT_LACKS_TIME) != 0) {
		strbuf_printf(out, "%suntil: %s", comma, format_date_iso(
		    viewer->arena, win->until_days));
		comma = ", ";
	}
	if ((win->lacks & CONSENT_LACKS_PLACE) != 0)
		strbuf_printf(out, "%sterritories: […]", comma);
	strbuf_add_char(out, '}');
}

static void
add_contact(struct strbuf *out, const struct cover_win *win)
{
	const struct office *office = (const struct office *)win->office;
	uint32_t i;

	strbuf_printf(out, "people.yaml: {org: %s, territories: [",
	    win->record != NULL ? win->record->id : "vendor");
	for (i = 0; i < office->covers.count; i++)
		strbuf_printf(out, "%s%s", i > 0 ? ", " : "",
		    LIST_AT(office->covers, struct str, i)->chars);
	strbuf_printf(out, "], languages: [%s]}", win->lang);
}

/* What to type, the same in every language. */
static struct str
win_add(const struct viewer *viewer, const struct cover_win *win)
{
	struct strbuf out = { 0 };
	struct str add;

	if (win->record != NULL && win->kind != WIN_CONTACT)
		strbuf_printf(&out, "%s/%s",
		    record_schema(win->record->type)->name, win->record->id);
	if (win->kind == WIN_CONSENT) {
		strbuf_add_string(&out, out.len > 0 ? " · " : "");
		add_consent(&out, viewer, win);
	} else if (win->kind == WIN_CONTACT) {
		add_contact(&out, win);
	} else {
		strbuf_printf(&out, ".%s.md", win->lang);
	}
	add = view_str(viewer, arena_copy(viewer->arena, out.bytes, out.len));
	strbuf_release(&out);
	return add;
}

/* "Contact: Acme, Deutsch" */
static struct str
win_what(struct viewer *viewer, const struct cover_win *win)
{
	struct text title = win->record != NULL
	    ? view_title(viewer, win->record) : win->label;
	const char *name = win->record == NULL && win->kind == WIN_CONTACT
	    ? viewer->model->site->vendor.name.chars
	    : view_words(viewer, &title);
	struct message_arg arg = { .name = "name", .text = name };

	if (win->lang != NULL)
		arg.text = arena_printf(viewer->arena, "%s (%s)", name,
		    format_language(viewer->context->locale, viewer->arena,
		    win->lang));
	return view_str(viewer, view_message(viewer,
	    arena_printf(viewer->arena, "coverage.win.%s",
	    win_slug(win->kind)), &arg, 1));
}

static struct list
win_cells(struct viewer *viewer, const struct cover_win *win)
{
	struct coverage_cell *cells = ARENA_ARRAY(viewer->arena,
	    struct coverage_cell, win->cell_count);
	uint32_t i;

	for (i = 0; i < win->cell_count; i++)
		fill_cell(viewer, &cells[i], win->cells[i]);
	return (struct list){ viewer->pos, win->cell_count, cells };
}

static struct list
fill_wins(struct viewer *viewer, const struct coverage *coverage)
{
	struct coverage_win *wins = ARENA_ARRAY(viewer->arena,
	    struct coverage_win, coverage->win_count);
	uint32_t i;

	for (i = 0; i < coverage->win_count; i++) {
		const struct cover_win *win = &coverage->wins[i];

		wins[i] = (struct coverage_win){
			.pos = viewer->pos,
			.what = win_what(viewer, win),
			.add = win_add(viewer, win),
			.record = win->record, .owner = win->owner,
			.cells = win_cells(viewer, win),
			.more = view_integer(viewer,
			    win->helped - win->cell_count),
		};
	}
	return (struct list){ viewer->pos, coverage->win_count, wins };
}

/* How much fits on one page: names of what is lacking, the state alone, or
 * regions in place of offices. */
static struct choice
page_shape(const struct viewer *viewer, const struct coverage_view *top)
{
	enum shape { SHAPE_ROOMY, SHAPE_DENSE, SHAPE_REGIONS };
	enum { ROOMY_ROWS = 12, ROOMY_COLUMNS = 6, DENSE_ROWS = 24 };
	enum shape shape = top->rows.count > DENSE_ROWS ? SHAPE_REGIONS :
	    top->rows.count > ROOMY_ROWS ||
	    top->campaigns.count > ROOMY_COLUMNS ? SHAPE_DENSE : SHAPE_ROOMY;

	return (struct choice){ viewer->pos, (int32_t)shape };
}

/* How many of a list there is no room for; not given where there is. */
static struct integer
hidden(const struct viewer *viewer, const struct list *list, uint32_t room)
{
	return list->count > room ? view_integer(viewer, list->count - room)
	    : (struct integer){ 0 };
}

static struct str
kit_url(struct viewer *viewer)
{
	const char *path = arena_printf(viewer->arena, "kits/coverage_%s.pdf",
	    viewer->model->site->locale.chars);

	if (plan_find(viewer->context->plan, path) == NULL)
		path = NULL;
	return view_url(viewer, path);
}

/* Who pays for what, and who owes what to whom. */
static void
add_board(struct viewer *viewer, struct coverage_view *top)
{
	struct record_list funding = view_funding(viewer->edition,
	    viewer->arena, NULL);
	struct record_list open = view_commitments(viewer->edition,
	    viewer->arena, NULL);

	top->funding = view_records(viewer, funding.items, funding.count);
	top->commitments = view_records(viewer, open.items, open.count);
}

const void *
view_of_coverage(struct viewer *viewer)
{
	const struct coverage *coverage = viewer->context->plan->coverage;
	struct coverage_view *top = ARENA_NEW(viewer->arena,
	    struct coverage_view);

	top->pos = viewer->pos;
	top->total = view_integer(viewer, coverage->cell_count);
	top->ready = view_integer(viewer, coverage->counts[COVER_READY]);
	top->risk = view_integer(viewer, coverage->counts[COVER_RISK]);
	top->gap = view_integer(viewer, coverage->counts[COVER_GAP]);
	top->campaigns = columns(viewer, coverage);
	top->rows = fill_rows(viewer, &top->campaigns);
	if (viewer->is_kit) {
		top->regions = view_coverage_regions(viewer, top);
		top->shape = page_shape(viewer, top);
		top->hidden_columns = hidden(viewer, &top->campaigns,
		    KIT_COLUMNS);
		top->hidden_regions = hidden(viewer, &top->regions,
		    KIT_REGIONS);
	} else {
		top->kit_url = kit_url(viewer);
	}
	top->gaps = fill_gaps(viewer, coverage);
	top->ends = fill_ends(viewer, coverage);
	top->calendars = fill_calendars(viewer, coverage);
	top->wins = fill_wins(viewer, coverage);
	if (!viewer->is_kit)
		add_board(viewer, top);
	return top;
}
