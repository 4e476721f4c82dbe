/*
 * Printing diagnostics: for people, for scripts, for code hosts.
 *
 * In: a sorted struct diags. Out: text in GNU style with the source line and
 * a caret, JSON with one object a line, or one SARIF 2.1.0 document. All is
 * composed in memory and written once.
 *
 * The text goes to a terminal, and content may come from anyone: control
 * characters and bidirectional overrides of the source are never passed on,
 * but shown as U+FFFD.
 */
#include "fieldkit/diag.h"

#include <stdbool.h>
#include <string.h>

#include "fieldkit/json.h"
#include "fieldkit/limits.h"
#include "fieldkit/strbuf.h"
#include "fieldkit/utf8.h"

/* Columns of a quoted line; the rest is cut around the caret. */
#define QUOTED_COLUMNS 100
/* Of what nobody wrote as a line, a sheet squeezed into one, so much around
 * the caret is measured for a report. */
#define MEASURED_BYTES 16384
#define TAB_COLUMNS 8
#define REPLACEMENT 0xFFFD

enum paint { PAINT_NONE, PAINT_PATH, PAINT_ERROR, PAINT_WARNING, PAINT_CARET };

static const char *const paints[] = {
	[PAINT_NONE] = "\033[0m",
	[PAINT_PATH] = "\033[1m",
	[PAINT_ERROR] = "\033[1;31m",
	[PAINT_WARNING] = "\033[1;35m",
	[PAINT_CARET] = "\033[1;32m",
};

struct range {
	uint32_t first, last;
};

/* Drawn two columns wide: East Asian Wide and Fullwidth of Unicode 15,
 * annex 11, in whole blocks, and pictographs. */
static const struct range wide_ranges[] = {
	{ 0x1100, 0x115F }, { 0x231A, 0x231B }, { 0x23E9, 0x23EC },
	{ 0x25FD, 0x25FE }, { 0x2614, 0x2615 }, { 0x2648, 0x2653 },
	{ 0x26AA, 0x26AB }, { 0x26BD, 0x26BE }, { 0x2705, 0x2705 },
	{ 0x2728, 0x2728 }, { 0x274C, 0x274C }, { 0x2753, 0x2755 },
	{ 0x2795, 0x2797 }, { 0x2B1B, 0x2B1C }, { 0x2E80, 0x303E },
	{ 0x3041, 0x4DBF }, { 0x4E00, 0xA4CF }, { 0xA960, 0xA97F },
	{ 0xAC00, 0xD7A3 }, { 0xF900, 0xFAFF }, { 0xFE30, 0xFE6F },
	{ 0xFF01, 0xFF60 }, { 0xFFE0, 0xFFE6 }, { 0x16FE0, 0x18CFF },
	{ 0x1B000, 0x1B2FF }, { 0x1F300, 0x1F64F }, { 0x1F680, 0x1F6FF },
	{ 0x1F900, 0x1F9FF }, { 0x20000, 0x3FFFD },
};

/* Drawn on the character before: combining marks, joiners, selectors. */
static const struct range zero_ranges[] = {
	{ 0x0300, 0x036F }, { 0x0483, 0x0489 }, { 0x0591, 0x05BD },
	{ 0x0610, 0x061A }, { 0x064B, 0x065F }, { 0x06D6, 0x06DC },
	{ 0x093C, 0x093C }, { 0x0941, 0x0948 }, { 0x094D, 0x094D },
	{ 0x0E31, 0x0E31 }, { 0x0E34, 0x0E3A }, { 0x0E47, 0x0E4E },
	{ 0x1AB0, 0x1AFF }, { 0x1DC0, 0x1DFF }, { 0x200B, 0x200F },
	{ 0x20D0, 0x20FF }, { 0x302A, 0x302D }, { 0x3099, 0x309A },
	{ 0xFE00, 0xFE0F }, { 0xFE20, 0xFE2F }, { 0xFEFF, 0xFEFF },
	{ 0xE0100, 0xE01EF },
};

/* Never sent to a terminal: C0, DEL, C1, line separators, bidirectional
 * embeddings, overrides and isolates. */
static const struct range harmful_ranges[] = {
	{ 0x00, 0x1F }, { 0x7F, 0x9F }, { 0x2028, 0x202E }, { 0x2066, 0x2069 },
};

