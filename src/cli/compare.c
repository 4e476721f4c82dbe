/*
 * `explain CAMPAIGN OFFICE`: the comparison behind a kit. In: a campaign and
 * an office of an edition. Out: every solution and case study with what it is
 * worth in each tier, in the order in which they are compared, or with the
 * gate that kept it out; which were chosen; and the reasons of those. As a
 * table for people, as an object for programs.
 */
#include "compare.h"

#include <stdio.h>
#include <string.h>

#include "commands.h"
#include "coverage_print.h"
#include "fieldkit/build.h"
#include "fieldkit/date.h"
#include "fieldkit/format.h"
#include "fieldkit/theme.h"
#include "fieldkit/view_build.h"

#define COLUMNS (2 + TIER_COUNT + 1)	/* rank, name, tiers, what it is behind in */

/* What speaks the reasons: a language of the theme, or else plain words of
 * ours, which name records by their ids. */
struct voice {
	struct arena *arena;
	struct view_context context;
	const char *lang;		/* NULL: ours */
};

/* --- words --- */

static void
add_day(struct strbuf *out, int32_t days)
{
	char text[DATE_CHARS + 1];

	date_format(days, text);
	strbuf_add_string(out, text);
}

static const char *
segment_word(int64_t number)
{
	static const char *const words[] = {
		[SEGMENT_SMALL] = "small", [SEGMENT_MID] = "mid",
		[SEGMENT_ENTERPRISE] = "enterprise",
		[SEGMENT_PUBLIC] = "public",
	};

	return words[number];
}

static const char *
status_word(int64_t number)
{
	static const char *const words[] = {
		[STATUS_IDEA] = "idea", [STATUS_POC] = "poc",
		[STATUS_IN_MARKET] = "in-market",
		[STATUS_CO_SELL_READY] = "co-sell-ready",
		[STATUS_IP_ELIGIBLE] = "ip-eligible",
		[STATUS_RETIRED] = "retired",
	};

	return words[number];
}

/* What stands before the reason's own word. */
static const char *const reasons[WHY_CODE_COUNT] = {
	[WHY_PINNED] = "pinned",
	[WHY_AREA] = "area ",
	[WHY_PRODUCT] = "product ",
	[WHY_INDUSTRY] = "industry ",
	[WHY_INDUSTRY_SIBLING] = "related industry ",
	[WHY_SEGMENT] = "segment ",
	[WHY_COUNTRY] = "the office's country ",
	[WHY_REGION] = "its region, ",
	[WHY_LANGUAGE_AREA] = "its language, ",
	[WHY_ELSEWHERE] = "elsewhere, ",
	[WHY_PROOF_METRIC_QUOTE] = "named, with a number and a quote",
	[WHY_PROOF_NAMED] = "named customer",
	[WHY_PROOF_ANONYMISED] = "anonymised customer",
	[WHY_IN_LANGUAGE] = "text in ",
	[WHY_STATUS] = "status ",
	[WHY_CONSENT_UNTIL] = "consent until ",
	[WHY_NOT_EXCLUDED] = "excluded by the campaign",
	[WHY_NOT_STATUS] = "status ",
	[WHY_NOT_SOLD] = "not sold in ",
	[WHY_NOT_SOLD_TERRITORY] = "not sold in the territory",
	[WHY_NOT_CONSENT_ENDED] = "consent ended ",
	[WHY_NOT_CONSENT_ENDS] = "consent ends too soon, ",
	[WHY_NOT_BETTER] = "others ranked higher",
};

static void
add_why(struct strbuf *out, const struct why *why)
{
	strbuf_add_string(out, reasons[why->code]);
	if (why->code == WHY_SEGMENT)
		strbuf_add_string(out, segment_word(why->number));
	else if (why->code == WHY_STATUS || why->code == WHY_NOT_STATUS)
		strbuf_add_string(out, status_word(why->number));
	else if (why->code == WHY_CONSENT_UNTIL ||
	    why->code == WHY_NOT_CONSENT_ENDED ||
	    why->code == WHY_NOT_CONSENT_ENDS)
		add_day(out, why->days);
	else if (why->word != NULL)
		strbuf_add_string(out, why->word);
	else if (why->record != NULL &&
	    why->record->type != RECORD_CASE_STUDY)
		strbuf_add_string(out, why->record->id);
}

static void
add_gate(struct strbuf *out, const struct compared *row)
{
	static const char *const words[] = {
		[GATE_COUNTED] = "may be counted and no more",
		[GATE_NO_CONSENT] = "no consent",
		[GATE_NOT_SHARED] = "consent leaves the vendor out",
		[GATE_NOT_BEGUN] = "consent begins ",
	};

	if (row->gate == GATE_TOLD)
		add_why(out, &row->why);
	else
		strbuf_add_string(out, words[row->gate]);
	if (row->gate == GATE_NOT_BEGUN)
		add_day(out, row->why.days);
}

