/*
 * A kept tree read again. In: text that may come from anywhere. Out: a tree,
 * or the line that is none.
 *
 * A line is a letter, a space and fields between tabs. Nothing is believed: a
 * date is one, a line stands in a unit, every field is there.
 */
#include "fieldkit/changes.h"

#include <string.h>

#include "fieldkit/date.h"
#include "fieldkit/limits.h"
#include "fieldkit/utf8.h"

#define FIELDS_MAX 4

struct parsing {
	struct arena *arena;
	struct tree *tree;
	const char *next;
	const char *end;
	const char *fields[FIELDS_MAX];
	uint32_t line;
};

/* Counted before, so that each array is made once. */
struct counts {
	uint32_t units, items, lines;
};

static struct counts
count_lines(const char *text, size_t len)
{
	struct counts counts = { 0 };
	const char *line = text, *end = text + len;

	while (line < end) {
		const char *next = memchr(line, '\n', (size_t)(end - line));

		counts.units += *line == '#' || *line == '*';
		counts.items += *line == '#' || *line == '*' || *line == '=';
		counts.lines += *line == '-' || *line == '.';
		line = next != NULL ? next + 1 : end;
	}
	return counts;
}

/* Cuts the next line into `count` fields behind a mark of `mark_len` bytes;
 * false: it has fewer, or there is none. */
static bool
cut_line(struct parsing *parsing, size_t mark_len, uint32_t count)
{
	const char *stop = memchr(parsing->next, '\n',
	    (size_t)(parsing->end - parsing->next));
	const char *field = parsing->next + mark_len;
	uint32_t i;

	parsing->line++;
	if (stop == NULL || field > stop)
		return false;
	for (i = 0; i < count; i++) {
		const char *tab = i + 1 == count ? stop : memchr(field, '\t',
		    (size_t)(stop - field));

		if (tab == NULL)
			return false;
		parsing->fields[i] = arena_copy(parsing->arena, field,
		    (size_t)(tab - field));
		field = tab + 1;
	}
	parsing->next = stop + 1;
	return true;
}

/* A line of the head: a word, a space, a value. */
static bool
read_head(struct parsing *parsing, const char *word, const char **ret_value)
{
	size_t len = strlen(word);

	if ((size_t)(parsing->end - parsing->next) < len ||
	    memcmp(parsing->next, word, len) != 0 ||
	    !cut_line(parsing, len, 1)) {
		parsing->line += parsing->line == 0;
		return false;
	}
	*ret_value = parsing->fields[0];
	return true;
}

static bool
is_date_or_none(const char *date)
{
	int32_t days;

	return date[0] == '\0' || date_parse(date, strlen(date), &days);
}

static bool
read_unit(struct parsing *parsing, struct tree_item **items, bool is_ranked)
{
	struct tree *tree = parsing->tree;

	if (tree->count == LIMIT_TREE_UNITS || !cut_line(parsing, 2, 2))
		return false;
	**items = (struct tree_item){ "", "", "", NULL, 0 };
	tree->units[tree->count++] = (struct tree_unit){
		.id = parsing->fields[0], .title = parsing->fields[1],
		.items = (*items)++, .count = 1, .is_ranked = is_ranked,
	};
	return true;
}

static bool
read_item(struct parsing *parsing, struct tree_item **items)
{
	struct tree_unit *unit =
	    &parsing->tree->units[parsing->tree->count - 1];

	if (unit->count > LIMIT_TREE_ITEMS || !cut_line(parsing, 2, 3) ||
	    !is_date_or_none(parsing->fields[1]))
		return false;
	*(*items)++ = (struct tree_item){ .record = parsing->fields[0],
		.until = parsing->fields[1], .label = parsing->fields[2] };
	unit->count++;
	return true;
}

static bool
read_line(struct parsing *parsing, struct tree_item *item,
    struct tree_line **lines, bool is_plain)
{
	struct tree_line *line = *lines;

	if (item->count == LIMIT_TREE_LINES ||
	    !cut_line(parsing, 2, is_plain ? 1 : 4))
		return false;
	*line = is_plain
	    ? (struct tree_line){ "", "", "", parsing->fields[0] }
	    : (struct tree_line){ parsing->fields[0], parsing->fields[1],
		parsing->fields[2], parsing->fields[3] };
	if (item->count++ == 0)
		item->lines = line;
	++*lines;
	return is_date_or_none(line->date);
}

static bool
read_body(struct parsing *parsing, struct tree_item *items,
    struct tree_line *lines)
{
	bool is_good = true;

	while (is_good && parsing->next < parsing->end) {
		char mark = *parsing->next;

		if (parsing->tree->count == 0 && mark != '#' && mark != '*')
			mark = '\0';
		switch (mark) {
		case '#':
		case '*':
			is_good = read_unit(parsing, &items, mark == '*');
			break;
		case '=':
			is_good = read_item(parsing, &items);
			break;
		case '-':
		case '.':
			is_good = read_line(parsing, items - 1, &lines,
			    mark == '-');
			break;
		default:
			parsing->line++;
			is_good = false;
		}
	}
	return is_good;
}

bool
tree_parse(struct tree *tree, struct arena *arena, const char *text,
    size_t len, uint32_t *ret_line)
{
	struct parsing parsing = { .arena = arena, .tree = tree,
		.next = text, .end = text + len };
	const struct counts counts = count_lines(text, len);
	const char *format;
	bool is_good;

	*tree = (struct tree){ .lang = "", .valid_until = "" };
	tree->units = ARENA_ARRAY(arena, struct tree_unit, counts.units);
	is_good = len <= LIMIT_TREE_BYTES &&
	    utf8_text_len(text, len) == len &&
	    read_head(&parsing, "fieldkit tree ", &format) &&
	    strcmp(format, "1") == 0 &&
	    read_head(&parsing, "lang ", &tree->lang) &&
	    read_head(&parsing, "valid ", &tree->valid_until) &&
	    is_date_or_none(tree->valid_until) &&
	    read_body(&parsing, ARENA_ARRAY(arena, struct tree_item,
	    counts.items), ARENA_ARRAY(arena, struct tree_line,
	    counts.lines));
	*ret_line = parsing.line > 0 ? parsing.line : 1;
	return is_good;
}
