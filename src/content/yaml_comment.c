/*
 * Values that lost their end to a comment. In: a tree and the bytes it was
 * read from. Out: a warning for each `name: Acme #1`.
 *
 * To YAML a `#` behind white space starts a comment, so the author's words
 * vanish without an error. A comment that is meant as one has a space behind
 * its `#`. Lines with such a `#` are rare: they are found first, and only then
 * is the tree walked.
 */
#include "yaml_problem.h"

#include <string.h>

#include "fieldkit/utf8.h"

/* More are not looked at: one warning of a kind would do. */
#define HITS 64

struct hit {
	struct source_pos pos;		/* of the # */
	uint32_t end_col;		/* where the white space before it starts */
	const char *text;
	size_t len;
};

struct hits {
	struct hit items[HITS];
	size_t count;
};

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* A # behind white space and in front of none, that does not start the line. */
static void
find_hit(struct hits *hits, const char *line, size_t len,
    struct source_pos pos)
{
	size_t at, end;

	for (at = 1; at + 1 < len; at++)
		if (line[at] == '#' && is_blank(line[at - 1]))
			break;
	if (at + 1 >= len || strchr(" \t\r#!", line[at + 1]) != NULL)
		return;
	for (end = at; end > 0 && is_blank(line[end - 1]); end--)
		continue;
	if (end == 0 || hits->count == HITS)
		return;
	while (len > at && strchr(" \t\r", line[len - 1]) != NULL)
		len--;
	pos.col = (uint32_t)utf8_count(line, at) + 1;
	hits->items[hits->count++] = (struct hit){ pos,
		(uint32_t)utf8_count(line, end) + 1, line + at, len - at };
}

static void
check_node(const struct hits *hits, const struct yaml_node *node,
    struct diags *diags)
{
	const struct yaml_node *child;
	size_t i;

	for (child = node->first_child; child != NULL; child = child->next)
		check_node(hits, child, diags);
	if (node->kind != YAML_SCALAR || !node->is_plain ||
	    node->scalar_len == 0)
		return;
	for (i = 0; i < hits->count; i++) {
		const struct hit *hit = &hits->items[i];

		if (hit->pos.line == node->pos.line && hit->end_col ==
		    node->pos.col + utf8_count(node->scalar,
		    node->scalar_len))
			diag_report(diags, DIAG_YAML_COMMENT, hit->pos,
			    "YAML takes '%.*s' for a comment, and the value "
			    "ends before it; put the value in quotes, or a "
			    "space after '#'", (int)hit->len, hit->text);
	}
}

void
yaml_comment_check(const struct yaml_node *root,
    const struct yaml_input *input, struct diags *diags)
{
	const char *line = input->bytes, *end = line + input->len;
	struct source_pos pos = { input->file, input->first_line, 1 };
	struct hits hits;

	if (memchr(line, '#', input->len) == NULL)
		return;
	hits.count = 0;
	while (line < end) {
		const char *stop = memchr(line, '\n', (size_t)(end - line));
		size_t len = (size_t)((stop != NULL ? stop : end) - line);

		if (memchr(line, '#', len) != NULL)
			find_hit(&hits, line, len, pos);
		pos.line++;
		line += len + 1;
	}
	if (hits.count > 0)
		check_node(&hits, root, diags);
}
