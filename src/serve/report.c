/*
 * Diagnostics for a page. In: a sorted list. Out: JSON: errors before
 * warnings, as many as a reader looks through, each with the line that it is
 * about, cut around the place.
 */
#include "report.h"

#include <string.h>

#include "fieldkit/json.h"
#include "fieldkit/utf8.h"

#define SHOWN_DIAGS 40
/* Code points of a quoted line before and behind the place. */
#define QUOTED_BEFORE 60
#define QUOTED_BEHIND 100

static size_t
step_of(const char *at, const char *end)
{
	uint32_t code;
	size_t step = utf8_next(at, (size_t)(end - at), &code);

	return step != 0 ? step : 1;
}

/* `"source":"…","at":12`: the line without what is far from the place. */
static void
add_source(struct strbuf *json, const struct diags *diags,
    struct source_pos pos)
{
	const char *line, *at, *end, *stop;
	uint32_t first = 1, number;
	size_t len;

	if (!source_line(diags->sources, pos, &line, &len) || len == 0)
		return;
	end = line + len;
	if (pos.col > QUOTED_BEFORE)
		first = pos.col - QUOTED_BEFORE;
	for (number = 1; number < first && line < end; number++)
		line += step_of(line, end);
	stop = line;
	for (at = line; at < end && number < pos.col + QUOTED_BEHIND; number++)
		at = stop = at + step_of(at, end);
	strbuf_add_string(json, ",\"source\":");
	json_add_bytes(json, line, (size_t)(stop - line));
	strbuf_printf(json, ",\"at\":%u",
	    pos.col == 0 ? 0 : (unsigned)(pos.col - first + 1));
}

static void
add_diag(struct strbuf *json, const struct diags *diags,
    const struct diag *diag)
{
	const struct diag_rule *rule = diag_rule(diag->id);
	const char *path = source_path(diags->sources, diag->pos);

	strbuf_printf(json, "{\"severity\":\"%s\",\"slug\":\"%s\","
	    "\"line\":%u,\"col\":%u,\"file\":",
	    rule->severity == DIAG_ERROR ? "error" : "warning", rule->slug,
	    (unsigned)diag->pos.line, (unsigned)diag->pos.col);
	json_add_bytes(json, path, strlen(path));
	strbuf_add_string(json, ",\"message\":");
	json_add_bytes(json, diag->message, strlen(diag->message));
	if (diag->hint != NULL) {
		strbuf_add_string(json, ",\"hint\":");
		json_add_bytes(json, diag->hint, strlen(diag->hint));
	}
	add_source(json, diags, diag->pos);
	strbuf_add_char(json, '}');
}

/* Those of one severity, while there is room. */
static void
add_diags(struct strbuf *json, const struct diags *diags,
    enum diag_severity severity, unsigned *count)
{
	size_t i;

	for (i = 0; i < diags->count && *count < SHOWN_DIAGS; i++) {
		const struct diag *diag = &diags->items[i];

		if (diag_rule(diag->id)->severity != severity)
			continue;
		if ((*count)++ > 0)
			strbuf_add_char(json, ',');
		add_diag(json, diags, diag);
	}
}

static const char *
word(bool value)
{
	return value ? "true" : "false";
}

void
report_write(const struct report *report, struct strbuf *json)
{
	unsigned count = 0;

	strbuf_printf(json, "{\"stamp\":\"%s\",\"isCurrent\":%s,"
	    "\"isChecked\":%s,\"errors\":%zu,\"warnings\":%zu,\"items\":[",
	    report->stamp, word(report->is_current), word(report->is_checked),
	    report->diags->errors, report->diags->warnings);
	add_diags(json, report->diags, DIAG_ERROR, &count);
	add_diags(json, report->diags, DIAG_WARNING, &count);
	strbuf_add_string(json, "]}");
}
