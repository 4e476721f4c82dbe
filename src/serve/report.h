/*
 * report.h - what is wrong with the content, as the script in open pages
 * reads it (preview.h says what is in it).
 */
#ifndef FIELDKIT_SERVE_REPORT_H
#define FIELDKIT_SERVE_REPORT_H

#include "fieldkit/diag.h"
#include "fieldkit/strbuf.h"
#include "preview.h"

struct report {
	const struct diags *diags;	/* sorted */
	char stamp[PREVIEW_STAMP_CHARS];
	bool is_current;
	bool is_checked;
};

/* Appends one JSON object, without a line end in it. */
void report_write(const struct report *report, struct strbuf *json);

#endif
