/*
 * Diagnostics: collected, merged, sorted. In: reports of every stage.
 * Out: an array in the order of an author's files (diag_print.c prints it).
 */
#include "fieldkit/diag.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const struct diag_rule rules[] = {
#define DIAG_ROW(name, severity, slug, rule) \
	[DIAG_##name] = { severity, slug, rule },
	DIAG_TABLE(DIAG_ROW)
#undef DIAG_ROW
};

void
diags_init(struct diags *diags, const struct sources *sources)
{
	*diags = (struct diags){ .sources = sources };
}

void
diags_release(struct diags *diags)
{
	arena_release(&diags->arena);
	free(diags->items);
	diags_init(diags, NULL);
}

const struct diag_rule *
diag_rule(enum diag_id id)
{
	assert(id < DIAG_COUNT);
	return &rules[id];
}

static void
push(struct diags *diags, const struct diag *diag)
{
	if (diags->count == diags->size) {
		diags->size = diags->size != 0 ? 2 * diags->size : 16;
		diags->items = mem_realloc(diags->items,
		    diags->size * sizeof(*diags->items));
	}
	diags->items[diags->count++] = *diag;
	if (rules[diag->id].severity == DIAG_ERROR)
		diags->errors++;
	else
		diags->warnings++;
}

void
diag_report(struct diags *diags, enum diag_id id, struct source_pos pos,
    const char *format, ...)
{
	struct diag diag = { .id = id, .pos = pos };
	va_list args;

	va_start(args, format);
	diag.message = arena_vprintf(&diags->arena, format, args);
	va_end(args);
	push(diags, &diag);
}

void
diag_hint(struct diags *diags, const char *format, ...)
{
	va_list args;

	assert(diags->count > 0);
	va_start(args, format);
	diags->items[diags->count - 1].hint =
	    arena_vprintf(&diags->arena, format, args);
	va_end(args);
}

static size_t
least(size_t a, size_t b, size_t c)
{
	size_t ab = a < b ? a : b;

	return ab < c ? ab : c;
}

/* Edit distance with transpositions of neighbours (Damerau's restricted
 * form), on bytes; words longer than the table are never near. */
static size_t
edit_distance(const char *a, const char *b)
{
	enum { LONGEST = 64 };
	size_t rows[3][LONGEST + 1];
	size_t a_len = strlen(a), b_len = strlen(b);
	size_t i, j;

	if (a_len > LONGEST || b_len > LONGEST)
		return LONGEST;
	for (j = 0; j <= b_len; j++)
		rows[0][j] = j;
	for (i = 1; i <= a_len; i++) {
		size_t *row = rows[i % 3], *above = rows[(i - 1) % 3];
		const size_t *above2 = rows[(i + 1) % 3];

		row[0] = i;
		for (j = 1; j <= b_len; j++) {
			row[j] = least(above[j] + 1, row[j - 1] + 1,
			    above[j - 1] + (a[i - 1] != b[j - 1]));
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
			    a[i - 2] == b[j - 1] && above2[j - 2] + 1 < row[j])
				row[j] = above2[j - 2] + 1;
		}
	}
	return rows[a_len % 3][b_len];
}

const char *
diag_nearest(const char *found, const char *const *candidates, size_t count)
{
	size_t best = strlen(found) / 3 + 1;
	const char *nearest = NULL;
	size_t i;

	for (i = 0; i < count; i++) {
		size_t distance = strcasecmp(found, candidates[i]) == 0 ? 0 :
		    edit_distance(found, candidates[i]);

		if (distance < best) {
			best = distance;
			nearest = candidates[i];
		}
	}
	return nearest;
}

void
diag_suggest(struct diags *diags, const char *found,
    const char *const *candidates, size_t count)
{
	const char *nearest = diag_nearest(found, candidates, count);

	if (nearest != NULL)
		diag_hint(diags, "did you mean '%s'?", nearest);
}

void
diags_drop_warnings(struct diags *diags)
{
	size_t i, kept = 0;

	for (i = 0; i < diags->count; i++)
		if (diag_rule(diags->items[i].id)->severity == DIAG_ERROR)
			diags->items[kept++] = diags->items[i];
	diags->count = kept;
	diags->warnings = 0;
}

void
diags_merge(struct diags *into, const struct diags *from)
{
	size_t i;

	for (i = 0; i < from->count; i++) {
		struct diag diag = from->items[i];

		diag.message = arena_strdup(&into->arena, diag.message);
		if (diag.hint != NULL)
			diag.hint = arena_strdup(&into->arena, diag.hint);
		push(into, &diag);
	}
}

struct sort_key {
	const struct sources *sources;
};

static int
compare_numbers(uint32_t a, uint32_t b)
{
	return (a > b) - (a < b);
}

static int
compare_diags(const void *left, const void *right, void *context)
{
	const struct diag *a = left, *b = right;
	const struct sort_key *key = context;
	int order = 0;

	if (a->pos.file != b->pos.file)
		order = strcmp(source_path(key->sources, a->pos),
		    source_path(key->sources, b->pos));
	if (order == 0)
		order = compare_numbers(a->pos.line, b->pos.line);
	if (order == 0)
		order = compare_numbers(a->pos.col, b->pos.col);
	if (order == 0)
		order = strcmp(rules[a->id].slug, rules[b->id].slug);
	if (order == 0)
		order = strcmp(a->message, b->message);
	return order;
}

void
diags_sort(struct diags *diags)
{
	struct sort_key key = { diags->sources };
	size_t i, kept = 0;

	if (diags->count == 0)
		return;
	qsort_r(diags->items, diags->count, sizeof(*diags->items),
	    compare_diags, &key);
	for (i = 1; i < diags->count; i++) {
		struct diag *diag = &diags->items[i];

		if (compare_diags(&diags->items[kept], diag, &key) != 0)
			diags->items[++kept] = *diag;
		else if (rules[diag->id].severity == DIAG_ERROR)
			diags->errors--;
		else
			diags->warnings--;
	}
	diags->count = kept + 1;
}