#define RANGE_COUNT(ranges) (sizeof(ranges) / sizeof((ranges)[0]))

/* A code point of a line, ready to be drawn. */
struct glyph {
	const char *bytes;
	size_t len;
	unsigned width;
};

static bool
is_in(const struct range *ranges, size_t count, uint32_t code)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (code > ranges[middle].last)
			low = middle + 1;
		else
			high = middle;
	}
	return low < count && code >= ranges[low].first;
}

/* Takes a code point off a line. `column` is where it will be drawn, from 0;
 * a tab fills up to the next stop. */
static struct glyph
next_glyph(const char **at, const char *end, unsigned column)
{
	static const char spaces[] = "        ";
	struct glyph glyph = { *at, 0, 1 };
	uint32_t code = REPLACEMENT;

	glyph.len = utf8_next(*at, (size_t)(end - *at), &code);
	*at += glyph.len != 0 ? glyph.len : 1;
	if (code == '\t') {
		glyph.width = TAB_COLUMNS - column % TAB_COLUMNS;
		glyph.bytes = spaces;
		glyph.len = glyph.width;
	} else if (glyph.len == 0 || is_in(harmful_ranges,
	    RANGE_COUNT(harmful_ranges), code)) {
		glyph.bytes = "\uFFFD";
		glyph.len = strlen(glyph.bytes);
	} else if (is_in(zero_ranges, RANGE_COUNT(zero_ranges), code)) {
		glyph.width = 0;
	} else if (is_in(wide_ranges, RANGE_COUNT(wide_ranges), code)) {
		glyph.width = 2;
	}
	return glyph;
}

void
diag_add_shown(struct strbuf *out, const char *text)
{
	const char *end = text + strlen(text);

	while (text < end) {
		struct glyph glyph = next_glyph(&text, end, TAB_COLUMNS - 1);

		strbuf_add(out, glyph.bytes, glyph.len);
	}
}

static void
add_paint(struct strbuf *out, bool in_color, enum paint paint)
{
	if (in_color)
		strbuf_add_string(out, paints[paint]);
}

/* The columns before the code point number `col` (from 1) of a line, and in
 * *ret_total those of the whole line. */
static unsigned
measure(const char *line, size_t len, uint32_t col, unsigned *ret_total)
{
	const char *at = line, *end = line + len;
	unsigned columns = 0, before = 0;
	uint32_t number = 1;

	for (; at < end; number++) {
		if (number == col)
			before = columns;
		columns += next_glyph(&at, end, columns).width;
	}
	*ret_total = columns;
	return col >= number ? columns : before;
}

/* Of an endless line, the part with the column, counted from its start. */
static void
cut_endless(const char **line, size_t *len, uint32_t *col)
{
	const char *at = *line, *end = at + *len;
	uint32_t before = *col > MEASURED_BYTES ? *col - QUOTED_COLUMNS : 1;

	*col -= before - 1;
	while (at < end && before > 1) {
		at++;
		if (at == end || (*at & 0xC0) != 0x80)
			before--;
	}
	*line = at;
	*len = (size_t)(end - at) < MEASURED_BYTES ? (size_t)(end - at) :
	    MEASURED_BYTES;
}

/* The part of a line between two columns, an ellipsis for each side cut. */
static void
add_window(struct strbuf *out, const char *line, size_t len, unsigned first,
    unsigned last)
{
	const char *at = line, *end = line + len;
	unsigned column = 0;

	if (first > 0)
		strbuf_add_string(out, "…");
	while (at < end && column < last) {
		struct glyph glyph = next_glyph(&at, end, column);

		if (column >= first && column + glyph.width <= last)
			strbuf_add(out, glyph.bytes, glyph.len);
		else if (column + glyph.width > first)
			strbuf_add_char(out, ' ');	/* half of it is cut */
		column += glyph.width;
	}
	if (at < end)
		strbuf_add_string(out, "…");
}

static void
add_quoted_line(struct strbuf *out, const struct diags *diags,
    struct source_pos pos, bool in_color)
{
	const char *line;
	size_t len;
	unsigned total, caret, first = 0, last;