/* Why it was chosen, or the gate that kept it out. */
static void
add_reasons(struct strbuf *out, const struct voice *voice,
    const struct compared *row)
{
	const char *words = voice->lang != NULL ? view_reasons(voice->arena,
	    &voice->context, voice->lang, row) : NULL;
	uint32_t i;

	if (words != NULL) {
		strbuf_add_string(out, words);
		return;
	}
	if (!row->passes) {
		add_gate(out, row);
		return;
	}
	for (i = 0; i < row->match.why_count; i++) {
		strbuf_add_string(out, i > 0 ? ", " : "");
		add_why(out, &row->match.whys[i]);
	}
	if (row->match.why_count == 0)
		strbuf_add_string(out, voice->lang != NULL ? "–"
		    : "nothing speaks for it but its place in the order");
}

static bool
is_solution(const struct compared *row)
{
	return row->match.record != NULL &&
	    row->match.record->type == RECORD_SOLUTION;
}

/* "sibling", "2026-03-01", "2"; only solutions are pinned. */
static void
add_tier(struct strbuf *out, const struct compared *row, enum tier tier)
{
	const char *word = tier == TIER_PINNED && !is_solution(row) ? "-"
	    : tier_value_word(tier, row->tiers[tier]);

	if (word != NULL)
		strbuf_add_string(out, word);
	else if (tier == TIER_NEWEST && row->tiers[tier] != 0)
		add_day(out, -row->tiers[tier]);
	else if (tier == TIER_NEWEST)
		strbuf_add_char(out, '-');
	else
		strbuf_printf(out, "%d", (int)row->tiers[tier]);
}

/* The tier in which a row stands behind the one before it. */
static const char *
behind_in(const struct compared *before, const struct compared *row)
{
	int tier = 0;

	while (tier < TIER_COUNT && before->tiers[tier] == row->tiers[tier])
		tier++;
	return tier < TIER_COUNT ? tier_word((enum tier)tier) : "id";
}

/* --- the table --- */

struct table {
	const struct voice *voice;
	const struct edition *edition;
	const struct compared *rows;
	uint32_t count;
	int widths[COLUMNS];
};

/* One cell of a row that passes; row NULL: the column's head. */
static void
add_cell(struct strbuf *out, const struct table *table, uint32_t number,
    int column, bool is_head)
{
	const struct compared *row = &table->rows[number];

	if (column == 0)
		strbuf_printf(out, is_head ? "#" : "%u%s",
		    (unsigned)number + 1, row->is_chosen ? "*" : "");
	else if (column == 1 && !is_head)
		coverage_add_name(out, table->edition, row->match.record,
		    &row->label);
	else if (column == COLUMNS - 1)
		strbuf_add_string(out, is_head ? "behind in" : number > 0
		    ? behind_in(row - 1, row) : "");
	else if (column > 1 && is_head)
		strbuf_add_string(out, tier_word((enum tier)(column - 2)));
	else if (column > 1)
		add_tier(out, row, (enum tier)(column - 2));
}

static int
columns_of(const struct strbuf *out, size_t from)
{
	int columns = 0;

	for (; from < out->len; from++)
		if ((out->bytes[from] & 0xc0) != 0x80)
			columns++;
	return columns;
}

static void
add_row(struct strbuf *out, const struct table *table, uint32_t number,
    bool is_head)
{
	int column;

	for (column = 0; column < COLUMNS; column++) {
		size_t start = out->len;

		add_cell(out, table, number, column, is_head);
		strbuf_printf(out, "%*s", table->widths[column] -
		    columns_of(out, start) + 2, "");
	}
	while (out->bytes[out->len - 1] == ' ')
		out->len--;
	strbuf_add_char(out, '\n');
}

static void
measure(struct table *table, uint32_t passing)
{
	struct strbuf cell = { 0 };
	uint32_t i;
	int column;

	for (column = 0; column < COLUMNS; column++)
		for (i = 0; i <= passing; i++) {
			int width;

			strbuf_clear(&cell);
			add_cell(&cell, table, i < passing ? i : 0, column,
			    i == passing);
			width = columns_of(&cell, 0);
			if (width > table->widths[column])
				table->widths[column] = width;
		}
	strbuf_release(&cell);
}

static uint32_t
count_passing(const struct compared *rows, uint32_t count)
{
	uint32_t i = 0;

	while (i < count && rows[i].passes)
		i++;
	return i;
}

static void
print_reasons(struct strbuf *out, const struct table *table)
{
	uint32_t i;

	for (i = 0; i < table->count && table->rows[i].is_chosen; i++) {
		strbuf_printf(out, "  %u. ", (unsigned)i + 1);
		add_reasons(out, table->voice, &table->rows[i]);
		strbuf_add_char(out, '\n');
	}
}

