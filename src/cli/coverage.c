/*
 * The command `coverage`. In: the content, projected for its alliance
 * readers. Out: the matrix of campaigns and offices with a word and letters
 * in each cell, the gaps, what ends soon, and what to ask for next; with
 * --gate an error for each need that is not met.
 */
#include "commands.h"

#include <stdio.h>
#include <string.h>

#include "coverage_print.h"
#include "fieldkit/build.h"
#include "fieldkit/date.h"

#define TABLE_COLUMNS 100	/* a wider matrix is printed in several */

void
coverage_add_name(struct strbuf *out, const struct edition *edition,
    const struct record *record, const struct text *label)
{
	const char *locale = edition->model.site->locale.chars;
	uint32_t i;

	if (record != NULL) {
		strbuf_printf(out, "%s/%s", record_schema(record->type)->name,
		    record->id);
		return;
	}
	for (i = 0; i < label->count; i++)
		if (strcmp(label->variants[i].lang, locale) == 0)
			break;
	if (label->count > 0)
		strbuf_add_string(out,
		    label->variants[i < label->count ? i : 0].chars);
}

/* --- the matrix --- */

/* "gap Rc": a capital is a gap, a small letter a risk. */
static const char *
cell_words(const struct cover_cell *cell, char words[16])
{
	char letters[COVER_ASPECT_COUNT + 1];
	int aspect, count = 0;

	if (cell == NULL)
		return "-";
	for (aspect = 0; aspect < COVER_ASPECT_COUNT; aspect++) {
		char letter = cover_aspect_letter((enum cover_aspect)aspect);

		if (cell->states[aspect] == COVER_GAP)
			letters[count++] = letter;
		else if (cell->states[aspect] == COVER_RISK)
			letters[count++] = (char)(letter - 'A' + 'a');
	}
	letters[count] = '\0';
	snprintf(words, 16, "%s%s%s", cover_state_word(cell->state),
	    count > 0 ? " " : "", letters);
	return words;
}

struct column {
	const struct record *campaign;
	int width;
};

struct matrix {
	const struct coverage *coverage;
	const struct record_set *offices;
	struct column *columns;
	uint32_t column_count;
	int first_width;		/* of the offices' names */
};

static int
longer(int width, const char *words)
{
	int len = (int)strlen(words);

	return len > width ? len : width;
}

static bool
has_cells(const struct coverage *coverage, const struct record *office)
{
	uint32_t i;

	for (i = 0; i < coverage->cell_count; i++)
		if (coverage->cells[i].match->office == office)
			return true;
	return false;
}

static void
matrix_measure(struct matrix *matrix, struct arena *arena)
{
	const struct coverage *coverage = matrix->coverage;
	char words[16];
	uint32_t i;

	matrix->columns = ARENA_ARRAY(arena, struct column,
	    coverage->cell_count);
	for (i = 0; i < coverage->cell_count; i++) {
		const struct cover_cell *cell = &coverage->cells[i];
		struct column *column = &matrix->columns[
		    matrix->column_count - (matrix->column_count > 0)];

		if (column->campaign != cell->match->campaign) {
			column = &matrix->columns[matrix->column_count++];
			column->campaign = cell->match->campaign;
			column->width = (int)strlen(column->campaign->id);
		}
		column->width = longer(column->width, cell_words(cell, words));
		matrix->first_width = longer(matrix->first_width,
		    cell->match->office->id);
	}
}

static void
pad(struct strbuf *out, const char *words, int width)
{
	strbuf_printf(out, "%-*s", width, words);
}

/* A line must not end in spaces. */
static void
end_line(struct strbuf *out)
{
	while (out->len > 0 && out->bytes[out->len - 1] == ' ')
		out->len--;
	strbuf_add_char(out, '\n');
}

static void
print_columns(struct strbuf *out, const struct matrix *matrix,
    uint32_t first, uint32_t end)
{
	char words[16];
	uint32_t i, k;

	pad(out, "", matrix->first_width);
	for (k = first; k < end; k++) {
		strbuf_add_string(out, "  ");
		pad(out, matrix->columns[k].campaign->id,
		    matrix->columns[k].width);
	}
	end_line(out);
	for (i = 0; i < matrix->offices->count; i++) {
		const struct record *office = matrix->offices->items[i];

		if (!has_cells(matrix->coverage, office))
			continue;
		pad(out, office->id, matrix->first_width);
		for (k = first; k < end; k++) {
			strbuf_add_string(out, "  ");
			pad(out, cell_words(coverage_find(matrix->coverage,
			    matrix->columns[k].campaign, office), words),
			    matrix->columns[k].width);
		}
		end_line(out);
	}
}

