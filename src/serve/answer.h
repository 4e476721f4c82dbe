/*
 * answer.h - what a path of the preview gives.
 *
 * A path is looked up among the editions' outputs, never on a disk; so there
 * is nothing to traverse.
 */
#ifndef FIELDKIT_SERVE_ANSWER_H
#define FIELDKIT_SERVE_ANSWER_H

#include "preview.h"

struct answer {
	unsigned status;		/* of HTTP */
	const char *type;		/* Content-Type */
	bool is_lasting;		/* its name holds a digest of its bytes */
	struct strbuf location;		/* of a redirect, else empty */
	struct strbuf body;
};

/* Answers a GET of a path such as "/vendor-field/site/". */
void answer_make(struct preview *preview, const char *url,
    struct answer *ret_answer);
void answer_release(struct answer *answer);

#endif