static void
print_failing(struct strbuf *out, const struct table *table, uint32_t passing)
{
	uint32_t i;

	if (passing < table->count)
		strbuf_add_string(out, "  kept out:\n");
	for (i = passing; i < table->count; i++) {
		strbuf_add_string(out, "    ");
		coverage_add_name(out, table->edition,
		    table->rows[i].match.record, &table->rows[i].label);
		strbuf_add_string(out, ": ");
		add_reasons(out, table->voice, &table->rows[i]);
		strbuf_add_char(out, '\n');
	}
}

static void
print_table(struct strbuf *out, const struct voice *voice, const char *what,
    const struct compared *rows, uint32_t count)
{
	struct table table = { .voice = voice, .rows = rows, .count = count,
	    .edition = voice->context.edition };
	uint32_t passing = count_passing(rows, count), i, chosen = 0;

	while (chosen < count && rows[chosen].is_chosen)
		chosen++;
	strbuf_printf(out, "\n%s: %u of %u in the comparison, %u chosen (*)\n",
	    what, (unsigned)passing, (unsigned)count, (unsigned)chosen);
	measure(&table, passing);
	if (passing > 0)
		add_row(out, &table, 0, true);
	for (i = 0; i < passing; i++)
		add_row(out, &table, i, false);
	print_reasons(out, &table);
	print_failing(out, &table, passing);
}

static void
print_text(struct strbuf *out, const struct voice *voice,
    const struct comparison *comparison)
{
	const struct campaign_match *match = comparison->match;

	strbuf_printf(out, "campaigns/%s at offices/%s for %s, until ",
	    match->campaign->id, match->office->id,
	    voice->context.edition->view.reader.chars);
	add_day(out, match->window_end_days);
	strbuf_add_char(out, '\n');
	print_table(out, voice, "solutions", comparison->solutions,
	    comparison->solution_count);
	print_table(out, voice, "case studies", comparison->cases,
	    comparison->case_count);
	if (match->counted > 0)
		strbuf_printf(out, "  and %u that may be counted\n",
		    (unsigned)match->counted);
}

/* --- JSON --- */

/* What was added behind `start`, as a JSON string in its place. */
static void
quote_from(struct strbuf *out, size_t start)
{
	struct strbuf words = { 0 };

	strbuf_add(&words, strbuf_string(out) + start, out->len - start);
	out->len = start;
	strbuf_add_json(out, strbuf_string(&words), words.len);
	strbuf_release(&words);
}

static void
json_row(struct strbuf *out, const struct voice *voice,
    const struct compared *row)
{
	const struct edition *edition = voice->context.edition;
	size_t start;
	int tier;
	uint32_t i;

	strbuf_add_string(out, "{\"record\":");
	start = out->len;
	coverage_add_name(out, edition, row->match.record, &row->label);
	quote_from(out, start);
	strbuf_printf(out, ",\"passes\":%s,\"chosen\":%s",
	    row->passes ? "true" : "false", row->is_chosen ? "true" : "false");
	for (tier = 0; tier < TIER_COUNT; tier++) {
		strbuf_printf(out, ",\"%s\":", tier_word((enum tier)tier));
		start = out->len;
		add_tier(out, row, (enum tier)tier);
		if (tier != TIER_USED)
			quote_from(out, start);
	}
	strbuf_add_string(out, row->passes ? ",\"because\":[" : ",\"gate\":");
	for (i = 0; i < row->match.why_count; i++) {
		strbuf_add_string(out, i > 0 ? "," : "");
		start = out->len;
		add_why(out, &row->match.whys[i]);
		quote_from(out, start);
	}
	start = out->len;
	if (!row->passes) {
		add_gate(out, row);
		quote_from(out, start);
	}
	strbuf_add_string(out, row->passes ? "]" : "");
	if (voice->lang != NULL) {
		strbuf_add_string(out, ",\"words\":");
		start = out->len;
		add_reasons(out, voice, row);
		quote_from(out, start);
	}
	strbuf_add_char(out, '}');
}

static void
json_rows(struct strbuf *out, const struct voice *voice,
    const struct compared *rows, uint32_t count)
{
	uint32_t i;

	for (i = 0; i < count; i++) {
		strbuf_add_string(out, i > 0 ? ",\n" : "[\n");
		json_row(out, voice, &rows[i]);
	}
	strbuf_add_string(out, count > 0 ? "]" : "[]");
}