static void
print_matrix(struct strbuf *out, const struct edition *edition,
    const struct coverage *coverage)
{
	struct matrix matrix = { .coverage = coverage,
	    .offices = &edition->model.sets[RECORD_OFFICE] };
	struct arena arena;
	uint32_t first, end;

	arena_init(&arena);
	matrix_measure(&matrix, &arena);
	for (first = 0; first < matrix.column_count; first = end) {
		int width = matrix.first_width + matrix.columns[first].width +
		    2;

		for (end = first + 1; end < matrix.column_count; end++) {
			width += matrix.columns[end].width + 2;
			if (width > TABLE_COLUMNS)
				break;
		}
		strbuf_add_char(out, '\n');
		print_columns(out, &matrix, first, end);
	}
	strbuf_add_string(out, "\nS solution, R reference, C contact, "
	    "L language, F funding: a capital letter is a gap, a small one\n"
	    "a risk. -: the campaign does not run there.\n");
	arena_release(&arena);
}

/* --- gaps --- */

static const char *
gap_heading(enum gap_kind kind)
{
	static const char *const headings[] = {
		[GAP_NO_SOLUTION] = "no relevant solution is sold there",
		[GAP_SOLUTION_ENDS] =
		    "the solution, or its partner, ends before the campaign",
		[GAP_CERTIFICATE_ENDS] =
		    "the partner's certificate ends before the campaign",
		[GAP_NO_CASE_REGION] =
		    "no reference of the office's countries or its region",
		[GAP_NO_CASE_COUNTRY] =
		    "no reference of the office's countries",
		[GAP_ONLY_ANONYMISED] =
		    "no reference of the office's countries may be named",
		[GAP_FEW_CASES] = "fewer references than the campaign needs",
		[GAP_CONSENT_ENDS] = "a consent ends before the campaign",
		[GAP_NO_VENDOR_CONTACT] = "no contact at the vendor",
		[GAP_NO_PARTNER_CONTACT] = "no contact at the partner",
		[GAP_FEW_CONTACTS] =
		    "fewer partner contacts than the campaign needs",
		[GAP_NO_DEPUTY] = "the only contact has no deputy",
		[GAP_NO_TRANSLATION] =
		    "the campaign is not written in the office's language",
		[GAP_NO_SPEAKER] = "no contact speaks the office's language",
		[GAP_FUNDING_ENDS] = "the funding ends before the campaign",
		[GAP_FUNDING_ASKED] = "the funding is asked for, not granted",
		[GAP_ORPHAN_SOLUTION] = "no campaign takes up the solution",
		[GAP_COMMITMENT_OVERDUE] = "the commitment is overdue",
		[GAP_CLAIM_UNSOURCED] =
		    "a number without source or method",
	};

	return headings[kind];
}

static bool
is_same_gap(const struct cover_gap *a, const struct cover_gap *b)
{
	return a->kind == b->kind && a->campaign == b->campaign &&
	    a->record == b->record && a->label.variants == b->label.variants &&
	    a->has == b->has && (a->word == b->word || (a->word != NULL &&
	    b->word != NULL && strcmp(a->word, b->word) == 0));
}

static void
add_day(struct strbuf *out, int32_t days)
{
	char string[DATE_CHARS + 1];

	date_format(days, string);
	strbuf_add_string(out, string);
}

/* "peak, partners/acme, ISO 27001, 2027-01-31: " */
static void
add_subject(struct strbuf *out, const struct edition *edition,
    const struct cover_gap *gap)
{
	const char *comma = "";

	if (gap->campaign != NULL) {
		strbuf_add_string(out, gap->campaign->id);
		comma = ", ";
	}
	if (gap->record != NULL || gap->label.count > 0) {
		strbuf_add_string(out, comma);
		coverage_add_name(out, edition, gap->record, &gap->label);
	}
	if (gap->word != NULL)
		strbuf_printf(out, ", %s", gap->word);
	if (is_given(&gap->on)) {
		strbuf_add_string(out, ", ");
		add_day(out, gap->on.days);
	}
	if (gap->needs > 0)
		strbuf_printf(out, ", %jd of %jd", (intmax_t)gap->has,
		    (intmax_t)gap->needs);
}

