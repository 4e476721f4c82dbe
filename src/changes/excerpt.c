/*
 * What differs between two texts, in few words. In: two paragraphs. Out: of
 * each the words that the other does not have, with some words around them.
 *
 * What stands between white space is a word; a character of a script without
 * spaces is one by itself, so that not a whole line of Japanese is changed.
 */
#include "fieldkit/changes.h"

#include <string.h>

#include "fieldkit/strmap.h"
#include "fieldkit/utf8.h"

#define CONTEXT_WORDS 3
/* An excerpt ends at the first word past so many bytes. */
#define EXCERPT_BYTES 240

struct word_list {
	const char *text;
	uint32_t *starts, *ends;	/* in bytes */
	uint32_t *numbers;		/* the same number for the same word */
	uint32_t count;
};

/* Written without spaces, and each character says something: Chinese,
 * Japanese, Thai and its neighbours; not Hangul. */
static bool
is_alone(uint32_t code)
{
	return (code >= 0x0e00 && code <= 0x0eff) ||
	    (code >= 0x1000 && code <= 0x109f) ||
	    (code >= 0x1780 && code <= 0x17ff) ||
	    (code >= 0x2e80 && code <= 0xa4cf) ||
	    (code >= 0xf900 && code <= 0xfaff) ||
	    (code >= 0xff01 && code <= 0xff9f) || code >= 0x20000;
}

static size_t
word_len(const char *text, size_t len)
{
	size_t at = 0, step;
	uint32_t code;

	while (at < len && text[at] != ' ') {
		step = utf8_next(text + at, len - at, &code);
		if (step == 0)
			step = 1, code = 0;
		if (is_alone(code))
			return at > 0 ? at : step;
		at += step;
	}
	return at;
}

/* The words of a text, numbered in the order they are first seen: a value of
 * the map is a place in `base`, which has room for all. */
static void
cut_words(struct word_list *list, struct arena *arena, struct strmap *seen,
    const uint32_t *base, const char *text)
{
	size_t len = strlen(text), at = 0;

	*list = (struct word_list){
		.text = text, .starts = ARENA_ARRAY(arena, uint32_t, len + 1),
		.ends = ARENA_ARRAY(arena, uint32_t, len + 1),
		.numbers = ARENA_ARRAY(arena, uint32_t, len + 1),
	};
	while (at < len) {
		const uint32_t *known, *fresh = base + seen->count;
		size_t step;

		if (text[at] == ' ') {
			at++;
			continue;
		}
		step = word_len(text + at, len - at);
		known = strmap_add_len(seen, text + at, step, fresh);
		list->starts[list->count] = (uint32_t)at;
		list->ends[list->count] = (uint32_t)(at + step);
		list->numbers[list->count++] =
		    (uint32_t)((known != NULL ? known : fresh) - base);
		at += step;
	}
}

/* Words first … stop - 1 as they stand in the text. */
static void
add_words(struct strbuf *excerpt, const struct word_list *list,
    uint32_t first, uint32_t stop)
{
	uint32_t end = first;

	while (end < stop && excerpt->len + list->ends[end] -
	    list->starts[first] < EXCERPT_BYTES)
		end++;
	if (end > first)
		strbuf_add(excerpt, list->text + list->starts[first],
		    list->ends[end - 1] - list->starts[first]);
	if (end < stop)
		strbuf_add_string(excerpt, "…");
}

struct window {
	uint32_t first, stop;		/* words */
};

/* The runs of one side, with words around them; what touches is one. */
static uint32_t
windows_of(struct window *windows, const struct word_list *list,
    const struct change_run *runs, uint32_t run_count, bool is_old)
{
	uint32_t count = 0, i;

	for (i = 0; i < run_count; i++) {
		uint32_t at = is_old ? runs[i].from : runs[i].to;
		uint32_t stop = at + CONTEXT_WORDS +
		    (is_old ? runs[i].from_count : runs[i].to_count);
		struct window window = {
			at > CONTEXT_WORDS ? at - CONTEXT_WORDS : 0,
			stop < list->count ? stop : list->count,
		};

		if (count > 0 && window.first <= windows[count - 1].stop)
			windows[count - 1].stop = window.stop;
		else
			windows[count++] = window;
	}
	return count;
}

static const char *
excerpt_of(struct arena *arena, const struct word_list *list,
    const struct change_run *runs, uint32_t run_count, bool is_old)
{
	struct window *windows = ARENA_ARRAY(arena, struct window, run_count);
	uint32_t count = windows_of(windows, list, runs, run_count, is_old);
	struct strbuf excerpt = { 0 };
	const char *words;
	uint32_t i;

	for (i = 0; i < count && excerpt.len < EXCERPT_BYTES; i++) {
		if (i > 0)
			strbuf_add_string(&excerpt, " … ");
		else if (windows[i].first > 0)
			strbuf_add_string(&excerpt, "… ");
		add_words(&excerpt, list, windows[i].first, windows[i].stop);
	}
	if (i == count && count > 0 && windows[i - 1].stop < list->count &&
	    excerpt.len < EXCERPT_BYTES)
		strbuf_add_string(&excerpt, " …");
	words = arena_copy(arena, strbuf_string(&excerpt), excerpt.len);
	strbuf_release(&excerpt);
	return words;
}

void
changes_words(struct arena *arena, const char *before, const char *after,
    const char **ret_before, const char **ret_after)
{
	size_t sizes = strlen(before) + strlen(after) + 2;
	const uint32_t *base = ARENA_ARRAY(arena, uint32_t, sizes);
	struct strmap seen = { 0 };
	struct word_list old, new;
	const struct change_run *runs;
	uint32_t count;

	cut_words(&old, arena, &seen, base, before);
	cut_words(&new, arena, &seen, base, after);
	strmap_release(&seen);
	runs = changes_align(arena, old.numbers, old.count, new.numbers,
	    new.count, &count);
	*ret_before = excerpt_of(arena, &old, runs, count, true);
	*ret_after = excerpt_of(arena, &new, runs, count, false);
}
