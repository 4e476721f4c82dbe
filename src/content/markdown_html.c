/*
 * Raw HTML in Markdown.
 *
 * In: what libcmark took for HTML, and where it stands. Out: nothing for
 * comments, `html-raw` for everything else, with the Markdown that says the
 * same where there is some. Reports are one per tag that opens: an end tag
 * whose start was reported says nothing new.
 */
#include "markdown_parts.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

/* What Markdown has instead of an element. */
static const char *
markdown_for(const char *name, size_t len)
{
	static const struct {
		const char *name, *instead;
	} rows[] = {
		{ "b", "**text**" }, { "strong", "**text**" },
		{ "i", "*text*" }, { "em", "*text*" },
		{ "code", "`text`" }, { "tt", "`text`" },
		{ "a", "[text](address)" }, { "img", "![text](file.png)" },
		{ "br", "a backslash at the end of the line" },
		{ "p", "an empty line" }, { "hr", "---" },
		{ "h1", "# text" }, { "h2", "## text" }, { "h3", "### text" },
		{ "h4", "#### text" }, { "ul", "- text" }, { "ol", "1. text" },
		{ "li", "- text" }, { "blockquote", "> text" },
		{ "pre", "``` lines around the text" },
		{ "table", "| cell | cell | lines" },
	};
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (strlen(rows[i].name) == len &&
		    strncasecmp(rows[i].name, name, len) == 0)
			return rows[i].instead;
	return NULL;
}

/* The length of a comment that starts here, 0 when none does. */
static size_t
comment_len(const char *html)
{
	const char *end;

	if (strncmp(html, "<!--", 4) != 0)
		return 0;
	end = strstr(html + 4, "-->");
	return end != NULL ? (size_t)(end + 3 - html) : strlen(html);
}

static void
report_html(struct markdown *md, const char *html, struct source_pos pos)
{
	size_t name = 1 + (html[1] == '/'), len = name;
	const char *instead;

	if (html[0] != '<') {
		diag_report(md->diags, DIAG_HTML_RAW, pos, "text behind a "
		    "comment on its line would be lost; start a new line");
		return;
	}
	while (isalnum((unsigned char)html[len]))
		len++;
	if (html[1] == '/' && md->has_raw_html)
		return;
	md->has_raw_html = true;
	if (len == name) {
		diag_report(md->diags, DIAG_HTML_RAW, pos, "raw HTML may not "
		    "stand here; write \\< for the sign itself");
		return;
	}
	diag_report(md->diags, DIAG_HTML_RAW, pos, "raw HTML '<%.*s>' may "
	    "not stand here; write \\< for the sign itself",
	    (int)(len - 1), html + 1);
	instead = markdown_for(html + name, len - name);
	if (instead != NULL)
		diag_hint(md->diags, "Markdown for it is %s", instead);
}

void
markdown_check_html(struct markdown *md, const char *html, size_t offset)
{
	const char *at;

	html += strspn(html, " ");
	for (at = html; *at != '\0';) {
		size_t comment = comment_len(at);

		if (comment == 0 && !isspace((unsigned char)*at)) {
			report_html(md, at,
			    markdown_pos(md, offset + (size_t)(at - html)));
			return;
		}
		at += comment != 0 ? comment : 1;
	}
}