static void
print_gaps(struct strbuf *out, const struct edition *edition,
    const struct coverage *coverage)
{
	uint32_t i;

	if (coverage->gap_count > 0)
		strbuf_add_string(out, "\nGaps\n");
	for (i = 0; i < coverage->gap_count; i++) {
		const struct cover_gap *gap = &coverage->gaps[i];
		bool is_first = i == 0 || gap[-1].kind != gap->kind;

		if (is_first)
			strbuf_printf(out, "  %s [%s]\n",
			    gap_heading(gap->kind), gap_slug(gap->kind));
		if (!is_first && is_same_gap(&gap[-1], gap)) {
			out->len--;	/* the line goes on */
			strbuf_printf(out, ", %s\n", gap->office->id);
			continue;
		}
		strbuf_add_string(out, "    ");
		add_subject(out, edition, gap);
		if (gap->office != NULL)
			strbuf_printf(out, ": %s", gap->office->id);
		strbuf_add_char(out, '\n');
	}
}

/* --- what ends soon --- */

static void
print_ends(struct strbuf *out, const struct edition *edition,
    const struct coverage *coverage)
{
	int32_t last = edition->clock.as_of_days + COVER_SOON_DAYS;
	uint32_t i;

	for (i = 0; i < coverage->end_count; i++) {
		const struct cover_end *end = &coverage->ends[i];

		if (end->on.days > last)
			break;
		if (i == 0)
			strbuf_printf(out, "\nEnds within %d days\n",
			    COVER_SOON_DAYS);
		strbuf_add_string(out, "  ");
		add_day(out, end->on.days);
		strbuf_printf(out, "  %-11s  ", end_slug(end->kind));
		coverage_add_name(out, edition, end->record, NULL);
		if (end->word != NULL)
			strbuf_printf(out, ", %s", end->word);
		if (is_given(&end->owner))
			strbuf_printf(out, " (%s)", end->owner.chars);
		strbuf_add_char(out, '\n');
	}
}

/* --- what to ask for next --- */

static void
add_consent_fields(struct strbuf *out, const struct cover_win *win)
{
	if ((win->lacks & CONSENT_LACKS_NAME) != 0)
		strbuf_add_string(out, ", add 'name' to 'consent.uses'");
	if ((win->lacks & CONSENT_LACKS_TIME) != 0) {
		strbuf_add_string(out, ", 'consent.until' ");
		add_day(out, win->until_days);
		strbuf_add_string(out, " or later");
	}
	if ((win->lacks & CONSENT_LACKS_PLACE) != 0)
		strbuf_add_string(out,
		    ", widen 'consent.territories' or leave it out");
}

static void
add_countries(struct strbuf *out, const struct office *office)
{
	uint32_t i;

	for (i = 0; i < office->covers.count; i++)
		strbuf_printf(out, "%s%s", i > 0 ? ", " : "",
		    LIST_AT(office->covers, struct str, i)->chars);
}

static void
add_win(struct strbuf *out, const struct edition *edition,
    const struct cover_win *win)
{
	switch (win->kind) {
	case WIN_CONSENT:
		strbuf_add_string(out, "consent: ");
		coverage_add_name(out, edition, win->record, &win->label);
		add_consent_fields(out, win);
		break;
	case WIN_CONTACT:
		strbuf_printf(out, "contact: people.yaml, a record with "
		    "'org: %s', 'territories: [",
		    win->record != NULL ? win->record->id : "vendor");
		add_countries(out, (const struct office *)win->office);
		strbuf_printf(out, "]', 'languages: [%s]'", win->lang);
		break;
	case WIN_TRANSLATION:
		strbuf_add_string(out, "translation: ");
		coverage_add_name(out, edition, win->record, NULL);
		strbuf_printf(out, ".%s.md, the campaign in '%s'", win->lang,
		    win->lang);
		break;
	case WIN_KIND_COUNT:
		break;
	}
	if (is_given(&win->owner))
		strbuf_printf(out, " (%s)", win->owner.chars);
}