	if (!source_line(diags->sources, pos, &line, &len) || len == 0)
		return;
	cut_endless(&line, &len, &pos.col);
	caret = measure(line, len, pos.col, &total);
	last = total;
	if (total > QUOTED_COLUMNS) {
		first = caret > QUOTED_COLUMNS / 2 ? caret - QUOTED_COLUMNS / 2
		    : 0;
		if (first + QUOTED_COLUMNS > total)
			first = total - QUOTED_COLUMNS;
		last = first + QUOTED_COLUMNS;
	}
	strbuf_printf(out, "%5u | ", (unsigned)pos.line);
	add_window(out, line, len, first, last);
	if (pos.col != 0) {
		strbuf_printf(out, "\n      | %*s",
		    (int)(caret - first + (first > 0)), "");
		add_paint(out, in_color, PAINT_CARET);
		strbuf_add_char(out, '^');
		add_paint(out, in_color, PAINT_NONE);
	}
	strbuf_add_char(out, '\n');
}

static void
add_place(struct strbuf *out, const struct diags *diags, struct source_pos pos)
{
	if (pos.file == 0) {
		strbuf_add_string(out, "fieldkit: ");
		return;
	}
	diag_add_shown(out, source_path(diags->sources, pos));
	strbuf_add_char(out, ':');
	if (pos.line != 0)
		strbuf_printf(out, "%u:", (unsigned)pos.line);
	if (pos.line != 0 && pos.col != 0)
		strbuf_printf(out, "%u:", (unsigned)pos.col);
	strbuf_add_char(out, ' ');
}

static const char *
severity_word(const struct diag *diag)
{
	return diag_rule(diag->id)->severity == DIAG_ERROR ? "error"
	    : "warning";
}

static void
add_text(struct strbuf *out, const struct diags *diags,
    const struct diag *diag, bool in_color)
{
	const struct diag_rule *rule = diag_rule(diag->id);

	add_paint(out, in_color, PAINT_PATH);
	add_place(out, diags, diag->pos);
	add_paint(out, in_color, rule->severity == DIAG_ERROR ? PAINT_ERROR
	    : PAINT_WARNING);
	strbuf_printf(out, "%s: ", severity_word(diag));
	add_paint(out, in_color, PAINT_NONE);
	diag_add_shown(out, diag->message);
	strbuf_printf(out, " [%s]\n", rule->slug);
	/* Logs are kept and shown around: the line would tell the secret. */
	if (diag->id != DIAG_SECRET_EXPOSED)
		add_quoted_line(out, diags, diag->pos, in_color);
	if (diag->hint != NULL) {
		strbuf_add_string(out, "  = ");
		diag_add_shown(out, diag->hint);
		strbuf_add_char(out, '\n');
	}
}

/* File names may hold any bytes. */
static void
add_string(struct strbuf *out, const char *string)
{
	json_add_bytes(out, string, strlen(string));
}

static void
add_string_or_null(struct strbuf *out, const char *string)
{
	if (string != NULL)
		add_string(out, string);
	else
		strbuf_add_string(out, "null");
}

static void
add_number(struct strbuf *out, uint32_t number)
{
	if (number != 0)
		strbuf_printf(out, "%u", (unsigned)number);
	else
		strbuf_add_string(out, "null");
}

static void
add_json(struct strbuf *out, const struct diags *diags,
    const struct diag *diag)
{
	strbuf_add_string(out, "{\"file\":");
	add_string_or_null(out, diag->pos.file == 0 ? NULL
	    : source_path(diags->sources, diag->pos));
	strbuf_add_string(out, ",\"line\":");
	add_number(out, diag->pos.line);
	strbuf_add_string(out, ",\"col\":");
	add_number(out, diag->pos.line != 0 ? diag->pos.col : 0);
	strbuf_printf(out, ",\"severity\":\"%s\",\"slug\":\"%s\",\"message\":",
	    severity_word(diag), diag_rule(diag->id)->slug);
	add_string(out, diag->message);
	strbuf_add_string(out, ",\"hint\":");
	add_string_or_null(out, diag->hint);
	strbuf_add_string(out, "}\n");
}

