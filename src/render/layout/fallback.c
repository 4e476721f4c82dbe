/*
 * What fell back to which face. In: laid-out pages, whose text says the face
 * that its style wants and the one that it got. Out: each pair of the two once,
 * with how much it is and where it stands first.
 */
#include <stdlib.h>
#include <string.h>

#include "fieldkit/pages.h"
#include "fieldkit/type.h"

#define NBSP "\u00a0"

enum { SAMPLE_CHARS = 24, PAIRS_MAX = 64 };

struct found {
	struct page_fallback *items;
	uint32_t count;
};

static bool
is_blank(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/* The bytes of the space that a text begins with; 0: none. */
static uint32_t
blank_len(const char *text, uint32_t len)
{
	if (len > 1 && memcmp(text, NBSP, strlen(NBSP)) == 0)
		return strlen(NBSP);
	return len > 0 && is_blank(*text) ? 1 : 0;
}

static uint32_t
count_visible(const char *text, uint32_t len)
{
	uint32_t count = 0, i;

	for (i = 0; i < len; i++)
		count += !is_blank(text[i]) &&
		    ((unsigned char)text[i] & 0xc0) != 0x80;
	return count;
}

/* The start of a text, of at most SAMPLE_CHARS characters. */
static uint32_t
sample_len(const char *text, uint32_t len)
{
	uint32_t chars = 0, i;

	for (i = 0; i < len; i++) {
		if (((unsigned char)text[i] & 0xc0) == 0x80)
			continue;
		if (chars++ == SAMPLE_CHARS)
			break;
	}
	while (i > 0 && is_blank(text[i - 1]))
		i--;
	return i;
}

static struct page_fallback *
find_pair(struct found *found, const struct page_op *op)
{
	struct page_fallback *at = found->items;

	while (at < found->items + found->count &&
	    (at->wanted != op->u.text.wanted || at->face != op->u.text.face))
		at++;
	if (at == found->items + PAIRS_MAX)
		return NULL;
	if (at == found->items + found->count) {
		found->count++;
		*at = (struct page_fallback){ .wanted = op->u.text.wanted,
			.face = op->u.text.face };
	}
	return at;
}

static void
add_op(struct found *found, const struct page_op *op)
{
	const char *text = op->u.text.text;
	uint32_t len = op->u.text.text_len;
	uint32_t count = count_visible(text, len), step;
	struct page_fallback *pair;

	if (count == 0)
		return;
	pair = find_pair(found, op);
	if (pair == NULL)
		return;
	if (pair->count == 0) {
		for (; (step = blank_len(text, len)) > 0; len -= step)
			text += step;
		pair->text = text;
		pair->text_len = sample_len(text, len);
		pair->pos = op->u.text.pos;
	}
	pair->count += count;
}

static int
by_count(const void *left, const void *right)
{
	const struct page_fallback *a = left, *b = right;
	int order;

	if (a->count != b->count)
		return a->count < b->count ? 1 : -1;
	order = strcmp(type_face_name(a->face), type_face_name(b->face));
	return order != 0 ? order : strcmp(type_face_name(a->wanted),
	    type_face_name(b->wanted));
}

uint32_t
pages_find_fallbacks(const struct page_list *pages, struct arena *arena,
    struct page_fallback **ret_fallbacks)
{
	struct found found = {
		.items = ARENA_ARRAY(arena, struct page_fallback, PAIRS_MAX),
	};
	uint32_t page, i;

	for (page = 0; page < pages->page_count; page++) {
		const struct page *at = &pages->pages[page];

		for (i = 0; i < at->op_count; i++)
			if (at->ops[i].kind == OP_TEXT &&
			    at->ops[i].u.text.face != at->ops[i].u.text.wanted)
				add_op(&found, &at->ops[i]);
	}
	qsort(found.items, found.count, sizeof(*found.items), by_count);
	*ret_fallbacks = found.items;
	return found.count;
}