static void
print_wins(struct strbuf *out, const struct edition *edition,
    const struct coverage *coverage)
{
	uint32_t i, k;

	if (coverage->win_count > 0)
		strbuf_add_string(out, "\nNext, most cells ready first\n");
	for (i = 0; i < coverage->win_count; i++) {
		const struct cover_win *win = &coverage->wins[i];

		strbuf_printf(out, "  %u. ", (unsigned)i + 1);
		add_win(out, edition, win);
		strbuf_add_string(out, win->cell_count > 0
		    ? "\n     ready: " : "\n     no cell by itself");
		for (k = 0; k < win->cell_count; k++) {
			const struct campaign_match *match =
			    win->cells[k]->match;
			bool goes_on = k > 0 && win->cells[k - 1]->match->
			    campaign == match->campaign;

			if (goes_on)
				strbuf_printf(out, ", %s", match->office->id);
			else
				strbuf_printf(out, "%s%s at %s",
				    k > 0 ? "; " : "", match->campaign->id,
				    match->office->id);
		}
		if (win->helped > win->cell_count)
			strbuf_printf(out, "; helps in %u more",
			    (unsigned)(win->helped - win->cell_count));
		strbuf_add_char(out, '\n');
	}
}

static void
coverage_print_text(struct strbuf *out, const struct edition *edition,
    const struct coverage *coverage)
{
	strbuf_printf(out, "%s, ", edition->view.id.chars);
	add_day(out, edition->clock.as_of_days);
	strbuf_printf(out, ": %u of %u ready, %u at risk, %u with gaps\n",
	    (unsigned)coverage->counts[COVER_READY],
	    (unsigned)coverage->cell_count,
	    (unsigned)coverage->counts[COVER_RISK],
	    (unsigned)coverage->counts[COVER_GAP]);
	if (coverage->cell_count > 0)
		print_matrix(out, edition, coverage);
	print_gaps(out, edition, coverage);
	print_ends(out, edition, coverage);
	print_wins(out, edition, coverage);
}

/* --- the command --- */

/* One edition; false where its reader may see no coverage. */
static bool
cover_edition(struct build *build, const struct cli_options *options,
    const struct edition_spec *spec, struct strbuf *out)
{
	struct edition *edition = ARENA_NEW(&build->arena, struct edition);
	const struct coverage *coverage;

	edition_project(edition, &build->arena, &build->model, spec,
	    &build->options->clock);
	coverage = coverage_make(&build->arena, edition,
	    match_all(&build->arena, edition));
	if (coverage == NULL)
		return false;
	if (options->format == DIAG_FORMAT_JSON) {
		coverage_print_json(out, edition, coverage);
		strbuf_add_char(out, '\n');
	} else {
		strbuf_add_string(out, out->len > 0 ? "\n" : "");
		coverage_print_text(out, edition, coverage);
	}
	if (options->has_gate)
		coverage_gate(coverage, &build->diags);
	return true;
}

static void
cover_editions(struct build *build, const struct cli_options *options,
    struct strbuf *out)
{
	const struct list *editions = &build->model.site->editions;
	bool has_any = false;
	uint32_t i;

	for (i = 0; i < editions->count; i++) {
		const struct edition_spec *spec = LIST_AT(*editions,
		    struct edition_spec, i);

		if (cli_wants_edition(options, spec->id.chars) &&
		    cover_edition(build, options, spec, out))
			has_any = true;
	}
	if (!has_any)
		diag_report(&build->diags, DIAG_EDITION_UNKNOWN, editions->pos,
		    "none of the editions asked for is read by "
		    "'vendor-alliance' or 'partner-alliance', and coverage is "
		    "for them alone");
}

int
command_coverage(const struct cli_options *options)
{
	struct build_options build_options = cli_build_options(options);
	struct strbuf out = { 0 };
	struct build build;
	bool is_good;

	build_init(&build, &build_options);
	is_good = build_open(&build);
	if (is_good) {
		cover_editions(&build, options, &out);
		is_good = build.diags.errors == 0;
	}
	cli_report(&build, options);
	cli_print(&out);
	build_release(&build);
	return is_good ? EXIT_FINE : EXIT_CONTENT;
}
