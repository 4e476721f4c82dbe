/*
 * parts.h - who is charged for the bytes of a file: a ledger with an account
 * a face, a picture, a kind of objects. Source of the kinds: fieldkit/pdf.h.
 *
 * An account is opened and is then charged for every object that is made,
 * until another is opened. The first is that of the rest.
 */
#ifndef PDF_PARTS_H
#define PDF_PARTS_H

#include <stdint.h>

#include "fieldkit/arena.h"
#include "fieldkit/pdf.h"

struct pdf_parts {
	struct arena *arena;
	struct pdf_part *items;
	uint32_t count, size;
	uint32_t open;			/* index of the open account */
};

void pdf_parts_init(struct pdf_parts *parts, struct arena *arena);
/* Opens the account of a kind and a name (NULL: the kind has none), anew or
 * again. Lent until the next call. */
struct pdf_part *pdf_parts_open(struct pdf_parts *parts,
    enum pdf_part_kind kind, const char *name);
/* Accounts that cost something, the largest first. */
void pdf_parts_report(const struct pdf_parts *parts, struct arena *arena,
    struct pdf_sizes *ret_sizes);

#endif
