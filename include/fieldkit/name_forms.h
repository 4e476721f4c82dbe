/*
 * name_forms.h - the ways in which a text may name somebody.
 *
 * A company is known without its legal form ("Contoso" of "Contoso Ltd"), and
 * ids and addresses run its words together. Names are compared folded (see
 * fold.h), so case, accents and punctuation do not hide them.
 */
#ifndef FIELDKIT_NAME_FORMS_H
#define FIELDKIT_NAME_FORMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fieldkit/arena.h"
#include "fieldkit/strbuf.h"

struct name_forms {
	struct arena *arena;
	struct strbuf buffer;		/* of the text being looked at */
	const char **names;		/* folded */
	uint32_t count;
	bool is_unsearchable;		/* a name without letters or digits */
};

/* For up to `name_count` names; the forms live in the arena. */
void name_forms_init(struct name_forms *forms, struct arena *arena,
    size_t name_count);
void name_forms_release(struct name_forms *forms);
void name_forms_add(struct name_forms *forms, const char *name, size_t len);

/* Whether a text may name it; any text may, where a name is nothing but
 * signs. */
bool name_forms_in_text(struct name_forms *forms, const char *text,
    size_t len);
/* The same for an id or an address, inside its words too. */
bool name_forms_in_slug(struct name_forms *forms, const char *slug);

#endif
