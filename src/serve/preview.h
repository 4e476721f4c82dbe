/*
 * preview.h - what the threads of the server share: the generation that is
 * shown, what is wrong with the content, and who waits for news of either.
 *
 * A *report* is what open pages are told, as one JSON object:
 *
 *	stamp      names the generation that pages are made from
 *	isCurrent  false: the content has errors, pages show what was before
 *	isChecked  every page and kit of the generation was made once
 *	errors, warnings   how many there are
 *	items      the first of them: severity, file, line, col, message, hint,
 *	           slug, and source, the line that they are about, of which
 *	           column `at` is meant
 */
#ifndef FIELDKIT_SERVE_PREVIEW_H
#define FIELDKIT_SERVE_PREVIEW_H

#include "fieldkit/strbuf.h"
#include "generation.h"

struct preview;
#define PREVIEW_STAMP_CHARS 40

struct preview *preview_new(const struct tools *tools);
void preview_free(struct preview *preview);

/* Another generation is being loaded: what idle time is for can wait. */
void preview_await(struct preview *preview);
/* Takes a generation over: shows it where it is good, else keeps the one
 * before and reports what is wrong. */
void preview_show(struct preview *preview, struct generation *generation);
/* Adds what was found while something was made from the generation. */
void preview_found(struct preview *preview,
    const struct generation *generation, const struct diags *diags);
/* Says that everything of the generation was made once. */
void preview_checked(struct preview *preview,
    const struct generation *generation);

/* The generation shown, one user more; NULL while there has been none. */
struct generation *preview_use(struct preview *preview);
void preview_drop(struct preview *preview, struct generation *generation);
/* Whether it is the one that is shown, and no other is being loaded. */
bool preview_is_settled(struct preview *preview,
    const struct generation *generation);
/* Waits until another generation than number `seen` is shown and uses it;
 * NULL when the server ends. */
struct generation *preview_wait_generation(struct preview *preview,
    unsigned seen);

/* The stamp of a generation, NULL for none. */
void preview_stamp(const struct preview *preview,
    const struct generation *generation, char ret_stamp[PREVIEW_STAMP_CHARS]);

enum preview_news { PREVIEW_REPORT, PREVIEW_SILENCE, PREVIEW_END };

/* The newest report appended, once there is another than number *seen; or
 * silence after `seconds`, or the end. */
enum preview_news preview_wait_report(struct preview *preview,
    unsigned *seen, unsigned seconds, struct strbuf *report);
/* Wakes everyone that waits: they find the end. */
void preview_end(struct preview *preview);

/* One worker for as long as a thread makes something; waits for a free one. */
struct worker *preview_take_worker(struct preview *preview);
void preview_give_worker(struct preview *preview, struct worker *worker);

/*
 * Pages as they were when they could last be made, of those that were asked
 * for lately: what is shown while a page has an error of its own.
 */
void preview_keep_page(struct preview *preview, const char *url,
    const struct strbuf *html);
/* Appends the page kept; false where there is none. */
bool preview_find_page(struct preview *preview, const char *url,
    struct strbuf *html);

#endif
