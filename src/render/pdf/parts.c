/*
 * The ledger of a file's bytes. In: accounts, opened while objects are made,
 * and what packing charges to them. Out: the accounts, sorted by cost.
 */
#include "parts.h"

#include <stdlib.h>
#include <string.h>

static const char *const words[] = {
#define PDF_PART_WORD(name, word) [PDF_PART_##name] = word,
	PDF_PART_TABLE(PDF_PART_WORD)
#undef PDF_PART_WORD
};

const char *
pdf_part_word(enum pdf_part_kind kind)
{
	return words[kind];
}

enum pdf_part_kind
pdf_part_kind_of(const char *word)
{
	enum pdf_part_kind kind = PDF_PART_REST;

	while (kind < PDF_PART_KIND_COUNT && strcmp(words[kind], word) != 0)
		kind++;
	return kind;
}

static bool
is_account(const struct pdf_part *part, enum pdf_part_kind kind,
    const char *name)
{
	return part->kind == kind && (name == NULL ||
	    (part->name != NULL && strcmp(part->name, name) == 0));
}

static void
grow(struct pdf_parts *parts)
{
	const uint32_t size = parts->size != 0 ? 2 * parts->size : 16;
	struct pdf_part *items =
	    ARENA_ARRAY(parts->arena, struct pdf_part, size);

	if (parts->count > 0)
		memcpy(items, parts->items, parts->count * sizeof(*items));
	parts->items = items;
	parts->size = size;
}

struct pdf_part *
pdf_parts_open(struct pdf_parts *parts, enum pdf_part_kind kind,
    const char *name)
{
	uint32_t i = 0;

	while (i < parts->count && !is_account(&parts->items[i], kind, name))
		i++;
	if (i == parts->count) {
		if (parts->count == parts->size)
			grow(parts);
		parts->items[parts->count++] =
		    (struct pdf_part){ .kind = kind, .name = name };
	}
	parts->open = i;
	return &parts->items[i];
}

void
pdf_parts_init(struct pdf_parts *parts, struct arena *arena)
{
	*parts = (struct pdf_parts){ .arena = arena };
	pdf_parts_open(parts, PDF_PART_REST, NULL);
}

static int
compare_parts(const void *left, const void *right)
{
	const struct pdf_part *a = left, *b = right;

	if (a->bytes != b->bytes)
		return a->bytes < b->bytes ? 1 : -1;
	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	return a->name != NULL && b->name != NULL ? strcmp(a->name, b->name) :
	    0;
}

void
pdf_parts_report(const struct pdf_parts *parts, struct arena *arena,
    struct pdf_sizes *ret_sizes)
{
	uint32_t i;

	ret_sizes->parts = ARENA_ARRAY(arena, struct pdf_part, parts->count);
	ret_sizes->count = 0;
	for (i = 0; i < parts->count; i++)
		if (parts->items[i].bytes > 0)
			ret_sizes->parts[ret_sizes->count++] = parts->items[i];
	qsort(ret_sizes->parts, ret_sizes->count, sizeof(*ret_sizes->parts),
	    compare_parts);
}
