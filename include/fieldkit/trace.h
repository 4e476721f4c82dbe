/*
 * trace.h - laid-out pages as readable, stable text: what layout tests
 * compare and what `fieldkit dump --stage pages` prints.
 *
 *	page 1 595.28x841.89
 *	  text H1#12 51.02,88.40 Noto Sans-Bold 24.00 #112233 "What we sell"
 *	  rect - 51.02,100.00 400.00x1.00 #cccccc
 *	  link Link#14 51.02,120.00 80.00x12.00 -> #proof
 *	elements
 *	  0 Document
 *	  1   Sect …
 *
 * Lengths in pt with two decimals; an operation names its element's type and
 * number, `-` for an artifact.
 */
#ifndef FIELDKIT_TRACE_H
#define FIELDKIT_TRACE_H

#include "fieldkit/pages.h"
#include "fieldkit/strbuf.h"

void trace_write(const struct page_list *pages, struct strbuf *out);

#endif