static void
print_json(struct strbuf *out, const struct voice *voice,
    const struct comparison *comparison)
{
	strbuf_printf(out, "{\"campaign\":\"%s\",\"office\":\"%s\","
	    "\"edition\":\"%s\",\"until\":\"",
	    comparison->match->campaign->id, comparison->match->office->id,
	    voice->context.edition->view.id.chars);
	add_day(out, comparison->match->window_end_days);
	strbuf_add_string(out, "\",\n\"solutions\":");
	json_rows(out, voice, comparison->solutions,
	    comparison->solution_count);
	strbuf_add_string(out, ",\n\"cases\":");
	json_rows(out, voice, comparison->cases, comparison->case_count);
	strbuf_printf(out, ",\n\"counted\":%u}\n",
	    (unsigned)comparison->match->counted);
}

/* --- the command --- */

/* "peak" of "campaigns/peak", among the records of a set. */
static const struct record *
find_among(const struct record_set *set, const char *folder, const char *name)
{
	size_t len = strlen(folder);
	uint32_t i;

	if (strncmp(name, folder, len) != 0 || name[len] != '/')
		return NULL;
	for (i = 0; i < set->count; i++)
		if (strcmp(set->items[i]->id, name + len + 1) == 0)
			return set->items[i];
	return NULL;
}

/* The first edition asked for in which the campaign runs at the office. */
static bool
compare_in(struct build *build, const struct cli_options *options,
    const struct edition_spec *spec, struct voice *voice, struct strbuf *out)
{
	struct edition *edition = ARENA_NEW(&build->arena, struct edition);
	const struct record *campaign, *office;
	struct comparison comparison;

	edition_project(edition, &build->arena, &build->model, spec,
	    &build->options->clock);
	campaign = find_among(&edition->model.sets[RECORD_CAMPAIGN],
	    schema_campaign.name, options->operands[0]);
	office = find_among(&edition->addressees, schema_office.name,
	    options->operands[1]);
	if (campaign == NULL || office == NULL || !match_compare(&comparison,
	    &build->arena, edition, campaign, office))
		return false;
	voice->context.edition = edition;
	if (options->format == DIAG_FORMAT_JSON)
		print_json(out, voice, &comparison);
	else
		print_text(out, voice, &comparison);
	return true;
}

/* "ar, de, en": what --lang takes. */
static void
refuse_lang(const struct theme *theme, const char *lang)
{
	uint32_t i;

	fprintf(stderr, "fieldkit: the theme '%s' has no words in '%s'; it "
	    "speaks", theme->name, lang);
	for (i = 0; i < theme->message_count; i++)
		fprintf(stderr, "%s %s", i > 0 ? "," : "",
		    messages_lang(theme->messages[i]));
	fputc('\n', stderr);
}

/* The theme's words for the language asked for; false after a message. */
static bool
voice_open(struct voice *voice, struct build *build, const char *lang)
{
	struct theme *theme = ARENA_NEW(&build->arena, struct theme);
	const struct site *site = build->model.site;

	voice->arena = &build->arena;
	voice->lang = lang;
	if (lang == NULL)
		return true;
	if (!theme_load(theme, &build->arena, &build->sources,
	    build->options->themes_dir, site->theme.chars,
	    build->options->content_dir, &build->diags))
		return false;
	voice->context.messages = theme_messages(theme, lang,
	    site->locale.chars);
	if (!lang_serves(messages_lang(voice->context.messages), lang)) {
		refuse_lang(theme, lang);
		return false;
	}
	voice->context.locale = format_locale_new(lang);
	return true;
}

int
explain_comparison(const struct cli_options *options)
{
	struct build_options build_options = cli_build_options(options);
	struct cli_options quiet = *options;
	struct strbuf out = { 0 };
	struct voice voice = { 0 };
	struct build build;
	int status = EXIT_CONTENT;
	bool was_asked;
	uint32_t i;

	/* Warnings are for who builds; here they would hide the answer. */
	quiet.is_quiet = true;
	build_init(&build, &build_options);
	if (build_open(&build)) {
		const struct list *editions = &build.model.site->editions;

		bool speaks = voice_open(&voice, &build, options->lang);

		for (i = 0; speaks && i < editions->count && out.len == 0;
		    i++) {
			const struct edition_spec *spec = LIST_AT(*editions,
			    struct edition_spec, i);

			if (cli_wants_edition(options, spec->id.chars))
				compare_in(&build, options, spec,
				    &voice, &out);
		}
		status = out.len > 0 ? EXIT_FINE : EXIT_USAGE;
	}
	was_asked = voice.arena == NULL || voice.lang == NULL ||
	    voice.context.locale != NULL;
	cli_report(&build, &quiet);
	if (status == EXIT_USAGE && was_asked)
		fprintf(stderr, "fieldkit: '%s' does not run at '%s' in any "
		    "edition asked for; 'fieldkit coverage' shows where "
		    "campaigns run\n", options->operands[0],
		    options->operands[1]);
	cli_print(&out);
	if (voice.context.locale != NULL)
		format_locale_free(voice.context.locale);
	build_release(&build);
	return status;
}
