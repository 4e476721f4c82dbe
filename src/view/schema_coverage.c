/*
 * What the template of the coverage page may name, as tables.
 */
#include "schema_rows.h"

static const char *const state_words[] = {
	"none", "ready", "risk", "gap", NULL
};

static const char *const shape_words[] = { "roomy", "dense", "regions", NULL };

static const struct field aspect_rows[] = {
	VALUE(coverage_aspect, name, LINE,
	    "Solution, reference, contact, language or funding."),
	CHOICE(coverage_aspect, state, state_words, "How bad it is."),
	VALUE(coverage_aspect, word, LINE, "The same as a word to print."),
};

static const struct schema schema_coverage_aspect = VIEW_SCHEMA(
    "coverage aspect", coverage_aspect, aspect_rows,
    "One side of a campaign at an office that is not ready.");

static const struct field cell_rows[] = {
	RECORD_OF(coverage_cell, campaign, schema_campaign, "The campaign."),
	RECORD_OF(coverage_cell, office, schema_office, "The office."),
	VALUE(coverage_cell, url, URL, "The page of the two."),
	CHOICE(coverage_cell, state, state_words,
	    "How ready it is; none where it does not run."),
	VALUE(coverage_cell, word, LINE, "The same as a word to print."),
	PARTS(coverage_cell, lacks, schema_coverage_aspect,
	    "What of it is not ready."),
};

static const struct schema schema_coverage_cell = VIEW_SCHEMA(
    "coverage cell", coverage_cell, cell_rows, "A campaign at an office.");

static const struct field row_rows[] = {
	RECORD_OF(coverage_row, office, schema_office, "The office."),
	PARTS(coverage_row, cells, schema_coverage_cell,
	    "One a campaign, in the order of the columns."),
};

static const struct schema schema_coverage_row = VIEW_SCHEMA("coverage row",
    coverage_row, row_rows, "An office in the matrix.");

static const struct field share_rows[] = {
	CHOICE(coverage_share, state, state_words,
	    "The worst state; none where it does not run."),
	VALUE(coverage_share, word, LINE, "The same as a word to print."),
	VALUE(coverage_share, ready, INT, "In how many offices it is ready."),
	VALUE(coverage_share, total, INT, "In how many it runs."),
};

static const struct schema schema_coverage_share = VIEW_SCHEMA(
    "coverage share", coverage_share, share_rows,
    "A campaign at the offices of a region.");

static const struct field region_rows[] = {
	VALUE(coverage_region, title, TEXT,
	    "The region; none for offices without one."),
	PARTS(coverage_region, cells, schema_coverage_share,
	    "One a campaign, in the order of the columns."),
};

static const struct schema schema_coverage_region = VIEW_SCHEMA(
    "coverage region", coverage_region, region_rows,
    "The offices of a region in the matrix.");

static const struct field gap_rows[] = {
	RECORD_OF(coverage_gap, campaign, schema_campaign,
	    "The campaign; none where a record lacks it by itself."),
	RECORD_ANY(coverage_gap, record, "What it is about."),
	VALUE(coverage_gap, label, TEXT,
	    "What a case study without a page is called."),
	VALUE(coverage_gap, word, LINE, "A certificate or a language."),
	VALUE(coverage_gap, on, DATE, "When it ends, or was due."),
	RECORDS_OF(coverage_gap, offices, schema_office,
	    "The offices; none where it is so at all of them."),
	VALUE(coverage_gap, has, INT, "How many there are."),
	VALUE(coverage_gap, needs, INT, "How many the campaign needs."),
};

static const struct schema schema_coverage_gap = VIEW_SCHEMA("gap",
    coverage_gap, gap_rows, "Something that is missing.");

static const struct field gaps_rows[] = {
	VALUE(coverage_gaps, kind, SLUG, "The kind: a class for CSS."),
	VALUE(coverage_gaps, heading, LINE, "The kind in words."),
	PARTS(coverage_gaps, gaps, schema_coverage_gap, "The gaps."),
};

static const struct schema schema_coverage_gaps = VIEW_SCHEMA(
    "gaps of a kind", coverage_gaps, gaps_rows, "The gaps of one kind.");

static const struct field end_rows[] = {
	VALUE(coverage_end, on, DATE, "Its last day."),
	VALUE(coverage_end, what, LINE, "What ends, in words."),
	VALUE(coverage_end, title, TEXT, "What the record is called."),
	RECORD_ANY(coverage_end, record, "Whose it is."),
	VALUE(coverage_end, word, LINE, "The certificate's name."),
	VALUE(coverage_end, owner, EMAIL, "Who answers for the record."),
};

static const struct schema schema_coverage_end = VIEW_SCHEMA("end",
    coverage_end, end_rows, "Something that ends soon.");

static const struct field calendar_rows[] = {
	VALUE(coverage_calendar, owner, EMAIL, "Whose calendar it is."),
	VALUE(coverage_calendar, url, URL, "The file to subscribe to."),
};

static const struct schema schema_coverage_calendar = VIEW_SCHEMA(
    "calendar", coverage_calendar, calendar_rows,
    "Every end of the records that somebody answers for, as a file.");

static const struct field win_rows[] = {
	VALUE(coverage_win, what, LINE, "What to ask for, in words."),
	VALUE(coverage_win, add, LINE,
	    "What to write into which field, as it is typed."),
	RECORD_ANY(coverage_win, record, "The record it goes into."),
	VALUE(coverage_win, owner, EMAIL, "Who answers for the record."),
	PARTS(coverage_win, cells, schema_coverage_cell,
	    "What is ready then."),
	VALUE(coverage_win, more, INT, "In how many others it helps."),
};

static const struct schema schema_coverage_win = VIEW_SCHEMA("win",
    coverage_win, win_rows, "One thing to add to one record.");

static const struct field coverage_rows[] = {
	VALUE(coverage_view, total, INT, "How many cells there are."),
	VALUE(coverage_view, ready, INT, "How many are ready."),
	VALUE(coverage_view, risk, INT, "How many are at risk."),
	VALUE(coverage_view, gap, INT, "How many have gaps."),
	RECORDS_OF(coverage_view, campaigns, schema_campaign,
	    "The campaigns: the columns."),
	PARTS(coverage_view, rows, schema_coverage_row, "The offices."),
	PARTS(coverage_view, regions, schema_coverage_region,
	    "In kits: the offices, by region."),
	CHOICE(coverage_view, shape, shape_words,
	    "In kits: what fits on one page."),
	VALUE(coverage_view, hidden_columns, INT,
	    "In kits: how many campaigns have no room."),
	VALUE(coverage_view, hidden_regions, INT,
	    "In kits: how many regions have no room."),
	VALUE(coverage_view, kit_url, URL,
	    "The same as a PDF of one page, where the edition has it."),
	PARTS(coverage_view, gaps, schema_coverage_gaps,
	    "What is missing, by kind."),
	PARTS(coverage_view, ends, schema_coverage_end,
	    "What ends within half a year, soonest first."),
	PARTS(coverage_view, calendars, schema_coverage_calendar,
	    "The calendars of the owners."),
	PARTS(coverage_view, wins, schema_coverage_win,
	    "What to ask for next, best first."),
	RECORDS_OF(coverage_view, funding, schema_funding,
	    "All money that still counts, by payer and status; on pages."),
	RECORDS_OF(coverage_view, commitments, schema_commitment,
	    "All promises that are open; on pages."),
};

const struct schema schema_coverage_view = VIEW_SCHEMA("coverage page",
    coverage_view, coverage_rows,
    "How ready campaigns are at their offices; alliance editions only.");