/* A path as a relative URI reference (RFC 3986, section 4.2). */
static void
add_uri(struct strbuf *out, const char *path)
{
	const char *at;

	strbuf_add_char(out, '"');
	for (at = path; *at != '\0'; at++) {
		unsigned char c = (unsigned char)*at;

		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		    (c >= '0' && c <= '9') || strchr("-._~/", c) != NULL)
			strbuf_add_char(out, (char)c);
		else
			strbuf_printf(out, "%%%02X", c);
	}
	strbuf_add_char(out, '"');
}

static void
add_sarif_place(struct strbuf *out, const struct diags *diags,
    struct source_pos pos)
{
	strbuf_add_string(out, ",\n     \"locations\": [{\"physicalLocation\": "
	    "{\"artifactLocation\": {\"uri\": ");
	add_uri(out, source_path(diags->sources, pos));
	strbuf_add_char(out, '}');
	if (pos.line != 0) {
		strbuf_printf(out, ", \"region\": {\"startLine\": %u",
		    (unsigned)pos.line);
		if (pos.col != 0)
			strbuf_printf(out, ", \"startColumn\": %u",
			    (unsigned)pos.col);
		strbuf_add_char(out, '}');
	}
	strbuf_add_string(out, "}}]");
}

static void
add_sarif_result(struct strbuf *out, const struct diags *diags,
    const struct diag *diag)
{
	struct strbuf text;

	strbuf_init(&text);
	strbuf_add_string(&text, diag->message);
	if (diag->hint != NULL)
		strbuf_printf(&text, " (%s)", diag->hint);
	strbuf_printf(out, "\n    {\"ruleId\": \"%s\", \"ruleIndex\": %d, "
	    "\"level\": \"%s\",\n     \"message\": {\"text\": ",
	    diag_rule(diag->id)->slug, (int)diag->id, severity_word(diag));
	add_string(out, strbuf_string(&text));
	strbuf_add_char(out, '}');
	if (diag->pos.file != 0)
		add_sarif_place(out, diags, diag->pos);
	strbuf_add_char(out, '}');
	strbuf_release(&text);
}

/* SARIF 2.1.0 (OASIS, 2020), sections 3.14 to 3.30: all rules, so that
 * ruleIndex is the number of the diagnostic. */
static void
add_sarif(struct strbuf *out, const struct diags *diags)
{
	size_t i;

	strbuf_add_string(out, "{\n \"$schema\": "
	    "\"https://json.schemastore.org/sarif-2.1.0.json\",\n"
	    " \"version\": \"2.1.0\",\n \"runs\": [{\n"
	    "   \"tool\": {\"driver\": {\"name\": \"fieldkit\", \"rules\": [");
	for (i = 0; i < DIAG_COUNT; i++) {
		const struct diag_rule *rule = diag_rule((enum diag_id)i);

		strbuf_printf(out, "%s\n    {\"id\": \"%s\", "
		    "\"shortDescription\": {\"text\": ", i > 0 ? "," : "",
		    rule->slug);
		add_string(out, rule->rule);
		strbuf_printf(out, "},\n     \"defaultConfiguration\": "
		    "{\"level\": \"%s\"}}", rule->severity == DIAG_ERROR
		    ? "error" : "warning");
	}
	strbuf_add_string(out, "\n   ]}},\n"
	    "   \"columnKind\": \"unicodeCodePoints\",\n   \"results\": [");
	for (i = 0; i < diags->count; i++) {
		if (i > 0)
			strbuf_add_char(out, ',');
		add_sarif_result(out, diags, &diags->items[i]);
	}
	strbuf_add_string(out, "\n   ]}]\n}\n");
}

void
diags_print(const struct diags *diags,
    const struct diag_print_options *options, FILE *out)
{
	struct strbuf text;
	size_t i;

	strbuf_init(&text);
	if (options->format == DIAG_FORMAT_SARIF)
		add_sarif(&text, diags);
	for (i = 0; i < diags->count; i++) {
		if (options->format == DIAG_FORMAT_JSON)
			add_json(&text, diags, &diags->items[i]);
		if (options->format == DIAG_FORMAT_TEXT &&
		    i < LIMIT_ERRORS_PRINTED)
			add_text(&text, diags, &diags->items[i],
			    options->in_color);
	}
	fwrite(strbuf_string(&text), 1, text.len, out);
	strbuf_release(&text);
}
