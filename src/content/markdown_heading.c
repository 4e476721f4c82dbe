/*
 * Headings: ids made of their text, and levels that fit a page.
 *
 * An id is the text in lower case (ASCII only; other scripts keep their
 * letters as they are), with one hyphen for each run of anything else, at
 * most HEADING_ID_BYTES. The second heading of a text gets `-2`, and so on:
 * with each id its next number is remembered, so that thousands of equal
 * headings cost one step each.
 */
#include "markdown_parts.h"

#include <assert.h>
#include <string.h>

#include "fieldkit/strmap.h"

enum { HEADING_ID_BYTES = 96 };

/* The bytes of a character that may stand in an id, or 0. Outside ASCII:
 * everything but spaces and punctuation (Unicode blocks Latin-1 signs,
 * General Punctuation, CJK Symbols, fullwidth ASCII signs). */
static size_t
letter_len(const unsigned char *at)
{
	uint32_t c;
	size_t len;

	if (at[0] < 0x80)
		return (at[0] >= 'a' && at[0] <= 'z') ||
		    (at[0] >= 'A' && at[0] <= 'Z') ||
		    (at[0] >= '0' && at[0] <= '9');
	len = at[0] >= 0xF0 ? 4 : at[0] >= 0xE0 ? 3 : 2;
	c = len == 2 ? (at[0] & 0x1Fu) << 6 | (at[1] & 0x3F)
	    : len == 3 ? (at[0] & 0xFu) << 12 | (at[1] & 0x3Fu) << 6 |
	    (at[2] & 0x3F) : 0x10000;
	if ((c >= 0x80 && c <= 0xBF) || c == 0xD7 || c == 0xF7 ||
	    (c >= 0x2000 && c <= 0x206F) || (c >= 0x3000 && c <= 0x303F) ||
	    (c >= 0xFF00 && c <= 0xFF0F) || (c >= 0xFF1A && c <= 0xFF20) ||
	    (c >= 0xFF3B && c <= 0xFF40) || (c >= 0xFF5B && c <= 0xFF65) ||
	    c == 0xFEFF)
		return 0;
	return len;
}

/* How many bytes at `at` are no letters, and lead to a letter or the end. */
static size_t
gap_len(const char *at)
{
	size_t len = 0;

	while (at[len] != '\0' &&
	    letter_len((const unsigned char *)at + len) == 0)
		do
			len++;
		while (((unsigned char)at[len] & 0xC0) == 0x80);
	return len;
}

static char *
slug(struct arena *arena, const char *text)
{
	char *id = arena_alloc(arena, HEADING_ID_BYTES + 8), *out = id;

	text += gap_len(text);
	while (*text != '\0') {
		size_t gap, len = letter_len((const unsigned char *)text);

		if (out + len + 1 > id + HEADING_ID_BYTES)
			break;
		memcpy(out, text, len);
		if (*out >= 'A' && *out <= 'Z')
			*out += 'a' - 'A';
		out += len;
		text += len;
		gap = gap_len(text);
		text += gap;
		if (gap > 0 && *text != '\0')
			*out++ = '-';
	}
	while (out > id && out[-1] == '-')
		out--;
	*out = '\0';
	return id;
}

static void
put_id(struct strmap *ids, struct arena *arena, const char *id)
{
	uint32_t *next_number = arena_alloc(arena, sizeof(*next_number));

	*next_number = 2;
	strmap_add(ids, id, next_number);
}

const char *
heading_ids_add(struct strmap *ids, struct arena *arena, const char *text)
{
	const char *base = slug(arena, text), *id = base;
	uint32_t *next_number;

	if (base[0] == '\0')
		return NULL;
	/* The map lends its values as const; put_id made this one. */
	next_number = (uint32_t *)(uintptr_t)strmap_find(ids, base);
	while (strmap_find(ids, id) != NULL)
		id = arena_printf(arena, "%s-%u", base,
		    (unsigned)(*next_number)++);
	put_id(ids, arena, id);
	return id;
}

/* The headings that stand open above the next one: their levels in the
 * fragment and on the page. */
struct outline {
	int from[6], to[6];
	int count;
	int top_level;
};

static int
shift_level(struct outline *outline, int level)
{
	int above;

	while (outline->count > 0 && outline->from[outline->count - 1] >= level)
		outline->count--;
	above = outline->count > 0 ? outline->to[outline->count - 1]
	    : outline->top_level - 1;
	outline->from[outline->count] = level;
	outline->to[outline->count] = above < 6 ? above + 1 : 6;
	return outline->to[outline->count++];
}

/* Two fragments may have a note of the same name. */
static void
graft_footnote(struct arena *arena, struct doc_node *note,
    const char *id_prefix)
{
	const char *ref = doc_get(note, DOC_ATTR_REF);

	if (note->id != NULL)
		note->id = arena_printf(arena, "%s%s", id_prefix, note->id);
	if (ref != NULL)
		doc_set(arena, note, DOC_ATTR_REF,
		    arena_printf(arena, "%s%s", id_prefix, ref));
}

static void
graft_node(struct arena *arena, struct doc_node *node,
    struct outline *outline, const char *id_prefix)
{
	const char *href;
	struct doc_node *child;

	if (node->tag == DOC_K_FOOTNOTE && id_prefix != NULL)
		graft_footnote(arena, node, id_prefix);
	if (node->tag >= DOC_H1 && node->tag <= DOC_H6) {
		node->tag = DOC_H1 - 1 + (enum doc_tag)shift_level(outline,
		    (int)(node->tag - DOC_H1) + 1);
		if (id_prefix != NULL && node->id != NULL)
			node->id = arena_printf(arena, "%s%s", id_prefix,
			    node->id);
	}
	href = id_prefix != NULL ? doc_get(node, DOC_ATTR_HREF) : NULL;
	if (href != NULL && href[0] == '#')
		doc_set(arena, node, DOC_ATTR_HREF,
		    arena_printf(arena, "#%s%s", id_prefix, href + 1));
	for (child = node->first_child; child != NULL; child = child->next)
		graft_node(arena, child, outline, id_prefix);
}

struct doc_node *
markdown_graft(struct arena *arena, const struct doc_node *fragment,
    int top_level, const char *id_prefix)
{
	struct doc_node *copy = doc_clone(arena, fragment);
	struct outline outline = { .top_level = top_level };

	assert(top_level >= 1 && top_level <= 6);
	graft_node(arena, copy, &outline, id_prefix);
	return copy;
}
